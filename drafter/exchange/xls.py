"""Reads workbooks of Excel 97 to 2003 (.xls, and .et of WPS)."""

from __future__ import annotations

from io import StringIO
from typing import Literal

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.compdoc import SIGNATURE, CompDoc
from xlrd.sheet import Cell as Stored
from xlrd.sheet import Sheet as Table

from drafter.exchange.archive import locked
from drafter.exchange.cells import (
    Draft,
    Room,
    damaged,
    moment_text,
    number_cell,
    shown_decimals,
    text_cell,
    truth_cell,
)
from drafter.exchange.grid import Cell, Sheet


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of the file; charts and macros are none.

    The format does not let formulas through, only the values stored for them.
    """
    _refuse_circles(data)
    try:
        # Its remarks on odd files go to the standard output unless told otherwise.
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO()
        )
    except XLRDError as error:
        if "encrypted" in str(error):
            raise locked() from error
        raise
    room = Room()
    return tuple(
        _draft(book, table, room).sheet(turn) for turn, table in enumerate(book.sheets(), 1)
    )


def _refuse_circles(data: bytes) -> None:
    """Refuse a small stream that leads back into itself: xlrd would follow it for ever."""
    if not data.startswith(SIGNATURE):
        return
    container = CompDoc(data, logfile=StringIO())
    chain = container.SSAT
    for stream in container.dirlist:
        if stream.tot_size >= container.min_size_std_stream:  # type: ignore[attr-defined]
            continue
        sector, steps = stream.first_SID, 0
        while 0 <= sector < len(chain):
            sector, steps = chain[sector], steps + 1
            if steps > len(chain):
                raise damaged()


def _draft(book: Book, table: Table, room: Room) -> Draft:
    draft = Draft(table.name, hidden=table.visibility != 0)
    for row in range(table.nrows):
        for column in range(table.row_len(row)):
            if table.cell_type(row, column) in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
                continue
            cell = _cell(book, table.cell(row, column))
            if cell is not None:
                room.take()
                draft.cells[row + 1, column + 1] = cell
    for top, bottom, left, right in table.merged_cells:
        draft.merge(top + 1, left + 1, bottom, right)
    for index, info in table.rowinfo_map.items():
        if info.hidden:
            draft.hide_rows(index + 1, index + 1)
    for index, column_info in table.colinfo_map.items():
        if column_info.hidden:
            draft.hide_columns(index + 1, index + 1)
    return draft


def _cell(book: Book, stored: Stored) -> Cell | None:
    value = stored.value
    style = book.xf_list[stored.xf_index or 0]
    if isinstance(value, str):
        indent = style.alignment.indent_level if style.alignment is not None else 0
        return text_cell(value, indent=indent)
    match stored.ctype:
        case xlrd.XL_CELL_BOOLEAN:
            return truth_cell(value)
        case xlrd.XL_CELL_ERROR:
            return Cell(xlrd.error_text_from_code.get(int(value), "#ERROR!"), error=True)
        case xlrd.XL_CELL_DATE:
            return _date(value, book.datemode) or number_cell(value, None)
    return number_cell(value, shown_decimals(book.format_map[style.format_key].format_str))


def _date(value: float, system: Literal[0, 1]) -> Cell | None:
    try:
        moment = xlrd.xldate_as_datetime(value, system)
    except (ValueError, OverflowError):
        return None
    # Less than a day is a time of day, on no date.
    return Cell(moment_text(moment.time() if 0 <= value < 1 else moment))
