"""What holds for any amounts: exact sums, no floats, no dependence on the order of keys."""

from __future__ import annotations

import gc
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_inputs import example, figure, figures_of, validated, walk

from drafter.figures.derive import EXPENDITURE_NATURES, REVENUE_SOURCES, derive
from drafter.figures.nodes import Figure, Flag, Node
from drafter.model.validate import validate
from drafter.model.year import DepartmentYear
from drafter.source import read_text

AMOUNT = st.integers(-(10**9), 10**9).map(lambda n: f"{Decimal(n).scaleb(-2):f}")
TYPED = AMOUNT | st.just("无") | st.just("0") | st.none()
MEASURE = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(["决算", "预算", "上年", "年初预算", "上年预算"], TYPED)
)
EITHER = MEASURE | TYPED


def named(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Rows with names: mere words, or amounts with what lies below."""
    fields = dict.fromkeys(["决算", "预算", "上年"], TYPED)
    name = st.sampled_from(["甲", "乙", "丙"])
    return name | st.fixed_dictionaries({"名称": name}, optional={**fields, **more})


CLASSES = st.lists(
    named(款=st.lists(named(项=st.lists(named(), max_size=3)), max_size=3)), max_size=3
)
YEARS = st.fixed_dictionaries(
    {},
    optional={
        "金额单位": st.sampled_from(["万元", "元"]),
        "收入": st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("合计", *REVENUE_SOURCES), EITHER)
        ),
        "支出": st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("合计", *EXPENDITURE_NATURES), EITHER)
        )
        | st.just("无"),
        "结转结余": st.fixed_dictionaries({}, optional=dict.fromkeys(("年初", "年末"), TYPED)),
        "收支总计": EITHER,
        "一般公共预算财政拨款支出": st.fixed_dictionaries(
            {}, optional={"合计": EITHER, "科目": CLASSES | st.just("无")}
        ),
        "三公经费": st.fixed_dictionaries(
            {},
            optional={
                "合计": EITHER,
                "因公出国境费": EITHER,
                "公务接待费": st.fixed_dictionaries(
                    {}, optional={"合计": EITHER, "国内": EITHER, "外事": EITHER}
                ),
            },
        ),
    },
)


def yaml_of(data: Any) -> str:
    """Write nested dicts and lists of plain words as YAML in flow style."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key}: {yaml_of(inner)}" for key, inner in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(yaml_of(inner) for inner in data) + "]"
    return "" if data is None else str(data)


def figures(data: dict[str, Any]) -> Node:
    read = read_text(yaml_of(data), "f.yaml")
    assert read.tree is not None
    result = validate(read.tree)
    assert result.findings == ()
    return derive(result.year)


def turned(data: Any) -> Any:
    """Return the data with the keys of every mapping in the opposite order."""
    if isinstance(data, dict):
        return {key: turned(data[key]) for key in reversed(data)}
    return [turned(inner) for inner in data] if isinstance(data, list) else data


@given(st.lists(AMOUNT, min_size=len(REVENUE_SOURCES), max_size=len(REVENUE_SOURCES)))
def test_the_sources_sum_to_the_total_to_the_last_cent(amounts: list[str]) -> None:
    root = figures({"收入": dict(zip(REVENUE_SOURCES, amounts, strict=True))})
    cents = sum(int(Decimal(amount).scaleb(2)) for amount in amounts)
    whole = figure(root, "收入.合计").number
    assert whole == Decimal(cents).scaleb(2)
    shares = [figure(root, f"收入.{name}.占比").number for name in REVENUE_SOURCES]
    for name, share in zip(REVENUE_SOURCES, shares, strict=True):
        part = figure(root, f"收入.{name}").number
        assert part is not None
        if whole:
            assert share is not None
            assert abs(share * whole - part) < Decimal("1e-12")
            assert close(share, part, whole)
        else:
            assert share is None


def close(share: Decimal, part: Decimal, whole: Decimal) -> bool:
    """Return whether share × whole is the part within 1e-40, reckoned in whole numbers."""
    number, scale = share.as_integer_ratio()
    return abs(number * int(whole) - int(part) * scale) * 10**40 <= scale


@pytest.mark.exhaustive
@given(YEARS)
def test_the_order_of_keys_changes_nothing(data: dict[str, Any]) -> None:
    assert figures(data) == figures(turned(data))


@given(YEARS)
def test_every_number_is_a_decimal_with_provenance(data: dict[str, Any]) -> None:
    for node in walk(figures(data)):
        assert not isinstance(node, Flag)
        if not isinstance(node, Figure):
            continue
        assert not isinstance(node.value, float | int)
        assert not isinstance(node.parts_sum, float | int)
        assert node.path
        if node.formula and node.number is not None and node.parts_sum is None:
            assert node.inputs or node.parts == 0
        assert not any(digit in node.formula for digit in "123456789") or "100%" in node.formula


@pytest.mark.parametrize("name", ["miyi-2020", "minimal"])
def test_deriving_is_pure(name: str) -> None:
    year = example(name)
    before = year.model_copy(deep=True)
    assert derive(year) == derive(year)
    assert year == before


def classification(classes: int, items: int) -> DepartmentYear:
    lines = ["一般公共预算财政拨款支出:", "  科目:"]
    for number in range(classes):
        lines += [f"    - 名称: 类{number}", "      款:", "        - 名称: 款", "          项:"]
        lines += [f"            - {{名称: 项{n}, 决算: 1.{n:03d}, 预算: 2}}" for n in range(items)]
    return validated("\n".join(lines)).year


def seconds(year: DepartmentYear) -> float:
    gc.collect()
    gc.disable()
    try:
        took = []
        for _ in range(3):
            start = time.perf_counter()
            derive(year)
            took.append(time.perf_counter() - start)
    finally:
        gc.enable()
    return min(took)


@pytest.mark.exhaustive
@pytest.mark.parametrize(("small", "large"), [((20, 10), (20, 100)), ((100, 1), (1000, 1))])
def test_time_grows_with_the_number_of_items(
    small: tuple[int, int], large: tuple[int, int]
) -> None:
    # Ten times the items; twenty-five times the time would be well on the way to a hundred.
    assert seconds(classification(*large)) < 25 * seconds(classification(*small))


@pytest.mark.exhaustive
def test_two_thousand_items_share_the_inputs_of_their_total() -> None:
    root = derive(classification(100, 20))
    whole = figure(root, "一般公共预算财政拨款支出.合计")
    assert len(whole.inputs) == 2000
    shares = [figure(root, f"一般公共预算财政拨款支出.科目.{n}.占比") for n in range(1, 101)]
    assert all(share.inputs is whole.inputs for share in shares)


def test_an_empty_fund_has_no_formula() -> None:
    root = figures_of("一般公共预算财政拨款支出: {科目: 无}")
    assert figure(root, "一般公共预算财政拨款支出.合计").formula == ""
