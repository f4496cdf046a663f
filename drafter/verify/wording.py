"""Words for what people did to a document: short, with both sides and their difference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from drafter.diagnostics import path_text
from drafter.figures.nodes import Figure, Unit
from drafter.source import Scalar, SourceTree
from drafter.verify.document import Cell, Paragraph, Row, Table, paragraphs_in
from drafter.verify.pairing import Item
from drafter.verify.spans import Span
from drafter.wording.reading import number_in

_LONG, _AROUND, _SHOWN, _NAMED = 60, 8, 40, 3
_OF_NUMBERS = frozenset("0123456789.,%")
_WHOLE = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?[%％]?")
_WAN = Decimal(10_000)
_POINTS = Decimal(100)


def quoted(words: str, longest: int = _SHOWN) -> str:
    """Return words in quotes, the middle of long ones left out."""
    if len(words) > longest:
        half = longest // 2
        words = f"{words[:half]}……{words[-half:]}"
    return f"“{words}”"


def both(old: str, new: str) -> tuple[str, str]:
    """Return two texts in quotes; of long ones what differs, with a little around it."""
    if max(len(old), len(new)) <= _LONG:
        return f"“{old}”", f"“{new}”"
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    start = max(0, head - _AROUND)
    while start and old[start - 1] in _OF_NUMBERS:
        start -= 1

    def part(text: str) -> str:
        end = min(len(text), len(text) - tail + _AROUND)
        while end < len(text) and text[end] in _OF_NUMBERS:
            end += 1
        before, behind = "……" if start else "", "……" if end < len(text) else ""
        return f"{before}{text[start:end]}{behind}"

    return quoted(part(old), _LONG * 2), quoted(part(new), _LONG * 2)


def _common(one: str, other: str) -> int:
    """Return how many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def replaced(old: str, new: str) -> str:
    """Return in words what came in the place of what."""
    if not old.strip():
        return f"加进{quoted(new)}"
    return f"{quoted(old)}改为{quoted(new)}" if new.strip() else f"删去{quoted(old)}"


def number_of(text: str) -> Decimal | None:
    """Return the number that a text is; None where it is none."""
    return number_in(text) if _WHOLE.fullmatch(text) else None


def difference(span: Span, old: str, new: str) -> str:
    """Return by how much a number became more or less; nothing where that cannot be said."""
    before, after = number_of(old), number_of(new)
    if before is None or after is None or before == after:
        return ""
    return f"，相差 {abs(after - before):f}{_unit(span, old, before)}"


def _unit(span: Span, old: str, printed: Decimal) -> str:
    node = span.printed.node
    if old.endswith(("%", "％")):
        return " 个百分点"
    if not isinstance(node, Figure) or node.number is None:
        return ""
    if node.unit is Unit.YUAN:
        value = abs(node.number)
        in_wan = abs(value / _WAN - abs(printed)) < abs(value - abs(printed))
        return " 万元" if in_wan else " 元"
    return " 分" if node.unit is Unit.POINTS else ""


def name_of(span: Span) -> str:
    """Return what a printed value is called: its path in the input."""
    node = span.printed.node
    path = span.printed.gap[0] if span.printed.gap else () if node is None else node.path
    return f"“{path_text(path)}”" if path else "由程序印出"


def source_of(span: Span, tree: SourceTree) -> str:
    """Return where in the input a printed figure comes from, and how."""
    node = span.printed.node
    if span.printed.gap:
        return f"填在 {tree.locate(span.printed.gap[0])}"
    if not isinstance(node, Figure):
        return ""
    if isinstance(tree.node(node.path), Scalar):
        return f"数在 {tree.locate(node.path)}"
    inputs = [path for path in node.inputs if isinstance(tree.node(path), Scalar)]
    places = [f"{path_text(path)}（{tree.locate(path)}）" for path in inputs[:_NAMED]]
    rest = f" 等 {len(inputs)} 处" if len(inputs) > _NAMED else ""
    made = f"算出的数：{node.formula}" if node.formula else ""
    return "；".join(filter(None, (made, f"取自 {'、'.join(places)}{rest}" if places else "")))


def authors(paragraph: Paragraph) -> str:
    """Return who changed a paragraph with changes tracked."""
    names = dict.fromkeys(r.author or "无名" for r in paragraph.revisions if r.kind != "改格式")
    return f"（{'、'.join(names)}的修订）" if names else ""


def item_words(item: Item) -> str:
    """Return in words what a thing is and says."""
    if isinstance(item, Paragraph):
        return f"一段{quoted(item.words)}"
    if isinstance(item, Row):
        return f"一行{quoted(' | '.join(_cell_words(cell) for cell in item.cells), _LONG)}"
    if isinstance(item, Cell):
        return f"一格{quoted(_cell_words(item))}"
    first = _cell_words_of_row(item)
    return f"一个 {len(item.rows)} 行的表{quoted(first)}"


def _cell_words_of_row(table: Table) -> str:
    return " | ".join(_cell_words(cell) for cell in table.rows[0].cells) if table.rows else ""


def _cell_words(cell: Cell) -> str:
    return " ".join(paragraph.words for paragraph in paragraphs_in(cell))


def listed(words: Sequence[str], most: int = _NAMED) -> str:
    """Return the first of several things, and how many there are."""
    shown = "、".join(words[:most])
    return shown if len(words) <= most else f"{shown} 等 {len(words)} 处"
