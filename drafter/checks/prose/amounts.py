"""文字里写出的数，与输入里同名的数一致。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from drafter.checks.engine import Facts, Problem
from drafter.checks.projects import projects_of
from drafter.checks.prose.telling import at_place, percent, starting
from drafter.checks.prose.years import year_of
from drafter.checks.texts import Hit
from drafter.figures.nodes import Figure, Group, Unit, figure_at, find
from drafter.wording.reading import SCALES, agrees, plain_number

_Paths = tuple[tuple[str, ...], ...]
_NAMES: dict[str, _Paths] = {
    "收、支总计": (("收支总计",), ("财政拨款收支总计",)),
    "收支总计": (("收支总计",), ("财政拨款收支总计",)),
    "收入总计": (("收支总计",), ("财政拨款收支总计",), ("收入", "合计")),
    "支出总计": (("收支总计",), ("财政拨款收支总计",), ("支出", "合计")),
    "财政拨款收支总计": (("财政拨款收支总计",),),
    "财政拨款收、支总计": (("财政拨款收支总计",),),
    "收入合计": (("收入", "合计"),),
    "支出合计": (("支出", "合计"),),
    "本年收入合计": (("收入", "合计"),),
    "本年支出合计": (("支出", "合计"),),
    "财政拨款收入": (("收入", "财政拨款合计"), ("收入", "一般公共预算财政拨款")),
    "一般公共预算财政拨款收入": (("收入", "一般公共预算财政拨款"),),
    "政府性基金预算财政拨款收入": (("收入", "政府性基金预算财政拨款"),),
    "国有资本经营预算财政拨款收入": (("收入", "国有资本经营预算财政拨款"),),
    "上级补助收入": (("收入", "上级补助"),),
    "事业收入": (("收入", "事业"),),
    "经营收入": (("收入", "经营"),),
    "附属单位上缴收入": (("收入", "附属单位上缴"),),
    "其他收入": (("收入", "其他"),),
    "基本支出": (("支出", "基本支出"), ("基本支出", "合计"), ("部门预算", "年初", "合计")),
    "项目支出": (("支出", "项目支出"), ("部门预算", "年初", "项目支出")),
    "人员经费": (("基本支出", "人员经费"), ("部门预算", "年初", "人员经费")),
    "公用经费": (
        ("基本支出", "公用经费"), ("部门预算", "年初", "公用经费"), ("公用经费核实", "实际"),
        ("公用经费核实", "账面"),
    ),
    "日常公用经费": (("基本支出", "公用经费"), ("部门预算", "年初", "公用经费")),
    "一般公共预算财政拨款支出": (("一般公共预算财政拨款支出", "合计"),),
    "政府性基金预算财政拨款支出": (("政府性基金预算财政拨款支出", "合计"),),
    "国有资本经营预算财政拨款支出": (("国有资本经营预算财政拨款支出", "合计"),),
    "“三公”经费": (("三公经费", "合计"),),
    "“三公经费”": (("三公经费", "合计"),),
    "三公经费": (("三公经费", "合计"),),
    "公务接待费": (("三公经费", "公务接待费", "合计"), ("三公经费", "公务接待费", "国内")),
    "公务用车运行维护费": (("三公经费", "公务用车费", "运行维护"),),
    "公务用车购置费": (("三公经费", "公务用车费", "购置"),),
    "公务用车购置及运行维护费": (("三公经费", "公务用车费", "合计"),),
    "因公出国（境）费": (("三公经费", "因公出国境费"),),
    "机关运行经费": (("机关运行经费",),),
    "政府采购支出总额": (("政府采购", "合计"),),
    "政府采购支出": (("政府采购", "合计"),),
    "政府采购货物支出": (("政府采购", "货物"),),
    "政府采购工程支出": (("政府采购", "工程"),),
    "政府采购服务支出": (("政府采购", "服务"),),
    "资产合计": (("国有资产", "资产"),),
    "资产总额": (("国有资产", "资产"),),
    "负债合计": (("国有资产", "负债"),),
    "负债总额": (("国有资产", "负债"),),
    "净资产": (("国有资产", "净资产"),),
    "净资产合计": (("国有资产", "净资产"),),
    "年初结转和结余": (("结转结余", "年初"), ("结转结余", "年初财政拨款")),
    "年末结转和结余": (("结转结余", "年末"), ("结转结余", "年末财政拨款")),
    "行政编制": (("人员", "行政编制", "合计"),),
    "在职人员": (("人员", "实有", "在职"),),
    "在职职工": (("人员", "实有", "在职"),),
    "退休人员": (("人员", "实有", "退休"),),
    "离休人员": (("人员", "实有", "离休"),),
}  # fmt: skip
_LONGEST_FIRST = "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True))
_NAMED = re.compile(
    rf"(?P<name>{_LONGEST_FIRST})(?:支出|收入)?(?:决算数?|金额|总额|合计|总数)?(?:为|是|共计?|达到?|[：:])?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元|[名人])(?!次|[/／以左上多余])"
)
_SHARE = re.compile(r"[，,]\s*占[^，,。；\d]{0,16}?(?P<number>\d+(?:\.\d+)?)\s*[%％]")
_CHANGE = re.compile(
    r"[，,]\s*(?:比|较|与)(?:上年|去年|(?P<year>\d{4})年)(?:度|同期|相比)*[，,]?\s*"
    r"(?P<word>增加|增长|上升|减少|下降|降低)了?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元|[%％])"
    r"(?:[，,]\s*(?:增加|增长|上升|减少|下降|降低)了?\s*(?P<rate>\d+(?:\.\d+)?)\s*[%％])?"
)
_FREE = re.compile(
    r"(?:我[局委办部馆校院站队所]|(?:我|本)(?:单位|部门)|本年度?|全年|当年|其中|部门|单位|决算|财政拨款|"
    r"年末|共有?|[实现]?有|全部|的|[：:，,\s]|\d{4}年度?)*"
)
"""What may stand between the beginning of a clause and the name: no other subject or year."""
_CLAUSE = re.compile("[，,。；;、（(！？\n]")
_LESS = frozenset({"减少", "下降", "降低"})
_YEARS = re.compile(r"\d{4}(?=年)")
_OTHER = re.compile("上年|去年|预算|追加|比|较|增加|减少|下属|每|人均|项目")

_PERFORMED = starting(
    "预资项执",
    r"(?P<name>(?:预算|资金|项目资金)?执行率)(?:为|是|达到?|[：:])?\s*(?P<number>\d+(?:\.\d+)?)\s*[%％]",
)
_PROJECT_MONEY = starting(
    "全预执",
    r"(?P<name>(?:全年)?(?:预算|执行)数)(?:为|是|[：:])?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元)(?![/／以左上多余])",
)


def amounts_in_prose(facts: Facts) -> Iterator[Problem]:
    """文字里写出的金额、人数，与输入里同名的数一致。

    依据：G15、R23、E6。看“收入合计”“基本支出”“‘三公’经费”“退休人员”等名称后面紧接着的数，
    名称在一句的开头，前面没有别的单位、别的年份、“预算”“上年”。
    数是对的，再看后面的“占……%”“比上年增加……万元，增长……%”。
    容差：写出的位数以内四舍五入相同，算一致。
    通过：按写出的位数舍入（或者截去）以后相等；万元、亿元、元可以互换；写“约”“以上”“余”的不比较。
    不通过：写的数与输入的数不同，或者只差一个单位（“万”字漏了）。
    怎么办：改文字里的数；输入的数填错的改输入。
    """
    year = year_of(facts)
    for hit in facts.prose.hits(_NAMED):
        if _is_about(facts, hit, year):
            figures = _figures(facts, _NAMES[hit.match["name"]], hit.match["unit"])
            found = list(_compared(facts, hit, hit.match["name"], figures))
            yield from found or _followed(facts, hit, figures)


def _is_about(facts: Facts, hit: Hit, year: int | None) -> bool:
    """Return whether the name is the department's own of the year."""
    begin, _ = facts.prose.sentence(hit.match.start())
    before = facts.prose.words[begin : hit.match.start()]
    clause = _CLAUSE.split(before)[-1]
    years = _YEARS.findall(before)
    if years and year is not None and years[-1] != str(year):
        return False
    return _FREE.fullmatch(clause) is not None and not _OTHER.search(before)


