"""Evaluations: scores, the completed budget, money of projects, people, surveys, dates."""

import pytest
from indicator_systems import BOTH, systems_of
from rule_runs import case_of, found, messages

from drafter.diagnostics import path_text
from drafter.scoring.system import Systems


def said(text: str, rule: str, systems: Systems | None = None) -> list[tuple[str, str]]:
    """Return gravity and message of what one rule says of the text."""
    findings = case_of(text, systems).findings()
    return [(str(f.severity), f.message) for f in findings if f.id == rule]


def places(text: str, rule: str) -> list[str]:
    """Return the paths that one rule points at."""
    return [path_text(f.path) for f in case_of(text).findings() if f.id == rule]


# JS-521: what is stated for the indicators

ANSWER = "指标评分: [{指标: 词, %s}]\n"


@pytest.mark.parametrize(
    "stated",
    [
        "不符合: 无",
        "不符合: [1]",
        "不符合: [2, 1]",
        "不符合: [1], 得分: 3",
        "不符合: [1], 得分: 无",
        "得分: 3",
        "小结: 制度健全。",
        "不符合: 无, 引用: 重点工作",
    ],
)
def test_answers_that_the_indicator_system_allows(stated: str) -> None:
    assert found(ANSWER % stated) == []


@pytest.mark.parametrize(
    ("stated", "place", "message"),
    [
        ("不符合: [3]", "指标评分.1.不符合.1", "“词”共 2 条，“不符合”应写 1 到 2，不重复"),
        ("不符合: [1, 0]", "指标评分.1.不符合.2", "“词”共 2 条，“不符合”应写 1 到 2，不重复"),
        ("不符合: [1, 1]", "指标评分.1.不符合", "“词”共 2 条，“不符合”应写 1 到 2，不重复"),
        (
            "不符合: [1], 得分: 6",
            "指标评分.1.得分",
            "“词”填的得分 6 分，按规则应得 3 分，相差 3 分",
        ),
        ("引用: 重点工程", "指标评分.1.引用.1", "没有“重点工程”这段文字，不能引用"),
        ("引用: [重点工作, 支出.合计]", "指标评分.1.引用.2", "没有“支出.合计”这段文字，不能引用"),
    ],
)
def test_answers_that_the_indicator_system_forbids(stated: str, place: str, message: str) -> None:
    assert said(ANSWER % stated, "JS-521") == [("错误", message)]
    assert places(ANSWER % stated, "JS-521") == [place]
    assert len(found(ANSWER % stated)) == 1


def test_an_indicator_is_answered_once() -> None:
    twice = "指标评分: [{指标: 词, 不符合: 无}, {指标: 词}]\n"
    assert said(twice, "JS-521") == [("错误", "指标“词”在“指标评分”里写了两次")]
    assert places(twice, "JS-521") == ["指标评分.2.指标"]


def test_nothing_is_said_of_answers_where_no_template_scores_them() -> None:
    wrong = "指标评分: [{指标: 词, 不符合: [3]}, {指标: 词}, {指标: 字}]\n"
    assert {rule for rule, _ in found(wrong)} == {"JS-521", "JS-522"}
    assert found(wrong, Systems()) == []


OWN = "整体绩效: {指标: [{三级: 道路, 分值: %s}, {三级: 桥梁, 分值: %s}]}\n"


@pytest.mark.parametrize(("one", "other"), [("80", "4"), ("83.5", "0.5"), ("84", ""), ("", "90")])
def test_own_weights_that_add_up_or_are_still_to_be_filled(one: str, other: str) -> None:
    assert found(OWN % (one, other)) == []


@pytest.mark.parametrize(
    ("one", "other", "total", "gap"), [("80", "10", "90", "6"), ("83.5", "0.4", "83.9", "0.1")]
)
def test_own_weights_that_do_not_add_up_to_what_is_asked(
    one: str, other: str, total: str, gap: str
) -> None:
    text = OWN % (one, other)
    message = f"绩效指标的分值合计 {total} 分，应为 84 分，相差 {gap} 分"
    assert said(text, "JS-521") == [("错误", message)]
    assert places(text, "JS-521") == ["整体绩效.指标"]


PROJECT = "项目: [{名称: 甲}, {名称: 乙, 指标: [%s]}]\n"
FIRST = "{一级: 产出指标, 三级: 道路, 分值: %s}, {一级: 效益指标, 三级: 车流, 分值: %s}"


def test_weights_of_the_first_level_may_be_adjusted_but_are_told() -> None:
    assert found(PROJECT % (FIRST % ("50", "40"))) == []
    other = PROJECT % (FIRST % ("60", "30"))
    assert said(other, "JS-521") == [
        ("警告", "“产出”指标共 60 分，一般是 50 分，相差 10 分"),
        ("警告", "“效益”指标共 30 分，一般是 40 分，相差 10 分"),
    ]
    assert places(other, "JS-521") == ["项目.2.指标"] * 2
    less = PROJECT % (FIRST % ("50", "30"))
    assert [gravity for gravity, _ in said(less, "JS-521")] == ["错误", "警告"]


QUALITATIVE = "{三级: 秩序, 性质: 定性, 分值: 90, 完成程度: %s, 得分: %s}"


@pytest.mark.parametrize("score", ["90", "72", "80.5", "无", ""])
def test_a_score_within_its_level(score: str) -> None:
    assert found(PROJECT % (QUALITATIVE % ("达成", score)), project_only()) == []


@pytest.mark.parametrize(
    ("level", "score", "field", "message"),
    [
        ("达成", "71.9", "得分", "得分 71.9 分，“达成”应在 72 与 90 分之间"),
        ("达成", "91", "得分", "得分 91 分，“达成”应在 72 与 90 分之间"),
        ("很好", "80", "完成程度", "没有“很好”这一档，可选：达成"),
    ],
)
def test_a_score_or_level_out_of_range(level: str, score: str, field: str, message: str) -> None:
    findings = case_of(PROJECT % (QUALITATIVE % (level, score)), project_only()).findings()
    assert [(f.id, str(f.severity), f.message, path_text(f.path)) for f in findings] == [
        ("JS-521", "错误", message, f"项目.2.指标.1.{field}")
    ]


