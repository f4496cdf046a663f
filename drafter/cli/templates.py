"""`drafter template …`: for those who maintain templates."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drafter.cli.options import (
    BUG,
    FINE,
    NOT_WRITTEN,
    TEMPLATE_ERRORS,
    USAGE,
    Force,
    Format,
    FormatOption,
    Strict,
    known_template,
    stop,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drafter.diagnostics import Diagnostic
    from drafter.maintenance import ListedField, Overview
    from drafter.shelves import Shelved
    from drafter.template.manifest import Manifest

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


class Plain(StrEnum):
    """How a list is shown."""

    TEXT = "text"
    JSON = "json"


PlainOption = Annotated[Plain, typer.Option("--format", help="输出的格式：text 或 json。")]
Named = Annotated[str, typer.Argument(metavar="模板", help="模板标识或文件夹。")]


@app.command("check", help="检查模板：标签、结构、安全，并用虚拟数据试印；列出全部错误的位置。")
def check(
    templates: Annotated[
        list[str],
        typer.Argument(metavar="模板...", help="模板标识、文件夹或 .docx 文件，可以多个。"),
    ],
    marked: Annotated[
        Path | None,
        typer.Option(
            "--marked",
            metavar="副本.docx",
            help="另写一份 Word 副本，把每个问题写成批注，标在原处。",
        ),
    ] = None,
    force: Force = False,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
) -> None:
    """Show every finding of the templates; exit 3 on faults."""
    from drafter.cli.show import show, summary
    from drafter.diagnostics import DEFECTS, has_errors
    from drafter.maintenance import check_template

    names = [name if Path(name).is_file() else known_template(name) for name in templates]
    if marked is not None:
        _may_mark(names, marked, force=force)
    findings = [finding for name in dict.fromkeys(names) for finding in check_template(name)]
    show(findings, form)
    if form is Format.TEXT:
        typer.echo(summary(findings, strict=strict), err=True)
    if marked is not None:
        _mark(names[0], findings, marked, force=force)
    if any(finding.is_error and finding.id in DEFECTS for finding in findings):
        raise typer.Exit(BUG)
    raise typer.Exit(TEMPLATE_ERRORS if has_errors(findings, strict=strict) else FINE)


def _may_mark(names: list[str], target: Path, *, force: bool) -> None:
    """Stop where there cannot be a marked copy, before the work of checking."""
    from drafter.output import OutputError, check_target

    if len(names) != 1:
        stop("--marked 一次只标一个模板", USAGE)
    if target.suffix.lower() != ".docx":
        stop(f"副本的文件名应以 .docx 结尾：{target}", USAGE)
    own = _word_file(names[0])
    if target.exists() and own.exists() and target.samefile(own):
        stop(f"{target} 是模板自己，批注要写在副本里，请换一个文件名", USAGE)
    try:
        check_target(target, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)


def _mark(name: str, findings: list[Diagnostic], target: Path, *, force: bool) -> None:
    """Write a copy of the template's Word file with the findings as comments."""
    from drafter.authoring.marking import UnmarkableError, marked
    from drafter.output import OutputError, save

    if not findings:
        typer.echo(f"没有要标的，没有写 {target}", err=True)
        return
    try:
        done = marked(_word_file(name).read_bytes(), findings)
        save(done.document, target, force=force)
    except UnmarkableError as error:
        stop(f"{error}，写不出副本", TEMPLATE_ERRORS)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    except OSError as error:
        stop(f"{_word_file(name)} 读不了：{error.strerror}，写不出副本", TEMPLATE_ERRORS)
    others = len(findings) - done.placed
    rest = f"，其余 {others} 项写在开头的批注里" if others else ""
    typer.echo(f"已写出 {target}：{done.placed} 项标在原处{rest}", err=True)


def _word_file(name: str) -> Path:
    """Return the Word file of a template, or the Word file that was given itself."""
    from drafter.pipeline import template_folder
    from drafter.resources import DOCUMENT

    found = None if Path(name).is_file() else template_folder(name)
    return Path(name) if found is None else found[0] / DOCUMENT


@app.command("list", help="列出模板：自带的，和自己的文件夹里的；写明在哪里。")
def list_(form: PlainOption = Plain.TEXT) -> None:
    """Show the templates on all shelves, and where each comes from."""
    from drafter import shelves
    from drafter.cli.show import show
    from drafter.maintenance import manifest_at

    found = []
    for one in shelves.known():
        read = manifest_at(one.folder, one.shown_as)
        show(read.findings, Format.TEXT)
        if read.manifest is not None:
            found.append((one, read.manifest))
    for line in _told_of_shelves():
        typer.echo(line, err=True)
    if form is Plain.JSON:
        _print_json([_listed_data(one, manifest) for one, manifest in found])
        return
    for one, manifest in found:
        words = [_padded(one.id, 32), manifest.title, manifest.province, _years(manifest)]
        typer.echo("  ".join([*words, one.origin]))


def _told_of_shelves() -> Iterator[str]:
    """Yield what is wrong with shelves: ids that there are several of, folders that are gone."""
    from drafter import shelves

    known = shelves.known()
    for name in dict.fromkeys(one.id for one in known):
        first, *others = (one.folder.as_posix() for one in known if one.id == name)
        if others:
            yield f"模板“{name}”有几处，用的是 {first}；另有 {'、'.join(others)}"
    for gone in shelves.missing_shelves():
        yield f"环境变量 {shelves.VARIABLE} 里的 {gone} 不是文件夹"


def _listed_data(one: Shelved, manifest: Manifest) -> dict[str, Any]:
    folder = one.folder.as_posix()
    return {**_manifest_data(one.id, manifest), "origin": one.origin, "folder": folder}


@app.command("show", help="看一个模板：说明、选项、章节、用到的字段。")
def show_(template: Named, form: PlainOption = Plain.TEXT) -> None:
    """Show what a template holds."""
    from drafter.cli.show import show
    from drafter.maintenance import overview

    seen = overview(known_template(template))
    if isinstance(seen, tuple):
        show(seen, Format.TEXT)
        stop("模板有错误，先用 drafter template check 检查", TEMPLATE_ERRORS)
    if form is Plain.JSON:
        _print_json(_overview_data(seen))
        return
    for line in _overview_lines(seen):
        typer.echo(line)


@app.command("fields", help="列出模板能用的全部字段：名字、种类、单位、过滤器、例子、说明。")
def fields(  # noqa: PLR0917 - options of a command
    template: Annotated[
        str | None,
        typer.Option("-t", "--template", metavar="模板", help="例子按哪个模板的数字写法。"),
    ] = None,
    find: Annotated[
        str | None, typer.Option("--find", metavar="词", help="只列名字或说明里有这个词的。")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="金额下的“上年”“增减额”等也逐个列出。")
    ] = False,
    form: PlainOption = Plain.TEXT,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="字段表.docx",
            help="写成 Word 文件：按节列出每个字段和可以照抄的标签。",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Show every field that a template may name."""
    from drafter.cli.show import show
    from drafter.maintenance import listed_fields, manifest_of

    name = known_template(template or _first_template())
    read = manifest_of(name)
    if read.manifest is None:
        show(read.findings, Format.TEXT)
        stop("template.yaml 有错误，不能列出例子", TEMPLATE_ERRORS)
    if output is not None:
        _write_palette(template and name, read.manifest, find or "", output, force=force)
        return
    whole = everything or form is Plain.JSON
    rows = listed_fields(read.manifest, containing=find or "", whole=whole)
    if not rows:
        stop(f"没有名字或说明里有“{find}”的字段", USAGE)
    if form is Plain.JSON:
        _print_json([_field_data(row) for row in rows])
        return
    for row in rows:
        typer.echo(_field_line(row))


def _write_palette(
    name: str | None, manifest: Manifest, find: str, target: Path, *, force: bool
) -> None:
    """Write the fields as a Word file to copy tags from."""
    from drafter.authoring.fields import field_palette
    from drafter.cli.show import show
    from drafter.maintenance import loaded_template
    from drafter.output import OutputError, save

    if target.suffix.lower() != ".docx":
        stop(f"字段表的文件名应以 .docx 结尾：{target}", USAGE)
    loaded = None if name is None else loaded_template(name)
    if loaded is not None and loaded.template is None:
        show(loaded.findings, Format.TEXT)
        stop("模板有错误，先用 drafter template check 检查", TEMPLATE_ERRORS)
    blob = field_palette(None if loaded is None else loaded.template, manifest, find)
    if blob is None:
        stop(f"没有名字或说明里有“{find}”的字段", USAGE)
    try:
        save(blob, target, force=force)
    except OutputError as error:
        stop(str(error), NOT_WRITTEN)
    typer.echo(f"已写出 {target}", err=True)


def _first_template() -> str:
    from drafter import resources

    return next(iter(resources.template_folders()))


def _print_json(data: object) -> None:
    import json

    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _years(manifest: Manifest) -> str:
    last = "" if manifest.last_year is None else str(manifest.last_year)
    return f"{manifest.first_year or ''}—{last} 年度"


def _manifest_data(name: str, manifest: Manifest) -> dict[str, Any]:
    return {
        "id": name,
        "title": manifest.title,
        "province": manifest.province,
        "first_year": manifest.first_year or None,
        "last_year": manifest.last_year,
        "file_name": manifest.file_name,
        "options": {
            option: {
                "choices": list(choices),
                "default": manifest.defaults[option],
                "about": manifest.explanations.get(option, ""),
            }
            for option, choices in manifest.options.items()
        },
        "wordings": list(manifest.changes),
    }


def _overview_data(seen: Overview) -> dict[str, Any]:
    from drafter.maintenance import as_tag

    return {
        **_manifest_data(seen.manifest.id, seen.manifest),
        "folder": seen.folder,
        "sections": [{"level": h.level, "label": h.label, "words": h.words} for h in seen.headings],
        "fields": [
            {"path": ".".join(field.path), "tag": as_tag(field.path), "kind": str(field.type.kind)}
            for field in seen.fields
        ],
    }


def _overview_lines(seen: Overview) -> list[str]:
    manifest = seen.manifest
    lines = [
        f"{manifest.id}  {manifest.title}",
        f"文件夹  {seen.folder}",
        f"省份  {manifest.province}    适用  {_years(manifest)}",
        f"文件名  {manifest.file_name}",
        f"变动写法  {'、'.join(manifest.changes)}",
    ]
    lines += ["", "选项（* 为默认）"] if manifest.options else []
    for name, choices in manifest.options.items():
        words = "、".join(f"{c}*" if c == manifest.defaults[name] else c for c in choices)
        lines.append(f"  {name}：{words}    {manifest.explanations.get(name, '')}".rstrip())
    lines += ["", "章节"]
    lines += [f"{'  ' * (h.level + 1)}{h.label}{h.words}" for h in seen.headings]
    lines += ["", f"用到的字段（{len(seen.fields)} 个）"]
    lines += [f"  {_padded('.'.join(f.path), 44)}{f.type.kind}" for f in seen.fields]
    return lines


def _field_data(row: ListedField) -> dict[str, Any]:
    from drafter.maintenance import as_tag, loop_names

    return {
        "path": ".".join(row.path),
        "tag": as_tag(row.path),
        "loops": loop_names(row.path),
        "kind": str(row.kind),
        "unit": row.unit,
        "filter": row.filter,
        "example": row.example,
        "about": row.about,
        "choices": list(row.choices),
        "below": list(row.below),
    }


def _field_line(row: ListedField) -> str:
    columns = [_padded(".".join(row.path), 40), _padded(str(row.kind), 10)]
    columns.append(_padded(f"|{row.filter}" if row.filter else "", 8))
    notes = [f"如 {row.example[:24]}" if row.example else "", row.about.split("。")[0]]
    notes.append(f"可取：{'、'.join(row.choices)}" if row.choices else "")
    where = "每行下有" if row.is_list else "下有"
    notes.append(f"{where}：{'、'.join(row.below)}" if row.below else "")
    return "".join([*columns, "；".join(note for note in notes if note)]).rstrip()


def _padded(text: str, width: int) -> str:
    """Return the text with blanks to the width, Chinese characters counted as two."""
    import unicodedata

    taken = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(2, width - taken)
