"""基本支出与一般公共预算支出、“三公”经费之间的勾稽规则。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from drafter.checks.engine import Facts, Problem, at_most, clearly_at_most, summed
from drafter.checks.parts import (
    NOTHING,
    Apart,
    apart,
    expenditure_lines,
    gap_of,
    lists_apart,
    reconcile_typed,
    tell_apart,
)
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import add, name_of
from drafter.figures.derive import FUNDS
from drafter.figures.economic import with_basic_items
from drafter.figures.nodes import Figure, Missing, figure_at, group_at, rows_at
from drafter.figures.rows import code_of, figures_of

_FUND = FUNDS[0]
_KINDS = ("人员经费", "公用经费")
_PERSONNEL = ("301", "303")
_CODE = re.compile(r"3\d\d(\d\d)?", re.ASCII)


def basic_as_fund(facts: Facts) -> Iterator[Problem]:
    """基本支出合计等于一般公共预算财政拨款支出里的基本支出。

    依据：G09（公开06表合计等于05表基本支出合计）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：相等；科目没有按基本支出、项目支出填全的不比较。
    不通过：不等，看“基本支出”一节和一般公共预算各科目的基本支出。
    怎么办：核对“基本支出”一节和一般公共预算各科目的基本支出。
    """
    own, column = _both(facts)
    if _differs(facts):
        names = ("基本支出合计", f"{_FUND}的基本支出")
        yield from reconcile_typed(facts, own, column, names)


def _both(facts: Facts) -> tuple[Figure, Figure]:
    own = figure_at(facts.data, "基本支出", "合计")
    return own, figure_at(facts.data, _FUND, "合计", "基本支出")


def _differs(facts: Facts) -> bool:
    """Return whether the two totals differ, and no total above its own parts accounts for it."""
    own, column = _both(facts)
    if own.number is None or column.number is None:
        return False
    gap = own.number - column.number
    told = {apart(own), -apart(column), _kinds_apart(facts)}
    return gap not in {NOTHING, *told} and gap != gap_of(items_apart(facts))


def _kinds_apart(facts: Facts) -> Decimal:
    """Return how much the two kinds together are above the items that they list."""
    kinds = [figure_at(facts.data, "基本支出", kind) for kind in _KINDS]
    return sum((apart(kind) for kind in kinds), NOTHING)


def told_exactly(facts: Facts) -> bool:
    """Return whether basic expenditure is held against the funds, or against one, to the cent."""
    natures = [figure_at(facts.data, fund, "合计", "基本支出") for fund in FUNDS]
    return all(figure.number is not None for figure in natures)


def told_by_fund(facts: Facts) -> bool:
    """Return whether basic expenditure is known of the fund, and so compared with it."""
    own, column = _both(facts)
    return column.number is not None and own.number != column.number


def basic_items(facts: Facts) -> Iterator[Problem]:
    """人员经费、公用经费所列的科目，等于各项支出经济分类里这个科目的基本支出之和。

    依据：G09（公开06表各行与支出明细表）。各项的经济分类填全了，“基本支出”的科目就不必再填。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：没有两处都填；或者每个科目一致。编码都填了的按编码对，否则按名称对。
    不通过：一个科目的数不一致，或者一处有、另一处没有。
    怎么办：核对两处的这个科目；各项填了经济分类的，“基本支出”的科目可以不填。
    """
    for item in items_apart(facts):
        yield from tell_apart(facts, item, "基本支出的科目", "各项的经济分类")


def items_apart(facts: Facts) -> list[Apart]:
    """Return the economic headings that 基本支出 and the items of the fund state differently."""
    group = group_at(facts.data, "基本支出")
    listed = {kind: rows_at(group, kind, "科目") for kind in _KINDS}
    if not any(row.path[0] == "基本支出" for rows in listed.values() for row in figures_of(rows)):
        return []
    blank = group.with_items(
        **{
            kind: figure_at(group, kind).with_children(
                科目=replace(rows, value=Missing((rows.path,)))
            )
            for kind, rows in listed.items()
        }
    )
    found: list[Apart] = []
    summed_up = group_at(with_basic_items(facts.data.with_items(基本支出=blank)), "基本支出")
    for kind, rows in listed.items():
        below = rows_at(summed_up, kind, "科目")
        if figures_of(below) and figures_of(rows):
            found += lists_apart(rows, figures_of(below), ("款",))
    return found


def personnel_codes(facts: Facts) -> Iterator[Problem]:
    """人员经费的科目是 301、303 类，公用经费的是其他类。

    依据：G09（公开06表，人员经费＝301＋303，公用经费＝302＋307＋310＋399 等）。
    容差：不涉及：比较的不是金额。
    通过：科目没有填编码；或者编码与所在的一组相符。
    不通过：301、303 类的科目列在公用经费里，或者其他类的列在人员经费里，提醒核对。
    怎么办：把科目移到对应的一组，或者改正编码。
    """
    for kind in _KINDS:
        for row in figures_of(rows_at(facts.data, "基本支出", kind, "科目")):
            code = code_of(row)
            if row.path[0] != "基本支出" or not _CODE.fullmatch(code):
                continue
            right = _KINDS[0] if code.startswith(_PERSONNEL) else _KINDS[1]
            if right != kind:
                yield Problem(row.path, f"{code}“{name_of(row)}”属于{right}，列在了{kind}里")


SectionOf = tuple[str, tuple[str, ...], tuple[str, ...]]
"""An economic section by code and names, and the path of the amount that it is a part of."""

_THREE_PUBLIC: tuple[SectionOf, ...] = (
    ("30212", ("因公出国（境）费用", "因公出国（境）费"), ("因公出国境费",)),
    ("30217", ("公务接待费",), ("公务接待费", "合计")),
    ("30231", ("公务用车运行维护费",), ("公务用车费", "运行维护")),
    ("31013", ("公务用车购置",), ("公务用车费", "购置")),
)


def three_public_items(facts: Facts) -> Iterator[Problem]:
    """经济分类里“三公”经费的科目不超过“三公”经费的这一项。

    依据：G10（公开06表与“三公”经费表）。“三公”经费是财政拨款的基本支出和项目支出安排的，
    基本支出里的 30212、30217、30231、31013 是它的一部分，都列基本支出时两者相等。
    容差：填的数之间没有；与求和的数比较时，尾差以内是警告。
    通过：基本支出的科目、财政拨款各项支出经济分类里这个科目之和，都不大于“三公”经费的这一项。
    不通过：更大。
    怎么办：核对经济分类的科目和“三公”经费的这一项。
    """
    yield from sections_within(facts, _THREE_PUBLIC, "三公经费", "“三公”经费")


def sections_within(
    facts: Facts, sections: tuple[SectionOf, ...], root: str, title: str
) -> Iterator[Problem]:
    """Yield the economic sections of fiscal expenditure that are more than their whole."""
    basic = group_at(facts.data, "基本支出")
    rows = [row for kind in _KINDS for row in figures_of(rows_at(basic, kind, "科目"))]
    spent = [line.row for line in expenditure_lines(facts) if _is_fiscal_item(line.row)]
    for code, names, path in sections:
        stated = figure_at(facts.data, root, *path)
        for held, where in ((spent, "财政拨款支出的经济分类"), (rows, "基本支出")):
            same = [row for row in held if _is_item(row, code, names)]
            parts = add(stated.path, same)
            said = (f"{where}里的{names[0]}", f"{title}的{names[0]}")
            place = same[0].path if same else stated.path
            found = list(at_most(facts, place, parts, stated, names=said, count=summed(parts)))
            yield from found
            if found:
                break  # basic expenditure is part of it


def _is_fiscal_item(row: Figure) -> bool:
    """Return whether the row is an economic section of an item that fiscal money paid."""
    return row.path[0] in FUNDS[:3] and "经济分类" in row.path and row.path[-2] == "款"


def _is_item(row: Figure, code: str, names: tuple[str, ...]) -> bool:
    own = code_of(row)
    return own == code if own else name_of(row).replace("(", "（").replace(")", "）") in names


def three_public_as_spent(facts: Facts) -> Iterator[Problem]:
    """各项支出都按经济分类填了的，“三公”经费等于经济分类里的科目。

    依据：G10、R09（“三公”经费表与支出明细表）。“三公”经费就是财政拨款支出里的这几个科目。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内不提示。
    通过：“三公”经费的一项等于 30212、30217、30231、31013 之和；
    一般公共预算支出没有全部按经济分类的款填的不比较；科目更大的另有规则。
    不通过：“三公”经费的一项更大。别的财政资金没有按经济分类填，差额不超过它的只是提示，其余是警告。
    怎么办：核对“三公”经费和经济分类里的科目；由政府性基金安排的不用改。
    """
    spent = [line.row for line in expenditure_lines(facts) if _is_fiscal_item(line.row)]
    general, others = figure_at(facts.data, _FUND, "合计"), FUNDS[1:3]
    if not spent or _undetailed(facts, spent, _FUND) != NOTHING or general.number is None:
        return
    rest = sum((_undetailed(facts, spent, fund) for fund in others), NOTHING)
    for code, names, path in _THREE_PUBLIC:
        stated = figure_at(facts.data, "三公经费", *path)
        parts = add(stated.path, [row for row in spent if _is_item(row, code, names)])
        said = (f"“三公”经费的{names[0]}", "财政拨款支出的经济分类里的")
        count = max(1, summed(parts))
        for problem in clearly_at_most(facts, stated.path, stated, parts, names=said, count=count):
            gap = (stated.number or NOTHING) - (parts.number or NOTHING)
            yield replace(problem, severity=Severity.HINT if gap <= rest else None)


def _undetailed(facts: Facts, spent: list[Figure], fund: str) -> Decimal:
    """Return how much of a fund no economic section tells of."""
    told = add((), [row for row in spent if row.path[0] == fund])
    whole = figure_at(facts.data, fund, "合计").number or NOTHING
    return whole - (told.number or NOTHING)
