"""Made-up answers to the indicators of a template, and an indicator system that has everything."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drafter.model.year import Plain
from drafter.scoring.expression import parse
from drafter.scoring.rules import (
    ChecklistAward,
    ChecklistDeduct,
    Levels,
    Manual,
    StepDeduct,
    TargetRatio,
    plain,
)
from drafter.scoring.rules import Level as LevelOf
from drafter.scoring.system import (
    Branch,
    Grade,
    Group,
    IndicatorSystem,
    Leaf,
    Metric,
    OwnRows,
    Systems,
)

_WORD = "词"
_ANSWERS = "指标评分"


def with_answers(made_up: Plain, systems: Systems) -> Plain:
    """Return the made-up input with an answer to every indicator of the department's system.

    Nothing is answered where the input leaves optional fields out.
    """
    rows = made_up.get(_ANSWERS)
    if systems.department is None or not rows:
        return made_up
    one = rows[0]
    answers = [_answer(leaf, one) for leaf in systems.department.leaves]
    return {**made_up, _ANSWERS: answers}


def _answer(leaf: Leaf, like: dict[str, Any]) -> dict[str, Any]:
    """Return an answer to the indicator: it falls a little short, so that reasons are printed."""
    answer = {**like, "指标": leaf.name}
    for name in ("不符合", "档次", "得分", "数据"):
        answer.pop(name, None)
    rule = leaf.rule
    if isinstance(rule, ChecklistDeduct | ChecklistAward):
        answer["不符合"] = ["1"]
    elif isinstance(rule, Levels):
        name = rule.levels[-1].name
        bounds = rule.bounds(name, leaf.weight)
        answer["档次"] = name
        answer["得分"] = plain(bounds[0]) if bounds is not None else "0"
    elif isinstance(rule, Manual):
        answer["得分"] = plain(rule.bounds(leaf.weight)[0])
    if leaf.data:
        answer["数据"] = [{"名称": name, "数": "7"} for name in leaf.data]
    return answer


def reasons_asked(systems: Systems) -> frozenset[tuple[str, ...]]:
    """Return the fields of the input that say why points were lost, where they were."""
    paths = set()
    for head, system in (((), systems.department), (("项目",), systems.project)):
        for leaf in system.leaves if system is not None else ():
            if leaf.demand.source:
                paths.add((*head, *leaf.demand.source.split(".")))
    return frozenset(paths)


def _sample() -> IndicatorSystem:
    """Return a system whose scores have every field that scores can have."""
    metric = Metric(parse("支出.合计 / 收入.合计"), is_percent=True, decimals=2, rounding=None)
    measured = Leaf(
        ("度量",), Decimal(5), StepDeduct("低于", Decimal(100), Decimal(5), Decimal(2), "舍尾"),
        metric=metric, apart=True,
    )  # fmt: skip
    checked = Leaf((_WORD,), Decimal(5), ChecklistDeduct((_WORD, _WORD), Decimal(3)))
    group = Group(_WORD, (measured, checked))
    grades = (Grade("优", Decimal(90)), Grade("差", Decimal(0)))
    return IndicatorSystem(_WORD, Decimal(10), 2, grades, (Branch(_WORD, (group,)),))


def _own_rows() -> IndicatorSystem:
    part = OwnRows(
        ("指标",),
        Decimal(100),
        (),
        TargetRatio(),
        Levels((LevelOf(_WORD, Decimal(0), Decimal(0)),)),
    )
    system = _sample()
    return IndicatorSystem(_WORD, Decimal(110), 2, system.grades, (*system.parts, part))


SAMPLE = Systems(_sample(), _own_rows())
