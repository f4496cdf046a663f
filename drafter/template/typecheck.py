"""Holds what tags name and do against the contract: every branch, before any data is there.

So a wrong name in a branch that hardly any department reaches is found when the template is
loaded, and all such faults of a template come in one run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from drafter.diagnostics import Severity
from drafter.template.blocks import OPENINGS, word_of
from drafter.template.contract import OPTIONS, ROW, SCORES, Type, fields_of
from drafter.template.faults import Fault
from drafter.template.filters import MONEY_UNITS
from drafter.template.kinds import (
    COUNTED,
    LOOP_FIELDS,
    PLOTTED,
    WORDS,
    Kind,
    loop_problem,
    order_problem,
    print_problem,
    truth_problem,
)
from drafter.template.operators import FILTER, FILTERS, TEST, TESTS, Operator, refusal
from drafter.template.run import nearest, wording_problem
from drafter.template.tags import Tag

Problem = tuple[str, str]
"""Message and hint; an empty message is no problem."""
_LOOP = Type(Kind.LOOP, {name: Type(kind) for name, kind in LOOP_FIELDS.items()})


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression's type, and how messages call it. Without a type nothing is known of it."""

    type: Type | None
    label: str
    path: tuple[str, ...] = ()
    """Of a field: its path in the contract."""


_NOTHING = Typed(None, "")
Scope = dict[str, Typed]
"""The names that an open loop gives: its row's, and `loop`."""


def type_faults(
    tags: Sequence[Tag],
    trees: Mapping[int, nodes.Template],
    contract: Type,
    wordings: Sequence[str] | None,
) -> Iterator[Fault]:
    """Yield every tag that names no field, or does with one what cannot be done.

    `trees` are the parsed tags by number; a tag without one is faulty already.
    """
    check = _Check(contract, wordings)
    for number, problems in check.follow(tags, trees):
        # What follows is often the same fault; what is only doubtful comes last.
        message, hint = min(problems, key=lambda problem: problem in check.doubtful)
        doubtful = (message, hint) in check.doubtful
        severity = Severity.WARNING if doubtful else Severity.ERROR
        yield Fault(message, tags[number].place, hint, severity)


def named_fields(
    tags: Sequence[Tag], trees: Mapping[int, nodes.Template], contract: Type
) -> dict[tuple[str, ...], Type]:
    """Return the fields that the tags name, in the order of the tags."""
    check = _Check(contract, None)
    for _ in check.follow(tags, trees):
        pass
    return check.used


