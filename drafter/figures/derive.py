"""Everything that follows from the input: totals, shares, changes, completion, counts.

`derive` is the one place where the shape of the accounts is known: which parts make which
total, and which whole a share is taken of. All of it is pure and unrounded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from drafter.diagnostics import DataPath
from drafter.figures.announced import with_announced
from drafter.figures.arithmetic import add, difference, name_of, number_of, ratio, share, total
from drafter.figures.budget import with_budget
from drafter.figures.classification import named
from drafter.figures.compare import compared
from drafter.figures.evaluation import (
    project_flow,
    spelled,
    total_if_given,
    with_carry_by_kind,
    with_evaluation,
    with_staff_totals,
)
from drafter.figures.lift import lift
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Unit,
    figure_at,
    group_at,
    rows_at,
)
from drafter.model.year import DepartmentYear

REVENUE_SOURCES = (
    "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款",
    "上级补助", "事业", "经营", "附属单位上缴", "其他",
)  # fmt: skip
FISCAL_SOURCES = REVENUE_SOURCES[:3]
EXPENDITURE_NATURES = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
FUNDS = (
    "一般公共预算财政拨款支出", "政府性基金预算财政拨款支出",
    "国有资本经营预算财政拨款支出", "非财政拨款支出",
)  # fmt: skip
_COMPARED = ("预算", "年初预算", "上年", "上年预算")


def derive(year: DepartmentYear) -> Group:
    """Return all figures of the department-year: the typed ones and what follows from them."""
    root = lift(year)
    for step in _STEPS:
        root = step(root)
    return with_announced(compared(root), year.announced or {})


def _with(root: Group, name: str, node: Node) -> Group:
    return root.with_items(**{name: node})


def _summed(group: Group, part_names: Sequence[str], name: str = "合计") -> Group:
    """Return the group with its total, and each part with its share of that total."""
    parts = [_as_part(group.items[part]) for part in part_names]
    whole = _total(figure_at(group, name), parts)
    items = dict(group.items)
    for part_name in part_names:
        items[part_name] = _with_share(items[part_name], whole)
    return replace(group, items={**items, name: whole})


def _as_part(node: Node) -> Figure:
    return node if isinstance(node, Figure) else figure_at(node, "合计")


def _with_share(node: Node, whole: Figure) -> Node:
    """Return the part with its share; a part that is a group carries it on its own total."""
    if isinstance(node, Group):
        return _with(node, "合计", _with_share(figure_at(node, "合计"), whole))
    if not isinstance(node, Figure):
        raise TypeError("only figures have shares")
    return node.with_children(占比=share((*node.path, "占比"), node, whole))


def _total(typed: Figure, parts: Sequence[Figure]) -> Figure:
    """Return the total with its budget and last year, summed where they were not typed."""
    whole = total(typed, parts)
    if not parts:
        return whole
    names = [name_of(part) for part in parts]
    compared: dict[str, Node] = {}
    for child in _COMPARED:
        own = figure_at(typed, child)
        below = [figure_at(part, child) for part in parts]
        summed = total(own, below, [name + child for name in names])
        # Where neither is filled, the user fills the total rather than every part of it.
        compared[child] = own if isinstance(summed.value, Missing) else summed
    return whole.with_children(**compared)


def _revenue(root: Group) -> Group:
    group = _summed(group_at(root, "收入"), REVENUE_SOURCES)
    granted = [figure_at(group, name) for name in FISCAL_SOURCES]
    fiscal = add(("收入", "财政拨款合计"), granted)
    return _with(root, "收入", group.with_items(财政拨款合计=fiscal))


def _expenditure(root: Group) -> Group:
    return _with(root, "支出", _summed(group_at(root, "支出"), EXPENDITURE_NATURES))


def _grand_totals(root: Group) -> Group:
    """Statement 01: revenue + use of balance + opening = expenditure + distribution + closing."""
    carry = group_at(root, "结转结余")
    revenue, spent = figure_at(root, "收入", "合计"), figure_at(root, "支出", "合计")
    opening, used = figure_at(carry, "年初"), _or_zero(figure_at(carry, "使用非财政拨款结余"))
    distributed, closing = _or_zero(figure_at(carry, "结余分配")), figure_at(carry, "年末")
    typed = figure_at(root, "收支总计")
    sources = [revenue, used, opening]
    uses = add((*typed.path, "支出方"), [spent, distributed, closing])
    grand = total(typed, sources).with_children(
        收入方=add((*typed.path, "收入方"), sources), 支出方=uses
    )
    fiscal_typed = figure_at(root, "财政拨款收支总计")
    fiscal_parts = [figure_at(root, "收入", name) for name in FISCAL_SOURCES]
    fiscal = total(fiscal_typed, [*fiscal_parts, figure_at(carry, "年初财政拨款")])
    return root.with_items(收支总计=grand, 财政拨款收支总计=fiscal)


def _or_zero(figure: Figure) -> Figure:
    """Return 0 for a figure that hardly any department has and nobody types as 0."""
    if isinstance(figure.value, Missing):
        return replace(figure, value=Decimal(0), applicable=False)
    return figure


def _funds(root: Group) -> Group:
    spent = figure_at(root, "支出", "合计")
    for name in FUNDS:
        fund = group_at(root, name)
        optional = name == "非财政拨款支出" and isinstance(rows_at(fund, "科目").value, Missing)
        classes = _rows_summed(named(rows_at(fund, "科目")), ("款", "项", "经济分类"))
        typed = figure_at(fund, "合计")
        if optional:
            typed = _or_zero(typed)
        if not isinstance(classes.value, Missing):
            whole = _total(typed, _figures(classes))
        elif isinstance(typed.value, Missing):
            whole = replace(typed, value=classes.value)
        else:
            whole = typed
        whole = whole.with_children(占比=ratio((*whole.path, "占比"), whole, spent))
        shared = replace(classes, value=_shares(classes, whole)) if classes.entries else classes
        root = _with(root, name, fund.with_items(合计=whole, 科目=shared))
    return root


def _figures(rows: Rows) -> list[Figure]:
    return [row for row in rows.entries if isinstance(row, Figure)]


def _shares(rows: Rows, whole: Figure) -> tuple[Node, ...]:
    return tuple(
        row.with_children(占比=share((*row.path, "占比"), row, whole)) for row in _figures(rows)
    )


def _rows_summed(rows: Rows, below: tuple[str, ...]) -> Rows:
    """Return the rows with each summed from the levels below it, where these have amounts."""
    if isinstance(rows.value, Missing) or not below:
        return rows
    return replace(rows, value=tuple(_row_summed(row, below) for row in _figures(rows)))


def _row_summed(row: Figure, below: tuple[str, ...]) -> Figure:
    """Return the row summed from the rows listed below it.

    These may be names without amounts; then the amount typed for the row stands alone.
    """
    inner = _rows_summed(rows_at(row, below[0]), below[1:])
    parts = _figures(inner)
    row = row.with_children(**{below[0]: inner})
    if not parts:
        return row
    summed = _total(row, parts)
    if isinstance(summed.value, Missing) and all(isinstance(p.value, Missing) for p in parts):
        # Only names below: what is missing is this amount, not one for each name.
        return replace(summed, value=Missing((row.path,)), formula="", inputs=())
    return summed


def _basic(root: Group) -> Group:
    names = ("人员经费", "公用经费")
    group = group_at(root, "基本支出")
    group = group.with_items(**{n: _row_summed(figure_at(group, n), ("科目",)) for n in names})
    return _with(root, "基本支出", _summed(group, names))


def _three_public(root: Group) -> Group:
    group = group_at(root, "三公经费")
    vehicles = _summed(group_at(group, "公务用车费"), ("购置", "运行维护"))
    bought = rows_at(vehicles, "更新购置")
    vehicles = vehicles.with_items(
        购置辆数=_count_sum(bought, "辆数", (*vehicles.path, "购置辆数"))
    )
    reception = _summed(group_at(group, "公务接待费"), ("国内", "外事"))
    group = group.with_items(公务用车费=vehicles, 公务接待费=reception)
    return _with(root, "三公经费", _summed(group, ("因公出国境费", "公务用车费", "公务接待费")))


def _count_sum(rows: Rows, name: str, path: DataPath) -> Figure:
    """Return the sum of a count over rows; `Missing` where the list is still to be filled."""
    if isinstance(rows.value, Missing):
        return Figure(path, rows.value, Unit.COUNT)
    return _counted(Figure(path, Missing((path,)), Unit.COUNT), rows, name)


def _counted(typed: Figure, rows: Rows, name: str) -> Figure:
    """Return the typed total of a count, or its sum over the rows."""
    whole = total(typed, [figure_at(row, name) for row in rows.entries])
    return replace(whole, formula=f"各项{name}之和")


def _procurement(root: Group) -> Group:
    group = _summed(group_at(root, "政府采购"), ("货物", "工程", "服务"))
    whole = figure_at(group, "合计")
    for name in ("授予中小企业", "授予小微企业"):
        held = figure_at(group, name)
        rate = ratio((*held.path, "占比"), held, whole)
        group = _with(group, name, held.with_children(占比=rate))
    return _with(root, "政府采购", group)


def _assets(root: Group) -> Group:
    group = group_at(root, "国有资产")
    typed = figure_at(group, "净资产")
    net = difference(typed.path, figure_at(group, "资产"), figure_at(group, "负债"))
    if not isinstance(typed.value, Missing):
        known = not isinstance(net.value, Missing)
        net = replace(typed, parts_sum=net.value, parts=2, formula=net.formula) if known else typed
    return _with(root, "国有资产", group.with_items(净资产=net, 固定资产=_fixed_assets(group)))


def _fixed_assets(assets: Group) -> Group:
    """Return the fixed assets with the share of each class and part in their net value."""
    fixed = group_at(assets, "固定资产")
    net, classes = figure_at(fixed, "净值"), rows_at(fixed, "类别")
    if isinstance(classes.value, Missing):
        return fixed
    rows: list[Node] = []
    for row in classes.entries:
        if isinstance(row, Group):
            parts = rows_at(row, "其中")
            held = tuple(_valued(part, net) for part in parts.entries if isinstance(part, Group))
            rows.append(_valued(row, net).with_items(其中=Rows(parts.path, held)))
    return fixed.with_items(类别=replace(classes, value=tuple(rows)))


def _valued(row: Group, whole: Figure) -> Group:
    held = figure_at(row, "净值")
    rate = ratio((*held.path, "占比"), held, whole)
    return row.with_items(净值=held.with_children(占比=rate))


def _staff(root: Group) -> Group:
    staff = group_at(root, "人员")
    posts = {name: _posts(group_at(staff, name)) for name in ("行政编制", "事业编制")}
    units = rows_at(root, "机构", "下属单位")
    organization = group_at(root, "机构").with_items(
        下属单位编制=_count_sum(units, "编制", ("机构", "下属单位编制")),
        下属单位数=_number(units, ("机构", "下属单位数")),
        内设机构数=_number(rows_at(root, "机构", "内设机构"), ("机构", "内设机构数")),
    )
    vehicles = group_at(root, "车辆")
    vehicles = vehicles.with_items(
        车型合计=_count_sum(rows_at(vehicles, "车型"), "辆数", ("车辆", "车型合计")),
        用途合计=_count_sum(rows_at(vehicles, "用途"), "辆数", ("车辆", "用途合计")),
    )
    return root.with_items(
        人员=staff.with_items(**posts),
        机构=organization,
        车辆=vehicles,
    )


def _posts(posts: Group) -> Group:
    """Return authorized posts with their total; `构成: 无` leaves the typed total alone."""
    parts, typed = rows_at(posts, "构成"), figure_at(posts, "合计")
    if parts.entries:
        typed = _counted(typed, parts, "人数")
    elif isinstance(parts.value, Missing) and isinstance(typed.value, Missing):
        typed = replace(typed, value=parts.value)
    return posts.with_items(合计=typed)


def _number(rows: Rows, path: DataPath) -> Figure:
    if isinstance(rows.value, Missing):
        return Figure(path, rows.value, Unit.COUNT)
    return number_of(rows.entries, path, rows.path)


def _projects(root: Group) -> Group:
    rows = rows_at(root, "项目")
    if isinstance(rows.value, Missing):
        return root
    projects = tuple(_project(row) for row in rows.entries if isinstance(row, Group))
    return _with(root, "项目", replace(rows, value=projects))


def _project(project: Group) -> Group:
    for name in ("预算", "执行"):
        money = group_at(project, name)
        parts = [figure_at(money, source) for source in ("财政拨款", "其他资金")]
        carried = figure_at(money, "上年结转")
        if not isinstance(carried.value, Missing):
            parts.insert(1, carried)
        whole = total(figure_at(money, "合计"), parts)
        project = _with(project, name, money.with_items(合计=whole))
    project = _with_rates(project)
    spent, budget = figure_at(project, "执行", "合计"), figure_at(project, "预算", "合计")
    rate = ratio((*project.path, "完成率"), spent, budget)
    indicators = rows_at(project, "指标")
    if not isinstance(indicators.value, Missing):
        # A wholly blank row of the form carries nothing and is not printed.
        kept = tuple(row for row in indicators.entries if not _is_blank(row))
        blank = bool(indicators.entries) and not kept
        indicators = replace(indicators, value=Missing((indicators.path,)) if blank else kept)
    sources = group_at(project, "年初资金")
    begun = [figure_at(sources, name) for name in ("财政拨款", "上年结转", "其他资金")]
    return project.with_items(
        完成率=rate,
        年初预算=total_if_given(figure_at(project, "年初预算"), begun),
        收支=project_flow(project),
        指标=spelled(indicators),
    )


def _with_rates(project: Group) -> Group:
    """Return the project with how much of each source of its money was spent (完成率)."""
    spent, budget = group_at(project, "执行"), group_at(project, "预算")
    rates: dict[str, Node] = {}
    for source in ("财政拨款", "上年结转", "其他资金"):
        held = figure_at(spent, source)
        rate = ratio((*held.path, "完成率"), held, figure_at(budget, source))
        rates[source] = held.with_children(完成率=rate)
    return _with(project, "执行", spent.with_items(**rates))


def _is_blank(row: Node) -> bool:
    return isinstance(row, Group) and all(
        isinstance(cell, Text | Figure) and isinstance(cell.value, Missing)
        for cell in row.items.values()
    )


_STEPS: tuple[Callable[[Group], Group], ...] = (
    with_carry_by_kind, _revenue, _expenditure, _grand_totals, _funds, _basic,
    _three_public, _procurement, _assets, _staff, with_staff_totals, _projects, with_budget,
    with_evaluation,
)  # fmt: skip
