"""Puts values into a tree that were not typed in its file: they came from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from drafter.diagnostics import DataPath
from drafter.source.tree import Entry, Mapping, Node, Scalar, Sequence, SourceTree


def with_values(
    tree: SourceTree, values: Iterable[tuple[DataPath, Node]], shorthand: Callable[[DataPath], str]
) -> SourceTree:
    """Return the tree with the values at their paths, which hold nothing so far.

    A value on the way, which stands for a group, becomes that group with it at the key that
    `shorthand` gives for the path of the group.
    """
    root = tree.root
    for path, value in values:
        filled = _put(root, (), path, value, shorthand)
        if isinstance(filled, Mapping):
            root = filled
    return replace(tree, root=root)


def _put(
    node: Node | None,
    done: DataPath,
    rest: DataPath,
    value: Node,
    shorthand: Callable[[DataPath], str],
) -> Node:
    if not rest:
        return value
    step, below = rest[0], (*done, rest[0])
    if isinstance(node, Sequence) and isinstance(step, int):
        items = list(node.items)
        items[step] = _put(items[step], below, rest[1:], value, shorthand)
        return replace(node, items=tuple(items))
    if isinstance(node, Scalar) and not node.is_blank:
        node = Mapping({shorthand(done): Entry(node.mark, node)}, node.mark)
    group = node if isinstance(node, Mapping) else Mapping({}, value.mark)
    before = group.entries.get(str(step))
    inner = _put(before.value if before is not None else None, below, rest[1:], value, shorthand)
    entry = Entry(before.key_mark if before is not None else value.mark, inner)
    return replace(group, entries={**group.entries, str(step): entry})
