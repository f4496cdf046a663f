"""Score tables as they were given (得分表): the program only adds them up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from typed_inputs import figure, figures_of, gaps, inputs, rows, text

from drafter.figures.nodes import Group, Node, group_at, rows_at
from drafter.scoring.given import given_table

TABLE = """
项目评价:
  - 项目: 修路
    得分表:
      指标:
        - 名称: 决策
          类别: 共性指标
          二级:
            - 名称: 立项
              三级: [{名称: 必要性, 分值: 10, 得分: 9.5}, {名称: 可行性, 分值: 10, 得分: 10}]
            - 名称: 目标
              三级: [{名称: 明确性, 分值: 20, 得分: 20}]
        - 名称: 绩效
          二级:
            - 名称: 效益
              三级: [{名称: [经济, 社会], 分值: 60, 得分: 58}]
"""


def table(text_of: str = TABLE) -> Group:
    return given_table(group_at(rows_at(figures_of(text_of), "项目评价").entries[0], "得分表"))


def cells(row: Node) -> tuple[str, str, str, Decimal | None, Decimal | None]:
    words = (text(row, "一级.名称"), text(row, "二级.名称"), text(row, "三级"))
    return (*words, figure(row, "分值").number, figure(row, "得分").number)


def test_branches_groups_and_the_total_are_sums_from_below() -> None:
    found = table()
    sums = [
        (text(branch, "名称"), figure(branch, "分值").number, figure(branch, "得分").number)
        for branch in rows(found, "指标").entries
    ]
    assert sums == [("决策", Decimal(40), Decimal("39.5")), ("绩效", Decimal(60), Decimal(58))]
    assert figure(found, "指标.1.二级.1.得分").number == Decimal("19.5")
    assert figure(found, "指标.1.二级.2.分值").number == 20
    assert figure(found, "满分").number == 100
    assert figure(found, "总分").number == Decimal("97.5")
    assert inputs(found, "指标.1.二级.1.得分") == [
        "项目评价.1.得分表.指标.1.二级.1.三级.1.得分",
        "项目评价.1.得分表.指标.1.二级.1.三级.2.得分",
    ]


def test_each_name_has_a_row_and_those_that_share_a_score_merge() -> None:
    listed = rows(table(), "行").entries
    assert [cells(row) for row in listed] == [
        ("决策", "立项", "必要性", Decimal(10), Decimal("9.5")),
        ("决策", "立项", "可行性", Decimal(10), Decimal(10)),
        ("决策", "目标", "明确性", Decimal(20), Decimal(20)),
        ("绩效", "效益", "经济", Decimal(60), Decimal(58)),
        ("绩效", "效益", "社会", Decimal(60), Decimal(58)),
    ]
    keys = [text(row, "三级组") for row in listed]
    assert keys[3] == keys[4]
    assert len(set(keys)) == 4
    assert [text(row, "一级.类别") for row in listed] == ["共性指标"] * 3 + [""] * 2


@pytest.mark.parametrize("typed", ["97.5", "94"])
def test_a_typed_total_prints_and_keeps_the_sum(typed: str) -> None:
    total = figure(table(f"{TABLE}      总分: {typed}\n"), "总分")
    assert total.number == Decimal(typed)
    assert total.parts_sum == Decimal("97.5")


def test_a_score_that_is_still_missing_is_missing_up_the_tree() -> None:
    found = table(TABLE.replace(", 得分: 9.5", ""))
    gap = ["项目评价.1.得分表.指标.1.二级.1.三级.1.得分"]
    for path in ("指标.1.二级.1.得分", "指标.1.得分", "总分"):
        assert gaps(found, path) == gap
    assert figure(found, "满分").number == 100
    assert figure(found, "指标.2.得分").number == 58


def test_indicators_that_are_still_to_be_listed_are_a_gap_not_a_sum_without_them() -> None:
    found = table(TABLE.replace("三级: [{名称: 明确性, 分值: 20, 得分: 20}]", ""))
    gap = ["项目评价.1.得分表.指标.1.二级.2.三级"]
    for path in ("指标.1.二级.2.分值", "指标.1.得分", "总分", "满分"):
        assert gaps(found, path) == gap


def test_a_table_that_was_not_given_asks_for_nothing_but_itself() -> None:
    found = table("项目评价: [{项目: 修路}]\n")
    gap = ["项目评价.1.得分表.指标"]
    assert gaps(found, "指标") == gap
    assert gaps(found, "行") == gap
