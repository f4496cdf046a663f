"""Changes values in the text of a file, and nothing else in it.

Comments, order, blank lines, quotes and line ends stay as they are. The text is read again in the
end: a change that gives other data than was asked for is a defect of this package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from drafter.diagnostics import DataPath, Diagnostic
from drafter.source.findings import Code, SourceText, finding
from drafter.source.placeholders import placeholder
from drafter.source.places import Spot, YamlNode, composed, is_blank, is_block, plain_of, walk
from drafter.source.plain import Plain, key_refusals, nested, refusals, with_value
from drafter.source.reader import ReadResult, read_text
from drafter.source.splices import Fill, Splice, add, put
from drafter.source.text import EditedText
from drafter.source.write import Origins

_LIMITS = frozenset({Code.DEPTH, Code.TOO_BIG})


@dataclass(frozen=True, slots=True)
class Change:
    """A value to put at a path: a text, `None` for a blank, a mapping or a list, whole.

    What is missing on the way is made; a list index may be the length of the list, which
    appends. A path through a text is a mistake of the caller (`ValueError`): give the mapping
    that is to take the place of a shorthand or of `无`.
    """

    path: DataPath
    value: Plain
    origin: str = ""
    """Of a text: where it was read from."""
    origins: Origins = field(default_factory=dict)
    """Of the texts inside a mapping or list, by their paths inside it."""

    def fill(self) -> Fill:
        """Return the value with the origins of all its parts."""
        return Fill(self.value, {**self.origins, (): self.origin} if self.origin else self.origins)


@dataclass(frozen=True, slots=True)
class EditResult:
    """The changed text; where it could not be changed, why."""

    text: str | None
    findings: tuple[Diagnostic, ...]


def edited(
    text: str, file: str, changes: Sequence[Change], order: Sequence[str] = ()
) -> EditResult:
    """Return the text with the changes, made one after the other.

    A text that the reader refuses, or a value that it would refuse, is not written. `order` is
    that of the keys of the root: new ones go where they belong. A value that is there already
    stays as it was typed.
    """
    read = read_text(text, file)
    if read.tree is None or _is_refused(read):
        return EditResult(None, read.findings)
    refused = tuple(item for change in changes for item in _refused(read, change))
    if refused:
        return EditResult(None, refused)
    wanted: Plain = read.tree.plain()  # type: ignore[assignment]  # texts, blanks, dicts, lists
    for change in changes:
        if not change.path:
            raise ValueError("a change needs a path")
        wanted = with_value(wanted, change.path, change.value)
    new = _changed(EditedText(text, file), changes, order)
    again = read_text(new, file)
    errors = tuple(item for item in again.findings if item.is_error)
    if errors and all(item.id in _LIMITS for item in errors):
        return EditResult(None, errors)
    if errors or again.tree is None or again.tree.plain() != wanted:
        raise RuntimeError(f"editing {file} gave other data than was asked for: {errors}")
    return EditResult(new, again.findings)


def _is_refused(read: ReadResult) -> bool:
    return any(item.is_error for item in read.findings)


def _refused(read: ReadResult, change: Change) -> list[Diagnostic]:
    """Return what in a change the reader would refuse, where it would stand."""
    if read.tree is None:
        return []
    steps = [step for step in change.path if isinstance(step, str)]
    found = [item for step in steps for item in key_refusals(step, change.path)]
    found += refusals(change.value, change.path)
    return [
        finding(code, read.tree.locate(path), message, hint) for path, code, message, hint in found
    ]


@dataclass(frozen=True, slots=True)
class _Step:
    """What to do to the text, the path below which it does so, and whether more is to do then."""

    splices: list[Splice]
    zone: DataPath
    unfinished: bool = False


def _changed(text: EditedText, changes: Sequence[Change], order: Sequence[str]) -> str:
    """Return the text with the changes: those that do not touch each other at one go."""
    root = composed(text.source.text)
    pending: list[_Step] = []
    for change in changes:
        unfinished = True
        while unfinished:
            step = _step(text.source, root, change, order)
            if any(_touch(text.source, step, other) for other in pending):
                step = _Step([], step.zone, unfinished=True)
            pending.append(step)
            unfinished = step.unfinished
            if unfinished:
                text.splice([splice for each in pending for splice in each.splices])
                root, pending = composed(text.source.text), []
    text.splice([splice for step in pending for splice in step.splices])
    return text.whole()


def _touch(source: SourceText, one: _Step, other: _Step) -> bool:
    """Return whether two steps are about the same value or the same line."""
    shared = min(len(one.zone), len(other.zone))
    if one.zone[:shared] == other.zone[:shared]:
        return True
    if not (one.splices and other.splices):
        return False
    (start, end), (other_start, other_end) = _lines(source, one), _lines(source, other)
    return start <= other_end and other_start <= end


def _lines(source: SourceText, step: _Step) -> tuple[int, int]:
    start = min(splice.start for splice in step.splices)
    return source.line_start(start), source.line_end(max(splice.end for splice in step.splices))


def _step(source: SourceText, root: YamlNode, change: Change, order: Sequence[str]) -> _Step:
    """Return the next thing to do for a change."""
    fill, spots = change.fill(), walk(root, change.path)
    known = len(spots) - 1
    spot, here, missing = spots[-1], change.path[:known], change.path[known:]
    if not missing:
        done = not fill.origins and plain_of(spot.node) == fill.value
        return _Step([] if done else put(source, spot, fill), here)
    key, rest = missing[0], missing[1:]
    lifted = _lifted(source, spot, key)
    if lifted is not None:
        return _Step([lifted], here, unfinished=True)
    if is_blank(spot.node):
        return _Step(put(source, spot, fill.inside(missing, nested(missing, fill.value))), here)
    inner = fill.inside(rest, nested(rest, fill.value))
    at = _before(root, order, key) if known == 0 else -1
    return _Step(add(source, spot, key, inner, at), here)


def _lifted(source: SourceText, spot: Spot, key: str | int) -> Splice | None:
    if not isinstance(key, str) or spot.in_flow:
        return None
    if not (is_blank(spot.node) or is_block(spot.node)):
        return None
    found = placeholder(source, spot, key)
    return None if found is None else Splice(*found)


def _before(root: YamlNode, order: Sequence[str], key: str | int) -> int:
    """Return the number of the entry of the root that a new key goes behind."""
    if key not in order:
        return -1
    earlier = set(order[: order.index(str(key))])
    keys = [name.value for name, _ in root.value]
    return max((number for number, name in enumerate(keys) if name in earlier), default=-1)
