"""An indicator system: a tree of indicators with weights, metrics and rules, as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from drafter.scoring.expression import Expression
from drafter.scoring.rules import Levels, Rule, TargetRatio


class Policy(StrEnum):
    """What an indicator earns that does not apply, or whose metric has no value."""

    FULL = "满分"
    ZERO = "零分"
    EXCLUDED = "不计"
    MANUAL = "人工"


@dataclass(frozen=True, slots=True)
class Metric:
    """What an indicator measures, and how it is shown."""

    expression: Expression
    is_percent: bool
    decimals: int
    """How many decimals its result is printed with."""
    rounding: int | None
    """Decimals that the value is rounded to before the rule looks at it; None for not at all."""
    unit: str = ""
    """Unit of a result that is no percentage, as it is printed."""

    @property
    def sign(self) -> str:
        """Return what stands behind the value in words."""
        return "%" if self.is_percent else self.unit


@dataclass(frozen=True, slots=True)
class Case:
    """A case in which the rule does not apply, and what counts then."""

    when: Expression
    policy: Policy
    words: str
    """How the report says so."""


@dataclass(frozen=True, slots=True)
class Demand:
    """When the report must say why: below a value of the metric, or below the full points."""

    source: str = ""
    """Field of the subject that says it; empty for the answer's own 扣分原因 or 改进措施."""
    below: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator with a weight; several names share one weight and one score."""

    names: tuple[str, ...]
    weight: Decimal
    rule: Rule
    standard: str = ""
    explanation: str = ""
    formula: str = ""
    """The formula in words."""
    target: str = ""
    """The value aimed at, in words."""
    metric: Metric | None = None
    cases: tuple[Case, ...] = ()
    undefined: Policy | None = None
    """What counts where a divisor is 0 and no case says so."""
    demand: Demand = field(default_factory=Demand)
    apart: bool = False
    """Whether it stands outside the table of indicators, as the execution rate does."""
    data: tuple[str, ...] = ()
    """Names of the numbers that the department states for it alone."""
    path: tuple[str | int, ...] = ()
    """Where its file has it, for messages."""

    @property
    def name(self) -> str:
        """Return what inputs and messages call it."""
        return "、".join(self.names)


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators of the second level (二级指标)."""

    name: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """Indicators of the first level (一级指标)."""

    name: str
    groups: tuple[Group, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OwnRows:
    """A part of the tree that the department fills itself: the rows of its own indicators."""

    source: tuple[str, ...]
    """The list, from the subject."""
    weight: Decimal
    weights: tuple[tuple[str, Decimal], ...]
    """What each first level should weigh, by words of its name."""
    quantitative: TargetRatio
    qualitative: Levels
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade with the least total that earns it."""

    name: str
    least: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorSystem:
    """All that it takes to score one department-year, or each of its projects."""

    name: str
    full: Decimal
    decimals: int
    """Decimals that each score is rounded to, half up, before it is added up."""
    grades: tuple[Grade, ...]
    parts: tuple[Branch | OwnRows, ...]

    @property
    def leaves(self) -> Iterator[Leaf]:
        """Yield the indicators that the system itself names."""
        for part in self.parts:
            if isinstance(part, Branch):
                for group in part.groups:
                    yield from group.leaves

    @property
    def weight(self) -> Decimal:
        """Return the sum of all weights."""
        own = (part.weight for part in self.parts if isinstance(part, OwnRows))
        return sum((leaf.weight for leaf in self.leaves), Decimal(0)) + sum(own, Decimal(0))


@dataclass(frozen=True, slots=True)
class Systems:
    """The indicator systems of a template: for the department, for each project."""

    department: IndicatorSystem | None = None
    project: IndicatorSystem | None = None
