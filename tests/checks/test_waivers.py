"""Waivers: what they cover, and what is said of those that cover nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.checks.waivers import apply_waivers
from drafter.diagnostics import Diagnostic, Location, Severity
from drafter.model.validate import validate
from drafter.source import read_text

FINDING = Diagnostic(
    "JS-403",
    Severity.ERROR,
    "不一致",
    Location("a.yaml", 3, 5),
    path=("国有资产", "净资产"),
    waivable=True,
)


def waived(waiver: str, *findings: Diagnostic) -> list[tuple[str, str, bool]]:
    """Return id, message and whether it is waived, for each finding after the waiver."""
    tree = read_text(f"豁免: [{waiver}]\n", "a.yaml").tree
    assert tree is not None
    waivers = validate(tree).year.waivers or ()
    result = apply_waivers(findings or (FINDING,), waivers, tree, rules={"JS-403", "JS-401"})
    return [(f.id, f.message, f.waived is not None) for f in result]


def test_rule_place_and_reason_waive_a_finding() -> None:
    assert waived("{规则: JS-403, 位置: 国有资产.净资产, 理由: 批复数}") == [
        ("JS-403", "不一致", True)
    ]


def test_without_a_place_all_findings_of_the_rule_are_waived() -> None:
    other = replace(FINDING, path=("国有资产", "资产"))
    assert [w for *_, w in waived("{规则: JS-403, 理由: 批复数}", FINDING, other)] == [True, True]


def test_a_waiver_of_another_place_leaves_the_finding_and_is_reported() -> None:
    first, second = waived("{规则: JS-403, 位置: 国有资产.资产, 理由: 批复数}")
    assert first == ("JS-403", "不一致", False)
    assert second[0] == "JS-902"
    assert "这条规则的结果在 国有资产.净资产" in second[1]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("JS-901", "不能豁免"),
        ("JS-032", "不能豁免"),
        ("四零三", "没有这个编号"),
        ("JS-999", "没有这个编号"),
        ("JS-401", "没有对应的检查结果"),
    ],
)
def test_what_cannot_be_waived_is_said_to_be_so(rule: str, says: str) -> None:
    *_, last = waived(f"{{规则: {rule}, 理由: 某理由}}")
    assert last[0] == "JS-902"
    assert says in last[1]


def test_a_waiver_without_a_reason_is_an_error() -> None:
    assert waived("{规则: JS-403}")[0] == ("JS-403", "不一致", False)


def test_a_rule_may_be_written_in_small_letters() -> None:
    assert waived("{规则: js-403, 理由: 批复数}") == [("JS-403", "不一致", True)]


def test_a_second_waiver_of_the_same_findings_is_reported() -> None:
    one, two = "{规则: JS-403, 理由: 批复数}", "{规则: JS-403, 位置: 国有资产.净资产, 理由: 另一个}"
    first, second = waived(f"{one}, {two}")
    assert first == ("JS-403", "不一致", True)
    assert second[0] == "JS-902"
    assert "前面的豁免已经管住" in second[1]
