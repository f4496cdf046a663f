"""The statements drawn in the Sichuan report: cell by cell, their pages, and what the lint says.

The grids below were worked out by hand from the amounts of `inputs/附表.yaml`; `table_grids` tells
how they are drawn. Each table is compared with its view as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from drawn_statements import LANDSCAPE, PORTRAIT, TITLES, Drawn, page_of, statements_of, words
from lxml import etree
from plain_inputs import Data, example, plain, typed
from table_grids import Report, drawn, made, read_report, report
from word_files import MANIFEST, p, parts_of, tbl, tc, tr, zipped

from drafter.diagnostics import Diagnostic, Severity
from drafter.figures.nodes import Figure, Group, Text, Undefined, group_at, rows_at
from drafter.lists import classification
from drafter.pipeline import field_contract, make, make_report, read_input
from drafter.report.evaluation import Wanted
from drafter.report.statements import Statements
from drafter.statements.definition import Holds, Statement
from drafter.template.loader import ReportTemplate, load_template
from drafter.template.package import parse, qn, read_package
from drafter.template.sites import style_of

ROOT = Path(__file__).resolve().parent.parent
INPUT, TEMPLATE = "tests/inputs/附表.yaml", "sichuan-final-accounts"
FOLDER = ROOT / "templates" / TEMPLATE
BUREAU = "云岭县文化体育和旅游局"

# What is printed


def printed() -> Report:
    return report(INPUT, TEMPLATE)


def statement(title: str) -> Drawn:
    (found,) = (one for one in statements_of(printed()) if one.title == title)
    return found


def altered(tmp_path: Path, data: Data, choice: str) -> Report:
    data["报告"] = [{"模板": TEMPLATE, "选项": {"附表": choice}}]
    path = tmp_path / "a.yaml"
    path.write_text(typed(data), encoding="utf-8")
    outcome = make(read_input(path), TEMPLATE)
    assert outcome.rendered is not None
    assert outcome.rendered.gaps == ()
    return read_report(outcome)


ALL_TITLES = [
    "收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表",
    "财政拨款支出决算明细表", "一般公共预算财政拨款支出决算表",
    "一般公共预算财政拨款支出决算明细表", "一般公共预算财政拨款基本支出决算表",
    "一般公共预算财政拨款项目支出决算表", "一般公共预算财政拨款“三公”经费支出决算表",
    "政府性基金预算财政拨款收入支出决算表", "政府性基金预算财政拨款“三公”经费支出决算表",
    "国有资本经营预算财政拨款收入支出决算表", "国有资本经营预算财政拨款支出决算表",
    "机关运行经费、资产占用情况及政府采购支出信息表",
]  # fmt: skip
ELSEWHERE = {5, 7, 9, 12, 15}
"""Numbers of the statements of which the report gives only the title."""


def test_the_input_is_complete_and_without_fault() -> None:
    found = made(INPUT)
    assert [f for f in found.findings if f.severity is not Severity.HINT] == []
    assert [f.id for f in found.findings] == ["JS-614"]  # a code that the list does not have
    (outcome,) = found.outcomes
    assert outcome.rendered is not None
    assert not outcome.is_draft


def test_ten_statements_are_drawn_in_order_each_on_its_page() -> None:
    found = statements_of(printed())
    assert [(one.title, one.before[0], one.page) for one in found] == TITLES
    assert {one.before[1] for one in found} == {f"部门：{BUREAU}\t金额单位：万元"}
    assert all(len(one.before) == 2 for one in found)
    assert is_on(styles()["StatementHeading"].find(f"{qn('pPr')}/{qn('pageBreakBefore')}"))


def test_the_list_says_which_statements_are_published_elsewhere() -> None:
    marked = [
        f"{title}（另行公布）" if number in ELSEWHERE else title
        for number, title in enumerate(ALL_TITLES, start=1)
    ]
    assert titles_in(printed()) == marked


def titles_in(of: Report) -> list[str]:
    return [words(node) for node in of.root.iter(qn("p")) if style_of(node) == "StatementTitle"]


# Cell by cell

REVENUE = """\
‖ →2 项目 | ↓本年收入合计 | ↓财政拨款收入 | ↓上级补助收入 | ↓事业收入 | ↓经营收入
  | ↓附属单位上缴收入 | ↓其他收入 |
