"""Which figures of a department are the sums of its units', and what the units state of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from drafter.diagnostics import DataPath
from drafter.figures.arithmetic import ZERO, add
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Undefined,
    Unit,
    children_of,
    find,
)
from drafter.figures.record import record
from drafter.model.base import Measure, Section
from drafter.model.paths import field_at
from drafter.model.shape import Shape, shapes
from drafter.model.values import Amount, Count

_ROOTS: tuple[DataPath, ...] = (
    ("收入",),
    ("支出",),
    ("结转结余",),
    ("财政拨款收支总计",),
    ("一般公共预算财政拨款支出",),
    ("政府性基金预算财政拨款支出",),
    ("国有资本经营预算财政拨款支出",),
    ("基本支出",),
    ("三公经费",),
    ("机关运行经费",),
    ("政府采购",),
    ("国有资产",),
    ("车辆",),
    ("人员", "实有", "事业"),
    ("人员", "实有", "临时工"),
)
"""Sections whose numbers add up. Other numbers of staff are the department's own offices' alone."""
_INTERNAL = frozenset({"上级补助", "附属单位上缴", "上缴上级支出", "对附属单位补助支出"})
"""What one unit of a department pays to another: it falls away when their accounts are merged."""
_HOLD_INTERNAL = frozenset({("收入", "合计"), ("支出", "合计")})
_BY_NAME = frozenset({"科目", "款", "项", "类别", "车型"})
"""Lists whose rows are the same ones in all files, known by name."""
_UNKNOWN = Figure((), Undefined("不知道是哪一行"), Unit.YUAN)


@record
class UnitFigures:
    """A unit by the name that it has in messages, and what its file gives."""

    name: str
    data: Group


@record
class Added:
    """A figure of the department, and what each unit states of the same."""

    own: Figure
    parts: tuple[Figure, ...]

    @property
    def sum(self) -> Figure:
        """Return the sum of the units; `Missing` where one of them does not know."""
        return add(self.own.path, self.parts, self.own.unit)

    @property
    def is_typed(self) -> bool:
        """Return whether the department's figure was typed, and is no sum of others."""
        return self.own.number is not None and not self.own.inputs


@record
class Heading:
    """A row that a department's list has since its units have it; lists below it by their keys."""

    name: str
    code: str
    below: Mapping[str, tuple[Heading, ...]]


def headings_of_units(
    data: Group, units: Sequence[UnitFigures]
) -> Iterator[tuple[DataPath, tuple[Heading, ...]]]:
    """Yield the lists of headings that the department left out, as its units have them together.

    Where one of them does not know its own list, there is none: what it has would be missing.
    """
    for path in _ROOTS if units else ():
        shape, own = field_at(path), find(data, path)
        if shape is not None and own is not None:
            yield from _lists(shape, own, [find(unit.data, path) for unit in units])


def _lists(
    shape: Shape, own: Node, theirs: Sequence[Node | None]
) -> Iterator[tuple[DataPath, tuple[Heading, ...]]]:
    if shape.section is None:
        return
    if shape.listed:
        if shape.alias in _BY_NAME and isinstance(own, Rows) and isinstance(own.value, Missing):
            rows = _headings(shape.section, theirs)
            if rows:
                yield own.path, rows
        return
    for inner in shapes(shape.section):
        node = children_of(own).get(inner.alias)
        if node is not None:
            yield from _lists(inner, node, [_below(one, inner.alias) for one in theirs])


def _headings(kind: type[Section], lists: Sequence[Node | None]) -> tuple[Heading, ...]:
    """Return the rows of all lists, each heading once: by code, or as they come without codes.

    There are none where a unit does not know its own, or has two rows that might be the same.
    """
    merged: list[list[Node]] = []
    for rows in lists:
        if rows is None:
            continue
        if not isinstance(rows, Rows) or isinstance(rows.value, Missing):
            return ()
        for row in rows.value:
            if len(_same(rows.value, row)) > 1:
                return ()
            known = next((one for one in merged if _same(one, row)), None)
            if known is None:
                merged.append([row])
            else:
                known.append(row)
    inner = [s for s in shapes(kind) if s.listed and s.section is not None and s.alias in _BY_NAME]
    found = [
        Heading(
            _name(rows[0]),
            next(filter(None, (_text(row, "编码") for row in rows)), ""),
            {
                s.alias: below
                for s in inner
                if s.section is not None
                and (below := _headings(s.section, [_below(row, s.alias) for row in rows]))
            },
        )
        for rows in merged
        if _name(rows[0])
    ]
    if all(one.code for one in found):
        found.sort(key=lambda one: one.code)
    return tuple(found)


@record
class Unlisted:
    """A row of a unit that its department's list lacks."""

    path: DataPath
    """Of the list."""
    unit: str
    row: Figure


