"""The table of contents of the program: the stages from a file to a report, in order.

    read → validate → derive → (load template) → assemble → check → render → prove

Nothing here is written anywhere: saving is the caller's step. Every stage gives its result and
its findings, and every stage that can still run does, so that one run reports everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from drafter import resources
from drafter.checks import RULES, Facts, run_rules
from drafter.checks.waivers import apply_waivers
from drafter.diagnostics import DataPath, Diagnostic, Severity, in_order, path_text
from drafter.figures.derive import derive
from drafter.figures.nodes import Group, text_at
from drafter.model.precision import quantum_of
from drafter.model.validate import validate
from drafter.model.year import DepartmentYear, MoneyUnit
from drafter.report.assemble import assemble, explain
from drafter.report.terms import Definitions, read_definitions
from drafter.source import SourceTree, read_source
from drafter.template.loader import ReportTemplate, load_template
from drafter.template.render import Rendered, plain_words, render


@dataclass(frozen=True, slots=True)
class Input:
    """A department-year as far as it could be read."""

    path: Path
    tree: SourceTree | None
    year: DepartmentYear
    figures: Group
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one input gives with one template: the document, its name and all findings."""

    template_id: str
    file_name: str
    rendered: Rendered | None
    findings: tuple[Diagnostic, ...]

    @property
    def template_faults(self) -> bool:
        """Return whether the template, rather than the input, is at fault."""
        return any(f.is_error and f.id.startswith("MB-") for f in self.findings)


def read_input(path: Path) -> Input:
    """Return the input of a file: read, validated, derived."""
    read = read_source(path)
    if read.tree is None:
        nothing = DepartmentYear()
        return Input(path, None, nothing, derive(nothing), read.findings)
    validated = validate(read.tree)
    findings = (*read.findings, *validated.findings)
    return Input(path, read.tree, validated.year, derive(validated.year), findings)


def chosen_templates(source: Input, wanted: Iterable[str] = ()) -> list[str]:
    """Return the template ids or paths to render: those asked for, else those of the input."""
    asked = list(wanted)
    if asked:
        return asked
    reports = source.year.reports or ()
    return [r.template.text for r in reports if r.template and r.template.text]


def known_templates() -> list[str]:
    """Return the ids of the templates that come with drafter."""
    return list(resources.template_folders())


def template_folder(name: str) -> tuple[Path, str] | None:
    """Return the folder of a template given by id or path, with its name for messages."""
    folder = resources.template_folders().get(name)
    if folder is not None:
        return folder, f"templates/{name}"
    path = Path(name)
    return (path, name) if path.is_dir() else None


def make(source: Input, template_name: str) -> Outcome:
    """Return what the input gives with the template; runs as many stages as it can."""
    tree = source.tree
    if tree is None:
        return Outcome(template_name, "", None, source.findings)
    found = template_folder(template_name)
    loaded = load_template(*found) if found else None
    if loaded is None or loaded.template is None:
        faults = loaded.findings if loaded else (_no_template(tree, template_name),)
        return Outcome(template_name, "", None, _sorted(source, [*source.findings, *faults]))
    template = loaded.template
    options, findings = _options(source, tree, template, template_name)
    findings += _fit(source, tree, template)
    year = source.year
    report = assemble(source.figures, year.year, year.scope or "部门", options)
    report = explain(report, _definitions(), plain_words(template, report.data, report.year))
    facts = Facts(
        data=report.data,
        money_unit=_unit(year),
        quantum=quantum_of(year),
        announced=year.announced or {},
        year=report.year,
    )
    findings += run_rules(RULES, facts, tree)
    rendered = render(template, report.data, report.year)
    findings += rendered.findings
    findings += _gaps(source, tree, rendered)
    everything = [*source.findings, *loaded.findings, *findings]
    return Outcome(
        template.manifest.id,
        _file_name(template, source),
        rendered,
        _sorted(source, everything),
    )


