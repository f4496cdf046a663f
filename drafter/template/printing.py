"""What a tag may print: text with its origin, wrapped in marks that are taken out later.

The marks are Unicode noncharacters, which the input may not contain: `START index SEPARATOR text
END`, where the text is markup already: escaped, its lines paragraphs, a gap in a run of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from drafter.diagnostics import DataPath, path_text
from drafter.figures.nodes import Figure, Text
from drafter.template.seam import Seam

START, SEPARATOR, END = "\ufdd0", "\ufdd1", "\ufdd2"
MARK = re.compile(f"{START}([0-9a-f]+){SEPARATOR}([^{START}{END}]*){END}")

UNFIT = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that XML cannot hold, would change, or that are our marks; no input has them."""
_SPECIAL = re.compile(f"{UNFIT.pattern}|[&<>\n]")


MAX_VALUE = 5_000_000
"""How many characters a single value may take in the document."""


class UnprintableError(Exception):
    """A value that no document can hold; the message is for the user."""


@dataclass(slots=True)
class Printed:
    """One printed value: its text, the node it came from, and what is to be done with it.

    Not frozen, since tables have thousands; nothing changes one.
    """

    text: str
    node: Figure | Text | None = None
    gap: tuple[DataPath, ...] = ()
    merge: str | None = None
    """Cells that print the same key one below the other become one."""


Phrase = tuple["str | Printed", ...]
"""A worded value such as a change: fixed words with printed figures in between."""


_NAMED_GAPS = 2


def gap_text(paths: tuple[DataPath, ...]) -> str:
    """Return what stands in a draft where input is missing; many gaps are counted, not listed.

    Of a row only the field is named: the words around it tell which row it is, and the cells of
    tables are narrow.
    """
    named = "、".join(dict.fromkeys(path_text(_within_row(p)) for p in paths[:_NAMED_GAPS]))
    more = f" 等{len(paths)}处" if len(paths) > _NAMED_GAPS else ""
    return f"【待补：{named}{more}】"


def _within_row(path: DataPath) -> DataPath:
    """Return what of the path stands behind the last position in a list, if anything does."""
    last = max((place for place, step in enumerate(path) if isinstance(step, int)), default=-1)
    return path[last + 1 :] or path


def escaped(text: str, line_break: str) -> str:
    """Return the text as markup, with `line_break` between its lines.

    Text that a document cannot hold, or that looks like a mark, raises `UnprintableError`.
    """
    if not _SPECIAL.search(text):
        return text
    unfit = UNFIT.search(text)
    if unfit:
        raise UnprintableError(f"数据里有不能印出的字符 U+{ord(unfit.group()):04X}")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", line_break)


@dataclass(slots=True)
class PrintLog:
    """All values printed in one rendering, in the order of printing."""

    entries: list[Printed] = field(default_factory=list)

    def mark(self, printed: Printed, seam: Seam) -> str:
        """Return the marked markup for the document, and keep the entry.

        `seam` is what to write at the tag where the value does not fit into its run.
        """
        # Asked before it is done: paragraphs may have much to repeat, and values many lines.
        if len(seam.paragraph) * printed.text.count("\n") > MAX_VALUE:
            raise UnprintableError(f"值的行数太多，印出的内容超过 {MAX_VALUE} 个字符")
        text = escaped(printed.text, seam.paragraph)
        if printed.gap:
            text = f"{seam.gap}{text}{seam.gap_end}"
        self.entries.append(printed)
        return f"{START}{len(self.entries) - 1:x}{SEPARATOR}{text}{END}"
