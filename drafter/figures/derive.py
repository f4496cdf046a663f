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
from drafter.figures.arithmetic import (
    add,
    as_typed,
    difference,
    name_of,
    number_of,
    ratio,
    share,
    total,
)
from drafter.figures.budget import with_budget
from drafter.figures.classification import named
from drafter.figures.compare import compared
from drafter.figures.economic import with_basic_items
from drafter.figures.evaluation import (
    CARRIED,
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
from drafter.figures.rows import (
    FLOW,
    NATURES,
    columns_summed,
    figures_of,
    row_summed,
    rows_summed,
    split_summed,
    total_of,
)
from drafter.model.year import DepartmentYear

REVENUE_SOURCES = (
    "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款",
    "上级补助", "事业", "经营", "附属单位上缴", "其他",
)  # fmt: skip
FISCAL_SOURCES = REVENUE_SOURCES[:3]
EXPENDITURE_NATURES = NATURES
REVENUE_COLUMNS = ("财政拨款", *REVENUE_SOURCES[3:])
"""Sources that statement 02 tells of each heading: fiscal money is one of them."""
FUNDS = (
    "一般公共预算财政拨款支出", "政府性基金预算财政拨款支出",
    "国有资本经营预算财政拨款支出", "非财政拨款支出",
)  # fmt: skip


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
    whole = total_of(figure_at(group, name), parts)
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


def _revenue(root: Group) -> Group:
    """Statement 02: sources of other money are summed over its rows where they were not typed."""
    group = group_at(root, "收入")
    rows = rows_summed(named(rows_at(group, "功能分类")), ("款", "项"), REVENUE_COLUMNS)
    group = _with(group, "功能分类", rows)
    for source in REVENUE_SOURCES[3:]:
        group = _with(group, source, _over_rows(figure_at(group, source), rows, source))
    group = _summed(group, REVENUE_SOURCES)
    granted = [figure_at(group, name) for name in FISCAL_SOURCES]
    fiscal = add(("收入", "财政拨款合计"), granted)
    return _with(root, "收入", group.with_items(财政拨款合计=fiscal))


def _over_rows(typed: Figure, rows: Rows, column: str) -> Figure:
    """Return what was typed for a column, else its sum over the rows, where all of them have it."""
    below = [row.children.get(column) for row in figures_of(rows)]
    parts = [part for part in below if isinstance(part, Figure)]
    if not parts or any(isinstance(part.value, Missing) for part in parts):
        return typed
    return total(typed, parts, [name_of(row) for row in figures_of(rows)])


def _expenditure(root: Group) -> Group:
    """Statement 03: natures are summed over the headings, or over the funds, if not typed."""
    group = group_at(root, "支出")
    rows = rows_summed(named(rows_at(group, "功能分类")), _BELOW[:2], NATURES, FLOW)
    shares = rows_summed(rows_at(group, "经济分类"), ("款",), NATURES[:2])
    group = group.with_items(功能分类=rows, 经济分类=shares)
    funds = [figure_at(root, name, "合计") for name in FUNDS]
    for nature in NATURES:
        typed = _over_rows(figure_at(group, nature), rows, nature)
        parts = [figure_at(fund, nature) for fund in funds]
        if isinstance(typed.value, Missing) and not any(
            isinstance(part.value, Missing) for part in parts
        ):
            names = [str(fund.path[0]) for fund in funds]
            typed = total(typed, parts, names)
        group = _with(group, nature, typed)
    group = _summed(group, NATURES)
    whole = figure_at(group, "合计")
    if isinstance(whole.value, Missing) and all(fund.number is not None for fund in funds):
        # Not told by nature, but by fund.
        group = _with(group, "合计", total(whole, funds, list(FUNDS)))
    return _with(root, "支出", group)


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


_BELOW = ("款", "项", "经济分类", "款")
"""The lists below a class of the functional classification, level by level."""


def _funds(root: Group) -> Group:
    """Statements 05, 07 and 08: each fund by heading; what lies above is summed."""
    for name in FUNDS:
        fund = group_at(root, name)
        classes = rows_summed(named(rows_at(fund, "科目")), _BELOW, NATURES, FLOW)
        parts = figures_of(classes)
        whole = columns_summed(figure_at(fund, "合计"), parts, (*NATURES, *FLOW))
        if not isinstance(classes.value, Missing):
            whole = total_of(whole, parts)
        whole = split_summed(whole, NATURES)
        if isinstance(classes.value, Missing) and isinstance(whole.value, Missing):
            if name == "非财政拨款支出":
                whole = split_summed(_or_zero(whole), NATURES)
            else:
                whole = replace(whole, value=classes.value)
        root = _with(root, name, fund.with_items(合计=whole, 科目=classes))
    return root


def _fund_shares(root: Group) -> Group:
    """Return the root with each fund's share of the expenditure, and each class's of its fund."""
    spent = figure_at(root, "支出", "合计")
    for name in FUNDS:
        fund = group_at(root, name)
        whole, classes = figure_at(fund, "合计"), rows_at(fund, "科目")
        whole = whole.with_children(**_flow_of(root, name, whole))
        whole = whole.with_children(占比=ratio((*whole.path, "占比"), whole, spent))
        shared = replace(classes, value=_shares(classes, whole)) if classes.entries else classes
        root = _with(root, name, fund.with_items(合计=whole, 科目=shared))
    return root


def _flow_of(root: Group, fund: str, whole: Figure) -> dict[str, Node]:
    """Return what a fund began with, received and ended with, where its total does not tell it."""
    source = fund.removesuffix("支出")
    if source not in FISCAL_SOURCES:
        return {}
    carried = CARRIED[FISCAL_SOURCES.index(source)]
    known = {
        "年初结转": figure_at(root, "结转结余", f"年初{carried}"),
        "本年收入": figure_at(root, "收入", source),
        "年末结转": figure_at(root, "结转结余", f"年末{carried}"),
    }
    return {
        name: figure for name, figure in known.items() if _is_open(figure_at(whole, name), figure)
    }


def _is_open(own: Figure, known: Figure) -> bool:
    """Return whether a fund's own figure leaves it to what is known elsewhere.

    无 says that nothing was spent: money may have come in, or be carried over, all the same.
    """
    return isinstance(own.value, Missing) or (not own.applicable and known.number is not None)


def _shares(rows: Rows, whole: Figure) -> tuple[Node, ...]:
    return tuple(
        row.with_children(占比=share((*row.path, "占比"), row, whole)) for row in figures_of(rows)
    )


def _basic(root: Group) -> Group:
    names = ("人员经费", "公用经费")
    group = group_at(root, "基本支出")
    group = group.with_items(**{n: row_summed(figure_at(group, n), ("科目",)) for n in names})
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
        net = as_typed(typed, replace(net, parts=2))
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
    with_carry_by_kind, _revenue, _funds, _expenditure, _fund_shares, _grand_totals,
    with_basic_items, _basic,
    _three_public, _procurement, _assets, _staff, with_staff_totals, _projects, with_budget,
    with_evaluation,
)  # fmt: skip
