"""`drafter go`: a folder with workbooks or an input, read, checked and rendered in one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.cli.options import (
    FINE,
    INPUT_ERRORS,
    NOT_WRITTEN,
    USAGE,
    Force,
    Last,
    Templates,
    known_template,
    stop,
)
from drafter.prompt import quoted

if TYPE_CHECKING:
    from drafter.diagnostics import Diagnostic
    from drafter.output import File
    from drafter.pipeline import Made

_SHOWN = 5
"""How many findings of a kind are told here; a command tells all."""
_DRAFT = "（草稿）"

Folder = Annotated[
    Path,
    typer.Argument(metavar="文件夹", help="放着决算报表、填报表（Excel）或输入文件的文件夹。"),
]


def go(folder: Folder, template: Templates = None, last: Last = None, force: Force = False) -> None:
    """Import the workbooks of a folder, check, and write the report there, or a draft of it."""
    from drafter.batch.books import on_books
    from drafter.cli.show import stop_at_template, summary
    from drafter.diagnostics import has_errors
    from drafter.pipeline import known_templates, make_reports, read_input
    from drafter.saving import is_whole

    target, books = _found(folder, last)
    names = [known_template(name, folder) for name in template or ()]
    imported = on_books(_import(books, target, names)) if books else []
    source = read_input(target, last)
    imported = [finding for finding in imported if finding not in source.findings]
    made = make_reports(replace(source, findings=(*imported, *source.findings)), names)
    _tell(made, imported, _typed_again(books, target, names, last))
    stop_at_template(made.findings, missing="没有生成报告")
    if made.source.tree is not None and not made.outcomes:
        known = "、".join(known_templates(folder))
        stop(f"没有生成报告：还不知道做哪一份；请加 -t 模板，现有模板：{known}", INPUT_ERRORS)
    if not is_whole(made):
        stop(f"{summary(made.findings)}，没有生成报告", INPUT_ERRORS)
    draft = has_errors(made.findings) or any(outcome.is_draft for outcome in made.outcomes)
    for path in _write(made, folder, draft=draft, force=force):
        typer.echo(f"已生成{'草稿' if draft else '报告'}：{path}", err=True)
    _tell_of_earlier(made, folder, draft=draft)
    if draft:
        typer.echo("补齐、改好以后，再执行一次同样的命令，就生成报告", err=True)
    raise typer.Exit(INPUT_ERRORS if draft else FINE)


def _found(folder: Path, last: Path | None) -> tuple[Path, list[Path]]:
    """Return the input file of a folder, which may be still to be written, and the workbooks."""
    from drafter.batch.inputs import files_and_books
    from drafter.pipeline import WORKBOOK_SUFFIX

    if not folder.is_dir():
        stop(f"{folder} 不是文件夹；请写放着工作簿或输入文件的文件夹", USAGE)
    try:
        inputs, books = files_and_books(folder, WORKBOOK_SUFFIX)
    except OSError as error:
        stop(f"文件夹 {folder} 读不了：{error.strerror}", USAGE)
    inputs = [p for p in inputs if last is None or not last.exists() or not p.samefile(last)]
    if len(inputs) > 1:
        names = "、".join(path.name for path in inputs)
        hint = "只留今年的一个，其余移走（上年的写在 --last 后面）"
        stop(f"{folder} 里有 {len(inputs)} 个输入文件（{names}），不知道用哪一个；{hint}", USAGE)
    if not inputs and not books:
        what = "决算报表或填报表（.xlsx、.xls、.ods），或输入文件（.yaml）"
        stop(f"{folder} 里没有可读的文件；请放进{what}", USAGE)
    new = folder / f"{folder.resolve().name or '输入'}.yaml"
    return (inputs[0] if inputs else new), books


def _import(books: Sequence[Path], target: Path, names: Sequence[str]) -> Sequence[Diagnostic]:
    """Read the workbooks into the input file and say what came of it; return the findings."""
    from drafter.cli.books import keep, text_of
    from drafter.cli.options import Format
    from drafter.cli.show import show, summary
    from drafter.importing import import_books

    existing = text_of(target) if target.exists() else None
    done = import_books(books, target, existing, templates=names)
    if done.text is None:
        show(done.findings, Format.TEXT)
        stop(f"{summary(done.findings)}，没有读成，什么也没有写", INPUT_ERRORS)
    names_of_books = "、".join(path.name for path in books)
    if done.text == existing:
        typer.echo(f"读了 {names_of_books}：{target} 里都有了，没有改动", err=True)
        return done.findings
    keep(done.text, target, existing)
    for line in done.told:
        typer.echo(line, err=True)
    typer.echo(f"{names_of_books} 已读{'成' if existing is None else '进'} {target}", err=True)
    return done.findings


def _tell(made: Made, imported: Sequence[Diagnostic], commands: tuple[str, str]) -> None:
    """Say what is missing and what is wrong: how much, the first few, how to see all."""
    from drafter.cli.show import by_section, in_one_line, summary, to_fill
    from drafter.diagnostics import GAP, Severity, as_text, has_errors

    sections = by_section(made.findings)
    check, again = commands
    if sections:
        named = [(heading.rpartition(" › ")[2], len(gaps)) for heading, gaps in sections.items()]
        counts = "、".join(f"{heading} {count} 处" for heading, count in named)
        gaps = [gap for gaps in sections.values() for gap in gaps]
        typer.echo(f"{to_fill(gaps)}：{counts}", err=True)
        _list([in_one_line(gap) for gap in gaps], f"{check} --missing")
    others = [finding for finding in made.findings if finding.id != GAP]
    if others or not sections:
        advice = f"（看全部：{check}）" if set(others) - set(imported) else ""
        typer.echo(f"检查结果：{summary(others)}{advice}", err=True)
    # What is said of the workbooks no check of the input says again.
    said = [finding for finding in others if replace(finding, waived=None) in imported]
    of_books = [finding for finding in said if finding.severity is not Severity.HINT]
    _list([as_text(finding) for finding in of_books], again)
    wrong = [finding for finding in others if finding not in said and has_errors([finding])]
    _list([as_text(finding) for finding in wrong], check)


def _list(lines: Sequence[str], command: str) -> None:
    for line in lines[:_SHOWN]:
        typer.echo(f"  {line}", err=True)
    if len(lines) > _SHOWN:
        typer.echo(f"  …… 还有 {len(lines) - _SHOWN} 处，看全部：{command}", err=True)


def _typed_again(
    books: Sequence[Path], target: Path, names: Sequence[str], last: Path | None
) -> tuple[str, str]:
    """Return the commands that tell all: of the input, and of the workbooks."""
    options = [f"-t {quoted(name)}" for name in names]
    before = [] if last is None else [f"--last {quoted(last)}"]
    check = ["drafter check", quoted(target), *options, *before]
    again = ["drafter import", *map(quoted, books), "--into", quoted(target), *options]
    return " ".join(check), " ".join(again)


def _write(made: Made, folder: Path, *, draft: bool, force: bool) -> list[Path]:
    """Save the reports in the folder, unless people changed those that are there."""
    from drafter.cli.reports import save_files, spare_sources
    from drafter.cli.verify import edits_of
    from drafter.saving import reports_of, with_document, workbooks_of

    outcomes = with_document(made)
    targets = [folder / _named(outcome.file_name, draft=draft) for outcome in outcomes]
    if len(set(targets)) < len(targets):
        stop("两份报告的文件名一样，请用 -t 分开生成", NOT_WRITTEN)
    beside = workbooks_of(outcomes, targets)
    spare_sources([*targets, *(path for _, path in beside)], made)
    if not force:
        for outcome, target in zip(outcomes, targets, strict=True):
            edits = edits_of(target, made.source, outcome) if target.is_file() else None
            if edits is not None and edits.may_be_lost:
                stop(f"没有覆盖 {target}；要覆盖请加 --force\n{edits.told}", NOT_WRITTEN)
    reports = reports_of(made, outcomes, targets, draft=draft)
    files = [*_new_books(beside, force=force)]
    save_files([*_files((one.document, one.target) for one in reports), *files], targets)
    return [*targets, *(file.path for file in files)]


def _tell_of_earlier(made: Made, folder: Path, *, draft: bool) -> None:
    """Say which files of an earlier run no longer tell what is so; they are left to the people."""
    from drafter.saving import with_document

    for outcome in with_document(made):
        earlier = folder / _named(outcome.file_name, draft=not draft)
        if earlier.is_file() and draft:
            typer.echo(f"{earlier} 是以前生成的，没有动；它与现在的输入可能不一致", err=True)
        elif earlier.is_file():
            typer.echo(f"以前的草稿 {earlier} 没有动，不要了可以删去", err=True)


def _files(reports: Iterator[tuple[bytes, Path]]) -> Iterator[File]:
    from drafter.output import File

    for blob, path in reports:
        yield File(blob, path, force=path.is_file())


def _new_books(beside: Sequence[tuple[bytes, Path]], *, force: bool) -> Iterator[File]:
    """Yield the workbooks that are to be written; one that differs may hold people's work."""
    from drafter.output import File

    for blob, path in beside:
        if path.is_file() and path.read_bytes() == blob:
            continue
        if path.is_file() and not force:
            hint = "移走它，或加 --force 覆盖"
            stop(f"没有覆盖 {path}：它与现在要写的不同，有没有人改过看不出来；{hint}", NOT_WRITTEN)
        yield File(blob, path, force)


def _named(file_name: str, *, draft: bool) -> str:
    """Return the name of the file; that of a draft is another, so that none passes for a report."""
    path = Path(file_name)
    return f"{path.stem}{_DRAFT}{path.suffix}" if draft else file_name
