"""What evaluation reports add to the figures: carry-over by kind, people, projects, surveys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from drafter.figures.arithmetic import add, as_typed, difference, ratio, total
from drafter.figures.nodes import (
    Figure,
    Group,
    Missing,
    Node,
    Rows,
    Text,
    figure_at,
    group_at,
    rows_at,
    text_at,
)


def total_if_given(typed: Figure, parts: Sequence[Figure]) -> Figure:
    """Return the total of optional parts: where none of them was given, the typed one alone."""
    given = [part for part in parts if not isinstance(part.value, Missing)]
    return total(typed, parts) if given else typed


def or_none(figure: Figure) -> Figure:
    """Return the figure, as `无` where it was left out: optional parts add 0."""
    if isinstance(figure.value, Missing):
        return replace(figure, value=Decimal(0), applicable=False)
    return figure


CARRIED = ("一般公共预算", "政府性基金", "国有资本")
"""Funds by which the fiscal carry-over may be told, as its fields call them."""


def with_carry_by_kind(root: Group) -> Group:
    """Return the root with carry-over summed by kind and by fund, where these were given."""
    carry = group_at(root, "结转结余")
    summed: dict[str, Node] = {
        name: total_if_given(
            figure_at(carry, name), [figure_at(carry, f"{name}{kind}") for kind in ("基本", "项目")]
        )
        for name in ("年初", "年末")
    }
    for name in ("年初", "年末"):
        by_fund = [figure_at(carry, f"{name}{fund}") for fund in CARRIED]
        whole = total_if_given(figure_at(carry, f"{name}财政拨款"), by_fund)
        summed[f"{name}财政拨款"] = whole
        given = [part for part in by_fund if not isinstance(part.value, Missing)]
        if whole.number is not None and add(whole.path, given).number == whole.number:
            # Those left out are 0 where the others make up the whole.
            left = (part for part in by_fund if isinstance(part.value, Missing))
            summed |= {str(part.path[-1]): or_none(part) for part in left}
    return root.with_items(结转结余=carry.with_items(**summed))


def with_staff_totals(root: Group) -> Group:
    """Return the root with all posts (编制合计) and all people on them (在职).

    Civil servants who take up no post (不占编) do not count as 在职.
    """
    staff = group_at(root, "人员")
    in_post = group_at(staff, "实有")
    people = [figure_at(in_post, name) for name in ("公务员", "机关工勤", "事业")]
    on_posts = total(figure_at(in_post, "在职"), people)
    away = figure_at(in_post, "不占编", "人数")
    if away.number and away.applicable:
        formula = f"{on_posts.formula}－不占编"
        calculation = (*on_posts.calculation, "－", away)
        if on_posts.inputs:
            on_posts = difference(on_posts.path, on_posts, away)
        elif isinstance(on_posts.parts_sum, Decimal):
            on_posts = replace(on_posts, parts_sum=on_posts.parts_sum - away.number)
        on_posts = replace(on_posts, formula=formula, calculation=calculation)
    own = figure_at(staff, "事业编制", "合计")
    parts = rows_at(staff, "事业编制", "构成")
    posts = [
        figure_at(staff, "行政编制", "合计"),
        or_none(own) if isinstance(parts.value, Missing) else own,
        figure_at(root, "机构", "下属单位编制"),
    ]
    names = ["行政编制", "事业编制", "下属单位编制"]
    authorized = add(("人员", "编制合计"), posts, posts[0].unit, names)
    return root.with_items(
        人员=staff.with_items(实有=in_post.with_items(在职=on_posts), 编制合计=authorized)
    )


def with_evaluation(root: Group) -> Group:
    """Return the root with what the survey, the review and the evaluation work add up to."""
    work, survey = group_at(root, "评价工作"), group_at(root, "满意度调查")
    review = group_at(root, "公用经费核实")
    covered = ratio(
        (*work.path, "覆盖率"), figure_at(work, "自评金额"), figure_at(root, "支出", "合计")
    )
    sent, returned = figure_at(survey, "发放"), figure_at(survey, "回收")
    rates: dict[str, Node] = {
        "回收率": ratio((*survey.path, "回收率"), returned, sent),
        "有效率": ratio((*survey.path, "有效率"), figure_at(survey, "有效"), returned),
    }
    typed = figure_at(review, "预算")
    budget = figure_at(root, "基本支出", "公用经费", "预算")
    overall = group_at(root, "整体绩效")
    return root.with_items(
        评价工作=work.with_items(覆盖率=covered),
        满意度调查=survey.with_items(**rates),
        公用经费核实=review.with_items(
            实际=_reviewed(review), 预算=budget if isinstance(typed.value, Missing) else typed
        ),
        整体绩效=overall.with_items(指标=spelled(rows_at(overall, "指标"))),
    )


def _reviewed(review: Group) -> Figure:
    """Return routine expenses as booked, less every exclusion; a typed amount is compared."""
    typed, booked = figure_at(review, "实际"), figure_at(review, "账面")
    rows = rows_at(review, "扣除项")
    less = Figure(rows.path, rows.value, typed.unit) if isinstance(rows.value, Missing) else add(
        rows.path, [figure_at(row, "金额") for row in rows.entries], names=["各扣除项"]
    )  # fmt: skip
    summed = difference(typed.path, booked, less)
    summed = replace(summed, parts=less.parts + 1, formula="账面－各扣除项")
    return summed if isinstance(typed.value, Missing) else as_typed(typed, summed)


def project_flow(project: Group) -> Group:
    """Return the project's money over the year with what is left: opening + received − spent."""
    flow = group_at(project, "收支")
    spent = figure_at(project, "执行", "合计")
    typed = figure_at(flow, "期末结转")
    had = add(typed.path, [figure_at(flow, "年初结转"), figure_at(flow, "收入")])
    left = replace(
        difference(typed.path, had, spent),
        parts=had.parts + bool(spent.number),
        formula="年初结转＋收入－执行",
        calculation=(*had.calculation, "－", spent),
    )
    if not isinstance(typed.value, Missing):
        left = as_typed(typed, left)
    if not flow.applicable:  # the project has no money of its own to roll over
        left = replace(left, value=Decimal(0), parts_sum=None, applicable=False)
    return flow.with_items(期末结转=left, 支出=spent)


def spelled(indicators: Rows) -> Rows:
    """Return indicators with 预期 and 实际 in words where only their numbers were typed."""
    if isinstance(indicators.value, Missing):
        return indicators
    rows = tuple(_spelled(row) if isinstance(row, Group) else row for row in indicators.entries)
    return replace(indicators, value=rows)


def _spelled(row: Group) -> Group:
    """The characters are the user's own: sign, number as typed, unit."""
    unit, nature = text_at(row, "单位").plain, text_at(row, "性质").plain
    sign = "" if nature in {"", "=", "定性"} else nature
    found: dict[str, Node] = {}
    for words, number, before in (("预期", "指标值", sign), ("实际", "完成值", "")):
        typed, figure = text_at(row, words), figure_at(row, number)
        if isinstance(typed.value, Missing) and figure.number is not None and figure.applicable:
            found[words] = Text(figure.path, (f"{before}{figure.number:f}{unit}",))
    return row.with_items(**found)
