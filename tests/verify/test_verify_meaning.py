"""Words beside a figure that follow from it: a change of their sense is an error."""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph
from word_edits import edited, paragraph_with, replaced, said, verified

from drafter.figures.nodes import Figure, Unit
from drafter.template.printing import Printed
from drafter.verify.changes import changes_between, numbers_in
from drafter.verify.spans import Span


def figure(text: str, words: str) -> Span:
    node = Figure(("收入",), Decimal(words), Unit.YUAN)
    at = text.index(words)
    return Span(at, at + len(words), Printed(words, node))


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("比上年增加2.30万元。", "比上年减少2.30万元。", "增加", "减少"),
        ("比上年增加2.30万元。", "比上年增加2.30元。", "万元", "元"),
        ("比上年增加2.30元。", "比上年增加2.30亿元。", "元", "亿元"),
        ("支出超过2.30万元。", "支出不足2.30万元。", "超过", "不足"),
        ("支出2.30万元。", "未支出2.30万元。", "", "未"),
        ("支出与2.30万元持平。", "支出与2.30万元相近。", "持平", ""),
        ("大于2.30万元", "小于2.30万元", "大于", "小于"),
        ("共 2.30 人。", "共 2.30 辆。", "人", "辆"),
    ],
)
def test_another_sense_is_told_with_the_figure(old: str, new: str, gone: str, come: str) -> None:
    changes = changes_between(old, new, [figure(old, "2.30")])
    (found,) = changes.meanings
    assert (found.old, found.new, found.beside.words) == (gone, come, "2.30")
    assert changes.fixed == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("比上年增加2.30万元。", "比上年增长2.30万元。"),  # the same sense
        ("本年收入2.30万元，有所增加。", "本年收入2.30万元，有所减少。"),  # another clause
        ("共2.30人。", "共2.30名。"),
        ("收入共2.30万元。", "收入（含结转1.20万元）共2.30万元。"),
        ("收入总计2.30万元。", "收入合计2.30万元。"),
        ("总计2.30%。", "合计2.40%。"),
    ],
)
def test_the_same_sense_and_other_clauses_are_words(old: str, new: str) -> None:
    changes = changes_between(old, new, [figure(old, "2.30")])
    assert changes.meanings == []
    assert changes.fixed


def test_a_direction_is_an_error_in_a_report(tmp_path: Path) -> None:
    found = verified(edited(lambda d: replaced(d, "增长2.73%", "下降2.73%")), tmp_path).findings
    (one,) = found
    assert str(one.severity) == "错误", said(found)
    assert one.id == "JS-964"
    assert "“增长”改为“下降”" in one.message
    assert "2.73" in one.message
    assert one.hint.startswith("这些字随数而定；要改先改输入")


@pytest.mark.parametrize(
    "words",
    ["（11）加强管理", "(11)加强管理", "11.加强管理", "11、加强管理", "①加强管理", "一、加强管理",
     "2020—2021年规划", "2020-2021年规划", "攀办函〔2016〕21号"],
)  # fmt: skip
def test_turns_and_years_are_no_figures(words: str) -> None:
    assert numbers_in(words) == []


def test_a_printed_turn_is_no_figure_either() -> None:
    old = "（11）加强管理"
    turn = Span(1, 3, Printed("11", None))
    changes = changes_between(old, "（10）加强管理", [turn])
    assert changes.figures == []


def test_a_footer_does_not_go_on_with_the_words_of_the_body(tmp_path: Path) -> None:
    def change(document: WordDocument) -> None:
        footer = document.sections[0].footer
        footer.is_linked_to_previous = False
        footer.add_paragraph("内部资料")

    (one,) = verified(edited(change), tmp_path).findings
    assert (one.id, str(one.severity)) == ("JS-954", "警告")
    assert "接着写" not in one.hint
    assert "重新生成就没有了" in one.hint


def test_added_paragraphs_with_turns_and_years_only_are_warnings(tmp_path: Path) -> None:
    def change(document: WordDocument) -> None:
        paragraph = paragraph_with(document, "车辆编制数")
        new = copy.deepcopy(paragraph._p)
        paragraph._p.addnext(new)
        Paragraph(new, paragraph._parent).runs[0].text = "（11）落实2020—2021年规划。"

    (one,) = verified(edited(change), tmp_path).findings
    assert (one.id, str(one.severity)) == ("JS-954", "警告")
