"""没有达到的指标，文字里不说全部完成。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.engine import Facts, Problem
from drafter.checks.indicators import indicator_rows
from drafter.checks.projects import projects_of, title_of
from drafter.checks.prose.telling import at_place, quoted
from drafter.checks.texts import Passage
from drafter.figures.nodes import Group, Text, figure_at, group_at, text_at
from drafter.wording.reading import plain_number

_SIGNS = {
    "≥": 1, "＞": 1, ">": 1, "不低于": 1, "不少于": 1, "至少": 1, "大于等于": 1, "达到": 1,
    "≤": -1, "＜": -1, "<": -1, "不超过": -1, "不高于": -1, "小于等于": -1, "控制在": -1,
}  # fmt: skip
"""Words before a number that make it a floor (1) or a ceiling (-1)."""
_VALUE = re.compile(
    rf"[^\d，。；、≥≤＞＜<>]{{0,12}}?(?P<sign>{'|'.join(_SIGNS)})?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*"
    r"(?P<unit>[^\d\s，。；、（(%％]{0,4}|[%％])(?P<floor>以上|及以上)?(?:[（(][^）)]*[）)])?[。；]?"
)
_ACHIEVED = re.compile(
    r"(?:(?:各项?|所有|全部|项目|产出|数量|质量|时效|成本|效益|满意度|绩效|年度|、|支出|的|和|及){0,12}"
    r"(?:指标|目标|任务)(?:值)?[^，。；\n不未没有]{0,6}(?:全部|全面|均|都|如期|圆满|已)(?:[已按]?(?:期|时|质|量|如期|完全|圆满)*)"
    r"(?:完成|达标|达到|实现|达成))"
    r"|(?:全部|全面|均已?|圆满)(?:完成|达到|实现)[^，。；\n]{0,10}(?:指标|目标|任务)"
)
_CLAIMING = ("实际完成", "成效", "目标完成")
_FLOOR, _CEILING = frozenset({"≥", ">"}), frozenset({"≤", "<"})


def missed_targets(facts: Facts) -> Iterator[Problem]:
    """有没达到的指标，文字里不说指标全部完成。

    依据：R32、E16。比较指标的预期（指标值）与实际（完成值）：写了 ≥、≤ 的按符号，
    没有符号的数量、质量指标不低于预期；单位不同、写成文字的不判断。
    容差：没有；按填写的指标值、完成值判断。
    通过：指标都达到；没达到而文字里没有说全部完成。
    不通过：预期≥95%、实际 93%，项目的文字或者整体自评结论却写“全部完成”“均达到”。
    怎么办：如实写哪一项没有达到，并说明原因；指标填错的改指标。
    """
    everything: list[str] = []
    for project in projects_of(facts):
        missed = list(_missed(project))
        everything += [f"{title_of(project)}的{told}" for told in missed]
        if missed:
            texts = [facts.prose.by_path.get((*project.path, name)) for name in _CLAIMING]
            yield from _claims(texts, missed[0], len(missed))
    own = [f"本部门的{told}" for told in _missed(group_at(facts.data, "整体绩效"))]
    if everything or own:
        paths = [("绩效管理", "整体自评结论"), ("整体评价", "评价结论"), ("整体绩效", "实际完成")]
        texts = [facts.prose.by_path.get(path) for path in paths]
        yield from _claims(texts, (own or everything)[0], len(own or everything))


def _claims(texts: list[Passage | None], told: str, count: int) -> Iterator[Problem]:
    more = f"等 {count} 项" if count > 1 else ""
    for passage in texts:
        claim = _ACHIEVED.search(passage.plain) if passage is not None else None
        if passage is not None and claim is not None:
            message = f"写的是{quoted(claim.group())}，可是{told}{more}没有达到"
            yield at_place(passage, claim.start(), message, hint="如实写没有达到的指标和原因")


def _missed(owner: Group) -> Iterator[str]:
    """Yield what was not enough, of a project or of the department as a whole."""
    return (told for row in indicator_rows(owner) if (told := _shortfall(row)))


def _shortfall(row: Group) -> str:
    """Return what was promised and reached, where it was not enough; else nothing."""
    label = text_at(row, "三级").plain or text_at(row, "二级").plain
    by_number = _by_number(row)
    if by_number is not None:
        return f"指标{quoted(label)}{by_number}" if by_number else ""
    promised, reached = (_VALUE.fullmatch(text_at(row, name).plain) for name in ("预期", "实际"))
    if promised is None or reached is None or promised["unit"] != reached["unit"]:
        return ""
    way = _SIGNS.get(promised["sign"] or "", 0) or (1 if promised["floor"] else 0)
    way = way or _unsigned(text_at(row, "二级"), label)
    if reached["sign"] not in (None, "达到") or reached["floor"]:
        return ""  # no value, but a bound once more
    first, second = plain_number(promised["number"]), plain_number(reached["number"])
    if way * (second - first) >= 0:
        return ""
    words = text_at(row, "预期").plain, text_at(row, "实际").plain
    return f"指标{quoted(label)}预期 {words[0]}、实际 {words[1]}，"


def _unsigned(group: Text, label: str) -> int:
    """Return 1 where more is better without saying so; 0 where it cannot be told."""
    counted = any(word in group.plain for word in ("数量", "质量"))
    return int(counted and not re.search("成本|费用|降低|减少|控制|时间|投诉|事故|率$", label))


def _by_number(row: Group) -> str | None:
    """Return the same for an indicator with numbers of its own; None where it has none."""
    target, actual = figure_at(row, "指标值"), figure_at(row, "完成值")
    nature = text_at(row, "性质").plain
    if target.number is None or actual.number is None or not nature or nature == "定性":
        return None
    if not target.applicable or not actual.applicable:
        return None
    gap: Decimal = actual.number - target.number
    short = (nature in _FLOOR and gap < 0) or (nature in _CEILING and gap > 0)
    if not short and not (nature == "=" and gap < 0):
        return ""
    unit = text_at(row, "单位").plain
    return f"指标值 {nature}{target.number:f}{unit}、完成值 {actual.number:f}{unit}，"
