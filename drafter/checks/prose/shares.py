"""文字里的百分比：占比之和、比率与前面的两个数。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import at_hit, at_place, percent, quoted
from drafter.checks.texts import Passage
from drafter.diagnostics import Severity
from drafter.wording.reading import agrees, plain_number, written_decimals

_SHARE = re.compile(r"占比?(?:为|达到?|[：:])?\s*(?P<number>\d+(?:\.\d+)?)\s*[%％]")
_BRACKETS = re.compile("（[^（）]*）|\\([^()]*\\)")
_RATE = re.compile(
    r"(?P<first>(?<![\d.,])\d[\d,]*)\s*(?P<unit>[户家个项件条人名辆台套份所处座吨次])(?P<between>[^。；\n\d]{0,20}?)"
    r"(?P<second>(?<![\d.,])\d[\d,]*)\s*(?P=unit)(?P<then>[^。；\n\d]{0,12}?)[，,]\s*"
    r"(?:[\u4e00-\u9fff]{0,4}?)(?P<what>[\u4e00-\u9fff（）]{1,6})率(?:为|达到?|是)?\s*"
    r"(?P<rate>\d+(?:\.\d+)?)\s*[%％]"
)
_APART = re.compile("累计|新增|其中|约|近|超|余|多|以上")
_LIMITED = re.compile(
    r"(?P<what>满意度|满意率|好评率|合格率|覆盖率|及格率|优良率|出勤率)(?:为|达到?|≥|在|是|[：:])*\s*"
    r"(?P<number>\d{3,}(?:\.\d+)?)\s*[%％]"
)


def shares_and_rates(facts: Facts) -> Iterator[Problem]:
    """文字里的占比之和不超过 100%，比率与前面的两个数相符。

    依据：R24、G15、G19。
    容差：写出的位数以内四舍五入相同，算一致。
    通过：一句话里并列的“占……%”之和不超过 100%（按写出的位数舍入）；“其中”以后、括号里的另算；
    “25户……21户开工，开工率84%”一类，比率等于后数除以前数。
    不通过：并列的占比之和超过 100%；“51件……办结44件，办结率96.27%”一类，两数相除得不出这个比率。
    怎么办：核对这几个数。
    """
    for passage in facts.prose.passages:
        if passage.plain.count("占") > 1:
            yield from _shares(passage)
        if "率" in passage.plain:
            yield from _rates(passage)


def _rates(passage: Passage) -> Iterator[Problem]:
    for match in _RATE.finditer(passage.plain):
        what = match["what"].replace("（", "").replace("）", "")
        near = (match["between"] + match["then"]).replace("（", "").replace("）", "")
        if what[-2:] not in near:
            continue
        first, second = plain_number(match["first"]), plain_number(match["second"])
        if not second <= first or not first or _APART.search(near):
            continue
        share = second / first
        if agrees(match["rate"], share, -2) or agrees(match["rate"], 1 - share, -2):
            continue
        message = (
            f"{match['what']}率写的是 {match['rate']}%，"
            f"{match['second']}÷{match['first']} 是 {percent(share)}"
        )
        yield at_place(passage, match.start("rate"), message, hint="核对这三个数")


def _shares(passage: Passage) -> Iterator[Problem]:
    # Brackets give way to as many blanks, so that places stay.
    words = _BRACKETS.sub(lambda match: " " * len(match.group()), passage.plain)
    for piece in re.finditer(r"(?:(?!其中|按|[^，。；\n]中[^，。；\n]{0,8}占)[^。；;\n])+", words):
        found = list(_SHARE.finditer(words, piece.start(), piece.end()))
        numbers = [Decimal(match["number"]) for match in found]
        total = sum(numbers, Decimal(0))
        finest = max((written_decimals(match["number"]) for match in found), default=0)
        room = Decimal(len(found)).scaleb(-finest) / 2
        if len(found) > 1 and max(numbers) < 100 and total > 100 + room:
            told = "、".join(f"{match['number']}%" for match in found)
            message = f"并列的占比 {told} 之和 {total}%，超过 100%"
            yield at_place(passage, found[0].start(), message, hint="核对占比和它们的基数")


def rates_over_whole(facts: Facts) -> Iterator[Problem]:
    """文字里的满意度、合格率不超过 100%。

    依据：R33。指标表里满意度的预期和实际值另有规则。
    容差：没有；按写出的数判断。
    通过：不大于 100%；完成率、到位率一类可以超过 100%，不看。
    不通过：满意度超过 100% 是错误；合格率、覆盖率、好评率等超过 100% 是警告。
    怎么办：核对这个数。
    """
    for hit in facts.prose.hits(_LIMITED):
        if plain_number(hit.match["number"]) > 100 and not _is_cell(hit.passage):
            mild = None if hit.match["what"].startswith("满意") else Severity.WARNING
            yield at_hit(hit, f"{quoted(hit.words)}超过 100%", mild, "核对这个数")


def _is_cell(passage: Passage) -> bool:
    return passage.path[-1] in ("预期", "实际")
