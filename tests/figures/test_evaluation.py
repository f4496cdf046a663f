"""What evaluations add to the figures: carry-over by kind, people, projects, surveys, targets."""

from __future__ import annotations

from decimal import Context, Decimal

import pytest
from typed_inputs import (
    EXAMPLES,
    figure,
    figures_of,
    gaps,
    inputs,
    node_at,
    rows,
    text,
    undefined,
    wan,
    yuan,
)

from drafter.diagnostics import GAP
from drafter.figures.derive import derive
from drafter.figures.nodes import Group, Missing, Text, Unit
from drafter.model.year import DepartmentYear
from drafter.pipeline import make, read_input

EMPTY = derive(DepartmentYear())


def quotient(part: str, whole: str) -> Decimal:
    return Context(prec=60).divide(Decimal(part), Decimal(whole))


def of_project(fields: str) -> Group:
    return figures_of(f"项目: [{{名称: 甲, {fields}}}]\n")


# Carry-over by kind


@pytest.mark.parametrize("when", ["年初", "年末"])
def test_carry_over_is_summed_from_its_kinds(when: str) -> None:
    root = figures_of(f"结转结余: {{{when}基本: 3.25, {when}项目: 28.75}}\n")
    assert wan(root, f"结转结余.{when}") == "32"
    assert figure(root, f"结转结余.{when}").formula == f"{when}基本＋{when}项目"
    assert inputs(root, f"结转结余.{when}") == [f"结转结余.{when}基本", f"结转结余.{when}项目"]


@pytest.mark.parametrize("when", ["年初", "年末"])
def test_a_typed_carry_over_prints_and_keeps_the_sum_of_its_kinds(when: str) -> None:
    root = figures_of(f"结转结余: {{{when}: 32.01, {when}基本: 3.25, {when}项目: 28.75}}\n")
    assert wan(root, f"结转结余.{when}") == "32.01"
    assert figure(root, f"结转结余.{when}").parts_sum == Decimal(320000)
    assert figure(root, f"结转结余.{when}").parts == 2


def test_a_kind_that_there_is_none_of_adds_nothing() -> None:
    root = figures_of("结转结余: {年初基本: 无, 年初项目: 28.75}\n")
    assert wan(root, "结转结余.年初") == "28.75"
    assert figure(root, "结转结余.年初").applicable


def test_one_kind_of_carry_over_asks_for_the_other() -> None:
    root = figures_of("结转结余: {年初基本: 3.25, 年末项目: 1.00, 年末: 5.00}\n")
    assert gaps(root, "结转结余.年初") == ["结转结余.年初项目"]
    # What was typed stands alone, and has nothing to be held against.
    assert wan(root, "结转结余.年末") == "5"
    assert figure(root, "结转结余.年末").parts_sum is None


def test_carry_over_without_kinds_is_as_typed() -> None:
    root = figures_of("结转结余: {年初: 5.00}\n")
    assert wan(root, "结转结余.年初") == "5"
    assert (figure(root, "结转结余.年初").parts_sum, figure(root, "结转结余.年初").formula) == (
        None,
        "",
    )
    assert gaps(root, "结转结余.年末") == ["结转结余.年末"]


def test_both_sides_of_the_account_are_summed_from_the_kinds() -> None:
    carried = "年初基本: 3, 年初项目: 2, 年末基本: 10, 年末项目: 5"
    root = figures_of(f"收入: {{合计: 100}}\n支出: {{合计: 90}}\n结转结余: {{{carried}}}\n")
    assert wan(root, "收支总计") == wan(root, "收支总计.支出方") == "105"
    assert inputs(root, "收支总计.支出方")[-2:] == ["结转结余.年末基本", "结转结余.年末项目"]


# People

STAFF = "人员: {行政编制: {合计: 16, 构成: 无}, %s实有: {公务员: 10, 机关工勤: 2, %s}}\n"


