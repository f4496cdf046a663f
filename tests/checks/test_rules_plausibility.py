"""What is plausible: ranges that pass, cases that say nothing, and where each rule looks."""

import pytest
from rule_runs import case_of, found, messages

from drafter.diagnostics import path_text
from drafter.scoring.system import Systems


def places(text: str) -> list[tuple[str, str]]:
    return [(f.id, path_text(f.path)) for f in case_of(text).findings()]


# Last year and the budget


OPERATING = "机关运行经费: {决算: %s, 上年: %s}\n"


@pytest.mark.parametrize(
    ("actual", "prior", "factor"),
    [
        ("10.00", "79.99", ""),
        ("10.00", "80.00", "10 倍"),
        ("10.00", "125.00", "10 倍"),
        ("10.00", "125.01", ""),
        ("10.00", "1.25", "10 倍"),
        ("10.00", "1.26", ""),
        ("10.00", "1000.00", "100 倍"),
        ("10.00", "100000.00", "一万倍"),
        ("10.00", "300.00", ""),
        ("10.00", "0", ""),
        ("10.00", "无", ""),
        ("0", "100.00", ""),
        ("0.09", "0.90", ""),  # not worth telling
    ],
)
def test_a_factor_of_ten_a_hundred_or_ten_thousand_is_told(
    actual: str, prior: str, factor: str
) -> None:
    told = messages(OPERATING % (actual, prior))
    assert [m.rpartition("约 ")[2] for m in told] == ([factor] if factor else [])


@pytest.mark.parametrize(("budget", "told"), [("95.00", True), ("94.99", False), ("125.01", False)])
def test_a_budget_that_was_hardly_used_is_no_slip(budget: str, told: bool) -> None:
    text = "支出: {项目支出: {决算: 10.00, 预算: %s}}\n"
    assert found(text % budget) == [("JS-241", "提示")] * told


def test_savings_of_three_public_expenses_are_no_slip() -> None:
    text = "三公经费: {公务接待费: {合计: {决算: 1.00, 预算: 10.00}}}\n"
    assert found(text) == []


def test_a_summed_budget_is_told_where_it_was_typed() -> None:
    text = """一般公共预算财政拨款支出:
  科目:
    - 名称: 教育
      款: [{名称: 普通教育, 决算: 10.00, 预算: 100.00}]
"""
    assert places(text) == [("JS-241", "一般公共预算财政拨款支出.科目.1.款.1.预算")]


SPENT = "支出: {项目支出: {决算: %s, 预算: 10.00%s}}\n"


def test_spending_may_reach_the_budget_and_exceed_it_with_a_reason() -> None:
    assert found(SPENT % ("10.00", "")) == []
    assert found(SPENT % ("10.01", "")) == [("JS-242", "提示")]
    assert found(SPENT % ("10.01", ", 差异原因: 年中追加")) == []
    assert found("支出: {项目支出: {决算: 10.00, 预算: 无}}\n") == []


def test_three_public_expenses_above_the_budget_are_a_warning() -> None:
    text = "三公经费: {公务接待费: {合计: {决算: 2.00, 预算: 1.00%s}}}\n"
    assert found(text % "") == [("JS-242", "警告")]
    assert found(text % ", 差异原因: 追加") == []


def test_rounding_is_no_spending_above_the_budget() -> None:
    text = """一般公共预算财政拨款支出:
  合计: {预算: 10.00}
  科目:
    - {名称: 教育, 决算: 5.00}
    - {名称: 其他, 决算: %s}
"""
    assert found(text % "5.01") == []
    assert found(text % "5.02") == [("JS-242", "提示")]


LAST_YEAR = """结转结余: {{年初财政拨款: {opening}}}
财政拨款收支总计: {{上年: {whole}}}
一般公共预算财政拨款支出: {{合计: {{上年: 70.00}}}}
政府性基金预算财政拨款支出: {funds}
国有资本经营预算财政拨款支出: 无
"""


@pytest.mark.parametrize(
    ("opening", "whole", "funds", "told"),
    [
        ("10.00", "80.00", "{合计: {决算: 5.00}}", False),
        ("10.00", "84.00", "{合计: {决算: 5.00}}", False),  # the rest was the other fund's
        ("10.00", "79.99", "{合计: {决算: 5.00}}", False),  # 尾差
        ("10.00", "79.97", "{合计: {决算: 5.00}}", True),
        ("10.00", "无", "{合计: {决算: 5.00}}", False),
    ],
)
def test_last_year_ended_with_what_this_year_began_with(
    opening: str, whole: str, funds: str, told: bool
) -> None:
    text = LAST_YEAR.format(opening=opening, whole=whole, funds=funds)
    assert found(text) == [("JS-243", "提示")] * told


