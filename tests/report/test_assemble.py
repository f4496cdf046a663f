from __future__ import annotations

import pytest
from typed_inputs import (
    example,
    figure,
    figures_of,
    gaps,
    node_at,
    rows,
    text,
    undefined,
    wan,
    yuan,
)

from drafter.figures.derive import EXPENDITURE_NATURES, REVENUE_SOURCES, derive
from drafter.figures.nodes import Figure, Flag, Group, Missing, Rows, Text
from drafter.model.year import DepartmentYear
from drafter.report.assemble import Report, assemble

FUND = "一般公共预算财政拨款支出"


def report(typed: str, **options: str) -> Report:
    return assemble(figures_of(typed), 2020, "部门", options)


def names(root: Group, path: str) -> list[str]:
    """Return the names of the rows at the path, or the words where the rows are words."""
    return [
        row.plain if isinstance(row, Text) else text(row, "名称")
        for row in rows(root, path).entries
    ]


# What every report has


def test_the_header_can_be_named() -> None:
    data = assemble(derive(DepartmentYear()), 2020, "单位", {"收入零项": "隐藏"}).data
    assert yuan(data, "年度") == 2020
    assert yuan(data, "上年度") == 2019
    assert text(data, "口径") == "单位"
    assert node_at(data, "选项.收入零项") == Flag("隐藏")


def test_an_unknown_year_is_a_gap() -> None:
    made = assemble(derive(DepartmentYear()), None, "部门", {})
    assert made.year == 0
    assert gaps(made.data, "年度") == gaps(made.data, "上年度") == ["年度"]


def test_an_empty_year_can_be_assembled_with_every_option() -> None:
    options = {"收入零项": "隐藏", "具体情况": "项", "列举项目": "前三个"}
    data = assemble(derive(DepartmentYear()), None, "部门", options).data
    assert gaps(data, f"{FUND}.列示") == gaps(data, f"{FUND}.具体") == [f"{FUND}.科目"]
    assert gaps(data, "绩效管理.个数.绩效自评") == ["项目"]
    assert gaps(data, "绩效管理.列举") == gaps(data, "绩效管理.开展环节") == ["项目"]
    assert gaps(data, "机构.行政单位数") == ["机构.下属单位"]
    assert rows(data, "非财政拨款支出.列示").value == ()


# Enumerations

ACCOUNTS = """
收入: {一般公共预算财政拨款: 5, 事业: 无, 经营: 0, 其他: 1}
支出: {基本支出: 6, 项目支出: 0, 上缴上级支出: 无}
"""


def test_zero_lines_are_shown_unless_the_option_hides_them() -> None:
    shown = report(ACCOUNTS, 收入零项="显示", 支出零项="显示").data
    hidden = report(ACCOUNTS, 收入零项="隐藏", 支出零项="隐藏").data
    # What the department does not have (无) is not listed at all; 0 is a line of its own.
    assert names(shown, "收入.列示") == [n for n in REVENUE_SOURCES if n != "事业"]
    assert names(shown, "支出.列示") == [n for n in EXPENDITURE_NATURES if n != "上缴上级支出"]
    filled = [n for n in REVENUE_SOURCES if n not in {"事业", "经营"}]
    assert names(hidden, "收入.列示") == names(shown, "收入.非零") == filled
    # What is still to be filled is no zero line: it must show as a gap.
    assert names(hidden, "支出.列示") == ["基本支出", "经营支出", "对附属单位补助支出"]


def test_subordinate_units_are_counted_by_kind() -> None:
    data = report(
        """
机构:
  下属单位:
    - {名称: 甲, 类型: 其他事业单位}
    - {名称: 乙, 类型: 参公事业单位}
    - {名称: 丙, 类型: 其他事业单位}
"""
    ).data
    kinds = {k: yuan(data, f"机构.{k}数") for k in ("行政单位", "参公事业单位", "其他事业单位")}
    assert kinds == {"行政单位": 0, "参公事业单位": 1, "其他事业单位": 2}
    assert figure(data, "机构.行政单位数").formula == "类型为行政单位的下属单位个数"
    none = report("机构: {下属单位: 无}").data
    assert yuan(none, "机构.其他事业单位数") == 0


# Functional classification

CLASSES = f"""
{FUND}:
  科目:
    - 名称: 教育
      款:
        - 名称: 普通教育
          项:
            - {{名称: 学前教育, 决算: 1}}
            - {{名称: 小学教育, 决算: 0}}
            - {{名称: 其他支出, 决算: 2}}
        - 名称: 其他教育支出
          项: [{{名称: 其他支出, 决算: 4}}]
    - {{名称: 农林水, 决算: 0}}
政府性基金预算财政拨款支出:
  科目: [{{名称: 城乡社区, 决算: 9}}]
"""


