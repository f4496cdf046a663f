"""The table of contents of the program: the stages from a file to a report, in order.

    read → validate → derive → (load template) → assemble → check → render → prove

Nothing here is written anywhere: saving is the caller's step. Every stage gives its result and
its findings, and every stage that can still run does, so that one run reports everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from drafter import shelves
from drafter.accounts import checked_accounts as checked_accounts  # noqa: PLC0414 - likewise
from drafter.accounts import facts_of
from drafter.accounts import make_report as make_report  # noqa: PLC0414 - likewise
from drafter.checks import RULES, run_rules
from drafter.checks.gaps import all_gaps, header_gaps, tells_accounts
from drafter.checks.request import (
    chosen_options,
    chosen_projects,
    no_report,
    no_template,
    printed_somewhere,
    several_templates,
    unprinted,
    wrong_options,
    year_outside,
)
from drafter.checks.settle import ALL_RULES, OF_PAIRS, OF_REPORTS, settled
from drafter.diagnostics import DataPath, Diagnostic, Location, Severity, in_order
from drafter.figures.nodes import Group, Missing, Rows, Text, text_at
from drafter.lists import classification, definitions
from drafter.naming import about_report, file_name_of
from drafter.reading import Input as Input  # noqa: PLC0414 - others know it from here
from drafter.reading import read_input as read_input  # noqa: PLC0414 - others know it from here
from drafter.reading import read_tree as read_tree  # noqa: PLC0414 - others know it from here
from drafter.report.assemble import explain
from drafter.report.evaluation import Wanted
from drafter.report.statements import Statements
from drafter.source import SourceTree
from drafter.template.loader import ReportTemplate, finished_report, load_template
from drafter.template.render import Rendered, plain_words, render
from drafter.template.statements import PRINTED, STATEMENTS_OPTION
from drafter.template.usage import sections_named

if TYPE_CHECKING:
    from drafter.template.contract import Type


WORKBOOK_SUFFIX = "（附表）.xlsx"
BESIDE = "另附工作簿"
"""The choice of the option 附表 that writes a workbook beside the report."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one input gives with one template: the document, its name and all findings."""

    file_name: str
    rendered: Rendered | None
    findings: tuple[Diagnostic, ...]
    folder: Path | None = None
    """Folder of the template."""
    workbook: bytes | None = None
    """The statements as a workbook, where the report says that they come as one."""

    @property
    def is_draft(self) -> bool:
        """Return whether the document has gaps in it, whatever the findings say of them."""
        return self.rendered is not None and bool(self.rendered.gaps)


@dataclass(frozen=True, slots=True)
class Made:
    """What one input gives with all its templates, findings of all of them once."""

    source: Input
    outcomes: tuple[Outcome, ...]
    findings: tuple[Diagnostic, ...]

    def told_of(self, outcome: Outcome) -> tuple[Diagnostic, ...]:
        """Return the findings that concern this report, waived ones marked.

        Those on the input as a whole, such as waivers that fit nothing, concern every report.
        """
        others = {f for other in self.outcomes if other is not outcome for f in other.findings}
        elsewhere = others - set(outcome.findings)
        return tuple(f for f in self.findings if replace(f, waived=None) not in elsewhere)


def chosen_templates(source: Input, wanted: Iterable[str] = ()) -> list[str]:
    """Return the template ids or paths to render: those asked for, else those of the input."""
    asked = list(wanted)
    if asked:
        return asked
    reports = source.year.reports or ()
    return [r.template.text for r in reports if r.template and r.template.text]


def known_templates(beside: Path | None = None) -> list[str]:
    """Return the ids of all templates on shelves: those of one's own, and those with drafter."""
    return list(dict.fromkeys(one.id for one in shelves.known(beside)))


def template_folder(name: str, base: Path | None = None) -> tuple[Path, str] | None:
    """Return the folder of a template given by id or path, with its name for messages.

    It is looked for beside the input first (`base`), then in the current folder.
    """
    found = next(iter(shelves.places(name, base)), None)
    return None if found is None else (found.folder, found.shown_as)


def template_places(names: Iterable[str], base: Path | None = None) -> dict[str, list[str]]:
    """Return the folders that each template name may mean, the one that is meant first."""
    return {n: [str(one.folder.resolve()) for one in shelves.places(n, base)] for n in names}


