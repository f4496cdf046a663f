"""Statements are found by titles and headings, each with its unit, year, owner and columns."""

from __future__ import annotations

from decimal import Decimal

import pytest
import workbooks
from openpyxl import Workbook
from statement_books import (
    Seen,
    book_of,
    definitions,
    fill,
    hidden_columns,
    hidden_rows,
    laid_out,
    look,
    merged,
    opened,
    seen,
    written,
)

from drafter.exchange.grid import Book, Cell, Sheet
from drafter.exchange.tables.find import Table, tables_of
from drafter.exchange.tables.stated import owner_of, units_of, year_of

HEAD = (
    "科目编码|科目名称|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入"
    "|附属单位上缴收入|其他收入"
)
ROW = "205|教育支出|300|200|||||100"
READ = {
    "收入.功能分类.205": "300",
    "收入.功能分类.205.财政拨款": "200",
    "收入.功能分类.205.其他": "100",
}
SPENT = "科目编码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出"
OTHER = "一般公共预算财政拨款项目支出决算表"


def income(above: str, head: str = HEAD, row: str = ROW) -> Seen:
    return seen(f"{above}\n{head}\n{row}")


def tables(rows: str) -> list[Table]:
    return list(tables_of(book_of(rows), definitions()))


def only(rows: str) -> Table:
    (table,) = tables(rows)
    return table


# as files say it


def test_the_grids_of_these_tests_are_what_files_give() -> None:
    rows = (
        "2020年度 收入决算表||公开02表\n　　部门：某局|.|单位：元\n科目编码|科目\\n名称|合计\n"
        "2050201|　教育支出|1234.5\n'0205|'1,2|-3\n206|=A1|#REF!\n207|隐藏|7\n208||0"
    )
    changes = (merged("A1:B1"), hidden_rows(7), hidden_columns("B"))
    assert written(rows, *changes) == book_of(rows, *changes)


# titles


@pytest.mark.parametrize(
    "title",
    [
        "收入决算表",
        "2020年度收入决算表",
        "某某县财政局2020年度收入决算表",
        "某某社保基金管理中心收入决算表",
        "收 入 决 算 表",
        "收入决算表|||||||公开02表",
        "公开02表　收入决算表",
        "收入决算表（公开02表）",
        "收入决算表（续）",
        "收入决算表\\n（2020年度）",
        "附件2：收入决算表",
        "表二 收入决算表",
        "收入决算表 公开02表",
        "收入决算表（金额单位：元）",
        "公开02表\n收入决算表",
        "2020年度部门决算报表\n收入决算表",
    ],
)
def test_titles_however_they_are_written(title: str) -> None:
    found = income(f"{title}\n|||||||金额单位：元")
    assert found.titles == ["收入决算表"]
    assert found.amounts == READ
    assert not found.told


def test_a_title_in_merged_cells() -> None:
    rows = f"2020年度收入决算表\n部门：某局||||||||金额单位：元\n{HEAD}\n{ROW}"
    found = seen(rows, merged("A1:I1", "A2:D2"))
    assert found.amounts == READ
    assert (found.tables[0].year, found.tables[0].owner) == ("2020", "某局")


@pytest.mark.parametrize(
    "title",
    [
        OTHER,
        "财政拨款支出决算明细表",
        "项目支出决算表",
        "支出决算表（一般公共预算财政拨款）",
        "支出决算表（上年）",
        "2020年度政府性基金预算财政拨款“三公”经费支出决算表",
        "2020年部门预算收入支出总表",
    ],
)
def test_the_title_of_another_table_is_not_taken_for_one_that_it_ends_in(title: str) -> None:
    head = "收入||支出|\n项目|金额|项目|金额" if "收入支出" in title else SPENT
    assert not tables(f"{title}\n单位：元\n{head}\n205|教育支出|10|10")


def test_without_a_title_all_headings_tell_the_table() -> None:
    assert income("部门：某局||单位：万元").amounts == READ
    assert not tables(f"单位：元\n{HEAD.removesuffix('|其他收入')}\n{ROW}")


