"""Puts what the tables of a workbook state into one input: each figure once, with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from drafter.diagnostics import DataPath, Diagnostic, Severity, path_text
from drafter.exchange.claims import origin
from drafter.exchange.tables.headings import Heading, Step, same_heading
from drafter.exchange.tables.read import Reading, TableRead
from drafter.figures.derive import FUNDS
from drafter.figures.evaluation import CARRIED
from drafter.model.paths import field_at
from drafter.model.precision import LEAST_DECIMALS, typed_in
from drafter.model.shape import Shape, shapes
from drafter.model.values import NONE_WORD, Count
from drafter.model.year import SCALE, DepartmentYear, MoneyUnit
from drafter.source.plain import Plain
from drafter.statements.definition import SubjectRows

CONFLICT = "JS-112"
_ZEROED = frozenset({"收入", "支出", "结转结余", "三公经费"})
"""Sections of which statements have every figure: what is blank there is 0."""
_BY_PARTS = frozenset({"收入", "支出"})
"""Sections of which each statement states the total."""


@dataclass(slots=True)
class Branch:
    """A place of the input while it is put together."""

    reading: Reading | None = None
    children: dict[str, Branch] = field(default_factory=dict)
    rows: list[tuple[Heading, Branch]] = field(default_factory=list)

    def at(self, step: Step) -> Branch:
        """Return the place one step further; it is made where it is not there yet."""
        if isinstance(step, str):
            return self.children.setdefault(step, Branch())
        for number, (heading, branch) in enumerate(self.rows):
            if same_heading(heading, step):
                if step.code and not heading.code:
                    self.rows[number] = (step, branch)
                return branch
        branch = Branch()
        self.rows.append((step, branch))
        return branch

    def found(self, path: Iterable[Step]) -> Branch | None:
        """Return the place at the end of a path without rows, where it is there."""
        here: Branch | None = self
        for step in path:
            here = here.children.get(step) if here is not None and isinstance(step, str) else None
        return here

    def along(self, path: Iterable[Step]) -> Branch:
        """Return the place at the end of a path."""
        here = self
        for step in path:
            here = here.at(step)
        return here


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the tables of a workbook state, as an input in one unit of money."""

    plain: dict[str, Plain]
    readings: Mapping[DataPath, Reading]
    """What each value was read from."""
    findings: tuple[Diagnostic, ...]


def in_yuan(reading: Reading) -> Decimal:
    """Return the amount in yuan; a blank cell is 0."""
    return (reading.number or Decimal(0)).scaleb(_scale(reading.unit))


def quantum(reading: Reading) -> Decimal:
    """Return, in yuan, the finest step of the numbers in the cell's table."""
    decimals = max(reading.decimals, LEAST_DECIMALS[reading.unit] if reading.unit else 0)
    return Decimal(1).scaleb(_scale(reading.unit) - decimals)


def _scale(unit: MoneyUnit | None) -> int:
    return SCALE[unit] if unit else 0


def told(reading: Reading) -> str:
    """Return the number as the cell has it, with its unit, for messages."""
    return f"{reading.number:,f} {reading.unit or ''}".strip()


def amount_told(yuan: Decimal, unit: MoneyUnit | None) -> str:
    """Return an amount in yuan, or a count, as a table of the unit would have it, for messages."""
    amount = yuan.scaleb(-_scale(unit)).normalize()
    finest = -int(amount.as_tuple().exponent)
    decimals = max(finest, LEAST_DECIMALS[unit] if unit else 0)
    return f"{amount:,.{decimals}f} {unit or ''}".strip()


def gather(reads: Sequence[TableRead], unit: MoneyUnit) -> Gathered:
    """Return one input of what the tables state; cells that contradict each other are told."""
    root, findings = Branch(), list[Diagnostic]()
    # Lists of headings come before tables with a fixed row for each class: names as they are used.
    reads = sorted((as_counted(read) for read in reads), key=_has_fixed_rows)
    for read in reads:
        for path in (*read.headings, *(read.named if read.prints_zeros else ())):
            root.along(path)
        for reading in read.readings:
            if reading.stored and reading.number is not None and not _is_derived(reading.path):
                findings += _kept(root.along(reading.path), reading)
    _zero_blanks(root, reads)
    plain: dict[str, Plain] = {}
    readings: dict[DataPath, Reading] = {}
    for name in (shape.alias for shape in shapes(DepartmentYear)):
        if name in root.children:
            plain[name] = _value(root.children[name], (name,), unit, readings)
    for fund in _empty_funds(reads, plain):
        plain[fund] = NONE_WORD
        readings = {path: reading for path, reading in readings.items() if path[0] != fund}
    return Gathered(plain, readings, tuple(findings))


def _empty_funds(reads: Sequence[TableRead], plain: Mapping[str, Plain]) -> Iterator[str]:
    """Yield the funds whose own statement is empty: the department has none of it."""
    for read in reads:
        for _, part in read.table.statement.lines():
            fund, _, rows = part.rows.partition(".") if isinstance(part, SubjectRows) else ("",) * 3
            held = plain.get(fund)
            listed = isinstance(held, dict) and "科目" in held
            if fund in FUNDS and rows == "科目" and read.is_empty and not listed:
                yield fund


def _has_fixed_rows(read: TableRead) -> bool:
    parts = [part for _, part in read.table.statement.lines()]
    return not any(isinstance(part, SubjectRows) for part in parts)


def _field(path: tuple[Step, ...]) -> Shape | None:
    return field_at(tuple(step for step in path if isinstance(step, str)))


def _is_derived(path: tuple[Step, ...]) -> bool:
    """Return whether the model has no field for the figure: it follows from others."""
    return _field(path) is None


