"""The line that is shown with a finding, and the caret below the right character."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.diagnostics import Location
from drafter.source.excerpt import Excerpts, marked


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("  合计: 5,399.48", 7, "     3 |   合计: 5,399.48\n       |   　　  ^"),
        ("a: 1", 1, "     3 | a: 1\n       | ^"),
        ("年度:", 4, "     3 | 年度:\n       | 　　 ^"),
        ("年度:", 99, "     3 | 年度:\n       | 　　 ^"),
        ("a\t\x07b", 4, "     3 | a  b\n       |    ^"),
    ],
)
def test_the_caret_stands_below_the_character(line: str, column: int, shown: str) -> None:
    assert marked(line, 3, column) == shown


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=400), st.data())
def test_the_caret_is_in_its_column_however_long_the_line(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line) + 1))
    top, bottom = marked(line, 7, column).split("\n")
    assert bottom.endswith("^")
    at = columns(bottom) - 1
    assert columns(top) <= 9 + 96 + 2 + 1
    if column <= len(line):
        before = 0
        for letter in top:
            if before == at:
                break
            before += columns(letter)
        else:
            pytest.fail("no letter above the caret")
        expected = line[column - 1]
        assert letter == (" " if unicodedata.category(expected) == "Cf" else expected)


def test_lines_are_counted_as_the_reader_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "输入.yaml"
    path.write_bytes("\ufeff年度: 2020\r\n部门:\r  全称: 某局\n".encode())
    shown = Excerpts().at(Location(str(path), 3, 3))
    assert shown.startswith("     3 |   全称: 某局\n")


@pytest.mark.parametrize("line", [0, 2, 3, 9])
def test_where_there_is_no_line_nothing_is_shown(line: int, tmp_path: Path) -> None:
    path = tmp_path / "输入.yaml"
    path.write_text("年度: 2020\n\n  \n", encoding="utf-8")
    assert Excerpts().at(Location(str(path), line, 1)) == ""
    assert Excerpts().at(Location(str(tmp_path), line, 1)) == ""
    assert Excerpts().at(Location(str(tmp_path / "没有.yaml"), line, 1)) == ""


def test_a_line_of_millions_is_cut(tmp_path: Path) -> None:
    line = "字" * 1_000_000
    shown = marked(line, 1, 500_000)
    assert len(shown) < 300
