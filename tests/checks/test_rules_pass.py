"""What the rules let pass, where they turn from warning to error, and what they say of examples."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_runs import case_of, case_of_file, found, messages

from drafter.checks import Facts
from drafter.diagnostics import path_text
from drafter.figures.derive import REVENUE_SOURCES
from drafter.figures.nodes import Group

EXAMPLES = Path(__file__).parents[2] / "example_inputs"


def findings_on(name: str) -> set[tuple[str, str]]:
    return {(f.id, path_text(f.path)) for f in case_of_file(EXAMPLES / name).findings()}


def test_miyi_2020_has_exactly_these_findings() -> None:
    assert findings_on("miyi-2020.yaml") == {
        ("JS-304", "三公经费.合计.预算"),  # 1.70 printed, 0＋0＋1.90 in the parts
        ("JS-403", "国有资产.净资产"),  # 3293.15 printed, 3515.22－222.06＝3293.16: 尾差
        ("JS-701", "结转结余.年末"),  # 3285.50 left, every class at 100 %
    }


def test_the_minimal_example_has_no_findings() -> None:
    assert findings_on("minimal.yaml") == set()


def test_nothing_is_said_of_an_empty_input() -> None:
    assert found("") == []


# Money as text


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("53994800", "5,399.48 万元"),
        ("53994805", "5,399.4805 万元"),
        ("0", "0.00 万元"),
        ("-700", "-0.07 万元"),
        ("10000", "1.00 万元"),
        ("0.01", "0.000001 万元"),
    ],
)
def test_money_is_shown_as_typed(yuan: str, text: str) -> None:
    facts = Facts(Group((), {}), "万元", Decimal(100), {}, 2023)
    assert facts.money(Decimal(yuan)) == text


def test_money_in_yuan_is_shown_in_yuan() -> None:
    facts = Facts(Group((), {}), "元", Decimal("0.01"), {}, 2023)
    assert facts.money(Decimal("1234567.5")) == "1,234,567.50 元"


def test_a_finding_names_both_amounts_and_their_difference() -> None:
    text = "基本支出: {合计: 1,081.00, 人员经费: 1,070.00, 公用经费: 10.00}\n"
    with_quotes = text.replace("1,081.00", "'1,081.00'").replace("1,070.00", "'1,070.00'")
    assert messages(with_quotes) == [
        "基本支出合计 1,081.00 万元，与人员经费加公用经费 1,080.00 万元不一致，相差 1.00 万元"
    ]


# 尾差: half a quantum for each part and for the total; three numbers carry 0.015 at most


@pytest.mark.parametrize(
    ("total", "severity"),
    [("80.00", []), ("80.01", ["警告"]), ("79.99", ["警告"]), ("80.02", ["错误"])],
)
def test_rounding_apart_is_a_warning_and_more_is_an_error(total: str, severity: list[str]) -> None:
    text = f"基本支出: {{合计: {total}, 人员经费: 70.00, 公用经费: 10.00}}\n"
    assert found(text) == [("JS-210", s) for s in severity]


@pytest.mark.parametrize(("total", "severity"), [("9.02", "警告"), ("9.03", "错误")])
def test_four_numbers_may_be_two_hundredths_apart(total: str, severity: str) -> None:
    text = f"政府采购: {{合计: {total}, 货物: 3.00, 工程: 3.00, 服务: 3.00}}\n"
    assert found(text) == [("JS-401", severity)]


@pytest.mark.parametrize(("total", "severity"), [("80.015", "警告"), ("80.0151", "错误")])
def test_the_bound_itself_is_still_a_rounding_difference(total: str, severity: str) -> None:
    text = f"金额小数: 2\n基本支出: {{合计: {total}, 人员经费: 70.00, 公用经费: 10.00}}\n"
    assert found(text) == [("JS-210", severity)]


def test_finer_amounts_leave_less_room() -> None:
    text = "基本支出: {合计: 80.01, 人员经费: 70.0000, 公用经费: 10.00}\n"
    assert found(text) == [("JS-210", "错误")]


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@given(st.lists(amounts, min_size=8, max_size=8), st.integers(-10, 10))
def test_revenue_total_follows_the_difference(parts: list[Decimal], steps: int) -> None:
    lines = [f"  {name}: {part}" for name, part in zip(REVENUE_SOURCES, parts, strict=True)]
    total = sum(parts, Decimal("0.00")) + steps * Decimal("0.01")
    findings = found("收入:\n" + f"  合计: {total:f}\n" + "\n".join(lines) + "\n")
    # Nine rounded numbers can be 0.045 apart, hence 0.04 on a grid of 0.01.
    expected = [] if steps == 0 else [("JS-201", "警告" if abs(steps) <= 4 else "错误")]
    assert findings == expected


@given(st.lists(amounts, min_size=8, max_size=8))
def test_a_total_left_to_the_program_is_never_wrong(parts: list[Decimal]) -> None:
    lines = [f"  {name}: {part}" for name, part in zip(REVENUE_SOURCES, parts, strict=True)]
    assert found("收入:\n" + "\n".join(lines) + "\n") == []


# Revenue, expenditure and funds


SIDES = """收入: {合计: 100.00}
支出: {合计: 98.00}
结转结余: {年初: 3.00, 年末: 5.00}
"""


def test_a_typed_grand_total_is_held_against_the_revenue_side() -> None:
    assert found(SIDES) == []
    assert found(SIDES + "收支总计: 103.00\n") == []
    assert found(SIDES + "收支总计: 103.02\n") == [("JS-203", "警告")]
    assert found(SIDES + "收支总计: 105.00\n") == [("JS-203", "错误")]


def test_one_more_hundredth_than_six_numbers_allow_is_an_error() -> None:
    assert found(SIDES.replace("5.00", "5.03")) == [("JS-203", "警告")]
    assert found(SIDES.replace("5.00", "5.04")) == [("JS-203", "错误")]


def test_nothing_is_said_while_a_side_is_still_to_be_filled() -> None:
    assert found("收入: {合计: 100.00}\n结转结余: {年初: 3.00, 年末: 50.00}\n") == []


def test_zero_and_none_are_not_negative() -> None:
    assert found("结转结余: {年初: 0, 年初财政拨款: 无, 年末: 0.00, 年末财政拨款: 0}\n") == []


def test_each_negative_balance_is_reported() -> None:
    text = "结转结余: {年初: -2, 年初财政拨款: -3, 年末: -4, 年末财政拨款: -5}\n"
    assert found(text) == [("JS-204", "错误")] * 4


def test_fiscal_total_may_not_exceed_the_grand_total() -> None:
    assert found("收支总计: 100.00\n财政拨款收支总计: 100.00\n") == []
    assert found("收支总计: 100.00\n财政拨款收支总计: 100.01\n") == [("JS-208", "错误")]


FUNDS = """支出: {合计: 100.00}
一般公共预算财政拨款支出: {合计: 70.00}
政府性基金预算财政拨款支出: {合计: 20.00}
国有资本经营预算财政拨款支出: 无
"""


def test_non_fiscal_money_makes_up_the_expenditure() -> None:
    assert found(FUNDS + "非财政拨款支出: {合计: 10.00}\n") == []
    assert found(FUNDS + "非财政拨款支出: {合计: 9.98}\n") == [("JS-205", "警告")]
    assert found(FUNDS + "非财政拨款支出: {合计: 9.97}\n") == [("JS-205", "错误")]
    assert found(FUNDS.replace("合计: 20.00", "")) == []


CLASSES = """一般公共预算财政拨款支出:
  科目:
    - 名称: 教育
      决算: 70.00
      预算: 70.00
      款:
        - 名称: 普通教育
          项: [学前教育, {名称: 小学教育, 决算: 65.00}]
    - {名称: 住房保障, 决算: 30.00}
