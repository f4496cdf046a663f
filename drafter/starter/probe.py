"""A made-up department-year in which every field is filled, to see what a template asks for."""

from __future__ import annotations

from typing import Any

from drafter.model.base import Section
from drafter.model.shape import Shape, shapes
from drafter.model.values import Amount, Count, Points
from drafter.model.year import DepartmentYear, Plain

HEADER = (
    "格式版本", "年度", "金额单位", "金额小数", "报告", "口径", "名词解释", "已公布", "豁免",
)  # fmt: skip
"""Fields of the root that are no facts of the department."""

_WORD = "词"
# Actual, budget and last year differ: sentences on change and deviation are reached.
_AMOUNTS = {"决算": "7", "预算": "9", "年初预算": "8", "上年": "5", "上年预算": "6"}


def probe(year: int, *, optional: bool) -> Plain:
    """Return the filled input as plain data; `optional` fills the optional fields too.

    Sums stay out: what they are made of is what a report asks for.
    """
    filled = {
        shape.alias: value
        for shape in shapes(DepartmentYear)
        if shape.alias not in HEADER and (value := _value(shape, optional)) is not None
    }
    return {"年度": str(year), "金额单位": "万元", "口径": "部门", **filled}


def _value(shape: Shape, optional: bool) -> Any:
    """Return what fills the field, or None where it stays out."""
    if shape.guide.summed or (shape.guide.optional and not optional):
        return None
    one = _one(shape, optional)
    for name in shape.guide.sums:
        one.pop(name, None)
    if not shape.listed:
        return one
    return list(shape.choices) if shape.kind is None else [one]


def _one(shape: Shape, optional: bool) -> Any:
    section = shape.section
    if section is not None:
        return _section(section, optional)
    if shape.kind is None:
        return shape.choices[0]
    if issubclass(shape.kind, Amount):
        return "5" if issubclass(shape.kind, Points) else _AMOUNTS.get(shape.alias, "7")
    return "3" if issubclass(shape.kind, Count) else _WORD


def _section(section: type[Section], optional: bool) -> dict[str, Any]:
    return {
        shape.alias: value
        for shape in shapes(section)
        if (value := _value(shape, optional)) is not None
    }
