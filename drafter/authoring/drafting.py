"""The first draft of a template: where a finished report has what an input holds.

Each figure and name that is found gets a comment with the tags that would print it, all of them
where there are several, those first that are named by the words around. Nothing is replaced: which
tag is meant, people decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from lxml import etree

from drafter.authoring.known_values import (
    Numbers,
    Value,
    Written,
    sought_words,
    tag_of_number,
    values_of,
)
from drafter.authoring.marking import opened
from drafter.figures.nodes import Group
from drafter.template.anchors import Note
from drafter.template.annotations import annotated
from drafter.template.package import qn
from drafter.template.prepare import placed_paragraphs
from drafter.template.runs import words_of
from drafter.template.sites import TAG

MOST = 800
"""How many comments a copy has: with each one more, office programs take longer to open it."""
_SHOWN = 6
_LIKELY = 2
_BEFORE = 24
_NUMBER = re.compile(
    r"(?<![\d.,，A-Za-z〔\[第])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d]|[.,]\d|号|〕)"
)
_BLANK = re.compile(r"[×✕Ｘ]{1,}|[Xx]{2,}|[_＿]{2,}")
_UNIT = re.compile(r"\s*(万元|元|%|％|年|[个人名辆次批项家户台套件所份])")
_WRITTEN = {
    "万元": (Written.WAN,), "元": (Written.YUAN,), "%": (Written.PERCENT,),
    "％": (Written.PERCENT,), "年": (Written.COUNT,), "分": (Written.POINTS,),
}  # fmt: skip
_COUNTED = (Written.COUNT, Written.NUMBER)
_IN_CELLS = (Written.WAN, Written.YUAN, Written.COUNT, Written.POINTS, Written.NUMBER)
_UNKNOWN = "这里要填什么，从字段表里找（drafter template fields -o 字段表.docx）"
_YEARS = ("年度", "上年度")


@dataclass(frozen=True, slots=True)
class Drafted:
    """The copy with comments, and how many places have one tag, several, or none."""

    document: bytes
    counts: Counter[str]


class _Spot(NamedTuple):
    """Letters of a paragraph, and what to say of them."""

    start: int
    end: int
    kind: str
    text: str


ONE, SEVERAL, NONE, BLANK = "一个标签", "几种可能", "输入里没有", "待填的空"


def drafted(document: bytes, data: Group) -> Drafted:
    """Return a copy of a report with the tags for what it has of the data, as comments.

    Raises `UnmarkableError` where the file cannot be read.
    """
    package = opened(document)
    values = values_of(data)
    search = _Search(values)
    notes, counts = list[Note](), Counter[str]()
    for name, number, paragraph, place in placed_paragraphs(package):
        context = _Context(paragraph, (*place.headings, *_around(paragraph)))
        for spot in search.spots(context):
            if len(notes) < MOST:
                notes.append(Note(name, number, spot.start, spot.end, spot.text))
                counts[spot.kind] += 1
    return Drafted(annotated(document, notes, _opening(counts)), counts)


def _opening(counts: Counter[str]) -> str:
    told = "，".join(f"{kind} {counts[kind]} 处" for kind in (ONE, SEVERAL, BLANK, NONE))
    lines = [f"模板初稿：{told}。", "把批注里的标签复制到原处，删去原来的字；批注不会进报告。"]
    if counts.total() >= MOST:
        lines.append(f"批注只加了前 {MOST} 处。")
    return "\n".join(lines)


class _Context:
    """A paragraph, and the words around it that tell what its figures are."""

    def __init__(self, paragraph: etree._Element, around: Sequence[str]) -> None:
        self.words = words_of(paragraph)
        self.is_cell = next(paragraph.iterancestors(qn("tc")), None) is not None
        self.around = "".join(around)

    def near(self, start: int) -> str:
        """Return the words that come before a letter, in the paragraph and above it."""
        return f"{self.around}　{self.words[max(0, start - _BEFORE) : start]}"


def _around(paragraph: etree._Element) -> Iterator[str]:
    """Yield the first cell of the row and the first of the column, of a paragraph in a table."""
    cell = next(paragraph.iterancestors(qn("tc")), None)
    row = None if cell is None else next(cell.iterancestors(qn("tr")), None)
    table = None if row is None else next(row.iterancestors(qn("tbl")), None)
    if cell is None or row is None or table is None:
        return
    column = row.findall(qn("tc")).index(cell) if cell in row.findall(qn("tc")) else 0
    first = next(table.iter(qn("tr")), row).findall(qn("tc"))
    heads = [row.findall(qn("tc"))[:1], first[column : column + 1]]
    for head in heads:
        for one in head:
            if one is not cell:
                yield "".join(text.text or "" for text in one.iter(qn("t")))


class _Search:
    """Finds values of an input in paragraphs."""

    def __init__(self, values: list[Value]) -> None:
        self.numbers = Numbers(values)
        sought = sought_words(values)
        self.words = sorted(sought.items(), key=lambda item: -len(item[0]))
        self.texts = [
            value for value, _ in {id(v): (v, f) for e in sought.values() for v, f in e}.values()
        ]

    def spots(self, context: _Context) -> list[_Spot]:
        """Return what is found in a paragraph, each letter once, in order."""
        taken = [match.span() for match in TAG.finditer(context.words)]
        found: list[_Spot] = []
        for spot in (*self._names(context), *self._numbers(context), *self._blanks(context)):
            if all(spot.end <= start or spot.start >= end for start, end in taken):
                taken.append((spot.start, spot.end))
                found.append(spot)
        return sorted(found)

    def _names(self, context: _Context) -> Iterator[_Spot]:
        for words, candidates in self.words:
            start = context.words.find(words)
            while start >= 0:
                ranked = _ranked([value for value, _ in candidates], context.near(start))
                filters = {id(value): added for value, added in candidates}
                tags = [value.tag(filters[id(value)]) for value in ranked]
                yield _spot(start, start + len(words), tags)
                start = context.words.find(words, start + len(words))

    def _numbers(self, context: _Context) -> Iterator[_Spot]:
        for match in _NUMBER.finditer(context.words):
            written, has_unit = _forms(context, match)
            number = Decimal(match[0].replace(",", ""))
            years = context.words[match.end() : match.end() + 1] == "年"
            near = context.near(match.start())
            found = [
                (value, form)
                for form in written
                for value in self.numbers.printing(number, form)
                if not years or value.path[-1] in _YEARS
            ]
            forms = {id(value): form for value, form in reversed(found)}
            ranked = _ranked([value for value, _ in found], near)
            tags = [tag_of_number(value, number, forms[id(value)]) for value in ranked]
            if tags or (has_unit and not years and number != 0):
                yield _spot(match.start(), match.end(), tags)

    def _blanks(self, context: _Context) -> Iterator[_Spot]:
        for match in _BLANK.finditer(context.words):
            unit = _UNIT.match(context.words, match.end())
            near = context.near(match.start())
            if unit is None:
                tags = [value.tag() for value in _likely(self.texts, near)]
            elif unit[1] == "年":
                tags = ["{{ 年度|整数 }}", "{{ 上年度|整数 }}"]
            else:
                forms = _WRITTEN.get(unit[1], _COUNTED)
                tags = [
                    value.tag(f"|{form}")
                    for form in forms
                    for value in _likely(self.numbers.of_kind(form), near)
                ]
            said = _listed(tags) if tags else _UNKNOWN
            yield _Spot(match.start(), match.end(), BLANK, said)


def _forms(context: _Context, match: re.Match[str]) -> tuple[tuple[Written, ...], bool]:
    """Return in which forms a number may be written, by what follows, and whether that tells."""
    unit = _UNIT.match(context.words, match.end())
    if unit is not None:
        return _WRITTEN.get(unit[1], _COUNTED), unit[1] in {"万元", "元", "%", "％"}
    alone = context.is_cell and context.words.strip() == match[0]
    return (_IN_CELLS if alone else ()), False


def _spot(start: int, end: int, tags: Sequence[str]) -> _Spot:
    if not tags:
        return _Spot(start, end, NONE, "输入里没有这个数：或是固定的文字，或是输入漏了、与报告不同")
    return _Spot(start, end, ONE if len(tags) == 1 else SEVERAL, _listed(tags))


def _listed(tags: Iterable[str]) -> str:
    listed = list(dict.fromkeys(tags))
    if len(listed) == 1:
        return listed[0]
    lines = [f"{number}. {tag}" for number, tag in enumerate(listed[:_SHOWN], start=1)]
    more = [f"…… 共 {len(listed)} 种"] if len(listed) > _SHOWN else []
    return "\n".join(["有几种可能，最像的在前：", *lines, *more])


def _ranked(values: Iterable[Value], near: str) -> list[Value]:
    """Return the values, those first that the words near name best, and that need no loop."""
    unique = list({id(value): value for value in values}.values())
    return sorted(
        unique, key=lambda v: (v.is_of_table, -_likeness(v, near), len(v.rows), len(v.path))
    )


def _likely(values: Iterable[Value], near: str) -> list[Value]:
    """Return the few values that the words near name; none where they name nothing."""
    named = [value for value in values if _likeness(value, near) >= _LIKELY]
    return _ranked(named, near)[:_SHOWN]


def _likeness(value: Value, near: str) -> int:
    """Return how many pairs of letters of its names stand near; of the last each counts twice."""
    *above, last = value.names or ("",)
    return 2 * _pairs(last, near) + sum(_pairs(name, near) for name in above)


def _pairs(name: str, near: str) -> int:
    return sum(name[i : i + 2] in near for i in range(len(name) - 1))
