"""Premises: what cannot be judged as long as the amounts under it are known to be wrong.

One wrong total makes every comparison of it fail. Every rule runs; where an error of a premise is
about an amount that a finding rests on, the finding is taken out and its rule is named once. A
premise that is waived stands, so that what rests on it is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from drafter.checks.engine import Rule
from drafter.diagnostics import DataPath, Diagnostic, Severity, path_text

HELD_BACK = "JS-910"
"""Id of the hint that names a rule whose findings were held back."""
_SHOWN = 3
"""How many places of premises a hint names."""


def hold_back(findings: Sequence[Diagnostic], rules: Iterable[Rule]) -> list[Diagnostic]:
    """Return the findings without those whose premises failed, and a hint for each rule of these.

    Waivers must have been applied: a waived finding neither holds others back nor is held back.
    """
    by_id = {rule.id: rule for rule in rules}
    errors: dict[DataPath, list[Diagnostic]] = {}
    for finding in findings:
        if finding.is_error:
            errors.setdefault(finding.path, []).append(finding)
    above = {f: _premises_of(f, errors, by_id) for f in findings}
    held = {finding for finding, premises in above.items() if premises}
    first: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        if finding in held:
            first.setdefault(finding.id, []).append(finding)
    hints = {
        ones[0]: _hint(by_id[rule_id], ones, [_roots(one, above) for one in ones])
        for rule_id, ones in first.items()
    }
    kept = (hints.get(f) if f in held else f for f in findings)
    return [finding for finding in kept if finding is not None]


def _premises_of(
    finding: Diagnostic,
    errors: Mapping[DataPath, Sequence[Diagnostic]],
    rules: Mapping[str, Rule],
) -> list[Diagnostic]:
    """Return the errors of the rule's premises about amounts that the finding rests on."""
    rule = rules.get(finding.id)
    if rule is None or finding.waived is not None:
        return []
    about = (error for path in finding.rests_on for error in errors.get(path, ()))
    return [error for error in about if error.id in rule.needs]


def _roots(
    finding: Diagnostic, above: Mapping[Diagnostic, Sequence[Diagnostic]]
) -> list[Diagnostic]:
    """Return the premises that nothing holds back in turn: what to put right first."""
    found: list[Diagnostic] = []
    for premise in above[finding]:
        found += _roots(premise, above) if above[premise] else [premise]
    return found


def _hint(
    rule: Rule, held: Sequence[Diagnostic], premises: Sequence[Sequence[Diagnostic]]
) -> Diagnostic:
    roots = list(dict.fromkeys(one for of_one in premises for one in of_one))
    named = "、".join(f"{one.id}（{path_text(one.path)}）" for one in roots[:_SHOWN])
    more = f"等 {len(roots)} 处" if len(roots) > _SHOWN else ""
    places = f"有 {len(held)} 处" if len(held) > 1 else ""
    message = f"{rule.id} {rule.title}：{places}没有判断，先改好 {named}{more}"
    return replace(
        held[0],
        id=HELD_BACK,
        severity=Severity.HINT,
        message=message,
        hint="改好以后再检查一次",
        waivable=False,
        rests_on=(),
    )
