"""The styles of a Word file, and what each comes to with those that it is based on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from drafter.template.package import Package, parse, qn
from drafter.template.sites import ancestry, bases_of

_STYLES = "word/styles.xml"
Properties = Mapping[str, str]
"""Attributes of a property, by their bare names."""


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """Styles by id."""

    styles: Mapping[str, etree._Element]
    based: Mapping[str, str]
    defaults: etree._Element | None
    normal: str
    """Id of the style of paragraphs that name none."""

    def name(self, style: str) -> str:
        """Return the name of a style as people see it."""
        found = self.styles.get(style)
        name = None if found is None else found.find(qn("name"))
        return style if name is None else name.get(qn("val"), "")

    def value(self, style: str, group: str, tag: str) -> Properties:
        """Return a property (`rPr`, `sz`) as the style has it; nearer styles go first."""
        merged: dict[str, str] = {}
        for holder in self._holders(style, group):
            node = holder.find(qn(tag))
            if node is not None:
                merged = {**attributes(node), **merged}
                if tag != "rFonts":
                    return merged
        return merged

    def _holders(self, style: str, group: str) -> Iterator[etree._Element]:
        for name in ancestry(style or self.normal, self.based):
            holder = self.styles[name].find(qn(group)) if name in self.styles else None
            if holder is not None:
                yield holder
        if self.defaults is not None:
            holder = self.defaults.find(f".//{qn(group)}")
            if holder is not None:
                yield holder


def attributes(node: etree._Element) -> dict[str, str]:
    """Return the attributes of an element by their bare names; one that has none is switched on."""
    return bare_attributes(node) or {"val": "1"}


def bare_attributes(node: etree._Element) -> dict[str, str]:
    """Return the attributes of an element by their bare names."""
    return {etree.QName(str(name)).localname: str(value) for name, value in node.attrib.items()}


def read_styles(package: Package) -> StyleSheet:
    """Return the styles of a Word file."""
    blob = package.parts.get(_STYLES)
    root = parse(blob) if blob is not None else etree.Element(qn("styles"))
    styles, normal = {}, ""
    for style in root.iter(qn("style")):
        id_ = style.get(qn("styleId"), "")
        styles[id_] = style
        if style.get(qn("type")) == "paragraph" and style.get(qn("default")) in {"1", "true"}:
            normal = id_
    return StyleSheet(styles, bases_of(root), root.find(qn("docDefaults")), normal)


def faces_of(fonts: Properties, words: str) -> set[str]:
    """Return the typefaces that the words are set in: one for letters, one for ideographs."""
    names = set()
    if any(character < "\u2e80" and character.isalnum() for character in words):
        names.add(fonts.get("ascii", ""))
    if any(character >= "\u2e80" for character in words):
        names.add(fonts.get("eastAsia", ""))
    return names - {""}
