"""Writes the tables of contents (目录) of a finished report: entries for the headings that it has.

Word makes these entries when it is asked to update the field, and asks back when a document says
that they are out of date. Written here, they are right when the file is opened: the labels as
Word counts them, the words, a link and a reference to the page of each heading. The number of a
page is known only to a program that lays pages out; until one has measured it (`page_numbers`),
the reference has no result, so that no number is wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import accumulate
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from drafter.template.contents_field import Switches, switches_of
from drafter.template.finish import Finished
from drafter.template.outline import Outline, headings_of
from drafter.template.package import DECLARATION, parse

_CODE = re.compile(r"<w:instrText(?: [^>]*)?>([^<]*)</w:instrText>")
_PARAGRAPH = re.compile(r"<w:p(?=[ />])")
_EDGE = re.compile(r"<w:p(?:>| [^>]*(?<!/)>)|</w:p>")
_HEAD = re.compile(r"<w:p(?: [^>]*)?>(<w:pPr>.*?</w:pPr>|<w:pPr/>)?", re.DOTALL)
_TABS = re.compile(r"<w:tabs>.*?</w:tabs>", re.DOTALL)
_SECTION = re.compile(r"<w:sectPr(?: [^>]*)?>.*?</w:sectPr>", re.DOTALL)
_NAMES = re.compile(r"\b_Toc[0-9]+")
_FIRST_NAME, _FIRST_ID = 900_000_001, 1_000_000
_BEGIN, _SEPARATE, _END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


class Entry(NamedTuple):
    """A heading that a table of contents lists."""

    bookmark: str
    """Name of the bookmark around the heading."""
    level: int
    """From 1."""
    label: str
    words: str
    number: int
    """Turn of the heading among the paragraphs of the part, before the entries are written."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Field:
    """A field in the text of a part, in a paragraph of its own or among other words."""

    paragraph: int
    """Where its paragraph starts."""
    start: int
    end: int
    code: str
    switches: Switches


def with_contents(finished: Finished, outline: Outline) -> tuple[Finished, tuple[Entry, ...]]:
    """Return the part with its tables of contents written, and the entries of all of them."""
    fields = list(_fields(finished.text))
    if not fields:
        return finished, ()
    text = finished.text
    root = parse(DECLARATION + text.encode())
    names = _free_names(text)
    known: dict[int, str] = {}
    edits: list[_Edit] = []
    all_entries: dict[str, Entry] = {}
    for field in fields:
        entries = []
        level_of = field.switches.level_of
        for heading in headings_of(root, outline, level_of):
            level = level_of(heading.style, heading.level)
            if level is not None:
                name = known.get(heading.number) or known.setdefault(heading.number, next(names))
                entry = Entry(name, level, heading.label, heading.words, heading.number)
                entries.append(entry)
                all_entries.setdefault(name, entry)
        edits += _written(text, field, entries, outline)
    starts = [found.start() for found in _PARAGRAPH.finditer(text)]
    for id_, (number, name) in enumerate(sorted(known.items()), start=_FIRST_ID):
        edits += _bookmarked(text, starts[number], name, id_)
    ordered = sorted(all_entries.values(), key=lambda entry: entry.number)
    return _edited(finished, sorted(edits)), tuple(ordered)


def _fields(text: str) -> Iterator[_Field]:
    """Yield the tables of contents; preparing has left each in one paragraph, without result."""
    for found in _CODE.finditer(text):
        code = unescape(found[1])
        switches = switches_of(code)
        start, end = text.rfind(_BEGIN, 0, found.start()), text.find(_END, found.end())
        if switches is not None and min(start, end) >= 0:
            paragraph = max(text.rfind(opening, 0, start) for opening in ("<w:p>", "<w:p "))
            yield _Field(paragraph, start, end + len(_END), code, switches)


def _free_names(text: str) -> Iterator[str]:
    """Yield names for bookmarks that the part neither has nor refers to."""
    taken = set(_NAMES.findall(text))
    number = _FIRST_NAME
    while True:
        name = f"_Toc{number}"
        number += 1
        if name not in taken:
            yield name


