"""What the input still owes a template: every blank that the report, or the balance, needs.

Gaps come from joining one input with one template; they are no rules of the rule book and cannot be
waived.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from drafter.diagnostics import GAP, DataPath, Diagnostic, Severity, path_text
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Rows,
    figure_at,
    group_at,
    rows_at,
    text_at,
)
from drafter.model.year import DepartmentYear
from drafter.source import SourceTree
from drafter.source.tree import Scalar
from drafter.source.tree import Sequence as SourceList


def header_gaps(
    tree: SourceTree, year: DepartmentYear, known: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """Return a finding for each field of the header that every report needs and that is blank."""
    needed = (("年度", year.year), ("金额单位", year.money_unit), ("口径", year.scope))
    return [
        Diagnostic(GAP, Severity.ERROR, f"待补：{name}", tree.locate((name,)), path=(name,))
        for name, value in needed
        if value is None and not spoken_of(known, (name,))
    ]


def all_gaps(
    tree: SourceTree,
    data: Group,
    needed: Sequence[tuple[DataPath, str]],
    known: Sequence[Diagnostic],
    *,
    with_balance: bool = True,
) -> list[Diagnostic]:
    """Return every gap of an input: what the template reaches, and what the rules need besides.

    `needed` are the paths with the place of the report that asks; `known` are faults of shape
    and header gaps; `with_balance` tells that the report states revenue and expenditure.
    """
    asked = gaps(tree, needed, known)
    balance = balance_gaps(tree, data, [*known, *asked]) if with_balance else []
    return [
        *asked,
        *nameless_projects(tree, data, needed),
        *nameless_items(tree, data, needed),
        *half_typed(tree),
        *balance,
    ]


def tells_accounts(paths: Iterable[DataPath]) -> bool:
    """Return whether a report that prints the paths, or asks for them, states the accounts."""
    return any(path[:1] in {("收入",), ("收支总计",)} for path in paths)


def gaps(
    tree: SourceTree, needed: Iterable[tuple[DataPath, str]], known: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """Return a finding for each input that the template reaches and that is not filled.

    `needed` are the paths with the place of the report that asks; `known` are faults of shape
    and header gaps: what is already said to be wrong is not also said to be missing.
    """
    blanks: dict[DataPath, Diagnostic] = {}
    for rank, (path, section) in enumerate(needed, start=1):
        if spoken_of(known, path):
            continue
        absent = _absent_section(tree, path)
        for blank in absent or _blanks(tree, path):
            gap = Diagnostic(
                GAP,
                Severity.ERROR,
                f"待补：{path_text(blank)}",
                tree.locate(blank),
                hint=_advice(blank),
                path=blank if absent else path,
                section=section,
                rank=rank,
            )
            blanks.setdefault(blank, gap)
    return [gap for blank, gap in blanks.items() if not _told_below(blank, blanks)]


def _told_below(blank: DataPath, blanks: Collection[DataPath]) -> bool:
    """Return whether a gap follows from one that is told where it can be filled.

    A row has no amount because one below it has none; a total has no budget because a part has
    none.
    """
    if isinstance(blank[-1], int):
        return any(other[: len(blank)] == blank != other and _is_row(other) for other in blanks)
    if blank[-1] not in _BUDGETS or blank[-2:-1] != ("合计",):
        return False
    above, name = blank[:-2], blank[-1]
    return any(
        other[: len(above)] == above and other[-1] == name and other != blank for other in blanks
    )


def _is_row(path: DataPath) -> bool:
    return isinstance(path[-1], int) or path[-1] == "决算"


def _absent_section(tree: SourceTree, path: DataPath) -> list[DataPath]:
    """Return the section of the path where all of it is absent: that is one gap, not many."""
    # Terms are asked for word by word and answers by indicator, not as a section.
    derived = path[:1] in {("名词解释",), ("指标评分",)}
    return [] if derived or tree.node(path[:1]) is not None else [path[:1]]


def _blanks(tree: SourceTree, path: DataPath) -> list[DataPath]:
    """Return the blanks to fill for a gap.

    A measure that is written as a block is filled at its 决算. What is the sum of rows below, or
    of the parts beside a total, is filled there, where these have blanks for it.
    """
    listed = tree.node(path)
    if isinstance(listed, SourceList) and listed.items:  # of rows that are all blank
        return list(tree.blanks(path)) or [path]
    if tree.node((*path, "决算")) is not None:
        return [(*path, "决算")]
    name: str | int = "决算"
    around = path
    if path[-1] in _BUDGETS and tree.node(path) is None:
        name, around = path[-1], path[:-1]
        around = around[:-1] if around[-1:] == ("合计",) else around
    elif not isinstance(path[-1], int):
        return [path]
    return [blank for blank in tree.blanks(around) if blank[-1] == name] or [path]


def _advice(path: DataPath) -> str:
    """Return what to do about a gap; 无 is no way out of all of them."""
    if path[:1] == ("名词解释",):
        return "程序没有它的释义，请在“名词解释”里写词和释义"
    if path == ("部门", "全称"):
        return ""
    if path[:1] == ("指标评分",) or path[-1] in _ANSWERS:
        return _ANSWERS.get(path[-1], "")
    if path[:1] == ("项目评价",) and path[2:3] == ("项目",):
        return "写“项目”一节里的名称"
    if len(path) > 1 and path[-1] in _BUDGETS and path[-2] == "合计":
        return "下级的预算填全了由程序求和；没有此项写“无”"
    if isinstance(path[-1], int):
        of_accounts = set(path) & {"科目"}
        return "金额填在类、款、项的一级" if of_accounts else "空着的一项请填写或删去"
    return "没有此项写“无”"


_ANSWERS: dict[str | int, str] = {
    "不符合": "写不符合的是第几条，全部符合写“无”",
    "得分": "人工评分，写得分和评分理由；已公布的写在“已公布”里",
    "评分理由": "写为什么评这个分",
    "档次": "写评为哪一档",
    "扣分原因": "没有得满分，写原因或改进措施",
    "偏差原因": "没有得满分，或者明显超过指标值，写原因及改进措施",
    "执行偏差原因": "预算执行率低，写原因",
    "性质": "写 ≥、≤、=、＞、＜ 或 定性",
    "分值": "写满分",
}
"""What to do about gaps of scored indicators, which 无 does not fill."""
_BUDGETS = ("预算", "年初预算", "上年预算")
_REASONS = ("变动原因", "差异原因")


def _gap(tree: SourceTree, path: DataPath, hint: str, section: str) -> Diagnostic:
    """Return the gap at a path that no sentence of the report asks for."""
    message, where = f"待补：{path_text(path)}", tree.locate(path)
    return Diagnostic(GAP, Severity.ERROR, message, where, hint, path, section=section)


def nameless_projects(
    tree: SourceTree, data: Group, needed: Iterable[tuple[DataPath, str]]
) -> list[Diagnostic]:
    """Return a gap for each project without a name or a stage where no sentence asks for it."""
    asked = {path for path, _ in needed}
    hint = "项目印在报告的哪里由阶段决定；没有经过任何环节的写“无”"
    return [
        _gap(tree, field.path, hint, "项目")
        for project in rows_at(data, "项目").entries
        for field in (text_at(project, "名称"), rows_at(project, "阶段"))
        if isinstance(field.value, Missing) and field.path not in asked
    ]


def nameless_items(
    tree: SourceTree, data: Group, needed: Iterable[tuple[DataPath, str]]
) -> list[Diagnostic]:
    """Return a gap for each class, section or item that was spent and has no name.

    Where no sentence prints the name, its explanation in part three would be missing unseen.
    """
    asked = {path for path, _ in needed}
    rows = (row for f in FUNDS for row in _accounts(rows_at(data, f, "科目"), ("款", "项")))
    names = (text_at(row, "名称") for row in rows if row.number != 0)
    return [
        _gap(tree, name.path, "名词解释要按名称列出", "名词解释")
        for name in names
        if isinstance(name.value, Missing) and name.path not in asked
    ]


def _accounts(rows: Rows, below: tuple[str, ...]) -> Iterator[Figure]:
    """Yield the rows of the classification and all rows below them."""
    for row in rows.entries:
        if isinstance(row, Figure):
            yield row
            if below:
                yield from _accounts(rows_at(row, below[0]), below[1:])


_DECIDING = ("年初预算", "专项资金", "是否完成", "结转")


def half_typed(tree: SourceTree) -> list[Diagnostic]:
    """Return a gap for each key of a project that decides a list and was left blank.

    Left out, they say that the project is not in the list; typed and blank, they say nothing yet.
    """
    projects = tree.node(("项目",))
    rows = projects.items if isinstance(projects, SourceList) else ()
    paths: list[DataPath] = [("项目", n, name) for n in range(len(rows)) for name in _DECIDING]
    nodes = ((path, tree.node(path)) for path in paths)
    return [
        _gap(tree, path, "用不到就删去这一行", "项目")
        for path, node in nodes
        if isinstance(node, Scalar) and node.is_blank
    ]


def balance_gaps(tree: SourceTree, data: Group, known: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return a gap for each carry-over that no report prints and the balance needs.

    Without it the two sides of the accounts cannot be compared, and a wrong total would pass.
    """
    carry = group_at(data, "结转结余")
    fields = (figure_at(carry, name) for name in ("年末", "年末财政拨款"))
    return [
        _gap(tree, field.path, "没有此项写“无”", "核对收支是否平衡")
        for field in fields
        if isinstance(field.value, Missing) and not spoken_of(known, field.path)
    ]


def spoken_of(known: Iterable[Diagnostic], path: DataPath) -> bool:
    """Return whether a finding already speaks of the path, of something around it or below it.

    What is wrong below an amount keeps it from being summed: `科目.1` has no amount because of
    `科目.1.款.1.项.1.决算`. And whether a reason is needed is not known before the amounts are.
    """
    if len(path) > 1 and path[-1] in _REASONS:
        path = path[:-1]
    return any(
        (f.path and (f.path == path[: len(f.path)] or path == f.path[: len(path)]))
        or (f.meant and f.meant == path[: len(f.meant)])
        for f in known
    )
