"""A text that is being changed: worked on with one kind of line end, given back with its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.source import scan
from drafter.source.findings import SourceText
from drafter.source.splices import Splice

_LINE_END = re.compile("\r\n|\r|\n")


class EditedText:
    """Holds the text as the parser sees it, and beside it the marks and line ends of the file."""

    def __init__(self, text: str, file: str) -> None:
        body = text.lstrip("\ufeff")
        self.source = SourceText(file, scan.unify(text))
        self._marks = text[: len(text) - len(body)]
        self._ends = _LINE_END.findall(body)
        self._new_end = self._ends[0] if self._ends else "\n"

    def splice(self, splices: Sequence[Splice]) -> None:
        """Exchange stretches that lie apart; of those at one place the first comes first."""
        text = self.source.text
        parts: list[str] = []
        ends: list[str] = []
        done = 0
        for start, end, new in sorted(splices, key=lambda splice: splice.start):
            parts += [text[done:start], new]
            ends += self._taken(text.count("\n", done, start))
            old, wanted = self._taken(text.count("\n", start, end)), new.count("\n")
            ends += [*old[:wanted], *[self._new_end] * (wanted - len(old))]
            done = end
        self.source = SourceText(self.source.file, "".join([*parts, text[done:]]))
        self._ends = ends + self._ends

    def _taken(self, number: int) -> list[str]:
        taken, self._ends = self._ends[:number], self._ends[number:]
        return taken

    def whole(self) -> str:
        """Return the text as the file has it."""
        lines = self.source.text.split("\n")
        return self._marks + "".join(
            line + end for line, end in zip(lines, [*self._ends, ""], strict=True)
        )
