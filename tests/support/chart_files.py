"""Makes Word files with charts, and reads charts back, their workbooks with openpyxl."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lxml import etree
from openpyxl import Workbook, load_workbook
from word_files import p, parts_of, zipped

from drafter.template.attach import target_of
from drafter.template.package import Package, parse, read_package, relations_of

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
SECRET = "去年某局的内部数"


def drawing(descr: str, relation: str = "rIdC1", number: int = 1) -> str:
    """Return a run with the drawing of a chart."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="5000000" cy="2000000"/>'
        f'<wp:docPr id="{number}" name="图表 {number}" descr={quoteattr(descr)}/>'
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{C}">'
        f'<c:chart xmlns:c="{C}" r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def series_xml(number: int, points: int = 0, inner: str = "") -> str:
    """Return a series as drawn, with looks for some of its points."""
    looks = f'<c:spPr><a:solidFill><a:schemeClr val="accent{number + 1}"/></a:solidFill></c:spPr>'
    white = '<a:ln><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln>'
    own = "".join(
        f'<c:dPt><c:idx val="{i}"/><c:bubble3D val="0"/><c:spPr><a:solidFill>'
        f'<a:schemeClr val="accent{i + 1}"/></a:solidFill>{white}</c:spPr></c:dPt>'
        for i in range(points)
    )
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f'<c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>系列 {number + 1}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"{looks}{own}{inner}"
        '<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$3</c:f><c:strCache><c:ptCount val="2"/>'
        '<c:pt idx="0"><c:v>甲</c:v></c:pt><c:pt idx="1"><c:v>乙</c:v></c:pt></c:strCache>'
        "</c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!$B$2:$B$3</c:f><c:numCache>"
        '<c:formatCode>General</c:formatCode><c:ptCount val="2"/><c:pt idx="0"><c:v>1</c:v></c:pt>'
        '<c:pt idx="1"><c:v>2</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>'
    )


LABELS = (
    '<c:dLbls><c:dLbl><c:idx val="9"/><c:delete val="1"/></c:dLbl><c:showLegendKey val="0"/>'
    '<c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
    '<c:showBubbleSize val="0"/></c:dLbls>'
)


def chart_xml(kind: str = "barChart", *series: str, title: str = "", end: str = "") -> bytes:
    """Return a chart's part as an office program draws it."""
    inner = "".join(series or [series_xml(0)])
    first = '<c:barDir val="col"/>' if kind.startswith("bar") else '<c:varyColors val="1"/>'
    return (
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:chart>{title}<c:plotArea>'
        f"<c:{kind}>{first}{inner}</c:{kind}></c:plotArea></c:chart>"
        f'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>{end}'
        "</c:chartSpace>"
    ).encode()


def with_axis(kind: str, scaling: str = "", more: str = "", first: str = "") -> bytes:
    """Return a chart with an axis of values; `first` stands before its series."""
    axis = (
        f'<c:axId val="7"/></c:{kind}><c:valAx><c:axId val="7"/>'
        f"<c:scaling>{scaling}</c:scaling>{more}</c:valAx>"
    )
    xml = chart_xml(kind, first, series_xml(0)).decode()
    return xml.replace(f"</c:{kind}>", axis).encode()


PIE = chart_xml("pieChart", series_xml(0, 2, LABELS))


