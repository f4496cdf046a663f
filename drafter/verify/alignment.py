"""Pairs the items of two sequences in their order: the same ones first, then those alike.

Items that stand once on either side are anchors; between anchors it is the pairing that keeps most
of the words, where there are few items, and otherwise the longest common runs. So rows of
numbers, which repeat a lot, do not drift apart, and the time stays near to linear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Likeness = Callable[[int, int], int]
"""How many thousandths of two items, by their numbers, are the same."""
Pairs = list[tuple[int, int]]

SAME, ALIKE = 1000, 400
"""How much of two items must be the same for one to have become the other."""
_FEW = 2_500
"""Up to how many possible pairs likeness is asked for each of them."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of both sequences: from where to where."""

    start: int
    end: int
    other_start: int
    other_end: int

    @property
    def is_open(self) -> bool:
        """Return whether there is something on both sides."""
        return self.start < self.end and self.other_start < self.other_end

    @property
    def size(self) -> int:
        """Return the number of possible pairs."""
        return (self.end - self.start) * (self.other_end - self.other_start)


def same_items(one: Sequence[Hashable], other: Sequence[Hashable]) -> Pairs:
    """Return the pairs of items that are the same, in order on both sides."""
    return _aligned(one, other, None)


def aligned(one: Sequence[Hashable], other: Sequence[Hashable], likeness: Likeness) -> Pairs:
    """Return the pairs of items that are the same or alike, in order on both sides."""
    return _aligned(one, other, likeness)


def _aligned(
    one: Sequence[Hashable], other: Sequence[Hashable], likeness: Likeness | None
) -> Pairs:
    pairs: Pairs = []
    waiting = [_Stretch(0, len(one), 0, len(other))]
    while waiting:
        stretch, ends = _trimmed(one, other, waiting.pop())
        pairs += ends
        if not stretch.is_open:
            continue
        anchors = _anchors(one, other, stretch)
        if anchors:
            pairs += anchors
            waiting += _between(stretch, anchors)
        elif likeness is not None and stretch.size <= _FEW:
            pairs += _most_alike(one, other, stretch, likeness)
        else:
            pairs += _common_runs(one, other, stretch, likeness)
    return sorted(pairs)


def _trimmed(
    one: Sequence[Hashable], other: Sequence[Hashable], stretch: _Stretch
) -> tuple[_Stretch, Pairs]:
    """Return what is left between a common beginning and a common end, and their pairs."""
    start, end, other_start, other_end = (
        stretch.start, stretch.end, stretch.other_start, stretch.other_end,
    )  # fmt: skip
    pairs: Pairs = []
    while start < end and other_start < other_end and one[start] == other[other_start]:
        pairs.append((start, other_start))
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and one[end - 1] == other[other_end - 1]:
        end, other_end = end - 1, other_end - 1
        pairs.append((end, other_end))
    return _Stretch(start, end, other_start, other_end), pairs


def _anchors(one: Sequence[Hashable], other: Sequence[Hashable], stretch: _Stretch) -> Pairs:
    """Return the longest run in order of items that stand once on either side."""
    ours = Counter(one[stretch.start : stretch.end])
    theirs = Counter(other[stretch.other_start : stretch.other_end])
    places = {
        other[j]: j for j in range(stretch.other_start, stretch.other_end) if theirs[other[j]] == 1
    }
    candidates = [
        (i, places[one[i]])
        for i in range(stretch.start, stretch.end)
        if ours[one[i]] == 1 and one[i] in places
    ]
    return _rising(candidates)


def _rising(candidates: Pairs) -> Pairs:
    """Return the longest part of the pairs whose second numbers rise."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(candidates):
        at = bisect_left(tails, j)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [number]
    found: Pairs = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(candidates[number])
        number = before[number]
    return found[::-1]


def _between(stretch: _Stretch, pairs: Pairs) -> list[_Stretch]:
    """Return what lies between the pairs and at both ends of a stretch."""
    found = []
    start, other_start = stretch.start, stretch.other_start
    for i, j in [*pairs, (stretch.end, stretch.other_end)]:
        between = _Stretch(start, i, other_start, j)
        if between.is_open:
            found.append(between)
        start, other_start = i + 1, j + 1
    return found


def _most_alike(
    one: Sequence[Hashable], other: Sequence[Hashable], stretch: _Stretch, likeness: Likeness
) -> Pairs:
    """Return the pairs in order whose likeness together is the greatest."""
    rows = range(stretch.start, stretch.end)
    columns = range(stretch.other_start, stretch.other_end)
    like = [[SAME if one[i] == other[j] else likeness(i, j) for j in columns] for i in rows]
    best = [[0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for r in reversed(range(len(rows))):
        for c in reversed(range(len(columns))):
            paired = like[r][c] + best[r + 1][c + 1] if like[r][c] >= ALIKE else -1
            best[r][c] = max(paired, best[r + 1][c], best[r][c + 1])
    pairs: Pairs = []
    r = c = 0
    while r < len(rows) and c < len(columns):
        if like[r][c] >= ALIKE and best[r][c] == like[r][c] + best[r + 1][c + 1]:
            pairs.append((rows[r], columns[c]))
            r, c = r + 1, c + 1
        elif best[r][c] == best[r + 1][c]:
            r += 1
        else:
            c += 1
    return pairs


def _common_runs(
    one: Sequence[Hashable],
    other: Sequence[Hashable],
    stretch: _Stretch,
    likeness: Likeness | None,
) -> Pairs:
    """Return the pairs of common runs, and between them of items that are alike where they stand.

    For long stretches in which nothing stands once, and so much may be the same as something.
    """
    ours = one[stretch.start : stretch.end]
    theirs = other[stretch.other_start : stretch.other_end]
    pairs: Pairs = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=stretch.size > _FEW * 100)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pairs += [
                (stretch.start + i, stretch.other_start + j)
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            ]
        elif likeness is not None:
            inner = _Stretch(
                stretch.start + i1, stretch.start + i2,
                stretch.other_start + j1, stretch.other_start + j2,
            )  # fmt: skip
            pairs += _in_place(one, other, inner, likeness)
    return pairs


def _in_place(
    one: Sequence[Hashable], other: Sequence[Hashable], stretch: _Stretch, likeness: Likeness
) -> Pairs:
    if stretch.size <= _FEW:
        return _most_alike(one, other, stretch, likeness) if stretch.is_open else []
    pairs = zip(
        range(stretch.start, stretch.end),
        range(stretch.other_start, stretch.other_end),
        strict=False,
    )
    return [(i, j) for i, j in pairs if likeness(i, j) >= ALIKE]
