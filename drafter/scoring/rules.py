"""The eight kinds of scoring rules: from what was measured or stated to points, with the reason.

Each rule is data and one function that applies it. Points are exact; who prints or adds them up
rounds them first. Percentages are in points of a percentage here: 102.05 for 102.05 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

_CONTEXT = Context(prec=60)
_ZERO = Decimal(0)
Piece = str | Decimal


@dataclass(frozen=True, slots=True)
class Award:
    """What a rule gives: points, the steps that were counted, and why, in words and numbers.

    Numbers in `reason` are measured ones, in the unit of the metric; those of the rule are words.
    """

    points: Decimal
    reason: tuple[Piece, ...]
    steps: Decimal | None = None


def plain(number: Decimal) -> str:
    """Return a number of a rule as people write it, without needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _least(points: Decimal, weight: Decimal, floor: Decimal = _ZERO) -> Decimal:
    return max(floor, min(weight, points))


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return the value rounded half up."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=100))


@dataclass(frozen=True, slots=True)
class ChecklistDeduct:
    """Points off for each item that is not met (`checklist_deduct`)."""

    items: tuple[str, ...]
    per: Decimal
    floor: Decimal = _ZERO

    def award(self, weight: Decimal, unmet: Sequence[int]) -> Award:
        """Return the points that remain; `unmet` are the numbers of the items, from 1."""
        points = _least(weight - self.per * len(unmet), weight, self.floor)
        steps = Decimal(len(unmet))
        if not unmet:
            return Award(points, (f"{len(self.items)}条全部符合",), steps)
        listed = "、".join(str(number) for number in unmet)
        off = plain(weight - points)
        reason = f"第{listed}条不符合，每条扣{plain(self.per)}分，扣{off}分"
        return Award(points, (reason,), steps)


@dataclass(frozen=True, slots=True)
class ChecklistAward:
    """Points for each item that is met (`checklist_award`)."""

    items: tuple[str, ...]
    points: tuple[Decimal, ...]

    def award(self, weight: Decimal, unmet: Sequence[int]) -> Award:
        """Return the points of the items that are met; `unmet` are numbers of items, from 1."""
        lost = sum((self.points[number - 1] for number in unmet), _ZERO)
        given = sum(self.points, _ZERO) - lost
        if not unmet:
            return Award(_least(given, weight), (f"{len(self.items)}条全部符合",), _ZERO)
        listed = "、".join(str(number) for number in unmet)
        reason = f"第{listed}条不符合，少得{plain(lost)}分"
        return Award(_least(given, weight), (reason,), Decimal(len(unmet)))


@dataclass(frozen=True, slots=True)
class StepDeduct:
    """Points off for every step away from a base (`step_deduct`)."""

    direction: str
    """`超过`, `低于` or `两向`: which side of the base costs points."""
    base: Decimal
    step: Decimal
    per: Decimal
    count: str
    """`舍尾` counts whole steps, `进位` begun ones, `按比例` parts of steps too."""
    floor: Decimal = _ZERO

    def steps(self, value: Decimal) -> tuple[Decimal, Decimal]:
        """Return how far the value is on the wrong side, and how many steps that counts."""
        over = {
            "超过": value - self.base,
            "低于": self.base - value,
            "两向": abs(value - self.base),
        }[self.direction]
        excess = max(_ZERO, over)
        number = _CONTEXT.divide(excess, self.step)
        if self.count == "按比例":
            return excess, number
        way = ROUND_FLOOR if self.count == "舍尾" else ROUND_CEILING
        return excess, number.to_integral_value(way)

    def award(self, weight: Decimal, value: Decimal, unit: str) -> Award:
        """Return the points that remain for the value, which is counted in `unit`."""
        excess, steps = self.steps(value)
        points = _least(_CONTEXT.subtract(weight, self.per * steps), weight, self.floor)
        base = f"{plain(self.base)}{unit}"
        if excess == 0:
            fine = {"超过": f"没有超过{base}", "低于": f"不低于{base}", "两向": f"等于{base}"}
            return Award(points, (fine[self.direction],), steps)
        side = "高" if self.direction == "超过" or value > self.base else "低"
        counted = "个百分点" if unit == "%" else unit
        rest = {"舍尾": "不足一档不计", "进位": "不足一档按一档计", "按比例": "按比例计"}
        how = f"{counted}，每{plain(self.step)}{counted}一档，{rest[self.count]}，计"
        each = f"档，每档扣{plain(self.per)}分"
        reason: tuple[Piece, ...] = (f"比{base}{side}", excess, how, steps, each)
        if self.per * steps > weight - self.floor:
            reason = (*reason, "，扣完为止")
        return Award(points, reason, steps)


@dataclass(frozen=True, slots=True)
class Band:
    """A range of values with its points; an end that is None is open to that side."""

    low: Decimal | None
    low_included: bool
    high: Decimal | None
    high_included: bool
    points: Decimal

    def holds(self, value: Decimal) -> bool:
        """Return whether the value lies in the range."""
        above = self.low is None or value > self.low or (self.low_included and value == self.low)
        below = (
            self.high is None or value < self.high or (self.high_included and value == self.high)
        )
        return above and below

    def words(self, unit: str) -> str:
        """Return the range in words."""
        low = "" if self.low is None else f"{plain(self.low)}{unit}{'（含）' * self.low_included}"
        high = (
            "" if self.high is None else f"{plain(self.high)}{unit}{'（含）' * self.high_included}"
        )
        if not low or not high:
            return f"{high}以下" if high else f"{low}以上" if low else "任何值"
        return f"{low}至{high}"


