"""文字里的标点：重复、半角全角混用、括号和引号不成对。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from drafter.checks.engine import Facts, Problem
from drafter.checks.prose.telling import at_hit, at_place, quoted, starting
from drafter.checks.texts import Hit, Passage
from drafter.diagnostics import Severity

_HAN = "\u4e00-\u9fff"
_MARKS = starting(
    "，、；：。,;:?!）》”’",
    r"(?P<doubled>[，、；：。]{2,}|[，、；：。][,;:]|[,;][，、；：。]+)",
    r"(?P<first>^[，、；：。）》”’])",
    rf"(?P<narrow>(?<=[{_HAN}”’）》])[,;:?!](?=[{_HAN}“‘（《]))",
)
_UNFINISHED = "，、"

_PAIRS = {
    "（": "）",
    "(": ")",
    "《": "》",
    "【": "】",
    "“": "”",
    "‘": "’",
    "「": "」",
    "〔": "〕",
    "〈": "〉",
}
_CLOSING = {close: opened for opened, close in _PAIRS.items()}
_SAME = {"）": ")", ")": "）"}
_DEEPEST = 20
"""How many brackets within each other are looked at."""
_MOST = 20
"""How many brackets of a text are told: behind so many, the first is what has to be mended."""
_BRACKET = re.compile(f"[{re.escape(''.join(_PAIRS) + ''.join(_CLOSING))}]")
_ITEM = re.compile(
    r"(?<![0-9a-zA-Z.])[0-9a-zA-Z]{1,2}$|(?:^|[\s，。；：、“])[一二三四五六七八九十]{1,3}$"
)
"""What a closing bracket without its beginning may belong to: `1）`, `一)`."""


def doubled_marks(facts: Facts) -> Iterator[Problem]:
    """标点不重复，不半角全角混用，段落不以逗号开头、不以顿号结尾。

    依据：GB/T 15834《标点符号用法》、R23。
    容差：没有。
    通过：“……”“——”；句号在引号内外；数字里的“,”“:”。
    不通过：。。、，，、；。一类相连的标点；段落以标点开头；文字以“，”“、”结尾，像没有写完。
    汉字之间的半角逗号、分号只提示。
    怎么办：留一个，用全角。
    """
    narrow: dict[Passage, list[Hit]] = {}
    for hit in facts.prose.hits(_MARKS):
        if hit.match["narrow"]:
            narrow.setdefault(hit.passage, []).append(hit)
        elif hit.match["first"]:
            yield at_hit(hit, f"段落以{quoted(hit.words)}开头", hint="多半少了前面的字，或多了标点")
        else:
            yield at_hit(hit, f"标点重复{quoted(hit.words)}", hint="留一个")
    for hits in narrow.values():  # those of a text are told once: whoever typed one typed all
        more = f"，这段文字里共 {len(hits)} 处" if len(hits) > 1 else ""
        message = f"汉字之间的半角标点{quoted(hits[0].words)}{more}"
        yield at_hit(hits[0], message, Severity.HINT, "改为全角")
    for passage in facts.prose.passages:
        if passage.plain[-1] in _UNFINISHED:
            message = f"文字以{quoted(passage.plain[-1])}结尾，像没有写完"
            yield at_place(passage, len(passage.plain) - 1, message)


def unpaired_marks(facts: Facts) -> Iterator[Problem]:
    """括号、书名号、引号成对。

    依据：GB/T 15834《标点符号用法》。
    容差：没有。
    通过：各自成对；“1）”“一）”一类序号的半个括号。
    不通过：少了一半，或者交叉。一半全角一半半角只提示。
    一段文字最多列出 20 处。
    怎么办：补上少的一半，或者删去多的一半。
    """
    for passage in facts.prose.passages:
        yield from islice(_unpaired(passage), _MOST)


def _unpaired(passage: Passage) -> Iterator[Problem]:
    open_marks: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(passage.plain):
        mark, at = match.group(), match.start()
        if mark in _PAIRS:
            open_marks.append((mark, at))
            continue
        inner = open_marks[-_DEEPEST:]
        begun = [_PAIRS[opened] in (mark, _SAME.get(mark)) for opened, _ in inner]
        if not any(begun):
            if mark not in "）)" or not _ITEM.search(passage.plain[max(0, at - 5) : at]):
                words = quoted(passage.plain[max(0, at - 10) : at + 1])
                yield at_place(passage, at, f"{words}里的“{mark}”没有前一半“{_CLOSING[mark]}”")
            continue
        while not begun.pop():  # those inside that were not closed
            yield _without_end(passage, *open_marks.pop())
        opened, where = open_marks.pop()
        if _PAIRS[opened] != mark:
            words = quoted(passage.plain[where : at + 1])
            message = f"括号半角、全角混用{words}"
            yield at_place(passage, where, message, Severity.HINT, "两半用同一种，一般用全角")
    for mark, at in open_marks:
        yield _without_end(passage, mark, at)


def _without_end(passage: Passage, mark: str, at: int) -> Problem:
    words = quoted(passage.plain[at : at + 10])
    return at_place(passage, at, f"{words}里的“{mark}”没有后一半“{_PAIRS[mark]}”")