def test_people_on_posts_are_summed() -> None:
    root = figures_of(STAFF % ("", "事业: 3"))
    assert yuan(root, "人员.实有.在职") == 15
    assert figure(root, "人员.实有.在职").unit is Unit.COUNT
    assert figure(root, "人员.实有.在职").formula == "公务员＋机关工勤＋事业"
    assert inputs(root, "人员.实有.在职") == [
        "人员.实有.公务员",
        "人员.实有.机关工勤",
        "人员.实有.事业",
    ]


def test_those_who_take_up_no_post_are_not_on_one() -> None:
    root = figures_of(STAFF % ("", "事业: 3, 不占编: {人数: 4}"))
    assert yuan(root, "人员.实有.在职") == 11
    assert figure(root, "人员.实有.在职").formula == "公务员＋机关工勤＋事业－不占编"
    assert inputs(root, "人员.实有.在职")[-1] == "人员.实有.不占编.人数"
    none = figures_of(STAFF % ("", "事业: 3, 不占编: 无"))
    assert yuan(none, "人员.实有.在职") == 15
    assert figure(none, "人员.实有.在职").formula == "公务员＋机关工勤＋事业"


def test_people_on_posts_may_be_typed() -> None:
    root = figures_of(STAFF % ("", "事业: 3, 在职: 16"))
    assert yuan(root, "人员.实有.在职") == 16
    assert figure(root, "人员.实有.在职").parts_sum == 15
    alone = figures_of("人员: {实有: {在职: 25}}\n")
    assert yuan(alone, "人员.实有.在职") == 25
    assert figure(alone, "人员.实有.在职").parts_sum is None


def test_a_typed_number_on_posts_is_held_against_those_who_take_one_up() -> None:
    root = figures_of(STAFF % ("", "事业: 3, 不占编: {人数: 4}, 在职: 11"))
    assert yuan(root, "人员.实有.在职") == 11
    assert figure(root, "人员.实有.在职").parts_sum == 11


def test_people_on_posts_wait_for_every_kind() -> None:
    root = figures_of(STAFF % ("", "不占编: {人数: 4}"))
    assert gaps(root, "人员.实有.在职") == ["人员.实有.事业"]
    assert gaps(EMPTY, "人员.实有.在职") == [
        "人员.实有.公务员",
        "人员.实有.机关工勤",
        "人员.实有.事业",
    ]


UNITS = "机构: {下属单位: [{名称: 甲, 编制: 5}, {名称: 乙, 编制: 4}]}\n"


def test_all_posts_are_those_of_the_department_and_of_its_units() -> None:
    root = figures_of(STAFF % ("事业编制: {构成: [{名称: 工勤, 人数: 6}]}, ", "") + UNITS)
    assert yuan(root, "人员.编制合计") == 31
    assert figure(root, "人员.编制合计").unit is Unit.COUNT
    assert figure(root, "人员.编制合计").formula == "行政编制＋事业编制＋下属单位编制"
    assert "人员.事业编制.构成.1.人数" in inputs(root, "人员.编制合计")


@pytest.mark.parametrize("institution", ["", "事业编制: 无, "])
def test_posts_of_the_department_itself_may_all_be_administrative(institution: str) -> None:
    root = figures_of(STAFF % (institution, "") + UNITS)
    assert yuan(root, "人员.编制合计") == 25


def test_all_posts_wait_for_administrative_ones_and_those_of_the_units() -> None:
    assert gaps(EMPTY, "人员.编制合计") == ["人员.行政编制.构成", "机构.下属单位"]
    root = figures_of(STAFF % ("", "") + UNITS.replace("编制: 4", "编制: "))
    assert gaps(root, "人员.编制合计") == ["机构.下属单位.2.编制"]
    alone = figures_of(STAFF % ("", "") + "机构: {下属单位: 无}\n")
    assert yuan(alone, "人员.编制合计") == 16


