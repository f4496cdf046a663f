"""Pairs the paragraphs of two documents, tables by row and cell; tells what came, went and moved.

One document is rendered from the input now, the other is the one that people had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from drafter.diagnostics import Place
from drafter.template.drafts import DRAFT
from drafter.template.package import REPEATED
from drafter.verify.alignment import aligned
from drafter.verify.document import (
    Block,
    Cell,
    Document,
    Paragraph,
    Row,
    Story,
    Table,
    paragraphs_in,
)
from drafter.verify.likeness import alike_blocks, alike_cells, alike_rows, alike_words

Item = Paragraph | Table | Row | Cell
_Any = TypeVar("_Any", Block, Row, Cell)

_MOVED_WORDS = 4
"""Shorter paragraphs say the same by chance."""
_STILL_ITSELF = 800
"""How much of a paragraph that moved must be the same, in thousandths."""
_MANY = 20_000
"""Where more pairs are possible, nobody looks for what is nearly the same elsewhere."""


class Pair(NamedTuple):
    """A paragraph as it is rendered now, and as it stands in the other document."""

    fresh: Paragraph
    edited: Paragraph


@dataclass(frozen=True, slots=True, eq=False)
class Single:
    """Something that only one of the documents has."""

    item: Item
    place: Place
    """In the edited document: its own place, or what it was behind."""
    run: int
    """Neighbours that came or went together have the same."""
    after: Pair | None = None
    """The pair of paragraphs right before it."""


class Moved(NamedTuple):
    """Something that stands elsewhere."""

    fresh: Item
    edited: Item


@dataclass(slots=True)
class Comparison:
    """All pairs of two documents, and what has no partner."""

    pairs: list[Pair] = field(default_factory=list)
    removed: list[Single] = field(default_factory=list)
    added: list[Single] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)


def compare(fresh: Document, edited: Document) -> Comparison:
    """Return how the paragraphs of two documents correspond."""
    pairing = _Pairing()
    titles = dict.fromkeys(story.title for story in (*fresh.stories, *edited.stories))
    for title in titles:
        one, other = (_blocks_of(document.stories, title) for document in (fresh, edited))
        pairing.blocks(one, other, Place(part=title))
    pairing.find_moves()
    return pairing.done


def _blocks_of(stories: Iterable[Story], title: str) -> list[Block]:
    blocks = [block for story in stories if story.title == title for block in story.blocks]
    if title not in REPEATED:
        return blocks
    said = {block.key: block for block in reversed(blocks) if block.key != DRAFT}
    return list(said.values())[::-1]


class _Pairing:
    """Goes down both documents together."""

    def __init__(self) -> None:
        self.done = Comparison()
        self._run = 0
        self._last: Pair | None = None

    def blocks(self, fresh: Sequence[Block], edited: Sequence[Block], place: Place) -> None:
        """Pair what stands in a body, a note or a cell."""
        ours, theirs = (
            [(isinstance(block, Table), block.key) for block in side] for side in (fresh, edited)
        )
        pairs = aligned(ours, theirs, lambda i, j: alike_blocks(fresh[i], edited[j]))
        pairs = _with_lonely(pairs, ours, theirs, lambda i, j: ours[i][0] == theirs[j][0])
        self._last = None  # what stands in another part, cell or table is not right before
        for one, other in self._walk(pairs, fresh, edited, place):
            if isinstance(one, Paragraph) and isinstance(other, Paragraph):
                self._pair(one, other)
            elif isinstance(one, Table) and isinstance(other, Table):
                self._rows(one, other)
                self._last = None

    def _pair(self, fresh: Paragraph, edited: Paragraph) -> None:
        self._last = Pair(fresh, edited)
        self.done.pairs.append(self._last)

    def _walk(
        self,
        pairs: Sequence[tuple[int, int]],
        fresh: Sequence[_Any],
        edited: Sequence[_Any],
        place: Place,
    ) -> Iterator[tuple[_Any, _Any]]:
        """Yield the pairs in order; keep what stands alone before and behind them."""
        i = j = 0
        for next_i, next_j in [*pairs, (len(fresh), len(edited))]:
            if i < next_i or j < next_j:
                self._run += 1
            for item in fresh[i:next_i]:
                self.done.removed.append(Single(item, place, self._run, self._last))
            for item in edited[j:next_j]:
                self.done.added.append(Single(item, item.place, self._run, self._last))
            if next_i < len(fresh) and next_j < len(edited):
                place = edited[next_j].place
                yield fresh[next_i], edited[next_j]
            i, j = next_i + 1, next_j + 1

    def _rows(self, fresh: Table, edited: Table) -> None:
        ours, theirs = ([row.key for row in table.rows] for table in (fresh, edited))
        pairs = aligned(ours, theirs, lambda i, j: alike_rows(fresh.rows[i], edited.rows[j]))
        pairs = _with_lonely(pairs, ours, theirs, lambda i, j: True)
        for one, other in self._walk(pairs, fresh.rows, edited.rows, edited.place):
            self._cells(one, other)

    def _cells(self, fresh: Row, edited: Row) -> None:
        if len(fresh.cells) == len(edited.cells):
            pairs = [(n, n) for n in range(len(fresh.cells))]
        else:
            ours, theirs = ([cell.key for cell in row.cells] for row in (fresh, edited))
            pairs = aligned(ours, theirs, lambda i, j: alike_cells(fresh.cells[i], edited.cells[j]))
        for one, other in self._walk(pairs, fresh.cells, edited.cells, edited.place):
            self._cell(one, other)

    def _cell(self, fresh: Cell, edited: Cell) -> None:
        """Pair the blocks of a cell; a cell that was emptied or filled pairs with no words."""
        if fresh.blocks and edited.blocks:
            self.blocks(fresh.blocks, edited.blocks, edited.place)
            return
        for paragraph in paragraphs_in(fresh):
            self._pair(paragraph, Paragraph("", paragraph.part, -1, edited.place))
        for paragraph in paragraphs_in(edited):
            self._pair(Paragraph("", paragraph.part, -1), paragraph)

    def find_moves(self) -> None:
        """Pair what is gone in one place with the same elsewhere, then with what is nearly so."""
        done = self.done
        counts = Counter(_identity(single.item) for single in done.added)
        places = {
            _identity(single.item): single
            for single in done.added
            if counts[_identity(single.item)] == 1
        }
        gone = Counter(_identity(single.item) for single in done.removed)
        for single in list(done.removed):
            name = _identity(single.item)
            if name in places and gone[name] == 1 and len(single.item.key) >= _MOVED_WORDS:
                self._move(single, places[name])
        if len(done.removed) * len(done.added) > _MANY:
            return
        for single in [s for s in done.removed if isinstance(s.item, Paragraph)]:
            near = [
                (alike_words(single.item.key, other.item.key), -turn, other)
                for turn, other in enumerate(done.added)
                if isinstance(other.item, Paragraph)
            ]
            likeness, _, best = max(near, key=lambda found: found[:2], default=(0, 0, single))
            if likeness >= _STILL_ITSELF:
                self._move(single, best)

    def _move(self, fresh: Single, edited: Single) -> None:
        self.done.removed.remove(fresh)
        self.done.added.remove(edited)
        self.done.moved.append(Moved(fresh.item, edited.item))
        if isinstance(fresh.item, Paragraph) and isinstance(edited.item, Paragraph):
            self.done.pairs.append(Pair(fresh.item, edited.item))


def _identity(item: Item) -> tuple[str, str]:
    return type(item).__name__, item.key


def _with_lonely(
    pairs: list[tuple[int, int]],
    ours: Sequence[Hashable],
    theirs: Sequence[Hashable],
    fit: Callable[[int, int], bool],
) -> list[tuple[int, int]]:
    """Return the pairs with those added that alone stand between two others on either side.

    One paragraph in the place of one other is the same paragraph, rewritten; but not where it
    stands as it was somewhere else.
    """
    found = []
    i = j = 0
    known, wanted = set(ours), set(theirs)
    for next_i, next_j in [*pairs, (len(ours), len(theirs))]:
        alone = next_i - i == 1 and next_j - j == 1
        if alone and fit(i, j) and ours[i] not in wanted and theirs[j] not in known:
            found.append((i, j))
        i, j = next_i + 1, next_j + 1
    return sorted([*pairs, *found])
