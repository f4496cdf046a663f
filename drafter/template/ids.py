"""Makes ids that loops have repeated unique again, over all parts of a document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

_DRAWING = re.compile(r'(<(?:\w+:)?docPr\b[^>]*?\bid=")[^"]*(")')
_PARAGRAPH = re.compile(r'<w:(?:p|tr) [^<>]*\bw14:paraId="[^<>]*>')
_PARAGRAPH_ID = re.compile(r' w14:paraId="([^"]*)"(?: w14:textId="[^"]*")?')
_CONTROL = re.compile(r'<w:id w:val="([^"]*)"/>')
_BOOKMARK = re.compile(r"<w:bookmark(Start|End)\b[^>]*>")
_SHAPE = re.compile(r"<v:(?!shapetype\b)\w+\b[^>]*?\bid=\"[^\"]*\"[^>]*>")
_SHAPE_ID = re.compile(r'(\s)id="([^"]*)"')
_SHAPE_NUMBER = re.compile(r'\s\w+:spid="[^"]*"')
_ID = re.compile(r'(\bw:id=")([^"]*)(")')
_NAME = re.compile(r'(\bw:name=")([^"]*)(")')


def renew_ids(parts: Mapping[str, str]) -> dict[str, str]:
    """Return the final texts of the parts with every id once, those of drawings counted anew."""
    renewing = _Renewing()
    return {name: renewing.renewed(text) for name, text in parts.items()}


class _Renewing:
    """Ids seen so far, over all parts."""

    def __init__(self) -> None:
        self.drawings = 0
        self.bookmarks = 0
        self.paragraphs: set[str] = set()
        self.controls: set[str] = set()
        self.names: dict[str, int] = {}
        self.shapes: dict[str, int] = {}
        self.open: defaultdict[str, list[str]] = defaultdict(list)
        """New ids of the bookmarks that have started, by their old id."""

    def renewed(self, text: str) -> str:
        """Return the text of the next part; most parts hold none of these."""
        if "docPr" in text:
            text = _DRAWING.sub(self._drawing, text)
        if "w14:paraId" in text:
            text = _PARAGRAPH.sub(self._paragraph, text)
        if "<w:sdtPr>" in text:
            text = _CONTROL.sub(lambda m: _once(m, self.controls), text)
        if "<v:" in text:
            text = _SHAPE.sub(self._shape, text)
        if "<w:bookmark" in text:
            self.open.clear()
            text = _BOOKMARK.sub(self._bookmark, text)
        return text

    def _drawing(self, found: re.Match[str]) -> str:
        self.drawings += 1
        return f"{found[1]}{self.drawings}{found[2]}"

    def _paragraph(self, found: re.Match[str]) -> str:
        """Look into start tags only: words may read like an id."""
        return _PARAGRAPH_ID.sub(lambda m: _once(m, self.paragraphs), found.group())

    def _shape(self, found: re.Match[str]) -> str:
        """Number drawings in the old form; their types may be defined more than once."""
        shape = found.group()
        own = _SHAPE_ID.search(shape)
        if own is None:
            return shape
        name = _unique(own[2], self.shapes)
        if name != own[2]:
            shape = _SHAPE_NUMBER.sub("", shape)
        return _SHAPE_ID.sub(rf'\g<1>id="{name}"', shape, count=1)

    def _bookmark(self, found: re.Match[str]) -> str:
        mark = found.group()
        old = _ID.search(mark)
        if old is None:
            return mark
        if found[1] == "End":
            waiting = self.open[old[2]]
            return _ID.sub(rf"\g<1>{waiting.pop(0)}\g<3>", mark) if waiting else mark
        self.open[old[2]].append(str(self.bookmarks))
        mark = _ID.sub(rf"\g<1>{self.bookmarks}\g<3>", mark)
        self.bookmarks += 1
        return _NAME.sub(lambda name: f"{name[1]}{_unique(name[2], self.names)}{name[3]}", mark)


def _once(found: re.Match[str], seen: set[str]) -> str:
    """Return the id the first time; Word gives a new one where there is none."""
    if found[1] in seen:
        return ""
    seen.add(found[1])
    return found.group()


def _unique(name: str, taken: dict[str, int]) -> str:
    """Return the name, numbered where it is taken; `taken` counts how often each was asked for."""
    candidate = name
    while candidate in taken:
        taken[name] += 1
        candidate = f"{name}_{taken[name]}"
    taken[candidate] = 1
    return candidate
