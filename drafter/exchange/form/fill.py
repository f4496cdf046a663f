"""Takes what an input holds over to the form, and examples from other inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from drafter.exchange.form.fields import (
    MAPS,
    is_list,
    is_whole,
    key_of,
    lists_of,
    title_of,
)
from drafter.exchange.form.parts import (
    HELP,
    MONEY,
    NAME,
    TEXT,
    WHICH,
    Column,
    Form,
    Kind,
    Line,
    Page,
    Table,
    parent_role,
    role_in,
)
from drafter.exchange.form.words import cell_of_items, in_short, nth, same_name
from drafter.model.base import Section
from drafter.model.paths import field_at
from drafter.model.shape import Shape, shapes
from drafter.model.values import NONE_WORD, Amount
from drafter.model.year import DepartmentYear, Plain
from drafter.starter.usage import FieldPath

_SHOWN = 36


def normal(plain: Plain) -> Plain:
    """Return the input with every shorthand written out, so that each value has one place.

    What is blank, and what the input format does not know, stays out.
    """
    return _section(plain, DepartmentYear)


def _section(data: Mapping[str, Any], section: type[Section]) -> dict[str, Any]:
    known = {shape.alias: shape for shape in shapes(section)}
    values = ((name, _value(data[name], known[name])) for name in data if name in known)
    return {name: value for name, value in values if value not in (None, {})}


def _value(value: Any, shape: Shape) -> Any:
    if shape.listed:
        return _items(value, shape)
    if shape.section is None:
        return value
    return _item(value, shape.section)


def _items(value: Any, shape: Shape) -> Any:
    if isinstance(value, str):
        return value if value.strip() == NONE_WORD or not shape.one_word else [value]
    if not isinstance(value, list):
        return None
    section = shape.section
    items = [_item(item, section) if section is not None else item for item in value]
    return [item for item in items if item not in (None, {})] or NONE_WORD


def _item(value: Any, section: type[Section]) -> Any:
    if isinstance(value, dict):
        return _section(value, section)
    if isinstance(value, str) and value.strip() != NONE_WORD and section.shorthand is not None:
        return {section.shorthand: value}
    return value if isinstance(value, str) else None


def typed_fields(data: Plain) -> tuple[frozenset[FieldPath], frozenset[FieldPath]]:
    """Return the fields that a normal input has, and its sections and lists given as a word."""
    typed: set[FieldPath] = set()
    spelled: set[FieldPath] = set()
    for path, value in _walk(data, ()):
        typed.add(path)
        shape = field_at(path)
        if isinstance(value, str) and shape is not None and (shape.section or shape.listed):
            spelled.add(path)
    return frozenset(typed), frozenset(spelled)


def _walk(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Any]]:
    if path:
        yield path, value
    if path in MAPS:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _walk(inner, (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from (below for below in _walk(item, path) if below[0] != path)


def prefilled(form: Form, data: Plain) -> Form:
    """Return the form with the values of a normal input; rows asked for stay where it has none."""
    unit = data.get("金额单位")
    sheets = [_filled(sheet, data, form) for sheet in form.sheets]
    return replace(
        form, sheets=tuple(_in_unit(s, unit if isinstance(unit, str) else MONEY) for s in sheets)
    )


def _in_unit(sheet: Page | Table, unit: str) -> Page | Table:
    if isinstance(sheet, Page):
        entries = (replace(e, unit=unit) if e.unit == MONEY else e for e in sheet.entries)
        return replace(sheet, entries=tuple(entries))
    columns = (replace(c, unit=unit) if c.unit == MONEY else c for c in sheet.columns)
    return replace(sheet, columns=tuple(columns))


def _filled(sheet: Page | Table, data: Plain, form: Form) -> Page | Table:
    if isinstance(sheet, Page):
        entries = (
            e
            if e.kind is Kind.BAND
            else replace(e, text=_text_at(data, e.path, bare=e.kind is Kind.VALUE))
            for e in sheet.entries
        )
        return replace(sheet, entries=tuple(entries))
    lines = [line for path in sheet.lists for line in _lines(path, sheet, data, form)]
    return replace(sheet, lines=tuple(_with_asked(lines, sheet)))


def _with_asked(lines: list[Line], table: Table) -> Iterator[Line]:
    """Yield the rows of the input with what is asked of them, then rows nobody has filled."""
    names = [c.role for c in table.columns if c.role not in (HELP, WHICH)][
        : len(lists_of(table.lists[0]))
    ]

    def name(line: Line) -> tuple[str, ...]:
        return tuple(same_name(line.cells.get(role, "")) for role in names)

    asked = {name(line): line for line in table.lines}
    for line in lines:
        known = asked.pop(name(line), None)
        yield line if known is None else replace(known, cells={**known.cells, **line.cells})
    yield from asked.values()


def _lines(path: FieldPath, table: Table, data: Plain, form: Form) -> Iterator[Line]:
    """Yield a row for each item of a list, whatever items it lies in.

    Items of lists without a table in which nothing lies have a row, too: their names are all.
    """
    for parents, item_above, value in _holders(_levels(path), data):
        cells = {parent_role(depth): name for depth, (_, name) in enumerate(parents, start=1)}
        if len(table.lists) > 1:
            cells[WHICH] = title_of(path)
        if path in MAPS:
            prefix = ".".join(path)
            for key, text in value.items() if isinstance(value, dict) else ():
                yield Line({prefix + NAME: key, prefix + TEXT: text or ""})
        elif isinstance(value, list):
            for item in value:
                yield Line({**_own(item, path, table), **cells})
        elif parents and _is_alone(parents[-1][0], path, item_above, form):
            yield Line(cells)


def _own(item: Any, path: FieldPath, table: Table) -> dict[str, str]:
    """Return the cells of an item's own fields."""
    if not is_list(path):
        return {role_in(table, path, path): item.strip()}
    own = {c.role: _cell(item, c, table, path) for c in table.columns}
    return {role: text for role, text in own.items() if text}


