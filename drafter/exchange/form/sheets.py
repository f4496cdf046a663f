"""Recognises the sheets of a form by their hidden roles, or by what people see of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from drafter.exchange.form.fields import (
    MAPS,
    STEP,
    home_of,
    is_list,
    lists_of,
    path_of,
)
from drafter.exchange.form.parts import HELP, NAME, TEXT, WHICH
from drafter.exchange.form.roles import GUIDE, ITEM, MARK, META, PAGE_COLUMNS, PLACE, VALUE
from drafter.exchange.grid import Sheet
from drafter.model.paths import field_at
from drafter.starter.usage import FieldPath

_TOP = 40
"""How far down the head of a sheet is looked for."""
_BELONGS = "所属"
_TITLES = {"清单": WHICH, "要填什么": HELP}
_NAMED_TEXT = {"数据位置": NAME, "印出的文字": TEXT}


class Layout(Enum):
    """What kind of sheet it is."""

    META = "what the form is for"
    GUIDE = "explanations"
    PAGE = "single values"
    TABLE = "a row for each item"


@dataclass(frozen=True, slots=True)
class Known:
    """A sheet of the form: the roles of its columns, and where its rows begin."""

    layout: Layout
    roles: Mapping[int, str]
    row: int
    """The last row of its head."""
    titles: int
    """The row of the titles that people see."""
    of_list: FieldPath | None = None
    """The list of a table, unless each row says which."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the roles that say where a row belongs, the outermost first."""
        found = [role for role in self.roles.values() if role == WHICH or role.startswith("^")]
        return tuple(sorted(found, key=lambda role: (role != WHICH, role)))

    @property
    def depth(self) -> int:
        """Return how many lists the rows lie in."""
        return sum(role.startswith("^") for role in self.roles.values())

    def column(self, role: str) -> int | None:
        """Return the column of a role."""
        return next((column for column, own in self.roles.items() if own == role), None)

    def lists(self, sheet: Sheet) -> frozenset[FieldPath]:
        """Return the lists that a table holds."""
        if self.layout is not Layout.TABLE:
            return frozenset()
        if self.of_list is not None:
            return frozenset({self.of_list})
        column = self.column(WHICH)
        said = (
            cell.value
            for (row, at), cell in sheet.cells.items()
            if at == column and row > self.row and isinstance(cell.value, str)
        )
        return frozenset(path for text in said if (path := _list_at(text)) is not None)

    def list_of(self, kept: Mapping[str, str]) -> FieldPath | None:
        """Return the list of a row that has these names."""
        return self.of_list or _list_at(kept.get(WHICH, ""))

    def field(self, role: str, of_list: FieldPath) -> FieldPath | None:
        """Return the field that a column holds for an item of the list."""
        path = _role_path(role)
        if role.startswith("."):
            path = (*of_list, *path)
        if field_at(path) is None or path[: len(of_list)] != of_list:
            return None
        return None if path == of_list and is_list(path) else path

    def path_in(self, sheet: Sheet, row: int) -> FieldPath | None:
        """Return the field of a row of single values: by its hidden path, else by its title."""
        place = self.column(PLACE)
        hidden = sheet.cells.get((row, place)) if place is not None else None
        if hidden is not None and isinstance(hidden.value, str):
            path = _role_path(hidden.value.removeprefix(MARK))
            if field_at(path) is not None:
                return path
        path = path_of(self.title_in(sheet, row))
        return path if field_at(path) is not None and not lists_of(path[:-1]) else None

    def title_in(self, sheet: Sheet, row: int) -> str:
        """Return the title of a row of single values."""
        column = self.column(ITEM)
        cell = sheet.cells.get((row, column)) if column is not None else None
        return str(cell.value) if cell is not None else ""


def known(sheet: Sheet) -> Known | None:
    """Return what sheet of a form it is, or None where it is none."""
    return _by_roles(sheet) or _by_titles(sheet)


