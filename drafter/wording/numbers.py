"""Numbers as text, by the number style of a template. Rounding happens here, once, half up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

_CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How one kind of number is written.

    `shift` scales before rounding: −4 prints yuan as 万元, 2 prints a ratio as percent.
    `bare` maps exact values (after scaling) to their own text, such as 0 → "0".
    """

    decimals: int
    shift: int = 0
    keep_zeros: bool = True
    grouping: bool = False
    suffix: str = ""
    bare: tuple[tuple[Decimal, str], ...] = ()


def rounded(value: Decimal, style: NumberStyle) -> Decimal:
    """Return the value as it is printed: scaled, then rounded half up."""
    quantum = Decimal(1).scaleb(-style.decimals)
    number = value.scaleb(style.shift, _CONTEXT).quantize(quantum, context=_CONTEXT)
    return abs(number) if number == 0 else number  # never “-0.00”


def format_number(value: Decimal, style: NumberStyle) -> str:
    """Return the printed text of the value, unit suffix included."""
    exact = value.scaleb(style.shift, _CONTEXT)
    for special, text in style.bare:
        if exact == special:
            return text
    text = f"{rounded(value, style):{',' if style.grouping else ''}f}"
    if not style.keep_zeros and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text + style.suffix


_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Return 一 … 九十九 as headings are counted; larger numbers as plain digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman_number(number: int) -> str:
    """Return I, II, III …; larger numbers than M can write, and 0, as plain digits."""
    if not 0 < number < 4_000:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written


def decimals_of(number: Decimal | None) -> int:
    """Return how many decimals a number was typed with."""
    exponent = 0 if number is None else number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
