"""`drafter template preview`: what a template gives, once or whenever it is saved."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from drafter.cli.options import (
    FINE,
    INPUT_ERRORS,
    NOT_WRITTEN,
    TEMPLATE_ERRORS,
    USAGE,
    Format,
    known_template,
    stop,
)

if TYPE_CHECKING:
    from drafter.authoring.samples import Sample
    from drafter.office.warm import WarmOffice

Found = tuple[Path, str]
"""The folder of a template, and how messages name it."""
_FOLDER = "预览"
_SECOND = 10**9


def preview(
    template: Annotated[str, typer.Argument(metavar="模板", help="模板标识或文件夹。")],
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="输入文件...", help="用哪些数据；不写则用模板的样例，或合适的自带样例。"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="文件夹", help="写到哪个文件夹；不写则写到模板里的“预览”。"
        ),
    ] = None,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch", help="一直看着：每次在 Word、WPS 里存盘就检查、重写；按 Ctrl-C 停。"
        ),
    ] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf/--no-pdf", help="有 LibreOffice 时同时写 PDF（默认写）。")
    ] = True,
) -> None:
    """Write drafts of the samples that fit, and PDF files of them where that can be had."""
    from drafter.office.ending import AskedToEnd
    from drafter.pipeline import template_folder

    name = known_template(template)
    found = template_folder(name)
    if found is None:
        raise RuntimeError(f"{name} was there a moment ago")
    for path in inputs or ():
        if not path.is_file():
            stop(f"没有输入文件 {path}", USAGE)
    target = _target(found[0], output)
    try:
        with _office(wanted=pdf) as office:
            if watch:
                _watch(name, found, inputs or [], target, office)
            raise typer.Exit(_once(name, found, inputs or [], target, office))
    except (KeyboardInterrupt, AskedToEnd):
        if not watch:
            raise
        with contextlib.suppress(OSError):  # a terminal that was closed
            typer.echo("已停止", err=True)


def _target(folder: Path, output: Path | None) -> Path:
    """Return the folder for previews; stop where it is none, or would be among our own files."""
    from drafter import resources

    shipped = [own.resolve() for own in resources.template_folders().values()]
    if output is None and folder.resolve() in shipped:
        stop("自带模板的文件夹里不写东西，请用 -o 写明预览写到哪个文件夹", USAGE)
    target = folder / _FOLDER if output is None else output
    if target.exists() and not target.is_dir():
        stop(f"{target} 不是文件夹", USAGE)
    try:
        target.mkdir(exist_ok=True)
    except OSError as error:
        stop(f"建不了文件夹 {target}：{error.strerror}", NOT_WRITTEN)
    return target


@contextlib.contextmanager
def _office(*, wanted: bool) -> Iterator[WarmOffice | None]:
    """Keep LibreOffice running for the block, and end it with that; without it there is no PDF."""
    from drafter.office.ending import orderly
    from drafter.office.program import OfficeError, find_program
    from drafter.office.warm import WarmOffice

    program = None
    if wanted:
        try:
            program = find_program()
        except OfficeError as error:
            typer.echo(f"{error}；只写 Word 文件", err=True)
    with orderly():
        if program is None:
            yield None
            return
        with WarmOffice(program) as office:
            yield office


def _watch(
    name: str, found: Found, given: Sequence[Path], target: Path, office: WarmOffice | None
) -> NoReturn:
    """Check and render on every save, until Ctrl-C or a request to end.

    Of examples, the one that fits best is taken, and there are no page numbers: it has to be quick.
    """
    from drafter.authoring.samples import named_apart, own_samples
    from drafter.authoring.watching import next_state, state_of
    from drafter.resources import DESCRIPTIONS, DOCUMENT

    folder = found[0]
    inputs = list(given) or own_samples(folder)
    watched = [*(folder / own for own in (DOCUMENT, *DESCRIPTIONS)), *inputs]
    state = state_of(watched)
    while True:
        began = time.monotonic_ns()
        samples = _sound_samples(name, found, inputs, began)
        if samples and not inputs:
            samples = samples[:1]
            inputs = [one.path for one in samples]
        for stem, sample in named_apart(samples or ()):
            _write(sample, target / f"预览-{stem}", office, began, numbered=False)
        typer.echo(f"看着 {folder}，存盘就重印；按 Ctrl-C 停", err=True)
        state = next_state(watched, state)


def _once(
    name: str, found: Found, given: Sequence[Path], target: Path, office: WarmOffice | None
) -> int:
    """Check the template and write all previews; return the exit code."""
    from drafter.authoring.samples import named_apart

    began = time.monotonic_ns()
    samples = _sound_samples(name, found, given, began)
    if samples is None:
        return TEMPLATE_ERRORS
    codes = [
        _write(sample, target / f"预览-{stem}", office, began, numbered=True)
        for stem, sample in named_apart(samples)
    ]
    return max(codes, default=FINE)


def _sound_samples(
    name: str, found: Found, given: Sequence[Path], began: int
) -> list[Sample] | None:
    """Return the samples joined with the template; None, with its faults told, where it has some.

    Hints are for `template check`. The folder stays the one that was found: while a file is away,
    as editors that save by deleting and writing have it, the name may lead nowhere or elsewhere.
    """
    from drafter.authoring.samples import samples_of
    from drafter.cli.show import show, summary
    from drafter.diagnostics import Severity, has_errors
    from drafter.maintenance import check_template
    from drafter.pipeline import template_folder

    findings = check_template(name, quick=True, found=found)
    show([finding for finding in findings if finding.severity is not Severity.HINT], Format.TEXT)
    if has_errors(findings):
        typer.echo(f"{summary(findings)}，没有写预览{_taken(began)}", err=True)
        return None
    way = name if template_folder(name) == found else str(found[0])
    return samples_of(way, found[0], given)


def _write(
    sample: Sample, stem: Path, office: WarmOffice | None, began: int, *, numbered: bool
) -> int:
    """Write the preview of one sample, to files that begin so; return the exit code."""
    from drafter.cli.show import show, summary
    from drafter.output import File, OutputError, save_all

    show(sample.faults, Format.TEXT)
    document = sample.draft()
    if document is None:
        if not sample.faults:
            show([finding for finding in sample.made.findings if finding.is_error], Format.TEXT)
        typer.echo(f"{sample.path.name}：没有写预览（{summary(sample.made.findings)}）", err=True)
        return TEMPLATE_ERRORS if sample.faults else INPUT_ERRORS
    files = [File(document, Path(f"{stem}.docx"), force=True)]
    if office is not None:
        laid = _laid_out(sample, document, office, numbered=numbered)
        if laid is not None:
            files = [
                File(laid[0], files[0].path, force=True),
                File(laid[1], Path(f"{stem}.pdf"), force=True),
            ]
    try:
        save_all(files)
    except OutputError as error:
        typer.echo(str(error), err=True)
        return NOT_WRITTEN
    open_ = f"，待补 {sample.gaps} 处" if sample.gaps else ""
    names = "、".join(str(file.path) for file in files)
    typer.echo(f"已写出 {names}{open_}{_taken(began)}", err=True)
    return FINE


def _laid_out(
    sample: Sample, document: bytes, office: WarmOffice, *, numbered: bool
) -> tuple[bytes, bytes] | None:
    """Return the draft and its PDF; None, with the reason said, where there is no PDF."""
    from drafter.office.program import OfficeError
    from drafter.publishing import for_layout, publish

    try:
        if not numbered:
            return document, office.to_pdf(for_layout(document))
        done = publish(document, sample.contents, office.program, office.to_pdf)
    except OfficeError as error:
        typer.echo(f"{error}；没有写 PDF", err=True)
        return None
    return done.document, done.pdf


def _taken(began: int) -> str:
    """Return how long it took since, in seconds with one decimal."""
    tenths = (time.monotonic_ns() - began) * 10 // _SECOND
    return f"（{tenths // 10}.{tenths % 10} 秒）"