def test_without_a_title_headings_of_two_statements_tell_nothing() -> None:
    head = "科目编码|科目名称|小计|基本支出|项目支出"
    assert not tables(f"单位：元\n{head}\n205|教育支出|10|4|6")


def test_a_list_of_titles_is_no_table() -> None:
    listed = "目录\n序号|表名\n1|收入支出决算总表\n2|收入决算表\n3|支出决算表\n"
    assert not tables(listed)
    assert income(f"{listed}||\n收入决算表\n单位：元").amounts == READ


def test_the_headings_of_another_table_under_a_known_title() -> None:
    assert not tables("支出决算表\n单位：元\n编号|事项|数\n205|教育支出|1")


# unit, year, owner


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("金额单位：元", "元"),
        ("单位：万元", "万元"),
        ("单位:元", "元"),
        ("单位：人民币元", "元"),
        ("单 位 ： 万 元", "万元"),
        ("编制单位：某局    金额单位：万元", "万元"),
        ("金额单位：元    编制单位：某局", "元"),
        ("编制单位：元坝区教育局", ""),
        ("编制单位：元", ""),
        ("单位：元坝区教育局", ""),
        ("编制单位：万元镇政府|单位：元", "元"),
        ("金额单位：千元", ""),
        ("金额单位：", ""),
        ("金额单位：元|单位：万元", ""),
    ],
)
def test_the_unit(line: str, unit: str) -> None:
    assert (only(f"收入决算表\n{line}\n{HEAD}\n{ROW}").unit or "") == unit


@pytest.mark.parametrize(
    ("title", "head", "unit"),
    [
        ("收入决算表（单位：万元）", HEAD, "万元"),
        ("收入决算表 单位：元", HEAD, "元"),
        ("收入决算表（万元）", HEAD, "万元"),
        ("收入决算表", HEAD.replace("合计", "合计（万元）"), "万元"),
        ("收入决算表 单位：元", HEAD.replace("合计", "合计（万元）"), ""),
        ("单位：元\n收入决算表", HEAD, "元"),
    ],
)
def test_the_unit_in_the_title_or_a_heading(title: str, head: str, unit: str) -> None:
    found = income(title, head)
    assert (found.tables[0].unit or "") == unit
    assert found.amounts == READ


def test_two_units_are_told() -> None:
    (told,) = income("收入决算表（单位：万元）\n单位：元").told
    assert told == (
        "JS-109", "A1", "表“收入决算表”既写单位万元，又写单位元，不知道是哪一个",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "others", "year"),
    [
        ("2020年度收入决算表", [], "2020"),
        ("某局２０２０年收入决算表", [], "2020"),
        ("二〇二〇年度收入决算表", [], "2020"),
        ("收入决算表", ["2020年度"], "2020"),
        ("收入决算表", ["年度：2020年"], "2020"),
        ("收入决算表", ["编制日期：2021年3月15日"], ""),
        ("收入决算表", ["2019年度", "2020年度"], ""),
        ("收入决算表", ["2020"], ""),
        ("2020年度收入决算表", ["2019年度"], "2020"),
    ],
)
def test_the_year(title: str, others: list[str], year: str) -> None:
    assert year_of(title, others) == year


@pytest.mark.parametrize(
    ("cells", "owner"),
    [
        (["部门：某局"], "某局"),
        (["编制单位：某局（本级）"], "某局（本级）"),
        (["编制单位（盖章）：某 局"], "某局"),
        (["公开部门：某局（公章）", "", "单位：元"], "某局"),
        (["部门：", "某局"], "某局"),
        (["部门：", "", "公开02表", "单位：元"], ""),
        (["编制单位：某局　　　　金额单位：元"], "某局"),
        (["部门：某局金额单位：万元"], "某局"),
        (["单位：元坝区教育局"], "元坝区教育局"),
        (["编制单位：元坝镇"], "元坝镇"),
        (["单位：万元"], ""),
        (["单位：人"], ""),
        (["单位：个、人"], ""),
        (["单位：元（列至角分）"], ""),
        (["部门：×××"], ""),
        (["部门：某局    2020年度"], "某局"),
        (["金额单位：元"], ""),
    ],
)
def test_the_owner(cells: list[str], owner: str) -> None:
    assert owner_of([cells]) == owner