def test_last_year_with_a_part_above_the_whole_is_told_once() -> None:
    text = LAST_YEAR.format(opening="10.00", whole="60.00", funds="{合计: {决算: 5.00}}")
    assert found(text) == [("JS-222", "警告")]


OTHER_MONEY = """结转结余: {{年初: {all}, 年初财政拨款: 10.00}}
收支总计: {{决算: {grand}, 上年: {whole}}}
财政拨款收支总计: {{决算: 90.00, 上年: 80.00}}
"""


@pytest.mark.parametrize(
    ("opening", "grand", "whole", "told"),
    [
        ("10.00", "90.00", "80.00", False),
        ("10.00", "90.00", "80.01", True),
        ("10.00", "95.00", "85.00", False),  # there is other money this year, too
        ("13.00", "95.00", "83.00", False),
        ("13.00", "95.00", "82.99", True),
        ("13.00", "95.00", "无", False),
    ],
)
def test_last_years_totals_are_apart_by_other_money(
    opening: str, grand: str, whole: str, told: bool
) -> None:
    text = OTHER_MONEY.format(all=opening, grand=grand, whole=whole)
    assert found(text) == [("JS-244", "提示")] * told


BUDGET = """支出:
  合计: {{预算: {budget}, 年初预算: 100.00}}
  基本支出: {{预算: 75.00, 年初预算: 70.00}}
  项目支出: {{预算: {projects}, 年初预算: 30.00}}
部门预算: {{年初: {{总计: {initial}}}, 追加: {{基本支出: 5.00, 合计: {added}}}}}
{carry}"""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"budget": "121.00"}, [("JS-245", "支出.合计.预算")]),
        ({"projects": "46.00"}, [("JS-245", "支出.项目支出.预算")]),
        ({"added": "21.00"}, [("JS-245", "支出.合计.预算"), ("JS-245", "支出.项目支出.预算")]),
        ({"initial": "101.00"}, [("JS-246", "支出.合计.年初预算")]),
        ({"budget": "128.00", "carry": "结转结余: {年初: 8.00}\n"}, []),
        ({"added": "无"}, [("JS-245", "支出.合计.预算"), ("JS-245", "支出.项目支出.预算")]),
    ],
)
def test_the_full_budget_is_the_initial_one_with_what_was_added(
    changes: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    given = {"budget": "120.00", "projects": "45.00", "initial": "100.00", "added": "20.00"}
    assert places(BUDGET.format(**{**given, "carry": "", **changes})) == expected


def test_a_budget_still_to_be_filled_is_not_judged() -> None:
    assert found("支出: {合计: {预算: 100.00, 年初预算: 90.00}}\n") == []
    assert found("部门预算: {年初: {总计: 90.00}, 追加: {合计: 5.00}}\n") == []


@pytest.mark.parametrize(
    ("personnel", "added", "told"),
    [
        ("75.00", "5.00", False),
        ("75.02", "5.00", False),  # 尾差
        ("75.04", "5.00", True),
        ("99.00", "", False),  # still to be filled
        ("70.01", "无", False),
        ("71.00", "无", True),
    ],
)
def test_basic_expenses_are_within_the_initial_budget_and_what_was_added(
    personnel: str, added: str, told: bool
) -> None:
    text = f"""部门预算:
  年初: {{人员经费: 60.00, 公用经费: 30.00}}
  追加: {{基本支出: {added}}}
基本支出: {{人员经费: {personnel}, 公用经费: 20.00}}
"""
    assert places(text) == [("JS-247", "基本支出.合计")] * told


# Averages


@pytest.mark.parametrize(
    ("money", "told"), [("0.02", False), ("0.0199", True), ("0.60", False), ("0.6001", True)]
)
def test_receptions_cost_some_tens_to_hundreds_of_yuan_a_head(money: str, told: bool) -> None:
    text = "三公经费: {公务接待费: {国内: {决算: %s, 批次: 2, 人次: 10}}}\n"
    assert found(text % money) == [("JS-341", "提示")] * told


@pytest.mark.parametrize(("people", "told"), [("80", False), ("81", True)])
def test_a_visit_has_forty_people_at_most(people: str, told: bool) -> None:
    text = "三公经费: {公务接待费: {国内: {批次: 2, 人次: %s}}}\n"
    assert found(text % people) == [("JS-342", "提示")] * told


@pytest.mark.parametrize(
    ("money", "told"), [("0.40", False), ("0.39", True), ("24.00", False), ("24.01", True)]
)
def test_vehicles_cost_some_thousands_a_year(money: str, told: bool) -> None:
    text = "车辆: {实有: 2}\n三公经费: {公务用车费: {运行维护: %s}}\n"
    assert found(text % money) == [("JS-343", "提示")] * told


@pytest.mark.parametrize(
    ("money", "told"), [("5.00", False), ("4.99", True), ("80.00", False), ("80.01", True)]
)
def test_a_vehicle_has_a_price(money: str, told: bool) -> None:
    text = "三公经费: {公务用车费: {购置: %s, 更新购置: [{名称: 轿车, 辆数: 1}]}}\n"
    assert found(text % money) == [("JS-344", "提示")] * told


@pytest.mark.parametrize(
    ("money", "told"), [("1.00", False), ("0.99", True), ("24.00", False), ("24.01", True)]
)
def test_a_trip_abroad_has_a_price(money: str, told: bool) -> None:
    text = "三公经费: {因公出国境费: {决算: %s, 团组: 1, 人次: 2}}\n"
    assert found(text % money) == [("JS-345", "提示")] * told


def test_nothing_is_averaged_over_nothing() -> None:
    assert found("三公经费: 无\n车辆: 无\n") == []
    assert found("三公经费: {公务接待费: {国内: {决算: 3.00}}}\n") == []
    assert found("三公经费: {公务接待费: {国内: {决算: 0, 批次: 0, 人次: 0}}}\n") == []


def test_an_average_is_told_in_the_unit_in_which_people_speak() -> None:
    text = "三公经费: {公务接待费: {国内: {决算: 9.00, 批次: 2, 人次: 9}}}\n"
    assert messages(text) == [
        "国内公务接待费 9.00 万元，9 人次，平均每人次 1 万元，一般在 20 元到 600 元之间"
    ]


# Uses, vehicles, assets, procurement


def test_money_has_a_use() -> None:
    domestic = "三公经费: {公务接待费: {国内: {决算: %s, 用途: %s}}}\n"
    assert found(domestic % ("0.90", "接待检查组")) == []
    assert found(domestic % ("0", "无")) == []
    assert found(domestic % ("0.90", "")) == []  # a gap, not a contradiction
    assert found(domestic % ("0.90", "无")) == [("JS-346", "提示")]
    foreign = "三公经费: {公务接待费: {外事: {决算: 0.90, 用途: 无}}}\n"
    assert places(foreign) == [("JS-346", "三公经费.公务接待费.外事.用途")]
    assert found("三公经费: 无\n") == []


def test_procurement_has_a_use() -> None:
    text = "政府采购: {合计: %s, 用途: %s}\n"
    assert found(text % ("3.00", "办公设备")) == []
    assert found(text % ("0", "无")) == []
    assert found(text % ("3.00", "无")) == [("JS-444", "提示")]
    assert found("政府采购: 无\n") == []


@pytest.mark.parametrize(
    ("authorized", "held", "budget", "told"),
    [("0", "0", "0", False), ("0", "0", "3.00", True), ("1", "0", "3.00", False),
     ("1", "1", "3.00", False), ("无", "0", "3.00", True)],
)  # fmt: skip
def test_without_vehicles_there_is_no_budget_for_them(
    authorized: str, held: str, budget: str, told: bool
) -> None:
    text = f"""车辆: {{编制: {authorized}, 实有: {held}}}
三公经费: {{公务用车费: {{合计: {{预算: {budget}}}, 购置: 0, 运行维护: 0}}}}
"""
    assert found(text) == [("JS-347", "提示")] * told


def test_the_budget_of_three_public_expenses_only_shrinks() -> None:
    text = "三公经费: {合计: {预算: %s, 上年预算: 8.00}}\n"
    assert found(text % "8.00") == []
    assert found(text % "8.01") == [("JS-348", "提示")]
    assert found("三公经费: {合计: {预算: 8.00, 上年预算: 无}}\n") == []


SPENT_ON = """一般公共预算财政拨款支出:
  科目:
    - 名称: 教育
      款:
        - 名称: 普通教育
          项:
            - 名称: 小学教育
              决算: {whole}
              经济分类:
                - 名称: 商品和服务支出
                  款: [{{名称: 公务接待费, 项目支出: 0.50}}, {{名称: 办公费, 项目支出: 9.00}}]
政府性基金预算财政拨款支出: {funds}
国有资本经营预算财政拨款支出: 无
三公经费: {{公务接待费: {{国内: {reception}, 外事: 0}}}}
"""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"reception": "0.51"}, []),  # 尾差
        ({"reception": "0.52"}, [("JS-349", "警告")]),
        (
            {"reception": "0.52", "funds": "{科目: [{名称: 其他, 决算: 0.02}]}"},
            [("JS-349", "提示")],
        ),
        (
            {"reception": "0.53", "funds": "{科目: [{名称: 其他, 决算: 0.02}]}"},
            [("JS-349", "警告")],
        ),
        ({"reception": "0.40"}, [("JS-315", "错误")]),
        ({"reception": "9.00", "whole": "20.00"}, [("JS-207", "错误"), ("JS-528", "错误")]),
    ],
)
def test_three_public_expenses_are_their_economic_sections(
    changes: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    given = {"whole": "9.50", "funds": "无", "reception": "0.50", **changes}
    told = [(f.id, str(f.severity)) for f in case_of(SPENT_ON.format(**given)).findings()]
    assert told == expected


def test_debts_may_reach_the_assets() -> None:
    assert found("国有资产: {资产: 30.00, 负债: 30.00}\n") == []
    assert found("国有资产: {资产: 30.00, 负债: 30.01}\n") == [("JS-441", "提示")]
    assert found("国有资产: {资产: 无, 负债: 30.00}\n") == []


@pytest.mark.parametrize(
    ("worth", "expected"),
    [
        ("固定资产: {原值: 200.00}", []),
        ("固定资产: {原值: 199.99}", [("JS-442", "警告")]),
        ("资产: 199.99", [("JS-442", "提示")]),
        ("资产: 200.00", []),
        ("资产: 无", []),
    ],
)
def test_large_equipment_is_worth_what_it_cost_at_least(
    worth: str, expected: list[tuple[str, str]]
) -> None:
    assert found(f"国有资产: {{通用设备: 2, 专用设备: 1, {worth}}}\n") == expected


ASSETS = """车辆: {{实有: {held}}}
国有资产:
  通用设备: {general}
  专用设备: {special}
  固定资产:
    类别:
      - 名称: 通用设备
        净值: 90.00
        其中:
          - {{名称: 车辆, 净值: {cars}}}
          - {{名称: 单价50万（含）以上（不含车辆）设备, 净值: {machines}}}
      - {{名称: 单价100万（含）以上设备, 净值: {special_net}}}
"""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"held": "0"}, ["国有资产.固定资产.类别.1.其中.1.净值"]),
        ({"cars": "无"}, ["国有资产.固定资产.类别.1.其中.1.净值"]),
        ({"cars": "0"}, []),  # depreciated
        ({"general": "0"}, ["国有资产.固定资产.类别.1.其中.2.净值"]),
        ({"special": "2"}, ["国有资产.固定资产.类别.2.净值"]),
    ],
)
def test_what_fixed_assets_list_is_counted(changes: dict[str, str], expected: list[str]) -> None:
    given = {"held": "2", "general": "1", "special": "0", "cars": "9.00", "machines": "60.00",
             "special_net": "无"}  # fmt: skip
    assert places(ASSETS.format(**{**given, **changes})) == [("JS-443", p) for p in expected]


