"""Runs the rules about prose on sentences; a mark in a sentence says where a finding belongs."""

from __future__ import annotations

from rule_runs import case_of

from drafter.checks import run_rules
from drafter.checks.prose import PROSE_RULES
from drafter.diagnostics import Diagnostic

HERE = "‹"
"""Stands in a sentence before the character that a finding should point at."""


def prose_findings(text: str) -> list[Diagnostic]:
    """Return what the rules about prose find in an input without its header."""
    case = case_of(text)
    return run_rules(PROSE_RULES, case.facts, case.tree)


def told(marked: str, head: str = "", key: str = "重点工作") -> list[tuple[str, str]]:
    """Return id and gravity of what is found in a text, all of it at the mark."""
    lines = marked.split("\n")
    block = "\n".join(f"  {line}".rstrip() for line in lines)
    text = f"{head}{key}: |\n{block}\n"
    findings = prose_findings(text.replace(HERE, ""))
    if HERE in marked:
        place = _place(text)
        assert {(f.where.line, f.where.column) for f in findings} <= {place}, findings
    return [(f.id, str(f.severity)) for f in findings]


def _place(text: str) -> tuple[int, int]:
    """Return line and column of the mark, behind the three lines of the header."""
    before, _, _ = text.partition(HERE)
    return before.count("\n") + 4, len(before) - before.rfind("\n")
