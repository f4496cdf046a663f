from __future__ import annotations

from functools import cache
from typing import Any, get_args

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from typed_inputs import gaps, node_at, rows, validated, wan, year_of

from drafter.diagnostics import DataPath, Diagnostic, as_text
from drafter.figures.derive import derive
from drafter.figures.nodes import Missing, Text
from drafter.model.base import Section
from drafter.model.validate import validate
from drafter.model.year import DepartmentYear
from drafter.source import read_text


def only(text: str) -> Diagnostic:
    findings = validated(text).findings
    assert len(findings) == 1, [as_text(f) for f in findings]
    return findings[0]


def messages(text: str) -> list[str]:
    return [f.message for f in validated(text).findings]


def test_an_empty_year_has_everything_absent() -> None:
    year = year_of("{}")
    assert year == DepartmentYear()
    assert year.revenue is None
    assert year.year is None


def test_a_section_may_be_none() -> None:
    year = year_of("政府采购: 无\n收入: {}\n")
    assert year.procurement is not None
    assert not year.procurement.applicable
    assert year.revenue is not None
    assert year.revenue.applicable


def test_a_blank_section_is_still_to_be_filled() -> None:
    assert year_of("政府采购:\n").procurement is None


def test_a_bare_amount_stands_for_the_actual_amount() -> None:
    year = year_of("机关运行经费: 48.33\n")
    assert year.agency_operating is not None
    assert year.agency_operating.actual is not None
    assert year.agency_operating.actual.decimals == 2
    assert year == year_of("机关运行经费: {决算: 48.33}\n")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("机构: {内设机构: [办公室]}", "机构: {内设机构: [{名称: 办公室}]}"),
        ("报告: [甲]", "报告: [{模板: 甲}]"),
        (
            "一般公共预算财政拨款支出: {科目: [教育]}",
            "一般公共预算财政拨款支出: {科目: [{名称: 教育}]}",
        ),
        (
            "基本支出: {人员经费: {科目: [奖金]}}",
            "基本支出: {人员经费: {科目: [{名称: 奖金}]}}",
        ),
        (
            "三公经费: {公务用车费: {更新购置: [轿车]}}",
            "三公经费: {公务用车费: {更新购置: [{名称: 轿车}]}}",
        ),
        (
            "三公经费: {公务接待费: {国内: {具体内容: [检查]}}}",
            "三公经费: {公务接待费: {国内: {具体内容: [{名称: 检查}]}}}",
        ),
    ],
)
def test_a_bare_word_in_a_list_is_the_name(short: str, long: str) -> None:
    assert year_of(short) == year_of(long)


def test_a_list_may_be_none_in_either_form() -> None:
    for typed in ("无", "[无]", "[]", "\n  - 无"):
        organization = year_of(f"机构:\n  下属单位: {typed}\n").organization
        assert organization is not None
        assert organization.units == ()


def test_none_among_the_items_of_a_list_is_refused() -> None:
    finding = only("机构:\n  内设机构: [办公室, 无]\n")
    assert finding.where.line == 2
    assert "不能是“无”" in finding.message


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("年度: 20\u200e20", "JS-036"),
        ("格式版本: 1\u200f", "JS-036"),
        ("机关运行经费: \u202e12.30", "JS-033"),
        ("车辆: {实有: 3\u2069}", "JS-034"),
        ("口径: 部门\u200d", "JS-035"),
    ],
)
def test_a_number_or_choice_with_an_unseen_character_is_told_so(typed: str, rule: str) -> None:
    finding = only(typed)
    assert finding.id == rule
    assert "里有看不见的字符 U+20" in finding.message


def test_prose_may_hold_marks_of_direction() -> None:
    department = year_of("部门: {全称: \u202e局\u202c}").department
    assert department is not None
    assert department.full_name is not None
    assert department.full_name.text == "\u202e局\u202c"


