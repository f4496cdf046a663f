"""Builds the tree from the parser's events, one by one, without recursion.

Events rather than a composed node graph: they come before any node is built, so that a bomb is
refused at its first level too many, and what stands before a syntax error is still examined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from drafter.diagnostics import DataPath
from drafter.source import messages, origins, scan
from drafter.source.findings import Code, Findings, SourceText
from drafter.source.tree import STAND_IN, Entry, Mapping, Mark, Node, Scalar, Sequence

MAX_DEPTH = 50
TOO_DEEP = f"嵌套过深，超过 {MAX_DEPTH} 层"
MAX_NODES = 200_000

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DIGITS = re.compile(r"\d[\d.]*%?")
_NUMBER = re.compile(r"[-+]?\d[\d,]*")
_LONGEST = 30  # of a number with commas; what is longer is a list of numbers
_EXPLICIT = re.compile(r"\s*:")


@dataclass(frozen=True, slots=True)
class LastScalar:
    """The last scalar before a syntax error, which often is what went wrong."""

    start: int
    end: int
    style: str
    """`|` and `>` for blocks, the quote for quoted ones, nothing for plain ones."""


@dataclass(slots=True)
class _Key:
    """A key that waits for its value; a refused one takes its value away with it."""

    text: str
    mark: Mark
    start: int
    end: int
    refused: bool = False


@dataclass(slots=True)
class _Open:
    """A collection that has begun and not ended."""

    mark: Mark
    start: int
    flow: bool
    is_mapping: bool
    as_key: bool
    template: bool
    entries: dict[str, Entry] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    key: _Key | None = None
    last_key: str = ""
    last_end: int = -1

    @property
    def wants_key(self) -> bool:
        return self.is_mapping and self.key is None


class Builder:
    """Takes events and holds what has come of them."""

    def __init__(self, source: SourceText, findings: Findings) -> None:
        self.root: Node | None = None
        self.root_at = 0
        self.stopped_at: int | None = None
        self.error: yaml.YAMLError | None = None
        self._last: Any = None
        self.texts: list[scan.Span] = []
        self.changed: list[tuple[scan.Span, str]] = []
        """Values that differ from what was imported, and what to say of them."""
        self._has_origins = origins.WORD in source.text
        self._source = source
        self._findings = findings
        self._cuts = scan.comment_cuts(source.text)
        self._stack: list[_Open] = []
        self._nodes = 0
        self._documents = 0
        self._inside_template = 0

    @property
    def last(self) -> LastScalar | None:
        """Return the last scalar that the parser gave."""
        event = self._last
        if event is None:
            return None
        return LastScalar(event.start_mark.index, event.end_mark.index, event.style or "")

    @property
    def open_flow(self) -> int | None:
        """Return where the innermost `{` or `[` without its end stands."""
        flows = [frame.start for frame in self._stack if frame.flow]
        return flows[-1] if flows else None

    def run(self) -> None:
        """Read the events up to their end, to an error, or to what makes going on pointless."""
        try:
            for event in yaml.parse(self._source.text, Loader=_LOADER):
                self._take(event)
                if self.stopped_at is not None:
                    break
        except yaml.YAMLError as error:
            self.error = error
        except (ValueError, OverflowError):
            # The pure-Python scanner meets escapes beyond Unicode this way.
            self.error = yaml.YAMLError("invalid escape")

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _add(self, code: Code, at: int, message: str, hint: str = "", path: DataPath = ()) -> None:
        # `{{ x }}` without quotes is parsed as mappings; one finding for it is enough.
        if not self._inside_template:
            self._findings.add(code, at, message, hint, path)

    def _stop(self, code: Code, at: int, message: str, hint: str = "") -> None:
        self._findings.add(code, at, message, hint)
        self.stopped_at = at

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(Code.DOCUMENTS, event.start_mark.index, *messages.DOCUMENTS)

    def _count(self, at: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(Code.TOO_BIG, at, f"文件内容过多，超过 {MAX_NODES} 个值")

    def _properties(self, event: Any) -> None:
        at = event.start_mark.index
        if event.anchor is not None:
            self._add(Code.ALIAS, at, *messages.ALIAS)
        if event.tag is not None:
            self._add(Code.TAG, at, *messages.TAG)

    def _alias(self, event: Any) -> None:
        at = event.start_mark.index
        self._count(at)
        self._add(Code.ALIAS, at, *messages.ALIAS)
        blank = Scalar("", _mark(event), plain=True)
        if self._stack and self._stack[-1].wants_key:
            self._stack[-1].key = _Key("", blank.mark, at, event.end_mark.index, refused=True)
        else:
            self._place(blank, at, event.end_mark.index)

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        plain = not event.style
        self._count(start)
        self._properties(event)
        self._last = event
        if not plain and event.end_mark.line > event.start_mark.line:
            self.texts.append((start, end))
        text = self._checked(event.value, start, end, event.style)
        scalar = Scalar(text, _mark(event), plain, start=start)
        origin = self._origin(event, scalar) if self._has_origins else None
        if origin is not None:
            scalar = self._with_origin(scalar, origin, (start, end))
        elif end in self._cuts and plain:
            self._comment(self._cuts[end])
        if self._stack and self._stack[-1].wants_key:
            self._stack[-1].key = self._key(scalar, start, end)
        else:
            self._place(scalar, start, end)

    def _origin(self, event: Any, scalar: Scalar) -> origins.Origin | None:
        """Return what the comment behind a value says of its origin."""
        wants_key = bool(self._stack) and self._stack[-1].wants_key
        several_lines = event.style in ("|", ">") or event.start_mark.line != event.end_mark.line
        if wants_key or several_lines:
            return None
        return origins.behind(self._source.text, event.end_mark.index, scalar.text)

    def _with_origin(self, scalar: Scalar, origin: origins.Origin, span: scan.Span) -> Scalar:
        """Return the value with its origin, or note that it is no longer what was imported."""
        if not scalar.is_blank and origins.same(scalar.text, origin.value):
            return replace(scalar, origin=origin.place)
        now = "空白" if scalar.is_blank else f" {_shown(scalar.text)}"
        told = f"导入后改过：导入时是 {_shown(origin.value)}，现在是{now}；{messages.CHANGED}"
        self.changed.append((span, told))
        return scalar

    def _checked(self, text: str, start: int, end: int, style: str | None) -> str:
        """Return the value as it may go into the tree: what is refused in it is made harmless."""
        if style == '"':
            text, code = scan.clean(text)
            if code is not None:
                self._add(code, start, *messages.ESCAPE)
        if "{" not in text:
            return text
        harmless = scan.without_template_marks(text)
        if harmless != text:
            # Behind the header of a block scalar may stand a comment, which is nobody's business.
            first = self._source.line_end(start) if style in ("|", ">") else start
            for at in scan.template_marks(self._source.text, first, end) or [start]:
                self._add(Code.TEMPLATE, at, *messages.TEMPLATE)
        return harmless

    def _comment(self, at: int) -> None:
        rest = self._source.text[at : self._source.line_end(at)].rstrip()
        self._add(Code.COMMENT, at, f"“{_shown(rest)}”被当作注释，没有读入", messages.COMMENT_HINT)

    def _key(self, scalar: Scalar, start: int, end: int) -> _Key:
        key = _Key(scalar.text, scalar.mark, start, end)
        if scalar.is_blank or not scalar.text.strip():
            self._add(Code.KEY, start, *messages.NO_KEY)
            key.refused = True
        elif scalar.plain and scalar.text == "<<":
            self._add(Code.MERGE, start, *messages.MERGE)
            key.refused = True
        elif scalar.plain and scalar.text[0] in scan.WIDE_SPACES:
            self._add(Code.INDENT, start, *messages.WIDE_INDENT)
            key.text = scalar.text.lstrip(scan.WIDE_SPACES)
        unseen = scan.UNSEEN.search(key.text)
        if unseen:
            name, hint = messages.UNSEEN
            self._add(Code.CONTROL, start, f"{name} U+{ord(unseen.group()):04X}", hint)
        # What was reported must not make the key an unknown one, too.
        key.text = scan.UNSEEN.sub("", key.text.replace(STAND_IN, "")) or key.text
        return key

    def _begin(self, event: Any) -> None:
        start = event.start_mark.index
        self._count(start)
        if len(self._stack) >= MAX_DEPTH:
            self._stop(Code.DEPTH, start, TOO_DEEP)
            return
        self._properties(event)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        flow = bool(event.flow_style)
        as_key = bool(self._stack) and self._stack[-1].wants_key
        template = flow and is_mapping and self._source.text.startswith("{{", start)
        if template:
            self._add(Code.TEMPLATE, start, *messages.TEMPLATE)
            self._inside_template += 1
        elif as_key:
            self._add(Code.KEY, start, *messages.KEY_NOT_TEXT)
        self._stack.append(_Open(_mark(event), start, flow, is_mapping, as_key, template))

    def _end(self, event: Any) -> None:
        frame, end = self._stack.pop(), event.end_mark.index
        if frame.template:
            self._inside_template -= 1
        if frame.as_key:
            self._stack[-1].key = _Key("", frame.mark, frame.start, end, refused=True)
        else:
            self._place(self._node(frame, end), frame.start, end)

    def _node(self, frame: _Open, end: int) -> Node:
        if frame.template:
            raw = self._source.text[frame.start : end]
            return Scalar(scan.without_template_marks(raw), frame.mark, plain=True)
        if frame.is_mapping:
            return Mapping(frame.entries, frame.mark)
        return Sequence(tuple(frame.items), frame.mark)

    def _place(self, node: Node, start: int, end: int) -> None:
        if not self._stack:
            self.root, self.root_at = node, start
            return
        frame = self._stack[-1]
        if not frame.is_mapping:
            self._colons_in_item(node, start, end)
            if frame.flow and isinstance(node, Scalar) and node.plain:
                self._wide_comma(node.text, start)
            frame.items.append(self._spoken_of(node, len(frame.items), start, end))
        elif frame.key is not None:
            key, frame.key = frame.key, None
            if not key.refused and not self._is_trap(frame, key, node):
                self._colons_in_value(key, node, start, end)
                known = self._spoken_of(node, key.text, key.end, end)  # with the key's colon
                entered = self._enter(frame, key, known)
                # A number cut at its comma is mended in its own entry, not in that of a double.
                frame.last_key, frame.last_end = key.text if entered else "", end

    def _spoken_of(self, node: Node, step: str | int, start: int, end: int) -> Node:
        """Return the node, marked as refused where a finding lies in its text."""
        if not isinstance(node, Scalar) or not self._findings.any_within(start, end):
            return node
        self._findings.speak_of((*self._outer_path(), step), start, end)
        return replace(node, refused=True)

    def _outer_path(self) -> DataPath:
        """Return the path of the innermost open collection."""
        return tuple(
            frame.key.text if frame.key is not None else len(frame.items)
            for frame in self._stack[:-1]
        )

    def _wide_comma(self, text: str, start: int) -> None:
        """Report `[甲，乙]`, which YAML reads as one item."""
        found = scan.WIDE_COMMA.search(text)
        if found:
            self._add(Code.WIDE_COMMA, start + found.start(), *messages.WIDE_COMMA)

    def _enter(self, frame: _Open, key: _Key, node: Node) -> bool:
        """Add the entry and return whether it is the first of its key."""
        first = frame.entries.get(key.text)
        if first is None:
            frame.entries[key.text] = Entry(key.mark, node)
            return True
        message = f"键“{key.text}”重复，第 {first.key_mark.line} 行已经有了"
        path = (*self._outer_path(), key.text)
        self._add(Code.DUPLICATE, key.start, message, "请合并或删去其中一处", path)
        return False

    def _is_trap(self, frame: _Open, key: _Key, node: Node) -> bool:
        """Report a key of `{…}` that was not meant as a key; it shows by having no value."""
        if not (frame.flow and isinstance(node, Scalar) and node.is_blank and not node.text):
            return False
        text = self._source.text
        if _EXPLICIT.match(text, key.end):
            return False
        if _DIGITS.fullmatch(key.text) and self._is_rest_of_number(frame, key):
            return True
        path = self._outer_path()
        traps = scan.traps_in_key(text, key.start, key.end)
        for code, at, (message, hint) in traps:
            self._add(code, at, message, hint, path)
        if not traps:
            message = f"“{_shown(key.text)}”在 {{ }} 里单独成了一项，没有冒号和值"
            self._add(Code.COMMA, key.start, message, messages.BARE_HINT, path)
        return True

    def _is_rest_of_number(self, frame: _Open, key: _Key) -> bool:
        """Put a number that was cut at its commas together again and report the first comma.

        The value before becomes what was typed, so that no sum is found wrong because of it.
        """
        before = frame.entries.get(frame.last_key)
        if (
            before is None
            or not isinstance(before.value, Scalar)
            or frame.last_end != key.start - 1
        ):
            return False
        value = before.value
        if not (value.plain and len(value.text) <= _LONGEST and _NUMBER.fullmatch(value.text)):
            return False
        joined = replace(value, text=f"{value.text},{key.text}")
        frame.entries[frame.last_key] = Entry(before.key_mark, joined)
        frame.last_end = key.end
        if "," not in value.text:
            self._add(Code.COMMA, key.start, *messages.COMMA)
        return True

    def _colons_in_value(self, key: _Key, node: Node, start: int, end: int) -> None:
        """Report `键：值` lines under a key, which YAML reads as one text."""
        if not (isinstance(node, Scalar) and node.plain and node.text):
            return
        between = self._source.text[key.end : start]
        if "\n" in between and scan.colon_trap(self._source.text, start):
            scan.wrong_colons(self._source.text, start, end, self._findings)

    def _colons_in_item(self, node: Node, start: int, end: int) -> None:
        """Report a list item of several lines that all look like `键：值`; one may be prose."""
        if not (isinstance(node, Scalar) and node.plain):
            return
        text = self._source.text
        lines = scan.line_starts(text, start, end)
        if len(lines) > 1 and all(scan.colon_trap(text, at) for at in lines):
            scan.wrong_colons(self._source.text, start, end, self._findings)


def _shown(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
