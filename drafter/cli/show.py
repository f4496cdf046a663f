"""Shows findings: text on stderr, machine formats on stdout."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import typer

from drafter.diagnostics import (
    Diagnostic,
    Severity,
    as_github,
    as_json,
    as_text,
)

FINE, INPUT_ERRORS, USAGE, TEMPLATE_ERRORS, NOT_WRITTEN = 0, 1, 2, 3, 4


class Format(StrEnum):
    """How findings are shown."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def show(findings: Sequence[Diagnostic], form: Format) -> None:
    """Show the findings in the order given."""
    if form is Format.JSON:
        typer.echo(as_json(findings))
    elif form is Format.GITHUB:
        for finding in findings:
            typer.echo(as_github(finding))
    else:
        for finding in findings:
            typer.echo(as_text(finding), err=True)


def summary(findings: Sequence[Diagnostic], *, strict: bool = False) -> str:
    """Return one line that counts the findings by gravity."""
    standing = [f for f in findings if f.waived is None]
    counts = [(s, sum(f.severity is s for f in standing)) for s in Severity]
    words = [f"{s} {n} 项" for s, n in counts if n]
    waived = len(findings) - len(standing)
    if waived:
        words.append(f"已豁免 {waived} 项")
    if strict and any(f.severity is Severity.WARNING for f in standing):
        words.append("警告按错误处理（--strict）")
    return "，".join(words) or "没有问题"
