"""Saving: the old file or the new one, whole, whatever happens."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any, NoReturn

import pytest

from drafter.output import File, OutputError, check_target, save, save_all


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
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EDQUOT, "配额已用完"),
        (errno.EFBIG, "文件太大"),
        (errno.EACCES, "没有写入的权限"),
        (errno.EROFS, "只读"),
        (errno.EIO, "磁盘读写出错"),
        (errno.ESTALE, "网络文件夹已断开"),
    ],
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
    monkeypatch.setattr(Path, "rename", lambda *_: fail(errno.ENOSPC))
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


def contents(folder: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in folder.iterdir()}


def failing_at(call: int, function: Any, code: int) -> Any:
    """Return the function, which fails when it is called that many times."""
    calls = 0

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        return fail(code) if calls == call else function(*arguments, **named)

    return wrapped


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_disk_that_fills_up_at_any_of_several_files_keeps_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: bool, call: int
) -> None:
    if force:
        (tmp_path / "b").write_bytes(b"old")
    before = contents(tmp_path)
    monkeypatch.setattr(os, "fsync", failing_at(call, os.fsync, errno.ENOSPC))
    with pytest.raises(OutputError, match=f"{'abc'[call - 1]}：磁盘已满"):
        save_all([File(b"new", tmp_path / name, force) for name in "abc"])
    assert contents(tmp_path) == before


def test_several_files_are_saved(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    save_all([File(b"new", tmp_path / name, force=True) for name in "abc"])
    assert contents(tmp_path) == dict.fromkeys("abc", b"new")


def test_one_name_that_is_taken_keeps_all_the_others_from_being_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(_: int) -> None:  # another program writes c after we looked
        (tmp_path / "c").write_bytes(b"other")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OutputError, match="c 已存在"):
        save_all([File(b"new", tmp_path / name) for name in "abc"])
    assert contents(tmp_path) == {"c": b"other"}


def test_a_failed_replacement_names_the_files_replaced_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", failing_at(3, Path.replace, errno.EACCES))
    with pytest.raises(OutputError, match=r"打开；已写出 .*a、.*b$"):
        save_all([File(b"new", tmp_path / name, force=True) for name in "abc"])
    assert contents(tmp_path) == {"a": b"new", "b": b"new", "c": b"old"}


def test_a_failed_replacement_takes_back_the_new_files_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b").write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", failing_at(1, Path.replace, errno.EACCES))
    with pytest.raises(OutputError, match=r"打开$"):
        save_all([File(b"new", tmp_path / "a"), File(b"new", tmp_path / "b", force=True)])
    assert contents(tmp_path) == {"b": b"old"}


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes no folders")
def test_the_folders_are_flushed_after_the_names_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    flushed: list[tuple[str, list[str]]] = []

    def fsync(handle: int) -> None:
        for folder in folders:
            if os.path.sameopenfile(handle, held[folder]):
                flushed.append((folder.name, sorted(contents(folder))))
                fail(errno.EINVAL)  # as some file systems answer

    for folder in folders:
        folder.mkdir()
    held = {folder: os.open(folder, os.O_RDONLY) for folder in folders}
    try:
        monkeypatch.setattr(os, "fsync", fsync)
        save_all([File(b"new", f / name) for f in folders for name in ("a.docx", "b.docx")])
    finally:
        for handle in held.values():
            os.close(handle)
    assert sorted(flushed) == [(name, ["a.docx", "b.docx"]) for name in ("one", "two")]


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
