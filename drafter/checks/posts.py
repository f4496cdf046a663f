"""人数、编制与经费是否相称。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from drafter.checks.averages import Usual, unusual
from drafter.checks.engine import Facts, Problem
from drafter.figures.arithmetic import add, difference, name_of
from drafter.figures.nodes import Figure, Unit, figure_at, group_at, rows_at
from drafter.figures.rows import figures_of

_PERSONNEL = Usual(Decimal(30_000), Decimal(600_000))
_ROUTINE = Usual(Decimal(3_000), Decimal(150_000))
_EMPTY = 2
"""More posts than that for each person in post are hardly so."""
_EMPTY_AT_LEAST = 10
_RETIRED = 5
"""More retired people than that for each person in post are hardly so."""
_RETIRED_AT_LEAST = 30


def people_within_posts(facts: Facts) -> Iterator[Problem]:
    """在职人员不超过编制。

    依据：R29、E6。编制是行政编制、事业编制和下属单位编制之和。
    容差：没有：个数是准数。
    通过：在职人员不大于编制合计；编制没有填全的不比较；公务员、事业人员各自超过的另有规则。
    不通过：在职人员大于编制合计。
    怎么办：核对编制数和在职人数；编外聘用的不计入在职，确实超编的可以写明豁免。
    """
    staff = group_at(facts.data, "人员")
    posts, people = figure_at(staff, "编制合计"), figure_at(staff, "实有", "在职")
    if posts.number is None or people.number is None or _by_kind(facts):
        return
    if people.number > posts.number:
        more = people.number - posts.number
        message = f"在职人员 {people.number} 人，大于编制合计 {posts.number} 人，多 {more} 人"
        yield Problem(people.path, message)


def _by_kind(facts: Facts) -> bool:
    """Return whether one kind of people is above its own posts."""
    staff = group_at(facts.data, "人员")
    in_post = group_at(staff, "实有")
    servants, away = figure_at(in_post, "公务员"), figure_at(in_post, "不占编", "人数")
    counted = difference(servants.path, servants, away)
    own = figure_at(staff, "事业编制", "合计").number or 0
    below = figure_at(facts.data, "机构", "下属单位编制").number or 0
    kinds = (
        (counted.number, figure_at(staff, "行政编制", "合计").number),
        (figure_at(in_post, "事业").number, own + below),
    )
    return any(
        people is not None and posts is not None and people > posts for people, posts in kinds
    )


def expenses_per_person(facts: Facts) -> Iterator[Problem]:
    """人均人员经费、人均公用经费合情理。

    依据：R07、R29；人员经费是工资、保险、公积金和离退休费，公用经费按定额。
    容差：人均人员经费 3 万元到 60 万元、人均公用经费 3,000 元到 15 万元都不提示，这是经验数。
    通过：除以在职人数，在这个范围之内；没有填的不判断。
    不通过：超出范围，多半是单位、小数点或人数有误。
    怎么办：核对经费的金额单位和在职人数；属实的不用改。
    """
    people = figure_at(facts.data, "人员", "实有", "在职")
    for name, usual in (("人员经费", _PERSONNEL), ("公用经费", _ROUTINE)):
        money = figure_at(facts.data, "基本支出", name)
        yield from unusual(facts, money, people, (name, "名在职人员"), usual)


def empty_posts(facts: Facts) -> Iterator[Problem]:
    """编制与在职人数相称。

    依据：R29。
    容差：编制不到在职人数的 2 倍、或者多不到 10 名的不提示，这是经验数。
    通过：在这个范围之内；没有填的不判断。
    不通过：编制超过在职人数的 2 倍，而且至少多 10 名。
    怎么办：核对各项编制有没有多写一位；确实空编的不用改。
    """
    posts = figure_at(facts.data, "人员", "编制合计")
    people = figure_at(facts.data, "人员", "实有", "在职")
    if posts.number is None or not people.number:
        return
    empty = posts.number - people.number
    if posts.number > people.number * _EMPTY and empty >= _EMPTY_AT_LEAST:
        message = f"编制 {posts.number} 名，在职人员 {people.number} 人，空编 {empty} 名"
        yield Problem(figure_at(facts.data, "人员", "行政编制", "合计").path, message)


def retired_people(facts: Facts) -> Iterator[Problem]:
    """离退休人数与在职人数相称。

    依据：R29。
    容差：离休加退休不到在职人数的 5 倍、或者不到 30 人的不提示，这是经验数。
    通过：在这个范围之内；没有填的不判断。
    不通过：离退休人员超过在职人数的 5 倍，而且不少于 30 人。
    怎么办：核对离休、退休人数有没有多写一位；改制、撤并单位移交的属实不用改。
    """
    in_post = group_at(facts.data, "人员", "实有")
    names = ("离休", "退休")
    retired = add((), [figure_at(in_post, name) for name in names], Unit.COUNT)
    people = figure_at(in_post, "在职")
    if retired.number is None or not people.number:
        return
    if retired.number > people.number * _RETIRED and retired.number >= _RETIRED_AT_LEAST:
        message = f"离退休人员 {retired.number} 人，是在职人员 {people.number} 人的 5 倍以上"
        yield Problem(figure_at(in_post, "退休").path, message)


def leaders_within_posts(facts: Facts) -> Iterator[Problem]:
    """领导职数不超过编制。

    依据：R29。领导职数是编制的一部分。
    容差：没有：个数是准数。
    通过：各领导职数之和不大于所在编制的合计；没有填的不比较。
    不通过：更大。
    怎么办：核对领导职数和编制数。
    """
    for kind in ("行政编制", "事业编制"):
        posts = group_at(facts.data, "人员", kind)
        rows = rows_at(posts, "领导职数")
        leaders = add(rows.path, [figure_at(r, "人数") for r in rows.entries], Unit.COUNT)
        allowed = figure_at(posts, "合计")
        if rows.entries and leaders.number is not None and allowed.number is not None:
            more = leaders.number - allowed.number
            if more > 0:
                message = (
                    f"领导职数 {leaders.number} 名，大于{kind} {allowed.number} 名，多 {more} 名"
                )
                yield Problem(rows.path, message)


def retired_expenses(facts: Facts) -> Iterator[Problem]:
    """列了离休费、退休费，就有离休、退休人员。

    依据：R07、R29。
    容差：没有，看人数是不是 0。
    通过：科目里没有离休费、退休费，或者金额是 0；或者有这种人员；人数没有填的不判断。
    不通过：人员经费的科目列了离休费，离休人员却是 0；退休费同样。
    怎么办：核对离休、退休人数；本年去世、移交的属实不用改。
    """
    in_post = group_at(facts.data, "人员", "实有")
    for row in figures_of(rows_at(facts.data, "基本支出", "人员经费", "科目")):
        name = name_of(row)
        if name not in {"离休费", "退休费"} or row.number == 0:
            continue
        people = figure_at(in_post, name.removesuffix("费"))
        if people.number == 0:
            yield Problem(people.path, f"人员经费的科目列了{name}{_amount(facts, row)}，人数却是 0")


def _amount(facts: Facts, row: Figure) -> str:
    return "" if row.number is None else f" {facts.money(row.number)}"
