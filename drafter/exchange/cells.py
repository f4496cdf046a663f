"""What the readers of all workbook formats share: values of cells, formats, limits, refusals."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from drafter.exchange.grid import Cell, Sheet, Span, exact

MAX_FILLED = 500_000
"""How many cells of a workbook may hold something."""
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
"""The size of a sheet in every spreadsheet program of today."""
_MAX_SPANS = 100_000
_MAX_LOOKED_AT = 20_000_000
"""How many rows are looked at for merged ranges: ranges of a real sheet do not overlap."""
_LARGEST = 308
"""The power of ten that no number of a spreadsheet exceeds."""
_BEYOND = 10**_LARGEST

# What shows no digit: conditions and colours, quoted text, `_x` (a blank as wide as x), `*x`
# (filling) and an escaped mark.
_NO_DIGITS = re.compile(r'\[[^\]]*\]|"[^"]*"|[_*\\].')
_AROUND = " ()+-¥￥$€"
_PLAIN = re.compile(r"[#0,]*[#0](?:\.(0+))?")


class Refusal(Exception):  # noqa: N818 - it is a finding on its way up, no defect
    """Why a file is not read, in words for its user."""

    def __init__(self, message: str, hint: str = "", *, too_big: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.too_big = too_big


def too_many(what: str) -> Refusal:
    """Return the refusal of a workbook that holds too many of something."""
    hint = "请只留下要导入的工作表；数据下方、右侧带格式的空白行列请整行整列删除"
    return Refusal(f"工作簿太大：{what}", hint, too_big=True)


def damaged() -> Refusal:
    """Return the refusal of a file that no spreadsheet program would have written."""
    hint = "请在 Excel/WPS 里打开并另存为 .xlsx；那里也打不开的，请重新导出或请对方重发"
    return Refusal("工作簿已损坏或不合规范，打不开", hint)


@dataclass(slots=True)
class Room:
    """Counts the filled cells of a workbook and refuses it where there are too many."""

    left: int = MAX_FILLED

    def take(self, cells: int = 1) -> None:
        """Count cells that are about to be kept."""
        self.left -= cells
        if self.left < 0:
            raise too_many(f"有内容的单元格超过 {MAX_FILLED // 10_000} 万个")


def number_cell(number: float | int | str, decimals: int | None) -> Cell | None:
    """Return the cell of a number; None where it is none, or beyond any spreadsheet."""
    # Powers of ten from hostile files would take all memory once written out.
    if isinstance(number, str):
        try:
            value = Decimal(number)
        except InvalidOperation:
            return None
        usual = value.is_finite() and abs(value.adjusted()) <= _LARGEST
    else:
        usual = abs(number) < _BEYOND
    return Cell(exact(number), decimals) if usual else None


def text_cell(text: str, *, error: bool = False, indent: int = 0) -> Cell | None:
    """Return the cell of a text without blanks, full-width ones too, at its ends.

    `indent` is that of the cell's alignment; the blanks before the text count as well.
    """
    inner = text.lstrip(" \u3000\xa0")
    before = text[: len(text) - len(inner)]
    # Two narrow blanks are as wide as a full-width one.
    indent += before.count("\u3000") + (len(before) - before.count("\u3000")) // 2
    text = text.strip()
    return Cell(text, error=error, indent=indent) if text else None


def truth_cell(value: object) -> Cell:
    """Return the cell of a truth value, as spreadsheets write it."""
    return Cell("TRUE" if value else "FALSE")


def moment_text(moment: datetime | date | time | timedelta) -> str:
    """Return a date, a time or both: `2020-12-31`, `08:00:00`, `2020-12-31 08:00:00`."""
    if isinstance(moment, timedelta):
        minutes, seconds = divmod(round(moment / timedelta(seconds=1)), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    if isinstance(moment, datetime):
        if moment.time() == time():
            return moment.date().isoformat()
        return moment.isoformat(" ", timespec="seconds")
    if isinstance(moment, time):
        return moment.isoformat(timespec="seconds")
    return moment.isoformat()


@lru_cache(maxsize=1024)
def shown_decimals(number_format: str) -> int | None:
    """Return how many decimals a format such as `#,##0.00` shows; None where it is not plain.

    Percentages, powers of ten and formats in thousands do not show the number that is stored.
    """
    shown = _NO_DIGITS.sub("", number_format.split(";", maxsplit=1)[0])
    plain = _PLAIN.fullmatch(shown.strip(_AROUND))
    if plain is None:
        return None
    return len(plain[1] or "")


@dataclass(slots=True)
class Draft:
    """A sheet while it is read."""

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: dict[Span, None] = field(default_factory=dict)
    _rows: set[tuple[int, int]] = field(default_factory=set)
    """First and last row of each hidden range."""
    _columns: set[tuple[int, int]] = field(default_factory=set)

    def hide_rows(self, first: int, last: int) -> None:
        """Mark rows as hidden; those beyond the size of a sheet do not count."""
        if 0 < first <= MAX_ROWS:
            self._rows.add((first, last))

    def hide_columns(self, first: int, last: int) -> None:
        """Mark columns as hidden."""
        self._columns.add((first, last))
        if len(self._columns) > MAX_COLUMNS:
            raise damaged()

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Add a range of merged cells, unless it is a single cell."""
        if (top, left) >= (bottom, right):
            return
        self.merged[Span(top, left, bottom, right)] = None
        if len(self.merged) > _MAX_SPANS:
            raise too_many(f"一个工作表的合并单元格超过 {_MAX_SPANS // 10_000} 万处")

    def sheet(self, turn: int) -> Sheet:
        """Return the sheet: without what merged ranges cover, cut to what holds anything."""
        cells = _uncovered(self.cells, self.merged)
        rows = max((row for row, _ in cells), default=0)
        columns = max((column for _, column in cells), default=0)
        return Sheet(
            self.name,
            turn,
            cells,
            tuple(span for span in self.merged if span.top <= rows and span.left <= columns),
            self.hidden,
            _within(self._rows, rows),
            _within(self._columns, columns),
            rows,
            columns,
        )


def _within(ranges: Iterable[tuple[int, int]], last: int) -> frozenset[int]:
    inside: set[int] = set()
    for first, final in ranges:
        inside.update(range(max(first, 1), min(final, last) + 1))
    return frozenset(inside)


def _uncovered(
    cells: dict[tuple[int, int], Cell], spans: Iterable[Span]
) -> dict[tuple[int, int], Cell]:
    """Return the cells that no merged range hides: of each range only the first one shows."""
    columns: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in cells:
        columns[row].append(column)
    rows = sorted(columns)
    covered: set[tuple[int, int]] = set()
    looked_at = 0
    for span in spans:
        touched = rows[bisect_left(rows, span.top) : bisect_right(rows, span.bottom)]
        looked_at += len(touched)
        if looked_at > _MAX_LOOKED_AT:
            raise damaged()
        for row in touched:
            covered.update((row, c) for c in columns[row] if span.left <= c <= span.right)
        covered.discard((span.top, span.left))
    return {place: cell for place, cell in cells.items() if place not in covered}
