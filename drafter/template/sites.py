"""Where a paragraph stands in a Word part, in words that a template maintainer can follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from drafter.diagnostics import Place
from drafter.template.package import qn

_WITHIN = r"(?:(?!\{\{|\{%).)*?"
TAG = re.compile(rf"\{{\{{(?!\{{){_WITHIN}\}}\}}|\{{%{_WITHIN}%\}}", re.DOTALL)
"""A tag as typed, within the words of one paragraph; where another begins, it had no end."""
_OTHERWISE = re.compile(r"\{%[-+]?\s*(?:else|elif)\b")

_P, _TBL, _TR, _TC, _T = qn("p"), qn("tbl"), qn("tr"), qn("tc"), qn("t")
_PPR, _PSTYLE, _VAL = qn("pPr"), qn("pStyle"), qn("val")
OFF = frozenset({"0", "false", "off"})
"""What turns a switch off."""
_NOTES = (qn("footnote"), qn("endnote"))


def text_of(element: etree._Element) -> str:
    """Return the words under an element, paragraph marks left out."""
    return "".join(node.text or "" for node in element.iter(_T))


def own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text elements of a paragraph, not those of paragraphs nested in it."""
    for text in paragraph.iter(_T):
        if _around(text, _P) is paragraph:
            yield text


def spans_of(texts: Sequence[etree._Element]) -> list[tuple[int, int]]:
    """Return where in their words together each text begins and ends."""
    spans, start = [], 0
    for text in texts:
        end = start + len(text.text or "")
        spans.append((start, end))
        start = end
    return spans


