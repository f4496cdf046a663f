"""A tag of a template: what was typed, where, and what it lifts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drafter.diagnostics import Place

SLOT = "_slot"
"""The filter that every printing tag ends in: it takes the number of the tag in its part."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as typed, with the kind of lifting it asks for ("" for inside a paragraph)."""

    text: str
    kind: str
    place: Place
    """Where it stands, with its words."""
    scope: int
    """Number of the element that an opening and its closing tag must share."""
    sound: bool = True
    """Whether the tag could be lifted as it asks; where not, its level says nothing."""
    plots: bool = False
    """Whether it gives a chart a number to draw."""

    @property
    def inner(self) -> str:
        """Return what stands between the delimiters, without the lifting letter, on one line."""
        return re.sub(r"[\r\n\t]", " ", self.text[2 + len(self.kind) : -2]).strip()

    @property
    def is_print(self) -> bool:
        """Return whether the tag prints a value."""
        return self.text.startswith("{{")


def tag_at_line(tags: Sequence[Tag], line: int) -> Tag | None:
    """Return the tag whose words stand on the line of the text for jinja."""
    return tags[line - 2] if 2 <= line < len(tags) + 2 else None
