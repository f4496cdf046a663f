"""Last year's input as this year's file: what is carried, what is blank, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from department_years import department_years
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_inputs import EXAMPLES
from sampling import sampled
from typer.testing import CliRunner

from drafter.cli.app import app
from drafter.diagnostics import GAP, DataPath, path_text
from drafter.model.paths import is_number
from drafter.model.validate import validate
from drafter.pipeline import make_all
from drafter.rolling import roll_over
from drafter.source import Mapping, Node, Scalar, Sequence, SourceTree, read_text
from drafter.source.write import yaml_text

MIYI = EXAMPLES / "miyi-2020.yaml"
NAMES = ["miyi-2020", "panzhihua-2020", "baojing-2017", "yongchang-2021", "minimal"]
HEAD = "年度: 2020\n金额单位: 万元\n口径: 部门\n"
MONEY = "{{财政拨款: {}, 其他资金: 无}}"
CARRIED = {"上年", "上年预算", "年初结转", "上年结转"}


@cache
def miyi_2021() -> str:
    return roll_over(MIYI).text or ""


def rolled(text: str, folder: Path) -> str:
    path = folder / "去年.yaml"
    path.write_bytes(text.encode())
    done = roll_over(path)
    assert done.text is not None, done.findings
    return done.text


def tree_of(text: str) -> SourceTree:
    read = read_text(text, "今年.yaml")
    assert read.findings == ()
    assert read.tree is not None
    assert not [f for f in validate(read.tree).findings if f.is_error]
    return read.tree


def scalars(node: Node, path: DataPath = ()) -> Iterator[tuple[DataPath, Scalar]]:
    if isinstance(node, Mapping):
        for name, entry in node.entries.items():
            yield from scalars(entry.value, (*path, name))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from scalars(item, (*path, number))
    elif not node.is_blank:
        yield path, node


def said_above(lines: list[str], line: int) -> str:
    """The comments directly above a line (from 1), and the one on it."""
    found = [lines[line - 1].partition("#")[2]]
    line -= 2
    while line >= 0 and lines[line].lstrip().startswith("#"):
        found.append(lines[line])
        line -= 1
    return "\n".join(found)


def unnoticed(text: str, last: int) -> list[str]:
    """Return what this year's file still has of last year without a word about it."""
    tree, lines = tree_of(text), text.split("\n")
    found = []
    for path, node in scalars(tree.root):
        name = str(path[-1])
        if path in {("格式版本",), ("年度",)}:
            continue
        places = [path[:1], path]
        if path[0] == "项目":
            places.append(path[:2])
        said = "".join(said_above(lines, tree.locate_key(place).line) for place in places)
        opening = name in CARRIED or (path[0] == "结转结余" and name.startswith("年初"))
        if opening and ("取自" in said or node.origin):
            continue
        if is_number(path) and node.text != "无" and name not in {"分值", "次序"} | CARRIED:
            if path[:1] != ("项目",) or "次序" not in path:
                found.append(f"{path}：{node.text}")
        elif "待核对" not in said:
            found.append(f"{path}：{node.text}")
        anchor = path[:2] if path[0] == "项目" and len(path) > 1 else path[:1]
        below = path_text(path[len(anchor) :]) or name
        above = said_above(lines, tree.locate_key(anchor).line)
        if re.search(rf"(?<!\d){last}(?!\d)", node.text) and f"{below}写着“{last}" not in above:
            found.append(f"{path}：{node.text}")
    return found


