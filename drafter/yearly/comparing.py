"""Comparatives that this year's input does not have, out of last year's, with where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drafter.checks import Before
from drafter.checks.provenance import place_of
from drafter.diagnostics import DataPath
from drafter.figures.carried import CARRY, LAST, amount_text, comparatives, opening_figures
from drafter.figures.nodes import Figure
from drafter.model.paths import field_at
from drafter.model.precision import decimals_of
from drafter.model.values import NONE_WORD
from drafter.model.year import DepartmentYear, MoneyUnit
from drafter.source import Entry, Mapping, Mark, Node, Scalar, SourceTree

_PRECISION = "金额小数"
_MOST_DECIMALS = 6
_OPENINGS = frozenset({"年初", "年初财政拨款"})
"""What nobody need type; the parts of these are typed where they were adjusted."""


def with_comparatives(tree: SourceTree, year: DepartmentYear, before: Before) -> SourceTree:
    """Return the tree with last year's figures where it has no comparatives of its own.

    What was typed stays, and so does the precision that its own amounts have.
    """
    unit: MoneyUnit = year.money_unit or "万元"
    root, decimals = tree.root, decimals_of(year)
    for path, figure in _figures(before):
        origin = place_of(figure, before.tree, before.file)
        text = amount_text(figure, unit, decimals)
        root = _put(root, path, Scalar(text, Mark(1, 1), plain=True, origin=origin))
    if root is not tree.root and _is_open(root, _PRECISION) and decimals <= _MOST_DECIMALS:
        own = Scalar(str(decimals), root.mark, plain=True)
        root = _with(root, _PRECISION, root.mark, own)
    return replace(tree, root=root)


def _figures(before: Before) -> Iterator[tuple[DataPath, Figure]]:
    # Budgets of last year are compared with nothing but themselves: who prints them types them.
    yield from (one for one in comparatives(before.data) if one[0][-1] == LAST)
    yield from (one for one in opening_figures(before.data) if one[0][-1] in _OPENINGS)


def _put(root: Mapping, path: DataPath, value: Scalar) -> Mapping:
    changed = _below(root, Mark(1, 1), path, (), value)
    return changed if isinstance(changed, Mapping) else root


def _below(node: Node | None, mark: Mark, rest: DataPath, done: DataPath, value: Scalar) -> Node:
    """Return a node with the value put in at the rest of a path, or as it was.

    Nothing comes into a section that is absent or 无, but a total that the program sums is stated
    by its comparative alone.
    """
    if not rest:
        return replace(value, mark=mark)
    name = str(rest[0])
    if len(rest) == 1 and isinstance(node, Scalar):
        node = _as_block(node, mark)
    if node is None and _is_summed(done):
        node = Mapping({}, mark)
    if not isinstance(node, Mapping):
        return node if node is not None else value
    entry = node.entries.get(name)
    if len(rest) == 1:
        return _with(node, name, mark, replace(value, mark=mark)) if _is_open(node, name) else node
    if entry is None and not (len(rest) == 2 and _is_summed((*done, name))):
        return node
    key_mark = entry.key_mark if entry is not None else mark
    inner = entry.value if entry is not None else None
    new = _below(inner, key_mark, rest[1:], (*done, name), value)
    return node if new is inner else _with(node, name, key_mark, new)


def _as_block(node: Scalar, mark: Mark) -> Node:
    """Return a bare amount as a block, so that its comparative has a place."""
    is_amount = not node.is_blank and node.text.strip() != NONE_WORD
    return Mapping({"决算": Entry(node.mark, node)}, mark) if is_amount else node


def _is_open(node: Mapping, name: str) -> bool:
    entry = node.entries.get(name)
    return entry is None or (isinstance(entry.value, Scalar) and entry.value.is_blank)


def _is_summed(path: DataPath) -> bool:
    """Return whether a measure is a total that the program sums."""
    shape = field_at(path) if path and path[0] != CARRY else None
    return shape is not None and "决算" in shape.guide.sums


def _with(node: Mapping, name: str, key_mark: Mark, value: Node) -> Mapping:
    return replace(node, entries={**node.entries, name: Entry(key_mark, value)})
