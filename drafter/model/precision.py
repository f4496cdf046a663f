"""The precision of an input: the finest decimals used in its amounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from drafter.model.base import Section
from drafter.model.values import Amount, Points
from drafter.model.year import SCALE, DepartmentYear, MoneyUnit


def quantum_of(year: DepartmentYear) -> Decimal:
    """Return the finest step of the input's amounts in yuan; the input may set it itself."""
    unit: MoneyUnit = year.money_unit or "万元"
    if year.quantum is not None:
        decimals = int(year.quantum)
    else:
        decimals = max((amount.decimals for amount in _amounts(year)), default=2)
    return Decimal(1).scaleb(SCALE[unit] - decimals)


def _amounts(value: Any) -> Iterator[Amount]:
    if isinstance(value, Amount):
        if value.applicable and not isinstance(value, Points):
            yield value
    elif isinstance(value, Section):
        for name in type(value).model_fields:
            yield from _amounts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _amounts(item)
