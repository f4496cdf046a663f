"""Every printed value at its place in the document, and what a text found there is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.diagnostics import DataPath, Place, path_text
from drafter.figures.nodes import Figure, Text
from drafter.template.figures import Paragraph, PrintedFigure
from drafter.template.render import Rendered

_AROUND = 16
"""Letters of the paragraph that are shown before and after a figure."""


@dataclass(frozen=True, slots=True)
class Traced:
    """Words of the document: where they stand, and what was printed there."""

    part: str
    paragraph: int
    """Number in its part, as in `PrintedFigure`."""
    start: int
    end: int
    place: Place
    printed: str
    before: str
    after: str
    node: Figure | Text | None
    """None for words of the template."""
    gap: tuple[DataPath, ...] = ()
    """The inputs that are still to be filled there."""
    chart: str = ""
    """Of a value in a chart: what it is there."""


def traced(rendered: Rendered) -> list[Traced]:
    """Return every printed figure and text that has a node, in the order of the document."""
    return [
        _traced(paragraph, value.start, value.end, value)
        for paragraph, values in _by_paragraph(rendered)
        for value in values
        if value.printed.node is not None or value.printed.gap
    ]


def figures_of(rendered: Rendered) -> list[Traced]:
    """Return every printed figure, gaps included; what prints as nothing is left out."""
    shown = (one for one in traced(rendered) if one.printed)
    return [one for one in shown if not isinstance(one.node, Text)]


def found(rendered: Rendered, wanted: str) -> list[Traced]:
    """Return what is printed wherever the document says `wanted`, fixed words included.

    What is printed of the data path `wanted`, and below it, comes after.
    """
    pattern = _pattern(wanted)
    hits: dict[tuple[str, int, int], Traced] = {}
    for paragraph, values in _by_paragraph(rendered):
        for hit in pattern.finditer(paragraph.words):
            start, end = hit.span()
            over = [v for v in values if v.start < end and v.end > start]  # none in a chart
            told = [_traced(paragraph, v.start, v.end, v) for v in over]
            for one in told or [_traced(paragraph, start, end, None)]:
                hits[paragraph.part, paragraph.number, one.start] = one
    everything = traced(rendered)
    by_path = (one for one in everything if _is_at(one, wanted) and not one.chart)
    hits |= {(one.part, one.paragraph, one.start): one for one in by_path}
    drawn = (one for one in everything if one.chart)
    in_charts = (o for o in drawn if _is_at(o, wanted) or pattern.search(o.printed))
    return [*hits.values(), *in_charts]


def _by_paragraph(rendered: Rendered) -> Iterator[tuple[Paragraph, list[PrintedFigure]]]:
    printed: dict[tuple[str, int], list[PrintedFigure]] = defaultdict(list)
    for value in rendered.figures:
        printed[value.part, value.paragraph].append(value)
    for paragraph in rendered.paragraphs:
        values = printed.get((paragraph.part, paragraph.number), [])
        yield paragraph, sorted(values, key=lambda v: (v.start, v.end))


def _traced(paragraph: Paragraph, start: int, end: int, value: PrintedFigure | None) -> Traced:
    words = paragraph.words
    chart = "" if value is None else value.chart
    return Traced(
        paragraph.part,
        paragraph.number,
        start,
        end,
        paragraph.place,
        value.printed.text if value is not None and chart else words[start:end],
        chart or words[max(0, start - _AROUND) : start],
        "" if chart else words[end : end + _AROUND],
        None if value is None else value.printed.node,
        () if value is None else value.printed.gap,
        chart,
    )


def _pattern(wanted: str) -> re.Pattern[str]:
    """Return the pattern of the words: a number is not looked for within a longer one."""
    before = r"(?<!\d)(?<!\d[.,])" if wanted[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if wanted[-1:].isdigit() else ""
    return re.compile(f"{before}{re.escape(wanted)}{after}")


def _is_at(one: Traced, wanted: str) -> bool:
    if one.node is None:
        return False
    path = path_text(one.node.path)
    return path == wanted or path.startswith(f"{wanted}.")
