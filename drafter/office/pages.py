"""On which page of a PDF file the bookmarks of a document stand."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from drafter.office.program import OfficeError

if TYPE_CHECKING:
    from pypdf import PdfReader

_NUMBER = re.compile(r"Toc([0-9]{9})$")


def pages_of(pdf: bytes, bookmarks: Collection[str]) -> Mapping[str, int]:
    """Return the page, from 1, of each bookmark `_Toc…` that the file has as a destination.

    Raises `OfficeError` where the file cannot be read.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return _found(PdfReader(io.BytesIO(pdf)), bookmarks)
    except (
        PyPdfError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        RecursionError,
    ) as error:
        # What a damaged file makes pypdf raise is of any of these kinds.
        raise OfficeError("LibreOffice 排出的 PDF 读不懂，量不了页码") from error


def _found(reader: PdfReader, bookmarks: Collection[str]) -> Mapping[str, int]:
    found = {}
    wanted = {name.removeprefix("_Toc"): name for name in bookmarks}
    for name, target in reader.named_destinations.items():
        number = _NUMBER.search(name)  # signs before it are written in one way or another
        page = reader.get_destination_page_number(target)
        if number and number[1] in wanted and page is not None and page >= 0:
            found[wanted[number[1]]] = page + 1
    return found
