"""The geometry of tables: rows, cells, columns, and grids kept true to their rows."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from drafter.template.package import child_of, qn

_TC, _TR, _TBL = qn("tc"), qn("tr"), qn("tbl")
_GRID, _GRID_COLUMN, _WIDTH = qn("tblGrid"), qn("gridCol"), qn("w")
_CELL_PROPERTIES, _ROW_PROPERTIES = qn("tcPr"), qn("trPr")
_SPAN, _MERGE, _VAL = qn("gridSpan"), qn("vMerge"), qn("val")
_BEFORE, _AFTER = qn("gridBefore"), qn("gridAfter")
_MARKS = {qn("bookmarkStart"), qn("bookmarkEnd")}
_BESIDE_ROWS = frozenset({qn("tblPr"), _GRID, *_MARKS})
_BESIDE_CELLS = frozenset({_ROW_PROPERTIES, qn("tblPrEx"), *_MARKS})


def rows_of(table: etree._Element) -> list[etree._Element]:
    """Return the rows of a table, those in content controls too, those of inner tables not."""
    return _own(table, _TR, _TBL, _BESIDE_ROWS)


def cells_of(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row, those in content controls too, those of inner tables not."""
    return _own(row, _TC, _TR, _BESIDE_CELLS)


def _own(
    holder: etree._Element, tag: str, kind: str, beside: frozenset[str]
) -> list[etree._Element]:
    """Return what of the tag belongs to the holder; nearly always its children, and quickly."""
    own = [node for node in holder if node.tag == tag]
    if beside.issuperset([node.tag for node in holder if node.tag != tag]):
        return own
    return [node for node in holder.iter(tag) if next(node.iterancestors(kind)) is holder]


class Cell(NamedTuple):
    """A cell with its place in the grid; tables have thousands, and tuples are made quickly."""

    element: etree._Element
    column: int
    span: int
    merge: str
    """restart or continue for a cell that is merged vertically, else empty."""


class RowGrid(NamedTuple):
    """A row with its cells, and how many columns it covers, those that it leaves out included."""

    element: etree._Element
    cells: list[Cell]
    width: int


def grids_of(table: etree._Element) -> list[RowGrid]:
    """Return the rows of a table with their cells in their columns."""
    return [_grid(row) for row in rows_of(table)]


def _grid(row: etree._Element) -> RowGrid:
    before = after = 0
    properties = row[0] if len(row) else None
    if properties is not None and properties.tag == _ROW_PROPERTIES:
        before, after = _number(properties, _BEFORE, 0), _number(properties, _AFTER, 0)
    cells, column = [], before
    for element in cells_of(row):
        span, merge = _span_and_merge(element)
        cells.append(Cell(element, column, span, merge))
        column += span
    return RowGrid(row, cells, column + after)


def _number(properties: etree._Element, tag: str, default: int) -> int:
    found = child_of(properties, tag)
    return default if found is None else _whole(found.get(_VAL, "0"))


_WHOLE = re.compile(r"\d{1,9}(?=\.\d+$|$)", re.ASCII)


def _whole(typed: str) -> int:
    """Return the whole number that an attribute holds; 0 where it holds none."""
    found = _WHOLE.match(typed)
    return 0 if found is None else int(found[0])


def _span_and_merge(cell: etree._Element) -> tuple[int, str]:
    properties = cell[0] if len(cell) else None  # they always come first
    if properties is None or properties.tag != _CELL_PROPERTIES:
        return 1, ""
    span, merge = 1, ""
    for node in properties:
        if node.tag == _SPAN:
            span = _whole(node.get(_VAL, "1"))
        elif node.tag == _MERGE:
            merge = node.get(_VAL, "continue")
    return span, merge


BEFORE_VMERGE = {qn(n) for n in ("cnfStyle", "tcW", "gridSpan", "hMerge")}
"""What stands before the merge among the properties of a cell."""


def fit_grids(root: etree._Element) -> None:
    """Give columns to grids that lost or won some, which only `{%tc %}` can do.

    Where all rows agree on a number, the width of the table is shared out evenly; where they do
    not, the proof reports it.
    """
    for table in list(root.iter(_TBL)):
        rows = grids_of(table)
        grid = table.find(_GRID)
        widths = {row.width for row in rows}
        if grid is None or len(widths) != 1:
            continue
        count = widths.pop()
        columns = grid.findall(_GRID_COLUMN)
        if count != len(columns) and count > 0:
            _share_width(rows, grid, columns, count)


def _share_width(
    rows: list[RowGrid], grid: etree._Element, columns: list[etree._Element], count: int
) -> None:
    each = sum(_whole(c.get(_WIDTH, "0")) for c in columns) // count
    for column in columns:
        grid.remove(column)
    for position in range(count):
        grid.insert(position, etree.Element(_GRID_COLUMN, {_WIDTH: str(each)}))
    for row in rows:
        for cell in row.cells:
            width = child_of(cell.element, _CELL_PROPERTIES, qn("tcW"))
            if width is not None and width.get(qn("type")) == "dxa":
                width.set(_WIDTH, str(each * cell.span))
