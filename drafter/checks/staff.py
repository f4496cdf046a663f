"""人员编制的规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem, grounds_of, reconcile_counts
from drafter.figures.arithmetic import difference
from drafter.figures.nodes import figure_at, group_at, text_at


def authorized_posts(facts: Facts) -> Iterator[Problem]:
    """行政编制、事业编制的合计等于各构成之和。

    依据：R29。
    容差：没有：个数是准数。
    通过：不填合计，由程序求和；或者填的合计与各构成人数之和一致。
    不通过：填的合计与各构成人数之和不一致。
    怎么办：核对各构成的人数；合计可以不填，由程序求和。
    """
    for kind in ("行政编制", "事业编制"):
        posts = figure_at(facts.data, "人员", kind, "合计")
        names = (f"{kind}合计", "各构成之和")
        yield from reconcile_counts(posts, posts.parts_sum, names=names, unit="人")


def civil_servants(facts: Facts) -> Iterator[Problem]:
    """实有公务员（不计不占编的）不超过行政编制。

    依据：R29。派驻等不占编制的人员先减去。
    容差：没有：个数是准数。
    通过：公务员人数减不占编人数，不大于行政编制合计。
    不通过：大于行政编制合计，提示核对；确实超编的可以写明豁免。
    怎么办：核对公务员人数、不占编人数和行政编制；超编的可以写明豁免。
    """
    in_post = group_at(facts.data, "人员", "实有")
    servants, outside = figure_at(in_post, "公务员"), figure_at(in_post, "不占编", "人数")
    posts = figure_at(facts.data, "人员", "行政编制", "合计")
    counted = difference(servants.path, servants, outside)
    if counted.number is None or posts.number is None:
        return
    if counted.number > posts.number:
        message = (
            f"占编制的公务员 {counted.number} 人（实有 {servants.number} 人，"
            f"不占编 {outside.number} 人），大于行政编制 {posts.number} 人，"
            f"多 {counted.number - posts.number} 人"
        )
        yield Problem(servants.path, message, rests_on=grounds_of(posts))


def full_name(facts: Facts) -> Iterator[Problem]:
    """部门（单位）有全称。

    依据：财预〔2016〕143号，报告以部门（单位）的名义公开。
    容差：不涉及：比较的不是金额。
    通过：填了全称。
    不通过：全称写成“无”。
    怎么办：填写与公章一致的全称。
    """
    name = text_at(facts.data, "部门", "全称")
    if not name.applicable:
        yield Problem(name.path, "全称不能写“无”，报告以它的名义公开")
