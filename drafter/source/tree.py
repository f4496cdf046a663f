"""The tree that reading a file gives: the text of every scalar as typed, with its position.

Nothing is typed here. YAML would turn `0701` into 449 and `12:30` into 750; what a value means
is decided by the model, which knows the field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from drafter.diagnostics import DataPath, Location
from drafter.source.within import place_within

BLANK_WORDS = frozenset({"", "~", "null"})
"""What stands for nothing when it has no quotes."""
STAND_IN = "\ufffd"
"""What a character that was reported is read as; also what a broken conversion leaves."""


class Mark(NamedTuple):
    """A 1-based line and column, counted in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as typed; `plain` when it stands without quotes and outside a block."""

    text: str
    mark: Mark
    plain: bool
    refused: bool = False
    """Whether a finding speaks of it already: that its type is wrong too need not be said."""
    origin: str = ""
    """Of a figure that was imported and not changed since: where it was read from."""
    start: int = field(default=-1, compare=False)
    """Index in the text of the file; -1 where the value stands in no file of its own."""

    @property
    def is_blank(self) -> bool:
        """Return whether nothing was typed; a quoted empty text is something."""
        return self.plain and self.text in BLANK_WORDS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    mark: Mark


class Entry(NamedTuple):
    """A value with the position of its key."""

    key_mark: Mark
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Entries by key, in the order of the file."""

    entries: dict[str, Entry]
    mark: Mark


Node = Scalar | Sequence | Mapping

_TOP = Mark(1, 1)


@dataclass(frozen=True, slots=True)
class _Step:
    """Where a walk has arrived: a node and the mark of its key (of the item, in a list)."""

    node: Node
    key_mark: Mark

    @property
    def mark(self) -> Mark:
        """Return the value's own mark where a value can be seen, the key's mark otherwise."""
        if isinstance(self.node, Scalar) and not self.node.is_blank:
            return self.node.mark
        return self.key_mark


@dataclass(frozen=True, slots=True)
class SourceTree:
    """One file that could be read."""

    file: str
    root: Mapping
    text: str = field(default="", compare=False, repr=False)
    """The whole text, with unified line ends."""

    def locate(self, path: DataPath) -> Location:
        """Return where the value at the path stands, or its nearest existing ancestor.

        A value that is blank, or that is a mapping or list, is shown at its key. Of an imported
        figure the place tells the origin, too.
        """
        step = self._walk(path)[-1]
        origin = step.node.origin if isinstance(step.node, Scalar) else ""
        return replace(self._location(step.mark), origin=origin)

    def locate_within(self, path: DataPath, words: str, at: int) -> Location:
        """Return where a character of the words at the path stands.

        `words` are the value without blanks around its lines. Where they cannot be followed in
        the file, the place is that of the value.
        """
        node = self._walk(path)[-1].node
        index = None
        if isinstance(node, Scalar):
            index = place_within(self.text, node.start, words, at)
        if index is None:
            return self.locate(path)
        line = self.text.rfind("\n", 0, index) + 1
        return self._location(Mark(self.text.count("\n", 0, index) + 1, index - line + 1))

    def locate_line(self, path: DataPath, lines: tuple[str, ...], number: int) -> Location:
        """Return where a line of a text of several stands, or the text where there is no such."""
        if number >= len(lines):
            return self.locate(path)
        at = sum(len(line) + 1 for line in lines[:number])
        return self.locate_within(path, "\n".join(lines), at)

    def locate_key(self, path: DataPath) -> Location:
        """Return where the key at the path stands, or that of its nearest existing ancestor."""
        return self._location(self._walk(path)[-1].key_mark)

    def node(self, path: DataPath) -> Node | None:
        """Return the node at the path, if there is one."""
        steps = self._walk(path)
        return steps[-1].node if len(steps) == len(path) + 1 else None

    def blanks(self, path: DataPath) -> Iterator[DataPath]:
        """Yield the paths of the blank values below the path."""
        here = self.node(path)
        below: list[str | int] = []
        if isinstance(here, Mapping):
            below = list(here.entries)
        elif isinstance(here, Sequence):
            below = list(range(len(here.items)))
        elif here is not None and here.is_blank:
            yield path
        for step in below:
            yield from self.blanks((*path, step))

    def origins(self, path: DataPath = ()) -> Iterator[tuple[DataPath, str]]:
        """Yield the path and the origin of each value below the path that was imported."""
        here = self.node(path)
        if isinstance(here, Scalar):
            if here.origin:
                yield path, here.origin
            return
        below: list[str | int] = []
        if isinstance(here, Mapping):
            below = list(here.entries)
        elif isinstance(here, Sequence):
            below = list(range(len(here.items)))
        for step in below:
            yield from self.origins((*path, step))

    def plain(self) -> dict[str, object]:
        """Return the tree as dicts, lists and texts; what is blank or refused whole is `None`."""
        return {key: _plain(entry.value) for key, entry in self.root.entries.items()}

    def _walk(self, path: DataPath) -> list[_Step]:
        """Return the steps from the root along the path, as far as the tree goes."""
        steps = [_Step(self.root, _TOP)]
        for name in path:
            step = _child(steps[-1].node, name)
            if step is None:
                break
            steps.append(step)
        return steps

    def _location(self, mark: Mark) -> Location:
        return Location(self.file, mark.line, mark.column)


def _child(node: Node, name: str | int) -> _Step | None:
    if isinstance(node, Mapping) and isinstance(name, str):
        entry = node.entries.get(name)
        return None if entry is None else _Step(entry.value, entry.key_mark)
    if isinstance(node, Sequence) and isinstance(name, int) and 0 <= name < len(node.items):
        item = node.items[name]
        return _Step(item, item.mark)
    return None


def _plain(node: Node) -> object:
    # The reader bounds the depth, so recursion is safe.
    if isinstance(node, Mapping):
        return {key: _plain(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    nothing_left = node.refused and not node.text.strip(STAND_IN)
    return None if node.is_blank or nothing_left else node.text
