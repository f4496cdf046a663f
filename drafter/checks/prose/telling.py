"""How problems in prose are told: with the words themselves, at the words themselves."""

from __future__ import annotations

import re
from decimal import Decimal

from drafter.checks.engine import Problem
from drafter.checks.texts import Excerpt, Hit, Passage, Starting
from drafter.diagnostics import Severity
from drafter.wording.numbers import NumberStyle, format_number

_LONGEST = 40
COMMON_SURNAMES = (
    "王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾萧蔡潘袁董叶魏蒋杜苏吕丁"
)
"""Surnames that hardly begin another word."""


def quoted(words: str) -> str:
    """Return words in quotation marks, cut where they are long."""
    line = words.replace("\n", " ").strip()
    return f"“{line if len(line) <= _LONGEST else line[:_LONGEST] + '…'}”"


_PERCENT = NumberStyle(2, 2, suffix="%")


def percent(ratio: Decimal) -> str:
    """Return a ratio as findings tell it: in percent with two decimals."""
    return format_number(ratio, _PERCENT)


def at_hit(hit: Hit, message: str, severity: Severity | None = None, hint: str = "") -> Problem:
    """Return the problem of what a pattern found."""
    return at_place(hit.passage, hit.at, message, severity, hint)


def at_place(
    passage: Passage, at: int, message: str, severity: Severity | None = None, hint: str = ""
) -> Problem:
    """Return a problem at a character of a field."""
    return Problem(passage.path, message, severity, hint, excerpt=Excerpt(passage.plain, at))


def either(*patterns: str) -> re.Pattern[str]:
    """Return one pattern out of several, of which the first that fits is taken."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.MULTILINE)


DIGITS = "0-9"


def starting(first: str, *patterns: str) -> Starting:
    """Return what looks for one of several patterns that begin with certain characters.

    Patterns that begin with digits are tried where a number begins, not within it.
    """
    whole = "+" if first == DIGITS else ""
    return Starting(re.compile(f"[{first}]{whole}"), either(*patterns))
