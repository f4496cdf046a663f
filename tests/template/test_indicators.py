"""`indicators.yaml`: each fault alone and at its place, none where there is none."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from indicator_systems import BOTH
from jsonschema import Draft7Validator
from sampling import sampled
from told_lines import without_excerpts
from typer.testing import CliRunner
from word_files import MANIFEST, document_of, p, parts_of, zipped

from drafter import store
from drafter.cli.app import app
from drafter.diagnostics import Diagnostic, as_text, in_order
from drafter.pipeline import Input, field_contract, make, make_report, read_input
from drafter.report.evaluation import Wanted
from drafter.template import loader
from drafter.template.indicators import load_indicators
from drafter.template.loader import LoadResult, load_template

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "tests" / "indicators"
BROKEN = sorted(FOLDER.glob("*.yaml"))
NAMES = [path.stem for path in BROKEN]
SHIPPED = [
    *sorted((ROOT / "templates").glob("*/indicators.yaml")),
    *sorted((ROOT / "tests" / "inputs").glob("*/*/indicators.yaml")),
]
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"
_HEADER = re.compile(r"# MB-007 (\d+:\d+) (错误|警告) (.+)")


@cache
def minimal() -> Input:
    return read_input(MINIMAL)


def bare_input(folder: Path) -> Input:
    """Return the input of a file in which nothing is filled in but the year and a project."""
    path = folder / "a.yaml"
    path.write_text("年度: 2023\n项目: [{名称: 甲}]\n", encoding="utf-8")
    return read_input(path)


def expected(path: Path) -> str:
    """Return the finding that the first line of a broken file names, as it is printed."""
    match = _HEADER.fullmatch(path.read_text(encoding="utf-8").partition("\n")[0])
    assert match is not None
    return f"indicators.yaml:{match[1]}: {match[2]} MB-007 {match[3]}"


def found(text: str, folder: Path) -> list[str]:
    """Return the findings on the text of a file, as they are printed."""
    path = folder / "indicators.yaml"
    path.write_text(text, encoding="utf-8")
    read = load_indicators(path, path.name, field_contract())
    return [as_text(finding) for finding in in_order(read.findings)]


def template(folder: Path, system: str, *body: str) -> Path:
    """Write a template that prints the body and scores by the system; no file where it is empty."""
    folder.mkdir(exist_ok=True)
    blocks = "".join(b if b.startswith("<") else p(b) for b in body or ("{{ 部门.全称 }}",))
    (folder / "report.docx").write_bytes(zipped(parts_of(blocks)))
    (folder / "template.yaml").write_text(MANIFEST, encoding="utf-8")
    if system:
        (folder / "indicators.yaml").write_text(system, encoding="utf-8")
    return folder


def loaded(folder: Path, system: str, *body: str) -> LoadResult:
    return load_template(template(folder, system, *body), "我县格式", field_contract)


def leaf(text: str, subject: str = "部门") -> str:
    """Return a system of ten points with one branch and one group, whose leaves are the text."""
    lines = "\n".join(f"            {line}" for line in text.strip("\n").splitlines())
    return (
        f"{subject}:\n  名称: 甲体系\n  满分: 10\n  指标:\n    - 名称: 投入\n      二级:\n"
        f"        - 名称: 目标\n          三级:\n{lines}\n"
    )


_MANUAL = "- {名称: 丙, 分值: 10, 规则: {类型: manual}}"

# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", BROKEN, ids=NAMES)
def test_a_fault_is_told_alone_and_at_its_place(path: Path, tmp_path: Path) -> None:
    assert found(path.read_text(encoding="utf-8"), tmp_path) == [expected(path)]


def test_every_file_says_what_is_wrong_with_it_and_differs_from_the_others() -> None:
    texts = [path.read_text(encoding="utf-8") for path in BROKEN]
    assert len(texts) >= 200
    assert all(re.match(r"# .*[\u4e00-\u9fff]", text.split("\n")[1]) for text in texts)
    assert len({text.split("\n", 2)[2] for text in texts}) == len(texts)
    assert {path.name for path in FOLDER.iterdir()} == {path.name for path in BROKEN}


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    folder = template(tmp_path / "t", "")
    (folder / "indicators.yaml").write_bytes(leaf(_MANUAL).encode("gbk"))
    (finding,) = load_template(folder, "我县格式", field_contract).findings
    said = finding.id, str(finding.where), finding.message
    assert said == ("MB-007", "我县格式/indicators.yaml:1:1", "文件是 GBK 编码，请另存为 UTF-8")


SPEAKING = (
    "template/indicators.py",
    "template/indicator_paths.py",
    "scoring/static.py",
    "scoring/expression.py",
)


def messages(module: str) -> Iterator[str]:
    """Yield the fixed words of each message that a module makes."""
    tree = ast.parse((ROOT / "drafter" / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        said: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            skipped = {"say": 1, "StaticProblem": 1, "_PathError": 0, "ExpressionError": 0}
            said = node.args[skipped[name] :] if name in skipped else []
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "message":
            said = [node.value]
        for argument in said:
            for inner in ast.walk(argument):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                    yield inner.value.strip()


@pytest.mark.parametrize("module", SPEAKING)
def test_every_message_has_a_file_that_calls_for_it(module: str) -> None:
    told = "\n".join(expected(path) for path in BROKEN)
    words = [word for word in messages(module) if re.search(r"[\u4e00-\u9fff]", word)]
    assert len(words) >= 6
    assert [word for word in words if word not in told] == []


@pytest.mark.parametrize("path", sampled(BROKEN[::8], 5, NAMES[::8]))
def test_a_template_with_a_fault_is_not_used(path: Path, tmp_path: Path) -> None:
    result = loaded(tmp_path / "t", path.read_text(encoding="utf-8"))
    assert [as_text(f) for f in result.findings] == [f"我县格式/{expected(path)}"]
    assert (result.template is None) == (" 错误 " in expected(path))


CALLED = ("bands-gap", "unknown-key", "path-unknown", "wording-other-step", "step-not-to-zero")


@pytest.mark.parametrize("name", CALLED)
def test_the_commands_say_so_and_nothing_is_rendered(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = FOLDER / f"{name}.yaml"
    (tmp_path / "templates").mkdir()
    template(tmp_path / "templates" / "我县格式", path.read_text(encoding="utf-8"))
    line, is_error = f"templates/我县格式/{expected(path)}", " 错误 " in expected(path)
    checked = CliRunner().invoke(app, ["template", "check", "templates/我县格式", "--strict"])
    assert (checked.exit_code, checked.stdout) == (3, "")
    summary = "错误 1 项" if is_error else "警告 1 项，警告按错误处理（--strict）"
    assert without_excerpts(checked.stderr) == [line, summary]
    arguments = ["render", str(MINIMAL), "-t", "templates/我县格式", "-o", "a.docx", "--draft"]
    rendered = CliRunner().invoke(app, arguments)
    assert line in rendered.stderr.splitlines()
    assert rendered.exit_code == (3 if is_error else 0)
    assert (tmp_path / "a.docx").exists() is not is_error


# --- what is sound --------------------------------------------------------------------------------

_PERCENT = '度量: {式: 支出.合计 / 支出.合计.预算, 单位: "%"}'
SOUND = {
    "both subjects": BOTH,
    "several names share a weight": leaf("- {名称: [丙, 丁], 分值: 10, 规则: {类型: manual}}"),
    "groups of one name in two branches": """\
