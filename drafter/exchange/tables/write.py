"""Writes statements as a workbook: a sheet for each, numbers as numbers, ready to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from drafter.exchange.form.pack import packed
from drafter.figures.nodes import Figure, Flag, Group, Node, Text, rows_at, text_at
from drafter.model.year import SCALE, MoneyUnit
from drafter.statements.definition import Column, Holds, Statement

_FONT, _SIZE = "宋体", 10
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_DIGITS = 15
"""How many significant digits a cell can hold as a number."""
_WIDTHS = {Holds.CODE: 11, Holds.WORDS: 34, Holds.NUMBER: 6, Holds.AMOUNT: 15}
_WIDEST = 60
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class Filled:
    """A statement with its rows, as one is printed."""

    number: str
    title: str
    statement: Statement
    view: Group


def workbook_of(
    filled: Sequence[Filled], owner: str, year: int | None, unit: MoneyUnit, decimals: int
) -> bytes:
    """Return the workbook of the statements; amounts are in `unit`, shown with `decimals`."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for one in filled:
        name = _sheet_name(one, [sheet.title for sheet in book.worksheets])
        sheet = book.create_sheet(name)
        _Writer(sheet, one, unit, decimals).write(owner, year)
    return packed(book)


def _sheet_name(one: Filled, taken: Sequence[str]) -> str:
    base = _NOT_IN_NAMES.sub("", (one.number or one.title))[:_LONGEST_NAME]
    name, turn = base, 2
    while name in taken:
        name = f"{base[: _LONGEST_NAME - 3]}({turn})"
        turn += 1
    return name