def test_posts_that_were_begun_and_not_filled_are_waited_for() -> None:
    begun = "事业编制: {构成: [{名称: 工勤, 人数: }]}, "
    assert gaps(figures_of(STAFF % (begun, "") + UNITS), "人员.编制合计") == [
        "人员.事业编制.构成.1.人数"
    ]


# Money of a project over the year

FLOW = "执行: {合计: %s}, 收支: {年初结转: %s, 收入: %s, %s}"


def test_what_is_left_of_a_project_is_what_it_had_less_what_it_spent() -> None:
    root = of_project(FLOW % ("5.50", "1.25", "6.00", ""))
    closing = figure(root, "项目.1.收支.期末结转")
    assert wan(root, "项目.1.收支.期末结转") == "1.75"
    assert closing.formula == "年初结转＋收入－执行"
    assert inputs(root, "项目.1.收支.期末结转") == [
        "项目.1.收支.年初结转",
        "项目.1.收支.收入",
        "项目.1.执行.合计",
    ]
    assert closing.parts_sum is None


@pytest.mark.parametrize(
    ("spent", "opening", "received", "left"),
    [
        ("6.00", "无", "6.00", "0"),
        ("无", "1.25", "无", "1.25"),
        ("8.00", "1.00", "6.00", "-1"),
        ("0", "0", "0", "0"),
    ],
)
def test_what_a_project_never_had_or_spent_counts_as_nothing(
    spent: str, opening: str, received: str, left: str
) -> None:
    assert wan(of_project(FLOW % (spent, opening, received, "")), "项目.1.收支.期末结转") == left


def test_a_typed_closing_amount_prints_and_keeps_the_reckoned_one() -> None:
    root = of_project(FLOW % ("5.50", "1.25", "6.00", "期末结转: 1.76"))
    closing = figure(root, "项目.1.收支.期末结转")
    assert wan(root, "项目.1.收支.期末结转") == "1.76"
    assert closing.parts_sum == Decimal(17500)
    assert closing.parts == 3


def test_a_typed_closing_amount_stands_alone_while_the_others_are_unfilled() -> None:
    root = of_project(FLOW % ("", "1.25", "6.00", "期末结转: 1.76"))
    assert wan(root, "项目.1.收支.期末结转") == "1.76"
    assert figure(root, "项目.1.收支.期末结转").parts_sum is None


def test_what_is_left_waits_for_every_amount() -> None:
    assert gaps(of_project(FLOW % ("5.50", "", "", "")), "项目.1.收支.期末结转") == [
        "项目.1.收支.年初结转",
        "项目.1.收支.收入",
    ]
    spent = "执行: {财政拨款: 5}, 收支: {年初结转: 1, 收入: 6}"
    assert gaps(of_project(spent), "项目.1.收支.期末结转") == ["项目.1.执行.其他资金"]


def test_what_a_project_spent_over_the_year_is_its_execution() -> None:
    root = of_project("执行: {财政拨款: 5, 其他资金: 0.5}, 收支: {年初结转: 1, 收入: 6}")
    assert wan(root, "项目.1.收支.支出") == "5.5"
    assert node_at(root, "项目.1.收支.支出") == node_at(root, "项目.1.执行.合计")
    assert gaps(of_project("预算: {合计: 1}"), "项目.1.收支.支出") == [
        "项目.1.执行.财政拨款",
        "项目.1.执行.其他资金",
    ]


# Reviewed expenses

EXCLUDED = "扣除项: [{名称: 甲, 金额: 67750}, {名称: 乙, 金额: 48834}]"


def review(fields: str, more: str = "") -> Group:
    return figures_of(f"金额单位: 元\n公用经费核实: {{{fields}}}\n{more}")


