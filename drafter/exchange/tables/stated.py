"""What the lines around a title say of a table: its unit, its year, whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from drafter.exchange.tables.words import plain
from drafter.model.year import MoneyUnit, money_unit_of

_UNIT = re.compile(
    r"(?<!编制)(?<!预算)(?<!填报)(?<!主管)(?<!报送)(?<!所属)"
    r"单位[:：]?(?:人民币)?(万元|元)"
    # 元坝区 and 元谋县 are places.
    r"(?=$|[^\u4e00-\u9fff]|人民币|编制|部门|公开|填报|预算单位|报送)"
)
_UNIT_BEHIND = re.compile(r"\((?:金额)?(?:单位:)?(?:人民币)?(万元|元)\)$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年度|年(?!\d{1,2}月)|会计年度)")
_ONLY_YEAR = re.compile(r"(?:[^\d:]*:)?\(?((?:19|20)\d{2})(?:年度?)?\)?")
_YEAR_WORD = re.compile(r"年度?")
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[一二][〇○零一二三四五六七八九]{3}(?=年)")
_OWNER = re.compile(
    r"(?:(?:公开|编制|填报|填表|预算|报送)?(?:部门|单位)(?:名称)?)"
    r"(?:[（(][^）)]*[）)])?[:：](?P<name>.*)",
    re.DOTALL,
)
_AFTER_OWNER = re.compile(
    r"\s{3,}|(?:金额|货币|计量)?单\s*位\s*[:：]|[（(](?:公章|盖章|签章)[）)]|(?:19|20)\d{2}\s*年"
)
_NO_OWNER = re.compile(
    r"[×xX*_—\-.…]*|(?:人民币)?[万千百亿]*元(?:人民币|[（(、,/].*)?"
    r"|[人个台辆次套批户册件、,/和及万元%]+|.*[:：].*|(?:公开|财决).*表"
)
FORM_NUMBER = re.compile(r"\(?(?:公开|财决|附表|表)[\w.\-—]{0,8}?表?\)?|续表?\d*|\(续\)")

OFFICIAL_NUMBER = re.compile(r"(?:公开|财决)[\w.\-—]{1,8}表")


def units_of(texts: Iterable[str]) -> tuple[MoneyUnit, ...]:
    """Return the units of money that plain texts state; more than one contradict each other."""
    found: dict[str, None] = {}
    for text in texts:
        found |= {match[1]: None for match in _UNIT.finditer(text)}
        behind = _UNIT_BEHIND.search(text)
        if behind:
            found[behind[1]] = None
    return tuple(unit for word in found if (unit := money_unit_of(word)) is not None)


def without_unit(text: str) -> str:
    """Return a plain heading without the unit in brackets behind it."""
    return _UNIT_BEHIND.sub("", text)


def is_heading(text: str) -> bool:
    """Return whether a plain text over a column is of the table, not of the lines above it."""
    return "其中:" in text or not (":" in text or FORM_NUMBER.fullmatch(text) or is_unit_line(text))


def is_unit_line(text: str) -> bool:
    """Return whether a plain text states a unit of money."""
    return bool(_UNIT.search(text))


def year_of(title: str, others: Sequence[str]) -> str:
    """Return the year in a title, else the only one that another text consists of.

    Days such as 2021年3月15日 are when something was printed or approved.
    """
    found = _YEAR.search(_with_digits(title))
    if found:
        return found[1]
    years = {match[1] for text in others if (match := _year_alone(_with_digits(text)))}
    return years.pop() if len(years) == 1 else ""


def _year_alone(text: str) -> re.Match[str] | None:
    # A number such as 2020 alone may be an amount.
    return _ONLY_YEAR.fullmatch(text) if _YEAR_WORD.search(text) else None


def _with_digits(text: str) -> str:
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_CHINESE), plain(text))


def owner_of(rows: Iterable[Sequence[str]]) -> str:
    """Return the department that a row of texts names, behind its label or in the next cell."""
    for row in rows:
        for number, text in enumerate(row):
            found = _OWNER.match(re.sub(r"(?<=\S) (?=\S)", "", text.strip()))
            if not found:
                continue
            name = _name(found["name"])
            if not name and not found["name"].strip():
                name = next((_name(other) for other in row[number + 1 :] if other.strip()), "")
            if name:
                return name
    return ""


def _name(text: str) -> str:
    """Return a name without what stands behind it; empty where this is no name."""
    name = re.sub(r"\s+", "", _AFTER_OWNER.split(text.strip())[0])
    return "" if _NO_OWNER.fullmatch(plain(name)) else name
