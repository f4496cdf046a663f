"""The annexes: their numbers, the projects that they evaluate, the rows of their score tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from drafter.figures.arithmetic import add
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Undefined,
    Unit,
    figure_at,
    group_at,
    rows_at,
    text_at,
)
from drafter.report.enumerations import given
from drafter.report.projects import before_the_word
from drafter.scoring.given import given_table


def with_annexes(data: Group, options: Mapping[str, str]) -> Group:
    """Number the annexes and join each project evaluation with its projects."""
    overall = group_at(data, "整体评价")
    number = int(overall.applicable)
    # A department without one has no annex of it; the field is there all the same, as all are.
    overall = overall.with_items(附件号=_count(number))
    evaluations = rows_at(data, "项目评价")
    if not isinstance(evaluations.value, Missing):
        joined: list[Node] = []
        for row in evaluations.entries:
            number += 1
            if isinstance(row, Group):
                joined.append(_evaluation(row, data, number))
        evaluations = replace(evaluations, value=tuple(joined))
    return data.with_items(
        整体评价=overall,
        项目评价=evaluations,
        附件数=_count(number),
    )


def _count(number: int) -> Figure:
    return Figure(("附件",), Decimal(number), Unit.COUNT, formula="附件的顺序")


def _evaluation(evaluation: Group, data: Group, number: int) -> Group:
    """Return the evaluation with its number, its title, its budget and the rows of its table."""
    named = rows_at(evaluation, "项目")
    title = before_the_word(given(text_at(evaluation, "名称"), _title(evaluation, named)))
    table = group_at(evaluation, "得分表")
    table = given_table(table).with_items(名称=given(text_at(table, "名称"), title))
    return evaluation.with_items(
        附件号=_count(number), 题名=title, 项目预算=_budget(evaluation, named, data), 得分表=table
    )


def _title(evaluation: Group, named: Rows) -> Text:
    """Return the project's name; several projects under one title need that to be typed."""
    if len(named.entries) == 1 and isinstance(named.entries[0], Text):
        return named.entries[0]
    missing = (*evaluation.path, "名称") if named.entries else (*evaluation.path, "项目")
    return Text(missing, Missing((missing,)))


def _budget(evaluation: Group, named: Rows, data: Group) -> Figure:
    """Return the budget of the projects that are evaluated together.

    A name that no project has is reported by a rule.
    """
    path = (*evaluation.path, "项目")
    by_name = {text_at(p, "名称").plain: p for p in rows_at(data, "项目").entries}
    texts = {name.plain: name for name in named.entries if isinstance(name, Text)}
    blank = tuple(name.path for name in texts.values() if isinstance(name.value, Missing))
    if blank:
        return Figure(path, Missing(blank), Unit.YUAN)
    projects = [by_name.get(name) for name in texts]
    budgets = [figure_at(p, "预算", "合计") for p in projects if p is not None]
    if not projects:
        return Figure(path, Missing((path,)), Unit.YUAN)
    if len(budgets) < len(projects):
        return Figure(path, Undefined("项目名称找不到"), Unit.YUAN)
    if len(budgets) == 1:
        return budgets[0]
    return add(path, budgets, names=["各项目预算之和"])
