"""What the rows of statements say: each number to its figure, or told with its cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from statement_books import Seen, converted, hidden_rows, look, merged, opened_file, seen
from workbooks import FILES

from drafter.exchange.grid import Cell
from drafter.exchange.tables.words import (
    code_before,
    code_text,
    is_furniture,
    is_nothing,
    is_total,
    line_key,
    number_of,
    places_of,
)

Told = list[tuple[str, str, str]]


def told_of(found: Seen) -> Told:
    """Return what was told, but for columns that these short tables leave out."""
    return [told for told in found.told if not told[2].endswith("一栏")]


def spent(rows: str) -> Seen:
    """Return what a table of expenditure says: 合计 in column C, rows from 3."""
    return seen(f"支出决算表 单位：元\n科目编码|科目名称|本年支出合计|基本支出\n{rows}")


def named(rows: str) -> Seen:
    """Return what a table without codes says: names in A, amounts in B, rows from 3."""
    return seen(f"支出决算表 单位：元\n科目名称|本年支出合计\n{rows}")


# numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", "1234.5"),
        ("1,234,567.80", "1234567.80"),
        ("１，２３４．５０", "1234.50"),
        ("¥1,234.50", "1234.50"),
        ("￥ 12", "12"),
        ("-12", "-12"),
        ("−12.5", "-12.5"),
        ("－１２", "-12"),
        ("-¥12", "-12"),
        ("（12.50）", "-12.50"),
        ("(¥12)", "-12"),
        (" 12　", "12"),
        ("1 234.5", "1234.5"),
        ("0", "0"),
        ("0.00", "0.00"),
        ("12 34", None),
        ("12\n34", None),
        ("1,23", None),
        ("12,345,6", None),
        ("(-12)", None),
        ("12元", None),
        ("12%", None),
        ("1.2.3", None),
        ("约12", None),
        ("1e3", None),
        ("—", None),
        ("", None),
    ],
)
def test_numbers_however_they_are_typed(text: str, number: str | None) -> None:
    found = number_of(Cell(text))
    assert (None if found is None else str(found)) == number


@pytest.mark.parametrize("text", ["-", "—", "——", "－", "/", "无", "", "--", "─"])
def test_signs_for_nothing(text: str) -> None:
    assert is_nothing(Cell(text))
    assert number_of(Cell(text)) is None


@pytest.mark.parametrize("text", ["暂无", "0", "见附件", "*", "n/a"])
def test_what_is_not_nothing(text: str) -> None:
    assert not is_nothing(Cell(text))


def test_decimals_of_texts_and_numbers() -> None:
    assert places_of(Cell("1,234.50")) == 2
    assert places_of(Cell("12")) == places_of(Cell(Decimal("1.25"))) == 0
    assert places_of(Cell(Decimal(1), decimals=2)) == 2
    assert [r.decimals for r in spent("205|教育支出|'1,234.50|").reads[0].readings] == [2, 0]


def test_cells_of_amounts() -> None:
    head = "科目编码|科目名称|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|其他收入"
    found = seen(
        f"收入决算表 单位：元\n{head}\n205|教育支出|'1,234.50|（3.00）|—||0|'0.00\n"
        "206|科学技术支出|5%|暂无|见附件|#REF!|=1+1|1\\n2"
    )
    assert found.numbers == {
        "收入.功能分类.205": ("1234.50", "C3"),
        "收入.功能分类.205.财政拨款": ("-3.00", "D3"),
        "收入.功能分类.205.经营": ("0", "G3"),
        "收入.功能分类.205.其他": ("0.00", "H3"),
    }
    assert told_of(found) == [
        ("JS-110", "C4", "“5%”不是数，没有读"),
        ("JS-110", "D4", "“暂无”不是数，没有读"),
        ("JS-110", "E4", "“见附件”不是数，没有读"),
        ("JS-110", "F4", "“#REF!”不是数，没有读"),
        ("JS-110", "G4", "公式“=1+1”没有算出的值，没有读"),
        ("JS-110", "H4", "“1\n2”不是数，没有读"),
    ]


@pytest.mark.parametrize(
    ("zero", "printed"), [("0", True), ("'0.00", True), ("", False), ("—", False)]
)
def test_whether_a_table_prints_its_zeros(zero: str, printed: bool) -> None:
    assert spent(f"205|教育支出|{zero}|").reads[0].prints_zeros is printed


def test_an_amount_that_is_merged_over_others_is_read_once() -> None:
    rows = "205|教育支出|10|10\n20502|普通教育||3\n206|科学技术支出|5|"
    found = seen(
        f"支出决算表 单位：元\n科目编码|科目名称|本年支出合计|基本支出\n{rows}",
        merged("C3:C4", "C5:D5"),
    )
    assert found.amounts == {
        "支出.功能分类.205": "10",
        "支出.功能分类.205.基本支出": "10",
        "支出.功能分类.205.款.20502.基本支出": "3",
        "支出.功能分类.206": "5",
    }
    message = "这一格的金额与别的格合并在一起，只按左上角的一格读了一次"
    assert told_of(found) == [("JS-109", "C3", message), ("JS-109", "C5", message)]


# rows of the functional classification


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ("2010101|行政运行|5", "201.款.20101.项.2010101"),
        ("'2010101|行政运行|5", "201.款.20101.项.2010101"),
        ("'２０１０１０１|行政运行|5", "201.款.20101.项.2010101"),
        ("'201 01 01|行政运行|5", "201.款.20101.项.2010101"),
        ("201.01.01|行政运行|5", "201.款.20101.项.2010101"),
        ("'201-01-01|行政运行|5", "201.款.20101.项.2010101"),
        ("|2010101 行政运行|5", "201.款.20101.项.2010101"),
        ("|2010101行政运行|5", "201.款.20101.项.2010101"),
        ("2010101 行政运行||5", "201.款.20101.项.2010101"),
        ("2010101|2010101行政运行|5", "201.款.20101.项.2010101"),
        ("2010101||5", "201.款.20101.项.2010101"),
        ("|201 一般公共服务支出|5", "201"),
        ("|一般公共服务支出|5", "201"),
    ],
)
def test_codes_and_names_of_rows(row: str, path: str) -> None:
    found = spent(row)
    assert found.numbers == {f"支出.功能分类.{path}": ("5", "C3")}
    (reading,) = [r for r in found.reads[0].readings if r.number]
    assert getattr(reading.path[-1], "name", "") in {"行政运行", "一般公共服务支出", "一般公共服务"}
    assert not told_of(found)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("205020101|坏|7", "“205020101”是类、款还是项，看不出来，没有读：应有 3、5 或 7 位编码"),
        ("2050|坏|7", "“2050”是类、款还是项，看不出来，没有读：应有 3、5 或 7 位编码"),
        ("9990101|坏|7", "“坏”上面没有它所属的类，没有读"),
        ("99901||7", "“99901”上面没有它所属的类，没有读"),
        ("999||7", "编码“999”没有名称，也查不到，没有读"),
        ("|外星事务|7", "没有认出这一行：“外星事务”不是功能分类的类，也没有编码，没有读"),
        ("|小计|7", "没有认出这一行：“小计”，金额没有读"),
        ("|行政运行|7", "“行政运行”是类、款还是项，看不出来，没有读：应有 3、5 或 7 位编码"),
    ],
)
def test_rows_that_cannot_be_placed(row: str, message: str) -> None:
    found = spent(row)
    assert not found.amounts
    assert told_of(found) == [("JS-109", "B3", message)]


def test_a_row_without_words_is_told() -> None:
    found = spent("||7")
    assert told_of(found) == [("JS-109", "C3", "这一行没有项目名称，金额没有读")]


def test_rows_whose_upper_rows_are_missing_or_others() -> None:
    found = spent("2050201|学前教育|5\n206|科学技术支出|9\n2050202|小学教育|4")
    assert found.amounts == {
        "支出.功能分类.205.款.20502.项.2050201": "5",
        "支出.功能分类.206": "9",
        "支出.功能分类.205.款.20502.项.2050202": "4",
    }


def test_a_coded_row_below_a_named_one_goes_where_its_code_says() -> None:
    found = named("教育支出|5\n　进修及培训|1\n　　2050201 学前教育|5\n　20601 科学技术管理事务|2")
    assert found.amounts == {
        "支出.功能分类.205": "5",
        "支出.功能分类.205.款.进修及培训": "1",
        "支出.功能分类.205.款.20502.项.2050201": "5",
        "支出.功能分类.206.款.20601": "2",
    }


def test_rows_without_codes_are_placed_by_their_indent() -> None:
    found = named(
        "合计|9\n教育支出|6\n　普通教育|6\n　　学前教育|4\n　　小学教育|2\n科学技术支出|3"
    )
    assert found.values == {
        "支出.合计": "9",
        "支出.功能分类.205": "6",
        "支出.功能分类.205.款.普通教育": "6",
        "支出.功能分类.205.款.普通教育.项.学前教育": "4",
        "支出.功能分类.205.款.普通教育.项.小学教育": "2",
        "支出.功能分类.206": "3",
    }
    assert not told_of(found)


def test_a_class_without_code_that_is_not_known_is_read_as_it_is_and_told() -> None:
    found = named("教育支出|6\n外星支出|5\n　普通教育|5")
    assert found.amounts == {
        "支出.功能分类.205": "6",
        "支出.功能分类.外星支出": "5",
        "支出.功能分类.外星支出.款.普通教育": "5",
    }
    assert told_of(found) == [("JS-109", "A4", "“外星支出”不是功能分类的类，照原样读了进来")]


def test_an_indent_tells_more_than_a_name_that_the_lists_have_at_another_level() -> None:
    rows = "教育支出|6\n　普通教育|6\n　　学前教育|4\n　　教育管理事务|2"
    assert named(rows).amounts["支出.功能分类.205.款.普通教育.项.教育管理事务"] == "2"


def test_rows_below_one_that_was_not_understood_do_not_fall_to_another() -> None:
    found = named("教育支出|6\n外星事务|5\n　普通教育|5\n科学技术支出|3\n　行政运行|3")
    assert found.amounts == {"支出.功能分类.205": "6", "支出.功能分类.206": "3"}
    assert told_of(found) == [
        ("JS-109", "A4", "没有认出这一行：“外星事务”不是功能分类的类，也没有编码，没有读"),
        ("JS-109", "A5", "“普通教育”上面的一行没有读，不知道它属于哪里，没有读"),
        ("JS-109", "A7", "“行政运行”按缩进是款，按名称是项，没有读"),
    ]


def test_rows_below_one_without_a_name_do_not_fall_to_another() -> None:
    found = named("教育支出|6\n　普通教育|6\n|5\n　　行政运行|5\n科学技术支出|3")
    assert found.amounts == {
        "支出.功能分类.205": "6",
        "支出.功能分类.205.款.普通教育": "6",
        "支出.功能分类.206": "3",
    }
    assert told_of(found) == [
        ("JS-109", "B5", "这一行没有项目名称，金额没有读"),
        ("JS-109", "A6", "“行政运行”上面的一行没有读，不知道它属于哪里，没有读"),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            "城乡社区支出|6\n　彩票公益金安排的支出|6",
            "“彩票公益金安排的支出”按名称是 22960，不在上面的“城乡社区支出”（212）之下，没有读",
        ),
        (
            "教育支出|6\n　普通教育|6\n　　新的项|6\n科学技术支出|6\n　　别的项|6",
            "“别的项”这样缩进的行在前面是项，这里成了款，没有读",
        ),
    ],
)
def test_names_that_are_out_of_place(rows: str, message: str) -> None:
    found = named(rows)
    assert [told for _, _, told in told_of(found)] == [message]
    assert "别的项" not in str(found.values)


def test_names_in_a_column_for_each_level() -> None:
    rows = "教育支出|||6\n|普通教育||6\n||学前教育|6"
    found = seen(f"支出决算表 单位：元\n科目名称|||本年支出合计\n{rows}", merged("A2:C2"))
    assert found.numbers == {
        "支出.功能分类.205": ("6", "D3"),
        "支出.功能分类.205.款.普通教育": ("6", "D4"),
        "支出.功能分类.205.款.普通教育.项.学前教育": ("6", "D5"),
    }


@pytest.mark.parametrize("row", ["|合 计|9", "合计||9", "合　计||9", "|总计|9", "|本年支出合计|9"])
@pytest.mark.parametrize("at_head", [True, False], ids=["head", "foot"])
def test_the_row_of_totals(row: str, at_head: bool) -> None:
    subject = "205|教育支出|9"
    found = spent(f"{row}\n{subject}" if at_head else f"{subject}\n{row}")
    assert found.amounts == {"支出.合计": "9", "支出.功能分类.205": "9"}
    assert not told_of(found)


def test_a_total_in_merged_cells() -> None:
    head = "科目编码|科目名称|本年支出合计\n合计||9\n205|教育支出|9"
    found = seen(f"支出决算表 单位：元\n{head}", merged("A3:B3"))
    assert found.amounts == {"支出.合计": "9", "支出.功能分类.205": "9"}


def test_rows_that_come_twice_are_read_twice() -> None:
    found = spent("205|教育支出|9\n205|教育支出|8")
    assert [(str(r.number), str(r.where.cell)) for r in found.reads[0].readings if r.number] == [
        ("9", "表!C3"), ("8", "表!C4"),
    ]  # fmt: skip


def test_what_stands_below_a_table_is_no_heading() -> None:
    found = spent(
        "205|教育支出|9\n20502|普通教育|\n制表人：张三|||审核人：李四\n|填表人|\n|第 1 页 共 2 页\n"
        "|（盖章）|\n|报送日期|\n注1：说明\n说明：本表\n"
    )
    assert found.headings == ["支出.功能分类.205.款.20502"]
    assert found.amounts == {"支出.功能分类.205": "9"}
    assert not told_of(found)


def test_names_that_are_formulas_or_faults_are_told() -> None:
    found = spent("205|=A1|5\n206|#REF!|6")
    assert found.amounts == {"支出.功能分类.205": "5", "支出.功能分类.206": "6"}
    assert told_of(found) == [
        ("JS-110", "B3", "项目名称是“=A1”，没有算出的值"),
        ("JS-110", "B4", "项目名称是“#REF!”，没有算出的值"),
    ]


def test_hidden_rows_that_are_blank_are_not_told() -> None:
    head = "支出决算表 单位：元\n科目编码|科目名称|本年支出合计"
    found = seen(f"{head}\n205|教育支出|9\n|\n206|科学技术支出|1", hidden_rows(4))
    assert not told_of(found)


# 收入支出决算总表


TOTALS = """收入支出决算总表 单位：元
收入|||支出||
项目|行次|金额|项目（按功能分类）|行次|金额
栏次||1|栏次||2
"""


def totals(rows: str) -> Seen:
    """Return what the table of totals says: rows from 5."""
    return seen(TOTALS + rows.strip("\n"), merged("A2:C2", "D2:F2"))


def test_the_table_of_totals() -> None:
    found = totals("""
