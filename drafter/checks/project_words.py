"""项目文字里再写一遍的数：得分、目标里的数量，与填的数一致。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.engine import Facts, Problem
from drafter.checks.projects import projects_of, title_of
from drafter.figures.nodes import Figure, Group, Text, figure_at, find, group_at, rows_at, text_at
from drafter.scoring.score import SCORES
from drafter.wording.numbers import NumberStyle, decimals_of, rounded

_NUMBER = r"(\d+(?:\.\d+)?)"
_SCORE = re.compile(rf"(?:得分|总分|评分)(?:为|是|：|:)?\s*{_NUMBER}\s*分", re.ASCII)
_GOALS = (("预期目标", "指标值"), ("实际完成", "完成值"))


def score_in_words(facts: Facts) -> Iterator[Problem]:
    """评价结论里写的得分，等于按指标体系计算的总分。

    依据：R22、E6、E8，同一个得分在报告各处一致。
    容差：按文字印了几位小数，就把总分四舍五入到几位再比。
    通过：一致；没有写得分、总分算不出来的不比较。
    不通过：评价结论写“得分96.83分”，按指标计算的总分却是 96.50 分。
    怎么办：改正文字里的得分，或者核对指标的完成值和得分。
    """
    for project in projects_of(facts):
        yield from _score(project, text_at(project, "评价结论"), title_of(project))
    whole = text_at(facts.data, "整体评价", "评价结论")
    yield from _score(facts.data, whole, "部门整体评价")


def _score(scored: Group, text: Text, title: str) -> Iterator[Problem]:
    total = find(scored, (SCORES, "总分"))
    if not isinstance(total, Figure) or total.number is None:
        return
    for match in _SCORE.finditer(text.plain):
        told = Decimal(match[1])
        if rounded(total.number, NumberStyle(decimals_of(told))) != told:
            right = f"{total.number.normalize():f}"
            yield Problem(text.path, f"{title}写“{match[0]}”，按指标计算是 {right} 分")


def goals_in_numbers(facts: Facts) -> Iterator[Problem]:
    """目标文字里的数量，与指标的指标值、完成值一致。

    依据：E6、E16，目标与指标说的是同一件事；项目和部门整体都这样核对。
    容差：没有，数与单位都相同才算一致。
    通过：预期目标里带某个单位的数，至少有一个是用这个单位的指标的指标值；
    实际完成与完成值同样；文字里没有这个单位的数不判断。
    不通过：文字里有这个单位的数，却没有一个与指标相同。
    怎么办：核对文字里的数和指标的指标值、完成值，改正抄错的一处。
    """
    owners = [(project, title_of(project)) for project in projects_of(facts)]
    owners.append((group_at(facts.data, "整体绩效"), "部门整体"))
    for owner, title in owners:
        rows = [row for row in rows_at(owner, "指标").entries if isinstance(row, Group)]
        for words, column in _GOALS:
            yield from _unlike(rows, text_at(owner, words), column, f"{title}的{words}")


def _unlike(rows: list[Group], text: Text, column: str, where: str) -> Iterator[Problem]:
    by_unit: dict[str, list[Group]] = {}
    for row in rows:
        value, unit = figure_at(row, column), text_at(row, "单位").plain
        if value.number is not None and value.applicable and unit:
            by_unit.setdefault(unit, []).append(row)
    for unit, measured in by_unit.items():
        told = _numbers_with(text.plain, unit)
        values = [figure_at(row, column) for row in measured]
        if told and not any(value.number in told for value in values):
            stated = "、".join(f"{number}{unit}" for number in dict.fromkeys(told))
            names = "、".join(f"“{text_at(row, '三级').plain}”" for row in measured)
            right = "、".join(f"{value.number}{unit}" for value in values)
            message = f"{where}写 {stated}，指标{names}的{column}却是 {right}"
            yield Problem(values[0].path, message)


def _numbers_with(text: str, unit: str) -> list[Decimal]:
    """Return the numbers of the text that stand before the unit, and before no longer one."""
    known = "[%％]" if unit in {"%", "％"} else re.escape(unit)
    pattern = rf"(?<![\d.]){_NUMBER}\s*{known}(?!次)"
    return [Decimal(match[1]) for match in re.finditer(pattern, text, re.ASCII)]
