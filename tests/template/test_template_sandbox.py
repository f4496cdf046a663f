"""No template reaches Python, and none runs on without end."""

from __future__ import annotations

import time

import pytest
from word_files import DATA, Desk, findings_text, line, p, rows, tbl, text, tr

from drafter.template import render as rendering
from drafter.template import run as rows_run
from drafter.template.environment import RUN_KEY, FencedEnvironment
from drafter.template.operators import FILTERS, TESTS
from drafter.template.render import new_run, render
from drafter.template.tags import SLOT

pytest_plugins = ["desk_fixtures"]

WAYS_OUT = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ().__class__.__bases__ }}",
    "{{ ''['__class__'] }}",
    "{{ 名称.__class__ }}",
    "{{ 名称.__init__.__globals__ }}",
    "{{ 名称['__class__'] }}",
    "{{ 名称.node }}",
    "{{ 名称.run.manifest }}",
    "{{ 名称.printed() }}",
    "{{ 名称.kind }}",
    "{{ 部门.items }}",
    "{{ 项目.node.value }}",
    "{{ 收入.变动.__class__ }}",
    "{{ (名称|去尾标点).node }}",
    "{{ (收入|万元).__class__ }}",
    "{{ 名称|attr('__class__') }}",
    "{{ 名称|map('upper') }}",
    "{{ 名称|format }}",
    "{{ 项目|list }}",
    "{{ 项目|map(attribute='__class__') }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner }}",
    "{{ namespace() }}",
    "{{ lipsum.__globals__ }}",
    "{{ range(9) }}",
    "{{ dict(a=1) }}",
    "{{ self }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ caller() }}",
    "{{ varargs }}",
    "{{ __import__('os') }}",
    "{{ context }}",
    "{{ environment }}",
    "{{ resolve }}",
    "{{ missing }}",
    "{{ undefined }}",
    "{{ True }}",
    "{{ none }}",
    "{{ 7 * 7 }}",
    "{{ '甲' ~ '乙' }}",
    "{{ [名称] }}",
    "{{ {'甲': 名称} }}",
    "{% for 甲 in 项目 %}{{ loop.__class__ }}{% endfor %}",
    "{% for 甲 in 项目 %}{{ loop._iterable }}{% endfor %}",
    "{% for 甲 in 项目 %}{{ loop.previtem }}{% endfor %}",
    "{% for 甲 in 项目 %}{{ loop.cycle('甲') }}{% endfor %}",
    "{% for 甲 in 项目 %}{{ loop(项目) }}{% endfor %}",
    "{% for 甲 in 名称.__dict__ %}{% endfor %}",
    "{% for 甲 in range(9) %}{% endfor %}",
    "{% if 名称.__init__ %}{% endif %}",
    "{% if 名称 is callable %}{% endif %}",
    "{% include 'report.docx' %}",
    "{% import 'a' as 甲 %}{{ 甲 }}",
    "{% set 甲 = ''.__class__ %}{{ 甲 }}",
    "{% macro 甲() %}{{ caller }}{% endmacro %}{{ 甲.__globals__ }}",
    "{% call 名称() %}{% endcall %}",
    "{% filter upper %}甲{% endfilter %}",
]


@pytest.mark.parametrize("code", WAYS_OUT)
def test_a_way_to_python_is_refused_when_loading_and_when_run(desk: Desk, code: str) -> None:
    assert desk.faults(code)
    run, names = new_run(desk.template("{{ 名称 }}"), DATA, 2020, lambda: None)
    with pytest.raises(Exception) as refused:  # noqa: PT011 - as many kinds as ways
        FencedEnvironment().from_string(code).render({**names, RUN_KEY: run})
    assert not isinstance(refused.value, AttributeError | KeyError)
    assert run.log.entries == []


@pytest.mark.parametrize("name", ["run", RUN_KEY, "_名称", "l_0_名称", "root", "blocks"])
def test_what_runs_a_template_has_no_name_in_it(desk: Desk, name: str) -> None:
    assert desk.faults(f"{{{{ {name} }}}}")