def report_rows(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield keys and values of the sheet that says what the form is for."""
    for row in range(1, sheet.rows + 1):
        key, value = sheet.cells.get((row, 1)), sheet.cells.get((row, 2))
        if key is not None and value is not None:
            yield str(key.value), str(value.value)


def _by_roles(sheet: Sheet) -> Known | None:
    for row in range(1, min(sheet.rows, _TOP) + 1):
        roles = {
            column: role
            for column in range(1, sheet.columns + 1)
            if (role := _role(sheet, row, column))
        }
        if roles:
            return _with_roles(sheet, roles, row)
    return None


def _role(sheet: Sheet, row: int, column: int) -> str:
    """Return the role that a hidden cell gives, or nothing."""
    cell = sheet.cells.get((row, column))
    if cell is None or not isinstance(cell.value, str) or not cell.value.startswith(MARK):
        return ""
    role = cell.value.removeprefix(MARK)
    if role.startswith(("#", ".", "^")):
        return role
    path = _role_path(role)
    return role if field_at(path) is not None else ""


def _role_path(role: str) -> FieldPath:
    return tuple(step for step in role.partition("#")[0].split(".") if step)


def _with_roles(sheet: Sheet, roles: dict[int, str], row: int) -> Known:
    held = set(roles.values())
    titles = _titles_above(sheet, row)
    if META in held:
        return Known(Layout.META, roles, row, row)
    if GUIDE in held:
        return Known(Layout.GUIDE, roles, row, row)
    if held & {VALUE, PLACE, ITEM}:
        return Known(Layout.PAGE, roles, row, titles)
    if WHICH in held:
        return Known(Layout.TABLE, roles, row, titles)
    homes = [_home(_role_path(role)) for role in held if not role.startswith(("#", "^", "."))]
    inner = max(homes, key=len, default=())
    return Known(Layout.TABLE, roles, row, titles, inner or None)


def _titles_above(sheet: Sheet, row: int) -> int:
    """Return the row of titles: the last one with a cell above the hidden roles."""
    return max((at for at, _ in sheet.cells if at < row), default=row)


def _home(path: FieldPath) -> FieldPath:
    """Return the table that has a field, or a list inside of an item, as a column."""
    above = lists_of(path[:-1])
    return above[-1] if above else home_of(path)


def _list_at(title: str) -> FieldPath | None:
    path = path_of(title)
    return path if field_at(path) is not None and home_of(path) == path else None


def _by_titles(sheet: Sheet) -> Known | None:
    """Return what sheet it is where its hidden roles are gone."""
    top = range(1, min(sheet.rows, _TOP) + 1)
    texts = {
        row: {
            column: cell.value.strip()
            for column in range(1, sheet.columns + 1)
            if (cell := sheet.cells.get((row, column))) and isinstance(cell.value, str)
        }
        for row in top
    }
    for row, titles in texts.items():
        if {"项目", "填写"} <= set(titles.values()):
            roles = {c: PAGE_COLUMNS[title] for c, title in titles.items() if title in PAGE_COLUMNS}
            return Known(Layout.PAGE, roles, row, row)
        if "清单" in titles.values():
            roles = _table_roles(titles, None)
            return Known(Layout.TABLE, roles, row, row)
    headings = (path for titles in texts.values() for t in titles.values() if (path := _list_at(t)))
    of_list = next(headings, None)
    if of_list is None:
        return None
    found = {row: _table_roles(titles, of_list) for row, titles in texts.items()}
    row = max(found, key=lambda row: len(found[row]))
    return Known(Layout.TABLE, found[row], row, row, of_list) if found[row] else None


def _table_roles(titles: Mapping[int, str], of_list: FieldPath | None) -> dict[int, str]:
    """Return the roles of the columns by their titles; those of an unknown title have none."""
    roles: dict[int, str] = {}
    parents = 0
    for column, title in titles.items():
        path = tuple(step.strip() for step in title.split(STEP.strip()))
        if title in _TITLES:
            roles[column] = _TITLES[title]
        elif title.startswith(_BELONGS):
            parents += 1
            roles[column] = f"^{parents}"
        elif of_list is None:
            roles[column] = "." if title == "内容" and _words_only(titles) else f".{'.'.join(path)}"
        elif of_list in MAPS and title in _NAMED_TEXT:
            roles[column] = ".".join(of_list) + _NAMED_TEXT[title]
        elif not is_list(of_list) and title == "内容":
            roles[column] = ".".join(of_list)
        elif is_list(of_list) and field_at((*of_list, *path)) is not None:
            roles[column] = ".".join((*of_list, *path))
    return roles


def _words_only(titles: Mapping[int, str]) -> bool:
    return set(titles.values()) <= {"清单", "内容"}
