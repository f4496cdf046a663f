"""What evaluation reports lay out: scores, detail tables of expenditure and of project money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from drafter.diagnostics import DataPath
from drafter.figures.arithmetic import add
from drafter.figures.derive import FUNDS
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
from drafter.report.enumerations import named, nonzero
from drafter.report.statements import Statements
from drafter.scoring.outcome import ScoringProblem
from drafter.scoring.score import SCORES, score
from drafter.scoring.system import Systems

ECONOMIC = (
    "工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出", "对企业补助",
)  # fmt: skip
"""Classes of the economic classification that detail tables have a column for."""
OTHER = "其他"
_OTHER_NAMES = {
    "商品服务支出": "商品和服务支出",
    "对个人和家庭支出": "对个人和家庭的补助",
    "对个人和家庭的补助支出": "对个人和家庭的补助",
    "其他资本性支出": "资本性支出",
    "对企事业单位的补贴": "对企业补助",
}
"""Other wordings of these classes, by year and by habit."""
_LEVELS = ("款", "项")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report wants besides figures: scores, published ones, some projects, statements."""

    systems: Systems = field(default_factory=Systems)
    announced: Mapping[str, str] = field(default_factory=dict)
    projects: tuple[str, ...] = ()
    statements: Statements = field(default_factory=Statements)


def with_evaluation_tables(data: Group, options: Mapping[str, str]) -> Group:
    """Return the data with the detail tables that evaluation reports print."""
    spent = group_at(data, "支出")
    economic = _economic(data)
    # Rows of all funds, as `各类支出` has them; what was typed for all funds together comes first.
    functional = rows_at(spent, "功能分类")
    if functional.entries:
        data = data.with_items(各类支出=Rows(functional.path, nonzero(functional)))
    return data.with_items(
        支出=spent.with_items(按经济分类=economic, 明细=_detail(data)),
        项目收支=_flows(data),
    )


def with_project_scores(data: Group, wanted: Wanted) -> tuple[Group, tuple[ScoringProblem, ...]]:
    """Return the data with the scores of each project, and what is wrong with them."""
    rows, system = rows_at(data, "项目"), wanted.systems.project
    if system is None or isinstance(rows.value, Missing):
        return data, ()
    problems: list[ScoringProblem] = []
    scored: list[Node] = []
    for number, row in enumerate(rows.entries, start=1):
        if isinstance(row, Group):
            key = _announced_key(row, number, wanted.announced)
            result = score(system, data, row, wanted.announced, key)
            problems += result.problems
            scored.append(row.with_items(**{SCORES: result.node}))
    return data.with_items(项目=replace(rows, value=tuple(scored))), tuple(problems)


def with_department_scores(data: Group, wanted: Wanted) -> tuple[Group, tuple[ScoringProblem, ...]]:
    """Return the data with the scores of the department, and what is wrong with them."""
    system = wanted.systems.department
    if system is None:
        return data, ()
    result = score(system, data, None, wanted.announced)
    return data.with_items(**{SCORES: result.node}), result.problems


def _announced_key(project: Group, number: int, announced: Mapping[str, str]) -> str:
    """Return how the published figures call the project: by its name, or by its number."""
    by_name = f"项目.{text_at(project, '名称').plain}."
    named_so = any(key.startswith(by_name) for key in announced)
    return by_name if named_so else f"项目.{number}."


def chosen(data: Group, names: Sequence[str]) -> Rows:
    """Return the projects that the report is about; all of them where none was chosen."""
    rows = rows_at(data, "项目")
    if isinstance(rows.value, Missing) or not names:
        return rows
    return replace(
        rows,
        value=tuple(
            row
            for row in rows.entries
            if isinstance(row, Group) and text_at(row, "名称").plain in names
        ),
    )


def _economic(data: Group) -> Rows:
    """Return what was spent by economic class: as typed, else summed over the items."""
    typed = rows_at(data, "支出", "经济分类")
    if typed.entries:
        return Rows(typed.path, nonzero(typed))
    by_name: dict[str, list[Figure]] = {}
    broken_down = _broken_down([row for f in FUNDS for row in _figures(rows_at(data, f, "科目"))])
    for share in broken_down.shares:
        by_name.setdefault(_class_of(text_at(share, "名称").plain), []).append(share)
    if not by_name:
        return Rows(typed.path, Missing((typed.path,)))
    if broken_down.unfilled:
        return Rows(typed.path, Missing(broken_down.unfilled))
    sums = [
        named(add((*typed.path, name), parts, names=["各科目之和"]), name)
        for name, parts in by_name.items()
    ]
    order = {name: place for place, name in enumerate(ECONOMIC)}
    sums.sort(key=lambda row: order.get(text_at(row, "名称").plain, len(order)))
    return Rows(typed.path, tuple(row for row in sums if row.number != 0))


def _class_of(name: str) -> str:
    return _OTHER_NAMES.get(name, name)


def _figures(rows: Rows) -> Iterator[Figure]:
    return (row for row in rows.entries if isinstance(row, Figure))


