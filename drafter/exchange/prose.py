"""Prose out of files of colleagues: `重点工作: {文件: 重点工作.docx}` stands for its paragraphs.

What a file cannot give is told, never dropped unseen. What reads Word files loads with the first.
"""

from __future__ import annotations

import difflib
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from drafter.diagnostics import DataPath, Diagnostic, Severity
from drafter.source import Entry, Mapping, Node, Scalar, Sequence, SourceTree, scan
from drafter.source.findings import Code, finding

FILE_KEY = "文件"
UNUSABLE, LEFT_OUT = "JS-107", "JS-108"

MAX_BYTES = 20 * 1024 * 1024
MAX_PARAGRAPHS = 2_000
MAX_LENGTH = 1_000_000
"""How many characters a file may give."""
_MAX_TOTAL = 5 * MAX_LENGTH
"""How many all files of an input may give together, one that is named twice counting twice."""

_WORD, _TEXT = ".docx", ".txt"
_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx"
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_WIDTHLESS = re.compile("[\xad\u200b\u2060\ufeff]")
"""Characters from web pages that have no width and no meaning: words are the same without them."""
_IN_CELL = re.compile(rf"\s*{FILE_KEY}\s*[:：]\s*(.*\S\.[0-9A-Za-z]{{2,5}})\s*")
_BEGUN = re.compile(rf"\s*{FILE_KEY}\s*(?::|：(?=[^《]*\.(?:docx?|txt|pdf|wps)))", re.IGNORECASE)
_LONGEST_NAME = 80
_NUMBERED = re.compile(
    r"[（(](?:[一二三四五六七八九十百]+|\d{1,3})[)）]\s*|"
    r"(?:[一二三四五六七八九十百]+|\d{1,3})(?:[、．]|\.(?!\d)|[)）])\s*"
)
_QUOTES = "\"'“”‘’《》"
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\s*(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProseRead:
    """The paragraphs of a file, one a line, and what was left out; or None, and why."""

    text: str | None
    problems: tuple[str, ...] = ()


def file_named(text: str) -> str | None:
    """Return the file that the text of a cell names: `文件: 职能.docx`; None for other text."""
    named = _IN_CELL.fullmatch(text)
    return named[1].strip(_QUOTES) if named else None


def names_no_file(text: str) -> bool:
    """Return whether a short text begins as the name of a file does, but names none."""
    begun = _BEGUN.match(text)
    return begun is not None and file_named(text) is None and len(text) <= _LONGEST_NAME


def without_number(line: str) -> str:
    """Return a paragraph without the number that it begins with: lists number themselves."""
    return _NUMBERED.sub("", line.strip(), count=1)


def paragraphs(path: Path) -> ProseRead:
    """Return the paragraphs of a .docx or .txt file; no content of it raises."""
    kind = path.suffix.lower()
    if kind not in (_WORD, _TEXT):
        what = f"{kind} 文件不能用" if kind else "只能用 .docx 或 .txt 文件"
        return _nothing(f"{what}，{_SAVE_AS}")
    data = _bytes(path)
    if isinstance(data, ProseRead):
        return data
    return _word(data) if kind == _WORD else _plain(data)


def _nothing(problem: str) -> ProseRead:
    return ProseRead(None, (problem,))


def _bytes(path: Path) -> bytes | ProseRead:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _nothing("这是一个文件夹，不是文件")
        if not stat.S_ISREG(mode):
            # A pipe or device may never end, or never begin.
            return _nothing("这不是普通文件，无法读取")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return _nothing(f"找不到文件，相对路径从输入文件所在的文件夹算起{_similar(path)}")
    except PermissionError:
        return _nothing("没有读取这个文件的权限")
    except (OSError, ValueError):
        return _nothing("文件无法读取，请检查文件名")
    if len(data) > MAX_BYTES:
        return _nothing(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请去掉图片后再用")
    return data


def _similar(path: Path) -> str:
    """Return what is said of a file with nearly the same name, if there is one."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return ""
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"；那里有“{near[0]}”" if near else ""


def _plain(data: bytes) -> ProseRead:
    text = _decoded(data)
    if text is None:
        return _nothing("不是文本文件，或认不出编码；文本文件请另存为 UTF-8")
    return _within_limits(lines_of(text), ())


def _decoded(data: bytes) -> str | None:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Nearly any bytes are characters of GB 18030: there should be Chinese among them.
        guessed = encoding == "gb18030" and not re.search("[\u4e00-\u9fff]", text)
        return None if guessed or "\0" in text else text
    return None


def _word(data: bytes) -> ProseRead:
    from drafter.exchange.word_text import Unusable, body

    try:
        lines, left_out = body(data)
    except Unusable as error:
        return _nothing(str(error))
    return _within_limits(lines, left_out)


def lines_of(text: str) -> list[str]:
    """Return the lines that hold something, without indents; tabs are blanks."""
    text = _WIDTHLESS.sub("", text).replace("\t", " ")
    return [line.strip() for line in _BREAKS.split(text) if line.strip()]


def _within_limits(lines: list[str], left_out: tuple[str, ...]) -> ProseRead:
    if not lines:
        return ProseRead(None, ("文件里没有段落文字", *left_out))
    if len(lines) > MAX_PARAGRAPHS:
        return _nothing(f"文件超过 {MAX_PARAGRAPHS} 段，请只留下要印的文字")
    if sum(map(len, lines)) > MAX_LENGTH:
        return _nothing(f"文件超过 {MAX_LENGTH // 10_000} 万字，请只留下要印的文字")
    return ProseRead("\n".join(lines), left_out)


def with_files(tree: SourceTree, folder: Path) -> tuple[SourceTree, tuple[Diagnostic, ...]]:
    """Return the tree with the text of each file in place of the `文件: …` that names it.

    Relative paths begin at the folder. What names no file is given back as it is.
    """
    if next(_naming(tree.root), None) is None:
        return tree, ()
    filling = _Filling(tree, folder)
    root = Mapping(filling.entries(tree.root, ()), tree.root.mark)
    return replace(tree, root=root), tuple(filling.findings)


def _names_file(node: Node) -> bool:
    return isinstance(node, Mapping) and len(node.entries) == 1 and FILE_KEY in node.entries


def files_named(tree: SourceTree, folder: Path) -> tuple[Path, ...]:
    """Return the files that a tree names, each once, whether they are there or not."""
    names = [node.entries[FILE_KEY].value for node in _naming(tree.root)]
    typed = [name.text.strip() for name in names if isinstance(name, Scalar) and not name.refused]
    places = dict.fromkeys(place_beside(name) for name in typed if name)
    return tuple(folder / place for place in places if not isinstance(place, str))


def _naming(root: Mapping) -> Iterator[Mapping]:
    """Yield the mappings below the root that name a file; every input is asked, so be quick."""
    waiting: list[Node] = [root]
    for node in waiting:  # which grows
        if isinstance(node, Mapping):
            if _names_file(node) and node is not root:
                yield node
            waiting += [
                value for _, value in node.entries.values() if not isinstance(value, Scalar)
            ]
        elif isinstance(node, Sequence):
            waiting += [item for item in node.items if not isinstance(item, Scalar)]


class _Filling:
    """Puts texts into one tree; a file that is named twice is read once."""

    def __init__(self, tree: SourceTree, folder: Path) -> None:
        self.findings: list[Diagnostic] = []
        self._tree = tree
        self._folder = folder
        self._known: dict[str, ProseRead] = {}
        self._left = _MAX_TOTAL

    def entries(self, mapping: Mapping, path: DataPath) -> dict[str, Entry]:
        """Return the entries of a mapping with texts filled in."""
        return {
            key: Entry(entry.key_mark, self._filled(entry.value, (*path, key)))
            for key, entry in mapping.entries.items()
        }

    def _filled(self, node: Node, path: DataPath) -> Node:
        # The reader bounds the depth, so recursion is safe.
        if isinstance(node, Mapping):
            if _names_file(node):
                return self._text(node.entries[FILE_KEY].value, path)
            return Mapping(self.entries(node, path), node.mark)
        if isinstance(node, Sequence):
            items = (self._filled(item, (*path, index)) for index, item in enumerate(node.items))
            return Sequence(tuple(items), node.mark)
        return node

    def _text(self, name: Node, path: DataPath) -> Scalar:
        """Return the text of the file; nothing where there is none, which is told."""
        if not isinstance(name, Scalar):
            self._unusable(path, f"“{FILE_KEY}”后面应是一个文件名")
            return Scalar("", name.mark, plain=False, refused=True)
        if name.is_blank or name.refused:
            return replace(name, text="")  # still to be filled, or spoken of when it was read
        read = self._read(name.text.strip())
        if read.text is not None:
            self._left -= len(read.text)
        if read.text is None or self._left < 0:
            problems = read.problems if read.text is None else ("各文件的文字合计太多",)
            self._unusable(path, f"“{name.text}”：{'；'.join(problems)}")
            return replace(name, text="", plain=False, refused=True)
        where = self._tree.locate((*path, FILE_KEY))
        self.findings += (
            Diagnostic(LEFT_OUT, Severity.WARNING, f"“{name.text}”{problem}", where)
            for problem in read.problems
        )
        refused = self._refused(read.text, name.text, path)
        text = self._harmless(read.text) if refused else read.text
        return replace(name, text=text, plain=False, refused=refused, start=-1)

    def _read(self, typed: str) -> ProseRead:
        if typed not in self._known:
            place = place_beside(typed)
            self._known[typed] = (
                _nothing(place) if isinstance(place, str) else paragraphs(self._folder / place)
            )
        return self._known[typed]

    def _unusable(self, path: DataPath, message: str) -> None:
        where = self._tree.locate((*path, FILE_KEY))
        self.findings.append(Diagnostic(UNUSABLE, Severity.ERROR, message, where, path=path))

    def _refused(self, text: str, name: str, path: DataPath) -> bool:
        """Tell of characters that no input may hold, each kind once; return whether there are."""
        found: dict[Code, tuple[str, str]] = {}
        for number, line in enumerate(text.split("\n"), start=1):
            if fault := scan.refused(line):
                code, message, hint = fault
                found.setdefault(code, (f"“{name}”第 {number} 段：{message}", hint))
        where = self._tree.locate((*path, FILE_KEY))
        self.findings += (
            replace(finding(code, where, *told), path=path) for code, told in found.items()
        )
        return bool(found)

    @staticmethod
    def _harmless(text: str) -> str:
        return "\n".join(
            scan.without_template_marks(scan.clean(line)[0]) for line in text.split("\n")
        )


def place_beside(typed: str) -> PurePosixPath | str:
    """Return the relative path that was typed, or why it may not be used.

    Inputs come by mail: what they name lies in their folder, below it, or in a folder beside it.
    """
    path = PurePosixPath(typed.replace("\\", "/"))
    if "://" in typed:
        return "不能用网址，请把文件存到输入文件所在的文件夹"
    if path.is_absolute() or ":" in typed:
        return "请写相对于输入文件的路径，如 稿件/职能.docx"
    depth = 0
    for part in path.parts:
        depth += -1 if part == ".." else 1
        if depth < -1:
            return "文件离输入文件太远，请放到它所在的文件夹里，或旁边的文件夹里"
        if _DEVICES.fullmatch(part):
            return f"“{part}”是系统保留的名称，请给文件改名"
    return path
