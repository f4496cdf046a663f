"""All words that the department typed, as one text: a pattern goes through them in one pass."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from drafter.diagnostics import DataPath
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import Figure, Group, Node, Rows, Text

_GAP = "\n\ufdd0\n"
"""Stands between two texts; no input may hold the character."""
_SENTENCE_END = re.compile("[。！？；\n]")
_LISTED_BY_HEADING = frozenset({*FUNDS, "收入", "支出", "基本支出"})
"""Sections whose lists are of headings of a classification: other rules look at their names."""
_OF_HEADINGS = frozenset({"名称", "编码"})


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A character in the words of a field."""

    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one field, and where they begin among all words."""

    path: DataPath
    plain: str
    start: int

    @property
    def field(self) -> tuple[str, ...]:
        """Return the names along the path, without the turns in lists."""
        return tuple(step for step in self.path if isinstance(step, str))


@dataclass(frozen=True, slots=True)
class Hit:
    """What a pattern found in the words of a field."""

    passage: Passage
    match: re.Match[str]

    @property
    def words(self) -> str:
        """Return what was found."""
        return self.match.group()

    @property
    def at(self) -> int:
        """Return where it begins within the field."""
        return self.match.start() - self.passage.start


class Finder(Protocol):
    """A pattern, or what looks for it faster."""

    def finditer(self, string: str, /) -> Iterator[re.Match[str]]:
        """Yield what is found, in order."""


@dataclass(frozen=True, slots=True)
class Starting:
    """A pattern that is tried only where one of some characters stands: most places have none."""

    first: re.Pattern[str]
    pattern: re.Pattern[str]

    def finditer(self, string: str, /) -> Iterator[re.Match[str]]:
        """Yield what is found, in order."""
        behind = 0
        for start in self.first.finditer(string):
            if start.start() >= behind and (found := self.pattern.match(string, start.start())):
                behind = found.end()
                yield found


class Prose:
    """The words of all fields of an input."""

    def __init__(self, texts: Iterable[Text]) -> None:
        passages = []
        start = 0
        for text in texts:
            passages.append(Passage(text.path, text.plain, start))
            start += len(passages[-1].plain) + len(_GAP)
        self.passages: tuple[Passage, ...] = tuple(passages)
        self.words = _GAP.join(passage.plain for passage in passages)
        self._starts = [passage.start for passage in passages]

    def hits(self, pattern: Finder) -> Iterator[Hit]:
        """Yield what a pattern finds, in order; a pattern should not reach over a line."""
        for match in pattern.finditer(self.words):
            if match.end() > match.start():
                yield Hit(self.passage_at(match.start()), match)

    def passage_at(self, index: int) -> Passage:
        """Return the field that a character among all words belongs to."""
        return self.passages[bisect_right(self._starts, index) - 1]

    @cached_property
    def by_path(self) -> Mapping[DataPath, Passage]:
        """Return the fields by their paths."""
        return {passage.path: passage for passage in self.passages}

    def plain(self, *path: str | int) -> str:
        """Return the words of a field; none where it has none."""
        passage = self.by_path.get(path)
        return "" if passage is None else passage.plain

    @cached_property
    def _ends(self) -> list[int]:
        return [match.start() for match in _SENTENCE_END.finditer(self.words)]

    def around(self, index: int) -> str:
        """Return the sentence that a character among all words belongs to."""
        start, end = self.sentence(index)
        return self.words[start:end]

    def sentence(self, index: int) -> tuple[int, int]:
        """Return where the sentence of a character begins and ends, up to 。！？； or the line."""
        turn = bisect_right(self._ends, index - 1)
        start = self._ends[turn - 1] + 1 if turn else 0
        end = self._ends[turn] if turn < len(self._ends) else len(self.words)
        return start, end


def prose_of(data: Group) -> Prose:
    """Return the words of an input; views that repeat them elsewhere are left out."""
    found: list[Text] = []
    for name, node in data.items.items():
        if name != "口径":  # a choice, which the report repeats as a word
            _collect(node, (name,), found)
    return Prose(found)


def _collect(node: Node, path: DataPath, found: list[Text]) -> None:
    """Add the texts below a node, as long as each stands at the path that it names as its own."""
    if isinstance(node, Figure):
        if not node.children:  # most figures: be quick
            return
        inner: Mapping[str, Node] = node.children
    elif isinstance(node, Text):
        if node.value and node.path == path and node.plain and not _is_heading(path):
            found.append(node)
        return
    elif isinstance(node, Rows):
        if node.path == path and isinstance(node.value, tuple):
            for row in node.value:
                own = getattr(row, "path", ())
                if own[:-1] == path:
                    _collect(row, own, found)
        return
    elif isinstance(node, Group):
        inner = node.items
    else:
        return
    if node.path == path:
        for name, child in inner.items():
            if not isinstance(child, Figure) or child.children:
                _collect(child, (*path, name), found)


def _is_heading(path: DataPath) -> bool:
    return path[-1] in _OF_HEADINGS and path[0] in _LISTED_BY_HEADING
