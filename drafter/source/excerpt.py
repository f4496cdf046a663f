"""The line that a finding speaks of, with a caret below the character: for people at a terminal."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from drafter.diagnostics import Location
from drafter.source.reader import MAX_BYTES

_LINE_END = re.compile("\r\n|\r|\n")
_WIDTH = 96
"""Columns of a terminal that a line may take; longer ones are cut around the caret."""
_CUT = "…"


class Excerpts:
    """Lines of files that findings name, each file read once; what cannot be read has none."""

    def __init__(self) -> None:
        self._files: dict[str, list[str]] = {}

    def at(self, where: Location) -> str:
        """Return the line and the caret as two lines of text; empty where there is no line."""
        if not where.line:
            return ""
        lines = self._files.get(where.file)
        if lines is None:
            lines = self._files[where.file] = _lines(Path(where.file))
        line = lines[where.line - 1] if where.line <= len(lines) else ""
        return marked(line, where.line, where.column) if line.strip() else ""


def _lines(path: Path) -> list[str]:
    try:
        if not path.is_file():
            return []
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        return []
    if len(data) > MAX_BYTES:
        return []
    return _LINE_END.split(data.decode("utf-8", "replace").removeprefix("\ufeff"))


def marked(line: str, number: int, column: int) -> str:
    """Return a line with its number, and below it a caret at the column, counted from 1.

    Chinese letters take two columns of a terminal; below them stand blanks that do, too.
    """
    at = min(max(column - 1, 0), len(line))
    start, end = _window(line, at)
    shown = "".join(map(_visible, line[start:end]))
    lead, tail = (_CUT if start else ""), (_CUT if end < len(line) else "")
    gutter = f"{number:>6} | "
    blank = "".join(map(_blank, lead + shown[: at - start]))
    return f"{gutter}{lead}{shown}{tail}\n{' ' * 6} | {blank}^"


def _window(line: str, at: int) -> tuple[int, int]:
    """Return which letters are shown: all, or as many as fit around the caret."""
    if len(line) <= _WIDTH and sum(map(_columns, line)) <= _WIDTH:
        return 0, len(line)
    start, room = at, _WIDTH // 2
    while start > 0 and (room := room - _columns(line[start - 1])) >= 0:
        start -= 1
    end, room = start, _WIDTH
    while end < len(line) and (room := room - _columns(line[end])) >= 0:
        end += 1
    return start, end


def _visible(letter: str) -> str:
    """Return the letter, or a blank for what would move the cursor or not be seen."""
    return " " if unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else letter


def _columns(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _blank(letter: str) -> str:
    return "\u3000" if _columns(letter) == 2 else " "
