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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from drafter.diagnostics import Place, Severity
from drafter.template.charts.lift import lift_charts
from drafter.template.charts.placed import DrawnChart, PlacedChart
from drafter.template.faults import Fault
from drafter.template.hygiene import clean, defuse, misplaced
from drafter.template.mistyped import Written, strays, written_tags
from drafter.template.package import parent_of, qn
from drafter.template.seam import NO_SEAM, Seam, Seams
from drafter.template.seams import mark_holder, mark_section, mark_tables, seam_at
from drafter.template.sites import (
    TAG,
    own_texts,
    paragraphs_with_places,
    spans_of,
    text_of,
    touched,
)
from drafter.template.table_tags import table_faults
from drafter.template.tags import SLOT, Tag

_KIND = re.compile(r"\{%(p|tr|tc)(?=\s)")
_SLOT = re.compile("\ufdd7(\\d+)\ufdd8")
_LIFTED = {"p": qn("p"), "tr": qn("tr"), "tc": qn("tc")}
_T, _R, _P, _TR, _TC, _TBL = qn("t"), qn("r"), qn("p"), qn("tr"), qn("tc"), qn("tbl")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_INVISIBLE = {qn("rPr"), qn("lastRenderedPageBreak"), qn("delText")}
"""What may stand within a tag; deleted words are a finding of their own."""
_PROPERTIES = {qn("rPr"), qn("pPr"), qn("tcPr"), qn("trPr"), qn("tblPrEx")}
_HARMLESS = {qn("r"), qn("t"), qn("p"), qn("tc"), qn("lastRenderedPageBreak"), *_PROPERTIES}


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
    seams: Seams = field(default_factory=Seams)
    """Where the rendered text may have to be cut."""
    slots: dict[int, etree._Element] = field(default_factory=dict)
    """The texts with a tag that prints, by the number of the tag."""
    cuts: dict[int, Seam] = field(default_factory=dict)
    """The seams of these tags."""
    looped: set[etree._Element] = field(default_factory=set)
    """Tables that had rows with tags."""
    resized: set[etree._Element] = field(default_factory=set)
    """Tables that had cells with tags."""
    charts: list[PlacedChart] = field(default_factory=list)
    scopes: dict[etree._Element, int] = field(default_factory=dict)
    """Numbers of the elements that hold tags; the keys keep the elements' identity alive."""

    def scope_of(self, element: etree._Element) -> int:
        """Return the number of the element, a new one the first time."""
        return self.scopes.setdefault(element, len(self.scopes))


def lift_part(
    root: etree._Element,
    part: str,
    levels: Mapping[str, int],
    order: int = 0,
    charts: Mapping[str, DrawnChart] | None = None,
) -> LiftedPart:
    """Lift all tags of the part; the tree is changed in place and serialised into `source`.

    `part` is the part in words, `levels` the outline levels of the paragraph styles, `order` the
    number of its first paragraph, so that places of several parts sort. `charts` are those of the
    part by the ids of their relations; without them charts stay as they are.
    """
    lifted = LiftedPart("", [])
    clean(root)
    places = dict(paragraphs_with_places(root, part, levels, order))
    lifted.faults += [*misplaced(root, places), *table_faults(root, places)]
    if lifted.faults:
        defuse(root)
    words: dict[etree._Element, str] = {}
    removals: list[tuple[etree._Element, int]] = []
    for paragraph, place in places.items():
        words.update(_static_texts(paragraph))
        removals += _lift_paragraph(paragraph, place, lifted)
    if charts is not None:
        lift_charts(root, places, charts, lifted)
    for element, _ in removals:  # they hold nothing but a tag, and blanks around it
        words.update((text, "") for text in element.iter(_T))
    lifted.static_before = "".join(words.get(text, text.text or "") for text in root.iter(_T))
    lifted.looped = {next(e.iterancestors(_TBL)) for e, _ in removals if e.tag == _TR}
    lifted.resized = {next(e.iterancestors(_TBL)) for e, _ in removals if e.tag == _TC}
    holders = {parent_of(e): None for e, _ in removals if e.tag == _P}
    for element, index in removals:
        _replace(element, index)
    _mark_seams(root, lifted, holders)
    lifted.source = _source(root, lifted)
    return lifted


