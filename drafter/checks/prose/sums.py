"""文字里的部分与整体、算式、比例。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import at_hit, at_place, quoted
from drafter.checks.texts import Hit, Passage
from drafter.diagnostics import Severity
from drafter.wording.reading import SCALES, plain_number, written_decimals

_UNITS = (
    "亿元|万元|元|万人|人次|人|名|个|户|家|项|件|条|辆|台|套|台套|次|批次|所|处|座|公里|米|亩|公顷|吨|平方米|"
    "万平方米|期|场|村|份|间|栋|只|头|册|篇|幅|宗|起|艘|株|棵"
)
_NUMBER = r"(?<![\d.,\-第－—~～至])\d[\d,]*(?:\.\d+)?"
_LONG_UNITS = f"台套|万平方米|平方米|批次|人次|万人|{_UNITS}"
_QUANTITY = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>{_LONG_UNITS})(?![多余以/／级])")
_APPROXIMATE = re.compile("约|近|超|逾|余|多|以上|左右|不足|累计|分别|各|每|平均")
_VAGUE = re.compile(
    r"(?:(?<![节合集签履公大])约(?:有|为)?|近|超过?|逾|不足|不到|"
    rf"(?:累计|分别|平均|每|各(?![类项级界种]))[^，。；、\d]{{0,6}})\d[\d,.]*(?P<before>{_LONG_UNITS})"
    rf"|\d[\d,.]*[多余](?P<much>{_LONG_UNITS})"
    rf"|\d[\d,.]*(?P<behind>{_LONG_UNITS})[^，。；、\d]{{0,6}}"
    r"(?:以上|左右|以下|以内|不等|[多余](?![^，。；、]))"
)
"""A quantity that is not exact, with the words that say so."""
_WITHIN = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNITS})(?P<mark>\s*[，,：:]?\s*[（(]?\s*其中\s*[：:，,]?|\s*[（(])"
)
_REST = re.compile(rf"其余(?:的)?\s*(?P<number>{_NUMBER})(?P<unit>{_UNITS})")
_PAIR = re.compile(r"男(?:性|职工)?\s*\d+\s*[人名]?[，、,]\s*女(?:性|职工)?\s*\d+\s*[人名]")
_EACH = re.compile(rf"[^，、；,\d]*{_NUMBER}\s*(?:{_UNITS})?")
_BETWEEN = re.compile("[、，；,;]|和(?=[^，、]*\\d)")
_OVERLAPPING = re.compile(
    "党员|团员|女|男|少数民族|岁|学历|本科|专科|硕士|博士|研究生|职称|贫困|残疾|重点|新增|新建|续建"
)
"""Kinds of people and of projects that one and the same may belong to several of."""
_NAMED = re.compile(
    r"(?P<number>(?<![\d.])\d{1,2})\s*(?:个|家)(?:单位|机构|企业|股室|科室|公司)?\s*[（(：:](?P<names>[^。；;：:\n\d]+)"
)
_UNIT_NAME = re.compile(r".{1,30}(?:[局股科室处队站所馆院校]|中心|公司|社区|街道|学校)")
_INNER = re.compile("（[^（）]*）|\\([^()]*\\)")
_LONGEST = 300
"""How long a sentence is at most up to its rest."""
_MOST = 7
"""How many parts are tried in all combinations."""


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number with its unit as it stands in a sentence; money in yuan, people one by one."""

    number: Decimal
    unit: str
    step: Decimal
    """How much the last digit counts."""
    scale: int
    typed: str
    """The unit as it was typed."""
    words: str


def parts_in_prose(facts: Facts) -> Iterator[Problem]:
    """文字里一句话的部分与整体对得上。

    依据：R21、R28、R29。看“22个……7个……其余15个”“19人（科长3人……）”“700个，其中……”“2个（甲中心、乙中心）”。
    容差：金额按各数写出的位数留出四舍五入的差；个数没有。
    通过：各部分之和等于整体（金额按写出的位数舍入）；“其中”只列一部分，和不超过整体；写“约”“余”的数不判断。
    不通过：“其余”加前面的不等于整体；括号里逐项列出的、男女人数之和不等于前面的数；
    “其中”的金额之和超过整体；括号里列出名称的个数与前面的数不同。
    “其中”的个数、人数之和超过整体，可能一个算在几类里，只提示。
    怎么办：核对这几个数。
    """
    for passage in facts.prose.passages:
        words = passage.plain
        if "其余" in words:
            yield from _rest(passage)
        if "其中" in words or "（" in words or "(" in words:
            yield from _within(passage)
    for hit in facts.prose.hits(_NAMED):
        yield from _names(hit)


