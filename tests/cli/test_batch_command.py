"""`drafter batch` as a user calls it: one bad input stops none, nothing is lost, all is told."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from drafter.batch.ledger import LEDGER
from drafter.batch.summary import Row
from drafter.cli import progress
from drafter.cli.app import app
from drafter.pipeline import make_reports as make_reports_of

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = ROOT / "example_inputs" / "minimal.yaml"
TEMPLATE = ROOT / "templates" / "sichuan-final-accounts"
DRAFTER = [sys.executable, "-c", "from drafter.cli import run; run()"]
WRONG = ("财政拨款: 86.40", "财政拨款: 87.40")


def drafter(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def department(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Write the input of a small department of that name."""
    text = MINIMAL.read_text(encoding="utf-8").replace("示例县档案馆", name)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def report(folder: Path, name: str) -> Path:
    return folder / f"{name}2020年度单位决算.docx"


def told(summary: Path) -> dict[str, str]:
    """Return the result of each input by the stem of its name."""
    rows = json.loads(summary.read_text(encoding="utf-8"))["inputs"]
    return {Path(row["input"]).stem: row["result"] for row in rows}


@pytest.fixture
def ins(tmp_path: Path) -> Path:
    folder = tmp_path / "输入"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "报告"


class TestOneBadInput:
    def test_it_stops_none_of_the_others(self, ins: Path, out: Path, tmp_path: Path) -> None:
        for name in ("甲局", "丁局"):
            department(ins, name)
        department(ins, "乙局", WRONG)
        (ins / "丙局.yaml").write_text("年度: [", encoding="utf-8")
        (ins / "戊局.yaml").write_bytes(b"\xff\xfe\x00rubbish")
        summaries = ["--summary", tmp_path / "s.json", "--summary", tmp_path / "s.xlsx"]
        result = drafter("batch", ins, ins / "没有.yaml", "-o", out, *summaries)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert {path.name for path in out.iterdir()} == {
            report(out, "甲局").name, report(out, "丁局").name, LEDGER,
        }  # fmt: skip
        assert told(tmp_path / "s.json") == {
            "甲局": "已生成", "丁局": "已生成", "乙局": "有错误", "丙局": "有错误",
            "戊局": "有错误", "没有": "有错误",
        }  # fmt: skip
        assert "错误 JS-203" in result.stderr
        rows = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["inputs"]
        (syntax,) = [row for row in rows if "丙局" in row["input"]]
        assert " JS-0" in syntax["told"][0]  # before what only follows from it
        assert "共 6 份：有错误 4，已生成 2" in result.stderr
        sheet = load_workbook(tmp_path / "s.xlsx").worksheets[0]
        rows = {Path(str(row[0])).stem: row[1] for row in sheet.iter_rows(2, values_only=True)}
        assert rows == told(tmp_path / "s.json")
        counts = [row[2:6] for row in sheet.iter_rows(2, values_only=True)]
        assert all(isinstance(one, int) for row in counts for one in row[:3])
        assert not any(isinstance(row[3], str) for row in counts)

    def test_a_summary_has_the_order_in_which_inputs_were_given(
        self, ins: Path, out: Path, tmp_path: Path
    ) -> None:
        names = ["丁局", "甲局", "丙局"]
        paths = [department(ins, name) for name in names]
        summary = tmp_path / "s.json"
        result = drafter("batch", *paths, "-o", out, "-j", "3", "--summary", summary)
        assert result.exit_code == 0, result.output
        assert list(told(summary)) == names

    def test_a_defect_is_told_as_one_with_exit_70(
        self, ins: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def make_reports(source, wanted):  # type: ignore[no-untyped-def]
            if source.path.stem == "乙局":
                raise KeyError("x")
            return make_reports_of(source, wanted)

        monkeypatch.setattr("drafter.batching.make_reports", make_reports)
        for name in ("甲局", "乙局", "丙局"):
            department(ins, name)
        result = drafter("batch", ins, "-o", out)
        assert result.exit_code == 70
        assert "KeyError" in result.stderr
        assert len(list(out.glob("*.docx"))) == 2

    def test_a_template_at_fault_is_told_with_exit_3(self, ins: Path, out: Path) -> None:
        template = ins / "模板"
        shutil.copytree(TEMPLATE, template)
        (template / "template.yaml").write_text("x: 1\n", encoding="utf-8")
        department(ins, "甲局")
        department(ins, "乙局", ("报告: [sichuan-final-accounts]", "报告: [模板]"))
        result = drafter("batch", ins, "-o", out)
        assert result.exit_code == 3
        assert "模板有错误" in result.stderr
        assert [path.name for path in out.glob("*.docx")] == [report(out, "甲局").name]

    def test_strict_and_draft_mean_what_they_mean_to_render(self, ins: Path, out: Path) -> None:
        department(ins, "甲局", ("资产: 25.60", "资产: 25.60\n  净资产: 25.61"))
        department(ins, "乙局", WRONG)
        result = drafter("batch", ins, "-o", out, "--strict")
        assert result.exit_code == 1
        assert "有错误 2" in result.stderr
        assert not out.exists()
        result = drafter("batch", ins, "-o", out, "--draft")
        assert result.exit_code == 0, result.stderr
        assert "已生成草稿 2" in result.stderr
        assert len(list(out.glob("*.docx"))) == 2


class TestNames:
    @pytest.mark.parametrize("force", [[], ["--force"], ["--changed"]])
    def test_two_inputs_of_one_file_name_are_told_and_neither_overwrites(
        self, ins: Path, out: Path, tmp_path: Path, force: list[str]
    ) -> None:
        first = department(ins, "甲局")
        second = ins / "甲局（改）.yaml"
        text = first.read_text(encoding="utf-8")
        second.write_text(text.replace("1200卷", "1300卷"), encoding="utf-8")
        summary = tmp_path / "s.json"
        result = drafter("batch", ins, "-o", out, "--summary", summary, *force)
        assert result.exit_code == 4
        assert told(summary) == {"甲局": "已生成", "甲局（改）": "没有写"}
        assert f"{first} 也写成 {report(out, '甲局')}" in result.stderr
        alone = tmp_path / "alone"
        drafter("batch", first, "-o", alone)
        assert report(out, "甲局").read_bytes() == report(alone, "甲局").read_bytes()
        # The second is refused next time, too, though the first has not to be rendered again.
        again = drafter("batch", ins, "-o", out, "--force", "--changed")
        assert again.exit_code == 4
        assert report(out, "甲局").read_bytes() == report(alone, "甲局").read_bytes()

    def test_a_file_of_somebody_else_is_replaced_only_with_force(
        self, ins: Path, out: Path
    ) -> None:
        department(ins, "甲局")
        out.mkdir()
        report(out, "甲局").write_bytes(b"mine")
        result = drafter("batch", ins, "-o", out, "--changed")
        assert result.exit_code == 4
        assert "已存在" in result.stderr
        assert "--force" in result.stderr
        assert report(out, "甲局").read_bytes() == b"mine"
        assert drafter("batch", ins, "-o", out, "--force").exit_code == 0
        assert zipfile.is_zipfile(report(out, "甲局"))

    def test_no_report_takes_the_place_of_a_file_that_the_input_names(self, ins: Path) -> None:
        named = report(ins, "甲局")
        drafter("render", department(ins, "乙局"), "-o", named)
        (ins / "乙局.yaml").unlink()
        before = named.read_bytes()
        work = "重点工作: 全年接收档案1200卷，接待查阅300人次，完成了库房温湿度设备的检修。"
        department(ins, "甲局", (work, f"重点工作: {{文件: {named.name}}}"))
        result = drafter("batch", ins, "-o", ins, "--force", "--draft")
        assert result.exit_code == 4
        assert "是输入文件或模板" in result.stderr
        assert named.read_bytes() == before


class TestChanged:
    @pytest.fixture
    def done(self, ins: Path, out: Path) -> Path:
        for name in ("甲局", "乙局"):
            department(ins, name)
        assert drafter("batch", ins, "-o", out).exit_code == 0
        return out

    def again(self, ins: Path, out: Path, *more: object) -> tuple[int, dict[str, str]]:
        summary = out.parent / "again.json"
        summary.unlink(missing_ok=True)
        result = drafter("batch", ins, "-o", out, "--changed", "--summary", summary, *more)
        return result.exit_code, told(summary)

    def test_what_did_not_change_is_left_alone(self, ins: Path, done: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in done.glob("*.docx")}
        assert self.again(ins, done) == (0, {"甲局": "没有变化", "乙局": "没有变化"})
        assert {path: path.stat().st_mtime_ns for path in done.glob("*.docx")} == before

    def test_a_changed_input_is_rendered_over_its_old_report(self, ins: Path, done: Path) -> None:
        before = report(done, "乙局").read_bytes()
        department(ins, "乙局", ("1200卷", "1300卷"))
        assert self.again(ins, done) == (0, {"甲局": "没有变化", "乙局": "已生成"})
        assert report(done, "乙局").read_bytes() != before
        assert self.again(ins, done) == (0, {"甲局": "没有变化", "乙局": "没有变化"})

    def test_a_report_that_people_edited_is_not_overwritten(self, ins: Path, done: Path) -> None:
        report(done, "乙局").write_bytes(b"edited")
        assert self.again(ins, done) == (0, {"甲局": "没有变化", "乙局": "没有变化"})
        department(ins, "乙局", ("1200卷", "1300卷"))
        assert self.again(ins, done) == (4, {"甲局": "没有变化", "乙局": "没有写"})
        assert report(done, "乙局").read_bytes() == b"edited"
        assert self.again(ins, done, "--force") == (0, {"甲局": "没有变化", "乙局": "已生成"})

    def test_a_report_that_is_gone_is_made_again(self, ins: Path, done: Path) -> None:
        report(done, "甲局").unlink()
        assert self.again(ins, done) == (0, {"甲局": "已生成", "乙局": "没有变化"})

    def test_a_bad_input_is_tried_again(self, ins: Path, done: Path) -> None:
        department(ins, "丙局", WRONG)
        for _ in range(2):
            assert self.again(ins, done)[1]["丙局"] == "有错误"

    def test_draft_is_another_report(self, ins: Path, done: Path) -> None:
        assert self.again(ins, done, "--draft")[1] == dict.fromkeys(["甲局", "乙局"], "已生成草稿")

    def test_without_its_memory_it_renders_and_finds_the_files_as_they_are(
        self, ins: Path, done: Path
    ) -> None:
        times = {path: path.stat().st_mtime_ns for path in done.glob("*.docx")}
        (done / LEDGER).write_bytes((done / LEDGER).read_bytes()[:50])
        assert self.again(ins, done) == (0, {"甲局": "已生成", "乙局": "已生成"})
        assert {path: path.stat().st_mtime_ns for path in done.glob("*.docx")} == times
        assert self.again(ins, done) == (0, {"甲局": "没有变化", "乙局": "没有变化"})

    def test_a_file_that_the_input_names_counts(self, ins: Path, out: Path) -> None:
        work = "重点工作: 全年接收档案1200卷，接待查阅300人次，完成了库房温湿度设备的检修。"
        department(ins, "甲局", (work, "重点工作: {文件: 工作.txt}"))
        (ins / "工作.txt").write_text("全年接收档案1200卷。", encoding="utf-8")
        assert self.again(ins, out) == (0, {"甲局": "已生成"})
        assert self.again(ins, out) == (0, {"甲局": "没有变化"})
        (ins / "工作.txt").write_text("全年接收档案1300卷。", encoding="utf-8")
        assert self.again(ins, out) == (0, {"甲局": "已生成"})

    def test_the_template_counts(self, ins: Path, out: Path) -> None:
        template = ins / "模板"
        shutil.copytree(TEMPLATE, template)
        department(ins, "甲局", ("报告: [sichuan-final-accounts]", "报告: [模板]"))
        assert self.again(ins, out) == (0, {"甲局": "已生成"})
        assert self.again(ins, out) == (0, {"甲局": "没有变化"})
        manifest = template / "template.yaml"
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(f"{text}\n# 改过\n", encoding="utf-8")
        assert self.again(ins, out) == (0, {"甲局": "已生成"})

    @pytest.mark.parametrize("shelf", ["输入/模板", "templates", "共用"])
    def test_a_nearer_template_of_the_same_id_counts(
        self, ins: Path, out: Path, shelf: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(ins.parent)
        monkeypatch.delenv("DRAFTER_TEMPLATES", raising=False)
        department(ins, "甲局")
        assert self.again(ins, out) == (0, {"甲局": "已生成"})
        assert self.again(ins, out) == (0, {"甲局": "没有变化"})
        mine = ins.parent / shelf / TEMPLATE.name
        shutil.copytree(TEMPLATE, mine)
        if shelf == "共用":
            assert self.again(ins, out) == (0, {"甲局": "没有变化"})
            monkeypatch.setenv("DRAFTER_TEMPLATES", str(mine.parent))
        assert self.again(ins, out) == (0, {"甲局": "已生成"})
        assert self.again(ins, out) == (0, {"甲局": "没有变化"})

    def test_a_file_that_a_unit_names_counts(self, ins: Path, out: Path) -> None:
        units = out.parent / "单位"
        units.mkdir()
        work = "重点工作: 全年接收档案1200卷，接待查阅300人次，完成了库房温湿度设备的检修。"
        department(units, "甲馆", (work, "重点工作: {文件: z.txt}"))
        (units / "z.txt").write_text("全年接收档案1200卷。", encoding="utf-8")
        path = department(ins, "甲局")
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}\n单位文件: [../单位/甲馆.yaml]\n", encoding="utf-8")
        assert self.again(ins, out) == (0, {"甲局": "已生成"})
        assert self.again(ins, out) == (0, {"甲局": "没有变化"})
        (units / "z.txt").write_text("全年接收档案1300卷。", encoding="utf-8")
        assert self.again(ins, out) == (0, {"甲局": "已生成"})
        (units / "z.txt").unlink()
        assert self.again(ins, out) == (1, {"甲局": "有错误"})

    def test_an_input_saved_while_it_was_read_is_read_again(self, ins: Path, out: Path) -> None:
        path = department(ins, "甲局")
        later = time.time_ns() + 10**12
        os.utime(path, ns=(later, later))
        for _ in range(2):
            assert self.again(ins, out) == (0, {"甲局": "已生成"})


class TestWorkbooks:
    def test_the_workbooks_of_a_department_in_a_folder_make_its_report(
        self, ins: Path, out: Path
    ) -> None:
        folder = ins / "档案馆"
        folder.mkdir()
        drafter("form", "-o", folder / "填报.xlsx", "--from", MINIMAL)
        drafter("export", MINIMAL, "-o", folder / "决算.xlsx")
        books = [folder / "填报.xlsx", folder / "决算.xlsx"]
        result = drafter("batch", folder, *books, "-o", out, "--draft")
        assert result.exit_code == 1
        assert f"{folder}：已生成草稿" in result.stderr
        assert "没有决算报表" in result.stderr
        assert "没有填报表" in result.stderr
        assert [path.suffix for path in out.iterdir() if path.name != LEDGER] == [".docx"]


class TestSummary:
    def test_one_that_is_there_is_replaced_only_if_it_is_ours_or_with_force(
        self, ins: Path, out: Path, tmp_path: Path
    ) -> None:
        department(ins, "甲局")
        summary = tmp_path / "s.json"
        call = ["batch", ins, "-o", out, "--summary", summary]
        assert drafter(*call).exit_code == 0
        refused = drafter(*call)
        assert refused.exit_code == 4
        assert "已存在" in refused.stderr
        assert drafter(*call, "--changed").exit_code == 0
        summary.write_text("mine", encoding="utf-8")
        assert drafter(*call, "--changed").exit_code == 4
        assert summary.read_text(encoding="utf-8") == "mine"
        assert drafter(*call, "--force").exit_code == 0
        assert told(summary) == {"甲局": "已生成"}

    def test_one_in_the_folder_of_the_reports_and_one_nowhere(self, ins: Path, out: Path) -> None:
        department(ins, "甲局")
        result = drafter("batch", ins, "-o", out, "--summary", out / "s.json")
        assert result.exit_code == 0
        assert told(out / "s.json") == {"甲局": "已生成"}
        result = drafter("batch", ins, "-o", out, "--summary", ins / "x" / "s.json")
        assert result.exit_code == 4

    @pytest.mark.parametrize("typed", [["-o", "x"], ["空", "-o", "x"], ["?.yaml", "-o", "x"]])
    def test_nothing_to_do_and_wrong_names_are_usage(
        self, tmp_path: Path, typed: list[str]
    ) -> None:
        (tmp_path / "空").mkdir()
        paths = [str(tmp_path / one) if one != "-o" else one for one in typed]
        assert drafter("batch", *paths).exit_code == 2
        wrong = ["--summary", tmp_path / "s.txt"]
        assert drafter("batch", MINIMAL, "-o", tmp_path / "x", *wrong).exit_code == 2
        assert drafter("batch", MINIMAL, "-o", MINIMAL).exit_code == 2
        assert not (tmp_path / "x").exists()


def test_the_bar_shows_what_went_wrong_above_it(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        Row("甲[red].yaml", "已生成", ("甲.docx",)),
        Row("乙.yaml", "有错误", errors=1, told=("乙.yaml:1:1: 错误 [bold]",)),
    ]
    found = list(progress._with_bar(rows, 2, lambda: "乙[red].yaml"))
    shown = capsys.readouterr().err
    assert found == rows
    assert "乙.yaml：有错误（错误 1 项）" in shown
    assert "乙.yaml:1:1: 错误 [bold]" in shown
    assert "甲[red].yaml：" not in shown


def started(ins: Path, out: Path, *more: object) -> subprocess.Popen[str]:
    command = [*DRAFTER, "batch", str(ins), "-o", str(out), *map(str, more)]
    environment = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8"
    )


