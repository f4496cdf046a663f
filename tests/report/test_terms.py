from __future__ import annotations

import pytest
from typed_inputs import example, figures_of, gaps, node_at, rows, text

from drafter import resources
from drafter.figures.derive import derive
from drafter.figures.nodes import Group, Text
from drafter.report.assemble import assemble, explain
from drafter.report.terms import (
    Definitions,
    FunctionalName,
    Term,
    read_definitions,
    term_rows,
    used_items,
)
from drafter.source import read_source

DEFINITIONS = Definitions(
    terms=(
        Term("财政拨款收入", "财政拨给的。", (("收入", "一般公共预算财政拨款"),)),
        Term("事业收入", "业务得到的。", (("收入", "事业"), ("收入", "经营"))),
        Term("", "", ()),
        Term("基本支出", "维持运转的。", (("支出", "基本支出"),)),
    ),
    items={
        ("教育", "普通教育", "学前教育"): "学前教育的支出。\n第二段。",
        ("住房保障支出", "住房改革支出", "住房公积金"): "全名的释义。",
    },
    common={"住房公积金": "公积金的支出。", "行政运行": "行政单位的基本支出。"},
)
ACCOUNTS = """
收入: {一般公共预算财政拨款: 5, 事业: 0, 经营: 0}
支出: {基本支出: 3}
"""
WORDS = "财政拨款收入、事业收入、基本支出"


def terms(typed: str, words: str = WORDS, definitions: Definitions = DEFINITIONS) -> dict[str, str]:
    found = term_rows(figures_of(typed), definitions, words)
    return {text(row, "词"): text(row, "释义") for row in found.entries}


def fund(*items: tuple[str, str, str], amount: str = "1") -> str:
    lines = ["一般公共预算财政拨款支出:", "  科目:"]
    for c, s, i in items:
        lines.append(
            f"    - {{名称: {c}, 款: [{{名称: {s}, 项: [{{名称: {i}, 决算: {amount}}}]}}]}}"
        )
    return "\n".join(lines) + "\n"


def test_a_term_is_explained_when_its_word_is_printed_and_its_figure_is_not_zero() -> None:
    assert terms(ACCOUNTS) == {"财政拨款收入": "财政拨给的。", "基本支出": "维持运转的。"}


def test_a_term_whose_word_is_not_printed_is_not_explained() -> None:
    assert terms(ACCOUNTS, "只有基本支出") == {"基本支出": "维持运转的。"}
    assert terms(ACCOUNTS, "") == {}


def test_one_figure_of_several_is_enough() -> None:
    assert "事业收入" in terms(ACCOUNTS.replace("经营: 0", "经营: 2"))
    assert "事业收入" not in terms(ACCOUNTS.replace("经营: 0", "经营: 无"))


def test_an_unfilled_figure_explains_nothing() -> None:
    assert terms("{}") == {}


def test_items_stand_at_their_place_by_their_full_names() -> None:
    found = terms(ACCOUNTS + fund(("教育", "普通教育", "学前教育")))
    assert list(found) == ["财政拨款收入", "教育（类）普通教育（款）学前教育（项）", "基本支出"]
    assert found["教育（类）普通教育（款）学前教育（项）"] == "学前教育的支出。\n第二段。"


@pytest.mark.parametrize(
    ("names", "definition"),
    [
        (("教育", "普通教育", "学前教育"), "学前教育的支出。\n第二段。"),
        (("住房保障", "住房改革支出", "住房公积金"), "公积金的支出。"),
        (("公共安全", "公安", "行政运行"), "行政单位的基本支出。"),
    ],
)
def test_an_item_is_found_by_its_names_then_by_its_own(
    names: tuple[str, str, str], definition: str
) -> None:
    assert terms(fund(names)) == {FunctionalName(*names).label: definition}