def test_reviewed_expenses_are_what_was_booked_less_every_exclusion() -> None:
    root = review(f"账面: 457367, {EXCLUDED}")
    assert yuan(root, "公用经费核实.实际") == 340783
    assert figure(root, "公用经费核实.实际").formula == "账面－各扣除项"
    assert inputs(root, "公用经费核实.实际") == [
        "公用经费核实.账面",
        "公用经费核实.扣除项.1.金额",
        "公用经费核实.扣除项.2.金额",
    ]


@pytest.mark.parametrize("excluded", ["扣除项: 无", "扣除项: [{名称: 甲, 金额: 无}]"])
def test_where_nothing_is_excluded_all_that_was_booked_counts(excluded: str) -> None:
    assert yuan(review(f"账面: 457367, {excluded}"), "公用经费核实.实际") == 457367


def test_reviewed_expenses_wait_for_the_booked_ones_and_the_exclusions() -> None:
    assert gaps(review("账面: 457367"), "公用经费核实.实际") == ["公用经费核实.扣除项"]
    assert gaps(review(EXCLUDED), "公用经费核实.实际") == ["公用经费核实.账面"]
    blank = review("账面: 457367, 扣除项: [{名称: 甲}]")
    assert gaps(blank, "公用经费核实.实际") == ["公用经费核实.扣除项.1.金额"]


def test_typed_reviewed_expenses_print_and_keep_the_reckoned_ones() -> None:
    root = review(f"账面: 457367, {EXCLUDED}, 实际: 340000")
    assert yuan(root, "公用经费核实.实际") == 340000
    assert figure(root, "公用经费核实.实际").parts_sum == 340783
    assert figure(root, "公用经费核实.实际").parts == 3
    alone = review("实际: 340000")
    assert yuan(alone, "公用经费核实.实际") == 340000
    assert figure(alone, "公用经费核实.实际").parts_sum is None


BUDGETED = "基本支出: {公用经费: {决算: 9, 预算: 140000}}\n"


def test_the_budget_of_reviewed_expenses_is_that_of_routine_ones_unless_typed() -> None:
    assert yuan(review("账面: 1", BUDGETED), "公用经费核实.预算") == 140000
    assert yuan(review("预算: 150000", BUDGETED), "公用经费核实.预算") == 150000
    assert yuan(review("预算: 无", BUDGETED), "公用经费核实.预算") == 0
    assert gaps(review("账面: 1"), "公用经费核实.预算") == ["基本支出.公用经费.预算"]


# The work of evaluating, and the survey


def test_coverage_is_the_evaluated_part_of_the_expenditure() -> None:
    root = figures_of("支出: {合计: 581.67}\n评价工作: {自评金额: 553.67}\n")
    covered = figure(root, "评价工作.覆盖率")
    assert covered.number == quotient("553.67", "581.67")
    assert (covered.unit, covered.formula) == (Unit.RATIO, "自评金额÷支出合计×100%")
    assert inputs(root, "评价工作.覆盖率") == ["评价工作.自评金额", "支出.合计"]


def test_coverage_waits_for_both_amounts_and_needs_an_expenditure() -> None:
    assert gaps(figures_of("支出: {合计: 5}\n"), "评价工作.覆盖率") == ["评价工作.自评金额"]
    half = figures_of("支出: {基本支出: 5}\n评价工作: {自评金额: 5}\n")
    assert "支出.项目支出" in gaps(half, "评价工作.覆盖率")
    nothing = figures_of("支出: {合计: 0}\n评价工作: {自评金额: 0}\n")
    assert undefined(nothing, "评价工作.覆盖率") == "支出合计为0"


def test_how_many_came_back_and_how_many_of_these_are_valid() -> None:
    root = figures_of("满意度调查: {发放: 48, 回收: 45, 有效: 42}\n")
    assert figure(root, "满意度调查.回收率").number == quotient("45", "48")
    assert figure(root, "满意度调查.有效率").number == quotient("42", "45")
    for name in ("回收率", "有效率"):
        assert figure(root, f"满意度调查.{name}").unit is Unit.RATIO
    assert inputs(root, "满意度调查.有效率") == ["满意度调查.有效", "满意度调查.回收"]


