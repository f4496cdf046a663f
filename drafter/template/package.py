"""A Word file as a zip of parts: read with suspicion, written the same way every time."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"

_MAX_PARTS = 2_000
_MAX_TOTAL = 200 * 1024 * 1024
_MAX_RATIO = 300
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPE = re.compile(b"\x00?".join(bytes([c]) for c in b"<!DOCTYPE"))
"""In any encoding of one or two bytes a character."""

_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPE = f"{_WORDML}document.main+xml"
TEMPLATED_TYPES = {
    MAIN_TYPE: "正文",
    f"{_WORDML}header+xml": "页眉",
    f"{_WORDML}footer+xml": "页脚",
    f"{_WORDML}footnotes+xml": "脚注",
    f"{_WORDML}endnotes+xml": "尾注",
}
REPEATED = frozenset({"页眉", "页脚"})
"""Programs write one of them for each section, whether or not they are the same; drafts say so."""
_OTHER_TITLES = (
    (".core-properties+xml", "文档属性"),
    (".extended-properties+xml", "文档属性"),
    (".custom-properties+xml", "自定义文档属性"),
    (".settings+xml", "文档设置"),
    (".styles+xml", "样式"),
    (".numbering+xml", "编号"),
    (".chart+xml", "图表"),
    (".document.glossary+xml", "自动图文集"),
)
_COMMENT_TYPES = (
    ".comments+xml", ".commentsExtended+xml", ".commentsIds+xml", ".commentsExtensible+xml",
    ".people+xml",
)  # fmt: skip
_ACTIVE = {
    "vbaproject": "宏",
    "wordvbadata": "宏",
    "control": "ActiveX 控件",
    "activexcontrolbinary": "ActiveX 控件",
    "oleobject": "嵌入的 OLE 对象",
    "afchunk": "嵌入的其他文档",
    "subdocument": "子文档",
    "keymapcustomizations": "自定义快捷键",
    "attachedtoolbars": "自定义工具栏",
    "extensibility": "自定义功能区",
    "webextensiontaskpanes": "网页加载项",
    "webextension": "网页加载项",
}
"""Relations by the end of their type, in small letters, to what no template may bring along."""
LINKS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
"""Where links may lead: pages, addresses, places in the document."""


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


def child_of(element: etree._Element, *path: str) -> etree._Element | None:
    """Return the first child of the full name, and on down the path; None where there is none.

    A table of 2 000 rows is asked this many thousand times: `find` reads its path anew each time.
    """
    found: etree._Element | None = element
    for tag in path:
        if found is None:
            return None
        found = next(found.iterchildren(tag), None)
    return found


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


def is_xml(name: str) -> bool:
    """Return whether the part of this name is XML."""
    return name.lower().endswith((".xml", ".rels"))


def read_package(blob: bytes) -> Package:
    """Return the parts of a Word file; raise `PackageError` for anything suspicious."""
    _refuse_other_formats(blob)
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_suspicious(infos)
            parts = {info.filename: archive.read(info) for info in infos}
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
        ValueError,
    ) as error:  # fmt: skip
        raise PackageError("文件不完整，多半没有传完或没有存好，请重新取一份") from error
    if CONTENT_TYPES not in parts:
        raise PackageError("文件不是 .docx 文件（缺少内容类型清单）")
    for name, part in parts.items():
        if is_xml(name) and _DOCTYPE.search(part):
            raise PackageError(f"部件 {name} 含文档类型声明，不予打开")
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise PackageError("文件含宏，请另存为不含宏的 .docx")
    return Package(parts)


def _refuse_other_formats(blob: bytes) -> None:
    """Raise `PackageError` for files that only bear the name of a .docx."""
    if blob[:8] == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in blob:
            raise PackageError("文件加了打开密码，请在 Word 或 WPS 里取消密码后再存")
        raise PackageError("文件是旧式 .doc 或 .wps 格式，或已加密，请另存为 .docx")
    if not blob:
        raise PackageError("文件是空的，不是 .docx 文件")
    if not blob.startswith(b"PK") and b"PK\x05\x06" not in blob[-65_558:]:
        raise PackageError("文件不是 .docx 文件，请用 Word 或 WPS 另存为 .docx")


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
    if any(info.flag_bits & 0x1 for info in infos):
        raise PackageError("文件加了密码，请取消密码后再存")
    if any(i.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for i in infos):
        raise PackageError("文件用了 Word 不用的压缩方法")
    for name in names:
        path = PurePosixPath(name)
        odd = {"", ".", ".."} & set(name.split("/")) or any(sign in name for sign in "\\:%")
        pieces = "[" in name and name != CONTENT_TYPES
        if path.is_absolute() or odd or pieces or not _is_relation_part(name, names):
            raise PackageError(f"部件名不合规：{name}")


def _is_relation_part(name: str, names: Collection[str]) -> bool:
    """Return whether relations lie where they are looked for, under the very name of their part.

    Word reads names without regard to case; relations under another case would not be looked at.
    """
    if not name.lower().endswith(".rels"):
        return True
    folder, own = posixpath.split(name)
    around, last = posixpath.split(folder)
    part = posixpath.join(around, own.removesuffix(".rels"))
    alike = {other for other in names if other.lower() == part.lower()}
    return last == "_rels" and own.endswith(".rels") and alike <= {part}


def malformed_parts(package: Package) -> list[str]:
    """Return a problem for each part that is no well-formed XML."""
    problems = []
    for name in filter(is_xml, package.parts):
        try:
            parse(package.parts[name])
        except etree.XMLSyntaxError as error:
            problems.append(f"部件 {name} 不是合格的 XML（第 {error.lineno} 行）")
    return problems


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


def other_parts(package: Package) -> dict[str, str]:
    """Return the other XML parts with their names in words, or as they are called in the file."""
    kinds, templated = content_types(package), templated_parts(package)
    return {
        name: next((t for end, t in _OTHER_TITLES if kinds[name].endswith(end)), f"部件 {name}")
        for name in package.parts
        if name.endswith(".xml") and name not in templated and name != CONTENT_TYPES
    }


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: to another part, or to something outside the file."""

    id: str
    kind: str
    """The last word of its type: image, hyperlink, header."""
    target: str
    external: bool