def test_only_classes_with_expenditure_are_listed() -> None:
    data = report(CLASSES).data
    assert names(data, f"{FUND}.列示") == ["教育"]
    # A fund whose classes are not known would be missing from the list of all.
    assert gaps(data, "各类支出") == ["国有资本经营预算财政拨款支出.科目"]
    whole = report(f"{CLASSES}国有资本经营预算财政拨款支出: 无\n").data
    assert names(whole, "各类支出") == ["教育", "城乡社区"]
    total = "国有资本经营预算财政拨款支出: {合计: 0}\n"
    assert names(report(CLASSES + total).data, "各类支出") == ["教育", "城乡社区"]


def test_by_class_each_row_names_its_sections_and_items_once() -> None:
    data = report(CLASSES, 具体情况="类").data
    assert [text(row, "类名") for row in entries(data)] == ["教育"]
    assert names(data, f"{FUND}.具体.1.款名") == ["普通教育", "其他教育支出"]
    assert names(data, f"{FUND}.具体.1.项名") == ["学前教育", "小学教育", "其他支出"]
    assert wan(data, f"{FUND}.具体.1") == "7"


def entries(data: Group) -> tuple[Figure, ...]:
    return tuple(row for row in rows(data, f"{FUND}.具体").entries if isinstance(row, Figure))


def by_item(typed: str) -> list[tuple[list[str], list[str], str]]:
    data = report(typed, 具体情况="项").data
    return [
        (names_of(row, "款名"), names_of(row, "项名"), str(row.number and row.number.normalize()))
        for row in entries(data)
    ]


def names_of(row: Figure, child: str) -> list[str]:
    found = node_at(row, child)
    assert isinstance(found, Rows)
    if isinstance(found.value, Missing):
        return [f"待补 {found.value.paths[0][-1]}"]
    return [word.plain for word in found.entries if isinstance(word, Text)]


def test_by_item_each_item_with_expenditure_has_a_row() -> None:
    assert by_item(CLASSES) == [
        (["普通教育"], ["学前教育"], "1E+4"),
        (["普通教育"], ["其他支出"], "2E+4"),
        (["其他教育支出"], ["其他支出"], "4E+4"),
    ]


def test_by_item_no_amount_falls_out_for_not_being_broken_down() -> None:
    typed = f"""
{FUND}:
  科目:
    - {{名称: 教育, 决算: 1}}
    - {{名称: 科学技术, 款: [{{名称: 甲, 决算: 2}}, {{名称: 乙, 决算: 3, 项: 无}}]}}
    - {{名称: 住房保障, 决算: 4, 款: 无}}
    - {{名称: 农林水, 款: [{{名称: 丙, 决算: 0}}]}}
"""
    assert by_item(typed) == [
        (["待补 款"], ["待补 款"], "1E+4"),
        (["甲"], ["待补 项"], "2E+4"),
        (["乙"], [], "3E+4"),
        ([], [], "4E+4"),
    ]


def test_by_item_an_item_without_amount_is_a_gap() -> None:
    typed = f"{FUND}: {{科目: [{{名称: 甲, 决算: 5, 款: [{{名称: 乙, 项: [丙]}}]}}]}}"
    assert by_item(typed) == [(["乙"], ["丙"], "None")]


# Projects

PROJECTS = """
部门: {全称: 某局}
项目:
  - {名称: 甲, 阶段: [事前评估, 公开], 别名: {列表: 甲等, 事前评估: 甲项目}}
  - {名称: 乙, 阶段: [公开, 绩效自评], 预算单位: 某站, 别名: {表: 乙费}}
  - {名称: 丙, 阶段: [公开]}
  - {名称: 丁, 阶段: [公开, 绩效目标]}
  - {名称: 戊, 阶段: 无}
"""


def test_projects_are_counted_by_stage_unless_a_number_is_typed() -> None:
    data = report(f"{PROJECTS}绩效管理: {{项目个数: {{绩效监控: 25, 绩效自评: 无}}}}\n").data
    numbers = {s: yuan(data, f"绩效管理.个数.{s}") for s in ("事前评估", "绩效自评", "绩效监控")}
    assert numbers == {"事前评估": 1, "绩效自评": 1, "绩效监控": 25}
    assert yuan(data, "绩效管理.个数.公开") == 4
    assert figure(data, "绩效管理.个数.事前评估").formula == "经过事前评估的项目个数"
    assert figure(data, "绩效管理.个数.绩效监控").path == ("绩效管理", "项目个数", "绩效监控")
    assert names(data, "绩效管理.环节.公开") == ["甲", "乙", "丙", "丁"]


