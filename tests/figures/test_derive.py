from __future__ import annotations

from decimal import Context, Decimal

import pytest
from typed_inputs import (
    figure,
    figures_of,
    gaps,
    inputs,
    node_at,
    rows,
    text,
    undefined,
    walk,
    wan,
    year_of,
    yuan,
)

from drafter.figures.derive import EXPENDITURE_NATURES, REVENUE_SOURCES, derive
from drafter.figures.nodes import Figure, Group, Missing, Text, Unit
from drafter.figures.rows import NATURES
from drafter.model.precision import quantum_of
from drafter.model.year import DepartmentYear

REVENUE = """
收入:
  一般公共预算财政拨款: 4493.88
  政府性基金预算财政拨款: 905.60
  国有资本经营预算财政拨款: 无
  上级补助: 0
  事业: 无
  经营: 0
  附属单位上缴: 0
  其他: 0
"""
BUDGET = "一般公共预算财政拨款支出"
ZERO = Decimal(0)


def quotient(part: int | str, whole: int | str) -> Decimal:
    return Context(prec=60).divide(Decimal(part), Decimal(whole))


# Totals and shares


def test_a_total_is_summed_from_its_parts_and_none_adds_nothing() -> None:
    root = figures_of(REVENUE)
    assert wan(root, "收入.合计") == "5399.48"
    assert figure(root, "收入.合计").formula == "＋".join(
        n if n.endswith("收入") else f"{n}收入" for n in REVENUE_SOURCES
    )
    assert inputs(root, "收入.合计") == [f"收入.{name}" for name in REVENUE_SOURCES]
    assert not figure(root, "收入.事业").applicable
    assert figure(root, "收入.合计").applicable


def test_a_total_typed_within_rounding_distance_prints_and_keeps_the_sum() -> None:
    root = figures_of(f"{REVENUE}  合计: 5399.49\n")
    assert wan(root, "收入.合计") == "5399.49"
    assert figure(root, "收入.合计").parts_sum == Decimal("53994800")
    assert figure(root, "收入.合计").parts == 2
    assert yuan(root, "收入.一般公共预算财政拨款.占比") == quotient("4493.88", "5399.49")


def test_a_share_has_its_formula_and_its_inputs() -> None:
    root = figures_of(REVENUE)
    path = "收入.一般公共预算财政拨款.占比"
    assert f"{yuan(root, path):.4f}" == "0.8323"
    assert figure(root, path).unit is Unit.RATIO
    assert figure(root, path).formula == "一般公共预算财政拨款收入÷收入合计×100%"
    assert inputs(root, path) == [f"收入.{name}" for name in REVENUE_SOURCES]


def test_a_share_of_nothing_is_undefined() -> None:
    root = figures_of("收入: 无\n")
    assert yuan(root, "收入.合计") == 0
    assert not figure(root, "收入.合计").applicable
    assert undefined(root, "收入.事业.占比") == "收入合计为0"


def test_a_typed_total_of_a_section_that_does_not_apply_has_nothing_to_disagree_with() -> None:
    root = figures_of("政府采购: 无\n三公经费: 无\n基本支出: 无\n国有资产: 无\n")
    for path in ("政府采购.合计", "三公经费.合计", "三公经费.公务用车费.合计", "基本支出.合计"):
        total = figure(root, path)
        assert (total.value, total.applicable, total.parts_sum) == (ZERO, False, ZERO)
    assert not figure(root, "国有资产.净资产").applicable
    assert rows(root, "三公经费.公务用车费.更新购置").value == ()