@pytest.mark.parametrize("name", sampled(NAMES, 4, NAMES))
def test_nothing_of_last_year_is_left_unnoticed(name: str) -> None:
    done = roll_over(EXAMPLES / f"{name}.yaml")
    assert done.text is not None
    last = int(tree_of(done.text).plain()["年度"]) - 1  # type: ignore[call-overload]
    assert unnoticed(done.text, last) == []
    shown = "\n".join(done.told)
    for number, line in enumerate(done.text.split("\n"), start=1):
        ours = re.search("# ?(?:.*待核对：|.*待填：|取自)", line)
        if line.startswith("#") and str(last) in line and not ours:
            assert f"第{number}行" in shown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# 待核对：照上年抄来，有变的请改\n部门:", "部门:"),
        ("公务员:  # 待填：上年 15", "公务员: 15"),
        ("  # 取自 miyi-2020.yaml:140：3285.50", ""),
        ("变动原因:  # 待填：上年写“人员减少”", "变动原因: 人员减少"),
        ("；名称写着“2020年”、", "；"),
        ("年末:  # 待填：上年 3285.50", "年末: 3285.50"),
    ],
)
def test_the_search_for_what_is_left_finds_it(old: str, new: str) -> None:
    text = miyi_2021()
    assert old in text
    assert unnoticed(text.replace(old, new, 1), 2020)


def test_actuals_are_comparatives_and_what_was_left_is_the_opening() -> None:
    data = tree_of(miyi_2021()).plain()
    tree = tree_of(miyi_2021())
    assert data["年度"] == "2021"
    assert data["收支总计"] == {"上年": "5429.48", "变动原因": None}
    assert data["机关运行经费"] == {"决算": None, "上年": "48.33", "变动原因": None}
    carry = data["结转结余"]
    assert isinstance(carry, dict)
    assert (carry["年初"], carry["年末"]) == ("3285.50", None)
    where = tree.locate(("结转结余", "年初"))
    line = int(where.origin.removeprefix("miyi-2020.yaml:"))
    assert MIYI.read_text(encoding="utf-8").split("\n")[line - 1] == "  年末: 3285.50"
    assert "由程序算出" in tree.locate(("收支总计", "上年")).origin


def test_a_bare_amount_becomes_a_block_and_a_word_for_nothing_stays(tmp_path: Path) -> None:
    text = rolled(f"{HEAD}收入:\n  其他: 3.10  # 利息\n  事业: 无\n", tmp_path)
    assert "  其他:  # 利息\n    决算:  # 待填\n    上年: 3.10  # 取自 去年.yaml:5：3.10\n" in text
    assert "  # 待核对：上年写“无”\n  事业: 无\n" in text


def test_a_comparative_of_the_year_before_is_not_taken_for_last_years(tmp_path: Path) -> None:
    text = rolled(f"{HEAD}机关运行经费:\n  上年: 40.00\n", tmp_path)
    assert "  上年:  # 待填：上年的文件里没有这个数\n" in text
    assert "40.00" not in text


def test_amounts_stay_as_fine_as_they_were_typed(tmp_path: Path) -> None:
    yuan = HEAD.replace("万元", "元")
    for amount, now in (("4494", "4494"), ("4494.5", "4494.5"), ("0", "0")):
        text = rolled(f"{yuan}机关运行经费: {amount}\n", tmp_path)
        assert f"  上年: {now}  # 取自 去年.yaml:4：{now}\n" in text


def test_rows_take_a_comparative_only_where_they_had_one(tmp_path: Path) -> None:
    rows = (
        "一般公共预算财政拨款支出:\n  科目:\n    - {名称: 教育, 决算: 5.00, 上年: 4.00}\n"
        "    - 名称: 农林水\n      决算: 2.00\n"
    )
    text = rolled(HEAD + rows, tmp_path)
    fund = tree_of(text).plain()["一般公共预算财政拨款支出"]
    assert fund == {
        "科目": [{"名称": "教育", "决算": None, "上年": "5.00"}, {"名称": "农林水", "决算": None}]
    }
    assert "      决算:  # 待填：上年 2.00\n" in text


