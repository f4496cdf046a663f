"""The charts of a document: what they show, and what people changed of it.

A program may write a chart anew with other looks; its series, categories and numbers stay. They
are read where Word shows them, from the caches in the chart itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from drafter.diagnostics import NOWHERE, Place
from drafter.template.attach import target_of
from drafter.template.package import Package, R, parse, relations_of

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DRAWN = 9
"""Digits that a number is compared to: programs keep binary fractions."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A number of a chart: of which series and category, as the file holds it."""

    series: str
    category: str
    number: str

    @property
    def name(self) -> str:
        """Return what it is called in messages."""
        return f"“{self.series}”里{self.category}"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, at its paragraph."""

    bars: tuple[Bar, ...]
    place: Place = NOWHERE

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """Return what two charts have in common that show the same things."""
        return tuple((bar.series, bar.category) for bar in self.bars)

    @property
    def name(self) -> str:
        """Return what it is called in messages."""
        series = list(dict.fromkeys(bar.series for bar in self.bars))
        return f"图表“{'、'.join(series)}”" if series else "图表"


def charts_in(
    root: etree._Element, name: str, package: Package, places: Mapping[etree._Element, Place]
) -> Iterator[Chart]:
    """Yield the charts of a part in the order of the document; broken ones show nothing."""
    targets = {
        relation.id: target_of(name, relation.target)
        for relation in relations_of(package, name)
        if not relation.external
    }
    seen: set[str] = set()
    for drawn in root.iter(f"{_CHART}chart"):
        id_ = drawn.get(f"{{{R}}}id", "")
        blob = package.parts.get(targets.get(id_, ""))
        if blob is None or id_ in seen:  # a second form of the same drawing, for old programs
            continue
        seen.add(id_)
        near = (places[one] for one in drawn.iterancestors() if one in places)
        yield Chart(tuple(_bars(blob)), next(near, NOWHERE))


def _bars(blob: bytes) -> Iterator[Bar]:
    try:
        root = parse(blob)
    except etree.XMLSyntaxError:
        return
    for series in root.iter(f"{_CHART}ser"):
        name = "".join(_points(series, "tx").values())
        categories = _points(series, "cat")
        for turn, number in _points(series, "val").items():
            yield Bar(name, categories.get(turn, turn), number)


def _points(series: etree._Element, kind: str) -> dict[str, str]:
    """Return the cached texts of a series' names, categories or numbers, by their turn."""
    holder = series.find(f"{_CHART}{kind}")
    if holder is None:
        return {}
    found = {}
    for point in holder.iter(f"{_CHART}pt"):
        value = point.find(f"{_CHART}v")
        found[point.get("idx", "")] = "" if value is None else (value.text or "")
    return found


def is_same_number(one: str, other: str) -> bool:
    """Return whether two numbers are the same, as far as binary fractions tell."""
    try:
        first, second = Decimal(one), Decimal(other)
    except InvalidOperation:
        return one.strip() == other.strip()
    if not (first.is_finite() and second.is_finite()):
        return one == other
    return abs(first - second) <= max(abs(first), abs(second)).scaleb(-_DRAWN)


@dataclass(frozen=True, slots=True)
class ChartChange:
    """What became of a chart: a number, its words, or the whole of it."""

    fresh: Chart | None
    edited: Chart | None
    bar: Bar | None = None
    """The number as it should be."""
    became: str = ""


def chart_changes(fresh: Sequence[Chart], edited: Sequence[Chart]) -> Iterator[ChartChange]:
    """Yield how the charts of two documents differ.

    Those that show the same things belong together; of the rest, the first to the first where
    there are as many on both sides.
    """
    left = list(edited)
    alone: list[Chart] = []
    for chart in fresh:
        same = next((other for other in left if other.key == chart.key), None)
        if same is None:
            alone.append(chart)
            continue
        left.remove(same)
        yield from _numbers(chart, same)
    if len(alone) == len(left):
        yield from (ChartChange(*pair) for pair in zip(alone, left, strict=True))
        return
    yield from (ChartChange(chart, None) for chart in alone)
    yield from (ChartChange(None, chart) for chart in left)


def _numbers(fresh: Chart, edited: Chart) -> Iterator[ChartChange]:
    for one, other in zip(fresh.bars, edited.bars, strict=True):
        if not is_same_number(one.number, other.number):
            yield ChartChange(fresh, edited, one, other.number)
