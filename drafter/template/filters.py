"""The filters of the template language: from a value to its words. See `operators` for the names.

What a filter is given has been checked: it is of a kind that the filter takes, and never unknown.
A filter's docstring is its line in the manual of the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from drafter.figures.nodes import Figure, Missing, Undefined, Unit
from drafter.template.context import (
    FigureView,
    FormulaView,
    GroupView,
    RowsView,
    TextView,
    Unknown,
)
from drafter.template.manifest import Manifest
from drafter.template.printing import Phrase, Printed
from drafter.template.run import TemplateUseError
from drafter.wording.changes import deviation_of
from drafter.wording.numbers import NumberStyle, chinese_number, decimals_of

Words = TextView | Printed

_WHOLE = NumberStyle(decimals=0)
_POINTS = NumberStyle(decimals=2, keep_zeros=False)
_TRAILING = "。；;，,、 　"
_SENTENCE_ENDS = "。！？；：…!?;:"
_CLOSING = "”’）)》」』】"


def _number(figure: FigureView, style: Callable[[Manifest], NumberStyle]) -> Printed:
    return figure.run.number(figure.node, style(figure.run.manifest))


def wan_yuan(amount: FigureView) -> Printed:
    """金额，以万元为单位，按模板的小数位数。"""
    return _number(amount, lambda manifest: manifest.wan_yuan)


def yuan(amount: FigureView) -> Printed:
    """金额，以元为单位。"""
    return _number(amount, lambda manifest: manifest.yuan)


def in_table(amount: FigureView) -> Printed:
    """附表里的金额，按 template.yaml 的“附表”；没有数的格印空格。"""
    node, style = amount.node, amount.run.manifest.table
    if isinstance(node.value, Undefined):
        return Printed("", node)
    return amount.run.number(replace(node, applicable=True), style)


def percent(ratio: FigureView) -> Printed:
    """比率，带百分号。"""
    return _number(ratio, lambda manifest: manifest.percent)


def whole(number: FigureView | int) -> Printed:
    """个数、年度或循环序号，不带小数。"""
    if isinstance(number, int):
        return Printed(str(number))
    return _number(number, lambda _: _WHOLE)


def points(score: FigureView) -> Printed:
    """分数，去掉多余的零。"""
    return _number(score, lambda _: _POINTS)


def chinese(number: FigureView | int) -> Printed:
    """个数或循环序号，写成一、二、三。"""
    if isinstance(number, int):
        return Printed(chinese_number(number))
    printed = _number(number, lambda _: _WHOLE)
    value = number.node.number
    return printed if value is None else replace(printed, text=chinese_number(int(value)))


def plain_number(number: FigureView) -> Printed:
    """指标值一类的数，照填写的位数。"""
    return _number(number, lambda _: NumberStyle(decimals_of(number.node.number)))


def put_in(formula: FormulaView, money: object = "万元") -> Phrase:
    """算式、评分依据等：文字里代入数，金额按“元”或“万元”，如 代入('元')。"""
    manifest = formula.run.manifest
    return formula.phrase(manifest.yuan if str(money) == "元" else manifest.wan_yuan)


MONEY_UNITS = ("元", "万元")


def change(amount: FigureView, form: object = "默认") -> Phrase:
    """与上年相比的变动，用 template.yaml 里的一种写法。"""
    return amount.run.change(amount.node, str(form))


def count(rows: RowsView) -> FigureView:
    """列表的个数，再接“整数”或“中文数字”印出。"""
    node = rows.node
    value = node.value if isinstance(node.value, Missing) else Decimal(len(node.value))
    figure = Figure(node.path, value, Unit.COUNT, formula="列出的个数", inputs=(node.path,))
    return FigureView(figure, rows.run)


def enumerate_words(rows: RowsView, mark: object = "、") -> Phrase:
    """把列表连成一句，用顿号隔开；成组的行取其“名称”。"""
    pieces: list[str | Printed] = []
    for row in rows:
        named = row.child("名称") if isinstance(row, FigureView | GroupView) else row
        if not isinstance(named, TextView | Unknown):
            raise TemplateUseError("过滤器“顿号”只能用于文字的列表，或有“名称”的列表")
        if pieces:
            pieces.append(str(mark))
        pieces.append(named.printed())
    return tuple(pieces)


def _printed(words: Words) -> Printed:
    return words.printed() if isinstance(words, TextView) else words


def merge(words: Words, key: object) -> Printed:
    """与上一行同组的单元格上下合并；括号里写组，如 合并(行.一级组)。"""
    printed = _printed(words)
    if isinstance(key, Unknown):
        return printed
    if not isinstance(key, TextView):
        raise TemplateUseError("“合并”的括号里应写组", "如 合并(行.一级组)")
    if isinstance(key.node.value, Missing):
        key.run.gap(key.node.value)
        return printed  # which rows belong together is not known yet
    return Printed(printed.text, printed.node, printed.gap, key.node.plain)


def without_end(words: Words) -> Printed:
    """去掉末尾的句号、分号、逗号或顿号，后面由模板写标点。"""
    printed = _printed(words)
    return replace(printed, text=printed.text.rstrip(_TRAILING))


def sentence(words: Words) -> Printed:
    """末尾没有句号等标点的，补上句号；用于自成一段的话。"""
    printed = _printed(words)
    last = printed.text.rstrip(_CLOSING)[-1:]
    if printed.gap or not last or last in _SENTENCE_ENDS:
        return printed
    return replace(printed, text=f"{printed.text}。")


_NUMBERED = re.compile(r"(.+?)\s*([（(][^（）()]*〔\d{4}〕[^（）()]*号[）)])$")


def title_marks(words: Words) -> Printed:
    """给文件名加书名号《》，末尾括号里的文号留在外面。"""
    printed = _printed(words)
    if printed.gap or not printed.text:
        return printed
    parts = _NUMBERED.fullmatch(printed.text)
    name, number = (parts[1], parts[2]) if parts else (printed.text, "")
    marked = name if name.startswith("《") else f"《{name}》"
    return replace(printed, text=f"{marked}{number}")


def blank_if_none(words: Words) -> Printed:
    """填“无”的印成空白。"""
    printed = _printed(words)
    nothing = printed.node is not None and not printed.node.applicable
    return replace(printed, text="") if nothing else printed


def absolute(figure: FigureView) -> FigureView:
    """去掉负号，再接“万元”等印出；方向由前面的词说明。"""
    number = figure.node.number
    node = figure.node if number is None else replace(figure.node, value=abs(number))
    return FigureView(node, figure.run)


def share_of_budget(amount: FigureView) -> Printed:
    """决算数与预算数相比：小于、等于、大于。"""
    kind = deviation_of(amount.node, amount.run.manifest.wan_yuan)
    if isinstance(kind, Missing):
        return amount.run.gap_printed(kind)
    return Printed(str(kind))
