"""Every variant of the Sichuan report that was seen in print, as an option or as data."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from plain_inputs import Data, example, plain, typed
from sampling import sampled

from drafter.pipeline import make, read_input
from drafter.template.package import parse, qn, read_package
from drafter.template.sites import text_of

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "sichuan-final-accounts"
Change = Callable[[Data], object]


def document(tmp_path: Path, data: Data, **options: str) -> bytes:
    path = tmp_path / "a.yaml"
    data = {**deepcopy(data), "报告": [{"模板": TEMPLATE, "选项": options}]}
    path.write_text(typed(data), encoding="utf-8")
    outcome = make(read_input(path), TEMPLATE)
    assert outcome.rendered is not None
    assert outcome.rendered.gaps == (), [gap.path for gap in outcome.rendered.gaps]
    assert outcome.rendered.document is not None
    return outcome.rendered.document


def printed(tmp_path: Path, data: Data, **options: str) -> str:
    root = parse(read_package(document(tmp_path, data, **options)).parts["word/document.xml"])
    return "\n".join(text_of(p) for p in root.iter(qn("p")))


# Options: the same data, worded otherwise

OPTIONS = [
    ("收入零项", "显示", "事业收入0万元，占0%", True),
    ("收入零项", "隐藏", "事业收入", False),
    ("支出零项", "显示", "经营支出0万元，占0%", True),
    ("支出零项", "隐藏", "经营支出", False),
    ("采购零项", "显示", "政府采购工程支出0万元", True),
    ("采购零项", "隐藏", "政府采购工程支出", False),
    ("三公零项", "显示", "全年安排因公出国（境）团组0次，出国（境）0人次。", True),
    ("三公零项", "显示", "全年按规定更新购置公务用车0辆，其中：轿车0辆、金额0万元，", True),
    ("三公零项", "显示", "外事接待支出0万元，外事接待0批次，0人，共计支出0万元。", True),
    ("三公零项", "隐藏", "团组", False),
    ("三公零项", "隐藏", "更新购置", False),
    ("三公零项", "隐藏", "单位共有公务用车", False),
    ("三公零项", "隐藏", "外事接待", False),
    ("职能序号", "括号", "\n（2）拟定新型工业化战略", True),
    ("职能序号", "圆点", "\n2.拟定新型工业化战略", True),
    ("尾零", "保留", "政府性基金预算财政拨款收入905.60万元", True),
    ("尾零", "去掉", "政府性基金预算财政拨款收入905.6万元", True),
    ("尾零", "去掉", "交通运输（类）支出49万元", True),
    ("完成预算结尾", "不写", "完成预算100%。", True),
    ("完成预算结尾", "与预算数持平", "完成预算100%，与预算数持平。", True),
    ("完成预算结尾", "等于预算数", "完成预算100%，决算数等于预算数。", True),
    ("持平写法", "比上年", "公务用车购置及运行维护费支出决算与2019年持平，", True),
    ("持平写法", "无变化", "公务用车购置及运行维护费支出决算与上年数无变化，", True),
    ("持平写法", "无变化", "公务接待费支出决算比2019年减少0.07万元，下降10.29%", True),
    ("上年数", "印出", "2019年一般公共预算财政拨款支出1603.92万元。", True),
    ("上年数", "印出", "2019年机关运行经费支出53.52万元。", True),
    ("上年数", "不印", "1603.92", False),
    ("三公预算", "印出", "“三公”经费财政拨款预算数为1.70万元，支出决算为0.61万元", True),
    ("三公预算", "不印", "“三公”经费财政拨款支出决算为0.61万元", True),
    ("基金补充句", "印出", "2020年本部门未在政府性基金预算拨款安排“三公”经费支出。", True),
    ("基金补充句", "不印", "未在政府性基金预算拨款", False),
    ("图", "图题", "（图7：“三公”经费财政拨款支出结构）", True),
    ("图", "画图", "（图7：“三公”经费财政拨款支出结构）", True),
    ("图", "不印", "（图", False),
    ("列举项目", "前三个", "统计人员培训等5个项目绩效目标", True),
    ("列举项目", "全部", "供配电设施改造等5个项目绩效目标", True),
    ("项目名引号", "加", "反映“2020年物业管理费”“2020年米易县水产养殖示范场职工安置”", True),
    ("项目名引号", "不加", "反映2020年物业管理费、2020年米易县水产养殖示范场职工安置、", True),
    ("表内单位", "写", "\n9.16万元\n", True),
    ("表内单位", "写", "\n0万元\n", False),
    ("表内单位", "不写", "\n9.16\n", True),
    ("评价项目", "个数", "自行组织对1个项目开展了绩效评价", True),
    ("评价项目", "名称", "自行组织对米易县城镇居民老旧住宅区供配电设施改造项目开展了", True),
    (
        "附件占比",
        "印出",
        "收入5399.48万元，其中：一般公共预算财政拨款收入4493.88万元，占",
        True,
    ),
    ("附件占比", "不印", "收入4493.88万元，政府性基金预算财政拨款收入905.60万元。", True),
    ("整体评价形式", "评价报告", "2020年部门整体支出绩效评价报告》见附件（附件1）", True),
    ("附表", "列标题", "国有资本经营预算财政拨款支出决算表", True),
    ("附表", "不列", "国有资本经营预算财政拨款支出决算表", False),
    ("信息表", "列入", "机关运行经费、资产占用情况及政府采购支出信息表", True),
    ("信息表", "不列", "机关运行经费、资产占用情况及政府采购支出信息表", False),
]


@pytest.fixture(scope="module")
def miyi() -> Data:
    return example("miyi-2020")


@pytest.mark.exhaustive
@pytest.mark.parametrize("case", OPTIONS, ids=lambda case: "-".join(case[:3]))
def test_an_option_changes_the_wording(
    miyi: Data, tmp_path: Path, case: tuple[str, str, str, bool]
) -> None:
    option, choice, words, stand = case
    text = printed(tmp_path, miyi, **{option: choice})
    assert (words in text) == stand


def test_every_option_of_the_template_is_tried() -> None:
    manifest = ROOT / "templates" / TEMPLATE / "template.yaml"
    options = plain(manifest)["选项"]
    elsewhere = {"机构写法", "单位清单", "具体情况", "一级二级"}
    assert {option for option, *_ in OPTIONS} | elsewhere == set(options)


def test_one_row_for_each_class_or_for_each_item(tmp_path: Path) -> None:
    data = example("minimal")
    by_class, by_item = (printed(tmp_path, data, 具体情况=c) for c in ("类", "项"))
    assert "住房保障（类）住房改革支出（款）住房公积金（项）：支出决算为8.40万元" in by_class
    rows = data["一般公共预算财政拨款支出"]["科目"][0]["款"][0]["项"]
    rows[0].update({"决算": "70.00", "预算": "70.00"})
    rows.append({"名称": "其他档案事务支出", "决算": "8.00", "预算": "8.00", "上年": "0"})
    by_class, by_item = (printed(tmp_path, data, 具体情况=c) for c in ("类", "项"))
    assert "档案馆、其他档案事务支出（项）：支出决算为78.00万元" in by_class
    assert "档案馆（项）：支出决算为70.00万元" in by_item
    assert "其他档案事务支出（项）：支出决算为8.00万元" in by_item


def merges(blob: bytes) -> int:
    root = parse(read_package(blob).parts["word/document.xml"])
    return sum(node.get(qn("val")) == "restart" for node in root.iter(qn("vMerge")))


def test_indicator_levels_are_merged_or_repeated(miyi: Data, tmp_path: Path) -> None:
    merged, repeated = (document(tmp_path, miyi, 一级二级=c) for c in ("合并", "重复"))
    assert merges(merged) > merges(repeated)
    assert merges(repeated) == 3 * 5  # the three blocks of each of the five tables


UNITS = [
    {"名称": "甲中心", "类型": "其他事业单位", "经费": "无", "编制": "3"},
    {"名称": "乙支队", "类型": "参公事业单位", "经费": "无", "编制": "9"},
]


@pytest.mark.exhaustive
def test_the_second_form_of_part_one_counts_the_units_by_kind(miyi: Data, tmp_path: Path) -> None:
    data = miyi | {"机构": {"内设机构": "无", "下属单位": UNITS}}
    text = printed(tmp_path, data, 机构写法="机构设置")
    assert (
        "下属二级单位2个，其中行政单位0个，参照公务员法管理的事业单位1个，其他事业单位1个。\n"
        "纳入2020年度部门决算编制范围的二级预算单位包括：\n甲中心\n乙支队\n"
    ) in text
    counted = printed(tmp_path, data, 机构写法="机构设置", 单位清单="个数")
    assert "决算编制范围的二级预算单位2个。\n甲中心" in counted


# Data: what the department has or has not


def altered(data: Data, *steps: str | int, value: object) -> Data:
    """Return the data with the value at the steps."""
    copy = deepcopy(data)
    node: Any = copy
    for step in steps[:-1]:
        node = node[step]
    node[steps[-1]] = value
    return copy


def test_what_the_department_does_not_have_is_not_listed(miyi: Data, tmp_path: Path) -> None:
    data = altered(miyi, "收入", "国有资本经营预算财政拨款", value="无")
    text = printed(tmp_path, data)
    assert "国有资本经营预算财政拨款收入0万元" not in text
    assert "上级补助收入0万元，占0%" in text


def test_a_source_of_a_project_may_be_blank_or_zero(miyi: Data, tmp_path: Path) -> None:
    blank = altered(miyi, "项目", 0, "预算", value={"财政拨款": "9.16", "其他资金": "无"})
    root = parse(read_package(document(tmp_path, blank)).parts["word/document.xml"])
    table = next(t for t in root.iter(qn("tbl")) if "2020年物业管理费" in text_of(t))
    row = next(r for r in table.iter(qn("tr")) if "其它资金" in text_of(r))
    assert [text_of(cell) for cell in row.iter(qn("tc"))] == ["", "其它资金:", "", "其它资金:", "0"]


BUDGETS = [
    ("504.82", "无", "完成预算100%。"),
    ("0", "无", "支出决算为504.82万元，年初未安排预算。"),
    ("无", "无", "支出决算为504.82万元，年初未安排预算。"),
    ("600.00", "项目未完工", "完成预算84.14%，决算数小于预算数的主要原因是项目未完工。"),
    ("500.00", "年中追加", "完成预算100.96%，决算数大于预算数的主要原因是年中追加。"),
    ("600.00", "无", "完成预算84.14%，决算数小于预算数。"),
]


@pytest.mark.parametrize(("budget", "reason", "words"), sampled(BUDGETS, 3))
def test_the_row_of_the_account_follows_its_budget(
    miyi: Data, tmp_path: Path, budget: str, reason: str, words: str
) -> None:
    row = dict(miyi["一般公共预算财政拨款支出"]["科目"][1])
    row.update({"预算": budget, "差异原因": reason})
    data = altered(miyi, "一般公共预算财政拨款支出", "科目", 1, value=row)
    lines = printed(tmp_path, data).splitlines()
    assert next(line for line in lines if line.startswith("科学技术（类）科学")).endswith(words)


def test_three_public_expenses_without_a_budget_say_so(miyi: Data, tmp_path: Path) -> None:
    text = printed(tmp_path, miyi)
    assert "因公出国（境）经费支出0万元，年初未安排预算。" in text
    assert "完成预算0%" not in text


CALLED = [
    ("2020年，我局及下属单位机关运行经费支出", "机关运行经费"),
    ("2020年，我局及下属单位政府采购支出总额", "政府采购"),
    ("截至2020年12月31日，我局及下属单位无车辆", "国有资产"),
    ("根据预算绩效管理要求，我局及下属单位在年初预算编制阶段", "绩效管理"),
]


@pytest.mark.parametrize(("words", "place"), sampled(CALLED, 2))
def test_the_department_is_called_by_its_collective_name(
    miyi: Data, tmp_path: Path, words: str, place: str
) -> None:
    named = altered(miyi, "部门", value=miyi["部门"] | {"统称": "我局及下属单位"})
    assert words in printed(tmp_path, named)
    by_place = altered(named, "部门", "各处称呼", value={place: "县经信局"})
    text = printed(tmp_path, by_place)
    assert words.replace("我局及下属单位", "县经信局") in text
    others = [w for w, p in CALLED if p != place]
    assert all(w in text for w in others)


@pytest.mark.exhaustive
def test_a_project_is_named_by_place(miyi: Data, tmp_path: Path) -> None:
    text = printed(tmp_path, miyi)
    assert "2020年要素保障协调项目" in text  # in the sentence on assessment
    assert "2020年米易县水产养殖示范场职工安置项目绩效目标完成情况综述" in text
    assert "\n米易县水产养殖示范场职工安置费\n" in text  # in its table


ANNEXES = [
    ({}, ["附件1", "附件2"], "评价报告》见附件（附件1）。"),
    ({"项目评价": "无"}, ["附件"], "整体支出绩效评价报告》见附件。"),
    ({"整体评价": "无"}, ["附件"], "项目2020年绩效评价报告》见附件。"),
    ({"整体评价": "无", "项目评价": "无"}, [], "预算绩效管理"),
]


@pytest.mark.parametrize(("taken", "labels", "words"), sampled(ANNEXES, 2))
def test_annexes_are_numbered_where_there_are_several(
    miyi: Data, tmp_path: Path, taken: Data, labels: list[str], words: str
) -> None:
    text = printed(tmp_path, miyi | taken)
    titles = [line for line in text.splitlines() if line in {"附件", "附件1", "附件2"}]
    # The heading of part four reads 附件 too.
    assert titles == (["附件", *labels] if labels else [])
    assert words in text


def test_amounts_may_be_typed_in_yuan(tmp_path: Path) -> None:
    data = example("minimal")

    def scaled(node: Any) -> Any:
        if isinstance(node, dict):
            return {k: scaled(v) for k, v in node.items()}
        if isinstance(node, list):
            return [scaled(v) for v in node]
        whole, dot, cents = str(node).partition(".")
        return f"{whole}{cents}00" if dot and len(cents) == 2 and whole.isdigit() else node

    yuan = scaled(data) | {"金额单位": "元"}
    assert yuan["收入"]["一般公共预算财政拨款"] == "864000"
    assert document(tmp_path, yuan) == document(tmp_path, data)


def test_a_unit_words_itself_as_one(miyi: Data, tmp_path: Path) -> None:
    text = printed(tmp_path, miyi | {"口径": "单位"})
    assert text.splitlines()[1:4] == ["2020年度单位决算", "目　录", "第一部分　单位概况"]
    for words in ("本部门", "部门整体支出", "部门概况", "部门绩效评价"):
        assert words not in text, words
    assert "本单位按要求对2020年单位整体支出绩效评价情况开展自评" in text


@pytest.mark.exhaustive
def test_an_institution_states_its_own_posts(tmp_path: Path) -> None:
    data = example("minimal")
    data["人员"] = {
        "行政编制": "无",
        "事业编制": {"构成": "无", "合计": "12"},
        "实有": {
            "公务员": "无", "不占编": "无", "机关工勤": "无", "离休": "无",
            "退休": "4", "事业": "11",
        },
    }  # fmt: skip
    text = printed(tmp_path, data)
    assert "编制情况：示例县档案馆事业编制12人。" in text
    assert "实有人数：示例县档案馆实有退休人员4名，事业人员11名。" in text
    data["人员"]["事业编制"] = {"构成": [{"名称": "管理岗", "人数": "2"}], "合计": ""}
    assert "示例县档案馆事业编制2人，其中：管理岗2名。" in printed(tmp_path, data)


@pytest.mark.exhaustive
def test_a_department_has_posts_of_both_kinds(miyi: Data, tmp_path: Path) -> None:
    staff = miyi["人员"] | {"事业编制": {"构成": "无", "合计": "2"}}
    text = printed(tmp_path, miyi | {"人员": staff})
    assert "机关后勤服务人员控制数4名；事业编制2人；下属单位核定编制15人" in text


# The stages of performance management

STAGES = [
    ({"事前评估": "13", "绩效目标": "13"}, "等13个项目开展了预算事前绩效评估，编制了绩效目标，"),
    ({"事前评估": "13", "绩效目标": "14"}, "开展了预算事前绩效评估，对14个项目编制了绩效目标，"),
    ({"绩效监控": "25"}, "预算执行过程中，选取25个项目开展绩效监控，"),
    ({"绩效自评": "25"}, "对25个项目开展了绩效目标完成情况自评。"),
]


@pytest.mark.parametrize(("counts", "words"), sampled(STAGES, 2))
def test_stages_are_counted_as_typed(miyi: Data, tmp_path: Path, counts: Data, words: str) -> None:
    data = altered(miyi, "绩效管理", "项目个数", value=counts)
    assert words in printed(tmp_path, data)


# The self-evaluation form of the annex


@pytest.fixture(scope="module")
def panzhihua() -> Data:
    return example("panzhihua-2020")


FORM = {"整体评价形式": "自评报告", "机构写法": "机构设置"}
FORM_CASES: list[tuple[tuple[str | int, ...], object, str]] = [
    (("国有资产", "固定资产"), "无", "本部门无固定资产。"),
    (("国有资产", "固定资产", "净值"), "0", "土地、房屋及构筑物77.49万元（其中，房屋77.49万元）；"),
    (("部门预算", "追加"), "无", "本年未追加基本支出预算。"),
    (("部门预算", "追加", "基本支出"), "0", "本年未追加基本支出预算。"),
    (("部门预算", "年初", "科目", 0, "编码"), "无", "按功能科目划分：行政运行1248.32万元，"),
    (("项目", 0, "目标完成"), "无", "示范工作经费绩效目标完成情况：无。"),
    (("项目", 0, "结转"), "0", "工作经费23.00万元，支出23.00万元，结转0万元，支出完成率100%。"),
    (("部门", "级次"), "县", "2020年县级项目共21个，"),
]


@pytest.mark.parametrize(("steps", "value", "words"), sampled(FORM_CASES, 4))
def test_the_self_evaluation_form_follows_its_data(
    panzhihua: Data, tmp_path: Path, steps: tuple[str | int, ...], value: object, words: str
) -> None:
    assert words in printed(tmp_path, altered(panzhihua, *steps, value=value), **FORM)


def test_a_department_without_a_budget_section_says_so(panzhihua: Data, tmp_path: Path) -> None:
    text = printed(tmp_path, panzhihua | {"部门预算": "无"}, **FORM)
    assert "基本支出安排及使用情况\n无。\n" in text
    assert "年初部门预算绩效目标完成情况\n无。\n" in text
    assert "基本支出0万元" not in text


@pytest.mark.exhaustive
def test_a_project_of_a_unit_is_told_by_its_unit_not_by_our_own_names(
    panzhihua: Data, tmp_path: Path
) -> None:
    assert "上述项目中，无线电监测站年初预算项目支出为" in printed(tmp_path, panzhihua, **FORM)
    index = next(i for i, row in enumerate(panzhihua["项目"]) if row.get("预算单位"))
    own = altered(panzhihua, "项目", index, "预算单位", value="市经信局")
    assert "上述项目中" not in printed(tmp_path, own, **FORM)


@pytest.mark.exhaustive
def test_projects_without_a_turn_follow_those_with_one(miyi: Data, tmp_path: Path) -> None:
    data = altered(miyi, "项目", 3, "次序", value={"公开": "1"})
    text = printed(tmp_path, data)
    assert "反映2020年要素保障协调专项、2020年物业管理费、" in text
    assert "（1）2020年要素保障协调专项项目绩效目标完成情况综述" in text
