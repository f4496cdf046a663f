"""Reads the finished document back and proves it: no word lost, nothing broken, no tag left.

The words are taken from the rendered text by one way (a scan of the raw text) and from the
finished file by another (its parts, parsed anew), and must agree but for what the passes have
declared.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape

from lxml import etree

from drafter.template.package import RELS, Package, R, parse, qn
from drafter.template.passes import span_of
from drafter.template.printing import BREAK, MARK

_RAW_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|[\ufdd0-\ufdef]")
_NOT_A_VALUE = {"None", "nan", "NaN", "Undefined", "Infinity", "inf"}


def rendered_words(rendered: str) -> str:
    """Return the words of a rendered part, marks and paragraph breaks taken out."""
    joined = "".join(_RAW_TEXT.findall(rendered))
    return unescape(MARK.sub(lambda m: m[2], joined).replace(BREAK, ""))


def final_words(root: etree._Element) -> str:
    """Return the words of a finished part."""
    return "".join(t.text or "" for t in root.iter(qn("t")))


def lost_words(rendered: str, removed: list[str], root: etree._Element) -> str:
    """Return where the finished words differ from the rendered ones, or an empty string."""
    before, after = rendered_words(rendered), final_words(root)
    if not removed:
        return "" if before == after else _first_difference(before, after)
    # Merged cells: what was taken away must account for the whole difference.
    missing = Counter(before)
    missing.subtract(Counter(after))
    declared = Counter("".join(removed))
    if {c: n for c, n in missing.items() if n} == dict(declared) and _is_subsequence(after, before):
        return ""
    return _first_difference(before, after)


def _is_subsequence(shorter: str, longer: str) -> bool:
    letters = iter(longer)
    return all(letter in letters for letter in shorter)


def _first_difference(before: str, after: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    at = min(len(before), len(after)) if at is None else at
    return f"应为“{before[max(0, at - 10) : at + 20]}”，实为“{after[max(0, at - 10) : at + 20]}”"


def structure_problems(package: Package, *, tags_allowed: bool = False) -> list[str]:
    """Return everything that would make Word or WPS refuse or repair the file.

    A template may hold tags (`tags_allowed`), a finished document may not.
    """
    problems: list[str] = []
    roots: dict[str, etree._Element] = {}
    for name, blob in package.parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                roots[name] = parse(blob)
            except etree.XMLSyntaxError as error:
                problems.append(f"部件 {name} 不是合格的 XML：{error.msg}")
    for name, root in roots.items():
        if name.startswith("word/") and not name.endswith(".rels"):
            found = list(_part_problems(root)) + ([] if tags_allowed else list(_leftovers(root)))
            problems += [f"部件 {name}：{problem}" for problem in found]
    problems += _relation_problems(package, roots)
    return problems


def _part_problems(root: etree._Element) -> Iterator[str]:
    yield from _cell_problems(root)
    for table in root.iter(qn("tbl")):
        yield from _table_problems(table)
    yield from _paired_problems(root)
    yield from _stray_text(root)


def _leftovers(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(qn("p")):
        words = "".join(t.text or "" for t in paragraph.iter(qn("t")))
        found = _LEFTOVER.search(words)
        if found:
            yield f"残留标签：“{words[max(0, found.start() - 10) : found.end() + 10]}”"


def bad_values(texts: Mapping[int, str]) -> list[str]:
    """Return a problem for each printed value that is no value."""
    return [f"印出了“{text}”" for text in texts.values() if text.strip() in _NOT_A_VALUE]


def _stray_text(root: etree._Element) -> Iterator[str]:
    """Text directly in a paragraph, cell or row: what a misplaced tag would leave behind."""
    for tag in ("body", "p", "r", "tbl", "tr", "tc"):
        for node in root.iter(qn(tag)):
            loose = (node.text or "") + "".join(child.tail or "" for child in node)
            if loose.strip():
                yield f"文字“{loose.strip()[:20]}”不在任何文本里"


def _cell_problems(root: etree._Element) -> Iterator[str]:
    for cell in root.iter(qn("tc")):
        if len(cell) == 0 or cell[-1].tag != qn("p"):
            yield "有单元格不以段落结尾"


def _table_problems(table: etree._Element) -> Iterator[str]:
    grid = table.find(qn("tblGrid"))
    width = None if grid is None else len(grid.findall(qn("gridCol")))
    rows = table.findall(qn("tr"))
    if not rows:
        yield "有没有行的表格"
    above: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        if "{%tr " in final_words(row):
            continue  # in a template: the row goes when it is rendered
        column = _grid_skip(row, "gridBefore")
        merged: dict[int, int] = {}
        for cell in row.findall(qn("tc")):
            span = span_of(cell)
            vmerge = cell.find(f"{qn('tcPr')}/{qn('vMerge')}")
            if vmerge is not None:
                if vmerge.get(qn("val"), "continue") == "continue" and above.get(column) != span:
                    yield f"表格第{number}行的纵向合并没有起点"
                merged[column] = span
            column += span
        column += _grid_skip(row, "gridAfter")
        if width is not None and column != width:
            yield f"表格第{number}行占 {column} 列，表格共 {width} 列"
        above = merged


def _grid_skip(row: etree._Element, name: str) -> int:
    skip = row.find(f"{qn('trPr')}/{qn(name)}")
    return 0 if skip is None else int(skip.get(qn("val"), "0"))


def _paired_problems(root: etree._Element) -> Iterator[str]:
    starts = Counter(b.get(qn("id")) for b in root.iter(qn("bookmarkStart")))
    ends = Counter(b.get(qn("id")) for b in root.iter(qn("bookmarkEnd")))
    if starts != ends or any(count > 1 for count in starts.values()):
        yield "书签的首尾不成对或编号重复"
    depth = 0
    for field in root.iter(qn("fldChar")):
        kind = field.get(qn("fldCharType"))
        depth += {"begin": 1, "end": -1}.get(kind or "", 0)
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
                if str(attribute).startswith(f"{{{R}}}")
            }
            for missing in sorted(str(u) for u in used - known):
                yield f"部件 {source} 引用了不存在的关系 {missing}"
