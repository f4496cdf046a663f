"""Reads workbooks of Excel since 2007 (.xlsx, .xlsm).

openpyxl reads what belongs to the whole book: its list of sheets, texts and styles. The sheets
themselves are read here as streams. Its own two ways leave out merged ranges and hidden rows, or
stop at drawings and validations that it does not know; neither tells a formula from its value in
one pass, and both make binary numbers of the text that the file holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, cast
from zipfile import ZipFile

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.formula.translate import Translator
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_ISO8601
from openpyxl.utils.escape import unescape

from drafter.exchange.archive import refuse_entities, stream
from drafter.exchange.cells import (
    MAX_COLUMNS,
    MAX_ROWS,
    Draft,
    Refusal,
    Room,
    damaged,
    moment_text,
    number_cell,
    shown_decimals,
    text_cell,
    too_many,
    truth_cell,
)
from drafter.exchange.grid import Cell, Sheet

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_MAX_STORED = 5_000_000
"""How many cells a sheet may store, most of them blank ones with a border or a colour."""
_MAX_WHOLE = 40 * 1024 * 1024
"""How large a part may be that openpyxl reads as a whole."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_STRICT = b"http://purl.oclc.org/ooxml/"
_WORKBOOK = "xl/workbook.xml"
_SECONDS = 86_400
_FALSE_LEAP_DAY = 60
"""The day 1900-02-29, which Excel counts and the calendar does not have."""


def read_sheets(data: bytes, archive: ZipFile) -> tuple[Sheet, ...]:
    """Return the sheets of the file; charts, dialogs and macros are none."""
    refuse_entities(archive)
    _refuse_unreadable(archive)
    reader = _BookReader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    room = Room()
    drafts = []
    for table in cast("list[ReadOnlyWorksheet]", reader.wb.worksheets):
        draft = Draft(table.title, hidden=table.sheet_state != "visible")
        content = _Reader(draft, _Shared(reader.shared_strings, table), room)
        # Only this attribute tells which part the sheet is.
        stream(archive, table._worksheet_path, content)  # type: ignore[attr-defined]
        if content.is_sheet:
            drafts.append(draft)
    return tuple(draft.sheet(turn) for turn, draft in enumerate(drafts, 1))


def _refuse_unreadable(archive: ZipFile) -> None:
    for entry in archive.infolist():
        streamed = entry.filename.startswith(("xl/worksheets/", "xl/sharedStrings", "xl/media/"))
        if entry.file_size > _MAX_WHOLE and not streamed:
            raise too_many(f"部件 {entry.filename} 超过 {_MAX_WHOLE // 1024 // 1024} MB")
    if _WORKBOOK in archive.namelist() and _STRICT in archive.read(_WORKBOOK):
        hint = "请在 Excel/WPS 里另存为普通的“Excel 工作簿（.xlsx）”"
        raise Refusal("这是“Strict Open XML”格式的工作簿，读不了", hint)


class _BookReader(ExcelReader):
    """Reads no more of a book than its sheets need: properties and charts are often odd."""

    def read(self) -> None:
        """Read the list of sheets, their texts and styles."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        self.read_worksheets()

    def read_chartsheet(self, sheet: object, rel: object) -> None:
        """Pass over a sheet that is one chart."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How the numbers of a style are shown, and how far its texts are indented."""

    decimals: int | None
    is_date: bool
    is_duration: bool
    indent: int


class _Shared:
    """What the sheets of a book share: its texts, its styles and the day it counts from."""

    def __init__(self, texts: Sequence[str], table: ReadOnlyWorksheet) -> None:
        self.texts = texts
        self.epoch = table.parent.epoch
        self.style = cache(lambda number: _style(table, number))

    def moment(self, days: Decimal, style: _Style) -> datetime | time | timedelta:
        """Return the date, time of day or length of time that a number of days stands for."""
        whole = int(days)
        seconds = round((days - whole) * _SECONDS)
        if style.is_duration:
            return timedelta(whole, seconds)
        if self.epoch == WINDOWS_EPOCH and 0 < whole < _FALSE_LEAP_DAY:
            whole += 1
        moment = self.epoch + timedelta(whole, seconds)
        return moment.time() if whole == 0 else moment


def _style(table: ReadOnlyWorksheet, number: int) -> _Style:
    cell = ReadOnlyCell(table, 1, 1, None, style_id=number)
    shown, indent = cell.number_format, int(cell.alignment.indent or 0)
    return _Style(shown_decimals(shown), is_date_format(shown), is_timedelta_format(shown), indent)


