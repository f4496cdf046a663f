"""The geometry of tables: rows, cells, columns, and grids kept true to their rows."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from drafter.template.package import child_of, qn

_TC, _TR, _TBL = qn("tc"), qn("tr"), qn("tbl")
_GRID, _GRID_COLUMN, _WIDTH = qn("tblGrid"), qn("gridCol"), qn("w")
_CELL_PROPERTIES, _ROW_PROPERTIES = qn("tcPr"), qn("trPr")
_SPAN, _MERGE, _VAL = qn("gridSpan"), qn("vMerge"), qn("val")


def rows_of(table: etree._Element) -> list[etree._Element]:
    """Return the rows of a table, those in content controls too, those of inner tables not."""
    return [row for row in table.iter(_TR) if next(row.iterancestors(_TBL)) is table]


def cells_of(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row, those in content controls too, those of inner tables not."""
    return [cell for cell in row.iter(_TC) if next(cell.iterancestors(_TR)) is row]


def span_of(cell: etree._Element) -> int:
    """Return how many grid columns the cell covers."""
    span = child_of(cell, _CELL_PROPERTIES, _SPAN)
    return 1 if span is None else int(span.get(_VAL, "1"))


def grid_skip(row: etree._Element, name: str) -> int:
    """Return how many grid columns a row leaves out: `gridBefore` or `gridAfter`."""
    skip = child_of(row, _ROW_PROPERTIES, qn(name))
    return 0 if skip is None else int(skip.get(_VAL, "0"))


def merge_of(cell: etree._Element) -> str:
    """Return restart or continue for a cell that is merged vertically, else an empty string."""
    merge = child_of(cell, _CELL_PROPERTIES, _MERGE)
    return "" if merge is None else merge.get(_VAL, "continue")


def columns_of(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield each cell of the row with the grid column where it starts and its span."""
    column = grid_skip(row, "gridBefore")
    for cell in cells_of(row):
        span = span_of(cell)
        yield column, span, cell
        column += span


def width_of(row: etree._Element) -> int:
    """Return how many grid columns the row covers, those that it leaves out included."""
    cells = sum(span_of(cell) for cell in cells_of(row))
    return grid_skip(row, "gridBefore") + cells + grid_skip(row, "gridAfter")


BEFORE_VMERGE = {qn(n) for n in ("cnfStyle", "tcW", "gridSpan", "hMerge")}
"""What stands before the merge among the properties of a cell."""


def fit_grids(root: etree._Element) -> None:
    """Give columns to grids that lost or won some, which only `{%tc %}` can do.

    Where all rows agree on a number, the width of the table is shared out evenly; where they do
    not, the proof reports it.
    """
    for table in list(root.iter(_TBL)):
        rows = rows_of(table)
        grid = table.find(_GRID)
        widths = {width_of(row) for row in rows}
        if grid is None or len(widths) != 1:
            continue
        count = widths.pop()
        columns = grid.findall(_GRID_COLUMN)
        if count != len(columns) and count > 0:
            _share_width(rows, grid, columns, count)


def _share_width(
    rows: list[etree._Element], grid: etree._Element, columns: list[etree._Element], count: int
) -> None:
    each = sum(int(c.get(_WIDTH, "0").partition(".")[0]) for c in columns) // count
    for column in columns:
        grid.remove(column)
    for position in range(count):
        grid.insert(position, etree.Element(_GRID_COLUMN, {_WIDTH: str(each)}))
    for row in rows:
        for _, span, cell in columns_of(row):
            width = child_of(cell, _CELL_PROPERTIES, qn("tcW"))
            if width is not None and width.get(qn("type")) == "dxa":
                width.set(_WIDTH, str(each * span))
