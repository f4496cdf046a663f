"""收入决算表（公开02表）的勾稽规则。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from drafter.checks.engine import Facts, Problem, reconcile, reconcile_total, roundable
from drafter.checks.parts import (
    NOTHING,
    REVENUE_LIST,
    apart,
    columns_apart,
    columns_of,
    is_own,
    lines_of,
    reconcile_typed,
)
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import add, name_of
from drafter.figures.derive import REVENUE_COLUMNS, REVENUE_SOURCES
from drafter.figures.nodes import Figure, figure_at, rows_at
from drafter.figures.rows import figures_of

_LEVELS = ("类", "款", "项")
_OTHERS = REVENUE_SOURCES[3:]


def row_sources(facts: Facts) -> Iterator[Problem]:
    """一个科目的收入等于财政拨款、上级补助、事业等各来源之和。

    依据：G03（公开02表的横向关系）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填决算，由程序按来源求和；或者填的决算与各来源之和一致；来源都没有填的不比较。
    不通过：不一致；没有填全而合起来比决算小的，只是警告。
    怎么办：核对这一行各来源的收入；决算可以不填，由程序求和。
    """
    for line in lines_of(rows_at(facts.data, *REVENUE_LIST), _LEVELS):
        row = line.row
        given = columns_of(row, REVENUE_COLUMNS)
        if row.number is None or not given or not any(is_own(f) for f in (row, *given)):
            continue
        parts, lower = add(row.path, given), columns_apart(row, REVENUE_COLUMNS)
        gap, upper = row.number - (parts.number or 0), apart(row)
        if gap in {NOTHING, upper, -lower, upper - lower}:
            continue
        lacks = gap > 0 and len(given) < len(REVENUE_COLUMNS)
        names, count = (f"{line.called}的收入", "各来源之和"), roundable(given)
        for problem in reconcile(facts, row.path, row, parts, count=count, names=names):
            hint = "差额是别的来源的，填在相应的栏里" if lacks else ""
            yield replace(problem, severity=Severity.WARNING, hint=hint) if lacks else problem


def source_columns(facts: Facts) -> Iterator[Problem]:
    """上级科目各来源的收入等于下级之和。

    依据：G03（公开02表的纵向关系）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：上级不填这一栏，由程序求和；或者填的与下级之和一致；下级没有填全的不比较。
    不通过：类、款填的一栏与下级这一栏之和不一致。
    怎么办：核对下级各科目的这一来源；上级的这一栏可以不填。
    """
    for line in lines_of(rows_at(facts.data, *REVENUE_LIST), _LEVELS):
        for column in columns_of(line.row, REVENUE_COLUMNS):
            names = (f"{line.called}的{_income(column)}", f"各{''.join(line.below[:1])}之和")
            yield from reconcile_total(facts, column, names)


def _income(column: Figure) -> str:
    return f"{column.path[-1]}收入"


def revenue_by_heading(facts: Facts) -> Iterator[Problem]:
    """收入按功能分类的各栏合计，等于收入的各来源和收入合计。

    依据：G05、G07（公开02表合计行与01、04表）。02表的财政拨款收入是一般公共预算、
    政府性基金、国有资本经营预算三项。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填来源的总数，由程序求和；或者填的与功能分类各类之和一致；有一类没有填的不比较。
    不通过：不一致。
    怎么办：核对收入的功能分类和各来源；来源的总数可以不填。
    """
    for name in _OTHERS:
        stated = figure_at(facts.data, "收入", name)
        names = (name_of(stated), "功能分类各类之和")
        yield from reconcile_total(facts, stated, names)
    rows = rows_at(facts.data, *REVENUE_LIST)
    listed = figures_of(rows)
    if not listed:
        return
    granted = figure_at(facts.data, "收入", "财政拨款合计")
    column = add(rows.path, [figure_at(row, "财政拨款") for row in listed])
    names = ("功能分类各类的财政拨款收入", "一般公共预算等三项财政拨款收入之和")
    yield from reconcile_typed(facts, column, granted, names)
    whole, summed = figure_at(facts.data, "收入", "合计"), add(rows.path, listed)
    if whole.number is None or summed.number is None:
        return
    gap = summed.number - whole.number
    if gap not in {-sources_apart(facts), -apart(whole)}:
        yield from reconcile_typed(facts, summed, whole, ("功能分类各类收入之和", "收入合计"))


def sources_apart(facts: Facts) -> Decimal:
    """Return how much the sources of revenue together are above the rows of statement 02."""
    listed = figures_of(rows_at(facts.data, *REVENUE_LIST))
    gap = columns_apart(facts.data.items["收入"], _OTHERS)
    column = add((), [figure_at(row, "财政拨款") for row in listed])
    granted = figure_at(facts.data, "收入", "财政拨款合计")
    if listed and column.number is not None and granted.number is not None:
        gap += granted.number - column.number
    return gap
