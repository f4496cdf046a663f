"""A department's figures beside its units': compared where typed, summed where absent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from rule_runs import Case, case_of_file

from drafter.diagnostics import Diagnostic
from drafter.figures.nodes import Figure, Node, Rows, find, text_at
from drafter.pipeline import Input, make_all, read_input
from drafter.trace.explain import explain

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"

HEAD = "年度: 2020\n金额单位: 万元\n"


class Files:
    """A department with units in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []

    def unit(self, name: str, text: str, head: str = HEAD) -> None:
        path = self.folder / f"{name}.yaml"
        path.write_text(f"{head}口径: 单位\n部门:\n  全称: {name}\n{text}", encoding="utf-8")
        self.names.append(path.name)

    def department(self, text: str, head: str = HEAD) -> Path:
        path = self.folder / "局.yaml"
        units = f"口径: 部门\n单位文件: [{', '.join(self.names)}]\n"
        path.write_text(f"{head}{units}{text}", encoding="utf-8")
        return path

    def case(self, text: str, head: str = HEAD) -> Case:
        return case_of_file(self.department(text, head))

    def findings(self, text: str, head: str = HEAD) -> list[Diagnostic]:
        return [f for f in self.case(text, head).findings() if f.id == "JS-608"]

    def messages(self, text: str, head: str = HEAD) -> list[str]:
        return [f.message for f in self.findings(text, head)]

    def source(self, text: str, head: str = HEAD) -> Input:
        return read_input(self.department(text, head))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def number(source: Input, *path: str | int) -> Decimal | None:
    found = find(source.figures, path)
    assert isinstance(found, Figure)
    return found.number


