"""The data of a chart, as the alternative text of its drawing names them.

    类别：收入.列示.名称；金额（万元）：收入.列示|万元
    类别：{上年度|整数}年，{年度|整数}年；收、支总计：收支总计.上年，收支总计|万元

Categories are a column of a list, or words one by one; every other clause is a series. Fields and
filters are those of tags, and are turned into tags: so they are linted, held against the contract,
located and logged like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

CATEGORIES = "类别"
EXAMPLE = "如 类别：收入.列示.名称；金额（万元）：收入.列示|万元"
ROW = "每行"
"""The name that a row of the list has in the tags."""

Words = tuple[tuple[str, bool], ...]
"""Pieces of words, each with whether it is the inside of a tag."""
Problem = tuple[str, str]
"""Message and hint."""

_CLAUSES, _COLON, _ITEMS = re.compile(r"[；;\r\n]"), re.compile(r"[：:]"), re.compile("[，,]")
_NAME = r"[^\W\d]\w*"
_COLUMN = re.compile(rf"({_NAME}(?:\s*\.\s*{_NAME})*)\s*\.\s*({_NAME})\s*(\|.*)?")
_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Series:
    """A series: its name, and the inside of the tag of each of its numbers."""

    name: Words
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart shows: `rows` is the list whose rows are its categories, if they are."""

    categories: tuple[Words, ...]
    series: tuple[Series, ...]
    rows: str = ""


class PieceKind(StrEnum):
    """What a piece of the text for jinja is."""

    ITEM = "item"
    """The next category, name or number begins; the text is the number of its column."""
    WORDS = "words"
    TAG = "tag"
    NUMBER = "number"
    """A tag that prints a number to draw."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text for jinja that prints the data of a chart."""

    kind: PieceKind
    text: str


def names_data(alternative: str) -> bool:
    """Return whether the text means to name data, rightly written or not."""
    heads = (_COLON.split(clause, maxsplit=1)[0] for clause in _CLAUSES.split(alternative))
    return any(head.strip() == CATEGORIES for head in heads) or bool(
        re.search(r"\w\s*[|｜]\s*\w", alternative)
    )


def read(alternative: str) -> tuple[ChartData, list[Problem]]:
    """Return the data that the text names, as far as it can be read, and what is wrong with it."""
    problems: list[Problem] = []
    categories: list[str] | None = None
    named: list[tuple[str, list[str]]] = []
    for clause in filter(str.strip, _CLAUSES.split(alternative)):
        head, *rest = (piece.strip() for piece in _COLON.split(clause, maxsplit=1))
        if not rest:
            problems.append((f"“{head}”里没有冒号，应写“名称：数”", EXAMPLE))
            continue
        items = [item.strip() for item in _ITEMS.split(rest[0])]
        if not all(items):
            message = f"“{head}”后面没有写" if items == [""] else f"“{head}”里多了一个逗号"
            problems.append((message, EXAMPLE))
        items = [item for item in items if item]
        if head != CATEGORIES:
            named.append((head, items))
        elif categories is None:
            categories = items
        else:
            problems.append((f"“{CATEGORIES}”写了两次", "一个图表只有一组类别"))
    if categories is None:
        problems.append((f"图表的数据里没有“{CATEGORIES}”", EXAMPLE))
    if not named:
        problems.append((f"图表的数据里只有“{CATEGORIES}”，没有数", EXAMPLE))
    return _data(categories or [], named, problems), problems


def _data(
    categories: list[str], named: list[tuple[str, list[str]]], problems: list[Problem]
) -> ChartData:
    column = _COLUMN.fullmatch(categories[0]) if len(categories) == 1 else None
    rows = "" if column is None else _joined(column[1])
    series = []
    for head, items in named:
        if not head:
            problems.append(("有一个系列没有名称", "冒号前面写名称，如 金额（万元）：……"))
        values = _with_filter([item.replace("｜", "|") for item in items])
        problems += _unit_problems(head, categories, values)
        if rows:
            values = list(_of_rows(head, values, rows, problems))
        elif values and categories and len(values) != len(categories):
            message = f"类别有 {len(categories)} 个，系列“{head}”有 {len(values)} 个数"
            problems.append((message, "类别和每个系列的数应一样多"))
        series.append(Series(_words(head, problems), tuple(values)))
    if column is not None:
        inside = f"{ROW}.{column[2]}{(column[3] or '').replace('｜', '|')}"
        return ChartData((((inside, True),),), tuple(series), rows)
    return ChartData(tuple(_words(item, problems) for item in categories), tuple(series))


def _joined(path: str) -> str:
    return re.sub(r"\s*\.\s*", ".", path)


