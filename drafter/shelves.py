"""Where templates are found by their ids: folders of one's own, and those that come with drafter.

A shelf is a folder that holds template folders; a template's id is the name of its folder. Shelves
are `templates` and `模板` beside the input and in the current folder, then the folders of the
environment variable. What is nearest to the input is meant; that there is more than one is told.
"""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from drafter import resources

VARIABLE = "DRAFTER_TEMPLATES"
"""Environment variable with the shelves that a whole office shares."""
NAMES = ("模板", "templates")
SHIPPED = "自带"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A template as it was found: its id, its folder, and how messages name that."""

    id: str
    folder: Path
    shown_as: str
    origin: str
    """Where it comes from, for people: a shelf, or that it is shipped."""


def places(name: str, beside: Path | None = None, *, typed: bool = False) -> list[Shelved]:
    """Return the templates that a name may mean, the one that is meant first.

    `beside` is the folder of the input. A name with a way in it is a folder and nothing else;
    one that was typed at the prompt is a way from the current folder.
    """
    bases = [base for base in (None if typed else beside, Path()) if base is not None]
    direct = [Shelved(name, base / name, name, "") for base in bases]
    direct = [one for one in direct if name and one.folder.is_dir()]
    if not is_id(name):
        return _once(direct)
    shelved = [one for one in known(beside) if one.id == name]
    found = _once([*(one for one in direct if _is_template(one.folder)), *shelved])
    return found or _once(direct)


def is_id(name: str) -> bool:
    """Return whether a name can be that of a folder on a shelf."""
    return name not in {"", ".", ".."} and not any(sign in name for sign in '/\\:*?"<>|\0')


def known(beside: Path | None = None) -> list[Shelved]:
    """Return every template on a shelf, the nearest first; one that is met twice once."""
    mine = (
        Shelved(folder.name, folder, folder.as_posix(), str(shelf))
        for shelf in _shelves(beside)
        for folder in _templates_on(shelf)
    )
    shipped = resources.template_folders()
    own = {_real(folder) for folder in shipped.values()}
    found = [one for one in mine if _real(one.folder) not in own]
    return _once([*found, *(Shelved(i, f, f"templates/{i}", SHIPPED) for i, f in shipped.items())])


def missing_shelves() -> list[str]:
    """Return what the environment variable names and is no folder."""
    return [str(shelf) for shelf in of_office() if not shelf.is_dir()]


def _shelves(beside: Path | None) -> Iterator[Path]:
    for base in dict.fromkeys(base for base in (beside, Path()) if base is not None):
        yield from (base / name for name in NAMES)
    yield from of_office()


def of_office() -> list[Path]:
    """Return the shelves that the environment variable names."""
    entries = os.environ.get(VARIABLE, "").split(os.pathsep)
    return [Path(entry.strip()).expanduser() for entry in entries if entry.strip()]


def _templates_on(shelf: Path) -> list[Path]:
    try:
        return sorted(folder for folder in shelf.iterdir() if _is_template(folder))
    except (OSError, ValueError):  # there is none, it may not be looked into, or be named
        return []


def _is_template(folder: Path) -> bool:
    return (folder / resources.MANIFEST).is_file()


def _once(found: Iterable[Shelved]) -> list[Shelved]:
    """Return each template once, the nearest; copies that do not differ are one template."""
    once: list[Shelved] = []
    for one in found:
        same = (other for other in once if other.id == one.id)
        if not any(_is_copy(one.folder, other.folder) for other in same):
            once.append(one)
    return once


def _is_copy(one: Path, other: Path) -> bool:
    """Return whether two folders are one, or hold the same template to the byte."""
    if _real(one) == _real(other):
        return True
    files = (resources.DOCUMENT, *resources.DESCRIPTIONS)
    return all(_is_same_file(one / name, other / name) for name in files)


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        if one.exists() != other.exists():
            return False
        return not one.exists() or filecmp.cmp(one, other, shallow=False)
    except OSError:  # of what cannot be read nothing is known
        return False


def _real(folder: Path) -> Path:
    return folder.resolve()