部门:
  名称: 甲体系
  满分: 10
  指标:
    - 名称: 投入
      二级: [{名称: 管理, 三级: [{名称: 丙, 分值: 4, 规则: {类型: manual}}]}]
    - 名称: 产出
      二级: [{名称: 管理, 三级: [{名称: 丁, 分值: 6, 规则: {类型: manual}}]}]
""",
    "a gap that rounding closes": leaf("""\
- 名称: 丙
  分值: 10
  度量: {式: 支出.合计 / 支出.合计.预算, 单位: "%", 取整: 0}
  规则: {类型: bands, 档: [{到: 80, 分: 0}, {从: 81, 到: 90, 分: 5}, {从: 91, 分: 10}]}
"""),
    "a finer gap that finer rounding closes": leaf("""\
- 名称: 丙
  分值: 10
  度量: {式: 支出.合计 / 支出.合计.预算, 单位: "%", 取整: 1}
  规则: {类型: bands, 档: [{到: 80, 分: 0}, {从: 80.1, 分: 10}]}
"""),
    "bands from the highest down": leaf(f"""\
- 名称: 丙
  分值: 10
  {_PERCENT}
  规则:
    类型: bands
    档: [{{从: 90, 分: 10}}, {{从: 80, 到: 90, 含到: 否, 分: 5}}, {{到: 80, 含到: 否, 分: 0}}]
