"""Where in the body a note may stand: Word knows no comments in headers, footers and text boxes.

What is about words elsewhere stands at the nearest place of the body, and quotes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from drafter.template.attach import main_part, target_of
from drafter.template.package import (
    Package,
    R,
    parse,
    qn,
    relations_of,
    templated_parts,
)
from drafter.template.runs import words_of

_P, _BOX, _SECTION = qn("p"), qn("txbxContent"), qn("sectPr")
_NOTES = {qn("footnote"): "footnoteReference", qn("endnote"): "endnoteReference"}
_REFERENCES = (qn("headerReference"), qn("footerReference"))
_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Note:
    """What to say about words of a document, in the coordinates of a printed figure."""

    part: str
    paragraph: int
    """Number of the paragraph in its part, in document order from 0."""
    start: int
    end: int
    """Characters of the paragraph's words; nothing between them stands for a place."""
    text: str
    """One paragraph of the comment a line."""
    last: int = -1
    """Number of the paragraph that `end` is of, where that is a later one."""
    at_drawing: bool = False
    """Whether it is about the drawing in the paragraph, a chart, and not about words."""


class Spot(NamedTuple):
    """A place in the body: letters of paragraphs, or what is no letter, such as a reference."""

    first: etree._Element
    start: int
    last: etree._Element
    end: int
    sign: etree._Element | None
    about: str
    """What the note is about, where that stands elsewhere."""


class Anchors:
    """The paragraphs of a document by part, and where notes on them stand in the body."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = main_part(package)
        self.body = parse(package.parts[self.main])
        self._roots = {self.main: self.body}
        self._paragraphs: dict[str, list[etree._Element]] = {}

    @cached_property
    def _titles(self) -> dict[str, str]:
        return templated_parts(self.package)

    def spot_of(self, note: Note) -> Spot:
        """Return where the note stands."""
        paragraphs = self._paragraphs_of(note.part)
        first = paragraphs[note.paragraph]
        last = paragraphs[note.last] if note.last > note.paragraph else first
        start, end = note.start, note.end
        sign = next(first.iter(qn("drawing")), None) if note.at_drawing else None
        box = next(first.iterancestors(_BOX), None)
        if note.part == self.main and box is None:
            if last is not first and next(last.iterancestors(_BOX), None) is not None:
                last, end = first, len(words_of(first))
            return Spot(first, start, last, end, sign, "")
        quoted = words_of(first)[start : end if last is first else None][:_QUOTED]
        if note.part == self.main:
            *_, host = (p for p in first.iterancestors(_P))
            return Spot(host, 0, host, 0, first, f"文本框里的“{quoted}”")
        title = self._titles.get(note.part, note.part)
        about = "图表" if note.at_drawing else f"“{quoted}”"
        return self._elsewhere(note.part, first, f"{title}里的{about}")

    def first(self) -> Note:
        """Return an empty note on the first words of the body."""
        paragraphs = self._paragraphs_of(self.main)
        free = [n for n, p in enumerate(paragraphs) if next(p.iterancestors(_BOX), None) is None]
        number = next((n for n in free if words_of(paragraphs[n]).strip()), free[0])
        return Note(self.main, number, 0, len(words_of(paragraphs[number])), "")

    def _paragraphs_of(self, part: str) -> list[etree._Element]:
        if part not in self._paragraphs:
            root = self._roots.setdefault(part, parse(self.package.parts[part]))
            self._paragraphs[part] = list(root.iter(_P))
        return self._paragraphs[part]

    def _elsewhere(self, part: str, paragraph: etree._Element, about: str) -> Spot:
        """Return the reference to a footnote, or the first words of the section of a header."""
        for tag, reference in _NOTES.items():
            holder = next(paragraph.iterancestors(tag), None)
            number = None if holder is None else holder.get(qn("id"))
            for sign in () if number is None else self.body.iter(qn(reference)):
                host = next(sign.iterancestors(_P), None)
                if sign.get(qn("id")) == number and host is not None:
                    if next(host.iterancestors(_BOX), None) is not None:
                        *_, host = (p for p in host.iterancestors(_P))
                    return Spot(host, 0, host, 0, sign, about)
        wanted = self._section_of(part)
        here = next((p for p, n in self._sections() if n == wanted and words_of(p).strip()), None)
        if here is None:
            here = self._paragraphs_of(self.main)[self.first().paragraph]
        return Spot(here, 0, here, len(words_of(here)), None, about)

    def _section_of(self, part: str) -> int:
        """Return the number of the first section that a header or footer belongs to."""
        ids = {
            relation.id
            for relation in relations_of(self.package, self.main)
            if target_of(self.main, relation.target) == part
        }
        for number, section in enumerate(self.body.iter(_SECTION)):
            if any(node.get(f"{{{R}}}id") in ids for node in section.iter(*_REFERENCES)):
                return number
        return 0

    def _sections(self) -> Iterator[tuple[etree._Element, int]]:
        """Yield the paragraphs of the body outside of text boxes with the number of the section."""
        number = 0
        for paragraph in self._paragraphs_of(self.main):
            if next(paragraph.iterancestors(_BOX), None) is None:
                yield paragraph, number
                number += paragraph.find(f"{qn('pPr')}/{_SECTION}") is not None
