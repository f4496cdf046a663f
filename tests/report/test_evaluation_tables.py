"""What evaluation reports lay out: detail tables, money of projects, scores in every list."""

from __future__ import annotations

import pytest
from indicator_systems import BOTH, systems_of
from typed_inputs import figure, figures_of, gaps, inputs, node_at, rows, text, wan, yuan

from drafter.figures.derive import derive
from drafter.figures.nodes import Group, Node, children_of
from drafter.model.year import DepartmentYear
from drafter.report.assemble import assemble
from drafter.report.evaluation import ECONOMIC, OTHER, Wanted

FUND = "一般公共预算财政拨款支出"
FUNDS = "政府性基金预算财政拨款支出"
COLUMNS = (*ECONOMIC, OTHER)
EMPTY = assemble(derive(DepartmentYear()), None, "部门", {}).data


def report(typed: str, wanted: Wanted | None = None) -> Group:
    return assemble(figures_of(typed), 2023, "部门", {}, wanted).data


def names(data: Group, path: str) -> list[str]:
    return [text(row, "名称") for row in rows(data, path).entries]


# Expenditure in detail: 科目 by economic class

DETAIL = f"""
支出: {{合计: 100}}
{FUND}:
  科目:
    - 名称: 教育
      款:
        - 名称: 普通教育
          项:
            - 名称: 小学教育
              经济分类:
                - {{名称: 工资福利支出, 决算: 40}}
                - {{名称: 商品和服务支出, 决算: 5}}
            - 名称: 初中教育
              经济分类: [{{名称: 工资福利支出, 决算: 12}}, {{名称: 债务利息, 决算: 1}}]
            - {{名称: 高中教育, 决算: 0}}
        - {{名称: 职业教育, 决算: 0}}
    - 名称: 城乡社区
      款:
        - 名称: 城乡社区管理事务
          项: [{{名称: 行政运行, 经济分类: [{{名称: 商品和服务支出, 决算: 2}}]}}]
    - {{名称: 农林水, 决算: 0}}
{FUNDS}:
  科目:
    - 名称: 城乡社区支出
      款:
        - 名称: 城乡社区管理事务
          项:
            - {{名称: 行政运行, 经济分类: [{{名称: 资本性支出, 决算: 30}}]}}
            - {{名称: 城管执法, 经济分类: [{{名称: 资本性支出, 决算: 10}}]}}
国有资本经营预算财政拨款支出: 无
"""


def amounts(row: Node) -> dict[str, str]:
    """Return what of a row is not 0, by economic class, in 万元."""
    cells = {name: wan(row, name) for name in COLUMNS}
    return {name: cell for name, cell in cells.items() if cell != "0"}


def table(data: Group) -> list[tuple[int, str, str, dict[str, str]]]:
    """Return the rows of the detail table: level, name, amount, and the columns that are not 0."""
    return [
        (int(yuan(row, "级次")), text(row, "名称"), wan(row, "本年支出"), amounts(row))
        for row in rows(data, "支出.明细.行").entries
    ]


def test_the_detail_table_has_a_row_for_every_level_that_was_spent() -> None:
    assert table(report(DETAIL)) == [
        (1, "教育", "58", {"工资福利支出": "52", "商品和服务支出": "5", "其他": "1"}),
        (2, "普通教育", "58", {"工资福利支出": "52", "商品和服务支出": "5", "其他": "1"}),
        (3, "小学教育", "45", {"工资福利支出": "40", "商品和服务支出": "5"}),
        (3, "初中教育", "13", {"工资福利支出": "12", "其他": "1"}),
        (1, "城乡社区", "42", {"商品和服务支出": "2", "资本性支出": "40"}),
        (2, "城乡社区管理事务", "42", {"商品和服务支出": "2", "资本性支出": "40"}),
        (3, "行政运行", "32", {"商品和服务支出": "2", "资本性支出": "30"}),
        (3, "城管执法", "10", {"资本性支出": "10"}),
    ]


