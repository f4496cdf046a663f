"""What has to change in an input for it to hold other data besides its own: figures and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from drafter.diagnostics import DataPath
from drafter.source.edit import Change
from drafter.source.origins import same
from drafter.source.plain import Plain

NAME, CODE = "名称", "编码"
NONE = "无"
AMOUNT = "决算"
IsNumber = Callable[[DataPath], bool]
SameRow = Callable[[Mapping[str, Plain], Mapping[str, Plain]], bool]


def merging(
    old: Plain,
    new: Plain,
    origins: Mapping[DataPath, str],
    same_row: SameRow,
    is_number: IsNumber,
) -> Iterator[Change]:
    """Yield the changes that put the new data into the old, one after the other.

    What the new data does not speak of stays. Rows are matched by `same_row`; those that are not
    there yet are added behind the others. `origins` are by paths of the new data.
    """
    yield from _Merge(origins, same_row, is_number).changes(old, new, (), ())


def says_the_same(old: Plain, new: Plain, *, number: bool) -> bool:
    """Return whether two values are the same: numbers, whatever digits they are typed with."""
    if isinstance(old, str) and isinstance(new, str) and old.rstrip("\n") == new.rstrip("\n"):
        return True  # a block of lines may end in a line break or not
    if number and isinstance(old, str) and isinstance(new, str):
        return same(old, new)
    return old == new


def _kept(row: Plain) -> dict[str, Plain]:
    """Return a row without its name: one that is there already keeps the words it has."""
    return {k: v for k, v in row.items() if k != NAME} if isinstance(row, dict) else {}


class _Merge:
    def __init__(
        self, origins: Mapping[DataPath, str], same_row: SameRow, is_number: IsNumber
    ) -> None:
        self._origins = origins
        self._same_row = same_row
        self._is_number = is_number

    def changes(self, old: Plain, new: Plain, at: DataPath, own: DataPath) -> Iterator[Change]:
        """Yield the changes at a path of the old data; `own` is its path in the new data."""
        if isinstance(new, dict):
            yield from self._mapping(old, new, at, own)
        elif isinstance(new, list):
            yield from self._rows(old, new, at, own)
        elif new == NONE and isinstance(old, (dict, list)) and not self._has_amount(own):
            pass  # what is filled in there is not thrown away for a word
        elif isinstance(old, dict):  # the amount of a measure that has more to it
            yield from self.changes(old.get(AMOUNT), new, (*at, AMOUNT), own)
        elif says_the_same(old, new, number=self._is_number(own)):
            if own in self._origins:
                yield Change(at, old, self._origins[own])
        elif new is not None:
            yield Change(at, new, self._origins.get(own, ""))

    def _has_amount(self, own: DataPath) -> bool:
        return self._is_number((*own, AMOUNT))

    def _mapping(
        self, old: Plain, new: dict[str, Plain], at: DataPath, own: DataPath
    ) -> Iterator[Change]:
        if isinstance(old, dict):
            for key, value in new.items():
                if key in old:
                    yield from self.changes(old[key], value, (*at, key), (*own, key))
                elif value is not None:
                    yield self._whole(value, (*at, key), (*own, key))
            return
        kept: dict[str, Plain] = {}
        if isinstance(old, str) and old not in {"", NONE} and NAME not in new:
            kept = {AMOUNT: old}  # a bare amount stands for this
        if not kept or new != kept:
            yield self._whole({**kept, **new}, at, own)

    def _rows(self, old: Plain, new: list[Plain], at: DataPath, own: DataPath) -> Iterator[Change]:
        if not isinstance(old, list) or not all(isinstance(row, dict) for row in new):
            if new not in (old, [old]):  # one word stands for a list of it
                yield self._whole(new, at, own)
            return
        length = len(old)
        taken: set[int] = set()
        for number, row in enumerate(new):
            fits = (i for i, held in enumerate(old) if i not in taken and self._same(held, row))
            index = next(fits, None)
            if index is not None:
                taken.add(index)
            if index is None:
                yield self._whole(row, (*at, length), (*own, number))
                length += 1
            elif isinstance(old[index], dict):
                yield from self.changes(old[index], _kept(row), (*at, index), (*own, number))
            elif _kept(row).keys() - {CODE}:
                named: Plain = {NAME: old[index], **_kept(row)}
                yield self._whole(named, (*at, index), (*own, number))

    def _same(self, held: Plain, row: Plain) -> bool:
        if not isinstance(row, dict):
            return False
        if isinstance(held, str):  # a bare name is a row without anything else
            held = {NAME: held}
        return isinstance(held, dict) and self._same_row(held, row)

    def _whole(self, value: Plain, at: DataPath, own: DataPath) -> Change:
        below = {
            path[len(own) :]: origin
            for path, origin in self._origins.items()
            if path[: len(own)] == own
        }
        return Change(at, value, below.pop((), ""), below)