def _with_filter(items: list[str]) -> list[str]:
    """Return the numbers with the filter at their end, where only the last one has any."""
    if not items or any("|" in item for item in items[:-1]):
        return items
    _, bar, filters = items[-1].partition("|")
    return [*(f"{item}{bar}{filters}" for item in items[:-1]), items[-1]]


def _of_rows(head: str, values: list[str], rows: str, problems: list[Problem]) -> Iterator[str]:
    """Yield the number of a series as the row has it."""
    if len(values) > 1:
        message = f"系列“{head}”写了 {len(values)} 个数，类别是列表“{rows}”的各行"
        problems.append((message, "每个系列只写一个，逐行取"))
    for value in values[:1]:
        path, bar, filters = value.partition("|")
        path = _joined(path.strip())
        if path == rows or path.startswith(f"{rows}."):
            yield f"{ROW}{path.removeprefix(rows)}{bar}{filters}"
        else:
            message = f"系列“{head}”的数应取自类别的列表“{rows}”，却是“{path}”"
            problems.append((message, f"如 {rows}|万元、{rows}.占比|百分比"))


def _words(typed: str, problems: list[Problem]) -> Words:
    """Return words with the fields that stand in them in braces."""
    if re.search(r"[{}｛｝]", _SLOT.sub("", typed)):
        problems.append((f"“{typed}”里的花括号不成对", "字段写在半角 { } 里，如 {年度|整数}年"))
        return ()
    pieces = _SLOT.split(typed)
    return tuple((p.strip(), True) if i % 2 else (p, False) for i, p in enumerate(pieces) if p)


def pieces_of(data: ChartData) -> Iterator[Piece]:
    """Yield the text for jinja that prints the data; columns are numbered as in the workbook.

    Column 0 has the categories, 2n+1 the name of series n, 2n+2 its numbers.
    """
    for turn, series in enumerate(data.series):
        yield _item(2 * turn + 1)
        yield from _printed(series.name)
    if data.rows:
        yield Piece(PieceKind.TAG, f"{{% for {ROW} in {data.rows} %}}")
    for words in data.categories:
        yield _item(0)
        yield from _printed(words)
    for turn, series in enumerate(data.series):
        for value in series.values:
            yield _item(2 * turn + 2)
            yield Piece(PieceKind.NUMBER, f"{{{{ {value} }}}}")
    if data.rows:
        yield Piece(PieceKind.TAG, "{% endfor %}")


_LAST_FILTER = re.compile(r"\|\s*(\w+)\s*$")
_UNITS = {"万元": "万元", "元": "元", "分数": "分"}
_SHOWN_UNITS = {**_UNITS, "百分比": "%"}
"""What stands for the numbers of a filter beside them, or in them."""
_MONEY = "(?:亿|千万|百万|十万|万|千|百)"
_NAMED_UNIT = re.compile(
    rf"[（(\[【]\s*(?:单位[：:]?\s*)?({_MONEY}?元|[%％]|分)\s*[）)\]】]"
    rf"|(?:单位[：:]?|[/／])\s*({_MONEY}?元|[%％])|({_MONEY}元)\s*$"
)
"""Of words with another sense, 单元 or 美元, none is taken: 元 alone needs a sign before it."""


def named_unit(words: str) -> str:
    """Return the unit that the name of a series, or a title, says the numbers are in."""
    found = _NAMED_UNIT.search(words)
    return "" if found is None else next(filter(None, found.groups())).replace("％", "%")


def _unit_problems(head: str, categories: list[str], values: list[str]) -> Iterator[Problem]:
    """Yield where names say another unit than the filters of their numbers print."""
    filters = [_filter_of(value) for value in values]
    if len({_SHOWN_UNITS[name] for name in filters if name in _SHOWN_UNITS}) > 1:
        yield f"系列“{head}”的数单位不一", "一个系列用同一个过滤器"
        return
    for words, name in zip((head, *categories), (*filters[:1], *filters), strict=False):
        said, meant = named_unit(words), _SHOWN_UNITS.get(name, "")
        if said and meant and said != meant:
            message = f"图表的数用“|{name}”，名称“{words}”里却写着“{said}”"
            yield message, f"名称里写“{meant}”，或换过滤器"


def _filter_of(value: str) -> str:
    found = _LAST_FILTER.search(value)
    return found[1] if found else ""


def units_of(data: ChartData) -> tuple[str, ...]:
    """Return the unit of the numbers of each series; empty where they have none, or bring it."""
    return tuple(_unit(series.values[0]) if series.values else "" for series in data.series)


def _unit(value: str) -> str:
    return _UNITS.get(_filter_of(value), "")


def _item(column: int) -> Piece:
    return Piece(PieceKind.ITEM, str(column))


def _printed(words: Words) -> Iterator[Piece]:
    for text, inside in words:
        yield Piece(PieceKind.TAG, f"{{{{ {text} }}}}") if inside else Piece(PieceKind.WORDS, text)