def project_only() -> Systems:
    """Return a system of projects that does not say what the first levels weigh."""
    text = BOTH[BOTH.index("项目:\n") :]
    return systems_of(text.replace(" 一级分值: {产出: 50, 效益: 40},", ""))


@pytest.mark.parametrize(("score", "times"), [("45", 0), ("90", 1), ("无", 0)])
def test_the_score_of_a_quantitative_indicator_is_the_reckoned_one(score: str, times: int) -> None:
    row = f"{{三级: 道路, 性质: ≥, 指标值: 20, 完成值: 10, 分值: 90, 得分: {score}}}"
    message = "“道路”填的得分 90 分，按完成值应得 45 分"
    assert messages(PROJECT % row, project_only()) == [message] * times


# JS-522: names of indicators


@pytest.mark.parametrize("name", ["词", "预算执行率", ""])
def test_answers_for_indicators_of_the_system(name: str) -> None:
    answer = f"指标评分: [{{指标: {name}, 小结: 情况良好。}}]\n"
    assert found(answer) == found(answer + OWN % ("80", "4")) == []


def test_an_answer_for_no_indicator_is_a_warning_with_the_nearest_name() -> None:
    text = "指标评分: [{指标: 词, 不符合: 无}, {指标: 预算执行情况}, {指标: 无关}]\n"
    findings = case_of(text).findings()
    assert [(f.id, str(f.severity), path_text(f.path), f.message, f.hint) for f in findings] == [
        (
            "JS-522",
            "警告",
            "指标评分.2.指标",
            "指标体系里没有“预算执行情况”",
            "是不是“预算执行率”？",
        ),
        (
            "JS-522",
            "警告",
            "指标评分.3.指标",
            "指标体系里没有“无关”",
            "名称与指标体系一字不差；模板用不到的删去",
        ),
    ]


def test_an_indicator_of_the_department_itself_is_not_answered_for() -> None:
    """Its row has all that there is to say; an answer would be printed nowhere."""
    text = "整体绩效: {指标: [{三级: 道路, 分值: 84}]}\n指标评分: [{指标: 道路, 得分: 30}]\n"
    assert found(text) == [("JS-522", "警告")]


JOINT = """\
部门:
  名称: 部门指标
  满分: 40
  指标:
    - 名称: 效益
      二级:
        - 名称: 效益
          三级:
            - 名称: [经济效益, 社会效益]
              分值: 40
              规则: {类型: manual, 理由: 否}
"""


@pytest.mark.parametrize("name", ["经济效益", "社会效益", "经济效益、社会效益"])
def test_indicators_with_one_score_are_answered_under_any_of_their_names(name: str) -> None:
    text = f"指标评分: [{{指标: {name}, 得分: 30}}]\n已公布: {{评分.总分: 30}}\n"
    assert found(text, systems_of(JOINT)) == []


# JS-523 and JS-524: the budget, what was granted, and what was spent

BUDGET = """收入: {{一般公共预算财政拨款: {granted}, 政府性基金预算财政拨款: 10.00,
  国有资本经营预算财政拨款: 无, 上级补助: 无, 事业: 无, 经营: 无, 附属单位上缴: 无, 其他: {other}}}
部门预算: {{年初: {{总计: {initial}}}, 追加: {{合计: {added}}}}}
结转结余: {{年初: {opening}}}
"""


def budget(
    granted: str = "90.00",
    other: str = "无",
    initial: str = "80.00",
    added: str = "20.00",
    opening: str = "5.00",
) -> str:
    return BUDGET.format(
        granted=granted, other=other, initial=initial, added=added, opening=opening
    )


@pytest.mark.parametrize(
    "text",
    [
        budget(),
        budget(initial="100.00", added="无"),
        budget(initial="100.00", added="0"),
        # 年初预算里含上年结转 5.00。
        budget(initial="85.00"),
        # Still to be filled: nothing to compare.
        budget(initial="", added="50.00"),
        budget(initial="50.00", added=""),
        budget(granted="", initial="50.00"),
        # Other revenue pays for a part: the budget of fiscal money need not be all of it.
        budget(other="0.01", initial="50.00"),
        budget(other="", initial="50.00"),
    ],
)
def test_budgets_that_agree_with_what_was_granted(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "total", "gap"),
    [
        (budget(initial="79.00"), "99.00", "1.00"),
        (budget(initial="81.00"), "101.00", "1.00"),
        (budget(added="无"), "80.00", "20.00"),
        (budget(initial="86.00"), "106.00", "6.00"),
        (budget(initial="85.00", opening=""), "105.00", "5.00"),
        (budget(initial="85.00", opening="无"), "105.00", "5.00"),
        (budget(other="0", initial="79.00"), "99.00", "1.00"),
    ],
)
def test_a_budget_that_disagrees_with_what_was_granted(text: str, total: str, gap: str) -> None:
    message = f"年初预算加本年追加 {total} 万元，与财政拨款收入 100.00 万元不一致，相差 {gap} 万元"
    assert said(text, "JS-523") == [("警告", message)]
    assert found(text) == [("JS-523", "警告")]
    assert places(text, "JS-523") == ["部门预算.追加.合计"]


@pytest.mark.parametrize(
    ("initial", "words"),
    [
        ("80.01", "年初预算加本年追加 100.01 万元，与财政拨款收入 100.00 万元有尾差 0.01 万元"),
        ("79.99", "年初预算加本年追加 99.99 万元，与财政拨款收入 100.00 万元有尾差 0.01 万元"),
        (
            "80.02",
            "年初预算加本年追加 100.02 万元，与财政拨款收入 100.00 万元不一致，相差 0.02 万元",
        ),
    ],
)
def test_a_budget_may_be_apart_by_rounding(initial: str, words: str) -> None:
    # Two rounded parts and the total: 0.015 at most.
    assert said(budget(initial=initial), "JS-523") == [("警告", words)]


