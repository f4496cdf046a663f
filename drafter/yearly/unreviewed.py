"""What `rollover` marked to be looked at, and nobody has taken away since."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.diagnostics import Diagnostic, Location, Severity
from drafter.source import SourceTree
from drafter.yearly.marks import REVIEW
from drafter.yearly.stale import comments_in

UNREVIEWED = "JS-922"
_SHOWN = 12


def unreviewed(tree: SourceTree) -> Iterator[Diagnostic]:
    """Yield one finding for all the marks that are left; none where there are none."""
    if REVIEW not in tree.text:
        return
    sign = f"{REVIEW}："
    lines = [number for number, comment in comments_in(tree.text) if sign in comment]
    if lines:
        listed = "、".join(f"第{number}行" for number in lines[:_SHOWN])
        rest = f"……共 {len(lines)} 处" if len(lines) > _SHOWN else ""
        message = f"从上年抄来的还有 {len(lines)} 处标着“{REVIEW}”：{listed}{rest}"
        hint = "核对过的删去那条注释；与上年比照抄了什么，加 --last 去年.yaml"
        where = Location(tree.file, lines[0], 1)
        yield Diagnostic(UNREVIEWED, Severity.WARNING, message, where, hint)
