"""One indicator scored: from what was filled in to points, a reason, and what is still asked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest
from indicator_systems import systems_of
from typed_inputs import figure, figures_of, gaps, inputs, node_at, rows, text, undefined, validated

from drafter.diagnostics import DataPath
from drafter.figures.nodes import Figure, Formula, Node, Text, Unit
from drafter.scoring.score import Scored, score
from drafter.scoring.system import IndicatorSystem

SCORE, WHY = "指标.1.得分", "指标.1.原因"
RATE = '度量: {式: 本项.数 / 本项.底, 单位: "%"}, 数据: [数, 底]'
COUNT = "度量: {式: 本项.数, 单位: 件}, 数据: [数]"
SCALE = "规则: {类型: scale, 满值: 100}"
DEDUCT = "规则: {类型: checklist_deduct, 每项扣: 2, 条目: [有制度, 有执行, 有检查]}"
AWARD = """规则: {类型: checklist_award, 条目:
  [{文字: 有制度, 分: 1}, {文字: 有执行, 分: 2}, {文字: 有检查, 分: 3}]}"""
LEVELS = """规则: {类型: levels, 档:
  [{名称: 较好, 分: 6}, {名称: 一般, 从: 2, 到: 4}, {名称: 差, 分: 0}]}"""
MANUAL = "规则: {类型: manual}"


@cache
def department(leaf: str, decimals: int) -> IndicatorSystem:
    """Return the system of one indicator that is worth 6."""
    system = systems_of(f"""
部门:
  名称: 试
  满分: 6
  得分小数: {decimals}
  指标:
    - 名称: 一级
      二级:
        - 名称: 二级
          三级: [{{名称: 甲, 分值: 6, {leaf}}}]
