"""What all commands share and must not slow the prompt: exit codes, options, how they stop."""

from enum import StrEnum
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
Strict = Annotated[bool, typer.Option("--strict", help="警告也算错误。")]


def stop(message: str, code: int) -> NoReturn:
    """Say on stderr why the command stops here, and end it with the exit code."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def known_template(name: str) -> str:
    """Return the name if it names a template or a folder; else stop and list the templates."""
    from drafter.pipeline import known_templates, template_folder

    if template_folder(name) is None:
        known = "、".join(known_templates())
        stop(f"没有模板“{name}”，也没有这个文件夹；现有模板：{known}", USAGE)
    return name
