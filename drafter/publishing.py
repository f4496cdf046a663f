"""Lays a finished report out, through LibreOffice: its page numbers measured, and a PDF of it.

Nothing here runs unless it is asked for, so a report depends on no machine. Numbers are filled in,
the document is laid out once more, and only numbers that stay as they were measured are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter.office.fonts import missing_fonts
from drafter.office.pages import pages_of
from drafter.office.program import to_pdf
from drafter.template.contents import Entry
from drafter.template.package import read_package, without_comments, write_package
from drafter.template.page_numbers import Layout, layout_of, with_page_numbers
from drafter.template.typefaces import typefaces_of

_ROUNDS = 3
"""How often the document is laid out at most, until its numbers hold."""


@dataclass(frozen=True, slots=True)
class Published:
    """A report with its page numbers, as PDF, and what to say of both."""

    document: bytes
    pdf: bytes
    numbers: Mapping[str, str]
    """Page numbers by bookmark."""
    notes: tuple[str, ...] = ()

    def numbered(self, copy: bytes) -> bytes:
        """Return a copy of the report, such as one with comments, with the same page numbers."""
        return with_page_numbers(copy, self.numbers) if self.numbers else copy


def publish(
    document: bytes,
    contents: Sequence[Entry],
    program: Path,
    convert: Callable[[bytes, bool], bytes] | None = None,
) -> Published:
    """Return a report with these contents laid out by LibreOffice, or by what converts for it.

    That gets a document, and whether the pages left blank before odd and even ones are wanted.
    Raises `OfficeError` where that fails.
    """

    def converted(document: bytes, has_blank_pages: bool) -> bytes:
        return to_pdf(document, program, with_blank_pages=has_blank_pages)

    convert = convert or converted
    noted, document = document, for_layout(document)
    wanted = [entry.bookmark for entry in contents]
    numbers: dict[str, str] = {}
    why = ""
    for _ in range(_ROUNDS):
        layout = layout_of(with_page_numbers(document, numbers), wanted)
        pdf = convert(layout.document, layout.has_blank_pages)
        sheets = pages_of(pdf, layout.bookmarks)
        measured, why = layout.printed(sheets), _why(layout, sheets)
        if measured == numbers:
            break
        numbers = measured
    else:
        numbers, why = {}, f"排了 {_ROUNDS} 次，页码每次都不一样"
        pdf = convert(document, layout.has_blank_pages)
    unknown = [e.label + e.words for e in contents if e.bookmark not in numbers]
    filled = with_page_numbers(noted, numbers) if numbers else noted
    return Published(filled, pdf, numbers, tuple(_notes(unknown, why, document)))


def for_layout(document: bytes) -> bytes:
    """Return a document without its comments, which no PDF has.

    LibreOffice takes seven times as long for a draft that has some hundreds of them.
    """
    return write_package(without_comments(read_package(document)), packed=False)


def _why(layout: Layout, sheets: Mapping[str, int]) -> str:
    """Return why headings of a layout have no number, where they have none."""
    if not sheets:
        return "PDF 里没有标题的位置，LibreOffice 7.4 以上才能量页码"
    forms = layout.unwritten
    if forms:
        return f"程序不会写页码格式 {'、'.join(forms)}，请在“设置页码格式”里换一种"
    if layout.has_unclear_start:
        return "有连续的节重新编页码，同一页有两个号，请把分节符改成“下一页”"
    return "这些标题的位置不在 PDF 里"


def _notes(unknown: list[str], why: str, document: bytes) -> Iterable[str]:
    if unknown:
        yield (
            f"目录里有 {len(unknown)} 条没有量出页码（如“{unknown[0]}”），留着空白：{why}；"
            "要补上，在 Word 里全选（Ctrl+A）后按 F9"
        )
    lacking = missing_fonts(typefaces_of(read_package(document)))
    if lacking:
        yield (
            f"本机没有字体{'、'.join(f'“{name}”' for name in lacking)}，"
            "PDF 和页码是用别的字体排的；要与 Word 里一致，请装上这些字体再生成"
        )
