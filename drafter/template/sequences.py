"""Numbers captions anew in rendered text: the results of Word's SEQ fields, as Word will count.

Word counts them when its fields are updated, which nobody does before a report is printed; with
conditions and loops the results that were drawn would be wrong until then. References to a caption
say its new number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape

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
_TOKEN = re.compile(
    r'<w:fldChar\b[^>]*\bw:fldCharType="(?P<mark>begin|separate|end)"'
    r"|<w:instrText\b[^>]*>(?P<code>[^<]*)</w:instrText>"
    r"|<w:t(?: [^>]*)?>(?P<text>[^<]*)</w:t>"
    r'|<w:fldSimple\b[^>]*\bw:instr="(?P<simple>[^"]*)"[^>]*(?<!/)>|(?P<closed></w:fldSimple>)'
    r"|<w:bookmark(?P<edge>Start|End)\b(?P<attributes>[^>]*)>"
    r"|<(?P<way>mc:AlternateContent|mc:Fallback|/mc:Fallback|/mc:AlternateContent)\b"
)
_ATTRIBUTE = re.compile(r'\bw:(id|name)="([^"]*)"')
_Span = tuple[int, int]


def numbered(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the rendered texts of the parts, the sequences of each counted by themselves.

    Word counts those in headers, footers and notes apart from those of the body, too.
    """
    return {
        name: _Scan(text).numbered() if "SEQ" in text.upper() else text
        for name, text in texts.items()
    }


@dataclass(slots=True)
class _Field:
    """A field that is open, and where the words of its result stand."""

    code: str = ""
    is_read: bool = True
    result: list[_Span] = field(default_factory=list)


@dataclass(slots=True)
class _Bookmark:
    """A bookmark: where its words stand, and whether a number that was counted is among them."""

    result: list[_Span] = field(default_factory=list)
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
        for token in _TOKEN.finditer(self.text):
            self._take(token)
        for name, result in self.references:
            marked = self.bookmarks.get(name, [])
            if len(marked) == 1 and marked[0].has_number:
                self._write(result, self._words(marked[0].result))
        pieces, at = [], 0
        for (start, end), words in sorted(self.edits.items()):
            pieces += [self.text[at:start], words]
            at = end
        return "".join(pieces) + self.text[at:]

    def _take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if kind == "text":
            self._take_words(token.span("text"))
        elif kind == "code" and self.fields and self.fields[-1].is_read:
            self.fields[-1].code += unescape(token["code"])
        elif kind == "simple":
            self.fields.append(_Field(unescape(token["simple"]), is_read=False))
        elif kind == "closed" or token["mark"] == "end":
            if self.fields:
                self._close(self.fields.pop())
        elif token["mark"] == "begin":
            self.fields.append(_Field())
        elif token["mark"] == "separate" and self.fields:
            self.fields[-1].is_read = False
        elif token["edge"]:
            self._take_bookmark(token["edge"], dict(_ATTRIBUTE.findall(token["attributes"])))
        elif token["way"]:
            self._take_way(token["way"])

    def _take_words(self, span: _Span) -> None:
        for one in self.fields:
            if not one.is_read:
                one.result.append(span)
        for mark in self.open.values():
            mark.result.append(span)

    def _take_bookmark(self, edge: str, attributes: Mapping[str, str]) -> None:
        id_ = attributes.get("id", "")
        if edge == "Start":
            mark = self.open[id_] = _Bookmark()
            self.bookmarks.setdefault(attributes.get("name", ""), []).append(mark)
        else:
            self.open.pop(id_, None)

    def _take_way(self, way: str) -> None:
        """Count what is stored twice, for programs old and new, once."""
        if way == "mc:AlternateContent":
            self.alternatives.append(self.counts.copy())
        elif way == "mc:Fallback" and self.alternatives:
            self.counts, self.alternatives[-1] = self.alternatives[-1], self.counts
        elif way == "/mc:Fallback" and self.alternatives:
            self.counts = self.alternatives[-1].copy()
        elif way == "/mc:AlternateContent" and self.alternatives:
            self.alternatives.pop()

    def _close(self, done: _Field) -> None:
        sequence = _SEQUENCE.fullmatch(done.code)
        reference = _REFERENCE.fullmatch(done.code)
        if sequence:
            self._count(sequence[1] or sequence[2], sequence[3], done.result)
        elif reference:
            self.references.append((reference[1], done.result))

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
