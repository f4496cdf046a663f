"""A number and the words around it: what would be off by ten thousand, or say the opposite."""

from __future__ import annotations

import pytest
from word_files import MANIFEST, Desk, p, run

pytest_plugins = ["desk_fixtures"]

WRONG = [
    ("合计{{ 收入|元 }}万元。", "标签用“|元”，后面却写着“万元”"),
    ("{{ 收入.上年|万元 }}元", "标签用“|万元”，后面却写着“元”"),
    ("占{{ 占比|百分比 }}%", "标签用“|百分比”，后面却写着“%”"),
    ("减少{{ 收入.增减额|万元 }}万元", "“减少”后面的增减额可能带负号"),
    ("增长{{ 收入.增减率|百分比 }}", "“增长”后面的增减率可能带负号"),
    ("{% if 是 or '单位' %}甲{% endif %}", "引号里的文字或数字不能单独作条件"),
]
RIGHT = [
    "{{ 收入|万元 }}万元{{ 收入|元 }}元{{ 占比|百分比 }}，",
    "减少{{ 收入.增减额|绝对值|万元 }}万元",
    "增减额{{ 收入.增减额|万元 }}万元",
    "{% if 是 or 名称 == '单位' %}甲{% endif %}",
]


@pytest.mark.parametrize(("typed", "says"), WRONG)
def test_words_that_contradict_the_filter_are_a_fault(desk: Desk, typed: str, says: str) -> None:
    place, message = desk.fault("头", typed)
    assert place.startswith("正文 › 第2段，“{")
    assert says in message


def test_the_words_may_be_in_the_next_run_but_not_in_the_next_paragraph(desk: Desk) -> None:
    assert "万元" in desk.fault(p(run("{{ 收入|元 }}"), run("万元", "<w:b/>")))[1]
    assert desk.load("{{ 收入|元 }}", "万元").findings == ()


@pytest.mark.parametrize("typed", RIGHT)
def test_what_goes_together_is_no_fault(desk: Desk, typed: str) -> None:
    assert desk.load(typed).findings == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("增加{额}万元", "增加｛额｝万元"), "用了全角花括号"),
        (("增加: 增加{额}万元", "增加: 增加万元"), "“万元”前面没有 {额}"),
        (
            ("减少: 减少{额}万元，下降{率}", "减少: 增加{额}万元，增长{率}"),
            "“增加”和“减少”写得一样",
        ),
    ],
)
def test_wordings_that_would_print_half_a_sentence_are_faults(
    desk: Desk, change: tuple[str, str], says: str
) -> None:
    assert change[0] in MANIFEST
    (finding,) = desk.load(p("文"), manifest=MANIFEST.replace(*change)).findings
    assert finding.id == "MB-001"
    assert says in finding.message


def test_pairs_over_paragraphs_and_rows_are_told_what_to_write(desk: Desk) -> None:
    from word_files import tbl, tr

    _, message = desk.fault("{% for 项 in 项目 %}", "甲", "{% endfor %}")
    assert "应写 {%p for 项 in 项目 %} 和 {%p endfor %}，各自独占一段" in message
    rows = [tr("{% for 项 in 项目 %}"), tr("甲"), tr("{% endfor %}")]
    _, message = desk.fault(tbl(*rows, columns=1))
    assert "应写 {%tr for 项 in 项目 %} 和 {%tr endfor %}，各自独占一行" in message
