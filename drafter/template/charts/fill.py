"""Fills a chart's part: its caches of names, categories and numbers, and what refers to them.

All else stays as it was drawn. Series that were not drawn are made like the last one, in the
colour that the office program would give them; so are the slices of a pie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from decimal import Decimal

from lxml import etree

from drafter.diagnostics import column_letters
from drafter.template.charts.labels import format_labels, own_labels, put_label
from drafter.template.charts.names import SHEET, A, cn, number_of
from drafter.template.charts.settle import Number, Plot, PlottedSeries
from drafter.template.charts.sketches import drop_hidden
from drafter.template.package import child_of, parent_of, parse, serialised

_FIRST = ("idx", "order")
_BEFORE_CATEGORIES = (
    *_FIRST, "tx", "spPr", "invertIfNegative", "pictureOptions", "marker", "explosion", "dPt",
    "dLbls", "trendline", "errBars",
)  # fmt: skip
_ACCENTS = 6
_SHADES: tuple[tuple[tuple[str, str], ...], ...] = (
    (), (("lumMod", "60000"),), (("lumMod", "80000"), ("lumOff", "20000")),
    (("lumMod", "80000"),), (("lumMod", "60000"), ("lumOff", "40000")), (("lumMod", "50000"),),
)  # fmt: skip
"""Of each further round through the accent colours of the theme."""


def filled(blob: bytes, plot: Plot, *, is_round: bool) -> bytes:
    """Return the chart's part with what it shows."""
    root = parse(blob)
    drop_hidden(root)
    drawn = sorted(root.iter(cn("ser")), key=lambda s: _value(s, "order"))
    for turn, (series, shown) in enumerate(
        zip(_as_many(drawn, len(plot.series)), plot.series, strict=True)
    ):
        _fill(series, turn, shown, plot)
        _fit_points(series, len(plot.categories), is_round=is_round)
        if is_round:
            zeros = [i for i, v in enumerate(shown.values) if v.number and not v.number.value]
            if zeros:
                _hide_labels(series, zeros)
        format_labels(series, forms_of(shown))
    _free_axes(root, plot)
    return serialised(root)


def forms_of(shown: PlottedSeries) -> list[str | None]:
    """Return the number format of each point; None where there is none."""
    return [None if item.number is None else item.number.form for item in shown.values]


def _free_axes(root: etree._Element, plot: Plot) -> None:
    """Take the fixed bounds off axes that would cut numbers off."""
    reach = _reach(root, plot)
    for axis in root.iter(cn("valAx")):
        scaling = child_of(axis, cn("scaling"))
        for name, cuts in (("max", max(reach).__gt__), ("min", min(reach).__lt__)):
            bound = None if scaling is None else child_of(scaling, cn(name))
            fixed = None if bound is None else number_of(bound)
            if bound is not None and (fixed is None or cuts(fixed)):
                parent_of(bound).remove(bound)


def _reach(root: etree._Element, plot: Plot) -> list[Decimal]:
    """Return how far a chart reaches: to its numbers, where they are stacked to their sums."""
    groupings = {node.get("val") for node in root.iter(cn("grouping"))}
    numbers = [number.value for number in plot.numbers]
    if "percentStacked" in groupings:
        numbers.append(Decimal(1))
    if "stacked" in groupings:
        for turn in range(len(plot.categories)):
            column = [n.value for s in plot.series if (n := s.values[turn].number) is not None]
            numbers.append(sum((n for n in column if n > 0), Decimal(0)))
            numbers.append(sum((n for n in column if n < 0), Decimal(0)))
    return [*numbers, Decimal(0)]


def _value(series: etree._Element, name: str) -> int:
    node = child_of(series, cn(name))
    return 0 if node is None else int(node.get("val", "0"))


def _set_value(element: etree._Element, name: str, value: int) -> None:
    node = child_of(element, cn(name))
    if node is None:
        node = etree.Element(cn(name))
        element.insert(0, node)
    node.set("val", str(value))


def _as_many(drawn: list[etree._Element], count: int) -> list[etree._Element]:
    """Return so many series of the chart: those that are too many go, new ones follow the last."""
    for series in drawn[count:]:
        parent_of(series).remove(series)
    kept = drawn[:count]
    free = {name: max(_value(s, name) for s in drawn) + 1 for name in _FIRST}
    while len(kept) < count:
        last = kept[-1]
        copy = deepcopy(last)
        for name in _FIRST:
            _set_value(copy, name, free[name])
            free[name] += 1
        for own in list(copy.iterchildren(cn("extLst"))):
            copy.remove(own)
        _recolour(copy, len(kept))
        last.addnext(copy)
        kept.append(copy)
    return kept


