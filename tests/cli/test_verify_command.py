"""`drafter verify`, and what `drafter render` says of a file that is there."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from word_edits import CASES, EXAMPLES, edited, rendered

from drafter import verifying
from drafter.cli.app import app
from drafter.template.package import read_package, write_package


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLES / "minimal.yaml", tmp_path / "输入.yaml")
    (tmp_path / "报告.docx").write_bytes(rendered())
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def edit(folder: Path, name: str) -> None:
    (folder / "报告.docx").write_bytes(edited(CASES[name].edit))


def without_receipt(blob: bytes) -> bytes:
    package = read_package(blob)
    custom = package.parts["docProps/custom.xml"].replace(b"drafter-receipt", b"other")
    return write_package(package.with_parts({"docProps/custom.xml": custom}))


def test_an_unedited_file_says_so(folder: Path) -> None:
    done = run("verify", "报告.docx", "输入.yaml")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "报告.docx 与现在要生成的一样，没有人改过\n"


@pytest.mark.parametrize(
    ("name", "code"),
    [("figure", 1), ("row removed", 1), ("row added", 1), ("prose", 0), ("fixed words", 0),
     ("moved", 0), ("restyled", 0), ("commented", 0)],
)  # fmt: skip
def test_figures_decide_the_exit_code(name: str, code: int, folder: Path) -> None:
    edit(folder, name)
    assert run("verify", "报告.docx", "输入.yaml").exit_code == code


def test_a_figure_names_its_place_and_its_source(folder: Path) -> None:
    edit(folder, "figure in a table")
    said = run("verify", "报告.docx", "输入.yaml").stderr
    assert said.startswith("报告.docx（正文 › 2020年度单位决算情况说明 › ")
    assert "第1个表第4行第" in said
    assert "（输入.yaml:" in said


def test_machine_formats_go_to_stdout(folder: Path) -> None:
    edit(folder, "figure")
    (found,) = json.loads(run("verify", "报告.docx", "输入.yaml", "--format", "json").stdout)
    assert (found["id"], found["severity"], found["path"]) == ("JS-951", "error", "收支总计")
    assert found["file"] == "报告.docx"
    github = run("verify", "报告.docx", "输入.yaml", "--format", "github").stdout
    assert github.startswith("::error file=报告.docx,title=JS-951::")


def test_comments_are_a_list(folder: Path) -> None:
    edit(folder, "commented")
    said = run("verify", "报告.docx", "输入.yaml").stderr
    assert "意见清单（1 条）\n  1. 正文 › " in said
    assert "（财政局）：“请核对决算报表”，针对“" in said
    assert "drafter" not in said


def test_words_go_back_with_apply_only(folder: Path) -> None:
    edit(folder, "prose")
    before = (folder / "输入.yaml").read_bytes()
    run("verify", "报告.docx", "输入.yaml")
    assert (folder / "输入.yaml").read_bytes() == before
    done = run("verify", "报告.docx", "输入.yaml", "--apply")
    assert done.exit_code == 0
    assert "已写回 输入.yaml，请重新生成报告" in done.stderr
    assert "检测了库房温湿度，更换了设备" in (folder / "输入.yaml").read_text(encoding="utf-8")
    assert "没有人改过" in run("verify", "报告.docx", "输入.yaml", "--apply").stderr


def test_nothing_to_apply_changes_nothing(folder: Path) -> None:
    edit(folder, "figure")
    before = (folder / "输入.yaml").read_bytes()
    done = run("verify", "报告.docx", "输入.yaml", "--apply")
    assert done.exit_code == 1
    assert "没有能写回的文字，输入.yaml 没有改动" in done.stderr
    assert (folder / "输入.yaml").read_bytes() == before


def test_an_input_that_changed_afterwards_is_no_edit(folder: Path) -> None:
    text = (folder / "输入.yaml").read_text(encoding="utf-8")
    (folder / "输入.yaml").write_text(text.replace(" 84.10", " 84.20"), encoding="utf-8")
    done = run("verify", "报告.docx", "输入.yaml")
    assert done.exit_code == 1
    assert "JS-960 输入在生成之后改过，文件还是旧的：" in done.stderr
    assert "JS-951" not in done.stderr


def test_without_a_receipt_two_are_compared_and_that_is_said(folder: Path) -> None:
    (folder / "报告.docx").write_bytes(without_receipt(edited(CASES["figure"].edit)))
    said = run("verify", "报告.docx", "输入.yaml").stderr
    assert "JS-961 文件里没有生成时留下的凭据" in said
    assert "JS-951 “收支总计”的数改了" in said


def test_a_file_of_another_template_is_told(folder: Path) -> None:
    (folder / "报告.docx").write_bytes(rendered("baojing-2017"))
    said = run("verify", "报告.docx", "输入.yaml").stderr
    assert "用模板 hunan-overall-evaluation 生成的，这里与 sichuan-final-accounts 相比" in said


def test_of_several_reports_the_receipt_names_one(folder: Path) -> None:
    text = (folder / "输入.yaml").read_text(encoding="utf-8")
    both = "报告: [project-self-evaluation, sichuan-final-accounts]"
    text = text.replace("报告: [sichuan-final-accounts]", both)
    assert both in text
    (folder / "输入.yaml").write_text(text, encoding="utf-8")
    assert "没有人改过" in run("verify", "报告.docx", "输入.yaml").stderr
    (folder / "报告.docx").write_bytes(without_receipt(rendered()))
    done = run("verify", "报告.docx", "输入.yaml")
    assert (done.exit_code, "请用 -t 指定" in done.stderr) == (2, True)
    named = run("verify", "报告.docx", "输入.yaml", "-t", "sichuan-final-accounts")
    assert named.exit_code == 0


def test_wrong_use_is_a_message(folder: Path) -> None:
    (folder / "坏.docx").write_bytes(rendered()[:2_000])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    (folder / "包.docx").write_bytes(buffer.getvalue())
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    (folder / "锁.docx").write_bytes(locked)
    for name, said in (
        ("没有.docx", "没有这个文件"), ("坏.docx", "不完整"), ("包.docx", "不是 .docx"),
        ("锁.docx", "打开密码"), (".", "不是普通文件"),
    ):  # fmt: skip
        done = run("verify", name, "输入.yaml")
        assert done.exit_code == 2, name
        assert said in done.stderr
    done = run("verify", "报告.docx", "输入.yaml", "-t", "没有的模板")
    assert (done.exit_code, "没有模板" in done.stderr) == (2, True)


def test_an_input_that_gives_no_report_is_shown(folder: Path) -> None:
    (folder / "输入.yaml").write_text("报告: [sichuan-final-accounts\n", encoding="utf-8")
    done = run("verify", "报告.docx", "输入.yaml")
    assert done.exit_code == 1
    assert "输入.yaml:1:5: 错误 JS-017" in done.stderr
    assert "Traceback" not in done.stderr


def test_render_says_what_people_did_to_the_file_that_is_there(folder: Path) -> None:
    edit(folder, "prose")
    before = (folder / "报告.docx").read_bytes()
    done = run("render", "输入.yaml", "-o", "报告.docx")
    assert done.exit_code == 4
    assert "报告.docx 已存在；要覆盖请加 --force\n生成之后有人改过它，覆盖会丢掉：\n" in done.stderr
    assert "“重点工作”的文字改了：" in done.stderr
    assert "drafter verify 报告.docx 输入.yaml" in done.stderr
    assert (folder / "报告.docx").read_bytes() == before


def test_render_says_that_nobody_did(folder: Path) -> None:
    done = run("render", "输入.yaml", "-o", "报告.docx")
    assert done.exit_code == 4
    assert done.stderr.endswith("要覆盖请加 --force\n生成之后没有人改过它\n")
    assert run("render", "输入.yaml", "-o", "报告.docx", "--force").exit_code == 0


def test_render_knows_that_only_the_input_changed(folder: Path) -> None:
    text = (folder / "输入.yaml").read_text(encoding="utf-8")
    (folder / "输入.yaml").write_text(text.replace("温湿度设备", "恒温设备"), encoding="utf-8")
    done = run("render", "输入.yaml", "-o", "报告.docx")
    assert done.exit_code == 4
    assert done.stderr.endswith("生成之后没有人改过它\n")


@pytest.mark.exhaustive
def test_render_cannot_tell_without_a_receipt_or_a_document(folder: Path) -> None:
    (folder / "报告.docx").write_bytes(without_receipt(edited(CASES["prose"].edit)))
    assert "它没有凭据，与现在要生成的不同" in run("render", "输入.yaml", "-o", "报告.docx").stderr
    (folder / "报告.docx").write_bytes(without_receipt(rendered()))
    assert "它与现在要生成的一样" in run("render", "输入.yaml", "-o", "报告.docx").stderr
    (folder / "报告.docx").write_bytes(b"junk")
    assert "看不出来" in run("render", "输入.yaml", "-o", "报告.docx").stderr


def test_drafts_and_review_copies_are_as_good_as_reports(folder: Path) -> None:
    done = run("render", "输入.yaml", "-o", "新.docx", "--draft", "--comments")
    assert done.exit_code == 0, done.stderr
    for name in ("新.docx", "新（审阅）.docx"):
        assert "没有人改过" in run("verify", name, "输入.yaml").stderr, name
    again = run("render", "输入.yaml", "-o", "新.docx", "--draft")
    assert again.stderr.endswith("生成之后没有人改过它\n")


def test_render_says_what_a_review_copy_that_is_there_would_lose(folder: Path) -> None:
    assert run("render", "输入.yaml", "-o", "新.docx", "--comments").exit_code == 0
    review, report = folder / "新（审阅）.docx", folder / "新.docx"
    review.write_bytes(edited(CASES["commented"].edit))
    report.unlink()
    done = run("render", "输入.yaml", "-o", "新.docx", "--comments")
    assert done.exit_code == 4
    assert "新（审阅）.docx 已存在；要覆盖请加 --force\n生成之后有人改过它" in done.stderr
    assert "“请核对决算报表”" in done.stderr
    assert not report.exists()
    assert run("render", "输入.yaml", "-o", "新.docx").exit_code == 0  # without one it is no target


def test_an_input_that_is_gone_once_it_was_read_is_a_message(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(folder, "prose")
    whole = verifying.verify

    def slow(file: verifying.Edited, report: verifying.Report) -> verifying.Verified:
        found = whole(file, report)
        (folder / "输入.yaml").unlink()
        return found

    monkeypatch.setattr(verifying, "verify", slow)
    done = run("verify", "报告.docx", "输入.yaml", "--apply")
    assert (done.exit_code, "读不了，没有写回" in done.stderr) == (4, True)
