"""Projects from one year to the next: which go on, and what they bring along."""

from __future__ import annotations

from drafter.diagnostics import DataPath
from drafter.figures.carried import amount_text
from drafter.figures.nodes import Figure, Node, find, text_at
from drafter.model.year import MoneyUnit

_CARRIED: dict[tuple[str, str], tuple[str, ...]] = {
    ("收支", "年初结转"): ("收支", "期末结转"),
    ("预算", "上年结转"): ("结转",),
    ("年初资金", "上年结转"): ("结转",),
}
"""What a project begins the year with, by what it ended the last one with."""


def carried_in(path: DataPath) -> DataPath | None:
    """Return where a project's closing amount stands for one that it begins with."""
    names = tuple(str(step) for step in path[2:])
    closing = _CARRIED.get((names[0], names[1])) if len(names) == 2 else None
    return None if closing is None else (*path[:2], *closing)


def outlook(project: Node | None, unit: MoneyUnit, last: int) -> str:
    """Return whether a project goes on, as far as last year's input tells, and what to do."""
    rest = "；今年新增的项目，照样另写一项"
    if project is None:
        return f"延续的核对各项，结束的删去整项{rest}"
    left = _left(project, unit)
    if left:
        return f"延续：{left}；已经结束的删去整项{rest}"
    if str(last) in text_at(project, "名称").plain:
        return f"延续或结束：名称里写着“{last}”，今年还做的改年份，结束的删去整项{rest}"
    return f"延续或结束：上年没有留下结转，结束的删去整项{rest}"


def _left(project: Node, unit: MoneyUnit) -> str:
    """Return what a project left to do last year, in words."""
    if text_at(project, "是否完成").plain == "否":
        return "上年没有完成"
    for steps in (("收支", "期末结转"), ("结转",)):
        carried = find(project, steps)
        if isinstance(carried, Figure) and carried.number:
            return f"上年结转 {amount_text(carried, unit)} {unit}"
    budget, spent = (find(project, (name, "合计")) for name in ("预算", "执行"))
    if isinstance(budget, Figure) and isinstance(spent, Figure) and budget.number and spent.number:
        more = budget.number - spent.number
        if more > 0:
            left = amount_text(Figure((), more, budget.unit), unit)
            return f"上年预算还有 {left} {unit}没有执行"
    return ""
