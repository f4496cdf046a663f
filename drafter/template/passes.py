"""Passes over a rendered part: take the marks out, split paragraphs, merge cells, renew ids.

Each pass declares what it changes in the words of the document, so that the proof afterwards
can hold the result against the rendering, letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from drafter.template.package import parent_of, qn
from drafter.template.printing import BREAK, END, MARK, SEPARATOR, START, Printed
from drafter.template.tables import Removed, drop_empty_tables, fit_grids, merge_cells

_T, _R, _P, _TC, _TR, _TBL = qn("t"), qn("r"), qn("p"), qn("tc"), qn("tr"), qn("tbl")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_CONTROL_ID = qn("id")
_DOCPR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A printed value in the finished part: what, in which paragraph, at which characters."""

    printed: Printed
    paragraph: etree._Element
    start: int
    end: int


@dataclass(slots=True)
class PassResult:
    """What the passes found and what they took away."""

    printed: dict[int, PrintedFigure] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    """What of each value came into the part, paragraph breaks left out."""
    removed: list[Removed] = field(default_factory=list)
    """Cells that were merged into the one above, whose content equals theirs."""


def run_passes(
    root: etree._Element, entries: Sequence[Printed], *, lifts_cells: bool = True
) -> PassResult:
    """Turn the rendered part into its final form, in place.

    `lifts_cells` tells whether the template has tags that add or drop cells.
    """
    result = PassResult()
    _split_paragraphs(root)
    merges = _take_marks(root, entries, result)
    result.removed = merge_cells(root, merges)
    drop_empty_tables(root)
    if lifts_cells:
        fit_grids(root)
    _close_containers(root)
    return result


def _split_paragraphs(root: etree._Element) -> None:
    """Make a paragraph of each line of the prose, with the properties of its place."""
    for text in list(root.iter(_T)):
        rest = text
        while rest.text and BREAK in rest.text:
            rest = _split_at_break(rest)


def _split_at_break(text: etree._Element) -> etree._Element:
    """Split the paragraph at the first break in the text; return the text after it."""
    before, _, after = (text.text or "").partition(BREAK)
    run = parent_of(text)
    paragraph = next(text.iterancestors(_P))
    second = etree.Element(_P)
    properties = paragraph.find(qn("pPr"))
    if properties is not None:
        second.append(deepcopy(properties))
        _drop_section(properties)
    new_run = etree.SubElement(second, _R)
    run_properties = run.find(qn("rPr"))
    if run_properties is not None:
        new_run.append(deepcopy(run_properties))
    rest = etree.SubElement(new_run, _T)
    rest.set(_SPACE, "preserve")
    # A value's marks must not be torn: what is open at the break is closed and opened again.
    open_mark = before.rfind(START)
    if open_mark > before.rfind(END):
        index = before[open_mark : before.index(SEPARATOR, open_mark) + 1]
        before += END
        after = index + after
    text.text, rest.text = before, after
    for sibling in list(text.itersiblings()):
        new_run.append(sibling)
    _move_followers(run, paragraph, second)
    paragraph.addnext(second)
    return rest


def _drop_section(properties: etree._Element) -> None:
    """Take a section break away: it belongs to the last of the paragraphs."""
    for section in properties.findall(qn("sectPr")):
        properties.remove(section)


def _move_followers(run: etree._Element, paragraph: etree._Element, second: etree._Element) -> None:
    """Move everything after the run to the second paragraph, whatever wraps the run."""
    here = run
    while here is not paragraph:
        for sibling in list(here.itersiblings()):
            second.append(sibling)
        here = parent_of(here)


MergeMarks = dict[etree._Element, str]


def _take_marks(root: etree._Element, entries: Sequence[Printed], result: PassResult) -> MergeMarks:
    """Replace the marks by their text, note where each value stands, highlight gaps."""
    merges: MergeMarks = {}
    offsets: dict[etree._Element, int] = {}
    for text in list(root.iter(_T)):
        words = text.text or ""
        paragraph = _paragraph_of(text)
        offset = offsets.get(paragraph, 0)
        if START not in words:
            offsets[paragraph] = offset + len(words)
            continue
        pieces: list[tuple[str, bool]] = []
        end, gaps = 0, False
        for mark in MARK.finditer(words):
            pieces.append((words[end : mark.start()], False))
            offset += mark.start() - end
            index, value = int(mark[1], 16), mark[2]
            entry = entries[index]
            placed = PrintedFigure(entry, paragraph, offset, offset + len(value))
            result.printed.setdefault(index, placed)
            result.words[index] = result.words.get(index, "") + value
            pieces.append((value, bool(entry.gap)))
            gaps |= bool(entry.gap)
            if entry.merge is not None:
                cell = next(text.iterancestors(_TC), None)
                if cell is not None:
                    merges[cell] = entry.merge
            offset += len(value)
            end = mark.end()
        pieces.append((words[end:], False))
        offsets[paragraph] = offset + len(words) - end
        if gaps:
            _write_pieces(text, pieces)
        else:
            text.text = "".join([words for words, _ in pieces])
            text.set(_SPACE, "preserve")
    return merges


