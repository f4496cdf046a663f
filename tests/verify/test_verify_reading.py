"""What is read of a Word file: words with all revisions accepted, comments, who did what."""

from __future__ import annotations

import io
import zipfile

import pytest
from word_files import p, parts_of, run, tbl, tr, zipped

from drafter.verify.document import Document
from drafter.verify.reading import UnreadableError, read_document

_BY = 'w:id="1" w:author="李四" w:date="2021-03-01T08:00:00Z"'


def read(*body: str, others: dict[str, tuple[str, str]] | None = None) -> Document:
    return read_document(zipped(parts_of("".join(body), others)))


def words(*body: str) -> list[str]:
    return [paragraph.words for paragraph in read(*body).paragraphs]


def deleted(text: str) -> str:
    return f"<w:del {_BY}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def inserted(text: str) -> str:
    return f"<w:ins {_BY}>{run(text)}</w:ins>"


def end(mark: str) -> str:
    """Return properties of a paragraph whose end was inserted, deleted or moved."""
    return f"<w:rPr><w:{mark} {_BY}/></w:rPr>"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ([p("甲", deleted("乙"), inserted("丙"), "丁")], ["甲丙丁"]),
        ([p("甲", properties=end("del")), p("乙")], ["甲乙"]),
        ([p("甲", properties=end("ins")), p("乙")], ["甲", "乙"]),
        ([p(deleted("全删"), properties=end("del")), p("乙")], ["乙"]),
        ([p("尾", properties=end("del"))], []),
        ([p(f"<w:moveFrom {_BY}>{run('走')}</w:moveFrom>", properties=end("moveFrom")),
          p("中"), p(f"<w:moveTo {_BY}>{run('走')}</w:moveTo>")], ["中", "走"]),
        ([p(f'<w:hyperlink r:id="rId1">{run("链接")}</w:hyperlink>', "后")], ["链接后"]),
        ([p(f"<w:smartTag>{run('标记')}</w:smartTag>")], ["标记"]),
        ([f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"], ["控件"]),
        ([p(f"<w:sdt><w:sdtContent>{run('行内')}</w:sdtContent></w:sdt>", "后")], ["行内后"]),
        ([p("见", '<w:r><w:tab/></w:r>', "后")], ["见 后"]),
        ([p("见", run("藏", "<w:vanish/>"), "后")], ["见后"]),
        ([p("前", "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>"
            f"<w:txbxContent>{p('框')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback>"
            f"<w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>")], ["前", "框"]),
        ([tbl(tr("甲", "乙"), tr("丙", "丁"), columns=2)], ["甲", "乙", "丙", "丁"]),
        ([tbl(tr("甲"), f"<w:tr><w:trPr><w:del {_BY}/></w:trPr><w:tc>{p('删')}</w:tc></w:tr>",
              columns=1)], ["甲"]),
        ([p('<w:fldSimple w:instr=" REF a ">' + run("引用") + "</w:fldSimple>")], ["引用"]),
        ([p('<w:fldSimple w:instr=" PAGE ">' + run("3") + "</w:fldSimple>", "页")], ["页"]),
        ([p("<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>", "选")], ["\uf0fe选"]),
        ([p("<w:r><w:sym w:char=\"坏\"/></w:r>", "选")], ["选"]),
    ],
    ids=[
        "deleted and inserted", "end deleted", "end inserted", "all deleted", "last end deleted",
        "moved", "link", "smart tag", "control", "inline control", "tab", "hidden", "text box",
        "table", "row deleted", "field", "page", "symbol", "no symbol",
    ],
)  # fmt: skip
def test_words_are_those_of_the_accepted_document(body: list[str], wanted: list[str]) -> None:
    assert words(*body) == wanted


def test_a_contents_table_says_nothing() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    begin = p(char("begin"), '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>',
              char("separate"), "一、概况", "1")  # fmt: skip
    assert words(begin, p("二、说明2"), p(char("end")), p("正文")) == ["正文"]


def test_revisions_have_authors_and_words() -> None:
    body = p("甲", deleted("乙"), inserted("丙"))
    (paragraph,) = read(body).paragraphs
    found = [(r.kind, r.author, r.words) for r in paragraph.revisions]
    assert found == [("删去", "李四", "乙"), ("插入", "李四", "丙")]


def test_changed_formats_are_revisions_too() -> None:
    change = f"<w:rPrChange {_BY}><w:rPr/></w:rPrChange>"
    document = read(p(run("甲", f"<w:b/>{change}")))
    assert [(r.kind, r.author) for r in document.revisions] == [("改格式", "李四")]