def test_vehicles_are_goods_that_were_procured() -> None:
    text = "三公经费: {公务用车费: {购置: 18.00}}\n政府采购: {货物: %s}\n"
    assert found(text % "18.00") == []
    assert found(text % "17.99") == [("JS-445", "提示")]


# People


UNITS = "机构: {{下属单位: [{{名称: 甲, 类型: 其他事业单位, 编制: {below}}}]}}\n"
STAFF = (
    UNITS
    + """人员:
  行政编制: {{构成: 无, 合计: {posts}}}
  事业编制: {own}
  实有:
    公务员: {servants}
    不占编: 无
    机关工勤: {workers}
    事业: {people}
    离休: 无
    退休: {retired}
"""
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"workers": "2"}, [("JS-651", "人员.实有.在职")]),
        ({"workers": "2", "own": "{构成: 无, 合计: 1}"}, []),
        ({"servants": "12"}, [("JS-602", "人员.实有.公务员")]),
        ({"posts": "30"}, []),  # 38 posts, 19 people
        ({"posts": "31"}, [("JS-653", "人员.行政编制.合计")]),
        ({"below": "27"}, []),
        ({"below": "28"}, [("JS-653", "人员.行政编制.合计")]),
        ({"retired": "95"}, []),
        ({"retired": "96"}, [("JS-654", "人员.实有.退休")]),
    ],
)
def test_people_and_posts_are_in_proportion(
    changes: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    given = {"below": "8", "posts": "11", "own": "无", "servants": "10", "people": "8"}
    given |= {"workers": "1", "retired": "20"}
    assert places(STAFF.format(**{**given, **changes})) == expected


def test_a_few_empty_posts_or_retired_people_are_no_slip() -> None:
    few = {"below": "0", "own": "无", "servants": "2", "people": "0", "workers": "1"}
    few["retired"] = "29"
    assert found(STAFF.format(posts="12", **few)) == []
    assert found(STAFF.format(posts="13", **few)) == [("JS-653", "提示")]
    few["retired"] = "30"
    assert found(STAFF.format(posts="12", **few)) == [("JS-654", "提示")]


@pytest.mark.parametrize(
    ("personnel", "routine", "expected"),
    [
        ("30.00", "3.00", []),
        ("29.99", "3.00", ["基本支出.人员经费"]),
        ("600.01", "3.00", ["基本支出.人员经费"]),
        ("600.00", "150.00", []),
        ("300.00", "150.01", ["基本支出.公用经费"]),
        ("300.00", "2.99", ["基本支出.公用经费"]),
    ],
)
def test_expenses_are_in_proportion_to_the_people(
    personnel: str, routine: str, expected: list[str]
) -> None:
    text = f"""人员: {{实有: {{公务员: 10, 机关工勤: 0, 事业: 0}}}}
基本支出: {{人员经费: {personnel}, 公用经费: {routine}}}
"""
    assert places(text) == [("JS-652", path) for path in expected]


def test_leaders_are_within_the_posts() -> None:
    leaders = "[{名称: 局长, 人数: 1}, {名称: 副局长, 人数: %s}]"
    text = f"人员: {{行政编制: {{构成: 无, 合计: 3, 领导职数: {leaders}}}}}\n"
    assert found(text % "2") == []
    assert found(text % "3") == [("JS-655", "警告")]


def test_retired_people_and_their_pay() -> None:
    text = """人员: {实有: {离休: %s, 退休: 无}}
基本支出: {人员经费: {科目: [%s]}}
"""
    assert found(text % ("1", "离休费")) == []
    assert found(text % ("无", "基本工资")) == []
    assert found(text % ("0", "离休费")) == [("JS-656", "提示")]
    assert found(text % ("1", "退休费")) == [("JS-656", "提示")]
    assert found(text % ("无", "{名称: 离休费, 决算: 0}")) == []
    assert found("基本支出: {人员经费: {科目: [离休费]}}\n") == []


# Projects


MONEY = "项目: [{名称: 甲, 预算: {合计: 100.00}, 执行: {合计: %s}%s}]\n"


@pytest.mark.parametrize(
    ("spent", "words", "told"),
    [
        ("90.00", "", False),
        ("89.99", "", True),
        ("0", "", False),  # told by the rule on what was not begun
        ("50.00", ", 执行偏差原因: 招标流标", False),
        ("50.00", ", 问题: 进度慢", False),
        ("50.00", ", 问题: 无", True),
        ("50.00", ", 结转: 50.00", False),
        ("50.00", ", 目标完成: 余款尚未支付。", False),
        ("50.00", ", 目标完成: 指标全面完成。", True),
    ],
)
def test_money_that_was_not_spent_has_a_reason(spent: str, words: str, told: bool) -> None:
    assert found(MONEY % (spent, words), Systems()) == [("JS-541", "提示")] * told


def test_nothing_is_asked_of_a_project_without_budget() -> None:
    assert found("项目: [{名称: 甲, 执行: {合计: 5.00}}]\n", Systems()) == []
    assert found("项目: [{名称: 甲, 预算: {合计: 无}, 执行: {合计: 0}}]\n", Systems()) == []


SCORED = """项目:
  - 名称: 甲
    预算: {合计: 9.00}
    执行: {合计: 9.00}
    评价结论: %s
    指标:
      - {一级: 产出指标, 三级: 期数, 性质: ≥, 指标值: 10, 完成值: 9, 分值: 50, 偏差原因: 疫情}
      - {一级: 效益指标, 三级: 人次, 性质: ≥, 指标值: 20, 完成值: 20, 分值: 40}
"""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("综合得分95分", False),
        ("总分95.0分，等级为优", False),
        ("自评得分为95.5分", True),
        ("满分100分，得分95分", False),
        ("提高了15分钟", False),
    ],
)
def test_the_score_in_words_is_the_score_of_the_indicators(words: str, told: bool) -> None:
    assert found(SCORED % words) == [("JS-543", "警告")] * told
    assert found(SCORED % words, Systems()) == []  # nothing scores it


