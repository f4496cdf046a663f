"""The values of an input by what they print as, each with the tag that prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from drafter.figures.nodes import Figure, Group, Node, Rows, Text, Unit, children_of
from drafter.maintenance import as_tag, loop_names
from drafter.template.contract import ROW
from drafter.wording.numbers import NumberStyle, rounded

_END = "。；;，,、 　"
_SHORTEST = 4
"""Words that are shorter stand anywhere; only the names of the department are looked for."""
_NAMES = ("全称", "简称", "自称", "统称")
_CHANGES = ("增减额", "增减率")
_OPTIONS = "选项"
_VIEWS = {"附表", "附表清单"}
_WORDS = re.compile(r"[^\W\d_]{2}")


class Written(StrEnum):
    """How a number is written: in which unit, by the filter that writes it so."""

    WAN = "万元"
    YUAN = "元"
    PERCENT = "百分比"
    COUNT = "整数"
    POINTS = "分数"
    NUMBER = "数值"


_SHIFTS = {Written.WAN: -4, Written.YUAN: 0, Written.PERCENT: 2}
_OF_UNIT = {
    Unit.YUAN: (Written.WAN, Written.YUAN),
    Unit.RATIO: (Written.PERCENT,),
    Unit.COUNT: (Written.COUNT,),
    Unit.YEAR: (Written.COUNT,),
    Unit.POINTS: (Written.POINTS,),
    Unit.NUMBER: (Written.NUMBER,),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the input at the path that templates know it by."""

    path: tuple[str, ...]
    node: Figure | Text
    rows: tuple[int, ...]
    """Which row it is of each list on the way, from 1."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names on the way to it."""
        return tuple(step for step in self.path if step != ROW)

    @property
    def is_of_table(self) -> bool:
        """Return whether it is a cell of a statement, which prints what other values are."""
        return self.path[0] in _VIEWS or "明细" in self.path

    def tag(self, filters: str = "") -> str:
        """Return the tag that prints it, with where it has to stand."""
        tag = f"{{{{ {as_tag(self.path)}{filters} }}}}"
        loops = [f"{{% for {row} in {rows} %}}" for row, rows in loop_names(self.path).items()]
        if not loops:
            return tag
        which = "、".join(f"第 {number} 行" for number in self.rows)
        return f"{tag}，放在循环 {''.join(loops)} 里（{which}）"


def values_of(data: Group) -> list[Value]:
    """Return the values of some data; of one that has several paths, the one without loops."""
    found: dict[tuple[object, ...], Value] = {}
    for value in _walk(data, (), ()):
        key = (value.node.path, value.path[-1:], type(value.node))
        known = found.get(key)
        if known is None or len(value.rows) < len(known.rows):
            found[key] = value
    return list(found.values())


def _walk(node: Node, path: tuple[str, ...], rows: tuple[int, ...]) -> Iterator[Value]:
    if isinstance(node, Figure) and node.number is not None:
        yield Value(path, node, rows)
    if isinstance(node, Text) and isinstance(node.value, tuple) and node.applicable:
        yield Value(path, node, rows)
    if isinstance(node, Rows):
        for number, row in enumerate(node.entries, start=1):
            yield from _walk(row, (*path, ROW), (*rows, number))
        return
    for name, inner in children_of(node).items():
        if path or name != _OPTIONS:
            yield from _walk(inner, (*path, name), rows)


class Numbers:
    """Finds the values that print as a number, whatever the decimals it is printed with."""

    def __init__(self, values: list[Value]) -> None:
        """Take the values; an index is made for each number of decimals that is asked for."""
        self._values = [value for value in values if isinstance(value.node, Figure)]
        self._made: dict[tuple[Written, int], dict[Decimal, list[Value]]] = {}

    def printing(self, number: Decimal, written: Written) -> list[Value]:
        """Return the values that print as the number, or as its negative, written so."""
        exponent = number.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        key = written, decimals
        if key not in self._made:
            self._made[key] = self._index(written, decimals)
        return self._made[key].get(abs(number), [])

    def of_kind(self, written: Written) -> list[Value]:
        """Return all values that can be written so."""
        return [value for value in self._values if written in _written(value)]

    def _index(self, written: Written, decimals: int) -> dict[Decimal, list[Value]]:
        index: dict[Decimal, list[Value]] = {}
        style = NumberStyle(decimals, _SHIFTS.get(written, 0))
        for value in self.of_kind(written):
            number = value.node.number if isinstance(value.node, Figure) else None
            if number is not None:
                printed = rounded(number, style)
                if written in _SHIFTS or printed == number:
                    index.setdefault(abs(printed), []).append(value)
        return index


def _written(value: Value) -> tuple[Written, ...]:
    return _OF_UNIT[value.node.unit] if isinstance(value.node, Figure) else ()


def tag_of_number(value: Value, number: Decimal, written: Written) -> str:
    """Return the tag that prints the number, without its sign where the words around tell it."""
    own = value.node.number if isinstance(value.node, Figure) else None
    bare = "|绝对值" if own is not None and own < 0 <= number else ""
    tag = value.tag(f"{bare}|{written}")
    if value.path[-1] in _CHANGES:
        whole = Value(value.path[:-1], value.node, value.rows).tag("|变动")
        tag += f"；“增加……，增长……”整句可写 {whole}"
    return tag


def sought_words(values: list[Value]) -> dict[str, list[tuple[Value, str]]]:
    """Return the words to look for, each with the values and filters that print them."""
    found: dict[str, list[tuple[Value, str]]] = {}
    for value in values:
        if not isinstance(value.node, Text) or not isinstance(value.node.value, tuple):
            continue
        for line in value.node.value:
            bare = line.rstrip(_END)
            is_name = value.path[:1] == ("部门",) and value.path[-1] in _NAMES
            if len(bare) < (2 if is_name else _SHORTEST) or not _WORDS.search(bare):
                continue
            found.setdefault(line, []).append((value, ""))
            if bare != line:
                found.setdefault(bare, []).append((value, "|去尾标点"))
    return found
