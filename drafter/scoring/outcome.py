"""The score of one indicator: its value, steps, points, and the reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from drafter.diagnostics import DataPath
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Text,
    Undefined,
    Unit,
    Value,
    figure_at,
    rows_at,
    text_at,
)
from drafter.scoring.expression import DivisionByZeroError
from drafter.scoring.rules import (
    Award,
    Bands,
    ChecklistAward,
    ChecklistDeduct,
    Levels,
    Manual,
    Piece,
    Rule,
    Scale,
    StepDeduct,
    TargetRatio,
    plain,
    rounded,
)
from drafter.scoring.subject import Subject
from drafter.scoring.system import Leaf, Metric, OwnRows, Policy

Words = tuple["str | Figure | Text", ...]
_HUNDRED = Decimal(100)
_HUGE = Decimal(10) ** 20
"""No rate or amount is as large: what is, cannot be rounded and printed."""
_WRONG = Undefined("填写有误")


def is_wrong(value: Value) -> bool:
    """Return whether a score cannot be since what was stated for it is wrong."""
    return value == _WRONG


@dataclass(frozen=True, slots=True)
class ScoringProblem:
    """What is wrong with something the department stated for an indicator."""

    path: DataPath
    message: str
    hint: str = ""
    is_mild: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What scoring an indicator gives."""

    points: Value
    reason: Words = ()
    value: Figure | None = None
    calculation: Words = ()
    steps: Decimal | None = None
    inputs: tuple[DataPath, ...] = ()
    problems: tuple[ScoringProblem, ...] = ()
    exempt: str = ""
    """The words of the case in which the rule does not apply, where one holds."""
    is_excessive: bool = False
    """Whether the target was exceeded by so much that the report must say why."""
    unmet: tuple[int, ...] = field(default=())


def score_leaf(leaf: Leaf, subject: Subject, decimals: int) -> Outcome:
    """Return the outcome of an indicator that the system names."""
    outcome = _by_case(leaf, subject) or _by_rule(leaf, subject)
    points = outcome.points
    if isinstance(points, Decimal):
        outcome = replace(outcome, points=rounded(points, decimals))
    return _against_typed(outcome, leaf, subject)


def _by_case(leaf: Leaf, subject: Subject) -> Outcome | None:
    """Return the outcome where the rule does not apply, None where it does."""
    for case in leaf.cases:
        blocked = subject.blocked(case.when)
        if isinstance(blocked, Missing):
            return Outcome(blocked)
        if blocked is None and subject.holds(case.when):
            inputs = subject.inputs(case.when)
            return _from(_by_policy(case.policy, case.words, leaf, subject), inputs)
    return None


def _from(outcome: Outcome, inputs: tuple[DataPath, ...]) -> Outcome:
    """Return the outcome with what called for it among its inputs."""
    return replace(outcome, inputs=tuple(dict.fromkeys((*inputs, *outcome.inputs))))


def _by_policy(policy: Policy, words: str, leaf: Leaf, subject: Subject) -> Outcome:
    if policy is Policy.MANUAL:
        given = _manual(Manual(), leaf, subject)
        reason: Words = (words, "，", *given.reason) if given.reason else (words,)
        return replace(given, reason=reason, exempt=words)
    points: Value = leaf.weight
    said = f"{words}，按满分计"
    if policy is Policy.ZERO:
        points, said = Decimal(0), f"{words}，不得分"
    elif policy is Policy.EXCLUDED:
        points, said = Undefined("不计分"), f"{words}，不计分"
    return Outcome(points, (said,), exempt=words)


def _by_rule(leaf: Leaf, subject: Subject) -> Outcome:
    rule = leaf.rule
    if isinstance(rule, ChecklistDeduct | ChecklistAward):
        return _checked(rule, leaf, subject)
    if isinstance(rule, Levels):
        return _levelled(rule, leaf.weight, subject.answer, subject.answer_path, "档次")
    if isinstance(rule, Manual):
        return _manual(rule, leaf, subject)
    return _measured(leaf, rule, subject)