def _figures(facts: Facts, paths: _Paths, unit: str) -> list[Figure]:
    counted = Unit.YUAN if unit in SCALES else Unit.COUNT
    found = (find(facts.data, path) for path in paths)
    return [
        figure
        for figure in found
        if isinstance(figure, Figure) and figure.number is not None and figure.unit is counted
    ]


def _followed(facts: Facts, hit: Hit, figures: Sequence[Figure]) -> Iterator[Problem]:
    """Tell where the share, or the change, behind an amount that is right is not."""
    digits, scale = hit.match["number"], SCALES.get(hit.match["unit"], 0)
    same = [f for f in figures if f.number is not None and agrees(digits, f.number, scale)]
    words, end = facts.prose.words, hit.match.end()
    if share := _SHARE.match(words, end):
        yield from _rate_apart(hit, share, "number", "占比", _numbers(same, "占比"))
    change = _CHANGE.match(words, end)
    year = year_of(facts)
    if change and (not change["year"] or (year and int(change["year"]) == year - 1)):
        yield from _change_apart(facts, hit, change, same)


def _change_apart(
    facts: Facts, hit: Hit, change: re.Match[str], same: Sequence[Figure]
) -> Iterator[Problem]:
    name, gaps = hit.match["name"], _numbers(same, "增减额")
    rates = [abs(rate) for rate in _numbers(same, "增减率")]
    if gaps and all(gap and (change["word"] in _LESS) != (gap < 0) for gap in gaps):
        word = "减少" if gaps[0] < 0 else "增加"
        told = facts.money(abs(gaps[0]))
        message = f"{name}写的是{change['word']}，按数据比上年{word} {told}"
        start = change.start("word") - hit.passage.start
        yield at_place(hit.passage, start, message, hint="核对决算数和上年数")
        return
    if change["unit"] not in SCALES:
        yield from _rate_apart(hit, change, "number", "增减率", rates)
        return
    typed, unit = change["number"], change["unit"]
    if gaps and not any(agrees(typed, abs(gap), SCALES[unit]) for gap in gaps):
        told = facts.money(abs(gaps[0]))
        message = f"{name}的增减额写的是 {typed}{unit}，按数据是 {told}"
        start = change.start("number") - hit.passage.start
        yield at_place(hit.passage, start, message, hint="核对决算数和上年数")
    if change["rate"]:
        yield from _rate_apart(hit, change, "rate", "增减率", rates)


