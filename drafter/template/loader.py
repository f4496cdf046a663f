"""Loads a report template: prepared once, kept by content in memory and in the user's cache.

What it takes to prepare one, lint and all, is imported only where it has to be done.
"""

from __future__ import annotations

import marshal
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

from jinja2 import Template

from drafter import resources, store
from drafter.diagnostics import Diagnostic, Place
from drafter.resources import DESCRIPTIONS, DOCUMENT, INDICATORS, MANIFEST, STATEMENTS
from drafter.scoring.system import Systems
from drafter.statements.definition import Listed
from drafter.template.charts.placed import PlacedChart
from drafter.template.environment import FencedEnvironment
from drafter.template.faults import Fault, diagnostics
from drafter.template.manifest import Manifest, ManifestResult
from drafter.template.outline import Outline
from drafter.template.package import Package
from drafter.template.seam import Seams
from drafter.template.tags import Tag, tag_at_line

if TYPE_CHECKING:
    from drafter.template.contract import Type

_IN_MEMORY = 32
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_FIRST_NAMES = re.compile(r"(?<![\w.|])[^\W\d]\w*")


@dataclass(frozen=True)
class PreparedPart:
    """A part of the Word file, compiled: rendering it is one function call."""

    name: str
    title: str
    tags: tuple[Tag, ...]
    code: CodeType
    seams: Seams
    relations: frozenset[str]
    """Ids of the relations that the part has."""
    charts: tuple[PlacedChart, ...] = ()

    @property
    def code_name(self) -> str:
        """Return the file name that the part's code has in tracebacks."""
        return self.code.co_filename

    @cached_property
    def template(self) -> Template:
        """Return the part ready to run."""
        return Template.from_code(FencedEnvironment(), self.code, {})

    @cached_property
    def _lines(self) -> list[tuple[int, int]]:
        """Return lines of the running code, each with the line of the text it was made of.

        jinja reads them off a string whenever it is asked, and a draft asks at every gap.
        """
        return sorted((code, text) for text, code in self.template.debug_info)

    def tag_at(self, line: int) -> Tag | None:
        """Return the tag that a line of the running code was made of."""
        before = bisect_right(self._lines, line, key=itemgetter(0))
        return tag_at_line(self.tags, self._lines[before - 1][1]) if before else None

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names that the tags begin with: fields of the data, and rows of loops."""
        return frozenset(name for _, words in self.inners for name in _FIRST_NAMES.findall(words))

    @cached_property
    def inners(self) -> tuple[tuple[str, str], ...]:
        """Return what stands inside each tag, as typed and without its words in quotes."""
        return tuple((tag.inner, _LITERAL.sub("", tag.inner)) for tag in self.tags)

    @cached_property
    def lifts_cells(self) -> bool:
        """Return whether tables of the part may win or lose columns."""
        return any(tag.kind == "tc" for tag in self.tags)

    def __getstate__(self) -> dict[str, object]:
        """Return the part for the cache: code needs a form of its own, the rest is made anew."""
        kept = {
            name: self.__dict__[name]
            for name in ("name", "title", "tags", "seams", "relations", "charts")
        }
        return {**kept, "code": marshal.dumps(self.code)}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Take the part back from the cache."""
        code = state["code"]
        self.__dict__.update(state)
        self.__dict__["code"] = marshal.loads(code) if isinstance(code, bytes) else code


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that follows from the content of a template's files; file names are bare."""

    manifest: Manifest | None
    package: Package | None
    parts: tuple[PreparedPart, ...]
    levels: Mapping[str, int]
    findings: tuple[Diagnostic, ...]
    systems: Systems = field(default_factory=Systems)
    listed: tuple[Listed, ...] = ()
    outline: Outline | None = None

    @property
    def is_sound(self) -> bool:
        """Return whether the template can be used."""
        found = self.manifest is not None and self.package is not None
        return found and not any(finding.is_error for finding in self.findings)


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A template ready to render any number of department-years."""

    folder: Path
    shown_as: str
    manifest: Manifest
    package: Package
    parts: tuple[PreparedPart, ...]
    levels: Mapping[str, int]
    """Outline levels of the paragraph styles, for places in the finished document."""
    systems: Systems = field(default_factory=Systems)
    """How departments and projects are scored."""
    listed: tuple[Listed, ...] = ()
    """The statements of the report."""
    outline: Outline | None = None
    """What tells the headings, where the report has a table of contents."""
    key: str = ""
    """What names the content of all files of the template; empty where it was made otherwise."""

    @property
    def document(self) -> str:
        """Return the Word file's name for messages."""
        return f"{self.shown_as}/{DOCUMENT}"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A template, or the faults that keep it from being used; warnings and hints beside it."""

    template: ReportTemplate | None
    findings: tuple[Diagnostic, ...]


def finished_report(template: ReportTemplate) -> list[Diagnostic]:
    """Return a fault where no tag prints any data: what it would give is somebody's report."""
    if any(tag.is_print for part in template.parts for tag in part.tags):
        return []
    message = "模板里没有一个印出数据的标签，像是一份已经写好的报告"
    return diagnostics("MB-005", template.document, [Fault(message, Place())])


