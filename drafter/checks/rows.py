"""列表各行的规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem
from drafter.figures.nodes import Figure, Node, Rows, Text, children_of

_NEEDED = ("名称", "标题", "词", "人数", "辆数")


def nothing_in_a_row(facts: Facts) -> Iterator[Problem]:
    """列表一行的名称、人数、辆数不写“无”。

    依据：R21。行的名称印在句子里、表格里，写“无”会印出空白。
    容差：不涉及：比较的不是金额。
    通过：填了名称和个数；或者这一行整个删去。
    不通过：写了“无”。
    怎么办：没有这一项，就删去整行。
    """
    seen: set[tuple[str | int, ...]] = set()
    visited: set[int] = set()
    for section in facts.data.items.values():
        for node in _rows_of(section, visited):
            for name, child in children_of(node).items():
                if name not in _NEEDED or not isinstance(child, Text | Figure):
                    continue
                typed = child.path[:-1] == getattr(node, "path", ()) and child.path not in seen
                # The title of a report may be the project's.
                titles = child.path[:1] == ("项目评价",)
                if typed and not titles and not child.applicable:
                    seen.add(child.path)
                    yield Problem(child.path, f"这里的“{name}”不能写“无”")


def _rows_of(node: Node, seen: set[int]) -> Iterator[Node]:
    """Yield the rows of every list below the node; a row that several lists hold comes once."""
    if isinstance(node, Rows):
        for row in node.entries:
            if not isinstance(row, Text) and id(row) not in seen:
                seen.add(id(row))
                yield row
                yield from _rows_of(row, seen)
        return
    for child in children_of(node).values():
        if not isinstance(child, Text):
            yield from _rows_of(child, seen)
