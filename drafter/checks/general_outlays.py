"""一般性支出（会议费、培训费、节庆活动）的规则。"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.basic_items import SectionOf, sections_within
from drafter.checks.engine import Facts, Problem
from drafter.figures.nodes import figure_at

_ROOT = "一般性支出"
_SECTIONS: tuple[SectionOf, ...] = (
    ("30215", ("会议费",), ("会议费",)),
    ("30216", ("培训费",), ("培训费",)),
)


def outlay_items(facts: Facts) -> Iterator[Problem]:
    """经济分类里的会议费、培训费不超过一般性支出的这一项。

    依据：公开06表与机构运行信息表。一般性支出不分资金来源，
    基本支出和财政拨款各项支出里的 30215、30216 是它的一部分。
    容差：填的数之间没有；与求和的数比较时，尾差以内是警告。
    通过：基本支出的科目、财政拨款各项支出经济分类里这个科目之和，都不大于一般性支出的这一项。
    不通过：更大。
    怎么办：核对经济分类的科目和一般性支出的会议费、培训费。
    """
    yield from sections_within(facts, _SECTIONS, _ROOT, "一般性支出")


def occasions_of_money(facts: Facts) -> Iterator[Problem]:
    """会议、培训、活动有支出就有次数，参加的人数不少于次数。

    依据：机构运行信息表。花了钱的会议、培训、活动至少有一次，一次至少一人。
    容差：没有：个数是准数，金额看是不是 0。
    通过：没有支出，或者次数大于 0；人数不少于次数。
    不通过：有支出而次数是 0；或者人数更少，多半是两个数填反。
    怎么办：核对金额、次数和人数；预付下年的费用可以写明豁免。
    """
    for name in ("会议费", "培训费", "节庆活动"):
        money = figure_at(facts.data, _ROOT, name)
        times, people = figure_at(money, "次数"), figure_at(money, "人数")
        if money.number and times.number == 0:
            message = f"{name} {facts.money(money.number)}，次数却是 0 次"
            yield Problem(times.path, message)
        if times.number is None or people.number is None or people.number >= times.number:
            continue
        short = times.number - people.number
        message = f"{name}的人数 {people.number} 人，小于次数 {times.number} 次，少 {short}"
        yield Problem(people.path, message)
