"""Reads the cases of `tests/templates` and makes Word files of them.

A case is one XML file: the parts of a Word file as Word or WPS has written them, what is expected
of `drafter template check`, and, where the template can be used, the words that it prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree
from word_files import zipped

CASES = Path(__file__).resolve().parent.parent / "templates"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_TYPES = {
    "document": f"{_WORDML}document.main+xml",
    "core": "application/vnd.openxmlformats-package.core-properties+xml",
    "app": f"{_OFFICE}extended-properties+xml",
    "custom": f"{_OFFICE}custom-properties+xml",
    "chart": f"{_OFFICE}drawingml.chart+xml",
    "item": "application/xml",
}
_RELATIONS = {
    "document": f"{_RELATION}officeDocument",
    "core": f"{_PACKAGE}relationships/metadata/core-properties",
    "app": f"{_RELATION}extended-properties",
    "custom": f"{_RELATION}custom-properties",
    "item": f"{_RELATION}customXml",
}


@dataclass(frozen=True)
class Expected:
    """A finding as a case names it; `says` and `hint` are pieces of the message and the hint."""

    id: str
    severity: str
    place: str
    tag: str
    says: str
    hint: str = ""


@dataclass(frozen=True)
class Case:
    """A case: its name, what happened to the template, the file, and what is expected of it."""

    slug: str
    about: str
    document: bytes
    findings: tuple[Expected, ...]
    words: tuple[str, ...] | None
    """Of each paragraph of the report that is not empty; None where there is no report."""

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "错误" for finding in self.findings)


@cache
def cases() -> tuple[Case, ...]:
    """Return all cases in the order of their names."""
    return tuple(_case(path) for path in sorted(CASES.glob("*.xml")))


def _case(path: Path) -> Case:
    root = etree.parse(str(path)).getroot()
    words = root.findtext("words")
    return Case(
        path.stem,
        " ".join((root.findtext("about") or "").split()),
        zipped(dict(_files(root))),
        tuple(_expected(node) for node in root.iterfind("finding")),
        None
        if words is None
        else tuple(line.strip() for line in words.split("\n") if line.strip()),
    )


def _expected(node: etree._Element) -> Expected:
    return Expected(**{str(name): str(value) for name, value in node.attrib.items()})


def _files(root: etree._Element) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the Word file: those of the case, and what any Word file has."""
    parts = {str(part.get("name")): part for part in root.iterfind("part")}
    files = {str(file.get("name")): file.text or "" for file in root.iterfind("file")}
    names = [*parts, *(() if _STYLES in parts else [_STYLES]), *files]
    yield "[Content_Types].xml", _content_types(names, parts).encode()
    relations = {name: list(_relations_of(name, root, names)) for name in ("", *names)}
    for name, found in relations.items():
        if found:
            folder, _, file = name.rpartition("/")
            inner = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
            content = f'<Relationships xmlns="{_PACKAGE}relationships">{"".join(found)}'
            yield inner, f"{content}</Relationships>".encode()
    if _STYLES not in parts:
        yield _STYLES, _ORDINARY_STYLES.encode()
    yield from ((name, text.encode()) for name, text in files.items())
    for name, part in parts.items():
        declaration = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        yield name, declaration + etree.tostring(_bare(part[0]), with_tail=False, encoding="utf-8")


def _kind(name: str) -> str:
    """Return the kind of a part by its name: `word/header1.xml` is a header."""
    return name.rpartition("/")[2].partition(".")[0].rstrip("0123456789")


def _content_types(names: list[str], parts: dict[str, etree._Element]) -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_type_of(name, parts.get(name))}"/>'
        for name in names
        if name.endswith(".xml")
    )
    return (
        f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/>'
        '<Default Extension="htm" ContentType="text/html"/>'
        f"{overrides}</Types>"
    )


def _type_of(name: str, part: etree._Element | None) -> str:
    own = None if part is None else part.get("type")
    kind = _kind(name)
    return own or _TYPES.get(kind, f"{_WORDML}{kind}+xml")


def _relations_of(name: str, root: etree._Element, names: list[str]) -> Iterator[str]:
    """Yield the relations of a part: those of the case, and to the parts that Word ties to it."""
    for other in names:
        holder = "" if other == _DOCUMENT or other.startswith("docProps/") else _DOCUMENT
        if holder == name and other.endswith(".xml"):
            kind = _kind(other)
            where = other if not holder else f"/{other}"
            id_ = other.rpartition("/")[2].partition(".")[0]
            yield _relation(id_, _RELATIONS.get(kind, f"{_RELATION}{kind}"), where, "")
    for node in root.iterfind("relation"):
        if node.get("of", _DOCUMENT) == name:
            kind = f"{_RELATION}{node.get('type')}"
            yield _relation(
                str(node.get("id")), kind, str(node.get("target")), node.get("mode", "")
            )


def _relation(id_: str, kind: str, target: str, mode: str) -> str:
    node = etree.Element("Relationship", Id=id_, Type=kind, Target=target)
    if mode:
        node.set("TargetMode", mode)
    return etree.tostring(node, encoding="unicode")


def _bare(root: etree._Element) -> etree._Element:
    """Return the element as Word writes it: without the blanks that make a case readable."""
    bare = deepcopy(root)
    for node in bare.iter():
        if len(node) and not (node.text or "").strip():
            node.text = None
        if node.tail is not None and not node.tail.strip():
            node.tail = None
    return bare


def _style(id_: str, name: str, level: int | None = None) -> str:
    outline = "" if level is None else f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>'
    default = ' w:default="1"' if id_ == "a" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{id_}"><w:name w:val="{name}"/>'
        f"{outline}</w:style>"
    )


_ORDINARY_STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    f"{_style('a', 'Normal')}{_style('1', 'heading 1', 0)}{_style('2', 'heading 2', 1)}"
    f"{_style('3', 'heading 3', 2)}{_style('a3', 'header')}{_style('a4', 'footer')}"
    f"{_style('a5', '正文段落')}{_style('a6', '模板标签')}{_style('TOC1', 'toc 1')}</w:styles>"
)
"""Ids of styles are those that a Chinese Word gives."""
