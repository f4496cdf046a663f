"""The classification of expenditure by year, and the lists that come with the program."""

from __future__ import annotations

import csv
import re

import pytest
from rule_runs import shipped_classification

from drafter.model.classification import (
    LENGTHS,
    Classification,
    Entry,
    Kind,
    name_key,
    read_classification,
)
from drafter.resources import data_file

HEADER = "编码,名称,起,止,见过\n"
SMALL = read_classification(
    HEADER
    + "207,文化体育与传媒支出,,2018,\n207,文化旅游体育与传媒支出,2019,,是\n"
    + "20701,文化和旅游,2019,,\n2070104,图书馆,,,\n2070101,行政运行,,,\n2070301,行政运行,,,\n"
    + "223,国有资本经营预算支出,,,\n227,预备费,,,\n,无线电监管,,,是\n",
    HEADER + "301,工资福利支出,,,是\n30113,住房公积金,,,是\n",
)
SHIPPED = shipped_classification()


@pytest.mark.parametrize(
    ("year", "names"),
    [
        (2018, ("文化体育与传媒支出",)),
        (2019, ("文化旅游体育与传媒支出",)),
        (None, ("文化旅游体育与传媒支出", "文化体育与传媒支出")),
    ],
)
def test_a_renamed_code_has_the_name_of_the_year(year: int | None, names: tuple[str, ...]) -> None:
    assert SMALL.names_of("207", year) == names


def test_an_unknown_code_and_an_empty_classification_have_no_names() -> None:
    assert SMALL.names_of("299", 2020) == ()
    assert Classification().names_of("207", 2020) == ()
    assert Classification().classes(2020) == ()


def test_codes_are_found_by_name_level_year_and_kind() -> None:
    assert SMALL.codes_of("文化旅游体育与传媒（类）", "类", 2020) == ("207",)
    assert SMALL.codes_of("文化旅游体育与传媒", "类", 2018) == ()
    assert SMALL.codes_of("文化和旅游", "项", 2020) == ()
    assert SMALL.codes_of("行政运行", "项", 2020) == ("2070101", "2070301")
    assert SMALL.codes_of("住房公积金", "款", 2020) == ()
    assert SMALL.codes_of("住房公积金", "款", 2020, "经济") == ("30113",)


def test_a_name_without_a_code_is_known_as_such() -> None:
    assert SMALL.is_uncoded("无线电监管（项）", "项")
    assert not SMALL.is_uncoded("图书馆", "项")
    assert SMALL.codes_of("无线电监管", "项", 2020) == ()


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("207", "类", None),
        ("20701", "款", "207"),
        ("2070104", "项", "20701"),
        ("30113", "款", "301"),
        ("9999999", "项", "99999"),
        ("20", None, None),
        ("2070", None, None),
        ("２０７", None, None),
        ("20a", None, None),
        ("", None, None),
    ],
)
def test_level_and_parent_follow_from_the_length(
    code: str, level: str | None, parent: str | None
) -> None:
    assert (SMALL.level_of(code), SMALL.parent_of(code)) == (level, parent)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("政府办公厅（室）及相关机构事务", "政府办公厅(室)及相关机构事务"),
        ("2210201住房公积金", "住房公积金（项）"),
        ("“三西”农业建设专项补助", "三西 农业建设专项补助"),
        ("其他教育支出", "其他教育"),
    ],
)
def test_names_that_mean_the_same_have_one_key(one: str, other: str) -> None:
    assert name_key(one, "项") == name_key(other, "项")


def test_names_of_nothing_but_the_word_or_a_mark_keep_it() -> None:
    assert name_key("支出", "类") == "支出"
    assert name_key("支出", "项") == "支出"
    assert name_key("", "项") == ""


# The official order of the classes in statements 公开01 and 04

TWENTY = [str(code) for code in range(201, 223) if code not in {209, 218}]


