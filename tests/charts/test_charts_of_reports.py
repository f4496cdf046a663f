"""The charts of the Sichuan report: what they show against the figures, which of them there are."""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from functools import cache
from pathlib import Path

from chart_files import Chart, Shown, charts_in, drawing, values, with_charts
from plain_inputs import EXAMPLES, Data, example, typed
from word_files import DATA, Desk, p, words

from drafter.figures.nodes import Figure, Group, Text, children_of, figure_at, rows_at
from drafter.pipeline import Outcome, make, make_all, read_input
from drafter.template.charts.proofs import placing_problems
from drafter.template.package import parse, qn, read_package, write_package
from drafter.template.usage import used_paths
from drafter.trace.trace import figures_of, found
from drafter.wording.numbers import NumberStyle, format_number

pytest_plugins = ["desk_fixtures"]
TEMPLATE = "sichuan-final-accounts"
PANZHIHUA = EXAMPLES / "panzhihua-2020.yaml"
STYLE = NumberStyle(decimals=2, shift=-4, keep_zeros=False)
FUND = "一般公共预算财政拨款支出"


@cache
def published() -> Outcome:
    (outcome,) = make_all(PANZHIHUA).outcomes
    return outcome


def document_of(outcome: Outcome) -> bytes:
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    return outcome.rendered.document


def printed(figure: Figure) -> str:
    assert figure.number is not None
    return format_number(figure.number, STYLE)


def years(figures: Group, *path: str) -> list[tuple[str, str]]:
    total = figure_at(figures, *path)
    return [("2019年", printed(figure_at(total, "上年"))), ("2020年", printed(total))]


def named(nodes: list[Figure]) -> list[tuple[str, str]]:
    found = []
    for node in nodes:
        name = children_of(node)["名称"]
        assert isinstance(name, Text)
        found.append((name.plain, printed(node)))
    return found


