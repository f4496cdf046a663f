"""Which year, department and unit of money workbooks are about, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter.diagnostics import Diagnostic, Location, Severity
from drafter.exchange.claims import Claim
from drafter.exchange.nesting import kind_of
from drafter.exchange.tables.words import plain as plain_words
from drafter.model.values import Amount
from drafter.model.year import CURRENT_FORMAT, MoneyUnit
from drafter.source.plain import Plain

UNIT, OTHER_YEAR = "JS-113", "JS-118"
_YEAR, _MONEY, _OWNER = ("年度",), ("金额单位",), ("部门", "全称")
_UNITS: dict[str, MoneyUnit] = {"元": "元", "万元": "万元"}


@dataclass(frozen=True, slots=True)
class Head:
    """What a table, a form or an input says of itself; empty where it does not say."""

    what: str
    where: Location
    unit: str = ""
    year: str = ""
    owner: str = ""
    converts: bool = True
    """Whether its amounts can be taken into another unit."""
    has_amounts: bool = True


def of_input(plain: Mapping[str, Plain], file: str) -> Head:
    """Return what an input says of itself."""
    department = plain.get("部门")
    owner = department.get("全称") if isinstance(department, dict) else None
    return Head(
        file, Location(file), _text(plain.get("金额单位")), _text(plain.get("年度")), _text(owner),
        converts=False,
    )  # fmt: skip


def of_forms(claims: Sequence[Claim]) -> Iterator[Head]:
    """Yield what each form says of itself."""
    for file in dict.fromkeys(claim.where.file for claim in claims):
        own = [claim for claim in claims if claim.where.file == file]
        amounts = [c for c in own if (kind := kind_of(c.path)) and issubclass(kind, Amount)]
        said = {claim.path: claim for claim in own}
        unit = said.get(_MONEY)
        yield Head(
            "填报表",
            (unit or next(iter(amounts), own[0])).where,
            unit.text if unit is not None else "",
            said[_YEAR].text if _YEAR in said else "",
            said[_OWNER].text if _OWNER in said else "",
            converts=False,
            has_amounts=bool(amounts),
        )


def unit_of(heads: Sequence[Head], wanted: MoneyUnit | None) -> MoneyUnit:
    """Return the unit of the input: its own or a form's, else the finest of the tables."""
    firm = [_UNITS[h.unit] for h in heads if h.unit in _UNITS and not h.converts]
    told = {h.unit for h in heads}
    if firm:
        return firm[0]
    return "元" if "元" in told else "万元" if "万元" in told else wanted or "万元"


def problems(heads: Sequence[Head], wanted: MoneyUnit | None) -> Iterator[Diagnostic]:
    """Yield where workbooks and input are not about the same; errors forbid to merge them."""
    yield from _unit_problems(heads, wanted)
    first = next((h for h in heads if h.year), None)
    for head in heads:
        if first is not None and head.year and head.year != first.year:
            message = (
                f"{head.what}是 {head.year} 年度的，{first.what}是 {first.year} 年度的，没有导入"
            )
            yield Diagnostic(OTHER_YEAR, Severity.ERROR, message, head.where)
    owner = next((h for h in heads if h.owner), None)
    for head in heads:
        if owner is not None and head.owner and not _same_owner(owner.owner, head.owner):
            message = f"{head.what}写的是“{head.owner}”，{owner.what}写的是“{owner.owner}”"
            hint = "核对是不是同一个部门"
            yield Diagnostic(OTHER_YEAR, Severity.WARNING, message, head.where, hint)


def _unit_problems(heads: Sequence[Head], wanted: MoneyUnit | None) -> Iterator[Diagnostic]:
    firm = next((h for h in heads if h.unit in _UNITS and not h.converts), None)
    for head in heads:
        if head.converts or not head.has_amounts:
            continue
        if firm is not None and head.unit in _UNITS and head.unit != firm.unit:
            message = f"{head.what}的金额单位是{head.unit}，{firm.what}是{firm.unit}，没有导入"
            hint = "填报表里的金额按输入文件的单位填，改好再导入"
            yield Diagnostic(UNIT, Severity.ERROR, message, head.where, hint)
        elif head.unit not in _UNITS and wanted is None and len(heads) > 1:
            message = f"{head.what}没有写金额单位，不知道这里的金额是元还是万元，没有导入"
            hint = "写明“金额单位”，或者用 --unit 指定"
            yield Diagnostic(UNIT, Severity.ERROR, message, head.where, hint)


def _same_owner(one: str, other: str) -> bool:
    """Return whether one name is the other, or part of it: codes and notes stand beside names."""
    first, second = plain_words(one), plain_words(other)
    return first in second or second in first


def new_head(heads: Sequence[Head], unit: MoneyUnit) -> dict[str, Plain]:
    """Return the head of a new input, as far as tables and forms tell it."""
    year = next((h.year for h in heads if h.year), None)
    owner = next((h.owner for h in heads if h.owner), None)
    head: dict[str, Plain] = {
        "格式版本": str(CURRENT_FORMAT), "年度": year, "金额单位": unit, "口径": None,
    }  # fmt: skip
    return {**head, "部门": {"全称": owner}} if owner else head


def _text(value: Plain) -> str:
    return value if isinstance(value, str) else ""
