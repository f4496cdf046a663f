"""Tables of a rendered part: cells of one group merged, grids kept true to their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from drafter.template.package import child_of, parent_of, qn
from drafter.template.words import content_of, content_pieces

_P, _TC, _TR, _TBL = qn("p"), qn("tc"), qn("tr"), qn("tbl")
_GRID, _GRID_COLUMN, _WIDTH = qn("tblGrid"), qn("gridCol"), qn("w")
_CELL_PROPERTIES, _ROW_PROPERTIES = qn("tcPr"), qn("trPr")
_SPAN, _MERGE, _VAL = qn("gridSpan"), qn("vMerge"), qn("val")


@dataclass(frozen=True, slots=True)
class Removed:
    """Content of a cell that was merged into the one above, and where it stood in the part."""

    start: int
    content: str


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


_Group = tuple[int, str, str]
"""What tells cells that merge: columns, group and words."""


def merge_cells(root: etree._Element, keys: Mapping[etree._Element, str]) -> list[Removed]:
    """Merge cells of the same group and words, one below the other; return what was taken out.

    Linear in the rows: each table is walked once, from top to bottom.
    """
    if not keys:
        return []
    starts = _starts(root, keys)
    removed: list[Removed] = []
    for table in list(root.iter(_TBL)):
        above: dict[int, tuple[_Group, etree._Element]] = {}
        for row in rows_of(table):
            current: dict[int, tuple[_Group, etree._Element]] = {}
            for column, span, cell in columns_of(row):
                if cell not in keys:
                    continue
                group = (span, keys[cell], content_of(cell))
                before, first = above.get(column, (None, cell))
                if before != group and merge_of(cell):
                    # Drawn in the template: what is merged below the loop starts here.
                    _set_vmerge(cell, "restart")
                if before == group:
                    # Only now is it a merge: a group of one cell has none.
                    _set_vmerge(first, "restart")
                    _set_vmerge(cell, "continue")
                    removed.append(Removed(starts[cell], group[2]))
                    _empty(cell)
                current[column] = group, first if before == group else cell
            above = current
    return sorted(removed, key=lambda r: r.start)


def _starts(root: etree._Element, cells: Mapping[etree._Element, str]) -> dict[etree._Element, int]:
    """Return where in the content of the part each of the cells begins."""
    starts: dict[etree._Element, int] = {}
    position = 0
    for node, letters in content_pieces(root):
        for cell in node.iterancestors(_TC):
            if cell in cells:
                starts.setdefault(cell, position)
        position += len(letters)
    return {cell: starts.get(cell, 0) for cell in cells}


_BEFORE_VMERGE = {qn(n) for n in ("cnfStyle", "tcW", "gridSpan", "hMerge")}


def _set_vmerge(cell: etree._Element, value: str) -> None:
    properties = child_of(cell, _CELL_PROPERTIES)
    if properties is None:
        properties = etree.Element(_CELL_PROPERTIES)
        cell.insert(0, properties)
    for merge in properties.findall(_MERGE):
        properties.remove(merge)
    position = sum(1 for node in properties if node.tag in _BEFORE_VMERGE)
    properties.insert(position, etree.Element(_MERGE, {_VAL: value}))


def _empty(cell: etree._Element) -> None:
    """Leave one empty paragraph in the cell, with the properties of its first one."""
    first = next(cell.iter(_P))
    for node in list(cell):
        if node.tag != qn("tcPr"):
            cell.remove(node)
    for node in list(first):
        if node.tag != qn("pPr"):
            first.remove(node)
    cell.append(first)


def drop_empty_tables(root: etree._Element) -> None:
    """Take out tables that are left without rows: Word would not open them, no words are lost."""
    for table in list(root.iter(_TBL)):
        if next(table.iter(_TR), None) is None:
            parent_of(table).remove(table)


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