""").department
    assert system is not None
    return system


def scored(
    leaf: str, year: str, announced: Mapping[str, str] | None = None, *, decimals: int = 2
) -> Scored:
    return score(department(leaf, decimals), figures_of(year), None, announced)


def answer(typed: str = "") -> str:
    """Return the input of a department that answered the indicator."""
    return f"指标评分: [{{指标: 甲{', ' * bool(typed)}{typed}}}]\n"


def numbers(number: str, base: str | None = None) -> str:
    other = "" if base is None else f", {{名称: 底, 数: {base}}}"
    return f"数据: [{{名称: 数, 数: {number}}}{other}]"


def points(found: Scored) -> Decimal:
    number = figure(found.node, SCORE).number
    assert number is not None, figure(found.node, SCORE).value
    return number


def said(found: Node) -> str:
    """Return a formula as a sentence, ratios in percent, numbers in plain digits."""
    assert isinstance(found, Formula)
    return "".join(
        piece
        if isinstance(piece, str)
        else piece.plain
        if isinstance(piece, Text)
        else shown(piece)
        for piece in found.pieces
    )


def shown(piece: Figure) -> str:
    assert piece.number is not None
    if piece.unit is Unit.RATIO:
        return f"{(piece.number * 100).normalize():f}%"
    return f"{piece.number.normalize():f}"


def reason(found: Scored) -> str:
    return said(node_at(found.node, "指标.1.依据"))


def problems(found: Scored) -> list[tuple[DataPath, str]]:
    return [(problem.path, problem.message) for problem in found.problems]


ANSWERED: DataPath = ("指标评分", 0)


# Measured indicators


def test_a_score_knows_the_numbers_that_it_came_from() -> None:
    found = scored(f"{RATE}, {SCALE}", answer(numbers("3", "4")))
    assert points(found) == Decimal("4.5")
    assert inputs(found.node, SCORE) == ["指标评分.1.数据.1.数", "指标评分.1.数据.2.数"]
    assert figure(found.node, SCORE).unit is Unit.POINTS
    assert figure(found.node, SCORE).formula == "“甲”的评分规则"
    assert said(node_at(found.node, "指标.1.代入")) == "3÷4×100%"
    assert said(node_at(found.node, "指标.1.结果")) == "75%"
    assert said(node_at(found.node, "指标.1.实际")) == "75%"
    assert figure(found.node, "指标.1.失分").number == Decimal("1.5")


def test_the_measured_numbers_of_a_reason_know_where_they_come_from() -> None:
    rule = "规则: {类型: step_deduct, 方向: 超过, 基准: 100, 每: 1, 扣: 1, 计档: 舍尾}"
    found = scored(f"{RATE}, {rule}", answer(numbers("102.05", "100")))
    assert points(found) == 4
    assert reason(found) == (
        "甲102.05%，比100%高2.05个百分点，每1个百分点一档，不足一档不计，计2档，每档扣1分"
    )
    formula = node_at(found.node, "指标.1.依据")
    assert isinstance(formula, Formula)
    measured = [piece for piece in formula.pieces if isinstance(piece, Figure)]
    assert [piece.number for piece in measured] == [Decimal("1.0205"), Decimal("2.05"), Decimal(2)]
    paths: tuple[DataPath, ...] = ((*ANSWERED, "数据", 0, "数"), (*ANSWERED, "数据", 1, "数"))
    assert all(piece.inputs == paths for piece in measured)


def test_a_number_that_is_no_percentage_is_looked_at_as_it_is() -> None:
    rule = "规则: {类型: step_deduct, 方向: 低于, 基准: 5, 每: 1, 扣: 2, 计档: 进位}"
    found = scored(f"{COUNT}, {rule}", answer(numbers("3.5")))
    assert points(found) == 2
    assert reason(found) == ("甲3.5件，比5件低1.5件，每1件一档，不足一档按一档计，计2档，每档扣2分")
    assert said(node_at(found.node, "指标.1.代入")) == "3.5"
    assert said(node_at(found.node, "指标.1.结果")) == "3.5件"
    assert text(found.node, "指标.1.计量单位") == "件"


BANDS = """规则: {类型: bands, 档: [{到: 10, 分: 6}, {从: 11, 到: 30, 分: 4},
  {从: 31, 到: 100, 分: 2}, {从: 101, 分: 0}]}"""
WHOLE = '度量: {式: 本项.数 / 100, 单位: "%", 取整: 0}, 数据: [数]'


@pytest.mark.parametrize(
    ("value", "expected"),
    [("-5", 6), ("0", 6), ("10.49", 6), ("10.5", 4), ("11", 4), ("30.499", 4), ("30.5", 2),
     ("53.57", 2), ("100.49", 2), ("100.5", 0), ("250", 0)],
)  # fmt: skip
def test_the_value_is_rounded_before_its_band_is_looked_up(value: str, expected: int) -> None:
    found = scored(f"{WHOLE}, {BANDS}", answer(numbers(value)))
    assert points(found) == expected
    # What prints is the value as it is.
    assert said(node_at(found.node, "指标.1.结果")) == f"{Decimal(value).normalize():f}%"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("90", 6), ("89.99", 4), ("80", 4), ("79.99", 0)],
)
def test_without_rounding_the_exact_value_decides_the_band(value: str, expected: int) -> None:
    metric = '度量: {式: 本项.数 / 100, 单位: "%"}, 数据: [数]'
    bands = "档: [{从: 90, 分: 6}, {从: 80, 到: 90, 含到: 否, 分: 4}, {到: 80, 含到: 否, 分: 0}]"
    found = scored(f"{metric}, 规则: {{类型: bands, {bands}}}", answer(numbers(value)))
    assert points(found) == expected


@pytest.mark.parametrize(
    ("typed", "expected", "sentence"),
    [
        ("100", "6", "甲100%，达到指标值"),
        ("90", "5.4", "甲90%，没有达到指标值，按完成比例计分"),
        ("0", "0", "甲0%，没有达到指标值，不得分"),
    ],
)
def test_a_target_of_the_system_is_met_or_not(typed: str, expected: str, sentence: str) -> None:
    rule = '规则: {类型: target_ratio, 性质: "≥", 目标: 100, 未达: 按比例}'
    found = scored(f"{RATE}, {rule}", answer(numbers(typed, "100")))
    assert points(found) == Decimal(expected)
    assert reason(found) == sentence


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [("37.4", 2, "2.24"), ("37.42", 2, "2.25"), ("37.5", 1, "2.3"), ("41.6", 0, "2"),
     ("41.7", 0, "3"), ("12.5", 2, "0.75"), ("75", 0, "5")],
)  # fmt: skip
def test_scores_are_rounded_half_up_as_the_system_says(
    value: str, decimals: int, expected: str
) -> None:
    found = scored(f"{COUNT}, {SCALE}", answer(numbers(value)), decimals=decimals)
    assert str(points(found)) == expected


# Gaps


def test_a_metric_waits_for_the_very_numbers_that_are_not_there() -> None:
    leaf = f"{RATE}, {SCALE}"
    nobody, nothing = scored(leaf, "口径: 部门\n"), scored(leaf, answer())
    assert gaps(nobody.node, SCORE) == ["指标评分.甲.数据.数", "指标评分.甲.数据.底"]
    assert gaps(nothing.node, SCORE) == ["指标评分.1.数据.数", "指标评分.1.数据.底"]
    assert gaps(scored(leaf, answer(numbers("3"))).node, SCORE) == ["指标评分.1.数据.底"]
    assert gaps(scored(leaf, answer(numbers("3", ""))).node, SCORE) == ["指标评分.1.数据.2.数"]
    assert gaps(nobody.node, "总分") == gaps(nobody.node, SCORE)
    assert nobody.problems == ()


def test_a_metric_of_the_year_waits_for_the_fields_of_the_year() -> None:
    leaf = f'度量: {{式: 支出.合计 / 支出.合计.预算, 单位: "%"}}, {SCALE}'
    found = scored(leaf, "支出: {合计: {预算: 5}, 基本支出: 1, 项目支出: 2, 经营支出: 无}\n")
    assert gaps(found.node, SCORE) == ["支出.上缴上级支出", "支出.对附属单位补助支出"]
    assert said(node_at(found.node, "指标.1.代入")) == ""


@pytest.mark.parametrize(
    ("leaf", "typed", "missing"),
    [
        (DEDUCT, None, "指标评分.甲.不符合"),
        (AWARD, None, "指标评分.甲.不符合"),
        (DEDUCT, "小结: 尚可", "指标评分.1.不符合"),
        (LEVELS, None, "指标评分.甲.档次"),
        (LEVELS, "小结: 尚可", "指标评分.1.档次"),
        (LEVELS, "档次: 一般", "指标评分.1.得分"),
        (MANUAL, None, "指标评分.甲.得分"),
        (MANUAL, "评分理由: 好", "指标评分.1.得分"),
        (MANUAL, "得分: 无", "指标评分.1.得分"),
        (MANUAL, "得分: 5", "指标评分.1.评分理由"),
    ],
)
def test_an_answer_that_is_wanted_is_named(leaf: str, typed: str | None, missing: str) -> None:
    found = scored(leaf, "口径: 部门\n" if typed is None else answer(typed))
    assert gaps(found.node, SCORE) == [missing]
    assert gaps(found.node, "等级") == [missing]


# Checklists


@pytest.mark.parametrize(
    ("leaf", "unmet", "expected", "sentence"),
    [
        (DEDUCT, "无", 6, "3条全部符合"),
        (DEDUCT, "[2]", 4, "第2条不符合，每条扣2分，扣2分"),
        (DEDUCT, "[3, 1]", 2, "第1、3条不符合，每条扣2分，扣4分"),
        (DEDUCT, "[1, 2, 3]", 0, "第1、2、3条不符合，每条扣2分，扣6分"),
        (AWARD, "无", 6, "3条全部符合"),
        (AWARD, "[3]", 3, "第3条不符合，少得3分"),
        (AWARD, "[2, 1]", 3, "第1、2条不符合，少得3分"),
    ],
)
def test_a_checklist_is_answered_by_the_numbers_of_what_is_not_met(
    leaf: str, unmet: str, expected: int, sentence: str
) -> None:
    found = scored(leaf, answer(f"不符合: {unmet}"))
    assert points(found) == expected
    assert reason(found) == sentence
    assert found.problems == ()


@pytest.mark.parametrize(
    ("unmet", "place"),
    [
        ("[4]", (*ANSWERED, "不符合", 0)),
        ("[1, 9]", (*ANSWERED, "不符合", 1)),
        ("[0]", (*ANSWERED, "不符合", 0)),
        ("[2, 2]", (*ANSWERED, "不符合")),
    ],
)
def test_numbers_of_items_that_are_not_on_the_list_are_wrong(unmet: str, place: DataPath) -> None:
    found = scored(DEDUCT, answer(f"不符合: {unmet}"))
    assert problems(found) == [(place, "“甲”共 3 条，“不符合”应写 1 到 3，不重复")]
    assert undefined(found.node, SCORE) == "填写有误"


def test_an_item_that_is_still_blank_is_wrong() -> None:
    found = scored(DEDUCT, answer("不符合: [1, ~]"))
    assert [path for path, _ in problems(found)] == [(*ANSWERED, "不符合", 1)]


def test_an_item_that_is_no_number_is_a_finding() -> None:
    findings = validated(answer("不符合: [1, ②]")).findings
    assert [(f.id, f.path) for f in findings] == [("JS-034", (*ANSWERED, "不符合", 1))]


def test_the_items_say_which_of_them_are_met() -> None:
    found = scored(AWARD, answer("不符合: [2]"))
    listed = [
        (text(item, "文字"), text(item, "符合"), figure(item, "分值").number)
        for item in rows(found.node, "指标.1.条目").entries
    ]
    assert listed == [
        ("有制度", "是", Decimal(1)),
        ("有执行", "否", Decimal(2)),
        ("有检查", "是", Decimal(3)),
    ]
    assert inputs(found.node, SCORE) == ["指标评分.1.不符合.1"]
    assert inputs(scored(AWARD, answer("不符合: 无")).node, SCORE) == ["指标评分.1.不符合"]


def test_no_item_is_said_to_be_met_before_the_department_says_so() -> None:
    found = scored(DEDUCT, "口径: 部门\n")
    assert len(rows(found.node, "指标.1.条目").entries) == 3
    assert gaps(found.node, "指标.1.条目.1.符合") == ["指标评分.甲.不符合"]


def test_a_checklist_without_a_standard_makes_one_of_its_items() -> None:
    assert text(scored(DEDUCT, answer()).node, "指标.1.评价标准") == (
        "①有制度；②有执行；③有检查。以上每有一条不符合扣2分，扣完为止。"
    )
    least = "规则: {类型: checklist_deduct, 每项扣: 2, 最低: 2, 条目: [有制度, 有执行]}"
    assert text(scored(least, answer()).node, "指标.1.评价标准") == (
        "①有制度；②有执行。以上每有一条不符合扣2分，最低2分。"
    )
    assert text(scored(AWARD, answer()).node, "指标.1.评价标准") == (
        "①有制度，1分；②有执行，2分；③有检查，3分。"
    )
    own = f"评价标准: 每有一条不符合扣2分。, {DEDUCT}"
    assert text(scored(own, answer()).node, "指标.1.评价标准") == "每有一条不符合扣2分。"


# Levels and points that people give


@pytest.mark.parametrize(
    ("typed", "expected", "used"),
    [
        ("档次: 较好", "6", ["指标评分.1.档次"]),
        ("档次: 差", "0", ["指标评分.1.档次"]),
        ("档次: 一般, 得分: 2", "2", ["指标评分.1.档次", "指标评分.1.得分"]),
        ("档次: 一般, 得分: 3.5", "3.5", ["指标评分.1.档次", "指标评分.1.得分"]),
        ("档次: 一般, 得分: 4", "4", ["指标评分.1.档次", "指标评分.1.得分"]),
    ],
)
def test_a_level_gives_its_points_or_those_within_it(
    typed: str, expected: str, used: list[str]
) -> None:
    found = scored(LEVELS, answer(typed))
    assert points(found) == Decimal(expected)
    assert inputs(found.node, SCORE) == used
    level = typed.partition(",")[0].removeprefix("档次: ")
    assert reason(found) == f"评为“{level}”"
    assert text(found.node, "指标.1.档次") == level
    assert found.problems == ()


@pytest.mark.parametrize(
    ("typed", "place", "message"),
    [
        ("档次: 很好", "档次", "没有“很好”这一档，可选：较好、一般、差"),
        ("档次: 一般, 得分: 1.99", "得分", "得分 1.99 分，“一般”应在 2 与 4 分之间"),
        ("档次: 一般, 得分: 4.01", "得分", "得分 4.01 分，“一般”应在 2 与 4 分之间"),
    ],
)
def test_an_unknown_level_and_points_outside_of_it_are_wrong(
    typed: str, place: str, message: str
) -> None:
    found = scored(LEVELS, answer(typed))
    assert problems(found) == [((*ANSWERED, place), message)]
    assert undefined(found.node, SCORE) == "填写有误"


def test_the_range_of_a_level_may_be_a_part_of_the_weight() -> None:
    leaf = "规则: {类型: levels, 按: 比例, 档: [{名称: 达成, 从: 80, 到: 100}]}"
    assert points(scored(leaf, answer("档次: 达成, 得分: 4.8"))) == Decimal("4.8")
    found = scored(leaf, answer("档次: 达成, 得分: 4.79"))
    assert problems(found)[0][1] == "得分 4.79 分，“达成”应在 4.8 与 6 分之间"


def test_points_given_within_a_level_are_nobody_elses_to_compute() -> None:
    # They are rounded like any score; that is no contradiction.
    found = scored(LEVELS, answer("档次: 一般, 得分: 3.5"), decimals=0)
    assert points(found) == 4
    assert found.problems == ()


@pytest.mark.parametrize(
    ("rule", "typed", "wrong"),
    [
        ("", "0", ""),
        ("", "6", ""),
        ("", "6.01", "“甲”得分 6.01 分，应在 0 与 6 之间"),
        ("", "-1", "“甲”得分 -1 分，应在 0 与 6 之间"),
        (", 最低: 2, 最高: 5", "2", ""),
        (", 最低: 2, 最高: 5", "5", ""),
        (", 最低: 2, 最高: 5", "1.99", "“甲”得分 1.99 分，应在 2 与 5 之间"),
        (", 最低: 2, 最高: 5", "5.01", "“甲”得分 5.01 分，应在 2 与 5 之间"),
    ],
)
def test_people_give_points_within_bounds_and_with_a_reason(
    rule: str, typed: str, wrong: str
) -> None:
    leaf = f"规则: {{类型: manual{rule}}}"
    found = scored(leaf, answer(f"得分: {typed}, 评分理由: 好"))
    if wrong:
        assert problems(found) == [((*ANSWERED, "得分"), wrong)]
        assert undefined(found.node, SCORE) == "填写有误"
    else:
        assert points(found) == Decimal(typed)
        assert problems(found) == []
        assert inputs(found.node, SCORE) == ["指标评分.1.得分"]
        assert reason(found) == "人工评分"
        assert text(found.node, "指标.1.评分理由") == "好"


def test_a_reason_for_points_is_not_asked_where_the_system_says_so() -> None:
    assert points(scored("规则: {类型: manual, 理由: 否}", answer("得分: 5"))) == 5


# Where the rule does not apply


@pytest.mark.parametrize(
    ("policy", "expected", "sentence"),
    [
        (", 分母为零: 满分", "6", "甲的分母为0，按满分计"),
        (", 分母为零: 零分", "0", "甲的分母为0，不得分"),
        (", 分母为零: 不计", None, "甲的分母为0，不计分"),
        (", 分母为零: 人工", "4", "甲的分母为0，人工评分"),
        ("", "4", "甲的分母为0，人工评分"),
    ],
)
def test_a_divisor_of_zero_counts_as_the_system_says(
    policy: str, expected: str | None, sentence: str
) -> None:
    leaf = f"{RATE}{policy}, {SCALE}"
    given = ", 得分: 4, 评分理由: 参照上年" if expected == "4" else ""
    found = scored(leaf, answer(numbers("3", "0") + given))
    if expected is None:
        assert undefined(found.node, SCORE) == "不计分"
    else:
        assert points(found) == Decimal(expected)
    assert reason(found) == sentence
    assert text(found.node, "指标.1.不适用") == "甲的分母为0"
    assert said(node_at(found.node, "指标.1.实际")) == "甲的分母为0"
    assert said(node_at(found.node, "指标.1.结果")) == ""
    assert found.problems == ()


@pytest.mark.parametrize("policy", ["满分", "零分", "不计"])
def test_a_score_by_policy_comes_from_the_numbers_that_called_for_it(policy: str) -> None:
    found = scored(f"{RATE}, 分母为零: {policy}, {SCALE}", answer(numbers("3", "0")))
    assert inputs(found.node, SCORE) == ["指标评分.1.数据.1.数", "指标评分.1.数据.2.数"]


def test_points_given_for_want_of_a_value_come_from_where_they_were_typed() -> None:
    given = f"{numbers('3', '0')}, 得分: 4, 评分理由: 参照上年"
    found = scored(f"{RATE}, {SCALE}", answer(given))
    assert "指标评分.1.得分" in inputs(found.node, SCORE)
    case = "不适用: [{当: 本项.底 == 0, 计: 人工, 说明: 没有底数}]"
    found = scored(f"{RATE}, {case}, {SCALE}", answer(given))
    assert "指标评分.1.得分" in inputs(found.node, SCORE)


@pytest.mark.parametrize(
    ("typed", "missing"),
    [("", "指标评分.1.得分"), (", 得分: 4", "指标评分.1.评分理由")],
)
def test_points_that_people_must_give_are_asked_for(typed: str, missing: str) -> None:
    found = scored(f"{RATE}, {SCALE}", answer(numbers("3", "0") + typed))
    assert gaps(found.node, SCORE) == [missing]


def test_points_given_where_the_rule_does_not_apply_stay_within_the_weight() -> None:
    given = f"{numbers('3', '0')}, 得分: 6.5, 评分理由: 好"
    found = scored(f"{RATE}, {SCALE}", answer(given))
    message = "“甲”得分 6.5 分，应在 0 与 6 之间"
    assert problems(found) == [((*ANSWERED, "得分"), message)]


def test_a_metric_of_nothing_but_none_has_no_value() -> None:
    leaf = f"度量: {{式: 本项.数 + 本项.底}}, 数据: [数, 底], 分母为零: 满分, {SCALE}"
    nothing = scored(leaf, answer(numbers("无", "无")))
    assert (points(nothing), reason(nothing)) == (Decimal(6), "甲没有可计算的数，按满分计")
    some = scored(leaf, answer(numbers("无", "50")))
    assert (points(some), reason(some)) == (Decimal(3), "甲50，以100得满分，按比例计分")
    zero = scored(leaf, answer(numbers("无", "0")))
    assert points(zero) == 0


NONE = "{当: 本项.数 == 0 and 本项.底 == 0, 计: 满分, 说明: 没有预算也没有支出}"
UNPLANNED = "{当: 本项.底 == 0, 计: 零分, 说明: 没有预算却有支出}"


@pytest.mark.parametrize(
    ("cases", "number", "expected", "sentence"),
    [
        (f"{NONE}, {UNPLANNED}", "0", 6, "没有预算也没有支出，按满分计"),
        (f"{NONE}, {UNPLANNED}", "3", 0, "没有预算却有支出，不得分"),
        (f"{UNPLANNED}, {NONE}", "0", 0, "没有预算却有支出，不得分"),
    ],
)
def test_the_first_case_that_holds_decides(
    cases: str, number: str, expected: int, sentence: str
) -> None:
    found = scored(f"{RATE}, 不适用: [{cases}], {SCALE}", answer(numbers(number, "0")))
    assert points(found) == expected
    assert reason(found) == sentence
    assert text(found.node, "指标.1.不适用") == sentence.partition("，")[0]


def test_where_no_case_holds_the_rule_applies() -> None:
    found = scored(f"{RATE}, 不适用: [{NONE}, {UNPLANNED}], {SCALE}", answer(numbers("3", "4")))
    assert points(found) == Decimal("4.5")
    assert text(found.node, "指标.1.不适用") == ""


@pytest.mark.parametrize(
    ("policy", "expected", "sentence"),
    [
        ("满分", "6", "没有底数，按满分计"),
        ("零分", "0", "没有底数，不得分"),
        ("不计", None, "没有底数，不计分"),
        ("人工", "5", "没有底数，人工评分"),
    ],
)
def test_a_case_counts_as_the_system_says(policy: str, expected: str | None, sentence: str) -> None:
    cases = f"不适用: [{{当: 本项.底 == 0, 计: {policy}, 说明: 没有底数}}]"
    given = ", 得分: 5, 评分理由: 好" * (policy == "人工")
    found = scored(f"{RATE}, {cases}, {SCALE}", answer(numbers("3", "0") + given))
    if expected is None:
        assert undefined(found.node, SCORE) == "不计分"
    else:
        assert points(found) == Decimal(expected)
    assert reason(found) == sentence


def test_a_case_waits_for_its_own_inputs() -> None:
    leaf = f"{RATE}, 不适用: [{UNPLANNED}], {SCALE}"
    assert gaps(scored(leaf, answer(numbers("3"))).node, SCORE) == ["指标评分.1.数据.底"]
    # The rule needs the number, the case does not: it is not asked for before.
    number = "数据: [{名称: 底, 数: 0}]"
    assert points(scored(leaf, answer(number))) == 0
    number = "数据: [{名称: 底, 数: 1}]"
    assert gaps(scored(leaf, answer(number)).node, SCORE) == ["指标评分.1.数据.数"]


def test_a_case_that_cannot_be_answered_yet_lets_no_rule_decide() -> None:
    case = "不适用: [{当: 满意度调查.发放 == 0, 计: 满分, 说明: 没有发放}]"
    leaf = f"{COUNT}, {case}, {SCALE}"
    assert gaps(scored(leaf, answer(numbers("50"))).node, SCORE) == ["满意度调查.发放"]
    found = scored(leaf, f"{answer(numbers('50'))}满意度调查: {{发放: 9}}\n")
    assert points(found) == 3


def test_a_case_may_ask_whether_there_is_anything_of_the_kind() -> None:
    case = "不适用: [{当: 无(满意度调查), 计: 满分, 说明: 没有开展调查}]"
    leaf = f"度量: {{式: 满意度调查.满意度}}, {case}, {SCALE}"
    found = scored(leaf, "满意度调查: 无\n")
    assert (points(found), reason(found)) == (Decimal(6), "没有开展调查，按满分计")
    assert points(scored(leaf, "满意度调查: {满意度: 50}\n")) == 3
    assert gaps(scored(leaf, "口径: 部门\n").node, SCORE) == ["满意度调查.满意度"]


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("满意度调查", "满意度调查: 无\n"),
        ("满意度调查.满意度", "满意度调查: {满意度: 无}\n"),
        ("机构.下属单位", "机构: {下属单位: 无}\n"),
        ("整体评价.满意度分析", "整体评价: {满意度分析: 无}\n"),
    ],
)
def test_a_score_for_nothing_of_the_kind_comes_from_where_that_was_said(
    path: str, year: str
) -> None:
    case = f"不适用: [{{当: 无({path}), 计: 满分, 说明: 没有}}]"
    found = scored(f"度量: {{式: 满意度调查.满意度}}, {case}, {SCALE}", year)
    assert points(found) == 6
    assert inputs(found.node, SCORE) == [path]


# What was typed against what follows


@pytest.mark.parametrize(
    ("leaf", "typed", "by_rule"),
    [
        (DEDUCT, "不符合: [1]", "4"),
        (AWARD, "不符合: [1]", "5"),
        (LEVELS, "档次: 差", "0"),
        (f"{COUNT}, {SCALE}", numbers("75"), "4.5"),
        (f"{COUNT}, 不适用: [{{当: 本项.数 > 0, 计: 满分, 说明: 有}}], {SCALE}", numbers("9"), "6"),
    ],
)
def test_a_typed_score_must_be_the_one_that_follows(leaf: str, typed: str, by_rule: str) -> None:
    right = scored(leaf, answer(f"{typed}, 得分: {Decimal(by_rule):.2f}"))
    found = scored(leaf, answer(f"{typed}, 得分: 1"))
    gap = f"{abs(Decimal(by_rule) - 1).normalize():f}"
    message = f"“甲”填的得分 1 分，按规则应得 {by_rule} 分，相差 {gap} 分"
    assert problems(found) == [((*ANSWERED, "得分"), message)]
    assert found.problems[0].hint == "得分由程序计算，不填；已公布的写在“已公布”里"
    assert points(found) == Decimal(by_rule)
    assert problems(right) == []
    assert problems(scored(leaf, answer(f"{typed}, 得分: 无"))) == []


def test_a_metric_of_a_score_elsewhere_is_no_score_typed_here() -> None:
    leaf = f"度量: {{式: 重点工作考核.得分, 单位: 分}}, {SCALE}"
    year = f"重点工作考核: {{得分: 50}}\n{answer('得分: 1')}"
    found = scored(leaf, year)
    assert points(found) == 3
    assert problems(found) == [
        ((*ANSWERED, "得分"), "“甲”填的得分 1 分，按规则应得 3 分，相差 2 分")
    ]


# Why points were lost


@pytest.mark.parametrize(
    ("leaf", "short", "full"),
    [
        (DEDUCT, "不符合: [3]", "不符合: 无"),
        (LEVELS, "档次: 差", "档次: 较好"),
        (MANUAL, "得分: 5.99, 评分理由: 好", "得分: 6, 评分理由: 好"),
        (f"{COUNT}, {SCALE}", numbers("99"), numbers("100")),
    ],
)
def test_lost_points_demand_a_reason_and_full_points_none(leaf: str, short: str, full: str) -> None:
    assert gaps(scored(leaf, answer(short)).node, WHY) == ["指标评分.1.扣分原因"]
    assert text(scored(leaf, answer(f"{short}, 扣分原因: 人少")).node, WHY) == "人少"
    found = node_at(scored(leaf, answer(full)).node, WHY)
    assert isinstance(found, Text)
    assert (found.value, found.applicable) == ((), False)


def test_the_reason_and_what_is_done_about_it_are_said_together() -> None:
    typed = "不符合: [3], 扣分原因: 人少, 改进措施: 加人"
    found = node_at(scored(DEDUCT, answer(typed)).node, WHY)
    assert isinstance(found, Text)
    assert found.value == ("人少", "加人")
    assert found.path == (*ANSWERED, "扣分原因")
    assert text(scored(DEDUCT, answer(typed)).node, "指标.1.改进措施") == "加人"


def test_what_was_said_for_full_points_is_kept() -> None:
    assert text(scored(DEDUCT, answer("不符合: 无, 扣分原因: 没有扣分")).node, WHY) == "没有扣分"


@pytest.mark.parametrize(("value", "demanded"), [("89.99", True), ("90", False), ("99", False)])
def test_a_reason_may_be_demanded_only_below_a_value(value: str, demanded: bool) -> None:
    leaf = f"{RATE}, 说明要求: {{低于: 90}}, {SCALE}"
    found = scored(leaf, answer(numbers(value, "100")))
    if demanded:
        assert gaps(found.node, WHY) == ["指标评分.1.扣分原因"]
    else:
        assert text(found.node, WHY) == ""


@pytest.mark.parametrize(("value", "demanded"), [("89.99", True), ("90", False)])
def test_the_value_below_which_a_reason_is_demanded_has_the_unit_of_the_metric(
    value: str, demanded: bool
) -> None:
    leaf = f"{COUNT}, 说明要求: {{低于: 90}}, {SCALE}"
    found = node_at(scored(leaf, answer(numbers(value))).node, WHY)
    assert isinstance(found, Text)
    assert (found.value != ()) is demanded


def test_the_reason_may_stand_elsewhere_in_the_data() -> None:
    leaf = f"{COUNT}, 说明要求: {{取自: 整体评价.偏离原因}}, {SCALE}"
    short, full = answer(numbers("99")), answer(numbers("100"))
    assert text(scored(leaf, f"{short}整体评价: {{偏离原因: 雨多}}\n").node, WHY) == "雨多"
    assert gaps(scored(leaf, short).node, WHY) == ["整体评价.偏离原因"]
    assert text(scored(leaf, full).node, WHY) == ""


@pytest.mark.parametrize(("value", "demanded"), [("130", False), ("130.01", True)])
def test_a_target_exceeded_by_far_demands_a_reason(value: str, demanded: bool) -> None:
    rule = '规则: {类型: target_ratio, 性质: "≥", 目标: 100, 未达: 按比例, 超额线: 130}'
    found = scored(f"{RATE}, {rule}", answer(numbers(value, "100")))
    assert points(found) == 6
    why = node_at(found.node, WHY)
    assert isinstance(why, Text)
    assert (why.value != ()) is demanded


# What is announced


def test_an_announced_score_stands_where_nothing_computes_one() -> None:
    announced = {"评分.指标.甲.得分": "5分"}
    found = scored(f"{COUNT}, {SCALE}", "口径: 部门\n", announced)
    score_of = figure(found.node, SCORE)
    assert points(found) == 5
    assert (score_of.formula, score_of.inputs) == ("已公布", (("已公布", "评分.指标.甲.得分"),))
    assert reason(found) == "按已公布的得分"
    assert said(node_at(found.node, "指标.1.代入")) == ""
    assert figure(found.node, "总分").number == 5
    assert inputs(found.node, "总分") == ["已公布.评分.指标.甲.得分"]


def test_an_announced_score_never_stands_in_for_a_computed_one() -> None:
    announced = {"评分.指标.甲.得分": "5", "评分.总分": "5"}
    found = scored(f"{COUNT}, {SCALE}", answer(numbers("50")), announced)
    assert points(found) == 3
    assert figure(found.node, SCORE).formula == "“甲”的评分规则"
    assert figure(found.node, "总分").number == 3
    wrong = scored(LEVELS, answer("档次: 很好"), announced)
    assert undefined(wrong.node, SCORE) == "填写有误"


@pytest.mark.parametrize("typed", ["无", "五分", "", "5-"])
def test_an_announcement_that_states_no_score_fills_nothing(typed: str) -> None:
    found = scored(MANUAL, "口径: 部门\n", {"评分.指标.甲.得分": typed})
    assert gaps(found.node, SCORE) == ["指标评分.甲.得分"]


@pytest.mark.parametrize("typed", ["6.01", "-1"])
def test_an_announced_score_outside_of_the_weight_does_not_go_unsaid(typed: str) -> None:
    key = "评分.指标.甲.得分"
    found = scored(MANUAL, "口径: 部门\n", {key: typed})
    assert [path for path, _ in problems(found)] == [("已公布", key)]


def test_an_announced_score_below_the_weight_demands_a_reason_too() -> None:
    announced = {"评分.指标.甲.得分": "5"}
    found = scored(f"{COUNT}, {SCALE}", "口径: 部门\n", announced)
    assert len(rows(found.node, "扣分项").entries) == 1
    assert gaps(found.node, WHY) == ["指标评分.甲.扣分原因"]


def test_of_a_checklist_whose_score_was_announced_no_item_is_asked_for() -> None:
    found = scored(DEDUCT, "口径: 部门\n", {"评分.指标.甲.得分": "6"})
    assert points(found) == 6
    # Which items were met was not announced.
    assert rows(found.node, "指标.1.条目").entries == ()


# Words


def test_words_of_other_places_stand_before_its_own() -> None:
    year = answer("不符合: 无, 引用: 整体绩效.主要指标, 前述: 另有一事")
    found = scored(DEDUCT, f"{year}整体绩效: {{主要指标: 产值增长}}\n")
    before = node_at(found.node, "指标.1.前述")
    assert isinstance(before, Text)
    assert before.value == ("产值增长", "另有一事")
    assert gaps(scored(DEDUCT, year).node, "指标.1.前述") == ["整体绩效.主要指标"]


@pytest.mark.parametrize("quote", ["整体绩效.没有", "支出.合计", "没有"])
def test_only_words_are_quoted(quote: str) -> None:
    found = scored(DEDUCT, answer(f"不符合: 无, 引用: [部门.全称, {quote}]"))
    message = f"没有“{quote}”这段文字，不能引用"
    assert problems(found) == [((*ANSWERED, "引用", 1), message)]


def test_words_that_were_not_given_are_not_asked_for() -> None:
    found = scored(DEDUCT, answer("不符合: 无, 补充: 另附"))
    assert text(found.node, "指标.1.补充") == "另附"
    for name in ("前述", "小结", "评分理由", "扣分原因", "改进措施", "档次"):
        node = node_at(found.node, f"指标.1.{name}")
        assert isinstance(node, Text)
        assert (node.value, node.applicable) == ((), False)


def test_the_words_of_the_system_are_there_to_be_printed() -> None:
    words = "评价标准: 按比例, 指标说明: 说明, 公式: 甲=乙÷丙, 指标值: ≥90%"
    found = scored(f"{words}, {RATE}, {SCALE}", answer(numbers("3", "4")))
    for name, expected in (("评价标准", "按比例"), ("指标说明", "说明"), ("公式", "甲=乙÷丙")):
        assert text(found.node, f"指标.1.{name}") == expected
    assert said(node_at(found.node, "指标.1.预期")) == "≥90%"
    assert said(node_at(found.node, "指标.1.指标值")) == "≥90%"
    assert said(node_at(found.node, "指标.1.完成值")) == "75%"
