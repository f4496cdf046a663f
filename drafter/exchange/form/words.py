"""How cells spell what a single text cannot: several words, an item without a name of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BETWEEN = re.compile(r"[、，,；;\s]+")
_NTH = re.compile(r"(?:(.+)（第([1-9][0-9]{0,4})个）|第([1-9][0-9]{0,4})个)", re.DOTALL)


def cell_of_items(items: Sequence[str], *, short: bool) -> str:
    """Return a cell for several words: short ones in a row, others one a line.

    Where an item has several lines, a blank line stands between two.
    """
    if short:
        return "、".join(items)
    lines = ["\n".join(line for line in item.split("\n") if line.strip()) for item in items]
    return ("\n\n" if any("\n" in item for item in lines) else "\n").join(lines)


def items_of_cell(text: str, *, short: bool) -> list[str]:
    """Return the words that a cell holds."""
    if short:
        return [word for word in _BETWEEN.split(text) if word]
    apart = re.split(r"\n[ \t\u3000]*\n", text)
    found = apart if len(apart) > 1 else text.split("\n")
    return [item.strip("\n") for item in found if item.strip()]


def same_name(text: str) -> str:
    """Return what is compared of two names: line breaks and blanks make no difference."""
    return re.sub(r"[\s、]+", "", text)


def nth(number: int, text: str) -> str:
    """Return a name that is none, or not alone, with the turn of its item (from 0)."""
    return f"{text}（第{number + 1}个）" if text else f"第{number + 1}个"


def turn_of(text: str) -> tuple[str, int] | None:
    """Return the name and the turn (from 0) where a text gives both, or the turn alone."""
    found = _NTH.fullmatch(text.strip())
    return (found[1] or "", int(found[2] or found[3]) - 1) if found else None


def in_short(text: str, length: int) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
