"""What tags of rows and cells demand of the table around them.

Rows and cells that a condition takes out must leave a table that Word can open, whatever the
data are: each row as many columns as the others, no merged cell without its start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from drafter.diagnostics import Place
from drafter.template.faults import Fault
from drafter.template.package import qn
from drafter.template.sites import place_near, text_of
from drafter.template.tables import RowGrid, grids_of

Places = Mapping[etree._Element, Place]
_ROW_TAG = re.compile(r"\{%tr\s+(\w+)[^{}]*%\}")
_CELL_TAG = re.compile(r"\{%tc\s+(\w+)([^{}]*)%\}")
_CHANGING = "{%t"


def table_faults(root: etree._Element, places: Places) -> Iterator[Fault]:
    """Yield where rows or cells that go with their tags would leave a broken table."""
    for table in root.iter(qn("tbl")):
        if _CHANGING in text_of(table):
            rows = grids_of(table)
            yield from _unlike_rows([row.element for row in rows], places)
            yield from _cut_merges(rows, places)


def _unlike_rows(rows: list[etree._Element], places: Places) -> Iterator[Fault]:
    """Yield the rows whose cell tags differ from those of the first row that has any."""
    model: list[str] = []
    for row in rows:
        if _ROW_TAG.match(text_of(row).strip()):
            continue
        model = model or _cell_tags(row)
    for row in rows:
        if _ROW_TAG.match(text_of(row).strip()) or _cell_tags(row) == model:
            continue
        message = "这一行的 {%tc %} 与别的行不同，去掉或添加一列后各行不齐"
        hint = "表里每一行都要有同样的 {%tc %} 标签"
        yield Fault(message, (place_near(row, places) or Place()).about(_excerpt(row)), hint)


def _cell_tags(row: etree._Element) -> list[str]:
    """Return the cell tags of a row, for the comparison: loops by their list, not their name."""
    found = (_CELL_TAG.fullmatch(text_of(cell).strip()) for cell in row.iterchildren(qn("tc")))
    return [f"{tag[1]} {tag[2].partition(' in ')[2] or tag[2]}".strip() for tag in found if tag]


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a vertical merge begins: its row is inside the branches that these tags open."""

    branches: tuple[etree._Element, ...]
    tag: str


def _cut_merges(rows: list[RowGrid], places: Places) -> Iterator[Fault]:
    """Yield merged cells whose start goes with a condition while they themselves may stay.

    Below a loop they go on from its last row.
    """
    branches: list[etree._Element] = []
    starts: dict[int, _Start] = {}
    tag = ""
    for row in rows:
        words = text_of(row.element).strip()
        found = _ROW_TAG.fullmatch(words)
        if found:
            if found[1] in {"elif", "else", "endif"} and branches:
                branches.pop()
            if found[1] in {"if", "elif", "else"}:
                branches.append(row.element)
                tag = words
            continue
        for cell in row.cells:
            start = starts.get(cell.column)
            if cell.merge == "restart":
                starts[cell.column] = _Start(tuple(branches), tag)
            elif cell.merge and start and start.branches != tuple(branches[: len(start.branches)]):
                message = f"纵向合并的第一格在“{start.tag}”里，这一格不在，合并会失去起点"
                hint = "把上下合并的各行放在同一对 {%tr %} 里"
                yield Fault(message, place_near(cell.element, places) or Place(), hint)


def _excerpt(row: etree._Element) -> str:
    return text_of(row).strip()[:20]
