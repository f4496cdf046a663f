"""Metrics of an indicator system: arithmetic over the Chinese paths of the department-year.

Python's own parser reads the text, so that precedence is what everyone expects; of its tree only
numbers, paths, + − × ÷, comparisons, and/or/not and two functions are let through. Numbers are
taken from the characters, never from the binary floats that Python makes of them.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal

Path = tuple[str, ...]

_CONTEXT = Context(prec=60)
_PLAIN = str.maketrans({"×": "*", "÷": "/", "（": "(", "）": ")", "，": ",", "－": "-", "＋": "+",
                        "−": "-", "＝": "=", "＜": "<", "＞": ">"})  # fmt: skip
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_MAX_LENGTH = 2000
_MAX_DIGITS = 60
_MAX_DEPTH = 100


class ExpressionError(ValueError):
    """A metric that cannot be read; the message is for whoever maintains the indicator system."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Field:
    """A figure or a text of the department-year."""

    path: Path


@dataclass(frozen=True, slots=True)
class Word:
    """Words in quotes, to compare a text with."""

    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """`left sign right` with sign one of + - * /."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative:
    """The inner value with the other sign."""

    inner: Expression


@dataclass(frozen=True, slots=True)
class Total:
    """求和(列表.字段): the sum of a figure over the rows of a list, or 个数(列表)."""

    path: Path
    counts: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left sign right` with sign one of == != < <= > >=."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Nothing:
    """无(路径): whether the department has nothing of the kind."""

    path: Path


@dataclass(frozen=True, slots=True)
class Junction:
    """Several conditions of which all, or any, must hold."""

    every: bool
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """The condition turned round."""

    inner: Expression


Expression = (
    Number
    | Field
    | Word
    | Operation
    | Negative
    | Total
    | Comparison
    | Nothing
    | Junction
    | Negation
)

_SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_FUNCTIONS = {"求和": False, "个数": True}


def parse(text: str) -> Expression:
    """Return the expression that the text spells; raise `ExpressionError` in Chinese."""
    if len(text) > _MAX_LENGTH:
        raise ExpressionError(f"算式超过 {_MAX_LENGTH} 个字")
    if "#" in text:
        raise ExpressionError("算式里不能写“#”")
    plain = "".join(
        piece if quoted else re.sub(r"\s+", " ", piece.translate(_PLAIN))
        for piece, quoted in _pieces(text.strip())
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's own remarks on odd writing
            tree = ast.parse(plain, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = getattr(error, "offset", None)
        near = f"，在“{plain[max(0, place - 6) : place + 4]}”附近" if place else ""
        raise ExpressionError(f"算式读不懂{near}") from None
    return _node(tree.body, plain, _MAX_DEPTH)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces, each with whether it is words in quotes, which stay as typed."""
    end = 0
    for quoted in _QUOTED.finditer(text):
        yield text[end : quoted.start()], False
        yield quoted[0], True
        end = quoted.end()
    yield text[end:], False


def _node(node: ast.expr, text: str, depth: int) -> Expression:
    if depth == 0:
        raise ExpressionError("算式的层次太多")
    match node:
        case ast.Constant(value=str() as words):
            return Word(words)
        case ast.Constant(value=value) if isinstance(value, int | float) and value is not True:
            return _number(node, text)
        case ast.Name() | ast.Attribute():
            return Field(_path(node))
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _SIGNS:
            sides = _node(left, text, depth - 1), _node(right, text, depth - 1)
            return Operation(_SIGNS[type(op)], *sides)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return Negative(_node(inner, text, depth - 1))
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return Negation(_node(inner, text, depth - 1))
        case ast.BoolOp(op=op, values=values):
            parts = tuple(_node(value, text, depth - 1) for value in values)
            return Junction(isinstance(op, ast.And), parts)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            sides = _node(left, text, depth - 1), _node(right, text, depth - 1)
            return Comparison(_COMPARISONS[type(op)], *sides)
        case ast.Call(func=ast.Name(id="无"), args=[inner], keywords=[]):
            return Nothing(_path(inner))
        case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]) if name in _FUNCTIONS:
            return Total(_path(inner), _FUNCTIONS[name])
    shown = ast.get_source_segment(text, node) or text
    raise ExpressionError(
        f"算式里不能写“{shown}”：只能用数据路径、数、+ - × ÷、比较、求和、个数、无"
    )


def _number(node: ast.expr, text: str) -> Number:
    typed = ast.get_source_segment(text, node) or ""
    if not typed.replace(".", "", 1).isascii() or not typed.replace(".", "", 1).isdigit():
        raise ExpressionError(f"算式里的“{typed}”不是普通的数")
    if len(typed) > _MAX_DIGITS:
        raise ExpressionError(f"算式里的数超过 {_MAX_DIGITS} 位")
    return Number(Decimal(typed))


