"""Statements as views: the rows of each table that a template lists, from one set of figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from drafter.diagnostics import DataPath
from drafter.figures.arithmetic import add
from drafter.figures.nodes import (
    Figure,
    Flag,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    Undefined,
    Unit,
    find,
    rows_at,
    text_at,
)
from drafter.figures.rows import code_of, figures_of
from drafter.model.classification import Classification, name_key
from drafter.statements.definition import (
    Block,
    ClassLines,
    Column,
    EconomicLines,
    Holds,
    Line,
    Listed,
    Part,
    Statement,
    SubjectRows,
)
from drafter.wording.numbers import chinese_number

STATEMENTS = "附表"
LIST = "附表清单"
_INDENT = "　"
_LEVELS = ("款", "项")
BLANK = Figure((STATEMENTS,), Undefined("空格"), Unit.YUAN)
"""A cell of a column of amounts in which nothing belongs."""


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements that a report lists, and the classification that their rows follow."""

    listed: tuple[Listed, ...] = ()
    classification: Classification = field(default_factory=Classification)


class RowsMissingError(Exception):
    """The accounts do not go deep enough for a statement: these inputs are still to be filled."""

    def __init__(self, paths: tuple[DataPath, ...]) -> None:
        super().__init__()
        self.paths = paths


Cells = dict[str, Node]


def with_statements(data: Group, wanted: Statements, year: int | None) -> Group:
    """Return the data with the list of statements and, by its id, the view of each."""
    views: dict[str, Node] = {}
    rows: list[Node] = []
    for number, listed in enumerate(wanted.listed, start=1):
        path = (LIST, number - 1)
        words: Cells = {
            "序号": Figure((*path, "序号"), Decimal(number), Unit.COUNT),
            "编号": _words(listed.number),
            "名称": _words(listed.title),
        }
        has_table = False
        if listed.statement is not None:
            view = statement_view(listed.statement, data, wanted.classification, year)
            views[listed.statement.id] = view.with_items(**words)
            has_table = not isinstance(rows_at(view, "行").value, Missing)
        rows.append(Group(path, {**words, "有表": Flag(has_table)}))
    return data.with_items(附表=Group((STATEMENTS,), views), 附表清单=Rows((LIST,), tuple(rows)))


def statement_view(
    statement: Statement,
    data: Group,
    classification: Classification,
    year: int | None,
    *,
    names: bool = False,
) -> Group:
    """Return a statement's rows with its notes; the rows are missing where the data is too flat.

    With `names`, headings that were only named have rows, too.
    """
    path = (STATEMENTS, statement.id)
    try:
        rows = tuple(_rows(_Layer(statement, data, classification, year or 0, names)))
    except RowsMissingError as missing:
        listing = Rows((*path, "行"), Missing(missing.paths))
        empty = False
    else:
        listing = Rows((*path, "行"), rows)
        empty = _is_empty(rows)
    name = text_at(data, "部门", "全称").plain
    note = statement.empty_note.replace("{全称}", name).replace("{年度}", str(year or ""))
    return Group(
        path,
        {
            "名称": _words(statement.title),
            "编号": _words(""),
            "序号": Figure((*path, "序号"), Decimal(0), Unit.COUNT),
            "行": listing,
            "注": _words(statement.note),
            "空表": Flag(empty),
            "空表说明": _words(note),
        },
    )


def _words(text: str, typed: DataPath = ()) -> Text:
    """Return words of a statement; `typed` is where the input has them."""
    return Text((STATEMENTS,), (text,) if text else (), inputs=(typed,) if typed else ())


def _is_empty(rows: Sequence[Group]) -> bool:
    """Return whether no cell has an amount, and none is still to be filled."""
    amounts = [n for row in rows for n in row.items.values() if isinstance(n, Figure)]
    return not any(f.number or isinstance(f.value, Missing) for f in amounts)


def _rows(laid: _Layer) -> Iterator[Group]:
    """Yield the rows of all blocks side by side, those at their feet level with each other."""
    statement = laid.statement
    heads = [[cells for part in b.head for cells in laid.lines(b, part)] for b in statement.blocks]
    tails = [[cells for part in b.tail for cells in laid.lines(b, part)] for b in statement.blocks]
    foot = max(len(tail) for tail in tails)
    height = max(len(head) for head in heads) + foot
    for turn in range(height):
        items: Cells = {}
        for number, (block, head, tail) in enumerate(
            zip(statement.blocks, heads, tails, strict=True)
        ):
            cells = _level(head, tail, foot, height, turn)
            count = block.column(Holds.NUMBER)
            if count is not None:
                cells = {**cells, count.key: _words(str(number * height + turn + 1))}
            for column in block.columns:
                nothing = BLANK if column.holds is Holds.AMOUNT else _words("")
                items[column.key] = cells.get(column.key, nothing)
        yield Group((STATEMENTS, statement.id, turn), items)


def _level(
    head: Sequence[Cells], tail: Sequence[Cells], foot: int, height: int, turn: int
) -> Cells:
    if turn < len(head):
        return head[turn]
    below = turn - (height - foot)
    return tail[below] if 0 <= below < len(tail) else {}


