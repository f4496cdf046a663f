"""`drafter check` and `drafter render`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.cli.options import (
    FINE,
    INPUT_ERRORS,
    NOT_WRITTEN,
    USAGE,
    Format,
    FormatOption,
    Strict,
    known_template,
    stop,
)

if TYPE_CHECKING:
    from drafter.pipeline import Made, Outcome
    from drafter.publishing import Published

Inputs = Annotated[
    list[Path], typer.Argument(metavar="输入文件...", help="部门年度数据（YAML），可以多个。")
]
OneInput = Annotated[Path, typer.Argument(metavar="输入文件", help="部门年度数据（YAML）。")]
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


def check(
    inputs: Inputs,
    template: Templates = None,
    project: Projects = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="只列还要填写的内容，按报告的章节。")
    ] = False,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
) -> None:
    """Show every finding of the inputs; exit 1 on errors, 3 on template faults."""
    from drafter.cli.show import (
        hides_or_is_gap,
        show,
        show_missing,
        stop_at_template,
        summary,
        to_fill,
    )
    from drafter.diagnostics import has_errors

    made = [_made(path, template or [], project or []) for path in dict.fromkeys(inputs)]
    findings = [finding for one in made for finding in one.findings]
    failed = has_errors(findings, strict=strict)
    if missing and form is Format.TEXT:
        for one in made:
            show_missing([finding for finding in one.findings if hides_or_is_gap(finding)])
    else:
        show([f for f in findings if not missing or hides_or_is_gap(f)], form)
    if form is Format.TEXT:
        typer.echo(to_fill(findings) if missing else summary(findings, strict=strict), err=True)
    stop_at_template(findings, missing="检查没有做完")
    raise typer.Exit(INPUT_ERRORS if failed else FINE)


def render(
    source_file: OneInput,
    template: Templates = None,
    project: Projects = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="输出",
            help="输出文件；多份报告时为文件夹（没有就新建）；不写则按模板的文件名。",
        ),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="有错误和待补内容也生成草稿，待补处标出【待补：…】。")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的输出文件。")] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="同时生成 PDF，目录填上页码；要装有 LibreOffice。")
    ] = False,
    page_numbers: Annotated[
        bool, typer.Option("--page-numbers", help="目录填上页码；要装有 LibreOffice。")
    ] = False,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
) -> None:
    """Write the reports of one input; nothing is written unless every one of them can be."""
    from drafter.cli.show import show, stop_at_template, summary
    from drafter.diagnostics import has_errors
    from drafter.output import File, OutputError, folder_for, save_all

    made = _made(source_file, template or [], project or [])
    findings = list(made.findings)
    show(findings, form)
    stop_at_template(findings, missing="没有生成报告")
    documents = [
        (o, o.rendered.document) for o in made.outcomes if o.rendered and o.rendered.document
    ]
    unreadable = len(documents) < max(1, len(made.outcomes))
    counted = summary(findings, strict=strict)
    unfit = has_errors(findings, strict=strict) or any(o.is_draft for o in made.outcomes)
    if unreadable or (unfit and not draft):
        hint = "" if unreadable or draft else "；先看草稿可加 --draft"
        stop(f"{counted}，没有生成报告{hint}", INPUT_ERRORS)
    reports = _targets([o for o, _ in documents], output)
    beside = _workbooks([o for o, _ in documents], reports)
    pages = [target.with_suffix(".pdf") for target in reports] if pdf else []
    targets = [*reports, *(target for _, target in beside), *pages]
    _spare(targets, made)
    if len(set(targets)) < len(targets):
        stop(f"两份报告都要写成 {targets[0]}，请用 -t 分开生成", NOT_WRITTEN)
    try:
        laid = _laid_out([o for o, _ in documents], targets, force) if pdf or page_numbers else []
        blobs = [one.document for one in laid] or [blob for _, blob in documents]
        blobs += [*(blob for blob, _ in beside), *(one.pdf for one in laid if pdf)]
        with folder_for(targets):
            files = zip(blobs, targets, strict=True)
            save_all([File(blob, target, force) for blob, target in files])
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    for target in targets:
        typer.echo(f"已生成 {target}（{counted}）", err=True)


def _laid_out(outcomes: list[Outcome], targets: list[Path], force: bool) -> list[Published]:
    """Return the reports laid out by LibreOffice; what cannot be saved is not laid out."""
    from drafter.office.program import OfficeError, find_program
    from drafter.output import check_target
    from drafter.publishing import publish

    for target in targets:
        if target.parent.is_dir():  # of several reports the folder is made when they are saved
            check_target(target, force=force)
    try:
        program = find_program()
        laid = [publish(o.rendered, program) for o in outcomes if o.rendered]
    except OfficeError as error:
        stop(f"{error}；没有生成报告", NOT_WRITTEN)
    for note in dict.fromkeys(note for one in laid for note in one.notes):
        typer.echo(note, err=True)
    return laid


def _workbooks(outcomes: list[Outcome], targets: list[Path]) -> list[tuple[bytes, Path]]:
    """Return the workbooks of statements that belong to reports, each beside its report."""
    from drafter.pipeline import WORKBOOK_SUFFIX

    return [
        (outcome.workbook, target.with_name(f"{target.stem}{WORKBOOK_SUFFIX}"))
        for outcome, target in zip(outcomes, targets, strict=True)
        if outcome.workbook is not None
    ]


def _spare(targets: list[Path], made: Made) -> None:
    """Refuse to write over the input or a template, under whatever name."""
    folders = [outcome.folder for outcome in made.outcomes if outcome.folder is not None]
    spared = [made.source.path, *(f for folder in folders for f in folder.iterdir())]
    for target in targets:
        if target.exists() and any(own.exists() and target.samefile(own) for own in spared):
            stop(f"{target} 是输入文件或模板，不能写成报告", USAGE)


def _made(path: Path, wanted: list[str], projects: list[str]) -> Made:
    from drafter.pipeline import make_all

    return make_all(path, [known_template(name) for name in wanted], projects)


def _targets(outcomes: list[Outcome], output: Path | None) -> list[Path]:
    """Return where each report goes: a file, files in a folder, or the current folder."""
    if output is not None and not output.is_dir() and len(outcomes) == 1:
        if output.suffix.lower() != ".docx":
            stop(f"输出文件名应以 .docx 结尾：{output}", USAGE)
        return [output]
    if output is None:
        return [Path(o.file_name) for o in outcomes]
    if not output.is_dir() and (output.exists() or output.suffix):
        stop(f"有 {len(outcomes)} 份报告，-o 应是文件夹：{output}", USAGE)
    return [output / o.file_name for o in outcomes]
