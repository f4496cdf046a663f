"""Makes a file of a workbook: the same workbook gives the same bytes."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

_TIME = (1980, 1, 1, 0, 0, 0)
_MOMENT = datetime(1980, 1, 1)


def packed(book: Workbook) -> bytes:
    """Return the file with fixed times; digits kept as text are not marked as a fault."""
    book.properties.creator = "drafter"
    book.properties.created = _MOMENT
    buffer, fixed = BytesIO(), BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as plain:
        ExcelWriter(book, plain).write_data()
    with ZipFile(buffer) as made, ZipFile(fixed, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name in made.namelist():
            info = ZipInfo(name, _TIME)
            info.compress_type, info.create_system = ZIP_DEFLATED, 0
            archive.writestr(info, _settled(name, made.read(name)))
    return fixed.getvalue()


def _settled(name: str, blob: bytes) -> bytes:
    if name == "docProps/core.xml":
        stamp = rb"\g<1>" + _MOMENT.isoformat().encode() + rb"Z\g<2>"
        return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*(<)", stamp, blob)
    if name.startswith("xl/worksheets/sheet"):
        mark = b'<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/>'
        return blob.replace(b"</worksheet>", mark + b"</ignoredErrors></worksheet>")
    return blob
