"""`drafter template preview`: samples that fit, drafts of them, and watching for saves."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from drafter.authoring.samples import fitting, sample, samples_of
from drafter.authoring.watching import next_state, state_of
from drafter.cli.app import app
from drafter.office.program import find_program
from drafter.office.warm import WarmOffice
from drafter.resources import root, template_folders
from drafter.template.package import parse, read_package, write_package
from drafter.template.words import content_of

NAME = "sichuan-final-accounts"
EXAMPLES = root() / "example_inputs"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(template_folders()[NAME], tmp_path / "我县"))


def preview(*arguments: object) -> Result:
    command = ["template", "preview", *map(str, arguments), "--no-pdf"]
    return CliRunner().invoke(app, command)


def words(path: Path) -> str:
    return content_of(parse(read_package(path.read_bytes()).parts["word/document.xml"]))


def change(folder: Path, old: str, new: str) -> None:
    package = read_package((folder / "report.docx").read_bytes())
    body = package.parts["word/document.xml"].decode()
    assert old in body
    parts = {"word/document.xml": body.replace(old, new, 1).encode()}
    (folder / "report.docx").write_bytes(write_package(package.with_parts(parts)))


# --- samples ---------------------------------------------------------------------------------


def test_examples_fit_that_fill_the_template_the_fullest_first(own: Path) -> None:
    taken = [sample(EXAMPLES / f"{n}.yaml", str(own)) for n in ("minimal", "baojing-2017")]
    assert [one.name for one in fitting(taken, str(own))] == ["minimal"]
    taken.append(sample(EXAMPLES / "miyi-2020.yaml", str(own)))
    assert [one.name for one in fitting(taken, str(own))] == ["miyi-2020", "minimal"]


def test_where_none_fits_the_best_is_taken(own: Path) -> None:
    taken = [sample(EXAMPLES / f"{n}.yaml", str(own)) for n in ("baojing-2017", "yongchang-2021")]
    (best,) = fitting(taken, str(own))
    assert best.gaps == min(one.gaps for one in taken) > 0


def test_own_samples_come_before_examples_and_given_ones_before_those(own: Path) -> None:
    (own / "样例").mkdir()
    shutil.copy(EXAMPLES / "minimal.yaml", own / "样例" / "小局.yaml")
    assert [one.name for one in samples_of(str(own), own)] == ["小局"]
    given = EXAMPLES / "miyi-2020.yaml"
    assert [one.name for one in samples_of(str(own), own, [given])] == ["miyi-2020"]


# --- once ------------------------------------------------------------------------------------


def test_drafts_are_written_beside_the_template_and_written_anew(own: Path) -> None:
    given = EXAMPLES / "minimal.yaml"
    done = preview(own, given)
    assert done.exit_code == 0, done.stderr
    target = own / "预览" / "预览-minimal.docx"
    assert "2020年度收、支总计均为86.40万元" in words(target)
    change(own, "年度收、支总计均为", "年度收入、支出总计均为")
    assert preview(own, given).exit_code == 0
    assert "2020年度收入、支出总计均为86.40万元" in words(target)
    assert sorted(path.name for path in (own / "预览").iterdir()) == ["预览-minimal.docx"]


def test_a_faulty_template_gives_findings_and_no_preview(own: Path) -> None:
    change(own, "{{ 收支总计|万元 }}", "{{ 收支合计|万元 }}")
    done = preview(own, EXAMPLES / "minimal.yaml")
    assert done.exit_code == 3
    assert "数据里没有“收支合计”" in done.stderr
    assert list((own / "预览").iterdir()) == []


def test_an_input_that_cannot_be_read_is_told_and_the_others_are_written(
    own: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "坏.yaml"
    bad.write_bytes(b"\xff\xfe\x00\x01")
    done = preview(own, bad, EXAMPLES / "minimal.yaml")
    assert done.exit_code == 1
    assert "坏.yaml：没有写预览" in done.stderr
    assert (own / "预览" / "预览-minimal.docx").is_file()


def test_inputs_of_one_name_do_not_overwrite_each_other(own: Path, tmp_path: Path) -> None:
    names = ["甲/s", "乙/S", "乙/s-2", "丙/s", "miyi-2020"]
    given = [tmp_path / f"{name}.yaml" for name in names]
    text = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")
    for number, path in enumerate(given):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("示例县档案馆", f"局{number}"), encoding="utf-8")
    target = tmp_path / "出"
    assert preview(own, *given, "-o", target).exit_code == 0
    written = {path.stem: words(path) for path in target.iterdir()}
    expected = ["预览-s", "预览-S-3", "预览-s-2", "预览-s-4", "预览-miyi-2020"]
    assert sorted(written) == sorted(expected)
    assert all(f"局{number}" in written[name] for number, name in enumerate(expected))


def test_wrong_use_is_told(own: Path, tmp_path: Path) -> None:
    assert "请用 -o" in preview(NAME, EXAMPLES / "minimal.yaml").stderr
    assert not (template_folders()[NAME] / "预览").exists()
    assert preview(own, tmp_path / "没有.yaml").exit_code == 2
    (tmp_path / "文件").touch()
    assert preview(own, "-o", tmp_path / "文件").exit_code == 2
    assert preview(own, "-o", tmp_path / "没有" / "更没有").exit_code == 4


# --- watching --------------------------------------------------------------------------------


def script(*steps: Callable[[], object]) -> Callable[[], None]:
    """Return a pause that does one step each time, and fails when there are no more."""
    left: Iterator[Callable[[], object]] = iter(steps)

    def pause() -> None:
        step = next(left, None)
        assert step is not None, "still waiting"
        step()

    return pause


def nothing() -> None:
    """Let time pass."""


def test_files_that_word_and_wps_write_beside_are_no_save(tmp_path: Path) -> None:
    report = tmp_path / "report.docx"
    with zipfile.ZipFile(report, "w") as file:
        file.writestr("a", "1")
    before = state_of([report])
    beside = [tmp_path / name for name in ("~$report.docx", ".~report.docx", "~WRD0001.tmp")]
    waits = [path.touch for path in beside]
    with pytest.raises(AssertionError, match="still waiting"):
        next_state([report], before, script(*waits, nothing))


def test_a_file_that_is_still_written_is_waited_for(tmp_path: Path) -> None:
    report, description = tmp_path / "report.docx", tmp_path / "template.yaml"
    with zipfile.ZipFile(report, "w") as file:
        file.writestr("a", "1")
    description.touch()
    whole = report.read_bytes()
    before = state_of([report, description])
    looked: list[bytes] = []

    def write(blob: bytes) -> Callable[[], object]:
        return lambda: looked.append(blob) or report.write_bytes(blob)  # type: ignore[func-returns-value]

    pause = script(
        nothing, report.unlink, nothing, write(whole[:20]), nothing, write(whole + b""), nothing
    )
    after = next_state([report, description], before, pause)
    assert after == state_of([report, description])
    assert looked == [whole[:20], whole]


def test_a_description_counts_as_well_and_one_that_is_new(tmp_path: Path) -> None:
    paths = [tmp_path / "template.yaml", tmp_path / "indicators.yaml"]
    paths[0].write_text("a", encoding="utf-8")
    before = state_of(paths)
    pause = script(lambda: paths[1].write_text("b", encoding="utf-8"), nothing)
    assert next_state(paths, before, pause)[paths[1]] is not None


@pytest.mark.parametrize("id_", ["我县", NAME], ids=["its own id", "the id of a shipped one"])
@pytest.mark.parametrize("away", ["template.yaml", ""], ids=["description", "folder"])
def test_what_is_away_for_a_moment_is_told_and_watched_for(
    id_: str, away: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "模板" / id_
    shutil.copytree(template_folders()[NAME], folder)
    change(folder, "年度收、支总计均为", "年度总计均为")
    monkeypatch.chdir(tmp_path)
    written = tmp_path / "出" / "预览-minimal.docx"

    def put_aside() -> None:
        written.unlink()
        (folder / away).rename(tmp_path / "旁边")

    def put_back() -> None:
        assert not written.exists()
        (tmp_path / "旁边").rename(folder / away)

    def stop() -> None:
        raise KeyboardInterrupt

    saves = iter([put_aside, put_back, stop])
    monkeypatch.setattr("drafter.authoring.watching.next_state", lambda *_: next(saves)())
    done = preview(id_, EXAMPLES / "minimal.yaml", "-o", "出", "--watch")
    assert done.exit_code == 0, done.output
    said = done.stderr.splitlines()
    assert [line[:3] for line in said if line.startswith(("已", "看着"))] == [
        "已写出", "看着 ", "看着 ", "已写出", "看着 ", "已停止",
    ]  # fmt: skip
    assert f"模板/{id_}/template.yaml: 错误 MB-001 找不到文件" in done.output
    assert "年度总计均为" in words(written)


@pytest.mark.exhaustive
@pytest.mark.skipif(os.name == "nt", reason="signals of Windows are others")
def test_every_save_is_rendered_until_it_is_told_to_stop(own: Path) -> None:
    code = "from drafter.cli.app import main; main()"
    command = [sys.executable, "-c", code, "template", "preview", str(own)]
    process = subprocess.Popen(
        [*command, str(EXAMPLES / "minimal.yaml"), "--watch", "--no-pdf"],
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    try:
        assert "已写出" in process.stderr.readline()
        assert "看着" in process.stderr.readline()
        change(own, "年度收、支总计均为", "年度总计均为")
        assert "已写出" in process.stderr.readline()
        assert "年度总计均为" in words(own / "预览" / "预览-minimal.docx")
        change(own, "{{ 收支总计|万元 }}", "{{ 收支合计|万元 }}")
        assert "看着" in process.stderr.readline()
        assert "数据里没有“收支合计”" in process.stderr.readline()
        assert "没有写预览" in process.stderr.readline()
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=60)[1]
    assert process.returncode == 0
    assert rest.endswith("已停止\n")


# --- LibreOffice kept running ----------------------------------------------------------------


@pytest.mark.libreoffice
def test_a_running_office_makes_one_pdf_after_the_other_and_is_gone_afterwards(own: Path) -> None:
    document = sample(EXAMPLES / "minimal.yaml", str(own)).document
    assert document is not None
    with WarmOffice(find_program()) as office:
        first, second = office.to_pdf(document), office.to_pdf(document)
        assert first.startswith(b"%PDF")
        assert second.startswith(b"%PDF")
        process = office._process
        assert process is not None
        assert process.poll() is None
        process.kill()
        process.wait()
        assert office.to_pdf(document).startswith(b"%PDF")
        folder = Path(office._folder.name)
    assert process.poll() is not None
    assert not folder.exists()


@pytest.mark.libreoffice
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_nothing_of_the_office_goes_on(
    own: Path, tmp_path: Path, number: signal.Signals
) -> None:
    code = "from drafter.cli.app import main; main()"
    arguments = ["template", "preview", str(own), str(EXAMPLES / "minimal.yaml")]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    for _ in range(200):
        if list(tmp_path.glob("drafter-*/profile")):
            break
        time.sleep(0.05)
    assert list(tmp_path.glob("drafter-*"))
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert list(tmp_path.glob("drafter-*")) == []
    running = subprocess.run(["pgrep", "-f", str(tmp_path)], capture_output=True, check=False)
    assert running.stdout == b""
