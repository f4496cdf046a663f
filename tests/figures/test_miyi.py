"""The real report: each figure derived from Miyi's inputs is the one that was published."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from typed_inputs import example, figure, yuan

from drafter.figures.derive import derive
from drafter.figures.nodes import Undefined, Unit
from drafter.wording.numbers import NumberStyle, format_number

FUND = "一般公共预算财政拨款支出"
ROOT = derive(example("miyi-2020"))

# As printed in 米易县经济信息化和科学技术局 2020 年度部门决算; falls and decreases as negative.
PUBLISHED = {
    "收支总计": "5429.48",
    "收支总计.支出方": "5429.48",
    "收支总计.增减额": "3128.56",
    "收支总计.增减率": "135.97%",
    "收入.合计": "5399.48",
    "收入.一般公共预算财政拨款.占比": "83.23%",
    "收入.政府性基金预算财政拨款.占比": "16.77%",
    "收入.国有资本经营预算财政拨款.占比": "0.00%",
    "收入.上级补助.占比": "0.00%",
    "收入.事业.占比": "0.00%",
    "收入.经营.占比": "0.00%",
    "收入.附属单位上缴.占比": "0.00%",
    "收入.其他.占比": "0.00%",
    "支出.合计": "2143.98",
    "支出.基本支出.占比": "29.58%",
    "支出.项目支出.占比": "70.42%",
    "支出.上缴上级支出.占比": "0.00%",
    "支出.经营支出.占比": "0.00%",
    "支出.对附属单位补助支出.占比": "0.00%",
    "财政拨款收支总计": "5429.48",
    "财政拨款收支总计.增减额": "3128.56",
    "财政拨款收支总计.增减率": "135.97%",
    f"{FUND}.合计": "1238.38",
    f"{FUND}.合计.上年": "1603.92",
    f"{FUND}.合计.占比": "57.76%",
    f"{FUND}.合计.增减额": "-365.54",
    f"{FUND}.合计.增减率": "-22.79%",
    f"{FUND}.合计.完成率": "100.00%",
    f"{FUND}.科目.1": "50.35",
    f"{FUND}.科目.1.占比": "4.07%",
    f"{FUND}.科目.2": "504.82",
    f"{FUND}.科目.2.占比": "40.76%",
    f"{FUND}.科目.3": "0.8",
    f"{FUND}.科目.3.占比": "0.06%",
    f"{FUND}.科目.4": "127.63",
    f"{FUND}.科目.4.占比": "10.31%",
    f"{FUND}.科目.5": "31.50",
    f"{FUND}.科目.5.占比": "2.54%",
    f"{FUND}.科目.6": "49.00",
    f"{FUND}.科目.6.占比": "3.96%",
    f"{FUND}.科目.7": "113.03",
    f"{FUND}.科目.7.占比": "9.13%",
    f"{FUND}.科目.8": "49.75",
    f"{FUND}.科目.8.占比": "4.02%",
    f"{FUND}.科目.9": "311.50",
    f"{FUND}.科目.9.占比": "25.15%",
    **{f"{FUND}.科目.{n}.完成率": "100.00%" for n in range(1, 10)},
    "政府性基金预算财政拨款支出.合计": "905.60",
    "国有资本经营预算财政拨款支出.合计": "0",
    "基本支出.合计": "634.13",
    "三公经费.合计": "0.61",
    "三公经费.合计.完成率": "35.88%",
    "三公经费.因公出国境费.占比": "0.00%",
    "三公经费.因公出国境费.增减额": "0",
    "三公经费.公务用车费.合计": "0",
    "三公经费.公务用车费.合计.占比": "0.00%",
    "三公经费.公务用车费.合计.增减额": "0",
    "三公经费.公务用车费.购置辆数": "0",
    "三公经费.公务接待费.合计": "0.61",
    "三公经费.公务接待费.合计.占比": "100.00%",
    "三公经费.公务接待费.合计.完成率": "32.11%",
    "三公经费.公务接待费.合计.增减额": "-0.07",
    "三公经费.公务接待费.合计.增减率": "-10.29%",
    "机关运行经费": "48.33",
    "机关运行经费.增减额": "-5.19",
    "机关运行经费.增减率": "-9.70%",
    "政府采购.合计": "0",
    "国有资产.净资产": "3293.15",
    "机构.内设机构数": "8",
    "机构.下属单位数": "2",
    "机构.下属单位编制": "15",
    "人员.行政编制.合计": "17",
    "车辆.车型合计": "0",
    "项目.1.执行.合计": "9.16",
    "项目.2.执行.合计": "19.57",
    "项目.3.执行.合计": "17.88",
    "项目.4.执行.合计": "7.68",
    "项目.5.执行.合计": "469.63",
    **{f"项目.{n}.完成率": "100.00%" for n in range(1, 6)},
    "整体评价.自评得分": "95",
}
# Printed as 0%, though there is nothing to divide by.
UNDEFINED = {
    "三公经费.因公出国境费.完成率": "预算为0",
    "三公经费.因公出国境费.增减率": "上年为0",
    "三公经费.公务用车费.合计.完成率": "预算为0",
    "政府采购.授予中小企业.占比": "政府采购合计为0",
    "政府采购.授予小微企业.占比": "政府采购合计为0",
}


@pytest.mark.parametrize(("path", "printed"), PUBLISHED.items())
def test_the_derived_figure_is_the_published_one(path: str, printed: str) -> None:
    derived = figure(ROOT, path)
    number = derived.number
    assert number is not None, derived.value
    decimals = len(printed.rstrip("%").partition(".")[2])
    shift = {Unit.YUAN: -4, Unit.RATIO: 2}.get(derived.unit, 0)
    suffix = "%" if derived.unit is Unit.RATIO else ""
    assert format_number(number, NumberStyle(decimals, shift, suffix=suffix)) == printed


@pytest.mark.parametrize(("path", "reason"), UNDEFINED.items())
def test_a_rate_of_nothing_is_undefined(path: str, reason: str) -> None:
    assert figure(ROOT, path).value == Undefined(reason)


def test_the_shares_of_the_classes_make_up_the_whole() -> None:
    printed = [Decimal(PUBLISHED[f"{FUND}.科目.{n}.占比"].rstrip("%")) for n in range(1, 10)]
    exact = [yuan(ROOT, f"{FUND}.科目.{n}.占比") for n in range(1, 10)]
    assert sum(printed) == Decimal("100.00")
    assert abs(sum(exact, Decimal(-1))) < Decimal("1e-25")


def test_approved_net_assets_keep_their_rounding_difference() -> None:
    net = figure(ROOT, "国有资产.净资产")
    assert (net.value, net.parts_sum) == (Decimal(32931500), Decimal(32931600))


def test_typed_budgets_of_the_three_public_expenses_keep_what_their_parts_give() -> None:
    budget = figure(ROOT, "三公经费.合计.预算")
    assert (budget.value, budget.parts_sum) == (Decimal(17000), Decimal(19000))
    assert budget.formula == "因公出国境费预算＋公务用车费合计预算＋公务接待费合计预算"


def test_both_sides_of_the_account_close() -> None:
    account = figure(ROOT, "收支总计")
    assert account.number == figure(ROOT, "收支总计.收入方").number
    assert account.number == figure(ROOT, "收支总计.支出方").number


def test_the_derived_figures_agree_with_those_the_input_calls_announced() -> None:
    announced = example("miyi-2020").announced or {}
    both = set(announced) & set(PUBLISHED)
    assert len(both) > 60
    for path in both - {"三公经费.公务接待费.合计.增减率"}:  # printed as 10.3%
        assert value(announced[path]) == value(PUBLISHED[path]), path


def value(printed: str) -> Decimal:
    match = re.match(r"-?[\d.]+", printed)
    assert match is not None
    return Decimal(match[0])
