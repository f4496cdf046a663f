"""“三公”经费金额的勾稽规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem, reconcile, reconcile_total, roundable
from drafter.figures.arithmetic import add
from drafter.figures.nodes import Figure, figure_at, group_at, rows_at

_TOTALS = (
    (("合计",), "“三公”经费", "三项"),
    (("公务用车费", "合计"), "公务用车购置及运行维护费", "购置与运行维护"),
    (("公务接待费", "合计"), "公务接待费", "国内与外事接待"),
)
_BUDGETS = ("预算", "年初预算", "上年预算")


def _total(facts: Facts, *path: str) -> Figure:
    return figure_at(facts.data, "三公经费", *path)


def three_public_total(facts: Facts) -> Iterator[Problem]:
    """“三公”经费决算合计等于因公出国（境）、公务用车、公务接待三项之和。

    依据：R09、G10（公开“三公”经费表）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计，由程序求和；或者填的合计与三项之和一致。
    不通过：填的合计与三项之和不一致。
    怎么办：核对出国（境）、用车、接待三项；合计可以不填，由程序求和。
    """
    yield from reconcile_total(facts, _total(facts, "合计"), ("“三公”经费合计", "三项之和"))


def vehicle_total(facts: Facts) -> Iterator[Problem]:
    """公务用车购置及运行维护费等于购置费加运行维护费。

    依据：R10、G10（公开“三公”经费表）。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计，由程序求和；或者填的合计与两项之和一致。
    不通过：填的合计与两项之和不一致。
    怎么办：核对购置费和运行维护费；合计可以不填，由程序求和。
    """
    names = ("公务用车购置及运行维护费合计", "购置费加运行维护费")
    yield from reconcile_total(facts, _total(facts, "公务用车费", "合计"), names)


def reception_total(facts: Facts) -> Iterator[Problem]:
    """公务接待费等于国内接待加外事接待。

    依据：R11。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计，由程序求和；或者填的合计与两项之和一致。
    不通过：填的合计与两项之和不一致。
    怎么办：核对国内、外事接待费；合计可以不填，由程序求和。
    """
    names = ("公务接待费合计", "国内接待加外事接待")
    yield from reconcile_total(facts, _total(facts, "公务接待费", "合计"), names)


def three_public_budget(facts: Facts) -> Iterator[Problem]:
    """“三公”经费的预算合计等于分项预算之和。

    依据：R09（决算和预算都要平）。公务用车费、公务接待费的预算合计也这样核对；
    年初预算、上年预算与预算一样核对。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：不填合计的预算，由程序求和；或者填的预算与分项一致；分项预算没有填全时不比较。
    不通过：填的预算合计与分项预算之和不一致，各项完成率会互相矛盾。
    怎么办：核对各分项的预算；合计的预算可以不填，由程序求和。
    """
    for path, name, parts in _TOTALS:
        for budget in _BUDGETS:
            figure = _total(facts, *path, budget)
            yield from reconcile_total(
                facts, figure, (f"{name}{budget}合计", f"{parts}{budget}之和")
            )


def reception_matters(facts: Facts) -> Iterator[Problem]:
    """国内公务接待费等于所列具体内容之和。

    依据：R11。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：具体内容写“无”；有的没有金额；或者每项都有金额，且相加与国内接待费一致。
    不通过：每项都有金额，相加却与国内接待费不一致。
    怎么办：核对各项具体内容的金额；只列内容的不填金额。
    """
    domestic = _total(facts, "公务接待费", "国内")
    names = ("国内公务接待费", "具体内容之和")
    yield from _reconcile_rows(facts, domestic, "具体内容", names)


def vehicle_purchases(facts: Facts) -> Iterator[Problem]:
    """公务用车购置费等于更新购置各车型金额之和。

    依据：R10。
    容差：尾差（半个最小单位，乘以各项个数加 1）以内是警告，超过是错误。
    通过：更新购置写“无”；有的没有金额；或者各车型金额之和与购置费一致。
    不通过：各车型都有金额，相加却与购置费不一致。
    怎么办：核对各车型的购置金额；只列车型的不填金额。
    """
    vehicles = group_at(facts.data, "三公经费", "公务用车费")
    rows = [r for r in rows_at(vehicles, "更新购置").entries if isinstance(r, Figure)]
    names = ("公务用车购置费", "更新购置金额之和")
    yield from _reconcile_list(facts, figure_at(vehicles, "购置"), rows, names)


def _reconcile_rows(
    facts: Facts, whole: Figure, below: str, names: tuple[str, str]
) -> Iterator[Problem]:
    rows = [r for r in rows_at(whole, below).entries if isinstance(r, Figure)]
    yield from _reconcile_list(facts, whole, rows, names)


def _reconcile_list(
    facts: Facts, whole: Figure, rows: list[Figure], names: tuple[str, str]
) -> Iterator[Problem]:
    if rows:
        parts = add(whole.path, rows)
        yield from reconcile(facts, whole.path, whole, parts, count=roundable(rows), names=names)
