"""Tells which column of a sheet is which of a statement, by the headings over it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafter.exchange.grid import Cell, Sheet
from drafter.exchange.tables.stated import without_unit
from drafter.exchange.tables.words import plain
from drafter.statements.definition import Block, Column, Holds, Statement

COUNT_WORDS = frozenset({"栏次", "行次", "序号"})
SUBCODES = ("类", "款", "项")
Paths = Mapping[int, tuple[str, ...]]
"""The headings over each column, from top to bottom."""

_MERGED_ROWS = 400
_TOTALS = frozenset({"合计", "小计"})
_OTHER_YEAR = re.compile(r".*(?:上年|去年|上一年|增减|变动|比较).*")
_BUDGET = re.compile(r"(?:年初|全年|调整)?预算数")
_CONTINUED = re.compile(r"\(续\d*\)$")


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet as it is seen: a merged range shows its text in each of its cells."""

    sheet: Sheet
    _covering: Mapping[tuple[int, int], tuple[int, int]] = field(repr=False)
    _held: Mapping[int, Sequence[int]] = field(repr=False)
    """The columns in which something is seen, by row."""

    def in_row(self, row: int) -> Sequence[int]:
        """Return the columns in which something is seen in a row."""
        return self._held.get(row, ())

    def cell(self, row: int, column: int) -> Cell | None:
        """Return what is seen at a place."""
        own = self.sheet.cells.get((row, column))
        if own is not None:
            return own
        return self.sheet.cells.get(self._covering.get((row, column), (0, 0)))

    def words(self, row: int, column: int) -> str:
        """Return the plain words seen at a place."""
        found = self.cell(row, column)
        return plain(str(found.value)) if found is not None else ""

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return the place that holds what is seen at a place."""
        return self._covering.get((row, column), (row, column))

    def is_merged(self, row: int, column: int) -> bool:
        """Return whether a place belongs to a merged range."""
        return (row, column) in self._covering


def shown(sheet: Sheet) -> Shown:
    """Return the sheet as it is seen."""
    covering = {}
    for span in sheet.merged:
        # A range over whole rows or columns is decoration, of which no text is looked for.
        for row in range(span.top, min(span.bottom, span.top + _MERGED_ROWS, sheet.rows) + 1):
            for column in range(span.left, min(span.right, sheet.columns) + 1):
                covering[row, column] = (span.top, span.left)
    held: dict[int, set[int]] = {}
    for row, column in sheet.cells:
        held.setdefault(row, set()).add(column)
    for (row, column), anchor in covering.items():
        if anchor in sheet.cells:
            held.setdefault(row, set()).add(column)
    return Shown(sheet, covering, {row: sorted(columns) for row, columns in held.items()})


def headings(seen: Shown, first: int, last: int, left: int, right: int) -> Paths:
    """Return the headings over each column; those that repeat from row to row come once."""
    columns = _columns_with_text(seen, first, last, left, right)
    lines = [_line(seen, row, last, columns) for row in range(first, last + 1)]
    paths: dict[int, tuple[str, ...]] = {}
    for column in columns:
        words: list[str] = []
        for line in lines:
            text = line.get(column, "")
            if text and (not words or words[-1] != text):
                words.append(text)
        paths[column] = tuple(words)
    return paths


def _columns_with_text(seen: Shown, first: int, last: int, left: int, right: int) -> list[int]:
    """Return the columns in which something is seen, of which sheets have few."""
    held = {c for r in range(first, last + 1) for c in seen.in_row(r) if left <= c <= right}
    return sorted(held)


def _line(seen: Shown, row: int, last: int, columns: Sequence[int]) -> dict[int, str]:
    """Return the headings in a row: one that stands over its first column only, over the others.

    A heading that is not merged goes as far to the right as cells are blank above other headings.
    """
    found: dict[int, str] = {}
    carried, before = "", 0
    for column in columns:
        own = without_unit(seen.words(row, column))
        if own:
            alone = not seen.is_merged(row, column) and ":" not in own
            found[column], carried = own, own if alone else ""
        elif carried and column == before + 1 and _has_below(seen, row, column, last):
            found[column] = carried
        else:
            carried = ""
        before = column
    return found


def _has_below(seen: Shown, row: int, column: int, last: int) -> bool:
    return any(seen.words(below, column) for below in range(row + 1, last + 1))


def columns_of(statement: Statement, paths: Paths, title: int = 1) -> dict[str, tuple[int, ...]]:
    """Return the columns that have the headings of the definition; a code may have several.

    Blocks stand side by side: each has the columns around its own column of names. So do tables:
    of several that begin with names it is the one below the column of the title.
    """
    match = _Match(statement, paths)
    names = [block.column(Holds.WORDS) for block in statement.blocks]
    found: dict[str, tuple[int, ...]] = {}
    if len(names) == 1:
        first, after = _run(sorted(match.labels()), title, max(paths, default=0) + 1)
        own = _Match(statement, {c: path for c, path in paths.items() if first <= c < after})
        for column in statement.columns:
            own.take(column, found, first - 1, after)
        return found
    ends: list[int] = []
    for name in names:
        if name is not None:
            match.take(name, found, max(ends, default=0), max(paths, default=0) + 1)
            ends += found.get(name.key, ())
    for block, name in zip(statement.blocks, names, strict=True):
        if name is not None and name.key in found:
            _take_block(match, block, found[name.key][0], ends, found)
    return found


def _run(labels: Sequence[int], title: int, end: int) -> tuple[int, int]:
    """Return the first column of a title's table, and the first one behind it."""
    starts = [c for c in labels if c - 1 not in labels]
    if len(starts) < 2:
        return 1, end
    own = max((c for c in starts if c <= title), default=starts[0])
    return own, min((c for c in starts if c > own), default=end)


