"""Workbooks for tests: made with openpyxl, and files like those that departments are sent."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

FILES = Path(__file__).resolve().parents[1] / "inputs" / "工作簿"


def first_sheet(book: Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def accounts() -> Workbook:
    """Return the workbook that the files in `FILES` were converted from, by LibreOffice."""
    book = Workbook()
    sheet = first_sheet(book)
    sheet.title = "公开01表"
    sheet["A1"] = "收入支出决算总表"
    sheet.merge_cells("A1:C1")
    sheet["A2"] = "　　一、一般公共预算财政拨款\u00a0"
    for place, number, shown in (
        ("B2", 1234.56, "#,##0.00"),
        ("C2", 12, "0"),
        ("B3", 0.1 + 0.2, "General"),
        ("C3", 0.95, "0.00%"),
        ("B4", -7.5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '),
    ):
        sheet[place] = number
        sheet[place].number_format = shown
    sheet["A3"] = date(2020, 12, 31)
    sheet["A4"] = datetime(2020, 12, 31, 8, 30)
    sheet["A5"] = time(8, 30)
    sheet["B5"] = True
    sheet["C5"] = "=B2*2"
    sheet["A6"] = "=1/0"
    sheet["B6"] = '=IF(1=1,"","x")'
    sheet["C6"] = "0012"
    sheet["A7"], sheet["A8"] = "隐藏的行", "末行"
    sheet["D2"] = "隐藏的列"
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("空表")
    hidden = book.create_sheet("参数")
    hidden["B2"] = "代码"
    hidden.sheet_state = "hidden"
    return book


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def with_sheet(rows: str, *, before: str = "", after: str = "") -> bytes:
    """Return a workbook whose only sheet has the given XML in and around its rows."""
    parts = unpacked(saved(Workbook()))
    parts["xl/worksheets/sheet1.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    ).encode()
    return packed(parts)


_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)


def ods(table: str, *, styles: str = "", prolog: str = "") -> bytes:
    """Return an .ods file with one table of the given content."""
    content = (
        f"{prolog}<office:document-content {_SPACES}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="表">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content.encode()})
