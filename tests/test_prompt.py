"""Names in the commands that messages give can be pasted."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from drafter.prompt import quoted

posix = pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")


@pytest.mark.parametrize("name", ["我局.yaml", "甲/档案馆（决算）.yaml", "a-b_1.docx"])
def test_plain_names_stay_as_they_are(name: str) -> None:
    assert quoted(Path(name)) == str(Path(name))


@posix
@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("我 局", '"我 局"'), ("我　局", '"我　局"'), ("a&b", '"a&b"'), ("it's", '"it\'s"'),
        ("a(1)", '"a(1)"'), ("$a", "'$a'"), ('a"b', "'a\"b'"), ("a\\b", "'a\\b'"),
    ],
)  # fmt: skip
def test_others_are_quoted(name: str, written: str) -> None:
    assert quoted(name) == written
    assert shlex.split(written) == [name]


@posix
@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_a_shell_gives_every_name_back() -> None:
    names = [f"甲{sign}乙" for sign in " \t　\"$&;()[]{}|<>*?'`!#^%\\~-"] + ["~", "", "-'\" $x"]
    command = " ".join(["printf '%s\\n'", *map(quoted, names)])
    said = subprocess.run(["sh", "-c", command], capture_output=True, check=True).stdout.decode()
    assert said.split("\n")[:-1] == names