一、一般公共预算财政拨款收入|1|100|一、教育支出|31|90
二、政府性基金预算财政拨款收入|2||十一、医疗卫生与计划生育支出|32|5
八、其他收入|8|0.00|二十、其他支出|33|
本年收入合计|27|100|本年支出合计|57|95
使用非财政拨款结余（含专用结余）|28|—|结余分配|58|
　　上年结转和结余|29|3|年末结转结余|59|8
收入总计|30|103|支出总计|60|103
""")
    assert found.numbers == {
        "收入.一般公共预算财政拨款": ("100", "C5"),
        "收入.其他": ("0", "C7"),
        "收入.合计": ("100", "C8"),
        "结转结余.年初": ("3", "C10"),
        "收支总计.收入方": ("103", "C11"),
        "支出.功能分类.205": ("90", "F5"),
        "支出.功能分类.210": ("5", "F6"),
        "支出.合计": ("95", "F8"),
        "结转结余.年末": ("8", "F10"),
        "收支总计.支出方": ("103", "F11"),
    }
    assert not found.told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("九、意外收入|9|7", ("JS-109", "A5", "没有认出这一行：“九、意外收入”，金额没有读")),
        ("九、意外收入|9|=B1", ("JS-109", "A5", "没有认出这一行：“九、意外收入”，金额没有读")),
        ("||7", ("JS-109", "C5", "这一行没有项目名称，金额没有读")),
        ("|||其中：人员|31|7", ("JS-109", "D5", "没有认出这一行：“其中：人员”，金额没有读")),
        ("|||支出小计|31|7", ("JS-109", "D5", "没有认出这一行：“支出小计”，金额没有读")),
        ("||||31|7", ("JS-109", "F5", "这一行没有项目名称，金额没有读")),
        ("|||二、教育支出|31|暂无", ("JS-110", "F5", "“暂无”不是数，没有读")),
        ("|||火星支出|31|=B1", ("JS-110", "F5", "公式“=B1”没有算出的值，没有读")),
        ("|||火星支出|31|暂无", ("JS-110", "F5", "“暂无”不是数，没有读")),
    ],
)
def test_rows_of_the_table_of_totals_that_are_not_understood(
    row: str, told: tuple[str, str, str]
) -> None:
    found = totals(row)
    assert not found.amounts
    assert told in found.told


def test_a_class_that_is_not_known_is_read_as_it_is_and_told() -> None:
    found = totals("|||火星支出|31|7")
    assert found.amounts == {"支出.功能分类.火星支出": "7"}
    assert found.told == [("JS-109", "D5", "“火星支出”不是功能分类的类，照原样读了进来")]


def test_a_total_of_the_other_side_is_not_taken_for_a_class() -> None:
    found = totals("|||本年收入合计|31|7")
    assert found.values == {"收入.合计": "7"}


@pytest.mark.parametrize(
    "head",
    [
        "收入||支出|\n项目|金额|项目|金额",
        "项目|金额|项目|金额",
        "收入||支出|\n项目|决算数|项目|决算数",
    ],
)
def test_headings_of_the_table_of_totals(head: str) -> None:
    row = "一般公共预算财政拨款收入|100|教育支出|90"
    found = seen(f"收入支出决算总表 单位：元\n{head}\n{row}")
    assert found.amounts == {"收入.一般公共预算财政拨款": "100", "支出.功能分类.205": "90"}


# 财政拨款收入支出决算总表


def test_rows_with_the_same_words_follow_their_order() -> None:
    found = seen("""财政拨款收入支出决算总表 单位：元