def test_every_row_and_every_column_adds_up() -> None:
    """E1: a row is the sum of its columns, a level is the sum of the one below it."""
    data = report(DETAIL)
    held = [*rows(data, "支出.明细.行").entries, node_at(data, "支出.明细.合计")]
    for row in held:
        assert sum(yuan(row, name) for name in COLUMNS) == yuan(row, "本年支出")
    for name in ("本年支出", *COLUMNS):
        by_level = {
            level: sum(yuan(row, name) for row in held if yuan(row, "级次") == level)
            for level in range(4)
        }
        assert len(set(by_level.values())) == 1, (name, by_level)


def test_the_total_of_the_detail_table_is_the_expenditure_by_class() -> None:
    data = report(DETAIL)
    assert text(data, "支出.明细.合计.名称") == "合计"
    assert yuan(data, "支出.明细.合计.级次") == 0
    assert wan(data, "支出.明细.合计.本年支出") == "100"
    wanted = {"工资福利支出": "52", "商品和服务支出": "7", "资本性支出": "40", "其他": "1"}
    assert amounts(node_at(data, "支出.明细.合计")) == amounts(node_at(data, "支出.明细")) == wanted


def test_a_merged_row_comes_from_every_fund() -> None:
    data = report(DETAIL)
    items = [
        f"{FUND}.科目.2.款.1.项.1.经济分类.1",
        f"{FUNDS}.科目.1.款.1.项.1.经济分类.1",
    ]
    assert inputs(data, "支出.明细.行.7.本年支出") == items
    assert inputs(data, "支出.明细.行.7.资本性支出") == items[1:]


def test_sections_of_one_name_in_different_classes_stay_apart() -> None:
    running = (
        "款: [{名称: 行政事务, 项: [{名称: 行政运行, 经济分类: [{名称: 工资福利支出, 决算: %s}]}]}]"
    )
    listed = ", ".join(f"{{名称: {n}, {running % a}}}" for n, a in (("教育", 3), ("住房保障", 4)))
    data = report(f"支出: {{合计: 7}}\n{FUND}: {{科目: [{listed}]}}\n{NO_OTHER_FUND}")
    assert [row[:3] for row in table(data)] == [
        (1, "教育", "3"), (2, "行政事务", "3"), (3, "行政运行", "3"),
        (1, "住房保障", "4"), (2, "行政事务", "4"), (3, "行政运行", "4"),
    ]  # fmt: skip


ITEM = f"""
支出: {{合计: 10}}
{FUND}:
  科目: [{{名称: 教育, 款: [{{名称: 普通教育, 项: [
    {{名称: 小学教育, 经济分类: [{{名称: %s, 决算: 10}}]}}]}}]}}]
政府性基金预算财政拨款支出: 无
国有资本经营预算财政拨款支出: 无
"""


@pytest.mark.parametrize(
    ("typed", "column"),
    [
        ("工资福利支出", "工资福利支出"),
        ("商品和服务支出", "商品和服务支出"),
        ("商品服务支出", "商品和服务支出"),
        ("对个人和家庭的补助", "对个人和家庭的补助"),
        ("对个人和家庭支出", "对个人和家庭的补助"),
        ("对个人和家庭的补助支出", "对个人和家庭的补助"),
        ("其他资本性支出", "资本性支出"),
        ("对企事业单位的补贴", "对企业补助"),
        ("债务利息及费用支出", "其他"),
        ("其他", "其他"),
    ],
)
def test_classes_are_known_under_their_other_wordings(typed: str, column: str) -> None:
    data = report(ITEM % typed)
    assert {tuple(amounts(row)) for row in rows(data, "支出.明细.行").entries} == {(column,)}
    assert amounts(node_at(data, "支出.明细")) == {column: "10"}
    shown = typed if column == "其他" else column
    assert names(data, "支出.按经济分类") == [shown]


# Missing parts of the detail table

