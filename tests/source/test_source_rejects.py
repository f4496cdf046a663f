import os
import time
from pathlib import Path

import pytest

from drafter.diagnostics import DataPath, Severity
from drafter.source import ReadResult, read_source, read_text
from drafter.source.findings import Findings, SourceText
from drafter.source.problems import Failure, explain

Found = list[tuple[str, int, int]]


def found(result: ReadResult) -> Found:
    return [(item.id, item.where.line, item.where.column) for item in result.findings]


REJECTED: dict[str, tuple[str, Found, str]] = {
    "empty": ("", [("JS-013", 1, 1)], "文件是空的"),
    "only comments": ("# 一\n\n# 二\n", [("JS-013", 1, 1)], "文件是空的"),
    "only a marker": ("---\n", [("JS-013", 1, 1)], "文件是空的"),
    "control": ("甲: 1\n乙: 丙\x0b丁\n", [("JS-014", 2, 5)], "U+000B"),
    "C1 control": ("甲: 丙\x85丁\n", [("JS-014", 1, 5)], "U+0085"),
    "noncharacter": ("甲: \uffff\n", [("JS-014", 1, 4)], "U+FFFF"),
    "NUL": ("甲: \x00\n", [("JS-014", 1, 4)], "U+0000"),
    "line separator": ("甲: 一\u2028二\n", [("JS-014", 1, 5)], "U+2028"),
    "inner BOM": ("甲: 一\ufeff二\n", [("JS-014", 1, 5)], "U+FEFF"),
    "zero width": ("甲: 8\u200b6\n", [("JS-014", 1, 5)], "U+200B"),
    "direction in a key": ("甲\u200e: 1\n", [("JS-014", 1, 1)], "U+200E"),
    "escaped joiner in a key": ('"甲\\u200d": 1\n', [("JS-014", 1, 1)], "U+200D"),
    "zero width in a key": ("甲\u2060: 1\n", [("JS-014", 1, 2)], "U+2060"),
    "many in a row": ("甲: 1\x00\x00\x00\x01\n", [("JS-014", 1, 5)], "U+0000"),
    "lost in conversion": ("甲: 乙\ufffd\n", [("JS-014", 1, 5)], "乱码"),
    "surrogate": ("甲: 一\ud800二\n", [("JS-014", 1, 5)], "U+D800"),
    "escaped control": ('甲: "\\x01"\n', [("JS-014", 1, 4)], "转义符"),
    "escaped return": ('甲: "\\r"\n', [("JS-014", 1, 4)], "转义符"),
    "reserved": ("甲: 1\n乙: 丙\ufdd0\n", [("JS-015", 2, 5)], "U+FDD0"),
    "escaped reserved": ('甲: "\\uFDEF"\n', [("JS-015", 1, 4)], "转义符"),
    "tab": ("甲:\n\t乙: 1\n", [("JS-016", 2, 1)], "制表符"),
    "tab behind spaces": ("甲:\n  乙: 1\n  \t丙: 2\n", [("JS-016", 3, 3)], "制表符"),
    "tab in flow": ("甲: {\n\t乙: 1}\n", [("JS-016", 2, 1)], "制表符"),
    "tab on a blank line": ("甲:\n  乙: 1\n\t\n  丙: 2\n", [("JS-016", 3, 1)], "制表符"),
    "tab in a block": ("甲: |\n\t乙\n", [("JS-016", 2, 1)], "制表符"),
    "full-width indent": ("甲:\n　乙: 1\n", [("JS-016", 2, 1)], "全角空格"),
    "no-break indent": ("甲: 1\n\u00a0乙: 1\n", [("JS-016", 2, 1)], "全角空格"),
    "full-width indent, deeper": ("甲:\n　乙: 1\n  丙: 2\n", [("JS-016", 2, 1)], "全角空格"),
    "full-width indent, text": ("甲:\n  丁: 1\n　　乙\n", [("JS-016", 3, 1)], "全角空格"),
    "colon in value": ("甲: 乙: 丙\n", [("JS-017", 1, 5)], "又出现了一个冒号"),
    "no colon": ("甲: 1\n乙\n丙: 2\n", [("JS-017", 2, 1)], "缺少冒号"),
    "no colon at first": ("甲\n乙: 1\n", [("JS-017", 1, 1)], "缺少冒号"),
    "deeper below a value": ("甲: 1\n  乙: 2\n", [("JS-017", 2, 3)], "第 1 行的键已经有值"),
    "uneven": ("甲:\n    乙: 1\n  丙: 2\n", [("JS-017", 3, 3)], "不对齐"),
    "uneven block": ("甲: |\n    乙\n  丙\n", [("JS-017", 3, 3)], "第 1 行开始的多行文字"),
    "uneven item": ("甲:\n  - 乙: 1\n   丙: 2\n", [("JS-017", 3, 4)], "列表项"),
    "list after value": ("甲: 1\n- 乙\n", [("JS-017", 2, 1)], "不能出现列表项"),
    "list on the line": ("甲: - 乙\n", [("JS-017", 1, 4)], "另起一行"),
    "lone dash": ("甲: -\n乙: 1\n", [("JS-017", 1, 4)], "只写一个“-”"),
    "glued dash": ("甲:\n  - 乙\n  -丙\n丁: 1\n", [("JS-017", 3, 3)], "“-”后面要加一个空格"),
    "glued dash, keys": ("甲:\n  -乙: 1\n    丙: 2\n", [("JS-017", 2, 3)], "后面要加一个空格"),
    "glued dash, braces": ("甲:\n  -{乙: 1, 丙: 2}\n", [("JS-017", 2, 3)], "后面要加一个空格"),
    "another dash": ("甲:\n  - 乙\n  — 丙\n丁: 1\n", [("JS-017", 3, 3)], "现在是“—”"),
    "wide braces": ("甲: ｛乙: 1, 丙: 2｝\n", [("JS-017", 1, 4)], "全角“｛”"),
    "percent": ("甲: %95\n", [("JS-017", 1, 4)], "“%”开头"),
    "percent in front": ("% 甲\n", [("JS-017", 1, 1)], "行首的“%”"),
    "directive": ("%YAML 2.0\n---\n甲: 1\n", [("JS-017", 1, 1)], "指令"),
    "at": ("甲: @乙\n", [("JS-017", 1, 4)], "“@”开头"),
    "backtick": ("甲: `乙\n", [("JS-017", 1, 4)], "“`”开头"),
    "comma": ("甲: ,乙\n", [("JS-017", 1, 4)], "“,”开头"),
    "closing": ("甲: ]\n", [("JS-017", 1, 4)], "“]”开头"),
    "question": ("甲: ?\n", [("JS-017", 1, 4)], "“?”"),
    "greater": ("甲: >95%\n", [("JS-017", 1, 4)], "“>”在值的开头"),
    "bar": ("甲: | 乙\n", [("JS-017", 1, 4)], "“|”在值的开头"),
    "escape": ('甲: "C:\\d"\n', [("JS-017", 1, 7)], "转义符"),
    "escape beyond": ('甲: "一\\ud800"\n', [("JS-017", 1, 6)], "转义符"),
    "open quote": ('甲: 1\n乙: "丙\n丁: 2\n', [("JS-017", 2, 4)], "引号没有闭合"),
    "open quote closed later": ('甲: "乙\n丙: "丁"\n', [("JS-017", 1, 4)], "到第 2 行才闭合"),
    "open quote, marker": (
        "甲: '乙\n---\n丙'\n",
        [("JS-017", 1, 4), ("JS-024", 2, 1)],
        "引号没有闭合",
    ),
    "after quote": ('甲: "乙" 丙\n', [("JS-017", 1, 8)], "后面又有内容"),
    "quote in quote": ("甲: '乙's'\n", [("JS-017", 1, 7)], "后面又有内容"),
    "open brace": ("甲: {乙: 1\n丙: 2\n", [("JS-017", 1, 4)], "没有正确闭合"),
    "open bracket": ("甲: [1, 2\n", [("JS-017", 1, 4)], "没有正确闭合"),
    "colon in flow": ("甲: {乙:[1]}\n", [("JS-018", 1, 6)], "后面要加一个空格"),
    "no comma": ("甲: {乙: {丙: 1} 丁: 2}\n", [("JS-017", 1, 15)], "这里应有“,”或“}”"),
    "after the end": ("甲: 1\n...\n乙\n", [("JS-017", 3, 1)], "已经结束"),
    "wide colon": ("甲: 1\n乙：2\n丙: 3\n", [("JS-018", 2, 2)], "冒号应为半角"),
    "wide colon everywhere": (
        "年度：2020\n部门：甲\n",
        [("JS-018", 1, 3), ("JS-018", 2, 3)],
        "冒号应为半角",
    ),
    "wide colon below a key": (
        "甲:\n  乙：2\n  丙：3\n",
        [("JS-018", 2, 4), ("JS-018", 3, 4)],
        "冒号应为半角",
    ),
    "wide colon, then right": ("甲:\n  乙：2\n  丙: 3\n", [("JS-018", 2, 4)], "冒号应为半角"),
    "wide colon of a section": ("甲: 1\n乙：\n  丙: 3\n", [("JS-018", 2, 2)], "冒号应为半角"),
    "wide colon in an item": ("表:\n  - 甲：1\n    乙: 2\n", [("JS-018", 2, 6)], "冒号应为半角"),
    "wide colons in an item": (
        "表:\n  - 甲：1\n    乙：2\n",
        [("JS-018", 2, 6), ("JS-018", 3, 6)],
        "冒号应为半角",
    ),
    "wide colon in flow": ("表: {甲：1, 乙: 2}\n", [("JS-018", 1, 6)], "冒号应为半角"),
    "further wide colons": (
        "甲: 1\n乙：2\n丙: 3\n丁: |\n  注：四\n戊：5\n- 说明：不算\n",
        [("JS-018", 2, 2), ("JS-018", 6, 2)],
        "冒号应为半角",
    ),
    "glued colon": ("甲: 1\n乙:2\n丙: 3\n", [("JS-018", 2, 2)], "后面要加一个空格"),
    "glued colon only": ("收入:12\n", [("JS-018", 1, 3)], "后面要加一个空格"),
    "glued colon in flow": ("表: {甲:1}\n", [("JS-018", 1, 6)], "后面要加一个空格"),
    "root list": ("- 甲\n", [("JS-019", 1, 1)], "现在是列表"),
    "root text": ("\n甲\n", [("JS-019", 2, 1)], "现在是一段文字"),
    "root quoted": ("'甲'\n", [("JS-019", 1, 1)], "现在是一段文字"),
    "duplicate": ("甲:\n  乙: 1\n  丙: 2\n  乙: 3\n", [("JS-020", 4, 3)], "第 2 行已经有了"),
    "list as key": ("? [甲]\n: 1\n", [("JS-021", 1, 3)], "键必须是文字"),
    "mapping as key": ("? {甲: 1}\n: 1\n", [("JS-021", 1, 3)], "键必须是文字"),
    "no key": (": 1\n", [("JS-021", 1, 1)], "缺少键名"),
    "blank key": ("甲: 1\n~: 1\n", [("JS-021", 2, 1)], "缺少键名"),
    "quoted blank key": ("甲: 1\n' ': 1\n", [("JS-021", 2, 1)], "缺少键名"),
    "blank key in flow": ("甲: {: 1}\n", [("JS-021", 1, 5)], "缺少键名"),
    "alias": ("甲: *乙\n", [("JS-022", 1, 4)], "以 * 或 & 开头的文字请加引号"),
    "undefined alias": ("甲: *b\n", [("JS-022", 1, 4)], "不支持锚点与别名"),
    "emphasis": ("甲: **重要**\n", [("JS-022", 1, 4)], "不支持锚点与别名"),
    "anchor": ("甲: &a 1\n乙: *a\n", [("JS-022", 1, 4), ("JS-022", 2, 4)], "锚点"),
    "bad anchor": ("甲: &乙\n", [("JS-022", 1, 4)], "不支持锚点与别名"),
    "alias as key": ("甲: 1\n*b : 1\n", [("JS-022", 2, 1)], "不支持锚点与别名"),
    "python tag": ("甲: !!python/object:os.system 乙\n", [("JS-023", 1, 4)], "不支持标签"),
    "tag": ("甲: !foo\n  乙: 1\n", [("JS-023", 1, 4)], "不支持标签"),
    "bare tag": ("甲: ! 乙\n", [("JS-023", 1, 4)], "不支持标签"),
    "exclamation": ("甲: !重要\n", [("JS-023", 1, 4)], "不支持标签"),
    "tag handle": ("甲: !a!b 乙\n", [("JS-023", 1, 4)], "不支持标签"),
    "wide comma": ("甲: [办公室，综合股]\n", [("JS-030", 1, 8)], "半角逗号"),
    "wide comma in braces": ("甲: {乙: 丙，丁: 1}\n", [("JS-030", 1, 9)], "半角逗号"),
    "wide marks in braces": (
        "甲: {乙：丙，丁：1}\n",
        [("JS-018", 1, 6), ("JS-030", 1, 8), ("JS-018", 1, 10)],
        "冒号应为半角",
    ),
    "wide enumeration": ("甲: [办公室、综合股, 其他]\n", [("JS-030", 1, 8)], "几项会被当成一项"),
    "documents": ("甲: 1\n---\n乙: 2\n", [("JS-024", 2, 1)], "第二份"),
    "template": ("甲: 共{{ 收入 }}元\n", [("JS-025", 1, 5)], "模板语法"),
    "template block": (
        "甲: | # {{ }}\n  一\n  二 {% if %} {{ x }}\n  三 {# 四 #}\n",
        [("JS-025", 3, 5), ("JS-025", 4, 5)],
        "模板语法",
    ),
    "template key": ("甲{{ x }}: 1\n", [("JS-025", 1, 2)], "模板语法"),
    "template bare": ("甲: 1\n乙: {{ x }}\n", [("JS-025", 2, 4)], "模板语法"),
    "template bare key": ("{{ x }}: 1\n", [("JS-025", 1, 1)], "模板语法"),
    "template bare, more": ("甲: {{ x }}万元\n", [("JS-025", 1, 4)], "模板语法"),
    "template bare tag": ("甲: {% if x %}\n", [("JS-025", 1, 4)], "模板语法"),
    "template bare comment": ("甲: {# x #}\n乙: 1\n", [("JS-025", 1, 4)], "模板语法"),
    "template escaped": ('甲: "\\x7b{ x }}"\n', [("JS-025", 1, 4)], "模板语法"),
    "comma trap": ("甲: {预算: 4,493.88, 决算: 5}\n", [("JS-026", 1, 11)], "数字里的逗号"),
    "long comma trap": ("甲: {预算: 1,234,567}\n", [("JS-026", 1, 11)], "改写成分行形式"),
    "cut text": ("甲: {乙: 50卷, 80盒}\n", [("JS-026", 1, 13)], "“80盒”在 { } 里单独成了一项"),
    "number in braces": ("甲: {86.40}\n", [("JS-026", 1, 5)], "没有冒号和值"),
    "cut whole": ("名称: #楼改造\n", [("JS-027", 1, 5)], "“#楼改造”被当作注释"),
    "cut whole item": ("名称:\n  - #楼改造\n", [("JS-027", 2, 5)], "“#楼改造”被当作注释"),
    "cut": ("名称: 3 #楼改造\n", [("JS-027", 1, 7)], "“#楼改造”被当作注释"),
    "deep": ("甲: " + "[" * 60, [("JS-028", 1, 53)], "嵌套过深"),
    "deep flow mappings": ("{甲: " * 60, [("JS-028", 1, 201)], "嵌套过深"),
    "deep lists": ("甲:\n" + "- " * 60 + "乙", [("JS-028", 2, 99)], "嵌套过深"),
    "merge": ("甲: 1\n<<: {乙: 1}\n", [("JS-029", 2, 1)], "合并键"),
}