收入||支出||||
项目|金额|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
一般公共预算财政拨款|100|教育支出|90|90||
政府性基金预算财政拨款|5|城乡社区支出|3||3|
国有资本经营预算财政拨款|1|||||
本年收入合计|106|本年支出合计|93|90|3|
年初财政拨款结转和结余|4|年末财政拨款结转和结余|17|14|2|1
　一般公共预算财政拨款|4||||
　政府性基金预算财政拨款|||||
总计|110|总计|110|104|5|1
""")
    assert {p: n for p, n in found.numbers.items() if p.startswith(("收入", "结转"))} == {
        "收入.一般公共预算财政拨款": ("100", "B4"),
        "收入.政府性基金预算财政拨款": ("5", "B5"),
        "收入.国有资本经营预算财政拨款": ("1", "B6"),
        "收入.财政拨款合计": ("106", "B7"),
        "结转结余.年初财政拨款": ("4", "B8"),
        "结转结余.年初一般公共预算": ("4", "B9"),
        "结转结余.年末财政拨款": ("17", "D8"),
        "结转结余.年末一般公共预算": ("14", "E8"),
        "结转结余.年末政府性基金": ("2", "F8"),
        "结转结余.年末国有资本": ("1", "G8"),
    }
    assert found.values["政府性基金预算财政拨款支出.科目.212"] == "3"
    assert not found.told


# the economic classification


BASIC = """一般公共预算财政拨款基本支出决算表 单位：元
人员经费|||公用经费|||||
科目编码|科目名称|决算数|科目编码|科目名称|决算数|科目编码|科目名称|决算数
"""
BASIC_ROWS = """301|工资福利支出|90|302|商品和服务支出|30|310|资本性支出|5
30101|基本工资|60|30201|办公费|30|31002|办公设备购置|5
30102|津贴补贴|30|30202|印刷费||||
人员经费合计||90|公用经费合计||35||公用经费合计|35"""


def test_the_table_of_sections() -> None:
    found = seen(BASIC + BASIC_ROWS, merged("A2:C2", "D2:I2"))
    assert found.numbers == {
        "基本支出.人员经费.科目.30101": ("60", "C5"),
        "基本支出.人员经费.科目.30102": ("30", "C6"),
        "基本支出.人员经费": ("90", "C7"),
        "基本支出.公用经费.科目.30201": ("30", "F5"),
        "基本支出.公用经费": ("35", "F7"),
        "基本支出.公用经费.科目.31002": ("5", "I5"),
    }
    assert found.headings == ["基本支出.公用经费.科目.30202"]
    assert not found.told


def test_two_groups_of_sections() -> None:
    found = seen("""一般公共预算财政拨款基本支出决算表 单位：元
