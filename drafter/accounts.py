"""The accounts of an input by themselves: what the rule book says of them, no template asked."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.checks import FIGURE_RULES, Facts, run_rules
from drafter.checks.settle import OF_PAIRS, OF_PROSE, OF_REPORTS, settled
from drafter.diagnostics import Diagnostic, in_order
from drafter.figures.nodes import Group
from drafter.lists import classification
from drafter.model.precision import quantum_of
from drafter.reading import Input
from drafter.report.assemble import Report, assemble
from drafter.report.evaluation import Wanted
from drafter.scoring.outcome import ScoringProblem
from drafter.source import SourceTree


def checked_accounts(source: Input, tree: SourceTree, data: Group) -> list[Diagnostic]:
    """Return what input and rule book say of the accounts, waived findings marked.

    No report is made: of a waiver of what only a report shows, nothing is said.
    """
    found = in_order([*source.findings, *run_rules(FIGURE_RULES, facts_of(source, data), tree)])
    return settled(found, source.year.waivers or (), tree, OF_REPORTS | OF_PROSE | OF_PAIRS)


def facts_of(source: Input, data: Group, scoring: tuple[ScoringProblem, ...] = ()) -> Facts:
    """Return what rules look at."""
    year, unit = source.year, source.year.money_unit or "万元"
    told, headings = year.announced or {}, classification()
    return Facts(data, unit, quantum_of(year), told, scoring, headings, source.units, source.before)


def make_report(source: Input, options: Mapping[str, str], wanted: Wanted | None = None) -> Report:
    """Return what a report of the input can print under the options; terms are still to come."""
    year, scope = source.year.year, source.year.scope or "部门"
    return assemble(source.figures, year, scope, options, wanted)
