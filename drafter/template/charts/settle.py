"""Takes charts out of a rendered part: what each shows, and the text that is left of them.

It runs before the text is brought into its final form, so what it writes is rendered text like any
other and is proved as such. The numbers are those that were printed: read off their text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape

from drafter.figures.nodes import Figure, Undefined
from drafter.template.charts.language import named_unit
from drafter.template.charts.placed import PlacedChart
from drafter.template.printing import MARK, Printed, escaped
from drafter.template.seam import (
    ALTERNATIVE,
    CHART,
    CHART_DRAWING,
    CHART_END,
    CHART_ITEM,
    CHART_RELATION,
    CLOSE_TOKEN,
    OPEN_TOKEN,
    token,
)

NO_DATA = "（本年度没有数据）"
"""What stands in the place of a chart whose figures are all zero, or that has none."""
TOO_SMALL = "（金额太小，图上显示不出来）"
"""What stands in the place of a pie of which all numbers are printed as zero, and are none."""
_START = OPEN_TOKEN + CHART
_ITEM = re.compile(f"{OPEN_TOKEN}{CHART_ITEM}([0-9]+){CLOSE_TOKEN}")
_NUMBER = re.compile(r"(-?)([\d,]+)(?:\.(\d+))?(%?)")
_TOLD = 12
"""Categories that the alternative text of a chart names with their numbers."""
_GAP = '</w:r><w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">'
_GAP_END = "</w:t></w:r><w:r>"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is printed, for a program that reckons."""

    digits: str
    """Decimal digits without grouping; of a percentage the ratio."""
    form: str
    """The number format that shows it as it is printed."""

    @property
    def value(self) -> Decimal:
        """Return the number."""
        return Decimal(self.digits)


@dataclass(frozen=True, slots=True)
class Item:
    """A category, a name or a number: its words, and the values in them by number in the log."""

    words: str
    entries: tuple[int, ...] = ()
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class PlottedSeries:
    """A series: its name, and a number for each category; None where there is none."""

    name: Item
    values: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """What a chart shows."""

    categories: tuple[Item, ...]
    series: tuple[PlottedSeries, ...]

    @property
    def values(self) -> Iterator[Item]:
        """Yield the number of every category in every series, and where there is none."""
        for series in self.series:
            yield from series.values

    @property
    def numbers(self) -> Iterator[Number]:
        """Yield all numbers that there are."""
        yield from (item.number for item in self.values if item.number is not None)


@dataclass(frozen=True, slots=True)
class Unplottable:
    """A printed value that a chart cannot show, and why."""

    chart: PlacedChart
    entry: Printed
    message: str
    hint: str


@dataclass(slots=True)
class Settled:
    """A part without its charts' data, and the charts that stand in it."""

    text: str
    plots: dict[str, tuple[PlacedChart, Plot]] = field(default_factory=dict)
    """By the id of the relation that the drawing has now."""
    entries: set[int] = field(default_factory=set)
    """Values that were printed into charts, by number in the log."""
    problems: list[Unplottable] = field(default_factory=list)


def settle(
    rendered: str,
    charts: Sequence[PlacedChart],
    entries: Sequence[Printed],
    place: Callable[[PlacedChart], str],
) -> Settled:
    """Return the text of a part with its charts settled.

    `place` gives the relation of the next drawing of a chart: a loop may draw it many times.
    """
    first, *pieces = rendered.split(_START)
    settled = Settled("")
    out = [first]
    for piece in pieces:
        code, _, rest = piece.partition(CLOSE_TOKEN)
        number = int(code)
        data, _, rest = rest.partition(token(CHART_DRAWING, number))
        drawing, _, rest = rest.partition(token(CHART_END, number))
        out.append(_settled(charts[number], number, data, drawing, entries, place, settled))
        out.append(rest)
    settled.text = "".join(out)
    return settled


def _settled(  # noqa: PLR0917
    chart: PlacedChart,
    number: int,
    data: str,
    drawing: str,
    entries: Sequence[Printed],
    place: Callable[[PlacedChart], str],
    settled: Settled,
) -> str:
    """Return what stands in the place of one drawing."""
    if chart.units is None:
        return drawing.replace(token(CHART_RELATION, number), place(chart))
    plot = _plot(data, len(chart.units), entries)
    inside = {int(mark[1], 16): mark.group() for mark in MARK.finditer(data)}
    settled.problems += _problems(chart, plot, entries)
    gaps = {entries[index].text: index for index in inside if entries[index].gap}
    settled.entries |= inside.keys() - set(gaps.values())
    if not gaps and not any(number.value for number in plot.numbers):
        if not any(_exact(item, entries) for item in plot.values):
            return f"<w:t>{NO_DATA}</w:t>"
        if chart.drawn.is_round:
            return f"<w:t>{TOO_SMALL}</w:t>"
    relation = place(chart)
    settled.plots[relation] = chart, plot
    words = escaped(told(chart, plot), " ").replace('"', "&quot;")
    drawing = drawing.replace(token(CHART_RELATION, number), relation)
    drawing = drawing.replace(token(ALTERNATIVE, number), words)
    return drawing + "".join(f"{_GAP}{inside[index]}{_GAP_END}" for index in gaps.values())


