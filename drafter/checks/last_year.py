"""与上年的输入文件比较的规则；没有用 --last 给出上年文件的不判断。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.engine import Before, Facts, Problem, Rule, reconcile
from drafter.checks.year_on_year import slip_factor
from drafter.diagnostics import DataPath, Diagnostic, Severity, path_text
from drafter.figures.arithmetic import name_of
from drafter.figures.carried import CARRY, LAST, LAST_BUDGET, opening_figures
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Unit,
    children_of,
    find,
    text_at,
)
from drafter.model.lasting import STANDING, outlasts
from drafter.model.paths import field_at
from drafter.model.successors import Heading, level_of
from drafter.model.year import DepartmentYear
from drafter.source import SourceTree

UNUSABLE = "JS-921"
_LEAST = 12
"""Shorter words may well be the same in two years."""
_FACTOR, _WORTH = Decimal(3), Decimal(100_000)
"""An amount that grows or shrinks by this factor, and by so many yuan, wants a reason."""
_FACTOR_OF_COUNTS, _FEW = Decimal("1.5"), 5
_STATED = (
    ("人员", "实有"),
    ("车辆",),
    ("国有资产",),
)
"""Sections with numbers of the end of the year that have no comparatives of their own."""
_YEARS = re.compile(r"(?:19|20)\d{2}年?度?")


def unfit_last_year(
    tree: SourceTree | None, then: DepartmentYear, now: DepartmentYear
) -> Iterator[Diagnostic]:
    """Yield what is against comparing this year's input with another as last year's."""
    if tree is None:
        return

    def said(message: str, path: DataPath, hint: str, severity: Severity) -> Diagnostic:
        return Diagnostic(UNUSABLE, severity, message, tree.locate(path), hint)

    if then.year is None or (now.year is not None and then.year != now.year - 1):
        year = "没有写年度" if then.year is None else f"是 {then.year} 年度的"
        wanted = "" if now.year is None else f"，今年是 {now.year} 年度"
        message = f"作为上年文件的这一份{year}{wanted}，没有用它比较"
        yield said(message, ("年度",), "--last 后面写上一年的输入文件", Severity.ERROR)
        return
    names = [year.department.full_name if year.department else None for year in (then, now)]
    if names[0] and names[1] and names[0].text != names[1].text:
        message = f"上年文件的部门是“{names[0].text}”，今年是“{names[1].text}”，没有用它填上年数"
        hint = "不是同一个部门的换一份文件；改了名的，上年数自己填，或者先在上年文件里改全称"
        yield said(message, ("部门", "全称"), hint, Severity.WARNING)
    if then.scope and now.scope and then.scope != now.scope:
        message = (
            f"上年文件的口径是“{then.scope}”，今年是“{now.scope}”，"
            "两年的数不能直接比较，没有用它比较"
        )
        yield said(message, ("口径",), "换一份同口径的文件", Severity.ERROR)


def prior_as_closed(facts: Facts) -> Iterator[Problem]:
    """上年数等于上年文件里的决算数。

    依据：G14、G16。增减额、增减率按上年数计算；上年决算有更正的，要说明。
    容差：半个最小单位以内（元与万元换算造成的）是警告，超过是错误。
    通过：相等；上年文件里没有这一项的数，或者这里没有填上年数（取上年文件的）。
    科目按编码、名称对应，改了名、换了编码的按当年的科目对照。
    不通过：不相等。
    怎么办：按上年的决算改正；上年数有更正的写明豁免，理由写更正的依据。
    """
    for before, now, then in _pairs(facts):
        sources = ((LAST, then), (LAST_BUDGET, then.children.get("预算")))
        for name, closed in sources:
            typed = now.children.get(name)
            if not isinstance(typed, Figure) or not isinstance(closed, Figure) or typed.inputs:
                continue
            if typed.path[:-1] != now.path or not now.applicable:
                continue
            what = "决算数" if name == LAST else "预算数"
            other = f"上年文件的{what}（{before.place_of(closed)}）"
            names = (f"{name_of(now)}的{name}数", other)
            yield from reconcile(facts, typed.path, typed, closed, count=0, names=names)


def opening_as_closed(facts: Facts) -> Iterator[Problem]:
    """年初结转和结余等于上年文件里的年末结转和结余。

    依据：G14。今年的年初就是上年的年末；不等的要有调整说明（会计差错更正、收回以前年度支出、归集调入调出）。
    容差：半个最小单位以内是警告，超过是错误。
    通过：全部、财政拨款、各种资金、基本和项目的年初结转，各科目的年初结转，都等于上年的年末；
    有一方没有填的不比较。
    不通过：不相等。
    怎么办：按上年的年末改正；年初有调整的写明豁免，理由写调整的依据。
    """
    before = facts.before
    if before is None:
        return
    for path, closed in opening_figures(before.data):
        opening = find(facts.data, path)
        if isinstance(opening, Figure) and opening.path[:1] == (CARRY,):
            yield from _carried(facts, before, opening, closed, f"{path[-1]}结转和结余")
    for _, now, then in _pairs(facts):
        opening, closing = now.children.get("年初结转"), then.children.get("年末结转")
        if isinstance(opening, Figure) and isinstance(closing, Figure):
            own = opening.path[:-1] == now.path and closing.path[:-1] == then.path
            if own and not opening.inputs and not closing.inputs:
                yield from _carried(facts, before, opening, closing, f"{name_of(now)}的年初结转")


def _carried(
    facts: Facts, before: Before, opening: Figure, closed: Figure, name: str
) -> Iterator[Problem]:
    names = (name, f"上年文件的年末数（{before.place_of(closed)}）")
    yield from reconcile(facts, opening.path, opening, closed, count=0, names=names)


def unlikely_changes(facts: Facts) -> Iterator[Problem]:
    """与上年文件相比变化很大的数，有变动原因。

    依据：G16、R23。变化大而没有原因，多半是填错了行、错了位。
    容差：金额变为 3 倍以上或三分之一以下、相差 10 万元以上，个数变为 1.5 倍以上或三分之二以下、
    相差 5 个以上，才提示。
    通过：变化没有这么大；写了变动原因；上年或今年是 0、没有填；约差十倍、百倍的另有规则提示。
    不通过：收入、支出、“三公”经费等的决算，实有人数、车辆、国有资产变化这么大。
    怎么办：核对今年的数；确实变化这么大的，有“变动原因”的写明，没有的不用改。
    """
    before = facts.before
    if before is None:
        return
    for _, now, then in _pairs(facts, in_rows=False):
        stated = isinstance(now.children.get(LAST), Figure)
        slip = stated and slip_factor(now.number, then.number)
        if not slip and not _is_explained(facts, now.path):
            yield from _jump(facts, before, now, then)
    for steps in _STATED:
        one, other = find(facts.data, steps), find(before.data, steps)
        if isinstance(one, Group) and isinstance(other, Group):
            for now, then in _numbers(one, other):
                yield from _jump(facts, before, now, then)


def _numbers(one: Group, other: Group) -> Iterator[tuple[Figure, Figure]]:
    for name, node in one.items.items():
        then = other.items.get(name)
        if isinstance(node, Figure) and isinstance(then, Figure):
            if not node.inputs and node.path[0] == one.path[0]:
                yield node, then
        elif isinstance(node, Group) and isinstance(then, Group):
            yield from _numbers(node, then)


def _jump(facts: Facts, before: Before, now: Figure, then: Figure) -> Iterator[Problem]:
    if not now.number or not then.number or now.inputs or min(now.number, then.number) < 0:
        return
    smaller, larger = sorted((now.number, then.number))
    counted = now.unit is not Unit.YUAN
    factor, worth = (_FACTOR_OF_COUNTS, Decimal(_FEW)) if counted else (_FACTOR, _WORTH)
    if larger < factor * smaller or larger - smaller < worth:
        return
    amounts = [f"{n}" if counted else facts.money(n) for n in (now.number, then.number)]
    gap = f"{larger - smaller}" if counted else facts.money(larger - smaller)
    way = "多" if now.number > then.number else "少"
    where = before.place_of(then)
    message = f"{_called(now)} {amounts[0]}，比上年文件的 {amounts[1]}（{where}）{way} {gap}"
    yield Problem(now.path, message)


def _called(figure: Figure) -> str:
    """Return what a number is called; those of the end of the year by their whole path."""
    is_stated = any(figure.path[: len(steps)] == steps for steps in _STATED)
    return path_text(figure.path) if is_stated else name_of(figure)


def _is_explained(facts: Facts, path: DataPath) -> bool:
    places = [path[:length] for length in range(1, len(path) + 1)]
    texts = (
        find(facts.data, (*place, *total, "变动原因"))
        for place in places
        for total in ((), ("合计",))
    )
    return any(isinstance(text, Text) and text.plain for text in texts)


def copied_words(facts: Facts) -> Iterator[Problem]:
    """写当年情况的文字，不是照抄上年的；抄来的文字里没有上年的年份。

    依据：G16、E16。原因、成效、完成情况、结论是每年的事，一字不差多半是忘了改。
    容差：12 个字以内的不看；写着上年年份的不论长短。
    通过：与上年文件同一栏的文字不同；名称、职能、机构、绩效目标、指标名称等每年可以相同，
    但里面没有写上年的年份（“……年修订”“……年起”一类除外）。
    不通过：与上年文件同一栏的一段文字一字不差（提示）；名称、目标、指标照抄上年，
    还写着上年的年份（警告）。
    怎么办：核对是不是今年的情况，确实一样的不用改；年份没有错的写明豁免。
    """
    before = facts.before
    if before is None:
        return
    written = re.compile(rf"(?<!\d){before.succession.last}年(?!{STANDING.pattern})")
    known: dict[tuple[tuple[str, ...], str], DataPath] = {}
    for passage in before.prose.passages:
        known.setdefault((passage.field, passage.plain), passage.path)
    for passage in facts.prose.passages:
        same = known.get((passage.field, passage.plain))
        shape = field_at(passage.path)
        if same is None or shape is None:
            continue
        where = f"{before.file}:{before.tree.locate(same).line}"
        if outlasts(passage.path, shape):
            year = written.search(passage.plain)
            if year is not None:
                message = f"{path_text(passage.path)}照抄上年（{where}），里面还写着“{year[0]}”"
                yield Problem(passage.path, message, severity=Severity.WARNING)
        elif len(passage.plain) >= _LEAST:
            yield Problem(passage.path, f"{path_text(passage.path)}与上年（{where}）一字不差")


def gone_without_zero(facts: Facts) -> Iterator[Problem]:
    """上年有金额的，今年不写“无”，写 0。

    依据：G16。“无”不与上年比较，这一项的减少就没有了，合计的上年数也对不上。
    容差：没有：看上年的金额是不是 0。
    通过：今年有数（可以是 0）；上年文件里这一项没有金额。
    不通过：上年有金额，今年写“无”。
    怎么办：今年没有发生的写 0；两年口径不同的写明豁免。
    """
    for before, now, then in _pairs(facts, in_rows=False):
        if not now.applicable and then.applicable and then.number:
            where = before.place_of(then)
            yield Problem(
                now.path,
                f"{name_of(now)}今年写“无”，上年文件有 {facts.money(then.number)}（{where}）",
            )


def unfinished_projects(facts: Facts) -> Iterator[Problem]:
    """上年没有做完的项目，今年还在“项目”里。

    依据：G14、E2。上年结转的资金今年还要用，没有完成的项目今年还要报告；漏了的多半是忘了抄。
    容差：没有：看上年的结转是不是 0。
    通过：名称相同的项目今年还在，名称里的年份不计；上年没有结转，也没有写没有完成；今年没有填“项目”。
    不通过：上年有结转、或者写没有完成的项目，今年没有。
    怎么办：还在做的补上；资金已经收回、项目已经撤销的不用管。
    """
    before = facts.before
    projects = find(facts.data, ("项目",))
    if before is None or not isinstance(projects, Rows) or isinstance(projects.value, Missing):
        return
    names = {_name_of_project(project) for project in projects.entries}
    last = find(before.data, ("项目",))
    for project in last.entries if isinstance(last, Rows) else ():
        why = _unfinished(facts, project)
        if why and _name_of_project(project) not in names:
            line = before.tree.locate(text_at(project, "名称").path).line
            name = text_at(project, "名称").plain
            message = f"上年的项目“{name}”{why}（{before.file}:{line}），今年没有这个项目"
            yield Problem(projects.path, message)


def _name_of_project(project: Node) -> str:
    return _YEARS.sub("", text_at(project, "名称").plain)


def _unfinished(facts: Facts, project: Node) -> str:
    """Return in words what a project left to the next year; nothing where it left nothing."""
    for steps in (("收支", "期末结转"), ("结转",)):
        left = find(project, steps)
        if isinstance(left, Figure) and left.number:
            return f"结转 {facts.money(left.number)}"
    return "没有完成" if text_at(project, "是否完成").plain == "否" else ""


def _pairs(facts: Facts, *, in_rows: bool = True) -> Iterator[tuple[Before, Figure, Figure]]:
    """Yield the measures of this year, each with that of last year's input; rows by heading."""
    before = facts.before
    if before is None:
        return
    for name, node in facts.data.items.items():
        then = before.data.items.get(name)
        if then is not None and name not in {"项目", "项目评价"}:
            for now, closed in _both(before, node, then, (name,), in_rows=in_rows):
                yield before, now, closed


