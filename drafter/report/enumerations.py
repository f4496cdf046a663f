"""Lists that a sentence runs through: sources, natures, kinds of purchase, people, units, names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from drafter.figures.derive import EXPENDITURE_NATURES, REVENUE_SOURCES
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
    text_at,
)

PURCHASE_KINDS = ("货物", "工程", "服务")
UNIT_KINDS = ("行政单位", "参公事业单位", "其他事业单位")
STAFF_KINDS = ("公务员", "机关工勤", "离休", "退休", "事业")
NAMED_PLACES = ("机关运行经费", "政府采购", "国有资产", "绩效管理")


def with_enumerations(data: Group, options: Mapping[str, str]) -> Group:
    """Return the data with the rows that its enumerations list (列示, 非零)."""
    for step in (_revenue, _expenditure, _purchases, _basic):
        data = step(data, options)
    return _unit_kinds(_people(_names(data)))


def named(figure: Figure, name: str) -> Figure:
    """Return the figure under a name that the report prints."""
    return figure.with_children(名称=Text(figure.path, (name,)))


def nonzero(rows: Rows) -> tuple[Figure, ...]:
    """Return the rows that are not plainly zero; what is still to be filled stays."""
    return tuple(row for row in rows.entries if isinstance(row, Figure) and row.number != 0)


def given(text: Text, default: Text) -> Text:
    """Return the text, or the default where it was not typed."""
    return default if isinstance(text.value, Missing) or not text.value else text


def _shown(rows: Sequence[Figure], options: Mapping[str, str], option: str) -> tuple[Node, ...]:
    """Return the rows of an enumeration: `无` is not listed, zeros go where the option says so."""
    hidden = options.get(option) == "隐藏"
    return tuple(row for row in rows if row.applicable and not (hidden and row.number == 0))


def _listed(
    data: Group, group: str, names: Sequence[str], options: Mapping[str, str], option: str
) -> Group:
    section = group_at(data, group)
    rows = [named(figure_at(section, name), name) for name in names]
    views = {
        "列示": Rows(section.path, _shown(rows, options, option)),
        "非零": Rows(section.path, tuple(row for row in rows if row.number != 0)),
    }
    return data.with_items(**{group: section.with_items(**views)})


def _revenue(data: Group, options: Mapping[str, str]) -> Group:
    return _listed(data, "收入", REVENUE_SOURCES, options, "收入零项")


def _expenditure(data: Group, options: Mapping[str, str]) -> Group:
    return _listed(data, "支出", EXPENDITURE_NATURES, options, "支出零项")


def _purchases(data: Group, options: Mapping[str, str]) -> Group:
    return _listed(data, "政府采购", PURCHASE_KINDS, options, "采购零项")


def _basic(data: Group, options: Mapping[str, str]) -> Group:
    basic = group_at(data, "基本支出")
    for name in ("人员经费", "公用经费"):
        items = rows_at(basic, name, "科目")
        spent = items if isinstance(items.value, Missing) else replace(items, value=nonzero(items))
        basic = basic.with_items(**{name: figure_at(basic, name).with_children(列示=spent)})
    return data.with_items(基本支出=basic)


def _names(data: Group) -> Group:
    """Add how the report calls the department at each place: by place, else the collective name."""
    department = group_at(data, "部门")
    by_place, collective = group_at(department, "各处称呼"), text_at(department, "统称")
    names: dict[str, Node] = {p: given(text_at(by_place, p), collective) for p in NAMED_PLACES}
    called = Group(("部门", "各处称呼"), names)
    return data.with_items(部门=department.with_items(称呼=called))


def _people(data: Group) -> Group:
    """Add the kinds of people in post that there are any of."""
    staff = group_at(data, "人员")
    in_post = group_at(staff, "实有")
    rows: list[Node] = []
    for kind in STAFF_KINDS:
        number = figure_at(in_post, kind)
        if number.number != 0:
            items: dict[str, Node] = {"名称": Text(number.path, (kind,)), "人数": number}
            rows.append(Group(number.path, items))
    in_post = in_post.with_items(列示=Rows(in_post.path, tuple(rows)))
    return data.with_items(人员=staff.with_items(实有=in_post))


def _unit_kinds(data: Group) -> Group:
    """Count the subordinate units by kind."""
    organization = group_at(data, "机构")
    units = rows_at(organization, "下属单位")
    kinds = [text_at(row, "类型") for row in units.entries]
    untyped = tuple(kind.path for kind in kinds if isinstance(kind.value, Missing))
    missing = units.value if isinstance(units.value, Missing) else Missing(untyped)
    counts: dict[str, Node] = {}
    for name in UNIT_KINDS:
        number = Decimal(sum(kind.plain == name for kind in kinds))
        counts[f"{name}数"] = Figure(
            ("机构", f"{name}数"),
            missing if missing.paths else number,
            Unit.COUNT,
            formula=f"类型为{name}的下属单位个数",
            inputs=tuple(kind.path for kind in kinds) or (units.path,),
        )
    kept = {
        f"{since}机构": units
        if isinstance(units.value, Missing)
        else replace(units, value=tuple(u for u in units.value if _since(u) == since))
        for since in ("保留", "新设")
    }
    return data.with_items(机构=organization.with_items(**counts, **kept))


def _since(unit: Node) -> str:
    return text_at(unit, "设立").plain
