"""The JSON Schemas: fresh, in Chinese, and of one mind with the program."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from sampling import sampled
from typed_inputs import validated

from drafter.schemas import SCHEMAS, schema_text

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "example_inputs").glob("*.yaml"))
TEMPLATES = sorted((ROOT / "templates").glob("*/template.yaml"))
STATEMENTS = ROOT / "drafter" / "data" / "statements.yaml"
SERVED = [
    *((path, "department-year") for path in EXAMPLES),
    *((path, "template") for path in TEMPLATES),
    (STATEMENTS, "statements"),
]
CHINESE = re.compile("[\u4e00-\u9fff]")


def schema(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(schema_text(name))
    return document


def validator(name: str) -> Draft7Validator:
    return Draft7Validator(schema(name))


def as_typed(text: str) -> Any:
    """Load YAML as the texts that drafter reads; a blank is nothing yet."""

    def blank(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: blank(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [blank(inner) for inner in value]
        return value or None

    return blank(yaml.load(text, Loader=yaml.BaseLoader))


def as_resolved(text: str) -> Any:
    """Load YAML as editors do: unquoted numbers are numbers, dates stay what was typed."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return str(value) if isinstance(value, datetime.date) else value

    return plain(yaml.safe_load(text))


def nodes(value: Any) -> list[dict[str, Any]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [node for part in inner for node in nodes(part)]
    return [value, *found] if isinstance(value, dict) else found


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_files_are_what_the_models_give(name: str) -> None:
    path = ROOT / "schemas" / f"{name}.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(name), (
        f"run: drafter schema {name} > schemas/{name}.schema.json"
    )


def test_no_other_schemas_lie_about() -> None:
    names = {path.name for path in (ROOT / "schemas").iterdir()}
    assert names == {f"{name}.schema.json" for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_draft_7(name: str) -> None:
    document = schema(name)
    Draft7Validator.check_schema(document)
    assert document["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert document["type"] == "object"
    text = schema_text(name)
    assert "$defs" not in text
    assert "prefixItems" not in text
    references = set(re.findall(r'"\$ref": "#/definitions/(\w+)"', text))
    assert references == set(document["definitions"])


@pytest.mark.parametrize("name", SCHEMAS)
def test_titles_and_descriptions_are_chinese(name: str) -> None:
    for node in nodes(schema(name)):
        for word in ("title", "description"):
            text = node.get(word, "中")
            if isinstance(text, str):  # and not a property of that name
                assert CHINESE.search(text), text


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_field_says_in_chinese_what_belongs_there(name: str) -> None:
    schema = json.loads(schema_text(name))
    sections = [schema, *schema["definitions"].values()]
    fields = [item for section in sections for item in section.get("properties", {}).items()]
    assert len(fields) > 20
    bare = [field for field, about in fields if not CHINESE.search(about.get("description", ""))]
    assert bare == []


def test_every_section_and_every_field_has_a_title() -> None:
    document = schema("department-year")
    for section in (document, *document["definitions"].values()):
        assert section["title"]
        for key, field in section["properties"].items():
            assert field["title"] == key
            assert "default" not in field


@pytest.mark.parametrize(("path", "name"), sampled(SERVED, 5))
def test_what_comes_with_the_project_fits_its_schema(path: Path, name: str) -> None:
    text = path.read_text(encoding="utf-8")
    for load in (as_typed, as_resolved):
        assert [e.message for e in validator(name).iter_errors(load(text))] == []


@pytest.mark.parametrize("path", [path for path, _ in SERVED], ids=lambda path: path.stem)
def test_the_schema_line_points_to_an_existing_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match is not None, first
    assert (path.parent / match[1]).resolve().parent == ROOT / "schemas"
    assert (path.parent / match[1]).is_file()


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "text",
    [
        "收入: 无",
        "收入:",
        "年度:",
        "年度: 2020",
        "格式版本: 1",
        "金额小数: 2",
        "口径:",
        "车辆: {实有: 3, 车型: 无}",
        "收入: {事业: '4,493.88', 经营: -3, 其他: 无, 上级补助: {决算: 0.80, 上年: 无}}",
        "项目: [{名称: 2020, 阶段: [公开, ]}, ]",
        "项目: [{名称: 是, 问题: yes, 改进措施: }]",
        "机构: {内设机构: [办公室, {名称: 综合股}]}",
        "一般公共预算财政拨款支出: {科目: [{名称: 甲, 款: [{名称: 乙, 项: [丙, 丁]}]}]}",
        "已公布: {收入.合计: 5399.48, 支出.合计: 1%, 人员: }",
        "项目评价: [{资金计划: {日期: 2020-12-17}}]",
        "报告: [甲, {模板: 乙, 选项: {零项: 隐藏}}]",
        "豁免: 无",
    ],
)
def test_what_the_program_accepts_fits_the_schema(text: str) -> None:
    assert validated(text).findings == ()
    for load in (as_typed, as_resolved):
        assert [e.message for e in validator("department-year").iter_errors(load(text))] == []


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "text",
    [
        "部们: {}",
        "收入: {事业收入: 1}",
        "收入: [1]",
        "收入: 5",
        "部门: 某局",
        "项目: {名称: 甲}",
        "项目: 甲",
        "收入: {事业: １２}",
        "收入: {事业: {决算: １２}}",
        "收入: {事业: 12万}",
        "收入: {事业: '308,7700.00'}",
        "收入: {事业: [1]}",
        "收入: {事业: yes}",
        "车辆: {实有: 1.5}",
        "车辆: {实有: -1}",
        "车辆: {实有: ３}",
        "口径: 局",
        "金额单位: 千元",
        "年度: 20",
        "格式版本: 2",
        "项目: [{阶段: [自评]}]",
        "机构: {下属单位: [{类型: 事业单位}]}",
        "机构: {下属单位: [某站]}",
        "部门: {全称: [甲]}",
        "已公布: {收入: [1]}",
        "已公布: 甲",
        "基本支出: {人员经费: {科目: [[甲]]}}",
    ],
)
def test_what_the_program_refuses_does_not_fit_the_schema(text: str) -> None:
    assert validated(text).findings != ()
    for load in (as_typed, as_resolved):
        assert not validator("department-year").is_valid(load(text))


@pytest.mark.parametrize(
    "text", ["标题: 甲", "选项: [甲]", "数字: {万元: {小数: 二}}", "数字: [1]"]
)
def test_a_wrong_template_does_not_fit_its_schema(text: str) -> None:
    assert not validator("template").is_valid(as_resolved(text))