def test_every_chart_shows_the_figures_of_the_input() -> None:
    figures = read_input(PANZHIHUA).figures
    income = [
        ("一般公共预算财政拨款", "3185.87"),
        ("政府性基金预算财政拨款", "743.52"),
        ("其他", "0.38"),
    ]
    natures = ["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
    classes = [node for node in rows_at(figures, FUND, "科目").entries if isinstance(node, Figure)]
    public = figures.items["三公经费"]
    parts = [
        ("因公出国（境）费", figure_at(public, "因公出国境费")),
        ("公务用车购置及运行维护费", figure_at(public, "公务用车费", "合计")),
        ("公务接待费", figure_at(public, "公务接待费", "合计")),
    ]
    expected = [
        years(figures, "收支总计"),
        income,
        [(name, printed(figure_at(figures, "支出", name))) for name in natures],
        years(figures, "财政拨款收支总计"),
        years(figures, FUND, "合计"),
        named([node for node in classes if node.number]),
        [(name, printed(figure)) for name, figure in parts],
    ]
    charts = charts_in(document_of(published()))
    assert [[tuple(row) for row in one.cached[1:]] for one in charts] == expected
    for one in charts:
        assert [[row[0], str(row[1])] for row in one.cells[1:]] == [
            [name, str(float(str(number))).removesuffix(".0")] for name, number in one.cached[1:]
        ]


def test_every_number_of_a_chart_stands_in_the_text_too() -> None:
    body = words(parse(read_package(document_of(published())).parts["word/document.xml"]))
    for one in charts_in(document_of(published())):
        assert all(f"{row[1]}万元" in body for row in one.cached[1:] if "2019" not in str(row[0]))


def test_values_of_charts_are_traced() -> None:
    rendered = published().rendered
    assert rendered is not None
    in_charts = [one for one in figures_of(rendered) if one.chart]
    assert len(in_charts) == 2 * 6 + 3 + 5 + 6 + 3  # the years of three charts among them
    charts = charts_in(document_of(published()))
    root = parse(read_package(document_of(published())).parts["word/document.xml"])
    paragraphs = list(root.iter(qn("p")))
    drawn = [n for n, each in enumerate(paragraphs) if each.find(f".//{qn('drawing')}") is not None]
    assert len(drawn) == len(charts) == 7
    assert {one.paragraph for one in in_charts} == set(drawn)
    told = found(rendered, "2089.49")
    assert [(one.printed, one.before) for one in told] == [
        ("2089.49", "图表“一般公共预算财政拨款支出（万元）”里2019年：")
    ]
    assert [one.chart != "" for one in found(rendered, "三公经费.公务接待费.合计")][-1]


def report(tmp_path: Path, data: Data, **options: str) -> bytes:
    path = tmp_path / "a.yaml"
    chosen = {**deepcopy(data), "报告": [{"模板": TEMPLATE, "选项": options}]}
    path.write_text(typed(chosen), encoding="utf-8")
    return document_of(make(read_input(path), TEMPLATE))


def captions(document: bytes) -> list[str]:
    body = parse(read_package(document).parts["word/document.xml"])
    lines = (words(paragraph) for paragraph in body.iter(qn("p")))
    return [line for line in lines if line.startswith("（图")]


def test_the_option_prints_nothing_captions_or_charts(tmp_path: Path) -> None:
    data = example("minimal")
    nothing, titles, drawn = (report(tmp_path, data, 图=c) for c in ("不印", "图题", "画图"))
    assert (captions(nothing), charts_in(nothing)) == ([], [])
    assert captions(titles) == captions(drawn)
    assert [line[:4] for line in captions(drawn)] == [f"（图{n}：" for n in range(1, 8)]
    assert charts_in(titles) == []
    assert charts_in(drawn)
    for document in (nothing, titles, drawn):
        package = read_package(document)
        assert list(placing_problems(package)) == []
        assert any("chart" in name for name in package.parts) == (document is drawn)


def test_captions_count_those_that_are_printed(tmp_path: Path) -> None:
    data = example("minimal")
    data["收支总计"] = {**data["收支总计"], "上年": "无"}
    document = report(tmp_path, data, 图="画图")
    assert captions(document)[:2] == ["（图1：收入决算结构）", "（图2：支出决算结构）"]
    assert [line[2] for line in captions(document)] == list("123456")


def test_a_structure_of_nothing_is_said_in_words(tmp_path: Path) -> None:
    data = example("minimal")
    data["三公经费"] = "无"
    document = report(tmp_path, data, 图="画图")
    assert len(charts_in(document)) == len(captions(document)) - _without_data(document)


def _without_data(document: bytes) -> int:
    body = parse(read_package(document).parts["word/document.xml"])
    return sum(words(paragraph) == "（本年度没有数据）" for paragraph in body.iter(qn("p")))


def test_a_starter_asks_for_what_only_a_chart_shows(desk: Desk) -> None:
    alternative = "类别：甲；收入：收入.上年|万元"
    loaded = desk.load_bytes(with_charts(p(drawing(alternative)), charts=(Chart(),)))
    assert loaded.template is not None
    used = used_paths(loaded.template, DATA, 2020).used
    assert ("上年",) in used
    assert ("人数",) not in used


def test_charts_do_not_touch_what_stands_around_them() -> None:
    one: Shown = charts_in(document_of(published()))[0]
    assert one.descr.startswith("柱形图。收、支总计（万元）：2019年 3536.25，2020年 4619.3。")


def test_a_chart_drawn_anew_in_a_copy_of_the_template_is_filled_all_the_same(
    root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "我市格式"
    shutil.copytree(root / "templates" / TEMPLATE, folder)
    package = read_package((folder / "report.docx").read_bytes())
    ring = package.parts["word/charts/chart2.xml"].replace(b"pieChart", b"doughnutChart")
    red = ring.replace(b'<a:schemeClr val="accent1"/>', b'<a:srgbClr val="C00000"/>')
    line = package.parts["word/charts/chart5.xml"].replace(b"barChart", b"lineChart")
    line = re.sub(rb"<c:(barDir|gapWidth|invertIfNegative) [^>]*/>", b"", line)
    series = line[line.index(b"<c:ser>") : line.index(b"</c:ser>") + 8]
    second = series.replace(
        b'<c:idx val="0"/><c:order val="0"/>', b'<c:idx val="1"/><c:order val="1"/>'
    )
    changed = {
        "word/charts/chart2.xml": red,
        "word/charts/chart5.xml": line.replace(series, series + second),
    }
    (folder / "report.docx").write_bytes(write_package(package.with_parts(changed)))
    before = charts_in(document_of(published()))
    after = charts_in(document_of(make(read_input(PANZHIHUA), str(folder))))
    assert [one.cached for one in after] == [one.cached for one in before]
    assert [one.cells for one in after] == [one.cells for one in before]
    assert after[1].descr.startswith("圆环图。")
    assert after[4].descr.startswith("折线图。")
    assert values(after[1].root, "//c:dPt[1]/c:spPr/a:solidFill/a:srgbClr") == ["C00000"]
    assert len(values(after[4].root, "//c:ser/c:idx")) == 1
