"""支出功能分类、支出经济分类的编码和名称的规则。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafter.checks.engine import Facts, Problem
from drafter.diagnostics import DataPath, Severity
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import Figure, Node, Rows, Text, find, text_at
from drafter.model.classification import LENGTHS, LEVELS, Entry, Kind, name_key

_LISTS: tuple[tuple[tuple[str, ...], Kind, str], ...] = (
    (("收入", "功能分类"), "功能", "类"),
    (("支出", "功能分类"), "功能", "类"),
    (("支出", "经济分类"), "经济", "类"),
    *(((fund, "科目"), "功能", "类") for fund in FUNDS),
    (("基本支出", "人员经费", "科目"), "经济", "款"),
    (("基本支出", "公用经费", "科目"), "经济", "款"),
    (("部门预算", "年初", "科目"), "功能", "项"),
)
"""Where headings are listed, of which classification, from which level down."""
_INCOMPLETE = "程序附带的目录可能不全，核对当年的科目册；编码无误的不必改"
_FROM_KNOWLEDGE = "程序附带的目录里这一条没有经公开的表印证，核对当年的科目册"
_SHORT = 4
"""How much of a name must be left for it to be a short form."""


@dataclass(frozen=True, slots=True)
class _Coded:
    """A heading with a code."""

    text: Text
    code: str
    name: str
    kind: Kind
    level: str
    above: _Coded | None
    """The nearest heading above with a code, of the same classification."""
    list_path: DataPath

    @property
    def path(self) -> DataPath:
        return self.text.path

    @property
    def called(self) -> str:
        """Return the code with the name that stands beside it, for messages."""
        return f"{self.code}“{self.name}”" if self.name else self.code

    @property
    def is_well_formed(self) -> bool:
        length = LENGTHS[self.kind][self.level]
        return _is_digits(self.code) and len(self.code) == length


def code_form(facts: Facts) -> Iterator[Problem]:
    """科目编码是半角数字，位数与级次相符。

    依据：G18。功能分类的类 3 位、款 5 位、项 7 位；经济分类的类 3 位、款 5 位。
    容差：不涉及：比较的不是金额。
    通过：编码空着或写“无”；或者是半角数字，位数与所在的级次一致。
    不通过：有数字以外的字符，或者位数不对：多半是漏了一位，或者填在了别的级次。
    怎么办：按科目册改正编码；不填也可以。
    """
    for row in _coded(facts):
        length = LENGTHS[row.kind][row.level]
        what = f"{row.kind}分类的{row.level}是 {length} 位"
        if not _is_digits(row.code):
            yield Problem(row.path, f"编码“{row.code}”不是半角数字", hint=what)
        elif len(row.code) != length:
            yield Problem(row.path, f"编码 {row.called}有 {len(row.code)} 位，{what}")


def code_below(facts: Facts) -> Iterator[Problem]:
    """下级科目的编码以上级科目的编码开头。

    依据：G18。款的前 3 位是类的编码，项的前 5 位是款的编码，经济分类也这样。
    容差：不涉及：比较的不是金额。
    通过：上级或下级没有填编码；或者下级编码的前几位与上级一致。
    不通过：不一致，编码填错了，或者科目放在了别的类、款下面。
    怎么办：改正编码，或者把科目移到所属的类、款下面。
    """
    for row in _coded(facts):
        above = row.above
        if above is None or not above.is_well_formed or not row.is_well_formed:
            continue
        if not row.code.startswith(above.code):
            yield Problem(
                row.path,
                f"{row.level}的编码 {row.called}，不以所在的{above.level} {above.called}的编码开头",
            )


def code_repeated(facts: Facts) -> Iterator[Problem]:
    """同一个列表里编码不重复。

    依据：G18，公开02、03、05 等表一个科目只有一行。
    容差：不涉及：比较的不是金额。
    通过：一个列表里每个编码只出现一次；不同资金、不同单位的列表可以有相同的编码。
    不通过：同一个列表里两行的编码相同。是同一个科目的并成一行，不是的改正编码。
    怎么办：同一个科目的并成一行，不是的改正编码。
    """
    first: dict[tuple[DataPath, str], _Coded] = {}
    for row in _coded(facts):
        if not row.is_well_formed:
            continue
        other = first.setdefault((row.list_path, row.code), row)
        if other is not row:
            yield Problem(row.path, f"编码 {row.called}与前面的 {other.called}重复")


def name_repeated(facts: Facts) -> Iterator[Problem]:
    """同一个列表里没有编码的科目，名称不重复。

    依据：公开02、03、05 等表一个科目只有一行。
    容差：不涉及：比较的不是金额。
    通过：一个列表里每个名称只出现一次，“教育”和“教育支出”算一个；有编码的看编码。
    不通过：两行没有编码而名称相同。是同一个科目的并成一行，不是的写上编码或改正名称。
    怎么办：同一个科目的并成一行，不是的写上编码或改正名称。
    """
    for rows in _all_lists(facts):
        first: set[str] = set()
        for row in rows.entries:
            name = find(row, ("名称",))
            if not isinstance(name, Text) or not name.plain or text_at(row, "编码").plain:
                continue
            key = name_key(name.plain, "")
            if key in first:
                yield Problem(name.path, f"科目“{name.plain}”在这个列表里写了两行")
            first.add(key)


def code_known(facts: Facts) -> Iterator[Problem]:
    """科目编码在当年的科目目录里。

    依据：G18，编码与当年的科目册一致。程序附带的目录不全，所以只提醒：
    类的编码（前 3 位）查不到的是警告，款、项查不到的是提示；一个编码只说一次。
    容差：不涉及：比较的不是金额。
    通过：目录里有这个编码；编码的形式不对的另有规则。
    不通过：科目目录里没有这个编码，或者是别的年度的科目。
    怎么办：程序附带的目录可能不全，核对当年的科目册。
    """
    year = _year_of(facts)
    told: set[tuple[Kind, str]] = set()
    for row in _coded(facts):
        known = facts.classification.of_kind(row.kind)
        entries = known.get(row.code, ())
        if not known or not row.is_well_formed or any(e.in_year(year) for e in entries):
            continue
        has_class = row.code[:3] in known
        what = (row.kind, row.code if has_class else row.code[:3])
        above = (row.kind, row.above.code if row.above else "")
        if what not in told and above not in told:
            lacks = "这个编码" if has_class else f"类 {row.code[:3]}"
            why = f"是 {_years(entries)}的科目" if entries else f"科目目录里没有{lacks}"
            yield Problem(
                row.path,
                f"{row.kind}分类 {row.called}：{why}",
                Severity.HINT if has_class else None,
                hint=_INCOMPLETE,
            )
        told |= {what, (row.kind, row.code)}


def code_name(facts: Facts) -> Iterator[Problem]:
    """科目的名称与编码相符。

    依据：G18，编码对应的类、款、项名称与当年的科目册一致，换年会改名。
    比较时不计全角、半角，“（类）”等标记，以及末尾的“支出”；名称可以是目录里的名称去掉一部分的简称。
    容差：不涉及：比较的不是金额。
    通过：没有填编码，目录里没有这个编码，或者名称是这个编码当年的名称。新旧名称交替的年度都可以用。
    不通过：名称不是这个编码的（公开的表里见过的科目是警告，其余是提示）；
    名称是这个编码别的年度的（提示）。
    怎么办：按当年的科目册改正名称或编码。
    """
    year = _year_of(facts)
    for row in _coded(facts):
        entries = facts.classification.of_kind(row.kind).get(row.code, ())
        if not row.is_well_formed or not entries or not row.name:
            continue
        current = [entry for entry in entries if entry.in_year(year)] or list(entries)
        names = "”或“".join(dict.fromkeys(entry.name for entry in current))
        same = [e for e in entries if name_key(e.name, row.level) == name_key(row.name, row.level)]
        if any(entry in current for entry in same):
            continue
        if same:
            yield Problem(
                row.path,
                f"编码 {row.called}：这是 {_years(same)}的名称，当年是“{names}”",
                Severity.HINT,
            )
        elif not _is_short_form(facts, row, current) and not _may_be_its_name(facts, row, current):
            observed = any(entry.observed for entry in current)
            yield Problem(
                row.path,
                f"编码 {row.code} 在科目目录里是“{names}”，这里写的是“{row.name}”",
                None if observed else Severity.HINT,
                hint=_own_code(facts, row) or ("" if observed else _FROM_KNOWLEDGE),
            )


def _is_short_form(facts: Facts, row: _Coded, entries: Sequence[Entry]) -> bool:
    """Return whether the name is one of these with words left out, and no other heading's name.

    其他教育支出 without 其他 is another heading, not a short form.
    """
    short = name_key(row.name, row.level)
    if len(short) < _SHORT or _codes_named(facts, row):
        return False
    whole = [name_key(entry.name, row.level) for entry in entries]
    return any(
        short in name and short.startswith("其他") == name.startswith("其他") for name in whole
    )


def _may_be_its_name(facts: Facts, row: _Coded, entries: Sequence[Entry]) -> bool:
    """Return whether the name is in use, its code unknown, and the code's own name unsure."""
    unsure = not any(entry.observed for entry in entries)
    return unsure and facts.classification.is_uncoded(row.name, row.level)


