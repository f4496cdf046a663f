"""The documents of the project: links lead somewhere, commands exist, examples are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from drafter.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
WANTED = {
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "design.md", "使用手册.md", "模板手册.md",
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
