"""Saving: the old file or the new one, whole, whatever happens."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import NoReturn

import pytest

from drafter.output import OutputError, check_target, save


def test_a_new_file_is_written_and_nothing_else(tmp_path: Path) -> None:
    save(b"new", tmp_path / "报告.docx")
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("报告.docx", b"new")]


def test_an_existing_file_is_kept_without_force(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    with pytest.raises(OutputError, match="已存在；要覆盖请加 --force"):
        save(b"new", target)
    with pytest.raises(OutputError, match="已存在"):
        check_target(target)
    assert [f.read_bytes() for f in tmp_path.iterdir()] == [b"old"]


def test_force_replaces_an_existing_file(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    check_target(target, force=True)
    save(b"new", target, force=True)
    assert [f.read_bytes() for f in tmp_path.iterdir()] == [b"new"]


def test_force_without_an_old_file_is_fine(tmp_path: Path) -> None:
    save(b"new", tmp_path / "a.docx", force=True)
    assert (tmp_path / "a.docx").read_bytes() == b"new"


@pytest.mark.parametrize("force", [True, False])
def test_impossible_targets_are_refused_before_and_while_saving(
    tmp_path: Path, force: bool
) -> None:
    (tmp_path / "folder.docx").mkdir()
    (tmp_path / "file").write_bytes(b"x")
    for target, says in (
        (tmp_path / "no" / "a.docx", "不存在"),
        (tmp_path / "folder.docx", "是文件夹"),
        (tmp_path / "file" / "a.docx", "不存在"),
        (tmp_path / ("长" * 200 + ".docx"), "文件名太长"),
    ):
        with pytest.raises(OutputError, match=says):
            save(b"new", target, force=force)
    assert sorted(f.name for f in tmp_path.iterdir()) == ["file", "folder.docx"]


def test_the_longest_possible_name_can_be_saved(tmp_path: Path) -> None:
    target = tmp_path / ("长" * 83 + ".docx")  # 254 bytes, of 255
    save(b"new", target)
    assert target.read_bytes() == b"new"


def fail(code: int) -> NoReturn:
    raise OSError(code, os.strerror(code))


@pytest.mark.parametrize(
    ("code", "says"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有写入的权限"), (errno.EROFS, "只读")],
)
@pytest.mark.parametrize("force", [True, False])
def test_a_disk_that_refuses_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, says: str, force: bool
) -> None:
    target = tmp_path / "a.docx"
    if force:
        target.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda _: fail(code))
    with pytest.raises(OutputError, match=says):
        save(b"new", target, force=force)
    assert [f.read_bytes() for f in tmp_path.iterdir()] == ([b"old"] if force else [])


def test_a_name_that_cannot_be_taken_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", lambda *_: fail(errno.EPERM))
    monkeypatch.setattr(Path, "replace", lambda *_: fail(errno.ENOSPC))
    with pytest.raises(OutputError, match="磁盘已满"):
        save(b"new", tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


def test_file_systems_without_links_are_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", lambda *_: fail(errno.EPERM))
    save(b"new", tmp_path / "a.docx")
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("a.docx", b"new")]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    target = tmp_path / "a.docx"
    monkeypatch.setattr(os, "fsync", lambda _: target.write_bytes(b"other"))
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: fail(errno.EPERM))
    with pytest.raises(OutputError, match="已存在"):
        save(b"new", target)
    assert [f.read_bytes() for f in tmp_path.iterdir()] == [b"other"]


def test_an_interruption_before_the_rename_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(b"new", target, force=True)
    assert [f.read_bytes() for f in tmp_path.iterdir()] == [b"old"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_permissions_are_those_of_the_old_file_or_the_user(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    before = os.umask(0o027)
    try:
        save(b"new", target)
        assert stat.S_IMODE(target.stat().st_mode) == 0o640
    finally:
        os.umask(before)
    target.chmod(0o604)
    save(b"newer", target, force=True)
    assert stat.S_IMODE(target.stat().st_mode) == 0o604
