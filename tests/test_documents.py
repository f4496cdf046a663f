"""The documents of the project: links lead somewhere, commands exist, examples are true."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from drafter.cli.app import app
from drafter.diagnostics import Diagnostic, Location, Severity, as_json
from drafter.resources import template_folders
from drafter.template.manifest_file import load_manifest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
WANTED = {
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "design.md", "使用手册.md", "模板手册.md",
    "规则手册.md",
}  # fmt: skip


def test_the_documents_are_there() -> None:
    assert {path.name for path in DOCUMENTS} >= WANTED


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_named_commands_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for command in set(re.findall(r"(?:`|&& |^\$ )drafter ([a-z]+)", text, re.MULTILINE)):
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0, command


def test_the_readme_begins_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    render = (
        "python3 -m pip install . && drafter render example_inputs/miyi-2020.yaml -o 米易-2020.docx"
    )
    test = 'python3 -m pip install -e ".[dev]" && python3 -m pytest'
    assert render in text.splitlines()
    assert test in text.splitlines()


def test_the_changelog_knows_the_version() -> None:
    from drafter import __version__

    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Unreleased" in text or f"## {__version__}" in text


def test_the_findings_in_the_readme_are_what_the_command_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "example_inputs" / "minimal.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("项目支出: 6.00", "项目支出: 7.00"),
        ("其他: 无", "其它: 无"),
        ("退休: 2", "退休:"),
    ):
        text = text.replace(old, new, 1)
    (tmp_path / "档案馆.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(app, ["check", "档案馆.yaml"]).stderr
    assert f"$ drafter check 档案馆.yaml\n{said}```" in (ROOT / "README.md").read_text(
        encoding="utf-8"
    )


def test_the_starter_in_the_manual_says_what_the_command_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(app, ["new", "我局2020.yaml", "-t", "sichuan-final-accounts"]).stderr
    assert f"```\n{said}```" in manual
    missing = CliRunner().invoke(app, ["check", "我局2020.yaml", "--missing"]).stderr
    assert f"```\n{missing.partition('【正文】')[0]}……" in manual


def test_the_first_report_in_the_manual_comes_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(*arguments: str) -> str:
        return CliRunner().invoke(app, list(arguments)).stderr

    def told(output: str, mark: str) -> str:
        """Return what the manual shows of an output: its first line, and all from a mark on."""
        head, found, rest = output.partition(mark)
        return f"```\n{head.splitlines()[0]}\n……\n{found}{rest}```"

    manual = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
    minimal = str(ROOT / "example_inputs" / "minimal.yaml")
    monkeypatch.chdir(tmp_path)
    Path("我局").mkdir()
    said("export", minimal, "-o", "我局/决算.xlsx")
    first = said("go", "我局", "-t", "sichuan-final-accounts")
    assert told(first, "决算.xlsx 已读成") in manual
    said("form", "-o", "我局/填报.xlsx", "--from", minimal)
    second = said("go", "我局")
    assert told(second, "决算.xlsx、填报.xlsx 已读进") in manual
    assert "已生成报告：我局/示例县档案馆2020年度单位决算.docx" in second


def test_the_manual_lists_every_option_with_its_choices() -> None:
    manual = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
    for folder in template_folders().values():
        found = load_manifest(folder / "template.yaml", "template.yaml").manifest
        assert found is not None
        for name, choices in found.options.items():
            first = found.defaults[name]
            others = [choice for choice in choices if choice != first]
            about = found.explanations[name]
            assert f"| {name} | {'、'.join([first, *others])} | {about} |" in manual


@pytest.mark.exhaustive
def test_the_first_steps_of_the_manual_can_be_walked_through_in_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
    chapter = manual.partition("### 2.1 ")[2].partition("### 2.6 ")[0]
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "example_inputs", "example_inputs")
    commands = "".join(re.findall(r"```sh\n(.*?)```", chapter, re.DOTALL)).splitlines()
    codes = {}
    for command in commands:
        program, *arguments = command.split()
        if program == "cp":
            shutil.copy(*arguments)
            continue
        # Not everybody has what lays reports out; what is written over is the same without.
        done = CliRunner().invoke(app, [a for a in arguments if a != "--pdf"])
        codes[command] = done.exit_code
        if command.startswith("drafter import 决算报表.xlsx"):
            assert done.stderr.partition("没有找到")[2] in chapter
        if command.startswith("drafter form "):  # “收回来”: as a colleague fills it
            book = load_workbook("填报表.xlsx")
            book["职能与重点工作"]["B6"] = "管理档案。"
            book.save("填报表.xlsx")
    faulty = {command for command, code in codes.items() if code}
    # What is still to be filled, and the error of the example that the manual speaks of.
    assert faulty == {
        "drafter check 我局2020.yaml --missing",
        "drafter import 决算报表.xlsx -o 我局2020读数.yaml -t sichuan-final-accounts",
        "drafter import 填报表.xlsx --into 我局2020读数.yaml",
    }
    assert set(codes.values()) == {0, 1}


def test_the_manual_lists_the_keys_of_findings_for_programs() -> None:
    manual = (ROOT / "docs" / "使用手册.md").read_text(encoding="utf-8")
    (row,) = json.loads(as_json([Diagnostic("JS-201", Severity.ERROR, "", Location("a"))]))
    listed = manual.partition("每条有 ")[2].partition("；没有问题就是")[0]
    assert re.findall(r"`(\w+)`", listed) == list(row)
