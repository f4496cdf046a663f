"""Reads rows of the economic classification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from drafter.diagnostics import Severity
from drafter.exchange.tables.cells import Cells
from drafter.exchange.tables.headings import Heading, Step
from drafter.exchange.tables.readings import UNREAD, Stating
from drafter.exchange.tables.words import is_furniture, is_of_which, number_of
from drafter.model.classification import Classification
from drafter.statements.definition import Column, EconomicLines

_HALF = Decimal("0.005")
"""How far a printed amount is from the exact one at most."""


@dataclass(slots=True)
class Sections:
    """What the classes of a table are said to be, and what their sections make up."""

    stated: list[tuple[Stating, str, str, int, Decimal]] = field(default_factory=list)
    """Where the class was read; its code, words and row, and its amount."""
    parts: dict[str, list[Decimal]] = field(default_factory=dict)

    def tell(self) -> None:
        """Tell the classes whose sections do not make up their amount."""
        for stating, code, words, row, number in self.stated:
            parts = self.parts.get(code, [])
            total = sum(parts, Decimal(0))
            if abs(total - number) > _HALF * (len(parts) + 1):
                message = f"“{words}”是 {number:,f}，下面各款之和是 {total:,f}；只读了各款"
                stating.tell(UNREAD, Severity.ERROR, message, row, stating.cells.names)


@dataclass(frozen=True, slots=True)
class Economic:
    """Reads the sections in a block; a class is the sum of them."""

    stating: Stating
    classification: Classification
    sections: Sections

    @property
    def cells(self) -> Cells:
        """Return the cells of the block."""
        return self.stating.cells

    def read(self, parts: Sequence[EconomicLines], words: str, code: str, row: int) -> None:
        """Read a section of the economic classification; its class is a sum of them."""
        stated, code = code, code or self._code(words)
        column = self.cells.block.amounts[0]
        if len(code) == 3:
            self._class(code, words, row, column)
            return
        path = self._path(parts, code)
        if path is None or (not stated and is_of_which(words)):
            self.stating.unread(words, row, Severity.ERROR)
            return
        steps: tuple[Step, ...] = (*path.split("."), Heading(words, stated))
        if self.cells.is_filled(row, column):
            cell = self.cells.amount(row, column)
            number = number_of(cell) if cell is not None else None
            self.sections.parts.setdefault(code[:3], []).append(number or Decimal(0))
            self.stating.state(steps, row, column)
            return
        if not stated and is_furniture(words):
            return
        self.stating.check(column, row)
        known_column = column.key in self.cells.table.columns
        if known_column and self.cells.table.seen.cell(row, self.cells.place(column)) is None:
            self.stating.result.named.append(steps)

    def _code(self, words: str) -> str:
        """Return the code of a class or section by its name, where only one has it."""
        for level in ("类", "款"):
            codes = self.classification.codes_of(words, level, None, "经济")
            if len(codes) == 1 or (codes and level == "类"):
                return codes[0]
        return ""

    def _path(self, parts: Sequence[EconomicLines], code: str) -> str | None:
        """Return where sections of a class belong, in whichever block they are listed."""
        everywhere = [
            p for _, p in self.cells.table.statement.lines() if isinstance(p, EconomicLines)
        ]
        if not code:
            return parts[0].path
        fits = [p.path for p in everywhere if len(code) == 5 and code.startswith(p.classes)]
        return fits[0] if fits else None

    def _class(self, code: str, words: str, row: int, column: Column) -> None:
        if not self.cells.is_filled(row, column):
            self.stating.check(column, row)
            return
        cell = self.cells.amount(row, column)
        number = (
            self.stating.number(cell, row, self.cells.place(column)) if cell is not None else None
        )
        if number is not None:
            self.sections.stated.append((self.stating, code, words, row, number))
