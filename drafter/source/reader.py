"""Reads a file into a `SourceTree`; whatever is wrong with it comes back as findings."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from drafter.diagnostics import Diagnostic, Location
from drafter.source import scan
from drafter.source.build import Builder
from drafter.source.findings import Code, Findings, SourceText, finding
from drafter.source.tree import Mapping, Scalar, SourceTree

if TYPE_CHECKING:
    from drafter.source.problems import Failure

MAX_BYTES = 10 * 1024 * 1024
_MENDS = 30
"""How many syntax errors are told in one run."""
_MENDED_LENGTH = 500_000
"""Longer texts are no typing: only their first syntax error is told."""

_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_BINARY = {
    b"PK\x03\x04": " Word、Excel 文档或压缩包",
    b"\xd0\xcf\x11\xe0": " Word 或 Excel 文档",
    b"%PDF": " PDF 文件",
}
_SAVE_AS = "在记事本、WPS 或 VS Code 里“另存为”，编码选 UTF-8"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The tree, if there is one, and all findings; a tree may come with errors."""

    tree: SourceTree | None
    findings: tuple[Diagnostic, ...]


def read_source(path: Path, *, shown_as: str | None = None) -> ReadResult:
    """Read a file; `shown_as` is the name of the file in the findings."""
    file = str(path) if shown_as is None else shown_as
    data = _bytes(path, file)
    if isinstance(data, Diagnostic):
        return ReadResult(None, (data,))
    text = _decoded(data, file)
    if isinstance(text, Diagnostic):
        return ReadResult(None, (text,))
    return read_text(text, file)


def read_text(text: str, file: str) -> ReadResult:
    """Read a text that came from a file of the given name."""
    source = SourceText(file, scan.unify(text))
    findings = Findings(source)
    source = scan.characters(source, findings)
    builder = Builder(source, findings)
    builder.run()
    for _ in range(_MENDS if len(source.text) <= _MENDED_LENGTH else 1):
        if builder.error is None:
            break
        rest = _told(source, builder, builder.error, findings)
        if rest is None:
            break
        source, builder = rest, Builder(rest, findings)
        builder.run()
    for (start, end), message in builder.changed:
        if not findings.any_within(start, end):
            findings.add(Code.CHANGED, start, message)
    stop = _stop(builder)
    scan.tab_indents(source, findings, builder.texts, len(source.text) if stop is None else stop)
    tree = _tree(builder, source, findings) if stop is None else None
    return ReadResult(tree, findings.result())


def _told(
    source: SourceText, builder: Builder, error: yaml.YAMLError, findings: Findings
) -> SourceText | None:
    """Say what stopped the parser; return the text without it where reading can go on."""
    # Most files have no syntax error and need none of this.
    from drafter.source.mend import mended
    from drafter.source.problems import explain

    failure = _failure(builder, error)
    known = findings.places()
    read = SourceText(source.file, source.text[: source.line_end(failure.at)])
    scan.tab_indents(read, findings, builder.texts, failure.at)
    explain(source, failure, findings)
    return mended(source, failure, sorted(findings.places() - known))


def _stop(builder: Builder) -> int | None:
    return builder.stopped_at if builder.error is None else _failure(builder, builder.error).at


def _bytes(path: Path, file: str) -> bytes | Diagnostic:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _unreadable(file, "这是一个文件夹，不是文件")
        if not stat.S_ISREG(mode):
            # A pipe or device may never end, or never begin.
            return _unreadable(file, "这不是普通文件，无法读取")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return _unreadable(file, "找不到文件", "请检查文件名和所在文件夹")
    except PermissionError:
        return _unreadable(file, "没有读取这个文件的权限")
    except (OSError, ValueError) as error:
        return _unreadable(file, f"文件无法读取（{error}）")
    if len(data) > MAX_BYTES:
        message = f"文件超过 {MAX_BYTES // 1024 // 1024} MB，不像是手工填写的数据"
        return finding(Code.TOO_BIG, Location(file), message)
    return data


def _unreadable(file: str, message: str, hint: str = "") -> Diagnostic:
    return finding(Code.UNREADABLE, Location(file), message, hint)


def _decoded(data: bytes, file: str) -> str | Diagnostic:
    for head, name in _BINARY.items():
        if data.startswith(head):
            return _unreadable(file, f"这是{name}，不是文本文件", "输入文件应是 YAML 文本")
    if data.startswith(_WIDE_BOMS):
        where = Location(file, 1, 1)
        return finding(Code.ENCODING, where, "文件是 UTF-16 编码，请另存为 UTF-8", _SAVE_AS)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        read = scan.unify(data[: error.start].decode("utf-8", "replace"))
        mark = SourceText(file, read).mark(len(read))
        where = Location(file, mark.line, mark.column)
        if _is_gbk(data):
            return finding(Code.ENCODING, where, "文件是 GBK 编码，请另存为 UTF-8", _SAVE_AS)
        return finding(Code.ENCODING, where, "文件不是 UTF-8 编码，请另存为 UTF-8", _SAVE_AS)


def _is_gbk(data: bytes) -> bool:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return "\0" not in text and any("\u4e00" <= char <= "\u9fff" for char in text)


def _failure(builder: Builder, error: yaml.YAMLError) -> Failure:
    from drafter.source.problems import Failure

    problem = getattr(error, "problem", None) or str(error)
    context = getattr(error, "context", None) or ""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = 0 if mark is None else mark.index
    context_mark = getattr(error, "context_mark", None)
    context_at = at if context_mark is None else context_mark.index
    return Failure(problem, context, at, context_at, builder.last, builder.open_flow)


def _tree(builder: Builder, source: SourceText, findings: Findings) -> SourceTree | None:
    root = builder.root
    if isinstance(root, Mapping):
        return SourceTree(source.file, root, source.text)
    if root is None or (isinstance(root, Scalar) and root.plain and not root.text):
        findings.add(
            Code.EMPTY,
            0,
            "文件是空的，没有任何数据",
            "可以从 minimal.yaml 样例改起",
        )
        return None
    if isinstance(root, Scalar) and root.plain:
        start = builder.last.start if builder.last is not None else 0
        if scan.wrong_colons(source.text, start, len(source.text), findings):
            return None
    at = builder.root_at
    what = "列表" if not isinstance(root, Scalar) else "一段文字"
    message = f"文件的最外层应是“键: 值”，现在是{what}"
    findings.add(Code.ROOT, at, message)
    return None
