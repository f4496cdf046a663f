"""Prepares a template: opened with suspicion, linted whole, lifted, compiled.

Every check that can still run does, so that one run reports all faults of all parts.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from docx.opc.exceptions import PackageNotFoundError
from jinja2 import TemplateError
from lxml import etree

from drafter.diagnostics import Diagnostic, Place, Severity
from drafter.resources import DOCUMENT
from drafter.scoring.system import Systems
from drafter.statements.definition import Listed
from drafter.template.charts.drawn import charts_of, part_problems
from drafter.template.charts.fitness import chart_faults
from drafter.template.charts.sketches import without_data
from drafter.template.contents_faults import contents_faults
from drafter.template.contents_field import contents_fields, switches_of, with_empty_contents
from drafter.template.contract import Type, with_options, with_statements, with_systems
from drafter.template.engine import FencedTemplate
from drafter.template.environment import FencedEnvironment
from drafter.template.faults import Fault, diagnostics, located
from drafter.template.hygiene import active_elements, field_faults
from drafter.template.indicators import IndicatorsResult
from drafter.template.lift import LiftedPart, lift_part
from drafter.template.lint import Known, lint
from drafter.template.loader import Prepared, PreparedPart
from drafter.template.manifest import ManifestResult
from drafter.template.outline import Outline, read_outline
from drafter.template.package import (
    Package,
    PackageError,
    R,
    content_types,
    is_xml,
    malformed_parts,
    other_parts,
    parse,
    qn,
    read_package,
    relation_problems,
    relations_of,
    templated_parts,
    without_comments,
)
from drafter.template.proofs import dangling_relations, final_words, structure_problems
from drafter.template.properties import without_traces
from drafter.template.sites import heading_levels, paragraphs_with_places, place_near
from drafter.template.statement_tables import column_problems, drawn
from drafter.template.statements import StatementsResult, listed_statements, undrawn
from drafter.template.words import rendered_words

_PART_STRIDE = 1_000_000  # more than a part has paragraphs: places sort by part, then paragraph
_TAG = re.compile(r"\{\{|\{%")


@dataclass(slots=True)
class _Found:
    """Findings on the Word file so far."""

    findings: list[Diagnostic] = field(default_factory=list)

    def add(self, rule: str, faults: Iterable[Fault]) -> None:
        """Keep the faults as findings of the given id."""
        self.findings += diagnostics(rule, DOCUMENT, faults)

    def say(self, rule: str, messages: Iterable[str]) -> None:
        """Keep findings on the file as a whole."""
        self.add(rule, (Fault(message, Place()) for message in messages))


def prepare(
    read: ManifestResult,
    document: bytes | None,
    contract: Type | None,
    indicators: IndicatorsResult | None = None,
    statements: StatementsResult | None = None,
) -> Prepared:
    """Return a template with all its faults: its description as read, and its Word file."""
    manifest, found = read.manifest, _Found(list(read.findings))
    listed, unlisted = listed_statements(manifest, statements)
    found.findings += unlisted
    systems = Systems() if indicators is None else indicators.systems
    found.findings += () if indicators is None else indicators.findings
    options = None if manifest is None else manifest.options
    fields = None if contract is None else with_options(contract, options)
    # What a faulty indicator system or file of statements would give is not known: tags are not
    # held against it.
    faulty = indicators is not None and any(f.is_error for f in indicators.findings)
    if statements is not None and not statements.is_read:
        fields = None
    if fields is not None and manifest is not None and not faulty:
        fields = with_statements(with_systems(fields, systems), listed)
    known = Known(options, None if manifest is None else tuple(manifest.changes), fields)
    package = _opened(document, found)
    if package is None:
        return Prepared(manifest, None, (), {}, tuple(found.findings), systems, listed)
    levels = _levels(package)
    found.add("MB-003", _tags_elsewhere(package))
    parts = []
    for number, (name, title) in enumerate(part_titles(package).items()):
        where = _Part(package, name, title, levels, number * _PART_STRIDE, listed)
        part = where.prepared(known, found)
        if part is not None:
            parts.append(part)
    # A loop over another name is told at its tag.
    if manifest is not None and not any(finding.is_error for finding in found.findings):
        names = set().union(*(drawn(parse(package.parts[name])) for name in part_titles(package)))
        found.findings += undrawn(manifest, names)
    outline, told = _outline(package), tuple(found.findings)
    filled = {one.drawn.part for p in parts for one in p.charts if one.units is not None}
    bare = without_traces(without_data(package, filled))
    return Prepared(manifest, bare, tuple(parts), levels, told, systems, listed, outline)


def _opened(document: bytes | None, found: _Found) -> Package | None:
    """Return the package, comments left out; None where nothing can be made of the file."""
    if document is None:
        found.say("MB-002", [f"读不到模板文件 {DOCUMENT}"])
        return None
    try:
        package = read_package(document)
    except PackageError as error:
        found.say("MB-002", [str(error)])
        return None
    malformed = malformed_parts(package)
    if not malformed:
        kinds = content_types(package)
        malformed = [
            f"部件 {name} 的名称应以 .xml 结尾"
            for name, kind in kinds.items()
            if kind.endswith("+xml") and not is_xml(name)
        ]
    if malformed:
        found.say("MB-003", malformed)
        return None
    problems = list(_relation_faults(package))
    # Objects have relations, which have been told; some hide behind another kind of relation.
    problems += [] if problems else _active_faults(package)
    found.add("MB-006", problems)
    try:
        FencedTemplate.opened(document)
    except (PackageNotFoundError, KeyError, ValueError, AttributeError):
        if not problems:  # which would be the cause
            found.say("MB-002", ["Word 文件结构不完整"])
        return None
    bare, body = without_comments(package), _body_of(package)
    found.add("MB-012", _contents_faults(bare, body))
    return with_empty_contents(bare, body)


def _body_of(package: Package) -> str:
    return next(iter(templated_parts(package)))


def _contents_faults(package: Package, body: str) -> Iterator[Fault]:
    if b"TOC" in package.parts[body].upper():
        outline = read_outline(package)
        yield from contents_faults(
            parse(package.parts[body]), outline, templated_parts(package)[body]
        )


def _outline(package: Package) -> Outline | None:
    """Return what tells the headings, where the document has a table of contents to be written."""
    fields = contents_fields(parse(package.parts[_body_of(package)]))
    listed = any(switches_of(field.code) is not None for field in fields)
    return read_outline(package) if listed else None


def _levels(package: Package) -> Mapping[str, int]:
    styles = package.parts.get("word/styles.xml")
    return heading_levels(parse(styles)) if styles else {}


def _relation_faults(package: Package) -> Iterator[Fault]:
    """Yield what is wrong with relations, each where the document uses it."""
    titles, others = part_titles(package), other_parts(package)
    for part, id_, problem in (*relation_problems(package), *part_problems(package)):
        place = Place(part=others.get(part, ""))
        if part in titles:
            order = list(titles).index(part) * _PART_STRIDE
            root = parse(package.parts[part])
            places = dict(paragraphs_with_places(root, titles[part], _levels(package), order))
            user = next((node for node in root.iter() if _uses(node, id_)), root)
            place = place_near(user, places) or Place(order, titles[part])
        yield Fault(problem, place)


def placed_paragraphs(package: Package) -> Iterator[tuple[str, int, etree._Element, Place]]:
    """Yield each paragraph with its part, its number in that, and its place as findings have it."""
    levels = _levels(package)
    for turn, (name, title) in enumerate(part_titles(package).items()):
        root = parse(package.parts[name])
        numbers = {paragraph: number for number, paragraph in enumerate(root.iter(qn("p")))}
        found = paragraphs_with_places(root, title, levels, turn * _PART_STRIDE)
        yield from ((name, numbers[paragraph], paragraph, place) for paragraph, place in found)


def _uses(node: etree._Element, id_: str) -> bool:
    return any(str(k).startswith(f"{{{R}}}") and v == id_ for k, v in node.attrib.items())


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the Word file on its way to be prepared."""

    package: Package
    name: str
    title: str
    levels: Mapping[str, int]
    order: int
    listed: tuple[Listed, ...]

    def prepared(self, known: Known, found: _Found) -> PreparedPart | None:
        """Return the part, compiled; None, with its faults found, where it cannot be used."""
        targets = {r.id: r.target for r in relations_of(self.package, self.name)}
        relations = frozenset(targets)
        root = parse(self.package.parts[self.name])
        problems = [*structure_problems(root, tags_allowed=True)]
        problems += dangling_relations(root, relations)
        found.add("MB-003", located(problems, root, self.title, self.levels, self.order))
        found.add("MB-010", self.tags_in_addresses(root, targets))
        drawn = column_problems(root, self.listed)
        found.add("MB-010", located(drawn, root, self.title, self.levels, self.order))
        charts = charts_of(self.package, self.name)
        lifted = lift_part(root, self.title, self.levels, self.order, charts)
        environment = FencedEnvironment()
        faults = [*lifted.faults, *lint(lifted, environment, known).faults]
        found.add("MB-010", faults)
        unfit = list(chart_faults(self.package, lifted.charts))
        found.add("MB-011", unfit)
        faults += unfit
        if problems or any(fault.severity is Severity.ERROR for fault in faults):
            return None
        found.say("MB-004", _conservation(lifted, self.title))
        try:
            code = environment.compile(lifted.source, self.name, f"<{self.name}>")
        except (TemplateError, SyntaxError, RecursionError, MemoryError):
            found.add("MB-010", [Fault("标签嵌套过深，不能执行", Place(part=self.title))])
            return None
        tags = tuple(lifted.tags)
        return PreparedPart(
            self.name, self.title, tags, code, lifted.seams, relations, tuple(lifted.charts)
        )

    def tags_in_addresses(
        self, root: etree._Element, targets: Mapping[str, str]
    ) -> Iterator[Fault]:
        """Yield tags in the addresses of links, where Word writes their signs as %7B."""
        tagged = {id_: _TAG.search(unquote(target)) for id_, target in targets.items()}
        if not any(tagged.values()):
            return
        places = dict(paragraphs_with_places(root, self.title, self.levels, self.order))
        for id_, tag in tagged.items():
            user = next((node for node in root.iter() if _uses(node, id_)), root)
            if tag:
                place = place_near(user, places) or Place(self.order, self.title)
                words = tag.string[tag.start() :][:30]
                yield Fault("链接的地址里不能放标签，会照原样留着", place.about(words))


