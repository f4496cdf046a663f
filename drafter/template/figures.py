"""Where each printed value stands in a finished part: its paragraph, and from where to where.

Rendering does not need it, and tables have thousands of values; so it is worked out when asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

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
    """Characters of the paragraph's words; a value of several lines ends in a later one."""
    chart: str = ""
    """Of a value in a chart of the paragraph: what it is there, as words before it."""


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
            (start, _), number = waiting.pop(0)
            entry = entries[number]
            first = before + len(unescape(words[: max(0, start - piece.start(1))]))
            length = len(entry.text.partition("\n")[0])
            found[number] = PrintedFigure(entry, part, paragraph, first, first + length)
        open_paragraphs[-1][1] = before + len(unescape(words))
    return [found[number] for number in sorted(found)]


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
            yield PrintedFigure(entries[number], chart.part, paragraph, 0, 0, label)
