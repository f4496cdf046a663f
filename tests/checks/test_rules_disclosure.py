"""“三公” expenses, vehicles, procurement, assets and staff."""

import pytest
from rule_runs import found


def test_part_budgets_still_to_be_filled_are_not_compared() -> None:
    text = "三公经费: {合计: {预算: 9.50}, 因公出国境费: {预算: 0}}\n"
    assert found(text) == []


@pytest.mark.parametrize("budget", ["预算", "年初预算", "上年预算"])
def test_vehicle_and_reception_budgets_are_compared_too(budget: str) -> None:
    vehicles = (
        f"三公经费: {{公务用车费: {{合计: {{{budget}: 7.00}}, "
        f"购置: {{{budget}: 0}}, 运行维护: {{{budget}: 6.00}}}}}}\n"
    )
    assert found(vehicles) == [("JS-304", "错误")]
    assert found(vehicles.replace("6.00", "6.99")) == [("JS-304", "警告")]
    assert found(vehicles.replace("6.00", "7.00")) == []
    reception = (
        f"三公经费: {{公务接待费: {{合计: {{{budget}: 7.00}}, "
        f"国内: {{{budget}: 0}}, 外事: {{{budget}: 6.00}}}}}}\n"
    )
    assert found(reception) == [("JS-304", "错误")]


def test_matters_without_amounts_or_none_are_not_summed() -> None:
    text = "三公经费: {公务接待费: {国内: {决算: 3.00, 批次: 2, 人次: 60, 具体内容: %s}}}\n"
    assert found(text % "无") == []
    assert found(text % "[{名称: 检查, 决算: 2.00}, {名称: 考察}]") == []
    assert found(text % "[{名称: 检查, 决算: 2.00}, {名称: 考察, 决算: 1.00}]") == []


def test_vehicles_are_compared_with_each_list_that_is_given() -> None:
    text = "车辆: {实有: 2, 车型: %s, 用途: %s}\n"
    three = "[{名称: 轿车, 辆数: 3}]"
    assert found(text % ("无", "无")) == []
    assert found(text % (three, "无")) == [("JS-307", "错误")]
    assert found(text % (three, three)) == [("JS-307", "错误")] * 2
    assert found("车辆: {车型: [{名称: 轿车, 辆数: 3}]}\n") == []


@pytest.mark.parametrize(
    "part",
    [
        "因公出国境费: {决算: 0, 团组: 0, 人次: 0}",
        "因公出国境费: {决算: 5, 团组: 1, 人次: 4}",
        "因公出国境费: {决算: 5}",
        "公务用车费: {购置: 0, 更新购置: [{名称: 轿车, 辆数: 0, 决算: 0}]}",
        "公务用车费: {购置: 18, 更新购置: [{名称: 轿车, 辆数: 1, 决算: 18}]}",
        "公务接待费: {外事: {决算: 0, 批次: 0, 人次: 0}}",
        "公务接待费: 无",
    ],
)
def test_money_and_activity_go_together(part: str) -> None:
    assert found(f"三公经费: {{{part}}}\n") == []


@pytest.mark.parametrize(
    ("part", "times"),
    [
        ("因公出国境费: {决算: 0, 团组: 1, 人次: 4}", 2),
        ("公务用车费: {购置: 18, 更新购置: 无}", 1),
        ("公务用车费: {购置: 0, 更新购置: [{名称: 轿车, 辆数: 1}]}", 1),
        ("公务接待费: {国内: {决算: 2, 批次: 0, 人次: 0}}", 2),
        ("公务接待费: {外事: {决算: 0, 批次: 1, 人次: 1}}", 2),
    ],
)
def test_money_without_activity_and_the_reverse_are_warned_of(part: str, times: int) -> None:
    assert found(f"三公经费: {{{part}}}\n") == [("JS-309", "警告")] * times


# Procurement, assets, staff


