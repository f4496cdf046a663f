"""Filters and tests of the template language, under their Chinese names.

A filter takes a view (or what another filter made) and gives `Printed`; a test answers a
question about a view. Wrong use raises `TemplateUseError`, which names what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from drafter.figures.nodes import Figure, Missing, Unit
from drafter.template.context import (
    FigureView,
    GroupView,
    RowsView,
    TemplateUseError,
    TextView,
    Unknown,
    change_kind,
)
from drafter.template.manifest import Manifest
from drafter.template.printing import Phrase, Printed
from drafter.wording.changes import Change, Deviation, deviation_of
from drafter.wording.numbers import NumberStyle, chinese_number

_WHOLE = NumberStyle(decimals=0)
_POINTS = NumberStyle(decimals=2, keep_zeros=False)
_TRAILING = "。；;，,、 　"
_SENTENCE_ENDS = "。！？；：…!?;:"
_CLOSING = "”’）)》」』】"


def _figure(subject: object, name: str, *units: Unit) -> FigureView:
    if not isinstance(subject, FigureView):
        raise TemplateUseError(f"过滤器“{name}”只能用于数")
    if subject.node.unit not in units:
        raise TemplateUseError(
            f"过滤器“{name}”不能用于“{subject.label}”（它的单位是{subject.node.unit}）"
        )
    return subject


def _number(
    subject: object, name: str, style: Callable[[Manifest], NumberStyle], *units: Unit
) -> Printed:
    if isinstance(subject, Unknown):
        return subject.printed()
    figure = _figure(subject, name, *units)
    return figure.run.number(figure.node, style(figure.run.manifest))


def wan_yuan(subject: object) -> Printed:
    """金额，以万元为单位，按模板的小数位数。"""
    return _number(subject, "万元", lambda manifest: manifest.wan_yuan, Unit.YUAN)


def yuan(subject: object) -> Printed:
    """金额，以元为单位。"""
    return _number(subject, "元", lambda manifest: manifest.yuan, Unit.YUAN)


def percent(subject: object) -> Printed:
    """比率，带百分号。"""
    return _number(subject, "百分比", lambda manifest: manifest.percent, Unit.RATIO)


def whole(subject: object) -> Printed:
    """个数、年度或循环序号，不带小数。"""
    if isinstance(subject, int) and not isinstance(subject, bool):
        return Printed(str(subject))
    return _number(subject, "整数", lambda _: _WHOLE, Unit.COUNT, Unit.YEAR)


def points(subject: object) -> Printed:
    """分数，去掉多余的零。"""
    return _number(subject, "分数", lambda _: _POINTS, Unit.POINTS)


def chinese(subject: object) -> Printed:
    """个数或循环序号，写成一、二、三。"""
    if isinstance(subject, int) and not isinstance(subject, bool):
        return Printed(chinese_number(subject))
    printed = _number(subject, "中文数字", lambda _: _WHOLE, Unit.COUNT)
    number = printed.node.number if isinstance(printed.node, Figure) else None
    return printed if number is None else replace(printed, text=chinese_number(int(number)))


def change(subject: object, form: object = "默认") -> Phrase:
    """与上年相比的变动，用 template.yaml 里的一种写法。"""
    if isinstance(subject, Unknown):
        return (subject.printed(),)
    if not isinstance(subject, FigureView) or "增减额" not in subject.node.children:
        raise TemplateUseError("过滤器“变动”只能用于有上年数的金额")
    return subject.run.change(subject.node, str(form))


def count(subject: object) -> FigureView | Unknown:
    """列表的个数，再接“整数”或“中文数字”印出。"""
    if isinstance(subject, Unknown):
        return subject
    if not isinstance(subject, RowsView):
        raise TemplateUseError("过滤器“个数”只能用于列表")
    rows = subject.node
    value = rows.value if isinstance(rows.value, Missing) else Decimal(len(rows.value))
    figure = Figure(rows.path, value, Unit.COUNT, formula="列出的个数", inputs=(rows.path,))
    return FigureView(figure, subject.run)


def enumerate_words(subject: object, mark: object = "、") -> Phrase:
    """把列表连成一句，用顿号隔开；成组的行取其“名称”。"""
    if isinstance(subject, Unknown):
        return (subject.printed(),)
    if not isinstance(subject, RowsView):
        raise TemplateUseError("过滤器“顿号”只能用于列表")
    pieces: list[str | Printed] = []
    for row in subject:
        named = row.child("名称") if isinstance(row, FigureView | GroupView) else row
        if not isinstance(named, TextView | Unknown):
            raise TemplateUseError("过滤器“顿号”只能用于文字的列表，或有“名称”的列表")
        if pieces:
            pieces.append(str(mark))
        pieces.append(named.printed())
    return tuple(pieces)


def _printed(subject: object, name: str) -> Printed:
    if isinstance(subject, Printed):
        return subject
    if isinstance(subject, TextView | Unknown):
        return subject.printed()
    raise TemplateUseError(f"过滤器“{name}”只能用于文字，或已用“万元”等写成文字的数")


def merge(subject: object, key: object) -> Printed:
    """与上一行同组的单元格上下合并；括号里写组，如 合并(行.一级组)。"""
    printed = _printed(subject, "合并")
    if isinstance(key, Unknown):
        return printed
    if not isinstance(key, TextView):
        raise TemplateUseError("“合并”的括号里应写组，如 合并(行.一级组)")
    return replace(printed, merge=key.node.plain)


def without_end(subject: object) -> Printed:
    """去掉末尾的句号、分号、逗号或顿号，后面由模板写标点。"""
    printed = _printed(subject, "去尾标点")
    return replace(printed, text=printed.text.rstrip(_TRAILING))


def sentence(subject: object) -> Printed:
    """末尾没有句号等标点的，补上句号；用于自成一段的话。"""
    printed = _printed(subject, "成句")
    last = printed.text.rstrip(_CLOSING)[-1:]
    if printed.gap or not last or last in _SENTENCE_ENDS:
        return printed
    return replace(printed, text=f"{printed.text}。")


def blank_if_none(subject: object) -> Printed:
    """填“无”的印成空白。"""
    printed = _printed(subject, "无则空")
    nothing = printed.node is not None and not printed.node.applicable
    return replace(printed, text="") if nothing else printed


def absolute(subject: object) -> FigureView | Unknown:
    """去掉负号，再接“万元”等印出；方向由前面的词说明。"""
    if isinstance(subject, Unknown):
        return subject
    if not isinstance(subject, FigureView):
        raise TemplateUseError("过滤器“绝对值”只能用于数")
    number = subject.node.number
    node = subject.node if number is None else replace(subject.node, value=abs(number))
    return FigureView(node, subject.run)


def share_of_budget(subject: object) -> Printed:
    """决算数与预算数相比：小于、等于、大于。"""
    if isinstance(subject, Unknown):
        return subject.printed()
    figure = _figure(subject, "与预算相比", Unit.YUAN)
    kind = deviation_of(figure.node, figure.run.manifest.wan_yuan)
    if isinstance(kind, Missing):
        return figure.run.gap_printed(kind)
    return Printed(str(kind))


FILTERS: dict[str, Callable[..., object]] = {
    "万元": wan_yuan,
    "元": yuan,
    "百分比": percent,
    "整数": whole,
    "分数": points,
    "中文数字": chinese,
    "变动": change,
    "个数": count,
    "顿号": enumerate_words,
    "合并": merge,
    "去尾标点": without_end,
    "成句": sentence,
    "无则空": blank_if_none,
    "绝对值": absolute,
    "与预算相比": share_of_budget,
}


def _number_test(name: str, answer: Callable[[Decimal], bool]) -> Callable[[object], bool]:
    def test(subject: object) -> bool:
        if isinstance(subject, Unknown):
            return True
        if not isinstance(subject, FigureView):
            raise TemplateUseError(f"“is {name}”只能用于数")
        if isinstance(subject.node.value, Missing):
            subject.run.gap(subject.node.value)
            return name == "非零"  # a draft shows the sentence with the gap in it
        number = subject.node.number
        return number is not None and answer(number)

    return test


def is_none(subject: object) -> bool:
    """填的是“无”。"""
    if isinstance(subject, FigureView | TextView | GroupView | RowsView):
        return not subject.node.applicable
    if isinstance(subject, Unknown):
        return False
    raise TemplateUseError("“is 无”只能用于数据里的字段")


def is_given(subject: object) -> bool:
    """有内容：文字不空、列表有行、数不是“无”；待补的也算。"""
    if isinstance(subject, FigureView):
        if isinstance(subject.node.value, Missing):
            subject.run.gap(subject.node.value)
        return subject.node.applicable
    return bool(subject)


def is_typed(subject: object) -> bool:
    """已经填了内容；不填也不算缺，用于可写可不写的话。"""
    if isinstance(subject, FigureView | TextView | RowsView):
        node = subject.node
        return node.applicable and not isinstance(node.value, Missing) and node.value != ()
    if isinstance(subject, Unknown):
        return False
    raise TemplateUseError("“is 已填”只能用于数、文字或列表")


def _change_test(*kinds: Change) -> Callable[[object], bool]:
    def test(subject: object) -> bool:
        if isinstance(subject, Unknown):
            return False
        if not isinstance(subject, FigureView) or "增减额" not in subject.node.children:
            raise TemplateUseError("“is 持平”等只能用于有上年数的金额")
        return change_kind(subject) in kinds

    return test


def _budget_test(*kinds: Deviation) -> Callable[[object], bool]:
    def test(subject: object) -> bool:
        if isinstance(subject, Unknown):
            return False
        if not isinstance(subject, FigureView) or "预算" not in subject.node.children:
            raise TemplateUseError("“is 等于预算”等只能用于有预算数的金额")
        kind = deviation_of(subject.node, subject.run.manifest.wan_yuan)
        if isinstance(kind, Missing):
            subject.run.gap(kind)
            return False
        return kind in kinds

    return test


TESTS: dict[str, Callable[[object], bool]] = {
    "零": _number_test("零", lambda n: n == 0),
    "非零": _number_test("非零", lambda n: n != 0),
    "无": is_none,
    "有": is_given,
    "已填": is_typed,
    "持平": _change_test(Change.UNCHANGED),
    "增加": _change_test(Change.INCREASE, Change.INCREASE_WITHOUT_RATE),
    "减少": _change_test(Change.DECREASE, Change.DECREASE_WITHOUT_RATE),
    "无上年数": _change_test(Change.NO_PRIOR),
    "小于预算": _budget_test(Deviation.BELOW),
    "等于预算": _budget_test(Deviation.EQUAL),
    "大于预算": _budget_test(Deviation.ABOVE),
    "无预算": _budget_test(Deviation.NO_BUDGET),
}