def _is_alone(above: FieldPath, path: FieldPath, item: Any, form: Form) -> bool:
    """Return whether an item shows nowhere but in a row of the list at `path`, by its name."""
    tables = form.tables
    first = next((below for below in tables if below[: len(above)] == above), ())
    inner = any(isinstance(value, list) for value in _below(item))
    return above not in tables and first == path and not inner


def _below(item: Any) -> Iterator[Any]:
    for value in item.values() if isinstance(item, dict) else ():
        yield value
        yield from _below(value)


def _levels(path: FieldPath) -> tuple[FieldPath, ...]:
    above = lists_of(path)
    return above if above[-1:] == (path,) else (*above, path)


_Parents = tuple[tuple[FieldPath, str], ...]


def _holders(
    levels: Sequence[FieldPath], data: Any, root: FieldPath = (), parents: _Parents = ()
) -> Iterator[tuple[_Parents, Any, Any]]:
    """Yield each value of the last list with the items that it lies in, by name, and the last one.

    Where there is none of a list in between, the way ends at the item that lacks it.
    """
    first, *rest = levels
    value = _at(data, first[len(root) :])
    if not rest or not isinstance(value, list):
        yield parents, data, value if not rest else None
        return
    for name, item in zip(_names(value, first), value, strict=True):
        yield from _holders(rest, item, first, (*parents, (first, name)))


def _names(items: list[Any], path: FieldPath) -> list[str]:
    """Return how rows of inner lists name the items: by turn where a name is none or not alone."""
    key = key_of(path)
    texts = [
        _joined(item.get(key), (*path, key)) if isinstance(item, dict) else "" for item in items
    ]
    texts = [text.replace("\n", "、") for text in texts]
    count = Counter(same_name(text) for text in texts)
    return [
        text if text and count[same_name(text)] == 1 else nth(number, text)
        for number, text in enumerate(texts)
    ]


def _cell(item: Any, column: Column, table: Table, path: FieldPath) -> str:
    """Return the text of an item in a column of its own fields."""
    if column.role in (WHICH, HELP) or column.role.startswith("^"):
        return ""
    of_list = next(head for head in table.lists if column.path[: len(head)] == head)
    inside = column.path[len(of_list) :]
    return _text_at(item, inside, path, bare=column.number)


def _text_at(data: Any, path: FieldPath, root: FieldPath = (), *, bare: bool = False) -> str:
    """Return what a cell shows of the value at a path: its text, or the words of a list.

    A block shows in the cells of its parts; `bare` is the cell of one that has only its amount.
    """
    value = _at(data, path)
    shape = field_at((*root, *path))
    if bare and isinstance(value, dict) and shape is not None and shape.section is not None:
        value = value.get(shape.section.shorthand)
    return _joined(value, (*root, *path))


def _joined(value: Any, path: FieldPath) -> str:
    """Return a text, or the items of a list of words as one cell holds them."""
    shape = field_at(path)
    if isinstance(value, list) and shape is not None and shape.section is None and lists_of(path):
        return cell_of_items(value, short=shape.kind is None or is_whole(shape))
    return value.strip() if isinstance(value, str) else ""


def _at(data: Any, path: FieldPath) -> Any:
    for name in path:
        if not isinstance(data, dict):
            return None
        data = data.get(name)
    return data


def with_examples(form: Form, inputs: Iterable[Plain], unit: str) -> Form:
    """Return the form with an example for each field, from the first normal input that has one.

    Amounts come from inputs in the form's unit only.
    """
    found: dict[FieldPath, str] = {}
    for data in inputs:
        for path, value in _walk(data, ()):
            text = _joined(value, path)
            if data.get("金额单位") != unit and _is_money(path):
                continue
            if text and (path not in found or found[path] == NONE_WORD):
                found[path] = text if found.get(path) is None or text != NONE_WORD else NONE_WORD
    return replace(form, sheets=tuple(_exemplified(sheet, found) for sheet in form.sheets))


def _is_money(path: FieldPath) -> bool:
    """Return whether a field is an amount, or a group that a bare amount stands for."""
    shape = field_at(path)
    if shape is None or shape.section is None:
        return shape is not None and shape.kind is Amount
    return shape.section.shorthand is not None and _is_money((*path, shape.section.shorthand))


def _exemplified(sheet: Page | Table, found: Mapping[FieldPath, str]) -> Page | Table:
    if isinstance(sheet, Page):
        entries = (
            replace(e, example=in_short(_example(e.path, found), _SHOWN))
            if e.kind is Kind.VALUE
            else e
            for e in sheet.entries
        )
        return replace(sheet, entries=tuple(entries))
    columns = (replace(c, example=in_short(_of_column(c, found), 18)) for c in sheet.columns)
    return replace(sheet, columns=tuple(columns))


def _of_column(column: Column, found: Mapping[FieldPath, str]) -> str:
    """Return the example of a column; one that names the item above has such a name."""
    if column.role.startswith("^"):
        return found.get((*column.path, key_of(column.path)), "")
    return _example(column.path, found)


def _example(path: FieldPath, found: Mapping[FieldPath, str]) -> str:
    return found.get(path) or found.get((*path, "决算"), "")
