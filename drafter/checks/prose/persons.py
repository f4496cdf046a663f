"""文字里的个人信息：证件、电话、银行卡号码，领钱的个人的姓名。"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import COMMON_SURNAMES, DIGITS, at_hit, at_place, starting
from drafter.checks.texts import Hit
from drafter.diagnostics import Severity

_NUMBERS = starting(
    DIGITS,
    r"(?<![\d.])(?P<identity>[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx])(?![\d.])",
    r"(?<![\d.])(?P<card>\d{4}(?: ?\d{4}){3}(?: ?\d{1,3})?)(?![\d.])",
    r"(?<![\d.,=＝＋+×÷*/-])(?P<mobile>1[3-9]\d(?:[- ]?\d{4}){2})(?![\d.]|[万亿元户人个吨件])",
    r"(?<![\d.])(?P<phone>0\d{2,3}[-－—]\d{7,8})(?!\d)",
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_ISSUERS = ("62", "4", "51", "52", "53", "54", "55", "60", "9")
"""What numbers of bank cards begin with."""

_ROLES = (
    "困难职工|困难党员|困难群众|困难学生|遗属|贫困户|村民|居民|五保户|低保户|残疾人|患者|退役军人|"
    "安置人员|家属"
)
_NO_NAMES = "林[地权木业区]|周[转边]|张贴|许可|高[龄校温]|黄[金河]|马[路上]"
"""Words that begin like a surname."""
_NAMED = starting(
    "困遗贫村居五低残患退安家",
    rf"(?:{_ROLES})(?:[（(])?(?!{_NO_NAMES})"
    rf"(?P<name>[{COMMON_SURNAMES}](?![某××XxX＊*])[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=等|同志|发放|支付|一次性|的?(?:基本|生活|医疗|丧葬|抚恤|补助|补贴|慰问|救助|解聘|安置|赔偿|补偿)|、|，|（|[）)])",
)
_PAID = re.compile(r"\d\s*(?:万元|元)|补助|补贴|慰问|救助|抚恤|赔偿|补偿|发放|代缴")


def personal_numbers(facts: Facts) -> Iterator[Problem]:
    """文字里没有身份证号码、手机号码、银行卡号。

    依据：R34、《中华人民共和国个人信息保护法》。公开的报告不带个人信息。
    容差：没有。
    通过：文号、金额、统一社会信用代码；校验不对的长数字。
    不通过：校验正确的身份证号码是错误；校验正确的银行卡号、手机号码是警告；
    座机号码也许是公开的联系电话，只提示。
    怎么办：删去；要留的，中间几位写成“*”。
    """
    for hit in facts.prose.hits(_NUMBERS):
        kind, words = hit.match.lastgroup, hit.words
        if kind == "identity":
            if _is_identity(words.upper()):
                yield at_hit(hit, f"身份证号码“{_masked(words)}”", hint="删去")
        elif kind == "card":
            if _is_card(words.replace(" ", "")):
                yield at_hit(hit, f"像银行卡号“{_masked(words)}”", Severity.WARNING, "删去")
        elif kind == "mobile":
            yield at_hit(hit, f"手机号码“{_masked(words)}”", Severity.WARNING, "删去")
        else:
            yield at_hit(hit, f"电话号码“{words}”", Severity.HINT, "不是公开的联系电话就删去")


def _masked(words: str) -> str:
    """Return a number as messages may show it: they are kept in logs."""
    return f"{words[:3]}…{words[-2:]}"


def _is_identity(number: str) -> bool:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == number[17]


def _is_card(number: str) -> bool:
    if not 16 <= len(number) <= 19 or not number.startswith(_ISSUERS):
        return False
    doubled = (int(digit) * (1 + turn % 2) for turn, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def private_names(facts: Facts) -> Iterator[Problem]:
    """领取补助、补偿的个人，姓名隐去。

    依据：R34、《中华人民共和国个人信息保护法》。
    容差：没有。
    通过：写“张某”“李××”；不带姓名的“困难职工3人”；没有说到钱的。
    不通过：“发放遗属张大明生活补助”一类，姓名写全了，提示核对。
    怎么办：隐去名字，写“张某”。
    """
    for hit in facts.prose.hits(_NAMED):
        if _PAID.search(facts.prose.around(hit.match.start())) and not _is_word(hit):
            name = hit.match["name"]
            message = f"写出了个人的姓名“{name}”，同一句话说到发给的钱"
            at = hit.match.start("name") - hit.passage.start
            yield at_place(hit.passage, at, message, None, f"隐去名字，写“{name[0]}某”")


def _is_word(hit: Hit) -> bool:
    return hit.match["name"][-1] in "某家村镇乡姓湾庄坝屯寨组"
