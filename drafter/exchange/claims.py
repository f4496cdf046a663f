"""What a workbook says of one field of the input, and where it says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from drafter.diagnostics import DataPath, Location


@dataclass(frozen=True, slots=True)
class Claim:
    """A value for one field, as it stands in the workbook; nothing is validated yet."""

    path: DataPath
    """Where it belongs in the input; lists count from 0 in the order of the workbook."""
    text: str
    where: Location


def origin(where: Location) -> str:
    """Return a place as an input notes it: which folder a workbook lay in says nothing later."""
    return str(replace(where, file=Path(where.file).name))
