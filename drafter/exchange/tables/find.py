"""Finds the statements of a workbook: by their titles, and by the headings of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from drafter.exchange.grid import Book, Cell, Sheet
from drafter.exchange.tables.words import plain
from drafter.statements.definition import Column, Holds, Statement

_DEEP = 9
"""How many rows there are at most between a title and the rows of a table."""
_COUNT_WORDS = frozenset({"栏次", "行次"})
_UNIT = re.compile(r"单位[:：]?(?:人民币)?(万元|元)")
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_OWNER = re.compile(r"(?:部门|编制单位|单位名称|预算单位|填报单位)[:：](.+)")
_NOTES = ("注:", "注：", "说明:", "说明：", "备注:", "备注：")
_SUBCODES = ("类", "款", "项")


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet as it is seen: a merged range shows its text in each of its cells."""

    sheet: Sheet
    _covering: Mapping[tuple[int, int], tuple[int, int]] = field(repr=False)

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


def shown(sheet: Sheet) -> Shown:
    """Return the sheet as it is seen."""
    covering = {}
    for span in sheet.merged:
        # A range over whole rows or columns is decoration, of which no text is looked for.
        for row in range(span.top, min(span.bottom, span.top + _DEEP * 40, sheet.rows) + 1):
            for column in range(span.left, min(span.right, sheet.columns) + 1):
                covering[row, column] = (span.top, span.left)
    return Shown(sheet, covering)


@dataclass(frozen=True)
class Table:
    """A statement that was found in a sheet: where its columns and rows are."""

    statement: Statement
    seen: Shown
    title: tuple[int, int]
    """Row and column of the title; row 0 where there is none."""
    heads: int
    """The last row of its headings."""
    columns: Mapping[str, tuple[int, ...]]
    """Columns of the sheet by the key of the definition; a code may have several."""
    last: int
    """The last row that belongs to it."""
    unit: str = ""
    """万元 or 元; empty where the table does not say."""
    year: str = ""
    owner: str = ""
    unknown: tuple[int, ...] = ()
    """Columns between its own that were not recognised."""

    @cached_property
    def rows(self) -> range:
        """Return the rows below the headings."""
        return range(self.heads + 1, self.last + 1)

    @property
    def missing(self) -> tuple[Column, ...]:
        """Return the columns of amounts that the definition has and the sheet has not."""
        return tuple(
            c for c in self.statement.columns
            if c.holds is Holds.AMOUNT and c.key not in self.columns
        )  # fmt: skip


def tables_of(book: Book, statements: Sequence[Statement]) -> Iterator[Table]:
    """Yield the tables of all sheets that can be seen, from top to bottom."""
    titles = _titles(statements)
    for sheet in book.sheets:
        if not sheet.hidden:
            yield from _tables_of(shown(sheet), statements, titles)