def test_rounding_is_allowed_for_where_the_initial_budget_holds_the_carry_over() -> None:
    (finding,) = case_of(budget(initial="85.01")).findings()
    assert (finding.id, str(finding.severity)) == ("JS-523", "警告")
    assert finding.message.endswith("有尾差 0.01 万元")


def test_the_initial_budget_may_be_left_to_the_program() -> None:
    text = budget().replace("年初: {总计: 80.00}", "年初: {人员经费: 50.00, 公用经费: 10.00}")
    assert found(text + "项目: [{名称: 甲, 年初预算: 20.00}]\n") == []
    assert found(text + "项目: [{名称: 甲, 年初预算: 19.00}]\n") == [("JS-523", "警告")]
    # Before the projects are listed nobody knows the whole.
    assert found(text) == []


COMPLETED = """收入: {{一般公共预算财政拨款: 100.00, 政府性基金预算财政拨款: 无,
  国有资本经营预算财政拨款: 无, 上级补助: 无, 事业: 无, 经营: 无, 附属单位上缴: 无, 其他: {other}}}
支出: {{合计: {spent}}}
结转结余: {{年初: {opening}, 年末: {closing}}}
部门预算: {{年初: {{总计: {initial}}}, 追加: {{合计: 20.00}}}}
"""


def completed(
    initial: str = "80.00",
    spent: str = "103.00",
    opening: str = "5.00",
    closing: str = "2.00",
    other: str = "无",
) -> str:
    return COMPLETED.format(
        other=other, spent=spent, opening=opening, closing=closing, initial=initial
    )


@pytest.mark.parametrize(
    "text",
    [
        completed(),
        # 年初预算里已含上年结转 5.00，不再加。
        completed(initial="85.00"),
        completed(opening="无", spent="98.00"),
        completed(closing="无", spent="105.00"),
        completed(initial="", spent="99.00"),
        completed(spent="", opening="50.00"),
        completed(opening="", spent="99.00"),
        completed(closing="", spent="99.00"),
        completed(other="7.00", spent="99.00"),
        completed(other="", spent="99.00"),
    ],
)
def test_completed_budgets_that_agree_with_what_was_spent(text: str) -> None:
    assert said(text, "JS-524") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (completed(spent="102.00"), "103.00 万元，与支出合计 102.00 万元不一致，相差 1.00 万元"),
        (completed(spent="104.00"), "103.00 万元，与支出合计 104.00 万元不一致，相差 1.00 万元"),
        (completed(initial="86.00"), "109.00 万元，与支出合计 103.00 万元不一致，相差 6.00 万元"),
        (completed(other="0", spent="90.00"),
         "103.00 万元，与支出合计 90.00 万元不一致，相差 13.00 万元"),
        # Four rounded parts and the total: 0.025 at most.
        (completed(spent="103.02"), "103.00 万元，与支出合计 103.02 万元有尾差 0.02 万元"),
        (completed(spent="103.03"), "103.00 万元，与支出合计 103.03 万元不一致，相差 0.03 万元"),
    ],
)  # fmt: skip
def test_a_completed_budget_that_is_not_what_was_spent(text: str, words: str) -> None:
    assert said(text, "JS-524") == [("警告", f"上年结转加年初预算加追加减年末结余，得 {words}")]
    assert places(text, "JS-524") == ["部门预算.年初.总计"]


@pytest.mark.parametrize(
    ("spent", "closing", "words"),
    [
        ("103.025", "2.00", "有尾差"),
        ("103.0251", "2.00", "不一致"),
        # Nothing left is exact: a part less that can be rounded.
        ("105.02", "无", "有尾差"),
        ("105.0201", "无", "不一致"),
    ],
)
def test_every_part_of_a_completed_budget_may_be_rounded(
    spent: str, closing: str, words: str
) -> None:
    text = "金额小数: 2\n" + completed(spent=spent, closing=closing)
    ((gravity, message),) = said(text, "JS-524")
    assert gravity == "警告"
    assert words in message


# JS-525: money of each project over the year

FLOW = "项目: [{名称: 甲, 执行: {合计: %s}, 收支: {年初结转: %s, 收入: %s, %s}}]\n"


@pytest.mark.parametrize(
    ("spent", "opening", "received", "more"),
    [
        ("5.00", "1.00", "6.00", ""),
        ("5.00", "1.00", "6.00", "期末结转: 2.00"),
        ("7.00", "1.00", "6.00", "期末结转: 无"),
        ("7.00", "1.00", "6.00", "期末结转: 0"),
        ("5.00", "无", "6.00", "期末结转: 1.00"),
        ("无", "1.00", "无", "期末结转: 1.00"),
        ("5.00", "", "6.00", "期末结转: 9.00"),
        ("", "1.00", "6.00", "期末结转: 9.00"),
        ("5.00", "1.00", "", "期末结转: 9.00"),
        ("5.00", "1.00", "6.00", "收入本月: 6.00, 支出本月: 5.00"),
        ("5.00", "1.00", "6.00", "收入本月: 无, 支出本月: 无"),
        ("", "1.00", "", "收入本月: 6.00, 支出本月: 5.00"),
    ],
)
def test_money_of_a_project_that_rolls_over(
    spent: str, opening: str, received: str, more: str
) -> None:
    assert found(FLOW % (spent, opening, received, more)) == []


