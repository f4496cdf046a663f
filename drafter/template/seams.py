"""Where the words of a part may be cut when it is rendered, worked out once from its tree.

A value of several lines splits its paragraph, a gap needs a run of its own, cells merge, a
condition leaves a cell without a paragraph. What has to be written at such a place follows from
the elements around it, so it is prepared as text (`Seam`, `CellSeam`), or the place is marked by
a token that `finish` resolves. So no tree has to be built of what is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from copy import copy, deepcopy

from lxml import etree

from drafter.template.package import child_of, parent_of, qn
from drafter.template.seam import (
    CELL,
    CELL_END,
    CONTENT,
    COUNTED,
    MERGE,
    NEEDS_BLOCK,
    NEEDS_PARAGRAPH,
    ROW,
    SECTION,
    SECTION_END,
    TABLE,
    TABLE_END,
    CellSeam,
    Seam,
    Seams,
    token,
)
from drafter.template.tables import BEFORE_VMERGE, grids_of

_P, _TC, _TBL = qn("p"), qn("tc"), qn("tbl")
_RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = qn("rPr"), qn("pPr")
_SECTION, _HIGHLIGHT = qn("sectPr"), qn("highlight")
_TEXT = '<w:t xml:space="preserve">'
_DECLARATION = re.compile(r' xmlns(?::[\w.-]+)?="[^"]*"')
_BLOCK_HOLDERS = tuple(qn(n) for n in ("hdr", "ftr", "footnote", "endnote", "txbxContent"))


def seam_at(text: etree._Element) -> Seam:
    """Return what to write where the value in this text is cut."""
    run = parent_of(text)
    paragraph = next(text.iterancestors(_P))
    wrappers = []
    for around in run.iterancestors():
        if around is paragraph:
            break
        wrappers.append(around)
    opening = _run_opening(run, highlighted=False)
    ending = "</w:t>" + _closing(run)
    between = "".join(map(_closing, wrappers)) + "</w:p>" + _paragraph_opening(paragraph)
    between += "".join(_opening(w, parent_of(w)) for w in reversed(wrappers))
    return Seam(
        f"{ending}{between}{opening}{_TEXT}",
        f"{ending}{_run_opening(run, highlighted=True)}{_TEXT}",
        f"{ending}{opening}{_TEXT}",
    )


def _paragraph_opening(paragraph: etree._Element) -> str:
    """Return the beginning of a paragraph like this one; ids and section breaks are its own."""
    properties = child_of(paragraph, _PARAGRAPH_PROPERTIES)
    if properties is None:
        return "<w:p>"
    properties = deepcopy(properties)
    for section in properties.findall(_SECTION):
        properties.remove(section)
    return f"<w:p>{_markup(properties, paragraph)}" if len(properties) else "<w:p>"


def _run_opening(run: etree._Element, *, highlighted: bool) -> str:
    around = parent_of(run)
    if not highlighted:
        return _opening(run, around)
    run = deepcopy(run)
    properties = child_of(run, _RUN_PROPERTIES)
    if properties is None:
        properties = etree.Element(_RUN_PROPERTIES)
        run.insert(0, properties)
    for old in properties.findall(_HIGHLIGHT):
        properties.remove(old)
    position = sum(1 for node in properties if node.tag in _BEFORE_HIGHLIGHT)
    properties.insert(position, etree.Element(_HIGHLIGHT, {qn("val"): "yellow"}))
    return _opening(run, around)


_BEFORE_HIGHLIGHT = {
    qn(name)
    for name in (
        "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike",
        "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish",
        "webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs",
    )
}  # fmt: skip


def _opening(element: etree._Element, around: etree._Element) -> str:
    """Return the beginning of an element: its start tag, and the properties that stand first."""
    bare = copy(element)
    for child in list(bare):
        bare.remove(child)
    bare.text = None
    markup = etree.tostring(bare, encoding="unicode", with_tail=False)
    start = _without_known(markup, around).removesuffix("/>")
    properties = (node for node in element if str(node.tag).endswith("Pr"))
    return f"{start}>" + "".join(_markup(node, element) for node in properties)


def _closing(element: etree._Element) -> str:
    prefix = f"{element.prefix}:" if element.prefix else ""
    return f"</{prefix}{etree.QName(element).localname}>"


def _markup(element: etree._Element, around: etree._Element) -> str:
    """Return the element as text, without declaring what is declared around it."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return _without_known(text, around)


