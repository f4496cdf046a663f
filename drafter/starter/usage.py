"""Which fields of the input a template asks for, found by rendering made-up inputs with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from drafter import store
from drafter.diagnostics import DataPath, Diagnostic
from drafter.figures.derive import derive
from drafter.figures.nodes import Group
from drafter.model.base import Measure, Section
from drafter.model.shape import shapes
from drafter.model.year import DepartmentYear
from drafter.report.assemble import Report, assemble
from drafter.report.evaluation import Wanted
from drafter.report.statements import Statements
from drafter.scoring.system import Systems
from drafter.starter.answers import SAMPLE, reasons_asked, with_answers
from drafter.starter.probe import Filled, probes
from drafter.statements.definition import Listed
from drafter.template.loader import ReportTemplate
from drafter.template.usage import used_paths

FieldPath = tuple[str, ...]
"""A data path without list positions: all rows of a list are one field."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a template asks for, in general and of those who leave optional fields out."""

    used: frozenset[FieldPath]
    demanded: frozenset[FieldPath]
    """Fields that are gaps where the optional ones stay out."""
    faults: tuple[Diagnostic, ...]
    """What is wrong with the template itself, as far as it shows."""

    def uses(self, path: FieldPath) -> bool:
        """Return whether the template uses the field or anything below it."""
        return any(used[: len(path)] == path for used in self.used)

    def with_all_of(self, path: FieldPath, section: type[Section]) -> Usage:
        """Return the usage with all of a section that is kept, amounts without comparisons."""
        return replace(self, used=self.used | _amounts(path, section))

    def demands(self, path: FieldPath) -> bool:
        """Return whether an optional field, or anything below it, is a gap when it stays out."""
        return any(wanted[: len(path)] == path for wanted in self.demanded)


def _amounts(path: FieldPath, section: type[Section]) -> frozenset[FieldPath]:
    """Return the paths of a section's measures, whose other parts are for comparison only."""
    found = {path} if issubclass(section, Measure) else set()
    for shape in shapes(section):
        own = (*path, shape.alias)
        if shape.guide.optional:
            continue
        if shape.section is not None:
            found |= _amounts(own, shape.section)
        elif not issubclass(section, Measure):
            found.add(own)
    return frozenset(found)


def usage_of(template: ReportTemplate, options: Mapping[str, str]) -> Usage:
    """Return what the template asks for under the options; kept, since it takes many reports."""
    if not template.key:
        return _found(template, options)
    sources = [template.key, template.shown_as, *(f"{k}\0{v}" for k, v in sorted(options.items()))]
    return store.recall_or_make(
        Usage,
        [source.encode() for source in sources],
        lambda: _found(template, options),
    )


def _found(template: ReportTemplate, options: Mapping[str, str]) -> Usage:
    bare, *fuller = (
        [
            used_paths(template, report.data, report.year)
            for report in made_up_reports(
                options,
                template.manifest.first_year or 2020,
                f,
                systems=template.systems,
                listed=template.listed,
            )
        ]
        for f in Filled
    )
    runs = sum(fuller, bare)
    return Usage(
        _fields(path for found in runs for path in found.used | found.missing)
        | reasons_asked(template.systems),
        _fields(path for found in bare for path in found.missing),
        tuple(dict.fromkeys(fault for found in runs for fault in found.faults)),
    )


def made_up_reports(  # noqa: PLR0917
    options: Mapping[str, str],
    year: int = 2020,
    filled: Filled = Filled.ALL,
    rows: int = 1,
    systems: Systems = SAMPLE,
    listed: tuple[Listed, ...] = (),
) -> Iterator[Report]:
    """Yield what reports can be made of, for the made-up department-years of a year.

    They are scored by the indicator systems of a template, or by ones that have everything;
    `listed` are the statements of the template.
    """
    wanted = Wanted(systems, statements=Statements(listed))
    for number, plain in enumerate(probes(year, filled, rows)):
        figures = _figures(year, filled, rows, systems, number)
        yield assemble(figures, int(plain["年度"]), str(plain["口径"]), options, wanted)


@lru_cache(maxsize=128)
def _figures(year: int, filled: Filled, rows: int, systems: Systems, number: int) -> Group:
    """Return the figures of a made-up department-year: the options change nothing of them."""
    plain = next(islice(probes(year, filled, rows), number, None))
    return derive(DepartmentYear.model_validate(with_answers(plain, systems)))


def _fields(paths: Iterable[DataPath]) -> frozenset[FieldPath]:
    return frozenset(tuple(step for step in path if isinstance(step, str)) for path in paths)