@pytest.mark.parametrize(
    ("spent", "more", "place", "gravity", "message"),
    [
        ("5.00", "期末结转: 3.00", "期末结转", "错误",
         "项目“甲”的期末结转 3.00 万元，与年初结转加收入减执行 2.00 万元不一致，相差 1.00 万元"),
        ("5.00", "期末结转: 无", "期末结转", "错误",
         "项目“甲”的期末结转 0.00 万元，与年初结转加收入减执行 2.00 万元不一致，相差 2.00 万元"),
        # Three rounded parts and the total: 0.02 at most.
        ("5.00", "期末结转: 2.02", "期末结转", "警告",
         "项目“甲”的期末结转 2.02 万元，与年初结转加收入减执行 2.00 万元有尾差 0.02 万元"),
        ("5.00", "期末结转: 2.03", "期末结转", "错误",
         "项目“甲”的期末结转 2.03 万元，与年初结转加收入减执行 2.00 万元不一致，相差 0.03 万元"),
        ("7.01", "", "收入", "错误",
         "项目“甲”的执行数 7.01 万元，大于年初结转加收入 7.00 万元，多 0.01 万元"),
        ("5.00", "收入本月: 6.01", "收入本月", "错误",
         "项目“甲”的收入本月数 6.01 万元，大于累计数 6.00 万元，多 0.01 万元"),
        ("5.00", "支出本月: 5.01", "支出本月", "错误",
         "项目“甲”的支出本月数 5.01 万元，大于累计数 5.00 万元，多 0.01 万元"),
        ("无", "支出本月: 1.00", "支出本月", "错误",
         "项目“甲”的支出本月数 1.00 万元，大于累计数 0.00 万元，多 1.00 万元"),
    ],
)  # fmt: skip
def test_money_of_a_project_that_does_not_roll_over(
    spent: str, more: str, place: str, gravity: str, message: str
) -> None:
    text = FLOW % (spent, "1.00", "6.00", more)
    assert said(text, "JS-525") == [(gravity, message)]
    assert places(text, "JS-525") == [f"项目.1.收支.{place}"]
    assert len(found(text)) == 1


def test_a_project_without_money_of_its_own_has_nothing_to_roll_over() -> None:
    assert found("项目: [{名称: 甲, 收支: 无, 执行: {合计: 5.00}}]\n") == []
    assert found("项目: [{名称: 甲, 执行: {合计: 5.00}}]\n") == []


# JS-526: carry-over of the projects and of the department

CARRIED = """结转结余: {{年初项目: {opening}, 年末项目: {closing}}}
项目:
  - {{名称: 甲, 执行: {{合计: 5.00}}, 收支: {{年初结转: 1.00, 收入: 6.00}}}}
  - {{名称: 乙, 执行: {{合计: {spent}}}, 收支: {{年初结转: 2.00, 收入: {received}}}}}
  - {{名称: 丙, 执行: {{合计: 4.00}}}}
"""


def carried(
    opening: str = "3.00", closing: str = "2.50", spent: str = "2.50", received: str = "1.00"
) -> str:
    return CARRIED.format(opening=opening, closing=closing, spent=spent, received=received)


@pytest.mark.parametrize(
    "text",
    [
        carried(),
        carried(opening="", closing=""),
        carried(closing="9.00", spent=""),
        carried(closing="9.00", received=""),
        "结转结余: {年初项目: 3.00, 年末项目: 2.00}\n",
        "结转结余: {年初项目: 3.00, 年末项目: 2.00}\n项目: [{名称: 甲}]\n",
        "结转结余: {年初项目: 3.00}\n项目: 无\n",
    ],
)
def test_project_carry_over_that_adds_up_or_is_not_known(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (carried(opening="4.00"), "年初项目",
         "结转结余的年初项目 4.00 万元，与各项目年初结转之和 3.00 万元不一致，相差 1.00 万元"),
        (carried(opening="无"), "年初项目",
         "结转结余的年初项目 0.00 万元，与各项目年初结转之和 3.00 万元不一致，相差 3.00 万元"),
        (carried(closing="2.00"), "年末项目",
         "结转结余的年末项目 2.00 万元，与各项目期末结转之和 2.50 万元不一致，相差 0.50 万元"),
        (carried(closing="2.51"), "年末项目",
         "结转结余的年末项目 2.51 万元，与各项目期末结转之和 2.50 万元有尾差 0.01 万元"),
    ],
)  # fmt: skip
def test_project_carry_over_that_does_not_add_up(text: str, place: str, message: str) -> None:
    assert said(text, "JS-526") == [("警告", message)]
    assert places(text, "JS-526") == [f"结转结余.{place}"]
    assert len(found(text)) == 1


def test_projects_that_are_not_all_listed_are_two_warnings() -> None:
    assert found(carried(opening="4.00", closing="9.00")) == [("JS-526", "警告")] * 2


# JS-527: what the projects spent together

SPENT = """支出: {项目支出: %s}
项目: [{名称: 甲, 执行: {合计: 5.00}}, {名称: 乙, 执行: {财政拨款: 2.00, 其他资金: 无}},
  {名称: 丙, 执行: {合计: %s}}]
"""


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("8.00", "1.00"),
        ("7.00", "无"),
        # A fifth or more is left out: the list was never meant to be whole.
        ("10.00", "1.00"),
        ("30.00", "1.00"),
        ("", "1.00"),
        ("8.50", ""),
    ],
)
def test_projects_that_account_for_the_expenditure_or_for_the_main_part_of_it(
    whole: str, part: str
) -> None:
    assert found(SPENT % (whole, part)) == []


def test_projects_that_spent_more_than_all_projects_are_a_hint() -> None:
    assert found(SPENT % ("7.00", "1.00")) == [("JS-546", "提示")]


@pytest.mark.parametrize(("whole", "gap"), [("8.01", "0.01"), ("8.50", "0.50"), ("9.99", "1.99")])
def test_a_project_that_is_perhaps_not_listed_is_a_hint(whole: str, gap: str) -> None:
    findings = case_of(SPENT % (whole, "1.00")).findings()
    message = f"项目支出 {whole} 万元，所列 3 个项目的执行数之和 8.00 万元，相差 {gap} 万元"
    assert [(f.id, str(f.severity), path_text(f.path), f.message, f.hint) for f in findings] == [
        ("JS-527", "提示", "支出.项目支出", message, "核对是否漏列了项目")
    ]


