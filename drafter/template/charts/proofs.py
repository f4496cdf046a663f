"""Reads the charts of a finished file back: caches and workbooks must hold what was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from drafter.diagnostics import column_letters
from drafter.template.attach import target_of
from drafter.template.charts.fill import forms_of
from drafter.template.charts.labels import labels_differ
from drafter.template.charts.names import cn
from drafter.template.charts.settle import Plot
from drafter.template.charts.workbook import SHEET_PART, STYLES_PART
from drafter.template.package import (
    CONTENT_TYPES,
    Package,
    child_of,
    content_types,
    parse,
    relations_of,
    stored_parts,
)
from drafter.template.reach import reached

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")


class Cell(NamedTuple):
    """What stands at a place: words, or a number with the format that shows it."""

    words: str
    form: str = ""


Table = list[list[Cell | None]]
"""Names of the series in the first row, categories in the first column."""


def chart_problems(chart: bytes, book: bytes, plot: Plot) -> Iterator[str]:
    """Yield where a stored chart, or its workbook, differs from what it is to show."""
    expected = _expected(plot)
    root = parse(chart)
    if _cached(root) != expected:
        yield "图表里的数与印出的不符"
    drawn = sorted(root.iter(cn("ser")), key=_order)
    pairs = zip(drawn, plot.series, strict=False)
    if any(labels_differ(series, forms_of(shown)) for series, shown in pairs):
        yield "图表的标签用了另外的数字格式"
    if _in_cells(book) != expected:
        yield "图表的数据表与印出的不符"


def _expected(plot: Plot) -> Table:
    numbers = [
        [None if (n := value.number) is None else Cell(n.digits, n.form) for value in series.values]
        for series in plot.series
    ]
    head: list[Cell | None] = [None, *(Cell(series.name.words) for series in plot.series)]
    return [
        head,
        *(
            [Cell(category.words), *(column[turn] for column in numbers)]
            for turn, category in enumerate(plot.categories)
        ),
    ]


def _cached(root: etree._Element) -> Table:
    """Return what the caches hold; nothing where the series do not agree on the categories."""
    columns = []
    for series in sorted(root.iter(cn("ser")), key=_order):
        (name,) = _points(series, "tx")
        columns.append((_points(series, "cat"), name, _points(series, "val")))
    categories = columns[0][0] if columns else []
    if any(other != categories for other, *_ in columns):
        return []
    rows = zip(categories, *(values for *_, values in columns), strict=True)
    return [[None, *(name for _, name, _ in columns)], *map(list, rows)]


def _order(series: etree._Element) -> int:
    node = child_of(series, cn("order"))
    return 0 if node is None else int(node.get("val", "0"))


def _points(series: etree._Element, name: str) -> list[Cell | None]:
    holder = child_of(series, cn(name))
    if holder is None:
        return []
    counts = [int(node.get("val", "0")) for node in holder.iter(cn("ptCount"))]
    usual = "".join(node.text or "" for node in holder.iter(cn("formatCode")))
    found = {
        int(point.get("idx", "-1")): Cell(
            point.findtext(cn("v")) or "", point.get("formatCode", usual)
        )
        for point in holder.iter(cn("pt"))
    }
    return [found.get(index) for index in range(sum(counts))]


def _in_cells(book: bytes) -> Table:
    parts = stored_parts(book, [SHEET_PART, STYLES_PART])
    sheet, forms = parse(parts[SHEET_PART]), _cell_forms(parse(parts[STYLES_PART]))
    cells: dict[tuple[str, int], Cell] = {}
    for cell in sheet.iter(f"{_SHEET}c"):
        place = _PLACE.fullmatch(cell.get("r", ""))
        if place is None:
            return []
        words = "".join(node.text or "" for node in cell.iter(f"{_SHEET}t", f"{_SHEET}v"))
        form = forms[int(cell.get("s", "0"))]
        cells[place[1], int(place[2])] = Cell(words.replace("_x005F_", "_"), form)
    dimension = sheet.find(f"{_SHEET}dimension")
    last = _PLACE.search("" if dimension is None else dimension.get("ref", "").partition(":")[2])
    if last is None:
        return []
    letters = [column_letters(1)]
    while letters[-1] != last[1]:
        letters.append(column_letters(len(letters) + 1))
    return [[cells.get((c, row)) for c in letters] for row in range(1, int(last[2]) + 1)]


def _cell_forms(styles: etree._Element) -> list[str]:
    """Return the number format of each style of cells; empty for that of words."""
    own = {n.get("numFmtId"): n.get("formatCode", "") for n in styles.iter(f"{_SHEET}numFmt")}
    kinds = styles.iterfind(f"{_SHEET}cellXfs/{_SHEET}xf")
    return [own.get(kind.get("numFmtId"), "") for kind in kinds]


def placing_problems(package: Package, before: Package | None = None) -> Iterator[str]:
    """Yield relations that lead nowhere, parts that nothing leads to, parts of no known kind.

    What nothing led to before either was not left behind by charts.
    """
    kinds, there = content_types(package), reached(package)
    names = {name.lower() for name in package.parts}
    for part in ("", *sorted(there)):
        for relation in relations_of(package, part):
            target = unquote(relation.target.partition("#")[0])
            if target and not relation.external and target_of(part, target).lower() not in names:
                yield f"部件 {part or '文件'} 指向不存在的 {relation.target}"
    loose = set() if before is None else before.parts.keys() - reached(before)
    for name in package.parts:
        if name != CONTENT_TYPES and not name.endswith(".rels"):
            if name not in there and name not in loose:
                yield f"没有用到部件 {name}"
            if not kinds[name]:
                yield f"部件 {name} 没有内容类型"