class TestCompared:
    def test_a_difference_names_all_amounts_at_the_departments_place(self, files: Files) -> None:
        files.unit("机关", "收入: {事业: 60.00}\n")
        files.unit("中心", "收入: {事业: 40.50}\n")
        (found,) = files.findings("收入:\n  事业: 101.00\n")
        assert found.message == (
            "“收入.事业” 101.00 万元，与各单位之和 100.50 万元不一致，相差 0.50 万元"
            "（机关 60.00 万元、中心 40.50 万元）"
        )
        assert (found.where.line, found.where.column, str(found.severity)) == (6, 7, "错误")
        assert "由程序求和" in found.hint

    def test_equal_sums_in_another_unit_of_money_say_nothing(self, files: Files) -> None:
        files.unit("机关", "收入: {事业: 600000.00}\n", head="年度: 2020\n金额单位: 元\n")
        files.unit("中心", "收入: {事业: 40.50}\n")
        assert files.messages("收入: {事业: 100.50}\n") == []

    @pytest.mark.parametrize(
        ("typed", "severity"),
        [("100.00", []), ("100.01", ["警告"]), ("99.99", ["警告"]), ("100.02", ["错误"])],
    )
    def test_rounding_is_a_warning_and_more_is_an_error(
        self, files: Files, typed: str, severity: list[str]
    ) -> None:
        files.unit("机关", "收入: {事业: 60.00}\n")
        files.unit("中心", "收入: {事业: 40.00}\n")
        found = files.findings(f"收入: {{事业: {typed}}}\n")
        assert [str(f.severity) for f in found] == severity

    def test_budget_last_year_and_counts_add_up_too(self, files: Files) -> None:
        files.unit("机关", "机关运行经费: {决算: 1.00, 预算: 2.00, 上年: 3.00}\n车辆: {实有: 2}\n")
        files.unit("中心", "机关运行经费: 无\n车辆: {实有: 1}\n")
        typed = "机关运行经费: {决算: 1.00, 预算: 2.50, 上年: 3.50}\n车辆: {实有: 4}\n"
        told = files.messages(typed)
        assert [message.split("”")[0] for message in told] == [
            "“机关运行经费.预算", "“机关运行经费.上年", "“车辆.实有",
        ]  # fmt: skip
        assert "4 辆，与各单位之和 3 辆不一致，相差 1 辆（机关 2、中心 1）" in told[-1]

    def test_rows_are_known_by_name_and_one_that_a_unit_lacks_is_0(self, files: Files) -> None:
        rows = "一般公共预算财政拨款支出:\n  科目:\n"
        line = "    - {{名称: {}, 决算: {}}}\n".format
        files.unit("机关", rows + line("卫生健康", "1.00") + line("教育", "5.00"))
        files.unit("中心", rows + line("教育", "7.00"))
        own = rows + line("教育", "12.00") + line("卫生健康", "1.50")
        (message,) = files.messages(own)
        assert message.startswith("“一般公共预算财政拨款支出.科目.2”（卫生健康） 1.50 万元")
        assert message.endswith("（机关 1.00 万元）")

    def test_totals_that_the_program_sums_are_not_told_again(self, files: Files) -> None:
        files.unit("机关", "三公经费:\n  公务用车费: {购置: 1.00, 运行维护: 2.00}\n")
        typed = "三公经费:\n  公务用车费: {购置: 1.00, 运行维护: 3.00}\n"
        assert len(files.messages(typed)) == 1

    def test_nothing_of_what_a_unit_has_is_one_finding(self, files: Files) -> None:
        files.unit("机关", "政府采购: {货物: 1.00, 工程: 2.00, 服务: 3.00}\n")
        (message,) = files.messages("政府采购: 无\n")
        assert "0.00 万元，与各单位之和" in message

    def test_what_units_pay_each_other_falls_away(self, files: Files) -> None:
        paid = "支出: {对附属单位补助支出: 9.00, 合计: 9.00}\n收入: {上级补助: 无, 合计: 9.00}\n"
        got = "支出: {对附属单位补助支出: 无, 合计: 9.00}\n收入: {上级补助: 9.00, 合计: 9.00}\n"
        files.unit("机关", paid)
        files.unit("中心", got)
        own = "收入: {上级补助: 无, 合计: 9.00}\n支出: {对附属单位补助支出: 无, 合计: 9.00}\n"
        assert files.messages(own) == []

    def test_what_no_unit_was_paid_is_nothing(self, files: Files) -> None:
        files.unit("机关", "收入: {上级补助: 无, 附属单位上缴: 0}\n")
        files.unit("中心", "收入: {上级补助: 无, 附属单位上缴: 2.00}\n")
        source = files.source("部门: {全称: 某局}\n")
        nothing = find(source.figures, ("收入", "上级补助"))
        assert isinstance(nothing, Figure)
        assert not nothing.applicable
        assert number(source, "收入", "附属单位上缴") is None

    def test_what_one_unit_does_not_know_is_not_compared(self, files: Files) -> None:
        files.unit("机关", "收入: {事业: 60.00}\n")
        files.unit("中心", "支出: {基本支出: 1.00}\n")
        assert files.messages("收入: {事业: 10.00}\n支出: {基本支出: 无}\n") == []

    def test_of_many_units_the_first_are_named(self, files: Files) -> None:
        for turn in range(12):
            files.unit(f"单位{turn}", "收入: {事业: 1.00}\n")
        (message,) = files.messages("收入: {事业: 13.00}\n")
        assert "……共 12 个单位" in message
        assert message.count("单位7") == 1
        assert "单位8" not in message

    def test_without_units_nothing_is_said(self, files: Files) -> None:
        path = files.folder / "局.yaml"
        path.write_text(HEAD + "收入: {事业: 10.00}\n", encoding="utf-8")
        assert read_input(path).units == ()


