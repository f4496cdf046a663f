"""Relations over years, over dates, and between targets and results."""

from __future__ import annotations

import pytest
from rule_runs import case_of, found, messages

from drafter.diagnostics import path_text

# JS-239: the opening carry-over against last year's figures

CARRIED = """\
结转结余: {年初: %s%s}
收支总计: {上年: %s}
支出: {合计: {上年: %s}}
"""


@pytest.mark.parametrize(
    ("opening", "more", "total", "spent"),
    [
        ("10.00", "", "100.00", "90.00"),
        ("100.00", "", "100.00", ""),
        ("10.00", "", "", "90.00"),
        ("无", "", "100.00", "90.00"),
        ("10.00", "", "无", "无"),
        ("8.00", ", 结余分配: 1.00", "100.00", "90.00"),
    ],
)
def test_the_year_begins_with_what_the_last_one_left(
    opening: str, more: str, total: str, spent: str
) -> None:
    assert found(CARRIED % (opening, more, total, spent)) == []


@pytest.mark.parametrize(
    ("opening", "more", "severity", "says"),
    [
        ("100.01", "", "警告", "大于上年的收支总计 100.00 万元，多 0.01 万元"),
        ("12.00", "", "提示", "与上年收支总计减上年支出 10.00 万元不一致，相差 2.00 万元"),
        ("8.00", "", "提示", "与上年收支总计减上年支出 10.00 万元不一致，相差 2.00 万元"),
        ("10.01", "", "提示", "与上年收支总计减上年支出 10.00 万元有尾差 0.01 万元"),
        ("12.00", ", 结余分配: 1.00", "提示", "相差 2.00 万元"),
    ],
)
def test_a_year_that_begins_with_something_else(
    opening: str, more: str, severity: str, says: str
) -> None:
    (finding,) = case_of(CARRIED % (opening, more, "100.00", "90.00")).findings()
    assert (finding.id, str(finding.severity)) == ("JS-239", severity)
    assert path_text(finding.path) == "结转结余.年初"
    assert says in finding.message


FISCAL = """\
结转结余: {年初财政拨款: %s}
财政拨款收支总计: {上年: 100.00}
一般公共预算财政拨款支出: {合计: {上年: 80.00}}
政府性基金预算财政拨款支出: {合计: {上年: %s}}
国有资本经营预算财政拨款支出: 无
"""


def test_fiscal_carry_over_is_held_against_last_years_funds() -> None:
    assert found(FISCAL % ("5.00", "15.00")) == []
    assert found(FISCAL % ("5.00", "")) == []
    assert found(FISCAL % ("6.00", "15.00")) == [("JS-239", "提示")]


# JS-519: costs against what was spent

COSTS = """\
项目:
  - 名称: 甲
    执行: {财政拨款: %s, 其他资金: 无}
    指标:
      - {一级: 产出指标, 二级: 成本指标, 三级: %s, 实际: %s}
      - {一级: 成本指标, 二级: 经济成本指标, 三级: 材料, 实际: "%s"}
      - {一级: 产出指标, 二级: 数量指标, 三级: 份数, 实际: 900万元}
"""


@pytest.mark.parametrize(
    ("spent", "name", "one", "other"),
    [
        ("10.00", "设备", "8.00万元", "2万元"),
        ("10.00", "设备", "80000元", "2万元（含安装）"),
        ("10.01", "设备", "8.00万元", "2.00万元"),  # 尾差
        ("20.00", "设备", "8.00万元", "2.00万元"),  # hardly meant to be all of it
        ("10.00", "每台设备", "8.00万元", "9.00万元"),
        ("10.00", "设备", "8.00万元/台", "9.00万元"),
        ("10.00", "设备", "成本降低8.00万元", "9.00万元"),
        ("10.00", "设备", "已完成", "19.00万元"),
        ("10.00", "设备", "8万元至9万元", "19.00万元"),
        ("无", "设备", "8.00万元", "2.00万元"),
        ("", "设备", "8.00万元", "2.00万元"),
    ],
)
def test_costs_that_agree_or_cannot_be_added_up(
    spent: str, name: str, one: str, other: str
) -> None:
    assert found(COSTS % (spent, name, one, other)) == []


