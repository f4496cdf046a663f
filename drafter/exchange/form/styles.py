"""How the form looks: colours, widths, heights; data for the writer."""

from __future__ import annotations

from unicodedata import east_asian_width

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

FONT = "宋体"
NEEDED, HEAD, HEAD_NEEDED, BAND, QUIET = "FFF9DB", "D9E2EC", "FFE699", "EEF2F6", "F7F7F7"
"""Fills: a blank to be filled, titles, titles of what every row needs, groups, explanations."""

_GREY = "505050"
_LINE = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_POINTS_OF_A_LINE = 15
_HIGHEST = 400


def _style(
    name: str,
    fill: str = "",
    *,
    text: bool = False,
    bold: bool = False,
    size: int = 11,
    color: str = "000000",
    boxed: bool = True,
    middle: bool = False,
    wrap: bool = True,
) -> NamedStyle:
    return NamedStyle(
        name=f"填报表_{name}",
        font=Font(name=FONT, size=size, bold=bold, color=color),
        fill=PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        border=_BOX if boxed else Border(),
        alignment=Alignment(
            wrap_text=wrap,
            vertical="center" if middle else "top",
            horizontal="center" if middle else "left",
        ),
        number_format="@" if text else "General",
    )


def styles() -> dict[str, NamedStyle]:
    """Return the styles of the cells, by what the cells are for."""
    return {
        "题": _style("题", bold=True, size=16, boxed=False, wrap=False),
        "说明": _style("说明", size=10, color=_GREY, boxed=False),
        "注": _style("注", QUIET, size=9, color=_GREY),
        "栏": _style("栏", HEAD, bold=True, middle=True),
        "必填栏": _style("必填栏", HEAD_NEEDED, bold=True, middle=True),
        "组": _style("组", BAND, bold=True),
        "组填": _style("组填", text=True),
        "项": _style("项"),
        "填": _style("填", text=True),
        "待填": _style("待填", NEEDED, text=True),
        "释": _style("释", size=10, color=_GREY),
        "文": _style("文", boxed=False),
    }


def width_of(text: str) -> int:
    """Return the width of a text in half-width characters."""
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in text)


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of a width."""
    return sum(max(1, -(-width_of(line) // max(width - 1, 1))) for line in text.split("\n"))


def height_of(lines: int) -> int:
    """Return the height of a row with so many lines, in points."""
    return min(lines * _POINTS_OF_A_LINE + 4, _HIGHEST)
