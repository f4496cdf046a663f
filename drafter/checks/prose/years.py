"""文字里的年份：写得对不对，是不是把上一年的留下来了。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import DIGITS, at_hit, at_place, quoted, starting
from drafter.checks.texts import Hit, Passage
from drafter.diagnostics import Severity
from drafter.figures.nodes import figure_at

_YEAR = starting(DIGITS, r"(?<![\d.,，第])\d{3,6}(?=年(?![来前]))")
_BLANK = starting(
    "12与比较",
    r"(?<!\d)(?:19|20)[ \t\u3000_]{1,6}年(?!代)",
    r"[与比较]年(?=度?(?:相比|增加|减少|增长|下降|决算))",
)
"""A year that was to be filled in: 20  年, 与年相比."""
_GOALS = frozenset({2030, 2035, 2049, 2050, 2060})
"""Years that plans name far ahead."""
_FAR = 10

_OF_REPORT = starting(
    DIGITS,
    r"(?<![\d比较与同和对自《-])(?P<year>\d{4})年度?(?:[县市区州省]?本级)?(?:部门|单位)?"
    r"(?:决算|整体支出|预算执行|绩效自评|绩效评价|自评工作|(?:重点|主要)工作)",
    r"(?<![^\s。；])(?P<begun>\d{4})年(?:度|全年)?[，,]?"
    r"(?:我[局委办部馆校院站队所]|我(?:单位|部门|中心)|本(?:单位|部门)|全[局县市区州省年]|"
    r"共|累计|完成|实现|开展)",
)
_COMPARED = re.compile(
    "比|较(?![好高大多为强快低少])|上年|去年|同期|同比|结转|基数|以来|跨|起|至今|接续|续建|历年"
)
_OF_LAST_ROUND = re.compile(
    "编报|编制|公开|批复|审核|会审|汇总|上报|报送|审计|结果|目前|今年|现已|继续"
)
_NAMES = frozenset({"名称", "别名", "通知", "依据文件", "名词解释", "文号", "报告", "列表"})
_RANGE = re.compile(r"(\d{4})年?\s*(?:[-—－~～至到]+\s*(\d{4}))?(?=年)")
_TOLD = starting(DIGITS, r"(?<!\d)(?P<year>\d{4})年(?P<about>[\u4e00-\u9fff“”（）、]{12})")


def year_of(facts: Facts) -> int | None:
    """Return the year of the report, where it is known."""
    year = figure_at(facts.data, "年度").number
    return None if year is None else int(year)


def strange_years(facts: Facts) -> Iterator[Problem]:
    """文字里的年份是四位数，不离谱。

    依据：R34。
    容差：没有。
    通过：以前的年份（如“始建于1958年”），今后十年以内和 2035、2050 等规划年份。
    不通过：“20200年”“202年”“1020年”“2202年”一类打错的年份；“20  年”“与年相比”一类没有填的。
    怎么办：改正年份。
    """
    year = year_of(facts)
    for hit in facts.prose.hits(_BLANK):
        yield at_hit(hit, f"年份没有填{quoted(hit.words)}", hint="填上四位数的年份")
    for hit in facts.prose.hits(_YEAR):
        if _is_strange(hit.words, year):
            now = "" if year is None else f"，报告的年度是 {year} 年"
            yield at_hit(hit, f"年份“{hit.words}年”不像年份{now}", hint="核对是不是打错了")


def _is_strange(digits: str, year: int | None) -> bool:
    if len(digits) > 4:
        return digits[:2] in ("19", "20")  # other long numbers count years, or are none
    number = int(digits)
    if len(digits) == 3:
        return year is not None and digits in (str(year)[:3], str(year)[1:])
    if digits[0] == "0" or (year is not None and number < 1900 and str(year)[1:] == digits[1:]):
        return True
    return year is not None and number > year + _FAR and number not in _GOALS


def last_years_year(facts: Facts) -> Iterator[Problem]:
    """报告年度没有写成上一年，时效指标是当年的。

    依据：R34。照上年的报告改写，容易把上年的年份留下来。
    容差：没有。
    通过：与上年比较、说结转和跨年的话；项目名称、文件名称里的年份；“2019-2021年”一类包括当年的期间。
    不通过：“2019年度部门决算”“2019年，我局……”写在 2020 年度的文字里，同一句话里没有当年；
    说到编报、公开、审计一类每年都做上一年的事，只提示；
    时效指标的年份都不是当年，也不在项目名称里。
    怎么办：改为报告的年度；确实说的是上一年，写成“上年”，或者豁免。
    """
    year = year_of(facts)
    if year is None:
        return
    for hit in facts.prose.hits(_OF_REPORT):
        group = "year" if hit.match["year"] else "begun"
        if hit.match[group] == str(year - 1) and _is_stale(facts, hit, year):
            words = quoted(hit.words.strip())
            start = hit.match.start(group) - hit.passage.start
            message = f"{words}的年份是上一年，报告的年度是 {year} 年"
            first, last = facts.prose.sentence(hit.match.end())
            # What is done each year about the year before is rightly said of it.
            usual = _OF_LAST_ROUND.search(facts.prose.words[first:last])
            mild = Severity.HINT if usual else None
            yield at_place(hit.passage, start, message, mild, f"核对是不是 {year} 年")
    yield from _stale_deadlines(facts, year)


def _is_stale(facts: Facts, hit: Hit, year: int) -> bool:
    if _NAMES & set(hit.passage.field):
        return False
    start, end = facts.prose.sentence(hit.match.end())
    sentence, before = facts.prose.words[start:end], facts.prose.words[start : hit.match.start()]
    titled = before.rfind("《") > before.rfind("》")
    return not titled and str(year) not in sentence and not _COMPARED.search(sentence)


def _stale_deadlines(facts: Facts, year: int) -> Iterator[Problem]:
    for passage in facts.prose.passages:
        if passage.path[-1] not in ("预期", "实际") or "年" not in passage.plain:
            continue
        row, project = passage.path[:-1], passage.path[:2]
        if "时效" not in facts.prose.plain(*row, "二级"):
            continue
        periods = [(int(m[1]), int(m[2] or m[1])) for m in _RANGE.finditer(passage.plain)]
        if not periods or any(first <= year <= last for first, last in periods):
            continue
        name = facts.prose.plain(*project, "名称")
        if not any(str(number) in name for period in periods for number in period):
            message = f"时效指标{quoted(passage.plain)}的年份里没有报告的年度 {year} 年"
            yield at_place(passage, 0, message, hint="核对年份")


def years_of_one_thing(facts: Facts) -> Iterator[Problem]:
    """同一个项目里，同一件事的年份前后一致。

    依据：R34、E16。看同一个项目的各处文字，年份后面紧接着的十二个字相同的。
    容差：没有。
    通过：年份相同；项目名称里的年份；不同的年份后面说的是不同的事。
    不通过：一处写“2020年……培养对象”，另一处写“2019年……培养对象”，字句一样而年份不同，提示核对。
    怎么办：核对后改正一处。
    """
    seen: dict[tuple[object, str], tuple[str, Passage]] = {}
    for hit in facts.prose.hits(_TOLD):
        passage, digits = hit.passage, hit.match["year"]
        if passage.path[0] != "项目" or _NAMES & set(passage.field):
            continue
        about = hit.match["about"]
        name = facts.prose.plain(*passage.path[:2], "名称")
        known, where = seen.setdefault((passage.path[1], about), (digits, passage))
        if known != digits and about[:4] not in name:
            told = f"{where.path[-1]}里写的是“{known}年”"
            message = f"“{digits}年{about}…”的年份与前面不同，{told}"
            yield at_hit(hit, message, Severity.HINT, "核对后改正一处")
