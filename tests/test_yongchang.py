"""The fourth real report: figures that agree, a score without a table, annexes still to be filled.

The published report has neither annex, and no budgets and indicators to fill them with, so what
is rendered is a draft.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from plain_inputs import example
from sampling import sampled
from table_grids import ROOT, drawn, made, read_report, report, unwrapped
from typer.testing import CliRunner

from drafter.cli.app import app
from drafter.diagnostics import Diagnostic, Severity, path_text
from drafter.pipeline import Made, make_all

INPUT, TEMPLATE = "example_inputs/yongchang-2021.yaml", "gansu-overall-self-evaluation"
TYPED = (ROOT / INPUT).read_text(encoding="utf-8")
GAP = re.compile(r"【待补：([^】]*)】")
PROJECTS = [
    ("甘肃施可丰生态科技有限公司国家专精特新“小巨人”企业", "50.00"),
    ("甘肃润牧生物工程有限责任公司省级专精特新中小企业", "30.00"),
    ("甘肃元生农牧科技有限公司省级企业技术中心", "50.00"),
    ("金昌铁业（集团）有限责任公司2021年省级数据信息发展项目资金", "100.00"),
    ("疫情防控工作经费", "17.00"),
    ("驻村帮扶工作队员补助资金", "1.00"),
    ("办公设备购置经费", "5.00"),
]


def altered(tmp_path: Path, old: str, new: str) -> Made:
    """Return what the example gives with one of its values changed."""
    assert TYPED.count(old) == 1, old
    path = tmp_path / "a.yaml"
    path.write_text(TYPED.replace(old, new), encoding="utf-8")
    return make_all(path)


def told(of: Made) -> list[Diagnostic]:
    """Return what was found, gaps left out."""
    return [f for f in of.findings if f.id != "JS-901"]


# The figures agree


def test_the_published_figures_agree_but_for_a_project_that_may_be_missing() -> None:
    # Of 19 people one is hired beyond the 18 posts, as the report says.
    people, hint = told(made(INPUT))
    assert (people.id, people.severity) == ("JS-651", Severity.HINT)
    assert (hint.id, hint.severity, path_text(hint.path)) == (
        "JS-527", Severity.HINT, "支出.项目支出",
    )  # fmt: skip
    assert hint.message == (
        "项目支出 281.00 万元，所列 7 个项目的执行数之和 253.00 万元，相差 28.00 万元"
    )
    assert hint.hint == "核对是否漏列了项目"


def test_the_example_says_what_was_published() -> None:
    """Worked out by hand; the amounts in 万元."""
    amounts = re.findall(r"决算: ([\d.]+)}", TYPED)
    classes = [Decimal(amount) for amount in amounts]
    assert sum(classes[:6]) == sum(classes[6:]) == Decimal("581.67")
    assert Decimal("553.67") + 28 == Decimal("300.67") + 281 == Decimal("581.67")
    assert Decimal("275.57") + Decimal("25.10") == Decimal("300.67")
    assert classes[6] + classes[8] == Decimal("275.57")  # 工资福利、对个人和家庭
    assert sum(Decimal(amount) for _, amount in PROJECTS) == 253 == 281 - 28
    assert 3 + 4 + 3 + 1 + 1 + 6 + 1 == 16 + 3 == 19


CHANGED = [
    ("其他: 28\n", "其他: 27\n", "JS-801 警告 已公布.收入.合计", "按数据应为 580.67 万元"),
    (
        "一般公共服务, 决算: 52.18", "一般公共服务, 决算: 53.18", "JS-528 错误 支出.功能分类",
        "功能分类各类之和 582.67 万元，与支出合计 581.67 万元不一致，相差 1.00 万元",
    ),
    (
        "决算: 4.09", "决算: 5.09", "JS-528 错误 支出.经济分类",
        "经济分类各类之和 582.67 万元，与支出合计 581.67 万元不一致，相差 1.00 万元",
    ),
    (
        "决算: 4.09", "决算: 4.08", "JS-528 警告 支出.经济分类",
        "经济分类各类之和 581.66 万元，与支出合计 581.67 万元有尾差 0.01 万元",
    ),
    (
        "人员经费: 275.57", "人员经费: 276.57", "JS-211 错误 基本支出.合计",
        "基本支出 301.67 万元，与支出决算的基本支出 300.67 万元不一致，相差 1.00 万元",
    ),
    ("公用经费: 25.10", "公用经费: 26.10", "JS-801 警告 已公布.基本支出.合计", "应为 301.67 万元"),
    ("男: 16", "男: 15", "JS-529 错误 人员.实有.男", "在职人员 19 人，与男女之和 18 人不一致"),
    (
        "一级科员, 人数: 3", "一级科员, 人数: 4", "JS-529 错误 人员.实有.职级",
        "在职人员 19 人，与各职级之和 20 人不一致",
    ),
    (
        "自评金额: 553.67", "自评金额: 600", "JS-532 警告 评价工作.自评金额",
        "自评金额 600.00 万元，大于支出合计 581.67 万元，多 18.33 万元",
    ),
    ("国内: 1.17", "国内: 1.27", "JS-801 警告 已公布.三公经费.合计", "应为 1.27 万元"),
    (
        "项目支出: 281\n", "项目支出: 280\n", "JS-527 提示 支出.项目支出",
        "项目支出 280.00 万元，所列 7 个项目的执行数之和 253.00 万元，相差 27.00 万元",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "says"), sampled(CHANGED, 3))
def test_a_figure_that_no_longer_agrees_is_found(
    tmp_path: Path, old: str, new: str, place: str, says: str
) -> None:
    found = [
        f.message
        for f in told(altered(tmp_path, old, new))
        if f"{f.id} {f.severity} {path_text(f.path)}" == place
    ]
    assert len(found) == 1
    assert says in found[0]


def test_projects_that_make_up_the_expenditure_are_no_matter(tmp_path: Path) -> None:
    found = told(altered(tmp_path, "执行: {财政拨款: 100,", "执行: {财政拨款: 128,"))
    assert [f.id for f in found] == ["JS-651"]


def test_a_project_that_may_be_missing_is_not_added() -> None:
    """The difference is 28 万元, as are other revenue and a subsidy told among the work done."""
    assert len(example("yongchang-2021")["项目"]) == 7
    blocks = list(report(INPUT, TEMPLATE).blocks)
    start = blocks.index("项目支出绩效情况")
    assert blocks[start + 1] == ("全年项目支出281.00万元。开展绩效自评的项目7个，具体情况如下：")
    listed = blocks[start + 2 : blocks.index("存在的主要问题")]
    assert len(listed) == len(PROJECTS)
    for line, (name, amount) in zip(listed, PROJECTS, strict=True):
        assert line.startswith(f"{name}{amount}万元")
    text = report(INPUT, TEMPLATE).text
    assert [line for line in text.split("\n") if "28.00" in line] == [
        "2021年度收入合计581.67万元，其中：一般公共预算财政拨款收入553.67万元、其他收入28.00万元。"
    ]
    assert "253" not in text


# What the report says

SENTENCES = """\
根据《永昌县财政局关于开展2021年度县级预算执行情况绩效自评工作的通知》（永财函字〔2022〕3号）要求，
2021年度纳入绩效自评的资金553.67万元，占全年支出581.67万元的95.19%；开展绩效自评的项目7个。
永昌县工业和信息化局设内设机构6个：办公室（政务服务股）、产业规划发展股、经济运行股、
  循环经济创新股、企业服务股、节能服务股。
