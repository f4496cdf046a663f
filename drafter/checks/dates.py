"""日期的规则：是真有的日期，在应在的时候，先后不颠倒。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from drafter.checks.engine import Facts, Problem
from drafter.figures.nodes import Group, Text, figure_at, group_at, rows_at, text_at

_DATE = re.compile(r"(\d{4})(?:年(\d{1,2})月(\d{1,2})日|[-./](\d{1,2})[-./](\d{1,2}))", re.ASCII)
_MONEY = (("资金计划", "下达"), ("资金到位", "到位"), ("资金使用", "使用"))


def evaluation_dates(facts: Facts) -> Iterator[Problem]:
    """评价和调查在年度结束以后，完成不早于布置。

    依据：E15，绩效评价针对全年的支出。
    容差：没有：按日期的先后判断。
    通过：布置、完成、调查的日期都不早于当年 12 月 31 日，完成不早于布置；写法认不出日期的不判断。
    不通过：日期早于年末，或者完成早于布置，提示核对年份。
    怎么办：核对日期的年份。
    """
    year = _year(facts)
    dates = _of_evaluation(facts)
    for name, text in dates.items():
        found = date_of(text)
        if year is not None and found is not None and found < date(year, 12, 31):
            yield Problem(text.path, f"{name} {text.plain}，早于 {year} 年年末")
    start, end = dates["部署日期"], dates["完成日期"]
    first, last = date_of(start), date_of(end)
    if first is not None and last is not None and last < first:
        yield Problem(end.path, f"完成日期 {end.plain}，早于部署日期 {start.plain}")


def money_dates(facts: Facts) -> Iterator[Problem]:
    """项目资金的下达、到位、使用，日期依次不提前。

    依据：R34。
    容差：没有：按日期的先后判断。
    通过：后一步不早于前一步；写法认不出日期的不判断。
    不通过：到位早于下达，或者使用早于到位，提示核对。
    怎么办：核对日期的年份和先后；先垫付的可以写明豁免。
    """
    for evaluation in rows_at(facts.data, "项目评价").entries:
        if not isinstance(evaluation, Group):
            continue
        steps = [(word, text_at(evaluation, group, "日期")) for group, word in _MONEY]
        known = [(word, text, day) for word, text in steps if (day := date_of(text)) is not None]
        for (before, first, start), (word, text, day) in pairwise(known):
            if day < start:
                message = f"资金{word}日期 {text.plain}，早于{before}日期 {first.plain}"
                yield Problem(text.path, message)


def _of_evaluation(facts: Facts) -> dict[str, Text]:
    work = group_at(facts.data, "评价工作")
    dates = {name: text_at(work, name) for name in ("部署日期", "完成日期")}
    return {**dates, "调查日期": text_at(facts.data, "满意度调查", "日期")}


def _year(facts: Facts) -> int | None:
    number = figure_at(facts.data, "年度").number
    return None if number is None else int(number)


def date_of(text: Text) -> date | None:
    """Return the day that the text names, where it is one and there is such a day."""
    match = _DATE.fullmatch(text.plain.strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None
