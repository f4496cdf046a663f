"""Reads the rows of a table that was found: each number with the figure that it states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from drafter.diagnostics import Diagnostic, Location, Severity
from drafter.exchange.grid import Book, Cell
from drafter.exchange.tables.find import Table
from drafter.exchange.tables.headings import Heading, Step, Walk
from drafter.exchange.tables.words import (
    code_text,
    is_nothing,
    line_key,
    number_of,
    numbering,
    plain,
)
from drafter.model.classification import Classification
from drafter.statements.definition import (
    Block,
    ClassLines,
    Column,
    EconomicLines,
    Holds,
    Line,
    SubjectRows,
)

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
    unit: str
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

    @property
    def is_empty(self) -> bool:
        """Return whether no cell of the table has an amount other than 0."""
        return not any(reading.number for reading in self.readings)


def read_table(book: Book, table: Table, classification: Classification) -> TableRead:
    """Return what the rows of a table state."""
    return _Reader(book, table, classification, TableRead(table)).read()


@dataclass(slots=True)
class _Reader:
    book: Book
    table: Table
    classification: Classification
    result: TableRead

    def read(self) -> TableRead:
        """Read the blocks, each by its own columns; what belongs to none of them is told."""
        for block in self.table.statement.blocks:
            self._block(block)
        self._tell_columns()
        hidden = [r for r in self.table.rows if r in self.table.seen.sheet.hidden_rows]
        if hidden and not self.table.seen.sheet.hidden:
            message = f"表里有 {len(hidden)} 个隐藏的行，也读了进来（第一个是第 {hidden[0]} 行）"
            self._tell(HIDDEN, Severity.WARNING, message, hidden[0], 1)
        return self.result

    def _block(self, block: Block) -> None:
        name = block.column(Holds.WORDS)
        parts = [*block.head, *block.tail]
        if name is None or name.key not in self.table.columns:
            self._single(block, [part for part in parts if isinstance(part, Line)])
            return
        lines = [part for part in parts if isinstance(part, Line)]
        classes = next((p for p in parts if isinstance(p, ClassLines)), None)
        subjects = next((p for p in parts if isinstance(p, SubjectRows)), None)
        economic = [p for p in parts if isinstance(p, EconomicLines)]
        reader = _Lines(lines)
        walk = Walk(self.classification)
        for row in self.table.rows:
            words = self._words(block, name, row)
            if not words and not self._code(block, row):
                self._stray(block, row)
                continue
            line = reader.match(words)
            if line is not None:
                self._line(block, line, row)
            elif classes is not None:
                self._class(block, classes, words, row)
            elif subjects is not None:
                self._subject(block, subjects, walk, words, row)
            elif economic:
                self._economic(block, economic, words, row)
            elif self._has_amount(block, row):
                message = f"没有认出这一行：“{words}”"
                self._tell(UNREAD, Severity.WARNING, message, row, self._column(name))

    # cells

    def _column(self, column: Column) -> int:
        return self.table.columns[column.key][0]

    def _words(self, block: Block, name: Column, row: int) -> str:
        cell = self.table.seen.cell(row, self._column(name))
        return str(cell.value).strip() if cell is not None else ""

    def _code(self, block: Block, row: int) -> str:
        column = block.column(Holds.CODE)
        if column is None or column.key not in self.table.columns:
            return ""
        found: list[str] = []
        anchors = set()
        for place in self.table.columns[column.key]:
            cell, anchor = self.table.seen.cell(row, place), self.table.seen.anchor(row, place)
            if cell is not None and anchor not in anchors:
                found.append(code_text(cell))
                anchors.add(anchor)
        joined = "".join(found)
        return joined if len(joined) in {3, 5, 7} else max(found, key=len, default="")

    def _has_amount(self, block: Block, row: int) -> bool:
        return any(
            (cell := self.table.seen.cell(row, self._column(c))) is not None
            and bool(number_of(cell))
            for c in block.amounts
            if c.key in self.table.columns
        )

    def _tell(self, rule: str, severity: Severity, message: str, row: int, column: int) -> None:
        where = self.book.locate(self.table.seen.sheet, row, column)
        self.result.findings.append(Diagnostic(rule, severity, message, where))

    def _tell_columns(self) -> None:
        for column in self.table.unknown:
            words = self.table.seen.words(self.table.heads, column)
            message = f"没有认出这一栏：“{words}”，没有读"
            self._tell(UNREAD, Severity.WARNING, message, self.table.heads, column)
        for missing in self.table.missing:
            heading = " / ".join(missing.heading)
            message = f"表“{self.table.statement.title}”没有“{heading}”一栏"
            self._tell(UNREAD, Severity.WARNING, message, self.table.heads, 1)

    def _stray(self, block: Block, row: int) -> None:
        """Tell amounts in a row that has no words."""
        for column in block.amounts:
            if column.key in self.table.columns:
                place = self._column(column)
                cell = self.table.seen.cell(row, place)
                if cell is not None and number_of(cell):
                    message = "这一行没有项目名称，金额没有读"
                    self._tell(UNREAD, Severity.WARNING, message, row, place)
                    return

    def _state(
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
        if column.key not in self.table.columns:
            return False
        place = self._column(column)
        cell = self.table.seen.cell(row, place)
        where = self.book.locate(self.table.seen.sheet, row, place)
        number, decimals = None, 0
        if cell is not None:
            number = self._number(cell, row, place)
            if number is None and not is_nothing(cell):
                return False
            decimals = cell.decimals or 0
        self.result.readings.append(
            Reading(path, view or path, number, where, self.table.unit, stored, decimals)
        )
        return number is not None

    def _number(self, cell: Cell, row: int, place: int) -> Decimal | None:
        if cell.uncalculated:
            message = f"公式“{cell.value}”没有算出的值，没有读"
            self._tell(NOT_READ, Severity.ERROR, message, row, place)
            return None
        number = None if cell.error else number_of(cell)
        if number is None and not is_nothing(cell):
            message = f"“{cell.value}”不是数，没有读"
            self._tell(NOT_READ, Severity.ERROR, message, row, place)
        self.result.prints_zeros |= number == 0
        return number

    # rows

    def _line(self, block: Block, line: Line, row: int) -> None:
        for column in block.amounts:
            path = line.paths.get(column.key)
            if path is not None:
                self._state(tuple(path.split(".")), row, column)
            elif self._is_filled(column, row):
                heading = " / ".join(column.heading)
                message = f"“{line.words.strip()}”的“{heading}”没有用处，没有读"
                self._tell(UNREAD, Severity.HINT, message, row, self._column(column))

    def _is_filled(self, column: Column, row: int) -> bool:
        if column.key not in self.table.columns:
            return False
        cell = self.table.seen.cell(row, self._column(column))
        return cell is not None and bool(number_of(cell))

    def _single(self, block: Block, lines: Sequence[Line]) -> None:
        """Read a block without names of rows: its first row that has amounts."""
        rows = [row for row in self.table.rows if self._has_any(block, row)]
        if not rows and lines:
            rows = [self.table.heads + 1] if self.table.heads + 1 in self.table.rows else []
        for line, row in zip(lines, rows, strict=False):
            self._line(block, line, row)
        for row in rows[len(lines) :]:
            self._tell(UNREAD, Severity.WARNING, "表里多出一行，没有读", row, 1)

    def _has_any(self, block: Block, row: int) -> bool:
        return any(
            self.table.seen.cell(row, self._column(c)) is not None
            for c in block.amounts
            if c.key in self.table.columns
        )

    def _class(self, block: Block, part: ClassLines, words: str, row: int) -> None:
        name = _unnumbered(words)
        code = self._code(block, row) or self._class_code(name)
        if not code and not self._has_amount(block, row):
            return
        if not code:
            message = f"“{name}”不是功能分类的类，照原样读了进来"
            first = block.column(Holds.WORDS)
            self._tell(UNREAD, Severity.WARNING, message, row, self._column(first) if first else 1)
        for column in block.amounts:
            path = part.paths.get(column.key)
            if path is None:
                continue
            kept = part.stored.get(column.key, path)
            tail: tuple[Step, ...] = (Heading(name, code), *filter(None, (column.field,)))
            view = (*path.split("."), *tail)
            steps = view if kept == NOWHERE else (*kept.split("."), *tail)
            # Most classes of such a table are blank: a department has a handful of them.
            if self._is_filled(column, row):
                self._state(steps, row, column, view, stored=kept != NOWHERE)
            else:
                self._check_cell(column, row)

    def _check_cell(self, column: Column, row: int) -> None:
        """Tell what stands in a cell in which nothing was read, where that is no number."""
        if column.key in self.table.columns:
            cell = self.table.seen.cell(row, self._column(column))
            if cell is not None:
                self._number(cell, row, self._column(column))

    def _class_code(self, name: str) -> str:
        codes = self.classification.codes_of(name, "类", None)
        return codes[0] if codes else ""

    def _subject(self, block: Block, part: SubjectRows, walk: Walk, words: str, row: int) -> None:
        code = self._code(block, row)
        cell = self.table.seen.cell(row, self._column_of_words(block))
        indent = cell.indent if cell is not None else 0
        problem = walk.step(words, code, indent)
        place = self._column_of_words(block)
        if problem:
            self._tell(UNREAD, Severity.ERROR, problem, row, place)
            return
        head: tuple[Step, ...] = tuple((part.stored or part.rows).split("."))
        printed: tuple[Step, ...] = tuple(part.rows.split("."))
        steps = (*head, *walk.path)
        stated = []
        for column in block.amounts:
            below = tuple(filter(None, (column.field,)))
            view = (*printed, *walk.path, *below)
            stated.append(self._state((*steps, *below), row, column, view))
        if not any(stated):
            self.result.headings.append(steps)

    def _column_of_words(self, block: Block) -> int:
        column = block.column(Holds.WORDS)
        return self._column(column) if column is not None else 1

    def _economic(self, block: Block, parts: Sequence[EconomicLines], words: str, row: int) -> None:
        """Read a section of the economic classification; its class is a sum of them."""
        code = self._code(block, row)
        if len(code) == 3 or (not code and self._is_economic_class(words)):
            return
        column = block.amounts[0]
        known = [p for p in parts if code.startswith(p.classes)] or [parts[0]]
        path: tuple[Step, ...] = (*known[0].path.split("."), Heading(words, code))
        if self._is_filled(column, row):
            self._state(path, row, column)
            return
        self._check_cell(column, row)
        known_column = column.key in self.table.columns
        if known_column and self.table.seen.cell(row, self._column(column)) is None:
            self.result.named.append(path)

    def _is_economic_class(self, words: str) -> bool:
        return bool(self.classification.codes_of(words, "类", None, "经济"))


def _unnumbered(words: str) -> str:
    found = numbering(words)
    text = plain(words) if found else words
    return text[len(found) :].strip() if found else words.strip()


@dataclass(slots=True)
class _Lines:
    """The fixed rows of a block, found in their order: the same words may come twice."""

    lines: Sequence[Line]
    _next: int = 0

    def match(self, words: str) -> Line | None:
        """Return the next row that has these words; where none follows, an earlier one."""
        key, full = line_key(words), plain(words)
        order = [*self.lines[self._next :], *self.lines[: self._next]]
        for wanted in (
            [line for line in order if full in _full(line)],
            [line for line in order if key and key in _keys(line)],
        ):
            if wanted:
                self._next = self.lines.index(wanted[0]) + 1
                return wanted[0]
        return None


def _full(line: Line) -> set[str]:
    return {plain(words) for words in (line.words, *line.also) if words}


def _keys(line: Line) -> set[str]:
    return {line_key(words) for words in (line.words, *line.also) if words}
