"""`drafter template diff` and `drafter template test`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from drafter.cli.app import app
from drafter.resources import root, template_folders
from drafter.template.package import read_package, write_package

NAME = "sichuan-final-accounts"
EXAMPLE = root() / "example_inputs" / "minimal.yaml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(template_folders()[NAME], tmp_path / "我县"))
    (folder / "样例").mkdir()
    shutil.copy(EXAMPLE, folder / "样例" / "小局.yaml")
    return folder


def change(folder: Path, old: str, new: str, part: str = "word/document.xml") -> None:
    package = read_package((folder / "report.docx").read_bytes())
    text = package.parts[part].decode()
    assert old in text
    parts = {part: text.replace(old, new, 1).encode()}
    (folder / "report.docx").write_bytes(write_package(package.with_parts(parts)))


def run(command: str, *arguments: object) -> Result:
    return CliRunner().invoke(app, ["template", command, *map(str, arguments)])


# --- diff ------------------------------------------------------------------------------------


def test_a_copy_does_not_differ(own: Path) -> None:
    done = run("diff", NAME, own)
    assert (done.exit_code, done.stdout) == (0, "")


def test_each_aspect_that_differs_is_shown(own: Path) -> None:
    change(own, "年度收、支总计均为{{ 收支总计|万元 }}", "年度总计为{{ 收支总计.上年|万元 }}")
    change(own, '<w:gridCol w:w="', '<w:gridCol w:w="1')
    path = own / "template.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("省份: 四川", "省份: 川"), "utf-8")
    done = run("diff", NAME, own)
    assert done.exit_code == 1
    told = done.stdout
    (old,) = [
        line for line in told.splitlines() if line.startswith("-") and "收、支总计均为" in line
    ]
    assert "{{ 收支总计|万元 }}" in old
    assert any(
        line.startswith("+") and "年度总计为{{ 收支总计.上年" in line for line in told.splitlines()
    )
    assert "【样式和版面】" in told
    assert "【标签的个数】" in told
    assert "只在 " in told
    assert "  {{ 收支总计.上年|万元 }}" in told
    assert "-省份: 四川\n+省份: 川" in told
    assert "不同：文字、标签和表格、样式和版面、标签的个数" in done.stderr


def test_data_that_only_one_asks_for_is_named(own: Path) -> None:
    change(own, "{{ 收支总计|万元 }}", "{{ 满意度调查.满意度|数值 }}")
    told = run("diff", NAME, own).stdout
    needs = told[told.index("【用到的字段】") :].splitlines()
    assert "  满意度调查.满意度" in needs


def test_styles_that_differ_are_shown(own: Path) -> None:
    change(own, 'w:outlineLvl w:val="1"', 'w:outlineLvl w:val="2"', "word/styles.xml")
    told = run("diff", NAME, own)
    assert told.exit_code == 1
    assert "【样式和版面】" in told.stdout
    assert any("大纲 3 级" in line for line in told.stdout.splitlines() if line.startswith("+"))


def test_faulty_templates_are_compared_as_far_as_they_can_be(own: Path) -> None:
    change(own, "{{ 收支总计|万元 }}", "{{ 收支合计|万元 }}")
    told = run("diff", NAME, own)
    assert told.exit_code == 1
    assert "有错误，用到的字段没有比" in told.stdout
    (own / "report.docx").write_bytes(b"nothing")
    told = run("diff", NAME, own)
    assert told.exit_code == 3
    assert "report.docx" in told.stderr
    assert run("diff", NAME, "没有").exit_code == 2


# --- test ------------------------------------------------------------------------------------


def test_what_was_approved_is_compared_and_changes_are_shown(own: Path) -> None:
    first = run("test", own)
    assert first.exit_code == 1
    assert "小局：还没有批准稿" in first.stderr
    assert run("test", own, "--approve").exit_code == 0
    approved = own / "批准稿" / "小局.txt"
    assert "2020年度收、支总计均为86.40万元" in approved.read_text(encoding="utf-8")
    same = run("test", own)
    assert (same.exit_code, same.stdout) == (0, "")
    assert "小局：与批准稿一致" in same.stderr
    change(own, "年度收、支总计均为", "年度总计为")
    before = approved.read_bytes()
    other = run("test", own)
    assert other.exit_code == 1
    assert any(
        line.startswith("-") and "2020年度收、支总计均为86.40万元" in line
        for line in other.stdout.splitlines()
    )
    assert any(
        line.startswith("+") and "2020年度总计为86.40万元" in line
        for line in other.stdout.splitlines()
    )
    assert approved.read_bytes() == before
    assert run("test", own, "--approve").exit_code == 0
    assert run("test", own).exit_code == 0


def test_line_ends_of_windows_are_no_change(own: Path) -> None:
    run("test", own, "--approve")
    approved = own / "批准稿" / "小局.txt"
    approved.write_bytes(approved.read_bytes().replace(b"\n", b"\r\n"))
    assert run("test", own).exit_code == 0


def test_an_approved_text_without_a_sample_is_told(own: Path) -> None:
    run("test", own, "--approve")
    (own / "批准稿" / "旧局.txt").write_text("旧", encoding="utf-8")
    done = run("test", own)
    assert done.exit_code == 1
    assert "旧局.txt 没有对应的样例" in done.stderr


@pytest.mark.exhaustive
def test_without_samples_of_its_own_the_approved_examples_are_taken(own: Path) -> None:
    shutil.rmtree(own / "样例")
    assert run("test", own, "--approve").exit_code == 0
    names = {path.stem for path in (own / "批准稿").iterdir()}
    assert "minimal" in names
    for name in names - {"minimal"}:
        (own / "批准稿" / f"{name}.txt").unlink()
    done = run("test", own)
    assert (done.exit_code, done.stderr) == (0, "minimal：与批准稿一致\n")


def test_a_faulty_template_or_sample_is_not_compared(own: Path) -> None:
    (own / "样例" / "坏.yaml").write_bytes(b"\xff\xfe\x00\x01")
    done = run("test", own, "--approve")
    assert done.exit_code == 1
    assert "坏.yaml 印不出报告" in done.stderr
    assert not (own / "批准稿").exists()
    change(own, "{{ 收支总计|万元 }}", "{{ 收支合计|万元 }}")
    assert run("test", own).exit_code == 3


def test_nothing_is_written_into_a_shipped_template() -> None:
    assert run("test", NAME, "--approve").exit_code == 2
    assert not (template_folders()[NAME] / "批准稿").exists()
