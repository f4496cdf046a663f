"""The typefaces that the words of a Word file are set in."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from drafter.template.package import Package, parent_of, parse, qn, templated_parts
from drafter.template.sites import own_texts, style_of
from drafter.template.style_sheet import StyleSheet, attributes, faces_of, read_styles

_THEMES = {"asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"}


def typefaces_of(package: Package) -> list[str]:
    """Return the typefaces of a Word file in the order of their first words."""
    return list(dict.fromkeys(face for _, face in typefaces(package)))


def typefaces(package: Package) -> Iterator[tuple[etree._Element, str]]:
    """Yield each typeface with a paragraph that has words set in it, in the order of the file."""
    sheet = read_styles(package)
    for name in templated_parts(package):
        for paragraph in parse(package.parts[name]).iter(qn("p")):
            for face in sorted(_faces(paragraph, sheet)):
                yield paragraph, face


def _faces(paragraph: etree._Element, sheet: StyleSheet) -> set[str]:
    inherited = sheet.value(style_of(paragraph), "rPr", "rFonts")
    found: set[str] = set()
    for text in own_texts(paragraph):
        own = parent_of(text).find(f"{qn('rPr')}/{qn('rFonts')}")
        fonts = inherited if own is None else {**inherited, **attributes(own)}
        if not _THEMES & set(fonts):  # the theme's fonts are those of the machine's own Office
            found |= faces_of(fonts, text.text or "")
    return found
