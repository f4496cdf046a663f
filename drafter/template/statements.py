"""Reads definitions of statements: every fault at its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter import resources, store
from drafter.diagnostics import DataPath, Diagnostic, Severity
from drafter.model.values import Words
from drafter.source import SourceTree
from drafter.statements.definition import (
    Block,
    ClassLines,
    Column,
    EconomicLines,
    Holds,
    Line,
    Listed,
    Part,
    Statement,
    SubjectRows,
)
from drafter.template.contract import Type
from drafter.template.kinds import FIGURES, Kind
from drafter.template.manifest import Manifest
from drafter.template.run import nearest
from drafter.template.statements_file import (
    BlockSection,
    ColumnSection,
    PartSection,
    StatementSection,
    StatementsFile,
)
from drafter.template.yaml_faults import problem, read_model

RULE = "MB-008"
"""Id of the findings on a file of definitions."""


@dataclass(frozen=True, slots=True)
class StatementsResult:
    """The definitions by id, with what is wrong with the file.

    A faulty definition is among them, so that what uses it is not told as well.
    """

    statements: Mapping[str, Statement]
    generations: tuple[tuple[int, int, tuple[Listed, ...]], ...] = ()
    """First year, last year and the statements of these years, in their order."""
    findings: tuple[Diagnostic, ...] = ()
    is_read: bool = True
    """Whether the file could be read at all: what it defines is not known otherwise."""


_NAMED = re.compile(r"\{([^{}]*)\}")
_NOTE_NAMES = frozenset({"全称", "年度"})
STATEMENTS_OPTION, PRINTED = "附表", "印表"
"""The option by which a report has its statements, and its choice that draws them."""
BUILT_IN = "statements.yaml"
"""The file of definitions that comes with drafter, in its data; beside a template its own."""


def built_in() -> StatementsResult:
    """Return the definitions that come with drafter."""
    path = resources.data_file(BUILT_IN)
    return store.recall_or_make(
        StatementsResult, [path.read_bytes()], lambda: load_statements(path, BUILT_IN)
    )


def all_printable() -> tuple[Listed, ...]:
    """Return every statement of drafter's own that a report can print."""
    found = built_in().statements.values()
    return tuple(Listed("", each.title, each) for each in found if each.public)


def load_with_built_in(own: Path | None, shown_as: str, contract: Type | None) -> StatementsResult:
    """Return the definitions that come with drafter, those of a template's own file over them.

    Without the contract of fields nothing is said of the paths in that file.
    """
    shared = built_in()
    if own is None:
        return shared
    found = load_statements(own, shown_as, contract)
    return StatementsResult(
        {**shared.statements, **found.statements},
        shared.generations,
        found.findings,
        found.is_read,
    )


def listed_statements(
    manifest: Manifest | None, known: StatementsResult | None
) -> tuple[tuple[Listed, ...], list[Diagnostic]]:
    """Return the statements that a template lists, with faults of its list and of definitions."""
    if manifest is None or known is None:
        return (), []
    listed, findings = [], list(known.findings)
    for name in manifest.statements:
        statement = known.statements.get(name.statement)
        if name.statement and known.is_read and (statement is None or not statement.public):
            printable = [s.id for s in known.statements.values() if s.public]
            message = f"没有附表定义“{name.statement}”"
            hint = nearest(name.statement, printable) or f"现有：{'、'.join(printable)}"
            findings.append(Diagnostic(RULE, Severity.ERROR, message, name.where, hint))
            continue
        title = name.title or (statement.title if statement is not None else "")
        listed.append(Listed(name.number, title, statement))
    return tuple(listed), findings


def undrawn(manifest: Manifest, drawn: Collection[str]) -> Iterator[Diagnostic]:
    """Yield the statements that a report says it prints, and has no table for."""
    if PRINTED not in manifest.options.get(STATEMENTS_OPTION, ()):
        return
    for name in manifest.statements:
        if name.statement and name.statement not in drawn:
            message = f"附表“{name.statement}”没有画在 report.docx 里，选“{PRINTED}”时不印"
            hint = "画一张，各栏照定义；只列标题的不写“表”，写“名称”"
            yield Diagnostic(RULE, Severity.WARNING, message, name.where, hint)


