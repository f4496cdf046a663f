"""What people do to the charts and to the table of contents of a report."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st
from word_edits import EXAMPLES, paragraph_with, remove, said, verified

from drafter.pipeline import chosen_templates, make, read_input
from drafter.template.package import Package, read_package, write_package
from drafter.verify.drawings import Bar, Chart, chart_changes, is_same_number
from drafter.verifying import read_edited

Change = Callable[[Package], dict[str, bytes]]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")
    drawn = text.replace(
        "报告: [sichuan-final-accounts]", "报告: [{模板: sichuan-final-accounts, 选项: {图: 画图}}]"
    )
    assert drawn != text
    path = tmp_path_factory.mktemp("输入") / "画图.yaml"
    path.write_text(drawn, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def report(source: Path) -> bytes:
    read = read_input(source)
    outcome = make(read, chosen_templates(read)[0])
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    return outcome.rendered.document


def told(blob: bytes, source: Path, folder: Path) -> list[str]:
    return said(verified(blob, folder, source).findings)


def replaced(report: bytes, part: str, old: str, new: str) -> bytes:
    package = read_package(report)
    text = package.parts[part].decode()
    assert old in text
    return write_package(package.with_parts({part: text.replace(old, new, 1).encode()}))


def edited(report: bytes, edit: Callable[[WordDocument], object]) -> bytes:
    document = docx.Document(io.BytesIO(report))
    edit(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


CHART = "word/charts/chart1.xml"


def test_charts_are_read_with_their_places(report: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(report)
    document = read_edited(path).document
    assert len(document.charts) > 3
    first = document.charts[0]
    assert first.bars[1] == Bar("收、支总计（万元）", "2020年", "86.40")
    assert first.place.part == "正文"
    assert first.place.paragraph > 0
    assert document.outdated_contents == ()


def test_what_nobody_changed_is_not_told(report: bytes, source: Path, tmp_path: Path) -> None:
    assert told(report, source, tmp_path) == []
    assert told(edited(report, lambda _: None), source, tmp_path) == []


def test_a_number_of_a_chart(report: bytes, source: Path, tmp_path: Path) -> None:
    blob = replaced(report, CHART, "<c:v>86.40</c:v>", "<c:v>96.40</c:v>")
    assert told(blob, source, tmp_path) == [
        "错误 JS-951 图表“收、支总计（万元）”里2020年的数改了：按输入为“86.40”，文件里为“96.40”"
    ]


def test_a_category_of_a_chart(report: bytes, source: Path, tmp_path: Path) -> None:
    blob = replaced(report, CHART, "<c:v>2020年</c:v>", "<c:v>2021年</c:v>")
    (finding,) = told(blob, source, tmp_path)
    assert finding.startswith("错误 JS-951 图表“收、支总计（万元）”的类别或系列改了：按输入为")
    assert finding.endswith("文件里为2019年 84.10、2021年 86.40")


def test_a_chart_that_is_gone(report: bytes, source: Path, tmp_path: Path) -> None:
    def cut(document: WordDocument) -> None:
        drawing = next(document.element.body.iter("{*}drawing"))
        remove(drawing)

    (finding,) = told(edited(report, cut), source, tmp_path)
    assert finding.startswith("错误 JS-955 少了一张图表“收、支总计（万元）”，其中有数：")


def test_a_heading_that_is_not_in_the_contents(report: bytes, source: Path, tmp_path: Path) -> None:
    def rename(document: WordDocument) -> None:
        heading = paragraph_with(document, "收入决算情况说明")
        for run in heading._p.iter("{*}t"):
            run.text = "收入情况" if run.text else ""

    findings = told(edited(report, rename), source, tmp_path)
    assert "警告 JS-965 标题“收入情况”不在目录里" in findings
    assert any(
        re.match("警告 JS-965 目录里的“二、收入决算情况说明.*”不是正文的标题", f) for f in findings
    )


def test_words_of_the_contents(report: bytes, source: Path, tmp_path: Path) -> None:
    blob = replaced(report, "word/document.xml", ">二、收入决算情况说明<", ">二、随便写的<")
    assert [f[:9] for f in told(blob, source, tmp_path)] == ["警告 JS-965", "警告 JS-965"]


# The parts of it


def bars(*numbers: str) -> tuple[Bar, ...]:
    return tuple(Bar("甲", f"{n}月", number) for n, number in enumerate(numbers))


def test_charts_that_show_the_same_belong_together() -> None:
    one, other = Chart(bars("1", "2")), Chart((Bar("乙", "", "3"),))
    assert list(chart_changes([one, other], [other, one])) == []
    (change,) = chart_changes([one, other], [other])
    assert (change.fresh, change.edited) == (one, None)
    (change,) = chart_changes([other], [other, one])
    assert (change.fresh, change.edited) == (None, one)
    (change,) = chart_changes([one], [other])
    assert (change.fresh, change.edited, change.bar) == (one, other, None)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    )
)
def test_binary_fractions_are_the_same_number(number: object) -> None:
    assert is_same_number(str(number), repr(float(str(number))))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("1.00", "1", True), ("1.00", "1.01", False), ("0", "", False), ("无", "无 ", True),
     ("NaN", "1", False), ("1", "-1", False)],
)  # fmt: skip
def test_numbers_that_are_the_same(one: str, other: str, same: bool) -> None:
    assert is_same_number(one, other) is same