‖ 科目编码 | 科目名称 | ↑ | ↑ | ↑ | ↑ | ↑ | ↑ | ↑ |
‖ →2 栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7 |
|  | 合计 | 1,038.50 | 960.00 |  | 42.00 | 34.00 |  | 2.50 |
| 207 | 文化旅游体育与传媒支出 | 677.50 | 599.00 |  | 42.00 | 34.00 |  | 2.50 |
| 20701 | 　文化和旅游 | 629.50 | 551.00 |  | 42.00 | 34.00 |  | 2.50 |
| 2070101 | 　　行政运行 | 370.50 | 368.00 |  |  |  |  | 2.50 |
| 2070102 | 　　一般行政管理事务 | 35.00 | 35.00 |  |  |  |  |  |
| 2070109 | 　　群众文化 | 224.00 | 148.00 |  | 42.00 | 34.00 |  |  |
| 20703 | 　体育 | 48.00 | 48.00 |  |  |  |  |  |
| 2070308 | 　　群众体育 | 48.00 | 48.00 |  |  |  |  |  |
| 208 | 社会保障和就业支出 | 71.00 | 71.00 |  |  |  |  |  |
| 20805 | 　行政事业单位养老支出 | 71.00 | 71.00 |  |  |  |  |  |
| 2080501 | 　　行政单位离退休 | 12.60 | 12.60 |  |  |  |  |  |
| 2080505 | 　　机关事业单位基本养老保险缴费支出 | 58.40 | 58.40 |  |  |  |  |  |
| 210 | 卫生健康支出 | 26.30 | 26.30 |  |  |  |  |  |
| 21011 | 　行政事业单位医疗 | 26.30 | 26.30 |  |  |  |  |  |
| 2101101 | 　　行政单位医疗 | 26.30 | 26.30 |  |  |  |  |  |
| 212 | 城乡社区支出 | 120.00 | 120.00 |  |  |  |  |  |
| 21208 | 　国有土地使用权出让收入安排的支出 | 120.00 | 120.00 |  |  |  |  |  |
| 2120803 | 　　城市建设支出 | 120.00 | 120.00 |  |  |  |  |  |
| 221 | 住房保障支出 | 51.70 | 51.70 |  |  |  |  |  |
| 22102 | 　住房改革支出 | 51.70 | 51.70 |  |  |  |  |  |
| 2210201 | 　　住房公积金 | 51.70 | 51.70 |  |  |  |  |  |
| 223 | 国有资本经营预算支出 | 12.00 | 12.00 |  |  |  |  |  |
| 22301 | 　解决历史遗留问题及改革成本支出 | 12.00 | 12.00 |  |  |  |  |  |
| 2230105 | 　　国有企业退休人员社会化管理补助支出 | 12.00 | 12.00 |  |  |  |  |  |
| 229 | 其他支出 | 80.00 | 80.00 |  |  |  |  |  |
| 22960 | 　彩票公益金安排的支出 | 80.00 | 80.00 |  |  |  |  |  |
| 2296003 | 　　用于体育事业的彩票公益金支出 | 80.00 | 80.00 |  |  |  |  |  |
"""

EXPENDITURE = """\
‖ →2 项目 | ↓本年支出合计 | ↓基本支出 | ↓项目支出 | ↓上缴上级支出 | ↓经营支出
  | ↓对附属单位补助支出 |
‖ 科目编码 | 科目名称 | ↑ | ↑ | ↑ | ↑ | ↑ | ↑ |
‖ →2 栏次 | 1 | 2 | 3 | 4 | 5 | 6 |
|  | 合计 | 1,036.40 | 627.00 | 373.40 | 6.00 | 30.00 |  |
| 207 | 文化旅游体育与传媒支出 | 679.00 | 478.00 | 165.00 | 6.00 | 30.00 |  |
| 20701 | 　文化和旅游 | 631.00 | 478.00 | 117.00 | 6.00 | 30.00 |  |
| 2070101 | 　　行政运行 | 370.00 | 370.00 |  |  |  |  |
| 2070102 | 　　一般行政管理事务 | 35.00 |  | 35.00 |  |  |  |
| 2070109 | 　　群众文化 | 220.00 | 108.00 | 82.00 |  | 30.00 |  |
| 2070199 | 　　其他文化和旅游支出 | 6.00 |  |  | 6.00 |  |  |
| 20703 | 　体育 | 48.00 |  | 48.00 |  |  |  |
| 2070308 | 　　群众体育 | 48.00 |  | 48.00 |  |  |  |
| 208 | 社会保障和就业支出 | 71.00 | 71.00 |  |  |  |  |
| 20805 | 　行政事业单位养老支出 | 71.00 | 71.00 |  |  |  |  |
| 2080501 | 　　行政单位离退休 | 12.60 | 12.60 |  |  |  |  |
| 2080505 | 　　机关事业单位基本养老保险缴费支出 | 58.40 | 58.40 |  |  |  |  |
| 210 | 卫生健康支出 | 26.30 | 26.30 |  |  |  |  |
| 21011 | 　行政事业单位医疗 | 26.30 | 26.30 |  |  |  |  |
| 2101101 | 　　行政单位医疗 | 26.30 | 26.30 |  |  |  |  |
| 221 | 住房保障支出 | 51.70 | 51.70 |  |  |  |  |
| 22102 | 　住房改革支出 | 51.70 | 51.70 |  |  |  |  |
| 2210201 | 　　住房公积金 | 51.70 | 51.70 |  |  |  |  |
| 212 | 城乡社区支出 | 120.00 |  | 120.00 |  |  |  |
| 21208 | 　国有土地使用权出让收入安排的支出 | 120.00 |  | 120.00 |  |  |  |
| 2120803 | 　　城市建设支出 | 120.00 |  | 120.00 |  |  |  |
| 229 | 其他支出 | 76.40 |  | 76.40 |  |  |  |
| 22960 | 　彩票公益金安排的支出 | 76.40 |  | 76.40 |  |  |  |
| 2296003 | 　　用于体育事业的彩票公益金支出 | 76.40 |  | 76.40 |  |  |  |
| 223 | 国有资本经营预算支出 | 12.00 |  | 12.00 |  |  |  |
| 22301 | 　解决历史遗留问题及改革成本支出 | 12.00 |  | 12.00 |  |  |  |
| 2230105 | 　　国有企业退休人员社会化管理补助支出 | 12.00 |  | 12.00 |  |  |  |
"""

GENERAL_BUDGET = """\
‖ →2 项目 | →3 本年支出 |
‖ 科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
‖ →2 栏次 | 1 | 2 | 3 |
|  | 合计 | 752.00 | 609.00 | 143.00 |
| 207 | 文化旅游体育与传媒支出 | 603.00 | 460.00 | 143.00 |
| 20701 | 　文化和旅游 | 555.00 | 460.00 | 95.00 |
| 2070101 | 　　行政运行 | 370.00 | 370.00 |  |
| 2070102 | 　　一般行政管理事务 | 35.00 |  | 35.00 |
| 2070109 | 　　群众文化 | 150.00 | 90.00 | 60.00 |
| 20703 | 　体育 | 48.00 |  | 48.00 |
| 2070308 | 　　群众体育 | 48.00 |  | 48.00 |
| 208 | 社会保障和就业支出 | 71.00 | 71.00 |  |
| 20805 | 　行政事业单位养老支出 | 71.00 | 71.00 |  |
| 2080501 | 　　行政单位离退休 | 12.60 | 12.60 |  |
| 2080505 | 　　机关事业单位基本养老保险缴费支出 | 58.40 | 58.40 |  |
| 210 | 卫生健康支出 | 26.30 | 26.30 |  |
| 21011 | 　行政事业单位医疗 | 26.30 | 26.30 |  |
| 2101101 | 　　行政单位医疗 | 26.30 | 26.30 |  |
| 221 | 住房保障支出 | 51.70 | 51.70 |  |
| 22102 | 　住房改革支出 | 51.70 | 51.70 |  |
| 2210201 | 　　住房公积金 | 51.70 | 51.70 |  |
"""

THREE_PUBLIC = """\
‖ →6 预算数 | →6 决算数 |
‖ ↓合计 | ↓因公出国（境）费 | →3 公务用车购置及运行维护费 | ↓公务接待费
  | ↓合计 | ↓因公出国（境）费 | →3 公务用车购置及运行维护费 | ↓公务接待费 |
