"""A figure in words: its exact value, its formula with the numbers put in, what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

from drafter.diagnostics import DataPath, Location, path_text
from drafter.figures.nodes import Figure, Missing, Text, Undefined, Unit, Value
from drafter.model.paths import section_at
from drafter.model.precision import LEAST_DECIMALS
from drafter.model.values import shortened
from drafter.model.year import SCALE, MoneyUnit
from drafter.source import SourceTree
from drafter.source.tree import Mapping, Node, Scalar, Sequence
from drafter.wording.reading import number_in

_CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)
_SHOWN = 8
"""Decimals of a quotient that are shown; the rest is an ellipsis."""
_AMOUNT = "决算"
_UNIT_WORDS = {Unit.COUNT: "", Unit.POINTS: " 分", Unit.YEAR: " 年", Unit.NUMBER: ""}
_PART_SIGNS = frozenset("＋－÷×")


@dataclass(frozen=True, slots=True)
class Source:
    """A value of the input that a figure was made of: as typed, and where."""

    path: str
    typed: str
    where: Location

    @property
    def place(self) -> str:
        """Return the place in the file, the path, and the cell that it was read from."""
        return f"{self.where} {self.path}{self._origin}"

    def __str__(self) -> str:
        """Return place, path and what was typed, and the cell that it was read from."""
        return f"{self.where} {self.path}：{self.typed}{self._origin}"

    @property
    def _origin(self) -> str:
        return f"（取自 {self.where.origin}）" if self.where.origin else ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a figure is what it is, in words."""

    name: str
    """The figure's path, as templates and waivers name it."""
    value: str
    """The exact value with its unit, before rounding."""
    formula: str
    """In words; empty where the figure was typed."""
    numbers: str
    """The formula with the numbers put in."""
    parts: str
    """Of a typed total: what its parts sum to, where that is another number."""
    rounding: str
    """How the printed text follows from the exact value; empty where it is the exact value."""
    sources: tuple[Source, ...]
    source_count: int
    """How many there are, where not all are told."""


def explain(
    figure: Figure, printed: str, tree: SourceTree, unit: MoneyUnit, most: int | None = None
) -> Explanation:
    """Return why a figure is what it is; `printed` is its text in the report.

    Amounts are told in the unit that they are printed in; where that cannot be seen, in `unit`.
    Sources are told up to `most` of them: a total of a large table has thousands.
    """
    money = _printed_unit(figure, printed, unit)
    inputs = _inputs(figure, tree)
    return Explanation(
        name=path_text(figure.path),
        value=_told(figure.value, figure.unit, money),
        formula=figure.formula,
        numbers=_put_in(figure, money),
        parts=_parts(figure, money),
        rounding=_rounding(figure, printed, money),
        sources=tuple(source_of(path, tree) for path in inputs[:most]),
        source_count=len(inputs),
    )


def _inputs(figure: Figure, tree: SourceTree) -> tuple[DataPath, ...]:
    """Return the paths that a figure was made of, or waits for; none where there are none."""
    if isinstance(figure.value, Missing):
        return figure.value.paths
    if figure.inputs:
        return figure.inputs
    is_typed = not figure.formula or tree.node(figure.path) is not None
    return (figure.path,) if is_typed else ()


def source_of(path: DataPath, tree: SourceTree) -> Source:
    """Return what was typed at a path, and where it stands, or would stand.

    An amount with particulars stands at its 决算; what is below a 无 was typed there.
    """
    path = _leaf(path, tree)
    while len(path) > 1 and tree.node(path) is None and _is_word(tree.node(path[:-1])):
        path = path[:-1]
    return Source(path_text(path), _typed(tree.node(path)), tree.locate(path))


def _leaf(path: DataPath, tree: SourceTree) -> DataPath:
    section = section_at(path)
    shorthand = section.shorthand if section is not None else None
    names = (_AMOUNT, shorthand) if isinstance(tree.node(path), Mapping) else ()
    below = ((*path, name) for name in names if name is not None)
    return next((leaf for leaf in below if tree.node(leaf) is not None), path)


def _is_word(node: Node | None) -> bool:
    return isinstance(node, Scalar) and not node.is_blank


