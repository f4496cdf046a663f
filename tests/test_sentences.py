"""Sentences of the report under every option and with every section taken away: no debris."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from plain_inputs import Data, example, plain, typed

from drafter.pipeline import make, read_input
from drafter.template.package import parse, qn, read_package
from drafter.template.projection import project
from drafter.template.sites import text_of

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "sichuan-final-accounts"
DEBRIS = re.compile(
    r"[，、；：。]{2,}|“”|《》|（）|\{\{|\}\}|\{%|%\}|None|nan|增长-|下降-|增加-|减少-|--|的。|是。|于。"
)
EXAMPLES = ("miyi-2020", "minimal")
WITH_OPTIONS = (*EXAMPLES, "panzhihua-2020")
SECTIONS = (
    "职能", "重点工作", "机构", "人员", "车辆", "收入", "支出", "结转结余", "收支总计",
    "财政拨款收支总计", "一般公共预算财政拨款支出", "政府性基金预算财政拨款支出", "基本支出",
    "三公经费", "机关运行经费", "政府采购", "国有资产", "绩效管理", "项目", "整体评价", "项目评价",
)  # fmt: skip


def paragraphs(document: bytes) -> list[str]:
    root = parse(read_package(document).parts["word/document.xml"])
    return [text_of(p) for p in root.iter(qn("p"))]


def debris(tmp_path: Path, data: object) -> list[str]:
    """Return the paragraphs of the draft made of the data that have something wrong in them."""
    path = tmp_path / "a.yaml"
    path.write_text(typed(data), encoding="utf-8")
    outcome = make(read_input(path), TEMPLATE)
    assert not any(f.id.startswith("MB-") for f in outcome.findings), outcome.findings
    assert outcome.rendered is not None
    found = paragraphs(outcome.rendered.document or b"")
    assert found
    return [words for words in found if DEBRIS.search(words)]


def choices() -> Iterator[dict[str, str]]:
    """Yield each choice of each option of the template that is not its default."""
    manifest = ROOT / "templates" / TEMPLATE / "template.yaml"
    options = plain(manifest)["选项"]
    for name, option in options.items():
        for choice in option["取值"]:
            if choice != option["默认"]:
                yield {name: choice}


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", WITH_OPTIONS)
@pytest.mark.parametrize("option", list(choices()), ids=lambda o: "-".join(*o.items()))
def test_every_option_reads_well(name: str, option: dict[str, str], tmp_path: Path) -> None:
    data = example(name) | {"报告": [{"模板": TEMPLATE, "选项": option}]}
    assert debris(tmp_path, data) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize(("name", "section"), list(itertools.product(EXAMPLES, SECTIONS)))
def test_a_section_that_is_none_leaves_no_debris(name: str, section: str, tmp_path: Path) -> None:
    assert debris(tmp_path, example(name) | {section: "无"}) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize(("name", "section"), list(itertools.product(EXAMPLES, SECTIONS)))
def test_a_section_that_is_missing_gives_a_draft(name: str, section: str, tmp_path: Path) -> None:
    data = example(name)
    data.pop(section, None)
    assert debris(tmp_path, data) == []


def leaves(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for step, inner in items:
        yield from leaves(inner, (*path, step))
    if isinstance(data, str) and path[0] in (*SECTIONS, "部门预算"):
        yield path


def with_value(data: Data, paths: Iterable[tuple[str | int, ...]], value: str) -> Data:
    """Return the data with one value at each of the paths."""
    changed = deepcopy(data)
    for path in paths:
        node: Any = changed
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value
    return changed


def of_each_shape(data: Data, value: str) -> list[tuple[str | int, ...]]:
    """Return a leaf of each field: rows of one list are alike, the first stands for all."""
    first: dict[tuple[str, ...], tuple[str | int, ...]] = {}
    for path in leaves(data):
        node: Any = data
        for step in path:
            node = node[step]
        if value != "0" or re.fullmatch(r"[\d.,]+", node):
            first.setdefault(tuple(step for step in path if isinstance(step, str)), path)
    return list(first.values())


TOGETHER = 8
"""Fields changed in one rendering: far from each other in the input, so none hides another."""


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["miyi-2020", "panzhihua-2020"])
@pytest.mark.parametrize("value", ["无", "0"])
def test_no_field_leaves_debris(name: str, value: str, tmp_path: Path) -> None:
    """Each leaf of the example is 无, each amount 0; a few at a time."""
    data = example(name)
    paths = of_each_shape(data, value)
    assert len(paths) > 40
    step = len(paths) // TOGETHER
    found: dict[str, list[str]] = {}
    for start in range(step):
        batch = paths[start::step]
        if debris(tmp_path, with_value(data, batch, value)):
            alone = {path: debris(tmp_path, with_value(data, [path], value)) for path in batch}
            wrong = {str(path): words for path, words in alone.items() if words}
            found.update(wrong or {str(batch): ["only together"]})
    assert found == {}


_HEADING = re.compile(r"\[heading (\d)\] (.*)")


def lonely(tmp_path: Path, data: object) -> list[str]:
    """Return the headings with nothing under them: another one, an annex or the end follows."""
    path = tmp_path / "a.yaml"
    path.write_text(typed(data), encoding="utf-8")
    rendered = make(read_input(path), TEMPLATE).rendered
    assert rendered is not None
    assert rendered.document is not None
    lines = project(read_package(rendered.document)).splitlines()
    found = []
    for line, after in itertools.pairwise(lines):
        heading, below = _HEADING.match(line), _HEADING.match(after)
        ends = after.startswith(("--- ", "=== ")) or (
            after.startswith("[附件编号") and heading is not None and heading[1] != "1"
        )
        if heading and (ends or (below and below[1] <= heading[1])):
            found.append(heading[2])
    return found


LONELY = [
    None,
    "职能",
    "重点工作",
    "部门预算",
    "国有资产",
    "绩效管理",
    "项目",
    "整体评价",
    "项目评价",
]


@pytest.mark.exhaustive
@pytest.mark.parametrize("section", LONELY)
@pytest.mark.parametrize("name", WITH_OPTIONS)
def test_no_heading_stands_alone(name: str, section: str | None, tmp_path: Path) -> None:
    assert lonely(tmp_path, example(name) | ({} if section is None else {section: "无"})) == []


@pytest.mark.parametrize("name", ["miyi-2020", "panzhihua-2020"])
def test_an_annex_of_nothing_says_so_under_each_heading(name: str, tmp_path: Path) -> None:
    data = example(name)
    data["职能"] = {"概述": "无", "条目": "无"}
    data["整体评价"] = dict.fromkeys(data["整体评价"], "无")
    kept = {"项目", "名称"}
    data["项目评价"] = [
        {k: v if k in kept else "无" for k, v in row.items()} for row in data["项目评价"]
    ]
    assert lonely(tmp_path, data) == []
    assert debris(tmp_path, data) == []


def test_a_lonely_heading_would_be_seen(tmp_path: Path) -> None:
    data = example("minimal")
    data["重点工作"] = ""
    assert lonely(tmp_path, data) == []  # the gap is under it
    rows = ["[heading 2] 一、甲", "[heading 2] 二、乙"]
    assert [bool(_HEADING.match(row)) for row in rows] == [True, True]


def test_debris_would_be_seen(tmp_path: Path) -> None:
    data = example("minimal") | {"重点工作": "全年完成，。各项任务"}
    assert debris(tmp_path, data) == ["全年完成，。各项任务"]