def test_what_a_heading_or_project_ended_with_it_begins_with(tmp_path: Path) -> None:
    text = rolled(
        f"{HEAD}政府性基金预算财政拨款支出:\n  科目:\n    - 名称: 城乡社区\n      决算: 3.00\n"
        "      年初结转: 1.00\n      本年收入: 4.00\n      年末结转: 2.00\n"
        "项目:\n  - 名称: 道路\n    结转: 0.50\n"
        "    预算: {财政拨款: 2.00, 上年结转: 0.00, 其他资金: 无}\n",
        tmp_path,
    )
    data = tree_of(text).plain()
    assert "      年初结转: 2.00  # 取自 去年.yaml:10：2.00\n" in text
    assert data["项目"] == [
        {
            "名称": "道路",
            "结转": None,
            "预算": {"财政拨款": None, "上年结转": "0.50", "其他资金": None},
        }
    ]
    assert "上年结转取自 去年.yaml:13" in text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("名称: 道路\n    结转: 0.50", "延续：上年结转 0.50 万元"),
        ("名称: 道路\n    是否完成: 否", "延续：上年没有完成"),
        (
            f"名称: 道路\n    预算: {MONEY.format(3)}\n    执行: {MONEY.format(2.5)}",
            "延续：上年预算还有 0.50 万元没有执行",
        ),
        ("名称: 2020年道路", "延续或结束：名称里写着“2020”"),
        ("名称: 道路", "延续或结束：上年没有留下结转"),
    ],
)
def test_each_project_says_whether_it_goes_on(fields: str, said: str, tmp_path: Path) -> None:
    text = rolled(f"{HEAD}项目:\n  - {fields}\n", tmp_path)
    above = said_above(text.split("\n"), tree_of(text).locate_key(("项目", 0)).line)
    assert said in above
    assert "新增" in above
    assert "结束" in above


@pytest.mark.parametrize(
    ("year", "row", "now", "said"),
    [
        (2020, "名称: 资源勘探信息等", "资源勘探工业信息等", "改称"),
        (2018, "名称: 文化体育与传媒支出", "文化旅游体育与传媒支出", "改称"),
        (2018, "{名称: 医疗卫生与计划生育, 编码: 210}", "卫生健康", "改称"),
        (2020, "名称: 教育", "教育", ""),
        (2017, "名称: 文化体育与传媒", "文化体育与传媒", ""),
    ],
)
def test_renamed_headings_have_this_years_name(
    year: int, row: str, now: str, said: str, tmp_path: Path
) -> None:
    head = HEAD.replace("2020", str(year))
    text = rolled(f"{head}一般公共预算财政拨款支出:\n  科目:\n    - {row}\n", tmp_path)
    names = [node.text for path, node in scalars(tree_of(text).root) if path[-1] == "名称"]
    assert names == [now]
    assert ("改称" in text) == bool(said)


def test_a_heading_with_another_code_is_pointed_at_and_left(tmp_path: Path) -> None:
    row = "{名称: 安全生产监管, 编码: 21506}"
    head = HEAD.replace("2020", "2018")
    text = rolled(f"{head}支出:\n  功能分类:\n    - 名称: 其他\n      款: [{row}]\n", tmp_path)
    assert "2019年起“安全生产监管”改列 22401 应急管理事务" in text
    assert row in text
    later = rolled(f"{HEAD}支出:\n  功能分类:\n    - 名称: 其他\n      款: [{row}]\n", tmp_path)
    assert "改列" not in later


def test_the_years_in_kept_words_are_named_by_their_fields(tmp_path: Path) -> None:
    text = rolled(
        f"{HEAD}职能:\n  概述: |\n    一段。\n    2020年起承担审批。\n"
        "  条目: [管理2020年以前的档案, 其他]\n",
        tmp_path,
    )
    assert "# 待核对：照上年抄来，有变的请改；概述写着“2020年”、条目.1写着“2020年”\n职能:" in text