def part_titles(package: Package) -> dict[str, str]:
    """Return the templated parts with their titles, told apart where there are more of a kind.

    Headers and footers are named as Word names them, by section and by the pages they are for.
    """
    parts = templated_parts(package)
    body = next(iter(parts), None)
    uses = {} if body is None else _uses_of_headers(package, body)
    named = {name: f"{uses.get(name, '')}{title}" for name, title in parts.items()}
    counts = Counter(named.values())
    seen: Counter[str] = Counter()
    titles = {}
    for name, title in named.items():
        seen[title] += 1
        titles[name] = f"{title}{seen[title]}" if counts[title] > 1 else title
    return titles


_PAGES = {"first": "首页", "even": "偶数页", "default": ""}


def _uses_of_headers(package: Package, body: str) -> dict[str, str]:
    """Return for each header and footer the first section and the pages that it is for."""
    folder = posixpath.dirname(body)
    targets = {r.id: posixpath.join(folder, r.target) for r in relations_of(package, body)}
    sections = list(parse(package.parts[body]).iter(qn("sectPr")))
    uses: dict[str, str] = {}
    for number, section in enumerate(sections, start=1):
        for reference in section.iter(qn("headerReference"), qn("footerReference")):
            target = targets.get(reference.get(f"{{{R}}}id", ""), "")
            pages = _PAGES.get(reference.get(qn("type"), "default"), "")
            first = f"第{number}节" if len(sections) > 1 else ""
            uses.setdefault(target.lstrip("/"), f"{first}{pages}")
    return uses


