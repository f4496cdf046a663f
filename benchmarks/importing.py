"""Speed of `drafter import` beside openpyxl alone, in one run.

    python benchmarks/importing.py [--rounds N] [--rows N]

The workbook holds statements of revenue and of expenditure with every item of the functional
classification, as often as it takes; openpyxl alone opens it and looks at each cell.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook

from drafter.importing import import_books
from drafter.lists import classification

HEADS = {
    "收入决算表": ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入",
              "附属单位上缴收入", "其他收入"],
    "支出决算表": ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出",
              "对附属单位补助支出"],
    "一般公共预算财政拨款支出决算表": ["小计", "基本支出", "项目支出"],
}  # fmt: skip
EMPTY = {
    "政府性基金预算财政拨款收入支出决算表":
        ["年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余"],
    "国有资本经营预算财政拨款支出决算表": ["合计", "基本支出", "项目支出"],
}  # fmt: skip
"""Statements of which the department has nothing."""


def headings(limit: int) -> Iterator[tuple[str, str, int]]:
    """Yield code, name and how many items lie below it, classes first, up to a number of rows."""
    known = classification()
    codes = sorted(code for code in known.functional if known.names_of(code, 2020))
    held = set(codes)
    items = [c for c in codes if len(c) == 7 and {c[:3], c[:5]} <= held][:limit]
    wanted = sorted({part for c in items for part in (c[:3], c[:5], c)})[:limit]
    last = [c for c in items if c in wanted]
    for code in wanted:
        below = sum(item.startswith(code) for item in last)
        if below:
            yield code, known.names_of(code, 2020)[0], below


def workbook(path: Path, rows: int) -> int:
    """Write the statements; return how many rows of headings they have together."""
    book = Workbook()
    book.remove(book.worksheets[0])
    listed = list(headings(rows // len(HEADS)))
    total = sum(below for code, _, below in listed if len(code) == 3)
    for number, (title, columns) in enumerate(HEADS.items(), start=2):
        sheet = book.create_sheet(f"Z{number:02}")
        sheet.append([f"2020年度{title}"])
        sheet.append(["部门：云岭县教育局", *[None] * len(columns), "金额单位：元"])
        sheet.append(["科目编码", "科目名称", *columns])
        sheet.append([None, "合计", *amounts(total, columns)])
        for code, name, below in listed:
            sheet.append([code, name, *amounts(below, columns)])
    for title, columns in EMPTY.items():
        sheet = book.create_sheet(title[:4])
        sheet.append([f"2020年度{title}"])
        sheet.append(["部门：云岭县教育局", *[None] * len(columns), "金额单位：元"])
        sheet.append(["科目编码", "科目名称", *columns])
        sheet.append([None, "合计", *[None] * len(columns)])
    book.save(path)
    return len(listed) * len(HEADS)


def amounts(items: int, columns: list[str]) -> list[Decimal]:
    """Return a row's amounts: each item has 100.25 yuan in the first two columns below a total."""
    each = Decimal("100.25") * items
    return [each, each, *[Decimal(0)] * (len(columns) - 2)]


def timed(act: Callable[[], object], rounds: int) -> float:
    """Return the median time of an act, in seconds."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def bare(path: Path) -> int:
    """Open a workbook with openpyxl and look at each cell."""
    book = load_workbook(path, data_only=True)
    return sum(cell.value is not None for s in book.worksheets for r in s.iter_rows() for cell in r)


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=3_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "决算报表.xlsx"
        rows = workbook(path, options.rows)
        done = import_books([path], Path(folder) / "新.yaml")
        faults = [f for f in done.findings if f.is_error]
        if done.text is None or faults:
            raise SystemExit(f"the import failed: {faults[:3]}")
        lines = done.text.count("\n")
        alone = timed(lambda: bare(path), options.rounds)
        ours = timed(lambda: import_books([path], Path(folder) / "新.yaml"), options.rounds)
    print(f"{rows} rows of headings, {lines} lines of YAML")
    print(f"openpyxl alone, every cell looked at   {alone:6.2f} s")
    print(f"read, understood, cross-checked        {ours:6.2f} s   {ours / alone:5.1f} x")


if __name__ == "__main__":
    main()
