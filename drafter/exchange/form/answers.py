"""Rows of the form for the indicators of the reports that need an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from drafter.scoring.rules import ChecklistAward, ChecklistDeduct, Levels, Manual, plain
from drafter.scoring.score import ANSWERS
from drafter.scoring.system import IndicatorSystem, Leaf

_HELP = "#说明"


def answer_lines(
    systems: Iterable[IndicatorSystem],
) -> Iterator[tuple[Mapping[str, str], frozenset[str]]]:
    """Yield a row for each indicator that figures alone do not score, and what it needs.

    Of reports that share an indicator, the first says what it asks for.
    """
    for name, leaf in _leaves(systems).items():
        needs, asked = _asked(leaf)
        if needs or leaf.data:
            roles = frozenset(f"{ANSWERS}.{need}" for need in needs)
            yield {f"{ANSWERS}.指标": name, _HELP: asked}, roles


def data_lines(systems: Iterable[IndicatorSystem]) -> Iterator[Mapping[str, str]]:
    """Yield a row for each number that an indicator needs and no other section has."""
    for name, leaf in _leaves(systems).items():
        for number in leaf.data:
            yield {"^1": name, f"{ANSWERS}.数据.名称": number}


def _leaves(systems: Iterable[IndicatorSystem]) -> dict[str, Leaf]:
    found: dict[str, Leaf] = {}
    for system in systems:
        for leaf in system.leaves:
            found.setdefault(leaf.name, leaf)
    return found


def _asked(leaf: Leaf) -> tuple[tuple[str, ...], str]:
    """Return the fields of the answer that the indicator needs, and in words what they ask."""
    rule = leaf.rule
    more = "在“指标数据”表填它要的数" if leaf.data else ""
    if isinstance(rule, ChecklistDeduct | ChecklistAward):
        items = (f"{n}. {' '.join(words.split())}" for n, words in enumerate(rule.items, start=1))
        ask = "逐条核对，在“不符合”写不符合的是第几条；全部符合写“无”："
        return ("不符合",), "\n".join([ask, *items, *filter(None, [more])])
    if isinstance(rule, Levels):
        names = "、".join(" ".join(level.name.split()) for level in rule.levels)
        between = any(level.low != level.high for level in rule.levels)
        also = "；再写得分，在所评档次的分数之间" if between else ""
        needs = ("档次", "得分") if between else ("档次",)
        return needs, "\n".join(filter(None, [f"在“档次”写评为哪一档：{names}{also}", more]))
    if isinstance(rule, Manual):
        low, high = rule.bounds(leaf.weight)
        why = "，并写评分理由" if rule.needs_reason else ""
        needs = ("得分", "评分理由") if rule.needs_reason else ("得分",)
        ask = f"写得分：{plain(low)} 至 {plain(high)} 分{why}"
        return needs, "\n".join(filter(None, [ask, more]))
    return (), more
