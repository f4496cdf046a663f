"""Numbers read off sentences."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.wording.numbers import chinese_number
from drafter.wording.reading import agrees, chinese_value, number_in, plain_number, written_decimals


@given(st.integers(1, 99))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert chinese_value(chinese_number(number)) == number


@pytest.mark.parametrize("text", ["", "零", "百", "十十", "一二", "二十三四", "三三十", "1"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert chinese_value(text) is None


@pytest.mark.parametrize(
    ("digits", "exact", "scale", "same"),
    [
        ("5399.48", "53994800", 4, True),
        ("5399.5", "53994800", 4, True),
        ("5399.4", "53994800", 4, True),
        ("5399.38", "53994800", 4, False),
        ("0.54", "53994800", 8, True),
        ("0.55", "53994800", 8, False),
        ("53,994,800", "53994800", 0, True),
        ("67", "0.63", -2, False),
        ("63", "0.63", -2, True),
        ("0", "0.004", -2, True),
    ],
)
def test_a_number_agrees_within_its_last_digit(
    digits: str, exact: str, scale: int, same: bool
) -> None:
    assert agrees(digits, Decimal(exact), scale) is same


@given(st.decimals(0, 10**9, places=6), st.integers(0, 5), st.sampled_from([-2, 0, 4, 8]))
def test_rounded_and_cut_off_numbers_agree(exact: Decimal, places: int, scale: int) -> None:
    step = Decimal(1).scaleb(-places)
    for mode in (ROUND_HALF_UP, ROUND_DOWN):
        typed = exact.scaleb(-scale).quantize(step, mode)
        assert agrees(f"{typed:f}", exact, scale)
        assert not agrees(f"{typed + 2 * step:f}", exact, scale)


def test_commas_do_not_count() -> None:
    assert plain_number("1,234.50") == Decimal("1234.50")
    assert (written_decimals("1,234.50"), written_decimals("12")) == (2, 0)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1,234.50", "1234.50"),
        ("减少 -3.5%", "-3.5"),
        ("－12", "-12"),
        ("−12.0 万元", "-12.0"),
        ("共5个，其中2个", "5"),
        ("无", None),
    ],
)
def test_the_first_number_in_words(words: str, number: str | None) -> None:
    found = number_in(words)
    assert (None if found is None else f"{found:f}") == number
