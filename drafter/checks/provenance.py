"""Where a figure of last year's input stands, in words: the line, or that it was summed."""

from __future__ import annotations

from drafter.diagnostics import DataPath, path_text
from drafter.figures.nodes import Figure
from drafter.source import Scalar, SourceTree

_ACTUAL = "决算"
_FEW = 3


def typed_at(path: DataPath, tree: SourceTree) -> DataPath | None:
    """Return the path at which a figure was typed; None where it follows from others."""
    for own in (path, (*path, _ACTUAL)):
        node = tree.node(own)
        if isinstance(node, Scalar) and not node.is_blank:
            return own
    return None


def place_of(figure: Figure, tree: SourceTree, file: str) -> str:
    """Return where a figure of last year's input was read from: `去年.yaml:79`.

    One that follows from others has their lines, as far as they are few.
    """
    typed = typed_at(figure.path, tree)
    if typed is not None:
        return f"{file}:{tree.locate(typed).line}"
    lines = sorted({tree.locate(path).line for path in figure.inputs})
    shown = "、".join(map(str, lines[:_FEW])) + (f" 等 {len(lines)} 行" if lines[_FEW:] else "")
    return f"{file}:{shown or 1} {path_text(figure.path)}，由程序算出"