@dataclass(frozen=True, slots=True)
class _Layer:
    """Lays out the parts of a statement as lines of cells."""

    statement: Statement
    data: Group
    classification: Classification
    year: int
    names: bool

    def lines(self, block: Block, part: Part) -> Iterator[Cells]:
        """Yield the lines of a part of a block."""
        if isinstance(part, Line):
            yield self._line(block, part)
        elif isinstance(part, ClassLines):
            yield from self._classes(block, part)
        elif isinstance(part, SubjectRows):
            yield from self._subjects(block, _listed(self.data, part.rows).entries, 0)
        else:
            yield from self._economic(block, part)

    def _line(self, block: Block, line: Line) -> Cells:
        cells: Cells = {key: _figure(self.data, path) for key, path in line.paths.items()}
        name = block.column(Holds.WORDS)
        if name is not None:
            cells[name.key] = _words(line.words)
        return cells

    def _classes(self, block: Block, part: ClassLines) -> Iterator[Cells]:
        """Yield a line for each class of the year, then for those that the list does not have."""
        held = {key: self._by_class(path) for key, path in part.paths.items()}
        stated = self.classification.classes(self.year)
        official = [(name, self._class_keys(code)) for code, name in stated]
        known = {key for _, keys in official for key in keys}
        extra = {
            key: self._class_name(rows[0])
            for of_column in held.values()
            for key, rows in of_column.items()
            if key not in known and any(r.number or isinstance(r.value, Missing) for r in rows)
        }
        unofficial = [(name, frozenset({key})) for key, name in extra.items()]
        name = block.column(Holds.WORDS)
        for turn, (words, keys) in enumerate([*official, *unofficial], start=1):
            cells: Cells = {}
            if name is not None:
                cells[name.key] = _words(f"{chinese_number(turn)}、{words}")
            for column in block.amounts:
                if column.key in held:
                    rows = [row for key in keys for row in held[column.key].get(key, ())]
                    cells[column.key] = self._sum_of(rows, column, words)
            yield cells

    def _by_class(self, path: str) -> dict[str, list[Figure]]:
        """Return the rows of each class, by its name: old and new names may stand side by side."""
        found: dict[str, list[Figure]] = {}
        for row in figures_of(_listed(self.data, path)):
            found.setdefault(_class_key(row), []).append(row)
        return found

    def _sum_of(self, rows: Sequence[Figure], column: Column, words: str) -> Figure:
        """Return what the rows of one line come to in a column."""
        if len(rows) == 1:
            return _of(rows[0], column)
        if not rows:
            return _zero(column)
        return add((STATEMENTS, self.statement.id, words), [_of(row, column) for row in rows])

    def _class_keys(self, code: str) -> frozenset[str]:
        """Return the keys of all names that the class has had: reports mix old and new ones."""
        return frozenset(name_key(n, "类") for n in self.classification.names_of(code, None))

    def _class_code(self, row: Figure) -> str:
        """Return the code of a class by its name: classes are few, and none shares its name."""
        return next(iter(self.classification.codes_of(_plain(row), "类", None)), "")

    def _class_name(self, row: Figure) -> str:
        """Return the class's name as statements write it, 支出 at its end."""
        name = _plain(row)
        key = name_key(name, "类")
        for code, official in self.classification.classes(self.year):
            if key in self._class_keys(code):
                names = self.classification.names_of(code, None)
                return next((n for n in names if name_key(n, "类") == key), official)
        return name if name.endswith("支出") else f"{name}支出"

    def _subjects(self, block: Block, rows: Sequence[Node], level: int) -> Iterator[Cells]:
        """Yield a line for each heading that has an amount, and those below it."""
        code, name = block.column(Holds.CODE), block.column(Holds.WORDS)
        if level and not self.names and are_names_only(rows):
            return
        for row in rows if level else self._by_code(rows):
            if not isinstance(row, Figure):
                continue
            cells: Cells = {column.key: _of(row, column) for column in block.amounts}
            if all(isinstance(cell, Figure) and cell.number == 0 for cell in cells.values()):
                continue
            if code is not None:
                cells[code.key] = _words(code_of(row) or ("" if level else self._class_code(row)))
            if name is not None:
                words = _plain(row) if level else self._class_name(row)
                cells[name.key] = _words(_INDENT * level + words, text_at(row, "名称").path)
            yield cells
            if level < len(_LEVELS) and _LEVELS[level] in row.children:
                yield from self._subjects(block, rows_at(row, _LEVELS[level]).entries, level + 1)

    def _by_code(self, rows: Sequence[Node]) -> Sequence[Node]:
        """Return the classes in the order of their codes; as they are where one has none."""
        codes = [
            code_of(row) or self._class_code(row) if isinstance(row, Figure) else "" for row in rows
        ]
        pairs = sorted(zip(codes, range(len(rows)), strict=True))
        return [rows[turn] for _, turn in pairs] if all(codes) else rows

    def _economic(self, block: Block, part: EconomicLines) -> Iterator[Cells]:
        """Yield the classes with all their sections; what no list has is in the first block."""
        rows = figures_of(_listed(self.data, part.path))
        for code in part.classes:
            sections = self._sections(code)
            known = {key: names for names in sections for key in names[2]}
            own = [r for r in rows if code_of(r).startswith(code) or _bare(r) in known]
            of_line = {names[0]: [r for r in own if _bare(r) in names[2]] for names in sections}
            listed = {id(r) for found in of_line.values() for r in found}
            more = [r for r in own if id(r) not in listed]
            yield self._economic_cells(block, code, self._name(code), own, 0)
            for number, words, _ in sections:
                yield self._economic_cells(block, number, words, of_line[number], 1)
            for row in more:
                yield self._economic_cells(block, code_of(row), _plain(row), [row], 1)
        for row in self._unlisted(block, part, rows):
            yield self._economic_cells(block, code_of(row), _plain(row), [row], 1)

    def _unlisted(
        self, block: Block, part: EconomicLines, rows: Sequence[Figure]
    ) -> Iterator[Figure]:
        """Yield the rows that no block of the statement has a place for, in the first of them."""
        of_path = [
            (b, p) for b, p in self.statement.lines()
            if isinstance(p, EconomicLines) and p.path == part.path
        ]  # fmt: skip
        if of_path[0][0] is not block:
            return
        classes = [code for _, p in of_path for code in p.classes]
        names = {key for code in classes for names in self._sections(code) for key in names[2]}
        for row in rows:
            if not code_of(row).startswith(tuple(classes)) and _bare(row) not in names:
                yield row

    def _name(self, code: str) -> str:
        return next(iter(self.classification.names_of(code, self.year)), code)

    def _sections(self, code: str) -> list[tuple[str, str, frozenset[str]]]:
        """Return code, name of the year and keys of all names of the sections of a class."""
        found = []
        for number in sorted(self.classification.economic):
            if number.startswith(code) and len(number) > len(code):
                names = self.classification.names_of(number, self.year)
                if names:
                    keys = frozenset(name_key(name, "款") for name in names)
                    found.append((number, names[0], keys))
        return found

    def _economic_cells(
        self, block: Block, code: str, words: str, rows: Sequence[Figure], level: int
    ) -> Cells:
        cells: Cells = {}
        number, name = block.column(Holds.CODE), block.column(Holds.WORDS)
        if number is not None:
            cells[number.key] = _words(code)
        if name is not None:
            cells[name.key] = _words(_INDENT * level + words)
        for column in block.amounts:
            cells[column.key] = self._sum_of(rows, column, code)
        return cells