人员经费|||公用经费||
经济分类科目编码|科目名称|金额|经济分类科目编码|科目名称|金额
30101|基本工资|60|30201|办公费|30
|||31002|办公设备购置|5
|人员经费合计|60||公用经费合计|35
""")
    assert found.amounts == {
        "基本支出.人员经费.科目.30101": "60",
        "基本支出.人员经费": "60",
        "基本支出.公用经费.科目.30201": "30",
        "基本支出.公用经费.科目.31002": "5",
        "基本支出.公用经费": "35",
    }
    assert not found.told


@pytest.mark.parametrize(
    ("row", "amounts", "told"),
    [
        ("301|工资福利支出|90", {}, "“工资福利支出”是 90，下面各款之和是 0；只读了各款"),
        ("|工资福利支出|90", {}, "“工资福利支出”是 90，下面各款之和是 0；只读了各款"),
        ("30201|办公费|7", {"基本支出.公用经费.科目.30201": "7"}, ""),
        ("|办公费|7", {"基本支出.公用经费.科目.办公费": "7"}, ""),
        ("50101|工资奖金津补贴|7", {}, "没有认出这一行：“工资奖金津补贴”，金额没有读"),
        ("|小计|7", {}, "没有认出这一行：“小计”，金额没有读"),
        ("|其中：奖金|7", {}, "没有认出这一行：“其中：奖金”，金额没有读"),
    ],
)
def test_sections_and_classes(row: str, amounts: dict[str, str], told: str) -> None:
    found = seen(f"{BASIC}{row}", merged("A2:C2", "D2:I2"))
    assert found.amounts == amounts
    assert found.told == ([("JS-109", "B4", told)] if told else [])


def test_codes_belong_to_the_names_beside_them() -> None:
    found = seen("""一般公共预算财政拨款基本支出决算表 单位：元
