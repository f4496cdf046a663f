"""How far wholes and parts are apart, and whether another finding tells it already.

One slip may break several relations. The finding that names the smaller place tells it, and the
others keep silent as long as it accounts for all of their difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from drafter.checks.engine import Facts, Problem, reconcile
from drafter.diagnostics import DataPath
from drafter.figures.arithmetic import add, name_of
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import Figure, Node, Rows, figure_at, rows_at
from drafter.figures.rows import NATURES, code_of, figures_of
from drafter.model.classification import name_key

NOTHING = Decimal(0)
EXPENDITURE_LISTS: tuple[tuple[tuple[str, str], tuple[str, ...]], ...] = (
    (("支出", "功能分类"), ("类", "款", "项")),
    (("支出", "经济分类"), ("类", "款")),
    *(((fund, "科目"), ("类", "款", "项", "经济分类", "款")) for fund in FUNDS),
)
"""Where expenditure is listed by heading, with the levels from the top down."""
REVENUE_LIST = ("收入", "功能分类")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a classification, with its level and the lists below it."""

    row: Figure
    level: str
    below: tuple[str, ...]

    @property
    def called(self) -> str:
        """Return the name with the level, for messages."""
        return f"“{name_of(self.row)}”（{self.level}）"


def lines_of(rows: Rows, levels: Sequence[str]) -> Iterator[Line]:
    """Yield the rows of the list and all rows below them, each before those below."""
    for row in figures_of(rows):
        yield Line(row, levels[0], tuple(levels[1:]))
        if levels[1:]:
            yield from lines_of(rows_at(row, levels[1]), levels[1:])


def expenditure_lines(facts: Facts) -> Iterator[Line]:
    """Yield every row of every list of expenditure."""
    for path, levels in EXPENDITURE_LISTS:
        yield from lines_of(rows_at(facts.data, *path), levels)


def columns_of(row: Node, names: Iterable[str]) -> list[Figure]:
    """Return the columns of these names that have an amount."""
    found = [figure_at(row, name) for name in names]
    return [figure for figure in found if figure.number is not None]


def apart(whole: Figure) -> Decimal:
    """Return how much a typed total is above the sum of its parts; 0 where one is not known."""
    if whole.number is None or not isinstance(whole.parts_sum, Decimal):
        return NOTHING
    return whole.number - whole.parts_sum


def columns_apart(row: Node, names: Iterable[str]) -> Decimal:
    """Return how much the typed columns together are above the sums of theirs below."""
    return sum((apart(column) for column in columns_of(row, names)), NOTHING)


def told_by_columns(row: Figure, names: Iterable[str] = NATURES) -> bool:
    """Return whether the amount differs from the rows below by what its columns differ."""
    gap = apart(row)
    return gap != 0 and gap == columns_apart(row, names)


def natures_short(row: Figure) -> Decimal:
    """Return how much the amount is above its natures, where basic and project are both known."""
    given = columns_of(row, [name for name in NATURES if name in row.children])
    if row.number is None or len(columns_of(row, NATURES[:2])) < len(NATURES[:2]):
        return NOTHING
    return row.number - (add(row.path, given).number or NOTHING)


def is_own(figure: Figure) -> bool:
    """Return whether the amount was typed and nothing below it is compared with it."""
    return figure.number is not None and not figure.inputs and figure.parts_sum is None


def typed_amounts(*figures: Figure) -> int:
    """Return how many typed amounts stand behind the figures: each may be rounded."""
    return sum(len(figure.inputs) or bool(figure.number) for figure in figures)


def reconcile_typed(
    facts: Facts, whole: Figure, parts: Figure, names: tuple[str, str], path: DataPath | None = None
) -> Iterator[Problem]:
    """Yield a problem where two statements of one amount differ, however each was summed."""
    yield from reconcile(
        facts,
        whole.path if path is None else path,
        whole,
        parts,
        count=max(1, typed_amounts(whole, parts) - 1),
        names=names,
    )


@dataclass(frozen=True, slots=True)
class Apart:
    """Two statements of a heading that differ."""

    whole: Figure
    parts: Figure
    called: str
    path: DataPath
    is_listed: bool = True
    """Whether the list has the heading at all; one that it lacks counts as 0."""

    @property
    def gap(self) -> Decimal:
        """Return how much the whole is above the parts."""
        return (self.whole.number or NOTHING) - (self.parts.number or NOTHING)