def test_units_of_texts() -> None:
    assert units_of(["部门:某局单位:万元", "单位:万元"]) == ("万元",)


# headings


TREE = """项目||本年支出|||
科目编码|科目名称|小计|基本支出|项目支出"""
TREE_READ = {
    "一般公共预算财政拨款支出.科目.205": "10",
    "一般公共预算财政拨款支出.科目.205.基本支出": "4",
    "一般公共预算财政拨款支出.科目.205.项目支出": "6",
}


@pytest.mark.parametrize(
    ("heads", "ranges"),
    [
        (TREE, ("A4:B4", "C4:E4")),
        (TREE, ()),
        ("项目||本年支出||\n科目编码|科目名称|小计|基本支出|项目支出\n栏次||1|2|3", ()),
        ("项目||本年支出||\n科目编码|科目名称|小计|基本支出|项目支出\n||1|2|3", ()),
        ("科目编码|科目名称|本年支出\\n合 计|基本\\n支出|项目支出", ()),
        ("科目编码|科目名称|本年支出||\n||合计|基本支出|项目支出", ("A4:A5", "B4:B5", "C4:E4")),
        ("功能分类科目编码|功能分类科目名称|小计|基本支出|项目支出", ()),
    ],
)
def test_headings_in_rows(heads: str, ranges: tuple[str, ...]) -> None:
    above = "一般公共预算财政拨款支出决算表\n部门：某局\n单位：元\n"
    found = seen(f"{above}{heads}\n205|教育支出|10|4|6", merged(*ranges))
    assert found.amounts == TREE_READ
    assert not found.told


@pytest.mark.parametrize(
    "sub", ["其中：教育收费|小计", "小计|其中：教育收费"], ids=["part-first", "total-first"]
)
def test_a_heading_that_is_split_up_has_its_amount_under_the_total(sub: str) -> None:
    head = HEAD.replace("事业收入", "事业收入|")
    number = {"小计": "6", "其中：教育收费": "3"}
    row = "|".join(number[word] for word in sub.split("|"))
    found = seen(
        f"收入决算表\n单位：元\n{head}\n|||||{sub}|||\n205|教育支出|10|4||{row}|||",
        merged("F3:G3"),
    )
    assert found.values["收入.功能分类.205.事业"] == "6"
    place = "F4" if sub.startswith("其中") else "G4"
    assert found.told == [
        ("JS-109", place, "没有认出这一栏：“事业收入 / 其中:教育收费”，没有读（第一个数在第 5 行）")
    ]


def test_columns_in_another_order() -> None:
    head = "|".join(reversed(HEAD.split("|")))
    row = "|".join(reversed(ROW.split("|")))
    assert income("收入决算表 单位：元", head, row).amounts == READ


def test_columns_that_are_not_known_or_not_there() -> None:
    head = HEAD.replace("|其他收入", "|上年数|备注|占比")
    found = income("收入决算表 单位：元", head, "205|教育支出|300|200|||||90|好|50")
    assert found.amounts == {k: v for k, v in READ.items() if "其他" not in k}
    assert found.told == [
        ("JS-109", "I2", "没有认出这一栏：“上年数”，没有读（第一个数在第 3 行）"),
        ("JS-109", "K2", "没有认出这一栏：“占比”，没有读（第一个数在第 3 行）"),
        ("JS-109", "A2", "表“收入决算表”没有“其他收入”一栏"),
    ]


def test_columns_of_two_years_are_not_guessed() -> None:
    head = "科目编码|科目名称|2019年||2020年|\n||本年支出合计|基本支出|本年支出合计|基本支出"
    assert not tables(f"支出决算表\n单位：元\n{head}\n205|教育支出|1|1|2|2")


