"""Workbooks into inputs: what several books say together, what stays, what is refused."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from plain_inputs import EXAMPLES, example, plain, typed
from sampling import sampled
from typer.testing import CliRunner, Result

from drafter.cli.app import app
from drafter.diagnostics import Diagnostic, Severity
from drafter.exchanging import export_statements, form_book
from drafter.importing import Imported, import_books
from drafter.model.year import MoneyUnit
from drafter.pipeline import make, read_input

ROOT = Path(__file__).resolve().parents[1]
MIYI, DEEP = EXAMPLES / "miyi-2020.yaml", ROOT / "tests/inputs/附表.yaml"
TEMPLATE = "sichuan-final-accounts"
UNTOUCHED = [EXAMPLES / "minimal.yaml", DEEP, *sorted(EXAMPLES.glob("*-20*.yaml"))]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


@cache
def statements_of(path: Path, unit: MoneyUnit | None = None) -> bytes:
    blob = export_statements(path, (), unit).blob
    assert blob is not None
    return blob


@cache
def form_of(path: Path) -> bytes:
    blob = form_book((), {}, path).blob
    assert blob is not None
    return blob


def saved(folder: Path, name: str, blob: bytes) -> Path:
    path = folder / name
    path.write_bytes(blob)
    return path


def edited(path: Path, edit: Callable[[Workbook], object]) -> Path:
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def told(found: Imported | list[Diagnostic], *ids: str) -> list[tuple[str, str, str]]:
    findings = found.findings if isinstance(found, Imported) else found
    return [
        (f.id, f"{Path(f.where.file).name}（{f.where.cell}）" if f.where.cell else "", f.message)
        for f in findings
        if not ids or f.id in ids
    ]


def words_of(path: Path, into: Path) -> list[str]:
    """Return the paragraphs of the report of an input."""
    outcome = make(read_input(path), TEMPLATE)
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    into.write_bytes(outcome.rendered.document)
    return words_in(into)


def words_in(document: Path) -> list[str]:
    with zipfile.ZipFile(document) as package:
        markup = package.read("word/document.xml").decode()
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", markup, re.DOTALL)
    return ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", p)) for p in paragraphs]


# A workbook and a form make the report, no line of YAML typed


@pytest.mark.parametrize("unit", sampled([None, "元"], 2))
def test_a_workbook_and_a_form_make_the_report(unit: MoneyUnit | None, tmp_path: Path) -> None:
    """Every figure of the published report is there again, from cells of two workbooks."""
    books = [
        saved(tmp_path, "决算报表.xlsx", statements_of(MIYI, unit)),
        saved(tmp_path, "填报表.xlsx", form_of(MIYI)),
    ]
    target = tmp_path / "新.yaml"
    done = import_books(books, target)
    assert done.text is not None
    assert [f for f in done.findings if f.is_error] == []
    target.write_text(done.text, encoding="utf-8")
    ours, theirs = words_of(target, tmp_path / "a.docx"), words_of(MIYI, tmp_path / "b.docx")
    differing = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    # Economic items come with the names and in the order of the classification.
    assert all("主要包括" in a for a, _ in differing)
    assert len(differing) <= 2
    for one, other in differing:
        assert NUMBER.findall(one) == NUMBER.findall(other)


def test_the_origin_of_a_figure_is_told_by_findings(tmp_path: Path) -> None:
    def lower(book: Workbook) -> None:
        sheet(book, "公开06表")["D10"] = 300

    book = edited(saved(tmp_path, "决算报表.xlsx", statements_of(DEEP)), lower)
    target = tmp_path / "新.yaml"
    done = import_books([book], target)
    assert done.text is not None
    assert "取自 决算报表.xlsx（公开06表!D10）：300" in done.text
    (off, *_) = [f for f in done.findings if f.id == "JS-227"]
    assert "370.00" in off.message
    assert "300.00" in off.message
    assert off.where.origin == "决算报表.xlsx（公开03表!D10）"


def test_a_slip_in_one_table_makes_no_money(tmp_path: Path) -> None:
    """What all funds spent more than the fiscal ones is other money only where tables agree."""
    whole = import_books([saved(tmp_path, "决算报表.xlsx", statements_of(DEEP))], tmp_path / "a")
    assert whole.text is not None
    assert "非财政拨款支出:" in whole.text
    assert "（公开03表!D12） 减去各项财政拨款支出：18.00" in whole.text

    def lower(book: Workbook) -> None:
        sheet(book, "公开06表")["D10"] = 300

    slip = import_books([edited(tmp_path / "决算报表.xlsx", lower)], tmp_path / "a")
    assert slip.text is not None
    assert "非财政拨款支出:" not in slip.text


# What a workbook says of itself


CELLS = [
        (
            "公开02表!D7", 1010, Severity.ERROR,
            "“收入决算表”这一格是 1,010 万元，按读进来的数是 960.00 万元，相差 50.00 万元",
        ),
        (
            "公开02表!D7", 960.01, Severity.WARNING,
            "“收入决算表”这一格是 960.01 万元，按读进来的数是 960.00 万元，相差 0.01 万元",
        ),
        (  # a class that has no row in the input, of which only the total is stated
            "公开04表!F7", 50, Severity.ERROR,
            "“财政拨款收入支出决算总表”这一格是 50 万元，按读进来的数是 0.00 万元，相差 50.00 万元",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(("where", "stated", "severity", "says"), sampled(CELLS, 3))
def test_a_cell_that_does_not_follow(
    where: str, stated: float, severity: Severity, says: str, tmp_path: Path
) -> None:
    book = saved(tmp_path, "决算报表.xlsx", statements_of(DEEP))
    name, cell = where.split("!")
    edited(book, lambda it: sheet(it, name).__setitem__(cell, stated))
    done = import_books([book], tmp_path / "新.yaml")
    assert told(done, "JS-115") == [("JS-115", f"决算报表.xlsx（{where}）", says)]
    assert [f.severity for f in done.findings if f.id == "JS-115"] == [severity]


def test_sheets_that_are_not_read(tmp_path: Path) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("说明")["B2"] = "随便写的"
        hidden = book.create_sheet("旧表")
        hidden["A1"] = "旧的"
        hidden.sheet_state = "hidden"

    book = edited(saved(tmp_path, "决算报表.xlsx", statements_of(DEEP)), add)
    assert told(import_books([book], tmp_path / "新.yaml"), "JS-114") == [
        ("JS-114", "决算报表.xlsx（说明）", "工作表“说明”里没有认出附表，没有读"),
        ("JS-114", "决算报表.xlsx（旧表）", "工作表“旧表”是隐藏的，没有读"),
    ]


@pytest.mark.exhaustive
def test_statements_that_stop_above_the_items_say_so() -> None:
    found = [f for f in export_statements(MIYI, (), None).findings if f.id == "JS-117"]
    where = next(
        n
        for n, line in enumerate(MIYI.read_text(encoding="utf-8").splitlines(), 1)
        if line.startswith("    - 名称: 一般公共服务")
    )
    assert found[0].message == ("附表“支出决算表”里“一般公共服务”只列到类：往下的款、项没有填金额")
    assert (found[0].severity, found[0].where.line) == (Severity.HINT, where)


# An input that is there already


@pytest.mark.exhaustive
def test_an_import_into_the_same_input_keeps_every_line(tmp_path: Path) -> None:
    """Comments, order, prose and what is deeper than the tables stay; figures get their cells."""
    text = DEEP.read_text(encoding="utf-8")
    book = saved(tmp_path, "决算报表.xlsx", statements_of(DEEP))
    done = import_books([book], DEEP, text)
    assert done.text is not None
    left = [line for line in done.text.splitlines() if line not in set(text.splitlines())]
    assert left
    bare = {re.sub(r"  # 取自 .*", "", line) for line in left}
    assert bare <= set(text.splitlines())


@pytest.mark.exhaustive
def test_a_changed_cell_changes_its_figure_only(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet(book, "公开01表")["C13"] = 99

    text = MIYI.read_text(encoding="utf-8")
    first = import_books([saved(tmp_path, "a.xlsx", statements_of(MIYI))], MIYI, text).text
    assert first is not None
    book = edited(saved(tmp_path, "a.xlsx", statements_of(MIYI)), change)
    second = import_books([book], MIYI, text).text
    assert second is not None
    before, after = first.splitlines(), second.splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [b.strip() for _, b in changed] == ["其他: 99.00  # 取自 a.xlsx（公开01表!C13）：99.00"]


@pytest.mark.exhaustive
def test_a_form_into_an_input_changes_what_it_says(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        for one in book.worksheets:
            for row in one.iter_rows():
                for cell in row:
                    if cell.value == "米易县经济信息化和科学技术局":
                        cell.value = "米易县经济和信息化局"

    text = MIYI.read_text(encoding="utf-8")
    book = edited(saved(tmp_path, "填报表.xlsx", form_of(MIYI)), change)
    done = import_books([book], MIYI, text)
    assert done.text is not None
    kept = set(done.text.splitlines())
    gone = [line for line in text.splitlines() if line not in kept and "取自" not in line]
    changed = [line for line in gone if "米易县经济信息化和科学技术局" in line]
    assert "  全称: 米易县经济信息化和科学技术局" in changed
    assert "  全称: 米易县经济和信息化局" in kept


def two_forms(folder: Path) -> list[Path]:
    def other(book: Workbook) -> None:
        sheet(book, "收支说明")["B8"] = "2300.29"

    one = saved(folder, "甲.xlsx", form_of(MIYI))
    return [one, edited(saved(folder, "乙.xlsx", form_of(MIYI)), other)]


@pytest.mark.exhaustive
def test_forms_that_differ_are_told_and_the_first_one_counts(tmp_path: Path) -> None:
    done = import_books(two_forms(tmp_path), tmp_path / "新.yaml")
    assert done.text is not None
    assert "上年: 2300.92  # 取自 甲.xlsx（收支说明!B8）：2300.92" in done.text
    assert told(done, "JS-112") == [
        ("JS-112", "乙.xlsx（收支说明!B8）",
         "收支总计.上年：这里是“2300.29”，前面的工作簿是“2300.92”，用了前面的")
    ]  # fmt: skip


def rows(data: list[dict[str, Any]]) -> str:
    return typed({"年度": "2020", "金额单位": "万元", "口径": "部门", "项目": data})


def form_for(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    blob = form_book(["project-self-evaluation"], {}, path).blob
    assert blob is not None
    return saved(folder, f"{name}.xlsx", blob)


def test_projects_of_two_forms_are_kept_apart(tmp_path: Path) -> None:
    one = rows([{"名称": "甲项目", "预算": {"财政拨款": "100"}}])
    other = rows([{"名称": "乙项目", "预算": {"财政拨款": "200"}, "成效": "乙的成效"}])
    books = [form_for(tmp_path, "甲", one), form_for(tmp_path, "乙", other)]
    done = import_books(books, tmp_path / "新.yaml")
    assert done.text is not None
    target = tmp_path / "新.yaml"
    target.write_text(done.text, encoding="utf-8")
    first, second = plain(target)["项目"]
    assert (first["名称"], first["预算"]["财政拨款"]) == ("甲项目", "100")
    assert (second["名称"], second["预算"]["财政拨款"]) == ("乙项目", "200")
    assert second["成效"] == "乙的成效"
    assert "成效" not in first


@pytest.mark.parametrize("path", sampled(UNTOUCHED, 6, [path.stem for path in UNTOUCHED]))
def test_an_untouched_form_changes_no_value(path: Path, tmp_path: Path) -> None:
    """Rows of one name stay apart, rows without a name are not added again."""
    text = path.read_text(encoding="utf-8")
    book = saved(tmp_path, "填报表.xlsx", form_of(path))
    done = import_books([book], path, text)
    assert done.text is not None
    assert [line for line in done.told if line.startswith("改了")] == []
    again = tmp_path / path.name
    again.write_text(done.text, encoding="utf-8")
    assert plain(again) == plain(path)
    assert import_books([book], again, done.text).text == done.text


@pytest.mark.exhaustive
def test_what_a_form_no_longer_has_stays_and_is_told(tmp_path: Path) -> None:
    def less(book: Workbook) -> None:
        sheet(book, "收支说明")["B9"] = None
        duties = sheet(book, "职能条目")
        for row in range(duties.max_row, 1, -1):
            if str(duties.cell(row, 1).value).startswith("执行工业"):
                duties.cell(row, 1).value = "改了的职责。"

    text = MIYI.read_text(encoding="utf-8")
    done = import_books([edited(saved(tmp_path, "a.xlsx", form_of(MIYI)), less)], MIYI, text)
    assert done.text is not None
    found = [f for f in done.findings if f.id == "JS-119"]
    assert any(f.where.cell and "人员工资调整" in f.message for f in found)


MINIMAL = EXAMPLES / "minimal.yaml"
NOTHING = "三公经费: 无\n"


def test_zeros_of_a_statement_are_nothing_where_the_form_says_so(tmp_path: Path) -> None:
    statements = saved(tmp_path, "决算.xlsx", statements_of(MINIMAL))
    form = saved(tmp_path, "填报.xlsx", form_of(MINIMAL))
    alone, target = import_books([statements], tmp_path / "a.yaml"), tmp_path / "b.yaml"
    both = import_books([statements, form], target)
    assert alone.text is not None
    assert both.text is not None
    assert NOTHING not in alone.text
    assert NOTHING in both.text
    target.write_text(alone.text, encoding="utf-8")
    later = import_books([statements, form], target, alone.text)
    assert later.text is not None
    assert NOTHING in later.text
    assert "改了 三公经费：各项都是 0，填报表写“无”" in later.told
    assert told(later, "JS-119") == []
    assert import_books([statements, form], target, later.text).text == later.text


def test_an_amount_stays_where_the_form_says_there_is_nothing(tmp_path: Path) -> None:
    form = saved(tmp_path, "填报.xlsx", form_of(MINIMAL))
    held = MINIMAL.read_text(encoding="utf-8").replace(
        NOTHING, "三公经费:\n  公务接待费: {合计: {决算: 0, 上年: 0.10}}\n"
    )
    done = import_books([form], MINIMAL, held)
    assert done.text is not None
    assert NOTHING not in done.text
    messages = [message for _, _, message in told(done, "JS-119")]
    assert "填报表里三公经费写的是“无”，输入文件里填了内容；没有改" in messages


# What does not go together


def with_unit(book: Workbook, unit: str) -> None:
    for one in book.worksheets:
        for row in one.iter_rows():
            for cell in row:
                if cell.value == "万元":
                    cell.value = unit


def test_a_form_in_another_unit_is_not_merged(tmp_path: Path) -> None:
    """Its amounts would be wrong by ten thousand."""
    text = MIYI.read_text(encoding="utf-8")
    book = edited(saved(tmp_path, "填报表.xlsx", form_of(MIYI)), lambda b: with_unit(b, "元"))
    done = import_books([book], tmp_path / "在.yaml", text)
    assert done.text is None
    ((rule, where, message),) = told(done, "JS-113")
    assert (rule, where) == ("JS-113", "填报表.xlsx（基本情况!B6）")
    assert message.startswith("填报表的金额单位是元，")
    assert message.endswith("是万元，没有导入")


@pytest.mark.exhaustive
def test_a_form_without_a_unit_is_not_merged(tmp_path: Path) -> None:
    book = edited(saved(tmp_path, "填报表.xlsx", form_of(MIYI)), lambda b: with_unit(b, ""))
    tables = saved(tmp_path, "决算报表.xlsx", statements_of(MIYI))
    done = import_books([tables, book], tmp_path / "新.yaml")
    assert done.text is None
    assert len(told(done, "JS-113")) == 1
    assert import_books([tables, book], tmp_path / "新.yaml", unit="万元").text is not None


@pytest.mark.exhaustive
def test_books_of_two_years_are_not_merged(tmp_path: Path) -> None:
    def older(book: Workbook) -> None:
        for one in book.worksheets:
            one["A1"] = str(one["A1"].value).replace("2020", "2019")

    book = edited(saved(tmp_path, "去年.xlsx", statements_of(MIYI)), older)
    done = import_books([book], MIYI, MIYI.read_text(encoding="utf-8"))
    assert done.text is None
    found = told(done, "JS-118")
    assert found[0] == (
        "JS-118",
        "去年.xlsx（公开01表!A1）",
        f"表“收入支出决算总表”是 2019 年度的，{MIYI}是 2020 年度的，没有导入",
    )


OWNERS = [
    ("米易县教育局", "错误"),
    ("米易县经济信息化和科学技术局下属检测中心", "警告"),
    ("米易县经信科技局", "警告"),
    ("105001 米易县经济信息化和科学技术局（本级）", None),
]


@pytest.mark.parametrize(("owner", "severity"), sampled(OWNERS, 4))
def test_another_department_is_told(owner: str, severity: str | None, tmp_path: Path) -> None:
    def of_others(book: Workbook) -> None:
        sheet(book, "公开01表")["A3"] = f"部门：{owner}"

    book = edited(saved(tmp_path, "决算报表.xlsx", statements_of(MIYI)), of_others)
    done = import_books([book], MIYI, MIYI.read_text(encoding="utf-8"))
    found = [f for f in done.findings if f.id == "JS-118"]
    assert [f.severity.value for f in found] == ([severity] if severity else [])
    assert (done.text is None) == (severity == "错误")
    for finding in found:
        assert finding.where.cell is not None
        assert owner.rsplit(maxsplit=1)[-1] in finding.message


AMOUNTS = ("机关运行经费: 1234567.89\n", "三公经费:\n  合计: 43061\n")


@pytest.mark.parametrize("amount", sampled(AMOUNTS, 2, ["alone", "in a group"]))
@pytest.mark.exhaustive
def test_the_unit_that_is_asked_for_is_that_of_what_does_not_say(
    amount: str, tmp_path: Path
) -> None:
    """Not that of tables, which may be converted."""
    text = f"年度:\n口径: 部门\n{amount}"
    book = saved(tmp_path, "决算报表.xlsx", statements_of(MIYI))
    refused = import_books([book], tmp_path / "在.yaml", text)
    assert refused.text is None
    assert len(told(refused, "JS-113")) == 1
    done = import_books([book], tmp_path / "在.yaml", text, "元")
    assert done.text is not None
    assert "金额单位: 元" in done.text
    assert "其他: 0\n" in re.sub(" +#.*", "", done.text)
    assert "一般公共预算财政拨款: 44938800" in done.text


@pytest.mark.parametrize("year", sampled(["", " 2020"], 2))
@pytest.mark.exhaustive
def test_an_input_without_amounts_takes_the_unit_of_the_tables(year: str, tmp_path: Path) -> None:
    book = saved(tmp_path, "决算报表.xlsx", statements_of(MIYI, "元"))
    done = import_books([book], tmp_path / "在.yaml", f"年度:{year}\n金额单位:\n口径: 部门\n")
    assert done.text is not None
    assert done.text.startswith("年度: 2020\n金额单位: 元\n口径: 部门\n")


@pytest.mark.exhaustive
def test_a_form_alone_without_a_unit_leaves_it_open(tmp_path: Path) -> None:
    book = edited(saved(tmp_path, "填报表.xlsx", form_of(MIYI)), lambda b: with_unit(b, ""))
    done = import_books([book], tmp_path / "新.yaml")
    assert done.text is not None
    assert re.search(r"^金额单位:$", done.text, re.MULTILINE)


@pytest.mark.exhaustive
def test_a_table_without_a_unit_is_left_out_and_told(tmp_path: Path) -> None:
    def without(book: Workbook) -> None:
        one = sheet(book, "公开03表")
        one["H3"] = None

    book = edited(saved(tmp_path, "决算报表.xlsx", statements_of(DEEP)), without)
    done = import_books([book], tmp_path / "新.yaml")
    ((_, where, message),) = told(done, "JS-113")
    assert where == "决算报表.xlsx（公开03表!A1）"
    assert message == "表“支出决算表”没有写清金额单位，没有读"
    assert done.text is not None
    assert "公开03表" not in done.text
    whole = import_books([book], tmp_path / "新.yaml", unit="万元")
    assert told(whole, "JS-113") == []


@pytest.mark.exhaustive
def test_a_table_with_two_units_is_left_out_and_told(tmp_path: Path) -> None:
    def contradict(book: Workbook) -> None:
        sheet(book, "公开03表")["A1"] = "2020年度支出决算表（单位：元）"

    book = edited(saved(tmp_path, "决算报表.xlsx", statements_of(DEEP)), contradict)
    done = import_books([book], tmp_path / "新.yaml")
    assert told(done, "JS-109", "JS-113") == [
        ("JS-109", "决算报表.xlsx（公开03表!A1）",
         "表“支出决算表”既写单位元，又写单位万元，不知道是哪一个"),
        ("JS-113", "决算报表.xlsx（公开03表!A1）", "表“支出决算表”没有写清金额单位，没有读"),
    ]  # fmt: skip
    assert done.text is not None
    assert "公开03表" not in done.text


@pytest.mark.exhaustive
def test_two_tables_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    def differ(book: Workbook) -> None:
        sheet(book, "公开01表")["C6"] = 700

    book = edited(saved(tmp_path, "决算报表.xlsx", statements_of(DEEP)), differ)
    done = import_books([book], tmp_path / "新.yaml")
    ((_, where, message),) = told(done, "JS-112")
    assert where == "决算报表.xlsx（公开04表!C6）"
    assert message == (
        "收入.一般公共预算财政拨款：这里是 748 万元，决算报表.xlsx（公开01表!C6） 是 700 万元，"
        "相差 48.00 万元，用了 700 万元"
    )


# The command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_the_command_writes_a_new_input_and_never_over_another(tmp_path: Path) -> None:
    book = saved(tmp_path, "决算报表.xlsx", statements_of(DEEP))
    target = tmp_path / "新.yaml"
    first = run("import", book, "-o", target)
    assert first.exit_code == 0, first.output
    assert "收入决算表，" in first.output
    assert f"已写出 {target}" in first.output
    text = target.read_text(encoding="utf-8")
    again = run("import", book, "-o", target)
    assert again.exit_code == 4, again.output
    assert target.read_text(encoding="utf-8") == text
    assert run("import", book, "-o", target, "--force").exit_code == 0
    into = run("import", book, "--into", target)
    assert into.exit_code == 0, into.output
    assert "没有改动" in into.output
    assert target.read_text(encoding="utf-8") == text


def test_what_is_no_workbook_writes_nothing(tmp_path: Path) -> None:
    book = saved(tmp_path, "坏.xlsx", b"PK\x03\x04 nothing")
    target = tmp_path / "新.yaml"
    done = run("import", book, "-o", target)
    assert done.exit_code == 1, done.output
    assert "JS-101" in done.output
    assert not target.exists()


def test_a_form_that_is_still_empty_is_told_to_be(tmp_path: Path) -> None:
    made = form_book((TEMPLATE,), {})
    assert made.blob is not None
    book, target = saved(tmp_path, "填报.xlsx", made.blob), tmp_path / "新.yaml"
    done = run("import", book, "-o", target)
    assert done.exit_code == 1, done.output
    assert f"填报表 {book} 还没有填，没有写文件" in done.stderr
    assert "没有问题" not in done.stderr
    assert not target.exists()

    def fill(book: Workbook) -> None:
        sheet(book, "职能与重点工作")["B6"] = "管理档案。"

    done = run("import", edited(book, fill), "-o", target)
    assert "还没有填" not in done.stderr
    assert "管理档案。" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("a.xlsx",), "二者选一"),
        (("a.xlsx", "-o", "a.yaml", "--into", "b.yaml"), "二者选一"),
        (("a.xlsx", "-o", "a.docx"), "以 .yaml 结尾"),
        (("a.xlsx", "--into", "没有.yaml"), "没有.yaml"),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], says: str) -> None:
    done = run("import", *arguments)
    assert done.exit_code in {1, 2}, done.output
    assert says in done.output


def test_a_faulty_input_is_not_written_into(tmp_path: Path) -> None:
    target = tmp_path / "在.yaml"
    target.write_text("年度: 2020\n年度: 2021\n", encoding="utf-8")
    book = saved(tmp_path, "决算报表.xlsx", statements_of(DEEP))
    done = run("import", book, "--into", target)
    assert done.exit_code == 1, done.output
    assert target.read_text(encoding="utf-8") == "年度: 2020\n年度: 2021\n"


def test_the_report_comes_with_its_workbook(tmp_path: Path) -> None:
    data: dict[str, Any] = example("miyi-2020")
    data["报告"][0]["选项"]["附表"] = "另附工作簿"
    source = tmp_path / "米易.yaml"
    source.write_text(typed(data), encoding="utf-8")
    done = run("render", source, "-o", tmp_path / "米易.docx")
    assert done.exit_code == 0, done.output
    beside = tmp_path / "米易（附表）.xlsx"
    assert f"已生成 {beside}" in done.output
    assert load_workbook(beside).sheetnames[0] == "公开01表"
    assert "JS-116" in done.output  # what the accounts are too flat for
    listed = words_in(tmp_path / "米易.docx")
    assert "收入支出决算总表" in listed
    assert "收入决算表（另行公布）" in listed
    again = run("render", source, "-o", tmp_path / "另.docx")
    assert again.exit_code == 0
    before = (tmp_path / "另.docx").read_bytes()
    beside.unlink()
    (tmp_path / "另（附表）.xlsx").write_text("自己的", encoding="utf-8")
    (tmp_path / "另.docx").unlink()
    refused = run("render", source, "-o", tmp_path / "另.docx")
    assert refused.exit_code == 4, refused.output
    assert (tmp_path / "另（附表）.xlsx").read_text(encoding="utf-8") == "自己的"
    assert not (tmp_path / "另.docx").exists()
    assert before


# What is money, and what is none


@pytest.mark.exhaustive
def test_what_rounding_leaves_is_no_money(tmp_path: Path) -> None:
    """Statements in 元 and in 万元 side by side: the rest of a cent is not spent by anybody."""

    def whole(book: Workbook) -> None:
        for name in ("公开06表", "公开11表", "公开13表", "公开14表"):
            for row in sheet(book, name).iter_rows(min_row=7):
                for cell in row:
                    if isinstance(cell.value, int | float):
                        cell.value = cell.value if cell.value else None
        one = sheet(book, "公开03表")
        one["H3"] = "金额单位：元"
        for row in one.iter_rows(min_row=7):
            for cell in row:
                if isinstance(cell.value, int | float):
                    cell.value = round(cell.value * 10_000) + (12 if cell.value else 0)

    book = edited(saved(tmp_path, "决算报表.xlsx", statements_of(DEEP)), whole)
    done = import_books([book], tmp_path / "新.yaml")
    assert done.text is not None
    spent = done.text.partition("\n非财政拨款支出:")[2].partition("\n\n")[0]
    assert "行政运行" not in spent


@pytest.mark.exhaustive
def test_other_money_needs_every_fund(tmp_path: Path) -> None:
    def fewer(book: Workbook) -> None:
        for name in ("公开11表", "公开13表"):
            del book[name]

    book = edited(saved(tmp_path, "决算报表.xlsx", statements_of(DEEP)), fewer)
    done = import_books([book], tmp_path / "新.yaml")
    assert done.text is not None
    assert "非财政拨款支出:" not in done.text
    assert "功能分类:" in done.text.partition("\n支出:")[2]


@pytest.mark.exhaustive
def test_an_export_with_errors_is_a_draft_only(tmp_path: Path) -> None:
    path = tmp_path / "错.yaml"
    text = DEEP.read_text(encoding="utf-8").replace("事业: 42.00", "事业: 43.00")
    path.write_text(text, encoding="utf-8")
    target = tmp_path / "附表.xlsx"
    refused = run("export", path, "-o", target)
    assert refused.exit_code == 1, refused.output
    assert "加 --draft" in refused.output
    assert not target.exists()
    assert run("export", path, "-o", target, "--draft").exit_code == 0
    assert "（草稿）" in str(sheet(load_workbook(target), "公开01表")["A1"].value)


def test_an_export_without_a_unit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "无单位.yaml"
    text = MIYI.read_text(encoding="utf-8").replace("金额单位: 万元", "金额单位:")
    path.write_text(text, encoding="utf-8")
    done = run("export", path, "-o", tmp_path / "附表.xlsx", "--draft")
    assert done.exit_code == 1, done.output
    assert "JS-113" in done.output
    assert not (tmp_path / "附表.xlsx").exists()


@pytest.mark.parametrize(
    ("typed_text", "says"),
    sampled(
        [
            ("文件: 职能", "没有写出文件"),
            ("文件: 职能.docx。", "没有写出文件"),
            ("文件:没有.docx", "JS-107"),
        ],
        3,
    ),
)
def test_a_file_that_is_not_named_right_is_told(typed_text: str, says: str, tmp_path: Path) -> None:
    def name_it(book: Workbook) -> None:
        for row in sheet(book, "职能与重点工作").iter_rows():
            for cell in row:
                if str(cell.value).startswith("米易县经济信息化和科学技术局统筹"):
                    cell.value = typed_text

    book = edited(saved(tmp_path, "填报表.xlsx", form_of(MIYI)), name_it)
    done = import_books([book], tmp_path / "新.yaml")
    found = [f for f in done.findings if f.id == "JS-107"]
    assert len(found) == 1
    assert says in f"{found[0].id} {found[0].message}"
    assert done.text is not None
    assert typed_text not in done.text


@pytest.mark.exhaustive
def test_paragraphs_of_a_file_are_items_of_a_list(tmp_path: Path) -> None:
    def name_it(book: Workbook) -> None:
        duties = sheet(book, "职能条目")
        first = True
        for row in range(1, duties.max_row + 1):
            if str(duties.cell(row, 1).value).endswith("。") and row > 4:
                duties.cell(row, 1).value = "文件: 职能.txt" if first else None
                first = False

    (tmp_path / "职能.txt").write_text("1.起草规划。\n\n（二）指导企业。\n三、其他。\n", "utf-8")
    book = edited(saved(tmp_path, "填报表.xlsx", form_of(MIYI)), name_it)
    done = import_books([book], tmp_path / "新.yaml")
    assert done.text is not None
    target = tmp_path / "新.yaml"
    target.write_text(done.text, encoding="utf-8")
    assert plain(target)["职能"]["条目"] == ["起草规划。", "指导企业。", "其他。"]


# A template with faults


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "坏模板"
    shutil.copytree(ROOT / "templates" / "project-self-evaluation", folder)
    manifest = folder / "template.yaml"
    manifest.write_text("标识: 坏模板\n", encoding="utf-8")
    return folder


def test_a_faulty_template_is_told_and_no_other_list_of_statements_taken(
    broken: Path, tmp_path: Path
) -> None:
    target = tmp_path / "附表.xlsx"
    done = run("export", MIYI, "-t", broken, "-o", target)
    assert done.exit_code == 3
    assert "MB-001" in done.stderr
    assert not target.exists()
    book = saved(tmp_path, "决算报表.xlsx", statements_of(DEEP))
    new = tmp_path / "新.yaml"
    done = run("import", book, "-t", broken, "-o", new)
    assert done.exit_code == 3
    assert "MB-001" in done.stderr
    assert not new.exists()


@pytest.mark.exhaustive
def test_what_is_not_found_is_told_once_over_all_books(tmp_path: Path) -> None:
    one = saved(tmp_path, "一.xlsx", statements_of(DEEP))
    two = saved(tmp_path, "二.xlsx", statements_of(DEEP))
    edited(one, lambda it: it.remove(it["公开02表"]))
    edited(two, lambda it: it.remove(it["公开03表"]))
    lacking = [
        line for line in import_books([one, two], tmp_path / "新.yaml").told if "没有找到" in line
    ]
    assert all("公开02表" not in line and "公开03表" not in line for line in lacking)
    (alone,) = [
        line for line in import_books([one], tmp_path / "新.yaml").told if "没有找到" in line
    ]
    assert "公开02表收入决算表" in alone
