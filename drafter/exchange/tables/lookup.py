"""Finds figures whose rows are named by heading, in lists of thousands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drafter.exchange.tables.headings import Heading, Step
from drafter.figures.nodes import Figure, Group, Node, Rows, Text, find
from drafter.model.classification import name_key


class Lookup:
    """The figures of an input, by paths that name rows by heading."""

    def __init__(self, data: Group) -> None:
        self._data = data
        # By identity: a list is kept with its index, so that no other can take its place.
        self._indexes: dict[int, tuple[Rows, _Index]] = {}

    def at(self, path: Iterable[Step]) -> Node | None:
        """Return the node at a path; None where there is none."""
        here: Node | None = self._data
        for step in path:
            if here is None:
                return None
            here = find(here, (step,)) if isinstance(step, str) else self._row(here, step)
        return here

    def _row(self, rows: Node, heading: Heading) -> Node | None:
        if not isinstance(rows, Rows):
            return None
        held = self._indexes.get(id(rows))
        if held is None:
            held = (rows, _Index(rows))
            self._indexes[id(rows)] = held
        return held[1].row(heading)


class _Index:
    """The rows of a list: by code where both have one, else by name, as headings are compared."""

    def __init__(self, rows: Rows) -> None:
        self._by_code: dict[str, Node] = {}
        self._by_name: dict[str, Node] = {}
        self._without_code: dict[str, Node] = {}
        for row in rows.entries:
            fields = row.children if isinstance(row, Figure) else getattr(row, "items", {})
            code, key = _plain(fields, "编码"), name_key(_plain(fields, "名称"), "")
            self._by_name.setdefault(key, row)
            if code:
                self._by_code.setdefault(code, row)
            else:
                self._without_code.setdefault(key, row)

    def row(self, heading: Heading) -> Node | None:
        """Return the first row of a heading."""
        key = name_key(heading.name, "")
        if not heading.code:
            return self._by_name.get(key)
        return self._by_code.get(heading.code) or self._without_code.get(key)


def _plain(fields: Mapping[str, Node], name: str) -> str:
    node = fields.get(name)
    return node.plain if isinstance(node, Text) else ""
