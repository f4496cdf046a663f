"""The functional classification as reports tell it: by class, by item, over all funds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from drafter.diagnostics import DataPath
from drafter.figures.arithmetic import add
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    figure_at,
    group_at,
    rows_at,
    text_at,
)
from drafter.report.enumerations import named, nonzero


def with_classes(data: Group, options: Mapping[str, str]) -> Group:
    """Add to each fund its non-zero classes, and the rows of the item-by-item account."""
    everything: list[Node] = []
    unlisted: list[DataPath] = []
    for name in FUNDS:
        fund = group_at(data, name)
        rows = rows_at(fund, "科目")
        if isinstance(rows.value, Missing) and figure_at(fund, "合计").number == 0:
            rows = replace(rows, value=())  # nothing was spent: there is nothing to list
        listed = rows if isinstance(rows.value, Missing) else replace(rows, value=nonzero(rows))
        everything += listed.entries
        unlisted += listed.value.paths if isinstance(listed.value, Missing) else ()
        kept = rows if isinstance(rows.value, Missing) else replace(rows, value=_accounted(rows))
        by_item = options.get("具体情况") == "项"
        detailed = _by_item(kept) if by_item else _by_class(kept)
        data = data.with_items(**{name: fund.with_items(列示=listed, 具体=detailed)})
    # A list that leaves the classes of a fund out would not add up to the expenditure.
    over_funds = Missing(tuple(unlisted)) if unlisted else _over_funds(everything)
    return data.with_items(各类支出=Rows(("支出",), over_funds))


def _over_funds(rows: Sequence[Node]) -> tuple[Node, ...]:
    """Return one row for each class, its amounts from all funds added up."""
    by_name: dict[str, list[Figure]] = {}
    for row in rows:
        if isinstance(row, Figure):
            by_name.setdefault(text_at(row, "名称").plain, []).append(row)
    return tuple(
        parts[0]
        if len(parts) == 1
        else named(add(("支出", name), parts, names=[_fund_of(p) for p in parts]), name)
        for name, parts in by_name.items()
    )


def _fund_of(row: Figure) -> str:
    """Return the name of the fund that a row of the classification belongs to."""
    return str(row.path[0])


def _accounted(rows: Rows) -> tuple[Figure, ...]:
    """Return the rows that were spent or budgeted: a budget that was not used is accounted for."""
    return tuple(
        row
        for row in rows.entries
        if isinstance(row, Figure) and (row.number != 0 or figure_at(row, "预算").number)
    )


def _by_class(classes: Rows) -> Rows:
    """Return a row for each class, with the names of its sections and items."""
    if isinstance(classes.value, Missing):
        return classes
    rows: list[Node] = []
    for row in classes.entries:
        if not isinstance(row, Figure):
            continue
        sections = rows_at(row, "款")
        items = [item for s in sections.entries for item in rows_at(s, "项").entries]
        rows.append(_account_row(row, row, sections, Rows(sections.path, tuple(items))))
    return replace(classes, value=tuple(rows))


def _by_item(classes: Rows) -> Rows:
    """Return a row for each item with its amount.

    A class without sections, or a section without items, has a row of its own: no amount may
    fall out of the account because it is not broken down.
    """
    if isinstance(classes.value, Missing):
        return classes
    rows: list[Node] = []
    for row in classes.entries:
        sections = rows_at(row, "款")
        if isinstance(row, Figure) and not sections.entries:
            rows.append(_account_row(row, row, sections, sections))
        for section in _accounted(sections):
            rows += _item_rows(row, section)
    return replace(classes, value=tuple(rows))


def _item_rows(functional_class: Node, section: Figure) -> list[Node]:
    items, one = rows_at(section, "项"), Rows(section.path, (section,))
    if not items.entries:
        return [_account_row(section, functional_class, one, items)]
    return [
        _account_row(item, functional_class, one, Rows(item.path, (item,)))
        for item in _accounted(items)
    ]


def _account_row(figure: Figure, functional_class: Node, sections: Rows, items: Rows) -> Figure:
    return figure.with_children(
        类名=text_at(functional_class, "名称"), 款名=_distinct(sections), 项名=_distinct(items)
    )


def _distinct(rows: Rows) -> Rows:
    """Return the names of the rows, each once."""
    if isinstance(rows.value, Missing):
        return rows
    names = {text_at(row, "名称").plain: text_at(row, "名称") for row in rows.entries}
    return Rows(rows.path, tuple(names.values()))
