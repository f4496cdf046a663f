"""Where each printed value stands in a finished part: its paragraph, and from where to where.

Rendering does not need it, and tables have thousands of values; so it is worked out when asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import NamedTuple

from drafter.diagnostics import Place
from drafter.template.finish import Finished
from drafter.template.package import DECLARATION, R, parse, qn
from drafter.template.printing import Printed
from drafter.template.sites import own_texts, paragraphs_with_places

_PIECES = re.compile(
    r"<w:p(?=[ >])[^>]*(?<!/)>|<w:p(?: [^>]*)?/>|</w:p>|<w:t(?: [^>]*)?>([^<]*)</w:t>"
)
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A printed value in the document: what, in which part and paragraph, at which characters."""

    printed: Printed
    part: str
    paragraph: int
    """Number of the paragraph in its part, in document order from 0, those of tables included."""
    start: int
    end: int
    """Characters of the paragraph's words; of a value of several lines those of the first."""
    last: int
    """Number of the paragraph that the value ends in: a later one where it has several lines."""
    last_end: int
    """Where it ends there."""
    chart: str = ""
    """Of a value in a chart of the paragraph: what it is there, as words before it."""

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the value, each with its paragraph and characters.

        A value in a chart is none of the words of its paragraph.
        """
        if self.chart:
            yield Line(0, self.paragraph, self.start, self.end)
            return
        texts = self.printed.text.split("\n")
        for number, text in enumerate(texts):
            paragraph = self.last if number == len(texts) - 1 else self.paragraph + number
            start = self.start if number == 0 else 0
            yield Line(number, paragraph, start, start + len(text))


class Line(NamedTuple):
    """A line of a printed value: its number in the value, its paragraph, its characters there."""

    number: int
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ChartValues:
    """The values that a chart shows: by number in the print log, each with words before it."""

    part: str
    relation: str
    """Of the part, to the chart: its drawing has the same."""
    values: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a finished part: its number in the part, its place, its words."""

    part: str
    number: int
    """In document order from 0, those of tables included: that of `PrintedFigure.paragraph`."""
    place: Place
    words: str


def paragraphs_of(
    part: str, title: str, finished: Finished, levels: Mapping[str, int]
) -> Iterator[Paragraph]:
    """Yield the paragraphs of a part in document order."""
    root = parse(DECLARATION + finished.text.encode())
    for number, (element, place) in enumerate(paragraphs_with_places(root, title, levels)):
        words = "".join(text.text or "" for text in own_texts(element))
        yield Paragraph(part, number, place, words)


def printed_figures(
    part: str, finished: Finished, entries: Sequence[Printed]
) -> list[PrintedFigure]:
    """Return the values of a part in the order of printing."""
    waiting = sorted((span, number) for number, span in finished.printed.items())
    ending: list[tuple[int, int]] = []
    """Where values of several lines end, with their numbers."""
    found: dict[int, PrintedFigure] = {}
    open_paragraphs: list[list[int]] = []
    """Number of each open paragraph, and how many characters it has so far."""
    paragraphs = 0
    for piece in _PIECES.finditer(finished.text):
        words = piece[1]
        if words is None:
            if piece.group() == "</w:p>":
                open_paragraphs.pop()
            else:
                if not piece.group().endswith("/>"):
                    open_paragraphs.append([paragraphs, 0])
                paragraphs += 1
            continue
        paragraph, before = open_paragraphs[-1]
        while waiting and waiting[0][0][0] <= piece.end(1):
            (start, stop), number = waiting.pop(0)
            entry = entries[number]
            line, later, _ = entry.text.partition("\n")
            first = before + _letters(piece, start)
            end = first + len(line)
            found[number] = PrintedFigure(entry, part, paragraph, first, end, paragraph, end)
            if later:
                ending.append((stop, number))
        while ending and ending[0][0] <= piece.end(1):
            stop, number = ending.pop(0)
            last_end = before + _letters(piece, stop)
            found[number] = replace(found[number], last=paragraph, last_end=last_end)
        open_paragraphs[-1][1] = before + len(unescape(words))
    return [found[number] for number in sorted(found)]


def _letters(piece: re.Match[str], position: int) -> int:
    """Return how many letters of a text stand before a position of the part."""
    return len(unescape(piece[1][: max(0, position - piece.start(1))]))


def chart_figures(
    finished: Finished, entries: Sequence[Printed], charts: Iterable[ChartValues]
) -> Iterator[PrintedFigure]:
    """Yield the values in charts of a part, each at the paragraph of its chart."""
    root = parse(DECLARATION + finished.text.encode())
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(qn("p")))}
    holders = {
        str(chart.get(f"{{{R}}}id")): numbers[next(chart.iterancestors(qn("p")))]
        for chart in root.iter(_CHART)
    }
    for chart in charts:
        paragraph = holders[chart.relation]
        for number, label in chart.values:
            yield PrintedFigure(entries[number], chart.part, paragraph, 0, 0, paragraph, 0, label)
