"""The contract between data and templates: every field that a template may name, with its kind.

It is not written down anywhere: it is read off assembled data, so it cannot differ from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from drafter.figures.nodes import Figure, Flag, Formula, Group, Node, Rows, children_of
from drafter.model.paths import field_at
from drafter.model.shape import Shape, shapes
from drafter.model.values import Amount, Count, Points, Quantity, Words
from drafter.scoring.system import IndicatorSystem, OwnRows, Systems
from drafter.statements.definition import Holds, Listed, Statement
from drafter.template.kinds import FIGURES, KIND_OF_UNIT, Kind

CHANGE = "变动"
"""The worded change that every amount with a prior year answers to, beside its fields."""


@dataclass(frozen=True, slots=True)
class Type:
    """What a field is: its kind, the fields below it, the type of its rows."""

    kind: Kind
    children: Mapping[str, Type] = field(default_factory=dict)
    row: Type | None = None
    choices: tuple[str, ...] = ()
    """All words that a text may be, where the input chooses among some."""
    tentative: bool = False
    """Whether these words come from a data file of the template, which people edit alone."""
    about: str = ""
    """What it is, in the words of the model; of a derived figure its formula."""
    origin: tuple[str, ...] = ()
    """Where the input has it, rows left out."""
    measured: Type | None = None
    """Of the whole contract: the fields that there are when scores are made."""


def contract_of(data: Iterable[Group], figures: Group | None = None) -> Type:
    """Return the type that covers all of the data; what only some of them have is in it too.

    `figures` are what the scores in the data were made of.
    """
    found = reduce(_merged, map(_type_of, data))
    rows = {t.origin: t.row for t in _lists(found) if t.row is not None}
    whole = _completed(found, rows)
    return whole if figures is None else replace(whole, measured=contract_of([figures]))


def with_options(contract: Type, options: Mapping[str, Sequence[str]] | None) -> Type:
    """Return the contract with the options of a template and their choices.

    Without options, since a Word file is looked at alone, nothing is said of them.
    """
    if options is None:
        known = {name: inner for name, inner in contract.children.items() if name != OPTIONS}
        return replace(contract, children=known)
    chosen = {n: Type(Kind.CHOICE, choices=tuple(words)) for n, words in options.items()}
    group = Type(Kind.GROUP, chosen, about="template.yaml 里的选项")
    return replace(contract, children={**contract.children, OPTIONS: group})


OPTIONS = "选项"
SCORES = "评分"
_PROJECTS = ("项目", "所选项目", "项目清单", "绩效管理", "项目收支")


def with_systems(contract: Type, systems: Systems) -> Type:
    """Return the contract with the scores that the template's indicator systems give.

    Names of indicators are known, so that a condition on a name which no indicator has is told.
    """
    children = dict(contract.children)
    if systems.department is None:
        children.pop(SCORES, None)
    else:
        children[SCORES] = _named(children[SCORES], systems.department)
    for name in _PROJECTS:
        if name in children:
            children[name] = _with_project_scores(children[name], systems.project)
    return replace(contract, children=children)


STATEMENTS, STATEMENT_LIST = "附表", "附表清单"


def with_statements(contract: Type, listed: Sequence[Listed]) -> Type:
    """Return the contract with the statements that the template lists, by their columns."""
    words = {
        "序号": Type(Kind.COUNT, about="在附表里的次序"),
        "编号": Type(Kind.TEXT, about="如 公开01表"),
        "名称": Type(Kind.TEXT, about="表名"),
    }
    notes = {
        "注": Type(Kind.TEXT, about="印在表下"),
        "空表": Type(Kind.TRUTH, about="全表没有数"),
        "空表说明": Type(Kind.TEXT, about="全表没有数时印的话"),
    }
    found = {
        one.statement.id: Type(
            Kind.GROUP,
            {**words, **notes, "行": Type(Kind.ROWS, row=_columns_of(one.statement), about="各行")},
            about=one.title,
        )
        for one in listed
        if one.statement is not None
    }
    lists = {
        STATEMENTS: Type(Kind.GROUP, found, about="附表，按表"),
        STATEMENT_LIST: Type(
            Kind.ROWS,
            row=Type(
                Kind.GROUP,
                {**words, "有表": Type(Kind.TRUTH, about="有定义，数也填到了表要的一级")},
            ),
            about="附表的清单",
        ),
    }
    return replace(contract, children={**contract.children, **lists})


def _columns_of(statement: Statement) -> Type:
    return Type(
        Kind.GROUP,
        {
            column.key: Type(
                Kind.MONEY if column.holds is Holds.AMOUNT else Kind.TEXT,
                about="、".join(column.heading),
            )
            for column in statement.columns
        },
    )


def _with_project_scores(found: Type, system: IndicatorSystem | None) -> Type:
    """Return the type with scores of projects named, or taken out where none are given."""
    children = {n: _with_project_scores(inner, system) for n, inner in found.children.items()}
    if SCORES in children:
        scores = children.pop(SCORES)
        if system is not None:
            children[SCORES] = _named(scores, system)
    row = None if found.row is None else _with_project_scores(found.row, system)
    return replace(found, children=children, row=row)


def _named(scores: Type, system: IndicatorSystem) -> Type:
    """Return the type of scores whose indicators' names are those of the system."""
    if any(isinstance(part, OwnRows) for part in system.parts):
        return scores  # the department names its own
    names = tuple(leaf.name for leaf in system.leaves)

    def renamed(found: Type) -> Type:
        children = {name: renamed(inner) for name, inner in found.children.items()}
        if "三级组" in children and "名称" in children:
            children["名称"] = replace(children["名称"], choices=names, tentative=True)
        return replace(found, children=children, row=found.row and renamed(found.row))

    return renamed(scores)


