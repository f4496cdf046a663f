"""Holds a statement drawn in Word against its definition: columns, headings, their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from drafter.statements.definition import Column, Listed, Statement
from drafter.template.faults import Problem
from drafter.template.package import qn
from drafter.template.sites import text_of
from drafter.template.tables import RowGrid, grids_of

_LOOP = re.compile(r"\{%tr\s+for\s+(\w+)\s+in\s+附表\.(\w+)\.行\s*%\}")
_BLANKS = re.compile(r"\s+")
_COUNTED = "栏次"


def drawn(root: etree._Element) -> set[str]:
    """Return the statements whose rows a table of the part loops over."""
    return {match[2] for row in root.iter(qn("tr")) for match in _LOOP.finditer(text_of(row))}


def column_problems(root: etree._Element, listed: Sequence[Listed]) -> Iterator[Problem]:
    """Yield where a table that loops over a statement's rows has other columns than it."""
    known = {one.statement.id: one.statement for one in listed if one.statement is not None}
    for table in root.iter(qn("tbl")) if known else ():
        rows = grids_of(table)
        for turn, row in enumerate(rows):
            loop = _LOOP.search(text_of(row.element))
            statement = known.get(loop[2]) if loop else None
            if loop and statement is not None and turn + 1 < len(rows):
                yield from _compared(statement, loop[1], rows[:turn], rows[turn + 1])


def _compared(
    statement: Statement, name: str, above: Sequence[RowGrid], row: RowGrid
) -> Iterator[Problem]:
    """Yield how the row of tags, and the headings above it, differ from the definition."""
    tag = re.compile(rf"\{{\{{\s*{name}\.(\w+)")
    drawn = [(cell, tag.search(text_of(cell.element))) for cell in row.cells]
    keys = [found[1] if found else "" for _, found in drawn]
    wanted = [column.key for column in statement.columns]
    if keys != wanted:
        message = (
            f"附表“{statement.title}”的各栏应依次是 {'、'.join(wanted)}，"
            f"表里是 {'、'.join(key or '（没有标签）' for key in keys)}"
        )
        yield Problem(message, row.element)
        return
    for (cell, _), column in zip(drawn, statement.columns, strict=True):
        found = _heading(above, cell.column)
        if found != [_plain(words) for words in column.heading]:
            yield Problem(_heading_message(statement, column, found), cell.element)


def _heading_message(statement: Statement, column: Column, found: Sequence[str]) -> str:
    return (
        f"附表“{statement.title}”“{column.key}”一栏的表头应是“{' / '.join(column.heading)}”，"
        f"表里是“{' / '.join(found)}”"
    )


def _heading(above: Sequence[RowGrid], at: int) -> list[str]:
    """Return the headings over a column of the grid, from top to bottom, merged ones once."""
    words: list[str] = []
    for row in above:
        texts = [_plain(text_of(cell.element)) for cell in row.cells]
        counted = _COUNTED in texts or all(text.isdecimal() for text in texts if text)
        for cell, text in zip(row.cells, texts, strict=True):
            if cell.column <= at < cell.column + cell.span and text and not counted:
                words.append(text)
    return words


def _plain(text: str) -> str:
    return _BLANKS.sub("", text)
