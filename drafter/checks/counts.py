"""“三公”经费的批次、人次与车辆数的规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem, reconcile_counts
from drafter.diagnostics import DataPath
from drafter.figures.nodes import Figure, figure_at, group_at, rows_at

_UNITS = {"团组": "个", "人次": "人次", "批次": "批", "购置辆数": "辆"}


def reception_visits(facts: Facts) -> Iterator[Problem]:
    """国内公务接待具体内容的条数不超过接待批次。

    依据：R12。每项具体内容至少是一个批次。
    容差：没有：个数是准数。
    通过：条数不大于批次。
    不通过：条数大于批次，提醒核对批次或具体内容。
    怎么办：核对接待批次和所列的具体内容。
    """
    domestic = figure_at(facts.data, "三公经费", "公务接待费", "国内")
    visits, matters = figure_at(domestic, "批次"), rows_at(domestic, "具体内容").entries
    if visits.number is not None and len(matters) > visits.number:
        more = len(matters) - visits.number
        message = (
            f"国内公务接待列了 {len(matters)} 项具体内容，大于批次 {visits.number} 批，多 {more} 项"
        )
        yield Problem(visits.path, message)


def vehicles_held(facts: Facts) -> Iterator[Problem]:
    """年末实有车辆等于各车型之和，也等于各用途之和。

    依据：R13。同一事实在基本情况、“三公”经费、国有资产三处印出。
    容差：没有：个数是准数。
    通过：填了的清单，辆数之和与“实有”一致；清单写“无”或不填的不比较。
    不通过：车型或用途的辆数之和与“实有”不一致。
    怎么办：核对实有车辆和各车型、各用途的辆数。
    """
    vehicles = group_at(facts.data, "车辆")
    held = figure_at(vehicles, "实有")
    for kind in ("车型", "用途"):
        if rows_at(vehicles, kind).entries:
            listed = figure_at(vehicles, f"{kind}合计").value
            names = ("年末实有车辆", f"各{kind}辆数之和")
            yield from reconcile_counts(held, listed, names=names, unit="辆")


def bought_vehicles_held(facts: Facts) -> Iterator[Problem]:
    """本年购置的公务用车不多于年末实有车辆。

    依据：R13。购置的车辆年末应在“车辆.实有”之内；“三公”经费与国有资产两处印出的车辆数由此相符。
    容差：没有：个数是准数。
    通过：购置辆数不大于实有辆数。
    不通过：购置辆数大于实有辆数，提醒核对；当年购置又处置的可以写明豁免。
    怎么办：核对购置辆数和实有辆数；当年购置又处置的可以写明豁免。
    """
    bought = figure_at(facts.data, "三公经费", "公务用车费", "购置辆数")
    held = figure_at(facts.data, "车辆", "实有")
    if bought.number is not None and held.number is not None and bought.number > held.number:
        more = bought.number - held.number
        message = (
            f"本年购置公务用车 {bought.number} 辆，大于年末实有车辆 {held.number} 辆，多 {more} 辆"
        )
        yield Problem(held.path, message)


def money_without_activity(facts: Facts) -> Iterator[Problem]:
    """有“三公”支出就有批次、人次或车辆，反过来也一样。

    依据：R09、R11。因公出国（境）看团组和人次，公务接待看批次和人次，购置费看购置辆数。
    容差：没有：看是不是 0。
    通过：金额与个数同为 0，或者都大于 0。
    不通过：一个为 0、另一个不为 0，提醒核对；跨年结算的可以写明豁免。
    怎么办：核对金额和个数；跨年结算的可以写明豁免。
    """
    group = group_at(facts.data, "三公经费")
    travel = figure_at(group, "因公出国境费")
    for name in ("团组", "人次"):
        count = figure_at(travel, name)
        yield from _both_or_none(facts, travel, count, ("因公出国（境）费", name), count.path)
    for kind in ("国内", "外事"):
        reception = figure_at(group, "公务接待费", kind)
        for name in ("批次", "人次"):
            count = figure_at(reception, name)
            names = (f"{kind}公务接待费", name)
            yield from _both_or_none(facts, reception, count, names, count.path)
    vehicles = group_at(group, "公务用车费")
    bought, number = figure_at(vehicles, "购置"), figure_at(vehicles, "购置辆数")
    place = rows_at(vehicles, "更新购置").path
    yield from _both_or_none(facts, bought, number, ("公务用车购置费", "购置辆数"), place)


def _both_or_none(
    facts: Facts, money: Figure, count: Figure, names: tuple[str, str], place: DataPath
) -> Iterator[Problem]:
    if money.number is None or count.number is None:
        return
    if (money.number == 0) != (count.number == 0):
        counted = f"{count.number} {_UNITS[names[1]]}"
        message = f"{names[0]} {facts.money(money.number)}，{names[1]}却是 {counted}"
        yield Problem(place, message)
