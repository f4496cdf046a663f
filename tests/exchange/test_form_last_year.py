"""A form for this year out of last year's input: its figures are comparatives, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_inputs import EXAMPLES
from sampling import sampled
from typer.testing import CliRunner

from drafter.cli.app import app
from drafter.exchange.books import read_book
from drafter.exchange.claims import Claim
from drafter.exchange.form.read import read_form
from drafter.exchanging import form_book
from drafter.model.paths import is_number

MIYI, PANZHIHUA = EXAMPLES / "miyi-2020.yaml", EXAMPLES / "panzhihua-2020.yaml"


def claims_of(folder: Path, last_year: Path, source: Path | None = None) -> dict[str, str]:
    blob = form_book((), {}, source, last_year).blob
    assert blob is not None
    path = folder / "表.xlsx"
    path.write_bytes(blob)
    book = read_book(path).book
    assert book is not None
    return {named(claim): claim.text for claim in read_form(book).claims}


def named(claim: Claim) -> str:
    return ".".join(str(step) for step in claim.path)


def test_last_years_figures_become_comparatives(tmp_path: Path) -> None:
    found = claims_of(tmp_path, MIYI)
    assert found["年度"] == "2021"
    assert found["金额单位"] == "万元"
    assert found["部门.全称"] == "米易县经济信息化和科学技术局"
    assert found["职能.条目.0"].startswith("执行工业、信息化")
    assert found["收支总计.上年"] == "5429.48"  # derived, not typed
    assert found["一般公共预算财政拨款支出.合计.上年"] == "1238.38"
    assert found["三公经费.公务接待费.合计.上年"] == "0.61"
    assert found["机关运行经费.上年"] == "48.33"


@pytest.mark.parametrize("path", sampled([MIYI, PANZHIHUA], 2, ["miyi", "panzhihua"]))
def test_no_other_number_and_no_reason_of_last_year_is_left(path: Path, tmp_path: Path) -> None:
    for name in claims_of(tmp_path, path):
        steps = tuple(int(s) if s.isdigit() else s for s in name.split("."))
        if is_number(steps) and name != "年度":
            assert name.endswith((".上年", ".上年预算")), name
        assert not name.endswith(("变动原因", "差异原因"))
        assert not name.startswith(("已公布", "豁免", "项目", "重点工作", "人员"))


@pytest.mark.exhaustive
def test_what_this_years_input_says_stands_above_last_year(tmp_path: Path) -> None:
    now = tmp_path / "今年.yaml"
    now.write_text(
        "年度: 2021\n金额单位: 元\n口径: 部门\n部门: {全称: 米易县经济和信息化局}\n"
        "报告: [{模板: sichuan-final-accounts}]\n机关运行经费: {变动原因: 人员减少}\n",
        encoding="utf-8",
    )
    found = claims_of(tmp_path, MIYI, now)
    assert found["部门.全称"] == "米易县经济和信息化局"
    assert found["机关运行经费.变动原因"] == "人员减少"
    assert found["机关运行经费.上年"] == "483300.00"  # in this year's unit
    assert found["职能.条目.0"].startswith("执行工业、信息化")


@pytest.mark.exhaustive
def test_the_command_takes_the_reports_of_last_year(tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    done = CliRunner().invoke(app, ["form", "-o", str(target), "--last-year", str(MIYI)])
    assert done.exit_code == 0, done.output
    missing = CliRunner().invoke(
        app, ["form", "-o", str(tmp_path / "b.xlsx"), "--last-year", str(tmp_path / "没有.yaml")]
    )
    assert missing.exit_code == 1
    assert "没有.yaml" in missing.output
    assert not (tmp_path / "b.xlsx").exists()
