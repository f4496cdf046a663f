"""收入、支出与结转结余的勾稽规则。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from drafter.checks.engine import Facts, Problem, at_most, reconcile, reconcile_total, summed
from drafter.checks.fund_flows import carry_over_apart, fund_gap
from drafter.checks.parts import apart, columns_apart, gap_of, natures_apart
from drafter.checks.revenue_rows import sources_apart
from drafter.figures.arithmetic import add
from drafter.figures.derive import FISCAL_SOURCES, FUNDS
from drafter.figures.evaluation import CARRIED
from drafter.figures.nodes import Figure, Missing, figure_at, group_at
from drafter.figures.rows import NATURES


def revenue_total(facts: Facts) -> Iterator[Problem]:
    """本年收入合计等于各来源收入之和。

    依据：R01、G01（公开01表）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计，由程序求和；或者填的合计与各来源之和一致。
    不通过：填的合计与各来源之和不一致。
    怎么办：核对八个来源的收入；合计可以不填，由程序求和。
    """
    whole = figure_at(facts.data, "收入", "合计")
    if apart(whole) == 0 or apart(whole) != -sources_apart(facts):
        yield from reconcile_total(facts, whole, ("收入合计", "各来源之和"))


def expenditure_total(facts: Facts) -> Iterator[Problem]:
    """本年支出合计等于基本支出、项目支出等各性质支出之和。

    依据：R02、G04（公开03表）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计，由程序求和；或者填的合计与各性质支出之和一致。
    不通过：填的合计与各性质支出之和不一致。
    怎么办：核对基本、项目等五个支出数；合计可以不填，由程序求和。
    """
    whole = figure_at(facts.data, "支出", "合计")
    told = {-gap_of(natures_apart(facts)), -columns_apart(facts.data.items["支出"], NATURES)}
    if apart(whole) == 0 or apart(whole) not in told:
        yield from reconcile_total(facts, whole, ("支出合计", "各性质支出之和"))


def grand_total_sides(facts: Facts) -> Iterator[Problem]:
    """收入总计等于支出总计。

    依据：R03、G02（公开01表）。收入合计＋使用非财政拨款结余＋年初结转和结余
    ＝支出合计＋结余分配＋年末结转和结余。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：两方相等；填了“收支总计”的，也与收入方相等。
    不通过：两方不等，看“结转结余”和收入、支出合计；或者填的“收支总计”与收入方不等。
    怎么办：先核对收入、支出合计，再核对结转结余的年初、年末。
    """
    total = figure_at(facts.data, "收支总计")
    received, spent = figure_at(total, "收入方"), figure_at(total, "支出方")
    for problem in reconcile(
        facts,
        ("结转结余",),
        received,
        spent,
        count=received.parts + spent.parts - 1,
        names=("收入总计", "支出总计"),
    ):
        yield replace(problem, hint=_left_out(facts) or problem.hint)
    yield from reconcile_total(facts, total, ("收支总计", "收入合计加年初结转等"))


def _left_out(facts: Facts) -> str:
    """Return a word on the two amounts that count as 0 where they were not typed."""
    carry = group_at(facts.data, "结转结余")
    amounts = {n: figure_at(carry, n).value for n in ("使用非财政拨款结余", "结余分配")}
    names = [name for name, value in amounts.items() if isinstance(value, Missing)]
    return f"{'、'.join(names)}没有填，按 0 计" if names else ""


def carry_over_sign(facts: Facts) -> Iterator[Problem]:
    """结转和结余不为负数。

    依据：R03。年初、年末结转和结余及其中的财政拨款部分、各种资金的部分都是未用完的资金。
    容差：没有：小于 0 就是错误。
    通过：大于或等于 0，或者写“无”。
    不通过：任何一个是负数，多半是收入、支出填错或正负号写反。
    怎么办：核对收入、支出和结转的数，看正负号是否写反。
    """
    carry = group_at(facts.data, "结转结余")
    for time in ("年初", "年末"):
        funds = [figure_at(carry, f"{time}{fund}") for fund in CARRIED]
        yield from _negative(facts, funds)
        fiscal = figure_at(carry, f"{time}财政拨款")
        if not fiscal.inputs:  # else one of the funds is negative, too
            yield from _negative(facts, [fiscal])
        yield from _negative(facts, [figure_at(carry, time)])


def _negative(facts: Facts, figures: Sequence[Figure]) -> Iterator[Problem]:
    for figure in figures:
        name = figure.path[-1]
        if figure.number is not None and figure.number < 0:
            yield Problem(figure.path, f"{name}结转和结余是负数：{facts.money(figure.number)}")


def fiscal_total(facts: Facts) -> Iterator[Problem]:
    """财政拨款收支总计等于财政拨款收入加年初财政拨款结转，且不超过收支总计。

    依据：G06（公开04表）。财政拨款收入是一般公共预算、政府性基金、国有资本经营三项。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填，由程序求和；或者填的数与三项收入加“年初财政拨款”一致，且不大于收支总计。
    不通过：填的数与求和不一致，或者财政拨款收支总计大于收支总计。
    怎么办：核对三项财政拨款收入和年初财政拨款结转；可以不填。
    """
    fiscal, total = figure_at(facts.data, "财政拨款收支总计"), figure_at(facts.data, "收支总计")
    yield from reconcile_total(
        facts, fiscal, ("财政拨款收支总计", "财政拨款收入加年初财政拨款结转")
    )
    yield from at_most(
        facts,
        fiscal.path,
        fiscal,
        total,
        names=("财政拨款收支总计", "收支总计"),
        count=summed(fiscal, total),
    )


def fiscal_carry_over(facts: Facts) -> Iterator[Problem]:
    """财政拨款结转和结余不超过全部结转和结余。

    依据：G02、G06（公开01表、04表）。财政拨款结转是全部结转的一部分。
    容差：没有：比较的是填的数，大小不因舍入改变。
    通过：年初、年末的财政拨款结转都不大于同一时点的全部结转。
    不通过：年初财政拨款大于年初，或者年末财政拨款大于年末。
    怎么办：核对结转结余里财政拨款的数和全部的数是否填反。
    """
    carry = group_at(facts.data, "结转结余")
    for name in ("年初", "年末"):
        part, whole = figure_at(carry, f"{name}财政拨款"), figure_at(carry, name)
        names = (f"{name}财政拨款结转和结余", f"{name}结转和结余")
        yield from at_most(facts, part.path, part, whole, names=names)


def fiscal_sides(facts: Facts) -> Iterator[Problem]:
    """财政拨款收入加年初财政拨款结转，等于三种财政拨款支出加年末财政拨款结转。

    依据：G06（公开04表：年初＋本年收入＝本年支出＋年末＝总计）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：两方相等；有一项还没有填的不比较。
    不通过：两方不等，多半是“结转结余”的年初或年末财政拨款有误。
    一种资金自己就不平的，另有规则指出。
    怎么办：核对财政拨款的收入、支出和结转结余的年初、年末财政拨款。
    """
    carry = group_at(facts.data, "结转结余")
    opening, closing = figure_at(carry, "年初财政拨款"), figure_at(carry, "年末财政拨款")
    income = [figure_at(facts.data, "收入", name) for name in FISCAL_SOURCES]
    spent = [figure_at(facts.data, name, "合计") for name in FUNDS[:3]]
    received, used = add((), [*income, opening]), add((), [*spent, closing])
    if (received.number or 0) - (used.number or 0) == _told_by_funds(facts):
        return
    yield from reconcile(
        facts,
        closing.path,
        received,
        used,
        count=received.parts + used.parts - 1,
        names=("财政拨款收入加年初结转", "财政拨款支出加年末结转"),
    )


def _told_by_funds(facts: Facts) -> Decimal:
    """Return the difference that single funds, or the parts of the carry-over, account for."""
    gaps = [fund_gap(facts, fund) for fund in FUNDS[:3]]
    return sum((gap for gap in gaps if gap is not None), carry_over_apart(facts))


_LEAST, _MOST = Decimal(10_000), Decimal(100_000_000_000)
"""A department's yearly revenue in yuan: hardly under 1 万元, hardly over 1,000 亿元."""


def plausible_unit(facts: Facts) -> Iterator[Problem]:
    """收入合计的大小与金额单位相称。

    依据：公开01表表头的金额单位。把“万元”写成“元”（或相反），所有金额会差一万倍，而勾稽关系都成立。
    容差：只看量级：1 万元到 1,000 亿元之间都通过。
    通过：收入合计为 0，或者在 1 万元到 1,000 亿元之间。
    不通过：收入合计不到 1 万元，或超过 1,000 亿元，提醒核对“金额单位”。
    怎么办：核对文件头的“金额单位”是元还是万元。
    """
    number = figure_at(facts.data, "收入", "合计").number
    if number and not _LEAST <= abs(number) <= _MOST:
        few = abs(number) < _LEAST
        bound = "一般不少于 1 万元" if few else "一般不超过 1,000 亿元"
        message = f"收入合计{'只有' if few else '达'} {facts.money(number)}，部门一年的收入{bound}"
        yield Problem(("金额单位",), message)
