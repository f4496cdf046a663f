"""Years, dates, names of units and persons in prose."""

from __future__ import annotations

import pytest
from prose_runs import prose_findings, told

from drafter.checks.prose.persons import _is_card, _is_identity

# The report is that of 2023.


@pytest.mark.parametrize(
    ("rule", "severity", "text"),
    [
        ("JS-818", "警告", "自‹20230年起承担。"),
        ("JS-818", "警告", "自‹202年起承担。"),
        ("JS-818", "警告", "自‹1023年起承担。"),
        ("JS-818", "警告", "自‹0223年起承担。"),
        ("JS-818", "警告", "规划到‹2203年。"),
        ("JS-818", "警告", "‹20  年完成接收。"),
        ("JS-818", "警告", "收入‹比年增加5.00万元。"),
        ("JS-818", "警告", "支出‹与年度决算相比持平。"),
        ("JS-819", "警告", "‹2022年，我馆接收档案。"),
        ("JS-819", "警告", "库房完工。‹2022年全县接收档案300卷。"),
        ("JS-819", "提示", "做好‹2022年度部门决算公开。"),
        ("JS-819", "警告", "本馆‹2022年度整体支出绩效较好。"),
        ("JS-821", "错误", "于‹6月31日完成。"),
        ("JS-821", "错误", "于‹2023年2月29日完成。"),
        ("JS-821", "错误", "于‹2月30日完成。"),
        ("JS-821", "错误", "于‹13月5日完成。"),
        ("JS-821", "错误", "于‹5月0日完成。"),
        ("JS-821", "错误", "于2023年‹13月底完成。"),
        ("JS-821", "错误", "于‹2023/06/31完成。"),
        ("JS-821", "错误", "‹2023年10月17日-2023年10月11日举办培训。"),
        ("JS-822", "提示", "库房于‹2024年3月完成。"),
        ("JS-822", "警告", "库房于‹2026年3月完成。"),
    ],
)  # fmt: skip
def test_a_wrong_year_or_date_is_found_at_its_place(rule: str, severity: str, text: str) -> None:
    assert told(text) == [(rule, severity)]


@pytest.mark.parametrize(
    "text",
    [
        "始建于1958年，2008年迁入新址，已有100年历史，历时3年。",
        "展望2035年远景目标，落实2030年前碳达峰行动，编制2024年预算。",
        "建筑面积1200平方米，第2000年轮展示，出土20000年前的石器。",
        "与2022年度部门决算相比，支出减少。2023年比2022年全县支出减少。",
        "2022年全县结转的资金用于库房改造。",
        "按《2022年度部门决算编制办法》办理。",
        "2021-2023年我馆实施三年行动。自2022年起我馆承担此项工作。",
        "于2月28日、12月31日、10月1日完成；2020年2月29日召开会议。",
        "2023年1-12月、12月底、11月份、24个月、18月龄。",
        "2023年10月11日至2023年10月17日举办培训；12月1日至1月15日值守。",
        "版本2023.13.5，比例3/31，编号2023-31-45。",
        "预计2024年3月完成，将于2024年6月竣工，2024年3月前支付。",
        "合同期限到2025年6月，设备已交付。",
    ],
)
def test_years_and_dates_that_are_right_are_left_alone(text: str) -> None:
    assert told(text) == []


def test_the_29th_of_february_is_fine_in_a_leap_year_and_when_nobody_knows_the_year() -> None:
    assert told("于2020年2月29日召开会议。") == []
    assert told("于‹2023年2月29日召开会议。") == [("JS-821", "错误")]
    assert [f.message for f in prose_findings("重点工作: 于2月29日召开会议。\n")] == [
        "没有“2月29日”这一天：2 月有 28 天"
    ]


INDICATOR = """\
项目:
  - 名称: {name}
    指标:
      - {{一级: 产出指标, 二级: 时效指标, 三级: 完成时间, 预期: {period}, 实际: 已完成}}
"""


@pytest.mark.parametrize(
    ("name", "period", "found"),
    [
        ("档案保护", "2022年1-12月", ["JS-819"]),
        ("档案保护", "2021-2022年", ["JS-819"]),
        ("档案保护", "2023年1-12月", []),
        ("档案保护", "2022-2023年", []),
        ("档案保护", "2022年至2024年", []),
        ("2022年档案保护", "2022年1-12月", []),
        ("档案保护", "1-12月", []),
    ],
)
def test_the_deadline_of_an_indicator_is_in_the_year(
    name: str, period: str, found: list[str]
) -> None:
    assert [f.id for f in prose_findings(INDICATOR.format(name=name, period=period))] == found


THING = "馆藏档案数字化加工第一期"


@pytest.mark.parametrize(
    ("name", "first", "second", "found"),
    [
        ("档案保护", f"2023年{THING}", f"2022年{THING}", 1),
        ("档案保护", f"2023年{THING}", f"2023年{THING}", 0),
        ("档案保护", f"2023年{THING}", "2022年馆藏档案数字化加工第二期", 0),
        (f"2022年{THING}", f"2022年{THING}", f"2023年{THING}", 0),
    ],
)
def test_one_thing_has_one_year_within_a_project(
    name: str, first: str, second: str, found: int
) -> None:
    text = f"项目:\n  - {{名称: {name}, 目标完成: {first}, 实际完成: {second}}}\n"
    assert [f.id for f in prose_findings(text)] == ["JS-820"] * found


