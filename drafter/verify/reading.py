"""Reads a Word file that people may have edited: what it says with all revisions accepted.

The file is opened with suspicion, within the limits of templates. No content of it raises anything
but `UnreadableError`, whose message is for the user.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from drafter.diagnostics import NOWHERE, Place
from drafter.template.labels import Numbering, labelled, read_numbering
from drafter.template.package import (
    Package,
    PackageError,
    W,
    content_types,
    parse,
    qn,
    read_package,
    templated_parts,
)
from drafter.template.receipt import COUNTED_BY_PROGRAMS, normal_words, read_receipt
from drafter.template.sites import heading_levels, is_on, paragraphs_with_places, style_of
from drafter.verify.comments import Anchor, comments_of
from drafter.verify.contents import outdated_contents
from drafter.verify.document import (
    Block,
    Cell,
    Document,
    Paragraph,
    Piece,
    Revision,
    Row,
    Story,
    Table,
)
from drafter.verify.drawings import Chart, charts_in
from drafter.verify.looks import Styles
from drafter.verify.pictures import Picture, pictures_in

MAX_BYTES = 50 * 1024 * 1024
"""How large a file is worth reading."""
_MAX_DEPTH = 200
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRIDE = 1_000_000  # more than a part has paragraphs: places sort by part, then paragraph
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

_P, _TBL, _TR, _TC, _T, _R = (qn(name) for name in ("p", "tbl", "tr", "tc", "t", "r"))
_BOX = qn("txbxContent")
_BLANKS = {qn(name): " " for name in ("tab", "ptab", "br", "cr")} | {qn("noBreakHyphen"): "-"}
_ADDED = {qn("ins"): "插入", qn("moveTo"): "移动"}
_REMOVED = {qn("del"): "删去", qn("moveFrom"): "移动"}
_REFORMATTED = frozenset(qn(f"{name}Change") for name in ("rPr", "pPr", "tblPr", "trPr", "tcPr"))
_UNREAD = frozenset(
    qn(name)
    for name in ("sdtPr", "sdtEndPr", "tblPr", "tblGrid", "sectPr", "smartTagPr", "customXmlPr",
                 "rubyPr", "rt", "instrText", "delText", "delInstrText", "trPr", "tcPr")
)  # fmt: skip
_SYMBOLS = range(0x20, 0xFFFE)


class UnreadableError(Exception):
    """The file is no Word document that can be read; the message is for the user."""


def read_document(blob: bytes) -> Document:
    """Return what a Word file says; raise `UnreadableError` where it cannot be read."""
    try:
        return _document(read_package(blob))
    except PackageError as error:
        raise UnreadableError(str(error)) from error
    except etree.XMLSyntaxError as error:
        raise UnreadableError(
            "文件里有不合格的内容，已损坏；请用 Word 或 WPS 打开、另存后再试"
        ) from error
    except RecursionError as error:
        raise UnreadableError("文件的层次太深，请用 Word 或 WPS 打开、另存后再试") from error


def _document(package: Package) -> Document:
    titles = templated_parts(package)
    if "正文" not in titles.values():
        raise UnreadableError("文件不是 Word 文档（没有正文），请用 Word 或 WPS 另存为 .docx")
    styles = _parsed(package, "styles")
    levels = {} if styles is None else heading_levels(styles)
    shared = _Shared(Styles(styles), levels, _numbering(package))
    stories, charts, outdated = [], list[Chart](), list[str]()
    pictures = list[Picture]()
    for turn, (name, title) in enumerate(titles.items()):
        root = _root(package.parts[name])
        reader = _Reader(root, name, title, turn * _STRIDE, shared)
        stories.append(Story(title, tuple(reader.story())))
        charts += charts_in(root, name, package, reader.places)
        pictures += pictures_in(root, name, title, package, reader.places)
        outdated += outdated_contents(root, package)
    comments = comments_of(
        _parsed(package, "comments"), _parsed(package, "commentsExtended"), shared.anchors
    )
    return Document(
        tuple(stories),
        tuple(comments),
        tuple(shared.revisions),
        read_receipt(package),
        tuple(charts),
        tuple(pictures),
        tuple(outdated),
    )


def _root(blob: bytes) -> etree._Element:
    """Return a part; one of a strict file as if it were of the usual kind."""
    return parse(blob.replace(_STRICT, W.encode()) if _STRICT in blob else blob)


def _parsed(package: Package, kind: str) -> etree._Element | None:
    """Return the root of the part with such content; None where there is none."""
    for name, found in content_types(package).items():
        if found.endswith(f".{kind}+xml"):
            return _root(package.parts[name])
    return None


def _numbering(package: Package) -> Numbering:
    try:
        return read_numbering(package)
    except ValueError:  # numbers that are none
        return Numbering({}, {}, {})


@dataclass(slots=True)
class _Shared:
    """What the parts of a file have in common, and what is gathered over all of them."""

    styles: Styles
    levels: Mapping[str, int]
    numbering: Numbering
    anchors: dict[str, Anchor] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its words are made by a program."""

    instruction: str = ""
    has_result: bool = False
    is_silent: bool = False


