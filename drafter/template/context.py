"""What template code sees: views of nodes that answer names, tests and loops, and nothing else.

A view never raises for missing input: it notes the gap and goes on, so that one rendering finds
every gap that the template really reaches. It does raise `TemplateUseError` for what the template
should not ask, such as a field that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from drafter.diagnostics import path_text
from drafter.figures.nodes import (
    Figure,
    Flag,
    Formula,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Unit,
    children_of,
)
from drafter.template.kinds import (
    COUNTED,
    KIND_OF_UNIT,
    Kind,
    loop_problem,
    order_problem,
    truth_problem,
)
from drafter.template.printing import Phrase, Printed
from drafter.template.run import Run, TemplateUseError, nearest
from drafter.wording.changes import Change, change_of
from drafter.wording.numbers import NumberStyle, decimals_of


class View:
    """A node as template code sees it."""

    __slots__ = ("node", "run")
    kind: Kind

    def __init__(self, node: Node, run: Run) -> None:
        self.node = node
        self.run = run

    def child(self, name: str) -> object:
        """Return the named node below; raise `TemplateUseError` with the nearest name."""
        children = children_of(self.node)
        found = children.get(name)
        if found is None:
            raise TemplateUseError(f"“{self.label}”下没有字段“{name}”", nearest(name, children))
        return view(found, self.run)

    def has(self, name: str) -> bool:
        """Return whether a node of the name hangs on this one."""
        return name in children_of(self.node)

    @property
    def label(self) -> str:
        """Return the node's name in messages: its path in the input, rows counted from 1."""
        path = () if isinstance(self.node, Flag) else self.node.path
        return path_text(path) or "数据"

    def __iter__(self) -> Iterator[object]:
        """Refuse: only lists can be looped over."""
        raise TemplateUseError(*loop_problem(self.kind, self.label))

    def _no_order(self, other: object) -> bool:
        """Refuse: only numbers have an order."""
        raise TemplateUseError(f"“{self.label}”是{self.kind}，不是数，不能比较大小")

    __lt__ = __le__ = __gt__ = __ge__ = _no_order

    def __eq__(self, other: object) -> bool:
        """Refuse: groups and lists equal nothing, which is never what a template means."""
        raise TemplateUseError(*order_problem(self.kind, self.label))

    def __hash__(self) -> int:
        """Refuse with the same words where Python would hash instead of comparing."""
        raise TemplateUseError(*order_problem(self.kind, self.label))


class GroupView(View):
    """A group of fields: it can be entered, not printed."""

    node: Group
    kind = Kind.GROUP

    def child(self, name: str) -> object:
        """Return the named node below; the rows of tables are asked thousands of times."""
        found = self.node.items.get(name)
        return super().child(name) if found is None else view(found, self.run)

    def __bool__(self) -> bool:
        """Return whether the department has this group at all."""
        return self.node.applicable


class FigureView(View):
    """A number: it must pass through a filter to be printed."""

    node: Figure

    @property
    def kind(self) -> Kind:  # type: ignore[override]  # of the unit, where others have one kind
        """Return what the number counts."""
        return KIND_OF_UNIT[self.node.unit]

    def child(self, name: str) -> object:
        """Return a child figure; `变动` is the worded change in the default form."""
        if name == "变动":
            return self.run.change(self.node, "默认")
        return super().child(name)

    def __bool__(self) -> bool:
        """Refuse: zero, 无 and missing are three things."""
        raise TemplateUseError(*truth_problem(self.kind, self.label))

    def compare(self) -> Decimal | None:
        """Return the number for comparisons; None, with the gap noted, where it is missing."""
        if self.kind not in COUNTED:
            raise TemplateUseError(*order_problem(self.kind, self.label))
        if isinstance(self.node.value, Missing):
            self.run.gap(self.node.value)
        return self.node.number

    def _compared(self, other: object, test: Callable[[Decimal, Decimal], bool]) -> bool:
        mine = self.compare()
        if isinstance(other, Unknown):
            return True
        theirs = other.compare() if isinstance(other, FigureView) else other
        if mine is None or theirs is None:
            return True  # a draft shows what depends on a gap
        if not isinstance(theirs, int | Decimal) or isinstance(theirs, bool):
            raise TemplateUseError(f"“{self.label}”只能与整数比较")
        return test(mine, Decimal(theirs))

    def __eq__(self, other: object) -> bool:
        """Compare with a whole number."""
        return self._compared(other, lambda a, b: a == b)

    def __ne__(self, other: object) -> bool:
        """Compare with a whole number."""
        return self._compared(other, lambda a, b: a != b)

    def __lt__(self, other: object) -> bool:
        """Compare with a whole number."""
        return self._compared(other, lambda a, b: a < b)

    def __le__(self, other: object) -> bool:
        """Compare with a whole number."""
        return self._compared(other, lambda a, b: a <= b)

    def __gt__(self, other: object) -> bool:
        """Compare with a whole number."""
        return self._compared(other, lambda a, b: a > b)

    def __ge__(self, other: object) -> bool:
        """Compare with a whole number."""
        return self._compared(other, lambda a, b: a >= b)

    __hash__ = None  # type: ignore[assignment]


