"""钱与用途是否相符：有支出就有用途，没有车辆就没有用车预算。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem, clearly_at_most
from drafter.figures.nodes import Figure, Text, figure_at, group_at, text_at


def three_public_purpose(facts: Facts) -> Iterator[Problem]:
    """有“三公”经费支出就有用途。

    依据：R10、R11；公开要说明公务用车运行维护费、公务接待费用在什么地方。
    容差：没有，看金额是不是 0。
    通过：没有支出；或者用途写了内容；用途还空着的是待补，这里不说。
    不通过：运行维护费、国内接待费、外事接待费大于 0，用途却写“无”。
    怎么办：写明用途；没有支出的把金额改为 0。
    """
    group = group_at(facts.data, "三公经费")
    vehicles, reception = group_at(group, "公务用车费"), group_at(group, "公务接待费")
    domestic, foreign = figure_at(reception, "国内"), figure_at(reception, "外事")
    for money, purpose, name in (
        (figure_at(vehicles, "运行维护"), text_at(vehicles, "用途"), "公务用车运行维护费"),
        (domestic, text_at(domestic, "用途"), "国内公务接待费"),
        (foreign, text_at(foreign, "用途"), "外事接待费"),
    ):
        yield from _without_purpose(facts, money, purpose, name)


def procurement_purpose(facts: Facts) -> Iterator[Problem]:
    """有政府采购就有用途。

    依据：R14；公开要说明采购主要用在什么地方。
    容差：没有，看金额是不是 0。
    通过：采购总额是 0；或者用途写了内容；用途还空着的是待补，这里不说。
    不通过：采购总额大于 0，用途却写“无”。
    怎么办：写明用途；没有采购的把金额改为 0。
    """
    group = group_at(facts.data, "政府采购")
    if group.applicable:
        whole = figure_at(group, "合计")
        yield from _without_purpose(facts, whole, text_at(group, "用途"), "政府采购支出总额")


def _without_purpose(facts: Facts, money: Figure, purpose: Text, name: str) -> Iterator[Problem]:
    if money.number and money.number > 0 and not purpose.applicable:
        yield Problem(purpose.path, f"{name} {facts.money(money.number)}，用途却写“无”")


def budget_without_vehicles(facts: Facts) -> Iterator[Problem]:
    """没有公务用车，就没有公务用车的预算。

    依据：R10、R13。
    容差：没有，看辆数和金额是不是 0。
    通过：有车辆或车辆编制；或者没有用车预算；车辆没有填的不判断。
    不通过：车辆的编制、实有都是 0，本年也没有用车支出，却有公务用车的预算。
    怎么办：核对用车预算和车辆数；年初有车、年内处置的不用改。
    """
    vehicles = group_at(facts.data, "车辆")
    held, allowed = figure_at(vehicles, "实有"), figure_at(vehicles, "编制")
    whole = figure_at(facts.data, "三公经费", "公务用车费", "合计")
    budget = figure_at(whole, "预算")
    if held.number == 0 and allowed.number == 0 and whole.number == 0 and budget.number:
        message = f"公务用车的预算 {facts.money(budget.number)}，车辆编制和实有车辆却都是 0"
        yield Problem(budget.path, message)


def budget_not_growing(facts: Facts) -> Iterator[Problem]:
    """“三公”经费的预算不超过上年预算。

    依据：R09；党政机关厉行节约反对浪费条例，“三公”经费预算只减不增。
    容差：求和的尾差不提示。
    通过：合计的预算不大于上年预算；有一个没有填的不比较。
    不通过：预算比上年预算大。
    怎么办：核对两年的预算；批复同意增加的不用改。
    """
    whole = figure_at(facts.data, "三公经费", "合计")
    budget, before = figure_at(whole, "预算"), figure_at(whole, "上年预算")
    if before.number is None or not before.applicable:
        return
    names = ("“三公”经费预算", "上年预算")
    yield from clearly_at_most(facts, budget.path, budget, before, names=names)
