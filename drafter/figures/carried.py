"""What one year's figures are to the next: last year's actuals, as its comparatives (上年)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from drafter.diagnostics import DataPath
from drafter.figures.nodes import Figure, Node, find
from drafter.model.base import Measure, Section
from drafter.model.precision import typed_in
from drafter.model.shape import shapes
from drafter.model.values import NONE_WORD
from drafter.model.year import DepartmentYear, MoneyUnit

LAST, LAST_BUDGET, BUDGET = "上年", "上年预算", "预算"
CARRY = "结转结余"
CARRIED_OVER: Mapping[str, str] = MappingProxyType(
    {
        f"年初{part}": f"年末{part}"
        for part in ("", "财政拨款", "一般公共预算", "政府性基金", "国有资本", "基本", "项目")
    }
)
"""What a year begins with, by what the year before ended with (G14)."""


def comparatives(
    figures: Node, section: type[Section] = DepartmentYear, path: DataPath = ()
) -> Iterator[tuple[DataPath, Figure]]:
    """Yield the place of each comparative outside of lists, with last year's figure for it.

    Only figures that are known are yielded. Rows of lists are not: a heading that has no row this
    year would be missing from their sum.
    """
    fields = {shape.alias: shape for shape in shapes(section)}
    if issubclass(section, Measure):
        for name, steps in ((LAST, path), (LAST_BUDGET, (*path, BUDGET))):
            figure = find(figures, steps)
            if isinstance(figure, Figure) and figure.number is not None:
                yield (*path, name), figure
    for name, shape in fields.items():
        if shape.section is not None and not shape.listed:
            yield from comparatives(figures, shape.section, (*path, name))


def opening_figures(figures: Node) -> Iterator[tuple[DataPath, Figure]]:
    """Yield the place of each amount that the year begins with, and what the last ended with."""
    for opening, closing in CARRIED_OVER.items():
        figure = find(figures, (CARRY, closing))
        if isinstance(figure, Figure) and figure.number is not None:
            yield (CARRY, opening), figure


def amount_text(figure: Figure, unit: MoneyUnit, decimals: int = 2) -> str:
    """Return a figure as it is typed in the unit, with at least so many decimals.

    Nothing where it is not known.
    """
    if figure.number is None:
        return ""
    if not figure.applicable and not figure.number:
        return NONE_WORD
    return typed_in(unit, figure.number, decimals)