def test_a_few_projects_are_no_list_that_could_lack_one() -> None:
    assert found("支出: {项目支出: 8.00}\n项目: [{名称: 甲, 执行: {合计: 7.50}}]\n") == []
    two = "[{名称: 甲, 执行: {合计: 3.00}}, {名称: 乙, 执行: {合计: 4.50}}]"
    assert found(f"支出: {{项目支出: 8.00}}\n项目: {two}\n") == []
    assert found("支出: {项目支出: 8.00}\n项目: 无\n") == []
    assert found("支出: {项目支出: 8.00}\n") == []


# JS-528: one expenditure by every classification

CLASSES = "支出: {合计: %s, %s: [{名称: 甲, 决算: %s}, {名称: 乙, 决算: %s}]}\n"


@pytest.mark.parametrize("name", ["功能分类", "经济分类"])
@pytest.mark.parametrize(
    ("whole", "one", "other"),
    [
        ("100.00", "70.00", "30.00"),
        ("100.00", "100.00", "无"),
        ("100.00", "100.00", "0"),
        ("", "70.00", "20.00"),
        ("100.00", "70.00", ""),
    ],
)
def test_classes_that_add_up(name: str, whole: str, one: str, other: str) -> None:
    assert found(CLASSES % (whole, name, one, other)) == []


@pytest.mark.parametrize("name", ["功能分类", "经济分类"])
@pytest.mark.parametrize(
    ("one", "gravity", "words"),
    [
        ("60.00", "错误", "90.00 万元，与支出合计 100.00 万元不一致，相差 10.00 万元"),
        ("70.01", "警告", "100.01 万元，与支出合计 100.00 万元有尾差 0.01 万元"),
        ("70.02", "错误", "100.02 万元，与支出合计 100.00 万元不一致，相差 0.02 万元"),
    ],
)
def test_classes_that_do_not_add_up(name: str, one: str, gravity: str, words: str) -> None:
    text = CLASSES % ("100.00", name, one, "30.00")
    assert said(text, "JS-528") == [(gravity, f"{name}各类之和 {words}")]
    assert places(text, "JS-528") == [f"支出.{name}"]
    assert len(found(text)) == 1


def test_classes_that_were_not_broken_down_are_not_judged() -> None:
    assert found("支出: {合计: 100.00}\n") == []
    assert found("支出: {合计: 100.00, 功能分类: 无, 经济分类: 无}\n") == []


ITEMS = """支出: {{合计: 100.00}}
一般公共预算财政拨款支出:
  科目:
    - 名称: 教育
      款:
        - 名称: 普通教育
          项:
            - {{名称: 小学教育, 决算: 70.00, 经济分类: [{{名称: 工资福利支出, 决算: 70.00}}]}}
            - {{名称: 初中教育, 决算: {amount}, 经济分类: {shares}}}
政府性基金预算财政拨款支出: 无
国有资本经营预算财政拨款支出: 无
"""


def test_economic_classes_of_the_items_are_added_up() -> None:
    whole = "[{名称: 资本性支出, 决算: 30.00}]"
    assert found(ITEMS.format(amount="30.00", shares=whole)) == []
    text = ITEMS.format(amount="20.00", shares="[{名称: 资本性支出, 决算: 20.00}]")
    assert said(text, "JS-528") == [
        ("错误", "经济分类各类之和 90.00 万元，与支出合计 100.00 万元不一致，相差 10.00 万元")
    ]
    assert places(text, "JS-528") == ["支出.经济分类"]


@pytest.mark.parametrize("shares", ["", "[{名称: 资本性支出}]", "[{名称: 资本性支出, 决算: }]"])
def test_items_that_are_not_all_broken_down_are_not_judged(shares: str) -> None:
    assert found(ITEMS.format(amount="30.00", shares=shares)) == []


def test_an_item_is_the_sum_of_its_economic_classes() -> None:
    shares = "[{名称: 资本性支出, 决算: 20.00}, {名称: 商品和服务支出, 决算: 9.00}]"
    assert found(ITEMS.format(amount="29.00", shares=shares))[0] == ("JS-205", "错误")
    assert said(ITEMS.format(amount="30.00", shares=shares), "JS-207") == [
        ("错误", "“初中教育”（项） 30.00 万元，与各经济分类之和 29.00 万元不一致，相差 1.00 万元")
    ]


# What the tables repeat is said once


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        ("{名称: 小学教育, 决算: -3.00}", ("JS-219", "警告")),
        ("{名称: 小学教育, 决算: 3.00, 上年: 5.00}", ("JS-218", "错误")),
    ],
)
def test_an_amount_that_the_detail_table_prints_again_is_reported_once(
    item: str, rule: tuple[str, str]
) -> None:
    text = "一般公共预算财政拨款支出: {科目: [{名称: 教育, 上年: 9.00, 款: [{名称: 普通教育, "
    assert found(f"{text}项: [{item}]}}]}}]}}\n") == [rule]


# JS-529: people on posts

PEOPLE = "人员: {行政编制: {合计: 90, 构成: 无}, 实有: {公务员: 5, 机关工勤: 1, 事业: %s, %s}}\n"


