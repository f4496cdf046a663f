"""Workbooks of every format come out as the same plain grid; everything else as a finding."""

from __future__ import annotations

import random
import struct
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import workbooks
from openpyxl import Workbook
from openpyxl.chartsheet import Chartsheet
from openpyxl.styles import Alignment

from drafter.exchange.books import MAX_BYTES, read_book
from drafter.exchange.cells import Room, moment_text, shown_decimals
from drafter.exchange.grid import Book, Cell, Sheet, Span

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BLANKS = '<table:table-cell table:number-columns-repeated="16384"/>'


def book_of(folder: Path, data: bytes) -> Book:
    path = folder / "表"
    path.write_bytes(data)
    result = read_book(path)
    assert not result.findings
    assert result.book is not None
    return result.book


def cells_of(folder: Path, data: bytes) -> dict[tuple[int, int], Cell]:
    return dict(book_of(folder, data).sheets[0].cells)


def hidden(sheet: Sheet) -> tuple[set[int], set[int]]:
    return set(sheet.hidden_rows), set(sheet.hidden_columns)


def told(folder: Path, data: bytes) -> tuple[str, str]:
    path = folder / "表.xls"
    path.write_bytes(data)
    return told_of(path)


def told_of(path: Path) -> tuple[str, str]:
    result = read_book(path, "表")
    assert result.book is None
    (finding,) = result.findings
    assert finding.where.file == "表"
    return finding.id, f"{finding.message}（{finding.hint}）"


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_files_converted_by_libreoffice(suffix: str) -> None:
    result = read_book(workbooks.FILES / f"决算表.{suffix}", "决算表")
    assert result.book is not None
    sheet, blank, aside = result.book.sheets
    truth: str | Decimal = "TRUE" if suffix == "xls" else Decimal(1)  # it has written no other
    assert dict(sheet.cells) == {
        (1, 1): Cell("收入支出决算总表"),
        (2, 1): Cell("一、一般公共预算财政拨款", indent=2),
        (2, 2): Cell(Decimal("1234.56"), 2),
        (2, 3): Cell(Decimal(12), 0),
        (2, 4): Cell("隐藏的列"),
        (3, 1): Cell("2020-12-31"),
        (3, 2): Cell(Decimal("0.3")),
        (3, 3): Cell(Decimal("0.95")),
        (4, 1): Cell("2020-12-31 08:30:00"),
        (4, 2): Cell(Decimal("-7.5"), 2),
        (5, 1): Cell("08:30:00"),
        (5, 2): Cell(truth),
        (5, 3): Cell(Decimal("2469.12")),
        (6, 1): Cell("#DIV/0!", error=True),
        (6, 3): Cell("0012"),
        (7, 1): Cell("隐藏的行"),
        (8, 1): Cell("末行"),
    }
    assert sheet.merged == (Span(1, 1, 1, 3),)
    assert hidden(sheet) == ({7}, {4})
    assert (sheet.rows, sheet.columns, sheet.turn, sheet.hidden) == (8, 4, 1, False)
    assert not blank.cells
    assert (aside.name, aside.turn, aside.hidden) == ("参数", 3, True)


def test_a_workbook_of_excel_reads_like_its_conversions(tmp_path: Path) -> None:
    new = book_of(tmp_path, workbooks.saved(workbooks.accounts())).sheets
    old = read_book(workbooks.FILES / "决算表.xls").book
    assert old is not None
    computed = {(5, 3), (6, 1), (6, 2)}
    for ours, theirs in zip(new, old.sheets, strict=True):
        assert {p: c for p, c in ours.cells.items() if p not in computed} == {
            p: c for p, c in theirs.cells.items() if p not in computed
        }
        assert ours.merged == theirs.merged
        assert ours.hidden == theirs.hidden
        assert ours.hidden_rows == theirs.hidden_rows
        assert ours.hidden_columns == theirs.hidden_columns
    assert new[0].cells[5, 3] == Cell("=B2*2", uncalculated=True)


def test_formulas_of_excel(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>SUM(B1)</f><v>3.3000000000000003</v></c>'
        '<c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1"><f t="shared" ref="C1:C2" si="0">A1*2</f></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/></c><c r="D2" t="e"><v>#REF!</v></c></row>'
    )
    assert cells_of(tmp_path, workbooks.with_sheet(rows)) == {
        (1, 1): Cell(Decimal("3.3")),
        (1, 3): Cell("=A1*2", uncalculated=True),
        (2, 3): Cell("=A2*2", uncalculated=True),
        (2, 4): Cell("#REF!", error=True),
    }


