"""The workbooks of a department as the input of a report, without writing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from drafter.batch.inputs import Meant
from drafter.diagnostics import Diagnostic, Location, Severity
from drafter.figures.derive import derive
from drafter.importing import import_books
from drafter.model.year import DepartmentYear
from drafter.pipeline import Input, read_tree
from drafter.source import read_text

NOT_ALONE = "JS-121"
_OF_BOOKS = "JS-1"
"""How the ids of findings on workbooks begin; the others are told of what was read from them."""


def read_workbooks(meant: Meant, templates: Sequence[str]) -> Input:
    """Return the input that the workbooks give together."""
    path = meant.path
    given = import_books(meant.books, path, templates=templates)
    of_books = on_books(given.findings)
    read = read_text(given.text, str(path)) if given.text is not None else None
    if read is None or read.tree is None:
        return _nothing(path, given.findings)
    if not (given.has_forms and given.has_statements):  # neither asks for what the other has
        lacking = "决算报表" if given.has_forms else "填报表"
        return _nothing(path, (*of_books, _not_alone(path, lacking)))
    source = read_tree(path, read.tree, (*of_books, *read.findings))
    return replace(source, beside=meant.books)


def on_books(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return the findings of an import that no look at what was read would give again."""
    return [finding for finding in findings if finding.id.startswith(_OF_BOOKS)]


def in_workbooks(finding: Diagnostic, path: Path) -> Diagnostic:
    """Return a finding on what workbooks give, at the workbooks: nobody sees those lines."""
    where = finding.where
    if where.file != str(path) or not where.line:
        return finding
    return replace(finding, where=Location(where.file, origin=where.origin))


def _nothing(path: Path, findings: Sequence[Diagnostic]) -> Input:
    year = DepartmentYear()
    return Input(path, None, year, derive(year), tuple(findings))


def _not_alone(path: Path, lacking: str) -> Diagnostic:
    message = f"这里的工作簿做不成报告：没有{lacking}"
    hint = "把一个部门的决算报表和填报表放在一个文件夹里，输入写这个文件夹"
    return Diagnostic(NOT_ALONE, Severity.ERROR, message, Location(str(path)), hint)
