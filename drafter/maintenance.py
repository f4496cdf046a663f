"""What those who maintain templates ask: is it sound, what does it hold, which fields are there.

Like the pipeline, nothing here writes or shows anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from drafter import resources
from drafter.diagnostics import Diagnostic, in_order
from drafter.figures.nodes import Figure, Group, Missing, Node, Text
from drafter.lists import classification
from drafter.office.fonts import missing_fonts
from drafter.pipeline import (
    Input,
    field_contract,
    make_report,
    read_input,
    template_folder,
)
from drafter.report.assemble import Report
from drafter.report.evaluation import Wanted
from drafter.report.statements import Statements
from drafter.resources import DOCUMENT, MANIFEST
from drafter.starter.probe import Filled
from drafter.starter.usage import made_up_reports
from drafter.template.context import view
from drafter.template.contract import ROW, Field, Type, example_at, fields_of
from drafter.template.kinds import FIGURES, FILTER_FOR, KIND_OF_UNIT, Kind
from drafter.template.loader import (
    LoadResult,
    ReportTemplate,
    finished_report,
    load_document,
    load_template,
)
from drafter.template.manifest import Manifest, ManifestResult
from drafter.template.manifest_file import load_manifest
from drafter.template.package import PackageError, malformed_parts, read_package, templated_parts
from drafter.template.render import render
from drafter.template.run import Run
from drafter.template.statements import all_printable
from drafter.template.style_check import style_findings
from drafter.template.survey import Heading, fields_named, headings
from drafter.template.typefaces import typefaces_of

_ROWS = 2
"""Rows of the lists that a template is tried with: a first and a last."""
_EXAMPLE = "panzhihua-2020.yaml"
"""The example input in which most fields are filled."""


def check_template(
    name: str, *, quick: bool = False, found: tuple[Path, str] | None = None
) -> tuple[Diagnostic, ...]:
    """Return every finding on a template, given by id, folder or Word file.

    A sound one is also tried: rendered and proved with made-up department-years, and with each
    choice of each option. What only shows in the finished document is found that way. A `quick`
    check is for those who render it anyway: without that, and without the style check. Who knows
    the folder, as `template_folder` gives it, says so (`found`): that is looked at even where the
    name leads there no more.
    """
    path = Path(name)
    if found is not None:
        return _checked(found, quick=quick)
    if path.name == DOCUMENT and (path.parent / MANIFEST).is_file():
        name = str(path.parent)
    elif path.is_file():
        told = load_document(path, name, field_contract)
        return tuple(in_order([*told, *(() if quick else _style_findings(path, name))]))
    found = template_folder(name)
    if found is None:
        raise ValueError(f"no template {name}")
    return _checked(found, quick=quick)


def _checked(found: tuple[Path, str], *, quick: bool) -> tuple[Diagnostic, ...]:
    loaded = load_template(*found, field_contract)
    findings = list(loaded.findings)
    if not quick:
        findings += _style_findings(found[0] / DOCUMENT, f"{found[1]}/{DOCUMENT}")
    if loaded.template is not None:
        findings += finished_report(loaded.template)
        findings += () if quick else _trials(loaded.template)
    return tuple(in_order(findings))


def _style_findings(path: Path, shown_as: str) -> list[Diagnostic]:
    """Return what the style check says of a Word file; nothing of one that cannot be read."""
    try:
        blob = path.read_bytes()
        package = read_package(blob)
        if malformed_parts(package) or not templated_parts(package):
            return []
    except (OSError, PackageError):
        return []  # which has been told
    return style_findings(package, shown_as, missing_fonts(typefaces_of(package)))


def _trials(template: ReportTemplate) -> Iterator[Diagnostic]:
    """Yield what goes wrong when the template is rendered; each fault once, however often."""
    seen = set()
    for report in _trial_reports(template):
        chosen = replace(template, manifest=template.manifest.chosen(report.options))
        for finding in render(chosen, report.data, report.year).findings:
            key = finding.id, finding.where.inside.tag, finding.message
            if key not in seen:
                seen.add(key)
                yield finding


def _trial_reports(template: ReportTemplate) -> Iterator[Report]:
    manifest, systems = template.manifest, template.systems
    year = manifest.first_year or 2020
    for filled in (Filled.ALL, Filled.DEMANDED):
        yield from made_up_reports(manifest.defaults, year, filled, _ROWS, systems, template.listed)
    for name, choices in manifest.options.items():
        for choice in choices:
            if choice != manifest.defaults[name]:
                chosen = {**manifest.defaults, name: choice}
                listed = template.listed
                yield next(made_up_reports(chosen, year, systems=systems, listed=listed))


@dataclass(frozen=True, slots=True)
class Overview:
    """A template at a glance."""

    folder: str
    manifest: Manifest
    headings: list[Heading]
    fields: list[Field]


def overview(name: str) -> Overview | tuple[Diagnostic, ...]:
    """Return what a template holds, or its faults where it cannot be used."""
    loaded = loaded_template(name)
    if loaded.template is None:
        return loaded.findings
    template = loaded.template
    used = [Field(path, field) for path, field in fields_named(template, field_contract()).items()]
    return Overview(template.shown_as, template.manifest, headings(template), used)


def loaded_template(name: str) -> LoadResult:
    """Return a template ready to render, or its faults."""
    found = template_folder(name)
    if found is None:
        raise ValueError(f"no template {name}")
    return load_template(*found, field_contract)


def manifest_of(name: str) -> ManifestResult:
    """Return a template's description, or what is wrong with it."""
    found = template_folder(name)
    if found is None:
        raise ValueError(f"no template {name}")
    return manifest_at(*found)