def comment(number: int, author: str, text: str, paragraph: str = "") -> str:
    own = f' w14:paraId="{paragraph}"' if paragraph else ""
    return f'<w:comment w:id="{number}" w:author="{author}"><w:p{own}>{run(text)}</w:p></w:comment>'


def anchored(number: int, *inner: str) -> str:
    return (
        f'<w:commentRangeStart w:id="{number}"/>{"".join(inner)}<w:commentRangeEnd '
        f'w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def test_a_comment_has_author_words_and_what_it_is_about() -> None:
    document = read(
        p("总计", anchored(1, run("86.40")), "万元"),
        others={"comments": ("comments", comment(1, "财政局", "请核实"))},
    )
    (found,) = document.comments
    assert (found.author, found.words, found.anchored) == ("财政局", "请核实", "86.40")
    assert str(found.place) == "正文 › 第1段"
    assert [p.words for p in document.paragraphs] == ["总计86.40万元"]


def test_a_comment_may_reach_over_paragraphs_or_hang_on_none() -> None:
    start = '<w:commentRangeStart w:id="1"/>'
    stop = '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    document = read(
        p("前", start, run("上")),
        p(run("下"), stop, "后"),
        p("只有引用", '<w:r><w:commentReference w:id="2"/></w:r>'),
        others={"comments": ("comments", comment(1, "甲", "一") + comment(2, "乙", "二"))},
    )
    assert [found.anchored for found in document.comments] == ["上 下", "只有引用"]
    assert [found.place.paragraph for found in document.comments] == [1, 3]


def test_comments_without_threads_answer_nobody() -> None:
    own = comment(1, "drafter", "标出") + comment(2, "财政局", "核实")
    document = read(
        p(anchored(1, run("甲")), anchored(2, run("乙"))), others={"comments": ("comments", own)}
    )
    assert [found.answers for found in document.comments] == [None, None]


def test_an_answer_knows_what_it_answers() -> None:
    w15 = "http://schemas.microsoft.com/office/word/2012/wordml"
    threads = (
        f'<w15:commentEx xmlns:w15="{w15}" w15:paraId="AA" w15:done="0"/>'
        f'<w15:commentEx xmlns:w15="{w15}" w15:paraId="BB" w15:paraIdParent="AA" w15:done="1"/>'
    )
    own = comment(1, "drafter", "标出", "AA") + comment(2, "财政局", "已核实", "BB")
    document = read(
        p(anchored(1, anchored(2, run("甲")))),
        others={
            "comments": ("comments", own),
            "commentsExtended": ("commentsExtended", threads),
        },
    )
    first, second = document.comments
    assert second.answers is first
    assert second.is_done
    assert not first.is_done


def test_a_strict_file_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts = parts_of(p("甲"))
    usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for name in ("word/document.xml", "word/styles.xml"):
        parts[name] = parts[name].replace(usual, strict)
    assert [x.words for x in read_document(zipped(parts)).paragraphs] == ["甲"]


def test_odd_numbers_in_lists_are_no_error() -> None:
    listed = '<w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr>'
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="y"><w:start w:val="z"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    document = read(p("甲", properties=listed), others={"numbering": ("numbering", numbering)})
    assert [paragraph.label for paragraph in document.paragraphs] == [""]


def _cut(blob: bytes) -> bytes:
    return blob[: len(blob) // 2]


def _without_body(blob: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
    return buffer.getvalue()


def _broken(blob: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:-20] if name == "word/document.xml" else data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda _: b"", "空的"),
        (lambda _: b"hello", "不是 .docx"),
        (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧式 .doc"),
        (
            lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "打开密码",
        ),
        (_cut, "不完整"),
        (_without_body, "没有正文"),
        (_broken, "已损坏"),
    ],
    ids=["empty", "text", "doc", "encrypted", "cut", "no body", "broken"],
)
def test_a_file_that_cannot_be_read_is_a_message(spoil: object, said: str) -> None:
    assert callable(spoil)
    blob = spoil(zipped(parts_of(p("甲"))))
    with pytest.raises(UnreadableError, match=said):
        read_document(blob)


def test_depth_is_bounded() -> None:
    control = "<w:sdt><w:sdtContent>"
    closing = "</w:sdtContent></w:sdt>"
    with pytest.raises(UnreadableError):
        read(control * 130 + p("深") + closing * 130)
