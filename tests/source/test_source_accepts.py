from pathlib import Path

import pytest

from drafter.source import SourceTree, read_source, read_text


def accepted(text: str) -> SourceTree:
    result = read_text(text, "f.yaml")
    assert result.findings == ()
    assert result.tree is not None
    return result.tree


@pytest.mark.parametrize(
    "value",
    [
        "0701",
        "12:30",
        "on",
        "no",
        "4493.88",
        "4493.10",
        "4,493.88",
        "1e3",
        "2020-01-01",
        "≥95%",
        "100%",
        "-5",
        "+5",
        "无",
        "注：本表单位为万元",
        "一　二",
        "AT & T",
        "C#语言",
        "?不明",
        "-5.2%",
        "“三公”经费",
        "1 号楼（#2）",
        "a=b",
        "https://example.cn/a",
        "\u200f右到左\u200e",
        "\u202e反\u202c\u2066隔离\u2069",
        "\U00020000\U0002a700\U00030000",
        "\ue000\uf8ff\U000f0000\U0010fffd",
    ],
)
def test_plain_values_stay_the_text_typed(value: str) -> None:
    assert accepted(f"甲: {value}\n").plain() == {"甲": value}


@pytest.mark.parametrize("value", [">95%", "*", "&", "@", "3 #楼", "a: b", "~", "{ x }"])
def test_quoted_values_stay_the_text_typed(value: str) -> None:
    assert accepted(f"甲: \"{value}\"\n乙: '{value}'\n").plain() == {"甲": value, "乙": value}


def test_block_scalars_keep_their_lines_and_are_marked_at_the_indicator() -> None:
    tree = accepted("甲: |\n  一、\n\n  \t二、乙：丙\n  三 # 四\n乙: >-\n  五\n  六\n")
    assert tree.plain() == {"甲": "一、\n\n\t二、乙：丙\n三 # 四\n", "乙": "五 六"}
    assert (tree.locate(("甲",)).line, tree.locate(("甲",)).column) == (1, 4)
    assert (tree.locate(("乙",)).line, tree.locate(("乙",)).column) == (6, 4)


def test_a_byte_order_mark_moves_no_column(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes("\ufeff年度: 2020\n".encode())
    result = read_source(path)
    assert result.findings == ()
    assert result.tree is not None
    assert str(result.tree.locate(("年度",))) == f"{path}:1:5"
    assert str(result.tree.locate_key(("年度",))) == f"{path}:1:1"


def test_a_byte_order_mark_written_twice_is_no_content() -> None:
    assert accepted("\ufeff\ufeff年度: 2020\n").plain() == {"年度": "2020"}


def test_windows_line_ends_change_nothing() -> None:
    text = "年度: 2020\n正文: |\n  一\n  二\n收入:\n  其他: 12\n"
    assert accepted(text.replace("\n", "\r\n")) == accepted(text)


def test_characters_beyond_the_basic_plane_count_as_one() -> None:
    tree = accepted('{"𠮷": "😀", 乙: 丙}\n')
    assert tree.locate(("乙",)).column == 15


def test_the_name_shown_may_differ_from_the_path(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("年度: 2020\n", encoding="utf-8")
    result = read_source(path, shown_as="数据.yaml")
    assert result.tree is not None
    assert result.tree.file == "数据.yaml"


def test_comments_may_hold_anything() -> None:
    text = "# {{ x }} *a &b\n甲: 1 # {{ x }}\n乙: | # {% if %}\n  丙\n丁: '五' #六\n"
    assert accepted(text).plain() == {"甲": "1", "乙": "丙\n", "丁": "五"}


def test_flow_collections_are_read() -> None:
    text = "甲: {预算: 4493.88, 决算: , 备注: '一,二'}\n乙: [1, 2]\n丙: {2019: , 2020 : }\n"
    assert accepted(text).plain() == {
        "甲": {"预算": "4493.88", "决算": None, "备注": "一,二"},
        "乙": ["1", "2"],
        "丙": {"2019": None, "2020": None},
    }


def test_prose_with_colons_in_lists_and_values_is_no_mistake() -> None:
    text = "职能:\n  - 主要职责：贯彻执行\n  - 其他：无，\n    续行\n说明: 注：一\n  二：三\n"
    assert accepted(text).plain() == {
        "职能": ["主要职责：贯彻执行", "其他：无， 续行"],
        "说明": "注：一 二：三",
    }


def test_a_quoted_merge_key_is_an_ordinary_key() -> None:
    assert accepted('"<<": 1\n').plain() == {"<<": "1"}


def test_fifty_levels_are_allowed() -> None:
    accepted("甲: " + "[" * 49 + "]" * 49)


def test_a_document_may_have_its_markers() -> None:
    assert accepted("%YAML 1.1\n---\n甲: 1\n...\n").plain() == {"甲": "1"}