def test_a_merged_heading_stands_over_its_own_columns_only() -> None:
    head = "科目编码|科目名称|上年数|||\n||本年支出合计|基本支出|本年支出合计|基本支出"
    found = seen(f"支出决算表 单位：元\n{head}\n205|教育支出|1|1|2|2", merged("C2:D2"))
    assert found.amounts == {"支出.功能分类.205": "2", "支出.功能分类.205.基本支出": "2"}


def test_a_column_of_last_year_under_its_own_heading() -> None:
    head = "科目编码|科目名称|上年数|本年数|\n||本年支出合计|本年支出合计|基本支出"
    found = seen(f"支出决算表\n单位：元\n{head}\n205|教育支出|9|10|10")
    assert found.values["支出.功能分类.205"] == "10"
    assert found.told[0][1:] == (
        "C4", "没有认出这一栏：“上年数 / 本年支出合计”，没有读（第一个数在第 5 行）",
    )  # fmt: skip


def test_a_column_far_to_the_right_is_told() -> None:
    found = income("收入决算表 单位：元", HEAD, f"{ROW}|||7")
    assert found.told == [
        ("JS-109", "L2", "没有认出这一栏：“没有表头”，没有读（第一个数在第 3 行）")
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("205|||教育支出|3", "205|2||普通教育|2", "205|2|1|学前教育|1"),
        ("'205|||教育支出|3", "'205|'02||普通教育|2", "'205|'02|'01|学前教育|1"),
        ("205|||教育支出|3", "|20502||普通教育|2", "||2050201|学前教育|1"),
        ("205|||教育支出|3", "205|20502||普通教育|2", "205|20502|2050201|学前教育|1"),
    ],
    ids=["numbers", "texts", "whole-in-turn", "whole"],
)
def test_codes_in_three_columns(rows: tuple[str, ...]) -> None:
    heads = "科目编码|||科目名称|本年支出合计\n类|款|项||\n|||合计|3"
    found = seen("\n".join(("支出决算表 单位：元", heads, *rows)), merged("A2:C2"))
    assert found.amounts == {
        "支出.合计": "3",
        "支出.功能分类.205": "3",
        "支出.功能分类.205.款.20502": "2",
        "支出.功能分类.205.款.20502.项.2050201": "1",
    }


def test_codes_in_three_columns_under_a_heading_that_is_not_merged() -> None:
    heads = "科目编码|||科目名称|本年支出合计\n类|款|项||"
    found = seen(f"支出决算表\n单位：元\n{heads}\n205|||教育支出|3\n205|2|1|学前教育|1")
    assert found.amounts["支出.功能分类.205.款.20502.项.2050201"] == "1"


# several tables


def test_tables_below_each_other() -> None:
    found = seen(
        f"收入决算表\n单位：元\n{HEAD}\n{ROW}\n注：说明\n|\n支出决算表\n单位：万元\n{SPENT}\n"
        "206|科学技术支出|7|7"
    )
    assert [(t.statement.id, t.unit) for t in found.tables] == [
        ("收入决算表", "元"), ("支出决算表", "万元"),
    ]  # fmt: skip
    assert found.amounts == {**READ, "支出.功能分类.206": "7", "支出.功能分类.206.基本支出": "7"}


def test_the_rows_of_another_table_below_are_not_read_as_its_own() -> None:
    other = f"{OTHER}\n单位：元\n科目编码|科目名称|合计\n206|科学技术支出|7"
    found = income("收入决算表 单位：元", HEAD, f"{ROW}\n{other}")
    assert found.amounts == READ
    assert found.told == [("JS-109", "A4", f"表“{OTHER}”不是认得的附表，没有读")]


