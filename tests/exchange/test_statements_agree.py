"""One set of figures: the tables in Word, the sheets of the workbook and the sentences."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from drawn_statements import TITLES, statements_of
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from table_grids import Report, report

from drafter.exchanging import export_statements

INPUT, TEMPLATE = "tests/inputs/附表.yaml", "sichuan-final-accounts"
ROOT = Path(__file__).resolve().parents[2]


@cache
def sheets() -> dict[str, Worksheet]:
    blob = export_statements(ROOT / INPUT).blob
    assert blob is not None
    book = load_workbook(BytesIO(blob))
    return {one.title: one for one in book.worksheets}


@cache
def printed() -> Report:
    return report(INPUT, TEMPLATE)


def in_word(number: str) -> list[list[str]]:
    found = next(one for one in statements_of(printed()) if one.before[0] == number)
    return [[cell.words for cell in row] for row in found.table.rows]


def in_excel(number: str) -> list[list[str]]:
    """Return the rows of a sheet as a table in Word prints them."""
    sheet = sheets()[number]
    merged = [r for r in sheet.merged_cells.ranges if r.min_col == 1 and r.size["rows"] == 1]
    last = max(r.min_row for r in merged) - 1  # the note stands below, over all columns
    first = int(str(sheet.freeze_panes)[1:])
    return [[shown(cell.value) for cell in row] for row in sheet.iter_rows(first, last)]


def shown(value: object) -> str:
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        return f"{number:,.2f}" if number else ""
    return "" if value is None else str(value)


NUMBERS = [number for _, number, _ in TITLES]


@pytest.mark.parametrize("number", NUMBERS)
def test_word_and_excel_print_the_same_cells(number: str) -> None:
    ours, theirs = in_excel(number), in_word(number)
    assert len(ours) >= 1
    assert theirs[-len(ours) :] == ours


def cell(number: str, row: str, column: int) -> str:
    """Return the amount in a row of a sheet, as sentences write it."""
    for cells in sheets()[number].iter_rows():
        if any(str(c.value).strip() == row for c in cells):
            value = cells[column - 1].value
            assert isinstance(value, int | float)
            return f"{Decimal(str(value)):.2f}"
    raise AssertionError(row)


SENTENCES = [
    ("公开01表", "总计", 3, "收、支总计均为{}万元"),
    ("公开02表", "合计", 3, "本年收入合计{}万元"),
    ("公开02表", "合计", 6, "事业收入{}万元"),
    ("公开03表", "合计", 3, "本年支出合计{}万元"),
    ("公开03表", "合计", 4, "基本支出{}万元"),
    ("公开03表", "合计", 5, "项目支出{}万元"),
    ("公开06表", "合计", 3, "一般公共预算财政拨款支出{}万元"),
    ("公开08表", "人员经费合计", 3, "人员经费{}万元"),
    ("公开08表", "公用经费合计", 9, "公用经费{}万元"),
]


@pytest.mark.parametrize(("number", "row", "column", "words"), SENTENCES)
def test_sentences_state_the_sums_of_the_sheets(
    number: str, row: str, column: int, words: str
) -> None:
    sentence = words.format(cell(number, row, column))
    assert any(sentence in block for block in printed().blocks), sentence
