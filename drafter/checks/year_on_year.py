"""与上年、与预算的比较：单位和小数点的差错，超过预算的支出，上年各数之间的关系。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from drafter.checks.comparatives import measures_of
from drafter.checks.engine import Facts, Problem, clearly_at_most, exceeds
from drafter.diagnostics import DataPath, Severity
from drafter.figures.arithmetic import add, difference, name_of
from drafter.figures.derive import FUNDS
from drafter.figures.nodes import Figure, Text, figure_at, find, group_at

_ACCOUNTS = (
    "收入", "支出", *FUNDS, "基本支出", "三公经费", "机关运行经费", "政府采购",
    "收支总计", "财政拨款收支总计",
)  # fmt: skip
_COMPARED = ("上年", "预算", "年初预算")
_WORTH_TELL = Decimal(10_000)
"""Below this many yuan on the larger side a factor says nothing."""
_NEAR = (Decimal(8), Decimal("12.5"))
"""Between these factors an amount is about ten times another."""
_NEARER = (Decimal("9.5"), Decimal("12.5"))
"""The same of a budget: one that was hardly used is no slip, one that was used up shows it."""
_SLIPS = ((Decimal(1), "10 倍"), (Decimal(10), "100 倍"), (Decimal(1_000), "一万倍"))


def unit_slips(facts: Facts) -> Iterator[Problem]:
    """决算数与上年数、预算数相差不到十倍、百倍、万倍。

    依据：公开表表头的金额单位，G16、G17。小数点移了一位、元与万元混用，各自的合计仍然相符，
    与上年、预算一比却差十倍、百倍、一万倍。
    容差：与上年比，8 倍到 12.5 倍算约 10 倍，与预算比是 9.5 倍到 12.5 倍，100 倍、一万倍同样；
    1 万元以下的不看。
    通过：不在这几个范围之内；有一个是 0、没有填的不比较；“三公”经费比预算少得多的不提示。
    不通过：约为 10 倍、100 倍、一万倍，提示核对；确实变化这么大的不用改。
    怎么办：核对这个数的小数点和金额单位。
    """
    for figure in measures(facts):
        for name in _COMPARED:
            other = figure.children.get(name)
            if not isinstance(other, Figure) or other.inputs or not other.number:
                continue  # a derived one is told where its parts were typed
            own = figure.number or Decimal(0)
            if name != "上年" and figure.path[0] == "三公经费" and other.number > own:
                continue  # saved, as it should be
            factor = _factor(own, other.number, _NEAR if name == "上年" else _NEARER)
            if factor:
                amounts = (
                    f"{name_of(figure)}的{name}数 {facts.money(other.number)}，"
                    f"与决算 {facts.money(own)}"
                )
                yield Problem(other.path, f"{amounts}相差约 {factor}")


def measures(facts: Facts) -> Iterator[Figure]:
    """Yield the measures of the accounts, each at its own place and once."""
    seen: set[DataPath] = set()
    for section in _ACCOUNTS:
        for figure in measures_of(facts, section):
            if figure.path[0] == section and figure.path not in seen:
                seen.add(figure.path)
                yield figure


def slip_factor(one: Decimal | None, other: Decimal | None) -> str:
    """Return the factor that a slip of the unit or the point makes between two years."""
    return _factor(one or Decimal(0), other or Decimal(0), _NEAR)


def _factor(one: Decimal, other: Decimal, near: tuple[Decimal, Decimal]) -> str:
    smaller, larger = sorted((one, other))
    if smaller <= 0 or larger < _WORTH_TELL:
        return ""
    factor = larger / smaller
    return next((word for by, word in _SLIPS if near[0] <= factor / by <= near[1]), "")


def spending_above_budget(facts: Facts) -> Iterator[Problem]:
    """支出不超过全年预算。

    依据：R18，预算法第十三条。“预算”是全年预算数，追加、调整和上年结转都在内。
    容差：决算由下级求和的，尾差以内不说；填的数之间没有。
    通过：决算不大于预算；预算没有填、是 0 的不比较（另有规则）；写了差异原因的不再提示。
    不通过：决算更大而没有写差异原因。“三公”经费只能在预算之内，是警告，其余是提示。
    怎么办：核对决算数，看预算是不是只填了年初数；确实超过的写明差异原因。
    """
    for figure in measures(facts):
        budget = figure.children.get("预算")
        if not isinstance(budget, Figure) or budget.inputs or not budget.number:
            continue
        if figure.path[0] in {"收入", "收支总计", "财政拨款收支总计"} or _is_explained(
            facts, figure
        ):
            continue
        names = (f"{name_of(figure)}决算", "全年预算")
        severity = Severity.WARNING if figure.path[0] == "三公经费" else None
        for problem in clearly_at_most(facts, budget.path, figure, budget, names=names):
            yield replace(problem, severity=severity)


def _is_explained(facts: Facts, figure: Figure) -> bool:
    """Return whether a reason was given for the difference, here or for a level above."""
    places = [figure.path[:length] for length in range(1, len(figure.path) + 1)]
    texts = [
        find(facts.data, (*place, *total, "差异原因"))
        for place in places
        for total in ((), ("合计",))
    ]
    return any(isinstance(text, Text) and text.plain for text in texts)


def last_year_of_funds(facts: Facts) -> Iterator[Problem]:
    """上年一般公共预算支出加本年年初财政拨款结转，不超过上年的财政拨款总计。

    依据：G06、G14。上年的财政拨款总计＝上年三种财政资金的支出＋上年年末结转，上年年末就是本年年初。
    容差：求和的尾差不提示。
    通过：填了上年数的财政资金支出加本年年初财政拨款结转，不大于上年的财政拨款总计；
    三种资金的上年数都有的，另有规则核对是否相等；没有填的不比较。
    不通过：更大，多半是上年数或年初结转填错。
    怎么办：按上年的公开04表核对这几个上年数和年初财政拨款结转；年初有调整的不用改。
    """
    whole = figure_at(facts.data, "财政拨款收支总计", "上年")
    opening = figure_at(facts.data, "结转结余", "年初财政拨款")
    funds = [figure_at(facts.data, fund, "合计", "上年") for fund in FUNDS[:3]]
    known = [fund for fund in funds if fund.number is not None]
    if not whole.applicable or not 0 < len(known) < len(funds):
        return
    if any(exceeds(part, whole) for part in (*known, opening)):
        return  # told by the order of last year's amounts, and by what this year began with
    used = add(whole.path, [*known, opening])
    names = ("上年财政资金支出加本年年初财政拨款结转", "上年的财政拨款收支总计")
    yield from clearly_at_most(facts, whole.path, used, whole, names=names)


def last_year_of_other_money(facts: Facts) -> Iterator[Problem]:
    """上年收支总计与财政拨款总计的差额，和非财政资金相称。

    依据：G06、G14、G16。收支总计比财政拨款总计多的，是非财政的收入和结转。
    容差：没有，比较的是填的数。
    通过：上年的差额不小于本年年初的非财政结转；本年没有非财政资金的，上年两个总计一般也相等。
    不通过：差额更小；或者本年两个总计相等、年初没有非财政结转，上年数却不相等。
    怎么办：按上年的公开01表、04表核对两个总计的上年数；上年有非财政收入的不用改。
    """
    total, fiscal = (facts.data.items[name] for name in ("收支总计", "财政拨款收支总计"))
    whole, part = figure_at(total, "上年"), figure_at(fiscal, "上年")
    carry = group_at(facts.data, "结转结余")
    other = difference(part.path, figure_at(carry, "年初"), figure_at(carry, "年初财政拨款"))
    if not (whole.applicable and part.applicable):
        return
    if whole.number is None or part.number is None or other.number is None or other.number < 0:
        return
    gap = whole.number - part.number
    if 0 <= gap < other.number:
        message = (
            f"上年收支总计 {facts.money(whole.number)}，比财政拨款总计 {facts.money(part.number)}"
            f"多 {facts.money(gap)}，小于本年年初的非财政结转 {facts.money(other.number)}"
        )
        yield Problem(whole.path, message)
    elif gap > 0 and other.number == 0 and _are_equal(total, fiscal):
        message = (
            f"上年收支总计 {facts.money(whole.number)}，比财政拨款总计 {facts.money(part.number)}"
            f"多 {facts.money(gap)}，本年两个总计却相等"
        )
        yield Problem(whole.path, message)


def _are_equal(one: object, other: object) -> bool:
    numbers = [figure.number for figure in (one, other) if isinstance(figure, Figure)]
    return len(numbers) == 2 and None not in numbers and numbers[0] == numbers[1]
