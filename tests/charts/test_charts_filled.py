"""Charts drawn in a template and filled: caches, workbooks, looks, and where they cannot be."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from decimal import Decimal

import pytest
from chart_files import (
    LABELS,
    PIE,
    SECRET,
    A,
    Chart,
    R,
    Shown,
    chart_xml,
    charts_in,
    drawing,
    series_xml,
    texts,
    values,
    with_axis,
    with_charts,
)
from word_files import (
    DATA,
    Desk,
    Document,
    document_of,
    figure,
    line,
    missing,
    p,
    rows,
    tbl,
    tc,
    text,
    tr,
)  # fmt: skip

from drafter.figures.nodes import Group, Rows, Unit
from drafter.template.charts import charted, fill, workbook
from drafter.template.charts.proofs import placing_problems
from drafter.template.package import RELS, Package, parse, qn, read_package, relations_of
from drafter.template.render import Rendered, render

pytest_plugins = ["desk_fixtures"]
YEARS = "类别：上年，本年；收入（万元）：收入.上年，收入|万元"
ROWS = "类别：项目.名称；金额（万元）：项目.金额|万元"
BAR = Chart()


def rendered(
    desk: Desk, *body: str, charts: tuple[Chart, ...] = (BAR,), data: Group = DATA
) -> Rendered:
    loaded = desk.load_bytes(with_charts(*body, charts=charts), data=data)
    assert loaded.template is not None, [str(f) for f in loaded.findings]
    return render(loaded.template, data, 2020)


def made(
    desk: Desk, *body: str, charts: tuple[Chart, ...] = (BAR,), data: Group = DATA
) -> Document:
    return document_of(rendered(desk, *body, charts=charts, data=data))


def shown(desk: Desk, alternative: str, chart: Chart = BAR, data: Group = DATA) -> Shown:
    (one,) = charts_in(made(desk, p(drawing(alternative)), charts=(chart,), data=data).blob)
    return one


def projects(*amounts: str) -> Group:
    lines = (line(i, 名称=text(f"项{i}"), 金额=figure(a)) for i, a in enumerate(amounts))
    return DATA.with_items(项目=rows(*lines, path="项目"))


def numeric(table: list[list[object]]) -> list[list[object]]:
    """Return a table with its numbers as decimals, those of openpyxl by their shortest digits."""
    return [
        [row[0], *(None if v is None else Decimal(str(v)) for v in row[1:])] for row in table[1:]
    ]


# What is shown


def test_figures_one_by_one(desk: Desk) -> None:
    one = shown(desk, YEARS)
    assert one.cached == [[None, "收入（万元）"], ["上年", "10.00"], ["本年", "12.00"]]
    assert one.cells == [[None, "收入（万元）"], ["上年", 10], ["本年", 12]]
    assert texts(one.root, "//c:f") == ["Sheet1!$B$1", "Sheet1!$A$2:$A$3", "Sheet1!$B$2:$B$3"]
    assert texts(one.root, "//c:formatCode") == ["0.00"]


def test_rows_of_a_list(desk: Desk) -> None:
    one = shown(desk, ROWS)
    assert one.cached == [[None, "金额（万元）"], ["修路", "1.00"], ["架桥", "2.50"]]


@pytest.mark.parametrize("kind", ["lineChart", "areaChart", "bar3DChart", "doughnutChart"])
@pytest.mark.parametrize("count", [1, 7])
def test_any_number_of_categories_in_any_kind(desk: Desk, kind: str, count: int) -> None:
    one = shown(desk, ROWS, Chart(chart_xml(kind)), projects(*["20000"] * count))
    assert one.cached[1:] == [[f"项{i}", "2.00"] for i in range(count)]
    assert numeric(one.cells) == numeric(one.cached)


def test_words_with_fields_in_them(desk: Desk) -> None:
    one = shown(desk, "类别：{部门.全称}的；{人数|整数}人：收入|元")
    assert one.cached == [[None, "12人"], ["甲局的", "120000.00"]]
    assert texts(one.root, "//c:formatCode") == ["#,##0.00"]


def test_a_share_is_a_ratio_that_shows_as_percent(desk: Desk) -> None:
    one = shown(desk, "类别：甲，乙；占比：占比，占比|百分比")
    assert one.cached[1] == ["甲", "0.1250"]
    assert texts(one.root, "//c:formatCode") == ["0.00%"]


def test_each_number_shows_its_own_decimals(desk: Desk) -> None:
    one = shown(desk, ROWS, data=projects("0", "10000", "25000"))
    assert [row[1] for row in one.cached[1:]] == ["0", "1.00", "2.50"]
    assert values(one.root, "//c:val//c:pt", "formatCode") == ["0", None, None]


def test_clauses_on_lines_of_their_own_and_half_width_signs(desk: Desk) -> None:
    one = shown(desk, "类别: 上年, 本年\n收入（万元）: 收入.上年|万元, 收入｜万元\n")
    assert one.cached == [[None, "收入（万元）"], ["上年", "10.00"], ["本年", "12.00"]]


def test_the_alternative_text_says_what_the_chart_shows(desk: Desk) -> None:
    assert shown(desk, ROWS).descr == "柱形图。金额（万元）：修路 1.00，架桥 2.50。"
    assert shown(desk, "类别：甲；收入：收入|万元").descr == "柱形图。收入：甲 12.00万元。"
    # Neither a word like a unit nor a unit in a printed name hides that of the number.
    assert shown(desk, "类别：甲；万元户：收入|元").descr == "柱形图。万元户：甲 120,000.00元。"
    other = DATA.with_items(名称=text("收入（元）"))
    assert shown(desk, "类别：甲；{名称}：收入|万元", data=other).descr.endswith("甲 12.00万元。")


HOSTILE = ["<&>\"'", "{{ 名称 }}", "长" * 300, "🚀\u202e", "=1+1", "_x0041_", "a]]>b", "\t缩进 "]


def test_names_are_shown_as_typed(desk: Desk) -> None:
    lines = (line(i, 名称=text(w), 金额=figure("10000")) for i, w in enumerate(HOSTILE))
    one = shown(desk, ROWS, data=DATA.with_items(项目=rows(*lines, path="项目")))
    assert [row[0] for row in one.cached[1:]] == HOSTILE
    # A spreadsheet reads _x005F_ as an underscore; openpyxl leaves it as it stands.
    cells = [str(row[0]).replace("_x005F_", "_") for row in one.cells[1:]]
    assert cells == HOSTILE
    assert "a]]>b 1.00" in one.descr


def test_the_same_input_gives_the_same_bytes(desk: Desk) -> None:
    first, second = (made(desk, p(drawing(ROWS))).blob for _ in range(2))
    assert first == second


HIDDEN_SERIES = (
    '<c:extLst><c:ext uri="x" xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    "<c15:filteredBarSeries><c15:ser></c15:ser></c15:filteredBarSeries></c:ext></c:extLst>"
)


def test_nothing_of_the_drawn_workbook_gets_into_the_report(desk: Desk) -> None:
    hidden = HIDDEN_SERIES.replace("<c15:ser>", f"<c15:ser>{SECRET}")
    xml = chart_xml().replace(b"</c:barChart>", f"{hidden}</c:barChart>".encode())
    one = shown(desk, ROWS, Chart(xml))
    assert SECRET.encode() not in b"".join(read_package(one.book).parts.values())
    assert SECRET not in "".join(filter(None, (n.text for n in one.root.iter())))


# Series and points that were not drawn, or are too many

TWO = "类别：甲；收入：收入|万元；上年：收入.上年|万元；再：收入|万元"


def test_series_are_added_in_colours_of_their_own(desk: Desk) -> None:
    one = shown(desk, TWO)
    assert one.cached == [[None, "收入", "上年", "再"], ["甲", "12.00", "10.00", "12.00"]]
    assert one.cells == [[None, "收入", "上年", "再"], ["甲", 12, 10, 12]]
    assert (
        values(one.root, "//c:ser/c:idx") == values(one.root, "//c:ser/c:order") == ["0", "1", "2"]
    )
    assert values(one.root, "//c:ser/c:spPr//a:schemeClr") == ["accent1", "accent2", "accent3"]
    assert texts(one.root, "//c:val//c:f") == [f"Sheet1!${c}$2:${c}$2" for c in "BCD"]


def test_series_that_are_too_many_go(desk: Desk) -> None:
    drawn = chart_xml("barChart", series_xml(0), series_xml(1), series_xml(2))
    assert shown(desk, YEARS, Chart(drawn)).cached[0] == [None, "收入（万元）"]


def test_series_follow_their_order_not_their_place(desk: Desk) -> None:
    drawn = chart_xml("barChart", series_xml(1), series_xml(0))
    one = shown(desk, "类别：甲；先：收入|万元；后：收入.上年|万元", Chart(drawn))
    assert values(one.root, "//c:ser/c:order") == ["1", "0"]
    assert one.cached[0] == [None, "后", "先"]


def test_slices_are_added_and_taken_away(desk: Desk) -> None:
    pie = Chart(PIE)
    more = shown(desk, ROWS, pie, projects(*["10000"] * 8))
    colours = [
        etree_text(one) for one in more.root.iter(f"{{{A}}}schemeClr") if one.get("val") != "bg1"
    ][1:]
    assert len(set(colours)) == len(colours) == 8
    assert values(more.root, "//c:dPt/c:idx") == [str(i) for i in range(8)]
    assert values(more.root, "//c:dPt/c:spPr/a:ln//a:schemeClr") == ["bg1"] * 8
    fewer = shown(desk, ROWS, pie, projects("10000"))
    assert values(fewer.root, "//c:dPt/c:idx") == ["0"]


def etree_text(node: object) -> str:
    from lxml import etree

    assert isinstance(node, etree._Element)
    return etree.tostring(node, encoding="unicode", with_tail=False)


def test_a_slice_of_nothing_stays_in_the_data_without_a_label(desk: Desk) -> None:
    one = shown(desk, ROWS, Chart(PIE), projects("10000", "0", "20000"))
    assert [row[1] for row in one.cached[1:]] == ["1.00", "0", "2.00"]
    assert values(one.root, "//c:dLbl[c:delete/@val='1']/c:idx") == ["1"]
    bars = shown(
        desk, ROWS, Chart(chart_xml("barChart", series_xml(0, 0, LABELS))), projects("0", "10000")
    )
    assert values(bars.root, "//c:dLbl[c:delete/@val='1']/c:idx") == []
    forms = values(bars.root, "//c:dLbls/c:numFmt", "formatCode")  # 0 is printed as 0
    assert [*forms, *values(bars.root, "//c:dLbl/c:numFmt", "formatCode")] == ["0", "0.00"]


# What cannot be drawn


def test_a_negative_slice_is_a_finding_at_its_chart(desk: Desk) -> None:
    data = projects("10000", "-20000")
    assert shown(desk, ROWS, data=data).cached[2] == ["项1", "-2.00"]
    done = rendered(desk, p(drawing(ROWS)), charts=(Chart(PIE),), data=data)
    assert done.document is None
    (finding,) = done.findings
    assert finding.id == "MB-021"
    assert finding.message == "“金额（万元）”里“项1”是 -2.00万元，是负数，饼图画不出来"
    assert finding.where.place == f"正文 › 第1段，“{ROWS}”"
    assert finding.path == ("数",)


@pytest.mark.parametrize("amounts", [["0", "0"], []])
def test_a_chart_of_nothing_gives_way_to_words(desk: Desk, amounts: list[str]) -> None:
    document = made(desk, p(drawing(ROWS)), "图题", data=projects(*amounts))
    assert document.paragraphs == ["（本年度没有数据）", "图题"]
    assert charts_in(document.blob) == []
    assert charts_or_books(document) == []


def test_what_is_only_printed_as_nothing_is_not_said_to_be_none(desk: Desk) -> None:
    small = projects("30", "-30")
    assert shown(desk, ROWS, data=small).cached[1:] == [["项0", "0.00"], ["项1", "0.00"]]
    document = made(desk, p(drawing(ROWS)), charts=(Chart(PIE),), data=projects("30", "0"))
    assert document.paragraphs == ["（金额太小，图上显示不出来）"]
    assert charts_or_books(document) == []
    ratio = "类别：甲；占比：占比|百分比"
    tiny = DATA.with_items(占比=figure("0.00001", Unit.RATIO))
    assert shown(desk, ratio, data=tiny).cached[1] == ["甲", "0.0000"]
    none = DATA.with_items(占比=figure("0", Unit.RATIO))
    assert made(desk, p(drawing(ratio)), data=none).paragraphs == ["（本年度没有数据）"]


def charts_or_books(document: Document) -> list[str]:
    names = read_package(document.blob).parts
    return [n for n in names if "chart" in posixpath.basename(n)]


def test_a_gap_stands_beside_the_chart(desk: Desk) -> None:
    done = rendered(desk, p(drawing("类别：甲，乙；数（万元）：收入，缺数|万元")))
    document = document_of(done)
    assert document.paragraphs == ["【待补：缺数】"]
    assert [gap.path for gap in done.gaps] == [("缺数",)]
    highlighted = [
        r
        for r in document.root().iter(qn("r"))
        if r.find(f"{qn('rPr')}/{qn('highlight')}") is not None
    ]
    assert len(highlighted) == 1
    (one,) = charts_in(document.blob)
    assert one.cached[1:] == [["甲", "12.00"], ["乙", None]]
    assert one.cells[1:] == [["甲", 12], ["乙", None]]


def test_a_missing_list_is_a_gap_told_once(desk: Desk) -> None:
    data = DATA.with_items(项目=Rows(("项目",), missing("项目")))
    loaded = desk.load_bytes(with_charts(p(drawing(ROWS)), charts=(BAR,)))
    assert loaded.template is not None
    done = render(loaded.template, data, 2020)
    assert document_of(done).paragraphs == ["【待补：项目】"]
    assert [gap.path for gap in done.gaps] == [("项目",)]


def test_a_rate_that_cannot_be_has_no_point(desk: Desk) -> None:
    one = shown(desk, "类别：甲，乙；占比：占比，无率|百分比")
    assert one.cached[1:] == [["甲", "0.1250"], ["乙", None]]


def test_what_the_department_does_not_have_is_zero(desk: Desk) -> None:
    assert shown(desk, "类别：甲，乙；数：收入，无数|万元").cached[2] == ["乙", "0"]


# Conditions and loops


def test_a_condition_that_does_not_hold_leaves_nothing_of_the_chart(desk: Desk) -> None:
    body = ("{%p if 否 %}", p(drawing(ROWS)), "{%p endif %}", "{{ 名称 }}")
    document = made(desk, *body)
    assert document.paragraphs == ["甲局"]
    assert charts_or_books(document) == []
    package = read_package(document.blob)
    assert b"rIdC1" not in package.parts["word/_rels/document.xml.rels"]
    assert b"chart1" not in package.parts["[Content_Types].xml"]
    assert list(placing_problems(package)) == []


def test_each_turn_of_a_loop_has_a_chart_of_its_own(desk: Desk) -> None:
    alternative = "类别：{项.名称}；{项.名称}的金额（万元）：项.金额|万元"
    body = ("{%p for 项 in 项目 %}", p(drawing(alternative)), "{%p endfor %}")
    document = made(desk, *body, data=projects("10000", "20000", "0", "30000"))
    found = charts_in(document.blob)
    assert [one.cached for one in found] == [
        [[None, f"项{i}的金额（万元）"], [f"项{i}", n]]
        for i, n in ((0, "1.00"), (1, "2.00"), (3, "3.00"))
    ]
    assert [one.cells[1][1] for one in found] == [1, 2, 3]
    assert len({one.part for one in found}) == 3
    assert document.paragraphs == ["", "", "（本年度没有数据）", ""]
    assert list(placing_problems(read_package(document.blob))) == []


def test_two_drawings_of_one_chart_come_apart(desk: Desk) -> None:
    document = made(desk, p(drawing(ROWS)), p(drawing(YEARS, number=2)))
    assert [len(one.cached) for one in charts_in(document.blob)] == [3, 3]
    assert {one.cached[1][0] for one in charts_in(document.blob)} == {"修路", "上年"}


def relation(id_: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{target}"/>'


LOOKS = {
    "word/media/fill.png": b"1",
    "word/media/theme.png": b"2",
    "word/media/nobody.png": b"3",
    "word/theme/over.xml": b"<a/>",
    "word/theme/_rels/over.xml.rels": (
        f'<Relationships xmlns="{RELS}">{relation("t", "image", "../media/theme.png")}'
        "</Relationships>"
    ).encode(),
}
LOOKING = Chart(
    more=relation("f", "image", "../media/fill.png")
    + relation("o", "themeOverride", "../theme/over.xml")
)


def looking(desk: Desk, *body: str, charts: tuple[Chart, ...] = (LOOKING,)) -> Package:
    loaded = desk.load_bytes(with_charts(*body, charts=charts, files=LOOKS))
    assert loaded.template is not None, [str(f) for f in loaded.findings]
    return read_package(document_of(render(loaded.template, DATA, 2020)).blob)


OFF = ("{%p if 否 %}", p(drawing(ROWS)), "{%p endif %}", "{{ 名称 }}")


def test_the_looks_of_a_chart_come_and_go_with_it(desk: Desk) -> None:
    mine = LOOKS.keys() - {"word/media/nobody.png"}
    assert looking(desk, p(drawing(ROWS))).parts.keys() >= LOOKS.keys()
    left = looking(desk, *OFF).parts.keys()
    assert not left & mine
    # What nothing led to before is not the chart's.
    assert "word/media/nobody.png" in left
    other = replace(LOOKING, relation="rIdC2", number=2)
    shared = looking(desk, *OFF, p(drawing(ROWS, "rIdC2", 2)), charts=(LOOKING, other))
    assert shared.parts.keys() >= mine
    assert "word/charts/chart1.xml" not in shared.parts


def test_looks_of_a_chart_in_a_loop_lead_to_their_pictures(desk: Desk) -> None:
    body = ("{%p for 项 in 项目 %}", p(drawing("类别：甲；数：项.金额|万元")), "{%p endfor %}")
    package = looking(desk, *body)
    copy = relations_of(package, "word/theme/over_2.xml")
    assert copy == relations_of(package, "word/theme/over.xml") != []
    assert list(placing_problems(package, package)) == []


def test_charts_in_a_table_of_which_cells_merge(desk: Desk) -> None:
    cell = tc(p(drawing("类别：{项.名称}；金额：项.金额|万元")))
    table = tbl(
        tr("{%tr for 项 in 项目 %}", ""),
        tr(tc("{{ 名称|合并(名称) }}"), cell),
        tr("{%tr endfor %}", ""),
        columns=2,
    )
    document = made(desk, "图", table)
    assert document.rows == [["↓甲局", ""], ["↑", ""]]
    first_rows = [one.cached[1] for one in charts_in(document.blob)]
    assert first_rows == [["修路", "1.00"], ["架桥", "2.50"]]


def test_a_chart_without_data_stays_as_drawn_and_tells_nothing_more(desk: Desk) -> None:
    hidden = HIDDEN_SERIES.replace("<c15:ser>", f"<c15:ser>{SECRET}")
    drawn = chart_xml("barChart", series_xml(0).replace("</c:ser>", f"{hidden}</c:ser>"))
    blob = with_charts(p(drawing("示意图：收入结构")), "{{ 名称 }}", charts=(Chart(drawn),))
    loaded = desk.load_bytes(blob)
    assert loaded.findings == ()
    assert loaded.template is not None
    before = read_package(blob).parts
    package = read_package(document_of(render(loaded.template, DATA, 2020)).blob)
    told = {"[Content_Types].xml", "_rels/.rels", "docProps/custom.xml", "docProps/core.xml"}
    mine = {"word/charts/chart1.xml", "word/charts/_rels/chart1.xml.rels"}
    rewritten = {"word/document.xml", *told, *mine}
    kept = before.keys() - rewritten - {"word/embeddings/chart1.xlsx"}
    assert package.parts.keys() == kept | rewritten
    assert {n: package.parts[n] for n in kept} == {n: before[n] for n in kept}
    shown = parse(package.parts["word/charts/chart1.xml"])
    assert texts(shown, "//c:v") == ["系列 1", "甲", "乙", "1", "2"]
    assert values(shown, "//c:ext | //c:externalData") == []
    assert list(placing_problems(package)) == []
    looped = made(desk, "{%p for 项 in 项目 %}", p(drawing("示意图")), "{%p endfor %}")
    assert list(placing_problems(read_package(looped.blob))) == []
    assert len(charts_or_books(looped)) == 2 * 2


@pytest.mark.parametrize("words", ["收入结构图", "", "类别 甲，乙"])
def test_a_chart_that_names_no_data_is_a_fault(desk: Desk, words: str) -> None:
    """Its numbers are those that somebody typed while drawing."""
    loaded = desk.load_bytes(with_charts(p(drawing(words)), "{{ 名称 }}", charts=(BAR,)))
    assert loaded.template is None
    assert any("没有写数据" in f.message or "类别" in f.message for f in loaded.findings)


def test_a_chart_in_the_place_of_another_is_a_fault(desk: Desk) -> None:
    inner = drawing("示意图", number=2).removeprefix("<w:r>").removesuffix("</w:r>")
    choice = f'<mc:Choice Requires="wps">{inner}</mc:Choice><mc:Fallback><w:t>x</w:t></mc:Fallback>'
    other = p(f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>")
    says = "同一个图表画了几处，有的填数，有的照画好的样子印"
    for body in (
        (p(drawing(ROWS)), other),
        (p(drawing(ROWS)), p(drawing("示意图", number=2))),
        (p(drawing("示意图")), other),
    ):
        found = desk.load_bytes(with_charts(*body, "{{ 名称 }}", charts=(BAR,))).findings
        assert [f.message for f in found if f.is_error] == [says]
        assert {f.where.place for f in found if f.is_error} <= {
            f"正文 › 第1段，“{ROWS}”",
            "正文 › 第1段，“示意图”",
        }
    alone = desk.load_bytes(with_charts(other, "{{ 名称 }}", charts=(BAR,)))
    assert alone.findings == ()


def test_the_title_of_what_was_drawn_does_not_stay(desk: Desk) -> None:
    titled = drawing(ROWS).replace("descr=", 'title="2019年 99万元" descr=')
    assert "2019年 99" not in words_of_body(made(desk, p(titled)))


def words_of_body(document: Document) -> str:
    return read_package(document.blob).parts["word/document.xml"].decode()


# Labels

FORM = '<c:numFmt formatCode="0" sourceLinked="0"/>'
ROUNDING = (
    f'<c:dLbls><c:dLbl><c:idx val="1"/>{FORM}<c:showVal val="1"/></c:dLbl>{FORM}'
    '<c:showVal val="1"/></c:dLbls>'
)


def test_labels_show_the_numbers_as_they_are_printed(desk: Desk) -> None:
    of_series = chart_xml("barChart", series_xml(0, 0, ROUNDING))
    of_kind = chart_xml("barChart", series_xml(0), ROUNDING)
    for drawn in (of_series, of_kind):
        one = shown(desk, ROWS, Chart(drawn), projects("44938800", "10000"))
        assert texts(one.root, "//c:formatCode") == ["0.00"]
        assert set(values(one.root, "//c:numFmt", "sourceLinked")) == {"0"}
        assert set(values(one.root, "//c:numFmt", "formatCode")) == {"0.00"}


BOUNDS = '<c:max val="5"/><c:min val="0"/>'


@pytest.mark.parametrize(
    ("amounts", "grouping", "kept"),
    [
        (["50000", "10000"], "clustered", [["5"], ["0"]]),
        (["50001", "10000"], "clustered", [["5"], ["0"]]),
        (["50100", "10000"], "clustered", [[], ["0"]]),
        (["10000", "-10000"], "clustered", [["5"], []]),
        (["30000"], "clustered", [["5"], ["0"]]),
        (["30000"], "stacked", [[], ["0"]]),
        (["-30000"], "percentStacked", [["5"], []]),
    ],
)
def test_bounds_of_an_axis_go_where_they_would_cut_numbers_off(
    desk: Desk, amounts: list[str], grouping: str, kept: list[list[str]]
) -> None:
    drawn = with_axis("barChart", BOUNDS, first=f'<c:grouping val="{grouping}"/>')
    one = shown(desk, f"{ROWS}；再：项目.金额|万元", Chart(drawn), projects(*amounts))
    assert [values(one.root, f"//c:scaling/c:{name}") for name in ("max", "min")] == kept


def test_a_bound_that_is_no_number_goes(desk: Desk) -> None:
    drawn = with_axis("barChart", '<c:max val="很大"/><c:min val="NaN"/>')
    one = shown(desk, ROWS, Chart(drawn), projects("10000"))
    assert values(one.root, "//c:scaling/*[self::c:max or self::c:min]") == []


# Traces and proofs


def test_values_in_charts_are_printed_values(desk: Desk) -> None:
    done = rendered(desk, "前", p(drawing(ROWS)))
    told = [(v.printed.text, v.paragraph, v.chart) for v in done.figures]
    assert told == [
        ("修路", 1, "图表的类别："),
        ("架桥", 1, "图表的类别："),
        ("1.00", 1, "图表“金额（万元）”里修路："),
        ("2.50", 1, "图表“金额（万元）”里架桥："),
    ]


def test_a_wrong_number_in_a_chart_does_not_pass(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = fill.filled
    monkeypatch.setattr(
        charted, "filled", lambda *a, **k: honest(*a, **k).replace(b">2.50<", b">2.51<")
    )
    done = rendered(desk, p(drawing(ROWS)))
    assert done.document is None
    assert [(f.id, f.message) for f in done.findings] == [
        ("MB-031", "成品核对未通过：图表里的数与印出的不符")
    ]


FORMS = [
    (b"<c:formatCode>0.00<", b"<c:formatCode>0<", "图表里的数与印出的不符"),
    (b'"0.00" sourceLinked="0"', b'"0" sourceLinked="0"', "图表的标签用了另外的数字格式"),
    (b'"0.00" sourceLinked="0"', b'"0.00" sourceLinked="1"', "图表的标签用了另外的数字格式"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "says"), FORMS)
def test_a_format_that_shows_another_number_does_not_pass(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, right: bytes, wrong: bytes, says: str
) -> None:
    honest = fill.filled
    monkeypatch.setattr(charted, "filled", lambda *a, **k: honest(*a, **k).replace(right, wrong))
    chart = Chart(chart_xml("barChart", series_xml(0, 0, ROUNDING)))
    done = rendered(desk, p(drawing(ROWS)), charts=(chart,))
    assert [f.message for f in done.findings] == [f"成品核对未通过：{says}"]


def test_a_cell_that_shows_another_number_does_not_pass(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = workbook._styles
    monkeypatch.setattr(workbook, "_styles", lambda f: honest(f).replace('"0.00"', '"0.0"'))
    done = rendered(desk, p(drawing(ROWS)))
    assert [f.message for f in done.findings] == ["成品核对未通过：图表的数据表与印出的不符"]


def test_a_wrong_cell_in_a_workbook_does_not_pass(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = shown(desk, YEARS).book
    monkeypatch.setattr(charted, "workbook", lambda _: other)
    done = rendered(desk, p(drawing(ROWS)))
    assert [f.message for f in done.findings] == ["成品核对未通过：图表的数据表与印出的不符"]


def test_parts_that_nothing_leads_to_do_not_pass(desk: Desk) -> None:
    package = read_package(made(desk, p(drawing(ROWS))).blob)
    assert list(placing_problems(package)) == []
    orphan = Package({**package.parts, "word/embeddings/old.xlsx": b"", "word/a.odd": b""})
    assert list(placing_problems(orphan)) == [
        "没有用到部件 word/embeddings/old.xlsx",
        "没有用到部件 word/a.odd",
        "部件 word/a.odd 没有内容类型",
    ]
    lost = {n: b for n, b in package.parts.items() if not n.startswith("word/embeddings")}
    assert any("不存在" in problem for problem in placing_problems(Package(lost)))
