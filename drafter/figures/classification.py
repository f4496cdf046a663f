"""The bare names of the functional classification, under which its rows are printed."""

from __future__ import annotations

from dataclasses import replace

from drafter.figures.nodes import Figure, Missing, Node, Rows, rows_at, text_at
from drafter.model.classification import LEVELS, bare_name


def named(rows: Rows, levels: tuple[str, ...] = LEVELS) -> Rows:
    """Return the rows, and those below them, under their bare names."""
    if isinstance(rows.value, Missing):
        return rows
    return replace(rows, value=tuple(_row(row, levels) for row in rows.value))


def _row(row: Node, levels: tuple[str, ...]) -> Node:
    if not isinstance(row, Figure):
        return row
    level, below = levels[0], levels[1:]
    name = text_at(row, "名称")
    if name.plain:
        row = row.with_children(名称=replace(name, value=(bare_name(name.plain, level),)))
    return row.with_children(**{below[0]: named(rows_at(row, below[0]), below)}) if below else row
