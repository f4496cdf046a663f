"""一段文字里的序号：连续、不重复、写法一致。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import at_place, quoted, starting
from drafter.checks.texts import Hit, Passage
from drafter.diagnostics import Severity
from drafter.wording.reading import chinese_value

_CN = "[一二三四五六七八九十]{1,3}"
_NUMBER = r"(?<![\d.])\d{1,2}"
_ITEM = starting(
    "一二三四五六七八九十（(0-9①-⑳",
    # With a paragraph, or behind a sentence.
    r"(?<![^\s。；：])(?:"
    rf"(?P<chapter>{_CN})、"
    rf"|[（(](?P<section>{_CN})[）)]"
    rf"|(?P<point>{_NUMBER})(?P<mark>[.．、])(?!\d(?!\d{{3}}))"
    rf"|[（(](?P<bracket>{_NUMBER})[）)]"
    r"|(?P<circle>[①-⑳])"
    r")(?=[^\n])"
    r"|(?<![^\s。；：，、])(?P<spoken>[一二三四五六七八九十]{1,2})[是要](?=[^，。；])",
)
_INDENT = 8
"""How far an item may be indented."""
_KINDS = ("chapter", "section", "point", "bracket", "circle", "spoken")


@dataclass(frozen=True, slots=True)
class _Item:
    kind: str
    number: int
    words: str
    at: int
    heads: bool
    """Whether it begins a paragraph."""
    mark: str


def broken_numbering(facts: Facts) -> Iterator[Problem]:
    """一段文字里的序号连续，不跳号、不重号。

    依据：GB/T 9704，结构层次序数依次用“一、”“（一）”“1.”“（1）”。
    看同一个字段里的“一、”“（一）”“1.”“（1）”“①”和“一是、二是”。
    容差：没有。
    通过：每种序号从 1 起连续，到下一层或下一段重新从 1 起；只有一个序号的。
    不通过：跳号（一、二、四）、重号（1. 2. 2.）、从 2 起而前面一段没有序号、
    接着上一项却换了写法（（1）（2）（三））。“1.”与“1、”混用只提示。
    怎么办：改正序号，核对是不是漏了一段。
    """
    for passage, hits in groupby(facts.prose.hits(_ITEM), key=lambda hit: hit.passage):
        items = [item for hit in hits if (item := _item(hit)) is not None]
        if len(items) > 1:
            yield from _breaks(passage, items)


def _item(hit: Hit) -> _Item | None:
    match = hit.match
    kind = match.lastgroup if match.lastgroup in _KINDS else "point"
    typed = match[kind]
    if kind == "circle":
        number: int | None = ord(typed) - ord("①") + 1
    else:
        number = int(typed) if typed.isascii() else chinese_value(typed)
    before = hit.passage.plain[max(0, hit.at - _INDENT) : hit.at].rstrip(" \t\u3000")
    heads = before[-1:] in ("", "\n")
    return _Item(kind, number, hit.words, hit.at, heads, match["mark"] or "") if number else None


def _breaks(passage: Passage, items: list[_Item]) -> Iterator[Problem]:
    last: dict[str, _Item] = {}
    before: _Item | None = None
    mixed = False
    for item in items:
        known = last.get(item.kind)
        last[item.kind] = item
        if item.number == 1:
            pass
        elif known is None:
            yield from _begun_late(passage, item, before, items)
        elif item.number == known.number:
            yield at_place(passage, item.at, f"序号{quoted(item.words)}重复，前面已经有了")
        elif item.number != known.number + 1:
            turn = "跳到" if item.number > known.number else "退到"
            message = f"序号从{quoted(known.words)}{turn}{quoted(item.words)}"
            yield at_place(passage, item.at, message, hint="核对是不是漏了一段，或者顺序错了")
        elif item.mark != known.mark and not mixed:
            mixed = True  # told once
            message = f"序号的写法不一致：{quoted(known.words)}和{quoted(item.words)}"
            yield at_place(passage, item.at, message, Severity.HINT, "用同一种写法")
        before = item


def _begun_late(
    passage: Passage, item: _Item, before: _Item | None, items: list[_Item]
) -> Iterator[Problem]:
    """Tell of numbers that do not begin with 1: another kind goes before, or none at all."""
    if before is not None and before.number == item.number - 1 and before.heads and item.heads:
        message = f"序号的写法变了：{quoted(before.words)}之后是{quoted(item.words)}"
        yield at_place(passage, item.at, message, hint="用同一种写法")
    elif before is None and item.number == 2 and item.at > 0 and item.heads:
        goes_on = any(other.kind == item.kind and other.number == 3 for other in items)
        if goes_on:
            message = f"序号从{quoted(item.words)}开始，前面一段没有序号"
            yield at_place(passage, item.at, message, hint="补上第一项的序号")
