"""Accounts entered once, at any depth: what is above follows, and nothing is guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from typed_inputs import figure, figures_of, yuan

from drafter.figures.nodes import Missing, Node

GENERAL = "一般公共预算财政拨款支出"
HEAD = "金额单位: 万元\n"


def wan(root: Node, path: str) -> Decimal:
    return yuan(root, path).scaleb(-4)


def item(fields: str) -> str:
    """Return a fund's only item, below its class and section."""
    return (
        f"{HEAD}{GENERAL}:\n  科目:\n    - 名称: 教育\n      款:\n        - 名称: 普通教育\n"
        f"          项:\n            - {{名称: 小学教育, {fields}}}\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}{GENERAL}: {{科目: [{{名称: 教育, 决算: 12.50}}]}}",
        f"{HEAD}{GENERAL}: {{科目: [{{名称: 教育, 款: [{{名称: 普通教育, 决算: 12.50}}]}}]}}",
        item("决算: 12.50"),
        item("基本支出: 10.00, 项目支出: 2.50"),
        item("经济分类: [{名称: 工资福利支出, 款: [{名称: 基本工资, 基本支出: 12.50}]}]"),
    ],
)
def test_every_depth_comes_to_the_same_total(text: str) -> None:
    root = figures_of(text)
    assert wan(root, f"{GENERAL}.合计") == Decimal("12.50")
    assert wan(root, f"{GENERAL}.科目.1") == Decimal("12.50")


def test_natures_are_summed_level_by_level() -> None:
    root = figures_of(item("基本支出: 10.00, 项目支出: 2.50"))
    for path in ("合计", "科目.1", "科目.1.款.1"):
        assert wan(root, f"{GENERAL}.{path}.基本支出") == Decimal(10)
        assert wan(root, f"{GENERAL}.{path}.项目支出") == Decimal("2.50")
    assert figure(root, f"{GENERAL}.合计.基本支出").inputs


def test_a_nature_left_out_is_0_where_the_others_make_up_the_amount() -> None:
    root = figures_of(item("决算: 10.00, 基本支出: 10.00"))
    assert wan(root, f"{GENERAL}.科目.1.款.1.项.1.项目支出") == 0


def test_a_nature_left_out_is_not_known_where_they_do_not() -> None:
    root = figures_of(item("决算: 12.50, 基本支出: 10.00"))
    found = figure(root, f"{GENERAL}.科目.1.款.1.项.1.项目支出")
    assert isinstance(found.value, Missing)


def test_a_typed_upper_level_stands_beside_the_sum_of_its_parts() -> None:
    text = item("决算: 12.50").replace("- 名称: 教育\n", "- 名称: 教育\n      决算: 12.51\n")
    found = figure(figures_of(text), f"{GENERAL}.科目.1")
    assert found.number == Decimal(125_100)
    assert found.parts_sum == Decimal(125_000)


def test_expenditure_follows_from_the_funds() -> None:
    text = (
        item("基本支出: 10.00, 项目支出: 2.50") + "政府性基金预算财政拨款支出: 无\n"
        "国有资本经营预算财政拨款支出: 无\n"
        "非财政拨款支出: {科目: [{名称: 教育, 经营支出: 1.25}]}\n"
    )
    root = figures_of(text)
    assert wan(root, "支出.合计") == Decimal("13.75")
    assert wan(root, "支出.基本支出") == Decimal(10)
    assert wan(root, "支出.经营支出") == Decimal("1.25")
    assert wan(root, "支出.上缴上级支出") == 0


def test_expenditure_that_is_not_told_by_nature_is_the_sum_of_the_funds() -> None:
    text = (
        item("决算: 12.50") + "政府性基金预算财政拨款支出: 无\n"
        "国有资本经营预算财政拨款支出: {科目: [{名称: 教育, 决算: 3.00}]}\n"
    )
    root = figures_of(text)
    assert wan(root, "支出.合计") == Decimal("15.50")
    assert isinstance(figure(root, "支出.基本支出").value, Missing)


def test_revenue_follows_from_headings_and_sources() -> None:
    text = (
        f"{HEAD}收入:\n  一般公共预算财政拨款: 9.00\n  功能分类:\n"
        "    - {名称: 教育, 财政拨款: 9.00, 事业: 2.00}\n    - {名称: 科学技术, 其他: 0.50}\n"
    )
    root = figures_of(text)
    assert wan(root, "收入.事业") == Decimal(2)
    assert wan(root, "收入.其他") == Decimal("0.50")
    assert wan(root, "收入.功能分类.1") == Decimal(11)


def test_basic_items_follow_from_the_economic_sections_of_the_items() -> None:
    text = item(
        "经济分类: [{名称: 工资福利支出, 编码: 301, 款: [{名称: 基本工资, 编码: 30101, "
        "基本支出: 7.00}, {名称: 奖金, 编码: 30103, 基本支出: 5.50}]}]"
    )
    root = figures_of(text)
    assert wan(root, "基本支出.人员经费") == Decimal("12.50")
    assert wan(root, "基本支出.公用经费") == 0  # each item is told: there is none
    assert wan(root, "基本支出.合计") == Decimal("12.50")


def test_an_item_that_is_not_told_by_section_leaves_basic_items_open() -> None:
    root = figures_of(item("基本支出: 12.50"))
    assert isinstance(figure(root, "基本支出.人员经费").value, Missing)


FLOW = f"""{HEAD}收入: {{国有资本经营预算财政拨款: 5.00}}
结转结余: {{年初国有资本: 1.00, 年末国有资本: 6.00}}
"""


@pytest.mark.parametrize("fund", ["无", "{科目: [{名称: 国有资本经营预算, 决算: 0}]}", ""])
def test_a_fund_has_flows_though_nothing_was_spent(fund: str) -> None:
    root = figures_of(f"{FLOW}国有资本经营预算财政拨款支出: {fund}")
    whole = "国有资本经营预算财政拨款支出.合计"
    assert wan(root, f"{whole}.年初结转") == 1
    assert wan(root, f"{whole}.本年收入") == 5
    assert wan(root, f"{whole}.年末结转") == 6


def test_a_fund_that_is_not_there_has_no_flows() -> None:
    root = figures_of("国有资本经营预算财政拨款支出: 无")
    assert wan(root, "国有资本经营预算财政拨款支出.合计.本年收入") == 0
