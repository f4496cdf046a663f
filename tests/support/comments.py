"""Reads comments back from a Word file, with the words that each one encloses."""

from __future__ import annotations

from typing import NamedTuple

from drafter.template.package import Package, parse, qn, read_package
from drafter.template.runs import words_of

_START, _END, _REFERENCE = (
    qn(name) for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)


class Comment(NamedTuple):
    words: str
    """What it encloses; the words of several paragraphs with a stroke between them."""
    text: str
    author: str


def comments_of(blob: bytes, main: str = "word/document.xml") -> list[Comment]:
    """Return the comments in the order of their part; every one must have its three marks."""
    package = read_package(blob)
    body = parse(package.parts[main])
    listed = parse(package.parts[comments_part(package)])
    found = []
    for comment in listed.iter(qn("comment")):
        number = comment.get(qn("id"), "")
        for tag in (_START, _END, _REFERENCE):
            assert sum(node.get(qn("id")) == number for node in body.iter(tag)) == 1, (number, tag)
        text = "\n".join(words_of(paragraph) for paragraph in comment.iter(qn("p")))
        words = _enclosed([*body.iter(qn("p"), qn("t"), _START, _END)], number)
        found.append(Comment(words, text, comment.get(qn("author"), "")))
    return found


def comments_part(package: Package) -> str:
    (part,) = (name for name in package.parts if name.startswith("word/comments"))
    return part


def _enclosed(nodes: list[object], number: str) -> str:
    inside, words = False, ""
    for node in nodes:
        tag, own = getattr(node, "tag", ""), getattr(node, "attrib", {})
        if tag in {_START, _END}:
            inside = (tag == _START) if own.get(qn("id")) == number else inside
        elif inside and tag == qn("p"):
            words += "|"
        elif inside:
            words += getattr(node, "text", "") or ""
    return words
