"""Cuts runs between two letters, so that something may stand there: words and their look stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy

from lxml import etree

from drafter.template.package import parent_of, qn
from drafter.template.sites import own_texts, spans_of

_P, _R, _RPR, _T = qn("p"), qn("r"), qn("rPr"), qn("t")
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def words_of(paragraph: etree._Element) -> str:
    """Return the words of a paragraph, not those of text boxes in it."""
    return "".join(text.text or "" for text in own_texts(paragraph))


def cut_at(paragraph: etree._Element, positions: Iterable[int]) -> None:
    """Cut the runs of a paragraph so that at each of these letters one begins.

    Letters that are not direct content of an outermost run, as in a phonetic guide, stay whole.
    """
    texts = list(own_texts(paragraph))
    spans = spans_of(texts)
    for position in sorted(set(positions), reverse=True):  # what lies to the left keeps its place
        for text, (start, end) in zip(texts, spans, strict=True):
            if start <= position < end and parent_of(text) is outermost_run(text, paragraph):
                _cut_before(_split(text, position - start))


def runs_between(
    paragraph: etree._Element, start: int, end: int
) -> tuple[etree._Element, etree._Element] | None:
    """Return the first and the last of the outermost runs with the letters from start to end.

    The paragraph is cut there. None where no letter is between them.
    """
    texts = list(own_texts(paragraph))
    within = [
        text
        for text, (left, right) in zip(texts, spans_of(texts), strict=True)
        if left < end and right > start
    ]
    if not within:
        return None
    return outermost_run(within[0], paragraph), outermost_run(within[-1], paragraph)


def outermost_run(element: etree._Element, paragraph: etree._Element) -> etree._Element:
    """Return the run that stands highest between the paragraph and the element."""
    found = element
    for around in element.iterancestors():
        if around is paragraph:
            return found
        if around.tag == _R:
            found = around
    raise TypeError("the element is not in the paragraph")


def properties_of(run: etree._Element) -> Sequence[etree._Element]:
    """Return a copy of the properties of a run; none where it has none."""
    own = run.find(_RPR)
    return [] if own is None else [deepcopy(own)]


def _split(text: etree._Element, letters: int) -> etree._Element:
    """Return the text that begins behind so many letters: the text itself where that is none."""
    if letters == 0:
        return text
    words = text.text or ""
    rest = etree.Element(_T)
    for part, own in ((text, words[:letters]), (rest, words[letters:])):
        part.text = own
        part.set(XML_SPACE, "preserve")
    text.addnext(rest)
    return rest


def _cut_before(child: etree._Element) -> None:
    """Give what begins with a child of a run a run of its own; nothing where it begins there."""
    run = parent_of(child)
    before = [own for own in run.iterchildren() if own.tag != _RPR]
    if before[0] is child:
        return
    behind = etree.Element(_R)
    behind.attrib.update(run.attrib)
    behind.extend(properties_of(run))
    behind.extend(before[before.index(child) :])
    run.addnext(behind)