@dataclass(slots=True)
class _Check:
    """Follows the tags of a part: which loops are open, what is wrong with the present tag."""

    contract: Type
    wordings: Sequence[str] | None
    scopes: list[Scope] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    """Names of loops that have ended."""
    problems: list[Problem] = field(default_factory=list)
    doubtful: set[Problem] = field(default_factory=set)
    """Problems that an edit of `indicators.yaml` makes and undoes: no reason to stop."""
    used: dict[tuple[str, ...], Type] = field(default_factory=dict)
    """The fields named so far, in the order of the tags."""

    def found(self, type_: Type, label: str, path: tuple[str, ...]) -> Typed:
        """Return a field that was named, and keep that it was."""
        self.used.setdefault(path, type_)
        return Typed(type_, label, path)

    def follow(
        self, tags: Sequence[Tag], trees: Mapping[int, nodes.Template]
    ) -> Iterator[tuple[int, list[Problem]]]:
        """Go through the tags of a part in their order; yield those with problems by number."""
        for number, tag in enumerate(tags):
            tree, word = trees.get(number), word_of(tag)
            opened: Scope = {}
            if tree is not None:
                self.problems.clear()
                opened = self.statement(tree.body[0])
                if tag.plots and not self.problems:
                    self.say(_plot_problem(tree.body[0]))
                if self.problems:
                    yield number, self.problems
            if word in OPENINGS:
                self.scopes.append(opened)
            elif word in OPENINGS.values() and self.scopes:
                self.closed.update(self.scopes.pop())

    def say(self, problem: Problem) -> None:
        """Keep the problem, if it is one."""
        if problem[0]:
            self.problems.append(problem)

    def say_pair(self, left: Typed, sign: str, right: Typed) -> None:
        """Keep what is wrong with comparing two values, if anything is."""
        problem = _pair_problem(left, sign, right)
        if any(typed.type is not None and typed.type.tentative for typed in (left, right)):
            self.doubtful.add(problem)
        self.say(problem)

    def statement(self, node: nodes.Node) -> Scope:
        """Check a tag; return the names that it gives to what follows it."""
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                typed = self.expression(part)
                if typed.type is not None:
                    self.say(print_problem(typed.type.kind, typed.label))
        elif isinstance(node, nodes.If):
            self.condition(node.test)
        elif isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
            listed, row = self.expression(node.iter), None
            if listed.type is not None:
                self.say(loop_problem(listed.type.kind, listed.label))
                row = listed.type.row
            name = node.target.name
            return {name: Typed(row, name, (*listed.path, ROW)), "loop": Typed(_LOOP, "loop")}
        return {}

    def condition(self, node: nodes.Node) -> None:
        """Check an expression that stands as a condition, or as a part of one."""
        if isinstance(node, nodes.And | nodes.Or):
            self.condition(node.left)
            self.condition(node.right)
        elif isinstance(node, nodes.Not):
            self.condition(node.node)
        elif isinstance(node, nodes.Const):
            hint = "几个都可以时写 口径 in ['部门', '单位']"
            self.say(("引号里的文字或数字不能单独作条件", hint))
        else:
            typed = self.expression(node)
            if typed.type is not None:
                self.say(truth_problem(typed.type.kind, typed.label))

    def expression(self, node: nodes.Node) -> Typed:
        """Check an expression and return its type."""
        if isinstance(node, nodes.Name):
            return self.name(node.name)
        if isinstance(node, nodes.Getattr):
            return self.child(self.expression(node.node), node.attr)
        if isinstance(node, nodes.Const):
            return _literal(node.value)
        if isinstance(node, nodes.Filter) and node.name in FILTERS and node.node is not None:
            return self.operated(FILTER, node.name, FILTERS[node.name], node.node, node.args)
        if isinstance(node, nodes.Test):
            return self.operated(TEST, node.name, TESTS[node.name], node.node, node.args)
        if isinstance(node, nodes.Compare):
            left: nodes.Node = node.expr
            for operand in node.ops:
                self.compared(left, operand.op, operand.expr)
                left = operand.expr
            return Typed(Type(Kind.TRUTH), "比较")
        self.condition(node)
        return _NOTHING

    def name(self, name: str) -> Typed:
        """Return what a name stands for: a loop's row, or a field."""
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        fields = self.contract.children
        if name in fields:
            return self.found(fields[name], name, (name,))
        if name == OPTIONS:
            return _NOTHING  # not known without template.yaml
        if name == "loop" and not self.closed:
            self.say(("“loop”只能用在 for 循环里", ""))
            return _NOTHING
        if name in self.closed:
            hint = f"“{name}”是循环里的名字，只在循环之内有"
        else:
            loops = (inner for scope in self.scopes for inner in scope if inner != "loop")
            hint = _elsewhere(name, self.contract) or nearest(name, [*fields, *loops])
        if name == SCORES:
            hint = _NO_SYSTEM
        self.say((f"数据里没有“{name}”", hint))
        return _NOTHING

    def child(self, holder: Typed, name: str) -> Typed:
        """Return the field below another."""
        if holder.type is None:
            return _NOTHING
        children = holder.type.children
        if name in children:
            label, path = f"{holder.label}.{name}", (*holder.path, name)
            if holder.type.kind is Kind.LOOP:
                return Typed(children[name], label)
            return self.found(children[name], label, path)
        if holder.type.kind is Kind.LOOP:
            self.say((f"loop 只有 first、last、index，没有“{name}”", ""))
        elif holder.type.kind is Kind.ROWS:
            self.say(
                (f"“{holder.label}”是列表，没有字段“{name}”", "用循环取出每一行，再写行的字段")
            )
        else:
            hint = _NO_SYSTEM if name == SCORES else nearest(name, children)
            self.say((f"“{holder.label}”下没有字段“{name}”", hint))
        return _NOTHING

    def operated(
        self,
        word: str,
        name: str,
        operator: Operator,
        inner: nodes.Node,
        args: Sequence[nodes.Node],
    ) -> Typed:
        """Check a filter or test, and return the type of what it gives."""
        typed = self.expression(inner)
        for argument in args:
            self.say(self.argument_problem(word, name, operator, argument))
        if typed.type is None:
            return _NOTHING
        kind, needed = typed.type.kind, operator.needs in typed.type.children
        if not operator.fits(kind, needed=needed):
            self.say(refusal(word, name, kind, typed.label))
            return _NOTHING
        if name == "顿号" and not _can_be_named(typed.type.row):
            self.say((f"过滤器“顿号”不能用于“{typed.label}”：它的行没有“名称”", "用循环逐行印"))
        gives = typed.type if operator.gives is None else Type(operator.gives)
        return Typed(gives, typed.label)

    def argument_problem(
        self, word: str, name: str, operator: Operator, argument: nodes.Node
    ) -> Problem:
        """Return what is wrong with an argument of a filter or test."""
        if operator.argument is Kind.TEXT:
            typed = _NOTHING if isinstance(argument, nodes.Const) else self.expression(argument)
            if isinstance(argument, nodes.Const) or (
                typed.type is not None and typed.type.kind is not Kind.TEXT
            ):
                return f"“{name}”的括号里应写组", f"如 {name}(行.一级组)"
            return "", ""
        if isinstance(argument, nodes.Const):
            words = [argument.value] if isinstance(argument.value, str) else []
        else:
            typed = self.expression(argument)
            if typed.type is None:
                return "", ""
            words = [*typed.type.choices] if typed.type.kind is Kind.CHOICE else []
        if not words:
            return f"{word}“{name}”的括号里应是引号里的文字或选项", ""
        unknown = [w for w in words if self.wordings is not None and w not in self.wordings]
        if name == "代入" and any(word not in MONEY_UNITS for word in words):
            return f"{word}“代入”的括号里应是 '元' 或 '万元'", ""
        if name == "变动" and self.wordings is not None and unknown:
            return wording_problem(unknown[0], self.wordings)
        return "", ""

    def compared(self, left: nodes.Node, sign: str, right: nodes.Node) -> None:
        """Check a comparison of two expressions."""
        mine = self.expression(left)
        if isinstance(right, nodes.List | nodes.Tuple):
            for item in right.items:
                self.say_pair(mine, "eq", self.expression(item))
            return
        bare = right.name if isinstance(right, nodes.Name) else ""
        if mine.type is not None and bare in mine.type.choices:
            self.say((f"“{mine.label}”只能与引号里的文字比较", f"应写 '{bare}'"))
            return
        other = self.expression(right)
        if sign in {"in", "notin"}:
            if other.type is not None:
                self.say(loop_problem(other.type.kind, other.label))
                if other.type.row is not None:
                    row = Typed(other.type.row, f"{other.label}的行")
                    self.say_pair(mine, "eq", row)
            return
        self.say_pair(mine, sign, other)