@pytest.mark.parametrize(
    ("institution", "more"),
    [
        ("4", ""),
        ("4", "在职: 10"),
        ("无", "在职: 6"),
        ("4", "职级: [{名称: 科员, 人数: 7}, {名称: 工勤, 人数: 3}]"),
        ("4", "职级: 无"),
        ("4", "职级: [{名称: 科员, 人数: 7}, {名称: 工勤}]"),
        ("4", "男: 6, 女: 4"),
        ("4", "男: 10, 女: 无"),
        ("4", "男: 6"),
        ("4", "女: 6"),
        ("", "在职: 25, 男: 20, 女: 5"),
        ("", "职级: [{名称: 科员, 人数: 7}], 男: 1, 女: 1"),
        ("4", "不占编: {人数: 2}, 男: 5, 女: 3"),
        ("4", "不占编: 无, 男: 6, 女: 4"),
    ],
)
def test_people_who_add_up(institution: str, more: str) -> None:
    assert found(PEOPLE % (institution, more)) == []


@pytest.mark.parametrize(
    ("more", "place", "message"),
    [
        ("在职: 11", "在职",
         "在职人员 11 人，与公务员、机关工勤、事业之和 10 人不一致，相差 1 人"),
        ("在职: 9", "在职",
         "在职人员 9 人，与公务员、机关工勤、事业之和 10 人不一致，相差 1 人"),
        ("职级: [{名称: 科员, 人数: 7}, {名称: 工勤, 人数: 1}]", "职级",
         "在职人员 10 人，与各职级之和 8 人不一致，相差 2 人"),
        ("男: 7, 女: 4", "男", "在职人员 10 人，与男女之和 11 人不一致，相差 1 人"),
        ("不占编: {人数: 2}, 男: 6, 女: 4", "男",
         "在职人员 8 人，与男女之和 10 人不一致，相差 2 人"),
    ],
)  # fmt: skip
def test_people_who_do_not_add_up(more: str, place: str, message: str) -> None:
    text = PEOPLE % ("4", more)
    assert said(text, "JS-529") == [("错误", message)]
    assert places(text, "JS-529") == [f"人员.实有.{place}"]
    assert len(found(text)) == 1


def test_a_typed_number_of_people_on_posts_leaves_out_those_who_take_none_up() -> None:
    assert found(PEOPLE % ("4", "不占编: {人数: 2}, 在职: 8")) == []
    assert found(PEOPLE % ("4", "不占编: {人数: 2}, 在职: 10")) == [("JS-529", "错误")]


# JS-530: the survey

SURVEY = "满意度调查: {发放: %s, 回收: %s, 有效: %s, 满意度: %s}\n"


@pytest.mark.parametrize(
    "numbers",
    [
        ("50", "50", "50", "100"),
        ("50", "48", "45", "90.72"),
        ("50", "0", "0", "0"),
        ("无", "无", "无", "无"),
        ("", "52", "52", "90"),
        ("50", "", "52", "90"),
        ("50", "48", "", ""),
    ],
)
def test_surveys_whose_numbers_only_dwindle(numbers: tuple[str, ...]) -> None:
    assert found(SURVEY % numbers) == []


@pytest.mark.parametrize(
    ("numbers", "place", "message"),
    [
        (("50", "51", "45", "90"), "回收", "回收问卷 51 份，大于发放问卷 50 份，多 1 份"),
        (("50", "45", "46", "90"), "有效", "有效问卷 46 份，大于回收问卷 45 份，多 1 份"),
        (("50", "无", "1", "90"), "有效", "有效问卷 1 份，大于回收问卷 0 份，多 1 份"),
        (("50", "45", "45", "100.01"), "满意度", "满意度 100.01%，应在 0 与 100% 之间"),
        (("50", "45", "45", "-0.1"), "满意度", "满意度 -0.1%，应在 0 与 100% 之间"),
    ],
)
def test_a_survey_with_impossible_numbers(
    numbers: tuple[str, ...], place: str, message: str
) -> None:
    assert said(SURVEY % numbers, "JS-530") == [("错误", message)]
    assert places(SURVEY % numbers, "JS-530") == [f"满意度调查.{place}"]


def test_each_impossible_number_of_a_survey_is_reported() -> None:
    assert found(SURVEY % ("50", "51", "52", "101")) == [("JS-530", "错误")] * 3


# JS-531: reviewed expenses

REVIEW = "公用经费核实: {账面: %s, 扣除项: %s, 实际: %s}\n"
EXCLUDED = "[{名称: 甲, 金额: 2.00}, {名称: 乙, 金额: %s}]"


@pytest.mark.parametrize(
    ("booked", "excluded", "actual"),
    [
        ("30.00", EXCLUDED % "1.00", ""),
        ("30.00", EXCLUDED % "1.00", "27.00"),
        ("30.00", EXCLUDED % "无", "28.00"),
        ("30.00", "无", "30.00"),
        ("30.00", EXCLUDED % "", "5.00"),
        ("30.00", "", "5.00"),
        ("", EXCLUDED % "1.00", "5.00"),
    ],
)
def test_reviewed_expenses_that_add_up(booked: str, excluded: str, actual: str) -> None:
    assert found(REVIEW % (booked, excluded, actual)) == []


@pytest.mark.parametrize(
    ("actual", "gravity", "words"),
    [
        ("28.00", "错误", "28.00 万元，与账面减各扣除项 27.00 万元不一致，相差 1.00 万元"),
        ("无", "错误", "0.00 万元，与账面减各扣除项 27.00 万元不一致，相差 27.00 万元"),
        # Three rounded parts and the total: 0.02 at most.
        ("27.02", "警告", "27.02 万元，与账面减各扣除项 27.00 万元有尾差 0.02 万元"),
        ("26.97", "错误", "26.97 万元，与账面减各扣除项 27.00 万元不一致，相差 0.03 万元"),
    ],
)
def test_reviewed_expenses_that_do_not_add_up(actual: str, gravity: str, words: str) -> None:
    text = REVIEW % ("30.00", EXCLUDED % "1.00", actual)
    assert said(text, "JS-531") == [(gravity, f"核实的公用经费 {words}")]
    assert places(text, "JS-531") == ["公用经费核实.实际"]
    assert len(found(text)) == 1


def test_a_section_without_a_review_has_nothing_to_compare() -> None:
    assert found("公用经费核实: 无\n") == []


