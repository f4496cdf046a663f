"""From an input to the workbook of its statements.

Like the pipeline, nothing here writes or shows anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter.diagnostics import Diagnostic, Severity, path_text
from drafter.figures.nodes import Group, Missing, rows_at, text_at
from drafter.model.precision import quantum_of
from drafter.model.year import SCALE, MoneyUnit
from drafter.pipeline import (
    Input,
    chosen_templates,
    classification,
    field_contract,
    make_report,
    read_input,
    template_folder,
)
from drafter.report.statements import statement_view
from drafter.statements.definition import Listed
from drafter.template.loader import load_template
from drafter.template.statements import usual_list

TOO_FLAT = "JS-116"


@dataclass(frozen=True, slots=True)
class Exported:
    """The workbook, or why there is none."""

    blob: bytes | None
    findings: tuple[Diagnostic, ...]
    titles: tuple[str, ...] = ()
    """The statements that it holds."""


def export_statements(
    path: Path, templates: Sequence[str] = (), unit: MoneyUnit | None = None
) -> Exported:
    """Return the statements of an input as a workbook: those that its report lists.

    Without a report, or one that lists none, they are those of the national rules. Amounts are in
    `unit`, else in that of the input.
    """
    source = read_input(path)
    if source.tree is None:
        return Exported(None, source.findings)
    listed: tuple[Listed, ...] = ()
    for name in chosen_templates(source, templates):
        found = template_folder(name, path.parent)
        template = load_template(*found, field_contract).template if found is not None else None
        listed = listed or (template.listed if template is not None else ())
    shown = listed or usual_list(source.year.year)
    return _book(source, make_report(source, {}).data, shown, unit)


def workbook_beside(source: Input, data: Group, listed: Sequence[Listed]) -> bytes | None:
    """Return the workbook of a report's statements; None where it has none."""
    return _book(source, data, listed, None).blob


def _book(source: Input, data: Group, listed: Sequence[Listed], unit: MoneyUnit | None) -> Exported:
    from drafter.exchange.tables.write import Filled, workbook_of

    year = source.year.year
    filled: list[Filled] = []
    findings = [f for f in source.findings if f.is_error]
    for one in listed:
        if one.statement is None:
            continue
        view = statement_view(one.statement, data, classification(), year, names=True)
        rows = rows_at(view, "行").value
        if isinstance(rows, Missing):
            findings.append(_too_flat(source, one, rows))
        else:
            filled.append(Filled(one.number, one.title, one.statement, view))
    if not filled:
        return Exported(None, tuple(findings))
    money = unit or source.year.money_unit or "万元"
    owner = text_at(data, "部门", "全称").plain
    blob = workbook_of(filled, owner, year, money, _decimals(source, money))
    return Exported(blob, tuple(findings), tuple(f.title for f in filled))


def _decimals(source: Input, unit: MoneyUnit) -> int:
    """Return how many decimals show every digit that was typed, and at least the usual two."""
    return max(2, SCALE[unit] - quantum_of(source.year).adjusted())


def _too_flat(source: Input, listed: Listed, missing: Missing) -> Diagnostic:
    names = "、".join(path_text(path) for path in missing.paths[:3])
    tree = source.tree
    message = f"没有“{listed.title}”：{names} 没有填"
    if tree is None:
        raise TypeError("an input without a tree has no statements")
    return Diagnostic(TOO_FLAT, Severity.WARNING, message, tree.locate(missing.paths[0]))
