"""`drafter check` and `drafter render`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.cli.options import (
    FINE,
    INPUT_ERRORS,
    NOT_WRITTEN,
    USAGE,
    Force,
    Format,
    FormatOption,
    Last,
    OneInput,
    Projects,
    Strict,
    Templates,
    known_template,
    stop,
)

if TYPE_CHECKING:
    from drafter.output import File
    from drafter.pipeline import Made, Outcome
    from drafter.publishing import Published
    from drafter.saving import Report

Inputs = Annotated[
    list[Path], typer.Argument(metavar="输入文件...", help="部门年度数据（YAML），可以多个。")
]


def check(
    inputs: Inputs,
    template: Templates = None,
    project: Projects = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="只列还要填写的内容，按报告的章节。")
    ] = False,
    last: Last = None,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
) -> None:
    """Show every finding of the inputs; exit 1 on errors, 3 on template faults."""
    from drafter.cli.show import (
        is_told_with_gaps,
        show,
        show_missing,
        stop_at_template,
        summary,
        to_fill,
        where_listed,
    )
    from drafter.diagnostics import has_errors

    paths = list(dict.fromkeys(inputs))
    if last is not None and len(paths) > 1:
        stop("用 --last 时一次检查一个文件", USAGE)
    made = [_made(path, template or [], project or [], last) for path in paths]
    findings = [finding for one in made for finding in one.findings]
    failed = has_errors(findings, strict=strict)
    if missing and form is Format.TEXT:
        for one in made:
            show_missing([finding for finding in one.findings if is_told_with_gaps(finding)])
    else:
        show([f for f in findings if not missing or is_told_with_gaps(f)], form)
    if form is Format.TEXT:
        counted = f"{summary(findings, strict=strict)}{where_listed(findings)}"
        typer.echo(to_fill(findings) if missing else counted, err=True)
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
        bool,
        typer.Option(
            "--draft",
            help="生成草稿：有错误和待补内容也写出，待补处标出【待补：…】，问题写成批注，页眉印“草稿”。",
        ),
    ] = False,
    comments: Annotated[
        bool,
        typer.Option(
            "--comments",
            help="旁边另写一份“（审阅）”稿，用批注说明每个数怎么算出、每个问题在哪里。",
        ),
    ] = False,
    force: Force = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="同时生成 PDF，目录填上页码；要装有 LibreOffice。")
    ] = False,
    page_numbers: Annotated[
        bool, typer.Option("--page-numbers", help="目录填上页码；要装有 LibreOffice。")
    ] = False,
    last: Last = None,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
) -> None:
    """Write the reports of one input; nothing is written unless every one of them can be."""
    from drafter.cli.show import show, stop_at_template, summary
    from drafter.diagnostics import has_errors
    from drafter.output import File
    from drafter.saving import is_whole, reports_of, with_document, workbooks_of

    made = _made(source_file, template or [], project or [], last)
    findings = list(made.findings)
    show(findings, form)
    stop_at_template(findings, missing="没有生成报告")
    outcomes, unreadable = with_document(made), not is_whole(made)
    counted = summary(findings, strict=strict)
    unfit = has_errors(findings, strict=strict) or any(o.is_draft for o in made.outcomes)
    if unreadable or (unfit and not draft):
        hint = "" if unreadable or draft else "；先看草稿可加 --draft"
        stop(f"{counted}，没有生成报告{hint}", INPUT_ERRORS)
    targets = _targets(outcomes, output)
    reports = reports_of(made, outcomes, targets, draft=draft, comments=comments)
    beside = workbooks_of(outcomes, targets)
    pages = [target.with_suffix(".pdf") for target in targets] if pdf else []
    copies = [_review_of(target) for target in targets] if comments else []
    names = [*targets, *copies, *(target for _, target in beside), *pages]
    _may_write(names, targets, made, force=force)
    laid = _laid_out(reports) if pdf or page_numbers else None
    files = [*_files(reports, laid), *beside]
    files += [(one.pdf, target) for one, target in zip(laid or (), pages, strict=False)]
    save_files([File(blob, target, force) for blob, target in files], targets)
    for _, target in files:
        typer.echo(f"已生成 {target}（{counted}）", err=True)


def _may_write(names: list[Path], reports: list[Path], made: Made, *, force: bool) -> None:
    """Stop where any of the files may not be written, before the work of laying them out."""
    from drafter.output import OutputError, check_target

    spare_sources(names, made)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        stop(f"两份报告都要写成 {twice}，请用 -t 分开生成", NOT_WRITTEN)
    if not force:
        _spare_edits(made, reports, names)
    try:
        for name in names:
            if name.parent.is_dir():  # of several reports the folder is made when they are saved
                check_target(name, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)


def save_files(files: list[File], reports: list[Path]) -> None:
    """Save all files or none; the reports decide on the folder."""
    from drafter.output import OutputError, folder_for, save_all

    try:
        with folder_for(reports):
            save_all(files)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)


def _laid_out(reports: list[Report]) -> list[Published]:
    """Return the reports laid out by LibreOffice, each as it is to be saved."""
    from drafter.office.ending import orderly
    from drafter.office.program import OfficeError, find_program
    from drafter.publishing import publish

    try:
        program = find_program()
        with orderly():
            laid = [publish(report.document, report.contents, program) for report in reports]
    except OfficeError as error:
        stop(f"{error}；没有生成报告", NOT_WRITTEN)
    for note in dict.fromkeys(note for one in laid for note in one.notes):
        typer.echo(note, err=True)
    return laid


def _files(reports: list[Report], laid: list[Published] | None) -> Iterator[tuple[bytes, Path]]:
    """Yield the reports and their review copies, with page numbers where they were measured."""
    for number, report in enumerate(reports):
        published = laid[number] if laid else None
        yield report.document if published is None else published.document, report.target
        if report.review is not None:
            review = report.review if published is None else published.numbered(report.review)
            yield review, _review_of(report.target)


def spare_sources(targets: list[Path], made: Made) -> None:
    """Refuse to write over the input or a template, under whatever name."""
    from drafter.saving import spared

    own = spared(made, targets)
    if own is not None:
        stop(f"{own} 是输入文件或模板，不能写成报告", USAGE)


def _spare_edits(made: Made, reports: list[Path], targets: list[Path]) -> None:
    """Refuse to write over a report or its review copy, and say what people did to it."""
    from drafter.cli.verify import edits_of
    from drafter.saving import with_document

    for outcome, report in zip(with_document(made), reports, strict=True):
        for target in (report, _review_of(report)):
            if target in targets and target.is_file():
                edits = edits_of(target, made.source, outcome)
                stop(f"{target} 已存在；要覆盖请加 --force\n{edits.told}", NOT_WRITTEN)


def _review_of(report: Path) -> Path:
    """Return where the review copy of a report stands."""
    from drafter.review.copies import REVIEW_SUFFIX

    return report.with_name(f"{report.stem}{REVIEW_SUFFIX}")


def _made(path: Path, wanted: list[str], projects: list[str], last: Path | None) -> Made:
    from drafter.pipeline import make_all

    names = [known_template(name, path.parent) for name in wanted]
    return make_all(path, names, projects, last)


def _targets(outcomes: list[Outcome], output: Path | None) -> list[Path]:
    """Return where each report goes: a file, files in a folder, or the current folder."""
    if output is not None and not output.is_dir() and len(outcomes) == 1:
        if output.suffix.lower() != ".docx":
            hint = f"要放进文件夹 {output}，请先建好它" if not output.suffix else ""
            stop("；".join(filter(None, (f"输出文件名应以 .docx 结尾：{output}", hint))), USAGE)
        return [output]
    if output is None:
        return [Path(o.file_name) for o in outcomes]
    if not output.is_dir() and (output.exists() or output.suffix):
        stop(f"有 {len(outcomes)} 份报告，-o 应是文件夹：{output}", USAGE)
    return [output / o.file_name for o in outcomes]
