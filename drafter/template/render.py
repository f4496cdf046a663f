"""Renders a report: compiled template code, passes, proofs; bytes out, nothing written."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import TemplateError
from lxml import etree

from drafter.diagnostics import Diagnostic, Location, Severity
from drafter.figures.nodes import Group
from drafter.template.context import Gap, Run, TemplateUseError, nearest, view
from drafter.template.environment import RUN_KEY
from drafter.template.lift import Tag, tag_at_line
from drafter.template.loader import PreparedPart, ReportTemplate
from drafter.template.package import parse, write_package
from drafter.template.passes import PassResult, PrintedFigure, renew_ids, run_passes
from drafter.template.printing import UnprintableError
from drafter.template.proofs import (
    bad_values,
    changed_values,
    leftover_tags,
    lost_words,
    structure_problems,
)
from drafter.template.sites import Site
from drafter.template.words import rendered_words

_TEMPLATE_FAULTS = (
    TemplateUseError, TemplateError, UnprintableError, TypeError, ArithmeticError, RecursionError,
)  # fmt: skip
_UNDEFINED = re.compile("'(.*)' is undefined")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document with what was printed where, and the input that it still waits for."""

    document: bytes | None
    printed: tuple[PrintedFigure, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Diagnostic, ...]


class _Locator:
    """Knows which tag of which part is being rendered, from the running code itself."""

    def __init__(self) -> None:
        self.part: PreparedPart | None = None

    def __call__(self) -> Site | None:
        """Return the place of the tag that is being rendered now."""
        if self.part is None:
            return None
        frame = sys._getframe()
        while frame is not None and frame.f_code.co_filename != self.part.code_name:
            frame = frame.f_back  # type: ignore[assignment]
        if frame is None:
            return None
        line = self.part.template.get_corresponding_lineno(frame.f_lineno)
        tag = tag_at_line(self.part.tags, line)
        return None if tag is None else tag.site


def render(template: ReportTemplate, data: Group, year: int) -> Rendered:
    """Return the report for the assembled data; template faults and failed proofs are findings.

    A document comes back even when input is missing: gaps stand in it as 【待补：…】, and it is
    for the caller to decide whether such a draft may be saved.
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
        return Rendered(None, (), tuple(run.gaps.values()), tuple(faults))
    return _finish(template, texts, run)


def plain_words(template: ReportTemplate, data: Group, year: int) -> str:
    """Return the words that the template makes of the data: no document, no proofs.

    Faults are left to `render`, which finds them again and says where they are.
    """
    _, context = new_run(template, data, year, lambda: None)
    try:
        return "".join(rendered_words(part.template.render(context)) for part in template.parts)
    except _TEMPLATE_FAULTS:
        return ""


def new_run(
    template: ReportTemplate, data: Group, year: int, locate: Callable[[], Site | None]
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
        return part.template.render(context), None
    except _TEMPLATE_FAULTS as error:
        if isinstance(error, TypeError) and not _raised_in(error, part):
            raise
        return "", _fault(error, part, template, context)


def _raised_in(error: Exception, part: PreparedPart) -> bool:
    """Return whether template code itself raised, rather than code of ours below it."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and frames[-1].filename == part.code_name


def _fault(
    error: Exception, part: PreparedPart, template: ReportTemplate, context: Mapping[str, object]
) -> Diagnostic:
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == part.code_name and frame.lineno is not None
    ]
    tag: Tag | None = tag_at_line(part.tags, lines[-1]) if lines else None
    place = part.title if tag is None else f"{tag.site}，“{tag.text}”"
    where = Location(f"{template.shown_as}/report.docx", place=place)
    return Diagnostic("MB-020", Severity.ERROR, _message(error, context), where)


def _message(error: Exception, context: Mapping[str, object]) -> str:
    if isinstance(error, TemplateUseError | UnprintableError):
        return str(error)
    message = str(error)
    undefined = _UNDEFINED.fullmatch(message)
    if undefined:
        names = [name for name in context if name != RUN_KEY]
        return f"数据里没有“{undefined[1]}”{nearest(undefined[1], names)}"
    return f"标签不能执行（{message}）"


def _finish(template: ReportTemplate, texts: Mapping[str, str], run: Run) -> Rendered:
    """Run the passes over every part, put the file together, read it back and prove it."""
    problems: list[str] = []
    roots: dict[str, etree._Element] = {}
    results: dict[str, PassResult] = {}
    for name, text in texts.items():
        roots[name] = parse(text.encode())
        results[name] = run_passes(roots[name], run.log.entries)
    renew_ids(list(roots.values()))
    changed = {
        name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, root in roots.items()
    }
    package = template.package.with_parts(changed)
    problems += structure_problems(package)
    for name, text in texts.items():
        lost = lost_words(text, results[name].removed, parse(changed[name]))
        if lost:
            problems.append(f"部件 {name} 的文字与渲染结果不符：{lost}")
        problems += leftover_tags(text)
    printed = {i: p for result in results.values() for i, p in result.printed.items()}
    words = {i: w for result in results.values() for i, w in result.words.items()}
    problems += changed_values(run.log.entries, words)
    problems += bad_values(run.log.entries)
    where = Location(f"{template.shown_as}/report.docx")
    findings = tuple(
        Diagnostic("MB-030", Severity.ERROR, f"成品核对未通过：{problem}", where)
        for problem in problems
    )
    return Rendered(
        None if findings else write_package(package),
        tuple(printed[i] for i in sorted(printed)),
        tuple(run.gaps.values()),
        findings,
    )
