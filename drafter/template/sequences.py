"""Numbers captions anew in rendered text: the results of Word's SEQ fields, as Word will count.

Word counts them when its fields are updated, which nobody does before a report is printed; with
conditions and loops the results that were drawn would be wrong until then. References to a caption
say its new number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import chain

from drafter.template.number_forms import Form, form_of
from drafter.template.printing import START

_SEQUENCE = re.compile(
    r'\s*SEQ\s+(?:"([^"]+)"|(\S+))((?:\s+\\(?:\*\s*\w+|n|r\s*[0-9]+))*)\s*', re.I
)
"""A sequence that is counted on or from a number; what else it can do is left to Word."""
_RESET = re.compile(r"\\r\s*([0-9]+)", re.IGNORECASE)
_FORM = re.compile(r"\\\*\s*(\w+)")
_FORMS = {
    "ARABIC": "decimal",
    "CHINESENUM1": "ideographDigital",
    "CHINESENUM2": "chineseLegalSimplified",
    "CHINESENUM3": "chineseCountingThousand",
    "GB3": "decimalEnclosedCircle",
    "ROMAN": "upperRoman",
    "roman": "lowerRoman",
    "ALPHABETIC": "upperLetter",
    "alphabetic": "lowerLetter",
}
_REFERENCE = re.compile(r"\s*REF\s+(\w+)(?:\s+\\(?:h|\*\s*MERGEFORMAT))*\s*", re.IGNORECASE)
_TOKENS = tuple(
    map(
        re.compile,
        (
            r'<w:fldChar\b[^>]*\bw:fldCharType="(?P<mark>begin|separate|end)"[^>]*>',
            r"<w:instrText\b[^>]*>(?P<code>[^<]*)",
            r'<w:fldSimple\b[^>]*\bw:instr="(?P<simple>[^"]*)"[^>]*(?<!/)>',
            r"(?P<closed></w:fldSimple>)",
            r"<w:bookmark(?P<edge>Start|End)\b(?P<attributes>[^>]*)>",
            r"<(?P<way>mc:AlternateContent|mc:Fallback)\b",
            r"</(?P<left>mc:AlternateContent|mc:Fallback)\b",
        ),
    )
)
"""Each begins with letters that a search can look for: one expression for all is far slower."""
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_ATTRIBUTE = re.compile(r'\bw:(id|name)="([^"]*)"')
_NAMED = re.compile(r"(?<![A-Za-z])(?:SEQ|seq|Seq)\b")
_Span = tuple[int, int]


def numbered(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the rendered texts of the parts, the sequences of each counted by themselves.

    Word counts those in headers, footers and notes apart from those of the body, too.
    """
    return {
        name: _Scan(text).numbered() if _NAMED.search(text) else text
        for name, text in texts.items()
    }


@dataclass(slots=True)
class _Field:
    """A field that is open, and where its result begins once its code is read."""

    code: str = ""
    start: int = -1


@dataclass(slots=True)
class _Bookmark:
    """A bookmark, and whether a number that was counted stands in it."""

    start: int
    end: int = -1
    has_number: bool = False