def _take_block(
    match: _Match, block: Block, own: int, ends: Sequence[int], found: dict[str, tuple[int, ...]]
) -> None:
    before = max((end for end in ends if end < own), default=0)
    # Names or codes further on belong to another block, whether or not it was recognised.
    after = min((c for c in match.labels() if c > own), default=max(match.paths, default=0) + 1)
    for column in block.columns:
        if column.holds is Holds.CODE:
            match.take(column, found, before, own)
        elif column.holds is not Holds.WORDS:
            match.take(column, found, own, after)


@dataclass(slots=True)
class _Match:
    statement: Statement
    paths: Paths
    _taken: set[int] = field(default_factory=set)

    def labels(self) -> Iterator[int]:
        """Yield the columns of names and codes, of whichever block."""
        labels = [c for c in self.statement.columns if c.holds in {Holds.WORDS, Holds.CODE}]
        words = {name for column in labels for name in names_of(column)}
        yield from (c for c, path in self.paths.items() if words & set(path[-2:]))

    def take(
        self, column: Column, found: dict[str, tuple[int, ...]], after: int, before: int
    ) -> None:
        """Find the column between two others, and keep it."""
        inside = [c for c in self.paths if after < c < before and c not in self._taken]
        fits = self._exact(column, inside) or self._below(column, inside)
        if not fits:
            return
        group = tuple(fits[:1])
        if column.holds is Holds.CODE:
            # The columns next to the names, as far as one heading stands over them.
            last = fits[-1]
            first = last
            while first - 1 in fits and self._heads(column, first - 1) == self._heads(column, last):
                first -= 1
            group = tuple(range(first, last + 1))
        elif column.holds is Holds.AMOUNT and self._is_unclear(column, fits):
            return
        found[column.key] = group
        self._taken.update(group)

    def _is_unclear(self, column: Column, fits: Sequence[int]) -> bool:
        """Return whether several columns fit that differ in what stands above them."""
        alike = sum(column.heading == other.heading for other in self.statement.columns)
        return len(fits) > alike and len({self.paths[c] for c in fits}) > 1

    def _heads(self, column: Column, place: int) -> list[str]:
        """Return the lowest headings over a code, without the lines above the table."""
        return [word for word in self._path(column, place) if ":" not in word][-2:]

    def _path(self, column: Column, place: int) -> tuple[str, ...]:
        path = self.paths[place]
        if column.holds is Holds.CODE and path and path[-1] in SUBCODES:
            return path[:-1]
        return path

    def _exact(self, column: Column, inside: Sequence[int]) -> list[int]:
        """Return the columns whose headings end as the definition's do, by its own words first."""
        for names in ((plain(column.heading[-1]),), tuple(map(plain, column.also))):
            for totals in (False, True):
                fits = [c for c in inside if self._fits(column, names, c, totals=totals)]
                if fits:
                    return fits
        return []

    def _fits(self, column: Column, names: Sequence[str], place: int, *, totals: bool) -> bool:
        path = self._path(column, place)
        if totals:
            # A heading that is split up has its amount under 小计.
            if len(path) < 2 or path[-1] not in _TOTALS:
                return False
            path = path[:-1]
        if not path or self._is_other(column, path):
            return False
        upper = _upper(column)
        tail = [_upper_word(word) for word in path[-len(upper) - 1 :]]
        if "全年预算数" in names:
            tail[-1] = path[-1]
        if len(tail) <= len(upper):
            return False
        if not upper and path[-1] in _TOTALS and len(path) > 1 and f"{path[-2]}合计" in names:
            return True
        if tail[-1] not in names or tail[:-1] != upper:
            # The headings may stand the other way round: 公务接待费 over 预算数 and 决算数.
            rest = list(tail)
            for word in upper:
                if word not in rest:
                    return False
                rest.remove(word)
            if rest[0] not in names:
                return False
        if upper or path[-1] not in _TOTALS or len(path) < 2:
            return True
        return path[-2] not in {n for c in self._others(column) for n in names_of(c)}

    def _is_other(self, column: Column, path: Sequence[str]) -> bool:
        """Return whether something above says that this is another year's, or a budget."""
        own = {plain(word) for word in column.heading}
        above = [word for word in path[:-1] if word not in own]
        return any(
            (_OTHER_YEAR.fullmatch(word) and ":" not in word) or _BUDGET.fullmatch(word)
            for word in above
        )

    def _others(self, column: Column) -> Iterator[Column]:
        return (other for other in self.statement.columns if other is not column)

    def _below(self, column: Column, inside: Sequence[int]) -> list[int]:
        """Return the column by its lowest heading, where nothing stands above it.

        Where the definition has several of them, as many there have to be; they come in order.
        """
        if len(column.heading) < 2:
            return []
        own, names = _upper(column), names_of(column)
        uppers = {word for other in self.statement.columns for word in _upper(other)}
        places = [c for c in self.paths if self._ends(column, c, names, uppers - set(own))]
        # 类, 款 and 项 beside each other are one code, and names by level are one column of names.
        is_one = column.holds is not Holds.AMOUNT
        heads = [c for c in places if not is_one or c - 1 not in places]
        alike = [c for c in self.statement.columns if set(names_of(c)) & set(names)]
        same = [c for c in alike if c.holds is column.holds]
        if len(heads) != len(same):
            return []
        start = heads[same.index(column)]
        return [c for c in places if c >= start and c in inside]

    def _ends(self, column: Column, place: int, names: Sequence[str], foreign: set[str]) -> bool:
        path = self._path(column, place)
        if not path or path[-1] not in names or self._is_other(column, path):
            return False
        return not foreign & {_upper_word(word) for word in path[:-1]}


def _upper(column: Column) -> list[str]:
    return [_upper_word(plain(words)) for words in column.heading[:-1]]


def _upper_word(word: str) -> str:
    """Return an upper heading as they are compared, however it is worded."""
    bare = _CONTINUED.sub("", word).replace("全年预算数", "预算数")
    return bare.replace("购置及运行费", "购置及运行维护费")


def names_of(column: Column) -> tuple[str, ...]:
    """Return the words that the lowest heading of a column may have."""
    return tuple(plain(words) for words in (column.heading[-1], *column.also))
