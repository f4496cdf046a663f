"""JSON Schemas for editors, generated from the models; the files in `schemas/` are these.

An editor checks what YAML makes of an unquoted word: `2` is a number to it, an empty value null.
The schemas accept both that and the text which drafter reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from drafter.model.base import Section
from drafter.model.values import TEXT_TYPES
from drafter.model.year import DepartmentYear

_DIALECT = "http://json-schema.org/draft-07/schema#"


def _department_year() -> type[Section]:
    return DepartmentYear


def _template() -> type[Section]:
    from drafter.template.manifest_file import TemplateManifest

    return TemplateManifest


def _indicators() -> type[Section]:
    from drafter.template.indicators_file import IndicatorsFile

    return IndicatorsFile


def _statements() -> type[Section]:
    from drafter.template.statements_file import StatementsFile

    return StatementsFile


SCHEMAS: dict[str, tuple[str, Callable[[], type[Section]]]] = {
    "department-year": ("部门年度数据", _department_year),
    "template": ("报告模板 template.yaml", _template),
    "indicators": ("指标体系 indicators.yaml", _indicators),
    "statements": ("附表的定义 statements.yaml", _statements),
}


def schema_text(name: str) -> str:
    """Return the schema as stable, readable JSON that language servers accept (draft 7)."""
    title, model = SCHEMAS[name]
    document = _draft7(model().model_json_schema(by_alias=True))
    if name == "department-year":
        document = _with_files(document)
    document.pop("pattern")  # only sections inside a file can be 无
    document = {**document, "$schema": _DIALECT, "title": title, "type": "object"}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _draft7(value: Any) -> Any:
    """Return the schema in draft 7: `definitions` for `$defs`, blank choices and no defaults."""
    if isinstance(value, list):
        return [_draft7(item) for item in value]
    if isinstance(value, str):
        return value.replace("#/$defs/", "#/definitions/")
    if not isinstance(value, dict):
        return value
    kept = {
        "definitions" if name == "$defs" else name: _draft7(inner)
        for name, inner in value.items()
        if name != "default"
    }
    options = kept.get("anyOf")
    if isinstance(options, list) and "enum" in options[0]:
        return {**_choice(options[0]["enum"]), **_without(kept, "anyOf")}
    if isinstance(options, list) and "$ref" not in options[0]:
        # Our own leaves and lists allow null by themselves.
        return {**options[0], **_without(kept, "anyOf")}
    return kept


_FILE = {"description": "取自同事的 .docx 或 .txt 文件", "type": ["string", "null"]}


def _with_files(value: Any) -> Any:
    """Return the schema with a file for words, too: `{文件: 重点工作.docx}`."""
    if isinstance(value, list):
        return [_with_files(item) for item in value]
    if not isinstance(value, dict):
        return value
    # Free keys hold short values: options, published numbers.
    inner = {
        key: part if key == "additionalProperties" else _with_files(part)
        for key, part in value.items()
    }
    if value.get("type") != list(TEXT_TYPES):
        return inner
    types = [*TEXT_TYPES, "object"]
    of_file = {"properties": {"文件": _FILE}, "required": ["文件"], "additionalProperties": False}
    return {**inner, **of_file, "type": types}


def _without(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: inner for key, inner in schema.items() if key != name}


def _choice(words: list[str]) -> dict[str, Any]:
    """Return a choice among words, digits as numbers too, or nothing yet."""
    return {"enum": [*words, *(int(word) for word in words if word.isdigit()), None]}
