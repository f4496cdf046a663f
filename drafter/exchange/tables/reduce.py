"""Takes out of an import what follows from the rest: each figure is entered once, as deep as it is.

Upper levels are sums. A total that agrees with its parts goes; one that does not stays typed, so
that the rule book says how far it is off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from drafter.diagnostics import DataPath
from drafter.exchange.claims import origin
from drafter.exchange.tables.gather import Gathered, amount_text, in_yuan, quantum
from drafter.exchange.tables.headings import Heading, Step, same_heading
from drafter.exchange.tables.lookup import Lookup
from drafter.exchange.tables.read import Reading
from drafter.figures.arithmetic import add
from drafter.figures.derive import FUNDS, REVENUE_COLUMNS, derive
from drafter.figures.nodes import Figure, Group, Rows, find
from drafter.figures.rows import FLOW, NATURES
from drafter.model.validate import validate
from drafter.model.values import NONE_WORD
from drafter.model.year import DepartmentYear, MoneyUnit
from drafter.report.statement_rows import with_statement_rows
from drafter.source import read_text
from drafter.source.merge import SameRow
from drafter.source.plain import Plain, value_at
from drafter.source.write import yaml_text

ALL_FUNDS, OTHER_FUND = ("支出", "功能分类"), "非财政拨款支出"
_HEADS = frozenset({"名称", "编码"})
_COLUMNS = frozenset({*NATURES, *REVENUE_COLUMNS})


def reduced(
    gathered: Gathered, unit: MoneyUnit, before: Mapping[str, Plain], same_row: SameRow
) -> tuple[dict[str, Plain], dict[DataPath, str]]:
    """Return the figures, each as deep as it was told and once, with their cells."""
    plain: Plain = {**gathered.plain, "金额单位": unit}
    readings = dict(gathered.readings)
    figures = _figures(plain)
    spare_sums = set(superfluous(figures, readings))
    plain = without(plain, spare_sums)
    origins = {p: origin(r.where) for p, r in readings.items() if p not in spare_sums}
    fiscal = all(_is_told(gathered.plain.get(fund)) for fund in FUNDS[:3])
    if fiscal and _of_all_funds(readings) and OTHER_FUND not in gathered.plain:
        found = other_fund(figures, readings, unit)
        told = _explained(Lookup(figures), readings)
        if found is not None:
            rows, of_rows = found
            plain = {**cast("dict[str, Plain]", plain), OTHER_FUND: {"科目": rows}}
            origins |= {(OTHER_FUND, "科目", *path): text for path, text in of_rows.items()}
        if found is not None or told:
            plain = without(plain, {ALL_FUNDS})
            origins = {p: o for p, o in origins.items() if p[: len(ALL_FUNDS)] != ALL_FUNDS}
    known = set(_known_already(before, readings, origins))
    plain = without(plain, known)
    lists = {path[:-2] for path in known if path[-1] == "决算"}
    plain = without(plain, {path for path in lists if _is_spare(plain, before, path)})
    fields = cast("dict[str, Plain]", yielding(plain, dict(before), same_row))
    fields.pop("金额单位", None)
    listed = (*FUNDS, "收入", "支出")
    spare = {n: lean(v, before.get(n), same_row) for n, v in fields.items() if n in listed}
    whole = {**fields, **spare}
    return whole, {p: text for p, text in origins.items() if isinstance(value_at(whole, p), str)}


def _is_told(fund: Plain) -> bool:
    """Return whether a fund's expenditure is told by heading, or that there is none."""
    return fund == NONE_WORD or (isinstance(fund, dict) and "科目" in fund)


def _is_spare(plain: Plain, before: Mapping[str, Plain], path: DataPath) -> bool:
    """Return whether a list says nothing new: nothing but names is left of its rows.

    Of a list that an input has deeper, elsewhere, some rows alone would take the place of all.
    """
    return _is_bare(value_at(plain, path)) or value_at(dict(before), path) is None


def yielding(plain: Plain, held: Plain, same_row: SameRow) -> Plain:
    """Return the data of tables without zeros where the input says that there is no such thing."""
    if isinstance(plain, list):
        rows = held if isinstance(held, list) else []
        pairs = [(row, _matching(row, rows, same_row)) for row in plain]
        return [yielding(row, own, same_row) for row, own in pairs]
    if not isinstance(plain, dict) or not isinstance(held, dict):
        return plain
    return {
        name: yielding(value, held.get(name), same_row)
        for name, value in plain.items()
        if held.get(name) != NONE_WORD or not _is_nothing(value)
    }


def _is_nothing(value: Plain) -> bool:
    if isinstance(value, dict):
        return all(_is_nothing(inner) for name, inner in value.items() if name not in _HEADS)
    if isinstance(value, list):
        return all(_is_nothing(row) for row in value)
    return value in {None, NONE_WORD} or _is_zero(value)