def test_gaps_of_a_total_are_its_unfilled_parts() -> None:
    root = figures_of("支出: {基本支出: 5, 项目支出: 3, 经营支出: 无}\n")
    missing = ["支出.上缴上级支出", "支出.对附属单位补助支出"]
    assert gaps(root, "支出.合计") == missing
    assert gaps(root, "支出.基本支出.占比") == missing
    assert gaps(root, f"{BUDGET}.合计.占比") == [f"{BUDGET}.科目", *missing]


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("收入.合计", [f"收入.{n}" for n in REVENUE_SOURCES]),
        ("支出.合计", [f"支出.{n}" for n in EXPENDITURE_NATURES]),
        (f"{BUDGET}.合计", [f"{BUDGET}.科目"]),
        (f"{BUDGET}.合计.预算", [f"{BUDGET}.合计.预算"]),
        (f"{BUDGET}.科目", [f"{BUDGET}.科目"]),
        ("基本支出.合计", ["基本支出.人员经费", "基本支出.公用经费"]),
        ("三公经费.公务用车费.合计", ["三公经费.公务用车费.购置", "三公经费.公务用车费.运行维护"]),
        ("三公经费.合计.预算", ["三公经费.合计.预算"]),
        ("三公经费.公务用车费.购置辆数", ["三公经费.公务用车费.更新购置"]),
        ("政府采购.合计", ["政府采购.货物", "政府采购.工程", "政府采购.服务"]),
        ("国有资产.净资产", ["国有资产.资产", "国有资产.负债"]),
        ("人员.行政编制.合计", ["人员.行政编制.构成"]),
        ("机构.下属单位数", ["机构.下属单位"]),
        ("机构.内设机构数", ["机构.内设机构"]),
        ("机关运行经费", ["机关运行经费"]),
        ("机关运行经费.增减额", ["机关运行经费", "机关运行经费.上年"]),
        ("财政拨款收支总计.增减率", [
            *(f"收入.{n}" for n in REVENUE_SOURCES[:3]),
            "结转结余.年初财政拨款",
            "财政拨款收支总计.上年",
        ]),
        ("项目", ["项目"]),
        ("整体评价.自评得分", ["整体评价.自评得分"]),
        ("部门.全称", ["部门.全称"]),
    ],
)  # fmt: skip
def test_an_absent_section_names_what_to_fill(path: str, missing: list[str]) -> None:
    assert gaps(derive(DepartmentYear()), path) == missing


def test_expenditure_without_fiscal_money_may_be_left_out() -> None:
    root = derive(DepartmentYear())
    assert yuan(root, "非财政拨款支出.合计") == 0
    assert not figure(root, "非财政拨款支出.合计").applicable


# Both sides of the account

SIDES = """
收入: {合计: 100}
支出: {合计: 90}
结转结余: {年初: 5, 年末: 15}
"""


def test_both_sides_of_the_account_are_summed() -> None:
    root = figures_of(SIDES)
    assert wan(root, "收支总计") == "105"
    assert wan(root, "收支总计.支出方") == "105"
    assert figure(root, "收支总计").formula == "收入合计＋使用非财政拨款结余＋年初结转和结余"
    assert figure(root, "收支总计.支出方").formula == "支出合计＋结余分配＋年末结转和结余"


def test_the_fiscal_account_is_fiscal_revenue_and_its_carry_over() -> None:
    root = figures_of(f"{REVENUE}结转结余: {{年初财政拨款: 30.00}}\n")
    assert wan(root, "财政拨款收支总计") == "5429.48"
    assert "事业" not in figure(root, "财政拨款收支总计").formula


# Change and completion


def measured(fields: str) -> Group:
    return figures_of(f"机关运行经费: {{{fields}}}\n")


def test_change_and_completion_have_value_formula_and_inputs() -> None:
    root = measured("决算: 48, 上年: 60, 预算: 50")
    assert wan(root, "机关运行经费.增减额") == "-12"
    assert figure(root, "机关运行经费.增减额").formula == "机关运行经费－上年"
    assert yuan(root, "机关运行经费.增减率") == Decimal("-0.2")
    assert figure(root, "机关运行经费.增减率").formula == "增减额÷上年×100%"
    assert inputs(root, "机关运行经费.增减率") == ["机关运行经费", "机关运行经费.上年"]
    assert yuan(root, "机关运行经费.完成率") == Decimal("0.96")
    assert inputs(root, "机关运行经费.完成率") == ["机关运行经费", "机关运行经费.预算"]
    assert wan(root, "机关运行经费.预决算差") == "-2"


def test_growth_on_nothing_has_an_amount_and_no_rate() -> None:
    root = measured("决算: 48, 上年: 0, 预算: 0")
    assert wan(root, "机关运行经费.增减额") == "48"
    assert undefined(root, "机关运行经费.增减率") == "上年为0"
    assert undefined(root, "机关运行经费.完成率") == "预算为0"


def test_growth_on_a_negative_amount_has_no_rate() -> None:
    root = measured("决算: 48, 上年: -2, 预算: 1")
    assert wan(root, "机关运行经费.增减额") == "50"
    assert undefined(root, "机关运行经费.增减率") == "上年为负数"


