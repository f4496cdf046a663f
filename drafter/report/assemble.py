"""Joins figures and a template's options into what the report prints: which rows, terms, annexes.

Pure: it takes figures and options and gives nodes. Everything here serves any report of final
accounts; what only one province says stands in its template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from drafter.figures.arithmetic import add
from drafter.figures.derive import EXPENDITURE_NATURES, FUNDS, REVENUE_SOURCES
from drafter.figures.nodes import (
    Figure,
    Flag,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Unit,
    figure_at,
    find,
    group_at,
    rows_at,
    text_at,
)
from drafter.report.terms import Definitions, term_rows

PURCHASE_KINDS = ("货物", "工程", "服务")
STAGES = ("事前评估", "绩效目标", "绩效监控", "绩效自评", "公开", "部门评价")
_NAMED_PLACES = ("事前评估", "列表", "综述", "表")


@dataclass(frozen=True, slots=True)
class Report:
    """All that a template can name, for one department-year and one choice of options."""

    data: Group
    year: int
    options: Mapping[str, str]


def assemble(figures: Group, year: int | None, scope: str, options: Mapping[str, str]) -> Report:
    """Return the report's data: the figures, and the views that the options ask for.

    Part three is still empty: which terms need explaining follows from the text (`explain`).
    """
    number = year or 0
    data = figures.with_items(
        年度=_year(("年度",), year),
        上年度=_year(("上年度",), None if year is None else year - 1),
        口径=Text(("口径",), (scope,)),
        选项=Group(("选项",), {name: Flag(value) for name, value in options.items()}),
    )
    for step in (_named_rows, _unit_kinds, _classes, _projects, _annexes):
        data = step(data, options)
    return Report(data.with_items(名词=Rows(("名词解释",), ())), number, options)


def explain(report: Report, definitions: Definitions, words: str) -> Report:
    """Return the report with the terms that its text, given as `words`, uses."""
    rows = term_rows(report.data, definitions, words)
    return replace(report, data=report.data.with_items(名词=rows))


def _year(path: tuple[str, ...], year: int | None) -> Figure:
    if year is None:
        return Figure(path, Missing((("年度",),)), Unit.YEAR)
    return Figure(path, Decimal(year), Unit.YEAR, inputs=(("年度",),))


def _named(figure: Figure, name: str) -> Figure:
    return figure.with_children(名称=Text(figure.path, (name,)))


def _shown(rows: list[Figure], options: Mapping[str, str]) -> tuple[Node, ...]:
    """Return the rows of an enumeration; zero lines go where the option hides them."""
    if options.get("零项") != "隐藏":
        return tuple(rows)
    return tuple(row for row in rows if row.number != 0)


def _named_rows(data: Group, options: Mapping[str, str]) -> Group:
    revenue, spent = group_at(data, "收入"), group_at(data, "支出")
    bought, basic = group_at(data, "政府采购"), group_at(data, "基本支出")
    for name in ("人员经费", "公用经费"):
        items = rows_at(basic, name, "科目")
        spent_on = (
            items if isinstance(items.value, Missing) else replace(items, value=_nonzero(items))
        )
        basic = basic.with_items(**{name: figure_at(basic, name).with_children(列示=spent_on)})
    kinds = [_named(figure_at(bought, n), n) for n in PURCHASE_KINDS]
    sources = [_named(figure_at(revenue, n), n) for n in REVENUE_SOURCES]
    natures = [_named(figure_at(spent, n), n) for n in EXPENDITURE_NATURES]
    return data.with_items(
        基本支出=basic,
        政府采购=bought.with_items(列示=Rows(bought.path, _shown(kinds, options))),
        收入=revenue.with_items(
            列示=Rows(("收入",), _shown(sources, options)),
            非零=Rows(("收入",), tuple(row for row in sources if row.number != 0)),
        ),
        支出=spent.with_items(
            列示=Rows(("支出",), _shown(natures, options)),
            非零=Rows(("支出",), tuple(row for row in natures if row.number != 0)),
        ),
    )


def _unit_kinds(data: Group, options: Mapping[str, str]) -> Group:
    """Count the subordinate units by kind."""
    organization = group_at(data, "机构")
    units = rows_at(organization, "下属单位")
    kinds = [text_at(row, "类型") for row in units.entries]
    untyped = tuple(kind.path for kind in kinds if isinstance(kind.value, Missing))
    missing = units.value if isinstance(units.value, Missing) else Missing(untyped)
    counts: dict[str, Node] = {}
    for name in ("行政单位", "参公事业单位", "其他事业单位"):
        number = Decimal(sum(kind.plain == name for kind in kinds))
        counts[f"{name}数"] = Figure(
            ("机构", f"{name}数"),
            missing if missing.paths else number,
            Unit.COUNT,
            formula=f"类型为{name}的下属单位个数",
            inputs=(units.path,),
        )
    return data.with_items(机构=organization.with_items(**counts))


def _classes(data: Group, options: Mapping[str, str]) -> Group:
    """Add to each fund its non-zero classes, and the rows of the item-by-item account."""
    everything: list[Node] = []
    for name in FUNDS:
        fund = group_at(data, name)
        rows = rows_at(fund, "科目")
        if isinstance(rows.value, Missing) and figure_at(fund, "合计").number == 0:
            rows = replace(rows, value=())  # nothing was spent: there is nothing to list
        listed = rows if isinstance(rows.value, Missing) else replace(rows, value=_nonzero(rows))
        everything += listed.entries
        kept = rows if isinstance(rows.value, Missing) else replace(rows, value=_accounted(rows))
        by_item = options.get("具体情况") == "项"
        detailed = _by_item(kept) if by_item else _by_class(kept)
        data = data.with_items(**{name: fund.with_items(列示=listed, 具体=detailed)})
    return data.with_items(各类支出=Rows(("支出",), _over_funds(everything)))


def _over_funds(rows: Sequence[Node]) -> tuple[Node, ...]:
    """Return one row for each class, its amounts from all funds added up."""
    by_name: dict[str, list[Figure]] = {}
    for row in rows:
        if isinstance(row, Figure):
            by_name.setdefault(text_at(row, "名称").plain, []).append(row)
    return tuple(
        parts[0]
        if len(parts) == 1
        else _named(add(("支出", name), parts, names=[_fund_of(p) for p in parts]), name)
        for name, parts in by_name.items()
    )


def _fund_of(row: Figure) -> str:
    """Return the name of the fund that a row of the classification belongs to."""
    return str(row.path[0])


def _accounted(rows: Rows) -> tuple[Figure, ...]:
    """Return the rows that were spent or budgeted: a budget that was not used is accounted for."""
    return tuple(
        row
        for row in rows.entries
        if isinstance(row, Figure) and (row.number != 0 or figure_at(row, "预算").number)
    )


def _nonzero(rows: Rows) -> tuple[Figure, ...]:
    return tuple(row for row in rows.entries if isinstance(row, Figure) and row.number != 0)


def _by_class(classes: Rows) -> Rows:
    """Return a row for each class, with the names of its sections and items."""
    if isinstance(classes.value, Missing):
        return classes
    rows: list[Node] = []
    for row in classes.entries:
        if not isinstance(row, Figure):
            continue
        sections = rows_at(row, "款")
        items = [item for s in sections.entries for item in rows_at(s, "项").entries]
        rows.append(_account_row(row, row, sections, Rows(sections.path, tuple(items))))
    return replace(classes, value=tuple(rows))


def _by_item(classes: Rows) -> Rows:
    """Return a row for each item with its amount.

    A class without sections, or a section without items, has a row of its own: no amount may
    fall out of the account because it is not broken down.
    """
    if isinstance(classes.value, Missing):
        return classes
    rows: list[Node] = []
    for row in classes.entries:
        sections = rows_at(row, "款")
        if isinstance(row, Figure) and not sections.entries:
            rows.append(_account_row(row, row, sections, sections))
        for section in _accounted(sections):
            rows += _item_rows(row, section)
    return replace(classes, value=tuple(rows))


def _item_rows(functional_class: Node, section: Figure) -> list[Node]:
    items, one = rows_at(section, "项"), Rows(section.path, (section,))
    if not items.entries:
        return [_account_row(section, functional_class, one, items)]
    return [
        _account_row(item, functional_class, one, Rows(item.path, (item,)))
        for item in _accounted(items)
    ]


def _account_row(figure: Figure, functional_class: Node, sections: Rows, items: Rows) -> Figure:
    return figure.with_children(
        类名=text_at(functional_class, "名称"), 款名=_distinct(sections), 项名=_distinct(items)
    )


def _distinct(rows: Rows) -> Rows:
    """Return the names of the rows, each once."""
    if isinstance(rows.value, Missing):
        return rows
    names = {text_at(row, "名称").plain: text_at(row, "名称") for row in rows.entries}
    return Rows(rows.path, tuple(names.values()))


def _projects(data: Group, options: Mapping[str, str]) -> Group:
    rows = rows_at(data, "项目")
    management = group_at(data, "绩效管理")
    unit = text_at(data, "部门", "全称")
    staged = dict.fromkeys(STAGES, rows)
    if not isinstance(rows.value, Missing):
        projects = [_project(p, unit) for p in rows.entries if isinstance(p, Group)]
        rows = replace(rows, value=tuple(projects))
        staged = {s: Rows(("项目",), _at_stage(projects, s)) for s in STAGES}
    counts = {s: _stage_count(management, s, staged[s]) for s in STAGES}
    listed = _first_three(staged["公开"]) if options.get("列举项目") == "前三个" else staged["公开"]
    return data.with_items(
        项目=rows,
        绩效管理=management.with_items(
            列举=_names(listed, "列表"),
            环节=Group(("绩效管理", "项目个数"), staged),
            个数=Group(("绩效管理", "项目个数"), counts),
            开展环节=_stages_done(rows, staged, counts),
        ),
    )


def _stages_done(projects: Rows, staged: Mapping[str, Rows], counts: Mapping[str, Figure]) -> Rows:
    """Return the stages that projects went through, in order, with their counts and names."""
    if isinstance(projects.value, Missing):
        return projects
    rows: list[Node] = []
    for stage in STAGES[:4]:
        if counts[stage].number != 0:
            items: dict[str, Node] = {
                "名称": Text(("项目",), (stage,)),
                "个数": counts[stage],
                "名单": _names(staged[stage], "事前评估"),
            }
            rows.append(Group(("绩效管理", "项目个数", stage), items))
    return Rows(("项目",), tuple(rows))


def _first_three(rows: Rows) -> Rows:
    return rows if isinstance(rows.value, Missing) else replace(rows, value=rows.value[:3])


def _names(rows: Rows, place: str) -> Rows:
    if isinstance(rows.value, Missing):
        return rows
    return Rows(rows.path, tuple(text_at(row, f"{place}名称") for row in rows.entries))


def _project(project: Group, unit: Text) -> Group:
    """Return the project with its name at each place, its unit and the groups of its rows."""
    name, other = text_at(project, "名称"), group_at(project, "别名")
    names = {f"{place}名称": _given(text_at(other, place), name) for place in _NAMED_PLACES}
    names["综述名称"] = _before_the_word(names["综述名称"])
    return project.with_items(
        **names,
        预算单位=_given(text_at(project, "预算单位"), unit),
        指标=_grouped(rows_at(project, "指标")),
    )


def _before_the_word(name: Text) -> Text:
    """Return a project's name for a sentence that goes on with “项目”: not 推广项目项目."""
    if isinstance(name.value, Missing) or not name.value or name.plain == "项目":
        return name
    return replace(name, value=(name.plain.removesuffix("项目"),))


