"""The tests of the template language: questions about a value. See `operators` for the names.

What a test is given has been checked, as with filters; its docstring is its line in the manual.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from drafter.figures.nodes import Missing
from drafter.template.context import (
    FigureView,
    FormulaView,
    GroupView,
    RowsView,
    TextView,
    change_kind,
)
from drafter.wording.changes import Change, Deviation, deviation_of


def _documented(test: Callable[..., bool], about: str) -> Callable[..., bool]:
    test.__doc__ = about
    return test


def number_test(
    about: str, answer: Callable[[Decimal], bool], *, of_missing: bool
) -> Callable[[FigureView], bool]:
    """Return a test of a number; `of_missing` is what a draft shows while it is still to fill."""

    def test(figure: FigureView) -> bool:
        if isinstance(figure.node.value, Missing):
            figure.run.gap(figure.node.value)
            return of_missing
        number = figure.node.number
        return number is not None and answer(number)

    return _documented(test, about)


def change_test(about: str, *kinds: Change) -> Callable[[FigureView], bool]:
    """Return a test of how an amount changed against last year."""

    def test(amount: FigureView) -> bool:
        return change_kind(amount) in kinds

    return _documented(test, about)


def budget_test(about: str, *kinds: Deviation) -> Callable[[FigureView], bool]:
    """Return a test of how an amount stands to its budget."""

    def test(amount: FigureView) -> bool:
        kind = deviation_of(amount.node, amount.run.manifest.wan_yuan)
        if isinstance(kind, Missing):
            amount.run.gap(kind)
            return False
        return kind in kinds

    return _documented(test, about)


def is_none(subject: FigureView | TextView | GroupView | RowsView) -> bool:
    """填的是“无”。"""
    return not subject.node.applicable


def is_given(subject: FigureView | TextView | GroupView | RowsView | FormulaView) -> bool:
    """有内容：文字不空、列表有行、数不是“无”；待补的也算。"""
    if isinstance(subject, FigureView):
        if isinstance(subject.node.value, Missing):
            subject.run.gap(subject.node.value)
        return subject.node.applicable
    return bool(subject)


def is_typed(subject: FigureView | TextView | RowsView) -> bool:
    """已经填了内容；不填也不算缺，用于可写可不写的话。"""
    node = subject.node
    return node.applicable and not isinstance(node.value, Missing) and node.value != ()
