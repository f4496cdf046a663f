"""The documents of the project: links lead somewhere, commands exist, examples are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from drafter.cli.app import app
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
