"""项目资金、环节、名称与项目评价的规则。"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from drafter.checks.engine import Facts, Problem, at_most, reconcile, reconcile_total
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import add, difference
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
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计，由程序求和；或者填的合计与两种资金之和一致；资金没有填全时不比较。
    不通过：填的合计与两种资金之和不一致。
    怎么办：核对项目的各种资金；合计可以不填，由程序求和。
    """
    for project in projects_of(facts):
        for name in ("预算", "执行"):
            carried = figure_at(project, name, "上年结转").number is not None
            sources = "财政拨款加上年结转加其他资金" if carried else "财政拨款加其他资金"
            names = (f"{title_of(project)}的{name}合计", sources)
            yield from reconcile_total(facts, figure_at(project, name, "合计"), names)


def project_within_budget(facts: Facts) -> Iterator[Problem]:
    """项目的全年执行数不超过全年预算数。

    依据：R18。“预算”填的是全年预算数（含追加），不是年初预算数。
    容差：没有：比较的是填的数，大小不因舍入改变。
    通过：执行合计不大于预算合计；预算写“无”的，报告写“未安排预算”，不比较。
    不通过：执行合计更大，多半是预算填了年初数。
    怎么办：“预算”填全年预算数：年初预算加追加，减调减。
    """
    for project in projects_of(facts):
        spent, budget = figure_at(project, "执行", "合计"), figure_at(project, "预算", "合计")
        names = (f"{title_of(project)}的执行数", "全年预算数")
        if budget.applicable:
            yield from at_most(facts, spent.path, spent, budget, names=names)


def carried_funds(facts: Facts) -> Iterator[Problem]:
    """项目的结转等于全年预算减执行。

    依据：R18。没有用完的预算才能结转下年。
    容差：尾差以内是警告；比预算减执行小的也是警告。
    通过：不填结转；或者结转等于预算合计减执行合计。
    不通过：结转更大是错误，预算、执行、结转三个数有一个填错；更小是警告，收回的可以写明豁免。
    怎么办：核对预算、执行和结转；收回的部分可以写明豁免。
    """
    for project in projects_of(facts):
        carried = figure_at(project, "结转")
        if not carried.applicable:
            continue
        budget, spent = figure_at(project, "预算", "合计"), figure_at(project, "执行", "合计")
        left = difference(carried.path, budget, spent)
        names = (f"{title_of(project)}的结转", "预算减执行")
        for problem in reconcile(facts, carried.path, carried, left, count=2, names=names):
            less = bool(carried.number is not None and left.number and carried.number < left.number)
            yield replace(problem, severity=Severity.WARNING) if less else problem


def initial_within_budget(facts: Facts) -> Iterator[Problem]:
    """项目的年初预算一般不超过全年预算。

    依据：R18。全年预算是年初预算加年中的追加、减去调减。
    容差：没有：比较的是填的数，大小不因舍入改变。
    通过：年初预算不大于预算合计；有一个没有填的不比较。
    不通过：年初预算更大，提示核对；年中调减的可以不理会。
    怎么办：核对年初预算和全年预算；年中调减的不必改。
    """
    for project in projects_of(facts):
        initial, budget = figure_at(project, "年初预算"), figure_at(project, "预算", "合计")
        if initial.applicable and budget.applicable:
            names = (f"{title_of(project)}的年初预算", "全年预算")
            yield from at_most(facts, initial.path, initial, budget, names=names)


def idle_project_done(facts: Facts) -> Iterator[Problem]:
    """没有执行的项目，要说明是否完成。

    依据：R18、R21。年初预算项目和专项资金里“实际完成”几个，按“是否完成”计数，不填即是。
    容差：没有：看执行数是不是 0。
    通过：执行数不为 0；或者填了“是否完成”；或者不在这两种项目之内。
    不通过：执行数是 0，“是否完成”没有填，会算作完成。
    怎么办：在这个项目里填“是否完成”：是或否。
    """
    listed = group_at(facts.data, "项目清单")
    for project in projects_of(facts):
        counted = any(project in rows_at(listed, name).entries for name in ("年初", "专项"))
        spent = figure_at(project, "执行", "合计")
        done = text_at(project, "是否完成")
        if counted and spent.number == 0 and not done.applicable:
            yield Problem(done.path, f"{title_of(project)}没有执行，却算作完成，请填是或否")


