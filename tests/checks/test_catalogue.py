"""Every id that a finding can carry can be looked up."""

import re
from pathlib import Path

from drafter.checks import RULES
from drafter.checks.catalogue import CATALOGUE

PACKAGE = Path(__file__).parents[2] / "drafter"


def test_every_id_in_the_program_is_a_rule_or_in_the_catalogue() -> None:
    used = {
        found
        for module in PACKAGE.rglob("*.py")
        if module.name != "catalogue.py"
        for found in re.findall(r'"((?:JS|MB)-\d{3})"', module.read_text(encoding="utf-8"))
    }
    rules = {rule.id for rule in RULES}
    assert used == rules | set(CATALOGUE)
    assert not rules & set(CATALOGUE)
