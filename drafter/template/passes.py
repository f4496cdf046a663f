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
from drafter.template.printing import BREAK, END, MARK, START, Printed

_T, _R, _P, _TC, _TR, _TBL = qn("t"), qn("r"), qn("p"), qn("tc"), qn("tr"), qn("tbl")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
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
    removed: list[str] = field(default_factory=list)
    """Words of cells that were merged into the one above; they must equal its words."""


def run_passes(root: etree._Element, entries: Sequence[Printed]) -> PassResult:
    """Turn the rendered part into its final form, in place."""
    result = PassResult()
    _split_paragraphs(root)
    merges = _take_marks(root, entries, result)
    _merge_cells(merges, result)
    _close_cells(root)
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
        second.append(_without_section(properties))
    new_run = etree.SubElement(second, _R)
    run_properties = run.find(qn("rPr"))
    if run_properties is not None:
        new_run.append(deepcopy(run_properties))
    rest = etree.SubElement(new_run, _T)
    rest.set(_SPACE, "preserve")
    # A value's marks must not be torn: what is open at the break is closed and opened again.
    open_mark = before.rfind(START)
    if open_mark > before.rfind(END):
        index = before[open_mark : before.index("\ufdd1", open_mark) + 1]
        before += END
        after = index + after
    text.text, rest.text = before, after
    for sibling in list(text.itersiblings()):
        new_run.append(sibling)
    _move_followers(run, paragraph, second)
    paragraph.addnext(second)
    return rest


def _without_section(properties: etree._Element) -> etree._Element:
    """Return a copy of paragraph properties; a section break stays with the first paragraph."""
    copied = deepcopy(properties)
    for section in copied.findall(qn("sectPr")):
        copied.remove(section)
    return copied


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
        paragraph = next(text.iterancestors(_P))
        offset = offsets.get(paragraph, 0)
        words = text.text or ""
        if START not in words:
            offsets[paragraph] = offset + len(words)
            continue
        pieces: list[tuple[str, bool]] = []
        end = 0
        for mark in MARK.finditer(words):
            pieces.append((words[end : mark.start()], False))
            offset += mark.start() - end
            index, value = int(mark[1], 16), mark[2]
            entry = entries[index]
            placed = PrintedFigure(entry, paragraph, offset, offset + len(value))
            result.printed.setdefault(index, placed)
            pieces.append((value, bool(entry.gap)))
            if entry.merge is not None:
                cell = next(text.iterancestors(_TC), None)
                if cell is not None:
                    merges[cell] = entry.merge
            offset += len(value)
            end = mark.end()
        pieces.append((words[end:], False))
        offsets[paragraph] = offset + len(words) - end
        _write_pieces(text, pieces)
    return merges


def _write_pieces(text: etree._Element, pieces: list[tuple[str, bool]]) -> None:
    """Write plain and highlighted words; only highlighted ones need runs of their own."""
    spans = [
        ("".join(words for words, _ in group), marked)
        for marked, group in groupby(pieces, key=lambda piece: piece[1])
    ]
    if not any(marked for _, marked in spans):
        text.text = "".join(words for words, _ in spans)
        text.set(_SPACE, "preserve")
        return
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


def _merge_cells(merges: MergeMarks, result: PassResult) -> None:
    """Merge cells of the same group that stand in the same column of consecutive rows."""
    above: dict[tuple[etree._Element, int], tuple[int, str, str]] = {}
    rows: dict[etree._Element, int] = {}
    for cell, key in merges.items():
        row = parent_of(cell)
        table = next(cell.iterancestors(_TBL))
        if row not in rows:
            previous = _previous(row)
            rows[row] = 0 if previous is None else rows.get(previous, _row_number(previous)) + 1
        column = _column(cell)
        words = "".join(t.text or "" for t in cell.iter(_T))
        last = above.get((table, column))
        same = last is not None and last[:2] == (rows[row] - 1, key) and last[2] == words
        _set_vmerge(cell, "continue" if same else "restart")
        if same:
            result.removed.append(words)
            _empty(cell)
        above[(table, column)] = (rows[row], key, words)


def _previous(row: etree._Element) -> etree._Element | None:
    before = row.getprevious()
    while before is not None and before.tag != _TR:
        before = before.getprevious()
    return before


def _row_number(row: etree._Element) -> int:
    return sum(1 for sibling in row.itersiblings(_TR, preceding=True))


def _column(cell: etree._Element) -> int:
    """Return the grid column at which the cell starts."""
    column = 0
    for before in cell.itersiblings(_TC, preceding=True):
        column += span_of(before)
    return column


def span_of(cell: etree._Element) -> int:
    """Return how many grid columns the cell covers."""
    span = cell.find(f"{qn('tcPr')}/{qn('gridSpan')}")
    return 1 if span is None else int(span.get(qn("val"), "1"))


_BEFORE_VMERGE = {qn(n) for n in ("cnfStyle", "tcW", "gridSpan", "hMerge")}


def _set_vmerge(cell: etree._Element, value: str) -> None:
    properties = cell.find(qn("tcPr"))
    if properties is None:
        properties = etree.Element(qn("tcPr"))
        cell.insert(0, properties)
    for old in properties.findall(qn("vMerge")):
        properties.remove(old)
    position = sum(1 for node in properties if node.tag in _BEFORE_VMERGE)
    properties.insert(position, etree.Element(qn("vMerge"), {qn("val"): value}))


def _empty(cell: etree._Element) -> None:
    """Leave one empty paragraph in the cell, with the properties of its first one."""
    paragraphs = cell.findall(_P)
    for paragraph in paragraphs[1:]:
        cell.remove(paragraph)
    for node in list(paragraphs[0]):
        if node.tag != qn("pPr"):
            paragraphs[0].remove(node)


def _close_cells(root: etree._Element) -> None:
    """End every cell with a paragraph, as Word demands, where a condition left none."""
    for cell in root.iter(_TC):
        if len(cell) == 0 or cell[-1].tag != _P:
            etree.SubElement(cell, _P)


def renew_ids(roots: Sequence[etree._Element]) -> None:
    """Make ids that loops have repeated unique again, over all parts of the document."""
    drawing = 0
    paragraph_ids: set[str] = set()
    next_bookmark = 0
    bookmark_names: set[str] = set()
    for root in roots:
        open_bookmarks: dict[str, list[str]] = {}
        for node in root.iter(etree.Element):
            paragraph_id = node.get(f"{_W14}paraId")
            if paragraph_id is not None:
                if paragraph_id in paragraph_ids:
                    del node.attrib[f"{_W14}paraId"]
                    if node.get(f"{_W14}textId") is not None:
                        del node.attrib[f"{_W14}textId"]
                paragraph_ids.add(paragraph_id)
            if node.tag == _DOCPR:
                drawing += 1
                node.set("id", str(drawing))
            elif node.tag == qn("bookmarkStart"):
                old = node.get(qn("id"), "")
                open_bookmarks.setdefault(old, []).append(str(next_bookmark))
                node.set(qn("id"), str(next_bookmark))
                node.set(qn("name"), _unique(node.get(qn("name"), ""), bookmark_names))
                next_bookmark += 1
            elif node.tag == qn("bookmarkEnd"):
                waiting = open_bookmarks.get(node.get(qn("id"), ""))
                if waiting:
                    node.set(qn("id"), waiting.pop(0))


def _unique(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    taken.add(candidate)
    return candidate
