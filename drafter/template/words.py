"""The words of a part and the signs between them, read in two independent ways.

Passes take positions in this text, proofs compare it: a scan of the raw rendered text on one
side, the elements of the finished part on the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree

from drafter.template.package import qn
from drafter.template.printing import END, SEPARATOR, START
from drafter.template.seam import CLOSE_TOKEN, OPEN_TOKEN

SIGN = "\ufffc"
"""Stands for a thing that is no letter: a picture, a line break, a note reference."""

_LETTERS = ("t", "instrText", "delText")
_SIGNS = (
    "br", "cr", "ptab", "sym", "drawing", "pict", "object", "fldChar", "footnoteReference",
    "endnoteReference", "noBreakHyphen", "softHyphen",
)  # fmt: skip
_RAW_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_RAW_CONTENT = re.compile(
    rf"<w:({'|'.join(_LETTERS)})(?: [^>]*)?>([^<]*)</w:\1>|<w:tab/>|<w:(?:{'|'.join(_SIGNS)})[ />]"
)
_LETTER_TAGS = {qn(name) for name in _LETTERS}
_TAB = qn("tab")
_CONTENT_TAGS = (_TAB, *_LETTER_TAGS, *(qn(name) for name in _SIGNS))


def rendered_words(rendered: str) -> str:
    """Return the words of a rendered part, marks and paragraph breaks taken out."""
    return _without_marks("".join(_RAW_WORDS.findall(rendered)))


def rendered_content(rendered: str) -> str:
    """Return the words and signs of a rendered part, marks and paragraph breaks taken out."""
    found = _RAW_CONTENT.finditer(rendered)
    return _without_marks("".join(match[2] if match[1] else SIGN for match in found))


def _without_marks(raw: str) -> str:
    return unescape(_MARKS.sub("", raw))


_MARKS = re.compile(f"{START}[0-9a-f]+{SEPARATOR}|{END}|{OPEN_TOKEN}[a-z][0-9]*{CLOSE_TOKEN}")


def content_of(element: etree._Element) -> str:
    """Return the words and signs under an element."""
    return "".join([letters for _, letters in content_pieces(element)])


def content_pieces(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield each element that holds words or is a sign, with what it adds to the content."""
    for node in element.iter(*_CONTENT_TAGS):
        if node.tag in _LETTER_TAGS:
            yield node, node.text or ""
        elif node.tag != _TAB or not node.attrib:  # a tab stop of a paragraph has attributes
            yield node, SIGN
