"""The state of one rendering: what was printed, which input was found missing, how numbers look."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from drafter.diagnostics import DataPath, Place
from drafter.figures.nodes import Figure, Missing, Text, Undefined, Unit, figure_at
from drafter.template.manifest import Manifest
from drafter.template.printing import Phrase, Printed, PrintLog, gap_text
from drafter.template.seam import Seams
from drafter.wording.changes import PLACEHOLDER, change_of
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
            return (self.gap_printed(kind, figure_at(figure, "增减额")),)
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
            return _year_printed(self.year, is_last=name == "上年")
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


def _year_printed(year: int, *, is_last: bool) -> Printed:
    path: DataPath = ("年度",)
    number = year - is_last
    formula = "年度－1" if is_last else ""
    figure = Figure(path, Decimal(number), Unit.YEAR, formula=formula, inputs=(path,))
    return Printed(str(number), figure)


def wording_problem(form: str, known: Iterable[str]) -> tuple[str, str]:
    """Return that there is no such wording of changes, with a hint."""
    return f"template.yaml 的“变动”里没有写法“{form}”", f"现有：{'、'.join(known)}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest of the known names was meant, if one is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f"是不是“{near[0]}”？" if near else ""
