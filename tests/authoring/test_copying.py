"""`drafter template new`: a template of one's own from another one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from drafter import shelves
from drafter.cli.app import app
from drafter.resources import template_folders
from drafter.schemas import schema_text
from drafter.template.manifest_file import load_manifest

SOURCE = "hunan-overall-evaluation"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(shelves.VARIABLE, raising=False)
    return tmp_path


def new(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["template", "new", *map(str, arguments)])


def test_a_copy_has_its_own_id_and_keeps_everything_else(here: Path) -> None:
    done = new("我县评价", "--from", SOURCE)
    assert done.exit_code == 0, done.stderr
    folder, source = here / "模板" / "我县评价", template_folders()[SOURCE]
    assert (folder / "report.docx").read_bytes() == (source / "report.docx").read_bytes()
    old = (source / "template.yaml").read_text(encoding="utf-8")
    wanted = old.replace("标识: hunan-overall-evaluation", "标识: 我县评价")
    wanted = wanted.replace("../../schemas/", "")
    assert (folder / "template.yaml").read_text(encoding="utf-8") == wanted
    for name in ("template", "indicators"):
        assert (folder / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name)
    assert shelves.places("我县评价")[0].folder == Path("模板/我县评价")
    assert "drafter template check 我县评价" in done.stderr


def test_the_name_is_changed_where_one_is_given(here: Path) -> None:
    new("甲", "--from", SOURCE, "--name", "我县: 评价报告")
    read = load_manifest(here / "模板/甲/template.yaml", "a")
    assert read.manifest is not None
    assert (read.manifest.id, read.manifest.title) == ("甲", "我县: 评价报告")


def test_line_ends_of_the_description_stay(here: Path) -> None:
    new("甲", "--from", SOURCE)
    path = here / "模板/甲/template.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    new("乙", "--from", "甲")
    blob = (here / "模板/乙/template.yaml").read_bytes()
    assert blob.count(b"\r\n") == blob.count(b"\n") > 10
    assert "标识: 乙\r\n".encode() in blob


def test_nothing_is_overwritten(here: Path) -> None:
    folder = here / "模板" / "甲"
    folder.mkdir(parents=True)
    done = new("甲", "--from", SOURCE)
    assert done.exit_code == 4
    assert "没有覆盖" in done.stderr
    assert list(folder.iterdir()) == []


def test_it_goes_to_the_shelf_of_the_office_or_where_it_is_sent(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = new("甲", "--from", SOURCE, "-o", "别处")
    assert (here / "别处" / "甲" / "report.docx").is_file()
    assert "别处 不在找模板的文件夹里" in done.stderr
    # An empty entry is no shelf.
    monkeypatch.setenv(shelves.VARIABLE, f"{os.pathsep} {os.pathsep}{here / '共用'}")
    assert new("甲", "--from", SOURCE).exit_code == 0
    assert (here / "共用" / "甲" / "report.docx").is_file()
    assert "也有一个" in new("甲", "--from", SOURCE, "-o", "模板", "--name", "另一个").stderr


@pytest.mark.parametrize("name", ["a/b", "..", "a ", "x:y", ""])
def test_an_id_must_be_the_name_of_a_folder(here: Path, name: str) -> None:
    assert new(name, "--from", SOURCE).exit_code == 2
    assert list(here.iterdir()) == []


def test_a_source_that_cannot_be_read_is_not_copied(here: Path) -> None:
    new("甲", "--from", SOURCE)
    path = here / "模板/甲/template.yaml"
    path.write_text("标识: [", encoding="utf-8")
    done = new("乙", "--from", "甲")
    assert done.exit_code != 0
    assert "没有复制" in done.stderr
    assert not (here / "模板/乙").exists()
    path.unlink()
    assert new("丙", "--from", here / "模板/甲").exit_code != 0
