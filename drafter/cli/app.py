"""The `drafter` command with its subcommands; heavy imports wait until a command needs them."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from drafter import __version__
from drafter.cli.authoring import templates
from drafter.cli.batch import batch
from drafter.cli.books import export, import_
from drafter.cli.exchange import form
from drafter.cli.go import go
from drafter.cli.inspect import rules, schema
from drafter.cli.new import new
from drafter.cli.options import BUG, NOT_WRITTEN
from drafter.cli.reports import check, render
from drafter.cli.rollover import rollover
from drafter.cli.trace import trace
from drafter.cli.verify import verify

app = typer.Typer(
    name="drafter",
    help="部门决算报告起草工具：一份 YAML，一个 Word 模板，一份数字不会错的报告。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("go", help="一步到位：读文件夹里的工作簿，检查，生成报告；还不齐就生成草稿。")(go)
app.command("new", help="写一份带说明的空白输入文件，供填报。")(new)
app.command("rollover", help="把上年的输入文件变成今年的：上年数填好，要填要改的都标出。")(rollover)
app.command("form", help="写一份 Excel 填报表，供各股室填写。")(form)
app.command("import", help="把决算报表、填报表等工作簿读进输入文件。")(import_)
app.command("export", help="把附表写成工作簿。")(export)
app.command("check", help="检查输入文件，列出所有问题及其行列位置，不写任何文件。")(check)
app.command("render", help="生成报告（Word 文件）；有错误就不写文件。")(render)
app.command("batch", help="一次生成许多份输入的报告，一份有错不影响别的。")(batch)
app.command("trace", help="查报告里的数从哪来：位置、准确值、算式和代入的数、输入的行列。")(trace)
app.command("verify", help="核对生成以后有人改过的 Word 文件：改了什么、该改输入的哪里。")(verify)
app.command("rules", help="列出检查规则；给出编号则显示该规则的说明。")(rules)
app.add_typer(templates, name="template", help="检查和查看模板，供模板维护人员使用。")
app.command("schema", help="输出 JSON Schema，供编辑器补全和校验。")(schema)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"drafter {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号。")
    ] = False,
) -> None:
    """Hold the options of the program itself."""


def main() -> None:
    """Run the command; a defect of the program is said to be one and gives exit code 70."""
    for stream in (sys.stdout, sys.stderr):
        # A console in another encoding must not turn a finding into a crash.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        app()
    except OSError as error:
        # Files of ours are read and written with findings of their own: this is the console.
        typer.echo(f"不能继续输出：{error.strerror}", err=True)
        raise SystemExit(NOT_WRITTEN) from error
    except UnicodeEncodeError as error:
        from drafter.output import unwritable_names

        told = unwritable_names()
        if not told:
            _defect(error)
        typer.echo(told, err=True)
        raise SystemExit(NOT_WRITTEN) from error
    except Exception as error:
        _defect(error)


def _defect(error: Exception) -> NoReturn:
    """Say that the program has a defect, and end."""
    import traceback

    typer.echo(
        f"drafter {__version__} 内部错误（{type(error).__name__}）："
        "这是程序的缺陷，不是您的输入有误。\n"
        "请把所用的命令、输入文件和下面的内容发给维护者：",
        err=True,
    )
    typer.echo(traceback.format_exc(), err=True)
    raise SystemExit(BUG) from error
