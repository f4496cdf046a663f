"""Files that LibreOffice has saved: unedited ones say nothing, edited ones what they did."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from word_edits import CASES, EXAMPLES, check, edited, rendered, said, verified

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
EXAMPLE_NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
WAYS = ("docx", "odt")


def converted(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Return the folders of the files saved by LibreOffice as .docx, and by way of .odt."""
    source = folder / "source"
    source.mkdir()
    for name, blob in files.items():
        (source / f"{name}.docx").write_bytes(blob)
    _soffice(folder, "docx", source, folder / "docx")
    _soffice(folder, "odt", source, folder / "odt")
    _soffice(folder, "docx", folder / "odt", folder / "odt")
    return {way: folder / way for way in WAYS}


def _soffice(folder: Path, kind: str, source: Path, target: Path) -> None:
    others = {"docx": ".docx", "odt": ".docx"} if source.name == "source" else {"docx": ".odt"}
    files = [str(path) for path in sorted(source.glob(f"*{others[kind]}"))]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(target)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    files = {name: rendered(name) for name in EXAMPLE_NAMES}
    return converted(files, tmp_path_factory.mktemp("examples"))


@pytest.fixture(scope="module")
def edits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    files = {name: edited(case.edit) for name, case in CASES.items()}
    return converted(files, tmp_path_factory.mktemp("edits"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_an_unedited_example_says_nothing(
    name: str, way: str, examples: dict[str, Path], tmp_path: Path
) -> None:
    found = verified((examples[way] / f"{name}.docx").read_bytes(), tmp_path, name)
    assert said(found.findings) == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", CASES)
def test_an_edit_is_told_whoever_saved_it(
    name: str, way: str, edits: dict[str, Path], tmp_path: Path
) -> None:
    found = verified((edits[way] / f"{name}.docx").read_bytes(), tmp_path)
    check(CASES[name], found.findings)
