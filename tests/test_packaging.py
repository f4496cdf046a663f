"""The wheel as users get it: built from the sdist, installed alone, used outside the checkout."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build sdist, then the wheel from it, as an index would."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", folder, ROOT], check=True)
    return folder


@pytest.fixture(scope="module")
def command(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a fresh environment; return its `drafter` command."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=True)
    binaries = folder / ("Scripts" if sys.platform == "win32" else "bin")
    wheel = next(built.glob("*.whl"))
    subprocess.run([binaries / "python", "-m", "pip", "install", "-q", wheel], check=True)
    return binaries / "drafter"


def test_the_wheel_carries_templates_schemas_and_examples(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    for folder in ("templates", "schemas", "example_inputs"):
        shipped = {
            f"drafter/_data/{path.relative_to(ROOT)}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file()
        }
        assert shipped
        assert shipped <= names
    assert "drafter/data/terms.yaml" in names
    assert "drafter/py.typed" in names
    assert not any(name.startswith("tests/") for name in names)


def test_the_sdist_carries_the_tests(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = sdist.getnames()
    assert any(name.endswith("tests/test_packaging.py") for name in names)


UNFINISHED = {"yongchang-2021"}
"""Examples of which more was never published: they are drafts."""


def test_the_installed_command_renders_the_examples(command: Path, tmp_path: Path) -> None:
    for example in sorted((ROOT / "example_inputs").glob("*.yaml")):
        source = tmp_path / example.name
        source.write_bytes(example.read_bytes())
        draft = ["--draft"] if example.stem in UNFINISHED else []
        done = subprocess.run(
            [command, "render", example.name, "-o", f"{example.stem}.docx", *draft],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert zipfile.is_zipfile(tmp_path / f"{example.stem}.docx")


def test_the_installed_package_gives_the_same_report(command: Path, tmp_path: Path) -> None:
    from drafter.pipeline import make, read_input

    example = ROOT / "example_inputs" / "miyi-2020.yaml"
    arguments = [str(command), "render", str(example), "-o", str(tmp_path / "a.docx")]
    subprocess.run(arguments, check=True, capture_output=True)
    outcome = make(read_input(example), "sichuan-final-accounts")
    assert outcome.rendered is not None
    assert (tmp_path / "a.docx").read_bytes() == outcome.rendered.document
