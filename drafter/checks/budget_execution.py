"""预算执行与结转的规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import figure_at, rows_at


def full_execution(facts: Facts) -> Iterator[Problem]:
    """年末有结转和结余时，不会每一类支出都完成预算的 100%。

    依据：R26。预算没有用完才有结转；每类都是 100%，多半是用决算数冒充了预算数。
    通过：年末结转和结余为 0；或者有的类没有完成预算；或者没有任何一类填了预算。
    不通过：年末结转和结余大于 0，凡填了预算的类却都是 100%，提示核对预算数。
    """
    closing = figure_at(facts.data, "结转结余", "年末")
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
            f"年末结转和结余 {facts.money(closing.number)}，"
            f"填了预算的 {len(claimed)} 类支出却都完成预算的 100%"
        )
        yield Problem(closing.path, message, hint="请核对各类的全年预算数")
