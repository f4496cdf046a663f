"""Fields of the input by their paths: what the model says of the place that a path leads to."""

from __future__ import annotations

from functools import cache

from drafter.diagnostics import DataPath
from drafter.model.base import Section
from drafter.model.shape import Shape, shapes
from drafter.model.values import Amount, Count
from drafter.model.year import DepartmentYear


def field_at(path: DataPath) -> Shape | None:
    """Return the field at a path, in whichever rows of lists; None where there is none."""
    return _field(tuple(step for step in path if isinstance(step, str)))


@cache
def _field(names: tuple[str, ...]) -> Shape | None:
    section: type[Section] | None = DepartmentYear
    found: Shape | None = None
    for name in names:
        found = next((s for s in shapes(section) if s.alias == name), None) if section else None
        section = found.section if found is not None else None
    return found


def section_at(path: DataPath) -> type[Section] | None:
    """Return the section at a path, the whole input at an empty one; None where there is none."""
    if not any(isinstance(step, str) for step in path):
        return DepartmentYear
    shape = field_at(path)
    return shape.section if shape is not None else None


def leaf_at(path: DataPath) -> type | None:
    """Return the kind of value at a path: of a group that one value may stand for, that value's.

    None for any other group, for a choice, and where there is no field.
    """
    shape = field_at(path)
    if shape is None or shape.section is None:
        return shape.kind if shape is not None else None
    shorthand = shape.section.shorthand
    return leaf_at((*path, shorthand)) if shorthand is not None else None


def is_amount(path: DataPath) -> bool:
    """Return whether there is an amount of money at a path."""
    kind = leaf_at(path)
    return kind is not None and issubclass(kind, Amount)


def is_number(path: DataPath) -> bool:
    """Return whether there is an amount or a count at a path."""
    kind = leaf_at(path)
    return kind is not None and issubclass(kind, Amount | Count)
