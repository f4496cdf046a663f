"""What has to change in one set of data for it to hold another."""

from __future__ import annotations

from typing import Any

import pytest

from drafter.exchange.joining import same_row
from drafter.model.paths import is_number
from drafter.source.merge import merging


def changed(old: Any, new: Any) -> list[tuple[str, Any]]:
    found = merging(old, new, {}, same_row, is_number)
    return [(".".join(map(str, change.path)), change.value) for change in found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"机关运行经费": {"决算": "10.30"}}, {"机关运行经费": {"决算": "10.3"}}),
        ({"机关运行经费": "10.30"}, {"机关运行经费": "10.300"}),
        ({"重点工作": "一\n二\n"}, {"重点工作": "一\n二"}),
        ({"项目": [{"名称": "甲"}]}, {"项目": [{"名称": "甲"}]}),
        ({"项目评价": [{"项目": "甲"}]}, {"项目评价": [{"项目": ["甲"]}]}),
        ({"基本支出": {"人员经费": {"科目": ["基本工资"]}}},
         {"基本支出": {"人员经费": {"科目": [{"名称": "基本工资", "编码": "30101"}]}}}),
        ({"项目": [{"名称": "甲支出"}]}, {"项目": [{"名称": "甲"}]}),
        ({"车辆": {"编制": "2"}}, {"车辆": "无"}),
        ({"项目": [{"名称": "甲"}]}, {"项目": "无"}),
        ({"机关运行经费": "1"}, {"机关运行经费": None}),
    ],
)  # fmt: skip
def test_nothing_changes(old: Any, new: Any) -> None:
    assert changed(old, new) == []


def test_words_are_no_numbers() -> None:
    row = {"名称": "甲", "指标": [{"三级": "到位率", "实际": "5.10"}]}
    other = {"名称": "甲", "指标": [{"三级": "到位率", "实际": "5.1"}]}
    assert changed({"项目": [row]}, {"项目": [other]}) == [("项目.0.指标.0.实际", "5.1")]


def test_zero_takes_the_place_of_none_and_none_that_of_an_amount() -> None:
    assert changed({"机关运行经费": "无"}, {"机关运行经费": "0"}) == [("机关运行经费", "0")]
    block = {"机关运行经费": {"决算": "5", "上年": "4"}}
    assert changed(block, {"机关运行经费": "无"}) == [("机关运行经费.决算", "无")]


def test_rows_of_one_name_are_taken_one_by_one() -> None:
    rows = [{"名称": "轿车", "辆数": "1"}, {"名称": "轿车", "辆数": "2"}]
    assert changed({"车辆": {"车型": rows}}, {"车辆": {"车型": rows}}) == []
    other = [{"名称": "轿车", "辆数": "1"}, {"名称": "轿车", "辆数": "3"}]
    assert changed({"车辆": {"车型": rows}}, {"车辆": {"车型": other}}) == [
        ("车辆.车型.1.辆数", "3")
    ]


def test_rows_without_a_name_are_the_same_where_they_say_the_same() -> None:
    rows = [{"人数": "1"}, {"人数": "2"}]
    old = {"人员": {"行政编制": {"构成": rows}}}
    assert changed(old, {"人员": {"行政编制": {"构成": rows}}}) == []
    more = {"人员": {"行政编制": {"构成": [{"人数": "3"}]}}}
    assert changed(old, more) == [("人员.行政编制.构成.2", {"人数": "3"})]


def test_indicators_are_told_apart_by_all_their_levels() -> None:
    def rows(one: str, other: str) -> dict[str, Any]:
        return {"项目": [{"名称": "甲", "指标": [
            {"一级": "产出", "三级": "完成率", "实际": one},
            {"一级": "效益", "三级": "完成率", "实际": other},
        ]}]}  # fmt: skip

    assert changed(rows("1", "2"), rows("1", "9")) == [("项目.0.指标.1.实际", "9")]
