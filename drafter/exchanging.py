"""Workbooks to and from inputs: which form people fill, what it says.

Like the pipeline, nothing here writes or shows anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from drafter import resources
from drafter.checks.request import chosen_options, no_template, wrong_options
from drafter.diagnostics import Diagnostic, Location, Severity, in_order
from drafter.exchange.tables.book import Exported, statement_book
from drafter.lists import classification
from drafter.model.year import MoneyUnit, Plain
from drafter.pipeline import (
    Input,
    checked_accounts,
    chosen_templates,
    field_contract,
    known_templates,
    make_report,
    read_input,
    template_folder,
)
from drafter.scoring.system import IndicatorSystem
from drafter.source import read_source
from drafter.starter.usage import Usage, usage_of
from drafter.statements.definition import Listed
from drafter.template.loader import load_template
from drafter.template.statements import usual_list


@dataclass(frozen=True, slots=True)
class FormBook:
    """A form as a workbook, or why there is none."""

    blob: bytes | None
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asking:
    """A report that the form is for: what it is called, what it uses, what it scores by."""

    template: str
    title: str
    options: Mapping[str, str]
    usage: Usage
    system: IndicatorSystem | None


def form_book(
    templates: Sequence[str],
    options: Mapping[str, str],
    source_path: Path | None = None,
    last_year: Path | None = None,
) -> FormBook:
    """Return the form for the reports, filled with what an input holds where one is given.

    An input of last year gives its lasting words and, as comparatives, its figures. Without
    templates those of the input count. A template that is not there, a faulty one, or a wrong
    option comes back as findings.
    """
    from drafter.exchange.form.fill import normal, prefilled, typed_fields, with_examples
    from drafter.exchange.form.last_year import from_last_year
    from drafter.exchange.form.layout import layout
    from drafter.exchange.form.parts import FormReport
    from drafter.exchange.form.write import overlong, write_form
    from drafter.exchange.joining import joined
    from drafter.exchange.nesting import Said

    source = read_input(source_path) if source_path is not None else None
    if source is not None and source.tree is None:
        return FormBook(None, source.findings)
    before = read_input(last_year) if last_year is not None else None
    if before is not None and before.tree is None:
        return FormBook(None, before.findings)
    own = source or before
    names = list(templates) or (chosen_templates(own) if own is not None else [])
    base = None if templates or own is None else own.path.parent
    asking: list[_Asking] = []
    findings: list[Diagnostic] = list(source.findings) if source is not None else []
    findings += [f for f in before.findings if f.is_error] if before is not None else []
    for name in dict.fromkeys(names):
        one, told = _asking(name, base, options, own)
        findings += told
        if one is None:
            return FormBook(None, tuple(findings))
        asking.append(one)
    if not asking:
        return FormBook(None, tuple(findings))
    data = normal(source.tree.plain()) if source is not None and source.tree else {}
    # Comparatives stand only where they are asked for: what was typed has a place in any case.
    typed, spelled = typed_fields(data)
    if before is not None and before.tree is not None:
        unit = (source or before).year.money_unit or before.year.money_unit or "万元"
        last = from_last_year(normal(before.tree.plain()), before.figures, unit)
        # What this year's input says stands above last year's.
        data = joined(data, {}, Said(last)).data
    reports = [FormReport(a.template, a.title, a.options) for a in asking]
    systems = [a.system for a in asking if a.system is not None]
    usage = reduce(_both, (a.usage for a in asking))
    form = layout(usage, reports, systems, typed=typed, spelled=spelled)
    shown = data.get("金额单位")
    form = with_examples(
        prefilled(form, data), _examples(), shown if isinstance(shown, str) else "万元"
    )
    findings += _too_long(overlong(form), source_path)
    return FormBook(write_form(form), tuple(findings))


def _asking(
    name: str, base: Path | None, options: Mapping[str, str], source: Input | None
) -> tuple[_Asking | None, tuple[Diagnostic, ...]]:
    """Return what a report uses under the options: those given, else those of the input."""
    found = template_folder(name, base)
    if found is None:
        if source is not None and source.tree is not None:
            return None, (no_template(source.tree, name, known_templates()),)
        message = f"没有模板“{name}”，也没有这个文件夹"
        return None, (Diagnostic("JS-903", Severity.ERROR, message, Location("--template")),)
    loaded = load_template(*found, field_contract)
    template = loaded.template
    if template is None:
        return None, loaded.findings
    manifest = template.manifest
    told = tuple(f for f in loaded.findings if f.severity is not Severity.HINT)
    own, wrong = dict(manifest.defaults), list[Diagnostic]()
    if source is not None and source.tree is not None:
        names = {manifest.id, name}
        of_input, told_of_options = chosen_options(
            source.tree, source.year, names, manifest.options, own
        )
        own, wrong = dict(of_input), list(told_of_options)
    if unknown := wrong_options(options, manifest.options, Location("--option")):
        return None, (*told, *unknown)
    chosen = {**own, **options}
    usage = usage_of(template, chosen)
    if usage.faults:
        return None, (*told, *usage.faults)
    differing = {key: value for key, value in chosen.items() if value != manifest.defaults[key]}
    asking = _Asking(name, manifest.title, differing, usage, template.systems.department)
    return asking, (*told, *wrong)


def export_statements(
    path: Path,
    templates: Sequence[str] = (),
    unit: MoneyUnit | None = None,
    *,
    draft: bool = False,
) -> Exported:
    """Return the statements of an input as a workbook: those that its report lists.

    Without a report, or one that lists none, they are those of the national rules. Amounts are in
    `unit`, else in that of the input. With errors in the accounts there is none, but for a draft.
    """
    source = read_input(path)
    if source.tree is None:
        return Exported(None, source.findings)
    listed: tuple[Listed, ...] = ()
    for name in chosen_templates(source, templates):
        found = template_folder(name, None if templates else path.parent)
        if found is None:
            unknown = no_template(source.tree, name, known_templates())
            return Exported(None, (*source.findings, unknown))
        loaded = load_template(*found, field_contract)
        if loaded.template is None:  # its list of statements is not known
            return Exported(None, (*source.findings, *loaded.findings))
        listed = listed or loaded.template.listed
    data = make_report(source, {}).data
    findings = checked_accounts(source, source.tree, data)
    unfit = any(finding.is_error for finding in findings)
    if unfit and not draft:
        return Exported(None, tuple(findings))
    done = statement_book(
        listed or usual_list(source.year.year), data, source.year, source.tree, classification(),
        unit=unit, is_draft=unfit,
    )  # fmt: skip
    return replace(done, findings=tuple(in_order([*findings, *done.findings])))


def _both(one: Usage, other: Usage) -> Usage:
    """Return what two reports use together."""
    faults = (*one.faults, *other.faults)
    return Usage(one.used | other.used, one.demanded | other.demanded, faults)


def _examples() -> Iterator[Plain]:
    """Yield the inputs that come with drafter, as the form shows them beside its blanks."""
    from drafter.exchange.form.fill import normal

    for path in sorted((resources.root() / "example_inputs").glob("*.yaml")):
        tree = read_source(path).tree
        if tree is not None:
            yield normal(tree.plain())


def _too_long(titles: Iterable[str], path: Path | None) -> Iterator[Diagnostic]:
    for title in titles:
        message = f"“{title}”太长，单元格里放不下，只写进了前 32767 个字"
        hint = "请另存成 Word 文件，在格里写“文件: 文件名.docx”"
        yield Diagnostic("JS-106", Severity.WARNING, message, Location(str(path or "")), hint)