‖ ↑ | ↑ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ↑
  | ↑ | ↑ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ↑ |
‖ 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 |
| 26.50 |  | 24.00 | 18.00 | 6.00 | 2.50 | 25.26 |  | 23.40 | 18.00 | 5.40 | 1.86 |
"""

FUND_HEAD = """\
‖ →2 项目 | ↓年初结转和结余 | ↓本年收入 | →3 本年支出 | ↓年末结转和结余 |
‖ 科目编码 | 科目名称 | ↑ | ↑ | 小计 | 基本支出 | 项目支出 | ↑ |
‖ →2 栏次 | 1 | 2 | 3 | 4 | 5 | 6 |
"""

FUNDS = """\
|  | 合计 | 5.00 | 200.00 | 196.40 |  | 196.40 | 8.60 |
| 212 | 城乡社区支出 |  | 120.00 | 120.00 |  | 120.00 |  |
| 21208 | 　国有土地使用权出让收入安排的支出 |  | 120.00 | 120.00 |  | 120.00 |  |
| 2120803 | 　　城市建设支出 |  | 120.00 | 120.00 |  | 120.00 |  |
| 229 | 其他支出 | 5.00 | 80.00 | 76.40 |  | 76.40 | 8.60 |
| 22960 | 　彩票公益金安排的支出 | 5.00 | 80.00 | 76.40 |  | 76.40 | 8.60 |
| 2296003 | 　　用于体育事业的彩票公益金支出 | 5.00 | 80.00 | 76.40 |  | 76.40 | 8.60 |
"""

CAPITAL = """\
|  | 合计 |  | 12.00 | 12.00 |  | 12.00 |  |
| 223 | 国有资本经营预算支出 |  | 12.00 | 12.00 |  | 12.00 |  |
| 22301 | 　解决历史遗留问题及改革成本支出 |  | 12.00 | 12.00 |  | 12.00 |  |
| 2230105 | 　　国有企业退休人员社会化管理补助支出 |  | 12.00 | 12.00 |  | 12.00 |  |
"""

CAPITAL_SPENT = """\
‖ →2 项目 | →3 本年支出 |
‖ 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
‖ →2 栏次 | 1 | 2 | 3 |
|  | 合计 | 12.00 |  | 12.00 |
| 223 | 国有资本经营预算支出 | 12.00 |  | 12.00 |
| 22301 | 　解决历史遗留问题及改革成本支出 | 12.00 |  | 12.00 |
| 2230105 | 　　国有企业退休人员社会化管理补助支出 | 12.00 |  | 12.00 |
"""

WHOLE = [
    ("收入决算表", REVENUE),
    ("一般公共预算财政拨款支出决算表", GENERAL_BUDGET),
    ("一般公共预算财政拨款“三公”经费支出决算表", THREE_PUBLIC),
    ("政府性基金预算财政拨款收入支出决算表", FUND_HEAD + FUNDS),
    ("国有资本经营预算财政拨款收入支出决算表", FUND_HEAD + CAPITAL),
    ("国有资本经营预算财政拨款支出决算表", CAPITAL_SPENT),
]


@pytest.mark.parametrize(("title", "grid"), WHOLE, ids=[title for title, _ in WHOLE])
def test_every_cell_is_as_worked_out_by_hand(title: str, grid: str) -> None:
    assert statement(title).table.drawn == drawn(grid)


def test_expenditure_of_all_funds_is_added_up_by_heading() -> None:
    """In whatever order the classes of several funds stand."""
    assert sorted(statement("支出决算表").table.drawn) == sorted(drawn(EXPENDITURE))


SUMMARY_HEAD = """\
‖ →3 收入 | →3 支出 |
‖ 项目 | 行次 | 金额 | 项目 | 行次 | 金额 |
"""
SUMMARY = """\
| 一、一般公共预算财政拨款收入 | 1 | 748.00 | 一、一般公共服务支出 | 31 |  |
| 二、政府性基金预算财政拨款收入 | 2 | 200.00 | 二、外交支出 | 32 |  |
| 三、国有资本经营预算财政拨款收入 | 3 | 12.00 | 三、国防支出 | 33 |  |
| 五、事业收入 | 5 | 42.00 | 五、教育支出 | 35 |  |
| 六、经营收入 | 6 | 34.00 | 六、科学技术支出 | 36 |  |
| 七、附属单位上缴收入 | 7 |  | 七、文化旅游体育与传媒支出 | 37 | 679.00 |
| 八、其他收入 | 8 | 2.50 | 八、社会保障和就业支出 | 38 | 71.00 |
|  | 9 |  | 九、卫生健康支出 | 39 | 26.30 |
|  | 11 |  | 十一、城乡社区支出 | 41 | 120.00 |
|  | 19 |  | 十九、住房保障支出 | 49 | 51.70 |
|  | 21 |  | 二十一、国有资本经营预算支出 | 51 | 12.00 |
|  | 23 |  | 二十三、其他支出 | 53 | 76.40 |
"""
FISCAL_HEAD = """\
‖ →3 收入 | →6 支出 |
‖ 项目 | 行次 | 金额 | 项目 | 行次 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
  | 国有资本经营预算财政拨款 |
