"""Headings from one year to the next: what a 科目 of last year is called this year, and where.

A heading that keeps its code and changes its name follows from the lists of the classification.
What got another code stands in `data/moved.csv`, by the year from which it does.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from drafter.diagnostics import DataPath
from drafter.model.classification import Classification, Kind, bare_name, name_key


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as a row states it: its name and, where it has one, its code."""

    name: str
    code: str
    level: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Moved:
    """A heading that is entered under another code from a year on."""

    year: int
    kind: Kind
    code: str
    name: str
    new_code: str
    new_name: str


@dataclass(frozen=True, slots=True)
class Succession:
    """What headings of one year become in a later one."""

    classification: Classification
    moves: tuple[Moved, ...]
    last: int
    this: int

    def moved(self, heading: Heading) -> Moved | None:
        """Return where a heading has gone, if it has another code this year."""
        of_kind = (m for m in self.moves if m.kind == heading.kind)
        recent = (m for m in of_kind if self.last < m.year <= self.this)
        return next((move for move in recent if _is_of(move, heading)), None)

    def renamed(self, heading: Heading) -> str | None:
        """Return this year's name of a heading that keeps its code; None where the name lasts.

        Written without a code, a name that several headings have is left alone.
        """
        name, level, kind = heading.name, heading.level, heading.kind
        known = self.classification.codes_of(name, level, self.last, kind)
        codes = [heading.code] if heading.code else [code for code in known if code]
        if not name or (heading.code and heading.code not in known):
            return None
        now = [self.classification.names_of(code, self.this) for code in codes]
        if any(name_key(one, level) == name_key(name, level) for names in now for one in names):
            return None
        latest = {names[0] for names in now if names}
        if len(latest) != 1 or not all(now):
            return None
        new = latest.pop()
        return new if name.endswith("支出") else bare_name(new, level)

    def same(self, before: Heading, now: Heading) -> bool:
        """Return whether a row of last year and one of this year are of one heading."""
        move = self.moved(before)
        if move is not None:
            return now.code == move.new_code if now.code else _named(now, move.new_name)
        if before.code and now.code:
            return before.code == now.code
        return _named(now, before.name) or _named(now, self.renamed(before) or before.name)


def _is_of(move: Moved, heading: Heading) -> bool:
    if heading.code:
        return heading.code == move.code
    # Without a code the name must say it, and not be one that stays: 地震事务 moves with its code.
    return move.name != move.new_name and _named(heading, move.name)


def _named(heading: Heading, name: str) -> bool:
    return name_key(heading.name, heading.level) == name_key(name, heading.level)


_LEVELS: Mapping[str, str] = {"科目": "类", "功能分类": "类", "款": "款", "项": "项"}


def level_of(path: DataPath) -> tuple[Kind, str] | None:
    """Return of which classification and level the rows of a list are; None for other lists."""
    names = [step for step in path if isinstance(step, str)]
    if not names or names[0] in {"项目", "公用经费核实"}:
        return None
    if names[0] == "基本支出":
        return ("经济", "款") if names[-1] == "科目" else None
    if names[0] == "部门预算":
        return ("功能", "项") if names[-1] == "科目" else None
    if "经济分类" in names:
        return ("经济", "类" if names[-1] == "经济分类" else "款")
    level = _LEVELS.get(names[-1])
    return ("功能", level) if level is not None else None


def read_moves(csv_text: str) -> tuple[Moved, ...]:
    """Return the headings that got another code, as the data file has them."""
    return tuple(
        Moved(
            int(row["年度"]),
            "经济" if row["分类"] == "经济" else "功能",
            row["旧编码"],
            row["旧名称"],
            row["新编码"],
            row["新名称"],
        )
        for row in csv.DictReader(csv_text.splitlines())
    )