def test_only_registered_filters_tests_and_no_globals_are_known() -> None:
    environment = FencedEnvironment()
    assert environment.globals == {}
    assert set(environment.filters) == {*FILTERS, SLOT}
    assert set(environment.tests) == set(TESTS)

    assert environment.undefined.__name__ == "StrictUndefined"
    assert environment.loader is None
    assert environment.extensions == {}


def test_the_slot_of_printing_tags_cannot_be_typed(desk: Desk) -> None:
    assert "没有过滤器“_slot”" in desk.fault("{{ 名称|_slot(0) }}")[1]
    assert "没有过滤器“_slot”" in desk.fault("{% if 名称|_slot(0) %}甲{% endif %}")[1]


# --- bounds ------------------------------------------------------------------------------------

TEN = DATA.with_items(表=rows(*(line(i, 名称=text(f"第{i}行")) for i in range(12)), path="表"))


def nested(depth: int, inner: str) -> str:
    opened = "".join(f"{{% for 层{i} in 表 %}}" for i in range(depth))
    return opened + inner + "{% endfor %}" * depth


def test_loops_in_loops_end_soon_with_a_fault_at_the_loop(desk: Desk) -> None:
    """12 to the power of 15 rows would take longer than anybody waits."""
    start = time.perf_counter()
    rendered = desk.render("头", nested(15, "{{ 层0.名称 }}"), data=TEN)
    assert time.perf_counter() - start < 20
    assert rendered.document is None
    (fault,) = rendered.findings
    assert fault.id == "MB-020"
    assert fault.where.place.startswith("正文 › 第2段，“{% for 层")
    assert fault.message.startswith(f"循环印出的行超过 {rows_run.MAX_ROWS} 行，不再继续")
    assert fault.hint == "循环里套的循环会成倍增加，请减少层数"


def test_loops_that_print_nothing_are_bounded_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_run, "MAX_ROWS", 5000)
    assert desk.render(nested(8, ""), data=TEN).document is None
    assert desk.render(nested(8, "{{ 表|顿号 }}"), data=TEN).document is None
    assert desk.render(nested(8, "{% if loop.first %}{% endif %}"), data=TEN).document is None


def test_rows_of_all_parts_count_together(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_run, "MAX_ROWS", 20)
    header = {"header1": ("header", p(nested(1, "{{ 层0.名称 }}")))}
    template = desk.template(nested(1, "{{ 层0.名称 }}"), others=header, data=TEN)
    rendered = render(template, TEN, 2020)
    assert [f.where.place for f in rendered.findings] == ["页眉 › 第1段，“{% for 层0 in 表 %}”"]


def test_a_report_within_the_bounds_is_not_stopped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_run, "MAX_ROWS", 12)
    assert desk.made(nested(1, "{{ 层0.名称 }}"), data=TEN).text.startswith("第0行第1行")


def test_the_text_of_a_part_is_bounded_at_the_tag_that_prints(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "MAX_CHARACTERS", 1500)
    data = TEN.with_items(长=text("长" * 100))
    table = tbl(
        tr("{%tr for 行 in 表 %}"), tr("{{ 行.名称 }}{{ 长 }}"), tr("{%tr endfor %}"), columns=1
    )
    rendered = desk.render(p("章", style="H1"), table, data=data)
    assert rendered.document is None
    (fault,) = rendered.findings
    assert fault.where.place in {
        "正文 › 章 › 第1个表第2行第1格，“{{ 长 }}”",
        "正文 › 章 › 第1个表第2行第1格，“{{ 行.名称 }}”",
    }
    assert findings_text(rendered.findings).startswith(
        "印出的内容超过 1500 个字符，不再继续（列表."
    )


def test_a_long_list_is_no_endless_one(desk: Desk) -> None:
    """As many rows as the input may have are printed, and no more by loops in loops."""
    many = rows(*(line(i, 名称=text("行")) for i in range(3000)))
    body = ["{%p for 行 in 表 %}", "{{ 行.名称 }}", "{%p endfor %}"]
    assert len(desk.made(*body, data=DATA.with_items(表=many)).paragraphs) == 3000