人员经费|||公用经费|||公用经费（续）||
科目编码|科目名称|决算数|科目编码|.|决算数|科目编码|科目名称|决算数
30101|基本工资|60|30201|办公费|30|31002|办公设备购置|5
""")
    assert found.numbers == {
        "基本支出.人员经费.科目.30101": ("60", "C4"),
        "基本支出.公用经费.科目.31002": ("5", "I4"),
    }
    assert "F3" in [place for _, place, _ in found.told]


def test_codes_of_two_groups_beside_each_other_are_not_one() -> None:
    found = seen("""一般公共预算财政拨款基本支出决算表 单位：元
人员经费|||公用经费|公用经费（续）||
科目编码|科目名称|决算数|科目编码|科目编码|科目名称|决算数
30101|基本工资|60|30201|31002|办公设备购置|5
""")
    assert found.amounts["基本支出.公用经费.科目.31002"] == "5"


# funds


def test_the_table_of_a_fund() -> None:
    found = seen("""政府性基金预算财政拨款收入支出决算表 单位：元
科目编码|科目名称|年初结转和结余|本年收入|本年支出|||年末结转和结余
||||小计|基本支出|项目支出|
|合计|1|5|4|1|3|2
212|城乡社区支出|1|5|4|1|3|2
""")
    assert {p.removeprefix("政府性基金预算财政拨款支出."): n for p, n in found.values.items()} == {
        f"{row}{column}": number
        for row in ("合计", "科目.212")
        for column, number in {
            ".年初结转": "1", ".本年收入": "5", "": "4",
            ".基本支出": "1", ".项目支出": "3", ".年末结转": "2",
        }.items()
    }  # fmt: skip
    assert not found.told


def test_an_empty_table_has_nothing() -> None:
    found = seen("""国有资本经营预算财政拨款支出决算表 单位：元
