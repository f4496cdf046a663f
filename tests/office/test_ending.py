"""Asked to end, drafter leaves no LibreOffice running and nothing of it behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drafter.resources import root, template_folders

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

MINIMAL = root() / "example_inputs" / "minimal.yaml"
NAME = "sichuan-final-accounts"
PROGRAM = """#!/bin/sh
sleep 100 &
echo $$ >> {pids}
echo $! >> {pids}
wait
"""
"""Stands in for LibreOffice, which at once lays out for ever."""


def is_running(process: int) -> bool:
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def ended(
    tmp_path: Path, command: list[str], blow: signal.Signals, *, ignored: bool = False
) -> tuple[int, str]:
    """Run drafter until LibreOffice is at work, ask it to end, and see what is left."""
    pids, rests = tmp_path / "pids", tmp_path / "tmp"
    rests.mkdir()
    program = tmp_path / "soffice"
    program.write_text(PROGRAM.format(pids=pids), encoding="utf-8")
    program.chmod(0o755)
    code = "from drafter.cli.app import main; main()"
    if ignored:
        code = f"import signal; signal.signal({int(blow)}, signal.SIG_IGN); {code}"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *command],
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"DRAFTER_SOFFICE": str(program), "TMPDIR": str(rests)},
    )
    children: list[int] = []
    try:
        while len(children) < 2:
            assert process.poll() is None
            time.sleep(0.02)
            children = (
                [int(n) for n in pids.read_text(encoding="utf-8").split()] if pids.exists() else []
            )
        assert list(rests.glob("drafter-*"))
        process.send_signal(blow)
        if ignored:
            time.sleep(0.2)
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=60)[1]
    finally:
        process.kill()
        left = [int(n) for n in pids.read_text(encoding="utf-8").split() if is_running(int(n))]
        for one in left:
            os.kill(one, signal.SIGKILL)
    assert left == []
    assert list(rests.glob("drafter-*")) == []
    assert "Traceback" not in said
    return process.returncode, said


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGHUP])
def test_a_preview(tmp_path: Path, blow: signal.Signals) -> None:
    shutil.copytree(template_folders()[NAME], tmp_path / "我县")
    command = ["template", "preview", str(tmp_path / "我县"), str(MINIMAL)]
    assert ended(tmp_path, command, blow)[0] == 128 + blow


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGHUP])
def test_a_preview_that_watches(tmp_path: Path, blow: signal.Signals) -> None:
    shutil.copytree(template_folders()[NAME], tmp_path / "我县")
    command = ["template", "preview", str(tmp_path / "我县"), str(MINIMAL), "--watch"]
    code, said = ended(tmp_path, command, blow)
    assert code == 0
    assert said.endswith("已停止\n")


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGHUP])
def test_a_report_as_pdf(tmp_path: Path, blow: signal.Signals) -> None:
    target = tmp_path / "a.docx"
    command = ["render", str(MINIMAL), "-t", NAME, "--pdf", "-o", str(target)]
    assert ended(tmp_path, command, blow)[0] == 128 + blow
    assert not target.exists()


def test_what_is_ignored_stays_so(tmp_path: Path) -> None:
    command = ["render", str(MINIMAL), "-t", NAME, "--pdf", "-o", str(tmp_path / "a.docx")]
    code, _ = ended(tmp_path, command, signal.SIGHUP, ignored=True)
    assert code == 128 + signal.SIGTERM


LOST = """
import os, signal, sys, time
from drafter.office.ending import held, orderly

class Unneeded:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(100):  # the signal comes in here, and what it raises is lost
            pass

try:
    with orderly():
        Unneeded()
        with held():
            time.sleep({held})
        time.sleep(30)
finally:
    print("left", file=sys.stderr)
"""


@pytest.mark.parametrize("held", ["0", "0.5"])
def test_an_end_that_was_asked_for_at_a_bad_moment_comes_all_the_same(held: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOST.format(held=held)],
        capture_output=True,
        check=False,
        timeout=20,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (128 + signal.SIGTERM, "left\n")
