"""Sums, differences and ratios of figures: exact, unrounded, and `Missing` propagates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from functools import reduce

from drafter.diagnostics import DataPath
from drafter.figures.nodes import Figure, Missing, Text, Undefined, Unit, Value

# Amounts have at most 18 digits; 60 leave sums exact and quotients far beyond any rounding.
_CONTEXT = Context(prec=60)
ZERO = Decimal(0)


def _blocked(values: Sequence[Value]) -> Missing | Undefined | None:
    """Return what keeps the values from being reckoned with: every gap, or what is undefined."""
    if all(isinstance(value, Decimal) for value in values):
        return None
    paths = dict.fromkeys(p for v in values if isinstance(v, Missing) for p in v.paths)
    if paths:
        return Missing(tuple(paths))
    return next(v for v in values if isinstance(v, Undefined))


def _numbers(values: Iterable[Value]) -> list[Decimal]:
    return [v for v in values if isinstance(v, Decimal)]


def _inputs(figures: Iterable[Figure]) -> tuple[DataPath, ...]:
    """Return the leaf inputs of the figures: derived ones are traced down to what was typed."""
    return tuple(dict.fromkeys(p for f in figures for p in (f.inputs or (f.path,))))


_FULL_NAMES = {
    ("结转结余", "年初"): "年初结转和结余",
    ("结转结余", "年初财政拨款"): "年初财政拨款结转和结余",
    ("结转结余", "年末"): "年末结转和结余",
    ("结转结余", "年末财政拨款"): "年末财政拨款结转和结余",
    ("公务接待费", "国内"): "国内公务接待",
    ("公务接待费", "外事"): "外事接待",
    ("公务用车费", "购置"): "公务用车购置",
    ("公务用车费", "运行维护"): "公务用车运行维护",
}


def name_of(figure: Figure) -> str:
    """Return the figure's name in formulas: a row's own name, else what its path says."""
    own = figure.children.get("名称")
    if isinstance(own, Text) and own.plain:
        return own.plain.replace("\n", "")
    words = [step for step in figure.path if isinstance(step, str)]
    if len(words) < 2:
        return "".join(words)
    above, last = words[-2:]
    if last == "合计":
        return f"{above}合计"
    if above == "收入":
        return f"{last}收入"
    return _FULL_NAMES.get((above, last), last)


def add(
    path: DataPath,
    parts: Sequence[Figure],
    unit: Unit = Unit.YUAN,
    names: Sequence[str] | None = None,
) -> Figure:
    """Return the sum of the parts; no parts sum to 0. `names` are the parts in the formula."""
    values = [part.value for part in parts]
    value: Value
    if blocked := _blocked(values):
        if isinstance(blocked, Missing):
            return Figure(path, blocked, unit)
        value = blocked
    else:
        value = reduce(_CONTEXT.add, _numbers(values), ZERO)
    return Figure(
        path,
        value,
        unit,
        applicable=any(part.applicable for part in parts),
        formula="＋".join([name_of(part) for part in parts] if names is None else names),
        inputs=_inputs(parts),
        parts=_rounded_parts(parts),
        calculation=joined("＋", parts),
    )


def joined(sign: str, parts: Sequence[Figure]) -> tuple[str | Figure, ...]:
    """Return the parts with the sign between them."""
    pieces: list[str | Figure] = []
    for part in parts:
        pieces += (sign, part)
    return tuple(pieces[1:])


def _rounded_parts(parts: Sequence[Figure]) -> int:
    """Return how many parts can carry a rounding: 0 and 无 are exact."""
    return sum(part.number is not None and part.number != 0 for part in parts)


def total(typed: Figure, parts: Sequence[Figure], names: Sequence[str] | None = None) -> Figure:
    """Return a total: the typed one where there is one, else the sum of its parts.

    Approved totals (批复数) are rounded from exact figures, so a typed total prints as it is;
    `parts_sum` keeps what the parts give, for the rule that compares them; it is None where
    the parts are not all filled, and then the total has no formula.
    """
    summed = add(typed.path, parts, typed.unit, names)
    if isinstance(typed.value, Missing):
        return replace(summed, children=typed.children)
    return as_typed(typed, summed)


def as_typed(typed: Figure, reckoned: Figure) -> Figure:
    """Return a typed figure that keeps beside it what it should be, and how that is reckoned.

    Where that still waits for input, the typed figure stands alone.
    """
    if isinstance(reckoned.value, Missing):
        return typed
    return replace(
        typed,
        parts_sum=reckoned.value,
        parts=reckoned.parts,
        formula=reckoned.formula,
        calculation=reckoned.calculation,
    )


def difference(path: DataPath, minuend: Figure, subtrahend: Figure) -> Figure:
    """Return minuend − subtrahend in their common unit."""
    values = [minuend.value, subtrahend.value]
    value: Value
    if blocked := _blocked(values):
        if isinstance(blocked, Missing):
            return Figure(path, blocked, minuend.unit)
        value = blocked
    else:
        value = _CONTEXT.subtract(*_numbers(values))
    return Figure(
        path,
        value,
        minuend.unit,
        applicable=minuend.applicable or subtrahend.applicable,
        formula=f"{name_of(minuend)}－{name_of(subtrahend)}",
        inputs=_inputs([minuend, subtrahend]),
        calculation=(minuend, "－", subtrahend),
    )


def ratio(
    path: DataPath, part: Figure, whole: Figure, inputs: tuple[DataPath, ...] | None = None
) -> Figure:
    """Return part ÷ whole, 1 for 100 %; undefined where the whole is 0.

    `inputs` may be given where they are known already.
    """
    values = [part.value, whole.value]
    value: Value
    if blocked := _blocked(values):
        if isinstance(blocked, Missing):
            return Figure(path, blocked, Unit.RATIO)
        value = blocked
    elif whole.value == 0:
        value = Undefined(f"{name_of(whole)}为0")
    else:
        value = _CONTEXT.divide(*_numbers(values))
    return Figure(
        path,
        value,
        Unit.RATIO,
        formula=f"{name_of(part)}÷{name_of(whole)}×100%",
        inputs=_inputs([part, whole]) if inputs is None else inputs,
        calculation=(part, "÷", whole, "×100%"),
    )


def share(path: DataPath, part: Figure, whole: Figure) -> Figure:
    """Return the ratio of a part to the total that it was summed into.

    The inputs of a computed total hold those of each of its parts: they serve every share as
    they are, since a tuple of its own for each of n parts would cost n².
    """
    return ratio(path, part, whole, whole.inputs or None)


def number_of(rows: Sequence[object], path: DataPath, source: DataPath) -> Figure:
    """Return how many rows there are, as a derived figure."""
    return Figure(path, Decimal(len(rows)), Unit.COUNT, formula="列出的个数", inputs=(source,))