def test_rates_of_a_survey_wait_for_its_numbers() -> None:
    root = figures_of("满意度调查: {发放: 48}\n")
    assert gaps(root, "满意度调查.回收率") == ["满意度调查.回收"]
    assert gaps(root, "满意度调查.有效率") == ["满意度调查.有效", "满意度调查.回收"]
    none = figures_of("满意度调查: {发放: 48, 回收: 0, 有效: 0}\n")
    assert figure(none, "满意度调查.回收率").number == 0
    assert undefined(none, "满意度调查.有效率") == "回收为0"
    assert undefined(figures_of("满意度调查: 无\n"), "满意度调查.回收率") == "发放为0"


# Money of a project by source

SOURCES = "年初资金: {财政拨款: %s, 上年结转: %s, 其他资金: %s}"


def test_the_initial_budget_of_a_project_is_summed_from_its_sources() -> None:
    root = of_project(SOURCES % ("5", "1.5", "无"))
    assert wan(root, "项目.1.年初预算") == "6.5"
    assert inputs(root, "项目.1.年初预算") == [
        "项目.1.年初资金.财政拨款",
        "项目.1.年初资金.上年结转",
        "项目.1.年初资金.其他资金",
    ]


def test_a_typed_initial_budget_prints_and_keeps_the_sum_of_its_sources() -> None:
    root = of_project("年初预算: 7, " + SOURCES % ("5", "1.5", "无"))
    assert wan(root, "项目.1.年初预算") == "7"
    assert figure(root, "项目.1.年初预算").parts_sum == Decimal(65000)
    half = of_project("年初预算: 7, " + SOURCES % ("5", "", "无"))
    assert wan(half, "项目.1.年初预算") == "7"
    assert figure(half, "项目.1.年初预算").parts_sum is None


def test_some_sources_of_the_initial_budget_ask_for_the_others() -> None:
    root = of_project("年初资金: {上年结转: 1.5}")
    assert gaps(root, "项目.1.年初预算") == [
        "项目.1.年初资金.财政拨款",
        "项目.1.年初资金.其他资金",
    ]
    assert gaps(of_project("预算: {合计: 1}"), "项目.1.年初预算") == ["项目.1.年初预算"]


def test_projects_with_an_initial_budget_by_source_are_in_that_of_the_department() -> None:
    root = figures_of(
        "部门预算: {年初: {合计: 10}}\n"
        f"项目: [{{名称: 甲, {SOURCES % ('5', '1.5', '无')}}}, {{名称: 乙}},"
        " {名称: 丙, 年初预算: 2}]\n"
    )
    assert wan(root, "部门预算.年初.项目支出") == "8.5"
    assert wan(root, "部门预算.年初.总计") == "18.5"


def test_the_initial_budget_of_the_department_waits_for_sources_that_are_half_filled() -> None:
    begun = "项目: [{名称: 甲, 年初资金: {财政拨款: 5}}]\n部门预算: {年初: {合计: 10}}\n"
    assert gaps(figures_of(begun), "部门预算.年初.总计") == [
        "项目.1.年初资金.上年结转",
        "项目.1.年初资金.其他资金",
    ]


def test_the_whole_initial_budget_may_be_typed() -> None:
    root = figures_of("部门预算: {年初: {总计: 20}}\n")
    assert wan(root, "部门预算.年初.总计") == "20"
    assert figure(root, "部门预算.年初.总计").parts_sum is None
    text = "部门预算: {年初: {合计: 10, 总计: 20}}\n项目: [{名称: 甲, 年初预算: 9}]\n"
    assert wan(figures_of(text), "部门预算.年初.总计") == "20"
    assert figure(figures_of(text), "部门预算.年初.总计").parts_sum == Decimal(190000)


