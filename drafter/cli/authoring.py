"""`drafter template …`: what makes and changes templates, and looks at what they give."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.cli.comparing import compare, diff
from drafter.cli.options import (
    INPUT_ERRORS,
    NOT_WRITTEN,
    USAGE,
    Force,
    Format,
    known_template,
    stop,
)
from drafter.cli.preview import preview
from drafter.cli.templates import app as templates

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["templates"]

templates.command(
    "preview", help="用样例印出草稿（有 LibreOffice 就有 PDF）；--watch 存盘就重印。"
)(preview)
templates.command("diff", help="比较两个模板：文字、标签、样式、表格、用到的字段。")(diff)
templates.command("test", help="样例印出的文字与批准稿比；--approve 存为批准稿。")(compare)

NewId = Annotated[str, typer.Argument(metavar="标识", help="新模板的标识，也是文件夹的名字。")]


@templates.command("new", help="从一个模板复制出自己的模板，标识换成新的；不覆盖已有的文件夹。")
def new(
    new_id: NewId,
    source: Annotated[
        str, typer.Option("--from", metavar="模板", help="从哪个模板复制：标识或文件夹。")
    ],
    shelf: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件夹",
            help="新模板放在哪个文件夹里；不写则放进环境变量 DRAFTER_TEMPLATES 的第一个文件夹，"
            "没有就放进当前的“模板”文件夹。",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--name", metavar="名称", help="新模板的名称；不写则以后自己改。")
    ] = None,
) -> None:
    """Copy a template under a new id; nothing that exists is touched."""
    from drafter import shelves
    from drafter.authoring.copying import copied
    from drafter.cli.show import show, stop_at_template
    from drafter.pipeline import template_folder

    if not shelves.is_id(new_id) or new_id != new_id.strip(" ."):
        stop(f'“{new_id}”不能作标识：标识是文件夹的名字，不能有 / \\ : * ? " < > |', USAGE)
    found = template_folder(known_template(source))
    if found is None:
        raise RuntimeError(f"{source} was there a moment ago")
    target = (_first_shelf() if shelf is None else shelf) / new_id
    made = copied(*found, new_id, title)
    show(made.findings, Format.TEXT)
    if not made.files:
        stop_at_template(made.findings, missing="没有复制")
        stop("没有复制", USAGE)
    _write_folder(target, made.files)
    typer.echo(f"已复制到 {target}：{'、'.join(sorted(made.files))}", err=True)
    others = [one for one in shelves.places(new_id) if one.folder.resolve() != target.resolve()]
    for other in others:
        typer.echo(f"注意：标识“{new_id}”在 {other.folder.as_posix()} 也有一个", err=True)
    is_found = any(one.folder.resolve() == target.resolve() for one in shelves.known())
    way = new_id if is_found and not others else str(target)
    if not is_found:
        advice = f"用路径 {target}，或者把它写进环境变量 {shelves.VARIABLE}"
        typer.echo(f"{target.parent} 不在找模板的文件夹里：{advice}", err=True)
    typer.echo(f"改 {target / 'report.docx'}，再检查：drafter template check {way}", err=True)


@templates.command(
    "from-word", help="帮着起草新模板：在写好的报告里找输入的数和名称，把标签写成批注。"
)
def from_word(
    report: Annotated[
        Path, typer.Argument(metavar="报告.docx", help="写好的报告，或带 ×× 的格式文本。")
    ],
    source: Annotated[Path, typer.Argument(metavar="输入文件", help="这份报告的数据（YAML）。")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="副本.docx", help="写到哪里。")],
    force: Force = False,
) -> None:
    """Put the tags for what a report has of an input into a copy, as comments."""
    from drafter.authoring.drafting import BLANK, NONE, ONE, SEVERAL, drafted
    from drafter.authoring.marking import UnmarkableError
    from drafter.cli.show import show
    from drafter.maintenance import data_of
    from drafter.output import OutputError, check_target, save
    from drafter.pipeline import read_input

    if output.suffix.lower() != ".docx":
        stop(f"副本的文件名应以 .docx 结尾：{output}", USAGE)
    if output.exists() and report.exists() and output.samefile(report):
        stop(f"{output} 是原来的报告，批注要写在副本里，请换一个文件名", USAGE)
    try:
        check_target(output, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    read = read_input(source)
    if read.tree is None:
        show(read.findings, Format.TEXT)
        stop("输入文件读不了，没有写副本", INPUT_ERRORS)
    try:
        done = drafted(report.read_bytes(), data_of(read))
        save(done.document, output, force=force)
    except OSError as error:
        stop(f"{report} 读不了：{error.strerror}", USAGE)
    except UnmarkableError as error:
        stop(f"{report}：{error}", USAGE)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    told = "，".join(f"{kind} {done.counts[kind]} 处" for kind in (ONE, SEVERAL, BLANK, NONE))
    typer.echo(f"已写出 {output}：{told}", err=True)


def _first_shelf() -> Path:
    """Return where templates of one's own go when nothing is said."""
    from drafter import shelves

    return next(iter(shelves.of_office()), Path(shelves.NAMES[0]))


def _write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write the files to a new folder, all or none; a folder above it is made as well."""
    from drafter.output import File, OutputError, check_target, folder_for, save_all

    if target.exists() or target.is_symlink():
        stop(f"{target} 已存在，没有覆盖；请换一个标识，或用 -o 换一个文件夹", NOT_WRITTEN)
    shelf = target.parent
    made = not shelf.exists()
    names = [target / name for name in files]
    try:
        if made:
            check_target(shelf, may_force=False)
            shelf.mkdir()
        with folder_for(names):
            save_all([File(files[name.name], name) for name in names])
    except (OutputError, OSError) as error:
        if made and shelf.is_dir() and not any(shelf.iterdir()):
            shelf.rmdir()
        reason = error.strerror if isinstance(error, OSError) else str(error)
        stop(f"没有复制：{reason}", NOT_WRITTEN)