def test_medium_enterprises_may_not_get_more_than_the_whole() -> None:
    text = "政府采购: {货物: 10.00, 工程: 0, 服务: 2.00, 授予中小企业: %s, 授予小微企业: 1.00}\n"
    assert found(text % "12.00") == []
    assert found(text % "12.02") == [("JS-402", "警告")]
    assert found(text % "12.03") == [("JS-402", "错误")]


def test_micro_enterprises_are_compared_as_typed() -> None:
    text = "政府采购: {授予中小企业: 8.00, 授予小微企业: 8.01}\n"
    assert found(text) == [("JS-402", "错误")]


@pytest.mark.parametrize(
    ("net", "expected"),
    [("20.00", []), ("19.99", [("JS-403", "警告")]), ("19.98", [("JS-403", "错误")]), ("无", [])],
)
def test_net_assets(net: str, expected: list[tuple[str, str]]) -> None:
    assert found(f"国有资产: {{资产: 25.00, 负债: 5.00, 净资产: {net}}}\n") == expected


def test_assets_that_are_not_disclosed_are_not_compared() -> None:
    assert found("国有资产: {资产: 无, 负债: 无, 净资产: 20.00}\n") == []


def test_staff_without_the_number_off_the_establishment_is_not_judged() -> None:
    text = "人员: {行政编制: {合计: 5}, 实有: {公务员: 8%s}}\n"
    assert found(text % "") == []
    assert found(text % ", 不占编: {人数: 3}") == []
    assert found(text % ", 不占编: 无") == [("JS-602", "提示")]


FISCAL = """收入:
  一般公共预算财政拨款: 100.00
  政府性基金预算财政拨款: %s
  国有资本经营预算财政拨款: %s
结转结余: {年初: 0, 年初财政拨款: 0, 年末: 0, 年末财政拨款: 0}
一般公共预算财政拨款支出: {合计: 100.00}
政府性基金预算财政拨款支出: {合计: 5.00}
国有资本经营预算财政拨款支出: {合计: 3.00}
"""


def test_no_fund_spends_what_another_received() -> None:
    assert found(FISCAL % ("5.00", "3.00")) == []
    assert found(FISCAL % ("8.00", "0")) == [("JS-209", "错误")]
    # Where the sides do not balance at all, that is said, and not of each fund besides.
    assert found(FISCAL % ("5.00", "2.00")) == [("JS-216", "错误")]


def test_three_public_expenses_are_a_part_of_fiscal_expenditure() -> None:
    text = """一般公共预算财政拨款支出: {合计: 5.00}
政府性基金预算财政拨款支出: 无
国有资本经营预算财政拨款支出: {合计: 1.00}
三公经费: {合计: %s}
"""
    assert found(text % "6.00") == []
    assert ("JS-312", "错误") in found(text % "6.10")


def test_agency_operating_expenses_are_a_part_of_routine_ones() -> None:
    text = "机构: {下属单位: %s}\n机关运行经费: %s\n基本支出: {公用经费: 9.00}\n"
    other = "[{名称: 乙, 类型: 其他事业单位}]"
    assert found(text % ("无", "9.00")) == found(text % (other, "8.00")) == []
    assert found(text % ("无", "8.00")) == [("JS-310", "提示")]
    assert found(text % (other, "9.50")) == [("JS-310", "警告")]


def test_vehicles_within_what_is_authorized() -> None:
    text = "车辆: {编制: %s, 实有: 3}\n"
    assert found(text % "3") == found(text % "无") == found(text % "") == []
    assert found(text % "2") == [("JS-314", "警告")]


def test_rows_have_names_and_numbers() -> None:
    text = "人员: {行政编制: {构成: [{名称: 局长, 人数: %s}]}}\n"
    assert found(text % "0") == found(text % "") == []
    assert found(text % "无") == [("JS-604", "错误")]
    assert found("车辆: {车型: [{名称: 轿车, 辆数: 无}]}\n") == [("JS-604", "错误")]
    assert found("项目评价: [{项目: 甲, 名称: 无}]\n") == []
