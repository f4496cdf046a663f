"""Which inputs a batch is about: files, folders and patterns, as typed."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_INPUTS = frozenset({".yaml", ".yml"})
_WORKBOOKS = frozenset({".xlsx", ".xls", ".ods"})
_PASSING = ("~$", ".")
"""How files begin that Word, Excel or the system keeps for a while."""


@dataclass(frozen=True, slots=True)
class Meant:
    """One input: a file, or the workbooks of one department in a folder."""

    path: Path
    books: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The inputs, each once, in the order typed; and what was typed and led to none."""

    inputs: tuple[Meant, ...]
    nothing: tuple[str, ...] = ()


def find_inputs(typed: Iterable[str], own_suffix: str, own: Sequence[Path] = ()) -> Found:
    """Return the inputs that are meant.

    What batches write, files named `…own_suffix` and those of `own`, are none unless typed.
    A folder means its input files. Where it has none, its workbooks make up one input: statements
    and forms say the whole only together. A name that is no file may be a pattern, since on
    Windows, or in quotes, no shell resolves it.
    """

    def is_input(path: Path) -> bool:
        return path.absolute() not in ours and _is_input(path, own_suffix)

    ours = {path.absolute() for path in own}
    inputs: dict[Path, Meant] = {}
    nothing: list[str] = []
    for one in typed:
        found = list(_meant(one, is_input))
        if not found:
            nothing.append(one)
        for meant in found:
            inputs.setdefault(meant.path.resolve(), meant)
    return Found(tuple(inputs.values()), tuple(nothing))


def _meant(typed: str, is_input: Callable[[Path], bool]) -> Iterator[Meant]:
    path = Path(typed)
    if path.is_dir():
        yield from _in_folder(path, is_input)
    elif path.exists() or not glob.has_magic(typed):
        yield _file(path)  # one that is not there is told when it is read
    else:
        found = glob.glob(typed, recursive=True)  # noqa: PTH207 - that of Path takes no absolute one
        matching = sorted(map(Path, found))
        files = list(filter(is_input, matching))
        yield from map(_file, files)
        for folder in [] if files else filter(Path.is_dir, matching):
            yield from _in_folder(folder, is_input)


def files_and_books(folder: Path, own_suffix: str) -> tuple[list[Path], list[Path]]:
    """Return the input files of a folder and its workbooks, but for those that we write there."""
    return _parted(folder, lambda path: _is_input(path, own_suffix))


def _in_folder(folder: Path, is_input: Callable[[Path], bool]) -> Iterator[Meant]:
    files, books = _parted(folder, is_input)
    if files:
        yield from map(Meant, files)
    elif books:
        yield Meant(folder, tuple(books))


def _parted(folder: Path, is_input: Callable[[Path], bool]) -> tuple[list[Path], list[Path]]:
    found = sorted(filter(is_input, folder.iterdir()))
    return [p for p in found if not _is_book(p)], [p for p in found if _is_book(p)]


def _is_input(path: Path, own_suffix: str) -> bool:
    passing = path.name.startswith(_PASSING) or path.name.endswith(own_suffix)
    return not passing and path.suffix.lower() in _INPUTS | _WORKBOOKS and path.is_file()


def _file(path: Path) -> Meant:
    return Meant(path, (path,) if _is_book(path) else ())


def _is_book(path: Path) -> bool:
    return path.suffix.lower() in _WORKBOOKS
