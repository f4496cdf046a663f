"""项目的清单：各项目之和、次序、环节个数，没有执行完的原因。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.engine import Facts, Problem, clearly_at_most, exceeds, reconcile
from drafter.checks.projects import projects_of, title_of
from drafter.figures.arithmetic import add, name_of
from drafter.figures.nodes import Figure, figure_at, group_at, rows_at, text_at

_LOW = Decimal("0.9")
_REASONS = ("执行偏差原因", "问题", "未完成原因")
_REASON_WORDS = re.compile("执行率|未|没有|尚|余款|结转|取消|推迟|终止|减少|节约|结余")
_STAGES = ("事前评估", "绩效目标", "绩效监控", "绩效自评")


def unspent_without_reason(facts: Facts) -> Iterator[Problem]:
    """执行率不到 90% 的项目说明原因。

    依据：R18、E20；自评表要求预算执行率低于 90% 的说明原因。
    容差：90% 本身不用说明。
    通过：执行率不低于 90%；或者填了执行偏差原因、问题、未完成原因、结转，或者“目标完成”里说到了；
    预算、执行没有填的不判断；完全没有执行的另有规则。
    不通过：执行率不到 90%，却没有一处说明。
    怎么办：填“执行偏差原因”；预算是年初数、已经调减的，改为全年预算数。
    """
    for project in projects_of(facts):
        spent, budget = (figure_at(project, name, "合计") for name in ("执行", "预算"))
        if not spent.number or not budget.number:
            continue
        if spent.number / budget.number >= _LOW or figure_at(project, "结转").number:
            continue
        told = any(text_at(project, name).plain for name in _REASONS)
        if not told and not _REASON_WORDS.search(text_at(project, "目标完成").plain):
            left = budget.number - spent.number
            message = (
                f"{title_of(project)}执行 {facts.money(spent.number)}，全年预算 "
                f"{facts.money(budget.number)}，相差 {facts.money(left)}，没有说明原因"
            )
            yield Problem(spent.path, message)


def stage_order(facts: Facts) -> Iterator[Problem]:
    """经过评估的项目都编了绩效目标，监控过的项目都做了自评。

    依据：R21；预算绩效管理要求绩效目标、自评全覆盖。
    容差：没有：个数是准数。
    通过：事前评估的个数不多于绩效目标，绩效监控的不多于绩效自评；没有填的不比较。
    不通过：前一个更多。
    怎么办：核对“绩效管理.项目个数”和各项目的“阶段”。
    """
    counts = group_at(facts.data, "绩效管理", "个数")
    for first, then in (_STAGES[:2], _STAGES[2:]):
        few, many = figure_at(counts, first), figure_at(counts, then)
        if few.number is None or many.number is None or not many.applicable:
            continue
        if few.number > many.number:
            message = (
                f"{first}的项目 {few.number} 个，{then}的只有 {many.number} 个，"
                f"少 {few.number - many.number} 个"
            )
            yield Problem(few.path, message)


def projects_together(facts: Facts) -> Iterator[Problem]:
    """各项目执行数之和不超过项目支出。

    依据：G20、R04、E3。项目的口径可以与支出决算表不同，所以只是提示。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内不提示。
    通过：不大于“支出.项目支出”；有一个没有填的不比较；单个项目就超过的另有规则。
    不通过：合起来更大，多半是一笔钱算了两次。
    怎么办：核对各项目的执行数有没有重复；口径不同的不用改。
    """
    whole = figure_at(facts.data, "支出", "项目支出")
    parts = [figure_at(project, "执行", "合计") for project in projects_of(facts)]
    if len(parts) < 2 or any(exceeds(part, whole) for part in parts):
        return
    spent = add(whole.path, parts)
    names = ("各项目执行数之和", "支出决算的项目支出")
    yield from clearly_at_most(facts, whole.path, spent, whole, names=names)


def projects_budgeted(facts: Facts) -> Iterator[Problem]:
    """项目列全了的，各项目预算之和等于项目支出的预算。

    依据：E3、E4、E17。各项目执行数之和等于“支出.项目支出”的，项目已经列全。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内也提醒。
    通过：全年预算、年初预算之和都与“支出.项目支出”的预算、年初预算一致；没有填的、项目没有列全的不比较。
    不通过：不一致。
    怎么办：核对各项目的预算和“支出.项目支出”的预算。
    """
    whole = figure_at(facts.data, "支出", "项目支出")
    projects = list(projects_of(facts))
    spent = add(whole.path, [figure_at(project, "执行", "合计") for project in projects])
    if not projects or spent.number is None or spent.number != whole.number:
        return
    for name, path in (("预算", ("预算", "合计")), ("年初预算", ("年初预算",))):
        stated = figure_at(whole, name)
        parts = [figure_at(project, *path) for project in projects]
        together = add(stated.path, parts)
        names = (f"项目支出的{name}", f"各项目{name}之和")
        count = max(1, together.parts)
        yield from reconcile(facts, stated.path, stated, together, count=count, names=names)


def turns_in_a_row(facts: Facts) -> Iterator[Problem]:
    """项目在一个清单里的次序从 1 起连着。

    依据：R20。次序是清单里的第几个。
    容差：没有：次序是整数。
    通过：同一个清单填了的次序是 1、2、3……；没有填次序的不看。
    不通过：次序是 0，或者比填了次序的项目个数还大。
    怎么办：按清单里的先后改正次序。
    """
    turns: dict[str, list[tuple[Figure, str]]] = {}
    for project in projects_of(facts):
        for place, turn in group_at(project, "次序").items.items():
            if isinstance(turn, Figure) and turn.number is not None and turn.applicable:
                turns.setdefault(place, []).append((turn, title_of(project)))
    for place, given in turns.items():
        for turn, title in given:
            if turn.number is not None and not 1 <= turn.number <= len(given):
                message = (
                    f"{title}在“{place}”的次序是 {turn.number}，填了次序的项目只有 {len(given)} 个"
                )
                yield Problem(turn.path, message)


def projects_by_class(facts: Facts) -> Iterator[Problem]:
    """同一种经济分类的项目合起来，不超过支出的这一类。

    依据：E17、G20。项目写明了经济分类的，执行数是这一类支出的一部分。
    容差：求和的尾差不提示。
    通过：各项目执行数之和不大于“支出”按经济分类的这一类；没有写经济分类、没有这一类的不比较。
    不通过：更大。
    怎么办：核对项目的执行数和它写的经济分类；口径不同的不用改。
    """
    rows = rows_at(facts.data, "支出", "按经济分类").entries
    for row in rows:
        if not isinstance(row, Figure):
            continue
        held = [p for p in projects_of(facts) if text_at(p, "经济分类").plain == name_of(row)]
        spent = add(row.path, [figure_at(project, "执行", "合计") for project in held])
        names = (f"经济分类是“{name_of(row)}”的项目执行数之和", f"支出的{name_of(row)}")
        yield from clearly_at_most(facts, row.path, spent, row, names=names)
