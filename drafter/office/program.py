"""Finds LibreOffice and has it make a PDF file, in a profile of its own and for a limited time."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "DRAFTER_SOFFICE"
"""Environment variable with the program to use."""
LIMIT = 180
"""Seconds that a conversion may take."""
_NAMES = ("soffice", "libreoffice")
_USUAL = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_WINDOWS = r"LibreOffice*\program\soffice.com"
_OPTIONS = {
    "ExportBookmarksToPDFDestination": True,
    "ExportBookmarks": True,
    "UseTaggedPDF": True,
    "DisplayPDFDocumentTitle": True,
    "ExportNotes": False,
}
"""Bookmarks are kept, so that pages can be told; title and structure help people who do not see the
page. Comments stay out: they are for those who edit, and LibreOffice places them badly."""


class OfficeError(Exception):
    """No PDF could be made; the message is for the user."""


def find_program() -> Path:
    """Return LibreOffice's program; raise `OfficeError` where there is none."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen:
        path = Path(chosen)
        if path.is_file():
            return path
        raise OfficeError(f"环境变量 {VARIABLE} 指的 {chosen} 不是一个程序文件")
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    usual = next(_usual_places(), None)
    if found is None and usual is None:
        raise OfficeError(
            "没有找到 LibreOffice，排版和 PDF 要用它：请安装 LibreOffice 7.4 以上"
            "（www.libreoffice.org；Debian、Ubuntu 用 apt install libreoffice-writer）；"
            f"装在别处的，用环境变量 {VARIABLE} 写明 soffice 的位置"
        )
    return Path(found) if found else Path(str(usual))


def _usual_places() -> Iterator[Path]:
    for pattern in _USUAL:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    for variable in ("ProgramFiles", "ProgramFiles(x86)"):
        folder = os.environ.get(variable)
        if folder:
            yield from sorted(Path(folder).glob(_WINDOWS), reverse=True)


def to_pdf(document: bytes, program: Path, limit: int = LIMIT) -> bytes:
    """Return a Word file as PDF; raise `OfficeError` where that fails or takes too long."""
    with tempfile.TemporaryDirectory(prefix="drafter-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, made = folder / "report.docx", folder / "report.pdf"
        with source.open("xb") as stream:
            stream.write(document)
        said = run(conversion(program, folder / "profile", folder, source), limit)
        if not made.is_file() or made.stat().st_size == 0:
            raise OfficeError(f"LibreOffice 没有排出 PDF{f'：{said}' if said else ''}")
        return made.read_bytes()


def conversion(program: Path, profile: Path, folder: Path, source: Path) -> list[str]:
    """Return the command that makes a PDF of a file, into the folder, with this profile."""
    options = {
        name: {"type": "boolean", "value": str(value).lower()} for name, value in _OPTIONS.items()
    }
    return [
        str(program),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        f"pdf:writer_pdf_Export:{json.dumps(options)}",
        "--outdir",
        str(folder),
        str(source),
    ]


def run(command: list[str], limit: int) -> str:
    """Return what the program said last; it and whatever it started is gone afterwards."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=os.name != "nt",
        )
    except OSError as error:
        raise OfficeError(f"LibreOffice（{command[0]}）启动不了：{error.strerror}") from error
    try:
        _, said = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired as error:
        raise OfficeError(f"LibreOffice 排版超过 {limit} 秒，没有等下去") from error
    finally:
        end(process)
    lines = said.decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started: what is found as soffice is often a script."""
    if os.name == "nt":
        if process.poll() is None:
            tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(tree, capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stderr is not None:
        process.stderr.close()
