"""Writes plain data as YAML text that the reader of this package reads back as the same data.

Texts stay as they are wherever that is possible: `0701` and `12:30` need no quotes, since nothing
is typed on reading. What `plain.refusals` names no file may hold, and is not for the writer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from drafter.diagnostics import DataPath
from drafter.source import origins as origin_comments
from drafter.source import quoting
from drafter.source.plain import Plain

STEP = 2
"""Columns of one level of indentation."""

Origins = Mapping[DataPath, str]
"""Where figures were read from, by path: `决算.xlsx（公开01表!C12）`."""
NO_ORIGINS: Origins = MappingProxyType({})

_BLANK_FIRST = re.compile(r"(?:[ ]*\n)*[ \t]")


def yaml_text(value: Plain, origins: Origins = NO_ORIGINS) -> str:
    """Return the text of a whole file."""
    return "".join(f"{line}\n" for line in yaml_lines(value, origins=origins))


def yaml_lines(
    value: Plain,
    indent: int = 0,
    origins: Origins = NO_ORIGINS,
    base: DataPath = (),
    *,
    keep: bool = True,
) -> list[str]:
    """Return the lines of a value at an indent; `base` is its path, as the origins name it.

    With `keep`, blank lines at the end of a text stand as lines, so that no blank line may follow
    that is not meant; otherwise such a text is quoted.
    """
    pad = " " * indent
    if not is_nested(value):
        first, *more = value_lines(value, indent - STEP, origins.get(base, ""), keep=keep)
        return [pad + first, *more]
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, inner in value.items():
            head = f"{pad}{quoting.key(key)}:"
            path = (*base, key)
            if is_nested(inner):
                lines += [head, *yaml_lines(inner, indent + STEP, origins, path, keep=keep)]
            else:
                lines += _behind(head, inner, indent, origins.get(path, ""), keep=keep)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            path = (*base, number)
            if is_nested(inner):
                first, *more = yaml_lines(inner, indent + STEP, origins, path, keep=keep)
                lines += [f"{pad}- {first[indent + STEP :]}", *more]
            else:
                lines += _behind(f"{pad}-", inner, indent, origins.get(path, ""), keep=keep)
    return lines


def is_nested(value: Plain) -> bool:
    """Return whether a value takes lines of its own: a mapping or list that holds something."""
    return bool(value) and not isinstance(value, str)


def value_lines(value: Plain, indent: int, origin: str = "", *, keep: bool = True) -> list[str]:
    """Return what stands behind a colon or dash at the indent, and the lines that follow.

    Only a text of several lines has more than one; only one of a single line bears its origin.
    """
    if value is None:
        return [""]
    if not isinstance(value, str):
        return ["{}" if isinstance(value, Mapping) else "[]"]
    if _may_be_block(value) and (keep or not value.endswith("\n\n")):
        return _block(value, " " * (indent + STEP))
    note = origin_comments.comment(origin, value)
    return [quoting.inline(value) + (f"  {note}" if note else "")]


def flow_text(value: Plain, *, item: bool = False) -> str:
    """Return a value between brackets, on one line; `item` tells that it is one of a list."""
    if isinstance(value, str):
        return quoting.in_flow(value, item=item)
    if value is None:
        return "~" if item else ""
    if isinstance(value, Mapping):
        return "{" + ", ".join(flow_entry(key, inner) for key, inner in value.items()) + "}"
    return "[" + ", ".join(flow_text(inner, item=True) for inner in value) + "]"


def flow_entry(key: str, value: Plain) -> str:
    """Return an entry of a mapping between brackets."""
    return f"{quoting.key(key)}: {flow_text(value)}"


def _behind(head: str, value: Plain, indent: int, origin: str, *, keep: bool) -> list[str]:
    first, *more = value_lines(value, indent, origin, keep=keep)
    return [f"{head} {first}" if first else head, *more]


def _may_be_block(text: str) -> bool:
    return "\n" in text and bool(text.strip(" \t\n"))


def _block(text: str, pad: str) -> list[str]:
    """Return a text of several lines as it is, under the sign that says how it ends."""
    ends = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") else ""
    width = str(STEP) if _BLANK_FIRST.match(text) else ""
    lines = text.removesuffix("\n").split("\n")
    return [f"|{width}{ends}", *(pad + line if line else "" for line in lines)]
