"""What a template can name: figures, words, groups and rows, each knowing where it comes from.

A figure is a value or `Missing`; it carries its unit, its formula in words, the figures that it
was reckoned from and the input paths below them. Trace, comments and messages all read them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum

from drafter.diagnostics import DataPath
from drafter.figures.record import record


class Unit(StrEnum):
    """What a figure counts. Money is always in yuan, a ratio is 1 for 100 %."""

    YUAN = "元"
    RATIO = "比率"
    COUNT = "个"
    POINTS = "分"
    YEAR = "年"
    NUMBER = "数"


@record
class Missing:
    """A value that waits for input: the paths that are still to be filled."""

    paths: tuple[DataPath, ...]


@record
class Undefined:
    """A value that cannot exist, such as a rate whose base is zero."""

    reason: str


Value = Decimal | Missing | Undefined


@record
class Figure:
    """A number with its provenance and the figures that hang on it."""

    path: DataPath
    value: Value
    unit: Unit
    applicable: bool = True
    formula: str = ""
    inputs: tuple[DataPath, ...] = ()
    parts_sum: Value | None = None
    """Sum of the parts, where the value itself is a total that the user typed."""
    parts: int = 0
    """How many parts that are not 0 were summed: the rounding tolerance depends on it."""
    parts_from: tuple[DataPath, ...] = ()
    """Inputs of the parts that `parts_sum` was made of."""
    children: Mapping[str, Node] = field(default_factory=dict)
    calculation: tuple[str | Figure | Text, ...] = ()
    """The formula with its figures in their places: `(spent, "÷", budget, "×100%")`."""

    def with_children(self, **children: Node) -> Figure:
        """Return this figure with more children; a later one replaces an earlier one."""
        # Spelled out: derive does this hundreds of times, and `replace` looks up every field.
        return Figure(
            self.path,
            self.value,
            self.unit,
            self.applicable,
            self.formula,
            self.inputs,
            self.parts_sum,
            self.parts,
            self.parts_from,
            {**self.children, **children},
            self.calculation,
        )

    @property
    def number(self) -> Decimal | None:
        """Return the value where there is one."""
        return self.value if isinstance(self.value, Decimal) else None


@record
class Text:
    """Words of the input, one entry for each paragraph."""

    path: DataPath
    value: tuple[str, ...] | Missing
    applicable: bool = True
    inputs: tuple[DataPath, ...] = ()
    """Where the words were typed, where that is more than one place."""

    @property
    def plain(self) -> str:
        """Return the paragraphs joined; empty where there are none or they are missing."""
        return "\n".join(self.value) if isinstance(self.value, tuple) else ""


@record
class Group:
    """Named nodes."""

    path: DataPath
    items: Mapping[str, Node]
    applicable: bool = True

    def with_items(self, **items: Node) -> Group:
        """Return this group with more items; a later one replaces an earlier one."""
        return Group(self.path, {**self.items, **items}, self.applicable)


@record
class Rows:
    """A list of nodes, or the path of a list that is still to be filled."""

    path: DataPath
    value: tuple[Node, ...] | Missing
    applicable: bool = True

    @property
    def entries(self) -> tuple[Node, ...]:
        """Return the rows; none where the list is still to be filled."""
        return self.value if isinstance(self.value, tuple) else ()


@record
class Formula:
    """A calculation or its reason as a sentence: words, and the figures that stand among them."""

    path: DataPath
    pieces: tuple[str | Figure | Text, ...]
    decimals: int | None = None
    """How many decimals its ratios and plain numbers are printed with, where that is fixed."""


@record
class Flag:
    """A yes or no, or a choice among words, made by the program or the template's options."""

    value: bool | str


Node = Figure | Text | Group | Rows | Formula | Flag


def children_of(node: Node) -> Mapping[str, Node]:
    """Return the named nodes below this one."""
    if isinstance(node, Figure):
        return node.children
    return node.items if isinstance(node, Group) else {}


def figures_below(node: Node) -> dict[DataPath, Figure]:
    """Return the figures of a node, itself included, by their paths, in its order; each once."""
    found: dict[DataPath, Figure] = {}
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Figure):
            if one.path in found:
                continue
            found[one.path] = one
        inner = one.entries if isinstance(one, Rows) else tuple(children_of(one).values())
        waiting += [child for child in reversed(inner) if not isinstance(child, Text)]
    return found


def find(node: Node, steps: Iterable[str | int]) -> Node | None:
    """Return the node that the steps lead to; list positions count from 0."""
    for step in steps:
        if isinstance(step, int):
            rows = node.entries if isinstance(node, Rows) else ()
            if not 0 <= step < len(rows):
                return None
            node = rows[step]
        else:
            inner = children_of(node).get(step)
            if inner is None:
                return None
            node = inner
    return node


def figure_at(node: Node, *steps: str | int) -> Figure:
    """Return the figure at the steps; a wrong path is a defect of the program."""
    found = find(node, steps)
    if not isinstance(found, Figure):
        raise TypeError(f"no figure at {steps}")
    return found


def text_at(node: Node, *steps: str | int) -> Text:
    """Return the words at the steps; a wrong path is a defect of the program."""
    found = find(node, steps)
    if not isinstance(found, Text):
        raise TypeError(f"no words at {steps}")
    return found


def group_at(node: Node, *steps: str | int) -> Group:
    """Return the group at the steps; a wrong path is a defect of the program."""
    found = find(node, steps)
    if not isinstance(found, Group):
        raise TypeError(f"no group at {steps}")
    return found


def rows_at(node: Node, *steps: str | int) -> Rows:
    """Return the rows at the steps; a wrong path is a defect of the program."""
    found = find(node, steps)
    if not isinstance(found, Rows):
        raise TypeError(f"no rows at {steps}")
    return found
