"""All indicators together: sums up the tree, totals, grades, and the department's own rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indicator_systems import BOTH, systems_of
from typed_inputs import figure, figures_of, gaps, inputs, node_at, rows, text, undefined

from drafter.diagnostics import DataPath
from drafter.figures.nodes import (
    Figure,
    Formula,
    Group,
    Node,
    Text,
    figure_at,
    group_at,
    rows_at,
    text_at,
)
from drafter.pipeline import field_contract
from drafter.scoring.score import Scored, score
from drafter.scoring.system import IndicatorSystem
from drafter.template.indicators import load_indicators

GIVEN = "规则: {类型: manual, 理由: 否}"
GRADES = "[{名称: 优, 起: 90}, {名称: 良, 起: 80}, {名称: 中, 起: 60}, {名称: 差, 起: 0}]"
TREE = f"""
部门:
  名称: 试评
  等级: {GRADES}
  指标:
    - 名称: 投入
      类别: 共性指标
      二级:
        - 名称: 目标
          三级:
            - {{名称: 甲, 分值: 20, {GIVEN}}}
            - {{名称: [乙, 丙], 分值: 15, {GIVEN}}}
        - 名称: 配置
          三级:
            - {{名称: 丁, 分值: 25, {GIVEN}}}
    - 名称: 产出
      二级:
        - 名称: 效益
          三级:
            - {{名称: 戊, 分值: 30, {GIVEN}}}
            - {{名称: 己, 分值: 10, 单列: 是, {GIVEN}}}
