"""`drafter rollover`: this year's file out of last year's input."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from drafter.cli.options import INPUT_ERRORS, NOT_WRITTEN, USAGE, Force, Format, FormatOption, stop

LastFile = Annotated[
    Path, typer.Argument(metavar="上年输入文件", help="上年的部门年度数据（YAML）。")
]
Target = Annotated[
    Path, typer.Option("-o", "--output", metavar="文件", help="要写的今年的文件，以 .yaml 结尾。")
]


def rollover(
    last: LastFile, output: Target, force: Force = False, form: FormatOption = Format.TEXT
) -> None:
    """Write this year's file: comparatives filled, what lasts kept and marked, the rest blank."""
    from drafter.cli.show import show, summary
    from drafter.output import OutputError, check_target, save
    from drafter.rolling import roll_over

    if output.suffix.lower() not in {".yaml", ".yml"}:
        stop(f"今年的文件名应以 .yaml 结尾：{output}", USAGE)
    if output.exists() and last.exists() and output.samefile(last):
        stop(f"{output} 就是上年的文件，请另起文件名", USAGE)
    try:
        check_target(output, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    done = roll_over(last)
    show(done.findings, form)
    if done.text is None:
        stop(f"{summary(done.findings)}，没有写文件；先改好上年的文件", INPUT_ERRORS)
    try:
        save(done.text.encode(), output, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    for line in done.told:
        typer.echo(line, err=True)
    typer.echo(f"已写出 {output}", err=True)
    typer.echo(f"还要填什么：drafter check {output} --missing --last {last}", err=True)
