"""Lines of the statements that have a fixed row for each class."""

from __future__ import annotations

from decimal import Decimal

import pytest
from typed_inputs import validated

from drafter.figures.derive import derive
from drafter.figures.nodes import Figure, Group, rows_at, text_at
from drafter.lists import classification
from drafter.report.assemble import assemble
from drafter.report.statements import statement_view
from drafter.template.statements import built_in

HEAD = "年度: 2020\n金额单位: 万元\n口径: 部门\n国有资本经营预算财政拨款支出: 无\n"
TWO_NAMES = (
    HEAD
    + """
一般公共预算财政拨款支出: {科目: [{名称: 卫生健康, 编码: 210, 基本支出: 30}]}
政府性基金预算财政拨款支出: {科目: [{名称: 医疗卫生与计划生育, 编码: 210, 项目支出: 20}]}
"""
)
WITHOUT_CODES = TWO_NAMES.replace("编码: 210, ", "")


def line(text: str, statement: str, words: str) -> dict[str, Decimal | None]:
    """Return the amounts in the line of a statement."""
    year = validated(text).year
    data = assemble(derive(year), 2020, "部门", {}).data
    view = statement_view(built_in().statements[statement], data, classification(), 2020)
    for row in rows_at(view, "行").entries:
        assert isinstance(row, Group)
        if words in text_at(row, "支出项目").plain:
            return {k: n.number for k, n in row.items.items() if isinstance(n, Figure)}
    raise AssertionError(words)


@pytest.mark.parametrize("text", [TWO_NAMES, WITHOUT_CODES], ids=["coded", "names only"])
def test_old_and_new_names_of_a_class_are_one_line(text: str) -> None:
    assert line(text, "收入支出决算总表", "卫生健康")["支出"] == 500_000
    fiscal = line(text, "财政拨款收入支出决算总表", "卫生健康")
    assert fiscal["合计"] == 500_000
    assert fiscal["一般公共预算"] == 300_000
    assert fiscal["政府性基金"] == 200_000


def test_a_class_listed_twice_is_added_up() -> None:
    text = HEAD + (
        "政府性基金预算财政拨款支出: 无\n一般公共预算财政拨款支出:\n  科目:\n"
        "    - {名称: 教育, 基本支出: 10}\n    - {名称: 教育支出, 基本支出: 20}\n"
    )
    assert line(text, "财政拨款收入支出决算总表", "教育")["一般公共预算"] == 300_000