def test_what_did_not_exist_last_year_has_no_change() -> None:
    root = measured("决算: 48, 上年: 无, 预算: 1")
    assert undefined(root, "机关运行经费.增减额") == "上年无此项"
    assert undefined(root, "机关运行经费.增减率") == "上年无此项"


def test_an_unfilled_year_before_is_a_gap_of_the_change_alone() -> None:
    root = measured("决算: 48, 预算: 48")
    assert gaps(root, "机关运行经费.增减率") == ["机关运行经费.上年"]
    assert yuan(root, "机关运行经费.完成率") == 1


# Functional classification


def fund(classes: str, total: str = "") -> Group:
    return figures_of(f"{BUDGET}:\n{total}  科目:\n{classes}")


ITEMS = """
    - 名称: 教育
      款:
        - 名称: 普通教育
          项:
            - {名称: 学前教育, 决算: 1.10, 预算: 2, 上年: 1}
            - {名称: 小学教育, 决算: 2.20, 预算: 3, 上年: 0}
        - 名称: 其他教育
          决算: 0.70
          预算: 1
          上年: 无
    - {名称: 农林水, 决算: 6, 预算: 6, 上年: 5}
"""


def test_classes_are_summed_from_sections_and_these_from_items() -> None:
    root = fund(ITEMS)
    assert wan(root, f"{BUDGET}.科目.1.款.1") == "3.3"
    assert wan(root, f"{BUDGET}.科目.1") == "4"
    assert wan(root, f"{BUDGET}.合计") == "10"
    assert figure(root, f"{BUDGET}.合计").formula == "教育＋农林水"
    assert inputs(root, f"{BUDGET}.合计") == [
        f"{BUDGET}.科目.1.款.1.项.1",
        f"{BUDGET}.科目.1.款.1.项.2",
        f"{BUDGET}.科目.1.款.2",
        f"{BUDGET}.科目.2",
    ]
    assert yuan(root, f"{BUDGET}.科目.1.占比") == Decimal("0.4")
    assert figure(root, f"{BUDGET}.科目.1.占比").formula == (f"教育÷{BUDGET}合计×100%")


def test_budgets_and_last_year_are_summed_like_the_amounts() -> None:
    root = fund(ITEMS)
    assert wan(root, f"{BUDGET}.合计.预算") == "12"
    assert figure(root, f"{BUDGET}.合计.预算").formula == "教育预算＋农林水预算"
    assert wan(root, f"{BUDGET}.科目.1.上年") == "1"
    assert yuan(root, f"{BUDGET}.合计.增减率") == quotient(4, 6)
    assert inputs(root, f"{BUDGET}.合计.上年")[-1] == f"{BUDGET}.科目.2.上年"


def test_a_budget_is_summed_only_when_all_parts_have_one() -> None:
    root = fund(ITEMS.replace(", 预算: 6", ""))
    assert wan(root, f"{BUDGET}.科目.1.预算") == "6"
    assert gaps(root, f"{BUDGET}.合计.预算") == [f"{BUDGET}.合计.预算"]
    assert gaps(root, f"{BUDGET}.合计.完成率") == [f"{BUDGET}.合计.预算"]
    assert gaps(root, f"{BUDGET}.科目.2.完成率") == [f"{BUDGET}.科目.2.预算"]


def test_a_typed_budget_of_the_total_prints_and_keeps_the_sum() -> None:
    root = fund(ITEMS, "  合计: {预算: 12.01}\n")
    assert wan(root, f"{BUDGET}.合计.预算") == "12.01"
    assert figure(root, f"{BUDGET}.合计.预算").parts_sum == 120000
    root = fund(ITEMS.replace(", 预算: 6", ""), "  合计: {预算: 12.01}\n")
    assert figure(root, f"{BUDGET}.合计.预算").parts_sum is None


def test_names_without_amounts_leave_the_typed_class_alone() -> None:
    root = fund("    - {名称: 教育, 决算: 5, 款: [{名称: 普通教育, 项: [学前教育]}]}\n")
    whole = figure(root, f"{BUDGET}.科目.1")
    assert (whole.value, whole.parts_sum, whole.inputs) == (Decimal(50000), None, ())
    assert gaps(root, f"{BUDGET}.科目.1.款.1") == [f"{BUDGET}.科目.1.款.1"]
    assert wan(root, f"{BUDGET}.合计") == "5"