def test_texts_of_excel(tmp_path: Path) -> None:
    rows = (
        '<row><c t="inlineStr"><is><r><t>教育</t></r><r><t>　支出 </t></r>'
        "<rPh><t>jiaoyu</t></rPh></is></c>"
        '<c t="inlineStr"><is><t>　\u00a0 </t></is></c>'
        '<c t="inlineStr"><is><t>甲_x000A_乙</t></is></c><c t="b"><v>0</v></c></row>'
    )
    assert cells_of(tmp_path, workbooks.with_sheet(rows)) == {
        (1, 1): Cell("教育　支出"),
        (1, 3): Cell("甲\n乙"),
        (1, 4): Cell("FALSE"),
    }


def test_only_the_first_cell_of_a_merged_range_is_kept(tmp_path: Path) -> None:
    rows = "".join(f"<row>{'<c><v>1</v></c>' * 3}</row>" for _ in range(3))
    merges = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A:XFD"/></mergeCells>'
    after = merges.replace('<mergeCell ref="A:XFD"/>', "")
    assert set(cells_of(tmp_path, workbooks.with_sheet(rows, after=after))) == {
        (1, 1), (1, 3), (2, 3), (3, 1), (3, 2), (3, 3),
    }  # fmt: skip
    assert set(cells_of(tmp_path, workbooks.with_sheet(rows, after=merges))) == {(1, 1)}


def test_hidden_rows_and_columns_end_where_the_sheet_does(tmp_path: Path) -> None:
    data = workbooks.with_sheet(
        '<row r="1" hidden="1"><c><v>1</v></c></row><row r="2"><c r="C2"><v>1</v></c></row>'
        '<row r="9" hidden="1"/>',
        before='<cols><col min="2" max="16384" hidden="1"/></cols>',
    )
    sheet = book_of(tmp_path, data).sheets[0]
    assert hidden(sheet) == ({1}, {2, 3})


def test_chart_sheets_are_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    workbooks.first_sheet(book)["A1"] = 1
    book.create_chartsheet("图", 0)
    assert isinstance(book["图"], Chartsheet)
    assert [s.name for s in book_of(tmp_path, workbooks.saved(book)).sheets] == ["Sheet"]


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    data = workbooks.with_sheet(
        '<row r="5"><c r="C5"><v>1</v></c></row>', before='<dimension ref="A1"/>'
    )
    assert set(cells_of(tmp_path, data)) == {(5, 3)}


def test_a_million_blank_rows_of_an_ods_file_cost_nothing(tmp_path: Path) -> None:
    table = (
        f'<table:table-row table:number-rows-repeated="1048575">{BLANKS}</table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="float" office:value="0.10"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="99999999">{BLANKS}</table:table-row>'
    )
    sheet = book_of(tmp_path, workbooks.ods(table)).sheets[0]
    assert dict(sheet.cells) == {(1_048_576, 3): Cell(Decimal("0.1"))}


def test_cells_of_an_ods_file(tmp_path: Path) -> None:
    table = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="filter"/>'
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="string">'
        "<office:annotation><text:p>批注</text:p></office:annotation>"
        '<text:p>　甲<text:s text:c="2"/><text:span>乙</text:span></text:p><text:p>丙</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row-group table:display="false"><table:table-row>'
        '<table:table-cell table:formula="of:=SUM([.A1:.B1])"/>'
        '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" '
        'office:value-type="float" office:value="1"/>'
        '<table:covered-table-cell office:value-type="float" office:value="2"/>'
        "</table:table-row></table:table-row-group>"
    )
    sheet = book_of(tmp_path, workbooks.ods(table)).sheets[0]
    text = Cell("甲  乙\n丙", indent=1)
    assert dict(sheet.cells) == {
        **dict.fromkeys([(1, 1), (1, 2), (2, 1), (2, 2)], text),
        (3, 1): Cell("=SUM(A1:B1)", uncalculated=True),
        (3, 3): Cell("TRUE"),
        (3, 4): Cell(Decimal(1)),
    }
    assert hidden(sheet) == ({3}, {3})
    assert sheet.merged == (Span(3, 4, 3, 5),)


@pytest.mark.parametrize(
    ("shown", "decimals"),
    [
        ("0", 0),
        ("0.00", 2),
        ("#,##0.00", 2),
        ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', 2),
        ("0.0_);[Red]\\(0.0\\)", 1),
        ('¥#,##0.00"元"', 2),
        ("General", None),
        ("0.00%", None),
        ("0.00E+00", None),
        ("0.##", None),
        ("0.00,", None),
        ('0!.0,"万"', None),
        ("@", None),
    ],
)
def test_decimals_of_a_format(shown: str, decimals: int | None) -> None:
    assert shown_decimals(shown) == decimals