科目编码|科目名称|合计|基本支出|项目支出
|合计|||
说明：某局2020年度没有国有资本经营预算财政拨款支出，故本表无数据。
""")
    assert found.reads[0].is_empty
    assert not found.told


# 三公


VISITS = """“三公”经费支出决算表 单位：万元
预算数||||||决算数|||||
合计|因公出国（境）费|公务用车购置及运行费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
||小计|公务用车购置费|公务用车运行费||||小计|公务用车购置费|公务用车运行费|
1|2|3|4|5|6|7|8|9|10|11|12
"""
SEVERAL = "表里有 2 行数，不知道是哪一行，都没有读"
NUMBERS = "10|1|5|2|3|4|9|1|4|2|2|4"
FIGURES = {
    "三公经费.合计.预算": "10",
    "三公经费.因公出国境费.预算": "1",
    "三公经费.公务用车费.合计.预算": "5",
    "三公经费.公务用车费.购置.预算": "2",
    "三公经费.公务用车费.运行维护.预算": "3",
    "三公经费.公务接待费.合计.预算": "4",
    "三公经费.合计": "9",
    "三公经费.因公出国境费": "1",
    "三公经费.公务用车费.合计": "4",
    "三公经费.公务用车费.购置": "2",
    "三公经费.公务用车费.运行维护": "2",
    "三公经费.公务接待费.合计": "4",
}


@pytest.mark.parametrize("ranges", [("A2:F2", "G2:L2", "C3:E3", "I3:K3"), ()])
def test_the_table_of_visits(ranges: tuple[str, ...]) -> None:
    found = seen(VISITS + NUMBERS, merged(*ranges))
    assert found.values == FIGURES
    assert not found.told


def test_the_table_of_visits_the_other_way_round() -> None:
    heads = ["决算数", "", "", "", "", "", "预算数", "", "", "", "", ""]
    swapped = "\n".join(["|".join(heads), *VISITS.split("\n")[2:4]])
    numbers = "|".join([*NUMBERS.split("|")[6:], *NUMBERS.split("|")[:6]])
    found = seen(f"“三公”经费支出决算表 单位：万元\n{swapped}\n{numbers}")
    assert found.values == FIGURES


def test_budget_and_outcome_side_by_side_under_each_kind() -> None:
    found = seen("""“三公”经费支出决算表 单位：万元
