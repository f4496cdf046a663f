"""`--last`: comparatives out of last year's input, where they come from, and rules on the pair."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from plain_inputs import EXAMPLES
from rule_runs import found_in_pair, messages_of_pair, told_of_pair
from typer.testing import CliRunner

from drafter.checks.settle import OF_PAIRS
from drafter.cli.app import app
from drafter.figures.nodes import figure_at
from drafter.model.precision import quantum_of
from drafter.pipeline import Input, make_all, read_input
from drafter.source import read_source

HEAD = "年度: {}\n金额单位: {}\n口径: 部门\n部门: {{全称: 某县档案馆}}\n"
MINIMAL = EXAMPLES / "minimal.yaml"
LAST = "机关运行经费: {决算: 48.33, 上年: 40.00}\n收入: {其他: 2.50, 事业: 无}\n"


def joined(folder: Path, last: str, now: str, units: tuple[str, str] = ("万元", "万元")) -> Input:
    then, this = folder / "去年.yaml", folder / "今年.yaml"
    then.write_text(HEAD.format(2022, units[0]) + last, encoding="utf-8")
    this.write_text(HEAD.format(2023, units[1]) + now, encoding="utf-8")
    return read_input(this, then)


def prior(source: Input, *path: str) -> tuple[Decimal | None, str]:
    """Return last year's figure in yuan, and where it was read from."""
    figure = figure_at(source.figures, *path, "上年")
    assert source.tree is not None
    return figure.number, source.tree.locate(figure.path).origin.rpartition("/")[2]


# What is filled


@pytest.mark.parametrize(
    "now",
    [
        "机关运行经费: 50.00\n",
        "机关运行经费: {决算: 50.00}\n",
        "机关运行经费: {决算: 50.00, 上年: }\n",
        "机关运行经费:\n  变动原因: 人员增加\n",
    ],
)
def test_an_absent_comparative_is_last_years_actual(now: str, tmp_path: Path) -> None:
    source = joined(tmp_path, LAST, now)
    assert not [f for f in source.findings if f.is_error]
    assert prior(source, "机关运行经费") == (Decimal(483_300), "去年.yaml:5")


@pytest.mark.parametrize("now", ["机关运行经费: 无\n", "", "机关运行经费:\n"])
def test_nothing_comes_into_what_is_absent_blank_or_none(now: str, tmp_path: Path) -> None:
    source = joined(tmp_path, LAST, now)
    assert source.tree is not None
    assert source.tree.node(("机关运行经费", "上年")) is None


def test_what_was_typed_stays(tmp_path: Path) -> None:
    source = joined(tmp_path, LAST, "机关运行经费: {决算: 50.00, 上年: 53.52}\n")
    assert prior(source, "机关运行经费") == (Decimal(535_200), "")


def test_a_total_that_is_summed_needs_no_line_of_its_own(tmp_path: Path) -> None:
    source = joined(tmp_path, LAST + "结转结余: {年初: 0, 年末: 1.00}\n", "收入: {其他: 3.00}\n")
    number, origin = prior(source, "收入", "其他")
    assert (number, origin) == (Decimal(25_000), "去年.yaml:6")
    unknown = figure_at(source.figures, "收入", "合计", "上年")
    assert unknown.number is None  # last year's input does not have it either


def test_sums_have_the_lines_of_their_parts(tmp_path: Path) -> None:
    last = "政府采购:\n  货物: 1.00\n  工程: 2.00\n  服务: 0\n"
    source = joined(tmp_path, last, "政府采购: {货物: 1.00, 工程: 1.00, 服务: 0}\n")
    number, origin = prior(source, "政府采购", "合计")
    assert number == 30_000
    assert origin == "去年.yaml:6、7、8 政府采购.合计，由程序算出"


def test_the_year_begins_with_what_the_last_ended_with(tmp_path: Path) -> None:
    last = "结转结余: {年末: 30.00, 年末财政拨款: 20.00, 年末一般公共预算: 20.00}\n"
    source = joined(tmp_path, last, "结转结余: {年末: 1.00}\n")
    carry = {n: figure_at(source.figures, "结转结余", n).number for n in ("年初", "年初财政拨款")}
    assert carry == {"年初": 300_000, "年初财政拨款": 200_000}
    # Parts are typed where the opening was adjusted: none is filled in beside others.
    assert figure_at(source.figures, "结转结余", "年初一般公共预算").number is None


