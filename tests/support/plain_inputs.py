"""Examples as plain data, to be changed and written back as text."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

EXAMPLES = Path(__file__).resolve().parents[2] / "example_inputs"
Data = dict[str, Any]

# The parser in C, where there is one, is ten times as fast.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@cache
def _loaded(path: Path) -> Data:
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    assert isinstance(loaded, dict)
    return loaded


def example(name: str) -> Data:
    """Return a copy of an example, every value the text that was typed."""
    return plain(EXAMPLES / f"{name}.yaml")


def plain(path: Path) -> Data:
    return deepcopy(_loaded(path))


def typed(data: object) -> str:
    """Return the data as somebody would type it: keys in order, a value on its line."""
    text = yaml.dump(data, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=9999)
    assert isinstance(text, str)
    return text
