"""JSON Schemas for editors, generated from the models; the files in `schemas/` are these."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from drafter.model.year import DepartmentYear

_DIALECT = "http://json-schema.org/draft-07/schema#"


def _department_year() -> dict[str, Any]:
    return DepartmentYear.model_json_schema(by_alias=True)


def _template() -> dict[str, Any]:
    from drafter.template.manifest import TemplateManifest

    return TemplateManifest.model_json_schema(by_alias=True)


SCHEMAS: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "department-year": ("部门年度数据", _department_year),
    "template": ("报告模板 template.yaml", _template),
}


def schema_text(name: str) -> str:
    """Return the schema as stable, readable JSON that language servers accept (draft 7)."""
    title, make = SCHEMAS[name]
    document = _draft7({"$schema": _DIALECT, **make(), "title": title})
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _draft7(value: Any) -> Any:
    """Return the schema with `definitions` for `$defs` and without empty defaults."""
    if isinstance(value, list):
        return [_draft7(item) for item in value]
    if isinstance(value, str):
        return value.replace("#/$defs/", "#/definitions/")
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, inner in value.items():
        if key == "default" and inner is None:
            continue
        if key == "prefixItems":
            continue
        kept["definitions" if key == "$defs" else key] = _draft7(inner)
    options = kept.get("anyOf")
    if isinstance(options, list):
        concrete = [option for option in options if option != {"type": "null"}]
        if len(concrete) == 1 and "$ref" not in concrete[0]:
            kept.pop("anyOf")
            kept = {**concrete[0], **kept}
    return kept
