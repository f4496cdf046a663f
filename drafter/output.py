"""Saves files atomically: the old file or the new one, whole, whatever happens."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path


class OutputError(Exception):
    """The file could not be written; the message is for the user."""


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

    The bytes go to a temporary file in the same folder, are flushed to the disk, and take the
    name in one step. Raises `OutputError` and leaves nothing behind when that fails.
    """
    check_target(path, force=force)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".drafter-", suffix=".tmp")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(blob)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
        if force:
            temporary.replace(path)
        else:
            _claim(temporary, path)
    except FileExistsError as error:
        raise OutputError(f"{path} 已存在；要覆盖请加 --force") from error
    except OSError as error:
        raise OutputError(f"写不进 {path}：{_reason(error)}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EACCES: "没有写入的权限，或文件正被 Word、WPS 打开",
    errno.EPERM: "没有写入的权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOENT: "文件夹不存在",
    errno.EBUSY: "文件正被其他程序占用",
}


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def _claim(temporary: Path, path: Path) -> None:
    """Give the file its name unless another has it by now; plain renaming would overwrite it."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # file systems without hard links
        if path.exists():
            raise FileExistsError(path) from None
        temporary.replace(path)


def _mode(path: Path) -> int:
    """Return the permissions for the new file: those of the old one, or the user's default."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
