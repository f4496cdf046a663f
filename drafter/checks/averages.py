"""每人次、每辆车的平均数是否合情理：单位弄错、小数点移位时，合计仍然相符，平均数却离了谱。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from drafter.checks.engine import Facts, Problem
from drafter.figures.nodes import Figure, figure_at, group_at
from drafter.wording.numbers import NumberStyle, format_number

_TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Usual:
    """Between which amounts in yuan the average hardly ever fails to lie."""

    least: Decimal
    most: Decimal

    def in_words(self) -> str:
        """Return the range as messages tell it."""
        return f"{_yuan(self.least)}到 {_yuan(self.most)}"


_RECEPTION = Usual(Decimal(20), Decimal(600))
_OPERATION = Usual(Decimal(2_000), Decimal(120_000))
_PURCHASE = Usual(Decimal(50_000), Decimal(800_000))
_TRAVEL = Usual(Decimal(5_000), Decimal(120_000))
_VISITORS = Decimal(40)
"""More people in one visit are a conference rather than a reception."""


def reception_per_person(facts: Facts) -> Iterator[Problem]:
    """国内公务接待的人均费用合情理。

    依据：R11；党政机关国内公务接待管理规定，工作餐有标准，人均一般几十到二三百元。
    容差：20 元到 600 元都不提示，这是经验数，不是标准。
    通过：国内接待费除以人次，在 20 元到 600 元之间；没有接待、没有填人次的不判断。
    不通过：人均不到 20 元，或者超过 600 元。
    怎么办：核对接待费的小数点、金额单位和接待人次；属实的不用改。
    """
    domestic = figure_at(facts.data, "三公经费", "公务接待费", "国内")
    people = figure_at(domestic, "人次")
    yield from unusual(facts, domestic, people, ("国内公务接待费", "人次"), _RECEPTION)


def people_per_visit(facts: Facts) -> Iterator[Problem]:
    """国内公务接待每批次的人数合情理。

    依据：R11；国内公务接待按批次派函，一批几人到十几人。
    容差：每批次 40 人以内都不提示，这是经验数。
    通过：人次除以批次不大于 40；没有填的不判断。
    不通过：平均每批次超过 40 人。
    怎么办：核对批次和人次有没有多写、漏写一位；属实的不用改。
    """
    domestic = figure_at(facts.data, "三公经费", "公务接待费", "国内")
    visits, people = figure_at(domestic, "批次"), figure_at(domestic, "人次")
    if not visits.number or people.number is None:
        return
    each = people.number / visits.number
    if each > _VISITORS:
        each_of_them = format_number(each, NumberStyle(0))
        message = (
            f"国内公务接待 {visits.number} 批次、{people.number} 人次，平均每批次 {each_of_them} 人"
        )
        yield Problem(people.path, message)


def cost_per_vehicle(facts: Facts) -> Iterator[Problem]:
    """每辆公务用车的运行维护费合情理。

    依据：R10、R13；一辆车一年的燃料、维修、过路、保险费，一般在一万元到几万元。
    容差：2,000 元到 12 万元都不提示，这是经验数，不是标准。
    通过：运行维护费除以年末实有车辆，在这个范围之内；没有费用、没有车辆的不判断。
    不通过：平均每辆不到 2,000 元，或者超过 12 万元。
    怎么办：核对运行维护费的小数点、金额单位和实有车辆数；车辆年内有增减的不用改。
    """
    money = figure_at(facts.data, "三公经费", "公务用车费", "运行维护")
    held = figure_at(facts.data, "车辆", "实有")
    yield from unusual(facts, money, held, ("公务用车运行维护费", "辆车"), _OPERATION)


def price_per_vehicle(facts: Facts) -> Iterator[Problem]:
    """购置公务用车的单价合情理。

    依据：R10；党政机关公务用车管理办法，机要通信、应急保障用车每辆 12 万元、18 万元以内，
    大型客车、特种用车较贵。
    容差：5 万元到 80 万元都不提示，这是经验数，不是配备标准。
    通过：购置费除以购置辆数，在这个范围之内；没有购置的不判断。
    不通过：平均每辆不到 5 万元，或者超过 80 万元。
    怎么办：核对购置费的小数点、金额单位和购置辆数；属实的不用改。
    """
    vehicles = group_at(facts.data, "三公经费", "公务用车费")
    money, bought = figure_at(vehicles, "购置"), figure_at(vehicles, "购置辆数")
    yield from unusual(facts, money, bought, ("公务用车购置费", "辆车"), _PURCHASE)


def cost_per_trip(facts: Facts) -> Iterator[Problem]:
    """因公出国（境）每人次的费用合情理。

    依据：R09；因公临时出国经费管理办法，按国际旅费、住宿、伙食等标准，一人一次一般几万元。
    容差：5,000 元到 12 万元都不提示，这是经验数，不是标准。
    通过：因公出国（境）费除以人次，在这个范围之内；没有出国的不判断。
    不通过：平均每人次不到 5,000 元，或者超过 12 万元。
    怎么办：核对出国（境）费的小数点、金额单位和人次；属实的不用改。
    """
    money = figure_at(facts.data, "三公经费", "因公出国境费")
    people = figure_at(money, "人次")
    yield from unusual(facts, money, people, ("因公出国（境）费", "人次"), _TRAVEL)


def unusual(
    facts: Facts, money: Figure, count: Figure, names: tuple[str, str], usual: Usual
) -> Iterator[Problem]:
    """Yield a problem where the amount for one of the count is out of the usual range.

    `names` are the amount and the unit of the count.
    """
    if not money.number or money.number < 0 or not count.number:
        return
    each = money.number / count.number
    if usual.least <= each <= usual.most:
        return
    amount = f"{names[0]} {facts.money(money.number)}"
    message = (
        f"{amount}，{count.number} {names[1]}，平均每{names[1]} {_yuan(each)}，"
        f"一般在 {usual.in_words()}之间"
    )
    yield Problem(money.path, message)


def _yuan(amount: Decimal) -> str:
    """Return an amount in the unit in which people speak of it."""
    if amount >= _TEN_THOUSAND:
        return format_number(amount, replace(_SHORT, shift=-4, suffix=" 万元"))
    return format_number(amount, _SHORT) + " 元"


_SHORT = NumberStyle(2, keep_zeros=False, grouping=True)
