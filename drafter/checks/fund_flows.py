"""财政拨款结转与收支的勾稽规则：按资金、按科目。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.engine import Facts, Problem, at_most, reconcile_total, roundable
from drafter.checks.parts import (
    NOTHING,
    apart,
    columns_of,
    is_own,
    lines_of,
    natures_short,
    reconcile_typed,
)
from drafter.figures.arithmetic import add, name_of
from drafter.figures.derive import FUNDS
from drafter.figures.evaluation import CARRIED
from drafter.figures.nodes import Figure, figure_at, group_at, rows_at
from drafter.figures.rows import FLOW

_FISCAL = FUNDS[:3]
_LEVELS = ("类", "款", "项")
_TIMES = ("年初", "年末")


def row_flows(facts: Facts) -> Iterator[Problem]:
    """一个科目的年初结转加本年收入，等于本年支出加年末结转。

    依据：G11（公开07、08表每一行）。填了这三栏的一般公共预算科目也这样核对。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：相等；三栏没有填全的不比较。
    不通过：不等。上级由下级求和的不再比较，毛病在下级。
    怎么办：核对这个科目的年初结转、本年收入、支出和年末结转。
    """
    for fund in _FISCAL:
        for line in lines_of(rows_at(facts.data, fund, "科目"), _LEVELS):
            yield from _balanced(facts, line.row, line.called)


def fund_balance(facts: Facts) -> Iterator[Problem]:
    """每种财政资金的年初结转加本年收入，等于本年支出加年末结转。

    依据：G06（公开04表，三本预算分别平衡）。年初、年末在“结转结余”，本年收入在“收入”，
    本年支出是这种资金的支出合计。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：相等；年初、收入、支出、年末有一个没有填的不比较，结转没有按资金填的另有规则。
    不通过：不等，看“结转结余”里这种资金的年初、年末和它的收入、支出。
    怎么办：核对这种资金的收入、支出和结转结余里的年初、年末。
    """
    for fund in _FISCAL:
        whole = figure_at(facts.data, fund, "合计")
        if _is_none(facts, fund):  # nothing was spent; what was received is carried over
            whole = whole.with_children(**_stated(facts, fund))
        own = any(column.path[0] == fund for column in columns_of(whole, FLOW))
        if own or _is_stated_by_fund(facts):
            yield from _balanced(facts, whole, fund)


def _balanced(facts: Facts, row: Figure, called: str) -> Iterator[Problem]:
    flow = columns_of(row, FLOW)
    if row.number is None or len(flow) < len(FLOW) or not any(is_own(f) for f in (row, *flow)):
        return
    opening, received, closing = flow
    had, used = add(closing.path, [opening, received]), add(closing.path, [row, closing])
    gap = (had.number or NOTHING) - (used.number or NOTHING)
    above = [apart(opening), apart(received), -apart(row), -apart(closing)]
    if gap and gap not in {*above, sum(above), -natures_short(row)}:
        names = (f"{called}的年初结转加本年收入", "本年支出加年末结转")
        yield from reconcile_typed(facts, had, used, names)


def flows_as_stated(facts: Facts) -> Iterator[Problem]:
    """一种资金各科目的年初结转、本年收入、年末结转，等于“结转结余”和“收入”里这种资金的数。

    依据：G06、G11（公开07、08表与04表）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：一处不填；或者两处一致；科目没有填全的不比较。
    不通过：不一致。
    怎么办：核对各科目的这一栏和“结转结余”“收入”里这种资金的数。
    """
    for fund in _FISCAL:
        whole = figure_at(facts.data, fund, "合计")
        for name, stated in _stated(facts, fund).items():
            own = figure_at(whole, name)
            counts = own.path[0] == fund and not _is_none(facts, fund)
            if counts and apart(own) != _between(own, stated):
                names = (_called(stated), f"{fund}的{name}")
                yield from reconcile_typed(facts, stated, own, names)


def _is_none(facts: Facts, fund: str) -> bool:
    return not group_at(facts.data, fund).applicable


def _between(one: Figure, other: Figure) -> Decimal | None:
    """Return the difference, where there is one."""
    if one.number is None or other.number is None or one.number == other.number:
        return None
    return one.number - other.number


def _called(figure: Figure) -> str:
    own = name_of(figure)
    return own if figure.path[0] == "收入" else f"结转结余的{own}"


def _stated(facts: Facts, fund: str) -> dict[str, Figure]:
    """Return the flow of a fund as statement 04 has it."""
    carried = CARRIED[_FISCAL.index(fund)]
    return {
        "年初结转": figure_at(facts.data, "结转结余", f"年初{carried}"),
        "本年收入": figure_at(facts.data, "收入", fund.removesuffix("支出")),
        "年末结转": figure_at(facts.data, "结转结余", f"年末{carried}"),
    }


def _is_stated_by_fund(facts: Facts) -> bool:
    """Return whether carry-over was typed by fund: it follows from 0, too, and says less then."""
    carry = facts.data.items["结转结余"]
    return any(figure_at(carry, f"{t}{fund}").applicable for t in _TIMES for fund in CARRIED)


def fund_gap(facts: Facts, fund: str) -> Decimal | None:
    """Return how much more a fund had than it used, by statement 04; None where not stated."""
    opening, received, closing = (f.number for f in _stated(facts, fund).values())
    spent = figure_at(facts.data, fund, "合计").number
    if opening is None or received is None or closing is None or spent is None:
        return None
    if not _is_stated_by_fund(facts):
        return None
    return opening + received - spent - closing


def carry_over_by_fund(facts: Facts) -> Iterator[Problem]:
    """财政拨款结转和结余等于三种资金的结转之和。

    依据：G06（公开04表，其中：一般公共预算、政府性基金、国有资本经营预算财政拨款）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填年初财政拨款、年末财政拨款，由程序求和；或者填的与三种资金之和一致；
    三种没有填全的，填了的合起来不大于它。
    不通过：不一致，或者部分大于全部。
    怎么办：核对三种资金的结转；财政拨款的合计可以不填。
    """
    for time in _TIMES:
        whole = figure_at(facts.data, "结转结余", f"{time}财政拨款")
        yield from reconcile_total(facts, whole, (f"{time}财政拨款结转和结余", "三种资金之和"))
        given = columns_of(facts.data.items["结转结余"], [f"{time}{fund}" for fund in CARRIED])
        if given and len(given) < len(CARRIED) and not whole.inputs:
            parts, said = add(whole.path, given), f"{time}{'、'.join(_funds(given))}结转"
            names, count = (said, f"{time}财政拨款结转和结余"), roundable(given)
            yield from at_most(facts, given[0].path, parts, whole, names=names, count=count)


def _funds(given: list[Figure]) -> list[str]:
    return [str(figure.path[-1])[2:] for figure in given]


def carry_over_apart(facts: Facts) -> Decimal:
    """Return how much the fiscal carry-over, opening less closing, is above its parts."""
    opening, closing = (figure_at(facts.data, "结转结余", f"{t}财政拨款") for t in _TIMES)
    return apart(opening) - apart(closing)