_MERGING = re.compile(r"\|\s*合并\s*\(")


def _mark_seams(
    root: etree._Element, lifted: LiftedPart, holders: Iterable[etree._Element]
) -> None:
    """Work out what to write where values are cut, and mark the places that need a second look."""
    for number, text in lifted.slots.items():
        lifted.cuts[number] = seam_at(text)
    merging = {n: t for n, t in lifted.slots.items() if _MERGING.search(lifted.tags[n].inner)}
    for number, text in merging.items():
        if next(text.iterancestors(_TC), None) is None:
            message = "“合并”只在表格的单元格里起作用"
            place = lifted.tags[number].place
            lifted.faults.append(Fault(message, place, "去掉 |合并(…)", Severity.WARNING))
    mark_tables(root, merging.values(), lifted.looped, lifted.resized, lifted.seams)
    for holder in holders:
        mark_holder(holder)
    for paragraph in {next(text.iterancestors(_P)): None for text in lifted.slots.values()}:
        mark_section(paragraph, lifted.seams)


def _static_texts(paragraph: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the text elements of a paragraph with their words outside tags."""
    texts = list(own_texts(paragraph))
    whole = "".join(t.text or "" for t in texts)
    bare = TAG.sub(lambda m: "\0" * len(m.group()), whole)
    for text, (start, end) in zip(texts, spans_of(texts), strict=True):
        yield text, bare[start:end].replace("\0", "")


def _lift_paragraph(
    paragraph: etree._Element, place: Place, lifted: LiftedPart
) -> list[tuple[etree._Element, int]]:
    texts = list(own_texts(paragraph))
    whole = "".join(t.text or "" for t in texts)
    if not any(c in whole for c in "{}｛｝"):
        return []
    tags = written_tags(whole)
    lifted.faults += _stray_faults(whole, tags, place)
    spans = spans_of(texts)
    removals = []
    first = len(lifted.tags)
    for tag in tags:
        own = place.about(tag.typed, tag.start)
        if tag.problem:
            lifted.faults.append(Fault(tag.problem, own, tag.hint))
        pieces = [texts[i] for i in touched(spans, tag.start, tag.end)]
        lifted.faults += _split_faults(pieces, tag, own)
        kind = _KIND.match(tag.meant)
        inside = pieces[0].getparent()
        around = paragraph if inside is None else inside.getparent()
        scope = lifted.scope_of(paragraph if around is None else around)
        problem = ""
        if kind:
            target = _target(paragraph, kind[1])
            problem, hint = _alone(paragraph, target, kind[1], tag.typed)
            if problem:
                lifted.faults.append(Fault(problem, own, hint))
            elif target is not None:
                parent = target.getparent()
                scope = lifted.scope_of(paragraph if parent is None else parent)
                removals.append((target, len(lifted.tags)))
        if tag.meant.startswith("{{"):
            lifted.slots[len(lifted.tags)] = pieces[0]
        lifted.tags.append(Tag(tag.meant, kind[1] if kind else "", own, scope, not problem))
    for number, tag in reversed(list(enumerate(tags, start=first))):
        _put_slot(texts, spans, tag, number)
    return removals


def _stray_faults(whole: str, tags: list[Written], place: Place) -> Iterator[Fault]:
    """Yield what looks like a tag and is none."""
    for stray in strays(whole, tags):
        about = place.about(stray.typed, stray.start)
        yield Fault(stray.problem, about, stray.hint, stray.severity)


def _split_faults(pieces: list[etree._Element], tag: Written, about: Place) -> Iterator[Fault]:
    """Yield what stands between the pieces of a tag that Word has split: other things, formats."""
    if len(pieces) == 1:
        return
    if _interrupted(pieces[0], pieces[-1]):
        yield Fault("标签中间有制表符、换行或其他对象，请删去后重新输入标签", about)
    formats = {_format_of(piece) for piece in pieces}
    if len(formats) > 1 and tag.meant.startswith("{{"):
        message = "标签中间换了字体或格式，印出的值取开头的格式"
        yield Fault(message, about, "选中整个标签，统一格式", Severity.HINT)


_FORMAT_NOISE = {qn("lang"), qn("noProof"), qn("rFonts"), qn("webHidden")}
"""What Word and WPS change within a tag by themselves: language, fonts of Latin and Chinese."""


def _format_of(text: etree._Element) -> tuple[str, ...]:
    run = text.getparent()
    properties = None if run is None else run.find(qn("rPr"))
    if properties is None:
        return ()
    kept = [node for node in properties if node.tag not in _FORMAT_NOISE]
    return tuple(etree.tostring(node, encoding="unicode").strip() for node in kept)


def _interrupted(first: etree._Element, last: etree._Element) -> bool:
    """Return whether something other than text stands between two texts of a paragraph."""
    inside = False
    paragraph = next(first.iterancestors(_P))
    for run in paragraph.iter(_R):
        for node in run:
            if node is first:
                inside = True
            elif node is last:
                return False
            elif inside and node.tag != _T and node.tag not in _INVISIBLE:
                return True
    return False


def _target(paragraph: etree._Element, kind: str) -> etree._Element | None:
    if kind == "p":
        return paragraph
    return next(paragraph.iterancestors(_LIFTED[kind]), None)


_NAMES = {"p": "段落", "tr": "表格行", "tc": "单元格"}
_SHORT = {"p": "段", "tr": "行", "tc": "格"}


def _alone(
    paragraph: etree._Element, target: etree._Element | None, kind: str, typed: str
) -> tuple[str, str]:
    """Return a problem, with a hint, where the lifted element holds anything besides the tag."""
    if target is None:
        hint = "整段有或没有用 {%p %}，段内用 {% %}"
        return f"{{%{kind} %}} 只能用在{_NAMES[kind]}里", hint
    if text_of(target).strip() != typed:
        name = _NAMES[kind]
        problem = (
            f"{{%{kind} %}} 所在的{name}里还有别的文字，会随标签一起消失，请另起一{_SHORT[kind]}"
        )
        return problem, "" if kind != "p" else "只管段内几个字的，去掉 p"
    if paragraph.find(f"{qn('pPr')}/{qn('sectPr')}") is not None:
        return "标签所在的段落带有分节符，请把标签移到另一段", ""
    if not _is_plain(target):
        return f"标签所在的{_NAMES[kind]}里还有书签、图片、换行或其他对象，请移到别处", ""
    return "", ""


def _is_plain(element: etree._Element) -> bool:
    """Return whether an element holds paragraphs, runs and words, and nothing that would be lost.

    Links, content controls and tables count as lost too: they are more than their words.
    """
    return all(
        node.tag in _PROPERTIES or (node.tag in _HARMLESS and _is_plain(node)) for node in element
    )


def _put_slot(
    texts: list[etree._Element], spans: list[tuple[int, int]], tag: Written, number: int
) -> None:
    """Put the tag's slot into the first text it touches and take its words out of the others.

    Called from the last tag to the first, so that earlier spans stay true.
    """
    for order, i in enumerate(touched(spans, tag.start, tag.end)):
        words, start = texts[i].text or "", spans[i][0]
        left = max(0, tag.start - start)
        right = min(spans[i][1], tag.end) - start
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
    numbers = [int(number) for number in pieces[1::2]]
    if len(numbers) != len(lifted.tags):
        raise AssertionError("a tag was lost while lifting")
    lifted.tags = [lifted.tags[number] for number in numbers]
    lifted.seams.tags = [lifted.cuts.get(number, NO_SEAM) for number in numbers]
    codes = (_code(tag, number) for number, tag in enumerate(lifted.tags))
    return pieces[0] + "".join(
        code + piece for code, piece in zip(codes, lifted.segments[1:], strict=True)
    )


def _code(tag: Tag, number: int) -> str:
    """Return a tag as jinja gets it, on a line of its own; what prints goes through its slot."""
    slot = f"|{SLOT}({number})" if tag.is_print else ""
    return f"{tag.text[:2]}\n{tag.inner}{slot} {tag.text[-2:]}"
