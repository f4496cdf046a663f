"""Score tables as they were given (得分表): people scored, the tree of weights is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drafter.figures.arithmetic import add, total
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Unit,
    figure_at,
    rows_at,
    text_at,
)
from drafter.scoring.lines import Line, line_of_given, tree_of


def given_table(table: Group) -> Group:
    """Return the table with its rows, its full marks and its total.

    Indicators that share one weight and one score have a row each, whose cells merge.
    """
    branches = rows_at(table, "指标")
    typed = figure_at(table, "总分")
    lines = [] if isinstance(branches.value, Missing) else list(_lines(branches))
    full = add(
        (*table.path, "满分"), [line.weight for line in lines], Unit.POINTS, ["各项分值之和"]
    )
    if isinstance(branches.value, Missing):
        return table.with_items(满分=full, 行=branches)
    summed = total(typed, [line.points for line in lines], ["各项得分之和"])
    rows = [row for node in tree_of(lines, table.path).rows for row in _named(node)]
    whole = replace(
        branches, value=tuple(_summed(row, ("二级", "三级")) for row in _groups(branches))
    )
    listed = replace(branches, value=tuple(rows))
    return table.with_items(指标=whole, 满分=full, 总分=summed, 行=listed)


def _summed(row: Group, below: tuple[str, ...]) -> Group:
    """Return a branch or a group with 分值 and 得分, the sums of what is below it."""
    inner = rows_at(row, below[0])
    if isinstance(inner.value, Missing):
        blank = Figure(row.path, inner.value, Unit.POINTS)
        return row.with_items(分值=blank, 得分=blank)
    parts = [_summed(one, below[1:]) if below[1:] else one for one in _groups(inner)]
    sums: dict[str, Node] = {
        name: add(
            (*row.path, name), [figure_at(part, name) for part in parts], Unit.POINTS,
            [f"各项{name}之和"],
        )
        for name in ("分值", "得分")
    }  # fmt: skip
    return row.with_items(**sums, **{below[0]: replace(inner, value=tuple(parts))})


def _groups(rows: Rows) -> list[Group]:
    return [row for row in rows.entries if isinstance(row, Group)]


def _named(row: Group) -> Iterator[Node]:
    """Yield a row for each name that shares the weight and the score."""
    for name in rows_at(row, "各名称").entries:
        yield row.with_items(三级=name)


def _lines(branches: Rows) -> Iterator[Line]:
    for branch in branches.entries:
        groups = rows_at(branch, "二级")
        if isinstance(groups.value, Missing):
            yield _unfilled(branch, Text(groups.path, groups.value), groups.value)
        for group in groups.entries:
            name, items = text_at(group, "名称"), rows_at(group, "三级")
            if isinstance(items.value, Missing):
                yield _unfilled(branch, name, items.value)
            for item in items.entries:
                if isinstance(item, Group):
                    yield line_of_given(item, branch, name)


def _unfilled(branch: Node, group: Text, missing: Missing) -> Line:
    """Return the line that stands for a list which is still to be filled."""
    path = missing.paths[0]
    nothing = Figure(path, missing, Unit.POINTS)
    names = Rows(path, (Text(path, missing),))
    item = Group(path, {"名称": names, "分值": nothing, "得分": nothing})
    return line_of_given(item, branch, group)
