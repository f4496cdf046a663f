"""The shape of the input as data: which fields a section has, and what each of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from drafter.model.base import Guide, OrOne, Section, guide_of
from drafter.model.values import Amount, Count, Points, Quantity, Words

_LEAVES = (Points, Quantity, Amount, Count, Words)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field holds: a leaf type or a section class, alone or in a list; else a choice."""

    attribute: str
    alias: str
    kind: type | None
    """A leaf type or a section class; None for a word out of `choices`."""
    listed: bool
    one_word: bool
    """Whether a list may be written as its only word."""
    choices: tuple[str, ...]
    description: str
    guide: Guide

    @property
    def section(self) -> type[Section] | None:
        """Return the section class, where the field holds a section or a list of them."""
        kind = self.kind
        return kind if kind is not None and issubclass(kind, Section) else None


@cache
def shapes(section: type[Section]) -> tuple[Shape, ...]:
    """Return the fields of a section, in the order of the model."""
    found = []
    for attribute, field in section.model_fields.items():
        kind, listed = _kind(field.annotation, listed=False)
        found.append(
            Shape(
                attribute,
                str(field.alias),
                kind,
                listed,
                _may_be_one(field.annotation),
                _literals(field.annotation) if kind is None else (),
                field.description or "",
                guide_of(field),
            )
        )
    return tuple(found)


def _kind(annotation: Any, *, listed: bool) -> tuple[type | None, bool]:
    if isinstance(annotation, type) and issubclass(annotation, (*_LEAVES, Section)):
        return annotation, listed
    for argument in get_args(annotation):
        kind, inner = _kind(argument, listed=listed or _is_tuple(annotation))
        if kind is not None:
            return kind, inner
    return None, listed or _holds_tuple(annotation)


def _is_tuple(annotation: Any) -> bool:
    return get_origin(annotation) is tuple


def _holds_tuple(annotation: Any) -> bool:
    return _is_tuple(annotation) or any(_holds_tuple(a) for a in get_args(annotation))


def _may_be_one(annotation: Any) -> bool:
    marks = getattr(annotation, "__metadata__", ())
    return any(isinstance(mark, OrOne) for mark in marks) or any(
        _may_be_one(argument) for argument in get_args(annotation)
    )


def _literals(annotation: Any) -> tuple[str, ...]:
    """Return the words that a choice is made of."""
    found: list[str] = []
    for argument in get_args(annotation):
        found.extend([argument] if isinstance(argument, str) else _literals(argument))
    return tuple(found)