def unlisted(data: Group, units: Sequence[UnitFigures]) -> Iterator[Unlisted]:
    """Yield the rows with an amount that units have and the department's own lists do not."""
    for path in _ROOTS if units else ():
        shape, own = field_at(path), find(data, path)
        if shape is not None and own is not None:
            for unit in units:
                yield from _unlisted(shape, own, find(unit.data, path), unit.name)


def _unlisted(shape: Shape, own: Node | None, theirs: Node | None, unit: str) -> Iterator[Unlisted]:
    if shape.section is None or own is None or theirs is None:
        return
    if not shape.listed:
        for inner in shapes(shape.section):
            below = [_below(node, inner.alias) for node in (own, theirs)]
            yield from _unlisted(inner, below[0], below[1], unit)
        return
    if not (isinstance(own, Rows) and isinstance(theirs, Rows)):
        return
    if not any(isinstance(row, Figure) and row.number for row in own.entries):
        return  # names alone
    for row in theirs.entries if shape.alias in _BY_NAME else ():
        found = _same(own.entries, row)
        if isinstance(row, Figure) and row.number and not found:
            yield Unlisted(own.path, unit, row)
        for inner in shapes(shape.section) if len(found) == 1 else ():
            if inner.listed:
                lists = [_below(node, inner.alias) for node in (found[0], row)]
                yield from _unlisted(inner, lists[0], lists[1], unit)


def added_up(data: Group, units: Sequence[UnitFigures]) -> Iterator[Added]:
    """Yield the department's figures that are sums of its units', in the order of the input."""
    known: set[DataPath] = set()
    for path in _ROOTS if units else ():
        shape, own = field_at(path), find(data, path)
        if shape is None or own is None:
            continue
        for one in _field(shape, own, [find(unit.data, path) for unit in units]):
            # What a fund received stands at the fund, too.
            if one.own.path not in known:
                known.add(one.own.path)
                yield one


def _field(shape: Shape, own: Node, theirs: Sequence[Node | None]) -> Iterator[Added]:
    section = shape.section
    if shape.listed:
        if section is not None and shape.alias in _BY_NAME and isinstance(own, Rows):
            yield from _rows(section, own, theirs)
    elif section is not None:
        found = _section(section, own, theirs)
        if isinstance(own, Group | Figure) and not own.applicable:
            found = _first_of_some(found)
        yield from found
    elif shape.kind in {Amount, Count} and isinstance(own, Figure):
        yield Added(own, tuple(map(_figure, theirs)))


def _section(kind: type[Section], own: Node, theirs: Sequence[Node | None]) -> Iterator[Added]:
    for shape in shapes(kind):
        if shape.alias == "决算" and issubclass(kind, Measure):
            yield from _field(shape, own, theirs)  # a measure is its actual amount
            continue
        inner = children_of(own).get(shape.alias)
        path = inner.path if isinstance(inner, Figure | Group | Rows) else ()
        below = [_below(node, shape.alias) for node in theirs]
        if shape.alias in _INTERNAL and not all(map(_is_nothing, below)):
            continue
        if inner is not None and path not in _HOLD_INTERNAL:
            yield from _field(shape, inner, below)


def _rows(kind: type[Section], own: Rows, theirs: Sequence[Node | None]) -> Iterator[Added]:
    for row in own.entries:
        if _name(row) and len(_same(own.entries, row)) == 1:
            yield from _section(kind, row, [_row(node, row) for node in theirs])


def _same(rows: Iterable[Node], wanted: Node) -> list[Node]:
    """Return the rows of one heading: of its name, and of its code where both have one."""
    code = _text(wanted, "编码")
    return [
        row
        for row in rows
        if _name(row) == _name(wanted) and (not code or _text(row, "编码") in {code, ""})
    ]


def _is_nothing(node: Node | None) -> bool:
    """Return whether a unit is known to have nothing of it."""
    return isinstance(node, Figure) and node.number == ZERO


def _first_of_some(found: Iterator[Added]) -> Iterator[Added]:
    """Yield one figure of what the department has nothing of: one slip is one finding."""
    for one in found:
        if one.sum.number:
            yield one
            return


def _below(node: Node | None, name: str) -> Node | None:
    return node if node is None or node is _UNKNOWN else children_of(node).get(name)


def _row(node: Node | None, wanted: Node) -> Node | None:
    """Return the row of a heading; None where the unit has none, which is 0.

    Two rows that might both be the one are not known.
    """
    if isinstance(node, Rows) and isinstance(node.value, tuple):
        found = _same(node.value, wanted)
        return _UNKNOWN if len(found) > 1 else next(iter(found), None)
    return node if node is None else _UNKNOWN


def _name(row: Node) -> str:
    return _text(row, "名称")


def _text(row: Node, key: str) -> str:
    found = children_of(row).get(key)
    return found.plain if isinstance(found, Text) else ""


def _figure(node: Node | None) -> Figure:
    if node is None:
        return Figure((), ZERO, Unit.YUAN, applicable=False)
    return node if isinstance(node, Figure) else _UNKNOWN
