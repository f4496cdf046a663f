"""A palette of fields as a Word file: each with its tag, ready to be copied into a template."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Opened
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from lxml import etree

from drafter.template.package import parse, read_package, write_package

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COLUMNS = (("内容", 52), ("标签（整个复制）", 92), ("单位", 18), ("例", 45), ("说明", 55))
"""Headings and widths in millimetres."""
_DEEP, _PALE, _BAND, _LINE = "1F4E5F", "EAF1F3", "F4F7F8", "BFCDD2"
_STYLES = (
    ("Normal", 10, False),
    ("Title", 22, True),
    ("Heading 1", 14, True),
    ("Caption", 9, False),
)
"""Name, size in points, and whether it is a heading."""
_PER_MM = 57
"""Twentieths of a point in a millimetre, rounded up."""


@dataclass(frozen=True, slots=True)
class Line:
    """A field: what it is, its tag, unit, an example, and how deep in loops it stands."""

    title: str
    tag: str
    unit: str
    example: str
    about: str
    depth: int
    is_loop: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """The fields of one section of the data."""

    title: str
    about: str
    lines: tuple[Line, ...]


def palette(title: str, opening: Sequence[str], chapters: Sequence[Chapter]) -> bytes:
    """Return the palette as a Word file, the same for the same fields."""
    document = Document()
    _set_page(document)
    _set_styles(document)
    document.add_paragraph(title, style="Title")
    for words in opening:
        document.add_paragraph(words)
    for chapter in chapters:
        document.add_heading(chapter.title, level=1)
        if chapter.about:
            document.add_paragraph(chapter.about, style="Caption")
        _add_table(document, chapter.lines)
    _add_page_number(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "drafter", ""
    stream = io.BytesIO()
    document.save(stream)
    return write_package(read_package(stream.getvalue()))


def _set_page(document: Opened) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin, section.bottom_margin = Mm(18), Mm(16)


def _set_styles(document: Opened) -> None:
    deep = RGBColor.from_string(_DEEP)
    for name, size, bold in _STYLES:
        style = document.styles[name]
        if not isinstance(style, ParagraphStyle):
            raise TypeError(f"{name} is no style of paragraphs")
        face = "黑体" if bold else "宋体"
        style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), False
        style.font.italic = False
        style.font.color.rgb = deep if bold else RGBColor(0x33, 0x33, 0x33)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:eastAsia"), face)
        style.paragraph_format.space_before = Pt(14 if name == "Heading 1" else 0)
        style.paragraph_format.space_after = Pt(5 if bold else 3)
    title = document.styles["Title"].element.find(qn("w:pPr"))
    border = None if title is None else title.find(qn("w:pBdr"))
    if title is not None and border is not None:
        title.remove(border)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _add_table(document: Opened, lines: Sequence[Line]) -> None:
    """Add the table of a chapter; as a tree, since python-docx is slow with tables."""
    table = parse("".join(_table_xml(lines)).encode())
    body = document.element.body
    body.insert(len(body) - 1, etree.fromstring(etree.tostring(table), _oxml_parser()))


def _oxml_parser() -> etree.XMLParser:
    from docx.oxml.parser import oxml_parser

    return oxml_parser


def _table_xml(lines: Sequence[Line]) -> Iterator[str]:
    widths = [width * _PER_MM for _, width in _COLUMNS]
    edge = f'w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"'
    edges = "".join(f"<w:{side} {edge}/>" for side in ("top", "bottom", "insideH"))
    margins = '<w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
    margins += '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="90" w:type="dxa"/>'
    yield f'<w:tbl xmlns:w="{_W}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
    yield f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    yield f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>"
    yield "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    for (heading, _), width in zip(_COLUMNS, widths, strict=True):
        yield _cell(heading, width, _DEEP, '<w:b/><w:color w:val="FFFFFF"/>')
    yield "</w:tr>"
    for line in lines:
        yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        shade = _PALE if line.is_loop else (_BAND if line.depth else "")
        cells = (line.title, line.tag, line.unit, line.example, line.about)
        for number, (words, width) in enumerate(zip(cells, widths, strict=True)):
            indent = line.depth * 200 if number == 0 else 0
            yield _cell(words, width, shade, _LOOKS[number], indent)
        yield "</w:tr>"
    yield "</w:tbl>"


_TYPED = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:eastAsia="黑体" w:cs="Consolas"/>'
_LOOKS = (
    "",
    f'{_TYPED}<w:color w:val="{_DEEP}"/>',
    '<w:color w:val="666666"/>',
    '<w:color w:val="666666"/>',
    '<w:color w:val="666666"/>',
)


def _cell(words: str, width: int, shade: str, look: str, indent: int = 0) -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    left = f'<w:ind w:left="{indent}"/>' if indent else ""
    spacing = '<w:spacing w:before="0" w:after="0"/>'
    holder = etree.Element("t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    holder.text = words
    text = etree.tostring(holder, encoding="unicode").replace("<t", "<w:t", 1)
    text = text.replace("</t>", "</w:t>")
    run = f'<w:r><w:rPr>{look}<w:sz w:val="18"/></w:rPr>{text}</w:r>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
        f"<w:p><w:pPr>{spacing}{left}</w:pPr>{run}</w:p></w:tc>"
    )


def _add_page_number(document: Opened) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = 1
    for kind, words in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()._r
        sign = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            sign.set(qn("w:fldCharType"), kind)
        else:
            sign.text = words
        run.append(sign)
