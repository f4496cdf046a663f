"""Accounts entered at any depth: rows, natures, sources, fund flows; one finding for one slip."""

from pathlib import Path

import pytest
from rule_runs import case_of, found

from drafter.diagnostics import path_text

DEEP = Path(__file__).parents[1] / "inputs" / "附表.yaml"
GENERAL = "一般公共预算财政拨款支出"
FUNDS = "政府性基金预算财政拨款支出"
CAPITAL = "国有资本经营预算财政拨款支出"
OTHER = "非财政拨款支出"
SPENDING = f"{GENERAL}:\n"
"""Before this line further sections can be put."""
GENERAL_ITEM = f"{GENERAL}.科目.1.款.1.项.1"
LOTTERY = f"{FUNDS}.科目.2.款.1.项.1"


def places(text: str) -> list[tuple[str, str]]:
    return [(f.id, path_text(f.path)) for f in case_of(text).findings()]


def changed(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    """Return what is found in the deep input once it was changed, and was not found before.

    A slip that moves revenue or expenditure also upsets the balance of the year (JS-203), which
    is a statement of its own.
    """
    text = DEEP.read_text(encoding="utf-8")
    header = "年度: 2020\n金额单位: 万元\n口径: 部门\n"
    assert header in text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    known = {"JS-203", "JS-614"}
    text = text.replace(header, "").replace("格式版本: 1\n", "")
    return [finding for finding in places(text) if finding[0] not in known]


def test_an_input_that_goes_down_to_economic_sections_has_no_findings() -> None:
    assert changed() == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("项目支出: 76.40", "项目支出: 77.40", [("JS-232", f"{LOTTERY}.年末结转")]),
        ("项目支出: 76.40", "决算: 77.40, 基本支出: 0, 项目支出: 76.40", [("JS-224", LOTTERY)]),
        ("项目支出: 76.40", "项目支出: 75.40, 经营支出: 1.00",
         [("JS-228", f"{LOTTERY}.经营支出")]),
        ("年末政府性基金: 8.60", "年末政府性基金: 8.50", [("JS-234", "结转结余.年末政府性基金")]),
        ("年初一般公共预算: 10.00", "年初一般公共预算: 11.00",
         [("JS-233", "结转结余.年末一般公共预算")]),
        ("  年初一般", "  年初财政拨款: 16.00\n  年初一般", [("JS-235", "结转结余.年初财政拨款")]),
        ("  上级补助: 无\n", "  上级补助: 无\n  事业: 43.00\n", [("JS-231", "收入.事业")]),
        ("收入:\n", "收入:\n  合计: 1040.50\n", [("JS-201", "收入.合计")]),
        ("财政拨款: 368.00", "财政拨款: 369.00", [("JS-231", "收入.功能分类")]),
        ("财政拨款: 368.00,", "决算: 360.00, 财政拨款: 368.00,",
         [("JS-229", "收入.功能分类.1.款.1.项.1")]),
        (SPENDING, "支出: {基本支出: 600.00}\n" + SPENDING, [("JS-226", "支出.基本支出")]),
        (SPENDING, "支出: {合计: 1036.00}\n" + SPENDING, [("JS-202", "支出.合计")]),
        ("三公经费:\n", "基本支出: {人员经费: 480.00}\n三公经费:\n",
         [("JS-214", "基本支出.人员经费")]),
        ("三公经费:\n", "基本支出: {合计: 480.00}\n三公经费:\n", [("JS-210", "基本支出.合计")]),
        ("  合计: {上年: 724.60", "  合计: {决算: 753.00, 上年: 724.60",
         [("JS-206", f"{GENERAL}.合计")]),
        ("  合计: {上年: 724.60", "  合计: {基本支出: 553.00, 上年: 724.60",
         [("JS-225", f"{GENERAL}.合计.基本支出")]),
        ("              预算: 376.00", "              决算: 371.00\n              预算: 376.00",
         [("JS-207", GENERAL_ITEM)]),
        ("决算: 1.86\n", "决算: 1.80\n",
         [("JS-315", f"{GENERAL_ITEM}.经济分类.2.款.6")]),
        ("编码: 30101, 基本支出: 150.00", "编码: 30101, 基本支出: 151.00",
         [("JS-233", "结转结余.年末一般公共预算")]),
    ],
)  # fmt: skip
def test_one_slip_is_told_where_it_is(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert [f for f in changed((old, new)) if f[0] != "JS-310"] == expected


# Rows and what they are split into


ROW = f"{GENERAL}: {{科目: [{{名称: 教育, %s}}]}}\n"


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ("决算: 10.00, 基本支出: 6.00, 项目支出: 4.00", []),
        ("决算: 10.00, 基本支出: 6.00", []),  # the rest is project expenditure, not told
        ("决算: 10.00, 基本支出: 6.00, 项目支出: 4.01", [("JS-224", "警告")]),
        ("决算: 10.00, 基本支出: 6.00, 项目支出: 4.02", [("JS-224", "错误")]),
        ("决算: 10.00, 基本支出: 10.50", [("JS-224", "错误")]),
    ],
)
def test_an_amount_is_the_sum_of_its_natures(amounts: str, expected: list[tuple[str, str]]) -> None:
    assert found(ROW % amounts) == expected