@pytest.mark.parametrize(
    ("spent", "one", "other", "says"),
    [
        ("10.00", "8.00万元", "3.00万元", "之和 11.00 万元，与执行数 10.00 万元不一致，相差 1.00"),
        ("10.00", "6.10万元", "2.00万元", "相差 1.90 万元"),
        ("10.00", "8.00元", "2.00元", "之和 0.001 万元"),
        ("10.02", "8.00万元", "2.00万元", "相差 0.02 万元"),
    ],
)
def test_costs_that_do_not_come_to_what_was_spent(
    spent: str, one: str, other: str, says: str
) -> None:
    text = COSTS % (spent, "设备", one, other)
    assert found(text) == [("JS-519", "提示")]
    assert says in messages(text)[0]


def test_yuan_for_ten_thousands_are_guessed() -> None:
    (finding,) = case_of(COSTS % ("10.00", "设备", "8.00元", "2.00元")).findings()
    assert finding.hint == "是不是把万元写成了元？"


# JS-535: dates

MONEY = """\
项目: [{名称: 甲}]
项目评价:
  - 项目: 甲
    资金计划: {金额: 无, 日期: %s}
    资金到位: {金额: 无, 日期: %s}
    资金使用: {金额: 无, 日期: %s}
"""


@pytest.mark.parametrize(
    "dates",
    [
        ("2022年12月20日", "2023年1月1日", "2023年12月31日"),
        ("2023年3月1日", "2023年3月1日", "2023-03-01"),
        ("无", "2023.5.6", "2023年上半年"),
        ("无", "无", "全年"),
    ],
)
def test_money_that_comes_in_its_order(dates: tuple[str, ...]) -> None:
    assert found(MONEY % dates) == []


@pytest.mark.parametrize(
    ("dates", "place", "says"),
    [
        (
            ("2023年5月2日", "2023年5月1日", "无"),
            "资金到位",
            "资金到位日期 2023年5月1日，早于下达日期 2023年5月2日",
        ),
        (("2023年5月2日", "无", "2023年5月1日"), "资金使用", "早于下达日期"),
    ],
)
def test_money_out_of_its_order(dates: tuple[str, ...], place: str, says: str) -> None:
    (finding,) = case_of(MONEY % dates).findings()
    assert (finding.id, path_text(finding.path)) == ("JS-535", f"项目评价.1.{place}.日期")
    assert says in finding.message


# JS-605, JS-606, JS-607: units and their people


def test_names_of_offices_and_units_may_agree_with_each_other() -> None:
    one = "机构: {内设机构: [%s], 下属单位: [{名称: 信息中心}, {名称: %s}]}\n"
    assert found(one % ("信息中心, 办公室", "监测站")) == []
    assert messages(one % ("办公室", "信息中心")) == ["下属单位“信息中心”在清单里写了两次"]
    assert found("机构: {下属单位: [{名称: 甲}, {编制: 1}, {编制: 2}]}\n") == []


BUDGET = """\
机构: {下属单位: [{名称: 某市无线电监测站}, {名称: 某市信息中心}]}
部门预算: {年初: {单位: [{名称: %s}]}, 追加: {单位: [{名称: %s, 金额: 无}]}}
"""


def test_units_of_the_budget_may_be_called_by_short_names() -> None:
    assert found(BUDGET % ("无线电监测站", "市信息中心")) == []
    assert found(BUDGET % ("无线电监测站", "无线电台")) == [("JS-606", "提示")]
    assert found("部门预算: {年初: {单位: [{名称: 监测站}]}}\n") == []


def test_the_nearest_unit_is_guessed() -> None:
    (finding,) = case_of(BUDGET % ("某市信息中新", "市信息中心")).findings()
    assert finding.hint == "是不是“某市信息中心”？"


PEOPLE = """\
机构: {下属单位: [{名称: 甲站, 编制: %s}]}
人员: {事业编制: {构成: 无, 合计: %s}, 实有: {事业: %s}}
"""


@pytest.mark.parametrize(
    ("below", "own", "people", "speaks"),
    [
        ("5", "2", "7", False),
        ("5", "2", "8", True),
        ("5", "无", "6", True),
        ("", "2", "8", False),
        ("5", "2", "无", False),
    ],
)
def test_people_of_institutions_and_their_posts(
    below: str, own: str, people: str, speaks: bool
) -> None:
    wanted = [("JS-607", "提示")] if speaks else []
    assert found(PEOPLE % (below, own, people)) == wanted


def test_both_numbers_and_the_difference_are_named() -> None:
    assert messages(PEOPLE % ("5", "2", "8")) == ["实有事业人员 8 人，大于事业编制 7 人，多 1 人"]
