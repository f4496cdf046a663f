"""`drafter rules` and `drafter schema`: what the program knows, for people and editors."""

from __future__ import annotations

from typing import Annotated

import typer

from drafter.cli.options import USAGE


def rules(
    rule_id: Annotated[
        str | None, typer.Argument(metavar="编号", help="规则编号，如 JS-304。")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--manual", help="写出全部规则的手册（Markdown），即 docs/规则手册.md。")
    ] = False,
) -> None:
    """Show the rule book, the manual page of one rule, or the whole manual."""
    from drafter.checks import RULES
    from drafter.checks.catalogue import CATALOGUE
    from drafter.checks.manual import manual, page_text

    if whole:
        typer.echo(manual(), nl=False)
        return
    if rule_id is None:
        for rule in RULES:
            typer.echo(f"{rule.id}  {rule.severity}  {rule.title}（{rule.basis}）")
        typer.echo("其他编号（JS-0xx、JS-9xx、MB-xxx）用 drafter rules 编号 查看。")
        return
    if rule_id.upper() in CATALOGUE:
        typer.echo(f"{rule_id.upper()}  {CATALOGUE[rule_id.upper()]}")
        return
    found = next((rule for rule in RULES if rule.id == rule_id.upper()), None)
    if found is None:
        typer.echo(f"没有规则“{rule_id}”；用 drafter rules 列出全部", err=True)
        raise typer.Exit(USAGE)
    typer.echo(f"{found.id}  {found.severity}  {found.title}\n")
    for line in page_text(found):
        typer.echo(line)


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="名称",
            help="department-year（输入）、template（模板）或 indicators（指标体系）。",
        ),
    ] = "department-year",
) -> None:
    """Write a JSON Schema to stdout."""
    from drafter.schemas import SCHEMAS, schema_text

    if name not in SCHEMAS:
        typer.echo(f"没有“{name}”，可用：{'、'.join(SCHEMAS)}", err=True)
        raise typer.Exit(USAGE)
    typer.echo(schema_text(name), nl=False)
