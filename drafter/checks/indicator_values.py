"""绩效指标的数值：不会超过 100% 的比率，与决算同名的金额，自评的金额。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.engine import Facts, Problem, at_most
from drafter.checks.indicators import indicator_rows, over_whole
from drafter.checks.projects import projects_of, title_of
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import add, name_of
from drafter.figures.nodes import Figure, Group, figure_at, group_at, rows_at, text_at
from drafter.wording.numbers import NumberStyle, decimals_of, rounded

_AT_MOST_ALL = re.compile("(合格|覆盖|参与|正常运行|达标|知晓|准确|通过|公示|验收|优良|入户)[率度]")
_SCALE = {"万元": 4, "元": 0, "亿元": 8}
_NAMED: tuple[tuple[re.Pattern[str], tuple[str, ...], str], ...] = (
    (re.compile('三公[”"」]?经费(支出)?'), ("三公经费", "合计"), "“三公”经费"),
    (re.compile("机关运行经费(支出)?"), ("机关运行经费",), "机关运行经费"),
    (re.compile("政府采购(支出|金额)?"), ("政府采购", "合计"), "政府采购支出总额"),
    (re.compile("公用经费(支出)?"), ("基本支出", "公用经费"), "公用经费"),
    (re.compile("人员经费(支出)?"), ("基本支出", "人员经费"), "人员经费"),
)
"""Indicators whose whole name is that of an amount of the accounts."""


def _rows(facts: Facts) -> Iterator[tuple[str, Group]]:
    """Yield each indicator row of the projects and of the department, with its owner."""
    owners = [(title_of(project), project) for project in projects_of(facts)]
    owners.append(("部门整体", group_at(facts.data, "整体绩效")))
    for title, owner in owners:
        yield from ((title, row) for row in indicator_rows(owner))


def at_most_all(facts: Facts) -> Iterator[Problem]:
    """合格率、覆盖率、参与率一类的比率不超过 100%。

    依据：R33。这些比率是部分占全部的比例；完成率、到位率、增长率可以超过 100%，不看。
    容差：100% 本身可以。
    通过：预期和实际里的百分数都不大于 100%；满意度另有规则。
    不通过：有百分数大于 100%。
    怎么办：核对这个指标的数和单位。
    """
    for title, row in _rows(facts):
        name = text_at(row, "三级").plain
        if not _AT_MOST_ALL.search(name):
            continue
        for cell, words, rate in over_whole(row):
            yield Problem(cell.path, f"{title}：“{name}”的{words}值 {rate}% 超过 100%")


def named_like_accounts(facts: Facts) -> Iterator[Problem]:
    """与决算同名的指标，完成值等于决算数。

    依据：E6，同一个数在报告各处一致。“三公”经费、机关运行经费、政府采购、公用经费、人员经费
    既在决算里，又可以是部门整体的成本指标。
    容差：按指标写了几位小数，就把决算数四舍五入到几位再比。
    通过：完成值等于决算数，上限（≤）的指标值不大于全年预算；名称另有所指、单位不是元的不看。
    不通过：完成值与决算数不同是警告；指标值大于预算只是提示。
    怎么办：核对指标的完成值、指标值与决算数、预算数。
    """
    for row in rows_at(facts.data, "整体绩效", "指标").entries:
        name = text_at(row, "三级").plain
        scale = _SCALE.get(text_at(row, "单位").plain)
        found = next((n for n in _NAMED if n[0].fullmatch(name.strip("“"))), None)
        if scale is None or found is None:
            continue
        stated, called = figure_at(facts.data, *found[1]), found[2]
        reached, target = figure_at(row, "完成值"), figure_at(row, "指标值")
        if stated.number is not None and not _same(reached, stated, scale):
            message = (
                f"指标{name}的完成值 {reached.number} {text_at(row, '单位').plain}，"
                f"{called}决算却是 {facts.money(stated.number)}"
            )
            yield Problem(reached.path, message)
        budget = figure_at(stated, "预算")
        is_limit = text_at(row, "性质").plain in {"≤", "<"}
        limit = target.number.scaleb(scale) if is_limit and target.number is not None else None
        if limit is not None and budget.number and limit > budget.number:
            message = (
                f"指标{name}的指标值 {target.number} {text_at(row, '单位').plain}，"
                f"大于{called}的预算 {facts.money(budget.number)}"
            )
            yield Problem(target.path, message, Severity.HINT)


def _same(reached: Figure, stated: Figure, scale: int) -> bool:
    if reached.number is None or stated.number is None or not reached.applicable:
        return True
    style = NumberStyle(decimals_of(reached.number), -scale)
    return rounded(stated.number, style) == reached.number


def evaluated_amount(facts: Facts) -> Iterator[Problem]:
    """自评金额是支出合计、财政拨款或项目的金额。

    依据：E6、E17。自评覆盖的是全部支出，或者财政拨款、基本支出、项目支出这样一块。
    容差：没有，比较的是填的数。
    通过：等于支出合计、财政拨款收入合计、财政拨款支出、基本支出、项目支出或各项目执行数之和中的一个；
    没有填的不判断，比支出合计还大的另有规则。
    不通过：都不相等。
    怎么办：核对自评金额；只评价一部分项目的不用改。
    """
    amount = figure_at(facts.data, "评价工作", "自评金额")
    if not amount.number or not amount.applicable:
        return
    known = [
        figure_at(facts.data, *path)
        for path in (
            ("支出", "合计"), ("收入", "财政拨款合计"), ("支出", "基本支出"), ("支出", "项目支出"),
            ("一般公共预算财政拨款支出", "合计"), ("收入", "合计"),
        )
    ]  # fmt: skip
    numbers = {figure.number for figure in known} - {None}
    projects = [figure_at(project, "执行", "合计").number for project in projects_of(facts)]
    if projects and None not in projects:
        numbers.add(sum((n for n in projects if n is not None), Decimal(0)))
    whole = known[0].number
    if whole is None or amount.number > whole or amount.number in numbers:
        return
    nearest = min((n for n in numbers if n is not None), key=lambda n: abs(n - amount_of(amount)))
    message = (
        f"自评金额 {facts.money(amount.number)}，与支出合计、财政拨款、项目支出都不相等，"
        f"最近的是 {facts.money(nearest)}"
    )
    yield Problem(amount.path, message)


_ROUTINE = ("商品和服务支出", "商品服务支出", "资本性支出")


def reviewed_within_classes(facts: Facts) -> Iterator[Problem]:
    """账面公用经费不超过商品和服务支出加资本性支出，扣除项不超过账面。

    依据：E10、E17；公用经费是商品和服务支出、资本性支出里基本支出的部分。
    容差：没有，比较的是填的数。
    通过：账面数不大于这两类支出之和，扣除项之和不大于账面数；没有填的不比较。
    不通过：账面数更大，或者扣除以后是负数。
    怎么办：核对账面数、扣除项和支出的经济分类。
    """
    review = group_at(facts.data, "公用经费核实")
    booked, actual = figure_at(review, "账面"), figure_at(review, "实际")
    rows = rows_at(facts.data, "支出", "按经济分类").entries
    held = [r for r in rows if isinstance(r, Figure) and name_of(r) in _ROUTINE]
    if held and booked.applicable:
        classes = add(booked.path, held)
        names = ("账面公用经费", "商品和服务支出加资本性支出")
        yield from at_most(facts, booked.path, booked, classes, names=names)
    if actual.number is not None and actual.number < 0:
        left = facts.money(actual.number)
        message = f"账面公用经费 {facts.money(amount_of(booked))}，扣除以后是 {left}"
        yield Problem(booked.path, message)


def amount_of(figure: Figure) -> Decimal:
    """Return the amount of a figure that has one."""
    return figure.number if figure.number is not None else Decimal(0)
