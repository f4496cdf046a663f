"""A finding is to be read where the report prints what it is about."""

from __future__ import annotations

from decimal import Decimal

import pytest

from drafter.diagnostics import DataPath
from drafter.figures.nodes import Figure, Text, Unit
from drafter.review.places import Printings
from drafter.template.figures import PrintedFigure
from drafter.template.printing import Printed

REVENUE: DataPath = ("收入",)


def amount(*path: str | int, inputs: tuple[DataPath, ...] = ()) -> Figure:
    return Figure(path, Decimal(1), Unit.YUAN, inputs=inputs)


def printed(*values: Printed) -> Printings:
    return Printings(
        PrintedFigure(value, "正文", turn, 0, 1, turn, 1) for turn, value in enumerate(values)
    )


def place(printings: Printings, *path: str | int, is_gap: bool = False) -> str | None:
    found = printings.of(path, is_gap=is_gap)
    return None if found is None else found.value.printed.text


ALL = printed(
    Printed("乙局", Text(("部门", "全称"), ("乙局",))),
    Printed("其他收入", Text(("收入", "其他"), ("其他收入",))),
    Printed("5", amount("收入", "合计", inputs=(("收入", "事业"), ("收入", "其他")))),
    Printed("3", amount("收入", "其他")),
    Printed("3", amount("收入", "其他")),
    Printed("3.00", amount("收入", "其他")),
    Printed("60%", amount("收入", "其他", "占比", inputs=(("收入", "其他"),))),
    Printed("【待补】", amount("支出"), gap=(("支出", "项目"), ("支出", "基本"))),
    Printed("7", amount("项目", 1, "预算")),
    Printed("", amount("没有印的")),
)


@pytest.mark.parametrize(
    ("path", "expected", "is_exact"),
    [
        (("部门", "全称"), "乙局", True),
        (("收入", "其他"), "3", True),  # the amount, not the name before it
        (("收入", "事业"), "5", False),  # what it went into
        (("支出", "项目"), "【待补】", True),
        (("支出", "经营"), "【待补】", False),
        (("项目", 1), "7", False),  # what is below it
        (("项目", 1, "执行"), "7", False),  # what is beside it
        (("项目", 0), "7", False),  # of the same section
        (("部门",), "乙局", False),
    ],
)
def test_where_a_path_is_read(path: DataPath, expected: str, is_exact: bool) -> None:
    found = ALL.of(path)
    assert found is not None
    assert (found.value.printed.text, found.is_exact) == (expected, is_exact)


@pytest.mark.parametrize("path", [(), ("豁免", 0), ("没有印的",)])
def test_what_is_printed_nowhere_has_no_place(path: DataPath) -> None:
    assert ALL.of(path) is None


def test_the_same_amount_printed_alike_is_counted() -> None:
    found = ALL.of(("收入", "其他"))
    assert found is not None
    assert (found.value.paragraph, found.times) == (3, 2)


def test_a_gap_is_read_at_its_gap_and_a_figure_at_its_figure() -> None:
    both = printed(
        Printed("4", amount("收入")), Printed("【待补：收入】", amount("甲"), gap=(REVENUE,))
    )
    assert place(both, "收入", is_gap=True) == "【待补：收入】"
    assert place(both, "收入") == "4"
