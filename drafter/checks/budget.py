"""年初部门预算的勾稽规则。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.checks.engine import (
    Facts,
    Problem,
    at_most,
    reconcile,
    reconcile_total,
    roundable,
)
from drafter.figures.arithmetic import add
from drafter.figures.nodes import Figure, Group, Node, figure_at, group_at, rows_at, text_at


def initial_basic(facts: Facts) -> Iterator[Problem]:
    """年初预算的基本支出等于人员经费加公用经费，也等于所列科目之和。

    依据：年初部门预算批复，R06、R07 的关系对预算同样成立。部门和单独说明的下属单位都这样核对。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计，由程序求和；科目写“无”，或者各科目金额相加与合计一致；没有填全的不比较。
    不通过：填的合计与两项经费之和不一致，或者科目之和与合计不一致。
    怎么办：核对年初预算的两项经费和各科目；合计可以不填。
    """
    for budget, name in _budgets(facts):
        whole = figure_at(budget, "合计")
        yield from reconcile_total(facts, whole, (f"{name}年初基本支出", "人员经费加公用经费"))
        items = [figure_at(row, "金额") for row in rows_at(budget, "科目").entries]
        if items:
            path = rows_at(budget, "科目").path
            names = (f"{name}年初基本支出", "所列科目之和")
            parts = add(path, items)
            count = roundable(items)
            yield from reconcile(facts, path, whole, parts, count=count, names=names)


def unit_within_department(facts: Facts) -> Iterator[Problem]:
    """单独说明的下属单位，预算不超过部门。

    依据：部门预算汇总所属单位的预算，R06。年初的人员经费、公用经费和追加的基本支出都这样核对。
    容差：没有：比较的是填的数，大小不因舍入改变。
    通过：下属单位的数不大于部门的数。
    不通过：下属单位的数更大。
    怎么办：核对下属单位和部门的预算数。
    """
    budget = group_at(facts.data, "部门预算")
    initial, added = group_at(budget, "年初"), group_at(budget, "追加")
    pairs = [
        (unit, kind, kind, initial)
        for unit in rows_at(initial, "单位").entries
        for kind in ("人员经费", "公用经费")
    ]
    pairs += [(unit, "金额", "基本支出", added) for unit in rows_at(added, "单位").entries]
    for unit, own, of_all, whole in pairs:
        name = text_at(unit, "名称").plain or "下属单位"
        names = (f"{name}的{of_all}预算", "部门")
        smaller = figure_at(unit, own)
        yield from at_most(facts, smaller.path, smaller, figure_at(whole, of_all), names=names)
    yield from _units_together(facts, pairs)


def _units_together(
    facts: Facts, pairs: Sequence[tuple[Node, str, str, Group]]
) -> Iterator[Problem]:
    """Yield a problem where several units together have more than the department."""
    by_kind: dict[str, list[Figure]] = {}
    wholes = {of_all: figure_at(whole, of_all) for _, _, of_all, whole in pairs}
    for unit, own, of_all, _ in pairs:
        by_kind.setdefault(of_all, []).append(figure_at(unit, own))
    for of_all, parts in by_kind.items():
        single = any(p.number and p.number > (wholes[of_all].number or 0) for p in parts)
        if len(parts) > 1 and not single:
            path = parts[0].path[:-2]
            names = (f"各下属单位的{of_all}预算合计", "部门")
            yield from at_most(facts, path, add(path, parts), wholes[of_all], names=names)


def _budgets(facts: Facts) -> Iterator[tuple[Group, str]]:
    initial = group_at(facts.data, "部门预算", "年初")
    yield initial, ""
    for unit in rows_at(initial, "单位").entries:
        if isinstance(unit, Group):
            yield unit, text_at(unit, "名称").plain
