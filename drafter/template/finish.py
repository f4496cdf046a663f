"""Turns rendered text into the final text of a part: marks taken out, tokens resolved.

One scan over the text, linear in its length. What it takes away it declares, so that the proof
afterwards can hold the result against the rendering, letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from drafter.template.printing import END, SEPARATOR, START, Printed
from drafter.template.seam import (
    CELL,
    CELL_END,
    CLOSE_TOKEN,
    CONTENT,
    COUNTED,
    MERGE,
    NEEDS_BLOCK,
    NEEDS_PARAGRAPH,
    OPEN_TOKEN,
    ROW,
    SECTION,
    SECTION_END,
    TABLE,
    TABLE_END,
    CellSeam,
    Seams,
)

_RESTART, _CONTINUE = '<w:vMerge w:val="restart"/>', '<w:vMerge w:val="continue"/>'
_MERGE = {"restart": _RESTART, "continue": _CONTINUE}
_PARAGRAPH_ENDS = ("</w:p>", "<w:p/>", "<w:p ", "</w:sdt>")
"""How the last tag begins: an empty paragraph may have attributes."""
_BLOCK_ENDS = (*_PARAGRAPH_ENDS, "</w:tbl>")


class Removed(NamedTuple):
    """The content of a cell that was merged, and of the cell that says the same above it.

    Both as spans of the rendered text, marks and all.
    """

    start: int
    end: int
    kept_start: int
    kept_end: int


@dataclass(slots=True)
class Finished:
    """A part in its final form, and how it came about."""

    text: str
    printed: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Where each value stands in the final text, by its number in the print log."""
    merged: set[int] = field(default_factory=set)
    """Values of cells that were merged: their words stand in the cell above."""
    removed: list[Removed] = field(default_factory=list)


@dataclass(slots=True)
class _Cell:
    """A cell of a table with merges, while it is read."""

    seam: CellSeam
    column: int
    merge_piece: int
    content_piece: int = -1
    content_start: int = 0
    """Where its content starts in the rendered text."""
    key: str | None = None


_Group = tuple[int, str, str]
"""What tells cells that merge: columns, group and content."""


class _Merged(NamedTuple):
    """The first cell of a group: where its merge is written, and its content in the rendering."""

    group: _Group
    merge_piece: int
    start: int
    end: int


@dataclass(slots=True)
class _Table:
    """A table while it is read: its columns in this row and in the one above."""

    first_piece: int
    column: int = 0
    above: dict[int, _Merged] = field(default_factory=dict)
    current: dict[int, _Merged] = field(default_factory=dict)


def finish(rendered: str, entries: Sequence[Printed], seams: Seams) -> Finished:
    """Return the final text of a rendered part."""
    scan = _Scan(seams)
    out, values, cells = scan.out, scan.values, scan.cells
    first, *pieces = rendered.split(START)
    scan.static(first, 0)
    position = len(first)
    for piece in pieces:
        mark, _, static = piece.partition(END)
        number, _, value = mark.partition(SEPARATOR)
        index = int(number, 16)
        values.append((index, len(out)))
        out.append(value)
        if cells and entries[index].merge is not None:
            cells[-1].key = entries[index].merge
        if OPEN_TOKEN in static:
            scan.static(static, position + len(mark) + 2)
        else:
            out.append(static)
        position += len(piece) + 1
    return scan.finished()