def make_all(
    path: Path,
    wanted: Sequence[str] = (),
    projects: Sequence[str] = (),
    last: Path | None = None,
) -> Made:
    """Return all reports of an input: with the templates asked for, else those it names.

    A relative template folder is looked for in the current folder when it was asked for, and
    beside the input first when the input names it. `projects` are the names of those that the
    reports are about, where they are not about all of them; `last` is last year's input.
    """
    return make_reports(read_input(path, last), wanted, projects)


def make_reports(source: Input, wanted: Sequence[str] = (), projects: Sequence[str] = ()) -> Made:
    """Return all reports of an input that was read, as `make_all` does of a file."""
    if source.tree is None:
        return Made(source, (), tuple(in_order(source.findings)))
    names = list(dict.fromkeys(chosen_templates(source, wanted)))
    base = None if wanted else source.path.parent
    outcomes = tuple(_outcome(source, source.tree, name, base, projects) for name in names)
    findings = printed_somewhere([outcome.findings for outcome in outcomes])
    if not names:
        findings = [*source.findings, *no_report(source.tree, source.findings)]
    unasked = _unasked(source, names, outcomes)
    return Made(source, outcomes, _settled(source, source.tree, findings, unasked))


def make(source: Input, template_name: str, projects: Sequence[str] = ()) -> Outcome:
    """Return what the input gives with one template; runs as many stages as it can."""
    tree = source.tree
    if tree is None:
        return Outcome("", None, source.findings)
    outcome = _outcome(source, tree, template_name, source.path.parent, projects)
    unasked = _unasked(source, [template_name], [outcome])
    return replace(outcome, findings=_settled(source, tree, outcome.findings, unasked))


@dataclass(frozen=True, slots=True)
class Starter:
    """A starter input for a template, or why there is none."""

    text: str
    findings: tuple[Diagnostic, ...] = ()


def starter(template_name: str, named: str, chosen: Mapping[str, str], schema: str) -> Starter:
    """Return a starter for the template, which it names as `named`, and the schema as `schema`.

    The template must exist; a faulty one, or a wrong option, comes back as findings.
    """
    from drafter.starter.usage import usage_of
    from drafter.starter.write import starter_text

    found = template_folder(template_name)
    if found is None:
        raise ValueError(f"no template {template_name}")
    loaded = load_template(*found, field_contract)
    if loaded.template is None:
        return Starter("", loaded.findings)
    manifest = loaded.template.manifest
    if wrong := wrong_options(chosen, manifest.options, Location("--option")):
        return Starter("", tuple(wrong))
    usage = usage_of(loaded.template, {**manifest.defaults, **chosen})
    if usage.faults:
        return Starter("", usage.faults)
    system = loaded.template.systems.department
    text = starter_text(manifest, named, usage, chosen, schema=schema, system=system)
    return Starter(text, loaded.findings)


@cache
def field_contract() -> Type:
    """Return the fields that templates may name, read off made-up department-years."""
    from drafter.starter.usage import made_up_reports
    from drafter.template.contract import contract_of, with_statements
    from drafter.template.statements import all_printable

    # One is enough: `test_one_made_up_report_shows_every_field` holds it.
    report = next(made_up_reports({}))
    return with_statements(contract_of([report.data], report.figures), all_printable())


def _settled(
    source: Input, tree: SourceTree, findings: Iterable[Diagnostic], unasked: Collection[str]
) -> tuple[Diagnostic, ...]:
    found = settled(in_order(findings), source.year.waivers or (), tree, unasked)
    return tuple(in_order(found))


def _unasked(source: Input, names: Collection[str], outcomes: Sequence[Outcome]) -> Collection[str]:
    """Return the rules of which it stays open whether they have findings on the input.

    A report that was not made, or not wanted, may be the one that a waiver is meant for.
    """
    if all(outcome.rendered is None for outcome in outcomes):
        return ALL_RULES
    every = all(outcome.rendered is not None for outcome in outcomes)
    asked = every and set(chosen_templates(source)) <= set(names)
    of_pairs: Collection[str] = () if source.before is not None else OF_PAIRS
    return {*of_pairs, *(() if asked else OF_REPORTS)}


