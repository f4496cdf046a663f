"""Waits until people have saved a file: looks at the files by name, again and again.

Word and WPS write beside the file (`~$…`, `.~…`, `….tmp`) and then put the new one in its place:
only the files that count are looked at, and a file counts as saved once it no longer changes and
is whole.
"""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

State = Mapping[Path, tuple[int, int] | None]
"""Time and size of each file; None where there is none."""
PAUSE = 1 / 5
"""Seconds between two looks."""
_PATIENCE = 50
"""Looks after which a file that is still not whole is taken as it is."""


def state_of(paths: Iterable[Path]) -> State:
    """Return what tells whether files have been saved since."""
    return {path: _stamp(path) for path in paths}


def next_state(
    paths: Iterable[Path], before: State, pause: Callable[[], None] = lambda: time.sleep(PAUSE)
) -> State:
    """Return the state of the files once one of them was saved anew; waits for that."""
    watched = list(paths)
    while (now := state_of(watched)) == before:
        pause()
    for _ in range(_PATIENCE):
        pause()
        later = state_of(watched)
        if later == now and all(map(_is_whole, watched)):
            break
        now = later
    return now


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _is_whole(path: Path) -> bool:
    """Return whether a Word file can be opened; of other files it is enough that they rest."""
    if path.suffix.lower() != ".docx":
        return True
    try:
        return zipfile.is_zipfile(path)
    except OSError:  # held by the program that saves it
        return False