def test_other_money_may_have_natures_that_were_left_out() -> None:
    text = f"{OTHER}: {{科目: [{{名称: 教育, 决算: %s, 基本支出: 6.00, 项目支出: 3.00%s}}]}}\n"
    assert found(text % ("10.00", ", 经营支出: 1.00")) == []
    assert found(text % ("10.00", "")) == [("JS-224", "警告")]
    assert found(text % ("8.00", "")) == [("JS-224", "错误")]


def test_a_total_without_rows_is_split_too() -> None:
    text = f"{FUNDS}: {{合计: {{决算: 10.00, 基本支出: 6.00, 项目支出: 3.00}}}}\n"
    assert places(text) == [("JS-224", f"{FUNDS}.合计")]


def test_economic_classes_are_compared_with_their_sections() -> None:
    text = "支出: {经济分类: [{名称: 工资福利支出, 决算: 9.00, 款: [{名称: 奖金, 决算: %s}]}]}\n"
    assert found(text % "9.00") == []
    assert places(text % "8.00") == [("JS-207", "支出.经济分类.1")]


def test_headings_of_all_money_are_compared_with_those_below() -> None:
    text = "支出: {功能分类: [{名称: 教育, 决算: 9.00, 款: [{名称: 普通教育, 决算: %s}]}]}\n"
    assert found(text % "9.00") == []
    assert places(text % "8.00") == [("JS-207", "支出.功能分类.1")]


# Statement 03 and the funds


BOTH = f"""支出: {{功能分类: [{{名称: 教育支出, 决算: %s, 款: [{{名称: 普通教育%s}}]}}]}}
{GENERAL}: {{科目: [{{名称: 教育, 款: [{{名称: 普通教育, 决算: 5.00}}]}}]}}
{FUNDS}: 无
{CAPITAL}: 无
{OTHER}: {{科目: [{{名称: 教育, 款: [{{名称: 职业教育, 决算: 1.00}}]}}]}}
"""


def test_headings_of_all_money_are_those_of_the_funds_together() -> None:
    assert found(BOTH % ("6.00", "")) == []
    assert places(BOTH % ("7.00", "")) == [("JS-227", "支出.功能分类.1")]
    # Where both go down to sections, it is told there.
    deep = [("JS-227", "支出.功能分类.1.款.1"), ("JS-227", "支出.功能分类.1.款")]
    assert places(BOTH % ("6.00", ", 决算: 6.00")) == deep


def test_nothing_is_compared_while_a_fund_is_still_to_be_filled() -> None:
    assert found((BOTH % ("7.00", "")).replace(f"{CAPITAL}: 无\n", "")) == []