def _given(text: Text, default: Text) -> Text:
    """Return the text, or the default where it was not typed."""
    return default if isinstance(text.value, Missing) or not text.value else text


def _grouped(indicators: Rows) -> Rows:
    """Give consecutive rows of one 一级 (and within it one 二级) a common group for merging."""
    if isinstance(indicators.value, Missing):
        return indicators
    rows: list[Node] = []
    first, second = 0, 0
    last: tuple[str, str] | None = None
    for row in indicators.entries:
        if not isinstance(row, Group):
            continue
        now = (text_at(row, "一级").plain, text_at(row, "二级").plain)
        if last is None or now[0] != last[0]:
            first += 1
        if now != last:
            second += 1
        last = now
        rows.append(
            row.with_items(
                一级组=Text(row.path, (f"{first}",)), 二级组=Text(row.path, (f"{first}.{second}",))
            )
        )
    return replace(indicators, value=tuple(rows))


def _at_stage(projects: list[Group], stage: str) -> tuple[Node, ...]:
    return tuple(
        p for p in projects if any(
            isinstance(s, Text) and s.plain == stage for s in rows_at(p, "阶段").entries
        )
    )  # fmt: skip


def _stage_count(management: Group, stage: str, listed: Rows) -> Figure:
    """Return the typed count of a stage, or how many listed projects went through it."""
    typed = find(management, ("项目个数", stage))
    if isinstance(typed, Figure) and typed.number is not None and typed.applicable:
        return typed
    path = ("绩效管理", "个数", stage)
    if isinstance(listed.value, Missing):
        return Figure(path, listed.value, Unit.COUNT)
    number = Decimal(len(listed.value))
    formula = f"经过{stage}的项目个数"
    return Figure(path, number, Unit.COUNT, formula=formula, inputs=(("项目",),))


