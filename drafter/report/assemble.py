"""Joins figures and a template's options into what the report prints: which rows, terms, annexes.

Pure: it takes figures and options and gives nodes. Everything here serves any report of final
accounts; what only one province says stands in its template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from drafter.figures.nodes import Figure, Flag, Group, Missing, Rows, Text, Unit
from drafter.report.annexes import with_annexes
from drafter.report.enumerations import with_enumerations
from drafter.report.evaluation import (
    Wanted,
    chosen,
    with_department_scores,
    with_evaluation_tables,
    with_project_scores,
)
from drafter.report.funds import with_classes
from drafter.report.projects import with_projects
from drafter.report.statement_rows import with_statement_rows
from drafter.report.statements import with_statements
from drafter.report.terms import Definitions, term_rows
from drafter.scoring.outcome import ScoringProblem

_VIEWS = (
    with_enumerations, with_classes, with_projects, with_annexes, with_evaluation_tables,
    with_statement_rows,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """All that a template can name, for one department-year and one choice of options."""

    data: Group
    year: int
    options: Mapping[str, str]
    problems: tuple[ScoringProblem, ...] = ()
    """What is wrong with what the department stated for its scores."""
    figures: Group = field(default_factory=lambda: Group((), {}))
    """What the scores are made of: the data before they and the views were added."""


def assemble(
    figures: Group,
    year: int | None,
    scope: str,
    options: Mapping[str, str],
    wanted: Wanted | None = None,
) -> Report:
    """Return the report's data: the figures, the views that the options ask for, the scores.

    Part three is still empty: which terms need explaining follows from the text (`explain`).
    """
    number = year or 0
    data = figures.with_items(
        年度=_year(("年度",), year),
        上年度=_year(("上年度",), None if year is None else year - 1, "年度－1"),
        口径=Text(("口径",), (scope,)),
        选项=Group(("选项",), {name: Flag(value) for name, value in options.items()}),
    )
    wanted = wanted or Wanted()
    figures = data
    # Scores follow from figures alone; lists of projects are made of projects with their scores.
    data, of_projects = with_project_scores(data, wanted)
    scored, of_department = with_department_scores(data, wanted)
    for with_views in _VIEWS:
        scored = with_views(scored, options)
    scored = with_statements(scored, wanted.statements, year)
    listed = Rows(("名词解释",), ())
    data = scored.with_items(名词=listed, 所选项目=chosen(scored, wanted.projects))
    return Report(data, number, options, (*of_projects, *of_department), figures)


def explain(report: Report, definitions: Definitions, words: str) -> Report:
    """Return the report with the terms that its text, given as `words`, uses."""
    rows = term_rows(report.data, definitions, words)
    return replace(report, data=report.data.with_items(名词=rows))


def _year(path: tuple[str, ...], year: int | None, formula: str = "") -> Figure:
    if year is None:
        return Figure(path, Missing((("年度",),)), Unit.YEAR)
    return Figure(path, Decimal(year), Unit.YEAR, formula=formula, inputs=(("年度",),))
