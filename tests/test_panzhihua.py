"""The second real report: what the published one derives rightly stands in the rendered one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from drafter.pipeline import Outcome, make, read_input
from drafter.template.package import parse, qn, read_package
from drafter.template.sites import text_of

ROOT = Path(__file__).resolve().parent.parent
_VAL = qn("val")


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    path = ROOT / "example_inputs" / "panzhihua-2020.yaml"
    return make(read_input(path), "sichuan-final-accounts")


@pytest.fixture(scope="module")
def body(outcome: Outcome) -> etree._Element:
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    return parse(read_package(outcome.rendered.document).parts["word/document.xml"])


@pytest.fixture(scope="module")
def lines(body: etree._Element) -> list[str]:
    return [text_of(p) for p in body.iter(qn("p"))]


# What the published report says and derives rightly, a phrase a line.
PHRASES = (ROOT / "tests" / "published" / "panzhihua-2020.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("phrase", PHRASES.splitlines())
def test_a_derived_phrase_stands_in_the_report(lines: list[str], phrase: str) -> None:
    assert any(phrase in line for line in lines)


SPECIAL_RATES = {
    6: "49.00%", 7: "72.09%", 9: "23.86%", 11: "86.74%", 13: "0%", 18: "63.00%",
}  # fmt: skip


def test_the_special_funds_stand_row_for_row(lines: list[str]) -> None:
    rows = [line for line in lines if "支出完成率" in line]
    assert len(rows) == 26
    for number, row in enumerate(rows, start=1):
        assert row.endswith(f"支出完成率{SPECIAL_RATES.get(number, '100%')}。"), row
    assert (
        rows[17] == "2020年省级技术改造前期经费100万元，支出63万元，结转37万元，支出完成率63.00%。"
    )


def test_the_account_has_a_row_for_each_item(lines: list[str]) -> None:
    rows = [line for line in lines if "（项）：支出决算为" in line]
    assert len(rows) == 21
    assert all(row.endswith("完成预算100%。") for row in rows)


def test_each_caption_and_no_part_five(lines: list[str]) -> None:
    assert [line[1:3] for line in lines if line.startswith("（图")] == [
        f"图{number}" for number in range(1, 8)
    ]
    assert "附表" not in lines


def test_the_lists_keep_their_own_orders(lines: list[str]) -> None:
    initial = next(line for line in lines if line.startswith("本年年初预算项目支出"))
    names = (
        "业务运行费17", "机房电费27.5", "市协同办公平台", "网络租赁费70.5",
        "北大数字研究院", "平台维护经费15", "培训经费15", "2020年援藏援彝",
    )  # fmt: skip
    places = [initial.index(name) for name in names]
    assert places == sorted(places)


def grid(table: etree._Element) -> list[list[tuple[str, str, int]]]:
    """Return the cells row by row: text, `restart` or `continue` of a merge, columns."""
    rows = []
    for row in table.iter(qn("tr")):
        cells = []
        for cell in row.iter(qn("tc")):
            merge = cell.find(f"{qn('tcPr')}/{qn('vMerge')}")
            span = cell.find(f"{qn('tcPr')}/{qn('gridSpan')}")
            cells.append((
                "".join(text_of(p) for p in cell.iter(qn("p"))),
                "" if merge is None else merge.get(_VAL, "continue"),
                1 if span is None else int(span.get(_VAL, "1")),
            ))  # fmt: skip
        rows.append(cells)
    return rows


TABLES = [
    ("企业家和企业管理人员培训经费", 11),
    ("中小企业公共服务平台维护经费", 12),
    ("市电子政务外网网络租赁费", 10),
    ("攀枝花市大数据政务云（一期）服务和信息安全运营服务经费", 10),
    ("无线电频率占用费", 15),
]


def test_the_five_tables_have_their_rows_in_order(body: etree._Element) -> None:
    tables = [grid(t) for t in body.iter(qn("tbl"))][:5]
    head = 9
    assert [(t[1][1][0], len(t) - head) for t in tables] == TABLES
    for table in tables:
        assert all(sum(span for _, _, span in row) == 6 for row in table)
        levels = [(row[1], row[2]) for row in table[head:]]
        # A merged cell says its words once; each group starts with them.
        for first, second in levels:
            assert (first[1] == "continue") == (first[0] == "")
            assert (second[1] == "continue") == (second[0] == "")
    amounts = [tables[0][row][2:5:2] for row in (3, 4, 5)]
    assert [[cell[0] for cell in row] for row in amounts] == [
        ["15万元", "15万元"], ["15万元", "15万元"], ["0", "0"],
    ]  # fmt: skip
    assert [cell[0] for cell in tables[4][5][2:5:2]] == ["", ""]  # blank, not 0


R, C = "restart", "continue"
SCORES: list[list[Any]] = [
    [("单位名称/项目名称", "", 1), ("攀枝花市经信局省级技术改造前期费", "", 4)],
    [(name, "", 1) for name in ("一级指标", "二级指标", "三级指标", "分值", "得分")],
    [("（20分）项目决策", R), ("（10分）科学决策", R), "必要性（政策依据）", ("5", ""), ("5", "")],
    [("", C), ("", C), "可行性（政策完善）", ("5", ""), ("5", "")],
    [("", C), ("（10分）绩效目标", R), "明确性", ("5", ""), ("5", "")],
    [("", C), ("", C), "合理性", ("5", ""), ("5", "")],
    [("（10分）项目管理", R), ("（7分）资金管理", R), "资金分配", ("3", ""), ("3", "")],
    [("", C), ("", C), "资金使用", ("4", ""), ("4", "")],
    [("", C), ("（3分）项目执行", ""), "执行规范", ("3", ""), ("3", "")],
    [("（特性指标70分）项目绩效", R), ("（20分）项目完成", R), "完成数量", ("5", ""), ("5", "")],
    [("", C), ("", C), "完成质量", ("5", ""), ("4", "")],
    [("", C), ("", C), "完成时效", ("5", ""), ("4", "")],
    [("", C), ("", C), "完成成本", ("5", ""), ("4", "")],
    [("", C), ("（50分）项目效益", R), "经济效益（可选项）", ("40", R), ("38", R)],
    [("", C), ("", C), "社会效益（可选项）", ("", C), ("", C)],
    [("", C), ("", C), "生态效益（可选项）", ("", C), ("", C)],
    [("", C), ("", C), "可持续效益（可选项）", ("", C), ("", C)],
    [("", C), ("", C), "公平效率（可选项）", ("", C), ("", C)],
    [("", C), ("", C), "使用效率（可选项）", ("", C), ("", C)],
    [("", C), ("", C), "服务对象满意度", ("10", ""), ("9", "")],
    [("总分", "", 4), ("94分", "", 1)],
]


def test_the_score_table_stands_cell_by_cell_with_its_merges(body: etree._Element) -> None:
    expected = [
        [(c, "", 1) if isinstance(c, str) else (*c, 1) if len(c) == 2 else c for c in row]
        for row in SCORES
    ]
    assert grid(list(body.iter(qn("tbl")))[-1]) == expected


FOUND = {
    "JS-205": "已豁免", "JS-216": "已豁免", "JS-211": "已豁免", "JS-220": "已豁免",
    "JS-206": "警告", "JS-213": "警告", "JS-404": "警告", "JS-701": "提示",
    "JS-541": "提示", "JS-542": "已豁免", "JS-801": "已豁免",
}  # fmt: skip


def test_the_contradictions_of_the_published_report_are_found(outcome: Outcome) -> None:
    found = {f.id: "已豁免" if f.waived else str(f.severity) for f in outcome.findings}
    assert found == FOUND
    rates = [f.message for f in outcome.findings if f.id == "JS-801"]
    assert [message.partition("已公布 ")[2] for message in rates] == [
        "7.96%，按数据应为 7.97%", "67%，按数据应为 63.00%",
    ]  # fmt: skip