@pytest.mark.parametrize("gap", ["", "|"], ids=["no-gap", "gap"])
def test_tables_side_by_side(gap: str) -> None:
    left = ["收入决算表|||", "单位：元|||", "科目编码|科目名称|本年收入合计|财政拨款收入"]
    right = ["支出决算表", "单位：万元", "科目编码|科目名称|本年支出合计|基本支出"]
    left += ["205|教育支出|5|5", "206|科学技术支出|6|6"]
    right += ["206|科学技术支出|7|7", "205|教育支出|8|8"]
    found = seen("\n".join(f"{a}|{gap}{b}" for a, b in zip(left, right, strict=True)))
    assert [table.unit for table in found.tables] == ["元", "万元"]
    assert found.amounts == {
        "收入.功能分类.205": "5",
        "收入.功能分类.205.财政拨款": "5",
        "收入.功能分类.206": "6",
        "收入.功能分类.206.财政拨款": "6",
        "支出.功能分类.206": "7",
        "支出.功能分类.206.基本支出": "7",
        "支出.功能分类.205": "8",
        "支出.功能分类.205.基本支出": "8",
    }


@pytest.mark.parametrize(
    "between",
    [
        HEAD,
        f"续表\n{HEAD}\n栏次||1|2|3|4|5|6|7",
        f"注：本表\n{HEAD}",
        f"2020年度收入决算表（续）\n||||||||公开02表\n部门：某局||||||||金额单位：元\n{HEAD}",
    ],
    ids=["headings", "continued", "after-notes", "title"],
)
def test_headings_that_come_again_on_the_next_page(between: str) -> None:
    above = "2020年度收入决算表\n部门：某局||||||||金额单位：元"
    found = income(
        above, HEAD, f"{ROW}\n　　|　普通教育|90\n{between}\n|　进修及培训|80\n206|科学技术支出|7"
    )
    assert len(found.tables) == 1
    assert found.amounts == {
        **READ,
        "收入.功能分类.205.款.普通教育": "90",
        "收入.功能分类.205.款.进修及培训": "80",
        "收入.功能分类.206": "7",
    }
    assert not found.told


def test_a_page_with_its_columns_in_another_order() -> None:
    head = "科目编码|科目名称|财政拨款收入|本年收入合计"
    found = income("收入决算表 单位：元", HEAD, f"{ROW}\n收入决算表\n{head}\n206|科技|7|8")
    assert len(found.tables) == 2
    assert found.values["收入.功能分类.206"] == "8"


def test_pages_of_two_departments_are_two_tables() -> None:
    rows = "\n".join(
        f"收入决算表\n部门：{who}||单位：元\n{HEAD}\n{code}|教育支出|1"
        for who, code in (("甲局", 205), ("乙局", 206))
    )
    assert [table.owner for table in tables(rows)] == ["甲局", "乙局"]


@pytest.mark.parametrize(
    ("rows", "place", "message"),
    [
        ("注：说明\n|外|9\n|外|8", "C6", "第 6 至 7 行在表“收入决算表”之外，有数，没有读"),
        ("|\n|\n|\n|\n206|科学技术支出|7", "A9", "第 9 行在表“收入决算表”之外，有数，没有读"),
    ],
    ids=["after-notes", "after-blank-rows"],
)
def test_amounts_below_a_table_are_told(rows: str, place: str, message: str) -> None:
    found = income("收入决算表\n单位：元", HEAD, f"{ROW}\n{rows}")
    assert found.amounts == READ
    assert found.told == [("JS-109", place, message)]


def test_amounts_above_a_table_are_told() -> None:
    found = income("合计|12\n收入决算表\n单位：元")
    assert found.told == [("JS-109", "B1", "第 1 行在表“收入决算表”之外，有数，没有读")]


def test_a_table_without_a_title_beside_one_that_has_its_own() -> None:
    found = seen("""||||||一般公共预算财政拨款支出决算表
单位：元||||||单位：万元
科目编码|科目名称|合计|基本支出|||科目编码|科目名称|小计|基本支出|项目支出
205|教育支出|5|5|||206|科学技术支出|6|4|2
""")
    assert [table.unit for table in found.tables] == ["万元"]
    assert found.numbers == {
        "一般公共预算财政拨款支出.科目.206": ("6", "I4"),
        "一般公共预算财政拨款支出.科目.206.基本支出": ("4", "J4"),
        "一般公共预算财政拨款支出.科目.206.项目支出": ("2", "K4"),
    }
    assert {place[0] for _, place, _ in found.told} >= {"C", "D"}


