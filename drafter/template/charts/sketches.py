"""Charts that stay as drawn: the drawing goes into the report, the data behind it do not.

Their workbook tells who made it, and what else it held; so do series that were filtered out.
"""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from drafter.template.attach import target_of
from drafter.template.charts.names import CHART, HIDDEN, WORKBOOK, cn
from drafter.template.package import Package, parent_of, parse, relations_of, serialised
from drafter.template.reach import without_links


def without_data(package: Package, filled: Collection[str]) -> Package:
    """Return the package with charts as drawings only, but for those to be filled."""
    links = [(part, one) for part in package.parts for one in relations_of(package, part)]
    charts = {target_of(part, one.target) for part, one in links if one.kind == CHART}
    sketches = sorted((charts - set(filled)) & package.parts.keys())
    if not sketches:
        return package
    books = {(part, one.id) for part, one in links if part in sketches and one.kind == WORKBOOK}
    drawn = package.with_parts({name: _sketch(package.parts[name]) for name in sketches})
    return without_links(drawn, books)


def _sketch(blob: bytes) -> bytes:
    root = parse(blob)
    behind = [*_hidden(root), *root.iterchildren(cn("externalData"))]
    for node in behind:
        parent_of(node).remove(node)
    return serialised(root) if behind else blob


def drop_hidden(root: etree._Element) -> None:
    """Take out of a chart what was filtered out when it was drawn."""
    for extension in _hidden(root):
        parent_of(extension).remove(extension)


def _hidden(root: etree._Element) -> list[etree._Element]:
    return [
        extension
        for extension in root.iter(cn("ext"))
        if any(etree.QName(n).localname.startswith(HIDDEN) for n in extension)
    ]
