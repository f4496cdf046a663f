"""Slips that are known to be noticed stay noticed: a sample of `benchmarks/alterations.py`."""

from functools import cache
from pathlib import Path

import pytest
from alterations import Leaf, Trial, Watched, altered, leaves_of, ways_of
from sampling import sampled

from drafter.diagnostics import DataPath, Severity
from drafter.pipeline import read_input
from drafter.source import Scalar

ROOT = Path(__file__).resolve().parent.parent
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"
DEEP = ROOT / "tests" / "inputs" / "附表.yaml"
SCORED = ROOT / "tests" / "inputs" / "绩效自评.yaml"
GENERAL = "一般公共预算财政拨款支出"

NOTICED: tuple[tuple[Path, str, str, str], ...] = (
    (MINIMAL, "收入.一般公共预算财政拨款", "末位", "JS-203"),
    (MINIMAL, "收支总计.上年", "末位", "JS-244"),
    (MINIMAL, "财政拨款收支总计.上年", "换位", "JS-222"),
    (MINIMAL, f"{GENERAL}.科目.1.款.1.项.1.决算", "末位", "JS-205"),
    (MINIMAL, f"{GENERAL}.科目.1.款.1.项.1.预算", "减一成", "JS-242"),
    (MINIMAL, f"{GENERAL}.科目.1.款.1.项.1.预算", "错位", "JS-241"),
    (MINIMAL, "基本支出.公用经费.决算", "末位", "JS-211"),
    (MINIMAL, "机关运行经费.上年", "错位", "JS-241"),
    (MINIMAL, "国有资产.通用设备", "末位", "JS-442"),
    (MINIMAL, "人员.实有.公务员", "末位", "JS-602"),
    (MINIMAL, "项目.1.执行.财政拨款", "末位", "JS-502"),
    (DEEP, "收入.功能分类.1.款.1.项.1.财政拨款", "末位", "JS-231"),
    (DEEP, f"{GENERAL}.科目.1.款.1.项.1.经济分类.1.款.1.基本支出", "换位", "JS-203"),
    (DEEP, "政府性基金预算财政拨款支出.科目.2.款.1.项.1.年末结转", "末位", "JS-232"),
    (DEEP, f"{GENERAL}.合计.上年", "错位", "JS-222"),
    (DEEP, "三公经费.公务用车费.更新购置.1.决算", "加一成", "JS-308"),
    (DEEP, "三公经费.公务接待费.国内.人次", "错位", "JS-341"),
    (DEEP, "三公经费.公务用车费.运行维护.决算", "错位", "JS-343"),
    (DEEP, "人员.实有.机关工勤", "末位", "JS-651"),
    (DEEP, "政府采购.授予小微企业", "错位", "JS-402"),
    (SCORED, "支出.合计.预算", "末位", "JS-245"),
    (SCORED, "支出.项目支出.年初预算", "末位", "JS-547"),
    (SCORED, "项目.1.指标.1.完成值", "末位", "JS-544"),
    (SCORED, "项目.2.指标.9.完成值", "换位", "JS-543"),
    (SCORED, "整体绩效.指标.6.完成值", "末位", "JS-550"),
)  # fmt: skip


@cache
def watched(path: Path) -> Watched:
    return Watched(path)


def steps(path: str) -> DataPath:
    return tuple(int(step) - 1 if step.isdigit() else step for step in path.split("."))


@pytest.mark.parametrize(
    ("file", "path", "way", "rule"),
    sampled(NOTICED, 3, [f"{path}-{way}" for _, path, way, _ in NOTICED]),
)
def test_a_slip_stays_noticed(file: Path, path: str, way: str, rule: str) -> None:
    input_ = watched(file)
    leaf = next(leaf for leaf in input_.leaves if leaf.path == steps(path))
    tried = input_.tried(Trial(leaf, way, ways_of(leaf.text)[way]))
    assert tried.noticed is not None
    assert rule in {key[0] for key in input_.new_in(tried)}


# The measure itself


def test_an_unaltered_input_has_nothing_new() -> None:
    input_ = watched(MINIMAL)
    leaf = input_.leaves[0]
    assert input_.tried(Trial(leaf, "", leaf.text)).noticed is None


def test_every_number_of_an_input_is_a_leaf() -> None:
    paths = {leaf.path for leaf in watched(MINIMAL).leaves}
    expected = {
        "收入.一般公共预算财政拨款",
        "人员.实有.公务员",
        "国有资产.负债",
        "项目.1.指标.3.实际",
    }
    assert {steps(path) for path in expected} <= paths
    assert steps("政府采购") not in paths  # 无
    assert steps("项目.1.名称") not in paths


def test_what_was_announced_is_a_leaf_unless_left_out() -> None:
    source = read_input(ROOT / "example_inputs" / "miyi-2020.yaml")
    assert source.tree is not None
    found = leaves_of(source.year, source.tree)
    assert Leaf(("已公布", "收支总计.增减率"), "135.97%") in found


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("86.40", {"末位": "86.41", "加一成": "95.04", "减一成": "77.76", "错位": "864.00",
                   "换位": "68.40"}),
        ("9", {"末位": "8", "加一成": "10", "减一成": "8", "错位": "90"}),
        ("0", {"末位": "1"}),
        ("100%", {"末位": "101%", "加一成": "110%", "减一成": "90%", "错位": "1000%"}),
        ("≥95%", {"末位": "≥96%", "加一成": "≥105%", "减一成": "≥86%", "错位": "≥950%",
                  "换位": "≥59%"}),
        ("-0.07", {"末位": "-0.08", "加一成": "-0.08", "减一成": "-0.06", "错位": "-0.70",
                   "换位": "-0.70"}),
        ("无", {}),
    ],
)  # fmt: skip
def test_ways_of_altering(text: str, ways: dict[str, str]) -> None:
    assert ways_of(text) == ways


def test_an_altered_tree_differs_at_one_place_alone() -> None:
    tree = watched(MINIMAL).tree
    path = steps("项目.1.执行.财政拨款")
    other = altered(tree, path, "7.00")
    node = other.node(path)
    assert isinstance(node, Scalar)
    assert node.text == "7.00"
    assert other.locate(path) == tree.locate(path)
    assert altered(other, path, "6.00") == tree


def test_a_graver_finding_comes_first() -> None:
    input_ = watched(MINIMAL)
    leaf = next(leaf for leaf in input_.leaves if leaf.path == steps("基本支出.人员经费.决算"))
    assert input_.tried(Trial(leaf, "错位", "701.00")).noticed is Severity.ERROR