SHARES = f"""
支出: {{合计: 30}}
{FUND}:
  科目:
    - 名称: 教育
      款:
        - 名称: 普通教育
          项:
            - {{名称: 小学教育, 决算: 10, 经济分类: [{{名称: 工资福利支出, 决算: %s}}]}}
            - {{名称: 初中教育, 决算: 20%s}}
            - {{名称: 高中教育, 决算: 0}}
政府性基金预算财政拨款支出: 无
国有资本经营预算财政拨款支出: 无
"""
SECOND = f"{FUND}.科目.1.款.1.项.2.经济分类"


def test_an_item_without_economic_classes_waits_for_them() -> None:
    data = report(SHARES % ("10", ""))
    assert gaps(data, "支出.明细.行.4.工资福利支出") == [SECOND]
    assert gaps(data, "支出.明细.行.4.其他") == [SECOND]
    assert wan(data, "支出.明细.行.4.本年支出") == "20"
    assert wan(data, "支出.明细.行.3.工资福利支出") == "10"
    assert wan(data, "支出.明细.行.3.资本性支出") == "0"


@pytest.mark.parametrize("row", ["支出.明细.行.1", "支出.明细.行.2", "支出.明细.合计", "支出.明细"])
def test_what_is_above_an_item_without_economic_classes_waits_for_them_too(row: str) -> None:
    """A sum over some of the items would pass for the whole."""
    data = report(SHARES % ("10", ""))
    assert gaps(data, f"{row}.工资福利支出") == [SECOND]
    assert gaps(data, f"{row}.资本性支出") == [SECOND]


def test_a_share_without_an_amount_is_waited_for_wherever_it_counts() -> None:
    share = f"{FUND}.科目.1.款.1.项.1.经济分类.1"
    data = report(SHARES % ("", ", 经济分类: [{名称: 资本性支出, 决算: 20}]"))
    for row in ("行.1", "行.2", "行.3", "合计"):
        assert gaps(data, f"支出.明细.{row}.工资福利支出") == [share]
    assert wan(data, "支出.明细.合计.资本性支出") == "20"
    assert gaps(data, "支出.按经济分类.1") == [share]


@pytest.mark.parametrize(
    ("classes", "gap"),
    [
        ("{名称: 教育, 决算: 30}", f"{FUND}.科目.1.款"),
        ("{名称: 教育, 款: [{名称: 普通教育, 决算: 30}]}", f"{FUND}.科目.1.款.1.项"),
        (
            "{名称: 教育, 款: [{名称: 普通教育, 项: [{名称: 小学教育, 决算: 30}]}]}",
            f"{FUND}.科目.1.款.1.项.1.经济分类",
        ),
    ],
)
def test_a_row_waits_for_what_can_be_filled(classes: str, gap: str) -> None:
    """Only an item has economic classes: a class asks for its sections, a section for its items."""
    data = report(f"支出: {{合计: 30}}\n{FUND}: {{科目: [{classes}]}}\n{NO_OTHER_FUND}")
    for row in (*rows(data, "支出.明细.行").entries, node_at(data, "支出.明细.合计")):
        assert gaps(row, "工资福利支出") == [gap]
    assert gaps(data, "支出.明细.其他") == [gap]


NO_OTHER_FUND = "政府性基金预算财政拨款支出: 无\n国有资本经营预算财政拨款支出: 无\n"


def test_a_name_or_an_amount_still_to_be_filled_keeps_its_row() -> None:
    items = "[{名称: 小学教育}, {决算: 5, 经济分类: [{名称: 其他, 决算: 5}]}]"
    inner = f"款: [{{名称: 普通教育, 项: {items}}}]"
    data = report(
        f"支出: {{合计: 9}}\n{FUND}: {{科目: [{{名称: 教育, {inner}}}]}}\n{NO_OTHER_FUND}"
    )
    listed = f"{FUND}.科目.1.款.1.项"
    assert len(rows(data, "支出.明细.行").entries) == 4
    assert gaps(data, "支出.明细.行.3.本年支出") == [f"{listed}.1"]
    assert gaps(data, "支出.明细.行.3.工资福利支出") == [f"{listed}.1"]
    assert gaps(data, "支出.明细.行.4.名称") == [f"{listed}.2.名称"]


