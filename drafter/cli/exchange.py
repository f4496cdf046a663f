"""`drafter form`: the workbook that several people fill instead of an input file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from drafter.cli.new import Choices, chosen
from drafter.cli.options import (
    INPUT_ERRORS,
    NOT_WRITTEN,
    USAGE,
    Force,
    Format,
    known_template,
    stop,
)

Target = Annotated[
    Path, typer.Option("-o", "--output", metavar="文件", help="要写的工作簿，以 .xlsx 结尾。")
]
Templates = Annotated[
    list[str] | None,
    typer.Option(
        "-t",
        "--template",
        metavar="模板",
        help="模板标识或文件夹，可以多个；不写就按 --from 的输入文件里写的报告。",
    ),
]
Source = Annotated[
    Path | None,
    typer.Option("--from", metavar="输入文件", help="把已有输入文件里的内容写进填报表。"),
]
LastYear = Annotated[
    Path | None,
    typer.Option(
        "--last-year",
        metavar="上年输入文件",
        help="上年的名称、职能等照写，上年的决算数填到“上年”栏；上年的其他数不带过来。",
    ),
]


def form(  # noqa: PLR0917 - options of a command
    output: Target,
    template: Templates = None,
    source: Source = None,
    last_year: LastYear = None,
    option: Choices = None,
    force: Force = False,
) -> None:
    """Write the form for the reports, filled with what an input holds."""
    from drafter.cli.show import show, stop_at_template
    from drafter.exchanging import form_book
    from drafter.output import OutputError, check_target, save

    if output.suffix.lower() != ".xlsx":
        stop(f"填报表的文件名应以 .xlsx 结尾：{output}", USAGE)
    try:
        check_target(output, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    names = [known_template(name) for name in template or ()]
    if not names and source is None and last_year is None:
        from drafter.pipeline import known_templates

        stop(f"请用 -t 指定模板，现有：{'、'.join(known_templates())}", USAGE)
    made = form_book(names, chosen(option or []), source, last_year)
    show(made.findings, Format.TEXT)
    if made.blob is None:
        stop_at_template(made.findings, missing="没有写文件")
        if not made.findings:
            stop(f"{source or last_year} 没有写要生成哪份报告，请用 -t 指定模板", USAGE)
        wrong_use = all(f.where.file.startswith("--") for f in made.findings if f.is_error)
        stop("没有写文件", USAGE if wrong_use else INPUT_ERRORS)
    try:
        save(made.blob, output, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    typer.echo(f"已写出 {output}，浅黄色的格要填", err=True)
