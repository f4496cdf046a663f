"""What a tag may print: text with its origin, wrapped in marks that later passes take out.

The marks are Unicode noncharacters, which the input may not contain:
`START index SEPARATOR text END`, and `BREAK` where a new paragraph begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from drafter.diagnostics import DataPath, path_text
from drafter.figures.nodes import Figure, Text

START, SEPARATOR, END, BREAK = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
MARK = re.compile(f"{START}([0-9a-f]+){SEPARATOR}([^{START}{END}]*){END}")


UNFIT = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that XML cannot hold, would change, or that are our marks; no input has them."""


class UnprintableError(Exception):
    """A value that no document can hold; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed value: its text, the node it came from, and what is to be done with it."""

    text: str
    node: Figure | Text | None = None
    gap: tuple[DataPath, ...] = ()
    merge: str | None = None
    """Cells that print the same key one below the other become one."""


Phrase = tuple["str | Printed", ...]
"""A worded value such as a change: fixed words with printed figures in between."""


_NAMED_GAPS = 2


def gap_text(paths: tuple[DataPath, ...]) -> str:
    """Return what stands in a draft where input is missing; many gaps are counted, not listed."""
    named = "、".join(path_text(path) for path in paths[:_NAMED_GAPS])
    more = f" 等{len(paths)}处" if len(paths) > _NAMED_GAPS else ""
    return f"【待补：{named}{more}】"


@dataclass(slots=True)
class PrintLog:
    """All values printed in one rendering, in the order of printing."""

    entries: list[Printed] = field(default_factory=list)

    def mark(self, printed: Printed) -> str:
        """Return the marked, escaped text for the document and keep the entry.

        Text that a document cannot hold, or that looks like a mark, raises `UnprintableError`.
        """
        unfit = UNFIT.search(printed.text)
        if unfit:
            raise UnprintableError(f"数据里有不能印出的字符 U+{ord(unfit.group()):04X}")
        self.entries.append(printed)
        text = escape(printed.text).replace("\n", BREAK)
        return f"{START}{len(self.entries) - 1:x}{SEPARATOR}{text}{END}"