合计||因公出国（境）费||公务接待费|
预算数|决算数|预算数|决算数|预算数|决算数
10|9|1|2|4|3
""")
    assert found.values == {
        "三公经费.合计.预算": "10",
        "三公经费.合计": "9",
        "三公经费.因公出国境费.预算": "1",
        "三公经费.因公出国境费": "2",
        "三公经费.公务接待费.合计.预算": "4",
        "三公经费.公务接待费.合计": "3",
    }


def test_without_a_heading_above_nothing_tells_budget_from_outcome() -> None:
    rows = "合计|因公出国（境）费|公务接待费\n10|1|5"
    assert not seen(f"“三公”经费支出决算表 单位：万元\n{rows}").tables


@pytest.mark.parametrize(("kind", "suffix"), [("预算数", ".预算"), ("决算数", "")])
def test_columns_of_one_kind_are_not_taken_for_the_other(kind: str, suffix: str) -> None:
    head = f"{kind}||\n合计|公务接待费|合计"
    found = seen(f"“三公”经费支出决算表 单位：万元\n{head}\n10|4|9", merged("A2:C2"))
    assert found.values == {
        f"三公经费.合计{suffix}": "10",
        f"三公经费.公务接待费.合计{suffix}": "4",
    }


def test_amounts_that_follow_each_other_do_not_count_columns() -> None:
    head = "合计|\n预算数|决算数"
    found = seen(f"“三公”经费支出决算表 单位：万元\n{head}\n2|3", merged("A2:B2"))
    assert found.values == {"三公经费.合计.预算": "2", "三公经费.合计": "3"}


@pytest.mark.parametrize(
    ("rows", "values", "told"),
    [
        (f"{NUMBERS}\n{NUMBERS}", FIGURES, ()),
        (f"{NUMBERS}\n{NUMBERS.replace('10', '11')}", {}, ("A6", SEVERAL)),
        (f"制表人：张三\n{NUMBERS}", FIGURES, ()),
    ],
    ids=["same", "differing", "words"],
)
def test_rows_of_visits(rows: str, values: dict[str, str], told: tuple[str, ...]) -> None:
    found = seen(VISITS + rows)
    assert found.values == values
    assert found.told == ([("JS-109", *told)] if told else [])


def test_of_several_rows_of_visits_the_total_is_read() -> None:
    lines = VISITS.rstrip("\n").split("\n")
    wide = [lines[0], *(f"|{line}" for line in lines[1:])]
    rows = [f"甲单位|{NUMBERS.replace('10', '8')}", f"合计|{NUMBERS}"]
    found = seen("\n".join([*wide, *rows]))
    assert found.values == FIGURES
    assert found.told == [("JS-109", "A6", "表里多出一行，没有读")]


# tables of the system


def test_the_table_of_totals_with_budgets() -> None:
    heads = "年初预算数|全年预算数|决算数"
    found = seen(f"""收入支出决算总表
财决01表||||金额单位：元
收入|||||支出|||||支出||||
项目|行次|{heads}|项目（按功能分类）|行次|{heads}|项目（按支出性质和经济分类）|行次|{heads}
栏次||1|2|3|栏次||4|5|6|栏次||7|8|9
一、一般公共预算财政拨款收入|1|10|11|12|一、一般公共服务支出|31|13|14|15|一、基本支出|60|16|17|18
本年收入合计|27|10|11|12|本年支出合计|57|13|14|15|人员经费|61|1|1|1
""")
    assert found.titles == ["财决收入支出决算总表"]
    assert found.values == {
        "收入.一般公共预算财政拨款.年初预算": "10",
        "收入.一般公共预算财政拨款.预算": "11",
        "收入.一般公共预算财政拨款": "12",
        "收入.合计.年初预算": "10",
        "收入.合计.预算": "11",
        "收入.合计": "12",
        "支出.功能分类.201.年初预算": "13",
        "支出.功能分类.201.预算": "14",
        "支出.功能分类.201": "15",
        "支出.合计.年初预算": "13",
        "支出.合计.预算": "14",
        "支出.合计": "15",
        "支出.基本支出.年初预算": "16",
        "支出.基本支出.预算": "17",
        "支出.基本支出": "18",
    }
    assert found.told == [("JS-109", "K7", "没有认出这一行：“人员经费”，金额没有读")]


def test_columns_of_a_block_are_not_taken_from_the_next_one() -> None:
    heads = "年初预算数|全年预算数|决算数"
    found = seen(f"""收入支出决算总表 单位：元
