"""What earlier batches wrote into a folder, and out of what: one line of a small file for each.

Lines are only added, each sealed by a checksum. A line that was cut off or damaged is as good as
none: the input is rendered again. Of several on one input the last one counts.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from drafter.output import OutputError, save

LEDGER = ".drafter-batch"
_CHECKSUM = 8
_PASSING = ("~$", ".")

Counts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written for one input, and all that this followed from."""

    input: str
    mark: str
    """What names the program and what was asked of it; empty where it must be done again."""
    needs: Mapping[str, str]
    """Digests of the input, the files that it names and the templates, by path."""
    files: Mapping[str, str]
    """Digests of the files that were written, by name."""
    leads: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The folders that each template name may mean, the one that is meant first."""
    counts: Counts = (0, 0, 0)
    """How many findings there were: errors, warnings, hints."""


def digest(content: bytes) -> str:
    """Return what names the content of a file."""
    return hashlib.sha256(content).hexdigest()[:32]


def digest_of(path: Path) -> str:
    """Return the digest of a file, or of the files in a folder; empty where there is neither."""
    try:
        if path.is_dir():
            files = sorted(p for p in path.iterdir() if not p.name.startswith(_PASSING))
            return digest("\n".join(f"{p.name}:{digest_of(p)}" for p in files).encode())
        return digest(path.read_bytes())
    except OSError:
        return ""


def is_fresh(entry: Entry, mark: str, folder: Path) -> bool:
    """Return whether nothing changed since, and what was written is still there."""
    return (
        bool(entry.files)
        and entry.mark == mark
        and all((folder / name).is_file() for name in entry.files)
        and all(digest_of(Path(path)) == known for path, known in entry.needs.items())
    )


class Ledger:
    """The entries of a folder, kept as they were read: there may be thousands."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LEDGER
        self._lines: dict[str, bytes] = {}
        try:
            lines = self._path.read_bytes().splitlines()
        except OSError:  # none yet, or none that can be read
            return
        for line in filter(None, lines):
            entry = _entry(line)
            if entry is not None:
                self._lines[entry.input] = line
        if len(lines) > 2 * len(self._lines):
            self._tidy()

    def get(self, name: str) -> Entry | None:
        """Return what is known of an input."""
        line = self._lines.get(name)
        return None if line is None else _entry(line)

    def add(self, entry: Entry) -> None:
        """Keep an entry; a folder that cannot be written to costs time next time, no more."""
        line = _line(entry)
        # The line before may have been cut off: this one begins afresh.
        with contextlib.suppress(OSError), self._path.open("ab") as file:
            file.write(b"\n" + line + b"\n")

    def _tidy(self) -> None:
        with contextlib.suppress(OutputError):
            save(b"\n".join([*self._lines.values(), b""]), self._path, force=True)


def _line(entry: Entry) -> bytes:
    content = json.dumps(asdict(entry), ensure_ascii=True, separators=(",", ":")).encode()
    return _checksum(content) + content


def _entry(line: bytes) -> Entry | None:
    """Return the entry of a line as this program writes it; None for any other."""
    content = line[_CHECKSUM:]
    if _checksum(content) != line[:_CHECKSUM]:
        return None
    try:
        kept = json.loads(content)
        errors, warnings, hints = kept.pop("counts")
        entry = Entry(**kept, counts=(errors, warnings, hints))
    except (ValueError, TypeError, KeyError):  # of another version
        return None
    return entry if all(Path(name).name == name for name in entry.files) else None


def _checksum(content: bytes) -> bytes:
    return f"{zlib.crc32(content):0{_CHECKSUM}x}".encode()
