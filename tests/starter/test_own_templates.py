"""A template of one's own has its starter too, whatever its conditions are."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_files import MANIFEST, Desk

from drafter.diagnostics import GAP
from drafter.pipeline import make_all, starter

pytest_plugins = ["desk_fixtures"]

ALWAYS = {"结转结余"}  # the balance is held whatever the template prints

KIND = (
    "{% for 位 in 机构.下属单位 %}{% if 位.类型 == '参公事业单位' %}{{ 位.编制|整数 }}"
    "{% endif %}{% endfor %}"
)
CONDITIONS = [
    ("{% if 车辆.实有 is 零 %}{{ 重点工作 }}{% endif %}", {"车辆", "重点工作"}),
    ("{% if 车辆.实有 > 5 %}{{ 重点工作 }}{% endif %}", {"车辆", "重点工作"}),
    ("{% if 车辆 %}有{% else %}{{ 重点工作 }}{% endif %}", {"车辆", "重点工作"}),
    ("{% if 机构.下属单位|个数 > 1 %}{{ 重点工作 }}{% endif %}", {"机构", "重点工作"}),
    ("{% if 机构.下属单位 is 有 %}有{% else %}{{ 重点工作 }}{% endif %}", {"机构", "重点工作"}),
    ("{% if 年度 > 2030 %}{{ 重点工作 }}{% endif %}文", {"重点工作"}),
    ("{% if 口径 == '单位' %}{{ 重点工作 }}{% endif %}文", {"重点工作"}),
    ("{% if 收入.其他 is 无 %}{{ 重点工作 }}{% endif %}", {"收入", "重点工作"}),
    ("{% if 机关运行经费 is 无上年数 %}{{ 重点工作 }}{% endif %}", {"机关运行经费", "重点工作"}),
    ("{% if 机关运行经费 is 等于预算 %}{{ 重点工作 }}{% endif %}", {"机关运行经费", "重点工作"}),
    (KIND, {"机构"}),
    ("{% for 项 in 绩效管理.环节.公开 %}{{ 项.名称 }}{% endfor %}", {"项目"}),
    ("{{ 收入.合计|万元 }}", {"收入"}),
]  # fmt: skip


def starter_of(desk: Desk, *body: str) -> tuple[str, tuple[str, ...]]:
    template = desk.template("{{ 部门.全称 }}", *body, typed=False)
    made = starter(str(template.folder), str(template.folder), {}, "s")
    return made.text, tuple(finding.id for finding in made.findings)


def sections(text: str) -> set[str]:
    lines = (line for line in text.splitlines() if line[:1].isalpha() and ":" in line)
    header = {"格式版本", "年度", "金额单位", "口径", "报告"}
    return {line.partition(":")[0] for line in lines} - header


@pytest.mark.exhaustive
@pytest.mark.parametrize(("body", "expected"), CONDITIONS)
def test_a_starter_has_what_any_branch_asks_for(
    desk: Desk, tmp_path: Path, body: str, expected: set[str]
) -> None:
    text, findings = starter_of(desk, body)
    assert findings == ()
    assert sections(text) == {"部门"} | expected | ALWAYS
    path = tmp_path / "输入.yaml"
    path.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    for finding in make_all(path).findings:
        assert finding.id == GAP
        # Every gap is a line of the starter, never one that the user has to add.
        assert "待填" in lines[finding.where.line - 1]


@pytest.mark.exhaustive
def test_branches_that_the_options_rule_out_are_left_out(desk: Desk) -> None:
    body = (
        "{% if 选项.形式 == '长' %}{{ 重点工作 }}"
        "{% elif 选项.形式 == '中' %}{{ 职能.概述 }}{% else %}短{% endif %}"
    )
    option = "选项:\n  形式: {默认: 长, 取值: [长, 中, 短]}\n"
    loaded = desk.load("{{ 部门.全称 }}", body, manifest=MANIFEST + option, typed=False)
    assert loaded.template is not None
    folder = str(loaded.template.folder)
    for choice, expected in (("长", {"重点工作"}), ("中", {"职能"}), ("短", set())):
        text = starter(folder, folder, {"形式": choice}, "s").text
        assert sections(text) == {"部门"} | expected | ALWAYS


def test_a_faulty_template_has_no_starter(desk: Desk) -> None:
    text, findings = starter_of(desk, "{{ 部门.无此 }}{{ 重点工作 }}")
    assert text == ""
    assert findings == ("MB-010",)
