"""Takes out of the text what stopped the parser, where that is one value or a key's colon.

So the rest of the file can be read in the same run. No position changes: a value gives way to as
many stand-ins, and is not spoken of again, since the finding about it lies within it.
"""

from __future__ import annotations

import re

from drafter.source.findings import Code, SourceText
from drafter.source.problems import Failure
from drafter.source.tree import STAND_IN

_KEY = re.compile(r"(?P<before> *(?:- +)*)(?:(?P<key>[^\W\d]\w*) *: +|(?<=- ))(?=\S)")
_BARE_KEY = re.compile(r" *(?:- +)*[^\W\d]\w* *")
_JOINED_KEY = re.compile(r"[^\W\d]\w* *:(?: |$)")
_NEXT = re.compile(r"\n(?:[ \t]*\n)*(?P<indent> *)(?=\S)")
_MENDABLE = frozenset(
    {Code.SYNTAX, Code.COLON, Code.ALIAS, Code.TAG, Code.TEMPLATE, Code.WIDE_COMMA}
)


def mended(source: SourceText, failure: Failure, told: list[tuple[Code, int]]) -> SourceText | None:
    """Return the text without what the failure was about, or None where that is not plain.

    `told` are the kinds and places of the findings about the failure.
    """
    text = source.text
    for code, at in told:
        if code not in _MENDABLE:
            return None
        line, end = source.line_start(at), source.line_end(at)
        if code is Code.COLON and _BARE_KEY.fullmatch(text, line, at):
            new: str | None = _with_colon(text[at + 1 : end])
        else:
            new = _without_value(source, failure, at)
        if new is None:
            return None
        text = text[: end - len(new)] + new + text[end:]
    return SourceText(source.file, text) if text != source.text else None


def _with_colon(rest: str) -> str:
    """Return the colon and what stood behind it, which is kept where a blank leaves room for it."""
    if not rest or rest[0] == " ":
        return f":{rest}"
    return f": {STAND_IN * (len(rest) - 1)}"


def _without_value(source: SourceText, failure: Failure, at: int) -> str | None:
    """Return stand-ins for the value that a place is in, if it ends with its line."""
    line, end = source.line_start(at), source.line_end(at)
    hit = _KEY.match(source.text, line, end)
    if hit is None or at < hit.end():
        return None
    # The next line may have been joined to this one: with it a key would be lost.
    if "mapping values" in failure.problem and source.text[hit.end()] not in "｛［":
        return None
    if _JOINED_KEY.match(source.text, at, end):
        return None
    if failure.open_flow is not None and failure.open_flow < hit.end():
        return None
    following = _NEXT.match(source.text, end)
    column = len(hit["before"]) - (0 if hit["key"] else 1)
    if following is not None and len(following["indent"]) > column:
        return None
    return STAND_IN * (end - hit.end())
