"""Where this year's file still speaks of the time of last year's: in words, in comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafter.diagnostics import DataPath
from drafter.model.lasting import STANDING
from drafter.source import Scalar, SourceTree, scan
from drafter.source.origins import WORD

_CHINESE = "〇○零一二三四五六七八九"
_DIGITS = str.maketrans(_CHINESE + "０１２３４５６７８９", "0001234567890123456789")
_YEAR = re.compile(
    rf"(?<!\d)(?:19|20|１９|２０)\d\d(?!\d)年?|(?<![{_CHINESE}十])[一二][{_CHINESE}]{{3}}(?![{_CHINESE}])年?"
)
# “20年” is a length of time, “20年度” is a year.
_SHORT = re.compile(r"(?<!\d)(?P<year>\d\d)年度")
# 上年, 上一年, 年初 and the like stand in wording that is as true next year (“参考上年执行结果”);
# 去年 and 前年 are said of what happened, which by now is a year further back.
_SPOKEN = re.compile(r"(?<![过除失])去年(?![龄轻])|(?<![以目提当之此从先])前年(?![龄轻均度])")
_PLAN = re.compile(
    r"(?<![二三四五六七八九])十(?P<count>[一二三四五六七八九])五(?![年月日天个名万千百])"
)
_FIRST_PLAN = 2005
"""The year before the eleventh five-year plan (十一五); each takes five."""
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'|(?:^|(?<=\s))(?P<comment>#.*)")


@dataclass(frozen=True, slots=True)
class Stale:
    """A place that speaks of another time."""

    path: DataPath
    line: int
    words: str
    is_last: bool = True
    """Whether it writes last year's number; else it is further back, or told in words."""


def stale_words(tree: SourceTree, kept: Sequence[DataPath], year: int) -> list[Stale]:
    """Return where the values that stayed write the year, or an earlier time, by lines."""
    found: dict[Stale, None] = {}
    for path in kept:
        node = tree.node(path)
        if not isinstance(node, Scalar):
            continue
        words = node.text.strip()
        for at, hit, is_last in _hits(words, year):
            line = tree.locate_within(path, words, at).line
            found[Stale(path, line, hit, is_last)] = None
    return sorted(found, key=lambda one: one.line)


def stale_comments(text: str, year: int, *own: str) -> list[int]:
    """Return the lines whose comments write the year; comments that begin with `own` are ours."""
    ours = re.compile(rf"#[ ]*(?:{'|'.join(own)}|{WORD})|#.*(?:{'|'.join(own)})：")
    return [
        number
        for number, comment in comments_in(scan.unify(text))
        if not ours.match(comment) and any(is_last for *_, is_last in _years(comment, year))
    ]


def comments_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the comments with their lines, on lines of their own and behind values."""
    blocks = scan.block_scalars(text)
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        # The line that opens a block may have a comment; within it, a # is text.
        is_text = scan.within(start, blocks) and start not in {first for first, _ in blocks}
        for hit in () if is_text else _QUOTED.finditer(line):
            if hit["comment"]:
                yield number, hit["comment"]
        start += len(line) + 1


def _hits(words: str, year: int) -> Iterator[tuple[int, str, bool]]:
    """Yield what speaks of last year or before, with where it begins."""
    yield from _years(words, year)
    for hit in _SPOKEN.finditer(words):
        yield hit.start(), hit.group(), False
    for hit in _PLAN.finditer(words):
        if _FIRST_PLAN + 5 * int(hit["count"].translate(_DIGITS)) <= year:
            yield hit.start(), hit.group(), False


def _years(words: str, year: int) -> Iterator[tuple[int, str, bool]]:
    """Yield years up to the one, with whether it is that; of earlier ones those that 年 follows."""
    for hit in _YEAR.finditer(words):
        written = int(hit.group().removesuffix("年").translate(_DIGITS))
        is_year = hit.group().endswith("年") and not STANDING.match(words, hit.end())
        if written == year or (written < year and is_year):
            yield hit.start(), hit.group(), written == year
    for hit in _SHORT.finditer(words):
        if int(hit["year"]) == year % 100:
            yield hit.start(), hit.group(), True
