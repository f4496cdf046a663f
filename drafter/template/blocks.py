"""Pairs of tags: `if … endif`, `for … endfor`, and what may stand between them.

What stands between two tags of a pair is printed any number of times, none included. The checks
here make sure, before anything is rendered, that the document is whole in every case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from drafter.template.faults import Fault
from drafter.template.lift import LiftedPart
from drafter.template.tags import Tag

OPENINGS = {"if": "endif", "for": "endfor"}
MIDDLES = {"elif", "else"}
_WORD = re.compile(r"^(?:[-+]\s*)?(\w+)")
_ELEMENT = re.compile(r"<(/?)([\w:.-]+)[^<>]*?(/?)>")
_BOOKMARK = re.compile(r'<w:bookmark(Start|End)\b[^<>]*\bw:id="([^"]*)"')
_FIELD = re.compile(r'<w:fldChar\b[^<>]*\bw:fldCharType="(begin|end)"')
_LEVEL_PROBLEM = (
    "与“{}”不在同一层：成对的标签应同为段内、{{%p %}}、{{%tr %}} 或 {{%tc %}}，"
    "并在同一段落、表格或正文里"
)


def word_of(tag: Tag) -> str:
    """Return the first word of a statement, as it was meant; empty for a tag that prints."""
    found = _WORD.match(unicodedata.normalize("NFKC", tag.inner))
    return "" if tag.is_print or not found else found[1]


@dataclass(slots=True, eq=False)
class _Block:
    """An open block: its word, its tags so far as numbers, whether its else has come."""

    word: str
    opening: Tag
    last: int
    closed_by_else: bool = False
    crossing: list[Fault] = field(default_factory=list)
    """Ends of blocks around it that came before its own."""


def block_faults(part: LiftedPart) -> Iterator[Fault]:
    """Check that blocks pair up on one level, and that what is between them can be left out."""
    stack: list[_Block] = []
    for number, tag in enumerate(part.tags):
        word = word_of(tag)
        if word in OPENINGS:
            stack.append(_Block(word, tag, number))
        elif word in MIDDLES or word in OPENINGS.values():
            if not stack:
                yield Fault(f"多出的“{word}”，前面没有对应的 if 或 for", tag.place)
                continue
            block = stack[-1]
            faults = list(_step(part, block, word, number))
            if word in MIDDLES:
                block.last = number
                block.closed_by_else |= word == "else"
                yield from faults
                continue
            closed = next((b for b in reversed(stack) if OPENINGS[b.word] == word), block)
            stack.remove(closed)
            if closed is block:
                yield from (*block.crossing, *faults)
            else:
                block.crossing += faults  # if it never ends, that is the fault
    for block in stack:
        hint = f"在它管的内容后面写 {closing_of(block.opening)}"
        yield Fault(f"“{block.opening.text}”没有对应的结束标签", block.opening.place, hint)


def closing_of(opening: Tag) -> str:
    """Return the closing tag that an opening tag needs."""
    return f"{{%{opening.kind} {OPENINGS[word_of(opening)]} %}}"


def _step(part: LiftedPart, block: _Block, word: str, number: int) -> Iterator[Fault]:
    """Check one middle or closing tag against the block that it belongs to."""
    tag, opening = part.tags[number], block.opening
    if word in MIDDLES and block.word != "if":
        yield Fault(f"“{word}”不在 if 之内", tag.place)
    elif word in MIDDLES and block.closed_by_else:
        yield Fault(f"“{word}”在 else 之后，else 只能有一个，并且在最后", tag.place)
    elif word in OPENINGS.values() and word != OPENINGS[block.word]:
        message = f"“{word}”与前面的“{opening.text}”不配对"
        yield Fault(message, tag.place, f"它的结束标签是 {closing_of(opening)}")
    elif not (opening.sound and tag.sound):
        return
    elif (opening.kind, opening.scope) != (tag.kind, tag.scope):
        yield Fault(_LEVEL_PROBLEM.format(opening.text), tag.place, _level_hint(opening, tag))
    else:
        between = "".join(part.segments[block.last + 1 : number + 1])
        problem = between_problem(between)
        if problem:
            yield Fault(f"与“{part.tags[block.last].text}”之间{problem}", tag.place)


def _level_hint(opening: Tag, tag: Tag) -> str:
    """Return the kind of lifting that two tags of a pair need, where they show it."""
    ours, theirs = opening.place.cells, tag.place.cells
    if opening.kind or tag.kind:
        return ""
    if ours and theirs and ours[-1][0] == theirs[-1][0] and ours[-1][1] != theirs[-1][1]:
        kind, place = "tr", "一行"
    elif ours == theirs:
        kind, place = "p", "一段"
    else:
        return ""
    start, end = (f"{{%{kind} {one.inner} %}}" for one in (opening, tag))
    return f"应写 {start} 和 {end}，各自独占{place}"


def between_problem(between: str) -> str:
    """Return what keeps the text between two tags from being left out or repeated."""
    if not _is_neutral(between):
        return "有只占一半的超链接、控件或表格，请把两个标签移到它的同一侧"
    starts = [found[2] for found in _BOOKMARK.finditer(between) if found[1] == "Start"]
    ends = [found[2] for found in _BOOKMARK.finditer(between) if found[1] == "End"]
    if sorted(starts) != sorted(ends):
        return "有只占一半的书签，请移动标签或删去书签"
    depth = 0
    for kind in _FIELD.findall(between):
        depth += 1 if kind == "begin" else -1
        if depth < 0:
            break
    return "有只占一半的域，请移动标签" if depth else ""


def _is_neutral(between: str) -> bool:
    """Return whether leaving the text out, or repeating it, keeps the XML around it whole.

    It does when the elements that it closes are those that it opens again: nothing at all for
    whole paragraphs, the run and its text for words in two runs.
    """
    closed: list[str] = []
    opened: list[str] = []
    for closing, name, empty in _ELEMENT.findall(between):
        if empty:
            continue
        if not closing:
            opened.append(name)
        elif not opened:
            closed.append(name)
        elif opened.pop() != name:
            return False
    return closed == list(reversed(opened))