# JS-532: evaluated money


@pytest.mark.parametrize(("evaluated", "spent"), [("100.00", "100.00"), ("无", "100.00"),
                                                  ("999.00", ""), ("", "100.00")])  # fmt: skip
def test_evaluated_money_within_the_expenditure(evaluated: str, spent: str) -> None:
    assert found(f"支出: {{合计: {spent}}}\n评价工作: {{自评金额: {evaluated}}}\n") == []


def test_more_evaluated_money_than_was_spent_is_a_warning() -> None:
    text = "支出: {合计: 100.00}\n评价工作: {自评金额: 100.01}\n"
    message = "自评金额 100.01 万元，大于支出合计 100.00 万元，多 0.01 万元"
    assert found(text) == [("JS-532", "警告")]
    assert said(text, "JS-532") == [("警告", message)]
    assert places(text, "JS-532") == ["评价工作.自评金额"]


# JS-533: dates

DATES = "评价工作: {部署日期: %s, 完成日期: %s}\n满意度调查: {日期: %s}\n"


@pytest.mark.parametrize(
    "dates",
    [
        ("2024年7月5日", "2024年7月18日", "2024年7月6日"),
        ("2023年12月31日", "2023年12月31日", "2023年12月31日"),
        ("2024年7月5日", "2024年7月5日", "2024年01月06日"),
        ("无", "2024年7月18日", "无"),
        ("2024年7月18日", "无", ""),
        ("", "", ""),
        ("2022年7月", "二〇二二年七月五日", "去年"),
        ("2022年7月5日至8日", "约2022年7月5日", "2022年7月"),
        ("2024年7月18日", "2024年7月上旬", "2022-07"),
    ],
)
def test_dates_after_the_year(dates: tuple[str, str, str]) -> None:
    assert found(DATES % dates) == []


@pytest.mark.parametrize(
    ("dates", "place", "message"),
    [
        (("2023年7月5日", "2024年7月18日", "2024年7月6日"), "评价工作.部署日期",
         "部署日期 2023年7月5日，早于 2023 年年末"),
        (("无", "2023年12月30日", "2024年7月6日"), "评价工作.完成日期",
         "完成日期 2023年12月30日，早于 2023 年年末"),
        (("2024年7月5日", "2024年7月18日", "2023年07月06日"), "满意度调查.日期",
         "调查日期 2023年07月06日，早于 2023 年年末"),
        (("2024年7月18日", "2024年7月5日", "无"), "评价工作.完成日期",
         "完成日期 2024年7月5日，早于部署日期 2024年7月18日"),
        (("2024年10月1日", "2024-9-30", "无"), "评价工作.完成日期",
         "完成日期 2024-9-30，早于部署日期 2024年10月1日"),
    ],
)  # fmt: skip
def test_dates_that_come_too_early(dates: tuple[str, str, str], place: str, message: str) -> None:
    assert said(DATES % dates, "JS-533") == [("提示", message)]
    assert places(DATES % dates, "JS-533") == [place]
    assert len(found(DATES % dates)) == 1


def test_each_date_that_comes_too_early_is_a_hint() -> None:
    assert (
        found(DATES % ("2023年7月5日", "2023年7月1日", "2023年7月6日")) == [("JS-533", "提示")] * 4
    )


# Announced scores (JS-801)

SYSTEM = systems_of(
    """\
部门:
  名称: 部门指标
  指标:
    - 名称: 投入
      二级:
        - 名称: 预算配置
          三级:
            - 名称: 在职人员控制率
              分值: 40
              度量: {式: 人员.实有.在职 / 人员.编制合计, 单位: "%"}
              分母为零: 人工
              规则: {类型: scale, 满值: 100}
            - 名称: 每人面积
              分值: 30
              度量: {式: 楼堂馆所.实际面积 / 人员.实有.在职, 单位: 平方米}
              分母为零: 人工
              规则: {类型: scale, 满值: 10}
            - 名称: 行政效能
              分值: 30
              规则: {类型: manual}
项目:
  名称: 项目指标
  指标:
    - {取自: 指标, 分值: 100,
       定量: {类型: target_ratio, 未达: 按比例},
       定性: {类型: levels, 按: 比例, 档: [{名称: 达成, 从: 80, 到: 100}]}}
"""
)
SCORED = """人员: {行政编制: {合计: 29, 构成: 无}, 实有: {在职: 25}}
机构: {下属单位: 无}
楼堂馆所: {实际面积: 200}
指标评分: [{指标: 行政效能, 得分: 27, 评分理由: 较好。}]
项目:
  - {名称: 甲, 指标: [{三级: 道路, 性质: ≥, 指标值: 20, 完成值: 19, 分值: 100}]}
  - {名称: 乙, 指标: [{三级: 桥梁, 性质: ≥, 指标值: 20, 完成值: 18, 分值: 100}]}
已公布: {%s}
"""


