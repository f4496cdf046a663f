"""Tables of contents: filled for the headings that were rendered, proved, and never asked about."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import DATA, Desk, document_of, p, parts_of, run, tbl, tc, tr, words, zipped

from drafter.pipeline import chosen_templates, make, read_input
from drafter.template import render as rendering
from drafter.template.contents import with_contents
from drafter.template.contents_field import switches_of
from drafter.template.contents_proofs import wrong_contents
from drafter.template.finish import Finished
from drafter.template.outline import Outline, headings_of, read_outline
from drafter.template.package import parse, qn, read_package
from drafter.template.render import Rendered, render

pytest_plugins = ["desk_fixtures"]

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = sorted((ROOT / "example_inputs").glob("*.yaml"))


def mark(kind: str, more: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"{more}/></w:r>'


def code(instruction: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'


def contents(instruction: str = r'TOC \o "1-2" \h \z \u', result: str = "") -> str:
    inner = run(result) if result else ""
    return p(mark("begin"), code(instruction), mark("separate"), inner, mark("end"))


def lines(rendered: Rendered) -> list[str]:
    """Return the entries as they are read: label, words and, behind a bar, the page."""
    root = document_of(rendered).root()
    found = []
    for line in root.iter(qn("p")):
        if next(line.iter(qn("hyperlink")), None) is not None:
            found.append(words(line))
    return found


HEADS = (p("概况", style="H1"), p("职能", style="H2"), p("正文"), p("决算", style="H1"))


def test_the_headings_of_the_report_are_listed(desk: Desk) -> None:
    rendered = desk.render(contents(), *HEADS)
    assert lines(rendered) == ["概况", "职能", "决算"]
    assert [(e.level, e.words) for e in rendered.contents] == [
        (1, "概况"),
        (2, "职能"),
        (1, "决算"),
    ]


def test_what_word_had_listed_is_gone_with_its_tags(desk: Desk) -> None:
    drawn = (
        p(mark("begin", ' w:dirty="true"'), code(r"TOC \o"), code(r'"1-3" \u'), mark("separate"),
          run("旧的{{ 行.名称 }}")),
        p("{{ 没有的 }}\t3"),
        p("最后一条", mark("end")),
    )  # fmt: skip
    rendered = desk.render(*drawn, *HEADS)
    document = document_of(rendered)
    assert "旧的" not in document.text
    assert [e.words for e in rendered.contents] == ["概况", "职能", "决算"]
    assert document.root().xpath("//@*[local-name()='dirty']") == []


def test_loops_and_conditions_decide_what_is_listed(desk: Desk) -> None:
    rendered = desk.render(
        contents(),
        "{%p for 项 in 项目 %}", p("{{ 项.名称 }}&", style="H2"), "{%p endfor %}",
        "{%p if 收入 is 零 %}", p("不印", style="H1"), "{%p endif %}",
    )  # fmt: skip
    assert lines(rendered) == ["修路&", "架桥&"]


def test_words_around_the_field_stay(desk: Desk) -> None:
    around = p(run("目录："), mark("begin"), code("TOC"), mark("separate"), mark("end"), run("。"))
    made = document_of(desk.render(around, *HEADS)).paragraphs
    assert made[:3] == ["目录：概况", "职能", "决算。"]


def test_a_report_without_headings_keeps_an_empty_field(desk: Desk) -> None:
    rendered = desk.render(contents(), p("正文"))
    assert rendered.contents == ()
    document_of(rendered)


def test_printed_values_keep_their_places(desk: Desk) -> None:
    rendered = desk.render(
        contents(), p("{{ 名称 }}的{{ 收入|万元 }}", style="H1"), p("又{{ 人数|整数 }}人")
    )
    paragraphs = {one.number: one.words for one in rendered.paragraphs}
    assert [paragraphs[f.paragraph][f.start : f.end] for f in rendered.figures] == [
        "甲局", "12.00", "12",
    ]  # fmt: skip


def test_a_heading_with_a_value_of_several_lines_is_several_headings(desk: Desk) -> None:
    rendered = desk.render(contents(), p("前{{ 说明 }}后", style="H1"), p("{{ 名称 }}"))
    assert lines(rendered) == ["前第一行", "第二行", "第三行后"]
    text = rendered.parts["word/document.xml"].text
    spans = [text[start:end] for start, end in rendered.parts["word/document.xml"].printed.values()]
    assert [re.sub("<[^>]*>", "", words) for words in spans] == ["第一行第二行第三行", "甲局"]


def test_headings_in_cells_are_listed_and_those_in_text_boxes_are_not(desk: Desk) -> None:
    box = "<w:r><w:pict><w:txbxContent>" + p("框内", style="H1") + "</w:txbxContent></w:pict></w:r>"
    rendered = desk.render(
        contents(), tbl(tr(tc(p("格内", style="H1"))), columns=1), p(run("外"), box, style="H2")
    )
    assert lines(rendered) == ["格内", "外"]


def test_without_measuring_no_page_number_stands_there(desk: Desk) -> None:
    made = document_of(desk.render(contents(), *HEADS))
    text = read_package(made.blob).parts["word/document.xml"].decode()
    waiting = re.findall(r"PAGEREF _Toc[0-9]+ \\h </w:instrText></w:r>(.*?)</w:hyperlink>", text)
    assert waiting == [mark("separate") + mark("end")] * 3


def test_bookmarks_are_unique_beside_those_of_word_and_lead_to_the_headings(desk: Desk) -> None:
    own = '<w:bookmarkStart w:id="7" w:name="_Toc900000001"/><w:bookmarkEnd w:id="7"/>'
    rendered = desk.render(contents(), p(own, run("概况"), style="H1"), p("决算", style="H1"))
    root = document_of(rendered).root()
    names = Counter(b.get(qn("name")) for b in root.iter(qn("bookmarkStart")))
    assert set(names.values()) == {1}
    assert {e.bookmark for e in rendered.contents} <= set(names)
    assert "_Toc900000001" not in {e.bookmark for e in rendered.contents}


def test_a_section_that_ends_at_the_field_ends_behind_the_entries(desk: Desk) -> None:
    field = p(mark("begin"), code("TOC"), mark("separate"), mark("end"),
              properties='<w:sectPr><w:pgSz w:w="11906"/></w:sectPr>')  # fmt: skip
    made = document_of(desk.render(field, *HEADS))
    text = read_package(made.blob).parts["word/document.xml"].decode()
    ends = [one for one in text.split("<w:p>") if "<w:pgSz" in one]
    assert ["决算" in one for one in ends] == [True]


def test_a_short_field_is_spelled_out(desk: Desk) -> None:
    short = '<w:p><w:fldSimple w:instr=" TOC \\o &quot;1-1&quot; \\h "/></w:p>'
    assert lines(desk.render(short, *HEADS)) == ["概况", "决算"]


def test_a_list_of_captions_stays_as_it_was_drawn(desk: Desk) -> None:
    rendered = desk.render(contents(r'TOC \h \z \c "图"', "图1 变动"), *HEADS)
    assert rendered.contents == ()
    assert "图1 变动" in document_of(rendered).text


def test_word_is_not_told_to_ask_about_updating(desk: Desk) -> None:
    parts = parts_of(contents() + HEADS[0], {"settings": ("settings", "<w:updateFields/>")})
    loaded = desk.load_bytes(zipped(parts))
    assert loaded.template is not None
    made = document_of(render(loaded.template, DATA, 2020))
    assert b"updateFields" not in read_package(made.blob).parts["word/settings.xml"]


def test_a_short_list_of_captions_stays_as_it_was_drawn(desk: Desk) -> None:
    short = f'<w:fldSimple w:instr=" TOC \\c &quot;图&quot; ">{run("图1 变动")}</w:fldSimple>'
    rendered = desk.render(contents(), p(short), *HEADS)
    assert "图1 变动" in document_of(rendered).text
    assert lines(rendered) == ["概况", "职能", "决算"]


_SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'


@pytest.mark.parametrize("own", ["", '<w:jc w:val="left"/>'])
def test_a_section_break_within_the_result_stays_behind_the_entries(desk: Desk, own: str) -> None:
    first = p(mark("begin"), code(r"TOC \h"), mark("separate"), run("旧"), properties=own)
    rendered = desk.render(first, p(run("旧"), properties=_SECTION), p(mark("end")), *HEADS)
    blocks = list(document_of(rendered).root().iter(qn("p")))
    ends = [words(one) for one in blocks if next(one.iter(qn("sectPr")), None) is not None]
    assert ends == ["决算"]
    assert [words(one) for one in blocks][:4] == ["概况", "职能", "决算", "概况"]


def test_several_section_breaks_within_the_result_are_told(desk: Desk) -> None:
    first = p(mark("begin"), code("TOC"), mark("separate"), run("旧"), properties=_SECTION)
    place, message = desk.fault(first, p(run("旧"), properties=_SECTION), p(mark("end")), *HEADS)
    assert (place, "有几个分节符" in message) == ("正文 › 第2段", True)


@pytest.mark.parametrize("around", ["", "目录："])
def test_contents_in_a_heading_of_their_own_are_told(desk: Desk, around: str) -> None:
    field = p(run(around), mark("begin"), code("TOC"), mark("separate"), mark("end"), style="H1")
    place, message = desk.fault(field, *HEADS)
    assert "目录域放在标题段里（样式“heading 1”）" in message
    assert "第1段" in place


# --- words of headings --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>", "前后"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>现</w:t></w:r>', "前现后"),
        ("<w:r><w:noBreakHyphen/></w:r>", "前-后"),
        ("<w:r><w:t>a</w:t><w:softHyphen/></w:r>", "前a后"),
        ('<w:r><w:sym w:font="仿宋" w:char="2605"/></w:r>', "前★后"),
    ],
)
def test_entries_say_what_a_reader_of_the_heading_sees(desk: Desk, inner: str, wanted: str) -> None:
    assert lines(desk.render(contents(), p(run("前"), inner, run("后"), style="H1"))) == [wanted]


@pytest.mark.parametrize("char", ["F0FC", "D83D", "?", ""])
def test_a_sign_that_only_its_font_knows_is_told(desk: Desk, char: str) -> None:
    sign = f'<w:r><w:sym w:font="Wingdings" w:char="{char}"/></w:r>'
    _, message = desk.fault(contents(), p(run("前"), sign, style="H1"))
    assert "标题里有符号字体" in message
    assert desk.load(contents(), p(run("{{ 名称 }}"), sign)).template is not None


# --- switches -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instruction", "style", "level", "wanted"),
    [
        (r'TOC \o "1-2"', "heading 2", 1, 2),
        (r'TOC \o "1-2"', "heading 3", 2, None),
        (r'TOC \o "1-2"', "附件标题", 1, None),
        (r'TOC \o "1-2" \u', "附件标题", 1, 2),
        (r'TOC \o "1-2" \u', "附件标题", 2, None),
        (r'TOC \o "1-2" \t "附件标题,1,其他;2"', "附件标题", None, 1),
        (r'TOC \t "附件标题,1"', "heading 1", 0, None),
        ("TOC", "heading 9", 8, 9),
        (r"TOC \u", "正文", None, None),
        (r"TOC \u", "自定", 5, 6),
        (r'TOC \O "1-1"', "heading 1", 0, 1),
        (r'TOC \O "1-1"', "heading 2", 1, None),
        (r'TOC \t "标题 1,1,标题2,2"', "heading 1", 0, 1),
        (r'TOC \t "标题 1,1,标题2,2"', "heading 2", None, 2),
        (r'TOC \t "标题 1,1,标题2,2"', "标题2", None, 2),
        (r'TOC \t "标题,1"', "title", None, 1),
    ],
)
def test_switches_say_which_headings_are_listed(
    instruction: str, style: str, level: int | None, wanted: int | None
) -> None:
    switches = switches_of(instruction)
    assert switches is not None
    assert switches.level_of(style, level) == wanted


@pytest.mark.parametrize(
    "instruction", ["PAGE", r'TOC \c "图"', r"TOC \f", r'TOC \C "图"', r"TOC \b 甲", "TOCX"]
)
def test_other_fields_are_no_contents_of_headings(instruction: str) -> None:
    assert switches_of(instruction) is None


def test_levels_may_go_without_pages_and_with_a_sign_of_their_own(desk: Desk) -> None:
    rendered = desk.render(contents(r'TOC \o "1-2" \n "2-2" \p "…" \h'), *HEADS)
    assert lines(rendered) == ["概况…", "职能", "决算…"]


# --- the examples -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_contents_of_each_example_are_its_headings(path: Path) -> None:
    source = read_input(path)
    for name in chosen_templates(source):
        rendered = make(source, name).rendered
        assert rendered is not None
        assert rendered.document is not None
        package = read_package(rendered.document)
        root = parse(package.parts["word/document.xml"])
        codes = [c.text or "" for c in root.iter(qn("instrText"))]
        switches = next(filter(None, map(switches_of, codes)), None)
        if switches is None:
            assert rendered.contents == ()
            continue
        headings = headings_of(root, read_outline(package), switches.level_of)
        wanted = [
            (switches.level_of(one.style, one.level), one.label, one.words) for one in headings
        ]
        assert [(e.level, e.label, e.words) for e in rendered.contents] == wanted
        assert len(wanted) > 10
        assert list(wrong_contents(root, read_outline(package))) == []
        text = b"".join(package.parts.values())
        assert b"updateFields" not in text
        assert b"w:dirty" not in text
        starts = [b.get(qn("name")) for b in root.iter(qn("bookmarkStart"))]
        assert len(starts) == len(set(starts))
        assert {e.bookmark for e in rendered.contents} <= set(starts)


_KINDS = st.sampled_from(["H1", "H2", "", "H1", "H2"])
_WORDS = st.text("甲乙 <&>0a“", min_size=0, max_size=6)


@given(st.lists(st.tuples(_KINDS, _WORDS), min_size=1, max_size=12))
def test_any_headings_are_listed_in_their_order(blocks: list[tuple[str, str]]) -> None:
    package = read_package(zipped(parts_of(p("文"))))
    outline = read_outline(package)
    body = contents() + "".join(p(run(said), style=style) for style, said in blocks)
    text = parts_of(body)["word/document.xml"]
    done, entries = with_contents(Finished(text), outline)
    wanted = [re.sub(" +", " ", w).strip(" ") for s, w in blocks if s and w.strip(" ")]
    assert [entry.words for entry in entries] == wanted
    assert list(wrong_contents(parse(done.text.encode()), outline)) == []


# --- planted faults -----------------------------------------------------------------------------


def spoilt(monkeypatch: pytest.MonkeyPatch, desk: Desk, old: str, new: str) -> list[str]:
    """Return what is said of a report whose contents were spoilt after they were written."""

    def spoiling(finished: Finished, outline: Outline) -> tuple[Finished, tuple[object, ...]]:
        done, entries = with_contents(finished, outline)
        assert old in done.text
        return replace(done, text=done.text.replace(old, new, 1)), entries

    monkeypatch.setattr(rendering, "with_contents", spoiling)
    rendered = desk.render(contents(), *HEADS)
    assert rendered.document is None
    assert {finding.id for finding in rendered.findings} == {"MB-031"}
    return [finding.message for finding in rendered.findings]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (">职能</w:t></w:r><w:r><w:tab/>", ">职责</w:t></w:r><w:r><w:tab/>", "目录写的是“职责”"),
        ('w:anchor="_Toc900000002"', 'w:anchor="_Toc900000003"', "指向 _Toc900000003"),
        ("PAGEREF _Toc900000003", "PAGEREF _Toc900000001", "指向 _Toc900000001"),
        (">正文</w:t>", ">正</w:t>", "文字与渲染结果不符"),
        ("<w:tab/></w:r>", "<w:tab/><w:t>第9页</w:t></w:r>", "目录写的是“概况 第9页”"),
    ],
)
def test_contents_that_differ_from_the_headings_are_not_let_through(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, old: str, new: str, says: str
) -> None:
    assert any(says in message for message in spoilt(monkeypatch, desk, old, new))


def test_an_entry_too_few_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_one(finished: Finished, outline: Outline) -> tuple[Finished, tuple[object, ...]]:
        done, entries = with_contents(finished, outline)
        text = re.sub(r"<w:p><w:hyperlink w:anchor=\"_Toc900000002\".*?</w:p>", "", done.text)
        return replace(done, text=text), entries

    monkeypatch.setattr(rendering, "with_contents", without_one)
    rendered = desk.render(contents(), *HEADS)
    assert "目录有 2 条，应列的标题有 3 个" in rendered.findings[0].message
