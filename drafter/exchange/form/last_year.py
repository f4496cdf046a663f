"""What last year's input gives to this year's form: words that last, and last year's figures.

Nothing of last year is taken for this year's: its figures become comparatives (上年), its own
amounts and counts, reasons and projects stay behind.
"""

from __future__ import annotations

from typing import Any

from drafter.figures.carried import amount_text, comparatives
from drafter.figures.nodes import Group
from drafter.model.base import Section
from drafter.model.shape import Shape, shapes
from drafter.model.values import Words
from drafter.model.year import DepartmentYear, MoneyUnit, Plain

_HEAD = ("金额单位", "口径", "报告")
_LASTING = ("部门", "职能", "机构", "名词解释")
"""Sections whose words are as true this year: names, duties, what was set up."""
_PASSING = frozenset({"变动原因", "差异原因", "公开时间"})
"""Words that belong to one year."""


def from_last_year(plain: Plain, figures: Group, unit: MoneyUnit) -> Plain:
    """Return what a normal input of last year gives; amounts are texts in `unit`."""
    known = {shape.alias: shape for shape in shapes(DepartmentYear)}
    data: Plain = {name: plain[name] for name in _HEAD if name in plain}
    year = plain.get("年度")
    if isinstance(year, str) and year.isdecimal():
        data["年度"] = str(int(year) + 1)
    for name in _LASTING:
        words = _words(plain.get(name), known[name])
        if words is not None:
            data[name] = words
    for path, figure in comparatives(figures):
        here = data
        *above, name = map(str, path)
        for step in above:
            here = here.setdefault(step, {})
        here[name] = amount_text(figure, unit)
    return data


def _words(value: Any, shape: Shape) -> Any:
    """Return the words of a value without its amounts, counts and reasons; None for nothing."""
    if isinstance(value, list):
        rows = [row for item in value if (row := _words(item, shape)) is not None]
        return rows or None
    if isinstance(value, dict) and shape.section is not None:
        inner = {s.alias: s for s in shapes(shape.section) if s.alias not in _PASSING}
        fields = {n: _words(v, inner[n]) for n, v in value.items() if n in inner}
        return {name: v for name, v in fields.items() if v is not None} or None
    number = shape.kind is not None and not issubclass(shape.kind, Words | Section)
    return None if number or not isinstance(value, str) else value
