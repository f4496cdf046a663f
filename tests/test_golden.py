"""The words and structure of each template and of each rendered example, as readable text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.pipeline import chosen_templates, known_templates, make, read_input
from drafter.resources import template_folders
from drafter.template.layout_projection import project_layout
from drafter.template.package import read_package
from drafter.template.projection import project

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).resolve().parent / "golden"
EXAMPLES = sorted((ROOT / "example_inputs").glob("*.yaml"))
PRESENT = ROOT / "tests" / "inputs" / "档案馆2023.yaml"
"""A made-up department of a year that the present forms are for: no example is that recent."""
Compare = Callable[[str, str], None]


def _reports() -> list[tuple[Path, str]]:
    inputs = (*EXAMPLES, PRESENT)
    return [(path, name) for path in inputs for name in chosen_templates(read_input(path))]


@pytest.mark.parametrize("name", known_templates())
def test_template_projection(name: str, golden: Compare) -> None:
    package = read_package((template_folders()[name] / "report.docx").read_bytes())
    golden(f"template-{name}.txt", project(package))


@pytest.mark.parametrize("name", known_templates())
def test_template_layout(name: str, golden: Compare) -> None:
    package = read_package((template_folders()[name] / "report.docx").read_bytes())
    golden(f"layout-{name}.txt", project_layout(package))


@pytest.mark.parametrize(("path", "name"), _reports(), ids=lambda v: getattr(v, "stem", v))
def test_rendered_example(path: Path, name: str, golden: Compare) -> None:
    outcome = make(read_input(path), name)
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    golden(f"{path.stem}-{name}.txt", project(read_package(outcome.rendered.document)))


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{kind}-{name}.txt" for name in known_templates() for kind in ("template", "layout")}
    wanted |= {f"{path.stem}-{name}.txt" for path, name in _reports()}
    assert {path.name for path in GOLDEN.iterdir()} == wanted


def test_every_example_names_a_report() -> None:
    assert EXAMPLES
    assert {path for path, _ in _reports()} == {*EXAMPLES, PRESENT}
