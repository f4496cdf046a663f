"""Made-up department-years whose accounts agree, at every depth that accounts may be entered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from drafter.lists import classification

Data = dict[str, Any]
GENERAL, FUND, CAPITAL, OTHER = (
    "一般公共预算财政拨款支出",
    "政府性基金预算财政拨款支出",
    "国有资本经营预算财政拨款支出",
    "非财政拨款支出",
)
TWO = ("基本支出", "项目支出")
ALL = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
DEPTHS = ("类", "款", "项", "分基本和项目", "到经济分类")
_ITEMS = {
    GENERAL: ("2010101", "2010103", "2013102", "2050202", "2070109", "2080505", "2101101"),
    FUND: ("2120803", "2120804", "2296002", "2296003"),
    CAPITAL: ("2230105",),
    OTHER: ("2010101", "2010199", "2050202", "2070109"),
}  # fmt: skip
_SECTIONS = ("30101", "30102", "30201", "30211", "30305", "31002")
_CENTS = st.integers(0, 10**9) | st.integers(0, 999) | st.just(0)
_AMOUNTS = _CENTS.map(lambda n: Decimal(n).scaleb(-2))
_SPENT = _CENTS.map(lambda n: Decimal(n + 1).scaleb(-2))
"""Out of a fund of its own something is spent: an empty statement says that there is none."""


def text(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _name(code: str) -> str:
    names = classification().names_of(code, 2020)
    return names[0] if names else "国有企业退休人员社会化管理补助支出"


def _names(code: str) -> Data:
    return {"名称": _name(code), "编码": code}


@st.composite
def _leaf(draw: st.DrawFn, fund: str, depth: str) -> tuple[Data, Decimal]:
    """An item's amount, alone or by nature or by section, and what it comes to."""
    amounts_of = _AMOUNTS if fund == OTHER else _SPENT
    if depth not in DEPTHS[3:]:
        amount = draw(_SPENT)
        return {"决算": text(amount)}, amount
    if depth == DEPTHS[4] and fund == GENERAL:
        return draw(_by_section())
    natures = ALL if fund == OTHER else TWO
    amounts = {name: draw(amounts_of) for name in natures}
    return {name: text(a) for name, a in amounts.items()}, sum(amounts.values(), Decimal(0))


@st.composite
def _by_section(draw: st.DrawFn) -> tuple[Data, Decimal]:
    codes = sorted(draw(st.sets(st.sampled_from(_SECTIONS), min_size=1, max_size=4)))
    classes: dict[str, list[Data]] = {}
    total = Decimal(0)
    for code in codes:
        basic, project = draw(_AMOUNTS), draw(_AMOUNTS)
        total += basic + project
        names = classification().names_of(code, 2020)
        row = {"名称": names[0], "编码": code, "基本支出": text(basic), "项目支出": text(project)}
        classes.setdefault(code[:3], []).append(row)
    upper = {code: classification().names_of(code, 2020)[0] for code in classes}
    rows = [{"名称": upper[code], "编码": code, "款": below} for code, below in classes.items()]
    return {"经济分类": rows}, total


def _tree(leaves: Sequence[tuple[str, Data]]) -> list[Data]:
    """Return rows of classes with what lies below, as the codes have it."""
    classes: list[Data] = []
    for code, fields in leaves:
        here = classes
        for length, below in ((3, "款"), (5, "项"), (7, "")):
            if length > len(code):
                break
            row = next((r for r in here if r["编码"] == code[:length]), None)
            if row is None:
                row = _names(code[:length])
                here.append(row)
            if length == len(code):
                row.update(fields)
            else:
                here = row.setdefault(below, [])
    return classes


_LENGTH = {"类": 3, "款": 5}


@st.composite
def _fund(draw: st.DrawFn, fund: str, depth: str) -> tuple[Data, Decimal, list[str]]:
    """What was spent out of a fund, its total, and the codes that it was spent on."""
    length = 7 if fund == OTHER else _LENGTH.get(depth, 7)
    found = draw(st.sets(st.sampled_from(_ITEMS[fund]), min_size=1, max_size=5))
    codes = sorted({code[:length] for code in found})
    total = Decimal(0)
    leaves: list[tuple[str, Data]] = []
    for code in codes:
        fields, amount = draw(_leaf(fund, depth))
        if fund in {FUND, CAPITAL}:
            before, after = draw(_AMOUNTS), draw(_AMOUNTS)
            flow = {
                "年初结转": text(before),
                "本年收入": text(amount + after - before),
                "年末结转": text(after),
            }
            fields = {**flow, **fields}
        total += amount
        leaves.append((code, fields))
    return {"科目": _tree(leaves)}, total, codes


@st.composite
def _revenue(draw: st.DrawFn, codes: Sequence[str]) -> Data:
    """Revenue by source, or by heading and source as well."""
    fiscal = {
        name: draw(_AMOUNTS)
        for name in ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    }
    others = ("上级补助", "事业", "经营", "附属单位上缴", "其他")
    stated: Data = {name: text(amount) for name, amount in fiscal.items()}
    if not draw(st.booleans()) or not codes:
        return {**stated, **{name: text(draw(_AMOUNTS)) for name in others}}
    left = sum(fiscal.values(), Decimal(0))
    leaves: list[tuple[str, Data]] = []
    for turn, code in enumerate(codes, start=1):
        share = left if turn == len(codes) else min(left, draw(_AMOUNTS))
        left -= share
        fields = {"财政拨款": text(share), **{n: text(draw(_AMOUNTS)) for n in others}}
        leaves.append((code, fields))
    return {**stated, "功能分类": _tree(leaves)}


def _carried(draw: st.DrawFn) -> Data:
    funds = ("一般公共预算", "政府性基金", "国有资本")
    fields: Data = {}
    for when in ("年初", "年末"):
        amounts = {f"{when}{fund}": draw(_AMOUNTS) for fund in funds}
        more = draw(_AMOUNTS)
        fields[when] = text(sum(amounts.values(), more))
        fields |= {name: text(amount) for name, amount in amounts.items()}
    for name in ("使用非财政拨款结余", "结余分配"):
        fields[name] = text(draw(_AMOUNTS))
    return fields


def _three_public(draw: st.DrawFn) -> Data:
    def both() -> Data:
        return {"决算": text(draw(_AMOUNTS)), "预算": text(draw(_AMOUNTS))}

    return {
        "因公出国境费": both(),
        "公务用车费": {"购置": both(), "运行维护": both()},
        "公务接待费": {"合计": both()},
    }


@st.composite
def department_years(draw: st.DrawFn) -> Data:
    """Return a department-year, all of whose statements can be printed."""
    depth = draw(st.sampled_from(DEPTHS))
    data: Data = {
        "格式版本": "1",
        "年度": "2020",
        "金额单位": draw(st.sampled_from(["万元", "元"])),
        "口径": "部门",
        "部门": {"全称": "云岭县教育局", "级次": "县"},
    }
    funds: Data = {}
    codes: list[str] = []
    for fund in (GENERAL, FUND, CAPITAL, OTHER):
        if fund in {GENERAL, OTHER} or draw(st.booleans()):
            funds[fund], _, spent_on = draw(_fund(fund, depth))
            codes += [code for code in spent_on if code not in codes]
        else:
            funds[fund] = "无"
    data["收入"] = draw(_revenue(sorted(codes) if depth not in _LENGTH else []))
    data["结转结余"] = _carried(draw)
    data |= funds
    data["三公经费"] = _three_public(draw)
    return data