def test_an_unknown_key_is_found_at_the_key_with_the_nearest_one() -> None:
    finding = only("年度: 2020\n收入:\n  上级补助: 0\n  附属单位缴纳: 3\n")
    assert finding.id == "JS-032"
    assert (finding.where.line, finding.where.column) == (4, 3)
    assert finding.message == "不认识的字段“收入.附属单位缴纳”"
    assert finding.hint == "是不是“附属单位上缴”？"


def test_an_unknown_key_unlike_any_other_lists_the_known_ones() -> None:
    assert (
        only("部门: {xyz: 1}").hint == "这里可用：全称、简称、自称、统称、各处称呼、级次、公开时间"
    )


@pytest.mark.parametrize(
    ("text", "meant", "hint"),
    [
        ("人员:\n  车辆: 无\n", ("车辆",), "“车辆”是最外层的一节"),
        ("人员:\n  行政编制:\n    实有: {}\n", ("人员", "实有"), "“实有”属于“人员”"),
        ("人员:\n  公务员: 1\n", ("人员", "实有", "公务员"), "“公务员”属于“人员.实有”"),
        ("项目:\n  - 预算: {指标: 无}\n", ("项目", 0, "指标"), "“指标”属于“项目.1”"),
    ],
)
def test_a_key_at_the_wrong_level_is_told_where_it_belongs(
    text: str, meant: DataPath, hint: str
) -> None:
    finding = only(text)
    assert finding.id == "JS-032"
    assert finding.meant == meant
    assert finding.hint == f"{hint}，请检查行首的缩进"


@pytest.mark.parametrize(
    "text", ["收入: {事业: {{ x }}}", "收入: {事业: 8\x006}", "项目: [{阶段: [公开，绩效自评]}]"]
)
def test_what_reading_refused_is_not_refused_again(text: str) -> None:
    read = read_text(text, "f.yaml")
    assert len(read.findings) == 1
    assert read.tree is not None
    assert validate(read.tree).findings == ()


def test_endless_faults_of_a_section_are_listed_up_to_a_bound() -> None:
    items = "".join(f"      - {{人数: {i}人}}\n" for i in range(500))
    result = validated(f"收入: {{事业: x}}\n人员:\n  行政编制:\n    构成:\n{items}")
    assert len(result.findings) == 1 + 100 + 1
    last = result.findings[-1]
    assert (last.where.line, last.path) == (105, ("人员",))
    assert last.message == "从这里起同类问题另有 400 处，没有列出"


def test_an_unknown_key_in_a_list_is_found_at_its_item() -> None:
    finding = only("项目:\n  - 名称: 甲\n  - 名称: 乙\n    预算数: 3\n")
    assert (finding.where.line, finding.where.column) == (4, 5)
    assert finding.path == ("项目", 1, "预算数")
    assert "“项目.2.预算数”" in finding.message
    assert finding.hint == "是不是“预算”？"


def test_an_english_name_is_not_a_key() -> None:
    assert only("revenue: {}").id == "JS-032"