def _paragraph_of(text: etree._Element) -> etree._Element:
    """Return the paragraph that holds the words: nearly always the parent of their run."""
    run = parent_of(text)
    around = run.getparent()
    if around is not None and around.tag == _P:
        return around
    return next(text.iterancestors(_P))


def _write_pieces(text: etree._Element, pieces: list[tuple[str, bool]]) -> None:
    """Write plain and highlighted words, in runs of their own."""
    spans = [
        ("".join(words for words, _ in group), marked)
        for marked, group in groupby(pieces, key=lambda piece: piece[1])
    ]
    run = parent_of(text)
    before = [node for node in run if node.tag != qn("rPr")]
    tail = before[before.index(text) + 1 :]
    text.text = ""
    anchor = run
    for words, marked in spans:
        if words:
            anchor = _add_run(anchor, run, words, highlight=marked)
    if tail:
        last = _add_run(anchor, run, "", highlight=False)
        for node in tail:
            last.append(node)
    run.remove(text)


def _add_run(
    anchor: etree._Element, like: etree._Element, words: str, *, highlight: bool
) -> etree._Element:
    run = etree.Element(_R)
    properties = like.find(qn("rPr"))
    if properties is not None:
        run.append(deepcopy(properties))
    if highlight:
        own = run.find(qn("rPr"))
        if own is None:
            own = etree.SubElement(run, qn("rPr"))
        for old in own.findall(qn("highlight")):
            own.remove(old)
        mark = etree.Element(qn("highlight"), {qn("val"): "yellow"})
        own.insert(_highlight_position(own), mark)
    if words:
        text = etree.SubElement(run, _T)
        text.text = words
        text.set(_SPACE, "preserve")
    anchor.addnext(run)
    return run


_BEFORE_HIGHLIGHT = {
    qn(name)
    for name in (
        "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike",
        "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish",
        "webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs",
    )
}  # fmt: skip


def _highlight_position(properties: etree._Element) -> int:
    """Return where the schema wants the highlight among the run properties."""
    return sum(1 for node in properties if node.tag in _BEFORE_HIGHLIGHT)


_CONTAINERS = tuple(
    qn(name) for name in ("tc", "hdr", "ftr", "footnote", "endnote", "txbxContent", "sdtContent")
)
_BLOCKS = {_P, _TBL, qn("sdt")}


def _close_containers(root: etree._Element) -> None:
    """Give back the paragraph that Word demands, where a condition left none."""
    for holder in root.iter(*_CONTAINERS):
        if holder.tag == qn("sdtContent"):
            needs = len(holder) == 0 and _holds_blocks(parent_of(parent_of(holder)))
        elif holder.tag == _TC:
            needs = len(holder) == 0 or holder[-1].tag not in {_P, qn("sdt")}
        else:
            needs = all(node.tag not in _BLOCKS for node in holder)
        if needs:
            etree.SubElement(holder, _P)


def _holds_blocks(element: etree._Element) -> bool:
    return element.tag == qn("body") or element.tag in _CONTAINERS


def renew_ids(roots: Sequence[etree._Element]) -> None:
    """Make ids that loops have repeated unique again, over all parts of the document."""
    drawings = (node for root in roots for node in root.iter(_DOCPR))
    for number, node in enumerate(drawings, start=1):
        node.set("id", str(number))
    _drop_repeated_paragraph_ids(roots)
    _drop_repeated_control_ids(roots)
    _renew_bookmarks(roots)


def _drop_repeated_paragraph_ids(roots: Sequence[etree._Element]) -> None:
    """Word gives paragraphs and rows a new id where they have none."""
    seen: set[str] = set()
    for root in roots:
        if _W14[1:-1] not in root.nsmap.values():
            continue
        for node in root.iter(_P, _TR):
            paragraph_id = node.get(f"{_W14}paraId")
            if paragraph_id in seen:
                del node.attrib[f"{_W14}paraId"]
                node.attrib.pop(f"{_W14}textId", "")
            elif paragraph_id is not None:
                seen.add(paragraph_id)


def _drop_repeated_control_ids(roots: Sequence[etree._Element]) -> None:
    seen: set[str] = set()
    for root in roots:
        for properties in root.iter(qn("sdtPr")):
            for node in properties.findall(_CONTROL_ID):
                if node.get(qn("val"), "") in seen:
                    properties.remove(node)
                seen.add(node.get(qn("val"), ""))


def _renew_bookmarks(roots: Sequence[etree._Element]) -> None:
    names: dict[str, int] = {}
    number = 0
    for root in roots:
        open_bookmarks: dict[str, list[str]] = {}
        for node in root.iter(qn("bookmarkStart"), qn("bookmarkEnd")):
            old = node.get(qn("id"), "")
            if node.tag == qn("bookmarkStart"):
                open_bookmarks.setdefault(old, []).append(str(number))
                node.set(qn("id"), str(number))
                node.set(qn("name"), _unique(node.get(qn("name"), ""), names))
                number += 1
            elif open_bookmarks.get(old):
                node.set(qn("id"), open_bookmarks[old].pop(0))


def _unique(name: str, taken: dict[str, int]) -> str:
    """Return the name, numbered where it is taken; `taken` counts how often each was asked for."""
    candidate = name
    while candidate in taken:
        taken[name] += 1
        candidate = f"{name}_{taken[name]}"
    taken[candidate] = 1
    return candidate