def _without_known(markup: str, around: etree._Element) -> str:
    known = {f' xmlns{f":{p}" if p else ""}="{uri}"' for p, uri in around.nsmap.items()}
    return _DECLARATION.sub(lambda m: "" if m.group() in known else m.group(), markup)


def mark_tables(
    root: etree._Element,
    texts: Iterable[etree._Element],
    looped: Collection[etree._Element],
    resized: Collection[etree._Element],
    seams: Seams,
) -> None:
    """Mark the tables whose cells may merge, and those that may be left without rows.

    `texts` hold the tags that merge their cell, `looped` are tables that had rows with tags,
    `resized` those that had cells with tags: there columns must be counted when it is rendered.
    """
    merging = {next(text.iterancestors(_TC), None) for text in texts} - {None}
    tables = {next(cell.iterancestors(_TBL)) for cell in merging if cell is not None}
    for table in root.iter(_TBL):
        if table in tables or table in looped or table in resized:
            put_before(table, token(TABLE))
            table.tail = token(TABLE_END) + (table.tail or "")
            if parent_of(table).tag == qn("sdtContent"):
                mark_holder(parent_of(table))
        if table not in tables:
            continue
        for row in grids_of(table):
            for cell in row.cells:
                number = len(seams.cells)
                column = COUNTED if table in resized else cell.column
                seams.cells.append(CellSeam(column, cell.span, cell.merge, _empty(cell.element)))
                if cell.element in merging:
                    _mark_merging(cell.element, number)
                elif table in resized:
                    _prepend(cell.element, token(CELL, number))
            _prepend(row.element, token(ROW, row.cells[0].column if row.cells else 0))


def _mark_merging(cell: etree._Element, number: int) -> None:
    properties = child_of(cell, qn("tcPr"))
    if properties is None:
        properties = etree.Element(qn("tcPr"))
        cell.insert(0, properties)
        properties.tail, cell.text = cell.text, None  # such as a tag before the first paragraph
    for merge in properties.findall(qn("vMerge")):
        properties.remove(merge)
    before = [node for node in properties if node.tag in BEFORE_VMERGE]
    if before:
        before[-1].tail = token(MERGE, number) + (before[-1].tail or "")
    else:
        _prepend(properties, token(MERGE, number))
    properties.tail = token(CONTENT) + (properties.tail or "")
    _append(cell, token(CELL_END))


def _empty(cell: etree._Element) -> str:
    """Return one empty paragraph with the properties of the cell's first one."""
    paragraph = next(cell.iter(_P), None)
    properties = None if paragraph is None else child_of(paragraph, _PARAGRAPH_PROPERTIES)
    if paragraph is None or properties is None:
        return "<w:p/>"
    return f"<w:p>{_markup(properties, paragraph)}</w:p>"


def mark_holder(holder: etree._Element) -> None:
    """Mark what must not be left without a paragraph: its paragraphs may all go."""
    if holder.tag == _TC:
        _append(holder, token(NEEDS_PARAGRAPH))
    elif holder.tag in _BLOCK_HOLDERS or holder.tag == qn("sdtContent"):
        _append(holder, token(NEEDS_BLOCK))


def mark_section(paragraph: etree._Element, seams: Seams) -> None:
    """Mark the section break of a paragraph that prints: split, it belongs to the last part."""
    properties = child_of(paragraph, _PARAGRAPH_PROPERTIES)
    section = None if properties is None else child_of(properties, _SECTION)
    if properties is None or section is None:
        return
    seams.sections.append(_markup(section, properties))
    put_before(section, token(SECTION, len(seams.sections) - 1))
    properties.remove(section)
    _append(paragraph, token(SECTION_END, len(seams.sections) - 1))


def _prepend(element: etree._Element, words: str) -> None:
    element.text = words + (element.text or "")


def _append(element: etree._Element, words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def put_before(element: etree._Element, words: str) -> None:
    """Put text before an element, behind what stands there."""
    previous = element.getprevious()
    if previous is None:
        parent = parent_of(element)
        parent.text = (parent.text or "") + words
    else:
        previous.tail = (previous.tail or "") + words