def test_a_typed_number_stands_without_any_project_listed() -> None:
    data = report("绩效管理: {项目个数: {绩效监控: 25}}").data
    assert yuan(data, "绩效管理.个数.绩效监控") == 25
    assert gaps(data, "绩效管理.个数.绩效自评") == ["项目"]


def test_stages_that_took_place_are_listed_in_order_with_names() -> None:
    data = report(f"{PROJECTS}绩效管理: {{项目个数: {{绩效监控: 25}}}}\n").data
    stages = ["事前评估", "绩效目标", "绩效监控", "绩效自评"]
    assert names(data, "绩效管理.开展环节") == stages
    assert names(data, "绩效管理.开展环节.1.名单") == ["甲项目"]
    assert yuan(data, "绩效管理.开展环节.3.个数") == 25
    assert names(report("项目: 无").data, "绩效管理.开展环节") == []


def test_projects_are_named_as_each_place_needs() -> None:
    data = report(PROJECTS).data
    assert names(data, "绩效管理.列举") == ["甲等", "乙", "丙", "丁"]
    assert text(data, "项目.1.表名称") == "甲"
    assert text(data, "项目.2.表名称") == "乙费"
    assert text(data, "项目.2.综述名称") == "乙"
    assert text(data, "项目.1.预算单位") == "某局"
    assert text(data, "项目.2.预算单位") == "某站"


def test_the_option_names_the_first_three_projects() -> None:
    assert names(report(PROJECTS, 列举项目="前三个").data, "绩效管理.列举") == ["甲等", "乙", "丙"]
    assert names(report(PROJECTS, 列举项目="全部").data, "绩效管理.列举") == [
        "甲等", "乙", "丙", "丁",
    ]  # fmt: skip


def test_rows_of_one_level_share_a_group_while_they_follow_each_other() -> None:
    rows_typed = [
        ("完成", "数量"),
        ("完成", "数量"),
        ("完成", "质量"),
        ("效益", "质量"),
        ("完成", "数量"),
    ]
    lines = "".join(f"    - {{一级: {a}, 二级: {b}, 三级: 甲}}\n" for a, b in rows_typed)
    data = report(f"项目:\n  - 指标:\n{lines}").data
    groups = [
        (text(row, "一级组"), text(row, "二级组")) for row in rows(data, "项目.1.指标").entries
    ]
    assert groups == [("1", "1.1"), ("1", "1.1"), ("1", "1.2"), ("2", "2.3"), ("3", "3.4")]


# Annexes


@pytest.mark.parametrize(
    ("typed", "overall", "single", "number"),
    [
        ("整体评价: {结果应用: 甲}\n项目评价: [{项目: 甲}, {项目: 乙}]", 1, [2, 3], 3),
        ("整体评价: 无\n项目评价: [{项目: 甲}]", 0, [1], 1),
        ("整体评价: {结果应用: 甲}\n项目评价: 无", 1, [], 1),
        ("整体评价: 无\n项目评价: 无", 0, [], 0),
        ("项目评价: 无", 1, [], 1),
    ],
)
def test_annexes_are_numbered_in_order(
    typed: str, overall: int, single: list[int], number: int
) -> None:
    data = report(typed).data
    own = group(data, "整体评价").items["附件号"]
    assert isinstance(own, Figure)
    assert own.number == overall
    assert [yuan(row, "附件号") for row in rows(data, "项目评价").entries] == single
    assert yuan(data, "附件数") == number


def group(data: Group, path: str) -> Group:
    found = node_at(data, path)
    assert isinstance(found, Group)
    return found


def test_unfilled_project_evaluations_are_a_gap_and_number_nothing() -> None:
    data = report("整体评价: 无").data
    assert gaps(data, "项目评价") == ["项目评价"]
    assert yuan(data, "附件数") == 0