class TestSummed:
    def test_what_is_absent_is_the_sum_with_its_origin(self, files: Files) -> None:
        files.unit("机关", "收入: {事业: 60.00, 其他: 无}\n车辆: {实有: 2}\n")
        files.unit("中心", "收入: {事业: 40.50, 其他: 无}\n车辆: {实有: 1}\n")
        source = files.source("部门:\n  全称: 某局\n")
        assert source.findings == ()
        assert number(source, "收入", "事业") == 1_005_000
        assert number(source, "车辆", "实有") == 3
        assert source.tree is not None
        where = source.tree.locate(("收入", "事业"))
        assert where.origin == "单位文件：机关 60.00＋中心 40.50"
        assert where.line == 4
        other = find(source.figures, ("收入", "其他"))
        assert isinstance(other, Figure)
        assert not other.applicable

    def test_what_was_typed_stays_and_what_stands_beside_it_is_filled(self, files: Files) -> None:
        files.unit("机关", "机关运行经费: {决算: 1.00, 上年: 3.00}\n")
        source = files.source("机关运行经费: 2.00\n")
        assert number(source, "机关运行经费") == 20_000
        assert number(source, "机关运行经费", "上年") == 30_000

    def test_blanks_and_blocks_are_filled_where_they_stand(self, files: Files) -> None:
        files.unit("机关", "机关运行经费: 1.00\n政府采购: {货物: 2.00, 工程: 无, 服务: 无}\n")
        own = "机关运行经费: {决算: , 变动原因: 无}\n政府采购:\n  货物:\n"
        source = files.source(own)
        assert number(source, "机关运行经费") == 10_000
        assert number(source, "政府采购", "货物") == 20_000
        assert number(source, "政府采购", "合计") == 20_000

    def test_totals_follow_from_the_parts(self, files: Files) -> None:
        files.unit("机关", "政府采购: {合计: 2.01, 货物: 1.00, 工程: 无, 服务: 1.00}\n")
        source = files.source("部门: {全称: 某局}\n")
        assert number(source, "政府采购", "合计") == 20_000
        total = find(source.figures, ("政府采购", "合计"))
        assert isinstance(total, Figure)
        assert total.parts_sum is None  # it was not put there

    def test_a_sum_is_rounded_as_the_department_types(self, files: Files) -> None:
        yuan = "年度: 2020\n金额单位: 元\n"
        files.unit("机关", "收入: {事业: 10049.99}\n", head=yuan)
        files.unit("中心", "收入: {事业: 10000.01}\n", head=yuan)
        source = files.source("收入: {其他: 1.50}\n")
        assert number(source, "收入", "事业") == 20_100  # 2.005 万元, half up
        assert source.tree is not None
        assert "中心 1.00" in source.tree.locate(("收入", "事业")).origin

    def test_a_wrong_amount_is_told_and_not_filled(self, files: Files) -> None:
        files.unit("机关", "收入: {事业: 60.00}\n")
        source = files.source("收入: {事业: 六十}\n")
        assert [f.id for f in source.findings] == ["JS-033"]
        assert number(source, "收入", "事业") is None

    def test_a_section_that_is_wrong_as_a_whole_is_left_alone(self, files: Files) -> None:
        files.unit("机关", "收入: {事业: 60.00}\n")
        source = files.source("收入: 60.00\n")
        assert [f.id for f in source.findings] == ["JS-031"]

    def test_what_a_unit_does_not_know_stays_to_be_filled(self, files: Files) -> None:
        files.unit("机关", "收入: {事业: 60.00}\n")
        files.unit("中心", "收入: {其他: 1.00}\n")
        assert number(files.source("部门: {全称: 某局}\n"), "收入", "事业") is None


FUND = "一般公共预算财政拨款支出"
ROWS = f"{FUND}:\n  科目:\n"


def listed(source: Input) -> list[tuple[str, str, int | None]]:
    """Return the rows of the fund's list down to the items, each with its depth as an indent."""
    found: list[tuple[str, str, int | None]] = []

    def walk(rows: Node | None, indent: str) -> None:
        for row in rows.entries if isinstance(rows, Rows) else ():
            assert isinstance(row, Figure)
            number = None if row.number is None else int(row.number)
            name, code = text_at(row, "名称").plain, text_at(row, "编码").plain
            found.append((indent + name, code, number))
            for name in ("款", "项"):
                walk(row.children.get(name), f"{indent} ")

    walk(find(source.figures, (FUND, "科目")), "")
    return found