"""
FULL = {"甲": "20", "乙、丙": "15", "丁": "25", "戊": "30", "己": "10"}


@cache
def system_of(yaml: str, who: str = "部门") -> IndicatorSystem:
    systems = systems_of(yaml)
    found = systems.department if who == "部门" else systems.project
    assert found is not None
    return found


def scored(yaml: str, year: str, announced: Mapping[str, str] | None = None) -> Scored:
    return score(system_of(yaml), figures_of(year), None, announced)


def answers(points: Mapping[str, str]) -> str:
    listed = ", ".join(f"{{指标: {name}, 得分: {typed}}}" for name, typed in points.items())
    return f"指标评分: [{listed}]\n"


def tree(**points: str) -> Scored:
    """Score the tree with full points, but for those given."""
    return scored(TREE, answers({**FULL, **points}))


def names(found: Scored, path: str) -> list[str]:
    return [text(row, "名称") for row in rows(found.node, path).entries]


def numbers(rows_of: tuple[Node, ...], name: str) -> list[Decimal | None]:
    return [figure_at(row, name).number for row in rows_of]


def decimals(*typed: str) -> list[Decimal | None]:
    return [Decimal(number) for number in typed]


def problems(found: Scored) -> list[tuple[DataPath, str, bool]]:
    return [(problem.path, problem.message, problem.is_mild) for problem in found.problems]


def said(found: Node) -> str:
    assert isinstance(found, Formula)
    return "".join(
        piece
        if isinstance(piece, str)
        else piece.plain
        if isinstance(piece, Text)
        else f"{piece.number:f}"
        for piece in found.pieces
    )


# Sums up the tree


def test_weights_and_scores_of_branches_and_groups_are_sums_from_below() -> None:
    found = tree(甲="18", 丁="24.5")
    branches = rows(found.node, "一级").entries
    assert names(found, "一级") == ["投入", "产出"]
    # What stands apart is in no branch of the table.
    assert numbers(branches, "分值") == decimals("60", "30")
    assert numbers(branches, "得分") == decimals("57.5", "30")
    groups = rows(branches[0], "二级").entries
    assert [text(group, "名称") for group in groups] == ["目标", "配置"]
    assert numbers(groups, "分值") == decimals("35", "25")
    assert numbers(groups, "得分") == decimals("33", "24.5")
    assert numbers(rows(groups[0], "指标").entries, "得分") == decimals("18", "15")
    assert numbers(rows(branches[0], "指标").entries, "得分") == decimals("18", "15", "24.5")
    assert [text(branch, "类别") for branch in branches] == ["共性指标", ""]


def test_sums_are_traced_down_to_what_was_typed() -> None:
    found = tree()
    assert inputs(found.node, "一级.1.得分") == [f"指标评分.{n}.得分" for n in (1, 2, 3)]
    assert inputs(found.node, "一级.1.二级.2.得分") == ["指标评分.3.得分"]
    assert inputs(found.node, "总分") == [f"指标评分.{n}.得分" for n in (1, 2, 3, 4, 5)]
    assert figure(found.node, "总分").formula == "各项得分之和"


def test_a_gap_goes_up_the_tree_as_far_as_it_counts() -> None:
    found = scored(TREE, answers({**FULL, "丁": ""}))
    for path in ("一级.1.得分", "一级.1.二级.2.得分", "总分", "失分", "等级"):
        assert gaps(found.node, path) == ["指标评分.3.得分"]
    assert figure(found.node, "一级.1.二级.1.得分").number == 35
    assert figure(found.node, "一级.2.得分").number == 30
    assert figure(found.node, "满分").number == 100


def test_what_stands_apart_counts_but_is_no_row_of_the_table() -> None:
    found = tree(己="9")
    assert names(found, "指标") == ["甲", "乙、丙", "丁", "戊"]
    assert names(found, "单列") == ["己"]
    assert figure(found.node, "单列.1.得分").number == 9
    assert figure(found.node, "满分").number == 100
    assert figure(found.node, "总分").number == 99
    assert figure(found.node, "失分").number == 1
    assert text(found.node, "体系") == "试评"


def test_cells_of_one_branch_and_of_one_group_merge() -> None:
    listed = rows(tree().node, "指标").entries
    keys = [[text(row, key) for key in ("一级组", "二级组", "三级组")] for row in listed]
    firsts, seconds, thirds = zip(*keys, strict=True)
    assert [firsts[0] == key for key in firsts] == [True, True, True, False]
    assert [seconds[0] == key for key in seconds] == [True, True, False, False]
    assert len(set(seconds)) == 3
    assert len(set(thirds)) == 4
    assert [text(row, "一级.名称") for row in listed] == ["投入", "投入", "投入", "产出"]
    assert [text(row, "二级.名称") for row in listed] == ["目标", "目标", "配置", "效益"]
    assert numbers(listed, "分值") == decimals("20", "15", "25", "30")
    assert [figure(row, "一级.分值").number for row in listed] == decimals("60", "60", "60", "30")
    assert [figure(row, "二级.得分").number for row in listed] == decimals("35", "35", "25", "30")


def test_groups_of_the_same_name_in_two_branches_do_not_merge() -> None:
    yaml = f"""
部门:
  名称: 试
  满分: 2
  指标:
    - {{名称: 甲, 二级: [{{名称: 同, 三级: [{{名称: 子, 分值: 1, {GIVEN}}}]}}]}}
    - {{名称: 乙, 二级: [{{名称: 同, 三级: [{{名称: 丑, 分值: 1, {GIVEN}}}]}}]}}
