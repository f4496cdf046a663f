"""Origins: where an imported figure came from, read from the comment at the end of its line."""

import pytest

from drafter.diagnostics import DataPath, Severity, as_text
from drafter.source import Scalar, SourceTree, read_text

PLACE = "决算.xlsx（公开01表!C12）"


def accepted(text: str) -> SourceTree:
    result = read_text(text, "f.yaml")
    assert result.findings == ()
    assert result.tree is not None
    return result.tree


def origin(text: str, path: DataPath) -> str:
    node = accepted(text).node(path)
    assert isinstance(node, Scalar)
    return node.origin


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"甲: 31.00  # 取自 {PLACE}：31.00\n", ("甲",)),
        (f"甲: '31.00' # 取自 {PLACE}：31.00  \n", ("甲",)),
        (f'甲:\n  乙: "31.00"  # 取自 {PLACE}：31.00\n', ("甲", "乙")),
        (f"甲:\n  31.00  # 取自 {PLACE}：31.00\n", ("甲",)),
        (f"甲:\n  - 31.00  # 取自 {PLACE}：31.00", ("甲", 0)),
        (f"甲: [1, 31.00]  # 取自 {PLACE}：31.00\n", ("甲", 1)),
        (f"甲: {{乙: 1, 丙: {{丁: 31.00 }} }}  # 取自 {PLACE}：31.00\n", ("甲", "丙", "丁")),
        (f"甲: 1,031.00  # 取自 {PLACE}：1031\n", ("甲",)),
        (f"甲: 1031  # 取自 {PLACE}：1,031.000\n", ("甲",)),
        (f"甲: 31.00  #取自 {PLACE}：31.00\n", ("甲",)),
        (f"甲: 一：二  # 取自 {PLACE}：一：二\n", ("甲",)),
        (f"甲: ''  # 取自 {PLACE}：\n", ("甲",)),
    ],
)
def test_the_last_value_of_a_line_has_the_origin_behind_it(text: str, path: DataPath) -> None:
    assert origin(text, path) == PLACE
    assert accepted(text).locate(path).origin == PLACE
    assert accepted(text.replace("\n", "\r\n")).locate(path).origin == PLACE


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"甲: {{乙: 2, 丙: 31}}  # 取自 {PLACE}：31\n", ("甲", "乙")),
        (f"甲: 31\n# 取自 {PLACE}：31\n", ("甲",)),
        (f"甲: '31  # 取自 {PLACE}：31'\n", ("甲",)),
        (f"甲: |  # 取自 {PLACE}：31\n  31\n", ("甲",)),
        (f"甲: 31\n  31  # 取自 {PLACE}：31 31\n", ("甲",)),
        ("甲: 31  # 取自上年\n", ("甲",)),
        ("甲: 31  # 取自 上年\n", ("甲",)),
        (f"甲:  # 取自 {PLACE}：31\n  乙: 1\n", ("甲", "乙")),
    ],
)
def test_other_values_and_comments_have_none(text: str, path: DataPath) -> None:
    assert origin(text, path) == ""


@pytest.mark.parametrize(
    ("text", "column", "now"),
    [
        (f"甲: 32.00  # 取自 {PLACE}：31.00\n", 4, "现在是 32.00"),
        (f"甲: {{乙: 1, 丙: 31,}}  #取自 {PLACE}：31.00\n", 14, ""),
        (f"甲: '无'  # 取自 {PLACE}：31.00\n", 4, "现在是 无"),
        (f"甲:  # 取自 {PLACE}：31.00\n", 3, "现在是空白"),
    ],
)
def test_what_was_changed_since_is_told_and_has_no_origin(text: str, column: int, now: str) -> None:
    result = read_text(text, "f.yaml")
    assert result.tree is not None
    if not now:
        assert result.findings == ()
        return
    (item,) = result.findings
    assert (item.id, item.severity) == ("JS-037", Severity.HINT)
    assert (item.where.line, item.where.column) == (1, column)
    words = f"导入后改过：导入时是 31.00，{now}；核对无误就删去行末的“取自…”"
    assert item.message == words
    assert result.tree.locate(("甲",)).origin == ""


def test_a_changed_value_is_not_refused() -> None:
    tree = read_text(f"甲: ''  # 取自 {PLACE}：31.00\n", "f.yaml").tree
    assert tree is not None
    assert tree.node(("甲",)) == Scalar("", tree.root.entries["甲"].value.mark, plain=False)
    assert tree.plain() == {"甲": ""}


def test_a_fault_of_the_value_says_enough() -> None:
    findings = read_text(f"甲: 3\x001  # 取自 {PLACE}：31\n", "f.yaml").findings
    assert [item.id for item in findings] == ["JS-014"]


def test_an_origin_is_told_with_a_finding_at_its_value() -> None:
    result = read_text(f"甲: 1  # 取自 {PLACE}：2\n乙: 3  # 取自 {PLACE}：3\n", "f.yaml")
    assert result.tree is not None
    (item,) = result.findings
    assert "取自 决算" not in as_text(item)
    assert result.tree.locate_key(("乙",)).origin == ""
    assert result.tree.locate(("乙", "决算")).origin == PLACE


@pytest.mark.parametrize("value", ["NaN", "1e5", "sNaN", "--1", "1.", "９"])
def test_what_only_looks_like_numbers_is_compared_as_text(value: str) -> None:
    assert len(read_text(f"甲: {value}  # 取自 {PLACE}：1\n", "f.yaml").findings) == 1
    assert origin(f"甲: {value}  # 取自 {PLACE}：{value}\n", ("甲",)) == PLACE