def _is_bare(rows: Plain) -> bool:
    """Return whether nothing but names is left of the rows of a list."""
    return isinstance(rows, list) and all(
        isinstance(row, dict) and set(row) <= _HEADS for row in rows
    )


def _known_already(
    before: Mapping[str, Plain], readings: Mapping[DataPath, Reading], kept: Iterable[DataPath]
) -> list[DataPath]:
    """Return what follows from an input already, which has it deeper: it is not entered twice."""
    if not before:
        return []
    figures = Lookup(with_statement_rows(_figures(dict(before)), {}))
    return [path for path in kept if path in readings and _follows(figures, readings[path])]


def _follows(figures: Lookup, reading: Reading) -> bool:
    """Return whether a figure that is not typed comes to what a cell says."""
    node = figures.at(reading.path)
    if isinstance(node, Figure) and node.number is not None:
        return bool(node.formula) and node.number == in_yuan(reading)
    printed = figures.at(reading.view) if reading.view != reading.path else None
    return isinstance(printed, Figure) and printed.number == in_yuan(reading)


def _of_all_funds(readings: Mapping[DataPath, Reading]) -> bool:
    return any(path[: len(ALL_FUNDS)] == ALL_FUNDS for path in readings)


def _explained(figures: Lookup, readings: Mapping[DataPath, Reading]) -> bool:
    """Return whether the fiscal funds alone make up what all funds spent, heading by heading."""
    for reading in readings.values():
        if reading.path[: len(ALL_FUNDS)] != ALL_FUNDS:
            continue
        below = reading.path[len(ALL_FUNDS) :]
        nodes = [figures.at((fund, "科目", *below)) for fund in FUNDS[:3]]
        spent = sum((n.number or Decimal(0) for n in nodes if isinstance(n, Figure)), Decimal(0))
        if spent != in_yuan(reading):
            return False
    return True


def _figures(plain: Plain) -> Group:
    """Return the figures of nested data."""
    text = yaml_text(plain)
    tree = read_text(text, "").tree
    return derive(validate(tree).year if tree is not None else DepartmentYear())


def superfluous(figures: Group, paths: Iterable[DataPath]) -> list[DataPath]:
    """Return which of the typed paths are sums of other typed ones, exactly."""
    return [path for path in paths if _is_sum(figures, path)]


def _is_sum(figures: Group, path: DataPath) -> bool:
    own = path[:-1] if path[-1] == "决算" else path
    figure = find(figures, own)
    if not isinstance(figure, Figure) or figure.number is None:
        return False
    if isinstance(figure.parts_sum, Decimal):
        return figure.parts_sum == figure.number
    return _is_split(figure, NATURES) or _is_split(figure, REVENUE_COLUMNS)


def _is_split(figure: Figure, columns: Sequence[str]) -> bool:
    """Return whether a row's amount is the sum of its columns, each of them known."""
    parts = [figure.children.get(name) for name in columns]
    known = [p for p in parts if isinstance(p, Figure) and p.number is not None]
    typed = any(part.applicable for part in known)
    return len(known) == len(columns) and typed and add((), known).number == figure.number


def without(plain: Plain, paths: Iterable[DataPath]) -> Plain:
    """Return the data without the values at these paths; what is left empty goes, too."""
    cut: _Cut = {}
    for path in paths:
        here = cut
        for step in path:
            here = here.setdefault(step, {})
    return _pruned(plain, cut) if cut else plain


_Cut = dict[str | int, "_Cut"]
"""What is to go, step by step; where nothing follows, everything at the place goes."""


def _pruned(plain: Plain, cut: _Cut) -> Plain:
    if isinstance(plain, list):
        return [
            _pruned(value, cut[number]) if number in cut else value
            for number, value in enumerate(plain)
        ]
    if not isinstance(plain, dict):
        return plain
    left: dict[str, Plain] = {}
    for name, value in plain.items():
        if name not in cut:
            left[name] = value
        elif cut[name]:
            inner = _pruned(value, cut[name])
            if inner != {}:
                left[name] = inner
    return left


def lean(plain: Plain, held: Plain, same_row: SameRow) -> Plain:
    """Return the rows without columns of 0 beside others: what is left out of a row is 0.

    Columns that the input has already, among `held`, stay: they are to be set to 0.
    """
    if isinstance(plain, list):
        rows = held if isinstance(held, list) else []
        matched = [_matching(row, rows, same_row) for row in plain]
        return [lean(row, own, same_row) for row, own in zip(plain, matched, strict=True)]
    if not isinstance(plain, dict):
        return plain
    own = held if isinstance(held, dict) else {}
    is_row = "名称" in plain
    columns = {name: value for name, value in plain.items() if is_row and name in _COLUMNS}
    has_amount = any(not _is_zero(value) for value in columns.values())
    dropped = {n for n, v in columns.items() if has_amount and _is_zero(v) and n not in own}
    return {
        name: lean(value, own.get(name), same_row)
        for name, value in plain.items()
        if name not in dropped
    }