def test_what_is_still_to_be_filled_is_listed(tmp_path: Path) -> None:
    target = tmp_path / "今年.yaml"
    done = CliRunner().invoke(app, ["rollover", str(MIYI), "-o", str(target)])
    assert done.exit_code == 0, done.output
    findings = make_all(target).findings
    asked = {f.path[:2] for f in findings if f.id == GAP}
    assert {("重点工作",), ("收入", "其他"), ("结转结余", "年末")} <= asked
    assert not [f for f in findings if f.is_error and f.id != GAP]


def test_this_year_filled_a_little_renders_as_a_draft(tmp_path: Path) -> None:
    target, report = tmp_path / "米易-2021.yaml", tmp_path / "米易-2021.docx"
    text = miyi_2021()
    for old, new in (
        ("机关运行经费:\n  决算:  # 待填：上年 48.33", "机关运行经费:\n  决算: 50.33"),
        ("变动原因:  # 待填：上年写“人员减少”", "变动原因: 新增两人"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    target.write_text(text, encoding="utf-8")
    arguments = ["render", str(target), "--draft", "-o", str(report)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    rendered = make_all(target).outcomes[0].rendered
    assert rendered is not None
    (told,) = [p.words for p in rendered.paragraphs if "50.33" in p.words]
    assert "48.33" in told
    assert "增加2.00万元" in told
    assert "新增两人" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("金额单位: 万元\n", "JS-921"),
        (f"{HEAD}收入: {{其它: 1.00}}\n", "JS-032"),
        (f"{HEAD}收入：1\n", "JS-018"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text: str, said: str, tmp_path: Path) -> None:
    source, target = tmp_path / "去年.yaml", tmp_path / "今年.yaml"
    source.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["rollover", str(source), "-o", str(target)])
    assert done.exit_code == 1
    assert said in done.output
    assert not target.exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    source, target = tmp_path / "去年.yaml", tmp_path / "今年.yaml"
    source.write_text(HEAD, encoding="utf-8")
    target.write_text("我的\n", encoding="utf-8")

    def run(*arguments: str) -> int:
        return CliRunner().invoke(app, ["rollover", str(source), "-o", *arguments]).exit_code

    assert run(str(target)) == 4
    assert target.read_text(encoding="utf-8") == "我的\n"
    assert run(str(source), "--force") == 2
    assert run(str(tmp_path / "今年.txt")) == 2
    assert run(str(target), "--force") == 0
    assert target.read_text(encoding="utf-8").startswith("年度: 2021\n")


def test_line_ends_and_files_named_stay(tmp_path: Path) -> None:
    (tmp_path / "职能.txt").write_text("一段\n", encoding="utf-8")
    text = f"{HEAD}职能:\n  概述: {{文件: 职能.txt}}\n  条目: 无\n重点工作: 有\n".replace(
        "\n", "\r\n"
    )
    new = rolled(text, tmp_path)
    assert "概述: {文件: 职能.txt}\r\n" in new
    assert "\n" not in new.replace("\r\n", "")


COMMENT = st.sampled_from(["", "# 一条注释\n", "# 甲：乙\n", "#   待办：核对\n\n"])


@settings(max_examples=6)
@given(department_years(), st.data())
def test_any_year_reads_back_and_keeps_its_comments(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, object], draw: st.DataObject
) -> None:
    lines: list[str] = []
    for line in yaml_text(data).split("\n"):  # type: ignore[arg-type]
        pad = " " * (len(line) - len(line.lstrip()))
        comment = draw.draw(COMMENT) if line and len(lines) < 80 else ""
        lines.append((pad + comment if comment else "") + line)
    text = "\n".join(lines)
    new = rolled(text, tmp_path_factory.mktemp("r"))
    tree = tree_of(new)
    assert tree.plain()["年度"] == "2021"
    kept = [line.strip() for line in text.split("\n") if line.lstrip().startswith("#")]
    assert [line for line in map(str.strip, new.split("\n")) if line in set(kept)] == kept
    assert unnoticed(new, 2020) == []
