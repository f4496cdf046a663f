"""机构、下属单位和事业人员的规则。"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from drafter.checks.engine import Facts, Problem
from drafter.figures.nodes import figure_at, group_at, rows_at, text_at


def repeated_units(facts: Facts) -> Iterator[Problem]:
    """内设机构、下属单位的名称不重复。

    依据：R28。机构的个数由程序按清单点数，写了两次会多算一个。
    容差：不涉及：比较的不是金额。
    通过：每个名称在自己的清单里只出现一次。
    不通过：同一个清单里有两个相同的名称。
    怎么办：删去重复的一个，或者改正名称。
    """
    for kind in ("内设机构", "下属单位"):
        first: set[str] = set()
        for row in rows_at(facts.data, "机构", kind).entries:
            name = text_at(row, "名称")
            if name.plain and name.plain in first:
                yield Problem(name.path, f"{kind}“{name.plain}”在清单里写了两次")
            first.add(name.plain)


def budget_units(facts: Facts) -> Iterator[Problem]:
    """单独说明预算的单位，在下属单位的清单里。

    依据：R28、E6。同一个单位在报告各处的名称一致，个数与清单相符。
    容差：名称可以是清单里的简称：字和次序都在全称里就通过。
    通过：“部门预算”里的单位，“机构.下属单位”里有；没有填下属单位的不判断。
    不通过：下属单位里没有这个名称，提示核对。
    怎么办：改成下属单位的名称，或者在“机构”里补上这个单位。
    """
    listed = [text_at(row, "名称").plain for row in rows_at(facts.data, "机构", "下属单位").entries]
    known = [name for name in listed if name]
    budget = group_at(facts.data, "部门预算")
    for part in ("年初", "追加"):
        for row in rows_at(budget, part, "单位").entries:
            name = text_at(row, "名称")
            if not known or not name.plain:
                continue
            if not any(_is_short_for(name.plain, full) for full in known):
                near = difflib.get_close_matches(name.plain, known, n=1)
                hint = f"是不是“{near[0]}”？" if near else ""
                message = f"“机构.下属单位”里没有“{name.plain}”"
                yield Problem(name.path, message, hint=hint)


def _is_short_for(short: str, full: str) -> bool:
    """Return whether all characters of the one stand in the other, in their order."""
    rest = iter(full)
    return all(character in rest for character in short)


def institution_staff(facts: Facts) -> Iterator[Problem]:
    """实有事业人员不超过事业编制。

    依据：R29。编制是本单位的事业编制加下属单位的编制。
    容差：没有：个数是准数。
    通过：实有事业人数不大于编制；下属单位的编制、事业编制都没有填的不比较。
    不通过：大于编制，提示核对；确实超编的可以写明豁免。
    怎么办：核对实有事业人数和下属单位的编制；超编的可以写明豁免。
    """
    people = figure_at(facts.data, "人员", "实有", "事业")
    own = figure_at(facts.data, "人员", "事业编制", "合计")
    below = figure_at(facts.data, "机构", "下属单位编制")
    listed = rows_at(facts.data, "机构", "下属单位").entries
    if people.number is None or (own.number is None and not listed) or below.number is None:
        return
    posts = (own.number or 0) + below.number
    if people.number > posts:
        message = (
            f"实有事业人员 {people.number} 人，大于事业编制 {posts} 人，"
            f"多 {people.number - posts} 人"
        )
        yield Problem(people.path, message, rests_on=(own.path, below.path))
