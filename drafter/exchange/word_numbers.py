"""Labels of automatic numbering (一、 （一） 1. ①) of a Word file that a colleague wrote.

Word computes them when it opens the file. What cannot be told for sure is not made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from xml.etree.ElementTree import Element

from drafter.wording.numbers import chinese_number

_SLOT = re.compile(r"%([1-9])")
_NUMBER = re.compile(r"[0-9]{1,6}")
_LEVELS = 9
"""How many levels a list has at most."""
_LONGEST = 40
"""Longer texts of a level are no numbering."""
_MOST_STYLES = 50
"""How far a style is followed through those that it is based on."""


class Lost(Enum):
    """What a paragraph has in front that is not brought along."""

    BULLET = auto()
    NUMBER = auto()


def _from(*starts: tuple[int, int, int]) -> Callable[[int], str | None]:
    """Return a count by signs of their own: first number, last number, sign of the first."""

    def sign(number: int) -> str | None:
        found = (code + number - low for low, high, code in starts if low <= number <= high)
        return next((chr(code) for code in found), None)

    return sign


_CIRCLED = _from((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def _chinese(number: int) -> str | None:
    return chinese_number(number) if 0 < number < 100 else None


_FORMS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalFullWidth": lambda number: str(number).translate(_WIDE_DIGITS),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _from((1, 20, 0x2474)),
    "decimalEnclosedFullstop": _from((1, 20, 0x2488)),
    "lowerLetter": _from((1, 26, ord("a"))),
    "upperLetter": _from((1, 26, ord("A"))),
    "none": lambda _number: "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    restart: int
    """The level is counted anew behind a level above this one."""
    legal: bool
    """Whether all levels are written as plain digits."""


@dataclass(frozen=True, slots=True)
class _List:
    """One list; lists of the same `shared` name count together."""

    shared: str
    levels: Mapping[int, _Level]
    begins: Mapping[int, int]
    """Levels that begin at a number of their own in this list."""
    styles: Mapping[str, int]
    """The level of a paragraph style, where the list says it."""


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str
    list_id: str | None
    level: int | None


class Numbers:
    """Counts the paragraphs of one document in their order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists = {} if numbering is None else _lists(numbering)
        self._styles = {} if styles is None else _styles(styles)
        self._default = "" if styles is None else _default_style(styles)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: Element) -> str | Lost:
        """Count the paragraph and return its label, empty where it has none."""
        place = self._place(paragraph)
        if place is None:
            return ""
        list_id, depth = place
        known = self._lists.get(list_id)
        if known is None:
            return ""  # Word shows no number for a list that is not there
        level = known.levels.get(depth)
        if level is None:
            return Lost.NUMBER
        counts = self._counted(list_id, known, depth)
        if level.form == "bullet":
            return Lost.BULLET
        return _label(level, counts, known.levels)

    def _counted(self, list_id: str, known: _List, depth: int) -> dict[int, int]:
        counts = self._counts.setdefault(known.shared, {})
        if depth in known.begins and (list_id, depth) not in self._begun:
            self._begun.add((list_id, depth))
            counts[depth] = known.begins[depth] - 1
        counts[depth] = counts.get(depth, known.levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            if deeper not in known.levels or depth < known.levels[deeper].restart:
                del counts[deeper]
        return counts

    def _place(self, paragraph: Element) -> tuple[str, int] | None:
        """Return the list and level of the paragraph: its own, else those of its style."""
        style = _value(paragraph, "pPr/pStyle") or self._default
        list_id, level = _numbered(paragraph)
        carrier = style
        for _ in range(_MOST_STYLES):
            known = self._styles.get(carrier)
            if list_id is not None or known is None:
                break
            list_id = known.list_id
            level = known.level if level is None else level
            carrier = carrier if list_id is not None else known.based_on
        if list_id is None or list_id == "0":
            return None
        if level is None and list_id in self._lists:
            level = self._lists[list_id].styles.get(carrier)
        return list_id, level or 0


def _label(level: _Level, counts: Mapping[int, int], levels: Mapping[int, _Level]) -> str | Lost:
    if len(level.text) > _LONGEST:
        return Lost.NUMBER
    label = level.text
    for slot in dict.fromkeys(_SLOT.findall(level.text)):
        depth = int(slot) - 1
        if depth not in counts or depth not in levels:
            return Lost.NUMBER  # programs differ on a level that has not been counted yet
        form = _FORMS.get("decimal" if level.legal else levels[depth].form)
        number = None if form is None else form(counts[depth])
        if number is None:
            return Lost.NUMBER
        label = label.replace(f"%{slot}", number)
    return label.strip()


def _lists(root: Element) -> dict[str, _List]:
    nodes = {
        node.get("abstractNumId", ""): node.findall("lvl")[:_LEVELS]
        for node in root.findall("abstractNum")
    }
    shared = {
        name: {_depth(level): _level(level, _depth(level)) for level in levels}
        for name, levels in nodes.items()
    }
    styles = {
        name: {_value(level, "pStyle"): _depth(level) for level in levels}
        for name, levels in nodes.items()
    }
    found = {}
    for node in root.findall("num"):
        name = _value(node, "abstractNumId")
        levels = dict(shared.get(name, {}))
        begins: dict[int, int] = {}
        for change in node.findall("lvlOverride"):
            depth = _depth(change)
            if (own := change.find("lvl")) is not None:
                levels[depth] = _level(own, depth)
            if (start := change.find("startOverride")) is not None:
                begins[depth] = _number(start.get("val"), 1)
        found[node.get("numId", "")] = _List(name, levels, begins, styles.get(name, {}))
    return found


def _depth(node: Element) -> int:
    return _number(node.get("ilvl"), 0)


def _level(node: Element, depth: int) -> _Level:
    return _Level(
        start=_number(_value(node, "start"), 0),
        # A form of its own stands behind a choice that old programs cannot read.
        form="" if node.find("AlternateContent") is not None else _value(node, "numFmt", "decimal"),
        text=_value(node, "lvlText"),
        restart=_number(_value(node, "lvlRestart"), depth),
        legal=is_on(node.find("isLgl")),
    )


def _styles(root: Element) -> dict[str, _Style]:
    return {
        style.get("styleId", ""): _Style(_value(style, "basedOn"), *_numbered(style))
        for style in root.findall("style")
    }


def _default_style(root: Element) -> str:
    for style in root.findall("style"):
        if style.get("type") == "paragraph" and style.get("default") in ("1", "true", "on"):
            return style.get("styleId", "")
    return ""


def _numbered(node: Element) -> tuple[str | None, int | None]:
    """Return the list and level that a paragraph or style names itself."""
    list_id = _value(node, "pPr/numPr/numId") or None
    level = _value(node, "pPr/numPr/ilvl")
    return list_id, _number(level, 0) if level else None


def is_on(switch: Element | None) -> bool:
    """Return whether a switch of Word is there and not turned off."""
    return switch is not None and switch.get("val", "1") not in ("0", "false", "off")


def _value(node: Element, path: str, default: str = "") -> str:
    found = node.find(path)
    return default if found is None else found.get("val", default)


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and _NUMBER.fullmatch(text) else default
