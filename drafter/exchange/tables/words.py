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
_DASHES = frozenset("-—–－−―─/／\\")
_MINUS = str.maketrans("−–－", "---")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_SPACED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_NOTHING = frozenset({"", "无", "空"})
_TOTAL = re.compile(r".*(?:合计|总计|小计|共计|累计)")
_FURNITURE = re.compile(
    r".*[:：].*|.*第.*页.*|注\d*|备注|说明|续表?\d*|.*(?:盖章|公章|签章|签字|签名).*"
    r"|(?:制表|填表|审核|复核|经办|负责)人?.*|(?:项目|科目)(?:名称|编码|代码)?"
)
_CODE_MARKS = re.compile(r"[.\-·]")
_CODE_BEFORE = re.compile(r"(\d{7}|\d{5}|\d{3})(?!\d)\s*(?=\S)")


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


def unnumbered(text: str) -> str:
    """Return the words of a row without their numbering."""
    found = numbering(text)
    return plain(text).partition(found)[2].strip() if found else text.strip()


def is_of_which(text: str) -> bool:
    """Return whether a row is part of the one above it: 其中：…."""
    return plain(text).startswith("其中")


def is_total(text: str) -> bool:
    """Return whether the words of a row call it a total of others."""
    return bool(_TOTAL.fullmatch(re.sub(r"\(.*\)$", "", plain(text))))


def is_furniture(text: str) -> bool:
    """Return whether words are of the page, not of the table: 制表人：…, 第 2 页, 续表."""
    return bool(_FURNITURE.fullmatch(plain(text)))


def number_of(cell: Cell) -> Decimal | None:
    """Return the number of a cell, however it was typed; None where it is none.

    Thousands commas, full-width digits, a currency sign and brackets for a negative amount are
    read; a dash is no number, but a sign that there is none.
    """
    if isinstance(cell.value, Decimal):
        return cell.value
    text = _number_text(cell.value)
    negative = text.startswith("(") and text.endswith(")")
    text = text[1:-1].strip().lstrip("¥") if negative else text
    if _SPACED.fullmatch(text):
        text = text.replace(" ", "")
    if not _NUMBER.fullmatch(text) or (negative and text[0] in "+-"):
        return None
    value = Decimal(text.replace(",", ""))
    return -value if negative else value


def _number_text(text: str) -> str:
    """Return the text of a number: blanks are left within it, for they may part two numbers."""
    words = unicodedata.normalize("NFKC", text).translate(_MINUS).strip()
    words = words.strip("'\u200b\ufeff").strip()
    sign = "-" if words.startswith("-") else ""
    return sign + words.removeprefix(sign).strip().lstrip("¥").strip()


def places_of(cell: Cell) -> int:
    """Return how many decimals a cell shows its number with."""
    if isinstance(cell.value, Decimal):
        return cell.decimals or 0
    number = number_of(cell)
    exponent = number.as_tuple().exponent if number is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def is_nothing(cell: Cell) -> bool:
    """Return whether a cell says that there is no amount: a dash, 无."""
    if isinstance(cell.value, Decimal):
        return False
    text = plain(cell.value)
    return text in _NOTHING or set(text) <= _DASHES


def says_amount(cell: Cell | None) -> bool:
    """Return whether a cell holds an amount other than 0, or a formula that may have one."""
    if cell is None:
        return False
    return cell.uncalculated or cell.error or bool(number_of(cell))


def code_text(cell: Cell) -> str:
    """Return the code in a cell: digits, however they are stored and parted."""
    text = f"{cell.value:f}" if isinstance(cell.value, Decimal) else plain(cell.value)
    digits = _CODE_MARKS.sub("", text)
    return digits if digits.isdecimal() else text


def code_before(text: str) -> tuple[str, str]:
    """Return the code that words begin with, and the words behind it: `2010101 行政运行`."""
    words = unicodedata.normalize("NFKC", text).strip()
    found = _CODE_BEFORE.match(words)
    return (found[1], words[found.end() :].strip()) if found else ("", text.strip())
