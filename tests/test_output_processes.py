"""Saving under real conditions: killed processes, full disks, folders that cannot be written."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from typer.testing import CliRunner

from drafter.cli.app import app
from drafter.output import File, OutputError, save_all

pytestmark = pytest.mark.exhaustive
ROOT = Path(__file__).resolve().parent.parent
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"
DRAFTER = [sys.executable, "-c", "from drafter.cli import run; run()"]
OLD, NEW = b"old", b"new" * 1000
BOTH = ("a.docx", "b.docx")

# Windows has neither forks nor limits, and its signals do not wait.
resource = pytest.importorskip("resource", reason="needs signals, limits and mounts of POSIX")


def contents(folder: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in folder.iterdir()}


# What changes something on the disk or in the process; "__exit__" closes a file.
CALLS = {"open", "write", "flush", "chmod", "fsync", "__exit__", "close", "link", "rename"}
CALLS |= {"replace", "unlink", "pthread_sigmask"}


def killed_at(number: int, blow: signal.Signals, files: Sequence[File]) -> int:
    """Save in a child that gets the signal before that call; return its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = number

    def count(_: FrameType, event: str, function: Any) -> None:
        nonlocal left
        if event == "c_call" and function.__name__ in CALLS:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), blow)

    try:
        sys.setprofile(count)
        save_all(files)
        sys.setprofile(None)
        os._exit(0)
    finally:
        os._exit(1)


def killed_at_every_call(
    folder: Path, blow: signal.Signals, *, force: bool
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """Save both files again and again until no call is left; yield how each time ended."""
    files = [File(NEW, folder / name, force) for name in BOTH]
    for number in range(1, 100):
        for file in folder.iterdir():
            file.unlink()
        for name in BOTH if force else ():
            (folder / name).write_bytes(OLD)
        code = killed_at(number, blow, files)
        yield code, contents(folder)
        if code == 0:
            return
    pytest.fail("more calls than can be")


@pytest.mark.parametrize("force", [True, False])
class TestKilledAtEveryCall:
    def test_every_file_is_the_old_one_or_the_new_one(self, tmp_path: Path, force: bool) -> None:
        stages = set()
        for code, found in killed_at_every_call(tmp_path, signal.SIGKILL, force=force):
            rests = {name for name in found if name.startswith(".drafter-")}
            assert found.keys() - rests <= set(BOTH)
            assert all(found.get(name) in (OLD if force else None, NEW) for name in BOTH)
            assert code in (0, -signal.SIGKILL)
            stages.add((len(rests), *(found.get(name) == NEW for name in BOTH)))
        assert found == dict.fromkeys(BOTH, NEW)
        # It was killed with nothing done, with one file and both staged, and between the names.
        assert {(0, False, False), (1, False, False), (2, False, False)} < stages
        assert any(first and not second for _, first, second in stages)

    @pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGINT])
    def test_asked_to_end_it_saves_all_or_none_and_leaves_no_rest(
        self, tmp_path: Path, force: bool, blow: signal.Signals
    ) -> None:
        old, new = dict.fromkeys(BOTH, OLD) if force else {}, dict.fromkeys(BOTH, NEW)
        ends = []
        for code, found in killed_at_every_call(tmp_path, blow, force=force):
            # Ctrl-C is an exception in Python; the other ends it as it always does.
            assert code in (0, 1 if blow == signal.SIGINT else -blow)
            assert found in (old, new)
            ends.append(found)
        assert ends[0] == old
        assert ends[-2:] == [new, new]


