"""What the form has: sheets, rows and columns as data, from what the reports ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from drafter.exchange.form.answers import answer_lines, data_lines
from drafter.exchange.form.fields import (
    MAPS,
    STEP,
    home_of,
    is_list,
    is_measure,
    is_number,
    is_prose,
    is_whole,
    key_of,
    lists_of,
    stated,
    title_of,
)
from drafter.exchange.form.parts import (
    HELP,
    MONEY,
    NAME,
    TEXT,
    WHICH,
    Column,
    Entry,
    Form,
    FormReport,
    Kind,
    Line,
    Page,
    Table,
    parent_role,
    relative_role,
    role_of,
)
from drafter.exchange.form.subjects import (
    SUBJECTS,
    Subject,
    count_unit,
    office_of,
    subject_of,
    table_title,
)
from drafter.model.base import Measure, Section
from drafter.model.shape import Shape, shapes
from drafter.model.values import Points, Quantity
from drafter.model.year import DepartmentYear
from drafter.scoring.system import IndicatorSystem
from drafter.starter.usage import FieldPath, Usage

_ASKED_HEADER = ("年度", "金额单位", "口径")
_LEFT_OUT = ("格式版本", "报告")
_AT_WILL = ("金额小数", "名词解释", "已公布", "豁免")
_SUMMED = "可不填，由程序求和"
_AS_ABOVE = "和上一行相同的可以不写"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field that the form may have."""

    path: FieldPath
    shape: Shape
    needed: bool
    held: bool
    summed: bool = False
    bare: bool = False
    """Whether it is an amount that stands for its whole measure."""

    @property
    def is_leaf(self) -> bool:
        """Return whether the field is filled itself, not what is in it."""
        return self.shape.section is None or self.bare


@dataclass(frozen=True, slots=True)
class _Wish:
    """What decides which fields the form has."""

    held: Callable[[FieldPath], bool]
    typed: Collection[FieldPath]
    """Fields of an input that is to be taken over: all of them are on the form."""
    spelled: Collection[FieldPath]
    """Those of its sections and lists that it gives as a word."""


def layout(
    usage: Usage,
    reports: Sequence[FormReport],
    systems: Iterable[IndicatorSystem] = (),
    *,
    held: Callable[[FieldPath], bool] = stated,
    typed: Collection[FieldPath] = frozenset(),
    spelled: Collection[FieldPath] = frozenset(),
) -> Form:
    """Return the form for what the reports use; `held` tells what the statements hold.

    `systems` score the department: their indicators are listed with what they ask for. `typed`
    are fields that an input has, `spelled` those of its sections and lists that it gives as a word.
    """
    asked = list(_all_asked(usage, _Wish(held, typed, spelled)))
    tables = _tables(asked, spelled)
    presets = _presets(list(systems))
    sheets: list[Page | Table] = []
    for subject in SUBJECTS:
        entries = tuple(_entries(asked, subject, tables, held))
        if entries:
            sheets.append(Page(subject, entries))
        for table in dict.fromkeys(tables.values()):
            if subject_of(table.lists[0][0]) is subject:
                sheets.append(_with_presets(table, presets))
    return Form(tuple(reports), tuple(sheets))


def _all_asked(usage: Usage, wish: _Wish) -> Iterator[_Asked]:
    for shape in shapes(DepartmentYear):
        path = (shape.alias,)
        if shape.alias in _LEFT_OUT:
            continue
        if shape.alias in _ASKED_HEADER or shape.alias in _AT_WILL:
            yield _Asked(path, shape, shape.alias in _ASKED_HEADER, held=False)
            for inner in shapes(shape.section) if shape.section is not None else ():
                yield _Asked((*path, inner.alias), inner, needed=False, held=False)
        else:
            yield from _pruned(list(_field(shape, path, usage, wish, needed=True)), wish)


def _pruned(asked: list[_Asked], wish: _Wish) -> Iterator[_Asked]:
    """Yield what is left without the fields that statements hold.

    Where anything of a list's item is left, the name of the item stays: it says which one is meant.
    """
    left = {a.path for a in asked if not a.held and (a.is_leaf or a.path in wish.spelled)}
    kept = {path[:length] for path in left for length in range(1, len(path) + 1)}
    for a in asked:
        above = lists_of(a.path[:-1])
        names = bool(above) and above[-1] in kept and a.path[-1] == key_of(above[-1])
        if a.path in kept or (a.is_leaf and names):
            yield a


