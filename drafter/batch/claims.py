"""Who writes which file of a batch: a name belongs to the input that asks for it first."""

from __future__ import annotations

import contextlib
import hashlib
import unicodedata
from collections.abc import Sequence
from pathlib import Path


def claim(folder: Path, targets: Sequence[Path], owner: str) -> tuple[Path, str] | None:
    """Claim all targets for an input, or none: then return the first that has an owner, and whom.

    `folder` is one that all processes of the batch see and that is empty when it begins.
    """
    won: list[Path] = []
    for target in targets:
        mark = folder / _name(target)
        other = _claim(mark, owner)
        if other is not None and other != owner:
            for one in won:
                with contextlib.suppress(OSError):
                    one.unlink()
            return target, other
        if other is None:
            won.append(mark)
    return None


def _claim(mark: Path, owner: str) -> str | None:
    """Make the mark and return None, or return who made it before."""
    try:
        # Where the system cannot write a name, it comes in signs that stand for its bytes.
        with mark.open("x", encoding="utf-8", errors="surrogateescape") as file:
            file.write(owner)
    except FileExistsError:
        try:
            return mark.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return ""
    return None


def _name(target: Path) -> str:
    """Return the same name for all spellings that some file system takes for one file."""
    spelt = unicodedata.normalize("NFC", str(target.absolute())).casefold()
    return hashlib.sha256(spelt.encode("utf-8", "surrogatepass")).hexdigest()
