"""Charts of a template, as they are kept with it: light, since every rendering loads them."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.diagnostics import Place

_ROUND = {"饼图", "圆环图"}


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart of the template."""

    relation: str
    """Id of the relation from the part with its drawing."""
    part: str
    owned: tuple[str, ...] = ()
    """The parts that belong to it alone, that of its relations among them."""
    workbook: str = ""
    kind: str = ""
    """In words: 柱形图, 饼图; of several kinds the first."""

    @property
    def is_round(self) -> bool:
        """Return whether its numbers are parts of a whole."""
        return self.kind in _ROUND

    @property
    def has_one_series(self) -> bool:
        """Return whether it shows a single series, however many it is given."""
        return self.kind == "饼图"


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart at its place in a part."""

    drawn: DrawnChart
    place: Place
    units: tuple[str, ...] | None = None
    """Of each series, as words after its numbers; None where no data are named."""
