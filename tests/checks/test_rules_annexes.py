"""The initial budget, fixed assets and score tables that the annexes print."""

import pytest
from rule_runs import case_of, found, messages
from typed_inputs import figure

from drafter.figures.nodes import Missing

BUDGET = (
    "部门预算: {年初: {合计: %s, 人员经费: 10.00, 公用经费: 5.00, 科目: %s, 单位: %s}, 追加: %s}\n"
)


@pytest.mark.parametrize(
    ("total", "items", "expected"),
    [
        ("", "无", []),
        ("15.00", "[{名称: 甲, 金额: 15.00}]", []),
        ("", "[{名称: 甲, 金额: 10.00}, {名称: 乙, 金额: 5.01}]", [("JS-220", "警告")]),
        ("", "[{名称: 甲, 金额: 10.00}, {名称: 乙, 金额: 5.10}]", [("JS-220", "错误")]),
        ("", "[{名称: 甲, 金额: 10.00}, {名称: 乙}]", []),
        ("15.50", "无", [("JS-220", "错误")]),
    ],
)
def test_the_initial_budget_is_the_sum_of_both_kinds_and_of_its_items(
    total: str, items: str, expected: list[tuple[str, str]]
) -> None:
    assert found(BUDGET % (total, items, "无", "无")) == expected


def test_the_budget_of_a_unit_is_held_by_the_same_rule() -> None:
    unit = "[{名称: 监测站, 合计: 4.00, 人员经费: 3.00, 公用经费: 2.00, 科目: 无}]"
    assert messages(BUDGET % ("", "无", unit, "无")) == [
        "监测站年初基本支出 4.00 万元，与人员经费加公用经费 5.00 万元不一致，相差 1.00 万元"
    ]


def test_a_unit_may_have_all_of_the_budget_but_not_more() -> None:
    unit = "[{名称: 监测站, 人员经费: 10.00, 公用经费: %s, 科目: 无}]"
    added = "{基本支出: 1.00, 单位: [{名称: 监测站, 金额: %s}]}"
    assert found(BUDGET % ("", "无", unit % "5.00", added % "1.00")) == []
    assert found(BUDGET % ("", "无", unit % "5.01", added % "1.01")) == [("JS-221", "错误")] * 2


FIXED = "国有资产: {固定资产: {原值: %s, 净值: 10.00, 类别: %s}}\n"


@pytest.mark.parametrize(
    ("original", "classes", "expected"),
    [
        ("20.00", "[{名称: 甲, 净值: 4.00}, {名称: 乙, 净值: 6.00}, {名称: 丙, 净值: 无}]", []),
        ("10.00", "[{名称: 甲, 净值: 4.00}, {名称: 乙, 净值: 5.99}]", [("JS-404", "警告")]),
        ("10.00", "[{名称: 甲, 净值: 4.00}, {名称: 乙, 净值: 5.90}]", [("JS-404", "错误")]),
        ("9.00", "[{名称: 甲, 净值: 10.00}]", [("JS-405", "错误")]),
        ("无", "[{名称: 甲, 净值: 4.00}, {名称: 乙}]", []),
        (
            "20.00",
            "[{名称: 甲, 净值: 10.00, 其中: [{名称: 房, 净值: 9.00}, {名称: 车, 净值: 2.00}]}]",
            [("JS-405", "错误")],
        ),
    ],
)
def test_fixed_assets_are_the_sum_of_their_classes(
    original: str, classes: str, expected: list[tuple[str, str]]
) -> None:
    assert found(FIXED % (original, classes)) == expected


TABLE = """项目: [{名称: 甲}]
项目评价:
  - 项目: 甲
    得分表:
      总分: %s
      指标:
        - 名称: 决策
          二级:
            - {名称: 科学, 三级: [{名称: 必要, 分值: 60, 得分: %s}]}
            - {名称: 效益, 三级: [{名称: [经济, 社会], 分值: %s, 得分: 38}]}
"""


@pytest.mark.parametrize(
    ("total", "score", "weight", "expected"),
    [
        ("", "60", "40", []),
        ("98", "60", "40", []),
        ("97.5", "59.5", "40", []),
        ("98.1", "60", "40", ["JS-513"]),
        ("", "60.5", "40", ["JS-512"]),
        ("", "-1", "40", ["JS-512"]),
        ("", "60", "39", ["JS-511"]),
        # Two names share one score: it is judged once.
        ("", "60", "37", ["JS-511", "JS-512"]),
        ("", "", "40", []),
    ],
)
def test_scores_add_up_within_their_weights(
    total: str, score: str, weight: str, expected: list[str]
) -> None:
    assert [rule for rule, _ in found(TABLE % (total, score, weight))] == expected


def test_a_project_may_carry_over_what_it_did_not_spend() -> None:
    text = (
        "项目: [{名称: 甲, 预算: {合计: 9.00}, 执行: {合计: 6.00}, 结转: %s,"
        " 执行偏差原因: 招标推迟}]\n"
    )
    assert found(text % "3.00") == found(text % "无") == found(text % "") == []
    assert found(text % "3.50") == [("JS-514", "错误")]


def test_institution_posts_are_the_sum_of_their_parts() -> None:
    text = "人员: {事业编制: {合计: %s, 构成: [{名称: 专技, 人数: 5}]}}\n"
    assert found(text % "5") == found(text % "") == []
    assert found(text % "6") == [("JS-601", "错误")]


