"""固定资产的勾稽规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem, at_most, reconcile, roundable, summed
from drafter.figures.arithmetic import add
from drafter.figures.nodes import Group, figure_at, group_at, rows_at, text_at


def fixed_asset_classes(facts: Facts) -> Iterator[Problem]:
    """固定资产净值等于各类净值之和。

    依据：R15（资产负债表）、G19，各类占比之和应为 100%。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：各类净值相加与净值一致；净值没有填全的不比较。
    不通过：各类净值相加与净值不一致。
    怎么办：核对固定资产各类的净值。
    """
    fixed = group_at(facts.data, "国有资产", "固定资产")
    parts = [figure_at(row, "净值") for row in rows_at(fixed, "类别").entries]
    if parts:
        whole = figure_at(fixed, "净值")
        yield from reconcile(
            facts,
            whole.path,
            whole,
            add(whole.path, parts),
            count=roundable(parts),
            names=("固定资产净值", "各类净值之和"),
        )


def fixed_asset_parts(facts: Facts) -> Iterator[Problem]:
    """固定资产净值不超过原值和资产合计；一类里单独说明的部分，合起来不超过这一类。

    依据：R15。净值是原值减去累计折旧。
    容差：填的数之间没有；与求和的数比较时，尾差以内是警告。
    通过：净值不大于原值，也不大于资产合计（不公开写“无”的不比较）；“其中”各部分之和不大于所在的类。
    不通过：净值大于原值或资产合计，或者部分之和大于所在的类。
    怎么办：核对固定资产的净值、原值和单独说明的部分。
    """
    fixed = group_at(facts.data, "国有资产", "固定资产")
    net, original = figure_at(fixed, "净值"), figure_at(fixed, "原值")
    assets = figure_at(facts.data, "国有资产", "资产")
    for whole, name in ((original, "原值"), (assets, "资产合计")):
        if whole.applicable:
            yield from at_most(facts, net.path, net, whole, names=("固定资产净值", name))
    for row in rows_at(fixed, "类别").entries:
        rows = rows_at(row, "其中")
        parts = [figure_at(part, "净值") for part in rows.entries if isinstance(part, Group)]
        if parts:
            name, whole = text_at(row, "名称").plain, figure_at(row, "净值")
            held = add(rows.path, parts)
            names = (f"{name}里单独说明的部分合计", name)
            yield from at_most(facts, rows.path, held, whole, names=names, count=summed(held))
