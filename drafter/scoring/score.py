"""Scores a department-year, or each of its projects, by an indicator system.

The result is nodes like any other data: templates loop over them, checks read them, and every
score knows the inputs that it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from drafter.diagnostics import DataPath
from drafter.figures.arithmetic import add, difference
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Rows,
    Text,
    Undefined,
    Unit,
    find,
    rows_at,
    text_at,
)
from drafter.scoring.lines import Line, line_of_leaf, line_of_row, quoted, tree_of
from drafter.scoring.outcome import Outcome, ScoringProblem, is_wrong, score_leaf, score_row
from drafter.scoring.published import with_published
from drafter.scoring.rules import plain, rounded
from drafter.scoring.subject import Subject
from drafter.scoring.system import Branch, IndicatorSystem, Leaf, OwnRows

SCORES = "评分"
ANSWERS = "指标评分"


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores as nodes, and what is wrong with what the department stated for them."""

    node: Group
    problems: tuple[ScoringProblem, ...]


def score(
    system: IndicatorSystem,
    root: Group,
    project: Group | None = None,
    announced: Mapping[str, str] | None = None,
    key: str = "",
) -> Scored:
    """Return the scores of the department-year, or of one project in it.

    `announced` are the published figures, by path; `key` is the path of what is scored in them,
    with its dot. A score that nothing computes is filled from there.
    """
    known, prefix = announced or {}, f"{key}{SCORES}"
    path: DataPath = (SCORES,) if project is None else (*project.path, SCORES)
    lines: list[Line] = []
    problems: list[ScoringProblem] = []
    taken: set[str] = set()
    for part in system.parts:
        for scored, outcome in _lines(part, system, root, project, path):
            where = "单列" if scored.apart else "指标"
            own = f"{prefix}.{where}.{scored.name}.得分"
            if scored.name in taken:  # two of one name: which of them was published is not known
                own = ""
            taken.add(scored.name)
            line, wrong = _with_published(scored, known, own, system.decimals)
            lines.append(line)
            problems += [*outcome.problems, *([wrong] if wrong is not None else [])]
        if isinstance(part, OwnRows):
            problems += _weight_problems(part, lines, root if project is None else project)
    total, wrong = with_published(
        _total(system, lines, path), known, f"{prefix}.总分", system.full, system.decimals
    )
    problems += [wrong] if wrong is not None else []
    if project is None:
        problems += _answer_problems(system, root)
    return Scored(_node(system, lines, total, path), tuple(problems))


def _lines(
    part: Branch | OwnRows,
    system: IndicatorSystem,
    root: Group,
    project: Group | None,
    path: DataPath,
) -> Iterator[tuple[Line, Outcome]]:
    """Yield the indicators of a part of the tree with their outcomes."""
    if isinstance(part, Branch):
        for group in part.groups:
            for leaf in group.leaves:
                subject = _subject(leaf, root, project, path)
                outcome = score_leaf(leaf, subject, system.decimals)
                yield line_of_leaf(leaf, part, group.name, subject, outcome), outcome
        return
    rows = find(root if project is None else project, part.source)
    if not isinstance(rows, Rows):
        raise TypeError(f"no list at {part.source}")  # static checks refuse such a system
    if isinstance(rows.value, Missing):
        outcome = Outcome(rows.value)
        yield line_of_row(Group(rows.path, {}), part, outcome), outcome
    for row in rows.entries:
        if isinstance(row, Group):
            outcome = score_row(row, part, system.decimals)
            yield line_of_row(row, part, outcome), outcome


def _weight_problems(
    part: OwnRows, lines: Sequence[Line], subject: Group
) -> Iterator[ScoringProblem]:
    """Yield where the weights of the department's own indicators are not what the system asks."""
    listed = find(subject, part.source)
    if isinstance(listed, Rows) and listed.value == ():
        message = f"绩效指标的分值合计 0 分，应为 {plain(part.weight)} 分"
        yield ScoringProblem(listed.path, message)
    own = [line for line in lines if line.is_own]
    weights = [line.weight.number for line in own]
    if not own or None in weights:
        return
    place = own[0].path[:-1]
    total = sum((weight for weight in weights if weight is not None), Decimal(0))
    if total != part.weight:
        message = f"绩效指标的分值合计 {plain(total)} 分，应为 {plain(part.weight)} 分"
        yield ScoringProblem(place, message)
    for name, asked in part.weights:
        held = [w for line, w in zip(own, weights, strict=True) if w and name in line.branch.plain]
        given = sum(held, Decimal(0))
        if given != asked:
            message = f"“{name}”指标共 {plain(given)} 分，一般是 {plain(asked)} 分"
            yield ScoringProblem(place, message, "确有调整的，在报告里说明", is_mild=True)


