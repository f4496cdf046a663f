"""The contract of fields is what the data have: all of it, whatever a department fills in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from word_files import DATA, Desk, p, tbl, tr

from drafter.figures.derive import derive
from drafter.figures.nodes import Group, Missing, Rows, find
from drafter.model.year import DepartmentYear
from drafter.pipeline import field_contract, make_report, read_input
from drafter.report.assemble import assemble
from drafter.report.evaluation import Wanted
from drafter.report.statements import Statements
from drafter.starter.answers import SAMPLE
from drafter.starter.probe import Filled
from drafter.starter.usage import made_up_reports
from drafter.template.contract import CHANGE, OPTIONS, ROW, Field, contract_of, fields_of
from drafter.template.kinds import Kind
from drafter.template.statements import all_printable

pytest_plugins = ["desk_fixtures"]

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = sorted((ROOT / "example_inputs").glob("*.yaml"))


def named(*, rows: bool = False) -> Iterator[Field]:
    """Yield the fields of the data; the worded change and the options are no nodes of theirs."""
    for field in fields_of(field_contract()):
        own = field.path[-1] != CHANGE and field.path[0] != OPTIONS
        if own and (rows or ROW not in field.path):
            yield field


def test_one_made_up_report_shows_every_field() -> None:
    """The program reads its contract off one; no other may have a field besides."""
    known = {field.path: field.type.kind for field in fields_of(field_contract())}
    for filled in (Filled.ALL, Filled.WORDS):
        for report in made_up_reports({}, filled=filled):
            for path, node in walked(report.data, ()):
                assert path in known, path
                if isinstance(node, Rows) and not isinstance(node.value, Missing):
                    assert known[path] is Kind.ROWS


def walked(node: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    if path:
        yield path, node
    if isinstance(node, Rows):
        for row in node.entries:
            if isinstance(row, Group):
                for name, inner in row.items.items():
                    yield from walked(inner, (*path, ROW, name))
        return
    for name, inner in getattr(node, "items", getattr(node, "children", None) or {}).items():
        yield from walked(inner, (*path, name))


def test_the_rows_of_every_list_are_known() -> None:
    lists = [field for field in named(rows=True) if field.type.kind is Kind.ROWS]
    assert len(lists) > 50
    assert [field.path for field in lists if field.type.row is None] == []


EVERYTHING = Wanted(SAMPLE, statements=Statements(all_printable()))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_field_is_there_in_every_example(example: Path) -> None:
    data = make_report(read_input(example), {}, EVERYTHING).data
    assert [f.path for f in named() if find(data, f.path) is None] == []


def test_every_field_is_there_when_nothing_is_filled_in() -> None:
    data = assemble(derive(DepartmentYear()), None, "部门", {}, EVERYTHING).data
    assert [f.path for f in named() if find(data, f.path) is None] == []


def test_a_field_that_is_of_two_kinds_is_a_defect() -> None:
    other = DATA.with_items(名称=DATA.items["收入"])
    with pytest.raises(TypeError, match="文字 here and 金额 there"):
        contract_of([DATA, other])


WRONG = [
    # names
    ("{% if 否 %}{{ 无此 }}{% endif %}", "数据里没有“无此”"),
    ("{% if 否 and 无此 is 零 %}{% endif %}", "数据里没有“无此”"),
    ("{% for 项 in 空表 %}{{ 无此 }}{% endfor %}", "数据里没有“无此”"),
    ("{{ 全称 }}", "数据里没有“全称”（是不是“部门.全称”？）"),
    ("{% for 项 in 项目 %}{% endfor %}{{ 项.名称 }}", "“项”是循环里的名字，只在循环之内有"),
    ("{{ 项目.名称 }}", "“项目”是列表，没有字段“名称”（用循环取出每一行"),
    ("{% for 项 in 项目 %}{{ 项.名字 }}{% endfor %}", "“项”下没有字段“名字”（是不是“名称”？）"),
    ("{% for 项 in 项目 %}{{ loop.长度|整数 }}{% endfor %}", "loop 只有 first、last、index"),
    # kinds
    ("{{ 收入.上年 }}", "“收入.上年”是金额，要经过过滤器才能印出（如 |万元）"),
    ("{{ 收入.增减率|万元 }}", "只能用于金额，“收入.增减率”是比率（用 |百分比）"),
    ("{{ 人数|变动 }}", "过滤器“变动”只能用于有上年数的金额，“人数”是个数"),
    ("{{ 收入.上年|变动 }}", "“收入.上年”没有上年数"),
    ("{{ 收入|变动('没有') }}", "“变动”里没有写法“没有”（现有：默认）"),
    ("{{ 收入.变动|万元 }}", "“收入.变动”是一句话"),
    ("{{ 收入|万元|万元 }}", "是已写成文字的数"),
    ("{{ 名称|合并(人数) }}", "“合并”的括号里应写组"),
    ("{% if 收入.上年 == 3 %}{% endif %}", "“收入.上年”是金额，不能与数字比较"),
    ("{% if 人数 == '三' %}{% endif %}", "“人数”只能与整数比较"),
    ("{% if 名称 == 3 %}{% endif %}", "“名称”只能与引号里的文字比较"),
    ("{% if 名称 in [3] %}{% endif %}", "“名称”只能与引号里的文字比较"),
    ("{% if 名称 == 人数 %}{% endif %}", "只能与"),
    ("{% if 名称 < 名称 %}{% endif %}", "“名称”是文字，不是数，不能比较大小"),
    ("{% if not (是 and 人数) %}{% endif %}", "“人数”是个数，不能直接作条件"),
    ("{% for 项 in 项目 %}{% if loop.index %}{% endif %}{% endfor %}", "是序号，不能直接作条件"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "says"), WRONG, ids=[w[0][:30] for w in WRONG])
def test_wrong_use_is_found_in_every_branch_before_any_data(
    desk: Desk, typed: str, says: str
) -> None:
    found = desk.faults(p("章", style="H1"), typed)
    assert len(found) == 1, found
    place, message = found[0]
    assert place.startswith("正文 › 章 › 第2段，“{")
    assert says in message


def test_a_text_that_is_chosen_is_held_against_its_choices(desk: Desk) -> None:
    """Word turns quotes, fingers slip: the branch would never be taken, in silence."""
    data = DATA.with_items(口径=DATA.items["名称"])
    assert desk.load("{% if 口径 == '部们' %}甲{% endif %}", data=data).findings == ()
    source = read_input(EXAMPLES[0])
    known = contract_of([make_report(source, {}, Wanted(SAMPLE)).data])
    assert known.children["口径"].choices == ("部门", "单位")


def test_loops_in_loops_know_their_rows(desk: Desk) -> None:
    loop = [tr("{%tr for 项 in 项目 %}"), tr("{{ 项.名称 }}{{ 项.金额 }}"), tr("{%tr endfor %}")]
    inner = tbl(*loop, columns=1)
    place, message = desk.fault("{%p for 外 in 项目 %}", inner, "{%p endfor %}")
    assert place == "正文 › 第1个表第2行第1格，“{{ 项.金额 }}”"
    assert "“项.金额”是金额" in message
