"""What stands of the findings on one input, once waivers and premises have had their say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from drafter.checks import RULES
from drafter.checks.last_year import PAIR_RULES
from drafter.checks.premises import hold_back
from drafter.checks.prose import PROSE_RULES
from drafter.checks.waivers import OUTSIDE, apply_waivers
from drafter.diagnostics import Diagnostic
from drafter.model.year import Waiver
from drafter.source import SourceTree

OF_REPORTS = OUTSIDE | {rule.id for rule in RULES if rule.of_report}
"""Ids of findings that only the making of a report gives."""
OF_PROSE = {rule.id for rule in PROSE_RULES}
"""Ids of findings on words, which nobody looks for who asks about the accounts alone."""
OF_PAIRS = {rule.id for rule in PAIR_RULES}
"""Ids of findings that only a comparison with last year's input gives."""
ALL_RULES = OUTSIDE | {rule.id for rule in RULES}


def settled(
    findings: Iterable[Diagnostic],
    waivers: Sequence[Waiver],
    tree: SourceTree,
    unasked: Collection[str] = (),
) -> list[Diagnostic]:
    """Return the findings with waived ones marked and those without a footing held back.

    Waivers come first: a premise that the department stands by holds nothing back, and a waiver
    of what would be held back has something to waive. Of `unasked` rules it is not known whether
    a waiver fits something.
    """
    return hold_back(apply_waivers(findings, waivers, tree, unasked, ALL_RULES), RULES)