def repeated_turn(facts: Facts) -> Iterator[Problem]:
    """项目在一个清单里的次序不重复。

    依据：R20。两个项目填了同一个次序，先后就由它们在“项目”里的先后决定。
    容差：没有：个数是准数。
    通过：同一个清单里，填了的次序各不相同。
    不通过：后一个项目与前面的次序相同。
    怎么办：改成不同的次序，或者删去次序，照“项目”里的先后。
    """
    seen: dict[tuple[str, Decimal], str] = {}
    for project in projects_of(facts):
        for place, turn in group_at(project, "次序").items.items():
            if not isinstance(turn, Figure) or turn.number is None or not turn.applicable:
                continue
            if (place, turn.number) in seen:
                message = f"{title_of(project)}在“{place}”的次序，与{seen[place, turn.number]}相同"
                yield Problem(turn.path, message)
            seen.setdefault((place, turn.number), title_of(project))


def evaluated_project(facts: Facts) -> Iterator[Problem]:
    """项目评价对应一个所列项目，资金从批复、到位到使用依次不增加。

    依据：R20、R17。“项目评价”里的“项目”要写“项目”一节里的名称，一字不差；批复数即该项目的预算。
    容差：大小关系没有容差；使用与执行数不同总是警告。
    通过：名称找得到，预算≥下达≥到位≥使用，使用等于项目的执行数；写“无”的一步不比较。
    不通过：名称找不到、一份评价里重复、使用大于到位是错误；
    下达大于预算、到位大于下达（到位率会超过 100%）、使用与执行数不同是警告。
    怎么办：核对项目的名称，以及预算、下达、到位、使用的金额。
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
        seen: set[str] = set()
        for name in names:
            if name.plain in seen:
                yield Problem(name.path, f"“{name.plain}”在这一份评价里写了两次")
            seen.add(name.plain)
        if names and all(name.plain in by_name for name in names):
            yield from _received_and_spent(facts, evaluation, figure_at(evaluation, "项目预算"))
            spent = [figure_at(by_name[name], "执行", "合计") for name in sorted(seen)]
            used = figure_at(evaluation, "资金使用", "金额")
            total = add(used.path, spent)
            if used.applicable:
                labels = (
                    f"项目评价“{text_at(evaluation, '题名').plain}”的使用资金",
                    "项目的执行数",
                )
                for problem in reconcile(
                    facts, used.path, used, total, count=total.parts, names=labels
                ):
                    yield replace(problem, severity=Severity.WARNING)


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
    容差：没有：个数是准数。
    通过：不填个数，由程序按“阶段”点数；或者填的个数不小于点出的个数。
    不通过：填的个数小于点出的个数。
    怎么办：改正填的个数，或者不填，由程序按“阶段”点数。
    """
    management = group_at(facts.data, "绩效管理")
    for stage, typed in group_at(management, "项目个数").items.items():
        if not isinstance(typed, Figure) or typed.number is None or not typed.applicable:
            continue
        listed = len(rows_at(management, "环节", stage).entries)
        if typed.number < listed:
            message = (
                f"{stage}的项目填了 {typed.number} 个，小于所列项目里经过这一环节的 {listed} 个，"
                f"少 {listed - typed.number} 个"
            )
            yield Problem(typed.path, message)


def repeated_project(facts: Facts) -> Iterator[Problem]:
    """项目名称不重复。

    依据：R20。项目评价、综述和表都按名称找项目。
    容差：不涉及：比较的不是金额。
    通过：每个名称只出现一次。
    不通过：后一个项目与前面的同名。
    怎么办：同一个项目的并成一个，不是的改正名称。
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
    容差：相同的字占一半以上就通过。
    通过：别名与名称大半相同，或者没有别名。
    不通过：两者相同的字不到一半，可能是写错了项目，提示核对。
    怎么办：核对别名是不是这个项目的；确是同一个项目的不必改。
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
    容差：没有：个数是准数。
    通过：两个个数相等；“项目评价”或项目的阶段还空着的不比较。
    不通过：个数不同，或者写了部门评价结论却没有评价任何项目。
    怎么办：核对项目的“阶段”和“项目评价”里列的项目。
    """
    evaluations = rows_at(facts.data, "项目评价")
    conclusion = text_at(facts.data, "绩效管理", "部门评价结论")
    if evaluations.value == () and conclusion.plain:
        yield Problem(conclusion.path, "写了部门评价结论，却没有评价任何项目")
        return
    stage = figure_at(facts.data, "绩效管理", "个数", "部门评价")
    stages = [rows_at(p, "阶段") for p in projects_of(facts)]
    named = [rows_at(row, "项目") for row in evaluations.entries]
    blank = any(isinstance(rows.value, Missing) for rows in (evaluations, *stages, *named))
    if blank or stage.number is None:
        return
    count = len({n.plain for rows in named for n in rows.entries if isinstance(n, Text)})
    if stage.number != count:
        message = (
            f"经过部门评价的项目 {stage.number} 个，与项目评价里的项目 {count} 个不一致，"
            f"相差 {abs(stage.number - count)} 个"
        )
        yield Problem(evaluations.path, message)
