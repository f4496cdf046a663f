"""What a form says, as nested data of an input."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.diagnostics import DataPath
from drafter.exchange.claims import Claim, origin
from drafter.model.base import Section
from drafter.model.shape import Shape, shapes
from drafter.model.values import Amount, Count, Leaf
from drafter.model.year import DepartmentYear
from drafter.source.plain import Plain


def nested(claims: Sequence[Claim]) -> tuple[dict[str, Plain], dict[DataPath, str]]:
    """Return what a form says as nested data, and which cells its numbers were read from."""
    root: dict[str, Plain] = {}
    origins: dict[DataPath, str] = {}
    for claim in claims:
        here: Plain = root
        for step, after in zip(claim.path, (*claim.path[1:], None), strict=True):
            inner: Plain = [] if isinstance(after, int) else {} if after is not None else claim.text
            if isinstance(step, int) and isinstance(here, list):
                here += [None] * (step + 1 - len(here))
                here[step] = here[step] or inner
                here = here[step]
            elif isinstance(step, str) and isinstance(here, dict):
                here = here.setdefault(step, inner)
        kind = kind_of(claim.path)
        if kind is not None and issubclass(kind, Amount | Count):
            origins[claim.path] = origin(claim.where)
    return root, origins


def kind_of(path: DataPath) -> type[Leaf] | None:
    """Return the kind of value that the model has at a path; None for a group or a list."""
    section: type[Section] | None = DepartmentYear
    shape: Shape | None = None
    for step in path:
        if isinstance(step, str):
            shape = next((s for s in shapes(section) if s.alias == step), None) if section else None
            section = shape.section if shape is not None else None
    return shape.kind if shape is not None else None
