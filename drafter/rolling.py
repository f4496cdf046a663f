"""From last year's input to this year's file.

Like the pipeline, nothing here writes or shows anything.
"""

from __future__ import annotations

from pathlib import Path

from drafter.checks.last_year import UNUSABLE
from drafter.diagnostics import Diagnostic, Severity
from drafter.lists import classification, moves
from drafter.model.precision import decimals_of
from drafter.model.successors import Succession
from drafter.pipeline import read_input
from drafter.source import read_source
from drafter.yearly.rollover import LastYear, RolledOver, rolled_over


def roll_over(path: Path) -> RolledOver:
    """Return this year's file, as last year's input gives it; what stops it are findings."""
    last = read_input(path)
    errors = tuple(finding for finding in last.findings if finding.is_error)
    # Files that the input names stay named: their words are not taken into it.
    typed = read_source(path).tree
    if typed is None or last.tree is None or errors:
        return RolledOver(None, findings=last.findings)
    year = last.year.year
    if year is None:
        message = "没有写“年度”，不知道下一年是哪一年"
        where = typed.locate(("年度",))
        unknown = Diagnostic(UNUSABLE, Severity.ERROR, message, where, "先写上年的年度")
        return RolledOver(None, findings=(unknown,))
    text = path.read_bytes().decode("utf-8")
    unit = last.year.money_unit or "万元"
    succession = Succession(classification(), moves(), year, year + 1)
    decimals = decimals_of(last.year)
    given = LastYear(path.name, text, typed, last.figures, unit, decimals, succession)
    return rolled_over(given)
