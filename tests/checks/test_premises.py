"""Premises: what is not judged before something else is put right, and what is all the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from rule_runs import case_of

from drafter.checks import RULES, Rule
from drafter.checks.premises import HELD_BACK, hold_back
from drafter.checks.settle import settled
from drafter.diagnostics import DataPath, Diagnostic, Location, Severity, path_text
from drafter.model.validate import validate

E, W = Severity.ERROR, Severity.WARNING
RULE = RULES[0]
BOOK = [
    replace(RULE, id="JS-001", title="甲"),
    replace(RULE, id="JS-002", title="乙", needs=("JS-001",)),
    replace(RULE, id="JS-003", title="丙", needs=("JS-001", "JS-002")),
]


def finding(
    number: str, path: str, *rests_on: str, severity: Severity = E, line: int = 1
) -> Diagnostic:
    def steps(text: str) -> DataPath:
        return tuple(text.split("."))

    grounds = tuple(map(steps, rests_on))
    where = Location("a.yaml", line)
    return Diagnostic(number, severity, number, where, path=steps(path), rests_on=grounds)


def told(findings: Iterable[Diagnostic], rules: list[Rule] = BOOK) -> list[tuple[str, str]]:
    kept = hold_back(list(findings), rules)
    return [(f.id, f.message if f.id == HELD_BACK else path_text(f.path)) for f in kept]


PREMISE = finding("JS-001", "a")


def test_a_finding_on_an_amount_that_is_wrong_is_held_back() -> None:
    assert told([PREMISE, finding("JS-002", "b", "b", "a")]) == [
        ("JS-001", "a"),
        (HELD_BACK, "JS-002 乙：没有判断，先改好 JS-001（a）"),
    ]


@pytest.mark.parametrize(
    ("premise", "dependent"),
    [
        (finding("JS-001", "c"), finding("JS-002", "b", "a")),  # about another amount
        (finding("JS-001", "a.b"), finding("JS-002", "b", "a")),
        (finding("JS-001", "a"), finding("JS-002", "b", "a.b")),
        (finding("JS-001", "a"), finding("JS-002", "a")),  # rests on nothing
        (finding("JS-001", "a", severity=W), finding("JS-002", "b", "a")),
        (PREMISE.waive("批复数"), finding("JS-002", "b", "a")),
        (PREMISE, finding("JS-002", "b", "a").waive("批复数")),
        (finding("JS-002", "a"), finding("JS-001", "b", "a")),  # the other way round
        (finding("JS-009", "a"), finding("JS-009", "b", "a")),  # no rules
    ],
)
def test_what_stands_for_itself_is_told(premise: Diagnostic, dependent: Diagnostic) -> None:
    assert hold_back([premise, dependent], BOOK) == [premise, dependent]


def test_a_rule_is_named_once_at_its_first_place() -> None:
    ones = [finding("JS-002", f"b{n}", "a", line=n) for n in (2, 3, 4)]
    free = finding("JS-002", "b5", "c", line=5)
    kept = hold_back([PREMISE, *ones, free], BOOK)
    assert [f.id for f in kept] == ["JS-001", HELD_BACK, "JS-002"]
    hint = kept[1]
    assert hint.message == "JS-002 乙：有 3 处没有判断，先改好 JS-001（a）"
    assert (hint.severity, hint.where.line, path_text(hint.path)) == (Severity.HINT, 2, "b2")
    assert not hint.waivable
    assert kept[2] == free


def test_the_root_is_named_where_premises_are_held_back_themselves() -> None:
    middle = finding("JS-002", "b", "a")
    assert told([PREMISE, middle, finding("JS-003", "c", "b")]) == [
        ("JS-001", "a"),
        (HELD_BACK, "JS-002 乙：没有判断，先改好 JS-001（a）"),
        (HELD_BACK, "JS-003 丙：没有判断，先改好 JS-001（a）"),
    ]


def test_many_premises_are_counted() -> None:
    premises = [finding("JS-001", f"a{n}") for n in range(5)]
    last = finding("JS-002", "b", *(f"a{n}" for n in range(5)))
    assert told([*premises, last])[-1] == (
        HELD_BACK, "JS-002 乙：没有判断，先改好 JS-001（a0）、JS-001（a1）、JS-001（a2）等 5 处",
    )  # fmt: skip


# on inputs

ACCOUNTS = """\
收入:
  合计: %s
  一般公共预算财政拨款: 100.00
  政府性基金预算财政拨款: 无
  国有资本经营预算财政拨款: 无
  上级补助: 无
  事业: 无
  经营: 无
  附属单位上缴: 无
  其他: 无
