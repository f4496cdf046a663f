"""The field that holds a table of contents (目录): its switches, and its result taken out.

What Word has put into the field of a template are copies of the template's headings, tags and
all, in places where these tags mean nothing. So the result is taken out when a template is
prepared; `contents` writes it for the headings of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from drafter.template.package import Package, W, parent_of, parse, qn, serialised

_P, _TBL, _SDT, _R = qn("p"), qn("tbl"), qn("sdt"), qn("r")
_BREAK = f"{qn('pPr')}/{qn('sectPr')}"
_CODE = re.compile(r"\s*TOC\b", re.IGNORECASE)
_SWITCH = re.compile(r'\\([A-Za-z])(?:\s*"([^"]*)"|\s*([^\s\\"]+))?')
_RANGE = re.compile(r"\s*([1-9])\s*-\s*([1-9])\s*")
_OTHERS = frozenset("abcdfls")
"""Switches of lists that are not made of headings alone: captions, marked entries, one part."""
_HEADING = re.compile(r"heading ([1-9])")
_LOCAL_HEADING = re.compile(r"标题 ?([1-9])")
_LOCAL = {
    "标题": "title",
    "副标题": "subtitle",
    "正文": "normal",
    "题注": "caption",
    "正文文本": "body text",
    "toc 标题": "toc heading",
}
"""Names of built-in styles in the file, by those that Word shows, and writes into the code."""
_ALL = (1, 9)


@dataclass(frozen=True, slots=True)
class Switches:
    """What the code of the field asks for."""

    levels: tuple[int, int] = _ALL
    by_style: bool = False
    by_level: bool = False
    styles: Mapping[str, int] = field(default_factory=dict)
    """Level by the name of a style, in small letters."""
    linked: bool = False
    unnumbered: tuple[int, int] = (0, 0)
    """Levels without page numbers."""
    separator: str = "\t"

    def level_of(self, style: str, level: int | None) -> int | None:
        """Return the level, from 1, at which a paragraph is listed; None where it is not.

        It has a style of this name, in small letters, and an outline level, 0 for the top.
        """
        first, last = self.levels
        built_in = _HEADING.fullmatch(style)
        if self.by_style and built_in and first <= int(built_in[1]) <= last:
            return int(built_in[1])
        if style in self.styles:
            return self.styles[style]
        if self.by_level and level is not None and first <= level + 1 <= last:
            return level + 1
        return None

    def has_page(self, level: int) -> bool:
        """Return whether entries of the level show their page."""
        first, last = self.unnumbered
        return not first <= level <= last


def is_contents(code: str) -> bool:
    """Return whether the field is a table of contents, of whatever kind."""
    return _CODE.match(code) is not None


def switches_of(code: str) -> Switches | None:
    """Return the switches of a field; None where it is no table of contents made of headings."""
    if not is_contents(code):
        return None
    found = {
        m[1].lower(): m[2] if m[2] is not None else (m[3] or "") for m in _SWITCH.finditer(code)
    }
    if _OTHERS & set(found):
        return None
    named = found.get("o", found.get("u", ""))
    by_style = "o" in found or not {"u", "t"} & set(found)
    return Switches(
        _range(named) or _ALL,
        by_style,
        "u" in found,
        _styles(found.get("t", "")),
        "h" in found,
        (_range(found["n"]) or _ALL) if "n" in found else (0, 0),
        found.get("p") or "\t",
    )


def _range(text: str) -> tuple[int, int] | None:
    found = _RANGE.fullmatch(text)
    return None if found is None else (int(found[1]), int(found[2]))


def _styles(text: str) -> dict[str, int]:
    """Return levels by style: names and numbers alternate, between the list signs of the system.

    A built-in style goes by the name that the file has for it, too.
    """
    pieces = [piece.strip().lower() for piece in re.split(r"[,;，；]", text)]
    pairs = zip(pieces[::2], pieces[1::2], strict=False)
    levels = {name: int(level) for name, level in pairs if level in set("123456789")}
    return {_in_file(name): level for name, level in levels.items()} | levels


def _in_file(name: str) -> str:
    heading = _LOCAL_HEADING.fullmatch(name)
    return f"heading {heading[1]}" if heading else _LOCAL.get(name, name)


@dataclass(slots=True)
class ContentsField:
    """A field of a part: where it begins and ends, and its code."""

    begin: etree._Element
    code: str = ""
    end: etree._Element | None = None
    is_read: bool = True


def contents_fields(root: etree._Element) -> Iterator[ContentsField]:
    """Yield the tables of contents of a part, of whatever kind."""
    open_fields: list[ContentsField] = []
    for node in root.iter(qn("fldChar"), qn("instrText")):
        inner = open_fields[-1] if open_fields else None
        kind = node.get(qn("fldCharType"))
        if kind == "begin":
            open_fields.append(ContentsField(node))
        elif inner is None:
            continue
        elif kind == "separate":
            inner.is_read = False
        elif kind == "end":
            inner.end = node
            if is_contents(open_fields.pop().code):
                yield inner
        elif inner.is_read and node.tag == qn("instrText"):
            inner.code += node.text or ""


def with_empty_contents(package: Package, body: str) -> Package:
    """Return the package with the result of each table of contents taken out of the body.

    Word's own question whether to update the fields goes as well: nothing is left to update.
    """
    root = parse(package.parts[body])
    for node in list(root.iter(qn("fldSimple"))):
        if switches_of(node.get(qn("instr"), "")) is not None:
            _spell_out(node)
    fields = [one for one in contents_fields(root) if switches_of(one.code) is not None]
    for one in fields:
        if one.end is not None:
            _empty(one, one.end)
    changed = {body: serialised(root)} if fields else {}
    return package.with_parts({**changed, **_without_question(package)})


def _without_question(package: Package) -> dict[str, bytes]:
    name = "word/settings.xml"
    blob = package.parts.get(name)
    if blob is None or b"updateFields" not in blob:
        return {}
    root = parse(blob)
    for node in list(root.iter(qn("updateFields"))):
        parent_of(node).remove(node)
    return {name: serialised(root)}


def _spell_out(simple: etree._Element) -> None:
    """Replace the short form of a field by the long one, its result left out."""
    for run in _runs(simple.get(qn("instr"), "")):
        simple.addprevious(run)
    parent_of(simple).remove(simple)


def _empty(found: ContentsField, end: etree._Element) -> None:
    """Bring a field into one paragraph, without a result and without a demand to be updated."""
    first, last = _around(found.begin, _P), _around(end, _P)
    if first is None or last is None:
        return  # what is wrong with it is told by the proof of structure
    opening, closing = _child_with(first, found.begin), _child_with(last, end)
    if first is last:
        between = opening.itersiblings()
        goes = [opening, *_up_to(between, closing)] if opening is not closing else [opening]
    else:
        kept = {first, last, *last.iterancestors()}
        for section in _breaks_between(first, last):
            _end_section_at(first, section)
        for block in list(_blocks_between(first, last)):
            if block not in kept:
                parent_of(block).remove(block)
        goes = [opening, *opening.itersiblings()]
        before = [c for c in last if c.tag != qn("pPr")]
        for node in [*_up_to(iter(before), closing)]:
            last.remove(node)
        if not [c for c in last if c.tag != qn("pPr")] and last.find(f".//{qn('sectPr')}") is None:
            parent_of(last).remove(last)
    place = first.index(opening)
    for node in goes:
        first.remove(node)
    for number, run in enumerate(_runs(found.code)):
        first.insert(place + number, run)


def crowded_breaks(root: etree._Element) -> Iterator[etree._Element]:
    """Yield where contents of headings hold more than the one section break that can be kept."""
    for one in contents_fields(root):
        first, last = _around(one.begin, _P), None if one.end is None else _around(one.end, _P)
        if switches_of(one.code) is None or first is None or last is None:
            continue
        breaks = _breaks_between(first, last)
        if len(breaks) + (first is not last and first.find(_BREAK) is not None) > 1:
            yield breaks[-1]


def _breaks_between(first: etree._Element, last: etree._Element) -> list[etree._Element]:
    """Return the section breaks that would go with the paragraphs between these two."""
    if first is last:
        return []
    blocks = (block for block in _blocks_between(first, last) if block.tag == _P)
    return [found for block in blocks if (found := block.find(_BREAK)) is not None]


def _end_section_at(paragraph: etree._Element, section: etree._Element) -> None:
    """Let the section end with this paragraph, which all entries will stand in the place of."""
    properties = paragraph.find(qn("pPr"))
    if properties is None:
        properties = etree.Element(qn("pPr"), nsmap={"w": W})
        paragraph.insert(0, properties)
    revision = properties.find(qn("pPrChange"))
    if revision is None:
        properties.append(section)
    else:
        revision.addprevious(section)


def _up_to(nodes: Iterator[etree._Element], last: etree._Element) -> list[etree._Element]:
    """Return the nodes up to the last one, that one included."""
    taken = []
    for node in nodes:
        taken.append(node)
        if node is last:
            break
    return taken


def _blocks_between(first: etree._Element, last: etree._Element) -> Iterator[etree._Element]:
    inside = False
    for block in first.getroottree().getroot().iter(_P, _TBL, _SDT):
        if block is last:
            return
        if inside:
            yield block
        inside = inside or block is first


def _runs(code: str) -> list[etree._Element]:
    """Return the runs of a field without a result."""
    runs = [etree.Element(_R, nsmap={"w": W}) for _ in range(4)]
    for run, kind in zip(runs, ("begin", None, "separate", "end"), strict=True):
        if kind is None:
            text = etree.SubElement(run, qn("instrText"))
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = code
        else:
            etree.SubElement(run, qn("fldChar")).set(qn("fldCharType"), kind)
    return runs


def _around(node: etree._Element, tag: str) -> etree._Element | None:
    return next(node.iterancestors(tag), None)


def _child_with(paragraph: etree._Element, node: etree._Element) -> etree._Element:
    """Return the child of the paragraph that the node is in."""
    here = node
    while parent_of(here) is not paragraph:
        here = parent_of(here)
    return here
