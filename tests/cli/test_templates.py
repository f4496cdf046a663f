"""`drafter template …` as a maintainer calls it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from drafter.cli.app import app
from drafter.maintenance import as_tag, loop_names
from drafter.resources import template_folders
from drafter.template import prepare, render
from drafter.template.contract import ROW
from drafter.template.faults import Problem
from drafter.template.operators import FILTERS
from drafter.template.package import read_package, write_package

NAME = "sichuan-final-accounts"
Edited = Callable[..., Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Make a copy of the template with words of its Word file changed."""

    def edit(*changes: tuple[str, str], part: str = "word/document.xml") -> Path:
        folder = tmp_path / "我县格式"
        shutil.copytree(template_folders()[NAME], folder, dirs_exist_ok=True)
        package = read_package((folder / "report.docx").read_bytes())
        text = package.parts[part].decode()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / "report.docx").write_bytes(
            write_package(package.with_parts({part: text.encode()}))
        )
        return folder

    return edit


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["template", *map(str, arguments)])


# --- check -----------------------------------------------------------------------------------


@pytest.mark.exhaustive
def test_the_shipped_template_has_nothing_to_find() -> None:
    done = run("check", NAME)
    assert (done.exit_code, done.stderr) == (0, "没有问题\n")


@pytest.mark.exhaustive
def test_the_word_file_of_a_template_stands_for_the_template(
    edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafter.maintenance._trials", lambda _: [])
    for given in (edited(), edited().parent / "我县格式" / "report.docx"):
        done = run("check", given)
        assert (done.exit_code, done.stderr) == (0, "没有问题\n")


def test_all_faults_come_in_one_run_with_place_tag_and_hint(edited: Edited) -> None:
    folder = edited(
        ("{{ 收支总计|万元 }}", "{{ 收支合计|万元 }}"),
        ("{{ 项.预算.合计|万元 }}", "{{ 项.预算.合计 }}"),
        ("{%p if 职能.概述 is 有 %}", "{%p if 职能.概诉 is 有 %}"),
    )
    done = run("check", folder, "--format", "json")
    assert done.exit_code == 3
    found = json.loads(done.stdout)
    assert [(f["at"]["tag"], f["message"], f["hint"]) for f in found] == [
        ("{%p if 职能.概诉 is 有 %}", "“职能”下没有字段“概诉”", "是不是“概述”？"),
        ("{{ 收支合计|万元 }}", "数据里没有“收支合计”", "是不是“收支总计”？"),
        ("{{ 项.预算.合计 }}", "“项.预算.合计”是金额，要经过过滤器才能印出", "如 |万元"),
    ]
    assert found[0]["at"]["headings"] == ["概况", "基本职能及主要工作", "主要职能"]
    assert found[0]["at"]["part"] == "正文"
    assert {f["file"] for f in found} == {f"{folder}/report.docx"}
    text = run("check", folder)
    assert text.exit_code == 3
    assert "错误 3 项" in text.stderr
    assert "（正文 › 概况 › 基本职能及主要工作 › 主要职能 › 第" in text.stderr


@pytest.mark.exhaustive
def test_a_fault_in_a_branch_that_no_example_reaches_stops_a_report(edited: Edited) -> None:
    folder = edited(("{{ 收支总计|万元 }}", "{% if 年度 > 3000 %}{{ 无此 }}{% endif %}"))
    example = template_folders()[NAME].parent.parent / "example_inputs" / "minimal.yaml"
    done = CliRunner().invoke(app, ["check", str(example), "-t", str(folder)])
    assert done.exit_code == 3
    assert "数据里没有“无此”" in done.stderr


@pytest.mark.exhaustive
def test_what_shows_only_in_the_document_is_found_with_made_up_data(edited: Edited) -> None:
    """The tags of the only row agree with themselves; the rows that it gives do not."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    lines = (
        ("{%tr for 项 in 项目 %}", "", ""),
        ("{%tc if loop.first %}", "{{ 项.名称 }}", "{%tc endif %}", "b"),
        ("{%tr endfor %}", "", ""),
    )
    rows = "".join(f"<w:tr>{''.join(map(cell.format, line))}</w:tr>" for line in lines)
    grid = '<w:gridCol w:w="900"/>' * 2
    table = f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    folder = edited(("<w:body>", f"<w:body>{table}"))
    done = run("check", folder)
    assert done.exit_code == 3
    assert "MB-030 成品核对未通过：表格第2行占 1 列，表格共 2 列" in done.stderr
    assert "（成品的正文 › 第1个表第2行第1格）" in done.stderr


@pytest.mark.exhaustive
def test_warnings_let_a_template_pass_but_for_strict(
    edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafter.maintenance._trials", lambda _: [])
    folder = edited(("{{ 收支总计|万元 }}", "{{ 收支总计|万元 }} { 注 1 } "))
    assert run("check", folder).exit_code == 0
    strict = run("check", folder, "--strict")
    assert strict.exit_code == 3
    assert "警告 MB-010 标签以外的花括号会照原样印出" in strict.stderr


@pytest.mark.exhaustive
def test_a_word_file_alone_is_checked_without_its_description(
    edited: Edited, tmp_path: Path
) -> None:
    folder = edited(("{{ 收支总计|万元 }}", "{{ 收支合计|万元 }}"))
    alone = tmp_path / "草稿.docx"
    alone.write_bytes((folder / "report.docx").read_bytes())
    done = run("check", alone)
    assert done.exit_code == 3
    assert done.stderr.startswith(f"{alone}（正文 › ")
    assert "错误 1 项" in done.stderr


def test_a_name_that_is_none_is_wrong_use() -> None:
    done = run("check", "没有")
    assert done.exit_code == 2
    assert NAME in done.stderr


@pytest.mark.exhaustive
def test_a_self_check_that_fails_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTER_CACHE", "")
    monkeypatch.setattr(prepare, "_conservation", lambda *_: ["文字有变化"])
    monkeypatch.setattr("drafter.template.loader._PREPARED", {})
    assert run("check", NAME).exit_code == 70


def test_a_lost_word_is_a_defect_with_a_place_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def lossy(_text: str, _removed: object, root: object) -> list[Problem]:
        return [Problem("丢了字", root[0][0])]  # type: ignore[index]

    monkeypatch.setattr(render, "lost_words", lossy)
    example = template_folders()[NAME].parent.parent / "example_inputs" / "minimal.yaml"
    target = tmp_path / "a.docx"
    done = CliRunner().invoke(app, ["render", str(example), "-o", str(target), "--draft"])
    assert done.exit_code == 70
    assert "（成品的正文 › 第1段）: 错误 MB-031 成品核对未通过：丢了字" in done.stderr
    assert "这是程序的缺陷" in done.stderr
    assert list(tmp_path.iterdir()) == []


# --- list, show, fields ----------------------------------------------------------------------


def test_the_list_names_every_template() -> None:
    done = run("list")
    assert done.exit_code == 0
    assert {line.split()[0] for line in done.stdout.splitlines()} == set(template_folders())
    listed = json.loads(run("list", "--format", "json").stdout)
    (first,) = [one for one in listed if one["id"] == NAME]
    assert first["province"] == "四川"
    assert first["options"]["附表"]["default"] == "列标题"


def test_a_template_is_shown_with_options_sections_and_fields() -> None:
    text = run("show", NAME).stdout
    assert "附表：列标题*、印表、另附工作簿、不列" in text
    assert "  第一部分　{{ 口径 }}概况" in text
    assert "      （一）主要职能" in text
    data = json.loads(run("show", NAME, "--format", "json").stdout)
    assert {"level": 1, "label": "二、", "words": "收入决算情况说明"} in data["sections"]
    assert {"path": "收支总计.变动", "tag": "收支总计.变动", "kind": "一句话"} in data["fields"]
    rows = [field["tag"] for field in data["fields"] if ROW in field["path"]]
    assert "行.名称" in rows


@pytest.mark.exhaustive
def test_a_faulty_template_is_not_shown(edited: Edited) -> None:
    done = run("show", edited(("{{ 收支总计|万元 }}", "{{ 无此 }}")))
    assert done.exit_code == 3
    assert "数据里没有“无此”" in done.stderr


def test_fields_are_listed_with_unit_filter_and_example() -> None:
    found = {row["path"]: row for row in json.loads(run("fields", "--format", "json").stdout)}
    assert found["收支总计"] == {
        "path": "收支总计",
        "tag": "收支总计",
        "loops": {},
        "kind": "金额",
        "unit": "元",
        "filter": "万元",
        "example": "4619.30",
        "about": found["收支总计"]["about"],
        "choices": [],
        "below": found["收支总计"]["below"],
    }
    assert {"上年", "增减额", "增减率", "变动"} <= set(found["收支总计"]["below"])
    assert found["口径"]["choices"] == ["部门", "单位"]
    assert found["项目.〈行〉.名称"]["loops"] == {"行": "项目"}
    assert found["项目.〈行〉.名称"]["tag"] == "行.名称"
    assert all(row["filter"] in {"", *FILTERS} for row in found.values())
    assert len(found) > 2_000


@pytest.mark.exhaustive
def test_fields_are_found_by_a_word_and_folded_without() -> None:
    found = run("fields", "--find", "接待费").stdout.splitlines()
    assert 0 < len(found) < 30
    assert all("接待费" in line for line in found)
    assert len(run("fields", "--find", "接待费", "--all").stdout.splitlines()) > len(found)
    whole = run("fields", "--all").stdout.splitlines()
    assert len(run("fields").stdout.splitlines()) < len(whole)
    nothing = run("fields", "--find", "没有这种词")
    assert nothing.exit_code == 2


def test_rows_of_rows_have_loops_of_their_own() -> None:
    path = ("支出", ROW, "款", ROW, "名称")
    assert loop_names(path) == {"行": "支出", "行2": "行.款"}
    assert as_tag(path) == "行2.名称"
