"""`drafter new`: a starter input for a template."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.cli.options import NOT_WRITTEN, USAGE, Format, known_template, stop

if TYPE_CHECKING:
    from drafter.output import File

SCHEMA_FILE = "department-year.schema.json"

Target = Annotated[Path, typer.Argument(metavar="文件", help="要写的输入文件，以 .yaml 结尾。")]
Template = Annotated[
    str | None,
    typer.Option("-t", "--template", metavar="模板", help="模板标识或文件夹；只有一个时可以不写。"),
]
Choices = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="选项=取值", help="与模板默认不同的写法，可以多个。"),
]


def new(target: Target, template: Template = None, option: Choices = None) -> None:
    """Write a commented starter and, beside it, the schema that editors complete keys with."""
    from drafter.cli.show import show, stop_at_template
    from drafter.output import File, OutputError, check_target, save_all
    from drafter.pipeline import starter

    name = _template_name(template)
    if target.suffix.lower() not in {".yaml", ".yml"}:
        stop(f"输入文件名应以 .yaml 结尾：{target}", USAGE)
    made = starter(name, _named_from(name, target.parent), chosen(option or []), SCHEMA_FILE)
    show(made.findings, Format.TEXT)
    if not made.text:
        stop_at_template(made.findings, missing="没有写文件")
        stop("没有写文件", USAGE)
    try:
        check_target(target, may_force=False)
        schema, about_it = _schema(target.parent / SCHEMA_FILE)
        save_all([File(made.text.encode(), target), *schema])
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    typer.echo(f"已写出 {target}{about_it}", err=True)
    typer.echo(f"还要填什么：drafter check {target} --missing", err=True)


def _template_name(wanted: str | None) -> str:
    from drafter.pipeline import known_templates

    if wanted is not None:
        return known_template(wanted)
    known = known_templates()
    if len(known) > 1:
        stop(f"请用 -t 指定模板，现有：{'、'.join(known)}", USAGE)
    return known[0]


def _named_from(name: str, folder: Path) -> str:
    """Return how an input in the folder names the template: by its id, or by the way to it."""
    from drafter.pipeline import known_templates

    if name in known_templates() or Path(name).is_absolute():
        return name
    try:
        return Path(os.path.relpath(name, folder)).as_posix()
    except ValueError:  # on another drive
        return str(Path(name).absolute())


def chosen(options: list[str]) -> dict[str, str]:
    """Return the options that were typed as name=choice; else stop."""
    chosen = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals:
            stop(f"--option 应写成 选项=取值：{option}", USAGE)
        if name.strip() in chosen:
            stop(f"选项“{name.strip()}”写了两次", USAGE)
        chosen[name.strip()] = value.strip()
    return chosen


def _schema(path: Path) -> tuple[list[File], str]:
    """Return the schema to write, or to renew where an older one of ours is, and what to say.

    Somebody else's file stays.
    """
    from drafter.output import File
    from drafter.schemas import schema_text

    there = path.exists()
    if there and not _is_ours(path):
        return [], f"（{path} 已存在，不是本程序的数据格式，没有覆盖）"
    text = schema_text("department-year")
    return [File(text.encode(), path, force=there)], f" 和 {path}（供编辑器补全）"


def _is_ours(path: Path) -> bool:
    import json

    from drafter.schemas import SCHEMAS

    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("title") == SCHEMAS["department-year"][0]
