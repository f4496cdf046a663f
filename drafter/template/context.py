"""What template code sees: views of nodes that answer names, tests and loops, and nothing else.

A view never raises for missing input: it notes the gap and goes on, so that one rendering finds
every gap that the template really reaches. It does raise `TemplateUseError` for what the template
should not ask, such as a field that does not exist.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from drafter.diagnostics import DataPath, Place, path_text
from drafter.figures.nodes import (
    Figure,
    Flag,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Undefined,
    children_of,
    figure_at,
)
from drafter.template.kinds import (
    COUNTED,
    KIND_OF_UNIT,
    Kind,
    loop_problem,
    order_problem,
    truth_problem,
)
from drafter.template.manifest import Manifest
from drafter.template.printing import Phrase, Printed, PrintLog, gap_text
from drafter.template.seam import Seams
from drafter.wording.changes import PLACEHOLDER, Change, change_of
from drafter.wording.numbers import NumberStyle, format_number


class TemplateUseError(Exception):
    """A template asks for something that it cannot have; the message is for its maintainer."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


MAX_ROWS = 20_000
"""How many rows all loops of one rendering may print: loops in loops multiply."""


@dataclass(slots=True)
class Gap:
    """Input that the template reaches and that is still to be filled."""

    path: DataPath
    where: str
    """Place of the tag that asked first, for maintainers of the template."""
    section: str
    """Headings of the report above it, for those who fill in the input."""
    printed: bool
    """Whether a tag prints it there: a condition may stand above the heading of its text."""


@dataclass(slots=True)
class Run:
    """The state of one rendering: printed values and gaps."""

    manifest: Manifest
    year: int
    locate: Callable[[], Place | None]
    seams: Seams = field(default_factory=Seams)
    """Those of the part that is rendered now."""
    log: PrintLog = field(default_factory=PrintLog)
    gaps: dict[DataPath, Gap] = field(default_factory=dict)
    rows: int = 0
    """Rows that loops have gone through so far."""

    def next_row(self) -> None:
        """Count a row of a loop; raise `TemplateUseError` where there are endlessly many."""
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise TemplateUseError(
                f"循环印出的行超过 {MAX_ROWS} 行，不再继续", "循环里套的循环会成倍增加，请减少层数"
            )

    def gap(self, missing: Missing, *, printed: bool = False) -> None:
        """Note that the template needs these inputs, with the place that first prints them.

        Until one does, it is the place that first asked.
        """
        known = self.gaps
        fresh = [
            path
            for path in missing.paths
            if path not in known or (printed and not known[path].printed)
        ]
        if fresh:
            place = self.locate()
            where, section = ("", "") if place is None else (str(place), place.section)
            for path in fresh:
                known[path] = Gap(path, where, section, printed)

    def gap_printed(self, missing: Missing, node: Figure | Text | None = None) -> Printed:
        """Return the draft's placeholder for missing input."""
        self.gap(missing, printed=True)
        return Printed(gap_text(missing.paths), node, gap=missing.paths)

    def number(self, figure: Figure, style: NumberStyle) -> Printed:
        """Return the figure as text in the given style."""
        if isinstance(figure.value, Missing):
            return self.gap_printed(figure.value, figure)
        if isinstance(figure.value, Undefined):
            return Printed(self.manifest.undefined_text, figure)
        if not figure.applicable:
            return Printed(self.manifest.none_text + style.suffix, figure)
        return Printed(format_number(figure.value, style), figure)

    def change(self, figure: Figure, form: str) -> Phrase:
        """Return the worded change of a figure against last year."""
        wording = self.manifest.changes.get(form)
        if wording is None:
            raise TemplateUseError(*wording_problem(form, self.manifest.changes))
        kind = change_of(figure, self.manifest.wan_yuan)
        if isinstance(kind, Missing):
            return (self.gap_printed(kind),)
        pieces: list[str | Printed] = []
        pattern, end = wording.patterns[kind], 0
        for slot in PLACEHOLDER.finditer(pattern):
            pieces.append(pattern[end : slot.start()])
            pieces.append(self._slot(slot[1], figure))
            end = slot.end()
        pieces.append(pattern[end:])
        return tuple(piece for piece in pieces if piece != "")

    def _slot(self, name: str, figure: Figure) -> Printed:
        if name in {"上年", "本年"} and not self.year:
            return self.gap_printed(Missing((("年度",),)))
        if name in {"上年", "本年"}:
            return Printed(str(self.year - (name == "上年")))
        if name == "原因":
            rate = figure_at(figure, "增减率").value
            return Printed(rate.reason if isinstance(rate, Undefined) else "")
        child = figure.children["增减额" if name == "额" else "增减率"]
        if not isinstance(child, Figure):
            raise TypeError("a change is a figure")
        style = self.manifest.wan_yuan if name == "额" else self.manifest.percent
        size = child.number
        if size is None:
            return self.number(child, style)
        # The word carries the direction: 减少 3.00, never 减少 −3.00.
        return Printed(format_number(abs(size), style), child)


def wording_problem(form: str, known: Iterable[str]) -> tuple[str, str]:
    """Return that there is no such wording of changes, with a hint."""
    return f"template.yaml 的“变动”里没有写法“{form}”", f"现有：{'、'.join(known)}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest of the known names was meant, if one is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f"是不是“{near[0]}”？" if near else ""


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
