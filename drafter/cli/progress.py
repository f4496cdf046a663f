"""What is seen of a batch while it runs: a bar at a terminal, a line for each input elsewhere."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import typer

from drafter.batch.summary import Row

_LONGEST_NAME = 30


def watched(rows: Iterable[Row], total: int, current: Callable[[], str]) -> Iterator[Row]:
    """Yield the rows, and show how far it is; `current` names the input begun last."""
    if sys.stderr.isatty():
        return _with_bar(rows, total, current)
    return _with_lines(rows, total)


def _with_lines(rows: Iterable[Row], total: int) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        typer.echo(f"[{number}/{total}] {row.name}：{outcome(row)}", err=True)
        for line in row.told:
            typer.echo(f"  {line}", err=True)
        yield row


def _with_bar(rows: Iterable[Row], total: int, current: Callable[[], str]) -> Iterator[Row]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    counted, name = TextColumn("{task.fields[counts]}"), TextColumn("{task.description}")
    for column in (counted, name):
        column.markup = False  # names hold brackets
    columns = (BarColumn(), MofNCompleteColumn(), counted, TimeLeft(compact=True), name)
    results: Counter[str] = Counter()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, counts="")
        for row in rows:
            results[row.result] += 1
            for line in [f"{row.name}：{outcome(row)}", *row.told] if row.told else []:
                console.print(line, soft_wrap=True)
            bar.update(task, advance=1, counts=counted_words(results), description=_cut(current()))
            yield row


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def outcome(row: Row) -> str:
    """Return how an input came out, in words."""
    counts = {"错误": row.errors, "警告": row.warnings, "提示": row.hints}
    found = [f"{word} {number} 项" for word, number in counts.items() if number]
    return f"{row.result}（{'，'.join(found)}）" if found else row.result


def counted_words(results: Counter[str]) -> str:
    """Return how many inputs came out in which way."""
    return "，".join(f"{result} {number}" for result, number in results.most_common())
