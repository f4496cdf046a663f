"""Looks at the raw text, before and beside the YAML parser.

What stops the parser must not hide these, and some of it the parser would not even notice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from drafter.source import messages
from drafter.source.findings import Code, Findings, SourceText
from drafter.source.tree import STAND_IN

Span = tuple[int, int]
"""A stretch of the text: the index of its first character and the one behind its last."""

_LOST = re.compile(STAND_IN)
# A carriage return is among them: as a line end it is gone by the time of the search.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
    # Without width and without use: a word with one looks right and is not.
    "\xad\u200b\u2060]"
)
UNSEEN = re.compile("[\u061c\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks of direction and joiners: prose may need them, keys, numbers and choices never do."""
_RESERVED = re.compile("[\ufdd0-\ufdef]")
_FORBIDDEN = (
    (Code.CONTROL, _LOST, messages.LOST),
    (Code.CONTROL, _CONTROL, messages.CONTROL),
    (Code.RESERVED, _RESERVED, messages.RESERVED),
)
_TAB_INDENT = re.compile(r"^ *\t(?=[ \t]*[^\s])", re.MULTILINE)
_CUT = re.compile(r"(?<=\S)[ \t]+(?=#[^\s#])")
_OPENING = re.compile(r"\{(?=[{%#])")
_COLON_TRAP = re.compile(
    r"^[ \t]*(?P<dash>(?:- +)*)[^\W\d]\w{0,29}(?:(?P<wide>[ \t]*：)|(?P<tight>:(?=[^\s/])))"
    r"(?P<rest>.*)",
    re.MULTILINE,
)
WIDE_COMMA = re.compile("[，、；]")
_PART = re.compile("[^，、；]+")
_SENTENCE_MARK = re.compile("[。；！？]")
_BLOCK_SCALAR = re.compile(
    r"^( *+).*(?<=\s)[|>][-+0-9]*[ \t]*(?:#.*)?(?:\n(?:[ \t]*$|\1[ \t].*))*", re.MULTILINE
)
WIDE_SPACES = "\u3000\u00a0"
"""Spaces that look like indentation and are not: full-width and no-break."""


def unify(text: str) -> str:
    """Return the text without byte order marks and with newline as the only line end."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def characters(source: SourceText, findings: Findings) -> SourceText:
    """Report characters that no text may hold; return the text with stand-ins for them.

    With the stand-ins, which keep all positions, the rest of the file can still be read.
    """
    text = source.text
    for code, pattern, (name, hint) in _FORBIDDEN:
        before = -1
        for hit in pattern.finditer(text):
            if hit.start() != before:  # of those in a row one is enough
                findings.add(code, hit.start(), f"{name} U+{ord(hit.group()):04X}", hint)
            before = hit.end()
        text = pattern.sub(STAND_IN, text)
    return SourceText(source.file, text)


def refused(text: str) -> tuple[Code, str, str] | None:
    """Return why no file may hold a value: kind, message and hint; None where it may."""
    for code, pattern, (name, hint) in _FORBIDDEN:
        hit = pattern.search(text)
        if hit is not None:
            return code, f"{name} U+{ord(hit.group()):04X}", hint
    return (Code.TEMPLATE, *messages.TEMPLATE) if _OPENING.search(text) else None


def without_forbidden(text: str) -> str:
    """Return the text on one line, with blanks for the characters that no text may hold."""
    for _, pattern, _ in _FORBIDDEN:
        text = pattern.sub(" ", text)
    return text.replace("\n", " ")


def clean(text: str) -> tuple[str, Code | None]:
    """Return a value without forbidden characters, and which kind it held.

    The raw text has none left, but escapes in double quotes can spell them.
    """
    for code, pattern in ((Code.CONTROL, _CONTROL), (Code.RESERVED, _RESERVED)):
        if pattern.search(text):
            return _RESERVED.sub(STAND_IN, _CONTROL.sub(STAND_IN, text)), code
    return text, None


def tab_indents(source: SourceText, findings: Findings, texts: list[Span], parsed_to: int) -> None:
    """Report lines indented with tabs.

    In `texts`, the quoted and block scalars that the parser saw, tabs are content; behind the
    place that the parser reached, block scalars are found by their look.
    """
    if "\t" not in source.text:
        return
    hits = list(_TAB_INDENT.finditer(source.text))
    spans = texts
    if hits and hits[-1].start() >= parsed_to:
        spans = [*texts, *(span for span in block_scalars(source.text) if span[0] >= parsed_to)]
    for hit in hits:
        if not within(hit.end(), spans):
            findings.add(Code.INDENT, hit.end() - 1, *messages.TAB)


def within(index: int, spans: list[Span]) -> bool:
    """Return whether the index lies in one of the spans, which are in order and apart."""
    at = bisect_right(spans, (index, -1)) - 1
    return at >= 0 and index < spans[at][1]


def block_scalars(text: str) -> list[Span]:
    """Return the bodies of what looks like block scalars, from a rather large view of them."""
    return [
        (text.find("\n", *hit.span()), hit.end())
        for hit in _BLOCK_SCALAR.finditer(text)
        if "\n" in hit.group()
    ]


def comment_cuts(text: str) -> dict[int, int]:
    """Return where `␠#x` may cut a plain value: end of the value → index of the `#`."""
    return {hit.start(): hit.end() for hit in _CUT.finditer(text)}


def template_marks(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Return the indexes of `{{`, `{%` and `{#` in the text, the first of every line."""
    found: list[int] = []
    for hit in _OPENING.finditer(text, start, len(text) if end is None else end):
        if not found or "\n" in text[found[-1] : hit.start()]:
            found.append(hit.start())
    return found


