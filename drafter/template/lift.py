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

from drafter.template.package import qn
from drafter.template.sites import Site, paragraphs_with_sites, text_of

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|[｛｝]{2}|[{｛][％%]|[％%][}｝]|｛\{|\{｛")
_KIND = re.compile(r"\{%(p|tr|tc)(?=\s)")
_SLOT = re.compile('\ufdd7(\\d+)\ufdd8|<w:drafter w:tag="(\\d+)"/>')
_LIFTED = {"p": qn("p"), "tr": qn("tr"), "tc": qn("tc")}
_T, _R, _P = qn("t"), qn("r"), qn("p")
_INVISIBLE = {qn("rPr"), qn("lastRenderedPageBreak")}
_HARMLESS = {qn("pPr"), qn("r"), qn("proofErr")}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as typed, with the kind of lifting it asks for ("" for inside a paragraph)."""

    text: str
    kind: str
    site: Site
    scope: int
    """Number of the element that an opening and its closing tag must share."""

    @property
    def inner(self) -> str:
        """Return what stands between the delimiters, without the lifting letter."""
        return self.text[2 + len(self.kind) : -2].strip()

    @property
    def is_print(self) -> bool:
        """Return whether the tag prints a value."""
        return self.text.startswith("{{")


@dataclass(slots=True)
class LiftedPart:
    """A part ready for jinja, with its tags in order and the faults found on the way."""

    source: str
    tags: list[Tag]
    faults: list[tuple[str, Site, str]] = field(default_factory=list)
    """Message, place and the text it is about."""
    static_before: str = ""
    """Words of the part outside tags, read before lifting."""
    scopes: dict[etree._Element, int] = field(default_factory=dict)
    """Numbers of the elements that hold tags; the keys keep the elements' identity alive."""

    def scope_of(self, element: etree._Element) -> int:
        """Return the number of the element, a new one the first time."""
        return self.scopes.setdefault(element, len(self.scopes))


def lift_part(root: etree._Element, part: str, levels: Mapping[str, int]) -> LiftedPart:
    """Lift all tags of the part; the tree is changed in place and serialised into `source`."""
    lifted = LiftedPart("", [])
    pairs = list(paragraphs_with_sites(root, part, levels))
    removals: list[tuple[etree._Element, int]] = []
    for paragraph, site in pairs:
        lifted.static_before += static_text(paragraph)
        removals += _lift_paragraph(paragraph, site, lifted)
    for element, index in removals:
        _replace(element, index)
    lifted.source = _source(root, lifted)
    return lifted


def static_text(paragraph: etree._Element) -> str:
    """Return the words of a paragraph outside its tags; blanks around a lone tag don't count."""
    runs = "".join(t.text or "" for t in _own_texts(paragraph))
    words = _TAG.sub("", runs)
    return words if words.strip() or not _TAG.search(runs) else ""


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
    matches = list(_TAG.finditer(whole))
    for stray in _STRAY.finditer(_TAG.sub(lambda m: " " * len(m.group()), whole)):
        lifted.faults.append((_stray_problem(stray.group()), site, _around(whole, stray.start())))
    spans = _spans(texts)
    for match in reversed(matches):
        problem = _crossing(texts, spans, match)
        if problem:
            lifted.faults.append((problem, site, match.group()))
    first = len(lifted.tags)
    for match in matches:
        kind = _KIND.match(match.group())
        scope = lifted.scope_of(paragraph)
        if kind:
            target = _target(paragraph, kind[1])
            problem = _alone(paragraph, target, kind[1], match.group())
            if problem:
                lifted.faults.append((problem, site, match.group()))
            elif target is not None:
                parent = target.getparent()
                scope = lifted.scope_of(paragraph if parent is None else parent)
                removals.append((target, len(lifted.tags)))
        lifted.tags.append(Tag(match.group(), kind[1] if kind else "", site, scope))
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
    for own in target.iter(_P):
        for node in own:
            extra = node.tag not in _HARMLESS or any(
                inner.tag != _T and inner.tag not in _INVISIBLE for inner in _run_content(node)
            )
            if extra:
                return f"标签所在的{_NAMES[kind]}里还有书签、图片、换行或其他对象，请移到别处"
    return ""


def _run_content(node: etree._Element) -> list[etree._Element]:
    return list(node) if node.tag == _R else []


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
        if order == 0:
            texts[i].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _replace(element: etree._Element, index: int) -> None:
    parent = element.getparent()
    if parent is None:
        return
    holder = etree.SubElement(parent, qn("drafter"), {qn("tag"): str(index)})
    holder.tail = element.tail
    parent.replace(element, holder)


def _source(root: etree._Element, lifted: LiftedPart) -> str:
    """Return the text for jinja; tags are put into the order in which they stand in it."""
    xml = etree.tostring(root, encoding="unicode").replace("\n", " ")
    found: list[Tag] = []

    def jinja(match: re.Match[str]) -> str:
        tag = lifted.tags[int(match.group(1) or match.group(2))]
        found.append(tag)
        return f"{tag.text[:2]}\n{tag.inner} {tag.text[-2:]}"

    source = _SLOT.sub(jinja, xml)
    if len(found) != len(lifted.tags):
        raise AssertionError("a tag was lost while lifting")
    lifted.tags = found
    return source


def tag_at_line(tags: list[Tag], line: int) -> Tag | None:
    """Return the tag whose words stand on the line of the text for jinja."""
    return tags[line - 2] if 2 <= line < len(tags) + 2 else None
