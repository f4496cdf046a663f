"""What all tests share: the golden files and the folder of the checkout."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).resolve().parent / "golden"

os.environ["DRAFTER_CACHE"] = ""  # tests of the cache set a folder of their own

settings.register_profile("default", deadline=None, max_examples=30, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file; with --update, write it and say what changed."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        difference = "\n".join(
            difflib.unified_diff(before.splitlines(), text.splitlines(), name, "now", lineterm="")
        )
        if request.config.getoption("--update"):
            if os.environ.get("CI"):
                pytest.fail("--update is not for CI")
            path.write_text(text, encoding="utf-8")
            print(difference)
            return
        assert path.exists(), f"no golden file {name}: run pytest --update and review it"
        assert before == text, difference

    return compare
