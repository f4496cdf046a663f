"""今年与上年之间的勾稽规则。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drafter.checks.engine import Facts, Problem, at_most, reconcile
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import add, difference
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import Figure, figure_at

_ADJUSTED = "上年有结余分配，或者年初结转有调整的，可以不理会"


def opening_carry_over(facts: Facts) -> Iterator[Problem]:
    """年初结转和结余，等于上年的收支总计减上年支出。

    依据：G14。今年的年初就是上年的年末；上年收支总计＝上年支出合计＋结余分配＋年末结转和结余。
    容差：尾差以内的也只是提示；大小关系没有容差。
    通过：年初结转不大于上年收支总计，填了上年支出的，等于两者之差；财政拨款也这样核对；
    上年数没有填、上年写“无”的不比较；今年有结余分配的，年初结转可以比差额小。
    不通过：年初结转大于上年收支总计是警告；与上年收支总计减上年支出不等是提示。
    怎么办：按上年公开的报告核对年初结转和上年数。
    """
    funds = [figure_at(facts.data, fund, "合计", "上年") for fund in FUNDS[:3]]
    allotted = figure_at(facts.data, "结转结余", "结余分配")
    sides = (
        ("收支总计", "年初", figure_at(facts.data, "支出", "合计", "上年"), bool(allotted.number)),
        ("财政拨款收支总计", "年初财政拨款", add((), funds), False),
    )
    for total, name, spent, may_be_less in sides:
        prior = figure_at(facts.data, total, "上年")
        opening = figure_at(facts.data, "结转结余", name)
        if not prior.applicable or not opening.applicable:
            continue
        said = (f"{name}结转和结余", f"上年的{total}")
        found = list(at_most(facts, opening.path, opening, prior, names=said))
        yield from found
        if not found:
            left = difference((), prior, spent)
            yield from _of_last_year(facts, opening, left, total, may_be_less=may_be_less)


def _of_last_year(
    facts: Facts, opening: Figure, left: Figure, total: str, *, may_be_less: bool
) -> Iterator[Problem]:
    less = opening.number is not None and left.number is not None and opening.number < left.number
    if less and may_be_less:
        return
    names = (f"{opening.path[-1]}结转和结余", f"上年{total}减上年支出")
    count = len(left.inputs)
    for problem in reconcile(facts, opening.path, opening, left, count=count, names=names):
        yield replace(problem, severity=Severity.HINT, hint=_ADJUSTED)