def _fill(series: etree._Element, turn: int, shown: PlottedSeries, plot: Plot) -> None:
    rows, column = len(plot.categories) + 1, column_letters(turn + 2)
    name = etree.Element(cn("tx"))
    _strings(name, f"{SHEET}!${column}$1", [shown.name.words])
    _put(series, name, _FIRST)
    categories = etree.Element(cn("cat"))
    words = [item.words for item in plot.categories]
    _strings(categories, f"{SHEET}!$A$2:$A${rows}", words)
    _put(series, categories, _BEFORE_CATEGORIES)
    values = etree.Element(cn("val"))
    numbers = [item.number for item in shown.values]
    _numbers(values, f"{SHEET}!${column}$2:${column}${rows}", numbers)
    _put(series, values, (*_BEFORE_CATEGORIES, "cat"))


def _put(series: etree._Element, node: etree._Element, before: Iterable[str]) -> None:
    """Put an element into the place of the one of its name, else behind those before it."""
    old = child_of(series, str(node.tag))
    if old is not None:
        series.replace(old, node)
        return
    known = {cn(name) for name in before}
    series.insert(sum(1 for child in series if child.tag in known), node)


def _strings(holder: etree._Element, reference: str, words: list[str]) -> None:
    cache = _referred(holder, "str", reference, len(words))
    for index, text in enumerate(words):
        _point(cache, index, text)


def _numbers(holder: etree._Element, reference: str, numbers: list[Number | None]) -> None:
    forms = Counter(number.form for number in numbers if number is not None)
    usual = forms.most_common(1)[0][0] if forms else "General"
    cache = _referred(holder, "num", reference, len(numbers), usual)
    for index, number in enumerate(numbers):
        if number is not None:
            point = _point(cache, index, number.digits)
            if number.form != usual:
                point.set("formatCode", number.form)


def _referred(
    holder: etree._Element, kind: str, reference: str, count: int, form: str = ""
) -> etree._Element:
    """Add a reference to cells with its cache, and return the cache."""
    outer = etree.SubElement(holder, cn(f"{kind}Ref"))
    etree.SubElement(outer, cn("f")).text = reference
    cache = etree.SubElement(outer, cn(f"{kind}Cache"))
    if form:
        etree.SubElement(cache, cn("formatCode")).text = form
    etree.SubElement(cache, cn("ptCount")).set("val", str(count))
    return cache


def _point(cache: etree._Element, index: int, text: str) -> etree._Element:
    point = etree.SubElement(cache, cn("pt"), idx=str(index))
    etree.SubElement(point, cn("v")).text = text
    return point


# Points with looks of their own


def _fit_points(series: etree._Element, count: int, *, is_round: bool) -> None:
    """Take out what belongs to points that are no more; give new slices colours like the drawn."""
    points = {_value(point, "idx"): point for point in list(series.iterchildren(cn("dPt")))}
    labels = [label for labels in list(series.iterchildren(cn("dLbls"))) for label in labels]
    for label in labels:
        if label.tag == cn("dLbl") and _value(label, "idx") >= count:
            parent_of(label).remove(label)
    for index in [index for index in points if index >= count]:
        series.remove(points.pop(index))
    if not points or not is_round:
        return
    last = points[max(points)]
    for index in range(max(points) + 1, count):
        copy = deepcopy(last)
        _set_value(copy, "idx", index)
        for own in list(copy.iterchildren(cn("extLst"))):
            copy.remove(own)
        _recolour(copy, index)
        last.addnext(copy)
        last = copy


def _hide_labels(series: etree._Element, indexes: list[int]) -> None:
    """Take the labels off slices that cannot be seen: they would lie over one another."""
    labels = own_labels(series)
    if labels is None:
        return
    for index in indexes:
        label = etree.Element(cn("dLbl"))
        etree.SubElement(label, cn("delete")).set("val", "1")
        put_label(labels, label, index)


def _recolour(element: etree._Element, turn: int) -> None:
    """Give a copy of a series or slice the colour of its turn, wherever it has its own."""
    own = next(_colours(element), None)
    if own is None:
        return
    before = own.get("val"), [etree.tostring(shade) for shade in own]
    for colour in list(_colours(element)):
        if (colour.get("val"), [etree.tostring(shade) for shade in colour]) != before:
            continue  # such as the white line around a slice
        new = etree.Element(f"{{{A}}}schemeClr", val=f"accent{turn % _ACCENTS + 1}")
        for name, value in _SHADES[turn // _ACCENTS % len(_SHADES)]:
            etree.SubElement(new, f"{{{A}}}{name}", val=value)
        parent_of(colour).replace(colour, new)


def _colours(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the colours of its fills and lines, that of the first fill first."""
    names = (f"{{{A}}}schemeClr", f"{{{A}}}srgbClr")
    for looks in element.iter(cn("spPr")):
        yield from looks.iter(*names)