下属单位1个：永昌县智能节能服务中心（全额拨款，编制6名）。
核定编制18名：行政编制11名、事业编制1名（工勤1名）、下属单位编制6名。领导职数：局长1名、副局长2名。
2021年末在职人员19人，其中：一级主任科员3人、四级主任科员4人、一级科员3人、技师1人、高级工1人、
  事业人员及民生实事及基层服务人员6人、事业单位企业工人1人；男16人，女3人。
退休人员17人，临时用工2人，遗属人员3人。
2021年度收入合计581.67万元，其中：一般公共预算财政拨款收入553.67万元、其他收入28.00万元。
2021年度支出合计581.67万元，其中：一般公共服务支出52.18万元、社会保障和就业支出31.55万元、
  卫生健康支出17.00万元、农林水支出1.00万元、资源勘探工业信息支出465.33万元、
  住房保障支出14.61万元。
2021年度支出合计581.67万元，其中：基本支出300.67万元（一般公共预算财政拨款安排的
  人员经费275.57万元、公用经费25.10万元），项目支出281.00万元。
按经济分类划分：工资福利支出184.83万元、商品服务支出28.01万元、对个人和家庭支出90.74万元、
  资本性支出4.09万元、对企业补助274.00万元。
2021年度“三公”经费支出1.17万元，其中：公务接待费1.17万元。本年度无因公出国（境）费、
  公务用车购置费、公务用车运行维护费支出。
