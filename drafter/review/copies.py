"""The copies of a report: the draft, marked on every page, and the review copy with comments."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from drafter.diagnostics import GAP, DataPath, Diagnostic
from drafter.figures.nodes import Figure, Missing, Text, Unit
from drafter.model.year import MoneyUnit
from drafter.review import words
from drafter.review.places import Printings
from drafter.source import SourceTree
from drafter.template.anchors import Note
from drafter.template.annotations import annotated
from drafter.template.drafts import marked_as_draft
from drafter.template.figures import PrintedFigure
from drafter.template.render import Rendered
from drafter.trace.explain import explain
from drafter.trace.show import FEW

REVIEW_SUFFIX = "（审阅）.docx"
MAX_FIGURES = 300
"""How many figures are explained: with each one more, office programs take longer to open it."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A rendered report with what was found about it, and the input that it was made of."""

    rendered: Rendered
    findings: tuple[Diagnostic, ...]
    tree: SourceTree
    unit: MoneyUnit


def draft_copy(report: Reviewed) -> bytes:
    """Return the report as a draft: 草稿 on every page, each finding at its words."""
    return marked_as_draft(_annotated(report, draft=True, explains=False))


def review_copy(report: Reviewed, *, draft: bool) -> bytes:
    """Return the report with a comment at every derived figure and at every finding."""
    document = _annotated(report, draft=draft, explains=True)
    return marked_as_draft(document) if draft else document


def _annotated(report: Reviewed, *, draft: bool, explains: bool) -> bytes:
    if report.rendered.document is None:
        raise ValueError("what was not rendered cannot be reviewed")
    tree = replace(report.tree, file=PurePath(report.tree.file).name)
    figures = report.rendered.figures
    printed = Printings([value for value in figures if not value.chart])
    elsewhere, bound = list[str](), ""
    notes: list[Note] = []
    for finding in _named_shortly(report.findings):
        found = printed.of(finding.about or finding.path, is_gap=finding.id == GAP)
        text = words.of_finding(finding, found)
        if found is None:
            elsewhere.append(text)
        else:
            notes.append(_note_on_line(found.value, text, finding.letter))
    if explains:
        derived = [value for value in printed.values if _is_derived(value)]
        chosen = _chosen(derived, report.rendered)
        if len(chosen) < len(derived):
            bound = words.of_bound(len(chosen), len(derived))
        notes += _explained(chosen, tree, report.unit)
        notes += _explained_at_charts(figures, tree, report.unit)
    opening = words.of_report(report.findings, elsewhere, bound, draft=draft)
    return annotated(report.rendered.document, notes, opening)


def _named_shortly(findings: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the findings with the bare names of files: a document goes to other machines."""
    for finding in findings:
        where = finding.where
        yield replace(finding, where=replace(where, file=PurePath(where.file).name))


def _is_derived(value: PrintedFigure) -> bool:
    """Return whether a figure was reckoned; that last year is the year before needs no words."""
    node = value.printed.node
    if not isinstance(node, Figure) or isinstance(node.value, Missing):
        return False
    return bool(node.formula) and node.unit is not Unit.YEAR


def _chosen(derived: Sequence[PrintedFigure], rendered: Rendered) -> list[PrintedFigure]:
    """Return the figures to explain: those in sentences before those in tables, up to a bound."""
    if len(derived) <= MAX_FIGURES:
        return list(derived)
    cells = {(p.part, p.number) for p in rendered.paragraphs if p.place.cells}
    turns = sorted(derived, key=lambda value: (value.part, value.paragraph) in cells)
    return turns[:MAX_FIGURES]


def _explained(
    chosen: Sequence[PrintedFigure], tree: SourceTree, unit: MoneyUnit
) -> Iterator[Note]:
    for value in chosen:
        node = value.printed.node
        if isinstance(node, Figure):
            told = explain(node, value.printed.text, tree, unit, most=FEW)
            yield _note(value, words.of_figure(told))


def _explained_at_charts(
    figures: Sequence[PrintedFigure], tree: SourceTree, unit: MoneyUnit
) -> Iterator[Note]:
    """Yield a note for each chart on what it alone shows, typed figures among it."""
    nodes = (one.printed.node for one in figures if not one.chart)
    in_text = {node.path for node in nodes if isinstance(node, Figure)}
    charts: dict[tuple[str, int], dict[DataPath, str]] = {}
    for value in figures:
        node = value.printed.node
        if value.chart and isinstance(node, Figure) and _is_amount(node, in_text):
            told = explain(node, value.printed.text, tree, unit, most=FEW)
            lines = charts.setdefault((value.part, value.paragraph), {})
            lines[node.path] = words.of_charted(value.chart, value.printed.text, told)
    for (part, paragraph), lines in charts.items():
        yield Note(part, paragraph, 0, 0, "\n".join(lines.values()), at_drawing=True)


def _is_amount(node: Figure, said: Collection[DataPath]) -> bool:
    """Return whether a figure is a known number that no words have, typed or reckoned."""
    known = not isinstance(node.value, Missing) and node.unit is not Unit.YEAR
    return known and node.path not in said


def _note_on_line(value: PrintedFigure, text: str, letter: int | None) -> Note:
    """Return a note on the line of words that a finding is about; else on the whole value."""
    node = value.printed.node
    if letter is None or not isinstance(node, Text):
        return _note(value, text)
    number = node.plain.count("\n", 0, letter)
    line = next((line for line in value.lines() if line.number == number), None)
    if line is None:
        return _note(value, text)
    return Note(value.part, line.paragraph, line.start, line.end, text)


def _note(value: PrintedFigure, text: str) -> Note:
    return Note(value.part, value.paragraph, value.start, value.last_end, text, value.last)