def test_two_projects_may_tell_of_two_years() -> None:
    text = f"项目:\n  - 目标完成: 2023年{THING}\n  - 目标完成: 2022年{THING}\n"
    assert prose_findings(text) == []


@pytest.mark.parametrize(("date", "found"), [("2022年12月", ["JS-822"]), ("2023年12月5日", [])])
def test_money_is_spent_in_the_year(date: str, found: list[str]) -> None:
    text = (
        f"项目评价:\n  - 资金使用: {{金额: 无, 日期: {date}}}\n    资金计划: {{日期: 2022年1月}}\n"
    )
    assert [f.id for f in prose_findings(text)] == found


# Names of units

OWN = "部门: {全称: 清河县经济信息化和科学技术局, 简称: 县经信局}\n"


@pytest.mark.parametrize(
    ("severity", "text"),
    [
        ("警告", "会议由‹柳河县经济信息化和科学技术局召开。"),
        ("警告", "‹清河县经济信息和科学技术局严格执行预算。"),
        ("警告", "‹清河县经济信息化和科学技术委员局执行预算。"),
        ("提示", "‹清河县经济和信息化局执行预算。"),
        ("警告", "按‹清河县市财政局的要求办理。"),
        ("警告", "‹柳河县水利局2023年度部门决算按时公开。"),
    ],
)
def test_another_units_name_is_found(severity: str, text: str) -> None:
    assert told(text, OWN) == [("JS-823", severity)]


@pytest.mark.parametrize(
    "text",
    [
        "清河县经济信息化和科学技术局执行预算，县经信局、清河县经信局负责。",
        "由县经济信息化和科学技术局牵头，省经济信息化和科学技术局指导。",
        "和问题协调由县经济信息化和科学技术局负责。",
        "东山市经济信息化和科学技术局到我县检查。",
        "接待柳河县经济信息化和科学技术局考察。",
        "会同柳河县经济信息化和科学技术局开展合作。",
        "报送县经济信息化和科学技术局备案。",
        "清河县财政局、清河县发展和改革局、清河县县委、清河县县级部门。",
        "清河县人民政府2023年度部门预算编制办法。",
        "清河县经济信息化和科学技术局2023年度部门决算按时公开。",
    ],
)
def test_names_of_others_that_belong_there_are_left_alone(text: str) -> None:
    assert told(text, OWN) == []


@pytest.mark.parametrize(
    ("overview", "found"),
    [
        ("柳河县水利局（以下简称县水利局）负责水利工作。", ["JS-823"]),
        ("清河县经济信息化和科学技术局是工业主管部门。", []),
        ("县经信局主管全县工业。", []),
        ("根据县委办公室负责的文件，设立本局。", []),
        ("本局负责全县工业。", []),
        ("贯彻执行工业方针政策。", []),
    ],
)
def test_the_overview_of_functions_is_about_the_own_unit(overview: str, found: list[str]) -> None:
    findings = prose_findings(f"{OWN}职能:\n  概述: {overview}\n")
    assert [f.id for f in findings] == found


def test_without_a_full_name_nothing_is_said_of_names() -> None:
    assert told("柳河县水利局2023年度部门决算按时公开。") == []


def test_reception_may_name_other_units() -> None:
    text = "三公经费:\n  公务接待费:\n    国内: {决算: 0, 用途: 柳河县经济信息化和科学技术局来访}\n"
    assert prose_findings(OWN + text) == []


# Persons


@pytest.mark.parametrize(
    ("rule", "severity", "text"),
    [
        ("JS-833", "错误", "身份证‹11010519491231002X。"),
        ("JS-833", "错误", "身份证‹11010519491231002x。"),
        ("JS-833", "警告", "联系人手机‹13800138000。"),
        ("JS-833", "警告", "联系人手机‹138-0013-8000。"),
        ("JS-833", "警告", "账号‹6222 0212 3456 7890 128。"),
        ("JS-833", "提示", "电话‹0812-8172345。"),
        ("JS-834", "警告", "向遗属‹王秀英发放生活补助0.30万元。"),
        ("JS-834", "警告", "慰问困难党员‹李大山等5人，共0.50万元。"),
    ],
)
def test_personal_data_is_found(rule: str, severity: str, text: str) -> None:
    assert told(text) == [(rule, severity)]


@pytest.mark.parametrize(
    "text",
    [
        "身份证110105194912310021、11010519491331002X、110105194912310029。",
        "金额13800138000元，13800138000.50，编号20231380013800012。",
        "统一社会信用代码11510421008573345A，文号202302200000000。",
        "账号6222021234567890129、1222020000000003。",
        "向困难职工李某、王某发放补助0.30万元。",
        "慰问困难职工3人，安置人员安置费、患者张贴的告示、居民王家村补助。",
        "村民李大山当选代表。",
        "电话8172345。",
    ],
)
def test_what_only_looks_like_personal_data_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_numbers_of_persons_are_not_repeated_in_messages() -> None:
    (finding,) = prose_findings("重点工作: 身份证11010519491231002X。\n")
    assert "11010519491231002X" not in finding.message


def test_a_changed_digit_breaks_the_checks() -> None:
    number = "11010519491231002X"
    assert _is_identity(number)
    for turn in range(14, 17):
        other = str((int(number[turn]) + 1) % 10)
        assert not _is_identity(number[:turn] + other + number[turn + 1 :])
    card = "6222021234567890128"
    assert _is_card(card)
    for turn in range(2, len(card)):
        other = str((int(card[turn]) + 1) % 10)
        assert not _is_card(card[:turn] + other + card[turn + 1 :])
