"""Templates as they break in Word and WPS: each fault at its place, nothing silently wrong."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from broken_templates import CASES, Case, Expected, cases
from sampling import sampled
from typer.testing import CliRunner
from word_files import MANIFEST, p, parts_of, zipped

from drafter.cli.app import app
from drafter.diagnostics import Diagnostic, in_order
from drafter.pipeline import Input, field_contract, make, read_input
from drafter.template.loader import load_template
from drafter.template.package import parse, qn, read_package, templated_parts
from drafter.template.sites import own_texts

ROOT = Path(__file__).resolve().parent.parent
SICHUAN = ROOT / "templates" / "sichuan-final-accounts" / "template.yaml"
# The cases draw no statements: that those listed are not drawn is told elsewhere.
OWN = SICHUAN.read_text(encoding="utf-8").partition("\n# 第五部分的附表")[0] + "\n"
ALL = cases()
NAMES = [case.slug for case in ALL]


@cache
def minimal() -> Input:
    return read_input(ROOT / "example_inputs" / "minimal.yaml")


def folder_of(document: bytes, folder: Path, manifest: str = OWN) -> Path:
    (folder / "report.docx").write_bytes(document)
    (folder / "template.yaml").write_text(manifest, encoding="utf-8")
    return folder


def words_of(document: bytes) -> tuple[str, ...]:
    """Return the words of each paragraph that has any, body first; of text boxes apart."""
    package = read_package(document)
    paragraphs = (
        "".join(text.text or "" for text in own_texts(paragraph)).strip()
        for name in templated_parts(package)
        for paragraph in parse(package.parts[name]).iter(qn("p"))
    )
    return tuple(filter(None, paragraphs))


def checked(folder: Path) -> tuple[int, list[dict[str, object]]]:
    """Return the exit code and the findings of `drafter template check`, but for those on style.

    The cases are formatted as they happened to be; the style check has tests of its own.
    """
    result = CliRunner().invoke(app, ["template", "check", str(folder), "--format", "json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    found = json.loads(result.stdout)
    return result.exit_code, [row for row in found if row["id"] < "MB-040"]


def shown(finding: Diagnostic) -> Expected:
    where = finding.where.inside
    return Expected(
        finding.id, finding.severity, str(where), where.tag, finding.message, finding.hint
    )


def fits(found: Expected, expected: Expected) -> bool:
    exact = (found.id, found.severity, found.place, found.tag)
    return (
        exact == (expected.id, expected.severity, expected.place, expected.tag)
        and expected.says in found.says
        and (expected.hint in found.hint if expected.hint else not found.hint)
    )


def test_the_corpus_is_large_and_every_file_is_a_case() -> None:
    assert len(ALL) >= 60
    assert {path.name for path in CASES.iterdir()} == {f"{name}.xml" for name in NAMES}
    assert sum(case.has_errors for case in ALL) >= 60
    assert all(case.about.endswith(".") for case in ALL)


def test_every_case_is_a_situation_of_its_own() -> None:
    assert len({case.about for case in ALL}) == len(ALL)
    assert len({case.document for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", sampled(ALL, 8, NAMES))
def test_the_findings_are_exactly_those_expected(case: Case, tmp_path: Path) -> None:
    loaded = load_template(folder_of(case.document, tmp_path), "模板", field_contract)
    found = [shown(finding) for finding in in_order(loaded.findings)]
    assert len(found) == len(case.findings), found
    assert all(map(fits, found, case.findings)), found
    assert (loaded.template is None) == case.has_errors


@pytest.mark.exhaustive
@pytest.mark.parametrize("case", ALL[::6], ids=NAMES[::6])
def test_the_command_says_the_same_and_exits_accordingly(case: Case, tmp_path: Path) -> None:
    # A sound template is tried with every choice of every option: with few of them, not long.
    manifest = OWN if case.has_errors else MANIFEST
    code, found = checked(folder_of(case.document, tmp_path, manifest))
    assert code == (3 if case.has_errors else 0)
    assert [row["id"] for row in found] == [expected.id for expected in case.findings]
    assert all(e.says in str(row["message"]) for row, e in zip(found, case.findings, strict=True))


@pytest.mark.exhaustive
@pytest.mark.parametrize("case", ALL, ids=NAMES)
def test_what_can_be_used_prints_the_words_expected(case: Case, tmp_path: Path) -> None:
    outcome = make(minimal(), str(folder_of(case.document, tmp_path)))
    assert any(f.id.startswith("MB-") and f.is_error for f in outcome.findings) == case.has_errors
    assert (outcome.rendered is None) == case.has_errors
    if outcome.rendered is None:
        assert case.words is None
    else:
        assert outcome.rendered.document is not None
        assert words_of(outcome.rendered.document) == case.words


GOOD = parts_of(p("{{ 部门.全称 }}"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DTD = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'


def with_file(name: str, content: bytes = b"x") -> bytes:
    return zipped({**GOOD, name: content})


def with_password_bit() -> bytes:
    """Return a file whose parts are marked as encrypted, as zip programs do."""
    blob = bytearray(zipped(GOOD))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = blob.find(signature)
        while at >= 0:
            blob[at + offset] |= 1
            at = blob.find(signature, at + 1)
    return bytes(blob)


def with_macros() -> bytes:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = GOOD["[Content_Types].xml"].replace(
        main, "application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    macros: dict[str, str | bytes] = {"[Content_Types].xml": types, "word/vbaProject.bin": _OLE}
    return zipped({**GOOD, **macros})


def nested() -> bytes:
    """Return the .docx within a zip, as chat programs and mail filters send it."""
    return zipped({"我县格式/report.docx": zipped(GOOD)})


def cut_in_a_part() -> bytes:
    blob = zipped({**GOOD, "word/document.xml": GOOD["word/document.xml"] * 50})
    return blob[: len(blob) // 2]


PACKAGES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "password to open": (
        lambda: _OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
        "MB-002", "取消密码",
    ),
    "old .doc or .wps": (lambda: _OLE + b"\0" * 600, "MB-002", "旧式 .doc"),
    "RTF under the name of a .docx": (lambda: rb"{\rtf1\ansi {{ }}}", "MB-002", "另存为 .docx"),
    "web page under the name of a .docx": (lambda: b"<html></html>", "MB-002", "另存为 .docx"),
    "empty": (lambda: b"", "MB-002", "空的"),
    "cut short": (lambda: zipped(GOOD)[:-40], "MB-002", "文件不完整"),
    "cut within a part": (cut_in_a_part, "MB-002", "文件不完整"),
    "a zip around the .docx": (nested, "MB-002", "缺少内容类型清单"),
    "a spreadsheet": (
        lambda: zipped({**GOOD, "[Content_Types].xml": GOOD["[Content_Types].xml"].replace(
            "wordprocessingml.document.main", "spreadsheetml.sheet.main")}),
        "MB-002", "Word 文件结构不完整",
    ),
    "a zip with a password": (with_password_bit, "MB-002", "密码"),
    "a zip bomb": (lambda: with_file("word/a.bin", b"\0" * 50_000_000), "MB-002", "压缩炸弹"),
    "a way out of the folder": (lambda: with_file("../../a.xml"), "MB-002", "部件名不合规"),
    "a part of Windows paths": (lambda: with_file("C:\\a.xml"), "MB-002", "部件名不合规"),
    "macros": (with_macros, "MB-002", "含宏"),
    "an entity that reads a file": (lambda: with_file("word/a.xml", _DTD), "MB-002", "文档类型"),
    "a part that is no XML": (lambda: with_file("word/a.xml", b"<a"), "MB-003", "不是合格的 XML"),
    "no main part": (
        lambda: zipped({k: v for k, v in GOOD.items() if k != "word/document.xml"}),
        "MB-006", "不存在的 word/document.xml",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("made", "id_", "says"), sampled(PACKAGES.values(), 4, PACKAGES))
def test_a_file_that_is_no_template_is_refused(
    made: Callable[[], bytes], id_: str, says: str, tmp_path: Path
) -> None:
    code, found = checked(folder_of(made(), tmp_path))
    assert code == 3
    assert [row["id"] for row in found] == [id_]
    assert says in str(found[0]["message"])


@pytest.mark.exhaustive
def test_the_sound_file_behind_these_is_no_fault(tmp_path: Path) -> None:
    assert checked(folder_of(zipped(GOOD), tmp_path, MANIFEST)) == (0, [])


def test_a_flag_makes_the_zip_unreadable() -> None:
    """The trick works: the zip says of itself that it is encrypted."""
    with zipfile.ZipFile(io.BytesIO(with_password_bit())) as archive:
        assert all(info.flag_bits & 1 for info in archive.infolist())
