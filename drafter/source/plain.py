"""Plain data, as it is read and written: what becomes of it under a change, what may be in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from drafter.diagnostics import DataPath
from drafter.source import messages, scan
from drafter.source.findings import Code

Plain: TypeAlias = "Mapping[str, Plain] | Sequence[Plain] | str | None"
"""Nested dicts and lists (no other sequences) of texts as typed; `None` is a blank."""

LONGEST_KEY = 1000
"""YAML looks for the colon of a key in its first 1024 characters only."""


def with_value(data: Plain, path: DataPath, value: Plain) -> Plain:
    """Return the data with the value at the path; what is missing on the way is made.

    A list index may be the length of the list, which appends. A path through a text is a
    mistake of the caller, who knows what a shorthand or `无` there stands for.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, str) and (data is None or isinstance(data, Mapping)):
        entries = {} if data is None else data
        return {**entries, step: with_value(entries.get(step), rest, value)}
    if isinstance(step, int) and (data is None or isinstance(data, list)):
        items: list[Plain] = [] if data is None else list(data)
        if 0 <= step <= len(items):
            old = items[step] if step < len(items) else None
            return [*items[:step], with_value(old, rest, value), *items[step + 1 :]]
    raise ValueError(f"there is no place for {step!r} in {type(data).__name__}")


def nested(path: DataPath, value: Plain) -> Plain:
    """Return the value inside new mappings, and lists of one, for the steps of the path."""
    for step in reversed(path):
        value = {step: value} if isinstance(step, str) else [value]
    return value


def refusals(value: Plain, path: DataPath = ()) -> Iterator[tuple[DataPath, Code, str, str]]:
    """Yield what in the value no file may hold: its path, the kind, the message and the hint."""
    if isinstance(value, str):
        refused = scan.refused(value)
        if refused is not None:
            yield (path, *refused)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from key_refusals(key, (*path, key))
            yield from refusals(inner, (*path, key))
    elif value is not None:
        for number, inner in enumerate(value):
            yield from refusals(inner, (*path, number))


def key_refusals(key: str, path: DataPath) -> Iterator[tuple[DataPath, Code, str, str]]:
    """Yield what is wrong with a key."""
    refused = scan.refused(key)
    unseen = scan.UNSEEN.search(key)
    if not key.strip():
        yield (path, Code.KEY, *messages.NO_KEY)
    elif len(key) > LONGEST_KEY:
        yield (path, Code.KEY, f"键名超过 {LONGEST_KEY} 个字", "")
    elif refused is not None:
        yield (path, *refused)
    elif unseen is not None:
        name, hint = messages.UNSEEN
        yield (path, Code.CONTROL, f"{name} U+{ord(unseen.group()):04X}", hint)


def value_at(plain: Plain, path: DataPath) -> Plain:
    """Return the value at a path; None where there is none."""
    here = plain
    for step in path:
        if isinstance(here, dict) and isinstance(step, str):
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            return None
    return here