def load_statements(path: Path, shown_as: str, contract: Type | None = None) -> StatementsResult:
    """Return the definitions of a file; their paths are held against the contract of fields."""
    tree, typed, faults = read_model(StatementsFile, path, shown_as, RULE)
    if tree is None or typed is None:
        return StatementsResult({}, findings=faults, is_read=False)
    found: dict[str, Statement] = {}
    findings = list(faults)
    for number, section in enumerate(typed.statements or ()):
        where: DataPath = ("附表", number)
        problems = [*_statement_faults(tree, where, section)]
        if contract is not None:
            problems += _path_faults(tree, where, section, contract)
            problems += _column_faults(tree, where, section, contract)
        id_ = _text(section.id)
        if id_ in found:
            problems.append(problem(RULE, tree, (*where, "标识"), f"标识“{id_}”定义了两次"))
        findings += problems
        found.setdefault(id_, _statement(section))
    generations = tuple(
        (
            g.first.value if g.first is not None else 0,
            g.last.value if g.last is not None else 9999,
            tuple(
                _numbered(number, found[id_.text])
                for number, id_ in enumerate(g.statements or (), start=1)
            ),
        )
        for g in typed.generations or ()
    )
    return StatementsResult(found, generations, tuple(findings))


def _numbered(number: int, statement: Statement) -> Listed:
    return Listed(f"公开{number:02}表", statement.title, statement)


def usual_list(year: int | None) -> tuple[Listed, ...]:
    """Return the statements of a year as the national rules number them."""
    known = built_in().generations
    return next((listed for first, last, listed in known if first <= (year or 9999) <= last), ())


def _text(words: Words | None, default: str = "") -> str:
    return default if words is None else words.text


def _texts(words: Sequence[Words] | None) -> tuple[str, ...]:
    return tuple(w.text for w in words or ())


def _statement_faults(
    tree: SourceTree, where: DataPath, section: StatementSection
) -> Iterator[Diagnostic]:
    def fault(message: str, *steps: str | int) -> Diagnostic:
        return problem(RULE, tree, (*where, *steps), message)

    id_ = _text(section.id)
    if not id_.isidentifier():
        yield fault("标识应是一个词：汉字、字母和数字，不以数字开头", "标识")
    if not _text(section.title):
        yield fault("缺少名称", "名称")
    if not section.blocks:
        yield fault("缺少分块", "分块")
    seen: set[str] = set()
    for number, block in enumerate(section.blocks or ()):
        at = ("分块", number)
        keys = [_text(column.column_key) for column in block.columns or ()]
        if not keys:
            yield fault("缺少栏", *at, "栏")
        for i, column in enumerate(block.columns or ()):
            name = _text(column.column_key)
            if not name.isidentifier():
                yield fault(f"键“{name}”应是一个词", *at, "栏", i, "键")
            if name in seen:
                yield fault(f"键“{name}”用了两次", *at, "栏", i, "键")
            if not column.heading:
                yield fault("缺少表头", *at, "栏", i, "表头")
            seen.add(name)
        amounts = {
            _text(c.column_key) for c in block.columns or () if (c.holds or "金额") == "金额"
        }
        for name, parts in (("行", block.head), ("末行", block.tail)):
            for i, part in enumerate(parts or ()):
                for message, step in _part_faults(part, amounts, tail=name == "末行"):
                    yield fault(message, *at, name, i, *step)


def _path_faults(
    tree: SourceTree, where: DataPath, section: StatementSection, contract: Type
) -> Iterator[Diagnostic]:
    """Yield the paths that lead to no figure, or to no list of headings."""
    for number, block in enumerate(section.blocks or ()):
        for name, parts in (("行", block.head), ("末行", block.tail)):
            for i, part in enumerate(parts or ()):
                at = (*where, "分块", number, name, i)
                lists: dict[DataPath, str] = {
                    ("每类", key): path for key, path in (part.classes or {}).items()
                }
                if part.subjects is not None:
                    lists["每科目",] = part.subjects.text
                if part.rows is not None:
                    lists["取自",] = part.rows.text
                for steps, path in lists.items():
                    if (_type_at(contract, path) or contract).kind is not Kind.ROWS:
                        yield problem(RULE, tree, (*at, *steps), f"“{path}”不是科目的列表")
                for key, path in (part.paths or {}).items():
                    found = _type_at(contract, path)
                    if found is None or found.kind not in FIGURES:
                        message = f"“{path}”不是金额或个数"
                        yield problem(RULE, tree, (*at, "数", key), message)


