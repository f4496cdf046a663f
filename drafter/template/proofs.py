"""Reads the finished document back and proves it: no word lost, nothing broken, no tag left.

The words are taken from the rendered text by one way (a scan of the raw text) and from the
finished file by another (its parts, parsed anew), and must agree but for what the passes have
declared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from html import unescape
from typing import cast

from lxml import etree

from drafter.figures.nodes import Text
from drafter.template.contents_proofs import outside_contents, text_outside_contents
from drafter.template.faults import Problem
from drafter.template.finish import Finished, Removed
from drafter.template.package import R, W, qn
from drafter.template.printing import MARK, Printed, PrintLog
from drafter.template.tables import grids_of
from drafter.template.words import SIGN, content_pieces, rendered_content

_RAW_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
MAX_COLUMNS = 63
"""How many columns a table of Word can have."""
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#")
_RESERVED = re.compile("[\ufdd0-\ufdef]")
_RESERVED_BYTES = re.compile(rb"\xef\xb7[\x90-\xaf]")
_NOT_A_VALUE = {"None", "nan", "NaN", "Undefined", "Infinity", "inf"}
_P, _TBL = qn("p"), qn("tbl")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_LOOSE = etree.XPath(
    "//text()[not(parent::w:t)][parent::w:*]"
    "[not(parent::w:instrText or parent::w:delText or parent::w:delInstrText)]"
    "[not(parent::w:fldData)][normalize-space()]",
    namespaces={"w": W},
)
_LATE_PROPERTIES = etree.XPath(
    "//w:p/w:pPr[preceding-sibling::*] | //w:r/w:rPr[preceding-sibling::*]"
    " | //w:tc/w:tcPr[preceding-sibling::*]",
    namespaces={"w": W},
)
_OPEN_CELLS = etree.XPath("//w:tc[not(*[last()][self::w:p or self::w:sdt])]", namespaces={"w": W})


def final_words(root: etree._Element) -> str:
    """Return the words of a finished part."""
    return "".join(t.text or "" for t in root.iter(qn("t")))


def lost_words(rendered: str, removed: Sequence[Removed], root: etree._Element) -> list[Problem]:
    """Return where the finished content first differs from the rendered one.

    What merging declares as taken out must stand, letter by letter, in the cell that is kept.
    Tables of contents are left out on both sides: `wrong_contents` holds what they say.
    """
    pieces_after = list(outside_contents(content_pieces(root)))
    after = "".join(letters for _, letters in pieces_after)
    content = cache(lambda start, end: rendered_content(rendered[start:end]))
    pieces, end = [], 0
    for taken in removed:
        lost = rendered_content(rendered[taken.start : taken.end])
        kept = content(taken.kept_start, taken.kept_end)
        if taken.start < end or taken.kept_end > taken.start or lost != kept:
            return [Problem(f"合并单元格时去掉的“{lost[:20]}”与留下的“{kept[:20]}”不同")]
        pieces.append(rendered[end : taken.start])
        end = taken.end
    expected = rendered_content(text_outside_contents("".join(pieces) + rendered[end:]))
    if expected == after:
        return []
    at = _first_difference(expected, after)
    wanted, found = (words[max(0, at - 10) : at + 20] for words in (expected, after))
    message = f"文字与渲染结果不符：应为“{wanted}”，实为“{found}”"
    return [Problem(message, _element_at(pieces_after, at))]


def _first_difference(before: str, after: str) -> int:
    pairs = enumerate(zip(before, after, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(before), len(after)))


def _element_at(
    pieces: Iterable[tuple[etree._Element, str]], position: int
) -> etree._Element | None:
    """Return the element that holds the character at the position of the content."""
    last = None
    for element, letters in pieces:
        if position < len(letters):
            return element
        position -= len(letters)
        last = element
    return last


def leftover_tags(rendered: str) -> list[str]:
    """Return a problem for each piece of a tag among the words that no value brought along."""
    unmarked = MARK.sub(SIGN, rendered)
    if not any(brace in unmarked for brace in ("{", "}", "&#123;")):
        return []
    problems = []
    for paragraph in unmarked.split("</w:p>"):
        words = unescape("".join(_RAW_TEXT.findall(paragraph)))
        found = _LEFTOVER.search(words)
        if found:
            around = words[max(0, found.start() - 10) : found.end() + 10]
            problems.append(f"残留标签：“{around}”")
    return problems


def changed_values(
    log: PrintLog, finished: Iterable[Finished], in_charts: Collection[int] = ()
) -> list[str]:
    """Return a problem for each printed value that does not stand whole in its part.

    Values `in_charts` stand in none: what charts hold is proved by itself.
    """
    parts = list(finished)
    standing = {n: p.text[start:end] for p in parts for n, (start, end) in p.printed.items()}
    merged = {number for part in parts for number in part.merged}  # held by `lost_words`
    return [
        f"值“{entry.text[:30]}”没有完整印进文件"
        for number, entry in enumerate(log.entries)
        if number not in merged
        and number not in in_charts
        and standing.get(number) != entry.text
        and _words_of(standing.get(number, "")) != entry.text.replace("\n", "")
    ]


def _words_of(markup: str) -> str:
    return unescape(_ELEMENT.sub("", markup))


_ELEMENT = re.compile(r"<[^>]*>")


def bad_values(printed: Iterable[Printed]) -> list[str]:
    """Return a problem for each printed value that is no value; words of the input may be any."""
    return [
        f"印出了“{p.text}”"
        for p in printed
        if p.text.strip() in _NOT_A_VALUE and not isinstance(p.node, Text)
    ]


def marks_left(stored: bytes, root: etree._Element) -> Iterator[Problem]:
    """Yield the paragraphs in which marks of the rendering are left; `stored` is the part."""
    for paragraph in root.iter(_P) if _RESERVED_BYTES.search(stored) else ():
        words = final_words(paragraph)
        found = _RESERVED.search(words)
        if found:
            around = words[max(0, found.start() - 10) : found.end() + 10]
            yield Problem(f"残留内部记号：“{_RESERVED.sub('?', around)}”", paragraph)


def structure_problems(root: etree._Element, *, tags_allowed: bool = False) -> Iterator[Problem]:
    """Yield everything in a part that would make Word or WPS refuse or repair the file.

    A template may hold tags (`tags_allowed`), a finished document may not.
    """
    yield from _holder_problems(root)
    if tags_allowed:  # passes make no such thing
        homeless = (t for t in root.iter(qn("t")) if next(t.iterancestors(_P), None) is None)
        yield from (Problem(f"文字“{(t.text or '')[:20]}”不在任何段落里", t) for t in homeless)
    for table in root.iter(_TBL):
        yield from _table_problems(table, tags_allowed=tags_allowed)
    yield from _bookmark_problems(root)
    yield from _field_problems(root)
    drawings = Counter(node.get("id") for node in root.iter(_DRAWING))
    if any(count > 1 for count in drawings.values()):
        repeated = (n for n in root.iter(_DRAWING) if drawings[n.get("id")] > 1)
        yield Problem("图形编号重复", next(repeated))
    for misplaced in cast("list[etree._Element]", _LATE_PROPERTIES(root)):
        name = etree.QName(misplaced).localname
        yield Problem(f"{name} 不在它所属内容的最前面", misplaced)
    for loose in _strings(_LOOSE, root):
        yield Problem(f"文字“{loose.strip()[:20]}”不在任何文本里", loose.getparent())


def _strings(path: etree.XPath, root: etree._Element) -> list[etree._ElementUnicodeResult]:
    """Return the texts or attributes that a path finds, each knowing the element it belongs to."""
    return cast("list[etree._ElementUnicodeResult]", path(root))


def _holder_problems(root: etree._Element) -> Iterator[Problem]:
    for cell in cast("list[etree._Element]", _OPEN_CELLS(root)):
        yield Problem("有单元格不以段落结尾", cell)
    for holder in root.iter(*(qn(name) for name in ("hdr", "ftr", "footnote", "endnote"))):
        if len(holder) == 0:
            yield Problem("页眉、页脚或脚注里没有段落", holder)


def _table_problems(table: etree._Element, *, tags_allowed: bool) -> Iterator[Problem]:
    grid = table.find(qn("tblGrid"))
    width = None if grid is None else len(grid.findall(qn("gridCol")))
    rows = grids_of(table)
    if not rows:
        yield Problem("有没有行的表格", table)
    above: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        words = final_words(row.element) if tags_allowed else ""
        if "{%tr " in words:
            continue  # the row goes when it is rendered
        for cell in row.cells:
            if not 1 <= cell.span <= MAX_COLUMNS:
                yield Problem(f"表格第{number}行有单元格的跨列数不对", cell.element)
            if cell.merge == "continue":
                if above.get(cell.column) != cell.span:
                    yield Problem(f"表格第{number}行的纵向合并没有起点", cell.element)
                if final_words(cell.element).strip():
                    message = f"表格第{number}行的单元格已并入上格，里面的文字印不出来"
                    yield Problem(message, cell.element)
        above = {cell.column: cell.span for cell in row.cells if cell.merge}
        if width is not None and row.width != width and "{%tc " not in words:
            message = f"表格第{number}行占 {row.width} 列，表格共 {width} 列"
            yield Problem(message, row.element)


def _bookmark_problems(root: etree._Element) -> Iterator[Problem]:
    starts = list(root.iter(qn("bookmarkStart")))
    ends = list(root.iter(qn("bookmarkEnd")))
    counts = Counter(b.get(qn("id")) for b in starts)
    closed = Counter(b.get(qn("id")) for b in ends)
    wrong = [b for b in starts if counts[b.get(qn("id"))] > 1 or not closed[b.get(qn("id"))]]
    wrong += [b for b in ends if closed[b.get(qn("id"))] > 1 or not counts[b.get(qn("id"))]]
    if wrong:
        yield Problem("书签的首尾不成对或编号重复", wrong[0])


def _field_problems(root: etree._Element) -> Iterator[Problem]:
    open_fields: list[etree._Element] = []
    for field in root.iter(qn("fldChar")):
        kind = field.get(qn("fldCharType"))
        if kind == "begin":
            open_fields.append(field)
        elif kind == "end":
            if not open_fields:
                yield Problem("域的首尾不成对", field)
                return
            open_fields.pop()
    if open_fields:
        yield Problem("域的首尾不成对", open_fields[0])


def dangling_relations(root: etree._Element, known: frozenset[str]) -> Iterator[Problem]:
    """Yield what refers to a relation that the part does not have."""
    for attribute in _strings(_RELATED, root):
        if attribute and attribute not in known:
            yield Problem(f"引用了不存在的关系 {attribute}", attribute.getparent())


_RELATED = etree.XPath("//@r:*", namespaces={"r": R})