def test_a_class_of_mere_names_waits_for_its_own_amount() -> None:
    root = fund("    - {名称: 教育, 款: [{名称: 普通教育, 项: [学前教育, 小学教育]}]}\n")
    assert gaps(root, f"{BUDGET}.科目.1") == [f"{BUDGET}.科目.1"]
    assert gaps(root, f"{BUDGET}.合计") == [f"{BUDGET}.科目.1"]


def test_a_class_with_some_amounts_waits_for_the_others() -> None:
    root = fund(
        """
    - 名称: 教育
      款:
        - {名称: 普通教育, 决算: 1}
        - {名称: 其他教育, 项: [{名称: 甲, 决算: 2}, 乙]}
"""
    )
    assert gaps(root, f"{BUDGET}.合计") == [f"{BUDGET}.科目.1.款.2.项.2"]


def test_a_typed_class_keeps_what_its_items_give() -> None:
    root = fund("    - {名称: 甲, 决算: 5, 款: [{名称: 乙, 决算: 3}, {名称: 丙, 决算: 2.01}]}\n")
    assert figure(root, f"{BUDGET}.科目.1").parts_sum == 50100
    assert wan(root, f"{BUDGET}.合计") == "5"


def test_a_fund_without_classes_is_its_typed_total() -> None:
    for classes in ("", "  科目: 无\n"):
        root = figures_of(f"{BUDGET}:\n  合计: 12\n{classes}支出: {{合计: 24}}\n")
        assert wan(root, f"{BUDGET}.合计") == "12"
        assert yuan(root, f"{BUDGET}.合计.占比") == Decimal("0.5")


def test_a_fund_that_does_not_apply_has_no_classes() -> None:
    root = figures_of("政府性基金预算财政拨款支出: 无\n")
    assert rows(root, "政府性基金预算财政拨款支出.科目").value == ()
    assert not figure(root, "政府性基金预算财政拨款支出.合计").applicable
    assert yuan(root, "政府性基金预算财政拨款支出.合计") == 0


# Basic expenditure, the three public expenses, procurement, assets


def test_personnel_is_summed_from_its_items_when_all_have_amounts() -> None:
    root = figures_of(
        """
基本支出:
  人员经费: {科目: [{名称: 基本工资, 决算: 3}, {名称: 奖金, 决算: 2}]}
  公用经费: {决算: 1, 科目: [办公费, 水费]}
"""
    )
    assert wan(root, "基本支出.人员经费") == "5"
    assert wan(root, "基本支出.合计") == "6"
    assert figure(root, "基本支出.公用经费").parts_sum is None
    assert yuan(root, "基本支出.公用经费.占比") == quotient(1, 6)


THREE = """
三公经费:
  因公出国境费: 无
  公务用车费:
    合计: {预算: 10}
    购置: {决算: 3, 预算: 4}
    运行维护: {决算: 4, 预算: 5, 上年: 8}
    更新购置: [{名称: 轿车, 辆数: 1, 决算: 3}, {名称: 越野车, 辆数: 2, 决算: 0}]
  公务接待费:
    国内: {决算: 1, 预算: 2}
    外事: 无
"""


def test_the_three_public_expenses_are_summed_by_kind() -> None:
    root = figures_of(THREE)
    assert wan(root, "三公经费.公务用车费.合计") == "7"
    assert wan(root, "三公经费.公务接待费.合计") == "1"
    assert wan(root, "三公经费.合计") == "8"
    assert figure(root, "三公经费.合计").formula == "因公出国境费＋公务用车费合计＋公务接待费合计"
    assert yuan(root, "三公经费.公务用车费.合计.占比") == Decimal("0.875")
    assert yuan(root, "三公经费.因公出国境费.占比") == 0
    assert yuan(root, "三公经费.公务用车费.购置辆数") == 3
    assert figure(root, "三公经费.公务用车费.购置辆数").formula == "各项辆数之和"


def test_their_budgets_are_summed_over_typed_totals() -> None:
    root = figures_of(THREE)
    assert wan(root, "三公经费.公务用车费.合计.预算") == "10"
    assert figure(root, "三公经费.公务用车费.合计.预算").parts_sum == 90000
    assert wan(root, "三公经费.合计.预算") == "12"
    assert yuan(root, "三公经费.公务用车费.合计.完成率") == Decimal("0.7")
    assert gaps(root, "三公经费.公务接待费.合计.上年") == ["三公经费.公务接待费.合计.上年"]