MONEY = "预算: {财政拨款: 8, 其他资金: 无%s}, 执行: {财政拨款: 6, 其他资金: 无%s}"


def test_money_carried_over_is_a_source_where_it_is_given() -> None:
    root = of_project(MONEY % (", 上年结转: 4", ", 上年结转: 1"))
    assert wan(root, "项目.1.预算.合计") == "12"
    assert wan(root, "项目.1.执行.合计") == "7"
    assert yuan(root, "项目.1.完成率") == quotient("7", "12")
    assert inputs(root, "项目.1.预算.合计") == [
        "项目.1.预算.财政拨款",
        "项目.1.预算.上年结转",
        "项目.1.预算.其他资金",
    ]
    assert figure(root, "项目.1.预算.合计").formula == "财政拨款＋上年结转＋其他资金"
    none = of_project(MONEY % (", 上年结转: 无", ""))
    assert (wan(none, "项目.1.预算.合计"), wan(none, "项目.1.执行.合计")) == ("8", "6")


def test_money_carried_over_is_not_asked_for_in_the_total() -> None:
    root = of_project(MONEY % ("", ""))
    assert wan(root, "项目.1.预算.合计") == "8"
    assert inputs(root, "项目.1.预算.合计") == ["项目.1.预算.财政拨款", "项目.1.预算.其他资金"]
    assert figure(root, "项目.1.预算.合计").formula == "财政拨款＋其他资金"
    typed = of_project("预算: {合计: 8, 上年结转: 1, 财政拨款: 6, 其他资金: 无}")
    assert figure(typed, "项目.1.预算.合计").parts_sum == Decimal(70000)


def test_each_source_has_its_own_completion() -> None:
    root = of_project(MONEY % (", 上年结转: 4", ", 上年结转: 1"))
    assert yuan(root, "项目.1.执行.财政拨款.完成率") == Decimal("0.75")
    assert yuan(root, "项目.1.执行.上年结转.完成率") == Decimal("0.25")
    assert figure(root, "项目.1.执行.上年结转.完成率").unit is Unit.RATIO
    assert inputs(root, "项目.1.执行.财政拨款.完成率") == [
        "项目.1.执行.财政拨款",
        "项目.1.预算.财政拨款",
    ]
    assert undefined(root, "项目.1.执行.其他资金.完成率") == "其他资金为0"


def test_completion_of_a_source_waits_for_both_amounts() -> None:
    root = of_project("预算: {财政拨款: 8}, 执行: {其他资金: 1}")
    assert gaps(root, "项目.1.执行.财政拨款.完成率") == ["项目.1.执行.财政拨款"]
    assert gaps(root, "项目.1.执行.其他资金.完成率") == ["项目.1.预算.其他资金"]


# Targets in words

ROW = "{三级: 道路, 性质: %s, 指标值: %s, 完成值: %s, 单位: %s}"


@pytest.fixture(params=["项目.1.指标.1", "整体绩效.指标.1"])
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def row_of(place: str, row: str) -> Group:
    """Return the only row of indicators, of a project or of the department."""
    head = (
        "项目: [{名称: 甲, 指标: [%s]}]\n"
        if place.startswith("项目")
        else "整体绩效: {指标: [%s]}\n"
    )
    found = node_at(figures_of(head % row), place)
    assert isinstance(found, Group)
    return found