def test_the_detail_table_waits_for_the_accounts() -> None:
    assert f"{FUND}.科目" in gaps(EMPTY, "支出.明细.行")
    assert "支出.基本支出" in gaps(EMPTY, "支出.明细.合计.本年支出")


def test_the_detail_table_waits_for_the_classes_of_every_fund() -> None:
    only = f"支出: {{合计: 30}}\n{FUND}: {{科目: [{{名称: 教育, 决算: 30}}]}}\n"
    assert gaps(report(only), "支出.明细.行") == [
        f"{FUNDS}.科目",
        "国有资本经营预算财政拨款支出.科目",
    ]


def test_a_fund_out_of_which_nothing_was_spent_has_no_classes_to_wait_for() -> None:
    only = f"支出: {{合计: 30}}\n{FUND}: {{科目: [{{名称: 教育, 决算: 30}}]}}\n"
    others = f"{FUNDS}: {{合计: 0}}\n国有资本经营预算财政拨款支出: 无\n"
    assert names(report(only + others), "支出.明细.行") == ["教育"]


# Expenditure by economic class


def test_economic_classes_are_summed_over_the_items_in_their_usual_order() -> None:
    data = report(DETAIL)
    assert names(data, "支出.按经济分类") == [
        "工资福利支出",
        "商品和服务支出",
        "资本性支出",
        "债务利息",
    ]
    shares = [figure(data, f"支出.按经济分类.{n}") for n in range(1, 5)]
    assert [share.number and int(share.number / 10000) for share in shares] == [52, 7, 40, 1]
    assert shares[0].formula == "各科目之和"
    assert inputs(data, "支出.按经济分类.1") == [
        f"{FUND}.科目.1.款.1.项.1.经济分类.1",
        f"{FUND}.科目.1.款.1.项.2.经济分类.1",
    ]


def test_wordings_of_one_class_are_one_row() -> None:
    shares = "[{名称: 其他资本性支出, 决算: 4}, {名称: 资本性支出, 决算: 6}]"
    data = report((ITEM % "甲").replace("[{名称: 甲, 决算: 10}]", shares))
    assert names(data, "支出.按经济分类") == ["资本性支出"]
    assert wan(data, "支出.按经济分类.1") == "10"


def test_a_class_that_nothing_was_spent_on_has_no_row() -> None:
    shares = "[{名称: 工资福利支出, 决算: 0}, {名称: 资本性支出, 决算: 6}, {名称: 其他, 决算: 无}]"
    data = report((ITEM % "甲").replace("[{名称: 甲, 决算: 10}]", shares))
    assert names(data, "支出.按经济分类") == ["资本性支出"]


def test_typed_economic_classes_come_first_and_as_typed() -> None:
    typed = (
        "[{名称: 商品服务支出, 决算: 30}, {名称: 工资福利支出, 决算: 70},"
        " {名称: 资本性支出, 决算: 0}, {名称: 其他}]"
    )
    data = report(DETAIL.replace("{合计: 100}", f"{{合计: 100, 经济分类: {typed}}}"))
    assert names(data, "支出.按经济分类") == ["商品服务支出", "工资福利支出", "其他"]
    assert wan(data, "支出.按经济分类.2") == "70"
    assert gaps(data, "支出.按经济分类.3") == ["支出.经济分类.4"]


def test_without_any_economic_classes_they_are_waited_for() -> None:
    assert gaps(EMPTY, "支出.按经济分类") == ["支出.经济分类"]
    classes = f"{FUND}: {{科目: [{{名称: 教育, 决算: 30}}]}}\n"
    assert gaps(report(classes), "支出.按经济分类") == ["支出.经济分类"]


