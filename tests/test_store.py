"""What is kept between processes: named by all that it depends on, read only where it is safe."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from drafter import store
from drafter.pipeline import field_contract
from drafter.resources import template_folders
from drafter.starter import usage
from drafter.starter.usage import usage_of
from drafter.template import loader
from drafter.template.loader import load_template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "sichuan-final-accounts"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(folder))
    return folder


def made(value: str, *sources: bytes) -> str:
    return store.recall_or_make(str, sources, lambda: value)


def test_what_was_made_is_recalled_for_the_same_sources_only(cache: Path) -> None:
    assert made("first", b"a", b"b") == "first"
    assert made("second", b"a", b"b") == "first"
    assert made("second", b"a", b"c") == "second"
    assert made("third", b"ab", b"") == "third"
    assert len(list(cache.iterdir())) == 3


def test_what_is_not_sound_is_returned_and_not_kept(cache: Path) -> None:
    found = store.recall_or_make(str, [b"a"], lambda: "faulty", is_sound=lambda _: False)
    assert found == "faulty"
    assert not cache.exists()


@pytest.mark.parametrize(
    "damage",
    [lambda b: b[:-1], lambda b: b + b"x", lambda _: b"", lambda b: b[:40] + b"?" + b[41:]],
)
def test_a_damaged_entry_is_made_anew(cache: Path, damage: object) -> None:
    assert made("first", b"a") == "first"
    (entry,) = cache.iterdir()
    assert callable(damage)
    entry.write_bytes(damage(entry.read_bytes()))
    assert made("second", b"a") == "second"


def test_an_entry_that_no_longer_unpickles_is_made_anew(cache: Path) -> None:
    store.remember(store.key_of(b"str", b"a"), b"cno_such_module\nName\n.")
    assert made("first", b"a") == "first"
    assert made("second", b"a") == "first"


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_an_entry_that_others_could_have_written_is_not_read(cache: Path) -> None:
    """Entries hold code."""
    assert made("first", b"a") == "first"
    (entry,) = cache.iterdir()
    entry.chmod(0o620)
    assert made("second", b"a") == "second"
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners of POSIX")
def test_an_entry_of_somebody_else_is_not_read(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made("first", b"a") == "first"
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    assert made("second", b"a") == "second"


def test_nothing_is_kept_where_the_variable_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.FOLDER_VARIABLE, "")
    monkeypatch.chdir(tmp_path)
    assert made("first", b"a") == "first"
    assert made("second", b"a") == "second"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path / "file" / "cache"))
    assert made("first", b"a") == "first"


def test_a_user_without_a_home_keeps_nothing_and_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv(store.FOLDER_VARIABLE)
    monkeypatch.setattr("platformdirs.user_cache_path", homeless)
    assert made("first", b"a") == "first"
    assert made("second", b"a") == "second"


def test_the_oldest_entries_go(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_KEPT", 3)
    for number in range(5):
        made(f"{number}", f"{number}".encode())
        for age, entry in enumerate(sorted(cache.iterdir(), key=lambda p: p.stat().st_mtime_ns)):
            os.utime(entry, ns=(age * 10**9, age * 10**9))
    assert len(list(cache.iterdir())) == 3
    assert made("new", b"4") == "4"
    assert made("new", b"0") == "new"


def test_another_state_of_the_program_has_entries_of_its_own(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made("first", b"a") == "first"
    monkeypatch.setattr(store, "_program", lambda: b"changed")
    assert made("second", b"a") == "second"


def test_a_kept_template_is_the_prepared_one(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = template_folders()[TEMPLATE]
    monkeypatch.setattr(loader, "_PREPARED", {})
    first = load_template(folder, TEMPLATE, field_contract).template
    kept = len(list(cache.iterdir()))
    assert kept == 2  # the template, and the statements that come with drafter
    monkeypatch.setattr(loader, "_PREPARED", {})

    def never() -> object:
        raise AssertionError("a kept template asks for no contract")

    again = load_template(folder, TEMPLATE, never).template  # type: ignore[arg-type]
    assert first is not None
    assert again is not None
    assert (again.manifest, again.package, again.levels) == (
        first.manifest, first.package, first.levels
    )  # fmt: skip
    for one, other in zip(first.parts, again.parts, strict=True):
        assert (one.tags, one.seams, one.relations) == (other.tags, other.seams, other.relations)
        assert one.code == other.code


def test_what_a_template_asks_for_is_kept_by_its_options(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "_PREPARED", {})
    folder = template_folders()["gansu-overall-self-evaluation"]
    template = load_template(folder, "甲", field_contract).template
    assert template is not None
    before = len(list(cache.iterdir()))
    first = usage_of(template, {})
    assert len(list(cache.iterdir())) == before + 1

    def never(*_: object) -> object:
        raise AssertionError("made twice")

    monkeypatch.setattr(usage, "_found", never)
    assert usage_of(template, {}) == first
    for other in (replace(template, key="other"), replace(template, shown_as="乙")):
        with pytest.raises(AssertionError, match="made twice"):
            usage_of(other, {})
    with pytest.raises(AssertionError, match="made twice"):
        usage_of(template, {"附表": "附在文后"})


@pytest.mark.exhaustive
def test_the_second_process_gives_the_same_bytes_and_loads_no_docxtpl(
    cache: Path, tmp_path: Path
) -> None:
    example = ROOT / "example_inputs" / "minimal.yaml"
    code = (
        "import sys; from drafter.cli import run\n"
        "try:\n    run()\nfinally:\n    print('docxtpl' in sys.modules)"
    )
    loaded = []
    for name in ("a.docx", "b.docx"):
        command = [sys.executable, "-c", code, "render", str(example), "-o", str(tmp_path / name)]
        done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        loaded.append(done.stdout.strip())
    assert loaded == ["True", "False"]
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
