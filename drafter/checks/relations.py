"""各节之间的大小关系：部分不超过全部，量与钱相称。"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from drafter.checks.engine import Facts, Problem, at_most, summed
from drafter.checks.projects import projects_of, title_of
from drafter.figures.arithmetic import add
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import figure_at, group_at


def three_public_within_fiscal(facts: Facts) -> Iterator[Problem]:
    """“三公”经费不超过财政拨款支出。

    依据：R09、G10。“三公”经费是财政拨款支出的一部分。
    容差：填的数之间没有；与求和的数比较时，尾差以内是警告。
    通过：“三公”经费合计不大于一般公共预算、政府性基金、国有资本经营预算支出之和。
    不通过：“三公”经费更大，多半是单位弄错或者多填了位数。
    怎么办：核对“三公”经费的单位和位数，以及财政拨款支出。
    """
    whole = figure_at(facts.data, "三公经费", "合计")
    funds = [figure_at(facts.data, fund, "合计") for fund in FUNDS[:3]]
    fiscal = add(("支出",), funds)
    names = ("“三公”经费", "财政拨款支出")
    yield from at_most(facts, whole.path, whole, fiscal, names=names, count=summed(whole, fiscal))


def procurement_within_expenditure(facts: Facts) -> Iterator[Problem]:
    """政府采购支出总额一般不超过本年支出合计。

    依据：R14。采购支出是本年支出的一部分。
    容差：没有：比较的是填的数，大小不因舍入改变。
    通过：采购总额不大于支出合计。
    不通过：采购总额更大，提醒核对；按合同金额而不是支付金额填的，可以写明豁免。
    怎么办：核对采购总额和支出合计；按合同金额填的可以写明豁免。
    """
    bought = figure_at(facts.data, "政府采购", "合计")
    spent = figure_at(facts.data, "支出", "合计")
    yield from at_most(facts, bought.path, bought, spent, names=("政府采购支出总额", "支出合计"))


def project_within_expenditure(facts: Facts) -> Iterator[Problem]:
    """一个项目的执行数一般不超过全部项目支出。

    依据：G20、R04。项目的口径可以与支出决算表不同，一个项目比全部项目支出还大多半是填错。
    容差：没有：比较的是填的数，大小不因舍入改变。
    通过：每个项目的执行合计都不大于“支出.项目支出”。
    不通过：有项目更大，提醒核对；口径不同的可以写明豁免。
    怎么办：核对项目的执行数；口径不同的可以写明豁免。
    """
    whole = figure_at(facts.data, "支出", "项目支出")
    for project in projects_of(facts):
        spent = figure_at(project, "执行", "合计")
        names = (f"{title_of(project)}的执行数", "支出决算的项目支出")
        yield from at_most(facts, spent.path, spent, whole, names=names)


def prior_year_order(facts: Facts) -> Iterator[Problem]:
    """上年数的部分不超过全部。

    依据：G06、G16。财政拨款收支总计是收支总计的一部分，一般公共预算支出是财政拨款总计的一部分。
    容差：没有：比较的是填的数，大小不因舍入改变。
    通过：一般公共预算支出上年数≤财政拨款收支总计上年数≤收支总计上年数；没有填的不比较。
    不通过：部分更大，增减额和增减率会跟着错，提醒核对。
    怎么办：按上年公开的报告核对这几个上年数。
    """
    steps = (
        ("一般公共预算财政拨款支出", ("一般公共预算财政拨款支出", "合计")),
        ("财政拨款收支总计", ("财政拨款收支总计",)),
        ("收支总计", ("收支总计",)),
    )
    for (part, own), (whole, above) in pairwise(steps):
        smaller, larger = (figure_at(facts.data, *path, "上年") for path in (own, above))
        if smaller.applicable and larger.applicable:
            names = (f"{part}上年数", f"{whole}上年数")
            yield from at_most(facts, smaller.path, smaller, larger, names=names)


def people_of_visits(facts: Facts) -> Iterator[Problem]:
    """人次不少于批次、团组。

    依据：R09、R11。一个批次、一个团组至少一人。
    容差：没有：个数是准数。
    通过：因公出国（境）人次不少于团组，接待人次不少于批次。
    不通过：人次更少，多半是两个数填反。
    怎么办：核对批次、团组和人次是否填反。
    """
    group = group_at(facts.data, "三公经费")
    reception = group_at(group, "公务接待费")
    for whole, few, name in (
        (figure_at(group, "因公出国境费"), "团组", "因公出国（境）"),
        (figure_at(reception, "国内"), "批次", "国内公务接待"),
        (figure_at(reception, "外事"), "批次", "外事接待"),
    ):
        visits, people = figure_at(whole, few), figure_at(whole, "人次")
        if (
            visits.number is not None
            and people.number is not None
            and people.number < visits.number
        ):
            unit, short = {"团组": "个", "批次": "批"}[few], visits.number - people.number
            message = (
                f"{name}人次 {people.number} 人次，小于{few} {visits.number} {unit}，少 {short}"
            )
            yield Problem(people.path, message)


def vehicles_for_money(facts: Facts) -> Iterator[Problem]:
    """有公务用车运行维护费就有车辆；实有车辆不超过编制。

    依据：R10、R13。
    容差：没有：个数是准数，金额看是不是 0。
    通过：没有运行维护费，或者实有车辆大于 0；实有不大于编制，编制写“无”的不比较。
    不通过：有运行维护费而实有车辆是 0，或者实有大于编制，提醒核对；租车、年内处置的可以写明豁免。
    怎么办：核对实有车辆、编制和运行维护费；租车的可以写明豁免。
    """
    money = figure_at(facts.data, "三公经费", "公务用车费", "运行维护")
    vehicles = group_at(facts.data, "车辆")
    held, allowed = figure_at(vehicles, "实有"), figure_at(vehicles, "编制")
    if money.number and held.number == 0:
        message = f"公务用车运行维护费 {facts.money(money.number)}，实有车辆却是 0 辆"
        yield Problem(money.path, message)
    if held.number is None or allowed.number is None or not allowed.applicable:
        return
    if held.number > allowed.number:
        more = held.number - allowed.number
        message = f"实有车辆 {held.number} 辆，大于编制 {allowed.number} 辆，多 {more} 辆"
        yield Problem(held.path, message)