def test_columns_of_two_tables_are_not_mixed() -> None:
    found = seen("""支出决算表|||||||
科目编码|科目名称|本年支出合计|科目编码|科目名称|基本支出|项目支出
205|教育支出|5|206|科学技术支出|6|7
""")
    assert found.amounts == {"支出.功能分类.205": "5"}
    assert {place for _, place, _ in found.told} >= {"F2", "G2"}


def test_the_number_of_another_form_ends_a_table() -> None:
    found = seen(f"""收入决算表|公开02表
单位：元
{HEAD}
{ROW}
||公开09表
{HEAD}
206|科学技术支出|7
""")
    assert found.amounts == READ
    assert found.told == [("JS-109", "A7", "第 7 行在表“收入决算表”之外，有数，没有读")]


def test_the_number_of_its_own_form_is_printed_on_every_page() -> None:
    found = seen(f"收入决算表|公开02表\n单位：元\n{HEAD}\n{ROW}\n|公开02表\n{HEAD}\n206|科技|7")
    assert found.values["收入.功能分类.206"] == "7"


# hidden


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    rows = f"收入决算表\n单位：元\n{HEAD}\n{ROW}\n206|科学技术支出|7"
    found = seen(rows, hidden_rows(5), hidden_columns("D", "E"))
    assert found.values["收入.功能分类.206"] == "7"
    assert found.told == [
        ("JS-111", "A5", "表里有 1 个隐藏的行，也读了进来（第一个是第 5 行）"),
        ("JS-111", "D3", "“财政拨款收入”一栏是隐藏的，也读了进来"),
    ]


def test_of_two_columns_with_one_heading_the_hidden_one_is_not_read() -> None:
    head = "科目编码|科目名称|本年收入合计|本年收入合计|财政拨款收入"
    found = seen(f"收入决算表 单位：元\n{head}\n205|教育支出|9|10|10", hidden_columns("C"))
    assert found.numbers["收入.功能分类.205"] == ("10", "D3")
    assert found.told[0] == (
        "JS-109", "C2", "没有认出这一栏：“本年收入合计”，没有读（第一个数在第 3 行）",
    )  # fmt: skip


def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    fill(workbooks.first_sheet(book), laid_out(f"收入决算表 单位：元\n{HEAD}\n{ROW}"))
    for state in ("hidden", "veryHidden"):
        sheet = book.create_sheet(state)
        fill(sheet, laid_out(f"支出决算表 单位：元\n{SPENT}\n205|教育支出|9"))
        sheet.sheet_state = state
    found = look(opened(book))
    assert found.titles == ["收入决算表"]
    assert [sheet.hidden for sheet in opened(book).sheets] == [False, True, True]


def test_sheets_of_any_name_and_order() -> None:
    book = Workbook()
    fill(workbooks.first_sheet(book), laid_out("2020年度部门决算\n某某局\n2021年8月"))
    table = laid_out(f"收入决算表 单位：元\n{HEAD}\n{ROW}")
    fill(book.create_sheet("Z03 支出决算表"), table)
    found = look(opened(book))
    assert found.titles == ["收入决算表"]
    assert found.amounts == READ


# size


def test_wide_and_long_sheets() -> None:
    cells = dict(book_of(f"收入决算表 单位：元\n{HEAD}").sheets[0].cells)
    for row in range(3, 1003):
        cells[row, 1], cells[row, 2] = Cell(Decimal(2050000 + row)), Cell(f"项{row}")
        cells[row, 3] = Cell(Decimal(row))
    cells[3, 16384] = Cell(Decimal(1))
    sheet = Sheet("表", 1, cells, rows=1002, columns=16384)
    found = look(Book("决算", (sheet,)))
    assert len(found.tables[0].rows) == 1000
    assert "XFD2" in [place for _, place, _ in found.told]
