"""Numbers as they stand in sentences: digits with units, percentages, Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal

_ONES = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}
_TEN = "十"
SCALES = {"亿元": 8, "千万元": 7, "百万元": 6, "万元": 4, "元": 0, "亿": 8, "万": 4}
"""Powers of ten of the words for units of money, the longer words first."""


def chinese_value(text: str) -> int | None:
    """Return the number from 1 to 99 that Chinese numerals spell: 十二, 二十, 九."""
    tens, mark, ones = text.rpartition(_TEN)
    if not mark:
        return _ONES.get(text)
    high = _ONES.get(tens) if tens else 1
    low = _ONES.get(ones) if ones else 0
    return None if high is None or low is None else high * 10 + low


def plain_number(digits: str) -> Decimal:
    """Return the number that digits spell, with or without commas."""
    return Decimal(digits.replace(",", "").replace("，", ""))


_SIGNED = re.compile(r"[-－−+]?\d[\d,，]*(?:\.\d+)?")
_MINUS = {ord("－"): "-", ord("−"): "-"}


def number_in(words: str) -> Decimal | None:
    """Return the first number in words, with its sign; None where there is none."""
    found = _SIGNED.search(words)
    return None if found is None else plain_number(found.group().translate(_MINUS))


def written_decimals(digits: str) -> int:
    """Return how many decimals a number was written with."""
    return len(digits.partition(".")[2])


def agrees(digits: str, exact: Decimal, scale: int = 0) -> bool:
    """Return whether a number as written is the exact one, rounded or cut off where it ends.

    `scale` is the power of ten of its unit: 5399.5 with 4 stands for 53,994,800 as for 53,995,000.
    """
    step = Decimal(1).scaleb(scale - written_decimals(digits))
    return abs(plain_number(digits).scaleb(scale) - exact) < step
