"""What a table states: figures with their cells, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from drafter.diagnostics import Diagnostic, Location, Severity
from drafter.exchange.grid import Book, Cell
from drafter.exchange.tables.cells import Cells
from drafter.exchange.tables.find import Table
from drafter.exchange.tables.headings import Step
from drafter.exchange.tables.words import is_nothing, number_of, places_of
from drafter.model.year import MoneyUnit
from drafter.statements.definition import Column

UNREAD, NOT_READ, HIDDEN = "JS-109", "JS-110", "JS-111"
NOWHERE = "无"
"""In a definition: the amounts of this column are compared only."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure that a cell states: where it belongs, and whether that is where it is stored."""

    path: tuple[Step, ...]
    """Where the input holds it."""
    view: tuple[Step, ...]
    """Where the statement has it from, which may be a sum over several places."""
    number: Decimal | None
    """In the unit of the table; None for a blank cell, which stands for 0 or for nothing."""
    where: Location
    unit: MoneyUnit | None
    """None for a count, and in a table that does not say."""
    stored: bool = True
    """Whether the input holds it; other figures are compared with what the input gives."""
    decimals: int = 0


@dataclass(slots=True)
class TableRead:
    """What a table states, and what in it was not understood."""

    table: Table
    readings: list[Reading] = field(default_factory=list)
    headings: list[tuple[Step, ...]] = field(default_factory=list)
    """Rows of a classification without any amount: their names are kept."""
    named: list[tuple[Step, ...]] = field(default_factory=list)
    """Rows of a fixed list without any amount: names, where the table prints its zeros."""
    findings: list[Diagnostic] = field(default_factory=list)
    prints_zeros: bool = False
    _told: set[Diagnostic] = field(default_factory=set)

    def tell(
        self, book: Book, rule: str, severity: Severity, message: str, place: tuple[int, int]
    ) -> None:
        """Keep a finding on a cell, once."""
        where = book.locate(self.table.seen.sheet, *place)
        found = Diagnostic(rule, severity, message, where)
        if found not in self._told:
            self._told.add(found)
            self.findings.append(found)

    @property
    def is_empty(self) -> bool:
        """Return whether no cell of the table has an amount other than 0."""
        return not any(reading.number for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Stating:
    """Keeps what the cells of a block state, and what is wrong with them."""

    book: Book
    cells: Cells
    result: TableRead

    def tell(self, rule: str, severity: Severity, message: str, row: int, column: int) -> None:
        """Keep a finding on a cell."""
        self.result.tell(self.book, rule, severity, message, (row, column))

    def unread(self, words: str, row: int, severity: Severity, why: str = "") -> None:
        """Tell a row that was not understood, if there is an amount in it."""
        if self.cells.filled(row):
            message = why or f"没有认出这一行：“{words}”，金额没有读"
            self.tell(UNREAD, severity, message, row, self.cells.names)
            self.cells.skip(row)

    def state(
        self,
        path: tuple[Step, ...],
        row: int,
        column: Column,
        view: tuple[Step, ...] = (),
        *,
        stored: bool = True,
    ) -> bool:
        """Keep what a cell states of the figure at a path; return whether it is a number.

        `view` is where statements have the figure from, where that is another path.
        """
        if column.key not in self.cells.table.columns:
            return False
        cell = self.cells.amount(row, column)
        if self._is_merged(row, column):
            return False
        place = self.cells.place(column)
        number, decimals = None, 0
        if cell is not None:
            number = self.number(cell, row, place)
            if number is None and not is_nothing(cell):
                return False
            decimals = places_of(cell)
        where = self.book.locate(self.cells.table.seen.sheet, row, place)
        self.result.readings.append(
            Reading(path, view or path, number, where, self.cells.table.unit, stored, decimals)
        )
        return number is not None

    def _is_merged(self, row: int, column: Column) -> bool:
        """Return, and tell, whether an amount is merged over this cell and another."""
        anchor = self.cells.merged_into(row, column)
        if anchor is not None:
            message = "这一格的金额与别的格合并在一起，只按左上角的一格读了一次"
            self.tell(UNREAD, Severity.ERROR, message, *anchor)
        return anchor is not None

    def check(self, column: Column, row: int) -> None:
        """Tell what stands in a cell in which nothing was read, where that is no number."""
        if column.key in self.cells.table.columns and not self._is_merged(row, column):
            cell = self.cells.amount(row, column)
            if cell is not None:
                self.number(cell, row, self.cells.place(column))

    def number(self, cell: Cell, row: int, place: int) -> Decimal | None:
        """Return the number in a cell; tell what is none."""
        if cell.uncalculated:
            message = f"公式“{cell.value}”没有算出的值，没有读"
            self.tell(NOT_READ, Severity.ERROR, message, row, place)
            return None
        number = None if cell.error else number_of(cell)
        if number is None and not is_nothing(cell):
            message = f"“{cell.value}”不是数，没有读"
            self.tell(NOT_READ, Severity.ERROR, message, row, place)
        self.result.prints_zeros |= number == 0
        return number
