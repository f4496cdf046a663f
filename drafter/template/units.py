"""Holds the filter of a number against the words by its tag: 元 after |万元, 减少 before a sign.

What is wrong here prints a number that is off by ten thousand, or says the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.template.faults import Fault
from drafter.template.lift import LiftedPart
from drafter.template.seam import CLOSE_TOKEN, OPEN_TOKEN

_FILTER = re.compile(r"\|\s*([^\W\d]\w*)")
_MARKUP = re.compile(f"<[^<>]*>|{OPEN_TOKEN}[^{CLOSE_TOKEN}]*{CLOSE_TOKEN}")
_PARAGRAPH = re.compile(r"</w:p>|<w:p[ >]")
_SIGNED = re.compile(r"\.(增减额|增减率|预决算差)\s*(?:\||$)")
_DIRECTION = re.compile(r"(增加|减少|增长|下降|上升)$")
_WRONG_AFTER = {"元": ("万元",), "万元": ("元",), "百分比": ("%", "％")}


def unit_faults(part: LiftedPart) -> Iterator[Fault]:
    """Yield tags whose number does not go with the words before or after them."""
    for number, tag in enumerate(part.tags):
        if not tag.is_print or tag.plots:
            continue  # held against the name of its series, where that is read
        filters = _FILTER.findall(tag.inner)
        after = _words(_PARAGRAPH.split(part.segments[number + 1])[0])
        for name in filters:
            wrong = next((u for u in _WRONG_AFTER.get(name, ()) if after.startswith(u)), "")
            if wrong:
                message = f"标签用“|{name}”，后面却写着“{wrong}”"
                yield Fault(message, tag.place, _advice(name))
        before = _words(_PARAGRAPH.split(part.segments[number])[-1])
        signed, direction = _SIGNED.search(tag.inner), _DIRECTION.search(before)
        if signed and direction and "绝对值" not in filters:
            message = f"“{direction[1]}”后面的{signed[1]}可能带负号，方向也不一定对"
            yield Fault(message, tag.place, "接 |绝对值，按 is 增加、is 减少 分开写；或用 .变动")


def _words(markup: str) -> str:
    return _MARKUP.sub("", markup)


def _advice(name: str) -> str:
    if name == "百分比":
        return "“|百分比”已经带百分号，去掉后面的"
    return f"后面写“{name}”，或换过滤器"
