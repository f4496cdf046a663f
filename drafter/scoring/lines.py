"""One line of an indicator table, and the tree of nodes that lines make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from drafter.diagnostics import DataPath
from drafter.figures.arithmetic import add, difference
from drafter.figures.nodes import (
    Figure,
    Formula,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Undefined,
    Unit,
    figure_at,
    find,
    rows_at,
    text_at,
)
from drafter.scoring.outcome import Outcome, Words, is_wrong, shown_value
from drafter.scoring.rules import ChecklistAward, ChecklistDeduct, plain
from drafter.scoring.subject import Subject
from drafter.scoring.system import Branch, Leaf, Metric, OwnRows

_ITEMS: DataPath = ("评分", "条目")
"""Where checklists are: their items are the indicator system's, at no place in the input."""
_PROSE = ("前述", "补充", "小结", "评分理由", "扣分原因", "改进措施", "档次")


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator with its score, ready to be printed in a paragraph or a row."""

    path: DataPath
    branch: Text
    branch_kind: Text
    group: Text
    names: tuple[Text, ...]
    weight: Figure
    points: Figure
    texts: dict[str, Text]
    items: Rows
    value: Figure | None
    metric: Metric | None
    calculation: Words
    reason: Words
    target: Words
    actual: Words
    goal: Words
    """The target as a bare number, where its sign and its unit stand in cells of their own."""
    reached: Words
    why: Text
    apart: bool
    key: str
    is_own: bool = False
    """Whether it is an indicator of the department itself."""

    @property
    def name(self) -> str:
        """Return what the indicator is called."""
        return "、".join(name.plain for name in self.names)

    @property
    def is_short(self) -> bool:
        """Return whether it earned less than it could."""
        points, weight = self.points.number, self.weight.number
        return points is not None and weight is not None and points < weight

    def node(self) -> Group:
        """Return the line as a node; its groups tell which cells merge."""
        path = self.path
        decimals = None if self.metric is None else self.metric.decimals
        result = () if self.metric is None else shown_value(self.metric, self.value)
        percent = self.metric is not None and self.metric.is_percent
        written = (*self.calculation, "×100%") if self.calculation and percent else self.calculation
        lost = replace(difference((*path, "失分"), self.weight, self.points), unit=Unit.POINTS)
        names = self.names[0] if len(self.names) == 1 else Text(path, (self.name,))
        items: dict[str, Node] = {
            "名称": names,
            "各名称": Rows(path, self.names),
            "分值": self.weight,
            "得分": self.points,
            "失分": lost,
            **self.texts,
            "条目": self.items,
            "代入": Formula(path, written),  # numbers as they were typed
            "结果": Formula(path, result, decimals),
            "依据": Formula(path, self.reason, decimals),
            "预期": Formula(path, self.target, decimals),
            "实际": Formula(path, self.actual, decimals),
            "指标值": Formula(path, self.goal, decimals),
            "完成值": Formula(path, self.reached, decimals),
            "原因": self.why,
            "三级组": Text(path, (self.key,)),
        }
        return Group(path, items)


def line_of_leaf(
    leaf: Leaf, branch: Branch, group: str, subject: Subject, outcome: Outcome
) -> Line:
    """Return the line of an indicator that the system names."""
    path = subject.answer_path
    answer = subject.answer
    texts = {name: _answered(answer, name, path) for name in _PROSE}
    texts["前述"] = _with_quotes(texts["前述"], subject)
    texts |= {
        "评价标准": _fixed(path, standard_of(leaf)),
        "指标说明": _fixed(path, leaf.explanation),
        "公式": _fixed(path, leaf.formula),
        "不适用": _fixed(path, outcome.exempt),
        "性质": _fixed(path, ""),
        "计量单位": _fixed(path, leaf.metric.unit if leaf.metric is not None else ""),
    }
    weight = Figure((*path, "分值"), leaf.weight, Unit.POINTS, formula="指标体系的分值")
    points = _points(path, outcome, f"“{leaf.name}”的评分规则")
    actual: Words = () if leaf.metric is None else shown_value(leaf.metric, outcome.value)
    if outcome.exempt:
        actual = (outcome.exempt,)
    return Line(
        path=path,
        branch=Text(path, (branch.name,)),
        branch_kind=_fixed(path, branch.kind),
        group=Text(path, (group,)),
        names=tuple(Text(path, (name,)) for name in leaf.names),
        weight=weight,
        points=points,
        texts=texts,
        items=_items(leaf, outcome, path),
        value=outcome.value,
        metric=leaf.metric,
        calculation=outcome.calculation,
        reason=outcome.reason,
        target=(leaf.target,) if leaf.target else (),
        actual=actual,
        goal=(leaf.target,) if leaf.target else (),
        reached=actual,
        why=_why_of_leaf(leaf, subject, outcome),
        apart=leaf.apart,
        key=f"{branch.name}.{group}.{leaf.name}",
    )


def _points(path: DataPath, outcome: Outcome, formula: str) -> Figure:
    """Return a score with the rule that gives it, in words, and why it is what it is."""
    return Figure(
        (*path, "得分"),
        outcome.points,
        Unit.POINTS,
        formula=formula,
        inputs=outcome.inputs,
        calculation=outcome.reason,
    )


def _fixed(path: DataPath, words: str) -> Text:
    """Return words of the indicator system; none are not applicable."""
    return Text(path, (words,) if words else (), applicable=bool(words))


def _answered(answer: Group | None, name: str, path: DataPath) -> Text:
    """Return prose of the answer; what was left out is not asked for here."""
    found = None if answer is None else text_at(answer, name)
    if found is None or isinstance(found.value, Missing):
        return Text((*path, name), (), applicable=False)
    return found


def _with_quotes(before: Text, subject: Subject) -> Text:
    """Return what stands before the figures: words of other places first, then its own."""
    found = [subject.find(tuple(path.split("."))) for path in quoted(subject.answer)]
    texts = [text for text in found if isinstance(text, Text)]
    missing = [p for t in texts if isinstance(t.value, Missing) for p in t.value.paths]
    if missing:
        return Text(before.path, Missing(tuple(missing)))
    told = [text.value for text in (*texts, before) if isinstance(text.value, tuple)]
    lines = tuple(line for paragraphs in told for line in paragraphs)
    paths = tuple(text.path for text in (*texts, before))
    return Text(before.path, lines, applicable=bool(lines), inputs=paths)


def quoted(answer: Group | None) -> list[str]:
    """Return the paths of the words that an answer takes from other places."""
    rows = rows_at(answer, "引用").entries if answer is not None else ()
    return [row.plain for row in rows if isinstance(row, Text) and row.plain]


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def standard_of(leaf: Leaf) -> str:
    """Return the scoring standard in words: the one given, or what the items of a checklist say."""
    rule = leaf.rule
    if leaf.standard or not isinstance(rule, ChecklistDeduct | ChecklistAward):
        return leaf.standard
    marked = [f"{mark}{words}" for mark, words in zip(_CIRCLED, rule.items, strict=False)]
    if isinstance(rule, ChecklistAward):
        worth = zip(marked, rule.points, strict=True)
        return "；".join(f"{words}，{plain(points)}分" for words, points in worth) + "。"
    end = "扣完为止" if rule.floor == 0 else f"最低{plain(rule.floor)}分"
    return "；".join(marked) + f"。以上每有一条不符合扣{plain(rule.per)}分，{end}。"


def _items(leaf: Leaf, outcome: Outcome, path: DataPath) -> Rows:
    rule = leaf.rule
    if not isinstance(rule, ChecklistDeduct | ChecklistAward):
        return Rows(_ITEMS, ())
    rows: list[Node] = []
    missing = outcome.points if isinstance(outcome.points, Missing) else None
    answered = None if missing is None else Text(path, missing)
    for number, words in enumerate(rule.items, start=1):
        unmet = number in outcome.unmet
        worth = rule.points[number - 1] if isinstance(rule, ChecklistAward) else rule.per
        items: dict[str, Node] = {
            "文字": Text(path, (words,)),
            "符合": answered or Text(path, ("否" if unmet else "是",)),
            "分值": Figure((*path, "条目"), worth, Unit.POINTS, formula="指标体系的分值"),
        }
        rows.append(Group(path, items))
    return Rows(_ITEMS, tuple(rows))


def _why_of_leaf(leaf: Leaf, subject: Subject, outcome: Outcome) -> Text:
    """Return why points were lost, and what is done about it; it must be said where any were."""
    demanded = isinstance(outcome.points, Decimal) and outcome.points < leaf.weight
    demanded = demanded or outcome.is_excessive
    if leaf.demand.below is not None:
        value = outcome.value.number if outcome.value is not None else None
        percent = leaf.metric is not None and leaf.metric.is_percent
        shown = value * 100 if value is not None and percent else value
        demanded = demanded if shown is None else shown < leaf.demand.below
    if leaf.demand.source:
        found = subject.find(tuple(leaf.demand.source.split(".")))
        return _demanded(found, demanded, subject.answer_path)
    own = [
        _answered(subject.answer, name, subject.answer_path) for name in ("扣分原因", "改进措施")
    ]
    given = tuple(line for text in own if isinstance(text.value, tuple) for line in text.value)
    if given:
        typed = [text.path for text in own if text.plain]
        return Text(typed[0], given, inputs=tuple(typed))
    return _demanded(None, demanded, (*subject.answer_path, "扣分原因"))


def _demanded(found: Node | None, demanded: bool, path: DataPath) -> Text:
    if isinstance(found, Text) and found.plain:
        return found
    place = found.path if isinstance(found, Text) else path
    if demanded:
        return Text(place, Missing((place,)))
    return Text(place, (), applicable=False)


def line_of_row(row: Group, part: OwnRows, outcome: Outcome) -> Line:
    """Return the line of an indicator that the department set itself."""
    path = row.path
    empty = not row.items
    blank = Text(path, Missing((path,)))
    names = {level: blank if empty else text_at(row, level) for level in ("一级", "二级", "三级")}
    weight = Figure((*path, "分值"), Missing((path,)), Unit.POINTS)
    expected, achieved = blank, blank
    if not empty:
        weight, expected, achieved = (
            figure_at(row, "分值"),
            text_at(row, "预期"),
            text_at(row, "实际"),
        )
    points = _points(path, outcome, "指标的评分规则")
    goal: Words = (expected,)
    reached: Words = (achieved,)
    if not empty and text_at(row, "性质").plain != "定性":
        goal, reached = (figure_at(row, "指标值"),), (figure_at(row, "完成值"),)
    short = isinstance(outcome.points, Decimal) and outcome.points < (weight.number or Decimal(0))
    why = _demanded(find(row, ("偏差原因",)), short or outcome.is_excessive, (*path, "偏差原因"))
    texts = {name: Text(path, (), applicable=False) for name in (*_PROSE, "评价标准", "指标说明")}
    texts |= {name: Text(path, (), applicable=False) for name in ("公式", "不适用")}
    unit = Text(path, (), applicable=False) if empty else text_at(row, "单位")
    texts |= {"性质": blank if empty else text_at(row, "性质"), "计量单位": _or_none(unit)}
    return Line(
        path=path,
        branch=names["一级"],
        branch_kind=_fixed(path, ""),
        group=names["二级"],
        names=(names["三级"],),
        weight=weight,
        points=points,
        texts=texts,
        items=Rows(_ITEMS, ()),
        value=None,
        metric=None,
        calculation=(),
        reason=outcome.reason,
        target=(expected,),
        actual=(achieved,),
        goal=goal,
        reached=reached,
        why=why,
        apart=False,
        key=".".join(str(step) for step in path),
        is_own=True,
    )


def line_of_given(item: Group, branch: Node, group: Text) -> Line:
    """Return the line of an indicator whose weight and score were given as they are."""
    path = item.path
    named = [name for name in rows_at(item, "名称").entries if isinstance(name, Text)]
    blank = Text(rows_at(item, "名称").path, Missing((rows_at(item, "名称").path,)))
    none = Text(path, (), applicable=False)
    fields = (*_PROSE, "评价标准", "指标说明", "公式", "不适用", "性质", "计量单位")
    return Line(
        path=path,
        branch=text_at(branch, "名称"),
        branch_kind=_or_none(text_at(branch, "类别")),
        group=group,
        names=tuple(named) or (blank,),  # points that stand in no row would count unseen
        weight=figure_at(item, "分值"),
        points=figure_at(item, "得分"),
        texts=dict.fromkeys(fields, none),
        items=Rows(_ITEMS, ()),
        value=None,
        metric=None,
        calculation=(),
        reason=(),
        target=(),
        actual=(),
        goal=(),
        reached=(),
        why=none,
        apart=False,
        key=".".join(str(step) for step in path),
    )


def _or_none(text: Text) -> Text:
    """Return the text, as none where it was left out."""
    return replace(text, value=(), applicable=False) if isinstance(text.value, Missing) else text


@dataclass(frozen=True, slots=True)
class Tree:
    """Indicators by branch and group, and the same ones row by row."""

    branches: tuple[Node, ...]
    rows: tuple[Group, ...]


def tree_of(lines: Sequence[Line], path: DataPath) -> Tree:
    """Return the tree of lines: weights and scores of groups and branches are sums from below.

    Each row has its branch and its group with it, and keys that tell which cells merge.
    """
    branches: list[Node] = []
    rows: list[Group] = []
    by_branch = groupby(lines, key=lambda line: line.branch.plain)
    for number, (name, inner) in enumerate(by_branch, start=1):
        held = tuple(inner)
        branch = _summed(held[0].branch, held, (*path, "一级", name)).with_items(
            类别=held[0].branch_kind
        )
        groups: list[Node] = []
        below: list[Group] = []
        by_group = groupby(held, key=lambda line: line.group.plain)
        for place, (title, members) in enumerate(by_group, start=1):
            own = tuple(members)
            group = _summed(own[0].group, own, (*branch.path, title))
            keys: dict[str, Node] = {
                "一级组": Text(path, (f"{number}",)),
                "二级组": Text(path, (f"{number}.{place}",)),
            }
            nodes = [
                line.node().with_items(**keys, **_own_names(line, branch, group)) for line in own
            ]
            below += nodes
            listed = Rows((*group.path, "指标"), tuple(nodes))
            groups.append(group.with_items(指标=listed))
        rows += below
        branches.append(
            branch.with_items(
                二级=Rows((*branch.path, "二级"), tuple(groups)),
                指标=Rows((*branch.path, "指标"), tuple(below)),
            )
        )
    return Tree(tuple(branches), tuple(rows))


def _own_names(line: Line, branch: Group, group: Group) -> dict[str, Node]:
    """Return the branch and the group under the names that the row itself has in the input."""
    return {
        "一级": branch.with_items(名称=line.branch),
        "二级": group.with_items(名称=line.group),
    }


def _summed(name: Text, lines: Sequence[Line], path: DataPath) -> Group:
    counted = [
        line.points
        for line in lines
        if is_wrong(line.points.value) or not isinstance(line.points.value, Undefined)
    ]
    weights = [line.weight for line in lines]
    return Group(
        path,
        {
            "名称": name,
            "分值": add((*path, "分值"), weights, Unit.POINTS, ["各项分值之和"]),
            "得分": add((*path, "得分"), counted, Unit.POINTS, ["各项得分之和"]),
        },
    )
