"""The classification of expenditure (支出功能分类, 支出经济分类): codes and names by year.

The lists are data and not complete: a code that is missing here may well exist. A 科目 that was
renamed has a row for each of its names, with the years in which it bears it; names that reports
print, and whose code is not known, have rows without a code.

Statements call a class 卫生健康支出 or write 2210201住房公积金; reports print “卫生健康（类）支出”
and put 类, 款 and 项 behind the bare name. The code and these marks are no part of the name.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["功能", "经济"]

LEVELS = ("类", "款", "项")
LENGTHS: Mapping[Kind, Mapping[str, int]] = {
    "功能": {"类": 3, "款": 5, "项": 7},
    "经济": {"类": 3, "款": 5},
}
"""How many digits a code of each level has."""

_CODE = re.compile(r"^\d{3,7}\s*")
_MARK = re.compile(r"[（(][类款项][）)]$")
_QUOTES_AND_BLANKS = re.compile(r"[\s“”‘’\"'「」]+")
_NOT_STATED = frozenset({"209", "227", "230", "233"})
"""Classes that final accounts of departments have no line for."""
_STATED_SINCE = {"223": 2020}
"""Classes older than their line in the statements 公开01 and 04."""


def bare_name(name: str, level: str) -> str:
    """Return a name of the level without its code, its mark and, for a class, 支出."""
    words = _MARK.sub("", _CODE.sub("", name).strip()).strip()
    if level == "类" and words != "支出":
        words = words.removesuffix("支出")
    return words or name


def name_key(name: str, level: str) -> str:
    """Return what names that mean the same have in common, full-width marks or not, 支出 or not."""
    plain = _QUOTES_AND_BLANKS.sub("", unicodedata.normalize("NFKC", name))
    bare = bare_name(plain, level)
    return bare.removesuffix("支出") or bare


@dataclass(frozen=True, slots=True)
class Entry:
    """A 科目 under one of its names, with the years (inclusive) in which it bears it."""

    code: str
    """Empty where it is not known."""
    name: str
    first: int | None = None
    last: int | None = None
    observed: bool = False
    """Whether published statements show it; the others were written down from knowledge."""

    def in_year(self, year: int | None) -> bool:
        """Return whether the name is in use in the year; where none is given it always is."""
        if year is None:
            return True
        return (self.first is None or self.first <= year) and (
            self.last is None or year <= self.last
        )


@dataclass(frozen=True, slots=True)
class Classification:
    """Both lists, by code; an empty one knows nothing."""

    functional: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    economic: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    uncoded: tuple[str, ...] = ()
    """Names in use whose code is not known."""
    _by_name: Mapping[tuple[Kind, str, str], tuple[Entry, ...]] = field(default_factory=dict)
    _classes: dict[int, tuple[tuple[str, str], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """By year, once they were asked for."""

    def of_kind(self, kind: Kind) -> Mapping[str, tuple[Entry, ...]]:
        """Return the entries of each code of one classification, the latest name first."""
        return self.functional if kind == "功能" else self.economic

    def names_of(self, code: str, year: int | None) -> tuple[str, ...]:
        """Return the names of the code in the year, the latest first; without a year, all."""
        entries = self.functional.get(code) or self.economic.get(code, ())
        return tuple(entry.name for entry in entries if entry.in_year(year))

    def codes_of(
        self, name: str, level: str, year: int | None, kind: Kind = "功能"
    ) -> tuple[str, ...]:
        """Return the codes of the level that have this name in the year, however it is written."""
        found = self._by_name.get((kind, level, name_key(name, level)), ())
        return tuple(dict.fromkeys(entry.code for entry in found if entry.in_year(year)))

    def level_of(self, code: str) -> str | None:
        """Return the level of the code by its length, known or not; None where it is no code."""
        return next((level for level, n in LENGTHS["功能"].items() if _is_code(code, n)), None)

    def parent_of(self, code: str) -> str | None:
        """Return the code above this one; None for a class and for what is no code."""
        return code[:-2] if self.level_of(code) in LEVELS[1:] else None

    def classes(self, year: int) -> tuple[tuple[str, str], ...]:
        """Return code and name of the functional classes in the order of statements 公开01, 04."""
        if year not in self._classes:
            self._classes[year] = self._stated(year)
        return self._classes[year]

    def _stated(self, year: int) -> tuple[tuple[str, str], ...]:
        length = LENGTHS["功能"]["类"]
        codes = (code for code in sorted(self.functional) if _is_code(code, length))
        return tuple(
            (code, names[0])
            for code in codes
            if code not in _NOT_STATED and year >= _STATED_SINCE.get(code, year)
            if (names := self.names_of(code, year))
        )

    def is_uncoded(self, name: str, level: str) -> bool:
        """Return whether this is a name whose code is not known."""
        key = name_key(name, level)
        return any(name_key(other, level) == key for other in self.uncoded)


def read_classification(functional_csv_text: str, economic_csv_text: str) -> Classification:
    """Return the classification held in the data files `functional.csv` and `economic.csv`."""
    functional, economic = _by_code(functional_csv_text), _by_code(economic_csv_text)
    uncoded = (*functional.pop("", ()), *economic.pop("", ()))
    by_name: dict[tuple[Kind, str, str], tuple[Entry, ...]] = {}
    lists: tuple[tuple[Kind, Mapping[str, tuple[Entry, ...]]], ...] = (
        ("功能", functional),
        ("经济", economic),
    )
    for kind, entries_by_code in lists:
        levels = {length: level for level, length in LENGTHS[kind].items()}
        for code, entries in entries_by_code.items():
            level = levels[len(code)]
            for entry in entries:
                key = (kind, level, name_key(entry.name, level))
                by_name[key] = (*by_name.get(key, ()), entry)
    return Classification(functional, economic, tuple(e.name for e in uncoded), by_name)


def _by_code(text: str) -> dict[str, tuple[Entry, ...]]:
    by_code: dict[str, list[Entry]] = {}
    for entry in _entries(text):
        by_code.setdefault(entry.code, []).append(entry)
    latest_first = {
        code: sorted(entries, key=lambda entry: -(entry.first or 0))
        for code, entries in by_code.items()
    }
    return {code: tuple(entries) for code, entries in latest_first.items()}


def _entries(text: str) -> Iterator[Entry]:
    for row in csv.DictReader(text.splitlines()):
        first, last = (int(row[key]) if row[key] else None for key in ("起", "止"))
        yield Entry(row["编码"], row["名称"], first, last, row["见过"] == "是")


def _is_code(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdecimal()
