"""Metrics as text: what is read, what is refused, what comes out, how it is written out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_inputs import figures_of

from drafter.figures.nodes import Figure, Group, Missing, Undefined, Unit, group_at, rows_at
from drafter.pipeline import field_contract
from drafter.scoring.expression import (
    DivisionByZeroError,
    Expression,
    ExpressionError,
    Field,
    Negative,
    Number,
    Operation,
    Total,
    is_condition,
    number_of,
    parse,
    paths_of,
    pieces_of,
)
from drafter.scoring.subject import Subject
from drafter.template.indicators import load_indicators

FIGURES = {"甲": Decimal(6), "乙": Decimal(4), "丙": Decimal(2), "零": Decimal(0)}


def value(text: str, figures: Mapping[str, Decimal] = FIGURES) -> Decimal:
    return number_of(parse(text), lambda path, *_: figures[".".join(path)])


def complaint(text: str) -> str:
    """Return why the text is refused, nothing where it is read."""
    try:
        parse(text)
    except ExpressionError as error:
        return str(error)
    return ""


def refusal(text: str) -> str:
    message = complaint(text)
    assert message, text
    return message


# What comes out


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("8 - 3 - 2", "3"),
        ("8 - (3 - 2)", "7"),
        ("12 / 3 / 2", "2"),
        ("12 / (3 / 2)", "8"),
        ("12 / 3 * 2", "8"),
        ("2 * (3 + 4) - 6 / 3", "12"),
        ("-2 * 3", "-6"),
        ("2 - -3", "5"),
        ("-(2 + 3)", "-5"),
        ("- -2", "2"),
        ("甲 - 乙 / 丙", "4"),
        ("(甲 - 乙) / 丙", "1"),
    ],
)
def test_products_come_before_sums_and_brackets_before_both(text: str, result: str) -> None:
    assert value(text) == Decimal(result)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("（甲＋乙）×丙", "(甲 + 乙) * 丙"),
        ("甲－乙÷丙", "甲 - 乙 / 丙"),
        ("甲−乙", "甲 - 乙"),
        ("求和（甲.乙）", "求和(甲.乙)"),
        ("甲＜乙", "甲 < 乙"),
        ("甲＞＝乙", "甲 >= 乙"),
        ("甲＝＝乙", "甲 == 乙"),
        ("甲\n  ＋\t乙　－ 丙", "甲 + 乙 - 丙"),
    ],
)
def test_full_width_signs_and_blanks_read_like_half_width_ones(text: str, plain: str) -> None:
    assert parse(text) == parse(plain)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("0.1 + 0.2", "0.3"),
        ("0.1 * 3", "0.3"),
        ("1.005 * 100", "100.5"),
        ("0.1 + 0.7 - 0.8", "0"),
        ("1 - 0.9", "0.1"),
        ("12345678901234567.89 + 0.02", "12345678901234567.91"),
        ("9007199254740993", "9007199254740993"),
    ],
)
def test_numbers_are_those_of_the_characters_not_binary_ones(text: str, result: str) -> None:
    assert value(text) == Decimal(result)


def test_quotients_are_carried_to_sixty_digits() -> None:
    assert str(value("1 / 3")) == "0." + "3" * 60


def test_the_other_sign_costs_no_digit() -> None:
    assert value("-(1 / 3)") == Decimal("-0." + "3" * 60)
    assert value("1 / 3 + -(1 / 3)") == 0


@pytest.mark.parametrize("text", ["甲 / 零", "零 / 零", "1 / (2 - 2)", "1 + 甲 / (乙 - 4)"])
def test_a_divisor_of_zero_is_told_apart_from_any_number(text: str) -> None:
    with pytest.raises(DivisionByZeroError):
        value(text)


DIGITS = st.decimals(0, 99, places=2)
PATHS = st.sampled_from([("甲",), ("乙",), ("丙", "丁"), ("零",)])
AMOUNTS = {
    ("甲",): Decimal("6.25"),
    ("乙",): Decimal("-4"),
    ("丙", "丁"): Decimal("0.3"),
    ("零",): Decimal(0),
}


def trees(signs: str) -> st.SearchStrategy[Expression]:
    ends: st.SearchStrategy[Expression] = st.one_of(
        st.builds(Number, DIGITS), st.builds(Field, PATHS), st.builds(Total, PATHS, st.booleans())
    )
    return st.recursive(
        ends,
        lambda inner: st.one_of(
            st.builds(Negative, inner),
            st.builds(Operation, st.sampled_from(list(signs)), inner, inner),
        ),
        max_leaves=6,
    )


def exact(expression: Expression) -> Fraction | None:
    """Reckon with fractions: None where a divisor is 0."""
    match expression:
        case Number(value=number):
            return Fraction(number)
        case Field(path=path) | Total(path=path):
            return Fraction(AMOUNTS[path])
        case Negative(inner=inner):
            found = exact(inner)
            return None if found is None else -found
        case Operation(sign=sign, left=left, right=right):
            one, other = exact(left), exact(right)
            if one is None or other is None:
                return None
            if sign == "/":
                return None if other == 0 else one / other
            return one + other if sign == "+" else one - other if sign == "-" else one * other
    raise AssertionError(expression)


def written(expression: Expression) -> str:
    def spelled(piece: str | Field | Total | Number) -> str:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, Number):
            return f"{piece.value:f}"
        path = ".".join(piece.path)
        if isinstance(piece, Total):
            return f"{'个数' if piece.counts else '求和'}({path})"
        return path

    return "".join(spelled(piece) for piece in pieces_of(expression))


@given(trees("+-*"))
def test_sums_and_products_are_exact(expression: Expression) -> None:
    assert Fraction(number_of(expression, lambda path, *_: AMOUNTS[path])) == exact(expression)


@given(trees("+-*/"))
def test_what_is_written_out_reads_back_as_the_same_value(expression: Expression) -> None:
    assert exact(parse(written(expression))) == exact(expression)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(甲 + 乙) / 丙", "(甲+乙)÷丙"),
        ("甲 * 乙 / 丙", "甲×乙÷丙"),
        ("甲 / (乙 * 丙)", "甲÷(乙×丙)"),
        ("甲 - (乙 - 丙)", "甲-(乙-丙)"),
        ("甲 - 乙 - 丙", "甲-乙-丙"),
        ("(甲 * 乙) + 丙", "甲×乙+丙"),
        ("-(甲 + 乙)", "-(甲+乙)"),
        ("100 - 甲", "100-甲"),
        ("求和(甲.乙) ÷ 个数(甲)", "求和(甲.乙)÷个数(甲)"),
    ],
)
def test_the_calculation_has_the_brackets_that_it_needs(text: str, shown: str) -> None:
    assert written(parse(text)) == shown


def test_every_path_is_named_with_how_it_is_read() -> None:
    both = parse("求和(表.数) / 甲 > 1 and not (个数(表) == -乙 or 丙 * 丁 == 0)")
    assert list(paths_of(both)) == [
        (("表", "数"), True, False),
        (("甲",), False, False),
        (("表",), True, True),
        (("乙",), False, False),
        (("丙",), False, False),
        (("丁",), False, False),
    ]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("甲 == 0", True),
        ("甲 == 0 and 乙 == 0", True),
        ("not 甲 == 0", True),
        ("甲 - 乙", False),
        ("-甲", False),
        ("求和(甲.乙)", False),
    ],
)
def test_conditions_are_told_apart_from_numbers(text: str, condition: bool) -> None:
    assert is_condition(parse(text)) is condition


# What is refused


@pytest.mark.parametrize(
    "shown",
    [
        "abs(甲)",
        "求和()",
        "求和(甲, 乙)",
        "求和(甲, 数=1)",
        "甲.乙(丙)",
        '__import__("os")',
        "甲[0]",
        "甲.乙[1:2]",
        "lambda: 甲",
        "甲 if 乙 else 丙",
        "[甲, 乙]",
        "(甲, 乙)",
        "{甲}",
        "{甲: 乙}",
        "[数 for 数 in 甲]",
        "甲 % 乙",
        "甲 // 乙",
        "甲 ** 2",
        "甲 & 乙",
        "甲 << 2",
        "~甲",
        "+甲",
        "甲 is 乙",
        "甲 in 乙",
        "甲 < 乙 < 丙",
        "甲 == 乙 == 丙",
        "True",
        "None",
        "...",
        "1j",
        'f"甲"',
        'b"x"',
    ],
)
def test_anything_but_arithmetic_is_refused_and_quoted(shown: str) -> None:
    assert refusal(shown).startswith(f"算式里不能写“{shown}”：只能用数据路径、数、+ - × ÷、比较")


def test_the_refusal_quotes_only_the_part_that_cannot_stay() -> None:
    assert refusal("甲 + 乙 × (丙 - 甲[0])").startswith("算式里不能写“甲[0]”")


def test_the_walrus_stores_nothing() -> None:
    assert "甲 := 1" in refusal("(甲 := 1)")


@pytest.mark.parametrize(
    "text", ["求和(甲.乙).丙", "甲[0].乙", '"甲".乙', "(甲 + 乙).丙", '个数("甲")', "求和(1)"]
)
def test_only_paths_have_fields_and_only_paths_are_summed(text: str) -> None:
    assert "数据路径" in refusal(text)


@pytest.mark.parametrize("typed", ["1e3", "1E3", "1.5e-2", "1_000", "0x10", "0b1", "False"])
def test_numbers_are_written_in_plain_digits(typed: str) -> None:
    assert refusal(f"甲 + {typed}") == f"算式里的“{typed}”不是普通的数"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("甲 乙", "甲 乙"),
        ("甲 + + * 乙", "*"),
        ("(甲 + 乙", "("),
        ("甲 + 乙)", ")"),
        ("甲 = 乙", "甲 = 乙"),
        ("甲；乙", "；"),
        ("甲 + １", "１"),
        ("“三公经费”.合计", "“三公"),
        ("甲 ≤ 乙", "≤"),
        ("import os", "impor"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, near: str) -> None:
    message = refusal(text)
    assert message.startswith("算式读不懂，在“")
    assert near in message


@pytest.mark.parametrize("text", ["", "  ", "\n", "甲 +", "甲.", "\x00", "\ud800"])
def test_what_has_no_end_or_no_beginning_cannot_be_read(text: str) -> None:
    assert refusal(text).startswith("算式读不懂")


@pytest.mark.parametrize("text", ["甲 # 注", "甲 # 先加上\n + 乙", "# 甲"])
def test_nothing_of_an_expression_is_dropped_as_a_remark(text: str) -> None:
    # Python would take the rest of the line for a comment, and lines are joined before.
    assert refusal(text).startswith("算式")


def test_levels_beyond_reason_are_refused() -> None:
    parse("-" * 60 + "甲")
    assert refusal("-" * 400 + "甲").startswith("算式")
    assert refusal("-" * 1999 + "甲").startswith("算式")
    parse("(" * 100 + "甲" + ")" * 100)
    assert refusal("(" * 900 + "甲" + ")" * 900).startswith("算式")


def test_a_long_sum_is_read() -> None:
    text = " + ".join(["甲"] * 60)
    assert not complaint(text)


def test_two_thousand_characters_are_read_and_one_more_is_not() -> None:
    parse("甲" * 2000)
    assert refusal("甲" * 2001) == "算式超过 2000 个字"


ANYTHING = st.text(max_size=60) | st.text("甲乙.0123()（）+-×÷*/=<>!\"'[]#,: and", max_size=60)


@given(ANYTHING)
def test_any_text_is_read_or_refused_in_chinese(text: str) -> None:
    message = complaint(text)
    assert not message or message.startswith(("算式", "“.”前面"))


# What the fields of the data allow


def messages_of(who: str, leaf: str) -> list[str]:
    """Load a system of one indicator and return what is wrong with it."""
    groups = f"[{{名称: 乙, 三级: [{{名称: 丙, 分值: 9, {leaf}}}]}}]"
    text = f"{who}: {{名称: 试, 满分: 9, 指标: [{{名称: 甲, 二级: {groups}}}]}}\n"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "indicators.yaml"
        path.write_text(text, encoding="utf-8")
        read = load_indicators(path, "indicators.yaml", field_contract())
    return [finding.message for finding in read.findings]


def metric(text: str) -> list[str]:
    return messages_of("部门", f"度量: {{式: '{text}'}}, 规则: {{类型: scale, 满值: 9}}")


def case(text: str) -> list[str]:
    when = f"不适用: [{{当: '{text}', 计: 满分, 说明: 不评}}]"
    rule = "规则: {类型: scale, 满值: 9}"
    return messages_of("部门", f"度量: {{式: 支出.合计}}, {when}, {rule}")


@pytest.mark.parametrize(
    "text", ["支出.合计 / 支出.合计.预算", "求和(项目.执行.合计)", "-支出.合计"]
)
def test_numbers_of_the_data_may_be_reckoned_with(text: str) -> None:
    assert metric(text) == []


@pytest.mark.parametrize(
    "text", ["支出.合计 == 0 and not 收入.合计 > 1", '部门.级次 == "县"', "支出.合计 >= 收入.合计"]
)
def test_conditions_on_the_data_may_be_asked(text: str) -> None:
    assert case(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('支出.合计 + "一"', "“丙”：引号里的文字只能与文字比较"),
        ('"一"', "“丙”：引号里的文字只能与文字比较"),
        ("支出.总数", "“丙”：数据里没有“支出.总数”"),
        ("支出", "不是数"),
        ("支出.合计 == 0", "度量应是一个数，不是条件"),
        ("支出.合计 + 机构.下属单位数", "不能相加减"),
        ("abs(支出.合计)", "算式里不能写“abs(支出.合计)”"),
    ],
)
def test_a_metric_that_is_no_number_is_refused(text: str, said: str) -> None:
    assert any(said in message for message in metric(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("支出.合计", "这里应是条件，如 政府采购.合计.预算 == 0"),
        ('部门.级次 > "县"', "文字只能用 == 或 != 比较"),
        ('支出.合计 == "县"', "不是文字，不能与引号里的文字比较"),
        ('"县" == 部门.级次', "引号里的文字只能与文字比较"),
        ("支出.合计 == 机构.下属单位数", "不能比较"),
    ],
)
def test_a_case_that_is_no_condition_is_refused(text: str, said: str) -> None:
    assert any(said in message for message in case(text))


@pytest.mark.parametrize("text", ["(支出.合计 == 0) + 1", "-(支出.合计 == 0)", "9 * (not 1 == 1)"])
def test_conditions_are_not_reckoned_with(text: str) -> None:
    assert metric(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "not 支出.合计",
        "支出.合计 == 0 and 收入.合计",
        "支出.合计 or 收入.合计 == 0",
        "(支出.合计 == 0) == (收入.合计 == 0)",
        "1 == 1 and 1",
    ],
)
def test_numbers_are_not_taken_for_conditions(text: str) -> None:
    assert case(text) != []


# What a department-year answers


YEAR = """
部门: {级次: 县}
支出: {合计: {决算: 90, 预算: 120}}
收入: {事业: 无}
机构:
  下属单位: 无
