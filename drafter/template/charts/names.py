"""Names of the elements and relations of charts."""

from __future__ import annotations

from functools import cache

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART, WORKBOOK = "chart", "package"
"""Relations, by the last word of their types, to a chart and from it to its workbook."""
SHEET = "Sheet1"
HIDDEN = "filtered", "categoryFilter"
"""How extensions begin that keep what was filtered out: series with their numbers, categories."""


@cache
def cn(tag: str) -> str:
    """Return the full name of an element of a chart: `ser`, `cat`, `val`."""
    return f"{{{C}}}{tag}"