"""
    listed = rows(scored(yaml, answers({"子": "1", "丑": "1"})).node, "指标").entries
    assert text(listed[0], "二级组") != text(listed[1], "二级组")


def test_names_that_share_a_weight_are_one_indicator() -> None:
    for name in ("乙", "丙", "乙、丙"):
        found = scored(TREE, answers({name: "14"}))
        row = rows(found.node, "指标").entries[1]
        assert figure(row, "得分").number == 14
        assert text(row, "名称") == "乙、丙"
        assert [t.plain for t in rows(row, "各名称").entries if isinstance(t, Text)] == ["乙", "丙"]
    assert gaps(scored(TREE, "口径: 部门\n").node, "指标.2.得分") == ["指标评分.乙、丙.得分"]


def test_whatever_lost_points_is_listed_where_it_lost_them() -> None:
    found = tree(乙="15", 丁="24.99", 己="0")
    assert names(found, "扣分项") == ["丁", "己"]
    assert numbers(rows(found.node, "扣分项").entries, "失分") == decimals("0.01", "10")
    assert [gaps(row, "原因") for row in rows(found.node, "扣分项").entries] == [
        ["指标评分.3.扣分原因"],
        ["指标评分.5.扣分原因"],
    ]
    assert names(tree(), "扣分项") == []
    nothing = scored(TREE, "口径: 部门\n")
    assert names(nothing, "扣分项") == []


def test_an_indicator_is_answered_once() -> None:
    found = scored(TREE, answers(FULL))
    twice = scored(TREE, "指标评分: [{指标: 甲, 得分: 20}, {指标: 丁, 得分: 1}, {指标: 甲}]\n")
    assert problems(found) == []
    message = "指标“甲”在“指标评分”里写了两次"
    assert problems(twice) == [(("指标评分", 2, "指标"), message, False)]
    assert figure(twice.node, "指标.1.得分").number == 20


def test_one_indicator_is_not_answered_under_two_of_its_names() -> None:
    found = scored(TREE, "指标评分: [{指标: 乙, 得分: 14}, {指标: 丙, 得分: 3}]\n")
    assert [path for path, _, _ in problems(found)] == [("指标评分", 1, "指标")]


# Totals and grades


@pytest.mark.parametrize(
    ("total", "grade"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"),
     ("59.99", "差"), ("0", "差")],
)  # fmt: skip
def test_a_grade_begins_at_its_least_total(total: str, grade: str) -> None:
    yaml = f"""
部门:
  名称: 试
  等级: {GRADES}
  指标: [{{名称: 甲, 二级: [{{名称: 乙, 三级: [{{名称: 丙, 分值: 100, {GIVEN}}}]}}]}}]
"""
    found = scored(yaml, answers({"丙": total}))
    assert figure(found.node, "总分").number == Decimal(total)
    assert text(found.node, "等级") == grade


def test_without_grades_there_is_none() -> None:
    plain = TREE.replace(f"  等级: {GRADES}\n", "")
    found = node_at(scored(plain, answers(FULL)).node, "等级")
    assert isinstance(found, Text)
    assert (found.value, found.applicable) == ((), False)


def pair(left: str, right: str, *, full: int = 100, digits: int = 2) -> str:
    """Return a system of two indicators that weigh 40 and 60, each with a scale or a case."""
    metric = "度量: {式: 本项.数, 单位: 件}, 数据: [数], 规则: {类型: scale, 满值: 100}"
    case = "不适用: [{当: 本项.数 < 0, 计: %s, 说明: 没有}]"
    leaves = [
        f"{{名称: {name}, 分值: {weight}, {case % policy}, {metric}}}"
        for name, weight, policy in (
            ("甲", 40 * full // 100, left),
            ("乙", 60 * full // 100, right),
        )
    ]
    return f"""
