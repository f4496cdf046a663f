"""Who changed a paragraph: people, in the file, or somebody who changed the input afterwards.

The receipt knows what the paragraphs were when the file was rendered. What is there still in the
fresh rendering, people changed; what is there still in the file, the input did.
"""

from __future__ import annotations

from enum import Enum

from drafter.template.receipt import Receipt, hash_of
from drafter.verify.alignment import same_items
from drafter.verify.document import Document, Paragraph, paragraphs_in
from drafter.verify.pairing import Item, Pair


class Origin(Enum):
    """Where a difference comes from."""

    PEOPLE = "people"
    INPUT = "input"
    BOTH = "both"
    UNKNOWN = "unknown"
    """There is no receipt."""


class Origins:
    """Tells for pairs and for what stands alone where they come from."""

    def __init__(self, receipt: Receipt | None, fresh: Document, edited: Document) -> None:
        self._has_receipt = receipt is not None
        self._fresh = _kept(receipt, fresh)
        self._edited = _kept(receipt, edited)

    def of_pair(self, pair: Pair) -> Origin:
        """Return who made the difference between two paragraphs that are a pair."""
        if not self._has_receipt:
            return Origin.UNKNOWN
        if id(pair.fresh) in self._fresh or not (pair.fresh.words or self._knows(pair.edited)):
            return Origin.PEOPLE
        if self._knows(pair.edited) or not pair.edited.words:
            return Origin.INPUT
        return Origin.BOTH

    def of_removed(self, item: Item) -> Origin:
        """Return who did away with something that the input gives: or gives only by now."""
        return self._of(item, self._fresh, kept=Origin.PEOPLE, new=Origin.INPUT)

    def of_added(self, item: Item) -> Origin:
        """Return who put something into the file that the input does not give: or no longer."""
        return self._of(item, self._edited, kept=Origin.INPUT, new=Origin.PEOPLE)

    def _knows(self, edited: Paragraph) -> bool:
        return id(edited) in self._edited

    def _of(self, item: Item, known: set[int], *, kept: Origin, new: Origin) -> Origin:
        if not self._has_receipt:
            return Origin.UNKNOWN
        inner = list(paragraphs_in(item))
        held = sum(id(paragraph) in known for paragraph in inner)
        return kept if 2 * held >= len(inner) else new


def _kept(receipt: Receipt | None, document: Document) -> set[int]:
    """Return the paragraphs, by identity, that are as they were when the file was rendered."""
    if receipt is None:
        return set()
    paragraphs = list(document.paragraphs)
    pairs = same_items(receipt.hashes, [hash_of(p.words) for p in paragraphs])
    return {id(paragraphs[j]) for _, j in pairs}
