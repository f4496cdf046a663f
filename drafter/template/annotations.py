"""Puts comments into a finished document, each around the very words that it is about.

The words stay as they are, which is proved on the finished bytes as a rendering is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy

from lxml import etree

from drafter.template.anchors import Anchors, Note, Spot
from drafter.template.attach import related_part, with_part
from drafter.template.package import (
    Package,
    W,
    parse,
    qn,
    read_package,
    serialised,
    stored_parts,
    write_package,
)
from drafter.template.printing import UNFIT
from drafter.template.proofs import structure_problems
from drafter.template.receipt import with_notes
from drafter.template.runs import (
    XML_SPACE,
    cut_at,
    outermost_run,
    properties_of,
    runs_between,
    words_of,
)
from drafter.template.words import content_of

AUTHOR, INITIALS = "drafter", "d"
DATE = "2000-01-01T00:00:00Z"
"""The same for all, so that the same input gives the same bytes."""
_P, _R = qn("p"), qn("r")
_START, _END, _REFERENCE = (
    qn(name) for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)
_MARKS = (_START, _END, _REFERENCE)
_SIZE = {qn(name) for name in ("rStyle", "rFonts", "sz", "szCs")}
_Marked = tuple[Spot, str]


def annotated(document: bytes, notes: Iterable[Note], opening: str = "") -> bytes:
    """Return the document with a comment for each note, in the order of the document.

    The first is the opening one, on the first words, where it says something. Comments that the
    document has already stay before them. Notes on places where Word has no comments stand at
    the nearest words of the body.
    """
    package = read_package(document)
    anchors = Anchors(package)
    spots = [(anchors.spot_of(note), note.text) for note in notes]
    spots.sort(key=_order(anchors.body))
    if opening:
        spots.insert(0, (anchors.spot_of(anchors.first()), opening))
    if not spots:
        return document
    package, part = _with_comments_part(package, anchors.main)
    comments = parse(package.parts[part])
    first = _first_id(comments, anchors.body)
    _cut(spots)
    lines = []
    for number, (spot, text) in enumerate(spots, start=first):
        _mark(spot, str(number))
        said = f"{spot.about}：{text}" if spot.about else text
        lines.append(UNFIT.sub("\ufffd", said).split("\n"))
        comments.append(_comment(number, lines[-1]))
    changed = {anchors.main: serialised(anchors.body), part: serialised(comments)}
    result = write_package(with_notes(package.with_parts(changed), map(" ".join, lines)))
    _prove(document, result, anchors.main, part)
    return result


def _order(body: etree._Element) -> Callable[[_Marked], tuple[int, ...]]:
    """Return what sorts notes by the document, what encloses others first."""
    turns = {paragraph: turn for turn, paragraph in enumerate(body.iter(_P))}

    def key(marked: _Marked) -> tuple[int, ...]:
        spot = marked[0]
        return turns[spot.first], spot.start, -turns[spot.last], -spot.end

    return key


def _cut(spots: Iterable[_Marked]) -> None:
    """Cut the runs of all paragraphs where something will stand, before anything does."""
    edges: dict[etree._Element, set[int]] = {}
    for spot, _ in spots:
        if spot.sign is None:
            edges.setdefault(spot.first, set()).add(spot.start)
            edges.setdefault(spot.last, set()).add(spot.end)
    for paragraph, positions in edges.items():
        cut_at(paragraph, positions)


def _mark(spot: Spot, number: str) -> None:
    """Enclose the place; what encloses another one must come before it."""
    first, last = _ends(spot)
    start, end = (etree.Element(tag, {qn("id"): number}) for tag in (_START, _END))
    reference = etree.Element(_R)
    # As large as the words, or it would make a row of small ones higher.
    model = first if last is None else last
    for own in [] if model is None else properties_of(model):
        for other in [node for node in own if node.tag not in _SIZE]:
            own.remove(other)
        reference.append(own)
    etree.SubElement(reference, _REFERENCE, {qn("id"): number})
    if last is None:
        _insert(spot, first, (start, end, reference))
        return
    if first is None:
        spot.first.append(start)
    else:
        first.addprevious(start)
    last.addnext(reference)
    last.addnext(end)


def _ends(spot: Spot) -> tuple[etree._Element | None, etree._Element | None]:
    """Return the first and the last run of a place; no last one where nothing is enclosed.

    The first is then the one that the place is before, if there is one.
    """
    if spot.sign is not None:
        run = outermost_run(spot.sign, spot.first)
        return run, run
    if spot.first is not spot.last:
        begin = runs_between(spot.first, spot.start, len(words_of(spot.first)))
        finish = runs_between(spot.last, 0, spot.end)
        return (begin and begin[0]), (finish and finish[1])
    if spot.start < spot.end:
        found = runs_between(spot.first, spot.start, spot.end)
        return found or (None, None)
    behind = runs_between(spot.first, spot.start, spot.start + 1)
    return (behind and behind[0]), None


def _insert(spot: Spot, before: etree._Element | None, marks: Sequence[etree._Element]) -> None:
    """Put marks that enclose nothing before a run, or at the end of the paragraph."""
    if before is None:
        spot.first.extend(marks)
        return
    for mark in marks:
        before.addprevious(mark)


def _with_comments_part(package: Package, main: str) -> tuple[Package, str]:
    """Return the package with a part for comments: its own, or a new one."""
    own = related_part(package, main, "comments")
    if own is not None:
        return package, own
    attached = with_part(package, main, "comments", etree.Element(qn("comments"), nsmap={"w": W}))
    return attached.package, attached.part


def _first_id(*roots: etree._Element) -> int:
    """Return the first number that no comment has; marks of one that is gone keep theirs, too."""
    marks = (node.get(qn("id"), "") for root in roots for node in root.iter(qn("comment"), *_MARKS))
    return max((int(number) for number in marks if number.isdecimal()), default=-1) + 1


def _comment(number: int, lines: Sequence[str]) -> etree._Element:
    own = {"id": str(number), "author": AUTHOR, "date": DATE, "initials": INITIALS}
    comment = etree.Element(qn("comment"), {qn(name): value for name, value in own.items()})
    for turn, line in enumerate(lines):
        paragraph = etree.SubElement(comment, _P)
        paragraph.append(deepcopy(_LOOK_OF_PARAGRAPH))
        if turn == 0:
            etree.SubElement(_run(paragraph), qn("annotationRef"))
        words = etree.SubElement(_run(paragraph), qn("t"), {XML_SPACE: "preserve"})
        words.text = line
    return comment


def _run(paragraph: etree._Element) -> etree._Element:
    run = etree.SubElement(paragraph, _R)
    run.append(deepcopy(_LOOK_OF_RUN))
    return run


_LOOK_OF_PARAGRAPH = parse(
    f'<w:pPr xmlns:w="{W}"><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>'
    "</w:pPr>".encode()
)
"""The template need not have styles for comments, and its plain style is that of a report."""
_LOOK_OF_RUN = parse(
    f'<w:rPr xmlns:w="{W}"><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'.encode()
)


def _prove(before: bytes, after: bytes, main: str, comments: str) -> None:
    """Raise where the document says something else than before, or where a comment is lost."""
    package = read_package(before)
    old, new = parse(package.parts[main]), parse(stored_parts(after, [main])[main])
    said = parse(stored_parts(after, [comments])[comments])
    if [content_of(p) for p in old.iter(_P)] != [content_of(p) for p in new.iter(_P)]:
        raise RuntimeError("comments have changed the words of the document")
    broken = {problem.message for problem in structure_problems(new)}
    if broken - {problem.message for problem in structure_problems(old)}:
        raise RuntimeError(f"comments have broken the document: {'; '.join(sorted(broken))}")
    there = _ids(package, comments)
    written = [node.get(qn("id")) for node in said.iter(qn("comment"))]
    written = [number for number in written if number not in there]
    for tag in _MARKS:
        marked = Counter(node.get(qn("id")) for node in new.iter(tag))
        if any(marked[number] != 1 for number in written):
            raise RuntimeError(f"a comment has not one {etree.QName(tag).localname}")


def _ids(package: Package, comments: str) -> set[str | None]:
    blob = package.parts.get(comments)
    return set() if blob is None else {n.get(qn("id")) for n in parse(blob).iter(qn("comment"))}
