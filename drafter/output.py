"""Saves files atomically: the old file or the new one, whole, whatever happens."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SAVING = threading.Lock()
"""Held while files are saved: who ends the process from another thread waits for it."""


class OutputError(Exception):
    """The file could not be written; the message is for the user."""


class File(NamedTuple):
    """What to write where; a file that exists is replaced only with `force`."""

    blob: bytes
    path: Path
    force: bool = False


def check_target(path: Path, *, force: bool = False, may_force: bool = True) -> None:
    """Raise `OutputError` where a file cannot be saved, before anything is written.

    `may_force` tells whether the user could ask for an existing file to be replaced.
    """
    try:
        if path.is_dir():
            raise OutputError(f"{path} 是文件夹，不能写成文件")
        if path.exists() and not force:
            advice = "要覆盖请加 --force" if may_force else "没有覆盖，请换一个文件名"
            raise OutputError(f"{path} 已存在；{advice}")
        if not path.parent.is_dir():
            raise OutputError(f"文件夹 {path.parent} 不存在")
    except OSError as error:  # such as a name that is too long
        raise OutputError(f"写不进 {path}：{_reason(error)}") from error


def save(blob: bytes, path: Path, *, force: bool = False) -> None:
    """Write the bytes to the path; an existing file is replaced only with `force`.

    Raises `OutputError` and leaves nothing behind when that fails.
    """
    save_all([File(blob, path, force)])


def save_all(files: Sequence[File]) -> None:
    """Write several files, all or none.

    The bytes of all go to temporary files in the same folders and are flushed to the disk; only
    then does each take its name, in one step. Raises `OutputError` and leaves nothing behind when
    that fails; but files that were replaced by then stay so, and the message names them. Whoever
    kills the program outright (SIGKILL) may find a `.drafter-*.tmp`, and between two names one
    file new and the other old; each is whole.
    """
    for file in files:
        check_target(file.path, force=file.force)
    with SAVING, _undisturbed():
        with contextlib.ExitStack() as tidy:
            _name([(_stage(file, tidy), file) for file in files])
        for folder in {file.path.parent for file in files}:
            _flush(folder)


@contextlib.contextmanager
def folder_for(paths: Sequence[Path]) -> Iterator[None]:
    """Make the folder that several files go to; take it back where they cannot be saved.

    A single file goes to a folder that exists: a slip in its name would make folders.
    """
    folder = paths[0].parent if len(paths) > 1 else None
    made = folder is not None and not folder.exists()
    try:
        if made and folder is not None:
            folder.mkdir()
        yield
    except FileNotFoundError as error:
        raise OutputError(f"文件夹 {folder} 不存在，也建不了：上一级文件夹不存在") from error
    except OSError as error:
        raise OutputError(f"建不了文件夹 {folder}：{_reason(error)}") from error
    except OutputError:
        if made and folder is not None:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off Ctrl-C and requests to end for the moment that saving takes.

    SIGTERM ends Python without any `finally`; put off, it finds the files in place or gone.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    )
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stage(file: File, tidy: contextlib.ExitStack) -> Path:
    """Return a temporary file in the same folder, with the bytes and the old permissions."""
    path = file.path
    temporary = path.parent / f".drafter-{secrets.token_hex(8)}.tmp"
    tidy.callback(_discard, temporary)
    try:
        # On Windows the folder decides who may read a file.
        mode = path.stat().st_mode & 0o777 if path.exists() and os.name != "nt" else None
        handle = os.open(
            temporary,
            os.O_WRONLY | os.O_CREAT | os.O_EXCL,
            0o666 if mode is None else 0o600,  # nobody reads more than the old file let them
        )
        with os.fdopen(handle, "wb") as stream:
            stream.write(file.blob)
            stream.flush()
            if mode is not None:
                with contextlib.suppress(OSError):  # file systems that keep no permissions
                    temporary.chmod(mode)
            os.fsync(stream.fileno())
    except OSError as error:
        raise OutputError(f"写不进 {path}：{_reason(error)}") from error
    return temporary


def _name(staged: Sequence[tuple[Path, File]]) -> None:
    """Give the temporary files their names; on failure, take back those that are new."""
    replaced: list[str] = []
    with contextlib.ExitStack() as undo:
        for temporary, (_, path, force) in staged:
            try:
                if force:
                    temporary.replace(path)
                    replaced.append(str(path))
                else:
                    _claim(temporary, path)
                    undo.callback(_discard, path)
            except FileExistsError as error:
                raise OutputError(f"{path} 已存在；要覆盖请加 --force") from error
            except OSError as error:
                done = f"；已写出 {'、'.join(replaced)}" if replaced else ""
                raise OutputError(f"写不进 {path}：{_reason(error)}{done}") from error
        undo.pop_all()


def _claim(temporary: Path, path: Path) -> None:
    """Give the file its name unless another has it by now; plain renaming would overwrite it."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # file systems without hard links
        if path.exists():
            raise FileExistsError(path) from None
        temporary.rename(path)  # on Windows this, too, refuses a name that is taken


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _flush(folder: Path) -> None:
    """Make the names outlast a power cut, where a folder can be flushed at all."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件太大，超过了限制",
    errno.EACCES: "没有写入的权限，或文件正被 Word、WPS 打开",
    errno.EPERM: "没有写入的权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOENT: "文件夹不存在",
    errno.EBUSY: "文件正被其他程序占用",
    errno.EIO: "磁盘读写出错",
    errno.EINVAL: "文件名不能用",
    errno.ENODEV: "磁盘不在了",
    errno.ENXIO: "磁盘不在了",
    errno.ESTALE: "网络文件夹已断开",
    errno.EHOSTDOWN: "网络文件夹已断开",
    errno.EHOSTUNREACH: "网络文件夹已断开",
    errno.ETIMEDOUT: "网络文件夹没有响应",
}


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def unwritable_names() -> str:
    """Return what to do where the system cannot write the names of files in Chinese."""
    try:
        os.fsencode("部门决算")
    except UnicodeEncodeError:
        names = f"系统按 {sys.getfilesystemencoding()} 编码读写文件名，写不出中文"
        return (
            f"{names}；请设置环境变量 PYTHONUTF8=1，"
            "或者换成 UTF-8 的语言环境（如 LC_ALL=C.UTF-8）再执行"
        )
    return ""
