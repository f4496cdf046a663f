"""绩效指标的预期值与实际值、成本指标与执行数的规则。"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, gt, le, lt

from drafter.checks.engine import Facts, Problem
from drafter.checks.projects import projects_of, title_of
from drafter.diagnostics import DataPath
from drafter.figures.nodes import Figure, Group, Text, figure_at, find, group_at, rows_at, text_at

_NUMBER = r"(\d+(?:,\d{3})*(?:\.\d+)?)"
_AMOUNT = re.compile(_NUMBER + r"\s*(亿元|万元|元)", re.ASCII)
_YUAN = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "元": Decimal(1)}
_NOT_SPENT = re.compile(r"每|均|单价|标准|比例|比率|率|降|节约|减少|增加|[/／%％]")
"""What makes a cost one of a piece, a rate or a change: such costs do not add up to the whole."""
_NEARLY_ALL = 5
"""Costs that lack less than one part in so many of the whole were meant to be all of it."""
_SCALE = Decimal(10**4)

_MEETS: dict[str, Callable[[Decimal, Decimal], bool]] = {"≥": ge, "≤": le, ">": gt, "<": lt}
_SIGNS = {
    "≥": "≥", ">=": "≥", "不低于": "≥", "不少于": "≥", "≤": "≤", "<=": "≤", "不超过": "≤",
    "不高于": "≤", "不多于": "≤", ">": ">", "＞": ">", "大于": ">", "超过": ">", "<": "<",
    "＜": "<", "小于": "<", "低于": "<",
}  # fmt: skip
_WORDS = "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))
_UNIT = r"\s*([^\d\s，,。；;、（(]*)"
_TARGET = re.compile(rf"[^\d≥≤><＞＜=]*?({_WORDS})\s*{_NUMBER}{_UNIT}[。；;]?", re.ASCII)
_REACHED = re.compile(rf"[^\d≥≤><＞＜=-]*?{_NUMBER}{_UNIT}[。；;]?", re.ASCII)
_CLAIM = re.compile(
    r"(?:全部|全面|均|都|圆满|如期|按期|按时|已|超额)完成|完成率(?:为|达到?)?100[%％]"
)
_RESERVED = re.compile(r"未|没有|尚|除|部分|基本完成|不足")


def cost_indicators(facts: Facts) -> Iterator[Problem]:
    """项目的成本指标之和，与项目的执行数相符。

    依据：R19。成本指标的实际值逐项说明钱用在哪里；单位可以是元、万元、亿元，换算后比较。
    容差：各项最小单位的一半乘以项数加 1；少五分之一以上的，显然没有全列，不报。
    通过：实际值之和等于执行合计；成本是单位成本、比例、降低额的，有的不是金额的不判断。
    不通过：之和比执行数大，或者少得不多，提示核对；可能是漏了一项，或者元和万元写错。
    怎么办：核对成本指标的金额和单位，以及项目的执行数。
    """
    for project in projects_of(facts):
        spent = figure_at(project, "执行", "合计")
        costs = _costs(project)
        if not costs or spent.number is None or not spent.applicable:
            continue
        whole = sum((amount for _, amount in costs), Decimal(0))
        gap = whole - spent.number
        small = facts.tolerance(len(costs))
        listed_all = -spent.number / _NEARLY_ALL < gap
        mistaken_unit = abs(whole * _SCALE - spent.number) <= small * _SCALE
        if abs(gap) > small and (listed_all or mistaken_unit):
            message = (
                f"{title_of(project)}的成本指标之和 {facts.money(whole)}，"
                f"与执行数 {facts.money(spent.number)}不一致，相差 {facts.money(abs(gap))}"
            )
            hint = "是不是把万元写成了元？" if mistaken_unit else ""
            grounds = (spent.path, *spent.inputs)
            yield Problem(costs[0][0], message, hint=hint, rests_on=grounds)


def _costs(project: Group) -> list[tuple[DataPath, Decimal]]:
    """Return where costs stand and how much they are in yuan; nothing where one is no amount."""
    found: list[tuple[DataPath, Decimal]] = []
    for row in rows_at(project, "指标").entries:
        if not isinstance(row, Group) or "成本" not in _heads(row):
            continue
        name, actual = text_at(row, "三级").plain, text_at(row, "实际")
        said = _AMOUNT.findall(actual.plain)
        if len(said) != 1 or _NOT_SPENT.search(name + actual.plain):
            return []
        number, unit = said[0]
        found.append((actual.path, Decimal(number.replace(",", "")) * _YUAN[unit]))
    return found


def _heads(row: Group) -> str:
    return text_at(row, "一级").plain + text_at(row, "二级").plain


@dataclass(frozen=True, slots=True)
class _Reach:
    """What was promised and what was reached, in one unit."""

    sign: str
    target: Decimal
    actual: Decimal
    unit: str
    path: DataPath

    @property
    def is_met(self) -> bool:
        return _MEETS[self.sign](self.actual, self.target)


def unmet_targets(facts: Facts) -> Iterator[Problem]:
    """说完成了的，指标的实际值要达到预期值。

    依据：R32、E16。预期写了“≥”“不超过”等、两个值单位相同的，才能判断。
    容差：没有：按所写的数比较。
    通过：实际值达到预期；或者写了偏差原因；或者没有说已经完成，“是否完成”写的是“否”。
    不通过：实际值没有达到预期，“实际完成”“目标完成”却说已经（全部、均）完成。
    怎么办：核对这一行的预期和实际；没有达到的写偏差原因，并改正“完成”的说法。
    """
    owners = [(title_of(project), project) for project in projects_of(facts)]
    for title, owner in [*owners, ("整体绩效", group_at(facts.data, "整体绩效"))]:
        claim = _claim(owner)
        if claim is None:
            continue
        for row in rows_at(owner, "指标").entries:
            if not isinstance(row, Group) or text_at(row, "偏差原因").plain:
                continue
            reach = _reach(row)
            if reach is not None and not reach.is_met:
                word = _CLAIM.search(claim.plain)
                message = (
                    f"{title}的“{text_at(row, '三级').plain}”预期 {reach.sign}{reach.target}"
                    f"{reach.unit}，实际 {reach.actual}{reach.unit}，没有达到，"
                    f"“{claim.path[-1]}”却说“{word[0] if word else ''}”"
                )
                yield Problem(reach.path, message)


def _claim(owner: Group) -> Text | None:
    """Return the words that say, without reservation, that all was done."""
    said = {name: find(owner, (name,)) for name in ("是否完成", "实际完成", "目标完成")}
    texts = {name: text for name, text in said.items() if isinstance(text, Text)}
    if "是否完成" in texts and texts.pop("是否完成").plain == "否":
        return None
    return next((text for text in texts.values() if _claims(text.plain)), None)


def _claims(text: str) -> bool:
    return bool(_CLAIM.search(text)) and not _RESERVED.search(text)


def _reach(row: Group) -> _Reach | None:
    """Return what the row promises and reaches, where both are numbers that can be compared."""
    nature = text_at(row, "性质").plain
    target, actual = figure_at(row, "指标值"), figure_at(row, "完成值")
    if nature in _MEETS and _is_number(target) and _is_number(actual):
        unit = text_at(row, "单位").plain
        return _Reach(
            nature, target.number or Decimal(0), actual.number or Decimal(0), unit, actual.path
        )
    expected, reached = text_at(row, "预期"), text_at(row, "实际")
    promise, result = _TARGET.fullmatch(expected.plain), _REACHED.fullmatch(reached.plain)
    if promise is None or result is None:
        return None
    sign, number, unit = promise.groups()
    if unit.replace("％", "%") != result[2].replace("％", "%"):
        return None
    return _Reach(_SIGNS[sign], _plain(number), _plain(result[1]), unit, reached.path)


def _is_number(figure: Figure) -> bool:
    return figure.number is not None and figure.applicable


def _plain(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
