"""The properties of a document: those of the report, none of whoever drew the template.

Word keeps in a file who wrote it, who saved it last and when, the company, the template, the time
spent. A report is published; it says what it is, of which department and year, and no more.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import escape

from drafter.template import receipt
from drafter.template.attach import announce, relate
from drafter.template.package import CONTENT_TYPES, Package, parse, relations_of, serialised
from drafter.template.reach import Link, without_links

CORE = "docProps/core.xml"
_METADATA = "http://schemas.openxmlformats.org/package/2006/metadata"
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATIONS = "_rels/.rels"
_OWN = {
    CORE: (_CORE_TYPE, _RELATION),
    receipt.PART: (receipt.TYPE, receipt.RELATION),
}
"""What a report says of itself: parts, with their content types and the kinds of relation."""
_TOLD = {"core-properties", "extended-properties", "custom-properties", "thumbnail"}
"""Relations of a file to what tells of its making."""


@dataclass(frozen=True, slots=True)
class About:
    """What a report says of itself in its properties."""

    title: str = ""
    subject: str = ""
    """The kind of report, as the template calls it."""
    department: str = ""
    year: int = 0


NOTHING_SAID = About()


def without_traces(package: Package) -> Package:
    """Return the package without what Word and WPS keep of its making; properties are empty."""
    package = without_links(package, set(_bound_data(package)))
    relations = parse(package.parts[_RELATIONS])
    gone = set(_OWN)
    for relation in relations_of(package, ""):
        if relation.kind in _TOLD:
            gone.add(posixpath.normpath(relation.target.lstrip("/")))
    for node in list(relations):
        if node.get("Type", "").rpartition("/")[2] in _TOLD:
            relations.remove(node)
    kinds = parse(package.parts[CONTENT_TYPES])
    for node in list(kinds):
        if node.get("PartName", "").lstrip("/") in gone:
            kinds.remove(node)
    taken = {node.get("Id") for node in relations}
    free = (id_ for id_ in map("rId{}".format, count(1)) if id_ not in taken)
    for (part, (content_type, kind)), id_ in zip(_OWN.items(), free, strict=False):
        announce(kinds, part, content_type)
        relate(relations, id_, kind, part)
    kept = {name: blob for name, blob in package.parts.items() if name not in gone}
    return Package(
        {
            **kept,
            CONTENT_TYPES: serialised(kinds),
            _RELATIONS: serialised(relations),
            CORE: core_properties(NOTHING_SAID),
            receipt.PART: receipt.without_receipt(),
        }
    )


def _bound_data(package: Package) -> Iterator[Link]:
    """Yield the relations to data of other programs, such as where a server filed the template."""
    for part in ("", *package.parts):
        for relation in relations_of(package, part):
            if relation.kind == "customXml":
                yield part, relation.id


def core_properties(about: About) -> bytes:
    """Return the properties of a document: no dates, no persons."""
    year = f"{about.year}年度" if about.year else ""
    words = {
        "dc:title": about.title,
        "dc:subject": about.subject,
        "dc:creator": about.department,
        "cp:keywords": "；".join(filter(None, (about.department, year))),
        "dc:language": "zh-CN",
    }
    return _xml(words).encode()


def _xml(words: Mapping[str, str]) -> str:
    lines = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in words.items() if text)
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        f'<cp:coreProperties xmlns:cp="{_METADATA}/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{lines}</cp:coreProperties>'
    )
