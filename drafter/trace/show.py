"""Traced figures as text, as JSON, and as rows of a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafter.diagnostics import DataPath, path_text
from drafter.figures.nodes import Figure, Text
from drafter.model.year import MoneyUnit
from drafter.source import SourceTree
from drafter.trace.explain import Explanation, Source, explain, source_of
from drafter.trace.trace import Traced

HEADINGS = (
    "印出", "位置", "前后文字", "数据", "准确值", "算式", "代入", "说明", "取自", "填写的值",
)  # fmt: skip
FEW = 6
"""Inputs that are listed of a figure that was not asked for by itself."""
_FIXED = "模板、附表或指标体系里的固定文字"
_TYPED = "照输入的文字印出"
_GAP = "待补，填在："


def explained(one: Traced, tree: SourceTree, unit: MoneyUnit) -> Explanation | None:
    """Return why a figure is what it is; None for words."""
    if not isinstance(one.node, Figure):
        return None
    return explain(one.node, one.printed, tree, unit)


def as_text(one: Traced, tree: SourceTree, unit: MoneyUnit, *, whole: bool = False) -> str:
    """Return a traced figure in a few lines; with `whole`, all its inputs however many."""
    lines = [f"{one.printed}  {one.place}（{_around(one)}）"]
    told = explained(one, tree, unit)
    if told is None:
        lines += (f"  {line}" for line in _words(one, tree))
        return "\n".join(lines)
    lines += (f"  {line}" for line in reckoning(told, is_gap=bool(one.gap)))
    few = told.sources if whole else told.sources[:FEW]
    lines += (f"  取自 {source}" for source in few)
    if len(few) < len(told.sources):
        lines.append(f"  …… 共 {len(told.sources)} 处，用 --find 或 --format json 看全部")
    return "\n".join(lines)


def reckoning(told: Explanation, *, is_gap: bool = False) -> Iterator[str]:
    """Yield how a figure is reckoned: in words, with the numbers put in, and how it is printed.

    What is still to be filled is its value where it `is_gap`.
    """
    yield f"{told.name}{f' ＝ {told.formula}' if told.formula else ''}"
    if told.numbers:
        yield f"＝ {told.numbers} ＝ {told.value}"
    elif told.formula or told.rounding or is_gap:
        yield f"＝ {told.value}"
    yield from _notes(told)


def _notes(told: Explanation) -> list[str]:
    return [note for note in (told.parts, told.rounding) if note]


def _words(one: Traced, tree: SourceTree) -> Iterator[str]:
    """Yield where words come from that are no figure."""
    sources = _sources_of_words(one, tree)
    if not sources:
        yield _FIXED
        return
    yield _GAP if one.gap else _TYPED
    yield from (f"取自 {source.place}" for source in sources)


def _sources_of_words(one: Traced, tree: SourceTree) -> list[Source]:
    if one.gap:
        return [source_of(path, tree) for path in one.gap]
    # Words of statements and of indicator systems are printed like data and were never typed.
    paths = [path for path in _paths_of(one.node) if tree.node(path) is not None]
    if len(paths) == 1 and isinstance(one.node, Text) and one.line:
        lines = one.node.value if isinstance(one.node.value, tuple) else ()
        where = tree.locate_line(paths[0], lines, one.line)
        return [replace(source_of(paths[0], tree), where=where)]
    return [source_of(path, tree) for path in paths]


def _paths_of(node: Figure | Text | None) -> tuple[DataPath, ...]:
    return () if node is None else node.inputs or (node.path,)


def _around(one: Traced) -> str:
    return f"{one.before}【{one.printed}】{one.after}"


def as_json(
    found: Sequence[Traced], tree: SourceTree, unit: MoneyUnit, report: str
) -> list[object]:
    """Return the traced figures of a report as plain data with stable keys."""
    return [_as_data(one, tree, unit, report) for one in found]


def json_text(rows: Sequence[object]) -> str:
    """Return plain data as JSON text."""
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _as_data(one: Traced, tree: SourceTree, unit: MoneyUnit, report: str) -> dict[str, object]:
    told = explained(one, tree, unit)
    place = one.place
    sources = told.sources if told is not None else _sources_of_words(one, tree)
    return {
        "report": report,
        "printed": one.printed,
        "place": str(place),
        "headings": list(place.headings),
        "paragraph": place.paragraph,
        "cells": [dict(zip(("table", "row", "cell"), cell, strict=True)) for cell in place.cells],
        "before": one.before,
        "after": one.after,
        "kind": "figure" if told is not None else "text" if one.node is not None else "template",
        "path": "" if one.node is None else path_text(one.node.path),
        "value": _exact(one),
        "exact": "" if told is None else told.value,
        "formula": "" if told is None else told.formula,
        "numbers": "" if told is None else told.numbers,
        "notes": [] if told is None else _notes(told),
        "missing": [path_text(path) for path in one.gap],
        "inputs": [_source_data(source) for source in sources],
    }


def _exact(one: Traced) -> str | None:
    """Return the number in yuan, or as a ratio or count, with every digit that was reckoned."""
    number = one.node.number if isinstance(one.node, Figure) else None
    return None if number is None else f"{number:f}"


def _source_data(source: Source) -> dict[str, object]:
    where = source.where
    return {
        "path": source.path,
        "typed": source.typed,
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "origin": where.origin,
    }


def as_rows(
    found: Sequence[Traced], tree: SourceTree, unit: MoneyUnit
) -> Iterator[tuple[str, ...]]:
    """Yield the traced figures as rows of a sheet under `HEADINGS`."""
    for one in found:
        told = explained(one, tree, unit)
        sources = told.sources if told is not None else _sources_of_words(one, tree)
        name = "" if one.node is None else path_text(one.node.path)
        calculation = ("", "", "", _FIXED if one.node is None else _TYPED)
        if told is not None:
            calculation = (told.value, told.formula, told.numbers, "；".join(_notes(told)))
        yield (
            one.printed,
            str(one.place),
            _around(one),
            name,
            *calculation,
            "\n".join(source.place for source in sources),
            "\n".join(source.typed for source in sources),
        )
