"""A copy of a template's Word file with each finding as a comment at its place.

The words stay as they are. Comments of a template go into no report, so the copy works as the
template does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from drafter.diagnostics import Diagnostic, Place
from drafter.template.anchors import Note
from drafter.template.annotations import annotated
from drafter.template.package import (
    Package,
    PackageError,
    malformed_parts,
    read_package,
    templated_parts,
)
from drafter.template.prepare import placed_paragraphs
from drafter.template.runs import words_of

_Key = tuple[str, tuple[str, ...], int, tuple[tuple[int, int, int], ...]]


class UnmarkableError(Exception):
    """The Word file cannot be read far enough to put comments into it; the message is for users."""


class Marked(NamedTuple):
    """The Word file with comments, and how many findings stand at their place."""

    document: bytes
    placed: int


def marked(document: bytes, findings: Sequence[Diagnostic]) -> Marked:
    """Return the Word file with the findings as comments; those without a place in it come first.

    Raises `UnmarkableError` where the file is no Word file that could be changed.
    """
    package = opened(document)
    notes, elsewhere = list[Note](), list[str]()
    spots = _spots(package)
    for finding in findings:
        note = _note(finding, spots)
        if note is None:
            elsewhere.append(f"{_where(finding)}{_words(finding)}")
        else:
            notes.append(note)
    copy = annotated(document, notes, "\n".join(_opening(len(notes), elsewhere)))
    return Marked(copy, len(notes))


def opened(document: bytes) -> Package:
    """Return a Word file that comments can be put into; raise `UnmarkableError` of any other."""
    try:
        package = read_package(document)
    except PackageError as error:
        raise UnmarkableError(str(error)) from error
    if malformed_parts(package) or not templated_parts(package):
        raise UnmarkableError("Word 文件里有的部分读不出来")
    return package


def _opening(marks: int, elsewhere: list[str]) -> Iterator[str]:
    yield f"模板检查：在原处标出 {marks} 项，批注不会进报告。"
    if elsewhere:
        yield f"另有 {len(elsewhere)} 项不在这个文件的某一处："
        yield from elsewhere


def _spots(package: Package) -> dict[_Key, tuple[str, int, str]]:
    """Return where a note on each paragraph stands, by the place that findings have."""
    spots: dict[_Key, tuple[str, int, str]] = {}
    for name, number, paragraph, place in placed_paragraphs(package):
        # Those in text boxes have the place of their anchor, which comes first.
        spots.setdefault(_key(place), (name, number, words_of(paragraph)))
    return spots


def _key(place: Place) -> _Key:
    """Return what tells a paragraph, whatever `order` begins with in its part."""
    return place.part, place.headings, place.paragraph, place.cells


def _note(finding: Diagnostic, spots: Mapping[_Key, tuple[str, int, str]]) -> Note | None:
    place = finding.where.inside
    found = spots.get(_key(place)) if place.paragraph or place.cells else None
    if found is None:
        return None
    name, number, words = found
    start, end = _letters(words, place)
    return Note(name, number, start, end, _words(finding))


def _letters(words: str, place: Place) -> tuple[int, int]:
    """Return the letters of the tag in the words of its paragraph, or all of them."""
    tag = place.tag
    if tag and words.startswith(tag, place.at):
        return place.at, place.at + len(tag)
    start = words.find(tag) if tag else -1
    return (start, start + len(tag)) if start >= 0 else (0, len(words))


def _where(finding: Diagnostic) -> str:
    """Return the place of a finding elsewhere, with the bare name of its file."""
    where = finding.where
    file = where.file.replace("\\", "/").rpartition("/")[2]
    if where.line:
        return f"{file} 第{where.line}行："
    return f"{where.place}：" if where.place else f"{file}："


def _words(finding: Diagnostic) -> str:
    hint = f"（{finding.hint}）" if finding.hint else ""
    return f"{finding.severity} {finding.id} {finding.message}{hint}"
