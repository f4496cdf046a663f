"""Which files the reports of an input become, and which of those there must be left alone.

Nothing is written here: that is the caller's step, through `output`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from drafter.pipeline import WORKBOOK_SUFFIX, Made, Outcome
from drafter.template.contents import Entry


class Report(NamedTuple):
    """A report as it is to be saved, and its review copy where one is asked for."""

    target: Path
    document: bytes
    review: bytes | None
    contents: tuple[Entry, ...]


def with_document(made: Made) -> list[Outcome]:
    """Return the reports of which there is a document."""
    return [o for o in made.outcomes if o.rendered and o.rendered.document]


def is_whole(made: Made) -> bool:
    """Return whether there is a document of each report that was wanted, and one at all."""
    return len(with_document(made)) >= max(1, len(made.outcomes))


def reports_of(
    made: Made,
    outcomes: Sequence[Outcome],
    targets: Sequence[Path],
    *,
    draft: bool,
    comments: bool = False,
) -> list[Report]:
    """Return the reports, as drafts where that is asked for, and their review copies."""
    tree, unit = made.source.tree, made.source.year.money_unit or "万元"
    reports = []
    for outcome, target in zip(outcomes, targets, strict=True):
        rendered = outcome.rendered
        if rendered is None or rendered.document is None or tree is None:
            continue
        document, review = rendered.document, None
        if draft or comments:
            from drafter.review.copies import Reviewed, draft_copy, review_copy

            report = Reviewed(rendered, made.told_of(outcome), tree, unit)
            document = draft_copy(report) if draft else document
            review = review_copy(report, draft=draft) if comments else None
        reports.append(Report(target, document, review, rendered.contents))
    return reports


def workbooks_of(outcomes: Sequence[Outcome], targets: Sequence[Path]) -> list[tuple[bytes, Path]]:
    """Return the workbooks of statements that belong to reports, each beside its report."""
    return [
        (outcome.workbook, target.with_name(f"{target.stem}{WORKBOOK_SUFFIX}"))
        for outcome, target in zip(outcomes, targets, strict=True)
        if outcome.workbook is not None
    ]


def spared(made: Made, targets: Iterable[Path]) -> Path | None:
    """Return the first target that is the input, a file it names or a template, by any name."""
    folders = [outcome.folder for outcome in made.outcomes if outcome.folder is not None]
    own = [made.source.path, *made.source.beside, *(f for one in folders for f in one.iterdir())]
    for target in targets:
        if target.exists() and any(path.exists() and target.samefile(path) for path in own):
            return target
    return None
