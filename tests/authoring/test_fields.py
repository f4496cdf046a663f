"""`drafter template fields -o`: a palette of fields with tags that can be copied as they are."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from drafter.authoring.fields import field_palette
from drafter.cli.app import app
from drafter.maintenance import check_template, loaded_template
from drafter.resources import template_folders
from drafter.template.package import parse, qn, read_package
from drafter.template.proofs import structure_problems

SICHUAN, HUNAN = "sichuan-final-accounts", "hunan-overall-evaluation"
LOOP = re.compile(r"\{% for (行\d*) in .*? %\}")


def fields(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["template", "fields", *map(str, arguments)])


def lines_of(blob: bytes) -> list[list[str]]:
    tables = Document(io.BytesIO(blob)).tables
    rows = [row for table in tables for row in list(table._tbl.iter(qn("tr")))[1:]]
    return [
        ["".join(t.text or "" for t in cell.iter(qn("t"))) for cell in row.iter(qn("tc"))]
        for row in rows
    ]


def palette_of(name: str) -> bytes:
    loaded = loaded_template(name).template
    assert loaded is not None
    blob = field_palette(loaded, loaded.manifest)
    assert blob is not None
    return blob


def in_loops(tags: list[str]) -> list[str]:
    """Return the tags as paragraphs, those of rows inside the loops that they belong to."""
    found, opened = list[str](), dict[str, str]()
    for tag in tags:
        loop = LOOP.match(tag)
        around, name = "", re.search(r"行\d*", tag if loop is None else tag.split(" in ")[1])
        wanted = name and name[0]
        while wanted in opened:
            around = opened[wanted] + around
            outer = re.search(r" in (行\d*)", opened[wanted])
            wanted = outer and outer[1]
        found.append(around + tag + "{% endfor %}" * around.count("{% for"))
        if loop is not None:
            opened[loop[1]] = loop[0]
    return found


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", [SICHUAN, HUNAN])
def test_every_tag_of_the_palette_is_without_a_fault(name: str, tmp_path: Path) -> None:
    tags = [line[1] for line in lines_of(palette_of(name))]
    assert len(tags) > 300
    folder = Path(shutil.copytree(template_folders()[name], tmp_path / "甲"))
    document = Document()
    for words in in_loops(tags):
        document.add_paragraph(words)
    document.save(str(folder / "report.docx"))
    faults = [f for f in check_template(str(folder), quick=True) if f.is_error]
    assert [f"{f.where.inside.tag} {f.message}" for f in faults] == []


def test_a_field_has_its_title_tag_unit_and_example() -> None:
    lines = lines_of(palette_of(SICHUAN))
    (total,) = [line for line in lines if line[1] == "{{ 收支总计|万元 }}"]
    assert total[0] == "收支总计"
    assert total[2:4] == ["万元", "4619.30"]
    assert any(line[:2] == ["全称", "{{ 部门.全称 }}"] for line in lines)
    start = next(n for n, line in enumerate(lines) if line[1].startswith("{% for 行 in 收入.列示 "))
    assert [line[1] for line in lines[start + 1 : start + 3]] == [
        "{{ 行|万元 }}",
        "{{ 行.名称 }}",
    ]


def test_scores_are_those_of_the_template_only() -> None:
    assert not any(line[1].startswith("{{ 评分.") for line in lines_of(palette_of(SICHUAN)))
    assert any(line[1].startswith("{{ 评分.") for line in lines_of(palette_of(HUNAN)))


def test_the_file_is_sound_and_the_same_each_time(tmp_path: Path) -> None:
    one, other = tmp_path / "a.docx", tmp_path / "b.docx"
    for path in (one, other):
        assert fields("-o", path, "--find", "接待").exit_code == 0
    assert one.read_bytes() == other.read_bytes()
    body = parse(read_package(one.read_bytes()).parts["word/document.xml"])
    assert list(structure_problems(body, tags_allowed=True)) == []
    assert 0 < len(lines_of(one.read_bytes())) < 60


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert fields("-o", tmp_path / "a.doc").exit_code == 2
    assert fields("-o", tmp_path / "a.docx", "--find", "没有这种词").exit_code == 2
    there = tmp_path / "b.docx"
    there.touch()
    assert fields("-o", there, "--find", "接待").exit_code == 4
    assert fields("-o", there, "--find", "接待", "--force").exit_code == 0
