"""部门与所属单位的关系：部门的数是各单位之和。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafter.checks.engine import Facts, Problem, reconcile, reconcile_counts, roundable
from drafter.diagnostics import path_text
from drafter.figures.arithmetic import ZERO
from drafter.figures.nodes import Figure, Text, Unit, text_at
from drafter.figures.units import Added, added_up, unlisted

_SHOWN = 8
"""How many units a message names."""


def department_of_units(facts: Facts) -> Iterator[Problem]:
    """部门的数等于各单位之和。

    依据：财预〔2016〕143号。部门决算由本级和所属单位的决算汇总而成；各单位的文件写在“单位文件”里。
    核对收入、支出、结转结余、三种财政资金、基本支出、“三公”经费、机关运行经费、政府采购、
    国有资产、车辆和事业人员、临时工，科目按名称对应，都有编码的编码也要相同。
    单位之间的收支（上级补助、附属单位上缴、上缴上级支出、对附属单位补助支出）汇总时要抵销，
    不核对，含有它们的收入合计、支出合计也不核对。
    容差：金额的尾差（半个最小单位，乘以单位个数加 1）以内是警告，超过是错误；个数没有容差。
    通过：不填，取各单位之和；或者填的数与各单位之和一致。没有写“单位文件”的不核对。
    不通过：填的数与各单位之和不一致，写明各单位的数；单位有金额的科目，部门的清单里没有。
    怎么办：核对部门的数和各单位的数；单位都齐的，部门的数可以不填，由程序求和。
    """
    for one in added_up(facts.data, facts.units):
        if one.is_typed:
            yield from _compared(facts, one)
    for left in unlisted(facts.data, facts.units):
        name = text_at(left.row, "名称").plain
        yield Problem(
            left.path,
            f"“{path_text(left.path)}”里没有“{name}”，"
            f"{left.unit}有 {facts.money(left.row.number or ZERO)}",
        )


def _compared(facts: Facts, one: Added) -> Iterator[Problem]:
    names = (_label(one.own), "各单位之和")
    if one.own.unit is Unit.YUAN:
        count = roundable(one.parts)
        found = reconcile(facts, one.own.path, one.own, one.sum.value, count=count, names=names)
    else:
        found = reconcile_counts(one.own, one.sum.value, names=names, unit=_counted(one.own))
    for problem in found:
        yield replace(problem, message=f"{problem.message}（{_parts(facts, one)}）")


def _label(own: Figure) -> str:
    name = own.children.get("名称")
    row = f"（{name.plain}）" if isinstance(name, Text) and name.plain else ""
    return f"“{path_text(own.path)}”{row}"


def _counted(own: Figure) -> str:
    path: Sequence[str | int] = own.path
    if "车辆" in path or path[-1] == "辆数":
        return "辆"
    return {"人员": "人", "国有资产": "台（套）"}.get(str(path[0]), "个")


def _parts(facts: Facts, one: Added) -> str:
    """Return what each unit states; those that have nothing of it are left out."""
    told = [
        f"{unit.name} {facts.money(part.number) if one.own.unit is Unit.YUAN else part.number}"
        for unit, part in zip(facts.units, one.parts, strict=True)
        if part.number
    ]
    rest = f"……共 {len(told)} 个单位" if len(told) > _SHOWN else ""
    return "、".join(told[:_SHOWN]) + rest or "各单位都没有"
