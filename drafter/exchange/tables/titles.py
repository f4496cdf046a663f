"""Finds the titles of tables in a sheet, and which part of the sheet belongs to each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter.exchange.tables.columns import Shown
from drafter.exchange.tables.stated import FORM_NUMBER, is_unit_line
from drafter.exchange.tables.words import plain
from drafter.statements.definition import Statement

_LONGEST = 80
_BESIDE = 3
"""How many rows the titles of tables that stand side by side differ at most."""
_LOOKED_AT = 15
"""How many rows below a title show which columns are blank."""
_HARMLESS = re.compile(
    r"\((?:续\d*|汇总|本级|部门|单位|公开|批复|分?\d+|(?:20\d\d年?度?)|万元|元"
    r"|(?:公开|财决|附表|表)[\w.\-]{0,8}表?|(?:金额)?单位:(?:人民币)?(?:万元|元))\)$"
)
_BEHIND = re.compile(
    r"(?:公开|财决)[\w.\-]{1,8}表$|(?:金额|货币|计量)?单位:?(?:人民币)?(?:万元|元)$"
    r"|(?:20\d\d)年度?$|续表?\d*$"
)
_NO_TITLE = re.compile(r"[。;,!?]|^(?:注|说明|备注|详?见|根据|数据|取自|来源|按照)|取自|来源|详见")
_OTHER_TABLE = re.compile(
    r"(?:预算|拨款|基金|资本|项目|基本|经费|三公|收入|支出|人员|公用|资金|专户|结转|结余"
    r"|明细|分析|上年|债务|收支)$|财政拨款|政府性基金(?!.*局)|一般公共预算|国有资本经营预算|专户"
)
"""What stands before a title that is then another one's: …项目支出决算表 is no 支出决算表."""
_TABLE_WORD = re.compile(r"收入|支出|收支|决算|预算|经费|资产|采购|绩效|结转|人员|机构")


@dataclass(frozen=True, slots=True)
class Mark:
    """A title: where it stands, and of which statements; of none where it is not known."""

    row: int
    column: int
    text: str
    meant: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a sheet that belongs to a title; all ends are included."""

    top: int
    bottom: int
    left: int
    right: int


def titles_of(statements: Sequence[Statement]) -> dict[str, tuple[Statement, ...]]:
    """Return the statements by each of their titles, as these are compared."""
    found: dict[str, tuple[Statement, ...]] = {}
    for statement in statements:
        for title in (statement.title, *statement.also):
            key = title_key(title)
            if statement not in found.get(key, ()):
                found[key] = (*found.get(key, ()), statement)
    return found


def title_key(text: str) -> str:
    """Return a title without the number of the form, the unit and the like behind it."""
    words, before = plain(text), ""
    while words != before:
        before = words
        words = _BEHIND.sub("", _HARMLESS.sub("", words)) or words
    return words


def marks_of(seen: Shown, titles: Mapping[str, tuple[Statement, ...]]) -> list[Mark]:
    """Return the titles in a sheet, from top to bottom."""
    found: list[Mark] = []
    for (row, column), cell in sorted(seen.sheet.cells.items()):
        text = cell.value
        if not isinstance(text, str) or "表" not in text or len(text) > _LONGEST:
            continue
        key = title_key(text)
        if _NO_TITLE.search(key) or FORM_NUMBER.fullmatch(key):
            continue
        known = max((t for t in titles if key.endswith(t)), key=len, default="")
        if known and not _OTHER_TABLE.search(key.removesuffix(known)):
            found.append(Mark(row, column, key, titles[known]))
        elif known or (_is_like_a_title(key) and _stands_alone(seen, row, column)):
            found.append(Mark(row, column, key, ()))
    return found


def _is_like_a_title(key: str) -> bool:
    bare = re.sub(r"\([^()]*\)$", "", key)
    return bare.endswith("表") and len(bare) > 4 and bool(_TABLE_WORD.search(bare))


def _stands_alone(seen: Shown, row: int, column: int) -> bool:
    """Return whether there is nothing else in a row than what stands beside a title."""
    others = (seen.words(row, c) for c in seen.in_row(row)
              if seen.anchor(row, c) != (row, column))  # fmt: skip
    return all(
        not text or FORM_NUMBER.fullmatch(text) or ":" in text or is_unit_line(text) or "表" in text
        for text in others
    )


def regions_of(seen: Shown, marks: Sequence[Mark]) -> Iterator[tuple[Mark, Region]]:
    """Yield each title with its part of the sheet: down to the next one, or to one beside it."""
    for mark in marks:
        left, right = _sides(seen, mark, marks)
        below = [m for m in marks if m.row > mark.row and left <= m.column <= right]
        above = [m for m in marks if m.row < mark.row and left <= m.column <= right]
        bottom = below[0].row - 1 if below else seen.sheet.rows
        top = mark.row if above else 1
        yield mark, Region(top, bottom, left, right)


def _sides(seen: Shown, mark: Mark, marks: Sequence[Mark]) -> tuple[int, int]:
    """Return the first and the last column of a title's table."""
    left, right = 1, seen.sheet.columns
    for other in marks:
        if abs(other.row - mark.row) > _BESIDE or other.column == mark.column:
            continue
        one, two = sorted((mark, other), key=lambda m: m.column)
        gap = _gap(seen, one, two)
        if not gap and mark.row != other.row:
            continue
        if other is two:
            right = min(right, gap - 1 if gap else two.column - 1)
        else:
            left = max(left, gap + 1 if gap else two.column)
    return left, right


def _gap(seen: Shown, one: Mark, two: Mark) -> int:
    """Return the last blank column between two titles; 0 where there is none."""
    first = min(one.row, two.row)
    last = min(seen.sheet.rows, first + _LOOKED_AT)
    for column in range(two.column - 1, one.column, -1):
        if not any(seen.cell(row, column) for row in range(first, last + 1)):
            return column
    return 0