def _subject(leaf: Leaf, root: Group, project: Group | None, path: DataPath) -> Subject:
    """Return what the indicator looks at; without an answer the path says which one is wanted."""
    if project is not None:
        return Subject(root, project, None, (*path, leaf.name))
    for row in rows_at(root, ANSWERS).entries:
        if isinstance(row, Group) and text_at(row, "指标").plain in (leaf.name, *leaf.names):
            return Subject(root, None, row, row.path)
    return Subject(root, None, None, (ANSWERS, leaf.name))


def _with_published(
    line: Line, published: Mapping[str, str], key: str, decimals: int
) -> tuple[Line, ScoringProblem | None]:
    """Return the line with its published score, where nothing in the input computes one."""
    most = line.weight.number
    if most is None:
        return line, None
    points, problem = with_published(line.points, published, key, most, decimals)
    if points is line.points:
        return line, problem
    # What the metric lacks is not asked for: the score stands as it was published.
    said = ("按已公布的得分",)
    line = replace(
        line, points=points, calculation=(), value=None, metric=None, reason=said,
        items=replace(line.items, value=()),
    )  # fmt: skip
    if line.is_short and line.why.value == ():
        line = replace(line, why=Text(line.why.path, Missing((line.why.path,))))
    return line, problem


def _node(system: IndicatorSystem, lines: Sequence[Line], total: Figure, path: DataPath) -> Group:
    full = add((*path, "满分"), [line.weight for line in lines], Unit.POINTS, ["各项分值之和"])
    if isinstance(full.value, Missing):  # the rows are still to be filled; what they sum to is not
        full = replace(full, value=system.full, formula="指标体系的满分")
    lost = replace(difference((*path, "失分"), full, total), unit=Unit.POINTS)
    left_out = [
        line.node()
        for line in lines
        if isinstance(line.points.value, Undefined) and not is_wrong(line.points.value)
    ]
    in_table = [line for line in lines if not line.apart]
    tree = tree_of(in_table, path)
    less = [line.node() for line in lines if line.is_short]
    return Group(
        path,
        {
            "体系": Text(path, (system.name,)),
            "满分": full,
            "总分": total,
            "失分": lost,
            "等级": _grade(system, total, path),
            "一级": Rows((*path, "一级"), tree.branches),
            "指标": Rows((*path, "指标"), tree.rows),
            "单列": Rows((*path, "单列"), tuple(line.node() for line in lines if line.apart)),
            "扣分项": Rows((*path, "扣分项"), tuple(less)),
            "不计项": Rows((*path, "扣分项"), tuple(left_out)),
        },
    )


def _total(system: IndicatorSystem, lines: Sequence[Line], path: DataPath) -> Figure:
    """Return the sum of the scores; what does not count is made up for in proportion."""
    own = (*path, "总分")
    wrong = [line.points.value for line in lines if is_wrong(line.points.value)]
    if wrong:
        return Figure(own, wrong[0], Unit.POINTS)
    counted = [line for line in lines if not isinstance(line.points.value, Undefined)]
    summed = add(own, [line.points for line in counted], Unit.POINTS, ["各项得分之和"])
    if len(counted) == len(lines) or summed.number is None:
        return summed
    weights = sum((line.weight.number or Decimal(0) for line in counted), Decimal(0))
    if weights == 0:
        return replace(summed, value=Undefined("各项都不计分"))
    scaled = rounded(summed.number * system.full / weights, system.decimals)
    full = f"×{system.full.normalize():f}"
    return replace(
        summed,
        value=scaled,
        formula=f"各项得分之和÷计分的分值之和{full}",
        calculation=(summed, "÷", Figure((*path, "满分"), weights, Unit.POINTS), full),
    )


def _grade(system: IndicatorSystem, total: Figure, path: DataPath) -> Text:
    own = (*path, "等级")
    if isinstance(total.value, Missing):
        return Text(own, total.value)
    number = total.number
    grades = sorted(system.grades, key=lambda grade: grade.least, reverse=True)
    name = next((g.name for g in grades if number is not None and number >= g.least), "")
    return Text(own, (name,) if name else (), applicable=bool(name))


def _answer_problems(system: IndicatorSystem, root: Group) -> Iterator[ScoringProblem]:
    """Yield answers for an indicator that was answered before, or that quote what is no text."""
    seen: set[str] = set()
    one = {name: leaf.name for leaf in system.leaves for name in (*leaf.names, leaf.name)}
    for row in rows_at(root, ANSWERS).entries:
        name = text_at(row, "指标") if isinstance(row, Group) else None
        if name is None or not name.plain:
            continue
        for place, quote in enumerate(quoted(row if isinstance(row, Group) else None)):
            if not isinstance(find(root, quote.split(".")), Text):
                where = (*row.path, "引用", place) if isinstance(row, Group) else name.path
                yield ScoringProblem(where, f"没有“{quote}”这段文字，不能引用")
        indicator = one.get(name.plain, name.plain)
        if indicator in seen:
            yield ScoringProblem(name.path, f"指标“{indicator}”在“{ANSWERS}”里写了两次")
        seen.add(indicator)
