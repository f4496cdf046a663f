"""The zip file that modern workbooks are: opened with care, its XML read as a stream.

Expat reads the parts, not lxml: it builds no tree, so a part of any size costs no memory, and it
is the parser of openpyxl, so what passes here holds no surprise there.
"""

from __future__ import annotations

from io import BytesIO
from typing import Protocol
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from drafter.exchange.cells import Refusal, damaged

_MAX_UNPACKED = 400 * 1024 * 1024
_CHUNK = 1 << 16


class Handler(Protocol):
    """Takes the events of an XML part; names of tags are `namespace name`."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take characters."""


def open_archive(data: bytes) -> ZipFile:
    """Return the zip file; refuse one that is cut off, locked, or far larger than it looks."""
    try:
        archive = ZipFile(BytesIO(data))
    except BadZipFile as error:
        hint = "多半没有下载完整，请重新下载或请对方重发"
        raise Refusal("文件不完整或已损坏，打不开", hint) from error
    entries = archive.infolist()
    # Unpacking never gives more bytes than declared, so their sum is a limit.
    if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        message = f"工作簿太大：解压后超过 {_MAX_UNPACKED // 1024 // 1024} MB"
        raise Refusal(message, "请只留下要导入的工作表，另存后再试", too_big=True)
    if any(entry.flag_bits & 1 for entry in entries):
        raise locked()
    return archive


def locked() -> Refusal:
    """Return the refusal of a workbook that needs a password."""
    hint = "请在 Excel/WPS 里打开，去掉打开密码后另存"
    return Refusal("工作簿设了打开密码，读不了", hint)


def stream(archive: ZipFile, name: str, handler: Handler) -> None:
    """Give all events of a part to the handler."""
    parser = _parser()
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)


def refuse_entities(archive: ZipFile) -> None:
    """Refuse an archive with a part that begins with a document type.

    Only there can entities be declared that grow without limit or name files to fetch.
    """
    for name in archive.namelist():
        parser = _parser()
        parser.StartElementHandler = _stop
        try:
            with archive.open(name) as part:
                while chunk := part.read(_CHUNK):
                    parser.Parse(chunk)
        except (_Root, expat.ExpatError):
            # Pictures are no XML; in a damaged part the reader will stop at the same place.
            continue


class _Root(Exception):  # noqa: N818 - no error: what comes before the root has been seen
    pass


def _stop(tag: str, attributes: dict[str, str]) -> None:
    raise _Root


def _refuse(*_declaration: object) -> None:
    raise damaged()


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser
