"""From workbooks to an input: statements and filled forms, read, held against each other, merged.

Like the pipeline, nothing here writes or shows anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import cast

from drafter.diagnostics import DataPath, Diagnostic, Severity, in_order, path_text
from drafter.exchange.claims import Claim
from drafter.exchange.form.read import Purpose
from drafter.exchange.form.words import in_short
from drafter.exchange.heads import (
    Head,
    head_of,
    new_head,
    of_forms,
    of_input,
    problems,
    unit_of,
)
from drafter.exchange.incoming import Incoming, read_into
from drafter.exchange.joining import (
    Conflict,
    groups_left,
    joined,
    nothing_said,
    replaced,
    row_name,
    rows_left,
    same_row,
    without,
)
from drafter.exchange.nesting import Said, by_book
from drafter.exchange.tables.find import Table
from drafter.exchange.tables.gather import CONFLICT, amount_told, gather, in_yuan, quantum, told
from drafter.exchange.tables.lookup import Lookup
from drafter.exchange.tables.read import TableRead
from drafter.exchange.tables.reduce import reduced
from drafter.figures.nodes import Figure, Group
from drafter.lists import classification
from drafter.model.paths import is_number
from drafter.model.shape import shapes
from drafter.model.year import DepartmentYear, MoneyUnit
from drafter.pipeline import (
    checked_accounts,
    field_contract,
    make_report,
    read_tree,
    template_folder,
)
from drafter.source import SourceTree, read_text
from drafter.source.edit import Change, EditResult, edited
from drafter.source.merge import NONE, merging
from drafter.source.plain import Plain, value_at
from drafter.source.write import yaml_text
from drafter.statements.definition import Statement
from drafter.template.loader import load_template
from drafter.template.statements import built_in, usual_list

OFF, STAYS = "JS-115", "JS-119"
_SHOWN = 20
_CELL = 32_700
"""How long a text in a cell is that may have been cut: nearly what a cell can hold."""
_ORDER = tuple(shape.alias for shape in shapes(DepartmentYear))


@dataclass(frozen=True, slots=True)
class Imported:
    """The text of the input, or none where there is nothing to write; what was read, and how."""

    text: str | None
    findings: tuple[Diagnostic, ...]
    told: tuple[str, ...] = ()
    """What was read and what was replaced, in words, line by line."""
    names_report: bool = False
    """Whether the input says which report is to be made of it."""
    has_forms: bool = False
    has_statements: bool = False
    unfilled: tuple[str, ...] = ()
    """The forms in which nothing is filled, where nothing else was read."""


def import_books(
    paths: Sequence[Path],
    target: Path,
    existing: str | None = None,
    unit: MoneyUnit | None = None,
    templates: Sequence[str] = (),
) -> Imported:
    """Return the input that the workbooks give, merged into an existing text where one is given.

    `unit` is that of what does not state its own. `templates` are those of the reports to be made:
    statements of their own are known, and a new input names them.
    """
    own, faults = _own_statements(templates)
    if faults:
        return Imported(None, tuple(faults))
    books = Incoming([*own, *built_in().statements.values()], classification(), unit)
    for path in paths:
        read_into(path, books)
    books.told += _not_found(books.found)
    if not books.tables and not books.claims:
        blank = tuple(books.unfilled)
        return Imported(None, tuple(in_order(books.findings)), tuple(books.told), unfilled=blank)
    old = read_text(existing, str(target)) if existing is not None else None
    if old is not None and (old.tree is None or any(f.is_error for f in old.findings)):
        return Imported(None, tuple(in_order([*books.findings, *old.findings])), tuple(books.told))
    before = cast("dict[str, Plain]", old.tree.plain()) if old is not None and old.tree else {}
    inputs = [of_input(old.tree, before, str(target))] if old is not None and old.tree else []
    heads = [*inputs, *of_forms(books.claims), *books.heads]
    apart = list(problems(heads, unit))
    books.findings += apart
    if any(finding.is_error for finding in apart):
        return Imported(None, tuple(in_order(books.findings)), tuple(books.told))
    money = unit_of(heads, unit)
    of_tables = money or "万元"  # without a unit there is no table
    gathered = gather(books.tables, of_tables)
    plain, origins = reduced(gathered, of_tables, before, same_row)
    head = new_head(heads, money) if existing is None else _missing(before, heads, money)
    forms = list(by_book(books.claims))
    # Statements print 0 where there is nothing, 无 is what the form says of it.
    nothing = {path for form in forms for path in nothing_said(plain, form.data)}
    plain = cast("dict[str, Plain]", without(plain, nothing))
    whole = {**head, **plain}
    for form in forms:
        both = joined(whole, origins, form, _ORDER)
        whole, origins = both.data, both.origins
        books.findings += map(_conflict, both.conflicts)
    purposes = list(dict.fromkeys(books.purposes)) or [Purpose(name) for name in templates]
    if purposes and not before.get("报告"):
        whole = {**whole, "报告": list(map(_report, purposes))}
    if old is None or old.tree is None or existing is None:
        ordered = {name: whole[name] for name in _ORDER if name in whole}
        text: str | None = _as_file(ordered, origins)
        findings: Sequence[Diagnostic] = ()
    else:
        done = _merged_into(old.tree, existing, before, whole, origins, forms, books)
        text, findings = done.text, [f for f in done.findings if f.is_error]
    books.findings += [*gathered.findings, *findings]
    if text is not None:
        books.findings += _checked(text, target, books.tables)
    named = bool(whole.get("报告") or before.get("报告"))
    has = bool(books.claims), bool(books.tables)
    return Imported(text, tuple(in_order(books.findings)), tuple(books.told), named, *has)


def _merged_into(  # noqa: PLR0917 - what was read so far
    tree: SourceTree,
    existing: str,
    before: dict[str, Plain],
    whole: dict[str, Plain],
    origins: Mapping[DataPath, str],
    forms: Sequence[Said],
    books: Incoming,
) -> EditResult:
    """Return the text of an input with what was read put into it, and say what became of it."""
    changes = list(merging(before, whole, origins, same_row, is_number))
    cut = [change for change in changes if _is_cut(before, change)]
    changes = [change for change in changes if change not in cut]
    zeros = {path for form in forms for path in nothing_said(before, form.data)}
    changes += [Change(path, NONE) for path in sorted(zeros, key=path_text)]
    books.findings += (_cut_off(tree, change.path) for change in cut)
    books.told += (f"改了 {line}" for line in replaced(before, changes))
    books.told += (f"改了 {path_text(path)}：各项都是 0，填报表写“无”" for path in zeros)
    held = cast("dict[str, Plain]", without(before, zeros))
    books.findings += _left(tree, held, forms, books.blank)
    return edited(existing, tree.file, changes, _ORDER)


def _own_statements(templates: Sequence[str]) -> tuple[list[Statement], list[Diagnostic]]:
    """Return the statements that the templates list, or what is wrong with a template."""
    statements: list[Statement] = []
    faults: list[Diagnostic] = []
    for name in templates:
        found = template_folder(name)
        if found is None:
            continue
        loaded = load_template(*found, field_contract)
        faults += [fault for fault in loaded.findings if fault.is_error]
        listed = loaded.template.listed if loaded.template is not None else ()
        statements += [one.statement for one in listed if one.statement is not None]
    return statements, faults


def _missing(
    before: Mapping[str, Plain], heads: Sequence[Head], unit: MoneyUnit | None
) -> dict[str, Plain]:
    """Return what the head of an input still lacks: year and unit."""
    return {name: value for name, value in head_of(heads, unit).items() if not before.get(name)}


def _not_found(found: Sequence[Table]) -> Iterator[str]:
    """Yield, in words, which of the statements published each year none of the books has."""
    year = next((int(table.year) for table in found if table.year), None)
    read = {table.statement.id for table in found}
    usual = [listed for listed in usual_list(year) if listed.statement is not None]
    lacking = [one for one in usual if one.statement is not None and one.statement.id not in read]
    if lacking and len(lacking) < len(usual):
        names = "、".join(f"{one.number}{one.title}" for one in lacking)
        yield f"没有找到：{names}"


def _is_cut(before: Mapping[str, Plain], change: Change) -> bool:
    """Return whether a text is the beginning of what is there: a cell holds no more of it."""
    held = value_at(dict(before), change.path)
    text = change.value
    return (
        isinstance(held, str)
        and isinstance(text, str)
        and len(text) >= _CELL
        and held.startswith(text.rstrip())
    )


def _cut_off(tree: SourceTree, path: DataPath) -> Diagnostic:
    message = f"{path_text(path)}：填报表的格里放不下全文，没有改"
    return Diagnostic(STAYS, Severity.WARNING, message, tree.locate(path))


def _conflict(conflict: Conflict) -> Diagnostic:
    message = (
        f"{path_text(conflict.path)}：这里是“{in_short(conflict.other, _SHOWN)}”，"
        f"前面的工作簿是“{in_short(conflict.kept, _SHOWN)}”，用了前面的"
    )
    return Diagnostic(CONFLICT, Severity.ERROR, message, conflict.where)


def _left(
    tree: SourceTree, before: Mapping[str, Plain], forms: Sequence[Said], blank: Sequence[Claim]
) -> Iterator[Diagnostic]:
    """Yield what an input has and the forms, which ask for it, do not say: it stays."""
    said: dict[str, Plain] = {}
    for form in forms:
        said = joined(said, {}, form).data
    for path in rows_left(dict(before), said):
        name = row_name(value_at(dict(before), path))
        message = f"{path_text(path[:-1])}里的“{in_short(name, _SHOWN)}”，填报表里没有；没有删"
        hint = "不要了就在这里删去，改了名称的删去旧的"
        yield Diagnostic(STAYS, Severity.WARNING, message, tree.locate(path), hint)
    for path in groups_left(dict(before), said):
        message = f"填报表里{path_text(path)}写的是“无”，输入文件里填了内容；没有改"
        yield Diagnostic(STAYS, Severity.WARNING, message, tree.locate(path), "确实没有的在这里改")
    for claim in blank:
        value = value_at(dict(before), claim.path)
        is_text = isinstance(value, str) and value.strip() not in {"", NONE}
        if isinstance(value, str) and is_text and not value_at(said, claim.path):
            message = f"这一格空着，输入文件里的“{in_short(value, _SHOWN)}”没有改"
            hint = f"不要了就在输入文件里删去：{path_text(claim.path)}"
            yield Diagnostic(STAYS, Severity.HINT, message, claim.where, hint)


def _report(purpose: Purpose) -> Plain:
    """Return a report that a form was made for, as an input names it."""
    options: dict[str, Plain] = dict(purpose.options)
    return {"模板": purpose.template, **({"选项": options} if options else {})}


# what the result says


def _as_file(plain: Mapping[str, Plain], origins: Mapping[DataPath, str]) -> str:
    """Return the text of a new input, its sections set apart."""
    lines = yaml_text(dict(plain), origins).splitlines()
    text = ["# 由工作簿导入；行末的“取自”记着数从哪一格来，改了数请删去它。"]
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        nested = line[:1] not in {" ", "-", ""} and after.startswith(" ")
        if number and nested:
            text.append("")
        text.append(line)
    return "\n".join([*text, ""])


def _checked(text: str, target: Path, tables: Sequence[TableRead]) -> Iterator[Diagnostic]:
    """Yield what the result says of itself: faults of shape, the rule book, cells that differ."""
    read = read_text(text, str(target))
    if read.tree is None:
        yield from read.findings
        return
    source = read_tree(target, read.tree, read.findings)
    data = make_report(source, {}).data
    yield from checked_accounts(source, read.tree, data)
    yield from _differing(data, tables)


def _differing(data: Group, tables: Sequence[TableRead]) -> Iterator[Diagnostic]:
    """Yield the cells that state something else than follows from the input."""
    figures = Lookup(data)
    for table in tables:
        for reading in table.readings:
            node = figures.at(reading.view)
            if not reading.number or not isinstance(node, Figure | None):
                continue
            if node is not None and node.number is None:
                continue
            # Of a table in 万元 a number of people is no amount.
            counts = node is not None and node.unit != "元"
            one = replace(reading, unit=None) if counts else reading
            # What no row of the input leads to is stated of nothing.
            follows = (node and node.number) or Decimal(0)
            difference = abs(in_yuan(one) - follows)
            if difference * 2 <= quantum(one):
                continue
            small = difference <= quantum(one) * 5
            message = (
                f"“{table.table.statement.title}”这一格是 {told(one)}，"
                f"按读进来的数是 {amount_told(follows, one.unit)}，"
                f"相差 {amount_told(difference, one.unit)}"
            )
            severity = Severity.WARNING if small else Severity.ERROR
            yield Diagnostic(OFF, severity, message, reading.where)