def test_procurement_shares_are_of_the_whole() -> None:
    root = figures_of(
        "政府采购: {货物: 30, 工程: 0, 服务: 10, 授予中小企业: 20, 授予小微企业: 5}\n"
    )
    assert yuan(root, "政府采购.授予中小企业.占比") == Decimal("0.5")
    assert inputs(root, "政府采购.授予小微企业.占比")[0] == "政府采购.授予小微企业"
    assert len(inputs(root, "政府采购.授予小微企业.占比")) == 4


def test_net_assets_are_the_difference_unless_typed() -> None:
    root = figures_of("国有资产: {资产: 3515.22, 负债: 222.06}\n")
    assert wan(root, "国有资产.净资产") == "3293.16"
    assert figure(root, "国有资产.净资产").formula == "资产－负债"
    root = figures_of("国有资产: {资产: 3515.22, 负债: 222.06, 净资产: 3293.15}\n")
    assert wan(root, "国有资产.净资产") == "3293.15"
    assert figure(root, "国有资产.净资产").parts_sum == Decimal("32931600")
    assert not figure(figures_of("国有资产: {资产: 无, 负债: 无}\n"), "国有资产.净资产").applicable
    root = figures_of("国有资产: {净资产: 5}\n")
    assert (wan(root, "国有资产.净资产"), figure(root, "国有资产.净资产").parts_sum) == ("5", None)


# Counts


def test_posts_units_offices_and_vehicles_are_counted() -> None:
    root = figures_of(
        """
机构:
  内设机构: [办公室, 综合股]
  下属单位: [{名称: 甲, 编制: 12}, {名称: 乙, 编制: 3}, {名称: 丙, 编制: 无}]
人员: {行政编制: {构成: [{名称: 局长, 人数: 1}, {名称: 副局长, 人数: 3}]}}
车辆: {车型: [{名称: 轿车, 辆数: 2}], 用途: 无}
"""
    )
    counts = {
        "机构.内设机构数": 2,
        "机构.下属单位数": 3,
        "机构.下属单位编制": 15,
        "人员.行政编制.合计": 4,
        "车辆.车型合计": 2,
        "车辆.用途合计": 0,
    }
    for path, number in counts.items():
        assert yuan(root, path) == number
        assert figure(root, path).unit is Unit.COUNT
    assert figure(root, "人员.行政编制.合计").formula == "各项人数之和"
    assert inputs(root, "机构.内设机构数") == ["机构.内设机构"]


def test_a_typed_number_of_posts_stands() -> None:
    root = figures_of("人员: {行政编制: {合计: 9, 构成: [{名称: 局长, 人数: 1}]}}\n")
    assert yuan(root, "人员.行政编制.合计") == 9
    assert figure(root, "人员.行政编制.合计").parts_sum == 1
    assert yuan(figures_of("人员: {行政编制: {合计: 9}}\n"), "人员.行政编制.合计") == 9


def test_no_subordinate_units_are_zero_units() -> None:
    root = figures_of("机构: {下属单位: 无}\n")
    assert yuan(root, "机构.下属单位数") == 0
    assert yuan(root, "机构.下属单位编制") == 0


# Projects


def test_project_money_is_summed_and_compared() -> None:
    root = figures_of(
        """
项目:
  - {名称: 甲, 预算: {财政拨款: 8, 其他资金: 无}, 执行: {财政拨款: 5, 其他资金: 1}}
  - {名称: 乙, 预算: {合计: 3}, 执行: {财政拨款: 1}}
"""
    )
    assert wan(root, "项目.1.预算.合计") == "8"
    assert wan(root, "项目.1.执行.合计") == "6"
    assert yuan(root, "项目.1.完成率") == Decimal("0.75")
    assert figure(root, "项目.1.完成率").formula == "执行合计÷预算合计×100%"
    assert inputs(root, "项目.1.完成率")[0] == "项目.1.执行.财政拨款"
    assert wan(root, "项目.2.预算.合计") == "3"
    assert gaps(root, "项目.2.完成率") == ["项目.2.执行.其他资金"]


def test_wholly_blank_indicator_rows_are_dropped() -> None:
    root = figures_of(
        """
项目:
  - 指标:
    - {一级: , 二级: , 三级: , 预期: , 实际: }
    - {一级: 效益指标, 三级: 甲}
    -
"""
    )
    kept = rows(root, "项目.1.指标")
    assert [row.path for row in kept.entries if isinstance(row, Group)] == [("项目", 0, "指标", 1)]
    assert gaps(node_at(root, "项目.1.指标.1"), "二级") == ["项目.1.指标.2.二级"]