def _measured(
    leaf: Leaf, rule: StepDeduct | Bands | Scale | TargetRatio, subject: Subject
) -> Outcome:
    metric = leaf.metric
    if metric is None:
        raise TypeError("static checks refuse a measuring rule without a metric")
    blocked = subject.blocked(metric.expression)
    if isinstance(blocked, Missing):
        return Outcome(blocked)
    calculation = subject.written(metric.expression)
    inputs = subject.inputs(metric.expression)
    try:
        number = subject.number(metric.expression) if blocked is None else None
    except DivisionByZeroError:
        number = None
    if number is not None and abs(number) > _HUGE:
        number = None
    if number is None or subject.has_nothing(metric.expression):
        policy = leaf.undefined or Policy.MANUAL
        said = "的分母为0" if number is None else "没有可计算的数"
        return _from(_by_policy(policy, f"{leaf.name}{said}", leaf, subject), inputs)
    unit = Unit.RATIO if metric.is_percent else Unit.NUMBER
    figure = Figure(
        subject.answer_path,
        number,
        unit,
        formula=leaf.formula,
        inputs=inputs,
        calculation=calculation,
    )
    value = number * _HUNDRED if metric.is_percent else number
    taken: Words = ()
    if metric.rounding is not None and rounded(value, metric.rounding) != value:
        value = rounded(value, metric.rounding)
        taken = ("，四舍五入为", *_figures((value,), figure), metric.sign)
    excessive = False
    if isinstance(rule, TargetRatio):
        goal = rule.target if rule.target is not None else Decimal(0)
        award = rule.award(leaf.weight, rule.nature, goal, value)
        excessive = rule.is_excessive(rule.nature, goal, value)
    else:
        award = rule.award(leaf.weight, value, metric.sign)
    reason = (f"{leaf.name}", figure, metric.unit, *taken, "，", *_figures(award.reason, figure))
    words = tuple(piece for piece in reason if piece != "")
    return Outcome(
        award.points, words, figure, calculation, award.steps, inputs, is_excessive=excessive
    )


def _figures(pieces: tuple[Piece, ...], of: Figure) -> Words:
    """Return the reason with its measured numbers as figures that know where they come from."""
    return tuple(
        piece if isinstance(piece, str) else Figure(
            of.path, piece, Unit.NUMBER, formula=f"按{of.formula or '度量'}计算", inputs=of.inputs,
            calculation=("按 ", of, " 计算"),
        )
        for piece in pieces
    )  # fmt: skip


def _checked(rule: ChecklistDeduct | ChecklistAward, leaf: Leaf, subject: Subject) -> Outcome:
    path = (*subject.answer_path, "不符合")
    rows = rows_at(subject.answer, "不符合") if subject.answer is not None else None
    if rows is None or isinstance(rows.value, Missing):
        return Outcome(Missing((path,)))
    figures = [row for row in rows.entries if isinstance(row, Figure)]
    numbers = [int(f.number) for f in figures if f.number is not None and f.applicable]
    wrong = [f for f in figures if f.number is None or not 1 <= f.number <= len(rule.items)]
    if wrong or len(set(numbers)) < len(numbers):
        place = wrong[0].path if wrong else rows.path
        message = (
            f"“{leaf.name}”共 {len(rule.items)} 条，“不符合”应写 1 到 {len(rule.items)}，不重复"
        )
        return Outcome(_WRONG, problems=(ScoringProblem(place, message),))
    unmet = tuple(sorted(numbers))
    award = rule.award(leaf.weight, unmet)
    inputs = tuple(figure.path for figure in figures) or (rows.path,)
    return Outcome(award.points, _words(award), steps=award.steps, inputs=inputs, unmet=unmet)


def _words(award: Award) -> Words:
    """Return the reason of an award that measured nothing."""
    return tuple(piece for piece in award.reason if isinstance(piece, str))


def _manual(rule: Manual, leaf: Leaf, subject: Subject) -> Outcome:
    path, answer = subject.answer_path, subject.answer
    given = None if answer is None else figure_at(answer, "得分")
    if given is None or given.number is None or not given.applicable:
        return Outcome(Missing(((*path, "得分"),)))
    low, high = rule.bounds(leaf.weight)
    if not low <= given.number <= high:
        message = (
            f"“{leaf.name}”得分 {plain(given.number)} 分，应在 {plain(low)} 与 {plain(high)} 之间"
        )
        return Outcome(_WRONG, problems=(ScoringProblem(given.path, message),))
    reason = None if answer is None else text_at(answer, "评分理由")
    if rule.needs_reason and (reason is None or not reason.plain):
        return Outcome(Missing(((*path, "评分理由"),)))
    return Outcome(given.number, _words(rule.award(given.number)), inputs=(given.path,))


def _levelled(
    rule: Levels, weight: Decimal, answer: Group | None, path: DataPath, name: str
) -> Outcome:
    level = None if answer is None else text_at(answer, name)
    if answer is None or level is None or not level.plain:
        return Outcome(Missing(((*path, name),)))
    bounds = rule.bounds(level.plain, weight)
    if bounds is None:
        known = "、".join(each.name for each in rule.levels)
        message = f"没有“{level.plain}”这一档，可选：{known}"
        problem = ScoringProblem(level.path, message)
        return Outcome(_WRONG, inputs=(level.path,), problems=(problem,))
    low, high = bounds
    given = figure_at(answer, "得分")
    if low == high:
        award = rule.award(weight, level.plain, low)
        return Outcome(award.points, ("评为“", level, "”"), inputs=(level.path,))
    if given.number is None or not given.applicable:
        return Outcome(Missing(((*path, "得分"),)))
    if not low <= given.number <= high:
        wanted = f"“{level.plain}”应在 {plain(low)} 与 {plain(high)} 分之间"
        message = f"得分 {plain(given.number)} 分，{wanted}"
        return Outcome(_WRONG, problems=(ScoringProblem(given.path, message),))
    award = rule.award(weight, level.plain, given.number)
    return Outcome(award.points, ("评为“", level, "”"), inputs=(level.path, given.path))


