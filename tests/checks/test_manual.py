"""The manual of the rule book: whole, fresh, and of one mind with the rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from drafter.checks import RULES, Rule
from drafter.checks.catalogue import CATALOGUE
from drafter.checks.coverage import REQUIREMENTS, Requirement, rules_for
from drafter.checks.manual import manual, page_text
from drafter.checks.pages import SECTIONS, page_of
from drafter.cli.app import app

MANUAL = Path(__file__).parents[2] / "docs" / "规则手册.md"
BY_ID = {rule.id: rule for rule in RULES}
WIDE = re.compile("[\u4e00-\u9fff]")


def test_the_manual_is_fresh() -> None:
    assert MANUAL.read_text(encoding="utf-8") == manual(), (
        "run: drafter rules --manual > docs/规则手册.md"
    )


def test_the_command_writes_the_manual() -> None:
    done = CliRunner().invoke(app, ["rules", "--manual"])
    assert (done.exit_code, done.stdout) == (0, manual())


def test_every_id_has_its_place_in_the_manual() -> None:
    text = manual()
    for rule in RULES:
        assert text.count(f"### {rule.id} {rule.title}\n") == 1
    for number in CATALOGUE:
        assert text.count(f"\n| {number} | ") == 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_page_has_every_section_once_and_in_order(rule: Rule) -> None:
    lines = [line.strip() for line in (rule.check.__doc__ or "").splitlines()]
    names = [line.partition("：")[0] for line in lines if line.partition("：")[0] in SECTIONS]
    assert names == list(SECTIONS)
    page = rule.page
    assert page.basis.endswith("。")
    for text in (page.summary, page.tolerance, page.passes, page.fails):
        assert WIDE.search(text)
        assert text.endswith("。")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_to_do_is_one_short_line(rule: Rule) -> None:
    (line,) = [
        line
        for line in (rule.check.__doc__ or "").splitlines()
        if line.strip().startswith("怎么办")
    ]
    assert WIDE.search(rule.page.remedy)
    assert line.strip() == f"怎么办：{rule.page.remedy}。"
    assert len(rule.page.remedy) <= 40


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_command_shows_the_whole_page(rule: Rule) -> None:
    said = CliRunner().invoke(app, ["rules", rule.id]).stdout
    assert said.startswith(f"{rule.id}  {rule.severity}  {rule.title}\n")
    for section in SECTIONS:
        assert f"\n{section}：" in said
    assert ("先改好：" in said) == bool(rule.needs)


def test_a_section_goes_on_until_the_next() -> None:
    page = page_of("总的。\n\n    依据：甲，\n    乙。\n    通过：丙。\n    怎么办：丁。\n    ")
    assert (page.summary, page.basis, page.tolerance) == ("总的。", "甲，乙。", "")
    assert (page.passes, page.fails, page.remedy) == ("丙。", "", "丁")


def test_a_page_without_sections_shows_its_summary_alone() -> None:
    rule = Rule("JS-999", BY_ID["JS-201"].severity, "题", "", lambda _: iter(()))
    assert list(page_text(rule)) == [""]


# what is covered

NUMBERS = [
    *(f"R{n:02d}" for n in range(1, 36)),
    *(f"G{n:02d}" for n in range(1, 21)),
    *(f"E{n}" for n in range(1, 21)),
]


def test_the_requirements_are_all_there_in_order() -> None:
    assert [one.id for one in REQUIREMENTS] == NUMBERS


@pytest.mark.parametrize("one", REQUIREMENTS, ids=lambda one: one.id)
def test_something_sees_to_every_requirement(one: Requirement) -> None:
    ids = rules_for(one, RULES)
    assert ids or one.elsewhere
    assert set(ids) <= set(BY_ID) | set(CATALOGUE)
    assert f"\n| {one.id} | {one.title} | {'、'.join(ids)} | " in manual()


def test_what_rules_are_based_on_is_known() -> None:
    named = {number for rule in RULES for number in re.findall(r"\b[RGE]\d+", rule.basis)}
    assert named <= set(NUMBERS)


def test_what_is_named_besides_is_not_named_twice() -> None:
    for one in REQUIREMENTS:
        based = {rule.id for rule in RULES if re.search(rf"\b{one.id}\b", rule.basis)}
        assert not based & set(one.also), one.id


# premises


def test_premises_are_rules_and_lead_back_to_none() -> None:
    def above(number: str, seen: tuple[str, ...]) -> None:
        assert number not in seen, (number, seen)
        for premise in BY_ID[number].needs:
            above(premise, (*seen, number))

    for rule in RULES:
        above(rule.id, ())
        assert len(set(rule.needs)) == len(rule.needs)
