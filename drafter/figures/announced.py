"""Announced results (已公布) that nothing in the input computes: they print as announced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from drafter.diagnostics import DataPath
from drafter.figures.nodes import Figure, Group, Missing, Unit, find
from drafter.model.values import Points


def with_announced(root: Group, announced: Mapping[str, str]) -> Group:
    """Fill figures that nothing computes with what was announced (已公布), as announced."""
    for path_words, typed in announced.items():
        steps = tuple(path_words.split("."))
        figure = find(root, steps)
        # The rule that compares announced figures reports paths and texts that are none.
        if not isinstance(figure, Figure) or figure.unit is not Unit.POINTS:
            continue
        if isinstance(figure.value, Missing) and (points := Points.spelled(typed)) is not None:
            source: DataPath = ("已公布", path_words)
            filled = replace(
                figure, value=points.value, formula="已公布", inputs=(source,), calculation=()
            )
            root = _replaced(root, steps, filled)
    return root


def _replaced(node: Group, steps: tuple[str, ...], new: Figure) -> Group:
    inner = node.items[steps[0]]
    if len(steps) == 1:
        return node.with_items(**{steps[0]: new})
    if not isinstance(inner, Group):
        return node
    return node.with_items(**{steps[0]: _replaced(inner, steps[1:], new)})