def all_whole(out: Path) -> int:
    """Return how many reports there are, each of them whole, and nothing half beside them."""
    for path in out.glob("*.docx"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
    assert not list(out.glob(".drafter-*.tmp"))
    return len(list(out.glob("*.docx")))


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
class TestEnded:
    @pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM])
    def test_asked_to_end_it_leaves_whole_files_and_says_what_is_left(
        self, ins: Path, out: Path, blow: signal.Signals
    ) -> None:
        for number in range(30):
            department(ins, f"局{number:02}")
        with started(ins, out, "-j", 1) as child:
            assert child.stderr is not None
            assert child.stderr.readline().startswith("[1/30]")
            child.send_signal(blow)
            says = child.stderr.read()
        assert child.returncode == 128 + blow
        assert "Traceback" not in says
        done = all_whole(out)
        assert 0 < done < 30
        assert f"已中止，写出的文件都是完整的；还有 {30 - done} 份没有做" in says

    @pytest.mark.exhaustive
    def test_killed_half_way_it_goes_on_with_changed(self, ins: Path, out: Path) -> None:
        for number in range(24):
            department(ins, f"局{number:02}")
        with started(ins, out, "-j", 2) as child:
            assert child.stderr is not None
            for _ in range(5):
                child.stderr.readline()
            child.kill()
            child.stderr.read()  # until its processes have ended, too
        for rest in out.glob(".drafter-*.tmp"):
            rest.unlink()
        assert 5 <= all_whole(out) < 24
        summary = out.parent / "s.json"
        result = drafter("batch", ins, "-o", out, "--changed", "-j", 1, "--summary", summary)
        assert result.exit_code == 0
        assert all_whole(out) == 24
        assert list(told(summary).values()).count("没有变化") >= 5

    @pytest.mark.exhaustive
    def test_ctrl_c_at_a_terminal_reaches_its_processes_and_they_end_with_it(
        self, ins: Path, out: Path
    ) -> None:
        for number in range(40):
            department(ins, f"局{number:02}")
        command = [*DRAFTER, "batch", str(ins), "-o", str(out), "-j", "2"]
        with subprocess.Popen(
            command, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
            env=os.environ | {"PYTHONUTF8": "1"},
        ) as child:  # fmt: skip
            assert child.stderr is not None
            child.stderr.readline()
            os.killpg(child.pid, signal.SIGINT)
            says = child.stderr.read()  # to its end: no process holds it any more
        assert child.returncode == 128 + signal.SIGINT
        assert "Traceback" not in says
        assert f"还有 {40 - all_whole(out)} 份没有做" in says
