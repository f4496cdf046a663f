"""Where charts stand in the file: each drawing its own parts, no part that nothing leads to.

The first drawing of a chart takes the parts of the template; a loop draws it again, and each of
these gets copies. What no drawing took is left out of the file.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree

from drafter.template.attach import relations_part, target_of
from drafter.template.charts.names import CHART
from drafter.template.charts.placed import DrawnChart, PlacedChart
from drafter.template.package import (
    CONTENT_TYPES,
    RELS,
    Package,
    R,
    parent_of,
    parse,
    relations_of,
    serialised,
)
from drafter.template.reach import cut_off

_RELATION = f"{{{RELS}}}Relationship"


class Placing:
    """The charts of one rendering as their drawings come."""

    def __init__(self, package: Package, charts: Mapping[str, Sequence[PlacedChart]]) -> None:
        self._package = package
        self._known = {
            part: {one.drawn.relation: one.drawn for one in of_part}
            for part, of_part in charts.items()
            if of_part
        }
        self._taken: set[str] = set()
        self._standing: dict[str, dict[str, DrawnChart]] = {part: {} for part in self._known}
        """Charts of each part by the ids of their relations now."""
        self._copies: dict[str, str] = {}
        """Names of parts that are new, with those that they are copies of."""
        self._renamed: dict[str, dict[str, str]] = {}
        """Of each copied part of relations: the names of the copies, the chart's first."""

    def place(self, part: str, chart: PlacedChart) -> str:
        """Return the relation for the next drawing of a chart in a part."""
        drawn, standing = chart.drawn, self._standing[part]
        if drawn.part not in self._taken:
            self._taken.add(drawn.part)
            standing[drawn.relation] = drawn
            return drawn.relation
        taken = {relation.id for relation in relations_of(self._package, part)}
        relation = _free("rIdChart", taken | standing.keys())
        standing[relation] = self._copied(drawn, relation)
        return relation

    def at(self, part: str, relation: str) -> DrawnChart:
        """Return the chart that a relation of a part leads to."""
        return self._standing[part][relation]

    def relations(self, part: str) -> frozenset[str]:
        """Return the ids of the relations that a part has now."""
        before = {relation.id for relation in relations_of(self._package, part)}
        return frozenset(before - self._known[part].keys() | self._standing[part].keys())

    def _copied(self, drawn: DrawnChart, relation: str) -> DrawnChart:
        relations = {relations_part(name) for name in (drawn.part, *drawn.owned)}
        there = self._package.parts.keys() - relations  # one that stays as drawn has no workbook
        owned = [name for name in (drawn.part, *drawn.owned) if name in there]
        names = {name: self._new_name(name) for name in owned}
        part = names[drawn.part]
        for name, copy in names.items():
            if relations_part(name) in drawn.owned:
                self._copies[relations_part(copy)] = relations_part(name)
        self._renamed[relations_part(part)] = names
        book = names.get(drawn.workbook, drawn.workbook)
        return replace(drawn, relation=relation, part=part, workbook=book)

    def _new_name(self, original: str) -> str:
        """Return a name for a copy of a part, and keep that it is one."""
        stem, dot, ending = original.rpartition(".")
        taken = {name.lower() for name in (*self._package.parts, *self._copies)}
        number = 2
        while f"{stem}_{number}{dot}{ending}".lower() in taken:
            number += 1
        copy = f"{stem}_{number}{dot}{ending}"
        self._copies[copy] = original
        return copy

    def package(self, filled: Mapping[str, bytes]) -> Package:
        """Return the package with the parts of the charts that stand in it, filled as given."""
        if not self.has_changed:
            return self._package.with_parts(filled)
        gone = cut_off(self._package, self._cut())
        parts = dict(self._package.parts)
        for copy, original in self._copies.items():
            parts[copy] = self._copy(copy, original)
        for part in self._standing:
            parts[relations_part(part)] = self._relations_of(part)
        parts[CONTENT_TYPES] = self._content_types(gone)
        return Package({n: filled.get(n, blob) for n, blob in parts.items() if n not in gone})

    @property
    def has_changed(self) -> bool:
        """Return whether the file has other parts than the template."""
        return bool(self._cut() or self._copies)

    def _cut(self) -> set[tuple[str, str]]:
        """Return the relations to charts that no drawing has: part and id."""
        return {
            (part, id_)
            for part, known in self._known.items()
            for id_ in known.keys() - self._standing[part].keys()
        }

    def _copy(self, copy: str, original: str) -> bytes:
        """Return a copy of a part; relations of a copy lead to copies."""
        blob, names = self._package.parts[original], self._renamed.get(copy)
        if names is None:
            return blob
        root = parse(blob)
        chart = next(iter(names))
        targets = {r.id: target_of(chart, r.target) for r in relations_of(self._package, chart)}
        for node in root.iter(_RELATION):
            mine = names.get(targets[node.get("Id", "")])
            if mine is not None:
                node.set("Target", posixpath.relpath(mine, posixpath.dirname(chart)))
        return serialised(root)

    def _relations_of(self, part: str) -> bytes:
        """Return the relations of a part to the charts that stand in it, and all its others."""
        root = parse(self._package.parts[relations_part(part)])
        standing, known = self._standing[part], self._known[part]
        for node in list(root.iter(_RELATION)):
            if node.get("Id") in known.keys() - standing.keys():
                parent_of(node).remove(node)
        for relation, chart in standing.items():
            if relation not in known:
                target = posixpath.relpath(chart.part, posixpath.dirname(part))
                etree.SubElement(root, _RELATION, Id=relation, Type=f"{R}/{CHART}", Target=target)
        return serialised(root)

    def _content_types(self, gone: set[str]) -> bytes:
        root = parse(self._package.parts[CONTENT_TYPES])
        overrides = {
            str(node.get("PartName")).lstrip("/"): node for node in root if node.get("PartName")
        }
        for name in gone & overrides.keys():
            root.remove(overrides[name])
        for copy, original in self._copies.items():
            if original in overrides:
                kind = overrides[original].get("ContentType", "")
                etree.SubElement(
                    root, str(overrides[original].tag), PartName=f"/{copy}", ContentType=kind
                )
        return serialised(root)


def _free(stem: str, taken: set[str]) -> str:
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"
