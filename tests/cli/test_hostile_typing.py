"""Inputs as tired hands type them: every slip is told at its place, in a line, nothing is written.

A slip is one small change of the smallest example. `‸` in the new text marks the place of each
expected finding and is not part of the input.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from sampling import sampled
from told_lines import without_excerpts
from typer.testing import CliRunner

from drafter.cli.app import app

PLAIN = (Path(__file__).parents[2] / "example_inputs" / "minimal.yaml").read_text(encoding="utf-8")
CARET = "‸"
SEVERITY = {
    "JS-027": "警告",
    "JS-215": "警告",
    "JS-219": "警告",
    "JS-244": "提示",
    "JS-652": "提示",
    "JS-905": "警告",
    "JS-907": "提示",
}
_LINE = re.compile(
    r"(?P<file>.*?)(?::(?P<line>\d+):(?P<column>\d+))?: (?P<severity>\S+) (?P<id>JS-\d+) .*"
)

Found = tuple[str, int, int]
"""The id of a finding with its line and column; both are 0 where a file has no places."""


@dataclass(frozen=True)
class Slip:
    """Changes of the example, each once, and the findings at the marks from top to bottom."""

    changes: tuple[tuple[str, str], ...]
    expected: tuple[str, ...]
    """For each mark the id and a key phrase of its message: `JS-033 全角字符`."""

    def marked(self) -> str:
        text = PLAIN
        for old, new in self.changes:
            assert text.count(old) >= 1, old
            text = text.replace(old, new, 1)
        return text

    def text(self) -> str:
        return self.marked().replace(CARET, "")

    def findings(self) -> list[Found]:
        *parts, _ = self.marked().split(CARET)
        before, places = "", []
        for part in parts:
            before += part
            places.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
        ids = [words.split()[0] for words in self.expected]
        return [(id_, *place) for id_, place in zip(ids, places, strict=True)]


def slip(old: str, new: str, *expected: str) -> Slip:
    return Slip(((old, new),), expected)


def amount(typed: str, *expected: str) -> Slip:
    return slip("一般公共预算财政拨款: 86.40", f"一般公共预算财政拨款: {typed}", *expected)


def count(typed: str, *expected: str) -> Slip:
    return slip("公务员: 5", f"公务员: {typed}", *expected)


def words(typed: str, *expected: str) -> Slip:
    return slip("概述: 无", f"概述: {typed}", *expected)


def posts(typed: str, *expected: str) -> Slip:
    return slip("- {名称: 馆长, 人数: 1}", typed, *expected)


NONE_OR_ZERO = "JS-033 没有此项写“无”，数是零写 0"

AMOUNTS = {
    "full-width digits": amount("‸８６．４０", "JS-033 “８６．４０”含全角字符，请改用半角数字"),
    "full-width point": amount("‸86．40", "JS-033 全角字符"),
    "full-width comma in a number": amount("‸1，234.5", "JS-033 全角字符"),
    "full-width minus": amount("‸－86.40", "JS-033 全角字符"),
    "exponent": amount("‸1e3", "JS-033 科学计数法"),
    "wrong thousands": amount("‸308,7700.00", "JS-033 千分位逗号位置不对"),
    "decimal comma": amount("‸86,40", "JS-033 千分位逗号位置不对"),
    "unit in 万元": amount("‸4493.88万元", "JS-033 带了单位，这里只填数字"),
    "unit behind a space": amount("‸86.40 元", "JS-033 带了单位"),
    "currency sign": amount("‸¥86.40", "JS-033 带了单位"),
    "percent for an amount": amount("‸12%", "JS-033 带了单位"),
    "hyphen for none": amount("‸-", "JS-017 没有此项写“无”，数是零写 0"),
    "slash for none": amount("‸/", NONE_OR_ZERO),
    "dash for none": amount("‸—", NONE_OR_ZERO),
    "two dashes for none": amount("‸——", NONE_OR_ZERO),
    "circle for zero": amount("‸○", NONE_OR_ZERO),
    "Chinese zero": amount("‸〇", NONE_OR_ZERO),
    "Chinese numerals": amount("‸八十六", "JS-033 不是金额，应为普通数字"),
    "date": amount("‸2020-01-01", "JS-033 不是金额"),
    "range": amount("‸80-86", "JS-033 不是金额"),
    "approximate": amount("‸约86.40", "JS-033 不是金额"),
    "formula": amount("‸=80.40+6.00", "JS-033 是一个式子"),
    "full stop as point": amount("‸86。40", "JS-033 小数点是句号"),
    "full stop behind": amount("‸86.40。", "JS-033 末尾多了“。”"),
    "none with a full stop": amount("‸无。", "JS-033 末尾多了“。”"),
    "letter O": amount("‸86.4O", "JS-033 含字母"),
    "two points": amount("‸86.4.0", "JS-033 有多个小数点"),
    "space inside": amount("‸86. 40", "JS-033 中间有空格"),
    "underscore": amount("‸1_000", "JS-033 下划线"),
    "no digit before the point": amount("‸.5", "JS-033 小数点两边都应有数字"),
    "Chinese quotes": amount("‸“86.40”", "JS-033 外面有中文引号，请去掉"),
    "brackets for negative": amount("‸(86.40)", "JS-033 不是金额"),
    "nan": amount("‸nan", "JS-033 不是金额"),
    "infinity": amount("‸.inf", "JS-033 不是金额"),
    "a huge number": amount("‸" + "9" * 5000, "JS-033 超过 18 位数字"),
    "yes": amount("‸是", "JS-033 不是金额"),
    "English no": amount("‸no", "JS-033 没有此项写“无”"),
    "null": slip("  事业: 无\n  经营", "  ‸事业: null\n  经营", "JS-901 待补：收入.事业"),
    "tilde": slip("  事业: 无\n  经营", "  ‸事业: ~\n  经营", "JS-901 待补：收入.事业"),
    "blank": slip("  事业: 无\n  经营", "  ‸事业:\n  经营", "JS-901 待补：收入.事业"),
    "blanks in quotes": amount('‸" "', "JS-031 空白的文字"),
    "list for an amount": slip(
        "  一般公共预算财政拨款: 86.40",
        "  ‸一般公共预算财政拨款: [86.40]",
        "JS-031 却是列表",
    ),
    "amount in braces": amount("{‸86.40}", "JS-026 没有冒号和值"),
    "comma in braces": slip(
        "上年: 84.10, 变动", "上年: ‸1,‸284.10, 变动", "JS-244 多 1,200.00", "JS-026 千分位逗号"
    ),
    "template syntax": amount("‸{{ x }}", "JS-025 模板语法"),
    "template tag": amount("‸{% if x %}", "JS-025 模板语法"),
    "invisible space": amount("86.4‸\u200b0", "JS-014 U+200B"),
    "control character": amount("86.40‸\x0b", "JS-014 U+000B"),
    "negative": Slip(
        (
            ("一般公共预算财政拨款: 86.40", "一般公共预算财政拨款: ‸-86.40"),
            ("结转结余: 无", "结转结余: ‸‸无"),
        ),
        ("JS-219 是负数", "JS-203 不一致，相差 172.80", "JS-216 不一致"),
    ),
    "unbalanced": Slip(
        (
            ("一般公共预算财政拨款: 86.40", "一般公共预算财政拨款: 86.04"),
            ("结转结余: 无", "结转结余: ‸‸无"),
        ),
        ("JS-203 收入总计 86.04 万元，与支出总计 86.40 万元不一致", "JS-216 不一致"),
    ),
}

COUNTS = {
    "negative count": count("‸-1", "JS-034 个数不能为负"),
    "half a person": count("‸1.5", "JS-034 不是整数"),
    "people": count("‸5 人", "JS-034 带了单位"),
    "full-width count": count("‸５", "JS-034 全角字符"),
    "Chinese count": count("‸五", "JS-034 不是个数"),
    "range of people": count("‸5-6", "JS-034 不是个数"),
    "dash for nobody": count("‸—", "JS-034 没有此项写“无”，数是零写 0"),
    "too many people": count("‸99999999999", "JS-034 超过 9 位数字"),
    "list for a count": slip("公务员: 5", "‸公务员: [5]", "JS-031 应填个数，却是列表"),
    "group for a count": slip("公务员: 5", "‸公务员: {人数: 5}", "JS-031 却是一组字段"),
}

HEADER = {
    "Chinese year": slip("年度: 2020", "年度: ‸二〇二〇", "JS-036 应为四位数字"),
    "full-width year": slip("年度: 2020", "年度: ‸２０２０", "JS-036 含全角字符"),
    "year with its unit": slip("年度: 2020", "年度: ‸2020年", "JS-036 应为四位数字"),
    "wrong year": slip("年度: 2020", "年度: ‸2030", "JS-905 数据是 2030 年度"),
    "unit mixed up": Slip(
        (
            ("金额单位: 万元", "金额单位: ‸元"),
            ("变动原因: 人员工资调整}", "变动原因: ‸人员工资调整}"),
            ("变动原因: 人员工资调整}\n\n", "变动原因: ‸人员工资调整}\n\n"),
            ("变动原因: 人员工资调整\n", "变动原因: ‸人员工资调整\n"),
            ("  人员经费:\n", "  ‸人员经费:\n"),
            ("  公用经费:\n", "  ‸公用经费:\n"),
        ),
        ("JS-215 核对文件头的“金额单位”", *("JS-907 没有印",) * 3, *("JS-652 名在职人员",) * 2),
    ),
    "unknown unit": slip("金额单位: 万元", "金额单位: ‸千元", "JS-035 可选：万元、元"),
    "Chinese quotes around a choice": slip(
        "口径: 单位", "口径: ‸“单位”", "JS-035 可选：部门、单位"
    ),
    "version": slip("格式版本: 1", "格式版本: ‸2", "JS-036 应为 1"),
    "unknown template": slip("报告: [", "‸报告: [甲-", "JS-903 没有模板"),
}

TEXTS = {
    "asterisk": words("‸*重点", "JS-022 请加引号"),
    "ampersand": words("‸&重点", "JS-022 请加引号"),
    "percent": words("‸%5", "JS-017 值不能以“%”开头"),
    "greater": words("‸>95%", "JS-017 “>”在值的开头"),
    "bar": words("‸|接收档案", "JS-017 “|”在值的开头"),
    "at": words("‸@馆长", "JS-017 值不能以“@”开头"),
    "backtick": words("‸`馆", "JS-017 值不能以“`”开头"),
    "exclamation": words("‸!注意", "JS-023 请加引号"),
    "question": words("‸? 待定", "JS-017 “?”在这里有特殊含义"),
    "dash in front": words("‸- 接收档案", "JS-017 另起一行"),
    "bracket in front": words("[重点]‸工作", "JS-017 引号或括号后面又有内容"),
    "brace in front": words("‸{重点", "JS-017 没有正确闭合"),
    "quote in front": words('"十四五"‸规划', "JS-017 引号或括号后面又有内容"),
    "open quote": words('‸"接收档案', "JS-017 引号没有闭合"),
    "open single quote": words("‸'接收档案", "JS-017 引号没有闭合"),
    "colon and space": words("职责‸: 接收", "JS-017 值里又出现了一个冒号"),
    "cut by a hash": words("接收 ‸#1 库房", "JS-027 “#1 库房”被当作注释"),
    "cut away by a hash": slip("自称: 我馆", "自称: ‸#我馆", "JS-027 “#我馆”被当作注释"),
    "backslash": words('"D:‸\\档案"', "JS-017 转义符"),
    "surrogate escape": words('"档案‸\\ud800"', "JS-017 转义符"),
    "control escape": words('‸"\\x01"', "JS-014 转义符"),
    "noncharacter": words("档案‸\ufdd0", "JS-015 U+FDD0"),
    "lost character": words("档‸\ufffd馆", "JS-014 乱码"),
    "NUL": words("档案‸\x00\x00\x00", "JS-014 U+0000"),
    "template in a sentence": words("档案‸{{ x }}卷", "JS-025 模板语法"),
    "comma in braces": slip(
        "预期: ≥50卷", "预期: 50卷, ‸80盒", "JS-026 “80盒”在 { } 里单独成了一项"
    ),
    "list for a text": slip("概述: 无", "‸概述: [接收]", "JS-031 应填文字，却是列表"),
    "uneven lines": words("|\n    接收\n   ‸保管", "JS-017 与第 17 行开始的多行文字不对齐"),
    "lines not indented": words("|\n  ‸接收", "JS-017 这一行缺少冒号"),
}

WIDE_COLON = "JS-018 冒号应为半角“:”"

STRUCTURE = {
    "wide colon": slip("  经营: 无", "  经营‸：无", WIDE_COLON),
    "wide colon of a section": slip("收入:", "收入‸：", WIDE_COLON),
    "wide colon on the first line": slip("格式版本: 1", "格式版本‸：1", WIDE_COLON),
    "wide colons of a whole section": slip(
        "车辆: 无", "车辆:\n  编制‸：0\n  实有‸：0", WIDE_COLON, WIDE_COLON
    ),
    "glued colon": slip("  经营: 无", "  经营‸:无", "JS-018 后面要加一个空格"),
    "wide marks in braces": posts(
        "- {名称‸：馆长‸，人数‸：1}", WIDE_COLON, "JS-030 半角逗号", WIDE_COLON
    ),
    "wide comma in braces": posts("- {名称: 馆长‸，人数: 1}", "JS-030 半角逗号"),
    "glued colons in braces": posts("- {名称‸:馆长, 人数‸:1}", *("JS-018 后面要加一个空格",) * 2),
    "no comma in braces": posts("- {名称: 馆长 人数‸: 1}", "JS-017 这里应有“,”或“}”"),
    "no end of braces": posts("- ‸{名称: 馆长, 人数: 1", "JS-017 没有正确闭合"),
    "wrong end of braces": posts("- {名称: 馆长, 人数: 1‸]", "JS-017 这里应有“,”或“}”"),
    "wide braces": posts("- ‸｛名称: 馆长, 人数: 1｝", "JS-017 括号应为半角"),
    "wide comma in brackets": slip("[办公室, ", "[办公室‸，", "JS-030 几项会被当成一项"),
    "no colon": slip("  经营: 无", "  ‸经营 无", "JS-017 这一行缺少冒号"),
    "equals for the colon": slip("  经营: 无", "  ‸经营=无", "JS-017 这一行缺少冒号"),
    "glued dash": slip("    - 提供", "    ‸-提供", "JS-017 “-”后面要加一个空格"),
    "glued dash before braces": posts("‸-{名称: 馆长, 人数: 1}", "JS-017 “-”后面要加一个空格"),
    "glued dash before keys": slip(
        "  - 名称: 档案保护", "  ‸-名称: 档案保护", "JS-017 “-”后面要加一个空格"
    ),
    "wide dash": slip("    - 提供", "    ‸－ 提供", "JS-017 应以半角的“- ”开头"),
    "bullet": slip("    - 提供", "    ‸· 提供", "JS-017 应以半角的“- ”开头"),
    "numbered item": slip("    - 提供", "    ‸2. 提供", "JS-017 列表的每一项以“- ”开头"),
    "tab": slip("  项目支出", "‸\t项目支出", "JS-016 制表符"),
    "tab behind spaces": slip("  项目支出", "  ‸\t项目支出", "JS-016 制表符"),
    "full-width indent": slip("  项目支出", "‸　项目支出", "JS-016 全角空格"),
    "no-break indent": slip("  项目支出", "‸\u00a0\u00a0项目支出", "JS-016 不换行空格"),
    "one space too many": slip("  项目支出", "   ‸项目支出", "JS-017 比第 52 行深"),
    "one space too few": slip("  项目支出", " ‸项目支出", "JS-017 与上文任何一级都不对齐"),
    "section nested": slip("车辆: 无", "  ‸车辆: 无", "JS-032 “车辆”是最外层的一节"),
    "key not nested": slip(
        "  对附属单位补助支出: 无", "‸对附属单位补助支出: 无", "JS-032 属于“支出”，请检查行首的缩进"
    ),
    "duplicate key": slip("  经营: 无", "  经营: 无\n  ‸经营: 无", "JS-020 第 48 行已经有了"),
    "section twice": slip(
        "\n收入:", "\n收入:\n  其他: 无\n‸收入:", "JS-020 键“收入”重复，第 42 行已经有了"
    ),
    "misspelt section": slip("收入:", "‸收人:", "JS-032 是不是“收入”？"),
    "misspelt key": slip("  其他: 无", "  ‸其它: 无", "JS-032 是不是“其他”？"),
    "space inside a key": slip("  经营: 无", "  ‸经　营: 无", "JS-032 是不是“经营”？"),
    "number before a key": slip("收入:", "‸一、收入:", "JS-032 是不是“收入”？"),
    "invisible space in a key": slip("收入:", "收‸\u200b入:", "JS-014 U+200B"),
    "unknown key": slip("车辆: 无", "车辆: 无\n‸说明: 无", "JS-032 不认识的字段“说明”"),
    "English key": slip("车辆: 无", "‸vehicles: 无\n车辆: 无", "JS-032 不认识的字段“vehicles”"),
    "missing section": Slip((("# yaml", "‸# yaml"), ("车辆: 无\n", "")), ("JS-901 待补：车辆（",)),
    "missing carry-over": Slip(
        (("# yaml", "‸# yaml"), ("结转结余: 无\n", "")), ("JS-901 待补：结转结余（",)
    ),
    "text for a section": slip("政府采购: 无", "政府采购: ‸没有", "JS-031 没有此项写“无”"),
    "list for a section": slip("结转结余: 无", "‸结转结余: [年初]", "JS-031 一组字段，却是列表"),
    "section for a list": Slip(
        (("\n项目:", "\n‸项目:"), ("  - 名称: 档案保护经费", "    名称: 档案保护经费")),
        ("JS-031 项目：这里应是列表",),
    ),
    "text for a list": slip(
        "[办公室, 保管利用股]", "‸办公室、保管利用股", "JS-031 每项另起一行，以“- ”开头"
    ),
    "anchor": slip("公务员: 5", "公务员: ‸&a 5", "JS-022 锚点"),
    "merge": slip("  经营: 无", "  ‸<<: 无\n  经营: 无", "JS-029 合并键"),
    "no key": slip("  经营: 无", "  ‸: 无\n  经营: 无", "JS-021 缺少键名"),
    "marker in the middle": slip("\n收入:", "\n‸---\n收入:", "JS-024 这里又开始了第二份"),
    "end in the middle": slip("\n收入:", "\n...\n‸收入:", "JS-017 已经结束"),
    "merge conflict": slip("  经营: 无", "‸<<<<<<< HEAD\n  经营: 无", "JS-017 这一行缺少冒号"),
    "deep nesting": slip("结转结余: 无", f"结转结余: {'[' * 49}‸{'[' * 50}", "JS-028 嵌套过深"),
    "a key too often": slip(
        "车辆: 无\n", "车辆: 无\n" + "‸车辆: 无\n" * 20 + "车辆: 无\n" * 80, *("JS-020 重复",) * 20
    ),
}

SLIPS = {
    f"{kind}: {name}": one
    for kind, group in (
        ("amount", AMOUNTS),
        ("count", COUNTS),
        ("header", HEADER),
        ("text", TEXTS),
        ("structure", STRUCTURE),
    )
    for name, one in group.items()
}


@dataclass(frozen=True)
class Run:
    """What one call of the command came to."""

    code: int
    findings: list[Found]
    lines: list[str]
    summary: str
    document: bytes | None


def rendered(folder: Path, data: bytes, *options: str) -> Run:
    path = folder / "输入.yaml"
    path.write_bytes(data)
    return run_on(folder, path, *options)


def run_on(folder: Path, path: Path, *options: str) -> Run:
    target = folder / "报告.docx"
    target.unlink(missing_ok=True)
    before = {p.name for p in folder.iterdir()}
    result = CliRunner().invoke(app, ["render", str(path), "-o", str(target), *options])
    # The runner answers 1 to an exception, too: only a command that ended itself is well.
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert result.stdout == ""
    document = target.read_bytes() if target.exists() else None
    assert {p.name for p in folder.iterdir()} - before == ({target.name} if document else set())
    *lines, summary = without_excerpts(result.stderr)
    found = [_LINE.fullmatch(line) for line in lines]
    findings: list[Found] = []
    for line, hit in zip(lines, found, strict=True):
        assert hit is not None, line
        assert hit["file"] == str(path)
        assert hit["severity"] == SEVERITY.get(hit["id"], "错误")
        findings.append((hit["id"], int(hit["line"] or 0), int(hit["column"] or 0)))
    return Run(result.exit_code, findings, lines, summary, document)


def assert_told(run: Run, expected: list[Found], phrases: tuple[str, ...]) -> None:
    assert run.findings == expected, run.lines
    for line, phrase in zip(run.lines, phrases, strict=True):
        assert phrase.split(maxsplit=1)[-1] in line, line
    assert run.code == 1
    assert run.document is None
    assert "没有生成报告" in run.summary


@pytest.mark.parametrize("kind", sampled(SLIPS, 16))
def test_a_slip_is_told_at_its_place_and_nothing_is_written(tmp_path: Path, kind: str) -> None:
    wrong = SLIPS[kind]
    mild = all(id_ in SEVERITY for id_, _, _ in wrong.findings())
    options = ("--strict",) if mild else ()
    run = rendered(tmp_path, wrong.text().encode("utf-8"), *options)
    assert_told(run, wrong.findings(), wrong.expected)


def test_there_are_slips_enough() -> None:
    assert len(SLIPS) > 100


NOT_UTF8 = PLAIN.replace("我馆", "\udcff").encode("utf-8", "surrogateescape")
ALIASES = "".join(
    f"{name}: &{name} [*{before}, *{before}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

FILES: dict[str, tuple[bytes, Found, str]] = {
    "empty": (b"", ("JS-013", 1, 1), "文件是空的"),
    "blank lines": (b"\n \n", ("JS-013", 1, 1), "文件是空的"),
    "comments only": ("# 待填\n".encode(), ("JS-013", 1, 1), "文件是空的"),
    "GBK": (PLAIN.encode("gbk"), ("JS-012", 2, 3), "文件是 GBK 编码，请另存为 UTF-8"),
    "UTF-16": (PLAIN.encode("utf-16"), ("JS-012", 1, 1), "UTF-16 编码，请另存为 UTF-8"),
    "UTF-16 without mark": (PLAIN.encode("utf-16-le"), ("JS-012", 2, 12), "请另存为 UTF-8"),
    "Latin-1": ("a: caf\xe9\n".encode("latin-1"), ("JS-012", 1, 7), "不是 UTF-8 编码"),
    "a wrong byte": (NOT_UTF8, ("JS-012", 14, 7), "不是 UTF-8 编码"),
    "zeros after a crash": (b"\x00" * 4096, ("JS-014", 1, 1), "U+0000"),
    "Word file": (b"PK\x03\x04\x14\x00\x06", ("JS-010", 0, 0), "Word、Excel"),
    "old Excel file": (b"\xd0\xcf\x11\xe0\xa1\xb1", ("JS-010", 0, 0), "Excel"),
    "PDF": (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", ("JS-010", 0, 0), "PDF"),
    "a list": ("- 甲\n".encode(), ("JS-019", 1, 1), "现在是列表"),
    "a sentence": ("本年收入86.40万元。\n".encode(), ("JS-019", 1, 1), "一段文字"),
    "spreadsheet text": ("年度,收入\n2020,86.40\n".encode(), ("JS-019", 1, 1), "一段文字"),
    "alias bomb": (ALIASES.encode(), ("JS-022", 1, 4), "不支持锚点与别名"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_the_wrong_kind_is_told_so(tmp_path: Path, kind: str) -> None:
    data, expected, phrase = FILES[kind]
    run = rendered(tmp_path, data)
    assert expected in run.findings
    assert phrase in run.lines[run.findings.index(expected)]
    assert run.code == 1
    assert run.document is None
    assert len(run.lines) <= MORE_THAN_ONE.get(kind, 1)


MORE_THAN_ONE = {
    "zeros after a crash": 2,  # and that it is no mapping
    "alias bomb": 8 + 20 + 1,  # no key of it is known, aliases up to their bound, no report
}


def test_brackets_without_end_are_refused(tmp_path: Path) -> None:
    run = rendered(tmp_path, b"[" * 10**6)
    # Newer libyaml gives up by itself, further on in the line.
    [(id_, line, _)] = run.findings
    assert (id_, line) == ("JS-028", 1)
    assert "嵌套过深，超过 50 层" in run.lines[0]
    assert run.code == 1
    assert run.document is None


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    os.truncate(path, 50 * 1024 * 1024)
    run = run_on(tmp_path, path)
    assert_told(run, [("JS-011", 0, 0)], ("文件超过 10 MB",))


@pytest.mark.exhaustive
def test_endless_keys_are_refused(tmp_path: Path) -> None:
    keys = b"".join(b"%x: 1\n" % number for number in range(101_000))
    run = rendered(tmp_path, keys)
    assert_told(run, [("JS-011", 100_000, 8)], ("超过 200000 个值",))


def test_a_line_may_be_very_long(tmp_path: Path) -> None:
    run = rendered(tmp_path, PLAIN.replace("我馆", "馆" * 10**6).encode())
    assert run.code == 0
    wrong = PLAIN.replace("86.40", "8" * 10**6, 1).encode()
    run = rendered(tmp_path, wrong)
    assert run.findings == [("JS-033", 43, 15)]
    assert len(run.lines[0]) < 500


@pytest.mark.parametrize(
    ("name", "phrase"),
    [("", "这是一个文件夹"), ("没有.yaml", "找不到文件"), ("a" * 300, "无法读取")],
)
def test_a_path_that_is_no_file(tmp_path: Path, name: str, phrase: str) -> None:
    run = run_on(tmp_path, tmp_path / name)
    assert_told(run, [("JS-010", 0, 0)], (phrase,))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "输入.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    path.chmod(0)
    assert_told(run_on(tmp_path, path), [("JS-010", 0, 0)], ("没有读取这个文件的权限",))


MANY = Slip(
    (
        ("年度: 2020", "年度: ‸２０２０"),
        ("口径: 单位", "口径: ‸本单位"),
        ("自称: 我馆", "自称: ‸&a 我馆"),
        ("概述: 无", "概述: 接收 ‸#1 档案"),
        ("[办公室, 保管利用股]", "[办公室‸，保管利用股]"),
        ("{名称: 馆长, 人数: 1}", "{名称‸：馆长, 人数: 1}"),
        ("公务员: 5", "公务员: ‸-5"),
        ("退休: 2", "‸退休:"),
        ("车辆: 无", "‸车两: 无"),
        ("财政拨款: 86.40", "财政拨款: ‸８６.40"),
        ("  事业: 无\n  经营: 无", "  ‸事业收入: 无\n  经营: ‸/"),
        ("  其他: 无\n支出", "  其他: 无\n  ‸其他: 0\n支出"),
        ("项目支出: 6.00", "项目支出: ‸6.00万元"),
        ("上年: 84.10, 变动", "上年: 1,‸084.10, 变动"),
        ("决算: 70.10", "决算: ‸7O.10"),
        ("负债: 0", "负债: 0‸\u200b"),
        ("问题: 无", "问题: 见‸{{ 附件 }}"),
        ("名词解释: 无", "名词解释: ‸见附件"),
    ),
    (
        "JS-036 全角字符",
        "JS-035 可选：部门、单位",
        "JS-022 请加引号",
        "JS-027 “#1 档案”被当作注释",
        "JS-030 半角逗号",
        WIDE_COLON,
        "JS-034 不能为负",
        "JS-901 待补：人员.实有.退休",
        "JS-032 是不是“车辆”？",
        "JS-033 全角字符",
        "JS-032 是不是“事业”？",
        NONE_OR_ZERO,
        "JS-020 键“其他”重复",
        "JS-033 带了单位",
        "JS-026 千分位逗号",
        "JS-033 含字母",
        "JS-014 U+200B",
        "JS-025 模板语法",
        "JS-031 这里应是列表",
    ),
)


STOPPING = Slip(
    (
        ("年度: 2020", "年度‸：2020"),
        ("自称: 我馆", "自称: ‸*我馆"),
        ("概述: 无", "概述: ‸`接收`"),
        ("    - 提供档案", "    - ‸@提供档案"),
        ("[办公室, 保管利用股]", "‸[办公室, 保管利用股"),
        ("{名称: 馆长, 人数: 1}", "{名称: 馆长‸，人数: 1}"),
        ("{名称: 工作人员, 人数: 4}", "‸｛名称: 工作人员, 人数: 4｝"),
        ("公务员: 5", "公务员: ‸-"),
        ("退休: 2", "退休‸:2"),
        ("车辆: 无", '车辆: ‸"无'),
        ("财政拨款: 86.40", "财政拨款: ‸>86.40"),
        ("项目支出: 6.00", "项目支出: '6.00'‸万元"),
        ("政府采购: 无", "政府采购: ‸%"),
        ("负债: 0", "负债: ‸Ｏ"),
        ("预期: ≥50卷", "预期: ‸@50卷"),
        ("名词解释: 无", "名词解释: ‸{% 无 %}"),
    ),
    (
        WIDE_COLON,
        "JS-022 请加引号",
        "JS-017 值不能以“`”开头",
        "JS-017 值不能以“@”开头",
        "JS-017 没有正确闭合",
        "JS-030 半角逗号",
        "JS-017 括号应为半角",
        "JS-017 没有此项写“无”",
        "JS-018 后面要加一个空格",
        "JS-017 引号没有闭合",
        "JS-017 “>”在值的开头",
        "JS-017 后面又有内容",
        "JS-017 值不能以“%”开头",
        "JS-033 全角字符",
        "JS-017 值不能以“@”开头",
        "JS-025 模板语法",
    ),
)


def test_what_stops_the_parser_hides_nothing_further_down(tmp_path: Path) -> None:
    run = rendered(tmp_path, STOPPING.text().encode())
    assert_told(run, STOPPING.findings(), STOPPING.expected)


def test_many_slips_are_told_in_one_run_in_the_order_of_the_file(tmp_path: Path) -> None:
    run = rendered(tmp_path, MANY.text().encode())
    assert_told(run, MANY.findings(), MANY.expected)
    assert run.summary.startswith("错误 18 项，警告 1 项，没有生成报告")


NOTEPAD = pytest.mark.parametrize(
    ("mark", "end"), [("\ufeff", "\r\n"), ("\ufeff", "\n"), ("", "\r")]
)


def as_notepad_saves(text: str, mark: str, end: str) -> bytes:
    return (mark + text.replace("\n", end)).encode("utf-8")


@NOTEPAD
def test_marks_and_line_ends_of_windows_change_no_byte_of_the_report(
    tmp_path: Path, mark: str, end: str
) -> None:
    text = PLAIN.replace("概述: 无", "概述: 职责：接收（注：含电子）档案")
    text = text.replace("重点工作: ", "重点工作: |\n  一：接收；\n  二：保管。\n  ")
    plain = rendered(tmp_path, text.encode())
    assert plain.findings == []
    assert plain.document is not None
    saved = rendered(tmp_path, as_notepad_saves(text, mark, end))
    assert saved.findings == []
    assert saved.document == plain.document


@NOTEPAD
def test_places_are_right_behind_marks_and_line_ends_of_windows(
    tmp_path: Path, mark: str, end: str
) -> None:
    run = rendered(tmp_path, as_notepad_saves(MANY.text(), mark, end))
    assert_told(run, MANY.findings(), MANY.expected)
    first = Slip((("# yaml-language-server:", "‸甲:"),), ("JS-032 不认识的字段“甲”",))
    run = rendered(tmp_path, as_notepad_saves(first.text(), mark, end))
    assert_told(run, first.findings(), first.expected)


ACCEPTED = {
    "space before the colon": ("  经营: 无", "  经营 : 无"),
    "space behind the value": ("经营: 无", "经营: 无  "),
    "full-width space behind the value": ("财政拨款: 86.40", "财政拨款: 86.40　"),
    "full-width space before the value": ("财政拨款: 86.40", "财政拨款: 　86.40"),
    "tab behind the colon": ("财政拨款: 86.40", "财政拨款:\t86.40"),
    "quoted number": ("财政拨款: 86.40", '财政拨款: "86.40"'),
    "plus": ("财政拨款: 86.40", "财政拨款: +86.40"),
    "leading zero": ("财政拨款: 86.40", "财政拨款: 086.40"),
    "long form": ("财政拨款: 86.40", "财政拨款: {决算: 86.40}"),
    "deeper indent of a whole list": (
        "    - 接收、整理和保管全县各单位移交的档案。\n    - 提供",
        "        - 接收、整理和保管全县各单位移交的档案。\n        - 提供",
    ),
    "marker in front": ("格式版本", "---\n格式版本"),
    "marker at the end": ("名词解释: 无\n", "名词解释: 无\n...\n"),
    "none in a list": ("下属单位: 无", "下属单位: [无]"),
    "comment behind a value": ("经营: 无", "经营: 无 # 本年没有"),
}


@pytest.fixture(scope="module")
def plain_report(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    run = rendered(tmp_path_factory.mktemp("plain"), PLAIN.encode())
    assert run.document is not None
    return run.document


@pytest.mark.parametrize("kind", sampled(ACCEPTED, 3))
def test_what_can_only_mean_one_thing_is_read_as_that(
    tmp_path: Path, kind: str, plain_report: bytes
) -> None:
    old, new = ACCEPTED[kind]
    assert old in PLAIN
    run = rendered(tmp_path, PLAIN.replace(old, new, 1).encode())
    assert run.findings == []
    assert run.document == plain_report


@pytest.mark.exhaustive
@pytest.mark.parametrize("data", [MANY.text().encode(), PLAIN.encode("gbk")])
def test_the_installed_command_does_the_same(tmp_path: Path, data: bytes) -> None:
    expected = rendered(tmp_path, data)
    path, target = tmp_path / "输入.yaml", tmp_path / "报告.docx"
    code = "from drafter.cli import run; run()"
    command = [sys.executable, "-X", "utf8", "-c", code, "render", str(path), "-o", str(target)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 1
    assert without_excerpts(done.stderr) == [*expected.lines, expected.summary]
    assert done.stdout == ""
    assert [p.name for p in tmp_path.iterdir()] == ["输入.yaml"]
