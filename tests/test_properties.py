"""What holds for every report, whatever the input: hypothesis makes the inputs."""

from __future__ import annotations

import re
from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from plain_inputs import example, typed

from drafter.model.values import Words
from drafter.pipeline import Outcome, make, read_input
from drafter.template.package import parse, qn, read_package
from drafter.template.sites import text_of

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "sichuan-final-accounts"
EXAMPLES = ("minimal", "miyi-2020", "panzhihua-2020")
AMOUNTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
CENT = Decimal("0.01")
FEW = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


MINIMAL = example("minimal")


def outcome(folder: Path, data: object) -> Outcome:
    path = folder / "a.yaml"
    path.write_text(typed(data), encoding="utf-8")
    return make(read_input(path), TEMPLATE)


def changed_lines(before: str, after: str) -> set[int]:
    """Return the numbers of the lines of the second text that are not in the first."""
    matcher = SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    spans = [(j1, j2) for tag, _, _, j1, j2 in matcher.get_opcodes() if tag != "equal"]
    return {line + 1 for first, end in spans for line in range(first, end)}


def paragraphs(made: Outcome) -> list[str]:
    assert made.rendered is not None
    assert made.rendered.document is not None, [str(f) for f in made.findings]
    root = parse(read_package(made.rendered.document).parts["word/document.xml"])
    return [text_of(p) for p in root.iter(qn("p"))]


def shuffled(node: Any, random: Random) -> Any:
    """Return the data with the keys of every mapping in another order; lists stay."""
    if isinstance(node, dict):
        keys = list(node)
        random.shuffle(keys)
        return {key: shuffled(node[key], random) for key in keys}
    return [shuffled(item, random) for item in node] if isinstance(node, list) else node


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", EXAMPLES)
@settings(FEW, max_examples=5)
@given(random=st.randoms(use_true_random=False))
def test_the_order_of_keys_changes_nothing(name: str, random: Random, tmp_path: Path) -> None:
    data = example(name)
    plain, other = outcome(tmp_path, data), outcome(tmp_path, shuffled(data, random))
    assert plain.rendered is not None
    assert other.rendered is not None
    assert plain.rendered.document == other.rendered.document
    said = [sorted((f.id, f.message) for f in made.findings) for made in (plain, other)]
    assert said[0] == said[1]


# Sentences

CHANGES = [
    ("收支总计", "2020年度收、支总计均为", "收、支总计各"),
    ("机关运行经费", "2020年，机关运行经费支出", "机关运行经费支出比2019年"),
]
_CHANGE = re.compile(r"(增加|减少)([\d.]+)万元(?:，(增长|下降)([\d.]+)%)?")


@pytest.mark.exhaustive
@pytest.mark.parametrize("sentence", CHANGES, ids=lambda sentence: sentence[0])
@FEW
@given(prior=AMOUNTS, now=AMOUNTS)
def test_a_sentence_on_change_agrees_with_its_sign(
    sentence: tuple[str, str, str], prior: Decimal, now: Decimal, tmp_path: Path
) -> None:
    name, start, lead = sentence
    data = deepcopy(MINIMAL)
    data[name] = {"决算": f"{now}", "上年": f"{prior}", "变动原因": "某原因"}
    line = next(p for p in paragraphs(outcome(tmp_path, data)) if p.startswith(start))
    found = _CHANGE.search(line)
    if now == prior:
        assert found is None
        assert "与2019年持平" in line
        return
    assert found is not None, line
    direction, size, rate_word, rate = found.groups()
    assert lead + direction in line
    assert direction == ("增加" if now > prior else "减少")
    assert Decimal(size) == abs(now - prior)
    if prior == 0:
        assert rate is None
        assert "不计算" in line
    else:
        assert rate_word == ("增长" if now > prior else "下降")
        exact = abs(now - prior) / prior * 100
        assert Decimal(rate) == exact.quantize(CENT, ROUND_HALF_UP)


_PART = re.compile(r"([^；：，。]+)（类）支出([\d.]+)万元，占([\d.]+)%")


@pytest.mark.exhaustive
@FEW
@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=6))
def test_parts_sum_and_shares_are_of_the_sum(amounts: list[Decimal], tmp_path: Path) -> None:
    assume(any(amounts))
    data = deepcopy(MINIMAL)
    data["一般公共预算财政拨款支出"]["科目"] = [
        {
            "名称": f"第{index}",
            "款": [{"名称": "某款", "项": [{"名称": "某项", "决算": f"{a}", "预算": "1.00"}]}],
            "差异原因": "某原因",
        }
        for index, a in enumerate(amounts)
    ]
    data["一般公共预算财政拨款支出"]["合计"] = {"上年": "1.00", "变动原因": "某原因"}
    lines = paragraphs(outcome(tmp_path, data))
    line = next(p for p in lines if "主要用于以下方面" in p)
    total = sum(amounts, Decimal(0))
    assert f"支出{total:.2f}万元，" in line
    parts = _PART.findall(line.partition("以下方面：")[2])
    assert [Decimal(amount) for _, amount, _ in parts] == [a for a in amounts if a]
    assert sum(Decimal(amount) for _, amount, _ in parts) == total
    for _, amount, share in parts:
        exact = Decimal(amount) / total * 100
        assert Decimal(share) == exact.quantize(CENT, ROUND_HALF_UP)


# Prose

PROSE: list[tuple[str | int, ...]] = [
    ("部门", "全称"), ("职能", "条目", 0), ("重点工作",), ("机构", "内设机构", 0),
    ("收支总计", "变动原因"), ("机关运行经费", "变动原因"),
    ("项目", 0, "名称"), ("项目", 0, "预期目标"), ("项目", 0, "成效"),
    ("项目", 0, "指标", 0, "一级"), ("项目", 0, "指标", 0, "三级"), ("项目", 0, "指标", 0, "预期"),
    ("人员", "行政编制", "构成", 0, "名称"), ("基本支出", "人员经费", "科目", 0),
]  # fmt: skip
_END = "。；;，,、 　"
TRICKY = st.sampled_from([
    "满意度>95%，≥90%", "*带星号", "50%以上", "@某人", "第1#楼", "全角　空格　里", "“引号”‘里’",
    "a & b < c > d", "]]>", "&lt;&amp;", "{ 单括号 }", "{{ 双括号 }}", "{% if %}", "{# 注 #}",
    "一、\n二、\n\n三、", "制表\t符", "- 短横", "? 问号", "| 竖线", "键: 值", "￥1,234.50元",
    "\u200b零宽", "𠮷野家", "①②③", "No.1 / №2", "无", "~", "null", "'", '"', "\\n", "　首行缩进",
    "\ufdd0内部", "项目", "推广项目",
])  # fmt: skip


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", PROSE, ids=lambda p: ".".join(map(str, p)))
@settings(FEW, max_examples=6)  # every field has its turn in test_hostile_text
@given(text=TRICKY | st.text(min_size=1, max_size=30))
def test_any_text_reaches_the_page_or_is_refused_at_its_line(
    path: tuple[str | int, ...], text: str, tmp_path: Path
) -> None:
    data = deepcopy(MINIMAL)
    node: Any = data
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = text
    made = outcome(tmp_path, data)
    errors = {finding.where.line for finding in made.findings if finding.is_error}
    if errors:  # refused, or still to be filled
        assert errors & changed_lines(typed(MINIMAL), typed(data))
        return
    page = paragraphs(made)
    for words in Words.parse(text).paragraphs:
        kept = words.rstrip(_END)
        assert any(kept in line for line in page), (words, [p for p in page if kept[:2] in p])
