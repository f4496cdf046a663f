"""Kinds of values in the template language, and what can be done with each of them.

Lint asks these questions of the types of fields before anything is rendered, the running code asks
them of values; both give the same answers in the same words.
"""

from __future__ import annotations

from enum import StrEnum

from drafter.figures.nodes import Unit


class Kind(StrEnum):
    """What a value is; the word is the one that messages use."""

    MONEY = "金额"
    RATIO = "比率"
    COUNT = "个数"
    POINTS = "分数"
    YEAR = "年度"
    NUMBER = "数值"
    ORDINAL = "序号"
    TEXT = "文字"
    ROWS = "列表"
    GROUP = "一组字段"
    CHOICE = "选项"
    TRUTH = "真假"
    PRINTED = "已写成文字的数"
    PHRASE = "一句话"
    FORMULA = "算式"
    LOOP = "循环"


KIND_OF_UNIT = {
    Unit.YUAN: Kind.MONEY,
    Unit.RATIO: Kind.RATIO,
    Unit.COUNT: Kind.COUNT,
    Unit.POINTS: Kind.POINTS,
    Unit.YEAR: Kind.YEAR,
    Unit.NUMBER: Kind.NUMBER,
}
FIGURES = frozenset(KIND_OF_UNIT.values())
COUNTED = frozenset({Kind.COUNT, Kind.POINTS, Kind.YEAR, Kind.NUMBER, Kind.ORDINAL})
"""Kinds that compare with whole numbers."""
WORDS = frozenset({Kind.TEXT, Kind.CHOICE})
"""Kinds that compare with words."""
FILTER_FOR = {
    Kind.MONEY: "万元",
    Kind.RATIO: "百分比",
    Kind.COUNT: "整数",
    Kind.POINTS: "分数",
    Kind.YEAR: "整数",
    Kind.ORDINAL: "整数",
    Kind.ROWS: "顿号",
    Kind.NUMBER: "数值",
    Kind.FORMULA: "代入",
}
"""The filter that a value of the kind is usually printed with."""
PLOTTED = ("万元", "元", "百分比", "整数", "分数", "数值", "表数")
"""Filters that print a number which a chart can draw."""
LOOP_FIELDS = {"first": Kind.TRUTH, "last": Kind.TRUTH, "index": Kind.ORDINAL}
PRINTABLE = frozenset({Kind.TEXT, Kind.PRINTED, Kind.PHRASE})


def print_problem(kind: Kind, label: str) -> tuple[str, str]:
    """Return why a value cannot be printed as it is, with a hint; empty where it can."""
    if kind in PRINTABLE:
        return "", ""
    if kind in FIGURES or kind is Kind.ORDINAL:
        return f"“{label}”是{kind}，要经过过滤器才能印出", f"如 |{FILTER_FOR[kind]}"
    if kind is Kind.FORMULA:
        return f"“{label}”是算式，要经过过滤器才能印出", "如 |代入 或 |代入('元')"
    if kind is Kind.ROWS:
        return f"“{label}”是列表，不能直接印出", "用循环逐行印，或接 |顿号 连成一句"
    if kind is Kind.GROUP:
        return f"“{label}”是一组字段，不能直接印出", "写到具体字段"
    return f"“{label}”是{kind}，不能印出", "用在条件里，要印的字直接写在模板里"


def truth_problem(kind: Kind, label: str) -> tuple[str, str]:
    """Return why a value cannot be a condition by itself, with a hint; empty where it can."""
    if kind in FIGURES:
        return f"“{label}”是{kind}，不能直接作条件", f"如 {label} is 非零"
    if kind in {Kind.CHOICE, Kind.ORDINAL, Kind.LOOP}:
        return f"“{label}”是{kind}，不能直接作条件", f"如 {label} == …"
    return "", ""


def order_problem(kind: Kind, label: str) -> tuple[str, str]:
    """Return why a value has no order or equal, with a hint; empty where it can be compared."""
    if kind in {Kind.MONEY, Kind.RATIO}:
        return f"“{label}”是{kind}，不能与数字比较", "用 is 零、is 非零、is 等于预算 等"
    if kind in COUNTED or kind in WORDS:
        return "", ""
    return f"“{label}”是{kind}，不能比较", "写到具体字段"


def loop_problem(kind: Kind, label: str) -> tuple[str, str]:
    """Return why a value cannot be looped over; empty where it can."""
    if kind is Kind.ROWS:
        return "", ""
    return f"“{label}”是{kind}，不是列表，不能循环，也不能写在 in 后面", ""
