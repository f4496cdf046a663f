"""From a file to an input: read, with the texts and the units that it names, validated, derived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from drafter.diagnostics import Diagnostic
from drafter.exchange.prose import files_named, with_files
from drafter.figures.derive import derive
from drafter.figures.nodes import Group
from drafter.figures.units import UnitFigures
from drafter.model.validate import validate
from drafter.model.year import DepartmentYear
from drafter.source import ReadResult, SourceTree, read_source


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


def read_input(path: Path) -> Input:
    """Return the input of a file: read, validated, derived."""
    read = read_source(path)
    return read_tree(path, read.tree, read.findings) if read.tree else _unread(path, read)


def _unread(path: Path, read: ReadResult) -> Input:
    nothing = DepartmentYear()
    return Input(path, None, nothing, derive(nothing), read.findings)


def read_tree(path: Path, typed: SourceTree, told: Sequence[Diagnostic]) -> Input:
    """Return the input of a tree that was read; files that it names lie beside `path`."""
    source = _typed_input(path, typed, told)
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


def _typed_input(path: Path, typed: SourceTree, told: Sequence[Diagnostic]) -> Input:
    """Return what was typed in a file, and in the texts that it names."""
    tree, of_files = with_files(typed, path.parent)
    validated = validate(tree)
    findings = (*told, *of_files, *validated.findings)
    beside = files_named(typed, path.parent)
    return Input(path, tree, validated.year, derive(validated.year), findings, beside)


def _unit_input(path: Path) -> Input:
    """Return the input of a unit by itself: units of its own are none of its department's."""
    read = read_source(path)
    return _typed_input(path, read.tree, read.findings) if read.tree else _unread(path, read)
