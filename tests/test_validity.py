"""Rendered documents before an independent validator: nothing that the template had not."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from sampling import sampled

from drafter.pipeline import chosen_templates, make, make_all, read_input
from drafter.resources import template_folders
from drafter.review.copies import Reviewed, review_copy

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from openxml_audit import OpenXmlValidator

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "example_inputs").glob("*.yaml"), key=lambda path: path.stat().st_size)


def errors(document: Path) -> set[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = OpenXmlValidator().validate(str(document))
    return {f"{e.description} {e.part_uri}" for e in result.errors}


@pytest.mark.exhaustive
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda p: p.stem)
def test_rendering_adds_no_error(example: Path, tmp_path: Path) -> None:
    source = read_input(example)
    for name in chosen_templates(source):
        outcome = make(source, name)
        assert outcome.rendered is not None
        document = tmp_path / "a.docx"
        document.write_bytes(outcome.rendered.document or b"")
        assert errors(document) <= errors(template_folders()[name] / "report.docx")


@pytest.mark.parametrize("example", sampled(EXAMPLES, 5), ids=lambda p: p.stem)
def test_comments_and_marks_of_drafts_add_no_error(example: Path, tmp_path: Path) -> None:
    made = make_all(example)
    for name, outcome in zip(chosen_templates(made.source), made.outcomes, strict=True):
        assert outcome.rendered is not None
        assert made.source.tree is not None
        told = made.told_of(outcome)
        report = Reviewed(outcome.rendered, told, made.source.tree, "万元")
        document = tmp_path / "a.docx"
        document.write_bytes(review_copy(report, draft=True))
        assert errors(document) <= errors(template_folders()[name] / "report.docx")


@pytest.mark.parametrize("name", sampled(sorted(template_folders()), 3))
def test_templates_have_no_errors(name: str) -> None:
    assert errors(template_folders()[name] / "report.docx") == set()


def test_the_validator_sees_a_fault(tmp_path: Path) -> None:
    from drafter.template.package import read_package, write_package

    package = read_package(
        (template_folders()["sichuan-final-accounts"] / "report.docx").read_bytes()
    )
    body = package.parts["word/document.xml"].replace(b"<w:pPr>", b"<w:nonsense/><w:pPr>", 1)
    broken = tmp_path / "broken.docx"
    broken.write_bytes(write_package(package.with_parts({"word/document.xml": body})))
    assert errors(broken)
