"""Values reach the page as they were typed, whatever they hold; lines become paragraphs."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from word_files import (
    DATA,
    Desk,
    document_of,
    line,
    p,
    rows,
    run,
    tbl,
    tc,
    text,
    tr,
    with_text,
    words,
)

from drafter.figures.nodes import Group
from drafter.template.loader import ReportTemplate
from drafter.template.package import qn
from drafter.template.printing import Printed, PrintLog, UnprintableError
from drafter.template.render import render
from drafter.template.seam import Seam

pytest_plugins = ["desk_fixtures"]

HOSTILE = [
    "同比<5%", "研发<生产>部 & 其他", "a > b", "&amp; &lt;", "\"双\"'单'", "]]>", "<![CDATA[x]]>",
    "<w:t>假</w:t>", "<!-- 注 -->", "𠀀𪜶𬺰㐀", "\ue000\uf8ff", "\u200f右\u202eabc", "e\u0301",
    "👩‍👩‍👧", "  前后空白  ",
    "\u3000全角\u3000", "\u00a0", " ", "{{", "}}", "{%", "%}", "{#", "{", "}",
    "{{ 名称 }}", "{% endif %}", "占比50%}", "&#123;", "\\n", "None", "nan", "【待补：假】",
    "长" * 20_000, "a\tb",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=[ascii(v[:12]) for v in HOSTILE])
def test_hostile_text_prints_as_typed(desk: Desk, value: str) -> None:
    made = desk.made("前{{ 值 }}后", "末段", data=with_text(value))
    assert made.paragraphs == [f"前{value}后", "末段"]


UNFIT = "[\0-\x08\x0b-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
).filter(lambda t: not re.search(UNFIT, t))


@pytest.fixture(scope="module")
def mixed(shared_desk: Desk) -> ReportTemplate:
    row = [
        tr("{%tr for 项 in 项目 %}", ""),
        tr("{{ 值 }}", "格{{ 值 }}尾"),
        tr("{%tr endfor %}", ""),
    ]
    return shared_desk.template(
        "首{{ 值 }}中{{ 值 }}尾", tbl(*row, columns=2), "末", data=with_text("值")
    )


@given(ANY_TEXT)
def test_any_text_reaches_the_document_unchanged(mixed: ReportTemplate, value: str) -> None:
    """The words of the document are those of the template and the values, and no others."""
    made = document_of(render(mixed, with_text(value), 2020))
    row = [value, f"格{value}尾"]
    assert made.paragraphs == [f"首{value}中{value}尾", *row, *row, "末"]


@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_lines_of_any_text_become_paragraphs(mixed: ReportTemplate, lines: list[str]) -> None:
    made = document_of(render(mixed, with_text("\n".join(lines)), 2020))
    words_ = "".join(lines)
    assert (
        made.text
        == "首" + words_ + "中" + words_ + "尾" + (words_ + "格" + words_ + "尾") * 2 + "末"
    )
    assert len(made.paragraphs) == (2 * len(lines) - 1) + 2 * 2 * len(lines) + 1


def test_lines_become_paragraphs_with_the_properties_of_their_place(desk: Desk) -> None:
    body = p(
        run("甲{{ 说明 }}乙", "<w:b/>"),
        run("丙", "<w:i/>"),
        style="H1",
        properties="<w:jc w:val='both'/>",
    )
    made = desk.made(body)
    assert made.paragraphs == ["甲第一行", "第二行", "第三行乙丙"]
    properties = [etree.tostring(x) for x in made.root().iter(qn("pPr"))]
    assert len(properties) == 3
    assert len(set(properties)) == 1
    bold = [
        words(r) for r in made.root().iter(qn("r")) if r.find(f"{qn('rPr')}/{qn('b')}") is not None
    ]
    assert bold == ["甲第一行", "第二行", "第三行乙"]


def test_several_values_of_several_lines_in_one_run(desk: Desk) -> None:
    made = desk.made("{{ 说明 }}、{{ 名称 }}、{{ 说明 }}")
    assert made.paragraphs == ["第一行", "第二行", "第三行、甲局、第一行", "第二行", "第三行"]


def test_empty_lines_stay_empty_paragraphs(desk: Desk) -> None:
    made = desk.made("前{{ 值 }}后", data=with_text("\n甲\n\n乙\n"))
    assert made.paragraphs == ["前", "甲", "", "乙", "后"]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<w:hyperlink>", "</w:hyperlink>"),
        ("<w:smartTag>", "</w:smartTag>"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:fldSimple w:instr='REF a'>", "</w:fldSimple>"),
        ("<w:hyperlink><w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt></w:hyperlink>"),
    ],
)
def test_lines_inside_links_and_controls_keep_all_words_in_order(
    desk: Desk, opening: str, closing: str
) -> None:
    inner = opening + run("前") + run("甲{{ 说明 }}乙") + run("丙") + closing
    made = desk.made(p("首", inner, "尾"))
    assert made.paragraphs == ["首前甲第一行", "第二行", "第三行乙丙尾"]


def test_lines_in_a_cell_stay_in_the_cell(desk: Desk) -> None:
    made = desk.made(tbl(tr("{{ 说明 }}", tc("{{ 说明 }}", "尾")), columns=2))
    assert made.rows == [["第一行第二行第三行", "第一行第二行第三行尾"]]
    cells = list(made.root().iter(qn("tc")))
    assert [len(cell.findall(qn("p"))) for cell in cells] == [3, 4]


def seconds(template: ReportTemplate, data: Group) -> float:
    """Return how long a rendering takes; lxml at work is not seen by counting calls."""
    best = 9.0
    for _ in range(2):
        start = time.perf_counter()
        document_of(render(template, data, 2020))
        best = min(best, time.perf_counter() - start)
    return best


def test_lines_take_time_in_proportion_to_their_number(desk: Desk) -> None:
    template = desk.template("前{{ 值 }}后", data=with_text("值"))
    few, many = (with_text("\n".join(["很长的一段文字里的一行"] * n)) for n in (800, 4000))
    assert seconds(template, many) < 12 * seconds(template, few)  # 5 if linear, 25 if quadratic


def test_what_follows_lines_in_a_paragraph_is_moved_once(desk: Desk) -> None:
    """Values of several lines in the runs of one paragraph, over and over."""
    body = p(run("{% for 行 in 表 %}"), run("{{ 行.值 }}", "<w:b/>"), run("、{% endfor %}"))
    few, many = (
        DATA.with_items(表=rows(*(line(i, 值=text("上", "下")) for i in range(number))))
        for number in (300, 1500)
    )
    template = desk.template(body, data=few)
    assert seconds(template, many) < 12 * seconds(template, few)  # 5 if linear, 25 if quadratic


def test_things_after_the_tag_in_its_run_go_with_the_last_line(desk: Desk) -> None:
    body = p("<w:r><w:t>{{ 说明 }}</w:t><w:br/><w:t>后</w:t></w:r>")
    made = desk.made(body)
    last = list(made.root().iter(qn("p")))[-1]
    assert words(last) == "第三行后"
    assert len(list(last.iter(qn("br")))) == 1


def test_a_section_ends_after_the_last_line(desk: Desk) -> None:
    """A section break stands in the last paragraph of its section."""
    made = desk.made(p("{{ 说明 }}", properties="<w:sectPr/>"), "次节")
    with_break = [
        words(x)
        for x in made.root().iter(qn("p"))
        if x.find(f"{qn('pPr')}/{qn('sectPr')}") is not None
    ]
    assert with_break == ["第三行"]


def test_a_gap_between_lines_is_marked_in_its_paragraph(desk: Desk) -> None:
    made = desk.made("{{ 说明 }}{{ 缺字 }}尾")
    assert made.paragraphs == ["第一行", "第二行", "第三行【待补：缺字】尾"]


@pytest.mark.parametrize("character", ["\0", "\x0b", "\r", "\ud800", "\ufffe", "\ufdd0", "\ufdd3"])
def test_what_no_document_can_hold_is_refused_at_the_tag(desk: Desk, character: str) -> None:
    """Reading refuses these; should another door let one in, nothing is dropped in silence."""
    with pytest.raises(UnprintableError):
        PrintLog().mark(Printed(f"甲{character}乙"), Seam("", "", ""))
    place, message = desk.run_fault("{{ 值 }}", data=with_text(f"甲{character}乙"))
    assert place == "正文 › 第1段，“{{ 值 }}”"
    assert "不能印出的字符 U+" in message


def test_conditions_leave_a_paragraph_where_word_demands_one(desk: Desk) -> None:
    cell = tc("{%p if 否 %}", "a", "{%p endif %}")
    inner = tc(tbl(tr("x"), columns=1) + p("{%p if 否 %}") + p("a") + p("{%p endif %}"))
    hidden = p("{%p if 否 %}") + p("a") + p("{%p endif %}")
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{hidden}</w:sdtContent></w:sdt>"
    template = desk.template(
        tbl(tr(cell, inner), columns=2), control, others={"header1": ("header", hidden)}
    )
    made = document_of(render(template, DATA, 2020))
    assert all(cell[-1].tag == qn("p") for cell in made.root().iter(qn("tc")))
    (content,) = made.root().iter(qn("sdtContent"))
    assert [node.tag for node in content] == [qn("p")]
    assert [node.tag for node in made.root("word/header1.xml")] == [qn("p")]


def test_bookmark_names_that_are_taken_are_passed_over(desk: Desk) -> None:
    def mark(number: int, name: str) -> str:
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'

    made = desk.made(p(mark(1, "a_2"), mark(2, "a"), mark(3, "a"), mark(4, "a_2")))
    names = [node.get(qn("name")) for node in made.root().iter(qn("bookmarkStart"))]
    assert len(set(names)) == 4
    assert names[:2] == ["a_2", "a"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("制度健全", "制度健全。"),
        ("制度健全。", "制度健全。"),
        ("都完成了！", "都完成了！"),
        ("如下：", "如下："),
        ("即“做好了。”", "即“做好了。”"),
        ("（另有安排。）", "（另有安排。）"),
        ("称为“绿色工厂”", "称为“绿色工厂”。"),
        ("满意度≥95%", "满意度≥95%。"),
        ("”", "”"),
    ],
)
def test_a_paragraph_of_its_own_ends_like_a_sentence(desk: Desk, typed: str, printed: str) -> None:
    assert desk.made("{{ 值|成句 }}", data=with_text(typed)).paragraphs == [printed]


def test_only_the_last_of_several_paragraphs_is_ended(desk: Desk) -> None:
    assert desk.made("{{ 值|成句 }}", data=with_text("一是\n二是")).paragraphs == ["一是", "二是。"]


def test_a_gap_is_no_sentence(desk: Desk) -> None:
    assert desk.made("{{ 缺字|成句 }}").text == "【待补：缺字】"