def _annexes(data: Group, options: Mapping[str, str]) -> Group:
    """Number the annexes and join each project evaluation with its project."""
    overall = group_at(data, "整体评价")
    number = 0
    if overall.applicable:
        number += 1
        overall = overall.with_items(附件号=_count(number))
    evaluations = rows_at(data, "项目评价")
    if not isinstance(evaluations.value, Missing):
        joined: list[Node] = []
        for row in evaluations.entries:
            number += 1
            if isinstance(row, Group):
                joined.append(_evaluation(row, data, number))
        evaluations = replace(evaluations, value=tuple(joined))
    return data.with_items(
        整体评价=overall,
        项目评价=evaluations,
        附件数=_count(number),
    )


def _count(number: int) -> Figure:
    return Figure(("附件",), Decimal(number), Unit.COUNT, formula="附件的顺序")


def _evaluation(evaluation: Group, data: Group, number: int) -> Group:
    typed = text_at(evaluation, "项目")
    evaluation = evaluation.with_items(题名=_before_the_word(typed))
    project = _project_named(data, typed.plain)
    if project is None:
        # The rule on project names reports it; what hangs on the project is a gap until then.
        missing = Missing(((*evaluation.path, "项目"),))
        budget: Node = Figure(evaluation.path, missing, Unit.YUAN)
        return evaluation.with_items(附件号=_count(number), 项目预算=budget)
    return evaluation.with_items(附件号=_count(number), 项目预算=figure_at(project, "预算", "合计"))


def _project_named(data: Group, name: str) -> Node | None:
    projects = rows_at(data, "项目").entries
    return next((p for p in projects if text_at(p, "名称").plain == name), None)
