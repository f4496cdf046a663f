"""Reads the finished document back and proves it: no word lost, nothing broken, no tag left.

The words are taken from the rendered text by one way (a scan of the raw text) and from the
finished file by another (its parts, parsed anew), and must agree but for what the passes have
declared.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape

from lxml import etree

from drafter.figures.nodes import Text
from drafter.template.package import RELS, Package, R, parse, qn, templated_parts
from drafter.template.printing import MARK, Printed
from drafter.template.tables import Removed, columns_of, rows_of, width_of
from drafter.template.words import SIGN, content_of, rendered_content

_RAW_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#")
_TAG = re.compile(rb"\{\{|\{%")
_RESERVED = re.compile("[\ufdd0-\ufdef]")
_NOT_A_VALUE = {"None", "nan", "NaN", "Undefined", "Infinity", "inf"}


def final_words(root: etree._Element) -> str:
    """Return the words of a finished part."""
    return "".join(t.text or "" for t in root.iter(qn("t")))


def lost_words(rendered: str, removed: Sequence[Removed], root: etree._Element) -> str:
    """Return where the finished content differs from the rendered one, or an empty string.

    What the passes declare as taken out must stand, letter by letter, where they say it stood.
    """
    before, after = rendered_content(rendered), content_of(root)
    pieces, end = [], 0
    for taken in removed:
        stop = taken.start + len(taken.content)
        if taken.start < end or before[taken.start : stop] != taken.content:
            return f"合并单元格时去掉的“{taken.content[:20]}”不在原处"
        pieces.append(before[end : taken.start])
        end = stop
    expected = "".join(pieces) + before[end:]
    return "" if expected == after else _first_difference(expected, after)


def _first_difference(before: str, after: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    at = min(len(before), len(after)) if at is None else at
    return f"应为“{before[max(0, at - 10) : at + 20]}”，实为“{after[max(0, at - 10) : at + 20]}”"


def leftover_tags(rendered: str) -> list[str]:
    """Return a problem for each piece of a tag among the words that no value brought along."""
    problems = []
    for paragraph in rendered.split("</w:p>"):
        words = unescape("".join(_RAW_TEXT.findall(MARK.sub(SIGN, paragraph))))
        found = _LEFTOVER.search(words)
        if found:
            around = words[max(0, found.start() - 10) : found.end() + 10]
            problems.append(f"残留标签：“{around}”")
    return problems


def changed_values(entries: Sequence[Printed], words: Mapping[int, str]) -> list[str]:
    """Return a problem for each printed value that did not come whole into the document."""
    return [
        f"值“{entry.text[:30]}”没有完整印进文件"
        for index, entry in enumerate(entries)
        if words.get(index) != entry.text.replace("\n", "")
    ]


def _xml_parts(package: Package) -> list[str]:
    return [name for name in package.parts if name.endswith((".xml", ".rels"))]


def malformed_parts(package: Package) -> list[str]:
    """Return a problem for each part that is no well-formed XML."""
    problems = []
    for name in _xml_parts(package):
        try:
            parse(package.parts[name])
        except etree.XMLSyntaxError as error:
            problems.append(f"部件 {name} 不是合格的 XML：{error.msg}")
    return problems


def unreached_tags(package: Package) -> list[str]:
    """Return a problem for each part that holds a tag and is never rendered."""
    rendered = templated_parts(package)
    return [
        f"部件 {name} 里有标签，但标签只能放在正文、页眉、页脚、脚注和尾注里"
        for name in _xml_parts(package)
        if name.startswith("word/") and name not in rendered and _TAG.search(package.parts[name])
    ]


def structure_problems(package: Package, *, tags_allowed: bool = False) -> list[str]:
    """Return everything that would make Word or WPS refuse or repair the file.

    A template may hold tags (`tags_allowed`), a finished document may not.
    """
    problems = malformed_parts(package)
    if problems:
        return problems
    roots = {name: parse(package.parts[name]) for name in _xml_parts(package)}
    for name, root in roots.items():
        if name.startswith("word/") and not name.endswith(".rels"):
            found = _part_problems(root, tags_allowed=tags_allowed)
            problems += [f"部件 {name}：{problem}" for problem in found]
    problems += _relation_problems(package, roots)
    return problems


def _part_problems(root: etree._Element, *, tags_allowed: bool) -> Iterator[str]:
    yield from _holder_problems(root)
    for table in root.iter(qn("tbl")):
        yield from _table_problems(table, tags_allowed=tags_allowed)
    yield from _paired_problems(root)
    yield from _stray_text(root)
    if not tags_allowed:
        yield from _reserved(root)


def _reserved(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(qn("p")):
        words = final_words(paragraph)
        found = _RESERVED.search(words)
        if found:
            around = words[max(0, found.start() - 10) : found.end() + 10]
            yield f"残留内部记号：“{_RESERVED.sub('?', around)}”"


def bad_values(printed: Iterable[Printed]) -> list[str]:
    """Return a problem for each printed value that is no value; words of the input may be any."""
    return [
        f"印出了“{p.text}”"
        for p in printed
        if p.text.strip() in _NOT_A_VALUE and not isinstance(p.node, Text)
    ]


def _stray_text(root: etree._Element) -> Iterator[str]:
    """Text directly in a paragraph, cell or row: what a misplaced tag would leave behind."""
    for tag in ("body", "p", "r", "tbl", "tr", "tc", "hyperlink", "sdtContent", "hdr", "ftr"):
        for node in root.iter(qn(tag)):
            loose = (node.text or "") + "".join(child.tail or "" for child in node)
            if loose.strip():
                yield f"文字“{loose.strip()[:20]}”不在任何文本里"


def _holder_problems(root: etree._Element) -> Iterator[str]:
    for cell in root.iter(qn("tc")):
        if len(cell) == 0 or cell[-1].tag not in {qn("p"), qn("sdt")}:
            yield "有单元格不以段落结尾"
    for holder in root.iter(*(qn(name) for name in ("hdr", "ftr", "footnote", "endnote"))):
        if len(holder) == 0:
            yield "页眉、页脚或脚注里没有段落"


def _table_problems(table: etree._Element, *, tags_allowed: bool) -> Iterator[str]:
    grid = table.find(qn("tblGrid"))
    width = None if grid is None else len(grid.findall(qn("gridCol")))
    rows = rows_of(table)
    if not rows:
        yield "有没有行的表格"
    above: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        words = final_words(row) if tags_allowed else ""
        if "{%tr " in words:
            continue  # the row goes when it is rendered
        merged: dict[int, int] = {}
        for column, span, cell in columns_of(row):
            vmerge = cell.find(f"{qn('tcPr')}/{qn('vMerge')}")
            if vmerge is None:
                continue
            if vmerge.get(qn("val"), "continue") == "continue":
                if above.get(column) != span:
                    yield f"表格第{number}行的纵向合并没有起点"
                if final_words(cell).strip():
                    yield f"表格第{number}行的单元格已并入上格，里面的文字印不出来"
            merged[column] = span
        covered = width_of(row)
        if width is not None and covered != width and "{%tc " not in words:
            yield f"表格第{number}行占 {covered} 列，表格共 {width} 列"
        above = merged


def _paired_problems(root: etree._Element) -> Iterator[str]:
    starts = Counter(b.get(qn("id")) for b in root.iter(qn("bookmarkStart")))
    ends = Counter(b.get(qn("id")) for b in root.iter(qn("bookmarkEnd")))
    if starts != ends or any(count > 1 for count in starts.values()):
        yield "书签的首尾不成对或编号重复"
    depth = 0
    for field in root.iter(qn("fldChar")):
        depth += {"begin": 1, "end": -1}.get(field.get(qn("fldCharType"), ""), 0)
        if depth < 0:
            break
    if depth != 0:
        yield "域的首尾不成对"
    ids = Counter(
        node.get("id")
        for node in root.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
    )
    if any(count > 1 for count in ids.values()):
        yield "图形编号重复"


def _relation_problems(package: Package, roots: Mapping[str, etree._Element]) -> Iterator[str]:
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        source = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        known = set()
        for relation in root.iter(f"{{{RELS}}}Relationship"):
            known.add(relation.get("Id"))
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            if posixpath.normpath(path) not in package.parts:
                yield f"部件 {name} 指向不存在的 {target}"
        part = roots.get(source)
        if part is not None:
            used = {
                value
                for node in part.iter(etree.Element)
                for attribute, value in node.attrib.items()
                if value and str(attribute).startswith(f"{{{R}}}")
            }
            for missing in sorted(str(u) for u in used - known):
                yield f"部件 {source} 引用了不存在的关系 {missing}"
