"""What the cells in a row of a table hold: words, a code, amounts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from drafter.exchange.grid import Cell
from drafter.exchange.tables.find import Table
from drafter.exchange.tables.words import code_before, code_text, plain, says_amount
from drafter.statements.definition import Block, Column, Holds

_LENGTHS = frozenset({3, 5, 7})
_STEP = 2
"""How far a name in the next column is indented more."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a block of a table."""

    table: Table
    block: Block
    taken: set[tuple[int, int]] = field(default_factory=set)
    """Places of amounts that were read, or told."""

    def place(self, column: Column) -> int:
        """Return the column of the sheet; 0 where there is none."""
        return self.table.columns.get(column.key, (0,))[0]

    @property
    def names(self) -> int:
        """Return the column of the names of rows; the first one where there is none."""
        column = self.block.column(Holds.WORDS)
        return (self.place(column) if column is not None else 0) or 1

    def name(self, row: int) -> Cell | None:
        """Return the cell with the name of a row: each level may have a column of its own."""
        seen, first = self.table.seen, self.names
        for column in range(first, self._last_of_names + 1):
            cell = seen.cell(row, column)
            if cell is not None:
                return replace(cell, indent=cell.indent + _STEP * (column - first))
        return None

    @property
    def _last_of_names(self) -> int:
        """Return the last column under the heading of the names."""
        seen, first = self.table.seen, self.names
        above = range(self.table.heads, self.table.title[0], -1)
        words = [plain(name) for name in self._names_of_names()]
        row = next((r for r in above if seen.words(r, first) in words), 0)
        taken = {place for group in self.table.columns.values() for place in group}
        last = first
        while (
            row
            and last < self.table.region.right
            and last + 1 not in taken
            and seen.anchor(row, last + 1) == seen.anchor(row, first)
        ):
            last += 1
        return last

    def _names_of_names(self) -> tuple[str, ...]:
        column = self.block.column(Holds.WORDS)
        return (column.heading[-1], *column.also) if column is not None else ()

    def label(self, row: int) -> tuple[str, str]:
        """Return the words and the code of a row, in one cell or in several."""
        cell = self.name(row)
        words = "" if cell is None or cell.uncalculated or cell.error else str(cell.value).strip()
        code = self._code(row)
        if not words and not code.isdecimal():
            # A total has its words where the codes are; other codes have the name behind them.
            own, behind = code_before(code)
            return (behind, own) if own else (code, "")
        if not code:
            own, behind = code_before(words)
            return behind, own
        own, behind = code_before(words)
        return (behind if own == code else words), code

    def _code(self, row: int) -> str:
        column = self.block.column(Holds.CODE)
        if column is None:
            return ""
        seen = self.table.seen
        found: list[str] = []
        anchors = set()
        for place in self.table.columns.get(column.key, ()):
            cell, anchor = seen.cell(row, place), seen.anchor(row, place)
            if cell is not None and anchor not in anchors and anchor != (row, self.names):
                part = code_text(cell)
                # Stored as a number, the parts behind the class have lost their zeros.
                found.append(f"0{part}" if found and len(part) == 1 and part.isdecimal() else part)
                anchors.add(anchor)
        if found and seen.anchor(row, self.names) in anchors:
            return "" if not found[0].isdecimal() else found[0]
        joined = "".join(found)
        whole = len(found) > 1 and len(found[1]) > 2
        return max(found, key=len) if whole or (len(joined) not in _LENGTHS and found) else joined

    def amount(self, row: int, column: Column) -> Cell | None:
        """Return what a cell of amounts holds itself, and note that it was looked at."""
        place = self.place(column)
        self.taken.add((row, place))
        return self.table.seen.sheet.cells.get((row, place)) if place else None

    def merged_into(self, row: int, column: Column) -> tuple[int, int] | None:
        """Return the place of an amount that is merged over this cell as well as its own."""
        place = self.place(column)
        anchor = self.table.seen.anchor(row, place)
        held = self.table.seen.sheet.cells.get(anchor)
        return anchor if anchor != (row, place) and says_amount(held) else None

    def is_filled(self, row: int, column: Column) -> bool:
        """Return whether a cell says an amount other than 0."""
        place = self.place(column)
        return bool(place) and says_amount(self.table.seen.sheet.cells.get((row, place)))

    def filled(self, row: int) -> int:
        """Return the first column that says an amount; 0 where none does."""
        return next((self.place(c) for c in self.block.amounts if self.is_filled(row, c)), 0)

    def skip(self, row: int) -> None:
        """Note that the amounts of a row were told."""
        self.taken.update((row, self.place(column)) for column in self.block.amounts)
