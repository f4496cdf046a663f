"""`drafter verify`: what people did to a rendered file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from drafter.cli.options import (
    FINE,
    INPUT_ERRORS,
    NOT_WRITTEN,
    USAGE,
    Format,
    FormatOption,
    Last,
    known_template,
    stop,
    written_meanwhile,
)
from drafter.prompt import quoted

if TYPE_CHECKING:
    from drafter.diagnostics import Diagnostic
    from drafter.pipeline import Input, Outcome
    from drafter.verifying import Applied

_SHOWN = 10
"""How many edits are named where a file is not replaced."""


def verify(  # noqa: PLR0917 - options of a command
    document: Annotated[
        Path, typer.Argument(metavar="Word文件", help="生成以后有人改过的报告（.docx）。")
    ],
    source: Annotated[Path, typer.Argument(metavar="输入文件", help="部门年度数据（YAML）。")],
    template: Annotated[
        str | None,
        typer.Option(
            "-t",
            "--template",
            metavar="模板",
            help="生成时用的模板；不写则用输入文件里的“报告”，有几份时按文件里的凭据认。",
        ),
    ] = None,
    project: Annotated[
        list[str] | None,
        typer.Option("--project", metavar="项目", help="生成时只印了这个项目，可以多个。"),
    ] = None,
    write_back: Annotated[
        bool,
        typer.Option("--apply", help="把改过的文字写回输入文件；数不写回。"),
    ] = False,
    last: Last = None,
    form: FormatOption = Format.TEXT,
) -> None:
    """Compare an edited file with what the input gives; exit 1 where figures are others."""
    from drafter.cli.show import show, stop_at_template, summary
    from drafter.diagnostics import has_errors
    from drafter.verifying import (
        NothingToCompareError,
        read_edited,
        report_for,
    )
    from drafter.verifying import apply as applied
    from drafter.verifying import verify as verified

    wanted = [] if template is None else [known_template(template, source.parent)]
    try:
        edited = read_edited(document)
        report = report_for(edited, source, wanted, project or [], last)
    except NothingToCompareError as error:
        show(error.findings, form)
        stop(str(error), INPUT_ERRORS if error.findings else USAGE)
    if report.document is None:
        findings = report.source.findings + report.outcome.findings
        show(list(dict.fromkeys(findings)), form)
        stop_at_template(findings, missing="没有可比的报告")
        stop("输入生成不了报告，没有可比的", INPUT_ERRORS)
    found = verified(edited, report)
    try:
        done = applied(edited, report, found) if write_back else None
    except NothingToCompareError as error:
        stop(str(error), NOT_WRITTEN)
    told = [*found.findings, *(done.findings if done else ())]
    if form is Format.TEXT:
        _show_text(told)
        same = f"{document} 与现在要生成的一样，没有人改过"
        typer.echo(summary(told) if told else same, err=True)
    else:
        show(told, form)
    if done is not None:
        _save(done, source)
    if has_errors(report.outcome.findings):
        typer.echo(
            f"输入自己的检查：{summary(report.outcome.findings)}（用 drafter check 查看）", err=True
        )
    raise typer.Exit(INPUT_ERRORS if has_errors(found.findings) else FINE)


def _show_text(findings: Sequence[Diagnostic]) -> None:
    """Show what was done to the file, and then what people say about it."""
    from drafter.cli.show import show
    from drafter.verifying import COMMENT

    show([finding for finding in findings if finding.id != COMMENT], Format.TEXT)
    opinions = [finding for finding in findings if finding.id == COMMENT]
    if opinions:
        typer.echo(f"意见清单（{len(opinions)} 条）", err=True)
    for number, opinion in enumerate(opinions, start=1):
        place = opinion.where.place or "没有标出位置"
        typer.echo(f"  {number}. {place}{opinion.message.removeprefix('意见')}", err=True)


def _save(done: Applied, source: Path) -> None:
    """Write the input with the words that people wrote, unless somebody changed it meanwhile."""
    from drafter.output import OutputError, save

    if done.text is None:
        typer.echo(f"没有能写回的文字，{source} 没有改动", err=True)
        return
    if written_meanwhile(source, done.before):
        stop(f"{source} 在核对的时候被改过，没有写；请再来一次", NOT_WRITTEN)
    try:
        save(done.text.encode(), source.resolve(), force=True)  # a link stays one
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    typer.echo(f"已写回 {source}，请重新生成报告", err=True)


class Edits(NamedTuple):
    """What would be lost if a report took the place of the file that is there."""

    told: str
    may_be_lost: bool


def edits_of(target: Path, source: Input, outcome: Outcome) -> Edits:
    """Return what people did to the file where a report is to be written."""
    from drafter.verifying import (
        NothingToCompareError,
        Report,
        by_people,
        is_known,
        read_edited,
    )
    from drafter.verifying import verify as verified

    try:
        edited = read_edited(target)
    except NothingToCompareError as error:
        return Edits(f"有没有人改过，看不出来：{error}", may_be_lost=True)
    report = Report(source, "", outcome)
    lost = by_people(verified(edited, report).findings)
    if not lost:
        told = "生成之后没有人改过它" if is_known(edited) else "它与现在要生成的一样"
        return Edits(told, may_be_lost=False)
    since = "生成之后有人改过它" if is_known(edited) else "它没有凭据，与现在要生成的不同"
    lines = [f"  {f.where.place or '全文'}：{f.message}" for f in lost[:_SHOWN]]
    rest = [f"  …… 共 {len(lost)} 处"] if len(lost) > _SHOWN else []
    look = f"drafter verify {quoted(target)} {quoted(source.path)}"
    advice = f"先看全部：{look}（文字可用 --apply 写回输入）"
    told = "\n".join([f"{since}，覆盖会丢掉：", *lines, *rest, advice])
    return Edits(told, may_be_lost=True)
