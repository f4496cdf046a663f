"""`drafter template check --marked`: the faults of a template as comments in a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from drafter.authoring.marking import UnmarkableError, marked
from drafter.cli.app import app
from drafter.diagnostics import Diagnostic, Location, Place, Severity
from drafter.resources import template_folders
from drafter.template.package import parse, qn, read_package, stored_parts, write_package
from drafter.template.words import content_of

NAME = "sichuan-final-accounts"


@pytest.fixture(autouse=True)
def no_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drafter.maintenance._trials", lambda _: [])


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Make a template with faults in a paragraph, a cell, a footer and its description."""
    folder = tmp_path / "甲"
    shutil.copytree(template_folders()[NAME], folder)
    package = read_package((folder / "report.docx").read_bytes())
    body = package.parts["word/document.xml"].decode()
    body = body.replace("{{ 收支总计|万元 }}", "{{ 收支合计|万元 }}", 1)
    body = body.replace("{{ 项.预算.合计|万元 }}", "{{ 项.预算.合计 }}", 1)
    footer = next(name for name in package.parts if name.startswith("word/footer"))
    foot = parse(package.parts[footer])
    run = next(foot.iter(qn("p"))).makeelement(qn("r"), {})
    text = run.makeelement(qn("t"), {})
    text.text = "{{ 部门.全 }}"
    run.append(text)
    next(foot.iter(qn("p"))).append(run)
    from lxml import etree

    parts = {"word/document.xml": body.encode(), footer: etree.tostring(foot)}
    (folder / "report.docx").write_bytes(write_package(package.with_parts(parts)))
    path = folder / "template.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "多余: 1\n", encoding="utf-8")
    return folder


def check(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["template", "check", *map(str, arguments)])


def comments(document: bytes) -> list[tuple[str, str]]:
    """Return of each comment the words that it encloses, and what it says."""
    parts = stored_parts(document, ["word/document.xml", "word/comments.xml"])
    body, said = parse(parts["word/document.xml"]), parse(parts["word/comments.xml"])
    found = []
    for comment in said.iter(qn("comment")):
        number, inside, words = comment.get(qn("id")), False, ""
        for node in body.iter(qn("commentRangeStart"), qn("commentRangeEnd"), qn("t")):
            if node.tag == qn("t"):
                words += (node.text or "") if inside else ""
            elif node.get(qn("id")) == number:
                inside = node.tag == qn("commentRangeStart")
        found.append((words, "".join(t.text or "" for t in comment.iter(qn("t")))))
    return found


def test_each_fault_is_a_comment_at_its_tag(faulty: Path, tmp_path: Path) -> None:
    before = (faulty / "report.docx").read_bytes()
    target = tmp_path / "标.docx"
    done = check(faulty, "--marked", target)
    assert done.exit_code == 3
    assert "3 项标在原处，其余 1 项写在开头的批注里" in done.stderr
    assert (faulty / "report.docx").read_bytes() == before
    (_, opening), *found = comments(target.read_bytes())
    assert "template.yaml 第" in opening
    assert "不认识的" in opening
    told = dict(found)
    assert "数据里没有“收支合计”（是不是“收支总计”？）" in told["{{ 收支合计|万元 }}"]
    assert "要经过过滤器才能印出" in told["{{ 项.预算.合计 }}"]
    assert any("{{ 部门.全 }}" in text and "没有字段“全”" in text for _, text in found)


def test_the_words_of_the_copy_are_those_of_the_template(faulty: Path, tmp_path: Path) -> None:
    target = tmp_path / "标.docx"
    check(faulty, "--marked", target)
    old, new = (
        content_of(parse(read_package(path.read_bytes()).parts["word/document.xml"]))
        for path in (faulty / "report.docx", target)
    )
    assert old == new


def test_a_copy_is_checked_with_the_same_result(faulty: Path, tmp_path: Path) -> None:
    target = tmp_path / "标.docx"
    alone = check(faulty / "report.docx").stderr.count("MB-010")
    check(faulty, "--marked", target)
    shutil.copy(target, faulty / "report.docx")
    assert check(faulty).stderr.count("MB-010") == alone > 2


def test_a_word_file_alone_can_be_marked(faulty: Path, tmp_path: Path) -> None:
    alone = tmp_path / "草稿.docx"
    shutil.copy(faulty / "report.docx", alone)
    done = check(alone, "--marked", tmp_path / "标.docx")
    assert "3 项标在原处" in done.stderr


def test_no_fault_no_copy(tmp_path: Path) -> None:
    target = tmp_path / "标.docx"
    done = check(NAME, "--marked", target)
    assert done.exit_code == 0
    assert "没有要标的" in done.stderr
    assert not target.exists()


def test_what_must_not_be_written_is_refused_before_the_check(faulty: Path, tmp_path: Path) -> None:
    there = tmp_path / "有.docx"
    there.write_bytes(b"mine")
    assert check(faulty, "--marked", there).exit_code == 4
    assert there.read_bytes() == b"mine"
    assert check(faulty, "--marked", there, "--force").exit_code == 3
    assert there.read_bytes() != b"mine"
    before = (faulty / "report.docx").read_bytes()
    assert check(faulty, "--marked", faulty / "report.docx", "--force").exit_code == 2
    assert (faulty / "report.docx").read_bytes() == before
    assert check(faulty, NAME, "--marked", tmp_path / "b.docx").exit_code == 2
    assert check(faulty, "--marked", tmp_path / "b.txt").exit_code == 2


def test_a_file_that_is_no_word_file_cannot_be_marked(faulty: Path, tmp_path: Path) -> None:
    (faulty / "report.docx").write_bytes(b"nothing")
    done = check(faulty, "--marked", tmp_path / "标.docx")
    assert done.exit_code == 3
    assert "写不出副本" in done.stderr
    with pytest.raises(UnmarkableError):
        marked(b"nothing", [])


def test_a_place_that_is_not_in_the_file_goes_to_the_opening() -> None:
    document = (template_folders()[NAME] / "report.docx").read_bytes()
    place = Place(3, "成品的正文", (), 3)
    finding = Diagnostic("MB-030", Severity.ERROR, "某事", Location("a/report.docx", inside=place))
    done = marked(document, [finding])
    assert done.placed == 0
    ((_, opening),) = comments(done.document)
    assert "成品的正文 › 第3段：错误 MB-030 某事" in opening
