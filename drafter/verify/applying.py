"""Which words that people changed can go back into the input, and as what.

Only words that were typed there, each as it was typed, and only where every place that prints them
agrees. What comes of it is rendered once more by whoever asks: a filter of the template may still
print something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from drafter.diagnostics import DataPath, Place
from drafter.figures.nodes import Text
from drafter.source import Mapping as SourceMapping
from drafter.source import Scalar, SourceTree
from drafter.source import Sequence as SourceSequence
from drafter.verify.changes import ProseChange
from drafter.verify.document import Paragraph
from drafter.verify.findings import Judged
from drafter.verify.origins import Origin, Origins
from drafter.verify.pairing import Comparison, Pair
from drafter.verify.spans import Span, Spans, prose_line, spans_in
from drafter.verify.wording import quoted

FILE_KEY = "文件"
_TITLED = re.compile(r"《(.+)》(.*)")


@dataclass(frozen=True, slots=True)
class Refused:
    """Words that cannot go back, and why."""

    path: DataPath
    reason: str
    place: Place


Line = tuple[int, int]
"""A line of a text: its number as it was typed, and its turn among those put behind it."""


class Writing(NamedTuple):
    """A paragraph of the edited file that goes back: what it was and is, and as which line."""

    place: Place
    old: str
    new: str
    line: Line


@dataclass(slots=True)
class Wish:
    """What is to become of one text of the input, or of the end of a list of texts."""

    path: DataPath
    typed: str
    """The whole text as it was typed."""
    writings: list[Writing] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    """Texts to come at the end of a list, the first of them at the path."""
    replaced: dict[int, list[str]] = field(default_factory=dict)
    """What a line may be typed as, the likeliest first."""
    added: dict[int, list[str]] = field(default_factory=dict)
    """Lines to come behind a line."""
    removed: set[int] = field(default_factory=set)
    paragraphs: set[tuple[str, int]] = field(default_factory=set)
    """Paragraphs of the edited file that are lines of it by now."""
    attempt: int = 0

    @property
    def may_go_on(self) -> bool:
        """Return whether there is another way to type it."""
        return any(self.attempt + 1 < len(ways) for ways in self.replaced.values())

    @property
    def place(self) -> Place:
        """Return the first place of the edited file that it comes from."""
        return self.writings[0].place

    @property
    def changes(self) -> list[tuple[DataPath, str]]:
        """Return what is to be typed, and where."""
        if not self.items:
            return [(self.path, self.text)]
        return [(self.item_path(turn), words) for turn, words in enumerate(self.items)]

    def item_path(self, turn: int) -> DataPath:
        """Return the path of a text that comes at the end of a list."""
        first = self.path[-1]
        return (*self.path[:-1], first + turn) if isinstance(first, int) else self.path

    @property
    def text(self) -> str:
        """Return the text to type, in the way that it is to be tried."""
        found = "\n".join(words for _, words in self._lines())
        return found + ("\n" if self.typed.endswith("\n") else "")

    def place_of(self, line: Line) -> tuple[str, int]:
        """Return the lines to type that say something, and at which letter one of them begins."""
        said = [(name, words.strip(" \t\r")) for name, words in self._lines() if words.strip()]
        before = [words for name, words in said if name < line]
        return "\n".join(words for _, words in said), sum(len(words) + 1 for words in before)

    def _lines(self) -> Iterator[tuple[Line, str]]:
        number = 0
        for line in self.typed.removesuffix("\n").split("\n"):
            if not line.strip() and self.typed.strip():
                yield (number, -1), line
                continue
            if number not in self.removed:
                ways = self.replaced.get(number, [line])
                yield (number, 0), ways[min(self.attempt, len(ways) - 1)]
            for turn, words in enumerate(self.added.get(number, []), start=1):
                yield (number, turn), words
            number += 1


Result = tuple[list[Wish], list[Refused]]


def wishes(
    comparison: Comparison,
    differing: Sequence[Judged],
    spans: Spans,
    origins: Origins,
    typed: SourceTree,
) -> Result:
    """Return what can go back into the input, and what cannot."""
    gathering = _Gathering(spans, origins, typed)
    for one in differing:
        gathering.prose(one)
    gathering.agree(comparison.pairs)
    gathering.whole_lines(comparison)
    return list(gathering.wishes.values()), gathering.refused


class _Gathering:
    """Puts the changes of each text together."""

    def __init__(self, spans: Spans, origins: Origins, typed: SourceTree) -> None:
        self.wishes: dict[DataPath, Wish] = {}
        self.refused: list[Refused] = []
        self._spans = spans
        self._origins = origins
        self._typed = typed
        self._wanted: defaultdict[tuple[DataPath, int], list[tuple[ProseChange, Pair]]] = (
            defaultdict(list)
        )

    def prose(self, one: Judged) -> None:
        """Take the changed words of a pair of paragraphs."""
        unclear = 0
        for change in one.changes.prose:
            unclear += not change.is_whole
            if unclear > 1 and not change.is_whole:
                continue  # the whole paragraph was rewritten, and is told once
            path = self._target(change.span)
            reason = self._reason(path, change, one)
            if isinstance(path, str) or reason:
                self._refuse(change.span, reason, one.pair.edited.place)
            else:
                self._wanted[path, change.span.line].append((change, one.pair))

    def _reason(self, path: DataPath | str, change: ProseChange, one: Judged) -> str:
        if one.origin is Origin.INPUT:
            return "输入在生成之后改过，以输入为准"
        if one.origin is Origin.BOTH:
            return "这一段的输入在生成之后也改过，请自己对照"
        if isinstance(path, str):
            return path
        if not change.is_whole:
            return "前后模板的字也一起改了，分不清哪些是输入的字"
        return "" if change.new else "文字删空了；没有此项，请在输入里写“无”"

    def _target(self, span: Span) -> DataPath | str:
        """Return the path of the text that a span prints, or why it cannot be changed there."""
        node, gap = span.printed.node, span.printed.gap
        if gap:
            alone = isinstance(node, Text) and len(gap) == 1
            return gap[0] if alone else "这里待补的不止一处文字，请填在输入里"
        if not isinstance(node, Text):
            return "不是输入的文字"
        candidates = [node.path, *node.inputs]
        for path in candidates:
            if self._lines(path) == list(node.value if isinstance(node.value, tuple) else ()):
                return path
        named = self._typed.node(node.path)
        if isinstance(named, SourceMapping) and FILE_KEY in named.entries:
            return f"文字来自“{FILE_KEY}: …”，请改那个文件"
        return "这些字不是照输入的一处文字原样印出的，请在输入里改"

    def _lines(self, path: DataPath) -> list[str] | None:
        """Return the lines of a text as it was typed, those with nothing to see left out."""
        node = self._typed.node(path)
        if not isinstance(node, Scalar):
            return None
        lines = (line.strip(" \t\r") for line in node.text.split("\n"))
        return [line for line in lines if line.strip()]

    def _wish(self, path: DataPath) -> Wish:
        if path not in self.wishes:
            node = self._typed.node(path)
            self.wishes[path] = Wish(path, node.text if isinstance(node, Scalar) else "")
        return self.wishes[path]

    def _refuse(self, span: Span, reason: str, place: Place) -> None:
        printed = span.printed
        path = printed.gap[0] if printed.gap else printed.node.path if printed.node else ()
        self.refused.append(Refused(path, reason, place))

    def agree(self, pairs: Iterable[Pair]) -> None:
        """Make wishes of the lines on which all places that print them agree."""
        if not self._wanted:
            return
        changed = {
            (change.span.start, id(pair.fresh))
            for found in self._wanted.values()
            for change, pair in found
        }
        unchanged = self._unchanged(pairs, changed)
        for (path, line), found in self._wanted.items():
            news = {change.new for change, _ in found}
            place = found[0][1].edited.place
            elsewhere = unchanged.get((path, line), 0)
            span = found[0][0].span
            if len(news) > 1:
                self._refuse(span, f"印在 {len(found)} 处，各处改得不一样", place)
            elif elsewhere:
                total = len(found) + elsewhere
                self._refuse(span, f"印在 {total} 处，只改了其中 {len(found)} 处", place)
            else:
                self._replace(path, found)

    def _unchanged(
        self, pairs: Iterable[Pair], changed: set[tuple[int, int]]
    ) -> Mapping[tuple[DataPath, int], int]:
        """Return how often a line that somewhere changed is elsewhere printed as it was."""
        counts: defaultdict[tuple[DataPath, int], int] = defaultdict(int)
        for pair in pairs:
            for span in spans_in(pair.fresh, self._spans):
                if not span.is_prose or (span.start, id(pair.fresh)) in changed:
                    continue
                path = self._target(span)
                if not isinstance(path, str) and (path, span.line) in self._wanted:
                    counts[path, span.line] += 1
        return counts

    def _replace(self, path: DataPath, found: Sequence[tuple[ProseChange, Pair]]) -> None:
        change, pair = found[0]
        wish = self._wish(path)
        is_gap = bool(change.span.printed.gap)
        typed = "" if is_gap else (self._lines(path) or [""])[change.span.line]
        ways = [change.new] if is_gap else _ways(change.span.words, typed, change.new)
        if not ways:
            self._refuse(change.span, "印出时经模板的过滤器改写过，请在输入里改", pair.edited.place)
            return
        line = 0 if is_gap else change.span.line
        wish.replaced[line] = ways
        for own, one in found:
            wish.writings.append(Writing(one.edited.place, own.old, own.new, (line, 0)))
            wish.paragraphs.add((one.edited.part, one.edited.number))

    def whole_lines(self, comparison: Comparison) -> None:
        """Take paragraphs that came behind a line of a text, and lines that are gone."""
        for single in comparison.added:
            item, before = single.item, single.after
            if before is None or self._origins.of_added(item) is Origin.INPUT:
                continue
            if isinstance(item, Paragraph) and item.level is None:
                found = self._line(before.fresh)
                if found is not None:
                    self._add(item, *found)
        for single in comparison.removed:
            item = single.item
            if isinstance(item, Paragraph) and self._origins.of_removed(item) is not Origin.INPUT:
                found = self._line(item)
                if found is not None and len(self._lines(found[0]) or ()) > 1:
                    wish = self._wish(found[0])
                    wish.removed.add(found[1])
                    wish.writings.append(Writing(single.place, item.words, "", (found[1], 0)))

    def _add(self, item: Paragraph, path: DataPath, line: int) -> None:
        """Take a paragraph behind a line: as one more line, or as one more text of a list."""
        parent = self._typed.node(path[:-1])
        if not isinstance(parent, SourceSequence):
            wish = self._wish(path)
            added = wish.added.setdefault(line, [])
            added.append(item.words)
            written = Writing(item.place, "", item.words, (line, len(added)))
        elif path[-1] == len(parent.items) - 1 and len(self._lines(path) or ()) == 1:
            end = (*path[:-1], len(parent.items))
            wish = self.wishes.setdefault(end, Wish(end, ""))
            wish.items.append(item.words)
            written = Writing(item.place, "", item.words, (len(wish.items) - 1, 0))
        else:
            reason = f"多出的一段{quoted(item.words)}要写成清单里的一项，写在第几项请自己定"
            self.refused.append(Refused(path, reason, item.place))
            return
        wish.writings.append(written)
        wish.paragraphs.add((item.part, item.number))

    def _line(self, paragraph: Paragraph) -> tuple[DataPath, int] | None:
        """Return the text and the line of it that a paragraph is, where it is nothing else."""
        span = prose_line(paragraph, self._spans)
        path = None if span is None else self._target(span)
        return None if span is None or path is None or isinstance(path, str) else (path, span.line)


def _ways(printed: str, typed: str, new: str) -> list[str]:
    """Return what may be typed so that a filter prints the new words; none where that is unclear.

    A filter may have taken signs off the end, put a full stop there, or marked a title.
    """
    if printed == typed:
        return [new]
    if printed and typed.count(printed) == 1:
        head, _, tail = typed.partition(printed)
        return list(dict.fromkeys([f"{head}{new}{tail}", new]))
    if printed == f"{typed}。":
        return list(dict.fromkeys([new.removesuffix("。"), new]))
    titled = _TITLED.fullmatch(printed)
    if titled and titled[1] + titled[2] == typed:
        renamed = _TITLED.fullmatch(new)
        return [renamed[1] + renamed[2]] if renamed else [new]
    return []
