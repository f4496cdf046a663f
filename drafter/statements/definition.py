"""The definition of a statement: blocks of columns side by side, each with its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Holds(StrEnum):
    """What the cells of a column hold."""

    WORDS = "名称"
    CODE = "编码"
    NUMBER = "行次"
    AMOUNT = "金额"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in templates, its heading from top to bottom, what it holds."""

    key: str
    heading: tuple[str, ...]
    holds: Holds = Holds.AMOUNT
    also: tuple[str, ...] = ()
    """Other words that its lowest heading has in tables of others."""
    field: str = ""
    """Of rows of headings: the amount of the row, or the name of one of its columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """A fixed row: its words, and for each column of amounts the path of the figure."""

    words: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    """Other words that the row has in tables of others."""


@dataclass(frozen=True, slots=True)
class ClassLines:
    """A row for every class (类) of the functional classification of the year, in its order."""

    paths: Mapping[str, str]
    """For each column of amounts the path of the rows among which the class is looked for."""
    stored: Mapping[str, str] = field(default_factory=dict)
    """Where import puts the amounts of a column: a path of rows, where it is another one."""


@dataclass(frozen=True, slots=True)
class SubjectRows:
    """A row for every class, section and item that rows of the accounts have."""

    rows: str
    """The path of the rows of classes."""
    stored: str = ""
    """Where import puts them, where that is another path."""


@dataclass(frozen=True, slots=True)
class EconomicLines:
    """A row for every class and section of the economic classification, in its order."""

    classes: tuple[str, ...]
    """Codes of the classes."""
    path: str
    """The path of the rows among which a section is looked for."""


Part = Line | ClassLines | SubjectRows | EconomicLines


@dataclass(frozen=True, slots=True)
class Block:
    """Columns with rows of their own; blocks of one statement stand side by side."""

    columns: tuple[Column, ...]
    head: tuple[Part, ...]
    tail: tuple[Line, ...] = ()
    """Rows at the foot, level with those of the other blocks."""

    @property
    def amounts(self) -> tuple[Column, ...]:
        """Return the columns that hold amounts."""
        return tuple(column for column in self.columns if column.holds is Holds.AMOUNT)

    def column(self, holds: Holds) -> Column | None:
        """Return the first column that holds this."""
        return next((column for column in self.columns if column.holds is holds), None)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: what it is called and what it is made of."""

    id: str
    """Its name in templates (`附表.<id>`); a Python identifier."""
    title: str
    blocks: tuple[Block, ...]
    also: tuple[str, ...] = ()
    """Other titles that it has had, or has elsewhere."""
    landscape: bool = False
    numbered: bool = True
    """Whether a row under the headings counts the columns of amounts (栏次)."""
    note: str = ""
    empty_note: str = ""
    """What stands under a table without figures; {全称} and {年度} are put in."""
    public: bool = True
    """Whether it can be printed; others are only read from workbooks."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns of all blocks, from left to right."""
        return tuple(column for block in self.blocks for column in block.columns)

    def lines(self) -> Iterator[tuple[Block, Part]]:
        """Yield every part of every block."""
        for block in self.blocks:
            for part in (*block.head, *block.tail):
                yield block, part


@dataclass(frozen=True, slots=True)
class Listed:
    """A statement as a template lists it: its number and title, and how it is made."""

    number: str
    """Such as 公开01表; empty where the template gives none."""
    title: str
    statement: Statement | None = None
    """None for a statement of which the report gives only the title."""
