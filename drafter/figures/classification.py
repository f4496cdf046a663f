"""Names of the functional classification, however they were copied from a statement.

Statements call a class 卫生健康支出 or write 2210201住房公积金; reports print “卫生健康（类）支出”
and put 类, 款 and 项 behind the bare name. The code and these marks are no part of the name.
"""

from __future__ import annotations

import re
from dataclasses import replace

from drafter.figures.nodes import Figure, Missing, Node, Rows, rows_at, text_at

LEVELS = ("类", "款", "项")
_CODE = re.compile(r"^\d{3,7}\s*")
_MARK = re.compile(r"[（(][类款项][）)]$")


def bare_name(name: str, level: str) -> str:
    """Return a name of the level without its code, its mark and, for a class, 支出."""
    words = _MARK.sub("", _CODE.sub("", name).strip()).strip()
    if level == "类" and words != "支出":
        words = words.removesuffix("支出")
    return words or name


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
