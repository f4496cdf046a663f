"""Announced figures against computed ones."""

import pytest
from rule_runs import case_of, found, messages

ANNOUNCED = """车辆: {实有: 3}
机关运行经费: {决算: 1,000.45, 上年: 0, 预算: 3001.35}
支出: {基本支出: 1, 项目支出: 2, 上缴上级支出: 0, 经营支出: 0, 对附属单位补助支出: 0}
已公布: {%s}
""".replace("1,000.45", "'1,000.45'")


@pytest.mark.parametrize(
    "line",
    [
        "机关运行经费: 1000.45",
        "机关运行经费: '1,000.45'",
        "机关运行经费: 1000.45万元",
        "机关运行经费: 1000.5",
        "机关运行经费: 1000",
        "机关运行经费.决算: 1000.45",
        "机关运行经费.完成率: 33.33%",
        "机关运行经费.完成率: 33%",
        "机关运行经费.完成率: 33.3333%",
        "机关运行经费.预决算差: -2000.9",
        "机关运行经费.增减率: 0%",
        "机关运行经费.增减率: 0.00%",
        "支出.项目支出.占比: 66.67%",
        "支出.列示.2.占比: 66.7%",
        "支出.合计: 3.00",
        "车辆.实有: 3",
        "车辆.实有: 3辆",
        "车辆.编制: 7",
        "年度: 2023",
    ],
)
def test_announced_figures_that_agree(line: str) -> None:
    assert found(ANNOUNCED % line) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "机关运行经费: 1000.46",
            "“机关运行经费”已公布 1000.46，按数据应为 1,000.45 万元，相差 0.01 万元",
        ),
        (
            "机关运行经费: 1000.4",
            "“机关运行经费”已公布 1000.4，按数据应为 1,000.45 万元，相差 0.05 万元",
        ),
        (
            "机关运行经费.完成率: 33.4%",
            "“机关运行经费.完成率”已公布 33.4%，按数据应为 33.33%，相差 0.07 个百分点",
        ),
        (
            "支出.项目支出.占比: 66%",
            "“支出.项目支出.占比”已公布 66%，按数据应为 66.67%，相差 0.67 个百分点",
        ),
        (
            "支出.项目支出.占比: 66.666%",
            "“支出.项目支出.占比”已公布 66.666%，按数据应为 66.667%，相差 0.001 个百分点",
        ),
        ("车辆.实有: 4", "“车辆.实有”已公布 4，按数据应为 3，相差 1"),
        (
            "机关运行经费.增减率: 100%",
            "“机关运行经费.增减率”已公布 100%，按数据无法计算：上年为0",
        ),
    ],
)
def test_announced_figures_that_differ(line: str, message: str) -> None:
    text = ANNOUNCED % line
    assert found(text) == [("JS-801", "警告")]
    assert messages(text) == [message]


def test_a_fall_announced_without_its_sign_is_explained() -> None:
    findings = case_of(ANNOUNCED % "机关运行经费.预决算差: 2000.90").findings()
    assert [(f.id, f.hint) for f in findings] == [("JS-801", "减少和下降写成负数")]


@pytest.mark.parametrize(
    "line",
    [
        "机关运行费: 1000.45",
        "支出.列示.9.占比: 66.7%",
        "支出.列示.0.占比: 66.7%",
        "支出: 3",
        "机关运行经费.完成率: 33.33",
        "机关运行经费: 一千",
        "机关运行经费: 1000.45元",
        "机关运行经费: 1000.45%",
        "机关运行经费: 1e3",
        "机关运行经费: nan",
        "机关运行经费: １０００",
        "车辆.编制: 七",
        "整体评价.自评得分: 优",
    ],
)
def test_announced_texts_that_cannot_be_compared(line: str) -> None:
    assert found(ANNOUNCED % line) == [("JS-801", "错误")]


def test_a_figure_that_was_only_announced_is_not_compared_with_itself() -> None:
    assert found(ANNOUNCED % "整体评价.自评得分: 95") == []
    assert found(ANNOUNCED % "整体评价.自评得分: 95分") == []
