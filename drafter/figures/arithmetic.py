"""Sums, differences and ratios of figures: exact, unrounded, and `Missing` propagates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Context, Decimal, localcontext

from drafter.diagnostics import DataPath
from drafter.figures.nodes import Figure, Missing, Text, Undefined, Unit, Value

# Amounts have at most 18 digits; 60 leave sums exact and quotients far beyond any rounding.
_CONTEXT = Context(prec=60)
ZERO = Decimal(0)


def _gaps(values: Iterable[Value]) -> Missing | None:
    paths = dict.fromkeys(p for v in values if isinstance(v, Missing) for p in v.paths)
    return Missing(tuple(paths)) if paths else None


def _undefined(values: Iterable[Value]) -> Undefined | None:
    return next((v for v in values if isinstance(v, Undefined)), None)


def _numbers(values: Iterable[Value]) -> list[Decimal]:
    return [v for v in values if isinstance(v, Decimal)]


def _inputs(figures: Iterable[Figure]) -> tuple[DataPath, ...]:
    """Return the leaf inputs of the figures: derived ones are traced down to what was typed."""
    return tuple(dict.fromkeys(p for f in figures for p in (f.inputs or (f.path,))))


def name_of(figure: Figure) -> str:
    """Return the figure's name in formulas: a row's own name, else the last word of its path."""
    own = figure.children.get("名称")
    if isinstance(own, Text) and own.plain:
        return own.plain
    words = [step for step in figure.path if isinstance(step, str)]
    while len(words) > 1 and words[-1] in {"决算", "金额", "合计"}:
        if words[-1] == "合计":
            return f"{words[-2]}合计"
        words.pop()
    return words[-1] if words else ""


def add(path: DataPath, parts: Sequence[Figure], unit: Unit = Unit.YUAN) -> Figure:
    """Return the sum of the parts; no parts sum to 0."""
    values = [part.value for part in parts]
    value: Value
    if blocked := _gaps(values) or _undefined(values):
        value = blocked
    else:
        with localcontext(_CONTEXT):
            value = sum(_numbers(values), ZERO)
    return Figure(
        path=path,
        value=value,
        unit=unit,
        applicable=any(part.applicable for part in parts),
        formula="＋".join(name_of(part) for part in parts),
        inputs=_inputs(parts),
        parts=len(parts),
    )


def total(typed: Figure, parts: Sequence[Figure]) -> Figure:
    """Return a total: the typed one where there is one, else the sum of its parts.

    Approved totals (批复数) are rounded from exact figures, so a typed total prints as it is;
    `parts_sum` keeps what the parts give, for the rule that compares them.
    """
    summed = add(typed.path, parts, typed.unit)
    if isinstance(typed.value, Missing):
        return replace(summed, children=typed.children)
    return replace(
        typed, parts_sum=summed.value, parts=len(parts), formula=typed.formula or summed.formula
    )


def difference(path: DataPath, minuend: Figure, subtrahend: Figure) -> Figure:
    """Return minuend − subtrahend in their common unit."""
    values = [minuend.value, subtrahend.value]
    value: Value
    if blocked := _gaps(values) or _undefined(values):
        value = blocked
    else:
        first, second = _numbers(values)
        with localcontext(_CONTEXT):
            value = first - second
    return Figure(
        path=path,
        value=value,
        unit=minuend.unit,
        formula=f"{name_of(minuend)}－{name_of(subtrahend)}",
        inputs=_inputs([minuend, subtrahend]),
    )


def ratio(path: DataPath, part: Figure, whole: Figure) -> Figure:
    """Return part ÷ whole, 1 for 100 %; undefined where the whole is 0."""
    values = [part.value, whole.value]
    value: Value
    if blocked := _gaps(values) or _undefined(values):
        value = blocked
    else:
        top, bottom = _numbers(values)
        if bottom == 0:
            value = Undefined(f"{name_of(whole)}为 0")
        else:
            with localcontext(_CONTEXT):
                value = top / bottom
    return Figure(
        path=path,
        value=value,
        unit=Unit.RATIO,
        formula=f"{name_of(part)}÷{name_of(whole)}×100%",
        inputs=_inputs([part, whole]),
    )


def number_of(rows: Sequence[object], path: DataPath, source: DataPath) -> Figure:
    """Return how many rows there are, as a derived figure."""
    return Figure(path, Decimal(len(rows)), Unit.COUNT, formula="列出的个数", inputs=(source,))
