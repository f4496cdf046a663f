"""A department's figures out of its units' files: what it left out is their sum.

What it typed stays as it is; the rule book holds it against the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Protocol

from drafter.diagnostics import DataPath, Diagnostic, Severity
from drafter.exchange.prose import place_beside
from drafter.figures.derive import derive
from drafter.figures.nodes import Figure, Group, Missing, Unit, find, text_at
from drafter.figures.units import Added, Heading, UnitFigures, added_up, headings_of_units
from drafter.model.paths import field_at, section_at
from drafter.model.precision import quantum_of
from drafter.model.validate import validate
from drafter.model.values import NONE_WORD
from drafter.model.year import SCALE, DepartmentYear
from drafter.prompt import quoted
from drafter.source import Entry, Mapping, Mark, Node, Scalar, SourceTree
from drafter.source import Sequence as Listed
from drafter.source.fill import with_values

UNITS_KEY = "单位文件"
UNUSABLE = "JS-122"
_SHOWN = 5
"""How many units an origin names."""
_ACTUAL = "决算"
_TOTAL = 3
"""Above the lists of classes, sections and items that lie in each other."""


class UnitInput(Protocol):
    """A unit's file as the pipeline reads it."""

    @property
    def tree(self) -> SourceTree | None:
        """Return what was read, if anything."""

    @property
    def year(self) -> DepartmentYear:
        """Return the model of it."""

    @property
    def figures(self) -> Group:
        """Return what follows from it."""

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Return what is wrong with it."""

    @property
    def beside(self) -> tuple[Path, ...]:
        """Return the files that it names."""


@dataclass(frozen=True, slots=True)
class Aggregated:
    """An input with what its units give."""

    tree: SourceTree
    year: DepartmentYear
    figures: Group
    units: tuple[UnitFigures, ...]
    files: tuple[Path, ...]
    """The units' files, and those that they name."""
    findings: tuple[Diagnostic, ...]


def aggregated(
    path: Path,
    tree: SourceTree,
    year: DepartmentYear,
    figures: Group,
    read: Callable[[Path], UnitInput],
) -> Aggregated:
    """Return the input with the sums of its units where it has no figure.

    Where one of the files cannot be used nothing is summed: it would be the sum of the others.
    """
    reading = _Reading(path, tree, year, read)
    units, findings = tuple(reading.units()), tuple(reading.findings)
    if findings:
        return Aggregated(tree, year, figures, (), (*reading.files, *reading.beside), findings)
    listed = list(_lists(tree, figures, units))
    if listed:
        tree, year, figures = _filled(tree, listed)
    # The lowest come first: what is the sum of them follows from them by itself.
    for height in range(_TOTAL + 1):
        values = list(_absent(tree, year, figures, units, height))
        if values:
            tree, year, figures = _filled(tree, values)
    return Aggregated(tree, year, figures, units, (*reading.files, *reading.beside), ())


def _filled(
    tree: SourceTree, values: Sequence[tuple[DataPath, Node]]
) -> tuple[SourceTree, DepartmentYear, Group]:
    """Return the input with the values in it, and what follows from that."""
    tree = with_values(tree, values, _shorthand)
    year = validate(tree).year
    return tree, year, derive(year)


class _Reading:
    """Reads the units' files, and says of each that cannot be used why not."""

    def __init__(
        self, path: Path, tree: SourceTree, year: DepartmentYear, read: Callable[[Path], UnitInput]
    ) -> None:
        self.files: list[Path] = []
        self.beside: list[Path] = []
        self.findings: list[Diagnostic] = []
        self._own = path
        self._tree = tree
        self._year = year
        self._read = read

    def units(self) -> Iterator[UnitFigures]:
        """Yield the units whose files can be used."""
        for number, name in enumerate(self._year.unit_files or ()):
            if not name.applicable or not name.text:
                continue
            place = place_beside(name.text)
            if isinstance(place, str):
                self._refuse(number, f"“{name.text}”：{place}")
                continue
            yield from self._unit(number, name.text, self._own.parent / place)

    def _unit(self, number: int, name: str, file: Path) -> Iterator[UnitFigures]:
        if file.resolve() in {one.resolve() for one in (self._own, *self.files)}:
            self._refuse(number, f"“{name}”：已经写过，或者就是本文件")
            return
        self.files.append(file)
        unit = self._read(file)
        self.beside += unit.beside
        wrong = [finding for finding in unit.findings if finding.is_error]
        if unit.tree is None or wrong:
            told = f"：{wrong[0].message}" if wrong else ""
            hint = f"先改好它：drafter check {quoted(file)}"
            self._refuse(number, f"“{name}”有 {len(wrong)} 项错误{told}", hint)
        elif unit.year.year != self._year.year:
            years = f"{unit.year.year or '没有写'}，本文件的是 {self._year.year or '没有写'}"
            self._refuse(number, f"“{name}”的年度是 {years}")
        else:
            yield UnitFigures(
                text_at(unit.figures, "部门", "全称").plain or file.stem, unit.figures
            )

    def _refuse(self, number: int, message: str, hint: str = "") -> None:
        path: DataPath = (UNITS_KEY, number)
        where = self._tree.locate(path)
        hint = hint or "改正或者删去这一行；各单位的文件都能用，才求和、核对"
        self.findings.append(Diagnostic(UNUSABLE, Severity.ERROR, message, where, hint, path=path))