def _is_given(rule: Rule, outcome: Outcome, subject: Subject) -> bool:
    """Return whether people give the points, always or in the case that holds."""
    return isinstance(rule, Manual) or (*subject.answer_path, "得分") in outcome.inputs


def _against_typed(outcome: Outcome, leaf: Leaf, subject: Subject) -> Outcome:
    """Return the outcome with a problem where the department typed another score than follows."""
    if subject.answer is None or _is_given(leaf.rule, outcome, subject):
        return outcome
    typed = figure_at(subject.answer, "得分")
    if typed.number is None or not typed.applicable or not isinstance(outcome.points, Decimal):
        return outcome
    if typed.number == outcome.points:
        return outcome
    message = (
        f"“{leaf.name}”填的得分 {plain(typed.number)} 分，按规则应得 {plain(outcome.points)} 分"
    )
    problem = ScoringProblem(typed.path, message, "得分由程序计算，不填；已公布的写在“已公布”里")
    return replace(outcome, problems=(*outcome.problems, problem))


def score_row(row: Group, part: OwnRows, decimals: int) -> Outcome:
    """Return the outcome of an indicator that the department set itself."""
    weight, nature = figure_at(row, "分值"), text_at(row, "性质")
    missing = [f.value.paths for f in (weight, nature) if isinstance(f.value, Missing)]
    if missing:
        return Outcome(Missing(tuple(p for paths in missing for p in paths)))
    full = weight.number or Decimal(0)
    if full <= 0:
        message = f"“{text_at(row, '三级').plain}”的分值 {plain(full)} 分，应大于 0"
        return Outcome(_WRONG, problems=(ScoringProblem(weight.path, message),))
    if nature.plain == "定性":
        outcome = _levelled(part.qualitative, full, row, row.path, "完成程度")
    else:
        outcome = _targeted(row, part.quantitative, full, nature.plain)
    if isinstance(outcome.points, Decimal):
        outcome = replace(outcome, points=rounded(outcome.points, decimals))
    return _row_against_typed(outcome, row, nature)


def _targeted(row: Group, rule: TargetRatio, weight: Decimal, nature: str) -> Outcome:
    target, actual = figure_at(row, "指标值"), figure_at(row, "完成值")
    paths = [p for f in (target, actual) for p in _unfilled(f)]
    if target.number is None or actual.number is None or paths:
        return Outcome(Missing(tuple(paths)))
    award = rule.award(weight, nature, target.number, actual.number)
    inputs = (target.path, actual.path)
    unit = text_at(row, "单位").plain
    words: Words = ("完成", actual, unit, f"，指标值{nature}", target, unit, "，")
    said = tuple(word for word in words if word != "")
    excessive = rule.is_excessive(nature, target.number, actual.number)
    return Outcome(award.points, (*said, *_words(award)), inputs=inputs, is_excessive=excessive)


def _unfilled(figure: Figure) -> Iterator[DataPath]:
    if isinstance(figure.value, Missing):
        yield from figure.value.paths
    elif not figure.applicable:
        yield figure.path


def _row_against_typed(outcome: Outcome, row: Group, nature: Text) -> Outcome:
    """Return the outcome with a problem where another score was typed than follows."""
    typed = figure_at(row, "得分")
    if typed.path in outcome.inputs or typed.number is None:
        return outcome
    if not isinstance(outcome.points, Decimal):
        return outcome
    if typed.number == outcome.points or not typed.applicable:
        return outcome
    name = text_at(row, "三级").plain
    basis, hint = "完成值", "定量指标的得分由程序计算，不填"
    if nature.plain == "定性":
        basis, hint = "完成程度", "这一档的分数是定的，得分不填"
    right = plain(outcome.points)
    message = f"“{name}”填的得分 {plain(typed.number)} 分，按{basis}应得 {right} 分"
    problem = ScoringProblem(typed.path, message, hint)
    return replace(outcome, problems=(*outcome.problems, problem))


def shown_value(metric: Metric, value: Figure | None) -> Words:
    """Return the result of a metric as it is printed."""
    if value is None:
        return ()
    return (value, metric.unit) if metric.unit else (value,)
