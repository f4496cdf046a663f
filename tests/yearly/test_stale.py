"""What in this year's file still speaks of last year's time is pointed at, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.rolling import roll_over
from drafter.source import read_text
from drafter.yearly.stale import stale_comments, stale_words

LAST = 2020
HEAD = "年度: 2020\n金额单位: 万元\n口径: 部门\n"
EARLIER = "里面写着更早的年份、去年、前年或到期的规划的"


def hits(words: str) -> list[tuple[str, bool]]:
    tree = read_text(f"职能:\n  概述: |\n    第一段。\n    {words}\n", "去年.yaml").tree
    assert tree is not None
    found = stale_words(tree, [("职能", "概述")], LAST)
    assert all(one.line == 4 for one in found)
    return [(one.words, one.is_last) for one in found]


@pytest.mark.parametrize(
    ("words", "hit", "is_last"),
    [
        ("2020年完成。", "2020年", True),
        ("米财资〔2020〕262号", "2020", True),
        ("２０２０年完成。", "２０２０年", True),
        ("二〇二〇年完成。", "二〇二〇年", True),
        ("二○二○年完成。", "二○二○年", True),
        ("二零二零年完成。", "二零二零年", True),
        ("20年度工作。", "20年度", True),
        ("2019年完成。", "2019年", False),
        ("二〇一九年完成。", "二〇一九年", False),
        ("去年遗留两项。", "去年", False),
        ("比前年多。", "前年", False),
        ("“十三五”规划", "十三五", False),
        ("“十二五”以来", "十二五", False),
    ],
)
def test_what_speaks_of_last_year_or_before_is_pointed_at(
    words: str, hit: str, is_last: bool
) -> None:
    assert hits(words) == [(hit, is_last)]


@pytest.mark.parametrize(
    "words",
    [
        "2021年完成。", "二〇二一年完成。", "12020年", "20年以上的档案", "21年度", "120年度",
        "财预〔2019〕10号", "《办法》（2019年修订）", "公告2019年第16号", "自2019年1月1日起施行",
        "2011年成立", "投入2019元", "参考上年执行结果", "上一年度", "本年初", "以前年度",
        "目前年检", "过去年均", "“十四五”规划", "“十五五”规划", "十二五个",
    ],
)  # fmt: skip
def test_what_is_as_true_next_year_is_not(words: str) -> None:
    assert hits(words) == []


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("# 2020 年的口径", True),
        ("# 二〇二〇年的口径", True),
        ("收入:  # 来自财政局 2020 批复", True),
        ("说明: '甲 # 2020'  # 乙 2020", True),
        ("说明: |  # 2020 年的稿子\n  文字", True),
        ("说明: '甲 # 2020'", False),
        ('说明: "甲 # 2020"', False),
        ("说明: 甲#2020", False),
        ("说明: |\n  甲 # 2020\n  # 2020", False),
        ("# 2019 年的口径", False),
        ("收入:  # 待填：上年 2020", False),
        ("收入: 1  # 取自 决算2020.xlsx：2020", False),
        ("# 待核对：照上年抄来；第2行写着“2020年”", False),
        ("# 收入待填：上年 2020", False),
    ],
)
def test_comments_that_write_the_year_are_listed_wherever_they_stand(
    line: str, is_told: bool
) -> None:
    found = stale_comments(f"年度: 2021\n{line}\n", LAST, "待核对", "待填")
    assert found == ([2] if is_told else [])


def test_the_summary_lists_each_kind_of_line_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "去年.yaml"
    path.write_text(
        f"{HEAD}职能:\n  概述: 二〇二〇年新增。\n  条目: [去年遗留, 其他]\n"
        "收入:\n  其他: 1.00  # 来自财政局 2020 批复\n",
        encoding="utf-8",
    )
    done = roll_over(path)
    assert done.text is not None
    told = dict(line.split("：", 1) for line in done.told)
    lines = done.text.split("\n")

    def told_line(said: str) -> str:
        return lines[int(told[said].removeprefix("第").removesuffix("行")) - 1]

    assert "二〇二〇年新增" in told_line("里面写着 2020 的")
    assert "去年遗留" in told_line(EARLIER)
    assert "来自财政局 2020 批复" in told_line("注释里写着 2020 的")
    assert "写着“去年”" in done.text
    assert "写着“二〇二〇年”" in done.text