def lists_apart(
    wholes: Rows, parts: Sequence[Figure], levels: Sequence[str], columns: Sequence[str] = ()
) -> list[Apart]:
    """Return the headings that a list and the rows of other lists state differently.

    Each is told at the lowest level that both go down to. Headings are the same by their codes,
    else by their names; a heading that only one side has counts as 0 on the other.
    """
    listed = figures_of(wholes)
    if any(row.number is None for row in (*listed, *parts)):
        return []
    level, below = levels[0], levels[1:]
    taken: set[int] = set()
    found: list[Apart] = []
    lacking = False
    index = _Index(parts, level)
    for row in listed:
        same = index.same_as(row)
        taken |= {id(part) for part in same}
        lacking = lacking or bool(not same and row.number)
        found += _heading_apart(row, same, level, below, columns)
    rest = [part for part in parts if id(part) not in taken and part.number]
    # Where a row of the list is nowhere else, one that is not listed may well be it.
    if rest and not lacking:
        names = dict.fromkeys(f"“{name_of(part)}”" for part in rest)
        nothing = Figure(wholes.path, NOTHING, rest[0].unit)
        summed = add(wholes.path, rest)
        found.append(Apart(nothing, summed, "".join(names), wholes.path, is_listed=False))
    return found


def _heading_apart(
    row: Figure, same: list[Figure], level: str, below: Sequence[str], columns: Sequence[str]
) -> list[Apart]:
    summed, called = add(row.path, same), f"“{name_of(row)}”（{level}）"
    if below and same:
        inner = rows_at(row, below[0])
        lists = [figures_of(rows_at(part, below[0])) for part in same]
        split = zip(same, lists, strict=True)
        if figures_of(inner) and all(rows or part.number == 0 for part, rows in split):
            lower = [lower for rows in lists for lower in rows]
            if found := lists_apart(inner, lower, below, columns):
                return found
    if row.number != summed.number:
        return [Apart(row, summed, called, row.path)]
    found = []
    for name in columns:
        whole = figure_at(row, name)
        parts = add(whole.path, [figure_at(part, name) for part in same])
        known = whole.number is not None and parts.number is not None
        if known and whole.number != parts.number:
            found.append(Apart(whole, parts, f"{called}的{name}", whole.path))
    return found


def tell_apart(facts: Facts, item: Apart, where: str, other: str) -> Iterator[Problem]:
    """Yield the problem: what the list says, and what the other lists say."""
    if item.is_listed:
        names = (f"{where}里{item.called}", f"{other}之和")
        yield from reconcile_typed(facts, item.whole, item.parts, names, item.path)
    elif item.gap:
        amount = facts.money(-item.gap)
        yield Problem(item.path, f"{where}没有列{item.called}，{other}里有 {amount}")


class _Index:
    """Rows by their headings."""

    def __init__(self, rows: Sequence[Figure], level: str) -> None:
        self._level = level
        self._by_code: dict[str, list[Figure]] = {}
        self._by_name: dict[str, list[Figure]] = {}
        self._uncoded: dict[str, list[Figure]] = {}
        for row in rows:
            code, name = code_of(row), name_key(name_of(row), level)
            self._by_name.setdefault(name, []).append(row)
            where, key = (self._by_code, code) if code else (self._uncoded, name)
            where.setdefault(key, []).append(row)

    def same_as(self, row: Figure) -> list[Figure]:
        """Return the rows of the same code, or of the same name where one has no code."""
        code, name = code_of(row), name_key(name_of(row), self._level)
        if not code:
            return self._by_name.get(name, [])
        return [*self._by_code.get(code, []), *self._uncoded.get(name, [])]


def natures_apart(facts: Facts) -> list[Apart]:
    """Return the natures of statement 03 that differ from those of all funds together."""
    found: list[Apart] = []
    for nature in NATURES:
        stated = figure_at(facts.data, "支出", nature)
        funds = [figure_at(facts.data, fund, "合计", nature) for fund in FUNDS]
        parts = add(stated.path, funds)
        if stated.number is None or parts.number is None:
            continue
        if stated.inputs and _fund_rows(facts) is not None:
            continue  # summed from the funds, or from headings that are compared one by one
        item = Apart(stated, parts, nature, stated.path)
        if item.gap != 0 and item.gap != apart(stated):
            found.append(item)
    return found


def classes_apart(facts: Facts) -> list[Apart]:
    """Return the headings of statement 03 that differ from those of all funds together."""
    rows, parts = rows_at(facts.data, "支出", "功能分类"), _fund_rows(facts)
    if parts is None or not figures_of(rows):
        return []
    return lists_apart(rows, parts, ("类", "款", "项"), NATURES)


def _fund_rows(facts: Facts) -> list[Figure] | None:
    """Return the classes of all funds; None where one was spent and does not list them."""
    parts: list[Figure] = []
    for fund in FUNDS:
        whole = figure_at(facts.data, fund, "合计").number
        listed = figures_of(rows_at(facts.data, fund, "科目"))
        if whole is None or (whole and not listed):
            return None
        parts += listed
    return parts


def gap_of(found: Iterable[Apart]) -> Decimal:
    """Return the difference that the findings account for together."""
    return sum((item.gap for item in found), NOTHING)
