"""Numbers and changes as the reports say them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.figures.nodes import Figure, Missing, Undefined, Unit, Value
from drafter.wording.changes import Change, Deviation, change_of, deviation_of
from drafter.wording.numbers import NumberStyle, chinese_number, format_number, rounded

WAN = NumberStyle(decimals=2, shift=-4)
PLAIN = NumberStyle(decimals=2)
PERCENT = NumberStyle(
    decimals=2, shift=2, suffix="%", bare=((Decimal(0), "0%"), (Decimal(100), "100%"))
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.005", "0.01"), ("0.004999999", "0.00"), ("0.015", "0.02"), ("0.025", "0.03"),
        ("1.005", "1.01"), ("2.675", "2.68"), ("-0.005", "-0.01"), ("-0.004", "0.00"),
        ("-0", "0.00"), ("0", "0.00"), ("-0.00", "0.00"), ("99.995", "100.00"),
        ("1E+3", "1000.00"), ("12345678901234567890.125", "12345678901234567890.13"),
        ("1E-30", "0.00"), ("9.99E+40", "9" + "99" + "0" * 38 + ".00"),
    ],
)  # fmt: skip
def test_rounding_is_half_up_exact_and_never_minus_zero(value: str, text: str) -> None:
    assert format_number(Decimal(value), PLAIN) == text


@pytest.mark.parametrize(
    ("yuan", "text"), [("53994850", "5399.49"), ("49.99", "0.00"), ("50", "0.01"), ("-50", "-0.01")]
)
def test_yuan_print_as_wan_yuan(yuan: str, text: str) -> None:
    assert format_number(Decimal(yuan), WAN) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0%"), ("1", "100%"), ("1.000", "100%"), ("0.99999", "100.00%"), ("0.00001", "0.00%"),
     ("0.3333", "33.33%"), ("-0", "0%"), ("-1", "-100.00%")],
)  # fmt: skip
def test_bare_texts_are_for_exact_values_only(value: str, text: str) -> None:
    assert format_number(Decimal(value), PERCENT) == text


def test_grouping_and_stripped_zeros() -> None:
    grouped = NumberStyle(decimals=2, grouping=True)
    assert format_number(Decimal("-1234567.891"), grouped) == "-1,234,567.89"
    assert format_number(Decimal(999), grouped) == "999.00"
    short = NumberStyle(decimals=2, keep_zeros=False, suffix="分")
    shown = [format_number(Decimal(v), short) for v in ("10", "9.50", "9.05", "0", "100", "-0.001")]
    assert shown == ["10分", "9.5分", "9.05分", "0分", "100分", "0分"]
    assert format_number(Decimal(1200), NumberStyle(decimals=0, keep_zeros=False)) == "1200"
    assert format_number(Decimal("0.5"), NumberStyle(decimals=0)) == "1"


AMOUNTS = st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False)


@given(AMOUNTS, st.integers(0, 4), st.integers(-4, 2))
def test_what_prints_is_the_nearest_number(value: Decimal, decimals: int, shift: int) -> None:
    style = NumberStyle(decimals=decimals, shift=shift, grouping=True)
    printed = Decimal(format_number(value, style).replace(",", ""))
    exact = value.scaleb(shift)
    assert printed == exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert printed == rounded(value, style)
    assert not (printed == 0 and format_number(value, style).startswith("-"))


def test_chinese_numbers_are_all_different() -> None:
    numerals = [chinese_number(n) for n in range(1, 100)]
    assert len(set(numerals)) == 99
    assert set("".join(numerals)) == set("一二三四五六七八九十")
    assert [chinese_number(n) for n in (1, 10, 11, 19, 20, 21, 99)] == [
        "一", "十", "十一", "十九", "二十", "二十一", "九十九",
    ]  # fmt: skip
    assert [chinese_number(n) for n in (0, 100, -1)] == ["0", "100", "-1"]


def changed(now: str | None, prior: str | None, *, had_prior: bool = True) -> Figure:
    """Return a figure as the program derives it from this year's and last year's amounts."""
    gap = Missing((("上年",),))
    difference: Value = gap
    rate: Value = gap
    before = Decimal(prior) if prior is not None else Decimal(0)
    if now is not None and prior is not None:
        difference = Decimal(now) - before
        rate = difference / before if before else Undefined("上年为零")
    last: Value = before if prior is not None else gap
    path = ("数",)
    return Figure(
        path,
        Decimal(now or 0),
        Unit.YUAN,
        children={
            "上年": Figure(path, last, Unit.YUAN, applicable=had_prior),
            "增减额": Figure(path, difference, Unit.YUAN),
            "增减率": Figure(path, rate, Unit.RATIO),
        },
    )


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        (changed("120000", "100000"), Change.INCREASE),
        (changed("80000", "100000"), Change.DECREASE),
        (changed("100000", "100000"), Change.UNCHANGED),
        (changed("100049.99", "100000"), Change.UNCHANGED),  # prints 0.00
        (changed("99950.01", "100000"), Change.UNCHANGED),
        (changed("100050", "100000"), Change.INCREASE),  # prints 0.01
        (changed("99950", "100000"), Change.DECREASE),
        (changed("50000", "0"), Change.INCREASE_WITHOUT_RATE),
        (changed("0", "0"), Change.UNCHANGED),
        (changed("-50000", "0"), Change.DECREASE_WITHOUT_RATE),
        (changed("50000", "0", had_prior=False), Change.NO_PRIOR),
    ],
)
def test_the_kind_of_change_follows_the_printed_difference(figure: Figure, kind: Change) -> None:
    assert change_of(figure, WAN) is kind


def test_a_missing_comparative_is_a_gap_not_a_change() -> None:
    assert change_of(changed("1", None), WAN) == Missing((("上年",),))


@given(AMOUNTS, AMOUNTS)
def test_the_word_always_agrees_with_the_sign(now: Decimal, prior: Decimal) -> None:
    kind = change_of(changed(str(now), str(prior)), WAN)
    printed = rounded(now - prior, WAN)
    up = {Change.INCREASE, Change.INCREASE_WITHOUT_RATE}
    down = {Change.DECREASE, Change.DECREASE_WITHOUT_RATE}
    expected = up if printed > 0 else down if printed < 0 else {Change.UNCHANGED}
    assert kind in expected
    without_rate = {Change.INCREASE_WITHOUT_RATE, Change.DECREASE_WITHOUT_RATE}
    assert (kind in without_rate) == (prior == 0 and printed != 0)


@pytest.mark.parametrize(
    ("actual", "budget", "kind"),
    [("10000", "20000", Deviation.BELOW), ("20000", "20000.0", Deviation.EQUAL),
     ("20001", "20000", Deviation.EQUAL), ("30000", "20000", Deviation.ABOVE),
     ("30000", "0", Deviation.NO_BUDGET)],
)  # fmt: skip
def test_the_deviation_from_the_budget_follows_the_printed_amounts(
    actual: str, budget: str, kind: Deviation
) -> None:
    figure = Figure(("数",), Decimal(actual), Unit.YUAN)
    planned = Figure(("预算",), Decimal(budget), Unit.YUAN)
    assert deviation_of(figure.with_children(预算=planned), WAN) is kind


def test_a_deviation_without_a_number_is_a_gap_or_none() -> None:
    gap = Missing((("预算",),))
    planned = Figure(("预算",), gap, Unit.YUAN)
    figure = Figure(("数",), Decimal(1), Unit.YUAN, children={"预算": planned})
    assert deviation_of(figure, WAN) is gap
    nothing = Figure(("预算",), Undefined("无"), Unit.YUAN)
    figure = Figure(("数",), Decimal(1), Unit.YUAN, children={"预算": nothing})
    assert deviation_of(figure, WAN) is Deviation.NO_BUDGET
