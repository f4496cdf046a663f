"""文字里的日期：有没有这一天，在不在报告的年度里。"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import DIGITS, at_hit, quoted, starting
from drafter.checks.prose.years import year_of
from drafter.checks.texts import Hit
from drafter.diagnostics import Severity

_DATE = starting(
    DIGITS,
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d{2})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]",
    r"(?<![\d.-])(?P<y>(?:19|20)\d{2})(?P<mark>[-/.])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?![\d.-])",
)
_MONTH = starting(
    DIGITS,
    r"(?<![\d.])(?P<month>[1-9]\d)月(?=[份底初末前起止上中下，。；、至到]|$)",
)
_RANGE = starting(
    DIGITS,
    r"(?P<y1>\d{4})年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日\s*[-—－~～至到]+\s*"
    r"(?P<y2>\d{4})年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日",
)
_LATER = starting(DIGITS, r"(?<!\d)(?P<year>20\d{2})年(?:\d{1,2}月)")
_DONE = re.compile("完成|竣工|投产|验收|支付|拨付|举办|召开|建成|开工|交付|发放")
_EXPECTED = re.compile(
    "预计|计划|将|拟|争取|力争|预期|到期|延期|推迟|目标|规划|截至评价|期限|有效期|前"
)
_OF_THE_YEAR = frozenset({"重点工作", "实际完成", "成效", "目标完成", "完成情况"})


def impossible_dates(facts: Facts) -> Iterator[Problem]:
    """文字里的日期是有的，起止不颠倒。

    依据：R34。
    容差：没有。
    通过：有这一天；2月29日前面写了闰年，或者没有写年份而报告的年度是闰年。
    不通过：6月31日、13月，不是闰年的2月29日；“2020年10月17日至2020年10月11日”一类颠倒的起止。
    怎么办：对照原始凭证改正。
    """
    year = year_of(facts)
    for hit in facts.prose.hits(_DATE):
        if problem := _no_such_day(hit, year):
            yield at_hit(hit, f"没有{quoted(hit.words)}这一天：{problem}")
    for hit in facts.prose.hits(_MONTH):
        if int(hit.match["month"]) > 12:
            yield at_hit(hit, f"没有{quoted(hit.words)}：一年有 12 个月")
    for hit in facts.prose.hits(_RANGE):
        first, last = (tuple(int(hit.match[f"{name}{turn}"]) for name in "ymd") for turn in (1, 2))
        if last < first:
            yield at_hit(hit, f"起止日期颠倒{quoted(hit.words)}")


def _no_such_day(hit: Hit, year: int | None) -> str:
    match = hit.match
    typed = match["year"] or match["y"]
    month, day = int(match["month"] or match["m"]), int(match["day"] or match["d"])
    if not 1 <= month <= 12:
        # Figures with points between may be numbers of versions or of paragraphs.
        return "" if match["y"] else "一年有 12 个月"
    leap = isleap(int(typed)) if typed else year is None or isleap(year)
    days = monthrange(2020 if leap else 2021, month)[1]
    if 1 <= day <= days:
        return ""
    if match["y"] and day > 31:
        return ""
    return f"{month} 月有 {days} 天"


def dates_outside(facts: Facts) -> Iterator[Problem]:
    """做完的事、用掉的钱，日期在报告的年度里。

    依据：R34。看重点工作、项目完成情况里做完的事，和项目评价里资金使用的日期。
    容差：没有。
    通过：当年的日期；以前的日期；预计、计划的日期。
    不通过：资金使用的日期不在当年，或者事情做完的日期在后年以后，给警告；
    在下一年的，也许是编报告时才完成，只提示。
    怎么办：核对年份；下一年才做完的写明“于下年”。
    """
    year = year_of(facts)
    if year is None:
        return
    for hit in facts.prose.hits(_LATER):
        typed, field = int(hit.match["year"]), hit.passage.field
        if field[-2:] == ("资金使用", "日期"):
            if typed != year:
                message = f"资金使用的日期{quoted(hit.passage.plain)}不在报告的年度 {year} 年"
                yield at_hit(hit, message, hint="核对年份")
        elif typed > year and _OF_THE_YEAR & set(field):
            sentence = facts.prose.around(hit.match.start())
            if _DONE.search(sentence) and not _EXPECTED.search(sentence):
                message = f"{quoted(hit.words)}在报告的年度 {year} 年以后，说的却是做完的事"
                mild = Severity.HINT if typed == year + 1 else None
                yield at_hit(hit, message, mild, "核对年份")
