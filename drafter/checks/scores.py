"""得分表的规则。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeGuard

from drafter.checks.engine import Facts, Problem, grounds_of
from drafter.figures.nodes import Figure, Group, Node, Text, figure_at, group_at, rows_at, text_at

_FULL = Decimal(100)


def full_marks(facts: Facts) -> Iterator[Problem]:
    """得分表的分值合计为 100 分。

    依据：R22、财预〔2020〕10号，绩效评价满分 100 分。
    容差：没有：分数是准数。
    通过：各项分值相加等于 100；没有得分表、分值没有填全的不比较。
    不通过：各项分值相加不是 100。
    怎么办：核对各项的分值，加起来应为 100 分。
    """
    for evaluation in _tables(facts):
        full = figure_at(evaluation, "得分表", "满分")
        if full.number is not None and full.number != _FULL:
            table = rows_at(evaluation, "得分表", "指标")
            gap = _plain(abs(full.number - _FULL))
            message = (
                f"{_title(evaluation)}的得分表，分值合计 {_points(full)} 分，应为 100 分，"
                f"相差 {gap} 分"
            )
            yield Problem(table.path, message)


def score_within_weight(facts: Facts) -> Iterator[Problem]:
    """得分不为负数，也不超过分值。

    依据：R22，得分在 0 与分值之间。
    容差：没有：分数是准数。
    通过：每项得分在 0 与它的分值之间。
    不通过：得分大于分值，或者是负数。
    怎么办：核对这一项的得分和分值，得分应在 0 与分值之间。
    """
    for evaluation in _tables(facts):
        for item in _items(group_at(evaluation, "得分表")):
            score, weight = figure_at(item, "得分"), figure_at(item, "分值")
            if score.number is None or weight.number is None:
                continue
            if not 0 <= score.number <= weight.number:
                names = [name.plain for name in rows_at(item, "名称").entries if _is_text(name)]
                over = _plain(score.number - weight.number)
                excess = f"多 {over} 分" if score.number > 0 else "是负数"
                message = (
                    f"“{'、'.join(names)}”得分 {_points(score)} 分，"
                    f"分值 {_points(weight)} 分，{excess}"
                )
                yield Problem(score.path, message)


def announced_score(facts: Facts) -> Iterator[Problem]:
    """整体评价的自评得分在 0 与 100 分之间。

    依据：R22、财预〔2020〕10号，绩效评价满分 100 分。
    容差：没有：分数是准数。
    通过：得分在 0 与 100 之间，或者写“无”。
    不通过：得分大于 100，或者是负数。
    怎么办：核对自评得分，满分是 100 分；不评分的写“无”。
    """
    score = figure_at(facts.data, "整体评价", "自评得分")
    if score.number is not None and not 0 <= score.number <= _FULL:
        yield Problem(score.path, f"自评得分 {_points(score)} 分，应在 0 与 100 分之间")


def total_score(facts: Facts) -> Iterator[Problem]:
    """总分等于各项得分之和。

    依据：R22。
    容差：没有：分数是准数。
    通过：不填总分，由程序求和；或者填的总分与各项得分之和相等。
    不通过：填的总分与各项得分之和不等。
    怎么办：核对各项得分；总分可以不填，由程序求和。
    """
    for evaluation in _tables(facts):
        total = figure_at(evaluation, "得分表", "总分")
        summed = total.parts_sum
        if isinstance(summed, Decimal) and total.number is not None and summed != total.number:
            message = (
                f"总分 {_points(total)} 分，与各项得分之和 {_plain(summed)} 分不一致，"
                f"相差 {_plain(abs(total.number - summed))} 分"
            )
            grounds = (*grounds_of(total), *total.parts_from)
            yield Problem(total.path, message, rests_on=grounds)


def _tables(facts: Facts) -> Iterator[Group]:
    """Yield the project evaluations that have a score table."""
    for evaluation in rows_at(facts.data, "项目评价").entries:
        if isinstance(evaluation, Group):
            table = group_at(evaluation, "得分表")
            if rows_at(table, "指标").entries:
                yield evaluation


def _items(table: Group) -> Iterator[Group]:
    """Yield the scored items of a table, whether they have names or not."""
    for branch in rows_at(table, "指标").entries:
        for group in rows_at(branch, "二级").entries:
            for item in rows_at(group, "三级").entries:
                if isinstance(item, Group):
                    yield item


def _is_text(node: Node) -> TypeGuard[Text]:
    return isinstance(node, Text)


def _title(evaluation: Group) -> str:
    return f"项目评价“{text_at(evaluation, '题名').plain}”"


def _points(figure: Figure) -> str:
    return "" if figure.number is None else _plain(figure.number)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