"""),
    "a band of one value, named after the one above it": leaf(f"""\
- 名称: 丙
  分值: 10
  {_PERCENT}
  规则:
    类型: bands
    档: [{{从: 90, 含从: 否, 分: 10}}, {{从: 90, 到: 90, 分: 5}}, {{到: 90, 含到: 否, 分: 0}}]
"""),
    "begun steps that reach zero": leaf(f"""\
- 名称: 丙
  分值: 10
  {_PERCENT}
  规则: {{类型: step_deduct, 方向: 低于, 基准: 100, 每: 40, 扣: 3.4, 计档: 进位}}
"""),
    "parts of steps that reach zero": leaf(f"""\
- 名称: 丙
  分值: 10
  {_PERCENT}
  规则: {{类型: step_deduct, 方向: 低于, 基准: 100, 每: 40, 扣: 4, 计档: 按比例}}
"""),
    "a floor that is said": leaf(
        "- {名称: 丙, 分值: 10, 规则: {类型: checklist_deduct, 每项扣: 3, 最低: 4, 条目: [一, 二]}}"
    ),
    "numbers of the wording in characters, as ranges, with signs": leaf(f"""\
- 名称: 丙
  分值: 4
  评价标准: 低于100%的，每低一个百分点扣0.5分，扣完为止（满分4分）。
  {_PERCENT}
  规则: {{类型: step_deduct, 方向: 低于, 基准: 100, 每: 1, 扣: 0.5, 计档: 舍尾}}
- 名称: 丁
  分值: 6
  评价标准: 0-10%（含）计6分；11%—30%（含）计3分；大于30%不得分。
  度量: {{式: 支出.合计 / 支出.合计.预算, 单位: "%", 取整: 0}}
  规则: {{类型: bands, 档: [{{到: 10, 分: 6}}, {{从: 11, 到: 30, 分: 3}}, {{从: 31, 分: 0}}]}}
"""),
    "sums, counts, texts, nothing, other signs": leaf("""\
- 名称: 丙
  分值: 10
  数据: [覆盖人数]
  度量:
    式: （求和(项目.执行.合计) × 2 － 支出.合计） ÷ 支出.合计 + 个数(项目) / 个数(项目)
    单位: "%"
  不适用:
    - {当: 无(三公经费) and not 支出.合计 > 0, 计: 满分, 说明: 没有支出}
    - {当: 本项.覆盖人数 == 0 or 口径 == '单位', 计: 不计, 说明: 没有服务对象}
    - {当: 部门.级次 != '县', 计: 人工, 说明: 不是县级}
  分母为零: 零分
  规则: {类型: scale, 满值: 100, 零分线: 60}
"""),
    "fields of the project first, then of the department": leaf("""\
- 名称: 丙
  分值: 10
  度量: {式: 执行.合计 / 支出.合计, 单位: "%"}
  说明要求: {取自: 执行偏差原因, 低于: 90}
  规则: {类型: target_ratio, 性质: ≥, 目标: 90, 未达: 零分, 超额线: 130, 超额: 按偏离扣}
