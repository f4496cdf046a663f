"""Reads OpenDocument workbooks (.ods): the stream of content.xml, which holds exact numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from zipfile import ZipFile

from drafter.exchange.archive import locked, stream
from drafter.exchange.cells import (
    MAX_COLUMNS,
    MAX_ROWS,
    Draft,
    Room,
    damaged,
    number_cell,
    text_cell,
    truth_cell,
)
from drafter.exchange.grid import Cell, Sheet

_MANIFEST = "META-INF/manifest.xml"
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    f"{_NAMESPACE}{name}:1.0": prefix
    for name, prefix in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "datastyle": "number",
        "drawing": "draw",
    }.items()
} | {
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
    f"{_NAMESPACE}xsl-fo-compatible:1.0": "fo",
}
_EXTERNAL = "'file:"
"""How the names begin of sheets that only keep what links to other workbooks gave."""
_ASIDE = frozenset({
    "office:annotation", "office:forms", "table:shapes", "table:dde-links",
    "table:tracked-changes", "text:note", "text:ruby-text",
})  # fmt: skip
"""Elements whose text is no content of a cell; so are drawings and tables in cells."""
_NUMBERS = frozenset({"float", "percentage", "currency"})
_FORMATS = frozenset({"number:number-style", "number:currency-style", "number:text-style"})
_MAX_BLANKS = 1000
_POINTS = {"pt": Decimal(1), "in": Decimal(72), "cm": Decimal("28.35"), "mm": Decimal("2.835")}
_TIME = re.compile(r"(-?)PT(\d{1,6})H(\d\d?)M(\d\d?)(?:[.,]\d*)?S")
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")


def read_sheets(archive: ZipFile) -> tuple[Sheet, ...]:
    """Return the sheets of the file."""
    if _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST):
        raise locked()
    content = _Content()
    if "styles.xml" in archive.namelist():
        stream(archive, "styles.xml", content)
    stream(archive, "content.xml", content)
    return tuple(draft.sheet(turn) for turn, draft in enumerate(content.drafts, 1))


@dataclass(slots=True)
class _Styles:
    """What the styles of the file say of decimals and indents, and which sheets they hide."""

    places: dict[str, int] = field(default_factory=dict)
    """Decimals of each number format."""
    first_map: dict[str, str] = field(default_factory=dict)
    """Of a format with several sections: the format of the first one."""
    format_of: dict[str, str] = field(default_factory=dict)
    indents: dict[str, int] = field(default_factory=dict)
    """How many steps the texts of a style are indented."""
    hidden: set[str] = field(default_factory=set)
    _style: str = ""
    _format: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element of the styles."""
        if tag in _FORMATS:
            self._format = attributes.get("style:name", "")
            # Those of content.xml stand for those of the same name in styles.xml.
            self.places.pop(self._format, None)
            self.first_map.pop(self._format, None)
        elif tag == "number:number":
            self._number(attributes)
        elif tag == "style:map":
            self.first_map.setdefault(self._format, attributes.get("style:apply-style-name", ""))
        elif tag == "style:style":
            self._style, self._format = attributes.get("style:name", ""), ""
            self.format_of[self._style] = attributes.get("style:data-style-name", "")
        elif tag == "style:paragraph-properties" and "fo:margin-left" in attributes:
            self.indents[self._style] = _steps(attributes["fo:margin-left"])
        elif tag == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden.add(self._style)
        elif tag.startswith("number:") and tag.endswith("-style"):
            self._format = ""

    def _number(self, attributes: dict[str, str]) -> None:
        places = attributes.get("number:decimal-places")
        fewest = attributes.get("number:min-decimal-places", places)
        scaled = "number:display-factor" in attributes
        if self._format and places == fewest and places and places.isdecimal() and not scaled:
            self.places[self._format] = int(places[:4])

    def decimals(self, style: str) -> int | None:
        """Return how many decimals a style shows, where it says so plainly."""
        shown = self.format_of.get(style, "")
        return self.places.get(shown, self.places.get(self.first_map.get(shown, "")))