_PREPARED: dict[str, Prepared] = {}


def load_template(
    folder: Path, shown_as: str, contract: Callable[[], Type] | None = None
) -> LoadResult:
    """Return the prepared template of a folder; a sound one is kept by its content.

    `contract` gives the fields that tags may name. It is called only when a template has to be
    prepared; without it names are held against the data when the template is rendered.
    """
    key, prepared = _prepared(folder, contract)
    findings = tuple(_shown(finding, shown_as) for finding in prepared.findings)
    if prepared.manifest is None or prepared.package is None or not prepared.is_sound:
        return LoadResult(None, findings)
    template = ReportTemplate(
        folder, shown_as, prepared.manifest, prepared.package, prepared.parts, prepared.levels,
        prepared.systems, prepared.listed, prepared.outline, key,
    )  # fmt: skip
    return LoadResult(template, findings)


def load_document(
    path: Path, shown_as: str, contract: Callable[[], Type]
) -> tuple[Diagnostic, ...]:
    """Return the findings on a Word file by itself: options and wordings are not known."""
    from drafter.template.prepare import prepare

    found = prepare(ManifestResult(None, ()), _content(path), contract()).findings
    return tuple(replace(f, where=replace(f.where, file=shown_as)) for f in found)


def _shown(finding: Diagnostic, folder: str) -> Diagnostic:
    where = replace(finding.where, file=f"{folder}/{finding.where.file}")
    return replace(finding, where=where)


def _prepared(folder: Path, contract: Callable[[], Type] | None) -> tuple[str, Prepared]:
    """Return the key of the content of a template, and what follows from that."""
    blobs = {name: _content(folder / name) for name in (DOCUMENT, *DESCRIPTIONS)}
    sources = [b"\0none" if blob is None else b"\0file" + blob for blob in blobs.values()]
    sources.append(b"untyped" if contract is None else b"typed")
    sources.append(resources.data_file(STATEMENTS).read_bytes())

    def make() -> Prepared:
        from drafter.template.manifest_file import load_manifest
        from drafter.template.prepare import prepare

        fields = None if contract is None else contract()
        read = load_manifest(folder / MANIFEST, MANIFEST)
        indicators = statements = None
        if blobs[INDICATORS] is not None:
            from drafter.template.indicators import load_indicators

            indicators = load_indicators(folder / INDICATORS, INDICATORS, fields)
        if blobs[STATEMENTS] is not None or (read.manifest and read.manifest.statements):
            from drafter.template.statements import load_with_built_in

            own = folder / STATEMENTS if blobs[STATEMENTS] is not None else None
            statements = load_with_built_in(own, STATEMENTS, fields)
        return prepare(read, blobs[DOCUMENT], fields, indicators, statements)

    key = store.key_of(*sources)
    known = _PREPARED.get(key)
    if known is not None:
        return key, known

    def is_sound(found: Prepared) -> bool:
        # A description that was edited meanwhile is not the one that names the entry.
        return found.is_sound and all(
            _content(folder / name) == blobs[name] for name in DESCRIPTIONS
        )

    made = store.recall_or_make(Prepared, sources, make, is_sound=is_sound)
    if made.is_sound:
        while len(_PREPARED) >= _IN_MEMORY:
            del _PREPARED[next(iter(_PREPARED))]
        _PREPARED[key] = made
    return key, made


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
