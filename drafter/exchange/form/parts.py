"""What the form is made of: sheets, rows and columns as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from drafter.exchange.form.fields import title_of
from drafter.exchange.form.subjects import Subject, office_of
from drafter.starter.usage import FieldPath

FORMAT = "1"
"""Version of the form, so that later ones can tell what was written by whom."""
MONEY = "同金额单位"
"""Unit of an amount while nobody has said in which unit the file counts."""

WHICH, HELP = "#清单", "#说明"
"""Roles of columns: which of several lists the row belongs to; explanations, which are not read."""
NAME, TEXT = "#名", "#文字"
"""Roles of the two columns of a field that holds names with texts."""


@dataclass(frozen=True, slots=True)
class FormReport:
    """A report that the form is filled for."""

    template: str
    title: str
    options: Mapping[str, str] = field(default_factory=dict)
    """Options that differ from the template's own."""


class Kind(Enum):
    """What a row of a sheet for single values is."""

    VALUE = "a value"
    GROUP = "a section, where 无 says that the department has nothing of the kind"
    LIST = "a list with a sheet of its own, where 无 says that there is no item"
    BAND = "a heading"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a sheet for single values."""

    path: FieldPath
    kind: Kind
    about: str = ""
    needed: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()
    prose: bool = False
    number: bool = False
    whole: bool = False
    office: str = ""
    example: str = ""
    text: str = ""

    @property
    def title(self) -> str:
        """Return the path as people read it."""
        return title_of(self.path)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; its role says what it holds, whatever its title."""

    role: str
    title: str
    path: FieldPath = ()
    about: str = ""
    needed: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()
    prose: bool = False
    number: bool = False
    whole: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: texts by the roles of its columns."""

    cells: Mapping[str, str]
    needed: frozenset[str] | None = None
    """Roles of the columns that this row needs; None for those that every row needs."""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet for single values."""

    subject: Subject
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """Return the name of the sheet."""
        return self.subject.title


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with a row for each item of a list, or of several lists of one shape."""

    title: str
    lists: tuple[FieldPath, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...] = ()

    @property
    def office(self) -> str:
        """Return who may fill it."""
        return office_of(self.lists[0])


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form."""

    reports: tuple[FormReport, ...]
    sheets: tuple[Page | Table, ...]

    @property
    def tables(self) -> dict[FieldPath, Table]:
        """Return the tables by the lists that they hold."""
        return {path: s for s in self.sheets if isinstance(s, Table) for path in s.lists}


def role_of(path: FieldPath) -> str:
    """Return the role of a field in a table of one list."""
    return ".".join(path)


def parent_role(depth: int) -> str:
    """Return the role of the column with the name of the item that a row belongs to.

    `depth` counts the lists that it lies in, from 1.
    """
    return f"^{depth}"


def relative_role(path: FieldPath, of_list: FieldPath) -> str:
    """Return the role of a field in a table of several lists."""
    return f".{role_of(path[len(of_list) :])}"


def role_in(table: Table, of_list: FieldPath, path: FieldPath) -> str:
    """Return the role that a field of a list has in its table."""
    return role_of(path) if len(table.lists) == 1 else relative_role(path, of_list)
