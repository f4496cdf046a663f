"""The headings of a document, with their levels and the labels that Word gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from drafter.template.labels import Numbering, labelled_paragraphs, read_numbering, whole_number
from drafter.template.package import Package, parent_of, parse, qn
from drafter.template.sites import heading_levels, is_on, own_texts

_BOX = "txbxContent"
_LEVEL, _VAL = qn("outlineLvl"), qn("val")
_GAPS = (qn("tab"), qn("br"), qn("cr"))
_HYPHEN, _SYMBOL, _HIDDEN = qn("noBreakHyphen"), qn("sym"), f"{qn('rPr')}/{qn('vanish')}"
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{4}")
_FIRST_LETTER, _OWN_USE, _OWN_USE_END = 0x20, 0xD800, 0xF8FF
"""Letters begin there; between the others are halves of letters and signs that fonts give."""
_STYLES = "word/styles.xml"
_BLANKS = re.compile(" +")


@dataclass(frozen=True, slots=True)
class Outline:
    """What tells the headings of a document: its styles and its lists."""

    numbering: Numbering
    names: Mapping[str, str]
    """Name of each paragraph style in small letters, by id."""
    levels: Mapping[str, int]
    """Outline level of each paragraph style that has one, 0 for the top."""

    def style_named(self, name: str) -> str:
        """Return the id of the style of this name; empty where there is none."""
        return next((id_ for id_, known in self.names.items() if known == name), "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that may be a heading: its turn in the part, style, level, label and words."""

    number: int
    """Of all paragraphs of the part in document order, from 0."""
    style: str
    """Name of its style, in small letters."""
    level: int | None
    """Outline level, 0 for the top; None for body text."""
    label: str
    words: str
    place: tuple[str, int] | None = None
    """The list and the level of it that number it."""


def read_outline(package: Package) -> Outline:
    """Return the outline of a Word file."""
    blob = package.parts.get(_STYLES)
    root = parse(blob) if blob is not None else etree.Element(qn("styles"))
    names = {
        style.get(qn("styleId"), ""): _name(style)
        for style in root.iter(qn("style"))
        if style.get(qn("type"), "paragraph") == "paragraph"
    }
    return Outline(read_numbering(package), names, heading_levels(root))


def _name(style: etree._Element) -> str:
    name = style.find(qn("name"))
    return "" if name is None else name.get(qn("val"), "").lower()


def headings_of(
    root: etree._Element,
    outline: Outline,
    is_wanted: Callable[[str, int | None], object],
    *,
    with_empty: bool = False,
) -> Iterator[Heading]:
    """Yield the paragraphs of a part that have words and are wanted by style name and level.

    With `with_empty`, those without words as well, to which words may still come.
    Those in text boxes are left out, as Word leaves them out of a table of contents.
    """
    wanted: dict[tuple[str, int | None], bool] = {}
    for number, one in enumerate(labelled_paragraphs(root, outline.numbering, spaced=True)):
        level = _own_level(one.properties.get(_LEVEL))
        level = outline.levels.get(one.style) if level is None else level
        level = level if level != _BODY else None
        kind = one.style, level
        if kind not in wanted:  # there are few kinds, and asking takes a while
            wanted[kind] = bool(is_wanted(outline.names.get(one.style, ""), level))
        if not wanted[kind]:
            continue
        words = words_of(one.paragraph)
        if (words or with_empty) and not _in_box(one.paragraph):
            named = outline.names.get(one.style, "")
            yield Heading(number, named, level, one.label, words, one.place)


_BODY = 9
"""The outline level that Word calls body text."""


def _own_level(own: etree._Element | None) -> int | None:
    return None if own is None else whole_number(own.get(_VAL, ""))


def _in_box(paragraph: etree._Element) -> bool:
    return any(etree.QName(around).localname == _BOX for around in paragraph.iterancestors())


def words_of(paragraph: etree._Element) -> str:
    """Return the words of a paragraph on one line: tabs and line breaks are blanks.

    Hidden words are left out, as Word leaves them out of a table of contents.
    """
    own = set(own_texts(paragraph))
    pieces = []
    for node in paragraph.iter(qn("t"), *_GAPS, _HYPHEN, _SYMBOL):
        run = parent_of(node)
        if (node.tag == qn("t") and node not in own) or run.tag != qn("r") or _is_hidden(run):
            continue
        pieces.append((node.text or "") if node.tag == qn("t") else _letter(node))
    return one_line("".join(pieces))


def _is_hidden(run: etree._Element) -> bool:
    return is_on(run.find(_HIDDEN))


def _letter(sign: etree._Element) -> str:
    """Return what stands for a sign among the words."""
    if sign.tag == _SYMBOL:
        return symbol_letter(sign)
    return "-" if sign.tag == _HYPHEN else " "


def symbol_letter(symbol: etree._Element) -> str:
    """Return the letter that a symbol is; empty where only its font knows what it shows."""
    code = symbol.get(qn("char"), "")
    number = int(code, 16) if _HEXADECIMAL.fullmatch(code) else 0
    is_of_font = number < _FIRST_LETTER or _OWN_USE <= number <= _OWN_USE_END
    return "" if is_of_font else chr(number)


def one_line(words: str) -> str:
    """Return the words with single blanks, as a heading is listed."""
    return _BLANKS.sub(" ", words).strip(" ")
