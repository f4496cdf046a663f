"""What changed in a paragraph: figures, words of the input, fixed words of the template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from drafter.verify.meaning import MeaningChange, Stretch, meaning_change
from drafter.verify.spans import Span

_TOKEN = re.compile(r"[-−+]?\d+(?:[,，]\d{3})*(?:\.\d+)?[%％]?|[A-Za-z]+|.", re.DOTALL)
NUMBER = re.compile(r"[-−+]?\d+(?:[,，]\d{3})*(?:\.\d+)?[%％]?")
_DATED = re.compile(r"\s*(?:[年月日号条]|[-—－–~～至到]+\s*\d{4}\s*年)")
_LISTED = re.compile(r"[、．)）〕\]]|\.(?!\d)")
_BEFORE_LISTED = frozenset("（(〔[。；;：: ")


class FigureChange(NamedTuple):
    """A number that is no longer what the input gives; no new one where it is gone."""

    span: Span
    old: str
    new: str | None


class ProseChange(NamedTuple):
    """Words of the input that read otherwise."""

    span: Span
    old: str
    new: str
    is_whole: bool
    """Whether it is clear where they begin and end; else only the paragraph as a whole is."""


class FixedChange(NamedTuple):
    """Words that belong to the template."""

    old: str
    new: str


@dataclass(slots=True)
class Changes:
    """All that changed in a paragraph."""

    figures: list[FigureChange] = field(default_factory=list)
    prose: list[ProseChange] = field(default_factory=list)
    fixed: list[FixedChange] = field(default_factory=list)
    meanings: list[MeaningChange] = field(default_factory=list)
    """Words of the template that follow from a figure beside them."""
    new_numbers: list[str] = field(default_factory=list)
    """Numbers put among the words of the template: no input knows them."""


class _Region(NamedTuple):
    """A stretch of the old words and what stands in its place."""

    start: int
    end: int
    new_start: int
    new_end: int


def numbers_in(words: str) -> list[str]:
    """Return the numbers that count or measure something, not those of dates and lists."""
    return [hit.group() for hit in _counting(words)]


def figures_of(words: str, spans: Sequence[Span]) -> list[Span]:
    """Return the printed values that hold a number which counts or measures something."""
    hits = list(_counting(words))
    return [
        span
        for span in spans
        if span.is_figure and any(h.start() < span.end and span.start < h.end() for h in hits)
    ]


def _counting(words: str) -> Iterator[re.Match[str]]:
    return (hit for hit in NUMBER.finditer(words) if not _only_orders(words, hit))


def _is_turn(words: str, span: Span) -> bool:
    """Return whether a printed number only tells the turn of a paragraph, at its beginning."""
    hit = NUMBER.match(words, span.start)
    is_first = not words[: span.start].strip("（( ")
    return (
        is_first and span.printed.node is None and hit is not None and hit.end() == span.end
        and _LISTED.match(words, span.end) is not None
    )  # fmt: skip


def _only_orders(words: str, number: re.Match[str]) -> bool:
    """Return whether a number tells a date or a turn: nobody adds these up."""
    if not number.group().lstrip("-−+").isdecimal():
        return False
    before = words[number.start() - 1 : number.start()]
    is_first = not before or before in _BEFORE_LISTED
    return bool(
        _DATED.match(words, number.end()) or (is_first and _LISTED.match(words, number.end()))
    )


def changes_between(old: str, new: str, spans: Sequence[Span]) -> Changes:
    """Return what changed from one text to the other; `spans` are the values in the old one."""
    changes = Changes()
    regions = [_slid(region, old, new, spans) for region in _regions(old, new)]
    prose: dict[Span, list[_Region]] = {}
    for region in regions:
        home = next((span for span in spans if span.is_prose and _lies_in(region, span)), None)
        if home is not None:
            prose.setdefault(home, []).append(region)
        else:
            for span in _mixed(region, old, new, spans, changes):
                prose.setdefault(span, [])
    for span, own in sorted(prose.items(), key=lambda item: item[0].start):
        start, start_is_clear = _place(span.start, regions, own, is_end=False)
        end, end_is_clear = _place(span.end, regions, own, is_end=True)
        is_whole = start_is_clear and end_is_clear
        changes.prose.append(
            ProseChange(span, old[span.start : span.end], new[start : max(start, end)], is_whole)
        )
    return changes


def _regions(old: str, new: str) -> list[_Region]:
    """Return where the texts differ; a number is one sign, however many digits it has."""
    ours, theirs = (list(_TOKEN.finditer(text)) for text in (old, new))
    matcher = SequenceMatcher(
        None, [hit.group() for hit in ours], [hit.group() for hit in theirs], autojunk=False
    )
    begins = [hit.start() for hit in ours] + [len(old)]
    new_begins = [hit.start() for hit in theirs] + [len(new)]
    return [
        _Region(begins[i1], begins[i2], new_begins[j1], new_begins[j2])
        for kind, i1, i2, j1, j2 in matcher.get_opcodes()
        if kind != "equal"
    ]


def _lies_in(region: _Region, span: Span) -> bool:
    return span.start <= region.start and region.end <= span.end


def _slid(region: _Region, old: str, new: str, spans: Sequence[Span]) -> _Region:
    """Return a region moved into words of the input, where it says the same there.

    `甲。` that became `甲。乙。` may have got `乙。` behind the full stop or `。乙` before it.
    """
    is_added, is_removed = region.start == region.end, region.new_start == region.new_end
    if is_added == is_removed:
        return region
    text = new if is_added else old
    start, end = (region.new_start, region.new_end) if is_added else (region.start, region.end)
    shift = 0
    while True:
        moved = _Region(*(place - shift for place in region))
        if any(span.is_prose and _lies_in(moved, span) for span in spans):
            return moved
        at = start - shift - 1
        if at < 0 or min(moved.start, moved.new_start) <= 0:
            return region
        if text[at] != text[end - shift - 1] or old[moved.start - 1] != new[moved.new_start - 1]:
            return region
        if NUMBER.match(text[at]):
            return region  # numbers are not taken apart
        shift += 1


def _mixed(
    region: _Region, old: str, new: str, spans: Sequence[Span], changes: Changes
) -> Iterator[Span]:
    """Keep what changed in a region of more than words of the input; yield those that it is in."""
    touched = [
        span
        for span in spans
        if span.start < region.end and region.start < span.end and span.start < span.end
    ]
    figures = [s for s in touched if not s.is_prose and s.is_figure and not _is_turn(old, s)]
    prose = [span for span in touched if span.is_prose]
    added = new[region.new_start : region.new_end]
    is_in_one = len(touched) == len(figures) == 1 and _lies_in(region, figures[0])
    if is_in_one and added and not NUMBER.search(added):
        (span,) = figures  # such as one in Chinese figures
        became = old[span.start : region.start] + added + old[region.end : span.end]
        changes.figures.append(FigureChange(span, old[span.start : span.end], became))
        return
    numbers = list(NUMBER.finditer(added))
    taken = _figures(figures, old, numbers, changes)
    meaning = _meaning(region, old, new, spans, changes)
    if meaning is not None and (not prose or meaning.old):
        changes.meanings.append(meaning)
    yield from prose
    if prose:
        return  # where they end in the new text is not clear, so neither is what is fixed
    rest = "".join(
        added[a:b] for a, b in zip([0, *(n.end() for n in taken)],
                                   [*(n.start() for n in taken), len(added)], strict=True)
    )  # fmt: skip
    changes.new_numbers += numbers_in(rest)
    covered = [(span.start, span.end) for span in figures]
    fixed = "".join(
        old[at] for at in range(region.start, region.end)
        if not any(start <= at < end for start, end in covered)
    )  # fmt: skip
    if fixed != rest and meaning is None:
        changes.fixed.append(FixedChange(fixed, rest))


def _meaning(
    region: _Region, old: str, new: str, spans: Sequence[Span], changes: Changes
) -> MeaningChange | None:
    """Return which words about a figure changed in a region; what is gone has no meaning."""
    gone = {change.span for change in changes.figures if change.new is None}
    return meaning_change(
        Stretch(old, region.start, region.end),
        Stretch(new, region.new_start, region.new_end),
        [span for span in figures_of(old, spans) if span not in gone],
        {_bare(change.old, change.new) for change in changes.figures if change.new},
    )


def _bare(old: str, new: str) -> str:
    """Return a new number without its sign of percent, where the template prints that."""
    return new if old.endswith(("%", "％")) else new.rstrip("%％")


def _figures(
    figures: Sequence[Span], old: str, numbers: Sequence[re.Match[str]], changes: Changes
) -> list[re.Match[str]]:
    """Keep which figures became which numbers; return the numbers that came of figures."""
    if len(figures) == len(numbers):
        pairs = list(zip(figures, numbers, strict=True))
        for span, number in pairs:
            before = old[span.start : span.end]
            if before != number.group():
                changes.figures.append(FigureChange(span, before, number.group()))
        return list(numbers)
    left = list(numbers)
    for span in figures:
        before = old[span.start : span.end]
        same = next((number for number in left if number.group() == before), None)
        if same is None:
            changes.figures.append(FigureChange(span, before, None))
        else:
            left.remove(same)
    return [number for number in numbers if number not in left]


def _place(
    at: int, regions: Sequence[_Region], own: Sequence[_Region], *, is_end: bool
) -> tuple[int, bool]:
    """Return where a place of the old text is in the new one, and whether that is clear.

    What was put right at the place belongs to the value if the region is its own.
    """
    shift = 0
    for region in regions:
        is_insertion = region.start == region.end
        if region.end < at or (region.end == at and not is_insertion and not is_end):
            shift = region.new_end - region.end
        elif region.start < at < region.end:
            return (region.new_end if is_end else region.new_start), False
        elif region.start > at or (region.start == at and is_end and not is_insertion):
            break
        elif region in own or not is_insertion:
            return (region.new_end if is_end else region.new_start), True
        elif is_end:
            break
        else:
            shift = region.new_end - region.end
    return at + shift, True
