"""The rendered examples as an office program lays them out: a smoke test of pages."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from drafter.pipeline import make, read_input

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


PAGES = [("miyi-2020", 24, 40), ("minimal", 6, 14), ("panzhihua-2020", 36, 52)]


def converted(name: str, ending: str, folder: Path) -> bytes:
    """Return an example's report as LibreOffice turns it into another format."""
    outcome = make(read_input(ROOT / "example_inputs" / f"{name}.yaml"), "sichuan-final-accounts")
    assert outcome.rendered is not None
    document = folder / f"{name}.docx"
    document.write_bytes(outcome.rendered.document or b"")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    options = [profile, "--headless", "--convert-to", ending, "--outdir", str(folder)]
    convert = ["soffice", *options, str(document)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    return document.with_suffix(f".{ending}").read_bytes()


@pytest.mark.parametrize(("name", "least", "most"), PAGES)
def test_an_example_converts_to_a_plausible_number_of_pages(
    name: str, least: int, most: int, tmp_path: Path
) -> None:
    pages = len(re.findall(rb"/Type\s*/Page\b", converted(name, "pdf", tmp_path)))
    assert least <= pages <= most


def test_charts_are_read_with_their_numbers(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(converted("panzhihua-2020", "odt", tmp_path))) as archive:
        names = [
            name for name in archive.namelist() if re.fullmatch(r"Object \d+/content.xml", name)
        ]
        charts = [archive.read(name).decode() for name in names]
    assert len(charts) == 7
    for numbers in (("3536.25", "4619.3"), ("3185.87", "743.52", "0.38"), ("6.77", "1.3")):
        assert any(all(f'office:value="{n}"' in c for n in numbers) for c in charts), numbers