class _Scan:
    """One pass over a part in document order: fields in fields, long and short ones mixed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.counts: Counter[str] = Counter()
        self.fields: list[_Field] = []
        self.bookmarks: dict[str, list[_Bookmark]] = {}
        self.open: dict[str, _Bookmark] = {}
        """Bookmarks that are open, by id."""
        self.references: list[tuple[str, list[_Span]]] = []
        self.alternatives: list[Counter[str]] = []
        """Counts where the alternatives begin that are open: each of them counts the same."""
        self.edits: dict[_Span, str] = {}

    def numbered(self) -> str:
        """Return the text with its sequences counted, and what refers to them."""
        found = chain.from_iterable(token.finditer(self.text) for token in _TOKENS)
        for token in sorted(found, key=lambda token: token.start()):
            self._take(token)
        for name, result in self.references:
            marked = self.bookmarks.get(name, [])
            if len(marked) == 1 and marked[0].has_number:
                caption = self._spans(marked[0].start, marked[0].end)
                self._write(result, self._words(caption))
        pieces, at = [], 0
        for (start, end), words in sorted(self.edits.items()):
            pieces += [self.text[at:start], words]
            at = end
        return "".join(pieces) + self.text[at:]

    def _take(self, token: re.Match[str]) -> None:
        kind, said = token.lastgroup, token.groupdict()
        if kind == "code":
            if self.fields and self.fields[-1].start < 0:
                self.fields[-1].code += unescape(said["code"])
        elif kind == "simple":
            self.fields.append(_Field(unescape(said["simple"]), token.end()))
        elif kind == "closed":
            self._close(token.start())
        elif kind == "mark":
            self._take_mark(said["mark"], token)
        elif kind == "attributes":
            self._take_bookmark(token, dict(_ATTRIBUTE.findall(said["attributes"])))
        elif kind == "way":
            self._enter(said["way"])
        else:
            self._leave(said["left"])

    def _take_mark(self, mark: str, token: re.Match[str]) -> None:
        if mark == "begin":
            self.fields.append(_Field())
        elif mark == "end":
            self._close(token.start())
        elif self.fields:
            self.fields[-1].start = token.end()

    def _take_bookmark(self, token: re.Match[str], attributes: Mapping[str, str]) -> None:
        id_ = attributes.get("id", "")
        if token["edge"] == "Start":
            mark = self.open[id_] = _Bookmark(token.end())
            self.bookmarks.setdefault(attributes.get("name", ""), []).append(mark)
        elif id_ in self.open:
            self.open.pop(id_).end = token.start()

    def _enter(self, way: str) -> None:
        """Count what is stored twice, for programs old and new, once."""
        if way == "mc:AlternateContent":
            self.alternatives.append(self.counts.copy())
        elif self.alternatives:
            self.counts, self.alternatives[-1] = self.alternatives[-1], self.counts

    def _leave(self, way: str) -> None:
        if way == "mc:AlternateContent" and self.alternatives:
            self.alternatives.pop()
        elif self.alternatives:
            self.counts = self.alternatives[-1].copy()

    def _close(self, end: int) -> None:
        if not self.fields:
            return
        done = self.fields.pop()
        sequence = _SEQUENCE.fullmatch(done.code)
        reference = _REFERENCE.fullmatch(done.code)
        if sequence:
            result = self._spans(done.start, end)
            self._count(sequence[1] or sequence[2], sequence[3], result)
        elif reference:
            self.references.append((reference[1], self._spans(done.start, end)))

    def _spans(self, start: int, end: int) -> list[_Span]:
        """Return where the words between two places stand; none where one is not known."""
        if min(start, end) < 0:
            return []
        return [text.span(1) for text in _TEXT.finditer(self.text, start, end)]

    def _count(self, name: str, switches: str, result: list[_Span]) -> None:
        reset = _RESET.search(switches)
        self.counts[name] = int(reset[1]) if reset else self.counts[name] + 1
        form = _form(_FORM.findall(switches))
        if form is None:
            return
        self._write(result, form(self.counts[name]))
        for mark in self.open.values():
            mark.has_number = True

    def _write(self, result: list[_Span], words: str) -> None:
        """Put the words in the place of a result; it keeps its look, that of its first letter."""
        before = self._words(result)
        if not before or START in before or START in words or before == words:
            return
        holder = next(span for span in result if span[0] < span[1])
        self.edits |= {span: words if span == holder else "" for span in result}

    def _words(self, spans: Iterable[_Span]) -> str:
        return "".join(self.edits.get(span, self.text[span[0] : span[1]]) for span in spans)


def _form(names: Iterable[str]) -> Form | None:
    """Return how the numbers of a sequence are written; None where that is not known."""
    wanted = [name for name in names if name.upper() != "MERGEFORMAT"]
    if not wanted:
        return str
    name = _FORMS.get(wanted[-1]) or _FORMS.get(wanted[-1].upper(), "")
    return form_of(name)