GOALS = """项目:
  - 名称: 甲
    预期目标: {goal}
    实际完成: {done}
    指标:
      - {{三级: 培训期数, 性质: ≥, 指标值: {sessions}, 单位: 期, 完成值: 34}}
      - {{三级: 受益人数, 性质: ≥, 指标值: 3.2, 单位: 万人, 完成值: 2.9}}
      - {{三级: 到馆人次, 性质: ≥, 指标值: 18, 单位: 万人次, 完成值: 17.2}}
      - {{三级: 合格率, 性质: ≥, 指标值: 98, 单位: "%", 完成值: 99}}
      - {{三级: 满意度, 性质: ≥, 指标值: 90, 单位: "%", 完成值: 94}}
"""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"sessions": "42"}, ["项目.1.指标.1.指标值"]),
        ({"sessions": "24.0"}, []),
        ({"goal": "培训25期，受益3.2万人"}, ["项目.1.指标.1.指标值"]),
        ({"goal": "培训若干期"}, []),
        ({"goal": "满意度90%以上"}, []),  # one of the two
        ({"goal": "满意度91%以上"}, ["项目.1.指标.4.指标值"]),
        ({"goal": "3.2万人次"}, ["项目.1.指标.3.指标值"]),  # no 万人
        ({"done": "培训34期，受益2.8万人"}, ["项目.1.指标.2.完成值"]),
    ],
)
def test_goals_in_words_are_those_of_the_indicators(
    changes: dict[str, str], expected: list[str]
) -> None:
    given = {"goal": "培训24期，受益3.2万人", "done": "培训34期", "sessions": "24", **changes}
    assert [
        (f.id, path_text(f.path)) for f in case_of(GOALS.format(**given), Systems()).findings()
    ] == [("JS-544", path) for path in expected]