def test_alignment_indents_as_blanks_do(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = "甲", "\u3000乙", "丙"
    sheet["A1"].alignment = Alignment(indent=2)
    sheet["A2"].alignment = Alignment(indent=1)
    found = cells_of(tmp_path, workbooks.saved(book))
    assert [cell.indent for cell in found.values()] == [2, 2, 0]


@pytest.mark.parametrize(
    ("margin", "steps"),
    [("20pt", 2), ("0.353cm", 1), ("7.06mm", 2), ("0.14in", 1), ("0cm", 0), ("5%", 0), ("", 0)],
)
def test_margins_of_ods_are_indents(margin: str, steps: int, tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="ce1" style:family="table-cell">'
        f'<style:paragraph-properties fo:margin-left="{margin}"/></style:style>'
    )
    table = (
        '<table:table-row><table:table-cell table:style-name="ce1" office:value-type="string">'
        "<text:p>甲</text:p></table:table-cell></table:table-row>"
    )
    found = cells_of(tmp_path, workbooks.ods(table, styles=styles))
    assert found == {(1, 1): Cell("甲", indent=steps)}


def test_lengths_of_time_go_beyond_a_day() -> None:
    assert moment_text(timedelta(days=1, hours=2, seconds=5)) == "26:00:05"


def csv_data() -> bytes:
    return "科目,金额\n教育,1\n".encode("gb18030")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (csv_data(), "这是文本文件（如 CSV）"),
        (b"\xef\xbb\xbf \r\n<HTML><body>", "这是网页，不是工作簿（请在 Excel/WPS 里另存为 .xlsx"),
        ("\ufeff<table border=1>".encode("utf-16-le"), "这是网页"),
        (b"MIME-Version: 1.0\r\nX", "这是网页"),
        (b'<?xml version="1.0"?><Workbook/>', "这是 XML 文件"),
        (b"%PDF-1.7", "这是 PDF 文件"),
        (bytes(range(128, 256)) * 9, "这不是工作簿"),
        (workbooks.packed({"word/document.xml": b"<a/>"}), "这是 Word 文档"),
        (workbooks.packed({"a.txt": b"a"}), "这是压缩包"),
        (workbooks.packed({"xl/workbook.bin": b"a"}), "（.xlsb），读不了（请在 Excel/WPS 里另存为"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(9), "设了打开密码"),
        (OLE + "WordDocument".encode("utf-16-le") + bytes(9), "这是 Word 文档"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(9), "工作簿已损坏"),
        (workbooks.saved(Workbook())[:-50], "文件不完整或已损坏"),
        (workbooks.saved(Workbook()), "工作簿里没有任何内容"),
    ],
)  # fmt: skip
def test_what_is_no_readable_workbook_is_told(tmp_path: Path, data: bytes, words: str) -> None:
    rule, message = told(tmp_path, data)
    assert rule == "JS-101"
    assert words in message


def test_files_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "找不到文件" in told_of(tmp_path / "无")[1]
    assert "文件夹" in told_of(tmp_path)[1]

    def refuse(*_arguments: object) -> None:
        raise PermissionError

    (tmp_path / "有").write_bytes(b"a")
    monkeypatch.setattr(Path, "open", refuse)
    assert "没有读取这个文件的权限" in told_of(tmp_path / "有")[1]


def test_an_old_workbook_with_a_password(tmp_path: Path) -> None:
    data = bytearray((workbooks.FILES / "决算表.xls").read_bytes())
    second = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    data[second : second + 2] = b"\x2f\x00"
    assert "设了打开密码" in told(tmp_path, bytes(data))[1]


def test_an_ods_workbook_with_a_password(tmp_path: Path) -> None:
    parts = workbooks.unpacked(workbooks.ods(""))
    parts["META-INF/manifest.xml"] = b"<m:encryption-data/>"
    assert "设了打开密码" in told(tmp_path, workbooks.packed(parts))[1]


def test_strict_workbooks_are_told(tmp_path: Path) -> None:
    parts = workbooks.unpacked(workbooks.saved(Workbook()))
    parts["xl/workbook.xml"] = b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
    assert "Strict Open XML" in told(tmp_path, workbooks.packed(parts))[1]


