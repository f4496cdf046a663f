"""Where figures come from: each at its place, each formula giving its figure, each input seen."""

from __future__ import annotations

import json
import re
from decimal import Context, Decimal
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from plain_inputs import EXAMPLES
from sampling import sampled
from typer.testing import CliRunner, Result

from drafter.cli.app import app
from drafter.figures.nodes import Figure, Undefined, Unit
from drafter.pipeline import Made, Outcome, make_all
from drafter.template.package import parse, qn, read_package
from drafter.template.render import Rendered
from drafter.trace.explain import Explanation, explain
from drafter.trace.trace import Traced, figures_of, found, traced

ROOT = Path(__file__).resolve().parents[2]
MIYI = EXAMPLES / "miyi-2020.yaml"
YONGCHANG = EXAMPLES / "yongchang-2021.yaml"
INPUTS = [*sorted(EXAMPLES.glob("*.yaml")), ROOT / "tests/inputs/绩效自评.yaml"]
_EXACT = Context(prec=60)
_TERM = re.compile(r"（?(-?[\d,]+(?:\.\d+)?)(%?)）?")


@cache
def made(path: Path) -> Made:
    return make_all(path)


def documents(path: Path) -> list[tuple[Outcome, Rendered, bytes]]:
    return [
        (o, o.rendered, o.rendered.document)
        for o in made(path).outcomes
        if o.rendered is not None and o.rendered.document is not None
    ]


def explanation(one: Traced, path: Path = MIYI) -> Explanation:
    source = made(path).source
    assert source.tree is not None
    assert isinstance(one.node, Figure)
    return explain(one.node, one.printed, source.tree, source.year.money_unit or "万元")


def only(wanted: str, path: Path = MIYI) -> Traced:
    (one,) = [hit for _, rendered, _ in documents(path) for hit in found(rendered, wanted)]
    return one


