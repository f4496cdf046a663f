"""Which fonts the machine has, as far as it can be asked."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable

_LIMIT = 30
_SAME = (
    frozenset({"仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312"}),
    frozenset({"楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312"}),
    frozenset({"黑体", "SimHei"}),
    frozenset({"宋体", "SimSun"}),
)
"""Names of what is one typeface under several names."""


def installed_fonts() -> frozenset[str] | None:
    """Return the names of the fonts of this machine; None where it has no fontconfig to ask."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, ":", "family"], capture_output=True, check=True, timeout=_LIMIT
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = done.stdout.decode(errors="replace").split("\n")
    names = (name.strip() for line in lines for name in line.split(","))
    return frozenset(name for name in names if name)


def missing_fonts(named: Iterable[str]) -> list[str]:
    """Return the fonts that this machine lacks, under any of their names; none where it is mute."""
    installed = installed_fonts()
    if installed is None:
        return []
    known = {name.lower() for name in installed}

    def has(name: str) -> bool:
        alike = next((group for group in _SAME if name in group), frozenset({name}))
        return any(other.lower() in known for other in alike)

    return [name for name in dict.fromkeys(named) if not has(name)]
