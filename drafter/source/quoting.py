"""How one text is written on one line: without quotes where that reads back as the same."""

from __future__ import annotations

import re

from drafter.source.scan import WIDE_COMMA
from drafter.source.tree import BLANK_WORDS

_SIGN_FIRST = re.compile(r"""[*&!|>%@"'\[\]{}#`,]|[-?:](?:\s|$)|:""")
_SIGN_WITHIN = re.compile(r":(?:\s|$)|\s#|[\t\n]")
_FLOW_SIGN = re.compile(r"[,\[\]{}:#]|^\?|^-")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def inline(text: str) -> str:
    """Return a text as a value of one line in a block."""
    return text if _is_plain(text) else _quoted(text)


def in_flow(text: str, *, item: bool) -> str:
    """Return a text as a value between brackets; as an `item` of a list or in a mapping.

    In lists full-width commas are asked about: several items may have been meant.
    """
    unsafe = _FLOW_SIGN.search(text) or (item and WIDE_COMMA.search(text))
    return _quoted(text) if unsafe or not _is_plain(text) else text


def key(text: str) -> str:
    """Return a text as a key, in a block or between brackets."""
    unsafe = _FLOW_SIGN.search(text) or text == "<<"
    return _quoted(text) if unsafe or not _is_plain(text) else text


def _is_plain(text: str) -> bool:
    if text in BLANK_WORDS or text != text.strip():
        return False
    return not (_SIGN_FIRST.match(text) or _SIGN_WITHIN.search(text))


def _quoted(text: str) -> str:
    """Return the text in single quotes; in double ones where it has lines, tabs or `'`."""
    double = re.search(r"[\n\t]", text) or ("'" in text and not re.search(r'["\\]', text))
    if double:
        return f'"{text.translate(_ESCAPES)}"'
    return "'" + text.replace("'", "''") + "'"
