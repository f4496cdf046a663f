"""Where the values of a file stand in its text, so that a part of it can be changed.

The parser's marks say where a value begins. Where a block ends they do not say: its end mark is
where the next thing begins, behind the comments and blank lines between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from drafter.diagnostics import DataPath
from drafter.source.findings import SourceText
from drafter.source.plain import Plain
from drafter.source.scan import Span, within
from drafter.source.tree import BLANK_WORDS

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HASH = re.compile(r"(?:^|(?<=[ \t]))#.*", re.MULTILINE)
_BLOCK_STYLES = ("|", ">")

YamlNode = Any
"""A node of PyYAML, whose types say nothing."""


def composed(text: str) -> YamlNode:
    """Return the root of a text that the reader has accepted."""
    return yaml.compose(text, Loader=_LOADER)


@dataclass(frozen=True, slots=True)
class Spot:
    """A value in the text: its node, the collection it is in and, in a mapping, its key."""

    node: YamlNode
    parent: YamlNode = None
    key: YamlNode = None

    @property
    def start(self) -> int:
        """Return the index of the first character of the value."""
        return int(self.node.start_mark.index)

    @property
    def in_flow(self) -> bool:
        """Return whether the value stands between brackets."""
        return self.parent is not None and bool(self.parent.flow_style)

    @property
    def column(self) -> int:
        """Return the column of the key or dash, from 0: what follows it is indented by more."""
        mark = self.parent.start_mark if self.key is None else self.key.start_mark
        return int(mark.column)

    def behind(self, text: str) -> int:
        """Return the index behind the colon of the key or behind the dash of the item."""
        if self.key is not None:
            return text.index(":", self.key.end_mark.index) + 1
        column, line = self.column, text.rfind("\n", 0, self.start) + 1
        while text[line + column : line + column + 1] != "-":
            line = text.rfind("\n", 0, line - 1) + 1
        return line + column + 1


def walk(root: YamlNode, path: DataPath) -> list[Spot]:
    """Return the values from the root along the path, as far as there are any."""
    spots = [Spot(root)]
    for step in path:
        spot = _child(spots[-1].node, step)
        if spot is None:
            break
        spots.append(spot)
    return spots


def _child(node: YamlNode, step: str | int) -> Spot | None:
    if isinstance(node, yaml.MappingNode) and isinstance(step, str):
        entries = (Spot(value, node, key) for key, value in node.value if key.value == step)
        return next(entries, None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return Spot(node.value[step], node) if 0 <= step < len(node.value) else None
    return None


def last_child(node: YamlNode) -> Spot | None:
    """Return the last value of a collection."""
    if is_scalar(node) or not node.value:
        return None
    last = node.value[-1]
    return Spot(last[1], node, last[0]) if is_mapping(node) else Spot(last, node)


def is_scalar(node: YamlNode) -> bool:
    """Return whether a node is a text or a blank."""
    return isinstance(node, yaml.ScalarNode)


def is_mapping(node: YamlNode) -> bool:
    """Return whether a node is a mapping."""
    return isinstance(node, yaml.MappingNode)


def is_blank(node: YamlNode) -> bool:
    """Return whether a node is a value that was left blank."""
    return is_scalar(node) and not node.style and node.value in BLANK_WORDS


def is_text_block(node: YamlNode) -> bool:
    """Return whether a node is a text of lines of its own, below `|` or `>`."""
    return is_scalar(node) and node.style in _BLOCK_STYLES


def is_block(node: YamlNode) -> bool:
    """Return whether a node is a collection on lines of its own."""
    return not is_scalar(node) and not node.flow_style


def plain_of(node: YamlNode) -> Plain:
    """Return a node as plain data, as `SourceTree.plain` does."""
    if is_scalar(node):
        return None if is_blank(node) else str(node.value)
    if is_mapping(node):
        return {str(key.value): plain_of(value) for key, value in node.value}
    return [plain_of(item) for item in node.value]


def content_end(source: SourceText, node: YamlNode) -> int:
    """Return the index behind the last character of a value, without comments behind it."""
    while is_block(node):
        node = node.value[-1][1] if is_mapping(node) else node.value[-1]
    return _end_of_text(source, node) if is_text_block(node) else int(node.end_mark.index)


def _end_of_text(source: SourceText, node: YamlNode) -> int:
    """Return the end of the last line of a text below `|` or `>`, without its line end."""
    start, end = source.line_end(node.start_mark.index), int(node.end_mark.index)
    if node.style == ">":
        return max(start, len(source.text[:end].rstrip()))
    lines = node.value.count("\n") + (1 if node.value and node.value[-1] != "\n" else 0)
    for _ in range(lines):
        start = source.line_end(start + 1)
    return start


def last_leaf(node: YamlNode) -> YamlNode:
    """Return the last text or bracketed collection of a node."""
    while is_block(node):
        node = node.value[-1][1] if is_mapping(node) else node.value[-1]
    return node


def comments(source: SourceText, node: YamlNode, start: int, end: int) -> list[Span]:
    """Return the comments in a stretch of the text that holds a value and is about nothing else."""
    texts = sorted(text_spans(source, node))
    return [
        hit.span()
        for hit in _HASH.finditer(source.text, start, end)
        if not within(hit.start(), texts)
    ]


def text_spans(source: SourceText, node: YamlNode) -> Iterator[Span]:
    """Yield where the keys and texts of a value stand: no comment is in there."""
    if is_text_block(node):
        yield source.line_end(node.start_mark.index), content_end(source, node)
    elif is_scalar(node):
        yield node.start_mark.index, node.end_mark.index
    elif is_mapping(node):
        for key, value in node.value:
            yield from text_spans(source, key)
            yield from text_spans(source, value)
    else:
        for item in node.value:
            yield from text_spans(source, item)
