"""项目资金、环节、名称与项目评价的规则。"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from drafter.checks.engine import Facts, Problem, at_most, reconcile_total
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import difference
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Text,
    figure_at,
    group_at,
    rows_at,
    text_at,
)

_UNLIKE = 0.5
"""Names that share less than this of their characters are hardly wordings of one name."""


def projects_of(facts: Facts) -> Iterator[Group]:
    """Yield the projects of the input."""
    for row in rows_at(facts.data, "项目").entries:
        if isinstance(row, Group):
            yield row


def title_of(project: Group) -> str:
    """Return what messages call a project: its name, or its number where it has none."""
    name = text_at(project, "名称").plain
    number = next((step + 1 for step in project.path if isinstance(step, int)), 0)
    return f"项目“{name}”" if name else f"第 {number} 个项目"


def project_money(facts: Facts) -> Iterator[Problem]:
    """项目的预算合计、执行合计等于财政拨款加其他资金。

    依据：R17。
    通过：不填合计，由程序求和；或者填的合计与两种资金之和一致；资金没有填全时不比较。
    不通过：填的合计与两种资金之和不一致。舍入造成的尾差只提醒。
    """
    for project in projects_of(facts):
        for name in ("预算", "执行"):
            names = (f"{title_of(project)}的{name}合计", "财政拨款加其他资金")
            yield from reconcile_total(facts, figure_at(project, name, "合计"), names)


def project_within_budget(facts: Facts) -> Iterator[Problem]:
    """项目的全年执行数不超过全年预算数。

    依据：R18。“预算”填的是全年预算数（含追加），不是年初预算数。
    通过：执行合计不大于预算合计；预算写“无”的，报告写“未安排预算”，不比较。
    不通过：执行合计更大，多半是预算填了年初数。
    """
    for project in projects_of(facts):
        spent, budget = figure_at(project, "执行", "合计"), figure_at(project, "预算", "合计")
        names = (f"{title_of(project)}的执行数", "全年预算数")
        if budget.applicable:
            yield from at_most(facts, spent.path, spent, budget, names=names)


def carried_funds(facts: Facts) -> Iterator[Problem]:
    """项目的结转不超过全年预算减执行。

    依据：R18。没有用完的预算才能结转下年。
    通过：不填结转；或者结转不大于预算合计减执行合计。
    不通过：结转更大，预算、执行、结转三个数有一个填错。
    """
    for project in projects_of(facts):
        carried = figure_at(project, "结转")
        budget, spent = figure_at(project, "预算", "合计"), figure_at(project, "执行", "合计")
        left = difference(carried.path, budget, spent)
        names = (f"{title_of(project)}的结转", "预算减执行")
        yield from at_most(facts, carried.path, carried, left, names=names, count=2)


def evaluated_project(facts: Facts) -> Iterator[Problem]:
    """项目评价对应一个所列项目，资金从批复、到位到使用依次不增加。

    依据：R20、R17。“项目评价”里的“项目”要写“项目”一节里的名称，一字不差；批复数即该项目的预算。
    通过：名称找得到，且预算≥下达≥到位≥使用；写“无”的一步不比较。
    不通过：名称找不到、使用大于到位是错误；下达大于预算、到位大于下达是警告（到位率会超过 100%）。
    """
    rows = rows_at(facts.data, "项目")
    if isinstance(rows.value, Missing):
        return
    by_name = {text_at(p, "名称").plain: p for p in projects_of(facts)}
    for evaluation in rows_at(facts.data, "项目评价").entries:
        if not isinstance(evaluation, Group):
            continue
        names = [n for n in rows_at(evaluation, "项目").entries if isinstance(n, Text) and n.plain]
        for name in names:
            if name.plain not in by_name:
                near = difflib.get_close_matches(name.plain, list(by_name), n=1)
                hint = f"是不是“{near[0]}”？" if near else "写“项目”一节里的名称"
                yield Problem(name.path, f"“项目”一节里没有“{name.plain}”", hint=hint)
        if names and all(name.plain in by_name for name in names):
            yield from _received_and_spent(facts, evaluation, figure_at(evaluation, "项目预算"))


def _received_and_spent(facts: Facts, evaluation: Group, budget: Figure) -> Iterator[Problem]:
    """Hold each step of the money against the one before; 无 and blanks are left out."""
    title = f"项目评价“{text_at(evaluation, '题名').plain}”的"
    steps = [("项目预算", budget)] + [
        (label, figure_at(evaluation, group, "金额"))
        for label, group in (
            ("下达资金", "资金计划"), ("到位资金", "资金到位"), ("使用资金", "资金使用"),
        )
    ]  # fmt: skip
    known = [step for step in steps if step[1].applicable and step[1].number is not None]
    for (before, larger), (label, smaller) in pairwise(known):
        names = (f"{title}{label}", before)
        for problem in at_most(facts, smaller.path, smaller, larger, names=names):
            spent = label == "使用资金"
            yield problem if spent else replace(problem, severity=Severity.WARNING)


def stage_counts(facts: Facts) -> Iterator[Problem]:
    """填写的项目个数不少于所列的、经过该环节的项目。

    依据：R21。列出的项目可以不全，个数不能比列出的还少。
    通过：不填个数，由程序按“阶段”点数；或者填的个数不小于点出的个数。
    不通过：填的个数小于点出的个数。
    """
    management = group_at(facts.data, "绩效管理")
    for stage, typed in group_at(management, "项目个数").items.items():
        if not isinstance(typed, Figure) or typed.number is None or not typed.applicable:
            continue
        listed = len(rows_at(management, "环节", stage).entries)
        if typed.number < listed:
            message = f"{stage}的项目填了 {typed.number} 个，所列项目里经过这一环节的有 {listed} 个"
            yield Problem(typed.path, message)


def repeated_project(facts: Facts) -> Iterator[Problem]:
    """项目名称不重复。

    依据：R20。项目评价、综述和表都按名称找项目。
    通过：每个名称只出现一次。
    不通过：后一个项目与前面的同名。
    """
    seen: dict[str, int] = {}
    for number, project in enumerate(projects_of(facts), start=1):
        name = text_at(project, "名称")
        if not name.plain:
            continue
        if name.plain in seen:
            message = f"第 {number} 个项目与第 {seen[name.plain]} 个项目同名：“{name.plain}”"
            yield Problem(name.path, message)
        seen.setdefault(name.plain, number)


def unlike_alias(facts: Facts) -> Iterator[Problem]:
    """项目的别名与名称相近。

    依据：R20。别名只供名称写法略有不同的地方使用。
    通过：别名与名称大半相同，或者没有别名。
    不通过：两者相同的字不到一半，可能是写错了项目，提示核对。
    """
    for project in projects_of(facts):
        name = text_at(project, "名称").plain
        for place, alias in group_at(project, "别名").items.items():
            if not name or not isinstance(alias, Text) or not alias.plain:
                continue
            if difflib.SequenceMatcher(None, name, alias.plain).ratio() < _UNLIKE:
                message = f"{title_of(project)}在“{place}”处的别名“{alias.plain}”与名称相差很大"
                yield Problem(alias.path, message)


def evaluation_counts(facts: Facts) -> Iterator[Problem]:
    """部门评价的项目个数，与所附的项目评价报告相符。

    依据：R21。报告里“自行组织对几个项目开展了绩效评价”按“项目评价”计数，环节个数按“部门评价”计数。
    一份报告一起评价几个项目的，按项目个数比较。
    通过：两个个数相等；“项目评价”或项目的阶段还没有填的不比较。
    不通过：个数不同，或者写了部门评价结论却没有评价任何项目。
    """
    evaluations = rows_at(facts.data, "项目评价")
    stage = figure_at(facts.data, "绩效管理", "个数", "部门评价")
    staged = [p for p in projects_of(facts) if rows_at(p, "阶段").entries]
    named = [rows_at(row, "项目") for row in evaluations.entries]
    blank = any(isinstance(rows.value, Missing) for rows in (evaluations, *named))
    if blank or stage.number is None or not staged:
        return
    count = sum(len(rows.entries) for rows in named)
    conclusion = text_at(facts.data, "绩效管理", "部门评价结论")
    if stage.number != count:
        message = f"经过部门评价的项目有 {stage.number} 个，项目评价里的项目却有 {count} 个"
        yield Problem(evaluations.path, message)
    elif conclusion.plain and not count:
        yield Problem(conclusion.path, "写了部门评价结论，却没有评价任何项目")
