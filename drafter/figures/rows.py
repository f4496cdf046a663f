"""Sums over the rows of a classification: each level from the one below it, column by column.

A row is entered once, at the depth that the department has: as one amount, split by nature or by
source, or by the rows below it. What is above is summed; what was typed above is compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from drafter.figures.arithmetic import add, name_of, total
from drafter.figures.nodes import Figure, Missing, Node, Rows, Text, figure_at, rows_at

NATURES = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
FLOW = ("年初结转", "本年收入", "年末结转")
_COMPARED = ("预算", "年初预算", "上年", "上年预算")


def figures_of(rows: Rows) -> list[Figure]:
    """Return the rows that are amounts; none where the list is still to be filled."""
    return [row for row in rows.entries if isinstance(row, Figure)]


def code_of(row: Figure) -> str:
    """Return the code that a row of a classification was given; empty where it has none."""
    code = row.children.get("编码")
    return code.plain if isinstance(code, Text) else ""


def total_of(typed: Figure, parts: Sequence[Figure]) -> Figure:
    """Return the total with its budget and last year, summed where they were not typed."""
    whole = total(typed, parts)
    if not parts:
        return whole
    names = [name_of(part) for part in parts]
    compared: dict[str, Node] = {}
    for child in _COMPARED:
        own = figure_at(typed, child)
        below = [figure_at(part, child) for part in parts]
        summed = total(own, below, [name + child for name in names])
        # Where neither is filled, the user fills the total rather than every part of it.
        compared[child] = own if isinstance(summed.value, Missing) else summed
    return whole.with_children(**compared)


def rows_summed(
    rows: Rows, below: Sequence[str], split: Sequence[str] = (), flow: Sequence[str] = ()
) -> Rows:
    """Return the rows with each summed from the lists below it, where these have amounts.

    `below` are the names of the lists, level by level; `split` the columns that a row's amount
    is made of, `flow` columns that stand beside it.
    """
    if isinstance(rows.value, Missing):
        return rows
    done = (row_summed(row, below, split, flow) for row in figures_of(rows))
    return replace(rows, value=tuple(done))


def row_summed(
    row: Figure, below: Sequence[str], split: Sequence[str] = (), flow: Sequence[str] = ()
) -> Figure:
    """Return the row summed from the rows listed below it, and from what it is split into.

    The rows below may be names without amounts; then what was typed for the row stands alone.
    """
    if not below:
        return _level_summed(row, (), split, flow)
    inner = rows_summed(rows_at(row, below[0]), below[1:], split, flow)
    return _level_summed(row.with_children(**{below[0]: inner}), figures_of(inner), split, flow)


def _level_summed(
    row: Figure, parts: Sequence[Figure], split: Sequence[str] = (), flow: Sequence[str] = ()
) -> Figure:
    """Return the row summed from its parts, each column alike, and from its columns."""
    if parts:
        row = columns_summed(row, parts, (*split, *flow))
        summed = total_of(row, parts)
        if isinstance(summed.value, Missing) and all(isinstance(p.value, Missing) for p in parts):
            # Only names below: what is missing is this amount, not one for each name.
            summed = replace(summed, value=Missing((row.path,)), formula="", inputs=())
        row = summed
    return split_summed(row, split) if split else row


def split_summed(row: Figure, split: Sequence[str]) -> Figure:
    """Return the row with its amount as the sum of its columns, and those left out as 0."""
    return _rest_is_zero(_amount_of_split(row, split), split)


def columns_summed(row: Figure, parts: Sequence[Figure], columns: Sequence[str]) -> Figure:
    """Return the row with each column summed over the parts, where they all have one.

    A part without the column, while others have it, leaves the sum missing.
    """
    summed: dict[str, Node] = {}
    for name in columns:
        own = row.children.get(name)
        below = [part.children.get(name) for part in parts]
        given = [part for part in below if isinstance(part, Figure)]
        if isinstance(own, Figure) and any(not isinstance(p.value, Missing) for p in given):
            summed[name] = total(own, given, [name_of(part) for part in parts])
    return row.with_children(**summed) if summed else row


def _split_of(row: Figure, split: Sequence[str]) -> list[Figure]:
    """Return the columns that the row has amounts in."""
    found = (row.children.get(name) for name in split)
    return [f for f in found if isinstance(f, Figure) and not isinstance(f.value, Missing)]


def _amount_of_split(row: Figure, split: Sequence[str]) -> Figure:
    """Return the row with its amount as the sum of its columns, where it was not typed."""
    given = _split_of(row, split)
    if not given or not isinstance(row.value, Missing):
        return row
    whole = add(row.path, given)
    return replace(whole, children=row.children)


def _rest_is_zero(row: Figure, split: Sequence[str]) -> Figure:
    """Return the row with columns left out as 0, where those that are given make up its amount.

    Where they do not, what is missing stays missing: nothing is guessed.
    """
    given = _split_of(row, split)
    if row.number is None or (row.number != 0 and not given):
        return row
    if add(row.path, given).number != row.number:
        return row
    zeros: dict[str, Node] = {}
    for name in split:
        column = row.children.get(name)
        if isinstance(column, Figure) and isinstance(column.value, Missing):
            zeros[name] = replace(column, value=Decimal(0), applicable=False)
    return row.with_children(**zeros) if zeros else row