def test_files_that_are_too_big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "大"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert told_of(path)[0] == "JS-102"

    # What a file unpacks to is declared at its end: 4 GB here.
    data = bytearray(workbooks.saved(Workbook()))
    size = data.rindex(b"PK\x01\x02") + 24
    data[size : size + 4] = struct.pack("<I", 0xFFFFFFF0)
    assert told(tmp_path, bytes(data))[0] == "JS-102"

    rows = (
        '<table:table-row table:number-rows-repeated="5001"><table:table-cell '
        'table:number-columns-repeated="100" office:value-type="float" office:value="1"/>'
        "</table:table-row>"
    )
    assert told(tmp_path, workbooks.ods(rows))[0] == "JS-102"

    monkeypatch.setattr("drafter.exchange.xlsx.Room", lambda: Room(2))
    data_of_three = workbooks.with_sheet(f"<row>{'<c><v>1</v></c>' * 3}</row>")
    assert told(tmp_path, data_of_three)[0] == "JS-102"


BOMB = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]>'


def test_entities_are_refused_wherever_they_are(tmp_path: Path) -> None:
    row = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p>'
        "</table:table-cell></table:table-row>"
    )
    assert cells_of(tmp_path, workbooks.ods(row)) == {(1, 1): Cell("a")}
    assert told(tmp_path, workbooks.ods(row, prolog=BOMB))[0] == "JS-101"
    good = workbooks.unpacked(workbooks.with_sheet("<row><c><v>1</v></c></row>"))
    assert cells_of(tmp_path, workbooks.packed(good)) == {(1, 1): Cell(Decimal(1))}
    for name in ("xl/worksheets/sheet1.xml", "xl/styles.xml", "docProps/core.xml"):
        text = good[name].decode().partition("?>\n")[2] or good[name].decode()
        bad = dict(good)
        bad[name] = f"{BOMB}{text}".encode("utf-16")
        assert told(tmp_path, workbooks.packed(bad))[0] == "JS-101", name


@pytest.mark.parametrize(
    "number", ["1e999999", "-1E+400", "NaN", "Infinity", "9" * 5000, "1e-999999", "x"]
)
def test_no_number_of_a_hostile_file_stops_the_reader(tmp_path: Path, number: str) -> None:
    row = f"<row><c><v>{number}</v></c></row>"
    assert cells_of(tmp_path, workbooks.with_sheet(row)) == {(1, 1): Cell(number)}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2000000"><c><v>1</v></c></row>',
        '<row><c r="ZZZ1"><v>1</v></c></row>',
        '<row r="a"/>',
        '<row><c t="s"><v>99</v></c></row>',
        "<row>",
    ],
)
def test_sheets_that_no_program_writes_are_damaged(tmp_path: Path, rows: str) -> None:
    assert "已损坏" in told(tmp_path, workbooks.with_sheet(rows))[1]


def test_a_stream_that_leads_back_into_itself_ends(tmp_path: Path) -> None:
    """Planted: the workbook counts as a small stream, whose sectors follow each other in a ring."""
    sectors = [bytearray(512) for _ in range(4)]
    table, folder, ring, small = sectors
    struct.pack_into("<4i", table, 0, -3, -2, -2, -2)
    for at, name, kind, child, first, size in (
        (0, "Root Entry", 5, 1, 3, 128),
        (128, "Workbook", 2, -1, 0, 100),
    ):
        text = name.encode("utf-16-le") + b"\0\0"
        folder[at : at + len(text)] = text
        struct.pack_into("<HBBiii", folder, at + 64, len(text), kind, 1, -1, -1, child)
        struct.pack_into("<ii", folder, at + 116, first, size)
    struct.pack_into("<2i", ring, 0, 1, 0)
    head = bytearray(512)
    head[:8] = OLE
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<8i", head, 44, 1, 1, 0, 4096, 2, 1, -2, 0)
    struct.pack_into("<109i", head, 76, 0, *[-1] * 108)
    assert "已损坏" in told(tmp_path, b"".join([head, table, folder, ring, small]))[1]


@pytest.mark.parametrize("suffix", ["xls", "ods", "xlsx"])
def test_no_damage_gets_past_the_findings(tmp_path: Path, suffix: str) -> None:
    whole = (
        workbooks.saved(workbooks.accounts())
        if suffix == "xlsx"
        else (workbooks.FILES / f"决算表.{suffix}").read_bytes()
    )
    chance = random.Random(20)
    path = tmp_path / "损"
    told_at_all = 0
    for turn in range(60):
        data = bytearray(whole)
        if turn % 3 == 0:
            del data[chance.randrange(len(data)) :]
        for _ in range(turn % 3 * 10):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        result = read_book(path)
        assert (result.book is None) == bool(result.findings)
        told_at_all += bool(result.findings)
    assert told_at_all > 10
