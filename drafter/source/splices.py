"""What one change does to the text: stretches that give way to others.

On a line of its own a text is exchanged and nothing else. A value of several lines is written
anew; the comments within it go above what takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from drafter.diagnostics import DataPath
from drafter.source import origins as origin_comments
from drafter.source import write
from drafter.source.findings import SourceText
from drafter.source.placeholders import behind_comments
from drafter.source.places import (
    Spot,
    YamlNode,
    comments,
    content_end,
    is_block,
    is_mapping,
    is_scalar,
    is_text_block,
    last_child,
    last_leaf,
)
from drafter.source.plain import Plain
from drafter.source.write import STEP, Origins

_CLOSING = re.compile(r"[ \t,\]}]*")
_ASKED = re.compile(r"#[ \t]*(?:待填|可不填)")
_BLANKS = re.compile(r"(?:\n[ \t]*(?=\n|$))+")
_CHOMPING = re.compile(r"[|>](?P<width>[0-9]*)\+?")


class Splice(NamedTuple):
    """A stretch of the text and what takes its place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fill:
    """A value to write, with the origins of its parts by their paths inside it."""

    value: Plain
    origins: Origins = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Return the origin of the value itself."""
        return self.origins.get((), "")

    def note(self) -> str:
        """Return the comment that tells the origin of the value itself."""
        value = self.value
        return origin_comments.comment(self.origin, value) if isinstance(value, str) else ""

    def inside(self, path: DataPath, value: Plain) -> Fill:
        """Return the fill for a new value that holds this one at a path."""
        return Fill(value, {(*path, *own): place for own, place in self.origins.items()})


def put(source: SourceText, spot: Spot, fill: Fill) -> list[Splice]:
    """Return what puts a value in the place of another, or into a blank."""
    if spot.in_flow:
        is_item = not is_mapping(spot.parent)
        return _exchange(source, spot, write.flow_text(fill.value, item=is_item), fill.note())
    lines = [] if write.is_nested(fill.value) else _value_lines(fill, spot.column)
    if len(lines) == 1 and is_scalar(spot.node) and not is_text_block(spot.node):
        first, *_ = write.value_lines(fill.value, spot.column, keep=False)
        return _exchange(source, spot, first, fill.note())
    return _rewrite(source, spot, fill, lines)


def _value_lines(fill: Fill, column: int) -> list[str]:
    return write.value_lines(fill.value, column, fill.origin, keep=False)


def _exchange(source: SourceText, spot: Spot, new: str, note: str) -> list[Splice]:
    """Exchange what stands on the line, and the comment that told its origin."""
    start, end = spot.start, int(spot.node.end_mark.index)
    before = source.text[start - 1 : start]
    if not new and not spot.in_flow:
        start = spot.behind(source.text)
    elif new and start == end and not before.isspace():
        new = f" {new}"
    tail = _tail(source, end, note, source.line_start(start))
    return [*tail[:-1], Splice(start, end, new), *tail[-1:]]


def _tail(source: SourceText, end: int, note: str, line: int) -> list[Splice]:
    """Return what makes `note` the comment behind a value that is the last of its line.

    An old origin goes, any other comment moves to a line of its own above the line given.
    """
    text, line_end = source.text, source.line_end(end)
    closing = _CLOSING.match(text, end, line_end)
    at = closing.end() if closing else end
    content = end + len(text[end:at].rstrip())
    old = text[at:line_end].rstrip()
    if old and not old.startswith("#"):
        return []  # another value follows, whose comment this is
    if not old:
        return [Splice(content, line_end, f"  {note}")] if note else []
    if origin_comments.is_origin(old):
        return [Splice(at, line_end, note) if note else Splice(content, line_end, "")]
    if not note:
        return []
    pad = _indent(text[line:line_end])
    return [Splice(line, line, f"{pad}{old}\n"), Splice(at, line_end, note)]


def _rewrite(source: SourceText, spot: Spot, fill: Fill, lines: list[str]) -> list[Splice]:
    """Write all anew from the colon or dash to the end of the last line of the old value."""
    text, behind, column = source.text, spot.behind(source.text), spot.column
    end = source.line_end(max(behind, content_end(source, spot.node)))
    beside, above = _comments_of(source, spot, behind, end)
    pad, inner = " " * column, " " * (column + STEP)
    body = lines or write.yaml_lines(fill.value, column + STEP, fill.origins, keep=False)
    if lines or spot.key is None:
        first = f" {body[0].lstrip(' ')}" if body[0] else ""
        told = f"# {origin_comments.WORD}" in first and beside
        if told:
            above, beside = [*above, beside.strip()], ""
        line = source.line_start(behind)
        pad = _indent(text[line:behind])
        hoisted = "".join(f"{pad}{comment}\n" for comment in above)
        new = "\n".join([first + beside, *body[1:]])
        splices = [Splice(line, line, hoisted)] if hoisted else []
    else:
        new = "\n".join([beside, *(inner + comment for comment in above), *body])
        splices = []
    stop, blank_lines = _line_ends(source, end, fill.value)
    return [*splices, Splice(behind, stop, new + blank_lines)]


def _comments_of(source: SourceText, spot: Spot, behind: int, end: int) -> tuple[str, list[str]]:
    """Return the comment that stays on the line, with the blanks before it, and all others.

    Origins go with their values, and so does what a starter asked for inside the value.
    """
    text = source.text
    first_line, last = source.line_end(behind), content_end(source, spot.node)
    beside, above = "", []
    for start, stop in comments(source, spot.node, behind, end):
        comment = text[start:stop].rstrip()
        begins_here = spot.start <= first_line
        on_line = start < first_line or (begins_here and start >= last and not beside)
        is_own_line = not text[source.line_start(start) : start].strip()
        opens = on_line and not (spot.key is None and is_block(spot.node))
        if origin_comments.is_origin(comment):
            continue
        if opens and not beside:
            gap = text[:start][len(text[:start].rstrip(" \t")) :]
            beside = (gap if "\n" not in gap and gap else "  ") + comment
        elif is_own_line or not _ASKED.match(comment):
            above.append(comment)
    return beside, above


def _line_ends(source: SourceText, end: int, value: Plain) -> tuple[int, str]:
    """Return where to stop and what to add, so that nothing behind becomes part of the text.

    A text in lines needs its last line end, and would take in blanks on the lines that follow.
    """
    while isinstance(value, Mapping | list) and value:
        value = list(value.values())[-1] if isinstance(value, Mapping) else value[-1]
    if not isinstance(value, str) or "\n" not in value:
        return end, ""
    if end == len(source.text):
        return end, "\n"
    blank = _BLANKS.match(source.text, end)
    if blank is None or not blank.group().strip("\n"):
        return end, ""
    return blank.end(), "\n" * blank.group().count("\n")


def add(source: SourceText, spot: Spot, step: str | int, fill: Fill, at: int = -1) -> list[Splice]:
    """Return what adds an entry to a mapping or an item to a list, behind its last one.

    `at` is the number of the entry of a block to go behind instead.
    """
    node = spot.node
    new = {step: fill.value} if isinstance(step, str) else [fill.value]
    whole = fill.inside((step if isinstance(step, str) else 0,), new)
    if is_block(node):
        return _add_lines(source, node, whole, at)
    may_be_lines = spot.parent is not None and not spot.in_flow
    if not node.value and may_be_lines and write.is_nested(fill.value):
        return put(source, spot, whole)
    return _add_between(source, node, step, fill)


def _add_between(source: SourceText, node: YamlNode, step: str | int, fill: Fill) -> list[Splice]:
    """Add behind the last value between brackets."""
    value = fill.value
    new = (
        write.flow_entry(step, value)
        if isinstance(step, str)
        else write.flow_text(value, item=True)
    )
    last = last_child(node)
    line = source.line_start(node.start_mark.index)
    if last is None:
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        brackets = "{}" if is_mapping(node) else "[]"
        tail = _tail(source, end, fill.note(), line)
        new = brackets[0] + new + brackets[1]
        return [*tail[:-1], Splice(start, end, new), *tail[-1:]]
    end = max(int(mark.end_mark.index) for mark in (last.key, last.node) if mark is not None)
    comma = " , " if source.text[end - 1 : end] == ":" else ", "
    tail = _tail(source, end, fill.note(), source.line_start(end))
    return [*tail[:-1], Splice(end, end, comma + new), *tail[-1:]]


def _add_lines(source: SourceText, node: YamlNode, whole: Fill, at: int) -> list[Splice]:
    """Add lines behind an entry of a block, and the comments that are about it."""
    column = int(node.start_mark.column)
    before = node.value[at][1] if is_mapping(node) else node.value[at]
    end = source.line_end(content_end(source, before))
    chomped = _chomped(last_leaf(before), source.text) if end == len(source.text) else []
    end = behind_comments(source, end, column)
    lines = write.yaml_lines(whole.value, column, whole.origins, keep=False)
    apart = column == 0 and len(lines) > 1 and source.text[end : end + 2] in ("", "\n", "\n\n")
    new = "".join(f"\n{line}" for line in (["", *lines] if apart else lines))
    stop, blank_lines = _line_ends(source, end, whole.value)
    return [*chomped, Splice(end, stop, new + blank_lines)]


def _chomped(leaf: YamlNode, text: str) -> list[Splice]:
    """Return what keeps a text without its last line end as it is when lines follow it."""
    hit = _CHOMPING.match(text, leaf.start_mark.index) if is_text_block(leaf) else None
    if hit is None or leaf.value.endswith("\n") or text.startswith("-", hit.end()):
        return []
    return [Splice(*hit.span(), f"{hit.group()[0]}{hit['width']}-")]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]
