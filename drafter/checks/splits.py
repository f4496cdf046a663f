"""支出各行、各列的勾稽规则：按性质、按级次、按资金。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drafter.checks.engine import Facts, Problem, at_most, reconcile, reconcile_total, roundable
from drafter.checks.parts import (
    NOTHING,
    apart,
    classes_apart,
    columns_apart,
    columns_of,
    expenditure_lines,
    is_own,
    lines_of,
    natures_apart,
    reconcile_typed,
    tell_apart,
)
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import add
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import Figure, figure_at, rows_at
from drafter.figures.rows import FLOW, NATURES

_MAIN = NATURES[:2]
"""The natures that fiscal money has, and economic headings."""
_OTHERS = NATURES[2:]
_FISCAL = FUNDS[:3]
_LEVELS = ("类", "款", "项")


def row_natures(facts: Facts) -> Iterator[Problem]:
    """一个科目、一种资金的支出等于其中的基本支出、项目支出等之和。

    依据：G04、G08（公开03、05表的横向关系）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填决算，由程序求和；或者填的决算与各性质之和一致；
    只填了基本支出或只填了项目支出的，不大于决算就通过。
    不通过：基本支出、项目支出都填了，与决算却不一致；或者填了的部分大于决算。
    非财政拨款支出、全部资金的支出还可以有经营支出等，没有填全而合起来比决算小的，只是警告。
    上级由下级求和的不再比较，毛病在下级。
    怎么办：核对这一行的基本支出、项目支出等各栏；决算可以不填。
    """
    for fund in FUNDS:
        yield from _split(facts, figure_at(facts.data, fund, "合计"), f"{fund}合计")
    for line in expenditure_lines(facts):
        yield from _split(facts, line.row, line.called)


def _split(facts: Facts, row: Figure, called: str) -> Iterator[Problem]:
    names = [name for name in NATURES if name in row.children]
    given = columns_of(row, names)
    parts = add(row.path, given)
    if row.number is None or not given or not any(is_own(f) for f in (row, *given)):
        return
    gap, upper, lower = row.number - (parts.number or 0), apart(row), columns_apart(row, names)
    if gap in {NOTHING, upper, -lower, upper - lower}:
        return  # what is typed here differs from what lies below: that is told there
    if len(columns_of(row, _MAIN)) == len(_MAIN):
        lacks = gap > 0 and len(given) < len(names) and row.path[0] not in _FISCAL
        said, count = (called, "各性质支出之和"), roundable(given)
        for problem in reconcile(facts, row.path, row, parts, count=count, names=said):
            hint = "差额是经营支出等的，填在相应的栏里" if lacks else ""
            yield replace(problem, severity=Severity.WARNING, hint=hint) if lacks else problem
    elif all((figure.number or 0) >= 0 for figure in given):
        said = (f"{called}的{'、'.join(str(f.path[-1]) for f in given)}", "它的决算")
        yield from at_most(facts, row.path, parts, row, names=said, count=roundable(given))


def row_columns(facts: Facts) -> Iterator[Problem]:
    """上级科目的基本支出、项目支出等各栏等于下级各栏之和，年初结转、本年收入、年末结转也这样。

    依据：G03、G04、G11（公开03、05、07、08表的纵向关系）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：上级不填这一栏，由程序求和；或者填的与下级之和一致；下级没有填全的不比较。
    不通过：合计、类、款、项填的一栏与下级这一栏之和不一致。
    怎么办：核对下级各科目的这一栏；上级的这一栏可以不填。
    """
    for nature in NATURES:
        stated = figure_at(facts.data, "支出", nature)
        names = (f"支出的{nature}", f"功能分类各类{nature}之和")
        yield from reconcile_total(facts, stated, names)
    columns = (*NATURES, *FLOW)
    for fund in FUNDS:
        for column in columns_of(figure_at(facts.data, fund, "合计"), columns):
            if column.path[0] == fund:
                names = (f"{fund}合计的{column.path[-1]}", "各类之和")
                yield from reconcile_total(facts, column, names)
    for line in expenditure_lines(facts):
        held = [name for name in columns if name in line.row.children]
        for column in columns_of(line.row, held):
            names = (f"{line.called}的{column.path[-1]}", f"各{''.join(line.below[:1])}之和")
            yield from reconcile_total(facts, column, names)


def natures_of_funds(facts: Facts) -> Iterator[Problem]:
    """支出决算的基本支出、项目支出等等于各种资金的这一性质之和。

    依据：G04、G12（公开03表与05、07、08表）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填，由程序求和；或者填的与四种资金之和一致；有一种资金没有按性质填全的不比较。
    不通过：不一致，看“支出”一节和各种资金的基本支出、项目支出。
    怎么办：核对“支出”一节和各种资金的这一性质；“支出”一节可以不填。
    """
    for item in natures_apart(facts):
        names = (f"支出的{item.called}", "各种资金之和")
        yield from reconcile_typed(facts, item.whole, item.parts, names)


def classes_of_funds(facts: Facts) -> Iterator[Problem]:
    """支出按功能分类的各类等于各种资金的这一类之和，款、项和基本支出、项目支出也这样。

    依据：G05、G12（公开03表与05、07、08表）。“支出.功能分类”是全部资金的，
    各种资金填了科目就不必再填。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：没有两处都填；或者每个科目的数一致。编码都填了的按编码对，否则按名称对。
    不通过：一个科目的数不一致，或者一处有、另一处没有，在两处都有的最低一级指出。
    怎么办：核对两处的这个科目；填了资金的科目，“支出.功能分类”可以不填。
    """
    for item in classes_apart(facts):
        yield from tell_apart(facts, item, "支出的功能分类", "各种资金")


def fiscal_natures(facts: Facts) -> Iterator[Problem]:
    """财政拨款支出只分基本支出和项目支出。

    依据：G08（公开05表只有合计、基本支出、项目支出三栏）、G04。上缴上级支出、经营支出、
    对附属单位补助支出用财政拨款以外的资金安排，填在“非财政拨款支出”。
    容差：没有：不是 0 就是错误。
    通过：一般公共预算、政府性基金、国有资本经营预算的科目没有这三种支出，或者是 0。
    不通过：有这三种支出，附表的合计不等于基本支出加项目支出。
    怎么办：填在“非财政拨款支出”里。
    """
    for fund in _FISCAL:
        rows = [(figure_at(facts.data, fund, "合计"), "合计")]
        lines = lines_of(rows_at(facts.data, fund, "科目"), _LEVELS)
        rows += [(line.row, line.called) for line in lines]
        for row, called in rows:
            for column in columns_of(row, _OTHERS):
                if is_own(column) and column.number:
                    amount = f"{column.path[-1]} {facts.money(column.number)}"
                    message = f"{fund}的{called}里有{amount}"
                    yield Problem(column.path, message)
