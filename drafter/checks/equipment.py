"""资产、负债、大型设备、购车之间的大小关系。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.engine import Facts, Problem, at_most
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import name_of
from drafter.figures.nodes import Figure, Node, figure_at, group_at, rows_at, text_at

_LEAST = (("通用设备", Decimal(500_000), "50 万元"), ("专用设备", Decimal(1_000_000), "100 万元"))
"""What each piece cost at least: those counted are worth that much, in yuan."""


def debts_within_assets(facts: Facts) -> Iterator[Problem]:
    """负债一般不超过资产。

    依据：R15。净资产为负的行政事业单位很少。
    容差：没有，比较的是填的数。
    通过：负债不大于资产；写“无”（不公开）的不比较。
    不通过：负债更大，净资产是负数。
    怎么办：核对资产、负债有没有填反；属实的不用改。
    """
    group = group_at(facts.data, "国有资产")
    assets, debts = figure_at(group, "资产"), figure_at(group, "负债")
    if assets.applicable and debts.applicable:
        yield from at_most(facts, debts.path, debts, assets, names=("负债", "资产"))


def equipment_within_assets(facts: Facts) -> Iterator[Problem]:
    """大型设备的台数与资产相称。

    依据：R15；单价 50 万元以上的通用设备、100 万元以上的专用设备，每台至少值这么多。
    容差：没有：个数是准数，单价取下限。
    通过：台数乘单价下限，不大于固定资产原值；没有填原值的，不大于资产合计。
    不通过：大于固定资产原值是警告；大于资产合计（其中固定资产按净值）只是提示。
    怎么办：核对大型设备的台数和资产的金额单位。
    """
    group = group_at(facts.data, "国有资产")
    counts = [figure_at(group, name) for name, _, _ in _LEAST]
    if any(count.number is None for count in counts):
        return
    least = sum(((count.number or 0) * each for count, (_, each, _) in _both(counts)), Decimal(0))
    original, assets = figure_at(group, "固定资产", "原值"), figure_at(group, "资产")
    worth, name, severity = original, "固定资产原值", None
    if original.number is None or not original.applicable:
        worth, name, severity = assets, "资产合计", Severity.HINT
    if worth.number is None or not worth.applicable or least <= worth.number:
        return
    told = "、".join(f"{kind} {count.number} 台（套）" for count, (kind, _, _) in _both(counts))
    message = (
        f"大型{told}，至少值 {facts.money(least)}，大于{name} {facts.money(worth.number)}，"
        f"多 {facts.money(least - worth.number)}"
    )
    place = next(count.path for count in counts if count.number)
    yield Problem(place, message, severity)


def _both(counts: list[Figure]) -> Iterator[tuple[Figure, tuple[str, Decimal, str]]]:
    return zip(counts, _LEAST, strict=True)


def equipment_as_listed(facts: Facts) -> Iterator[Problem]:
    """固定资产里列了的车辆、大型设备，台数不是 0。

    依据：R13、R15、E6，同一事实在报告各处一致。
    容差：没有，看金额和个数是不是 0。
    通过：固定资产的“车辆”有净值就有实有车辆，单价 50 万、100 万元以上设备有净值就有台数；
    没有单独列出、没有填的不比较。
    不通过：有净值而个数是 0；或者写“无”而个数大于 0。
    怎么办：核对固定资产明细和车辆、设备的个数。
    """
    held = figure_at(facts.data, "车辆", "实有")
    group = group_at(facts.data, "国有资产")
    general, special = figure_at(group, "通用设备"), figure_at(group, "专用设备")
    for row in _asset_rows(group_at(group, "固定资产")):
        name, net = text_at(row, "名称").plain, figure_at(row, "净值")
        count, unit = held, "辆"
        if "50万" in name.replace(" ", ""):
            count, unit = general, "台（套）"
        elif "100万" in name.replace(" ", ""):
            count, unit = special, "台（套）"
        elif name != "车辆":
            continue
        if net.number is None or count.number is None:
            continue
        if net.number > 0 and count.number == 0:
            message = f"固定资产里“{name}”净值 {facts.money(net.number)}，个数却是 0 {unit}"
            yield Problem(net.path, message)
        elif not net.applicable and count.number > 0:
            message = f"固定资产里“{name}”写“无”，个数却是 {count.number} {unit}"
            yield Problem(net.path, message)


def _asset_rows(fixed: Node) -> Iterator[Node]:
    for row in rows_at(fixed, "类别").entries:
        yield row
        yield from rows_at(row, "其中").entries


def vehicles_within_goods(facts: Facts) -> Iterator[Problem]:
    """公务用车购置费不超过政府采购的货物支出。

    依据：R10、R14；公务用车在集中采购目录之内，购置属于政府采购的货物。
    容差：没有，比较的是填的数。
    通过：购置费不大于货物支出；没有填的不比较。
    不通过：购置费更大。
    怎么办：核对购置费和采购的货物支出；由上级统一采购、调拨的不用改。
    """
    bought = figure_at(facts.data, "三公经费", "公务用车费", "购置")
    goods = figure_at(facts.data, "政府采购", "货物")
    names = (f"{name_of(bought)}费", "政府采购货物支出")
    yield from at_most(facts, bought.path, bought, goods, names=names)
