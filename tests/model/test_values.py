from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from drafter.model.values import Amount, Count, Points, Words


def refusal(kind: type[Amount] | type[Count] | type[Words], raw: object) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        kind.parse(raw)
    return caught.value.message()


@pytest.mark.parametrize(
    ("typed", "value", "decimals"),
    [
        ("4493.88", "4493.88", 2),
        ("4,493.88", "4493.88", 2),
        ("-3", "-3", 0),
        ("+3", "3", 0),
        ("0.8", "0.8", 1),
        ("0", "0", 0),
        ("000", "0", 0),
        ("905.60", "905.6", 2),
        ("31.500", "31.5", 3),
        ("-1,234,567.8", "-1234567.8", 1),
        ("123456789012345678", "123456789012345678", 0),
        ("1234567890123456.78", "1234567890123456.78", 2),
        ("　12.5 ", "12.5", 1),
    ],
)
def test_amounts_are_exactly_what_was_typed(typed: str, value: str, decimals: int) -> None:
    amount = Amount.parse(typed)
    assert amount.value == Decimal(value)
    assert amount.decimals == decimals
    assert amount.applicable


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("１２", "全角"),
        ("12．5", "全角"),
        ("（3）", "全角"),
        ("Ｏ", "全角"),
        ("1e3", "科学计数法"),
        ("4.4E+3", "科学计数法"),
        ("1_000", "下划线"),
        ("308,7700.00", "千分位"),
        ("1,23", "千分位"),
        (",123", "千分位"),
        ("1234,567", "千分位"),
        ("12.3.4", "多个小数点"),
        (".5", "两边都应有数字"),
        ("5.", "两边都应有数字"),
        ("12万", "单位"),
        ("12元", "单位"),
        ("5%", "单位"),
        ("1.2亿", "单位"),
        ("1 000", "空格"),
        ("- 3", "空格"),
        ("−3", "负号"),
        ("—3.5", "负号"),
        ("约十二", "不是金额"),
        ("٣", "不是金额"),
        ("1/2", "不是金额"),
        ("80-86", "不是金额"),
        ("—", "没有此项写“无”，数是零写 0"),
        ("/", "没有此项写“无”，数是零写 0"),
        ("○", "没有此项写“无”，数是零写 0"),
        ("“86.40”", "中文引号，请去掉"),
        ("86。40", "小数点是句号"),
        ("86.4O", "含字母"),
        ("86.40。", "末尾多了“。”"),
        ("无。", "末尾多了“。”"),
        ("=1+2", "式子"),
        ("80.4+6", "式子"),
        ("¥86.40", "单位"),
        ("NaN", "不是金额"),
        ("Infinity", "不是金额"),
        ("1234567890123456789", "超过 18 位"),
        ("12345678901234567.89", "超过 18 位"),
        ("", "空白"),
        (" ", "空白"),
        ([], "却是列表"),
        (["1"], "却是列表"),
        ({}, "却是一组字段"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_likeliest_cause(typed: object, problem: str) -> None:
    assert problem in refusal(Amount, typed)


def test_a_long_wrong_amount_is_shown_shortened() -> None:
    assert len(refusal(Amount, "十" * 500)) < 100


def test_none_is_an_amount_of_zero_that_does_not_apply() -> None:
    assert Amount.parse(" 无 ") == Amount(Decimal(0), 0, applicable=False)


@given(
    st.integers(min_value=-(10**14), max_value=10**14),
    st.integers(min_value=0, max_value=4),
    st.booleans(),
)
def test_an_amount_written_out_is_read_back_the_same(
    digits: int, decimals: int, grouped: bool
) -> None:
    value = Decimal(digits).scaleb(-decimals)
    amount = Amount.parse(f"{value:{',' if grouped else ''}.{decimals}f}")
    assert amount.value == value
    assert amount.decimals == decimals


@given(st.text())
def test_any_text_is_an_amount_or_a_chinese_message(typed: str) -> None:
    for kind in (Amount, Count, Points):
        message = ""
        try:
            kind.parse(typed)
        except PydanticCustomError as error:
            message = error.message()
        assert not message or any("\u4e00" <= c <= "\u9fff" for c in message)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0", 0), ("12", 12), ("007", 7), ("1,234", 1234), ("999999999", 999999999)],
)
def test_counts_are_whole_numbers(typed: str, value: int) -> None:
    assert Count.parse(typed) == Count(value)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("-1", "负数"),
        ("1.0", "不是整数"),
        ("1,234.5", "不是整数"),
        ("12人", "单位"),
        ("3 辆", "单位"),
        ("１２", "全角"),
        ("+3", "不是个数"),
        ("1e3", "不是个数"),
        ("—", "没有此项写“无”，数是零写 0"),
        ("O", "含字母"),
        ("5%", "不是个数"),
        ("1,23", "千分位"),
        ("1234567890", "超过 9 位"),
        ("", "空白"),
        ([], "却是列表"),
        ({}, "却是一组字段"),
    ],
)
def test_what_is_no_count_is_refused_with_its_likeliest_cause(typed: object, problem: str) -> None:
    assert problem in refusal(Count, typed)


def test_no_vehicles_and_none_are_two_things() -> None:
    assert Count.parse("无") == Count(0, applicable=False)
    assert Count.parse("0") == Count(0)


def test_each_line_of_words_is_a_paragraph_and_blank_lines_only_separate() -> None:
    words = Words.parse("第一段。\n\n  \n第二段。 \r\n　　\n")
    assert words.paragraphs == ("第一段。", "第二段。")
    assert words.text == "第一段。\n第二段。"


def test_an_ideographic_indent_belongs_to_the_words() -> None:
    assert Words.parse("　　1.甲\n　　（1）乙").paragraphs == ("　　1.甲", "　　（1）乙")


def test_marks_and_signs_in_words_are_kept() -> None:
    typed = "满意度≥95%：“一般”以上、100%-80%（含）*#&"
    assert Words.parse(typed).paragraphs == (typed,)


def test_words_may_be_none_or_blank() -> None:
    assert Words.parse(" 无\n") == Words((), applicable=False)
    assert Words.parse("") == Words.parse(None) == Words.parse("\u200e \u200d") == Words(())
    assert Words.parse("无车辆").applicable


def test_words_are_never_a_list_or_a_group() -> None:
    assert "却是列表" in refusal(Words, ["a"])
    assert "却是一组字段" in refusal(Words, {"a": "b"})


@pytest.mark.parametrize(("typed", "value"), [("95", "95"), ("94.5分", "94.5"), (" 95分 ", "95")])
def test_a_score_may_be_spelled_with_its_unit(typed: str, value: str) -> None:
    points = Points.spelled(typed)
    assert points is not None
    assert points.value == Decimal(value)


@pytest.mark.parametrize("typed", ["良好", "nan", "1e2", "９５", "无", "", "95%"])
def test_what_states_no_score_gives_none(typed: str) -> None:
    assert Points.spelled(typed) is None