def _numbers(figures: Sequence[Figure], name: str) -> list[Decimal]:
    children = (figure.children.get(name) for figure in figures)
    return [c.number for c in children if isinstance(c, Figure) and c.number is not None]


def _rate_apart(
    hit: Hit, match: re.Match[str], group: str, what: str, known: Sequence[Decimal]
) -> Iterator[Problem]:
    digits = match[group]
    if known and not any(agrees(digits, rate, -2) for rate in known):
        name = hit.match["name"]
        message = f"{name}的{what}写的是 {digits}%，按数据是 {percent(known[0])}"
        at = match.start(group) - hit.passage.start
        yield at_place(hit.passage, at, message, hint="核对文字和数据")


def _compared(facts: Facts, hit: Hit, name: str, figures: Sequence[Figure]) -> Iterator[Problem]:
    digits, unit = hit.match["number"], hit.match["unit"]
    scale = SCALES.get(unit, 0)
    numbers = [figure.number for figure in figures if figure.number is not None]
    if not numbers or any(agrees(digits, number, scale) for number in numbers):
        return
    typed, number = plain_number(digits).scaleb(scale), numbers[0]
    if unit in SCALES:
        other = next((u for u in SCALES if agrees(digits, number, SCALES[u])), "")
        gap = facts.money(abs(typed - number))
        message = f"{name}写的是 {digits}{unit}，填的是 {facts.money(number)}，相差 {gap}"
        hint = f"单位是不是“{other}”？" if other else "核对是文字错了，还是数填错了"
    else:
        message = (
            f"{name}写的是 {digits}{unit}，填的是 {number}{unit}，相差 {abs(typed - number)}{unit}"
        )
        hint = "核对是文字错了，还是数填错了"
    yield at_place(hit.passage, hit.match.start("number") - hit.passage.start, message, hint=hint)


def project_figures_in_prose(facts: Facts) -> Iterator[Problem]:
    """项目文字里写出的执行率、预算数、执行数，与这个项目的数一致。

    依据：R18、R24。看“项目”一节各项目的文字。
    容差：写出的位数以内四舍五入相同，算一致。
    通过：按写出的位数舍入（或者截去）以后相等；“执行率未达100%”一类不说是多少的话。
    不通过：写“执行率为67%”，按这个项目的预算和执行数却是 63%。
    怎么办：改文字里的数，或者核对预算数、执行数。
    """
    projects = {project.path: project for project in projects_of(facts)}
    for finder in (_PERFORMED, _PROJECT_MONEY):
        for hit in facts.prose.hits(finder):
            project = projects.get(hit.passage.path[:2])
            if project is not None:
                yield from _of_project(facts, hit, project)


def _of_project(facts: Facts, hit: Hit, project: Group) -> Iterator[Problem]:
    name, digits = hit.match["name"], hit.match["number"]
    if not name.endswith("执行率"):
        money = "预算" if "预算" in name else "执行"
        yield from _compared(facts, hit, name, [figure_at(project, money, "合计")])
        return
    rate = figure_at(project, "完成率").number
    if rate is not None and not agrees(digits, rate, -2):
        gap = abs(plain_number(digits) - rate * 100)
        apart = percent(gap.scaleb(-2)).rstrip("%")
        message = f"{name}写的是 {digits}%，按数据是 {percent(rate)}，相差 {apart} 个百分点"
        start = hit.match.start("number") - hit.passage.start
        yield at_place(hit.passage, start, message, hint="执行数除以预算数；核对这三个数")
