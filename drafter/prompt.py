"""Writes names as they are typed at a prompt, for commands that messages name."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

_UNSAFE = re.compile(r"""[\s"$&;()\[\]{}|<>*?'`!#^%]|^[~-]|^$""")
"""What a shell does not leave as it is; of a name in Chinese letters that is nothing."""
_BACKSLASH = "\\"
_ACTIVE = re.compile(r'["$`!\\]')
"""What shells of POSIX read within double quotes."""


def quoted(name: Path | str) -> str:
    """Return a name as the shell of the system takes it; in quotes only where it has to be."""
    text = str(name)
    is_windows = os.name == "nt"
    if not _UNSAFE.search(text) and (is_windows or _BACKSLASH not in text):
        return text
    return f'"{text}"' if is_windows or not _ACTIVE.search(text) else shlex.quote(text)