def _typed(node: Node | None) -> str:
    if node is None or (isinstance(node, Scalar) and node.is_blank):
        return "（没有填）"
    if not isinstance(node, Scalar):
        return f"（{len(node.items if isinstance(node, Sequence) else node.entries)} 项）"
    return shortened(node.text.strip().replace("\n", " "))


def _printed_unit(figure: Figure, printed: str, usual: MoneyUnit) -> MoneyUnit:
    """Return the unit that an amount is printed in, as far as its text tells."""
    number = number_in(printed)
    if figure.number is None or number is None or figure.unit is not Unit.YUAN:
        return usual
    fits = [unit for unit in SCALE if _as_printed(figure.number, unit, number) == abs(number)]
    return fits[0] if len(fits) == 1 else usual


def _as_printed(yuan: Decimal, unit: MoneyUnit, number: Decimal) -> Decimal:
    """Return the size of an amount, rounded as the printed number is."""
    return abs(_CONTEXT.quantize(yuan.scaleb(-SCALE[unit]), number))


def _scaled(number: Decimal, unit: Unit, money: MoneyUnit) -> Decimal:
    if unit is Unit.YUAN:
        return number.scaleb(-SCALE[money], _CONTEXT)
    return number.scaleb(2, _CONTEXT) if unit is Unit.RATIO else number


def _told(value: Value, unit: Unit, money: MoneyUnit) -> str:
    """Return a value with its unit; of what is no number, why not."""
    if isinstance(value, Missing):
        return f"待补（{'、'.join(path_text(path) for path in value.paths[:3])}）"
    if isinstance(value, Undefined):
        return f"没有数（{value.reason}）"
    sign = f" {money}" if unit is Unit.YUAN else "%" if unit is Unit.RATIO else _UNIT_WORDS[unit]
    return f"{_digits(_scaled(value, unit, money), grouped=unit is not Unit.YEAR)}{sign}"


def _digits(number: Decimal, *, grouped: bool = True, least: int = 0) -> str:
    """Return a number with every digit, or as many as can be taken in, with an ellipsis."""
    plain = number.normalize(_CONTEXT)
    exponent = plain.as_tuple().exponent
    decimals = max(least, -exponent) if isinstance(exponent, int) else least
    if decimals > _SHOWN:
        cut = plain.quantize(Decimal(1).scaleb(-_SHOWN), rounding=ROUND_DOWN, context=_CONTEXT)
        return f"{cut:{',' if grouped else ''}f}…"
    return f"{abs(plain) if plain == 0 else plain:{',' if grouped else ''}.{decimals}f}"


def _put_in(figure: Figure, money: MoneyUnit) -> str:
    """Return the formula with its numbers; that of a single part says nothing new."""
    pieces = figure.calculation
    if len(pieces) == 1 and isinstance(pieces[0], Figure) and pieces[0].value == figure.value:
        return ""
    return "".join(_piece(piece, money) for piece in pieces)


def _piece(piece: str | Figure | Text, money: MoneyUnit) -> str:
    """Return a piece of a calculation: a sign with room around it, words, or the number put in."""
    if isinstance(piece, str):
        return f" {piece} " if piece in _PART_SIGNS else piece.replace("×", " × ")
    if isinstance(piece, Text):
        return piece.plain
    if not isinstance(piece.value, Decimal):
        return f"（{_told(piece.value, piece.unit, money)}）"
    least = LEAST_DECIMALS[money] if piece.unit is Unit.YUAN and piece.value else 0
    words = _digits(_scaled(piece.value, piece.unit, money), least=least)
    if piece.unit is Unit.RATIO:
        words += "%"
    return f"（{words}）" if piece.value < 0 else words


def _parts(figure: Figure, money: MoneyUnit) -> str:
    whole = figure.parts_sum
    if whole is None or whole == figure.value:
        return ""
    return f"照填写的数印出；按算式是 {_told(whole, figure.unit, money)}"


def _rounding(figure: Figure, printed: str, money: MoneyUnit) -> str:
    """Return how the printed number differs from the exact one."""
    number = number_in(printed)
    if figure.number is None or number is None:
        return ""
    exact = _scaled(figure.number, figure.unit, money)
    exponent = number.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    told = []
    if abs(exact) != abs(number):
        told.append(f"四舍五入到小数 {decimals} 位" if decimals > 0 else "四舍五入到整数")
    if exact < 0 <= number:
        told.append("方向由文字说明，不印负号")
    return "，".join(told)
