"""Fields that a file holds as comments, as starters write them: `# 合计:  # 可不填：…`.

They are lifted by taking away the mark, so a nested one stands at the column it will have then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.source import quoting
from drafter.source.findings import SourceText
from drafter.source.places import Spot, YamlNode, content_end, is_blank, is_scalar, text_spans
from drafter.source.scan import Span, within

_COMMENT_LINE = re.compile(r"(?P<pad> *)#(?: (?P<more> *))?")
_NOTE = re.compile(r"(?:^|[ \t]+)#.*")
_NOTHING = re.compile(r"[ \t]*(?:#.*)?$")


def behind_comments(source: SourceText, end: int, column: int) -> int:
    """Return the end of the comment lines that follow a line directly and are deeper than it.

    They are about what stands above them: what is added comes behind.
    """
    for line, line_end in _lines_after(source, end):
        comment = _COMMENT_LINE.match(source.text, line, line_end)
        if comment is None or _column(comment) <= column:
            break
        end = line_end
    return end


def placeholder(source: SourceText, spot: Spot, key: str) -> tuple[int, int, str] | None:
    """Return what lifts the comment line for a key of a mapping, or of a blank that becomes one.

    The line keeps its comment and loses the sample value that it may have.
    """
    node, text = spot.node, source.text
    if is_blank(node):
        start = source.line_end(spot.behind(text))
        columns = range(spot.column + 1, len(text))
    else:
        above = 0 if spot.parent is None else source.line_end(spot.behind(text)) + 1
        start = min(above, source.line_start(node.start_mark.index))
        columns = range(node.start_mark.column, node.start_mark.column + 1)
    stop = _end_of_comments(source, content_end(source, node), columns[0])
    name = re.escape(quoting.key(key))
    line = re.compile(
        rf"^(?P<pad> *)# (?P<more> *)(?P<key>{name}) *:(?P<rest>(?:[ \t].*)?)$", re.MULTILINE
    )
    spans = sorted(_several_lines(source, node))
    for hit in line.finditer(text, start, stop):
        inside = within(hit.start(), spans)
        if not inside and _column(hit) in columns and _is_free(source, hit.end(), _column(hit)):
            note = _NOTE.search(hit["rest"])
            lifted = f"{hit['pad']}{hit['more']}{hit['key']}:{note.group() if note else ''}"
            return hit.start(), hit.end(), lifted
    return None


def _column(hit: re.Match[str]) -> int:
    """Return the column that the comment would have without its mark."""
    return len(hit["pad"]) + len(hit["more"] or "")


def _end_of_comments(source: SourceText, end: int, column: int) -> int:
    """Return the end of the comment lines behind a value that may belong to it."""
    stop = end = source.line_end(end)
    for line, line_end in _lines_after(source, end):
        comment = _COMMENT_LINE.match(source.text, line, line_end)
        if comment is not None and _column(comment) >= column:
            stop = line_end
        elif source.text[line:line_end].strip():
            break
    return stop


def _is_free(source: SourceText, end: int, column: int) -> bool:
    """Return whether the next line with content would not go below a key at the column."""
    for line, line_end in _lines_after(source, end):
        if not _NOTHING.match(source.text, line, line_end):
            content = source.text[line:line_end]
            indent = len(content) - len(content.lstrip(" "))
            return indent < column or (indent == column and content[indent] != "-")
    return True


def _lines_after(source: SourceText, end: int) -> Iterator[Span]:
    """Yield the lines behind the one that ends at an index."""
    while end < len(source.text):
        start, end = end + 1, source.line_end(end + 1)
        yield start, end


def _several_lines(source: SourceText, node: YamlNode) -> Iterator[Span]:
    """Yield the stretches inside a value in which a line is no line of the block."""
    if is_scalar(node) or node.flow_style:
        yield from text_spans(source, node) if is_scalar(node) else [_span(node)]
        return
    for item in node.value:
        for part in item if isinstance(item, tuple) else (item,):
            yield from _several_lines(source, part)


def _span(node: YamlNode) -> Span:
    return node.start_mark.index, node.end_mark.index
