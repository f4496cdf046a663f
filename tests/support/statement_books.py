"""Workbooks with statements for tests, written as rows of text, and what is read from them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import first_sheet, saved

from drafter.exchange.books import read_book
from drafter.exchange.cells import Draft, number_cell, text_cell
from drafter.exchange.grid import Book, Cell, Sheet
from drafter.exchange.tables.find import Table, tables_of
from drafter.exchange.tables.headings import Heading, Step
from drafter.exchange.tables.read import TableRead, read_table
from drafter.lists import classification
from drafter.statements.definition import Statement
from drafter.template.statements import built_in


@dataclass(slots=True)
class Layout:
    """A sheet: rows of text, and what is done to them."""

    rows: list[list[str]]
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)

    def cells(self) -> Iterator[tuple[int, int, str]]:
        for row, texts in enumerate(self.rows, start=1):
            for column, text in enumerate(texts, start=1):
                if text not in {"", "."}:
                    yield row, column, text.removeprefix("'").replace("\\n", "\n")

    def is_number(self, row: int, column: int) -> bool:
        return bool(_NUMBER.fullmatch(self.rows[row - 1][column - 1]))


Change = Callable[[Layout], None]
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def laid_out(rows: str, *changes: Change) -> Layout:
    """Return rows of text, a line for each, with `|` between cells, as the cells of a sheet.

    What looks like a plain number is one; `'` before it keeps it text, `=` begins a formula,
    `\\n` is a line break, a dot stands for a blank cell, as does nothing.
    """
    lines = rows.strip("\n").split("\n")
    layout = Layout([[text.strip(" ") for text in line.split("|")] for line in lines])
    for change in changes:
        change(layout)
    return layout


def merged(*ranges: str) -> Change:
    return lambda layout: layout.merged.extend(ranges)


def hidden_rows(*rows: int) -> Change:
    return lambda layout: layout.hidden_rows.extend(rows)


def hidden_columns(*letters: str) -> Change:
    return lambda layout: layout.hidden_columns.extend(letters)


def grid_of(layout: Layout, name: str = "表") -> Sheet:
    """Return what the reader of .xlsx gives for the sheet, without writing a file."""
    draft = Draft(name)
    for row, column, text in layout.cells():
        cell = _cell(text, is_number=layout.is_number(row, column))
        if cell is not None:
            draft.cells[row, column] = cell
    for one in layout.merged:
        left, top, right, bottom = (int(end or 0) for end in range_boundaries(one))
        draft.merge(top, left, bottom, right)
    for row in layout.hidden_rows:
        draft.hide_rows(row, row)
    for letter in layout.hidden_columns:
        draft.hide_columns(column_index_from_string(letter), column_index_from_string(letter))
    return draft.sheet(1)


def _cell(text: str, *, is_number: bool) -> Cell | None:
    if text.startswith("="):
        return Cell(text, uncalculated=True)
    return number_cell(text, None) if is_number else text_cell(text, error=text.startswith("#"))


def fill(sheet: Worksheet, layout: Layout) -> None:
    """Write a layout into a sheet of a workbook."""
    for row, column, text in layout.cells():
        number = Decimal(text) if layout.is_number(row, column) else None
        sheet.cell(row, column, text if number is None else float(number))
    for one in layout.merged:
        sheet.merge_cells(one)
    for row in layout.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for letter in layout.hidden_columns:
        sheet.column_dimensions[letter].hidden = True


def book_of(rows: str, *changes: Change) -> Book:
    return Book("决算", (grid_of(laid_out(rows, *changes)),))


def statements_book() -> Workbook:
    """Return the workbook that 附表.xls and 附表.ods were converted from, by LibreOffice."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, (rows, changes) in _STATEMENTS.items():
        fill(book.create_sheet(name), laid_out(rows, *changes))
    book["封面"].sheet_state = "hidden"
    return book


def converted() -> Book:
    """Return the same book without any file."""
    sheets = [
        replace(grid_of(laid_out(rows, *changes), name), turn=turn, hidden=name == "封面")
        for turn, (name, (rows, changes)) in enumerate(_STATEMENTS.items(), start=1)
    ]
    return Book("决算", tuple(sheets))