class _Content:
    """Takes the events of styles.xml, for its number formats, and of content.xml."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._styles = _Styles()
        self._names: dict[str, str] = {}
        self._room = Room()
        self._depth = 0
        self._aside = 0
        """Depth of the element that is passed over, 0 where none is."""
        self._groups: list[bool] = []
        """Of each group of rows or columns that is open, whether it is folded."""
        self._draft: Draft | None = None
        self._row = _Row(1)
        self._next_row = self._column = 1
        self._column_styles: list[tuple[int, str]] = []
        """Up to which column, and the style of cells that have none of their own."""
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._paragraphs = self._in_paragraph = 0
        self._in_body = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._aside:
            return
        name = self._short(tag)
        if name in _ASIDE or name.startswith("draw:"):
            self._aside = self._depth
        elif self._cell is not None:
            self._inside_cell(name, attributes)
        elif name.startswith(("number:", "style:")):
            self._styles.start(name, self._shortened(attributes))
        elif name == "office:spreadsheet":
            self._in_body = True
        elif name.startswith("table:") and self._in_body:
            self._layout(name, self._shortened(attributes))

    def end(self, tag: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._aside:
            self._aside = 0 if depth == self._aside else self._aside
            return
        match self._short(tag):
            case "text:p" if self._in_paragraph:
                self._in_paragraph -= 1
            case "table:table-cell" | "table:covered-table-cell" as name:
                self._close_cell(covered=name == "table:covered-table-cell")
            case "table:table-row":
                self._close_row()
            case "table:table-row-group" | "table:table-column-group":
                self._groups.pop()
            case "table:table":
                self._draft = None

    def text(self, text: str) -> None:
        if self._cell is not None and self._in_paragraph and not self._aside:
            self._text.append(text)

    def _short(self, name: str) -> str:
        """Return the name with its usual prefix; each name is worked out once."""
        known = self._names.get(name)
        if known is None:
            space, _, local = name.rpartition(" ")
            known = self._names[name] = f"{_PREFIXES.get(space, '')}:{local}"
        return known

    def _shortened(self, attributes: dict[str, str]) -> dict[str, str]:
        return {self._short(name): value for name, value in attributes.items()}

    def _layout(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._open_sheet(attributes)
        elif name in {"table:table-row-group", "table:table-column-group"}:
            self._groups.append(attributes.get("table:display") == "false")
        elif self._draft is None:
            return
        elif name == "table:table-column":
            self._columns(self._draft, attributes)
        elif name == "table:table-row":
            self._open_row(self._draft, attributes)
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._cell, self._text = attributes, []
            self._paragraphs = self._in_paragraph = 0

    def _open_sheet(self, attributes: dict[str, str]) -> None:
        name = attributes.get("table:name", "")
        if name.startswith(_EXTERNAL):
            self._aside = self._depth
            return
        hidden = attributes.get("table:style-name") in self._styles.hidden
        self._draft = Draft(name, hidden)
        self.drafts.append(self._draft)
        self._next_row = self._column = 1
        self._column_styles = []

    def _columns(self, draft: Draft, attributes: dict[str, str]) -> None:
        last = self._column + _count(attributes, "table:number-columns-repeated") - 1
        if self._is_hidden(attributes):
            draft.hide_columns(self._column, last)
        style = attributes.get("table:default-cell-style-name", "")
        self._column_styles.append((last, style))
        if len(self._column_styles) > MAX_COLUMNS:
            raise damaged()
        self._column = last + 1

    def _open_row(self, draft: Draft, attributes: dict[str, str]) -> None:
        repeated = _count(attributes, "table:number-rows-repeated")
        style = attributes.get("table:default-cell-style-name", "")
        self._row = _Row(self._next_row, repeated, style)
        self._next_row += repeated
        self._column = 1
        if self._is_hidden(attributes):
            draft.hide_rows(self._row.first, self._next_row - 1)

    def _is_hidden(self, attributes: dict[str, str]) -> bool:
        shown = attributes.get("table:visibility", "visible")
        return shown in {"collapse", "filter"} or any(self._groups)

    def _close_row(self) -> None:
        draft, row = self._draft, self._row
        if draft is None or not (row.cells or row.spans):
            return
        # A range of merged cells without any value in its row is kept once.
        repeated = row.repeated if row.cells else 1
        if row.first + repeated - 1 > MAX_ROWS:
            raise damaged()
        self._room.take(len(row.cells) * (repeated - 1))
        for number in range(row.first, row.first + repeated):
            for column, cell in row.cells.items():
                draft.cells[number, column] = cell
            for left, width, height in row.spans:
                draft.merge(number, left, number + height - 1, left + width - 1)

    def _close_cell(self, *, covered: bool) -> None:
        attributes, self._cell = self._cell or {}, None
        column = self._column
        repeated = _count(attributes, "table:number-columns-repeated")
        self._column += repeated
        if covered:
            return
        width = _count(attributes, "table:number-columns-spanned")
        height = _count(attributes, "table:number-rows-spanned")
        if width > 1 or height > 1:
            self._row.spans.append((column, width, height))
        if self._paragraphs:
            # An empty paragraph is the empty text that a formula gave.
            attributes.setdefault("office:value-type", "string")
        style = self._style_of(attributes, column)
        cell = _cell(attributes, "".join(self._text), self._styles, style)
        if cell is None:
            return
        if self._column - 1 > MAX_COLUMNS:
            raise damaged()
        self._room.take(repeated)
        self._row.cells.update(dict.fromkeys(range(column, self._column), cell))

    def _style_of(self, attributes: dict[str, str], column: int) -> str:
        style = attributes.get("table:style-name") or self._row.style
        if not style:
            style = next((s for last, s in self._column_styles if column <= last), "")
        return style

    def _inside_cell(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "text:p":
                if self._paragraphs:
                    self._text.append("\n")
                self._paragraphs += 1
                self._in_paragraph += 1
            case "text:s":
                count = _count(self._shortened(attributes), "text:c")
                self._text.append(" " * min(count, _MAX_BLANKS))
            case "text:tab":
                self._text.append("\t")
            case "text:line-break":
                self._text.append("\n")
            case "table:table":
                self._aside = self._depth


@dataclass(slots=True)
class _Row:
    first: int
    repeated: int = 1
    style: str = ""
    cells: dict[int, Cell] = field(default_factory=dict)
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    """Column, width and height of each range of merged cells that begins here."""


def _count(attributes: dict[str, str], name: str) -> int:
    count = attributes.get(name)
    return 1 if count is None else max(1, int(count))


def _steps(length: str) -> int:
    """Return how many steps of an indent a length is, ten points each; 0 for what is none."""
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,4})?)(pt|cm|mm|in)", length)
    if found is None:
        return 0
    points = Decimal(found[1]) * _POINTS[found[2]]
    return int((points / 10).to_integral_value(ROUND_HALF_UP))


def _cell(attributes: dict[str, str], text: str, styles: _Styles, style: str) -> Cell | None:
    """Return what a cell holds, from its attributes, the text that it shows and its style."""
    kind = attributes.get("office:value-type", "")
    value = attributes.get(f"office:{kind}-value", "")
    if attributes.get("calcext:value-type") == "error":
        return text_cell(text, error=True)
    if kind in _NUMBERS:
        decimals = styles.decimals(style) if kind != "percentage" else None
        return number_cell(attributes.get("office:value", ""), decimals) or text_cell(text)
    if kind == "boolean":
        return truth_cell(value == "true")
    if kind == "date":
        return text_cell(re.sub(r"\.\d+$", "", value.replace("T", " "))) or text_cell(text)
    if kind == "time":
        return _time(value) or text_cell(text)
    if not kind and "table:formula" in attributes:
        return Cell(_formula(attributes["table:formula"]), uncalculated=True)
    return text_cell(value or text, indent=styles.indents.get(style, 0))


def _time(value: str) -> Cell | None:
    parts = _TIME.fullmatch(value)
    if parts is None:
        return None
    sign, hours, minutes, seconds = parts.groups()
    return Cell(f"{sign}{hours:0>2}:{minutes:0>2}:{seconds:0>2}")


def _formula(text: str) -> str:
    """Return a formula as it is shown: `of:=SUM([.A1:.A3])` is `=SUM(A1:A3)`."""
    plain = text[text.find("=") :] if "=" in text else f"={text}"
    return _REFERENCE.sub(lambda m: m[1].removeprefix(".").replace(":.", ":"), plain)
