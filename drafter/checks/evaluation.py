"""绩效评价的规则：得分、预算完成、项目收支、人员、调查。"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from drafter.checks.engine import (
    Facts,
    Problem,
    at_most,
    grounds_of,
    reconcile,
    reconcile_counts,
    reconcile_total,
    roundable,
)
from drafter.checks.parts import apart, classes_apart, columns_apart, gap_of
from drafter.checks.projects import projects_of, title_of
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import add, difference
from drafter.figures.derive import FISCAL_SOURCES, REVENUE_SOURCES
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
from drafter.figures.rows import NATURES

_HUNDRED = Decimal(100)
_A_LIST = 3
"""How many projects make a list that may have been meant to be whole."""
_NEARLY_ALL = 5
"""Projects that lack less than one part in so many of the whole were meant to be all of them."""


def indicator_answers(facts: Facts) -> Iterator[Problem]:
    """评分依据与指标体系相符，得分等于按规则计算的得分。

    依据：E8、E20、财预〔2020〕10号。指标体系在模板的 indicators.yaml 里。
    容差：没有：分数是准数。
    通过：指标名称在指标体系里，每项只写一次；不符合的条目、档次、人工评的分都在范围之内；
    本部门自己的绩效指标，分值合计等于指标体系的要求（如 90 分）；
    计算的得分不另填，或者填的与计算的一致。
    不通过：名称、条目、档次或得分不对，分值合计不对，或者填的得分与规则矛盾。
    怎么办：按模板的指标体系改正这一项的填法。
    """
    for problem in facts.scoring:
        severity = Severity.WARNING if problem.is_mild else None
        yield Problem(problem.path, problem.message, severity, problem.hint)


def budget_and_revenue(facts: Facts) -> Iterator[Problem]:
    """年初预算加本年追加，等于财政拨款收入。

    依据：E4，预算法。本年的财政拨款收入来自年初预算和执行中的追加。
    容差：尾差以内、以外都是警告。
    通过：两数一致，年初预算里含上年结转的，减去年初结转以后一致也可以；
    有一个没有填、或者还有其他收入的不比较。
    不通过：不一致。多半是追加没有填全，或者填了别的口径，请核对。
    怎么办：项目的填在“项目.年初预算”，或者总数填在“部门预算.年初.总计”。
    """
    granted = _only_fiscal(facts)
    initial = figure_at(facts.data, "部门预算", "年初", "总计")
    added = figure_at(facts.data, "部门预算", "追加", "合计")
    opening = figure_at(facts.data, "结转结余", "年初")
    whole = add(added.path, [initial, added])
    if granted is None:
        return
    # The initial budget may hold the carry-over.
    with_opening = add(added.path, [granted, opening])
    other, names = granted, ("年初预算加本年追加", "财政拨款收入")
    count = roundable([initial, added])
    if _agree(facts, whole, with_opening, count + 1) and not _agree(facts, whole, granted, count):
        other, names = with_opening, ("年初预算加本年追加", "财政拨款收入加年初结转")
        count += 1
    yield from reconcile(facts, added.path, whole, other, count=count, names=names)


def _only_fiscal(facts: Facts) -> Figure | None:
    """Return the fiscal appropriations, where there is no other revenue."""
    group = group_at(facts.data, "收入")
    others = [figure_at(group, name) for name in REVENUE_SOURCES if name not in FISCAL_SOURCES]
    granted = figure_at(group, "财政拨款合计")
    alone = all(figure.number == 0 for figure in others)
    return granted if alone and granted.number is not None else None


def _agree(facts: Facts, one: Figure, other: Figure, count: int) -> bool:
    """Return whether two sums of `count` amounts are the same but for rounding (尾差)."""
    if one.number is None or other.number is None:
        return False
    return abs(one.number - other.number) <= facts.tolerance(count)


def completed_budget(facts: Facts) -> Iterator[Problem]:
    """预算完成率的分子等于决算支出。

    依据：E5。预算完成率=（上年结转+年初预算+本年追加-年末结余）÷（上年结转+年初预算+本年追加）。
    容差：尾差以内、以外都是警告。
    通过：上年结转+年初预算+本年追加-年末结余，等于本年支出合计，年初预算里已含上年结转的不再加；
    有一个没有填、或者还有财政拨款以外的收入的不比较。
    不通过：不一致，预算完成率不能反映实际支出，请核对年初预算、追加和结转。
    怎么办：核对年初预算、追加和结转的口径。
    """
    if _only_fiscal(facts) is None:
        return
    opening = figure_at(facts.data, "结转结余", "年初")
    initial = figure_at(facts.data, "部门预算", "年初", "总计")
    added = figure_at(facts.data, "部门预算", "追加", "合计")
    closing = figure_at(facts.data, "结转结余", "年末")
    spent = figure_at(facts.data, "支出", "合计")
    parts = [opening, initial, added]
    used = difference(added.path, add(added.path, parts), closing)
    names = ("上年结转加年初预算加追加减年末结余，得", "支出合计")
    count = roundable([*parts, closing])
    without = difference(added.path, add(added.path, parts[1:]), closing)
    holds_opening = opening.number is not None and _agree(facts, without, spent, count)
    if holds_opening and not _agree(facts, used, spent, count):
        used, names = without, ("年初预算加追加减年末结余，得", "支出合计")
    yield from reconcile(facts, initial.path, used, spent, count=count, names=names)


def project_flows(facts: Facts) -> Iterator[Problem]:
    """项目的期末结转等于年初结转加收入减执行，本月数不超过累计数。

    依据：E2。项目收支表逐个项目滚存。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填期末结转，由程序计算；或者填的与计算的一致；
    12 月的数不大于全年的数；期末结转不为负数。
    不通过：不一致、本月数大于累计数，或者支出超过年初结转加收入。
    怎么办：核对项目的年初结转、收入和执行；期末结转可以不填。
    """
    for project in projects_of(facts):
        flow, title = group_at(project, "收支"), title_of(project)
        closing = figure_at(flow, "期末结转")
        yield from reconcile_total(facts, closing, (f"{title}的期末结转", "年初结转加收入减执行"))
        if closing.number is not None and closing.number < 0:
            place = figure_at(flow, "收入").path
            spent = figure_at(flow, "支出")
            had = facts.money((spent.number or Decimal(0)) + closing.number)
            message = (
                f"{title}的执行数 {facts.money(spent.number or Decimal(0))}，"
                f"大于年初结转加收入 {had}，多 {facts.money(-closing.number)}"
            )
            yield Problem(place, message, rests_on=grounds_of(closing, spent))
        for name in ("收入", "支出"):
            month, whole = figure_at(flow, f"{name}本月"), figure_at(flow, name)
            names = (f"{title}的{name}本月数", "累计数")
            yield from at_most(facts, month.path, month, whole, names=names)


def project_carry_over(facts: Facts) -> Iterator[Problem]:
    """各项目收支之和，等于部门的项目支出结转。

    依据：E3，项目收支表各行之和与正文的项目结转、项目支出一致。
    容差：尾差以内、以外都是警告。
    通过：各项目年初结转、期末结转之和，等于“结转结余”的年初项目、年末项目；有一个没有填的不比较。
    不通过：不一致，多半是项目没有列全，请核对。
    怎么办：核对项目是否列全、各项目的结转是否填对。
    """
    total = group_at(facts.data, "项目收支", "合计")
    rows = rows_at(facts.data, "项目收支", "行")
    if not rows.entries:
        return
    for name, held in (("年初结转", "年初项目"), ("期末结转", "年末项目")):
        summed, stated = figure_at(total, name), figure_at(facts.data, "结转结余", held)
        yield from reconcile(
            facts, stated.path, stated, summed, count=len(rows.entries),
            names=(f"结转结余的{held}", f"各项目{name}之和"),
        )  # fmt: skip


def projects_in_expenditure(facts: Facts) -> Iterator[Problem]:
    """各项目执行数之和，比项目支出少得不多时提示核对。

    依据：E3、E17、G20。项目可以只列主要的，口径也可以不同，所以只是提示，不自动补。
    容差：少五分之一以上的不报。
    通过：各项目执行数之和等于“支出”的项目支出；或者少了五分之一以上，显然没有全列；
    不到三个项目、有一个没有填的不比较。
    不通过：少了不到五分之一，可能漏列了一个项目。
    怎么办：核对是否漏列了项目。
    """
    spent = figure_at(facts.data, "支出", "项目支出")
    parts = [figure_at(project, "执行", "合计") for project in projects_of(facts)]
    summed = add(spent.path, parts)
    if len(parts) < _A_LIST or spent.number is None or summed.number is None:
        return
    short = spent.number - summed.number
    if 0 < short < spent.number / _NEARLY_ALL:
        message = (
            f"项目支出 {facts.money(spent.number)}，所列 {len(parts)} 个项目的执行数之和 "
            f"{facts.money(summed.number)}，相差 {facts.money(short)}"
        )
        yield Problem(spent.path, message, rests_on=grounds_of(spent, summed))


def optional_totals(facts: Facts) -> Iterator[Problem]:
    """年初、年末结转和年初预算，等于填了的各部分之和。

    依据：E1、E2、E6，合计可以不填，由程序求和。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计；或者填的与各部分之和一致；各部分没有填全的不比较。
    不通过：不一致。
    怎么办：核对各部分的数；合计可以不填，由程序求和。
    """
    for name in ("年初", "年末"):
        carried = figure_at(facts.data, "结转结余", name)
        yield from reconcile_total(facts, carried, (f"{name}结转和结余", "基本加项目结转"))
    initial = figure_at(facts.data, "部门预算", "年初", "总计")
    yield from reconcile_total(facts, initial, ("年初部门预算总计", "基本支出加项目支出"))
    for project in projects_of(facts):
        begun = figure_at(project, "年初预算")
        names = (f"{title_of(project)}的年初预算", "各来源之和")
        yield from reconcile_total(facts, begun, names)


def expenditure_classes(facts: Facts) -> Iterator[Problem]:
    """支出按功能分类、按经济分类加起来，都等于支出合计。

    依据：E1、E17。同一笔支出的几种分类，合计相同。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：各类之和等于支出合计；没有这样分类、或者没有填全的不比较。
    不通过：不一致。
    怎么办：核对各类的金额，看有没有漏掉的类。
    """
    spent = figure_at(facts.data, "支出", "合计")
    for name, rows in (
        ("功能分类", rows_at(facts.data, "支出", "功能分类")),
        ("经济分类", rows_at(facts.data, "支出", "按经济分类")),
    ):
        parts = [row for row in rows.entries if isinstance(row, Figure)]
        if isinstance(rows.value, Missing) or not parts:
            continue
        summed = add(rows.path, parts)
        if name == "功能分类" and _told_elsewhere(facts, summed, spent):
            continue
        yield from reconcile(
            facts, rows.path, summed, spent, count=summed.parts,
            names=(f"{name}各类之和", "支出合计"),
        )  # fmt: skip


def _told_elsewhere(facts: Facts, summed: Figure, spent: Figure) -> bool:
    """Return whether a heading, a nature or the total accounts for the whole difference."""
    gap = (summed.number or 0) - (spent.number or 0)
    natures = columns_apart(facts.data.items["支出"], NATURES)
    told = {-apart(spent), -natures}
    return bool(gap) and (gap in told or gap == gap_of(classes_apart(facts)))


def people_on_posts(facts: Facts) -> Iterator[Problem]:
    """在职人员等于各种人员之和，也等于各职级之和、男女之和。

    依据：E6、E14、E16，同一个数在报告各处一致。
    容差：没有：个数是准数。
    通过：不填在职，由程序求和；职级、男、女填了的，加起来与在职一致。
    不通过：不一致。
    怎么办：核对各种人员、各职级和男女的人数；在职可以不填。
    """
    in_post = group_at(facts.data, "人员", "实有")
    whole = figure_at(in_post, "在职")
    yield from reconcile_counts(
        whole, whole.parts_sum, names=("在职人员", "公务员、机关工勤、事业之和"), unit="人"
    )
    ranks = rows_at(in_post, "职级")
    if ranks.entries:
        counted = add(ranks.path, [figure_at(row, "人数") for row in ranks.entries], whole.unit)
        summed = replace(whole, path=ranks.path)
        yield from reconcile_counts(
            summed, counted.value, names=("在职人员", "各职级之和"), unit="人"
        )
    men, women = figure_at(in_post, "男"), figure_at(in_post, "女")
    both = add(men.path, [men, women], whole.unit)
    yield from reconcile_counts(
        replace(whole, path=men.path), both.value, names=("在职人员", "男女之和"), unit="人"
    )


def survey_counts(facts: Facts) -> Iterator[Problem]:
    """有效问卷不多于回收的，回收的不多于发放的，满意度不超过 100。

    依据：E10、E14、E16。
    容差：没有：个数是准数。
    通过：发放≥回收≥有效，满意度在 0 与 100 之间。
    不通过：后一个数更大，或者满意度超过 100。
    怎么办：核对问卷份数和满意度；满意度填百分数，不写百分号。
    """
    survey = group_at(facts.data, "满意度调查")
    pairs = (("回收", "发放"), ("有效", "回收"))
    for small, large in pairs:
        one, other = figure_at(survey, small), figure_at(survey, large)
        if one.number is not None and other.number is not None and one.number > other.number:
            more = one.number - other.number
            message = (
                f"{small}问卷 {one.number} 份，大于{large}问卷 {other.number} 份，多 {more} 份"
            )
            yield Problem(one.path, message)
    rate = figure_at(survey, "满意度")
    if rate.number is not None and not 0 <= rate.number <= _HUNDRED:
        yield Problem(rate.path, f"满意度 {rate.number}%，应在 0 与 100% 之间")


def reviewed_expenses(facts: Facts) -> Iterator[Problem]:
    """核实的公用经费，等于账面减各扣除项。

    依据：E10，公用经费控制率按核实后的实际支出计算。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填实际，由程序计算；或者填的与计算的一致。
    不通过：不一致。
    怎么办：核对账面数和各扣除项；实际可以不填，由程序计算。
    """
    actual = figure_at(facts.data, "公用经费核实", "实际")
    yield from reconcile_total(facts, actual, ("核实的公用经费", "账面减各扣除项"))


def evaluated_money(facts: Facts) -> Iterator[Problem]:
    """自评金额不超过支出合计。

    依据：E6、E17，覆盖率等于自评金额除以决算支出。
    容差：没有：比较的是填的数，大小不因舍入改变。
    通过：自评金额不大于支出合计。
    不通过：更大，覆盖率会超过 100%。
    怎么办：核对自评金额和支出合计。
    """
    evaluated = figure_at(facts.data, "评价工作", "自评金额")
    spent = figure_at(facts.data, "支出", "合计")
    yield from at_most(facts, evaluated.path, evaluated, spent, names=("自评金额", "支出合计"))


def unknown_indicators(facts: Facts) -> Iterator[Problem]:
    """指标评分里的指标，都在指标体系里。

    依据：E18，指标名称与指标体系一字不差，没有串名。
    容差：不涉及：比较的不是金额。
    通过：名称找得到；模板没有指标体系的不判断。
    不通过：找不到，这一项填的内容报告不会印。
    怎么办：名称与指标体系一字不差；模板用不到的删去。
    """
    scores = facts.data.items.get("评分")
    if not isinstance(scores, Group):
        return
    rows = [*rows_at(scores, "指标").entries, *rows_at(scores, "单列").entries]
    own = ("整体绩效",)  # rows that the department set itself are not answered for
    known = {
        name.plain
        for row in rows
        if isinstance(row, Group) and row.path[:1] != own
        for name in (*rows_at(row, "各名称").entries, text_at(row, "名称"))
        if isinstance(name, Text)
    }
    for row in rows_at(facts.data, "指标评分").entries:
        name = text_at(row, "指标")
        if name.plain and name.plain not in known:
            hint = _nearest(name.plain, known)
            yield Problem(name.path, f"指标体系里没有“{name.plain}”", hint=hint)


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"是不是“{near[0]}”？" if near else ""
