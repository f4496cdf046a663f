"""Findings: what is wrong, how grave it is and where, as plain data.

Bad input is never an exception. Every stage of the pipeline returns diagnostics beside its
result; exceptions are kept for defects of the program itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

DataPath = tuple[str | int, ...]
"""The way from the root of an input file to one value: keys and 0-based list indexes."""


GAP = "JS-901"
"""Id of the finding on input that a report needs and that is still to be filled."""


UNFIT_WAIVER = "JS-902"
"""Id of the finding on a waiver that is incomplete or waives nothing."""


DEFECTS = frozenset({"MB-004", "MB-031"})
"""Ids of proofs that fail only through a defect of the program, whatever it was given."""


class Severity(StrEnum):
    """How grave a finding is; the value is the word that users read."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"


SEVERITY_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a Word file, in words that people who edit it can follow.

    Everything counts from 1; what is 0 or empty is not known or does not apply.
    """

    order: int = 0
    """Turn of the paragraph in the file, over all parts: places in words do not sort."""
    part: str = ""
    """正文, 页眉, 页脚, 脚注 …"""
    headings: tuple[str, ...] = ()
    """Headings above the place, the highest first."""
    paragraph: int = 0
    """In a table: of the paragraphs of the cell, where it has more than one."""
    cells: tuple[tuple[int, int, int], ...] = ()
    """Table, row and cell; for a table in a cell first those of the outer table."""
    at: int = field(default=0, kw_only=True)
    """Where in the words of the paragraph the tag begins, so that places in one sort."""
    tag: str = ""
    """The tag or the words that the place is about, as typed."""

    def __str__(self) -> str:
        """Return the place without the tag."""
        last = ["第{}个表第{}行第{}格".format(*cell) for cell in self.cells]
        last[1:] = [f"格内{inner}" for inner in last[1:]]
        if self.paragraph and last:
            last[-1] += f"第{self.paragraph}段"
        elif self.paragraph:
            last = [f"第{self.paragraph}段"]
        return " › ".join(word for word in (self.part, *self.headings, *last) if word)

    @property
    def section(self) -> str:
        """Return the headings above, for readers of the report: they see no template."""
        return " › ".join(filter(None, self.headings)) or self.part

    def about(self, tag: str, at: int = 0) -> Place:
        """Return the place with the tag or words that it is about, and where they begin."""
        return replace(self, tag=tag, at=at)


NOWHERE = Place()


@dataclass(frozen=True, slots=True, order=True)
class CellPlace:
    """A place in a workbook: a cell, or a whole sheet where row and column are 0."""

    turn: int = 0
    """Turn of the sheet in the workbook, from 1: names do not sort."""
    row: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        """Return the place as spreadsheets name it: `公开01表!C12`."""
        if not self.row:
            return self.sheet
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"


NO_CELL = CellPlace()


def column_letters(column: int) -> str:
    """Return the letters of a column, counted from 1: A, B … Z, AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: 1-based line and column, or a place in a Word file or a workbook."""

    file: str
    line: int = 0
    column: int = 0
    inside: Place = NOWHERE
    cell: CellPlace = NO_CELL
    origin: str = ""
    """Of a figure that was imported: the cell of the workbook that it was read from."""

    @property
    def place(self) -> str:
        """Return the place in a Word file or workbook in words, the tag as typed at its end."""
        if self.cell.sheet:
            return str(self.cell)
        about = f"“{self.inside.tag}”" if self.inside.tag else ""
        return "，".join(word for word in (str(self.inside), about) if word)

    def __str__(self) -> str:
        """Return the form that editors can jump to, or the file with the place in words."""
        if self.line:
            return f"{self.file}:{self.line}:{self.column}"
        return f"{self.file}（{self.place}）" if self.place else self.file


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a rule id, a Chinese message, and the place it speaks of."""

    id: str
    severity: Severity
    message: str
    where: Location
    hint: str = ""
    path: DataPath = ()
    waived: str | None = None
    waivable: bool = False
    meant: DataPath = ()
    """The path that a misspelt one probably means: what is said here need not be said there."""
    about: DataPath = ()
    """The figure that it speaks of, where that stands at another path."""
    letter: int | None = None
    """Of a finding on words: the character of the text at which it is, line breaks counted."""
    section: str = ""
    """Of a gap: the headings of the report under which it is needed."""
    rank: int = 0
    """Of a gap: its turn in the report."""
    rests_on: tuple[DataPath, ...] = ()
    """Of a relation between amounts: the paths that they were typed at or summed from."""

    @property
    def is_error(self) -> bool:
        """Return whether this finding stops a report from being published."""
        return self.severity is Severity.ERROR and self.waived is None

    def waive(self, reason: str) -> Diagnostic:
        """Return this finding marked as standing for the given reason."""
        return replace(self, waived=reason)


def path_text(path: DataPath) -> str:
    """Return the data path as users write it: `项目.2.预算`, list positions counted from 1."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the findings sorted by place, then gravity, then id; repeated ones once.

    Findings that agree in all three keep their order, which is that of the report.
    """
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda d: (d.where, SEVERITY_RANK[d.severity], d.id))


def has_errors(findings: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Return whether any finding counts as an error; with `strict`, warnings count too."""
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(d.severity in grave and d.waived is None for d in findings)


def template_faults(findings: Iterable[Diagnostic]) -> frozenset[str]:
    """Return the ids of errors that are the template's, or the program's own (`DEFECTS`)."""
    return frozenset(f.id for f in findings if f.is_error and f.id.startswith("MB-"))


def as_text(finding: Diagnostic) -> str:
    """Return one line: place, gravity, id, message, and the hint or the waiver's reason."""
    severity = f"已豁免({finding.severity})" if finding.waived is not None else finding.severity
    line = f"{finding.where}: {severity} {finding.id} {finding.message}"
    if finding.waived is not None:
        return f"{line}（豁免理由：{finding.waived}）"
    used = f"用于：{finding.section}" if finding.section else ""
    read = f"取自 {finding.where.origin}" if finding.where.origin else ""
    added = "；".join(part for part in (used, read, finding.hint) if part)
    return f"{line}（{added}）" if added else line


def as_json(findings: Sequence[Diagnostic]) -> str:
    """Return the findings as a JSON list with stable keys."""
    rows = [
        {
            "id": d.id,
            "severity": d.severity.name.lower(),
            "message": d.message,
            "file": d.where.file,
            "line": d.where.line,
            "column": d.where.column,
            "place": d.where.place,
            "origin": d.where.origin,
            "at": _as_data(d.where.inside),
            "path": path_text(d.path),
            "hint": d.hint,
            "section": d.section,
            "waived": d.waived,
        }
        for d in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _as_data(place: Place) -> dict[str, object] | None:
    """Return a place in a Word file for machines; None for places in other files."""
    if place == NOWHERE:
        return None
    return {
        "part": place.part,
        "headings": list(place.headings),
        "paragraph": place.paragraph,
        "cells": [dict(zip(("table", "row", "cell"), cell, strict=True)) for cell in place.cells],
        "tag": place.tag,
    }


_GITHUB_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def as_github(finding: Diagnostic) -> str:
    """Return the finding as a workflow command that annotates the line in a review."""
    level = "notice" if finding.waived is not None else _GITHUB_LEVEL[finding.severity]
    where = f"file={_property(finding.where.file)}"
    if finding.where.line:
        where += f",line={finding.where.line},col={finding.where.column}"
    text = as_text(finding).removeprefix(f"{finding.where}: ")
    if finding.where.place:
        text = f"{finding.where.place}：{text}"
    return f"::{level} {where},title={_property(finding.id)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
