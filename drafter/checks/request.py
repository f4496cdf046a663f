"""What the input asks of a template: its options, its years, and that its words are printed.

These findings come from joining one input with one template; they are no rules of the rule book
and, but for the years and for words not printed, cannot be waived.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from drafter.checks.gaps import spoken_of
from drafter.diagnostics import DataPath, Diagnostic, Location, Severity, path_text
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import (
    Group,
    Node,
    Rows,
    Text,
    children_of,
    find,
    text_at,
)
from drafter.model.year import DepartmentYear
from drafter.source import SourceTree

UNPRINTED = "JS-907"
"""Id of the hint on words that no report prints."""
_IDENTIFYING = (
    ("部门", "简称"), ("部门", "自称"), ("部门", "级次"),
    ("机构", "下属单位", "类型"),
    ("项目", "阶段"), ("项目", "专项资金"), ("项目", "是否完成"),
    ("项目评价", "项目"),
    ("项目", "指标", "性质"), ("项目", "指标", "单位"), ("项目", "指标", "完成程度"),
    ("整体绩效", "指标", "性质"), ("整体绩效", "指标", "单位"), ("整体绩效", "指标", "完成程度"),
    ("项目", "指标", "指标值"), ("项目", "指标", "完成值"),
    ("整体绩效", "指标", "指标值"), ("整体绩效", "指标", "完成值"),
    ("指标评分", "指标"), ("指标评分", "数据"), ("指标评分", "引用"), ("机构", "下属单位", "设立"),
)  # fmt: skip
"""Fields whose words say what something is, or where it is printed, and are no prose."""

_LISTED_BY_HEADING = frozenset({*FUNDS, "收入", "支出", "基本支出"})
"""Sections whose lists are of headings of a classification: their names are no prose."""


def unprinted(
    tree: SourceTree, typed: Group, printed: Collection[DataPath], known: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """Return a hint for each text of the input that this report does not print.

    `printed` are the paths of all printed nodes. Words for identification only are left out, and
    rows with a fault of shape among `known`: that may be why they were not printed.
    """
    faulty = {f.path[:2] for f in known if f.is_error and len(f.path) > 1}
    labels = [str(path[1]) for path in printed if path[:1] == ("名词解释",) and len(path) > 1]
    terms = {*labels, *map(_item_of, labels)}
    return [
        Diagnostic(
            UNPRINTED,
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
    if field[-1] == "编码" or (field[-1] == "名称" and field[0] in _LISTED_BY_HEADING):
        return True
    return any(field[: len(known)] == known for known in _IDENTIFYING)


def _item_of(label: str) -> str:
    """Return the item that a heading in part three is about: an input may name it alone."""
    return label.removesuffix("（项）").rpartition("（款）")[2]


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


def chosen_projects(
    tree: SourceTree, year: DepartmentYear, names: Iterable[str], asked: Sequence[str]
) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Return the projects that the report is about, none for all, and names that no project has.

    Those asked for on the command line come before those that the input chooses.
    """
    wanted = set(names)
    chosen: list[tuple[str, DataPath]] = [(name, ("项目",)) for name in asked]
    for index, report in enumerate(year.reports or ()):
        if not asked and report.template and report.template.text in wanted:
            listed = enumerate(report.projects or ())
            chosen += [(words.text, ("报告", index, "项目", place)) for place, words in listed]
    known = [project.name.text for project in year.projects or () if project.name]
    findings = [
        Diagnostic(
            "JS-908",
            Severity.ERROR,
            f"“项目”一节里没有“{name}”",
            tree.locate(path),
            f"现有：{'、'.join(known)}" if known else "",
            path,
        )
        for name, path in chosen
        if name not in known
    ]
    return tuple(dict.fromkeys(name for name, _ in chosen if name in known)), findings


def printed_somewhere(findings: Sequence[Sequence[Diagnostic]]) -> list[Diagnostic]:
    """Return the findings of all reports; words that one of them prints are not called unprinted.

    Each finding comes once, however many reports have it.
    """
    unprinted_in = [{f.path for f in of_one if f.id == UNPRINTED} for of_one in findings]
    nowhere = set.intersection(*unprinted_in) if unprinted_in else set()
    told = [f for of_one in findings for f in of_one if f.id != UNPRINTED or f.path in nowhere]
    return list(dict.fromkeys(told))


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
    if spoken_of(known, path):
        return []
    message = "没有写要生成哪份报告：请填“报告”，或在命令里写 -t 模板"
    return [Diagnostic("JS-903", Severity.ERROR, message, tree.locate(path), path=path)]


def no_template(tree: SourceTree, name: str, known: Iterable[str]) -> Diagnostic:
    """Return the finding on a template that the input names and that does not exist."""
    hint = f"现有：{'、'.join(known)}"
    message = f"没有模板“{name}”，也没有这个文件夹"
    return Diagnostic("JS-903", Severity.ERROR, message, tree.locate(("报告",)), hint)


def several_templates(tree: SourceTree, name: str, found_at: Sequence[str]) -> list[Diagnostic]:
    """Return a warning where the name of a template is that of several folders."""
    if len(found_at) < 2:
        return []
    message = f"模板“{name}”有 {len(found_at)} 处：{'、'.join(found_at)}；用的是第一处"
    hint = "把自己的模板改成别的标识，或者在“报告”里写文件夹的路径"
    return [Diagnostic("JS-909", Severity.WARNING, message, tree.locate(("报告",)), hint)]
