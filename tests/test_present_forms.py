"""The final accounts of Sichuan and Hunan in their present forms: templates that are data alone."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

import pytest
from plain_inputs import Data, plain, typed
from sampling import sampled

from drafter.diagnostics import Severity
from drafter.pipeline import chosen_templates, make, read_input
from drafter.resources import template_folders
from drafter.template.manifest_file import load_manifest
from drafter.template.package import read_package
from drafter.template.projection import project

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "example_inputs").glob("*.yaml"))
SICHUAN, HUNAN = FORMS = ("sichuan-final-accounts-2023", "hunan-final-accounts")
LEVELS = {
    "heading 1": 1, "heading 2": 2, "heading 3": 3, "heading 4": 4,
    "附件标题": 2, "附件一级标题": 3, "附件二级标题": 4, "附件三级标题": 5,
}  # fmt: skip


@pytest.fixture
def present() -> Data:
    return plain(ROOT / "tests" / "inputs" / "档案馆2023.yaml")


def lines(tmp_path: Path, data: Data, form: str, *, complete: bool = True) -> list[str]:
    """Return the paragraphs and tables behind the contents, each with its style before it."""
    path = tmp_path / "a.yaml"
    path.write_text(typed({**data, "报告": [form]}), encoding="utf-8")
    outcome = make(read_input(path), form)
    errors = [f.message for f in outcome.findings if f.severity is Severity.ERROR]
    assert not complete or errors == []
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    text = project(read_package(outcome.rendered.document))
    return text[text.index("[heading 1]") : text.index("=== 页脚")].splitlines()


def headings(found: list[str], level: str) -> list[str]:
    return [line.removeprefix(f"[{level}] ") for line in found if line.startswith(f"[{level}] ")]


def under(found: list[str], heading: str) -> list[str]:
    """Return the lines under a heading of the second level, up to the next one."""
    at = next(n for n, line in enumerate(found) if line.endswith(heading))
    rest = found[at + 1 :]
    ends = (n for n, line in enumerate(rest) if line.startswith(("[heading 1]", "[heading 2]")))
    return rest[: next(ends, len(rest))]


def test_the_order_of_parts_in_sichuan(present: Data, tmp_path: Path) -> None:
    found = lines(tmp_path, present, SICHUAN)
    assert headings(found, "heading 1") == [
        "第一部分　单位概况",
        "第二部分　2023年度单位决算情况说明",
        "第三部分　名词解释",
        "第四部分　附件",
        "第五部分　附表",
    ]
    assert headings(found, "heading 2") == [
        "一、单位职责",
        "二、机构设置",
        "一、收入支出决算总体情况说明",
        "二、收入决算情况说明",
        "三、支出决算情况说明",
        "四、财政拨款收入支出决算总体情况说明",
        "五、一般公共预算财政拨款支出决算情况说明",
        "六、一般公共预算财政拨款基本支出决算情况说明",
        "七、财政拨款“三公”经费支出决算情况说明",
        "八、政府性基金预算支出决算情况说明",
        "九、国有资本经营预算支出决算情况说明",
        "十、其他重要事项的情况说明",
    ]


def test_the_order_of_parts_in_hunan(present: Data, tmp_path: Path) -> None:
    found = lines(tmp_path, present, HUNAN)
    assert headings(found, "heading 1") == [
        "第一部分　单位概况",
        "第二部分　单位决算表",
        "第三部分　2023年度单位决算情况说明",
        "第四部分　名词解释",
        "第五部分　附件",
    ]
    assert headings(found, "heading 2")[-5:] == [
        "十、机关运行经费支出说明",
        "十一、一般性支出情况说明",
        "十二、政府采购支出说明",
        "十三、国有资产占用情况说明",
        "十四、2023年度预算绩效情况的说明",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_statements_come_in_the_order_of_2022(form: str) -> None:
    manifest = load_manifest(template_folders()[form] / "template.yaml", "template.yaml").manifest
    assert manifest is not None
    listed = plain(ROOT / "drafter" / "data" / "statements.yaml")["清单"]
    (wanted,) = (row["表"] for row in listed if row.get("起") == "2022")
    ids = [row.statement for row in manifest.statements]
    assert [name for name in ids if name in wanted] == wanted
    assert len(ids) == {SICHUAN: 13, HUNAN: 9}[form]
    assert [row.number for row in manifest.statements] == [
        f"公开{number:02}表" for number in range(1, len(ids) + 1)
    ]


# Words follow the figures


GREATER, LESS = r"(?:增加|增长)\d", r"(?:减少|下降)\d"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("before", ["999.00", "0.01"])
def test_a_fall_is_no_growth(present: Data, tmp_path: Path, form: str, before: str) -> None:
    said, not_said = (LESS, GREATER) if before == "999.00" else (GREATER, LESS)
    for measure in (
        present["收支总计"], present["财政拨款收支总计"], present["机关运行经费"],
        present["一般公共预算财政拨款支出"]["合计"], present["三公经费"]["公务接待费"]["合计"],
    ):  # fmt: skip
        measure["上年"] = before
    text = "\n".join(lines(tmp_path, present, form, complete=False))
    assert len(re.findall(said, text)) >= 5
    assert re.findall(not_said, text) == []


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_completed_that_was_not_planned(
    present: Data, tmp_path: Path, form: str
) -> None:
    (item,) = present["一般公共预算财政拨款支出"]["科目"][1]["款"][0]["项"]
    item["预算"] = "0"
    found = lines(tmp_path, present, form, complete=False)
    (row,) = (line for line in found if "住房公积金（项）：" in line and "决算为8.40万元" in line)
    assert "年初未安排预算" in row
    assert "完成预算" not in row


def test_percentages_of_hunan_have_two_decimals(present: Data, tmp_path: Path) -> None:
    text = "\n".join(lines(tmp_path, present, HUNAN))
    percentages = re.findall(r"[\d.]+%", text)
    assert {"100.00%", "0.00%", "93.06%"} <= set(percentages)
    assert [p for p in percentages if not re.fullmatch(r"\d+\.\d\d%", p)] == []


def test_outlays_that_did_not_happen_are_said_so(present: Data, tmp_path: Path) -> None:
    heading = "一般性支出情况说明"
    (told,) = under(lines(tmp_path, present, HUNAN), heading)
    assert "召开会议2次，64人参加，内容为全县档案工作会议；" in told
    assert told.endswith("未举办节庆、晚会、论坛、赛事等活动。")
    without = {**present, "一般性支出": "无"}  # basic expenditure still tells of a meeting
    (told,) = under(lines(tmp_path, without, HUNAN, complete=False), heading)
    assert told == (
        "[正文段落] 2023年度，本单位未开支会议费；未开支培训费；"
        "未举办节庆、晚会、论坛、赛事等活动。"
    )


# A department that has little


NOTHING = (
    "职能", "三公经费", "机关运行经费", "一般性支出", "政府采购", "绩效管理", "项目", "整体评价",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("without", [(), NOTHING], ids=["all", "nothing"])
def test_no_section_is_empty(
    present: Data, tmp_path: Path, form: str, without: tuple[str, ...]
) -> None:
    data = {**deepcopy(present), **dict.fromkeys(without, "无")}
    printed = lines(tmp_path, data, form, complete=not without)
    found = [line for line in printed if not line.startswith(("---", "[附表分"))]
    assert "待补" not in "".join(found)
    levels = [LEVELS.get(line[1:].partition("]")[0], 9) for line in found]
    empty = [
        line
        for line, level, below in zip(found, levels, [*levels[1:], 0], strict=True)
        if level < 9 and below <= level
    ]
    assert empty == []


def test_forms_stand_in_pages_of_their_own_only_where_there_are_some(
    present: Data, tmp_path: Path
) -> None:
    def pages(data: Data) -> list[str]:
        return [line for line in lines(tmp_path, data, SICHUAN) if line.startswith("---")]

    with_forms, without = pages(present), pages({**present, "项目": "无", "绩效管理": "无"})
    assert [page for page in with_forms if "边距 1021 850" in page] != []
    assert [page for page in without if "边距 1021 850" in page] == []


def test_both_folders_of_sichuan_score_a_form_alike() -> None:
    single = "sichuan-project-self-evaluation-2023"
    one, other = (
        (template_folders()[name] / "indicators.yaml").read_bytes() for name in (SICHUAN, single)
    )
    assert one == other


# Inputs that were made for other templates


@pytest.mark.parametrize(
    ("path", "form"), sampled([(path, form) for path in EXAMPLES for form in FORMS], every=3)
)
def test_an_example_renders_as_far_as_its_data_go(path: Path, form: str) -> None:
    source = read_input(path)
    own = {f.id for name in chosen_templates(source) for f in make(source, name).findings}
    outcome = make(source, form)
    assert outcome.rendered is not None
    assert outcome.rendered.document is not None
    # To be filled in; of another year; options and words that this report has no use for.
    assert {f.id for f in outcome.findings} - own <= {"JS-901", "JS-905", "JS-906", "JS-907"}