def test_several_projects_may_be_evaluated_in_one_report() -> None:
    text = """项目:
  - {名称: 甲, 预算: {合计: 6.00}, 阶段: [部门评价]}
  - {名称: 乙, 预算: {合计: 4.00}, 阶段: [%s]}
项目评价: [{项目: %s, 名称: 丙, 资金到位: {金额: %s}}]
"""
    assert found(text % ("部门评价", "[甲, 乙]", "10.00")) == []
    assert found(text % ("部门评价", "[甲, 乙]", "10.01")) == [("JS-503", "警告")]
    assert found(text % ("部门评价", "甲", "6.00")) == [("JS-510", "警告")]
    assert found(text % ("部门评价", "[甲, 丁]", "99.00")) == [("JS-503", "错误")]


def test_units_together_have_no_more_than_the_department() -> None:
    unit = "{名称: %s, 人员经费: %s, 公用经费: 1.00, 科目: 无}"
    two = f"[{unit % ('甲', '6.00')}, {unit % ('乙', '%s')}]"
    assert found(BUDGET % ("", "无", two % "4.00", "无")) == []
    assert messages(BUDGET % ("", "无", two % "4.01", "无")) == [
        "各下属单位的人员经费预算合计 10.01 万元，大于部门 10.00 万元，多 0.01 万元"
    ]
    added = "{基本支出: 5.00, 单位: [{名称: 甲, 金额: 3.00}, {名称: 乙, 金额: 3.00}]}"
    assert found(BUDGET % ("", "无", "无", added)) == [("JS-221", "错误")]


def test_fixed_assets_are_within_all_assets() -> None:
    text = "国有资产: {资产: %s, 固定资产: {原值: 20.00, 净值: 10.00, 类别: 无}}\n"
    assert found(text % "10.00") == found(text % "无") == found(text % "") == []
    assert found(text % "9.99") == [("JS-405", "错误")]


def test_points_without_a_name_are_judged_too() -> None:
    nameless = TABLE.replace("名称: 必要, ", "名称: 无, ")
    assert [rule for rule, _ in found(nameless % ("", "61", "40"))] == ["JS-512"]


def test_what_is_left_out_of_a_table_is_a_gap_and_no_zero() -> None:
    blank = TABLE.replace("三级: [{名称: 必要, 分值: 60, 得分: %s}]", "三级: ")
    table = case_of(blank % ("", "40")).facts.data
    total = figure(table, "项目评价.1.得分表.总分")
    assert isinstance(total.value, Missing)


@pytest.mark.parametrize(
    ("score", "expected"),
    [("100", []), ("0", []), ("无", []), ("100.5", ["JS-515"]), ("-1", ["JS-515"])],
)
def test_an_announced_score_is_between_nothing_and_a_hundred(
    score: str, expected: list[str]
) -> None:
    assert [rule for rule, _ in found(f"整体评价: {{自评得分: {score}}}\n")] == expected


def test_what_is_carried_over_is_what_was_left() -> None:
    text = (
        "项目: [{名称: 甲, 预算: {合计: 9.00}, 执行: {合计: 6.00}, 结转: %s,"
        " 执行偏差原因: 招标推迟}]\n"
    )
    assert found(text % "2.00") == [("JS-514", "警告")]
    assert found(text % "3.01") == [("JS-514", "警告")]  # 尾差
    assert found(text % "3.50") == [("JS-514", "错误")]


def test_a_project_that_spent_nothing_is_not_done_unless_it_says_so() -> None:
    text = "项目: [{名称: 甲, 专项资金: 本级, 执行: {合计: %s}, 是否完成: %s}]\n"
    assert found(text % ("0", "")) == [("JS-517", "警告")]
    for spent, done in (("0", "是"), ("0", "否"), ("1.00", ""), ("", "")):
        assert found(text % (spent, done)) == []
    assert found("项目: [{名称: 甲, 执行: {合计: 0}}]\n") == []


def test_turns_of_one_list_differ() -> None:
    text = "项目: [{名称: 甲, 次序: {公开: 1}}, {名称: 乙, 次序: {%s}}]\n"
    assert found(text % "公开: 2") == found(text % "年初预算: 1") == []
    assert found(text % "公开: 1") == [("JS-518", "警告")]


def test_a_conclusion_needs_an_evaluation() -> None:
    text = "绩效管理: {部门评价结论: 很好}\n项目评价: %s\n"
    assert found(text % "无") == [("JS-510", "警告")]
    assert found(text % "") == []


def test_one_report_names_a_project_once() -> None:
    projects = "项目: [{名称: 甲, 预算: {合计: 6.00}, 阶段: [部门评价]}]\n"
    text = f"{projects}项目评价: [{{项目: %s, 名称: 丙}}]\n"
    assert found(text % "[甲]") == []
    assert found(text % "[甲, 甲]") == [("JS-503", "错误")]


def test_the_parts_of_a_class_may_exceed_it_by_rounding() -> None:
    parts = "[{名称: 房, 净值: 6.00}, {名称: 车, 净值: %s}]"
    text = FIXED % ("20.00", f"[{{名称: 甲, 净值: 10.00, 其中: {parts}}}]")
    assert found(text % "4.00") == []
    assert found(text % "4.01") == [("JS-405", "警告")]
    assert found(text % "4.10") == [("JS-405", "错误")]
