"""The accounts over several funds, by heading: what statements 03 and 04 add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from drafter.diagnostics import DataPath
from drafter.figures.arithmetic import add
from drafter.figures.derive import FISCAL_SOURCES, FUNDS
from drafter.figures.evaluation import CARRIED
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    figure_at,
    group_at,
    rows_at,
    text_at,
)
from drafter.figures.rows import FLOW, NATURES, code_of, figures_of
from drafter.model.classification import name_key

_LISTS = ("款", "项")
_COLUMNS = (*NATURES, *FLOW, "预算", "年初预算", "上年", "上年预算")
FISCAL = "财政拨款支出"
"""The three fiscal funds together."""


def with_statement_rows(data: Group, options: Mapping[str, str]) -> Group:
    """Return the data with expenditure by heading over all funds, and over the fiscal ones."""
    spent = group_at(data, "支出")
    typed, merged = rows_at(spent, "功能分类"), _over(data, FUNDS, ("支出", "科目"))
    deep = any(rows_at(row, "款").entries for row in figures_of(typed))
    unknown = isinstance(merged.value, Missing)
    chosen = typed if typed.entries and (deep or unknown) else merged
    return data.with_items(
        支出=spent.with_items(科目=replace(chosen, path=("支出", "科目"))),
        **{FISCAL: _fiscal(data)},
    )


def _fiscal(data: Group) -> Group:
    """Return the fiscal funds together: rows, total, and each fund's side of statement 04."""
    carry = group_at(data, "结转结余")
    funds = [figure_at(data, fund, "合计") for fund in FUNDS[:3]]
    whole = add((FISCAL, "合计"), funds, names=FUNDS[:3])
    natures: dict[str, Node] = {
        n: add((FISCAL, "合计", n), [figure_at(fund, n) for fund in funds], names=FUNDS[:3])
        for n in NATURES[:2]
    }
    sides: dict[str, Node] = {
        f"{name}总计": add((FISCAL, f"{name}总计"), [fund, figure_at(carry, f"年末{name}")])
        for name, fund in zip(CARRIED, funds, strict=True)
    }
    grand = add((FISCAL, "总计"), [whole, figure_at(carry, "年末财政拨款")])
    return Group(
        (FISCAL,),
        {
            "合计": whole.with_children(**natures),
            "总计": grand,
            "科目": _over(data, [f"{source}支出" for source in FISCAL_SOURCES], (FISCAL, "科目")),
            **sides,
        },
    )


def _over(data: Group, funds: Sequence[str], path: DataPath) -> Rows:
    """Return the rows of these funds as one list: rows of one name are added up."""
    rows: list[Figure] = []
    unlisted: list[DataPath] = []
    for fund in funds:
        classes = rows_at(data, fund, "科目")
        if isinstance(classes.value, Missing):
            # Where nothing was spent there is nothing to list.
            unlisted += () if figure_at(data, fund, "合计").number == 0 else classes.value.paths
        rows += figures_of(classes)
    if unlisted:
        return Rows(path, Missing(tuple(unlisted)))
    return Rows(path, merged_rows(rows, path, _LISTS))


def merged_rows(rows: Sequence[Figure], path: DataPath, lists: Sequence[str]) -> tuple[Figure, ...]:
    """Return one row for each heading: by code, or as they occur where any has none.

    `lists` are the lists below a row, level by level, which are merged alike.
    """
    by_name: dict[str, list[Figure]] = {}
    names: dict[str, str] = {}
    for row in rows:
        # Old and new names of one code are one heading.
        name, code = name_key(text_at(row, "名称").plain, ""), code_of(row)
        key = names.get(code) or name
        if code:
            names.setdefault(code, key)
        by_name.setdefault(key, []).append(row)
    merged = [
        parts[0] if len(parts) == 1 else _merged(parts, (*path, name), lists)
        for name, parts in by_name.items()
    ]
    codes = {code_of(row) for row in merged}
    return tuple(merged if "" in codes else sorted(merged, key=code_of))


def _merged(parts: Sequence[Figure], path: DataPath, lists: Sequence[str]) -> Figure:
    names = [str(part.path[0]) for part in parts]
    whole = add(path, parts, names=names)
    children: dict[str, Node] = {"名称": text_at(parts[0], "名称"), "编码": _code(parts)}
    for name in _COLUMNS:
        below = [part.children.get(name) for part in parts]
        given = [figure for figure in below if isinstance(figure, Figure)]
        if given:
            children[name] = add((*path, name), given, names=names)
    for reason in ("变动原因", "差异原因"):
        children[reason] = text_at(parts[0], reason)
    if lists:
        inner = [row for part in parts for row in figures_of(rows_at(part, lists[0]))]
        below_path = (*path, lists[0])
        children[lists[0]] = Rows(below_path, merged_rows(inner, below_path, lists[1:]))
    return replace(whole, children=children)


def _code(parts: Sequence[Figure]) -> Text:
    codes = (text_at(part, "编码") for part in parts)
    return next((code for code in codes if code.plain), text_at(parts[0], "编码"))