@pytest.mark.parametrize(
    ("text", "rule", "place", "words"),
    [
        ("收入: [1]", "JS-031", (1, 1), "收入：这里应是一组字段，却是列表"),
        ("部门: 某局", "JS-031", (1, 5), "部门：这里应是一组字段（没有此项写“无”），却是“某局”"),
        ("项目: 甲", "JS-031", (1, 5), "项目：这里应是列表"),
        ("项目: {名称: 甲}", "JS-031", (1, 1), "项目：这里应是列表"),
        ("机构: {下属单位: [甲]}", "JS-031", (1, 13), "机构.下属单位.1：这里应是一组字段"),
        ("部门: {全称: [甲]}", "JS-031", (1, 6), "部门.全称：这里应填文字，却是列表"),
        ("部门: {全称: {甲: 乙}}", "JS-031", (1, 6), "部门.全称：这里应填文字，却是一组字段"),
        ("收入: {事业: {决算: [1]}}", "JS-031", (1, 11), "收入.事业.决算：这里应填金额，却是列表"),
        ("收入: {事业: １２}", "JS-033", (1, 10), "收入.事业：“１２”含全角字符"),
        ("收入: {事业: {决算: 5%}}", "JS-033", (1, 15), "收入.事业.决算：“5%”带了单位"),
        ("车辆: {实有: 1.5}", "JS-034", (1, 10), "车辆.实有：“1.5”不是整数"),
        ("口径: 局", "JS-035", (1, 5), "口径：“局”不在可选值之内，可选：部门、单位"),
        ("口径: [部门]", "JS-035", (1, 1), "口径：这里应填一个词，可选：部门、单位"),
        ("金额单位: 千元", "JS-035", (1, 7), "可选：万元、元"),
        ("年度: 20年", "JS-036", (1, 5), "年度：应为四位数字，如 2020"),
        ("年度: ２０２０", "JS-036", (1, 5), "年度：“２０２０”含全角字符，请改用半角数字"),
        ("年度: [2020]", "JS-036", (1, 1), "年度：应为四位数字，如 2020"),
        ("格式版本: 2", "JS-036", (1, 7), "格式版本：应为 1"),
        ("已公布: [1]", "JS-031", (1, 1), "已公布：这里每行应是“名称: 内容”"),
        ("已公布: 甲", "JS-031", (1, 6), "已公布：这里每行应是“名称: 内容”"),
    ],
)
def test_a_wrong_shape_is_told_in_chinese_at_its_place(
    text: str, rule: str, place: tuple[int, int], words: str
) -> None:
    finding = only(text)
    assert finding.id == rule
    assert (finding.where.line, finding.where.column) == place
    assert words in finding.message


def test_one_wrong_announced_figure_does_not_cost_the_others() -> None:
    result = validated("已公布:\n  收入.合计: 5399.48\n  支出.合计: [1]\n  空的:\n")
    assert [(f.where.line, f.message) for f in result.findings] == [
        (3, "已公布.支出.合计：这里应是“名称: 内容”，内容只能是一个数或一段文字")
    ]
    assert result.year.announced == {"收入.合计": "5399.48"}


def test_choices_of_a_list_are_listed_for_each_wrong_item() -> None:
    text = "项目:\n  - 阶段: [自评, 公开, 监控]\n"
    found = validated(text)
    assert [(f.where.column, f.path[-1]) for f in found.findings] == [(10, 0), (18, 2)]
    assert all("可选：事前评估、绩效目标、绩效监控、" in f.message for f in found.findings)
    stages = rows(derive(found.year), "项目.1.阶段").entries
    assert stages == (Text(("项目", 0, "阶段", 1), ("公开",)),)


def test_a_fault_deep_in_lists_of_sections_has_its_path_and_place() -> None:
    finding = only(
        """
一般公共预算财政拨款支出:
  科目:
    - 名称: 甲
      款:
        - 名称: 乙
        - 名称: 丙
          项:
            - 丁
            - {名称: 戊, 决算: 1.5万}
"""
    )
    assert (finding.where.line, finding.where.column) == (10, 27)
    assert finding.message.startswith("一般公共预算财政拨款支出.科目.1.款.2.项.2.决算：")


def test_all_faults_are_reported_in_one_run() -> None:
    found = messages(
        """
年度: 二〇二〇
收入: {事业: 1e3, 经营: 5%, 其它: 1}
项目:
  - 名称: [甲]
    预算: 3
  - 乙
车辆: {实有: -1}
部们: {}
"""
    )
    assert len(found) == 9


def test_what_is_right_stays_beside_what_is_wrong() -> None:
    result = validated("收入: {事业: 1e3, 经营: 2.5, 其他: 0}\n年度: 2020\n")
    assert result.year.year == 2020
    root = derive(result.year)
    assert wan(root, "收入.经营") == "2.5"
    assert gaps(root, "收入.事业") == ["收入.事业"]


