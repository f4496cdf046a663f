"""成本指标与执行数的规则。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.engine import Facts, Problem
from drafter.checks.projects import projects_of, title_of
from drafter.diagnostics import DataPath
from drafter.figures.nodes import Group, figure_at, rows_at, text_at

_NUMBER = r"(\d+(?:,\d{3})*(?:\.\d+)?)"
_AMOUNT = re.compile(_NUMBER + r"\s*(亿元|万元|元)", re.ASCII)
_YUAN = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "元": Decimal(1)}
_NOT_SPENT = re.compile(r"每|均|单价|标准|比例|比率|率|降|节约|减少|增加|[/／%％]")
"""What makes a cost one of a piece, a rate or a change: such costs do not add up to the whole."""
_NEARLY_ALL = 5
"""Costs that lack less than one part in so many of the whole were meant to be all of it."""
_SCALE = Decimal(10**4)


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
