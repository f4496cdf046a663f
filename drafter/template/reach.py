"""Which parts of a file its relations lead to, and which are left behind when some of these go."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import unquote

from drafter.template.attach import relations_part, target_of
from drafter.template.package import Package, relations_of

Link = tuple[str, str]
"""A part and the id of one of its relations; an empty name stands for the whole file."""


def reached(package: Package, cut: Collection[Link] = ()) -> set[str]:
    """Return the parts that relations lead to from the file, by others than those cut."""
    names = {name.lower(): name for name in package.parts}
    found, waiting = set[str](), [""]
    while waiting:
        part = waiting.pop()
        for relation in relations_of(package, part):
            if relation.external or (part, relation.id) in cut:
                continue
            name = names.get(target_of(part, unquote(relation.target)).lower())
            if name is not None and name not in found:
                found.add(name)
                waiting.append(name)
    return found


def cut_off(package: Package, cut: Collection[Link]) -> set[str]:
    """Return the parts that were reached by the relations cut alone, with their own relations.

    Parts that nothing led to before are no concern of whoever cuts.
    """
    lost = reached(package) - reached(package, cut)
    return lost | (set(map(relations_part, lost)) & package.parts.keys())