def _path(node: ast.expr) -> Path:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (*_path(node.value), node.attr)
    raise ExpressionError("“.”前面应是数据路径")


def paths_of(expression: Expression) -> Iterator[tuple[Path, bool, bool]]:
    """Yield every path with whether it goes through a list and whether it counts its rows."""
    match expression:
        case Field(path=path):
            yield path, False, False
        case Nothing(path=path):
            yield path, False, False
        case Total(path=path, counts=counts):
            yield path, True, counts
        case Operation(left=left, right=right) | Comparison(left=left, right=right):
            yield from paths_of(left)
            yield from paths_of(right)
        case Negative(inner=inner) | Negation(inner=inner):
            yield from paths_of(inner)
        case Junction(parts=parts):
            for part in parts:
                yield from paths_of(part)


def is_condition(expression: Expression) -> bool:
    """Return whether the expression says yes or no rather than a number."""
    return isinstance(expression, Comparison | Nothing | Junction | Negation)


class DivisionByZeroError(ArithmeticError):
    """A quotient whose divisor is 0: what then counts is the indicator system's to say."""


def number_of(expression: Expression, look_up: Callable[[Path, bool, bool], Decimal]) -> Decimal:
    """Return the exact value; `look_up` gives the number at a path.

    Raise `DivisionByZeroError` where a divisor is 0; quotients are carried to 60 digits.
    """
    match expression:
        case Number(value=value):
            return value
        case Field(path=path):
            return look_up(path, False, False)
        case Total(path=path, counts=counts):
            return look_up(path, True, counts)
        case Negative(inner=inner):
            return _CONTEXT.minus(number_of(inner, look_up))
        case Operation(sign=sign, left=left, right=right):
            one, other = number_of(left, look_up), number_of(right, look_up)
            if sign == "/" and other == 0:
                raise DivisionByZeroError
            return _OPERATIONS[sign](one, other)
    raise TypeError(f"no number: {expression}")


_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _CONTEXT.add, "-": _CONTEXT.subtract, "*": _CONTEXT.multiply, "/": _CONTEXT.divide,
}  # fmt: skip


def holds(
    expression: Expression,
    look_up: Callable[[Path, bool, bool], Decimal],
    text_at: Callable[[Path], str],
    is_none: Callable[[Path], bool],
) -> bool | None:
    """Return whether the condition holds; None where that hangs on a division by zero.

    Texts compare with words in quotes.
    """
    match expression:
        case Nothing(path=path):
            return is_none(path)
        case Junction(every=every, parts=parts):
            answers = [holds(part, look_up, text_at, is_none) for part in parts]
            decided = not every
            if decided in answers:
                return decided
            return None if None in answers else every
        case Negation(inner=inner):
            answer = holds(inner, look_up, text_at, is_none)
            return None if answer is None else not answer
        case Comparison(sign=sign, left=Field(path=path), right=Word(text=text)):
            return (text_at(path) == text) == (sign == "==")
        case Comparison(sign=sign, left=left, right=right):
            try:
                one, other = number_of(left, look_up), number_of(right, look_up)
            except DivisionByZeroError:
                return None
            return _ORDERS[sign](one, other)
    raise TypeError(f"no condition: {expression}")


_ORDERS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip

_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}
_SHOWN = {"+": "+", "-": "-", "*": "×", "/": "÷"}


def pieces_of(expression: Expression) -> Iterator[str | Field | Total | Number]:
    """Yield the calculation as it is written out, with its paths where their numbers stand."""
    match expression:
        case Operation(sign=sign, left=left, right=right):
            yield from _within(left, _RANK[sign], strict=False)
            yield _SHOWN[sign]
            yield from _within(right, _RANK[sign], strict=sign in "-/")
        case Negative(inner=inner):
            yield "-"
            yield from _within(inner, 2, strict=True)
        case Field() | Total() | Number():
            yield expression


def _within(
    inner: Expression, rank: int, *, strict: bool
) -> Iterator[str | Field | Total | Number]:
    """Yield the inner calculation, in brackets where it would bind less tightly than outside."""
    own = _RANK[inner.sign] if isinstance(inner, Operation) else 1 if isinstance(
        inner, Negative
    ) else 3  # fmt: skip
    if own < rank or (strict and own == rank and isinstance(inner, Operation)):
        yield "("
        yield from pieces_of(inner)
        yield ")"
    else:
        yield from pieces_of(inner)
