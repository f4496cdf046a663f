"""From the figures of an input to the workbook of its statements; what to say of their depth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafter.diagnostics import Diagnostic, Severity, path_text
from drafter.figures.nodes import Group, Missing, rows_at, text_at
from drafter.model.classification import LEVELS, Classification
from drafter.model.precision import quantum_of
from drafter.model.year import SCALE, DepartmentYear, MoneyUnit
from drafter.report.statements import amounts_above, statement_view
from drafter.source import SourceTree
from drafter.statements.definition import Listed, SubjectRows

NO_UNIT, TOO_FLAT, NOT_TO_THE_END = "JS-113", "JS-116", "JS-117"


@dataclass(frozen=True, slots=True)
class Exported:
    """The workbook, or why there is none."""

    blob: bytes | None
    findings: tuple[Diagnostic, ...]
    titles: tuple[str, ...] = ()
    """The statements that it holds."""


def statement_book(
    listed: Sequence[Listed],
    data: Group,
    year: DepartmentYear,
    tree: SourceTree,
    classification: Classification,
    *,
    unit: MoneyUnit | None = None,
    is_draft: bool = False,
) -> Exported:
    """Return the workbook of the statements; those that the figures are too flat for are told.

    Amounts are in `unit`, else in that of the input, which must have one. The titles of a draft
    say that it is one.
    """
    from drafter.exchange.tables.write import Filled, workbook_of

    filled: list[Filled] = []
    findings: list[Diagnostic] = []
    for one in listed:
        if one.statement is None:
            continue
        view = statement_view(one.statement, data, classification, year.year, names=True)
        rows = rows_at(view, "行").value
        if isinstance(rows, Missing):
            findings.append(_too_flat(tree, one, rows))
        else:
            title = f"{one.title}（草稿）" if is_draft else one.title
            filled.append(Filled(one.number, title, one.statement, view))
    if not filled:
        return Exported(None, tuple(findings))
    if year.money_unit is None:
        where = tree.locate(("金额单位",))
        message = "没有写金额单位，不知道金额是元还是万元，附表没有导出"
        return Exported(None, (*findings, Diagnostic(NO_UNIT, Severity.ERROR, message, where)))
    money = unit or year.money_unit
    owner = text_at(data, "部门", "全称").plain
    # Every digit that was typed is shown, and at least the usual two.
    decimals = max(2, SCALE[money] - quantum_of(year).adjusted())
    blob = workbook_of(filled, owner, year.year, money, decimals)
    findings += not_to_the_end(listed, data, tree)
    return Exported(blob, tuple(findings), tuple(f.title for f in filled))


def not_to_the_end(listed: Sequence[Listed], data: Group, tree: SourceTree) -> Iterator[Diagnostic]:
    """Yield the statements that are to list items but can list some headings only above them.

    Source: 财预〔2016〕143号, 功能分类科目 are published down to 项.
    """
    for one in listed:
        for _, part in one.statement.lines() if one.statement is not None else ():
            if not isinstance(part, SubjectRows):
                continue
            short = amounts_above(data, part.rows)
            if short is not None:
                level, row = short
                name = text_at(row, "名称").plain
                message = (
                    f"附表“{one.title}”里“{name}”只列到{level}："
                    f"往下的{'、'.join(LEVELS[LEVELS.index(level) + 1 :])}没有填金额"
                )
                yield Diagnostic(NOT_TO_THE_END, Severity.HINT, message, tree.locate(row.path))


def _too_flat(tree: SourceTree, listed: Listed, missing: Missing) -> Diagnostic:
    names = "、".join(path_text(path) for path in missing.paths[:3])
    message = f"没有“{listed.title}”：{names} 没有填"
    return Diagnostic(TOO_FLAT, Severity.WARNING, message, tree.locate(missing.paths[0]))
