"""The rendered examples as an office program lays them out: a smoke test of pages."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from comments import comments_of

from drafter.pipeline import make, make_all, read_input
from drafter.review.copies import Reviewed, draft_copy, review_copy

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


PAGES = [("miyi-2020", 24, 40), ("minimal", 6, 14), ("panzhihua-2020", 36, 52)]


@pytest.mark.parametrize(("name", "least", "most"), PAGES)
def test_an_example_converts_to_a_plausible_number_of_pages(
    name: str, least: int, most: int, tmp_path: Path
) -> None:
    assert least <= pages_of(example(name, tmp_path)) <= most


def example(name: str, folder: Path) -> Path:
    """Return the report of an example as a file."""
    outcome = make(read_input(ROOT / "example_inputs" / f"{name}.yaml"), "sichuan-final-accounts")
    assert outcome.rendered is not None
    document = folder / f"{name}.docx"
    document.write_bytes(outcome.rendered.document or b"")
    return document


def converted(document: Path, to: str) -> Path:
    """Return the file that an office program makes of a document."""
    folder = document.parent / to
    profile = f"-env:UserInstallation=file://{document.parent}/profile"
    options = [profile, "--headless", "--convert-to", to, "--outdir", str(folder)]
    convert = ["soffice", *options, str(document)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    return folder / f"{document.stem}.{to}"


def pages_of(document: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", converted(document, "pdf").read_bytes()))


def reviewed(name: str) -> Reviewed:
    made = make_all(ROOT / "example_inputs" / f"{name}.yaml")
    (outcome,) = made.outcomes
    assert outcome.rendered is not None
    assert made.source.tree is not None
    return Reviewed(outcome.rendered, made.told_of(outcome), made.source.tree, "万元")


def test_comments_come_through_an_office_program_at_their_words(tmp_path: Path) -> None:
    document = tmp_path / "审阅.docx"
    document.write_bytes(review_copy(reviewed("minimal"), draft=True))
    before = comments_of(document.read_bytes())
    after = comments_of(converted(document, "docx").read_bytes())
    assert len(before) > 40
    assert [(c.words, c.text) for c in after] == [(c.words, c.text) for c in before]


def test_the_mark_of_a_draft_is_on_every_page_and_moves_none(tmp_path: Path) -> None:
    report = reviewed("minimal")
    plain, draft = tmp_path / "正式.docx", tmp_path / "草稿.docx"
    plain.write_bytes(report.rendered.document or b"")
    draft.write_bytes(draft_copy(report))
    assert pages_of(draft) == pages_of(plain)
    text = ["pdftotext", "-layout", str(tmp_path / "pdf" / "草稿.pdf"), "-"]
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    pages = subprocess.run(text, check=True, capture_output=True, encoding="utf-8").stdout
    assert [page.count("草稿") for page in pages.split("\f")[:-1]] == [1] * pages_of(plain)


def test_charts_are_read_with_their_numbers(tmp_path: Path) -> None:
    text = converted(example("panzhihua-2020", tmp_path), "odt").read_bytes()
    with zipfile.ZipFile(io.BytesIO(text)) as archive:
        names = [
            name for name in archive.namelist() if re.fullmatch(r"Object \d+/content.xml", name)
        ]
        charts = [archive.read(name).decode() for name in names]
    assert len(charts) == 7
    for numbers in (("3536.25", "4619.3"), ("3185.87", "743.52", "0.38"), ("6.77", "1.3")):
        assert any(all(f'office:value="{n}"' in c for n in numbers) for c in charts), numbers
