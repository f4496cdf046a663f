"""Departments that are in no published report, filled in from the starter alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sampling import sampled

from drafter.diagnostics import Severity
from drafter.pipeline import Outcome, make, read_input
from drafter.template.package import parse, qn, read_package
from drafter.template.sites import text_of

INPUTS = Path(__file__).resolve().parent / "inputs"
TEMPLATE = "sichuan-final-accounts"
NAMES = ["教育体育局", "职业学校"]


def outcome(name: str) -> Outcome:
    return make(read_input(INPUTS / f"{name}.yaml"), TEMPLATE)


def lines(name: str) -> list[str]:
    rendered = outcome(name).rendered
    assert rendered is not None
    assert rendered.document is not None
    root = parse(read_package(rendered.document).parts["word/document.xml"])
    return [text_of(p) for p in root.iter(qn("p"))]


@pytest.mark.parametrize("name", NAMES)
def test_a_filled_starter_renders_without_an_error_or_a_warning(name: str) -> None:
    made = outcome(name)
    assert made.rendered is not None
    assert not made.is_draft
    standing = [f for f in made.findings if f.waived is None]
    assert [f for f in standing if f.severity is not Severity.HINT] == []


PHRASES = [
    "收、支总计各减少355.52万元，下降7.14%。",
    "国有资本经营预算财政拨款收入35.50万元，占0.78%；事业收入412.36万元，占9.10%；",
    "经营收入86.20万元，占1.90%；其他收入18.74万元，占0.41%。",
    "基本支出3066.70万元，占67.11%；项目支出1431.00万元，占31.32%；经营支出71.80万元，占1.57%。",
    "财政拨款收、支总计各减少268.86万元，下降6.24%。",
    "一般公共预算财政拨款支出减少248.18万元，下降6.02%。",
    "支出决算为20.00万元，年初未安排预算，主要原因是年中追加驻村帮扶经费。",
    "完成预算115.12%，决算数大于预算数的主要原因是",
    "因公出国（境）支出决算比2019年减少4.80万元，下降50.00%，",
    "公务用车购置及运行维护费支出决算比2019年减少6.40万元，下降15.53%，",
    "公务接待费支出决算比2019年减少2.68万元，下降38.95%，",
    "机关运行经费支出比2019年减少16.30万元，下降10.26%，",
    "2020年国有资本经营预算拨款支出35.50万元。",
    "2020年政府性基金预算拨款支出118.60万元。",
    "项目未安排预算，执行数为30.00万元。",
]


@pytest.mark.parametrize("phrase", sampled(PHRASES, 4))
def test_a_year_of_decreases_is_told_as_one(phrase: str) -> None:
    assert any(phrase in line for line in lines("教育体育局"))


def test_nothing_is_said_to_grow_in_a_year_of_decreases() -> None:
    assert not [x for x in lines("教育体育局") if re.search(r"增加[\d.]+万元|增长[\d.]+%", x)]


def test_a_unit_without_administrative_posts_words_itself_as_one() -> None:
    text = "\n".join(lines("职业学校"))
    assert "2020年本单位无机关运行经费支出。" in text
    assert "单位预算整体绩效自评报告" in text
    assert "本部门" not in text
