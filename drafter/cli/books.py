"""`drafter import` and `drafter export`: workbooks in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from drafter.cli.options import (
    FINE,
    INPUT_ERRORS,
    NOT_WRITTEN,
    USAGE,
    Force,
    Format,
    FormatOption,
    known_template,
    stop,
    written_meanwhile,
)

Unit = Annotated[
    Literal["万元", "元"] | None,
    typer.Option("--unit", metavar="元|万元", help="金额单位。导入：表里没有写单位时用。"),
]
Books = Annotated[
    list[Path],
    typer.Argument(metavar="工作簿...", help="决算报表或填报表（.xlsx、.xls、.ods），可以多个。"),
]
NewFile = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="文件", help="要写的新输入文件，以 .yaml 结尾。"),
]
Into = Annotated[
    Path | None,
    typer.Option(
        "--into", metavar="文件", help="写进已有的输入文件：注释、次序和没有涉及的内容都不变。"
    ),
]


def import_(  # noqa: PLR0917 - options of a command
    books: Books,
    output: NewFile = None,
    into: Into = None,
    unit: Unit = None,
    template: Annotated[
        list[str] | None,
        typer.Option(
            "-t",
            "--template",
            metavar="模板",
            help="要做的报告：写进新输入文件；模板自己的附表也认得。",
        ),
    ] = None,
    force: Force = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """Read workbooks into a new input, or into one that is there."""
    from drafter.cli.show import show, stop_at_template, summary
    from drafter.diagnostics import has_errors
    from drafter.importing import import_books
    from drafter.output import OutputError, check_target

    if (output is None) == (into is None):
        stop("请用 -o 写新文件，或用 --into 写进已有的文件，二者选一", USAGE)
    target = output or into
    if target is None or target.suffix.lower() not in {".yaml", ".yml"}:
        stop(f"输入文件名应以 .yaml 结尾：{target}", USAGE)
    existing = None if into is None else text_of(into)
    try:
        check_target(target, may_force=output is not None, force=force or into is not None)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    names = [known_template(name) for name in template or ()]
    done = import_books(list(dict.fromkeys(books)), target, existing, unit, names)
    show(done.findings, form)
    stop_at_template(done.findings, missing="没有写文件")
    for line in done.told:
        typer.echo(line, err=True)
    failed = has_errors(done.findings)
    if done.text is None:
        blank = [f"填报表 {'、'.join(done.unfilled)} 还没有填"] if done.unfilled else []
        found = [summary(done.findings)] if done.findings or not blank else []
        stop(f"{'，'.join([*blank, *found])}，没有写文件", INPUT_ERRORS)
    if done.text == existing:
        typer.echo(f"{target} 里都有了，没有改动", err=True)
        raise typer.Exit(INPUT_ERRORS if failed else FINE)
    keep(done.text, target, existing, force=force)
    typer.echo(f"已写出 {target}（{summary(done.findings, strict=False)}）", err=True)
    if done.names_report:
        typer.echo(f"还要填什么：drafter check {target} --missing", err=True)
    else:
        command = f"drafter check {target} --missing -t 模板"
        typer.echo(f"还要填什么：{command}（模板见 drafter template list）", err=True)
    raise typer.Exit(INPUT_ERRORS if failed else FINE)


def keep(text: str, target: Path, existing: str | None, *, force: bool = False) -> None:
    """Save what was imported; stop where the input that it goes into was changed meanwhile."""
    from drafter.output import OutputError, save

    if existing is not None and written_meanwhile(target, existing.encode()):
        stop(f"{target} 在导入的时候被改过，没有写；请再导入一次", NOT_WRITTEN)
    try:
        # A link leads to the input: it stays one.
        save(text.encode(), target.resolve(), force=force or existing is not None)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)


def text_of(path: Path) -> str:
    """Return the text of the input to write into, as it stands: byte order mark, line ends."""
    from drafter.cli.show import show
    from drafter.source import read_source

    read = read_source(path)
    if read.tree is None:
        show(read.findings, Format.TEXT)
        stop(f"{path} 读不了，没有写文件", INPUT_ERRORS)
    return path.read_bytes().decode("utf-8")


def export(  # noqa: PLR0917 - options of a command
    source: Annotated[Path, typer.Argument(metavar="输入文件", help="部门年度数据（YAML）。")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件", help="要写的工作簿，以 .xlsx 结尾。")
    ],
    template: Annotated[
        list[str] | None,
        typer.Option(
            "-t",
            "--template",
            metavar="模板",
            help="按这个模板的附表清单；不写就按输入文件的报告。",
        ),
    ] = None,
    unit: Unit = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="有错误也写，表名后标出“（草稿）”。")
    ] = False,
    force: Force = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """Write the statements of an input as a workbook."""
    from drafter.cli.show import show, stop_at_template, summary
    from drafter.diagnostics import has_errors
    from drafter.exchanging import export_statements
    from drafter.output import OutputError, check_target, save

    if output.suffix.lower() != ".xlsx":
        stop(f"工作簿的文件名应以 .xlsx 结尾：{output}", USAGE)
    try:
        check_target(output, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    names = [known_template(name, source.parent) for name in template or ()]
    done = export_statements(source, names, unit, draft=draft)
    show(done.findings, form)
    if done.blob is None:
        stop_at_template(done.findings, missing="没有写文件")
        failed = has_errors(done.findings)
        hint = "；先看草稿可加 --draft" if failed and not draft else ""
        what = summary(done.findings, strict=False) if failed else "没有一张附表能列出来"
        stop(f"{what}，没有写文件{hint}", INPUT_ERRORS)
    try:
        save(done.blob, output, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    typer.echo(f"已写出 {output}：{len(done.titles)} 张附表", err=True)
    raise typer.Exit(FINE)
