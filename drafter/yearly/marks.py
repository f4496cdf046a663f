"""Comments that are put into the text of an input, beside values or above them.

The data stays what it was: where a comment cannot stand at its value, it stands above the section.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafter.diagnostics import DataPath, path_text
from drafter.source import SourceTree, read_text, scan
from drafter.source.splices import Splice
from drafter.source.text import EditedText

BLANK, REVIEW = "待填", "待核对"


@dataclass(frozen=True, slots=True)
class Mark:
    """What to say of the value at a path; `beside` where it may stand behind a blank value."""

    path: DataPath
    words: str
    beside: bool = False


def marked(text: str, marks: Sequence[Mark]) -> str:
    """Return the text with the comments, those on one line together; no value changes."""
    before = _tree(text)
    for chosen in (marks, [_above_section(mark) for mark in marks]):
        new = _with_comments(text, before, chosen)
        read = read_text(new, "")
        is_sound = read.tree is not None and not any(f.is_error for f in read.findings)
        if is_sound and read.tree is not None and read.tree.plain() == before.plain():
            return new
    raise RuntimeError("comments changed what an input says")


def _tree(text: str) -> SourceTree:
    tree = read_text(text, "").tree
    if tree is None:
        raise ValueError("there is nothing to mark in what cannot be read")
    return tree


def _above_section(mark: Mark) -> Mark:
    below = path_text(mark.path[1:])
    return Mark(mark.path[:1], f"{below}：{mark.words}" if below else mark.words)


def _with_comments(text: str, tree: SourceTree, marks: Sequence[Mark]) -> str:
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(tree.locate_key(mark.path).line, []).append(mark)
    edited = EditedText(text, "")
    starts = _line_starts(edited.source.text)
    splices = []
    for line, ones in by_line.items():
        start = starts[line - 1]
        splices.append(_comment(edited.source.text, start, ones))
    edited.splice(splices)
    return edited.whole()


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _comment(text: str, start: int, marks: Sequence[Mark]) -> Splice:
    """Return what puts the comments of one line behind it, or on a line of their own above it."""
    end = text.find("\n", start)
    line = text[start : len(text) if end < 0 else end]
    if len(marks) == 1 and marks[0].beside and line.rstrip().endswith(":") and "#" not in line:
        at = start + len(line.rstrip())
        return Splice(at, at, f"  # {_said(marks[0].words)}")
    pad = line[: len(line) - len(line.lstrip(" "))]
    words = dict.fromkeys(map(_named, marks))
    return Splice(start, start, f"{pad}# {_said('；'.join(words))}\n")


def _named(mark: Mark) -> str:
    """Return the words with the field that they are about: others may share the line."""
    return f"{mark.path[-1]}{mark.words}" if mark.beside else mark.words


def _said(words: str) -> str:
    return scan.without_forbidden(" ".join(words.split()))
