"""Short inputs as typed, taken through the stages up to the figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from drafter.figures.derive import derive
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Undefined,
    children_of,
    find,
)
from drafter.model.validate import Validated, validate
from drafter.model.year import DepartmentYear
from drafter.source import read_source, read_text

EXAMPLES = Path(__file__).resolve().parents[2] / "example_inputs"


def validated(text: str) -> Validated:
    read = read_text(text, "f.yaml")
    assert read.findings == ()
    assert read.tree is not None
    return validate(read.tree)


def year_of(text: str) -> DepartmentYear:
    result = validated(text)
    assert result.findings == ()
    return result.year


def figures_of(text: str) -> Group:
    return derive(year_of(text))


def example(name: str) -> DepartmentYear:
    tree = read_source(EXAMPLES / f"{name}.yaml").tree
    assert tree is not None
    result = validate(tree)
    assert result.findings == ()
    return result.year


def node_at(root: Node, path: str) -> Node:
    """Return the node at a path as users write it: list positions count from 1."""
    steps = [int(s) - 1 if s.isdigit() else s for s in path.split(".")]
    found = find(root, steps)
    assert found is not None, path
    return found


def figure(root: Node, path: str) -> Figure:
    found = node_at(root, path)
    assert isinstance(found, Figure), path
    return found


def rows(root: Node, path: str) -> Rows:
    found = node_at(root, path)
    assert isinstance(found, Rows), path
    return found


def text(root: Node, path: str) -> str:
    found = node_at(root, path)
    assert isinstance(found, Text), path
    return found.plain


def yuan(root: Node, path: str) -> Decimal:
    number = figure(root, path).number
    assert number is not None, f"{path}: {figure(root, path).value}"
    return number


def wan(root: Node, path: str) -> str:
    """Return an amount in 万元 as plain digits without trailing zeros."""
    return f"{(yuan(root, path) / 10000).normalize():f}"


def gaps(root: Node, path: str) -> list[str]:
    """Return the inputs that the value at the path waits for."""
    found = node_at(root, path)
    assert isinstance(found, Figure | Text | Rows)
    assert isinstance(found.value, Missing), f"{path}: {found.value}"
    return [".".join(str(s + 1) if isinstance(s, int) else s for s in p) for p in found.value.paths]


def undefined(root: Node, path: str) -> str:
    value = figure(root, path).value
    assert isinstance(value, Undefined), f"{path}: {value}"
    return value.reason


def inputs(root: Node, path: str) -> list[str]:
    found = figure(root, path).inputs
    return [".".join(str(s + 1) if isinstance(s, int) else s for s in p) for p in found]


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in children_of(node).values():
        yield from walk(child)
    for row in node.entries if isinstance(node, Rows) else ():
        yield from walk(row)
