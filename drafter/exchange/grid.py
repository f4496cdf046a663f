"""A workbook as a grid of plain values: what every format (.xlsx, .xls, .ods) is read into.

Workbooks hold binary numbers. They are turned into decimals once, here at the border: the
shortest decimal that has the same 15 significant digits, which is what spreadsheets show and
compute with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal

from drafter.diagnostics import CellPlace, Diagnostic, Location

_DIGITS = Context(prec=15)


def exact(number: float | int | str) -> Decimal:
    """Return the number of a cell as a decimal: 15 significant digits, no trailing zeros.

    `number` is a binary number or the text that a file holds for it (`1234.5599999999999`).
    """
    text = number if isinstance(number, str) else repr(number)
    rounded = _DIGITS.create_decimal(text)
    if rounded == rounded.to_integral_value():
        return Decimal(int(rounded))
    return rounded.normalize()


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds; blank cells are not kept."""

    value: str | Decimal
    """A text as it stands, without any blank at its ends, or an exact number."""
    decimals: int | None = None
    """How many decimals the cell shows its number with, where its format says so."""
    uncalculated: bool = False
    """Whether this is a formula without a stored value: `value` is its text."""
    error: bool = False
    """Whether the value is an error such as `#REF!`."""
    indent: int = 0
    """How far a text is indented: by full-width blanks, or by the alignment of the cell."""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of merged cells, both ends included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its cells by row and column, counted from 1."""

    name: str
    turn: int
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    rows: int = 0
    """The last row that holds anything."""
    columns: int = 0

    def place(self, row: int = 0, column: int = 0) -> CellPlace:
        """Return the place of a cell, or of the sheet."""
        return CellPlace(self.turn, row, column, self.name)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that could be read."""

    file: str
    """Its name as findings show it."""
    sheets: tuple[Sheet, ...]

    def locate(self, sheet: Sheet, row: int = 0, column: int = 0) -> Location:
        """Return the place of a cell, or of the sheet, for findings."""
        return Location(self.file, cell=sheet.place(row, column))


@dataclass(frozen=True, slots=True)
class BookResult:
    """The workbook, if there is one, and what was wrong with the file."""

    book: Book | None
    findings: tuple[Diagnostic, ...] = field(default=())
