"""Scores that were published (已公布): they stand where nothing in the input computes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from drafter.figures.nodes import Figure, Missing
from drafter.model.values import Points
from drafter.scoring.outcome import ScoringProblem
from drafter.scoring.rules import plain, rounded

PUBLISHED = "已公布"


def with_published(
    score: Figure, published: Mapping[str, str], key: str, most: Decimal, decimals: int
) -> tuple[Figure, ScoringProblem | None]:
    """Return the score as it was published under the key, where it is still to be filled.

    One that cannot be, since it is below 0 or above `most`, is a problem and fills nothing.
    """
    typed = published.get(key)
    points = None if typed is None else Points.spelled(typed)
    if points is None or not isinstance(score.value, Missing):
        return score, None
    if not 0 <= points.value <= most:
        message = f"“{key}”已公布 {typed}，应在 0 与 {plain(most)} 分之间"
        return score, ScoringProblem((PUBLISHED, key), message)
    value = rounded(points.value, decimals)
    return replace(
        score, value=value, formula=PUBLISHED, inputs=((PUBLISHED, key),), calculation=()
    ), None
