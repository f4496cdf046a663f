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

from drafter.office.ending import held

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

_HEAD, _END_MARK, _TAIL = b"%PDF-", b"%%EOF", 1024
"""How a PDF file begins and, within so many bytes, ends: one that was cut off does not."""


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


def to_pdf(
    document: bytes, program: Path, limit: int = LIMIT, *, with_blank_pages: bool = False
) -> bytes:
    """Return a Word file as PDF; raise `OfficeError` where that fails or takes too long.

    Blank pages, which stand before a section that begins on an odd or even page, have numbers;
    with `with_blank_pages` they are in the PDF.
    """
    with _work_folder() as folder:
        source, made = folder / "report.docx", folder / "report.pdf"
        with source.open("xb") as stream:
            stream.write(document)
        code, said = run(
            conversion(program, folder / "profile", folder, source, with_blank_pages), limit
        )
        told = f"：{said}" if said else f"（退出码 {code}）" if code else ""
        pdf = made.read_bytes() if made.is_file() else b""
        if not pdf:
            raise OfficeError(f"LibreOffice 没有排出 PDF{told}")
        if code or not pdf.startswith(_HEAD) or _END_MARK not in pdf[-_TAIL:]:
            raise OfficeError(f"LibreOffice 排出的 PDF 不完整，没有采用{told}")
        return pdf


@contextlib.contextmanager
def _work_folder() -> Iterator[Path]:
    folder = tempfile.TemporaryDirectory(prefix="drafter-", ignore_cleanup_errors=True)
    try:
        yield Path(folder.name)
    finally:
        with held():
            folder.cleanup()


def conversion(
    program: Path, profile: Path, folder: Path, source: Path, with_blank_pages: bool = False
) -> list[str]:
    """Return the command that makes a PDF of a file, into the folder, with this profile."""
    chosen = {**_OPTIONS, "IsSkipEmptyPages": not with_blank_pages}
    options = {
        name: {"type": "boolean", "value": str(value).lower()} for name, value in chosen.items()
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


def run(command: list[str], limit: int) -> tuple[int, str]:
    """Return the exit code and what the program said last; it and what it started is gone then.

    It speaks into a file: a pipe stays open as long as any child that goes on holds it.
    """
    process = None
    with tempfile.TemporaryFile() as said:
        try:
            with held():
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                    start_new_session=os.name != "nt",
                )
            code = process.wait(timeout=limit)
        except OSError as error:
            raise OfficeError(f"LibreOffice（{command[0]}）启动不了：{error.strerror}") from error
        except subprocess.TimeoutExpired as error:
            raise OfficeError(f"LibreOffice 排版超过 {limit} 秒，没有等下去") from error
        finally:
            if process is not None:
                end(process)
        said.seek(0)
        lines = said.read().decode(errors="replace").split("\n")
    return code, next((line.strip() for line in reversed(lines) if line.strip()), "")


def end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started: what is found as soffice is often a script."""
    with held():
        if os.name == "nt":
            if process.poll() is None:
                tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
                subprocess.run(tree, capture_output=True, check=False)
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