def test_other_units_do_not_change_the_precision(tmp_path: Path) -> None:
    now = "机关运行经费: 50.00\n"
    source = joined(tmp_path, "机关运行经费: 483312.34\n", now, ("元", "万元"))
    assert prior(source, "机关运行经费")[0] == Decimal("483312.34")
    assert quantum_of(source.year) == 100
    own = joined(tmp_path, "机关运行经费: 48.33\n", "金额小数: 3\n" + now)
    assert quantum_of(own.year) == 10


# What is no last year


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("年度: 2021\n", "是 2021 年度的，今年是 2023 年度，没有用它比较"),
        ("年度: 2023\n", "是 2023 年度的"),
        ("金额单位: 万元\n", "没有写年度"),
        ("年度: 2022\n部门: {全称: 某县图书馆}\n", "上年文件的部门是“某县图书馆”"),
        ("年度: 2022\n口径: 单位\n", "两年的数不能直接比较，没有用它比较"),
        ("年度: 2022\n收入：1\n", "JS-018"),
    ],
)
def test_another_file_is_told(head: str, said: str, tmp_path: Path) -> None:
    then, now = tmp_path / "去年.yaml", tmp_path / "今年.yaml"
    then.write_text(head, encoding="utf-8")
    now.write_text(HEAD.format(2023, "万元") + "报告: [sichuan-final-accounts]\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(now), "--last", str(then)])
    assert said in done.output
    assert done.exit_code == 1


@pytest.mark.parametrize("other", ["部门: {全称: 某县图书馆}\n口径: 部门\n", "口径: 单位\n"])
def test_nothing_is_taken_from_another_department_or_scope(other: str, tmp_path: Path) -> None:
    then, now = tmp_path / "去年.yaml", tmp_path / "今年.yaml"
    then.write_text(f"年度: 2022\n金额单位: 万元\n{other}机关运行经费: 7.00\n", encoding="utf-8")
    now.write_text(HEAD.format(2023, "万元") + "机关运行经费: 5.00\n", encoding="utf-8")
    source = read_input(now, then)
    assert "JS-921" in [finding.id for finding in source.findings]
    assert figure_at(source.figures, "机关运行经费", "上年").number is None


def test_the_next_year_of_the_same_department_is_told_nothing(tmp_path: Path) -> None:
    assert [f.id for f in joined(tmp_path, LAST, LAST).findings] == []


# The rules


@pytest.mark.parametrize(
    ("last", "now", "told"),
    [
        ("机关运行经费: 48.33\n", "机关运行经费: {决算: 50.00, 上年: 48.33}\n", []),
        (
            "机关运行经费: 48.33\n",
            "机关运行经费: {决算: 50.00, 上年: 48.34}\n",
            [("JS-841", "错误")],
        ),
        ("机关运行经费: 无\n", "机关运行经费: {决算: 50.00, 上年: 0}\n", []),
        ("机关运行经费: 5.00\n", "机关运行经费: {决算: 50.00, 上年: 无}\n", [("JS-841", "错误")]),
        ("机关运行经费: {预算: 5.00}\n", "机关运行经费: {上年预算: 6.00}\n", [("JS-841", "错误")]),
        ("收入: {其他: 1.00}\n", "机关运行经费: {决算: 50.00, 上年: 48.33}\n", []),
    ],
)
def test_comparatives_are_last_years_actuals(
    last: str, now: str, told: list[tuple[str, str]]
) -> None:
    assert told_of_pair(last, now) == told


ROWS = "一般公共预算财政拨款支出:\n  科目: [{}]\n"


@pytest.mark.parametrize(
    ("before", "row", "told"),
    [
        ("{名称: 教育, 决算: 2.00}", "{名称: 教育支出, 上年: 3.00}", 1),
        ("{名称: 教育, 决算: 2.00}", "{名称: 教育支出, 上年: 2.00}", 0),
        ("{名称: 教育, 决算: 2.00}", "{名称: 农林水, 上年: 3.00}", 0),
        ("{名称: 教育, 编码: 205, 决算: 2.00}", "{名称: 某, 编码: 205, 上年: 3.00}", 1),
        (
            "{名称: 农林水, 款: [{名称: 林业和草原, 决算: 2.00, 年末结转: 1.00}]}",
            "{名称: 农林水, 款: [{名称: 林业和草原, 年初结转: 1.50}]}",
            1,
        ),
    ],
)
def test_rows_are_compared_by_heading(before: str, row: str, told: int) -> None:
    assert len(told_of_pair(ROWS.format(before), ROWS.format(row))) == told


@pytest.mark.parametrize(
    ("opening", "told"),
    [("30.00", []), ("30.01", [("JS-842", "错误")]), ("无", [("JS-842", "错误")])],
)
def test_the_opening_is_the_closing(opening: str, told: list[tuple[str, str]]) -> None:
    last = "结转结余: {年末: 30.00}\n"
    assert told_of_pair(last, f"结转结余: {{年初: {opening}}}\n") == told


@pytest.mark.parametrize(
    ("last", "now", "told"),
    [
        ("机关运行经费: 20.00\n", "机关运行经费: {决算: 60.00}\n", 1),
        ("机关运行经费: 20.01\n", "机关运行经费: {决算: 60.00}\n", 0),
        ("机关运行经费: 60.00\n", "机关运行经费: {决算: 20.00}\n", 1),
        ("机关运行经费: 20.00\n", "机关运行经费: {决算: 60.00, 变动原因: 新增}\n", 0),
        ("机关运行经费: 4.00\n", "机关运行经费: {决算: 13.99}\n", 0),
        ("机关运行经费: 0\n", "机关运行经费: {决算: 60.00}\n", 0),
        ("机关运行经费: 20.00\n", "机关运行经费: {决算: 200.00}\n", 0),  # another rule's
        ("人员: {实有: {退休: 10}}\n", "人员: {实有: {退休: 15}}\n", 1),
        ("人员: {实有: {退休: 10}}\n", "人员: {实有: {退休: 14}}\n", 0),
        ("人员: {实有: {退休: 2}}\n", "人员: {实有: {退休: 6}}\n", 0),
        ("国有资产: {资产: 100.00}\n", "国有资产: {资产: 30.00}\n", 1),
    ],
)
def test_large_changes_want_a_reason(last: str, now: str, told: int) -> None:
    found = [one for one in told_of_pair(last, now) if one[0] == "JS-843"]
    assert found == [("JS-843", "提示")] * told


@pytest.mark.parametrize(
    ("words", "other", "told"),
    [
        ("重点工作: 一二三四五六七八九十一二\n", None, 1),
        ("重点工作: 一二三四五六七八九十一\n", None, 0),
        ("重点工作: 一二三四五六七八九十一二\n", "重点工作: 一二三四五六七八九十一三\n", 0),
        ("职能: {概述: 一二三四五六七八九十一二}\n", None, 0),
        ("项目: [{名称: 甲, 成效: 一二三四五六七八九十一二}]\n", None, 1),
        ("项目: [{名称: 甲, 预期目标: 一二三四五六七八九十一二}]\n", None, 0),
    ],
)
def test_words_of_one_year_are_not_those_of_the_last(
    words: str, other: str | None, told: int
) -> None:
    found = [one for one in told_of_pair(words, other or words) if one[0] == "JS-844"]
    assert len(found) == told


@pytest.mark.parametrize(("now", "told"), [("无", 1), ("0", 0), ("{决算: 0}", 0)])
def test_what_there_was_last_year_is_a_zero_and_not_none(now: str, told: int) -> None:
    found = told_of_pair("机关运行经费: 5.00\n", f"机关运行经费: {now}\n")
    assert [rule for rule, _ in found if rule == "JS-845"] == ["JS-845"] * told


@pytest.mark.parametrize(
    ("last", "now", "told"),
    [
        ("{名称: 2022年道路, 结转: 3.00}", "{名称: 桥梁}", 1),
        ("{名称: 2022年道路, 结转: 3.00}", "{名称: 2023年度道路}", 0),
        ("{名称: 道路, 结转: 0}", "{名称: 桥梁}", 0),
        ("{名称: 道路, 是否完成: 否}", "{名称: 桥梁}", 1),
        ("{名称: 道路, 收支: {年初结转: 1.00, 收入: 2.00}, 执行: {财政拨款: 1.00, 其他资金: 无}}",
         "{名称: 桥梁}", 1),
        ("{名称: 道路}", "{名称: 桥梁}", 0),
    ],
)  # fmt: skip
def test_a_project_that_was_not_done_is_still_there(last: str, now: str, told: int) -> None:
    found = told_of_pair(f"项目: [{last}]\n", f"项目: [{now}]\n")
    assert [rule for rule, _ in found] == ["JS-846"] * told
    assert told_of_pair(f"项目: [{last}]\n", "") == []


def test_messages_name_both_amounts_and_both_places() -> None:
    now = "机关运行经费: {决算: 50.00, 上年: 53.52}\n"
    (said,) = messages_of_pair("机关运行经费: 48.33\n", now)
    assert said == (
        "机关运行经费的上年数 53.52 万元，与上年文件的决算数（去年.yaml:4） 48.33 万元不一致，"
        "相差 5.19 万元"
    )


# The commands


def with_last_year(folder: Path, now: str) -> tuple[Path, Path]:
    then, this = folder / "去年.yaml", folder / "今年.yaml"
    text = MINIMAL.read_text(encoding="utf-8")
    year = int(text.split("年度: ")[1][:4])
    then.write_text(text.replace(f"年度: {year}", f"年度: {year - 1}", 1), encoding="utf-8")
    this.write_text(text + now, encoding="utf-8")
    return then, this


def test_a_waiver_of_the_pair_waits_for_the_pair(tmp_path: Path) -> None:
    waiver = "豁免:\n  - {规则: JS-844, 位置: 重点工作, 理由: 一样}\n"
    then, this = with_last_year(tmp_path, waiver)
    alone = make_all(this).findings
    assert not [f for f in alone if f.id in {"JS-902", *OF_PAIRS}]
    both = make_all(this, last=then).findings
    assert [f.waived for f in both if f.path == ("重点工作",)] == ["一样"]


def test_trace_names_last_years_file_and_line(tmp_path: Path) -> None:
    then, this = with_last_year(tmp_path, "")
    text = this.read_text(encoding="utf-8")
    block = text[text.index("机关运行经费:") :].split("\n\n")[0]
    this.write_text(text.replace(block, "机关运行经费: {决算: 11.00, 变动原因: 新增}"), "utf-8")
    arguments = ["trace", str(this), "--last", str(then), "--find", "机关运行经费.增减额"]
    done = CliRunner().invoke(app, arguments)
    tree = read_source(then).tree
    assert tree is not None
    line = tree.locate(("机关运行经费", "决算")).line
    assert f"机关运行经费.上年：10.30（取自 {then}:{line}）" in done.output


def test_one_file_at_a_time_has_a_last_year(tmp_path: Path) -> None:
    then, this = with_last_year(tmp_path, "")
    done = CliRunner().invoke(app, ["check", str(this), str(MINIMAL), "--last", str(then)])
    assert done.exit_code == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2022年物业管理费", ["项目.1.名称照抄上年", "里面还写着“2022年”"]),
        ("物业管理费", []),
        ("执行《办法》（2022年修订）", []),
        ("2021年遗留工程", []),
    ],
)
def test_a_name_that_was_copied_with_its_year_is_told(name: str, told: list[str]) -> None:
    source = f"项目:\n  - 名称: {name}\n"
    found = [f for f in found_in_pair(source, source) if f.id == "JS-844"]
    assert len(found) == bool(told)
    assert all(words in f.message for f in found for words in told)
    assert all(str(f.severity) == "警告" for f in found)


def test_marks_that_nobody_took_away_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "今年.yaml"
    marks = "# 待核对：照上年抄来，有变的请改\n"
    path.write_text(f"{marks}{HEAD.format(2023, '万元')}{marks}职能: 无  # 我的待核对\n", "utf-8")
    (found,) = [f for f in read_input(path).findings if f.id == "JS-922"]
    assert "还有 2 处标着“待核对”：第1行、第6行" in found.message
    assert (found.where.line, found.is_error) == (1, False)
    path.write_text(HEAD.format(2023, "万元"), encoding="utf-8")
    assert [f.id for f in read_input(path).findings] == []