def without_template_marks(text: str) -> str:
    """Return the text with full-width braces where a template would see its own syntax."""
    return _OPENING.sub("｛", text)


def colon_trap(text: str, index: int) -> tuple[int, str] | None:
    """Return where on the line at the index a key's colon is wrong, and what is wrong with it."""
    hit = _COLON_TRAP.match(text, text.rfind("\n", 0, index) + 1)
    return None if hit is None else _trap(hit)


def traps_in_key(text: str, start: int, end: int) -> list[tuple[Code, int, tuple[str, str]]]:
    """Return the wrong colons and commas of a key of `{…}` that swallowed its value.

    It may have swallowed the next keys too: `{预算：12，决算：34}`.
    """
    found: list[tuple[Code, int, tuple[str, str]]] = []
    for part in _PART.finditer(text, start, end):
        hit = _COLON_TRAP.match(part.group())
        if hit is None:
            continue
        if part.start() > start:
            found.append((Code.WIDE_COMMA, part.start() - 1, messages.WIDE_COMMA))
        at, message = _trap(hit)
        found.append((Code.COLON, part.start() + at, (message, messages.COLON_HINT)))
    return found


def line_starts(text: str, start: int, end: int) -> list[int]:
    """Return an index on each line of a stretch."""
    return [start, *(hit.end() for hit in re.compile("\n").finditer(text, start, end))]


def wrong_colons(text: str, start: int, end: int, findings: Findings) -> bool:
    """Report every line of a stretch whose key has a wrong colon; return whether any has."""
    traps = [colon_trap(text, at) for at in line_starts(text, start, end)]
    for trap in traps:
        if trap is not None:
            findings.add(Code.COLON, *trap, messages.COLON_HINT)
    return any(traps)


def colon_traps(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield the wrong colons of all lines from an index on that look like keys, not like prose.

    List items are left out: `- 职责：…` is more often a sentence than a key.
    """
    spans = block_scalars(text)
    for hit in _COLON_TRAP.finditer(text, start):
        prose = hit["dash"] or _SENTENCE_MARK.search(hit["rest"])
        if not prose and not within(hit.start(), spans):
            yield _trap(hit)


def _trap(hit: re.Match[str]) -> tuple[int, str]:
    if hit["wide"]:
        return hit.end("wide") - 1, messages.WIDE_COLON
    return hit.start("tight"), messages.GLUED_COLON
