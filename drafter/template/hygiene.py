"""What a part of a template must not hold, and the notes of maintainers that are taken out of it.

Tags work in the words of paragraphs and nowhere else. Wherever else Word can keep text, a tag
would be printed as it stands, or its value would be hidden, doubled or overwritten by Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from drafter.diagnostics import Place
from drafter.template.faults import Fault
from drafter.template.package import LINKS, W, qn
from drafter.template.sites import TAG, own_texts, place_near, spans_of, text_of, touched

Places = Mapping[etree._Element, Place]
DELIMITER = re.compile(r"\{\{|\{%|\{#")
_RESERVED = re.compile("[\ufdd0-\ufdef]")
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_T, _P, _R = qn("t"), qn("p"), qn("r")
_NOTES = tuple(
    qn(name) for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "proofErr")
)
_REVISIONS = tuple(
    qn(name)
    for name in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange",
        "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "tblPrExChange",
        "numberingChange", "cellIns", "cellDel", "cellMerge",
    )
)  # fmt: skip
_ENCLOSED = {
    qn("txbxContent"): "文本框里不能放标签（Word 把文本框存成两份）",
    qn("ruby"): "拼音指南里不能放标签",
}


def clean(root: etree._Element) -> None:
    """Take out what maintainers and Word leave beside the words: comments, marks of proofing.

    Comments explain a template to those who edit it; none may reach a published report.
    """
    for node in list(root.iter(*_NOTES)):
        run = _drop(node)
        if run.tag == _R and all(child.tag == qn("rPr") for child in run):
            _drop(run)
    cursors = {
        start.get(qn("id"))
        for start in root.iter(qn("bookmarkStart"))
        if start.get(qn("name")) == "_GoBack"  # where Word's cursor stood last
    }
    for node in list(root.iter(qn("bookmarkStart"), qn("bookmarkEnd"))):
        if node.get(qn("id")) in cursors:
            _drop(node)


def _drop(node: etree._Element) -> etree._Element:
    """Remove the node and return its parent; blanks of the file after it stay."""
    parent = node.getparent()
    if parent is None:
        raise TypeError("the root of a part is no note")
    before = node.getprevious()
    if node.tail:
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    parent.remove(node)
    return parent


def misplaced(root: etree._Element, places: Places) -> Iterator[Fault]:
    """Yield what no tag can live with, each at the paragraph where it stands."""
    place = next(iter(places.values()), Place())
    if _STRICT in root.nsmap.values():
        hint = "另存时“保存类型”选“Word 文档 (*.docx)”"
        yield Fault("文件存成了“Strict Open XML 文档”，请另存为普通的 .docx", place, hint)
        return
    if root.nsmap.get("w") != W or any(prefix != "w" for prefix in _prefixes(root)):
        yield Fault("文件不是 Word 或 WPS 的通常存法，请用它们另存为 .docx", place)
        return
    for node in root.iter(*_REVISIONS):
        yield Fault(
            "有未接受的修订，请先接受或拒绝全部修订",
            _near(node, places).about(_excerpt(node), _position(node)),
            "Word：审阅 › 接受 › 接受所有修订",
        )
    for paragraph, place in places.items():
        own = list(own_texts(paragraph))
        words = "".join(text.text or "" for text in own)
        for begin, end in _tags_in(words):
            about = place.about(words[begin:end][:30], begin)
            within = [own[i] for i in touched(spans_of(own), begin, end)]
            yield from (Fault(problem, about) for problem in _enclosing(within))
    yield from field_faults(root, places, next(iter(places.values()), Place()))
    yield from _elsewhere(root, places)


def _tags_in(words: str) -> Iterator[tuple[int, int]]:
    """Yield where tags stand among the words, an unclosed one to the end."""
    end = 0
    for tag in TAG.finditer(words):
        yield tag.start(), tag.end()
        end = tag.end()
    rest = DELIMITER.search(words, end)
    if rest:
        yield rest.start(), len(words)


def _near(node: etree._Element, places: Places) -> Place:
    return place_near(node, places) or next(iter(places.values()), Place())


_REACHING = {
    "DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "DATABASE",
    "RD", "MACROBUTTON", "PRINT",
}  # fmt: skip
"""Fields that read other files or start programs when Word updates them."""
_FIELD_NAME = re.compile(r"\s*([A-Za-z]*)")
_FIELD_TARGET = re.compile(r'\s*HYPERLINK\s*(?:"([^"]*)"|(?!\\[a-z]\b)(\S+))', re.IGNORECASE)
"""What a link leads to; after a switch such as \\l stands a place in the document."""
_ACTIVE = {
    "altChunk": "嵌入的其他文档",
    "subDoc": "子文档",
    "OLEObject": "嵌入的 OLE 对象",
    "control": "ActiveX 控件",
    "webVideoPr": "网页视频",
    "mailMerge": "邮件合并的数据源",
}
"""Elements that bring along, or reach for, what no template may."""
_VML = "{urn:schemas-microsoft-com:vml}"


def active_elements(root: etree._Element, places: Places, elsewhere: Place) -> Iterator[Fault]:
    """Yield objects and documents in the file, and pictures by address.

    `places` are those of the part's paragraphs, `elsewhere` is the place of what is in none.
    """
    for node in root.iter(etree.Element):
        message, name = "", etree.QName(node).localname
        if name in _ACTIVE and not (name == "control" and node.prefix != "w"):
            message = f"文件里有{_ACTIVE[name]}，请删去后再存"
        elif str(node.tag).startswith(_VML):
            source, link = node.get("src", ""), node.get("href", "")
            target = source or ("" if LINKS.match(link) else link)
            message = f"图形指向 {target}，打开报告时会去读它，请删去" if target else ""
        if message:
            yield Fault(message, place_near(node, places) or elsewhere)


def field_faults(root: etree._Element, places: Places, elsewhere: Place) -> Iterator[Fault]:
    """Yield fields that no template may have: with tags in them, or reaching for other files."""
    for field in _fields(root):
        place = (place_near(field.start, places) or elsewhere).about(field.code.strip()[:30])
        if DELIMITER.search(field.instruction):
            yield Fault("域代码里不能放标签", place)
        found = _FIELD_NAME.match(field.code)
        name = found[1].upper() if found else ""
        link = _FIELD_TARGET.match(field.code)
        if name in _REACHING or (field.holds_field and not name):
            message = f"域 {name or field.code.strip()[:10]} 会读取别的文件或程序，模板里不能用"
            yield Fault(message, place, "请删去这个域")
        elif link and not LINKS.match(link[1] or link[2] or ""):
            message = f"超链接指向 {link[1] or link[2]}，只能指向网址、邮箱和文中位置"
            yield Fault(message, place, "请删去这个链接")


@dataclass(slots=True)
class _Field:
    """A field: where it begins, and its code, which goes on over runs and paragraphs."""

    start: etree._Element
    instruction: str = ""
    """What stands in the code as such."""
    code: str = ""
    """What Word reads as the code: words between its marks belong to it."""
    holds_field: bool = False
    is_read: bool = True
    """Whether the code goes on; the result does not count."""


def _fields(root: etree._Element) -> list[_Field]:
    """Return the fields of a part; code that belongs to none counts as one by its paragraph."""
    found: list[_Field] = []
    open_fields: list[_Field] = []
    loose: dict[etree._Element | None, _Field] = {}
    for node in root.iter(qn("fldChar"), qn("instrText"), _T, qn("fldSimple")):
        kind = node.get(qn("fldCharType"))
        inner = open_fields[-1] if open_fields else None
        if node.tag == qn("fldSimple"):
            code = node.get(qn("instr"), "")
            found.append(_Field(node, code, code))
        elif kind == "begin":
            if inner is not None and inner.is_read:
                inner.holds_field = True
            open_fields.append(_Field(node))
            found.append(open_fields[-1])
        elif kind == "separate" and inner is not None:
            inner.is_read = False
        elif kind == "end" and inner is not None:
            open_fields.pop()
        elif node.tag == qn("instrText") and inner is None:
            paragraph = next(node.iterancestors(_P), None)
            if paragraph not in loose:
                loose[paragraph] = _Field(node)
                found.append(loose[paragraph])
            loose[paragraph].instruction += node.text or ""
        elif inner is not None and inner.is_read and node.tag in {qn("instrText"), _T}:
            inner.code += node.text or ""
            inner.instruction += (node.text or "") if node.tag != _T else ""
    return found


def defuse(root: etree._Element) -> None:
    """Replace reserved characters, which `misplaced` has reported, so that lifting can go on."""
    for node in root.iter(etree.Element):
        node.text = node.text and _RESERVED.sub("\ufffd", node.text)
        node.tail = node.tail and _RESERVED.sub("\ufffd", node.tail)
        for name, value in node.attrib.items():
            if _RESERVED.search(str(value)):
                node.set(name, _RESERVED.sub("\ufffd", str(value)))


def _prefixes(root: etree._Element) -> set[str | None]:
    return {node.prefix for node in root.iter(_P, _R, _T)}


def _excerpt(node: etree._Element) -> str:
    """Return the words that a revision is about: its own, or those of what it is a property of."""
    own = "".join(t.text or "" for t in node.iter(_T, qn("delText")))
    around = (text_of(holder) for holder in node.iterancestors(_R, _P, qn("tr")))
    return (own or next(filter(None, around), ""))[:20]


def _position(node: etree._Element) -> int:
    """Return how many letters of its paragraph come before the node."""
    paragraph = next(node.iterancestors(_P), None)
    before = 0
    for other in () if paragraph is None else paragraph.iter(_T, node.tag):
        if other is node:
            return before
        before += len(other.text or "") if other.tag == _T else 0
    return 0


def _enclosing(texts: list[etree._Element]) -> Iterator[str]:
    """Yield why tags cannot stand in these texts, by what is around them."""
    for text in texts:
        for around in text.iterancestors():
            if around.tag in _ENCLOSED:
                yield _ENCLOSED[around.tag]
                return
            bound = around.find(f"{qn('sdtPr')}/{qn('dataBinding')}")
            if around.tag == qn("sdt") and bound is not None:
                yield "绑定了文档属性的内容控件里不能放标签（Word 打开时会改写它）"
                return


_REPORTED = {qn("instrText"), qn("delText"), qn("delInstrText")}
"""Text that other findings speak of: codes of fields, revisions."""


def _elsewhere(root: etree._Element, places: Places) -> Iterator[Fault]:
    """Yield tags outside the words: in descriptions of pictures, formulas, names, addresses."""
    for node in root.iter(etree.Element):
        if node.tag == _T:
            if _RESERVED.search(node.text or ""):
                about = _near(node, places).about(_RESERVED.sub("?", node.text or "")[:30])
                yield Fault("有本程序内部保留的字符，请删去", about)
            texts = []
        else:
            texts = [] if node.tag in _REPORTED else [node.text or ""]
        if node.tag != qn("fldSimple"):
            texts += [str(value) for value in node.attrib.values()]
        for text in texts:
            if DELIMITER.search(text) or _RESERVED.search(text):
                yield Fault(
                    "标签只能放在段落的文字里，不能放在图片说明、公式、书签名等处",
                    _near(node, places).about(text[:30]),
                )
