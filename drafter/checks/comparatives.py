"""上年数与金额正负的规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem, reconcile_total
from drafter.diagnostics import Severity
from drafter.figures.arithmetic import name_of
from drafter.figures.nodes import Figure, Unit

_NEVER_NEGATIVE = (
    "三公经费", "政府采购", "国有资产", "项目", "项目评价", "机关运行经费",
    "收支总计", "财政拨款收支总计", "部门预算",
)  # fmt: skip
_SELDOM_NEGATIVE = (
    "收入", "支出", "一般公共预算财政拨款支出", "政府性基金预算财政拨款支出",
    "国有资本经营预算财政拨款支出", "非财政拨款支出", "基本支出",
)  # fmt: skip


def prior_totals(facts: Facts) -> Iterator[Problem]:
    """合计的上年数等于各项上年数之和。

    依据：G03、G16。增减额按上年数计算，上年数错了，增减的方向也会错。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：两者相等；有一项的上年数没有填的不比较。
    不通过：不相等。
    怎么办：核对各项的上年数；合计的上年数可以不填，由程序求和。
    """
    for section in (*_SELDOM_NEGATIVE, *_NEVER_NEGATIVE[:2]):
        for figure in measures_of(facts, section):
            if figure.path[0] != section:
                continue  # a table prints it again
            prior = figure.children.get("上年")
            if isinstance(prior, Figure) and prior.parts_sum is not None:
                name = name_of(figure)
                yield from reconcile_total(facts, prior, (f"{name}上年数", "各项上年数之和"))


def negative_amounts(facts: Facts) -> Iterator[Problem]:
    """金额不为负数。

    依据：R09、R14、R17。冲销以前年度支出可以使个别科目出现负数，“三公”经费、采购、资产、项目不会。
    容差：没有：小于 0 就报。
    通过：金额不小于 0。
    不通过：收支总计、“三公”经费、政府采购、国有资产、部门预算、项目、机关运行经费为负是错误，
    其余为负是警告。
    怎么办：核对正负号；冲销以前年度支出造成的可以写明豁免。
    """
    for section in (*_NEVER_NEGATIVE, *_SELDOM_NEGATIVE):
        severity = None if section in _NEVER_NEGATIVE else Severity.WARNING
        for figure in _typed(facts, section):
            # Net assets may well be negative: liabilities above assets.
            own = figure.path[0] == section and figure.path[-1] != "净资产"
            if own and figure.number is not None and figure.number < 0:
                message = f"{name_of(figure)} {facts.money(figure.number)}，是负数"
                yield Problem(figure.path, message, severity)


def measures_of(facts: Facts, section: str) -> Iterator[Figure]:
    """Yield the figures of a section that have comparatives, each once."""
    for figure in facts.figures_in(section).values():
        if "上年" in figure.children:
            yield figure


def _typed(facts: Facts, section: str) -> Iterator[Figure]:
    """Yield the money that was typed: amounts and comparatives, nothing derived."""
    for figure in facts.figures_in(section).values():
        derived = bool(figure.inputs) or bool(figure.formula and figure.parts_sum is None)
        if figure.unit is Unit.YUAN and not derived:
            yield figure
