"""What is wrong with an indicator system before any figure is seen. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from drafter.scoring.expression import Expression, paths_of
from drafter.scoring.rules import (
    Band,
    Bands,
    ChecklistAward,
    ChecklistDeduct,
    Levels,
    Manual,
    Scale,
    StepDeduct,
    TargetRatio,
    plain,
)
from drafter.scoring.subject import OWN
from drafter.scoring.system import Branch, IndicatorSystem, Leaf, OwnRows, Policy

Path = tuple[str | int, ...]
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class StaticProblem:
    """A fault of an indicator system, at a path in it."""

    path: Path
    message: str
    hint: str = ""
    is_mild: bool = False


def static_problems(system: IndicatorSystem, *, answers: bool = True) -> Iterator[StaticProblem]:
    """Yield every fault that shows without figures.

    `answers` tells that people can answer for indicators, as they can for the department.
    """
    if system.weight != system.full:
        sums = "、".join(_branch_weights(system))
        yield StaticProblem(
            ("指标",),
            f"各项分值之和是 {plain(system.weight)} 分，应为 {plain(system.full)} 分",
            f"现在是：{sums}" if len(system.parts) > 1 else "",
        )
    yield from _grade_problems(system)
    yield from _repeated(system)
    for leaf in system.leaves:
        problems = list(_leaf_problems(leaf))
        if not answers and _needs_answer(leaf):
            problems.append(
                StaticProblem(("规则",), "要填报人填“指标评分”，给项目评分的体系里不能用")
            )
        for problem in problems:
            yield StaticProblem(
                (*leaf.path, *problem.path),
                f"“{leaf.name}”{problem.message}",
                problem.hint,
                problem.is_mild,
            )
    for part in system.parts:
        if isinstance(part, OwnRows):
            yield from _own_problems(part)


def _branch_weights(system: IndicatorSystem) -> Iterator[str]:
    for part in system.parts:
        if isinstance(part, OwnRows):
            yield f"取自{'.'.join(part.source)} {plain(part.weight)} 分"
        else:
            leaves = (leaf for group in part.groups for leaf in group.leaves)
            yield f"{part.name} {plain(sum((leaf.weight for leaf in leaves), _ZERO))} 分"


def _grade_problems(system: IndicatorSystem) -> Iterator[StaticProblem]:
    least = [grade.least for grade in system.grades]
    if least != sorted(set(least), reverse=True):
        yield StaticProblem(("等级",), "等级应从高到低，“起”不重复")
        return
    if least and least[-1] != 0:
        yield StaticProblem(
            ("等级",), f"总分低于 {plain(least[-1])} 分的没有等级，最后一等的“起”应为 0"
        )
    if least and least[0] > system.full:
        yield StaticProblem(
            ("等级", 0), f"“起”{plain(least[0])} 分超过满分 {plain(system.full)} 分"
        )


def _repeated(system: IndicatorSystem) -> Iterator[StaticProblem]:
    seen: set[str] = set()
    for leaf in system.leaves:
        for name in leaf.names:
            if name in seen:
                yield StaticProblem((*leaf.path, "名称"), f"指标名称“{name}”重复")
            seen.add(name)
    branches = [part.name for part in system.parts if isinstance(part, Branch)]
    for name in _twice(branches):
        yield StaticProblem(("指标",), f"一级指标“{name}”写了两处，应合在一起")
    for number, part in enumerate(system.parts):
        if isinstance(part, Branch):
            for name in _twice([group.name for group in part.groups]):
                where = ("指标", number, "二级")
                yield StaticProblem(where, f"二级指标“{name}”写了两处，应合在一起")


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name and names.count(name) > 1]


def _needs_answer(leaf: Leaf) -> bool:
    """Return whether somebody has to answer for the indicator, always or in some case."""
    stated = isinstance(leaf.rule, ChecklistDeduct | ChecklistAward | Levels | Manual)
    policies = [case.policy for case in leaf.cases]
    if leaf.undefined is not None:
        policies.append(leaf.undefined)
    return stated or bool(leaf.data) or Policy.MANUAL in policies


def _leaf_problems(leaf: Leaf) -> Iterator[StaticProblem]:
    rule, weight = leaf.rule, leaf.weight
    if weight <= 0:
        yield StaticProblem(("分值",), "的分值应大于 0")
    measures = isinstance(rule, StepDeduct | Bands | Scale | TargetRatio)
    if measures and leaf.metric is None:
        yield StaticProblem((), "的规则要有“度量”")
    if not measures and leaf.metric is not None and not isinstance(rule, Manual):
        yield StaticProblem(("度量",), "的规则不看度量", "删去度量，或者改用别的规则")
    if isinstance(rule, ChecklistDeduct):
        yield from _deduct_problems(rule, weight)
    elif isinstance(rule, ChecklistAward):
        yield from _award_problems(rule, weight)
    elif isinstance(rule, StepDeduct):
        yield from _step_problems(rule, weight)
    elif isinstance(rule, Bands):
        yield from _band_problems(rule, weight, leaf.metric.rounding if leaf.metric else None)
    elif isinstance(rule, Levels):
        yield from _level_problems(rule, weight)
    elif isinstance(rule, Scale):
        yield from _scale_problems(rule)
    elif isinstance(rule, TargetRatio):
        yield from _target_problems(rule)
    else:
        low, high = rule.bounds(weight)
        if not 0 <= low <= high <= weight:
            yield StaticProblem(("规则",), f"的得分范围应在 0 与 {plain(weight)} 分之间")
    yield from _metric_problems(leaf)
    if leaf.standard:
        yield from _wording_problems(leaf)


def _metric_problems(leaf: Leaf) -> Iterator[StaticProblem]:
    """Yield what is wrong with the numbers that the indicator asks for and reckons with."""
    if leaf.metric is None and leaf.undefined is not None:
        yield StaticProblem(("分母为零",), "没有度量，用不到“分母为零”")
    if leaf.metric is None and leaf.demand.below is not None:
        yield StaticProblem(("说明要求", "低于"), "没有度量，用不到“低于”")
    used: set[str] = set()
    places: list[tuple[Path, Expression]] = [
        (("不适用", number, "当"), case.when) for number, case in enumerate(leaf.cases)
    ]
    if leaf.metric is not None:
        places.insert(0, (("度量", "式"), leaf.metric.expression))
    for place, expression in places:
        own = {path[1] for path, _, _ in paths_of(expression) if path[0] == OWN and len(path) > 1}
        for name in sorted(own - set(leaf.data) - used):
            yield StaticProblem(place, f"的算式用到“{OWN}.{name}”，“数据”里没有列出")
        used |= own
    for name in leaf.data:
        if name not in used:
            yield StaticProblem(("数据",), f"的数据“{name}”没有用到", is_mild=True)


def _deduct_problems(rule: ChecklistDeduct, weight: Decimal) -> Iterator[StaticProblem]:
    if rule.per <= 0:
        yield StaticProblem(("规则", "每项扣"), "每项应扣大于 0 的分")
        return
    least = weight - rule.per * len(rule.items)
    if least > rule.floor:
        yield StaticProblem(
            ("规则",),
            f"全部不符合也还有 {plain(least)} 分，扣不完",
            f"确是如此的，写 最低: {plain(least)}",
        )
    if not 0 <= rule.floor <= weight:
        yield StaticProblem(("规则", "最低"), f"的最低分应在 0 与 {plain(weight)} 分之间")


def _award_problems(rule: ChecklistAward, weight: Decimal) -> Iterator[StaticProblem]:
    total = sum(rule.points, _ZERO)
    if total != weight:
        yield StaticProblem(
            ("规则", "条目"), f"各条共 {plain(total)} 分，分值是 {plain(weight)} 分"
        )


def _step_problems(rule: StepDeduct, weight: Decimal) -> Iterator[StaticProblem]:
    if rule.per <= 0:
        yield StaticProblem(("规则", "扣"), "每档应扣大于 0 的分")
    if not 0 <= rule.floor <= weight:
        yield StaticProblem(("规则", "最低"), f"的最低分应在 0 与 {plain(weight)} 分之间")
    if rule.direction == "低于" and rule.per > 0:
        # Below the base there is only so far to fall: a percentage ends at 0.
        _, number = rule.steps(_ZERO)
        least = weight - rule.per * number
        if rule.base > 0 and least > rule.floor:
            yield StaticProblem(("规则",), f"降到 0 也还有 {plain(least)} 分，扣不完", is_mild=True)


def _band_problems(rule: Bands, weight: Decimal, rounding: int | None) -> Iterator[StaticProblem]:
    where: Path = ("规则", "档")
    if not rule.bands:
        return
    for number, band in enumerate(rule.bands):
        if not 0 <= band.points <= weight:
            yield StaticProblem(
                (*where, number), f"一档 {plain(band.points)} 分，应在 0 与 {plain(weight)} 分之间"
            )
        if band.low is not None and band.high is not None and band.low > band.high:
            yield StaticProblem((*where, number), "一档的下限大于上限")
            return
    ordered = sorted(
        rule.bands, key=lambda b: (b.low is not None, b.low or _ZERO, not b.low_included)
    )
    if ordered[0].low is not None:
        yield StaticProblem(
            where, f"小于 {plain(ordered[0].low)} 的值不在任何一档", "最低一档不写“从”"
        )
    if ordered[-1].high is not None:
        yield StaticProblem(
            where, f"大于 {plain(ordered[-1].high)} 的值不在任何一档", "最高一档不写“到”"
        )
    for below, above in pairwise(ordered):
        yield from _joint_problems(below, above, rounding, where)


def _joint_problems(
    below: Band, above: Band, rounding: int | None, where: Path
) -> Iterator[StaticProblem]:
    high, low = below.high, above.low
    if high is None or low is None:
        yield StaticProblem(where, "有两档重叠：中间的档都要写“从”和“到”")
        return
    if low < high or (low == high and below.high_included and above.low_included):
        yield StaticProblem(where, f"{plain(low)} 到 {plain(high)} 落在两档里")
    elif low == high:
        if not below.high_included and not above.low_included:
            yield StaticProblem(where, f"{plain(low)} 不在任何一档")
    else:
        next_value = None if rounding is None else high + Decimal(1).scaleb(-rounding)
        closed = next_value == low and below.high_included and above.low_included
        if not closed:
            hint = "" if rounding is not None else "数先取整再分档的，在“度量”里写 取整: 0"
            yield StaticProblem(where, f"{plain(high)} 与 {plain(low)} 之间的值不在任何一档", hint)


def _level_problems(rule: Levels, weight: Decimal) -> Iterator[StaticProblem]:
    most = Decimal(100) if rule.in_percent else weight
    names = [level.name for level in rule.levels]
    if len(set(names)) < len(names):
        yield StaticProblem(("规则", "档"), "有两档同名")
    for number, level in enumerate(rule.levels):
        if not 0 <= level.low <= level.high <= most:
            yield StaticProblem(
                ("规则", "档", number), f"“{level.name}”一档应在 0 与 {plain(most)} 之间，从小到大"
            )


def _scale_problems(rule: Scale) -> Iterator[StaticProblem]:
    if rule.zero_below is not None and rule.zero_below >= rule.full:
        yield StaticProblem(("规则", "零分线"), "的零分线应低于满值")


def _target_problems(rule: TargetRatio) -> Iterator[StaticProblem]:
    if rule.target is None:
        yield StaticProblem(("规则",), "的 target_ratio 缺少“目标”")
    if rule.excess_limit is not None and rule.excess_limit < 100:
        yield StaticProblem(("规则", "超额线"), "的超额线应不小于 100")
    if rule.excess_limit is None and rule.excess != "满分":
        yield StaticProblem(("规则", "超额"), "的“超额”要与“超额线”一起写")


def _own_problems(part: OwnRows) -> Iterator[StaticProblem]:
    total = sum((points for _, points in part.weights), _ZERO)
    if part.weights and total != part.weight:
        yield StaticProblem(
            (*part.path, "一级分值"),
            f"各一级指标共 {plain(total)} 分，“分值”是 {plain(part.weight)} 分",
        )
    for problem in _level_problems(part.qualitative, Decimal(100)):
        yield StaticProblem((*part.path, "定性", *problem.path[1:]), problem.message)
    if not part.qualitative.in_percent:
        yield StaticProblem((*part.path, "定性"), "定性指标的档应写 按: 比例")
    for problem in _target_problems(part.quantitative):
        if problem.path != ("规则",):  # the target is that of each row
            where = (*part.path, "定量", *problem.path[1:])
            yield StaticProblem(where, problem.message.removeprefix("的"))


_AMOUNT = re.compile(
    r"(\d+(?:\.\d+)?)\s*(%|％|分(?!值)|个?百分点)|([一二三四五六七八九十])个百分点", re.ASCII
)
_RANGE = re.compile(
    r"(\d+(?:\.\d+)?)\s*[%％]?\s*(?:（含）|（不含）)?\s*[-－—~～至]\s*(?=\d)", re.ASCII
)
_DIGITS: Mapping[str, int] = {c: n for n, c in enumerate("一二三四五六七八九十", start=1)}


def numbers_said(text: str) -> set[Decimal]:
    """Return the numbers of a scoring standard that count points, percent or steps."""
    found = {Decimal(m[1]) if m[1] else Decimal(_DIGITS[m[3]]) for m in _AMOUNT.finditer(text)}
    return found | {Decimal(m[1]) for m in _RANGE.finditer(text)}


def _wording_problems(leaf: Leaf) -> Iterator[StaticProblem]:
    """Hold the numbers of the wording against those of the rule, both ways."""
    said = numbers_said(leaf.standard)
    needed, known = _rule_numbers(leaf)
    for number in sorted(needed - said - {leaf.weight}):
        yield StaticProblem(
            ("评价标准",), f"的评价标准里没有规则的“{plain(number)}”", "评价标准与规则要一致"
        )
    for number in sorted(said - known):
        yield StaticProblem(
            ("评价标准",), f"的评价标准里有“{plain(number)}”，规则里没有", "评价标准与规则要一致"
        )
    if isinstance(leaf.rule, StepDeduct) and not needed - said - {leaf.weight}:
        yield from _step_wording(leaf, leaf.rule)
    shared = re.search(r"/(\d+)[）)×]", leaf.standard)
    if isinstance(leaf.rule, Scale) and shared and Decimal(shared[1]) != leaf.rule.full:
        message = f"的评价标准除以{shared[1]}，规则的满值是{plain(leaf.rule.full)}"
        yield StaticProblem(("评价标准",), message, "评价标准与规则要一致")


_EACH = re.compile(
    r"每\D{0,4}?(\d+(?:\.\d+)?|[一二三四五六七八九十])\s*(?:[%％]|个?百分点)[^扣]*扣(\d+(?:\.\d+)?)分",
    re.ASCII,
)
_SIDES = {"超过": ("每超", "超过", "超出"), "低于": ("低于", "降低", "每低", "每降")}


def _step_wording(leaf: Leaf, rule: StepDeduct) -> Iterator[StaticProblem]:
    """Hold the side and the pairs of step and points in the wording against the rule."""
    pairs = {
        (Decimal(_DIGITS.get(m[1]) or m[1]), Decimal(m[2])) for m in _EACH.finditer(leaf.standard)
    }
    if pairs and (rule.step, rule.per) not in pairs:
        step, per = next(iter(pairs))
        message = (
            f"的评价标准说每{plain(step)}扣{plain(per)}分，"
            f"规则是每{plain(rule.step)}扣{plain(rule.per)}分"
        )
        yield StaticProblem(("评价标准",), message, "评价标准与规则要一致")
    said = {side for side, words in _SIDES.items() if any(w in leaf.standard for w in words)}
    if len(said) == 1 and rule.direction in _SIDES and said != {rule.direction}:
        message = f"的评价标准说的是{said.pop()}，规则的方向是{rule.direction}"
        yield StaticProblem(("评价标准",), message, "评价标准与规则要一致")


def _rule_numbers(leaf: Leaf) -> tuple[set[Decimal], set[Decimal]]:
    """Return the numbers that the wording must say, and those that it may say."""
    rule, free = leaf.rule, {leaf.weight, _ZERO, Decimal(100)}
    needed: set[Decimal] = set()
    if isinstance(rule, ChecklistDeduct):
        needed = {rule.per}
    elif isinstance(rule, ChecklistAward):
        needed = set(rule.points)
    elif isinstance(rule, StepDeduct):
        needed = {rule.step, rule.per} | ({rule.base} - {_ZERO})
    elif isinstance(rule, Bands):
        needed = {band.points for band in rule.bands} - {_ZERO}
        ends = set(_ends(rule.bands)) - {_ZERO}
        if leaf.metric is not None and leaf.metric.rounding is not None:
            # “大于100%” is 101 and more, where whole numbers are looked at.
            free |= ends
            ends = {band.high for band in rule.bands if band.high is not None}
        needed |= ends
    elif isinstance(rule, Levels):
        needed = {n for level in rule.levels for n in (level.low, level.high)} - {_ZERO}
    elif isinstance(rule, Scale):
        free |= {rule.full} | ({rule.zero_below} if rule.zero_below is not None else set())
    elif isinstance(rule, TargetRatio):
        free |= {n for n in (rule.target, rule.excess_limit) if n is not None}
    else:
        low, high = rule.bounds(leaf.weight)
        free |= {low, high}
    return needed, needed | free


def _ends(bands: Iterable[Band]) -> Iterator[Decimal]:
    for band in bands:
        if band.low is not None:
            yield band.low
        if band.high is not None:
            yield band.high