class TestListed:
    def test_the_list_that_was_left_out_is_that_of_the_units_by_code(self, files: Files) -> None:
        line = "    - {{名称: {}, 编码: {}, 决算: {}}}\n".format
        files.unit("机关", ROWS + line("卫生健康", "210", "1.00") + line("教育", "205", "5.00"))
        files.unit("中心", ROWS + line("教育", "205", "7.00") + line("农林水", "213", "0.50"))
        source = files.source("部门: {全称: 某局}\n")
        assert source.findings == ()
        assert listed(source) == [
            ("教育", "205", 120_000), ("卫生健康", "210", 10_000), ("农林水", "213", 5_000),
        ]  # fmt: skip
        assert number(source, FUND, "合计") == 135_000

    def test_levels_below_come_as_deep_as_all_have_them(self, files: Files) -> None:
        deep = ROWS + "    - 名称: 教育\n      款:\n        - 名称: 普通教育\n          项:\n"
        item = "            - {{名称: {}, 决算: {}}}\n".format
        files.unit("机关", deep + item("小学教育", "1.00") + item("初中教育", "2.00"))
        files.unit("中心", deep + item("小学教育", "3.00"))
        source = files.source(f"{FUND}: {{合计: {{上年: 5.00}}}}\n")
        assert listed(source) == [
            ("教育", "", 60_000), (" 普通教育", "", 60_000),
            ("  小学教育", "", 40_000), ("  初中教育", "", 20_000),
        ]  # fmt: skip
        assert source.tree is not None
        assert source.tree.node((FUND, "科目", 0, "决算")) is None  # it follows from its items

    def test_a_level_that_one_has_not_is_not_listed(self, files: Files) -> None:
        files.unit(
            "机关", ROWS + "    - {名称: 教育, 款: [{名称: 普通教育, 项: 无, 决算: 1.00}]}\n"
        )
        files.unit("中心", ROWS + "    - {名称: 教育, 决算: 2.00}\n")
        assert listed(files.source("部门: {全称: 某局}\n")) == [("教育", "", 30_000)]

    def test_where_one_does_not_know_its_list_none_is_made(self, files: Files) -> None:
        files.unit("机关", ROWS + "    - {名称: 教育, 决算: 1.00}\n")
        files.unit("中心", f"{FUND}: {{合计: {{决算: 9.00}}}}\n")
        assert listed(files.source("部门: {全称: 某局}\n")) == []

    def test_units_without_the_fund_add_nothing(self, files: Files) -> None:
        files.unit("机关", ROWS + "    - {名称: 教育, 决算: 1.00}\n")
        files.unit("中心", f"{FUND}: 无\n")
        assert listed(files.source("部门: {全称: 某局}\n")) == [("教育", "", 10_000)]
        assert listed(files.source(f"部门: {{全称: 某局}}\n{FUND}: 无\n")) == []

    def test_two_headings_of_one_name_are_told_apart_by_their_codes(self, files: Files) -> None:
        line = "    - {{名称: 办公设备购置, 编码: {}, 决算: {}}}\n".format
        basic = "基本支出:\n  公用经费:\n    科目:\n"
        text = basic + (line("30902", "2.00") + line("31002", "4.00")).replace("    -", "      -")
        files.unit("机关", text)
        files.unit("中心", text)
        source = files.source("部门: {全称: 某局}\n")
        assert number(source, "基本支出", "公用经费") == 120_000
        rows = find(source.figures, ("基本支出", "公用经费", "科目"))
        assert isinstance(rows, Rows)
        assert [text_at(row, "编码").plain for row in rows.entries] == ["30902", "31002"]

    def test_two_rows_that_might_be_the_same_make_no_list_and_no_sum(self, files: Files) -> None:
        files.unit("机关", ROWS + "    - {名称: 教育, 决算: 1.00}\n")
        twice = (
            "    - {名称: 教育, 编码: 205, 决算: 2.00}\n    - {名称: 教育, 编码: 206, 决算: 4.00}\n"
        )
        files.unit("中心", ROWS + twice)
        assert listed(files.source("部门: {全称: 某局}\n")) != [("教育", "", 30_000)]
        own = files.source(ROWS + "    - {名称: 教育, 决算: }\n")
        assert listed(own) == [("教育", "", None)]

    def test_a_row_that_only_a_unit_has_is_told(self, files: Files) -> None:
        files.unit("机关", ROWS + "    - {名称: 教育, 决算: 1.00}\n")
        files.unit("中心", ROWS + "    - {名称: 农林水, 决算: 2.00}\n")
        own = ROWS + "    - {名称: 教育, 决算: 1.00}\n"
        assert files.messages(own) == [
            "“一般公共预算财政拨款支出.科目”里没有“农林水”，中心有 2.00 万元"
        ]

    def test_names_alone_stay_names(self, files: Files) -> None:
        item = "      - {{名称: {}, 决算: {}}}\n".format
        basic = "基本支出:\n  公用经费:\n    决算: 3.00\n    科目:\n"
        files.unit("机关", basic + item("办公费", "1.00") + item("水费", "2.00"))
        own = "基本支出:\n  公用经费: {决算: 3.00, 科目: [办公费]}\n"
        assert files.messages(own) == []
        row = find(files.source(own).figures, ("基本支出", "公用经费", "科目", 0))
        assert isinstance(row, Figure)
        assert row.number is None

    def test_a_list_that_was_typed_stays(self, files: Files) -> None:
        files.unit(
            "机关", ROWS + "    - {名称: 教育, 决算: 1.00}\n    - {名称: 农林水, 决算: 2.00}\n"
        )
        assert listed(files.source(ROWS + "    - 教育\n")) == [("教育", "", 10_000)]


