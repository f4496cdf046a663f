"""The precision of an input: the finest decimals used in its amounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from drafter.model.base import Section
from drafter.model.values import Amount, Points, Quantity
from drafter.model.year import SCALE, DepartmentYear, MoneyUnit

LEAST_DECIMALS: dict[MoneyUnit, int] = {"万元": 2, "元": 0}
"""A file of whole 万元 is not rounded to 万元: without this, 1 万元 would pass as 尾差."""


def quantum_of(year: DepartmentYear) -> Decimal:
    """Return the finest step of the input's amounts in yuan; the input may set it itself."""
    return Decimal(1).scaleb(SCALE[year.money_unit or "万元"] - decimals_of(year))


def decimals_of(year: DepartmentYear) -> int:
    """Return the finest decimals of the input's amounts; the input may set them itself."""
    if year.quantum is not None:
        return int(year.quantum)
    finest = max((amount.decimals for amount in _amounts(year)), default=2)
    return max(finest, LEAST_DECIMALS[year.money_unit or "万元"])


def typed_in(unit: MoneyUnit, yuan: Decimal, least_decimals: int) -> str:
    """Return an amount in yuan as it is typed in the unit: with every digit that it has."""
    scaled = yuan.scaleb(-SCALE[unit])
    exponent = scaled.normalize().as_tuple().exponent
    needed = -exponent if isinstance(exponent, int) else 0
    return f"{scaled:.{max(needed, least_decimals)}f}"


def _amounts(value: Any) -> Iterator[Amount]:
    if isinstance(value, Amount):
        if value.applicable and not isinstance(value, Points | Quantity):
            yield value
    elif isinstance(value, Section):
        for name in type(value).model_fields:
            yield from _amounts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _amounts(item)