def test_economic_classes_of_some_items_are_not_those_of_the_expenditure() -> None:
    assert gaps(report(SHARES % ("10", "")), "支出.按经济分类") == [SECOND]


# Expenditure by functional class


def test_functional_classes_typed_for_all_funds_come_first() -> None:
    typed = "[{名称: 教育, 决算: 60}, {名称: 农林水, 决算: 0}, {名称: 城乡社区, 决算: 40}]"
    data = report(DETAIL.replace("{合计: 100}", f"{{合计: 100, 功能分类: {typed}}}"))
    assert names(data, "各类支出") == ["教育", "城乡社区"]
    assert [wan(data, f"各类支出.{n}") for n in (1, 2)] == ["60", "40"]
    blank = report("支出: {功能分类: [{名称: 教育}]}\n")
    assert gaps(blank, "各类支出.1") == ["支出.功能分类.1"]


def test_functional_classes_of_the_funds_are_added_up_where_none_were_typed() -> None:
    data = report(DETAIL)
    assert names(data, "各类支出") == ["教育", "城乡社区"]
    assert [wan(data, f"各类支出.{n}") for n in (1, 2)] == ["58", "42"]
    assert gaps(EMPTY, "各类支出")[0] == f"{FUND}.科目"


# Money of the projects over the year

PROJECTS = """
项目:
  - {名称: 甲, 执行: {合计: 5}, 收支: {年初结转: 1, 收入: 6, 收入本月: 2, 支出本月: 1}}
  - {名称: 乙, 执行: {合计: 9}}
  - {名称: 丙, 执行: {合计: 2.5}, 收支: {年初结转: 无, 收入: 4, 收入本月: 无, 支出本月: %s}}
"""
FLOWS = {"年初结转": "1", "收入本月": "2", "收入": "10", "支出": "7.5", "期末结转": "3.5"}


def test_the_table_of_project_money_lists_the_projects_that_state_theirs() -> None:
    data = report(PROJECTS % "1")
    assert names(data, "项目收支.行") == ["甲", "丙"]
    assert wan(data, "项目收支.行.2.收支.期末结转") == "1.5"
    assert wan(data, "项目收支.行.1.收支.支出") == "5"


def test_the_table_of_project_money_has_a_total() -> None:
    data = report(PROJECTS % "1.5")
    total = {name: wan(data, f"项目收支.合计.{name}") for name in (*FLOWS, "支出本月")}
    assert total == {**FLOWS, "支出本月": "2.5"}
    assert figure(data, "项目收支.合计.收入").formula == "各项目之和"
    assert inputs(data, "项目收支.合计.收入") == ["项目.1.收支.收入", "项目.3.收支.收入"]


def test_a_total_of_project_money_waits_for_every_listed_project() -> None:
    data = report(PROJECTS % "")
    assert gaps(data, "项目收支.合计.支出本月") == ["项目.3.收支.支出本月"]
    assert wan(data, "项目收支.合计.支出") == "7.5"


def test_one_of_opening_and_received_money_is_enough_to_be_listed() -> None:
    data = report(
        "项目: [{名称: 甲, 收支: {年初结转: 1}}, {名称: 乙, 收支: {收入: 0}}, {名称: 丙}]\n"
    )
    assert names(data, "项目收支.行") == ["甲", "乙"]
    assert gaps(data, "项目收支.合计.收入") == ["项目.1.收支.收入"]


def test_a_project_without_money_of_its_own_is_not_listed() -> None:
    data = report(PROJECTS % "1" + "  - {名称: 丁, 执行: {合计: 3}, 收支: 无}\n")
    assert names(data, "项目收支.行") == ["甲", "丙"]
    assert wan(data, "项目收支.合计.支出") == "7.5"


def test_without_stated_money_the_total_waits_for_it() -> None:
    data = report("项目: [{名称: 乙, 执行: {合计: 9}}]\n")
    assert rows(data, "项目收支.行").value == ()
    assert gaps(data, "项目收支.合计.收入") == ["项目.收支"]
    for path in ("项目收支.行", "项目收支.合计.年初结转"):
        assert gaps(EMPTY, path) == ["项目"]