支出: {合计: %s, 基本支出: 80.00, 项目支出: 20.00, 上缴上级支出: 无, 经营支出: 无,
  对附属单位补助支出: 无}
结转结余: {年初: 0, 年末: 0}
"""


def judged(text: str) -> list[tuple[str, str]]:
    """Return what stands of the findings on an input, as commands tell it."""
    case = case_of(text)
    waivers = validate(case.tree).year.waivers or ()
    kept = settled(case.findings(), waivers, case.tree)
    return [
        (f.id, "已豁免" if f.waived else f.message if f.id == HELD_BACK else str(f.severity))
        for f in kept
    ]


WRONG_REVENUE = ACCOUNTS % ("101.00", "100.00")


def test_one_wrong_total_is_one_error() -> None:
    assert judged(WRONG_REVENUE) == [
        ("JS-201", "错误"),
        (HELD_BACK, "JS-203 收入总计等于支出总计：没有判断，先改好 JS-201（收入.合计）"),
    ]


def test_a_premise_within_rounding_holds_nothing_back() -> None:
    assert judged(ACCOUNTS % ("100.01", "100.00")) == [("JS-201", "警告"), ("JS-203", "警告")]
    both = ACCOUNTS % ("100.01", "110.00")
    assert [number for number, _ in judged(both)] == ["JS-201", "JS-202", HELD_BACK]


def test_what_the_department_stands_by_holds_nothing_back() -> None:
    waiver = "豁免: [{规则: JS-201, 理由: 批复数}]\n"
    assert judged(WRONG_REVENUE + waiver) == [("JS-201", "已豁免"), ("JS-203", "错误")]


def test_a_waiver_of_what_would_be_held_back_waives_it() -> None:
    waiver = "豁免: [{规则: JS-203, 理由: 批复数}]\n"
    assert judged(WRONG_REVENUE + waiver) == [("JS-201", "错误"), ("JS-203", "已豁免")]


PROJECTS = """\
项目:
  - 名称: 甲
    预算: {合计: 11.00, 财政拨款: 10.00, 其他资金: 无}
    执行: {合计: %s, 财政拨款: %s, 其他资金: 无}
  - 名称: 乙
    预算: {财政拨款: 10.00, 其他资金: 无}
    执行: {财政拨款: 12.00, 其他资金: 无}
"""


def test_a_wrong_project_leaves_the_others_alone() -> None:
    assert judged(PROJECTS % ("12.00", "12.00")) == [
        ("JS-501", "错误"),
        (
            HELD_BACK,
            "JS-502 项目执行数不超过全年预算数：没有判断，先改好 JS-501（项目.1.预算.合计）",
        ),
        ("JS-502", "错误"),
    ]


CLASSES = """\
一般公共预算财政拨款支出:
  合计: %s
  科目:
    - {名称: 教育支出, 编码: "205", 决算: %s, 款: [{名称: 普通教育, 编码: "20502", 决算: 10.00}]}
    - {名称: 住房保障支出, 编码: "221", 决算: 5.00}
"""


def test_a_wrong_class_holds_back_its_total_and_no_other() -> None:
    fund = "一般公共预算财政拨款支出"
    assert judged(CLASSES % ("15.00", "11.00"))[0] == (
        HELD_BACK, f"JS-206 各资金支出合计等于各类之和：没有判断，先改好 JS-207（{fund}.科目.1）",
    )  # fmt: skip
    assert [number for number, _ in judged(CLASSES % ("16.00", "10.00"))] == ["JS-206"]


def test_what_was_published_stands_beside_a_typed_total_and_not_beside_its_shares() -> None:
    published = "已公布: {收入.合计: 100.00, 收入.一般公共预算财政拨款.占比: 100%}\n"
    found = judged(WRONG_REVENUE + published)
    assert ("JS-801", "警告") in found
    assert (
        HELD_BACK,
        "JS-801 已公布的数与计算结果一致：没有判断，先改好 JS-201（收入.合计）",
    ) in found


@pytest.mark.parametrize("rule", [r for r in RULES if r.needs], ids=lambda rule: rule.id)
def test_every_premise_is_a_rule_that_can_find_an_error(rule: Rule) -> None:
    by_id = {other.id: other for other in RULES}
    for premise in rule.needs:
        assert by_id[premise].severity is Severity.ERROR
