"""What the input asks of a template: its options, its years, and whether all it needs is there.

These findings come from joining one input with one template; they are no rules of the rule book
and, but for the years and for words not printed, cannot be waived.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from drafter.diagnostics import GAP, DataPath, Diagnostic, Location, Severity, path_text
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    children_of,
    figure_at,
    find,
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
        if value is None and not _spoken_of(known, (name,))
    ]


def gaps(
    tree: SourceTree, needed: Iterable[tuple[DataPath, str]], known: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """Return a finding for each input that the template reaches and that is not filled.

    `needed` are the paths with the place of the report that asks; `known` are faults of shape
    and header gaps: what is already said to be wrong is not also said to be missing.
    """
    blanks: dict[DataPath, Diagnostic] = {}
    for rank, (path, section) in enumerate(needed, start=1):
        if _spoken_of(known, path):
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
    derived = path[:1] == ("名词解释",)  # asked for word by word, not as a section
    return [] if derived or tree.node(path[:1]) is not None else [path[:1]]


def _blanks(tree: SourceTree, path: DataPath) -> list[DataPath]:
    """Return the blanks to fill for a gap.

    A measure that is written as a block is filled at its 决算. What is the sum of rows below, or
    of the parts beside a total, is filled there, where these have blanks for it.
    """
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
    if path[:1] == ("项目评价",) and path[2:3] == ("项目",):
        return "写“项目”一节里的名称"
    if len(path) > 1 and path[-1] in _BUDGETS and path[-2] == "合计":
        return "下级的预算填全了由程序求和；没有此项写“无”"
    if isinstance(path[-1], int):
        of_accounts = set(path) & {"科目"}
        return "金额填在类、款、项的一级" if of_accounts else "空着的一项请填写或删去"
    return "没有此项写“无”"


_BUDGETS = ("预算", "年初预算", "上年预算")
_REASONS = ("变动原因", "差异原因")


_IDENTIFYING = (
    ("部门", "简称"), ("部门", "自称"), ("部门", "级次"),
    ("机构", "下属单位", "类型"),
    ("项目", "阶段"), ("项目", "专项资金"), ("项目", "是否完成"),
    ("项目评价", "项目"),
)  # fmt: skip
"""Fields whose words say what something is, or where it is printed, and are no prose."""


def unprinted(
    tree: SourceTree, typed: Group, printed: Collection[DataPath], known: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """Return a hint for each text of the input that this report does not print.

    `printed` are the paths of all printed nodes. Words for identification only are left out, and
    rows with a fault of shape among `known`: that may be why they were not printed.
    """
    faulty = {f.path[:2] for f in known if f.is_error and len(f.path) > 1}
    terms = {str(path[1]) for path in printed if path[:1] == ("名词解释",) and len(path) > 1}
    return [
        Diagnostic(
            "JS-907",
            Severity.HINT,
            f"{path_text(text.path)}：填了文字，这份报告没有印",
            tree.locate(text.path),
            hint="报告用不到，或者因金额为 0、与上年持平、写了“无”等而不印",
            path=text.path,
            waivable=True,
        )
        for text in _texts(typed)
        if text.plain
        and text.path not in printed
        and not _identifies(text.path)
        and text.path[:2] not in faulty
        and not (text.path[:1] == ("名词解释",) and _word_of(typed, text.path) in terms)
    ]


def _identifies(path: DataPath) -> bool:
    """Return whether the text is a code, the name of a class of a fund, or another such word."""
    field = tuple(step for step in path if isinstance(step, str))
    if field[-1] == "编码" or (field[0] in FUNDS and field[-1] == "名称"):
        return True
    return any(field[: len(known)] == known for known in _IDENTIFYING)


def _word_of(typed: Group, path: DataPath) -> str:
    row = find(typed, path[:2])
    return text_at(row, "词").plain if isinstance(row, Group) else ""


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
        return
    inner = node.entries if isinstance(node, Rows) else children_of(node).values()
    for child in inner:
        yield from _texts(child)


def nameless_projects(
    tree: SourceTree, data: Group, needed: Iterable[tuple[DataPath, str]]
) -> list[Diagnostic]:
    """Return a gap for each project without a name or a stage where no sentence asks for it."""
    asked = {path for path, _ in needed}
    return [
        Diagnostic(
            GAP,
            Severity.ERROR,
            f"待补：{path_text(field.path)}",
            tree.locate(field.path),
            hint="项目印在报告的哪里由阶段决定；没有经过任何环节的写“无”",
            path=field.path,
            section="项目",
        )
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
    return [
        Diagnostic(
            GAP,
            Severity.ERROR,
            f"待补：{path_text(name.path)}",
            tree.locate(name.path),
            hint="名词解释要按名称列出",
            path=name.path,
            section="名词解释",
        )
        for fund in FUNDS
        for row in _accounts(rows_at(data, fund, "科目"), ("款", "项"))
        if (name := text_at(row, "名称")) and isinstance(name.value, Missing)
        if row.number != 0 and name.path not in asked
    ]


def _accounts(rows: Rows, below: tuple[str, ...]) -> Iterator[Figure]:
    for row in rows.entries:
        if isinstance(row, Figure):
            yield row
            if below:
                yield from _accounts(rows_at(row, below[0]), below[1:])


def half_typed(tree: SourceTree) -> list[Diagnostic]:
    """Return a gap for each key of a project that decides a list and was left blank.

    Left out, they say that the project is not in the list; typed and blank, they say nothing yet.
    """
    projects = tree.node(("项目",))
    rows = projects.items if isinstance(projects, SourceList) else ()
    blank = [
        ("项目", index, name)
        for index, _ in enumerate(rows)
        for name in ("年初预算", "专项资金", "是否完成", "结转")
        if (node := tree.node(("项目", index, name))) is not None
        and isinstance(node, Scalar)
        and node.is_blank
    ]
    return [
        Diagnostic(
            GAP,
            Severity.ERROR,
            f"待补：{path_text(path)}",
            tree.locate(path),
            hint="用不到就删去这一行",
            path=path,
            section="项目",
        )
        for path in blank
    ]


def balance_gaps(tree: SourceTree, data: Group, known: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return a gap for each carry-over that no report prints and the balance needs.

    Without it the two sides of the accounts cannot be compared, and a wrong total would pass.
    """
    carry = group_at(data, "结转结余")
    fields = (figure_at(carry, name) for name in ("年末", "年末财政拨款"))
    return [
        Diagnostic(
            GAP,
            Severity.ERROR,
            f"待补：{path_text(field.path)}",
            tree.locate(field.path),
            hint="没有此项写“无”",
            path=field.path,
            section="核对收支是否平衡",
        )
        for field in fields
        if isinstance(field.value, Missing) and not _spoken_of(known, field.path)
    ]


