"""Names of the classification, as they are copied from statements."""

from __future__ import annotations

import pytest
from typed_inputs import figures_of, rows, text

from drafter.model.classification import bare_name


@pytest.mark.parametrize(
    ("typed", "level", "bare"),
    [
        ("卫生健康支出", "类", "卫生健康"),
        ("卫生健康支出（类）", "类", "卫生健康"),
        ("卫生健康", "类", "卫生健康"),
        ("208社会保障和就业支出", "类", "社会保障和就业"),
        ("其他支出", "类", "其他"),
        ("支出", "类", "支出"),
        ("住房改革支出", "款", "住房改革支出"),
        ("住房改革支出（款）", "款", "住房改革支出"),
        ("2210201 住房公积金", "项", "住房公积金"),
        ("住房公积金(项)", "项", "住房公积金"),
        ("其他支出", "项", "其他支出"),
    ],
)
def test_code_mark_and_the_word_of_a_class_are_no_part_of_the_name(
    typed: str, level: str, bare: str
) -> None:
    assert bare_name(typed, level) == bare


def test_all_levels_are_named_alike() -> None:
    root = figures_of(
        "一般公共预算财政拨款支出:\n"
        "  科目:\n"
        "    - 名称: 221住房保障支出（类）\n"
        "      款: [{名称: 22102住房改革支出, 项: [2210201住房公积金（项）]}]\n"
    )
    (first,) = rows(root, "一般公共预算财政拨款支出.科目").entries
    assert text(first, "名称") == "住房保障"
    assert text(first, "款.1.名称") == "住房改革支出"
    assert text(first, "款.1.项.1.名称") == "住房公积金"
