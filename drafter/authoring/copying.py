"""A template of one's own: a copy of another one, under an id of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drafter.diagnostics import Diagnostic, Location, Severity
from drafter.resources import DESCRIPTIONS, DOCUMENT, MANIFEST
from drafter.schemas import SCHEMAS, schema_text
from drafter.source.edit import Change, edited
from drafter.source.reader import read_source

_SCHEMA = re.compile(r"\A(# yaml-language-server: \$schema=)\S*?(([\w-]+)\.schema\.json)(?=\s|\Z)")
_ID, _TITLE = "标识", "名称"


@dataclass(frozen=True, slots=True)
class Copied:
    """The files of a new template by name, or why there are none."""

    files: dict[str, bytes]
    findings: tuple[Diagnostic, ...] = ()


def copied(folder: Path, shown_as: str, new_id: str, title: str | None = None) -> Copied:
    """Return the files of a copy with this id, and this name where one is given.

    The comments of its description stay. The schemas that its files name come with it, so that
    editors still complete their keys.
    """
    texts: dict[str, str] = {}
    files: dict[str, bytes] = {}
    findings: list[Diagnostic] = []
    try:
        files[DOCUMENT] = (folder / DOCUMENT).read_bytes()
    except OSError as error:
        where = Location(f"{shown_as}/{DOCUMENT}")
        return Copied(
            {}, (Diagnostic("MB-002", Severity.ERROR, f"读不了：{error.strerror}", where),)
        )
    for name in DESCRIPTIONS:
        if name == MANIFEST or (folder / name).is_file():
            read = read_source(folder / name, shown_as=f"{shown_as}/{name}")
            findings += read.findings
            if read.tree is not None:
                texts[name] = (folder / name).read_bytes().decode("utf-8-sig")
    if any(finding.is_error for finding in findings) or MANIFEST not in texts:
        return Copied({}, tuple(findings))
    changes = [Change((_ID,), new_id)] + ([] if title is None else [Change((_TITLE,), title)])
    changed = edited(texts[MANIFEST], f"{shown_as}/{MANIFEST}", changes)
    if changed.text is None:
        return Copied({}, changed.findings)
    texts[MANIFEST] = changed.text
    for name, text in texts.items():
        files[name] = _SCHEMA.sub(r"\1\2", text).encode()
        files |= {f"{schema}.schema.json": schema_text(schema).encode() for schema in _named(text)}
    return Copied(files)


def _named(text: str) -> Iterator[str]:
    """Yield the schema that a file names in its first line, where it is one of ours."""
    found = _SCHEMA.search(text)
    if found is not None and found[3] in SCHEMAS:
        yield found[3]
