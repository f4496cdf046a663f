"""绩效指标的规则。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.engine import Facts, Problem
from drafter.checks.projects import projects_of, title_of
from drafter.figures.nodes import Group, Missing, Text, rows_at, text_at

# The words of a 二级指标, in the order they are looked for, with those of the 一级 it belongs to:
# “经济成本指标” is a cost first.
_BELONGS = (
    ("成本", ("项目完成", "产出", "成本"), "项目完成指标（产出指标）"),
    ("满意", ("满意",), "满意度指标"),
    *(
        (word, ("项目完成", "产出"), "项目完成指标（产出指标）")
        for word in ("数量", "质量", "时效")
    ),
    *((word, ("效益",), "效益指标") for word in ("经济", "社会", "生态", "可持续")),
)
_ALL = Decimal(100)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]", re.ASCII)


def indicator_rows(owner: Group) -> Iterator[Group]:
    """Yield the indicators of a project, or of the department as a whole."""
    for row in rows_at(owner, "指标").entries:
        if isinstance(row, Group):
            yield row


def _rows(facts: Facts) -> Iterator[tuple[str, Group]]:
    """Yield each indicator row with the name of its project."""
    for project in projects_of(facts):
        yield from ((title_of(project), row) for row in indicator_rows(project))


def over_whole(row: Group) -> Iterator[tuple[Text, str, str]]:
    """Yield the cells of an indicator that state more than 100 %, with their names and the rate."""
    for name in ("预期", "实际"):
        cell = text_at(row, name)
        over = [number for number in _PERCENT.findall(cell.plain) if Decimal(number) > _ALL]
        if over:
            yield cell, name, over[0]


def published_project(facts: Facts) -> Iterator[Problem]:
    """公开的项目有绩效指标。

    依据：R20、G20。阶段里有“公开”的项目各印一张绩效目标完成情况表。
    容差：不涉及：比较的不是金额。
    通过：公开的项目至少有一行指标；不公开的项目可以没有。
    不通过：公开的项目指标写“无”，或者各行都是空的，印出的表没有内容。
    怎么办：补填这个项目的绩效指标；不公开的在“阶段”里删去“公开”。
    """
    for project in projects_of(facts):
        stages = {text_at(stage).plain for stage in rows_at(project, "阶段").entries}
        indicators = rows_at(project, "指标")
        if "公开" in stages and not isinstance(indicators.value, Missing) and not indicators.value:
            message = f"{title_of(project)}要公开，却没有绩效指标"
            yield Problem(indicators.path, message)


def indicator_levels(facts: Facts) -> Iterator[Problem]:
    """二级指标归在它所属的一级指标之下。

    依据：R31。数量、质量、时效、成本属于项目完成指标（产出指标）；
    经济、社会、生态、可持续属于效益指标；满意度属于满意度指标。
    容差：不涉及：比较的不是金额。
    通过：归属正确；成本也可以单独成为一级指标；不认识的二级指标不判断。
    不通过：二级指标归在别的一级指标之下，提示核对。
    怎么办：核对这一行的一级指标和二级指标。
    """
    for title, row in _rows(facts):
        upper, lower = text_at(row, "一级"), text_at(row, "二级")
        if not upper.plain or not lower.plain:
            continue
        for word, allowed, right in _BELONGS:
            if word in lower.plain:
                if not any(head in upper.plain for head in allowed):
                    message = f"{title}：“{lower.plain}”归在“{upper.plain}”之下，应属于{right}"
                    yield Problem(upper.path, message)
                break


def satisfaction(facts: Facts) -> Iterator[Problem]:
    """满意度不超过 100%。

    依据：R33。只看满意度指标；到位率、完成率等超过 100% 可以是对的。
    容差：没有：大于 100% 就是错误。
    通过：满意度指标的预期和实际里，百分数都不大于 100%。
    不通过：有百分数大于 100%。
    怎么办：核对满意度的百分数。
    """
    for title, row in _rows(facts):
        if not any("满意" in text_at(row, level).plain for level in ("一级", "二级")):
            continue
        for cell, name, rate in over_whole(row):
            yield Problem(cell.path, f"{title}：满意度的{name}值 {rate}% 超过 100%")