class TextView(View):
    """Words: they print as they are."""

    node: Text
    kind = Kind.TEXT

    def __bool__(self) -> bool:
        """Return whether there are words; missing ones count, so that a draft shows the gap."""
        if isinstance(self.node.value, Missing):
            self.run.gap(self.node.value)
            return True
        return bool(self.node.value)

    def __eq__(self, other: object) -> bool:
        """Compare with words."""
        for side in (self, other):
            if isinstance(side, TextView) and isinstance(side.node.value, Missing):
                side.run.gap(side.node.value)
                return False
        return self.node.plain == (other.node.plain if isinstance(other, TextView) else other)

    def __ne__(self, other: object) -> bool:
        """Compare with words."""
        return not self == other

    def __hash__(self) -> int:
        """Hash like the words, so that `in` works on literals."""
        return hash(self.node.plain)

    def printed(self) -> Printed:
        """Return the words for printing."""
        value = self.node.value
        if isinstance(value, Missing):
            return self.run.gap_printed(value, self.node)
        return Printed("\n".join(value), self.node)


class RowsView(View):
    """A list: it can be looped over and counted."""

    node: Rows
    kind = Kind.ROWS

    def __bool__(self) -> bool:
        """Return whether there are rows; a missing list counts as some."""
        if isinstance(self.node.value, Missing):
            self.run.gap(self.node.value)
            return True
        return bool(self.node.value)

    def __iter__(self) -> Iterator[object]:
        """Yield the rows; for a missing list one unknown row, so that a draft shows the gap."""
        if isinstance(self.node.value, Missing):
            self.run.gap(self.node.value)
            yield Unknown(self.node.value, self.run)
            return
        for row in self.node.value:
            self.run.next_row()
            yield view(row, self.run)


class FormulaView(View):
    """A calculation with its figures put in: it prints through the filter 代入."""

    node: Formula
    kind = Kind.FORMULA

    def __bool__(self) -> bool:
        """Return whether there is one."""
        return bool(self.node.pieces)

    def phrase(self, money: NumberStyle) -> Phrase:
        """Return its words and figures, amounts in the style of `money`."""
        return tuple(self._piece(piece, money) for piece in self.node.pieces)

    def _piece(self, piece: str | Figure | Text, money: NumberStyle) -> str | Printed:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, Text):
            return TextView(piece, self.run).printed()
        decimals = self.node.decimals
        style = money
        if piece.unit is Unit.RATIO:
            style = self.run.manifest.percent
            style = style if decimals is None else replace(style, decimals=decimals)
        elif piece.unit is not Unit.YUAN:
            own = decimals_of(piece.number) if decimals is None else decimals
            style = NumberStyle(own, keep_zeros=decimals is None)
        return self.run.number(piece, style)


class Unknown:
    """Something below a missing list: every question about it leads back to the same gap."""

    __slots__ = ("missing", "run")

    def __init__(self, missing: Missing, run: Run) -> None:
        self.missing = missing
        self.run = run

    def __iter__(self) -> Iterator[Unknown]:
        """Yield itself once."""
        self.run.next_row()
        yield self

    def __lt__(self, other: object) -> bool:
        """A draft shows what depends on a gap."""
        return True

    __le__ = __gt__ = __ge__ = __lt__

    def printed(self) -> Printed:
        """Return the draft's placeholder."""
        return self.run.gap_printed(self.missing)


_VIEWS: dict[type, type[View]] = {
    Figure: FigureView,
    Text: TextView,
    Group: GroupView,
    Rows: RowsView,
    Formula: FormulaView,
}


def view(node: Node, run: Run) -> object:
    """Return what template code sees of a node."""
    if isinstance(node, Flag):
        return node.value
    return _VIEWS[type(node)](node, run)


def change_kind(subject: FigureView) -> Change | None:
    """Return how a figure changed; None, with the gap noted, where that is not known."""
    kind = change_of(subject.node, subject.run.manifest.wan_yuan)
    if isinstance(kind, Missing):
        subject.run.gap(kind)
        return None
    return kind