def test_later_items_keep_their_positions_when_one_is_wrong() -> None:
    result = validated(
        """
项目:
  - 甲
  - 名称: 乙
    预算: {财政拨款: 全部}
  -
  - 名称: 丁
    预算: {财政拨款: 1, 其他资金: 无}
职能:
  条目: [{甲: 乙}, 第二条]
"""
    )
    assert [f.path for f in result.findings] == [
        ("职能", "条目", 0),
        ("项目", 0),
        ("项目", 1, "预算", "财政拨款"),
    ]
    root = derive(result.year)
    assert len(rows(root, "项目").entries) == 4
    assert node_at(root, "项目.4.名称") == Text(("项目", 3, "名称"), ("丁",))
    assert gaps(root, "项目.1.名称") == ["项目.1.名称"]
    assert gaps(root, "项目.3.名称") == ["项目.3.名称"]
    assert node_at(root, "职能.条目.2") == Text(("职能", "条目", 1), ("第二条",))
    assert isinstance(node_at(root, "职能.条目.1"), Text)


def test_a_blank_item_is_a_gap_and_no_fault() -> None:
    root = derive(year_of("职能:\n  条目:\n    -\n    - 甲\n项目:\n  -\n"))
    item = node_at(root, "职能.条目.1")
    assert isinstance(item, Text)
    assert item.value == Missing((("职能", "条目", 0),))
    assert gaps(root, "项目.1.名称") == ["项目.1.名称"]


def test_a_quoted_blank_is_told_apart_from_a_wrong_amount() -> None:
    assert "空白" in only('收入: {事业: ""}').message
    assert validated("收入: {事业: }").findings == ()


def sections(of: type[Section]) -> list[type[Section]]:
    return [s for direct in of.__subclasses__() for s in (direct, *sections(direct))]


@cache
def words() -> st.SearchStrategy[str]:
    keys = [str(f.alias) for s in sections(Section) for f in s.model_fields.values()]
    return st.sampled_from([*keys, "无", "1", "１２", "1e3", "-1", "", "甲", "公开", "部门"])


@cache
def trees() -> st.SearchStrategy[object]:
    return st.recursive(
        words() | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words(), inner, max_size=4),
        max_leaves=25,
    )


def section_in(annotation: Any) -> type[Section] | None:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    found = (section_in(argument) for argument in get_args(annotation))
    return next((section for section in found if section is not None), None)


def shaped(section: type[Section], depth: int) -> st.SearchStrategy[object]:
    """Values under the keys of a section, half of them of the right shape: faults lie deep."""
    wrong = trees()
    fields: dict[str, st.SearchStrategy[object]] = {}
    for field in section.model_fields.values():
        inner = section_in(field.annotation)
        right: st.SearchStrategy[object] = words()
        if inner is not None and depth:
            below = shaped(inner, depth - 1)
            right = below | st.lists(below, max_size=3)
        fields[str(field.alias)] = right | wrong
    return st.fixed_dictionaries({}, optional=fields)


@pytest.mark.exhaustive
@given(st.dictionaries(words(), trees(), max_size=5) | shaped(DepartmentYear, 3))
@example({"一般公共预算财政拨款支出": {"科目": ["教育", ["无"], {"款": ["a", None, {"项": "x"}]}]}})
@example({"项目": [None, "", [], {}, "无", {"阶段": [None, {}, "x"], "指标": [[], "无"]}]})
@example(
    {"收入": {"事业": {"决算": {}}, "经营": [[]]}, "已公布": {"a": {}}, "报告": [[], "a", None]}
)
@example({"三公经费": {"公务用车费": {"更新购置": [[1], "1e3", {"决算": "x"}]}}})
def test_no_nested_text_makes_validation_fail(data: object) -> None:
    read = read_text(yaml.safe_dump(data, allow_unicode=True), "f.yaml")
    if read.tree is None:
        return
    result = validate(read.tree)
    for finding in result.findings:
        assert finding.where.line >= 1
        assert any("\u4e00" <= c <= "\u9fff" for c in finding.message)
    assert len({(f.path, f.message) for f in result.findings}) == len(result.findings)
    derive(result.year)
