"""An independent linter of such templates finds nothing in the corpus that we do not find.

It knows docxtpl's language, of which ours is a part: its filters and tests are declared to it.
What it reports must be reported by us in the same paragraph of the same part.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from broken_templates import Case, cases
from docxtpl_lint import Issue, lint

from drafter.diagnostics import Diagnostic
from drafter.pipeline import field_contract
from drafter.template.loader import load_template
from drafter.template.operators import FILTERS, TESTS
from drafter.template.package import Package, parse, qn, read_package
from drafter.template.prepare import part_titles
from drafter.template.sites import heading_levels, paragraphs_with_places

OWN = Path(__file__).resolve().parent.parent / "templates" / "sichuan-final-accounts"
ALL = cases()

EXCEPTIONS = {
    ("letter-joined-to-the-word", "DTL102"): (
        "`{%pif …%}` is reported and taken for the `{%p if …%}` that was meant: its end has a start"
    ),
}
"""Case and rule of what the oracle reports and is no fault in our language, with the reason."""
FIRES_IN = 45


@cache
def issues(slug: str) -> tuple[Issue, ...]:
    """Return the errors that the oracle finds in a case."""
    case = next(case for case in ALL if case.slug == slug)
    return tuple(lint(case.document, filters=FILTERS, tests=TESTS).errors)


def places_of(issue: Issue, package: Package) -> Iterator[str]:
    """Yield our words for the place that the oracle names: part and number of the paragraph."""
    name = "document" if issue.location.part == "body" else issue.location.part
    path = f"word/{name}.xml"
    levels = heading_levels(parse(package.parts["word/styles.xml"]))
    root = parse(package.parts[path])
    places = dict(paragraphs_with_places(root, part_titles(package)[path], levels))
    paragraphs = list(root.iter(qn("p")))
    for number in [issue.location.paragraph - 1] if issue.location.paragraph else range(len(root)):
        yield str(places[paragraphs[number]])


def unmatched(case: Case, found: list[Diagnostic]) -> list[str]:
    """Return what the oracle reports of a case where we report nothing."""
    package = read_package(case.document)
    ours = {str(finding.where.inside) for finding in found}
    return [
        f"{issue.rule} {issue.location.human()} {issue.snippet}: {issue.message}"
        for issue in issues(case.slug)
        if (case.slug, issue.rule) not in EXCEPTIONS and not ours & {*places_of(issue, package)}
    ]


@pytest.mark.exhaustive
@pytest.mark.parametrize("case", ALL, ids=[case.slug for case in ALL])
def test_what_the_oracle_reports_we_report_at_the_same_place(case: Case, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(case.document)
    (tmp_path / "template.yaml").write_bytes((OWN / "template.yaml").read_bytes())
    found = [f for f in load_template(tmp_path, "模板", field_contract).findings if f.is_error]
    assert unmatched(case, found) == []


def test_the_oracle_has_much_to_say() -> None:
    """It must not fall silent: a new release, or files that it cannot read."""
    assert sum(bool(issues(case.slug)) for case in ALL) >= FIRES_IN
    assert len({issue.rule for case in ALL for issue in issues(case.slug)}) >= 10


def test_every_exception_is_still_needed() -> None:
    assert {(s, issue.rule) for s, _ in EXCEPTIONS for issue in issues(s)} >= set(EXCEPTIONS)
