"""Runs the rules: each yields an input path and what disagrees; the runner adds the place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from drafter.checks.pages import Page, page_of
from drafter.checks.provenance import place_of
from drafter.checks.texts import Excerpt, Prose, prose_of
from drafter.diagnostics import DataPath, Diagnostic, Location, Severity
from drafter.figures.nodes import Figure, Group, Value, figures_below
from drafter.figures.units import UnitFigures
from drafter.model.classification import Classification
from drafter.model.successors import Succession
from drafter.model.year import SCALE, MoneyUnit
from drafter.scoring.outcome import ScoringProblem
from drafter.source import SourceTree


@dataclass(frozen=True)  # without slots: what is cached needs a place
class Before:
    """Last year's input: what this year's is compared with."""

    file: str
    data: Group
    tree: SourceTree
    succession: Succession

    @cached_property
    def prose(self) -> Prose:
        """Return all words that the department typed last year."""
        return prose_of(self.data)

    def place_of(self, figure: Figure) -> str:
        """Return where a figure stands in last year's file, or what it was summed from."""
        return place_of(figure, self.tree, self.file)


@dataclass(frozen=True)  # without slots: what is cached needs a place
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
    units: tuple[UnitFigures, ...] = ()
    """The units whose figures add up to these."""
    before: Before | None = None
    """Last year's input, where it was given; rules that compare with it are silent otherwise."""

    @cached_property
    def prose(self) -> Prose:
        """Return all words that the department typed."""
        return prose_of(self.data)

    def figures_in(self, section: str) -> Mapping[DataPath, Figure]:
        """Return the figures of a section of the input by path, in its order.

        Many rules look at all of them: they are gathered once.
        """
        if section not in self._figures:
            self._figures[section] = figures_below(self.data.items[section])
        return self._figures[section]

    @cached_property
    def _figures(self) -> dict[str, Mapping[DataPath, Figure]]:
        return {}

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
    """What to do here, where that is more than the rule's own 怎么办."""
    rests_on: tuple[DataPath, ...] = ()
    """Paths of the amounts that it compares, and of what these were summed from."""
    about: DataPath = ()
    """The figure that it speaks of, where that stands at another path."""
    excerpt: Excerpt | None = None
    """Where in a text the words stand that the problem is about."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the rule book; its function's docstring is its manual page."""

    id: str
    severity: Severity
    title: str
    basis: str
    check: Callable[[Facts], Iterator[Problem]]
    needs: tuple[str, ...] = ()
    """Premises: rules whose errors about an amount leave this one nothing to judge it by."""
    of_report: bool = False
    """Whether it looks at what only a report has: scores, printed figures."""

    @property
    def page(self) -> Page:
        """Return the manual page."""
        return page_of(self.check.__doc__ or "")


def run_rules(rules: tuple[Rule, ...], facts: Facts, tree: SourceTree) -> list[Diagnostic]:
    """Return the findings of all rules, each at its place in the input."""
    return [
        Diagnostic(
            id=rule.id,
            severity=problem.severity or rule.severity,
            message=problem.message,
            where=_where(problem, tree),
            hint=problem.hint or rule.page.remedy,
            path=problem.path,
            waivable=True,
            about=problem.about,
            rests_on=problem.rests_on,
            letter=problem.excerpt.at if problem.excerpt is not None else None,
        )
        for rule in rules
        for problem in rule.check(facts)
    ]


def _where(problem: Problem, tree: SourceTree) -> Location:
    excerpt = problem.excerpt
    if excerpt is None:
        return tree.locate(problem.path)
    return tree.locate_within(problem.path, excerpt.words, excerpt.at)


ROUNDED = "四舍五入造成的；按批复数填的不用改"
"""What to do about a difference that rounding alone can make."""


def reconcile(
    facts: Facts,
    path: DataPath,
    whole: Figure | Value,
    parts: Figure | Value | None,
    *,
    count: int,
    names: tuple[str, str],
) -> Iterator[Problem]:
    """Yield a problem where a total differs from the sum of its `count` parts.

    `names` are what the two are called in the message. A difference that rounding alone can
    make (尾差) is a warning; nothing is said while either side is still to be filled. Of figures
    the problem knows what they were summed from.
    """
    one, other = _value(whole), _value(parts)
    if not isinstance(one, Decimal) or not isinstance(other, Decimal) or one == other:
        return
    gap = abs(one - other)
    amounts = f"{names[0]} {facts.money(one)}，与{names[1]} {facts.money(other)}"
    grounds = grounds_of(whole, parts)
    if gap <= facts.tolerance(count):
        message = f"{amounts}有尾差 {facts.money(gap)}"
        yield Problem(path, message, Severity.WARNING, ROUNDED, grounds)
    else:
        yield Problem(path, f"{amounts}不一致，相差 {facts.money(gap)}", rests_on=grounds)


def _value(amount: Figure | Value | None) -> Value | None:
    return amount.value if isinstance(amount, Figure) else amount


def grounds_of(*amounts: Figure | Value | None) -> tuple[DataPath, ...]:
    """Return the paths of the figures and of what they were summed from."""
    figures = [amount for amount in amounts if isinstance(amount, Figure)]
    paths = (path for figure in figures for path in (figure.path, *figure.inputs))
    return tuple(dict.fromkeys(paths))


def reconcile_total(facts: Facts, whole: Figure, names: tuple[str, str]) -> Iterator[Problem]:
    """Yield a problem where a typed total differs from the sum of its parts."""
    if whole.parts_sum is not None:
        parts = replace(whole, value=whole.parts_sum, inputs=whole.parts_from)
        yield from reconcile(facts, whole.path, whole, parts, count=whole.parts, names=names)


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
    yield Problem(whole.path, f"{amounts}不一致，相差 {gap} {unit}", rests_on=grounds_of(whole))


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
    grounds = grounds_of(smaller, larger)
    if count and gap <= facts.tolerance(count):
        yield Problem(path, f"{amounts}，属尾差", Severity.WARNING, ROUNDED, grounds)
    else:
        yield Problem(path, amounts, rests_on=grounds)


def clearly_at_most(
    facts: Facts,
    path: DataPath,
    smaller: Figure,
    larger: Figure,
    *,
    names: tuple[str, str],
    count: int | None = None,
) -> Iterator[Problem]:
    """Yield a problem as `at_most` does, but say nothing of an excess that sums make by rounding.

    For relations that are only likely: 尾差 is not worth a word there. `count` is how many amounts
    were summed, where not all of those in both count.
    """
    count = summed(smaller, larger) if count is None else count
    for problem in at_most(facts, path, smaller, larger, names=names, count=count):
        if problem.severity is None:
            yield problem


def exceeds(part: Figure, whole: Figure) -> bool:
    """Return whether both are known and the part is the larger."""
    return part.number is not None and whole.number is not None and part.number > whole.number


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
