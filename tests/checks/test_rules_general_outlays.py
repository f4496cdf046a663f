"""Meetings, training and festive events: with the economic sections, with how many there were."""

import pytest
from rule_runs import case_of, found, messages

from drafter.diagnostics import path_text

BASIC = """基本支出: {公用经费: {科目: [{名称: %s, 决算: %s}]}}
一般性支出: %s
"""


def places(text: str) -> list[tuple[str, str]]:
    return [(f.id, path_text(f.path)) for f in case_of(text).findings()]


@pytest.mark.parametrize("name", ["会议费", "培训费"])
def test_outlays_hold_those_of_basic_expenditure(name: str) -> None:
    stated = f"{{{name}: 3.00}}"
    assert found(BASIC % (name, "3.00", stated)) == []
    assert places(BASIC % (name, "3.01", stated)) == [("JS-318", "基本支出.公用经费.科目.1")]
    assert found(BASIC % (name, "3.01", "无")) == [("JS-318", "错误")]


def test_other_sections_and_an_absent_section_are_not_compared() -> None:
    assert found(BASIC % ("差旅费", "9.00", "{会议费: 3.00}")) == []
    assert found("基本支出: {公用经费: {科目: [{名称: 会议费, 决算: 3.01}]}}\n") == []


def test_outlays_hold_those_of_all_fiscal_items() -> None:
    text = """一般公共预算财政拨款支出:
  科目:
    - 名称: 教育
      款:
        - 名称: 普通教育
          项:
            - 名称: 小学教育
              经济分类:
                - 名称: 商品和服务支出
                  款: [{名称: 会议费, 编码: 30215, 基本支出: 1.00, 项目支出: 1.50}]
一般性支出: {会议费: {决算: %s}}
"""
    assert found(text % "2.50") == []
    assert [rule for rule, _ in found(text % "2.40")] == ["JS-318"]
    assert "财政拨款支出的经济分类里的会议费 2.50 万元" in messages(text % "2.40")[0]


OCCASIONS = "一般性支出: {节庆活动: {决算: %s, 次数: %s, 人数: %s}}\n"


@pytest.mark.parametrize(
    ("money", "times", "people", "wrong"),
    [
        ("5.00", "1", "1", ""),
        ("5.00", "2", "300", ""),
        ("0", "0", "0", ""),
        ("0", "1", "20", ""),  # one that cost nothing
        ("5.00", "0", "0", "次数"),
        ("5.00", "2", "1", "人数"),
    ],
)
def test_money_has_occasions_and_they_have_people(
    money: str, times: str, people: str, wrong: str
) -> None:
    expected = [("JS-319", f"一般性支出.节庆活动.{wrong}")] if wrong else []
    assert places(OCCASIONS % (money, times, people)) == expected


def test_what_was_not_told_or_did_not_happen_is_not_judged() -> None:
    assert found("一般性支出: {会议费: 5.00, 培训费: 无, 节庆活动: {决算: 5.00, 人数: 3}}\n") == []
    assert found("一般性支出: 无\n") == []


def test_the_messages_name_both_numbers() -> None:
    assert messages(OCCASIONS % ("5.00", "0", "0")) == ["节庆活动 5.00 万元，次数却是 0 次"]
    (told,) = messages(OCCASIONS % ("5.00", "12", "10"))
    assert told == "节庆活动的人数 10 人，小于次数 12 次，少 2"
