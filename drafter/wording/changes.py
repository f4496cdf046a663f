"""Wording of a change against last year: the direction always follows the printed numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from drafter.figures.nodes import Figure, Missing, Undefined, figure_at
from drafter.wording.numbers import NumberStyle, rounded


class Change(StrEnum):
    """The kinds of change; each has its own sentence in a template's wording."""

    INCREASE = "增加"
    DECREASE = "减少"
    UNCHANGED = "持平"
    INCREASE_WITHOUT_RATE = "增加无率"
    DECREASE_WITHOUT_RATE = "减少无率"
    NO_PRIOR = "无上年数"


class Deviation(StrEnum):
    """How an actual amount stands to its budget."""

    BELOW = "小于"
    EQUAL = "等于"
    ABOVE = "大于"
    NO_BUDGET = "无预算"


@dataclass(frozen=True, slots=True)
class ChangeWording:
    """One way to word changes: a pattern for each kind, with {额}, {率}, {原因}, {上年}, {本年}.

    {原因} says why there is no rate: 上年为0, 上年为负数.
    """

    patterns: dict[Change, str]


PLACEHOLDER = re.compile(r"\{(额|率|原因|上年|本年)\}")


def change_of(figure: Figure, money: NumberStyle) -> Change | Missing:
    """Return how the figure changed, as far as the printed difference shows it.

    A difference that rounds to zero is 持平: no report says 增加0.00万元.
    """
    prior, change = figure_at(figure, "上年"), figure_at(figure, "增减额")
    if not prior.applicable:
        return Change.NO_PRIOR
    if isinstance(change.value, Missing):
        return change.value
    if isinstance(change.value, Undefined):
        return Change.NO_PRIOR
    if rounded(change.value, money) == 0:
        return Change.UNCHANGED
    no_rate = isinstance(figure_at(figure, "增减率").value, Undefined)
    if change.value < 0:
        return Change.DECREASE_WITHOUT_RATE if no_rate else Change.DECREASE
    return Change.INCREASE_WITHOUT_RATE if no_rate else Change.INCREASE


def deviation_of(figure: Figure, money: NumberStyle) -> Deviation | Missing:
    """Return how the actual amount stands to its budget, as far as the printed amounts show it.

    Two amounts that print alike are equal: no report says that 78.00 is above 78.00.
    """
    budget = figure_at(figure, "预算")
    for value in (budget.value, figure.value):
        if isinstance(value, Missing):
            return value
    if budget.number is None or figure.number is None or budget.number == 0:
        return Deviation.NO_BUDGET
    spent, planned = rounded(figure.number, money), rounded(budget.number, money)
    if spent == planned:
        return Deviation.EQUAL
    return Deviation.BELOW if spent < planned else Deviation.ABOVE
