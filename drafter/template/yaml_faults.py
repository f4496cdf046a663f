"""Faults of shape in a template's YAML files, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from drafter.diagnostics import DataPath, Diagnostic, Severity, path_text
from drafter.model.base import Section
from drafter.source import SourceTree, read_source

Model = TypeVar("Model", bound=Section)


def read_model(
    model: type[Model], path: Path, shown_as: str, rule: str
) -> tuple[SourceTree | None, Model | None, tuple[Diagnostic, ...]]:
    """Return the tree and the typed content of a YAML file, with every fault under the rule's id.

    There is no content where the file cannot be read or a fault of shape is in it.
    """
    read = read_source(path, shown_as=shown_as)
    findings = tuple(replace(finding, id=rule) for finding in read.findings)
    if read.tree is None:
        return None, None, findings
    try:
        typed = model.model_validate(read.tree.plain())
    except ValidationError as error:
        details = error.errors(include_url=False)
        return read.tree, None, (*findings, *_faults(read.tree, details, rule))
    return read.tree, typed, findings


def problem(
    rule: str,
    tree: SourceTree,
    path: DataPath,
    message: str,
    *,
    severity: Severity = Severity.ERROR,
    hint: str = "",
) -> Diagnostic:
    """Return a finding at a path of the file."""
    return Diagnostic(rule, severity, message, tree.locate(path), hint, path)


def _faults(tree: SourceTree, details: Iterable[Any], rule: str) -> Iterator[Diagnostic]:
    for detail in details:
        path = detail["loc"]
        if detail["type"] == "extra_forbidden":
            yield problem(rule, tree, path, f"不认识的字段“{path_text(path)}”")
        elif detail["type"] == "literal_error":
            known = "、".join(re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected"))))
            message = f"{path_text(path)}：“{detail['input']}”不在可选值之内，可选：{known}"
            yield problem(rule, tree, path, message)
        else:
            yield problem(rule, tree, path, f"{path_text(path)}：{detail['msg']}")
