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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from xml.sax.saxutils import escape
from zlib import crc32

from lxml import etree

from drafter.template.package import DECLARATION, Package, parse, relations_of

_NAME, _NOTES = "drafter-receipt", "drafter-notes"
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
    notes: tuple[int, ...] = ()
    """Of the words of each comment that the program put in."""

    def wrote(self, note: str) -> bool:
        """Return whether the program wrote a comment as it reads, as far as that is known."""
        return not self.notes or hash_of(note) in self.notes


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


def with_notes(package: Package, words: Iterable[str]) -> Package:
    """Return a document that tells the words of these comments as well, if it has a receipt.

    What people write into one of them can be told then.
    """
    name, receipt = _part_of(package), read_receipt(package)
    if name is None or receipt is None:
        return package
    notes = (*receipt.notes, *(hash_of(normal_words(text)) for text in words))
    return package.with_parts({name: DECLARATION + _properties(replace(receipt, notes=notes))})


def _properties(receipt: Receipt) -> bytes:
    about = f"{receipt.version} {receipt.template}"
    named = list(_named(_NAME, receipt.hashes, about))
    named += _named(_NOTES, receipt.notes, "") if receipt.notes else ()
    inner = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(named, start=_FIRST_ID)
    )
    return _part(inner)


def _named(name: str, hashes: Sequence[int], about: str) -> Iterator[tuple[str, str]]:
    """Yield the properties that hold some hashes, the first of which tells how many there are."""
    letters = b64encode(b"".join([one.to_bytes(_BYTES, "big") for one in hashes])).decode()
    chunks = [letters[at : at + _CHUNK] for at in range(0, len(letters), _CHUNK)]
    yield name, escape(f"{_FORM} {len(chunks)} {about}")
    yield from ((f"{name}-{n:04}", chunk) for n, chunk in enumerate(chunks, 1))


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
    hashes, notes = _hashes(values, _NAME), _hashes(values, _NOTES)
    if hashes is None:
        return None
    *_, version, template = _head(values, _NAME)
    return Receipt(template, version, hashes, notes or ())


def _head(values: Mapping[str, str], name: str) -> list[str]:
    """Return form, number of chunks, version and template, as far as they are there."""
    return ([*values.get(name, "").split(" ", 3), *[""] * 4])[:4]


def _hashes(values: Mapping[str, str], name: str) -> tuple[int, ...] | None:
    """Return the hashes that some properties hold; None where they are not whole."""
    form, count, *_ = _head(values, name)
    is_short = len(count) <= _DIGITS and count.isascii() and count.isdecimal()
    if form != _FORM or not is_short or int(count) > _MAX_CHUNKS:
        return None
    chunks = [values.get(f"{name}-{n:04}") for n in range(1, int(count) + 1)]
    try:
        packed = b64decode("".join(chunk or "!" for chunk in chunks), validate=True)
    except (BadBase64, ValueError):
        return None
    if len(packed) % _BYTES:
        return None
    pieces = (packed[at : at + _BYTES] for at in range(0, len(packed), _BYTES))
    return tuple(int.from_bytes(piece, "big") for piece in pieces)
