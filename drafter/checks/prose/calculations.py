"""文字里写出的算式，得数与算出的相同。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import at_place, quoted
from drafter.checks.texts import Passage
from drafter.wording.reading import written_decimals

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_OPERATORS = "+＋\\-－−×*xX÷/／"
_UNIT = r"(?:亿元|万元|元|个|人|名|户|家|分|份)?"
_LONGEST, _LONGEST_NUMBER = 300, 24
_MOST = 30
"""How many operators a calculation has at most."""
# Atomic, and begun only where no operator or bracket stands before: else a long chain would be
# tried over and over.
_TERM = rf"(?>[（( ]{{0,4}}[-－−]? ?{_DIGITS} ?[%％]?{_UNIT}[）) ]{{0,4}})"
_BEGINNING = rf"(?<![\d.,年月第%％A-Za-z（({_OPERATORS}])(?<![{_OPERATORS}] )"
_EQUATION = re.compile(
    rf"{_BEGINNING}(?P<left>{_TERM}(?:[{_OPERATORS}]{_TERM}){{1,{_MOST}}}+)"
    rf"[=＝]\s*(?P<right>[-－−]?\s*{_DIGITS})\s*(?P<percent>[%％]?)(?P<more>\s*[{_OPERATORS}]?)"
)
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>{_DIGITS})\s*(?P<percent>[%％]?){_UNIT}|(?P<sign>[（()）{_OPERATORS}]))"
)
_SAME = {
    "（": "(", "）": ")", "＋": "+", "－": "-", "−": "-", "*": "×", "x": "×", "X": "×",
    "÷": "/", "／": "/",
}  # fmt: skip


def calculations(facts: Facts) -> Iterator[Problem]:
    """文字里写出的算式，得数与算出的相同。

    依据：E10、G15。看“25/29×100%=86%”“7+15=22”一类写明了数和等号的算式。
    容差：写出的位数以内四舍五入相同，算一致。
    通过：得数按写出的位数舍入（或者截去）以后相同；数里有逗号的照样算。
    不通过：得数不同。式子里的字母、没有写完的式子、三十步以上的式子不判断。
    怎么办：按算出的数改得数，或者核对式子里的数。
    """
    for passage in facts.prose.passages:
        if "=" not in passage.plain and "＝" not in passage.plain:
            continue
        for match in _EQUATION.finditer(passage.plain):
            judged = not match["more"].strip() and _is_modest(match.group())
            value = _value(match["left"]) if judged else None
            if value is not None:
                yield from _compared(passage, match, value)


def _is_modest(equation: str) -> bool:
    """Return whether people would reckon this: no numbers of dozens of digits."""
    longest = max(map(len, re.findall(r"[\d,.]+", equation)), default=0)
    return len(equation) <= _LONGEST and longest <= _LONGEST_NUMBER


def _compared(passage: Passage, match: re.Match[str], value: Fraction) -> Iterator[Problem]:
    typed = re.sub(r"\s", "", match["right"].replace("－", "-").replace("−", "-"))
    percent = bool(match["percent"])
    places = written_decimals(typed)
    right = Fraction(typed.replace(",", ""))
    exact = value * 100 if percent else value
    step = Fraction(1, 10**places)
    # `25/29×100=86%` means the same as with 100%.
    if abs(exact - right) < step or (percent and abs(value - right) < step):
        return
    shown = _rounded(exact, max(places, 2)) + ("%" if percent else "")
    message = f"算式{quoted(match.group())}的得数应为 {shown}"
    yield at_place(passage, match.start("right"), message, hint="核对式子里的数")


def _rounded(value: Fraction, places: int) -> str:
    """Return a number with some decimals, half away from zero, without needless zeros."""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    digits = f"{whole:0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".") if places else digits
    return f"-{text}" if value < 0 and whole else text


class _UnreadableError(Exception):
    """The left side is no calculation."""


def _value(text: str) -> Fraction | None:
    """Return what a calculation comes to; None where it is none that can be reckoned."""
    tokens = _tokens(text)
    if tokens is None:
        return None
    reader = _Reader(tokens)
    try:
        value = reader.sum()
    except (_UnreadableError, ZeroDivisionError):
        return None
    return value if reader.at_end else None


def _tokens(text: str) -> list[Fraction | str] | None:
    found: list[Fraction | str] = []
    at, text = 0, text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        if match["number"]:
            number = Fraction(match["number"].replace(",", ""))
            found.append(number / 100 if match["percent"] else number)
        else:
            found.append(_SAME.get(match["sign"], match["sign"]))
        at = match.end()
    return found


class _Reader:
    """Reckons by the usual precedence: brackets, × and ÷, + and −."""

    def __init__(self, tokens: list[Fraction | str]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._tokens)

    def _next(self, *signs: str) -> str | None:
        if not self.at_end and self._tokens[self._at] in signs:
            self._at += 1
            return str(self._tokens[self._at - 1])
        return None

    def sum(self) -> Fraction:
        value = self._product()
        while sign := self._next("+", "-"):
            term = self._product()
            value = value + term if sign == "+" else value - term
        return value

    def _product(self) -> Fraction:
        value = self._factor()
        while sign := self._next("×", "/"):
            factor = self._factor()
            value = value * factor if sign == "×" else value / factor
        return value

    def _factor(self) -> Fraction:
        if self._next("-"):
            return -self._factor()
        if self._next("("):
            value = self.sum()
            if not self._next(")"):
                raise _UnreadableError
            return value
        token = None if self.at_end else self._tokens[self._at]
        if not isinstance(token, Fraction):
            raise _UnreadableError
        self._at += 1
        return token
