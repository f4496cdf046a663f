"""Each rule has an input on which it alone speaks, at the place that the first line names."""

import re
from pathlib import Path

import pytest
from rule_runs import case_of_file

from drafter.checks import RULES, Rule

REJECTS = Path(__file__).parent.parent / "rejects"
FILES = sorted(REJECTS.glob("*.yaml"))
_EXPECTED = re.compile(r"# (JS-\d{3}) (\d+):(\d+)(?: (错误|警告|提示))?")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_rule_alone_speaks_once_at_the_place(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    expected = _EXPECTED.fullmatch(first)
    assert expected is not None, first
    rule_id, line, column, severity = expected.groups()
    rule = next(rule for rule in RULES if rule.id == rule_id)
    findings = case_of_file(path).findings()
    assert [(f.id, f.where.line, f.where.column, str(f.severity)) for f in findings] == [
        (rule_id, int(line), int(column), severity or str(rule.severity))
    ]
    assert findings[0].waivable
    assert findings[0].hint  # what to do


def test_every_rule_has_its_reject_and_every_reject_its_rule() -> None:
    assert {path.stem for path in FILES} == {rule.id for rule in RULES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_reject_is_named_after_its_rule(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith(f"# {path.stem} ")


def test_rule_ids_and_functions_are_unique_and_ordered() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    assert len({rule.check for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_manual_page(rule: Rule) -> None:
    page = rule.check.__doc__ or ""
    lines = [line.strip() for line in page.splitlines()]
    assert re.search(r"[\u4e00-\u9fff].*。", lines[0])
    for word in ("依据：", "通过：", "不通过："):
        assert any(line.startswith(word) for line in lines), word


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_manual_page_names_the_basis_of_its_rule(rule: Rule) -> None:
    page = rule.check.__doc__ or ""
    for basis in rule.basis.split("、"):
        assert basis in page