def _rest(passage: Passage) -> Iterator[Problem]:
    """Tell where a rest and the parts before it do not make up the first number of the unit."""
    for match in _REST.finditer(passage.plain):
        far = max(0, match.start() - _LONGEST)
        begin = max(passage.plain.rfind(mark, far, match.start()) for mark in "。\n") + 1
        if not begin and far:
            continue  # in a sentence that long nobody can tell what the whole is
        before = passage.plain[begin : match.start()]
        rest = _quantity(match["number"], match["unit"], match.group())
        found = [q for q in _quantities(before) if q.unit == rest.unit]
        if not 2 <= len(found) <= _MOST or rest.unit in _vague_units(before):
            continue
        whole, parts = found[0], found[1:]
        sums = {
            sum((part.number for part in chosen), rest.number)
            for count in range(1, len(parts) + 1)
            for chosen in combinations(parts, count)
        }
        room = sum((q.step for q in (*found, rest)), Decimal(0)) / 2 if rest.unit == "元" else 0
        if all(abs(total - whole.number) > room for total in sums):
            listed = [*parts, rest]
            total = sum((part.number for part in listed), Decimal(0))
            message = _apart(whole, listed, total)
            yield at_place(passage, match.start(), message, hint="核对这几个数")


def _vague_units(words: str) -> set[str]:
    """Return the units of the quantities that are not exact."""
    return {_one_unit(unit) for match in _VAGUE.finditer(words) for unit in match.groups() if unit}


def _within(passage: Passage) -> Iterator[Problem]:
    """Tell where parts behind 其中, or in brackets, do not fit the whole before them."""
    for match in _WITHIN.finditer(passage.plain):
        mark = match["mark"]
        end = _end_of_parts(passage.plain, match.end(), brackets="（" in mark or "(" in mark)
        listed = passage.plain[match.end() : end]
        # What stands in brackets further inside is about one of the parts.
        listed = _INNER.sub(lambda inner: " " * len(inner.group()), listed).rstrip("，、 ")
        whole = _quantity(match["number"], match["unit"], match.group())
        if _APPROXIMATE.search(listed) or "占" in listed or "其中" in listed:
            continue
        quantities = list(_quantities(listed))
        parts = [part for part in quantities if part.unit == whole.unit]
        if len(parts) < 2 or len(parts) != len(quantities):
            continue
        yield from _held_against(passage, match, listed, whole, parts)


def _held_against(
    passage: Passage,
    match: re.Match[str],
    listed: str,
    whole: _Quantity,
    parts: Sequence[_Quantity],
) -> Iterator[Problem]:
    total = sum((part.number for part in parts), Decimal(0))
    is_money = whole.unit == "元"
    room = (whole.step + sum((part.step for part in parts), Decimal(0))) / 2 if is_money else 0
    if abs(total - whole.number) <= room:
        return
    pair = _PAIR.fullmatch(listed) is not None
    every = "其中" not in match["mark"] and len(parts) > 2
    complete = every and all(_EACH.fullmatch(item) for item in _BETWEEN.split(listed))
    complete = complete and not _OVERLAPPING.search(listed)
    if not (pair or complete) and (total < whole.number or _OVERLAPPING.search(listed)):
        return
    mild = None if pair or complete or is_money else Severity.HINT
    yield at_place(passage, match.start(), _apart(whole, parts, total), mild, "核对这几个数")


def _names(hit: Hit) -> Iterator[Problem]:
    """Tell where the names that are listed behind a number are more or fewer than it."""
    listed = _INNER.sub("", hit.match["names"])
    listed = re.split("[）)]", listed)[0]
    names = [name for name in re.split("[、，,]|和(?=[^、，]{3,}$)", listed) if name.strip()]
    number = int(hit.match["number"])
    if len(names) < 2 or not all(_UNIT_NAME.fullmatch(name.strip()) for name in names):
        return
    if len(names) != number:
        message = f"写的是 {number} 个，列出的是 {len(names)} 个：{quoted(listed)}"
        yield at_hit(hit, message, hint="核对个数和名单")


def _apart(whole: _Quantity, parts: Sequence[_Quantity], total: Decimal) -> str:
    told = "、".join(part.words for part in parts)
    word = "超过" if total > whole.number else "少于"
    numbers = (total, whole.number, abs(total - whole.number))
    summed, stated, gap = (f"{_short(n.scaleb(-whole.scale))}{whole.typed}" for n in numbers)
    return f"{told}之和 {summed}，{word}整体 {stated}，相差 {gap}"


def _short(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _end_of_parts(words: str, begin: int, *, brackets: bool) -> int:
    """Return where the bracket closes, or the sentence ends outside of brackets."""
    depth = 0
    for at in range(begin, len(words)):
        char = words[at]
        if char in "）)" and depth == 0:
            return at
        depth += (char in "（(") - (char in "）)")
        if depth == 0 and (char in "。\n" or (char in "；;" and not brackets)):
            return at
    return len(words)


def _quantities(words: str) -> Iterator[_Quantity]:
    for match in _QUANTITY.finditer(words):
        yield _quantity(match["number"], match["unit"], match.group())


def _quantity(digits: str, unit: str, words: str) -> _Quantity:
    scale = SCALES.get(unit, 4 if unit.startswith("万") else 0)
    name = _one_unit(unit)
    number, step = (
        plain_number(digits).scaleb(scale),
        Decimal(1).scaleb(scale - written_decimals(digits)),
    )
    plain = re.sub(r"\s|[（(，,：:]?\s*其中.*|[（(]$", "", words)
    return _Quantity(number, name, step, scale, unit, plain)


def _one_unit(unit: str) -> str:
    """Return one unit for all that are the same but for their scale or their politeness."""
    return "元" if unit in SCALES else {"名": "人"}.get(unit, unit.removeprefix("万"))
