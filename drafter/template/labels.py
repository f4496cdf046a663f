"""Labels of numbered paragraphs (第一部分, 一、, （一）, 1.) as Word counts them.

One function for all that need them: contents, trace, the text projection. Word computes the
labels from styles and levels when it opens the file; nothing of them stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from drafter.template.number_forms import form_of
from drafter.template.package import Package, parse, qn
from drafter.template.sites import ancestry, bases_of, is_on, properties_of

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
    restart: int | None = None
    """The lowest level, from 1, that starts it again; 0 for none, None for every higher one."""
    is_plain: bool = False
    """Whether all numbers of the label are plain digits."""

    def restarts_under(self, depth: int) -> bool:
        """Return whether a paragraph of the higher level, from 0, starts it again."""
        return self.restart is None or depth < self.restart

    @property
    def slots(self) -> list[int]:
        """Return the levels, from 0, whose numbers stand in the label."""
        return [int(slot) - 1 for slot in _SLOT.findall(self.text)]


@dataclass(frozen=True, slots=True)
class Numbering:
    """The lists of a document and the list level that each paragraph style carries."""

    levels: Mapping[str, Mapping[int, Level]]
    """Levels by list (numId)."""
    lists: Mapping[str, str]
    """The abstract list of each list: lists that share one count together."""
    styles: Mapping[str, tuple[str, int]]
    restarts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """Where a list (numId) starts its levels anew when it is first used."""

    def unknown_forms(self, place: tuple[str, int]) -> list[str]:
        """Return the forms of numbers, in labels of this level of a list, that are not known."""
        levels = self.levels.get(place[0], {})
        level = levels.get(place[1])
        if level is None or level.is_plain:
            return []
        forms = (levels[depth].form for depth in level.slots if depth in levels)
        return [form for form in dict.fromkeys(forms) if form_of(form) is None]


def read_numbering(package: Package) -> Numbering:
    """Return the numbering of a Word file; empty where it has none."""
    blob = package.parts.get("word/numbering.xml")
    styles_blob = package.parts.get("word/styles.xml")
    if blob is None or styles_blob is None:
        return Numbering({}, {}, {})
    root = parse(blob)
    abstract = {
        node.get(qn("abstractNumId"), ""): _levels(node) for node in root.findall(qn("abstractNum"))
    }
    lists: dict[str, str] = {}
    levels: dict[str, Mapping[int, Level]] = {}
    restarts: dict[str, Mapping[int, int]] = {}
    for node in root.findall(qn("num")):
        number = node.get(qn("numId"), "")
        lists[number] = _value(node, "abstractNumId")
        restarts[number] = _starts(node)
        own = {**abstract.get(lists[number], {}), **_levels(node)}
        anew = {d: replace(own[d], start=s) for d, s in restarts[number].items() if d in own}
        levels[number] = {**own, **anew}
    return Numbering(levels, lists, _styles(parse(styles_blob)), restarts)


def _levels(node: etree._Element) -> dict[int, Level]:
    return {_depth(level): _level(level) for level in node.iter(qn("lvl"))}


def _starts(node: etree._Element) -> dict[int, int]:
    """Return where a list starts its levels otherwise than the abstract list."""
    said = {
        _depth(override): _number(override, "startOverride")
        for override in node.findall(qn("lvlOverride"))
    }
    return {depth: start for depth, start in said.items() if start is not None}


def _depth(node: etree._Element) -> int:
    return whole_number(node.get(qn("ilvl"), "")) or 0


def _value(node: etree._Element, name: str, default: str = "") -> str:
    found = node.find(qn(name))
    return default if found is None else found.get(qn("val"), default)


def _number(node: etree._Element, name: str) -> int | None:
    """Return the number that a child says; None where there is none, or no number."""
    return whole_number(_value(node, name))


def whole_number(said: str) -> int | None:
    """Return the number that an attribute says; None where it is none."""
    return int(said) if said.isascii() and said.isdigit() else None


def _level(node: etree._Element) -> Level:
    start, plain = _number(node, "start"), node.find(qn("isLgl"))
    # A form of the author's own stands within alternatives, for programs that know it.
    own = next((form for form in node.iter(qn("numFmt"))), None)
    return Level(
        1 if start is None else start,
        "decimal" if own is None else own.get(_VAL, "decimal"),
        _value(node, "lvlText"),
        "" if _value(node, "suff", "tab") == "nothing" else " ",
        _number(node, "lvlRestart"),
        is_on(plain),
    )


def _styles(root: etree._Element) -> dict[str, tuple[str, int]]:
    own: dict[str, tuple[str, int]] = {}
    for style in root.findall(qn("style")):
        numbering = style.find(f"{qn('pPr')}/{qn('numPr')}")
        if numbering is not None:
            own[style.get(qn("styleId"), "")] = _numbered(numbering)
    based, resolved = bases_of(root), {}
    for name in based:
        near = next((style for style in ancestry(name, based) if style in own), None)
        if near is not None:
            resolved[name] = own[near]
    return resolved


def _numbered(numbering: etree._Element) -> tuple[str, int]:
    return _value(numbering, "numId", "0"), _number(numbering, "ilvl") or 0


class Labelled(NamedTuple):
    """A paragraph with its label, empty where it has none, and what it sets itself."""

    paragraph: etree._Element
    label: str
    style: str
    """Id of its style; empty for the default one."""
    properties: Mapping[str, etree._Element]
    place: tuple[str, int] | None = None
    """The list (numId) and the level of it that it is counted in."""


def labelled(root: etree._Element, numbering: Numbering) -> Iterator[tuple[etree._Element, str]]:
    """Yield each paragraph with its label, empty where it has none, in document order."""
    return ((one.paragraph, one.label) for one in labelled_paragraphs(root, numbering))


def labelled_paragraphs(
    root: etree._Element, numbering: Numbering, *, spaced: bool = False
) -> Iterator[Labelled]:
    """Yield the paragraphs with their labels, in document order.

    With `spaced`, a label ends with a blank where Word puts a tab or a blank behind it.
    """
    counters = _Counters(numbering)
    for paragraph in root.iter(_P):
        properties = properties_of(paragraph)
        own, style = properties.get(_NUMPR), properties.get(_PSTYLE)
        named = "" if style is None else style.get(_VAL, "")
        place = _numbered(own) if own is not None else numbering.styles.get(named)
        levels = numbering.levels.get(place[0]) if place is not None else None
        if place is None or levels is None:
            yield Labelled(paragraph, "", named, properties)
            continue
        level = levels.get(place[1])
        if level is None:
            yield Labelled(paragraph, "", named, properties)
            continue
        label = _label(level, counters.after(place), levels)
        label = f"{label}{level.between}" if label and spaced else label
        yield Labelled(paragraph, label, named, properties, place)


class _Counters:
    """How far the lists of a document have been counted."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.counts: dict[str, dict[int, int]] = {}
        """By abstract list and level."""
        self.begun: set[tuple[str, int]] = set()
        """Levels of lists that start anew, and have."""

    def after(self, place: tuple[str, int]) -> Mapping[int, int]:
        """Count a paragraph at this level of a list; return the counts of all levels then."""
        number, depth = place
        levels = self.numbering.levels[number]
        counts = self.counts.setdefault(self.numbering.lists[number], {})
        anew = self.numbering.restarts.get(number, {}).get(depth)
        if anew is not None and place not in self.begun:
            self.begun.add(place)
            counts[depth] = anew
        else:
            counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            if deeper not in levels or levels[deeper].restarts_under(depth):
                del counts[deeper]
        return counts


def _label(level: Level, counts: Mapping[int, int], levels: Mapping[int, Level]) -> str:
    def number(slot: re.Match[str]) -> str:
        depth = int(slot[1]) - 1
        other = levels.get(depth)
        if other is None:
            return ""
        write = None if level.is_plain else form_of(other.form)
        return (write or str)(counts.get(depth, other.start))

    return _SLOT.sub(number, level.text)