@pytest.mark.parametrize("kind", REJECTED)
def test_refused_at_its_place(kind: str) -> None:
    text, expected, words = REJECTED[kind]
    result = read_text(text, "f.yaml")
    assert found(result) == expected
    assert words in result.findings[0].message
    assert all(item.where.file == "f.yaml" and not item.waivable for item in result.findings)


def test_all_are_errors_but_the_cut_comment() -> None:
    for text, _, _ in REJECTED.values():
        for item in read_text(text, "f.yaml").findings:
            expected = Severity.WARNING if item.id == "JS-027" else Severity.ERROR
            assert item.severity is expected


def test_no_message_is_english() -> None:
    for text, _, _ in REJECTED.values():
        for item in read_text(text, "f.yaml").findings:
            assert not any(word in item.message for word in ("expected", "found", "while", "not "))


def test_findings_of_all_kinds_come_together() -> None:
    text = "甲: 1\x01\n甲: 2\n乙: {{ x }}\n丙: *a\n丁: !t 1\n戊: 2\n\t己: 3\n庚: '\n"
    codes = [code for code, _, _ in found(read_text(text, "f.yaml"))]
    assert codes == ["JS-014", "JS-020", "JS-025", "JS-022", "JS-023", "JS-016"]


def test_what_is_refused_is_harmless_in_the_tree() -> None:
    tree = read_text('甲: "{{ x }}\\x01"\n乙: {{ y }}\n丙: \ufdd0\n', "f.yaml").tree
    assert tree is not None
    assert tree.plain() == {"甲": "｛{ x }}\ufffd", "乙": "｛{ y }}", "丙": None}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("甲: {乙: *a}\n", ("甲", "乙")),
        ("甲:\n  - 乙\n  - !t 丙\n", ("甲", 1)),
        ("甲: {乙: {{ x }}}\n", ("甲", "乙")),
        ("甲: 8\x006\n", ("甲",)),
        ("甲: [乙，丙]\n", ("甲", 0)),
        ("甲: {乙：1}\n", ("甲",)),
        ("甲:\n  乙：1\n", ("甲",)),
        ("甲: {乙: 1, 乙: 2}\n", ("甲", "乙")),
        ("甲: 1\n: 2\n", ()),
    ],
)
def test_a_finding_on_a_value_names_it_so_that_nobody_calls_it_missing(
    text: str, path: DataPath
) -> None:
    (item,) = read_text(text, "f.yaml").findings
    assert item.path == path