def test_a_department_without_projects_has_no_money_to_ask_for() -> None:
    data = report("项目: 无\n")
    assert rows(data, "项目收支.行").value == ()
    assert [wan(data, f"项目收支.合计.{name}") for name in FLOWS] == ["0"] * len(FLOWS)


# The projects that a report is about

THREE = "项目: [{名称: 甲}, {名称: 乙}, {名称: 丙}]\n"


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ((), ["甲", "乙", "丙"]),
        (("乙",), ["乙"]),
        (("丙", "甲"), ["甲", "丙"]),
        (("丁",), []),
        (("丁", "丙"), ["丙"]),
    ],
)
def test_a_report_may_be_about_some_of_the_projects(
    wanted: tuple[str, ...], chosen: list[str]
) -> None:
    data = report(THREE, Wanted(projects=wanted))
    assert names(data, "所选项目") == chosen
    assert names(data, "项目") == ["甲", "乙", "丙"]


def test_projects_still_to_be_filled_are_waited_for_whichever_were_chosen() -> None:
    assert gaps(EMPTY, "所选项目") == ["项目"]
    assert gaps(report("收入: 无\n", Wanted(projects=("乙",))), "所选项目") == ["项目"]
    assert rows(report("项目: 无\n"), "所选项目").value == ()


def test_a_chosen_project_is_the_one_of_the_list() -> None:
    data = report(THREE, Wanted(projects=("乙",)))
    assert node_at(data, "所选项目.1") == node_at(data, "项目.2")


# Scores

SCORED = """
支出: {合计: {决算: 90, 预算: 100}}
指标评分: [{指标: 词, 不符合: [1]}]
整体绩效: {指标: [{三级: 道路, 性质: ≥, 指标值: 4, 完成值: 3, 分值: 84}]}
部门预算: {年初: {合计: 10}}
项目:
  - 名称: 甲
    阶段: [事前评估, 绩效目标, 绩效监控, 绩效自评, 公开, 部门评价]
    年初预算: 5
    预算: {合计: 10}
    执行: {合计: 8}
    收支: {年初结转: 4, 收入: 5}
    指标: [{一级: 产出指标, 三级: 水渠, 性质: ≥, 指标值: 20, 完成值: 10, 分值: 90}]
  - 名称: 乙
    阶段: [绩效自评]
    预算单位: 某站
    年初预算: 5
    是否完成: 否
    次序: {年初预算: 1}
    预算: {合计: 10}
    执行: {合计: 10}
    指标: [{一级: 产出指标, 三级: 桥梁, 性质: ≥, 指标值: 20, 完成值: 20, 分值: 90}]
  - 名称: 丙
    阶段: 无
    专项资金: 本级
    预算: {合计: 10}
    执行: {合计: 5}
    指标: [{一级: 产出指标, 三级: 管网, 性质: ≥, 指标值: 20, 完成值: 0, 分值: 90}]
"""
TOTALS = {"甲": 53, "乙": 100, "丙": 5}
WANTED = Wanted(systems_of(BOTH))


