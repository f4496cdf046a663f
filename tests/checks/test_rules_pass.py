"""What the rules let pass, where they turn from warning to error, and what they say of examples."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_runs import case_of, case_of_file, found, messages

from drafter.checks import Facts
from drafter.diagnostics import path_text
from drafter.figures.derive import REVENUE_SOURCES
from drafter.figures.nodes import Group

EXAMPLES = Path(__file__).parents[2] / "example_inputs"


def findings_on(name: str) -> set[tuple[str, str]]:
    return {(f.id, path_text(f.path)) for f in case_of_file(EXAMPLES / name).findings()}


def test_miyi_2020_has_exactly_these_findings() -> None:
    assert findings_on("miyi-2020.yaml") == {
        ("JS-304", "三公经费.合计.预算"),  # 1.70 printed, 0＋0＋1.90 in the parts
        ("JS-403", "国有资产.净资产"),  # 3293.15 printed, 3515.22－222.06＝3293.16: 尾差
        ("JS-701", "结转结余.年末财政拨款"),  # 3285.50 left, every class at 100 %
    }


def test_the_minimal_example_has_no_findings() -> None:
    assert findings_on("minimal.yaml") == set()


def test_nothing_is_said_of_an_empty_input() -> None:
    assert found("") == []


# Money as text


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("53994800", "5,399.48 万元"),
        ("53994805", "5,399.4805 万元"),
        ("0", "0.00 万元"),
        ("-700", "-0.07 万元"),
        ("10000", "1.00 万元"),
        ("0.01", "0.000001 万元"),
    ],
)
def test_money_is_shown_as_typed(yuan: str, text: str) -> None:
    facts = Facts(Group((), {}), "万元", Decimal(100), {})
    assert facts.money(Decimal(yuan)) == text


def test_money_in_yuan_is_shown_in_yuan() -> None:
    facts = Facts(Group((), {}), "元", Decimal("0.01"), {})
    assert facts.money(Decimal("1234567.5")) == "1,234,567.50 元"


def test_a_finding_names_both_amounts_and_their_difference() -> None:
    text = "基本支出: {合计: 1,081.00, 人员经费: 1,070.00, 公用经费: 10.00}\n"
    with_quotes = text.replace("1,081.00", "'1,081.00'").replace("1,070.00", "'1,070.00'")
    assert messages(with_quotes) == [
        "基本支出合计 1,081.00 万元，与人员经费加公用经费 1,080.00 万元不一致，相差 1.00 万元"
    ]


# 尾差: half a quantum for each part and for the total; three numbers carry 0.015 at most


@pytest.mark.parametrize(
    ("total", "severity"),
    [("80.00", []), ("80.01", ["警告"]), ("79.99", ["警告"]), ("80.02", ["错误"])],
)
def test_rounding_apart_is_a_warning_and_more_is_an_error(total: str, severity: list[str]) -> None:
    text = f"基本支出: {{合计: {total}, 人员经费: 70.00, 公用经费: 10.00}}\n"
    assert found(text) == [("JS-210", s) for s in severity]


@pytest.mark.parametrize(("total", "severity"), [("9.02", "警告"), ("9.03", "错误")])
def test_four_numbers_may_be_two_hundredths_apart(total: str, severity: str) -> None:
    text = f"政府采购: {{合计: {total}, 货物: 3.00, 工程: 3.00, 服务: 3.00}}\n"
    assert found(text) == [("JS-401", severity)]


@pytest.mark.parametrize(("total", "severity"), [("80.015", "警告"), ("80.0151", "错误")])
def test_the_bound_itself_is_still_a_rounding_difference(total: str, severity: str) -> None:
    text = f"金额小数: 2\n基本支出: {{合计: {total}, 人员经费: 70.00, 公用经费: 10.00}}\n"
    assert found(text) == [("JS-210", severity)]


def test_finer_amounts_leave_less_room() -> None:
    text = "基本支出: {合计: 80.01, 人员经费: 70.0000, 公用经费: 10.00}\n"
    assert found(text) == [("JS-210", "错误")]


# Non-zero, since a zero carries no rounding; a department’s size, since JS-215 looks at that.
amounts = st.decimals(min_value=1, max_value=10**6, places=2)


@given(st.lists(amounts, min_size=8, max_size=8), st.integers(-10, 10))
def test_revenue_total_follows_the_difference(parts: list[Decimal], steps: int) -> None:
    lines = [f"  {name}: {part}" for name, part in zip(REVENUE_SOURCES, parts, strict=True)]
    total = sum(parts, Decimal("0.00")) + steps * Decimal("0.01")
    findings = found("收入:\n" + f"  合计: {total:f}\n" + "\n".join(lines) + "\n")
    # Nine rounded numbers can be 0.045 apart, hence 0.04 on a grid of 0.01.
    expected = [] if steps == 0 else [("JS-201", "警告" if abs(steps) <= 4 else "错误")]
    assert findings == expected


@given(st.lists(amounts, min_size=8, max_size=8))
def test_a_total_left_to_the_program_is_never_wrong(parts: list[Decimal]) -> None:
    lines = [f"  {name}: {part}" for name, part in zip(REVENUE_SOURCES, parts, strict=True)]
    assert found("收入:\n" + "\n".join(lines) + "\n") == []


# A draft: whatever is missing or 无, the rules neither fail nor find more in what is left


def _sections() -> dict[str, str]:
    text = (EXAMPLES / "miyi-2020.yaml").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=\w+:)", text, flags=re.MULTILINE)[1:]
    return {block.partition(":")[0]: block for block in blocks}


SECTIONS = _sections()
HEADER_KEYS = {"格式版本", "年度", "金额单位", "报告", "口径"}
WHOLE_IDS = {"JS-304", "JS-403", "JS-701", "JS-819", "JS-822"}
"""The last two since the year of the header is not that of the words."""


@pytest.mark.exhaustive
@pytest.mark.parametrize("gone", [key for key in SECTIONS if key not in HEADER_KEYS])
def test_a_section_still_to_be_filled_brings_no_finding(gone: str) -> None:
    kept = {k: v for k, v in SECTIONS.items() if k not in HEADER_KEYS and k != gone}
    # What was announced of a part of the list that is gone cannot be found any more.
    lost = re.compile(rf"^  {gone}\.\w*\.?\d.*\n", re.MULTILINE)
    text = "".join(lost.sub("", block) if key == "已公布" else block for key, block in kept.items())
    assert {rule_id for rule_id, _ in found(text)} <= WHOLE_IDS


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "none", [key for key in SECTIONS if key not in {*HEADER_KEYS, "重点工作", "车辆", "已公布"}]
)
def test_a_section_may_be_none(none: str) -> None:
    kept = {k: v for k, v in SECTIONS.items() if k not in {*HEADER_KEYS, "已公布"}}
    kept[none] = f"{none}: 无\n"
    case_of("".join(kept.values())).findings()
