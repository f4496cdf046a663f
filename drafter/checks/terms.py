"""名词解释的规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem
from drafter.figures.nodes import rows_at, text_at


def repeated_terms(facts: Facts) -> Iterator[Problem]:
    """名词解释里一个词只解释一次。

    依据：R27。用到的词在第三部分各印一条。
    容差：不涉及：比较的不是金额。
    通过：每个词只写一次。
    不通过：同一个词写了两次，报告只印后一个的释义。
    怎么办：留一个，删去另一个。
    """
    seen: set[str] = set()
    for row in rows_at(facts.data, "名词解释").entries:
        word = text_at(row, "词")
        if word.plain and word.plain in seen:
            yield Problem(word.path, f"“{word.plain}”解释了两次，只印后一个")
        seen.add(word.plain)
