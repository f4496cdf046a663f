"""Turns rendered text into the final text of a part: marks taken out, tokens resolved, ids renewed.

One scan over the text, linear in its length. What it takes away it declares, so that the proof
afterwards can hold the result against the rendering, letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from drafter.template.printing import END, SEPARATOR, START, Printed
from drafter.template.seam import (
    CELL,
    CELL_END,
    CLOSE_TOKEN,
    CONTENT,
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

_PIECES = re.compile(
    f"{START}([0-9a-f]+){SEPARATOR}([^{END}]*){END}|{OPEN_TOKEN}([a-z])([0-9]*){CLOSE_TOKEN}"
)
_PARAGRAPH_ENDS = ("</w:p>", "<w:p/>", "</w:sdt>")
_BLOCK_ENDS = (*_PARAGRAPH_ENDS, "</w:tbl>")


@dataclass(frozen=True, slots=True)
class Removed:
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
    removed: list[Removed] = field(default_factory=list)


@dataclass(slots=True)
class _Cell:
    """A cell of a table with merges, while it is read."""

    seam: CellSeam
    column: int
    merge_piece: int = -1
    content_piece: int = -1
    content_start: int = 0
    """Where its content starts in the rendered text."""
    key: str | None = None


_Group = tuple[int, str, str]
"""What tells cells that merge: columns, group and content."""


@dataclass(frozen=True, slots=True)
class _Merged:
    """The first cell of a group: where its merge is written, and its content in the rendering."""

    group: _Group
    merge_piece: int
    values: list[int]
    """Places of its values among the pieces."""
    start: int
    end: int


@dataclass(slots=True)
class _Table:
    """A table while it is read: its columns in this row and in the one above."""

    first_piece: int
    column: int = 0
    above: dict[int, _Merged] = field(default_factory=dict)
    current: dict[int, _Merged] = field(default_factory=dict)
    cells: list[_Cell] = field(default_factory=list)


def finish(rendered: str, entries: Sequence[Printed], seams: Seams) -> Finished:
    """Return the final text of a rendered part."""
    scan = _Scan(entries, seams)
    # split: static text, number of a value, the value, kind of a token, its number, static …
    pieces = _PIECES.split(rendered)
    scan.static(pieces[0])
    for i in range(1, len(pieces), 5):
        number, value, kind, count, static = pieces[i : i + 5]
        if number is not None:
            scan.value(int(number, 16), value)
            scan.position += len(number) + len(value) + 3
        else:
            scan.token(kind, int(count or 0))
            scan.position += len(kind) + len(count) + 2
        if static:
            scan.static(static)
    return scan.finished()


class _Scan:
    """The state of the scan: final pieces so far, open tables, where the values stand."""

    def __init__(self, entries: Sequence[Printed], seams: Seams) -> None:
        self.entries = entries
        self.seams = seams
        self.out: list[str] = []
        self.position = 0
        """How far the rendered text has been read."""
        self.values: list[tuple[int, int]] = []
        """Number of each value and its place among the pieces."""
        self.tables: list[_Table] = []
        self.removed: list[Removed] = []
        self.sections: list[tuple[int, int]] = []
        """Of open paragraphs with a section break: its place, and the values before it."""

    def static(self, text: str) -> None:
        """Take text of the template."""
        self.out.append(text)
        self.position += len(text)

    def value(self, number: int, value: str) -> None:
        """Take a printed value; in a cell that is read, it may name the cell's group."""
        self.values.append((number, len(self.out)))
        self.out.append(value)
        key = self.entries[number].merge
        if key is not None and self.tables and self.tables[-1].cells:
            self.tables[-1].cells[-1].key = key

    def token(self, kind: str, number: int) -> None:
        """Resolve a token, or keep its place until it can be resolved."""
        table = self.tables[-1] if self.tables else None
        if kind == TABLE:
            self.tables.append(_Table(len(self.out)))
        elif kind == NEEDS_PARAGRAPH:
            self._close(_PARAGRAPH_ENDS)
        elif kind == NEEDS_BLOCK:
            self._close(_BLOCK_ENDS)
        elif kind == SECTION:
            self.sections.append((len(self.out), len(self.values)))
            self.out.append("")
        elif kind == SECTION_END:
            self._end_section(self.seams.sections[number])
        elif table is None:
            raise AssertionError(f"token {kind} outside a table")
        elif kind == TABLE_END:
            self.tables.pop()
            if not any("<w:tr" in piece for piece in self.out[table.first_piece :]):
                del self.out[table.first_piece :]  # Word would not open it; it holds no words
        elif kind == ROW:
            table.above, table.current, table.column = table.current, {}, number
        elif kind == CELL:
            seam = self.seams.cells[number]
            table.cells = [_Cell(seam, table.column)]
            table.column += seam.span
        elif kind == MERGE:
            table.cells[-1].merge_piece = len(self.out)
            self.out.append("")
        elif kind == CONTENT:
            table.cells[-1].content_piece = len(self.out)
            table.cells[-1].content_start = self.position + len(kind) + 2
        elif kind == CELL_END:
            self._end_cell(table, table.cells.pop())

    def _end_cell(self, table: _Table, cell: _Cell) -> None:
        """Merge the cell with the one above where group and content are the same."""
        if cell.key is None:
            if cell.seam.drawn:
                self.out[cell.merge_piece] = _vmerge(cell.seam.drawn)
            return
        content = "".join(self.out[cell.content_piece :])
        group = cell.seam.span, cell.key, content
        above = table.above.get(cell.column)
        if above is None or above.group != group:
            if cell.seam.drawn:
                self.out[cell.merge_piece] = _vmerge("restart")
            table.current[cell.column] = _Merged(
                group, cell.merge_piece, self._values_since(cell), cell.content_start, self.position
            )
            return
        # Only now is it a merge: a group of one cell has none.
        self.out[above.merge_piece] = _vmerge("restart")
        self.out[cell.merge_piece] = _vmerge("continue")
        own = len(self._values_since(cell))
        for i, at in zip(
            range(len(self.values) - own, len(self.values)), above.values, strict=True
        ):
            self.values[i] = self.values[i][0], at  # the same value stands in the cell above
        del self.out[cell.content_piece :]
        self.out.append(cell.seam.empty)
        while self.removed and self.removed[-1].start >= cell.content_start:
            self.removed.pop()  # a cell of a table within this one
        self.removed.append(Removed(cell.content_start, self.position, above.start, above.end))
        table.current[cell.column] = above

    def _values_since(self, cell: _Cell) -> list[int]:
        """Return the places of the values in the cell."""
        found = []
        for _, at in reversed(self.values):
            if at < cell.content_piece:
                break
            found.append(at)
        return found[::-1]

    def _close(self, endings: tuple[str, ...]) -> None:
        """Give back the paragraph that Word demands, where a condition left none."""
        last = next((piece for piece in reversed(self.out) if piece), "")
        if not last.endswith(endings):
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
        starts, total = [], 0
        for piece in self.out:
            starts.append(total)
            total += len(piece)
        printed = {
            number: (starts[at], starts[at] + len(self.out[at])) for number, at in self.values
        }
        return Finished("".join(self.out), printed, self.removed)


def _vmerge(value: str) -> str:
    return f'<w:vMerge w:val="{value}"/>'
