"""Finds the statements of a workbook: by their titles, and by the headings of their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from drafter.exchange.grid import Book
from drafter.exchange.tables.columns import (
    COUNT_WORDS,
    SUBCODES,
    Paths,
    Shown,
    columns_of,
    headings,
    names_of,
    shown,
)
from drafter.exchange.tables.stated import OFFICIAL_NUMBER, owner_of, units_of, year_of
from drafter.exchange.tables.titles import Mark, Region, marks_of, regions_of, titles_of
from drafter.exchange.tables.words import plain, says_amount
from drafter.model.year import MoneyUnit
from drafter.statements.definition import Column, Holds, Line, Statement

_DEEP = 9
"""How many rows there are at most between a title and the rows of a table."""
_BLANK_ROWS = 3
"""How many blank rows a table may have within it."""
_NOTES = ("注:", "说明:", "备注:")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something beside a table that was not understood."""

    row: int
    column: int
    message: str


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
    rows: tuple[int, ...]
    """The rows that belong to it, without headings that are printed again on the next page."""
    region: Region
    """The part of the sheet in which nothing belongs to another table."""
    paths: Paths
    """The headings over each column."""
    unit: MoneyUnit | None = None
    """None where the table does not say, or says both."""
    year: str = ""
    owner: str = ""
    unknown: tuple[int, ...] = ()
    """Columns with amounts that were not recognised."""
    again: tuple[int, ...] = ()
    """Rows that repeat titles and headings."""
    remarks: tuple[Remark, ...] = ()

    @property
    def missing(self) -> tuple[Column, ...]:
        """Return the columns of amounts that the definition has and the sheet has not."""
        return tuple(
            c for c in self.statement.columns
            if c.holds is Holds.AMOUNT and c.key not in self.columns
        )  # fmt: skip


def tables_of(book: Book, statements: Sequence[Statement]) -> Iterator[Table]:
    """Yield the tables of all sheets that can be seen, from top to bottom."""
    titles = titles_of(statements)
    for sheet in book.sheets:
        if not sheet.hidden:
            seen = shown(sheet)
            marks = marks_of(seen, titles)
            if marks:
                yield from _titled(seen, marks)
            else:
                yield from _untitled(seen, statements)


def _titled(seen: Shown, marks: Sequence[Mark]) -> Iterator[Table]:
    """Yield the tables under the titles of a sheet; the first one tells what was no table."""
    found: list[Table] = []
    remarks: list[Remark] = []
    for mark, region in regions_of(seen, marks):
        fits = [t for s in mark.meant if (t := _placed(seen, s, mark, region)) is not None]
        if fits:
            found += _halves(max(fits, key=_fit), mark)
        elif _has_amounts(seen, region):
            why = "的表头没有认出" if mark.meant else "不是认得的附表"
            remarks.append(Remark(mark.row, mark.column, f"表“{mark.text}”{why}，没有读"))
    joined: list[Table] = []
    for table in found:
        sides = (table.region.left, table.region.right)
        above = [n for n, t in enumerate(joined) if (t.region.left, t.region.right) == sides]
        if above and _goes_on(joined[above[-1]], table):
            joined[above[-1]] = _joined(joined[above[-1]], table)
        else:
            joined.append(table)
    for number, table in enumerate(joined):
        yield replace(table, remarks=(*table.remarks, *remarks)) if not number else table


def _halves(table: Table, mark: Mark) -> Iterator[Table]:
    """Yield a table, and the second half of a long list of fixed rows that stands beside it."""
    parts = [part for _, part in table.statement.lines()]
    last = max(place for group in table.columns.values() for place in group)
    region = replace(table.region, left=last + 1)
    fixed = len(table.statement.blocks) == 1 and all(isinstance(part, Line) for part in parts)
    beside = replace(mark, column=last + 1)
    half = _fitted(table.seen, table.statement, beside, region) if fixed else None
    if half is None or not _has_names(half):
        yield table
        return
    yield _fitted(table.seen, table.statement, mark, replace(table.region, right=last)) or table
    stated = {what: getattr(table, what) for what in ("unit", "year", "owner")}
    yield replace(half, **stated, remarks=())


def _has_names(table: Table) -> bool:
    return any(c.key in table.columns for c in table.statement.columns if c.holds is Holds.WORDS)


def _fit(table: Table) -> tuple[int, int]:
    return len(table.columns), -len(table.missing)


def _has_amounts(seen: Shown, region: Region) -> bool:
    return any(
        says_amount(seen.sheet.cells.get((row, column)))
        for row in range(region.top, region.bottom + 1)
        for column in seen.in_row(row)
        if region.left <= column <= region.right
    )