def _active_faults(package: Package) -> Iterator[Fault]:
    """Yield objects, embedded documents and what reaches out of the file, in any part."""
    levels = _levels(package)
    for number, (name, title) in enumerate(part_titles(package).items()):
        root, order = parse(package.parts[name]), number * _PART_STRIDE
        places = dict(paragraphs_with_places(root, title, levels, order))
        yield from active_elements(root, places, Place(order, title))
    for name, title in other_parts(package).items():
        root = parse(package.parts[name])
        yield from active_elements(root, {}, Place(part=title))
        yield from field_faults(root, {}, Place(part=title))


def _tags_elsewhere(package: Package) -> Iterator[Fault]:
    """Yield tags in parts that are never rendered, such as the document's properties."""
    message = "标签只能放在正文、页眉、页脚、脚注和尾注里，放在这里会照原样留着"
    for number, (name, title) in enumerate(other_parts(package).items()):
        if b"{" not in package.parts[name]:
            continue
        for node in parse(package.parts[name]).iter(etree.Element):
            for text in (node.text or "", *map(str, node.attrib.values())):
                if _TAG.search(text):
                    order = (len(package.parts) + number) * _PART_STRIDE
                    yield Fault(message, Place(order, title, tag=text.strip()[:30]))


def _conservation(part: LiftedPart, title: str) -> list[str]:
    """Prove that lifting kept every word: the tags taken out of both leave the same text."""
    bare = "".join(part.segments)
    words = final_words(parse(bare.encode()))
    if words == part.static_before == rendered_words(bare):
        return []
    return [f"准备模板时{title}的文字有变化，模板不能使用"]