def drafter(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


# In the document


@pytest.mark.parametrize("path", sampled(INPUTS, 3, [p.stem for p in INPUTS]))
def test_every_figure_stands_where_it_is_said_to(path: Path) -> None:
    """The words of the finished file at part, paragraph and letters are those printed."""
    seen = 0
    for _, rendered, document in documents(path):
        parts = read_package(document).parts
        words = {
            name: [
                "".join(t.text or "" for t in p.iter(qn("t")))
                for p in parse(parts[name]).iter(qn("p"))
            ]
            for name in rendered.parts
        }
        for one in (each for each in figures_of(rendered) if not each.chart):
            assert words[one.part][one.paragraph][one.start : one.end] == one.printed
            seen += 1
    assert seen > 40


def test_headings_and_cells_are_named() -> None:
    hits = [hit for _, rendered, _ in documents(MIYI) for hit in figures_of(rendered)]
    in_cells = [hit for hit in hits if hit.place.cells]
    assert "第1个表" in str(in_cells[0].place)
    assert str(only("35.88%").place).endswith("“三公”经费财政拨款支出决算总体情况说明 › 第95段")


# In words


def value_of(words: str) -> Decimal | None:
    """Return what a formula with its numbers comes to, reckoned from its text alone."""
    pieces = re.split(r" ([＋－÷×]) ", f"＋ {words}".removeprefix("＋ "))
    total = Decimal(0)
    sign, terms = "＋", iter(["＋", *pieces])
    for sign in terms:
        number = _TERM.fullmatch(next(terms))
        if number is None:
            return None
        value = Decimal(number[1].replace(",", ""))
        value = value.scaleb(-2) if number[2] else value
        if sign in "＋－":
            total += value if sign == "＋" else -value
        elif sign == "÷":
            total = _EXACT.divide(total, value)
        else:
            total = _EXACT.multiply(total, value)
    return total


@pytest.mark.parametrize("path", sampled(INPUTS, 3, [p.stem for p in INPUTS]))
def test_a_formula_with_its_numbers_gives_the_figure(path: Path) -> None:
    reckoned = 0
    for _, rendered, _ in documents(path):
        for one in figures_of(rendered):
            if one.node is None:  # a change of which both years are still to be filled
                continue
            told = explanation(one, path)
            figure = one.node
            assert isinstance(figure, Figure)
            value = value_of(told.numbers) if told.numbers else None
            if value is None or not isinstance(figure.value, Decimal):
                continue
            expected = figure.value if figure.parts_sum is None else figure.parts_sum
            assert isinstance(expected, Decimal)
            if figure.unit is Unit.YUAN and "万元" in told.value:
                value = value.scaleb(4)
            assert abs(value - expected) < Decimal("1e-40"), (told.name, told.numbers)
            reckoned += 1
    assert reckoned > 10 or path.stem not in {"miyi-2020", "panzhihua-2020", "baojing-2017"}


@pytest.mark.parametrize("path", sampled(INPUTS, 3, [p.stem for p in INPUTS]))
def test_what_was_typed_stands_on_its_line(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for _, rendered, _ in documents(path):
        for one in (each for each in figures_of(rendered) if each.node is not None):
            for source in explanation(one, path).sources:
                if not source.typed.startswith("（") and "…" not in source.typed:
                    line = lines[source.where.line - 1]
                    assert line[source.where.column - 1 :].lstrip("\"'").startswith(source.typed)


@pytest.mark.parametrize("path", sampled(INPUTS, 3, [p.stem for p in INPUTS]))
def test_a_figure_has_an_input_or_a_formula(path: Path) -> None:
    """Nothing is printed out of nowhere."""
    for _, rendered, _ in documents(path):
        for one in figures_of(rendered):
            if one.node is None:  # a change of which both years are still to be filled
                continue
            told = explanation(one, path)
            assert told.sources or told.formula, told.name


def test_a_rate() -> None:
    told = explanation(only("35.88%"))
    assert told.name == "三公经费.合计.完成率"
    assert told.formula == "三公经费合计÷预算×100%"
    assert told.numbers == "0.61 ÷ 1.70 × 100%"
    assert told.value == "35.88235294…%"
    assert told.rounding == "四舍五入到小数 2 位"
    assert [(s.path, s.typed) for s in told.sources][-2:] == [
        ("三公经费.公务接待费.外事.决算", "0"),
        ("三公经费.合计.预算", "1.70"),
    ]


def test_a_fall_is_printed_without_its_sign() -> None:
    told = explanation(only("9.70%"))
    assert told.numbers == "（-5.19） ÷ 53.52 × 100%"
    assert told.rounding == "四舍五入到小数 2 位，方向由文字说明，不印负号"


def test_a_typed_total_says_what_its_parts_give() -> None:
    told = explanation(only("3293.15"))
    assert told.formula == "资产－负债"
    assert told.numbers == "3,515.22 － 222.06"
    assert told.value == "3,293.15 万元"
    assert told.parts == "照填写的数印出；按算式是 3,293.16 万元"


def figure(value: Decimal | Undefined, unit: Unit, **more: object) -> Figure:
    return Figure(("某项",), value, unit, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("yuan", "printed", "usual", "told"),
    [
        ("123456.78", "12.35", "元", "12.345678 万元"),
        ("123456.78", "123,456.78", "万元", "123,456.78 元"),
        ("0", "0", "万元", "0 万元"),
        ("-50000", "5.00", "元", "-5 万元"),
    ],
)
def test_an_amount_is_told_in_the_unit_that_it_is_printed_in(
    yuan: str, printed: str, usual: str, told: str
) -> None:
    tree = made(MIYI).source.tree
    assert tree is not None
    one = figure(Decimal(yuan), Unit.YUAN)
    assert explain(one, printed, tree, usual).value == told  # type: ignore[arg-type]


def test_what_cannot_be_reckoned_says_why() -> None:
    tree = made(MIYI).source.tree
    assert tree is not None
    told = explain(figure(Undefined("预算为0"), Unit.RATIO), "—", tree, "万元")
    assert told.value == "没有数（预算为0）"
    assert told.rounding == ""


# Looking for it


@pytest.mark.exhaustive
def test_a_number_is_not_found_within_a_longer_one() -> None:
    _, rendered, _ = documents(MIYI)[0]
    assert [hit.printed for hit in found(rendered, "5.88%")] == []
    assert {hit.printed for hit in found(rendered, "35.88%")} == {"35.88%"}
    assert found(rendered, "399.48") == []
    assert {hit.printed for hit in found(rendered, "5399.48")} == {"5399.48"}


def test_words_of_the_input_and_of_the_template_are_found() -> None:
    _, rendered, _ = documents(MIYI)[0]
    assert {hit.node is None for hit in found(rendered, "收入决算情况说明")} == {True}
    name = found(rendered, "米易县工业企业服务中心")
    assert {hit.node.path for hit in name if hit.node} >= {("机构", "下属单位", 0, "名称")}


@pytest.mark.parametrize(
    ("wanted", "printed"),
    [
        ("5,399.48", "5399.48"),
        ("905.6", "905.60"),
        ("-22.79%", "22.79%"),
        ("35.88％", "35.88%"),
        ("5399.480", "5399.48"),
    ],
)
def test_a_number_is_found_however_it_is_written(wanted: str, printed: str) -> None:
    _, rendered, _ = documents(MIYI)[0]
    assert {hit.printed for hit in found(rendered, wanted)} == {printed}


def test_every_paragraph_of_typed_words_leads_to_its_line() -> None:
    lines = MIYI.read_text(encoding="utf-8").splitlines()
    done = drafter("trace", MIYI, "--find", "344")
    assert "组建【344】人" in done.stdout
    line = next(number for number, words in enumerate(lines, 1) if "组建344人" in words)
    assert f"取自 {MIYI}:{line}:3 重点工作" in done.stdout


def test_a_path_finds_what_is_printed_of_it() -> None:
    _, rendered, _ = documents(MIYI)[0]
    names = [hit.node.path for hit in found(rendered, "三公经费.合计") if hit.node]
    assert names == [
        ("三公经费", "合计"),
        ("三公经费", "合计", "完成率"),
        ("三公经费", "合计", "差异原因"),
    ]


def test_text_and_figures_are_traced_in_the_order_of_the_document() -> None:
    _, rendered, _ = documents(MIYI)[0]
    order = [(one.part, one.paragraph, one.start) for one in traced(rendered)]
    assert order == sorted(order, key=lambda o: (list(rendered.parts).index(o[0]), *o[1:]))


# The command


def test_one_project_of_several_is_traced() -> None:
    command = ("trace", YONGCHANG, "-t", "project-self-evaluation", "--format", "json")
    projects = made(YONGCHANG).source.year.projects or ()
    names = [p.name.text for p in projects if p.name and p.name.text]
    assert len(names) > 1
    whole, *each = (
        json.loads(drafter(*command, *chosen).stdout)
        for chosen in ((), *(("--project", name) for name in names))
    )
    assert all(0 < len(one) < len(whole) for one in each)


def test_the_command_as_text() -> None:
    done = drafter("trace", MIYI, "--find", "35.88%")
    assert done.exit_code == 0
    assert "完成预算【35.88%】" in done.stdout
    assert "＝ 0.61 ÷ 1.70 × 100% ＝ 35.88235294…%" in done.stdout
    assert f"取自 {MIYI}:272:9 三公经费.合计.预算：1.70" in done.stdout


def test_the_command_as_json() -> None:
    done = drafter("trace", MIYI, "--format", "json", "--find", "35.88%")
    (row,) = json.loads(done.stdout)
    assert row["path"] == "三公经费.合计.完成率"
    assert row["kind"] == "figure"
    assert row["value"].startswith("0.358823529411764705")
    assert row["inputs"][-1] == {
        "path": "三公经费.合计.预算",
        "typed": "1.70",
        "file": str(MIYI),
        "line": 272,
        "column": 9,
        "origin": "",
    }


def test_the_command_as_a_workbook(tmp_path: Path) -> None:
    target = tmp_path / "来源.xlsx"
    done = drafter("trace", MIYI, "--format", "xlsx", "-o", target)
    assert done.exit_code == 0, done.output
    (sheet,) = load_workbook(target).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["印出", "位置", "前后文字", "数据"]
    assert any(row[0] == "35.88%" and row[6] == "0.61 ÷ 1.70 × 100%" for row in rows)
    again = drafter("trace", MIYI, "--format", "xlsx", "-o", target)
    assert again.exit_code == 4
    assert "已存在" in again.stderr


def test_an_imported_figure_names_its_cell(tmp_path: Path) -> None:
    text = MIYI.read_text(encoding="utf-8").replace(
        "预算: 1.70", "预算: 1.70  # 取自 决算.xlsx（公开09表!C7）：1.70", 1
    )
    path = tmp_path / "米易.yaml"
    path.write_text(text, encoding="utf-8")
    done = drafter("trace", path, "--find", "35.88%")
    assert "1.70（取自 决算.xlsx（公开09表!C7））" in done.stdout


@pytest.mark.exhaustive
def test_a_draft_is_traced_with_its_gaps(tmp_path: Path) -> None:
    text = MIYI.read_text(encoding="utf-8").replace("  上年: 53.52", "  上年:", 1)
    path = tmp_path / "米易.yaml"
    path.write_text(text, encoding="utf-8")
    done = drafter("trace", path, "--find", "机关运行经费")
    assert done.exit_code == 0
    assert "待补（机关运行经费.上年）" in done.stdout
    assert "输入还有问题" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--find", "98.76%"), 1, "报告里没有“98.76%”"),
        (("--find", " "), 2, "--find 后面要写找什么"),
        (("--format", "xlsx"), 2, "--format xlsx 要用 -o"),
        (("-t", "没有"), 2, "没有模板“没有”"),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], code: int, says: str) -> None:
    done = drafter("trace", MIYI, *arguments)
    assert done.exit_code == code
    assert says in done.stderr


def test_an_unreadable_input_is_told(tmp_path: Path) -> None:
    path = tmp_path / "坏.yaml"
    path.write_text("年度: 2020\n年度: 2021\n", encoding="utf-8")
    done = drafter("trace", path)
    assert done.exit_code == 1
    assert "Traceback" not in done.output


def test_the_trace_in_the_manual_is_what_the_command_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command = ("trace", "example_inputs/miyi-2020.yaml", "--find", "35.88%")
    manual = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
    assert f"$ drafter {' '.join(command)}\n{drafter(*command).stdout}```" in manual