def _field(
    shape: Shape, path: FieldPath, usage: Usage, wish: _Wish, *, needed: bool
) -> Iterator[_Asked]:
    """Yield a field and all below it, as starters have them; none where it is not used."""
    beside = bool(shape.guide.beside) and usage.uses((*path[:-1], shape.guide.beside))
    named = shape.alias == "名称" or (is_list(path[:-1]) and shape.alias == key_of(path[:-1]))
    used = usage.uses(path) or beside or shape.guide.kept or named
    if not (used or path in wish.typed):
        return
    section = shape.section
    if shape.guide.kept and section is not None:
        usage = usage.with_all_of(path, section)
    needed = needed and used and not (shape.guide.optional and not usage.demands(path))
    held = wish.held(path)
    if section is None:
        yield _Asked(path, shape, needed, held)
    elif is_measure(shape) and _is_bare(section, path, usage, wish):
        summed = "决算" in shape.guide.sums
        yield _Asked(path, shape, needed and not summed, held, summed, bare=True)
    else:
        yield _Asked(path, shape, needed, held)
        yield from _fields(section, shape, path, usage, wish, needed=needed)


def _fields(
    section: type[Section],
    above: Shape,
    path: FieldPath,
    usage: Usage,
    wish: _Wish,
    *,
    needed: bool,
) -> Iterator[_Asked]:
    """Yield the fields of a section, its name first."""
    for shape in sorted(shapes(section), key=lambda shape: shape.alias != "名称"):
        own = (*path, shape.alias)
        if shape.guide.summed or shape.alias in above.guide.sums:
            if usage.uses(own) or usage.uses(path) or own in wish.typed:
                yield _Asked(own, shape, needed=False, held=wish.held(own), summed=True)
        elif shape.alias == "决算" and issubclass(section, Measure):
            used = path in usage.used
            if used or own in wish.typed:
                need = needed and used and not shape.guide.optional
                yield _Asked(own, shape, need, wish.held(own))
        else:
            yield from _field(shape, own, usage, wish, needed=needed)


def _is_bare(section: type[Section], path: FieldPath, usage: Usage, wish: _Wish) -> bool:
    own = [(*path, shape.alias) for shape in shapes(section) if shape.alias != "决算"]
    return not any(usage.uses(name) or name in wish.typed for name in own)


def _entries(
    asked: list[_Asked],
    subject: Subject,
    tables: Mapping[FieldPath, Table],
    held: Callable[[FieldPath], bool],
) -> Iterator[Entry]:
    """Yield the rows of the sheet for single values of a subject."""
    for a in asked:
        if a.path[0] not in subject.roots or lists_of(a.path[:-1]):
            continue
        shape = a.shape
        if a.path in MAPS or shape.listed:
            if a.path in tables and held(a.path):
                about = f"要说明的科目，逐项填在“{tables[a.path].title}”表；其余的不用列"
                yield Entry(a.path, Kind.BAND, about)
            elif a.path in tables:
                where = f"逐项填在“{tables[a.path].title}”表；一项也没有，在这里写“无”"
                about = _joined(shape.description, where)
                yield Entry(a.path, Kind.LIST, about)
        elif not a.is_leaf:
            if not held(a.path):
                about = _joined(shape.description, "整组都没有的，在这里写“无”，下面不填")
                yield Entry(a.path, Kind.GROUP, about)
            elif len(a.path) == 1:
                yield Entry(a.path, Kind.BAND)
        else:
            yield Entry(
                a.path,
                Kind.VALUE,
                _about(a),
                a.needed,
                _unit(a),
                shape.choices,
                is_prose(shape),
                is_number(shape),
                is_whole(shape),
                office_of(a.path),
            )


def _tables(asked: list[_Asked], spelled: Collection[FieldPath]) -> dict[FieldPath, Table]:
    """Return the tables by their lists, in the order of the input.

    A list of which only the names are asked for has no table where they show in the table of
    a list inside of it.
    """
    lists = [a.path for a in asked if home_of(a.path) == a.path]
    own = {path: _wanted_first(list(_own_columns(path, asked, spelled))) for path in lists}
    shown = [path for path in lists if _needs_table(path, own[path], lists)]
    by_title: dict[str, list[FieldPath]] = {}
    for path in shown:
        by_title.setdefault(table_title(path), []).append(path)
    made = {title: _table(title, paths, own) for title, paths in by_title.items()}
    return {path: made[table_title(path)] for path in shown}


def _needs_table(path: FieldPath, columns: list[Column], lists: list[FieldPath]) -> bool:
    nested = any(other != path and other[: len(path)] == path for other in lists)
    return not nested or any(c.path != (*path, key_of(path)) for c in columns)