def touched(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """Return the numbers of the texts that hold any of the letters from start to end."""
    return [i for i, (left, right) in enumerate(spans) if left < end and right > start]


def paragraphs_with_places(
    root: etree._Element, part: str, heading_levels: Mapping[str, int], order: int = 0
) -> Iterator[tuple[etree._Element, Place]]:
    """Yield each paragraph in document order with its place; linear in the document's size.

    `order` is the number of the first paragraph, so that places of several parts sort.
    """
    headings: list[tuple[int, str]] = []
    counts: Counter[etree._Element | None] = Counter()
    numbers: dict[etree._Element, int] = {}
    known: dict[etree._Element, Place] = {}
    title, note, body = part, 0, 0
    for element in root.iter(_P, _TBL, _TR, _TC, *_NOTES):
        if element.tag in _NOTES:
            # Separators are notes with a type; readers do not see them as notes.
            note += element.get(qn("type")) is None
            title = f"{part}第{note}条" if element.get(qn("type")) is None else part
            body = 0
        elif element.tag != _P:
            holder = _around(element, {_TBL: _TC, _TR: _TBL, _TC: _TR}[element.tag])
            counts[holder] += 1
            numbers[element] = counts[holder]
        elif (outer := _around(element, _P)) is not None:
            yield element, known[outer]  # in a text box: the place of its anchor
        else:
            cell = _around(element, _TC)
            if cell is None:
                body += 1
                level = heading_levels.get(style_of(element))
                if level is not None:
                    while headings and headings[-1][0] >= level:
                        headings.pop()
                    headings.append((level, _untagged(text_of(element))))
            known[element] = Place(
                order + len(known),
                title,
                tuple(words for _, words in headings),
                body if cell is None else _within(element, cell),
                tuple(_cells(cell, numbers)),
            )
            yield element, known[element]


def _around(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def _within(paragraph: etree._Element, cell: etree._Element) -> int:
    """Return the number of the paragraph in its cell; 0 where it is the only one."""
    own = cell.findall(_P)
    return own.index(paragraph) + 1 if len(own) > 1 and paragraph in own else 0


def _cells(
    cell: etree._Element | None, numbers: Mapping[etree._Element, int]
) -> Iterator[tuple[int, int, int]]:
    """Yield table, row and cell, those of outer tables first."""
    row = None if cell is None else _around(cell, _TR)
    table = None if row is None else _around(row, _TBL)
    if cell is not None and row is not None and table is not None:
        yield from _cells(_around(table, _TC), numbers)
        yield numbers[table], numbers[row], numbers[cell]


def place_near(element: etree._Element, places: Mapping[etree._Element, Place]) -> Place | None:
    """Return the place of an element: that of the paragraph, row or cell that it is or is in.

    What has no paragraph of its own stands after the one before it.
    """
    here: etree._Element | None = element
    while here is not None:
        if here in places:
            return places[here]
        inside = next(here.iter(_P), None)
        if inside is not None and inside in places:
            return _without_inner(here, places[inside])
        if here.tag == _TC and (row := _around(here, _TR)) is not None:
            number = sum(1 for _ in here.itersiblings(_TC, preceding=True)) + 1
            return _in_cell(place_near(row, places), number)
        for before in here.itersiblings(preceding=True):
            last = next(reversed(list(before.iter(_P))), None)
            if last is not None and last in places:
                return places[last]
        here = here.getparent()
    return None


def _in_cell(row: Place | None, number: int) -> Place | None:
    """Return the place of a cell of the row, which has no paragraph of its own."""
    if row is None or not row.cells:
        return row
    *outer, (table, line, _) = row.cells
    return replace(row, cells=(*outer, (table, line, number)), paragraph=0)


def _without_inner(element: etree._Element, place: Place) -> Place:
    """Return the place of a cell, row or table, not of a table within its first cell."""
    if element.tag not in {_TC, _TR, _TBL}:
        return place
    depth = sum(1 for _ in element.iterancestors(_TC)) + 1
    inner = len(place.cells) > depth
    return replace(place, cells=place.cells[:depth], paragraph=0 if inner else place.paragraph)


def style_of(paragraph: etree._Element) -> str:
    """Return the style id of a paragraph, or an empty string for the default style."""
    style = properties_of(paragraph).get(_PSTYLE)
    return "" if style is None else style.get(_VAL, "")


def properties_of(paragraph: etree._Element) -> Mapping[str, etree._Element]:
    """Return the properties that a paragraph sets itself, by tag; they are its first child."""
    first = paragraph[0] if len(paragraph) else None
    if first is None or first.tag != _PPR:
        return {}
    return {child.tag: child for child in first}


def _untagged(words: str) -> str:
    """Return the words of a heading without tags; what stands in its place in other cases apart."""
    return TAG.sub(lambda tag: "／" if _OTHERWISE.match(tag[0]) else "", words).strip()


def heading_levels(styles: etree._Element) -> dict[str, int]:
    """Return the outline level (0 for the top) of each paragraph style that has one.

    A style has that of the style that it is based on, unless it says otherwise.
    """
    own: dict[str, str] = {}
    for style in styles.iter(qn("style")):
        level = style.find(f"{qn('pPr')}/{qn('outlineLvl')}")
        if level is not None:
            own[style.get(qn("styleId"), "")] = level.get(qn("val"), "9")
    based, levels = bases_of(styles), {}
    for name in based:
        said = next((own[style] for style in ancestry(name, based) if style in own), "9")
        if said in set("012345678"):
            levels[name] = int(said)
    return levels


def is_on(switch: etree._Element | None) -> bool:
    """Return whether a switch such as `vanish` is there, and not turned off."""
    return switch is not None and switch.get(_VAL, "1") not in OFF


def bases_of(styles: etree._Element) -> dict[str, str]:
    """Return by style id the style that it is based on; empty where it stands alone."""
    based = {}
    for style in styles.iter(qn("style")):
        parent = style.find(qn("basedOn"))
        based[style.get(qn("styleId"), "")] = "" if parent is None else parent.get(_VAL, "")
    return based


def ancestry(style: str, based: Mapping[str, str]) -> Iterator[str]:
    """Yield a style and those that it is based on, the nearest first; a circle ends."""
    seen: set[str] = set()
    while style and style not in seen:
        yield style
        seen.add(style)
        style = based.get(style, "")
