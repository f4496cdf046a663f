"""Consoles that are not UTF-8, as Chinese Windows has them: nothing that is said raises there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"
BEYOND_GBK = "∕✓㎏𠮷"


def drafter(encoding: str, *arguments: object, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own, whose streams refuse what they cannot encode."""
    command = [sys.executable, "-c", "from drafter.cli import run; run()"]
    environment = {**os.environ, "PYTHONIOENCODING": f"{encoding}:strict", "PYTHONUTF8": "0"}
    return subprocess.run(
        [*command, *map(str, arguments)], cwd=cwd, env=environment, capture_output=True, check=False
    )


def input_in(folder: Path, *, with_fault: bool = True) -> Path:
    """Return an input as Notepad saves it, with a fault at words that GBK does not have."""
    path = folder / "我 局" / "档案馆【2020】 ≥.yaml"
    path.parent.mkdir()
    text = MINIMAL.read_text(encoding="utf-8")
    if with_fault:
        text = text.replace("支出:", f"支出:\n  {BEYOND_GBK}: 1", 1)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    return path


@pytest.mark.parametrize("encoding", ["gbk", "cp437"])
@pytest.mark.parametrize("command", ["check", "render", "go"])
def test_a_finding_with_any_character_is_shown(command: str, encoding: str, tmp_path: Path) -> None:
    path = input_in(tmp_path)
    target = path.parent if command == "go" else path
    done = drafter(encoding, command, target, cwd=tmp_path)
    said = done.stderr.decode(encoding)
    assert done.returncode == 1, said
    assert "Traceback" not in said
    assert "JS-032" in said
    if encoding == "gbk":
        assert "档案馆【2020】 ≥.yaml" in said
        assert "不认识的字段“支出." in said
        assert r"\u2713" in said
        assert "㎏" in said


def test_what_goes_to_standard_output_is_shown_too(tmp_path: Path) -> None:
    """Of the two streams only this one is strict by itself."""
    path = input_in(tmp_path)
    done = drafter("gbk", "check", path, "--format", "github", cwd=tmp_path)
    assert done.returncode == 1, done.stderr.decode("gbk")
    assert r"\u2713" in done.stdout.decode("gbk")


@pytest.mark.parametrize("command", ["render", "go"])
def test_a_report_is_written_all_the_same(command: str, tmp_path: Path) -> None:
    path = input_in(tmp_path, with_fault=False)
    target = path.parent if command == "go" else path
    done = drafter("gbk", command, target, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode("gbk")
    assert "已生成" in done.stderr.decode("gbk")
    assert [p.name for p in tmp_path.rglob("*.docx")] == ["示例县档案馆2020年度单位决算.docx"]


@pytest.mark.parametrize("arguments", [["--help"], ["go", "--help"], ["rules"], ["go", "无此 夹"]])
def test_help_and_lists_are_shown(arguments: list[str], tmp_path: Path) -> None:
    done = drafter("gbk", *arguments, cwd=tmp_path)
    assert done.returncode == (2 if "无此 夹" in arguments else 0)
    assert "Traceback" not in (done.stdout + done.stderr).decode("gbk")


def test_an_input_in_gbk_is_told_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "档案馆.yaml"
    path.write_bytes(MINIMAL.read_text(encoding="utf-8").encode("gbk", "replace"))
    done = drafter("gbk", "go", tmp_path, cwd=tmp_path)
    assert done.returncode == 1
    assert "UTF-8" in done.stderr.decode("gbk")
    assert list(tmp_path.glob("*.docx")) == []


@pytest.mark.parametrize("command", [["check", "dept.yaml"], ["batch", "dept.yaml", "-o", "out"]])
def test_where_names_cannot_be_chinese_it_is_said_what_to_set(
    command: list[str], tmp_path: Path
) -> None:
    text = MINIMAL.read_text(encoding="utf-8")
    units = "单位文件: [甲.yaml]\n" if command[0] == "check" else ""
    (tmp_path / "dept.yaml").write_text(f"{units}{text}", encoding="utf-8")
    environment = {**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-c", "from drafter.cli import run; run()", *command],
        cwd=tmp_path,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode()
    assert "PYTHONUTF8=1" in said
    assert "Traceback" not in said
    assert done.returncode == 4