自评满分100分，实得98分，等级为“优”。主要绩效表现在以下方面：
全年基本支出300.67万元，
"""


@pytest.mark.parametrize("sentence", unwrapped(SENTENCES))
def test_a_sentence_with_its_figures_stands_in_the_report(sentence: str) -> None:
    assert sentence in report(INPUT, TEMPLATE).text


def test_the_work_done_is_told_line_by_line_as_typed() -> None:
    lines = example("yongchang-2021")["重点工作"].splitlines()
    assert [line[:3] for line in lines] == [f"（{n}）" for n in "一二三四五六七"]
    blocks = list(report(INPUT, TEMPLATE).blocks)
    start = blocks.index(lines[0])
    assert blocks[start : start + 7] == lines


@pytest.mark.parametrize(
    ("announced", "printed"),
    [("90", "90分，等级为“优”"), ("89.99", "89.99分，等级为“良”"), ("59.5", "59.5分，等级为“差”")],
)
def test_the_level_follows_from_the_published_score(
    tmp_path: Path, announced: str, printed: str
) -> None:
    of = altered(tmp_path, "评分.总分: 98", f"评分.总分: {announced}")
    assert f"实得{printed}。" in read_report(of.outcomes[0]).text


@pytest.mark.parametrize("announced", ["101", "-5"])
def test_a_published_score_that_cannot_be_is_found(tmp_path: Path, announced: str) -> None:
    of = altered(tmp_path, "评分.总分: 98", f"评分.总分: {announced}")
    assert [f.path for f in told(of) if "总分" in f.message] == [("已公布", "评分.总分")]


# The draft

WHOLE = """\
‖ →2 部门名称 | →8 永昌县工业和信息化局 |
| ↓部门整体支出情况（万元） | →2 支出构成 | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值
  | →2 执行率（B/A） | 得分 |
| ↑ | →2 年度资金总额 | 【待补：支出.合计.年初预算】 | 【待补：支出.合计.预算】 | 581.67 | 10
  | →2 【待补：支出.合计.预算】 | 【待补：支出.合计.预算】 |
| ↑ | →2 其中：基本支出 | 【待补：支出.基本支出.年初预算】 | 【待补：支出.基本支出.预算】 | 300.67
  | — | →2 【待补：支出.基本支出.预算】 | — |
| ↑ | →2 项目支出 | 【待补：支出.项目支出.年初预算】 | 【待补：支出.项目支出.预算】 | 281.00 | —
  | →2 【待补：支出.项目支出.预算】 | — |
| ↓年度总体目标 | →4 预期目标 | →5 实际完成情况 |
| ↑ | →4 【待补：整体绩效.预期目标】 | →5 【待补：整体绩效.实际完成】 |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
  | →2 偏差原因分析⏎及改进措施 |
| ↑ | 【待补：整体绩效.指标】 | 【待补：整体绩效.指标】 | 【待补：整体绩效.指标】
  | 【待补：整体绩效.指标】 | 【待补：整体绩效.指标】 | 【待补：整体绩效.指标】
  | 【待补：整体绩效.指标】 | →2 |
| →6 总分 | 100 | 98 | →2 |
"""
PROJECT = """\
‖ →2 项目名称 | →8 {name} |
| →2 主管部门 | →3 永昌县工业和信息化局 | 实施单位 | →4 永昌县工业和信息化局 |
| ↓项目资金（万元） | →2 资金来源 | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值
  | →2 执行率（B/A） | 得分 |
| ↑ | →2 年度资金总额 | 【待补：年初预算】 | 【待补：预算.财政拨款、预算.其他资金】 | {amount} | 10
  | →2 【待补：预算.财政拨款、预算.其他资金】 | 【待补：预算.财政拨款、预算.其他资金】 |
