"""Marks a finished document as a draft: 草稿 at the top of every page, its words untouched."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from drafter.template.attach import main_part, related_part, target_of, with_part
from drafter.template.package import (
    Package,
    R,
    W,
    parse,
    qn,
    read_package,
    relations_of,
    serialised,
    stored_parts,
    write_package,
)
from drafter.template.sites import is_on
from drafter.template.words import content_of

DRAFT = "草稿"
_REFERENCE, _SECTION = qn("headerReference"), qn("sectPr")
_ID = f"{{{R}}}id"
_MARK = parse(
    f'<w:p xmlns:w="{W}"><w:pPr>'
    '<w:framePr w:wrap="around" w:vAnchor="page" w:hAnchor="margin" w:xAlign="right" w:y="397"/>'
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>'
    '</w:pPr><w:r><w:rPr><w:b/><w:color w:val="C00000"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
    f"</w:rPr><w:t>{DRAFT}</w:t></w:r></w:p>".encode()
)
"""In a frame of its own, so that the pages break where they will break without it."""
_REST = parse(
    f'<w:p xmlns:w="{W}"><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:p>'.encode()
)
"""A header needs a paragraph outside of the frame."""


def marked_as_draft(document: bytes) -> bytes:
    """Return the document with 草稿 in the headers of all its pages; headers keep their words."""
    package = read_package(document)
    main = main_part(package)
    body = parse(package.parts[main])
    sections = _sections(body)
    used = {node.get(_ID) for section in sections for node in section.iter(_REFERENCE)}
    headers = {
        target_of(main, link.target) for link in relations_of(package, main) if link.id in used
    }
    package = package.with_parts({name: _marked(package.parts[name]) for name in headers})
    missing = [pages for pages in _pages(package, main, sections) if not _has(sections[0], pages)]
    for pages in missing:
        # Later sections without one of their own take that of the section before them.
        header = etree.Element(qn("hdr"), nsmap={"w": W, "r": R})
        header.extend((deepcopy(_MARK), deepcopy(_REST)))
        attached = with_part(package, main, "header", header)
        package = attached.package
        own = {qn("type"): pages, _ID: attached.relation}
        sections[0].insert(0, etree.Element(_REFERENCE, own, nsmap={"r": R}))
        headers.add(attached.part)
    if missing:
        package = package.with_parts({main: serialised(body)})
    result = write_package(package)
    _prove(read_package(document), result, main, headers)
    return result


def _marked(header: bytes) -> bytes:
    root = parse(header)
    root.insert(0, deepcopy(_MARK))
    return serialised(root)


def _sections(body: etree._Element) -> list[etree._Element]:
    """Return the properties of all sections; those of the last are made where there are none."""
    holder = body[-1] if len(body) else body
    if not len(holder) or holder[-1].tag != _SECTION:
        etree.SubElement(holder, _SECTION)
    return list(body.iter(_SECTION))


def _has(section: etree._Element, pages: str) -> bool:
    """Return whether the section has a header of its own for these pages."""
    return any(
        node.get(qn("type"), "default") == pages for node in section.iterchildren(_REFERENCE)
    )


def _pages(package: Package, main: str, sections: list[etree._Element]) -> Iterator[str]:
    """Yield the kinds of pages that have headers of their own in this document."""
    yield "default"
    if any(is_on(section.find(qn("titlePg"))) for section in sections):
        yield "first"
    settings = related_part(package, main, "settings")
    blob = None if settings is None else package.parts.get(settings)
    if blob is not None and is_on(parse(blob).find(qn("evenAndOddHeaders"))):
        yield "even"


def _prove(before: Package, after: bytes, main: str, headers: set[str]) -> None:
    """Raise where the body says something else than before, or a header does not say 草稿."""
    parts = stored_parts(after, {main, *headers})
    if content_of(parse(before.parts[main])) != content_of(parse(parts[main])):
        raise RuntimeError("marking as a draft has changed the words of the document")
    for name in headers:
        own = content_of(parse(before.parts[name])) if name in before.parts else ""
        if content_of(parse(parts[name])) != DRAFT + own:
            raise RuntimeError(f"marking as a draft has changed the words of {name}")