def as_counted(read: TableRead) -> TableRead:
    """Return what a table states, its people, vehicles and visits without the unit of money."""

    def unit_free(reading: Reading) -> Reading:
        shape = _field(reading.path)
        counts = shape is not None and shape.kind is Count
        return replace(reading, unit=None) if counts else reading

    return replace(read, readings=[unit_free(reading) for reading in read.readings])


def _kept(place: Branch, reading: Reading) -> Iterator[Diagnostic]:
    """Keep a reading; yield that another cell states something else of the same figure."""
    held = place.reading
    if held is None:
        place.reading = reading
        return
    difference = abs(in_yuan(held) - in_yuan(reading))
    finer, coarser = sorted((held, reading), key=quantum)
    if difference == 0 or difference * 2 <= quantum(coarser):
        place.reading = held if difference == 0 else finer
        return
    name = path_text(tuple(s if isinstance(s, str) else s.name for s in reading.path))
    message = (
        f"{name}：这里是 {told(reading)}，{origin(held.where)} 是 {told(held)}，"
        f"相差 {amount_told(difference, reading.unit)}，用了 {told(held)}"
    )
    yield Diagnostic(CONFLICT, Severity.ERROR, message, reading.where)


def _zero_blanks(root: Branch, reads: Sequence[TableRead]) -> None:
    """Take blank cells of fixed rows for 0, as statements leave zeros blank.

    A table that prints zeros leaves only blank what is not known.
    Where the rest of a group does not make up its total, blanks are no zeros: something was
    left out, and stays still to be filled.
    """
    groups: dict[tuple[Step, ...], list[Reading]] = {}
    for read in reads:
        if not read.table.statement.public or read.is_empty or read.prints_zeros:
            continue
        for reading in read.readings:
            if reading.path[0] not in _ZEROED or not reading.stored:
                continue
            if any(isinstance(step, Heading) for step in reading.path):
                continue
            if reading.number is None and not _is_derived(reading.path):
                groups.setdefault(_total_path(reading.path), []).append(reading)
    for path, blanks in groups.items():
        place = root.found(path)
        whole = place.reading if place is not None else None
        if whole is not None and not _makes_up(root, path, whole):
            continue
        if whole is None and path[0] in _BY_PARTS:
            continue  # a total that is blank itself is not known
        for blank in blanks:
            held = root.found(blank.path)
            if blank.path != path and (held is None or held.reading is None):
                root.along(blank.path).reading = blank


def _total_path(path: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the path of the total that a figure of a fixed row is part of."""
    last = path[-1]
    if path[0] == "结转结余" and isinstance(last, str) and last[2:] in CARRIED:
        return ("结转结余", f"{last[:2]}财政拨款")
    kinds = ("预算", "年初预算")
    kind = (last,) if last in kinds else ()
    own = path[: len(path) - len(kind)]
    above = own[:-2] if own[-1] == "合计" else own[:-1]
    return (*above, "合计", *kind)


def _makes_up(root: Branch, path: tuple[Step, ...], whole: Reading) -> bool:
    """Return whether what was read of a total's parts is all of it."""
    parts = [in_yuan(p.reading) for p in _parts(root, path) if p.reading is not None]
    rounding = quantum(whole) * 2 if any(parts) else Decimal(0)
    return abs(sum(parts, Decimal(0)) - in_yuan(whole)) <= rounding


def _parts(root: Branch, path: tuple[Step, ...]) -> Iterator[Branch]:
    """Yield the places of the parts of a total."""
    if path[0] == "结转结余":
        paths = [("结转结余", f"{str(path[-1])[:2]}{fund}") for fund in CARRIED]
        yield from (part for p in paths if (part := root.found(p)) is not None)
        return
    kind = path[-1:] if path[-1] != "合计" else ()
    above = root.found(path[: len(path) - len(kind) - 1])
    for name, part in above.children.items() if above is not None else ():
        own = (part.children.get("合计") or part).found(kind)
        if name != "合计" and own is not None:
            yield own


def _value(
    branch: Branch, path: DataPath, unit: MoneyUnit, readings: dict[DataPath, Reading]
) -> Plain:
    """Return the plain data of a place, and note what its values were read from."""
    if branch.rows:
        return [
            _row(heading, inner, (*path, number), unit, readings)
            for number, (heading, inner) in enumerate(branch.rows)
        ]
    if branch.reading is not None and not branch.children:
        readings[path] = branch.reading
        return amount_text(branch.reading, unit)
    fields: dict[str, Plain] = {}
    if branch.reading is not None:
        readings[*path, "决算"] = branch.reading
        fields["决算"] = amount_text(branch.reading, unit)
    for name, inner in branch.children.items():
        fields[name] = _value(inner, (*path, name), unit, readings)
    return fields


def _row(
    heading: Heading,
    branch: Branch,
    path: DataPath,
    unit: MoneyUnit,
    readings: dict[DataPath, Reading],
) -> Plain:
    head: dict[str, Plain] = {"名称": heading.name}
    if heading.code:
        head["编码"] = heading.code
    if branch.reading is not None:
        readings[*path, "决算"] = branch.reading
        head["决算"] = amount_text(branch.reading, unit)
    for name, inner in branch.children.items():
        head[name] = _value(inner, (*path, name), unit, readings)
    return head


def amount_text(reading: Reading, unit: MoneyUnit) -> str:
    """Return the number as it is typed in an input of the unit; a count stays as it is."""
    number = reading.number or Decimal(0)
    if not reading.unit:
        return f"{number:f}"
    usual = reading.decimals if reading.unit == unit else LEAST_DECIMALS[unit]
    return typed_in(unit, in_yuan(reading), usual)
