"""One set of data put into another, rows matched by what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from drafter.diagnostics import DataPath
from drafter.exchange.tables.headings import Heading, same_heading
from drafter.source import read_text
from drafter.source.edit import edited
from drafter.source.merge import merging
from drafter.source.plain import Plain
from drafter.source.write import yaml_text

_NAMES = ("名称", "指标", "词", "三级")


def same_row(held: Mapping[str, Plain], row: Mapping[str, Plain]) -> bool:
    """Return whether two rows of a list are of one thing: by name, or by code."""
    for key in _NAMES:
        if key in held or key in row:
            one = Heading(str(held.get(key) or ""), str(held.get("编码") or ""))
            other = Heading(str(row.get(key) or ""), str(row.get("编码") or ""))
            return same_heading(one, other)
    return False


def joined(
    plain: dict[str, Plain],
    origins: dict[DataPath, str],
    more: dict[str, Plain],
    of_more: Mapping[DataPath, str],
    order: Sequence[str],
) -> tuple[dict[str, Plain], dict[DataPath, str]]:
    """Return the data with more put into it, and the origins of both; what comes later wins."""
    if not more:
        return plain, origins
    text = yaml_text(plain, origins) if plain else ""
    if not text:
        return more, dict(of_more)
    done = edited(text, "", list(merging(plain, more, of_more, same_row)), order)
    read = read_text(done.text or "", "")
    if read.tree is None:
        raise ValueError("data that was read cannot be put together")
    return cast("dict[str, Plain]", read.tree.plain()), dict(read.tree.origins())