class _Held(NamedTuple):
    """What a paragraph said whose end is deleted: the next goes on with it."""

    pieces: list[Piece]
    revisions: list[Revision]


class _Reader:
    """Reads one part."""

    def __init__(
        self, root: etree._Element, name: str, title: str, order: int, shared: _Shared
    ) -> None:
        self._root = root
        self._name = name
        self._shared = shared
        self.places = dict(paragraphs_with_places(root, title, shared.levels, order))
        self._numbers = {paragraph: n for n, paragraph in enumerate(root.iter(_P))}
        try:
            self._labels = dict(labelled(root, shared.numbering))
        except ValueError:  # a level that is no number
            self._labels = {}
        self._pieces: list[Piece] = []
        self._revisions: list[Revision] = []
        self._boxes: list[etree._Element] = []
        self._held: _Held | None = None
        self._fields: list[_Field] = []
        self._open: dict[str, Anchor] = {}
        self._place = Place(order, title)
        self._depth = 0

    def story(self) -> list[Block]:
        """Return the blocks of the part."""
        body = self._root.find(qn("body"))
        blocks = self._blocks(self._root if body is None else body)
        self._shared.anchors |= self._open
        return blocks

    def _blocks(self, parent: etree._Element) -> list[Block]:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise UnreadableError("文件的层次太深，请用 Word 或 WPS 打开、另存后再试")
        found: list[Block] = []
        for child in parent:
            tag = child.tag
            if tag == _P:
                found += self._paragraph(child)
            elif tag == _TBL:
                table = self._table(child)
                found += [table] if table.rows else []
            elif not self._mark(child) and tag not in _UNREAD and tag not in _REMOVED:
                for inner in _inside(child):
                    found += self._blocks(inner)
        self._depth -= 1
        return found

    def _paragraph(self, element: etree._Element) -> list[Block]:
        """Return a paragraph, if it says something, and what its text boxes say."""
        self._place = self.places.get(element, self._place)
        self._pieces, self._revisions, self._boxes = [], [], []
        if self._held is not None:
            self._pieces, self._revisions = self._held
            self._held = None
        self._inline(element)
        if self._is_end_deleted(element):
            self._held = _Held(self._pieces, self._revisions)
            return self._boxed()
        pieces, revisions = tuple(self._pieces), tuple(self._revisions)
        words = normal_words("".join(piece.text for piece in pieces))
        for anchor in self._open.values():
            anchor.pieces.append(" ")
        boxed = self._boxed()
        if not words:
            return boxed
        paragraph = Paragraph(
            words,
            self._name,
            self._numbers[element],
            self.places.get(element, NOWHERE),
            self._labels.get(element, ""),
            self._shared.levels.get(style_of(element)),
            pieces,
            self._shared.styles.look(element),
            revisions,
        )
        return [paragraph, *boxed]

    def _boxed(self) -> list[Block]:
        boxes, self._boxes = self._boxes, []
        return [block for box in boxes for block in self._blocks(box)]

    def _is_end_deleted(self, element: etree._Element) -> bool:
        """Return whether the end of a paragraph is deleted; note who did that, or what else."""
        properties = element.find(qn("pPr"))
        if properties is None:
            return False
        self._note_format(properties)
        marks = properties.find(qn("rPr"))
        if marks is None:
            return False
        self._note_format(marks)
        for mark in marks:
            if mark.tag in _ADDED:
                self._revise(_ADDED[mark.tag], mark, "")
        removed = [mark for mark in marks if mark.tag in _REMOVED]
        for mark in removed:
            self._revise(_REMOVED[mark.tag], mark, "")
        return bool(removed)

    def _note_format(self, properties: etree._Element) -> None:
        for mark in properties:
            if mark.tag in _REFORMATTED:
                self._revise("改格式", mark, "")

    def _revise(self, kind: str, mark: etree._Element, words: str) -> None:
        author = mark.get(qn("author"), "")
        revision = Revision(kind, author, normal_words(words), self._place)
        self._revisions.append(revision)
        self._shared.revisions.append(revision)

    def _inline(self, parent: etree._Element) -> None:
        """Take what stands inside a paragraph, in the order of the document."""
        for child in parent:
            tag = child.tag
            if tag in (_T, _MATH_TEXT):
                text = child.text or ""
                self._say(text, len(text) if tag == _T else 0)
            elif tag in _BLANKS:
                self._say(_BLANKS[tag])
            elif tag == qn("sym"):
                self._say(_symbol(child))
            elif tag == qn("fldChar"):
                self._field(child.get(qn("fldCharType"), ""))
            elif tag == qn("instrText"):
                self._instruct(child.text or "")
            elif tag == _BOX:
                self._boxes.append(child)
            elif tag in _REMOVED:
                deleted = "".join(t.text or "" for t in child.iter(qn("delText"), _T))
                self._revise(_REMOVED[tag], child, deleted)
            elif tag == qn("fldSimple"):
                self._fields.append(_Field(child.get(qn("instr"), "")))
                self._field("separate")
                self._inline(child)
                self._field("end")
            elif tag == qn("pPr") or self._mark(child) or tag in _UNREAD:
                continue
            elif tag == qn("rPr"):
                self._note_format(child)
            elif not (tag == _R and _is_hidden(child)):
                self._wrapped(child)

    def _wrapped(self, element: etree._Element) -> None:
        before = len(self._pieces)
        for inner in _inside(element):
            self._inline(inner)
        if element.tag in _ADDED:
            words = "".join(piece.text for piece in self._pieces[before:])
            self._revise(_ADDED[element.tag], element, words)

    def _say(self, text: str, letters: int = 0) -> None:
        if all(field.has_result and not field.is_silent for field in self._fields):
            self._pieces.append(Piece(text, letters))
            for anchor in self._open.values():
                anchor.pieces.append(text)
        elif letters:
            self._pieces.append(Piece("", letters))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            field = self._fields[-1]
            field.has_result = True
            name = field.instruction.split()
            field.is_silent = bool(name) and name[0].upper() in COUNTED_BY_PROGRAMS
        elif self._fields and kind == "end":
            self._fields.pop()

    def _instruct(self, text: str) -> None:
        if self._fields and not self._fields[-1].has_result:
            self._fields[-1].instruction += text

    def _mark(self, element: etree._Element) -> bool:
        """Return whether an element is the mark of a comment; begin or end it there."""
        number = element.get(qn("id"), "")
        if element.tag == qn("commentRangeStart"):
            place = self._place
            following = element.getnext() if element.getparent() is not None else None
            while following is not None and following.tag != _P:
                following = following.getnext()
            if following is not None and following in self.places:
                place = self.places[following]  # it stands between paragraphs
            self._open[number] = Anchor(place)
        elif element.tag == qn("commentRangeEnd"):
            anchor = self._open.pop(number, None)
            if anchor is not None:
                self._shared.anchors[number] = anchor
        elif element.tag == qn("commentReference"):
            if number not in self._shared.anchors and number not in self._open:
                words = "".join(piece.text for piece in self._pieces)
                self._shared.anchors[number] = Anchor(self._place, words=words)
        else:
            return False
        return True

    def _table(self, element: etree._Element) -> Table:
        rows = tuple(self._row(row) for row in _within(element, _TR) if not _is_deleted(row))
        return Table(rows, rows[0].place if rows else NOWHERE)

    def _row(self, element: etree._Element) -> Row:
        properties = element.find(qn("trPr"))
        self._revisions = []
        first = next(element.iter(_P), None)
        if first is not None:
            self._place = self.places.get(first, self._place)
        for mark in () if properties is None else properties:
            if mark.tag in _ADDED:
                self._revise(_ADDED[mark.tag], mark, "")
        revisions = tuple(self._revisions)
        cells = tuple(self._cell(cell) for cell in _within(element, _TC))
        place = cells[0].place if cells else NOWHERE
        return Row(cells, place, revisions)

    def _cell(self, element: etree._Element) -> Cell:
        first = next(element.iter(_P), None)
        place = NOWHERE if first is None else self.places.get(first, NOWHERE)
        self._held = None
        return Cell(tuple(self._blocks(element)), place)


def _inside(element: etree._Element) -> list[etree._Element]:
    """Return the elements whose children stand for the element."""
    if element.tag == f"{_MC}AlternateContent":
        choices = [c for c in element if c.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
        said = (c for c in choices if next(c.iter(_T, qn("drawing"), qn("pict")), None) is not None)
        return list(said)[:1]
    return [element]


def _within(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, those in controls included, in their order."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag not in _UNREAD and child.tag not in _REMOVED:
            yield from _within(child, wanted)


def _is_deleted(row: etree._Element) -> bool:
    properties = row.find(qn("trPr"))
    return properties is not None and any(mark.tag in _REMOVED for mark in properties)


def _is_hidden(run: etree._Element) -> bool:
    return is_on(run.find(f"{qn('rPr')}/{qn('vanish')}"))


def _symbol(element: etree._Element) -> str:
    try:
        number = int(element.get(qn("char"), ""), 16)
    except ValueError:
        return ""
    return chr(number) if number in _SYMBOLS and not 0xD800 <= number <= 0xDFFF else ""