def _spoken_of(known: Iterable[Diagnostic], path: DataPath) -> bool:
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


def year_outside(
    tree: SourceTree, year: DepartmentYear, title: str, first: int, last: int | None
) -> list[Diagnostic]:
    """Return a finding where the template does not serve the year of the input."""
    if year.year is None or (first <= year.year and (last is None or year.year <= last)):
        return []
    until = f" 至 {last} 年度" if last is not None else " 年度起"
    message = f"模板“{title}”适用 {first}{until}，数据是 {year.year} 年度"
    path: DataPath = ("年度",)
    where = tree.locate(path)
    return [Diagnostic("JS-905", Severity.WARNING, message, where, path=path, waivable=True)]


def chosen_options(
    tree: SourceTree,
    year: DepartmentYear,
    names: Iterable[str],
    choices: Mapping[str, Sequence[str]],
    defaults: Mapping[str, str],
) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """Return the template's options with the input's own choices, and what is wrong with these.

    `names` are the ways in which the input may call the template.
    """
    wanted = set(names)
    reports = year.reports or ()
    called = {r.template.text for r in reports if r.template}
    options = dict(defaults)
    findings = []
    for index, report in enumerate(reports):
        name = report.template.text if report.template else ""
        if name not in wanted:
            if report.options and not called & wanted:
                message = f"这些选项属于模板“{name}”，这次用的是别的模板，没有采用"
                where = tree.locate(("报告", index, "选项"))
                findings.append(Diagnostic("JS-906", Severity.HINT, message, where))
            continue
        for option, value in (report.options or {}).items():
            path: DataPath = ("报告", index, "选项", option)
            message = _option_problem(option, value, choices)
            if not message:
                options[option] = value
                continue
            where = tree.locate(path)
            findings.append(Diagnostic("JS-904", Severity.ERROR, message, where, path=path))
    return options, findings


def wrong_options(
    chosen: Mapping[str, str], choices: Mapping[str, Sequence[str]], where: Location
) -> list[Diagnostic]:
    """Return what is wrong with options that were chosen elsewhere than in an input."""
    problems = (_option_problem(name, value, choices) for name, value in chosen.items())
    return [Diagnostic("JS-904", Severity.ERROR, p, where) for p in problems if p]


def _option_problem(name: str, value: str, choices: Mapping[str, Sequence[str]]) -> str:
    if name not in choices:
        return f"模板没有选项“{name}”，可用：{'、'.join(choices)}"
    if value not in choices[name]:
        return f"选项“{name}”不能取“{value}”，可取：{'、'.join(choices[name])}"
    return ""


def no_report(tree: SourceTree, known: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the finding on an input that names no report where none was asked for.

    There is none where something is known to be wrong with the names of the reports.
    """
    path: DataPath = ("报告",)
    if _spoken_of(known, path):
        return []
    message = "没有写要生成哪份报告：请填“报告”，或在命令里写 -t 模板"
    return [Diagnostic("JS-903", Severity.ERROR, message, tree.locate(path), path=path)]


def no_template(tree: SourceTree, name: str, known: Iterable[str]) -> Diagnostic:
    """Return the finding on a template that the input names and that does not exist."""
    hint = f"现有：{'、'.join(known)}"
    message = f"没有模板“{name}”，也没有这个文件夹"
    return Diagnostic("JS-903", Severity.ERROR, message, tree.locate(("报告",)), hint)
