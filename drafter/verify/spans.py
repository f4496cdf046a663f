"""Where printed values stand in the words of a paragraph, blanks made even."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drafter.figures.nodes import Figure, Text
from drafter.template.figures import PrintedFigure
from drafter.template.printing import Printed
from drafter.template.receipt import normal_words
from drafter.verify.document import Paragraph, Piece


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """A printed value, or one line of it, in the words of a paragraph."""

    start: int
    end: int
    printed: Printed
    line: int = 0
    """Which of its lines, from 0."""

    @property
    def is_prose(self) -> bool:
        """Return whether it is words of the input."""
        return isinstance(self.printed.node, Text)

    @property
    def is_figure(self) -> bool:
        """Return whether it is a number, or stands where one is still to be filled."""
        return isinstance(self.printed.node, Figure) or (
            self.printed.node is None
            and (bool(self.printed.gap) or any(c.isdecimal() for c in self.printed.text))
        )

    @property
    def words(self) -> str:
        """Return what is printed there."""
        return self.printed.text.split("\n")[self.line]


Spans = Mapping[tuple[str, int], Sequence[tuple[int, int, Printed, int]]]
"""By part and paragraph: from which letter to which, what, and which line of it."""


def spans_of(figures: Iterable[PrintedFigure]) -> Spans:
    """Return the printed values by paragraph; each line of a long one in its own."""
    found: defaultdict[tuple[str, int], list[tuple[int, int, Printed, int]]] = defaultdict(list)
    for one in figures:
        if one.chart:
            continue  # none of the words of its paragraph
        for line in one.lines():
            place = one.part, line.paragraph
            found[place].append((line.start, line.end, one.printed, line.number))
    return found


def spans_in(paragraph: Paragraph, spans: Spans) -> list[Span]:
    """Return the values that a paragraph prints, in order, at places of its normal words."""
    letters = spans.get((paragraph.part, paragraph.number), ())
    if not letters:
        return []
    begins, ends = _places(paragraph.pieces)
    found = [
        Span(begins[start], ends[end - 1], printed, line)
        for start, end, printed, line in letters
        if start < end <= len(ends)
    ]
    return sorted(found, key=lambda span: (span.start, span.end))


def prose_line(paragraph: Paragraph, spans: Spans) -> Span | None:
    """Return the line of a text that a paragraph is, where it is nothing else."""
    found = spans_in(paragraph, spans)
    if len(found) != 1 or not found[0].is_prose or found[0].printed.gap:
        return None
    is_whole = found[0].start == 0 and found[0].end == len(paragraph.words)
    return found[0] if is_whole else None


def _places(pieces: Sequence[Piece]) -> tuple[list[int], list[int]]:
    """Return where each letter of the file begins and ends in the normal words."""
    begins: list[int] = []
    ends: list[int] = []
    length, is_apart = 0, False
    for piece in pieces:
        for letter in piece.text:
            if not normal_words(letter):
                begin = length
                is_apart = is_apart or (bool(length) and letter.isspace())
            else:
                begin = length + is_apart
                length, is_apart = begin + 1, False
            if piece.letters:
                begins.append(begin)
                ends.append(length)
        if not piece.text:
            begins += [length] * piece.letters
            ends += [length] * piece.letters
    return begins, ends
