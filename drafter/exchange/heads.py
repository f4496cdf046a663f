"""Which year, department and unit of money workbooks are about, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from drafter.diagnostics import DataPath, Diagnostic, Location, Severity
from drafter.exchange.claims import Claim
from drafter.exchange.tables.words import plain as plain_words
from drafter.model.paths import is_amount
from drafter.model.values import NONE_WORD
from drafter.model.year import CURRENT_FORMAT, MoneyUnit, money_unit_of
from drafter.source import SourceTree
from drafter.source.plain import Plain

UNIT, OTHER_YEAR = "JS-113", "JS-118"
_YEAR, _MONEY, _OWNER = ("年度",), ("金额单位",), ("部门", "全称")


@dataclass(frozen=True, slots=True)
class Head:
    """What a table, a form or an input says of itself; empty where it does not say."""

    what: str
    where: Location
    unit: str = ""
    year: str = ""
    owner: str = ""
    is_table: bool = True
    """Whether it is a statement: its amounts can be taken into another unit."""
    has_amounts: bool = True
    year_at: Location | None = None

    def unit_or(self, wanted: MoneyUnit | None) -> MoneyUnit | None:
        """Return the unit of its amounts: its own, else the one that was asked for."""
        return money_unit_of(self.unit) or wanted


def of_input(tree: SourceTree, plain: Mapping[str, Plain], file: str) -> Head:
    """Return what an input says of itself."""
    department = plain.get("部门")
    owner = department.get("全称") if isinstance(department, dict) else None
    return Head(
        file, tree.locate(_MONEY), _text(plain.get("金额单位")), _text(plain.get("年度")),
        _text(owner), is_table=False, has_amounts=_has_amounts(dict(plain), ()),
        year_at=tree.locate(_YEAR),
    )  # fmt: skip


def _has_amounts(value: Plain, path: DataPath) -> bool:
    if isinstance(value, dict):
        return any(_has_amounts(inner, (*path, name)) for name, inner in value.items())
    if isinstance(value, list):
        return any(_has_amounts(inner, (*path, turn)) for turn, inner in enumerate(value))
    return isinstance(value, str) and value[:1] in set("-0123456789") and is_amount(path)


def of_forms(claims: Sequence[Claim]) -> Iterator[Head]:
    """Yield what each form says of itself."""
    for file in dict.fromkeys(claim.where.file for claim in claims):
        own = [claim for claim in claims if claim.where.file == file]
        amounts = [c for c in own if c.text != NONE_WORD and is_amount(c.path)]
        said = {claim.path: claim for claim in own}
        unit, year = said.get(_MONEY), said.get(_YEAR)
        yield Head(
            "填报表",
            (unit or next(iter(amounts), own[0])).where,
            unit.text if unit is not None else "",
            _digits(year.text) if year is not None else "",
            said[_OWNER].text if _OWNER in said else "",
            is_table=False,
            has_amounts=bool(amounts),
            year_at=year.where if year is not None else None,
        )


def unit_of(heads: Sequence[Head], wanted: MoneyUnit | None) -> MoneyUnit | None:
    """Return the unit of the input: its own or a form's, else the finest of the tables."""
    firm = next(_firm(heads, wanted), None)
    if firm is not None:
        return firm[1]
    told = {h.unit for h in heads}
    return "元" if "元" in told else "万元" if "万元" in told else wanted


def _firm(heads: Sequence[Head], wanted: MoneyUnit | None) -> Iterator[tuple[Head, MoneyUnit]]:
    """Yield input and forms with the units that their amounts are in."""
    for head in heads:
        unit = head.unit_or(wanted if head.has_amounts else None)
        if not head.is_table and unit is not None:
            yield head, unit


def problems(heads: Sequence[Head], wanted: MoneyUnit | None) -> Iterator[Diagnostic]:
    """Yield where workbooks and input are not about the same; errors forbid to merge them."""
    yield from _unit_problems(heads, wanted)
    first = next((h for h in heads if h.year), None)
    for head in heads:
        if first is not None and head.year and head.year != first.year:
            message = (
                f"{head.what}是 {head.year} 年度的，{first.what}是 {first.year} 年度的，没有导入"
            )
            yield Diagnostic(OTHER_YEAR, Severity.ERROR, message, head.year_at or head.where)
    owner = next((h for h in heads if h.owner), None)
    for head in heads:
        if owner is not None and head.is_table and head.owner:
            yield from _owner_problems(owner, head)


def _owner_problems(known: Head, table: Head) -> Iterator[Diagnostic]:
    one, other = _owner_key(known.owner), _owner_key(table.owner)
    if one == other or not one or not other:
        return
    message = f"{table.what}写的是“{table.owner}”，{known.what}写的是“{known.owner}”"
    if one in other or other in one or _are_alike(one, other):
        hint = "核对是不是同一个部门：下属单位的、汇总的不要混在一起"
        yield Diagnostic(OTHER_YEAR, Severity.WARNING, message, table.where, hint)
    else:
        hint = "确是同一个部门的，把工作簿里的名称改成一致"
        yield Diagnostic(OTHER_YEAR, Severity.ERROR, f"{message}，没有导入", table.where, hint)


def _are_alike(one: str, other: str) -> bool:
    """Return whether two names may be one, differently shortened: most signs are in both."""
    shared = sum(block.size for block in SequenceMatcher(None, one, other).get_matching_blocks())
    return 10 * shared >= 3 * (len(one) + len(other))


def _unit_problems(heads: Sequence[Head], wanted: MoneyUnit | None) -> Iterator[Diagnostic]:
    firm = next(_firm(heads, wanted), None)
    for head in heads:
        if head.is_table or not head.has_amounts:
            continue
        unit = head.unit_or(wanted)
        if unit is None and len(heads) > 1:
            message = f"{head.what}没有写金额单位，不知道这里的金额是元还是万元，没有导入"
            hint = "写明“金额单位”，或者用 --unit 指定"
            yield Diagnostic(UNIT, Severity.ERROR, message, head.where, hint)
        elif firm is not None and unit is not None and unit != firm[1]:
            message = f"{head.what}的金额单位是{unit}，{firm[0].what}是{firm[1]}，没有导入"
            hint = "填报表里的金额按输入文件的单位填，改好再导入"
            yield Diagnostic(UNIT, Severity.ERROR, message, head.where, hint)


def _owner_key(name: str) -> str:
    """Return a name without codes and notes that stand beside it."""
    return re.sub(r"[(（][^()（）]*[)）]|[\[【][^\]】]*[\]】]|[\d\-—_.]", "", plain_words(name))


def _digits(text: str) -> str:
    """Return the year of “2020年”, “2020 年度”."""
    found = re.fullmatch(r"(\d{4})\s*(?:年度?)?", text.strip())
    return found[1] if found else text


def head_of(heads: Sequence[Head], unit: MoneyUnit | None) -> dict[str, Plain]:
    """Return year and unit, as far as tables and forms tell them."""
    return {"年度": next((h.year for h in heads if h.year), None), "金额单位": unit}


def new_head(heads: Sequence[Head], unit: MoneyUnit | None) -> dict[str, Plain]:
    """Return the head of a new input, as far as tables and forms tell it."""
    owner = next((h.owner for h in heads if h.owner), None)
    head: dict[str, Plain] = {
        "格式版本": str(CURRENT_FORMAT), **head_of(heads, unit), "口径": None,
    }  # fmt: skip
    return {**head, "部门": {"全称": owner}} if owner else head


def _text(value: Plain) -> str:
    return value if isinstance(value, str) else ""
