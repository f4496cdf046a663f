"""Made-up department-years in which every field is filled, to see what a template asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from drafter.model.base import Section
from drafter.model.shape import Shape, shapes
from drafter.model.values import Amount, Count
from drafter.model.year import DepartmentYear, Plain

HEADER = (
    "格式版本", "年度", "金额单位", "金额小数", "报告", "口径", "名词解释", "已公布", "豁免",
)  # fmt: skip
"""Fields of the root that are no facts of the department."""

_WORD = "词"


class Filled(Enum):
    """Which optional fields a made-up input has; one may stand in for another."""

    DEMANDED = "none"
    WORDS = "those outside optional sections"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class _Case:
    """How one made-up input is filled, so that other conditions of a template are reached."""

    scope: str
    amount: str
    compared: Mapping[str, str]
    """Budget and last year: where they differ from the amount, sentences say how."""
    count: str
    last_choice: bool
    filled: Filled
    rows: int


_LESS = {"预算": "9", "年初预算": "8", "上年": "5", "上年预算": "6"}
_MORE = {"预算": "6", "年初预算": "6", "上年": "9", "上年预算": "8"}


def probes(year: int, filled: Filled, rows: int = 1) -> Iterator[Plain]:
    """Yield filled inputs as plain data, `rows` in each list.

    They are of a department and of a unit, below the budget and above it, grown and shrunk,
    with amounts and with zeros. Sums stay out: what they are made of is what a report asks for.
    """
    for scope in ("部门", "单位"):
        for amount, compared, count in (("7", _LESS, "3"), ("7", _MORE, "3"), ("0", {}, "0")):
            case = _Case(scope, amount, compared, count, compared is _MORE, filled, rows)
            header = {"年度": str(year), "金额单位": "万元", "口径": scope}
            yield header | _section(DepartmentYear, case, without=HEADER)


def _section(section: type[Section], case: _Case, without: Collection[str] = ()) -> dict[str, Any]:
    asked = (shape for shape in shapes(section) if shape.alias not in without)
    values = ((shape.alias, _value(shape, case)) for shape in asked)
    return {name: value for name, value in values if value is not None}


def _value(shape: Shape, case: _Case) -> Any:
    """Return what fills the field, or None where it stays out."""
    if shape.guide.summed or (shape.guide.optional and not _is_filled(shape, case.filled)):
        return None
    one = _one(shape, case)
    for name in shape.guide.sums:
        one.pop(name, None)
    if not shape.listed:
        return one
    if shape.alias == "不符合":  # numbers of items, of which none comes twice
        return ["1"]
    return list(shape.choices) if shape.kind is None else [one] * case.rows


def _is_filled(shape: Shape, filled: Filled) -> bool:
    return filled is Filled.ALL or (filled is Filled.WORDS and shape.section is None)


def _one(shape: Shape, case: _Case) -> Any:
    section, kind = shape.section, shape.kind
    if section is not None:
        return _section(section, case)
    if kind is None:
        return shape.choices[-1 if case.last_choice else 0]
    if issubclass(kind, Amount):
        return case.compared.get(shape.alias, case.amount)
    return case.count if issubclass(kind, Count) else _WORD