def _written(
    text: str, field: _Field, entries: Sequence[Entry], outline: Outline
) -> Iterator[_Edit]:
    """Yield what puts the entries, a paragraph each, in the place of a field without result.

    What stands before and behind the field in its paragraph goes with the first and the last.
    """
    head = _HEAD.match(text, field.paragraph)
    if not entries or head is None:
        return
    drawn = head[1] or ""
    section = _SECTION.search(drawn)
    properties = [_properties(entry.level, _SECTION.sub("", drawn), outline) for entry in entries]
    if section:
        properties[-1] = _with_section(properties[-1], section.group())
    code = f'<w:r><w:instrText xml:space="preserve">{escape(field.code)}</w:instrText></w:r>'
    lines = [_entry(entry, field.switches) for entry in entries]
    first, *others = zip(properties, lines, strict=True)
    at = head.end() - len(drawn)
    yield _Edit(at, head.end(), first[0])
    more = "".join(f"</w:p><w:p>{properties}{line}" for properties, line in others)
    yield _Edit(field.start, field.end, f"{_BEGIN}{code}{_SEPARATE}{first[1]}{more}{_END}")


def _with_section(properties: str, section: str) -> str:
    if not properties:
        return f"<w:pPr>{section}</w:pPr>"
    return properties.replace("</w:pPr>", f"{section}</w:pPr>")


def _properties(level: int, drawn: str, outline: Outline) -> str:
    """Return the properties of an entry: the style of its level, and tab stops that were drawn."""
    style = outline.style_named(f"toc {level}")
    if not style:
        return drawn
    tabs = _TABS.search(drawn)
    return f"<w:pPr><w:pStyle w:val={quoteattr(style)}/>{tabs.group() if tabs else ''}</w:pPr>"


def _entry(entry: Entry, switches: Switches) -> str:
    words = f'<w:r><w:t xml:space="preserve">{escape(entry.label + entry.words)}</w:t></w:r>'
    if switches.has_page(entry.level):
        separator = (
            "<w:tab/>"
            if switches.separator == "\t"
            else f'<w:t xml:space="preserve">{escape(switches.separator)}</w:t>'
        )
        words += f"<w:r>{separator}</w:r>{_BEGIN}{page_reference(entry.bookmark)}{_SEPARATE}{_END}"
    if not switches.linked:
        return words
    return f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{words}</w:hyperlink>'


def page_reference(bookmark: str) -> str:
    """Return the run with the code of a reference to the page of a bookmark."""
    return f'<w:r><w:instrText xml:space="preserve"> PAGEREF {bookmark} \\h </w:instrText></w:r>'


def _bookmarked(text: str, start: int, name: str, id_: int) -> Iterator[_Edit]:
    """Yield what puts a bookmark around the words of the paragraph that starts there."""
    head = _HEAD.match(text, start)
    if head is None:
        raise RuntimeError("a heading has words, so its paragraph has content")
    opened = f'<w:bookmarkStart w:id="{id_}" w:name="{name}"/>'
    yield _Edit(head.end(), head.end(), opened)
    end = _end_of(text, start)
    yield _Edit(end, end, f'<w:bookmarkEnd w:id="{id_}"/>')


def _end_of(text: str, start: int) -> int:
    """Return where the paragraph that starts there closes; others may be nested in it."""
    depth = 0
    for edge in _EDGE.finditer(text, start):
        depth += -1 if edge.group() == "</w:p>" else 1
        if depth == 0:
            return edge.start()
    raise RuntimeError("the paragraphs of a part are closed: it was parsed before")


def _edited(finished: Finished, edits: Sequence[_Edit]) -> Finished:
    """Return the part with the edits made, and the places of the values moved along with them."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [finished.text[at : edit.start], edit.text]
        at = edit.end
    pieces.append(finished.text[at:])
    ends = [edit.end for edit in edits]
    grown = [0, *accumulate(len(edit.text) - (edit.end - edit.start) for edit in edits)]

    def moved(position: int) -> int:
        return position + grown[bisect_right(ends, position)]

    printed = {
        number: (moved(start), moved(end)) for number, (start, end) in finished.printed.items()
    }
    return replace(finished, text="".join(pieces), printed=printed)