@pytest.mark.parametrize(
    ("year", "after"),
    [
        (2017, "229 231 232"),
        (2018, "229 231 232"),
        (2019, "224 229 231 232"),
        (2020, "223 224 229 231 232 234"),
        (2024, "223 224 229 231 232 234"),
    ],
)
def test_the_statements_have_the_classes_of_their_year(year: int, after: str) -> None:
    assert [code for code, _ in SHIPPED.classes(year)] == [*TWENTY, *after.split()]


def test_the_lines_from_2020_on_are_numbered_as_in_the_statements() -> None:
    names = [name for _, name in SHIPPED.classes(2021)]
    assert len(names) == 26
    expected = {
        1: "一般公共服务支出",
        14: "资源勘探工业信息等支出",
        21: "国有资本经营预算支出",
        22: "灾害防治及应急管理支出",
        23: "其他支出",
        24: "债务还本支出",
        25: "债务付息支出",
        26: "抗疫特别国债安排的支出",
    }
    assert {number: names[number - 1] for number in expected} == expected


def test_the_classes_have_the_names_of_their_year() -> None:
    old, new = dict(SHIPPED.classes(2018)), dict(SHIPPED.classes(2019))
    assert (old["207"], new["207"]) == ("文化体育与传媒支出", "文化旅游体育与传媒支出")
    assert (old["210"], new["210"]) == ("医疗卫生与计划生育支出", "卫生健康支出")
    assert (old["220"], new["220"]) == ("国土海洋气象等支出", "自然资源海洋气象等支出")


@pytest.mark.parametrize("code", ["215", "20805", "2080501"])
def test_reports_of_2020_mix_old_and_new_names(code: str) -> None:
    assert [len(SHIPPED.names_of(code, year)) for year in (2019, 2020, 2021)] == [1, 2, 1]


# The data files themselves


def entries_of(kind: Kind) -> list[tuple[str, Entry]]:
    return [(code, e) for code, entries in SHIPPED.of_kind(kind).items() for e in entries]


@pytest.mark.parametrize("kind", ["功能", "经济"])
def test_every_code_has_a_level_and_its_parent_is_listed(kind: Kind) -> None:
    listed = SHIPPED.of_kind(kind)
    for code in listed:
        assert SHIPPED.level_of(code) in LENGTHS[kind], code
        parent = SHIPPED.parent_of(code)
        assert parent is None or parent in listed, code


@pytest.mark.parametrize("kind", ["功能", "经济"])
def test_names_of_one_code_differ_and_leave_no_year_without_a_name(kind: Kind) -> None:
    for code, entries in SHIPPED.of_kind(kind).items():
        assert len({name_key(e.name, "项") for e in entries}) == len(entries), code
        assert all(e.first is None or e.last is None or e.first <= e.last for e in entries), code
        years = [year for year in range(2010, 2031) if SHIPPED.names_of(code, year)]
        assert years == list(range(years[0], years[-1] + 1)), code


@pytest.mark.parametrize("kind", ["功能", "经济"])
def test_a_code_is_no_older_than_the_one_above(kind: Kind) -> None:
    for code, entry in entries_of(kind):
        parent = SHIPPED.parent_of(code)
        if parent is not None and entry.first is not None:
            assert SHIPPED.names_of(parent, entry.first), code


@pytest.mark.parametrize("file", ["functional.csv", "economic.csv"])
def test_the_files_are_plain_and_in_order(file: str) -> None:
    text = data_file(file).read_text(encoding="utf-8")
    assert text.startswith(HEADER)
    rows = list(csv.DictReader(text.splitlines()))
    codes = [row["编码"] for row in rows]
    assert [code for code in codes if code] == sorted(code for code in codes if code)
    assert "" not in codes[: codes.index("")] if "" in codes else True
    for row in rows:
        assert row["名称"] == row["名称"].strip() != "", row
        assert row["见过"] in {"", "是"}, row
        assert all(re.fullmatch(r"(20\d\d)?", row[key]) for key in ("起", "止")), row