@dataclass(frozen=True, slots=True)
class Bands:
    """Points by the range that the value lies in (`bands`)."""

    bands: tuple[Band, ...]

    def award(self, weight: Decimal, value: Decimal, unit: str) -> Award:
        """Return the points of the first range that holds the value."""
        band = next((band for band in self.bands if band.holds(value)), None)
        if band is None:  # static checks refuse bands with gaps
            return Award(_ZERO, ("不在任何一档之内",))
        return Award(_least(band.points, weight), (f"在{band.words(unit)}一档",))


@dataclass(frozen=True, slots=True)
class Level:
    """A named level with its points, or with the range in which they are given."""

    name: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Levels:
    """Points by the level that the department states (`levels`).

    With `in_percent` ends are percentages of the weight.
    """

    levels: tuple[Level, ...]
    in_percent: bool = False

    def bounds(self, name: str, weight: Decimal) -> tuple[Decimal, Decimal] | None:
        """Return the least and the most points of the level, or None where there is none."""
        level = next((level for level in self.levels if level.name == name), None)
        if level is None:
            return None
        part = weight / 100 if self.in_percent else Decimal(1)
        return level.low * part, level.high * part

    def award(self, weight: Decimal, name: str, given: Decimal) -> Award:
        """Return the points given within the level."""
        return Award(_least(given, weight), (f"评为“{name}”",))


@dataclass(frozen=True, slots=True)
class Scale:
    """Points in proportion to the value (`scale`)."""

    full: Decimal
    """The value that earns the whole weight."""
    zero_below: Decimal | None = None

    def award(self, weight: Decimal, value: Decimal, unit: str) -> Award:
        """Return weight × value ÷ full, never more than the weight."""
        if self.zero_below is not None and value < self.zero_below:
            return Award(_ZERO, (f"低于{plain(self.zero_below)}{unit}，不得分",))
        full = f"{plain(self.full)}{unit}"
        if value >= self.full:
            return Award(weight, (f"达到{full}",))
        points = _CONTEXT.divide(_CONTEXT.multiply(weight, max(_ZERO, value)), self.full)
        return Award(points, (f"以{full}得满分，按比例计分",))


@dataclass(frozen=True, slots=True)
class TargetRatio:
    """Points by how far a target was reached (`target_ratio`)."""

    nature: str = "≥"
    """Which way the target is met, where the indicator system sets it."""
    target: Decimal | None = None
    """The value aimed at, where the indicator system sets it."""
    unmet: str = "按比例"
    """What a target that was not reached earns: `按比例` or `零分`."""
    excess_limit: Decimal | None = None
    """Percentage of the target beyond which a reason is demanded: the target was set too low."""
    excess: str = "满分"
    """What a value beyond that limit earns: `满分`, or `按偏离扣` (less what is beyond it)."""

    def is_met(self, nature: str, target: Decimal, actual: Decimal) -> bool:
        """Return whether the actual value does what the target asks."""
        return {
            "≥": actual >= target, ">": actual > target, "≤": actual <= target,
            "<": actual < target, "=": actual == target,
        }[nature]  # fmt: skip

    def is_excessive(self, nature: str, target: Decimal, actual: Decimal) -> bool:
        """Return whether the target was exceeded by so much that it was set too low."""
        if self.excess_limit is None or nature not in {"≥", ">"} or target <= 0:
            return False
        return actual * 100 > target * self.excess_limit

    def award(self, weight: Decimal, nature: str, target: Decimal, actual: Decimal) -> Award:
        """Return the points; a target of 0 that was not met earns none."""
        if self.is_met(nature, target, actual):
            if self.excess == "按偏离扣" and self.is_excessive(nature, target, actual):
                limit = self.excess_limit or Decimal(100)
                part = _CONTEXT.divide(target * limit, actual * 100)
                return Award(weight * part, ("超出指标值过多，按偏离度扣分",))
            return Award(weight, ("达到指标值",))
        one, other = (actual, target) if nature in {"≥", ">"} else (target, actual)
        if self.unmet == "零分" or nature == "=" or one <= 0 or other <= 0:
            return Award(_ZERO, ("没有达到指标值，不得分",))
        part = min(Decimal(1), _CONTEXT.divide(one, other))
        if part == 1:
            return Award(weight, ("等于指标值",))
        return Award(_CONTEXT.multiply(weight, part), ("没有达到指标值，按完成比例计分",))


@dataclass(frozen=True, slots=True)
class Manual:
    """Points that people give, with a reason (`manual`)."""

    low: Decimal = _ZERO
    high: Decimal | None = None
    needs_reason: bool = True

    def bounds(self, weight: Decimal) -> tuple[Decimal, Decimal]:
        """Return the least and the most points that can be given."""
        return self.low, weight if self.high is None else self.high

    def award(self, given: Decimal) -> Award:
        """Return the points as given."""
        return Award(given, ("人工评分",))


Rule = ChecklistDeduct | ChecklistAward | StepDeduct | Bands | Levels | Scale | TargetRatio | Manual
Measured = StepDeduct | Bands | Scale | TargetRatio
"""Rules that need the value of a metric."""
