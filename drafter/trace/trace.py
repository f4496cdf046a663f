"""Every printed value at its place in the document, and what a text found there is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from drafter.diagnostics import DataPath, Place, path_text
from drafter.figures.nodes import Figure, Text
from drafter.template.figures import Line, Paragraph, PrintedFigure
from drafter.template.render import Rendered

_AROUND = 16
"""Letters of the paragraph that are shown before and after a figure."""
_NUMBER = re.compile(r"[-－−+]?(\d[\d,]*)(\.\d+)?(%|％)?")


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
    line: int = 0
    """Of words of several lines: which one this is, from 0."""
    chart: str = ""
    """Of a value in a chart: what it is there."""


class _Printed(NamedTuple):
    """A line of a printed value."""

    line: Line
    value: PrintedFigure


def traced(rendered: Rendered) -> list[Traced]:
    """Return every printed figure and text that has a node, in the order of the document."""
    return [
        _traced(paragraph, one.line.start, one.line.end, one)
        for paragraph, values in _by_paragraph(rendered)
        for one in values
        if one.value.printed.node is not None or one.value.printed.gap
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
            over = [v for v in values if v.line.start < end and v.line.end > start]
            told = [_traced(paragraph, *_span(v, start, end), v) for v in over]
            for one in told or [_traced(paragraph, start, end, None)]:
                hits[paragraph.part, paragraph.number, one.start] = one
    everything = traced(rendered)
    by_path = (one for one in everything if _is_at(one, wanted) and not one.chart)
    hits |= {(one.part, one.paragraph, one.start): one for one in by_path}
    drawn = (one for one in everything if one.chart)
    in_charts = (o for o in drawn if _is_at(o, wanted) or pattern.search(o.printed))
    return [*hits.values(), *in_charts]


def _by_paragraph(rendered: Rendered) -> Iterator[tuple[Paragraph, list[_Printed]]]:
    """Yield the paragraphs, each with the lines of values that are printed in it."""
    printed: dict[tuple[str, int], list[_Printed]] = defaultdict(list)
    for value in rendered.figures:
        for line in value.lines():
            printed[value.part, line.paragraph].append(_Printed(line, value))
    for paragraph in rendered.paragraphs:
        values = printed.get((paragraph.part, paragraph.number), [])
        yield paragraph, sorted(values, key=lambda v: (v.line.start, v.line.end))


def _traced(paragraph: Paragraph, start: int, end: int, one: _Printed | None) -> Traced:
    words = paragraph.words
    printed = None if one is None else one.value.printed
    chart = "" if one is None else one.value.chart
    return Traced(
        paragraph.part,
        paragraph.number,
        start,
        end,
        paragraph.place,
        printed.text if printed is not None and chart else words[start:end],
        chart or words[max(0, start - _AROUND) : start],
        "" if chart else words[end : end + _AROUND],
        None if printed is None else printed.node,
        () if printed is None else printed.gap,
        0 if one is None else one.line.number,
        chart,
    )


def _span(one: _Printed, start: int, end: int) -> tuple[int, int]:
    """Return the figure that was hit, or of words those alone that were looked for."""
    line = one.line
    if isinstance(one.value.printed.node, Text):
        return max(start, line.start), min(end, line.end)
    return line.start, line.end


def _pattern(wanted: str) -> re.Pattern[str]:
    """Return the pattern of the words: a number is not looked for within a longer one.

    A number is found however it is written: with or without commas, sign and zeros at its end.
    """
    words = re.escape(wanted)
    number = _NUMBER.fullmatch(wanted)
    if number is not None:
        whole, decimals = number[1].replace(",", ""), (number[2] or "").rstrip("0").rstrip(".")
        digits = ",?".join(whole)
        words = digits + (f"{re.escape(decimals)}0*" if decimals else r"(?:\.0+)?")
        words += "%" if number[3] else ""
    before = r"(?<!\d)(?<!\d[.,])" if number or wanted[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if number or wanted[-1:].isdigit() else ""
    return re.compile(f"{before}{words}{after}", re.ASCII)


def _is_at(one: Traced, wanted: str) -> bool:
    if one.node is None:
        return False
    path = path_text(one.node.path)
    return path == wanted or path.startswith(f"{wanted}.")
