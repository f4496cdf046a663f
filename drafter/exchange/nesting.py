"""What a form says, as nested data of an input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafter.diagnostics import DataPath, Location
from drafter.exchange.claims import Claim, origin
from drafter.model.paths import is_number
from drafter.source.plain import Plain


@dataclass(frozen=True, slots=True)
class Said:
    """What one workbook says: data, and the cell of each value."""

    data: dict[str, Plain]
    cells: Mapping[DataPath, Location] = field(default_factory=dict)

    @property
    def origins(self) -> dict[DataPath, str]:
        """Return which cells its numbers were read from; words need no origin."""
        return {path: origin(where) for path, where in self.cells.items() if is_number(path)}


def by_book(claims: Sequence[Claim]) -> Iterator[Said]:
    """Yield what each workbook says: rows of lists are numbered in each by itself."""
    for file in dict.fromkeys(claim.where.file for claim in claims):
        yield nested([claim for claim in claims if claim.where.file == file])


def nested(claims: Sequence[Claim]) -> Said:
    """Return what the claims of one workbook say together."""
    root: dict[str, Plain] = {}
    cells: dict[DataPath, Location] = {}
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
        cells[claim.path] = claim.where
    return Said(root, cells)
