"""What all commands share and must not slow the prompt: exit codes, options, how they stop."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

FINE, INPUT_ERRORS, USAGE, TEMPLATE_ERRORS, NOT_WRITTEN, BUG = 0, 1, 2, 3, 4, 70


class Format(StrEnum):
    """How findings are shown."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


FormatOption = Annotated[
    Format, typer.Option("--format", help="检查结果的格式：text、json 或 github。")
]
Templates = Annotated[
    list[str] | None,
    typer.Option(
        "-t", "--template", metavar="模板", help="模板标识或文件夹；不写则用输入文件里的“报告”。"
    ),
]
Projects = Annotated[
    list[str] | None,
    typer.Option("--project", metavar="项目", help="只印这个项目，可以多个；不写则全部。"),
]
Last = Annotated[
    Path | None,
    typer.Option(
        "--last",
        metavar="上年输入文件",
        help="与上年的输入文件比较；没有填的上年数取它的决算数。",
    ),
]
OneInput = Annotated[Path, typer.Argument(metavar="输入文件", help="部门年度数据（YAML）。")]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件。")]
Strict = Annotated[bool, typer.Option("--strict", help="警告也算错误。")]


def stop(message: str, code: int) -> NoReturn:
    """Say on stderr why the command stops here, and end it with the exit code."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def written_meanwhile(path: Path, before: bytes) -> bool:
    """Return whether a file no longer is what it was when it was read, or is gone."""
    try:
        return path.read_bytes() != before
    except OSError:
        return True


def known_template(name: str, beside: Path | None = None) -> str:
    """Return what leads to the template of a name; else stop and list the templates.

    `beside` is the folder of the input, on whose shelves it may stand. That there are several of
    the name is said.
    """
    from drafter import shelves

    found = shelves.places(name, beside, typed=True)
    if not found:
        known = "、".join(dict.fromkeys(one.id for one in shelves.known(beside)))
        gone = "、".join(shelves.missing_shelves())
        lacking = f"；环境变量 {shelves.VARIABLE} 里的 {gone} 不是文件夹" if gone else ""
        stop(f"没有模板“{name}”，也没有这个文件夹；现有模板：{known}{lacking}", USAGE)
    first, *others = (one.folder.as_posix() for one in found)
    if others:
        message = f"模板“{name}”有 {len(found)} 处，用的是 {first}；另有 {'、'.join(others)}"
        typer.echo(f"{message}（要用另一处，写文件夹的路径）", err=True)
    return name if found[:1] == shelves.places(name)[:1] else str(found[0].folder)
