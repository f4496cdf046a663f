"""`drafter new` as a user calls it."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from sampling import sampled
from typer.testing import CliRunner, Result

from drafter.cli.app import app
from drafter.schemas import schema_text

SCHEMA = "department-year.schema.json"


def new(*arguments: object) -> Result:
    typed = [str(argument) for argument in arguments]
    named = [] if "-t" in typed else ["-t", "sichuan-final-accounts"]
    return CliRunner().invoke(app, ["new", *typed, *named])


def test_a_starter_and_its_schema_are_written(tmp_path: Path) -> None:
    path = tmp_path / "我馆.yaml"
    result = new(path)
    assert result.exit_code == 0
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={SCHEMA}"
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == schema_text("department-year")
    assert result.stderr.splitlines() == [
        f"已写出 {path} 和 {tmp_path / SCHEMA}（供编辑器补全）",
        f"还要填什么：drafter check {path} --missing",
    ]


def test_an_existing_input_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("年度: 2020\n", encoding="utf-8")
    result = new(path)
    assert result.exit_code == 4
    assert "已存在" in result.stderr
    assert path.read_text(encoding="utf-8") == "年度: 2020\n"
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.exhaustive
@pytest.mark.parametrize("call", [1, 2])
def test_a_full_disk_leaves_neither_the_starter_nor_its_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    calls = iter(range(1, 9))

    def fsync(_: int) -> None:
        if next(calls) == call:
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fsync)
    result = new(tmp_path / "a.yaml")
    assert result.exit_code == 4
    assert "磁盘已满" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("own", sampled(["笔记", '{"title": "别的"}', '["部门年度数据"]'], 3))
def test_somebody_elses_file_in_the_place_of_the_schema_stays(tmp_path: Path, own: str) -> None:
    (tmp_path / SCHEMA).write_text(own, encoding="utf-8")
    result = new(tmp_path / "a.yaml")
    assert result.exit_code == 0
    assert "没有覆盖" in result.stderr
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == own


@pytest.mark.exhaustive
def test_an_older_schema_of_ours_is_renewed(tmp_path: Path) -> None:
    (tmp_path / SCHEMA).write_text(json.dumps({"title": "部门年度数据"}), encoding="utf-8")
    assert new(tmp_path / "a.yaml").exit_code == 0
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == schema_text("department-year")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-t", "没有"], "没有模板“没有”"),
        (["--option", "具体情况"], "应写成 选项=取值"),
        (["--option", "具体情况=款"], "不能取“款”"),
    ],
)
def test_wrong_use_writes_nothing(tmp_path: Path, arguments: list[str], words: str) -> None:
    result = new(tmp_path / "a.yaml", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_another_suffix_is_wrong_use(tmp_path: Path) -> None:
    result = new(tmp_path / "a.docx")
    assert result.exit_code == 2
    assert "应以 .yaml 结尾" in result.stderr


def test_a_missing_folder_is_an_output_fault(tmp_path: Path) -> None:
    result = new(tmp_path / "没有" / "a.yaml")
    assert result.exit_code == 4
    assert "文件夹" in result.stderr


def test_a_template_of_ones_own_can_be_named_by_its_folder(tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parents[2] / "templates" / "sichuan-final-accounts"
    result = new(tmp_path / "a.yaml", "-t", folder, "--option", "具体情况=项")
    assert result.exit_code == 0
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert f"  - 模板: {folder}\n" in text
    assert "      具体情况: 项  #" in text
