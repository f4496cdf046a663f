"""The form for several people: what is on it, and that what they write comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from plain_inputs import EXAMPLES, typed
from sampling import sampled
from typer.testing import CliRunner, Result

from drafter.checks.catalogue import CATALOGUE
from drafter.cli.app import app
from drafter.diagnostics import Diagnostic
from drafter.exchange.books import read_book
from drafter.exchange.form.fields import is_list, key_of, lists_of, stated
from drafter.exchange.form.fill import normal, prefilled, typed_fields
from drafter.exchange.form.layout import layout
from drafter.exchange.form.parts import Form, FormReport, Kind, Page, relative_role
from drafter.exchange.form.read import FormRead, is_form, read_form
from drafter.exchange.form.subjects import SUBJECTS
from drafter.exchange.form.words import cell_of_items, items_of_cell
from drafter.exchange.form.write import write_form
from drafter.exchanging import form_book
from drafter.model.base import Section
from drafter.model.paths import field_at
from drafter.model.shape import Shape, shapes
from drafter.model.values import NONE_WORD, Count, Words
from drafter.model.year import DepartmentYear
from drafter.pipeline import field_contract, known_templates, template_folder
from drafter.source import read_source
from drafter.starter.usage import FieldPath, Usage, usage_of
from drafter.template.loader import ReportTemplate, load_template

SICHUAN, HUNAN = "sichuan-final-accounts", "hunan-overall-evaluation"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
Path_ = tuple[str | int, ...]


# Taking forms apart


def leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for turn, inner in enumerate(value):
            yield from leaves(inner, (*path, turn))
    else:
        yield path, value.strip()


def kind_of(path: Path_) -> FieldPath:
    return tuple(step for step in path if isinstance(step, str))


def wanted(data: dict[str, Any]) -> dict[Path_, str]:
    """Return what a form has to bring back of a normal input: all that no statement holds."""
    facts = {name: value for name, value in data.items() if name not in {"报告", "格式版本"}}
    return {path: text for path, text in leaves(facts) if not stated(kind_of(path))}


def brought(read: FormRead) -> dict[Path_, str]:
    assert len({claim.path for claim in read.claims}) == len(read.claims)
    return {claim.path: claim.text for claim in read.claims if not stated(kind_of(claim.path))}


def read_back(blob: bytes, folder: Path) -> FormRead:
    path = folder / "填报表.xlsx"
    path.write_bytes(blob)
    result = read_book(path, "填报表.xlsx")
    assert result.book is not None, result.findings
    assert is_form(result.book)
    return read_form(result.book)


def loaded(name: str) -> ReportTemplate:
    found = template_folder(name)
    assert found is not None
    template = load_template(*found, field_contract).template
    assert template is not None
    return template


@cache
def usage(name: str) -> Usage:
    template = loaded(name)
    return usage_of(template, template.manifest.defaults)


def form_of(name: str) -> Form:
    template = loaded(name)
    system = template.systems.department
    report = FormReport(name, template.manifest.title)
    return layout(usage(name), [report], [system] if system is not None else [])


def fields_on(form: Form) -> Counter[FieldPath]:
    """Count the fields that the form has a cell or a column for."""
    found: Counter[FieldPath] = Counter()
    for sheet in form.sheets:
        if isinstance(sheet, Page):
            found.update(e.path for e in sheet.entries if e.kind in (Kind.VALUE, Kind.GROUP))
            continue
        for column in sheet.columns:
            if column.role.startswith("."):
                own = next(p for p in sheet.lists if column.path[: len(p)] == p)
                assert column.role == relative_role(column.path, own)
                inside = column.path[len(own) :]
                fitting = [(*path, *inside) for path in sheet.lists]
                found.update(p for p in fitting if field_at(p) is not None and not is_list(p))
            elif not column.role.startswith(("#", "^")) and "#" not in column.role:
                found[column.path] += 1
    return found


def names_inside(form: Form) -> set[FieldPath]:
    """Return the names of items that only rows of the lists inside of them give."""
    parents = (c for sheet in form.tables.values() for c in sheet.columns if c.role[:1] == "^")
    lists = {column.path for column in parents} - form.tables.keys()
    return {(*path, key_of(path)) for path in lists}


@cache
def filled(name: str) -> bytes:
    made = form_book([], {}, EXAMPLES / f"{name}.yaml")
    assert made.findings == ()
    assert made.blob is not None
    return made.blob


@cache
def blank(name: str) -> bytes:
    made = form_book([name], {})
    assert made.blob is not None
    return made.blob


def edited(blob: bytes, *edits: Callable[[Workbook], object]) -> bytes:
    """Return the workbook as somebody saved it after some edits."""
    book = load_workbook(BytesIO(blob))
    for edit in edits:
        edit(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cell_at(sheet: Worksheet, title: str) -> Any:
    """Return the cell to fill beside a title."""
    row = next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == title)
    return sheet.cell(row, 2)


def data_of(name: str) -> dict[str, Any]:
    tree = read_source(EXAMPLES / f"{name}.yaml").tree
    assert tree is not None
    return normal(tree.plain())


def told(read: FormRead) -> list[tuple[str, str, str]]:
    return [(f.id, f.where.place, f.message) for f in read.findings]


# What is on the form


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sampled(reversed(known_templates()), 5))
def test_every_field_that_a_template_uses_is_there_once(name: str) -> None:
    form = form_of(name)
    found, named = fields_on(form), names_inside(form)
    for path, count in found.items():
        assert count == 1, path
    for path in usage(name).used:
        shape = field_at(path)
        if shape is None or stated(path) or path[0] in {"格式版本", "报告"}:
            continue  # what the program works out, or what the statements hold
        below = [other for other in (*found, *named) if other[: len(path)] == path]
        summed = shape.section is not None and all(
            stated((*path, inner.alias)) for inner in shapes(shape.section)
        )
        assert below or summed, path


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sampled(reversed(known_templates()), 5))
def test_what_statements_hold_is_not_asked_for(name: str) -> None:
    for path in fields_on(form_of(name)):
        named = bool(lists_of(path[:-1])) and path[-1] == key_of(lists_of(path[:-1])[-1])
        assert not stated(path) or named, path


@pytest.mark.parametrize(
    ("path", "is_stated"),
    [
        ("收入.上级补助", True),
        ("收入.合计.上年", False),
        ("结转结余.年末", True),
        ("一般公共预算财政拨款支出.合计.变动原因", False),
        ("一般公共预算财政拨款支出.科目.款.项.决算", True),
        ("一般公共预算财政拨款支出.科目.差异原因", False),
        ("三公经费.公务接待费.国内.预算", False),
        ("三公经费.公务接待费.合计.预算", True),
        ("三公经费.公务接待费.国内.批次", False),
        ("三公经费.公务接待费.国内.具体内容.决算", False),
        ("三公经费.公务接待费.合计.上年预算", False),
        ("机关运行经费.决算", False),
        ("政府采购.货物", False),
    ],
)
def test_statements_hold_amounts_of_the_year_only(path: str, is_stated: bool) -> None:
    assert stated(tuple(path.split("."))) is is_stated


def test_every_section_has_a_sheet() -> None:
    placed = [root for subject in SUBJECTS for root in subject.roots]
    assert len(placed) == len(set(placed))
    assert {s.alias for s in shapes(DepartmentYear)} - set(placed) == {
        "格式版本",
        "报告",
        "单位文件",  # names of files, for the one who puts them together
    }


@pytest.mark.exhaustive
def test_what_must_be_filled_is_yellow_and_typed_as_text() -> None:
    sheet = load_workbook(BytesIO(blank(SICHUAN)))["机构与人员"]
    needed, optional = cell_at(sheet, "人员 › 实有 › 公务员"), cell_at(sheet, "人员 › 行政编制")
    assert needed.fill.fgColor.rgb == "00FFF9DB"
    assert optional.fill.fill_type is None
    assert needed.number_format == optional.number_format == "@"


@pytest.mark.exhaustive
def test_choices_and_names_of_projects_drop_down() -> None:
    book = load_workbook(BytesIO(filled("miyi-2020")))
    offered = {
        v.formula1 for v in book["基本情况"].data_validations.dataValidation if v.type == "list"
    }
    assert '"万元,元"' in offered
    rule = book["项目指标"].data_validations.dataValidation[0]
    assert str(rule.formula1).startswith("'项目'!$A$6:$A$")
    assert not rule.showErrorMessage


@pytest.mark.exhaustive
def test_each_indicator_that_needs_an_answer_has_a_row() -> None:
    sheet = load_workbook(BytesIO(blank(HUNAN)))["指标评分"]
    rows = {str(row[0]): row for row in sheet.iter_rows(min_row=6, values_only=True) if row[0]}
    assert "1. 符合国家法律法规" in str(rows["绩效目标合理性"][1])
    assert str(rows["经济效益"][1]) == "写得分：0 至 3 分，并写评分理由"


@pytest.mark.exhaustive
def test_the_same_form_gives_the_same_bytes() -> None:
    again = form_book([], {}, EXAMPLES / "minimal.yaml")
    assert again.blob == filled("minimal")


# What comes back


@pytest.mark.parametrize("name", sampled(["minimal", *NAMES[:2], *NAMES[3:]], 5))
def test_every_value_of_an_example_comes_back(tmp_path: Path, name: str) -> None:
    read = read_back(filled(name), tmp_path)
    assert read.findings == ()
    assert brought(read) == wanted(data_of(name))


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sampled(reversed(known_templates()), 5))
def test_a_blank_form_says_nothing_but_names_of_indicators(tmp_path: Path, name: str) -> None:
    read = read_back(blank(name), tmp_path)
    assert read.findings == ()
    assert [p.template for p in read.reports] == [name]
    assert {claim.path[0] for claim in read.claims} <= {"指标评分"}


@pytest.mark.exhaustive
def test_a_form_knows_the_options_it_was_made_for(tmp_path: Path) -> None:
    made = form_book([SICHUAN], {"具体情况": "项", "尾零": "保留"})
    assert made.blob is not None
    (purpose,) = read_back(made.blob, tmp_path).reports
    assert purpose.options == (("具体情况", "项"),)


@pytest.mark.exhaustive
def test_words_that_look_like_formulas_errors_or_numbers_stay_words(tmp_path: Path) -> None:
    odd = {"概述": "=1+1", "条目": ["#REF!", "0701", "2020-1", "493.10", "+A1", "@职能.概述"]}
    path = tmp_path / "输入.yaml"
    path.write_text(typed({"年度": "2020", "职能": odd, "报告": [SICHUAN]}), encoding="utf-8")
    made = form_book([], {}, path)
    assert made.blob is not None
    read = read_back(made.blob, tmp_path)
    assert read.findings == ()
    assert brought(read) == wanted(normal({"年度": "2020", "职能": odd}))


@pytest.mark.exhaustive
def test_a_text_too_long_for_a_cell_is_told(tmp_path: Path) -> None:
    path = tmp_path / "输入.yaml"
    path.write_text(typed({"重点工作": "长" * 40_000, "报告": [SICHUAN]}), encoding="utf-8")
    assert [f.id for f in form_book([], {}, path).findings] == ["JS-106"]


@pytest.mark.parametrize(
    ("items", "short"),
    [
        (["1", "3"], True),
        (["绩效目标", "公开"], True),
        (["一条", "另一条，有顿号、也有逗号"], False),
        (["两行\n的一条", "一行的一条"], False),
    ],
)
def test_words_in_a_cell(items: list[str], short: bool) -> None:
    assert items_of_cell(cell_of_items(items, short=short), short=short) == items


# As people use it


def rename_and_reorder(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets):
        if sheet.sheet_state == "visible" and number:
            sheet.title = f"表{number}"
    book.move_sheet(book.worksheets[3], offset=4)


def forget_hidden_columns(book: Workbook) -> None:
    for sheet in book.worksheets:
        if sheet.cell(3, 7).value == "数据位置":
            sheet.delete_cols(7)
            sheet.delete_rows(4)


def forget_hidden_rows(book: Workbook) -> None:
    for sheet in book.worksheets:
        if str(sheet.cell(5, 1).value).startswith("@") and sheet.cell(3, 7).value != "数据位置":
            sheet.delete_rows(5)


def forget_meta(book: Workbook) -> None:
    book.remove(book["_填报表"])


def insert_blank_rows(book: Workbook) -> None:
    for sheet in book.worksheets[1:-1]:
        sheet.insert_rows(8, 2)
        sheet.insert_rows(1)


def hide_rows(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in (7, 8):
            sheet.row_dimensions[row].hidden = True


def move_columns(book: Workbook) -> None:
    for sheet in book.worksheets[1:-1]:
        sheet.insert_cols(1)
        last = sheet.max_column
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, 1).value = sheet.cell(row, last).value
            sheet.cell(row, last).value = None


EDITS = [
    (rename_and_reorder,),
    (forget_hidden_columns,),
    (forget_hidden_rows,),
    (forget_meta,),
    (insert_blank_rows, hide_rows),
    (move_columns,),
    (forget_hidden_columns, forget_hidden_rows, forget_meta, rename_and_reorder),
]
NAMED = ["+".join(edit.__name__ for edit in edits) for edits in EDITS]


@pytest.mark.parametrize("edits", sampled([(edits,) for edits in EDITS], 6, NAMED))
@pytest.mark.parametrize("name", sampled(["miyi-2020", "baojing-2017"], 2))
def test_nothing_is_lost_by_what_people_do_to_a_workbook(
    tmp_path: Path, name: str, edits: tuple[Callable[[Workbook], object], ...]
) -> None:
    read = read_back(edited(filled(name), *edits), tmp_path)
    assert [f for f in read.findings if f.where.cell.sheet != "填表说明"] == []
    assert brought(read) == wanted(data_of(name))


def test_a_row_inserted_between_indicators_keeps_the_order(tmp_path: Path) -> None:
    def insert(book: Workbook) -> None:
        sheet = book["项目指标"]
        sheet.insert_rows(7)
        sheet["B7"], sheet["D7"] = "产出指标", "新的"

    read = read_back(edited(filled("miyi-2020"), insert), tmp_path)
    found = brought(read)
    assert found["项目", 0, "指标", 1, "三级"] == "新的"
    assert found["项目", 0, "指标", 2, "三级"] == "完成时间"
    assert read.findings == ()


@pytest.mark.exhaustive
def test_numbers_typed_as_numbers_read_as_they_are_shown(tmp_path: Path) -> None:
    def type_numbers(book: Workbook) -> None:
        people = cell_at(book["机构与人员"], "人员 › 实有 › 公务员")
        people.value, people.number_format = 12, "General"
        money = cell_at(book["收支说明"], "收支总计 › 上年")
        money.value, money.number_format = 493.1, "0.00"
        long = cell_at(book["收支说明"], "财政拨款收支总计 › 上年")
        long.value, long.number_format = 493.126, "0.00"
        cell_at(book["基本情况"], "年度").value = 2020

    found = brought(read_back(edited(blank(SICHUAN), type_numbers), tmp_path))
    assert found["人员", "实有", "公务员"] == "12"
    assert found["收支总计", "上年"] == "493.10"
    assert found["财政拨款收支总计", "上年"] == "493.126"
    assert found["年度",] == "2020"


@pytest.mark.exhaustive
def test_prose_keeps_its_lines_and_a_file_name_stays_as_typed(tmp_path: Path) -> None:
    def write(book: Workbook) -> None:
        cell_at(book["职能与重点工作"], "职能 › 概述").value = "文件: 职能.docx"
        cell_at(book["职能与重点工作"], "重点工作").value = "一是。\n（1）细。\n二是。"

    found = brought(read_back(edited(blank(SICHUAN), write), tmp_path))
    assert found["职能", "概述"] == "文件: 职能.docx"
    assert found["重点工作",] == "一是。\n（1）细。\n二是。"


@pytest.mark.exhaustive
def test_a_list_of_words_may_be_written_in_one_cell(tmp_path: Path) -> None:
    def write(book: Workbook) -> None:
        cell_at(book["职能与重点工作"], "职能 › 条目").value = "甲\n乙"

    found = brought(read_back(edited(blank(SICHUAN), write), tmp_path))
    assert (found["职能", "条目", 0], found["职能", "条目", 1]) == ("甲", "乙")


@pytest.mark.exhaustive
def test_merged_or_blank_names_of_projects_mean_the_one_above(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        book["项目指标"].merge_cells("A6:A8")

    read = read_back(edited(filled("miyi-2020"), merge), tmp_path)
    assert read.findings == ()
    assert brought(read) == wanted(data_of("miyi-2020"))


def strange_row(book: Workbook) -> None:
    sheet = book["基本情况"]
    row = sheet.max_row + 1
    sheet.cell(row, 1).value, sheet.cell(row, 2).value = "邮编", "617200"


def strange_column(book: Workbook) -> None:
    sheet = book["基本情况"]
    sheet["H3"], sheet["H5"], sheet["H6"] = "备注", "问老王", "见批复"


def strange_sheet(book: Workbook) -> None:
    book.create_sheet("草稿")["A1"] = "记一下"


def unknown_project(book: Workbook) -> None:
    book["项目"]["A6"] = "甲"
    book["项目指标"]["A6"], book["项目指标"]["B6"] = "乙", "产出指标"


def formula(book: Workbook) -> None:
    cell_at(book["机构与人员"], "人员 › 实有 › 退休").value = "=40+4"


def error(book: Workbook) -> None:
    cell = cell_at(book["机构与人员"], "人员 › 实有 › 退休")
    cell.value, cell.data_type = "#REF!", "e"


def copied_sheet(book: Workbook) -> None:
    book["项目"]["A6"] = "甲"
    book.copy_worksheet(book["项目"]).title = "项目 (2)"


def none_and_more(book: Workbook) -> None:
    cell_at(book["机构与人员"], "人员 › 实有").value = "无"
    cell_at(book["机构与人员"], "人员 › 实有 › 退休").value = "3"


def wrong_list(book: Workbook) -> None:
    book["人员明细"]["A6"], book["人员明细"]["B6"] = "领导", "局长"


def no_value_column(book: Workbook) -> None:
    sheet = book["基本情况"]
    cell_at(sheet, "年度").value = "2020"
    sheet["B3"], sheet["B4"] = "答复", None


USED_NOT = [
    (strange_row, ("JS-106", "基本情况!B18", "“邮编”不是填报表的项目，所填内容没有采用")),
    (strange_column, ("JS-106", "基本情况!H5", "“备注”栏不是填报表的内容，没有采用，共 2 格")),
    (strange_sheet, ("JS-106", "草稿", "这张表不是填报表的内容，没有采用")),
    (unknown_project, ("JS-105", "项目指标!A6", "项目“乙”不在“项目”表里，这一行没有采用")),
    (formula, ("JS-103", "", "这一格是公式，文件里没有算好的值")),
    (error, ("JS-104", "", "这一格是错误值 #REF!")),
    (copied_sheet, ("JS-106", "项目 (2)", "和“项目”填的是同一张表，没有采用")),
    (none_and_more, ("JS-106", "", "这里写了“无”，下面的各项却填了内容；“无”没有采用")),
    (wrong_list, ("JS-106", "人员明细!A6", "“领导”不是清单，这一行没有采用")),
    (no_value_column, ("JS-106", "基本情况", "找不到“填写”一栏，整张表没有采用")),
]


@pytest.mark.parametrize(
    ("edit", "expected"), sampled(USED_NOT, 3, [edit.__name__ for edit, _ in USED_NOT])
)
def test_what_cannot_be_used_is_told_with_its_cell(
    tmp_path: Path, edit: Callable[[Workbook], object], expected: tuple[str, str, str]
) -> None:
    read = read_back(edited(blank(SICHUAN), edit), tmp_path)
    assert len(read.findings) == 1, told(read)
    (found,) = told(read)
    assert found[0] == expected[0]
    assert found[1].startswith(expected[1])
    assert found[2] == expected[2]
    assert found[0] in CATALOGUE


def test_another_workbook_is_no_form(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "收入支出决算总表"
    path = tmp_path / "别的.xlsx"
    book.save(path)
    result = read_book(path)
    assert result.book is not None
    assert not is_form(result.book)


# Whatever is typed

TEXTS = st.text("甲乙丙丁一二0123456789.-=+#@%(){}“”、，；：Aa ", min_size=1, max_size=12).filter(
    lambda text: bool(text.strip()) and text.strip() != NONE_WORD
)
NUMBERS = st.sampled_from(["0", "12", "493.10", "-3.5", "4,493.88", NONE_WORD, "１２"])
ROOTS = [
    shape.alias
    for shape in shapes(DepartmentYear)
    if not stated((shape.alias,)) and shape.alias not in {"格式版本", "报告", "年度", "金额单位"}
    and shape.alias not in {"一般公共预算财政拨款支出", "非财政拨款支出", "基本支出"}
    and shape.alias not in {"收入", "支出"}
]  # fmt: skip


def values(shape: Shape) -> st.SearchStrategy[Any]:
    if shape.alias == "已公布":
        return st.dictionaries(TEXTS.map(str.strip), NUMBERS, min_size=1, max_size=3)
    if shape.section is not None:
        one = sections(shape.section)
        if not shape.listed:
            return one | st.just(NONE_WORD)
        return st.lists(one, min_size=1, max_size=3) | st.just(NONE_WORD)
    if shape.kind is None:
        one_word = st.sampled_from(shape.choices) if shape.choices else TEXTS
        return st.lists(one_word, min_size=1, max_size=3) if shape.listed else one_word
    if shape.kind is Words:
        lines = st.lists(TEXTS, min_size=1, max_size=1 if shape.listed else 3).map("\n".join)
        return st.lists(lines, min_size=1, max_size=3) if shape.listed else lines
    numbers = st.sampled_from(["1", "2", "3"]) if issubclass(shape.kind, Count) else NUMBERS
    return st.lists(numbers, min_size=1, max_size=2) if shape.listed else numbers


@cache
def sections(section: type[Section]) -> st.SearchStrategy[dict[str, Any]]:
    """Return inputs for a section; an item that has lists has a name, or it could not be meant."""
    known = {shape.alias: shape for shape in shapes(section)}
    named = [
        name for name in ("名称", "指标", "项目") if name in known and known[name].section is None
    ]
    names = st.lists(st.sampled_from(list(known)), min_size=1, max_size=5, unique=True)

    @st.composite
    def made(draw: st.DrawFn) -> dict[str, Any]:
        chosen = [*named[:1], *draw(names)]
        return {name: draw(values(known[name])) for name in dict.fromkeys(chosen)}

    return made()


@st.composite
def inputs(draw: st.DrawFn) -> dict[str, Any]:
    known = {shape.alias: shape for shape in shapes(DepartmentYear)}
    chosen = draw(st.lists(st.sampled_from(ROOTS), min_size=1, max_size=3, unique=True))
    return {name: draw(values(known[name])) for name in chosen}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=inputs())
def test_whatever_was_typed_comes_back(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
) -> None:
    plain = normal(data)
    typed_paths, spelled = typed_fields(plain)
    empty = Usage(frozenset(), frozenset(), ())
    form = prefilled(layout(empty, [], typed=typed_paths, spelled=spelled), plain)
    read = read_back(write_form(form), tmp_path_factory.mktemp("form"))
    assert read.findings == ()
    assert brought(read) == wanted(plain)


# The command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["form", *(str(argument) for argument in arguments)])


def test_a_form_is_written_and_never_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "填报表.xlsx"
    result = run("-o", path, "-t", SICHUAN)
    assert (result.exit_code, result.stderr) == (0, f"已写出 {path}，浅黄色的格要填\n")
    assert path.read_bytes() == blank(SICHUAN)
    again = run("-o", path, "--from", EXAMPLES / "minimal.yaml")
    assert again.exit_code == 4
    assert "--force" in again.stderr
    assert run("-o", path, "--from", EXAMPLES / "minimal.yaml", "--force").exit_code == 0
    assert path.read_bytes() == filled("minimal")


@pytest.mark.exhaustive
def test_a_form_for_several_reports_asks_for_what_any_of_them_uses(tmp_path: Path) -> None:
    path = tmp_path / "填报表.xlsx"
    assert run("-o", path, "-t", SICHUAN, "-t", HUNAN).exit_code == 0
    assert {"项目评价", "指标评分"} <= set(load_workbook(path).sheetnames)
    templates = [p.template for p in read_back(path.read_bytes(), tmp_path).reports]
    assert templates == [SICHUAN, HUNAN]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "请用 -t 指定模板"),
        (["-t", "没有"], 2, "没有模板“没有”"),
        (["-t", SICHUAN, "--option", "具体情况=款"], 2, "不能取“款”"),
        (["-t", SICHUAN, "--from", "没有.yaml"], 1, "JS-010"),
    ],
)
def test_wrong_use_writes_nothing(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    result = run("-o", tmp_path / "填报表.xlsx", *arguments)
    assert result.exit_code == code
    assert words in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_another_suffix_is_wrong_use(tmp_path: Path) -> None:
    assert run("-o", tmp_path / "填报表.xls", "-t", SICHUAN).exit_code == 2


def test_an_input_that_names_no_report_needs_a_template(tmp_path: Path) -> None:
    path = tmp_path / "输入.yaml"
    path.write_text("年度: 2020\n", encoding="utf-8")
    result = run("-o", tmp_path / "填报表.xlsx", "--from", path)
    assert result.exit_code == 2
    assert "请用 -t 指定模板" in result.stderr


def test_findings_are_of_the_declared_kind() -> None:
    assert all(isinstance(f, Diagnostic) for f in form_book(["没有"], {}).findings)
    assert is_list(("项目",))
