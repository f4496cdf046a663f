"""LibreOffice is found where it lives, and is gone when it is done, or takes too long."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import time
from pathlib import Path

import pytest

from drafter.office import program
from drafter.office.fonts import installed_fonts, missing_fonts
from drafter.office.pages import pages_of
from drafter.office.program import OfficeError, find_program, to_pdf

posix = pytest.mark.skipif(os.name == "nt", reason="a script stands in for the program")


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DRAFTER_SOFFICE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(program, "_usual_places", lambda: iter(()))
    (tmp_path / "bin").mkdir()


PDF = b"%PDF-1.7 x %%EOF\n"
COPY = 'for f; do :; done; cp "$f" "$(dirname "$f")/report.pdf"'


def script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@posix
@pytest.mark.parametrize("name", ["soffice", "libreoffice"])
def test_it_is_found_on_the_path(name: str, tmp_path: Path) -> None:
    made = script(tmp_path / "bin" / name, "exit 0")
    assert find_program() == made


def test_it_is_found_in_its_usual_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = tmp_path / "soffice"
    monkeypatch.setattr(program, "_usual_places", lambda: iter([usual]))
    assert find_program() == usual


def test_usual_places_of_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(program, "_USUAL", ())
    monkeypatch.setattr(program, "_WINDOWS", "LibreOffice*/program/soffice.com")
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    monkeypatch.delenv("ProgramFiles(x86)", raising=False)
    place = tmp_path / "LibreOffice 24" / "program" / "soffice.com"
    place.parent.mkdir(parents=True)
    place.touch()
    assert list(program._usual_places()) == [place]


def test_the_setting_goes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chosen = tmp_path / "mine"
    chosen.touch()
    monkeypatch.setenv("DRAFTER_SOFFICE", str(chosen))
    assert find_program() == chosen


def test_a_setting_that_leads_nowhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTER_SOFFICE", "/没有/soffice")
    with pytest.raises(OfficeError, match="DRAFTER_SOFFICE 指的 /没有/soffice 不是"):
        find_program()


def test_where_there_is_none_it_is_told_how_to_get_it() -> None:
    with pytest.raises(OfficeError, match=r"没有找到 LibreOffice.*请安装.*DRAFTER_SOFFICE"):
        find_program()


@posix
def test_what_it_makes_is_returned_and_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    copy = script(tmp_path / "s", COPY)
    assert to_pdf(PDF, copy) == PDF
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "s"]


@posix
def test_its_last_words_are_told_where_it_makes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    failing = script(tmp_path / "s", "echo 先 >&2; echo 'Error: 坏了' >&2; exit 1")
    with pytest.raises(OfficeError, match="没有排出 PDF：Error: 坏了"):
        to_pdf(b"", failing)


@posix
def test_a_failure_without_words_is_told_by_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(OfficeError, match="没有排出 PDF（退出码 7）"):
        to_pdf(b"", script(tmp_path / "s", "exit 7"))


@posix
@pytest.mark.parametrize(
    ("document", "code"),
    [(PDF, 1), (PDF[:9], 0), (PDF[1:], 0), (PDF + b"x" * 2000, 0)],
    ids=["failed", "cut off", "headless", "no end"],
)
def test_a_pdf_that_is_not_whole_is_not_taken(
    document: bytes, code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    failing = script(tmp_path / "s", f"{COPY}\nexit {code}")
    with pytest.raises(OfficeError, match="PDF 不完整"):
        to_pdf(document, failing)


@pytest.mark.parametrize(
    "pdf",
    [b"%PDF-1.7 trunc", b"%PDF-1.7\nstartxref\n9\n%%EOF\n", b"%PDF-1.7\ntrailer <<>>\n%%EOF", b""],
)
def test_a_pdf_that_cannot_be_read_is_told(pdf: bytes) -> None:
    with pytest.raises(OfficeError, match="读不懂"):
        pages_of(pdf, {"_Toc900000001"})


@posix
@pytest.mark.skipif(shutil.which("setsid") is None, reason="no child can leave its session")
def test_a_child_that_goes_on_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    # In a session of its own, so that it outlives the program, and keeps what it inherited open.
    child = f"setsid sh -c 'echo $$ > {tmp_path}/child; exec sleep 60' &"
    leaving = script(
        tmp_path / "s", f"{child}\nwhile ! [ -s {tmp_path}/child ]; do :; done\n{COPY}"
    )
    try:
        assert to_pdf(PDF, leaving, limit=20) == PDF
    finally:
        os.kill(int((tmp_path / "child").read_text(encoding="utf-8")), signal.SIGKILL)


def test_a_program_that_does_not_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="启动不了"):
        to_pdf(b"", tmp_path / "没有")


@posix
def test_one_that_takes_too_long_is_ended_with_what_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    slow = script(tmp_path / "s", f"sleep 60 &\necho $! > {tmp_path}/child\nwait")
    with pytest.raises(OfficeError, match="超过 1 秒"):
        to_pdf(b"", slow, limit=1)
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    for _ in range(100):
        if not _is_running(child):
            return
        time.sleep(0.02)
    pytest.fail("what the program had started goes on")


def _is_running(process: int) -> bool:
    try:
        state = (
            Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        )
    except OSError:
        return False
    return state != "Z"  # a dead process that nobody has asked about yet


@pytest.mark.parametrize(
    ("installed", "missing"),
    [
        ({"仿宋", "SimHei"}, ["楷体_GB2312"]),
        ({"FangSong", "黑体", "KaiTi"}, []),
        (set(), ["仿宋_GB2312", "黑体", "楷体_GB2312"]),
    ],
)
def test_a_font_counts_under_any_of_its_names(
    installed: set[str], missing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafter.office.fonts.installed_fonts", lambda: frozenset(installed))
    assert missing_fonts(["仿宋_GB2312", "黑体", "楷体_GB2312", "黑体"]) == missing


def test_a_machine_that_cannot_be_asked_lacks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drafter.office.fonts.installed_fonts", lambda: None)
    assert missing_fonts(["没有的字体"]) == []


@posix
def test_fontconfig_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    script(tmp_path / "bin" / "fc-list", "echo 'SimSun,宋体'; echo 'KaiTi'")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert installed_fonts() == frozenset({"SimSun", "宋体", "KaiTi"})
    (tmp_path / "bin" / "fc-list").unlink()
    assert installed_fonts() is None
