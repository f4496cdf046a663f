"""文字里没有填的占位符、没有删的填写说明。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import COMMON_SURNAMES, at_hit, quoted, starting
from drafter.diagnostics import Severity

_MARKS = starting(
    "【Xx×✕╳*＊_＿□○◯?？某待（(…",
    r"【(?!\d{4}】|第?\d+号】)[^【】\n]{0,40}】(?![×÷*/])",
    r"(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])",
    r"[×✕╳]{2,}",
    r"[*＊]{2,}",
    r"_{3,}|＿{2,}",
    r"(?<![一二])[□○◯]{2,}",
    r"[?？]{3,}",
    r"某某(?=[县市区局镇乡村]|单位|部门|项目)",
    r"(?<![有尚亟急等期])待填写?(?!埋|海)",
    r"(?<![有尚亟急等期])待补充?(?=[】）):：，。；、\s]|$)",
    r"(?<![有尚亟急等期接])待(?:核实|核对|确认|定)(?=[】）):：，。；、\s]|$)",
    r"[（(](?:此处)?(?:从?略|省略)[）)]|…+\s*省略",
    r"…+(?=[ \t。]*$)",
)
_TO_FILL = re.compile("^【】$|待|[填补请×]|此处|示例|XX|xx")
_COUNTED = re.compile("[县市区局镇乡村年月日万亿元个项户台套%％人次]")
_FORM = starting(
    "（(单点此填不控限0-9",
    r"[（(](?:接待)?具体(?:工作|项目|内容|情况|事项|原因|名称|用途|金额|数字)"
    r"(?:[、，][^（）()\n]{0,12})?[）)]",
    r"[（(](?:请(?:填|写|说明|根据|按|列|注明|补|核|在|删|参)|此处|选填|必填|填写|简要说明|简述|"
    r"根据实际(?:情况)?(?:填|写|修改|删|选)|(?:若无|如无|如没有|没有的)[^（）()\n]{0,6}(?:写|填|删|注明)|"
    r"无则|可另附|"
    r"应?需?(?:写明|列明))[^（）()\n]{0,40}[）)]",
    r"[（(](?:饼状?|柱状?|条形|折线|环形)图[）)]",
    r"[（(](?:可自行|自行|可)?(?:增加|增减|删减|添加)行[^（）()\n]{0,10}[）)]",
    r"(?:单击|点击)(?:或(?:单击|点击))?此处|此处(?:填写|插入|输入|粘贴|补充)",
    r"(?:填写|填报|填表)(?:说明|示例|要求)[：:]",
    r"(?P<length>(?:不超过|不少于|控制在|限)\d{2,4}\s*字(?:以内|之内|内)?"
    r"|(?<!\d)\d{2,4}\s*字(?:以内|之内|以上|左右|内))",
)


def placeholders(facts: Facts) -> Iterator[Problem]:
    """文字里没有留下占位符。

    依据：R34，公开的文字里每一处都要填实。看部门填的所有文字。
    容差：没有。
    通过：文号写作【2020】12号；姓名隐去写“李某”；句子里用破折号、省略号。
    不通过：XX、××、***、____、待填、待补、待核实、（略）、某某局，以及从草稿带来的【待补：……】。
    “李××”多半是隐去的姓名，其他【】和句末的省略号也可能是有意写的，只提示。
    怎么办：填上实际的内容；没有内容可填的，删去这半句。
    """
    for hit in facts.prose.hits(_MARKS):
        words = hit.words
        if words[0] == "【":
            mild = not _TO_FILL.search(words)
        elif words[0] == "…":
            mild = "省略" not in words
        else:
            mild = words[0] in "×✕╳XxＸ" and _is_hidden_name(facts.prose.words, hit.match)
        severity = Severity.HINT if mild else None
        hint = "不是占位符的可以不改" if mild else "填上实际内容，没有的删去这半句"
        yield at_hit(hit, f"留着占位符{quoted(words)}", severity, hint)


def _is_hidden_name(words: str, match: re.Match[str]) -> bool:
    """Return whether the marks stand for a given name behind a surname, and nothing is counted."""
    before = words[match.start() - 1 : match.start()]
    after = words[match.end() : match.end() + 1]
    return before != "" and before in COMMON_SURNAMES and not _COUNTED.match(after)


def form_instructions(facts: Facts) -> Iterator[Problem]:
    """文字里没有留下填写说明。

    依据：R34。格式文件里的括号提示、字数要求、图的占位，填好以后要删。
    容差：没有。
    通过：“（具体内容见附件）”一类指向别处的话；“（以下简称市经信局）”“（含个人部分）”一类说明。
    不通过：（具体工作）、（接待具体项目、金额）、（请填写……）、（饼状图）、“填写说明：”。
    “100字以内”也可能是在说文章的长短，给警告。
    怎么办：换成实际的内容，或者删去。
    """
    for hit in facts.prose.hits(_FORM):
        severity = Severity.WARNING if hit.match["length"] else None
        yield at_hit(hit, f"留着填写说明{quoted(hit.words)}", severity, "换成实际内容，或者删去")
