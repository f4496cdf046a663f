"""Prose out of files of colleagues: what is taken, what is told, what is refused."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from sampling import sampled
from typed_inputs import EXAMPLES
from word_files import p, parts_of, run, tbl, tr, words, zipped

from drafter.diagnostics import Diagnostic
from drafter.exchange import prose
from drafter.exchange.prose import ProseRead, file_named, paragraphs, with_files
from drafter.model.shape import shapes
from drafter.model.year import DepartmentYear
from drafter.pipeline import make_all, read_input
from drafter.schemas import schema_text
from drafter.source import Scalar, SourceTree, read_source, read_text
from drafter.template.package import parse, qn, read_package

NUM = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


@pytest.fixture
def word(tmp_path: Path) -> Callable[..., ProseRead]:
    """Reads a Word file of the blocks given as raw XML, or as words."""

    def read(*blocks: str, **parts: str) -> ProseRead:
        body = "".join(b if b.startswith("<") else p(b) for b in blocks)
        others = {name: (name, content) for name, content in parts.items() if name != "styles"}
        made: dict[str, str | bytes] = dict(parts_of(body, others))
        if "styles" in parts:
            styles = str(made["word/styles.xml"])
            made["word/styles.xml"] = styles.replace("</w:styles>", parts["styles"] + "</w:styles>")
        path = tmp_path / "稿.docx"
        path.write_bytes(zipped(made))
        return paragraphs(path)

    return read


def lines(read: ProseRead) -> list[str]:
    assert read.text is not None, read.problems
    return read.text.split("\n")


def refusal(read: ProseRead) -> str:
    assert read.text is None
    (problem,) = read.problems
    return problem


# What is taken out of a Word file


def test_paragraphs_of_a_file_by_python_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("重点工作", 1)
    document.add_paragraph("　　一是修路。").add_run("长 10 公里。")
    document.add_paragraph("")
    document.add_paragraph(" \u3000")
    document.add_paragraph("二是架桥：\n跨度大，\t工期短。")
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.save(str(tmp_path / "a.docx"))
    read = paragraphs(tmp_path / "a.docx")
    assert lines(read) == ["重点工作", "一是修路。长 10 公里。", "二是架桥：", "跨度大， 工期短。"]
    assert read.problems == ()


WRAPPED = {
    "a hyperlink": "<w:hyperlink>{}</w:hyperlink>",
    "a control": "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "a control in a control": (
        "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
    ),
    "a smart tag": '<w:smartTag w:element="date"><w:smartTagPr/>{}</w:smartTag>',
    "custom XML": "<w:customXml><w:customXmlPr/>{}</w:customXml>",
    "a simple field": '<w:fldSimple w:instr="DATE">{}</w:fldSimple>',
    "the base of ruby": (
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>zhong</w:t></w:r></w:rt>"
        "<w:rubyBase>{}</w:rubyBase></w:ruby></w:r>"
    ),
    "a choice for old programs": (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w14:new/></mc:Choice>'
        "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    ),
    "something unknown": "<w14:unknown>{}</w14:unknown>",
}


@pytest.mark.parametrize("kind", WRAPPED)
def test_words_in_wrappers_keep_their_place(kind: str, word: Callable[..., ProseRead]) -> None:
    inner = WRAPPED[kind].format(run("中"))
    read = word(p(run("前"), inner, run("后")))
    assert (lines(read), read.problems) == (["前中后"], ())


def test_paragraphs_in_controls_keep_their_place(word: Callable[..., ProseRead]) -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('乙')}{p('丙')}</w:sdtContent></w:sdt>"
    assert lines(word("甲", control, "丁")) == ["甲", "乙", "丙", "丁"]


def test_what_a_control_shows_before_anybody_typed_is_no_text(
    word: Callable[..., ProseRead],
) -> None:
    shown = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    assert lines(word(p("甲", shown.format(run("单击此处输入文字"))))) == ["甲"]


def test_results_of_fields_are_taken_and_instructions_are_not(
    word: Callable[..., ProseRead],
) -> None:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin, separate, end = map(char.format, ("begin", "separate", "end"))
    code = "<w:r><w:instrText> IF </w:instrText></w:r>"
    inner = begin + code + separate + run("条件") + end
    read = word(p("甲", begin, code, inner, separate, run("乙"), end, run("丙")), p("丁"))
    assert (lines(read), read.problems) == (["甲乙丙", "丁"], ())
    read = word(p("甲", begin, code, run("丢")), p("丁"))
    assert lines(read) == ["甲", "丁"]
    assert read.problems == ("有 1 段里的域没有写完，域里的文字没有带过来",)


def test_signs_that_are_elements(word: Callable[..., ProseRead]) -> None:
    signs = "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t><w:softHyphen/>"
    breaks = '<w:br/><w:t>丁</w:t><w:cr/><w:t>戊</w:t><w:br w:type="page"/><w:t>己</w:t></w:r>'
    assert lines(word(p(signs + breaks))) == ["甲 乙-丙", "丁", "戊", "己"]


def test_strict_files_have_other_namespaces(tmp_path: Path) -> None:
    made = {
        name: content.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in parts_of(p("甲")).items()
    }
    (tmp_path / "a.docx").write_bytes(zipped(made))
    assert lines(paragraphs(tmp_path / "a.docx")) == ["甲"]


# Revisions


def test_insertions_count_deletions_do_not_and_both_are_told(
    word: Callable[..., ProseRead],
) -> None:
    told = ("有未接受的修订：插入的文字算在内，删去的不算",)
    gone = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('挪')}</w:moveFrom>"
    read = word(p("甲", f"<w:ins>{run('新')}</w:ins>", gone, moved), p("乙"))
    assert (lines(read), read.problems) == (["甲新", "乙"], told)
    for change in (gone, f"<w:ins>{run('新')}</w:ins>"):
        assert word(p("甲", change)).problems == told


def test_a_deleted_end_joins_paragraphs(word: Callable[..., ProseRead]) -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    read = word(p("甲", properties=deleted), p("乙"), p("丙", properties=deleted))
    assert lines(read) == ["甲乙", "丙"]
    assert read.problems == ("有未接受的修订：插入的文字算在内，删去的不算",)


# What is not taken is told

NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
COMMENT = '<w:r><w:commentReference w:id="0"/></w:r>'
PICTURE = "<w:r><w:drawing><wp:inline/></w:drawing></w:r>"
BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"
BOTH = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
    "<w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
HIDDEN = run("隐", "<w:vanish/>") + run("显", '<w:vanish w:val="0"/>')
LEFT_OUT = {
    "有 2 个表格，只取了段落文字": ("甲", tbl(tr("丙"), columns=1), tbl(tr("丁"), columns=1)),
    "有 1 个脚注或尾注，没有带过来": (p("甲", NOTE),),
    "有 1 处批注，没有带过来": (p("甲", COMMENT),),
    "有 1 处图片或图形，没有带过来": (p("甲", PICTURE),),
    "有 1 个文本框，里面的文字没有带过来": (p("甲", BOX.format(p("盒"))),),
    "有 2 个文本框，里面的文字没有带过来": (p("甲", BOTH.format(p("盒")) * 2),),
    "有 1 个公式，没有带过来": (p("甲", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"),),
    "有 1 个嵌入的对象，没有带过来": (p("甲", "<w:r><w:object/></w:r>"),),
    "有 1 处嵌入的其他文档，没有带过来": ("甲", "<w:altChunk/>"),
    "有 1 个特殊字体的符号，没有带过来": (p("甲", '<w:r><w:sym w:char="F0FC"/></w:r>'),),
}


@pytest.mark.parametrize("told", LEFT_OUT)
def test_what_is_left_out_is_told(told: str, word: Callable[..., ProseRead]) -> None:
    read = word(*LEFT_OUT[told])
    assert (lines(read), read.problems) == (["甲"], (told,))


def test_hidden_text_is_told(word: Callable[..., ProseRead]) -> None:
    read = word(p("甲", HIDDEN))
    assert (lines(read), read.problems) == (["甲显"], ("有 1 处隐藏文字，没有带过来",))


def test_a_file_of_tables_alone_has_no_text(word: Callable[..., ProseRead]) -> None:
    read = word(tbl(tr("丙"), columns=1))
    assert read.text is None
    assert read.problems == ("文件里没有段落文字", "有 1 个表格，只取了段落文字")


# Numbering


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: str = "") -> str:
    own = nums or '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>{own}'


OUTLINE = (
    level(0, "chineseCounting", "%1、"),
    level(1, "japaneseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
    level(4, "decimalEnclosedCircleChinese", "%5"),
)


def item(text: str, depth: int = 0, list_id: int = 1) -> str:
    return p(text, properties=NUM.format(depth, list_id))


def test_numbers_are_put_in_front(word: Callable[..., ProseRead]) -> None:
    depths = (0, 1, 2, 2, 3, 4, 4, 1, 2, 0, 1)
    read = word(*(item("文", d) for d in depths), numbering=numbering(*OUTLINE))
    labels = [line.removesuffix("文") for line in lines(read)]
    assert labels == [
        "一、",
        "（一）",
        "1.",
        "2.",
        "（1）",
        "①",
        "②",
        "（二）",
        "1.",
        "二、",
        "（一）",
    ]
    assert read.problems == ()


def test_a_number_before_a_digit_or_without_a_sign_stands_apart(
    word: Callable[..., ProseRead],
) -> None:
    levels = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    read = word(item("2020年"), item("修路"), item("架桥", 1), numbering=levels)
    assert lines(read) == ["1. 2020年", "2.修路", "2.1 架桥"]


def test_blank_and_tabled_paragraphs_are_counted_as_in_word(word: Callable[..., ProseRead]) -> None:
    cell = f"<w:tc>{item('表')}</w:tc>"
    read = word(
        item("甲"),
        item(""),
        tbl(f"<w:tr>{cell}</w:tr>", columns=1),
        item("乙"),
        numbering=numbering(*OUTLINE),
    )
    assert lines(read) == ["一、甲", "四、乙"]


def test_lists_go_on_together_or_begin_anew(word: Callable[..., ProseRead]) -> None:
    one = '<w:num w:numId="{}"><w:abstractNumId w:val="7"/>{}</w:num>'
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums = one.format(1, "") + one.format(2, "") + one.format(3, anew)
    read = word(
        item("甲"), item("乙", 0, 2), item("丙", 0, 3), item("丁", 0, 3),
        numbering=numbering(*OUTLINE, nums=nums),
    )  # fmt: skip
    assert lines(read) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_styles_carry_numbers(word: Callable[..., ProseRead]) -> None:
    levels = (OUTLINE[0], level(1, "decimal", "%2.", '<w:pStyle w:val="N2"/>'))
    own = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="N1">{own}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="N2">{own}</w:style>'
        '<w:style w:type="paragraph" w:styleId="N3"><w:basedOn w:val="N1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="L"><w:basedOn w:val="L"/></w:style>'
    )
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    read = word(
        p("甲", style="N1"), p("乙", style="N2"), p("丙", style="N3"),
        p("丁", style="N1", properties=off), p("戊", style="L"),
        numbering=numbering(*levels), styles=styles,
    )  # fmt: skip
    assert lines(read) == ["一、甲", "1.乙", "二、丙", "丁", "戊"]


def test_numbers_that_are_not_known_are_told(word: Callable[..., ProseRead]) -> None:
    odd = numbering(level(0, "ideographZodiac", "%1、"), level(1, "bullet", "\uf0b7"))
    read = word("甲", item("乙"), item("丙", 1), item("丁"), numbering=odd)
    assert lines(read) == ["甲", "乙", "丙", "丁"]
    assert read.problems == (
        "有 1 段前有项目符号，没有带过来",
        "第2、4段有自动编号，没有带过来",
    )
    read = word(*[item("文")] * 12, numbering=odd)
    assert read.problems == ("第1、2、3、4、5、6、7、8、9、10 等 12 段有自动编号，没有带过来",)


def test_a_number_below_one_that_was_never_counted_is_not_made_up(
    word: Callable[..., ProseRead],
) -> None:
    levels = numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"))
    read = word(item("甲", 1), item("乙"), item("丙", 1), numbering=levels)
    assert lines(read) == ["甲", "1 乙", "1.1 丙"]
    assert read.problems == ("第1段有自动编号，没有带过来",)


def test_a_list_by_python_docx(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    document.save(str(tmp_path / "a.docx"))
    assert lines(paragraphs(tmp_path / "a.docx")) == ["1.甲", "2.乙"]


# Text files

SAID = "　　第一段。\r\n\r\n\t第二段。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_the_encodings_of_editors(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.TXT"
    path.write_bytes(SAID.encode(encoding))
    assert paragraphs(path) == ProseRead("第一段。\n第二段。")


@pytest.mark.parametrize(
    "data",
    [b"\x80\x81\xff\xff", b"\xff\xfeA", "甲".encode("utf-16-le") * 2 + b"\0", b"PK\x03\x04\0\0"],
)
def test_what_is_no_text(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert "不是文本文件" in refusal(paragraphs(tmp_path / "a.txt"))


def test_characters_without_width_are_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\ufeff重\u200b点\xad工\u2060作\u2028二", encoding="utf-8")
    assert paragraphs(tmp_path / "a.txt").text == "重点工作\n二"


# What is refused


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.rtf", "a.pdf"])
def test_other_formats_are_to_be_saved_as_docx(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert "另存为 .docx" in refusal(paragraphs(tmp_path / name))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "重点工作.docx").mkdir()
    assert "文件夹" in refusal(paragraphs(tmp_path / "重点工作.docx"))
    assert "那里有“重点工作.docx”" in refusal(paragraphs(tmp_path / "重点工作1.docx"))
    assert "找不到文件" in refusal(paragraphs(tmp_path / "无此夹" / "a.docx"))
    assert "找不到文件" in refusal(paragraphs(tmp_path / "重点工作.docx" / "a.docx"))
    assert refusal(paragraphs(tmp_path / f"{'长' * 300}.docx"))
    assert refusal(paragraphs(tmp_path / "a\0.docx"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.docx")
    assert "不是普通文件" in refusal(paragraphs(tmp_path / "a.docx"))


def test_a_large_file(tmp_path: Path) -> None:
    with (tmp_path / "a.docx").open("wb") as stream:
        stream.truncate(prose.MAX_BYTES + 1)
    assert "超过 20 MB" in refusal(paragraphs(tmp_path / "a.docx"))


def test_too_many_paragraphs(word: Callable[..., ProseRead], tmp_path: Path) -> None:
    assert len(lines(word(*["甲"] * 2000))) == 2000
    assert refusal(word(*["甲"] * 2001)) == "文件超过 2000 段，请只留下要印的文字"
    (tmp_path / "a.txt").write_text("甲\n" * 2001, encoding="utf-8")
    assert "超过 2000 段" in refusal(paragraphs(tmp_path / "a.txt"))
    (tmp_path / "a.txt").write_text("甲" * 1_000_001, encoding="utf-8")
    assert "超过 100 万字" in refusal(paragraphs(tmp_path / "a.txt"))


def document(body: str) -> bytes:
    made = parts_of("")["word/document.xml"]
    return made.replace("<w:sectPr/>", body).encode()


def with_part(name: str, content: bytes) -> bytes:
    parts: dict[str, str | bytes] = dict(parts_of(p("甲")))
    return zipped({**parts, name: content})


GOOD = zipped(parts_of(p("甲")))
ENTITIES = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    b'<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)
HOSTILE = {
    "nothing": b"",
    "other bytes": b"\x00\xff" * 50,
    "an old document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a locked document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + "EncryptedPackage".encode("utf-16-le"),
    "cut off": GOOD[: len(GOOD) // 2],
    "head alone": b"PK\x03\x04",
    "no document": zipped({"a.txt": "甲"}),
    "a workbook": zipped({"xl/workbook.xml": "<workbook/>"}),
    "no body": with_part("word/document.xml", b"<d/>"),
    "not XML": with_part("word/document.xml", b"\x00\x01"),
    "half XML": with_part("word/document.xml", document(p("甲"))[:-20]),
    "entities": with_part("word/document.xml", ENTITIES + document(p("&b;"))),
    "entities of styles": with_part("word/styles.xml", ENTITIES + b"<styles>&b;</styles>"),
    "deep": with_part("word/document.xml", document("<w:sdt>" * 5000 + "</w:sdt>" * 5000)),
    "an odd encoding": with_part("word/document.xml", b"<?xml version='1.0' encoding='x'?><d/>"),
    "odd relations": with_part("_rels/.rels", b"<Relationships><Relationship Target='..'/>"),
    "elements without end": with_part("word/document.xml", document("<w:p/>" * 600_000)),
    "a bomb": with_part("word/document.xml", b" " * (61 * 1024 * 1024)),
}


@pytest.mark.parametrize("name", sampled(HOSTILE, 3))
def test_hostile_files_are_refused_in_words(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(HOSTILE[name])
    started = time.monotonic()
    problem = refusal(paragraphs(tmp_path / "a.docx"))
    assert time.monotonic() - started < 30
    assert any("\u4e00" <= c <= "\u9fff" for c in problem)
    assert "工作簿" not in problem
    if name == "a locked document":
        assert "密码" in problem


@pytest.mark.exhaustive
def test_many_lists_of_many_levels_take_no_time(word: Callable[..., ProseRead]) -> None:
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="7"/></w:num>' for n in range(20_000)
    )
    huge = numbering(*[level(0, "decimal", "%1." * 20)] * 20_000, nums=nums)
    started = time.monotonic()
    assert word(item("甲"), numbering=huge).problems == ("第1段有自动编号，没有带过来",)
    assert time.monotonic() - started < 20


def test_encrypted_and_oddly_packed_members(tmp_path: Path) -> None:
    blob = bytearray(GOOD)
    at = blob.find(b"PK\x01\x02")
    while at >= 0:
        blob[at + 8] |= 1
        at = blob.find(b"PK\x01\x02", at + 4)
    (tmp_path / "a.docx").write_bytes(bytes(blob))
    assert "密码" in refusal(paragraphs(tmp_path / "a.docx"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in parts_of(p("甲")).items():
            archive.writestr(name, content)
    (tmp_path / "a.docx").write_bytes(packed.getvalue())
    assert "损坏" in refusal(paragraphs(tmp_path / "a.docx"))


@settings(max_examples=150, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, len(GOOD)),
)
def test_damage_never_raises(
    changes: list[tuple[int, int]], cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    blob = bytearray(GOOD if cut % 3 else GOOD[:cut])
    for at, byte in changes:
        if at < len(blob):
            blob[at] = byte
    path = tmp_path_factory.getbasetemp() / "damaged.docx"
    path.write_bytes(bytes(blob))
    read = paragraphs(path)
    assert read.text is not None or read.problems


@settings(max_examples=150, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from(
            ["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>甲</w:t>", "<w:ins>", "</w:ins>",
             '<w:fldChar w:fldCharType="begin"/>', "<w:sdt>", "</w:sdt>", "<w:tbl>", "</w:tbl>",
             "<w:pPr><w:numPr><w:numId/></w:numPr></w:pPr>", "<w:pict/>", "<mc:AlternateContent/>",
             "<w:pPr><w:pStyle/><w:numPr><w:ilvl w:val='x'/><w:numId w:val='1'/></w:numPr></w:pPr>"]
        )
    )
)  # fmt: skip
def test_odd_documents_never_raise(
    pieces: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "odd.docx"
    made: dict[str, str | bytes] = dict(
        parts_of("", {"numbering": ("numbering", numbering(*OUTLINE))})
    )
    path.write_bytes(zipped({**made, "word/document.xml": document("".join(pieces))}))
    read = paragraphs(path)
    assert read.text is not None or read.problems


# In an input


def filled(text: str, folder: Path) -> tuple[SourceTree, tuple[Diagnostic, ...]]:
    read = read_text(text, "f.yaml")
    assert read.findings == ()
    assert read.tree is not None
    return with_files(read.tree, folder)


def told(findings: tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    return [(f.id, str(f.where), f.message) for f in findings]


def test_a_tree_without_files_is_given_back_and_costs_nothing() -> None:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        tree = read_source(path).tree
        assert tree is not None
        times = []
        for _ in range(5):
            started = time.perf_counter()
            assert with_files(tree, path.parent) == (tree, ())
            times.append(time.perf_counter() - started)
        assert with_files(tree, path.parent)[0] is tree
        assert min(times) * 1000 < 3, path  # well below 1 ms on an idle machine


def test_no_word_library_loads_without_a_file() -> None:
    code = (
        "import sys, drafter.exchange.prose; "
        "print([m for m in ('docx', 'zipfile', 'drafter.exchange.word_text') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "[]"


def test_no_section_has_a_field_of_that_name() -> None:
    waiting, seen = [DepartmentYear], set()
    while waiting:
        section = waiting.pop()
        seen.add(section)
        for shape in shapes(section):
            assert shape.alias != prose.FILE_KEY
            if shape.section is not None and shape.section not in seen:
                waiting.append(shape.section)  # type: ignore[arg-type]
    assert len(seen) > 20


def test_files_take_the_place_of_what_names_them(tmp_path: Path) -> None:
    (tmp_path / "稿件").mkdir()
    (tmp_path / "稿件" / "职能.txt").write_text(SAID, encoding="utf-8")
    text = "职能:\n  概述:\n    文件: 稿件/职能.txt\n  条目: [甲, {文件: 稿件\\职能.txt}]\n"
    tree, findings = filled(text, tmp_path)
    assert findings == ()
    taken = "第一段。\n第二段。"
    assert tree.plain() == {"职能": {"概述": taken, "条目": ["甲", taken]}}
    node = tree.node(("职能", "概述"))
    assert isinstance(node, Scalar)
    assert (tuple(node.mark), node.plain) == ((3, 9), False)
    assert str(tree.locate(("职能", "概述"))) == "f.yaml:3:9"


def test_what_was_left_out_is_a_warning_at_the_name(tmp_path: Path) -> None:
    body = p("甲") + tbl(tr("乙"), columns=1)
    (tmp_path / "a.docx").write_bytes(zipped(parts_of(body)))
    tree, findings = filled("重点工作: {文件: a.docx}\n", tmp_path)
    assert tree.plain() == {"重点工作": "甲"}
    assert told(findings) == [("JS-108", "f.yaml:1:12", "“a.docx”有 1 个表格，只取了段落文字")]
    assert not findings[0].is_error


def test_what_cannot_be_read_is_an_error_at_the_name(tmp_path: Path) -> None:
    tree, findings = filled("重点工作: {文件: a.docx}\n", tmp_path)
    assert tree.plain() == {"重点工作": None}
    (finding,) = findings
    assert (finding.id, finding.path, finding.is_error) == ("JS-107", ("重点工作",), True)
    assert str(finding.where) == "f.yaml:1:12"
    assert finding.message.startswith("“a.docx”：找不到文件")


def test_a_blank_name_is_still_to_be_filled(tmp_path: Path) -> None:
    tree, findings = filled("重点工作:\n  文件:\n", tmp_path)
    assert (tree.plain(), findings) == ({"重点工作": None}, ())


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    tree, findings = filled("重点工作: {文件: [a.docx]}\n", tmp_path)
    assert tree.plain() == {"重点工作": None}
    assert [f.message for f in findings] == ["“文件”后面应是一个文件名"]


@pytest.mark.parametrize(
    ("char", "code"),
    [("{{ x }}", "JS-025"), ("{%", "JS-025"), ("{#", "JS-025"), ("\ufdd0", "JS-015"),
     ("\x07", "JS-014"), ("\ufffd", "JS-014")],
)  # fmt: skip
def test_what_no_input_may_hold_is_refused_with_the_codes_of_reading(
    char: str, code: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(f"甲\n乙{char}丙{char}\n", encoding="utf-8")
    tree, findings = filled("重点工作: {文件: a.txt}\n", tmp_path)
    (finding,) = findings
    assert (finding.id, finding.path, str(finding.where)) == (code, ("重点工作",), "f.yaml:1:12")
    assert finding.message.startswith("“a.txt”第 2 段：")
    node = tree.node(("重点工作",))
    assert isinstance(node, Scalar)
    assert node.refused
    assert not any(mark in node.text for mark in ("{{", "{%", "{#", "\ufdd0", "\x07"))


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd.txt", "C:\\稿\\a.txt", "\\\\server\\share\\a.txt", "//server/a.txt",
     "http://x.cn/a.txt", "file:///a.txt", "../../a.txt", "稿/../../../a.txt", "NUL.txt",
     "稿/con.docx", "a.txt:b.txt"],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "b" / "c"
    folder.mkdir(parents=True)
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    _, findings = filled(f"重点工作: {{文件: '{name}'}}\n", folder)
    (finding,) = findings
    assert finding.id == "JS-107"
    assert "找不到" not in finding.message


def test_folders_beside_and_links_are_fine(tmp_path: Path) -> None:
    for name in ("数据", "稿件"):
        (tmp_path / name).mkdir()
    (tmp_path / "稿件" / "a.txt").write_text("甲", encoding="utf-8")
    names = ["../稿件/a.txt"]
    if hasattr(os, "symlink"):
        (tmp_path / "数据" / "b.txt").symlink_to(tmp_path / "稿件" / "a.txt")
        names.append("b.txt")
    for name in names:
        tree, findings = filled(f"重点工作: {{文件: {name}}}\n", tmp_path / "数据")
        assert (tree.plain(), findings) == ({"重点工作": "甲"}, ())


def test_a_file_named_often_is_read_once_and_not_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("甲" * 900_000, encoding="utf-8")
    reads: list[Path] = []

    def counted(path: Path) -> ProseRead:
        reads.append(path)
        return paragraphs(path)

    monkeypatch.setattr(prose, "paragraphs", counted)
    _, findings = filled("a: [" + "{文件: a.txt}, " * 8 + "]", tmp_path)
    assert len(reads) == 1
    assert [f.message for f in findings] == ["“a.txt”：各文件的文字合计太多"] * 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("文件: 职能.docx", "职能.docx"),
        ("文件：职能.docx", "职能.docx"),
        (" 文件 ：“稿件/职能 终稿.docx” ", None),
        ("文件：《职能.docx", "职能.docx"),
        ("文件:a.TXT", "a.TXT"),
        ("文件: a.doc", "a.doc"),
        ("文件：财政部关于印发办法的通知", None),
        ("职能.docx", None),
        ("文件: 甲.docx\n乙", None),
        ("文件:", None),
        ("", None),
    ],
)
def test_the_cell_of_a_form_names_a_file(text: str, name: str | None) -> None:
    assert file_named(text) == name


def test_the_schema_admits_a_file_for_words_alone() -> None:
    import json

    check = Draft7Validator(json.loads(schema_text("department-year")))
    assert check.is_valid(
        {"重点工作": {"文件": "a.docx"}, "职能": {"条目": [{"文件": "a.txt"}, "甲"]}}
    )
    assert check.is_valid({"重点工作": {"文件": None}})
    refused: list[object] = [
        {"重点工作": {"文件": "a.docx", "段": 1}},
        {"重点工作": {}},
        {"收入": {"其他": {"文件": "a.docx"}}},
        {"已公布": {"收入": {"文件": "a.docx"}}},
    ]
    for wrong in refused:
        assert not check.is_valid(wrong), wrong


def test_a_number_is_not_taken_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    (tmp_path / "f.yaml").write_text("收入: {其他: {文件: a.txt}}\n", encoding="utf-8")
    (finding,) = read_input(tmp_path / "f.yaml").findings
    assert finding.id == "JS-033"


def test_a_report_prints_the_text_of_the_file(tmp_path: Path) -> None:
    example = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")
    kept = [line for line in example.splitlines() if not line.startswith("重点工作:")]
    (tmp_path / "f.yaml").write_text(
        "\n".join([*kept, "重点工作: {文件: 稿件/重点工作.docx}", ""]), encoding="utf-8"
    )
    (tmp_path / "稿件").mkdir()
    written = docx.Document()
    written.add_paragraph("　　一是接收档案 1200 卷。")
    written.add_paragraph("二是检修库房设备。")
    written.save(str(tmp_path / "稿件" / "重点工作.docx"))
    made = make_all(tmp_path / "f.yaml")
    assert not [str(f) for f in made.findings if f.is_error]
    (outcome,) = made.outcomes
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    root = parse(read_package(outcome.rendered.document).parts["word/document.xml"])
    printed = [words(paragraph) for paragraph in root.iter(qn("p"))]
    at = printed.index("一是接收档案 1200 卷。")
    assert printed[at + 1] == "二是检修库房设备。"


def test_a_missing_file_is_told_once(tmp_path: Path) -> None:
    example = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")
    kept = [line for line in example.splitlines() if not line.startswith("重点工作:")]
    (tmp_path / "f.yaml").write_text(
        "\n".join([*kept, "重点工作: {文件: 无此件.docx}", ""]), encoding="utf-8"
    )
    made = make_all(tmp_path / "f.yaml")
    assert [f.id for f in made.findings if f.is_error] == ["JS-107"]