def test_an_evaluation_finds_its_project_by_name() -> None:
    typed = (
        "项目: [{名称: 甲, 预算: {财政拨款: 4, 其他资金: 无}}]\n项目评价: [{项目: 甲}, {项目: 乙}]"
    )
    data = report(typed).data
    assert wan(data, "项目评价.1.项目预算") == "4"
    assert undefined(data, "项目评价.2.项目预算") == "项目名称找不到"
    blank = report("项目: [{名称: 甲}]\n项目评价: [{项目: [甲, ]}, {项目: }]").data
    assert gaps(blank, "项目评价.2.项目预算") == ["项目评价.2.项目"]


# The examples


@pytest.mark.parametrize("name", ["miyi-2020", "minimal"])
@pytest.mark.parametrize("detail", ["类", "项"])
def test_the_classes_in_detail_add_up_to_the_total(name: str, detail: str) -> None:
    data = assemble(derive(example(name)), 2020, "部门", {"具体情况": detail}).data
    amounts = [row.number for row in entries(data)]
    if detail == "项" and name == "miyi-2020":
        assert amounts == [None] * 17  # only names were published: each amount is a gap
    else:
        assert sum(a for a in amounts if a is not None) == yuan(data, f"{FUND}.合计")


def test_miyi_lists_its_projects_and_annexes() -> None:
    data = assemble(derive(example("miyi-2020")), 2020, "部门", {"列举项目": "前三个"}).data
    assert len(names(data, "绩效管理.列举")) == 3
    assert yuan(data, "绩效管理.个数.公开") == 5
    stages = {text(row, "名称"): row for row in rows(data, "绩效管理.开展环节").entries}
    assert isinstance(stages["事前评估"], Group)
    assert names(stages["事前评估"], "名单") == [
        "2020年县级工业经济运行分析和统计人员培训",
        "2020年要素保障协调项目",
    ]
    assert text(data, "项目.2.表名称") == "米易县水产养殖示范场职工安置费"
    assert yuan(data, "附件数") == 2
    assert wan(data, "项目评价.1.项目预算") == "469.63"
    assert undefined(data, "三公经费.因公出国境费.增减率") == "上年为0"


TWO_FUNDS = """
支出: {基本支出: 0, 项目支出: 100.00, 上缴上级支出: 无, 经营支出: 无, 对附属单位补助支出: 无}
一般公共预算财政拨款支出:
  科目:
    - {名称: 教育, 决算: 60.00, 预算: 60.00}
    - {名称: 科学技术, 决算: 0, 预算: 50.00, 差异原因: 项目推迟}
    - {名称: 交通运输, 决算: 0, 预算: 0}
政府性基金预算财政拨款支出: {科目: [{名称: 教育, 决算: 30.00}]}
国有资本经营预算财政拨款支出: 无
非财政拨款支出: {科目: [{名称: 教育, 决算: 10.00}]}
"""


def test_a_class_paid_from_several_funds_is_one_row_with_the_sum() -> None:
    data = assemble(figures_of(TWO_FUNDS), 2020, "部门", {}).data
    (only,) = rows(data, "各类支出").entries
    assert text(only, "名称") == "教育"
    assert wan(data, "各类支出.1") == "100"


def test_an_unused_budget_stays_in_the_account() -> None:
    data = assemble(figures_of(TWO_FUNDS), 2020, "部门", {}).data
    assert [text(r, "类名") for r in rows(data, f"{FUND}.具体").entries] == ["教育", "科学技术"]
    assert names(data, f"{FUND}.列示") == ["教育"]


def test_money_without_a_breakdown_is_a_gap_in_the_list_of_classes() -> None:
    text_of = TWO_FUNDS.replace("{科目: [{名称: 教育, 决算: 10.00}]}", "{合计: 10.00}")
    data = assemble(figures_of(text_of), 2020, "部门", {}).data
    assert gaps(data, "非财政拨款支出.列示") == ["非财政拨款支出.科目"]


def test_units_of_unknown_kind_leave_the_counts_open() -> None:
    units = "机构: {下属单位: [{名称: 甲, 类型: 行政单位}, {名称: 乙}]}\n"
    data = assemble(figures_of(units), 2020, "部门", {}).data
    assert gaps(data, "机构.行政单位数") == ["机构.下属单位.2.类型"]


def test_a_name_that_ends_in_the_word_is_not_followed_by_it_again() -> None:
    projects = "项目: [{名称: 旅游推广项目, 阶段: [公开]}]\n项目评价: [{项目: 旅游推广项目}]\n"
    data = assemble(figures_of(projects), 2020, "部门", {}).data
    assert text(data, "项目.1.综述名称") == "旅游推广"
    assert text(data, "项目.1.表名称") == "旅游推广项目"
    assert text(data, "项目评价.1.题名") == "旅游推广"