"""
FISCAL = """\
| 一、一般公共预算财政拨款 | 1 | 748.00 | 一、一般公共服务支出 | 33 |  |  |  |  |
| 二、政府性基金预算财政拨款 | 2 | 200.00 | 二、外交支出 | 34 |  |  |  |  |
| 三、国有资本经营预算财政拨款 | 3 | 12.00 | 三、国防支出 | 35 |  |  |  |  |
|  | 7 |  | 七、文化旅游体育与传媒支出 | 39 | 603.00 | 603.00 |  |  |
|  | 8 |  | 八、社会保障和就业支出 | 40 | 71.00 | 71.00 |  |  |
|  | 9 |  | 九、卫生健康支出 | 41 | 26.30 | 26.30 |  |  |
|  | 11 |  | 十一、城乡社区支出 | 43 | 120.00 |  | 120.00 |  |
|  | 19 |  | 十九、住房保障支出 | 51 | 51.70 | 51.70 |  |  |
|  | 21 |  | 二十一、国有资本经营预算支出 | 53 | 12.00 |  |  | 12.00 |
|  | 23 |  | 二十三、其他支出 | 55 | 76.40 |  | 76.40 |  |
| 本年收入合计 | 27 | 960.00 | 本年支出合计 | 59 | 960.40 | 752.00 | 196.40 | 12.00 |
| 年初财政拨款结转和结余 | 28 | 15.00 | 年末财政拨款结转和结余 | 60 | 14.60 | 6.00 | 8.60 |  |
| 　　一般公共预算财政拨款 | 29 | 10.00 |  | 61 |  |  |  |  |
| 　　政府性基金预算财政拨款 | 30 | 5.00 |  | 62 |  |  |  |  |
| 　　国有资本经营预算财政拨款 | 31 |  |  | 63 |  |  |  |  |
| 总计 | 32 | 975.00 | 总计 | 64 | 975.00 | 758.00 | 205.00 | 12.00 |
"""
BASIC_HEAD = """\
‖ →3 人员经费 | →3 公用经费 | →3 公用经费（续） |
‖ 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 |
"""
BASIC = """\
| 301 | 工资福利支出 | 508.20 | 302 | 商品和服务支出 | 82.20 | 307 | 债务利息及费用支出 |  |
| 30101 | 　基本工资 | 202.00 | 30201 | 　办公费 | 22.70 | 30701 | 　国内债务付息 |  |
| 30107 | 　绩效工资 | 31.00 | 30205 | 　水费 | 1.30 | 309 | 资本性支出（基本建设） |  |
| 30108 | 　机关事业单位基本养老保险缴费 | 58.40 | 30206 | 　电费 | 7.10 | 310 | 资本性支出 | 6.00 |
|  |  |  |  |  |  | 39999 | 　其他支出 |  |
|  | 人员经费合计 | 520.80 |  |  |  |  | 公用经费合计 | 88.20 |
"""
BY_SIDE = [
    ("收入支出决算总表", SUMMARY_HEAD, SUMMARY, 30),
    ("财政拨款收入支出决算总表", FISCAL_HEAD, FISCAL, 32),
    ("一般公共预算财政拨款基本支出决算表", BASIC_HEAD, BASIC, 40),
]


@pytest.mark.parametrize(("title", "head", "rows", "height"), BY_SIDE, ids=[b[0] for b in BY_SIDE])
def test_blocks_stand_side_by_side(title: str, head: str, rows: str, height: int) -> None:
    one = statement(title)
    assert one.table.drawn[:2] == drawn(head)
    assert len(one.body) == height
    wanted = drawn(rows)
    assert [row for row in one.body if row in wanted] == wanted
    amounts = re.compile(r"\d\.\d\d")
    if title != BY_SIDE[2][0]:  # rows that are not listed above have no amount
        others = [row for row in one.body if row not in wanted and amounts.search(row)]
        assert [row.split(" | ")[0] for row in others] == _LAST[title]


_LAST = {
    "收入支出决算总表": [
        "| 本年收入合计", "| 使用非财政拨款结余（含专用结余）", "| 年初结转和结余", "| 总计",
    ],
    "财政拨款收入支出决算总表": [],
}  # fmt: skip


def test_the_foot_of_the_first_statement_balances() -> None:
    """In and out: 1038.50 + 4.00 + 18.00 = 1036.40 + 2.00 + 22.10 = 1060.50."""
    cells = [[cell.words for cell in row] for row in statement("收入支出决算总表").table.rows[-4:]]
    assert [(row[2], row[5]) for row in cells] == [
        ("1,038.50", "1,036.40"), ("4.00", "2.00"), ("18.00", "22.10"), ("1,060.50", "1,060.50"),
    ]  # fmt: skip


def test_basic_expenditure_is_that_of_the_items() -> None:
    """Of each section the basic expenditure of all items; 项目支出 is not in it."""
    rows = statement("一般公共预算财政拨款基本支出决算表").table.rows[2:]
    held = {
        row[at].words: row[at + 2].words
        for row in rows for at in (0, 3, 6)
        if row[at + 2].words and len(row[at].words) == 5
    }  # fmt: skip
    assert held == {
        "30101": "202.00", "30102": "96.50", "30103": "42.30", "30107": "31.00",
        "30108": "58.40", "30110": "26.30", "30113": "51.70", "30302": "12.60",
        "30201": "22.70", "30205": "1.30", "30206": "7.10", "30207": "3.20", "30211": "12.40",
        "30217": "1.86", "30228": "4.24", "30231": "5.40", "30239": "24.00", "31002": "6.00",
    }  # fmt: skip


def test_one_amount_stands_alike_in_the_statements_and_in_the_text() -> None:
    total = "1,036.40"
    assert statement("支出决算表").table.rows[3][2].words == total
    assert statement("收入支出决算总表").table.rows[-4][5].words == total
    spent = "2020年本年支出合计1036.40万元，其中：基本支出627.00万元，占60.50%；"
    assert spent in printed().text
    assert "收、支总计均为1060.50万元" in printed().text
    assert "财政拨款收、支总计均为975.00万元" in printed().text


# The views


@cache
def template() -> ReportTemplate:
    loaded = load_template(FOLDER, TEMPLATE, field_contract).template
    assert loaded is not None
    return loaded


@cache
def views() -> Group:
    source = read_input(ROOT / INPUT)
    wanted = Wanted(statements=Statements(template().listed, classification()))
    return group_at(make_report(source, template().manifest.defaults, wanted).data, "附表")


def definition(number: int) -> Statement:
    return [one.statement for one in template().listed if one.statement is not None][number]


@pytest.mark.parametrize("number", range(len(TITLES)), ids=[title for title, *_ in TITLES])
def test_every_table_prints_its_view(number: int) -> None:
    defined = definition(number)
    one = statements_of(printed())[number]
    shown = [[cell.words for cell in row] for row in one.table.rows[len(one.table.repeated) :]]
    rows = rows_at(group_at(views(), defined.id), "行").entries
    keys = [column.key for column in defined.columns]
    wanted = [[as_printed(row, key) for key in keys] for row in rows if isinstance(row, Group)]
    assert shown == wanted


def as_printed(row: Group, key: str) -> str:
    cell = row.items[key]
    if isinstance(cell, Text):
        return cell.plain
    assert isinstance(cell, Figure)
    if isinstance(cell.value, Undefined) or not cell.number:
        return ""
    return f"{cell.number / 10_000:,.2f}"


# Its looks


@cache
def styles() -> dict[str, etree._Element]:
    package = read_package((FOLDER / "report.docx").read_bytes())
    root = parse(package.parts["word/styles.xml"])
    return {style.get(qn("styleId"), ""): style for style in root.iter(qn("style"))}


def is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(qn("val"), "1") not in {"0", "false"}


def alignment(style: str) -> str:
    found = styles()[style].find(f"{qn('pPr')}/{qn('jc')}")
    if found is not None:
        return found.get(qn("val"), "")
    based = styles()[style].find(qn("basedOn"))
    return "" if based is None else alignment(based.get(qn("val"), ""))


@pytest.mark.parametrize("number", range(len(TITLES)), ids=[title for title, *_ in TITLES])
def test_rows_stay_whole_and_headings_are_repeated(number: int) -> None:
    one = statements_of(printed())[number]
    assert one.table.faults() == []
    assert len(one.table.repeated) == len(one.table.rows) - len(one.body) > 0
    rows = one.element.findall(qn("tr"))
    assert all(is_on(row.find(f"{qn('trPr')}/{qn('cantSplit')}")) for row in rows)


@pytest.mark.parametrize("number", range(len(TITLES)), ids=[title for title, *_ in TITLES])
def test_figures_stand_right_and_names_left_by_style(number: int) -> None:
    one, defined = statements_of(printed())[number], definition(number)
    wanted = {
        Holds.AMOUNT: "right", Holds.WORDS: "left", Holds.CODE: "left", Holds.NUMBER: "center",
    }  # fmt: skip
    for row in one.element.findall(qn("tr"))[len(one.table.repeated) :]:
        cells = row.findall(qn("tc"))
        for cell, column in zip(cells, defined.columns, strict=True):
            (paragraph,) = cell.findall(qn("p"))
            assert alignment(style_of(paragraph)) == wanted[column.holds]
            assert paragraph.find(f"{qn('pPr')}/{qn('jc')}") is None
            assert next(paragraph.iter(qn("rPr")), None) is None


def test_the_width_of_every_table_is_that_of_its_page() -> None:
    for one in statements_of(printed()):
        grid = [int(c.get(qn("w"), "0")) for c in one.element.iter(qn("gridCol"))]
        assert sum(grid) == (12756 if one.page == LANDSCAPE else 8844), one.title


def sections(of: Report) -> list[etree._Element]:
    return list(of.root.iter(qn("sectPr")))


def test_wide_statements_have_sections_of_their_own_and_pages_are_numbered_on() -> None:
    found = sections(printed())
    front = found[0]
    assert [page_of(one) for one in found] == [
        PORTRAIT, PORTRAIT, PORTRAIT, LANDSCAPE, PORTRAIT, LANDSCAPE, PORTRAIT, PORTRAIT,
    ]  # fmt: skip
    # Cover and contents have no number; the last section begins on the last page.
    assert front.findall(qn("footerReference")) == []
    assert [is_on(one.find(qn("titlePg"))) for one in found] == [False] * 8
    last = found[-1].find(qn("type"))
    assert last is not None
    assert last.get(qn("val")) == "continuous"
    for one in found[1:]:
        kinds = [foot.get(qn("type")) for foot in one.findall(qn("footerReference"))]
        assert kinds == ["default", "even"]
    starts = [one.find(qn("pgNumType")) for one in found]
    assert [None if one is None else one.get(qn("start")) for one in starts] == [
        None, "1", *[None] * 6,
    ]  # fmt: skip


# Other choices


def test_titles_alone_are_as_they_were(tmp_path: Path) -> None:
    found = altered(tmp_path, plain(ROOT / INPUT), "列标题")
    assert titles_in(found) == ALL_TITLES
    assert statements_of(found) == []
    assert len(sections(found)) == 3  # front matter, part one, the rest
    assert len(found.tables) == len(printed().tables) - len(TITLES)
    assert "另行公布" not in found.text


def test_a_workbook_beside_the_report_is_told_of(tmp_path: Path) -> None:
    found = altered(tmp_path, plain(ROOT / INPUT), "另附工作簿")
    assert "2020年度部门决算附表另附电子表格，与本报告一并公布。附表共有：" in found.text
    assert titles_in(found) == titles_in(printed())
    assert statements_of(found) == []
    assert len(sections(found)) == 3  # front matter, part one, the rest


def test_part_five_may_be_left_out(tmp_path: Path) -> None:
    found = altered(tmp_path, plain(ROOT / INPUT), "不列")
    assert titles_in(found) == []
    assert "附表" not in found.text


def test_the_fifteenth_is_governed_by_its_own_option(tmp_path: Path) -> None:
    data = plain(ROOT / INPUT)
    data["报告"][0]["选项"]["信息表"] = "不列"
    path = tmp_path / "a.yaml"
    path.write_text(typed(data), encoding="utf-8")
    assert titles_in(read_report(make(read_input(path), TEMPLATE)))[-1] == ALL_TITLES[13]


def without_funds() -> Data:
    data = plain(ROOT / INPUT)
    for name in ("政府性基金预算财政拨款", "国有资本经营预算财政拨款"):
        data[f"{name}支出"] = data["收入"][name] = "无"
    codes = {"212", "223", "229"}
    data["收入"]["功能分类"] = [r for r in data["收入"]["功能分类"] if r["编码"] not in codes]
    data["三公经费"] = "无"
    data["结转结余"] |= {
        "年初": "13.00", "年初政府性基金": "无", "年末": "13.50", "年末政府性基金": "无",
    }  # fmt: skip
    return data


def test_a_statement_without_figures_keeps_its_form_and_says_so(tmp_path: Path) -> None:
    found = {one.title: one for one in statements_of(altered(tmp_path, without_funds(), "印表"))}
    said = {
        "一般公共预算财政拨款“三公”经费支出决算表": "财政拨款“三公”经费支出",
        "政府性基金预算财政拨款收入支出决算表": "政府性基金预算财政拨款收入和支出",
        "国有资本经营预算财政拨款收入支出决算表": "国有资本经营预算财政拨款收入和支出",
        "国有资本经营预算财政拨款支出决算表": "国有资本经营预算财政拨款支出",
    }
    for title, one in found.items():
        if title in said:
            note = f"说明：{BUREAU}2020年度没有{said[title]}，故本表无数据。"
            assert one.after == [note]
            (row,) = one.table.rows[len(one.table.repeated) :]
            assert {cell.words for cell in row} <= {"", "合计"}
        else:
            assert len(one.after) == 1
            assert one.after[0].startswith("注：")
    assert [one.title for one in found.values()] == [title for title, *_ in TITLES]


def test_accounts_that_are_too_flat_for_a_statement_are_gaps(tmp_path: Path) -> None:
    data = example("minimal")
    data["报告"] = [{"模板": TEMPLATE, "选项": {"附表": "印表"}}]
    path = tmp_path / "a.yaml"
    path.write_text(typed(data), encoding="utf-8")
    outcome = make(read_input(path), TEMPLATE)
    assert outcome.is_draft
    assert any("收入.功能分类" in f.message for f in outcome.findings if f.id == "JS-901")


# What the lint says of a table that was changed, and of definitions

LOCAL = """\
附表:
  - 标识: 项目支出决算表
    名称: 一般公共预算财政拨款项目支出决算表
    注: 本表反映一般公共预算财政拨款安排的项目支出。
    空表说明: "{全称}{年度}年度没有项目支出。"
    分块:
      - 栏:
          - {键: 名称, 表头: 科目名称, 种类: 名称}
          - {键: 项目支出, 表头: 项目支出, 取: 项目支出}
        行:
          - {项目: 合计, 数: {项目支出: 一般公共预算财政拨款支出.合计.项目支出}}
          - {每科目: 一般公共预算财政拨款支出.科目}
