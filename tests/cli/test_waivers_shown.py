"""Waived findings are shown with their reason by every command, and so are useless waivers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from drafter.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"
REASON = "批复数如此"
WRONG = ("项目支出: 6.00", "项目支出: 7.00")
"""A slip in the expenditure: the totals of the funds differ from it."""
WAIVERS = f"""\
豁免:
  - {{规则: JS-203, 理由: {REASON}}}
  - {{规则: JS-205, 位置: 支出.合计, 理由: {REASON}}}
  - {{规则: JS-401, 理由: 没有用处}}
"""


def drafter(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def waiving(tmp_path: Path) -> Path:
    """Return an input with an error that is waived and a waiver of nothing."""
    text = MINIMAL.read_text(encoding="utf-8").replace(*WRONG, 1)
    assert WRONG[1] in text
    path = tmp_path / "档案馆.yaml"
    path.write_text(text + WAIVERS, encoding="utf-8")
    return path


def said(path: Path, *arguments: object) -> str:
    result = drafter(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("more", [(), ("--missing",)])
def test_check_as_text(waiving: Path, more: tuple[str, ...]) -> None:
    text = said(waiving, "check", waiving, *more)
    for number in ("JS-203", "JS-205"):
        assert f"已豁免(错误) {number} " in text
    assert text.count(f"（豁免理由：{REASON}）") == 2
    assert "警告 JS-902 豁免 JS-401：没有对应的检查结果，可以删去" in text


@pytest.mark.parametrize("more", [(), ("--missing",)])
def test_check_as_json(waiving: Path, more: tuple[str, ...]) -> None:
    rows = json.loads(drafter("check", waiving, "--format", "json", *more).stdout)
    waived = {row["id"]: row["waived"] for row in rows}
    assert waived == {"JS-203": REASON, "JS-205": REASON, "JS-902": None}


@pytest.mark.parametrize("more", [(), ("--missing",)])
def test_check_as_annotations(waiving: Path, more: tuple[str, ...]) -> None:
    lines = drafter("check", waiving, "--format", "github", *more).stdout.splitlines()
    notices = [line for line in lines if line.startswith("::notice ")]
    assert len(notices) == 2
    assert all(f"（豁免理由：{REASON}）" in line for line in notices)
    assert any(line.startswith("::warning ") and "JS-902" in line for line in lines)


def test_render(waiving: Path, tmp_path: Path) -> None:
    text = said(waiving, "render", waiving, "-o", tmp_path / "报告.docx")
    assert "已豁免(错误) JS-205 " in text
    assert text.count(REASON) == 2
    assert "JS-902" in text
    assert "已豁免 2 项" in text


def test_export(waiving: Path, tmp_path: Path) -> None:
    text = said(waiving, "export", waiving, "-o", tmp_path / "附表.xlsx")
    assert text.count(f"（豁免理由：{REASON}）") == 2
    assert "JS-902 豁免 JS-401" in text


def test_import_into_an_input(waiving: Path, tmp_path: Path) -> None:
    book = tmp_path / "填报表.xlsx"
    template = "sichuan-final-accounts"
    assert drafter("form", "-o", book, "-t", template, "--from", waiving).exit_code == 0
    text = waiving.read_text(encoding="utf-8")
    waiving.write_text(text.replace("保管利用股", "保管股", 1), encoding="utf-8")
    shown = drafter("import", book, "--into", waiving).output
    assert shown.count(f"（豁免理由：{REASON}）") == 2
    assert "JS-902 豁免 JS-401" in shown


def test_export_says_nothing_of_waivers_of_what_only_reports_show(
    waiving: Path, tmp_path: Path
) -> None:
    text = waiving.read_text(encoding="utf-8").replace("JS-401", "JS-801")
    waiving.write_text(text, encoding="utf-8")
    assert "JS-902" not in said(waiving, "export", waiving, "-o", tmp_path / "附表.xlsx")
    assert "JS-902" in said(waiving, "check", waiving)


def test_another_report_than_the_inputs_own_leaves_waivers_of_reports_open(
    waiving: Path,
) -> None:
    text = waiving.read_text(encoding="utf-8").replace("JS-401", "JS-907")
    waiving.write_text(text, encoding="utf-8")
    own = drafter("check", waiving).output
    other = drafter("check", waiving, "-t", "project-self-evaluation").output
    assert ("JS-902" in own, "JS-902" in other) == (True, False)


def test_without_a_report_no_waiver_is_called_useless(waiving: Path) -> None:
    text = waiving.read_text(encoding="utf-8").replace("sichuan-final-accounts", "没有这个模板")
    waiving.write_text(text, encoding="utf-8")
    shown = drafter("check", waiving).output
    assert "JS-903" in shown
    assert "JS-902" not in shown


def test_an_incomplete_waiver_stops_an_export(waiving: Path, tmp_path: Path) -> None:
    text = waiving.read_text(encoding="utf-8").replace(", 理由: 没有用处", "")
    waiving.write_text(text, encoding="utf-8")
    result = drafter("export", waiving, "-o", tmp_path / "附表.xlsx")
    assert result.exit_code == 1
    assert "豁免要写明“规则”和“理由”" in result.output
