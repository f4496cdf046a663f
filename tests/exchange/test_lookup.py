"""Rows are found by code where both have one, else by name."""

from __future__ import annotations

import pytest
from typed_inputs import figures_of

from drafter.exchange.tables.headings import Heading
from drafter.exchange.tables.lookup import Lookup
from drafter.figures.nodes import Figure

FUND = "一般公共预算财政拨款支出"
DATA = figures_of(f"""金额单位: 元
{FUND}:
  科目:
    - {{名称: 教育, 编码: 205, 决算: 1}}
    - {{名称: 科学技术支出, 决算: 2}}
    - 名称: 其他支出
      编码: 229
      款: [{{名称: 其他, 编码: 22999, 决算: 3}}]
""")


@pytest.mark.parametrize(
    ("steps", "number"),
    [
        ([Heading("教育支出", "205")], 1),
        ([Heading("改了名的", "205")], 1),
        ([Heading("教育")], 1),
        ([Heading("教育支出", "206")], None),
        ([Heading("科学技术", "206")], 2),
        ([Heading("其他", "229"), "款", Heading("其他")], 3),
        ([Heading("没有")], None),
        ([Heading("教育", "205"), "款", Heading("没有")], None),
    ],
)
def test_a_row_is_found(steps: list[str | Heading], number: int | None) -> None:
    found = Lookup(DATA).at([FUND, "科目", *steps])
    assert (found.number if isinstance(found, Figure) else None) == number


def test_what_is_no_list_has_no_rows() -> None:
    assert Lookup(DATA).at([FUND, "合计", Heading("教育")]) is None
    assert Lookup(DATA).at(["没有这一节", "合计"]) is None
