"""`drafter template from-word`: tags proposed in a finished report."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from drafter.authoring.drafting import BLANK, NONE, ONE, SEVERAL, Drafted, drafted
from drafter.authoring.marking import UnmarkableError
from drafter.cli.app import app
from drafter.figures.nodes import Group
from drafter.maintenance import data_of
from drafter.pipeline import make_all, read_input
from drafter.resources import root
from tests.authoring.test_marking import comments

EXAMPLE = root() / "example_inputs" / "miyi-2020.yaml"


@cache
def data() -> Group:
    return data_of(read_input(EXAMPLE))


def draft(*words: str, table: list[list[str]] | None = None) -> Drafted:
    document = Document()
    for line in words:
        document.add_paragraph(line)
    if table is not None:
        drawn = document.add_table(len(table), len(table[0]))
        for row, cells in zip(drawn.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return drafted(stream.getvalue(), data())


def told(*words: str, table: list[list[str]] | None = None) -> list[tuple[str, str]]:
    """Return of each comment the words that it is on, and what it says."""
    return comments(draft(*words, table=table).document)[1:]


@pytest.mark.parametrize(
    ("words", "marked", "tag"),
    [
        ("收、支总计均为5429.48万元。", "5429.48", "{{ 收支总计|万元 }}"),
        ("收、支总计均为5,429.48万元。", "5,429.48", "{{ 收支总计|万元 }}"),
        ("收、支总计均为5429.5万元。", "5429.5", "{{ 收支总计|万元 }}"),
        ("收、支总计均为54,294,800.00元。", "54,294,800.00", "{{ 收支总计|元 }}"),
        ("收、支总计增长135.97%。", "135.97", "{{ 收支总计.增减率|百分比 }}"),
        ("2020年", "2020", "{{ 年度|整数 }}"),
        ("2019年", "2019", "{{ 上年度|整数 }}"),
        ("米易县经济信息化和科学技术局（部门）", "米易县经济信息化和科学技术局", "{{ 部门.全称 }}"),
    ],
)
def test_the_tag_has_the_filter_of_the_printed_form(words: str, marked: str, tag: str) -> None:
    found = dict(told(words))
    assert marked in found
    first = found[marked].removeprefix("有几种可能，最像的在前：1. ")
    assert first.startswith(tag)


def test_all_candidates_are_listed_the_one_that_is_named_first() -> None:
    text = dict(told("公务接待费0.61万元"))["0.61"]
    assert text.index("{{ 三公经费.公务接待费.合计|万元 }}") < text.index("国内")


def test_a_change_is_told_to_be_a_sentence_and_a_decrease_has_no_sign() -> None:
    ((_, text),) = told("收支总计比上年增加3128.56万元")
    assert "整句可写 {{ 收支总计|变动 }}" in text
    found = told("机关运行经费比上年减少5.19万元")
    assert "{{ 机关运行经费.增减额|绝对值|万元 }}" in found[0][1]


def test_a_row_of_a_list_says_which_loop() -> None:
    (entry,) = [text for words, text in told("政府性基金预算财政拨款") if words]
    assert "{{ 行.名称 }}，放在循环 {% for 行 in 收入.列示 %} 里（第 " in entry


def test_what_the_input_does_not_hold_is_told_where_a_unit_says_that_it_is_a_figure() -> None:
    assert told("另有123456.78万元") == [
        ("123456.78", "输入里没有这个数：或是固定的文字，或是输入漏了、与报告不同")
    ]
    assert told("（123456.78）财预〔2020〕10号，第123条", "1. 某事") == []


def test_cells_have_the_unit_of_their_table_head() -> None:
    rows = [["项目", "决算数"], ["收支总计", "5,429.48"], ["其他", "—"]]
    ((words, text),) = [found for found in told(table=rows) if found[0] == "5,429.48"]
    assert "{{ 收支总计|万元 }}" in text
    assert words == "5,429.48"


@pytest.mark.parametrize("blank", ["××", "XX", "____", "×"])
def test_blanks_are_guessed_by_the_words_before_and_the_unit_behind(blank: str) -> None:
    done = draft(f"收支总计{blank}万元，机关运行经费{blank}万元")
    assert done.counts[BLANK] == 2
    (_, first), (_, second) = comments(done.document)[1:]
    assert "{{ 收支总计|万元 }}" in first
    assert "{{ 机关运行经费|万元 }}" in second
    assert "年度|整数" in told(f"{blank}年度")[0][1]
    assert "字段表" in told(f"某某{blank}")[0][1]


def test_tags_that_are_there_already_are_left_alone() -> None:
    assert told("{% if 年度 == 2020 %}收支总计{% endif %}{{ 收支总计|万元 }}") == []


@pytest.mark.exhaustive
def test_the_report_of_an_input_is_found_nearly_whole() -> None:
    (outcome,) = make_all(EXAMPLE, ["sichuan-final-accounts"]).outcomes
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    done = drafted(outcome.rendered.document, data())
    assert done.counts[ONE] + done.counts[SEVERAL] > 500
    assert done.counts[NONE] < 5
    said = comments(done.document)
    assert any("{{ 收支总计|万元 }}" in text for words, text in said if words == "5429.48")
    for _, text in said[1:]:
        assert re.search(r"\{\{ [\w.]+(\|[\w]+)* \}\}|输入里没有", text), text


# --- the command -----------------------------------------------------------------------------


def from_word(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["template", "from-word", *map(str, arguments)])


def test_the_copy_is_written_and_the_report_stays(tmp_path: Path) -> None:
    report, copy = tmp_path / "报告.docx", tmp_path / "初稿.docx"
    document = Document()
    document.add_paragraph("2020年收支总计5429.48万元，××万元。")
    document.save(str(report))
    before = report.read_bytes()
    done = from_word(report, EXAMPLE, "-o", copy)
    assert done.exit_code == 0, done.stderr
    assert "待填的空 1 处" in done.stderr
    assert report.read_bytes() == before
    assert len(comments(copy.read_bytes())) == 4
    assert from_word(report, EXAMPLE, "-o", copy).exit_code == 4
    assert from_word(report, EXAMPLE, "-o", copy, "--force").exit_code == 0
    assert from_word(report, EXAMPLE, "-o", report, "--force").exit_code == 2
    assert report.read_bytes() == before


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    report, copy = tmp_path / "报告.docx", tmp_path / "初稿.docx"
    assert from_word(report, EXAMPLE, "-o", copy).exit_code == 2
    report.write_bytes(b"nothing")
    assert from_word(report, EXAMPLE, "-o", copy).exit_code == 2
    bad = tmp_path / "坏.yaml"
    bad.write_bytes(b"\xff\xfe\x00\x01")
    assert from_word(report, bad, "-o", copy).exit_code == 1
    assert from_word(report, EXAMPLE, "-o", tmp_path / "a.doc").exit_code == 2
    assert not copy.exists()
    with pytest.raises(UnmarkableError):
        drafted(b"nothing", data())