def _both(
    before: Before, now: Node, then: Node, path: DataPath, *, in_rows: bool
) -> Iterator[tuple[Figure, Figure]]:
    if getattr(now, "path", path) != path:
        return  # a view that repeats another section
    if isinstance(now, Figure) and isinstance(then, Figure) and LAST in now.children:
        yield now, then
    if isinstance(now, Rows) and isinstance(then, Rows):
        if in_rows:
            for row, closed in _matched(before, now, then):
                own = getattr(row, "path", ())
                yield from _both(before, row, closed, own, in_rows=True)
        return
    others = children_of(then)
    for name, inner in children_of(now).items():
        if name in others and isinstance(inner, Figure | Group | Rows):
            yield from _both(before, inner, others[name], (*path, name), in_rows=in_rows)


def _matched(before: Before, now: Rows, then: Rows) -> Iterator[tuple[Node, Node]]:
    """Yield the rows of a list with those of last year that are of the same heading."""
    level = level_of(now.path)
    if level is None:
        return
    kind, name = level

    def heading(row: Node) -> Heading:
        words = [find(row, (key,)) for key in ("名称", "编码")]
        texts = [text.plain if isinstance(text, Text) else "" for text in words]
        return Heading(texts[0], texts[1], name, kind)

    left = [(row, heading(row)) for row in then.entries]
    for row in now.entries:
        own = heading(row)
        same = next((pair for pair in left if before.succession.same(pair[1], own)), None)
        if same is not None:
            left.remove(same)
            yield row, same[0]


PAIR_RULES: tuple[Rule, ...] = (
    Rule("JS-841", Severity.ERROR, "上年数等于上年文件的决算数", "G14、G16", prior_as_closed),
    Rule("JS-842", Severity.ERROR, "年初结转等于上年文件的年末结转", "G14", opening_as_closed),
    Rule("JS-843", Severity.HINT, "与上年相比变化很大的有原因", "G16、R23", unlikely_changes),
    Rule("JS-844", Severity.HINT, "写当年情况的文字不照抄上年", "G16、E16", copied_words),
    Rule("JS-845", Severity.HINT, "上年有金额的今年不写“无”", "G16", gone_without_zero),
    Rule("JS-846", Severity.HINT, "上年没有做完的项目今年还在", "G14、E2", unfinished_projects),
)
