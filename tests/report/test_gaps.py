"""What is wrongly typed is reported once: as wrong, and not as missing besides."""

from __future__ import annotations

from pathlib import Path

import pytest
from sampling import sampled

from drafter.diagnostics import GAP
from drafter.pipeline import make, make_all, read_input

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "example_inputs" / "minimal.yaml"
MINIMAL = EXAMPLE.read_text(encoding="utf-8")
TYPED = "机关运行经费: {决算: 10.30, 上年: 10.10, 变动原因: 办公用品支出增加}"


def findings(tmp_path: Path, typed: str) -> list[tuple[str, str]]:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert TYPED in text
    path = tmp_path / "f.yaml"
    path.write_text(text.replace(TYPED, typed), encoding="utf-8")
    outcome = make(read_input(path), "sichuan-final-accounts")
    return [
        (f.id, ".".join(str(step) for step in f.path))
        for f in outcome.findings
        if f.is_error and f.path[:1] == ("机关运行经费",)
    ]


TAKEN = ["全称", "收入", "三公经费", "项目", "机关运行经费", "整体评价"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (
            "机关运行经费: {决算: １０, 上年: 10.10, 变动原因: 甲}",
            [("JS-033", "机关运行经费.决算")],
        ),
        ("机关运行经费: １０", [("JS-033", "机关运行经费")]),
        (
            "机关运行经费: {决算: 10, 上年: １０, 变动原因: 甲}",
            [("JS-033", "机关运行经费.上年")],
        ),
        (
            "机关运行经费: {决算: 10万, 变动原因: 甲}",
            [("JS-901", "机关运行经费.上年"), ("JS-033", "机关运行经费.决算")],
        ),
        ("机关运行经费: {上年: 10, 变动原因: 甲}", [("JS-901", "机关运行经费")]),
    ],
)
def test_a_wrong_amount_is_not_a_gap_besides(
    tmp_path: Path, typed: str, found: list[tuple[str, str]]
) -> None:
    assert findings(tmp_path, typed) == found


@pytest.mark.parametrize(
    "field", sampled(["全称", "收入", "三公经费", "项目", "机关运行经费", "整体评价"], 3)
)
def test_a_document_with_gaps_never_comes_without_an_error(tmp_path: Path, field: str) -> None:
    """Whatever is taken out of the example: what is missing in the report is an error."""
    lines = EXAMPLE.with_name("miyi-2020.yaml").read_text(encoding="utf-8").splitlines()
    kept, inside, start = [], False, 0
    for line in lines:
        key = line.strip().partition(":")[0]
        depth = len(line) - len(line.lstrip())
        inside = (inside and (not line.strip() or depth > start)) or key == field
        if key == field:
            start = depth
        if not inside:
            kept.append(line)
    path = tmp_path / "a.yaml"
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    outcome = make(read_input(path), "sichuan-final-accounts")
    assert outcome.is_draft
    assert any(f.id == "JS-901" and f.is_error for f in outcome.findings)


def gaps_of(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    found = [f.message for f in make_all(path).findings if f.id == GAP]
    return [message.removeprefix("待补：") for message in found]


@pytest.mark.parametrize("field", ["年初预算", "专项资金", "是否完成", "结转"])
def test_a_blank_that_would_decide_a_list_is_a_gap(tmp_path: Path, field: str) -> None:
    text = MINIMAL.replace("    阶段: [绩效目标", f"    {field}:\n    阶段: [绩效目标")
    assert gaps_of(tmp_path, text) == [f"项目.1.{field}"]


def test_a_missing_amount_is_asked_for_once_where_it_is_filled(tmp_path: Path) -> None:
    blank = MINIMAL.replace("{名称: 档案馆, 决算: 78.00, 预算: 78.00, 上年: 75.90}", "档案馆")
    assert gaps_of(tmp_path, blank) == [
        "一般公共预算财政拨款支出.合计.上年",
        "一般公共预算财政拨款支出.科目.1",
        "一般公共预算财政拨款支出.科目.1.预算",
        "一般公共预算财政拨款支出.科目.1.差异原因",
    ]
    keyed = MINIMAL.replace("决算: 78.00, 预算: 78.00", "决算: , 预算: ")
    assert sorted(gaps_of(tmp_path, keyed)) == [
        "一般公共预算财政拨款支出.科目.1.差异原因",
        "一般公共预算财政拨款支出.科目.1.款.1.项.1.决算",
        "一般公共预算财政拨款支出.科目.1.款.1.项.1.预算",
    ]


def test_a_section_that_is_absent_is_one_gap(tmp_path: Path) -> None:
    without = MINIMAL.replace("结转结余: 无\n", "")
    assert gaps_of(tmp_path, without) == ["结转结余"]
