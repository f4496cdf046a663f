"""政府采购与国有资产的勾稽规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem, at_most, reconcile_total, summed
from drafter.figures.nodes import figure_at, group_at


def procurement_total(facts: Facts) -> Iterator[Problem]:
    """政府采购支出总额等于货物、工程、服务之和。

    依据：R14。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计，由程序求和；或者填的总额与三项之和一致。
    不通过：填的总额与三项之和不一致。
    怎么办：核对货物、工程、服务三项；合计可以不填，由程序求和。
    """
    yield from reconcile_total(
        facts,
        figure_at(facts.data, "政府采购", "合计"),
        ("政府采购支出总额", "货物、工程、服务之和"),
    )


def procurement_shares(facts: Facts) -> Iterator[Problem]:
    """授予小微企业的合同金额不超过授予中小企业的，后者不超过政府采购支出总额。

    依据：R14。小微企业包括在中小企业之内，中小企业包括在总额之内。
    容差：填的数之间没有；与求和的数比较时，尾差以内是警告。
    通过：小微≤中小≤总额。
    不通过：小的一方更大，多半是两个数填反。
    怎么办：核对授予中小企业、小微企业的金额是否填反。
    """
    group = group_at(facts.data, "政府采购")
    whole = figure_at(group, "合计")
    medium, micro = figure_at(group, "授予中小企业"), figure_at(group, "授予小微企业")
    small = ("授予小微企业金额", "授予中小企业金额")
    yield from at_most(facts, micro.path, micro, medium, names=small)
    within = ("授予中小企业金额", "政府采购支出总额")
    yield from at_most(facts, medium.path, medium, whole, names=within, count=summed(whole))


def net_assets(facts: Facts) -> Iterator[Problem]:
    """净资产等于资产减负债。

    依据：R15（资产负债表）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填净资产，由程序相减；或者填的净资产与资产减负债一致；写“无”（不公开）的不比较。
    不通过：填的净资产与资产减负债不一致。
    怎么办：核对资产、负债的年末数；净资产可以不填，由程序相减。
    """
    group = group_at(facts.data, "国有资产")
    if all(figure_at(group, name).applicable for name in ("资产", "负债", "净资产")):
        yield from reconcile_total(facts, figure_at(group, "净资产"), ("净资产", "资产减负债"))
