"""One set of data put into another, rows matched by what they are called."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from drafter.diagnostics import DataPath, Location, path_text
from drafter.exchange.form.words import in_short
from drafter.exchange.nesting import Said
from drafter.exchange.tables.headings import Heading, same_heading
from drafter.model.paths import is_number
from drafter.source import read_text
from drafter.source.edit import Change, edited
from drafter.source.merge import AMOUNT, NONE, merging, says_the_same
from drafter.source.plain import Plain, value_at
from drafter.source.write import yaml_text

_NAMES = (
    ("名称",), ("指标",), ("词",), ("三级", "二级", "一级"), ("标题",), ("规则", "位置"), ("项目",),
    ("模板",),
)  # fmt: skip
"""What rows of a list are called by: the first of these that either row has."""


def same_row(held: Mapping[str, Plain], row: Mapping[str, Plain]) -> bool:
    """Return whether two rows of a list are of one thing: by name, by code, or by all they say."""
    for keys in _NAMES:
        if not any(key in held or key in row for key in keys):
            continue
        if keys == ("名称",):
            one = Heading(_text(held.get("名称")), _text(held.get("编码")))
            other = Heading(_text(row.get("名称")), _text(row.get("编码")))
            return same_heading(one, other)
        pairs = [(_text(held.get(key)), _text(row.get(key))) for key in keys]
        first, *others = pairs
        return first[0] == first[1] and all(a == b or not a or not b for a, b in others)
    return bool(row) and all(held.get(key) == value for key, value in row.items())


def _text(value: Plain) -> str:
    """Return a name, or several names together, as text."""
    if isinstance(value, list):
        return "、".join(map(_text, value))
    return value.strip() if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that two workbooks state differently; the first one was kept."""

    path: DataPath
    kept: str
    other: str
    where: Location
    """The cell of the other value, where it has one."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Data put together, the cells of its numbers, and what did not go together."""

    data: dict[str, Plain]
    origins: dict[DataPath, str]
    conflicts: tuple[Conflict, ...] = ()


def joined(
    data: dict[str, Plain], origins: Mapping[DataPath, str], more: Said, order: Sequence[str] = ()
) -> Joined:
    """Return the data with what a workbook says put into it; nothing that is there is changed."""
    if not more.data:
        return Joined(data, dict(origins))
    text = yaml_text(data, origins) if data else ""
    if not text:
        return Joined(more.data, more.origins)
    conflicts = {c.path: c for c in _conflicts(data, more)}
    changes = [
        change
        for change in merging(data, more.data, more.origins, same_row, is_number)
        if change.path not in conflicts
    ]
    done = edited(text, "", changes, order)
    read = read_text(done.text or "", "")
    if read.tree is None:
        raise ValueError("data that was read cannot be put together")
    both = cast("dict[str, Plain]", read.tree.plain())
    return Joined(both, dict(read.tree.origins()), tuple(conflicts.values()))


def _conflicts(data: dict[str, Plain], more: Said) -> Iterator[Conflict]:
    # Changes have the places of the first data: marks tell the cells of the other.
    cells = list(more.cells.items())
    marks = {path: str(number) for number, (path, _) in enumerate(cells)}
    for change in merging(data, more.data, marks, same_row, is_number):
        kept = value_at(data, change.path)
        other = change.value
        if not (isinstance(kept, str) and kept and isinstance(other, str)):
            continue
        path, where = cells[int(change.origin)] if change.origin else (change.path, Location(""))
        if not says_the_same(kept, other, number=is_number(path)):
            yield Conflict(change.path, kept, other, where)


def replaced(data: Mapping[str, Plain], changes: Sequence[Change]) -> Iterator[str]:
    """Yield, in words, which values of an input the changes replace."""
    for change in changes:
        before = value_at(dict(data), change.path)
        number = is_number(change.path)
        if not isinstance(before, str) or not before:
            continue
        if not says_the_same(before, change.value, number=number):
            after = change.value if isinstance(change.value, str) else "一组"
            source = f"（取自 {change.origin}）" if change.origin else ""
            old, new = in_short(before, 20), in_short(after, 20)
            yield f"{path_text(change.path)}：{old} 改为 {new}{source}"


def nothing_said(data: Plain, said: Plain, path: DataPath = ()) -> Iterator[DataPath]:
    """Yield the groups that hold nothing but zeros and blanks, and of which a form says 无."""
    if said == NONE and isinstance(data, dict) and data and _is_zero(data):
        yield path
    elif isinstance(data, dict) and isinstance(said, dict):
        for name in data:
            if name in said:
                yield from nothing_said(data[name], said[name], (*path, name))


def _is_zero(data: Plain) -> bool:
    if isinstance(data, dict):
        return all(map(_is_zero, data.values()))
    return data is None or (isinstance(data, str) and not data.strip("0."))


def without(data: Plain, paths: Collection[DataPath], path: DataPath = ()) -> Plain:
    """Return the data without the groups at these paths."""
    if not isinstance(data, dict):
        return data
    return {
        name: without(value, paths, (*path, name))
        for name, value in data.items()
        if (*path, name) not in paths
    }


def rows_left(held: Plain, said: Plain, path: DataPath = ()) -> Iterator[DataPath]:
    """Yield the rows of an input's lists that a form has the list of, but not the row."""
    if isinstance(held, dict) and isinstance(said, dict):
        for name in held:
            if name in said:
                yield from rows_left(held[name], said[name], (*path, name))
    elif isinstance(held, list) and isinstance(said, list):
        rows = [_row(row) for row in said]
        for number, row in enumerate(held):
            match = next((other for other in rows if same_row(_row(row), other)), None)
            if match is None:
                yield (*path, number)
            else:
                yield from rows_left(row, match, (*path, number))


def groups_left(held: Plain, said: Plain, path: DataPath = ()) -> Iterator[DataPath]:
    """Yield the groups and lists of an input of which a form says 无."""
    if said == NONE and isinstance(held, dict | list) and held:
        if not is_number((*path, AMOUNT)):
            yield path
    elif isinstance(held, dict) and isinstance(said, dict):
        for name in held:
            if name in said:
                yield from groups_left(held[name], said[name], (*path, name))


def _row(row: Plain) -> dict[str, Plain]:
    """Return a row as fields: a bare name is a row without anything else."""
    return row if isinstance(row, dict) else {"名称": row}


def row_name(row: Plain) -> str:
    """Return what a row is called by, as far as it says."""
    fields = _row(row)
    named = (fields.get(key) for keys in _NAMES for key in keys)
    return next((_text(value) for value in named if value), "")
