"""Manual pages: what the docstring of a rule's function says, section by section.

A page is written beside the code that it describes, and read from there by the command, the manual
and the findings: the remedy is the hint of a finding that has none of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

SECTIONS = ("依据", "容差", "通过", "不通过", "怎么办")


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule says, in Chinese; empty where the docstring lacks the section."""

    summary: str
    basis: str
    tolerance: str
    passes: str
    fails: str
    remedy: str


@cache
def page_of(docstring: str) -> Page:
    """Return the page that a docstring holds: a first line, then the sections in their order."""
    found: dict[str, list[str]] = {}
    lines = found.setdefault("", [])
    for line in (line.strip() for line in docstring.splitlines()):
        name, colon, rest = line.partition("：")
        if colon and name in SECTIONS:
            lines = found.setdefault(name, [])
            lines.append(rest)
        elif line:
            lines.append(line)
    summary, basis, tolerance, passes, fails, remedy = (
        "".join(found.get(name, ())) for name in ("", *SECTIONS)
    )
    return Page(summary, basis, tolerance, passes, fails, remedy.removesuffix("。"))
