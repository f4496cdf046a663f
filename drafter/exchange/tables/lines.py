"""The fixed rows of a statement, and which of them a row of a table is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafter.exchange.tables.words import line_key, plain
from drafter.statements.definition import Block, Line, Statement


@dataclass(slots=True)
class Lines:
    """The fixed rows of a block, found in their order: the same words may come twice."""

    lines: Sequence[Line]
    _next: int = 0

    def match(self, words: str) -> Line | None:
        """Return the next row that has these words; where none follows, an earlier one."""
        key, full = line_key(words), plain(words)
        if not key:
            return None
        order = [*self.lines[self._next :], *self.lines[: self._next]]
        same = [line for line in order if key in _keys(line)]
        if len(same) > 1 and full != key:
            # Of rows with the same words the numbering tells which it is.
            same = [line for line in same if full in _full(line)] or same
        if not same:
            return None
        self._next = self.lines.index(same[0]) + 1
        return same[0]


def line_elsewhere(statement: Statement, own: Block, words: str) -> tuple[str, ...]:
    """Return the figure of a fixed row of another block, which has only this one."""
    key = line_key(words)
    for block, part in statement.lines():
        if block is not own and isinstance(part, Line) and key and key in _keys(part):
            paths = tuple(part.paths.values())
            return tuple(paths[0].split(".")) if len(paths) == 1 else ()
    return ()


def _full(line: Line) -> set[str]:
    return {plain(words) for words in (line.words, *line.also) if words}


def _keys(line: Line) -> set[str]:
    return {line_key(words) for words in (line.words, *line.also) if words}