def _goes_on(one: Table, other: Table) -> bool:
    """Return whether a table is a further page of another: printed with title and headings."""
    return (
        one.statement == other.statement
        and one.columns == other.columns
        and all(
            getattr(one, what) == getattr(other, what) or not getattr(other, what)
            for what in ("unit", "year", "owner")
        )
    )


def _joined(one: Table, other: Table) -> Table:
    region = replace(one.region, bottom=max(one.region.bottom, other.region.bottom))
    heads = range(max(other.title[0], 1), other.heads + 1)
    return replace(
        one,
        rows=(*one.rows, *other.rows),
        region=region,
        unknown=tuple(sorted({*one.unknown, *other.unknown})),
        again=(*one.again, *heads, *other.again),
        remarks=(*one.remarks, *other.remarks),
    )


def _untitled(seen: Shown, statements: Sequence[Statement]) -> Iterator[Table]:
    """Yield the table of a sheet without a title: its headings have to tell, and all of them.

    The headings of some statements are the same: then nothing tells which of them this is.
    """
    mark = Mark(0, 1, "", ())
    region = Region(1, seen.sheet.rows, 1, seen.sheet.columns)
    public = [s for s in statements if s.public]
    fits = [t for s in public if (t := _fitted(seen, s, mark, region)) is not None]
    best = max(map(_fit, fits), default=None)
    same = {t.statement.id: t for t in fits if _fit(t) == best}
    for table in same.values():
        if len(same) == 1 and not table.missing:
            yield table


def _placed(seen: Shown, statement: Statement, mark: Mark, region: Region) -> Table | None:
    """Return the statement in the columns around its title, if it is whole there; else in all.

    A table without a title may stand beside, behind a blank column.
    """
    near = _columns_around(seen, mark, region)
    own = _fitted(seen, statement, mark, near) if near != region else None
    if own is None or own.missing:
        return _fitted(seen, statement, mark, region) or own
    beside = sorted(
        {c for r in own.rows for c in seen.in_row(r)} - {*range(near.left, near.right + 1)}
    )
    loose = [c for c in beside if region.left <= c <= region.right]
    unknown = [c for c in loose if any(says_amount(seen.sheet.cells.get((r, c))) for r in own.rows)]
    return replace(own, region=region, unknown=tuple(sorted({*own.unknown, *unknown})))


def _columns_around(seen: Shown, mark: Mark, region: Region) -> Region:
    """Return the part of a region without the columns behind blank ones."""
    held = {c for r in range(mark.row, region.bottom + 1) for c in seen.in_row(r)}
    left = right = mark.column
    while left - 1 in held and left > region.left:
        left -= 1
    while right + 1 in held and right < region.right:
        right += 1
    return replace(region, left=left, right=right)


def _fitted(seen: Shown, statement: Statement, mark: Mark, region: Region) -> Table | None:
    """Return the statement with its columns, by the row of headings that tells most of them."""
    first = mark.row + 1
    best: tuple[int, Paths, dict[str, tuple[int, ...]]] = (0, {}, {})
    for heads in range(first, min(mark.row + _DEEP, region.bottom) + 1):
        paths = headings(seen, first, heads, region.left, region.right)
        visible = _without_hidden_twins(seen, paths)
        found = columns_of(statement, visible, max(mark.column, region.left))
        if best[2] and _has_amounts(seen, replace(region, top=heads, bottom=heads)):
            break
        # The lowest row tells which of the columns below a heading is the whole.
        if found and _size(found) >= _size(best[2]):
            best = (heads, paths, found)
    heads, paths, columns = best
    amounts = [c for c in statement.columns if c.holds is Holds.AMOUNT]
    if len(columns) < 2 or not any(c.key in columns for c in amounts):
        return None
    table = Table(statement, seen, (mark.row, mark.column), heads, columns, (), region, paths)
    heads = _past_counts(table, heads)
    rows, again = _rows(table, heads)
    known = {place for group in columns.values() for place in group}
    unknown = tuple(
        c for c in sorted({c for row in rows for c in seen.in_row(row)})
        if region.left <= c <= region.right
        and c not in known and not COUNT_WORDS & set(paths.get(c, ()))
        and any(says_amount(seen.sheet.cells.get((row, c))) for row in rows)
    )  # fmt: skip
    table = replace(table, heads=heads, rows=rows, again=again, unknown=unknown)
    return _with_lines_above(table, best[0])


