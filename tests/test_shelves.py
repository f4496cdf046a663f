"""Where templates are found by their ids, and what is said where there are several."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from drafter import shelves
from drafter.cli.app import app
from drafter.pipeline import make_all
from drafter.resources import root, template_folders

NAME = "project-self-evaluation"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no shelf named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(shelves.VARIABLE, raising=False)
    return tmp_path


def put(folder: Path, source: str = NAME) -> Path:
    """Copy a template, with a description that no other copy has."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(template_folders()[source], folder)
    with (folder / "template.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f"# {folder}\n")
    return folder


def ids(beside: Path | None = None) -> list[str]:
    return [one.id for one in shelves.known(beside)]


@pytest.mark.parametrize("shelf", shelves.NAMES)
def test_templates_in_the_current_folder_and_beside_the_input_are_found(
    here: Path, shelf: str
) -> None:
    put(here / shelf / "本县")
    put(here / "数据" / shelf / "本局")
    (here / shelf / "没有说明的文件夹").mkdir()
    shipped = sorted(template_folders())
    assert ids() == ["本县", *shipped]
    assert ids(here / "数据") == ["本局", "本县", *shipped]
    assert [one.shown_as for one in shelves.places("本县")] == [f"{shelf}/本县"]
    assert shelves.places("本局") == []


def test_the_variable_names_several_folders_and_those_that_are_gone_are_told(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("甲", "乙"):
        put(here / f"库{name}" / name)
    folders = [str(here / name) for name in ("库甲", "不在", "库乙")]
    monkeypatch.setenv(shelves.VARIABLE, os.pathsep.join(folders))
    assert ids()[:2] == ["甲", "乙"]
    assert shelves.missing_shelves() == [str(here / "不在")]
    done = CliRunner().invoke(app, ["template", "list"])
    assert f"{here / '不在'} 不是文件夹" in done.stderr
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("甲 ")]
    assert line.endswith(str(here / "库甲"))
    assert sum(line.endswith(shelves.SHIPPED) for line in done.stdout.splitlines()) == len(
        template_folders()
    )
    listed = json.loads(CliRunner().invoke(app, ["template", "list", "--format", "json"]).stdout)
    assert {one["id"]: one["origin"] for one in listed}["乙"] == str(here / "库乙")


def test_what_is_nearest_is_meant_and_the_others_are_told(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(here / "共用" / NAME)
    put(here / "数据" / "模板" / NAME)
    monkeypatch.setenv(shelves.VARIABLE, str(here / "共用"))
    found = [one.folder for one in shelves.places(NAME, here / "数据")]
    assert found == [here / "数据/模板" / NAME, here / "共用" / NAME, template_folders()[NAME]]
    done = CliRunner().invoke(app, ["template", "show", NAME])
    assert f"模板“{NAME}”有 2 处，用的是 {(here / '共用' / NAME).as_posix()}" in done.stderr
    assert f"文件夹  {(here / '共用' / NAME).as_posix()}" in done.stdout
    assert f"模板“{NAME}”有几处" in CliRunner().invoke(app, ["template", "list"]).stderr


def test_copies_that_do_not_differ_are_one_template(here: Path) -> None:
    shutil.copytree(root() / "templates", here / "templates")
    assert [one.shown_as for one in shelves.places(NAME)] == [f"templates/{NAME}"]
    assert ids() == sorted(template_folders())
    assert "有 2 处" not in CliRunner().invoke(app, ["template", "show", NAME]).stderr
    with (here / "templates" / NAME / "report.docx").open("ab") as stream:
        stream.write(b"x")
    assert len(shelves.places(NAME)) == 2


def test_one_folder_met_in_two_ways_is_one_template(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(here / "模板" / "本县")
    monkeypatch.setenv(shelves.VARIABLE, str(here / "模板"))
    assert len(shelves.places("本县", here)) == 1
    monkeypatch.setenv(shelves.VARIABLE, str(root() / "templates"))
    assert ids() == ["本县", *sorted(template_folders())]


@pytest.mark.parametrize("name", ["", ".", "..", "模板/本县", "../本县", "a\\b", "a:b"])
def test_a_way_is_no_id(name: str) -> None:
    assert not shelves.is_id(name)


def test_a_folder_by_its_way_is_looked_for_beside_the_input_only_where_that_names_it(
    here: Path,
) -> None:
    put(here / "数据" / "本局")
    assert [one.shown_as for one in shelves.places("本局", here / "数据")] == ["本局"]
    assert shelves.places("本局", here / "数据", typed=True) == []


def test_an_input_names_a_template_beside_it_and_a_second_one_is_warned_of(here: Path) -> None:
    example = (root() / "example_inputs" / "minimal.yaml").read_text(encoding="utf-8")
    source = here / "数据" / "a.yaml"
    put(here / "数据" / "模板" / "本县", "sichuan-final-accounts")
    source.write_text(example.replace("sichuan-final-accounts", "本县"), encoding="utf-8")
    made = make_all(source)
    assert [outcome.folder for outcome in made.outcomes] == [source.parent / "模板" / "本县"]
    assert made.findings == ()
    put(here / "templates" / "本县", "sichuan-final-accounts")
    (finding,) = make_all(source).findings
    assert (finding.id, finding.where.line) == ("JS-909", 7)
    assert f"{(source.parent / '模板' / '本县').as_posix()}、templates/本县" in finding.message


def test_the_prompt_finds_a_template_beside_the_input(here: Path) -> None:
    (here / "数据").mkdir()
    source = here / "数据" / "a.yaml"
    shutil.copy(root() / "example_inputs" / "minimal.yaml", source)
    put(here / "数据" / "模板" / "本县", "sichuan-final-accounts")
    done = CliRunner().invoke(app, ["check", str(source), "-t", "本县"])
    assert (done.exit_code, done.stderr) == (0, "没有问题\n")
    done = CliRunner().invoke(app, ["check", str(source), "-t", "别县"])
    assert done.exit_code == 2
    assert "现有模板：本县、gansu" in done.stderr
