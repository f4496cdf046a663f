"""The file name of a report: the template's pattern with what the input says."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category

_LONGEST = 40
"""How much of a project's name a file name takes: file systems end at some length."""


def file_name_of(
    pattern: str, full_name: str, year: int | None, scope: str, projects: Sequence[str]
) -> str:
    """Return the file name by the pattern, safe on every system."""
    name = pattern.replace("{全称}", full_name)
    name = name.replace("{年度}", str(year or ""))
    name = name.replace("{口径}", scope)
    name = name.replace("{项目}", f"（{projects[0][:_LONGEST]}）" if len(projects) == 1 else "")
    return "".join("_" if c in '\\/:*?"<>|' or category(c) in {"Cc", "Cf"} else c for c in name)
