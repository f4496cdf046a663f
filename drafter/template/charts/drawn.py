"""Charts as the template has them: their parts, looked at with suspicion.

A chart brings along a workbook, which Word opens when its data are edited. It is let in because it
is replaced by one of our own where the chart is filled; where it stays, it must be nothing but
cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from drafter.template.attach import relations_part, target_of
from drafter.template.charts.names import CHART, WORKBOOK, cn
from drafter.template.charts.placed import DrawnChart
from drafter.template.package import (
    Package,
    PackageError,
    content_types,
    malformed_parts,
    parse,
    read_package,
    relation_problems,
    relations_of,
)

PLOTS = {
    "barChart": "柱形图", "bar3DChart": "柱形图", "lineChart": "折线图", "line3DChart": "折线图",
    "areaChart": "面积图", "area3DChart": "面积图", "radarChart": "雷达图",
    "pieChart": "饼图", "pie3DChart": "饼图", "doughnutChart": "圆环图",
}  # fmt: skip
OTHER_PLOTS = {
    "scatterChart": "散点图", "bubbleChart": "气泡图", "stockChart": "股价图",
    "surfaceChart": "曲面图", "surface3DChart": "曲面图", "ofPieChart": "复合饼图",
}  # fmt: skip
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BESIDE = {"chartStyle", "chartColorStyle", "themeOverride", "image", WORKBOOK}
"""What a chart may bring along: its looks, the pictures of its fills, its workbook."""
_REACHING = re.compile(
    r"/(externalLinks|connections|queryTables|embeddings|activeX|ctrlProps|macrosheets|"
    r"dialogsheets|customXml|model|webextensions)\b|vbaProject", re.IGNORECASE
)  # fmt: skip


def charts_of(package: Package, part: str) -> dict[str, DrawnChart]:
    """Return the charts of a part by the ids of their relations."""
    found = {}
    for relation in relations_of(package, part):
        name = target_of(part, relation.target)
        if relation.kind == CHART and name in package.parts:
            found[relation.id] = _drawn(package, relation.id, name)
    return found


def _drawn(package: Package, relation: str, part: str) -> DrawnChart:
    inner = [r for r in relations_of(package, part) if not r.external]
    own = [target_of(part, r.target) for r in inner if r.kind in _BESIDE - {"image"}]
    rels = map(relations_part, (part, *own))
    books = [target_of(part, r.target) for r in inner if r.kind == WORKBOOK]
    return DrawnChart(
        relation,
        part,
        tuple(name for name in (*rels, *own) if name in package.parts),
        books[0] if books else "",
        next(filter(None, map(_kind, plots_of(package, part))), ""),
    )


def plots_of(package: Package, part: str) -> list[etree._Element]:
    """Return what a chart is made of: columns, or columns and a line over them."""
    area = parse(package.parts[part]).find(f"{cn('chart')}/{cn('plotArea')}")
    known = {cn(name) for name in (*PLOTS, *OTHER_PLOTS)}
    return [] if area is None else [node for node in area if node.tag in known]


def _kind(plot: etree._Element) -> str:
    direction = plot.find(cn("barDir"))
    if direction is not None and direction.get("val") == "bar":
        return "条形图"
    return PLOTS.get(etree.QName(plot).localname, "")


def part_problems(package: Package) -> Iterator[tuple[str, str, str]]:
    """Yield what charts bring along that they must not, and workbooks that belong to none.

    Each is a part, the id of its relation, and what is wrong, as in `relation_problems`.
    """
    holders: dict[str, tuple[str, str]] = {}
    for part in package.parts:
        for relation in relations_of(package, part):
            if relation.kind == CHART:
                holders.setdefault(target_of(part, relation.target), (part, relation.id))
    used = Counter(name for part in holders for name in set(_workbooks(package, part)))
    for part in package.parts:
        for relation in relations_of(package, part):
            if part in holders and relation.kind not in _BESIDE and not relation.external:
                message = f"图表里有{relation.target}（{relation.kind}），请删去后再存"
                yield *holders[part], message
            elif part in holders and relation.kind == WORKBOOK and not relation.external:
                problem = _workbook_problem(package, target_of(part, relation.target))
                if used[target_of(part, relation.target)] > 1:
                    problem = "和别的图表共用，请在 Word 里重新插入其中一个"
                if problem:
                    yield *holders[part], f"图表的数据表（{relation.target}）{problem}"
            elif part not in holders and relation.kind == WORKBOOK:
                yield part, relation.id, f"文件里有嵌入的文档（{relation.target}），请删去后再存"


def _workbooks(package: Package, part: str) -> Iterator[str]:
    for relation in relations_of(package, part):
        if relation.kind == WORKBOOK:
            yield target_of(part, relation.target)


def _workbook_problem(package: Package, name: str) -> str:
    """Return what is wrong with the workbook of a chart: it must hold cells and nothing else."""
    blob = package.parts.get(name)
    if blob is None:
        return ""  # told as a relation that leads nowhere
    if not name.lower().endswith(".xlsx") or content_types(package).get(name) != _XLSX:
        return "不是 .xlsx 工作簿，请在 Word 里重新插入图表"
    return _book_problem(blob)


def _book_problem(blob: bytes) -> str:
    try:
        book = read_package(blob)
    except PackageError:
        return "打不开或不合规，请在 Word 里重新插入图表"
    reaching = next((n for n in book.parts if _REACHING.search(f"/{n}")), "")
    if reaching:
        return f"里有宏、外部链接、嵌入对象一类（{reaching}），请删去后再存"
    if malformed_parts(book):
        return "有部件不是合格的 XML，请在 Word 里重新插入图表"
    problem = next((text for *_, text in relation_problems(book)), "")
    return f"不能用：{problem}" if problem else ""