def _detail(data: Group) -> Group:
    """Return the table of expenditure by 科目 and economic class: total first, then every level."""
    path: DataPath = ("支出", "明细")
    missing: list[DataPath] = []
    classes: list[Figure] = []
    for fund in FUNDS:
        listed = rows_at(data, fund, "科目")
        if isinstance(listed.value, Missing) and figure_at(data, fund, "合计").number != 0:
            missing += listed.value.paths
        classes += _figures(listed)
    rows = Missing(tuple(missing)) if missing else tuple(_level_rows(classes, _LEVELS, 1, path))
    broken_down = _broken_down(classes)
    if missing:
        broken_down = replace(broken_down, unfilled=(*missing, *broken_down.unfilled))
    whole = _row("合计", 0, figure_at(data, "支出", "合计"), broken_down, path)
    columns: dict[str, Node] = {name: figure_at(whole, name) for name in (*ECONOMIC, OTHER)}
    return Group(path, {"行": Rows(path, rows), "合计": whole, **columns})


def _level_rows(
    rows: Sequence[Figure], below: tuple[str, ...], level: int, path: DataPath
) -> Iterator[Group]:
    """Yield the rows of a level, each before those below; one name in several funds is one row."""
    by_name: dict[str, list[Figure]] = {}
    for row in rows:
        if row.number != 0:
            by_name.setdefault(text_at(row, "名称").plain, []).append(row)
    for name, parts in by_name.items():
        amount = parts[0] if len(parts) == 1 else add(parts[0].path, parts)
        inner = [r for part in parts for r in _figures(rows_at(part, below[0]))] if below else []
        yield _row(name, level, amount, _broken_down(parts), path)
        yield from _level_rows(inner, below[1:], level + 1, path) if below else ()


@dataclass(frozen=True, slots=True)
class _BrokenDown:
    """What went to each economic class, and the places where that is still to be filled."""

    shares: tuple[Figure, ...]
    unfilled: tuple[DataPath, ...]


def _broken_down(rows: Iterable[Figure]) -> _BrokenDown:
    """Return the economic shares of all items below the rows."""
    shares: list[Figure] = []
    unfilled: list[DataPath] = []
    for row in rows:
        if row.number == 0:
            continue
        level = next(name for name in ("款", "项", "经济分类") if name in row.children)
        inner = list(_figures(rows_at(row, level)))
        if not inner and isinstance(row.value, Missing):
            unfilled += row.value.paths
        elif not inner:
            unfilled.append((*row.path, level))
        elif level == "经济分类":
            shares += inner
        else:
            below = _broken_down(inner)
            shares += below.shares
            unfilled += below.unfilled
    return _BrokenDown(tuple(shares), tuple(unfilled))


def _row(name: str, level: int, amount: Figure, spent: _BrokenDown, path: DataPath) -> Group:
    """Return a row: the amount, and what of it went to each economic class."""
    by_class: dict[str, list[Figure]] = {known: [] for known in (*ECONOMIC, OTHER)}
    for share in spent.shares:
        found = _class_of(text_at(share, "名称").plain)
        by_class[found if found in by_class else OTHER].append(share)
    cells: dict[str, Node] = {}
    missing = amount.value if isinstance(amount.value, Missing) else None
    if spent.unfilled:
        missing = Missing(spent.unfilled)
    for known, parts in by_class.items():
        place = (*amount.path, known)
        if missing is not None:
            cells[known] = Figure(place, missing, Unit.YUAN)
        else:  # of what was spent, nothing is 0 here
            summed = add(place, parts, names=[f"各项{known}之和"])
            cells[known] = replace(summed, applicable=True)
    label = text_at(amount, "名称") if "名称" in amount.children else Text(path, (name,))
    level_figure = Figure(path, Decimal(level), Unit.COUNT, formula="科目的级次")
    return Group(amount.path, {"名称": label, "级次": level_figure, "本年支出": amount, **cells})


_FLOWS = ("年初结转", "收入本月", "收入", "支出本月", "支出", "期末结转")


def _flows(data: Group) -> Group:
    """Return the table of project money: the projects that state theirs, and a total row."""
    path: DataPath = ("项目",)
    rows = rows_at(data, "项目")
    if isinstance(rows.value, Missing):
        total: dict[str, Node] = {n: Figure(path, rows.value, Unit.YUAN) for n in _FLOWS}
        return Group(path, {"行": rows, "合计": Group(path, total)})
    stated = [row for row in rows.entries if isinstance(row, Group) and _is_stated(row)]
    flows = [group_at(row, "收支") for row in stated]
    total = {
        name: add((*path, "收支", name), [figure_at(f, name) for f in flows], names=["各项目之和"])
        for name in _FLOWS
    }
    if rows.value and not stated:
        place = (*path, "收支")
        total = {name: Figure(place, Missing((place,)), Unit.YUAN) for name in _FLOWS}
    return Group(path, {"行": replace(rows, value=tuple(stated)), "合计": Group(path, total)})


def _is_stated(project: Group) -> bool:
    """Return whether the project states its money over the year."""
    flow = group_at(project, "收支")
    return flow.applicable and any(
        not isinstance(figure_at(flow, name).value, Missing) for name in ("年初结转", "收入")
    )
