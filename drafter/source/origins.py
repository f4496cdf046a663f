"""Origins: the comment at the end of a line that says where an imported figure was read from.

`其他: 31.00  # 取自 决算.xlsx（公开01表!C12）：31.00`. The value stands there once more, so that a
later change by hand shows.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from drafter.source import scan

WORD = "取自"
_COLON = "："
_COMMENT = re.compile(rf"#[ \t]*{WORD}[ \t]+(?P<rest>.*)")
_BEHIND = re.compile(r"[ \t,\]}]*[ \t](?=#)")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")


class Origin(NamedTuple):
    """What an origin comment says: the place, and the value that was there."""

    place: str
    value: str


def comment(place: str, value: str) -> str:
    """Return the comment for a value of one line; nothing where there is nothing to say.

    Characters that no file may hold become blanks.
    """
    if not place.strip() or "\n" in value:
        return ""
    return scan.without_forbidden(f"# {WORD} {place.strip()}{_COLON}{value.strip()}").rstrip()


def is_origin(text: str) -> bool:
    """Return whether a comment, from its `#` on, says where a value was read from."""
    hit = _COMMENT.match(text)
    return hit is not None and _COLON in hit["rest"]


def behind(text: str, end: int, typed: str) -> Origin | None:
    """Return what the comment behind the last value of a line says of its origin.

    `end` is where the value ends; only closing brackets may stand between. The value may hold the
    colon itself, so what was `typed` is looked for first.
    """
    gap = _BEHIND.match(text, end)
    hit = gap and _COMMENT.match(text, gap.end())
    if not hit:
        return None
    rest = hit["rest"].rstrip()
    tail = _COLON + typed.strip()
    if rest.endswith(tail):
        return Origin(rest.removesuffix(tail).strip(), typed)
    place, colon, value = rest.rpartition(_COLON)
    return Origin(place.strip(), value.strip()) if colon else None


def same(typed: str, imported: str) -> bool:
    """Return whether two values are the same text or number, whatever commas they have."""
    one, other = (text.strip().replace(",", "") for text in (typed, imported))
    if one == other:
        return True
    both_numbers = _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other)
    return bool(both_numbers) and Decimal(one) == Decimal(other)
