"""What all tests share: the golden files and the folder of the checkout."""

from __future__ import annotations

import atexit
import difflib
import gc
import os
import shutil
import signal
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import typer.testing
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).resolve().parent / "golden"

if "PYTEST_XDIST_WORKER" not in os.environ:
    # One fresh folder for all processes of a run; tests of the cache set folders of their own.
    os.environ["DRAFTER_CACHE"] = tempfile.mkdtemp(prefix="drafter-tests-")
    atexit.register(shutil.rmtree, os.environ["DRAFTER_CACHE"], ignore_errors=True)

if threading.current_thread() is threading.main_thread():
    # A shell lets what it starts in the background ignore Ctrl-C, nohup a terminal that closes,
    # and so do their children.
    for name, handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)

# The collector would go through all collected tests over and over.
gc.set_threshold(50_000, 50, 50)

_COMMAND = "_get_command"
if hasattr(typer.testing, _COMMAND):
    # The runner builds all commands anew for each call, which takes longer than many a command.
    setattr(typer.testing, _COMMAND, cache(getattr(typer.testing, _COMMAND)))

settings.register_profile("default", deadline=None, max_examples=30, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


MANY, EVERY, EVERY_LONG = 8, 16, 10
LONG = frozenset({
    "test_alterations.py", "test_batch_command.py", "test_charts_filled.py",
    "test_charts_of_reports.py", "test_commands.py", "test_comparing.py",
    "test_consoles.py", "test_contents.py", "test_copies.py", "test_drafting.py",
    "test_ending.py", "test_fields.py", "test_form.py", "test_form_grids.py",
    "test_form_last_year.py", "test_go.py", "test_hostile_typing.py", "test_importing.py",
    "test_marking.py", "test_new.py", "test_present_forms.py", "test_preview.py",
    "test_rollover.py", "test_round_trips.py", "test_shelves.py", "test_starter.py",
    "test_statements_in_word.py", "test_store.py", "test_templates.py", "test_trace.py",
    "test_validity.py", "test_variants.py", "test_verify_apply.py", "test_verify_charts.py",
    "test_verify_command.py", "test_verify_edits.py", "test_waivers_shown.py",
})  # fmt: skip
"""Modules that make a report or a workbook for each test."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test of many cases each sixteenth runs by default, of long modules each tenth.

    All of them run in exhaustive runs.
    """
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    turns: Counter[str] = Counter()
    for family in cases.values():
        module = family[0].path.name
        for turn, item in enumerate(family):
            is_seldom = module in LONG and turns[module] % EVERY_LONG != 0
            turns[module] += not item.get_closest_marker("exhaustive")
            if is_seldom or (len(family) > MANY and turn % EVERY):
                item.add_marker(pytest.mark.exhaustive)


@pytest.fixture(autouse=True)
def _fonts_of_no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let findings be the same on every machine: which fonts it has is not known."""
    monkeypatch.setattr("drafter.office.fonts.installed_fonts", lambda: None)


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