_STATEMENTS: dict[str, tuple[str, tuple[Change, ...]]] = {
    "封面": ("2020年度部门决算", ()),
    "Z01": (
        """2020年度收入支出决算总表
部门：某某局|||||金额单位：元
收入|||支出||
项目|行次|金额|项目（按功能分类）|行次|金额
栏次||1|栏次||2
一、一般公共预算财政拨款收入|1|1234.5|一、教育支出|31|'1,234.50
八、其他收入|8|0|二、火星支出|32|暂无
九、意外收入|9|7||33|2
本年收入合计|27|1234.5|本年支出合计|57|1234.5
总计|30|1234.5|总计|60|1234.5
注：本表反映总收支。""",
        (merged("A1:F1", "A3:C3", "D3:F3"),),
    ),
    "Z02": (
        """2020年度收入决算表
部门：某某局||||||||单位：万元
科目编码|科目\\n名称|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入
栏次||1|2|3|4|5|6|7
合计||300.25|200|||||100.25
205|教育支出|300.25|200|||||100.25
'20502|　普通教育|300.25|200|—||||１００．２５
2050201|　　学前教育|300.25|200|||||100.25""",
        (merged("A1:I1", "A5:B5"), hidden_rows(8), hidden_columns("D")),
    ),
    "Z09": (
        """2020年度财政拨款“三公”经费支出决算表
部门：某某局|||||||||||单位：万元
预算数||||||决算数|||||
合计|因公出国（境）费|公务用车购置及运行费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
||小计|公务用车购置费|公务用车运行费||||小计|公务用车购置费|公务用车运行费|
1|2|3|4|5|6|7|8|9|10|11|12
10|1|5|2|3|4|9|1|4|2|2|4""",
        (merged("A3:F3", "G3:L3", "C4:E4", "I4:K4", "A4:A5", "B4:B5", "F4:F5", "G4:G5"),),
    ),
}


def written(rows: str, *changes: Change) -> Book:
    """Return the same book as a file says it."""
    book = Workbook()
    sheet = first_sheet(book)
    sheet.title = "表"
    fill(sheet, laid_out(rows, *changes))
    return opened(book)


def opened(book: Workbook) -> Book:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "决算.xlsx"
        path.write_bytes(saved(book))
        return opened_file(path)


def opened_file(path: Path) -> Book:
    result = read_book(path, "决算")
    assert not result.findings
    assert result.book is not None
    return result.book


@cache
def definitions() -> tuple[Statement, ...]:
    return tuple(built_in().statements.values())


@dataclass(frozen=True, slots=True)
class Seen:
    """What the tables of a book state."""

    tables: tuple[Table, ...]
    reads: tuple[TableRead, ...]

    @property
    def titles(self) -> list[str]:
        return [table.statement.id for table in self.tables]

    @property
    def numbers(self) -> dict[str, tuple[str, str]]:
        """Return number and cell of each figure; blank cells are left out."""
        found: dict[str, tuple[str, str]] = {}
        for read in self.reads:
            for reading in read.readings:
                if reading.number is not None:
                    told = (f"{reading.number:f}", str(reading.where.cell).partition("!")[2])
                    assert found.setdefault(shown(reading.path), told)[0] == told[0]
        return found

    @property
    def stated(self) -> list[tuple[str, Decimal | None, str]]:
        """Return every figure of every table, blank ones too."""
        return [(shown(r.path), r.number, str(r.where)) for t in self.reads for r in t.readings]

    @property
    def values(self) -> dict[str, str]:
        return {path: number for path, (number, _) in self.numbers.items()}

    @property
    def amounts(self) -> dict[str, str]:
        """Return the figures that are not 0."""
        return {path: number for path, number in self.values.items() if Decimal(number)}

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Return id, cell and message of each finding."""
        return [
            (found.id, str(found.where.cell).partition("!")[2], found.message)
            for read in self.reads
            for found in read.findings
        ]

    @property
    def headings(self) -> list[str]:
        return [shown(path) for read in self.reads for path in (*read.headings, *read.named)]


def shown(path: tuple[Step, ...]) -> str:
    """Return a path as `支出.功能分类.201.款.20101`: rows by code, else by name."""
    return ".".join(s.code or s.name if isinstance(s, Heading) else s for s in path)


def look(book: Book) -> Seen:
    tables = tuple(tables_of(book, definitions()))
    return Seen(tables, tuple(read_table(book, table, classification()) for table in tables))


def seen(rows: str, *changes: Change) -> Seen:
    return look(book_of(rows, *changes))
