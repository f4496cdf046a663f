"""General outlays (一般性支出): meetings, training, festive events, with what they were for."""

from drafter.model.base import Measure, Section, key
from drafter.model.values import Count, Words


class Occasions(Measure, title="会议、培训或活动"):
    """What occasions of one kind cost, how many there were, who came and what they were about."""

    number: Count | None = key("次数", "举办的次数")
    people: Count | None = key("人数", "参加的人数")
    subject: Words | None = key("内容", "是什么会议、培训、活动，末尾不写“等”；没有写“无”")


class GeneralOutlays(Section, title="一般性支出"):
    """Outlays that are kept low and told of one by one, whatever money paid for them."""

    meetings: Occasions | None = key("会议费", "会议费；没有写“无”", found="机构运行信息表")
    training: Occasions | None = key("培训费", "培训费；没有写“无”", found="机构运行信息表")
    events: Occasions | None = key(
        "节庆活动", "节庆、晚会、论坛、赛事等活动的支出；没有写“无”", found="支出明细账"
    )
