"""Files are opened with suspicion and written the same way every time."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from pathlib import Path

import pytest
from word_files import DATA, MANIFEST, Desk, p, parts_of, zipped

from drafter.template.loader import load_template
from drafter.template.package import PackageError, read_package, write_package
from drafter.template.render import render

pytest_plugins = ["desk_fixtures"]

GOOD = parts_of(p("甲{{ 名称 }}"))


def renamed(extra: str, content: bytes = b"x") -> bytes:
    return zipped({**GOOD, extra: content})


def duplicate() -> bytes:
    buffer = io.BytesIO(zipped(GOOD))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", "<a/>")
    return buffer.getvalue()


def compressed(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in GOOD.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def damaged() -> bytes:
    blob = bytearray(zipped({**GOOD, "word/big.bin": random.Random(1).randbytes(5000)}))
    for position in range(200, 260):
        blob[position] ^= 0xFF
    return bytes(blob)


DTD = '<!DOCTYPE a [<!ENTITY e "x">]>'
SUSPICIOUS = {
    "a bomb": (renamed("word/a.bin", b"\0" * 40_000_000), "压缩炸弹"),
    "a way up": (renamed("../a.xml"), "部件名不合规"),
    "a way up in the middle": (renamed("word/../../a.xml"), "部件名不合规"),
    "an absolute name": (renamed("/etc/a"), "部件名不合规"),
    "two parts of one name": (duplicate(), "重名部件"),
    "two parts but for their case": (renamed("word/Document.xml"), "重名部件"),
    "a DTD": (renamed("word/a.xml", f"{DTD}<a/>".encode()), "文档类型声明"),
    "a DTD far down": (
        renamed("word/a.xml", b"<!--" + b"x" * 9000 + f"-->{DTD}<a/>".encode()),
        "文档",
    ),
    "a DTD in UTF-16": (renamed("word/a.xml", f"{DTD}<a/>".encode("utf-16")), "文档类型声明"),
    "macros": (renamed("word/vbaProject.bin"), "文件含宏"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "加密"),
    "cut short": (zipped(GOOD)[:-30], "文件不完整"),
    "cut at the front": (zipped(GOOD)[300:], "文件不完整"),
    "damaged": (damaged(), "文件不完整"),
    "no zip": (b"PK is not enough", "文件不完整"),
    "empty": (b"", "不是 .docx"),
    "another zip": (zipped({"a.txt": "x"}), "缺少内容类型清单"),
    "an odd compression": (compressed(zipfile.ZIP_BZIP2), "压缩方法"),
    "too many parts": (zipped({**GOOD, **{f"a{i}": "" for i in range(2001)}}), "个部件"),
}


@pytest.mark.parametrize(("blob", "says"), SUSPICIOUS.values(), ids=SUSPICIOUS.keys())
def test_a_suspicious_file_is_refused_in_chinese(desk: Desk, blob: bytes, says: str) -> None:
    with pytest.raises(PackageError, match=says):
        read_package(blob)
    (finding,) = desk.load_bytes(blob).findings
    assert finding.id == "MB-002"
    assert says in finding.message


@pytest.mark.parametrize(
    "lacking",
    ["word/document.xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml"],
)
def test_a_missing_part_is_a_finding_or_no_matter(desk: Desk, lacking: str) -> None:
    loaded = desk.load_bytes(zipped({k: v for k, v in GOOD.items() if k != lacking}))
    if lacking == "word/_rels/document.xml.rels":
        assert loaded.template is not None
    else:
        assert loaded.template is None
        assert {f.id for f in loaded.findings} <= {"MB-002", "MB-003", "MB-006"}


@pytest.mark.parametrize("part", list(GOOD))
def test_broken_xml_in_any_part_is_a_finding(desk: Desk, part: str) -> None:
    loaded = desk.load_bytes(zipped({**GOOD, part: GOOD[part][:-3]}))
    assert loaded.template is None
    assert any(part in f.message and "不是合格的 XML" in f.message for f in loaded.findings)


@pytest.mark.parametrize("missing", ["report.docx", "template.yaml"])
def test_a_missing_file_of_the_template_is_a_finding(tmp_path: Path, missing: str) -> None:
    (tmp_path / "report.docx").write_bytes(zipped(GOOD))
    (tmp_path / "template.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / missing).unlink()
    loaded = load_template(tmp_path, "模板")
    assert loaded.template is None
    assert any(missing in str(f.where) or missing in f.message for f in loaded.findings)


def test_the_zip_tells_no_time_and_keeps_the_order_of_its_parts() -> None:
    package = read_package(zipped(GOOD))
    with zipfile.ZipFile(io.BytesIO(write_package(package))) as archive:
        assert archive.namelist() == list(GOOD)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
    assert read_package(write_package(package)) == package


def test_untouched_parts_keep_their_bytes(desk: Desk) -> None:
    extra = {"word/media/a.png": bytes(range(256)), "docProps/app.xml": b"<a>\r\n</a>"}
    loaded = desk.load_bytes(zipped({**GOOD, **extra}))
    assert loaded.template is not None
    document = render(loaded.template, DATA, 2020).document
    assert document is not None
    parts = read_package(document).parts
    assert {name: parts[name] for name in extra} == extra


def test_an_unchanged_template_is_prepared_once_and_a_changed_one_anew(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "report.docx").write_bytes(zipped(GOOD))
    first = load_template(tmp_path, "模板")
    assert first.template is not None
    again = load_template(tmp_path, "模板").template
    assert again is not None
    assert again.parts is first.template.parts
    (tmp_path / "report.docx").write_bytes(zipped(parts_of(p("乙{{ 名称 }}"))))
    changed = load_template(tmp_path, "模板").template
    assert changed is not None
    assert changed.parts is not first.template.parts
    (tmp_path / "report.docx").write_bytes(b"")
    assert load_template(tmp_path, "模板").template is None
