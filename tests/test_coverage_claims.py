"""What the table of the rule book's manual says is ensured without a rule of its own, is."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.diagnostics import Diagnostic
from drafter.pipeline import make_all

ROOT = Path(__file__).resolve().parent.parent
MINIMAL = (ROOT / "example_inputs" / "minimal.yaml").read_text(encoding="utf-8")


def findings(folder: Path, text: str) -> list[Diagnostic]:
    path = folder / "年.yaml"
    path.write_text(text, encoding="utf-8")
    return list(make_all(path).findings)


def altered(*pairs: tuple[str, str]) -> str:
    text = MINIMAL
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize(
    ("term", "told"), [("农林水支出", ["JS-907"]), ("住房公积金", []), ("行政运行", ["JS-907"])]
)
def test_an_explained_heading_that_is_not_used_is_told(
    tmp_path: Path, term: str, told: list[str]
) -> None:
    text = altered(("名词解释: 无", f"名词解释: [{{词: {term}, 释义: 某种支出。}}]"))
    found = findings(tmp_path, text)
    assert sorted({f.id for f in found}) == told
    assert all(f.path[0] == "名词解释" for f in found)


def test_a_heading_without_an_explanation_is_a_gap(tmp_path: Path) -> None:
    text = altered(("{名称: 档案馆, 决算", "{名称: 档案新馆, 决算"))
    gaps = [f for f in findings(tmp_path, text) if f.id == "JS-901"]
    assert [f.path[0] for f in gaps] == ["名词解释"]


def test_a_rate_without_a_base_published_as_0_is_not_contradicted(tmp_path: Path) -> None:
    published = "已公布: {机关运行经费.完成率: 0%}\n"
    row = next(line for line in MINIMAL.splitlines() if line.startswith("机关运行经费:"))
    text = altered((row, "机关运行经费: {决算: 0, 预算: 0, 上年: 0}")) + published
    assert "JS-801" not in {f.id for f in findings(tmp_path, text)}


def test_a_fund_spent_as_it_was_received_with_money_left_does_not_balance(tmp_path: Path) -> None:
    """What a fund had left was typed as spent: revenue copied as expenditure."""
    item = "{名称: 用于体育事业的彩票公益金支出, 决算: 5, 预算: 5}"
    section = f"{{名称: 彩票公益金安排的支出, 项: [{item}]}}"
    fund = f"{{科目: [{{名称: 其他支出, 款: [{section}]}}]}}"
    text = altered(
        ("  政府性基金预算财政拨款: 无", "  政府性基金预算财政拨款: 5.00"),
        ("政府性基金预算财政拨款支出: 无", f"政府性基金预算财政拨款支出: {fund}"),
        ("结转结余: 无", "结转结余: {年初: 0, 年初财政拨款: 0, 年末: 2.00, 年末财政拨款: 2.00}"),
    )
    assert "JS-216" in {f.id for f in findings(tmp_path, text)}
