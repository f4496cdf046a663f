"""Reports made once for all tests of a run, their words, and the grids of their tables.

A grid is drawn as text, a row a line: `|` before a cell, `‖` before the first cell of a row that
is repeated on each page. `→2` spans two columns, `↓` begins a merge of rows, `↑` goes on with it,
`⏎` ends a paragraph that is not the last of its cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from drafter.pipeline import Made, Outcome, make_all
from drafter.template.package import parse, qn, read_package

ROOT = Path(__file__).resolve().parents[2]
_START, _ON = "↓", "↑"


@cache
def made(path: str, template: str = "", project: str = "") -> Made:
    """Return what an input gives, its path from the checkout, with its templates or with one."""
    wanted = [template] if template else []
    return make_all(ROOT / path, wanted, [project] if project else [])


@cache
def report(path: str, template: str) -> Report:
    """Return the report of one of the templates that the input names."""
    (outcome,) = (o for o in made(path).outcomes if o.folder and o.folder.name == template)
    return read_report(outcome)


def read_report(outcome: Outcome) -> Report:
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    return Report(parse(read_package(outcome.rendered.document).parts["word/document.xml"]))


@dataclass(frozen=True)
class Report:
    """The body of a finished document, read anew."""

    root: etree._Element

    @property
    def blocks(self) -> Iterator[str]:
        """Yield the words of each paragraph outside of tables, and of each table as one."""
        body = self.root.find(qn("body"))
        assert body is not None
        for node in body:
            if node.tag in {qn("p"), qn("tbl")}:
                yield "\n".join(paragraphs_of(node))

    @property
    def text(self) -> str:
        return "\n".join(paragraphs_of(self.root))

    @property
    def tables(self) -> list[Table]:
        return [read_table(node) for node in self.root.iter(qn("tbl"))]

    def sections(self, titles: set[str]) -> dict[str, str]:
        """Return the words under each heading that is one of the titles, up to the next one."""
        found: dict[str, list[str]] = {}
        title = ""
        for block in self.blocks:
            title = block if block in titles else title
            found.setdefault(title, []).append(block)
        return {name: "\n".join(blocks[1:]) for name, blocks in found.items() if name}


@dataclass(frozen=True)
class Cell:
    words: str
    span: int = 1
    merge: str = ""
    """↓ where a merge of rows begins, ↑ where it goes on."""

    def __str__(self) -> str:
        span = f"→{self.span}" if self.span > 1 else ""
        return " ".join(word for word in (span, f"{self.merge}{self.words}") if word)


@dataclass(frozen=True)
class Table:
    """A table: how many columns its grid has, which rows are repeated, and its cells."""

    columns: int
    repeated: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def drawn(self) -> list[str]:
        return [
            f"{'‖' if number in self.repeated else '|'} {' | '.join(map(str, row))} |"
            for number, row in enumerate(self.rows)
        ]

    def column(self, number: int) -> list[str]:
        """Return the words of the cells that begin in a column, counted from 0."""
        return [cell.words for row in self.rows for at, cell in _placed(row) if at == number]

    def faults(self) -> list[str]:
        """Return what Word would show awry: widths of rows, merges without a start, headers."""
        found = []
        above: dict[int, Cell] = {}
        for number, row in enumerate(self.rows, start=1):
            cells = dict(_placed(row))
            if sum(cell.span for cell in row) != self.columns:
                found.append(f"第{number}行不是{self.columns}列")
            for at, cell in cells.items():
                over = above.get(at)
                if cell.merge == _ON and not (over and over.merge and over.span == cell.span):
                    found.append(f"第{number}行第{at + 1}列的合并没有开头")
                if cell.merge == _ON and cell.words:
                    found.append(f"第{number}行第{at + 1}列的字印不出来")
            above = cells
        if self.repeated != tuple(range(len(self.repeated))):
            found.append("重复的标题行不在最前")
        return found


def paragraphs_of(node: etree._Element) -> list[str]:
    """Return the words of each paragraph at or under the node."""
    return ["".join(t.text or "" for t in p.iter(qn("t"))) for p in node.iter(qn("p"))]


def read_table(node: etree._Element) -> Table:
    rows = node.findall(qn("tr"))
    return Table(
        len(node.findall(f"{qn('tblGrid')}/{qn('gridCol')}")),
        tuple(
            n
            for n, row in enumerate(rows)
            if row.find(f"{qn('trPr')}/{qn('tblHeader')}") is not None
        ),
        tuple(tuple(_cell(cell) for cell in row.findall(qn("tc"))) for row in rows),
    )


def unwrapped(text: str) -> list[str]:
    """Return the lines of a text; one that begins with blanks goes on with the last."""
    lines: list[str] = []
    for line in text.strip("\n").split("\n"):
        if line.startswith(" "):
            lines[-1] += line.strip(" ")
        else:
            lines.append(line)
    return lines


def drawn(text: str) -> list[str]:
    """Return the rows of a drawn grid, which may be wrapped."""
    return [_tidy(row) for row in unwrapped(text)]


def _tidy(row: str) -> str:
    cells = [cell.strip(" ") for cell in row[1:].removesuffix("|").split("|")]
    return f"{row[0]} {' | '.join(cells)} |"


def _cell(cell: etree._Element) -> Cell:
    properties = cell.find(qn("tcPr"))
    span = merge = None
    if properties is not None:
        span, merge = properties.find(qn("gridSpan")), properties.find(qn("vMerge"))
    mark = "" if merge is None else _START if merge.get(qn("val")) == "restart" else _ON
    return Cell(
        "⏎".join(paragraphs_of(cell)),
        1 if span is None else int(span.get(qn("val"), "1")),
        mark,
    )


def _placed(row: tuple[Cell, ...]) -> Iterator[tuple[int, Cell]]:
    """Yield the cells with the column that each begins in, counted from 0."""
    at = 0
    for cell in row:
        yield at, cell
        at += cell.span
