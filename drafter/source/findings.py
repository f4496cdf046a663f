"""The findings of reading: their ids, and the text they point into."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum

from drafter.diagnostics import DataPath, Diagnostic, Location, Severity, in_order
from drafter.source.tree import Mark

PER_CODE = 20
"""How many findings of one kind are listed: a file of 10,000 tabs needs one remark, not all."""


class Code(StrEnum):
    """The ids of all findings of this package."""

    UNREADABLE = "JS-010"
    TOO_BIG = "JS-011"
    ENCODING = "JS-012"
    EMPTY = "JS-013"
    CONTROL = "JS-014"
    RESERVED = "JS-015"
    INDENT = "JS-016"
    SYNTAX = "JS-017"
    COLON = "JS-018"
    ROOT = "JS-019"
    DUPLICATE = "JS-020"
    KEY = "JS-021"
    ALIAS = "JS-022"
    TAG = "JS-023"
    DOCUMENTS = "JS-024"
    TEMPLATE = "JS-025"
    COMMA = "JS-026"
    WIDE_COMMA = "JS-030"
    COMMENT = "JS-027"
    DEPTH = "JS-028"
    MERGE = "JS-029"
    CHANGED = "JS-037"


_MILD = {Code.COMMENT: Severity.WARNING, Code.CHANGED: Severity.HINT}


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file with unified line ends and no byte order mark."""

    file: str
    text: str

    def mark(self, index: int) -> Mark:
        """Return the line and column of a character."""
        before = self.text.rfind("\n", 0, index) + 1
        return Mark(self.text.count("\n", 0, before) + 1, index - before + 1)

    def line_start(self, index: int) -> int:
        """Return the index of the first character of the line of a character."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Return the index just behind the last character of the line of a character."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end

    def line(self, index: int) -> str:
        """Return the whole line of a character."""
        return self.text[self.line_start(index) : self.line_end(index)]


class Findings:
    """Collects findings; of each kind the first few are kept and the rest are counted."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._kept: defaultdict[Code, list[Diagnostic]] = defaultdict(list)
        self._left_out: defaultdict[Code, set[int]] = defaultdict(set)
        self._places: list[tuple[int, Code, int]] = []
        """Of each kept finding its character, kind and position among its kind, in order."""

    def add(self, code: Code, at: int, message: str, hint: str = "", path: DataPath = ()) -> None:
        """Add a finding at a character, unless enough of its kind are known.

        With a path, later stages say nothing more of the value there.
        """
        if any(self._kept[kind][number].message == message for kind, number in self._at(at)):
            return
        if len(self._kept[code]) >= PER_CODE:
            self._left_out[code].add(at)
            return
        mark = self._source.mark(at)
        where = Location(self._source.file, mark.line, mark.column)
        insort(self._places, (at, code, len(self._kept[code])))
        self._kept[code].append(replace(finding(code, where, message, hint), path=path))

    def any_within(self, start: int, end: int) -> bool:
        """Return whether a finding lies inside a value."""
        first = bisect_left(self._places, (start,))
        return first < len(self._places) and self._places[first][0] < max(end, start + 1)

    def speak_of(self, path: DataPath, start: int, end: int) -> None:
        """Give the path to the findings inside a value."""
        for code, number in self._at(start, end):
            self._kept[code][number] = replace(self._kept[code][number], path=path)

    def _at(self, start: int, end: int = 0) -> list[tuple[Code, int]]:
        """Return the kind and number of the findings from a character on, or at it alone."""
        first = bisect_left(self._places, (start,))
        behind = bisect_left(self._places, (max(end, start + 1),))
        return [(code, number) for _, code, number in self._places[first:behind]]

    def places(self) -> set[tuple[Code, int]]:
        """Return the kinds and places of the kept findings."""
        return {(code, at) for at, code, _ in self._places}

    def lines(self, *codes: Code) -> set[int]:
        """Return the lines that have a finding of one of the kinds."""
        return {item.where.line for code in codes for item in self._kept[code]}

    def result(self) -> tuple[Diagnostic, ...]:
        """Return the kept findings in order; the last of a cut kind says how many more."""
        return tuple(in_order(item for code in self._kept for item in self._cut(code)))

    def _cut(self, code: Code) -> list[Diagnostic]:
        kept = in_order(self._kept[code])
        if not self._left_out[code]:
            return kept
        more = f"同类问题另有 {len(self._left_out[code])} 处未列出"
        hint = f"{kept[-1].hint}；{more}" if kept[-1].hint else more
        return [*kept[:-1], replace(kept[-1], hint=hint)]


def finding(code: Code, where: Location, message: str, hint: str = "") -> Diagnostic:
    """Return a finding; none of this package can be waived, since the text itself is in doubt."""
    severity = _MILD.get(code, Severity.ERROR)
    return Diagnostic(code.value, severity, message, where, hint)