收入||||支出||支出|||
项目|{heads}|项目（按功能分类）|决算数|项目（按支出性质和经济分类）|{heads}
事业收入|10|11|12|教育支出|15|基本支出|16|17|18
""")
    assert found.values["支出.功能分类.205"] == "15"
    assert "支出.功能分类.205.预算" not in found.values
    assert found.values["支出.基本支出.预算"] == "17"


def test_the_table_of_operations() -> None:
    found = seen("""机构运行信息表 金额单位：元
项目|行次|预算数|统计数
栏次||1|2
一、“三公”经费支出|1||
（一）支出合计|2|10|9
2.公务用车购置及运行维护费|4|5|5
（1）公务用车购置费|5||2
（2）其他费|6||8
（二）相关统计数|7|—|—
4.公务用车保有量（辆）|14|—|3
""")
    assert found.values == {
        "三公经费.合计.预算": "10",
        "三公经费.合计": "9",
        "三公经费.公务用车费.合计.预算": "5",
        "三公经费.公务用车费.合计": "5",
        "三公经费.公务用车费.购置": "2",
        "车辆.实有": "3",
    }
    assert found.told == [("JS-109", "A8", "没有认出这一行：“（2）其他费”，金额没有读")]


def test_the_table_of_operations_since_2022() -> None:
    found = seen("""机构运行信息表 金额单位：元
项目|行次|预算数|统计数
二、会议费|20|9000|8000
三、培训费|21||12000
五、资产信息|25|—|—
（二）单价100万元（含）以上的设备（不含车辆）（台，套）|34|—|2
""")
    assert found.values == {
        "一般性支出.会议费.预算": "9000",
        "一般性支出.会议费": "8000",
        "一般性支出.培训费": "12000",
        "国有资产.百万元设备": "2",
    }
    assert found.told == []


def test_a_long_list_in_two_halves() -> None:
    found = seen("""机构运行信息表 金额单位：元
项目|行次|预算数|统计数|项目|行次|统计数
栏次||1|2|栏次||3
（一）支出合计|2|10|9|四、机关运行经费|23|70
4.公务用车保有量（辆）|14|—|3|（一）政府采购支出合计|30|80
（五）怪行|15||1|（六）怪行|31|2
""")
    assert found.amounts == {
        "三公经费.合计.预算": "10",
        "三公经费.合计": "9",
        "车辆.实有": "3",
        "机关运行经费": "70",
        "政府采购.合计": "80",
    }
    assert [table.unit for table in found.tables] == ["元", "元"]
    assert [told[:2] for told in told_of(found)] == [("JS-109", "A6"), ("JS-109", "E6")]


def test_the_table_of_people() -> None:
    found = seen(
        "基本数字表\n项目|行次|年末实有人数\n一、在职人员|1|\n（一）公务员|2|6\n（二）外星人|3|4"
    )
    assert found.numbers == {"人员.实有.公务员": ("6", "C4")}
    assert found.told == [("JS-109", "A5", "没有认出这一行：“（二）外星人”，金额没有读")]


# words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一、教育支出", "教育支出"),
        ("（一）支出合计", "支出合计"),
        ("其中：授予小微企业合同金额", "授予小微企业合同金额"),
        ("4．公务用车保有量（辆）", "公务用车保有量"),
        ("“三公”经费 支出", "三公经费支出"),
    ],
)
def test_words_that_are_the_same(one: str, other: str) -> None:
    assert line_key(one) == line_key(other)


def test_totals_and_furniture() -> None:
    assert is_total("合　计（万元）")
    assert not is_total("合计外支出")
    assert is_furniture("制表人：张三")
    assert not is_furniture("教育支出")


def test_codes() -> None:
    assert code_text(Cell(Decimal(2010101))) == "2010101"
    assert code_text(Cell("201.01-01")) == "2010101"
    assert code_before("2010101　行政运行") == ("2010101", "行政运行")
    assert code_before("2020年支出") == ("", "2020年支出")
    assert code_before("20101") == ("", "20101")


# other formats


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_files_converted_by_libreoffice(suffix: str) -> None:
    found = look(opened_file(FILES / f"附表.{suffix}"))
    assert [(t.statement.id, t.unit, t.year, t.owner) for t in found.tables] == [
        ("收入支出决算总表", "元", "2020", "某某局"),
        ("收入决算表", "万元", "2020", "某某局"),
        ("三公经费支出决算表", "万元", "2020", "某某局"),
    ]
    truth = look(converted())
    assert found.stated == truth.stated
    assert found.told == truth.told
