"""What a starter asks for each indicator of the template that needs an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from drafter.scoring.rules import ChecklistAward, ChecklistDeduct, Levels, Manual, plain
from drafter.scoring.system import IndicatorSystem, Leaf

_MARK = "待填"


def answer_lines(system: IndicatorSystem) -> Iterator[str]:
    """Yield the list of answers: an item for each indicator that figures alone do not score."""
    asked = [leaf for leaf in system.leaves if _needs_answer(leaf)]
    yield "指标评分:" if asked else "# 指标评分:"
    for leaf in asked:
        yield f"  - 指标: {_quoted(leaf.name)}"
        yield from (f"    {line}" for line in _asked(leaf))
    yield "  # 没有得满分的指标，要说明原因或改进措施；其余各行用得着时再填。"
    yield "  # - 指标: 指标名称  # 可不填：由程序计算得分的指标也可以这样写"
    yield "  #   扣分原因:  # 可不填：没有得满分的写原因"
    yield "  #   改进措施:  # 可不填：没有得满分的写下一步怎样改进"
    yield "  #   前述:  # 可不填：印在数据之前的话"
    yield "  #   补充:  # 可不填：印在评价标准之前的话"
    yield "  #   小结:  # 可不填：印在得分之后的话"


def _needs_answer(leaf: Leaf) -> bool:
    rule = leaf.rule
    stated = isinstance(rule, ChecklistDeduct | ChecklistAward | Levels | Manual)
    return stated or bool(leaf.data)


def _asked(leaf: Leaf) -> Iterator[str]:
    rule = leaf.rule
    if isinstance(rule, ChecklistDeduct | ChecklistAward):
        yield f"不符合:  # {_MARK}：不符合的是第几条，如 [2]；全部符合写“无”"
        for number, words in enumerate(rule.items, start=1):
            yield f"# {number}. {' '.join(words.split())}"
    elif isinstance(rule, Levels):
        names = "、".join(" ".join(level.name.split()) for level in rule.levels)
        yield f"档次:  # {_MARK}：{names}"
        if any(level.low != level.high for level in rule.levels):
            yield f"得分:  # {_MARK}：在所评档次的分数之间"
    elif isinstance(rule, Manual):
        low, high = rule.bounds(leaf.weight)
        yield f"得分:  # {_MARK}：{plain(low)} 至 {plain(high)} 分"
        if rule.needs_reason:
            yield f"评分理由:  # {_MARK}：为什么评这个分"
    if leaf.data:
        yield "数据:"
        for name in leaf.data:
            yield f"  - 名称: {_quoted(name)}"
            yield f"    数:  # {_MARK}：没有写“无”"


def _quoted(name: str) -> str:
    """Return the name as a value of YAML: in quotes where it does not begin with a plain letter."""
    return name if re.fullmatch(r"\w[\w（）“”、]*", name) else json.dumps(name, ensure_ascii=False)
