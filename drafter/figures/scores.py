"""Scores that were given in a table (得分表): weights and scores summed up the tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.figures.arithmetic import add, total
from drafter.figures.nodes import (
    Group,
    Missing,
    Node,
    Rows,
    Unit,
    figure_at,
    group_at,
    rows_at,
)


def with_scores(root: Group) -> Group:
    """Return the root with the sums of the score table of each project evaluation."""
    evaluations = rows_at(root, "项目评价")
    if isinstance(evaluations.value, Missing):
        return root
    rows: tuple[Node, ...] = tuple(
        e.with_items(得分表=_table(group_at(e, "得分表")))
        for e in evaluations.entries
        if isinstance(e, Group)
    )
    return root.with_items(项目评价=replace(evaluations, value=rows))


def _table(table: Group) -> Group:
    branches = _summed_rows(rows_at(table, "指标"), ("二级", "三级"))
    parts = _groups(branches)
    full = add(
        (*table.path, "满分"), [figure_at(p, "分值") for p in parts], Unit.POINTS, ["各项分值之和"]
    )
    typed = figure_at(table, "总分")
    if not isinstance(branches.value, Missing):
        typed = total(typed, [figure_at(p, "得分") for p in parts], ["各项得分之和"])
    return table.with_items(指标=branches, 满分=full, 总分=typed)


def _summed_rows(rows: Rows, below: Sequence[str]) -> Rows:
    if isinstance(rows.value, Missing):
        return rows
    return replace(rows, value=tuple(_summed(row, below) for row in _groups(rows)))


def _summed(branch: Group, below: Sequence[str]) -> Group:
    """Return the branch with 分值 and 得分, the sums of the rows below it."""
    inner = rows_at(branch, below[0])
    if len(below) > 1:
        inner = _summed_rows(inner, below[1:])
    branch = branch.with_items(**{below[0]: inner})
    for name in ("分值", "得分"):
        path = (*branch.path, name)
        parts = [figure_at(row, name) for row in _groups(inner)]
        summed = add(path, parts, Unit.POINTS, [f"各项{name}之和"])
        if isinstance(inner.value, Missing):
            summed = replace(summed, value=inner.value)
        branch = branch.with_items(**{name: summed})
    return branch


def _groups(rows: Rows) -> list[Group]:
    return [row for row in rows.entries if isinstance(row, Group)]
