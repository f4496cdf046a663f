"""Finds what is left unread of a table's part of a sheet, so that no amount is lost unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from drafter.exchange.tables.find import Remark, Table
from drafter.exchange.tables.words import says_amount
from drafter.statements.definition import Holds


def amounts_left(table: Table, taken: Collection[tuple[int, int]]) -> Iterator[Remark]:
    """Yield the amounts in the table's rows at which nothing looked."""
    cells = table.seen.sheet.cells
    columns = [c for c in table.statement.columns if c.holds is Holds.AMOUNT]
    places = [place for c in columns for place in table.columns.get(c.key, ())]
    for row in table.rows:
        for place in places:
            if (row, place) not in taken and says_amount(cells.get((row, place))):
                yield Remark(row, place, f"这一格的“{cells[row, place].value}”没有读")


def amounts_outside(table: Table) -> Iterator[Remark]:
    """Yield the amounts above and below the table, a remark for rows that follow each other."""
    region = table.region
    inside = {*table.rows, *table.again}
    if table.title[0]:
        inside.update(range(table.title[0], table.heads + 1))
    else:
        inside.update(range(1, table.heads + 1))
    loose: dict[int, int] = {}
    for (row, column), cell in sorted(table.seen.sheet.cells.items()):
        if row in inside or not (region.top <= row <= region.bottom):
            continue
        if region.left <= column <= region.right and says_amount(cell):
            loose.setdefault(row, column)
    rows = sorted(loose)
    while rows:
        run = [row for number, row in enumerate(rows) if row == rows[0] + number]
        rows = rows[len(run) :]
        where = f"第 {run[0]} 行" if len(run) == 1 else f"第 {run[0]} 至 {run[-1]} 行"
        title = table.statement.title
        message = f"{where}在表“{title}”之外，有数，没有读"
        yield Remark(run[0], loose[run[0]], message)
