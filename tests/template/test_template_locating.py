"""A fault at run time stands at its tag, whatever raised it, and names the row it happened in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from plain_inputs import example, typed
from word_files import (
    DATA,
    MANIFEST,
    Desk,
    line,
    p,
    parts_of,
    rows,
    said,
    tbl,
    text,
    tr,
    zipped,
)

from drafter.diagnostics import Diagnostic
from drafter.figures.nodes import Figure, Group, Unit
from drafter.pipeline import make, read_input
from drafter.template.printing import UnprintableError
from drafter.template.render import render

pytest_plugins = ["desk_fixtures"]

BRIDGE = Decimal(25000)
"""What the second project of the data costs."""


def raising(error: Exception) -> Callable[..., str]:
    """Return what prints figures, and raises at the second project."""

    def format_number(value: Decimal, *_: object) -> str:
        if value == BRIDGE:
            raise error
        return "数"

    return format_number


def recursing(value: Decimal, *_: object) -> str:
    return recursing(value) if value == BRIDGE else "数"


def defect(error: str) -> str:
    return f"标签不能执行（{error}）（项目.2“架桥”）（请把模板和数据发给程序维护者）"


PRINTS = "{{ 项.金额|万元 }}"
RAISED: dict[str, tuple[str, Callable[..., str] | None, str]] = {
    "use": (
        "{{ 项.金额 }}", None,
        "“项目.2.金额”是金额，要经过过滤器才能印出（项目.2“架桥”）（如 |万元）",
    ),
    "undefined": ("{{ 没有此名|万元 }}", None, "数据里没有“没有此名”（项目.2“架桥”）"),
    "undefined field": (
        "{{ 项.全名 }}", None,
        "“项目.2”下没有字段“全名”（项目.2“架桥”）（是不是“名称”？）",
    ),
    "type": ("{% if 写法 > 3 %}{% endif %}", None, defect("TypeError")),
    "type in a loop": ("{% for 甲 in 是 %}{% endfor %}", None, defect("TypeError")),
    "type in a counted loop": (
        "{% for 甲 in 是 %}{% if loop.first %}{% endif %}{% endfor %}", None,
        defect("TypeError"),
    ),
    "division": (PRINTS, raising(ZeroDivisionError()), defect("ZeroDivisionError")),
    "arithmetic": (PRINTS, raising(OverflowError()), defect("OverflowError")),
    "recursion": (PRINTS, recursing, defect("RecursionError")),
    "unprintable": (
        PRINTS, raising(UnprintableError("数据里有不能印出的字符 U+000B")),
        "数据里有不能印出的字符 U+000B（项目.2“架桥”）",
    ),
    "security": (PRINTS, raising(SecurityError("不许")), defect("SecurityError")),
    "jinja": (PRINTS, raising(TemplateRuntimeError("停")), defect("TemplateRuntimeError")),
}  # fmt: skip
"""Tags that raise, what prints figures meanwhile (where it is that), and what is said."""


def project(number: int, name: str, yuan: str) -> Group:
    path = ("项目", number)
    return Group(
        path, {"名称": text(name), "金额": Figure((*path, "金额"), Decimal(yuan), Unit.YUAN)}
    )


YEARS = rows(line(0, 名称=text("首年")), line(1, 名称=text("次年")))
DEPARTMENT = DATA.with_items(
    年份=YEARS, 项目=rows(project(0, "修路", "10000"), project(1, "架桥", "25000"), path="项目")
)
AT_BRIDGE = "{%% if 项.名称 == '架桥' %%}%s{%% endif %%}"


@pytest.fixture(params=RAISED)
def raised(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Return tags that raise at the second project, and what is said of it."""
    tag, printing, says = RAISED[request.param]
    if printing is not None:
        monkeypatch.setattr("drafter.template.run.format_number", printing)
    return tag, says


def opening(tag: str) -> str:
    """Return the first of some tags: the one that raises."""
    return tag[: tag.index("}}" if tag.startswith("{{") else "%}") + 2]


def only_fault(desk: Desk, *body: str, header: str = "") -> Diagnostic:
    others = {"header1": ("header", header)} if header else None
    template = desk.template(*body, others=others, data=DEPARTMENT, typed=False)
    rendered = render(template, DEPARTMENT, 2020)
    assert rendered.document is None
    (fault,) = rendered.findings
    assert fault.id == "MB-020"
    assert fault.path == ("项目", 1)
    return fault


