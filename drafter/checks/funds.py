"""各资金支出与支出功能分类的勾稽规则。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drafter.checks.engine import (
    Facts,
    Problem,
    at_most,
    reconcile,
    reconcile_total,
    roundable,
    summed,
)
from drafter.checks.fund_flows import fund_gap
from drafter.checks.parts import (
    NOTHING,
    REVENUE_LIST,
    apart,
    classes_apart,
    columns_apart,
    expenditure_lines,
    gap_of,
    lines_of,
    natures_apart,
    told_by_columns,
)
from drafter.figures.arithmetic import add, name_of
from drafter.figures.derive import FISCAL_SOURCES, FUNDS, REVENUE_COLUMNS
from drafter.figures.nodes import Figure, figure_at, find, rows_at
from drafter.figures.rows import NATURES

_LEVELS = (("类", "款"), ("款", "项"), ("项", "经济分类"))


def _total_of(facts: Facts, fund: str) -> Figure:
    return figure_at(facts.data, fund, "合计")


def _upper_rows(facts: Facts) -> Iterator[tuple[Figure, str, str]]:
    """Yield each class, section and item with the name of its level and of the level below."""
    for fund in FUNDS:
        for row in rows_at(facts.data, fund, "科目").entries:
            if not isinstance(row, Figure):
                continue
            yield row, *_LEVELS[0]
            for section in rows_at(row, "款").entries:
                if isinstance(section, Figure):
                    yield section, *_LEVELS[1]
                    for item in rows_at(section, "项").entries:
                        if isinstance(item, Figure):
                            yield item, *_LEVELS[2]


def funds_total(facts: Facts) -> Iterator[Problem]:
    """本年支出合计等于各资金支出之和。

    依据：R04、G12（公开03表与04、05表）。各资金是一般公共预算、政府性基金、
    国有资本经营预算财政拨款支出和非财政拨款支出。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：四种资金的支出相加等于支出合计。
    不通过：不等。用事业收入等安排的支出要填在“非财政拨款支出”。
    怎么办：非财政资金安排的支出填在“非财政拨款支出”。
    """
    whole = figure_at(facts.data, "支出", "合计")
    parts = [_total_of(facts, fund) for fund in FUNDS]
    gap = (whole.number or 0) - (add(whole.path, parts).number or 0)
    if not gap:
        return
    uppers = sum((apart(part) for part in parts), NOTHING)
    columns = sum((columns_apart(part, NATURES) for part in parts), NOTHING)
    listed = {gap_of(natures_apart(facts)), gap_of(classes_apart(facts))}
    if gap in {apart(whole), -uppers, columns, *listed}:
        return  # told where the difference is
    names = ("支出合计", "各资金支出之和")
    summed_up = add(whole.path, parts)
    count = roundable(parts)
    for problem in reconcile(facts, whole.path, whole, summed_up, count=count, names=names):
        yield replace(problem, hint="核对各类支出和各性质支出") if gap < 0 else problem


def fund_total(facts: Facts) -> Iterator[Problem]:
    """每种资金的支出合计等于各类支出之和。

    依据：R05、G08（公开05表）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计，由程序求和；或者填的合计与各类之和一致。
    不通过：填的合计与各类之和不一致。
    怎么办：核对各类的金额；合计可以不填，由程序求和。
    """
    for fund in FUNDS:
        whole = _total_of(facts, fund)
        if not told_by_columns(whole):
            yield from reconcile_total(facts, whole, (f"{fund}合计", "各类之和"))


def class_total(facts: Facts) -> Iterator[Problem]:
    """类的金额等于各款之和，款的金额等于各项之和，项的支出等于各经济分类之和。

    依据：R06、G03（公开02、03、05表）。收入和支出的功能分类、经济分类、各种资金的科目都这样核对。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：上级不填金额，由程序求和；上级与下级之和一致；或者下级只有名称、没有金额。
    不通过：上级与下级都填了金额，却不一致。
    怎么办：核对下级各科目的金额；上级可以不填，由程序求和。
    """
    for line in expenditure_lines(facts):
        if line.below and not told_by_columns(line.row, _natures_of(line.row)):
            names = (line.called, f"各{line.below[0]}之和")
            yield from reconcile_total(facts, line.row, names)
    for line in lines_of(rows_at(facts.data, *REVENUE_LIST), ("类", "款", "项")):
        if line.below and not told_by_columns(line.row, REVENUE_COLUMNS):
            names = (f"{line.called}的收入", f"各{line.below[0]}之和")
            yield from reconcile_total(facts, line.row, names)


def _natures_of(row: Figure) -> list[str]:
    return [name for name in NATURES if name in row.children]


def fiscal_funds(facts: Facts) -> Iterator[Problem]:
    """每种财政资金的支出不超过收入加年初结转。

    依据：R30、G11（公开政府性基金表等）。年初结转不分资金，按全部年初结转和结余放宽判断。
    容差：填的数之间没有；与求和的数比较时，尾差以内是警告。
    通过：一般公共预算、政府性基金、国有资本经营预算的支出，各不大于收入加年初结转和结余。
    不通过：支出更大，多半是支出或收入填错了资金。
    这种资金的年初、年末结转都填了的，另有规则核对是否平衡。
    怎么办：核对这种资金的支出和收入，看科目是否放错了资金。
    """
    balanced = _fiscal_balance(facts)
    for source in FISCAL_SOURCES:
        if source != "政府性基金预算财政拨款" and not balanced:
            continue  # what keeps the sides from balancing is told by its own rule
        if fund_gap(facts, f"{source}支出") is not None:
            continue
        spent = _total_of(facts, f"{source}支出")
        revenue = figure_at(facts.data, "收入", source)
        available = add(revenue.path, [revenue, figure_at(facts.data, "结转结余", "年初")])
        yield from at_most(
            facts,
            spent.path,
            spent,
            available,
            names=(f"{source}支出", f"{source}收入加年初结转"),
            count=summed(spent, available),
        )


def _fiscal_balance(facts: Facts) -> bool:
    """Return whether fiscal revenue and expenditure balance: then a fund may still not."""
    carry = facts.data.items["结转结余"]
    income = [figure_at(facts.data, "收入", source) for source in FISCAL_SOURCES]
    spent = [_total_of(facts, f"{source}支出") for source in FISCAL_SOURCES]
    received = add((), [*income, figure_at(carry, "年初财政拨款")])
    used = add((), [*spent, figure_at(carry, "年末财政拨款")])
    return received.number is not None and received.number == used.number


def fund_budget(facts: Facts) -> Iterator[Problem]:
    """每种资金支出的预算数等于各类、款、项预算数之和。

    依据：R05、R06。完成预算的比例逐级印出，预算数不一致时各级比例互相矛盾。
    容差：尾差以内、以外都是警告。
    通过：不填上级的预算，由程序求和；或者填的预算与下级之和一致；下级没有填全时不比较。
    不通过：填的预算与下级预算之和不一致（提醒：预算可能有未分配到科目的部分）。
    怎么办：核对各级预算数；没有分到科目的预算可以写明豁免。
    """
    for fund in FUNDS:
        budget = _budget_of(_total_of(facts, fund))
        yield from reconcile_total(facts, budget, (f"{fund}的预算", "各类预算之和"))
    for row, level, below in _upper_rows(facts):
        names = (f"“{name_of(row)}”（{level}）的预算", f"各{below}预算之和")
        yield from reconcile_total(facts, _budget_of(row), names)


def _budget_of(figure: Figure) -> Figure:
    found = find(figure, ("预算",))
    if not isinstance(found, Figure):
        raise TypeError("a measure has a budget")
    return found
