"""Names of the elements and relations of charts."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import cache

from lxml import etree

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART, WORKBOOK = "chart", "package"
"""Relations, by the last word of their types, to a chart and from it to its workbook."""
SHEET = "Sheet1"
HIDDEN = "filtered", "categoryFilter"
"""How extensions begin that keep what was filtered out: series with their numbers, categories."""


def number_of(node: etree._Element) -> Decimal | None:
    """Return the number that an element says; None where a file says something else."""
    try:
        number = Decimal(node.get("val", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@cache
def cn(tag: str) -> str:
    """Return the full name of an element of a chart: `ser`, `cat`, `val`."""
    return f"{{{C}}}{tag}"
