"""The inputs that a template is tried with: its own, those given, or examples that fit it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from drafter import resources
from drafter.diagnostics import Diagnostic
from drafter.pipeline import Made, chosen_templates, make_all
from drafter.review.copies import Reviewed, draft_copy
from drafter.template.contents import Entry

OWN = "样例"
"""Folder in that of a template with inputs to try it with."""
_FEW = 20
"""An example fits where at most one in so many values that are printed is still to be filled."""
_OUTSIDE = "JS-905"


@dataclass(frozen=True, slots=True)
class Sample:
    """An input joined with the template."""

    path: Path
    made: Made

    @property
    def name(self) -> str:
        """Return what its files are called by."""
        return self.path.stem

    @property
    def document(self) -> bytes | None:
        """Return the report; None where there is none."""
        rendered = self.made.outcomes[0].rendered if self.made.outcomes else None
        return None if rendered is None else rendered.document

    @property
    def contents(self) -> tuple[Entry, ...]:
        """Return what the table of contents of the report lists."""
        rendered = self.made.outcomes[0].rendered if self.made.outcomes else None
        return () if rendered is None else rendered.contents

    @property
    def gaps(self) -> int:
        """Return how many values are still to be filled."""
        rendered = self.made.outcomes[0].rendered if self.made.outcomes else None
        return 0 if rendered is None else len(rendered.gaps)

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """Return what is wrong with the template, as this input shows it."""
        return tuple(f for f in self.made.findings if f.id.startswith("MB-") and f.is_error)

    def draft(self) -> bytes | None:
        """Return the report as a draft, with the findings as comments."""
        tree, year = self.made.source.tree, self.made.source.year
        if tree is None or not self.made.outcomes:
            return None
        outcome = self.made.outcomes[0]
        if outcome.rendered is None or outcome.rendered.document is None:
            return None
        told = self.made.told_of(outcome)
        return draft_copy(Reviewed(outcome.rendered, told, tree, year.money_unit or "万元"))


def sample(path: Path, template: str) -> Sample:
    """Return an input joined with the template, given by id or folder."""
    return Sample(path, make_all(path, [template]))


def own_samples(folder: Path) -> list[Path]:
    """Return the inputs that a template keeps in its folder."""
    return sorted((folder / OWN).glob("*.yaml"))


def shipped_examples() -> list[Path]:
    """Return the examples that come with drafter."""
    return sorted((resources.root() / "example_inputs").glob("*.yaml"))


def samples_of(template: str, folder: Path, given: Sequence[Path] = ()) -> list[Sample]:
    """Return what a template is tried with: what is given, else its own, else what fits it."""
    chosen = list(dict.fromkeys(given)) or own_samples(folder)
    if chosen:
        return [sample(path, template) for path in chosen]
    return fitting([sample(path, template) for path in shipped_examples()], template)


def fitting(samples: Sequence[Sample], template: str) -> list[Sample]:
    """Return the samples that fit a template, those that leave least open first.

    They name it, or they fill nearly all that it prints in a year that it is for. Where none
    does, it is the one that leaves least open.
    """
    able = sorted((one for one in samples if one.document is not None), key=_open_share)
    fit = [one for one in able if _names(one, template) or _fits(one)]
    return fit or able[:1]


def named_apart(samples: Iterable[Sample]) -> Iterator[tuple[str, Sample]]:
    """Yield the samples with names for their files: of the same names all but the first numbered.

    Names that differ only in case are the same on some systems.
    """
    every = list(samples)
    seen: set[str] = set()
    taken = {one.name.casefold() for one in every}
    for one in every:
        name = one.name
        if name.casefold() in seen:
            numbered = (f"{one.name}-{number}" for number in count(2))
            name = next(other for other in numbered if other.casefold() not in taken)
        seen.add(name.casefold())
        taken.add(name.casefold())
        yield name, one


def _names(one: Sample, template: str) -> bool:
    return template in chosen_templates(one.made.source)


def _fits(one: Sample) -> bool:
    outside = any(finding.id == _OUTSIDE for finding in one.made.findings)
    return not outside and one.gaps * _FEW <= _printed(one)


def _open_share(one: Sample) -> tuple[int, int]:
    """Return what sorts by the share of values that are open, the richest first among equals."""
    printed = _printed(one)
    return one.gaps * 1_000 // max(1, printed), -printed


def _printed(one: Sample) -> int:
    rendered = one.made.outcomes[0].rendered if one.made.outcomes else None
    return 0 if rendered is None else len(rendered.printed)