def _matching(row: Plain, rows: Sequence[Plain], same_row: SameRow) -> Plain:
    if not isinstance(row, dict):
        return None
    held = (each for each in rows if isinstance(each, dict) and same_row(each, row))
    return next(held, None)


def _is_zero(value: Plain) -> bool:
    return isinstance(value, str) and not value.strip("0.")


def other_fund(
    figures: Group, readings: Mapping[DataPath, Reading], unit: MoneyUnit
) -> tuple[Plain, dict[DataPath, str]] | None:
    """Return what was spent out of other than fiscal money: all funds less the fiscal ones.

    Nothing is returned where the fiscal funds exceed the whole or are told less deep, or where the
    natures of a heading leave something else than its amount does: a slip in a cell is no money.
    Neither is what rounding in a coarser table leaves.
    """
    steps = {r.path: quantum(r) for r in readings.values() if r.path[0] in FUNDS}
    rows: list[Plain] = []
    origins: dict[DataPath, str] = {}
    by_row: dict[tuple[Step, ...], Decimal] = {}
    lookup = Lookup(figures)
    for reading in _leaves(readings.values()):
        left = _left(lookup, steps, reading)
        if left < 0 or _is_flatter(lookup, reading):
            return None
        row = _row_of(reading.path)
        by_row[row] = by_row.get(row, Decimal(0)) + left
        if left:
            below = reading.path[len(ALL_FUNDS) :]
            place = _put(rows, below, amount_text(_of(reading, left), unit))
            origins[place] = f"{origin(reading.where)} 减去各项财政拨款支出"
    for reading in readings.values():
        if reading.path in by_row and by_row[reading.path] != _left(lookup, steps, reading):
            return None
    return (rows, origins) if rows else None


def _is_flatter(figures: Lookup, reading: Reading) -> bool:
    """Return whether a fiscal fund has an amount above a heading, and nothing below it."""
    below = _row_of(reading.path)[len(ALL_FUNDS) :]
    for fund in FUNDS[:3]:
        for end in range(len(below) - 2, 0, -2):
            row = figures.at((fund, "科目", *below[:end]))
            if isinstance(row, Figure):
                lists = (row.children.get(name) for name in ("款", "项"))
                told = any(isinstance(each, Rows) and each.entries for each in lists)
                if row.number and not told:
                    return True
                break
    return False


def _left(figures: Lookup, steps: Mapping[tuple[Step, ...], Decimal], reading: Reading) -> Decimal:
    """Return, in yuan, what all funds spent less what the fiscal ones did, at one place.

    `steps` are the finest steps of the tables that the figures were read from.
    """
    left, rounding = in_yuan(reading), Decimal(0)
    for fund in FUNDS[:3]:
        path = (fund, "科目", *reading.path[len(ALL_FUNDS) :])
        node = figures.at(path)
        spent = node.number if isinstance(node, Figure) else None
        left -= spent or Decimal(0)
        rounding += steps.get(path, Decimal(0)) / 2
    return Decimal(0) if abs(left) <= rounding else left


def _of(reading: Reading, yuan: Decimal) -> Reading:
    return replace(reading, number=yuan, unit="元")


def _leaves(readings: Iterable[Reading]) -> list[Reading]:
    """Return the readings of all funds that no deeper row is the sum of, natures apart."""
    of_all = [
        reading
        for reading in readings
        if reading.path[: len(ALL_FUNDS)] == ALL_FUNDS and reading.path[-1] not in FLOW
    ]
    upper = {_row_of(reading.path)[:-2] for reading in of_all}
    split = {_row_of(reading.path) for reading in of_all if reading.path[-1] in NATURES}
    return [
        reading
        for reading in of_all
        if _row_of(reading.path) not in upper
        and (reading.path[-1] in NATURES or _row_of(reading.path) not in split)
    ]


def _row_of(path: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the path of the row that a figure stands in."""
    return path if isinstance(path[-1], Heading) else path[:-1]


def _put(rows: list[Plain], path: tuple[Step, ...], text: str) -> DataPath:
    """Put an amount into the rows, which are made where they are not there; return its place."""
    here: Plain = rows
    place: list[str | int] = []
    for step in path:
        if isinstance(step, Heading) and isinstance(here, list):
            index = next((i for i, row in enumerate(here) if _is_row(row, step)), len(here))
            if index == len(here):
                code = {"编码": step.code} if step.code else {}
                here.append({"名称": step.name, **code})
            place.append(index)
            here = here[index]
        elif isinstance(step, str) and isinstance(here, dict):
            place.append(step)
            if step in NATURES:
                here[step] = text
                return tuple(place)
            here = here.setdefault(step, [])
    if isinstance(here, dict):
        here["决算"] = text
    return (*place, "决算")


def _is_row(row: Plain, heading: Heading) -> bool:
    if not isinstance(row, dict):
        return False
    own = Heading(str(row.get("名称", "")), str(row.get("编码", "")))
    return same_heading(own, heading)
