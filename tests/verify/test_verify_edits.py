"""Each kind of edit is told, with its place, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_edits import CASES, EditCase, check, edited, verified


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_an_edit_is_told_and_nothing_else(case: EditCase, tmp_path: Path) -> None:
    check(case, verified(edited(case.edit), tmp_path).findings)
