"""A Word document as it is compared: blocks of paragraphs and tables, comments, revisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from drafter.diagnostics import NOWHERE, Place
from drafter.template.receipt import Receipt
from drafter.verify.drawings import Chart
from drafter.verify.pictures import Picture


class Piece(NamedTuple):
    """A stretch of the words of a paragraph, before blanks are made even."""

    text: str
    letters: int
    """How many letters of the file it stands for: tabs are none, and not all letters are read."""


class Look(NamedTuple):
    """What a paragraph looks like, as far as programs keep it when they write a file anew."""

    style: str
    aligned: str
    runs: tuple[tuple[int, tuple[str, ...]], ...]
    """Lengths of stretches of letters that look the same, with what they look like."""


PLAIN = Look("", "", ())


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change that nobody has accepted or refused yet."""

    kind: str
    """插入, 删去, 移动, 改格式."""
    author: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A paragraph that says something, as it reads with all revisions accepted."""

    words: str
    """Its normal words."""
    part: str
    """Name of the part of the file."""
    number: int
    """Turn among all paragraphs of the part, from 0."""
    place: Place = NOWHERE
    label: str = ""
    """The number that Word counts for it."""
    level: int | None = None
    """Of a heading, from 0."""
    pieces: tuple[Piece, ...] = ()
    look: Look = PLAIN
    revisions: tuple[Revision, ...] = ()

    @property
    def key(self) -> str:
        """Return what must be the same for two paragraphs to be the same."""
        return self.words


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a table."""

    blocks: tuple[Block, ...]
    place: Place = NOWHERE
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", "\n".join(block.key for block in self.blocks))


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    place: Place = NOWHERE
    revisions: tuple[Revision, ...] = ()
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", "\t".join(cell.key for cell in self.cells))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table."""

    rows: tuple[Row, ...]
    place: Place = NOWHERE
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", "\f".join(row.key for row in self.rows))


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Story:
    """What one part of the file says."""

    title: str
    """正文, 页眉, 页脚, 脚注, 尾注."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the margin, and whom it answers."""

    author: str
    words: str
    place: Place
    anchored: str = ""
    """The words that it is about."""
    answers: Comment | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """All that is compared of a file."""

    stories: tuple[Story, ...]
    comments: tuple[Comment, ...] = ()
    revisions: tuple[Revision, ...] = ()
    receipt: Receipt | None = None
    charts: tuple[Chart, ...] = ()
    pictures: tuple[Picture, ...] = ()
    outdated_contents: tuple[str, ...] = ()
    """What the table of contents lists wrongly, as words for a message."""

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the paragraphs of all parts in their order."""
        for story in self.stories:
            for block in story.blocks:
                yield from paragraphs_in(block)


_NUMBER = re.compile(
    r"(?:第[一二三四五六七八九十百]+(?:部分|章|节)|[（(](?:[一二三四五六七八九十百]+|\d{1,3})[)）]|"
    r"(?:[一二三四五六七八九十百]+|\d{1,3})(?:[、．]|\.(?!\d)|[)）]))\s*"
)


def without_number(words: str) -> str:
    """Return the words of a heading without a number that was typed before them."""
    return _NUMBER.sub("", words, count=1) if _NUMBER.match(words) else words


def paragraphs_in(block: Block | Row | Cell) -> Iterator[Paragraph]:
    """Yield the paragraphs of a block, a row or a cell in their order."""
    if isinstance(block, Paragraph):
        yield block
    elif isinstance(block, Table):
        for row in block.rows:
            yield from paragraphs_in(row)
    elif isinstance(block, Row):
        for cell in block.cells:
            yield from paragraphs_in(cell)
    else:
        for inner in block.blocks:
            yield from paragraphs_in(inner)
