"""Renders a report: compiled template code, final form, proofs; bytes out, nothing written."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import repeat, takewhile
from typing import TYPE_CHECKING, cast

from jinja2 import TemplateError

from drafter import __version__
from drafter.diagnostics import Diagnostic, Location, Place, Severity
from drafter.figures.nodes import Flag, Group, Text, children_of
from drafter.template.contents import Entry, with_contents
from drafter.template.contents_proofs import wrong_contents
from drafter.template.context import View, view
from drafter.template.environment import RUN_KEY
from drafter.template.faults import Fault, Problem, diagnostics, located
from drafter.template.figures import (
    ChartValues,
    Paragraph,
    PrintedFigure,
    chart_figures,
    paragraphs_of,
    printed_figures,
)
from drafter.template.finish import Finished, finish
from drafter.template.ids import renew_ids
from drafter.template.loader import PreparedPart, ReportTemplate
from drafter.template.package import (
    DECLARATION,
    parse,
    serialised,
    stored_parts,
    write_package,
)
from drafter.template.printing import Printed, UnprintableError
from drafter.template.proofs import (
    bad_values,
    changed_values,
    dangling_relations,
    leftover_tags,
    lost_words,
    marks_left,
    structure_problems,
)
from drafter.template.properties import CORE, NOTHING_SAID, About, core_properties
from drafter.template.receipt import receipt_of, with_receipt
from drafter.template.run import Gap, Run, TemplateUseError, nearest
from drafter.template.sequences import numbered
from drafter.template.tables import fit_grids
from drafter.template.tags import Tag
from drafter.template.words import rendered_words

if TYPE_CHECKING:
    from drafter.template.charts.charted import Charted
    from drafter.template.charts.settle import Unplottable

MAX_CHARACTERS = 20_000_000
"""How much text of a part may be rendered: loops in loops multiply what stands in them."""

_TEMPLATE_FAULTS = (
    TemplateUseError, TemplateError, UnprintableError, TypeError, ArithmeticError, RecursionError,
)  # fmt: skip
_UNDEFINED = re.compile("'(.*)' is undefined")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document with what was printed where, and the input that it still waits for."""

    document: bytes | None
    printed: tuple[Printed, ...]
    """All values that were printed, in the order of printing."""
    parts: Mapping[str, Finished]
    gaps: tuple[Gap, ...]
    findings: tuple[Diagnostic, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    """正文, 页眉 … by the name of the part."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """Outline levels of the paragraph styles, for places in the document."""
    charts: tuple[ChartValues, ...] = ()
    contents: tuple[Entry, ...] = ()
    """What the table of contents lists."""

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Return every paragraph of the document with its place and words."""
        return [
            paragraph
            for name, part in self.parts.items()
            for paragraph in paragraphs_of(name, self.titles[name], part, self.levels)
        ]

    @property
    def figures(self) -> list[PrintedFigure]:
        """Return every printed value with its paragraph and span."""
        found = [
            figure
            for name, part in self.parts.items()
            for figure in printed_figures(name, part, self.printed)
        ]
        for name in {chart.part: None for chart in self.charts}:
            charts = (chart for chart in self.charts if chart.part == name)
            found += chart_figures(self.parts[name], self.printed, charts)
        return found


class _Locator:
    """Knows which tag of which part is being rendered, from the running code itself."""

    def __init__(self) -> None:
        self.part: PreparedPart | None = None

    def __call__(self) -> Place | None:
        """Return the place of the tag that is being rendered now."""
        if self.part is None:
            return None
        frame = sys._getframe()
        while frame is not None and frame.f_code.co_filename != self.part.code_name:
            frame = frame.f_back  # type: ignore[assignment]
        if frame is None:
            return None
        tag = self.part.tag_at(frame.f_lineno)
        return None if tag is None else tag.place


def render(
    template: ReportTemplate, data: Group, year: int, about: About = NOTHING_SAID
) -> Rendered:
    """Return the report for the assembled data; template faults and failed proofs are findings.

    A document comes back even when input is missing: gaps stand in it as 【待补：…】, and it is
    for the caller to decide whether such a draft may be saved. `about` goes into its properties.
    """
    locator = _Locator()
    run, context = new_run(template, data, year, locator)
    texts: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for part in template.parts:
        locator.part = part
        rendered, fault = render_part(part, context, template)
        if fault is not None:
            faults.append(fault)
        texts[part.name] = rendered
    if faults:
        return Rendered(None, (), {}, tuple(run.gaps.values()), tuple(faults))
    return _finish(template, texts, run, about)


def plain_words(template: ReportTemplate, data: Group, year: int) -> str:
    """Return the words that the template makes of the data: no document, no proofs.

    Faults are left to `render`, which finds them again and says where they are.
    """
    _, context = new_run(template, data, year, lambda: None)
    try:
        return "".join(rendered_words(text_of_part(part, context)) for part in template.parts)
    except _TEMPLATE_FAULTS:
        return ""


def new_run(
    template: ReportTemplate, data: Group, year: int, locate: Callable[[], Place | None]
) -> tuple[Run, dict[str, object]]:
    """Return the state of a rendering and what its code sees."""
    run = Run(template.manifest, year, locate)
    context = {name: view(node, run) for name, node in data.items.items()}
    return run, {**context, RUN_KEY: run}


def render_part(
    part: PreparedPart, context: Mapping[str, object], template: ReportTemplate
) -> tuple[str, Diagnostic | None]:
    """Return the text that the code of a part gives, or the fault that stopped it."""
    try:
        return text_of_part(part, context), None
    except Exception as error:
        fault = _fault(error, part, template, context)
        ours = isinstance(error, TypeError) and not _raised_in(error, part)
        if ours or not isinstance(error, _TEMPLATE_FAULTS):
            error.add_note(f"{fault.where}")  # a defect of the program: it still has a place
            raise
        return "", fault


def text_of_part(part: PreparedPart, context: Mapping[str, object]) -> str:
    """Return the text that the code of a part gives; raise what it raises, or where it is endless.

    What jinja itself does around this rewrites tracebacks, which the locating here does better.
    """
    run = context[RUN_KEY]
    if isinstance(run, Run):
        run.seams = part.seams
    running = part.template.root_render_func(part.template.new_context(dict(context)))
    pieces = cast("Generator[str]", running)
    kept, size = [], 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size > MAX_CHARACTERS:
            # Thrown into the running code, so that the fault stands at the tag that prints.
            pieces.throw(TemplateUseError(f"印出的内容超过 {MAX_CHARACTERS} 个字符，不再继续"))
    return "".join(kept)


def _raised_in(error: Exception, part: PreparedPart) -> bool:
    """Return whether template code itself raised, or jinja for it, rather than code of ours."""
    *_, (last, _) = traceback.walk_tb(error.__traceback__)
    by_jinja = last.f_globals.get("__name__", "").startswith("jinja2.")
    return by_jinja or last.f_code.co_filename == part.code_name


def _fault(
    error: Exception, part: PreparedPart, template: ReportTemplate, context: Mapping[str, object]
) -> Diagnostic:
    """Return the fault at its tag, with the rows of the loops that it happened in."""
    frames = [
        (frame, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == part.code_name
    ]
    tag: Tag | None = None
    rows: list[View] = []
    if frames:
        frame, line = frames[-1]
        tag = part.tag_at(line)
        rows = [] if tag is None else _rows_around(tag, part.tags, frame.f_locals)
    message, hint = _message(error, context)
    if rows:
        message = f"{message}（{'、'.join(map(_row_name, rows))}）"
    where = Location(template.document, inside=Place(part=part.title) if tag is None else tag.place)
    path = () if not rows or isinstance(rows[-1].node, Flag) else rows[-1].node.path
    return Diagnostic("MB-020", Severity.ERROR, message, where, hint, path)


_LOOP = re.compile(r"for\s+(\w+)")


def _rows_around(tag: Tag, tags: Sequence[Tag], variables: Mapping[str, object]) -> list[View]:
    """Return the rows that the loops around a tag are at, the outermost first.

    jinja numbers the variables of its code by the loop that they belong to; among them are the
    names of the data that a loop makes use of, which are no rows.
    """
    names: list[str] = []
    for other in takewhile(lambda t: t is not tag, tags):
        loop = None if other.is_print else _LOOP.match(other.inner)
        if loop is not None:
            names.append(loop[1])
        elif other.inner == "endfor" and not other.is_print:
            names.pop()
    values = (variables.get(f"l_{depth}_{name}") for depth, name in enumerate(names, start=1))
    found = [value for value in values if isinstance(value, View)]
    return [row for row in found if not isinstance(row.node, Flag) and row.node.path]


def _row_name(row: View) -> str:
    """Return a row as its path, and its name where it has one."""
    name = children_of(row.node).get("名称")
    words = name.plain if isinstance(name, Text) else ""
    return f"{row.label}“{words}”" if words else row.label


def _message(error: Exception, context: Mapping[str, object]) -> tuple[str, str]:
    if isinstance(error, TemplateUseError):
        return str(error), error.hint
    if isinstance(error, UnprintableError):
        return str(error), ""
    undefined = _UNDEFINED.fullmatch(str(error))
    if undefined:
        names = [name for name in context if name != RUN_KEY]
        return f"数据里没有“{undefined[1]}”", nearest(undefined[1], names)
    return f"标签不能执行（{type(error).__name__}）", "请把模板和数据发给程序维护者"


OURS = "MB-031"
"""Id of a failed proof that no template and no input can be the cause of."""
_THEIRS = "MB-030"


def _finish(template: ReportTemplate, texts: Mapping[str, str], run: Run, about: About) -> Rendered:
    """Bring every part into its final form, put the file together, read it back and prove it."""
    log = run.log
    charted = _charted(template, texts, log.entries)
    texts = numbered(texts if charted is None else charted.texts)
    finished = {p.name: finish(texts[p.name], log.entries, p.seams) for p in template.parts}
    entries: tuple[Entry, ...] = ()
    if template.outline is not None:
        body = template.parts[0].name
        finished[body], entries = with_contents(finished[body], template.outline)
    # Only now, so that cells merge whose ids alone differ, and the proof sees what this changes.
    final = renew_ids({name: part.text for name, part in finished.items()})
    changed = {p.name: part_bytes(final[p.name], p) for p in template.parts}
    told = with_receipt(receipt_of(template.manifest.id, __version__, final.values()))
    package = template.package if charted is None else charted.package
    about_it = {CORE: core_properties(about), **told}
    document = write_package(package.with_parts({**changed, **about_it}))
    stored = stored_parts(document, changed)
    findings = [
        finding
        for part in template.parts
        for finding in _proved(
            template,
            part,
            texts[part.name],
            stored[part.name],
            finished[part.name],
            part.relations if charted is None else charted.relations.get(part.name, part.relations),
        )
    ]
    in_charts = set[int]() if charted is None else charted.entries
    wrong = [*changed_values(log, finished.values(), in_charts), *bad_values(log.entries)]
    wrong += () if charted is None else charted.faults(document)
    findings += _failed(template, OURS, map(Fault, wrong, repeat(Place())))
    findings += () if charted is None else map(partial(_unplottable, template), charted.problems)
    return Rendered(
        None if findings else document,
        tuple(log.entries),
        finished,
        tuple(run.gaps.values()),
        tuple(findings),
        {part.name: part.title for part in template.parts},
        template.levels,
        () if charted is None else tuple(charted.values),
        entries,
    )


def _charted(
    template: ReportTemplate, texts: Mapping[str, str], entries: Sequence[Printed]
) -> Charted | None:
    """Return the texts with their charts settled; None where the template has no charts."""
    charts = {part.name: part.charts for part in template.parts}
    if not any(charts.values()):
        return None
    from drafter.template.charts.charted import charted

    return charted(template.package, charts, texts, entries)


def _unplottable(template: ReportTemplate, problem: Unplottable) -> Diagnostic:
    where = Location(template.document, inside=problem.chart.place)
    node = problem.entry.node
    path = () if node is None else node.path
    return Diagnostic("MB-021", Severity.ERROR, problem.message, where, problem.hint, path)


def part_bytes(text: str, part: PreparedPart) -> bytes:
    """Return a part as it is stored; where cells came or went, grids follow."""
    blob = DECLARATION + text.encode()
    if not part.lifts_cells:
        return blob
    root = parse(blob)
    fit_grids(root)
    return serialised(root)


def _proved(  # noqa: PLR0917
    template: ReportTemplate,
    part: PreparedPart,
    text: str,
    stored: bytes,
    finished: Finished,
    relations: frozenset[str],
) -> list[Diagnostic]:
    """Return what is wrong with a finished part, read back from the file, at its places."""
    root = parse(stored)
    theirs = [*structure_problems(root), *dangling_relations(root, relations)]
    ours = [*lost_words(text, finished.removed, root), *marks_left(stored, root)]
    ours += map(Problem, leftover_tags(text))
    ours += [] if template.outline is None else wrong_contents(root, template.outline)
    title = f"成品的{part.title}"  # the template has fewer paragraphs
    return [
        finding
        for rule, problems in ((_THEIRS, theirs), (OURS, ours))
        for finding in _failed(template, rule, located(problems, root, title, template.levels))
    ]


def _failed(template: ReportTemplate, rule: str, faults: Iterable[Fault]) -> list[Diagnostic]:
    named = (replace(fault, message=f"成品核对未通过：{fault.message}") for fault in faults)
    return diagnostics(rule, template.document, named)
