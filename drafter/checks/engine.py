"""Runs the rules: each yields an input path and what disagrees; the runner adds the place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from drafter.diagnostics import DataPath, Diagnostic, Severity
from drafter.figures.nodes import Figure, Group, Value
from drafter.model.classification import Classification
from drafter.model.year import SCALE, MoneyUnit
from drafter.scoring.outcome import ScoringProblem
from drafter.source import SourceTree


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules may look at: the report's data and the unit and precision of the input."""

    data: Group
    money_unit: MoneyUnit
    quantum: Decimal
    """Finest step of the input's amounts, in yuan."""
    announced: Mapping[str, str]
    scoring: tuple[ScoringProblem, ...] = ()
    """What is wrong with what the department stated for its scores."""
    classification: Classification = field(default_factory=Classification)
    """Codes and names of the headings; with an empty one nothing is held against them."""

    def money(self, yuan: Decimal) -> str:
        """Return an amount with its unit, as the user types amounts: `5,399.48 万元`."""
        scale = SCALE[self.money_unit]
        number = yuan.scaleb(-scale)
        decimals = max(_decimals(self.quantum.scaleb(-scale)), _decimals(number))
        return f"{number:,.{decimals}f} {self.money_unit}"

    def tolerance(self, parts: int) -> Decimal:
        """Return how far a total may be from the sum of its parts by rounding alone (尾差)."""
        return self.quantum / 2 * (parts + 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found: the input path to look at and the amounts that disagree."""

    path: DataPath
    message: str
    severity: Severity | None = None
    """Where a case is milder than the rule's own severity (尾差)."""
    hint: str = ""
    about: DataPath = ()
    """The figure that it speaks of, where that stands at another path."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the rule book; its function's docstring is its manual page."""

    id: str
    severity: Severity
    title: str
    basis: str
    check: Callable[[Facts], Iterator[Problem]]


def run_rules(rules: tuple[Rule, ...], facts: Facts, tree: SourceTree) -> list[Diagnostic]:
    """Return the findings of all rules, each at its place in the input."""
    return [
        Diagnostic(
            id=rule.id,
            severity=problem.severity or rule.severity,
            message=problem.message,
            where=tree.locate(problem.path),
            hint=problem.hint,
            path=problem.path,
            waivable=True,
            about=problem.about,
        )
        for rule in rules
        for problem in rule.check(facts)
    ]


def reconcile(
    facts: Facts,
    path: DataPath,
    whole: Value,
    parts: Value | None,
    *,
    count: int,
    names: tuple[str, str],
) -> Iterator[Problem]:
    """Yield a problem where a total differs from the sum of its `count` parts.

    `names` are what the two are called in the message. A difference that rounding alone can
    make (尾差) is a warning; nothing is said while either side is still to be filled.
    """
    if not isinstance(whole, Decimal) or not isinstance(parts, Decimal) or whole == parts:
        return
    gap = abs(whole - parts)
    amounts = f"{names[0]} {facts.money(whole)}，与{names[1]} {facts.money(parts)}"
    if gap <= facts.tolerance(count):
        yield Problem(path, f"{amounts}有尾差 {facts.money(gap)}", Severity.WARNING)
    else:
        yield Problem(path, f"{amounts}不一致，相差 {facts.money(gap)}")


def reconcile_total(facts: Facts, whole: Figure, names: tuple[str, str]) -> Iterator[Problem]:
    """Yield a problem where a typed total differs from the sum of its parts."""
    yield from reconcile(
        facts, whole.path, whole.value, whole.parts_sum, count=whole.parts, names=names
    )


def reconcile_counts(
    whole: Figure, parts: Value | None, *, names: tuple[str, str], unit: str
) -> Iterator[Problem]:
    """Yield a problem where a typed number differs from what its parts count up to.

    Counts are never rounded: there is no 尾差.
    """
    if whole.number is None or not isinstance(parts, Decimal) or whole.number == parts:
        return
    gap = abs(whole.number - parts)
    amounts = f"{names[0]} {whole.number} {unit}，与{names[1]} {parts} {unit}"
    yield Problem(whole.path, f"{amounts}不一致，相差 {gap} {unit}")


def at_most(
    facts: Facts,
    path: DataPath,
    smaller: Figure,
    larger: Figure,
    *,
    names: tuple[str, str],
    count: int = 0,
) -> Iterator[Problem]:
    """Yield a problem where an amount exceeds the one that holds it.

    Rounding two typed amounts cannot turn their order round. Where sums of rounded amounts are
    compared, `count` is how many were summed, and an excess within 尾差 is a warning.
    """
    if smaller.number is None or larger.number is None or smaller.number <= larger.number:
        return
    gap = smaller.number - larger.number
    amounts = (
        f"{names[0]} {facts.money(smaller.number)}，"
        f"大于{names[1]} {facts.money(larger.number)}，多 {facts.money(gap)}"
    )
    if count and gap <= facts.tolerance(count):
        yield Problem(path, f"{amounts}，属尾差", Severity.WARNING)
    else:
        yield Problem(path, amounts)


def roundable(figures: Iterable[Figure]) -> int:
    """Return how many of the figures can carry a rounding: 0 and 无 are exact."""
    return sum(bool(figure.number) for figure in figures)


def summed(*figures: Figure) -> int:
    """Return how many typed amounts the figures were added up from; 0 where all were typed."""
    return sum(len(figure.inputs) for figure in figures)


def _decimals(number: Decimal) -> int:
    """Return how many decimals the number needs to be written exactly."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
