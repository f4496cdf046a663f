"""Where in the report a finding is to be read: at the printed value that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from drafter.diagnostics import DataPath
from drafter.figures.nodes import Figure
from drafter.template.figures import PrintedFigure


class Found(NamedTuple):
    """A printed value that a finding is about, and how many there are like it."""

    value: PrintedFigure
    is_exact: bool
    """Whether the value itself is meant, and not one that it went into, or a neighbour."""
    times: int


class Printings:
    """The printed values of a report in the order of the document, found by their paths."""

    def __init__(self, values: Iterable[PrintedFigure]) -> None:
        shown = (value for value in values if value.printed.text)
        self.values = [v for v in shown if v.printed.node is not None or v.printed.gap]
        self._figures: dict[DataPath, list[PrintedFigure]] = {}
        self._texts: dict[DataPath, list[PrintedFigure]] = {}
        self._gaps: dict[DataPath, list[PrintedFigure]] = {}
        self._used: dict[DataPath, list[PrintedFigure]] = {}
        self._near: dict[DataPath, PrintedFigure] = {}
        """The first value that is printed of what is at a path or below it."""
        for value in self.values:
            self._keep(value)

    def _keep(self, value: PrintedFigure) -> None:
        node, gaps = value.printed.node, value.printed.gap
        for path in gaps:
            self._gaps.setdefault(path, []).append(value)
        if node is not None and not gaps:
            # The name of a line has the path of its amount.
            index = self._figures if isinstance(node, Figure) else self._texts
            index.setdefault(node.path, []).append(value)
            for path in node.inputs:
                self._used.setdefault(path, []).append(value)
        own = () if node is None else (node.path, *node.inputs)
        for path in (*own, *gaps):
            for length in range(1, len(path) + 1):
                self._near.setdefault(path[:length], value)

    def of(self, path: DataPath, *, is_gap: bool = False) -> Found | None:
        """Return where to read of what is at the path.

        The value itself comes first, or the gap; then what was reckoned from it, what is below
        it, and what is beside or above it; None where nothing of its section is printed.
        """
        valued = (self._figures, self._texts)
        for index in (self._gaps, *valued) if is_gap else (*valued, self._gaps):
            if path in index:
                first, *others = index[path]
                same = sum(other.printed.text == first.printed.text for other in others)
                return Found(first, is_exact=True, times=1 + same)
        if path in self._used:
            return Found(self._used[path][0], is_exact=False, times=1)
        steps = (path[:length] for length in range(len(path), 0, -1))
        near = next((self._near[step] for step in steps if step in self._near), None)
        return None if near is None else Found(near, is_exact=False, times=1)
