"""The economic classification of basic expenditure, where the items of the accounts tell it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from drafter.figures.arithmetic import add
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
from drafter.figures.rows import code_of, figures_of

_FUND = "一般公共预算财政拨款支出"
_BASIC = "基本支出"
_PERSONNEL_CODES = ("301", "303")
_PERSONNEL_NAMES = frozenset({"工资福利支出", "对个人和家庭的补助", "对个人和家庭的补助支出"})


def with_basic_items(root: Group) -> Group:
    """Return the root with personnel and routine expenses by economic item, read off the accounts.

    Statement 06 follows from the items of the general public budget, where each of them tells its
    basic expenditure by economic class. What was typed in 基本支出 stands.
    """
    basic = group_at(root, _BASIC)
    names = ("人员经费", "公用经费")
    held = {name: rows_at(basic, name, "科目") for name in names}
    if any(not isinstance(rows.value, Missing) for rows in held.values()):
        return root
    shares = _shares_of(rows_at(root, _FUND, "科目"))
    if not shares or any(figure_at(s, _BASIC).number is None for s in shares):
        return root
    merged: dict[str, dict[str, list[Figure]]] = {name: {} for name in names}
    for share in shares:
        group = merged["人员经费" if _is_personnel(share) else "公用经费"]
        for row in figures_of(rows_at(share, "款")) or [share]:
            spent = figure_at(row, _BASIC)
            if spent.number:
                group.setdefault(_key(row), []).append(row)
    for name in names:
        rows = tuple(_merged(parts) for parts in merged[name].values())
        whole = figure_at(basic, name)
        if not rows and isinstance(whole.value, Missing):
            whole = replace(whole, value=Decimal(0), applicable=False)
        whole = whole.with_children(科目=Rows(held[name].path, rows))
        basic = basic.with_items(**{name: whole})
    return root.with_items(基本支出=basic)


def _shares_of(classes: Rows) -> list[Figure]:
    """Return all economic shares of the items, or nothing where one that was spent has none."""
    found: list[Figure] = []
    for row in figures_of(classes):
        sections = figures_of(rows_at(row, "款"))
        items = [item for s in sections for item in figures_of(rows_at(s, "项"))]
        if not items and figure_at(row, _BASIC).number != 0:
            return []
        for item in items:
            shares = figures_of(rows_at(item, "经济分类"))
            if not shares and figure_at(item, _BASIC).number != 0:
                return []
            found += shares
    return found


def _is_personnel(share: Figure) -> bool:
    code = code_of(share)
    return code.startswith(_PERSONNEL_CODES) or (
        not code and text_at(share, "名称").plain in _PERSONNEL_NAMES
    )


def _key(row: Figure) -> str:
    return code_of(row) or text_at(row, "名称").plain


def _merged(parts: list[Figure]) -> Figure:
    """Return one economic item with the basic expenditure of all functional items on it."""
    first = parts[0]
    names = [f"各项“{text_at(first, '名称').plain}”"] if len(parts) > 1 else None
    whole = add(first.path, [figure_at(part, _BASIC) for part in parts], names=names)
    # Budgets and last year's amounts of the row are those of project expenditure, too.
    children: dict[str, Node] = {
        name: replace(node, value=Missing((node.path,))) if isinstance(node, Figure) else node
        for name, node in first.children.items()
        if name not in {_BASIC, "项目支出", "款"}
    }
    return replace(whole, children=children)
