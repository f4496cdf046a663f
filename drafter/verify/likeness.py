"""How much two paragraphs, rows or tables have in common, in thousandths."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from drafter.verify.alignment import SAME
from drafter.verify.document import Block, Cell, Paragraph, Row, Table

_NAMED = 600
"""What rows have in common at least that bear the same name, whatever their numbers are."""
_WORD = re.compile(r"[^\W\d_]{2}")


def alike_words(one: str, other: str) -> int:
    """Return how many of the pairs of letters are the same."""
    if one == other:
        return SAME
    if len(one) < 2 or len(other) < 2:
        return 0
    return _shared(_pairs(one), _pairs(other))


@lru_cache(maxsize=20_000)
def _pairs(words: str) -> Counter[str]:
    return Counter(words[at : at + 2] for at in range(len(words) - 1))


def _shared(one: Counter[str], other: Counter[str]) -> int:
    total = one.total() + other.total()
    return 2 * SAME * (one & other).total() // total if total else SAME


def alike_blocks(one: Block, other: Block) -> int:
    """Return how much two blocks have in common; a paragraph and a table have nothing."""
    if isinstance(one, Paragraph) and isinstance(other, Paragraph):
        return alike_words(one.words, other.words)
    if isinstance(one, Table) and isinstance(other, Table):
        return _alike_tables(one, other)
    return 0


def _alike_tables(one: Table, other: Table) -> int:
    """Return how many cells are the same; tables with the same heads are at least alike."""
    cells = [
        Counter(cell.key for row in table.rows for cell in row.cells) for table in (one, other)
    ]
    heads = [table.rows[0].key for table in (one, other)]
    return max(_shared(*cells), _NAMED if heads[0] == heads[1] else 0)


def alike_rows(one: Row, other: Row) -> int:
    """Return how many cells are the same, in whatever column; a row goes by its name."""
    same = _shared(Counter(_keys(one.cells)), Counter(_keys(other.cells)))
    names = _name(one.cells), _name(other.cells)
    if names[0] and names[1] and alike_words(*names) > _NAMED:
        return max(same, _NAMED)
    return same


def _keys(cells: Sequence[Cell]) -> list[str]:
    return [cell.key for cell in cells]


def _name(cells: Sequence[Cell]) -> str:
    return next((cell.key for cell in cells if _WORD.search(cell.key)), "")


def alike_cells(one: Cell, other: Cell) -> int:
    """Return how much two cells have in common."""
    return alike_words(one.key, other.key)
