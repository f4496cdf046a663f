"""Puts the data of charts into the text for jinja, as tags before the drawing.

The text of a run with a chart becomes: the chart's token, the tags that print its data with a
token before each item, a token, the drawing, a token. `settle` takes that apart once it has been
rendered; so a chart under a condition or in a loop is what its rendering says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from drafter.diagnostics import Place
from drafter.template.charts.language import (
    EXAMPLE,
    ChartData,
    PieceKind,
    names_data,
    pieces_of,
    read,
    units_of,
)
from drafter.template.charts.names import WP, cn
from drafter.template.charts.placed import DrawnChart, PlacedChart
from drafter.template.faults import Fault
from drafter.template.package import R, parent_of, qn
from drafter.template.seam import (
    ALTERNATIVE,
    CHART,
    CHART_DRAWING,
    CHART_END,
    CHART_ITEM,
    CHART_RELATION,
    token,
)
from drafter.template.seams import put_before
from drafter.template.tags import Tag

if TYPE_CHECKING:
    from drafter.template.lift import LiftedPart

_RELATION = f"{{{R}}}id"
_DRAWING, _P = qn("drawing"), qn("p")
_SHOWN = 60


def lift_charts(
    root: etree._Element,
    places: Mapping[etree._Element, Place],
    drawn: Mapping[str, DrawnChart],
    lifted: LiftedPart,
) -> None:
    """Lift all charts of a part; their faults and tags go to those of the part."""
    for drawing in list(root.iter(_DRAWING)):
        own = next(drawing.iter(f"{{{WP}}}docPr"), None)
        paragraph = next(drawing.iterancestors(_P), None)
        if own is None or paragraph is None or paragraph not in places:
            continue
        alternative = str(own.get("descr", ""))
        place = places[paragraph]
        about = place.about(_short(alternative)) if alternative else place
        chart = next((node for node in drawing.iter(cn("chart")) if node.get(_RELATION)), None)
        known = None if chart is None else drawn.get(str(chart.get(_RELATION)))
        meant = names_data(alternative)
        if chart is None or known is None or parent_of(drawing).tag != qn("r"):
            if meant:
                lifted.faults.append(Fault(_NO_CHART, about, _NO_CHART_HINT))
            continue
        if meant and next(drawing.iterancestors(qn("txbxContent")), None) is not None:
            lifted.faults.append(Fault("文本框里的图表不能填数", about, "把图表移到正文段落里"))
            continue
        if not meant and not _SKETCH.match(alternative):
            lifted.faults.append(Fault(_NO_DATA, about, _NO_DATA_HINT))
        _lift(drawing, chart, own, PlacedChart(known, about), lifted)
    lifted.faults += _drawn_twice(root, drawn, lifted.charts)


def _drawn_twice(
    root: etree._Element, drawn: Mapping[str, DrawnChart], charts: list[PlacedChart]
) -> Iterator[Fault]:
    """Yield charts that one drawing fills, or leaves out, and another shows as it is."""
    ids = (str(node.get(_RELATION)) for node in root.iter(cn("chart")))
    fixed = {drawn[id_].part for id_ in ids if id_ in drawn}  # the others have a token by now
    bare = fixed | {one.drawn.part for one in charts if one.units is None}
    for one in charts:
        if one.drawn.part in (fixed if one.units is None else bare):
            message = "同一个图表画了几处，有的填数，有的照画好的样子印"
            yield Fault(message, one.place, "删去一处，或在 Word 里重新插入其中一个")


_SKETCH = re.compile(r"\s*示意图")
"""How a chart that stays as drawn says so in its alternative text."""
_NO_DATA = "图表的替代文字里没有写数据，会把画图时随便填的数印出来"
_NO_DATA_HINT = f"{EXAMPLE}；就要照画好的样子印的，替代文字以“示意图”开头"
_NO_CHART = "替代文字里写了图表的数据，这里却不是能填数的图表"
_NO_CHART_HINT = (
    "用 Word 的“插入 › 图表”画柱形图、折线图、饼图等；图片和新式图表（如树状图）不能填数"
)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _lift(
    drawing: etree._Element,
    chart: etree._Element,
    own: etree._Element,
    placed: PlacedChart,
    lifted: LiftedPart,
) -> None:
    """Put the tokens of a chart around its drawing, and its tags before it."""
    number = len(lifted.charts)
    alternative, text = str(own.get("descr", "")), ""
    if names_data(alternative):
        data, problems = read(alternative)
        lifted.faults += [Fault(message, placed.place, hint) for message, hint in problems]
        text = "".join(_text(data, placed.place, lifted.scope_of(parent_of(drawing)), lifted.tags))
        own.set("descr", token(ALTERNATIVE, number))
        own.attrib.pop("title", "")  # of what was drawn
        placed = PlacedChart(placed.drawn, placed.place, units_of(data))
    chart.set(_RELATION, token(CHART_RELATION, number))
    put_before(drawing, f"{token(CHART, number)}{text}{token(CHART_DRAWING, number)}")
    drawing.tail = token(CHART_END, number) + (drawing.tail or "")
    lifted.charts.append(placed)


def _text(data: ChartData, place: Place, scope: int, tags: list[Tag]) -> Iterator[str]:
    """Yield the text that prints the data; its tags are added to `tags`."""
    for piece in pieces_of(data):
        if piece.kind is PieceKind.ITEM:
            yield token(CHART_ITEM, piece.text)
        elif piece.kind is PieceKind.WORDS:
            yield piece.text
        else:
            plots = piece.kind is PieceKind.NUMBER
            yield f"\ufdd7{len(tags)}\ufdd8"
            tags.append(Tag(piece.text, "", place, scope, plots=plots))