def test_the_department_is_scored() -> None:
    data = report(SCORED, WANTED)
    assert text(data, "评分.体系") == "部门指标"
    assert yuan(data, "评分.总分") == 9 + 3 + 63
    assert names(data, "评分.指标") == ["词", "道路"]
    assert names(data, "评分.单列") == ["预算执行率"]


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("项目", ["甲", "乙", "丙"]),
        ("所选项目", ["甲", "乙", "丙"]),
        ("项目收支.行", ["甲"]),
        ("绩效管理.环节.事前评估", ["甲"]),
        ("绩效管理.环节.绩效目标", ["甲"]),
        ("绩效管理.环节.绩效监控", ["甲"]),
        ("绩效管理.环节.绩效自评", ["甲", "乙"]),
        ("绩效管理.环节.公开", ["甲"]),
        ("绩效管理.环节.部门评价", ["甲"]),
        ("项目清单.年初", ["乙", "甲"]),
        ("项目清单.年初单位", ["乙"]),
        ("项目清单.年初未完成", ["乙"]),
        ("项目清单.专项", ["丙"]),
        ("项目清单.本级", ["丙"]),
    ],
)
def test_projects_have_their_scores_in_every_list(path: str, listed: list[str]) -> None:
    data = report(SCORED.replace("部门预算:", "部门: {全称: 甲局}\n部门预算:"), WANTED)
    scored = {text(row, "名称"): yuan(row, "评分.总分") for row in rows(data, path).entries}
    assert list(scored) == listed
    assert scored == {name: TOTALS[name] for name in listed}


def test_chosen_projects_have_their_scores() -> None:
    data = report(SCORED, Wanted(WANTED.systems, projects=("乙",)))
    assert names(data, "所选项目") == ["乙"]
    assert yuan(data, "所选项目.1.评分.总分") == 100


def test_a_project_is_scored_by_its_own_money_and_its_own_indicators() -> None:
    data = report(SCORED, WANTED)
    assert [yuan(data, f"项目.{n}.评分.单列.1.得分") for n in (1, 2, 3)] == [8, 10, 5]
    assert names(data, "项目.2.评分.指标") == ["桥梁"]
    assert inputs(data, "项目.3.评分.单列.1.得分") == ["项目.3.执行.合计", "项目.3.预算.合计"]


def test_without_an_indicator_system_nothing_is_scored() -> None:
    data = report(SCORED)
    assert "评分" not in data.items
    assert all("评分" not in children_of(row) for row in rows(data, "项目").entries)


def test_each_system_scores_what_it_is_for() -> None:
    department, project = BOTH[: BOTH.index("项目:\n")], BOTH[BOTH.index("项目:\n") :]
    one = report(SCORED, Wanted(systems_of(department)))
    assert "评分" in one.items
    assert "评分" not in children_of(node_at(one, "项目.1"))
    other = report(SCORED, Wanted(systems_of(project)))
    assert "评分" not in other.items
    assert yuan(other, "项目.1.评分.总分") == 53


def test_scores_wait_for_projects_that_are_still_to_be_listed() -> None:
    data = report("收入: 无\n", WANTED)
    assert gaps(data, "项目") == ["项目"]
    assert rows(report("项目: 无\n", WANTED), "项目").value == ()


@pytest.mark.parametrize("key", ["项目.乙", "项目.2"])
def test_a_published_score_of_a_project_is_found_by_its_name_or_its_number(key: str) -> None:
    unknown = SCORED.replace("执行: {合计: 10}", "执行: {合计: }")
    waited = gaps(report(unknown, WANTED), "项目.2.评分.总分")
    assert waited == ["项目.2.执行.财政拨款", "项目.2.执行.其他资金"]
    data = report(unknown, Wanted(WANTED.systems, {f"{key}.评分.总分": "97"}))
    assert yuan(data, "项目.2.评分.总分") == 97
    assert figure(data, "项目.2.评分.总分").formula == "已公布"
    assert yuan(data, "绩效管理.环节.绩效自评.2.评分.总分") == 97
    assert yuan(data, "项目.1.评分.总分") == 53


def test_what_is_wrong_with_the_scores_is_handed_on_for_projects_and_the_department() -> None:
    wrong = SCORED.replace("分值: 84}", "分值: 80}").replace("完成值: 20, 分值: 90", "分值: 80")
    made = assemble(figures_of(wrong), 2023, "部门", {}, WANTED)
    told = [(".".join(str(s) for s in p.path), p.is_mild) for p in made.problems]
    assert ("项目.1.指标", False) in told
    assert ("整体绩效.指标", False) in told
    assert assemble(figures_of(wrong), 2023, "部门", {}).problems == ()
