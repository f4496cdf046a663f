"""Lifts tags out of a Word part: from paragraphs with tags to one text that jinja can compile.

docxtpl does this with regular expressions over the XML text, which loses words when a tag is
split, unclosed or shares its paragraph. Here it happens on the element tree: a tag is joined
within its own paragraph, a `{%p %}`, `{%tr %}` or `{%tc %}` replaces exactly the paragraph, row
or cell that holds nothing else, and everything that does not fit is a finding at its place.

Each tag gets a line of its own in the text for jinja (the line feed sits inside the tag, so the
document is not changed); line n is tag n. That is how run-time faults find their way back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from drafter.template.hygiene import Fault, clean, defuse, misplaced
from drafter.template.package import parent_of, qn
from drafter.template.sites import TAG, Site, paragraphs_with_sites, text_of

_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|[｛｝]{2}|[{｛][％%]|[％%][}｝]|｛\{|\{｛")
_KIND = re.compile(r"\{%(p|tr|tc)(?=\s)")
_SLOT = re.compile("\ufdd7(\\d+)\ufdd8")
_LIFTED = {"p": qn("p"), "tr": qn("tr"), "tc": qn("tc")}
_T, _R, _P = qn("t"), qn("r"), qn("p")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_INVISIBLE = {qn("rPr"), qn("lastRenderedPageBreak")}
_PROPERTIES = {qn("rPr"), qn("pPr"), qn("tcPr"), qn("trPr"), qn("tblPrEx")}
_HARMLESS = {qn("r"), qn("t"), qn("p"), qn("tc"), qn("lastRenderedPageBreak"), *_PROPERTIES}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as typed, with the kind of lifting it asks for ("" for inside a paragraph)."""

    text: str
    kind: str
    site: Site
    scope: int
    """Number of the element that an opening and its closing tag must share."""
    sound: bool = True
    """Whether the tag could be lifted as it asks; where not, its level says nothing."""

    @property
    def inner(self) -> str:
        """Return what stands between the delimiters, without the lifting letter, on one line."""
        return re.sub(r"[\r\n\t]", " ", self.text[2 + len(self.kind) : -2]).strip()

    @property
    def is_print(self) -> bool:
        """Return whether the tag prints a value."""
        return self.text.startswith("{{")


@dataclass(slots=True)
class LiftedPart:
    """A part ready for jinja, with its tags in order and the faults found on the way."""

    source: str
    tags: list[Tag]
    faults: list[Fault] = field(default_factory=list)
    static_before: str = ""
    """Words of the part outside tags, read before lifting."""
    segments: tuple[str, ...] = ()
    """The text for jinja between the tags: one more than there are tags."""
    scopes: dict[etree._Element, int] = field(default_factory=dict)
    """Numbers of the elements that hold tags; the keys keep the elements' identity alive."""

    def scope_of(self, element: etree._Element) -> int:
        """Return the number of the element, a new one the first time."""
        return self.scopes.setdefault(element, len(self.scopes))


def lift_part(root: etree._Element, part: str, levels: Mapping[str, int]) -> LiftedPart:
    """Lift all tags of the part; the tree is changed in place and serialised into `source`."""
    lifted = LiftedPart("", [])
    clean(root)
    sites = dict(paragraphs_with_sites(root, part, levels))
    lifted.faults += misplaced(root, sites)
    if lifted.faults:
        defuse(root)
    words: dict[etree._Element, str] = {}
    removals: list[tuple[etree._Element, int]] = []
    for paragraph, site in sites.items():
        words.update(_static_texts(paragraph))
        removals += _lift_paragraph(paragraph, site, lifted)
    for element, _ in removals:  # they hold nothing but a tag, and blanks around it
        words.update((text, "") for text in element.iter(_T))
    lifted.static_before = "".join(words.get(text, text.text or "") for text in root.iter(_T))
    for element, index in removals:
        _replace(element, index)
    lifted.source = _source(root, lifted)
    return lifted


