"""Keeps what was worked out from unchanging files in the user's cache folder, between processes.

An entry is named by all that it depends on: the content of its source, the code of this program,
the Python that runs it. Nothing is lost when the folder is emptied; an entry that cannot be read,
or that others could have written, is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from drafter import __version__

FOLDER_VARIABLE = "DRAFTER_CACHE"
"""Environment variable with the folder to use; an empty one means that nothing is kept."""
_KEPT = 64
"""How many entries stay; the oldest go."""
_ABANDONED = 24 * 60 * 60
"""Seconds after which a file that was never finished is nobody's."""
_SUFFIX = ".prepared"
_DIGEST = 32


Kept = TypeVar("Kept")


def recall_or_make(
    kind: type[Kept],
    sources: Iterable[bytes],
    make: Callable[[], Kept],
    *,
    is_sound: Callable[[Kept], bool] = lambda _: True,
) -> Kept:
    """Return what follows from the sources: kept from an earlier process, or made and kept.

    What is not sound is returned and not kept.
    """
    key = key_of(kind.__qualname__.encode(), *sources)
    blob = recall(key)
    if blob is not None:
        with contextlib.suppress(Exception):  # unpickling raises whatever its classes raise
            found = pickle.loads(blob)
            if isinstance(found, kind):
                return found
    made = make()
    if is_sound(made):
        remember(key, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    return made


def key_of(*sources: bytes) -> str:
    """Return the name of an entry made from the sources by this program in this Python."""
    digest = hashlib.sha256(_program())
    for source in sources:
        digest.update(hashlib.sha256(source).digest())
    return digest.hexdigest()


def recall(key: str) -> bytes | None:
    """Return the entry, or None where there is no sound one of the user's own."""
    folder = _folder()
    if folder is None:
        return None
    path = folder / f"{key}{_SUFFIX}"
    try:
        if not _is_own(folder.stat()):
            return None
        with path.open("rb") as file:
            if not _is_own(os.fstat(file.fileno())):
                return None
            blob = file.read()
    except OSError:
        return None
    digest, content = blob[:_DIGEST], blob[_DIGEST:]
    return content if _seal(key, content) == digest else None


def _seal(key: str, content: bytes) -> bytes:
    """Return what binds an entry to its name: a renamed one is none."""
    return hashlib.sha256(key.encode() + content).digest()


def remember(key: str, content: bytes) -> None:
    """Keep the entry; a folder that cannot be written to is no matter."""
    folder = _folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_seal(key, content) + content)
            Path(name).replace(folder / f"{key}{_SUFFIX}")
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        _forget_oldest(folder)


def _forget_oldest(folder: Path) -> None:
    entries = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime_ns)
    for path in entries[:-_KEPT]:
        path.unlink(missing_ok=True)
    for rest in folder.glob("*.tmp"):  # of processes that were killed
        if time.time() - rest.stat().st_mtime > _ABANDONED:
            rest.unlink(missing_ok=True)


def _folder() -> Path | None:
    """Return the folder, or None where nothing is to be kept."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen is not None:
        return Path(chosen) if chosen else None
    from platformdirs import user_cache_path

    try:
        return user_cache_path("drafter", appauthor=False)
    except (RuntimeError, OSError):  # a user without a home
        return None


def _is_own(found: os.stat_result) -> bool:
    """Return whether only this user could have written the file: entries hold code."""
    if not hasattr(os, "getuid"):
        return True  # the cache folder of Windows belongs to the user
    writable = stat.S_IWGRP | stat.S_IWOTH
    return found.st_uid == os.getuid() and not found.st_mode & writable


@cache
def _program() -> bytes:
    """Return what names this program's code and the Python that runs it.

    The version alone would not tell a changed checkout; sizes and times of the files do. What is
    kept was compiled by libraries, which have versions of their own.
    """
    package = Path(__file__).parent
    files = sorted([*package.rglob("*.py"), *package.glob("data/*")])
    stamps = [
        (str(p.relative_to(package)), s.st_size, s.st_mtime_ns) for p in files for s in [p.stat()]
    ]
    versions = [__version__, *(version(name) for name in ("jinja2", "docxtpl", "lxml"))]
    return repr((sys.version, sys.implementation.cache_tag, versions, stamps)).encode()
