"""The page numbers of a table of contents: as they are printed, in the references that wait.

Where a page is counted from, and how, is said by the sections of the document; on which sheet a
bookmark stands, only a program knows that lays the document out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from drafter.template.contents_proofs import outside_contents
from drafter.template.number_forms import Form, form_of
from drafter.template.package import (
    Package,
    W,
    parse,
    qn,
    read_package,
    serialised,
    templated_parts,
    write_package,
)
from drafter.template.words import content_pieces

_FIRST_MARK = 700_000_001
_REFERENCE = re.compile(
    r'(<w:instrText xml:space="preserve"> PAGEREF (_Toc[0-9]+) \\h </w:instrText></w:r>'
    r'<w:r><w:fldChar w:fldCharType="separate"/></w:r>)(?:<w:r><w:t>[^<]*</w:t></w:r>)?'
)


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of the body: where counting starts anew, and how numbers are written."""

    start: int | None
    form: str
    mark: str
    """Bookmark at its first paragraph, where it starts anew."""
    is_continuous: bool = False
    """Whether it goes on on the page of the section before, whose number the page shows."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A document to be laid out: its bookmarks, those of headings by their sections."""

    document: bytes
    sections: tuple[_Section, ...]
    headings: Mapping[str, int]
    """Number of the section that each wanted bookmark stands in."""
    has_blank_pages: bool = False
    """Whether sections begin on odd or even pages, so that blank ones may stand before them."""

    @property
    def bookmarks(self) -> set[str]:
        """Return the bookmarks whose sheets have to be known."""
        return {*self.headings, *(one.mark for one in self.sections if one.mark)}

    @property
    def has_unclear_start(self) -> bool:
        """Return whether counting starts anew in the middle of a page."""
        return any(one.mark and one.is_continuous for one in self.sections)

    @property
    def unwritten(self) -> list[str]:
        """Return the forms of numbers, of sections with headings, that are not written here."""
        forms = (self.sections[section].form for section in self.headings.values())
        return [form for form in dict.fromkeys(forms) if _written(form) is None]

    def printed(self, sheets: Mapping[str, int]) -> dict[str, str]:
        """Return the number printed on the page of each bookmark; those that are unknown not."""
        numbers = {}
        for name, section in self.headings.items():
            number = self._number(section, sheets, sheets.get(name))
            if number:
                numbers[name] = number
        return numbers

    def _number(self, section: int, sheets: Mapping[str, int], sheet: int | None) -> str:
        restart = next((s for s in reversed(self.sections[: section + 1]) if s.mark), None)
        first = 1 if restart is None else sheets.get(restart.mark)
        if sheet is None or first is None or (restart is not None and restart.is_continuous):
            return ""
        start = 1 if restart is None or restart.start is None else restart.start
        write = _written(self.sections[section].form)
        return "" if write is None else write(start + sheet - first)


def _written(form: str) -> Form | None:
    """Return how the number of a page is written where it is referred to: without its dashes."""
    return str if form == "numberInDash" else form_of(form)


def layout_of(document: bytes, wanted: Sequence[str]) -> Layout:
    """Return the document with a bookmark where page numbers start anew, and its sections."""
    package = read_package(document)
    body = next(iter(templated_parts(package)))
    root = parse(package.parts[body])
    sections: list[_Section] = []
    headings: dict[str, int] = {}
    fresh = max((int(m.get(qn("id"), "0")) for m in root.iter(qn("bookmarkStart"))), default=0) + 1
    names = set(wanted)
    kinds = {kind.get(qn("val"), "") for kind in root.iter(f"{{{W}}}type")}
    for number, (blocks, properties) in enumerate(_sections(root)):
        numbering = properties.find(qn("pgNumType"))
        start = None if numbering is None else numbering.get(qn("start"))
        form = "decimal" if numbering is None else numbering.get(qn("fmt"), "decimal")
        marks = (m for block in blocks for m in block.iter(qn("bookmarkStart")))
        headings |= {name: number for m in marks if (name := m.get(qn("name"), "")) in names}
        first = next((p for block in blocks for p in block.iter(qn("p"))), None)
        mark = ""
        if start is not None and first is not None:
            mark = f"_Toc{_FIRST_MARK + number}"
            _mark(first, mark, str(fresh + number))
        kind = properties.find(qn("type"))
        goes_on = kind is not None and kind.get(qn("val")) == "continuous" and number > 0
        sections.append(_Section(None if start is None else int(start), form, mark, goes_on))
    marked = write_package(package.with_parts({body: serialised(root)}))
    return Layout(marked, tuple(sections), headings, bool(kinds & {"oddPage", "evenPage"}))


def _sections(root: etree._Element) -> Iterator[tuple[list[etree._Element], etree._Element]]:
    """Yield the sections of a body: their blocks, and their properties."""
    body = root.find(qn("body"))
    blocks: list[etree._Element] = []
    for block in () if body is None else body:
        if block.tag == qn("sectPr"):
            yield blocks, block
            return
        blocks.append(block)
        for properties in block.iter(qn("sectPr")):
            yield blocks, properties
            blocks = []


def _mark(paragraph: etree._Element, name: str, id_: str) -> None:
    place = 1 if paragraph.find(qn("pPr")) is not None else 0
    for offset, tag in enumerate(("bookmarkStart", "bookmarkEnd")):
        node = etree.Element(qn(tag), nsmap={"w": W})
        node.set(qn("id"), id_)
        if tag == "bookmarkStart":
            node.set(qn("name"), name)
        paragraph.insert(place + offset, node)


def with_page_numbers(document: bytes, numbers: Mapping[str, str]) -> bytes:
    """Return the document with these numbers in the references to the pages of these bookmarks.

    An empty number takes one out. References of the template's own lead to other bookmarks and
    stay as they were drawn. Raises `RuntimeError` where anything else would change.
    """
    package = read_package(document)
    body = next(iter(templated_parts(package)))
    before = package.parts[body].decode()

    def filled(found: re.Match[str]) -> str:
        number = numbers.get(found[2])
        if number is None:
            return found.group()
        return found[1] + (f"<w:r><w:t>{number}</w:t></w:r>" if number else "")

    after = _REFERENCE.sub(filled, before)
    if _words(after) != _words(before):
        raise RuntimeError("filling in page numbers has changed other words")
    return write_package(Package({**package.parts, body: after.encode()}))


def _words(part: str) -> list[str]:
    """Return the words outside tables of contents, and of these all but the numbers of pages."""
    root = parse(part.encode())
    outside = "".join(letters for _, letters in outside_contents(content_pieces(root)))
    lines = (p for p in root.iter(qn("p")) if next(p.iter(qn("hyperlink")), None) is not None)
    return [outside, *map(_words_without_page, lines)]


def _words_without_page(line: etree._Element) -> str:
    words, is_page = [], False
    for node in line.iter(qn("t"), qn("instrText"), qn("fldChar")):
        text = node.text or ""
        if node.tag == qn("t"):
            words += [] if is_page else [text]
        elif node.tag == qn("instrText"):
            is_page = text.split()[:1] == ["PAGEREF"]
        elif node.get(qn("fldCharType")) == "end":
            is_page = False
    return "".join(words)
