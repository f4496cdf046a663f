"""A word inside a value is found in the file, however the value was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.source import SourceTree, read_text
from drafter.source.within import place_within

PATH = ("职能", "概述")


def tree_of(text: str) -> SourceTree:
    tree = read_text(text, "f.yaml").tree
    assert tree is not None
    return tree


def place(text: str, words: str, word: str) -> tuple[int, int]:
    """Return line and column of a word, of which `words` are the whole value."""
    where = tree_of(text).locate_within(PATH, words, words.index(word))
    assert where.file == "f.yaml"
    return where.line, where.column


@pytest.mark.parametrize(
    ("value", "words", "at"),
    [
        (" 甲乙丙丁", "甲乙丙丁", (2, 9)),
        (" '甲''乙丙丁'", "甲'乙丙丁", (2, 12)),
        (' "甲\\"乙\\u4e00丙丁"', '甲"乙一丙丁', (2, 18)),
        (' "甲\\x41\\U0001f600丙"', "甲A\U0001f600丙", (2, 23)),
        (' "甲乙\\\n    丙丁"', "甲乙丙丁", (3, 5)),
        (' "甲乙\n\n    丙丁"', "甲乙\n丙丁", (4, 5)),
        (" 甲乙\n    丙丁", "甲乙 丙丁", (3, 5)),
        (" 甲\\乙丙", "甲\\乙丙", (2, 10)),
        (" |\n    甲乙\n    丙丁\n", "甲乙\n丙丁", (4, 5)),
        (" |2\n    甲乙\n\n      丙丁\n", "甲乙\n丙丁", (5, 7)),
        (" |-  # 注：丙\n    甲乙  \n    乙丙\n", "甲乙\n乙丙", (4, 6)),
        (" |\n    甲\\乙\n    '丙'\n", "甲\\乙\n'丙'", (4, 6)),
        (" >\n    甲乙\n    丙丁\n\n    戊己\n", "甲乙 丙丁\n戊己", (4, 5)),
        ("\n    甲乙丙", "甲乙丙", (3, 7)),
    ],
)
def test_a_word_is_found_in_every_style(value: str, words: str, at: tuple[int, int]) -> None:
    assert place(f"职能:\n  概述:{value}\n", words, "丙") == at


def test_windows_line_ends_and_marks_of_order_do_not_matter() -> None:
    text = "\ufeff职能:\r\n  概述: |\r\n    甲乙\r\n    丙丁\r\n"
    assert place(text, "甲乙\n丙丁", "丙") == (4, 5)


def test_a_word_in_a_list_written_as_one_word_is_found() -> None:
    tree = tree_of("项目评价:\n  - 项目: 甲乙丙\n")
    where = tree.locate_within(("项目评价", 0, "项目", 0), "甲乙丙", 2)
    assert (where.line, where.column) == (2, 11)


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [
        ("职能:\n  概述: 甲乙丙\n", "甲丁丙", 2),  # other words than those of the file
        ("职能:\n  概述: 甲乙丙\n", "甲乙丙", 3),  # behind the end
        ("职能:\n  概述: '甲乙'\n", "甲乙丙", 2),
        ('职能:\n  概述: "甲乙"\n', "甲乙丙", 2),
        ("职能:\n  概述: 甲乙", "甲乙丙", 2),
    ],
)
def test_where_the_two_disagree_the_place_is_that_of_the_value(
    text: str, words: str, at: int
) -> None:
    tree = tree_of(text)
    assert tree.locate_within(PATH, words, at) == tree.locate(PATH)


def test_a_value_that_is_not_there_is_shown_at_what_is_above_it() -> None:
    tree = tree_of("职能:\n  条目: 无\n")
    assert tree.locate_within(PATH, "甲", 0) == tree.locate(PATH)


def test_an_unfinished_block_or_escape_is_no_place() -> None:
    assert place_within("概述: |", 4, "甲", 0) is None
    assert place_within('"甲\\', 0, "甲乙", 1) is None
    assert place_within("甲", 5, "甲", 0) is None
    assert place_within("甲", -1, "甲", 0) is None


CHARACTERS = st.sampled_from("甲乙丙，。“”'\"\\ab1 -:#")
LINES = st.lists(
    st.text(CHARACTERS, min_size=1, max_size=8).map(str.strip).filter(bool), min_size=1, max_size=4
)


@given(LINES, st.data())
def test_each_character_of_a_block_and_of_quoted_text_is_found(
    lines: list[str], data: st.DataObject
) -> None:
    words = "\n".join(lines)
    at = data.draw(st.integers(0, len(words) - 1).filter(lambda n: not words[n].isspace()))
    block = "职能:\n  概述: |\n" + "".join(f"    {line}\n\n" for line in lines)
    folded = "\n\n    ".join(line.replace("'", "''") for line in lines)
    for text in (block, f"职能:\n  概述: '{folded}'\n"):
        where = tree_of(text).locate_within(PATH, words, at)
        assert text.split("\n")[where.line - 1][where.column - 1] == words[at]
