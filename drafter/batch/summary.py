"""The summary of a batch as a table: one row for each input, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """How one input came out."""

    name: str
    result: str
    files: tuple[str, ...] = ()
    errors: int = 0
    warnings: int = 0
    hints: int = 0
    nanoseconds: int = 0
    told: tuple[str, ...] = ()


COLUMNS = (
    ("输入", 40), ("结果", 12), ("错误", 8), ("警告", 8), ("提示", 8), ("用时（秒）", 10),
    ("写出的文件", 50), ("原因", 90),
)  # fmt: skip


def seconds(nanoseconds: int) -> Decimal:
    """Return a time in seconds, to the hundredth."""
    exact = Decimal(nanoseconds).scaleb(-9)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def as_rows(rows: Iterable[Row]) -> list[Sequence[str | int | Decimal]]:
    """Return the rows of a sheet with `COLUMNS`."""
    return [
        (
            row.name, row.result, row.errors, row.warnings, row.hints,
            seconds(row.nanoseconds), "\n".join(row.files), "\n".join(row.told),
        )
        for row in rows
    ]  # fmt: skip


def as_json(rows: Iterable[Row], version: str) -> str:
    """Return the rows with stable keys; times are whole milliseconds."""
    listed = [
        {
            "input": row.name,
            "result": row.result,
            "files": list(row.files),
            "errors": row.errors,
            "warnings": row.warnings,
            "hints": row.hints,
            "milliseconds": row.nanoseconds // 1_000_000,
            "told": list(row.told),
        }
        for row in rows
    ]
    return json.dumps({"drafter": version, "inputs": listed}, ensure_ascii=False, indent=2) + "\n"
