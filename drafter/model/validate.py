"""From the source tree to the frozen model: all faults at once, none hiding another.

A bad leaf is reported and pruned, then validation is repeated on the rest, so that one typing
error never costs the user the other findings and a draft can always be made.
"""

from __future__ import annotations

import difflib
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from drafter.diagnostics import DataPath, Diagnostic, Location, Severity, path_text
from drafter.model.base import Section
from drafter.model.shape import shapes
from drafter.model.year import DepartmentYear, Plain
from drafter.source import SourceTree

_MAX_ROUNDS = 20

_IDS = {
    "extra_forbidden": "JS-032",
    "amount_grammar": "JS-033",
    "amount_length": "JS-033",
    "count_grammar": "JS-034",
    "literal_error": "JS-035",
    "year": "JS-036",
    "format_version": "JS-036",
}
_SHAPE_ID = "JS-031"


@dataclass(frozen=True, slots=True)
class Validated:
    """The model of what could be read, with what could not."""

    year: DepartmentYear
    findings: tuple[Diagnostic, ...]


def validate(tree: SourceTree) -> Validated:
    """Return the department-year and a finding for each fault of shape or type."""
    plain: Plain = tree.plain()
    findings: list[Diagnostic] = []
    for _ in range(_MAX_ROUNDS):
        try:
            return Validated(DepartmentYear.model_validate(plain), tuple(findings))
        except ValidationError as error:
            plain = deepcopy(plain)
            details = error.errors(include_url=False, include_input=True)
            for detail in details:
                findings.append(_finding(detail, tree))
            for detail in details:
                _prune(plain, detail["loc"])
    raise AssertionError("pruning did not converge")


def _finding(detail: ErrorDetails, tree: SourceTree) -> Diagnostic:
    path = _typed_path(detail["loc"], tree)
    unknown = detail["type"] == "extra_forbidden"
    where: Location = tree.locate_key(path) if unknown else tree.locate(path)
    return Diagnostic(
        id=_IDS.get(detail["type"], _SHAPE_ID),
        severity=Severity.ERROR,
        message=f"{path_text(path)}：{_message(detail)}" if not unknown else _message(detail),
        where=where,
        hint=_did_you_mean(path) if unknown else "",
        path=path,
        meant=_meant(path) if unknown else (),
    )


def _typed_path(path: DataPath, tree: SourceTree) -> DataPath:
    """Return the path without steps that only the model has: `收入.其他`, not `收入.其他.决算`."""
    while len(path) > 1 and tree.node(path) is None:
        path = path[:-1]
    return path


def _message(detail: ErrorDetails) -> str:
    kind, path = detail["type"], detail["loc"]
    if kind == "extra_forbidden":
        return f"不认识的字段“{path_text(path)}”"
    if kind == "literal_error":
        typed = detail["input"]
        if not isinstance(typed, str):
            return f"这里应填一个词，可选：{_choices(path)}"
        shown = typed if len(typed) <= 30 else typed[:30] + "…"
        return f"“{shown}”不在可选值之内，可选：{_choices(path)}"
    return detail["msg"]  # every other fault comes from our own validators, in Chinese


def _did_you_mean(path: DataPath) -> str:
    meant = _meant(path)
    return f"是不是“{meant[-1]}”？" if meant else f"这里可用：{'、'.join(_keys_beside(path))}"


def _meant(path: DataPath) -> DataPath:
    """Return the path with the nearest key that exists there, or an empty one."""
    near = difflib.get_close_matches(str(path[-1]), _keys_beside(path), n=1, cutoff=0.4)
    return (*path[:-1], near[0]) if near else ()


def _keys_beside(path: DataPath) -> list[str]:
    section = _section_at(path[:-1])
    return [] if section is None else [shape.alias for shape in shapes(section)]


def _choices(path: DataPath) -> str:
    named = next(i for i in range(len(path), 0, -1) if isinstance(path[i - 1], str))
    section = _section_at(path[: named - 1])
    if section is None:
        return ""
    return "、".join(next(s.choices for s in shapes(section) if s.alias == path[named - 1]))


def _section_at(path: DataPath) -> type[Section] | None:
    """Return the section class that the path leads to, or None where it leads elsewhere."""
    section: type[Section] = DepartmentYear
    for step in path:
        if isinstance(step, int):
            continue
        inner = next((s.section for s in shapes(section) if s.alias == step), None)
        if inner is None:
            return None
        section = inner
    return section


def _prune(plain: Plain, path: DataPath) -> None:
    """Take the value at the path, or its nearest typed ancestor, out of the nested data.

    An item of a list becomes a blank one: findings and provenance name items by position.
    """
    parents: list[tuple[Any, str | int]] = []
    here: Any = plain
    for step in path:
        if not _holds(here, step):
            break
        parents.append((here, step))
        here = here[step]
    if not parents:
        return
    parent, step = parents[-1]
    if isinstance(parent, dict):
        del parent[step]
    else:
        parent[step] = None


def _holds(node: Any, step: str | int) -> bool:
    if isinstance(node, dict):
        return step in node
    return isinstance(node, list) and isinstance(step, int) and step < len(node)
