"""LibreOffice kept running between conversions: starting it takes longer than laying out a report.

A process that has a document open stays when a conversion is done, and what is called in the same
profile hands its work to it. So a small text is kept open in a profile of its own.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

from drafter.office.ending import held
from drafter.office.program import LIMIT, OfficeError, conversion, end, run, to_pdf

_KEPT = "open.txt"
_STARTING = 40
"""Seconds after which a start that shows no sign is taken for done."""
_TICKS = 20
"""How often in a second it is looked whether the start is done."""


class WarmOffice:
    """A running LibreOffice; it and all that it left are gone when the block ends."""

    def __init__(self, program: Path) -> None:
        """Take the program; nothing runs until the block begins."""
        self.program = program
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> WarmOffice:
        """Start the program, and do not wait for it."""
        self._folder = tempfile.TemporaryDirectory(prefix="drafter-", ignore_cleanup_errors=True)
        self._turn = 0
        try:
            self._start()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the program, also where a document is still being laid out."""
        self._leave()

    def to_pdf(self, document: bytes, with_blank_pages: bool = False) -> bytes:
        """Return a Word file as PDF; where the running program does not give one, a new one does.

        Raises `OfficeError` where that fails as well.
        """
        if self._process is None or self._process.poll() is not None:
            self._start()
        self._wait_for_start()
        self._turn += 1
        work = Path(self._folder.name) / str(self._turn)
        work.mkdir()
        source, made = work / "report.docx", work / "report.pdf"
        with source.open("xb") as stream:
            stream.write(document)
        try:
            command = conversion(self.program, self._profile, work, source, with_blank_pages)
            run(command, LIMIT)
            return made.read_bytes()
        except (OfficeError, OSError):
            self._end()
            return to_pdf(document, self.program, with_blank_pages=with_blank_pages)

    @property
    def _profile(self) -> Path:
        return Path(self._folder.name) / "profile"

    def _start(self) -> None:
        self._end()
        kept = Path(self._folder.name) / _KEPT
        kept.touch()
        options = ["--headless", "--norestore", "--nologo"]
        profile = f"-env:UserInstallation={self._profile.as_uri()}"
        try:
            with held():
                self._process = subprocess.Popen(
                    [str(self.program), profile, *options, str(kept)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=os.name != "nt",
                )
        except OSError as error:
            raise OfficeError(f"LibreOffice（{self.program}）启动不了：{error.strerror}") from error
        self._is_ready = False

    def _wait_for_start(self) -> None:
        """Wait until the text is open, which its lock file shows: before, nobody takes work."""
        if self._is_ready or self._process is None:
            return
        lock = Path(self._folder.name) / f".~lock.{_KEPT}#"
        for _ in range(_STARTING * _TICKS):
            if lock.exists() or self._process.poll() is not None:
                break
            time.sleep(1 / _TICKS)
        self._is_ready = True

    def _leave(self) -> None:
        with held():
            self._end()
            self._folder.cleanup()

    def _end(self) -> None:
        if self._process is not None:
            end(self._process)
            self._process = None
