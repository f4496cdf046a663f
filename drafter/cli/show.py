"""How findings are shown: text on stderr, machine formats on stdout."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from drafter.cli.options import BUG, TEMPLATE_ERRORS, Format, stop
from drafter.diagnostics import (
    DEFECTS,
    GAP,
    UNFIT_WAIVER,
    Diagnostic,
    Severity,
    as_github,
    as_json,
    as_text,
    template_faults,
)


def show(findings: Sequence[Diagnostic], form: Format) -> None:
    """Show the findings in the order given; as text, each with the line that it speaks of."""
    if form is Format.JSON:
        typer.echo(as_json(findings))
    elif form is Format.GITHUB:
        for finding in findings:
            typer.echo(as_github(finding))
    else:
        from drafter.source.excerpt import Excerpts

        excerpts = Excerpts()
        for finding in findings:
            typer.echo(as_text(finding), err=True)
            excerpt = excerpts.at(finding.where)
            if excerpt:
                typer.echo(excerpt, err=True)


def stop_at_template(findings: Sequence[Diagnostic], *, missing: str) -> None:
    """End the command where the template is at fault, or this program; `missing` is not made."""
    wrong = template_faults(findings)
    if wrong & DEFECTS:
        ask = "请把所用的命令、模板、输入文件和上面的内容发给维护者"
        stop(f"程序的自查没有通过，{missing}。这是程序的缺陷，{ask}", BUG)
    if wrong:
        stop(f"模板有错误，{missing}", TEMPLATE_ERRORS)


_MANY_GAPS = 20
"""How many gaps are easier to fill from a list by section."""
_HEADER, _ELSEWHERE = "文件头", "其他"


def show_missing(findings: Sequence[Diagnostic]) -> None:
    """Show what is still to be filled as a list by section of the report, in its order.

    Findings that are no gaps come first: they may hide gaps, or stand by reason of a waiver.
    """
    show([f for f in findings if f.id != GAP], Format.TEXT)
    for heading, gaps in by_section(findings).items():
        typer.echo(f"【{heading}】", err=True)
        for gap in gaps:
            typer.echo(f"  {in_one_line(gap)}", err=True)


def by_section(findings: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Return what is still to be filled by section of the report, both in the order to fill."""
    gaps = [f for f in findings if f.id == GAP]
    sections: dict[str, list[Diagnostic]] = {}
    for gap in sorted(gaps, key=lambda f: f.rank or len(gaps) + f.where.line):
        heading = gap.section or (_HEADER if len(gap.path) == 1 else _ELSEWHERE)
        sections.setdefault(heading, []).append(gap)
    headings = sorted(sections, key=lambda h: h != _HEADER)
    return {heading: sorted(sections[heading], key=lambda f: f.where) for heading in headings}


def in_one_line(finding: Diagnostic) -> str:
    """Return a finding with its place and what to do, without gravity and id."""
    advice = f"（{finding.hint}）" if finding.hint else ""
    return f"{finding.where}: {finding.message}{advice}"


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


def where_listed(findings: Sequence[Diagnostic]) -> str:
    """Return how to see many gaps by section, to follow a summary; nothing where they are few."""
    gaps = sum(f.id == GAP and f.waived is None for f in findings)
    return f"；待补 {gaps} 处，加 --missing 按章节列出" if gaps > _MANY_GAPS else ""


def is_told_with_gaps(finding: Diagnostic) -> bool:
    """Return whether the finding is a gap, may hide some, or is about a waiver.

    What cannot be read hides gaps, and so does a template at fault; waivers are told every time.
    """
    hides = finding.id.startswith(("JS-0", "MB-"))
    return hides or finding.id in {GAP, UNFIT_WAIVER} or finding.waived is not None


def to_fill(findings: Sequence[Diagnostic]) -> str:
    """Return one line that counts what is still to be filled."""
    gaps = sum(f.id == GAP for f in findings)
    others = sum(f.is_error and f.id != GAP for f in findings)
    return f"还要填写 {gaps} 处" + (
        f"，另有错误 {others} 项（用 drafter check 查看）" if others else ""
    )