def test_headings_are_the_same_by_code_where_both_have_one() -> None:
    text = f"""支出: {{功能分类: [{{名称: 教育, 编码: 205, 决算: 6.00}}]}}
{GENERAL}: {{科目: [{{名称: 教育, 编码: %s, 决算: 6.00}}]}}
{FUNDS}: 无
{CAPITAL}: 无
"""
    assert ("JS-227", "支出.功能分类.1") not in places(text % "205")
    assert ("JS-227", "支出.功能分类.1") in places(text % "206")


def test_natures_of_a_heading_are_compared_where_its_amount_agrees() -> None:
    text = f"""支出: {{功能分类: [{{名称: 教育, 基本支出: 4.00, 项目支出: 2.00}}]}}
{GENERAL}: {{科目: [{{名称: 教育, 基本支出: 5.00, 项目支出: 1.00}}]}}
{FUNDS}: 无
{CAPITAL}: 无
"""
    assert places(text) == [
        ("JS-227", "支出.功能分类.1.基本支出"), ("JS-227", "支出.功能分类.1.项目支出"),
    ]  # fmt: skip


def test_natures_by_heading_are_held_against_funds_that_have_only_totals() -> None:
    text = f"""支出: {{功能分类: [{{名称: 教育, 基本支出: 4.00, 项目支出: 2.00}}]}}
{GENERAL}: {{合计: {{基本支出: 4.00, 项目支出: %s}}}}
{FUNDS}: 无
{CAPITAL}: 无
"""
    assert found(text % "2.00") == []
    assert places(text % "3.00") == [("JS-226", "支出.项目支出")]


def test_a_total_above_the_funds_is_told_once() -> None:
    text = f"""支出: {{合计: 12.00}}
{GENERAL}: {{合计: {{基本支出: 5.00, 项目支出: 6.00}}}}
{FUNDS}: 无
{CAPITAL}: 无
"""
    assert places(text) == [("JS-202", "支出.合计")]


# Revenue


REVENUE = "收入: {功能分类: [{名称: 教育, 决算: 10.00, %s}]}\n"


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ("财政拨款: 8.00, 事业: 2.00", []),
        ("财政拨款: 8.00, 事业: 2.02", [("JS-229", "错误")]),
        ("财政拨款: 8.00", [("JS-229", "警告")]),
        ("财政拨款: 8.00, 上级补助: 无, 事业: 无, 经营: 无, 附属单位上缴: 无, 其他: 无",
         [("JS-229", "错误")]),
    ],
)  # fmt: skip
def test_revenue_of_a_heading_is_the_sum_of_its_sources(
    sources: str, expected: list[tuple[str, str]]
) -> None:
    assert found(REVENUE % sources) == expected


def test_revenue_of_a_heading_is_the_sum_of_those_below() -> None:
    text = "收入: {功能分类: [{名称: 教育, 决算: 9.00, 款: [{名称: 普通教育, 决算: %s}]}]}\n"
    assert found(text % "9.00") == []
    assert places(text % "8.00") == [("JS-207", "收入.功能分类.1")]


def test_revenue_by_heading_is_the_revenue() -> None:
    text = "收入: {合计: %s, 功能分类: [{名称: 教育, 决算: 9.00}]}\n"
    assert found(text % "9.00") == []
    assert found(text % "9.01") == [("JS-231", "警告")]
    assert places(text % "9.50") == [("JS-231", "收入.功能分类")]


# Funds over the year


FLOW = f"""收入: {{国有资本经营预算财政拨款: 5.00}}
结转结余: {{年初国有资本: 0, 年末国有资本: %s}}
{CAPITAL}: 无
"""


def test_a_fund_may_carry_all_of_its_revenue_over() -> None:
    assert found(FLOW % "5.00") == []
    assert places(FLOW % "4.00") == [("JS-233", "结转结余.年末国有资本")]


def test_a_flow_that_is_not_known_is_not_judged() -> None:
    row = f"{FUNDS}: {{科目: [{{名称: 其他, 本年收入: 5.00, 决算: 4.00%s}}]}}\n"
    assert found(row % "") == []
    assert found(row % ", 年初结转: 0, 年末结转: 1.00") == []
    assert found(row % ", 年初结转: 0, 年末结转: 1.01") == [("JS-232", "警告")]
    assert places(row % ", 年初结转: 0, 年末结转: 2.00") == [("JS-232", f"{FUNDS}.科目.1.年末结转")]