class _Reader:
    """Takes the XML of a sheet and fills its draft."""

    def __init__(self, draft: Draft, shared: _Shared, room: Room) -> None:
        self.is_sheet = False
        self._draft = draft
        self._shared = shared
        self._room = room
        self._row = self._column = self._stored = 0
        self._columns: dict[str, int] = {}
        """Number of each column by its letters."""
        self._cell: dict[str, str] = {}
        self._formula: dict[str, str] | None = None
        self._value: list[str] = []
        self._formula_text: list[str] = []
        self._into: list[str] | None = None
        """Where characters go: most of a sheet's are between its elements."""
        self._phonetic = False
        self._filled_down: dict[str, Translator] = {}
        self._starts = {
            f"{_MAIN}c": self._open_cell,
            f"{_MAIN}v": self._open_value,
            f"{_MAIN}t": self._open_value,
            f"{_MAIN}f": self._open_formula,
            f"{_MAIN}row": self._open_row,
            f"{_MAIN}col": self._column_range,
            f"{_MAIN}rPh": self._open_phonetic,
            f"{_MAIN}mergeCell": self._merged,
            f"{_MAIN}worksheet": self._open_sheet,
        }
        self._ends = {
            f"{_MAIN}c": self._close_cell,
            f"{_MAIN}v": self._close_text,
            f"{_MAIN}t": self._close_text,
            f"{_MAIN}f": self._close_text,
            f"{_MAIN}rPh": self._close_phonetic,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        take = self._starts.get(tag)
        if take is not None:
            take(attributes)

    def end(self, tag: str) -> None:
        take = self._ends.get(tag)
        if take is not None:
            take()

    def text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _open_sheet(self, _attributes: dict[str, str]) -> None:
        self.is_sheet = True

    def _open_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if _on(attributes.get("hidden")):
            self._draft.hide_rows(self._row, self._row)

    def _column_range(self, attributes: dict[str, str]) -> None:
        if _on(attributes.get("hidden")):
            self._draft.hide_columns(int(attributes["min"]), int(attributes["max"]))

    def _merged(self, attributes: dict[str, str]) -> None:
        left, top, right, bottom = range_boundaries(attributes["ref"])
        self._draft.merge(top or 1, left or 1, bottom or MAX_ROWS, right or MAX_COLUMNS)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self._stored += 1
        if self._stored > _MAX_STORED:
            raise too_many(f"一个工作表存了超过 {_MAX_STORED // 10_000} 万个单元格，多为空白")
        place = attributes.get("r")
        if place:
            letters = place.rstrip("0123456789")
            if letters not in self._columns:
                self._columns[letters] = coordinate_to_tuple(f"{letters}1")[1]
            self._row, self._column = int(place[len(letters) :]), self._columns[letters]
        else:
            self._column += 1
        if not (0 < self._row <= MAX_ROWS and 0 < self._column <= MAX_COLUMNS):
            raise damaged()
        self._cell = attributes
        self._formula = None
        self._value = []

    def _open_value(self, _attributes: dict[str, str]) -> None:
        self._into = None if self._phonetic else self._value

    def _open_formula(self, attributes: dict[str, str]) -> None:
        self._formula = attributes
        self._into = self._formula_text = []

    def _close_text(self) -> None:
        self._into = None

    def _open_phonetic(self, _attributes: dict[str, str]) -> None:
        self._phonetic = True

    def _close_phonetic(self) -> None:
        self._phonetic = False

    def _close_cell(self) -> None:
        value = "".join(self._value)
        # A formula that gives an empty text has the kind of a text and no value.
        uncalculated = not value and self._cell.get("t") != "str"
        cell = _value(self._cell, value, self._shared) if value else None
        if self._formula is not None:
            text = self._shown_formula(self._formula, wanted=uncalculated)
            cell = Cell(text, uncalculated=True) if uncalculated else cell
        if cell is not None:
            self._room.take()
            self._draft.cells[self._row, self._column] = cell

    def _shown_formula(self, attributes: dict[str, str], *, wanted: bool) -> str:
        """Return the formula; that of a filled-down range is written at its first cell only."""
        text = "=" + "".join(self._formula_text).strip()
        group = attributes.get("si") if attributes.get("t") == "shared" else None
        if group is None:
            return text
        here = f"{get_column_letter(self._column)}{self._row}"
        if text != "=":
            self._filled_down.setdefault(group, Translator(text, here))
        elif wanted and group in self._filled_down:
            return str(self._filled_down[group].translate_formula(here))
        return text


def _on(value: str | None) -> bool:
    return value in {"1", "true"}


def _value(attributes: dict[str, str], value: str, shared: _Shared) -> Cell | None:
    """Return what a cell holds, from its attributes and the text stored for it."""
    match attributes.get("t", "n"):
        case "n":
            return _number(value, shared, int(attributes.get("s", 0)))
        case "s":
            text = shared.texts[int(value)]
            return text_cell(_unescaped(text), indent=_indent(attributes, shared))
        case "b":
            return truth_cell(_on(value.strip()))
        case "e":
            return text_cell(value, error=True)
        case "d":
            moment = from_ISO8601(value)  # type: ignore[no-untyped-call]
            return Cell(moment_text(moment)) if moment else None
    return text_cell(_unescaped(value), indent=_indent(attributes, shared))


def _indent(attributes: dict[str, str], shared: _Shared) -> int:
    return shared.style(int(attributes.get("s", 0))).indent


def _number(value: str, shared: _Shared, number: int) -> Cell | None:
    style = shared.style(number)
    cell = number_cell(value, style.decimals)
    if cell is None:
        return text_cell(value)
    if style.is_date and isinstance(cell.value, Decimal):
        try:
            return Cell(moment_text(shared.moment(cell.value, style)))
        except OverflowError:
            # Beyond the calendar: the number is all there is.
            return cell
    return cell


def _unescaped(text: str) -> str:
    """Return the text with the characters that XML cannot hold: they are stored as `_x000D_`."""
    return unescape(text) if "_x" in text else text
