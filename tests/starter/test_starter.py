"""A starter asks for what the template prints, and for nothing else."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml
from sampling import sampled

from drafter.checks.catalogue import CATALOGUE
from drafter.diagnostics import GAP
from drafter.pipeline import known_templates, make_all, read_input, starter
from drafter.resources import template_folders
from drafter.schemas import schema_text

SICHUAN = "sichuan-final-accounts"
FORMS: list[dict[str, str]] = [
    {},
    {"整体评价形式": "自评报告", "机构写法": "机构设置", "具体情况": "项"},
]
TEMPLATES: list[tuple[str, dict[str, str]]] = [(name, {}) for name in known_templates()] + [
    (SICHUAN, FORMS[1])
]


def written(tmp_path: Path, template: str, chosen: dict[str, str], text: str = "") -> Path:
    path = tmp_path / "新.yaml"
    made = starter(template, template, chosen, "department-year.schema.json")
    assert made.findings == ()
    path.write_text(text or made.text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("template", "chosen"), sampled(TEMPLATES, 6))
def test_a_starter_has_no_finding_but_gaps(
    tmp_path: Path, template: str, chosen: dict[str, str]
) -> None:
    made = make_all(written(tmp_path, template, chosen))
    assert {finding.id for finding in made.findings} == {GAP}
    assert GAP in CATALOGUE
    assert made.outcomes[0].rendered is not None


@pytest.mark.parametrize(("template", "chosen"), sampled(TEMPLATES, 6))
def test_every_gap_is_a_marked_blank(tmp_path: Path, template: str, chosen: dict[str, str]) -> None:
    path = written(tmp_path, template, chosen)
    lines = path.read_text(encoding="utf-8").splitlines()
    for finding in make_all(path).findings:
        assert "待填" in lines[finding.where.line - 1], finding.message


def uncommented(text: str) -> str:
    """Return the starter with all its optional lines put to use, sums left out."""
    return re.sub(r"^( *)# (?= *(- )?\w+:( |$))", r"\1", text, flags=re.MULTILINE)


@pytest.mark.exhaustive
@pytest.mark.parametrize(("template", "chosen"), TEMPLATES)
def test_the_optional_lines_can_be_put_to_use(
    tmp_path: Path, template: str, chosen: dict[str, str]
) -> None:
    text = starter(template, template, chosen, "department-year.schema.json").text
    head, _, rest = text.partition("# ── 部门")
    body = rest.partition("# ── 名词解释")[0]
    path = written(tmp_path, template, chosen, f"{head}# ── 部门{uncommented(body)}")
    source = read_input(path)
    assert source.tree is not None
    assert source.findings == ()


@pytest.mark.exhaustive
@pytest.mark.parametrize(("template", "chosen"), TEMPLATES)
def test_an_independent_validator_accepts_a_starter(template: str, chosen: dict[str, str]) -> None:
    text = starter(template, template, chosen, "department-year.schema.json").text
    validator = jsonschema.Draft7Validator(json.loads(schema_text("department-year")))
    assert list(validator.iter_errors(yaml.safe_load(text))) == []


@pytest.mark.exhaustive
def test_a_starter_asks_only_for_what_the_form_prints() -> None:
    report, evaluation = (starter(SICHUAN, SICHUAN, c, "s").text for c in FORMS)
    for field in ("部门预算:", "固定资产:", "偏离原因:", "年度执行中追加的专项资金", "类型:"):
        assert field not in report
        assert field in evaluation
    for field in ("预决算管理:", "内设机构:"):
        assert field in report
        assert field not in evaluation


@pytest.mark.exhaustive
def test_a_starter_says_where_figures_stand_and_what_may_stay_out() -> None:
    text = starter(SICHUAN, SICHUAN, {}, "s").text
    assert "  其他:  # 待填：其他收入，如存款利息。取数：公开01表 收入第8行" in text
    assert "  # 合计:  # 可不填：本年收入合计，由程序求和。取数：公开01表 行次27" in text
    assert "    # 预算单位:  # 可不填：不填即本部门全称" in text
    assert "格式版本: 1\n" in text


@pytest.mark.exhaustive
def test_chosen_options_stand_in_the_starter_and_the_others_beside_it() -> None:
    text = starter(SICHUAN, SICHUAN, {"具体情况": "项"}, "s").text
    assert "      具体情况: 项  # 可取：类、项。" in text
    assert "      # 机构写法: 基本情况  # 可取：基本情况、机构设置。" in text


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"具体情形": "项"}, "模板没有选项“具体情形”"),
        ({"具体情况": "款"}, "选项“具体情况”不能取“款”，可取：类、项"),
    ],
)
def test_wrong_options_are_told(chosen: dict[str, str], message: str) -> None:
    made = starter(SICHUAN, SICHUAN, chosen, "s")
    assert made.text == ""
    assert [f.id for f in made.findings] == ["JS-904"]
    assert message in made.findings[0].message


def test_an_unknown_template_is_for_the_caller_to_refuse() -> None:
    with pytest.raises(ValueError, match="no template"):
        starter("没有", "没有", {}, "s")


@pytest.mark.exhaustive
@pytest.mark.parametrize("folder", ["我县 格式 #2: it's", "普通"])
def test_a_template_folder_of_any_name_can_be_read_back(tmp_path: Path, folder: str) -> None:
    own = tmp_path / folder
    shutil.copytree(template_folders()[SICHUAN], own)
    text = starter(str(own), str(own), {}, "s").text
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    assert {f.id for f in make_all(path).findings} == {GAP}
