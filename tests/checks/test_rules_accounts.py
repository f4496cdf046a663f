"""Revenue, expenditure, funds, basic expenditure and budget execution."""

import pytest
from rule_runs import case_of, found, messages

from drafter.diagnostics import path_text

SIDES = """收入: {合计: 100.00}
支出: {合计: 98.00}
结转结余: {年初: 3.00, 年末: 5.00}
"""


def test_a_typed_grand_total_is_held_against_the_revenue_side() -> None:
    assert found(SIDES) == []
    assert found(SIDES + "收支总计: 103.00\n") == []
    assert found(SIDES + "收支总计: 103.01\n") == [("JS-203", "警告")]
    assert found(SIDES + "收支总计: 103.02\n") == [("JS-203", "错误")]


def test_one_more_hundredth_than_four_numbers_allow_is_an_error() -> None:
    assert found(SIDES.replace("5.00", "5.02")) == [("JS-203", "警告")]
    assert found(SIDES.replace("5.00", "5.03")) == [("JS-203", "错误")]


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
    with_total = CLASSES.replace("  科目:", "  合计: {预算: 299.00}\n  科目:")
    assert found(with_total) == []
    full = with_total.replace("决算: 30.00", "决算: 30.00, 预算: 30.00")
    assert found(full) == [("JS-213", "警告")]
    assert found(full.replace("299.00", "100.00")) == []


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


def test_a_balance_is_no_contradiction_where_something_was_left_unspent() -> None:
    text = """结转结余: {年末: %s}
一般公共预算财政拨款支出:
  科目: [{名称: 教育, 决算: 7, 预算: 7}, {名称: 住房保障, 决算: 3%s}]
"""
    assert found(text % ("5", ", 预算: 4")) == []
    assert found(text % ("0", ", 预算: 3")) == []
    assert found(text % ("5", "")) == [("JS-701", "提示")]  # the one class with a budget claims it
    assert found((text % ("5", "")).replace(", 预算: 7", "")) == []
    (said,) = messages(text % ("5", ""))
    assert said.startswith("年末结转和结余 5.00 万元")
    (said,) = messages((text % ("5", "")).replace("{年末: 5}", "{年末财政拨款: 5}"))
    assert said.startswith("年末财政拨款结转和结余 5.00 万元")


def test_zeros_do_not_widen_the_tolerance() -> None:
    """A slip of 0.04 in a total of one amount and seven zeros is no rounding difference."""
    names = ("政府性基金预算财政拨款", "国有资本经营预算财政拨款", "上级补助", "事业", "经营")
    zeros = "".join(f"  {name}: 0.00\n" for name in names) + "  附属单位上缴: 无\n  其他: 无\n"
    text = f"收入:\n  合计: 86.44\n  一般公共预算财政拨款: 86.40\n{zeros}"
    assert found(text) == [("JS-201", "错误")]
    assert found(text.replace("86.44", "86.41")) == [("JS-201", "警告")]


def test_other_money_may_pay_basic_expenditure() -> None:
    """Schools and hospitals pay part of it from their own revenue: nothing to waive there."""
    text = (
        "支出: {基本支出: 100.00}\n基本支出: {人员经费: 60.00, 公用经费: 10.00}\n"
        "非财政拨款支出: {合计: 30.00}\n"
    )
    assert found(text) == []
    assert found(text.replace("30.00", "29.00")) == [("JS-211", "警告")]


def test_spending_without_budget_is_told_at_the_highest_level_that_has_none() -> None:
    text = """一般公共预算财政拨款支出:
  科目:
    - 名称: 教育
      款:
        - 名称: 普通教育
          项: [{名称: 小学, 决算: 5.00, 预算: %s}, {名称: 初中, 决算: 4.00, 预算: %s}]
"""
    for budgets, path in (
        (("5.00", "0"), "一般公共预算财政拨款支出.科目.1.款.1.项.2.预算"),
        (("5.00", "无"), "一般公共预算财政拨款支出.科目.1.款.1.项.2.预算"),
        (("0", "0"), "一般公共预算财政拨款支出.科目.1.预算"),
    ):
        findings = [f for f in case_of(text % budgets).findings() if f.id == "JS-703"]
        assert [path_text(f.path) for f in findings] == [path]


BALANCE = """收入:
  {一般公共预算财政拨款: 9.00, 政府性基金预算财政拨款: 0, 国有资本经营预算财政拨款: 0,
  上级补助: 0, 事业: 0, 经营: 0, 附属单位上缴: 0, 其他: 0}
支出: {基本支出: 8.00, 项目支出: 0, 上缴上级支出: 0, 经营支出: 0, 对附属单位补助支出: 0}
结转结余: {年初: 0, 年末: 0%s}
"""


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", "使用非财政拨款结余、结余分配没有填，按 0 计"),
        (", 结余分配: 0.50", "使用非财政拨款结余没有填，按 0 计"),
        (
            ", 结余分配: 0.50, 使用非财政拨款结余: 0.10",
            "先核对收入、支出合计，再核对结转结余的年初、年末",
        ),
    ],
)
def test_the_balance_names_the_amounts_that_count_as_nothing(typed: str, hint: str) -> None:
    (finding,) = [f for f in case_of(BALANCE % typed).findings() if f.id == "JS-203"]
    assert finding.hint == hint