def _type_of(node: Node) -> Type:
    if isinstance(node, Flag):
        return Type(Kind.TRUTH if isinstance(node.value, bool) else Kind.CHOICE)
    origin = tuple(step for step in node.path if isinstance(step, str))
    shape = field_at(origin)
    about = shape.description if shape is not None else ""
    children = {name: _type_of(inner) for name, inner in children_of(node).items()}
    if isinstance(node, Figure):
        if "增减额" in children:
            children[CHANGE] = Type(Kind.PHRASE, about="与上年相比的变动，用“默认”写法")
        kind = KIND_OF_UNIT[node.unit]
        return Type(kind, children, about=about or node.formula, origin=origin)
    if isinstance(node, Rows):
        rows = [_type_of(row) for row in node.entries]
        row = reduce(_merged, rows) if rows else None
        return Type(Kind.ROWS, row=row, about=about, origin=origin)
    if isinstance(node, Group):
        return Type(Kind.GROUP, children, about=about, origin=origin)
    if isinstance(node, Formula):
        return Type(Kind.FORMULA, about=about, origin=origin)
    choices = shape.choices if shape is not None else ()
    return Type(Kind.TEXT, choices=choices, about=about, origin=origin)


_LEAVES = {
    Words: Kind.TEXT,
    Count: Kind.COUNT,
    Points: Kind.POINTS,
    Quantity: Kind.NUMBER,
    Amount: Kind.MONEY,
}


def _row_of(shape: Shape | None) -> Type | None:
    """Return the type of the rows of a list that is empty, where their fields are plain ones."""
    section = shape.section if shape is not None and shape.listed else None
    if section is None or any(inner.kind not in _LEAVES for inner in shapes(section)):
        return None
    fields = {
        inner.alias: Type(_LEAVES[inner.kind], about=inner.description)
        for inner in shapes(section)
        if inner.kind is not None
    }
    return Type(Kind.GROUP, fields)


def _lists(above: Type) -> Iterator[Type]:
    for inner in (*above.children.values(), *([above.row] if above.row is not None else [])):
        if inner.kind is Kind.ROWS:
            yield inner
        yield from _lists(inner)


def _completed(found: Type, rows: Mapping[tuple[str, ...], Type]) -> Type:
    """Return the type with the rows of a list that was empty everywhere.

    They are those of the other lists of the same part of the input, else those of the model.
    """
    children = {name: _completed(inner, rows) for name, inner in found.children.items()}
    row = found.row
    if row is None and found.kind is Kind.ROWS:
        row = rows.get(found.origin) or _row_of(field_at(found.origin))
    if row is not None:
        row = _completed(row, rows)
    return replace(found, children=children, row=row)


def _merged(one: Type, other: Type) -> Type:
    if one.kind is not other.kind:
        raise TypeError(f"a field is {one.kind} here and {other.kind} there: {one.origin}")
    children = dict(one.children)
    for name, inner in other.children.items():
        children[name] = _merged(children[name], inner) if name in children else inner
    row = one.row or other.row
    if one.row is not None and other.row is not None:
        row = _merged(one.row, other.row)
    return replace(one, children=children, row=row, about=one.about or other.about)


@dataclass(frozen=True, slots=True)
class Field:
    """A field as `drafter template fields` lists it."""

    path: tuple[str, ...]
    """As a template names it; `ROW` stands for the name that a loop gives to a row."""
    type: Type


ROW = "〈行〉"


def fields_of(
    contract: Type,
    path: tuple[str, ...] = (),
    *,
    folded: bool = False,
    known: set[tuple[str, ...]] | None = None,
) -> Iterator[Field]:
    """Yield every field below the type, those of rows after their list.

    With `folded`, what hangs on a figure is left out, but for its lists, and of several lists of
    the same rows (`known` by where the input has them) only the first has its rows listed.
    """
    known = set() if known is None else known
    for name, inner in contract.children.items():
        own = (*path, name)
        if folded and contract.kind in FIGURES and inner.row is None:
            continue
        yield Field(own, inner)
        yield from fields_of(inner, own, folded=folded, known=known)
        if inner.row is None or (folded and inner.origin in known):
            continue
        if inner.row.kind is not Kind.GROUP:
            yield Field((*own, ROW), inner.row)
        elif inner.row.children:
            known.add(inner.origin)
        yield from fields_of(inner.row, (*own, ROW), folded=folded, known=known)


def example_at(data: Node, path: Iterable[str]) -> Node | None:
    """Return the node that the path leads to in some data, the first row for a row of a list."""
    node: Node = data
    for step in path:
        if step == ROW:
            entries = node.entries if isinstance(node, Rows) else ()
            if not entries:
                return None
            node = entries[0]
        else:
            inner = children_of(node).get(step)
            if inner is None:
                return None
            node = inner
    return node
