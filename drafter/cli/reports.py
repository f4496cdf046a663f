"""`drafter check` and `drafter render`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from drafter.cli.show import (
    FINE,
    INPUT_ERRORS,
    NOT_WRITTEN,
    TEMPLATE_ERRORS,
    USAGE,
    Format,
    show,
    summary,
)
from drafter.diagnostics import Diagnostic, has_errors, in_order

GAP = "JS-901"

if TYPE_CHECKING:
    from drafter.pipeline import Input, Outcome

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
FormatOption = Annotated[
    Format, typer.Option("--format", help="检查结果的格式：text、json 或 github。")
]
Strict = Annotated[bool, typer.Option("--strict", help="警告也算错误。")]


def check(
    inputs: Inputs,
    template: Templates = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="只列还要填写的内容，按数据的先后。")
    ] = False,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
) -> None:
    """Show every finding of the inputs; exit 1 on errors, 3 on template faults."""
    findings: list[Diagnostic] = []
    template_faults = False
    for path in inputs:
        source, outcomes = _outcomes(path, template or [])
        findings += _merged(source, outcomes)
        template_faults = template_faults or any(o.template_faults for o in outcomes)
    failed = has_errors(findings, strict=strict)
    if missing:
        # What could not be read may hide gaps: such errors belong on the list.
        findings = [f for f in findings if f.id == GAP or f.id.startswith("JS-0")]
    show(findings, form)
    if form is Format.TEXT:
        gaps = sum(f.id == GAP for f in findings)
        typer.echo(f"还要填写 {gaps} 处" if missing else summary(findings), err=True)
    if template_faults:
        raise typer.Exit(TEMPLATE_ERRORS)
    raise typer.Exit(INPUT_ERRORS if failed else FINE)


def render(
    source_file: OneInput,
    template: Templates = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="输出",
            help="输出文件；多份报告时为文件夹；不写则按模板的文件名。",
        ),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="有错误和待补内容也生成草稿，待补处标出【待补：…】。")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的输出文件。")] = False,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
) -> None:
    """Write the reports of one input, all or none; a file is written only when all is well."""
    from drafter.output import OutputError, check_target, save

    source, outcomes = _outcomes(source_file, template or [])
    findings = _merged(source, outcomes)
    show(findings, form)
    if any(o.template_faults for o in outcomes):
        _stop("模板有错误，没有生成报告", TEMPLATE_ERRORS)
    documents = [(o, o.rendered.document) for o in outcomes if o.rendered and o.rendered.document]
    unreadable = len(documents) < max(1, len(outcomes))
    if unreadable or (has_errors(findings, strict=strict) and not draft):
        hint = "" if unreadable or draft else "；先看草稿可加 --draft"
        _stop(f"{summary(findings)}，没有生成报告{hint}", INPUT_ERRORS)
    targets = _targets([o for o, _ in documents], output)
    if len(set(targets)) < len(targets):
        _stop(f"两份报告都要写成 {targets[0]}，请用 -t 分开生成", NOT_WRITTEN)
    try:
        for target in targets:
            check_target(target, force=force)
        for (_, document), target in zip(documents, targets, strict=True):
            save(document, target, force=force)
            typer.echo(f"已生成 {target}（{summary(findings)}）", err=True)
    except OutputError as error:
        _stop(str(error), NOT_WRITTEN)


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _outcomes(path: Path, wanted: list[str]) -> tuple[Input, list[Outcome]]:
    from drafter.pipeline import (
        chosen_templates,
        known_templates,
        make,
        read_input,
        template_folder,
    )

    for name in wanted:
        if template_folder(name) is None:
            _stop(f"没有模板“{name}”，现有：{'、'.join(known_templates())}", USAGE)
    source = read_input(path)
    if source.tree is None:
        return source, []
    names = chosen_templates(source, wanted)
    if not names:
        if wanted or not source.findings:
            _stop("没有指定模板：请写 -t 模板，或在输入文件里填写“报告”", USAGE)
        return source, []
    return source, [make(source, name) for name in dict.fromkeys(names)]


def _merged(source: Input, outcomes: list[Outcome]) -> list[Diagnostic]:
    """Return the findings of all reports of one input, each once."""
    if not outcomes:
        return in_order(source.findings)
    return in_order(finding for outcome in outcomes for finding in outcome.findings)


def _targets(outcomes: list[Outcome], output: Path | None) -> list[Path]:
    """Return where each report goes: a file, files in a folder, or the current folder."""
    if output is not None and not output.is_dir() and len(outcomes) == 1:
        if output.suffix.lower() != ".docx":
            _stop(f"输出文件名应以 .docx 结尾：{output}", USAGE)
        return [output]
    if output is None:
        return [Path(o.file_name) for o in outcomes]
    if not output.is_dir():
        _stop(f"有 {len(outcomes)} 份报告，-o 应是已有的文件夹：{output}", USAGE)
    return [output / o.file_name for o in outcomes]
