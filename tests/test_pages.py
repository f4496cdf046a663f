"""The rendered examples as an office program lays them out: a smoke test of pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from drafter.pipeline import make, read_input

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.mark.parametrize(("name", "least", "most"), [("miyi-2020", 24, 40), ("minimal", 6, 14)])
def test_an_example_converts_to_a_plausible_number_of_pages(
    name: str, least: int, most: int, tmp_path: Path
) -> None:
    outcome = make(read_input(ROOT / "example_inputs" / f"{name}.yaml"), "sichuan-final-accounts")
    assert outcome.rendered is not None
    document = tmp_path / f"{name}.docx"
    document.write_bytes(outcome.rendered.document or b"")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    options = [profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    convert = ["soffice", *options, str(document)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    pages = len(re.findall(rb"/Type\s*/Page\b", document.with_suffix(".pdf").read_bytes()))
    assert least <= pages <= most