def _outcome(
    source: Input, tree: SourceTree, name: str, base: Path | None, asked: Sequence[str] = ()
) -> Outcome:
    found = template_folder(name, base)
    if found is None:
        absent = no_template(tree, name, known_templates(base))
        return Outcome("", None, (*source.findings, absent))
    loaded = load_template(*found, field_contract)
    # Hints are for those who edit the template (`template check`), not for every input.
    told = (f for f in loaded.findings if f.severity is not Severity.HINT)
    findings = [*source.findings, *told]
    if base is not None:  # of one that was asked for on the command line, that has told
        found_at = [one.folder.as_posix() for one in shelves.places(name, base)]
        findings += several_templates(tree, name, found_at)
    unfit = finished_report(loaded.template) if loaded.template else []
    if loaded.template is None or unfit:
        return Outcome("", None, (*findings, *unfit), found[0])
    template, year = loaded.template, source.year
    manifest = template.manifest
    names = {manifest.id, name}
    options, wrong = chosen_options(tree, year, names, manifest.options, manifest.defaults)
    template = replace(template, manifest=manifest.chosen(options))
    header = header_gaps(tree, year, source.findings)
    findings += [*wrong, *header]
    findings += year_outside(tree, year, manifest.title, manifest.first_year, manifest.last_year)
    projects, unknown = chosen_projects(tree, year, names, asked)
    if template.systems.department is not None:
        projects = ()  # a report on the whole department is about all of its projects
    findings += unknown
    if unknown:  # a report on other projects than those wanted would state what is not so
        return Outcome("", None, tuple(findings), found[0])
    statements = Statements(template.listed, classification())
    wanted = Wanted(template.systems, year.announced or {}, projects, statements)
    report = make_report(source, options, wanted)
    report = explain(report, definitions(), plain_words(template, report.data, report.year))
    findings += run_rules(RULES, facts_of(source, report.data, report.problems), tree)
    file_name = file_name_of(template, source.figures, year, source.path.stem, projects)
    about = about_report(template, source.figures, year.year, file_name)
    rendered = render(template, report.data, report.year, about)
    findings += (_with_data_place(finding, tree) for finding in rendered.findings)
    needed = [(gap.path, gap.section) for gap in rendered.gaps]
    known = [*source.findings, *header]
    accounts = tells_accounts(_printed_paths(rendered) | {path for path, _ in needed})
    findings += all_gaps(tree, report.data, needed, known, with_balance=accounts)
    if rendered.document is not None:
        printed = _printed_paths(rendered)
        spoken = sections_named(template, report.data) | {path[0] for path in printed if path}
        typed = _typed(source.figures, spoken, projects)
        findings += unprinted(tree, typed, printed, source.findings)
    book, told_of_depth = _statements(source, tree, template, options, report.data)
    findings += told_of_depth
    return Outcome(file_name, rendered, tuple(findings), found[0], book)


def _statements(
    source: Input,
    tree: SourceTree,
    template: ReportTemplate,
    options: Mapping[str, str],
    data: Group,
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the workbook of a report that comes with one, and what to say of its statements."""
    from drafter.exchange.tables.book import not_to_the_end, statement_book

    choice = options.get(STATEMENTS_OPTION, PRINTED)
    if choice == BESIDE:
        is_draft = any(f.is_error for f in checked_accounts(source, tree, data))
        done = statement_book(
            template.listed, data, source.year, tree, classification(), is_draft=is_draft
        )
        return done.blob, done.findings
    if choice == PRINTED:
        return None, tuple(not_to_the_end(template.listed, data, tree))
    return None, ()


def _typed(figures: Group, sections: Collection[str | int], projects: Sequence[str]) -> Group:
    """Return what was typed for the sections and, where some were chosen, these projects."""
    items = {name: node for name, node in figures.items.items() if name in sections}
    rows = items.get("项目")
    if projects and isinstance(rows, Rows) and not isinstance(rows.value, Missing):
        chosen = (row for row in rows.value if text_at(row, "名称").plain in projects)
        items["项目"] = replace(rows, value=tuple(chosen))
    return Group((), items)


def _with_data_place(finding: Diagnostic, tree: SourceTree) -> Diagnostic:
    """Return a finding at a tag with the place of the data that it stumbled over."""
    if not finding.path:
        return finding
    hint = "；".join(filter(None, (finding.hint, f"数据在 {tree.locate(finding.path)}")))
    return replace(finding, hint=hint)


def _printed_paths(rendered: Rendered) -> set[DataPath]:
    nodes = [p.node for p in rendered.printed if p.node is not None]
    words = (path for node in nodes if isinstance(node, Text) for path in node.inputs)
    return {node.path for node in nodes} | set(words)