政府采购: 无
项目:
  - {名称: 一, 预算: {财政拨款: 30, 其他资金: 无}, 执行: {财政拨款: 24, 其他资金: 无}}
  - {名称: 二, 预算: {财政拨款: 50, 其他资金: 无}, 执行: {财政拨款: 7, 其他资金: 1}}
"""
ROOT = figures_of(YEAR)


def first_project(root: Group = ROOT) -> Group:
    return group_at(rows_at(root, "项目").entries[0])


def test_a_metric_is_reckoned_from_the_figures_of_the_year() -> None:
    assert Subject(ROOT).number(parse("支出.合计 / 支出.合计.预算")) == Decimal("0.75")
    assert Subject(ROOT).inputs(parse("支出.合计 / 支出.合计.预算")) == (
        ("支出", "合计"),
        ("支出", "合计", "预算"),
    )


def test_a_project_answers_first_and_the_year_for_what_it_has_not() -> None:
    subject = Subject(ROOT, first_project())
    assert subject.number(parse("执行.合计 / 预算.合计")) == Decimal("0.8")
    assert subject.number(parse("支出.合计 / 支出.合计.预算")) == Decimal("0.75")
    assert subject.inputs(parse("执行.合计")) == (
        ("项目", 0, "执行", "财政拨款"),
        ("项目", 0, "执行", "其他资金"),
    )


def test_sums_and_counts_go_through_the_rows_of_a_list() -> None:
    subject = Subject(ROOT)
    assert subject.number(parse("求和(项目.执行.合计)")) == 320_000
    assert subject.number(parse("个数(项目)")) == 2
    assert subject.inputs(parse("个数(项目)")) == (("项目",),)
    assert subject.inputs(parse("求和(项目.执行.财政拨款)")) == (
        ("项目", 0, "执行", "财政拨款"),
        ("项目", 1, "执行", "财政拨款"),
    )
    pieces = subject.written(parse("求和(项目.执行.合计) ÷ 2"))
    assert isinstance(pieces[0], Figure)
    assert (pieces[0].value, pieces[0].unit, pieces[1:]) == (
        Decimal(320_000),
        Unit.YUAN,
        ("÷", "2"),
    )


def test_the_sum_of_an_empty_list_comes_from_the_list() -> None:
    subject = Subject(figures_of("项目: 无\n"))
    assert subject.number(parse("求和(项目.执行.合计)")) == 0
    assert subject.inputs(parse("求和(项目.执行.合计)")) == (("项目",),)


def test_every_gap_of_a_metric_is_named_once() -> None:
    root = figures_of("支出: {合计: {预算: 120}, 基本支出: 1}\n项目: [{执行: {财政拨款: 1}}]\n")
    subject = Subject(root)
    expression = parse("(支出.基本支出 - 结转结余.年末) / 结转结余.年末 + 求和(项目.执行.财政拨款)")
    assert subject.blocked(expression) == Missing((("结转结余", "年末"),))
    assert subject.blocked(parse("求和(项目.执行.其他资金)")) == Missing(
        (("项目", 0, "执行", "其他资金"),)
    )
    assert subject.blocked(parse("支出.基本支出")) is None
    assert Subject(figures_of("口径: 部门\n")).blocked(parse("个数(项目)")) == Missing((("项目",),))
    assert subject.blocked(parse('部门.级次 == "县"')) == Missing((("部门", "级次"),))


def test_a_gap_goes_before_what_is_undefined() -> None:
    root = figures_of("收入: 无\n")
    subject = Subject(root)
    assert subject.blocked(parse("收入.事业.占比")) == Undefined("收入合计为0")
    assert subject.blocked(parse("收入.事业.占比 + 支出.经营支出")) == Missing(
        (("支出", "经营支出"),)
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("支出.合计 < 支出.合计.预算", True),
        ("支出.合计 >= 支出.合计.预算", False),
        ("支出.合计 != 900000", False),
        ("1 <= 1", True),
        ("1 >= 1", True),
        ("1 < 1", False),
        ("1 > 1", False),
        ("2 <= 1", False),
        ("1 >= 2", False),
        ("支出.合计 == 900000 and 1 == 2", False),
        ("支出.合计 == 900000 or 1 == 2", True),
        ("1 == 2 and 1 == 2 or 1 == 1", True),
        ("1 == 2 and (1 == 2 or 1 == 1)", False),
        ("not 1 == 2 and 1 == 1", True),
        ('部门.级次 == "县"', True),
        ('部门.级次 != "县"', False),
        ('部门.级次 == "市"', False),
        ("1 / (2 - 2) == 1", False),
        ("not 1 / (2 - 2) == 1", False),
        ("1 == 1 or 1 / (2 - 2) == 1", True),
        ("无(政府采购)", True),
        ("无(支出)", False),
        ("无(收入.事业)", True),
        ("无(机构.下属单位)", True),
        ("无(项目)", False),
        ("无(结转结余)", False),
        ("not 无(政府采购)", False),
    ],
)
def test_a_condition_is_answered_and_a_division_by_zero_answers_no(text: str, answer: bool) -> None:
    assert Subject(ROOT).holds(parse(text)) is answer
