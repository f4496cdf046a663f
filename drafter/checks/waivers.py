"""Waivers (豁免): findings that the department stands by, shown with their reason every time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from drafter.checks.catalogue import CATALOGUE
from drafter.diagnostics import UNFIT_WAIVER, DataPath, Diagnostic, Severity, path_text
from drafter.model.year import Waiver
from drafter.source import SourceTree

OUTSIDE = frozenset({"JS-905", "JS-907"})
"""Ids of findings that can be waived and are not of the rule book."""
_TWICE = "前面的豁免已经管住了这些结果，可以删去"


def apply_waivers(
    findings: Iterable[Diagnostic],
    waivers: Sequence[Waiver],
    tree: SourceTree,
    unseen: Collection[str] = (),
    rules: Collection[str] = (),
) -> list[Diagnostic]:
    """Return the findings, waived ones marked; a waiver that fits nothing is a finding itself.

    A waiver names a rule and, where the rule speaks of several places, the data path. Only
    findings of the rule book can be waived: faults of shape, gaps and template faults stand.
    Of rules that were not asked, `unseen`, it is not known whether a waiver fits something.
    `rules` are the ids that there are.
    """
    result = list(findings)
    for index, waiver in enumerate(waivers):
        path: DataPath = ("豁免", index)
        rule, place = _text(waiver.rule).strip().upper(), _text(waiver.path)
        reason = _text(waiver.reason)
        if not rule or not reason:
            message = "豁免要写明“规则”和“理由”"
            result.append(Diagnostic(UNFIT_WAIVER, Severity.ERROR, message, tree.locate(path)))
            continue
        fits = [
            i
            for i, finding in enumerate(result)
            if finding.id == rule and (not place or path_text(finding.path) == place)
        ]
        usable = [i for i in fits if result[i].waivable]
        open_ones = [i for i in usable if result[i].waived is None]
        for i in open_ones:
            result[i] = result[i].waive(reason)
        if not open_ones and (usable or rule not in unseen):
            why = (
                _TWICE
                if usable
                else _useless(rule, rules, fits=bool(fits), places=_places(result, rule))
            )
            message = f"豁免 {rule}{f'（{place}）' if place else ''}：{why}"
            result.append(Diagnostic(UNFIT_WAIVER, Severity.WARNING, message, tree.locate(path)))
    return result


def _places(findings: Iterable[Diagnostic], rule: str) -> list[str]:
    """Return where the findings of a rule are, as a waiver names the place."""
    return [path_text(f.path) for f in findings if f.id == rule and f.path and f.waived is None]


def _useless(rule: str, rules: Collection[str], *, fits: bool, places: Sequence[str] = ()) -> str:
    if places and not fits:
        return f"这个位置没有，这条规则的结果在 {'、'.join(places)}"
    if fits or (rule in CATALOGUE and rule not in OUTSIDE):
        return "这类检查结果不能豁免"
    if not re.fullmatch(r"JS-\d{3}", rule) or (rules and rule not in rules):
        return "没有这个编号，用 drafter rules 查看"
    return "没有对应的检查结果，可以删去"


def _text(words: object) -> str:
    return str(getattr(words, "text", "") or "")