class TestKilled:
    @pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM])
    def test_at_any_moment_of_a_long_write_the_file_is_whole(
        self, tmp_path: Path, blow: signal.Signals
    ) -> None:
        target = tmp_path / "a.docx"
        code = (
            "import sys; from pathlib import Path; from drafter.output import save\n"
            "blobs = [bytes([n]) * 20_000_000 for n in (1, 2)]\n"
            "print('ready', flush=True)\n"
            "while True:\n"
            "    for blob in blobs: save(blob, Path(sys.argv[1]), force=True)\n"
        )
        whole = [OLD, *(bytes([n]) * 20_000_000 for n in (1, 2))]
        target.write_bytes(OLD)
        rests = 0
        for _ in range(10):
            command = [sys.executable, "-c", code, str(target)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as child:
                assert child.stdout is not None
                assert child.stdout.readline() == b"ready\n"
                time.sleep(random.uniform(0, 0.06))
                child.send_signal(blow)
            assert child.returncode == -blow
            assert target.read_bytes() in whole
            for file in set(tmp_path.iterdir()) - {target}:
                assert file.name.startswith(".drafter-")
                rests += 1
                file.unlink()
        assert (rests > 0) == (blow == signal.SIGKILL)


def drafter(folder: Path, before: Sequence[str] = ()) -> tuple[int, str]:
    """Render into the folder in a process started so; return the exit code and stderr."""
    command = [*before, *DRAFTER, "render", str(MINIMAL), "-o", str(folder / "报告.docx")]
    environment = os.environ | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, capture_output=True, check=False, encoding="utf-8", cwd=ROOT, env=environment
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


class TestFullDisk:
    def test_a_report_that_the_disk_cannot_hold_gives_exit_4_and_no_rest(
        self, tmp_path: Path
    ) -> None:
        code, says = drafter(tmp_path, ["sh", "-c", 'ulimit -f 4; exec "$@"', "sh"])
        assert (code, says) == (4, f"写不进 {tmp_path / '报告.docx'}：文件太大，超过了限制\n")
        assert contents(tmp_path) == {}

    @pytest.mark.parametrize("force", [True, False])
    def test_the_last_of_several_files_that_does_not_fit_keeps_all_as_it_was(
        self, tmp_path: Path, force: bool
    ) -> None:
        if force:
            (tmp_path / "a").write_bytes(b"old")
        before = contents(tmp_path)
        sizes = {"a": 1, "b": 4_000, "c": 4_001}
        files = [File(bytes(n), tmp_path / name, force) for name, n in sizes.items()]
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, limits[1]))
        try:
            with pytest.raises(OutputError, match="c：文件太大"):
                save_all(files)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert contents(tmp_path) == before

    def test_the_second_of_two_reports_that_does_not_fit_leaves_no_first(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        template = tmp_path / "另一模板"
        shutil.copytree(ROOT / "templates" / "sichuan-final-accounts", template)
        manifest = template / "template.yaml"
        text = manifest.read_text(encoding="utf-8").replace('文件名: "', '文件名: "另一', 1)
        manifest.write_text(text, encoding="utf-8")
        folder = tmp_path / "报告"
        folder.mkdir()
        arguments = ["render", str(MINIMAL), "-o", str(folder), "-t", str(template)]
        arguments += ["-t", "sichuan-final-accounts"]
        flushed = []

        def fsync(handle: int) -> None:
            flushed.append(handle)
            if len(flushed) == 2:
                raise OSError(errno.ENOSPC, "full")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fsync)
            result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 4
        assert "磁盘已满" in result.stderr
        assert "已生成" not in result.stderr
        assert contents(folder) == {}
        result = CliRunner().invoke(app, arguments)
        assert (result.exit_code, len(contents(folder))) == (0, 2)
        assert result.stderr.count("已生成") == 2


class TestRefusingFolder:
    def test_a_folder_without_the_right_to_write_gives_exit_4_and_no_rest(
        self, tmp_path: Path
    ) -> None:
        # For root, permissions count only without the capability to overrule them.
        weak = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
        before = weak if os.geteuid() == 0 else []
        if before and not works([*before, "true"]):
            pytest.skip("runs as root and cannot drop the capability that overrules permissions")
        tmp_path.chmod(0o555)
        try:
            code, says = drafter(tmp_path, before)
        finally:
            tmp_path.chmod(0o755)
        assert code == 4
        assert says.startswith(f"写不进 {tmp_path / '报告.docx'}：没有写入的权限")
        assert says.count("\n") == 1
        assert contents(tmp_path) == {}

    @pytest.mark.parametrize(
        ("options", "reason"), [("size=8k", "磁盘已满"), ("ro", "磁盘是只读的")]
    )
    def test_a_disk_that_is_full_or_read_only_gives_exit_4_and_no_rest(
        self, tmp_path: Path, options: str, reason: str
    ) -> None:
        private = ["unshare", "-m" if os.geteuid() == 0 else "-rm"]
        if not works([*private, "mount", "-t", "tmpfs", "none", str(tmp_path)]):
            pytest.skip("this machine lets no process have mounts of its own")
        script = (
            'mount -t tmpfs -o "$1" none "$2" || exit 99; folder=$2; shift 2\n'
            '"$@"; code=$?; ls -A "$folder" >&2; exit $code'
        )
        code, says = drafter(tmp_path, [*private, "sh", "-c", script, "sh", options, str(tmp_path)])
        assert (code, says) == (4, f"写不进 {tmp_path / '报告.docx'}：{reason}\n")


def works(command: Sequence[str]) -> bool:
    """Return whether the machine has the command and lets us use it."""
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_neither_the_hashes_nor_the_clock_nor_the_language_changes_a_byte(tmp_path: Path) -> None:
    for name, zone, language in (("1", "Asia/Shanghai", "C.UTF-8"), ("2", "UTC+11", "C")):
        settings = {"PYTHONHASHSEED": name, "TZ": zone, "LC_ALL": language, "PYTHONUTF8": "0"}
        (tmp_path / name).mkdir()
        code, says = drafter(tmp_path / name, ["env", *(f"{k}={v}" for k, v in settings.items())])
        assert code == 0, says
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
