from drafter.diagnostics import DataPath
from drafter.source import Mapping, Mark, Scalar, Sequence, SourceTree, read_text

TEXT = """\
年度: 2020
收入:
  其他: 12
  利息:
  空: ~
  空文: ""
项目:
  - 名称: 甲
    预算: 3
  - 乙
  -
"""


def tree() -> SourceTree:
    result = read_text(TEXT, "f.yaml")
    assert result.findings == ()
    assert result.tree is not None
    return result.tree


def place(path: DataPath) -> tuple[int, int]:
    where = tree().locate(path)
    assert where.file == "f.yaml"
    return where.line, where.column


def key_place(path: DataPath) -> tuple[int, int]:
    where = tree().locate_key(path)
    return where.line, where.column


def test_a_present_value_is_located_at_itself() -> None:
    assert place(("年度",)) == (1, 5)
    assert place(("收入", "其他")) == (3, 7)
    assert place(("收入", "空文")) == (6, 7)


def test_a_blank_value_and_a_collection_are_located_at_their_key() -> None:
    assert place(("收入", "利息")) == (4, 3)
    assert place(("收入", "空")) == (5, 3)
    assert place(("收入",)) == (2, 1)
    assert place(("项目",)) == (7, 1)


def test_list_items_are_located_at_themselves() -> None:
    assert place(("项目", 0)) == (8, 5)
    assert place(("项目", 0, "预算")) == (9, 9)
    assert place(("项目", 1)) == (10, 5)
    assert place(("项目", 2))[0] == 11


def test_what_is_missing_is_located_at_the_nearest_ancestor() -> None:
    assert place(()) == (1, 1)
    assert place(("支出",)) == (1, 1)
    assert place(("支出", "合计")) == (1, 1)
    assert place(("收入", "事业")) == (2, 1)
    assert place(("项目", 9)) == (7, 1)
    assert place(("项目", -1)) == (7, 1)
    assert place(("项目", 0, "决算")) == (8, 5)


def test_steps_that_do_not_fit_the_tree_are_tolerated() -> None:
    assert place(("收入", "其他", "决算")) == (3, 7)
    assert place(("收入", "利息", "决算")) == (4, 3)
    assert place(("收入", 0)) == (2, 1)
    assert place(("项目", "名称")) == (7, 1)


def test_keys_are_located() -> None:
    assert key_place(()) == (1, 1)
    assert key_place(("收入", "其他")) == (3, 3)
    assert key_place(("收入", "其他", "决算")) == (3, 3)
    assert key_place(("收入", "事业")) == (2, 1)
    assert key_place(("项目", 0)) == (8, 5)


def test_nodes_are_found_by_path() -> None:
    found = tree()
    assert found.node(()) is found.root
    assert found.node(("收入", "其他")) == Scalar("12", Mark(3, 7), plain=True)
    assert isinstance(found.node(("收入",)), Mapping)
    assert isinstance(found.node(("项目",)), Sequence)
    assert found.node(("收入", "其他", "决算")) is None
    assert found.node(("项目", 3)) is None


def test_plain_data_keeps_texts_and_turns_blanks_into_none() -> None:
    assert tree().plain() == {
        "年度": "2020",
        "收入": {"其他": "12", "利息": None, "空": None, "空文": ""},
        "项目": [{"名称": "甲", "预算": "3"}, "乙", None],
    }
