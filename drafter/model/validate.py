"""From the source tree to the frozen model: all faults at once, none hiding another.

A bad leaf is reported and pruned, then validation is repeated on the rest, so that one typing
error never costs the user the other findings and a draft can always be made.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from drafter.diagnostics import DataPath, Diagnostic, Location, Severity, path_text
from drafter.model.paths import section_at
from drafter.model.shape import shapes
from drafter.model.values import shortened
from drafter.model.year import DepartmentYear, Plain
from drafter.source import Scalar, SourceTree

_MAX_ROUNDS = 20
_PER_SECTION = 100
"""How many findings of one kind are listed for a section: more are no typing errors."""

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
    faults = _Faults(tree)
    for _ in range(_MAX_ROUNDS):
        try:
            year = DepartmentYear.model_validate(plain)
            return Validated(year, faults.findings())
        except ValidationError as error:
            plain = deepcopy(plain)
            details = error.errors(include_url=False, include_input=True)
            for detail in details:
                faults.add(detail)
            for detail in details:
                _prune(plain, detail["loc"])
    raise AssertionError("pruning did not converge")


class _Faults:
    """Collects faults; where one kind is endless in a section, the rest of it is one finding.

    That one has the path of the section, so that nobody says anew of each value that it is missing.
    """

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._listed: list[Diagnostic] = []
        self._number: Counter[tuple[str, DataPath]] = Counter()
        self._rest: dict[tuple[str, DataPath], Diagnostic] = {}

    def add(self, detail: ErrorDetails) -> None:
        """Add a fault, unless reading has already spoken of its value."""
        path = detail["loc"]
        kind = _IDS.get(detail["type"], _SHAPE_ID), path[:1] if len(path) > 1 else ()
        if _known(detail, self._tree):
            return
        self._number[kind] += 1
        if self._number[kind] <= _PER_SECTION:
            self._listed.append(_finding(detail, self._tree))
        elif kind not in self._rest:
            self._rest[kind] = _finding(detail, self._tree)

    def findings(self) -> tuple[Diagnostic, ...]:
        """Return the findings listed and those that stand for many."""
        rest = [
            replace(
                first,
                message=f"从这里起同类问题另有 {self._number[kind] - _PER_SECTION} 处，没有列出",
                hint="",
                path=kind[1],
                meant=(),
            )
            for kind, first in self._rest.items()
        ]
        return (*self._listed, *rest)


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


def _known(detail: ErrorDetails, tree: SourceTree) -> bool:
    """Return whether reading has already spoken of the value at fault."""
    node = tree.node(_typed_path(detail["loc"], tree))
    return isinstance(node, Scalar) and node.refused


def _typed_path(path: DataPath, tree: SourceTree) -> DataPath:
    """Return the path without steps that only the model has: `收入.其他`, not `收入.其他.决算`."""
    while len(path) > 1 and tree.node(path) is None:
        path = path[:-1]
    return path


def _message(detail: ErrorDetails) -> str:
    kind, path = detail["type"], detail["loc"]
    unseen = _unseen(detail["input"])
    if unseen and kind in _IDS and kind != "extra_forbidden":
        shown = shortened(detail["input"].replace(unseen, ""))
        return f"“{shown}”里有看不见的字符 U+{ord(unseen):04X}，请整个重新输入"
    if kind == "extra_forbidden":
        return f"不认识的字段“{path_text(path)}”"
    if kind in ("year", "format_version") and _is_wide(detail["input"]):
        return f"“{shortened(str(detail['input']))}”含全角字符，请改用半角数字"
    if kind == "literal_error":
        typed = detail["input"]
        if not isinstance(typed, str):
            return f"这里应填一个词，可选：{_choices(path)}"
        return f"“{shortened(typed)}”不在可选值之内，可选：{_choices(path)}"
    return detail["msg"]  # every other fault comes from our own validators, in Chinese


def _unseen(typed: Any) -> str:
    """Return a character that changes how the typed text is set and is not seen itself."""
    characters = typed if isinstance(typed, str) else ""
    return next((c for c in characters if unicodedata.category(c) == "Cf"), "")


def _is_wide(typed: Any) -> bool:
    return isinstance(typed, str) and unicodedata.normalize("NFKC", typed) != typed


def _did_you_mean(path: DataPath) -> str:
    meant = _meant(path)
    if not meant:
        return f"这里可用：{'、'.join(_keys_beside(path))}"
    if meant[-1] != path[-1]:
        return f"是不是“{meant[-1]}”？"
    above = f"属于“{path_text(meant[:-1])}”" if meant[:-1] else "是最外层的一节"
    return f"“{path[-1]}”{above}，请检查行首的缩进"


def _meant(path: DataPath) -> DataPath:
    """Return where this very key belongs, or the nearest key beside it, or nothing."""
    misplaced = _misplaced(path)
    if misplaced:
        return misplaced
    near = difflib.get_close_matches(str(path[-1]), _keys_beside(path), n=1, cutoff=0.4)
    return (*path[:-1], near[0]) if near else ()


def _misplaced(path: DataPath) -> DataPath:
    """Return the same key further out, or in the one section beside it that has it."""
    further_out = [(*path[:n], path[-1]) for n in range(len(path) - 2, -1, -1)]
    beside = [(*path[:-1], name, path[-1]) for name in _keys_beside(path)]
    inside = [place for place in beside if _is_field(place)]
    places = [place for place in further_out if _is_field(place)]
    return places[0] if places else inside[0] if len(inside) == 1 else ()


def _is_field(path: DataPath) -> bool:
    return path[-1] in _keys_beside(path)


def _keys_beside(path: DataPath) -> list[str]:
    section = section_at(path[:-1])
    return [] if section is None else [shape.alias for shape in shapes(section)]


def _choices(path: DataPath) -> str:
    named = next(i for i in range(len(path), 0, -1) if isinstance(path[i - 1], str))
    section = section_at(path[: named - 1])
    if section is None:
        return ""
    return "、".join(next(s.choices for s in shapes(section) if s.alias == path[named - 1]))


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
