"""Codes and names of the classification: form, order, what the lists know, names by year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rule_runs import case_of, case_of_file, found, messages

from drafter.checks import RULES, run_rules
from drafter.diagnostics import path_text
from drafter.figures.nodes import figure_at
from drafter.model.classification import Classification
from drafter.pipeline import make, read_input

EXAMPLES = Path(__file__).parents[2] / "example_inputs"
INPUTS = Path(__file__).parents[1] / "inputs"
IDS = {"JS-611", "JS-612", "JS-613", "JS-614", "JS-615", "JS-616"}


def fund(rows: str) -> str:
    return f"一般公共预算财政拨款支出:\n  科目: [{rows}]\n"


def of_year(text: str, year: int) -> list[tuple[str, str]]:
    case = case_of(text)
    stated = replace(figure_at(case.facts.data, "年度"), value=Decimal(year))
    facts = replace(case.facts, data=case.facts.data.with_items(年度=stated))
    return [(f.id, str(f.severity)) for f in run_rules(RULES, facts, case.tree)]


WHOLE = fund(
    "{编码: 208, 名称: 社会保障和就业支出, 款: [{编码: 20805, 名称: 行政事业单位养老支出, 项:"
    " [{编码: 2080505, 名称: 机关事业单位基本养老保险缴费支出, 决算: 6.00,"
    " 经济分类: [{名称: 工资福利支出, 决算: 6.00}]}]}]},"
    "{编码: 229, 名称: 其他（类）, 决算: 1.00}"
)


def test_right_codes_and_names_bring_no_finding() -> None:
    assert found(WHOLE) == []


def test_nothing_is_said_where_there_is_no_code() -> None:
    assert found(fund("{名称: 从未有过, 款: [{名称: 也没有}]}")) == []
    assert found(fund("{编码: 无, 名称: 从未有过, 决算: 1.00}")) == []


def test_without_lists_only_the_form_is_held() -> None:
    case = case_of(fund("{编码: 288, 名称: 某类, 款: [{编码: 2890, 名称: 某款}]}"))
    facts = replace(case.facts, classification=Classification())
    assert [f.id for f in run_rules(RULES, facts, case.tree)] == ["JS-611"]


@pytest.mark.parametrize("code", ["２０５", "20A", "第205类", "205 ", "2 05", "205.0"])
def test_a_code_is_of_plain_digits(code: str) -> None:
    expected = [] if code.strip() == "205" else [("JS-611", "错误")]
    assert found(fund(f"{{编码: '{code}', 名称: 教育, 决算: 1.00}}")) == expected


@pytest.mark.parametrize("code", ["20", "2050", "20502", "2050201"])
def test_a_code_has_the_length_of_its_level(code: str) -> None:
    assert found(fund(f"{{编码: {code}, 名称: 教育, 决算: 1.00}}")) == [("JS-611", "错误")]


def test_a_wrong_code_is_told_once_and_does_not_make_those_below_wrong() -> None:
    rows = "{编码: 2O5, 名称: 教育, 款: [{编码: 20502, 名称: 普通教育, 决算: 1.00}]}"
    assert messages(fund(rows)) == ["编码“2O5”不是半角数字"]


def test_a_code_is_held_against_the_nearest_code_above() -> None:
    rows = (
        "{编码: 205, 名称: 教育, 款: [{名称: 行政事业单位医疗, 项:"
        " [{编码: 2101101, 名称: 行政单位医疗, 决算: 1.00}]}]}"
    )
    (message,) = messages(fund(rows))
    assert message == "项的编码 2101101“行政单位医疗”，不以所在的类 205“教育”的编码开头"


def test_two_rows_of_a_list_have_two_codes_but_other_lists_are_their_own() -> None:
    row = "{编码: 205, 名称: 教育, 决算: 1.00}"
    assert messages(fund(f"{row}, {row}")) == ["编码 205“教育”与前面的 205“教育”重复"]
    assert found(fund(row) + f"政府性基金预算财政拨款支出:\n  科目: [{row}]\n") == []


def test_an_unknown_class_is_told_once_with_all_below_and_in_all_funds() -> None:
    row = "{编码: 288, 名称: 某类, 款: [{编码: 28801, 名称: 某款, 决算: 1.00}]}"
    text = fund(row) + f"政府性基金预算财政拨款支出:\n  科目: [{row}]\n"
    (finding,) = case_of(text).findings()
    assert (finding.id, str(finding.severity)) == ("JS-614", "警告")
    assert path_text(finding.path) == "一般公共预算财政拨款支出.科目.1.编码"
    assert finding.message == "功能分类 288“某类”：科目目录里没有类 288"
    assert "不全" in finding.hint


def test_an_unknown_section_or_item_is_a_hint_told_at_the_highest() -> None:
    item = "{编码: 2058801, 名称: 某项, 决算: 1.00}"
    section = f"{{编码: 20588, 名称: 某款, 项: [{item}]}}"
    (finding,) = case_of(fund(f"{{编码: 205, 名称: 教育, 款: [{section}]}}")).findings()
    assert (finding.id, str(finding.severity)) == ("JS-614", "提示")
    assert finding.message == "功能分类 20588“某款”：科目目录里没有这个编码"


def test_a_heading_before_its_time_is_a_hint() -> None:
    row = fund("{编码: 234, 名称: 抗疫特别国债安排的支出, 决算: 1.00}")
    assert of_year(row, 2020) == []
    assert of_year(row, 2019) == [("JS-614", "提示")]
    old = "基本支出: {人员经费: {科目: [{编码: 30312, 名称: 提租补贴}]}}\n"
    assert of_year(old, 2017) == []
    assert messages(old) == ["经济分类 30312“提租补贴”：是 2017 年度及以前的科目"]


RENAMED = fund("{编码: 215, 名称: %s, 决算: 1.00}")


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("资源勘探信息等", 2019, []),
        ("资源勘探信息等", 2020, []),
        ("资源勘探信息等支出", 2021, [("JS-615", "提示")]),
        ("资源勘探工业信息等支出", 2019, [("JS-615", "提示")]),
        ("资源勘探工业信息等（类）", 2020, []),
        ("资源勘探工业信息等", 2023, []),
    ],
)
def test_a_name_of_another_year_is_a_hint(
    name: str, year: int, expected: list[tuple[str, str]]
) -> None:
    assert of_year(RENAMED % name, year) == expected


def test_the_finding_says_which_years_and_which_name() -> None:
    assert messages(RENAMED % "资源勘探信息等") == [
        "编码 215“资源勘探信息等”：这是 2020 年度及以前的名称，当年是“资源勘探工业信息等支出”"
    ]


def test_a_name_that_is_not_the_codes_is_a_warning_with_its_own_code() -> None:
    (finding,) = case_of(fund("{编码: 205, 名称: 卫生健康支出, 决算: 1.00}")).findings()
    assert (finding.id, str(finding.severity)) == ("JS-615", "警告")
    assert finding.message == "编码 205 在科目目录里是“教育支出”，这里写的是“卫生健康”"
    assert finding.hint == "“卫生健康”的编码是 210"


def test_what_published_statements_did_not_show_is_only_a_hint() -> None:
    (finding,) = case_of(fund("{编码: 214, 名称: 某某, 决算: 1.00}")).findings()
    assert (finding.id, str(finding.severity)) == ("JS-615", "提示")
    assert "印证" in finding.hint


INITIAL = (
    "部门预算: {年初: {人员经费: 9.00, 公用经费: 1.00,"
    " 科目: [{编码: %s, 名称: '%s', 金额: 10.00}]}}\n"
)


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("2080505", "基本养老保险缴费支出", []),  # a short form
        ("2010399", "其他政府办公厅(室)及相关机构事务支出", []),
        ("2059999", "其他教育", []),
        ("2210201", "2210201 住房公积金（项）", []),
        ("2129999", "城乡社区支出", [("JS-615", "警告")]),  # without 其他 it is the class
        ("2010399", "其他", [("JS-615", "警告")]),
        ("2010350", "行政运行", [("JS-615", "警告")]),
        ("2010306", "无线电监管", []),  # neither its code nor this one's name is sure
        ("2010301", "无线电监管", [("JS-615", "警告")]),
    ],
)
def test_short_forms_pass_and_other_headings_do_not(
    code: str, name: str, expected: list[tuple[str, str]]
) -> None:
    assert found(INITIAL % (code, name)) == expected


def test_the_items_name_is_looked_up_beside_it_first() -> None:
    (finding,) = case_of(INITIAL % ("2010350", "行政运行")).findings()
    assert finding.hint == "“行政运行”的编码是 2010301"


def test_units_and_economic_items_are_looked_at() -> None:
    unit = (
        "部门预算: {年初: {单位: [{名称: 甲, 科目: [{编码: 201, 名称: 行政运行, 金额: 1.00}]}]}}\n"
    )
    assert ("JS-611", "错误") in found(unit)
    basic = "基本支出: {人员经费: {科目: [{编码: 301, 名称: 工资福利支出}]}}\n"
    assert messages(basic) == ["编码 301“工资福利支出”有 3 位，经济分类的款是 5 位"]


def test_codes_of_the_two_classifications_are_not_mixed_up() -> None:
    assert found(fund("{编码: 301, 名称: 工资福利支出, 决算: 1.00}")) == [("JS-614", "警告")]


@pytest.mark.parametrize(
    "path", [*sorted(EXAMPLES.glob("*.yaml")), INPUTS / "职业学校.yaml"], ids=lambda p: p.stem
)
def test_the_examples_have_no_findings_of_these_rules(path: Path) -> None:
    assert not [f for f in case_of_file(path).findings() if f.id in IDS]


def test_the_command_knows_the_lists(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")
    added = "部门预算: {年初: {科目: [{编码: 2883344}]}}\n"
    path.write_text(f"{text}\n{added}", encoding="utf-8")
    outcome = make(read_input(path), "sichuan-final-accounts")
    assert [str(f.severity) for f in outcome.findings if f.id == "JS-614"] == ["警告"]


@pytest.mark.parametrize(
    "text",
    [
        "收入: {功能分类: [{编码: 205, 款: [{编码: 20502, 项: [{编码: 2050288}]}]}]}\n",
        "支出: {功能分类: [{编码: 205, 款: [{编码: 20502, 项: [{编码: 2050288}]}]}]}\n",
        "支出: {经济分类: [{编码: 301, 款: [{编码: 30188}]}]}\n",
        fund("{款: [{项: [{名称: 甲, 经济分类: [{编码: 301, 款: [{编码: 30188}]}]}]}]}"),
        "基本支出: {公用经费: {科目: [{编码: 30288, 名称: 某费}]}}\n",
    ],
)
def test_every_list_with_codes_is_walked_down_to_its_lowest_rows(text: str) -> None:
    told = [f for f in case_of(text).findings() if f.id in IDS]
    assert [(f.id, str(f.severity)) for f in told] == [("JS-614", "提示")]
