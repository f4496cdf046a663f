"""Where a tag stands in a Word part, in words that a template maintainer can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from drafter.template.package import qn

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
"""A tag as typed, within the words of one paragraph."""

_P, _TBL, _TR, _TC, _T = qn("p"), qn("tbl"), qn("tr"), qn("tc"), qn("t")


@dataclass(frozen=True, slots=True)
class Site:
    """The place of a paragraph: part, headings above it, position in body or table."""

    part: str
    headings: tuple[str, ...]
    paragraph: int
    cell: tuple[int, int, int] | None
    """Table, row and cell, each counted from 1; None outside tables."""
    ordinal: int = 0
    """Number of the paragraph in its part, cells included, for sorting."""

    def __str__(self) -> str:
        """Return the place in Chinese."""
        if self.cell is not None:
            last = "第{}个表第{}行第{}格".format(*self.cell)
        else:
            last = f"第{self.paragraph}段"
        return " › ".join((self.part, *self.headings, last))

    @property
    def section(self) -> str:
        """Return the headings above, for readers of the report: they see no template."""
        return " › ".join(self.headings) or self.part


def text_of(element: etree._Element) -> str:
    """Return the words under an element, paragraph marks left out."""
    return "".join(node.text or "" for node in element.iter(_T))


def paragraphs_with_sites(
    root: etree._Element, part: str, heading_levels: Mapping[str, int]
) -> Iterator[tuple[etree._Element, Site]]:
    """Yield each paragraph in document order with its place; linear in the document's size."""
    headings: list[tuple[int, str]] = []
    tables: dict[etree._Element, int] = {}
    rows: dict[etree._Element, int] = {}
    cells: dict[etree._Element, int] = {}
    known: dict[etree._Element, Site] = {}
    count = 0
    for element in root.iter(_P, _TBL, _TR, _TC):
        if element.tag == _TBL:
            tables[element] = len(tables) + 1
        elif element.tag == _TR:
            rows[element] = _ordinal(element, rows)
        elif element.tag == _TC:
            cells[element] = _ordinal(element, cells)
        elif (outer := next(element.iterancestors(_P), None)) is not None:
            yield element, known[outer]  # in a text box: the place of its anchor
        else:
            cell = next(element.iterancestors(_TC), None)
            if cell is None:
                count += 1
                level = heading_levels.get(style_of(element))
                if level is not None:
                    while headings and headings[-1][0] >= level:
                        headings.pop()
                    headings.append((level, TAG.sub("", text_of(element)).strip()))
            place = _cell(cell, tables, rows, cells)
            titles = tuple(title for _, title in headings)
            known[element] = Site(part, titles, count, place, len(known))
            yield element, known[element]


def _ordinal(element: etree._Element, known: Mapping[etree._Element, int]) -> int:
    before = element.getprevious()
    while before is not None and before.tag != element.tag:
        before = before.getprevious()
    return 1 if before is None else known[before] + 1


def _cell(
    cell: etree._Element | None,
    tables: Mapping[etree._Element, int],
    rows: Mapping[etree._Element, int],
    cells: Mapping[etree._Element, int],
) -> tuple[int, int, int] | None:
    if cell is None:
        return None
    row = next(cell.iterancestors(_TR), None)
    table = next(cell.iterancestors(_TBL), None)
    if row is None or table is None:
        return None
    return (tables[table], rows[row], cells[cell])


def style_of(paragraph: etree._Element) -> str:
    """Return the style id of a paragraph, or an empty string for the default style."""
    style = paragraph.find(f"{qn('pPr')}/{qn('pStyle')}")
    return "" if style is None else style.get(qn("val"), "")


def heading_levels(styles: etree._Element) -> dict[str, int]:
    """Return the outline level (0 for the top) of each paragraph style that has one."""
    levels = {}
    for style in styles.iter(qn("style")):
        level = style.find(f"{qn('pPr')}/{qn('outlineLvl')}")
        if level is not None and int(level.get(qn("val"), "9")) < 9:
            levels[style.get(qn("styleId"), "")] = int(level.get(qn("val"), "9"))
    return levels