| ↑ | →2 其中：当年财政拨款 | — | — | {amount} | — | →2 — | — |
| ↑ | →2 上年结转资金 | — | — | — | — | →2 — | — |
| ↑ | →2 其他资金 | — | — | — | — | →2 — | — |
| ↓年度总体目标 | →4 预期目标 | →5 实际完成情况 |
| ↑ | →4 【待补：预期目标】 | →5 【待补：实际完成】 |
| ↓绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
  | →2 偏差原因分析⏎及改进措施 |
| ↑ | 【待补：指标】 | 【待补：指标】 | 【待补：指标】 | 【待补：指标】 | 【待补：指标】
  | 【待补：指标】 | 【待补：指标】 | →2 |
| →6 总分 | 100 | 【待补：预算.财政拨款、预算.其他资金 等3处】 | →2 |
"""


def test_annex_1_has_the_published_score_and_what_is_to_be_filled() -> None:
    assert report(INPUT, TEMPLATE).tables[0].drawn == drawn(WHOLE)


@pytest.mark.parametrize(("number", "project"), list(enumerate(PROJECTS, start=1)))
def test_annex_2_has_a_form_to_be_filled_for_each_project(
    number: int, project: tuple[str, str]
) -> None:
    name, amount = project
    form = PROJECT.replace("{name}", name).replace("{amount}", amount)
    assert report(INPUT, TEMPLATE).tables[number].drawn == drawn(form)
    assert len(report(INPUT, TEMPLATE).tables) == 1 + len(PROJECTS)
    blocks = list(report(INPUT, TEMPLATE).blocks)
    assert blocks[blocks.index(f"附件2-{number}") + 1] == "项目支出绩效自评表"


def test_nothing_is_to_be_filled_in_the_text() -> None:
    report_ = report(INPUT, TEMPLATE)
    blocks = list(report_.blocks)
    assert not any(GAP.search(block) for block in blocks[: blocks.index("附件1")])
    assert GAP.search("\n".join(blocks))


TO_FILL = {
    "支出.基本支出.年初预算", "支出.基本支出.预算", "支出.项目支出.年初预算", "支出.项目支出.预算",
    "整体绩效.预期目标", "整体绩效.实际完成", "整体绩效.指标",
}  # fmt: skip
TO_FILL_IN_A_PROJECT = {
    "年初预算", "预算.财政拨款", "预算.其他资金", "预期目标", "实际完成", "指标",
}  # fmt: skip
NOT_PRINTED = {"结转结余.年末", "结转结余.年末财政拨款"}
"""No report prints them; the balance of the accounts is checked with them."""


def test_what_is_to_be_filled_is_told_field_by_field() -> None:
    gaps = [path_text(f.path) for f in made(INPUT).findings if f.id == "JS-901"]
    of_projects = {f"项目.{n}.{name}" for n in range(1, 8) for name in TO_FILL_IN_A_PROJECT}
    assert Counter(gaps) == Counter({*TO_FILL, *of_projects, *NOT_PRINTED})


def test_what_is_to_be_filled_is_told_under_its_annex() -> None:
    sections: dict[str, set[str]] = {}
    for finding in made(INPUT).findings:
        if finding.id == "JS-901":
            field = path_text(tuple(step for step in finding.path if isinstance(step, str)))
            sections.setdefault(finding.section, set()).add(field)
    assert sections == {
        "整体支出绩效自评表": TO_FILL,
        "项目支出绩效自评表": {f"项目.{name}" for name in TO_FILL_IN_A_PROJECT},
        "核对收支是否平衡": NOT_PRINTED,
    }


def test_without_draft_nothing_is_written_and_with_it_the_draft_is(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    arguments = ["render", str(ROOT / INPUT), "-o", str(target)]
    assert CliRunner().invoke(app, arguments).exit_code == 1
    assert list(tmp_path.iterdir()) == []
    result = CliRunner().invoke(app, [*arguments, "--draft"])
    assert result.exit_code == 0, result.output
    assert target.read_bytes().startswith(b"PK")
    (outcome,) = made(INPUT).outcomes
    assert outcome.is_draft
    assert outcome.file_name == "永昌县工业和信息化局2021年度部门整体支出绩效自评报告.docx"
