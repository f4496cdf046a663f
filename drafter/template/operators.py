"""Filters and tests under their Chinese names, with what they take and give.

One table for all who need it: lint, the running code, `drafter template fields`, the manual.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from drafter.template import conditions, filters
from drafter.template.kinds import FIGURES, FILTER_FOR, Kind
from drafter.wording.changes import Change, Deviation


@dataclass(frozen=True, slots=True)
class Operator:
    """A filter or a test: its function, the kinds that it takes, the kind that it gives."""

    function: Callable[..., object]
    takes: frozenset[Kind]
    gives: Kind | None = Kind.PRINTED
    """None for a value of the kind that it was given."""
    needs: str = ""
    """A figure that must hang on the one it is given: 上年, 预算."""
    argument: Kind | None = None
    """CHOICE for words in quotes, TEXT for a field."""
    of_unknown: bool = False
    """What a test says of a row in a list that is still to be filled."""

    @property
    def about(self) -> str:
        """Return its line in the manual."""
        return inspect.getdoc(self.function) or ""

    @property
    def subject(self) -> str:
        """Return what it is for, in words."""
        kinds = [str(kind) for kind in Kind if kind in self.takes]
        if self.takes >= FIGURES:
            kinds = ["数", *(str(kind) for kind in Kind if kind in self.takes - FIGURES)]
        words = "、".join(kinds)
        return f"有{self.needs}数的{words}" if self.needs else words

    @property
    def arity(self) -> tuple[int, int]:
        """Return the least and the greatest number of arguments besides the subject."""
        own = list(inspect.signature(self.function).parameters.values())[1:]
        return sum(p.default is p.empty for p in own), len(own)

    def fits(self, kind: Kind, *, needed: bool) -> bool:
        """Return whether it takes a value of the kind; `needed` tells if its need is met."""
        return kind in self.takes and (needed or not self.needs)


def refusal(word: str, name: str, kind: Kind, label: str) -> tuple[str, str]:
    """Return what is wrong with giving a filter or test a value of the kind, with a hint."""
    operator = (FILTERS if word == FILTER else TESTS)[name]
    right = FILTER_FOR.get(kind)
    hint = f"用 |{right}" if word == FILTER and right and right != name else ""
    if kind in operator.takes:
        return f"{word}“{name}”只能用于{operator.subject}，“{label}”没有{operator.needs}数", ""
    return f"{word}“{name}”只能用于{operator.subject}，“{label}”是{kind}", hint


FILTER, TEST = "过滤器", "判断"
_WORDS = frozenset({Kind.TEXT, Kind.PRINTED})
_FIELDS = FIGURES | {Kind.TEXT, Kind.ROWS}
_GIVEN = _FIELDS | {Kind.GROUP, Kind.FORMULA}
_COUNTS = frozenset({Kind.COUNT, Kind.ORDINAL})
_MONEY = frozenset({Kind.MONEY})
_ROWS = frozenset({Kind.ROWS})

FILTERS: dict[str, Operator] = {
    "万元": Operator(filters.wan_yuan, _MONEY),
    "元": Operator(filters.yuan, _MONEY),
    "表数": Operator(filters.in_table, _MONEY),
    "百分比": Operator(filters.percent, frozenset({Kind.RATIO})),
    "整数": Operator(filters.whole, _COUNTS | {Kind.YEAR}),
    "分数": Operator(filters.points, frozenset({Kind.POINTS})),
    "数值": Operator(filters.plain_number, frozenset({Kind.NUMBER})),
    "代入": Operator(filters.put_in, frozenset({Kind.FORMULA}), Kind.PHRASE, argument=Kind.CHOICE),
    "中文数字": Operator(filters.chinese, _COUNTS),
    "变动": Operator(filters.change, _MONEY, Kind.PHRASE, "上年", Kind.CHOICE),
    "个数": Operator(filters.count, _ROWS, Kind.COUNT),
    "顿号": Operator(filters.enumerate_words, _ROWS, Kind.PHRASE, argument=Kind.CHOICE),
    "合并": Operator(filters.merge, _WORDS, argument=Kind.TEXT),
    "去尾标点": Operator(filters.without_end, _WORDS),
    "成句": Operator(filters.sentence, _WORDS),
    "书名号": Operator(filters.title_marks, _WORDS),
    "无则空": Operator(filters.blank_if_none, _WORDS),
    "绝对值": Operator(filters.absolute, FIGURES, None),
    "与预算相比": Operator(filters.share_of_budget, _MONEY, needs="预算"),
}


def _test(
    function: Callable[..., bool],
    takes: frozenset[Kind] = _MONEY,
    needs: str = "",
    *,
    of_unknown: bool = False,
) -> Operator:
    return Operator(function, takes, Kind.TRUTH, needs, of_unknown=of_unknown)


def _changed(about: str, *kinds: Change) -> Operator:
    return _test(conditions.change_test(about, *kinds), needs="上年")


def _budgeted(about: str, *kinds: Deviation) -> Operator:
    return _test(conditions.budget_test(about, *kinds), needs="预算")


TESTS: dict[str, Operator] = {
    "零": _test(
        conditions.number_test("等于零；“无”算零。", lambda n: n == 0, of_missing=False),
        FIGURES,
        of_unknown=True,
    ),
    "非零": _test(
        conditions.number_test("不等于零。", lambda n: n != 0, of_missing=True),
        FIGURES,
        of_unknown=True,
    ),
    "无": _test(conditions.is_none, _FIELDS | {Kind.GROUP}),
    "有": _test(conditions.is_given, _GIVEN, of_unknown=True),
    "已填": _test(conditions.is_typed, _FIELDS),
    "持平": _changed("与上年相比没有变动，按印出的位数判断。", Change.UNCHANGED),
    "增加": _changed("比上年增加。", Change.INCREASE, Change.INCREASE_WITHOUT_RATE),
    "减少": _changed("比上年减少。", Change.DECREASE, Change.DECREASE_WITHOUT_RATE),
    "无上年数": _changed("上年没有此项。", Change.NO_PRIOR),
    "小于预算": _budgeted("小于预算，按印出的位数判断。", Deviation.BELOW),
    "等于预算": _budgeted("等于预算。", Deviation.EQUAL),
    "大于预算": _budgeted("大于预算。", Deviation.ABOVE),
    "无预算": _budgeted("预算是 0 或“无”。", Deviation.NO_BUDGET),
}
