"""Turns the model into nodes: the same names, amounts in yuan, absent fields as `Missing`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drafter.diagnostics import DataPath
from drafter.figures.nodes import Figure, Group, Missing, Node, Rows, Text, Unit
from drafter.model.base import Measure, Section
from drafter.model.shape import Shape, shapes
from drafter.model.values import Count, Points, Quantity, Words
from drafter.model.year import SCALE, DepartmentYear, MoneyUnit

_HEADER = {"格式版本", "年度", "口径", "金额单位", "金额小数", "报告", "单位文件", "已公布", "豁免"}


def lift(year: DepartmentYear) -> Group:
    """Return the nodes of the whole input, amounts scaled exactly to yuan."""
    unit: MoneyUnit = year.money_unit or "万元"
    items = {
        shape.alias: _field(shape, getattr(year, shape.attribute), (shape.alias,), unit, True)
        for shape in shapes(DepartmentYear)
        if shape.alias not in _HEADER
    }
    return Group((), items)


def _field(shape: Shape, value: Any, path: DataPath, unit: MoneyUnit, applicable: bool) -> Node:
    if shape.kind is None:
        return _choice(shape, value, path, applicable)
    if not shape.listed:
        return _node(shape.kind, value, path, unit, applicable)
    if value is None:
        return Rows(path, Missing((path,)) if applicable else (), applicable)
    rows = tuple(
        _node(shape.kind, item, (*path, index), unit, True) for index, item in enumerate(value)
    )
    return Rows(path, rows, applicable and bool(rows))


def _choice(shape: Shape, value: Any, path: DataPath, applicable: bool) -> Node:
    """Return a word chosen from a list as text, a list of such words as rows of text."""
    if shape.listed:
        chosen = enumerate(value or ())
        words = tuple(Text((*path, i), (word,)) for i, word in chosen if word is not None)
        return Rows(path, words if value is not None or not applicable else Missing((path,)))
    if value is None:
        return Text(path, Missing((path,)) if applicable else (), applicable)
    return Text(path, (value,), applicable)


def _node(kind: type, value: Any, path: DataPath, unit: MoneyUnit, applicable: bool) -> Node:
    if issubclass(kind, Section):
        return _section(kind, value, path, unit, applicable)
    if kind is Words:
        if value is None:
            return Text(path, Missing((path,)) if applicable else (), applicable)
        # A blank leaf inside a list, or a text of blanks only, is still to be filled.
        blank = value.applicable and not value.paragraphs
        return Text(path, Missing((path,)) if blank else value.paragraphs, value.applicable)
    return _number(kind, value, path, unit, applicable)


def _number(kind: type, value: Any, path: DataPath, unit: MoneyUnit, applicable: bool) -> Figure:
    counted = {Count: Unit.COUNT, Points: Unit.POINTS, Quantity: Unit.NUMBER}.get(kind, Unit.YUAN)
    if value is None:
        nothing = Missing((path,)) if applicable else Decimal(0)
        return Figure(path, nothing, counted, applicable)
    number = Decimal(value.value)
    if counted is Unit.YUAN:
        number = number.scaleb(SCALE[unit])
    return Figure(path, number, counted, value.applicable)


def _section(
    kind: type[Section], value: Section | None, path: DataPath, unit: MoneyUnit, applicable: bool
) -> Node:
    applicable = applicable and (value is None or value.applicable)
    items: dict[str, Node] = {}
    for shape in shapes(kind):
        inner = getattr(value, shape.attribute) if value is not None else None
        items[shape.alias] = _field(shape, inner, (*path, shape.alias), unit, applicable)
    if not issubclass(kind, Measure):
        return Group(path, items, applicable)
    actual = items.pop("决算")
    if not isinstance(actual, Figure):
        raise TypeError("the actual amount of a measure is a figure")
    # The measure is its actual amount: gaps and provenance name it without “.决算”.
    missing = isinstance(actual.value, Missing)
    return Figure(
        path,
        Missing((path,)) if missing else actual.value,
        Unit.YUAN,
        actual.applicable,
        children=items,
    )
