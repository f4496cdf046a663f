"""From a file to an input: read, with the texts and the units that it names, validated, derived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from drafter.checks import Before
from drafter.checks.last_year import UNUSABLE, unfit_last_year
from drafter.diagnostics import Diagnostic
from drafter.exchange.prose import files_named, with_files
from drafter.figures.derive import derive
from drafter.figures.nodes import Group
from drafter.figures.units import UnitFigures
from drafter.lists import classification, moves
from drafter.model.successors import Succession
from drafter.model.validate import validate
from drafter.model.year import DepartmentYear
from drafter.source import ReadResult, SourceTree, read_source
from drafter.yearly.comparing import with_comparatives
from drafter.yearly.unreviewed import unreviewed


@dataclass(frozen=True, slots=True)
class Input:
    """A department-year as far as it could be read."""

    path: Path
    tree: SourceTree | None
    year: DepartmentYear
    figures: Group
    findings: tuple[Diagnostic, ...]
    beside: tuple[Path, ...] = ()
    """The files that it names, whether they are there or not."""
    units: tuple[UnitFigures, ...] = ()
    """What the files of its units give."""
    before: Before | None = None
    """Last year's input, where it was given to compare with."""


def read_input(path: Path, last: Path | None = None) -> Input:
    """Return the input of a file: read, validated, derived; compared with last year's if given."""
    read = read_source(path)
    return read_tree(path, read.tree, read.findings, last) if read.tree else _unread(path, read)


def _unread(path: Path, read: ReadResult) -> Input:
    nothing = DepartmentYear()
    return Input(path, None, nothing, derive(nothing), read.findings)


def read_tree(
    path: Path, typed: SourceTree, told: Sequence[Diagnostic], last: Path | None = None
) -> Input:
    """Return the input of a tree that was read; files that it names lie beside `path`.

    Comparatives that are absent are those of `last`, where that is given.
    """
    source = _typed_input(path, typed, told)
    if last is not None:
        source = _compared(source, last)
    if source.tree is None or not source.year.unit_files:
        return source
    from drafter.aggregating import aggregated

    whole = aggregated(path, source.tree, source.year, source.figures, _unit_input)
    return replace(
        source,
        tree=whole.tree,
        year=whole.year,
        figures=whole.figures,
        findings=(*source.findings, *whole.findings),
        beside=(*source.beside, *whole.files),
        units=whole.units,
    )


def _compared(source: Input, last: Path) -> Input:
    """Return an input with the comparatives of last year's, where that is the one."""
    before, told = _before(last, source)
    source = replace(source, findings=(*source.findings, *told), before=before)
    is_another = any(finding.id == UNUSABLE for finding in told)
    if before is None or source.tree is None or is_another:
        return source
    tree = with_comparatives(source.tree, source.year, before)
    validated = validate(tree)
    return replace(source, tree=tree, year=validated.year, figures=derive(validated.year))


def _before(last: Path, source: Input) -> tuple[Before | None, list[Diagnostic]]:
    """Return last year's input to compare with, or why it is not the one."""
    read = read_input(last)
    told = [finding for finding in read.findings if finding.is_error]
    told += unfit_last_year(read.tree, read.year, source.year)
    if read.tree is None or any(finding.is_error for finding in told):
        return None, told
    then = read.year.year or 0
    succession = Succession(classification(), moves(), then, source.year.year or then + 1)
    return Before(str(last), read.figures, read.tree, succession), told


def _typed_input(path: Path, typed: SourceTree, told: Sequence[Diagnostic]) -> Input:
    """Return what was typed in a file, and in the texts that it names."""
    tree, of_files = with_files(typed, path.parent)
    validated = validate(tree)
    findings = (*told, *of_files, *validated.findings, *unreviewed(typed))
    beside = files_named(typed, path.parent)
    return Input(path, tree, validated.year, derive(validated.year), findings, beside)


def _unit_input(path: Path) -> Input:
    """Return the input of a unit by itself, with what its accounts do not agree in.

    Units of its own are none of its department's.
    """
    read = read_source(path)
    if read.tree is None:
        return _unread(path, read)
    source = _typed_input(path, read.tree, read.findings)
    if source.tree is None or any(finding.is_error for finding in source.findings):
        return source
    from drafter.accounts import checked_accounts, make_report

    found = checked_accounts(source, source.tree, make_report(source, {}).data)
    return replace(source, findings=tuple(found))