class TestUnusable:
    def test_a_unit_that_does_not_agree_with_itself_is_not_summed(self, files: Files) -> None:
        text = MINIMAL.read_text(encoding="utf-8")
        altered = text.replace("基本支出: 80.40", "基本支出: 90.40")
        assert altered != text
        (files.folder / "甲.yaml").write_text(altered, encoding="utf-8")
        files.names.append("甲.yaml")
        source = files.source("部门: {全称: 某局}\n")
        (found,) = source.findings
        assert found.id == "JS-122"
        assert "项错误：" in found.message
        assert "drafter check" in found.hint
        assert number(source, "收入", "一般公共预算财政拨款") is None

    def test_a_list_that_a_unit_does_not_know_is_not_compared(self, files: Files) -> None:
        files.unit("机关", f"{FUND}: {{合计: {{上年: 1.00}}}}\n")
        assert files.findings(ROWS + "    - {名称: 教育, 决算: 1.00}\n") == []

    @pytest.mark.parametrize(
        ("unit", "told"),
        [
            ("年度: 2019\n金额单位: 万元\n收入: {事业: 1.00}\n", "的年度是 2019，本文件的是 2020"),
            ("年度: 2020\n收入: {事业: 一}\n", "有 1 项错误"),
            ("年度: [\n", "项错误"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_told_and_nothing_is_summed(
        self, files: Files, unit: str, told: str
    ) -> None:
        files.unit("机关", "收入: {事业: 60.00}\n")
        (files.folder / "坏.yaml").write_text(unit, encoding="utf-8")
        files.names.append("坏.yaml")
        source = files.source("收入: {其他: 1.00}\n")
        assert [f.id for f in source.findings] == ["JS-122"]
        assert told in source.findings[0].message
        assert source.findings[0].where.line == 4
        assert source.units == ()
        assert number(source, "收入", "事业") is None

    @pytest.mark.parametrize(
        "name", ["没有.yaml", "局.yaml", "机关.yaml", "/etc/passwd", "../../../x"]
    )
    def test_no_file_itself_twice_or_far_away(self, files: Files, name: str) -> None:
        files.unit("机关", "收入: {事业: 60.00}\n")
        files.names.append(name)
        assert [f.id for f in files.source("").findings] == ["JS-122"]

    def test_units_of_a_unit_are_not_followed(self, files: Files) -> None:
        files.unit("机关", "单位文件: [局.yaml]\n收入: {事业: 60.00}\n")
        assert files.source("收入: {事业: 60.00}\n").findings == ()


def test_a_department_of_two_units_renders_with_sums_that_trace_to_them(tmp_path: Path) -> None:
    text = MINIMAL.read_text(encoding="utf-8")
    for name in ("甲馆", "乙站"):
        unit = text.replace("示例县档案馆", name)
        (tmp_path / f"{name}.yaml").write_text(unit, encoding="utf-8")
    own = text.replace("口径: 单位", "口径: 部门\n单位文件: [甲馆.yaml, 乙站.yaml]")
    for old, new in (
        ("  一般公共预算财政拨款: 86.40\n", ""),
        ("  基本支出: 80.40\n  项目支出: 6.00\n", ""),
        ("    决算: 70.10\n", ""),
        ("    决算: 10.30\n", ""),
        ("{决算: 10.30, 上年: 10.10, ", "{"),
        ("  资产: 25.60\n", ""),
        ("财政拨款收支总计: {上年: 84.10, ", "财政拨款收支总计: {"),
        ("\n收支总计: {上年: 84.10, ", "\n收支总计: {上年: 168.20, "),
        ("决算: 78.00, 预算: 78.00, 上年: 75.90", "决算: 156.00"),
        ("决算: 8.40, 预算: 8.40, 上年: 8.20", "决算: 16.80"),
    ):
        assert old in own
        own = own.replace(old, new, 1)
    path = tmp_path / "局.yaml"
    path.write_text(own, encoding="utf-8")
    made = make_all(path)
    assert [f for f in made.findings if f.is_error] == []
    rendered = made.outcomes[0].rendered
    assert rendered is not None
    assert rendered.document
    assert made.source.tree is not None
    figure = find(made.source.figures, ("收入", "合计"))
    assert isinstance(figure, Figure)
    sources = explain(figure, "172.80", made.source.tree, "万元").sources
    assert any("甲馆 86.40＋乙站 86.40" in str(source) for source in sources)
