"""The pictures and embedded objects of a document: which people put in or took out.

Only the bytes tell one picture from another; where and how large it is drawn, programs change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from lxml import etree

from drafter.diagnostics import NOWHERE, Place
from drafter.template.attach import target_of
from drafter.template.package import REPEATED, Package, R, qn, relations_of

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OBJECT = qn("object")
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_HOLDERS = {
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip": ("幅图片", ("embed", "link")),
    "{urn:schemas-microsoft-com:vml}imagedata": ("幅图片", ("id",)),
    _OLE: ("个嵌入的对象", ("id",)),
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": ("幅图示", ("dm",)),
}
"""Elements that show something out of another part: what it is, and what names the relation."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or an object, at its paragraph."""

    kind: str
    digest: str
    part: str
    """Title of the part of the file."""
    place: Place = field(default=NOWHERE, compare=False)


def pictures_in(
    root: etree._Element, name: str, title: str, package: Package,
    places: Mapping[etree._Element, Place],
) -> Iterator[Picture]:  # fmt: skip
    """Yield the pictures and objects of a part in the order of the document."""
    relations = {relation.id: relation for relation in relations_of(package, name)}
    for holder in root.iter(*_HOLDERS):
        kind, keys = _HOLDERS[str(holder.tag)]
        if any(one.tag == _FALLBACK for one in holder.iterancestors()):
            continue  # a second form of the same drawing, for old programs
        if holder.tag != _OLE and any(one.tag == _OBJECT for one in holder.iterancestors()):
            continue  # what is shown of an object that is not opened
        ids = (holder.get(f"{{{R}}}{key}") for key in keys)
        relation = next((relations[id_] for id_ in ids if id_ in relations), None)
        if relation is None:
            continue
        blob = b"" if relation.external else package.parts.get(target_of(name, relation.target))
        digest = sha256(blob or relation.target.encode()).hexdigest()
        near = (places[one] for one in holder.iterancestors() if one in places)
        yield Picture(kind, digest, title, next(near, NOWHERE))


class PictureChange(NamedTuple):
    """A picture that came or is gone, as messages tell it."""

    came: bool
    message: str
    place: Place
    hint: str


def picture_changes(fresh: Sequence[Picture], edited: Sequence[Picture]) -> Iterator[PictureChange]:
    """Yield the pictures that came, then those that are gone."""
    for one in _more(edited, fresh):
        hint = "重新生成就没有了：要留的，先把这份文件另存，或者把它放进模板"
        yield PictureChange(True, f"多了一{one.kind}", one.place, hint)
    for one in _more(fresh, edited):
        hint = "重新生成会再印出来：不要印的，改模板"
        yield PictureChange(False, f"少了一{one.kind}", Place(part=one.part), hint)


def _more(ones: Sequence[Picture], others: Sequence[Picture]) -> list[Picture]:
    """Return what there is more of among some pictures than among others."""
    left, found = Counter(_once(others)), []
    for one in _once(ones):
        if left[one]:
            left[one] -= 1
        else:
            found.append(one)
    return found


def _once(pictures: Sequence[Picture]) -> list[Picture]:
    repeated = dict.fromkeys(one for one in pictures if one.part in REPEATED)
    return [*(one for one in pictures if one.part not in REPEATED), *repeated]