def drawn_book() -> bytes:
    """Return a workbook as left in a template: with another sheet that nobody should see."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    sheet["B1"], sheet["A2"], sheet["B2"] = "系列 1", "甲", 1
    book.create_sheet("草稿")["A1"] = SECRET
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class Chart:
    """A chart of a template to be made."""

    xml: bytes = field(default_factory=chart_xml)
    book: bytes = field(default_factory=drawn_book)
    relation: str = "rIdC1"
    number: int = 1
    more: str = ""
    """Further relations of the chart."""
    book_name: str = "chart{}.xlsx"


def with_charts(
    *body: str, charts: Iterable[Chart] = (), files: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a Word file with the paragraphs and the charts."""
    blocks = "".join(b if b.startswith("<w:") else p(b) for b in body)
    charts = tuple(charts)
    relations = "".join(
        f'<Relationship Id="{c.relation}" Type="{R}/chart" Target="charts/chart{c.number}.xml"/>'
        for c in charts
    )
    parts: dict[str, str | bytes] = dict(parts_of(blocks, extra_rels=relations))
    types = str(parts["[Content_Types].xml"])
    known = {"xlsx": _XLSX_TYPE, "png": "image/png"}
    kinds = (f'<Default Extension="{n}" ContentType="{kind}"/>' for n, kind in known.items())
    types = types.replace("<Override", f"{''.join(kinds)}<Override", 1)
    for c in charts:
        name, book = f"word/charts/chart{c.number}.xml", c.book_name.format(c.number)
        parts[name] = c.xml
        own = f'<Relationship Id="rId1" Type="{R}/package" Target="../embeddings/{book}"/>'
        parts[f"word/charts/_rels/chart{c.number}.xml.rels"] = (
            f'<Relationships xmlns="{_RELS}">{own if c.book else ""}{c.more}</Relationships>'
        )
        if c.book:
            parts[f"word/embeddings/{book}"] = c.book
        override = f'<Override PartName="/{name}" ContentType="{_CHART_TYPE}"/></Types>'
        types = types.replace("</Types>", override)
    parts["[Content_Types].xml"] = types
    return zipped({**parts, **(files or {})})


Table = list[list[object]]


@dataclass(frozen=True)
class Shown:
    """A chart of a finished file: its caches and its workbook as tables, its part."""

    cached: Table
    cells: Table
    root: etree._Element
    part: str
    book: bytes
    descr: str


def charts_in(document: bytes) -> list[Shown]:
    """Return the charts of a Word file in the order of their drawings."""
    package = read_package(document)
    body = parse(package.parts["word/document.xml"])
    targets = {
        r.id: target_of("word/document.xml", r.target)
        for r in relations_of(package, "word/document.xml")
    }
    found = []
    for holder in body.iter(f"{{{_WP}}}inline"):
        descr = next(holder.iter(f"{{{_WP}}}docPr")).get("descr", "")
        for chart in holder.iter(f"{{{C}}}chart"):
            found.append(_shown(package, targets[chart.get(f"{{{R}}}id", "")], descr))
    return found


def _shown(package: Package, part: str, descr: str) -> Shown:
    root = parse(package.parts[part])
    book = next(
        target_of(part, r.target) for r in relations_of(package, part) if r.kind == "package"
    )
    sheets = load_workbook(io.BytesIO(package.parts[book]))
    assert sheets.sheetnames == ["Sheet1"]
    cells: Table = [[cell.value for cell in row] for row in sheets["Sheet1"].iter_rows()]
    return Shown(_cached(root), cells, root, part, package.parts[book], descr)


def _cached(root: etree._Element) -> Table:
    series = list(root.iter(f"{{{C}}}ser"))
    columns = [_points(one, "val") for one in series]
    names: list[object] = [None, *(_points(one, "tx")[0] for one in series)]
    categories = _points(series[0], "cat")
    assert all(_points(one, "cat") == categories for one in series)
    return [names, *([c, *row] for c, *row in zip(categories, *columns, strict=True))]


def _points(series: etree._Element, name: str) -> list[str | None]:
    holder = series.find(f"{{{C}}}{name}")
    assert holder is not None
    count = next(holder.iter(f"{{{C}}}ptCount")).get("val", "")
    texts = {pt.get("idx"): pt.findtext(f"{{{C}}}v") for pt in holder.iter(f"{{{C}}}pt")}
    assert set(texts) <= set(map(str, range(int(count))))
    return [texts.get(str(index)) for index in range(int(count))]


def values(root: etree._Element, path: str, attribute: str = "val") -> list[str | None]:
    """Return an attribute of all elements that an XPath of charts finds."""
    found = root.xpath(path, namespaces={"c": C, "a": A})
    assert isinstance(found, list)
    return [node.get(attribute) for node in found if isinstance(node, etree._Element)]


def texts(root: etree._Element, path: str) -> list[str | None]:
    """Return the text of all elements that an XPath of charts finds."""
    found = root.xpath(path, namespaces={"c": C, "a": A})
    assert isinstance(found, list)
    return [node.text for node in found if isinstance(node, etree._Element)]