def _lists(
    tree: SourceTree, figures: Group, units: Sequence[UnitFigures]
) -> Iterator[tuple[DataPath, Node]]:
    """Yield the lists of headings that the department left out, with names and codes alone."""
    mark = tree.root.entries[UNITS_KEY].key_mark
    for path, headings in headings_of_units(figures, units):
        if _is_open(tree, figures, path):
            yield path, _rows(headings, mark)


def _rows(headings: Sequence[Heading], mark: Mark) -> Listed:
    def row(heading: Heading) -> Mapping:
        texts = {"名称": heading.name, "编码": heading.code}
        entries: dict[str, Node] = {k: Scalar(t, mark, plain=True) for k, t in texts.items() if t}
        entries |= {key: _rows(below, mark) for key, below in heading.below.items()}
        return Mapping({key: Entry(mark, node) for key, node in entries.items()}, mark)

    return Listed(tuple(map(row, headings)), mark)


def _height(tree: SourceTree, path: DataPath) -> int:
    """Return how many lists deep the parts lie that a figure is the sum of; totals are last."""
    return _TOTAL if "合计" in path else _lists_below(tree.node(path))


def _lists_below(node: Node | None) -> int:
    lists = [e.value for e in node.entries.values()] if isinstance(node, Mapping) else []
    rows = [row for one in lists if isinstance(one, Listed) for row in one.items]
    return 1 + max(map(_lists_below, rows)) if rows else 0


def _absent(
    tree: SourceTree,
    year: DepartmentYear,
    figures: Group,
    units: Sequence[UnitFigures],
    height: int,
) -> Iterator[tuple[DataPath, Node]]:
    """Yield what the department left out and its units know, as it would have typed it."""
    mark = tree.root.entries[UNITS_KEY].key_mark
    for one in added_up(figures, units):
        if not isinstance(one.own.value, Missing) or _height(tree, one.own.path) != height:
            continue
        if one.sum.number is None or not _is_open(tree, figures, one.own.path):
            continue
        text = _typed(one, year) if one.sum.applicable else NONE_WORD
        origin = f"{UNITS_KEY}：{_parts(one, year, units)}"
        yield _place(tree, one.own.path), Scalar(text, mark, plain=True, origin=origin)


def _place(tree: SourceTree, path: DataPath) -> DataPath:
    """Return where a number is put: of a block, or a row that is its name alone, the actual."""
    node = tree.node(path)
    is_row = isinstance(node, Scalar) and not node.is_blank
    return (*path, _ACTUAL) if is_row or isinstance(node, Mapping) else path


def _shorthand(path: DataPath) -> str:
    section = section_at(path)
    return (section.shorthand if section is not None else None) or _ACTUAL


def _is_open(tree: SourceTree, figures: Group, path: DataPath) -> bool:
    """Return whether a value may be put there: nothing was typed that is spoken of as wrong."""
    for end in range(1, len(path)):
        above = tree.node(path[:end])
        if isinstance(above, Scalar) and not above.is_blank and _shorthand(path[:end]) == _ACTUAL:
            held = find(figures, path[:end])
            return isinstance(held, Figure) and held.number is not None and held.applicable
    node = tree.node(path)
    if isinstance(node, Mapping):
        node = tree.node((*path, _ACTUAL))
    elif isinstance(node, Scalar) and _shorthand(path) != _ACTUAL:
        # A row that is its name alone, which it may stay where amounts are not asked for.
        actual = field_at((*path, _ACTUAL))
        return actual is not None and not actual.guide.optional
    return not isinstance(node, Scalar) or node.is_blank


def _typed(one: Added, year: DepartmentYear) -> str:
    """Return the sum in the file's unit and to its precision, half up."""
    return _in_unit(one.sum.number or Decimal(0), one.own.unit, year)


def _in_unit(number: Decimal, unit: Unit, year: DepartmentYear) -> str:
    if unit is not Unit.YUAN:
        return f"{number:f}"
    scale = SCALE[year.money_unit or "万元"]
    step = quantum_of(year).scaleb(-scale)
    return f"{number.scaleb(-scale).quantize(step, ROUND_HALF_UP):f}"


def _parts(one: Added, year: DepartmentYear, units: Sequence[UnitFigures]) -> str:
    """Return in words what the sum was made of."""
    given = [
        f"{unit.name} {_in_unit(part.number, one.own.unit, year)}"
        for unit, part in zip(units, one.parts, strict=True)
        if part.number
    ]
    rest = f"……共 {len(given)} 个单位" if len(given) > _SHOWN else ""
    return "＋".join(given[:_SHOWN]) + rest or "各单位都没有"
