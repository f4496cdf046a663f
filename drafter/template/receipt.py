"""The receipt of a rendered document: what its words were, so that later edits can be told.

It is a short hash of each paragraph that says something, in custom document properties: Word, WPS
and LibreOffice keep these whatever else they write anew. It names template and version; no time,
no author, no path, so that the same input still gives the same bytes.
"""

from __future__ import annotations

import posixpath
import re
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape
from zlib import crc32

from lxml import etree

from drafter.template.package import DECLARATION, Package, parse, relations_of

_NAME = "drafter-receipt"
_FORM = "1"
_CHUNK = 240
"""Word takes 255 characters for the text of a property."""
_BYTES = 4
_MAX_CHUNKS = 9_999
_DIGITS = 6
"""Digits of numbers that are believed: a file may hold anything."""

PART = "docProps/custom.xml"
_KIND = "custom-properties"
TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
RELATION = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{_KIND}"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_ID = 2

_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)<")
_ENDS = re.compile(r"(?<=</w:p>)|(?=<w:p[ >])")
_BREAKS = re.compile(r"<w:(?:br|cr|ptab)(?: [^>]*)?/>")
_BREAK = "<w:t> <"
COUNTED_BY_PROGRAMS = frozenset({
    "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC", "DATE", "TIME", "SAVEDATE", "PRINTDATE",
    "FILENAME", "NUMWORDS",
})  # fmt: skip
"""Fields whose words a program makes anew: nobody edits them."""
_COUNTED = re.compile(
    rf"<w:instrText(?: [^>]*)?>\s*(?:{'|'.join(sorted(COUNTED_BY_PROGRAMS))})\b.*?"
    rf'<w:fldChar [^>]*"end"'
    rf'|<w:fldSimple [^>]*w:instr="\s*(?:{"|".join(sorted(COUNTED_BY_PROGRAMS))})\b.*?'
    rf"</w:fldSimple>",
    re.DOTALL,
)
_NO_WIDTH = "\xad\u200b\u200c\u200d\u2060\ufeff"
_WIDTHLESS = re.compile(f"[{_NO_WIDTH}]")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a document was when it was rendered."""

    template: str
    version: str
    hashes: tuple[int, ...]
    """Of the words of each paragraph that has any, in document order, part by part."""


def normal_words(text: str) -> str:
    """Return the words as they are compared: each stretch of blanks as one, none at the ends.

    Programs add and take away blanks and signs without width where nobody has changed a word.
    """
    return " ".join(_WIDTHLESS.sub("", text).split())


def hash_of(words: str) -> int:
    """Return the short hash of the normal words of a paragraph.

    A checksum will do: nobody gains by two paragraphs that look the same.
    """
    return crc32(words.encode())


def receipt_of(template: str, version: str, parts: Iterable[str]) -> Receipt:
    """Return the receipt of the final texts of the parts."""
    hashes = (hash_of(words) for part in parts for words in _paragraphs(part))
    return Receipt(template, version, tuple(hashes))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the normal words of the paragraphs that have any, in the order of their beginnings.

    A scan of the text: building a tree of it would take longer than all the rest.
    """
    text = text.replace("<w:tab/>", _BREAK)
    if "<w:instrText" in text or "<w:fldSimple" in text:
        text = _COUNTED.sub("", text)
    if any(f"<w:{name}" in text for name in ("br", "cr", "ptab")):
        text = _BREAKS.sub(_BREAK, text)
    if "<w:txbxContent" in text:
        raw: Iterable[str] = _nested(text)
    else:
        raw = ("".join(_WORDS.findall(piece)) for piece in text.split("</w:p>"))
    has_widthless = any(sign in text for sign in _NO_WIDTH)
    for words in raw:
        plain = unescape(words) if "&" in words else words
        normal = normal_words(plain) if has_widthless or "&" in words else " ".join(plain.split())
        if normal:
            yield normal


def _nested(text: str) -> list[str]:
    """Return the words of each paragraph, where text boxes hold paragraphs within paragraphs."""
    found: list[str] = []
    around: list[int] = []
    for piece in _ENDS.split(text):
        if piece.startswith(("<w:p>", "<w:p ")) and not piece.partition(">")[0].endswith("/"):
            around.append(len(found))
            found.append("")
        if around:
            found[around[-1]] += "".join(_WORDS.findall(piece))
            if piece.endswith("</w:p>"):
                around.pop()
    return found


def with_receipt(receipt: Receipt) -> dict[str, bytes]:
    """Return the part that takes the receipt along; a prepared template has it, empty."""
    return {PART: DECLARATION + _properties(receipt)}


def without_receipt() -> bytes:
    """Return the part as a prepared template has it."""
    return DECLARATION + _part("")


def _properties(receipt: Receipt) -> bytes:
    packed = b"".join([one.to_bytes(_BYTES, "big") for one in receipt.hashes])
    letters = b64encode(packed).decode()
    chunks = [letters[at : at + _CHUNK] for at in range(0, len(letters), _CHUNK)]
    head = f"{_FORM} {len(chunks)} {receipt.version} {receipt.template}"
    named = [(_NAME, escape(head)), *((f"{_NAME}-{n:04}", c) for n, c in enumerate(chunks, 1))]
    inner = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(named, start=_FIRST_ID)
    )
    return _part(inner)


def _part(inner: str) -> bytes:
    return f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">{inner}</Properties>'.encode()


def _part_of(package: Package) -> str | None:
    """Return the name of the part with custom properties; None where there is none."""
    for relation in relations_of(package, ""):
        name = posixpath.normpath(relation.target.lstrip("/"))
        if relation.kind == _KIND and name in package.parts:
            return name
    return None


def read_receipt(package: Package) -> Receipt | None:
    """Return the receipt of a document; None where it has none, or not a whole one."""
    name = _part_of(package)
    if name is None:
        return None
    try:
        root = parse(package.parts[name])
    except etree.XMLSyntaxError:
        return None
    values = {node.get("name", ""): "".join(map(str, node.itertext())) for node in root}
    form, count, version, template = ([*values.get(_NAME, "").split(" ", 3), *[""] * 4])[:4]
    is_short = len(count) <= _DIGITS and count.isascii() and count.isdecimal()
    if form != _FORM or not is_short or int(count) > _MAX_CHUNKS:
        return None
    chunks = [values.get(f"{_NAME}-{n:04}") for n in range(1, int(count) + 1)]
    try:
        packed = b64decode("".join(chunk or "!" for chunk in chunks), validate=True)
    except (BadBase64, ValueError):
        return None
    if len(packed) % _BYTES:
        return None
    pieces = (packed[at : at + _BYTES] for at in range(0, len(packed), _BYTES))
    return Receipt(template, version, tuple(int.from_bytes(piece, "big") for piece in pieces))
