"""The words of a Word file that a colleague wrote: its paragraphs, and what they leave out.

Only the parts that hold words are unpacked, as streams without document types; pictures, macros and
whatever else is in the file are never looked at. Namespaces are let go, since strict files have
others for the same elements.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from drafter.exchange.archive import stream
from drafter.exchange.cells import Refusal
from drafter.exchange.prose import MAX_LENGTH, MAX_PARAGRAPHS, lines_of
from drafter.exchange.word_numbers import Lost, Numbers, is_on

_MAX_PART = 60 * 1024 * 1024
_MAX_ELEMENTS = 500_000
_MAX_DEPTH = 150
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx"
_DAMAGED = f"文件不完整或已损坏，打不开；{_SAVE_AS}，或请对方重发"
_BROKEN = (
    Refusal, ExpatError, BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError,
    ValueError, LookupError, OverflowError,
)  # fmt: skip

_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_ADDED = frozenset({"ins", "moveTo"})
_REMOVED = frozenset({"del", "moveFrom"})
_NO_WORDS = frozenset({
    "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "sectPr", "smartTagPr", "customXmlPr", "rubyPr",
    "rt", "instrText", "delText", "delInstrText",
})  # fmt: skip
_COUNTED = {
    "footnoteReference": "notes",
    "endnoteReference": "notes",
    "commentReference": "comments",
    "oMath": "formulas",
    "oMathPara": "formulas",
    "object": "objects",
    "altChunk": "chunks",
    "subDoc": "chunks",
    "sym": "symbols",
}
_DRAWN = frozenset({"drawing", "pict"})
_TOLD = {
    "tables": "有 {} 个表格，只取了段落文字",
    "notes": "有 {} 个脚注或尾注，没有带过来",
    "comments": "有 {} 处批注，没有带过来",
    "boxes": "有 {} 个文本框，里面的文字没有带过来",
    "pictures": "有 {} 处图片或图形，没有带过来",
    "formulas": "有 {} 个公式，没有带过来",
    "objects": "有 {} 个嵌入的对象，没有带过来",
    "chunks": "有 {} 处嵌入的其他文档，没有带过来",
    "symbols": "有 {} 个特殊字体的符号，没有带过来",
    "fields": "有 {} 段里的域没有写完，域里的文字没有带过来",
    "hidden": "有 {} 处隐藏文字，没有带过来",
    "bullets": "有 {} 段前有项目符号，没有带过来",
}
_LISTED = 10
"""How many paragraphs are named one by one."""


class Unusable(Exception):  # noqa: N818 - it is a finding on its way up, no defect
    """Why a file gives no words; the message is for the user."""


def body(data: bytes) -> tuple[list[str], tuple[str, ...]]:
    """Return the lines of the body and what was left out; raise `Unusable` where there is none."""
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise Unusable("文件设了打开密码，请去掉密码后另存")
        raise Unusable(f"这是旧格式的文档，只是扩展名成了 .docx；{_SAVE_AS}")
    if not data.startswith(_ZIP):
        raise Unusable(f"不是 .docx 文档，多半只是改了扩展名；{_SAVE_AS}" if data else "文件是空的")
    try:
        return _body(data)
    except Unusable:
        raise
    except _BROKEN as error:
        raise Unusable(_DAMAGED) from error


def _body(data: bytes) -> tuple[list[str], tuple[str, ...]]:
    with ZipFile(BytesIO(data)) as archive:
        main = _related(archive, "").get("officeDocument", "word/document.xml")
        if main not in archive.namelist():
            raise Unusable(f"不是 Word 文档；{_SAVE_AS}")
        document = _part(archive, main).find("body")
        if document is None:
            raise Unusable(f"不是 Word 文档；{_SAVE_AS}")
        others = _related(archive, main)
        named = set(archive.namelist())
        numbering, styles = (
            _part(archive, others[kind]) if others.get(kind) in named else None
            for kind in ("numbering", "styles")
        )
    story = _Story(Numbers(numbering, styles))
    story.blocks(document)
    story.finish()
    return story.lines, tuple(story.left_out())


def _related(archive: ZipFile, part: str) -> dict[str, str]:
    """Return the parts that a part relates to, by the end of the type."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    if place not in archive.namelist():
        return {}
    found: dict[str, str] = {}
    for relation in _part(archive, place).iter("Relationship"):
        if relation.get("TargetMode") != "External":
            kind = relation.get("Type", "").rpartition("/")[2]
            target = posixpath.join("/", folder, relation.get("Target", ""))
            found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
    return found


def _part(archive: ZipFile, name: str) -> Element:
    """Return the root of a part, its names without namespaces."""
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise Unusable("文件设了密码，请去掉密码后另存")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Unusable(_DAMAGED)
    # Unpacking never gives more bytes than declared.
    if info.file_size > _MAX_PART:
        raise Unusable(f"文件太大：解压后超过 {_MAX_PART // 1024 // 1024} MB")
    tree = _Tree()
    stream(archive, name, tree)
    return tree.root()