def _own_columns(
    path: FieldPath, asked: list[_Asked], spelled: Collection[FieldPath]
) -> Iterator[Column]:
    """Yield the columns of a list's own fields, with absolute roles."""
    if path in MAPS:
        yield Column(role_of(path) + NAME, "数据位置", path, "如 收入.合计；列表从 1 数起")
        yield Column(role_of(path) + TEXT, "印出的文字", path, "照公开稿写，减少写成负数")
        return
    for a in asked:
        if home_of(a.path[:-1]) != path and a.path != path:
            continue
        if a.path == path:
            if is_list(path):
                continue
        elif not a.is_leaf and not (a.path in spelled or "“无”" in a.shape.description):
            continue
        yield _column(a, path)


def _wanted_first(columns: list[Column]) -> list[Column]:
    """Return the columns with those first that every row needs; what forms a block stays one."""
    blocks: dict[str, list[Column]] = {}
    for column in columns:
        blocks.setdefault(column.title.partition(STEP)[0], []).append(column)
    ordered = sorted(blocks.values(), key=lambda block: not any(c.needed for c in block))
    return [column for block in ordered for column in block]


def _column(a: _Asked, path: FieldPath) -> Column:
    inside = a.path[len(path) :]
    about = _about(a) if a.is_leaf or a.path == path else f"{a.shape.description}（只写“无”）"
    if a.path == path:
        about = _joined(a.shape.description, "每行一条")
    elif a.shape.listed and a.shape.section is None:
        marks = "用顿号隔开" if a.shape.kind is None or is_whole(a.shape) else "每条一行"
        about = _joined(about, f"几个的{marks}")
    return Column(
        role_of(a.path),
        title_of(inside) if inside else "内容",
        a.path,
        about,
        a.needed or (len(inside) == 1 and inside[0] == key_of(path)),
        _unit(a),
        () if a.shape.listed else a.shape.choices,
        is_prose(a.shape),
        a.is_leaf and is_number(a.shape) and not a.shape.listed,
        is_whole(a.shape),
    )


def _table(title: str, lists: list[FieldPath], own: Mapping[FieldPath, list[Column]]) -> Table:
    """Return a table of lists that have the same fields; of several, a column says which one."""
    first = lists[0]
    parents = [
        Column(parent_role(depth), f"所属{above[-1]}", above, _AS_ABOVE, needed=True)
        for depth, above in enumerate(lists_of(first[:-1]), start=1)
    ]
    if len(lists) == 1:
        return Table(title, (first,), (*parents, *own[first]))
    choices = tuple(title_of(path) for path in lists)
    which = Column(WHICH, "清单", (), _AS_ABOVE, needed=True, choices=choices)
    merged: dict[str, Column] = {}
    for path in lists:
        for column in own[path]:
            role = relative_role(column.path, path)
            merged.setdefault(role, replace(column, role=role))
    return Table(title, tuple(lists), (which, *parents, *merged.values()))


def _about(a: _Asked) -> str:
    about = a.shape.description
    choices = a.shape.choices
    if choices and not all(word in about for word in choices):
        about = _joined(about, f"可选：{'、'.join(choices)}")
    if a.summed and "程序" not in about:
        about = _joined(about, _SUMMED)
    return about


def _joined(*parts: str) -> str:
    return "。".join(part.rstrip("。") for part in parts if part)


def _unit(a: _Asked) -> str:
    kind = a.shape.kind
    if not is_number(a.shape) or kind is None:
        return ""
    if issubclass(kind, Points):
        return "分"
    if issubclass(kind, Quantity) or is_whole(a.shape):
        return count_unit(a.path)
    return MONEY


def _presets(systems: list[IndicatorSystem]) -> dict[FieldPath, list[Line]]:
    return {
        ("指标评分",): [Line(cells, needed) for cells, needed in answer_lines(systems)],
        ("指标评分", "数据"): [Line(cells, None) for cells in data_lines(systems)],
    }


def _with_presets(table: Table, presets: Mapping[FieldPath, list[Line]]) -> Table:
    """Return the table with a row for each indicator that needs an answer, and what it asks."""
    lines = presets.get(table.lists[0], [])
    if not lines:
        return table
    columns = table.columns
    if any(HELP in line.cells for line in lines):
        about = "这一项要填什么；这一栏只供查看"
        columns = (columns[0], Column(HELP, "要填什么", (), about, prose=True), *columns[1:])
    return replace(table, columns=columns, lines=tuple(lines))
