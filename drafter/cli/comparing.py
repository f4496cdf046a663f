"""`drafter template diff` and `drafter template test`: what has changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.cli.options import (
    FINE,
    INPUT_ERRORS,
    NOT_WRITTEN,
    TEMPLATE_ERRORS,
    USAGE,
    Format,
    known_template,
    stop,
)

if TYPE_CHECKING:
    from drafter.authoring.approving import Tried

DIFFERENT = 1


def diff(
    one: Annotated[str, typer.Argument(metavar="甲", help="模板标识或文件夹。")],
    other: Annotated[str, typer.Argument(metavar="乙", help="与它比的模板。")],
) -> None:
    """Show in what two templates differ; exit 1 where they do."""
    from drafter.authoring.comparing import IncomparableError, differences

    try:
        found = differences(_found(one), _found(other))
    except IncomparableError as error:
        stop(str(error), TEMPLATE_ERRORS)
    for aspect in found:
        typer.echo(f"【{aspect.title}】")
        for line in aspect.lines:
            typer.echo(line)
        typer.echo("")
    if not found:
        typer.echo("两个模板没有不同", err=True)
        raise typer.Exit(FINE)
    titles = "、".join(aspect.title for aspect in found)
    typer.echo(f"不同：{titles}（- 只在甲，+ 只在乙）", err=True)
    raise typer.Exit(DIFFERENT)


def compare(
    template: Annotated[
        str, typer.Argument(metavar="模板", help="模板标识或文件夹；不写就是当前文件夹。")
    ] = ".",
    approve: Annotated[
        bool, typer.Option("--approve", help="把现在印出的文字存为批准稿，以后与它比。")
    ] = False,
) -> None:
    """Compare what the samples give with the approved texts; exit 1 where that differs."""
    from drafter.authoring.approving import APPROVED, orphans, tried
    from drafter.cli.show import show, summary
    from drafter.diagnostics import Severity, has_errors
    from drafter.maintenance import check_template

    name = known_template(template)
    folder = _found(name)[0]
    if approve:
        _may_approve(folder)
    findings = check_template(name, quick=True)
    show([finding for finding in findings if finding.severity is not Severity.HINT], Format.TEXT)
    if has_errors(findings):
        stop(f"{summary(findings)}，没有比", TEMPLATE_ERRORS)
    found = tried(name, folder)
    for one in found:
        if one.text is None:
            show([f for f in one.sample.made.findings if f.is_error], Format.TEXT)
            stop(f"{one.sample.path.name} 印不出报告，没有比", INPUT_ERRORS)
    if not found:
        stop("没有样例可比", USAGE)
    lost = orphans(folder, found)
    if approve:
        _approve(found)
        for path in lost:
            typer.echo(f"{path} 没有对应的样例，不再用到，可以删去", err=True)
        raise typer.Exit(FINE)
    for one in found:
        for line in [] if one.approved is None else one.changes():
            typer.echo(line)
    for one in found:
        typer.echo(f"{one.sample.name}：{_told(one)}", err=True)
    for path in lost:
        typer.echo(f"{path} 没有对应的样例", err=True)
    if lost or not all(one.is_same for one in found):
        typer.echo(f"核对以后，用 --approve 存为{APPROVED}", err=True)
        raise typer.Exit(DIFFERENT)
    raise typer.Exit(FINE)


def _told(one: Tried) -> str:
    if one.approved is None:
        return "还没有批准稿"
    return "与批准稿一致" if one.is_same else "与批准稿不同"


def _may_approve(folder: Path) -> None:
    """Stop where the template comes with drafter: nothing is written there."""
    from drafter import resources

    if folder.resolve() in [own.resolve() for own in resources.template_folders().values()]:
        stop("自带模板的文件夹里不写东西；先用 drafter template new 复制一份", USAGE)


def _approve(found: list[Tried]) -> None:
    """Write what the samples give as the approved texts; those that are the same stay."""
    from drafter.output import File, OutputError, save_all

    files = [
        File((one.text or "").encode(), one.target, force=True) for one in found if not one.is_same
    ]
    try:
        if files:
            files[0].path.parent.mkdir(exist_ok=True)
        save_all(files)
    except (OutputError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        stop(f"没有存批准稿：{reason}", NOT_WRITTEN)
    for one in found:
        word = "没有变" if one.is_same else "已存"
        typer.echo(f"{word} {one.target}", err=True)


def _found(name: str) -> tuple[Path, str]:
    from drafter.pipeline import template_folder

    found = template_folder(known_template(name))
    if found is None:
        raise RuntimeError(f"{name} was there a moment ago")
    return found