def _codes_named(facts: Facts, row: _Coded) -> tuple[str, ...]:
    """Return the codes that have this name; items like 行政运行 only those of the same section."""
    codes = facts.classification.codes_of(row.name, row.level, _year_of(facts), row.kind)
    beside = tuple(code for code in codes if code[:-2] == row.code[:-2])
    return beside or codes


def _own_code(facts: Facts, row: _Coded) -> str:
    """Return which code the name has, where that is one."""
    codes = _codes_named(facts, row)
    return f"“{row.name}”的编码是 {codes[0]}" if len(codes) == 1 else ""


def _years(entries: Sequence[Entry]) -> str:
    """Return in which years headings are in use: `2024 年度起`."""
    first = None if any(e.first is None for e in entries) else min(e.first or 0 for e in entries)
    last = None if any(e.last is None for e in entries) else max(e.last or 0 for e in entries)
    if first is not None and last is not None:
        return f"{first} 至 {last} 年度"
    return f"{first} 年度起" if first is not None else f"{last} 年度及以前"


def _year_of(facts: Facts) -> int | None:
    year = find(facts.data, ("年度",))
    number = year.number if isinstance(year, Figure) else None
    return None if number is None else int(number)


def _coded(facts: Facts) -> list[_Coded]:
    """Return all headings with a code, each once, though several lists may show it."""
    found: dict[DataPath, _Coded] = {}
    for path, kind, level in _LISTS:
        for row in _of_list(find(facts.data, path), kind, level, None):
            found.setdefault(row.path, row)
    units = find(facts.data, ("部门预算", "年初", "单位"))
    for unit in units.entries if isinstance(units, Rows) else ():
        for row in _of_list(find(unit, ("科目",)), "功能", "项", None):
            found.setdefault(row.path, row)
    return list(found.values())


