"""Holds the tables of contents of a finished file against its headings, and against nothing else.

A table of contents is the one place where words are written that no tag printed and no template
holds. They are left out when words are compared, and compared here with the headings that stand
in the file, read anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from drafter.template.contents_field import ContentsField, contents_fields, switches_of
from drafter.template.faults import Problem
from drafter.template.outline import Outline, headings_of, one_line
from drafter.template.package import parent_of, qn

Pieces = Iterable[tuple[etree._Element, str]]

_FIELD_MARK, _CODE = qn("fldChar"), qn("instrText")
_RAW = re.compile(r"<w:fldChar [^>]*>|<w:instrText(?: [^>]*)?>([^<]*)</w:instrText>")
_NUMBER = re.compile(r"[0-9]*|[ivxlcdm]*|[IVXLCDM]*")
_PAGE = re.compile(r"\s*PAGEREF\s+(\S+)")


def outside_contents(pieces: Pieces) -> list[tuple[etree._Element, str]]:
    """Return the pieces of a finished part's content that stand in no table of contents."""
    kept: list[tuple[etree._Element, str]] = []
    open_fields: list[tuple[int, bool]] = []
    """Of each open field: where its pieces begin, and whether it is a table of contents."""
    for node, letters in pieces:
        kind = node.get(qn("fldCharType")) if node.tag == _FIELD_MARK else None
        if kind == "begin":
            open_fields.append((len(kept), False))
        kept.append((node, letters))
        if node.tag == _CODE and open_fields and switches_of(letters) is not None:
            open_fields[-1] = open_fields[-1][0], True
        elif kind == "end" and open_fields:
            start, is_contents = open_fields.pop()
            if is_contents:
                del kept[start:]
    return kept


def text_outside_contents(rendered: str) -> str:
    """Return the rendered text without its tables of contents, which have no result yet."""
    if "TOC" not in rendered:
        return rendered
    kept, at = [], 0
    begin, is_contents = 0, False
    for mark in _RAW.finditer(rendered):
        if mark[1] is not None:
            is_contents = switches_of(mark[1]) is not None
        elif '"begin"' in mark.group():
            begin, is_contents = mark.start(), False
        elif '"end"' in mark.group() and is_contents:
            kept.append(rendered[at:begin])
            at, is_contents = mark.end(), False
    return "".join(kept) + rendered[at:]


def wrong_contents(root: etree._Element, outline: Outline) -> Iterator[Problem]:
    """Yield where a table of contents differs from the headings of the finished part."""
    fields = [one for one in contents_fields(root) if switches_of(one.code) is not None]
    if not fields:
        return
    paragraphs = list(root.iter(qn("p")))
    names = Counter(mark.get(qn("name"), "") for mark in root.iter(qn("bookmarkStart")))
    for field in fields:
        switches = switches_of(field.code)
        if switches is None:
            continue
        listed = list(headings_of(root, outline, switches.level_of))
        lines = entry_lines(root, field)
        if len(lines) != len(listed):
            message = f"目录有 {len(lines)} 条，应列的标题有 {len(listed)} 个"
            yield Problem(message, field.begin)
        for (line, said), heading in zip(lines.items(), listed, strict=False):
            wanted = one_line(f"{heading.label}{heading.words}")
            behind = said.removeprefix(wanted).removeprefix(switches.separator).strip()
            if not said.startswith(wanted) or not _NUMBER.fullmatch(behind):
                yield Problem(f"目录写的是“{said}”，标题是“{wanted}”", line)
            yield from _misled(line, paragraphs[heading.number], names)


def entry_lines(root: etree._Element, field: ContentsField) -> dict[etree._Element, str]:
    """Return the paragraphs that hold entries, each with its words within the field."""
    pieces: dict[etree._Element, list[str]] = {}
    is_inside = False
    for node in root.iter(_FIELD_MARK, qn("t"), qn("tab")):
        if node is field.end:
            break
        is_inside = is_inside or node is field.begin
        if is_inside and node.tag != _FIELD_MARK and parent_of(node).tag == qn("r"):
            paragraph = next(node.iterancestors(qn("p")))
            word = (node.text or "") if node.tag == qn("t") else " "
            pieces.setdefault(paragraph, []).append(word)
    lines = {paragraph: one_line("".join(words)) for paragraph, words in pieces.items()}
    return {paragraph: words for paragraph, words in lines.items() if words}


def _misled(
    line: etree._Element, heading: etree._Element, names: Counter[str]
) -> Iterator[Problem]:
    """Yield links and page references of an entry that lead elsewhere than to its heading."""
    own = {mark.get(qn("name"), "") for mark in heading.iter(qn("bookmarkStart"))}
    targets = [link.get(qn("anchor"), "") for link in line.iter(qn("hyperlink"))]
    codes = (_PAGE.match(code.text or "") for code in line.iter(_CODE))
    targets += [code[1] for code in codes if code]
    for target in targets:
        if target not in own or names[target] != 1:
            yield Problem(f"目录的一条指向 {target}，不是它的标题", line)
