"""年初预算、追加与全年预算的勾稽规则：同一个数在“支出”和“部门预算”两处填。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem, clearly_at_most, reconcile, roundable
from drafter.figures.arithmetic import add, difference
from drafter.figures.nodes import Figure, figure_at, group_at

_NATURES = ("合计", "基本支出", "项目支出")


def initial_twice(facts: Facts) -> Iterator[Problem]:
    """“支出”里的年初预算，等于“部门预算”里的年初预算。

    依据：E4、E6，同一个数在报告各处一致。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告。
    通过：合计等于年初总计，基本支出等于年初的人员经费加公用经费；有一处没有填的不比较。
    不通过：两处不一致。
    怎么办：按年初预算批复核对两处，改正填错的一处。
    """
    initial = group_at(facts.data, "部门预算", "年初")
    for nature, name in (("合计", "总计"), ("基本支出", "合计")):
        stated = figure_at(facts.data, "支出", nature, "年初预算")
        other = figure_at(initial, name)
        names = (
            f"支出的{nature}年初预算",
            f"部门预算的年初{'总计' if name == '总计' else '基本支出'}",
        )
        count = max(1, other.parts)
        yield from reconcile(facts, stated.path, stated, other, count=count, names=names)


def full_year_budget(facts: Facts) -> Iterator[Problem]:
    """全年预算等于年初预算加本年追加。

    依据：E4，预算法；支出合计、基本支出、项目支出都这样核对。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内不另说明。
    通过：“支出”里的预算，等于同一行的年初预算加“部门预算.追加”里的数；有一个没有填的不比较；
    年初预算不含上年结转的，再加年初结转以后相等也可以。
    不通过：不一致，多半是追加没有填全，或者全年预算还是年初数。
    怎么办：按年初批复和追加批复核对这三个数。
    """
    added = group_at(facts.data, "部门预算", "追加")
    whole, basic = figure_at(added, "合计"), figure_at(added, "基本支出")
    more = {"合计": whole, "基本支出": basic, "项目支出": difference(whole.path, whole, basic)}
    opening = {"合计": "年初", "基本支出": "年初基本", "项目支出": "年初项目"}
    for nature in _NATURES:
        row = figure_at(facts.data, "支出", nature)
        budget, initial = figure_at(row, "预算"), figure_at(row, "年初预算")
        parts = [initial, more[nature]]
        carried = figure_at(facts.data, "结转结余", opening[nature])
        if _agree(facts, budget, [*parts, carried]):
            continue
        names = (f"支出的{nature}全年预算", "年初预算加本年追加")
        together, count = add(budget.path, parts), roundable(parts)
        yield from reconcile(facts, budget.path, budget, together, count=count, names=names)


def _agree(facts: Facts, whole: Figure, parts: list[Figure]) -> bool:
    summed = add(whole.path, parts)
    if whole.number is None or summed.number is None:
        return False
    return abs(whole.number - summed.number) <= facts.tolerance(roundable(parts))


def basic_within_budget(facts: Facts) -> Iterator[Problem]:
    """基本支出的决算，不超过年初预算加追加。

    依据：R18、E4；“部门预算”写明了年初和追加的基本支出。
    容差：求和的尾差不提示。
    通过：基本支出合计不大于年初的人员经费、公用经费加追加；没有填的不比较，两项经费之间可以调剂。
    不通过：决算更大，多半是追加没有填全。
    怎么办：核对追加的基本支出和决算；有上年结转、其他资金安排的不用改。
    """
    spent = figure_at(facts.data, "基本支出", "合计")
    begun = figure_at(facts.data, "部门预算", "年初", "合计")
    more = figure_at(facts.data, "部门预算", "追加", "基本支出")
    if not begun.number:
        return
    budget = add(begun.path, [begun, more])
    names = ("基本支出决算", "年初预算加追加的基本支出")
    yield from clearly_at_most(facts, spent.path, spent, budget, names=names)