def relations_of(package: Package, part: str) -> list[Relation]:
    """Return the relations of a part; an empty name stands for the whole file."""
    folder, name = posixpath.split(part)
    blob = package.parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if blob is None:
        return []
    return [
        Relation(
            node.get("Id", ""),
            node.get("Type", "").rpartition("/")[2],
            node.get("Target", ""),
            node.get("TargetMode") == "External",
        )
        for node in parse(blob).iter(f"{{{RELS}}}Relationship")
    ]


def relation_problems(package: Package) -> Iterator[tuple[str, str, str]]:
    """Yield relations that lead nowhere, out of the file, or to what a template may not bring.

    Each is a part, the id of its relation, and what is wrong; empty for the file as a whole.
    """
    for part in ("", *package.parts):
        for relation in relations_of(package, part):
            problem = _relation_problem(package, part, relation)
            if problem:
                yield part, relation.id, problem
    if any("macroEnabled" in kind for kind in content_types(package).values()):
        yield "", "", "文件是含宏的格式（.docm），请另存为 .docx"


def _relation_problem(package: Package, part: str, relation: Relation) -> str:
    active = _ACTIVE.get(relation.kind.lower())
    if active:
        return f"文件里有{active}（{relation.target}），请删去后再存"
    if relation.external:
        if relation.kind == "hyperlink" and LINKS.match(relation.target):
            return ""
        if relation.kind == "attachedTemplate":
            return f"文件连着外部模板 {relation.target}，请在“开发工具 › 文档模板”里改为 Normal"
        what = "超链接" if relation.kind == "hyperlink" else f"外部内容（{relation.kind}）"
        return f"{what}指向 {relation.target}，打开报告时会去读它，请删去"
    target = unquote(relation.target.partition("#")[0])
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
    if target and path.lower() not in {name.lower() for name in package.parts}:
        return f"部件 {part or '文件'} 指向不存在的 {relation.target}"
    return ""


def without_comments(package: Package) -> Package:
    """Return the package with empty comment parts: comments are for those who edit the template."""
    emptied = {}
    for name, kind in content_types(package).items():
        if kind.endswith(_COMMENT_TYPES):
            root = parse(package.parts[name])
            for node in list(root):
                root.remove(node)
            emptied[name] = serialised(root)
    return package.with_parts(emptied)


DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


def serialised(root: etree._Element) -> bytes:
    """Return a part as it is stored in the file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def write_package(package: Package, *, packed: bool = True) -> bytes:
    """Return the zip: fixed times, fixed order, so that the same parts give the same bytes.

    What is to be a part of another file is better not `packed`: that will pack it.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, blob in package.parts.items():
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            info.create_system = 0
            archive.writestr(info, blob)
    return buffer.getvalue()


def stored_parts(document: bytes, names: Iterable[str]) -> dict[str, bytes]:
    """Return parts as they stand in a finished file, unpacked anew."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in names}
