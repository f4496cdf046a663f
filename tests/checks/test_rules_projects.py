"""Projects, their evaluations and their indicators."""

import pytest
from rule_runs import case_of, found

from drafter.diagnostics import path_text
from drafter.scoring.system import Systems


def test_a_project_may_spend_all_but_not_more() -> None:
    text = "项目: [{名称: 甲, 预算: {合计: 6.00}, 执行: {合计: %s}}]\n"
    assert found(text % "6.00") == []
    assert found(text % "6.01") == [("JS-502", "错误")]
    assert found("项目: [{名称: 甲, 预算: {合计: 6.00}}]\n") == []


EVALUATION = """项目: [{名称: 甲, 预算: {合计: 6.00}}]
项目评价: [{项目: 甲, 资金到位: {金额: %s}, 资金使用: {金额: %s}}]
"""


@pytest.mark.parametrize(
    ("received", "spent", "paths"),
    [
        ("6.00", "6.00", []),
        ("5.00", "4.00", []),
        ("无", "4.00", []),
        ("7.00", "6.00", ["项目评价.1.资金到位.金额"]),
        ("5.00", "6.00", ["项目评价.1.资金使用.金额"]),
        ("7.00", "8.00", ["项目评价.1.资金到位.金额", "项目评价.1.资金使用.金额"]),
    ],
)
def test_money_of_an_evaluated_project_only_dwindles(
    received: str, spent: str, paths: list[str]
) -> None:
    findings = case_of(EVALUATION % (received, spent)).findings()
    assert [(f.id, path_text(f.path)) for f in findings] == [("JS-503", p) for p in paths]


def test_evaluations_are_not_judged_before_the_projects_are_filled() -> None:
    assert found("项目评价: [{项目: 甲}]\n") == []
    assert found("项目: 无\n项目评价: [{项目: 甲}]\n") == [("JS-503", "错误"), ("JS-510", "警告")]


def test_more_projects_than_are_listed_may_be_counted() -> None:
    text = "绩效管理: {项目个数: {绩效自评: %s}}\n项目: [{名称: 甲, 阶段: [绩效自评]}]\n"
    for count in ("1", "12", "无"):
        assert found(text % count) == []
    assert found(text % "0") == [("JS-504", "错误")]


def test_projects_without_names_are_no_repetition() -> None:
    assert found("项目: [{预算单位: 甲}, {预算单位: 乙}]\n") == []


def test_each_further_project_of_a_name_is_reported() -> None:
    assert found("项目: [{名称: 甲}, {名称: 甲}, {名称: 甲}]\n") == [("JS-505", "错误")] * 2


def test_blank_indicator_rows_do_not_fill_a_published_table() -> None:
    text = "项目:\n  - 名称: 甲\n    阶段: [公开]\n    指标:\n      - {一级: %s}\n"
    # Blank rows are still to be filled: a gap, told where the table prints them.
    assert found(text % "无") == found(text % "") == []
    none = "项目: [{名称: 甲, 阶段: [公开], 指标: 无}]\n"
    assert found(none, Systems()) == [("JS-507", "错误")]
    assert found(text % "效益指标") == []
    assert found("项目: [{名称: 甲, 阶段: [公开]}]\n") == []


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("项目完成指标", "数量指标"),
        ("产出指标", "成本指标"),
        ("成本指标", "经济成本指标"),
        ("效益指标", "可持续影响指标"),
        ("效益指标", "经济效益"),
        ("满意度指标", "服务对象满意度指标"),
        ("管理指标", "其他指标"),
        ("产出指标", "无"),
    ],
)
def test_indicators_in_their_place(upper: str, lower: str) -> None:
    assert found(f"项目: [{{名称: 甲, 指标: [{{一级: {upper}, 二级: {lower}}}]}}]\n") == []


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("效益指标", "时效指标"),
        ("项目完成指标", "生态效益指标"),
        ("效益指标", "服务对象满意度指标"),
        ("满意度指标", "数量指标"),
    ],
)
def test_indicators_out_of_place(upper: str, lower: str) -> None:
    text = f"项目: [{{名称: 甲, 指标: [{{一级: {upper}, 二级: {lower}}}]}}]\n"
    assert found(text) == [("JS-508", "提示")]


@pytest.mark.parametrize(
    ("value", "times"),
    [
        ("100%", 0),
        ("≥95%", 0),
        ("满意", 0),
        ("102", 0),
        ("100.5%", 1),
        ("120％", 1),
        ("98%至110 %", 1),
    ],
)
def test_satisfaction_is_at_most_full(value: str, times: int) -> None:
    text = f"项目: [{{名称: 甲, 指标: [{{一级: 满意度指标, 二级: 满意度指标, 预期: {value}}}]}}]\n"
    assert found(text) == [("JS-509", "错误")] * times


def test_a_project_without_a_budget_is_not_held_against_one() -> None:
    text = "项目: [{名称: 甲, 预算: %s, 执行: {合计: 3.00}}]\n"
    assert found(text % "无") == []
    assert found(text % "{合计: 0}") == [("JS-502", "错误")]


def test_evaluations_are_not_counted_before_their_projects_are_named() -> None:
    text = "项目: [{名称: 甲, 阶段: [部门评价]}]\n项目评价: [{项目: %s, 基本情况: 某情况}]\n"
    assert found(text % "") == found(text % "甲") == []
