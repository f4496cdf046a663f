from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from drafter.diagnostics import DataPath
from drafter.figures.arithmetic import add, difference, name_of, number_of, ratio, share, total
from drafter.figures.nodes import Figure, Missing, Text, Undefined, Unit, Value

MISSING = Missing((("甲",),))
AMOUNTS = st.integers(-(10**18), 10**18).map(lambda n: Decimal(n).scaleb(-2))


def amount(name: str, value: Value | int | str, *, applicable: bool = True) -> Figure:
    number = Decimal(value) if isinstance(value, int | str) else value
    return Figure((name,), number, Unit.YUAN, applicable)


def at(*path: str | int) -> Figure:
    return Figure(path, Decimal(1), Unit.YUAN)


@given(st.lists(AMOUNTS, max_size=30))
def test_parts_sum_to_the_total_exactly(values: list[Decimal]) -> None:
    parts = [amount(f"第{n}项", value) for n, value in enumerate(values)]
    whole = add(("合计",), parts)
    cents = sum(int(value.scaleb(2)) for value in values)
    assert whole.value == Decimal(cents).scaleb(-2)
    assert whole.parts == sum(value != 0 for value in values)


@given(AMOUNTS, AMOUNTS)
def test_share_times_whole_is_the_part(part: Decimal, whole: Decimal) -> None:
    rate = ratio(("占比",), amount("部分", part), amount("全部", whole))
    if whole == 0:
        assert rate.value == Undefined("全部为0")
    else:
        assert rate.number is not None
        assert abs(rate.number * whole - part) <= abs(part) * Decimal("1e-25")
        assert len(rate.number.as_tuple().digits) <= 60


def test_quotients_are_far_beyond_any_rounding() -> None:
    rate = ratio(("占比",), amount("部分", 1), amount("全部", 3))
    assert str(rate.value) == "0." + "3" * 60


def test_no_parts_sum_to_nothing() -> None:
    whole = add(("合计",), [])
    assert whole.value == 0
    assert not whole.applicable


def test_a_sum_applies_where_one_of_its_parts_does() -> None:
    none, some = amount("甲", 0, applicable=False), amount("乙", 0)
    assert add(("合计",), [none, some]).applicable
    assert not add(("合计",), [none, none]).applicable
    assert difference(("差",), none, some).applicable
    assert not difference(("差",), none, none).applicable


def test_a_gap_anywhere_is_a_gap_with_all_its_paths_once() -> None:
    first, second = amount("甲", Missing((("甲",),))), amount("乙", Missing((("乙",), ("甲",))))
    known = amount("丙", 5)
    assert add(("合计",), [first, known, second, first]).value == Missing((("甲",), ("乙",)))
    assert difference(("差",), known, second).value == second.value
    assert ratio(("率",), first, known).value == first.value


def test_a_gap_goes_before_what_is_undefined() -> None:
    undefined = amount("乙", Undefined("某数为 0"))
    assert add(("合计",), [undefined, amount("丙", 1)]).value == Undefined("某数为 0")
    assert add(("合计",), [undefined, amount("甲", MISSING)]).value == MISSING
    assert ratio(("率",), undefined, amount("丙", 0)).value == Undefined("某数为 0")


def test_a_typed_total_prints_and_keeps_what_its_parts_give() -> None:
    whole = total(amount("合计", "3377.94"), [amount("甲", "3377"), amount("乙", "0.95")])
    assert whole.value == Decimal("3377.94")
    assert whole.parts_sum == Decimal("3377.95")
    assert whole.parts == 2
    assert whole.formula == "甲＋乙"


def test_an_untyped_total_is_the_sum_with_its_provenance() -> None:
    whole = total(amount("合计", MISSING), [amount("甲", 1), amount("乙", 2)])
    assert whole.value == 3
    assert whole.parts_sum is None
    assert whole.inputs == (("甲",), ("乙",))


def test_a_typed_total_with_unfilled_parts_stands_alone() -> None:
    whole = total(amount("合计", 5), [amount("甲", MISSING)])
    assert whole == amount("合计", 5)


def test_inputs_are_traced_down_to_what_was_typed_each_once() -> None:
    first, second, third = amount("甲", 1), amount("乙", 2), amount("丙", 4)
    inner = add(("小计",), [first, second])
    outer = add(("合计",), [inner, third, first])
    leaves: tuple[DataPath, ...] = (("甲",), ("乙",), ("丙",))
    assert outer.inputs == leaves
    assert ratio(("率",), first, outer).inputs == leaves
    assert difference(("差",), inner, third).inputs == leaves


def test_the_inputs_of_a_share_are_those_of_its_total() -> None:
    first, second = amount("甲", 1), amount("乙", 3)
    computed = add(("合计",), [first, second])
    rate = share(("甲", "占比"), first, computed)
    assert rate.value == Decimal("0.25")
    assert rate.inputs is computed.inputs
    assert share(("甲", "占比"), first, amount("合计", 4)).inputs == (("甲",), ("合计",))


def test_formulas_name_rows_by_their_own_name() -> None:
    row = at("项目", 3).with_children(名称=Text((), ("培训费",)))
    unnamed = at("项目", 3).with_children(名称=Text((), Missing((("项目", 3, "名称"),))))
    assert name_of(row) == "培训费"
    assert name_of(unnamed) == "项目"


def test_formulas_name_figures_in_words_without_positions() -> None:
    names = {
        ("机关运行经费",): "机关运行经费",
        ("收入", "合计"): "收入合计",
        ("收入", "事业"): "事业收入",
        ("支出", "基本支出"): "基本支出",
        ("结转结余", "年初"): "年初结转和结余",
        ("结转结余", "年末财政拨款"): "年末财政拨款结转和结余",
        ("三公经费", "公务用车费", "合计"): "公务用车费合计",
        ("三公经费", "公务用车费", "购置"): "公务用车购置",
        ("三公经费", "公务接待费", "国内"): "国内公务接待",
        ("三公经费", "合计", "预算"): "预算",
        ("项目", 0, "执行", "合计"): "执行合计",
        (): "",
    }
    assert {path: name_of(at(*path)) for path in names} == names


def test_counting_rows_gives_a_count_with_its_source() -> None:
    counted = number_of(["甲", "乙"], ("个数",), ("清单",))
    assert (counted.value, counted.unit, counted.inputs) == (Decimal(2), Unit.COUNT, (("清单",),))