def _without_hidden_twins(seen: Shown, paths: Paths) -> Paths:
    """Return the columns, but for hidden ones whose headings a column that can be seen has too."""
    hidden = seen.sheet.hidden_columns
    visible = {path for c, path in paths.items() if c not in hidden}
    return {c: path for c, path in paths.items() if c not in hidden or path not in visible}


def _size(columns: Mapping[str, tuple[int, ...]]) -> tuple[int, int]:
    return len(columns), sum(map(len, columns.values()))


def _with_lines_above(table: Table, heads: int) -> Table:
    """Return the table with what the lines above it say of it."""
    seen, region = table.seen, table.region
    lines = [
        [_own_text(seen, row, c) for c in seen.in_row(row) if region.left <= c <= region.right]
        for row in range(region.top, heads + 1)
    ]  # fmt: skip
    texts = [plain(text) for line in lines for text in line if text]
    title = _own_text(seen, *table.title) if table.title[0] else ""
    units = units_of(texts)
    remarks = table.remarks
    if len(units) > 1:
        message = f"表“{table.statement.title}”既写单位{'，又写单位'.join(units)}，不知道是哪一个"
        remarks = (*remarks, Remark(max(table.title[0], 1), max(table.title[1], 1), message))
    return replace(
        table,
        unit=units[0] if len(units) == 1 else None,
        year=year_of(title, texts),
        owner=owner_of(lines),
        remarks=remarks,
    )


def _own_text(seen: Shown, row: int, column: int) -> str:
    cell = seen.sheet.cells.get((row, column))
    return str(cell.value) if cell is not None else ""


def _past_counts(table: Table, heads: int) -> int:
    """Return the last row of the headings: rows that only count columns belong to them."""
    while heads < table.region.bottom and _only_counts(table, heads + 1):
        heads += 1
    return heads


def _only_counts(table: Table, row: int) -> bool:
    """Return whether a row has nothing but the numbers of the columns, or nothing at all."""
    own = [c for group in table.columns.values() for c in group]
    given = {word for c in own if (word := table.seen.words(row, c))}
    if not given or given <= set(SUBCODES) or COUNT_WORDS & given:
        return True
    amounts = [c.key for c in table.statement.columns if c.holds is Holds.AMOUNT]
    if not all(table.seen.words(row, c) for key in amounts for c in table.columns.get(key, ())):
        return False
    return _counts_up(_words(table, row))


def _counts_up(words: Sequence[str]) -> bool:
    """Return whether the words are 1, 2, 3 … as a row that numbers columns has them."""
    numbers = [int(w) for w in words if w.isdecimal() and len(w) < 3]
    return (
        len(numbers) == len(words) > 1
        and numbers[0] == 1
        and all(b - a == 1 for a, b in pairwise(numbers))
    )


def _rows(table: Table, heads: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the rows of the table, and those that repeat its headings.

    Notes end it, and many blank rows, unless the headings come again on the next page.
    """
    places = sorted(c for group in table.columns.values() for c in group)
    rows: list[int] = []
    again: list[int] = []
    blank, ended, in_heads = 0, False, False
    own = {word for row in range(1, heads + 1) for word in _words(table, row)}
    for row in range(heads + 1, table.region.bottom + 1):
        if any(OFFICIAL_NUMBER.fullmatch(word) and word not in own for word in _words(table, row)):
            # The number of another form: its title is missing.
            break
        if _is_heading(table, row) or (in_heads and _only_counts(table, row)):
            again.append(row)
            blank, ended, in_heads = 0, False, True
            continue
        in_heads = False
        if "".join(_words(table, row)[:1]).startswith(_NOTES):
            ended = True
        blank = 0 if any(table.seen.words(row, c) for c in places) else blank + 1
        ended |= blank > _BLANK_ROWS
        if not ended and not blank:
            rows.append(row)
    return tuple(rows), tuple(again)


def _words(table: Table, row: int) -> list[str]:
    """Return the words in a row of the table's part of the sheet."""
    left, right = table.region.left, table.region.right
    return [table.seen.words(row, c) for c in table.seen.in_row(row) if left <= c <= right]


def _is_heading(table: Table, row: int) -> bool:
    """Return whether a row has the headings of the table again."""
    own = {c.key: {*names_of(c), *map(plain, c.heading)} for c in table.statement.columns}
    amounts = [c.key for c in table.statement.columns if c.holds is Holds.AMOUNT]
    seen = table.seen
    if any(says_amount(seen.cell(row, c)) for key in amounts for c in table.columns.get(key, ())):
        return False
    heads = [
        key for key, group in table.columns.items()
        if any(seen.words(row, c) in own[key] for c in group)
    ]  # fmt: skip
    return len(heads) > 1 and any(key in amounts for key in heads)