"""


def test_names_without_amounts_are_not_summed() -> None:
    assert found(CLASSES) == []


def test_a_budget_is_compared_only_where_every_class_has_one() -> None:
    with_total = CLASSES.replace("  科目:", "  合计: {预算: 999.00}\n  科目:")
    assert found(with_total) == []
    full = with_total.replace("决算: 30.00", "决算: 30.00, 预算: 30.00")
    assert found(full) == [("JS-213", "警告")]
    assert found(full.replace("999.00", "100.00")) == []


def test_a_section_budget_is_compared_with_its_items() -> None:
    text = """一般公共预算财政拨款支出:
  科目:
    - 名称: 教育
      款:
        - {名称: 普通教育, 决算: 1, 预算: 5, 项: [{名称: 小学教育, 决算: 1, 预算: 3}]}
"""
    assert found(text) == [("JS-213", "警告")]


@pytest.mark.parametrize(
    ("spent", "expected"),
    [("8.00", []), ("8.01", [("JS-209", "警告")]), ("8.03", [("JS-209", "错误")])],
)
def test_government_funds_may_use_what_was_carried_over(
    spent: str, expected: list[tuple[str, str]]
) -> None:
    text = f"""收入: {{政府性基金预算财政拨款: 5.00}}
结转结余: {{年初: 3.00}}
政府性基金预算财政拨款支出: {{合计: {spent}}}
"""
    assert found(text) == expected


# Basic expenditure


BASIC = "支出: {基本支出: 80.00}\n基本支出: {人员经费: 70.00, 公用经费: 10.00}\n"


def test_basic_expenditure_may_be_paid_from_other_money_with_a_warning() -> None:
    assert found(BASIC) == []
    assert found(BASIC.replace("80.00", "95.00")) == [("JS-211", "警告")]
    assert found(BASIC.replace("80.00", "79.99")) == [("JS-211", "警告")]
    assert found(BASIC.replace("80.00", "75.00")) == [("JS-211", "错误")]


def test_economic_items_are_summed_only_when_all_have_amounts() -> None:
    text = "基本支出: {公用经费: {决算: 10.00, 科目: [办公费, {名称: 差旅费, 决算: 3.00}]}}\n"
    assert found(text) == []
    assert found(text.replace("办公费", "{名称: 办公费, 决算: 7.00}")) == []
    assert found(text.replace("办公费", "{名称: 办公费, 决算: 6.00}")) == [("JS-214", "错误")]


def test_a_department_without_agency_operating_expenses_is_not_asked() -> None:
    assert found("基本支出: {公用经费: 10.00}\n机关运行经费: 无\n") == []


def test_overseas_travel_is_known_by_each_of_its_names() -> None:
    listed = "三公经费: {因公出国境费: 0}\n基本支出: {公用经费: {决算: 1, 科目: [%s]}}\n"
    for name in ("因公出国（境）费用", "因公出国(境)费", "因公出国（境）费"):
        assert found(listed % name) == [("JS-702", "提示")]
    assert found(listed % "公务接待费") == []  # its amount is still to be filled
    assert found((listed % "因公出国（境）费用").replace("费: 0", "费: 2.00")) == []


# “三公”经费, vehicles


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
    text = "三公经费: {公务接待费: {国内: {决算: 3.00, 批次: 2, 人次: 9, 具体内容: %s}}}\n"
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
        ("公务接待费: {外事: {决算: 0, 批次: 1, 人次: 0}}", 1),
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


# Projects


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
    assert found("项目: 无\n项目评价: [{项目: 甲}]\n") == [("JS-503", "错误")]


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
    assert found(text % "无") == [("JS-507", "错误")]
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


# Budget execution


def test_a_balance_is_no_contradiction_where_something_was_left_unspent() -> None:
    text = """结转结余: {年末: %s}