def test_an_item_without_definition_is_a_gap() -> None:
    found = term_rows(figures_of(fund(("甲", "乙", "丙"))), DEFINITIONS, "")
    assert gaps(found.entries[0], "释义") == ["名词解释.甲（类）乙（款）丙（项）"]


def test_only_items_with_expenditure_are_used_each_once_in_order() -> None:
    one, two = ("教育", "普通教育", "小学教育"), ("教育", "普通教育", "学前教育")
    assert used_items(figures_of(fund(one, two, one))) == [FunctionalName(*n) for n in (one, two)]
    assert used_items(figures_of(fund(one, amount="0"))) == []
    assert used_items(figures_of(fund(one, amount="无"))) == []


def test_items_named_without_amounts_are_used_unless_their_class_is_zero() -> None:
    typed = "政府性基金预算财政拨款支出: {科目: [{名称: 甲, 决算: %s, 款: [{名称: 乙, 项: [丙]}]}]}"
    assert used_items(figures_of(typed % "5")) == [FunctionalName("甲", "乙", "丙")]
    assert used_items(figures_of(typed % "0")) == []


def test_an_item_whose_name_is_still_to_be_filled_is_no_term() -> None:
    assert used_items(figures_of(fund(("教育", "普通教育", "")))) == []


OWN = "名词解释:\n  - {词: %s, 释义: 本局的写法。}\n"


@pytest.mark.parametrize("word", ["基本支出", "教育（类）普通教育（款）学前教育（项）", "学前教育"])
def test_the_wording_of_the_input_wins(word: str) -> None:
    found = terms(ACCOUNTS + fund(("教育", "普通教育", "学前教育")) + OWN % word)
    printed = word if word in found else f"教育（类）普通教育（款）{word}（项）"
    assert found[printed] == "本局的写法。"
    assert len(found) == 3


def test_a_term_that_only_the_input_knows_comes_last_when_it_is_printed() -> None:
    found = terms(ACCOUNTS + OWN % "双创", words=f"{WORDS}和双创")
    assert list(found) == ["财政拨款收入", "基本支出", "双创"]
    assert "双创" not in terms(ACCOUNTS + OWN % "双创")


def test_half_a_definition_defines_nothing() -> None:
    assert terms("名词解释: [{词: 双创}, {释义: 无词}, 无词]".replace(", 无词]", "]"), "双创") == {}


def test_definitions_are_read_from_plain_data() -> None:
    plain = {
        "名词": [{"词": "甲", "释义": "乙。", "出现": ["收入.合计"]}, {"科目": "true"}],
        "科目": {"甲": {"乙": {"丙": "丁。"}}},
        "通用": {"丙": "戊。"},
    }
    assert read_definitions(plain) == Definitions(
        (Term("甲", "乙。", (("收入", "合计"),)), Term("", "", ())),
        {("甲", "乙", "丙"): "丁。"},
        {"丙": "戊。"},
    )


def shipped() -> Definitions:
    tree = read_source(resources.data_file("terms.yaml")).tree
    assert tree is not None
    return read_definitions(tree.plain())


def test_the_shipped_terms_appear_by_figures_that_exist() -> None:
    root = assemble(derive(example("miyi-2020")), 2020, "部门", {}).data
    for term in shipped().terms:
        for path in term.figures:
            assert node_at(root, ".".join(path)), term.word
    assert sum(not term.figures for term in shipped().terms) == 1


@pytest.mark.parametrize("name", ["miyi-2020", "minimal"])
def test_every_item_of_the_examples_is_defined(name: str) -> None:
    report = assemble(derive(example(name)), 2020, "部门", {})
    assert rows(report.data, "名词").value == ()
    explained = rows(explain(report, shipped(), "").data, "名词").entries
    items = used_items(report.data)
    assert len(explained) == len(items) > 0
    for row in explained:
        assert isinstance(row, Group)
        assert isinstance(row.items["释义"], Text)
        assert row.items["释义"].plain