def test_goals_of_the_department_are_compared_too() -> None:
    text = """整体绩效:
  实际完成: 送文化下乡%s场
  指标: [{三级: 场次, 性质: ≥, 指标值: 120, 单位: 场, 完成值: 102}]
"""
    assert found(text % "102", Systems()) == []
    assert found(text % "120", Systems()) == [("JS-544", "提示")]


def test_stages_follow_each_other() -> None:
    text = "绩效管理: {项目个数: {事前评估: %s, 绩效目标: 13, 绩效监控: %s, 绩效自评: 25}}\n"
    assert found(text % ("13", "25")) == []
    assert found(text % ("14", "26")) == [("JS-545", "提示")] * 2
    assert found("绩效管理: {项目个数: {绩效监控: 3}}\n") == []


TWO = """支出: {项目支出: {决算: %s, 预算: %s}}
项目:
  - {名称: 甲, 预算: {合计: 10.00}, 执行: {合计: 10.00}}
  - {名称: 乙, 预算: {合计: 8.00}, 执行: {合计: 8.00}}
"""


@pytest.mark.parametrize(
    ("spent", "budget", "expected"),
    [
        ("18.00", "18.00", []),
        ("18.00", "18.01", [("JS-547", "警告")]),
        ("20.00", "25.00", []),  # not all projects are listed
        ("17.99", "18.00", []),  # 尾差
        ("17.98", "18.00", [("JS-546", "提示")]),
        ("9.00", "18.00", [("JS-223", "警告")]),  # one alone is above it
    ],
)
def test_projects_together_are_the_project_expenditure(
    spent: str, budget: str, expected: list[tuple[str, str]]
) -> None:
    assert found(TWO % (spent, budget), Systems()) == expected


