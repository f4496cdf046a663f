"""Reads a filled form: what people wrote, for which field, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from drafter.diagnostics import DataPath, Diagnostic, Location, Severity
from drafter.exchange.claims import Claim
from drafter.exchange.form.fields import (
    MAPS,
    is_list,
    is_whole,
    key_of,
    lists_of,
    stated,
)
from drafter.exchange.form.parts import HELP, NAME, TEXT, WHICH
from drafter.exchange.form.roles import OPTIONS, TEMPLATE, VALUE
from drafter.exchange.form.sheets import Known, Layout, known, report_rows
from drafter.exchange.form.words import in_short, items_of_cell, same_name, turn_of
from drafter.exchange.grid import Book, Cell, Sheet
from drafter.model.paths import field_at
from drafter.model.values import NONE_WORD
from drafter.starter.usage import FieldPath


@dataclass(frozen=True, slots=True)
class Purpose:
    """A report that a form was made for."""

    template: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FormRead:
    """What a form says, and what in it could not be used."""

    claims: tuple[Claim, ...]
    findings: tuple[Diagnostic, ...]
    reports: tuple[Purpose, ...] = ()
    blank: tuple[Claim, ...] = ()
    """Cells for single values that nobody has filled."""


def is_form(book: Book) -> bool:
    """Return whether any sheet of the workbook is one of a form."""
    return any(known(sheet) is not None for sheet in book.sheets)


def read_form(book: Book) -> FormRead:
    """Return all that was filled in, in the order of the workbook, rows of lists numbered.

    Nothing is validated here. What stands where no field is, is told.
    """
    seen = [(sheet, known(sheet)) for sheet in book.sheets]
    reading = _Reading(book, _tables_of(seen))
    reports: tuple[Purpose, ...] = ()
    for sheet, what in seen:
        if what is None:
            reading.strange_sheet(sheet)
        elif what.layout is Layout.META:
            reports = tuple(_purposes(sheet))
        elif what.layout is Layout.PAGE:
            reading.page(sheet, what)
    # Items are numbered by the table of their list before rows of inner lists look for them.
    tables = [(sheet, what) for sheet, what in seen if what and what.layout is Layout.TABLE]
    for sheet, what in sorted(tables, key=lambda table: table[1].depth):
        reading.table(sheet, what)
    claims = tuple(reading.settled())
    return FormRead(claims, tuple(reading.findings), reports, tuple(reading.blank))


def _tables_of(seen: Iterable[tuple[Sheet, Known | None]]) -> dict[FieldPath, Sheet]:
    """Return the sheets that number the items of lists: the first one of each."""
    found: dict[FieldPath, Sheet] = {}
    for sheet, what in seen:
        for path in what.lists(sheet) if what is not None else ():
            found.setdefault(path, sheet)
    return found


def _purposes(sheet: Sheet) -> Iterator[Purpose]:
    template, options = "", list[tuple[str, str]]()
    for key, value in report_rows(sheet):
        if key == TEMPLATE:
            if template:
                yield Purpose(template, tuple(options))
            template, options = value, []
        elif key == OPTIONS and "=" in value:
            name, _, choice = value.partition("=")
            options.append((name, choice))
    if template:
        yield Purpose(template, tuple(options))


@dataclass(slots=True)
class _Reading:
    """A form while it is read."""

    book: Book
    tables: dict[FieldPath, Sheet]
    claims: list[Claim] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    blank: list[Claim] = field(default_factory=list)
    names: defaultdict[DataPath, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The items of each list so far, by name."""

    # What is told

    def tell(
        self,
        rule: str,
        message: str,
        where: Location,
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a finding."""
        self.findings.append(Diagnostic(rule, severity, message, where, hint))

    def unused(self, message: str, where: Location, hint: str = "") -> None:
        """Tell of something filled in that no field takes."""
        self.tell("JS-106", message, where, hint, Severity.WARNING)

    def strange_sheet(self, sheet: Sheet) -> None:
        """Tell of a sheet that is none of the form's."""
        if sheet.cells:
            self.unused("这张表不是填报表的内容，没有采用", self.book.locate(sheet))

    def _strange_columns(self, sheet: Sheet, what: Known) -> None:
        """Tell of columns that people added, once each."""
        found: dict[int, list[int]] = {}
        for row, column in sorted(sheet.cells):
            if row > what.row and column not in what.roles:
                found.setdefault(column, []).append(row)
        for column, rows in found.items():
            above = sheet.cells.get((what.titles, column))
            title = f"“{in_short(str(above.value), 20)}”栏" if above is not None else "这一栏"
            count = f"，共 {len(rows)} 格" if len(rows) > 1 else ""
            where = self.book.locate(sheet, rows[0], column)
            self.unused(f"{title}不是填报表的内容，没有采用{count}", where)

    # Sheets for single values

    def page(self, sheet: Sheet, what: Known) -> None:
        """Read a sheet for single values."""
        column = what.column(VALUE)
        if column is None:
            message = "找不到“填写”一栏，整张表没有采用"
            self.unused(message, self.book.locate(sheet), "请恢复这一栏的标题“填写”")
            return
        for row in range(what.row + 1, sheet.rows + 1):
            cell = sheet.cells.get((row, column))
            where = self.book.locate(sheet, row, column)
            path = what.path_in(sheet, row)
            if cell is None:
                self.blank += [Claim(path, "", where)] if path is not None else []
            elif path is None:
                title = what.title_in(sheet, row)
                of = f"“{in_short(title, 20)}”不是" if title else "这一行不是"
                self.unused(f"{of}填报表的项目，所填内容没有采用", where)
            elif (text := self._text(cell, where)) is not None:
                self._claim(path, path, text, where)
        self._strange_columns(sheet, what)

    def _text(self, cell: Cell, where: Location) -> str | None:
        """Return what a cell says as text; None where it has no value, which is told."""
        if cell.uncalculated:
            hint = "请在 Excel/WPS 里打开、算好再存盘，或者直接填数"
            self.tell("JS-103", "这一格是公式，文件里没有算好的值", where, hint)
            return None
        if cell.error:
            hint = "请改正公式，或者直接填数"
            self.tell("JS-104", f"这一格是错误值 {cell.value}", where, hint)
            return None
        return text_of(cell)

    def _claim(self, path: DataPath, kind: FieldPath, text: str, where: Location) -> None:
        """Take a text for a field; lists of words take one claim for each word."""
        shape = field_at(kind)
        none = text.strip() == NONE_WORD
        if shape is not None and not none and shape.listed and shape.section is None:
            short = shape.kind is None or is_whole(shape)
            for number, word in enumerate(items_of_cell(text, short=short)):
                self.claims.append(Claim((*path, number), word, where))
            return
        section = shape.section if shape is not None else None
        if section is not None and section.shorthand and not none:
            path = (*path, section.shorthand)
        self.claims.append(Claim(path, text, where))

    # Tables

    def table(self, sheet: Sheet, what: Known) -> None:
        """Read a sheet with a row for each item."""
        other = next(
            (self.tables[p] for p in what.lists(sheet) if self.tables[p] is not sheet), None
        )
        if other is not None:
            message = f"和“{other.name}”填的是同一张表，没有采用"
            self.unused(message, self.book.locate(sheet), "请把各行并到一张表里")
            return
        kept: dict[str, str] = {}
        for row in range(what.row + 1, sheet.rows + 1):
            cells = {
                role: (sheet.cells[row, column], self.book.locate(sheet, row, column))
                for column, role in what.roles.items()
                if (row, column) in sheet.cells and role != HELP
            }
            if cells:
                kept = _filled_down(kept, cells, what.keys)
                self._row(what, kept, cells, self.book.locate(sheet, row))
        self._strange_columns(sheet, what)

    def _row(
        self,
        what: Known,
        kept: dict[str, str],
        cells: dict[str, tuple[Cell, Location]],
        where: Location,
    ) -> None:
        own = {role: found for role, found in cells.items() if role not in what.keys}
        marks = [found[1] for role, found in cells.items() if role in what.keys]
        path = what.list_of(kept)
        if path is None:
            if own:
                which = kept.get(WHICH, "")
                said = f"“{in_short(which, 20)}”不是" if which else "这一行没有写是哪一张"
                hint = "请从“清单”一栏的下拉列表里选"
                place = marks[0] if marks else where
                self.unused(f"{said}清单，这一行没有采用", place, hint)
            return
        if path in MAPS:
            self._named_text(path, own)
            return
        implied = any(self._is_implied(above) for above in lists_of(path[:-1]))
        if not own and not implied:
            return
        holder = self._holder(path, what, kept, marks[0] if marks else where)
        if holder is None or not own:
            return
        self._item(holder, path, what, own)

    def _named_text(self, path: FieldPath, own: dict[str, tuple[Cell, Location]]) -> None:
        prefix = ".".join(path)
        name, text = own.get(prefix + NAME), own.get(prefix + TEXT)
        if name is None and text is not None:
            self.unused("这一行没有写数据位置，没有采用", text[1])
        elif name is not None and text is not None and (said := self._text(*text)) is not None:
            self.claims.append(Claim((*path, text_of(name[0])), said, text[1]))

    def _is_implied(self, path: FieldPath) -> bool:
        """Return whether items of a list need no row of their own: rows inside name them."""
        return path not in self.tables or stated(path)

    def _holder(
        self, path: FieldPath, what: Known, kept: dict[str, str], where: Location
    ) -> DataPath | None:
        """Return the list that a row belongs to, in the item that it names; None is told."""
        at: DataPath = ()
        done: FieldPath = ()
        for depth, above in enumerate(lists_of(path[:-1]), start=1):
            at = (*at, *above[len(done) :])
            done = above
            name = kept.get(f"^{depth}", "")
            if not name:
                self.tell("JS-105", f"这一行没有写所属{above[-1]}，没有采用", where)
                return None
            turn = self._turn(at, name)
            if turn is None and self._is_implied(above):
                turn = self._new(at, above, name, where)
            if turn is None:
                home = self.tables[above].name
                message = f"{above[-1]}“{in_short(name, 30)}”不在“{home}”表里，这一行没有采用"
                hint = f"先填“{home}”表，或者从下拉列表里选表里的名称"
                self.tell("JS-105", message, where, hint)
                return None
            at = (*at, turn)
        return (*at, *path[len(done) :])

    def _turn(self, at: DataPath, name: str) -> int | None:
        names = self.names[at]
        wanted = same_name(name)
        if wanted in names:
            return names.index(wanted)
        by_turn = turn_of(name)
        if by_turn is not None and by_turn[1] < len(names):
            return by_turn[1]
        return None

    def _new(self, at: DataPath, above: FieldPath, name: str, where: Location) -> int:
        """Return the turn of an item that is named for the first time."""
        by_turn = turn_of(name)
        text = name if by_turn is None else by_turn[0]
        turn = len(self.names[at])
        self.names[at].append(same_name(name))
        if text:
            key = key_of(above)
            self._claim((*at, turn, key), (*above, key), text, where)
        return turn

    def _item(
        self,
        holder: DataPath,
        path: FieldPath,
        what: Known,
        own: dict[str, tuple[Cell, Location]],
    ) -> None:
        """Take a row as the next item of a list, or as what is said of one that has a name."""
        key = (*path, key_of(path)) if is_list(path) else path
        texts: dict[FieldPath, tuple[str, Location]] = {}
        for role, (cell, where) in own.items():
            kind = what.field(role, path)
            if kind is None:
                title = role.lstrip(".").replace(".", " › ")
                self.unused(f"“{path[-1]}”没有“{title}”一栏，这一格没有采用", where)
            elif (text := self._text(cell, where)) is not None:
                texts[kind] = text, where
        if not texts:
            return
        name = texts[key][0] if key in texts else ""
        turn = len(self.names[holder])
        self.names[holder].append(same_name(name))
        for kind, (text, where) in texts.items():
            if kind == path:
                self.claims.append(Claim((*holder, turn), text, where))
            else:
                self._claim((*holder, turn, *kind[len(path) :]), kind, text, where)

    # In the end

    def settled(self) -> Iterator[Claim]:
        """Yield the claims without those that others contradict, which are told."""
        first: dict[DataPath, Claim] = {}
        for claim in self.claims:
            known = first.setdefault(claim.path, claim)
            if known.text != claim.text:
                message = f"这一项在 {known.where.place} 已经填了，这里的没有采用"
                self.unused(message, claim.where)
        filled = {path[:length] for path in first for length in range(1, len(path))}
        for path, claim in first.items():
            if path in filled:
                said = in_short(claim.text, 20)
                message = f"这里写了“{said}”，下面的各项却填了内容；“{said}”没有采用"
                self.unused(message, claim.where)
            else:
                yield claim


def _filled_down(
    kept: dict[str, str], cells: dict[str, tuple[Cell, Location]], keys: Sequence[str]
) -> dict[str, str]:
    """Return the names that a row belongs to: where it gives none, those of the row above.

    A new name takes away those of the lists further in.
    """
    now: dict[str, str] = {}
    changed = False
    for role in keys:
        if role in cells:
            now[role] = text_of(cells[role][0])
            changed = True
        elif role in kept and not changed:
            now[role] = kept[role]
    return now


def text_of(cell: Cell) -> str:
    """Return what a cell says, as somebody would type it: numbers with the decimals they show."""
    if isinstance(cell.value, str):
        return cell.value
    exponent = cell.value.as_tuple().exponent
    own = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"{cell.value:.{max(own, cell.decimals or 0)}f}"
