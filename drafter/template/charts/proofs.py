"""Reads the charts of a finished file back: caches and workbooks must hold what was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from drafter.diagnostics import column_letters
from drafter.template.charts.drawn import target_of
from drafter.template.charts.names import cn
from drafter.template.charts.settle import Plot
from drafter.template.charts.workbook import SHEET_PART
from drafter.template.package import (
    CONTENT_TYPES,
    Package,
    child_of,
    content_types,
    parse,
    relations_of,
    stored_parts,
)

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")
Table = list[list[str | None]]
"""Names of the series in the first row, categories in the first column."""


def chart_problems(chart: bytes, book: bytes, plot: Plot) -> Iterator[str]:
    """Yield where a stored chart, or its workbook, differs from what it is to show."""
    expected = _expected(plot)
    if _cached(parse(chart)) != expected:
        yield "图表里的数与印出的不符"
    if _in_cells(book) != expected:
        yield "图表的数据表与印出的不符"


def _expected(plot: Plot) -> Table:
    numbers = [
        [None if value.number is None else value.number.digits for value in series.values]
        for series in plot.series
    ]
    head: list[str | None] = [None, *(series.name.words for series in plot.series)]
    return [
        head,
        *(
            [category.words, *(column[turn] for column in numbers)]
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


def _points(series: etree._Element, name: str) -> list[str | None]:
    holder = child_of(series, cn(name))
    if holder is None:
        return []
    counts = [int(node.get("val", "0")) for node in holder.iter(cn("ptCount"))]
    found = {int(p.get("idx", "-1")): p.findtext(cn("v")) for p in holder.iter(cn("pt"))}
    return [found.get(index) for index in range(sum(counts))]


def _in_cells(book: bytes) -> Table:
    sheet = parse(stored_parts(book, [SHEET_PART])[SHEET_PART])
    cells: dict[tuple[str, int], str] = {}
    for cell in sheet.iter(f"{_SHEET}c"):
        place = _PLACE.fullmatch(cell.get("r", ""))
        if place is None:
            return []
        words = "".join(node.text or "" for node in cell.iter(f"{_SHEET}t", f"{_SHEET}v"))
        cells[place[1], int(place[2])] = words.replace("_x005F_", "_")
    dimension = sheet.find(f"{_SHEET}dimension")
    last = _PLACE.search("" if dimension is None else dimension.get("ref", "").partition(":")[2])
    if last is None:
        return []
    letters = [column_letters(1)]
    while letters[-1] != last[1]:
        letters.append(column_letters(len(letters) + 1))
    return [[cells.get((c, row)) for c in letters] for row in range(1, int(last[2]) + 1)]


def placing_problems(package: Package) -> Iterator[str]:
    """Yield relations that lead nowhere, parts that nothing leads to, parts of no known kind."""
    kinds, reached, waiting = content_types(package), set[str](), [""]
    while waiting:
        part = waiting.pop()
        for relation in relations_of(package, part):
            target = target_of(part, relation)
            if relation.external or target in reached:
                continue
            if target not in package.parts and not relation.target.startswith("#"):
                yield f"部件 {part or '文件'} 指向不存在的 {relation.target}"
            reached.add(target)
            waiting.append(target)
    for name in package.parts:
        if name != CONTENT_TYPES and not name.endswith(".rels"):
            if name not in reached:
                yield f"没有用到部件 {name}"
            if not kinds[name]:
                yield f"部件 {name} 没有内容类型"