def manifest_at(folder: Path, shown_as: str) -> ManifestResult:
    """Return the description of the template in a folder, or what is wrong with it."""
    return load_manifest(folder / MANIFEST, f"{shown_as}/{MANIFEST}")


@dataclass(frozen=True, slots=True)
class ListedField:
    """A field with what a maintainer needs to use it."""

    path: tuple[str, ...]
    kind: Kind
    unit: str
    filter: str
    example: str
    about: str
    choices: tuple[str, ...]
    below: tuple[str, ...]
    """Names of the fields that hang on it, or that a row of it has."""

    @property
    def is_list(self) -> bool:
        """Return whether it is a list."""
        return self.kind is Kind.ROWS


def listed_fields(
    manifest: Manifest,
    *,
    containing: str = "",
    whole: bool = True,
    contract: Type | None = None,
) -> list[ListedField]:
    """Return the fields that a template may name, with examples in the number style given.

    `containing` keeps those with this word in their name or description; without `whole` the
    fields that hang on amounts (上年, 增减额 …) are left to the list of what is below the amount.
    `contract` is that of one template, where the fields are not those of any.
    """
    example = _example(manifest)
    return [
        _listed(field, example, manifest)
        for field in fields_of(contract or field_contract(), folded=not whole)
        if containing in ".".join(field.path) or containing in field.type.about
    ]


def _example(manifest: Manifest) -> Group:
    source = read_input(resources.root() / "example_inputs" / _EXAMPLE)
    return data_of(source, manifest.defaults)


def data_of(source: Input, options: Mapping[str, str] | None = None) -> Group:
    """Return all that a report of the input could print, statements included."""
    wanted = Wanted(statements=Statements(all_printable(), classification()))
    return make_report(source, options or {}, wanted).data


def _listed(field: Field, example: Group, manifest: Manifest) -> ListedField:
    kind = field.type.kind
    unit = next((str(unit) for unit, of in KIND_OF_UNIT.items() if of is kind), "")
    inner = field.type if field.type.row is None else field.type.row
    return ListedField(
        field.path,
        kind,
        unit,
        FILTER_FOR.get(kind, ""),
        _printed(example_at(example, field.path), field.type, manifest),
        field.type.about,
        field.type.choices,
        tuple(inner.children),
    )


def _printed(node: Node | None, type_: Type, manifest: Manifest) -> str:
    """Return an example of what the field prints, through its usual filter."""
    if isinstance(node, Text) and not isinstance(node.value, Missing):
        return node.value[0] if node.value else ""
    if isinstance(node, Figure) and type_.kind in FIGURES and not isinstance(node.value, Missing):
        from drafter.template.environment import FencedEnvironment

        run = Run(manifest, 0, lambda: None)
        printed = FencedEnvironment().filters[FILTER_FOR[type_.kind]](view(node, run))
        return str(printed.text)
    return ""


def loop_names(path: tuple[str, ...]) -> Mapping[str, str]:
    """Return the loops that lead to a field of rows: the name of each row, and its list."""
    names: dict[str, str] = {}
    steps: list[str] = []
    for step in path:
        if step == ROW:
            row = "行" if not names else f"行{len(names) + 1}"
            names[row] = ".".join(steps)
            steps = [row]
        else:
            steps.append(step)
    return names


def as_tag(path: tuple[str, ...]) -> str:
    """Return a field as a tag names it, rows by the names of their loops."""
    steps: list[str] = []
    rows = iter(loop_names(path))
    for step in path:
        steps = [next(rows)] if step == ROW else [*steps, step]
    return ".".join(steps)
