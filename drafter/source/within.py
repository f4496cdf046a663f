"""Where a character of a value stands in the file: a finding may be about a word inside a text.

Quotes, escapes, indentation and folding come between the two. They are stepped over side by side;
where the two do not agree to the end of the words, nothing is said.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n|.)", re.DOTALL)
_BLOCK = "|>"
_SPELLED = "\x00"
"""Stands for whatever an escape spells; no source holds it."""


def place_within(source: str, start: int, text: str, at: int) -> int | None:
    """Return the index in the source of a character of a text, or None where that is not plain.

    `start` is where the value begins in the source. `text` is the value, but for blanks around
    its lines and blank lines, which may be left out of it.
    """
    if not 0 <= at < len(text) or not 0 <= start < len(source):
        return None
    style = source[start]
    if style in _BLOCK:
        begin = source.find("\n", start) + 1
        return _aligned(source, begin, text, at, "") if begin else None
    quote = style if style in "\"'" else ""
    return _aligned(source, start + len(quote), text, at, quote)


def _aligned(source: str, start: int, text: str, at: int, quote: str) -> int | None:
    places = _places(source, start, text, quote)
    return None if places is None else places[at]


@lru_cache(maxsize=4)  # a text with a thousand slips is stepped through once
def _places(source: str, start: int, text: str, quote: str) -> tuple[int, ...] | None:
    """Step through both to the end of the text; return where each of its characters was met."""
    index = start
    places: list[int] = []
    for char in text:
        while True:
            step = _step(source, index, quote)
            if step is None:
                return None
            met, length = step
            if met in (char, _SPELLED) or (met.isspace() and char.isspace()):
                break
            if met and not met.isspace():
                return None
            index += length
        places.append(index)
        index += length
    return tuple(places)


def _step(source: str, index: int, quote: str) -> tuple[str, int] | None:
    """Return the character that a source stands for at an index, and how many spell it.

    An escape that only continues the line stands for nothing. Behind the end of the value there
    is no character.
    """
    if index >= len(source):
        return None
    char = source[index]
    if char == quote == "'":
        return ("'", 2) if source.startswith("''", index) else None
    if quote == '"' and char == quote:
        return None
    if quote == '"' and char == "\\":
        escape = _ESCAPE.match(source, index)
        if escape is None:
            return None
        continues = escape.group()[-1] == "\n"
        return ("" if continues else _SPELLED, len(escape.group()))
    return char, 1