def _all_lists(facts: Facts) -> Iterator[Rows]:
    """Yield all lists of headings, those inside others as well, each once."""
    seen: set[DataPath] = set()
    for path, kind, level in _LISTS:
        for rows in _lists_in(find(facts.data, path), kind, level):
            if rows.path not in seen:
                seen.add(rows.path)
                yield rows


def _lists_in(rows: Node | None, kind: Kind, level: str) -> Iterator[Rows]:
    if not isinstance(rows, Rows):
        return
    yield rows
    levels = [name for name in LEVELS if name in LENGTHS[kind]]
    for row in rows.entries:
        for lower in levels[levels.index(level) + 1 :][:1]:
            yield from _lists_in(find(row, (lower,)), kind, lower)
        if kind == "功能":
            yield from _lists_in(find(row, ("经济分类",)), "经济", "类")


def _of_list(rows: Node | None, kind: Kind, level: str, above: _Coded | None) -> Iterator[_Coded]:
    """Yield the headings of a list and of those below; lists and codes may be absent."""
    if not isinstance(rows, Rows):
        return
    levels = [name for name in LEVELS if name in LENGTHS[kind]]
    below = levels[levels.index(level) + 1 :][:1]
    for row in rows.entries:
        own = _of_row(row, kind, level, above, rows.path)
        if own is not None:
            yield own
        for lower in below:
            yield from _of_list(find(row, (lower,)), kind, lower, own or above)
        if kind == "功能":
            yield from _of_list(find(row, ("经济分类",)), "经济", "类", None)


def _of_row(
    row: Node, kind: Kind, level: str, above: _Coded | None, list_path: DataPath
) -> _Coded | None:
    text = find(row, ("编码",))
    if not isinstance(text, Text) or not text.plain:
        return None
    name = text_at(row, "名称").plain if isinstance(find(row, ("名称",)), Text) else ""
    return _Coded(text, text.plain, name, kind, level, above, list_path)


def _is_digits(code: str) -> bool:
    return code.isascii() and code.isdecimal()