一般公共预算财政拨款支出:
  科目: [{名称: 教育, 决算: 7, 预算: 7}, {名称: 住房保障, 决算: 3%s}]
"""
    assert found(text % ("5", ", 预算: 4")) == []
    assert found(text % ("0", ", 预算: 3")) == []
    assert found(text % ("5", "")) == [("JS-701", "提示")]  # the one class with a budget claims it
    assert found((text % ("5", "")).replace(", 预算: 7", "")) == []


# Announced figures


ANNOUNCED = """车辆: {实有: 3}
机关运行经费: {决算: 1,000.45, 上年: 0, 预算: 3001.35}
支出: {基本支出: 1, 项目支出: 2, 上缴上级支出: 0, 经营支出: 0, 对附属单位补助支出: 0}
已公布: {%s}
""".replace("1,000.45", "'1,000.45'")


@pytest.mark.parametrize(
    "line",
    [
        "机关运行经费: 1000.45",
        "机关运行经费: '1,000.45'",
        "机关运行经费: 1000.45万元",
        "机关运行经费: 1000.5",
        "机关运行经费: 1000",
        "机关运行经费.决算: 1000.45",
        "机关运行经费.完成率: 33.33%",
        "机关运行经费.完成率: 33%",
        "机关运行经费.完成率: 33.3333%",
        "机关运行经费.预决算差: -2000.9",
        "机关运行经费.增减率: 0%",
        "机关运行经费.增减率: 0.00%",
        "支出.项目支出.占比: 66.67%",
        "支出.列示.2.占比: 66.7%",
        "支出.合计: 3.00",
        "车辆.实有: 3",
        "车辆.实有: 3辆",
        "车辆.编制: 7",
        "年度: 2023",
    ],
)
def test_announced_figures_that_agree(line: str) -> None:
    assert found(ANNOUNCED % line) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("机关运行经费: 1000.46", "“机关运行经费”已公布 1000.46，按数据应为 1,000.45 万元"),
        ("机关运行经费: 1000.4", "“机关运行经费”已公布 1000.4，按数据应为 1,000.45 万元"),
        ("机关运行经费.完成率: 33.4%", "“机关运行经费.完成率”已公布 33.4%，按数据应为 33.33%"),
        ("支出.项目支出.占比: 66%", "“支出.项目支出.占比”已公布 66%，按数据应为 66.67%"),
        ("支出.项目支出.占比: 66.666%", "“支出.项目支出.占比”已公布 66.666%，按数据应为 66.667%"),
        ("车辆.实有: 4", "“车辆.实有”已公布 4，按数据应为 3"),
        (
            "机关运行经费.增减率: 100%",
            "“机关运行经费.增减率”已公布 100%，按数据无法计算：上年为 0",
        ),
    ],
)
def test_announced_figures_that_differ(line: str, message: str) -> None:
    text = ANNOUNCED % line
    assert found(text) == [("JS-801", "警告")]
    assert messages(text) == [message]


def test_a_fall_announced_without_its_sign_is_explained() -> None:
    findings = case_of(ANNOUNCED % "机关运行经费.预决算差: 2000.90").findings()
    assert [(f.id, f.hint) for f in findings] == [("JS-801", "减少和下降写成负数")]


@pytest.mark.parametrize(
    "line",
    [
        "机关运行费: 1000.45",
        "支出.列示.9.占比: 66.7%",
        "支出.列示.0.占比: 66.7%",
        "支出: 3",
        "机关运行经费.完成率: 33.33",
        "机关运行经费: 一千",
        "机关运行经费: 1000.45元",
        "机关运行经费: 1000.45%",
        "机关运行经费: 1e3",
        "机关运行经费: nan",
        "机关运行经费: １０００",
        "车辆.编制: 七",
        "整体评价.自评得分: 优",
    ],
)
def test_announced_texts_that_cannot_be_compared(line: str) -> None:
    assert found(ANNOUNCED % line) == [("JS-801", "错误")]


def test_a_figure_that_was_only_announced_is_not_compared_with_itself() -> None:
    assert found(ANNOUNCED % "整体评价.自评得分: 95") == []
    assert found(ANNOUNCED % "整体评价.自评得分: 95分") == []
