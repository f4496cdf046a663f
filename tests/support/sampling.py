"""Large sets of cases of one kind: some of them run each time, all of them in exhaustive runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(cases: Iterable[Any], every: int, ids: Iterable[str] | None = None) -> list[Any]:
    """Return the cases as parameters: all but each n-th are exhaustive ones."""
    names = list(ids) if ids is not None else None
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=names[number] if names else None,
            marks=() if number % every == 0 else pytest.mark.exhaustive,
        )
        for number, case in enumerate(cases)
    ]
