"""Puts values into a tree that were not typed in its file: they came from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from drafter.diagnostics import DataPath
from drafter.source.tree import Entry, Mapping, Mark, Node, Scalar, Sequence, SourceTree


def with_values(
    tree: SourceTree, values: Iterable[tuple[DataPath, Scalar]], shorthand: str
) -> SourceTree:
    """Return the tree with the values at their paths, which hold nothing so far.

    A value on the way, which stands for a group, becomes that group with it at `shorthand`.
    """
    root = tree.root
    for path, value in values:
        filled = _put(root, path, value, shorthand)
        if isinstance(filled, Mapping):
            root = filled
    return replace(tree, root=root)


def _put(node: Node | None, path: DataPath, value: Scalar, shorthand: str) -> Node:
    if not path:
        if isinstance(node, Mapping):
            return _put(node, (shorthand,), value, shorthand)
        return value
    step, rest = path[0], path[1:]
    if isinstance(node, Sequence) and isinstance(step, int):
        items = list(node.items)
        items[step] = _put(items[step], rest, value, shorthand)
        return replace(node, items=tuple(items))
    group = _as_group(node, value.mark, shorthand)
    before = group.entries.get(str(step))
    inner = _put(before.value if before is not None else None, rest, value, shorthand)
    entry = Entry(before.key_mark if before is not None else value.mark, inner)
    return replace(group, entries={**group.entries, str(step): entry})


def _as_group(node: Node | None, mark: Mark, shorthand: str) -> Mapping:
    if isinstance(node, Mapping):
        return node
    if isinstance(node, Scalar) and not node.is_blank:
        return Mapping({shorthand: Entry(node.mark, node)}, node.mark)
    return Mapping({}, mark)