def _static_texts(paragraph: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the text elements of a paragraph with their words outside tags."""
    texts = list(_own_texts(paragraph))
    whole = "".join(t.text or "" for t in texts)
    bare = TAG.sub(lambda m: "\0" * len(m.group()), whole)
    for text, (start, end) in zip(texts, _spans(texts), strict=True):
        yield text, bare[start:end].replace("\0", "")


def _own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text elements of a paragraph, not those of paragraphs nested in it."""
    for text in paragraph.iter(_T):
        if next(text.iterancestors(_P), None) is paragraph:
            yield text


def _lift_paragraph(
    paragraph: etree._Element, site: Site, lifted: LiftedPart
) -> list[tuple[etree._Element, int]]:
    texts = list(_own_texts(paragraph))
    whole = "".join(t.text or "" for t in texts)
    if not _STRAY.search(whole):
        return []
    removals = []
    matches = list(TAG.finditer(whole))
    for stray in _STRAY.finditer(TAG.sub(lambda m: " " * len(m.group()), whole)):
        lifted.faults.append((_stray_problem(stray.group()), site, _around(whole, stray.start())))
    spans = _spans(texts)
    for match in reversed(matches):
        problem = _crossing(texts, spans, match)
        if problem:
            lifted.faults.append((problem, site, match.group()))
    first = len(lifted.tags)
    for match in matches:
        kind = _KIND.match(match.group())
        inside = texts[_touched(spans, match)[0]].getparent()
        around = paragraph if inside is None else inside.getparent()
        scope = lifted.scope_of(paragraph if around is None else around)
        problem = ""
        if kind:
            target = _target(paragraph, kind[1])
            problem = _alone(paragraph, target, kind[1], match.group())
            if problem:
                lifted.faults.append((problem, site, match.group()))
            elif target is not None:
                parent = target.getparent()
                scope = lifted.scope_of(paragraph if parent is None else parent)
                removals.append((target, len(lifted.tags)))
        lifted.tags.append(Tag(match.group(), kind[1] if kind else "", site, scope, not problem))
    for number, match in reversed(list(enumerate(matches, start=first))):
        _put_slot(texts, spans, match, number)
    return removals


def _stray_problem(found: str) -> str:
    if any(c in found for c in "｛｝％"):
        return "标签用了全角符号，应为半角 {{ }} 或 {% %}"
    if "#" in found:
        return "不支持 {# #} 注释，请改用 Word 批注"
    return "标签没有闭合，或跨了段落"


def _around(text: str, start: int) -> str:
    return text[max(0, start - 6) : start + 20]


def _spans(texts: list[etree._Element]) -> list[tuple[int, int]]:
    spans, start = [], 0
    for text in texts:
        end = start + len(text.text or "")
        spans.append((start, end))
        start = end
    return spans


def _touched(spans: list[tuple[int, int]], match: re.Match[str]) -> list[int]:
    return [
        i for i, (start, end) in enumerate(spans) if start < match.end() and end > match.start()
    ]


def _crossing(
    texts: list[etree._Element], spans: list[tuple[int, int]], match: re.Match[str]
) -> str:
    """Return a problem where something other than text stands inside the tag."""
    touched = _touched(spans, match)
    first, last = texts[touched[0]], texts[touched[-1]]
    if first is last:
        return ""
    inside = False
    paragraph = next(first.iterancestors(_P))
    for run in paragraph.iter(_R):
        for node in run:
            if node is first:
                inside = True
            elif node is last:
                return ""
            elif inside and node.tag != _T and node.tag not in _INVISIBLE:
                return "标签中间有制表符、换行或其他对象，请删去后重新输入标签"
    return ""


def _target(paragraph: etree._Element, kind: str) -> etree._Element | None:
    if kind == "p":
        return paragraph
    return next(paragraph.iterancestors(_LIFTED[kind]), None)


_NAMES = {"p": "段落", "tr": "表格行", "tc": "单元格"}


def _alone(paragraph: etree._Element, target: etree._Element | None, kind: str, tag: str) -> str:
    """Return a problem where the lifted element holds anything besides the tag."""
    if target is None:
        return f"{{%{kind} %}} 只能用在{_NAMES[kind]}里"
    if text_of(target).strip() != tag:
        name = _NAMES[kind]
        return f"{{%{kind} %}} 所在的{name}里还有别的文字，会随标签一起消失，请另起一{name}"
    if paragraph.find(f"{qn('pPr')}/{qn('sectPr')}") is not None:
        return "标签所在的段落带有分节符，请把标签移到另一段"
    if not _is_plain(target):
        return f"标签所在的{_NAMES[kind]}里还有书签、图片、换行或其他对象，请移到别处"
    return ""


def _is_plain(element: etree._Element) -> bool:
    """Return whether an element holds paragraphs, runs and words, and nothing that would be lost.

    Links, content controls and tables count as lost too: they are more than their words.
    """
    return all(
        node.tag in _PROPERTIES or (node.tag in _HARMLESS and _is_plain(node)) for node in element
    )


def _put_slot(
    texts: list[etree._Element], spans: list[tuple[int, int]], match: re.Match[str], number: int
) -> None:
    """Put the tag's slot into the first text it touches and take its words out of the others.

    Called from the last tag to the first, so that earlier spans stay true.
    """
    for order, i in enumerate(_touched(spans, match)):
        words, start = texts[i].text or "", spans[i][0]
        left = max(0, match.start() - start)
        right = min(spans[i][1], match.end()) - start
        slot = f"\ufdd7{number}\ufdd8" if order == 0 else ""
        texts[i].text = words[:left] + slot + words[right:]
        texts[i].set(_SPACE, "preserve")


def _replace(element: etree._Element, index: int) -> None:
    """Put the tag's slot into the place of the element, between its neighbours."""
    parent = parent_of(element)
    slot = f"\ufdd7{index}\ufdd8{element.tail or ''}"
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + slot
    else:
        before.tail = (before.tail or "") + slot
    parent.remove(element)


def _source(root: etree._Element, lifted: LiftedPart) -> str:
    """Return the text for jinja; tags are put into the order in which they stand in it.

    Line feeds and braces of the document itself are written as character references: so every
    line feed is that of a tag, and nothing but a tag can be read as one.
    """
    xml = etree.tostring(root, encoding="unicode")
    pieces = _SLOT.split(xml.replace("\n", "&#10;").replace("{", "&#123;"))
    lifted.segments = tuple(pieces[::2])
    tags = [lifted.tags[int(number)] for number in pieces[1::2]]
    if len(tags) != len(lifted.tags):
        raise AssertionError("a tag was lost while lifting")
    lifted.tags = tags
    codes = (f"{tag.text[:2]}\n{tag.inner} {tag.text[-2:]}" for tag in tags)
    return pieces[0] + "".join(
        code + piece for code, piece in zip(codes, lifted.segments[1:], strict=True)
    )


def tag_at_line(tags: list[Tag], line: int) -> Tag | None:
    """Return the tag whose words stand on the line of the text for jinja."""
    return tags[line - 2] if 2 <= line < len(tags) + 2 else None
