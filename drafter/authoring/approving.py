"""The words that the samples of a template are known to give, kept in its folder and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter.authoring.comparing import changed_lines
from drafter.authoring.samples import (
    Sample,
    fitting,
    own_samples,
    sample,
    shipped_examples,
)
from drafter.template.package import read_package
from drafter.template.projection import project

APPROVED = "批准稿"
"""Folder in that of a template with the approved texts, one for each sample."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a sample gives now, beside what was approved."""

    sample: Sample
    target: Path
    text: str | None
    """Words of the report; None where there is none."""
    approved: str | None
    """None where nothing has been approved."""

    @property
    def is_same(self) -> bool:
        """Return whether the report says what was approved."""
        return self.text is not None and self.text == self.approved

    def changes(self) -> list[str]:
        """Return the lines that differ."""
        old, new = (self.approved or "").splitlines(), (self.text or "").splitlines()
        return list(changed_lines(old, new, (f"{APPROVED}/{self.target.name}", "现在印出")))


def tried(template: str, folder: Path) -> list[Tried]:
    """Return what the samples of a template give: its own, those approved, else those that fit."""
    found = []
    for one in _samples(template, folder):
        target = folder / APPROVED / f"{one.name}.txt"
        document = one.document
        text = None if document is None else project(read_package(document))
        found.append(Tried(one, target, text, _read(target)))
    return found


def orphans(folder: Path, found: Sequence[Tried]) -> list[Path]:
    """Return approved texts that belong to no sample."""
    known = {one.target for one in found}
    return [path for path in sorted((folder / APPROVED).glob("*.txt")) if path not in known]


def _samples(template: str, folder: Path) -> list[Sample]:
    own = own_samples(folder)
    if own:
        return [sample(path, template) for path in own]
    examples = shipped_examples()
    approved = {path.stem for path in (folder / APPROVED).glob("*.txt")}
    chosen = [path for path in examples if path.stem in approved]
    if chosen:  # those that fit may be others when the template has changed
        return [sample(path, template) for path in chosen]
    return fitting([sample(path, template) for path in examples], template)


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
    except OSError:
        return None
