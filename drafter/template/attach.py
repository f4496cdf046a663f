"""Adds parts to a finished document: a free name, a content type, the relation to it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from lxml import etree

from drafter.template.package import (
    CONTENT_TYPES,
    MAIN_TYPE,
    RELS,
    Package,
    content_types,
    parse,
    relations_of,
    serialised,
)

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NUMBER = re.compile(r"rId(\d+)")


@dataclass(frozen=True, slots=True)
class Attached:
    """A package with a part more, and how the part that owns it calls it."""

    package: Package
    part: str
    relation: str


def main_part(package: Package) -> str:
    """Return the name of the body of a Word document."""
    return next(name for name, kind in content_types(package).items() if kind == MAIN_TYPE)


def related_part(package: Package, owner: str, kind: str) -> str | None:
    """Return the part that a relation of this kind leads to from the owner, if there is one."""
    found = (r for r in relations_of(package, owner) if r.kind == kind and not r.external)
    return next((target_of(owner, r.target) for r in found), None)


def target_of(owner: str, target: str) -> str:
    """Return the name of the part that a relation of the owner leads to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")


def with_part(package: Package, owner: str, kind: str, root: etree._Element) -> Attached:
    """Return the package with a part of this kind, such as `comments` or `header`, for its owner.

    It gets the first free name and the first free id, so that the same package gives the same.
    """
    part = _free_name(package, posixpath.join(posixpath.dirname(owner), kind))
    relation = _free_id(package, owner)
    relations = relations_part(owner)
    links = package.parts.get(relations)
    lists = parse(f'<Relationships xmlns="{RELS}"/>'.encode() if links is None else links)
    types = parse(package.parts[CONTENT_TYPES])
    announce(types, part, f"{_CONTENT_TYPE}.{kind}+xml")
    relate(lists, relation, f"{_RELATION_TYPE}/{kind}", posixpath.basename(part))
    added = {part: serialised(root), relations: serialised(lists), CONTENT_TYPES: serialised(types)}
    return Attached(package.with_parts(added), part, relation)


def announce(types: etree._Element, part: str, content_type: str) -> None:
    """Add a part to the content types of a package."""
    attributes = {"PartName": f"/{part}", "ContentType": content_type}
    etree.SubElement(types, f"{{{_TYPES}}}Override", attributes)


def relate(relations: etree._Element, id_: str, kind: str, target: str) -> None:
    """Add a relation to those of an owner."""
    attributes = {"Id": id_, "Type": kind, "Target": target}
    etree.SubElement(relations, f"{{{RELS}}}Relationship", attributes)


def _free_name(package: Package, stem: str) -> str:
    taken = {name.lower() for name in package.parts}
    number, name = 1, f"{stem}.xml"
    while name.lower() in taken:
        number, name = number + 1, f"{stem}{number}.xml"
    return name


def _free_id(package: Package, owner: str) -> str:
    numbers = (_NUMBER.fullmatch(relation.id) for relation in relations_of(package, owner))
    return f"rId{max((int(found[1]) for found in numbers if found), default=0) + 1}"


def relations_part(owner: str) -> str:
    """Return the name of the part that has the relations of a part."""
    folder, name = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{name}.rels")