ERRORS = {
    "unquoted signs": ("甲: {}\n乙: {}\n丙: {}\n丁: 1\n", ("%5", ">95%", "@戊"), "丁"),
    "colons": ("甲：1\n乙:2\n丙： 3\n丁: 1\n", (), "丁"),
    "quotes": ("甲: {}\n乙: {}\n丁: 1\n", ('"戊', "'己'庚"), "丁"),
    "brackets": ("甲: {}\n乙: {}\n丁: 1\n", ("[戊", "{己: 庚"), "丁"),
    "items": ("甲:\n  - {}\n  - {}\n丁: 1\n", ("*戊", "&己"), "丁"),
    "in lists of mappings": ("甲:\n  - 乙: {}\n    丙: {}\n丁: 1\n", ("`戊", ">己"), "丁"),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_reading_goes_on_behind_a_wrong_value_or_colon(kind: str) -> None:
    text, values, last = ERRORS[kind]
    result = read_text(text.format(*values), "f.yaml")
    assert len(result.findings) == (len(values) or 3)
    assert all(item.path for item in result.findings)
    assert result.tree is not None
    assert result.tree.plain()[last] == "1"
    assert "\ufffd" not in str(result.tree.plain())


@pytest.mark.parametrize(
    "text",
    [
        "甲: >5\n  乙\n丙: 1\n",
        "甲: {乙: 1,\n  丙: @丁}\n戊: 1\n",
        "甲\n乙: 1\n",
        "甲: 1\n  乙: 2\n",
        "甲: 1乙: 2\n丙: 3\n",
        "甲: {乙: 1}丙:\n丁: 2\n",
    ],
)
def test_reading_ends_where_it_is_not_plain_what_was_meant(text: str) -> None:
    result = read_text(text, "f.yaml")
    assert len(result.findings) == 1
    assert result.tree is None


def test_only_so_many_syntax_errors_are_looked_for() -> None:
    result = read_text("".join(f"k{n}: @\n" for n in range(100)), "f.yaml")
    assert 20 <= len(result.findings) <= 30
    assert result.tree is None


def test_a_number_cut_at_its_commas_is_put_together() -> None:
    tree = read_text("甲: {预算: 1,234,567.89, 决算: 5,600}\n", "f.yaml").tree
    assert tree is not None
    assert tree.plain() == {"甲": {"预算": "1,234,567.89", "决算": "5,600"}}


def test_the_first_of_two_equal_keys_stays() -> None:
    tree = read_text("甲: 1\n甲: 2\n", "f.yaml").tree
    assert tree is not None
    assert tree.plain() == {"甲": "1"}


def test_many_of_a_kind_are_cut_and_counted() -> None:
    result = read_text("甲: 1\n" * 100, "f.yaml")
    assert len(result.findings) == 20
    assert "另有 79 处" in result.findings[-1].hint


@pytest.mark.exhaustive
def test_too_many_values() -> None:
    result = read_text("甲:\n" + "- 1\n" * 200_000, "f.yaml")
    assert result.tree is None
    assert found(result) == [("JS-011", 199_999, 3)]


def test_an_unknown_problem_keeps_the_words_of_the_parser() -> None:
    source = SourceText("f.yaml", "甲: 1\n乙: 2\n")
    findings = Findings(source)
    explain(source, Failure("something new", "", 8, 8, None, None), findings)
    (item,) = findings.result()
    assert (item.id, str(item.where)) == ("JS-017", "f.yaml:2:4")
    assert item.message == "YAML 语法错误（something new）"


def cpu_seconds(text: str) -> float:
    """Return what reading costs; time that others take from the machine does not count."""
    start = time.process_time()
    assert read_text(text, "f.yaml").findings
    return time.process_time() - start


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("head", "unit", "times", "tail"),
    [
        ("", "[", 2_000_000, ""),
        ("", "{甲: ", 500_000, ""),
        ("", "- ", 1_000_000, ""),
        ("{甲: ", "1,", 50_000, ""),
        ("{甲: 1", ",111", 20_000, "}"),
        ("甲: 1\n", "乙：2\n", 200_000, ""),
        ("", "\t甲: 1\n", 100_000, ""),
        ("", " ", 2_000_000, "|"),
        ("", "甲 |", 500_000, ""),
        ("甲: 乙", " #丙", 250_000, ""),
        ("", "\x01", 500_000, ""),
    ],
)
def test_bombs_take_time_in_proportion_to_their_length(
    head: str, unit: str, times: int, tail: str
) -> None:
    small, large = (head + unit * number + tail for number in (times // 8, times))
    # 8 if linear, 64 if quadratic.
    assert cpu_seconds(large) < 24 * min(cpu_seconds(small) for _ in range(2))


def test_missing_file(tmp_path: Path) -> None:
    result = read_source(tmp_path / "无.yaml", shown_as="无.yaml")
    assert found(result) == [("JS-010", 0, 0)]
    assert result.findings[0].message == "找不到文件"
    assert str(result.findings[0].where) == "无.yaml"
    assert found(read_source(Path("a\0b"))) == [("JS-010", 0, 0)]


def test_folder(tmp_path: Path) -> None:
    assert "文件夹" in read_source(tmp_path).findings[0].message


@pytest.mark.parametrize(
    ("head", "words"),
    [(b"PK\x03\x04", "Word、Excel"), (b"\xd0\xcf\x11\xe0", "Excel"), (b"%PDF-1.7", "PDF")],
)
def test_office_files(tmp_path: Path, head: bytes, words: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(head + b"\x00\xff")
    result = read_source(path)
    assert found(result) == [("JS-010", 0, 0)]
    assert words in result.findings[0].message


def test_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    assert "不是普通文件" in read_source(tmp_path / "p").findings[0].message


def test_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    path = tmp_path / "f.yaml"
    path.write_bytes(b"")
    monkeypatch.setattr(Path, "open", refuse)
    assert "权限" in read_source(path).findings[0].message


@pytest.mark.exhaustive
def test_big_file(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"#" * (10 * 1024 * 1024))
    assert found(read_source(path)) == [("JS-013", 1, 1)]
    path.write_bytes(b"#" * (10 * 1024 * 1024 + 1))
    assert found(read_source(path)) == [("JS-011", 0, 0)]


@pytest.mark.parametrize(
    ("data", "expected", "words"),
    [
        ("年度: 2020\n名称: 甲\n".encode("gb18030"), ("JS-012", 1, 1), "文件是 GBK 编码"),
        (b"a: 1\r\nb: \xc3\xf1\r\n", ("JS-012", 2, 4), "文件是 GBK 编码"),
        ("年度: 2020\n".encode("utf-16"), ("JS-012", 1, 1), "UTF-16"),
        ("甲: ".encode() + b"\xff\n", ("JS-012", 1, 4), "不是 UTF-8"),
        (b"\xef\xbb\xbfa: \xff\n", ("JS-012", 1, 4), "不是 UTF-8"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, expected: tuple[str, int, int], words: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(data)
    result = read_source(path)
    assert found(result) == [expected]
    assert words in result.findings[0].message
    assert "UTF-8" in result.findings[0].message
