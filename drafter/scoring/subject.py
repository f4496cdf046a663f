"""What metrics look at: a department-year or one project in it, and the numbers of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from drafter.diagnostics import DataPath
from drafter.figures.arithmetic import joined
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Undefined,
    Unit,
    find,
    rows_at,
)
from drafter.scoring.expression import (
    Expression,
    Field,
    Number,
    Path,
    Total,
    holds,
    number_of,
    paths_of,
    pieces_of,
)
from drafter.scoring.rules import plain

OWN = "本项"
"""Head of the paths that lead to the numbers which the department states for one indicator."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is scored: paths lead from the project first, where there is one, then from the root."""

    root: Group
    project: Group | None = None
    answer: Group | None = None
    answer_path: DataPath = ()

    def find(self, path: Path) -> Node | None:
        """Return the node at the path, or None where there is none."""
        if path[0] == OWN:
            return self._own(path[1]) if len(path) > 1 else None
        found = None if self.project is None else find(self.project, path)
        return find(self.root, path) if found is None else found

    def _own(self, name: str) -> Node:
        path = (*self.answer_path, "数据", name)
        rows = rows_at(self.answer, "数据").entries if self.answer is not None else ()
        for row in rows:
            named = find(row, ("名称",))
            number = find(row, ("数",))
            if isinstance(named, Text) and named.plain == name and isinstance(number, Figure):
                return number
        return Figure(path, Missing((path,)), Unit.NUMBER)

    def _figures(self, path: Path, *, through_list: bool, counts: bool) -> list[Figure]:
        """Return the figures at the path; those of every row where it goes through a list."""
        if not through_list:
            found = self.find(path)
            return [found] if isinstance(found, Figure) else []
        for cut in range(1, len(path) + 1):
            rows = self.find(path[:cut])
            if isinstance(rows, Rows):
                if isinstance(rows.value, Missing):
                    return [Figure(rows.path, rows.value, Unit.COUNT)]
                if counts:
                    number = Decimal(len(rows.value))
                    return [Figure(rows.path, number, Unit.COUNT, inputs=(rows.path,))]
                if not rows.value:
                    return [Figure(rows.path, Decimal(0), Unit.NUMBER, inputs=(rows.path,))]
                inner = [find(row, path[cut:]) for row in rows.value]
                return [figure for figure in inner if isinstance(figure, Figure)]
        return []

    def blocked(self, expression: Expression) -> Missing | Undefined | None:
        """Return what keeps the expression from having a value: every gap, or what is undefined."""
        missing: dict[DataPath, None] = {}
        undefined: Undefined | None = None
        for path, through_list, counts in paths_of(expression):
            found = self.find(path)
            if isinstance(found, Text) and isinstance(found.value, Missing):
                missing.update(dict.fromkeys(found.value.paths))
            for figure in self._figures(path, through_list=through_list, counts=counts):
                if isinstance(figure.value, Missing):
                    missing.update(dict.fromkeys(figure.value.paths))
                elif isinstance(figure.value, Undefined):
                    undefined = undefined or figure.value
        return Missing(tuple(missing)) if missing else undefined

    def has_nothing(self, expression: Expression) -> bool:
        """Return whether the department has none of what the expression reckons with (无)."""
        figures = [
            figure
            for path, through_list, counts in paths_of(expression)
            for figure in self._figures(path, through_list=through_list, counts=counts)
        ]
        return bool(figures) and not any(figure.applicable for figure in figures)

    def is_none(self, path: Path) -> bool:
        """Return whether the department has nothing of the kind that the path leads to (无)."""
        found = self.find(path)
        return isinstance(found, Figure | Text | Group | Rows) and not found.applicable

    def inputs(self, expression: Expression) -> tuple[DataPath, ...]:
        """Return the input paths that the expression's figures came from."""
        found: dict[DataPath, None] = {}
        for path, through_list, counts in paths_of(expression):
            node = self.find(path)
            if isinstance(node, Group | Text) or (
                isinstance(node, Rows) and not through_list
            ):  # asked whether there is any, or what it says
                found[node.path] = None
            for figure in self._figures(path, through_list=through_list, counts=counts):
                found.update(dict.fromkeys(figure.inputs or (figure.path,)))
        return tuple(found)

    def _look_up(self, path: Path, through_list: bool, counts: bool) -> Decimal:
        figures = self._figures(path, through_list=through_list, counts=counts)
        if not through_list and not figures:
            raise TypeError(f"no figure at {path}")  # static checks refuse such a system
        return sum((f.number or Decimal(0) for f in figures), Decimal(0))

    def number(self, expression: Expression) -> Decimal:
        """Return the value of an expression that is not blocked; may divide by zero."""
        return number_of(expression, self._look_up)

    def holds(self, expression: Expression) -> bool:
        """Return whether a condition that is not blocked holds; no quotient by zero does."""
        return bool(holds(expression, self._look_up, self._text, self.is_none))

    def _text(self, path: Path) -> str:
        found = self.find(path)
        return found.plain if isinstance(found, Text) else ""

    def written(self, expression: Expression) -> tuple[str | Figure, ...]:
        """Return the calculation with its figures put in, ratios as they are."""
        pieces: list[str | Figure] = []
        for piece in pieces_of(expression):
            if isinstance(piece, Field):
                found = self.find(piece.path)
                if isinstance(found, Figure):
                    pieces.append(found)
            elif isinstance(piece, Total):
                pieces.append(self._total(piece))
            else:
                pieces.append(plain(piece.value) if isinstance(piece, Number) else piece)
        return tuple(pieces)

    def _total(self, total: Total) -> Figure:
        figures = self._figures(total.path, through_list=True, counts=total.counts)
        unit = figures[0].unit if figures else Unit.NUMBER
        number = sum((f.number or Decimal(0) for f in figures), Decimal(0))
        inputs = tuple(dict.fromkeys(p for f in figures for p in (f.inputs or (f.path,))))
        return Figure(
            total.path,
            number,
            unit,
            formula="各行之和",
            inputs=inputs,
            calculation=joined("＋", figures),
        )
