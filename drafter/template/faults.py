"""What is wrong with a Word file, and where: the one form that all checks of it yield."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from drafter.diagnostics import Diagnostic, Location, Place, Severity
from drafter.template.sites import paragraphs_with_places, place_near


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding on a Word file: what, where (with the tag or words it is about), and a hint."""

    message: str
    place: Place
    hint: str = ""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a part, and the element nearest to it, where there is one."""

    message: str
    near: etree._Element | None = None


def located(
    problems: Iterable[Problem],
    root: etree._Element,
    title: str,
    levels: Mapping[str, int],
    order: int = 0,
) -> Iterator[Fault]:
    """Yield the problems of a part at the places of the paragraphs nearest to them."""
    places: dict[etree._Element, Place] | None = None
    for problem in problems:
        if places is None:
            places = dict(paragraphs_with_places(root, title, levels, order))
        near = None if problem.near is None else place_near(problem.near, places)
        yield Fault(problem.message, near or Place(order, title))


def diagnostics(rule: str, file: str, faults: Iterable[Fault]) -> list[Diagnostic]:
    """Return the faults as findings of the given id on the file; repeated ones once."""
    return [
        Diagnostic(rule, f.severity, f.message, Location(file, inside=f.place), f.hint)
        for f in dict.fromkeys(faults)
    ]