class _Tree:
    """Makes elements of events, within limits of number and depth."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._room = _MAX_ELEMENTS
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._room -= 1
        if self._room < 0 or self._depth > _MAX_DEPTH:
            raise Unusable("文件太大或层次太深，请只留下要印的文字，另存后再用")
        own = {_local(name): value for name, value in attributes.items()}
        self._builder.start(_local(tag), own)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._builder.end(_local(tag))

    def text(self, text: str) -> None:
        self._builder.data(text)

    def root(self) -> Element:
        return self._builder.close()


@lru_cache(maxsize=2_000)
def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class _Story:
    """Collects the lines of a body in their order, and what they leave out."""

    def __init__(self, numbers: Numbers) -> None:
        self.lines: list[str] = []
        self._numbers = numbers
        self._counts: Counter[str] = Counter()
        self._unnumbered: list[int] = []
        self._revised = False
        self._length = 0
        self._pieces: list[str] = []
        """The words of the paragraph so far; where its end is deleted, the next goes on."""
        self._fields: list[bool] = []
        """Of each open field whether its instruction is still going on."""
        self._swallowed = False

    def blocks(self, parent: Element) -> None:
        """Take what stands in a body or in what wraps paragraphs."""
        for child in parent:
            name = child.tag
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif not self._left(child):
                for inner in self._inside(child):
                    self.blocks(inner)

    def finish(self) -> None:
        """Keep what a deleted end of the last paragraph left over."""
        self._keep("")

    def left_out(self) -> Iterator[str]:
        """Yield in words what was not brought along."""
        if self._revised:
            yield "有未接受的修订：插入的文字算在内，删去的不算"
        yield from (
            text.format(self._counts[key]) for key, text in _TOLD.items() if self._counts[key]
        )
        if self._unnumbered:
            named = "、".join(map(str, self._unnumbered[:_LISTED]))
            more = len(self._unnumbered) - _LISTED
            rest = f" 等 {len(self._unnumbered)} 段" if more > 0 else "段"
            yield f"第{named}{rest}有自动编号，没有带过来"

    def _table(self, table: Element) -> None:
        self._counts["tables"] += 1
        for paragraph in table.iter("p"):
            self._numbers.label(paragraph)  # the count goes on behind the table

    def _paragraph(self, paragraph: Element) -> None:
        self._words(paragraph)
        if any(self._fields) and self._swallowed:
            self._counts["fields"] += 1
        self._fields, self._swallowed = [], False
        end = paragraph.find("pPr/rPr")
        marks = set() if end is None else {mark.tag for mark in end}
        self._revised = self._revised or bool(marks & (_ADDED | _REMOVED))
        if not marks & _REMOVED:
            self._keep(self._numbers.label(paragraph))

    def _keep(self, label: str | Lost) -> None:
        lines = lines_of("".join(self._pieces))
        self._pieces = []
        if not lines:
            return
        if label is Lost.BULLET:
            self._counts["bullets"] += 1
        elif label is Lost.NUMBER:
            self._unnumbered.append(len(self.lines) + 1)
        else:
            lines[0] = _labelled(label, lines[0])
        self.lines += lines
        self._length += sum(map(len, lines))
        if len(self.lines) > MAX_PARAGRAPHS:
            raise Unusable(f"文件超过 {MAX_PARAGRAPHS} 段，请只留下要印的文字")
        if self._length > MAX_LENGTH:
            raise Unusable(f"文件超过 {MAX_LENGTH // 10_000} 万字，请只留下要印的文字")

    def _words(self, parent: Element) -> None:
        """Take the words inside a paragraph, in the order of the document."""
        for child in parent:
            name = child.tag
            if name == "t":
                self._say(child.text or "")
            elif name in _SIGNS:
                self._say(_SIGNS[name])
            elif name == "fldChar":
                self._field(child.get("fldCharType", ""))
            elif not self._left(child):
                for inner in self._inside(child):
                    self._words(inner)

    def _left(self, element: Element) -> bool:
        """Return whether an element gives no words; what it would have given is counted."""
        name = element.tag
        if name in _REMOVED:
            self._revised = True
        elif name in _DRAWN:
            self._drawn(element)
        elif name in _COUNTED:
            self._counts[_COUNTED[name]] += 1
        elif name == "r" and is_on(element.find("rPr/vanish")):
            self._counts["hidden"] += any(text.text for text in element.iter("t"))
        else:
            return name in _NO_WORDS
        return True

    def _inside(self, element: Element) -> list[Element]:
        """Return the elements whose children stand for the element."""
        name = element.tag
        if name == "AlternateContent":
            return _alternative(element)
        # What a control shows before anybody has typed is nobody's words.
        if name == "sdt" and is_on(element.find("sdtPr/showingPlcHdr")):
            return []
        self._revised = self._revised or name in _ADDED
        return [element]

    def _say(self, text: str) -> None:
        if any(self._fields):
            self._swallowed = self._swallowed or bool(text.strip())
        else:
            self._pieces.append(text)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _drawn(self, element: Element) -> None:
        boxes = [box for box in element.iter("txbxContent") if any(t.text for t in box.iter("t"))]
        self._counts["boxes" if boxes else "pictures"] += len(boxes) or 1


def _alternative(element: Element) -> list[Element]:
    """Return the one of several alternatives that says something, the first first."""
    wanted = {"t", *_DRAWN}
    choices = [child for child in element if child.tag in ("Choice", "Fallback")]
    said = (choice for choice in choices if any(inner.tag in wanted for inner in choice.iter()))
    return list(said)[:1]


def _labelled(label: str | Lost, text: str) -> str:
    """Return the line with its number in front: `一、…`, `1.…`, but `1. 2020年…` and `A …`."""
    if not isinstance(label, str) or not label:
        return text
    last = label[-1]
    apart = (last.isascii() and last.isalnum()) or (last == "." and text[0].isdigit())
    return f"{label} {text}" if apart else label + text