def _plot_problem(node: nodes.Node) -> Problem:
    """Return why a chart cannot draw what a tag prints; empty where it is a number."""
    printed = node.nodes[0] if isinstance(node, nodes.Output) else node
    if isinstance(printed, nodes.Filter) and printed.name in PLOTTED:
        return "", ""
    known = "、".join(PLOTTED)
    return "图表里的数应是金额、比率、个数等，并写过滤器", f"可用：{known}"


def _literal(value: object) -> Typed:
    if isinstance(value, bool):
        return Typed(Type(Kind.TRUTH), str(value))
    if isinstance(value, int):
        return Typed(Type(Kind.ORDINAL), str(value))
    return Typed(Type(Kind.TEXT, about=str(value)), _QUOTED)


_QUOTED = "引号里的文字"
_NO_SYSTEM = "得分要有指标体系：在模板文件夹的 indicators.yaml 里写“部门”或“项目”"


def _can_be_named(row: Type | None) -> bool:
    if row is None or row.kind is Kind.TEXT:
        return True
    name = row.children.get("名称")
    return name is not None and name.kind is Kind.TEXT


def _pair_problem(left: Typed, sign: str, right: Typed) -> Problem:
    """Return why two values cannot be compared, or never be equal."""
    if left.type is None or right.type is None:
        return "", ""
    for typed in (left, right):
        problem = order_problem(_kind(typed), typed.label)
        if problem[0]:
            return problem
    kinds = left.type.kind, right.type.kind
    if all(kind in COUNTED for kind in kinds):
        return "", ""
    if not all(kind in WORDS for kind in kinds):
        number, words = (left, right) if kinds[0] in COUNTED else (right, left)
        label = number.label if words.label == _QUOTED else words.label
        fit = "整数" if label == number.label else "引号里的文字"
        return f"“{label}”只能与{fit}比较", _unquoted(words) if fit == "整数" else ""
    if sign not in {"eq", "ne"}:
        return f"“{left.label}”是{kinds[0]}，不是数，不能比较大小", ""
    return _choice_problem(left, right) if right.label == _QUOTED else _choice_problem(right, left)


def _unquoted(words: Typed) -> str:
    digits = "" if words.type is None or words.label != _QUOTED else words.type.about
    return f"去掉引号，写 {digits}" if digits.isdigit() else ""


def _kind(typed: Typed) -> Kind:
    return Kind.TEXT if typed.type is None else typed.type.kind


def _choice_problem(typed: Typed, literal: Typed) -> Problem:
    """Return that a text can never be the literal, where all that it can be is known."""
    if typed.type is None or literal.type is None or literal.label != _QUOTED:
        return "", ""
    choices, word = typed.type.choices, literal.type.about
    if not choices or word in choices:
        return "", ""
    return f"“{typed.label}”不会是“{word}”，条件不会成立", f"可取：{'、'.join(choices)}"


def _elsewhere(name: str, contract: Type) -> str:
    """Return the question whether a field of this name further down was meant."""
    for found in fields_of(contract):
        if found.path[-1] == name and ROW not in found.path:
            return f"是不是“{'.'.join(found.path)}”？"
    return ""
