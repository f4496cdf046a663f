"""Projects as the report tells them: their names by place, the stages, the lists of the annex."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from decimal import Decimal

from drafter.diagnostics import DataPath
from drafter.figures.budget import initial_projects
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Unit,
    find,
    group_at,
    rows_at,
    text_at,
)
from drafter.report.enumerations import given

STAGES = ("事前评估", "绩效目标", "绩效监控", "绩效自评", "公开", "部门评价")
PROJECT_PLACES = ("事前评估", "列表", "综述", "表", "年初预算", "专项资金", "目标完成")


def with_projects(data: Group, options: Mapping[str, str]) -> Group:
    """Return the data with its projects by stage and by list."""
    rows = rows_at(data, "项目")
    management = group_at(data, "绩效管理")
    unit = text_at(data, "部门", "全称")
    staged = dict.fromkeys(STAGES, rows)
    if not isinstance(rows.value, Missing):
        projects = [_project(p, unit) for p in rows.entries if isinstance(p, Group)]
        rows = replace(rows, value=tuple(projects))
        staged = {s: Rows(("项目",), _in_order(_at_stage(projects, s), s)) for s in STAGES}
    counts = {s: _stage_count(management, s, staged[s], rows) for s in STAGES}
    listed = _first_three(staged["公开"]) if options.get("列举项目") == "前三个" else staged["公开"]
    data = data.with_items(
        项目=rows,
        绩效管理=management.with_items(
            列举=_names(listed, "列表"),
            环节=Group(("绩效管理", "项目个数"), staged),
            个数=Group(("绩效管理", "项目个数"), counts),
            开展环节=_stages_done(rows, staged, counts),
        ),
    )
    return data.with_items(项目清单=_lists(data, rows))


def before_the_word(name: Text) -> Text:
    """Return a project's name for a sentence that goes on with “项目”: not 推广项目项目."""
    if isinstance(name.value, Missing) or not name.value or name.plain == "项目":
        return name
    return replace(name, value=(name.plain.removesuffix("项目"),))


def _lists(data: Group, rows: Rows) -> Group:
    """Return the lists of the annex: projects of the initial budget and of special funds."""
    own_names = {text_at(data, "部门", name).plain for name in ("全称", "简称", "自称")}
    initial = initial_projects(data)
    begun = _ordered(_listed(rows, lambda p: p in initial), "年初预算")
    special = _ordered(_listed(rows, lambda p: _special(p) != ""), "专项资金")
    lists: dict[str, Rows] = {
        "年初": begun,
        "年初单位": _listed(begun, lambda p: _of_a_unit(p, own_names)),
        "年初未完成": _listed(begun, lambda p: not _is_done(p)),
        "专项": special,
        "本级": _listed(special, lambda p: _special(p) == "本级"),
        "上级": _listed(special, lambda p: _special(p) == "上级"),
    }
    counts: dict[str, Node] = {}
    for name in ("年初", "专项", "本级", "上级"):
        field = "年初预算" if name == "年初" else "专项资金"
        counts[name] = _count(lists[name], name, "项目个数", rows, field)
        done = _listed(lists[name], _is_done)
        counts[f"{name}完成"] = _count(done, f"{name}完成", "实际完成的项目个数", rows, "是否完成")
    return Group(("项目",), {**lists, "个数": Group(("项目",), counts)})


def _listed(rows: Rows, wanted: Callable[[Group], bool]) -> Rows:
    if isinstance(rows.value, Missing):
        return rows
    return replace(rows, value=tuple(p for p in rows.entries if isinstance(p, Group) and wanted(p)))


def _ordered(rows: Rows, place: str) -> Rows:
    return (
        rows
        if isinstance(rows.value, Missing)
        else replace(rows, value=_in_order(rows.value, place))
    )


def _in_order(rows: tuple[Node, ...], place: str) -> tuple[Node, ...]:
    """Return the projects by their turn at the place; those without one follow as listed."""
    return tuple(sorted(rows, key=lambda row: _turn(row, place)))


def _turn(project: Node, place: str) -> tuple[bool, Decimal]:
    """Return a key that sorts projects with a turn first, by it, and leaves the others alone."""
    turn = find(project, ("次序", place))
    number = turn.number if isinstance(turn, Figure) and turn.applicable else None
    return number is None, number or Decimal(0)


def _of_a_unit(project: Group, own_names: Collection[str]) -> bool:
    return text_at(project, "预算单位").plain not in own_names


def _special(project: Group) -> str:
    return text_at(project, "专项资金").plain


def _is_done(project: Group) -> bool:
    return text_at(project, "是否完成").plain != "否"


def _count(rows: Rows, name: str, formula: str, projects: Rows, field: str) -> Figure:
    """Return how many rows there are; the field of each project decided which ones."""
    path: DataPath = ("项目", name)
    if isinstance(rows.value, Missing):
        return Figure(path, rows.value, Unit.COUNT)
    number = Decimal(len(rows.value))
    return Figure(path, number, Unit.COUNT, formula=formula, inputs=_deciding(projects, field))


def _deciding(projects: Rows, field: str) -> tuple[DataPath, ...]:
    return tuple((*p.path, field) for p in projects.entries if isinstance(p, Group)) or (("项目",),)


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
    names = {f"{place}名称": given(text_at(other, place), name) for place in PROJECT_PLACES}
    names["综述名称"] = before_the_word(names["综述名称"])
    done = text_at(project, "是否完成")
    return project.with_items(
        **names,
        预算单位=given(text_at(project, "预算单位"), unit),
        主管部门=given(text_at(project, "主管部门"), unit),
        # Done unless said otherwise; that it was not said is kept for the rule that asks.
        是否完成=given(done, Text(done.path, ("是",), applicable=False)),
        指标=_grouped(rows_at(project, "指标")),
    )


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


def _stage_count(management: Group, stage: str, staged: Rows, projects: Rows) -> Figure:
    """Return the typed count of a stage, or how many listed projects went through it."""
    typed = find(management, ("项目个数", stage))
    if isinstance(typed, Figure) and typed.number is not None and typed.applicable:
        return typed
    path = ("绩效管理", "个数", stage)
    if isinstance(staged.value, Missing):
        return Figure(path, staged.value, Unit.COUNT)
    formula = f"经过{stage}的项目个数"
    inputs = _deciding(projects, "阶段")
    number = Decimal(len(staged.value))
    return Figure(path, number, Unit.COUNT, formula=formula, inputs=inputs)
