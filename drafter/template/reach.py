"""Which parts of a file its relations lead to, and which are left behind when some of these go."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import unquote

from drafter.template.attach import relations_part, target_of
from drafter.template.package import CONTENT_TYPES, Package, parse, relations_of, serialised

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


def without_links(package: Package, cut: Collection[Link]) -> Package:
    """Return the package without the relations, and without the parts that these alone reached."""
    if not cut:
        return package
    gone = cut_off(package, cut)
    changed = {}
    for owner in {part for part, _ in cut}:
        relations = parse(package.parts[relations_part(owner)])
        for node in [node for node in relations if (owner, node.get("Id", "")) in cut]:
            relations.remove(node)
        changed[relations_part(owner)] = serialised(relations)
    types = parse(package.parts[CONTENT_TYPES])
    for node in [n for n in types if n.get("PartName", "").lstrip("/") in gone]:
        types.remove(node)
    changed[CONTENT_TYPES] = serialised(types)
    kept = {name: blob for name, blob in package.parts.items() if name not in gone}
    return Package(kept).with_parts({n: b for n, b in changed.items() if n not in gone})