def test_the_tag_and_the_row_are_named_in_nested_loops(desk: Desk, raised: tuple[str, str]) -> None:
    tags, says = raised
    fault = only_fault(
        desk,
        "头{{ 名称 }}",
        "{%p for 年 in 年份 %}",
        p("{{ 年.名称 }}", style="H1"),
        "{% for 项 in 项目 %}{{ 项.名称 }}" + AT_BRIDGE % tags + "{% endfor %}{{ 名称 }}",
        "{%p endfor %}",
    )
    assert fault.where.place == f"正文 › 第4段，“{opening(tags)}”"
    assert said(fault) == says.replace("项目.2“架桥”", "列表.1“首年”、项目.2“架桥”")


def test_the_tag_and_the_row_are_named_in_tables_and_headers(
    desk: Desk, raised: tuple[str, str]
) -> None:
    tags, says = raised
    lines = tr("{%tr for 项 in 项目 %}", ""), tr("{%tr endfor %}", "")
    table = tbl(
        tr("甲", "乙"), lines[0], tr("{{ 项.名称 }}", AT_BRIDGE % tags), lines[1], columns=2
    )
    fault = only_fault(desk, "{{ 名称 }}", header=p("{{ 名称 }}") + table + p("尾"))
    assert fault.where.place == f"页眉 › 第1个表第3行第2格，“{opening(tags)}”"
    assert said(fault) == says


def test_a_loop_that_has_ended_is_not_named(desk: Desk) -> None:
    body = "{% for 项 in 项目 %}{% for 年 in 年份 %}{% endfor %}" + AT_BRIDGE % "{{ 收入 }}"
    fault = only_fault(desk, body + "{% endfor %}")
    assert fault.message == "“收入”是金额，要经过过滤器才能印出（项目.2“架桥”）"


def test_a_loop_behind_another_names_its_own_row(desk: Desk) -> None:
    before = "{% for 年 in 年份 %}{% for 项 in 项目 %}{% endfor %}{% endfor %}"
    fault = only_fault(
        desk, before, "{% for 项 in 项目 %}" + AT_BRIDGE % "{{ 收入 }}" + "{% endfor %}"
    )
    assert fault.message == "“收入”是金额，要经过过滤器才能印出（项目.2“架桥”）"


@pytest.mark.parametrize(
    "tags",
    [
        "{% if 否 %}{% elif 收入 %}{% endif %}",
        "{% if 否 %}{% elif 否 %}{% elif 收入 %}{% else %}{% endif %}",
        "{% if 收入 %}{% else %}{% endif %}",
        "{% for 甲 in 收入 %}{% endfor %}",
        "{% if 是 %}{{ 收入 }}{% endif %}",
    ],
)
def test_the_fault_is_at_the_branch_that_was_asked(desk: Desk, tags: str) -> None:
    place, _ = desk.run_fault("头", f"{{{{ 名称 }}}}{tags}{{{{ 名称 }}}}")
    start = tags.index("收入")
    before = max(tags.rfind("{%", 0, start), tags.rfind("{{", 0, start))
    assert place == f"正文 › 第2段，“{tags[before : start + 5]}”".replace(" }”", " }}”")


def test_through_the_pipeline_the_place_of_the_row_in_the_input_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "t"
    folder.mkdir()
    loop = ["{%p for 项 in 项目 %}", "{{ 项.名称 }}{{ 项.预算.合计|万元 }}", "{%p endfor %}"]
    (folder / "report.docx").write_bytes(zipped(parts_of("".join(map(p, loop)))))
    (folder / "template.yaml").write_text(MANIFEST, encoding="utf-8")
    data = example("minimal")
    second = {**data["项目"][0], "名称": "另一项目", "预算": {"合计": "2.5", "财政拨款": "2.5"}}
    data["项目"] = [data["项目"][0], second]
    path = tmp_path / "a.yaml"
    path.write_text(typed(data), encoding="utf-8")
    monkeypatch.setattr("drafter.template.run.format_number", raising(ZeroDivisionError("除以零")))
    faults = [f for f in make(read_input(path), str(folder)).findings if f.id == "MB-020"]
    (fault,) = faults
    lines = typed(data).splitlines()
    row = lines.index("- 名称: 另一项目") + 1
    assert fault.where.place == "正文 › 第2段，“{{ 项.预算.合计|万元 }}”"
    assert fault.message == "标签不能执行（ZeroDivisionError）（项目.2“另一项目”）"
    assert fault.hint == f"请把模板和数据发给程序维护者；数据在 {path}:{row}:3"
