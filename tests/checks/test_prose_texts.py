"""All words of an input are read as prose, once each, and every find has its place among them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_runs import case_of

from drafter.checks.texts import Passage, Prose, prose_of
from drafter.figures.nodes import Text
from drafter.model.shape import shapes
from drafter.model.values import Words
from drafter.model.year import DepartmentYear
from drafter.starter.usage import made_up_reports

HEADER = {"报告", "单位文件", "豁免", "已公布"}
LISTS_OF_HEADINGS = {"收入", "支出", "基本支出"}


def words_of_the_model(section: Any = DepartmentYear, path: tuple[str, ...] = ()) -> set[Any]:
    found: set[Any] = set()
    for shape in shapes(section):
        own = (*path, shape.alias)
        if shape.kind is Words:
            found.add(own)
        elif shape.section is not None:
            found |= words_of_the_model(shape.section, own)
    return found


def is_heading(field: tuple[str, ...]) -> bool:
    listed = field[0] in LISTS_OF_HEADINGS or field[0].endswith("拨款支出")
    return listed and field[-1] in {"名称", "编码"}


def test_every_field_of_words_but_headings_is_read() -> None:
    fields: set[tuple[str, ...]] = set()
    for report in made_up_reports({}):
        fields |= {passage.field for passage in prose_of(report.data).passages}
    wanted = {f for f in words_of_the_model() if f[0] not in HEADER and not is_heading(f)}
    # Made-up years explain no terms, and their indicators need neither of the others.
    assert wanted - fields <= {
        ("名词解释", "词"), ("名词解释", "释义"),
        ("指标评分", "档次"), ("指标评分", "数据", "名称"),
    }  # fmt: skip
    assert not any(is_heading(field) for field in fields)


def test_no_text_is_read_twice_however_many_views_repeat_it() -> None:
    report = next(made_up_reports({}))
    paths = [passage.path for passage in prose_of(report.data).passages]
    assert len(paths) == len(set(paths)) > 100


def test_a_row_behind_a_blank_one_keeps_its_path() -> None:
    text = "项目:\n  - 名称: 甲\n    指标:\n      - {一级: ,}\n      - {一级: 产出XX}\n"
    prose = case_of(text).facts.prose
    assert ("项目", 0, "指标", 1, "一级") in prose.by_path


LINES = st.text(st.sampled_from("甲乙丙，。；12\n"), min_size=1, max_size=12).filter(str.strip)


@given(st.lists(LINES, min_size=1, max_size=6))
def test_a_find_is_where_it_stands_in_its_field(texts: list[str]) -> None:
    lines = [tuple(filter(None, text.split("\n"))) for text in texts]
    prose = Prose(Text((number,), line) for number, line in enumerate(lines) if line)
    found = [(hit.passage.path, hit.at) for hit in prose.hits(re.compile("[甲1]+")) if hit.words]
    expected = [
        ((number,), match.start())
        for number, line in enumerate(lines)
        for match in re.finditer("[甲1]+", "\n".join(line))
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("index", "sentence"),
    [(0, "甲，乙"), (2, "甲，乙"), (3, "甲，乙"), (4, "丙"), (6, "丁"), (8, "戊")],
)
def test_a_sentence_goes_from_mark_to_mark(index: int, sentence: str) -> None:
    prose = Prose([Text(("一",), ("甲，乙。丙；丁", "戊")), Text(("二",), ("己",))])
    assert prose.around(index) == sentence


def test_a_field_that_has_no_words_is_empty() -> None:
    prose = Prose([Text(("一",), ("甲",))])
    assert prose.plain("一") == "甲"
    assert prose.plain("二") == ""
    assert prose.passages == (Passage(("一",), "甲", 0),)


def test_an_input_without_words_has_no_prose() -> None:
    assert list(case_of("").facts.prose.hits(re.compile("."))) == []
