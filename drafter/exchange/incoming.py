"""What workbooks say, book by book: statements and forms, and what of them could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from drafter.diagnostics import DataPath, Diagnostic, Severity
from drafter.exchange.books import read_book
from drafter.exchange.claims import Claim
from drafter.exchange.form.read import Purpose, is_form, read_form
from drafter.exchange.form.words import in_short
from drafter.exchange.grid import Book
from drafter.exchange.heads import UNIT, Head
from drafter.exchange.prose import file_named, names_no_file, paragraphs, without_number
from drafter.exchange.tables.find import Table, tables_of
from drafter.exchange.tables.read import TableRead, read_table
from drafter.exchange.tables.readings import UNREAD
from drafter.model.classification import Classification
from drafter.model.year import MoneyUnit
from drafter.statements.definition import Statement

NO_FILE, NOT_TAKEN, NO_TABLE = "JS-107", "JS-108", "JS-114"
_SHOWN = 20


@dataclass(slots=True)
class Incoming:
    """What is read so far.

    `unit` is that of tables that do not state their own.
    """

    definitions: Sequence[Statement]
    classification: Classification
    unit: MoneyUnit | None = None
    found: list[Table] = field(default_factory=list)
    """The tables that were recognised, those that could not be read included."""
    tables: list[TableRead] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    purposes: list[Purpose] = field(default_factory=list)
    blank: list[Claim] = field(default_factory=list)
    unfilled: list[str] = field(default_factory=list)
    """Forms in which nobody has filled anything."""
    heads: list[Head] = field(default_factory=list)
    """What the tables say of themselves."""


def read_into(path: Path, books: Incoming) -> None:
    """Add what a workbook says: a form, or the statements in it."""
    result = read_book(path)
    books.findings += result.findings
    if result.book is None:
        return
    book = result.book
    if is_form(book):
        read = read_form(book)
        books.claims += _with_prose(read.claims, path.parent, books.findings)
        books.findings += read.findings
        books.blank += read.blank
        books.purposes += read.reports
        books.told.append(f"读了 {book.file}：填报表，{len(read.claims)} 项")
        if not read.claims:
            books.unfilled.append(book.file)
        return
    found = list(tables_of(book, books.definitions))
    books.found += found
    for table in found:
        of_table = _with_unit(table, books.unit, book, books.findings)
        if of_table is None:
            continue
        one = read_table(book, of_table, books.classification)
        books.tables.append(one)
        books.heads.append(_head(book, of_table))
        books.findings += one.findings
        filled = sum(reading.number is not None for reading in one.readings)
        books.told.append(
            f"读了 {book.file}（{table.seen.sheet.name}）：{table.statement.title}，{filled} 个数"
            f"{f'，单位{of_table.unit}' if of_table.unit else ''}"
        )
    books.findings += _unread_sheets(book, found)


def _head(book: Book, table: Table) -> Head:
    place = book.locate(table.seen.sheet, max(table.title[0], 1), table.title[1])
    return Head(f"表“{table.statement.title}”", place, table.unit or "", table.year, table.owner)


def _unread_sheets(book: Book, found: Sequence[Table]) -> Iterator[Diagnostic]:
    """Yield the sheets in which nothing was recognised, and those that are hidden."""
    read = {table.seen.sheet.turn for table in found}
    for sheet in book.sheets:
        if sheet.turn in read or not sheet.cells:
            continue
        where = book.locate(sheet)
        if sheet.hidden:
            message = f"工作表“{sheet.name}”是隐藏的，没有读"
            yield Diagnostic(NO_TABLE, Severity.WARNING, message, where, "要读就取消隐藏")
        else:
            message = f"工作表“{sheet.name}”里没有认出附表，没有读"
            hint = (
                "按表名和表头认表：公开01 至 09 表、财决01、机构运行信息表、基本数字表；"
                "模板自己的附表用 -t 指定模板"
            )
            yield Diagnostic(NO_TABLE, Severity.WARNING, message, where, hint)


def _with_unit(
    table: Table, unit: MoneyUnit | None, book: Book, findings: list[Diagnostic]
) -> Table | None:
    """Return the table with the unit of its amounts; one that has none is told and left out."""
    if table.unit:
        return table
    if unit is not None:
        return replace(table, unit=unit)
    counts_only = all("人数" in c.key for c in table.statement.columns if c.holds == "金额")
    if counts_only:
        return table
    for remark in table.remarks:
        place = book.locate(table.seen.sheet, remark.row, remark.column)
        findings.append(Diagnostic(UNREAD, Severity.ERROR, remark.message, place))
    message = f"表“{table.statement.title}”没有写清金额单位，没有读"
    where = book.locate(table.seen.sheet, max(table.title[0], 1), table.title[1])
    hint = "在表头写“金额单位：元”或“金额单位：万元”，或者用 --unit 指定"
    findings.append(Diagnostic(UNIT, Severity.ERROR, message, where, hint))
    return None


def _with_prose(
    claims: Sequence[Claim], folder: Path, findings: list[Diagnostic]
) -> Iterator[Claim]:
    """Yield the claims, those that name a colleague's file with its paragraphs.

    In a list each paragraph is an item, without the number that it has in the file.
    """
    turns: dict[DataPath, int] = {}
    for claim in claims:
        in_list = isinstance(claim.path[-1], int)
        text = _of_file(claim, folder, findings)
        texts = [] if text is None else [text]
        if text is not None and in_list and text != claim.text:
            texts = [without_number(line) for line in text.splitlines() if line.strip()]
        for each in texts:
            path = claim.path
            if in_list:
                turn = turns.get(path[:-1], 0)
                turns[path[:-1]] = turn + 1
                path = (*path[:-1], turn)
            yield replace(claim, text=each, path=path)


def _of_file(claim: Claim, folder: Path, findings: list[Diagnostic]) -> str | None:
    """Return the text of a claim, or of the file that it names; None where that has none."""
    name = file_named(claim.text)
    if name is None and names_no_file(claim.text):
        message = f"“{in_short(claim.text, _SHOWN)}”没有写出文件：应是“文件: 名称.docx”，或者 .txt"
        findings.append(Diagnostic(NO_FILE, Severity.ERROR, message, claim.where))
        return None
    if name is None:
        return claim.text
    read = paragraphs(folder / name)
    severity = Severity.WARNING if read.text is not None else Severity.ERROR
    rule = NOT_TAKEN if read.text is not None else NO_FILE
    for message in read.problems:
        findings.append(Diagnostic(rule, severity, f"{name}：{message}", claim.where))
    return read.text
