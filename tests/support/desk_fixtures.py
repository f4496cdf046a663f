"""Fixtures of the template tests, loaded by the test modules that name this file."""

from pathlib import Path

import pytest
from word_files import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("templates"))