def are_names_only(rows: Sequence[Node]) -> bool:
    """Return whether headings were only named below an amount: statements end above them."""
    return bool(rows) and all(isinstance(row, Figure) and _is_name_only(row) for row in rows)


def amounts_above(data: Group, path: str) -> tuple[str, Figure] | None:
    """Return the first row with an amount that no item is told of, and its level."""
    found = find(data, path.split("."))
    entries = found.entries if isinstance(found, Rows) else ()
    return next(filter(None, (_stops_above(row, 0) for row in entries)), None)


def _stops_above(row: Node, level: int) -> tuple[str, Figure] | None:
    if not isinstance(row, Figure) or not row.number or level == len(_LEVELS):
        return None
    below = rows_at(row, _LEVELS[level]).entries if _LEVELS[level] in row.children else ()
    if not below or are_names_only(below):
        return ("类", *_LEVELS)[level], row
    return next(filter(None, (_stops_above(inner, level + 1) for inner in below)), None)


def _is_name_only(row: Figure) -> bool:
    below = [rows_at(row, name).entries for name in _LEVELS if name in row.children]
    return isinstance(row.value, Missing) and all(not r or are_names_only(r) for r in below)


def _listed(data: Group, path: str) -> Rows:
    """Return the rows at a path; raise `RowsMissingError` where they are still to be filled."""
    found = find(data, path.split("."))
    if not isinstance(found, Rows):
        raise TypeError(f"no rows at {path}")
    if not isinstance(found.value, Missing):
        return found
    above = path.split(".")[:-1]
    wholes = (find(data, above), find(data, [*above, "合计"]))
    if any(isinstance(whole, Figure) and whole.number == 0 for whole in wholes):
        return Rows(found.path, ())  # nothing was spent: there is nothing to list
    raise RowsMissingError(found.value.paths)


def _figure(data: Group, path: str) -> Figure:
    found = find(data, path.split("."))
    if not isinstance(found, Figure):
        raise TypeError(f"no figure at {path}")
    return found


def _of(row: Figure, column: Column) -> Figure:
    found = row.children.get(column.field) if column.field else row
    return found if isinstance(found, Figure) else BLANK


def _zero(column: Column) -> Figure:
    return Figure((STATEMENTS, column.key), Decimal(0), Unit.YUAN, applicable=False)


def _plain(row: Figure) -> str:
    return text_at(row, "名称").plain


def _class_key(row: Figure) -> str:
    return name_key(_plain(row), "类")


def _bare(row: Figure) -> str:
    return name_key(_plain(row), "款")
