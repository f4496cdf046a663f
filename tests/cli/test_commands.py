"""The commands as a user calls them: what is printed where, exit codes, files."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from comments import comments_of
from typer.testing import CliRunner, Result

from drafter.cli.app import app
from drafter.cli.show import where_listed
from drafter.diagnostics import GAP, Diagnostic, Location, Severity
from drafter.template.package import parse, qn, read_package
from drafter.template.proofs import final_words

ROOT = Path(__file__).resolve().parents[2]
MIYI = ROOT / "example_inputs" / "miyi-2020.yaml"
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"


def drafter(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def words(document: Path) -> str:
    return final_words(parse(read_package(document.read_bytes()).parts["word/document.xml"]))


def text_line(path: Path, line: str) -> int:
    """Return the number of the first line that reads so."""
    return path.read_text(encoding="utf-8").splitlines().index(line) + 1


def altered(tmp_path: Path, old: str, new: str, source: Path = MINIMAL) -> Path:
    text = source.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    path = tmp_path / "输入 文件.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


class TestRender:
    def test_a_right_input_gives_a_report_and_exit_0(self, tmp_path: Path) -> None:
        result = drafter("render", MINIMAL, "-o", tmp_path / "报告.docx")
        assert result.exit_code == 0, result.output
        assert "已生成" in result.stderr
        assert result.stdout == ""
        assert "示例县档案馆" in words(tmp_path / "报告.docx")

    def test_warnings_and_waived_findings_do_not_stop_it(self, tmp_path: Path) -> None:
        result = drafter("render", MIYI, "-o", tmp_path / "a.docx")
        assert result.exit_code == 0
        assert "已豁免(错误) JS-304" in result.stderr
        assert "豁免理由：" in result.stderr

    def test_strict_makes_warnings_errors(self, tmp_path: Path) -> None:
        result = drafter("render", MIYI, "-o", tmp_path / "a.docx", "--strict")
        assert result.exit_code == 1
        assert list(tmp_path.iterdir()) == []

    def test_without_output_the_file_is_named_by_the_template(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert drafter("render", MINIMAL).exit_code == 0
        assert [p.name for p in tmp_path.iterdir()] == ["示例县档案馆2020年度单位决算.docx"]

    def test_a_folder_as_output_takes_the_template_s_name(self, tmp_path: Path) -> None:
        assert drafter("render", MINIMAL, "-o", tmp_path).exit_code == 0
        assert len(list(tmp_path.glob("*.docx"))) == 1

    def test_an_error_writes_nothing_and_names_its_place(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "项目支出: 6.00", "项目支出: 7.00")
        result = drafter("render", path, "-o", tmp_path / "a.docx")
        assert result.exit_code == 1
        assert not (tmp_path / "a.docx").exists()
        assert f"{path}:" in result.stderr
        assert "Traceback" not in result.stderr
        # The line itself stands below, with a caret below the value.
        line = text_line(path, "支出:")
        assert f"{line:>6} | 支出:\n       | ^\n" in result.stderr

    def test_an_existing_file_needs_force(self, tmp_path: Path) -> None:
        target = tmp_path / "a.docx"
        target.write_bytes(b"somebody's work")
        result = drafter("render", MINIMAL, "-o", target)
        assert result.exit_code == 4
        assert "--force" in result.stderr
        assert target.read_bytes() == b"somebody's work"
        assert drafter("render", MINIMAL, "-o", target, "--force").exit_code == 0
        assert target.read_bytes().startswith(b"PK")

    def test_the_input_can_never_be_overwritten(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "示例县档案馆", "示例县图书馆")
        before = path.read_bytes()
        assert drafter("render", path, "-o", path, "--force").exit_code == 2
        assert path.read_bytes() == before

    @pytest.mark.parametrize("spelling", ["{}/输入.docx", "{}/./输入.docx", "{}/链接.docx"])
    def test_no_spelling_overwrites_the_input(self, tmp_path: Path, spelling: str) -> None:
        path = tmp_path / "输入.docx"
        path.write_bytes(MINIMAL.read_bytes())
        (tmp_path / "链接.docx").hardlink_to(path)
        result = drafter("render", path, "-o", spelling.format(tmp_path), "--force")
        assert result.exit_code == 2
        assert path.read_bytes() == MINIMAL.read_bytes()

    def test_a_template_is_not_overwritten_and_a_report_is_no_template(
        self, tmp_path: Path
    ) -> None:
        folder = tmp_path / "模板"
        shutil.copytree(ROOT / "templates" / "sichuan-final-accounts", folder)
        before = (folder / "report.docx").read_bytes()
        target = folder / "report.docx"
        assert drafter("render", MINIMAL, "-t", folder, "-o", target, "--force").exit_code == 2
        assert target.read_bytes() == before
        drafter("render", MINIMAL, "-o", tmp_path / "a.docx")
        target.write_bytes((tmp_path / "a.docx").read_bytes())
        result = drafter("check", MINIMAL, "-t", folder)
        assert result.exit_code == 3
        assert "MB-005" in result.stderr

    def test_a_missing_folder_gives_exit_4(self, tmp_path: Path) -> None:
        result = drafter("render", MINIMAL, "-o", tmp_path / "没有" / "a.docx")
        assert result.exit_code == 4
        assert "不存在" in result.stderr

    def test_the_same_input_gives_the_same_bytes(self, tmp_path: Path) -> None:
        drafter("render", MIYI, "-o", tmp_path / "a.docx")
        drafter("render", MIYI, "-o", tmp_path / "b.docx")
        assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()

    def test_several_reports_need_a_folder(self, tmp_path: Path) -> None:
        folder = ROOT / "templates" / "sichuan-final-accounts"
        arguments = ("render", MINIMAL, "-t", "sichuan-final-accounts", "-t", folder)
        assert drafter(*arguments, "-o", tmp_path / "a.docx").exit_code == 2

    def test_an_unknown_template_is_wrong_use(self, tmp_path: Path) -> None:
        result = drafter("render", MINIMAL, "-t", "没有的模板", "-o", tmp_path / "a.docx")
        assert result.exit_code == 2
        assert "sichuan-final-accounts" in result.stderr

    def test_a_broken_template_gives_exit_3_and_its_place(self, tmp_path: Path) -> None:
        folder = tmp_path / "坏模板"
        folder.mkdir()
        original = ROOT / "templates" / "sichuan-final-accounts"
        manifest = (original / "template.yaml").read_text(encoding="utf-8")
        (folder / "template.yaml").write_text(manifest, encoding="utf-8")
        (folder / "report.docx").write_bytes(b"not a Word file")
        result = drafter("render", MINIMAL, "-t", folder, "-o", tmp_path / "a.docx")
        assert result.exit_code == 3
        assert "MB-002" in result.stderr
        assert not (tmp_path / "a.docx").exists()


class TestDraft:
    def test_gaps_stop_a_report_but_not_a_draft(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "  其他: 无", "  其他:")
        refused = drafter("render", path, "-o", tmp_path / "a.docx")
        assert refused.exit_code == 1
        assert "JS-901 待补：收入.其他" in refused.stderr
        drafted = drafter("render", path, "-o", tmp_path / "a.docx", "--draft")
        assert drafted.exit_code == 0
        assert "【待补：收入.其他】" in words(tmp_path / "a.docx")

    def test_the_gap_is_highlighted(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "  其他: 无", "  其他:")
        drafter("render", path, "-o", tmp_path / "a.docx", "--draft")
        root = parse(read_package((tmp_path / "a.docx").read_bytes()).parts["word/document.xml"])
        marked = {
            final_words(run)
            for run in root.iter(qn("r"))
            if run.find(f"{qn('rPr')}/{qn('highlight')}") is not None
        }
        assert "【待补：收入.其他】" in marked
        assert all(text.startswith("【待补：") for text in marked)

    @pytest.mark.parametrize("text", ["年度: 2020\n", "部门:\n  全称: 甲局\n"])
    def test_anything_that_can_be_read_can_be_drafted(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "空.yaml"
        path.write_text(text, encoding="utf-8")
        arguments = ("render", path, "-t", "sichuan-final-accounts", "-o", tmp_path / "a.docx")
        assert drafter(*arguments).exit_code == 1
        assert drafter(*arguments, "--draft").exit_code == 0

    def test_a_type_error_is_drafted_as_a_gap(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "其他: 无", "其他: １２")
        result = drafter("render", path, "-o", tmp_path / "a.docx", "--draft")
        assert result.exit_code == 0
        assert "JS-033" in result.stderr
        assert "JS-901 待补：收入.其他" not in result.stderr  # one place, one finding
        assert "【待补：收入.其他】" in words(tmp_path / "a.docx")

    def test_a_draft_without_faults_is_marked_all_the_same(self, tmp_path: Path) -> None:
        assert drafter("render", MINIMAL, "-o", tmp_path / "a.docx", "--draft").exit_code == 0
        package = read_package((tmp_path / "a.docx").read_bytes())
        headers = [name for name in package.parts if name.startswith("word/header")]
        assert {final_words(parse(package.parts[name])) for name in headers} == {"草稿"}
        assert [c.text for c in comments_of((tmp_path / "a.docx").read_bytes())] == [
            "草稿，不能对外。\n检查结果：没有问题。"
        ]

    def test_findings_are_comments_at_their_words(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "项目支出: 6.00", "项目支出: 7.00")
        drafter("render", path, "-o", tmp_path / "a.docx", "--draft")
        comments = comments_of((tmp_path / "a.docx").read_bytes())
        (first, *others) = [c for c in comments if c.text.startswith("错误 JS-2")]
        assert re.fullmatch(r"8[67]\.40", first.words)
        assert f"输入：{path.name}:{text_line(path, '支出:')}:1" in "\n".join(
            c.text for c in (first, *others)
        )


class TestComments:
    REVIEW = "报告（审阅）.docx"

    def test_a_review_copy_stands_beside_the_report(self, tmp_path: Path) -> None:
        result = drafter("render", MIYI, "-o", tmp_path / "报告.docx", "--comments")
        assert result.exit_code == 0, result.output
        assert {p.name for p in tmp_path.iterdir()} == {"报告.docx", self.REVIEW}
        assert f"已生成 {tmp_path / self.REVIEW}" in result.stderr
        comments = comments_of((tmp_path / self.REVIEW).read_bytes())
        assert [c.words for c in comments if c.text.startswith("收支总计.增减率")] == ["135.97%"]
        assert words(tmp_path / self.REVIEW) == words(tmp_path / "报告.docx")

    def test_the_report_itself_is_the_same_to_the_byte(self, tmp_path: Path) -> None:
        drafter("render", MIYI, "-o", tmp_path / "报告.docx", "--comments")
        drafter("render", MIYI, "-o", tmp_path / "又.docx")
        assert (tmp_path / "报告.docx").read_bytes() == (tmp_path / "又.docx").read_bytes()

    def test_errors_stop_both(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "项目支出: 6.00", "项目支出: 7.00")
        assert drafter("render", path, "-o", tmp_path / "报告.docx", "--comments").exit_code == 1
        assert list(tmp_path.glob("*.docx")) == []

    def test_a_draft_has_both_marked(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "  其他: 无", "  其他:")
        arguments = ("render", path, "-o", tmp_path / "报告.docx", "--comments", "--draft")
        assert drafter(*arguments).exit_code == 0
        plain, review = (tmp_path / name for name in ("报告.docx", self.REVIEW))
        for document in (plain, review):
            blob = document.read_bytes()
            headers = [n for n in read_package(blob).parts if n.startswith("word/header")]
            assert len(headers) == 2  # this template has even pages
            (gap,) = [c for c in comments_of(blob) if c.text.startswith("错误 JS-901")]
            assert gap.words == "【待补：收入.其他】"
        assert len(comments_of(review.read_bytes())) > len(comments_of(plain.read_bytes()))

    def test_an_existing_review_copy_needs_force_and_keeps_the_report_back(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / self.REVIEW).write_bytes(b"somebody's remarks")
        arguments = ("render", MINIMAL, "-o", tmp_path / "报告.docx", "--comments")
        result = drafter(*arguments)
        assert result.exit_code == 4
        assert self.REVIEW in result.stderr
        assert {p.name for p in tmp_path.iterdir()} == {self.REVIEW}
        assert drafter(*arguments, "--force").exit_code == 0
        assert (tmp_path / self.REVIEW).read_bytes().startswith(b"PK")

    def test_the_input_is_not_overwritten_by_the_review_copy(self, tmp_path: Path) -> None:
        path = tmp_path / self.REVIEW
        path.write_bytes(MINIMAL.read_bytes())
        arguments = ("render", path, "-o", tmp_path / "报告.docx", "--comments", "--force")
        assert drafter(*arguments).exit_code == 2
        assert path.read_bytes() == MINIMAL.read_bytes()
        assert not (tmp_path / "报告.docx").exists()

    def test_a_missing_folder_is_not_made_for_one_report(self, tmp_path: Path) -> None:
        target = tmp_path / "没有" / "报告.docx"
        assert drafter("render", MINIMAL, "-o", target, "--comments").exit_code == 4
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.exhaustive
    def test_several_reports_each_have_one_in_the_folder(self, tmp_path: Path) -> None:
        result = drafter(
            "render", MINIMAL, "-t", "sichuan-final-accounts", "-t", "project-self-evaluation",
            "--draft", "--comments", "-o", tmp_path / "稿",
        )  # fmt: skip
        assert result.exit_code == 0, result.output
        names = {path.stem for path in (tmp_path / "稿").iterdir()}
        assert len(names) == 4
        assert {name for name in names if name.endswith("（审阅）")} == {
            f"{name}（审阅）" for name in names if not name.endswith("（审阅）")
        }

    def test_a_workbook_beside_it_stays_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "附表.yaml"
        text = (ROOT / "tests" / "inputs" / "附表.yaml").read_text(encoding="utf-8")
        path.write_text(text.replace("附表: 印表", "附表: 另附工作簿"), encoding="utf-8")
        result = drafter("render", path, "-o", tmp_path / "报告.docx", "--comments")
        assert result.exit_code == 0, result.output
        assert {p.name for p in tmp_path.glob("报告*")} == {
            "报告.docx", self.REVIEW, "报告（附表）.xlsx",
        }  # fmt: skip


class TestCheck:
    def test_examples_have_no_errors(self) -> None:
        result = drafter("check", MIYI, MINIMAL)
        assert result.exit_code == 0, result.stderr

    def test_of_many_gaps_it_is_said_how_to_see_them_by_section(self, tmp_path: Path) -> None:
        path = tmp_path / "新.yaml"
        drafter("new", path, "-t", "sichuan-final-accounts")
        *_, last = drafter("check", path).stderr.splitlines()
        assert re.fullmatch(r"错误 (\d+) 项.*；待补 \d+ 处，加 --missing 按章节列出", last)
        assert "加 --missing" not in drafter("check", path, "--missing").stderr
        few = drafter("check", altered(tmp_path, "退休: 2", "退休:"))
        assert "JS-901" in few.stderr
        assert "--missing" not in few.stderr

    @pytest.mark.parametrize(("count", "is_told"), [(20, False), (21, True)])
    def test_many_gaps_are_more_than_twenty(self, count: int, is_told: bool) -> None:
        gap = Diagnostic(GAP, Severity.ERROR, "待补", Location("a.yaml", 1, 1))
        waived = replace(gap, waived="理由")
        assert bool(where_listed([gap] * count + [waived] * 30)) is is_told

    def test_json_is_on_stdout_and_complete(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "项目支出: 6.00", "项目支出: 7.00")
        result = drafter("check", path, "--format", "json")
        rows = json.loads(result.stdout)
        assert result.exit_code == 1
        assert rows
        assert {
            "id",
            "severity",
            "message",
            "file",
            "line",
            "column",
            "path",
            "hint",
            "waived",
        } <= set(rows[0])
        assert all(row["file"] == str(path) and row["line"] > 0 for row in rows)

    def test_github_format_annotates(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "年度: 2020", "年度: 二〇二〇")
        result = drafter("check", path, "--format", "github")
        assert result.stdout.startswith("::error file=")
        assert ",line=5,col=5," in result.stdout

    def test_missing_lists_gaps_only(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "  其他: 无", "  其他:")
        result = drafter("check", path, "--missing")
        *lines, count = result.stderr.splitlines()
        number = text_line(path, "  其他:")
        assert lines == [
            "【年度决算情况说明 › 收入支出决算总体情况说明】",
            f"  {path}:{number}:3: 待补：收入.其他（没有此项写“无”）",
        ]
        assert count == "还要填写 1 处"

    def test_findings_of_all_stages_come_in_one_run(self, tmp_path: Path) -> None:
        text = MINIMAL.read_text(encoding="utf-8")
        text = text.replace("年度: 2020", "年度: 20二〇", 1).replace("  其他: 无", "  其它: 无", 1)
        text = text.replace("项目支出: 6.00", "项目支出: 7.00", 1).replace("退休: 2", "退休:", 1)
        path = tmp_path / "a.yaml"
        path.write_text(text, encoding="utf-8")
        found = drafter("check", path).stderr
        assert "JS-036" in found  # a wrong year
        assert "JS-032 不认识的字段“收入.其它”" in found  # a misspelt key
        assert "是不是“其他”" in found
        assert "JS-205" in found  # sums that do not agree
        assert "JS-901 待补：人员.实有.退休" in found  # a gap

    def test_a_missing_file_is_a_finding(self, tmp_path: Path) -> None:
        result = drafter("check", tmp_path / "没有.yaml")
        assert result.exit_code == 1
        assert "JS-010" in result.stderr

    def test_an_input_without_reports_is_told_so_at_the_right_place(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_text("年度: 2020\n", encoding="utf-8")
        result = drafter("check", path)
        assert result.exit_code == 1
        assert "JS-903 没有写要生成哪份报告" in result.stderr
        assert "-t" in result.stderr

    def test_one_input_without_reports_does_not_hide_the_findings_of_another(
        self, tmp_path: Path
    ) -> None:
        bad = altered(tmp_path, "项目支出: 6.00", "项目支出: 7.00")
        other = tmp_path / "b.yaml"
        other.write_text("年度: 2020\n", encoding="utf-8")
        found = drafter("check", bad, other).stderr
        assert "JS-203" in found
        assert "JS-903" in found

    def test_a_misspelt_section_is_one_finding_not_one_for_each_field(self, tmp_path: Path) -> None:
        found = drafter("check", altered(tmp_path, "政府采购:", "政府彩购:")).stderr
        assert "是不是“政府采购”" in found
        assert "JS-901" not in found

    def test_missing_says_that_there_are_other_errors(self, tmp_path: Path) -> None:
        result = drafter(
            "check", altered(tmp_path, "项目支出: 6.00", "项目支出: 7.00"), "--missing"
        )
        assert result.exit_code == 1
        assert "还要填写 0 处，另有错误" in result.stderr

    def test_words_that_the_report_does_not_print_are_pointed_at(self, tmp_path: Path) -> None:
        text = MIYI.read_text(encoding="utf-8")
        text = text.replace("机关运行经费:\n", "机关运行经费:\n  差异原因: 暗号甲\n", 1)
        path = tmp_path / "a.yaml"
        path.write_text(text, encoding="utf-8")
        found = drafter("check", path).stderr
        assert "提示 JS-907 机关运行经费.差异原因" in found

    @pytest.mark.exhaustive
    def test_a_warning_about_the_template_does_not_stop_the_report(self, tmp_path: Path) -> None:
        folder = tmp_path / "模板"
        shutil.copytree(ROOT / "templates" / "sichuan-final-accounts", folder)
        manifest = folder / "template.yaml"
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(text.replace("省份: 四川", "省份: 四川 #省"), encoding="utf-8")
        result = drafter("render", MINIMAL, "-t", folder, "-o", tmp_path / "a.docx")
        assert "警告 MB-001" in result.stderr
        assert result.exit_code == 0
        assert (tmp_path / "a.docx").exists()

    @pytest.mark.exhaustive
    def test_waivers_count_over_all_reports_of_an_input(self, tmp_path: Path) -> None:
        """One template serves the year and the other does not: the waiver is used all the same."""
        folder = tmp_path / "另一模板"
        shutil.copytree(ROOT / "templates" / "sichuan-final-accounts", folder)
        manifest = folder / "template.yaml"
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(text.replace("止: 2021", "止: 2019"), encoding="utf-8")
        path = altered(
            tmp_path,
            "报告: [sichuan-final-accounts]",
            "报告: [sichuan-final-accounts, 另一模板]\n豁免: [{规则: JS-905, 理由: 沿用旧格式}]",
        )
        found = drafter("check", path).stderr
        assert "已豁免(警告) JS-905" in found
        assert "JS-902" not in found

    def test_an_unknown_option_of_a_template_is_named(self, tmp_path: Path) -> None:
        path = altered(
            tmp_path,
            "报告: [sichuan-final-accounts]",
            "报告: [{模板: sichuan-final-accounts, 选项: {零項: 隐藏, 具体情况: 款}}]",
        )
        found = drafter("check", path).stderr
        assert "JS-904 模板没有选项“零項”" in found
        assert "JS-904 选项“具体情况”不能取“款”，可取：类、项" in found


class TestWaivers:
    def test_a_waiver_that_waives_nothing_is_reported(self, tmp_path: Path) -> None:
        path = altered(
            tmp_path, "报告:", "豁免: [{规则: JS-201, 位置: 收入.合计, 理由: 试试}]\n报告:"
        )
        result = drafter("check", path)
        assert result.exit_code == 0
        assert "JS-902" in result.stderr

    def test_faults_of_shape_and_gaps_cannot_be_waived(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "  其他: 无", "  其他:")
        text = path.read_text(encoding="utf-8")
        waiver = "豁免: [{规则: JS-901, 位置: 收入.其他, 理由: 不想填}]\n报告:"
        path.write_text(text.replace("报告:", waiver, 1), encoding="utf-8")
        result = drafter("check", path)
        assert result.exit_code == 1
        assert "不能豁免" in result.stderr

    def test_a_waiver_needs_a_reason(self, tmp_path: Path) -> None:
        path = altered(tmp_path, "报告:", "豁免: [{规则: JS-201}]\n报告:")
        assert drafter("check", path).exit_code == 1


class TestOthers:
    def test_rules_lists_and_explains(self) -> None:
        listing = drafter("rules").stdout
        assert "JS-304" in listing
        page = drafter("rules", "JS-304").stdout
        assert "依据" in page
        assert drafter("rules", "JS-999").exit_code == 2

    def test_schema_is_json(self) -> None:
        assert json.loads(drafter("schema").stdout)["title"] == "部门年度数据"
        assert json.loads(drafter("schema", "template").stdout)
        assert drafter("schema", "没有").exit_code == 2

    def test_version_and_help(self) -> None:
        assert drafter("--version").stdout.startswith("drafter ")
        for command in ("check", "render", "rules", "schema"):
            text = drafter(command, "--help").stdout
            assert command in text
            assert any("\u4e00" <= c <= "\u9fff" for c in text)
