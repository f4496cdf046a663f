"""基本支出与机关运行经费的勾稽规则。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from drafter.checks.basic_items import told_by_fund, told_exactly
from drafter.checks.engine import (
    Facts,
    Problem,
    at_most,
    grounds_of,
    reconcile,
    reconcile_total,
    roundable,
    summed,
)
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import add, name_of
from drafter.figures.nodes import Figure, figure_at, rows_at

_THREE_PUBLIC_ITEMS = (
    ("因公出国（境）费用", ("因公出国境费",)),
    ("因公出国（境）费", ("因公出国境费",)),
    ("公务接待费", ("公务接待费", "合计")),
    ("公务用车运行维护费", ("公务用车费", "运行维护")),
    ("公务用车购置", ("公务用车费", "购置")),
)  # fmt: skip


def basic_total(facts: Facts) -> Iterator[Problem]:
    """基本支出合计等于人员经费加公用经费。

    依据：R07、G09（公开06表）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计，由程序求和；或者填的合计与两项之和一致。
    不通过：填的合计与两项之和不一致。
    怎么办：核对人员经费和公用经费；合计可以不填，由程序求和。
    """
    yield from reconcile_total(
        facts, figure_at(facts.data, "基本支出", "合计"), ("基本支出合计", "人员经费加公用经费")
    )


def basic_by_nature(facts: Facts) -> Iterator[Problem]:
    """一般公共预算财政拨款基本支出不超过支出决算里的基本支出。

    依据：R08、G09（公开06表与03表）。“基本支出”一节只是一般公共预算财政拨款安排的部分。
    容差：尾差以内是警告；更小而没有别的资金的也是警告。
    通过：与“支出.基本支出”相等。
    比它小、差额不多于“非财政拨款支出”的也通过：学校、医院等用自有资金安排基本支出。
    不通过：比“支出.基本支出”大是错误；比它小而没有别的资金可以安排差额是警告。
    各种资金的基本支出都知道的，另有规则逐一核对。
    怎么办：核对“基本支出”一节和支出决算的基本支出。
    """
    own, all_funds = (
        figure_at(facts.data, "基本支出", "合计"),
        figure_at(facts.data, "支出", "基本支出"),
    )
    other = figure_at(facts.data, "非财政拨款支出", "合计")
    if own.number is None or all_funds.number is None:
        return
    if told_exactly(facts) or told_by_fund(facts):
        return
    rest = all_funds.number - own.number
    less = rest > 0
    if less and rest <= (other.number or Decimal(0)):
        return
    names = ("一般公共预算财政拨款基本支出", "支出决算的基本支出")
    for problem in reconcile(facts, own.path, own, all_funds, count=max(own.parts, 1), names=names):
        if less:
            hint = "差额由非财政拨款等其他资金安排的，可以写明豁免"
            yield replace(problem, severity=Severity.WARNING, hint=hint)
        else:
            yield problem


def economic_items(facts: Facts) -> Iterator[Problem]:
    """人员经费、公用经费等于所列经济分类科目之和。

    依据：R07、G09（公开06表）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：科目只写名称；有的科目没有金额；或者每个科目都有金额，且相加与上级一致。
    不通过：每个科目都有金额，相加却与上级不一致。
    怎么办：核对各经济分类科目的金额；只列名称的不填金额。
    """
    for name in ("人员经费", "公用经费"):
        whole = figure_at(facts.data, "基本支出", name)
        items = [r for r in rows_at(whole, "科目").entries if isinstance(r, Figure)]
        if items:
            yield from reconcile(
                facts,
                whole.path,
                whole,
                add(whole.path, items),
                count=roundable(items),
                names=(name, "所列经济分类科目之和"),
            )


def agency_operating(facts: Facts) -> Iterator[Problem]:
    """机关运行经费与公用经费一般相等。

    依据：R16、G13。机关运行经费是行政单位和参公单位的公用经费。
    容差：没有：不等就提示。
    通过：两数相等，或者机关运行经费写“无”（纯事业单位）；
    或者下属有其他事业单位，机关运行经费小于公用经费。
    不通过：机关运行经费更大是警告；更小而没有其他事业单位，提示核对。
    怎么办：核对机关运行经费；它是行政、参公单位的公用经费。
    """
    operating = figure_at(facts.data, "机关运行经费")
    routine = figure_at(facts.data, "基本支出", "公用经费")
    if not operating.applicable or operating.number is None or routine.number is None:
        return
    others = figure_at(facts.data, "机构", "其他事业单位数")
    if operating.number < routine.number and others.number:
        return
    if operating.number != routine.number:
        gap = abs(operating.number - routine.number)
        message = (
            f"机关运行经费 {facts.money(operating.number)}，"
            f"与公用经费 {facts.money(routine.number)}不一致，相差 {facts.money(gap)}"
        )
        more = operating.number > routine.number
        hint = "机关运行经费是公用经费的一部分" if more else "有其他事业单位的部门可以小于，请核对"
        severity = Severity.WARNING if more else None
        yield Problem(operating.path, message, severity, hint, grounds_of(operating, routine))


def empty_item_listed(facts: Facts) -> Iterator[Problem]:
    """“三公”经费里为 0 的项目不列入公用经费的科目。

    依据：R35。“公用经费主要包括……”一句只列有发生额的科目。
    容差：没有：看是不是 0。
    通过：“三公”经费该项大于 0，或者公用经费的科目里没有它。
    不通过：“三公”经费该项为 0，公用经费的科目却列了它，提示核对。
    怎么办：没有发生额就从科目里删去。
    """
    zero = {
        item
        for item, path in _THREE_PUBLIC_ITEMS
        if figure_at(facts.data, "三公经费", *path).number == 0
    }
    for row in rows_at(facts.data, "基本支出", "公用经费", "科目").entries:
        if not isinstance(row, Figure):
            continue
        name = name_of(row)
        if row.number:
            continue  # an amount above 0 is held against the amount by its own rule
        if name.replace("(", "（").replace(")", "）") in zero:
            message = f"“三公”经费里这一项是 0，公用经费的科目却列了“{name}”"
            yield Problem(row.path, message)


def basic_within_fund(facts: Facts) -> Iterator[Problem]:
    """一般公共预算财政拨款基本支出不超过一般公共预算财政拨款支出。

    依据：G09（公开06表与05表）。基本支出是一般公共预算财政拨款支出的一部分。
    容差：填的数之间没有；与求和的数比较时，尾差以内是警告。
    通过：不大于“一般公共预算财政拨款支出.合计”。
    不通过：比它大。知道这种资金的基本支出的，另有规则核对是否相等。
    怎么办：核对“基本支出”一节和一般公共预算各科目的金额。
    """
    if told_by_fund(facts):
        return
    own = figure_at(facts.data, "基本支出", "合计")
    whole = figure_at(facts.data, "一般公共预算财政拨款支出", "合计")
    names = ("一般公共预算财政拨款基本支出", "一般公共预算财政拨款支出")
    yield from at_most(facts, own.path, own, whole, names=names, count=summed(own, whole))