# Announced scores


@pytest.mark.parametrize("typed", ["95", "95分", " 95 "])
def test_an_announced_score_fills_what_nothing_computes(typed: str) -> None:
    root = figures_of(f"已公布: {{整体评价.自评得分: '{typed}'}}\n")
    score = figure(root, "整体评价.自评得分")
    assert (score.value, score.unit, score.formula) == (Decimal(95), Unit.POINTS, "已公布")
    assert score.inputs == (("已公布", "整体评价.自评得分"),)


def test_a_typed_score_is_not_replaced_by_an_announced_one() -> None:
    root = figures_of("整体评价: {自评得分: 90}\n已公布: {整体评价.自评得分: 95}\n")
    assert yuan(root, "整体评价.自评得分") == 90


@pytest.mark.parametrize("typed", ["良好", "nan", "1e2", "９５", "无"])
def test_an_announced_text_that_is_no_score_fills_nothing(typed: str) -> None:
    root = figures_of(f"已公布: {{整体评价.自评得分: {typed}}}\n")
    assert gaps(root, "整体评价.自评得分") == ["整体评价.自评得分"]


def test_announced_amounts_fill_nothing() -> None:
    root = figures_of("已公布: {机关运行经费: 5, 收入.合计: 3, 部门.全称: 1, 不存在.的: 1}\n")
    assert gaps(root, "机关运行经费") == ["机关运行经费"]


# Units and precision

AMOUNTS = ("4493.88", "0.8", "-12.345678", "1,234.50", "0")


def test_yuan_and_wan_yuan_give_the_same_amounts() -> None:
    def scaled(unit: str, shift: int) -> list[Decimal]:
        parts = [f"{Decimal(a.replace(',', '')).scaleb(shift):f}" for a in AMOUNTS]
        fields = zip(REVENUE_SOURCES, [*parts, "0", "0", "0"], strict=True)
        lines = "\n".join(f"  {name}: {amount}" for name, amount in fields)
        root = figures_of(f"金额单位: {unit}\n收入:\n{lines}\n")
        return [yuan(root, f"收入.{name}") for name in (*REVENUE_SOURCES, "合计")]

    assert scaled("元", 4) == scaled("万元", 0)


@pytest.mark.parametrize(
    ("text", "quantum"),
    [
        ("收入: {事业: 3.10, 经营: 4}", "100"),
        ("收入: {事业: 3, 经营: 4}", "100"),
        ("收入: {事业: 3.1}\n项目: [{名称: 1.2345, 预算: {财政拨款: 2.123}}]", "10"),
        ("金额单位: 元\n收入: {事业: 3.10}", "0.01"),
        ("金额单位: 元\n收入: {事业: 3}", "1"),
        ("收入: {事业: 3.1234}\n金额小数: 2", "100"),
        ("收入: {事业: 无}\n整体评价: {自评得分: 94.5}\n已公布: {收入.合计: 3.1234}", "100"),
        ("结转结余: {年初: 无, 年末: 3}", "100"),
        ("结转结余: {年初: 无}", "100"),
        ("{}", "100"),
        ("一般公共预算财政拨款支出: {科目: [{款: [{项: [{决算: 0.001}]}]}]}", "10"),
    ],
)
def test_the_quantum_is_the_finest_step_of_the_typed_amounts(text: str, quantum: str) -> None:
    assert quantum_of(year_of(text)) == Decimal(quantum)


# Words and choices


def test_words_choices_and_names_are_lifted_with_their_paths() -> None:
    root = figures_of("口径: 单位\n部门: {全称: 某局, 简称: 无}\n重点工作: |\n  一。\n  二。\n")
    assert "口径" not in root.items  # of the header: the report has its own
    assert text(root, "部门.全称") == "某局"
    assert node_at(root, "部门.简称") == Text(("部门", "简称"), (), applicable=False)
    assert text(root, "重点工作") == "一。\n二。"
    assert gaps(root, "部门.级次") == ["部门.级次"]
    assert "年度" not in root.items
    assert "已公布" not in root.items


def test_every_node_of_an_empty_year_is_a_gap_or_optional() -> None:
    root = derive(DepartmentYear())
    known = {
        node.path for node in walk(root)
        if isinstance(node, Figure) and not isinstance(node.value, Missing)
    }  # fmt: skip
    nothing_else = ("非财政拨款支出", "合计")
    assert known == {nothing_else} | {(*nothing_else, nature) for nature in NATURES}