def test_one_project_may_be_all_there_is() -> None:
    project = "项目: [{预算: {合计: 6.00}, 执行: {合计: 6.00}}]\n"
    text = "支出: {项目支出: {决算: 6.00, 预算: %s}}\n" + project
    assert found(text % "6.00", Systems()) == []
    assert found(text % "7.00", Systems()) == [("JS-547", "警告")]


def test_projects_of_a_class_are_within_it() -> None:
    text = """支出: {经济分类: [{名称: 对企业补助, 决算: %s}, {名称: 资本性支出, 决算: 1.00}]}
项目:
  - {名称: 甲, 经济分类: 对企业补助, 执行: {合计: 50.00}}
  - {名称: 乙, 经济分类: 对企业补助, 执行: {合计: 30.00}}
  - {名称: 丙, 执行: {合计: 9.00}}
"""
    assert found(text % "80.00", Systems()) == []
    assert found(text % "79.99", Systems()) == []  # 尾差
    assert found(text % "79.00", Systems()) == [("JS-553", "提示")]


def test_turns_are_counted_from_one() -> None:
    text = "项目: [{名称: 甲, 次序: {公开: %s}}, {名称: 乙, 次序: {公开: %s}}, {名称: 丙}]\n"
    assert found(text % ("1", "2")) == []
    assert found(text % ("2", "1")) == []
    assert found(text % ("1", "3")) == [("JS-548", "提示")]
    assert found(text % ("0", "1")) == [("JS-548", "提示")]
    assert found(text % ("1", "无")) == []