class _Scan:
    """The state of the scan: final pieces so far, open tables, where the values stand."""

    def __init__(self, seams: Seams) -> None:
        self.seams = seams
        self.out: list[str] = []
        self.values: list[tuple[int, int]] = []
        """Number of each value and its place among the pieces."""
        self.tables: list[_Table] = []
        self.cells: list[_Cell] = []
        """Cells that may merge and are open: there are tables in cells."""
        self.merged: set[int] = set()
        self.removed: list[Removed] = []
        self.sections: list[tuple[int, int]] = []
        """Of open paragraphs with a section break: its place, and the values before it."""

    def static(self, text: str, position: int) -> None:
        """Take text of the template and the tokens in it; it begins at the position."""
        first, *rest = text.split(OPEN_TOKEN)
        self.out.append(first)
        position += len(first)
        for piece in rest:
            code, _, words = piece.partition(CLOSE_TOKEN)
            self.token(code[0], int(code[1:] or 0), position, position + len(code) + 2)
            self.out.append(words)
            position += len(piece) + 1

    def token(self, kind: str, number: int, start: int, end: int) -> None:
        """Resolve a token, or keep its place until it can be; it stands at start to end."""
        if kind == ROW:
            table = self.tables[-1]
            table.above, table.current, table.column = table.current, {}, number
        elif kind == MERGE:
            seam = self.seams.cells[number]
            self.cells.append(_Cell(seam, self._column(seam), len(self.out)))
            self.out.append("")
        elif kind == CONTENT:
            self.cells[-1].content_piece = len(self.out)
            self.cells[-1].content_start = end
        elif kind == CELL_END:
            self._end_cell(self.tables[-1], self.cells.pop(), start)
        elif kind == CELL:
            self._column(self.seams.cells[number])
        elif kind == TABLE:
            self.tables.append(_Table(len(self.out)))
        elif kind == TABLE_END:
            first = self.tables.pop().first_piece
            if not any("<w:tc" in piece for piece in self.out[first:]):
                del self.out[first:]  # Word would not open it, and it holds no words
        elif kind == NEEDS_PARAGRAPH:
            self._close(_PARAGRAPH_ENDS)
        elif kind == NEEDS_BLOCK:
            self._close(_BLOCK_ENDS)
        elif kind == SECTION:
            self.sections.append((len(self.out), len(self.values)))
            self.out.append("")
        elif kind == SECTION_END:
            self._end_section(self.seams.sections[number])

    def _column(self, seam: CellSeam) -> int:
        """Return the column of a cell, counted where cells before it may come and go."""
        if seam.column != COUNTED:
            return seam.column
        table = self.tables[-1]
        column = table.column
        table.column += seam.span
        return column

    def _end_cell(self, table: _Table, cell: _Cell, end: int) -> None:
        """Merge the cell with the one above where group and content are the same.

        `end` is where its content ends in the rendered text.
        """
        if cell.key is None:
            if cell.seam.drawn:
                self.out[cell.merge_piece] = _MERGE[cell.seam.drawn]
            return
        content = "".join(self.out[cell.content_piece :])
        group = cell.seam.span, cell.key, content
        above = table.above.get(cell.column)
        if above is None or above.group != group:
            if cell.seam.drawn:
                self.out[cell.merge_piece] = _RESTART
            table.current[cell.column] = _Merged(group, cell.merge_piece, cell.content_start, end)
            return
        # Only now is it a merge: a group of one cell has none.
        self.out[above.merge_piece] = _RESTART
        self.out[cell.merge_piece] = _CONTINUE
        while self.values and self.values[-1][1] >= cell.content_piece:
            self.merged.add(self.values.pop()[0])
        del self.out[cell.content_piece :]
        self.out.append(cell.seam.empty)
        while self.removed and self.removed[-1].start >= cell.content_start:
            self.removed.pop()  # a cell of a table within this one
        self.removed.append(Removed(cell.content_start, end, above.start, above.end))
        table.current[cell.column] = above

    def _close(self, endings: tuple[str, ...]) -> None:
        """Give back the paragraph that Word demands, where a condition left none."""
        last = next((piece for piece in reversed(self.out) if piece), "")
        if not last[last.rfind("<") :].startswith(endings):
            self.out.append("<w:p/>")

    def _end_section(self, section: str) -> None:
        """Put the section break into the last of the paragraphs that came of one."""
        place, before = self.sections.pop()
        split = [at for _, at in self.values[before:] if "</w:p>" in self.out[at]]
        if not split:
            self.out[place] = section
            return
        head, opening, rest = self.out[split[-1]].rpartition("<w:p>")
        if rest.startswith("<w:pPr>"):
            rest = rest.replace("</w:pPr>", f"{section}</w:pPr>", 1)
        else:
            rest = f"<w:pPr>{section}</w:pPr>{rest}"
        self.out[split[-1]] = f"{head}{opening}{rest}"

    def finished(self) -> Finished:
        """Return the final text, and where the values stand in it."""
        ends = list(accumulate(map(len, self.out)))
        printed = {number: (ends[at] - len(self.out[at]), ends[at]) for number, at in self.values}
        return Finished("".join(self.out), printed, self.merged, self.removed)
