from typing import cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drafter.source import Scalar, read_text
from drafter.source.plain import Plain, refusals
from drafter.source.write import Origins, flow_text, yaml_lines, yaml_text

LINES = st.text(
    st.sampled_from("甲乙1 \n\t#:：-?!&*%@`|>'\"{}[],，~<=.\\\u3000\u00a0"), max_size=12
) | st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=20)
TEXTS = LINES | st.sampled_from(["~", "null", "无", "0701", "31.00", "<<", "---", "...", "- ", "?"])
KEYS = st.from_regex(r"[a-z甲乙丙]{1,4}", fullmatch=True) | LINES
VALUES: st.SearchStrategy[Plain] = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def is_writable(value: Plain) -> bool:
    return not list(refusals(value))


ROOTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5).filter(is_writable)


def read(text: str) -> object:
    result = read_text(text, "f.yaml")
    assert result.findings == ()
    assert result.tree is not None
    return result.tree.plain()


@settings(max_examples=25)
@given(ROOTS)
@example({"甲": [[["\n \t一\n\n"], None], "-"], "乙": {"丙": " \n一"}})
@example({"甲": "一\n  \n"})
@example({"甲": [" 一\n二", {"乙": "\t\n三\n"}]})
def test_what_is_written_reads_back_as_the_same(data: dict[str, Plain]) -> None:
    assert read(yaml_text(data)) == data


@pytest.mark.exhaustive
@settings(max_examples=20)
@given(ROOTS)
def test_so_does_what_is_written_between_brackets(data: dict[str, Plain]) -> None:
    assert read(flow_text(data)) == data
    assert read(f"甲: {flow_text([data])}\n") == {"甲": [data]}


@settings(max_examples=20)
@given(st.dictionaries(KEYS, TEXTS, min_size=1, max_size=4).filter(is_writable))
def test_origins_are_read_back_of_all_texts_of_one_line(data: dict[str, str]) -> None:
    text = yaml_text(cast("Plain", data), {(key,): "决算.xlsx（表!C12）" for key in data})
    result = read_text(text, "f.yaml")
    assert result.findings == ()
    assert result.tree is not None
    assert result.tree.plain() == data
    for key, value in data.items():
        node = result.tree.node((key,))
        assert isinstance(node, Scalar)
        assert node.origin == ("" if "\n" in value else "决算.xlsx（表!C12）")


@pytest.mark.parametrize(
    "text", ["0701", "12:30", "31.00", "-5", "1,234.5", "无", "一：二", "C#", "a#b", "=", "Null"]
)
def test_what_needs_no_quotes_has_none(text: str) -> None:
    assert yaml_text({"甲": text}) == f"甲: {text}\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", "''"),
        ("~", "'~'"),
        ("null", "'null'"),
        ("-", "'-'"),
        ("一: 二", "'一: 二'"),
        ("一:", "'一:'"),
        ("3 #楼", "'3 #楼'"),
        (">95%", "'>95%'"),
        (" 一", "' 一'"),
        ("\u3000一", "'\u3000一'"),
        ("'一'", "\"'一'\""),
        ("'一\"", "'''一\"'"),
        ("一\t二", '"一\\t二"'),
        ("\n", '"\\n"'),
    ],
)
def test_what_needs_quotes_has_them(text: str, written: str) -> None:
    assert yaml_text({"甲": text}) == f"甲: {written}\n"


def test_all_kinds_of_values_have_their_form() -> None:
    data: Plain = {
        "年度": "2020",
        "空": None,
        "没有": [],
        "无项": {},
        "收入": {"其他": {"决算": "31.00"}},
        "项目": [{"名称": "甲", "款": [{"名称": "乙"}]}, ["一", None], "二", None],
        "一段": "一\n二\n",
        "两段": "一\n\n二",
        "空行": "一\n\n",
        "缩进": "  一\n二\n",
        "a: b": "1",
    }
    assert yaml_text(data, {("收入", "其他", "决算"): "决算.xlsx（公开01表!C12）"}) == (
        "年度: 2020\n空:\n没有: []\n无项: {}\n收入:\n  其他:\n"
        "    决算: 31.00  # 取自 决算.xlsx（公开01表!C12）：31.00\n"
        "项目:\n  - 名称: 甲\n    款:\n      - 名称: 乙\n  - - 一\n    -\n  - 二\n  -\n"
        "一段: |\n  一\n  二\n两段: |-\n  一\n\n  二\n空行: |+\n  一\n\n缩进: |2\n    一\n  二\n"
        "'a: b': 1\n"
    )
    assert read(yaml_text(data)) == data


def test_lines_are_written_at_an_indent() -> None:
    origins: Origins = {("收入", "其他"): "甲.xlsx（表!A1）"}
    assert yaml_lines({"其他": "3", "文": "一\n二"}, 4, origins, ("收入",)) == [
        "    其他: 3  # 取自 甲.xlsx（表!A1）：3", "    文: |-", "      一", "      二",
    ]  # fmt: skip
    assert yaml_lines("一", 2) == ["  一"]


def test_an_origin_holds_nothing_that_no_file_may_hold() -> None:
    text = yaml_text({"甲": "1"}, {("甲",): "决\x01算\n.xlsx\ufdd0（表!A1）"})
    assert text == "甲: 1  # 取自 决 算 .xlsx （表!A1）：1\n"