def test_funds_left_out_may_not_be_negative() -> None:
    text = "结转结余: {年初财政拨款: 5.00, 年初政府性基金: %s}\n"
    assert found(text % "4.00") == found(text % "5.00") == []
    assert places(text % "6.00") == [("JS-235", "结转结余.年初政府性基金")]


def test_each_fund_may_not_be_negative() -> None:
    funds = "年末一般公共预算: 3.00, 年末政府性基金: -4.00, 年末国有资本: 0"
    assert places(f"结转结余: {{{funds}}}\n") == [("JS-204", "结转结余.年末政府性基金")]


def test_fiscal_sides_are_told_of_the_fund_alone() -> None:
    text = f"""收入: {{一般公共预算财政拨款: 10.00, 政府性基金预算财政拨款: 5.00,
  国有资本经营预算财政拨款: 无}}
结转结余: {{年初财政拨款: 0, 年末一般公共预算: 1.00, 年末政府性基金: 2.00, 年末国有资本: 0}}
{GENERAL}: {{合计: 9.00}}
{FUNDS}: {{合计: 4.00}}
{CAPITAL}: 无
"""
    assert places(text) == [("JS-233", "结转结余.年末政府性基金")]


# Basic expenditure


BASIC = f"""支出: {{基本支出: %s}}
{GENERAL}: {{合计: {{基本支出: 80.00, 项目支出: 20.00}}}}
{FUNDS}: {{合计: {{基本支出: 5.00, 项目支出: 1.00}}}}
{CAPITAL}: 无
基本支出: {{人员经费: 70.00, 公用经费: %s}}
"""


def test_basic_expenditure_of_the_fund_is_told_by_economic_section() -> None:
    # Other funds may pay some, too: that is known to the cent.
    assert found(BASIC % ("85.00", "10.00")) == []
    assert places(BASIC % ("85.00", "11.00")) == [("JS-236", "基本支出.合计")]
    assert places(BASIC % ("84.00", "10.00")) == [("JS-226", "支出.基本支出")]
    assert found(BASIC % ("85.00", "10.01")) == [("JS-236", "警告")]


def test_a_section_in_the_right_group_passes() -> None:
    text = "基本支出: {公用经费: {科目: [{名称: %s, 编码: %s, 决算: 1.00}]}}\n"
    assert found(text % ("办公费", "30201")) == []
    assert found(text % ("办公设备购置", "31002")) == []
    assert found(text % ("退休费", "30302")) == [("JS-238", "警告")]


def test_items_of_other_names_pass_and_absent_ones_are_told() -> None:
    text = f"""{GENERAL}:
  科目:
    - 名称: 教育
      款:
        - 名称: 普通教育
          项:
            - 名称: 小学
              经济分类:
                - 名称: 商品和服务支出
                  款: [{{名称: 办公费, 基本支出: 5.00}}, {{名称: 水费, 基本支出: 1.00}}]
基本支出:
  人员经费: 0
  公用经费: {{科目: [{{名称: 办公费, 决算: 5.00}}%s]}}
"""
    assert found(text % ", {名称: 水费, 决算: 1.00}") == []
    assert places(text % "") == [("JS-237", "基本支出.公用经费.科目")]


def test_three_public_expenses_hold_those_of_basic_expenditure() -> None:
    text = """基本支出: {公用经费: {科目: [{名称: %s, 决算: %s}]}}
三公经费: {公务用车费: {运行维护: 3.00}}
车辆: {实有: 1}
"""
    assert found(text % ("公务用车运行维护费", "3.00")) == []
    assert found(text % ("其他交通费用", "9.00")) == []
    wrong = [("JS-315", "基本支出.公用经费.科目.1")]
    assert places(text % ("公务用车运行维护费", "3.01")) == wrong
