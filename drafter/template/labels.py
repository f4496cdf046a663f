"""Labels of numbered paragraphs (第一部分, 一、, （一）, 1.) as Word counts them.

One function for all that need them: contents, trace, the text projection. Word computes the
labels from styles and levels when it opens the file; nothing of them stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from drafter.template.package import Package, parse, qn
from drafter.template.sites import ancestry, properties_of
from drafter.wording.numbers import chinese_number

_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "none": lambda _: "",
}
_P, _NUMPR, _PSTYLE, _VAL = qn("p"), qn("numPr"), qn("pStyle"), qn("val")
_SLOT = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a multilevel list: where it starts, how it is written."""

    start: int
    form: str
    text: str
    between: str = ""
    """What stands between the label and the words."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The lists of a document and the list level that each paragraph style carries."""

    levels: Mapping[str, Mapping[int, Level]]
    """Levels by list (numId)."""
    lists: Mapping[str, str]
    """The abstract list of each list: lists that share one count together."""
    styles: Mapping[str, tuple[str, int]]


def read_numbering(package: Package) -> Numbering:
    """Return the numbering of a Word file; empty where it has none."""
    blob = package.parts.get("word/numbering.xml")
    styles_blob = package.parts.get("word/styles.xml")
    if blob is None or styles_blob is None:
        return Numbering({}, {}, {})
    root = parse(blob)
    abstract = {
        node.get(qn("abstractNumId"), ""): {
            int(level.get(qn("ilvl"), "0")): _level(level) for level in node.iter(qn("lvl"))
        }
        for node in root.findall(qn("abstractNum"))
    }
    lists = {
        node.get(qn("numId"), ""): _value(node, "abstractNumId") for node in root.findall(qn("num"))
    }
    levels = {number: abstract.get(target, {}) for number, target in lists.items()}
    return Numbering(levels, lists, _styles(parse(styles_blob)))


def _value(node: etree._Element, name: str, default: str = "") -> str:
    found = node.find(qn(name))
    return default if found is None else found.get(qn("val"), default)


def _level(node: etree._Element) -> Level:
    return Level(
        int(_value(node, "start", "1")),
        _value(node, "numFmt", "decimal"),
        _value(node, "lvlText"),
        "" if _value(node, "suff", "tab") == "nothing" else " ",
    )


def _styles(root: etree._Element) -> dict[str, tuple[str, int]]:
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in root.findall(qn("style")):
        name = style.get(qn("styleId"), "")
        based[name] = _value(style, "basedOn")
        numbering = style.find(f"{qn('pPr')}/{qn('numPr')}")
        if numbering is not None:
            own[name] = _numbered(numbering)
    resolved = {}
    for name in based:
        near = next((style for style in ancestry(name, based) if style in own), None)
        if near is not None:
            resolved[name] = own[near]
    return resolved


def _numbered(numbering: etree._Element) -> tuple[str, int]:
    return _value(numbering, "numId", "0"), int(_value(numbering, "ilvl", "0"))


class Labelled(NamedTuple):
    """A paragraph with its label, empty where it has none, and what it sets itself."""

    paragraph: etree._Element
    label: str
    style: str
    """Id of its style; empty for the default one."""
    properties: Mapping[str, etree._Element]


def labelled(root: etree._Element, numbering: Numbering) -> Iterator[tuple[etree._Element, str]]:
    """Yield each paragraph with its label, empty where it has none, in document order."""
    return ((one.paragraph, one.label) for one in labelled_paragraphs(root, numbering))


def labelled_paragraphs(
    root: etree._Element, numbering: Numbering, *, spaced: bool = False
) -> Iterator[Labelled]:
    """Yield the paragraphs with their labels, in document order.

    With `spaced`, a label ends with a blank where Word puts a tab or a blank behind it.
    """
    counters: dict[str, dict[int, int]] = {}
    for paragraph in root.iter(_P):
        properties = properties_of(paragraph)
        own, style = properties.get(_NUMPR), properties.get(_PSTYLE)
        named = "" if style is None else style.get(_VAL, "")
        place = _numbered(own) if own is not None else numbering.styles.get(named)
        levels = numbering.levels.get(place[0]) if place is not None else None
        if place is None or levels is None:
            yield Labelled(paragraph, "", named, properties)
            continue
        number, depth = place
        level = levels.get(depth)
        if level is None:
            yield Labelled(paragraph, "", named, properties)
            continue
        counts = counters.setdefault(numbering.lists[number], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        label = _label(level, counts, levels)
        label = f"{label}{level.between}" if label and spaced else label
        yield Labelled(paragraph, label, named, properties)


def _label(level: Level, counts: Mapping[int, int], levels: Mapping[int, Level]) -> str:
    def number(slot: re.Match[str]) -> str:
        depth = int(slot[1]) - 1
        other = levels.get(depth)
        if other is None:
            return ""
        return _FORMATS.get(other.form, str)(counts.get(depth, other.start))

    return _SLOT.sub(number, level.text)
