"""`drafter trace`: where each printed figure comes from."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.cli.options import (
    FINE,
    INPUT_ERRORS,
    NOT_WRITTEN,
    USAGE,
    Force,
    Format,
    Last,
    OneInput,
    Projects,
    Templates,
    known_template,
    stop,
)

if TYPE_CHECKING:
    from drafter.pipeline import Made
    from drafter.trace.trace import Traced


class TraceFormat(StrEnum):
    """How traced figures are shown."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


_WIDTHS = (14, 40, 44, 34, 18, 44, 44, 24, 50, 30)


def trace(  # noqa: PLR0917 - options of a command
    source: OneInput,
    template: Templates = None,
    project: Projects = None,
    find: Annotated[
        str | None,
        typer.Option(
            "--find", metavar="文字", help="只查这个数（如 30.63%）或这项数据（如 三公经费.合计）。"
        ),
    ] = None,
    form: Annotated[
        TraceFormat, typer.Option("--format", help="text、json 或 xlsx（xlsx 要写 -o）。")
    ] = TraceFormat.TEXT,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="写成文件；不写则显示在屏幕上。"),
    ] = None,
    last: Last = None,
    force: Force = False,
) -> None:
    """Show of each printed figure its place, exact value, formula with numbers, and inputs."""
    from drafter.cli.show import show, stop_at_template, summary
    from drafter.diagnostics import has_errors
    from drafter.pipeline import make_all

    if form is TraceFormat.XLSX and (output is None or output.suffix.lower() != ".xlsx"):
        stop("--format xlsx 要用 -o 写明以 .xlsx 结尾的文件", USAGE)
    if find is not None and not find.strip():
        stop("--find 后面要写找什么，如 --find 30.63%", USAGE)
    names = [known_template(name, source.parent) for name in template or ()]
    made = make_all(source, names, project or (), last)
    stop_at_template(made.findings, missing="没有可查的报告")
    reports = _reports(made, None if find is None else find.strip())
    if made.source.tree is None or not any(outcome.rendered for outcome in made.outcomes):
        show(made.findings, Format.TEXT)
        stop(f"{summary(made.findings)}，没有可查的报告", INPUT_ERRORS)
    if has_errors(made.findings):
        typer.echo(f"输入还有问题（{summary(made.findings)}），用 drafter check 查看", err=True)
    if find is not None and not any(found for _, found in reports):
        stop(f"报告里没有“{find}”，也没有这项数据", INPUT_ERRORS)
    blob = _blob(reports, made, form, whole=find is not None)
    if output is None:
        typer.echo(blob.decode("utf-8"), nl=False)
    else:
        _save(blob, output, force=force)
        typer.echo(f"已写出 {output}：{sum(len(found) for _, found in reports)} 个数", err=True)
    raise typer.Exit(FINE)


def _reports(made: Made, find: str | None) -> list[tuple[str, list[Traced]]]:
    from drafter.trace.trace import figures_of, found

    return [
        (o.file_name, figures_of(o.rendered) if find is None else found(o.rendered, find))
        for o in made.outcomes
        if o.rendered is not None
    ]


def _blob(
    reports: list[tuple[str, list[Traced]]], made: Made, form: TraceFormat, *, whole: bool
) -> bytes:
    from drafter.trace import show

    tree, unit = made.source.tree, made.source.year.money_unit or "万元"
    if tree is None:
        raise TypeError("there are no reports of what could not be read")
    if form is TraceFormat.XLSX:
        from drafter.exchange.listing import Listing, listing_book

        columns = list(zip(show.HEADINGS, _WIDTHS, strict=True))
        return listing_book(
            [
                Listing(Path(name).stem, columns, show.as_rows(found, tree, unit))
                for name, found in reports
            ]
        )
    if form is TraceFormat.JSON:
        rows = [row for name, found in reports for row in show.as_json(found, tree, unit, name)]
        return f"{show.json_text(rows)}\n".encode()
    pieces = []
    for name, found in reports:
        pieces.append(f"【{name}】{len(found)} 处")
        pieces += (show.as_text(one, tree, unit, whole=whole) for one in found)
    return ("\n\n".join(pieces) + "\n").encode()


def _save(blob: bytes, output: Path, *, force: bool) -> None:
    from drafter.output import OutputError, save

    try:
        save(blob, output, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