@pytest.mark.parametrize(
    ("name", "actual", "told"),
    [
        ("行政村覆盖率", "100%", False),
        ("行政村覆盖率", "100.1%", True),
        ("验收合格率", "达到120％", True),
        ("任务完成率", "120%", False),
        ("资金到位率", "105%", False),
        ("产值增长率", "150%", False),
        ("行政村覆盖率", "120个", False),
    ],
)
def test_parts_of_a_whole_are_not_above_it(name: str, actual: str, told: bool) -> None:
    text = f"项目: [{{指标: [{{三级: {name}, 预期: 90%, 实际: {actual}}}]}}]\n"
    assert found(text, Systems()) == [("JS-549", "提示")] * told


NAMED = """三公经费: {{合计: {{决算: 10.22, 预算: 12.00}}}}
整体绩效:
  指标:
    - {{三级: {name}, 性质: {nature}, 指标值: {target}, 单位: "{unit}", 完成值: {actual}}}
"""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"actual": "10.2"}, []),
        ({"actual": "10.23"}, [("JS-550", "警告")]),
        ({"actual": "102200", "unit": "元", "target": "120000"}, []),
        ({"unit": "%", "actual": "99"}, []),
        ({"name": "“三公”经费控制率", "actual": "9"}, []),
        ({"target": "12.01"}, [("JS-550", "提示")]),
        ({"target": "12.01", "nature": "="}, []),
    ],
)
def test_an_indicator_named_like_an_amount_is_that_amount(
    changes: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    given = {
        "name": "“三公”经费支出",
        "nature": "≤",
        "target": "12",
        "unit": "万元",
        "actual": "10.22",
    }
    assert found(NAMED.format(**{**given, **changes}), Systems()) == expected


@pytest.mark.parametrize(
    ("amount", "told"),
    [("100.00", False), ("90.00", False), ("30.00", False), ("99.99", True), ("无", False)],
)
def test_what_was_evaluated_is_some_whole(amount: str, told: bool) -> None:
    text = f"""支出: {{合计: 100.00, 基本支出: 70.00, 项目支出: 30.00}}
一般公共预算财政拨款支出: {{合计: 90.00}}
评价工作: {{自评金额: {amount}}}
"""
    ids = {rule for rule, _ in found(text, Systems())} - {"JS-205", "JS-532"}
    assert ids == ({"JS-551"} if told else set())


def test_routine_expenses_are_within_their_classes() -> None:
    text = """支出:
  经济分类: [{名称: 商品和服务支出, 决算: 20.00}, {名称: 资本性支出, 决算: 5.00}]
公用经费核实: {账面: %s, 扣除项: [{名称: 招商, 金额: %s}]}
"""
    assert found(text % ("25.00", "25.00")) == []
    assert found(text % ("25.01", "1.00")) == [("JS-552", "提示")]
    assert found(text % ("25.00", "25.01")) == [("JS-552", "提示")]
    assert found("公用经费核实: {账面: 25.00}\n") == []
