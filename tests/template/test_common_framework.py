"""A bureau needs no Python: the common framework of 财预〔2013〕53号 out of three files of its own.

`tests/inputs/共性指标` is what a bureau and an accountant have: a template folder and an input.
All scores here were worked out by hand, not by the program.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft7Validator
from lxml import etree
from word_files import MANIFEST, Document, document_of, p, parts_of, words, zipped

from drafter.figures.nodes import Undefined, figure_at, group_at, rows_at, text_at
from drafter.maintenance import check_template
from drafter.pipeline import (
    Made,
    field_contract,
    make,
    make_all,
    make_report,
    read_input,
    starter,
)
from drafter.report.evaluation import Wanted
from drafter.template.indicators_file import RuleType
from drafter.template.loader import load_template
from drafter.template.package import qn

ROOT = Path(__file__).resolve().parent.parent.parent
DESK = ROOT / "tests" / "inputs" / "共性指标"
FOLDER = DESK / "共性指标框架"
INPUT = DESK / "共性指标.yaml"

# Branch and group with their weights; below them the indicators with weight and score.
TREE: dict[tuple[str, str], dict[tuple[str, str], dict[str, tuple[str, str]]]] = {
    ("投入", "15"): {
        ("目标设定", "6"): {
            "绩效目标合理性": ("3", "3"),
            "绩效指标明确性": ("3", "2.5"),
        },
        ("预算配置", "9"): {
            "在职人员控制率": ("3", "2.4"),
            "“三公经费”变动率": ("3", "3"),
            "重点支出安排率": ("3", "2"),
        },
    },
    ("过程", "35"): {
        ("预算执行", "17"): {
            "预算完成率": ("2", "1"),
            "预算调整率": ("2", "1"),
            "支付进度率": ("2", "1.92"),
            "结转结余率": ("2", "1.4"),
            "结转结余变动率": ("2", "2"),
            "公用经费控制率": ("2", "1"),
            "“三公经费”控制率": ("2", "2"),
            "政府采购执行率": ("3", "2.2"),
        },
        ("预算管理", "10"): {
            "管理制度健全性": ("3", "3"),
            "资金使用合规性": ("3", "2.5"),
            "预决算信息公开性": ("2", "2"),
            "基础信息完善性": ("2", "1.5"),
        },
        ("资产管理", "8"): {
            "制度健全性": ("2", "2"),
            "资产管理安全性": ("3", "2"),
            "固定资产利用率": ("3", "3"),
        },
    },
    ("产出", "25"): {
        ("职责履行", "25"): {
            "实际完成率": ("7", "6.65"),
            "完成及时率": ("6", "5.4"),
            "质量达标率": ("6", "4"),
            "重点工作办结率": ("6", "3.92"),
        },
    },
    ("效果", "25"): {
        ("履职效益", "25"): {
            "经济效益": ("7", "6"),
            "社会效益": ("7", "6.5"),
            "生态效益": ("4", "—"),
            "社会公众或服务对象满意度": ("7", "6.39"),
        },
    },
}
SCORES = {
    name: cells
    for groups in TREE.values()
    for leaves in groups.values()
    for name, cells in leaves.items()
}
BRANCHES = {"投入": "12.9", "过程": "28.52", "产出": "19.97", "效果": "18.89"}
GROUPS = {
    "目标设定": "5.5", "预算配置": "7.4", "预算执行": "12.52", "预算管理": "9", "资产管理": "7",
    "职责履行": "19.97", "履职效益": "18.89",
}  # fmt: skip
TOTAL = "83.63"
"""80.28 of the 96 points that count: 83.625, rounded half up."""

# What the report says of each indicator, the standard left out: calculation, items, score, why.
ANALYSIS = {
    "绩效目标合理性": [
        "（1）符合国家法律法规、国民经济和社会发展总体规划：符合；",
        "（2）符合部门“三定”方案确定的职责：符合；",
        "（3）符合部门制定的中长期实施规划：符合。",
        "3条全部符合，得3分。",
    ],
    "绩效指标明确性": [
        "（1）整体绩效目标细化分解为具体的工作任务：符合；",
        "（2）用清晰、可衡量的指标值体现：符合；",
        "（3）与部门年度的任务数或计划数相对应：符合；",
        "（4）与本年度部门预算资金相匹配：不符合。",
        "第4条不符合，少得0.5分，得2.5分。",
        "扣分原因：有两个绩效指标没有对应的预算资金。",
        "改进措施：下年编制绩效目标时与预算一并核对。",
    ],
    "在职人员控制率": [
        "在职人员控制率=（在职人员数÷编制数）×100%=49÷48×100%=102.08%",
        (
            "在职人员控制率102.08%，比100%高2.08个百分点，每1个百分点一档，不足一档不计，"
            "计2档，每档扣0.3分，得2.4分。"
        ),
        "扣分原因：县里划转一名人员，编制尚未随人划转。",
    ],
    "“三公经费”变动率": [
        (
            "“三公经费”变动率=[（本年度“三公经费”总额-上年度“三公经费”总额）"
            "÷上年度“三公经费”总额]×100%=(18.00-20.00)÷20.00×100%=-10.00%"
        ),
        "“三公经费”变动率-10.00%，没有超过0%，得3分。",
    ],
    "重点支出安排率": [
        "重点支出安排率=（重点项目支出÷项目总支出）×100%=300.00÷400.00×100%=75.00%",
        "重点支出安排率75.00%，在60%（含）至80%一档，得2分。",
        "扣分原因：机房应急改造支出较多，挤占了重点项目的安排。",
    ],
    "预算完成率": [
        "预算完成率=（预算完成数÷预算数）×100%=940.00÷1000.00×100%=94.00%",
        (
            "预算完成率94.00%，比100%低6个百分点，每5个百分点一档，不足一档按一档计，"
            "计2档，每档扣0.5分，得1分。"
        ),
        "扣分原因：一个平台建设项目跨年实施，尾款未付。",
    ],
    "预算调整率": [
        "预算调整率=（预算调整数÷预算数）×100%=100.00÷900.00×100%=11.11%",
        "预算调整率11.11%，四舍五入为11%，在11%（含）至30%（含）一档，得1分。",
        "扣分原因：年中追加了便民服务点的经费。",
    ],
    # Below full marks, but the reason is demanded only below 90 %.
    "支付进度率": [
        "支付进度率=（实际支付进度÷既定支付进度）×100%=48÷50×100%=96.00%",
        "支付进度率96.00%，以100%得满分，按比例计分，得1.92分。",
    ],
    "结转结余率": [
        "结转结余率=结转结余总额÷支出预算数×100%=60.00÷1000.00×100%=6.00%",
        (
            "结转结余率6.00%，比0%高6个百分点，每1个百分点一档，按比例计，"
            "计6档，每档扣0.1分，得1.4分。"
        ),
        "扣分原因：跨年项目的尾款结转下年。",
    ],
    "结转结余变动率": [
        (
            "结转结余变动率=[（本年度累计结转结余资金总额-上年度累计结转结余资金总额）"
            "÷上年度累计结转结余资金总额]×100%=(60.00-80.00)÷80.00×100%=-25.00%"
        ),
        "结转结余变动率-25.00%，没有超过0%，得2分。",
    ],
    "公用经费控制率": [
        (
            "公用经费控制率=（实际支出公用经费总额÷预算安排公用经费总额）×100%"
            "=82.00÷80.00×100%=102.50%"
        ),
        (
            "公用经费控制率102.50%，比100%高2.5个百分点，每1个百分点一档，不足一档不计，"
            "计2档，每档扣0.5分，得1分。"
        ),
        "扣分原因：办事大厅延时开放，水电费增加。",
    ],
    "“三公经费”控制率": [
        (
            "“三公经费”控制率=（“三公经费”实际支出数÷“三公经费”预算安排数）×100%"
            "=17.10÷18.00×100%=95.00%"
        ),
        "“三公经费”控制率95.00%，没有超过100%，得2分。",
    ],
    "政府采购执行率": [
        "政府采购执行率=（实际政府采购金额÷政府采购预算数）×100%=96.00÷100.00×100%=96.00%",
        (
            "政府采购执行率96.00%，比100%低4个百分点，每5个百分点一档，按比例计，"
            "计0.8档，每档扣1分，得2.2分。"
        ),
        "扣分原因：一批自助终端的中标价低于预算。",
    ],
    "管理制度健全性": [
        "（1）有预算资金管理办法、内部财务管理制度、会计核算制度：符合；",
        "（2）相关管理制度合法、合规、完整：符合；",
        "（3）相关管理制度得到有效执行：符合。",
        "3条全部符合，得3分。",
    ],
    "资金使用合规性": [
        "（1）符合国家财经法规和财务管理制度规定以及有关专项资金管理办法的规定：符合；",
        "（2）资金的拨付有完整的审批程序和手续：符合；",
        "（3）项目的重大开支经过评估论证：不符合；",
        "（4）符合部门预算批复的用途：符合；",
        "（5）不存在截留、挤占、挪用、虚列支出等情况：符合。",
        "第3条不符合，每条扣0.5分，扣0.5分，得2.5分。",
        "扣分原因：一项机房抢修先施工后论证。",
        "改进措施：修订应急项目的论证程序。",
    ],
    "预决算信息公开性": [
        "（1）按规定内容公开预决算信息：符合；",
        "（2）按规定时限公开预决算信息：符合。",
        "2条全部符合，得2分。",
    ],
    "基础信息完善性": [
        "评为“基本完善”，得1.5分。",
        "扣分原因：两个便民服务点的资产卡片信息不全。",
    ],
    "制度健全性": [
        "（1）有资产管理制度：符合；",
        "（2）资产管理制度合法、合规、完整并得到有效执行：符合。",
        "2条全部符合，得2分。",
    ],
    "资产管理安全性": [
        "（1）资产保存完整、配置合理：符合；",
        "（2）资产账务管理合规，账实相符：不符合；",
        "（3）资产处置规范，有偿使用及处置收入及时足额上缴：符合。",
        "第2条不符合，每条扣1分，扣1分，得2分。",
        "扣分原因：三台报废打印机未及时下账。",
    ],
    "固定资产利用率": [
        "固定资产利用率=（实际在用固定资产总额÷所有固定资产总额）×100%=1187.50÷1250.00×100%=95.00%",
        "固定资产利用率95.00%，达到指标值，得3分。",
    ],
    "实际完成率": [
        "实际完成率=（实际完成工作数÷计划工作数）×100%=38÷40×100%=95.00%",
        "实际完成率95.00%，没有达到指标值，按完成比例计分，得6.65分。",
        "扣分原因：两项系统对接因上级平台升级推迟。",
    ],
    "完成及时率": [
        "完成及时率=（及时完成实际工作数÷计划工作数）×100%=36÷40×100%=90.00%",
        "完成及时率90.00%，以100%得满分，按比例计分，得5.4分。",
        "扣分原因：机房搬迁影响进度，两项工作延期完成。",
    ],
    "质量达标率": [
        "质量达标率=（质量达标实际工作数÷计划工作数）×100%=37÷40×100%=92.50%",
        "质量达标率92.50%，在90%（含）至95%一档，得4分。",
        "扣分原因：一个系统的验收需要整改。",
    ],
    "重点工作办结率": [
        "重点工作办结率=（重点工作实际完成数÷交办或下达数）×100%=23÷24×100%=95.83%",
        (
            "重点工作办结率95.83%，比100%低4.17个百分点，每1个百分点一档，按比例计，"
            "计4.17档，每档扣0.5分，得3.92分。"
        ),
        "扣分原因：电子证照一项跨年办理。",
    ],
    "经济效益": [
        "人工评分，得6分。",
        "全年为企业减少跑动1.2万次。",
        "开办企业的时间压缩到半天。",
        "扣分原因：部分涉企事项还不能网上办理。",
    ],
    "社会效益": [
        "全年办件23万件，网上办理的占94%。",
        "评为“显著”，得6.5分。",
        "扣分原因：偏远乡镇的服务网点还不够。",
        "便民服务的成效得到群众认可。",
    ],
    "生态效益": ["部门职责不涉及生态环境，不计分。"],
    # Its reason is said in the survey, as the indicator system asks.
    "社会公众或服务对象满意度": [
        "社会公众或服务对象满意度=问卷得分的平均数=91.25÷100×100%=91.25%",
        "社会公众或服务对象满意度91.25%，以100%得满分，按比例计分，得6.39分。",
        "扣分原因：群众对窗口服务的满意度高，对停车不便还有意见。",
    ],
}

# Standards that the items of a checklist make; the others are printed as they stand in the file.
STANDARDS = {
    "绩效目标合理性": "①符合国家法律法规、国民经济和社会发展总体规划；"
    "②符合部门“三定”方案确定的职责；"
    "③符合部门制定的中长期实施规划。以上每有一条不符合扣1分，扣完为止。",
    "绩效指标明确性": "①整体绩效目标细化分解为具体的工作任务，1分；"
    "②用清晰、可衡量的指标值体现，1分；"
    "③与部门年度的任务数或计划数相对应，0.5分；④与本年度部门预算资金相匹配，0.5分。",
    "管理制度健全性": "①有预算资金管理办法、内部财务管理制度、会计核算制度，1分；"
    "②相关管理制度合法、合规、完整，1分；③相关管理制度得到有效执行，1分。",
    "资金使用合规性": "①符合国家财经法规和财务管理制度规定以及有关专项资金管理办法的规定；"
    "②资金的拨付有完整的审批程序和手续；③项目的重大开支经过评估论证；"
    "④符合部门预算批复的用途；⑤不存在截留、挤占、挪用、虚列支出等情况。"
    "以上每有一条不符合扣0.5分，最低0.5分。",
    "预决算信息公开性": "①按规定内容公开预决算信息，1分；②按规定时限公开预决算信息，1分。",
    "制度健全性": "①有资产管理制度，1分；②资产管理制度合法、合规、完整并得到有效执行，1分。",
    "资产管理安全性": "①资产保存完整、配置合理；②资产账务管理合规，账实相符；"
    "③资产处置规范，有偿使用及处置收入及时足额上缴。以上每有一条不符合扣1分，扣完为止。",
}
HEADS = [
    "一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评价标准", "指标说明", "得分",
]  # fmt: skip


@cache
def typed_leaves() -> dict[str, dict[str, Any]]:
    """Return the indicators as the file has them, by name."""
    text = (FOLDER / "indicators.yaml").read_text(encoding="utf-8")
    system = yaml.load(text, Loader=yaml.BaseLoader)["部门"]
    return {
        item["名称"]: item
        for branch in system["指标"]
        for group in branch["二级"]
        for item in group["三级"]
    }


@cache
def made() -> Made:
    return make_all(INPUT)


@cache
def document() -> Document:
    (outcome,) = made().outcomes
    assert outcome.rendered is not None
    return document_of(outcome.rendered)


def standard(name: str) -> str:
    return STANDARDS.get(name) or str(typed_leaves()[name]["评价标准"])


# --- the folder -----------------------------------------------------------------------------------


@pytest.mark.exhaustive
def test_the_folder_holds_a_word_file_and_two_descriptions() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {"report.docx", "template.yaml", "indicators.yaml"}
    found = check_template(str(FOLDER))
    assert {finding.id for finding in found} <= {"MB-040", "MB-042"}  # looks alone


def test_all_indicators_of_the_framework_and_all_kinds_of_rules_are_there() -> None:
    assert list(typed_leaves()) == list(SCORES) == list(ANALYSIS)
    assert len(SCORES) == 28
    assert {item["规则"]["类型"] for item in typed_leaves().values()} == set(get_args(RuleType))


FILES = [FOLDER / "template.yaml", FOLDER / "indicators.yaml", INPUT]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_editors_find_nothing_wrong_either(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    line = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert line is not None
    schema = json.loads((path.parent / line[1]).read_text(encoding="utf-8"))
    problems = Draft7Validator(schema).iter_errors(yaml.safe_load(text))
    assert [problem.message for problem in problems] == []


PROPER = (
    "共性指标", "〔2013〕53号", "重点支出安排率", "预算调整率", "支付进度", "结转结余率",
    "结转结余变动率", "固定资产利用率", "实际完成率", "完成及时率", "质量达标率", "重点工作办结率",
    "基础信息完善性", "资产管理安全性", "职责履行", "履职效益", "计划工作数", "重点项目支出",
)  # fmt: skip


def test_the_program_knows_nothing_of_the_framework() -> None:
    files = [path for path in (ROOT / "drafter").rglob("*") if path.suffix in {".py", ".yaml"}]
    assert len(files) > 80
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert [word for word in PROPER if word in text] == [], path


# --- the scores -----------------------------------------------------------------------------------


MEANT = {"JS-242", "JS-651"}
"""Hints on what the input means to show: control rates above 100 % earn less than full marks."""


def test_the_report_is_complete() -> None:
    assert {f.id for f in made().findings} == MEANT
    (outcome,) = made().outcomes
    assert outcome.file_name == "青禾县政务服务局2023年度部门整体支出绩效评价报告.docx"
    assert not outcome.is_draft


def test_the_numbers_here_agree_with_each_other() -> None:
    """The hand-worked table adds up; else it would prove nothing."""
    for (_, branch_weight), groups in TREE.items():
        for (group, weight), leaves in groups.items():
            assert sum(Decimal(w) for w, _ in leaves.values()) == Decimal(weight)
            scores = [Decimal(s) for _, s in leaves.values() if s != "—"]
            assert sum(scores) == Decimal(GROUPS[group])
        assert sum(Decimal(weight) for _, weight in groups) == Decimal(branch_weight)
    for (branch, _), groups in TREE.items():
        assert sum(Decimal(GROUPS[group]) for group, _ in groups) == Decimal(BRANCHES[branch])
    assert sum(map(Decimal, BRANCHES.values())) == Decimal("80.28")
    assert Decimal("80.28") / 96 * 100 == Decimal("83.625")


@cache
def scores() -> Any:
    template = load_template(FOLDER, "模板", field_contract).template
    assert template is not None
    return group_at(make_report(read_input(INPUT), {}, Wanted(template.systems)).data, "评分")


def test_each_score_is_the_one_worked_out_by_hand() -> None:
    rows = rows_at(scores(), "指标").entries
    found = {text_at(row, "名称").plain: row for row in rows}
    assert list(found) == list(SCORES)
    for name, (weight, points) in SCORES.items():
        assert figure_at(found[name], "分值").number == Decimal(weight), name
        if points == "—":
            assert figure_at(found[name], "得分").value == Undefined("不计分")
        else:
            assert figure_at(found[name], "得分").number == Decimal(points), name


def test_groups_and_branches_add_up() -> None:
    for branch in rows_at(scores(), "一级").entries:
        name = text_at(branch, "名称").plain
        assert figure_at(branch, "得分").number == Decimal(BRANCHES[name])
        for group in rows_at(branch, "二级").entries:
            title = text_at(group, "名称").plain
            assert figure_at(group, "得分").number == Decimal(GROUPS[title])


def test_the_total_makes_up_for_what_does_not_count_and_earns_the_grade() -> None:
    assert figure_at(scores(), "满分").number == 100
    assert figure_at(scores(), "总分").number == Decimal(TOTAL)
    assert figure_at(scores(), "失分").number == 100 - Decimal(TOTAL)
    assert text_at(scores(), "等级").plain == "良"


# --- the report -----------------------------------------------------------------------------------


def under(title: str) -> list[str]:
    """Return the paragraphs between the heading of an indicator and the next heading."""
    found: list[str] = []
    inside = False
    for paragraph in document().root().iter(qn("p")):
        style = paragraph.find(f"{qn('pPr')}/{qn('pStyle')}")
        is_heading = style is not None and str(style.get(qn("val"))).startswith("Heading")
        if is_heading:
            inside = words(paragraph) == title
        elif inside:
            found.append(words(paragraph))
    return found


def test_the_conclusion_says_total_grade_and_branches() -> None:
    assert document().paragraphs[3] == (
        "按照部门整体支出绩效评价共性指标框架，青禾县政务服务局2023年度部门整体支出绩效评价"
        f"满分100分，得{TOTAL}分，失16.37分，等级为“良”。其中：投入15分，得12.9分；"
        "过程35分，得28.52分；产出25分，得19.97分；效果25分，得18.89分。"
    )


@pytest.mark.parametrize("name", ANALYSIS)
def test_each_indicator_is_analysed(name: str) -> None:
    weight, _ = SCORES[name]
    found = under(f"{name}（{weight}分）")
    if name == list(ANALYSIS)[-1]:
        assert found.pop() == "各项指标的评价标准和得分见指标得分表。"
    said = [line for line in found if line.startswith("评价标准：")]
    is_checklist = name in STANDARDS
    assert said == ([] if is_checklist else [f"评价标准：{standard(name)}"])
    assert [line for line in found if line not in said] == ANALYSIS[name]


Cell = tuple[str, int, str]


def cells(row: etree._Element) -> list[Cell]:
    """Return the words of each cell of a row, how many columns it spans, and how it merges."""
    found = []
    for cell in row.findall(qn("tc")):
        span, merge = (cell.find(f"{qn('tcPr')}/{qn(name)}") for name in ("gridSpan", "vMerge"))
        wide = 1 if span is None else int(str(span.get(qn("val"))))
        found.append((words(cell), wide, "" if merge is None else merge.get(qn("val"), "continue")))
    return found


def expected_rows() -> list[list[Cell]]:
    """Return the table as it should be, from the tree worked out by hand."""
    rows = [[(head, 1, "") for head in HEADS]]
    for (branch, branch_weight), groups in TREE.items():
        size = sum(map(len, groups.values()))
        first = True
        for (group, group_weight), leaves in groups.items():
            start = True
            for name, (weight, points) in leaves.items():
                row = [
                    *merged((branch, branch_weight), is_first=first, size=size),
                    *merged((group, group_weight), is_first=start, size=len(leaves)),
                ]
                explanation = str(typed_leaves()[name]["指标说明"])
                plain = (name, weight, standard(name), explanation, points)
                rows.append([*row, *((text, 1, "") for text in plain)])
                first = start = False
    last = [("合计", 5, ""), ("100", 1, ""), ("评价等级：良", 2, ""), (TOTAL, 1, "")]
    return [*rows, last]


def merged(texts: tuple[str, str], *, is_first: bool, size: int) -> list[Cell]:
    if size == 1:
        return [(text, 1, "") for text in texts]
    return [(text, 1, "restart") if is_first else ("", 1, "continue") for text in texts]


def test_the_table_of_nine_columns_is_right_cell_by_cell() -> None:
    (table,) = document().root().iter(qn("tbl"))
    found = [cells(row) for row in table.iter(qn("tr"))]
    expected = expected_rows()
    assert len(found) == len(expected) == 30
    for row, wanted in zip(found, expected, strict=True):
        assert row == wanted
        assert sum(span for _, span, _ in row) == 9


def test_the_first_row_repeats_on_every_page_and_no_row_breaks() -> None:
    (table,) = document().root().iter(qn("tbl"))
    rows = list(table.iter(qn("tr")))
    assert [row.find(f"{qn('trPr')}/{qn('tblHeader')}") is not None for row in rows] == [
        True,
        *[False] * 29,
    ]
    assert all(row.find(f"{qn('trPr')}/{qn('cantSplit')}") is not None for row in rows)


# --- what follows from the files ------------------------------------------------------------------


def changed(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """Return the findings on the input with words of it changed, but for those that it means."""
    text = INPUT.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    outcome = make(read_input(path), str(FOLDER))
    told = (f for f in outcome.findings if f.id not in MEANT)
    return [f"{'.'.join(map(str, f.path))} {f.message}" for f in told]


def test_a_number_that_only_the_framework_asks_for_is_demanded_by_its_name(tmp_path: Path) -> None:
    line = "      - {名称: 交办数, 数: 24}\n"
    (finding,) = changed(tmp_path, (line, ""))
    assert "指标评分" in finding
    assert "交办数" in finding


def test_a_reason_that_is_missing_is_demanded(tmp_path: Path) -> None:
    (finding,) = changed(tmp_path, ("    扣分原因: 年中追加了便民服务点的经费\n", ""))
    assert "扣分原因" in finding


def test_a_reason_is_demanded_below_the_bound_of_the_file(tmp_path: Path) -> None:
    """45 of 50 is 90 %: no reason; 44 of 50 is 88 %."""
    old = "{名称: 实际支付进度, 数: 48}"
    assert changed(tmp_path, (old, old.replace("48", "45"))) == []
    (finding,) = changed(tmp_path, (old, old.replace("48", "44")))
    assert "扣分原因" in finding


def test_a_score_that_disagrees_with_the_file_is_told(tmp_path: Path) -> None:
    old = "    扣分原因: 年中追加了便民服务点的经费\n"
    (finding,) = changed(tmp_path, (old, f"{old}    得分: 2\n"))
    assert "“预算调整率”填的得分 2 分，按规则应得 1 分" in finding


@cache
def started() -> Any:
    """Return the starter of the template as data: what an accountant is asked to fill in."""
    found = starter(str(FOLDER), "共性指标框架", {}, "department-year.schema.json")
    assert found.findings == ()
    return yaml.load(found.text, Loader=yaml.BaseLoader)


@pytest.mark.exhaustive
def test_a_starter_asks_for_what_the_framework_needs() -> None:
    answers = {row["指标"]: row for row in started()["指标评分"]}
    for name, item in typed_leaves().items():
        asked = [row["名称"] for row in answers.get(name, {}).get("数据", [])]
        assert asked == item.get("数据", []), name
    items = {name for name, item in typed_leaves().items() if "条目" in item["规则"]}
    assert {name for name, row in answers.items() if "不符合" in row} == items
    assert {name for name, row in answers.items() if "档次" in row} == {
        "基础信息完善性",
        "社会效益",
    }


@pytest.mark.exhaustive
def test_a_starter_asks_for_the_words_that_a_reason_is_taken_from() -> None:
    """The reason of the last indicator is the remark of the survey, wanted only where it is low."""
    found = starter(str(FOLDER), "共性指标框架", {}, "department-year.schema.json")
    section = found.text.partition("\n满意度调查:\n")[2].partition("\n\n")[0]
    assert [line.split(":")[0] for line in section.splitlines()] == ["  满意度", "  # 结论"]


def test_the_bureau_changes_a_rule_without_anybodys_help(tmp_path: Path) -> None:
    folder = tmp_path / "共性指标框架"
    folder.mkdir()
    for path in FOLDER.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    path = folder / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("每超过1个百分点扣0.3分", "每超过1个百分点扣0.5分"),
        ("每: 1, 扣: 0.3,", "每: 1, 扣: 0.5,"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    outcome = make(read_input(INPUT), str(folder))
    assert outcome.rendered is not None
    lines = document_of(outcome.rendered).paragraphs
    assert any(re.search("每档扣0.5分，得2分。$", line) for line in lines)


def test_measures_that_a_reason_prints_count_as_printed(tmp_path: Path) -> None:
    """原因 is the reason and the measures: both stand in the report, so neither is reported."""
    body = "".join(
        map(p, ("{%p for 项 in 评分.扣分项 %}", "{{ 项.名称 }}：{{ 项.原因 }}", "{%p endfor %}"))
    )
    (tmp_path / "report.docx").write_bytes(zipped(parts_of(body)))
    (tmp_path / "template.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "indicators.yaml").write_bytes((FOLDER / "indicators.yaml").read_bytes())
    outcome = make(read_input(INPUT), str(tmp_path))
    assert outcome.rendered is not None
    lines = document_of(outcome.rendered).paragraphs
    assert "下年编制绩效目标时与预算一并核对" in lines
    assert [f.message for f in outcome.findings if "改进措施" in f.path] == []