def _sorted(source: Input, findings: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    if source.tree is None:
        return tuple(in_order(findings))
    return tuple(in_order(apply_waivers(findings, source.year.waivers or (), source.tree)))


def _unit(year: DepartmentYear) -> MoneyUnit:
    return year.money_unit or "万元"


@cache
def _definitions() -> Definitions:
    path = resources.data_file("terms.yaml")
    tree = read_source(path).tree
    if tree is None:
        raise RuntimeError(f"{path} cannot be read")
    return read_definitions(tree.plain())


def _no_template(tree: SourceTree, name: str) -> Diagnostic:
    known = "、".join(known_templates())
    return Diagnostic(
        "JS-903", Severity.ERROR, f"没有模板“{name}”", tree.locate(("报告",)), f"现有：{known}"
    )


def _options(
    source: Input, tree: SourceTree, template: ReportTemplate, name: str
) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """Return the template's options with the input's own choices, and what is wrong with these."""
    manifest = template.manifest
    options = dict(manifest.defaults)
    findings = []
    for index, report in enumerate(source.year.reports or ()):
        if report.template is None or report.template.text not in {manifest.id, name}:
            continue
        for option, value in (report.options or {}).items():
            path: DataPath = ("报告", index, "选项", option)
            if option not in manifest.options:
                message = f"模板没有选项“{option}”，可用：{'、'.join(manifest.options)}"
            elif value not in manifest.options[option]:
                choices = "、".join(manifest.options[option])
                message = f"选项“{option}”不能取“{value}”，可取：{choices}"
            else:
                options[option] = value
                continue
            findings.append(
                Diagnostic("JS-904", Severity.ERROR, message, tree.locate(path), path=path)
            )
    return options, findings


def _fit(source: Input, tree: SourceTree, template: ReportTemplate) -> list[Diagnostic]:
    """Return findings on the header: what every report needs before anything else."""
    findings = []
    for name, value in (
        ("年度", source.year.year), ("金额单位", source.year.money_unit),
        ("口径", source.year.scope),
    ):  # fmt: skip
        if value is None and not _reported(source.findings, (name,)):
            where = tree.locate((name,))
            findings.append(
                Diagnostic("JS-901", Severity.ERROR, f"缺少“{name}”", where, path=(name,))
            )
    manifest, year = template.manifest, source.year.year
    if year is not None and (
        year < manifest.first_year or (manifest.last_year is not None and year > manifest.last_year)
    ):
        last = f"至 {manifest.last_year}" if manifest.last_year is not None else "起"
        message = f"模板“{manifest.title}”适用 {manifest.first_year} {last}年度，数据是 {year} 年度"
        findings.append(
            Diagnostic(
                "JS-905", Severity.WARNING, message, tree.locate(("年度",)), path=("年度",),
                waivable=True,
            )
        )  # fmt: skip
    return findings


def _reported(findings: Iterable[Diagnostic], path: DataPath) -> bool:
    """Return whether a fault of shape already speaks of the path or of something around it.

    A measure is its actual amount: a fault at `收入.其他.决算` speaks of the gap `收入.其他`.
    """
    return any(f.path and f.path in {path[: len(f.path)], (*path, "决算")} for f in findings)


def _gaps(source: Input, tree: SourceTree, rendered: Rendered) -> list[Diagnostic]:
    """Return a finding for each input that the template reaches and that is not filled."""
    findings = []
    for gap in rendered.gaps:
        if gap.path in {("年度",)} or _reported(source.findings, gap.path):
            continue
        findings.append(
            Diagnostic(
                "JS-901",
                Severity.ERROR,
                f"待补：{path_text(gap.path)}",
                tree.locate(gap.path),
                hint=f"用于{gap.where}；没有此项写“无”" if gap.where else "没有此项写“无”",
                path=gap.path,
            )
        )
    return findings


def _file_name(template: ReportTemplate, source: Input) -> str:
    """Return the file name by the template's pattern, safe on every system."""
    full_name = text_at(source.figures, "部门", "全称").plain or source.path.stem
    name = template.manifest.file_name.replace("{全称}", full_name)
    name = name.replace("{年度}", str(source.year.year or ""))
    return "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in name)
