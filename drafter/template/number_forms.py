"""Counts as Word writes them: in labels of numbered paragraphs and on pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drafter.wording.numbers import chinese_number, roman_number

Form = Callable[[int], str]

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LETTERS = 26


def form_of(name: str) -> Form | None:
    """Return how a count is written in a form that Word names so; None where it is not known."""
    return _FORMS.get(name)


def _letters(first: str) -> Form:
    """Return the form A … Z, AA, BB …."""

    def written(number: int) -> str:
        turns, letter = divmod(number - 1, _LETTERS)
        return chr(ord(first) + letter) * (turns + 1)

    return _from_one(written)


def _signs(first: str, last: int) -> Form:
    """Return the form whose signs follow on the first one, and go no further than the last."""
    return _from_one(lambda number: chr(ord(first) + number - 1), last)


def _one_of(signs: str) -> Form:
    return _from_one(lambda number: signs[number - 1], len(signs))


def _from_one(write: Form, last: int = 1_000) -> Form:
    """Return the form, with plain digits below 1 and above its last number, as Word does it."""
    return lambda number: write(number) if 0 < number <= last else str(number)


def _digit_by_digit(signs: str) -> Form:
    return lambda number: "".join(signs[int(digit)] for digit in str(abs(number)))


def _legal(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (f"{_LEGAL[tens]}拾" if tens else "") + (_LEGAL[ones] if ones else "")


_CHINESE = 99
_ENCLOSED = 20
_circled = _signs("①", _ENCLOSED)
_FORMS: Mapping[str, Form] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _digit_by_digit("０１２３４５６７８９"),
    "decimalFullWidth2": _digit_by_digit("０１２３４５６７８９"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _signs("⑴", _ENCLOSED),
    "decimalEnclosedFullstop": _signs("⒈", _ENCLOSED),
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "taiwaneseCounting": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "ideographDigital": _digit_by_digit(_DIGITS),
    "japaneseDigitalTenThousand": _digit_by_digit(_DIGITS),
    "taiwaneseDigital": _digit_by_digit("○" + _DIGITS[1:]),
    "chineseLegalSimplified": _from_one(_legal, _CHINESE),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "upperRoman": roman_number,
    "lowerRoman": lambda number: roman_number(number).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda _: "",
}
