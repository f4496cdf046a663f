"""Reads a workbook file of any format; whatever is wrong with it comes back as findings."""

from __future__ import annotations

import re
import stat
import warnings
from collections.abc import Callable
from pathlib import Path

from drafter.diagnostics import Diagnostic, Location, Severity
from drafter.exchange.cells import Refusal, damaged
from drafter.exchange.grid import Book, BookResult, Sheet

UNREADABLE, TOO_BIG = "JS-101", "JS-102"
MAX_BYTES = 50 * 1024 * 1024

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE = b"\x09\x08"
"""How the workbook begins that some old programs write without the container around it."""
_STREAMS = {
    "EncryptedPackage": None,
    "Workbook": "",
    "Book": "",
    "WordDocument": " Word 文档",
    "PowerPoint Document": " PPT 文件",
}
"""Streams in the old container by name, and what holds them; "" is a workbook."""
_MEMBERS = {
    "word/": " Word 文档",
    "ppt/": " PPT 文件",
    "Index/": " Numbers 文件",
}
_HEADS = {
    b"%PDF": " PDF 文件",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"{\\rtf": " RTF 文档",
}
_SAVE_AS = "请在 Excel/WPS 里另存为 .xlsx"
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|style|table|div)\b", re.IGNORECASE)
_LOOKED_AT = 4096
"""How many bytes of a text tell what it is."""


def read_book(path: Path, shown_as: str | None = None) -> BookResult:
    """Read a file; `shown_as` is its name in findings. What it is, its content says, not its name.

    There is a workbook, or a finding that says why there is none.
    """
    file = str(path) if shown_as is None else shown_as
    try:
        sheets = _sheets(_bytes(path))
    except Refusal as refusal:
        return BookResult(None, (_finding(file, refusal),))
    if not any(sheet.cells for sheet in sheets):
        blank = Refusal("工作簿里没有任何内容", "请检查是不是拿错了文件")
        return BookResult(None, (_finding(file, blank),))
    return BookResult(Book(file, sheets))


def _finding(file: str, refusal: Refusal) -> Diagnostic:
    rule = TOO_BIG if refusal.too_big else UNREADABLE
    return Diagnostic(rule, Severity.ERROR, refusal.message, Location(file), refusal.hint)


def _bytes(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise Refusal("这是一个文件夹，不是文件")
        if not stat.S_ISREG(mode):
            # A pipe or device may never end, or never begin.
            raise Refusal("这不是普通文件，无法读取")
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Refusal("找不到文件", "请检查文件名和所在文件夹") from error
    except PermissionError as error:
        hint = "文件如果正在 Excel/WPS 里打开，请先关闭"
        raise Refusal("没有读取这个文件的权限", hint) from error
    except (OSError, ValueError) as error:
        raise Refusal(f"文件无法读取（{error}）") from error
    if len(data) > MAX_BYTES:
        message = f"工作簿太大：文件超过 {MAX_BYTES // 1024 // 1024} MB"
        hint = "请只留下要导入的工作表，删去图片后另存"
        raise Refusal(message, hint, too_big=True)
    return data


def _sheets(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a file that is a workbook; refuse everything else."""
    if data.startswith(_ZIP):
        return _guarded(_zipped, data)
    if data.startswith(_OLE):
        return _guarded(_contained, data)
    if data.startswith(_BARE):
        return _guarded(_old, data)
    raise _not_a_workbook(data)


def _guarded(read: Callable[[bytes], tuple[Sheet, ...]], data: bytes) -> tuple[Sheet, ...]:
    """Return what the reader gives; no file makes it fail other than by refusal."""
    try:
        # Remarks of the libraries on what they leave out are nothing for users.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read(data)
    except Refusal:
        raise
    except Exception as error:
        # The libraries trust their files: a wrong byte comes out as KeyError, AssertionError,
        # struct.error, zlib.error, MemoryError ... There is no list of them to catch.
        raise damaged() from error


def _zipped(data: bytes) -> tuple[Sheet, ...]:
    from drafter.exchange.archive import open_archive

    with open_archive(data) as archive:
        names = archive.namelist()
        if "mimetype" in names and archive.read("mimetype").startswith(_ODS_TYPE):
            from drafter.exchange import ods

            return ods.read_sheets(archive)
        if "xl/workbook.bin" in names:
            raise Refusal("这是二进制工作簿（.xlsb），读不了", _SAVE_AS)
        if any(name.startswith("xl/") for name in names):
            from drafter.exchange import xlsx

            return xlsx.read_sheets(data, archive)
        for folder, what in _MEMBERS.items():
            if any(name.startswith(folder) for name in names):
                raise _no_workbook(what)
    raise _no_workbook("压缩包")


def _contained(data: bytes) -> tuple[Sheet, ...]:
    for name, what in _STREAMS.items():
        if name.encode("utf-16-le") + b"\0\0" not in data:
            continue
        if what is None:
            from drafter.exchange.archive import locked

            raise locked()
        if what:
            raise _no_workbook(what)
        return _old(data)
    raise damaged()


def _old(data: bytes) -> tuple[Sheet, ...]:
    from drafter.exchange import xls

    return xls.read_sheets(data)


def _not_a_workbook(data: bytes) -> Refusal:
    if not data:
        return Refusal("文件是空的", "多半没有下载完整，请重新下载或请对方重发")
    for head, what in _HEADS.items():
        if data.startswith(head):
            return _no_workbook(what)
    text = _text(data[:_LOOKED_AT])
    if text.startswith("MIME-Version:") or _PAGE.search(text):
        return Refusal("这是网页，不是工作簿", _SAVE_AS)
    if "urn:schemas-microsoft-com:office:spreadsheet" in text or text.startswith("<?xml"):
        return Refusal("这是 XML 文件，不是工作簿", _SAVE_AS)
    if "\0" not in text and "\ufffd" not in text:
        return Refusal("这是文本文件（如 CSV），不是工作簿", _SAVE_AS)
    return Refusal("这不是工作簿", "只能读 .xlsx、.xls、.ods 工作簿")


def _no_workbook(what: str) -> Refusal:
    return Refusal(f"这是{what}，不是工作簿", "只能读 .xlsx、.xls、.ods 工作簿")


def _text(data: bytes) -> str:
    """Return the text that the bytes begin with, in whichever encoding they are."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").strip()
    for encoding in ("utf-8-sig", "gb18030"):
        # The last character may be cut in two.
        for end in (len(data), -1, -2, -3):
            try:
                return data[:end].decode(encoding).strip()
            except UnicodeDecodeError:
                continue
    return data.decode("utf-8", "replace")