def _column_faults(
    tree: SourceTree, where: DataPath, section: StatementSection, contract: Type
) -> Iterator[Diagnostic]:
    """Yield the columns that rows of headings do not have, and unknown names in notes."""
    for number, block in enumerate(section.blocks or ()):
        lists = [path for part in block.head or () for path in _lists_of(part)]
        rows = [found.row for path in lists if (found := _type_at(contract, path)) is not None]
        for i, column in enumerate(block.columns or ()):
            name = _text(column.field)
            for row in rows:
                held = row.children.get(name) if row is not None else None
                if name and row is not None and (held is None or held.kind not in FIGURES):
                    figures = (n for n, inner in row.children.items() if inner.kind in FIGURES)
                    message = f"各科目没有“{name}”这个数，现有：{'、'.join(figures)}"
                    at = (*where, "分块", number, "栏", i, "取")
                    yield problem(RULE, tree, at, message)
                    break
    for name in _NAMED.findall(_text(section.empty_note)):
        if name not in _NOTE_NAMES:
            message = f"空表说明里只能用 {{全称}} 和 {{年度}}，没有“{{{name}}}”"
            yield problem(RULE, tree, (*where, "空表说明"), message)


def _lists_of(part: PartSection) -> list[str]:
    found = list((part.classes or {}).values())
    return [*found, *(w.text for w in (part.subjects, part.rows) if w is not None)]


def _type_at(contract: Type, path: str) -> Type | None:
    found: Type | None = contract
    for step in path.split("."):
        found = found.children.get(step) if found is not None else None
    return found


def _part_faults(
    part: PartSection, amounts: set[str], *, tail: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    kinds = {
        "项目": part.words, "每类": part.classes, "每科目": part.subjects, "每款": part.economic,
    }  # fmt: skip
    given = [name for name, value in kinds.items() if value is not None]
    if len(given) != 1:
        yield "每行应写“项目”“每类”“每科目”“每款”中的一个", ()
        return
    if tail and given != ["项目"]:
        yield "末行只能是固定的行（项目）", (given[0],)
    for name, columns in (("数", part.paths), ("每类", part.classes)):
        for key in columns or {}:
            if key not in amounts:
                yield f"没有金额栏“{key}”，现有：{'、'.join(sorted(amounts))}", (name, key)
    if part.economic is not None and part.rows is None:
        yield "缺少“取自”", ()


def _statement(section: StatementSection) -> Statement:
    return Statement(
        id=_text(section.id),
        title=_text(section.title),
        blocks=tuple(_block(block) for block in section.blocks or ()),
        also=_texts(section.also),
        landscape=section.page == "横向",
        numbered=section.numbered != "无",
        note=_text(section.note),
        empty_note=_text(section.empty_note),
        public=section.public != "否",
    )


def _block(block: BlockSection) -> Block:
    columns = tuple(_column(column) for column in block.columns or ())
    tail = tuple(part for part in map(_part, block.tail or ()) if isinstance(part, Line))
    return Block(columns, tuple(map(_part, block.head or ())), tail)


def _column(column: ColumnSection) -> Column:
    return Column(
        _text(column.column_key),
        _texts(column.heading),
        Holds(column.holds or "金额"),
        _texts(column.also),
        _text(column.field),
    )


def _part(part: PartSection) -> Part:
    if part.classes is not None:
        return ClassLines(part.classes, part.stored or {})
    if part.subjects is not None:
        stored = next(iter((part.stored or {}).values()), "")
        return SubjectRows(part.subjects.text, stored)
    if part.economic is not None:
        return EconomicLines(_texts(part.economic), _text(part.rows))
    words = part.words
    return Line(
        words.text if words is not None and words.applicable else "",
        part.paths or {},
        _texts(part.also),
    )
