"""Which fields of the input a template asks for, found by rendering made-up inputs with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from drafter.diagnostics import DataPath
from drafter.figures.derive import derive
from drafter.model.base import Measure, Section
from drafter.model.shape import shapes
from drafter.model.year import DepartmentYear, Plain
from drafter.report.assemble import assemble
from drafter.starter.probe import Filled, probes
from drafter.template.loader import ReportTemplate
from drafter.template.render import UsedPaths, used_paths

FieldPath = tuple[str, ...]
"""A data path without list positions: all rows of a list are one field."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a template asks for, in general and of those who leave optional fields out."""

    used: frozenset[FieldPath]
    demanded: frozenset[FieldPath]
    """Fields that are gaps where the optional ones stay out."""

    def uses(self, path: FieldPath) -> bool:
        """Return whether the template uses the field or anything below it."""
        return any(used[: len(path)] == path for used in self.used)

    def with_all_of(self, path: FieldPath, section: type[Section]) -> Usage:
        """Return the usage with the amounts and names of a section that rules balance with."""
        return replace(self, used=self.used | _amounts(path, section))

    def demands(self, path: FieldPath) -> bool:
        """Return whether an optional field, or anything below it, is a gap when it stays out."""
        return any(wanted[: len(path)] == path for wanted in self.demanded)


def _amounts(path: FieldPath, section: type[Section]) -> frozenset[FieldPath]:
    """Return the paths of a section's measures, whose other parts are for comparison only."""
    found = {path} if issubclass(section, Measure) else set()
    for shape in shapes(section):
        if shape.section is not None and not shape.guide.optional:
            found |= _amounts((*path, shape.alias), shape.section)
    return frozenset(found)


def usage_of(template: ReportTemplate, options: Mapping[str, str]) -> Usage:
    """Return what the template asks for under the options."""
    number = template.manifest.first_year or 2020
    bare, *fuller = (
        [_paths(template, options, plain) for plain in probes(number, filled)] for filled in Filled
    )
    used = (path for found in sum(fuller, bare) for path in found.printed | found.missing)
    return Usage(_fields(used), _fields(path for found in bare for path in found.missing))


def _paths(template: ReportTemplate, options: Mapping[str, str], plain: Plain) -> UsedPaths:
    year = DepartmentYear.model_validate(plain)
    report = assemble(derive(year), year.year, year.scope or "部门", options)
    return used_paths(template, report.data, report.year)


def _fields(paths: Iterable[DataPath]) -> frozenset[FieldPath]:
    return frozenset(tuple(step for step in path if isinstance(step, str)) for path in paths)
