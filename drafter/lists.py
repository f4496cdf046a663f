"""Lists that come with drafter as data: what terms mean, which headings got another code."""

from __future__ import annotations

from functools import cache

from drafter import resources, store
from drafter.model.classification import Classification, read_classification
from drafter.model.successors import Moved, read_moves
from drafter.report.terms import Definitions, read_definitions
from drafter.source import read_source


@cache
def definitions() -> Definitions:
    """Return the definitions of terms."""
    path = resources.data_file("terms.yaml")

    def read() -> Definitions:
        tree = read_source(path).tree
        if tree is None:
            raise RuntimeError(f"{path} cannot be read")
        return read_definitions(tree.plain())

    return store.recall_or_make(Definitions, [path.read_bytes()], read)


@cache
def moves() -> tuple[Moved, ...]:
    """Return the headings that got another code, by year."""
    return read_moves(resources.data_file("moved.csv").read_text(encoding="utf-8"))


@cache
def classification() -> Classification:
    """Return the functional and the economic classification, by year."""
    paths = [resources.data_file(f"{name}.csv") for name in ("functional", "economic")]
    texts = [path.read_text(encoding="utf-8") for path in paths]

    def read() -> Classification:
        return read_classification(*texts)

    return store.recall_or_make(Classification, [text.encode() for text in texts], read)
