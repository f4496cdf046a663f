"""Words of the template that say what a figure beside them means: which way, how much, whether.

`增加 5 万元` and `减少 5 万元` print the same number and tell opposite things; so do `5 万元` and
`5 元`. Such words follow from the figure, so a change of them is as grave as one of the figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from drafter.verify.spans import Span

_KINDS = {
    "多了": ("增加", "增长", "上升", "提高", "增幅"),
    "少了": ("减少", "下降", "降低", "减幅", "降幅"),
    "一样": ("持平", "等于", "一致"),
    "以上": ("大于", "超过", "高于", "多于", "超出"),
    "以下": ("小于", "不足", "低于", "少于", "未达到", "未超过", "不超过"),
    "否定": ("不", "未", "非", "无", "没有"),
}
_UNITS = {
    "亿元": ("亿元",), "万元": ("万元",), "元": ("元",), "百分之": ("%", "％"), "千分之": ("‰",),
    "百分点": ("个百分点", "百分点"), "人": ("人", "名", "位"), "人次": ("人次",),
    "辆": ("辆", "台"),
    "批次": ("批次", "批"), "倍": ("倍",), "平方米": ("平方米", "㎡"), "分": ("分",), "次": ("次",),
    "个": ("个",), "项": ("项",), "户": ("户",), "家": ("家",), "套": ("套",), "件": ("件",),
}  # fmt: skip
"""Words of one kind say the same; units count only right behind a number."""


def _pattern(kinds: dict[str, tuple[str, ...]], before: str = "") -> re.Pattern[str]:
    words = sorted((word for words in kinds.values() for word in words), key=len, reverse=True)
    return re.compile(rf"{before}({'|'.join(map(re.escape, words))})")


_WORD, _UNIT = _pattern(_KINDS), _pattern(_UNITS, r"\s*[余多]?")
_KIND_OF = {word: kind for kinds in (_KINDS, _UNITS) for kind, words in kinds.items()
            for word in words}  # fmt: skip
_CLAUSE_END = re.compile(r"[，。；：！？;!?\n]|,(?!\d)")


class Stretch(NamedTuple):
    """A part of a text."""

    text: str
    start: int
    end: int

    @property
    def clause(self) -> tuple[int, int]:
        """Return from where to where the clauses go that it lies in."""
        ends = [hit.end() for hit in _CLAUSE_END.finditer(self.text, 0, self.start)]
        behind = _CLAUSE_END.search(self.text, self.end)
        return ends[-1] if ends else 0, behind.start() if behind else len(self.text)


class MeaningChange(NamedTuple):
    """Other words about a figure."""

    old: str
    new: str
    beside: Span


def meaning_change(
    before: Stretch, after: Stretch, figures: Sequence[Span], became: Collection[str]
) -> MeaningChange | None:
    """Return what changed of the words about a figure; None where their sense is the same.

    `figures` are those of the old text that are still there, `became` what they are in the new.
    """
    start, end = before.clause
    near = [span for span in figures if start <= span.start and span.end <= end]
    if not near:
        return None
    ends = {span.end for span in near}
    old = list(_words(before, ends))
    numbers = sorted({*became, *(span.words for span in near)}, key=len, reverse=True)
    hits = re.finditer("|".join(rf"(?<![\d.]){re.escape(n)}" for n in numbers), after.text)
    new = list(_words(after, {hit.end() for hit in hits}))
    kinds, new_kinds = (Counter(_KIND_OF[hit[1]] for hit in side) for side in (old, new))
    if kinds == new_kinds:
        return None
    gone, come = kinds - new_kinds, new_kinds - kinds
    beside = min(near, key=lambda s: max(s.start - before.end, before.start - s.end, 0))
    return MeaningChange(_said(old, gone), _said(new, come), beside)


def _words(stretch: Stretch, number_ends: Collection[int]) -> Iterator[re.Match[str]]:
    """Yield the words at a stretch that tell what a figure means."""
    start, end = stretch.clause
    for hit in _WORD.finditer(stretch.text, start, end):
        if hit.start() <= stretch.end and stretch.start <= hit.end():
            yield hit
    for number_end in sorted(number_ends):
        unit = _UNIT.match(stretch.text, number_end)
        if unit and unit.start() <= stretch.end and stretch.start <= unit.end():
            yield unit


def _said(hits: Sequence[re.Match[str]], kinds: Counter[str]) -> str:
    words = (hit[1] for hit in hits if kinds[_KIND_OF[hit[1]]])
    return "、".join(dict.fromkeys(words))
