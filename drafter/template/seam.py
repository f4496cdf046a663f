"""Tokens and markup for the places where rendered text may be cut; `seams` makes them."""

from __future__ import annotations

from dataclasses import dataclass, field

OPEN_TOKEN, CLOSE_TOKEN = "\ufdd4", "\ufdd5"
TABLE, TABLE_END, ROW, CELL = "t", "u", "r", "c"
MERGE, CONTENT, CELL_END = "v", "d", "x"
NEEDS_PARAGRAPH, NEEDS_BLOCK = "p", "b"
SECTION, SECTION_END = "s", "e"
CHART, CHART_ITEM, CHART_DRAWING, CHART_END = "g", "f", "h", "i"
CHART_RELATION, ALTERNATIVE = "k", "a"


@dataclass(frozen=True, slots=True)
class Seam:
    """What to write at a tag where its value does not stand in one run of one paragraph."""

    paragraph: str
    """Between two lines: ends the paragraph and begins one like it."""
    gap: str
    """Before a gap: ends the run and begins a highlighted one."""
    gap_end: str


COUNTED = -1

NO_SEAM = Seam("", "", "")


@dataclass(frozen=True, slots=True)
class CellSeam:
    """A cell of a table with merges: its columns, and what is left of it when it is merged."""

    column: int
    """COUNTED where cells before it may come and go."""
    span: int
    drawn: str
    """How the template draws it: restart or continue where it is merged, else empty."""
    empty: str


@dataclass(slots=True)
class Seams:
    """All places of a part where rendered text may have to be cut."""

    tags: list[Seam] = field(default_factory=list)
    """Of each tag in its order; empty ones for tags that print nothing."""
    cells: list[CellSeam] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    """Section breaks of paragraphs that print values: they belong to the last paragraph."""


def token(kind: str, number: int | str = "") -> str:
    """Return a token for the text of a part."""
    return f"{OPEN_TOKEN}{kind}{number}{CLOSE_TOKEN}"