部门:
  名称: 试
  满分: {full}
  得分小数: {digits}
  等级: [{{名称: 优, 起: {full * 9 // 10}}}, {{名称: 差, 起: 0}}]
  指标: [{{名称: 一, 二级: [{{名称: 二, 三级: [{", ".join(leaves)}]}}]}}]
"""


def data(left: str, right: str) -> str:
    listed = ", ".join(
        f"{{指标: {name}, 数据: [{{名称: 数, 数: {number}}}]}}"
        for name, number in (("甲", left), ("乙", right))
    )
    return f"指标评分: [{listed}]\n"


def test_scores_are_rounded_before_they_are_added_up() -> None:
    # 0.4 × 12.5125 is 5.005, 0.6 × 33.34166667 is 20.005: each rounds up.
    found = scored(pair("满分", "满分"), data("12.5125", "33.341666666667"))
    assert numbers(rows(found.node, "指标").entries, "得分") == decimals("5.01", "20.01")
    assert figure(found.node, "总分").number == Decimal("25.02")


def test_what_does_not_count_is_made_up_for_in_proportion() -> None:
    found = scored(pair("不计", "满分"), data("-1", "75"))
    assert undefined(found.node, "指标.1.得分") == "不计分"
    assert figure(found.node, "指标.2.得分").number == 45
    total = figure(found.node, "总分")
    assert total.number == 75
    assert total.formula == "各项得分之和÷计分的分值之和×100"
    assert inputs(found.node, "总分") == ["指标评分.2.数据.1.数"]
    assert figure(found.node, "满分").number == 100
    assert figure(found.node, "失分").number == 25
    assert figure(found.node, "一级.1.得分").number == 45
    assert names(found, "扣分项") == ["乙"]


def test_full_points_for_all_that_counts_are_full_points() -> None:
    found = scored(pair("不计", "满分"), data("-1", "100"))
    assert figure(found.node, "总分").number == 100
    assert text(found.node, "等级") == "优"
    found = scored(pair("不计", "满分", full=200), data("-1", "100"))
    assert figure(found.node, "总分").number == 200


@pytest.mark.parametrize(
    ("value", "digits", "total"),
    # Of 60 points, 60 % of the value are earned and rounded; the total is 100/60 of them.
    [("80.5", 0, "80"), ("62.5", 1, "62.5"), ("99.75", 2, "99.75"), ("10.6", 1, "10.7")],
)
def test_a_total_in_proportion_is_rounded_as_scores_are(
    value: str, digits: int, total: str
) -> None:
    found = scored(pair("不计", "满分", digits=digits), data("-1", value))
    assert figure(found.node, "总分").number == Decimal(total)


def test_halves_of_a_total_in_proportion_are_rounded_up() -> None:
    # 60.2 of the 80 points that count are 75.25 of 100.
    manual = f"""
部门:
  名称: 试
  得分小数: 1
  指标:
    - 名称: 一
      二级:
        - 名称: 二
          三级:
            - {{名称: 甲, 分值: 20, 度量: {{式: 本项.数}}, 数据: [数], 分母为零: 不计,
               规则: {{类型: scale, 满值: 1}}}}
            - {{名称: 乙, 分值: 80, {GIVEN}}}
"""
    year = "指标评分: [{指标: 甲, 数据: [{名称: 数, 数: 无}]}, {指标: 乙, 得分: 60.2}]\n"
    assert figure(scored(manual, year).node, "总分").number == Decimal("75.3")


def test_where_nothing_counts_there_is_no_total() -> None:
    found = scored(pair("不计", "不计"), data("-1", "-1"))
    assert undefined(found.node, "总分") == "各项都不计分"
    assert text(found.node, "等级") == ""


@given(st.integers(0, 4000), st.integers(0, 6000), st.booleans())
def test_a_total_lies_between_nothing_and_full_points(
    left: int, right: int, excluded: bool
) -> None:
    first = "-1" if excluded else f"{Decimal(left).scaleb(-1)}"
    found = scored(pair("不计", "满分"), data(first, f"{Decimal(right).scaleb(-1)}"))
    total = figure(found.node, "总分").number
    assert total is not None
    assert 0 <= total <= 100
    whole = sum((n for n in numbers(rows(found.node, "指标").entries, "得分") if n), Decimal(0))
    if not excluded:
        assert total == whole
    else:
        assert abs(total - whole / 60 * 100) <= Decimal("0.005")


def test_what_was_filled_in_wrongly_is_not_left_out_of_the_total() -> None:
    # A total over the other indicators would look like one in which this does not count.
    found = tree(丁="26")
    assert undefined(found.node, "指标.3.得分") == "填写有误"
    assert figure(found.node, "总分").number is None
    assert text(found.node, "等级") == ""


# What is announced


def test_announced_scores_fill_what_nothing_computes_and_the_total_counts_them() -> None:
    announced = {"评分.指标.甲.得分": "19", "评分.指标.乙、丙.得分": "14", "评分.总分": "91"}
    year = answers({"丁": "25", "戊": "30", "己": "10", "甲": "20"})
    found = scored(TREE, year, announced)
    assert numbers(rows(found.node, "指标").entries, "得分") == decimals("20", "14", "25", "30")
    assert figure(found.node, "总分").number == 99
    assert figure(found.node, "总分").formula == "各项得分之和"
    assert "已公布.评分.指标.乙、丙.得分" in inputs(found.node, "总分")


def test_an_announced_total_stands_where_a_score_is_still_missing() -> None:
    found = scored(TREE, answers({"甲": "20"}), {"评分.总分": "91分"})
    total = figure(found.node, "总分")
    assert (total.number, total.formula) == (Decimal(91), "已公布")
    assert total.inputs == (("已公布", "评分.总分"),)
    assert text(found.node, "等级") == "优"
    assert gaps(found.node, "一级.1.得分") == [
        "指标评分.乙、丙.得分",
        "指标评分.丁.得分",
    ]


def test_the_announced_score_of_what_stands_apart_has_the_path_that_it_prints_at() -> None:
    # 已公布 is held against the figures at its paths: this one is at 评分.单列, not 评分.指标.
    found = scored(TREE, answers({**FULL, "己": ""}), {"评分.单列.己.得分": "9"})
    assert figure(found.node, "单列.1.得分").number == 9
    assert figure(found.node, "总分").number == 99


# The department's own indicators

ROW = "{一级: 产出, 二级: 数量, 三级: 户数, 性质: ≥, 指标值: 100, 单位: 户, 完成值: %s, 分值: 44%s}"
OTHER = "{一级: 效益, 二级: 社会, 三级: 就业, 性质: 定性, 完成程度: 达成, 分值: 40, 得分: %s}"
REST = """
支出: {合计: {决算: 80, 预算: 80}}
指标评分: [{指标: 词, 不符合: 无}]
"""


def own(actual: str = "100", more: str = "", points: str = "40") -> Scored:
    listed = f"{ROW % (actual, more)}, {OTHER % points}"
    return scored(BOTH, f"{REST}整体绩效: {{指标: [{listed}]}}\n")


SECOND = "指标.2"  # after 词
QUANTITY = ("整体绩效", "指标", 0)


@pytest.mark.parametrize(
    ("actual", "points", "sentence"),
    [
        ("100", "44", "完成100户，指标值≥100户，达到指标值"),
        ("90", "39.6", "完成90户，指标值≥100户，没有达到指标值，按完成比例计分"),
        ("0", "0", "完成0户，指标值≥100户，没有达到指标值，不得分"),
        ("99.99", "44.00", "完成99.99户，指标值≥100户，没有达到指标值，按完成比例计分"),
    ],
)
def test_an_own_indicator_with_a_number_is_scored_by_its_target(
    actual: str, points: str, sentence: str
) -> None:
    found = own(actual)
    assert figure(found.node, f"{SECOND}.得分").number == Decimal(points)
    assert said(node_at(found.node, f"{SECOND}.依据")) == sentence
    assert inputs(found.node, f"{SECOND}.得分") == [
        "整体绩效.指标.1.指标值",
        "整体绩效.指标.1.完成值",
    ]
    assert found.problems == ()


def test_an_own_indicator_says_its_target_and_its_result_in_words() -> None:
    found = own("90")
    assert said(node_at(found.node, f"{SECOND}.预期")) == "≥100户"
    assert said(node_at(found.node, f"{SECOND}.实际")) == "90户"
    assert said(node_at(found.node, f"{SECOND}.指标值")) == "100"
    assert said(node_at(found.node, f"{SECOND}.完成值")) == "90"
    assert text(found.node, f"{SECOND}.性质") == "≥"
    assert text(found.node, f"{SECOND}.计量单位") == "户"
    assert text(found.node, f"{SECOND}.名称") == "户数"
    assert text(found.node, f"{SECOND}.一级.名称") == "产出"


@pytest.mark.parametrize(
    ("points", "wrong"),
    [("32", ""), ("36", ""), ("40", ""), ("31.99", "得分 31.99 分，“达成”应在 32 与 40 分之间"),
     ("40.01", "得分 40.01 分，“达成”应在 32 与 40 分之间")],
)  # fmt: skip
def test_an_own_indicator_in_words_is_scored_within_its_level(points: str, wrong: str) -> None:
    found = own(points=points)
    if wrong:
        assert problems(found) == [(("整体绩效", "指标", 1, "得分"), wrong, False)]
        assert undefined(found.node, "指标.3.得分") == "填写有误"
    else:
        assert figure(found.node, "指标.3.得分").number == Decimal(points)
        assert said(node_at(found.node, "指标.3.依据")) == "评为“达成”"
        assert inputs(found.node, "指标.3.得分") == [
            "整体绩效.指标.2.完成程度",
            "整体绩效.指标.2.得分",
        ]


def test_a_level_that_the_system_does_not_know_is_wrong() -> None:
    listed = f"{ROW % ('100', '')}, {(OTHER % '40').replace('达成', '完成')}"
    found = scored(BOTH, f"{REST}整体绩效: {{指标: [{listed}]}}\n")
    message = "没有“完成”这一档，可选：达成"
    assert problems(found) == [(("整体绩效", "指标", 1, "完成程度"), message, False)]


def test_the_score_of_an_own_indicator_is_computed_not_typed() -> None:
    found = own("90", ", 得分: 40, 偏差原因: 雨多")
    message = "“户数”填的得分 40 分，按完成值应得 39.6 分"
    assert problems(found) == [((*QUANTITY, "得分"), message, False)]
    assert figure(found.node, f"{SECOND}.得分").number == Decimal("39.6")
    assert own("90", ", 得分: 39.60, 偏差原因: 雨多").problems == ()


def test_a_score_that_its_level_fixes_is_not_typed_otherwise() -> None:
    yaml = BOTH.replace("{名称: 达成, 从: 80, 到: 100}", "{名称: 达成, 分: 100}")
    listed = f"{ROW % ('100', '')}, {OTHER % '39'}"
    found = scored(yaml, f"{REST}整体绩效: {{指标: [{listed}]}}\n")
    assert figure(found.node, "指标.3.得分").number == 40
    assert [path for path, _, _ in problems(found)] == [("整体绩效", "指标", 1, "得分")]


@pytest.mark.parametrize(
    ("actual", "demanded"), [("99", True), ("100", False), ("130", False), ("130.5", True)]
)
def test_an_own_indicator_that_falls_short_or_far_exceeds_demands_a_reason(
    actual: str, demanded: bool
) -> None:
    found = own(actual)
    if demanded:
        assert gaps(found.node, f"{SECOND}.原因") == ["整体绩效.指标.1.偏差原因"]
    else:
        assert text(found.node, f"{SECOND}.原因") == ""
    assert text(own(actual, ", 偏差原因: 雨多").node, f"{SECOND}.原因") == "雨多"


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ("完成值: 90, ", ["完成值"]),
        ("指标值: 100, ", ["指标值"]),
        ("分值: 44", ["分值"]),
        ("性质: ≥, ", ["性质"]),
    ],
)
def test_an_own_indicator_waits_for_what_it_is_scored_by(left_out: str, missing: list[str]) -> None:
    row = (ROW % ("90", "")).replace(left_out, "")
    found = scored(BOTH, f"{REST}整体绩效: {{指标: [{row}, {OTHER % '40'}]}}\n")
    assert gaps(found.node, f"{SECOND}.得分") == [f"整体绩效.指标.1.{name}" for name in missing]


def test_a_target_that_does_not_apply_is_still_to_be_filled() -> None:
    found = own("无")
    assert gaps(found.node, f"{SECOND}.得分") == ["整体绩效.指标.1.完成值"]


def test_own_indicators_that_are_still_to_be_listed_are_one_gap() -> None:
    found = scored(BOTH, REST)
    assert gaps(found.node, "总分") == ["整体绩效.指标"]
    assert gaps(found.node, f"{SECOND}.得分") == ["整体绩效.指标"]
    assert gaps(found.node, f"{SECOND}.名称") == ["整体绩效.指标"]
    assert figure(found.node, "满分").number == 100
    assert found.problems == ()


def test_the_weights_of_own_indicators_sum_to_what_the_system_asks() -> None:
    listed = f"{ROW % ('100', '')}, {(OTHER % '30').replace('分值: 40', '分值: 30')}"
    found = scored(BOTH, f"{REST}整体绩效: {{指标: [{listed}]}}\n")
    message = "绩效指标的分值合计 74 分，应为 84 分，相差 10 分"
    assert problems(found) == [(("整体绩效", "指标"), message, False)]
    assert own().problems == ()


def test_weights_are_not_summed_before_all_of_them_are_there() -> None:
    row = (ROW % ("100", "")).replace("分值: 44", "")
    found = scored(BOTH, f"{REST}整体绩效: {{指标: [{row}, {OTHER % '40'}]}}\n")
    assert found.problems == ()


def test_no_own_indicators_at_all_do_not_weigh_what_the_system_asks() -> None:
    found = scored(BOTH, f"{REST}整体绩效: {{指标: 无}}\n")
    message = "绩效指标的分值合计 0 分，应为 84 分"
    assert problems(found) == [(("整体绩效", "指标"), message, False)]


def test_an_announced_score_stands_for_an_own_indicator_without_numbers() -> None:
    row = (ROW % ("100", "")).replace("完成值: 100, ", "")
    year = f"{REST}整体绩效: {{指标: [{row}, {OTHER % '40'}]}}\n"
    found = scored(BOTH, year, {"评分.指标.户数.得分": "44"})
    assert figure(found.node, f"{SECOND}.得分").number == 44
    assert figure(found.node, "总分").number == 100


# Each project


PROJECTS = """
支出: {合计: {决算: 1, 预算: 9}}
项目:
  - 名称: 修路
    预算: {财政拨款: 30, 其他资金: 20}
    执行: {财政拨款: 30, 其他资金: 10}
    指标:
      - {一级: 产出指标, 二级: 数量, 三级: 公里, 性质: =, 指标值: 5, 完成值: 5, 分值: %s}
      - {一级: 效益指标, 二级: 社会, 三级: 就业, 性质: ≤, 指标值: 5, 完成值: 5, 分值: %s}
  - {名称: 植树, 预算: {财政拨款: 8, 其他资金: 无}, 执行: {财政拨款: 8, 其他资金: 无}}
"""


def project(text_of: str, number: int = 0, announced: Mapping[str, str] | None = None) -> Scored:
    root = figures_of(text_of)
    subject = group_at(rows_at(root, "项目").entries[number])
    system = system_of(BOTH, "项目")
    return score(system, root, subject, announced, f"项目.{number + 1}.")


def test_a_project_is_scored_by_its_own_money_and_indicators() -> None:
    found = project(PROJECTS % ("50", "40"))
    assert found.node.path == ("项目", 0, "评分")
    assert figure(found.node, "单列.1.得分").number == 8
    assert inputs(found.node, "单列.1.得分") == [
        "项目.1.执行.财政拨款",
        "项目.1.执行.其他资金",
        "项目.1.预算.财政拨款",
        "项目.1.预算.其他资金",
    ]
    assert figure(found.node, "总分").number == 98
    assert gaps(found.node, "单列.1.原因") == ["项目.1.执行偏差原因"]
    assert found.problems == ()


def test_the_reason_of_a_project_stands_in_the_project() -> None:
    late = PROJECTS.replace("  - {名称: 植树", "    执行偏差原因: 雨多\n  - {名称: 植树")
    assert text(project(late % ("50", "40")).node, "单列.1.原因") == "雨多"


@pytest.mark.parametrize(
    ("output", "effect", "wrong"),
    [
        ("50", "40", []),
        (
            "45", "45",
            [("“产出”指标共 45 分，一般是 50 分，相差 5 分", True),
             ("“效益”指标共 45 分，一般是 40 分，相差 5 分", True)],
        ),
        (
            "50", "30",
            [("绩效指标的分值合计 80 分，应为 90 分，相差 10 分", False),
             ("“效益”指标共 30 分，一般是 40 分，相差 10 分", True)],
        ),
    ],
)  # fmt: skip
def test_weights_by_branch_that_differ_are_only_remarked_upon(
    output: str, effect: str, wrong: list[tuple[str, bool]]
) -> None:
    found = project(PROJECTS % (output, effect))
    assert problems(found) == [(("项目", 0, "指标"), message, mild) for message, mild in wrong]


def test_a_project_waits_for_its_own_indicators() -> None:
    found = project(PROJECTS % ("50", "40"), 1)
    assert gaps(found.node, "总分") == ["项目.2.指标"]
    assert figure(found.node, "单列.1.得分").number == 10
    assert text(found.node, "单列.1.原因") == ""


def test_the_answers_of_the_department_are_not_those_of_a_project() -> None:
    year = PROJECTS % ("50", "40") + "指标评分: [{指标: 预算执行率, 得分: 1}, {指标: 预算执行率}]\n"
    assert project(year).problems == ()


def test_announced_scores_of_a_project_have_its_path() -> None:
    year = PROJECTS % ("50", "40")
    assert figure(project(year, 1, {"项目.2.评分.总分": "88"}).node, "总分").number == 88
    other = project(year, 1, {"项目.1.评分.总分": "88", "评分.总分": "77"})
    assert gaps(other.node, "总分") == ["项目.2.指标"]


@pytest.mark.parametrize(
    "leaf",
    [
        "规则: {类型: manual}",
        "规则: {类型: checklist_deduct, 每项扣: 100, 条目: [有制度]}",
        "规则: {类型: levels, 档: [{名称: 好, 分: 100}, {名称: 差, 分: 0}]}",
        "度量: {式: 本项.数}, 数据: [数], 规则: {类型: scale, 满值: 9}",
    ],
)
def test_a_project_is_not_asked_what_it_has_no_place_to_answer(leaf: str) -> None:
    # “指标评分” belongs to the department: no input could ever fill such a score of a project.
    branch = f"{{名称: 甲, 二级: [{{名称: 乙, 三级: [{{名称: 丙, 分值: 100, {leaf}}}]}}]}}"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "indicators.yaml"
        path.write_text(f"项目: {{名称: 试, 指标: [{branch}]}}\n", encoding="utf-8")
        read = load_indicators(path, "indicators.yaml", field_contract())
    assert any(finding.is_error for finding in read.findings)


def test_scoring_changes_nothing_and_gives_the_same_again() -> None:
    root = figures_of(answers(FULL))
    before = dict(root.items)
    first, second = score(system_of(TREE), root), score(system_of(TREE), root)
    assert first == second
    assert root.items == before


def test_every_number_of_the_scores_is_exact() -> None:
    def walk(node: Node) -> list[Figure]:
        if isinstance(node, Figure):
            return [node]
        inner = node.items.values() if isinstance(node, Group) else ()
        entries = getattr(node, "entries", ())
        return [figure for child in (*inner, *entries) for figure in walk(child)]

    found = walk(own("33").node)
    assert len(found) > 20
    assert all(isinstance(each.value, Decimal) for each in found)
    assert all(each.path for each in found)
    assert text_at(own("33").node, "体系").plain == "部门指标"
