"""The eight kinds of rules: points at and around every boundary, and what holds for any value."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.scoring.rules import (
    Award,
    Band,
    Bands,
    ChecklistAward,
    ChecklistDeduct,
    Level,
    Levels,
    Manual,
    Scale,
    StepDeduct,
    TargetRatio,
    plain,
    rounded,
)

D = Decimal


def step(
    direction: str, base: str, each: str, per: str, count: str, *, floor: str = "0"
) -> StepDeduct:
    return StepDeduct(direction, D(base), D(each), D(per), count, D(floor))


def band(low: str, high: str, points: int) -> Band:
    """Return a range; an end in round brackets is not included, an empty one is open."""

    def end(text: str) -> tuple[Decimal | None, bool]:
        number = text.strip("()")
        return (D(number) if number else None), text == number

    (least, low_in), (most, high_in) = end(low), end(high)
    return Band(least, low_in, most, high_in, D(points))


def said(award: Award) -> str:
    return "".join(piece if isinstance(piece, str) else f"{piece:f}" for piece in award.reason)


# Checklists


@pytest.mark.parametrize(
    ("unmet", "points", "reason"),
    [
        ((), 3, "4条全部符合"),
        ((2,), 2, "第2条不符合，每条扣1分，扣1分"),
        ((1, 3), 1, "第1、3条不符合，每条扣1分，扣2分"),
        ((1, 2, 3), 0, "第1、2、3条不符合，每条扣1分，扣3分"),
        ((1, 2, 3, 4), 0, "第1、2、3、4条不符合，每条扣1分，扣3分"),
    ],
)
def test_each_unmet_item_costs_points_until_none_are_left(
    unmet: tuple[int, ...], points: int, reason: str
) -> None:
    award = ChecklistDeduct(tuple("甲乙丙丁"), D(1)).award(D(3), unmet)
    assert (award.points, award.steps, said(award)) == (D(points), D(len(unmet)), reason)


@pytest.mark.parametrize(("count", "points"), [(0, 6), (4, 2), (5, 1), (6, 1)])
def test_a_checklist_stops_at_its_least_points(count: int, points: int) -> None:
    rule = ChecklistDeduct(tuple("甲乙丙丁戊己"), D(1), D(1))
    award = rule.award(D(6), tuple(range(1, count + 1)))
    assert award.points == points
    if count:
        assert said(award).endswith(f"，扣{6 - points}分")


@pytest.mark.parametrize(
    ("unmet", "points", "reason"),
    [
        ((), "8", "3条全部符合"),
        ((1,), "5.5", "第1条不符合，少得2.5分"),
        ((2, 3), "2.5", "第2、3条不符合，少得5.5分"),
        ((1, 2, 3), "0", "第1、2、3条不符合，少得8分"),
    ],
)
def test_each_met_item_earns_its_own_points(
    unmet: tuple[int, ...], points: str, reason: str
) -> None:
    award = ChecklistAward(tuple("甲乙丙"), (D("2.5"), D("1.5"), D(4))).award(D(8), unmet)
    assert (award.points, award.steps, said(award)) == (D(points), D(len(unmet)), reason)


# Steps

OVER = [
    # value, whole steps, begun steps, parts of steps
    ("-5", "0", "0", "0"),
    ("99.99", "0", "0", "0"),
    ("100", "0", "0", "0"),
    ("100.01", "0", "1", "0.01"),
    ("100.5", "0", "1", "0.5"),
    ("100.99", "0", "1", "0.99"),
    ("101", "1", "1", "1"),
    ("101.01", "1", "2", "1.01"),
    ("102.05", "2", "3", "2.05"),
    ("107.999", "7", "8", "7.999"),
    ("108", "8", "8", "8"),
    ("150", "50", "50", "50"),
]


@pytest.mark.parametrize(("number", "count"), [(1, "舍尾"), (2, "进位"), (3, "按比例")])
@pytest.mark.parametrize("row", OVER, ids=lambda row: row[0])
def test_steps_above_the_base_are_counted_one_of_three_ways(
    row: tuple[str, ...], number: int, count: str
) -> None:
    award = step("超过", "100", "1", "1", count).award(D(8), D(row[0]), "%")
    assert award.steps == D(row[number])
    assert award.points == max(D(0), 8 - D(row[number]))


@pytest.mark.parametrize(
    ("value", "count", "points", "steps"),
    [
        ("120", "舍尾", "5", "0"),
        ("100", "舍尾", "5", "0"),
        ("95.01", "舍尾", "5", "0"),
        ("95", "舍尾", "3", "1"),
        ("94.99", "舍尾", "3", "1"),
        ("90", "舍尾", "1", "2"),
        ("79.81", "舍尾", "0", "4"),
        ("0", "舍尾", "0", "20"),
        ("99.99", "进位", "3", "1"),
        ("95", "进位", "3", "1"),
        ("94.99", "进位", "1", "2"),
        ("99", "按比例", "4.6", "0.2"),
        ("92.5", "按比例", "2", "1.5"),
        ("80", "按比例", "0", "4"),
    ],
)
def test_steps_below_the_base_cost_points(value: str, count: str, points: str, steps: str) -> None:
    award = step("低于", "100", "5", "2", count).award(D(5), D(value), "%")
    assert (award.points, award.steps) == (D(points), D(steps))


@pytest.mark.parametrize(
    ("value", "points"),
    [("100", 6), ("104.99", 6), ("95.01", 6), ("105", 4), ("95", 4), ("110", 2), ("90", 2),
     ("114.99", 2), ("115", 0), ("85", 0), ("0", 0), ("300", 0)],
)  # fmt: skip
def test_steps_to_both_sides_cost_the_same(value: str, points: int) -> None:
    assert step("两向", "100", "5", "2", "舍尾").award(D(6), D(value), "%").points == points


@pytest.mark.parametrize(
    ("value", "points"),
    [("-33.33", "4"), ("0", "4"), ("0.99", "4"), ("1", "3.6"), ("9.99", "0.4"), ("10", "0")],
)
def test_growth_is_counted_from_zero(value: str, points: str) -> None:
    assert step("超过", "0", "1", "0.4", "舍尾").award(D(4), D(value), "%").points == D(points)


@pytest.mark.parametrize(
    ("value", "points", "ends"), [("104", 2, False), ("105", 1, False), ("106", 1, True)]
)
def test_steps_stop_at_the_least_points_and_say_so(value: str, points: int, ends: bool) -> None:
    award = step("超过", "100", "1", "1", "舍尾", floor="1").award(D(6), D(value), "%")
    assert award.points == points
    assert said(award).endswith("，扣完为止") is ends


@pytest.mark.parametrize(
    ("rule", "value", "unit", "reason"),
    [
        (step("超过", "100", "1", "1", "舍尾"), "100", "%", "没有超过100%"),
        (step("低于", "100", "1", "1", "舍尾"), "100", "%", "不低于100%"),
        (step("两向", "100", "1", "1", "舍尾"), "100", "%", "等于100%"),
        (
            step("超过", "100", "1", "1", "舍尾"), "102.05", "%",
            "比100%高2.05个百分点，每1个百分点一档，不足一档不计，计2档，每档扣1分",
        ),
        (
            step("低于", "100", "5", "2", "进位"), "94.5", "%",
            "比100%低5.5个百分点，每5个百分点一档，不足一档按一档计，计2档，每档扣2分",
        ),
        (
            step("两向", "100", "5", "0.5", "按比例"), "97.5", "%",
            "比100%低2.5个百分点，每5个百分点一档，按比例计，计0.5档，每档扣0.5分",
        ),
        (
            step("两向", "3", "1", "1", "舍尾"), "5", "件",
            "比3件高2件，每1件一档，不足一档不计，计2档，每档扣1分",
        ),
        (
            step("超过", "100", "1", "5", "舍尾"), "102", "%",
            "比100%高2个百分点，每1个百分点一档，不足一档不计，计2档，每档扣5分，扣完为止",
        ),
    ],
)  # fmt: skip
def test_the_reason_of_steps_is_a_sentence(
    rule: StepDeduct, value: str, unit: str, reason: str
) -> None:
    assert said(rule.award(D(8), D(value), unit)) == reason


# Bands

WHOLE = Bands(
    (band("", "10", 5), band("11", "30", 4), band("31", "60", 3), band("61", "100", 2),
     band("101", "", 0))
)  # fmt: skip
TOUCHING = Bands(
    (band("90", "", 6), band("80", "(90)", 4), band("70", "(80)", 2), band("", "(70)", 0))
)


@pytest.mark.parametrize(
    ("value", "points", "reason"),
    [
        ("-4", 5, "在10%（含）以下一档"),
        ("10", 5, "在10%（含）以下一档"),
        ("11", 4, "在11%（含）至30%（含）一档"),
        ("30", 4, "在11%（含）至30%（含）一档"),
        ("31", 3, "在31%（含）至60%（含）一档"),
        ("100", 2, "在61%（含）至100%（含）一档"),
        ("101", 0, "在101%（含）以上一档"),
    ],
)
def test_both_ends_of_a_band_belong_to_it(value: str, points: int, reason: str) -> None:
    award = WHOLE.award(D(5), D(value), "%")
    assert (award.points, said(award)) == (D(points), reason)


@pytest.mark.parametrize(
    ("value", "points", "reason"),
    [
        ("100", 6, "在90%（含）以上一档"),
        ("90", 6, "在90%（含）以上一档"),
        ("89.999", 4, "在80%（含）至90%一档"),
        ("80", 4, "在80%（含）至90%一档"),
        ("79.999", 2, "在70%（含）至80%一档"),
        ("70", 2, "在70%（含）至80%一档"),
        ("69.999", 0, "在70%以下一档"),
    ],
)
def test_an_end_that_is_not_included_belongs_to_the_next_band(
    value: str, points: int, reason: str
) -> None:
    award = TOUCHING.award(D(6), D(value), "%")
    assert (award.points, said(award)) == (D(points), reason)


def test_a_lower_end_that_is_not_included_belongs_to_the_band_below() -> None:
    rule = Bands((band("", "0", 4), band("(0)", "", 1)))
    assert [rule.award(D(4), D(v), "%").points for v in ("0", "0.001")] == [4, 1]
    assert said(rule.award(D(4), D(1), "%")) == "在0%以上一档"


@pytest.mark.parametrize(
    ("low", "high", "held"),
    [("1", "3", "1 2 3"), ("(1)", "3", "2 3"), ("1", "(3)", "1 2"), ("(1)", "(3)", "2"),
     ("", "(3)", "0 1 2"), ("(1)", "", "2 3 4"), ("2", "2", "2")],
)  # fmt: skip
def test_a_band_holds_what_lies_between_its_ends(low: str, high: str, held: str) -> None:
    assert " ".join(v for v in "01234" if band(low, high, 1).holds(D(v))) == held


def test_a_band_without_ends_takes_any_value() -> None:
    assert said(Bands((band("", "", 1),)).award(D(4), D(-7), "%")) == "在任何值一档"


# Levels


def test_a_level_has_points_or_a_range_of_them() -> None:
    rule = Levels((Level("较好", D(6), D(6)), Level("一般", D(2), D(4)), Level("差", D(0), D(0))))
    assert rule.bounds("较好", D(6)) == (D(6), D(6))
    assert rule.bounds("一般", D(6)) == (D(2), D(4))
    assert rule.bounds("差", D(6)) == (D(0), D(0))
    assert rule.bounds("好", D(6)) is None


@pytest.mark.parametrize(
    ("name", "weight", "bounds"),
    [
        ("达成", "10", ("8", "10")),
        ("部分达成", "10", ("6", "8")),
        ("未达成", "10", ("0", "6")),
        ("达成", "7", ("5.6", "7")),
        ("部分达成", "2.5", ("1.5", "2")),
    ],
)
def test_the_ends_of_a_level_may_be_parts_of_the_weight(
    name: str, weight: str, bounds: tuple[str, str]
) -> None:
    rule = Levels(
        (
            Level("达成", D(80), D(100)),
            Level("部分达成", D(60), D(80)),
            Level("未达成", D(0), D(60)),
        ),
        in_percent=True,
    )
    assert rule.bounds(name, D(weight)) == tuple(D(end) for end in bounds)


def test_no_rule_gives_more_than_the_weight() -> None:
    # Static checks refuse such rules; whoever applies one all the same stays within the weight.
    assert Bands((band("", "", 9),)).award(D(6), D(1), "%").points == 6
    assert ChecklistAward(("甲", "乙"), (D(4), D(5))).award(D(6), ()).points == 6
    assert Levels((Level("好", D(0), D(9)),)).award(D(6), "好", D(7)).points == 6


# Proportions


@pytest.mark.parametrize(
    ("value", "points", "reason"),
    [
        ("-3", "0", "以100%得满分，按比例计分"),
        ("0", "0", "以100%得满分，按比例计分"),
        ("95.5", "9.55", "以100%得满分，按比例计分"),
        ("99.999", "9.9999", "以100%得满分，按比例计分"),
        ("100", "10", "达到100%"),
        ("180", "10", "达到100%"),
    ],
)
def test_a_scale_is_proportional_up_to_the_weight(value: str, points: str, reason: str) -> None:
    award = Scale(D(100)).award(D(10), D(value), "%")
    assert (award.points, said(award)) == (D(points), reason)


@pytest.mark.parametrize(
    ("value", "points"), [("59.99", "0"), ("60", "6"), ("60.5", "6.05"), ("100", "10")]
)
def test_below_its_zero_line_a_scale_gives_nothing(value: str, points: str) -> None:
    award = Scale(D(100), D(60)).award(D(10), D(value), "%")
    assert award.points == D(points)
    assert (said(award) == "低于60%，不得分") is (points == "0")


# Targets

MET, SCALED, FAILED = "达到指标值", "没有达到指标值，按完成比例计分", "没有达到指标值，不得分"


@pytest.mark.parametrize(
    ("nature", "target", "actual", "points", "reason"),
    [
        ("≥", "50", "50", "10", MET),
        ("≥", "50", "70", "10", MET),
        ("≥", "50", "49", "9.8", SCALED),
        ("≥", "50", "0", "0", FAILED),
        ("≥", "50", "-1", "0", FAILED),
        ("≥", "0", "0", "10", MET),
        ("≥", "0", "-1", "0", FAILED),
        (">", "50", "51", "10", MET),
        (">", "50", "49", "9.8", SCALED),
        (">", "0", "0", "0", FAILED),
        ("≤", "50", "50", "10", MET),
        ("≤", "50", "0", "10", MET),
        ("≤", "50", "80", "6.25", SCALED),
        ("≤", "0", "0", "10", MET),
        ("≤", "0", "1", "0", FAILED),
        ("<", "50", "49", "10", MET),
        ("<", "50", "80", "6.25", SCALED),
        ("<", "0", "0", "0", FAILED),
        ("=", "50", "50", "10", MET),
        ("=", "50", "50.00", "10", MET),
        ("=", "50", "51", "0", FAILED),
        ("=", "50", "49", "0", FAILED),
        ("=", "0", "0", "10", MET),
    ],
)
def test_a_target_is_met_or_earns_its_share(
    nature: str, target: str, actual: str, points: str, reason: str
) -> None:
    award = TargetRatio().award(D(10), nature, D(target), D(actual))
    assert (award.points, said(award)) == (D(points), reason)


@pytest.mark.parametrize(
    ("nature", "actual", "points"),
    [("≥", "49.99", 0), ("≥", "50", 10), ("≤", "50.01", 0), ("≤", "50", 10), (">", "50", 0),
     (">", "50.01", 10), ("<", "50", 0), ("<", "49.99", 10)],
)  # fmt: skip
def test_all_or_nothing_targets_earn_nothing_by_halves(
    nature: str, actual: str, points: int
) -> None:
    award = TargetRatio(unmet="零分").award(D(10), nature, D(50), D(actual))
    assert (award.points, said(award)) == (D(points), MET if points else FAILED)


@pytest.mark.parametrize(
    ("nature", "target", "actual", "excessive"),
    [
        ("≥", "100", "130", False),
        ("≥", "100", "130.01", True),
        (">", "100", "131", True),
        ("≥", "100", "90", False),
        ("≥", "0", "5", False),
        ("≤", "100", "10", False),
        ("=", "100", "131", False),
    ],
)
def test_a_target_exceeded_beyond_the_limit_was_too_low(
    nature: str, target: str, actual: str, excessive: bool
) -> None:
    rule = TargetRatio(excess_limit=D(130))
    assert rule.is_excessive(nature, D(target), D(actual)) is excessive
    assert not TargetRatio().is_excessive(nature, D(target), D(actual))


@pytest.mark.parametrize(
    ("excess", "actual", "points"),
    [("满分", "260", "10"), ("按偏离扣", "130", "10"), ("按偏离扣", "200", "6.5"),
     ("按偏离扣", "260", "5")],
)  # fmt: skip
def test_beyond_the_limit_a_target_earns_all_or_less_what_is_beyond(
    excess: str, actual: str, points: str
) -> None:
    award = TargetRatio(excess_limit=D(130), excess=excess).award(D(10), "≥", D(100), D(actual))
    assert award.points == D(points)
    assert ("按偏离度扣分" in said(award)) is (points not in {"10"})


# Points that people give


def test_people_give_points_between_the_bounds() -> None:
    assert Manual().bounds(D(7)) == (D(0), D(7))
    assert Manual(D(1), D(3)).bounds(D(7)) == (D(1), D(3))
    assert Manual().award(D("2.5")) == Award(D("2.5"), ("人工评分",))


# What holds for any value

VALUES = st.decimals(-1000, 1000, places=4, allow_nan=False)
WEIGHTS = st.decimals("0.5", 100, places=1)
SIZES = st.decimals("0.1", 50, places=1)
STEPS = st.builds(
    StepDeduct,
    st.sampled_from(["超过", "低于", "两向"]),
    VALUES,
    SIZES,
    SIZES,
    st.sampled_from(["舍尾", "进位", "按比例"]),
)
NATURES = st.sampled_from(["≥", ">", "≤", "<", "="])
TARGETS = st.builds(
    TargetRatio,
    unmet=st.sampled_from(["按比例", "零分"]),
    excess_limit=st.none() | st.decimals(100, 300, places=0),
    excess=st.sampled_from(["满分", "按偏离扣"]),
)


@given(STEPS | st.sampled_from([WHOLE, TOUCHING]) | st.builds(Scale, SIZES), WEIGHTS, VALUES)
def test_a_measured_rule_gives_points_between_nothing_and_the_weight(
    rule: StepDeduct | Bands | Scale, weight: Decimal, value: Decimal
) -> None:
    assert 0 <= rule.award(weight, value, "%").points <= weight


@given(TARGETS, WEIGHTS, NATURES, VALUES, VALUES)
def test_a_target_gives_points_between_nothing_and_the_weight(
    rule: TargetRatio, weight: Decimal, nature: str, target: Decimal, actual: Decimal
) -> None:
    award = rule.award(weight, nature, target, actual)
    assert 0 <= award.points <= weight
    if rule.is_met(nature, target, actual) and not rule.is_excessive(nature, target, actual):
        assert award.points == weight


@given(STEPS, WEIGHTS, st.lists(VALUES, min_size=2, max_size=8))
def test_the_farther_on_the_wrong_side_the_fewer_points(
    rule: StepDeduct, weight: Decimal, values: list[Decimal]
) -> None:
    ways = {"超过": lambda v: v, "低于": lambda v: -v, "两向": lambda v: abs(v - rule.base)}
    points = [rule.award(weight, v, "%").points for v in sorted(values, key=ways[rule.direction])]
    assert all(near >= far for near, far in pairwise(points))


@given(STEPS, WEIGHTS, VALUES)
def test_begun_steps_cost_most_and_whole_steps_least(
    rule: StepDeduct, weight: Decimal, value: Decimal
) -> None:
    points = [
        StepDeduct(rule.direction, rule.base, rule.step, rule.per, count).award(weight, value, "%")
        for count in ("进位", "按比例", "舍尾")
    ]
    assert points[0].points <= points[1].points <= points[2].points


@given(st.builds(Scale, SIZES, st.none() | SIZES), WEIGHTS, st.lists(VALUES, min_size=2))
def test_more_of_a_scale_is_never_fewer_points(
    rule: Scale, weight: Decimal, values: list[Decimal]
) -> None:
    points = [rule.award(weight, value, "%").points for value in sorted(values)]
    assert all(less <= more for less, more in pairwise(points))


@given(st.sampled_from(["≥", ">", "≤", "<"]), VALUES, WEIGHTS, st.lists(VALUES, min_size=2))
def test_nearer_to_a_target_is_never_fewer_points(
    nature: str, target: Decimal, weight: Decimal, values: list[Decimal]
) -> None:
    ordered = sorted(values, reverse=nature in "≤<")
    points = [TargetRatio().award(weight, nature, target, value).points for value in ordered]
    assert all(less <= more for less, more in pairwise(points))


@given(WEIGHTS, SIZES, st.integers(1, 9))
def test_one_more_unmet_item_is_never_more_points(
    weight: Decimal, per: Decimal, count: int
) -> None:
    rule = ChecklistDeduct(tuple("甲乙丙丁戊己庚辛壬"), per)
    points = [rule.award(weight, tuple(range(1, n + 1))).points for n in range(count + 1)]
    assert points[0] == weight
    assert all(weight >= more >= less >= 0 for more, less in pairwise(points))


# Rounding


@pytest.mark.parametrize(
    ("value", "decimals", "result"),
    [("2.345", 2, "2.35"), ("2.3449", 2, "2.34"), ("2.5", 0, "3"), ("3.5", 0, "4"),
     ("0.05", 1, "0.1"), ("-0.5", 0, "-1"), ("7", 2, "7.00"), ("2.675", 2, "2.68")],
)  # fmt: skip
def test_halves_are_rounded_up(value: str, decimals: int, result: str) -> None:
    assert str(rounded(D(value), decimals)) == result


@given(st.integers(0, 10**9), st.integers(0, 3))
def test_rounding_is_that_of_whole_numbers(thousandths: int, decimals: int) -> None:
    unit = 10 ** (4 - decimals)
    whole = (2 * thousandths + unit) // (2 * unit)
    assert rounded(D(thousandths).scaleb(-4), decimals) == D(whole).scaleb(-decimals)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("3.00", "3"),
        ("0.30", "0.3"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0", "0"),
        ("-2.50", "-2.5"),
    ],
)
def test_numbers_of_a_rule_have_no_needless_zeros(number: str, text: str) -> None:
    assert plain(D(number)) == text