""", subject="项目"),
}  # fmt: skip


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_what_comes_with_the_project_has_no_fault(path: Path, tmp_path: Path) -> None:
    assert found(path.read_text(encoding="utf-8"), tmp_path) == []


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND.keys())
def test_what_is_sound_has_no_fault(text: str, tmp_path: Path) -> None:
    assert found(text, tmp_path) == []


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND.keys())
def test_what_is_sound_can_be_scored(text: str, tmp_path: Path) -> None:
    """Whatever the input lacks: what cannot be worked out waits for it."""
    path = tmp_path / "indicators.yaml"
    path.write_text(text, encoding="utf-8")
    systems = load_indicators(path, path.name, field_contract()).systems
    for source in (minimal(), bare_input(tmp_path)):
        make_report(source, {}, Wanted(systems))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_one_point_more_anywhere_is_told(path: Path, tmp_path: Path) -> None:
    """Each weight of each shipped system counts in the sum."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [n for n, line in enumerate(lines) if re.search(r"[ {]分值: \d", line)]
    for number in places[:: max(1, len(places) // 4)]:
        more = re.sub(r"(分值: )([\d.]+)", lambda m: f"{m[1]}{m[2]}1", lines[number], count=1)
        text = "".join([*lines[:number], more, *lines[number + 1 :]])
        assert any("各项分值之和是" in line for line in found(text, tmp_path)), lines[number]


# --- tags that name scores ------------------------------------------------------------------------

TEN = leaf(_MANUAL)
OF_PROJECTS = leaf(
    '- {名称: 丙, 分值: 10, 度量: {式: 执行.合计 / 预算.合计, 单位: "%"}, '
    "规则: {类型: scale, 满值: 100}}",
    subject="项目",
)


def told(finding: Diagnostic) -> tuple[str, str, str, str]:
    return finding.id, finding.where.place, finding.message, finding.hint


@pytest.mark.parametrize("system", ["", OF_PROJECTS])
def test_scores_that_no_system_gives_are_refused_at_the_tag(system: str, tmp_path: Path) -> None:
    body = ("得分如下。", "共{{ 评分.总分|分数 }}分")
    result = loaded(tmp_path / "t", system, *body)
    place = "正文 › 第2段，“{{ 评分.总分|分数 }}”"
    assert [told(f)[:3] for f in result.findings] == [("MB-010", place, "数据里没有“评分”")]
    assert result.template is None
    assert loaded(tmp_path / "t", TEN, *body).findings == ()


def test_where_scores_come_from_is_told(tmp_path: Path) -> None:
    """Not the answers (指标评分) were meant: what is missing is the file."""
    (finding,) = loaded(tmp_path / "t", "", "共{{ 评分.总分|分数 }}分").findings
    assert "indicators.yaml" in finding.hint


@pytest.mark.parametrize("system", ["", TEN])
def test_scores_of_projects_are_refused_where_only_the_department_has_some(
    system: str, tmp_path: Path
) -> None:
    body = ("{%p for 项 in 项目 %}", "{{ 项.评分.总分|分数 }}", "{%p endfor %}")
    (finding,) = loaded(tmp_path / "t", system, *body).findings
    assert finding.id == "MB-010"
    assert finding.where.place == "正文 › 第2段，“{{ 项.评分.总分|分数 }}”"
    assert "评分" in finding.message
    assert loaded(tmp_path / "t", OF_PROJECTS, *body).findings == ()


NAMED = (
    "{%p for 行 in 评分.指标 %}",
    "{% if 行.名称 == '丁' %}甲{% endif %}{{ 行.名称 }}",
    "{%p endfor %}",
)


def test_a_condition_on_a_name_that_no_indicator_has_is_told(tmp_path: Path) -> None:
    (finding,) = loaded(tmp_path / "t", TEN, *NAMED).findings
    message = "“行.名称”不会是“丁”，条件不会成立"
    place = "正文 › 第2段，“{% if 行.名称 == '丁' %}”"
    assert told(finding) == ("MB-010", place, message, "可取：丙")


def test_a_condition_on_a_name_that_some_indicator_has_is_not(tmp_path: Path) -> None:
    assert loaded(tmp_path / "t", TEN.replace("丙", "丁"), *NAMED).findings == ()


def test_names_that_the_department_gives_itself_are_anybodys(tmp_path: Path) -> None:
    assert loaded(tmp_path / "t", BOTH, *NAMED).findings == ()


# --- the next report ------------------------------------------------------------------------------

SHARE = leaf("""\
- 名称: 丙
  分值: 10
  度量: {式: 支出.项目支出 / 支出.合计, 单位: "%"}
  规则: {类型: scale, 满值: 100}
""")


def printed(folder: Path) -> str:
    outcome = make(minimal(), str(folder))
    assert outcome.rendered is not None, [str(f) for f in outcome.findings]
    return document_of(outcome.rendered).text


def test_editing_only_the_indicators_changes_the_next_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """6.00 of 86.40 is 6.94 %; a template is kept in memory and in the cache by its content."""
    monkeypatch.setenv(store.FOLDER_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(loader, "_PREPARED", {})
    folder = template(tmp_path / "t", SHARE, "得{{ 评分.总分|分数 }}分")
    assert printed(folder) == "得0.69分"
    (folder / "indicators.yaml").write_text(
        SHARE.replace("满值: 100", "满值: 10"), encoding="utf-8"
    )
    assert printed(folder) == "得6.94分"
    monkeypatch.setattr(loader, "_PREPARED", {})  # another process
    assert printed(folder) == "得6.94分"
    (folder / "indicators.yaml").write_text(SHARE, encoding="utf-8")
    assert printed(folder) == "得0.69分"
    (folder / "indicators.yaml").write_text(SHARE.replace("满值: 100", "满值: 0"), encoding="utf-8")
    broken = make(minimal(), str(folder))
    assert broken.rendered is None
    assert [f.id for f in broken.findings if f.is_error] == ["MB-007"]
    (folder / "indicators.yaml").unlink()
    gone = make(minimal(), str(folder))
    assert gone.rendered is None
    assert [f.id for f in gone.findings if f.is_error] == ["MB-010"]


# --- what editors know ----------------------------------------------------------------------------


@cache
def validator() -> Draft7Validator:
    path = ROOT / "schemas" / "indicators.schema.json"
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def as_typed(text: str) -> Any:
    """Load YAML as the texts that drafter reads; a blank is nothing yet."""

    def blank(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: blank(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [blank(inner) for inner in value]
        return value or None

    return blank(yaml.load(text, Loader=yaml.BaseLoader))


LOADERS = [as_typed, yaml.safe_load]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_what_comes_with_the_project_fits_the_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for load in LOADERS:
        assert [e.message for e in validator().iter_errors(load(text))] == []
    first = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert first is not None
    assert (path.parent / first[1]).resolve() == ROOT / "schemas" / "indicators.schema.json"


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND.keys())
def test_what_is_sound_fits_the_schema(text: str) -> None:
    for load in LOADERS:
        assert [e.message for e in validator().iter_errors(load(text))] == []


def sections(value: Any, key: str = "") -> Iterator[dict[str, Any]]:
    """Yield every mapping but those whose keys are anybody's."""
    if isinstance(value, dict):
        if key != "一级分值":
            yield value
        for name, inner in value.items():
            yield from sections(inner, name)
    for inner in value if isinstance(value, list) else ():
        yield from sections(inner)


def test_an_unknown_key_fits_the_schema_nowhere() -> None:
    data = yaml.safe_load(SOUND["sums, counts, texts, nothing, other signs"] + OF_PROJECTS)
    data["项目"]["指标"].append(yaml.safe_load(BOTH)["项目"]["指标"][1])
    data["部门"]["等级"] = [{"名称": "优", "起": 0}]
    data["部门"]["指标"][0]["二级"][0]["三级"][0]["规则"]["条目"] = [{"文字": "一", "分": 1}]
    assert validator().is_valid(data)
    places = list(sections(data))
    assert len(places) >= 20
    for section in places:
        section["某键"] = "甲"
        assert not validator().is_valid(data)
        del section["某键"]


_SHAPE = re.compile(
    "不认识的字段|不在可选值之内|这里应是列表|应填文字|不是金额|不是整数|这里应是一组字段"
)
OF_SHAPE = [path for path in BROKEN if _SHAPE.search(expected(path))]


@pytest.mark.parametrize("path", OF_SHAPE, ids=lambda path: path.stem)
def test_a_fault_of_shape_does_not_fit_the_schema(path: Path) -> None:
    for load in LOADERS:
        assert not validator().is_valid(load(path.read_text(encoding="utf-8")))
