"""Finds templates, schemas, examples and data, in a checkout or in an installed wheel."""

from __future__ import annotations

from pathlib import Path

DOCUMENT = "report.docx"
MANIFEST = "template.yaml"
INDICATORS = "indicators.yaml"
STATEMENTS = "statements.yaml"
DESCRIPTIONS = (MANIFEST, INDICATORS, STATEMENTS)
"""The files beside the Word file that a template may have."""
_PACKAGE = Path(__file__).resolve().parent


def root(package: Path = _PACKAGE) -> Path:
    """Return the folder that holds `templates`, `schemas` and `example_inputs`.

    A wheel carries them in `drafter/_data`; in a checkout they lie beside the package.
    """
    shipped = package / "_data"
    return shipped if shipped.is_dir() else package.parent


def template_folders() -> dict[str, Path]:
    """Return the templates that come with drafter, by id."""
    folder = root() / "templates"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: path for path in found if (path / MANIFEST).is_file()}


def data_file(name: str) -> Path:
    """Return the path of a data file of the package."""
    return _PACKAGE / "data" / name
