"""Every proof finds the fault that it is there for, and then no document comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree
from word_files import DATA, Desk, findings_text, p, parts_of, run, tbl, tc, tr, zipped

from drafter.template import lift, printing
from drafter.template import render as rendering
from drafter.template.blocks import between_problem
from drafter.template.finish import Finished, finish
from drafter.template.loader import PreparedPart
from drafter.template.package import (
    Package,
    malformed_parts,
    parent_of,
    parse,
    qn,
    read_package,
    relation_problems,
    serialised,
)
from drafter.template.printing import Printed, PrintLog
from drafter.template.proofs import bad_values, leftover_tags
from drafter.template.render import render
from drafter.template.seam import Seam, Seams

pytest_plugins = ["desk_fixtures"]

Planted = Callable[[etree._Element], None]
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def first(root: etree._Element, tag: str) -> etree._Element:
    return next(root.iter(qn(tag)))


def drop_paragraph(root: etree._Element) -> None:
    paragraph = first(root, "p")
    parent_of(paragraph).remove(paragraph)


def drop_letter(root: etree._Element) -> None:
    text = first(root, "t")
    text.text = (text.text or "")[1:]


def add_words(root: etree._Element) -> None:
    text = first(root, "t")
    text.text = (text.text or "") + "多"


def drop_break(root: etree._Element) -> None:
    found = first(root, "br")
    parent_of(found).remove(found)


def leave_mark(root: etree._Element) -> None:
    text = first(root, "t")
    text.text = (text.text or "") + "\ufdd2"


def stray(root: etree._Element) -> None:
    first(root, "p").tail = "游离"


def stray_in_row(root: etree._Element) -> None:
    first(root, "tr").text = "游离"


def bare_cell(root: etree._Element) -> None:
    cell = first(root, "tc")
    etree.SubElement(cell, qn("tbl"))


def merge_from_nothing(root: etree._Element) -> None:
    cell = list(root.iter(qn("tc")))[-1]
    properties = etree.Element(qn("tcPr"))
    etree.SubElement(properties, qn("vMerge"))
    cell.insert(0, properties)


def narrow_row(root: etree._Element) -> None:
    cell = list(root.iter(qn("tc")))[-1]
    parent_of(cell).remove(cell)


def open_field(root: etree._Element) -> None:
    field = etree.SubElement(first(root, "r"), qn("fldChar"))
    field.set(qn("fldCharType"), "begin")


def open_bookmark(root: etree._Element) -> None:
    mark = etree.SubElement(first(root, "p"), qn("bookmarkStart"))
    mark.set(qn("id"), "77")


def same_drawing_twice(root: etree._Element) -> None:
    for _ in range(2):
        etree.SubElement(first(root, "r"), f"{{{WP}}}docPr").set("id", "5")


def dangling_relation(root: etree._Element) -> None:
    link = etree.SubElement(first(root, "p"), qn("hyperlink"))
    link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "rId99")


FAULTS: list[tuple[Planted, str]] = [
    (drop_paragraph, "文字与渲染结果不符"),
    (drop_letter, "文字与渲染结果不符"),
    (add_words, "文字与渲染结果不符"),
    (drop_break, "文字与渲染结果不符"),
    (leave_mark, "残留内部记号"),
    (stray, "文字“游离”不在任何文本里"),
    (stray_in_row, "文字“游离”不在任何文本里"),
    (bare_cell, "有单元格不以段落结尾"),
    (merge_from_nothing, "纵向合并没有起点"),
    (merge_from_nothing, "已并入上格，里面的文字印不出来"),
    (narrow_row, "表格共 2 列"),
    (open_field, "域的首尾不成对"),
    (open_bookmark, "书签的首尾不成对"),
    (same_drawing_twice, "图形编号重复"),
    (dangling_relation, "引用了不存在的关系 rId99"),
]


@pytest.mark.parametrize(
    ("plant", "says"), FAULTS, ids=[f"{f.__name__}-{s[:4]}" for f, s in FAULTS]
)
def test_a_fault_planted_after_the_passes_is_found(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, plant: Planted, says: str
) -> None:
    template = desk.template(
        p("甲{{ 名称 }}", "<w:r><w:br/></w:r>"), tbl(tr("a", "b"), tr("c", "d"), columns=2)
    )
    assert render(template, DATA, 2020).document is not None
    real = rendering.part_bytes

    def faulty(text: str, part: PreparedPart) -> bytes:
        root = parse(real(text, part))
        plant(root)
        return serialised(root)

    monkeypatch.setattr(rendering, "part_bytes", faulty)
    rendered = render(template, DATA, 2020)
    assert rendered.document is None
    assert {f.id for f in rendered.findings} <= {"MB-030", "MB-031"}
    assert says in findings_text(rendered.findings)


def test_a_value_that_loses_a_line_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    template = desk.template("{{ 说明 }}")
    monkeypatch.setattr(printing, "escaped", lambda text, _: text.partition("\n")[0])
    rendered = render(template, DATA, 2020)
    assert rendered.document is None
    assert "没有完整印进文件" in findings_text(rendered.findings)


def test_a_mark_that_is_not_taken_out_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    template = desk.template("{{ 名称 }}")
    monkeypatch.setattr(rendering, "finish", lambda text, *_: Finished(text))
    rendered = render(template, DATA, 2020)
    assert rendered.document is None
    assert "残留内部记号" in findings_text(rendered.findings)
    assert "值“甲局”没有完整印进文件" in findings_text(rendered.findings)


def test_a_final_form_that_drops_words_is_found(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = desk.template("甲乙丙{{ 名称 }}")

    def lossy(text: str, entries: list[Printed], seams: Seams) -> Finished:
        return finish(text.replace("乙", ""), entries, seams)

    monkeypatch.setattr(rendering, "finish", lossy)
    rendered = render(template, DATA, 2020)
    assert rendered.document is None
    assert {f.id for f in rendered.findings} == {"MB-031"}
    (finding,) = rendered.findings
    assert "文字与渲染结果不符：应为“甲乙丙甲局”，实为“甲丙甲局”" in finding.message
    assert finding.where.place == "成品的正文 › 第1段"


def test_a_tag_that_survives_rendering_is_found() -> None:
    log = PrintLog()
    value = log.mark(Printed("{{ 值 }}"), Seam("", "", ""))
    fine = p(run(f"{{{value}}}")) + p("{") + p("{ 名 }")
    assert leftover_tags(fine) == []
    assert leftover_tags(p("甲{{ 名 }}")) == ["残留标签：“甲{{ 名 }}”"]
    assert leftover_tags(p("{", "% if %}"))
    assert leftover_tags(p(run("{% endif %}")))


def test_what_is_no_value_is_not_printed() -> None:
    assert bad_values([Printed("None"), Printed(" nan ")]) == ["印出了“None”", "印出了“ nan ”"]
    assert bad_values([Printed("无"), Printed("甲 None")]) == []


def test_a_template_with_a_broken_structure_is_refused(desk: Desk) -> None:
    broken = [
        (tbl(tr("a", "b"), tr("c"), columns=2), "占 1 列，表格共 2 列"),
        (tbl(columns=1), "没有行的表格"),
        (tbl(tr(tc(tbl(tr("a"), columns=1))), columns=1), "不以段落结尾"),
        (p('<w:bookmarkStart w:id="1" w:name="a"/>', "b"), "书签"),
        (p('<w:r><w:fldChar w:fldCharType="end"/></w:r>'), "域"),
        (p("a") + "游离", "游离"),
        (run("{{ 名称 }}"), "文字“{{ 名称 }}”不在任何段落里"),
        (tbl(tr(tc("a", properties='<w:gridSpan w:val="x"/>')), columns=1), "跨列数不对"),
        (tbl(tr(tc("a", properties='<w:gridSpan w:val="0"/>')), columns=0), "跨列数不对"),
        (tbl(tr("a"), tr(tc("藏", properties="<w:vMerge/>")), columns=1), "纵向合并没有起点"),
        (
            tbl(
                tr(tc("a", properties='<w:vMerge w:val="restart"/>')),
                tr(tc("{{ 名称 }}", properties="<w:vMerge/>")),
                columns=1,
            ),
            "已并入上格，里面的文字印不出来",
        ),
    ]
    for body, says in broken:
        loaded = desk.load(body)
        assert loaded.template is None
        assert says in findings_text(loaded.findings)


def test_irregular_but_legal_tables_are_accepted(desk: Desk) -> None:
    skipped = (
        '<w:tr><w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>'
        + tc("x")
        + "</w:tr>"
    )
    wide = tc("宽", properties='<w:gridSpan w:val="3"/>')
    control = (
        f"<w:tr><w:sdt><w:sdtContent>{tc('a')}</w:sdtContent></w:sdt>{tc('b')}{tc('c')}</w:tr>"
    )
    repeated = f"<w:sdt><w:sdtContent>{tr('d', 'e', 'f')}</w:sdtContent></w:sdt>"
    merged = tr(tc("起", properties='<w:vMerge w:val="restart"/>'), "", "")
    below = tr(tc("", properties="<w:vMerge/>"), "", "")
    table = tbl(skipped, tr(wide), control, repeated, merged, below, columns=3)
    assert desk.made(table).text == "x宽abcdef起"
    no_grid = f"<w:tbl><w:tblPr/>{tr('a', 'b')}{tr('c')}</w:tbl>"
    assert desk.made(no_grid).text == "abc"


def test_missing_targets_and_broken_xml_are_found() -> None:
    parts = parts_of(p("文"))
    link = '<Relationship Id="rIdP" Type="image" Target="media/a.png"/></Relationships>'
    rels = parts["word/_rels/document.xml.rels"].replace("</Relationships>", link)
    package = read_package(zipped({**parts, "word/_rels/document.xml.rels": rels}))
    ((part, _, message),) = relation_problems(package)
    assert part == "word/document.xml"
    assert message == "部件 word/document.xml 指向不存在的 media/a.png"
    broken = Package({**package.parts, "word/styles.xml": b"<a>"})
    (problem,) = malformed_parts(broken)
    assert problem.startswith("部件 word/styles.xml 不是合格的 XML")


def test_a_tag_in_the_rendered_text_stops_the_document(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rendering.render_part

    def leaky(*arguments: Any) -> tuple[str, object]:
        rendered, fault = real(*arguments)
        return rendered.replace("甲乙", "甲{{ 乙 }}"), fault

    template = desk.template("甲乙")
    monkeypatch.setattr(rendering, "render_part", leaky)
    rendered = render(template, DATA, 2020)
    assert rendered.document is None
    assert findings_text(rendered.findings) == "成品核对未通过：残留标签：“甲{{ 乙 }}”"


def test_a_figure_printed_as_no_number_stops_the_document(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = desk.template("{{ 收入|万元 }}")
    monkeypatch.setattr("drafter.template.run.format_number", lambda *_: "nan")
    rendered = render(template, DATA, 2020)
    assert rendered.document is None
    assert findings_text(rendered.findings) == "成品核对未通过：印出了“nan”"


def test_lifting_that_loses_words_refuses_the_template(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = lift._replace

    def greedy(element: etree._Element, index: int) -> None:
        follower = element.getnext()
        real(element, index)
        if follower is not None and follower.tag == qn("p"):
            parent_of(follower).remove(follower)

    monkeypatch.setattr(lift, "_replace", greedy)
    loaded = desk.load("{%p if 是 %}", "会丢的话", "{%p endif %}")
    assert loaded.template is None
    assert [f.id for f in loaded.findings] == ["MB-004"]


@pytest.mark.parametrize(
    ("between", "whole"),
    [
        ("words", True),
        ("<w:p><w:r/></w:p>", True),
        ("a</w:t></w:r><w:r><w:t>b", True),
        ("a</w:t></w:r></w:p>", False),
        ("<w:p>", False),
        ("</w:hyperlink><w:r>", False),
        ("<a></b></a>", False),
    ],
)
def test_only_text_that_can_be_left_out_may_stand_between_tags(between: str, whole: bool) -> None:
    assert (between_problem(between) == "") is whole
