"""What every command shows: findings (text on stderr, machine formats on stdout), why it stops."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, NoReturn

import typer

from drafter.diagnostics import (
    DEFECTS,
    GAP,
    Diagnostic,
    Severity,
    as_github,
    as_json,
    as_text,
)

FINE, INPUT_ERRORS, USAGE, TEMPLATE_ERRORS, NOT_WRITTEN, BUG = 0, 1, 2, 3, 4, 70


class Format(StrEnum):
    """How findings are shown."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


FormatOption = Annotated[
    Format, typer.Option("--format", help="检查结果的格式：text、json 或 github。")
]
Strict = Annotated[bool, typer.Option("--strict", help="警告也算错误。")]


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


def stop(message: str, code: int) -> NoReturn:
    """Say on stderr why the command stops here, and end it with the exit code."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def stop_at_template(findings: Sequence[Diagnostic], *, missing: str) -> None:
    """End the command where the template is at fault, or this program; `missing` is not made."""
    wrong = {f.id for f in findings if f.is_error and f.id.startswith("MB-")}
    if wrong & DEFECTS:
        ask = "请把所用的命令、模板、输入文件和上面的内容发给维护者"
        stop(f"程序的自查没有通过，{missing}。这是程序的缺陷，{ask}", BUG)
    if wrong:
        stop(f"模板有错误，{missing}", TEMPLATE_ERRORS)


def known_template(name: str) -> str:
    """Return the name if it names a template or a folder; else stop and list the templates."""
    from drafter.pipeline import known_templates, template_folder

    if template_folder(name) is None:
        known = "、".join(known_templates())
        stop(f"没有模板“{name}”，也没有这个文件夹；现有模板：{known}", USAGE)
    return name


_HEADER, _ELSEWHERE = "文件头", "其他"


def show_missing(findings: Sequence[Diagnostic]) -> None:
    """Show what is still to be filled as a list by section of the report, in its order.

    Findings that are no gaps come first: they may hide gaps.
    """
    gaps = [f for f in findings if f.id == GAP]
    show([f for f in findings if f.id != GAP], Format.TEXT)
    sections: dict[str, list[Diagnostic]] = {}
    for gap in sorted(gaps, key=lambda f: f.rank or len(gaps) + f.where.line):
        heading = gap.section or (_HEADER if len(gap.path) == 1 else _ELSEWHERE)
        sections.setdefault(heading, []).append(gap)
    for heading in sorted(sections, key=lambda h: h != _HEADER):
        typer.echo(f"【{heading}】", err=True)
        for gap in sorted(sections[heading], key=lambda f: f.where):
            advice = f"（{gap.hint}）" if gap.hint else ""
            typer.echo(f"  {gap.where}: {gap.message}{advice}", err=True)


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