"""


def within(statement_id: str, edit: Callable[[str], str]) -> Callable[[str], str]:
    """Return an edit of the document that is made in the table of a statement only."""

    def whole(document: str) -> str:
        loop = document.index(f"附表.{statement_id}.行")
        start, end = document.rindex("<w:tbl>", 0, loop), document.index("</w:tbl>", loop)
        return document[:start] + edit(document[start:end]) + document[end:]

    return whole


def faults(
    folder: Path,
    document: Callable[[str], str] = str,
    manifest: Callable[[str], str] = str,
    own: str = "",
) -> list[tuple[str, str, str]]:
    """Return id, place and message of what is said of the Sichuan template after these edits."""
    parts: dict[str, str | bytes] = dict(read_package((FOLDER / "report.docx").read_bytes()).parts)
    body = parts["word/document.xml"]
    assert isinstance(body, bytes)
    parts["word/document.xml"] = document(body.decode())
    (folder / "report.docx").write_bytes(zipped(parts))
    described = (FOLDER / "template.yaml").read_text(encoding="utf-8")
    (folder / "template.yaml").write_text(manifest(described), encoding="utf-8")
    if own:
        (folder / "statements.yaml").write_text(own, encoding="utf-8")
    return [told(f) for f in load_template(folder, "模板", field_contract).findings]


def told(finding: Diagnostic) -> tuple[str, str, str]:
    where = finding.where
    file = where.file.removeprefix("模板/")
    place = f"{file}:{where.line}:{where.column}" if where.line else where.place
    return finding.id, place, finding.message


def test_the_template_itself_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.exhaustive
def test_columns_in_another_order_are_told(tmp_path: Path) -> None:
    def swap(table: str) -> str:
        table = table.replace("行.合计|", "行.甲|").replace("行.财政拨款|", "行.合计|")
        return table.replace("行.甲|", "行.财政拨款|")

    ((rule, place, message),) = faults(tmp_path, within("收入决算表", swap))
    assert (rule, place) == ("MB-010", "正文 › 附表 › 第4个表第5行第1格")
    assert message.endswith(
        "表里是 编码、名称、财政拨款、合计、上级补助、事业、经营、附属单位上缴、其他"
    )


@pytest.mark.exhaustive
def test_another_heading_is_told_at_its_column(tmp_path: Path) -> None:
    edit = within("收入决算表", lambda table: table.replace(">本年收入合计<", ">收入合计<"))
    assert faults(tmp_path, edit) == [
        (
            "MB-010",
            "正文 › 附表 › 第4个表第5行第3格",
            "附表“收入决算表”“合计”一栏的表头应是“本年收入合计”，表里是“收入合计”",
        )
    ]


def without_last_column(table: str) -> str:
    """Return the table as Word leaves it when its last column is deleted."""
    root = etree.fromstring(f'<a xmlns:w="{qn("a")[1:-2]}">{table}</w:tbl></a>')
    grid = next(root.iter(qn("tblGrid")))
    grid.remove(grid[-1])
    for row in root.iter(qn("tr")):
        cells = row.findall(qn("tc"))
        span = cells[-1].find(f"{qn('tcPr')}/{qn('gridSpan')}")
        if span is None:
            row.remove(cells[-1])
        else:
            span.set(qn("val"), str(int(span.get(qn("val"), "1")) - 1))
    markup = etree.tostring(root[0], encoding="unicode")
    return re.sub(r' xmlns:w="[^"]*"', "", markup).removesuffix("</w:tbl>")


@pytest.mark.exhaustive
def test_a_missing_column_is_told(tmp_path: Path) -> None:
    edit = within("国有资本经营预算财政拨款支出决算表", without_last_column)
    ((rule, place, message),) = faults(tmp_path, edit)
    assert (rule, place) == ("MB-010", "正文 › 附表 › 第12个表第5行第1格")
    assert message == (
        "附表“国有资本经营预算财政拨款支出决算表”的各栏应依次是 编码、名称、合计、"
        "基本支出、项目支出，表里是 编码、名称、合计、基本支出"
    )


@pytest.mark.exhaustive
def test_a_loop_over_an_unknown_statement_is_told_at_its_tag(tmp_path: Path) -> None:
    edit = within("收入决算表", lambda table: table.replace("附表.收入决算表.", "附表.收入表."))
    ((rule, place, message),) = faults(tmp_path, edit)
    assert rule == "MB-010"
    assert place == "正文 › 附表 › 第4个表第4行第1格，“{%tr for 行 in 附表.收入表.行 %}”"
    assert message == "“附表”下没有字段“收入表”"


@pytest.mark.exhaustive
def test_an_unknown_definition_in_the_list_is_told_at_its_line(tmp_path: Path) -> None:
    def misspelt(text: str) -> str:
        return text.replace("{表: 收入决算表,", "{表: 收入决标表,")

    lines = (FOLDER / "template.yaml").read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, start=1) if "{表: 收入决算表," in text)
    first, *others = faults(tmp_path, manifest=misspelt)
    assert first == ("MB-008", f"template.yaml:{line}:9", "没有附表定义“收入决标表”")
    assert {message for _, _, message in others} == {"“附表”下没有字段“收入决算表”"}


DEFINITIONS = [
    ("合计.项目支出}", "合计.项目开支}", "11:32",
     "“一般公共预算财政拨款支出.合计.项目开支”不是金额或个数"),
    ("每科目: 一般公共预算财政拨款支出.科目", "每科目: 一般公共预算财政拨款支出.合计", "12:19",
     "“一般公共预算财政拨款支出.合计”不是科目的列表"),
    ("键: 名称, 表头: 科目名称", "键: 项目支出, 表头: 科目名称", "9:17", "键“项目支出”用了两次"),
    ("数: {项目支出:", "数: {项目支付:", "11:32", "没有金额栏“项目支付”，现有：项目支出"),
    ("取: 项目支出", "取: 项目开支", "9:36", "各科目没有“项目开支”这个数，现有："),
    ("{全称}", "{单位}", "5:11", "空表说明里只能用 {全称} 和 {年度}，没有“{单位}”"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "at", "message"), DEFINITIONS)
def test_a_faulty_definition_is_told_at_its_place(
    tmp_path: Path, good: str, bad: str, at: str, message: str
) -> None:
    assert good in LOCAL
    (local_template(tmp_path) / "statements.yaml").write_text(
        LOCAL.replace(good, bad), encoding="utf-8"
    )
    found = [told(f) for f in load_template(tmp_path, "模板", field_contract).findings]
    ((_, place, said),) = [f for f in found if f[0] == "MB-008"]
    assert place == f"statements.yaml:{at}"
    assert said.startswith(message)


@pytest.mark.exhaustive
def test_a_statement_that_is_listed_and_not_drawn_is_told(tmp_path: Path) -> None:
    def more(text: str) -> str:
        return text.replace("  - {名称: 财政拨款支出决算明细表,", "  - {表: 基金明细表,")

    own = LOCAL.replace("标识: 项目支出决算表", "标识: 基金明细表")
    ((rule, place, message),) = faults(tmp_path, manifest=more, own=own)
    assert rule == "MB-008"
    assert place.startswith("template.yaml:")
    assert message == "附表“基金明细表”没有画在 report.docx 里，选“印表”时不印"


# A statement of one's own, without a line of Python


def local_template(folder: Path) -> Path:
    tag = "{%tr for 行 in 附表.项目支出决算表.行 %}"
    span = '<w:gridSpan w:val="2"/>'
    body = (
        p("{{ 附表.项目支出决算表.编号 }} {{ 附表.项目支出决算表.名称 }}")
        + tbl(
            tr("科目名称", "项目支出"),
            tr(tc(tag, properties=span)),
            tr("{{ 行.名称 }}", "{{ 行.项目支出|表数 }}"),
            tr(tc("{%tr endfor %}", properties=span)),
            columns=2,
        )
        + p(
            "{% if 附表.项目支出决算表.空表 %}{{ 附表.项目支出决算表.空表说明 }}"
            "{% else %}{{ 附表.项目支出决算表.注 }}{% endif %}"
        )
    )
    (folder / "report.docx").write_bytes(zipped(parts_of(body)))
    listed = "附表:\n  - {表: 项目支出决算表, 编号: 附表9}\n"
    (folder / "template.yaml").write_text(MANIFEST + listed, encoding="utf-8")
    (folder / "statements.yaml").write_text(LOCAL, encoding="utf-8")
    return folder


def paragraphs(of: Report) -> Iterator[str]:
    return filter(None, of.blocks)


def test_a_statement_of_ones_own_is_data(tmp_path: Path) -> None:
    outcome = make(read_input(ROOT / INPUT), str(local_template(tmp_path)))
    assert [f for f in outcome.findings if f.severity is Severity.ERROR] == []
    found = read_report(outcome)
    (table,) = found.tables
    assert [[cell.words for cell in row] for row in table.rows] == [
        ["科目名称", "项目支出"],
        ["合计", "143.00"],
        ["文化旅游体育与传媒支出", "143.00"],
        ["　文化和旅游", "95.00"],
        ["　　一般行政管理事务", "35.00"],
        ["　　群众文化", "60.00"],
        ["　体育", "48.00"],
        ["　　群众体育", "48.00"],
    ]
    first, *_, last = paragraphs(found)
    assert first == "附表9 一般公共预算财政拨款项目支出决算表"
    assert last == "本表反映一般公共预算财政拨款安排的项目支出。"


def test_a_statement_of_ones_own_without_figures_says_so(tmp_path: Path) -> None:
    data = example("minimal")
    whole = data["一般公共预算财政拨款支出"]
    for row in whole["科目"]:
        for item in (item for section in row["款"] for item in section["项"]):
            item["基本支出"] = item.pop("决算")
    path = tmp_path / "a.yaml"
    path.write_text(typed(data), encoding="utf-8")
    folder = tmp_path / "模板"
    folder.mkdir()
    found = read_report(make(read_input(path), str(local_template(folder))))
    assert list(paragraphs(found))[-1] == "示例县档案馆2020年度没有项目支出。"
