"""The comments in the margins of a Word file: who says what, about which words, to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from drafter.diagnostics import NOWHERE, Place
from drafter.template.package import qn
from drafter.template.receipt import normal_words
from drafter.verify.document import Comment

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_P, _T = qn("p"), qn("t")


@dataclass(slots=True)
class Anchor:
    """Where a comment hangs: its paragraph, and the words that it is about."""

    place: Place
    pieces: list[str] = field(default_factory=list)
    words: str = ""
    """Of the whole paragraph, where it is about no words."""


def comments_of(
    root: etree._Element | None,
    threads: etree._Element | None,
    anchors: Mapping[str, Anchor],
) -> Iterator[Comment]:
    """Yield the comments in the order of the file, answers with what they answer.

    `threads` is the part that tells which comment answers which; older programs write none.
    """
    rows = () if threads is None else threads.iter(f"{_W15}commentEx")
    parents: dict[str, tuple[str, bool]] = {
        row.get(f"{_W15}paraId", ""): (
            row.get(f"{_W15}paraIdParent", ""),
            row.get(f"{_W15}done", "0") in ("1", "true"),
        )
        for row in rows
    }
    known: dict[str, Comment] = {}
    for element in () if root is None else root.iter(qn("comment")):
        paragraphs = list(element.iter(_P))
        words = normal_words(
            " ".join("".join(t.text or "" for t in p.iter(_T)) for p in paragraphs)
        )
        own = paragraphs[-1].get(f"{_W14}paraId", "") if paragraphs else ""
        parent, is_done = parents.get(own, ("", False))
        anchor = anchors.get(element.get(qn("id"), ""), Anchor(NOWHERE))
        answered = known.get(parent) if parent else None
        comment = Comment(
            element.get(qn("author"), ""),
            words,
            anchor.place,
            normal_words("".join(anchor.pieces)) or normal_words(anchor.words),
            answered,
            is_done,
        )
        if own:
            known[own] = comment
        yield comment
