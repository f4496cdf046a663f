"""Loads a report template: lint before anything is rendered, prepare once, keep by content."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from docx.opc.exceptions import PackageNotFoundError
from jinja2 import Template, TemplateError

from drafter.diagnostics import Diagnostic, Location, Severity
from drafter.template.engine import FencedTemplate
from drafter.template.environment import FencedEnvironment
from drafter.template.lift import LiftedPart, Tag, lift_part
from drafter.template.lint import Options, tag_faults
from drafter.template.manifest import Manifest, load_manifest
from drafter.template.package import (
    Package,
    PackageError,
    parse,
    read_package,
    templated_parts,
    without_comments,
)
from drafter.template.proofs import (
    final_words,
    malformed_parts,
    structure_problems,
    unreached_tags,
)
from drafter.template.sites import Site, heading_levels
from drafter.template.words import rendered_words

DOCUMENT = "report.docx"
_PART_STRIDE = 1_000_000  # more than a part has paragraphs: places sort by part, then paragraph
MANIFEST = "template.yaml"


@dataclass(frozen=True, slots=True)
class PreparedPart:
    """A part of the Word file, compiled: rendering it is one function call."""

    name: str
    title: str
    tags: list[Tag]
    template: Template
    code_name: str


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A template ready to render any number of department-years."""

    folder: Path
    shown_as: str
    manifest: Manifest
    package: Package
    parts: tuple[PreparedPart, ...]
    fingerprint: str


def finished_report(template: ReportTemplate) -> list[Diagnostic]:
    """Return a fault where no tag prints any data: what it would give is somebody's report."""
    if any(tag.is_print for part in template.parts for tag in part.tags):
        return []
    message = "模板里没有一个印出数据的标签，像是一份已经写好的报告"
    return [_finding("MB-005", message, Location(f"{template.shown_as}/{DOCUMENT}"))]


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A template, or the faults that keep it from being used."""

    template: ReportTemplate | None
    findings: tuple[Diagnostic, ...]


_PREPARED: dict[tuple[str, str], LoadResult] = {}


def load_template(folder: Path, shown_as: str) -> LoadResult:
    """Return the prepared template of a folder; a fault-free one is kept by its content."""
    manifest_result = load_manifest(folder / MANIFEST, f"{shown_as}/{MANIFEST}")
    document = folder / DOCUMENT
    file = f"{shown_as}/{DOCUMENT}"
    try:
        blob = document.read_bytes()
    except OSError:
        missing = _finding("MB-002", f"读不到模板文件 {DOCUMENT}", Location(file))
        return LoadResult(None, (*manifest_result.findings, missing))
    fingerprint = _fingerprint(blob, folder / MANIFEST)
    kept = _PREPARED.get((str(folder), shown_as))
    if kept is not None and kept.template is not None and kept.template.fingerprint == fingerprint:
        return kept
    manifest = manifest_result.manifest
    options = None if manifest is None else manifest.options
    parts, package, findings = _prepare(blob, file, options)
    findings = (*manifest_result.findings, *findings)
    if manifest is None or package is None or any(f.is_error for f in findings):
        return LoadResult(None, findings)
    template = ReportTemplate(folder, shown_as, manifest, package, parts, fingerprint)
    result = LoadResult(template, findings)
    _PREPARED[str(folder), shown_as] = result
    return result


def _fingerprint(document: bytes, manifest: Path) -> str:
    """Return a name for the content of a template; a missing manifest has its own."""
    try:
        described = manifest.read_bytes()
    except OSError:
        described = b""
    return hashlib.sha256(hashlib.sha256(document).digest() + described).hexdigest()


def _finding(rule: str, message: str, where: Location, hint: str = "") -> Diagnostic:
    return Diagnostic(rule, Severity.ERROR, message, where, hint)


def _prepare(
    blob: bytes, file: str, options: Options | None
) -> tuple[tuple[PreparedPart, ...], Package | None, tuple[Diagnostic, ...]]:
    where = Location(file)
    try:
        package = read_package(blob)
    except PackageError as error:
        return (), None, (_finding("MB-002", str(error), where),)
    malformed = malformed_parts(package)
    if malformed:
        return (), None, tuple(_finding("MB-003", problem, where) for problem in malformed)
    try:
        FencedTemplate.opened(blob)
    except (PackageNotFoundError, KeyError, ValueError, AttributeError):
        return (), None, (_finding("MB-002", "Word 文件结构不完整", where),)
    package = without_comments(package)
    problems = [*structure_problems(package, tags_allowed=True), *unreached_tags(package)]
    findings = [_finding("MB-003", problem, where) for problem in problems]
    environment = FencedEnvironment()
    styles = package.parts.get("word/styles.xml")
    levels = heading_levels(parse(styles)) if styles else {}
    prepared: list[PreparedPart] = []
    titles = _titles(templated_parts(package))
    for name, title in titles.items():
        root = parse(package.parts[name])
        part = lift_part(root, title, levels)
        faults = list(part.faults)
        found = tag_faults(part, environment, options)
        faults += [(problem, tag.site, tag.text) for problem, tag in found]
        start = len(prepared) * _PART_STRIDE
        findings += [_tag_finding(file, start, fault) for fault in dict.fromkeys(faults)]
        if faults:
            continue
        findings += _conservation(part, name, file)
        try:
            prepared.append(_compile(part, name, title, environment))
        except (TemplateError, SyntaxError, RecursionError, MemoryError) as error:
            place = Location(file, place=title)
            findings.append(_finding("MB-010", f"标签嵌套过深，不能执行（{error}）", place))
    return tuple(prepared), package, tuple(findings)


def _titles(parts: Mapping[str, str]) -> dict[str, str]:
    """Return the parts with their titles; headers and footers are numbered where there are more."""
    counts = Counter(parts.values())
    seen: Counter[str] = Counter()
    titles = {}
    for name, title in parts.items():
        seen[title] += 1
        titles[name] = f"{title}{seen[title]}" if counts[title] > 1 else title
    return titles


def _tag_finding(file: str, start: int, fault: tuple[str, Site, str]) -> Diagnostic:
    problem, site, text = fault
    where = Location(file, order=start + site.ordinal, place=f"{site}，“{text}”")
    return _finding("MB-010", problem, where)


def _conservation(part: LiftedPart, name: str, file: str) -> list[Diagnostic]:
    """Prove that lifting kept every word: the tags taken out of both leave the same text."""
    bare = "".join(part.segments)
    words = final_words(parse(bare.encode()))
    if words == part.static_before == rendered_words(bare):
        return []
    message = f"准备模板时部件 {name} 的文字有变化，模板不能使用"
    return [_finding("MB-004", message, Location(file))]


def _compile(
    part: LiftedPart, name: str, title: str, environment: FencedEnvironment
) -> PreparedPart:
    code_name = f"<{name}>"
    code: CodeType = environment.compile(part.source, name, code_name)
    template = Template.from_code(environment, code, {})
    return PreparedPart(name, title, part.tags, template, code_name)