def _titles(statements: Sequence[Statement]) -> dict[str, list[Statement]]:
    """Return the statements by each of their titles, as these are compared."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        for title in (statement.title, *statement.also):
            known = found.setdefault(_title_key(title), [])
            if statement not in known:
                known.append(statement)
    return found


def _title_key(text: str) -> str:
    return re.sub(r"[（(][^（()）]*[）)]$", "", plain(text))


def _tables_of(
    seen: Shown, statements: Sequence[Statement], titles: Mapping[str, list[Statement]]
) -> Iterator[Table]:
    named = list(_title_cells(seen, titles))
    if not named:
        # A sheet without a title: its headings have to tell, and all of them.
        named = [((0, 1), [s for s in statements if s.public])]
    for number, (place, meant) in enumerate(named):
        after = [other for other, _ in named[number + 1 :] if other[0] > place[0]]
        last = after[0][0] - 1 if after else seen.sheet.rows
        fits = [t for s in meant for t in _fitted(seen, s, place, last)]
        if fits:
            best = max(fits, key=lambda t: (len(t.columns), -len(t.missing)))
            if place[0] or not best.missing:
                yield best


def _title_cells(
    seen: Shown, titles: Mapping[str, list[Statement]]
) -> Iterator[tuple[tuple[int, int], list[Statement]]]:
    """Yield the cells that end in the title of a statement: the longest one that fits."""
    for (row, column), cell in sorted(seen.sheet.cells.items()):
        if not isinstance(cell.value, str) or len(cell.value) > 80 or "表" not in cell.value:
            continue
        words = _title_key(cell.value)
        fitting = [title for title in titles if words.endswith(title)]
        if fitting:
            yield (row, column), titles[max(fitting, key=len)]


def _fitted(
    seen: Shown, statement: Statement, title: tuple[int, int], last: int
) -> Iterator[Table]:
    """Yield the statement with its columns, by the row of headings that tells most of them."""
    best: tuple[int, int, dict[str, tuple[int, ...]]] = (0, 0, {})
    for heads in range(title[0] + 1, min(title[0] + _DEEP, last) + 1):
        found = _columns(seen, statement, title[0] + 1, heads)
        if len(found) > best[0]:
            best = (len(found), heads, found)
    count, heads, columns = best
    if count < 2 or not any(c.key in columns for c in statement.columns if c.holds is Holds.AMOUNT):
        return
    heads = _past_counts(seen, heads, columns, last)
    end = _end(seen, heads, last, columns)
    above = range(max(title[0], 1), heads + 1)
    texts = [seen.words(r, c) for r in above for c in range(1, seen.sheet.columns + 1)]
    unit = next((m[1] for t in texts if (m := _UNIT.search(t))), "")
    year = next((m[1] for t in texts if (m := _YEAR.search(t))), "")
    owner = next((m[1] for t in texts if (m := _OWNER.match(t)) and not _UNIT.search(t)), "")
    known = {c for group in columns.values() for c in group}
    unknown = tuple(
        c for c in range(min(known), max(known) + 1)
        if c not in known and _has_amounts(seen, c, heads, end)
    )  # fmt: skip
    yield Table(statement, seen, title, heads, columns, end, unit, year, owner, unknown)


def _has_amounts(seen: Shown, column: int, heads: int, last: int) -> bool:
    counts = any(w in _COUNT_WORDS for r in range(1, heads + 1) for w in [seen.words(r, column)])
    return not counts and any(
        (row, column) in seen.sheet.cells for row in range(heads + 1, last + 1)
    )


def _path(seen: Shown, column: int, first: int, last: int) -> tuple[str, ...]:
    """Return the headings over a column, from top to bottom, those that repeat once."""
    words: list[str] = []
    for row in range(first, last + 1):
        text = seen.words(row, column)
        if text and (not words or words[-1] != text):
            words.append(text)
    return tuple(words)


def _columns(
    seen: Shown, statement: Statement, first: int, heads: int
) -> dict[str, tuple[int, ...]]:
    """Return the columns that have the headings of the definition, ending at a row."""
    paths = {c: _path(seen, c, first, heads) for c in range(1, seen.sheet.columns + 1)}
    found: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    after = 0
    for column in statement.columns:
        fits = [c for c, path in paths.items() if c not in taken and _fits(column, path)]
        if not fits:
            # The upper heading may stand over the first of its columns only.
            fits = [c for c, p in paths.items() if c > after and c not in taken
                    and _fits_below(column, p)][:1]  # fmt: skip
        later = [c for c in fits if c > after] or fits
        if not later:
            continue
        group = tuple(later[:1])
        if column.holds is Holds.CODE:
            group = tuple(c for c in fits if c >= later[0])
        found[column.key] = group
        taken.update(group)
        after = max(group)
    return found


def _names(column: Column) -> tuple[str, ...]:
    return tuple(plain(words) for words in (column.heading[-1], *column.also))


def _fits(column: Column, path: tuple[str, ...]) -> bool:
    """Return whether the headings over a column end as the definition's do."""
    if column.holds is Holds.CODE and path and path[-1] in _SUBCODES:
        path = path[:-1]
    upper = tuple(plain(words) for words in column.heading[:-1])
    if not path or path[-1] not in _names(column):
        return False
    above = path[:-1]
    return not upper or above[-len(upper) :] == upper


def _fits_below(column: Column, path: tuple[str, ...]) -> bool:
    return bool(path) and path[-1] in _names(column)


def _past_counts(seen: Shown, heads: int, columns: Mapping[str, tuple[int, ...]], last: int) -> int:
    """Return the last row of the headings: rows that only count columns belong to them."""
    places = [c for group in columns.values() for c in group]
    while heads < last:
        words = [seen.words(heads + 1, c) for c in places]
        given = [w for w in words if w]
        counted = any(w in _COUNT_WORDS for w in given) or (
            len(given) > 1 and _counts_up([w for w in given if w not in _COUNT_WORDS])
        )
        if given and not counted and not set(given) <= set(_SUBCODES):
            return heads
        heads += 1
    return heads


def _counts_up(words: Sequence[str]) -> bool:
    """Return whether the words are 1, 2, 3 … as a row that numbers columns has them."""
    numbers = [int(w) for w in words if w.isdecimal() and len(w) < 3]
    return len(numbers) == len(words) > 1 and all(b - a == 1 for a, b in pairwise(numbers))


def _end(seen: Shown, heads: int, last: int, columns: Mapping[str, tuple[int, ...]]) -> int:
    """Return the last row of the table: its notes, and what stands far below, are none of it."""
    places = sorted(c for group in columns.values() for c in group)
    end, blank = heads, 0
    for row in range(heads + 1, last + 1):
        first = next((str(seen.cell(row, c).value) for c in range(1, places[-1] + 1)  # type: ignore[union-attr]
                      if seen.cell(row, c) is not None), "")  # fmt: skip
        if plain(first).startswith(tuple(plain(n) for n in _NOTES)):
            return end
        if any(seen.words(row, c) for c in places):
            end, blank = row, 0
        else:
            blank += 1
            if blank > 3:
                return end
    return end