@pytest.mark.parametrize(
    ("typed", "expected", "achieved"),
    [
        (("≥", "95", "96.50", '"%"'), "≥95%", "96.50%"),
        (("=", "12", "12", "户"), "12户", "12户"),
        (("≤", "3", "2.5", "万元"), "≤3万元", "2.5万元"),
        (('">"', "0", "1", "次"), ">0次", "1次"),
        (('"<"', "0.10", "0", "天"), "<0.10天", "0天"),
        (("≥", "'1,200'", "'1,300'", "人"), "≥1200人", "1300人"),
        (("=", "2023", "2023", "无"), "2023", "2023"),
        (("", "12", "11", "户"), "12户", "11户"),
        (("≥", "12", "13", ""), "≥12", "13"),
        (("≤", "-5", "-6", '"%"'), "≤-5%", "-6%"),
        (("定性", "12", "11", "户"), "12户", "11户"),
    ],
)
def test_targets_and_results_are_spelled_from_their_numbers(
    place: str, typed: tuple[str, str, str, str], expected: str, achieved: str
) -> None:
    row = row_of(place, ROW % typed)
    assert (text(row, "预期"), text(row, "实际")) == (expected, achieved)


def test_what_was_spelled_comes_from_the_number(place: str) -> None:
    row = row_of(place, ROW % ("≥", "95", "96", '"%"'))
    for words, number in (("预期", "指标值"), ("实际", "完成值")):
        found = node_at(row, words)
        assert isinstance(found, Text)
        assert found.path == figure(row, number).path


def test_typed_words_are_kept(place: str) -> None:
    row = row_of(place, "{预期: 95%以上, 实际: 已完成, 性质: ≥, 指标值: 95, 完成值: 96}")
    assert (text(row, "预期"), text(row, "实际")) == ("95%以上", "已完成")
    none = row_of(place, "{预期: 无, 性质: ≥, 指标值: 95, 完成值: 96}")
    assert (text(none, "预期"), text(none, "实际")) == ("", "96")


@pytest.mark.parametrize(
    "row",
    [
        "{三级: 秩序, 性质: 定性, 完成程度: 达成}",
        "{性质: ≥, 指标值: 无, 完成值: 无, 单位: 户}",
        "{性质: ≥, 单位: 户}",
    ],
)
def test_without_a_number_the_words_are_still_to_be_typed(place: str, row: str) -> None:
    found = row_of(place, row)
    assert gaps(found, "预期") == [f"{place}.预期"]
    assert gaps(found, "实际") == [f"{place}.实际"]


def test_one_number_spells_one_of_the_two(place: str) -> None:
    found = row_of(place, "{性质: ≥, 完成值: 96, 单位: 户}")
    assert gaps(found, "预期") == [f"{place}.预期"]
    assert text(found, "实际") == "96户"


def test_a_row_with_a_number_alone_is_not_blank() -> None:
    kept = of_project("指标: [{三级: , 指标值: }, {指标值: 5}, {分值: 3}]")
    assert len(rows(kept, "项目.1.指标").entries) == 2
    assert text(kept, "项目.1.指标.1.预期") == "5"
    assert gaps(of_project("指标: [{三级: , 指标值: }]"), "项目.1.指标") == ["项目.1.指标"]
    assert gaps(EMPTY, "整体绩效.指标") == ["整体绩效.指标"]


# What was complete still is


@pytest.mark.parametrize("name", ["minimal", "miyi-2020", "panzhihua-2020"])
def test_a_department_year_that_was_complete_still_is(name: str) -> None:
    source = read_input(EXAMPLES / f"{name}.yaml")
    outcome = make(source, "sichuan-final-accounts")
    assert [f.message for f in outcome.findings if f.id == GAP] == []
    assert not outcome.is_draft


@pytest.mark.parametrize(
    "path",
    [
        "收支总计",
        "收支总计.支出方",
        "结转结余.年初",
        "结转结余.年末",
        "人员.编制合计",
        "项目.1.预算.合计",
        "项目.1.执行.合计",
        "项目.1.完成率",
        "一般公共预算财政拨款支出.科目.1",
        "一般公共预算财政拨款支出.科目.1.款.1.项.1",
    ],
)
def test_optional_fields_that_were_left_out_leave_no_gap(path: str) -> None:
    source = read_input(EXAMPLES / "minimal.yaml")
    assert not isinstance(figure(source.figures, path).value, Missing)
