"""Holds the paths of metrics against the contract of fields: that they exist and go together."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.scoring.expression import (
    Comparison,
    Expression,
    Field,
    Junction,
    Negation,
    Negative,
    Nothing,
    Number,
    Operation,
    Path,
    Total,
    Word,
    is_condition,
)
from drafter.scoring.static import StaticProblem
from drafter.scoring.subject import OWN
from drafter.scoring.system import IndicatorSystem, Leaf, OwnRows
from drafter.template.contract import Type
from drafter.template.kinds import FIGURES, Kind
from drafter.template.run import nearest

PROJECT = "项目"
_OWN_FIELDS = ("一级", "二级", "三级", "预期", "实际", "性质", "指标值", "完成值", "分值")
"""Fields that the rows of a department's own indicators have."""


_MIXED = Kind.PRINTED
"""Stands for a quotient or a product of unlike things, which counts nothing by itself."""


class _PathError(Exception):
    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def path_problems(system: IndicatorSystem, contract: Type, subject: str) -> Iterator[StaticProblem]:
    """Yield a problem for each path that leads nowhere, and each sum of unlike things."""
    fields = _Fields(contract, subject)
    for leaf in system.leaves:
        for path, expression in _expressions(leaf):
            try:
                if is_condition(expression):
                    fields.condition(expression)
                    continue
                dimension = fields.dimension(expression)
            except _PathError as error:
                yield StaticProblem(path, f"“{leaf.name}”：{error}", error.hint)
                continue
            percent = leaf.metric is not None and leaf.metric.is_percent
            if percent and dimension not in {None, Kind.RATIO, Kind.NUMBER}:
                counted = Kind.NUMBER if dimension is _MIXED else dimension
                message = f"“{leaf.name}”的单位是 %，算式得出的却是{counted}"
                yield StaticProblem(path, message, "同类的两个数相除才是百分比")
        source = leaf.demand.source
        if source:
            found = fields.at(tuple(source.split(".")))
            if found is None or found.kind is not Kind.TEXT:
                message = f"“{leaf.name}”的说明取自“{source}”，数据里没有这段文字"
                yield StaticProblem((*leaf.path, "说明要求", "取自"), message)
    for part in system.parts:
        if isinstance(part, OwnRows):
            yield from _source_problems(part, fields)


def _source_problems(part: OwnRows, fields: _Fields) -> Iterator[StaticProblem]:
    row = fields.own_rows(part.source)
    if row is None or any(name not in row.children for name in _OWN_FIELDS):
        message = f"“{'.'.join(part.source)}”不是绩效指标的列表"
        yield StaticProblem((*part.path, "取自"), message, "如 指标、整体绩效.指标")


def _expressions(leaf: Leaf) -> Iterator[tuple[tuple[str | int, ...], Expression]]:
    if leaf.metric is not None:
        yield (*leaf.path, "度量", "式"), leaf.metric.expression
    for number, case in enumerate(leaf.cases):
        yield (*leaf.path, "不适用", number, "当"), case.when


class _Fields:
    """The fields that metrics of a subject may name."""

    def __init__(self, contract: Type, subject: str) -> None:
        self.root = contract.measured or contract
        rows = self.root.children.get(PROJECT)
        self.project = rows.row if subject == PROJECT and rows is not None else None

    def at(self, path: Path) -> Type | None:
        """Return the field at the path, from the project first."""
        for start in (self.project, self.root):
            found = start
            for step in path:
                found = None if found is None else found.children.get(step)
            if found is not None:
                return found
        return None

    def own_rows(self, path: Path) -> Type | None:
        """Return the list at the path, of the project where projects are scored."""
        found = self.project or self.root
        for step in path:
            inner = found.children.get(step)
            if inner is None:
                return None
            found = inner
        return found.row

    def dimension(self, expression: Expression) -> Kind | None:
        """Return what a number counts; None for a bare one, which goes with anything."""
        match expression:
            case Number():
                return None
            case Word():
                raise _PathError("引号里的文字只能与文字比较")
            case Field(path=path):
                return self._figure(path)
            case Total(path=path, counts=counts):
                return self._total(path, counts=counts)
            case Negative(inner=inner):
                return self.dimension(inner)
            case Operation(sign=sign, left=left, right=right):
                return self._operation(sign, self.dimension(left), self.dimension(right))
        raise _PathError("条件不能当作数")

    def condition(self, expression: Expression) -> None:
        """Check a condition."""
        match expression:
            case Negation(inner=inner):
                self.condition(inner)
            case Junction(parts=parts):
                for part in parts:
                    self.condition(part)
            case Nothing(path=path):
                if self.at(path) is None:
                    raise _PathError(f"数据里没有“{'.'.join(path)}”", self._near(path))
            case Comparison(left=Field(path=path), sign=sign, right=Word(text=text)):
                self._text(path, sign, text)
            case Comparison(left=left, right=right):
                self._like(self.dimension(left), self.dimension(right), "比较")
            case _:
                raise _PathError("and、or、not 的两边应是条件")

    def _figure(self, path: Path) -> Kind | None:
        if path[0] == OWN:
            if len(path) != len((OWN, "名称")):
                raise _PathError(f"“{OWN}”后面要写数据的名称")
            return Kind.NUMBER
        found = self.at(path)
        if found is None:
            raise _PathError(f"数据里没有“{'.'.join(path)}”", self._near(path))
        if found.kind not in FIGURES:
            raise _PathError(f"“{'.'.join(path)}”是{found.kind}，不是数")
        return found.kind

    def _near(self, path: Path) -> str:
        above = self.at(path[:-1]) if len(path) > 1 else self.project or self.root
        return "" if above is None else nearest(path[-1], above.children)

    def _text(self, path: Path, sign: str, text: str) -> None:
        found = self.at(path)
        label = ".".join(path)
        if found is None or found.kind is not Kind.TEXT:
            raise _PathError(f"“{label}”不是文字，不能与引号里的文字比较")
        if sign not in {"==", "!="}:
            raise _PathError("文字只能用 == 或 != 比较")
        if found.choices and text not in found.choices:
            hint = f"可取：{'、'.join(found.choices)}"
            raise _PathError(f"“{label}”不会是“{text}”，条件不会成立", hint)

    def _total(self, path: Path, *, counts: bool) -> Kind | None:
        for cut in range(1, len(path) + 1):
            found = self.at(path[:cut])
            if found is None or found.kind is not Kind.ROWS:
                continue
            if counts and cut == len(path):
                return Kind.COUNT
            inner = found.row
            for step in path[cut:]:
                inner = None if inner is None else inner.children.get(step)
            if inner is not None and inner.kind in FIGURES and not counts:
                return inner.kind
            break
        word = "个数" if counts else "求和"
        raise _PathError(
            f"{word}的括号里应是列表{'' if counts else '的一个数'}：“{'.'.join(path)}”"
        )

    def _like(self, one: Kind | None, other: Kind | None, doing: str) -> None:
        if one is not None and other is not None and one is not other:
            raise _PathError(f"{one}与{other}不能{doing}")

    def _operation(self, sign: str, one: Kind | None, other: Kind | None) -> Kind | None:
        if sign in "+-":
            self._like(one, other, "相加减")
            return one or other
        if sign == "/":
            if one is not None and one is other:
                return Kind.RATIO
            return one if other in {None, Kind.RATIO} else _MIXED
        if one in {None, Kind.RATIO}:
            return other if other is not None else one
        return one if other in {None, Kind.RATIO} else _MIXED
