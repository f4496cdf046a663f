"""Change against last year and completion of the budget, on every measure alike."""

from __future__ import annotations

from dataclasses import replace

from drafter.figures.arithmetic import difference, ratio
from drafter.figures.nodes import Figure, Group, Node, Rows, Undefined, figure_at


def compared(group: Group) -> Group:
    """Return the group with change and completion on every measure in it."""
    return replace(group, items={name: _compare(node) for name, node in group.items.items()})


def _compare(node: Node) -> Node:
    """Return the node with change and completion, where it is or holds a measure."""
    if isinstance(node, Figure):
        return _measured(node) if "上年" in node.children else node
    if isinstance(node, Group):
        return compared(node)
    if isinstance(node, Rows) and node.entries:
        return replace(node, value=tuple(_compare(row) for row in node.entries))
    return node


def _measured(figure: Figure) -> Figure:
    """Return the measure with 增减额, 增减率 (against last year) and 完成率 (against budget)."""
    prior, budget = figure_at(figure, "上年"), figure_at(figure, "预算")
    change = difference((*figure.path, "增减额"), figure, prior)
    rate = ratio((*figure.path, "增减率"), change, prior, change.inputs)
    if prior.number is not None and prior.number < 0:
        rate = replace(rate, value=Undefined("上年为负数"))
    if not prior.applicable:
        change = replace(change, value=Undefined("上年无此项"))
        rate = replace(rate, value=Undefined("上年无此项"))
    lists = {n: _compare(inner) for n, inner in figure.children.items() if isinstance(inner, Rows)}
    return figure.with_children(
        **lists,
        增减额=change,
        增减率=rate,
        完成率=ratio((*figure.path, "完成率"), figure, budget),
        预决算差=difference((*figure.path, "预决算差"), figure, budget),
    )
