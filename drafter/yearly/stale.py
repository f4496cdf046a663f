"""Where this year's file still writes last year's number: in words that stayed, in comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drafter.diagnostics import DataPath
from drafter.source import Scalar, SourceTree
from drafter.source.origins import WORD


@dataclass(frozen=True, slots=True)
class Stale:
    """A place that writes last year's number."""

    path: DataPath
    line: int
    words: str


def stale_words(tree: SourceTree, kept: Sequence[DataPath], year: int) -> list[Stale]:
    """Return where the values that stayed write the year, in the order of the file."""
    pattern = _pattern(year)
    found: dict[Stale, None] = {}
    for path in kept:
        node = tree.node(path)
        if not isinstance(node, Scalar):
            continue
        words = node.text.strip()
        for hit in pattern.finditer(words):
            line = tree.locate_within(path, words, hit.start()).line
            found[Stale(path, line, hit.group())] = None
    return sorted(found, key=lambda one: one.line)


def stale_comments(text: str, year: int, *own: str) -> list[int]:
    """Return the lines whose comments write the year; comments that begin with `own` are ours."""
    pattern = _pattern(year)
    ours = re.compile(rf"#[ ]*(?:{'|'.join(own)}|{WORD})|#.*(?:{'|'.join(own)})：")
    lines = text.replace("\r\n", "\n").split("\n")
    return [
        number
        for number, line in enumerate(lines, start=1)
        if line.lstrip().startswith("#") and pattern.search(line) and not ours.search(line)
    ]


def _pattern(year: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){year}(?!\d)年?")
