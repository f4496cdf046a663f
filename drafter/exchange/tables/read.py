"""Reads the rows of a table that was found: each number with the figure that it states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from drafter.diagnostics import Severity
from drafter.exchange.grid import Book
from drafter.exchange.tables.cells import Cells
from drafter.exchange.tables.economic import Economic, Sections
from drafter.exchange.tables.find import Table
from drafter.exchange.tables.headings import Heading, Step, Walk
from drafter.exchange.tables.lines import Lines, line_elsewhere
from drafter.exchange.tables.readings import (
    HIDDEN,
    NOT_READ,
    NOWHERE,
    UNREAD,
    Reading,
    Stating,
    TableRead,
)
from drafter.exchange.tables.rest import amounts_left, amounts_outside
from drafter.exchange.tables.stated import is_heading
from drafter.exchange.tables.words import (
    is_furniture,
    is_of_which,
    is_total,
    number_of,
    says_amount,
    unnumbered,
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

__all__ = ["Reading", "TableRead", "read_table"]


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
        taken: set[tuple[int, int]] = set()
        sections = Sections()
        for block in self.table.statement.blocks:
            stating = Stating(self.book, Cells(self.table, block, taken), self.result)
            _BlockReader(stating, self.classification, sections).read()
        sections.tell()
        self._tell_columns()
        self._tell_hidden()
        for remark in self.table.remarks:
            self.tell(UNREAD, Severity.ERROR, remark.message, remark.row, remark.column)
        for remark in (*amounts_left(self.table, taken), *amounts_outside(self.table)):
            self.tell(UNREAD, Severity.WARNING, remark.message, remark.row, remark.column)
        return self.result

    def tell(self, rule: str, severity: Severity, message: str, row: int, column: int) -> None:
        """Keep a finding on a cell."""
        self.result.tell(self.book, rule, severity, message, (row, column))

    def _tell_columns(self) -> None:
        cells = self.table.seen.sheet.cells
        for column in self.table.unknown:
            path = [w for w in self.table.paths.get(column, ()) if is_heading(w)]
            words = " / ".join(path) or "没有表头"
            first = next(r for r in self.table.rows if says_amount(cells.get((r, column))))
            message = f"没有认出这一栏：“{words}”，没有读（第一个数在第 {first} 行）"
            self.tell(UNREAD, Severity.WARNING, message, self.table.heads, column)
        for missing in self.table.missing:
            if not self._is_with_another(missing):
                heading = " / ".join(missing.heading)
                message = f"表“{self.table.statement.title}”没有“{heading}”一栏"
                self.tell(UNREAD, Severity.WARNING, message, self.table.heads, 1)

    def _is_with_another(self, column: Column) -> bool:
        """Return whether another block that is there takes in the rows of a missing one."""
        paths: dict[str, set[bool]] = {}
        mine: set[str] = set()
        for block, part in self.table.statement.lines():
            if isinstance(part, EconomicLines):
                there = any(c.key in self.table.columns for c in block.amounts)
                paths.setdefault(part.path, set()).add(there)
                mine |= {part.path} if column in block.columns else set()
        return bool(mine) and all(True in paths[path] for path in mine)

    def _tell_hidden(self) -> None:
        sheet = self.table.seen.sheet
        held = {row for row, _ in sheet.cells}
        hidden = [r for r in self.table.rows if r in sheet.hidden_rows and r in held]
        if hidden:
            message = f"表里有 {len(hidden)} 个隐藏的行，也读了进来（第一个是第 {hidden[0]} 行）"
            self.tell(HIDDEN, Severity.WARNING, message, hidden[0], 1)
        for column in self.table.statement.columns:
            for place in self.table.columns.get(column.key, ()):
                rows = [r for r in self.table.rows if (r, place) in sheet.cells]
                if rows and place in sheet.hidden_columns and column.holds is not Holds.NUMBER:
                    message = f"“{' / '.join(column.heading)}”一栏是隐藏的，也读了进来"
                    self.tell(HIDDEN, Severity.WARNING, message, self.table.heads, place)


@dataclass(slots=True)
class _BlockReader:
    """Reads the rows of a block."""

    stating: Stating
    classification: Classification
    sections: Sections

    @property
    def cells(self) -> Cells:
        """Return the cells of the block."""
        return self.stating.cells

    @property
    def block(self) -> Block:
        """Return what the block is defined as."""
        return self.cells.block

    @property
    def table(self) -> Table:
        """Return the table of the block."""
        return self.cells.table

    def read(self) -> None:
        """Read the rows by their names, or where they have none the first with amounts."""
        parts = [*self.block.head, *self.block.tail]
        lines = [part for part in parts if isinstance(part, Line)]
        name = self.block.column(Holds.WORDS)
        if name is None:
            self._single(lines)
            return
        if name.key not in self.table.columns:
            return
        classes = next((p for p in parts if isinstance(p, ClassLines)), None)
        subjects = next((p for p in parts if isinstance(p, SubjectRows)), None)
        economic = [p for p in parts if isinstance(p, EconomicLines)]
        known, walk = Lines(lines), Walk(self.classification)
        sections = Economic(self.stating, self.classification, self.sections)
        for row in self.table.rows:
            words, code = self._label(row)
            if not words and not code:
                if place := self.cells.filled(row):
                    self.stating.tell(
                        UNREAD, Severity.ERROR, "这一行没有项目名称，金额没有读", row, place
                    )
                    self.cells.skip(row)
                    walk.lose()
                continue
            line = known.match(words) if not code or is_total(words) else None
            if line is not None:
                self._line(line, row)
            elif is_total(words) and not code:
                self._total(words, row)
            elif classes is not None:
                self._class(classes, words, code, row)
            elif subjects is not None:
                self._subject(subjects, walk, words, code, row)
            elif economic:
                sections.read(economic, words, code, row)
            else:
                self.stating.unread(words, row, Severity.WARNING)

    def _label(self, row: int) -> tuple[str, str]:
        words, code = self.cells.label(row)
        cell = self.cells.name(row)
        if cell is not None and (cell.uncalculated or cell.error):
            message = f"项目名称是“{cell.value}”，没有算出的值"
            self.stating.tell(NOT_READ, Severity.ERROR, message, row, self.cells.names)
        if not words and code:
            year = int(self.table.year) if self.table.year else None
            words = next(iter(self.classification.names_of(code, year)), "")
        return words, code

    # rows

    def _line(self, line: Line, row: int) -> None:
        for column in self.block.amounts:
            path = line.paths.get(column.key)
            if path is not None:
                self.stating.state(tuple(path.split(".")), row, column)
            elif self.cells.is_filled(row, column):
                heading = " / ".join(column.heading)
                message = f"“{line.words.strip()}”的“{heading}”没有用处，没有读"
                self.stating.tell(UNREAD, Severity.HINT, message, row, self.cells.place(column))
                self.cells.amount(row, column)

    def _total(self, words: str, row: int) -> None:
        """Read a total that another block has; no other is a heading of the classification."""
        path = line_elsewhere(self.table.statement, self.block, words)
        if path and len(self.block.amounts) == 1:
            self.stating.state(path, row, self.block.amounts[0])
        else:
            self.stating.unread(words, row, Severity.ERROR)

    def _single(self, lines: Sequence[Line]) -> None:
        """Read a block without names of rows: its only row, or of several the total."""
        rows = [row for row in self.table.rows if self._has_numbers(row)]
        totals = [row for row in rows if is_total(self._first_words(row))]
        if not rows and self.table.heads + 1 in self.table.rows:
            rows = [self.table.heads + 1]
        chosen = totals or rows
        if len({self._stated(row) for row in chosen}) > 1:
            message = f"表里有 {len(chosen)} 行数，不知道是哪一行，都没有读"
            self.stating.tell(UNREAD, Severity.ERROR, message, chosen[0], 1)
            for row in rows:
                self.cells.skip(row)
            return
        for line in lines[:1]:
            for row in chosen:
                self._line(line, row)
        for row in rows:
            if row not in chosen:
                self.stating.tell(UNREAD, Severity.WARNING, "表里多出一行，没有读", row, 1)
                self.cells.skip(row)

    def _stated(self, row: int) -> tuple[Decimal | None, ...]:
        cells = self.table.seen.sheet.cells
        found = [cells.get((row, self.cells.place(c))) for c in self.block.amounts]
        return tuple(number_of(cell) if cell is not None else None for cell in found)

    def _first_words(self, row: int) -> str:
        region, seen = self.table.region, self.table.seen
        across = [c for c in seen.in_row(row) if region.left <= c <= region.right]
        return next((words for c in across if (words := seen.words(row, c))), "")

    def _has_numbers(self, row: int) -> bool:
        cells = self.table.seen.sheet.cells
        found = [cells.get((row, self.cells.place(c))) for c in self.block.amounts]
        return any(
            cell is not None and (says_amount(cell) or number_of(cell) is not None)
            for cell in found
        )

    def _class(self, part: ClassLines, words: str, code: str, row: int) -> None:
        name = unnumbered(words)
        code = code or self._class_code(name)
        if not code and not self.cells.filled(row):
            self._check_row(row)
            return
        if not name or (not code and is_of_which(words)) or len(code) > 3:
            self.stating.unread(words, row, Severity.ERROR)
            return
        if not code:
            self._tell_class(name, row)
        for column in self.block.amounts:
            path = part.paths.get(column.key)
            if path is None:
                continue
            kept = part.stored.get(column.key, path)
            tail: tuple[Step, ...] = (Heading(name, code), *filter(None, (column.field,)))
            view = (*path.split("."), *tail)
            steps = view if kept == NOWHERE else (*kept.split("."), *tail)
            # Most classes of such a table are blank: a department has a handful of them.
            if self.cells.is_filled(row, column):
                self.stating.state(steps, row, column, view, stored=kept != NOWHERE)
            else:
                self.stating.check(column, row)

    def _tell_class(self, name: str, row: int) -> None:
        message = f"“{name}”不是功能分类的类，照原样读了进来"
        self.stating.tell(UNREAD, Severity.WARNING, message, row, self.cells.names)

    def _check_row(self, row: int) -> None:
        """Tell what is no number in a row that counts for nothing; of notes that is nothing."""
        words, _ = self.cells.label(row)
        if not is_furniture(words):
            for column in self.block.amounts:
                self.stating.check(column, row)

    def _class_code(self, name: str) -> str:
        codes = self.classification.codes_of(name, "类", None)
        return codes[0] if codes else ""

    def _subject(self, part: SubjectRows, walk: Walk, words: str, code: str, row: int) -> None:
        if not code and not self.cells.filled(row) and is_furniture(words):
            return
        cell = self.cells.name(row)
        problem = walk.step(words, code, cell.indent if cell is not None else 0)
        if not problem and not words:
            problem = f"编码“{code}”没有名称，也查不到，没有读"
        if problem:
            said = code or self.cells.filled(row)
            if not said and (cell is None or not cell.indent):
                return  # words below a table, more likely than a heading
            severity = Severity.ERROR if said else Severity.WARNING
            self.stating.tell(UNREAD, severity, problem, row, self.cells.names)
            self.cells.skip(row)
            return
        if len(walk.path) == 1 and walk.path[0] == Heading(words):
            self._tell_class(words, row)
        head: tuple[Step, ...] = tuple((part.stored or part.rows).split("."))
        printed: tuple[Step, ...] = tuple(part.rows.split("."))
        steps = (*head, *walk.path)
        stated = []
        for column in self.block.amounts:
            below = tuple(filter(None, (column.field,)))
            view = (*printed, *walk.path, *below)
            stated.append(self.stating.state((*steps, *below), row, column, view))
        if not any(stated):
            self.stating.result.headings.append(steps)
