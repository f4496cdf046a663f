"""A Word file as a zip of parts: read with suspicion, written the same way every time."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"

_MAX_PARTS = 2_000
_MAX_TOTAL = 200 * 1024 * 1024
_MAX_RATIO = 300
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))

_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE = f"{_WORDML}document.main+xml"
TEMPLATED_TYPES = {
    MAIN_TYPE: "正文",
    f"{_WORDML}header+xml": "页眉",
    f"{_WORDML}footer+xml": "页脚",
    f"{_WORDML}footnotes+xml": "脚注",
    f"{_WORDML}endnotes+xml": "尾注",
}


_COMMENT_TYPES = (
    ".comments+xml", ".commentsExtended+xml", ".commentsIds+xml", ".commentsExtensible+xml",
    ".people+xml",
)  # fmt: skip


class PackageError(Exception):
    """The file is not a Word document that can be used; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file by name, in the order of the file."""

    parts: Mapping[str, bytes]

    def with_parts(self, changed: Mapping[str, bytes]) -> Package:
        """Return the package with some parts replaced, in the same order."""
        return Package({**self.parts, **changed})


def qn(tag: str) -> str:
    """Return the full name of a WordprocessingML tag or attribute: `p`, `tr`, `val`."""
    return f"{{{W}}}{tag}"


def parent_of(element: etree._Element) -> etree._Element:
    """Return the parent of an element that is known to have one."""
    parent = element.getparent()
    if parent is None:
        raise TypeError("the root of a part has no parent")
    return parent


def parser() -> etree.XMLParser:
    """Return a strict parser: no entities, no network, no recovery.

    Comments and processing instructions are left out: Word ignores them, and they would split
    the words around them.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def parse(blob: bytes) -> etree._Element:
    """Return the root of a part; raise `etree.XMLSyntaxError` where it is not well-formed."""
    return etree.fromstring(blob, parser())


def read_package(blob: bytes) -> Package:
    """Return the parts of a Word file; raise `PackageError` for anything suspicious."""
    if blob[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise PackageError("文件是加密的或旧式 .doc 格式，请在 Word 或 WPS 中另存为 .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_suspicious(infos)
            parts = {info.filename: archive.read(info) for info in infos}
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
        ValueError,
    ) as error:  # fmt: skip
        raise PackageError("文件不完整或不是 .docx 文件") from error
    if CONTENT_TYPES not in parts:
        raise PackageError("文件不是 .docx 文件（缺少内容类型清单）")
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and any(sign in part for sign in _DOCTYPES):
            raise PackageError(f"部件 {name} 含文档类型声明，不予打开")
    if any(name.endswith("vbaProject.bin") for name in parts):
        raise PackageError("文件含宏，请另存为不含宏的 .docx")
    return Package(parts)


def _refuse_suspicious(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > _MAX_PARTS:
        raise PackageError(f"文件有 {len(infos)} 个部件，超过 {_MAX_PARTS} 个")
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if total > _MAX_TOTAL or (total > 10 * 1024 * 1024 and total / packed > _MAX_RATIO):
        raise PackageError("文件解压后过大，疑似压缩炸弹")
    names = [info.filename for info in infos]
    if len({name.lower() for name in names}) != len(names):
        raise PackageError("文件里有重名部件")
    if any(i.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for i in infos):
        raise PackageError("文件用了 Word 不用的压缩方法")
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name:
            raise PackageError(f"部件名不合规：{name}")


def content_types(package: Package) -> dict[str, str]:
    """Return the content type of each part, defaults by file ending included."""
    root = parse(package.parts[CONTENT_TYPES])
    defaults, overrides = {}, {}
    for node in root:
        kind = node.get("ContentType", "")
        if node.get("PartName"):
            overrides[str(node.get("PartName")).lstrip("/")] = kind
        elif node.get("Extension"):
            defaults[str(node.get("Extension")).lower()] = kind
    return {
        name: overrides.get(name) or defaults.get(name.rpartition(".")[2].lower(), "")
        for name in package.parts
    }


def templated_parts(package: Package) -> dict[str, str]:
    """Return the parts that may hold tags, body first, with their names in words."""
    found = {
        name: TEMPLATED_TYPES[kind]
        for name, kind in content_types(package).items()
        if kind in TEMPLATED_TYPES
    }
    order = list(TEMPLATED_TYPES.values())
    return dict(sorted(found.items(), key=lambda item: (order.index(item[1]), item[0])))


def without_comments(package: Package) -> Package:
    """Return the package with empty comment parts: comments are for those who edit the template."""
    emptied = {}
    for name, kind in content_types(package).items():
        if kind.endswith(_COMMENT_TYPES):
            root = parse(package.parts[name])
            for node in list(root):
                root.remove(node)
            emptied[name] = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
    return package.with_parts(emptied)


def write_package(package: Package) -> bytes:
    """Return the zip: fixed times, fixed order, so that the same parts give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, blob in package.parts.items():
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, blob)
    return buffer.getvalue()
