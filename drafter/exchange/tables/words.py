"""How words and numbers of tables are compared and read, however they were typed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from drafter.exchange.grid import Cell

_BLANKS = re.compile(r"\s+")
_QUOTES = re.compile(r"[“”‘’\"'「」]")
_NUMBERING = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[、.．]|\d{1,2}[、.．](?!\d))"
)
_OF_WHICH = re.compile(r"^(?:其中|减|加)[:：]")
_COUNTED = re.compile(r"[（(](?:个|人|辆|次|台|套|台，套|台,套|批次|人次|元|万元|%)[）)]$")
_DASHES = frozenset("-—–－−―/／\\")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_NOTHING = frozenset({"", "无", "空"})


def plain(text: str) -> str:
    """Return the text without blanks and quotes, full-width signs as half-width ones."""
    return _QUOTES.sub("", _BLANKS.sub("", unicodedata.normalize("NFKC", text)))


def line_key(text: str) -> str:
    """Return what the words of a row are compared by: no numbering, no 其中, no unit."""
    words = plain(text)
    words = _OF_WHICH.sub("", words)
    words = _NUMBERING.sub("", words)
    words = _OF_WHICH.sub("", words)
    return _COUNTED.sub("", words)


def numbering(text: str) -> str:
    """Return the numbering that the words of a row begin with; empty where there is none."""
    found = _NUMBERING.match(_OF_WHICH.sub("", plain(text)))
    return found[0] if found else ""


def number_of(cell: Cell) -> Decimal | None:
    """Return the number of a cell, however it was typed; None where it is none.

    Thousands commas, full-width digits, a currency sign and brackets for a negative amount are
    read; a dash is no number, but a sign that there is none.
    """
    if isinstance(cell.value, Decimal):
        return cell.value
    text = plain(cell.value).lstrip("¥￥")
    negative = text.startswith("(") and text.endswith(")")
    text = text[1:-1] if negative else text
    if not _NUMBER.fullmatch(text):
        return None
    value = Decimal(text.replace(",", ""))
    return -value if negative else value


def is_nothing(cell: Cell) -> bool:
    """Return whether a cell says that there is no amount: a dash, 无."""
    if isinstance(cell.value, Decimal):
        return False
    text = plain(cell.value)
    return text in _NOTHING or set(text) <= _DASHES


def code_text(cell: Cell) -> str:
    """Return the code in a cell: digits, however they are stored."""
    if isinstance(cell.value, Decimal):
        return f"{cell.value:f}"
    return plain(cell.value)
