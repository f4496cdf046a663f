"""文字里的增减：与后面的数、与这一项的数方向一致。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import at_hit, at_place, either, percent, quoted
from drafter.checks.texts import Passage
from drafter.diagnostics import Severity
from drafter.figures.nodes import Figure, Unit, figure_at, find
from drafter.wording.reading import SCALES, agrees

_UP, _DOWN = "增加|增长|上升|提高", "减少|下降|降低"
_AMOUNT = r"[\d.,]+\s*(?:亿元|万元|元|亿|万)"
_RATE = r"[\d.]+\s*[%％]"
_AGAIN = r"\s*[，,、（(]\s*(?:同比|比上年|较上年)?"
_CONTRARY = either(
    rf"(?:{_UP}|{_DOWN})(?:了|额|率)?(?:为)?\s*[-－−](?=\s*\d)",
    rf"(?:{_UP})(?![值点])[^。；，,、\d\n]{{0,4}}{_AMOUNT}{_AGAIN}(?:{_DOWN}|降幅)(?:了|为)?\s*{_RATE}",
    rf"(?:{_DOWN})[^。；，,、\d\n]{{0,4}}{_AMOUNT}{_AGAIN}(?:{_UP}|增幅)(?:了|为)?\s*{_RATE}",
    rf"持平{_AGAIN}(?:{_UP}|{_DOWN})了?\s*(?=\d)(?!0+(?:\.0+)?\s*(?:万?元|[%％]))[\d.,]+",
)

_LESS = frozenset({"减少", "下降", "降低", "小于", "低于", "少于"})
_WHOLE = r"(?:本年|今年|全年|决算数?|总体|整体|经费|支出|收入|合计|金额|总额|数额|费用|的)*"
_AGAINST_LAST = re.compile(
    rf"(?:^|(?<=[。；，,\n]))\s*{_WHOLE}(?:比|较|与)(?:上年|去年|上一年|\d{{4}}年)(?:度|决算数?|同期|相比)*"
    rf"[，,]?(?:有所|略有|大幅|明显)?(?P<word>{_UP}|{_DOWN})了?"
    r"\s*(?:(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元|[%％]))?"
)
_AGAINST_BUDGET = re.compile(
    rf"(?:^|(?<=[。；，,\n]))\s*{_WHOLE}(?P<word>小于|低于|少于|大于|高于|多于|超出|超过)(?:全年|年初)?预算数?"
)
_FEWER = re.compile(
    "减少|下降|压减|压缩|节约|节省|缩减|降低|核减|取消|停止|完工|从严|严控|推迟|减免|未安排"
)
_FURTHER = re.compile(
    "增|提高|上调|上涨|追加|补缴|补发|扩大|新招|调增|较多|上升|购置|更新|新建|加大|多次|新设|划入|调入"
)

_DENIED = re.compile("没有|未|不")
_OF_LAST_YEAR = re.compile("(?<![比较与])(?:上年|去年)")


@dataclass(frozen=True, slots=True)
class _Change:
    """How a measure changed, and what it is compared with."""

    figure: Figure
    other: Figure
    gap: Decimal
    rate: Figure | None
    against: str

    def told(self, facts: Facts) -> str:
        """Return both amounts with their difference."""
        word = "多" if self.gap > 0 else "少"
        now, then = self.figure.number or Decimal(0), self.other.number or Decimal(0)
        gap = facts.money(abs(self.gap))
        return f"决算数 {facts.money(now)}，{self.against} {facts.money(then)}，{word} {gap}"


def contrary_directions(facts: Facts) -> Iterator[Problem]:
    """增加、减少与紧接着的数方向一致。

    依据：R23、G16。方向由词来说，数前面不再写正负号。
    容差：没有。
    通过：“增加3.33万元，增长96.80%”“减少5.19万元，下降9.70%”；说的是两件事的。
    不通过：“增加-5万元”“增加5万元，下降3%”“与上年持平，增加5万元”。
    怎么办：核对方向，去掉负号。
    """
    for hit in facts.prose.hits(_CONTRARY):
        yield at_hit(hit, f"方向与数不一致{quoted(hit.words)}", hint="核对方向；数前面不写负号")


def reasons_and_changes(facts: Facts) -> Iterator[Problem]:
    """变动原因、差异原因与这一项的数方向一致，写出的增减数与算出的一致。

    依据：G16、R23。只看“变动原因”（与上年比）和“差异原因”（与预算比），数没有填全的不判断。
    容差：没有。
    通过：原因的方向与数相同；只说原因不说方向；又有增又有减。
    不通过：原因写“比上年减少”，决算数却比上年多；写出的增减额、增减率与算出的不同。
    原因通篇说减少（或增加），数却相反，只提示：也许有别的原因没有写。
    怎么办：改原因，或者核对决算数、上年数。
    """
    for passage in facts.prose.passages:
        change = _change_of(facts, passage)
        if change is None or change.gap == 0:
            continue
        told = list(_stated(facts, passage, change))
        yield from told or _implied(facts, passage, change)


def _change_of(facts: Facts, passage: Passage) -> _Change | None:
    kind = passage.path[-1]
    if kind not in ("变动原因", "差异原因"):
        return None
    figure = find(facts.data, passage.path[:-1])
    if not isinstance(figure, Figure) or "增减额" not in figure.children:
        return None
    last = kind == "变动原因"
    other = figure_at(figure, "上年" if last else "预算")
    gap = figure_at(figure, "增减额" if last else "预决算差").number
    if gap is None or not other.applicable or other.number is None:
        return None
    rate = figure_at(figure, "增减率") if last else None
    return _Change(figure, other, gap, rate, "上年数" if last else "预算数")


def _stated(facts: Facts, passage: Passage, change: _Change) -> Iterator[Problem]:
    """Tell where the text itself says in which direction, or by how much, it went."""
    pattern = _AGAINST_LAST if change.rate is not None else _AGAINST_BUDGET
    for match in pattern.finditer(passage.plain):
        at = match.start() + len(match.group()) - len(match.group().lstrip())
        if (match["word"] in _LESS) != (change.gap < 0):
            message = f"{quoted(match.group())}与数不一致：{change.told(facts)}"
            yield at_place(passage, at, message, hint="改原因，或者核对两个数")
        elif change.rate is not None and match["number"]:
            yield from _amounts(facts, passage, match, change)


def _amounts(
    facts: Facts, passage: Passage, match: re.Match[str], change: _Change
) -> Iterator[Problem]:
    digits, unit = match["number"], match["unit"]
    if unit in SCALES:
        exact: Decimal | None = abs(change.gap)
        scale, shown = SCALES[unit], facts.money(abs(change.gap))
    else:
        rate = change.rate.number if change.rate is not None else None
        exact, scale = None if rate is None else abs(rate), -2
        shown = "" if exact is None else percent(exact)
    if exact is not None and not agrees(digits, exact, scale):
        message = f"写的是 {digits}{unit}，按数据是 {shown}：{change.told(facts)}"
        yield at_place(passage, match.start("number"), message, hint="核对两个数")


def _spoken(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """Return the first word of a direction that is said of this year, and not denied."""
    for hit in pattern.finditer(words):
        clause = words[_clause_start(words, hit.start()) : hit.start()]
        if not _DENIED.search(clause[-4:]) and not _OF_LAST_YEAR.search(clause):
            return hit
    return None


def _clause_start(words: str, end: int) -> int:
    return max(words.rfind(mark, 0, end) for mark in "，。；、,;\n") + 1


def _implied(facts: Facts, passage: Passage, change: _Change) -> Iterator[Problem]:
    """Hint where every reason speaks for the other direction."""
    words = passage.plain
    down, up = _spoken(_FEWER, words), _spoken(_FURTHER, words)
    wrong = (down and not _FURTHER.search(words) and change.gap > 0) or (
        up and not _FEWER.search(words) and change.gap < 0
    )
    first = down or up
    if wrong and first is not None and change.figure.unit is Unit.YUAN:
        word = "减少" if down else "增加"
        message = f"原因只说{word}（{quoted(first.group())}），数却相反：{change.told(facts)}"
        yield at_place(passage, first.start(), message, Severity.HINT, "核对原因和两个数")
