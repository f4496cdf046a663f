"""What a part of a template must not hold, and the notes of maintainers that are taken out of it.

Tags work in the words of paragraphs and nowhere else. Wherever else Word can keep text, a tag
would be printed as it stands, or its value would be hidden, doubled or overwritten by Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from drafter.template.package import W, qn
from drafter.template.sites import Site, text_of

Fault = tuple[str, Site, str]
"""Message, place and the text it is about."""

DELIMITER = re.compile(r"\{\{|\{%|\{#")
_RESERVED = re.compile("[\ufdd0-\ufdef]")
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


def misplaced(root: etree._Element, sites: Mapping[etree._Element, Site]) -> Iterator[Fault]:
    """Yield what no tag can live with, each at the paragraph where it stands."""
    if root.nsmap.get("w") != W or any(prefix != "w" for prefix in _prefixes(root)):
        site = next(iter(sites.values()), None)
        if site is not None:
            yield "文件不是 Word 或 WPS 的通常存法，请用它们另存为 .docx", site, ""
    for node in root.iter(*_REVISIONS):
        site = _site_of(node, sites)
        if site is not None:
            yield "有未接受的修订，请先接受或拒绝全部修订", site, _excerpt(node, root)
    for paragraph, site in sites.items():
        own = [t for t in paragraph.iter(_T) if next(t.iterancestors(_P)) is paragraph]
        words = "".join(text.text or "" for text in own)
        found = DELIMITER.search(words)
        if found:
            for problem in _enclosing(own):
                yield problem, site, words[found.start() :][:30]
        codes = "".join(code.text or "" for code in paragraph.iter(qn("instrText")))
        if DELIMITER.search(codes):
            yield "域代码里不能放标签", site, codes.strip()[:30]
    yield from _elsewhere(root, sites)


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


def _site_of(node: etree._Element, sites: Mapping[etree._Element, Site]) -> Site | None:
    """Return the place of the nearest paragraph: around the node, below it, beside or after it."""
    here: etree._Element | None = node
    while here is not None:
        if here in sites:
            return sites[here]
        inside = next(here.iter(_P), None)
        if inside is not None:
            return sites.get(inside)
        here = here.getparent()
    return None


def _excerpt(node: etree._Element, root: etree._Element) -> str:
    own = "".join(t.text or "" for t in node.iter(_T, qn("delText")))
    if own:
        return own[:20]
    paragraph = next(node.iterancestors(_P), None)
    return "" if paragraph is None else text_of(paragraph)[:20]


def _enclosing(texts: list[etree._Element]) -> Iterator[str]:
    """Yield why tags cannot stand in these texts, by what is around them."""
    for text in texts:
        if not re.search(r"[{}%]", text.text or ""):
            continue
        for around in text.iterancestors():
            if around.tag in _ENCLOSED:
                yield _ENCLOSED[around.tag]
                return
            bound = around.find(f"{qn('sdtPr')}/{qn('dataBinding')}")
            if around.tag == qn("sdt") and bound is not None:
                yield "绑定了文档属性的内容控件里不能放标签（Word 打开时会改写它）"
                return


def _elsewhere(root: etree._Element, sites: Mapping[etree._Element, Site]) -> Iterator[Fault]:
    """Yield tags outside the words: in descriptions of pictures, formulas, names, addresses."""
    for node in root.iter(etree.Element):
        texts = [str(value) for value in node.attrib.values()]
        if node.tag == _T:
            if _RESERVED.search(node.text or ""):
                site = _site_of(node, sites)
                if site is not None:
                    yield (
                        "有本程序内部保留的字符，请删去",
                        site,
                        _RESERVED.sub("?", node.text or ""),
                    )
        elif node.tag != qn("instrText"):
            texts.append(node.text or "")
        for text in texts:
            if DELIMITER.search(text) or _RESERVED.search(text):
                site = _site_of(node, sites)
                if site is not None:
                    yield (
                        "标签只能放在段落的文字里，不能放在图片说明、公式、书签名等处",
                        site,
                        text[:30],
                    )