@pytest.mark.parametrize(
    "line",
    [
        "评分.指标.在职人员控制率.得分: 34.48",
        "评分.指标.在职人员控制率.得分: 34分",
        "评分.指标.1.得分: 34.5",
        "评分.指标.在职人员控制率.结果: 86%",
        "评分.指标.在职人员控制率.结果: 86.21%",
        "评分.指标.每人面积.结果: 8",
        "评分.指标.每人面积.得分: 24",
        "评分.指标.行政效能.得分: 27.00",
        "评分.指标.行政效能.分值: 30分",
        "评分.一级.投入.得分: 85.48",
        "评分.总分: 85.48",
        "评分.总分: 85分",
        "项目.甲.评分.总分: 95",
        "项目.乙.评分.总分: 90",
        "项目.2.评分.总分: 90分",
        "项目.乙.评分.指标.桥梁.得分: 90",
        "项目.2.评分.指标.1.得分: 90",
    ],
)
def test_announced_scores_that_agree(line: str) -> None:
    assert found(SCORED % line, SYSTEM) == []


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("评分.指标.在职人员控制率.得分: 40", "34.48 分，相差 5.52 分"),
        ("评分.指标.在职人员控制率.结果: 87%", "86.21%，相差 0.79 个百分点"),
        ("评分.指标.在职人员控制率.结果: 86.20%", "86.21%，相差 0.01 个百分点"),
        ("评分.指标.每人面积.结果: 8.1", "8，相差 0.1"),
        ("评分.总分: 91", "85.48 分，相差 5.52 分"),
        ("项目.甲.评分.总分: 90", "95 分，相差 5 分"),
        ("项目.乙.评分.总分: 95", "90 分，相差 5 分"),
        ("项目.2.评分.总分: 95", "90 分，相差 5 分"),
        ("项目.乙.评分.指标.桥梁.得分: 95", "90 分，相差 5 分"),
    ],
)
def test_announced_scores_that_differ_are_warnings_with_both(line: str, right: str) -> None:
    key, _, typed = line.partition(": ")
    assert found(SCORED % line, SYSTEM) == [("JS-801", "警告")]
    assert messages(SCORED % line, SYSTEM) == [f"“{key}”已公布 {typed}，按数据应为 {right}"]


@pytest.mark.parametrize(
    "line", ["评分.指标.在职人员控制率.结果: 0.86", "评分.总分: 86%", "评分.总分: 优",
             "项目.甲.评分.总分: 优秀"],
)  # fmt: skip
def test_announced_scores_that_are_no_numbers_are_errors(line: str) -> None:
    assert found(SCORED % line, SYSTEM) == [("JS-801", "错误")]


@pytest.mark.parametrize(
    "key", ["评分.指标.在职人员控制.得分", "评分.指标.4.得分", "项目.甲.评分.指标.桥梁.得分"]
)
def test_an_announced_score_of_an_unknown_indicator_is_a_warning(key: str) -> None:
    text = SCORED % f"{key}: 3"
    assert found(text, SYSTEM) == [("JS-801", "警告")]
    assert messages(text, SYSTEM) == [f"没有“{key}”这项得分：指标名称与指标体系不符，或者算不出来"]


@pytest.mark.parametrize(
    "key", ["评分.指标.在职人员控制.得分", "评分.总分", "项目.甲.评分.总分", "项目.2.评分.总分"]
)
def test_announced_scores_are_left_alone_where_this_report_scores_nothing(key: str) -> None:
    assert found(SCORED % f"{key}: 3", Systems()) == []


def test_a_report_that_scores_only_projects_leaves_the_department_alone() -> None:
    line = "评分.总分: 3, 评分.指标.在职人员控制.得分: 3, 项目.甲.评分.总分: 3"
    projects = Systems(project=SYSTEM.project)
    assert messages(SCORED % line, projects) == [
        "“项目.甲.评分.总分”已公布 3，按数据应为 95 分，相差 92 分"
    ]


@pytest.mark.parametrize("key", ["项目.丙.评分.总分", "项目.3.评分.总分"])
def test_an_announced_score_of_a_project_that_is_not_listed_is_reported(key: str) -> None:
    assert [rule for rule, _ in found(SCORED % f"{key}: 95", SYSTEM)] == ["JS-801"]


def test_a_score_that_nothing_computes_is_taken_from_what_was_announced() -> None:
    """It agrees with itself, and the total goes on with it."""
    unanswered = SCORED.replace("得分: 27, 评分理由: 较好。", "小结: 较好。")
    text = unanswered % "评分.指标.行政效能.得分: 20, 评分.总分: 78.48"
    assert found(text, SYSTEM) == []
    assert messages(unanswered % "评分.指标.行政效能.得分: 20, 评分.总分: 80", SYSTEM) == [
        "“评分.总分”已公布 80，按数据应为 78.48 分，相差 1.52 分"
    ]
    # Without the score there is no total to hold the announced one against.
    assert found(unanswered % "评分.总分: 80", SYSTEM) == []


def test_a_score_outside_the_table_is_announced_where_it_stands() -> None:
    money = "支出: {合计: {决算: 90.00, 预算: 100.00}}\n"
    line = "已公布: {评分.单列.预算执行率.得分: %s}\n"
    assert found(money + line % "9") == []
    assert found(money + line % "10") == [("JS-801", "警告")]
    # Nothing computes it: it is the score.
    assert found(line % "9") == []
    assert found((line % "9").replace("单列", "指标")) == [("JS-801", "警告")]


@pytest.mark.parametrize(
    ("key", "points", "most"),
    [
        ("评分.总分", "101", "100"),
        ("评分.总分", "-1分", "100"),
        ("评分.指标.行政效能.得分", "30.5", "30"),
        ("项目.乙.评分.总分", "100.01", "100"),
    ],
)
def test_a_score_beyond_its_weight_is_not_taken_over(key: str, points: str, most: str) -> None:
    unknown = SCORED.replace("得分: 27, 评分理由: 较好。", "小结: 较好。")
    unknown = unknown.replace("完成值: 18, ", "")
    text = unknown % f"{key}: {points}"
    assert said(text, "JS-521", SYSTEM) == [
        ("错误", f"“{key}”已公布 {points}，应在 0 与 {most} 分之间")
    ]
    assert len(found(text, SYSTEM)) == 1
    assert found(unknown % f"{key}: {most}", SYSTEM) == []


def test_an_announced_figure_in_any_list_may_be_called_by_its_name() -> None:
    text = (
        "一般公共预算财政拨款支出: {科目: [{名称: 教育, 决算: 70}, {名称: 住房保障, 决算: 3}]}\n"
        "已公布: {一般公共预算财政拨款支出.科目.住房保障: %s}\n"
    )
    assert found(text % "3.00") == []
    assert found(text % "70.00") == [("JS-801", "警告")]
