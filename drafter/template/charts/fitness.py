"""Whether a chart of a template can show data, and what in it would show other numbers than these.

What cannot be filled is refused or told; the rest of a chart stays as it was drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from drafter.diagnostics import Severity
from drafter.template.charts.drawn import OTHER_PLOTS, PLOTS, plots_of
from drafter.template.charts.language import named_unit
from drafter.template.charts.names import HIDDEN, A, cn, number_of
from drafter.template.charts.placed import DrawnChart, PlacedChart
from drafter.template.faults import Fault
from drafter.template.package import Package, parse


def unfit(package: Package, chart: DrawnChart, series: int) -> Iterator[tuple[str, str]]:
    """Yield why a chart cannot show data of so many series, with hints."""
    root = parse(package.parts[chart.part])
    plots = plots_of(package, chart.part)
    names = [etree.QName(plot).localname for plot in plots]
    others = [OTHER_PLOTS[name] for name in names if name in OTHER_PLOTS]
    if others or not plots:
        kind = others[0] if others else "这种图表"
        known = "、".join(dict.fromkeys(PLOTS.values()))
        yield f"{kind}不能填数", f"可用：{known}"
        return
    if not any(True for _ in root.iter(cn("ser"))):
        yield "图表里一个系列也没有", "在 Word 里重新插入图表"
    if chart.has_one_series and series > 1:
        yield f"饼图只能有一个系列，数据里写了 {series} 个", "改用圆环图或柱形图，或画几个饼图"
    if not chart.workbook or root.find(cn("externalData")) is None:
        yield "图表没有带数据表（嵌入的工作簿）", "在 Word 里重新插入图表，不要从别处粘贴成链接"
    if root.find(cn("pivotSource")) is not None:
        yield "图表连着数据透视表，不能填数", "在 Word 里重新插入图表"
    if any(True for _ in stale(root)):
        message = "图表的标题、误差线或数据标签里有固定的数或单元格引用，填数以后会对不上"
        yield message, "删去，或改为直接写字"
    yield from axis_problems(root)


def chart_faults(package: Package, charts: Iterable[PlacedChart]) -> Iterator[Fault]:
    """Yield why charts cannot show the data that their drawings name."""
    for chart in charts:
        if chart.units is None:
            continue
        for message, hint in unfit(package, chart.drawn, len(chart.units)):
            yield Fault(message, chart.place, hint)
        for message, hint in _title_units(package, chart):
            yield Fault(message, chart.place, hint)
        for message, hint in _hints(package, chart.drawn):
            yield Fault(message, chart.place, hint, Severity.HINT)


def _title_units(package: Package, chart: PlacedChart) -> Iterator[tuple[str, str]]:
    """Yield units in the titles of a chart and its axes that none of its numbers is in."""
    units = {*filter(None, chart.units or ())}
    for words in titles(parse(package.parts[chart.drawn.part])):
        said = named_unit(words)
        if units and said.endswith("元") and said not in units:
            message = f"图表的标题“{words}”里写着“{said}”，数的单位却是“{'、'.join(sorted(units))}”"
            yield message, "改标题，或换过滤器"


def titles(root: etree._Element) -> Iterator[str]:
    """Yield the words typed as titles of a chart and its axes."""
    for title in root.iter(cn("title")):
        yield "".join(node.text or "" for node in title.iter(f"{{{A}}}t"))


def _hints(package: Package, chart: DrawnChart) -> Iterator[tuple[str, str]]:
    """Yield what may be meant, and should be looked at."""
    root = parse(package.parts[chart.part])
    if any(node.get("val") in {"1", "true"} for node in root.iter(cn("showPercent"))):
        yield "图表的标签显示“百分比”：它由 Word 另算，末位可能与正文不一致", _SHARES
    lines = (name.text or "" for name in root.iterfind(f".//{cn('trendline')}/{cn('name')}"))
    for words in (*titles(root), *lines):
        if _DIGITS.search(words) and "{" not in words:
            yield f"图表的标题“{words}”里打了数字，填数以后不会跟着变", _FIXED


_DIGITS = re.compile(r"\d|[〇○零一二三四五六七八九]{4}")
_FIXED = "删去数字；年份、数写在题注里，用标签"
_SHARES = "标签改显示“值”；要百分比的，数写 …….占比|百分比"


_OF_DRAWN = {"f", "numLit", "strLit", "datalabelsRange"}
"""Elements with what was drawn, or where it stands, but for those that are filled."""


def stale(root: etree._Element) -> Iterator[etree._Element]:
    """Yield what would still tell of the data that were drawn: references, labels by hand."""
    for node in root.iter(etree.Element):
        if etree.QName(node).localname not in _OF_DRAWN:
            continue
        around = {etree.QName(above).localname for above in node.iterancestors(etree.Element)}
        hidden = any(name.startswith(HIDDEN) for name in around)
        if not hidden and not around & {"cat", "val"} and not _names_series(node):
            yield node
    for label in root.iter(cn("dLbl")):
        yield from label.iterchildren(cn("tx"))


def _names_series(node: etree._Element) -> bool:
    holder = next(node.iterancestors(cn("tx")), None)
    above = None if holder is None else holder.getparent()
    return above is not None and above.tag == cn("ser")


# Axes


def axis_problems(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield how axes would show other numbers than those of the text, with what to do."""
    if any(True for _ in root.iter(cn("dateAx"))):
        yield "图表的横轴是日期坐标轴，类别会印成日期", "设置坐标轴格式 › 坐标轴类型 › 文本坐标轴"
    if any(True for _ in root.iter(cn("dispUnits"))):
        message = "图表的坐标轴设了显示单位，图上的数会再除一次"
        yield message, "设置坐标轴格式 › 显示单位 › 无；要别的单位就换过滤器"
    for scale in root.iter(cn("scaling")):
        if scale.find(cn("logBase")) is not None:
            yield "图表的坐标轴是对数刻度，0 和负数画不出来", "设置坐标轴格式 › 去掉“对数刻度”"
    solid = {cn(name) for name in ("barChart", "bar3DChart", "areaChart", "area3DChart")}
    axes = {n.get("val") for plot in root.iter(*solid) for n in plot.iterchildren(cn("axId"))}
    for axis in root.iter(cn("valAx")):
        low = axis.find(f"{cn('scaling')}/{cn('min')}")
        own = axis.find(cn("axId"))
        is_solid = own is not None and own.get("val") in axes
        if low is not None and is_solid and (number_of(low) or 0) > 0:
            message = f"图表的坐标轴从 {low.get('val')} 画起，柱子、面积的大小与数不成比例"
            yield message, "设置坐标轴格式 › 最小值 › 0 或自动"
