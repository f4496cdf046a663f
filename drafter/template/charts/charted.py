"""The charts of one rendering: settled in the texts, filled, put into the file, proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from drafter.template.attach import relations_part
from drafter.template.charts.fill import filled
from drafter.template.charts.placed import DrawnChart, PlacedChart
from drafter.template.charts.placing import Placing
from drafter.template.charts.proofs import chart_problems, placing_problems
from drafter.template.charts.settle import Plot, Unplottable, settle
from drafter.template.charts.workbook import workbook
from drafter.template.figures import ChartValues
from drafter.template.package import CONTENT_TYPES, Package, stored_parts
from drafter.template.printing import Printed


@dataclass(slots=True)
class Charted:
    """The texts of a rendering without the data of charts, and the charts that stand in them."""

    package: Package
    """The template's, with the charts that stand in the report."""
    before: Package
    """The template's as it was."""
    texts: dict[str, str] = field(default_factory=dict)
    entries: set[int] = field(default_factory=set)
    """Values that were printed into charts, by number in the log."""
    values: list[ChartValues] = field(default_factory=list)
    problems: list[Unplottable] = field(default_factory=list)
    relations: dict[str, frozenset[str]] = field(default_factory=dict)
    """Ids of the relations of each part with charts."""
    plots: list[tuple[DrawnChart, Plot]] = field(default_factory=list)
    is_replaced: bool = False
    """Whether other parts stand in the file than in the template, which was proved itself."""

    def faults(self, document: bytes) -> Iterator[str]:
        """Yield what is wrong with the charts of the finished file, read back."""
        names = [name for drawn, _ in self.plots for name in (drawn.part, drawn.workbook)]
        if self.is_replaced:
            names += [CONTENT_TYPES, *map(relations_part, self.relations)]
        stored = stored_parts(document, names)
        if self.is_replaced:
            yield from placing_problems(self.package.with_parts(stored), self.before)
        for drawn, plot in self.plots:
            yield from chart_problems(stored[drawn.part], stored[drawn.workbook], plot)


def charted(
    package: Package,
    charts: Mapping[str, Sequence[PlacedChart]],
    texts: Mapping[str, str],
    entries: Sequence[Printed],
) -> Charted:
    """Return the rendered texts of the parts with their charts settled, and the charts filled."""
    placing, done = Placing(package, charts), Charted(package, package, dict(texts))
    parts: dict[str, bytes] = {}
    for name, of_part in charts.items():
        if not of_part:
            continue
        settled = settle(texts[name], of_part, entries, partial(placing.place, name))
        done.texts[name] = settled.text
        done.entries |= settled.entries
        done.problems += settled.problems
        done.relations[name] = placing.relations(name)
        for relation, (placed, plot) in settled.plots.items():
            drawn = placing.at(name, relation)
            blob = package.parts[placed.drawn.part]
            parts[drawn.part] = filled(blob, plot, is_round=drawn.is_round)
            parts[drawn.workbook] = workbook(plot)
            done.plots.append((drawn, plot))
            done.values.append(ChartValues(name, relation, tuple(_labelled(plot))))
    done.package, done.is_replaced = placing.package(parts), placing.has_changed
    return done


def _labelled(plot: Plot) -> Iterator[tuple[int, str]]:
    """Yield the values of a chart by number in the log, each with words that say what it is."""
    for item in plot.categories:
        yield from ((index, "图表的类别：") for index in item.entries)
    for series in plot.series:
        yield from ((index, "图表的系列：") for index in series.name.entries)
        for category, value in zip(plot.categories, series.values, strict=True):
            label = f"图表“{series.name.words}”里{category.words}："
            yield from ((index, label) for index in value.entries)