@dataclass(slots=True)
class _Writer:
    sheet: Worksheet
    filled: Filled
    unit: MoneyUnit
    decimals: int

    def write(self, owner: str, year: int | None) -> None:
        """Write title, lines above the table, headings, rows, notes; set the page up."""
        statement = self.filled.statement
        width = len(statement.columns)
        self._title(width, year)
        self.sheet.cell(2, width, self.filled.number).alignment = Alignment(horizontal="right")
        self.sheet.cell(3, 1, f"部门：{owner}")
        place = self.sheet.cell(3, width, f"金额单位：{self.unit}")
        place.alignment = Alignment(horizontal="right")
        first = 4
        depth = max(len(column.heading) for column in statement.columns)
        self._headings(first, depth)
        row = first + depth
        if statement.numbered:
            self._counts(row)
            row += 1
        self._page(first, row)
        for group in rows_at(self.filled.view, "行").entries:
            if isinstance(group, Group):
                self._row(row, group)
                row += 1
        self._notes(row, width)

    def _title(self, width: int, year: int | None) -> None:
        words = f"{year}年度{self.filled.title}" if year else self.filled.title
        cell = self.sheet.cell(1, 1, words)
        cell.font = Font(name=_FONT, size=16, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center")
        self.sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
        self.sheet.row_dimensions[1].height = 28

    def _headings(self, first: int, depth: int) -> None:
        columns = self.filled.statement.columns
        for number, column in enumerate(columns, start=1):
            heading = _deepened(column.heading, depth)
            for level, words in enumerate(heading):
                cell = self.sheet.cell(first + level, number, words)
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
                cell.font = Font(name=_FONT, size=_SIZE, bold=True)
                cell.border = _BOX
            letter = get_column_letter(number)
            self.sheet.column_dimensions[letter].width = self._width(column)
        for top, left, bottom, right in _merges(columns, depth):
            self.sheet.merge_cells(
                start_row=first + top, end_row=first + bottom,
                start_column=left, end_column=right,
            )  # fmt: skip

    def _width(self, column: Column) -> int:
        """Return a width that the longest name fits into, or most of it."""
        usual = _WIDTHS[column.holds]
        if column.holds is not Holds.WORDS:
            return usual
        rows = rows_at(self.filled.view, "行").entries
        words = [text_at(row, column.key).plain for row in rows if isinstance(row, Group)]
        return min(max(usual, *(2 * len(text) + 2 for text in words)), _WIDEST)

    def _counts(self, row: int) -> None:
        """Write the row that counts the columns of amounts."""
        number, told = 0, False
        for place, column in enumerate(self.filled.statement.columns, start=1):
            words: str | int = ""
            if column.holds is Holds.AMOUNT:
                number += 1
                words = number
            elif not told:
                words, told = "栏次", True
            cell = self.sheet.cell(row, place, words)
            cell.alignment = Alignment(horizontal="center")
            cell.font = Font(name=_FONT, size=_SIZE)
            cell.border = _BOX

    def _row(self, row: int, group: Group) -> None:
        for place, column in enumerate(self.filled.statement.columns, start=1):
            cell = self.sheet.cell(row, place)
            cell.font = Font(name=_FONT, size=_SIZE)
            cell.border = _BOX
            node = group.items[column.key]
            if column.holds is Holds.AMOUNT:
                cell.alignment = Alignment(horizontal="right", vertical="center")
                number = self._number(node)
                if number is not None:
                    fits = len(number.as_tuple().digits) <= _DIGITS
                    cell.value = number if fits else f"{number:f}"
                    cell.number_format = _format(self.decimals)
            else:
                self._words(row, place, column, node)

    def _words(self, row: int, place: int, column: Column, node: Node) -> None:
        words = node.plain if isinstance(node, Text) else ""
        centred = column.holds is Holds.NUMBER
        cell = self.sheet.cell(row, place, words or None)
        cell.number_format = "@"
        cell.alignment = Alignment(
            horizontal="center" if centred else "left", vertical="center", wrap_text=True
        )

    def _number(self, node: Node) -> Decimal | None:
        """Return the amount in the unit of the workbook; None for a blank cell."""
        if not isinstance(node, Figure) or node.number is None:
            return None
        scaled = node.number.scaleb(-SCALE[self.unit])
        return scaled.quantize(Decimal(1)) if scaled == scaled.to_integral() else scaled.normalize()

    def _notes(self, row: int, width: int) -> None:
        view = self.filled.view
        empty = view.items["空表"]
        note = text_at(view, "注").plain
        words = f"注：{note}" if note else ""
        if isinstance(empty, Flag) and empty.value:
            words = f"说明：{text_at(view, '空表说明').plain}"
        if words:
            cell = self.sheet.cell(row, 1, words)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name=_FONT, size=_SIZE)
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
            self.sheet.row_dimensions[row].height = 30

    def _page(self, first: int, rows: int) -> None:
        """Freeze and repeat the headings, fit the width to a page."""
        names = [
            n for n, c in enumerate(self.filled.statement.columns, start=1)
            if c.holds in {Holds.CODE, Holds.WORDS}
        ]  # fmt: skip
        blocks = len(self.filled.statement.blocks)
        left = (max(names) if names and blocks == 1 else 0) + 1
        self.sheet.freeze_panes = f"{get_column_letter(left)}{rows}"
        self.sheet.print_title_rows = f"1:{rows - 1}"
        setup = self.sheet.page_setup
        setup.paperSize = self.sheet.PAPERSIZE_A4
        setup.orientation = "landscape" if self.filled.statement.landscape else "portrait"
        setup.fitToWidth, setup.fitToHeight = 1, 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self.sheet.print_options.horizontalCentered = True
        footer = self.sheet.oddFooter
        if footer is not None and footer.center is not None:
            footer.center.text = "第 &P 页，共 &N 页"


def _format(decimals: int) -> str:
    """Return the format of amounts: 0 is a number in its cell, and not printed."""
    shown = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return f"{shown};-{shown};"


def _deepened(heading: Sequence[str], depth: int) -> list[str]:
    """Return the heading over all rows of headings: the lowest one goes on to the bottom."""
    return [*heading, *[heading[-1]] * (depth - len(heading))]


def _merges(columns: Sequence[Column], depth: int) -> list[tuple[int, int, int, int]]:
    """Return the ranges of headings that belong together, levels counted from 0, columns from 1."""
    deep = [_deepened(column.heading, depth) for column in columns]
    ends = [len(column.heading) - 1 for column in columns]
    spans: list[tuple[int, int, int, int]] = []
    done: set[tuple[int, int]] = set()
    for number, heading in enumerate(deep):
        for level in range(depth):
            if (level, number) in done:
                continue
            right = number
            while (
                level < ends[number]
                and right + 1 < len(deep)
                and level < ends[right + 1]
                and deep[right + 1][: level + 1] == heading[: level + 1]
            ):
                right += 1
            bottom = depth - 1 if level == ends[number] else level
            done.update((y, x) for y in range(level, bottom + 1) for x in range(number, right + 1))
            if (bottom, right) != (level, number):
                spans.append((level, number + 1, bottom, right + 1))
    return spans
