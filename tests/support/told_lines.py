"""What a command says on stderr, taken apart: findings, and the lines that are shown with them."""

import re

_EXCERPT = re.compile(r" {6} \| |[ \d]{6} \| ")


def without_excerpts(stderr: str) -> list[str]:
    """Return the lines that are no excerpt of a file."""
    return [line for line in stderr.splitlines() if not _EXCERPT.match(line)]


def excerpts(stderr: str) -> list[str]:
    return [line for line in stderr.splitlines() if _EXCERPT.match(line)]