def _exact(item: Item, entries: Sequence[Printed]) -> Decimal | None:
    """Return the figure itself: 30 yuan are printed as 0.00万元 and are not nothing."""
    node = entries[item.entries[0]].node if item.entries else None
    return node.number if isinstance(node, Figure) else None


def _plot(data: str, series: int, entries: Sequence[Printed]) -> Plot:
    columns: list[list[Item]] = [[] for _ in range(2 * series + 1)]
    _, *pieces = _ITEM.split(data)
    for column, content in zip(map(int, pieces[::2]), pieces[1::2], strict=True):
        columns[column].append(_item(content, entries, is_number=column > 0 and column % 2 == 0))
    named = zip(columns[1::2], columns[2::2], strict=True)
    shown = (PlottedSeries(name, tuple(values)) for (name,), values in named)
    return Plot(tuple(columns[0]), tuple(shown))


def _item(content: str, entries: Sequence[Printed], *, is_number: bool) -> Item:
    found: list[int] = []
    pieces: list[str] = []
    end = 0
    for mark in MARK.finditer(content):
        found.append(int(mark[1], 16))
        pieces += unescape(content[end : mark.start()]), entries[found[-1]].text
        end = mark.end()
    words = "".join([*pieces, unescape(content[end:])]).replace("\n", " ")
    number = number_of(entries[found[0]]) if is_number and found else None
    return Item(words, tuple(found), number)


def number_of(entry: Printed) -> Number | None:
    """Return the number that was printed; None where there is none to draw."""
    found = _NUMBER.fullmatch(entry.text)
    if found is not None:
        sign, whole, decimals, percent = found[1], found[2], found[3] or "", found[4]
        form = "#,##0" if "," in whole else "0"
        form += f".{'0' * len(decimals)}" if decimals else ""
        digits = f"{sign}{whole.replace(',', '')}" + (f".{decimals}" if decimals else "")
        if percent:
            digits = f"{Decimal(digits).scaleb(-2):f}"
        return Number(digits, form + percent)
    node = entry.node
    is_zero = isinstance(node, Figure) and node.number is not None and not node.number
    return Number("0", "0") if is_zero else None  # such as 无, or the blank of a statement


def _problems(chart: PlacedChart, plot: Plot, entries: Sequence[Printed]) -> Iterator[Unplottable]:
    """Yield the values that the chart cannot show."""
    for series, unit in zip(plot.series, chart.units or (), strict=True):
        for category, item in zip(plot.categories, series.values, strict=False):
            (index,) = item.entries or (None,)
            if index is None:
                continue
            entry, number = entries[index], item.number
            named = f"“{series.name.words}”里“{category.words}”"
            if number is None and not _may_lack(entry):
                message = f"{named}印出的“{entry.text[:20]}”不是数，图表画不出来"
                yield Unplottable(chart, entry, message, "用 |万元、|百分比、|整数 等过滤器")
            elif number is not None and number.value < 0 and chart.drawn.is_round:
                message = f"{named}是 {entry.text}{unit}，是负数，{chart.drawn.kind}画不出来"
                yield Unplottable(chart, entry, message, _NEGATIVE)


_NEGATIVE = "改用柱形图；数没有错而这张图不必画的，用条件或选项去掉它"


def _may_lack(entry: Printed) -> bool:
    """Return whether a point without a number is right: it is to come, or cannot exist."""
    undefined = isinstance(entry.node, Figure) and isinstance(entry.node.value, Undefined)
    return bool(entry.gap) or undefined


def told(chart: PlacedChart, plot: Plot) -> str:
    """Return in a sentence what the chart shows, for those who cannot see it."""
    units = chart.units or ()
    names = [item.words for item in plot.categories]
    sentences = []
    for series, unit in zip(plot.series, units, strict=True):
        unit = "" if named_unit(series.name.words) == unit else unit  # noqa: PLW2901
        pairs = zip(names, series.values, strict=False)
        shown = [f"{name} {item.words}{unit}" for name, item in pairs][:_TOLD]
        more = f"等{len(names)}项" if len(names) > _TOLD else ""
        sentences.append(f"{series.name.words}：{'，'.join(shown)}{more}")
    return f"{chart.drawn.kind}。{'；'.join(sentences)}。"
