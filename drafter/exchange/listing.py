"""Writes lists as a workbook: a heading row that stays in view, filters, wrapped cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from drafter.exchange.form.pack import packed

_TOP = Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)
_LONGEST_CELL = 32_000
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


@dataclass(frozen=True, slots=True)
class Listing:
    """One sheet: its name, its headings with the width of each column, its rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[str | int | Decimal]]


def listing_book(listings: Sequence[Listing]) -> bytes:
    """Return the workbook of the lists, a sheet for each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    for one in listings:
        sheet = book.create_sheet(_free_name(one.name, taken))
        _write(sheet, one)
    return packed(book)


def _free_name(name: str, taken: set[str]) -> str:
    base = name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME] or "表"
    free, turn = base, 2
    while free in taken:
        free = f"{base[: _LONGEST_NAME - 4]}({turn})"
        turn += 1
    taken.add(free)
    return free


def _write(sheet: Worksheet, listing: Listing) -> None:
    for number, (heading, width) in enumerate(listing.columns, start=1):
        top = sheet.cell(1, number, heading)
        top.font, top.alignment = _BOLD, _TOP
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = 1
    for last, row in enumerate(listing.rows, start=2):
        for number, value in enumerate(row, start=1):
            cell = sheet.cell(last, number)
            if isinstance(value, str):
                # As text whatever it begins with: words like “=1+1” are no formula.
                cell.value, cell.data_type = value[:_LONGEST_CELL], "s"
            else:
                cell.value = value
            cell.alignment = _TOP
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(listing.columns))}{last}"
