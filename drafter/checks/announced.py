"""已公布的数与计算结果的核对。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from drafter.checks.engine import Facts, Problem
from drafter.diagnostics import DataPath, Severity
from drafter.figures.nodes import (
    Figure,
    Formula,
    Node,
    Rows,
    Text,
    Undefined,
    Unit,
    find,
    rows_at,
)
from drafter.model.year import SCALE
from drafter.scoring.score import SCORES
from drafter.wording.numbers import NumberStyle, decimals_of, format_number, rounded

_NUMBER = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,12})?)\s*(\D*)", re.ASCII)
_PROJECTS = "项目"
_EXPECTED = {
    Unit.YUAN: "金额，按“金额单位”填数字",
    Unit.RATIO: "百分数，以 % 结尾",
    Unit.COUNT: "整数",
    Unit.POINTS: "分数",
    Unit.YEAR: "年份",
    Unit.NUMBER: "数",
}


def announced_figures(facts: Facts) -> Iterator[Problem]:
    """已公布的数与按数据计算的结果一致。

    依据：R24、R23、G15。印出的比例、增减和合计要与数据一致；
    按已公布的文字印了几位小数，就把计算结果四舍五入到几位再比。
    通过：一致；算不出的比例（分母为 0）公布成 0%；还没有填数据的不比较。
    不通过：不一致是提醒，改数据或者写明豁免；数据位置不存在、文字不是数是错误。
    金额按本文件的金额单位，比例以 % 结尾，减少和下降写成负数，列表从 1 数起。
    """
    for key, text in facts.announced.items():
        path: DataPath = ("已公布", key)
        figure = _figure(facts.data, key)
        if figure is None and SCORES in key.split("."):
            if _has_scores(facts.data, key):
                message = f"没有“{key}”这项得分：指标名称与指标体系不符，或者算不出来"
                yield Problem(path, message)
        elif figure is None:
            message = f"没有数据位置“{key}”，或者那里不是数"
            yield Problem(path, message, Severity.ERROR, hint="列表从 1 数起")
        elif (number := _number(facts, text, figure.unit)) is None:
            message = f"“{key}”已公布“{text}”，应为{_EXPECTED[figure.unit]}"
            yield Problem(path, message, Severity.ERROR)
        elif figure.formula != "已公布":
            yield from _compared(facts, path, text, number, figure)


def _has_scores(data: Node, key: str) -> bool:
    """Return whether the report scores what the path speaks of; another report may."""
    steps = key.split(".")
    above = steps[: steps.index(SCORES) + 1]
    path = [int(s) - 1 if s.isascii() and s.isdigit() else s for s in above]
    if above[0] == _PROJECTS and len(path) > 1:
        rows = rows_at(data, _PROJECTS).entries
        # A project that is not there is told where projects have scores.
        return any(find(row, (SCORES,)) is not None for row in rows)
    return _find_named(data, path) is not None


def _figure(data: Node, key: str) -> Figure | None:
    steps: list[str | int] = [
        int(step) - 1 if step.isascii() and step.isdigit() else step for step in key.split(".")
    ]
    if len(steps) > 1 and steps[-1] == "决算":
        steps.pop()
    found = _find_named(data, steps)
    if isinstance(found, Formula):  # of a result with its unit the result
        found = next((piece for piece in found.pieces if isinstance(piece, Figure)), None)
    return found if isinstance(found, Figure) else None


def _find_named(node: Node | None, steps: Sequence[str | int]) -> Node | None:
    """Return the node at the steps; a step into a list may be the name of a row."""
    for step in steps:
        if isinstance(node, Rows) and isinstance(step, str):
            node = next((row for row in node.entries if _name(row) == step), None)
        else:
            node = None if node is None else find(node, (step,))
    return node


def _name(row: Node) -> str:
    found = find(row, ("名称",))
    return found.plain if isinstance(found, Text) else ""


def _number(facts: Facts, text: str, unit: Unit) -> Decimal | None:
    """Return the number that the text spells in the figure's unit, as printed."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    suffixes: dict[Unit, tuple[str, ...]] = {
        Unit.YUAN: ("", facts.money_unit),
        Unit.RATIO: ("%", "％"),
        Unit.COUNT: ("", "个", "人", "人次", "次", "批次", "辆", "台", "套", "台（套）"),
        Unit.POINTS: ("", "分"),
        Unit.YEAR: ("", "年"),
        Unit.NUMBER: ("", "%", "％"),
    }
    return Decimal(match[1].replace(",", "")) if match[2] in suffixes[unit] else None


def _compared(
    facts: Facts, path: DataPath, text: str, number: Decimal, figure: Figure
) -> Iterator[Problem]:
    key = path[-1]
    if isinstance(figure.value, Undefined):
        if number != 0:
            message = f"“{key}”已公布 {text}，按数据无法计算：{figure.value.reason}"
            yield Problem(path, message, about=figure.path)
        return
    if figure.number is None:
        return
    decimals = decimals_of(number)
    shift = {Unit.YUAN: -SCALE[facts.money_unit], Unit.RATIO: 2}.get(figure.unit, 0)
    if rounded(figure.number, NumberStyle(decimals, shift)) == number:
        return
    if figure.unit is Unit.YUAN:
        right = facts.money(figure.number)
    elif figure.unit is Unit.RATIO:
        right = format_number(figure.number, NumberStyle(max(2, decimals), shift, suffix="%"))
    else:
        right = f"{figure.number.normalize():f}"
    opposite = rounded(-figure.number, NumberStyle(decimals, shift)) == number
    hint = "减少和下降写成负数" if opposite and number > 0 else ""
    message = f"“{key}”已公布 {text}，按数据应为 {right}"
    yield Problem(path, message, hint=hint, about=figure.path)
