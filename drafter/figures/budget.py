"""The approved budget (部门预算): sums by unit, and the projects that it began with."""

from __future__ import annotations

from dataclasses import replace

from drafter.figures.arithmetic import add, total
from drafter.figures.nodes import Figure, Group, Missing, Node, figure_at, group_at, rows_at


def with_budget(root: Group) -> Group:
    """Return the root with the totals of the initial budget: basic, projects and both."""
    budget = group_at(root, "部门预算")
    initial = _basic(group_at(budget, "年初"))
    units = rows_at(initial, "单位")
    if not isinstance(units.value, Missing):
        rows: tuple[Node, ...] = tuple(_basic(u) for u in units.entries if isinstance(u, Group))
        units = replace(units, value=rows)
    path, listed = initial.path, rows_at(root, "项目")
    projects = add(
        (*path, "项目支出"),
        [figure_at(project, "年初预算") for project in initial_projects(root)],
        names=["各项目年初预算之和"],
    )
    if isinstance(listed.value, Missing):
        projects = replace(projects, value=listed.value)
    whole = total(figure_at(initial, "总计"), [figure_at(initial, "合计"), projects])
    initial = initial.with_items(单位=units, 项目支出=projects, 总计=whole)
    return root.with_items(部门预算=budget.with_items(年初=initial))


def initial_projects(root: Group) -> list[Group]:
    """Return the projects with an amount in the initial budget."""
    projects = rows_at(root, "项目").entries
    return [p for p in projects if isinstance(p, Group) and _is_typed(figure_at(p, "年初预算"))]


def _is_typed(figure: Figure) -> bool:
    """Return whether there is an amount, or will be once its parts are all filled."""
    if isinstance(figure.value, Missing):
        return figure.value.paths != (figure.path,)
    return figure.number is not None and figure.applicable


def _basic(group: Group) -> Group:
    """Return the group with its total: personnel and routine expenses."""
    parts = [figure_at(group, name) for name in ("人员经费", "公用经费")]
    return group.with_items(合计=total(figure_at(group, "合计"), parts))
