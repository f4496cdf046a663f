"""预算执行与结转的规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import Figure, Rows, figure_at, group_at, rows_at, text_at


def full_execution(facts: Facts) -> Iterator[Problem]:
    """年末有结转和结余时，不会每一类支出都完成预算的 100%。

    依据：R26。预算没有用完才有结转；每类都是 100%，多半是用决算数冒充了预算数。
    容差：没有：完成率都正好是 100% 才报。
    通过：年末财政拨款结转（没有填时看全部结转）为 0；或者有的类没有完成预算；
    或者没有任何一类填了预算。
    不通过：年末结转和结余大于 0，凡填了预算的类却都是 100%，提示核对预算数。
    怎么办：请核对各类的全年预算数。
    """
    closing, name = figure_at(facts.data, "结转结余", "年末财政拨款"), "年末财政拨款结转和结余"
    if closing.number is None:
        closing, name = figure_at(facts.data, "结转结余", "年末"), "年末结转和结余"
    rates = [
        figure_at(row, "完成率").number
        for fund in FUNDS
        for row in rows_at(facts.data, fund, "科目").entries
    ]
    claimed = [rate for rate in rates if rate is not None]
    if closing.number is None or closing.number <= 0 or not claimed:
        return
    if all(rate == 1 for rate in claimed):
        message = (
            f"{name} {facts.money(closing.number)}，"
            f"填了预算的 {len(claimed)} 类支出却都完成预算的 100%"
        )
        yield Problem(closing.path, message)


def _unbudgeted(rows: Rows, below: tuple[str, ...]) -> Iterator[Figure]:
    """Yield rows that were spent without a budget; one that sums up such rows speaks for them."""
    for row in rows.entries:
        if not isinstance(row, Figure):
            continue
        if row.number and figure_at(row, "预算").number == 0:
            yield row
        elif below:
            yield from _unbudgeted(rows_at(row, below[0]), below[1:])


def spending_without_budget(facts: Facts) -> Iterator[Problem]:
    """有支出的科目和“三公”经费有全年预算。

    依据：G17。“预算”是全年预算数，追加、调整都在内；它是 0，报告就写“年初未安排预算”，不印完成率。
    容差：没有：看预算是不是 0。
    通过：预算不为 0，或者没有支出；预算还没有填的不比较。
    不通过：有支出而预算是 0 或“无”，提醒核对是不是只填了年初预算。
    怎么办：“预算”填全年预算数，追加、调整都在内。
    """
    group = group_at(facts.data, "三公经费")
    vehicles, reception = group_at(group, "公务用车费"), group_at(group, "公务接待费")
    named = [
        ("因公出国（境）费", figure_at(group, "因公出国境费")),
        ("公务用车购置及运行维护费", figure_at(vehicles, "合计")),
        ("公务接待费", figure_at(reception, "合计")),
    ]
    for fund in FUNDS:
        named += [
            (f"{text_at(row, '名称').plain.removesuffix('支出')}支出", row)
            for row in _unbudgeted(rows_at(facts.data, fund, "科目"), ("款", "项"))
        ]
    for name, figure in named:
        budget = figure_at(figure, "预算")
        if figure.number and budget.number == 0:
            yield Problem(budget.path, f"{name} {facts.money(figure.number)}，全年预算却是 0")
